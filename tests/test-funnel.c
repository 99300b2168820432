/* SPDX-License-Identifier: MIT */
/* Histories of single leads, parameters, and the short form. */
#include "test.h"

enum { LEAD, MQL, SQL, OPPORTUNITY, WON, LOST, STAGES };
static const revops_funnel_stage stages[STAGES] = {
    [WON] = {.kind = REVOPS_FUNNEL_WON}, [LOST] = {.kind = REVOPS_FUNNEL_CLOSED}};
static const revops_funnel_span spans[] = {{LEAD, MQL}, {MQL, SQL}, {OPPORTUNITY, WON}, {LEAD, WON}};
#define DAY REVOPS_DAY_MS

static uint64_t memory[512], records[512];

static revops_funnel_params params_of(uint32_t flags)
{
    revops_funnel_params params;
    ck_assert_int_eq(revops_funnel_defaults(&params, sizeof params), REVOPS_OK);
    params.flags = flags;
    params.stages = stages;
    params.stage_count = STAGES;
    params.stage_row_size = sizeof stages[0];
    params.spans = spans;
    params.span_count = (uint32_t)ROWS(spans);
    params.span_row_size = sizeof spans[0];
    params.reason_count = 3;
    return params;
}

static const revops_funnel *funnel_of(uint32_t flags)
{
    const revops_funnel *funnel;
    revops_funnel_params params = params_of(flags);
    memset(records, 0, sizeof records);
    ck_assert_int_eq(revops_funnel_build(&params, memory, sizeof memory, NULL, &funnel), REVOPS_OK);
    return funnel;
}

static revops_status enter(const revops_funnel *funnel, uint32_t stage, int64_t at_ms, int64_t amount)
{
    const revops_funnel_event event = {
        .at_ms = at_ms, .amount = amount, .stage = stage, .reason = REVOPS_NO_ROW};
    return revops_funnel_apply(funnel, records, &event);
}

static revops_funnel_standing standing_of(const revops_funnel *funnel)
{
    revops_funnel_standing standing;
    ck_assert_int_eq(revops_funnel_stand(funnel, records, 1, &standing), REVOPS_OK);
    return standing;
}

START_TEST(test_empty_record)
{
    const revops_funnel *funnel = funnel_of(0);
    revops_funnel_standing standing = standing_of(funnel);
    ck_assert(standing.cohort_ms == REVOPS_TIME_NONE && standing.since_ms == REVOPS_TIME_NONE);
    ck_assert(standing.stage == REVOPS_NO_ROW && standing.reason == REVOPS_NO_ROW && standing.cycles == 0);
    ck_assert_uint_eq(revops_funnel_record_size(NULL), 0);
    ck_assert_uint_eq(revops_funnel_record_size(funnel) % REVOPS_ALIGNMENT, 0);
}
END_TEST

/* SEM12: stages passed over are inferred, and observed once somebody records them in the same cycle (SEM13). */
START_TEST(test_SEM12_SEM13_passed_over_stages_are_inferred)
{
    const revops_funnel *funnel = funnel_of(REVOPS_FUNNEL_INFER);
    ck_assert_int_eq(enter(funnel, SQL, 5, 0), REVOPS_OK);
    ck_assert_uint_eq(standing_of(funnel).reached, 1u << LEAD | 1u << MQL | 1u << SQL);
    ck_assert_uint_eq(standing_of(funnel).observed, 1u << SQL);
    ck_assert_int_eq(enter(funnel, MQL, 6, 0), REVOPS_OK); /* moved back */
    ck_assert_uint_eq(standing_of(funnel).observed, 1u << SQL | 1u << MQL);
    ck_assert_uint_eq(standing_of(funnel).stage, MQL);
    const revops_funnel_event inferred = {
        .at_ms = 7, .stage = OPPORTUNITY, .reason = REVOPS_NO_ROW, .is_inferred = 1};
    ck_assert_int_eq(revops_funnel_apply(funnel, records, &inferred), REVOPS_OK);
    ck_assert_uint_eq(standing_of(funnel).observed >> OPPORTUNITY & 1, 0);
    ck_assert_uint_eq(standing_of(funnel).reached >> OPPORTUNITY & 1, 1);
    /* A move back that dates nothing. */
    funnel = funnel_of(REVOPS_FUNNEL_INFER | REVOPS_FUNNEL_FORWARD);
    ck_assert_int_eq(enter(funnel, SQL, 5, 0), REVOPS_OK);
    ck_assert_int_eq(enter(funnel, MQL, 6, 0), REVOPS_OK);
    ck_assert_uint_eq(standing_of(funnel).observed, 1u << SQL);
    ck_assert_uint_eq(standing_of(funnel).stage, MQL);
    /* A closing move passes nothing over. */
    funnel = funnel_of(REVOPS_FUNNEL_INFER);
    ck_assert_int_eq(enter(funnel, LOST, 5, 0), REVOPS_OK);
    ck_assert_uint_eq(standing_of(funnel).reached, 1u << LOST);
}
END_TEST

