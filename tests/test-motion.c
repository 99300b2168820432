/* SPDX-License-Identifier: MIT */
/* Outbound and inbound (MT11), target accounts (MT12), the mix of revenue (MT13, MT14), and sums that merge (SEM22). */
#include "test.h"

#include "random.h"

#define STEP(which) (1u << REVOPS_MOTION_##which)

static revops_motion_share rate_of(const revops_motion *cell, revops_motion_rate rate)
{
    revops_motion_share share;
    ck_assert_int_eq(revops_motion_rates_of(cell, 1, rate, &share), REVOPS_OK);
    return share;
}

static int64_t mean_of(const revops_motion *cell, revops_motion_mean mean)
{
    int64_t out;
    ck_assert_int_eq(revops_motion_means_of(cell, 1, mean, &out), REVOPS_OK);
    return out;
}

/* 40 accounts contacted, 12 respond, 6 meet, 3 are qualified opportunities. */
START_TEST(test_MT11_outbound)
{
    uint32_t steps[40];
    for (uint32_t i = 0; i < 40; i++) {
        steps[i] = STEP(CONTACTED) | (i < 12 ? STEP(RESPONDED) : 0) | (i < 6 ? STEP(MET) : 0) |
                   (i < 3 ? STEP(QUALIFIED) : 0);
    }
    const revops_motion_columns columns = {.struct_size = sizeof columns, .count = 40, .steps = steps};
    revops_motion cell = {0};
    ck_assert_int_eq(revops_motion_add(&columns, &cell, 1), REVOPS_OK);
    ck_assert_uint_eq(cell.reached[REVOPS_MOTION_CONTACTED], 40);
    ck_assert_uint_eq(cell.reached[REVOPS_MOTION_QUALIFIED], 3);
    ck_assert_uint_eq(rate_of(&cell, REVOPS_MOTION_RESPONSE_RATE).share_bp, 3000);
    ck_assert_uint_eq(rate_of(&cell, REVOPS_MOTION_MEETING_RATE).share_bp, 1500);
    ck_assert_uint_eq(rate_of(&cell, REVOPS_MOTION_QUALIFICATION_RATE).share_bp, 750);
    ck_assert_uint_eq(rate_of(&cell, REVOPS_MOTION_SHOW_RATE).whole, 0);
    ck_assert_uint_eq(rate_of(&cell, REVOPS_MOTION_SHOW_RATE).share_bp, 0);
    ck_assert_int_eq(mean_of(&cell, REVOPS_MOTION_MEAN_RESPONSE), REVOPS_MISSING);
}
END_TEST

/* 7 leads, two of them answered after 5 and 30 minutes and one after 31; 5 demos booked, 4 shown; 3 opportunities, 1 won. */
START_TEST(test_MT11_inbound)
{
    const uint32_t lead = STEP(LEAD), booked = lead | STEP(DEMO_BOOKED), shown = booked | STEP(DEMO_SHOWN);
    const uint32_t steps[7] = {lead,
                               lead,
                               booked,
                               shown,
                               shown | STEP(OPPORTUNITY),
                               shown | STEP(OPPORTUNITY),
                               shown | STEP(OPPORTUNITY) | STEP(CLOSED)};
    const int64_t response_ms[7] = {REVOPS_MISSING,       REVOPS_MISSING,       REVOPS_MISSING,
                                    REVOPS_MISSING,       5 * REVOPS_MINUTE_MS, 30 * REVOPS_MINUTE_MS,
                                    31 * REVOPS_MINUTE_MS};
    const revops_motion_columns columns = {
        .struct_size = sizeof columns, .count = 7, .steps = steps, .response_ms = response_ms};
    revops_motion cell = {0};
    ck_assert_int_eq(revops_motion_add(&columns, &cell, 1), REVOPS_OK);
    ck_assert_uint_eq(rate_of(&cell, REVOPS_MOTION_OPPORTUNITY_RATE).share_bp, 4286);
    ck_assert_uint_eq(rate_of(&cell, REVOPS_MOTION_SHOW_RATE).share_bp, 8000);
    ck_assert_uint_eq(rate_of(&cell, REVOPS_MOTION_CLOSE_RATE).share_bp, 3333);
    ck_assert_uint_eq(cell.responses, 3);
    ck_assert_int_eq(mean_of(&cell, REVOPS_MOTION_MEAN_RESPONSE), 22 * REVOPS_MINUTE_MS);
}
END_TEST

