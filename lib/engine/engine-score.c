/* SPDX-License-Identifier: MIT */
/* Scores of a lead: rated at events, falling by time alone [SC1, SC6, SEM15, SEM16, SEM26].

   Grades rise and fall at events. Between events that of engagement falls by itself, each time at its own instant. The record
   keeps before when it won't fall, a bound that costs little; the instant itself is sought when that has come. */
#include <string.h>

#include <revops/intent-total.h>

#include "engine/engine-score-record.h"
#include "judge/intent-day.h"
#include "judge/intent-internal.h"

static int32_t score_narrow(int64_t mpt)
{
    return mpt > INT32_MAX ? INT32_MAX : mpt < INT32_MIN ? INT32_MIN : (int32_t)mpt;
}

uint32_t revops__score_grade_of(const revops__score_grades *grades, int32_t score_mpt, uint32_t before)
{
    uint32_t kept = before ? before - 1 : grades->count + 1;
    for (uint32_t i = 0; i < grades->count; i++) {
        if (score_mpt >= (i >= kept ? grades->keeps_to_mpt[i] : grades->from_mpt[i])) {
            return i + 1;
        }
    }
    return grades->last;
}

static int32_t score_intent_of_record(const revops_engine *engine, const revops__engine_scores *scores,
                                      const revops_intent_record *record, int64_t at_ms)
{
    int32_t score_mpt = 0;
    if (revops_intent_rate(revops__score_intent_of(engine, scores), record, at_ms, &score_mpt) != REVOPS_OK) {
        score_mpt = 0; /* beyond the range of intent */
    }
    return score_narrow((int64_t)score_mpt + scores->intent_base_mpt);
}

int32_t revops__score_intent_at(const revops_engine *engine, const unsigned char *lead, int64_t at_ms)
{
    const revops__engine_scores *scores = revops__scores_of(engine);
    revops__score_opened opened = revops__score_open(engine, lead);
    int32_t score_mpt = score_intent_of_record(engine, scores, opened.record, at_ms);
    revops__score_close(&opened);
    return score_mpt;
}

/* Below this engagement falls, as the rules of intent count; nothing where there is no grade below. */
static int score_keeps_to(const revops__engine_scores *scores, const unsigned char *section, int32_t *out_mpt)
{
    const revops__score_grades *grades = &scores->grades[REVOPS__SCORE_ENGAGEMENT];
    uint32_t grade = section[REVOPS__SCORES_GRADES + REVOPS__SCORE_ENGAGEMENT];
    if (!scores->has_intent || grade == 0 || grade > grades->count) {
        return 0;
    }
    *out_mpt = score_narrow((int64_t)grades->keeps_to_mpt[grade - 1] - scores->intent_base_mpt);
    return 1;
}

int64_t revops__score_bound(const revops_engine *engine, const unsigned char *lead)
{
    const revops__engine_scores *scores = revops__scores_of(engine);
    const unsigned char *section = revops__scores_section(engine, lead);
    int64_t rated_ms = revops__lead_i64(section, REVOPS__SCORES_RATED_MS), bound_ms = REVOPS_TIME_NONE;
    int32_t keeps_to_mpt;
    if (rated_ms == REVOPS_TIME_NONE || !score_keeps_to(scores, section, &keeps_to_mpt)) {
        return REVOPS_TIME_NONE;
    }
    int32_t score_mpt = score_narrow((int64_t)revops__score_get_mpt(section, REVOPS__SCORES_INTENT_MPT) -
                                     scores->intent_base_mpt);
    revops__score_opened opened = revops__score_open(engine, lead);
    if (revops_intent_next_wakeup(revops__score_intent_of(engine, scores), opened.record, rated_ms, score_mpt,
                                  keeps_to_mpt, &bound_ms) != REVOPS_OK) {
        bound_ms = REVOPS_TIME_NONE;
    }
    revops__score_close(&opened);
    return bound_ms;
}

/* Comes near to the instant at which a score falls below a threshold, from an instant before which it doesn't: a bound after the
   other, each nearer by far. What is left is at most a few lines of a search, mostly nothing. */
