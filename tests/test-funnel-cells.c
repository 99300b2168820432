/* SPDX-License-Identifier: MIT */
/* Figures of groups: rates, times with those that wait, velocity, reasons, the bottleneck; weights; survival beside published
   values; periods of a zone. */
#include "test.h"

enum { LEAD, MQL, OPPORTUNITY, WON, LOST, STAGES, LEADS_MOST = 100 };
static const revops_funnel_stage stages[STAGES] = {
    [WON] = {.kind = REVOPS_FUNNEL_WON}, [LOST] = {.kind = REVOPS_FUNNEL_CLOSED}};
static const revops_funnel_span spans[] = {{LEAD, MQL}, {OPPORTUNITY, WON}};
#define DAY REVOPS_DAY_MS

static uint64_t memory[512], records[LEADS_MOST * 64];
static _Alignas(8) unsigned char cells[3][600000];

static const revops_funnel *funnel_of(uint32_t groups)
{
    const revops_funnel *funnel;
    revops_funnel_params params;
    ck_assert_int_eq(revops_funnel_defaults(&params, sizeof params), REVOPS_OK);
    params.flags = REVOPS_FUNNEL_STAYS | REVOPS_FUNNEL_INFER;
    params.stages = stages;
    params.stage_count = STAGES;
    params.stage_row_size = sizeof stages[0];
    params.spans = spans;
    params.span_count = (uint32_t)ROWS(spans);
    params.span_row_size = sizeof spans[0];
    params.reason_count = 2;
    params.group_count = groups;
    memset(records, 0, sizeof records);
    ck_assert_int_eq(revops_funnel_build(&params, memory, sizeof memory, NULL, &funnel), REVOPS_OK);
    ck_assert_uint_le(revops_funnel_record_size(funnel), 64 * 8);
    return funnel;
}

static revops_funnel_state *state_of(const revops_funnel *funnel, int number)
{
    revops_funnel_state *state;
    ck_assert_int_eq(revops_funnel_state_init(funnel, cells[number], sizeof cells[0], NULL, &state),
                     REVOPS_OK);
    return state;
}

static void enter(const revops_funnel *funnel, size_t lead, uint32_t stage, int64_t at_ms, int64_t amount,
                  uint32_t reason)
{
    const revops_funnel_event event = {.at_ms = at_ms, .amount = amount, .stage = stage, .reason = reason};
    void *record = (char *)records + lead * revops_funnel_record_size(funnel);
    ck_assert_int_eq(revops_funnel_apply(funnel, record, &event), REVOPS_OK);
}

/* MT2, MT9: rates are rounded to nearest: 24 of 76 are 31.58 %, not 31.57 %. */
START_TEST(test_MT2_MT9_rates)
{
    const revops_funnel *funnel = funnel_of(1);
    revops_funnel_state *state = state_of(funnel, 0);
    revops_funnel_count counts[STAGES];
    uint32_t rate_bp = 7;
    for (size_t i = 0; i < 76; i++) {
        enter(funnel, i, LEAD, 0, 0, REVOPS_NO_ROW);
        if (i < 24) {
            enter(funnel, i, OPPORTUNITY, DAY, 0, REVOPS_NO_ROW);
        }
    }
    ck_assert_int_eq(revops_funnel_add(funnel, state, records, 76, NULL, NULL, DAY), REVOPS_OK);
    ck_assert_int_eq(revops_funnel_counts(funnel, state, 0, counts, STAGES, NULL), REVOPS_OK);
    ck_assert(counts[LEAD].reached == 76 && counts[LEAD].went_on == 24 && counts[LEAD].now == 52);
    ck_assert(counts[MQL].reached == 24 && counts[MQL].inferred == 24);
    ck_assert_int_eq(revops_stats_rate(counts[LEAD].went_on, counts[LEAD].reached, &rate_bp), REVOPS_OK);
    ck_assert_uint_eq(rate_bp, 3158);
    ck_assert_int_eq(revops_stats_rate(1, 0, &rate_bp), REVOPS_ERR_ARG);
    ck_assert_int_eq(revops_stats_rate(0, 0, &rate_bp), REVOPS_ERR_RANGE);
    ck_assert_int_eq(revops_stats_rate(1, 2, NULL), REVOPS_ERR_ARG);
    ck_assert_uint_eq(rate_bp, 3158);
    size_t needed;
    ck_assert_int_eq(revops_funnel_counts(funnel, state, 0, counts, 1, &needed), REVOPS_ERR_NOSPACE);
    ck_assert_uint_eq(needed, STAGES);
    ck_assert_int_eq(revops_funnel_counts(funnel, state, 1, counts, STAGES, NULL), REVOPS_ERR_ARG);
}
END_TEST