/* Three target accounts beside two others: engagement, coverage of stakeholders, pipeline an account, win rates. */
START_TEST(test_MT12_target_accounts_and_others)
{
    enum { OTHERS, TARGETS, GROUPS };
    const uint32_t group[5] = {TARGETS, TARGETS, TARGETS, OTHERS, OTHERS}, committee[5] = {6, 8, 7, 3, 2},
                   contacted[5] = {4, 5, 6, 1, 0}, decided[5] = {4, 3, 3, 6, 4}, won[5] = {2, 1, 1, 1, 1};
    const int64_t engagement_mpt[5] = {30000, 45000, 15001, 5000, 0},
                  pipeline[5] = {9000000, 12000000, 3000000, 2000000, 1000001};
    const revops_motion_columns columns = {.struct_size = sizeof columns,
                                           .count = 5,
                                           .group = group,
                                           .engagement_mpt = engagement_mpt,
                                           .committee = committee,
                                           .contacted = contacted,
                                           .pipeline = pipeline,
                                           .deals_decided = decided,
                                           .deals_won = won};
    revops_motion cells[GROUPS] = {{0}};
    revops_motion_share shares[GROUPS];
    revops_stats_comparison comparison;
    ck_assert_int_eq(revops_motion_add(&columns, cells, GROUPS), REVOPS_OK);
    ck_assert_int_eq(revops_motion_rates_of(cells, GROUPS, REVOPS_MOTION_STAKEHOLDER_COVERAGE, shares),
                     REVOPS_OK);
    ck_assert(shares[TARGETS].part == 15 && shares[TARGETS].whole == 21 && shares[TARGETS].share_bp == 7143);
    ck_assert_uint_eq(shares[OTHERS].share_bp, 2000);
    ck_assert_int_eq(mean_of(&cells[TARGETS], REVOPS_MOTION_MEAN_ENGAGEMENT), 30000);
    ck_assert_int_eq(mean_of(&cells[TARGETS], REVOPS_MOTION_MEAN_PIPELINE), 8000000);
    ck_assert_int_eq(mean_of(&cells[OTHERS], REVOPS_MOTION_MEAN_PIPELINE), 1500001); /* half up */
    ck_assert_int_eq(revops_motion_rates_of(cells, GROUPS, REVOPS_MOTION_WIN_RATE, shares), REVOPS_OK);
    ck_assert(shares[TARGETS].share_bp == 4000 && shares[OTHERS].share_bp == 2000);
    ck_assert_int_eq(revops_stats_compare((uint32_t)shares[TARGETS].part, (uint32_t)shares[TARGETS].whole,
                                          (uint32_t)shares[OTHERS].part, (uint32_t)shares[OTHERS].whole,
                                          &comparison),
                     REVOPS_OK);
    ck_assert_int_eq(comparison.difference_ppb, 200000000);
}
END_TEST

START_TEST(test_MT13_classes_of_the_mix)
{
    const int64_t values[] = {0, 1499999, 1500000, 10000000, 10000001, INT64_MAX};
    const uint32_t expected[] = {REVOPS_MOTION_SELF_SERVICE,   REVOPS_MOTION_SELF_SERVICE,
                                 REVOPS_MOTION_SALES_ASSISTED, REVOPS_MOTION_SALES_ASSISTED,
                                 REVOPS_MOTION_ENTERPRISE,     REVOPS_MOTION_ENTERPRISE};
    uint32_t classes[6];
    ck_assert_int_eq(revops_motion_classify(NULL, values, 6, classes), REVOPS_OK);
    ck_assert_mem_eq(classes, expected, sizeof expected);
    const int64_t negative = -1;
    ck_assert_int_eq(revops_motion_classify(NULL, &negative, 1, classes), REVOPS_ERR_ARG);
}
END_TEST