static int64_t score_approach(const revops_intent *intent, const revops_intent_record *record,
                              int64_t from_ms, int64_t until_ms, int32_t keeps_to_mpt, int *is_exact)
{
    enum { SCORE_STEPS = 10 };
    for (int i = 0; i < SCORE_STEPS && from_ms < until_ms; i++) {
        int32_t score_mpt;
        int64_t bound_ms;
        if (revops_intent_rate(intent, record, from_ms, &score_mpt) != REVOPS_OK) {
            break;
        }
        if (score_mpt < keeps_to_mpt) {
            *is_exact = 1;
            break;
        }
        if (revops_intent_next_wakeup(intent, record, from_ms, score_mpt, keeps_to_mpt, &bound_ms) !=
                REVOPS_OK ||
            bound_ms == REVOPS_TIME_NONE) {
            break;
        }
        from_ms = bound_ms;
    }
    return from_ms;
}

int64_t revops__scores_fall(const revops_engine *engine, const unsigned char *lead, int64_t from_ms,
                            int64_t until_ms, int *is_exact)
{
    const revops__engine_scores *scores = revops__scores_of(engine);
    int64_t at_ms = REVOPS_TIME_NONE;
    int32_t keeps_to_mpt;
    *is_exact = 0;
    if (!score_keeps_to(scores, revops__scores_section(engine, lead), &keeps_to_mpt)) {
        *is_exact = 1;
        return REVOPS_TIME_NONE;
    }
    revops__score_opened opened = revops__score_open(engine, lead);
    const revops_intent *intent = revops__score_intent_of(engine, scores);
    revops_status status = REVOPS_ERR_RANGE;
    at_ms = score_approach(intent, opened.record, from_ms, until_ms, keeps_to_mpt, is_exact);
    if (!*is_exact && at_ms < until_ms) {
        status = revops_intent_crossing(intent, opened.record, at_ms, keeps_to_mpt, &at_ms);
        *is_exact = status != REVOPS_ERR_RANGE;
    }
    revops__score_close(&opened);
    return status == REVOPS_OK || status == REVOPS_ERR_RANGE ? at_ms : REVOPS_TIME_NONE;
}

/* ---- what they are ---- */

static uint32_t score_fit_of(const revops__engine_scores *scores, const unsigned char *section)
{
    uint32_t given = revops__score_grade_at(section, REVOPS__SCORES_GIVEN),
             by_rules = revops__score_grade_at(section, REVOPS__SCORES_GRADES + REVOPS__SCORE_FIT);
    return given ? given : by_rules ? by_rules : scores->fit_unknown;
}

static int score_is_graded(const unsigned char *section)
{
    return section[REVOPS__SCORES_GIVEN] || section[REVOPS__SCORES_GRADES + REVOPS__SCORE_FIT];
}

uint32_t revops__scores_grade(const revops_engine *engine, const unsigned char *lead,
                              enum revops__score_parts part)
{
    const revops__engine_scores *scores = revops__scores_of(engine);
    if (!scores) {
        return 0;
    }
    const unsigned char *section = revops__scores_section(engine, lead);
    return part == REVOPS__SCORE_FIT ? score_fit_of(scores, section)
                                     : revops__score_grade_at(section, REVOPS__SCORES_GRADES + part);
}

int64_t revops__scores_points(const revops_engine *engine, const unsigned char *lead,
                              enum revops__score_parts part, int64_t at_ms)
{
    const revops__engine_scores *scores = revops__scores_of(engine);
    if (!scores) {
        return REVOPS_MISSING;
    }
    const unsigned char *section = revops__scores_section(engine, lead);
    uint8_t flags = section[REVOPS__SCORES_FLAGS];
    switch (part) {
    case REVOPS__SCORE_FIT:
        return flags & REVOPS__SCORES_HAS_FIT ? revops__score_get_mpt(section, REVOPS__SCORES_FIT_MPT)
                                              : REVOPS_MISSING;
    case REVOPS__SCORE_ENGAGEMENT:
        return scores->has_intent ? revops__score_intent_at(engine, lead, at_ms) : REVOPS_MISSING;
    case REVOPS__SCORE_TOTAL:
        return flags & REVOPS__SCORES_HAS_TOTAL ? revops__score_get_mpt(section, REVOPS__SCORES_TOTAL_MPT)
                                                : REVOPS_MISSING;
    case REVOPS__SCORE_COUNT:
        break;
    }
    return REVOPS_MISSING;
}

