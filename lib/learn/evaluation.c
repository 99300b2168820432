/* SPDX-License-Identifier: MIT */
#include <revops/evaluation.h>

#include <string.h>

#include "core/fixed.h"
#include "core/sort.h"

enum { EVALUATION_BASIS = 10000 };

static int evaluation_is_count(size_t count)
{
    return count >= 1 && count <= INT32_MAX;
}

static int evaluation_rises(const int64_t *ranking, size_t count)
{
    for (size_t i = 1; i < count; i++) {
        if (ranking[i] < ranking[i - 1]) {
            return 0;
        }
    }
    return ranking[0] >= INT32_MIN * INT64_C(2) && ranking[count - 1] <= INT32_MAX * INT64_C(2) + 1;
}

static uint64_t evaluation_won_of(int64_t entry)
{
    return (uint64_t)entry & 1;
}

static int32_t evaluation_score_of(int64_t entry)
{
    return (int32_t)((entry - (int64_t)evaluation_won_of(entry)) / 2);
}

static uint64_t evaluation_count_won(const int64_t *ranking, size_t count)
{
    uint64_t won = 0;
    for (size_t i = 0; i < count; i++) {
        won += evaluation_won_of(ranking[i]);
    }
    return won;
}

revops_status revops_evaluation_rank(const int32_t *scores_mpt, const uint8_t *outcomes, size_t count,
                                     int64_t *ranking)
{
    if (!scores_mpt || !outcomes || !ranking || !evaluation_is_count(count)) {
        return REVOPS_ERR_ARG;
    }
    for (size_t i = 0; i < count; i++) {
        if (outcomes[i] > 1) {
            return REVOPS_ERR_ARG;
        }
    }
    for (size_t i = 0; i < count; i++) {
        ranking[i] = scores_mpt[i] * INT64_C(2) + outcomes[i];
    }
    revops__sort(ranking, count, sizeof *ranking);
    return REVOPS_OK;
}

/* A run of equal scores, walking from the best down: ranking[start … end − 1]. */
typedef struct evaluation_tie {
    size_t start, end;
    uint64_t won;
} evaluation_tie;

static evaluation_tie evaluation_next_tie(const int64_t *ranking, size_t end)
{
    evaluation_tie found = {end, end, 0};
    int32_t score = evaluation_score_of(ranking[end - 1]);
    while (found.start > 0 && evaluation_score_of(ranking[found.start - 1]) == score) {
        found.start--;
        found.won += evaluation_won_of(ranking[found.start]);
    }
    return found;
}

revops_status revops_evaluation_discriminate(const int64_t *ranking, size_t count,
                                             revops_evaluation_discrimination *out)
{
    if (!ranking || !out || !evaluation_is_count(count) || !evaluation_rises(ranking, count)) {
        return REVOPS_ERR_ARG;
    }
    uint64_t all_won = evaluation_count_won(ranking, count), all_lost = count - all_won;
    if (all_won == 0 || all_lost == 0) {
        return REVOPS_ERR_RANGE;
    }
    /* Twice the number of pairs in which the won lead is ahead; the precision at each won lead, in Q60. */
    uint64_t pairs = 0, won = 0, lost_below = all_lost;
    revops__wide precisions = {0, 0};
    for (size_t end = count; end > 0;) {
        evaluation_tie run = evaluation_next_tie(ranking, end);
        uint64_t run_lost = run.end - run.start - run.won;
        lost_below -= run_lost;
        pairs += run.won * (2 * lost_below + run_lost);
        won += run.won;
        uint64_t precision = revops__multiply_divide(won, UINT64_C(1) << 60, count - run.start);
        revops__wide_add_product(&precisions, precision, run.won);
        end = run.start;
    }
    out->count = count;
    out->won = all_won;
    out->auc_q56 = revops__multiply_divide(pairs, REVOPS_EVALUATION_ONE, 2 * all_won * all_lost);
    out->average_precision_q56 = revops__wide_divide(precisions, all_won) >> 4;
    return REVOPS_OK;
}

/* gain × won − cost × volume. */
static revops_status evaluation_value_of(int64_t gain, int64_t cost, uint64_t won, uint64_t volume,
                                         int64_t *out)
{
    int64_t earned, spent;
    revops_status status = revops_multiply(gain, (int64_t)won, &earned);
    if (status == REVOPS_OK) {
        status = revops_multiply(cost, (int64_t)volume, &spent);
    }
    return status == REVOPS_OK ? revops_subtract(earned, spent, out) : status;
}

