/* SPDX-License-Identifier: MIT */
/* Moments: SC6, SC11, LC2. The naive twin is in model-moment.c. */
#include "test.h"

enum { DEMO, VISIT, COMPLAINT, UNSUBSCRIBED, BEHAVIOURS };
static const char *const names[BEHAVIOURS] = {"demo requested", "pricing page", "complaint", "unsubscribed"};
static const revops_intent_rule rules[BEHAVIOURS] = {
    [DEMO] = {.points_mpt = 40000, .decay = REVOPS_INTENT_HALF_LIFE, .period_ms = 14 * REVOPS_DAY_MS},
    [VISIT] = {.points_mpt = 15000, .decay = REVOPS_INTENT_WINDOW, .period_ms = 7 * REVOPS_DAY_MS},
    [COMPLAINT] = {.points_mpt = -30000,
                   .decay = REVOPS_INTENT_LINEAR,
                   .period_ms = 10 * REVOPS_DAY_MS,
                   .loss_bp = 10000},
    [UNSUBSCRIBED] = {.decay = REVOPS_INTENT_LASTING, .flags = REVOPS_INTENT_ENDS},
};

static _Alignas(8) unsigned char intent_memory[4096], fit_memory[4096], record_memory[512];
static revops_intent_record *const record = (revops_intent_record *)(void *)record_memory;
static const revops_score_matrix_params matrix = REVOPS_SCORE_MATRIX_PARAMS_INIT;
static const revops_intent *intent;
static const revops_score *fit;
static uint64_t first_event[2], first_fit[2];
static revops_moment moments[16];
static size_t count;

static void setup(void)
{
    revops_intent_params params = REVOPS_INTENT_PARAMS_INIT;
    params.rules = rules;
    params.rule_count = BEHAVIOURS;
    params.hysteresis_mpt = 2000;
    revops_score_params fit_params = REVOPS_SCORE_PARAMS_INIT;
    fit_params.hysteresis_mpt = 5000;
    ck_assert_int_eq(revops_intent_build(&params, intent_memory, sizeof intent_memory, NULL, &intent),
                     REVOPS_OK);
    ck_assert_int_eq(revops_score_build(&fit_params, fit_memory, sizeof fit_memory, NULL, &fit), REVOPS_OK);
}

/* Columns of one lead. */
static revops_moment_columns lead_of(uint64_t events, const int64_t *at_ms, const uint32_t *behaviour,
                                     uint64_t fits, const int64_t *fit_at_ms, const int32_t *fit_mpt)
{
    first_event[1] = events;
    first_fit[1] = fits;
    revops_moment_columns columns = {
        sizeof columns, 0,       events, at_ms, behaviour, 1, first_event, fits, fit_at_ms ? first_fit : NULL,
        fit_at_ms,      fit_mpt,
    };
    return columns;
}

static revops_status trace(const revops_moment_columns *columns, const revops_score *rules_of_fit,
                           int64_t until_ms, uint32_t changes)
{
    revops_cursor cursor = {0};
    return revops_moment_trace(intent, rules_of_fit, &matrix, columns, until_ms, changes, record, &cursor,
                               moments, 16, &count);
}

START_TEST(test_SC11_became_and_ceased_with_reasons)
{
    const int64_t at_ms[] = {0, REVOPS_DAY_MS};
    const uint32_t behaviour[] = {DEMO, VISIT};
    const int32_t fit_mpt[] = {45000};
    const revops_moment_columns columns = lead_of(2, at_ms, behaviour, 1, NULL, fit_mpt);
    ck_assert_int_eq(trace(&columns, fit, 100 * REVOPS_DAY_MS, REVOPS_MOMENT_MQL), REVOPS_OK);
    ck_assert_uint_eq(count, 2);
    static const char *const texts[] = {
        "became MQL: fit C (45 points), engagement 1 (53.068 points), by \"pricing page\"",
        "ceased to be MQL: fit C (45 points), engagement 3 (17.999 points), by fading",
    };
    for (int i = 0; i < 2; i++) {
        char text[120];
        ck_assert_uint_eq(revops_moment_text(&moments[i], names, text, sizeof text), strlen(texts[i]));
        ck_assert_str_eq(text, texts[i]);
    }
    ck_assert_int_eq(moments[0].at_ms, REVOPS_DAY_MS);
    /* 18 of 40 points are left after 14 × log2(40 ÷ 18) days, 16.1: C2 stays one until then */
    ck_assert(moments[1].at_ms > 161 * REVOPS_DAY_MS / 10 && moments[1].at_ms < 162 * REVOPS_DAY_MS / 10);
    ck_assert_uint_eq(moments[1].causes, REVOPS_MOMENT_BY_FADING);
    ck_assert_uint_eq(moments[1].behaviour, REVOPS_NO_ROW);
}
END_TEST

