/* SPDX-License-Identifier: MIT */
#include "test.h"

#define T0 INT64_C(1772442000000) /* 2026-03-02T09:00Z, a Monday */

static revops_sla_effect effect(revops_sla_effect_kind kind, int64_t consumed_ms)
{
    return (revops_sla_effect){.kind = (uint16_t)kind, .at_ms = T0, .consumed_ms = consumed_ms};
}

/* SL2, SL8: verdicts and the bands of 5 and 30 minutes, by group. */
START_TEST(test_SL2_SL8_compliance)
{
    const revops_sla_effect all[] = {
        effect(REVOPS_SLA_EFFECT_STARTED, 0),
        effect(REVOPS_SLA_EFFECT_WARNED, 1),
        effect(REVOPS_SLA_EFFECT_MET, 0),
        effect(REVOPS_SLA_EFFECT_MET, 5 * REVOPS_MINUTE_MS - 1),
        effect(REVOPS_SLA_EFFECT_MET, 5 * REVOPS_MINUTE_MS),
        effect(REVOPS_SLA_EFFECT_MET, 30 * REVOPS_MINUTE_MS - 1),
        effect(REVOPS_SLA_EFFECT_MET, 30 * REVOPS_MINUTE_MS),
        effect(REVOPS_SLA_EFFECT_BREACHED, REVOPS_HOUR_MS),
        effect(REVOPS_SLA_EFFECT_MET_LATE, 2 * REVOPS_HOUR_MS),
        effect(REVOPS_SLA_EFFECT_CANCELLED, 5),
        effect(REVOPS_SLA_EFFECT_PAUSED, 5),
        effect(REVOPS_SLA_EFFECT_RESUMED, 5),
        effect(REVOPS_SLA_EFFECT_REOPENED, 5),
        effect(REVOPS_SLA_EFFECT_RETARGETED, 5),
    };
    static revops_histogram times[2];
    revops_compliance one[1], two[2];
    uint32_t groups[ROWS(all)], share_bp = 77;
    int64_t median_ms;
    memset(one, 0, sizeof one);
    memset(two, 0, sizeof two);
    memset(times, 0, sizeof times);
    ck_assert_int_eq(revops_compliance_share(one, &share_bp), REVOPS_ERR_RANGE);
    ck_assert_uint_eq(share_bp, 77);
    ck_assert_int_eq(revops_compliance_add(all, ROWS(all), NULL, one, times, 1), REVOPS_OK);
    const revops_compliance expected = {.started = 1,
                                        .warned = 1,
                                        .met = 5,
                                        .breached = 1,
                                        .met_late = 1,
                                        .cancelled = 1,
                                        .reopened = 1,
                                        .under_5_min = 2,
                                        .under_30_min = 2,
                                        .from_30_min = 2};
    ck_assert_mem_eq(one, &expected, sizeof expected);
    ck_assert_int_eq(revops_compliance_share(one, &share_bp), REVOPS_OK);
    ck_assert_uint_eq(share_bp, 8333);
    ck_assert_uint_eq(times[0].count, 6);
    ck_assert_int_eq(revops_histogram_percentile(&times[0], 5000, &median_ms), REVOPS_OK);
    ck_assert_int_lt(llabs(median_ms - 5 * REVOPS_MINUTE_MS) * 100, 5 * REVOPS_MINUTE_MS);
    /* Any partition adds up to the whole. */
    for (uint32_t cut = 0; cut <= ROWS(all); cut++) {
        memset(two, 0, sizeof two);
        for (uint32_t i = 0; i < ROWS(all); i++) {
            groups[i] = i >= cut;
        }
        ck_assert_int_eq(revops_compliance_add(all, ROWS(all), groups, two, NULL, 2), REVOPS_OK);
        ck_assert_int_eq(revops_compliance_merge(&two[0], &two[1], 1), REVOPS_OK);
        ck_assert_mem_eq(&two[0], &expected, sizeof expected);
    }
    groups[3] = 2;
    ck_assert_int_eq(revops_compliance_add(all, ROWS(all), groups, two, NULL, 2), REVOPS_ERR_ARG);
    ck_assert_int_eq(revops_compliance_add(NULL, 1, NULL, two, NULL, 2), REVOPS_ERR_ARG);
    ck_assert_int_eq(revops_compliance_add(all, 1, NULL, NULL, NULL, 2), REVOPS_ERR_ARG);
    ck_assert_int_eq(revops_compliance_add(all, 1, NULL, two, NULL, 0), REVOPS_ERR_ARG);
    const revops_sla_effect negative = effect(REVOPS_SLA_EFFECT_MET, -1);
    ck_assert_int_eq(revops_compliance_add(&negative, 1, NULL, two, times, 1), REVOPS_ERR_ARG);
    ck_assert_mem_eq(&two[0], &expected, sizeof expected);
    ck_assert_mem_eq(&two[0], &expected, sizeof expected);
    ck_assert_int_eq(revops_compliance_merge(NULL, two, 1), REVOPS_ERR_ARG);
    ck_assert_int_eq(revops_compliance_share(NULL, &share_bp), REVOPS_ERR_ARG);
    ck_assert_int_eq(revops_compliance_share(one, NULL), REVOPS_ERR_ARG);
}
END_TEST

