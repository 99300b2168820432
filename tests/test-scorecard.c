/* SPDX-License-Identifier: MIT */
/* Learned scorecards (SC8): counts and weights against plain floating point, properties of what is learned, faults. */
#include <math.h>

#include "random.h"
#include "test.h"

enum { ROWS_MOST = 3000, ATTRIBUTES = 4 };

typedef struct data {
    size_t count;
    int32_t size[ROWS_MOST];
    uint8_t source[ROWS_MOST], tools[ROWS_MOST];
    int16_t noise[ROWS_MOST];
    uint8_t outcomes[ROWS_MOST];
    revops_column columns[ATTRIBUTES];
} data;

static data d;
static const revops_scorecard_kind kinds[ATTRIBUTES] = {REVOPS_SCORECARD_NUMBER, REVOPS_SCORECARD_CHOICE,
                                                        REVOPS_SCORECARD_FLAGS, REVOPS_SCORECARD_NUMBER};
static unsigned char *memory;

/* Leads whose odds depend on size (rising, then falling), source and one tool; a tenth of everything is missing. */
static void make_data(size_t count, uint64_t seed)
{
    random_state random = {seed};
    d.count = count;
    for (size_t i = 0; i < count; i++) {
        d.size[i] = random_below(&random, 10) ? (int32_t)random_below(&random, 1000) : INT32_MIN;
        uint64_t s = random_below(&random, 100);
        d.source[i] = (uint8_t)(s < 40   ? 1
                                : s < 70 ? 2
                                : s < 88 ? 3
                                : s < 90 ? 10 + s % 2
                                : s < 92 ? 20 + i % 20
                                         : 255);
        d.tools[i] = random_below(&random, 10) ? (uint8_t)random_below(&random, 8) : 200;
        d.noise[i] = (int16_t)random_below(&random, 50);
        double odds = -1 + (d.size[i] > 100 && d.size[i] < 600 ? 1.2 : -0.4) +
                      (d.source[i] == 1   ? 0.8
                       : d.source[i] == 3 ? -0.9
                                          : 0) +
                      (d.tools[i] & 2 && d.tools[i] < 8 ? 0.7 : 0);
        d.outcomes[i] = (double)random_below(&random, 1000000) / 1e6 < 1 / (1 + exp(-odds));
    }
    const revops_column columns[ATTRIBUTES] = {
        {d.size, NULL, INT32_MIN, REVOPS_COLUMN_I32, 0},
        {d.source, NULL, 255, REVOPS_COLUMN_U8, 0},
        {d.tools, NULL, 200, REVOPS_COLUMN_U8, 0},
        {d.noise, NULL, REVOPS_MISSING, REVOPS_COLUMN_I16, 0},
    };
    memcpy(d.columns, columns, sizeof columns);
}

static const revops_scorecard *fit(const revops_scorecard_params *params)
{
    size_t needed;
    const revops_scorecard *card;
    ck_assert_int_eq(revops_scorecard_fit(params, d.columns, kinds, ATTRIBUTES, d.outcomes, d.count, NULL, 0,
                                          &needed, NULL),
                     REVOPS_ERR_NOSPACE);
    free(memory);
    memory = aligned_alloc(8, (needed + 7) / 8 * 8);
    ck_assert_int_eq(revops_scorecard_fit(params, d.columns, kinds, ATTRIBUTES, d.outcomes, d.count, memory,
                                          needed - 1, NULL, &card),
                     REVOPS_ERR_NOSPACE);
    ck_assert_int_eq(revops_scorecard_fit(params, d.columns, kinds, ATTRIBUTES, d.outcomes, d.count, memory,
                                          needed, NULL, &card),
                     REVOPS_OK);
    return card;
}

static int64_t value_of(int attribute, size_t row)
{
    switch (attribute) {
    case 0:
        return d.size[row] == INT32_MIN ? INT64_MIN : d.size[row];
    case 1:
        return d.source[row] == 255 ? INT64_MIN : d.source[row];
    case 2:
        return d.tools[row] == 200 ? INT64_MIN : d.tools[row];
    default:
        return d.noise[row];
    }
}

