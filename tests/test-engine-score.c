/* SPDX-License-Identifier: MIT */
/* Scores of an engine and what happens by itself, under one document. */
#include "test.h"

#include "engine-faults.h"
#include "engine-scored.h"
#include "policy-files.h"

enum { ROOM = 256, RECORD = 4096 };

static const int64_t T0 = 1772442000000; /* Monday 2026-03-02T09:00Z */

enum { S_LEAD = 1, S_MQL, S_SAL, S_WON, S_OUT };
enum { FIT_A = 1, FIT_B, FIT_D };
enum { NO_VALUE = -1 };

static revops_policy_params policy;
static const revops_engine *scored;

typedef struct play {
    unsigned char bytes[RECORD + 8];
    unsigned char *record;
    revops_effect effects[ROOM];
    size_t count;
    revops_engine_mode mode;
} play;

static void setup(void)
{
    size_t needed = 0;
    scored_policy(&policy);
    revops_engine_params given;
    ck_assert_int_eq(revops_engine_defaults(&given, sizeof given), REVOPS_OK);
    given.policy = &policy;
    ck_assert_int_eq(revops_engine_build(&given, NULL, 0, &needed, NULL), REVOPS_ERR_NOSPACE);
    ck_assert_int_eq(revops_engine_build(&given, malloc(needed), needed, NULL, &scored), REVOPS_OK);
}

static void teardown(void)
{
    free((void *)(uintptr_t)scored);
}

static play begin(revops_engine_mode mode)
{
    play p = {.mode = mode};
    ck_assert_uint_le(revops_lead_size(scored), RECORD);
    ck_assert_uint_le(revops_engine_effects_max(scored), ROOM);
    return p;
}

/* A play's record lies in the play, wherever that is. */
static unsigned char *record_of(play *p)
{
    if (!p->record) {
        p->record = p->bytes;
        ck_assert_int_eq(revops_lead_init(scored, p->record), REVOPS_OK);
    }
    return p->record;
}

static void happens(play *p, int64_t at_ms, const char *name, int64_t value)
{
    revops_event event = {.at_ms = at_ms, .value = value == NO_VALUE ? REVOPS_MISSING : value};
    ck_assert_int_eq(revops_engine_find(scored, REVOPS_ENGINE_LIST_EVENTS, name, strlen(name), &event.kind),
                     REVOPS_OK);
    ck_assert_int_eq(revops_engine_apply(scored, NULL, record_of(p), &event, p->mode, REVOPS_EFFECTS_ALL,
                                         p->effects, ROOM, &p->count),
                     REVOPS_OK);
    ck_assert_int_eq(revops_lead_verify(scored, p->record, 1), REVOPS_OK);
}

static void passes(play *p, int64_t now_ms)
{
    ck_assert_int_eq(revops_engine_advance(scored, NULL, record_of(p), now_ms, REVOPS_EFFECTS_ALL, p->effects,
                                           ROOM, &p->count),
                     REVOPS_OK);
    ck_assert_int_eq(revops_lead_verify(scored, p->record, 1), REVOPS_OK);
}

static const revops_effect *told(const play *p, revops_effect_kind kind, uint32_t nth)
{
    for (size_t i = 0; i < p->count; i++) {
        if (p->effects[i].kind == kind && nth-- == 0) {
            return &p->effects[i];
        }
    }
    return NULL;
}

static uint32_t stage(play *p)
{
    revops_lead_state state;
    ck_assert_int_eq(revops_lead_read(scored, record_of(p), &state), REVOPS_OK);
    return state.stage;
}

static revops_lead_scores_state worth(play *p, int64_t at_ms)
{
    revops_lead_scores_state state;
    ck_assert_int_eq(revops_lead_scores(scored, record_of(p), at_ms, &state), REVOPS_OK);
    return state;
}