/* MT13: sales is added, and self-service conversion falls from 12 % to 8.4 %, by 30 %. MT14: 12 % is usual. */
START_TEST(test_MT13_MT14_sales_damages_self_service)
{
    revops_motion before[REVOPS_MOTION_CLASSES_MAX] = {{0}}, now[REVOPS_MOTION_CLASSES_MAX] = {{0}};
    revops_motion_mix mix;
    revops_plan_judgement judgement;
    before[REVOPS_MOTION_SELF_SERVICE].reached[REVOPS_MOTION_SIGNED_UP] = 1000;
    before[REVOPS_MOTION_SELF_SERVICE].reached[REVOPS_MOTION_PAID] = 120;
    before[REVOPS_MOTION_SELF_SERVICE].revenue = 60000000;
    now[REVOPS_MOTION_SELF_SERVICE].reached[REVOPS_MOTION_SIGNED_UP] = 1250;
    now[REVOPS_MOTION_SELF_SERVICE].reached[REVOPS_MOTION_PAID] = 105;
    now[REVOPS_MOTION_SELF_SERVICE].revenue = 52500000;
    now[REVOPS_MOTION_SALES_ASSISTED].revenue = 30000000;
    now[REVOPS_MOTION_ENTERPRISE].revenue = 22500000;
    ck_assert_int_eq(revops_motion_mix_between(NULL, before, now, &mix), REVOPS_OK);
    ck_assert_uint_eq(mix.shares_bp[REVOPS_MOTION_SELF_SERVICE], 5000);
    ck_assert_uint_eq(mix.shares_bp[REVOPS_MOTION_SALES_ASSISTED], 2857);
    ck_assert_uint_eq(mix.shares_bp[REVOPS_MOTION_ENTERPRISE], 2143);
    ck_assert_uint_eq(mix.conversion_before_bp, 1200);
    ck_assert_uint_eq(mix.conversion_bp, 840);
    ck_assert_uint_eq(mix.fall_bp, 3000);
    ck_assert_int_eq(mix.revenue_change, -7500000);
    ck_assert_int_eq(mix.others_change, 52500000);
    ck_assert_uint_eq(mix.alarms, REVOPS_MOTION_REVENUE_FELL | REVOPS_MOTION_CONVERSION_FELL);
    ck_assert_int_eq(revops_plan_judge(NULL, REVOPS_PLAN_METRIC_SELF_SERVICE_FALL, mix.fall_bp, &judgement),
                     REVOPS_OK);
    ck_assert_str_eq(judgement.name, "sales damages self-service");
    ck_assert_int_eq(revops_plan_judge(NULL, REVOPS_PLAN_METRIC_SIGNUP_TO_PAID, 1200, &judgement), REVOPS_OK);
    ck_assert_str_eq(judgement.name, "usual");
    /* A fall just below the bound, and one while nothing was added, don't alarm. */
    now[REVOPS_MOTION_SELF_SERVICE].reached[REVOPS_MOTION_PAID] = 106;
    now[REVOPS_MOTION_SELF_SERVICE].revenue = 60000000;
    ck_assert_int_eq(revops_motion_mix_between(NULL, before, now, &mix), REVOPS_OK);
    ck_assert(mix.alarms == 0 && mix.fall_bp == 2933);
    now[REVOPS_MOTION_SELF_SERVICE].revenue = 1;
    now[REVOPS_MOTION_SALES_ASSISTED].revenue = now[REVOPS_MOTION_ENTERPRISE].revenue = 0;
    ck_assert_int_eq(revops_motion_mix_between(NULL, before, now, &mix), REVOPS_OK);
    ck_assert_uint_eq(mix.alarms, 0);
    now[REVOPS_MOTION_SELF_SERVICE].revenue = (UINT64_C(1) << 49) + 1;
    ck_assert_int_eq(revops_motion_mix_between(NULL, before, now, &mix), REVOPS_ERR_RANGE);
    now[REVOPS_MOTION_SELF_SERVICE].revenue = 0;
    now[REVOPS_MOTION_SELF_SERVICE].reached[REVOPS_MOTION_PAID] = 1251;
    ck_assert_int_eq(revops_motion_mix_between(NULL, before, now, &mix), REVOPS_ERR_RANGE);
}
END_TEST