/* MT3, MT8: of ten leads four go on after 1, 2, 3 and 4 days and six wait for 10: the naive median says 2, but half of all
   are not served at all, and a quarter after 3. */
START_TEST(test_MT3_MT8_those_that_wait_count)
{
    const revops_funnel *funnel = funnel_of(1);
    revops_funnel_state *state = state_of(funnel, 0);
    revops_funnel_time time;
    for (size_t i = 0; i < 10; i++) {
        enter(funnel, i, LEAD, 0, 0, REVOPS_NO_ROW);
        if (i < 4) {
            enter(funnel, i, MQL, (int64_t)(i + 1) * DAY, 0, REVOPS_NO_ROW);
        }
    }
    ck_assert_int_eq(revops_funnel_add(funnel, state, records, 10, NULL, NULL, 10 * DAY), REVOPS_OK);
    ck_assert_int_eq(revops_funnel_span_time(funnel, state, 0, 0, 5000, &time), REVOPS_OK);
    ck_assert(time.done == 4 && time.open == 6 && time.mean_ms == 5 * DAY / 2);
    ck_assert_int_le(llabs(time.naive_ms - 2 * DAY) * 128, 2 * DAY);
    ck_assert_int_eq(time.survival_ms, REVOPS_TIME_NONE);
    ck_assert_int_eq(revops_funnel_span_time(funnel, state, 0, 0, 2500, &time), REVOPS_OK);
    ck_assert_int_le(llabs(time.survival_ms - 3 * DAY) * 128, 3 * DAY);
    /* Aging of those at the first stage. */
    ck_assert_int_eq(revops_funnel_stage_time(funnel, state, 0, LEAD, 5000, &time), REVOPS_OK);
    ck_assert(time.done == 4 && time.open == 6);
    ck_assert_int_eq(revops_funnel_span_time(funnel, state, 0, 1, 5000, &time), REVOPS_OK);
    ck_assert(time.done == 0 && time.open == 0 && time.mean_ms == REVOPS_TIME_NONE &&
              time.survival_ms == REVOPS_TIME_NONE);
    ck_assert_int_eq(revops_funnel_span_time(funnel, state, 0, 2, 5000, &time), REVOPS_ERR_ARG);
    ck_assert_int_eq(revops_funnel_span_time(funnel, state, 0, 0, 0, &time), REVOPS_ERR_ARG);
    ck_assert_int_eq(revops_funnel_stage_time(funnel, state, 0, STAGES, 1, &time), REVOPS_ERR_ARG);
    /* What can't be added whole changes nothing, wherever the fault is. */
    static char before[sizeof cells[0]];
    uint32_t groups[10] = {0};
    memcpy(before, cells[0], sizeof before);
    ck_assert_int_eq(revops_funnel_add(funnel, state, records, 10, NULL, NULL, 2 * DAY), REVOPS_ERR_RANGE);
    groups[9] = 1;
    ck_assert_int_eq(revops_funnel_add(funnel, state, records, 10, groups, NULL, 2 * DAY), REVOPS_ERR_ARG);
    ck_assert_int_eq(revops_funnel_add(funnel, state, records, 10, groups, NULL, 10 * DAY), REVOPS_ERR_ARG);
    ck_assert_mem_eq(before, cells[0], sizeof before);
}
END_TEST