static const struct {
    const char *at;
    int32_t offset_min;
    const char *monday;
} weeks[] = {
    {"2026-03-02T00:00:00Z", 0, "2026-03-02T00:00:00Z"},
    {"2026-03-01T23:59:59.999Z", 0, "2026-02-23T00:00:00Z"},
    {"2026-03-08T23:59:59Z", 0, "2026-03-02T00:00:00Z"},
    {"2026-03-01T22:00:00Z", 120, "2026-03-02T00:00:00Z"},
    {"2026-03-02T04:59:59Z", -300, "2026-02-23T00:00:00Z"},
    {"1970-01-01T00:00:00Z", 0, "1969-12-29T00:00:00Z"},
    {"1969-12-28T12:00:00Z", 0, "1969-12-22T00:00:00Z"},
    {"0000-01-03T00:00:00Z", 0, "0000-01-03T00:00:00Z"},
};

START_TEST(test_SL8_weeks)
{
    static uint64_t memory[512];
    int64_t at_ms, monday_ms;
    int32_t day;
    revops_zone_params params;
    const revops_zone *zone;
    ck_assert_int_eq(revops_zone_defaults(&params, sizeof params), REVOPS_OK);
    params.utc_offset_s = weeks[_i].offset_min * 60;
    ck_assert_int_eq(revops_zone_build(&params, memory, sizeof memory, NULL, &zone), REVOPS_OK);
    ck_assert_int_eq(revops_time_parse(weeks[_i].at, strlen(weeks[_i].at), &at_ms), REVOPS_OK);
    ck_assert_int_eq(revops_time_parse(weeks[_i].monday, strlen(weeks[_i].monday), &monday_ms), REVOPS_OK);
    ck_assert_int_eq(revops_zone_first_day(zone, REVOPS_ZONE_WEEK, at_ms, &day), REVOPS_OK);
    ck_assert_int_eq(day * REVOPS_DAY_MS, monday_ms);
}
END_TEST

/* SL14, C33: breaches on Monday 2026-01-05 00:30 and Monday 2026-07-06 00:30 of Berlin belong to the weeks of 01-05 and
   07-06; one fixed offset puts one of them a week too early. */
START_TEST(test_SL14_C33_weeks_of_a_zone)
{
    static const char berlin[] = "CET-1CEST,M3.5.0,M10.5.0/3";
    static uint64_t memory[4096];
    revops_zone_params params;
    const revops_zone *zone;
    ck_assert_int_eq(revops_zone_defaults(&params, sizeof params), REVOPS_OK);
    params.posix = berlin;
    params.posix_length = sizeof berlin - 1;
    ck_assert_int_eq(revops_zone_build(&params, memory, sizeof memory, NULL, &zone), REVOPS_OK);
    const int64_t at_ms[] = {revops_utc_ms(2026, 1, 4, 23, 30), revops_utc_ms(2026, 7, 5, 22, 30)};
    const uint8_t kind[] = {REVOPS_SLA_EFFECT_BREACHED, REVOPS_SLA_EFFECT_BREACHED};
    int32_t days[2], winter, summer;
    ck_assert_int_eq(revops_day_from_date(2026, 1, 5, &winter), REVOPS_OK);
    ck_assert_int_eq(revops_day_from_date(2026, 7, 6, &summer), REVOPS_OK);
    ck_assert_int_eq(revops_zone_first_day_many(zone, REVOPS_ZONE_WEEK, at_ms, 2, days), REVOPS_OK);
    ck_assert(days[0] == winter && days[1] == summer);
    const uint32_t group[] = {(uint32_t)((days[0] - winter) / 7), (uint32_t)((days[1] - winter) / 7)};
    revops_compliance of_weeks[27];
    memset(of_weeks, 0, sizeof of_weeks);
    const revops_compliance_columns columns = {
        .struct_size = sizeof columns, .count = 2, .kind = kind, .group = group};
    ck_assert_int_eq(revops_compliance_count(&columns, of_weeks, NULL, 27), REVOPS_OK);
    ck_assert(of_weeks[0].breached == 1 && of_weeks[26].breached == 1);
}
END_TEST