START_TEST(test_LC2_SC1_both_grades_make_an_MQL_and_say_so)
{
    play p = begin(REVOPS_ENGINE_ENFORCE);
    char text[256];
    happens(&p, T0, "size set", 100);
    ck_assert_uint_eq(stage(&p), S_LEAD);
    ck_assert_uint_eq(worth(&p, T0).is_mql, 0);
    happens(&p, T0 + 1, "demo", NO_VALUE);
    ck_assert_uint_eq(stage(&p), S_MQL);
    const revops_effect *graded = told(&p, REVOPS_EFFECT_GRADED, 0);
    ck_assert_ptr_nonnull(graded);
    ck_assert_uint_eq(graded->row, REVOPS_ENGINE_SCORE_ENGAGEMENT);
    ck_assert_int_eq(graded->value, 60000);
    ck_assert_int_eq(graded->span_ms, 0);
    ck_assert_uint_eq(graded->detail, 1 + (3u << 16));
    revops_effect_text(scored, graded, text, sizeof text);
    ck_assert_str_eq(text, "graded engagement 3 to 1 (60 points, 0 before)");
    const revops_effect *entered = told(&p, REVOPS_EFFECT_ENTERED, 0);
    ck_assert_ptr_nonnull(entered);
    ck_assert_uint_eq(entered->flags & REVOPS_EFFECT_BY_MATRIX, REVOPS_EFFECT_BY_MATRIX);
    revops_effect_text(scored, entered, text, sizeof text);
    ck_assert_str_eq(text, "became MQL from LEAD: fit A, engagement 1");
    revops_lead_scores_state state = worth(&p, T0 + 1);
    ck_assert_int_eq(state.fit_mpt, 70000);
    ck_assert_int_eq(state.intent_mpt, 60000);
    ck_assert_int_eq(state.total_mpt, 64000);
    ck_assert_uint_eq(state.fit, FIT_A);
    ck_assert_uint_eq(state.band, 1);
    ck_assert_uint_eq(state.is_mql, 1);
    ck_assert_uint_eq(state.is_given, 0);
}
END_TEST

/* 60 points are below 30 after one half-life. */
START_TEST(test_SEM16_fading_alone_is_told_at_its_instant_and_moves_as_the_policy_says)
{
    play p = begin(REVOPS_ENGINE_ENFORCE);
    happens(&p, T0, "size set", 100);
    happens(&p, T0, "demo", NO_VALUE);
    int64_t fall_ms = T0 + 2 * REVOPS_DAY_MS, wakeup_ms;
    for (int rounds = 0; (wakeup_ms = revops_lead_next_wakeup(scored, p.record)) <= fall_ms; rounds++) {
        ck_assert_int_lt(rounds, 60); /* a bound comes nearer */
        passes(&p, wakeup_ms);
        ck_assert_uint_eq(p.count, 0);
    }
    passes(&p, fall_ms + REVOPS_DAY_MS);
    const revops_effect *lost = told(&p, REVOPS_EFFECT_NO_LONGER_QUALIFIES, 0);
    ck_assert_ptr_nonnull(lost);
    ck_assert_int_ge(lost->at_ms, fall_ms);
    ck_assert_int_le(lost->at_ms, fall_ms + 60000); /* the least below half */
    ck_assert_uint_eq(lost->event, 0);
    ck_assert_uint_eq(lost->detail, FIT_A + (2u << 16));
    const revops_effect *entered = told(&p, REVOPS_EFFECT_ENTERED, 0);
    ck_assert_uint_eq(entered->flags & REVOPS_EFFECT_BY_LOSS, REVOPS_EFFECT_BY_LOSS);
    ck_assert_uint_eq(stage(&p), S_OUT);
    ck_assert_int_eq(worth(&p, fall_ms + REVOPS_DAY_MS).intent_mpt, 0); /* points are of a cycle [LC24] */
}
END_TEST

START_TEST(test_SEM10_what_would_happen_is_told_once_and_the_move_that_follows_says_how_late_it_is)
{
    play p = begin(REVOPS_ENGINE_RECORD);
    happens(&p, T0, "size set", 100);
    happens(&p, T0, "demo", NO_VALUE);
    const revops_effect *would = told(&p, REVOPS_EFFECT_WOULD_MOVE, 0);
    ck_assert_ptr_nonnull(would);
    ck_assert_uint_eq(would->stage, S_MQL);
    ck_assert_uint_eq(stage(&p), S_LEAD);
    happens(&p, T0 + 1000, "visit", NO_VALUE);
    ck_assert_ptr_null(told(&p, REVOPS_EFFECT_WOULD_MOVE, 0));
    happens(&p, T0 + 5000, "mql", NO_VALUE);
    const revops_effect *entered = told(&p, REVOPS_EFFECT_ENTERED, 0);
    ck_assert_uint_eq(entered->flags & REVOPS_EFFECT_TOLD_BEFORE, REVOPS_EFFECT_TOLD_BEFORE);
    ck_assert_int_eq(entered->span_ms, 5000);
    ck_assert_ptr_null(told(&p, REVOPS_EFFECT_DEVIATION, 0));
}
END_TEST