/* MT4, MT15, PQ9: 20 open deals, 6 of 24 decided ones won at 1,000.00 after 50 days: 20 × 25 % × 1,000 ÷ 50 days are 100 a day. */
START_TEST(test_MT4_MT15_PQ9_velocity_and_reasons)
{
    const revops_funnel *funnel = funnel_of(1);
    revops_funnel_state *state = state_of(funnel, 0);
    revops_funnel_velocity velocity;
    uint64_t reasons[3 * STAGES];
    ck_assert_int_eq(revops_funnel_velocity_of(funnel, state, 0, 1, &velocity), REVOPS_ERR_RANGE);
    for (size_t i = 0; i < 44; i++) {
        enter(funnel, i, OPPORTUNITY, 0, 0, REVOPS_NO_ROW);
        if (i < 6) {
            enter(funnel, i, WON, 50 * DAY, 100000, REVOPS_NO_ROW);
        } else if (i < 24) {
            enter(funnel, i, LOST, 40 * DAY, 0, i < 16 ? 1 : REVOPS_NO_ROW);
        }
    }
    ck_assert_int_eq(revops_funnel_add(funnel, state, records, 44, NULL, NULL, 60 * DAY), REVOPS_OK);
    ck_assert_int_eq(revops_funnel_velocity_of(funnel, state, 0, 1, &velocity), REVOPS_OK);
    ck_assert(velocity.deals == 20 && velocity.win_rate_bp == 2500 && velocity.size == 100000);
    ck_assert(velocity.length_ms == 50 * DAY && velocity.amount_a_month == 300000);
    ck_assert_int_eq(revops_funnel_velocity_of(funnel, state, 0, 0, &velocity), REVOPS_ERR_ARG);
    ck_assert_int_eq(revops_funnel_reasons(funnel, state, 0, reasons, 3 * STAGES, NULL), REVOPS_OK);
    ck_assert(reasons[1 * STAGES + OPPORTUNITY] == 10 && reasons[2 * STAGES + OPPORTUNITY] == 8);
}
END_TEST

/* MT17: which stage causes the gap: of 10 leads 8 become MQL, 2 of those opportunities, both won. */
START_TEST(test_MT17_bottleneck)
{
    const revops_funnel *funnel = funnel_of(1);
    revops_funnel_state *state = state_of(funnel, 0);
    revops_funnel_bottleneck found;
    ck_assert_int_eq(revops_funnel_bottleneck_of(funnel, state, 0, &found), REVOPS_OK);
    ck_assert(found.stage == REVOPS_NO_ROW && found.slowest == REVOPS_NO_ROW);
    for (size_t i = 0; i < 10; i++) {
        enter(funnel, i, LEAD, 0, 0, REVOPS_NO_ROW);
        if (i < 8) {
            enter(funnel, i, MQL, DAY, 0, REVOPS_NO_ROW);
        }
        if (i < 2) {
            enter(funnel, i, OPPORTUNITY, 3 * DAY, 0, REVOPS_NO_ROW);
            enter(funnel, i, WON, 4 * DAY, 1, REVOPS_NO_ROW);
        }
    }
    ck_assert_int_eq(revops_funnel_add(funnel, state, records, 10, NULL, NULL, 9 * DAY), REVOPS_OK);
    ck_assert_int_eq(revops_funnel_bottleneck_of(funnel, state, 0, &found), REVOPS_OK);
    ck_assert(found.stage == MQL && found.rate_bp == 2500 && found.leads_stuck == 6);
    ck_assert(found.slowest == MQL && found.slowest_ms == REVOPS_TIME_NONE);
}
END_TEST

/* SEM22, MT20: weights take back, in any order and at any place; groups have subtotals. */
START_TEST(test_SEM22_MT20_weights_and_subtotals)
{
    const revops_funnel *funnel = funnel_of(3);
    revops_funnel_state *state = state_of(funnel, 0), *all = state_of(funnel, 1);
    const uint32_t groups[] = {0, 1, REVOPS_NO_ROW, 1}, to_total[] = {2, 2, REVOPS_NO_ROW};
    const int8_t weights[] = {1, 0, 1, 1}, back[] = {-1, -1, -1, -1}, odd[] = {2, 0, 0, 0};
    revops_funnel_total total;
    revops_funnel_time time;
    for (size_t i = 0; i < 4; i++) {
        enter(funnel, i, LEAD, (int64_t)i, 0, REVOPS_NO_ROW);
        enter(funnel, i, WON, (int64_t)i + 5, 10, REVOPS_NO_ROW);
    }
    ck_assert_int_eq(revops_funnel_add(funnel, state, records, 4, groups, weights, 9), REVOPS_OK);
    ck_assert_int_eq(revops_funnel_totals(funnel, state, 1, &total), REVOPS_OK);
    ck_assert(total.leads == 1 && total.won == 1 && total.amount == 10);
    ck_assert_int_eq(revops_funnel_merge(funnel, all, state, to_total, 1), REVOPS_OK);
    ck_assert_int_eq(revops_funnel_totals(funnel, all, 2, &total), REVOPS_OK);
    ck_assert(total.leads == 2 && total.amount == 20);
    ck_assert_int_eq(revops_funnel_add(funnel, state, records, 4, groups, back, 9), REVOPS_OK);
    ck_assert_int_eq(revops_funnel_totals(funnel, state, 1, &total), REVOPS_ERR_RANGE);
    ck_assert_int_eq(revops_funnel_stage_time(funnel, state, 1, LEAD, 1, &time), REVOPS_ERR_RANGE);
    ck_assert_int_eq(revops_funnel_merge(funnel, state, state, NULL, -1), REVOPS_OK);
    ck_assert_int_eq(revops_funnel_totals(funnel, state, 1, &total), REVOPS_OK);
    ck_assert_uint_eq(total.leads, 0);
    ck_assert_int_eq(revops_funnel_add(funnel, state, records, 4, groups, odd, 9), REVOPS_ERR_ARG);
    ck_assert_int_eq(revops_funnel_merge(funnel, state, all, groups + 1, 1), REVOPS_OK);
    ck_assert_int_eq(revops_funnel_merge(funnel, state, state, to_total, 1), REVOPS_ERR_ARG);
    ck_assert_int_eq(revops_funnel_merge(funnel, state, all, NULL, 2), REVOPS_ERR_ARG);
}
END_TEST