/* The fall in basis points beside long division with 128 bits, over random counts up to the largest. */
START_TEST(test_MT13_fall_beside_wide_arithmetic)
{
    random_state rng = {7};
    for (int round = 0; round < 20000; round++) {
        revops_motion cells[2][REVOPS_MOTION_CLASSES_MAX] = {{{0}}};
        uint64_t most = UINT64_C(1) << random_below(&rng, 32);
        revops_motion_mix mix;
        uint64_t n[2], p[2];
        for (int i = 0; i < 2; i++) {
            n[i] = random_below(&rng, most) + 1;
            p[i] = random_below(&rng, n[i] + 1);
            cells[i][0].reached[REVOPS_MOTION_SIGNED_UP] = n[i];
            cells[i][0].reached[REVOPS_MOTION_PAID] = p[i];
        }
        ck_assert_int_eq(revops_motion_mix_between(NULL, cells[0], cells[1], &mix), REVOPS_OK);
        __extension__ typedef unsigned __int128 wide;
        wide was = (wide)p[0] * n[1], is = (wide)p[1] * n[0];
        uint64_t expected = is >= was ? 0 : (uint64_t)(((was - is) * 20000 + was) / (2 * was));
        ck_assert_uint_eq(mix.fall_bp, expected);
    }
}
END_TEST

/* Revenue of all classes together may be more than that of one may be. */
START_TEST(test_MT13_shares_of_the_greatest_revenue)
{
    revops_motion cells[REVOPS_MOTION_CLASSES_MAX] = {{0}};
    revops_motion_mix mix;
    for (int i = 0; i < REVOPS_MOTION_CLASSES_MAX; i++) {
        cells[i].revenue = UINT64_C(1) << 49;
    }
    ck_assert_int_eq(revops_motion_mix_between(NULL, cells, cells, &mix), REVOPS_OK);
    for (int i = 0; i < REVOPS_MOTION_CLASSES_MAX; i++) {
        ck_assert_uint_eq(mix.shares_bp[i], 3333);
    }
}
END_TEST

START_TEST(test_arguments)
{
    uint32_t group[2] = {0, 1}, steps[2] = {0, 1u << REVOPS_MOTION_STEPS_MAX}, one[2] = {1, 1},
             two[2] = {1, 2};
    int64_t negative[2] = {0, -1};
    int8_t weight[2] = {1, 2};
    revops_motion cells[2] = {{0}}, zero[2] = {{0}};
    const revops_motion_columns good = {.struct_size = sizeof good, .count = 2};
    revops_motion_columns bad[] = {good, good, good, good, good, good, good, good};
    bad[0].group = group;
    bad[1].response_ms = negative;
    bad[2].engagement_mpt = negative;
    bad[3].pipeline = negative;
    bad[4].revenue = negative;
    bad[5].committee = one;
    bad[5].contacted = two;
    bad[6].deals_decided = one;
    bad[6].deals_won = two;
    bad[7].weight = weight;
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        ck_assert_int_eq(revops_motion_add(&bad[i], cells, 1), REVOPS_ERR_ARG);
    }
    revops_motion_columns newer = good;
    newer.steps = steps;
    ck_assert_int_eq(revops_motion_add(&newer, cells, 1), REVOPS_ERR_NEWER);
    newer = good;
    newer.flags = 1;
    ck_assert_int_eq(revops_motion_add(&newer, cells, 1), REVOPS_ERR_NEWER);
    ck_assert_int_eq(revops_motion_add(NULL, cells, 1), REVOPS_ERR_ARG);
    ck_assert_int_eq(revops_motion_add(&good, NULL, 1), REVOPS_ERR_ARG);
    ck_assert_int_eq(revops_motion_add(&good, cells, 0), REVOPS_ERR_ARG);
    ck_assert_mem_eq(cells, zero, sizeof zero);
    ck_assert_int_eq(revops_motion_merge(cells, zero, 2, 0), REVOPS_ERR_ARG);
    ck_assert_int_eq(revops_motion_merge(NULL, NULL, 0, 1), REVOPS_OK);
    revops_motion_share share;
    int64_t mean;
    ck_assert_int_eq(revops_motion_rates_of(cells, 1, 0, &share), REVOPS_ERR_ARG);
    ck_assert_int_eq(revops_motion_rates_of(cells, 1, REVOPS_MOTION_WIN_RATE + 1, &share), REVOPS_ERR_ARG);
    ck_assert_int_eq(revops_motion_means_of(cells, 1, REVOPS_MOTION_MEAN_REVENUE + 1, &mean), REVOPS_ERR_ARG);
    cells[0].rows = UINT64_MAX; /* more taken back than added */
    cells[0].deals_decided = UINT64_MAX;
    ck_assert_int_eq(revops_motion_means_of(cells, 1, REVOPS_MOTION_MEAN_REVENUE, &mean), REVOPS_ERR_RANGE);
    ck_assert_int_eq(revops_motion_rates_of(cells, 1, REVOPS_MOTION_WIN_RATE, &share), REVOPS_ERR_RANGE);
    cells[0].deals_decided = 2; /* steps don't imply each other */
    cells[0].deals_won = 3;
    ck_assert_uint_eq(rate_of(&cells[0], REVOPS_MOTION_WIN_RATE).share_bp, 15000);

    revops_motion_params params = REVOPS_MOTION_PARAMS_INIT, given;
    revops_problem problems[4];
    size_t needed;
    ck_assert_int_eq(revops_motion_defaults(&given, sizeof given), REVOPS_OK);
    ck_assert_mem_eq(&params, &given, sizeof params);
    ck_assert_int_eq(revops_motion_check(&params, problems, 4, &needed), REVOPS_OK);
    params.assisted_from = -1;
    params.enterprise_above = -2;
    params.fall_bp = 0;
    ck_assert_int_eq(revops_motion_check(&params, problems, 4, &needed), REVOPS_ERR_ARG);
    ck_assert_uint_eq(needed, 3);
    ck_assert_int_eq(problems[1].status, REVOPS_ERR_UNSOUND);
    params.reserved = 1;
    ck_assert_int_eq(revops_motion_check(&params, problems, 4, &needed), REVOPS_ERR_NEWER);
    ck_assert_int_eq(revops_motion_classify(&params, NULL, 0, NULL), REVOPS_ERR_NEWER);
}
END_TEST

