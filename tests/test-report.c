/* SPDX-License-Identifier: MIT */
/* Rules: LC4. Tallies and funnels. */
#include "report-fixtures.h"

/* ---- tallies */

static uint64_t naive(const revops_builtin_effect *effects, size_t count, revops_builtin_effect_kind kind,
                      uint32_t clock)
{
    uint64_t found = 0;
    for (size_t i = 0; i < count; i++) {
        found += effects[i].kind == kind && (clock == UINT32_MAX || effects[i].clock == clock);
    }
    return found;
}

START_TEST(test_LC4_a_tally_counts_each_effect_once)
{
    enum { COUNT = 20000 };
    static revops_builtin_effect effects[COUNT];
    static revops_tally tally, parts[3];
    random_state random = {1};
    memset(&tally, 0, sizeof tally);
    memset(parts, 0, sizeof parts);
    for (size_t i = 0; i < COUNT; i++) {
        effects[i] = random_effect(&random);
    }
    for (size_t i = 0; i < COUNT;) { /* in chunks, and each chunk to one of three parts as well */
        size_t count = random_below(&random, 5);
        count = count < COUNT - i ? count : COUNT - i;
        ck_assert_int_eq(revops_tally_add(&tally, 1, count ? effects + i : NULL, count), REVOPS_OK);
        ck_assert_int_eq(revops_tally_add(&parts[random_below(&random, 3)], 1, effects + i, count),
                         REVOPS_OK);
        i += count;
    }
    ck_assert_uint_eq(tally.late, naive(effects, COUNT, REVOPS_BUILTIN_EFFECT_LATE, UINT32_MAX));
    ck_assert_uint_eq(tally.duplicate, naive(effects, COUNT, REVOPS_BUILTIN_EFFECT_DUPLICATE, UINT32_MAX));
    ck_assert_uint_eq(tally.invalid, naive(effects, COUNT, REVOPS_BUILTIN_EFFECT_INVALID, UINT32_MAX));
    for (uint32_t clock = 0; clock < REVOPS_BUILTIN_CLOCKS_MAX; clock++) {
        const revops_clock_tally *row = &tally.clocks[clock];
        ck_assert_uint_eq(row->started, naive(effects, COUNT, REVOPS_BUILTIN_EFFECT_CLOCK + 1, clock));
        ck_assert_uint_eq(row->breached, naive(effects, COUNT, REVOPS_BUILTIN_EFFECT_CLOCK + 3, clock));
        ck_assert_uint_eq(row->met, naive(effects, COUNT, REVOPS_BUILTIN_EFFECT_CLOCK + 4, clock));
        ck_assert_uint_eq(row->met_late, naive(effects, COUNT, REVOPS_BUILTIN_EFFECT_CLOCK + 5, clock));
        ck_assert_uint_eq(row->cancelled, naive(effects, COUNT, REVOPS_BUILTIN_EFFECT_CLOCK + 6, clock));
    }
    for (uint32_t trigger = 0; trigger < REVOPS_LIFECYCLE_TRIGGERS_MAX; trigger++) {
        for (uint32_t cause = 0; cause < REVOPS_TALLY_CAUSES; cause++) {
            uint64_t expected = 0;
            for (size_t i = 0; i < COUNT; i++) {
                expected += effects[i].kind == REVOPS_BUILTIN_EFFECT_REFUSED &&
                            effects[i].transition.trigger == trigger &&
                            (effects[i].transition.refusal & 1u << cause);
            }
            ck_assert_uint_eq(tally.refused[trigger][cause], expected);
        }
    }
    for (uint32_t reason = 0; reason <= REVOPS_LIFECYCLE_REASONS_MAX; reason++) {
        uint64_t expected = 0;
        for (size_t i = 0; i < COUNT; i++) {
            expected += reason && effects[i].kind == REVOPS_BUILTIN_EFFECT_ENTERED &&
                        effects[i].transition.reason == reason;
        }
        ck_assert_uint_eq(tally.reasons[reason], expected);
    }
    /* The parts add up to the whole, field by field: a tally is all counters. */
    enum { FIELDS = sizeof(revops_tally) / sizeof(uint64_t) };
    uint64_t whole[FIELDS], sum[FIELDS] = {0};
    memcpy(whole, &tally, sizeof whole);
    for (int part = 0; part < 3; part++) {
        uint64_t fields[FIELDS];
        memcpy(fields, &parts[part], sizeof fields);
        for (int i = 0; i < FIELDS; i++) {
            sum[i] += fields[i];
        }
    }
    ck_assert_mem_eq(whole, sum, sizeof whole);
    ck_assert_int_eq(revops_tally_add(NULL, 1, effects, 1), REVOPS_ERR_ARG);
    ck_assert_int_eq(revops_tally_add(&tally, 1, NULL, 1), REVOPS_ERR_ARG);
}
END_TEST