static int fires(const revops_scorecard *card, uint32_t rule, size_t row)
{
    const revops_condition *c = &card->rules->conditions[card->rules->rules[rule].first_condition];
    int64_t value = value_of((int)c->attribute, row);
    int found = 0;
    for (uint32_t i = 0; i < c->value_count; i++) {
        found |= card->rules->values[c->first_value + i] == value;
    }
    int present = value != INT64_MIN;
    return c->test == REVOPS_CONDITION_IS_MISSING  ? !present
           : c->test == REVOPS_CONDITION_IN_RANGE  ? present && value >= c->low && value <= c->high
           : c->test == REVOPS_CONDITION_IS_EQUAL  ? value == c->low
           : c->test == REVOPS_CONDITION_IS_ONE_OF ? found
                                                   : present && (value & c->low) == c->low;
}

#include "scorecard-twin.h"

START_TEST(test_SC8_bayes_against_plain_counts)
{
    make_data(2500, 1);
    revops_scorecard_params params = REVOPS_SCORECARD_PARAMS_INIT;
    params.method = REVOPS_SCORECARD_BAYES;
    params.unit_mpt = 1;
    params.smoothing_milli = 500;
    const revops_scorecard *card = fit(&params);
    ck_assert_uint_eq(card->lead_count, d.count);
    /* Bins of one attribute share its leads; count those, then each rule's. */
    double base = 50 + 10 * log2((double)card->won_count / (double)(d.count - card->won_count));
    for (int attribute = 0; attribute < ATTRIBUTES; attribute++) {
        double won = 0, lost = 0, bins = 0;
        for (uint32_t r = 0; r < card->rules->rule_count; r++) {
            bins += card->rules->conditions[card->rules->rules[r].first_condition].attribute ==
                    (uint32_t)attribute;
        }
        for (size_t i = 0; i < d.count; i++) {
            won += d.outcomes[i];
            lost += !d.outcomes[i];
        }
        if (attribute == 2) {
            continue;
        }
        won += bins * 0.5;
        lost += bins * 0.5;
        for (uint32_t r = 0; r < card->rules->rule_count; r++) {
            if (card->rules->conditions[card->rules->rules[r].first_condition].attribute !=
                (uint32_t)attribute) {
                continue;
            }
            double own_won = 0.5, own_lost = 0.5;
            for (size_t i = 0; i < d.count; i++) {
                own_won += fires(card, r, i) && d.outcomes[i];
                own_lost += fires(card, r, i) && !d.outcomes[i];
            }
            double expected = 10000 * (log2(own_won / won) - log2(own_lost / lost));
            ck_assert_double_eq_tol(card->rules->rules[r].points_mpt, expected, 1.01);
        }
    }
    /* Flags: set against unset, the unset share in the base. */
    for (uint32_t bit = 1; bit < 8; bit <<= 1) {
        double counts[3][2] = {{0.5, 0.5}, {0.5, 0.5}, {0.5, 0.5}}, all[2] = {0, 0};
        for (size_t i = 0; i < d.count; i++) {
            counts[d.tools[i] == 200 ? 2 : (d.tools[i] & bit) != 0][d.outcomes[i]]++;
        }
        for (int k = 0; k < 3; k++) {
            all[0] += counts[k][0];
            all[1] += counts[k][1];
        }
        double weights[3];
        for (int k = 0; k < 3; k++) {
            weights[k] = 10000 * (log2(counts[k][1] / all[1]) - log2(counts[k][0] / all[0]));
        }
        base += weights[0] / 1000;
        for (uint32_t r = 0; r < card->rules->rule_count; r++) {
            const revops_condition *c = &card->rules->conditions[card->rules->rules[r].first_condition];
            if (c->test == REVOPS_CONDITION_ALL_FLAGS && c->low == bit) {
                ck_assert_double_eq_tol(card->rules->rules[r].points_mpt, weights[1] - weights[0], 1.5);
            }
        }
    }
    ck_assert_double_eq_tol(card->rules->base_mpt, base * 1000, 3);
}
END_TEST