/* Modes by row: whether the move is made. */
START_TEST(test_SEM10_modes_say_whether_automatic_moves_are_made)
{
    static const uint32_t stages[] = {[REVOPS_ENGINE_ENFORCE] = S_MQL,
                                      [REVOPS_ENGINE_RECORD] = S_LEAD,
                                      [REVOPS_ENGINE_RECORD_AND_TAKE] = S_MQL,
                                      [REVOPS_ENGINE_ENFORCE_AND_TELL] = S_LEAD};
    play p = begin((revops_engine_mode)_i);
    happens(&p, T0, "size set", 100);
    happens(&p, T0, "demo", NO_VALUE);
    ck_assert_uint_eq(stage(&p), stages[_i]);
    passes(&p, T0 + 30 * REVOPS_DAY_MS); /* the latest event's mode goes for time, too */
    ck_assert_uint_eq(stage(&p), stages[_i] == S_MQL ? S_OUT : S_LEAD);
}
END_TEST

/* C21, SC6: intent that has faded qualifies nobody, however late the grade comes. */
START_TEST(test_SC6_SC11_C21_intent_of_two_years_ago_makes_no_MQL)
{
    play p = begin(REVOPS_ENGINE_ENFORCE);
    happens(&p, T0, "size set", 1); /* fit D */
    happens(&p, T0, "demo", NO_VALUE);
    happens(&p, T0 + 730 * REVOPS_DAY_MS, "size set", 100); /* fit A by now */
    ck_assert_uint_eq(stage(&p), S_LEAD);
    happens(&p, T0 + 730 * REVOPS_DAY_MS, "demo", NO_VALUE);
    ck_assert_uint_eq(stage(&p), S_MQL);
}
END_TEST

/* C22, LC26: a judgement against the grade of fit. */
START_TEST(test_LC26_SEM15_C22_a_judgement_against_the_grade_is_refused_or_told)
{
    for (uint32_t mode = REVOPS_ENGINE_ENFORCE; mode <= REVOPS_ENGINE_RECORD; mode++) {
        play p = begin(mode);
        happens(&p, T0, "rated", FIT_D);
        happens(&p, T0 + 1, "mql", NO_VALUE);
        const revops_effect *effect =
            told(&p, mode == REVOPS_ENGINE_RECORD ? REVOPS_EFFECT_DEVIATION : REVOPS_EFFECT_REFUSED, 0);
        ck_assert_ptr_nonnull(effect);
        ck_assert_uint_eq(effect->why, REVOPS_EFFECT_ITEM_MISSING);
        ck_assert_uint_eq(effect->items, 1);
    }
}
END_TEST

/* C22, LC26: and a grade that comes after the judgement. */
START_TEST(test_LC26_C22_a_lead_that_qualified_ungraded_and_is_graded_unfit_leaves)
{
    play p = begin(REVOPS_ENGINE_ENFORCE);
    happens(&p, T0, "demo", NO_VALUE);
    ck_assert_uint_eq(stage(&p), S_MQL); /* the ungraded count as B */
    happens(&p, T0 + 1, "kind set", 2);
    ck_assert_uint_eq(worth(&p, T0 + 1).fit, FIT_D); /* a student ends scoring [SC15] */
    ck_assert_ptr_nonnull(told(&p, REVOPS_EFFECT_NO_LONGER_QUALIFIES, 0));
    ck_assert_uint_eq(stage(&p), S_OUT);
}
END_TEST