/* Kaplan and Meier's estimate of the times of remission of Freireich et al. (1963), weeks, as textbooks print it: the median
   of the treated is 23, of the others 8; S(10) is 0.753 and S(13) 0.690 with 6-MP. */
START_TEST(test_survival_published)
{
    int64_t done[] = {6, 6, 6, 7, 10, 13, 16, 22, 23},
            open[] = {6, 9, 10, 11, 17, 19, 20, 25, 32, 32, 34, 35};
    int64_t placebo[] = {1, 1, 2, 2, 3, 4, 4, 5, 5, 8, 8, 8, 8, 11, 11, 12, 12, 15, 17, 22, 23}, out[4];
    const uint32_t shares[] = {5000, 2471, 2470, 9000};
    ck_assert_int_eq(revops_stats_survival(done, 9, open, 12, shares, 4, out), REVOPS_OK);
    ck_assert(out[0] == 23 && out[1] == 13 && out[2] == 10 && out[3] == REVOPS_TIME_NONE);
    const uint32_t near[] = {2470, 2400, 3098, 3099};
    ck_assert_int_eq(revops_stats_survival(done, 9, open, 12, near, 4, out), REVOPS_OK);
    ck_assert(out[1] == 10 && out[2] == 13 && out[3] == 16);
    ck_assert_int_eq(revops_stats_survival(placebo, 21, NULL, 0, shares, 1, out), REVOPS_OK);
    ck_assert_int_eq(out[0], 8);
    revops_histogram served = {0}, waiting = {0};
    ck_assert_int_eq(revops_histogram_add(&served, done, 9), REVOPS_OK);
    ck_assert_int_eq(revops_histogram_add(&waiting, open, 12), REVOPS_OK);
    ck_assert_int_eq(revops_histogram_survival(&served, &waiting, 5000, out), REVOPS_OK);
    ck_assert_int_eq(out[0], 23);
    ck_assert_int_eq(revops_histogram_survival(&served, &waiting, 9000, out), REVOPS_ERR_RANGE);
    ck_assert_int_eq(revops_histogram_survival(&served, &waiting, 0, out), REVOPS_ERR_ARG);
    /* Without anybody waiting it is the nearest rank, whatever the share; ties stay ties. */
    int64_t all[100];
    for (int i = 0; i < 100; i++) {
        all[i] = 100 - i;
    }
    for (uint32_t share = 100; share <= 10000; share += 100) {
        ck_assert_int_eq(revops_stats_survival(all, 100, NULL, 0, &share, 1, out), REVOPS_OK);
        ck_assert_int_eq(out[0], share / 100);
    }
    done[0] = -1;
    ck_assert_int_eq(revops_stats_survival(done, 9, open, 12, shares, 1, out), REVOPS_ERR_ARG);
    ck_assert_int_eq(revops_stats_survival(NULL, 0, NULL, 0, shares, 1, out), REVOPS_OK);
    ck_assert_int_eq(out[0], REVOPS_TIME_NONE);
}
END_TEST