START_TEST(test_SC8_logistic_against_floating_point)
{
    make_data(1500, 2);
    revops_scorecard_params params = REVOPS_SCORECARD_PARAMS_INIT;
    params.flags = 0;
    params.unit_mpt = 1;
    params.double_mpt = 100000;
    params.sweep_count = 5000;
    params.ridge_milli = 2500;
    params.bend_milli = 1500;
    params.bin_count = 15;
    params.bin_leads = 20;
    const revops_scorecard *card = fit(&params);
    ck_assert_uint_eq(card->warnings & REVOPS_SCORECARD_NOT_CONVERGED, 0);
    twin_make(card, 2.5, 1.5);
    twin_hold(card, 0);
    twin_hold(card, 3);
    twin_learn();
    for (int k = 0; k < t.used; k++) {
        if (t.rule_of[k] >= 0) { /* a hundredth of the points that double the odds */
            ck_assert_double_eq_tol(card->rules->rules[t.rule_of[k]].points_mpt, t.w[k] / log(2) * 100000,
                                    1000);
        }
    }
    /* And so every lead's probability is that of the twin. */
    const revops_score *score;
    static _Alignas(8) unsigned char block[1 << 17];
    static int32_t scores[ROWS_MOST];
    static uint32_t ppb[ROWS_MOST];
    ck_assert_int_eq(revops_score_build(card->rules, block, sizeof block, NULL, &score), REVOPS_OK);
    ck_assert_int_eq(revops_score_rate_many(score, d.columns, ATTRIBUTES, d.count, 0, scores, NULL, NULL),
                     REVOPS_OK);
    ck_assert_int_eq(revops_scorecard_probabilities(scores, d.count, card->double_mpt, card->even_mpt, ppb),
                     REVOPS_OK);
    double mean = 0;
    for (size_t i = 0; i < d.count; i++) {
        ck_assert_double_eq_tol(ppb[i] / 1e9, 1 / (1 + exp(-t.z[i])), 0.003);
        mean += ppb[i] / 1e9 / (double)d.count;
    }
    ck_assert_double_eq_tol(mean, (double)card->won_count / (double)d.count,
                            1e-3); /* an unpenalised intercept does that */
}
END_TEST

static double auc_of(const revops_scorecard *card)
{
    const revops_score *score;
    static _Alignas(8) unsigned char block[1 << 17];
    static int32_t scores[ROWS_MOST];
    static int64_t ranking[ROWS_MOST];
    revops_evaluation_discrimination measures;
    ck_assert_int_eq(revops_score_build(card->rules, block, sizeof block, NULL, &score), REVOPS_OK);
    ck_assert_int_eq(revops_score_rate_many(score, d.columns, ATTRIBUTES, d.count, 0, scores, NULL, NULL),
                     REVOPS_OK);
    ck_assert_int_eq(revops_evaluation_rank(scores, d.outcomes, d.count, ranking), REVOPS_OK);
    ck_assert_int_eq(revops_evaluation_discriminate(ranking, d.count, &measures), REVOPS_OK);
    return (double)measures.auc_q56 / (double)REVOPS_EVALUATION_ONE;
}

START_TEST(test_SC8_what_is_learned_holds_on_new_leads)
{
    for (uint32_t method = REVOPS_SCORECARD_BAYES; method <= REVOPS_SCORECARD_LOGISTIC; method++) {
        make_data(3000, 3);
        revops_scorecard_params params = REVOPS_SCORECARD_PARAMS_INIT;
        params.method = method;
        const revops_scorecard *card = fit(&params);
        ck_assert_uint_eq(card->warnings, 0);
        for (uint32_t r = 0; r < card->rules->rule_count; r++) {
            ck_assert_int_eq(card->rules->rules[r].points_mpt % 1000, 0);
        }
        ck_assert_int_eq(card->rules->base_mpt % 1000, 0);
        make_data(3000, 4);
        double auc = auc_of(card);
        ck_assert_msg(auc > 0.70, "method %u: AUC %f", method, auc);
    }
}
END_TEST