START_TEST(test_SC6_a_grade_is_kept_by_hysteresis_and_a_given_one_stands)
{
    play p = begin(REVOPS_ENGINE_ENFORCE);
    happens(&p, T0, "size set", 100);
    ck_assert_uint_eq(worth(&p, T0).fit, FIT_A);
    happens(&p, T0 + 1, "rated", FIT_D);
    ck_assert_uint_eq(worth(&p, T0 + 1).fit, FIT_D);
    ck_assert_uint_eq(worth(&p, T0 + 1).is_given, 1);
    happens(&p, T0 + 2, "rated", NO_VALUE);
    ck_assert_uint_eq(worth(&p, T0 + 2).fit, FIT_A);
    happens(&p, T0 + 3, "kind set", 1);
    happens(&p, T0 + 4, "size set", 1);
    ck_assert_int_eq(worth(&p, T0 + 4).fit_mpt, 30500);
    ck_assert_uint_eq(worth(&p, T0 + 4).fit, FIT_B);
}
END_TEST

START_TEST(test_SEM14_a_closed_lead_that_shows_intent_is_told_once_a_cooldown)
{
    play p = begin(REVOPS_ENGINE_ENFORCE);
    happens(&p, T0, "won", NO_VALUE);
    ck_assert_uint_eq(stage(&p), S_WON);
    happens(&p, T0 + 1, "visit", NO_VALUE);
    ck_assert_ptr_nonnull(told(&p, REVOPS_EFFECT_INTENT_SHOWN, 0));
    happens(&p, T0 + REVOPS_DAY_MS, "demo", NO_VALUE);
    ck_assert_ptr_null(told(&p, REVOPS_EFFECT_INTENT_SHOWN, 0));
    happens(&p, T0 + 3 * REVOPS_DAY_MS, "demo", NO_VALUE);
    ck_assert_ptr_nonnull(told(&p, REVOPS_EFFECT_INTENT_SHOWN, 0));
    ck_assert_int_eq(worth(&p, T0 + 3 * REVOPS_DAY_MS).intent_mpt, 0);
}
END_TEST

/* 10 hours ahead of UTC, a day begins at 14:00Z. */
START_TEST(test_SC6_a_daily_limit_counts_days_of_the_policy_s_zone)
{
    play p = begin(REVOPS_ENGINE_ENFORCE);
    happens(&p, T0, "visit", NO_VALUE);                      /* 09:00Z */
    happens(&p, T0 + 4 * REVOPS_HOUR_MS, "visit", NO_VALUE); /* 13:00Z: the same day */
    ck_assert_int_eq(worth(&p, T0 + 4 * REVOPS_HOUR_MS).intent_mpt, 10000);
    happens(&p, T0 + 6 * REVOPS_HOUR_MS, "visit", NO_VALUE); /* 15:00Z: the next */
    ck_assert_int_eq(worth(&p, T0 + 6 * REVOPS_HOUR_MS).intent_mpt, 20000);
}
END_TEST

START_TEST(test_SEM16_time_told_in_between_changes_nothing)
{
    play once = begin(REVOPS_ENGINE_RECORD), often = begin(REVOPS_ENGINE_RECORD);
    static const char *const names[] = {"demo", "visit", "left us", "demo", "visit", "size set", "visit"};
    int64_t at_ms = T0;
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        happens(&once, at_ms, names[i], i == 5 ? 80 : NO_VALUE);
        happens(&often, at_ms, names[i], i == 5 ? 80 : NO_VALUE);
        ck_assert_mem_eq(once.record, often.record, revops_lead_size(scored));
        for (int64_t step = 1; step < 40; step++) {
            passes(&often, at_ms + step * REVOPS_HOUR_MS * 2);
            ck_assert_uint_eq(often.count, 0);
        }
        at_ms += 40 * REVOPS_HOUR_MS * 2;
    }
}
END_TEST

