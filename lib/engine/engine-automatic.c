/* SPDX-License-Identifier: MIT */
/* What happens by itself: moves that the policy marks so, those of the matrix, leads that no longer qualify, closed leads that
   show intent [SEM10, SEM14, SEM16, LC24, LC26]. */
#include "engine/engine-usage.h"

static unsigned char *automatic_section(const revops_engine *engine, unsigned char *lead)
{
    return lead + engine->scores_at;
}

static size_t automatic_slot(uint32_t slot)
{
    return REVOPS__SCORES_HEAD + slot * sizeof(int64_t);
}

void revops__automatic_renew(const revops_engine *engine, unsigned char *lead)
{
    for (uint32_t i = 0; i < engine->score_slots; i++) {
        revops__lead_set(automatic_section(engine, lead), automatic_slot(i), (uint64_t)REVOPS_TIME_NONE);
    }
}

int64_t revops__automatic_told(const revops_engine *engine, unsigned char *lead, uint32_t move)
{
    const revops__engine_scores *scores = revops__scores_of(engine);
    if (!scores || move == 0) {
        return REVOPS_TIME_NONE;
    }
    uint16_t slot = ((const uint16_t *)revops__engine_at(engine, scores->slots))[move - 1];
    if (slot == REVOPS__SCORE_NO_SLOT) {
        return REVOPS_TIME_NONE;
    }
    unsigned char *section = automatic_section(engine, lead);
    int64_t told_ms = revops__lead_i64(section, automatic_slot(slot));
    revops__lead_set(section, automatic_slot(slot), (uint64_t)REVOPS_TIME_NONE);
    return told_ms;
}

static int automatic_is_told(const revops__work *w)
{
    return (w->lead[REVOPS__LEAD_FLAGS] & REVOPS__LEAD_TELLS) != 0;
}

static uint32_t automatic_grades(const revops__work *w)
{
    return revops__scores_grade(w->engine, w->lead, REVOPS__SCORE_FIT) |
           revops__scores_grade(w->engine, w->lead, REVOPS__SCORE_ENGAGEMENT) << 16;
}

static revops_effect *automatic_enter(revops__work *w, const revops__move_asked *asked, int64_t at_ms,
                                      uint32_t reason, uint32_t flag)
{
    uint32_t grades = automatic_grades(w);
    revops_effect *effect = revops__event_enter(w, asked, at_ms, reason);
    effect->flags |= (uint16_t)flag;
    effect->detail = flag == REVOPS_EFFECT_BY_MATRIX || flag == REVOPS_EFFECT_BY_LOSS ? grades : 0;
    return effect;
}

static void automatic_tell(revops__work *w, const revops__move_asked *asked, int64_t at_ms)
{
    revops_effect *effect = revops__tell(w, REVOPS_EFFECT_WOULD_MOVE, at_ms);
    effect->from = effect->stage;
    effect->stage = (uint16_t)(asked->to + 1);
    effect->move = asked->number;
    effect->reason = 0;
}

/* Begins to ask about the lead as it is. */
static void automatic_look(revops__work *w, int64_t at_ms)
{
    w->is_unseen = 0;
    if (w->event->kind) {
        revops__event_look(w, 0);
    } else {
        revops__facts_begin(&w->facts, w->engine, w->lead, w->facts.texts, at_ms);
    }
}

/* Whether a move can be made now by itself. */
static int automatic_is_possible(revops__work *w, uint32_t move, uint32_t reason, uint64_t shown,
                                 int64_t at_ms, revops__move_asked *asked)
{
    uint32_t place = w->lead[REVOPS__LEAD_PLACE];
    const revops__engine_move *row = revops__engine_move_of(w->engine, move);
    if (!(row->from >> place & 1) || row->to == place) {
        return 0;
    }
    if (w->is_unseen) {
        automatic_look(w, at_ms);
    }
    *asked = revops__move_judge_automatic(&w->facts, move, reason, shown, at_ms);
    return !asked->why && !asked->backward;
}