/* LC23, PQ9: every win counts; those of a customer are expansion, one after a loss of the customer isn't. */
START_TEST(test_LC23_PQ9_wins_and_expansion)
{
    const revops_funnel *funnel = funnel_of(0);
    revops_funnel_state *state;
    static uint64_t cells[40000];
    revops_funnel_total total;
    ck_assert_int_eq(enter(funnel, OPPORTUNITY, 1, 0), REVOPS_OK);
    ck_assert_int_eq(enter(funnel, WON, 2, 100), REVOPS_OK);
    ck_assert_int_eq(enter(funnel, WON, 3, 20), REVOPS_OK);        /* a purchase by a customer */
    ck_assert_int_eq(enter(funnel, OPPORTUNITY, 4, 0), REVOPS_OK); /* an upsell, lost */
    ck_assert_int_eq(enter(funnel, LOST, 5, 0), REVOPS_OK);
    ck_assert_int_eq(enter(funnel, WON, 6, 3), REVOPS_OK);     /* still a customer */
    ck_assert_int_eq(enter(funnel, LOST, 7, 0), REVOPS_OK);    /* not any more */
    ck_assert_int_eq(enter(funnel, WON, 8, 50000), REVOPS_OK); /* won back */
    ck_assert_uint_eq(standing_of(funnel).wins, 4);
    ck_assert_uint_eq(standing_of(funnel).cycles, 4);
    ck_assert_int_eq(revops_funnel_state_init(funnel, cells, sizeof cells, NULL, &state), REVOPS_OK);
    ck_assert_int_eq(revops_funnel_add(funnel, state, records, 1, NULL, NULL, 9), REVOPS_OK);
    ck_assert_int_eq(revops_funnel_totals(funnel, state, 0, &total), REVOPS_OK);
    ck_assert_uint_eq(total.wins, 4);
    ck_assert_uint_eq(total.won, 1);
    ck_assert_uint_eq(total.expansions, 2);
    ck_assert_int_eq(total.amount, 50123);
    ck_assert_int_eq(total.expansion_amount, 23);
}
END_TEST

START_TEST(test_order_and_arguments)
{
    const revops_funnel *funnel = funnel_of(0);
    ck_assert_int_eq(enter(funnel, MQL, 5, 0), REVOPS_OK);
    ck_assert_int_eq(enter(funnel, SQL, 4, 0), REVOPS_ERR_LATE);
    ck_assert_int_eq(enter(funnel, STAGES, 6, 0), REVOPS_ERR_ARG);
    ck_assert_int_eq(enter(funnel, MQL, REVOPS_TIME_NONE, 0), REVOPS_ERR_ARG);
    revops_funnel_event event = {.at_ms = 6, .stage = MQL, .reason = 3};
    ck_assert_int_eq(revops_funnel_apply(funnel, records, &event), REVOPS_ERR_ARG);
    event.reason = 2;
    event.reserved[1] = 1;
    ck_assert_int_eq(revops_funnel_apply(funnel, records, &event), REVOPS_ERR_ARG);
    ck_assert_int_eq(revops_funnel_apply(funnel, (char *)records + 4, &event), REVOPS_ERR_ARG);
    ck_assert_int_eq(revops_funnel_apply(funnel, NULL, &event), REVOPS_ERR_ARG);
    ck_assert_int_eq(revops_funnel_stand(NULL, records, 1, NULL), REVOPS_ERR_ARG);
    /* Cycles that the host numbers itself. */
    event = (revops_funnel_event){.at_ms = 7, .stage = MQL, .reason = REVOPS_NO_ROW, .cycle = 2};
    ck_assert_int_eq(revops_funnel_apply(funnel, records, &event), REVOPS_OK);
    ck_assert_uint_eq(standing_of(funnel).cycles, 2);
    event.at_ms = 8;
    event.stage = SQL;
    ck_assert_int_eq(revops_funnel_apply(funnel, records, &event), REVOPS_OK);
    ck_assert_uint_eq(standing_of(funnel).cycles, 2);
}
END_TEST