START_TEST(test_SC7_an_explanation_adds_up)
{
    play p = begin(REVOPS_ENGINE_RECORD);
    happens(&p, T0, "size set", 100);
    happens(&p, T0, "kind set", 1);
    happens(&p, T0, "demo", NO_VALUE);
    happens(&p, T0 + REVOPS_DAY_MS, "left us", NO_VALUE);
    for (uint32_t score = REVOPS_ENGINE_SCORE_FIT; score <= REVOPS_ENGINE_SCORE_ENGAGEMENT; score++) {
        revops_score_line lines[16];
        size_t count = 0;
        int64_t sum_mpt = 0, at_ms = T0 + 2 * REVOPS_DAY_MS;
        ck_assert_int_eq(revops_lead_explain(scored, NULL, p.record, score, at_ms, lines, 16, &count),
                         REVOPS_OK);
        ck_assert_uint_ge(count, 2);
        for (size_t i = 0; i < count; i++) {
            sum_mpt += lines[i].points_mpt;
        }
        revops_lead_scores_state state = worth(&p, at_ms);
        ck_assert_int_eq(sum_mpt, score == REVOPS_ENGINE_SCORE_FIT ? state.fit_mpt : state.intent_mpt);
    }
    ck_assert_str_eq(revops_engine_name(scored, REVOPS_ENGINE_LIST_INTENT_RULES, 1), "demos");
    ck_assert_int_eq(
        revops_lead_explain(scored, NULL, p.record, REVOPS_ENGINE_SCORE_TOTAL, T0, NULL, 0, NULL),
        REVOPS_ERR_ARG);
    revops_lead_scores_state state;
    ck_assert_int_eq(revops_lead_scores(scored, p.record, T0, &state), REVOPS_ERR_LATE);
}
END_TEST

/* The offset of the record from an aligned place. */
START_TEST(test_SEM28_a_record_of_any_alignment_has_the_same_bytes)
{
    play p = begin(REVOPS_ENGINE_ENFORCE), other = begin(REVOPS_ENGINE_ENFORCE);
    unsigned char bytes[RECORD + 8];
    other.record = bytes + _i;
    ck_assert_int_eq(revops_lead_init(scored, other.record), REVOPS_OK);
    for (int64_t i = 0; i < 12; i++) {
        const char *name = i % 3 == 0 ? "demo" : i % 3 == 1 ? "visit" : "left us";
        happens(&p, T0 + i * REVOPS_DAY_MS, name, NO_VALUE);
        happens(&other, T0 + i * REVOPS_DAY_MS, name, NO_VALUE);
        passes(&p, T0 + i * REVOPS_DAY_MS + 1000);
        passes(&other, T0 + i * REVOPS_DAY_MS + 1000);
        ck_assert_mem_eq(p.record, other.record, revops_lead_size(scored));
    }
}
END_TEST

START_TEST(test_SEM30_a_damaged_byte_is_refused_or_a_legal_value)
{
    play p = begin(REVOPS_ENGINE_RECORD);
    happens(&p, T0, "size set", 100);
    happens(&p, T0, "demo", NO_VALUE);
    happens(&p, T0 + REVOPS_DAY_MS, "visit", NO_VALUE);
    size_t size = revops_lead_size(scored), noticed = 0;
    for (size_t i = 0; i < 8 * size; i++) {
        unsigned char damaged[RECORD];
        size_t count;
        memcpy(damaged, p.record, size);
        damaged[i / 8] ^= (unsigned char)(1u << i % 8);
        if (revops_lead_verify(scored, damaged, 1) == REVOPS_ERR_CORRUPT) {
            noticed++;
        } else {
            (void)!revops_engine_advance(scored, NULL, damaged, T0 + 9 * REVOPS_DAY_MS, REVOPS_EFFECTS_ALL,
                                         p.effects, ROOM, &count);
        }
    }
    ck_assert_uint_gt(noticed, 4 * size);
}
END_TEST