/* SL16: the system's part and the owner's, measured apart; SEM22: columns are what effects are, and weights take back. */
START_TEST(test_SL16_SEM22_columns)
{
    enum { SYSTEM, OWNER, PARTS };
    revops_sla_effect effects[REVOPS_SLA_EFFECT_MERGED * 2];
    uint8_t kind[ROWS(effects)];
    int64_t consumed_ms[ROWS(effects)];
    uint32_t group[ROWS(effects)];
    int8_t back[ROWS(effects)];
    static revops_histogram times[PARTS], expected_times[PARTS], none[PARTS];
    revops_compliance counters[PARTS], expected[PARTS], zero[PARTS];
    memset(counters, 0, sizeof counters);
    memset(expected, 0, sizeof expected);
    memset(zero, 0, sizeof zero);
    memset(times, 0, sizeof times);
    memset(expected_times, 0, sizeof expected_times);
    for (uint32_t i = 0; i < (uint32_t)ROWS(effects); i++) {
        kind[i] = (uint8_t)(1 + i % REVOPS_SLA_EFFECT_MERGED);
        consumed_ms[i] = (int64_t)i * 3 * REVOPS_MINUTE_MS;
        group[i] = i % PARTS;
        back[i] = -1;
        effects[i] = effect(kind[i], consumed_ms[i]);
    }
    revops_compliance_columns columns = {.struct_size = sizeof columns,
                                         .count = (uint64_t)ROWS(effects),
                                         .kind = kind,
                                         .consumed_ms = consumed_ms,
                                         .group = group};
    ck_assert_int_eq(revops_compliance_add(effects, ROWS(effects), group, expected, expected_times, PARTS),
                     REVOPS_OK);
    ck_assert_int_eq(revops_compliance_count(&columns, counters, times, PARTS), REVOPS_OK);
    ck_assert_mem_eq(counters, expected, sizeof expected);
    ck_assert_mem_eq(times, expected_times, sizeof times);
    columns.weight = back;
    ck_assert_int_eq(revops_compliance_count(&columns, counters, times, PARTS), REVOPS_OK);
    ck_assert_mem_eq(counters, zero, sizeof zero);
    ck_assert_mem_eq(times, none, sizeof times);
    /* Nothing is there to be taken back: nothing changes. */
    back[0] = 1;
    kind[0] = REVOPS_SLA_EFFECT_MET;
    ck_assert_int_eq(revops_compliance_count(&columns, counters, times, PARTS), REVOPS_ERR_RANGE);
    ck_assert_mem_eq(counters, zero, sizeof zero);
    ck_assert_mem_eq(times, none, sizeof times);
    back[0] = 2;
    ck_assert_int_eq(revops_compliance_count(&columns, counters, times, PARTS), REVOPS_ERR_ARG);
    columns.weight = NULL;
    kind[0] = 0;
    ck_assert_int_eq(revops_compliance_count(&columns, counters, times, PARTS), REVOPS_ERR_ARG);
    kind[0] = 1;
    group[3] = PARTS;
    ck_assert_int_eq(revops_compliance_count(&columns, counters, times, PARTS), REVOPS_ERR_ARG);
    group[3] = REVOPS_NO_ROW;
    ck_assert_int_eq(revops_compliance_count(&columns, counters, times, PARTS), REVOPS_OK);
    columns.flags = 1;
    ck_assert_int_eq(revops_compliance_count(&columns, counters, times, PARTS), REVOPS_ERR_NEWER);
    columns.flags = 0;
    columns.kind = NULL;
    ck_assert_int_eq(revops_compliance_count(&columns, counters, times, PARTS), REVOPS_ERR_ARG);
    ck_assert_int_eq(revops_compliance_count(NULL, counters, times, PARTS), REVOPS_ERR_ARG);
}
END_TEST