/* SEM22, MT20: random parts merge to the whole, to the byte and in any order; taking back leaves nothing. */
START_TEST(test_SEM22_MT20_partitions)
{
    enum { ROWS = 60, GROUPS = 4 };
    random_state rng = {(uint64_t)_i + 1};
    uint32_t group[ROWS], steps[ROWS], committee[ROWS], contacted[ROWS], decided[ROWS], won[ROWS];
    int64_t response_ms[ROWS], engagement_mpt[ROWS], pipeline[ROWS], revenue[ROWS];
    int8_t back[ROWS];
    for (uint32_t i = 0; i < ROWS; i++) {
        group[i] = random_below(&rng, 7) ? (uint32_t)random_below(&rng, GROUPS) : REVOPS_NO_ROW;
        steps[i] = (uint32_t)random_below(&rng, 1u << REVOPS_MOTION_STEPS_MAX);
        committee[i] = (uint32_t)random_below(&rng, 9);
        contacted[i] = (uint32_t)random_below(&rng, committee[i] + 1u);
        decided[i] = (uint32_t)random_below(&rng, 5);
        won[i] = (uint32_t)random_below(&rng, decided[i] + 1u);
        response_ms[i] = random_below(&rng, 3) ? (int64_t)random_below(&rng, 1000000) : REVOPS_MISSING;
        engagement_mpt[i] = (int64_t)random_below(&rng, UINT64_C(1) << 62);
        pipeline[i] = (int64_t)random_below(&rng, 1000000000000);
        revenue[i] = (int64_t)random_below(&rng, 1000000000000);
        back[i] = -1;
    }
    revops_motion whole[GROUPS], parts[GROUPS], zero[GROUPS];
    memset(whole, 0, sizeof whole);
    memset(parts, 0, sizeof parts);
    memset(zero, 0, sizeof zero);
    revops_motion_columns columns = {.struct_size = sizeof columns,
                                     .count = ROWS,
                                     .group = group,
                                     .steps = steps,
                                     .response_ms = response_ms,
                                     .engagement_mpt = engagement_mpt,
                                     .committee = committee,
                                     .contacted = contacted,
                                     .pipeline = pipeline,
                                     .revenue = revenue,
                                     .deals_decided = decided,
                                     .deals_won = won};
    ck_assert_int_eq(revops_motion_add(&columns, whole, GROUPS), REVOPS_OK);
    for (uint32_t end = ROWS; end > 0;) { /* parts from the last to the first */
        uint32_t begin = (uint32_t)random_below(&rng, end);
        revops_motion part[GROUPS];
        memset(part, 0, sizeof part);
        revops_motion_columns some = {.struct_size = sizeof some,
                                      .count = end - begin,
                                      .group = group + begin,
                                      .steps = steps + begin,
                                      .response_ms = response_ms + begin,
                                      .engagement_mpt = engagement_mpt + begin,
                                      .committee = committee + begin,
                                      .contacted = contacted + begin,
                                      .pipeline = pipeline + begin,
                                      .revenue = revenue + begin,
                                      .deals_decided = decided + begin,
                                      .deals_won = won + begin};
        ck_assert_int_eq(revops_motion_add(&some, part, GROUPS), REVOPS_OK);
        ck_assert_int_eq(revops_motion_merge(parts, part, GROUPS, 1), REVOPS_OK);
        end = begin;
    }
    ck_assert_mem_eq(parts, whole, sizeof whole);
    columns.weight = back;
    ck_assert_int_eq(revops_motion_add(&columns, parts, GROUPS), REVOPS_OK);
    ck_assert_mem_eq(parts, zero, sizeof zero);
    ck_assert_int_eq(revops_motion_merge(whole, whole, GROUPS, -1), REVOPS_OK);
    ck_assert_mem_eq(whole, zero, sizeof zero);
}
END_TEST