revops_status revops_evaluation_thresholds(const int64_t *ranking, size_t count, int64_t gain, int64_t cost,
                                           revops_evaluation_threshold *out, size_t capacity, size_t *needed)
{
    if (!ranking || !needed || (!out && capacity) || !evaluation_is_count(count) ||
        !evaluation_rises(ranking, count)) {
        return REVOPS_ERR_ARG;
    }
    size_t rows = 0;
    uint64_t won = 0;
    for (size_t end = count; end > 0; rows++) {
        evaluation_tie run = evaluation_next_tie(ranking, end);
        int64_t value;
        won += run.won;
        revops_status status = evaluation_value_of(gain, cost, won, count - run.start, &value);
        if (status != REVOPS_OK) {
            return status;
        }
        end = run.start;
    }
    *needed = rows;
    if (rows > capacity) {
        return REVOPS_ERR_NOSPACE;
    }
    uint64_t all_won = won;
    won = 0;
    rows = 0;
    for (size_t end = count; end > 0; rows++) {
        evaluation_tie run = evaluation_next_tie(ranking, end);
        uint64_t volume = count - run.start;
        won += run.won;
        revops_evaluation_threshold row = {evaluation_score_of(ranking[run.start]),
                                           (uint32_t)(won * EVALUATION_BASIS / volume),
                                           0,
                                           0,
                                           volume,
                                           won,
                                           0};
        row.recall_bp = all_won ? (uint32_t)(won * EVALUATION_BASIS / all_won) : 0;
        if (evaluation_value_of(gain, cost, won, volume, &row.expected_value) != REVOPS_OK) {
            row.expected_value = 0; /* not reached: the first pass found that all fit */
        }
        out[rows] = row;
        end = run.start;
    }
    return REVOPS_OK;
}

revops_status revops_evaluation_lift(const int64_t *ranking, size_t count, size_t part_count,
                                     revops_evaluation_part *out)
{
    if (!ranking || !out || !evaluation_is_count(count) || part_count < 1 || part_count > count ||
        !evaluation_rises(ranking, count)) {
        return REVOPS_ERR_ARG;
    }
    uint64_t all_won = evaluation_count_won(ranking, count);
    if (all_won == 0) {
        return REVOPS_ERR_RANGE;
    }
    evaluation_tie run = evaluation_next_tie(ranking, count);
    uint64_t won_before_run = 0, won_before_part_q32 = 0, start = 0;
    for (size_t part = 0; part < part_count; part++) {
        uint64_t end = (uint64_t)(part + 1) * count / part_count; /* in ranks from the best */
        while (count - run.start < end) {
            won_before_run += run.won;
            run = evaluation_next_tie(ranking, run.start);
        }
        uint64_t run_count = run.end - run.start, into_run = end - (count - run.end);
        uint64_t won_q32 = (won_before_run << 32) +
                           revops__multiply_divide(run.won * into_run, UINT64_C(1) << 32, run_count);
        revops_evaluation_part row = {evaluation_score_of(ranking[run.start]),      0, 0, 0, end - start,
                                      (won_q32 >> 32) - (won_before_part_q32 >> 32)};
        row.gain_bp = (uint32_t)revops__multiply_divide(won_before_run * run_count + run.won * into_run,
                                                        EVALUATION_BASIS, run_count * all_won);
        uint64_t rate_q32 = revops__multiply_divide(won_q32 - won_before_part_q32, count, row.count);
        uint64_t halves_bp = revops__multiply_divide(rate_q32, 2 * EVALUATION_BASIS, all_won << 32);
        row.lift_bp = halves_bp / 2 < UINT32_MAX ? (uint32_t)((halves_bp + 1) / 2) : UINT32_MAX;
        out[part] = row;
        won_before_part_q32 = won_q32;
        start = end;
    }
    return REVOPS_OK;
}

revops_status revops_evaluation_calibrate(const uint32_t *probabilities_ppb, const uint8_t *outcomes,
                                          size_t count, revops_evaluation_calibration *out,
                                          revops_evaluation_bin *bins, size_t bin_count)
{
    const uint64_t billion = REVOPS_EVALUATION_BILLION;
    if (!probabilities_ppb || !outcomes || !out || !evaluation_is_count(count) ||
        bin_count > REVOPS_EVALUATION_BINS_MAX) {
        return REVOPS_ERR_ARG;
    }
    for (size_t i = 0; i < count; i++) {
        if (outcomes[i] > 1 || probabilities_ppb[i] > billion) {
            return REVOPS_ERR_ARG;
        }
    }
    bin_count = bins ? bin_count : 0;
    uint64_t sums[REVOPS_EVALUATION_BINS_MAX] = {0};
    if (bin_count) {
        memset(bins, 0, bin_count * sizeof *bins);
    }
    revops__wide squares = {0, 0}, logarithms = {0, 0};
    const uint64_t log2_billion = revops__log2(billion);
    for (size_t i = 0; i < count; i++) {
        uint64_t p = probabilities_ppb[i], given = outcomes[i] ? p : billion - p, miss = billion - given;
        revops__wide_add(&squares, miss * miss);
        revops__wide_add(&logarithms, log2_billion - revops__log2(given ? given : 1));
        if (bin_count) {
            size_t bin = (size_t)(p * bin_count / billion);
            bin = bin < bin_count ? bin : bin_count - 1;
            bins[bin].count++;
            bins[bin].won += outcomes[i];
            sums[bin] += p;
        }
    }
    for (size_t b = 0; b < bin_count; b++) {
        if (bins[b].count) {
            bins[b].predicted_ppb = (uint32_t)(sums[b] / bins[b].count);
            bins[b].observed_ppb = (uint32_t)(bins[b].won * billion / bins[b].count);
        }
    }
    const uint64_t ln2 = UINT64_C(0xb17217f7d1cf79ab); /* in Q64 */
    out->brier_q56 = revops__multiply_divide(revops__wide_divide(squares, count), REVOPS_EVALUATION_ONE,
                                             billion * billion);
    out->log_loss_q56 = revops__multiply_high(revops__wide_divide(logarithms, count), ln2);
    return REVOPS_OK;
}