/* SL15: what stood still, and how long: two pauses of a run, one that goes on, one that its run's end closes. */
START_TEST(test_SL15_audit_of_pauses)
{
    const struct {
        uint32_t lead, group;
        int64_t at_ms;
        revops_sla_effect_kind kind;
    } rows[] = {
        {0, 0, 0, REVOPS_SLA_EFFECT_STARTED},  {0, 0, 10, REVOPS_SLA_EFFECT_PAUSED},
        {0, 0, 30, REVOPS_SLA_EFFECT_RESUMED}, {0, 1, 40, REVOPS_SLA_EFFECT_PAUSED},
        {0, 1, 45, REVOPS_SLA_EFFECT_MET},     {1, 1, 5, REVOPS_SLA_EFFECT_STARTED},
        {1, 1, 60, REVOPS_SLA_EFFECT_PAUSED},
    };
    revops_sla_effect effects[ROWS(rows)];
    uint32_t groups[ROWS(rows)];
    revops_compliance_audit audits[2];
    memset(audits, 0, sizeof audits);
    for (int i = 0; i < ROWS(rows); i++) {
        effects[i] = effect(rows[i].kind, 0);
        effects[i].lead = rows[i].lead;
        effects[i].at_ms = rows[i].at_ms;
        effects[i].started_ms = rows[i].lead * 5;
        groups[i] = rows[i].group;
    }
    ck_assert_int_eq(revops_compliance_audit_add(effects, ROWS(rows), groups, 100, audits, 2), REVOPS_OK);
    ck_assert(audits[0].pauses == 1 && audits[0].resumed == 1 && audits[0].runs == 1);
    ck_assert(audits[0].paused_ms == 20 && audits[0].open_ms == 0);
    ck_assert(audits[1].pauses == 2 && audits[1].resumed == 1 && audits[1].runs == 1);
    ck_assert(audits[1].paused_ms == 5 && audits[1].open_ms == 40);
    ck_assert_int_eq(revops_compliance_audit_add(effects, ROWS(rows), groups, 50, audits, 2), REVOPS_ERR_ARG);
    ck_assert_int_eq(revops_compliance_audit_add(effects, ROWS(rows), groups, 100, audits, 1),
                     REVOPS_ERR_ARG);
    ck_assert_int_eq(revops_compliance_audit_add(NULL, 1, NULL, 100, audits, 1), REVOPS_ERR_ARG);
}
END_TEST

/* SL7: a week a letter, k kept, m missed, - nothing to judge; below it the level. */
static const struct {
    const char *weeks;
    const char *levels;
} ladders[] = {
    {"kkkk", "0000"},
    {"m", "1"},
    {"mkmk", "1010"},
    {"mmm", "111"},
    {"mmmm", "1112"},
    {"mmmkmmmm", "11101112"},
    {"mm-mm", "11012"},
    {"mmmmmmmm", "11122223"},
    {"mmmmmmmmk", "111222230"},
    {"mkmkmkmkmkmkmk", "10101010101010"},
    {"mmkmmkmmkmmkm", "1101101101303"}, /* the eighth miss is within 13 weeks */
    {"mmmkkkkkkkkkkmmmm", "11100000000001112"},
};

START_TEST(test_SL7_escalation)
{
    revops_compliance history[20];
    uint32_t levels[20];
    revops_compliance_params ladder;
    size_t length = strlen(ladders[_i].weeks);
    memset(history, 0, sizeof history);
    memset(&ladder, 0xff, sizeof ladder);
    ck_assert_int_eq(revops_compliance_defaults(&ladder, sizeof ladder), REVOPS_OK);
    for (size_t i = 0; i < length; i++) {
        history[i].met = ladders[_i].weeks[i] == '-' ? 0 : ladders[_i].weeks[i] == 'k' ? 9 : 8;
        history[i].breached = ladders[_i].weeks[i] != '-';
    }
    ck_assert_int_eq(revops_compliance_escalate(&ladder, history, length, levels), REVOPS_OK);
    for (size_t i = 0; i < length; i++) {
        ck_assert_msg(levels[i] == (uint32_t)(ladders[_i].levels[i] - '0'), "%s: week %zu is %u",
                      ladders[_i].weeks, i, levels[i]);
    }
}
END_TEST