/* C21: intent of two years ago is no intent any more. */
START_TEST(test_SC11_faded_intent_makes_no_MQL)
{
    const int64_t at_ms[] = {0}, fit_at_ms[] = {730 * REVOPS_DAY_MS};
    const uint32_t behaviour[] = {DEMO};
    const int32_t grade[] = {0};
    const revops_moment_columns columns = lead_of(1, at_ms, behaviour, 1, fit_at_ms, grade);
    ck_assert_int_eq(trace(&columns, NULL, 800 * REVOPS_DAY_MS, REVOPS_MOMENT_MQL), REVOPS_OK);
    ck_assert_uint_eq(count, 0);
}
END_TEST

START_TEST(test_LC2_fit_alone_changes_an_MQL)
{
    const int64_t at_ms[] = {0}, fit_at_ms[] = {1000, 2000, 3000};
    const uint32_t behaviour[] = {DEMO};
    const int32_t fit_mpt[] = {80000, 76000, 10000}; /* A, A by hysteresis, D */
    const revops_moment_columns columns = lead_of(1, at_ms, behaviour, 3, fit_at_ms, fit_mpt);
    ck_assert_int_eq(trace(&columns, fit, REVOPS_DAY_MS, 15), REVOPS_OK);
    ck_assert_uint_eq(count, 4);
    ck_assert_uint_eq(moments[0].changes, REVOPS_MOMENT_ENGAGEMENT | REVOPS_MOMENT_SCORE);
    ck_assert_uint_eq(moments[1].changes, REVOPS_MOMENT_MQL | REVOPS_MOMENT_FIT | REVOPS_MOMENT_SCORE);
    ck_assert_uint_eq(moments[2].changes, REVOPS_MOMENT_SCORE);
    ck_assert_uint_eq(moments[2].fit, 0);
    ck_assert_uint_eq(moments[3].changes, REVOPS_MOMENT_MQL | REVOPS_MOMENT_FIT | REVOPS_MOMENT_SCORE);
    ck_assert_uint_eq(moments[3].is_mql, 0);
    char text[120];
    revops_moment_text(&moments[3], NULL, text, sizeof text);
    ck_assert_str_eq(text, "ceased to be MQL: fit D (10 points), engagement 2 (39.999 points), by fit");
}
END_TEST

/* A complaint fades, and the demo request of the day before counts for more and more. */
START_TEST(test_SC11_rises_where_negative_points_fade)
{
    const int64_t at_ms[] = {0, 0};
    const uint32_t behaviour[] = {COMPLAINT, DEMO};
    const int32_t grade[] = {0};
    const revops_moment_columns columns = lead_of(2, at_ms, behaviour, 1, NULL, grade);
    ck_assert_int_eq(trace(&columns, NULL, 9 * REVOPS_DAY_MS, REVOPS_MOMENT_ENGAGEMENT), REVOPS_OK);
    ck_assert_uint_eq(count, 2);
    ck_assert_uint_eq(moments[1].causes, REVOPS_MOMENT_BY_FADING);
    ck_assert_uint_eq(moments[1].engagement, 1);
    ck_assert_int_eq(moments[1].intent_mpt, 20000);
    revops_cursor cursor = {0};
    int64_t reached_ms;
    ck_assert_int_eq(
        revops_moment_reach(intent, &columns, 20000, 9 * REVOPS_DAY_MS, record, &cursor, &reached_ms),
        REVOPS_OK);
    ck_assert_int_eq(reached_ms, moments[1].at_ms);
    cursor.next = 0;
    ck_assert_int_eq(
        revops_moment_reach(intent, &columns, 20000, reached_ms - 1, record, &cursor, &reached_ms),
        REVOPS_OK);
    ck_assert_int_eq(reached_ms, REVOPS_TIME_NONE);
}
END_TEST

START_TEST(test_SC15_a_disqualifier_ends_it)
{
    const int64_t at_ms[] = {0, 5, 5};
    const uint32_t behaviour[] = {DEMO, DEMO, UNSUBSCRIBED};
    const int32_t grade[] = {0};
    const revops_moment_columns columns = lead_of(3, at_ms, behaviour, 1, NULL, grade);
    ck_assert_int_eq(trace(&columns, NULL, REVOPS_DAY_MS, REVOPS_MOMENT_MQL), REVOPS_OK);
    ck_assert_uint_eq(count, 2);
    ck_assert_uint_eq(moments[1].behaviour, UNSUBSCRIBED);
}
END_TEST

/* Sums of both signs that stay just below a threshold for years are bounded work. */
START_TEST(test_SC11_a_sum_that_stays_below_ends)
{
    static int64_t at_ms[200];
    static uint32_t behaviour[200];
    for (uint32_t i = 0; i < 200; i++) {
        at_ms[i] = i * 1000;
        behaviour[i] = i % 2 ? DEMO : COMPLAINT;
    }
    const revops_moment_columns columns = lead_of(200, at_ms, behaviour, 0, NULL, NULL);
    revops_cursor cursor = {0};
    int64_t reached_ms;
    ck_assert_int_eq(
        revops_moment_reach(intent, &columns, 4000000, 9000 * REVOPS_DAY_MS, record, &cursor, &reached_ms),
        REVOPS_OK);
    ck_assert_int_eq(reached_ms, REVOPS_TIME_NONE);
}
END_TEST