int revops__scores_hold(const revops_engine *engine, const unsigned char *lead)
{
    const revops__engine_scores *scores = revops__scores_of(engine);
    if (!scores) {
        return 0;
    }
    const unsigned char *section = revops__scores_section(engine, lead);
    uint32_t engagement = revops__score_grade_at(section, REVOPS__SCORES_GRADES + REVOPS__SCORE_ENGAGEMENT);
    return scores->matrix[score_fit_of(scores, section)] >> engagement & 1;
}

uint64_t revops__scores_against(const revops_engine *engine, const unsigned char *lead)
{
    const revops__engine_scores *scores = revops__scores_of(engine);
    if (!scores || !scores->shows_fit) {
        return 0;
    }
    const unsigned char *section = revops__scores_section(engine, lead);
    int has_row = scores->matrix_rows >> score_fit_of(scores, section) & 1;
    return score_is_graded(section) && !has_row ? scores->shows_fit : 0;
}

void revops__scores_forget(const revops_engine *engine, unsigned char *lead, int64_t at_ms)
{
    const revops__engine_scores *scores = revops__scores_of(engine);
    if (!scores || !scores->has_intent) {
        return;
    }
    unsigned char *section = revops__scores_section(engine, lead);
    memset(section + REVOPS__SCORES_HEAD + engine->score_slots * sizeof(int64_t), 0,
           engine->score_intent_bytes);
    int32_t score_mpt = revops__score_intent_at(engine, lead, at_ms);
    revops__score_put_mpt(section, REVOPS__SCORES_INTENT_MPT, score_mpt);
    section[REVOPS__SCORES_GRADES + REVOPS__SCORE_ENGAGEMENT] =
        (uint8_t)revops__score_grade_of(&scores->grades[REVOPS__SCORE_ENGAGEMENT], score_mpt, 0);
}

/* ---- rated ---- */

/* Whether anything is known that fit asks for. */
static int score_fit_can_be_rated(revops__work *w, const revops__engine_scores *scores)
{
    const revops__score_asks *asks = revops__engine_at(w->engine, scores->asks);
    for (uint32_t i = 0; i < scores->ask_count; i++) {
        int is_known = asks[i].table
                           ? revops__where_table(&w->facts, asks[i].table) != 0
                           : revops__lead_attribute(w->engine, w->lead, asks[i].attribute) != REVOPS_MISSING;
        if (is_known) {
            return 1;
        }
    }
    return 0;
}

void revops__scores_fit_row(revops__facts *facts, int64_t *row)
{
    const revops__engine_scores *scores = revops__scores_of(facts->engine);
    const uint32_t *wheres = revops__engine_at(facts->engine, scores->fit_wheres);
    memset(row, 0, REVOPS__SCORE_WORDS * sizeof *row);
    for (uint32_t i = 0; i < scores->fit_rule_count; i++) {
        if (revops__where_holds(facts, wheres[i])) {
            row[i / REVOPS__SCORE_FLAGS] |= INT64_C(1) << i % REVOPS__SCORE_FLAGS;
        }
    }
}

static void score_rate_fit(revops__work *w, const revops__engine_scores *scores, int64_t at_ms)
{
    unsigned char *section = revops__scores_section(w->engine, w->lead);
    const revops__score_grades *grades = &scores->grades[REVOPS__SCORE_FIT];
    uint32_t before = section[REVOPS__SCORES_GRADES + REVOPS__SCORE_FIT], grade = 0;
    uint64_t against = revops__scores_against(w->engine, w->lead);
    uint8_t flags = section[REVOPS__SCORES_FLAGS] & (uint8_t)~REVOPS__SCORES_HAS_FIT;
    int32_t score_mpt = 0;
    if (scores->fit && score_fit_can_be_rated(w, scores)) {
        int64_t row[REVOPS__SCORE_WORDS];
        flags |= REVOPS__SCORES_HAS_FIT;
        if (scores->fit_never && revops__where_holds(&w->facts, scores->fit_never)) {
            grade = grades->last;
        } else {
            revops__scores_fit_row(&w->facts, row);
            if (revops_score_rate(revops__engine_at(w->engine, scores->fit), row, NULL, at_ms, &score_mpt) !=
                REVOPS_OK) {
                score_mpt = 0;
            }
            grade = revops__score_grade_of(grades, score_mpt, before);
        }
    }
    revops__score_put_mpt(section, REVOPS__SCORES_FIT_MPT, score_mpt);
    section[REVOPS__SCORES_FLAGS] = flags;
    section[REVOPS__SCORES_GRADES + REVOPS__SCORE_FIT] = (uint8_t)grade;
    w->facts.answered = 0; /* tables may ask for the grade */
    w->is_otherwise_proven |= revops__scores_against(w->engine, w->lead) != against;
}