START_TEST(test_SL7_refusals)
{
    revops_compliance week = {.met = 1};
    revops_compliance_params good, bad;
    uint32_t level = 77;
    revops_problem problems[4];
    size_t needed;
    ck_assert_int_eq(revops_compliance_defaults(&good, sizeof good), REVOPS_OK);
    ck_assert_int_eq(revops_compliance_defaults(NULL, 8), REVOPS_ERR_ARG);
    ck_assert_int_eq(revops_compliance_defaults(&good, 8), REVOPS_ERR_ABI);
#define REFUSED(expected, change)                                                                            \
    do {                                                                                                     \
        bad = good;                                                                                          \
        change;                                                                                              \
        ck_assert_int_eq(revops_compliance_escalate(&bad, &week, 1, &level), expected);                      \
        ck_assert_int_eq(revops_compliance_check(&bad, problems, 4, &needed), expected);                     \
        ck_assert_uint_ge(needed, 1);                                                                        \
        ck_assert_int_eq(problems[0].status, expected);                                                      \
    } while (0)
    REFUSED(REVOPS_ERR_ABI, bad.struct_size = 4);
    REFUSED(REVOPS_ERR_NEWER, bad.flags = 1);
    REFUSED(REVOPS_ERR_NEWER, bad.reserved = 1);
    REFUSED(REVOPS_ERR_ARG, bad.target_bp = 0);
    REFUSED(REVOPS_ERR_ARG, bad.target_bp = 10001);
    REFUSED(REVOPS_ERR_ARG, bad.review_missed = 0);
    REFUSED(REVOPS_ERR_ARG, bad.review_missed = 5);
    REFUSED(REVOPS_ERR_ARG, bad.review_weeks = 65);
    REFUSED(REVOPS_ERR_ARG, bad.executive_missed = 0);
    REFUSED(REVOPS_ERR_ARG, bad.executive_missed = 14);
    REFUSED(REVOPS_ERR_ARG, bad.executive_weeks = 65);
#undef REFUSED
    ck_assert_int_eq(revops_compliance_escalate(NULL, &week, 1, &level), REVOPS_ERR_ARG);
    ck_assert_int_eq(revops_compliance_escalate(&good, NULL, 1, &level), REVOPS_ERR_ARG);
    ck_assert_int_eq(revops_compliance_escalate(&good, &week, 1, NULL), REVOPS_ERR_ARG);
    ck_assert_uint_eq(level, 77);
    ck_assert_int_eq(revops_compliance_escalate(&good, NULL, 0, NULL), REVOPS_OK);
}
END_TEST

/* A part that only takes back and one that only adds are the whole, in either order (SEM22). */
START_TEST(test_SEM22_parts_that_take_back_merge)
{
    const uint8_t kind[] = {REVOPS_SLA_EFFECT_MET, REVOPS_SLA_EFFECT_MET, REVOPS_SLA_EFFECT_BREACHED};
    const int8_t plus[] = {1, 1, 1}, minus[] = {-1, -1, -1};
    revops_compliance_columns columns = {
        .struct_size = sizeof columns, .count = 3, .kind = kind, .weight = plus};
    revops_compliance whole = {0}, part = {0}, nothing = {0};
    ck_assert_int_eq(revops_compliance_count(&columns, &whole, NULL, 1), REVOPS_OK);
    columns.weight = minus;
    ck_assert_int_eq(revops_compliance_count(&columns, &part, NULL, 1), REVOPS_OK);
    revops_compliance other = part;
    ck_assert_int_eq(revops_compliance_merge(&other, &whole, 1), REVOPS_OK);
    ck_assert_mem_eq(&other, &nothing, sizeof nothing);
    ck_assert_int_eq(revops_compliance_merge(&whole, &part, 1), REVOPS_OK);
    ck_assert_mem_eq(&whole, &nothing, sizeof nothing);
    whole.met = whole.breached = UINT64_MAX; /* shares of the largest numbers are still shares */
    uint32_t share_bp;
    ck_assert_int_eq(revops_compliance_share(&whole, &share_bp), REVOPS_OK);
    ck_assert_uint_eq(share_bp, 5000);
}
END_TEST