/* ---- funnels */

static const uint32_t naive_steps[][2] = {
    {REVOPS_LIFECYCLE_STAGE_LEAD, REVOPS_LIFECYCLE_STAGE_LEAD},
    {REVOPS_LIFECYCLE_STAGE_MQL, REVOPS_LIFECYCLE_STAGE_PQL},
    {REVOPS_LIFECYCLE_STAGE_SAL, REVOPS_LIFECYCLE_STAGE_SAL},
    {REVOPS_LIFECYCLE_STAGE_SQL, REVOPS_LIFECYCLE_STAGE_SQL},
    {REVOPS_LIFECYCLE_STAGE_OPPORTUNITY, REVOPS_LIFECYCLE_STAGE_OPPORTUNITY},
    {REVOPS_LIFECYCLE_STAGE_CLOSED_WON, REVOPS_LIFECYCLE_STAGE_CLOSED_WON}};

static int naive_entry(const revops_builtin_lead *lead, const uint32_t *stages, int64_t *at_ms, int *inferred)
{
    int found = 0;
    for (int i = 0; i < 2; i++) {
        const revops_lifecycle_record *record = &lead->lifecycle;
        if (record->count[stages[i]] && (!found || record->dates[stages[i]].first_ms < *at_ms)) {
            found = 1;
            *at_ms = record->dates[stages[i]].first_ms;
            *inferred = record->first_inferred_mask >> stages[i] & 1;
        }
    }
    return found;
}

static int ascending(const void *a, const void *b)
{
    int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;
    return (x > y) - (x < y);
}

static void check_funnel(const revops_builtin_lead *all, const uint32_t *indexes, size_t count,
                         int64_t as_of_ms)
{
    static int64_t scratch[LEADS];
    revops_report_funnel funnel;
    ck_assert_int_eq(revops_report_measure(engine, all, indexes, count, as_of_ms, scratch, &funnel),
                     REVOPS_OK);
    ck_assert_uint_eq(funnel.step_count, ROWS(naive_steps));
    for (int s = 0; s < ROWS(naive_steps); s++) {
        static int64_t times[LEADS];
        uint64_t reached = 0, inferred_count = 0, went_on = 0, timed = 0;
        for (size_t i = 0; i < count; i++) {
            const revops_builtin_lead *lead = &all[indexes ? indexes[i] : i];
            int64_t here_ms, next_ms;
            int inferred = 0, next_inferred = 0;
            if (!naive_entry(lead, naive_steps[s], &here_ms, &inferred)) {
                continue;
            }
            reached++;
            inferred_count += (uint64_t)inferred;
            if (s + 1 < ROWS(naive_steps) &&
                naive_entry(lead, naive_steps[s + 1], &next_ms, &next_inferred)) {
                went_on++;
                if (!inferred && !next_inferred && next_ms >= here_ms) {
                    times[timed++] = next_ms - here_ms;
                }
            }
        }
        qsort(times, timed, sizeof *times, ascending);
        int64_t median_ms = timed == 0  ? REVOPS_TIME_NONE
                            : timed % 2 ? times[timed / 2]
                                        : (times[timed / 2 - 1] + times[timed / 2]) / 2;
        const revops_report_step *step = &funnel.steps[s];
        ck_assert_uint_eq(step->stage_mask, 1u << naive_steps[s][0] | 1u << naive_steps[s][1]);
        ck_assert_uint_eq(step->reached, reached);
        ck_assert_uint_eq(step->inferred, inferred_count);
        ck_assert_uint_eq(step->went_on, went_on);
        ck_assert_uint_eq(step->timed, timed);
        ck_assert_int_eq(step->median_ms, median_ms);
    }
    uint64_t begun = 0, won = 0, self_service = 0, now[REVOPS_LIFECYCLE_STAGES_MAX] = {0};
    uint64_t open[REVOPS_LIFECYCLE_STAGES_MAX][REVOPS_REPORT_AGES] = {{0}};
    int64_t amount = 0;
    for (size_t i = 0; i < count; i++) {
        const revops_builtin_lead *lead = &all[indexes ? indexes[i] : i];
        const revops_lifecycle_record *record = &lead->lifecycle;
        if (record->cycle == 0) {
            continue;
        }
        begun++;
        now[record->step]++;
        amount += lead->amount;
        won += record->count[REVOPS_LIFECYCLE_STAGE_CLOSED_WON] > 0;
        self_service += record->count[REVOPS_LIFECYCLE_STAGE_CLOSED_WON] &&
                        !record->count[REVOPS_LIFECYCLE_STAGE_OPPORTUNITY];
        if (record->step != REVOPS_LIFECYCLE_STAGE_CLOSED_WON &&
            record->step != REVOPS_LIFECYCLE_STAGE_CLOSED_LOST &&
            record->step != REVOPS_LIFECYCLE_STAGE_DISQUALIFIED) {
            int64_t age_ms = as_of_ms - record->dates[record->step].latest_ms;
            int days = age_ms < REVOPS_DAY_MS        ? 0
                       : age_ms < 7 * REVOPS_DAY_MS  ? 1
                       : age_ms < 30 * REVOPS_DAY_MS ? 2
                       : age_ms < 90 * REVOPS_DAY_MS ? 3
                                                     : 4;
            open[record->step][days]++;
        }
    }
    ck_assert_uint_eq(funnel.leads, begun);
    ck_assert_uint_eq(funnel.won, won);
    ck_assert_uint_eq(funnel.purchased, self_service);
    ck_assert_int_eq(funnel.amount, amount);
    ck_assert_mem_eq(funnel.now, now, sizeof now);
    ck_assert_mem_eq(funnel.open, open, sizeof open);
}

