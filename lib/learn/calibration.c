/* SPDX-License-Identifier: MIT */
/* True probabilities from scores: two parameters, or monotone steps (SC13).

   The two parameters a and b of P = 1 ÷ (1 + e^-(a·s + b)) maximise the likelihood of targets (won + 1) ÷ (won + 2) and
   1 ÷ (lost + 2) in place of 1 and 0. s is the score less the mean, divided by a power of two so that it lies within ±1,
   in Q30. Newton's steps with halving: the Hessian is positive definite where two scores differ, so each step goes down.
   Sums are exact (a product of Q30 numbers is added in Q30 of 64 bits: 2^31 leads stay below 2^62), so the order of leads
   doesn't matter. */
#include <revops/calibration.h>

#include "core/fixed.h"

enum {
    CALIBRATION_BITS = 30,
    CALIBRATION_ROUNDS = 100,
    CALIBRATION_WEIGHT_BITS = 24, /* a and b are Q24 */
    CALIBRATION_DONE = 2,         /* steps of so many units of Q24 at most are none */
    CALIBRATION_STEEPEST = 1 << 30
};

static int calibration_is_ranking(const int64_t *ranking, size_t count)
{
    if (!ranking || count < 1 || count > INT32_MAX) {
        return 0;
    }
    for (size_t i = 1; i < count; i++) {
        if (ranking[i] < ranking[i - 1]) {
            return 0;
        }
    }
    return ranking[0] >= INT32_MIN * INT64_C(2) && ranking[count - 1] <= INT32_MAX * INT64_C(2) + 1;
}

static int64_t calibration_won(int64_t entry)
{
    return entry & 1;
}

static int32_t calibration_score(int64_t entry)
{
    return (int32_t)((entry - calibration_won(entry)) / 2);
}

/* 1 ÷ (1 + e^-odds) in Q30; odds in Q24. */
static int64_t calibration_chance(int64_t odds)
{
    const uint64_t per_ln2 = UINT64_C(0xb8aa3b295c17f0bc); /* 1 ÷ (2 ln 2) in Q64: half of log2(e) */
    uint64_t size = (uint64_t)(odds < 0 ? -odds : odds);
    if (size > UINT64_C(40) << CALIBRATION_WEIGHT_BITS) {
        size = UINT64_C(40) << CALIBRATION_WEIGHT_BITS;
    }
    uint64_t binary = revops__multiply_high(size << 30, per_ln2) << 1; /* log2 of the odds in Q54 */
    uint64_t whole = binary >> 54;
    uint64_t against = revops__exp2_negative(binary << 10) >> whole; /* Q63 */
    int64_t likelier = (int64_t)((UINT64_C(1) << 61) / ((UINT64_C(1) << 31) + (against >> 32)));
    return odds < 0 ? (INT64_C(1) << CALIBRATION_BITS) - likelier : likelier;
}

typedef struct calibration_problem {
    const int64_t *ranking;
    size_t count;
    int64_t middle;                  /* of the scores, thousandths */
    uint32_t shift;                  /* (score − middle) ÷ 2^shift lies within ±1 */
    int64_t target_won, target_lost; /* Q30 */
} calibration_problem;

/* A score as the method sees it, Q30. */
static int64_t calibration_scaled(const calibration_problem *problem, int64_t entry)
{
    int64_t off = calibration_score(entry) - problem->middle;
    return (int64_t)((uint64_t)off << CALIBRATION_BITS) / (INT64_C(1) << problem->shift);
}

typedef struct calibration_sums {
    int64_t slope_a, slope_b; /* of the log likelihood, Q30 */
    int64_t aa, ab, bb;       /* its curvature with the sign changed, Q30 */
} calibration_sums;

static calibration_sums calibration_sum(const calibration_problem *problem, int64_t a, int64_t b)
{
    calibration_sums sums = {0, 0, 0, 0, 0};
    for (size_t i = 0; i < problem->count; i++) {
        int64_t s = calibration_scaled(problem, problem->ranking[i]);
        int64_t odds = a * (s >> 6) / (1 << 24) + b; /* Q24 × Q24 ÷ Q24 */
        int64_t chance = calibration_chance(odds);
        int64_t target = calibration_won(problem->ranking[i]) ? problem->target_won : problem->target_lost;
        int64_t miss = target - chance, one = INT64_C(1) << CALIBRATION_BITS;
        int64_t weight = (int64_t)((uint64_t)chance * (uint64_t)(one - chance) >> CALIBRATION_BITS);
        sums.slope_a += miss * s / one;
        sums.slope_b += miss;
        sums.aa += weight * s / one * s / one;
        sums.ab += weight * s / one;
        sums.bb += weight;
    }
    return sums;
}