int revops__automatic_tell_lost(revops__work *w, int64_t at_ms)
{
    const revops__engine_scores *scores = revops__scores_of(w->engine);
    if (!(scores->lost_from >> w->lead[REVOPS__LEAD_PLACE] & 1)) {
        return 0;
    }
    revops_effect *effect = revops__tell(w, REVOPS_EFFECT_NO_LONGER_QUALIFIES, at_ms);
    effect->detail = automatic_grades(w);
    effect->reason = 0;
    return 1;
}

int revops__automatic_lose(revops__work *w, int64_t at_ms)
{
    const revops__engine_scores *scores = revops__scores_of(w->engine);
    uint32_t fit = revops__scores_grade(w->engine, w->lead, REVOPS__SCORE_FIT);
    revops__move_asked asked;
    if (!revops__automatic_tell_lost(w, at_ms) || !scores->lost_move ||
        (scores->lost_grades && !(scores->lost_grades >> fit & 1)) ||
        !automatic_is_possible(w, scores->lost_move, scores->lost_reason, 0, at_ms, &asked)) {
        return 0;
    }
    if (automatic_is_told(w)) {
        automatic_tell(w, &asked, at_ms);
        return 0;
    }
    automatic_enter(w, &asked, at_ms, scores->lost_reason, REVOPS_EFFECT_BY_LOSS);
    return 1;
}

/* A line that isn't changed isn't written back. */
static void automatic_untell(unsigned char *section, uint32_t slot)
{
    if (revops__lead_i64(section, automatic_slot(slot)) != REVOPS_TIME_NONE) {
        revops__lead_set(section, automatic_slot(slot), (uint64_t)REVOPS_TIME_NONE);
    }
}

/* One move, the first that is possible [SEM10]. */
static void automatic_try(revops__work *w, const revops__engine_scores *scores, int64_t at_ms)
{
    const revops__score_move *moves = revops__engine_at(w->engine, scores->moves);
    unsigned char *section = automatic_section(w->engine, w->lead);
    uint8_t place = w->lead[REVOPS__LEAD_PLACE];
    for (uint32_t i = 0; i < scores->move_count; i++) {
        int is_of_matrix = moves[i].move == scores->matrix_move;
        revops__move_asked asked;
        if ((is_of_matrix && !revops__scores_hold(w->engine, w->lead)) ||
            !automatic_is_possible(w, moves[i].move, 0, is_of_matrix ? scores->shows : 0, at_ms, &asked)) {
            automatic_untell(section, moves[i].slot);
            continue;
        }
        if (!automatic_is_told(w)) {
            automatic_enter(w, &asked, at_ms, 0,
                            is_of_matrix ? REVOPS_EFFECT_BY_MATRIX : REVOPS_EFFECT_BY_CONDITION);
        } else if (revops__lead_i64(section, automatic_slot(moves[i].slot)) == REVOPS_TIME_NONE) {
            revops__lead_set(section, automatic_slot(moves[i].slot), (uint64_t)at_ms);
            automatic_tell(w, &asked, at_ms);
        }
        break;
    }
    if (w->engine->settles && w->lead[REVOPS__LEAD_PLACE] == place) {
        w->lead[REVOPS__LEAD_FLAGS] |= REVOPS__LEAD_SETTLED;
    }
}

int revops__automatic_signal(revops__work *w, uint32_t signal, uint32_t move, uint64_t shown, int64_t at_ms)
{
    const revops__engine_scores *scores = revops__scores_of(w->engine);
    revops__move_asked asked;
    if (!automatic_is_possible(w, move, 0, shown, at_ms, &asked)) {
        return 0;
    }
    if (!automatic_is_told(w)) {
        automatic_enter(w, &asked, at_ms, 0, REVOPS_EFFECT_BY_SIGNAL)->detail = signal;
        return 1;
    }
    unsigned char *section = automatic_section(w->engine, w->lead);
    size_t slot = automatic_slot(((const uint16_t *)revops__engine_at(w->engine, scores->slots))[move - 1]);
    if (revops__lead_i64(section, slot) == REVOPS_TIME_NONE) {
        revops__lead_set(section, slot, (uint64_t)at_ms);
        automatic_tell(w, &asked, at_ms);
    }
    return 1;
}