START_TEST(test_a_funnel_equals_plain_counting_and_sorting)
{
    make_leads(leads);
    for (size_t count = 0; count <= LEADS; count += count < 20 ? 1 : 60) {
        check_funnel(leads, NULL, count, start_ms + 60 * REVOPS_DAY_MS);
    }
    uint32_t indexes[LEADS];
    random_state random = {3};
    for (int round = 0; round < 20; round++) {
        size_t count = 0;
        for (uint32_t i = 0; i < LEADS; i++) {
            if (random_below(&random, 3) == 0) {
                indexes[count++] = LEADS - 1 - i;
            }
        }
        check_funnel(leads, indexes, count, start_ms + random_between(&random, 0, 200 * REVOPS_DAY_MS));
    }
}
END_TEST

static revops_builtin_lead lead_with(int64_t lead_ms, int64_t mql_ms, uint32_t inferred_mask)
{
    revops_builtin_lead lead;
    ck_assert_int_eq(revops_builtin_lead_init(&lead, lead_ms), REVOPS_OK);
    lead.lifecycle.count[REVOPS_LIFECYCLE_STAGE_MQL] = 1;
    lead.lifecycle.dates[REVOPS_LIFECYCLE_STAGE_MQL].first_ms = mql_ms;
    lead.lifecycle.dates[REVOPS_LIFECYCLE_STAGE_MQL].latest_ms = mql_ms;
    lead.lifecycle.first_inferred_mask = (uint16_t)inferred_mask;
    return lead;
}

START_TEST(test_times_that_mean_nothing_are_not_in_the_median)
{
    int64_t scratch[8];
    revops_report_funnel funnel;
    revops_builtin_lead some[] = {
        lead_with(start_ms, start_ms + 10, 0),
        lead_with(start_ms, start_ms - 5, 0),                                    /* the wrong way round */
        lead_with(start_ms, start_ms + 1000, 1u << REVOPS_LIFECYCLE_STAGE_MQL),  /* inferred */
        lead_with(start_ms, start_ms + 2000, 1u << REVOPS_LIFECYCLE_STAGE_LEAD), /* inferred */
        lead_with(INT64_MIN + 1, INT64_MAX, 0),                                  /* doesn't fit */
        lead_with(start_ms, start_ms + 21, 0),
        lead_with(start_ms, start_ms, 0),
        lead_with(start_ms, start_ms + 15, 0),
    };
    ck_assert_int_eq(revops_report_measure(engine, some, NULL, ROWS(some), start_ms, scratch, &funnel),
                     REVOPS_OK);
    ck_assert_uint_eq(funnel.steps[0].reached, 8);
    ck_assert_uint_eq(funnel.steps[0].went_on, 8);
    ck_assert_uint_eq(funnel.steps[0].inferred, 1);
    ck_assert_uint_eq(funnel.steps[0].timed, 4);
    ck_assert_int_eq(funnel.steps[0].median_ms, 12); /* 0, 10 | 15, 21: 12.5 rounded down */
    ck_assert_int_eq(funnel.steps[1].median_ms, REVOPS_TIME_NONE);
    ck_assert_int_eq(revops_report_measure(engine, some, NULL, 1, start_ms, scratch, &funnel), REVOPS_OK);
    ck_assert_int_eq(funnel.steps[0].median_ms, 10);
}
END_TEST