static void score_rate_intent(revops__work *w, const revops__engine_scores *scores, int64_t at_ms)
{
    unsigned char *section = revops__scores_section(w->engine, w->lead);
    const revops__score_grades *grades = &scores->grades[REVOPS__SCORE_ENGAGEMENT];
    uint8_t *grade = &section[REVOPS__SCORES_GRADES + REVOPS__SCORE_ENGAGEMENT];
    int32_t score_mpt = revops__score_intent_at(w->engine, w->lead, at_ms);
    revops__score_put_mpt(section, REVOPS__SCORES_INTENT_MPT, score_mpt);
    *grade = (uint8_t)revops__score_grade_of(grades, score_mpt, *grade);
    if (scores->intent_never && revops__where_holds(&w->facts, scores->intent_never)) {
        *grade = (uint8_t)grades->last;
    }
    w->facts.answered = 0;
}

static void score_rate_total(revops__work *w, const revops__engine_scores *scores)
{
    unsigned char *section = revops__scores_section(w->engine, w->lead);
    uint8_t *grade = &section[REVOPS__SCORES_GRADES + REVOPS__SCORE_TOTAL];
    uint8_t flags = section[REVOPS__SCORES_FLAGS] & (uint8_t)~REVOPS__SCORES_HAS_TOTAL;
    revops_intent_total_params params = REVOPS_INTENT_TOTAL_PARAMS_INIT;
    int32_t total_mpt = 0;
    uint32_t band;
    if (!(scores->total_fit_bp | scores->total_intent_bp | (uint32_t)*grade) &&
        !(flags & REVOPS__SCORES_HAS_TOTAL)) {
        return; /* there is none, nor was */
    }
    params.fit_bp = scores->total_fit_bp;
    params.intent_bp = scores->total_intent_bp;
    params.band_count = 0;
    memset(params.bands_mpt, 0, sizeof params.bands_mpt);
    if ((scores->total_fit_bp || scores->total_intent_bp) && flags & REVOPS__SCORES_HAS_FIT &&
        revops_intent_total(&params, revops__score_get_mpt(section, REVOPS__SCORES_FIT_MPT),
                            revops__score_get_mpt(section, REVOPS__SCORES_INTENT_MPT), REVOPS_SCORE_UNGRADED,
                            &total_mpt, &band) == REVOPS_OK) {
        flags |= REVOPS__SCORES_HAS_TOTAL;
    }
    *grade = flags & REVOPS__SCORES_HAS_TOTAL
                 ? (uint8_t)revops__score_grade_of(&scores->grades[REVOPS__SCORE_TOTAL], total_mpt, *grade)
                 : 0;
    revops__score_put_mpt(section, REVOPS__SCORES_TOTAL_MPT,
                          flags & REVOPS__SCORES_HAS_TOTAL ? total_mpt : 0);
    section[REVOPS__SCORES_FLAGS] = flags;
    w->facts.answered = 0;
}

void revops__scores_are_of(revops__work *w, int64_t at_ms)
{
    unsigned char *section = revops__scores_section(w->engine, w->lead);
    w->is_due_changed = 1;
    revops__lead_unmark(w->lead, REVOPS__LEAD_STEADY);
    revops__lead_set(section, REVOPS__SCORES_RATED_MS, (uint64_t)at_ms);
    revops__lead_set(section, REVOPS__SCORES_FALL_MS, (uint64_t)revops__score_bound(w->engine, w->lead));
}

int64_t revops__scores_rated_ms(const revops_engine *engine, const unsigned char *lead)
{
    return lead[REVOPS__LEAD_FLAGS] & REVOPS__LEAD_STEADY
               ? revops__lead_i64(lead, REVOPS__LEAD_LAST_MS)
               : revops__lead_i64(revops__scores_section(engine, lead), REVOPS__SCORES_RATED_MS);
}