START_TEST(test_LC14_faults_of_scores_have_their_place)
{
    static const struct {
        const char *part, *field;
        revops_status status;
    } faults[] = {
        {"fit_rules", "group", REVOPS_ERR_ARG},    {"intent_rules", "period_ms", REVOPS_ERR_ARG},
        {"cells", "fit_grade", REVOPS_ERR_ARG},    {"fit_grades", "keeps_to_mpt", REVOPS_ERR_UNSOUND},
        {"params", "mql_move", REVOPS_ERR_ARG},    {"moves", "to", REVOPS_ERR_UNSOUND},
        {"params", "fit_unknown", REVOPS_ERR_ARG}, {"intent_rules", "decay", REVOPS_ERR_NEWER},
        {"numbers", "first_event", REVOPS_ERR_ARG}};
    revops_policy_params given = policy;
    revops_policy_fit_rule fit[2];
    revops_policy_intent_rule intent[3];
    revops_policy_cell cells[2];
    revops_policy_grade grades[2];
    uint32_t numbers[256];
    memcpy(fit, policy.fit_rules, sizeof fit);
    memcpy(intent, policy.intent_rules, sizeof intent);
    memcpy(cells, policy.cells, sizeof cells);
    memcpy(grades, policy.fit_grades, sizeof grades);
    ck_assert_uint_le(policy.number_count, 256);
    memcpy(numbers, policy.numbers, policy.number_count * sizeof *numbers);
    given.fit_rules = fit;
    given.intent_rules = intent;
    given.cells = cells;
    given.fit_grades = grades;
    given.numbers = numbers;
    switch (_i) {
    case 0:
        fit[1].group = 1;
        break;
    case 1:
        intent[0].period_ms = 0;
        break;
    case 2:
        cells[1].fit_grade = 9;
        break;
    case 3:
        grades[0].keeps_to_mpt = 70001;
        break;
    case 4:
        given.mql_move = 99;
        given.lost_move = 0;
        break;
    case 5:
        given.mql_move = 1; /* accepted: SAL is entered by hand */
        break;
    case 6:
        given.fit_unknown = 9;
        break;
    case 7:
        intent[1].decay = 9;
        break;
    default:
        numbers[intent[0].first_event] = 99;
    }
    must_be_refused(&given, faults[_i].part, faults[_i].field, faults[_i].status);
}
END_TEST

/* `groups_count`: of a policy's groups the best one counts, in fit and in intent, to the instant at which it falls [SC6, SC7,
   SEM16]. */
START_TEST(test_SC6_SEM16_only_the_best_group_counts)
{
    play p = begin(REVOPS_ENGINE_ENFORCE);
    const revops_engine *sums = scored;
    const revops_policy_group group[] = {{"first", REVOPS_SCORE_NO_FLOOR, 50000},
                                         {"second", REVOPS_SCORE_NO_FLOOR, 9000}};
    revops_policy_params given = policy;
    revops_policy_fit_rule fit[2];
    revops_policy_intent_rule intent[3];
    revops_engine_params params;
    size_t needed = 0;
    memcpy(fit, policy.fit_rules, sizeof fit);
    memcpy(intent, policy.intent_rules, sizeof intent);
    fit[0].group = intent[0].group = 1;
    fit[1].group = intent[1].group = 2;
    given.fit_rules = fit;
    given.intent_rules = intent;
    given.fit_groups = given.intent_groups = group;
    given.fit_group_count = given.intent_group_count = 2;
    given.fit_group_row_size = given.intent_group_row_size = sizeof group[0];
    given.flags |= REVOPS_POLICY_FIT_BEST_GROUP | REVOPS_POLICY_INTENT_BEST_GROUP;
    ck_assert_int_eq(revops_engine_defaults(&params, sizeof params), REVOPS_OK);
    params.policy = &given;
    ck_assert_int_eq(revops_engine_build(&params, NULL, 0, &needed, NULL), REVOPS_ERR_NOSPACE);
    ck_assert_int_eq(revops_engine_build(&params, malloc(needed), needed, NULL, &scored), REVOPS_OK);
    happens(&p, T0, "size set", 100); /* 60, at most 50 */
    happens(&p, T0, "kind set", 1);   /* 20.5, at most 9: not the best */
    ck_assert_int_eq(worth(&p, T0).fit_mpt, 60000);
    happens(&p, T0, "visit", NO_VALUE); /* 10, at most 9, for 7 days */
    happens(&p, T0, "demo", NO_VALUE);  /* 60, half of it after 2 days, at most 50 */
    ck_assert_int_eq(worth(&p, T0).intent_mpt, 50000);
    ck_assert_uint_eq(worth(&p, T0).engagement, 1);
    /* Then the visit is the best for a while, and of a week's age nothing is left of it. */
    ck_assert_int_eq(worth(&p, T0 + 6 * REVOPS_DAY_MS).intent_mpt, 9000);
    ck_assert_int_lt(worth(&p, T0 + 7 * REVOPS_DAY_MS).intent_mpt, 6000);
    /* Grade 1 lasts as long as the demo alone has 30 points: 2 days. */
    ck_assert_uint_eq(stage(&p), S_MQL);
    passes(&p, T0 + 2 * REVOPS_DAY_MS);
    ck_assert_uint_eq(p.count, 0);
    passes(&p, T0 + 2 * REVOPS_DAY_MS + REVOPS_MINUTE_MS);
    const revops_effect *lost = told(&p, REVOPS_EFFECT_NO_LONGER_QUALIFIES, 0);
    ck_assert_ptr_nonnull(lost);
    ck_assert_int_eq(lost->at_ms, T0 + 2 * REVOPS_DAY_MS + 131);
    ck_assert_uint_eq(stage(&p), S_OUT);
    free((void *)(uintptr_t)scored);
    scored = sums;
}
END_TEST