START_TEST(test_SC6_grades_over_columns_keep_to_hysteresis)
{
    const int32_t scores_mpt[] = {50000, 49000, 49000, 47999};
    const uint8_t previous[] = {UINT8_MAX, UINT8_MAX, 0, 0}, wrong[] = {4};
    uint8_t grades[4];
    ck_assert_int_eq(revops_moment_grade(intent, scores_mpt, previous, 4, grades), REVOPS_OK);
    static const uint8_t wanted[] = {0, 1, 0, 1};
    ck_assert_mem_eq(grades, wanted, 4);
    ck_assert_int_eq(revops_moment_grade(intent, scores_mpt, wrong, 1, grades), REVOPS_ERR_ARG);
    ck_assert_int_eq(revops_moment_grade(intent, NULL, NULL, 1, grades), REVOPS_ERR_ARG);
}
END_TEST

START_TEST(test_SC11_faults)
{
    const int64_t at_ms[] = {5, 4}, far_ms[] = {INT64_MAX, INT64_MAX};
    const uint32_t behaviour[] = {DEMO, DEMO}, unknown[] = {DEMO, BEHAVIOURS};
    const int64_t equal_ms[] = {5, 5};
    const int32_t grade[] = {0}, none[] = {4};
    revops_moment_columns columns = lead_of(2, at_ms, behaviour, 1, NULL, grade);
    ck_assert_int_eq(trace(&columns, NULL, 9, 15), REVOPS_ERR_LATE);
    columns.at_ms = far_ms;
    ck_assert_int_eq(trace(&columns, NULL, 9, 15), REVOPS_ERR_ARG);
    columns = lead_of(2, equal_ms, unknown, 1, NULL, grade);
    ck_assert_int_eq(trace(&columns, NULL, 9, 15), REVOPS_ERR_ARG);
    columns = lead_of(2, equal_ms, behaviour, 1, NULL, none);
    ck_assert_int_eq(trace(&columns, NULL, 9, 15), REVOPS_ERR_ARG);
    columns = lead_of(2, equal_ms, behaviour, 1, NULL, grade);
    ck_assert_int_eq(trace(&columns, NULL, 9, 16), REVOPS_ERR_ARG);
    ck_assert_int_eq(trace(&columns, NULL, INT64_MAX, 15), REVOPS_ERR_ARG);
    ck_assert_int_eq(trace(NULL, NULL, 9, 15), REVOPS_ERR_ARG);
    columns.struct_size = 7;
    ck_assert_int_eq(trace(&columns, NULL, 9, 15), REVOPS_ERR_ABI);
    columns.struct_size = sizeof columns;
    columns.flags = 1;
    ck_assert_int_eq(trace(&columns, NULL, 9, 15), REVOPS_ERR_NEWER);
    columns.flags = 0;
    columns.count = 1; /* the lead's rows lie beyond */
    ck_assert_int_eq(trace(&columns, NULL, 9, 15), REVOPS_ERR_ARG);
    columns.count = 2;
    revops_cursor cursor = {0};
    const int64_t falling[] = {9, 8};
    ck_assert_int_eq(revops_moment_sample(intent, NULL, &matrix, &columns, falling, 2, record, &cursor, NULL,
                                          NULL, NULL, NULL, NULL),
                     REVOPS_ERR_ARG);
    revops_score_matrix_params small = REVOPS_SCORE_MATRIX_PARAMS_INIT;
    small.fit_count = 3;
    small.enter[2] = small.stay[2] = 0;
    ck_assert_int_eq(revops_moment_sample(intent, fit, &small, &columns, NULL, 0, record, &cursor, NULL, NULL,
                                          NULL, NULL, NULL),
                     REVOPS_ERR_ARG);
    ck_assert_uint_eq(revops_moment_text(NULL, NULL, NULL, 0), 0);
}
END_TEST

static Suite *suite_of_tests(void)
{
    Suite *suite = suite_create("moment");
    TCase *tests = tcase_create("moment");
    tcase_add_checked_fixture(tests, setup, NULL);
    tcase_add_test(tests, test_SC11_became_and_ceased_with_reasons);
    tcase_add_test(tests, test_SC11_faded_intent_makes_no_MQL);
    tcase_add_test(tests, test_LC2_fit_alone_changes_an_MQL);
    tcase_add_test(tests, test_SC11_rises_where_negative_points_fade);
    tcase_add_test(tests, test_SC15_a_disqualifier_ends_it);
    tcase_add_test(tests, test_SC11_a_sum_that_stays_below_ends);
    tcase_add_test(tests, test_SC6_grades_over_columns_keep_to_hysteresis);
    tcase_add_test(tests, test_SC11_faults);
    suite_add_tcase(suite, tests);
    return suite;
}