int revops__scores_keep(revops__work *w, const revops__engine_event *row)
{
    const revops_engine *engine = w->engine;
    const revops_event *event = w->event;
    const revops__engine_scores *scores = revops__scores_of(engine);
    uint8_t place = w->lead[REVOPS__LEAD_PLACE];
    if (!row->keeps_scores || place == REVOPS__LEAD_UNKNOWN) {
        return 0;
    }
    const unsigned char *section = revops__scores_section(engine, w->lead);
    const revops__score_event *of_event =
        (const revops__score_event *)revops__engine_at(engine, scores->events) + (event->kind - 1);
    int64_t fall_ms = revops__lead_i64(section, REVOPS__SCORES_FALL_MS);
    if ((fall_ms != REVOPS_TIME_NONE && fall_ms <= event->at_ms) ||
        revops__lead_i64(section, REVOPS__SCORES_RATED_MS) == REVOPS_TIME_NONE ||
        (event->source | event->campaign && scores->fit_asks) || !revops__intent_is_time(event->at_ms) ||
        (of_event->shows_intent && (engine->closed | engine->won) >> place & 1)) {
        return 0;
    }
    int64_t wakeup_ms = revops__lead_i64(w->lead, REVOPS__LEAD_WAKEUP_MS);
    if (fall_ms != REVOPS_TIME_NONE && (wakeup_ms == REVOPS_TIME_NONE || wakeup_ms - 1 > fall_ms)) {
        w->is_due_changed = 1; /* time passed in which nothing fell: it is as if it hadn't been asked */
    }
    w->lead[REVOPS__LEAD_FLAGS] |= REVOPS__LEAD_STEADY;
    w->is_rated = 1;
    return 1;
}

void revops__scores_catch_up(revops__work *w, int64_t at_ms)
{
    if (!(w->lead[REVOPS__LEAD_FLAGS] & REVOPS__LEAD_STEADY)) {
        return;
    }
    if (revops__scores_of(w->engine)->has_intent) {
        unsigned char *section = revops__scores_section(w->engine, w->lead);
        revops__score_put_mpt(section, REVOPS__SCORES_INTENT_MPT,
                              revops__score_intent_at(w->engine, w->lead, at_ms));
    }
    revops__scores_are_of(w, at_ms);
}

/* Whether fit by rules may be another than when it was rated last: by the event, or by what isn't told of events. */
static int score_fit_may_change(const revops__work *w, const revops__engine_scores *scores)
{
    const revops_event *event = w->event;
    return !event || !event->kind || scores->fit_asks & REVOPS__ASKS_MORE ||
           revops__engine_event_of(w->engine, event->kind)->changes_fit ||
           (scores->fit_asks && (event->source || event->campaign)) ||
           revops__lead_i64(revops__scores_section(w->engine, w->lead), REVOPS__SCORES_RATED_MS) ==
               REVOPS_TIME_NONE;
}

void revops__scores_rate(revops__work *w, int64_t at_ms)
{
    const revops__engine_scores *scores = revops__scores_of(w->engine);
    if (!scores) {
        return;
    }
    const unsigned char *grades = revops__scores_section(w->engine, w->lead) + REVOPS__SCORES_GRADES;
    uint8_t before[REVOPS__SCORE_COUNT];
    memcpy(before, grades, sizeof before);
    if (score_fit_may_change(w, scores)) {
        score_rate_fit(w, scores, at_ms);
    }
    if (scores->has_intent) {
        score_rate_intent(w, scores, at_ms);
    }
    score_rate_total(w, scores);
    revops__scores_are_of(w, at_ms);
    if (memcmp(before, grades, sizeof before) != 0) {
        revops__lead_unmark(w->lead, REVOPS__LEAD_SETTLED);
    }
    w->is_rated = !(scores->fit_asks & REVOPS__ASKS_MORE) && !scores->intent_never;
}

/* Whether an event and the newest one of a rule share a date of the zone in which days are counted. */
static int score_is_same_day(const revops_engine *engine, const revops__engine_scores *scores,
                             int64_t newest_ms, int64_t at_ms)
{
    const revops_zone *zone = scores->zone_of_days ? revops__engine_at(engine, scores->zone_of_days) : NULL;
    const int64_t both_ms[2] = {newest_ms, at_ms};
    int32_t days[2] = {0, 1};
    return (uint64_t)at_ms - (uint64_t)newest_ms < 3 * (uint64_t)REVOPS_DAY_MS &&
           revops_zone_first_day_many(zone, REVOPS_ZONE_DAY, both_ms, 2, days) == REVOPS_OK &&
           days[0] == days[1];
}