/* Sums are exact, so rows in any order give the same points. */
START_TEST(test_SC10_order_of_rows)
{
    for (uint32_t method = REVOPS_SCORECARD_BAYES; method <= REVOPS_SCORECARD_LOGISTIC; method++) {
        make_data(1000, 5);
        revops_scorecard_params params = REVOPS_SCORECARD_PARAMS_INIT;
        params.method = method;
        params.unit_mpt = 1;
        const revops_scorecard *card = fit(&params);
        revops_score_rule before[ROWS_MOST];
        uint32_t count = card->rules->rule_count;
        int32_t base_mpt = card->rules->base_mpt, double_mpt = card->double_mpt, even_mpt = card->even_mpt;
        memcpy(before, card->rules->rules, count * sizeof before[0]);
        random_state random = {6};
        for (size_t i = d.count; i > 1; i--) {
            size_t k = random_below(&random, i);
#define SWAP(array, type)                                                                                    \
    do {                                                                                                     \
        type other = d.array[i - 1];                                                                         \
        d.array[i - 1] = d.array[k];                                                                         \
        d.array[k] = other;                                                                                  \
    } while (0)
            SWAP(size, int32_t);
            SWAP(source, uint8_t);
            SWAP(tools, uint8_t);
            SWAP(noise, int16_t);
            SWAP(outcomes, uint8_t);
        }
        card = fit(&params);
        ck_assert_uint_eq(card->rules->rule_count, count);
        ck_assert_int_eq(card->rules->base_mpt, base_mpt);
        ck_assert_int_eq(card->double_mpt, double_mpt); /* SC13: probabilities, too */
        ck_assert_int_eq(card->even_mpt, even_mpt);
        ck_assert_mem_eq(before, card->rules->rules, count * sizeof before[0]);
    }
}
END_TEST

START_TEST(test_SC8_warnings)
{
    make_data(200, 7);
    revops_scorecard_params params = REVOPS_SCORECARD_PARAMS_INIT;
    params.sweep_count = 1;
    const revops_scorecard *card = fit(&params);
    ck_assert_uint_eq(card->warnings, REVOPS_SCORECARD_FEW_LEADS | REVOPS_SCORECARD_FEW_WON |
                                          (d.count - card->won_count < 120 ? REVOPS_SCORECARD_FEW_LOST : 0u) |
                                          REVOPS_SCORECARD_NOT_CONVERGED);
    memset(d.size, 0, sizeof d.size);
    memset(d.source, 1, sizeof d.source);
    memset(d.tools, 0, sizeof d.tools);
    memset(d.noise, 0, sizeof d.noise);
    params.method = REVOPS_SCORECARD_BAYES;
    card = fit(&params);
    ck_assert_uint_eq(card->warnings & REVOPS_SCORECARD_NOTHING_LEARNED, REVOPS_SCORECARD_NOTHING_LEARNED);
    ck_assert_uint_eq(card->rules->rule_count, 0);
}
END_TEST

START_TEST(test_SC8_extreme_data)
{
    /* A value that always wins, and more distinct values than are kept together. */
    static int64_t ids[ROWS_MOST * 2];
    static uint8_t outcomes[ROWS_MOST * 2];
    const size_t count = ROWS_MOST * 2;
    for (size_t i = 0; i < count; i++) {
        ids[i] = i < 200 ? 7 : (int64_t)(i * 1000003) - (INT64_C(1) << 62);
        outcomes[i] = i < 200 || i % 5 == 0;
    }
    const revops_column column = {ids, NULL, REVOPS_MISSING, REVOPS_COLUMN_I64, 0};
    for (uint32_t kind = REVOPS_SCORECARD_NUMBER; kind <= REVOPS_SCORECARD_CHOICE; kind++) {
        for (uint32_t method = REVOPS_SCORECARD_BAYES; method <= REVOPS_SCORECARD_LOGISTIC; method++) {
            revops_scorecard_params params = REVOPS_SCORECARD_PARAMS_INIT;
            params.method = method;
            params.ridge_milli = 1;
            size_t needed;
            const revops_scorecard *card;
            ck_assert_int_eq(
                revops_scorecard_fit(&params, &column, &kind, 1, outcomes, count, NULL, 0, &needed, NULL),
                REVOPS_ERR_NOSPACE);
            void *own = aligned_alloc(8, needed);
            ck_assert_int_eq(
                revops_scorecard_fit(&params, &column, &kind, 1, outcomes, count, own, needed, NULL, &card),
                REVOPS_OK);
            ck_assert_uint_ge(card->rules->rule_count, 1);
            const revops_score *score;
            static _Alignas(8) unsigned char block[1 << 20];
            ck_assert_int_eq(revops_score_build(card->rules, block, sizeof block, NULL, &score), REVOPS_OK);
            int64_t row = 7;
            int32_t score_mpt;
            ck_assert_int_eq(revops_score_rate(score, &row, NULL, 0, &score_mpt), REVOPS_OK);
            if (kind == REVOPS_SCORECARD_CHOICE) {
                ck_assert_int_gt(score_mpt, 80000);
            }
            free(own);
        }
    }
}
END_TEST