START_TEST(test_stages_of_one_rank_stand_for_each_other_and_one_without_stands_beside)
{
    /* SUBSCRIBED, then MQL or PQL, then TRIAL beside the way, then WON; NURTURE closes. */
    enum { SUBSCRIBED, BY_SCORE, BY_USE, TRIAL, SIGNED, NURTURE };
    static const revops_funnel_stage own[] = {{REVOPS_FUNNEL_PATH, 1}, {REVOPS_FUNNEL_PATH, 2},
                                              {REVOPS_FUNNEL_PATH, 2}, {REVOPS_FUNNEL_PATH, 0},
                                              {REVOPS_FUNNEL_WON, 3},  {REVOPS_FUNNEL_CLOSED, 0}};
    static uint64_t cells[4096];
    revops_funnel_params params = params_of(REVOPS_FUNNEL_INFER);
    const revops_funnel *funnel;
    revops_funnel_state *state;
    revops_funnel_count counts[6];
    params.stages = own;
    params.stage_count = 6;
    params.span_count = 0;
    memset(records, 0, sizeof records);
    ck_assert_int_eq(revops_funnel_build(&params, memory, sizeof memory, NULL, &funnel), REVOPS_OK);
    ck_assert_int_eq(enter(funnel, BY_USE, 1, 0), REVOPS_OK);
    ck_assert_uint_eq(standing_of(funnel).reached, 1u << SUBSCRIBED | 1u << BY_USE);
    ck_assert_int_eq(enter(funnel, BY_SCORE, 2, 0), REVOPS_OK); /* goes on from neither to the other */
    ck_assert_int_eq(enter(funnel, TRIAL, 3, 0), REVOPS_OK);    /* open, and infers nothing */
    ck_assert_uint_eq(standing_of(funnel).observed, 1u << BY_USE | 1u << BY_SCORE | 1u << TRIAL);
    for (int i = 0; i < 2; i++) {
        ck_assert_int_eq(revops_funnel_state_init(funnel, cells, sizeof cells, NULL, &state), REVOPS_OK);
        ck_assert_int_eq(revops_funnel_add(funnel, state, records, 1, NULL, NULL, 10), REVOPS_OK);
        ck_assert_int_eq(revops_funnel_counts(funnel, state, 0, counts, 6, NULL), REVOPS_OK);
        ck_assert_uint_eq(counts[SUBSCRIBED].went_on, 1);
        ck_assert_uint_eq(counts[BY_USE].went_on, (uint64_t)i);
        ck_assert_uint_eq(counts[BY_SCORE].went_on, (uint64_t)i);
        ck_assert_uint_eq(counts[TRIAL].went_on, 0);
        ck_assert_uint_eq(counts[TRIAL].now, (uint64_t)!i);
        ck_assert_int_eq(enter(funnel, SIGNED, 4, 7), REVOPS_OK);
    }
}
END_TEST

START_TEST(test_faults)
{
    revops_problem problems[16];
    size_t needed;
    char text[200];
    const revops_funnel_stage odd[] = {{7, 0}, {8, 3}};
    const revops_funnel_span astray[] = {{0, 0}, {5, 1}};
    revops_funnel_params params = params_of(16);
    params.group_count = 0;
    params.reason_count = 5000;
    params.cohort_stage = 9;
    params.reserved = 1;
    params.stages = odd;
    params.stage_count = 2;
    params.spans = astray;
    params.span_count = 2;
    ck_assert_int_eq(revops_funnel_check(&params, problems, 16, &needed), REVOPS_ERR_NEWER);
    ck_assert_uint_eq(needed, 9);
    (void)revops_problem_text(&problems[5], text, sizeof text);
    ck_assert_str_eq(text, "stages[0].kind is 7; expected one of revops_funnel_kinds");
    (void)revops_problem_text(&problems[7], text, sizeof text);
    ck_assert_str_eq(text, "spans[0].to is 0; expected another row of stages than from");
    params = params_of(0);
    params.stages = NULL;
    ck_assert_int_eq(revops_funnel_check(&params, problems, 16, &needed), REVOPS_ERR_ARG);
    params = params_of(0);
    params.span_row_size = 4;
    ck_assert_int_eq(revops_funnel_check(&params, problems, 16, &needed), REVOPS_ERR_ABI);
    params = params_of(0);
    ck_assert_int_eq(revops_funnel_check(&params, NULL, 0, &needed), REVOPS_OK);
    ck_assert_uint_eq(needed, 0);
    ck_assert_int_eq(revops_funnel_check(&params, NULL, 1, &needed), REVOPS_ERR_ARG);
    ck_assert_int_eq(revops_funnel_check(NULL, NULL, 0, &needed), REVOPS_ERR_ARG);
    const revops_funnel *funnel = NULL;
    ck_assert_int_eq(revops_funnel_build(&params, NULL, 0, &needed, &funnel), REVOPS_ERR_NOSPACE);
    ck_assert_int_eq(revops_funnel_build(&params, (char *)memory + 4, sizeof memory - 8, NULL, &funnel),
                     REVOPS_ERR_ALIGN);
    ck_assert_ptr_null(funnel);
}
END_TEST