void revops__scores_take(revops__work *w)
{
    const revops__engine_scores *scores = revops__scores_of(w->engine);
    if (!scores || !scores->has_intent) {
        return;
    }
    const revops_event *event = w->event;
    const revops__score_event *of_event =
        (const revops__score_event *)revops__engine_at(w->engine, scores->events) + (event->kind - 1);
    const uint16_t *rules = revops__engine_at(w->engine, scores->event_rules);
    const revops__score_rule *rows = revops__engine_at(w->engine, scores->rules);
    for (uint32_t i = 0; i < of_event->count; i++) {
        uint32_t number = rules[of_event->first + i];
        const revops__score_rule *rule = &rows[number];
        revops__where_settle(&w->facts, rule->where); /* points that are counted don't change what counts */
        if (!revops__score_rule_counts(&w->facts, rule, event->at_ms)) {
            continue;
        }
        revops__score_opened opened = revops__score_open(w->engine, w->lead);
        const revops_intent *intent = revops__score_intent_of(w->engine, scores);
        const revops_intent_slot *slot =
            (const revops_intent_slot *)(const void *)(opened.record + 1) + number;
        int same_day = slot->counted && revops__intent_rules(intent)[number].rule.daily_limit &&
                       score_is_same_day(w->engine, scores, slot->newest_ms, event->at_ms);
        /* what is late or damaged can't be: events stand in order, records are proved */
        (void)!revops__intent_apply_on_day(intent, opened.record, number, event->at_ms, same_day);
        revops__score_close(&opened);
    }
}

void revops__scores_give(const revops_engine *engine, unsigned char *lead, const revops_event *event,
                         int clears)
{
    if (engine->counts[REVOPS_ENGINE_LIST_FIT_GRADES] && (event->value != REVOPS_MISSING || clears)) {
        revops__scores_section(engine, lead)[REVOPS__SCORES_GIVEN] =
            event->value == REVOPS_MISSING ? 0 : (uint8_t)event->value;
    }
}

/* ---- told, faded ---- */

revops__scores_before revops__scores_look(const revops_engine *engine, const unsigned char *lead)
{
    static const size_t places[REVOPS__SCORE_COUNT] = {[REVOPS__SCORE_FIT] = REVOPS__SCORES_FIT_MPT,
                                                       [REVOPS__SCORE_ENGAGEMENT] = REVOPS__SCORES_INTENT_MPT,
                                                       [REVOPS__SCORE_TOTAL] = REVOPS__SCORES_TOTAL_MPT};
    revops__scores_before before = {.held = 0};
    if (!engine->has_scores) {
        return before;
    }
    const unsigned char *section = revops__scores_section(engine, lead);
    uint8_t place = lead[REVOPS__LEAD_PLACE];
    for (uint32_t part = 0; part < REVOPS__SCORE_COUNT; part++) {
        before.points_mpt[part] = revops__score_get_mpt(section, places[part]);
        before.grades[part] = (uint8_t)revops__scores_grade(engine, lead, (enum revops__score_parts)part);
    }
    before.held = (uint8_t)revops__scores_hold(engine, lead);
    before.was_graded = (uint8_t)score_is_graded(section);
    before.was_closed = place != REVOPS__LEAD_UNKNOWN && (engine->closed | engine->won) >> place & 1 ? 1 : 0;
    return before;
}

revops__scores_before revops__scores_look_before(revops__work *w, revops__scores_room *room)
{
    int64_t last_ms = revops__lead_i64(w->lead, REVOPS__LEAD_LAST_MS);
    int is_steady = w->lead[REVOPS__LEAD_FLAGS] & REVOPS__LEAD_STEADY;
    const revops__engine_scores *scores = revops__scores_of(w->engine);
    if (!is_steady || !scores->has_intent || w->engine->score_intent_bytes > sizeof room->words) {
        revops__scores_catch_up(w, last_ms);
        return revops__scores_look(w->engine, w->lead);
    }
    revops__scores_before before = revops__scores_look(w->engine, w->lead);
    revops__score_opened opened = revops__score_open(w->engine, w->lead);
    memcpy(room->words, opened.record, w->engine->score_intent_bytes);
    revops__score_close(&opened);
    before.kept = (const revops_intent_record *)(const void *)room->words;
    before.kept_ms = last_ms;
    revops__lead_unmark(w->lead, REVOPS__LEAD_STEADY);
    return before;
}