/* n ÷ d in Q24, cut to ±2^40; d is above 0. */
static int64_t calibration_ratio(int64_t n_high, uint64_t d)
{
    uint64_t size = (uint64_t)(n_high < 0 ? -n_high : n_high);
    uint64_t found = revops__multiply_divide(size, UINT64_C(1) << CALIBRATION_WEIGHT_BITS, d);
    int64_t cut = found > UINT64_C(1) << 40 ? INT64_C(1) << 40 : (int64_t)found;
    return n_high < 0 ? -cut : cut;
}

/* One Newton step. Of two unknowns: the slope is parted in what the curvature of b explains and the rest. */
static void calibration_step_of(const calibration_sums *sums, int64_t *step_a, int64_t *step_b)
{
    const int64_t ridge = 1; /* where all weights vanish */
    int64_t bb = sums->bb + ridge;
    /* mean of s by weight, Q30; curvature and slope of a about it */
    int64_t mean = (int64_t)((sums->ab < 0 ? -1 : 1) *
                             (int64_t)revops__multiply_divide((uint64_t)(sums->ab < 0 ? -sums->ab : sums->ab),
                                                              UINT64_C(1) << 30, (uint64_t)bb));
    int64_t part = (int64_t)revops__multiply_divide((uint64_t)(mean < 0 ? -mean : mean),
                                                    (uint64_t)(sums->ab < 0 ? -sums->ab : sums->ab),
                                                    UINT64_C(1) << 30); /* mean × ab is never negative */
    int64_t aa = sums->aa - part + ridge;
    aa = aa < ridge ? ridge : aa;
    int64_t explained = (int64_t)revops__multiply_divide(
        (uint64_t)(mean < 0 ? -mean : mean), (uint64_t)(sums->slope_b < 0 ? -sums->slope_b : sums->slope_b),
        UINT64_C(1) << 30);
    explained = (mean < 0) != (sums->slope_b < 0) ? -explained : explained;
    *step_a = calibration_ratio(sums->slope_a - explained, (uint64_t)aa);
    int64_t moved = (int64_t)revops__multiply_divide(
        (uint64_t)(mean < 0 ? -mean : mean), (uint64_t)(*step_a < 0 ? -*step_a : *step_a), UINT64_C(1) << 30);
    moved = (mean < 0) != (*step_a < 0) ? -moved : moved;
    *step_b = calibration_ratio(sums->slope_b, (uint64_t)bb) - moved;
}

static int64_t calibration_magnitude(int64_t value)
{
    return value < 0 ? -value : value;
}

static int64_t calibration_limited(int64_t value, int64_t most)
{
    return value > most ? most : value < -most ? -most : value;
}

/* From natural odds per scaled score to points that double the odds and points of even odds. Without steepness the odds are
   those of all leads, as nearly as such a line can say. */
static void calibration_put(const calibration_problem *problem, int64_t a, int64_t b, int64_t overall,
                            revops_calibration_line *out)
{
    const uint64_t ln2 = 11629080, flat_mpt = 100000000; /* ln 2 in Q24 */
    uint64_t doubling =
        a > 0 ? revops__multiply_divide(ln2, UINT64_C(1) << problem->shift, (uint64_t)a) : flat_mpt;
    out->is_flat = doubling >= flat_mpt;
    b = out->is_flat ? overall : b;
    uint64_t odds = (uint64_t)calibration_magnitude(b);
    uint64_t off = out->is_flat ? revops__multiply_divide(odds, flat_mpt, ln2)
                                : revops__multiply_divide(odds, UINT64_C(1) << problem->shift, (uint64_t)a);
    int64_t limited = off > UINT64_C(1) << 40 ? INT64_C(1) << 40 : (int64_t)off;
    int64_t even = problem->middle - (b < 0 ? -limited : limited);
    out->double_mpt = (int32_t)(out->is_flat ? flat_mpt : doubling > 0 ? doubling : 1);
    out->even_mpt = (int32_t)(even > INT32_MAX ? INT32_MAX : even < -INT32_MAX ? -INT32_MAX : even);
}