/* SL5, SL6: promises that are no clocks. */
static const struct {
    revops_compliance_promise promise;
    int64_t minimum, done, of, missing;
    revops_status status;
} promises[] = {
    {REVOPS_COMPLIANCE_AT_LEAST, 200, 200, 0, 0, REVOPS_OK}, /* MQLs a month */
    {REVOPS_COMPLIANCE_AT_LEAST, 200, 163, 0, 37, REVOPS_OK},
    {REVOPS_COMPLIANCE_AT_LEAST, 1, 0, 0, 1, REVOPS_OK}, /* a report a week */
    {REVOPS_COMPLIANCE_AT_LEAST, REVOPS_COMPLIANCE_CAPACITY_NOTICE_MS, 31 * REVOPS_DAY_MS, 0, 0, REVOPS_OK},
    {REVOPS_COMPLIANCE_AT_LEAST, REVOPS_COMPLIANCE_CAPACITY_NOTICE_MS, 29 * REVOPS_DAY_MS, 0, REVOPS_DAY_MS,
     REVOPS_OK},
    {REVOPS_COMPLIANCE_SHARE, 4000, 40, 100, 0, REVOPS_OK},
    {REVOPS_COMPLIANCE_SHARE, 4000, 39, 100, 1, REVOPS_OK},
    {REVOPS_COMPLIANCE_SHARE, 4000, 0, 7, 3, REVOPS_OK},     /* 2.8 of 7 */
    {REVOPS_COMPLIANCE_SHARE, 10000, 99, 100, 1, REVOPS_OK}, /* complete data on every lead */
    {REVOPS_COMPLIANCE_SHARE, 10000, 0, 0, 0, REVOPS_OK},
    {REVOPS_COMPLIANCE_SHARE, 10000, 0, INT64_MAX, 77, REVOPS_ERR_OVERFLOW},
    {REVOPS_COMPLIANCE_SHARE, 10001, 0, 1, 77, REVOPS_ERR_ARG},
    {REVOPS_COMPLIANCE_SHARE, 5000, 2, 1, 77, REVOPS_ERR_ARG},
    {REVOPS_COMPLIANCE_SHARE, -1, 0, 1, 77, REVOPS_ERR_ARG},
    {REVOPS_COMPLIANCE_AT_LEAST, 1, -1, 0, 77, REVOPS_ERR_ARG},
    {REVOPS_COMPLIANCE_AT_LEAST, 1, 1, 1, 77, REVOPS_ERR_ARG},
    {REVOPS_COMPLIANCE_SHARE, 1, 0, -1, 77, REVOPS_ERR_ARG},
    {2, 1, 1, 1, 77, REVOPS_ERR_ARG},
};

START_TEST(test_SL5_SL6_promises)
{
    revops_compliance counter = {0};
    int64_t missing = 77;
    ck_assert_int_eq(revops_compliance_judge(promises[_i].promise, promises[_i].minimum, promises[_i].done,
                                             promises[_i].of, &counter, &missing),
                     promises[_i].status);
    ck_assert_int_eq(missing, promises[_i].missing);
    ck_assert_uint_eq(counter.met, promises[_i].status == REVOPS_OK && missing == 0);
    ck_assert_uint_eq(counter.breached, promises[_i].status == REVOPS_OK && missing > 0);
    ck_assert_int_eq(revops_compliance_judge(promises[_i].promise, 0, 0, 0, NULL, NULL), REVOPS_ERR_ARG);
}
END_TEST

static Suite *suite_of_tests(void)
{
    Suite *suite = suite_create("compliance");
    TCase *tcase = tcase_create("compliance");
    tcase_add_test(tcase, test_SL2_SL8_compliance);
    tcase_add_loop_test(tcase, test_SL8_weeks, 0, ROWS(weeks));
    tcase_add_test(tcase, test_SL14_C33_weeks_of_a_zone);
    tcase_add_test(tcase, test_SL16_SEM22_columns);
    tcase_add_test(tcase, test_SL15_audit_of_pauses);
    tcase_add_loop_test(tcase, test_SL7_escalation, 0, ROWS(ladders));
    tcase_add_test(tcase, test_SL7_refusals);
    tcase_add_loop_test(tcase, test_SL5_SL6_promises, 0, ROWS(promises));
    tcase_add_test(tcase, test_SEM22_parts_that_take_back_merge);
    suite_add_tcase(suite, tcase);
    return suite;
}