START_TEST(test_a_median_of_any_values)
{
    /* By way of one step's times: sorted, reversed, equal, sawtooth, random; every size up to 60. */
    static revops_builtin_lead some[61];
    static int64_t scratch[61], times[61];
    random_state random = {5};
    for (int shape = 0; shape < 5; shape++) {
        for (int count = 1; count <= 60; count++) {
            for (int i = 0; i < count; i++) {
                times[i] = shape == 0   ? i
                           : shape == 1 ? count - i
                           : shape == 2 ? 7
                           : shape == 3 ? i % 5
                                        : random_between(&random, 0, INT64_MAX / 4);
                some[i] = lead_with(0, times[i], 0);
            }
            revops_report_funnel funnel;
            ck_assert_int_eq(revops_report_measure(engine, some, NULL, (size_t)count, 0, scratch, &funnel),
                             REVOPS_OK);
            qsort(times, (size_t)count, sizeof *times, ascending);
            ck_assert_int_eq(funnel.steps[0].median_ms,
                             count % 2 ? times[count / 2] : (times[count / 2 - 1] + times[count / 2]) / 2);
        }
    }
}
END_TEST

START_TEST(test_amounts_stay_at_the_largest)
{
    revops_builtin_lead two[2];
    int64_t scratch[2];
    revops_report_funnel funnel;
    for (int i = 0; i < 2; i++) {
        two[i] = lead_with(0, 1, 0);
        two[i].amount = INT64_MAX - 1;
    }
    ck_assert_int_eq(revops_report_measure(engine, two, NULL, 2, 0, scratch, &funnel), REVOPS_OK);
    ck_assert_int_eq(funnel.amount, INT64_MAX);
}
END_TEST

START_TEST(test_a_funnel_refuses_what_it_cannot_read)
{
    int64_t scratch[2];
    revops_report_funnel funnel, before;
    revops_builtin_lead two[2] = {lead_with(0, 1, 0), lead_with(0, 1, 0)};
    memset(&funnel, 0x5a, sizeof funnel);
    before = funnel;
    ck_assert_int_eq(revops_report_measure(NULL, two, NULL, 2, 0, scratch, &funnel), REVOPS_ERR_ARG);
    ck_assert_int_eq(revops_report_measure(engine, NULL, NULL, 2, 0, scratch, &funnel), REVOPS_ERR_ARG);
    ck_assert_int_eq(revops_report_measure(engine, two, NULL, 2, 0, NULL, &funnel), REVOPS_ERR_ARG);
    ck_assert_int_eq(revops_report_measure(engine, two, NULL, 2, 0, scratch, NULL), REVOPS_ERR_ARG);
    two[1].lifecycle.step = REVOPS_LIFECYCLE_STAGES_MAX;
    ck_assert_int_eq(revops_report_measure(engine, two, NULL, 2, 0, scratch, &funnel), REVOPS_ERR_CORRUPT);
    ck_assert_mem_eq(&funnel, &before, sizeof funnel);
    ck_assert_int_eq(revops_report_measure(engine, NULL, NULL, 0, 0, NULL, &funnel), REVOPS_OK);
    ck_assert_uint_eq(funnel.leads, 0);
}
END_TEST

static Suite *suite_of_tests(void)
{
    Suite *suite = suite_create("report");
    TCase *cases = tcase_create("report");
    tcase_add_checked_fixture(cases, set_up, NULL);
    tcase_set_timeout(cases, 60);
    tcase_add_test(cases, test_LC4_a_tally_counts_each_effect_once);
    tcase_add_test(cases, test_a_funnel_equals_plain_counting_and_sorting);
    tcase_add_test(cases, test_times_that_mean_nothing_are_not_in_the_median);
    tcase_add_test(cases, test_a_median_of_any_values);
    tcase_add_test(cases, test_amounts_stay_at_the_largest);
    tcase_add_test(cases, test_a_funnel_refuses_what_it_cannot_read);
    suite_add_tcase(suite, cases);
    return suite;
}