revops_status revops_calibration_fit_line(const int64_t *ranking, size_t count, revops_calibration_line *out)
{
    if (!out || !calibration_is_ranking(ranking, count)) {
        return REVOPS_ERR_ARG;
    }
    uint64_t won = 0;
    for (size_t i = 0; i < count; i++) {
        won += (uint64_t)calibration_won(ranking[i]);
    }
    uint64_t lost = count - won;
    if (won == 0 || lost == 0) {
        return REVOPS_ERR_RANGE;
    }
    int64_t least = calibration_score(ranking[0]), most = calibration_score(ranking[count - 1]);
    calibration_problem problem = {ranking, count, least + (most - least) / 2, 0, 0, 0};
    while (most - problem.middle > INT64_C(1) << problem.shift) {
        problem.shift++;
    }
    problem.target_won = (int64_t)revops__multiply_divide(won + 1, UINT64_C(1) << CALIBRATION_BITS, won + 2);
    problem.target_lost = (int64_t)((UINT64_C(1) << CALIBRATION_BITS) / (lost + 2));
    int64_t a = 0;
    int64_t ratio = (int64_t)revops__log2(won + 1) - (int64_t)revops__log2(lost + 1); /* Q56, binary */
    const int64_t overall = ratio / (INT64_C(1) << 32) * 11629080 / (1 << 24);        /* natural, Q24 */
    int64_t b = overall;
    revops_calibration_line line = {0, 0, 0, 0};
    for (int round = 0; round < CALIBRATION_ROUNDS && !line.is_converged; round++) {
        calibration_sums sums = calibration_sum(&problem, a, b);
        int64_t step_a, step_b;
        calibration_step_of(&sums, &step_a, &step_b);
        /* A step of more than 2 in odds goes beyond where the curvature holds. */
        int64_t longest = calibration_magnitude(step_a) + calibration_magnitude(step_b);
        for (int64_t room = INT64_C(2) << CALIBRATION_WEIGHT_BITS; longest > room; longest /= 2) {
            step_a /= 2;
            step_b /= 2;
        }
        a = calibration_limited(a + step_a, INT64_C(1) << 32);
        b = calibration_limited(b + step_b, INT64_C(1) << 32);
        line.is_converged = calibration_magnitude(step_a) <= CALIBRATION_DONE &&
                            calibration_magnitude(step_b) <= CALIBRATION_DONE;
    }
    calibration_put(&problem, a, b, overall, &line);
    *out = line;
    return REVOPS_OK;
}

/* Whether a step's share is above or equal to that of the one behind it. */
static int calibration_violates(const revops_calibration_step *step, const revops_calibration_step *next)
{
    return step->won * next->count >= next->won * step->count; /* below 2^62 */
}

revops_status revops_calibration_fit_steps(const int64_t *ranking, size_t count, revops_calibration_step *out,
                                           size_t capacity, size_t *needed)
{
    if (!needed || (!out && capacity) || !calibration_is_ranking(ranking, count)) {
        return REVOPS_ERR_ARG;
    }
    size_t distinct = 1;
    for (size_t i = 1; i < count; i++) {
        distinct += calibration_score(ranking[i]) != calibration_score(ranking[i - 1]);
    }
    if (distinct > capacity) {
        *needed = distinct;
        return REVOPS_ERR_NOSPACE;
    }
    size_t used = 0;
    for (size_t i = 0; i < count;) {
        revops_calibration_step step = {calibration_score(ranking[i]), 0, 0, 0};
        for (; i < count && calibration_score(ranking[i]) == step.from_mpt; i++) {
            step.count++;
            step.won += (uint64_t)calibration_won(ranking[i]);
        }
        while (used > 0 && calibration_violates(&out[used - 1], &step)) {
            used--;
            step.from_mpt = out[used].from_mpt;
            step.count += out[used].count;
            step.won += out[used].won;
        }
        out[used++] = step;
    }
    for (size_t i = 0; i < used; i++) {
        out[i].probability_ppb = (uint32_t)((out[i].won * 2000000000 / out[i].count + 1) / 2);
    }
    *needed = used;
    return REVOPS_OK;
}

revops_status revops_calibration_probabilities(const revops_calibration_step *steps, size_t step_count,
                                               const int32_t *scores_mpt, size_t count,
                                               uint32_t *probabilities_ppb)
{
    if (!steps || step_count < 1 || ((!scores_mpt || !probabilities_ppb) && count)) {
        return REVOPS_ERR_ARG;
    }
    for (size_t i = 0; i < step_count; i++) {
        if (steps[i].probability_ppb > 1000000000 ||
            (i > 0 && (steps[i].from_mpt <= steps[i - 1].from_mpt ||
                       steps[i].probability_ppb < steps[i - 1].probability_ppb))) {
            return REVOPS_ERR_ARG;
        }
    }
    for (size_t i = 0; i < count; i++) {
        size_t first = 0, end = step_count; /* the last step that starts at the score or below */
        while (end - first > 1) {
            size_t middle = first + (end - first) / 2;
            if (steps[middle].from_mpt <= scores_mpt[i]) {
                first = middle;
            } else {
                end = middle;
            }
        }
        probabilities_ppb[i] = steps[first].probability_ppb;
    }
    return REVOPS_OK;
}