/* MT20, SEM22, C33: a week is a week of the zone, winter and summer: Monday 00:30 of Berlin is Sunday of UTC. */
START_TEST(test_MT20_C33_periods_of_a_zone)
{
    static const char berlin[] = "CET-1CEST,M3.5.0,M10.5.0/3";
    static uint64_t zone_memory[4096];
    revops_zone_params params;
    const revops_zone *zone;
    ck_assert_int_eq(revops_zone_defaults(&params, sizeof params), REVOPS_OK);
    params.posix = berlin;
    params.posix_length = sizeof berlin - 1;
    ck_assert_int_eq(revops_zone_build(&params, zone_memory, sizeof zone_memory, NULL, &zone), REVOPS_OK);
    const int64_t at_ms[] = {revops_utc_ms(2026, 1, 4, 23, 30), revops_utc_ms(2026, 7, 5, 22, 30),
                             REVOPS_TIME_NONE};
    int32_t days[3], winter, summer, day;
    ck_assert_int_eq(revops_day_from_date(2026, 1, 5, &winter), REVOPS_OK);
    ck_assert_int_eq(revops_day_from_date(2026, 7, 6, &summer), REVOPS_OK);
    ck_assert_int_eq(revops_zone_first_day_many(zone, REVOPS_ZONE_WEEK, at_ms, 3, days), REVOPS_OK);
    ck_assert(days[0] == winter && days[1] == summer && days[2] == INT32_MIN);
    ck_assert_int_eq(revops_zone_first_day_many(NULL, REVOPS_ZONE_WEEK, at_ms, 2, days), REVOPS_OK);
    ck_assert(days[0] == winter - 7 && days[1] == summer - 7);
    ck_assert_int_eq(revops_zone_first_day(zone, REVOPS_ZONE_DAY, at_ms[1], &day), REVOPS_OK);
    ck_assert_int_eq(day, summer);
    ck_assert_int_eq(revops_zone_first_day(zone, REVOPS_ZONE_MONTH, revops_utc_ms(2026, 7, 31, 22, 0), &day),
                     REVOPS_OK);
    ck_assert_int_eq(revops_day_from_date(2026, 8, 1, &summer), REVOPS_OK);
    ck_assert_int_eq(day, summer);
    ck_assert_int_eq(
        revops_zone_first_day(zone, REVOPS_ZONE_QUARTER, revops_utc_ms(2026, 3, 31, 22, 0), &day), REVOPS_OK);
    ck_assert_int_eq(revops_day_from_date(2026, 4, 1, &summer), REVOPS_OK);
    ck_assert_int_eq(day, summer);
    ck_assert_int_eq(
        revops_zone_first_day(NULL, REVOPS_ZONE_QUARTER, revops_utc_ms(2026, 3, 31, 22, 0), &day), REVOPS_OK);
    ck_assert_int_eq(revops_day_from_date(2026, 1, 1, &summer), REVOPS_OK);
    ck_assert_int_eq(day, summer);
    ck_assert_int_eq(revops_zone_first_day(zone, 5, 0, &day), REVOPS_ERR_ARG);
    ck_assert_int_eq(revops_zone_first_day(zone, 0, 0, &day), REVOPS_ERR_ARG);
    ck_assert_int_eq(revops_zone_first_day(zone, REVOPS_ZONE_DAY, REVOPS_TIME_NONE, &day), REVOPS_ERR_RANGE);
    ck_assert_int_eq(revops_zone_first_day(zone, REVOPS_ZONE_DAY, INT64_MAX, &day), REVOPS_ERR_RANGE);
    ck_assert_int_eq(revops_zone_first_day(zone, REVOPS_ZONE_DAY, 0, NULL), REVOPS_ERR_ARG);
}
END_TEST

static Suite *suite_of_tests(void)
{
    Suite *suite = suite_create("funnel-cells");
    TCase *tests = tcase_create("cells");
    tcase_add_test(tests, test_MT2_MT9_rates);
    tcase_add_test(tests, test_MT3_MT8_those_that_wait_count);
    tcase_add_test(tests, test_MT4_MT15_PQ9_velocity_and_reasons);
    tcase_add_test(tests, test_MT17_bottleneck);
    tcase_add_test(tests, test_SEM22_MT20_weights_and_subtotals);
    tcase_add_test(tests, test_survival_published);
    tcase_add_test(tests, test_MT20_C33_periods_of_a_zone);
    suite_add_tcase(suite, tests);
    return suite;
}