/* Points before, found only where they are told. */
static int32_t score_told_before(const revops__work *w, const revops__scores_before *before,
                                 enum revops__score_parts part)
{
    const revops__engine_scores *scores = revops__scores_of(w->engine);
    if (part != REVOPS__SCORE_ENGAGEMENT || !before->kept) {
        return before->points_mpt[part];
    }
    return score_intent_of_record(w->engine, scores, before->kept, before->kept_ms);
}

void revops__scores_tell(revops__work *w, const revops__scores_before *before, int64_t at_ms)
{
    revops__scores_before now = revops__scores_look(w->engine, w->lead);
    for (uint32_t part = 0; part < REVOPS__SCORE_COUNT; part++) {
        if (now.grades[part] == before->grades[part]) {
            continue;
        }
        revops_effect *effect = revops__tell(w, REVOPS_EFFECT_GRADED, at_ms);
        effect->row = (uint16_t)(part + 1);
        effect->value = now.points_mpt[part];
        effect->span_ms = score_told_before(w, before, (enum revops__score_parts)part);
        effect->detail = now.grades[part] | (uint32_t)before->grades[part] << 16;
    }
}

int revops__scores_fade(revops__work *w, int64_t at_ms)
{
    const revops__engine_scores *scores = revops__scores_of(w->engine);
    unsigned char *section = revops__scores_section(w->engine, w->lead);
    revops__scores_before before = revops__scores_look(w->engine, w->lead);
    uint8_t *grade = &section[REVOPS__SCORES_GRADES + REVOPS__SCORE_ENGAGEMENT];
    int32_t score_mpt = revops__score_intent_at(w->engine, w->lead, at_ms);
    revops__score_put_mpt(section, REVOPS__SCORES_INTENT_MPT, score_mpt);
    *grade = (uint8_t)revops__score_grade_of(&scores->grades[REVOPS__SCORE_ENGAGEMENT], score_mpt, *grade);
    revops__scores_are_of(w, at_ms);
    revops__lead_unmark(w->lead, REVOPS__LEAD_SETTLED);
    revops__scores_tell(w, &before, at_ms);
    size_t told = w->told;
    if (before.held && !revops__scores_hold(w->engine, w->lead)) {
        revops__facts_begin(&w->facts, w->engine, w->lead, w->facts.texts, at_ms);
        w->what = (revops__what){.faded = 1};
        if (revops__automatic_lose(w, at_ms)) {
            revops__scores_are_of(w, at_ms); /* a closed lead's points are forgotten */
            revops__facts_begin(&w->facts, w->engine, w->lead, w->facts.texts, at_ms);
            revops__event_end(w, at_ms);
        }
        w->what = (revops__what){.faded = 0};
    }
    return w->told != told;
}

void revops__scores_rebase(revops__work *w, const revops__scores_before *before, int64_t at_ms)
{
    if (!w->engine->has_scores) {
        return;
    }
    const unsigned char *section = revops__scores_section(w->engine, w->lead);
    int64_t rated_ms = revops__lead_i64(section, REVOPS__SCORES_RATED_MS);
    if (rated_ms == REVOPS_TIME_NONE) {
        return;
    }
    revops__facts_begin(&w->facts, w->engine, w->lead, w->facts.texts, rated_ms);
    revops__scores_rate(w, rated_ms); /* as of when they are; what falls since then is found from there */
    revops__scores_tell(w, before, at_ms);
    if (before->held && !revops__scores_hold(w->engine, w->lead)) {
        revops__automatic_tell_lost(w, at_ms); /* new rules move nobody */
    }
}

uint32_t revops__scores_size(const revops_engine *engine)
{
    uint32_t intent = engine->score_intent_bytes ? engine->score_intent_bytes + REVOPS__SCORES_SPARE : 0;
    return engine->has_scores ? REVOPS__SCORES_HEAD + engine->score_slots * (uint32_t)sizeof(int64_t) + intent
                              : 0;
}

uint32_t revops__scores_effects_max(const revops_engine *engine, uint32_t clocks_max)
{
    enum {
        SCORES_EVENT = 8, /* three grades, intent of a closed lead, reopened, lost, two moves */
        SCORES_FALL = 3   /* a grade, lost, moved */
    };
    return engine->has_scores ? SCORES_EVENT + REVOPS_POLICY_GRADES_MAX * SCORES_FALL +
                                    (engine->score_loses ? clocks_max : 0)
                              : 0;
}