/* Other points rate a lead anew; another way of fading is another record, into which points are carried. */
START_TEST(test_SEM24_a_change_of_policy_rates_anew_in_this_record_or_another)
{
    play p = begin(_i == 2 ? REVOPS_ENGINE_ENFORCE : REVOPS_ENGINE_RECORD);
    happens(&p, T0, "size set", 100);
    happens(&p, T0, "demo", NO_VALUE);
    ck_assert_uint_eq(stage(&p), _i == 2 ? S_MQL : S_LEAD);
    revops_policy_params changed = policy;
    revops_policy_intent_rule rules[3];
    memcpy(rules, policy.intent_rules, sizeof rules);
    changed.intent_rules = rules;
    if (_i != 1) {
        rules[0].points_mpt = 20000;
    } else {
        rules[0].decay = REVOPS_INTENT_WINDOW;
    }
    const revops_engine_params params = {.struct_size = sizeof params, .policy = &changed};
    size_t needed = 0;
    ck_assert_int_eq(revops_engine_build(&params, NULL, 0, &needed, NULL), REVOPS_ERR_NOSPACE);
    void *memory = malloc(needed);
    const revops_engine *next = NULL;
    ck_assert_int_eq(revops_engine_build(&params, memory, needed, NULL, &next), REVOPS_OK);
    unsigned char out[sizeof p.bytes];
    ck_assert_int_eq(revops_lead_rebase(scored, next, NULL, p.record, T0 + REVOPS_DAY_MS, REVOPS_EFFECTS_ALL,
                                        _i == 1 ? out : p.record, p.effects, ROOM, &p.count),
                     REVOPS_OK);
    if (_i == 1) {
        revops_lead_scores_state scores, as_of_now;
        ck_assert_int_eq(revops_lead_verify(next, out, 1), REVOPS_OK);
        ck_assert_int_eq(revops_lead_scores(next, out, T0 + REVOPS_DAY_MS, &scores), REVOPS_OK);
        ck_assert_int_eq(revops_lead_scores(scored, p.record, T0, &as_of_now), REVOPS_OK);
        ck_assert_int_eq(scores.intent_mpt, as_of_now.intent_mpt); /* within the window it is whole */
        ck_assert_int_eq(revops_lead_rebase(scored, next, NULL, p.record, T0 + REVOPS_DAY_MS,
                                            REVOPS_EFFECTS_ALL, p.record, p.effects, ROOM, &p.count),
                         REVOPS_ERR_ARG); /* not in place */
    } else {
        ck_assert_int_eq(revops_lead_verify(next, p.record, 1), REVOPS_OK);
        const revops_effect *graded = told(&p, REVOPS_EFFECT_GRADED, 0);
        ck_assert_ptr_nonnull(graded);
        ck_assert_int_eq(graded->at_ms, T0 + REVOPS_DAY_MS);
        ck_assert_int_eq(graded->value, 20000);
        ck_assert_uint_eq(graded->detail, 2 + (1u << 16));
        const revops_effect *lost = told(&p, REVOPS_EFFECT_NO_LONGER_QUALIFIES, 0);
        ck_assert_int_eq(lost != NULL,
                         _i == 2); /* [SEM16] of a lead that qualified where the policy watches it */
        if (lost) {
            ck_assert_int_eq(lost->at_ms, T0 + REVOPS_DAY_MS);
            ck_assert_uint_eq(lost->event, 0);
            ck_assert_uint_eq(lost->detail, FIT_A + (2u << 16));
        }
        revops_lead_state state;
        ck_assert_int_eq(revops_lead_read(next, p.record, &state), REVOPS_OK);
        ck_assert_uint_eq(state.stage, _i == 2 ? S_MQL : S_LEAD);
    }
    free(memory);
}
END_TEST