START_TEST(test_names)
{
    ck_assert_str_eq(revops_motion_step_name(REVOPS_MOTION_DEMO_SHOWN), "demo shown");
    ck_assert_str_eq(revops_motion_rate_name(REVOPS_MOTION_SHOW_RATE), "show rate");
    ck_assert_str_eq(revops_motion_mean_name(REVOPS_MOTION_MEAN_REVENUE), "mean revenue");
    ck_assert_str_eq(revops_motion_class_name(REVOPS_MOTION_ENTERPRISE), "enterprise");
    for (uint32_t i = 0; i < REVOPS_MOTION_STEPS_MAX; i++) {
        ck_assert_str_ne(revops_motion_step_name(i), "unknown");
    }
    for (uint32_t i = REVOPS_MOTION_RESPONSE_RATE; i <= REVOPS_MOTION_WIN_RATE; i++) {
        ck_assert_str_ne(revops_motion_rate_name(i), "unknown");
    }
    ck_assert_str_eq(revops_motion_step_name(REVOPS_MOTION_STEPS_MAX), "unknown");
    ck_assert_str_eq(revops_motion_rate_name(0), "unknown");
    ck_assert_str_eq(revops_motion_rate_name(REVOPS_MOTION_WIN_RATE + 1), "unknown");
    ck_assert_str_eq(revops_motion_mean_name(0), "unknown");
    ck_assert_str_eq(revops_motion_class_name(REVOPS_MOTION_CLASSES_MAX), "unknown");
}
END_TEST

static Suite *suite_of_tests(void)
{
    Suite *suite = suite_create("motion");
    TCase *tests = tcase_create("motion");
    tcase_add_test(tests, test_MT11_outbound);
    tcase_add_test(tests, test_MT11_inbound);
    tcase_add_test(tests, test_MT12_target_accounts_and_others);
    tcase_add_test(tests, test_MT13_classes_of_the_mix);
    tcase_add_test(tests, test_MT13_MT14_sales_damages_self_service);
    tcase_add_test(tests, test_MT13_fall_beside_wide_arithmetic);
    tcase_add_test(tests, test_MT13_shares_of_the_greatest_revenue);
    tcase_add_test(tests, test_arguments);
    tcase_add_loop_test(tests, test_SEM22_MT20_partitions, 0, 100);
    tcase_add_test(tests, test_names);
    suite_add_tcase(suite, tests);
    return suite;
}