START_TEST(test_SC8_probabilities)
{
    random_state random = {8};
    for (int i = 0; i < 20000; i++) {
        int32_t score = (int32_t)random_next(&random) >> random_below(&random, 30);
        int32_t twice = 1 + (int32_t)(random_below(&random, 1000000000) >> random_below(&random, 25));
        int32_t even = (int32_t)random_next(&random) >> random_below(&random, 30);
        uint32_t ppb;
        ck_assert_int_eq(revops_scorecard_probabilities(&score, 1, twice, even, &ppb), REVOPS_OK);
        long double exact = 1e9L / (1 + exp2l(((long double)even - score) / twice));
        if (fabsl((long double)ppb - exact) > 0.65L) {
            ck_abort_msg("%d %d %d: %u, not %Lf", score, twice, even, ppb, exact);
        }
    }
    const int32_t known[] = {50000, 60000, 40000, 70000};
    uint32_t ppb[4];
    ck_assert_int_eq(revops_scorecard_probabilities(known, 4, 10000, 50000, ppb), REVOPS_OK);
    ck_assert_uint_eq(ppb[0], 500000000);
    ck_assert_uint_eq(ppb[1], 666666667);
    ck_assert_uint_eq(ppb[2], 333333333);
    ck_assert_uint_eq(ppb[3], 800000000);
    ck_assert_int_eq(revops_scorecard_probabilities(known, 4, 0, 50000, ppb), REVOPS_ERR_ARG);
}
END_TEST

START_TEST(test_SC8_holdout)
{
    enum { IDS = 20000 };
    static uint64_t ids[IDS];
    static uint8_t held[IDS], again[IDS], other[IDS];
    for (uint64_t i = 0; i < IDS; i++) {
        ids[i] = i + 1;
    }
    ck_assert_int_eq(revops_scorecard_holdout(ids, IDS, 1, 3000, held), REVOPS_OK);
    ck_assert_int_eq(revops_scorecard_holdout(ids + 500, IDS - 500, 1, 3000, again), REVOPS_OK);
    ck_assert_mem_eq(held + 500, again, IDS - 500); /* whatever the others are */
    ck_assert_int_eq(revops_scorecard_holdout(ids, IDS, 2, 3000, other), REVOPS_OK);
    int count = 0, both = 0;
    for (int i = 0; i < IDS; i++) {
        count += held[i];
        both += held[i] && other[i];
    }
    ck_assert_int_ge(count, 5700);
    ck_assert_int_le(count, 6300);
    ck_assert_int_ge(both, 1600); /* independent: 9 % */
    ck_assert_int_le(both, 2000);
    ck_assert_int_eq(revops_scorecard_holdout(ids, IDS, 1, 0, held), REVOPS_OK);
    ck_assert(memchr(held, 1, IDS) == NULL);
    ck_assert_int_eq(revops_scorecard_holdout(ids, IDS, 1, 10000, held), REVOPS_OK);
    ck_assert(memchr(held, 0, IDS) == NULL);
    ck_assert_int_eq(revops_scorecard_holdout(ids, IDS, 1, 10001, held), REVOPS_ERR_ARG);
}
END_TEST