/* Each document of examples/policies builds whole. */
START_TEST(test_LC17_documents_of_companies_build)
{
    static const struct {
        const char *name, *base;
    } documents[] = {
        {"built-in-1", NULL}, {"product-led", "built-in-1"}, {"enterprise", "built-in-1"},
        {"hubspot", NULL},    {"salesforce", NULL},          {"service-desk", NULL},
    };
    static policy_file file;
    uint32_t count = 0;
    if (documents[_i].base) {
        file.lengths[count] =
            policy_load("REVOPS_ROOT", "examples/policies", documents[_i].base, file.text[count]);
        count++;
    }
    file.lengths[count] =
        policy_load("REVOPS_ROOT", "examples/policies", documents[_i].name, file.text[count]);
    count++;
    ck_assert_int_eq(policy_read_texts(&file, count), REVOPS_OK);
    revops_engine_params given;
    ck_assert_int_eq(revops_engine_defaults(&given, sizeof given), REVOPS_OK);
    given.policy = &file.params;
    revops_problem problem = {0};
    char text[256];
    revops_status status = revops_engine_check(&given, &problem, 1, NULL);
    revops_problem_text(&problem, text, sizeof text);
    ck_assert_msg(status == REVOPS_OK, "%s", text);
}
END_TEST

static Suite *suite_of_tests(void)
{
    Suite *suite = suite_create("engine-score");
    TCase *tcase = tcase_create("rules");
    tcase_add_checked_fixture(tcase, setup, teardown);
    tcase_add_test(tcase, test_LC2_SC1_both_grades_make_an_MQL_and_say_so);
    tcase_add_test(tcase, test_SEM16_fading_alone_is_told_at_its_instant_and_moves_as_the_policy_says);
    tcase_add_test(tcase,
                   test_SEM10_what_would_happen_is_told_once_and_the_move_that_follows_says_how_late_it_is);
    tcase_add_loop_test(tcase, test_SEM10_modes_say_whether_automatic_moves_are_made, 0, 4);
    tcase_add_test(tcase, test_SC6_SC11_C21_intent_of_two_years_ago_makes_no_MQL);
    tcase_add_test(tcase, test_LC26_SEM15_C22_a_judgement_against_the_grade_is_refused_or_told);
    tcase_add_test(tcase, test_LC26_C22_a_lead_that_qualified_ungraded_and_is_graded_unfit_leaves);
    tcase_add_test(tcase, test_SC6_a_grade_is_kept_by_hysteresis_and_a_given_one_stands);
    tcase_add_test(tcase, test_SEM14_a_closed_lead_that_shows_intent_is_told_once_a_cooldown);
    tcase_add_test(tcase, test_SC6_a_daily_limit_counts_days_of_the_policy_s_zone);
    tcase_add_test(tcase, test_SEM16_time_told_in_between_changes_nothing);
    tcase_add_test(tcase, test_SC7_an_explanation_adds_up);
    tcase_add_loop_test(tcase, test_SEM28_a_record_of_any_alignment_has_the_same_bytes, 0, 8);
    tcase_add_test(tcase, test_SEM30_a_damaged_byte_is_refused_or_a_legal_value);
    tcase_add_loop_test(tcase, test_LC14_faults_of_scores_have_their_place, 0, 9);
    tcase_add_test(tcase, test_SC6_SEM16_only_the_best_group_counts);
    tcase_add_loop_test(tcase, test_SEM24_a_change_of_policy_rates_anew_in_this_record_or_another, 0, 3);
    tcase_add_loop_test(tcase, test_LC17_documents_of_companies_build, 0, 6);
    suite_add_tcase(suite, tcase);
    return suite;
}