static int automatic_is_closed(const revops__work *w)
{
    return (int)((w->engine->closed | w->engine->won) >> w->lead[REVOPS__LEAD_PLACE] & 1);
}

/* A closed lead shows intent: told once a cooldown; where the policy reopens, it begins anew, and what it showed counts. */
static void automatic_hear_closed(revops__work *w, const revops__engine_scores *scores, int64_t at_ms)
{
    unsigned char *section = automatic_section(w->engine, w->lead);
    int64_t told_ms = revops__lead_i64(section, REVOPS__SCORES_INTENT_TOLD_MS);
    if (automatic_is_closed(w)) {
        if (told_ms == REVOPS_TIME_NONE ||
            (uint64_t)at_ms - (uint64_t)told_ms >= (uint64_t)scores->cooldown_ms) {
            revops__lead_set(section, REVOPS__SCORES_INTENT_TOLD_MS, (uint64_t)at_ms);
            revops__tell(w, REVOPS_EFFECT_INTENT_SHOWN, at_ms);
        }
        if (scores->reopens) {
            revops__move_asked asked = revops__move_judge_automatic(&w->facts, 0, 0, 0, at_ms);
            automatic_enter(w, &asked, at_ms, 0, REVOPS_EFFECT_BY_INTENT);
        }
    }
    if (!automatic_is_closed(w)) {
        revops__scores_take(w);
        w->is_rated = 0;
    }
}

/* Tells what is graded anew. Whether the matrix holds no more. */
static int automatic_is_lost(revops__work *w, const revops__scores_before *before, int64_t at_ms)
{
    revops__scores_tell(w, before, at_ms);
    revops__scores_before now = revops__scores_look(w->engine, w->lead);
    return !now.held && (before->held || (!before->was_graded && now.was_graded));
}

void revops__automatic_follow(revops__work *w, const revops__scores_before *before, int64_t at_ms)
{
    const revops_engine *engine = w->engine;
    if (!w->is_rated) {
        automatic_look(w, at_ms);
        revops__scores_rate(w, at_ms);
    }
    revops__lead_unmark(w->lead, REVOPS__LEAD_SETTLED);
    w->is_unseen = 1; /* few moves are possible; what speaks against an item may be another grade */
    uint8_t place = w->lead[REVOPS__LEAD_PLACE];
    int is_lost = before && automatic_is_lost(w, before, at_ms);
    if (!revops__use_move(w, at_ms) && (!is_lost || !revops__automatic_lose(w, at_ms))) {
        automatic_try(w, revops__scores_of(engine), at_ms);
    }
    if (w->lead[REVOPS__LEAD_PLACE] != place) {
        revops__scores_are_of(w, at_ms); /* a closed lead's points are forgotten */
    }
}

void revops__automatic_after(revops__work *w, const revops__scores_before *before)
{
    const revops_engine *engine = w->engine;
    const revops__engine_scores *scores = revops__scores_of(engine);
    int64_t at_ms = w->event->at_ms;
    const revops__score_event *event =
        (const revops__score_event *)revops__engine_at(engine, scores->events) + (w->event->kind - 1);
    uint64_t former = w->owner;
    w->owner = revops__lead_u64(w->lead, REVOPS__LEAD_OWNER);
    if (before && before->was_closed && event->shows_intent) {
        automatic_look(w, at_ms);
        automatic_hear_closed(w, scores, at_ms);
    }
    revops__automatic_follow(w, before, at_ms);
    w->owner = former;
}