/* Rows out of range and out of order are left out and counted; the others count. */
START_TEST(test_columns)
{
    const revops_funnel *funnel = funnel_of(0);
    const uint32_t lead[] = {0, 1, 0, 7, 0, 1, 1}, reason[] = {0, 1, 2, 0, 1, REVOPS_NO_ROW, 2};
    const uint8_t stage[] = {LEAD, LEAD, MQL, MQL, SQL, 200, LOST};
    const int64_t at_ms[] = {5, 6, 15, 20, 14, 21, 26}, amount[] = {0, 0, 0, 0, 0, 0, 0};
    revops_funnel_columns columns = {.struct_size = sizeof columns,
                                     .count = 7,
                                     .lead = lead,
                                     .stage = stage,
                                     .at_ms = at_ms,
                                     .amount = amount,
                                     .reason = reason};
    revops_cursor cursor = {0};
    ck_assert_int_eq(revops_funnel_apply_many(funnel, &columns, records, 2, &cursor), REVOPS_OK);
    ck_assert(cursor.applied == 4 && cursor.late == 1 && cursor.invalid == 2 && cursor.next == 7);
    revops_funnel_standing standings[2];
    ck_assert_int_eq(revops_funnel_stand(funnel, records, 2, standings), REVOPS_OK);
    ck_assert(standings[0].stage == MQL && standings[0].since_ms == 15 && standings[0].cohort_ms == 5);
    ck_assert(standings[1].stage == LOST && standings[1].reason == 2);
    /* The short form leaves out the same rows. */
    revops_funnel_place places[2] = {{0}};
    revops_funnel_move moves[(STAGES + 1) * STAGES];
    memset(moves, 0, sizeof moves);
    cursor = (revops_cursor){0};
    ck_assert_int_eq(revops_funnel_flow_add(funnel, &columns, places, 2, moves, &cursor), REVOPS_OK);
    ck_assert(cursor.applied == 4 && cursor.late == 1 && cursor.invalid == 2);
    ck_assert(moves[STAGES * STAGES + LEAD].count == 2 && moves[STAGES * STAGES + LEAD].time_ms == 0);
    ck_assert(moves[LEAD * STAGES + MQL].count == 1 && moves[LEAD * STAGES + MQL].time_ms == 10);
    ck_assert(moves[LEAD * STAGES + LOST].count == 1 && moves[LEAD * STAGES + LOST].time_ms == 20);
    ck_assert(places[1].stage == LOST && places[1].reached == (1u << LEAD | 1u << LOST));
    /* Nothing more to do: the cursor stands at the end. */
    ck_assert_int_eq(revops_funnel_flow_add(funnel, &columns, places, 2, moves, &cursor), REVOPS_OK);
    ck_assert_uint_eq(cursor.applied, 4);
    columns.flags = 1;
    ck_assert_int_eq(revops_funnel_apply_many(funnel, &columns, records, 2, &cursor), REVOPS_ERR_NEWER);
    columns.flags = 0;
    columns.stage = NULL;
    ck_assert_int_eq(revops_funnel_apply_many(funnel, &columns, records, 2, &cursor), REVOPS_ERR_ARG);
    ck_assert_int_eq(revops_funnel_flow_add(funnel, &columns, places, 2, moves, &cursor), REVOPS_ERR_ARG);
}
END_TEST

static Suite *suite_of_tests(void)
{
    Suite *suite = suite_create("funnel");
    TCase *tests = tcase_create("funnel");
    tcase_add_test(tests, test_empty_record);
    tcase_add_test(tests, test_SEM12_SEM13_passed_over_stages_are_inferred);
    tcase_add_test(tests, test_LC23_PQ9_wins_and_expansion);
    tcase_add_test(tests, test_order_and_arguments);
    tcase_add_test(tests, test_stages_of_one_rank_stand_for_each_other_and_one_without_stands_beside);
    tcase_add_test(tests, test_faults);
    tcase_add_test(tests, test_columns);
    suite_add_tcase(suite, tests);
    return suite;
}