START_TEST(test_faults_of_training)
{
    make_data(100, 9);
    revops_scorecard_params params, good;
    ck_assert_int_eq(revops_scorecard_defaults(&good, sizeof good), REVOPS_OK);
    size_t needed;
#define FAULT(statement, expected)                                                                           \
    do {                                                                                                     \
        params = good;                                                                                       \
        statement;                                                                                           \
        ck_assert_int_eq(revops_scorecard_fit(&params, d.columns, kinds, ATTRIBUTES, d.outcomes, d.count,    \
                                              NULL, 0, &needed, NULL),                                       \
                         expected);                                                                          \
    } while (0)
    FAULT((void)0, REVOPS_ERR_NOSPACE);
    FAULT(params.method = 3, REVOPS_ERR_NEWER);
    FAULT(params.flags = 2, REVOPS_ERR_NEWER);
    FAULT(params.struct_size = 1, REVOPS_ERR_ABI);
    FAULT(params.bin_count = 65, REVOPS_ERR_ARG);
    FAULT(params.bin_count = 1, REVOPS_ERR_ARG);
    FAULT(params.smoothing_milli = 0, REVOPS_ERR_ARG);
    FAULT(params.ridge_milli = 0, REVOPS_ERR_ARG);
    FAULT(params.sweep_count = 0, REVOPS_ERR_ARG);
    FAULT(params.double_mpt = 0, REVOPS_ERR_ARG);
    FAULT(params.unit_mpt = 0, REVOPS_ERR_ARG);
    FAULT(params.bend_milli = 100001, REVOPS_ERR_ARG);
    d.outcomes[3] = 2;
    FAULT((void)0, REVOPS_ERR_ARG);
    memset(d.outcomes, 1, sizeof d.outcomes);
    FAULT((void)0, REVOPS_ERR_RANGE);
    make_data(1000, 10);
    params = good;
    params.double_mpt = 1000000000;
    params.even_mpt = INT32_MAX;
    ck_assert_int_eq(revops_scorecard_fit(&params, d.columns, kinds, ATTRIBUTES, d.outcomes, d.count, NULL, 0,
                                          &needed, NULL),
                     REVOPS_ERR_NOSPACE);
    void *own = aligned_alloc(8, needed);
    const revops_scorecard *card;
    ck_assert_int_eq(revops_scorecard_fit(&params, d.columns, kinds, ATTRIBUTES, d.outcomes, d.count, own,
                                          needed, NULL, &card),
                     REVOPS_ERR_OVERFLOW);
    free(own);
}
END_TEST

START_TEST(test_every_fault_is_told)
{
    revops_scorecard_params params = REVOPS_SCORECARD_PARAMS_INIT;
    revops_problem problems[4];
    char text[96];
    size_t needed;
    ck_assert_int_eq(revops_scorecard_check(&params, problems, 4, &needed), REVOPS_OK);
    ck_assert_uint_eq(needed, 0);
    params.method = 3;
    params.bin_count = 65;
    params.ridge_milli = 0;
    ck_assert_int_eq(revops_scorecard_check(&params, problems, 4, &needed), REVOPS_ERR_NEWER);
    ck_assert_uint_eq(needed, 3);
    revops_problem_text(&problems[1], text, sizeof text);
    ck_assert_str_eq(text, "params.bin_count is 65; expected 0, or 2 to 64");
    ck_assert_int_eq(revops_scorecard_check(NULL, problems, 4, &needed), REVOPS_ERR_ARG);
}
END_TEST

static Suite *suite_of_tests(void)
{
    Suite *suite = suite_create("scorecard");
    TCase *tcase = tcase_create("scorecard");
    tcase_set_timeout(tcase, 60);
    tcase_add_test(tcase, test_SC8_bayes_against_plain_counts);
    tcase_add_test(tcase, test_SC8_logistic_against_floating_point);
    tcase_add_test(tcase, test_SC8_what_is_learned_holds_on_new_leads);
    tcase_add_test(tcase, test_SC10_order_of_rows);
    tcase_add_test(tcase, test_SC8_warnings);
    tcase_add_test(tcase, test_SC8_extreme_data);
    tcase_add_test(tcase, test_SC8_probabilities);
    tcase_add_test(tcase, test_SC8_holdout);
    tcase_add_test(tcase, test_faults_of_training);
    tcase_add_test(tcase, test_every_fault_is_told);
    suite_add_tcase(suite, tcase);
    return suite;
}
