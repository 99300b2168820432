/* SPDX-License-Identifier: MIT */
/* Problem: the alignment score (MT16), with what each input adds and what would bring it to the target.

   Each part's progress is rounded to the nearest billionth; all else is whole numbers. The change that is needed is
   found by bisection, as the score never falls while an input goes towards its full value. */
#include "core/ratio.h"
#include "figures/decision-internal.h"

enum { DECISION_BILLION = 1000000000, DECISION_FULL_BP = 10000 };

/* What a value earns, in billionths of the weight. */
static int64_t decision_progress(const revops_decision_weight *weight, int64_t value)
{
    int rises = weight->full > weight->none;
    if (rises ? value <= weight->none : value >= weight->none) {
        return 0;
    }
    if (rises ? value >= weight->full : value <= weight->full) {
        return DECISION_BILLION;
    }
    /* at most 2^63 apart, with the value between them */
    int64_t way = rises ? value - weight->none : weight->none - value;
    uint64_t span = rises ? (uint64_t)weight->full - (uint64_t)weight->none
                          : (uint64_t)weight->none - (uint64_t)weight->full;
    revops__product up = revops__product_of((uint64_t)way), below = revops__product_of(span);
    int64_t progress = 0;
    (void)revops__product_times(&up, DECISION_BILLION);
    (void)revops__quotient(&up, &below, REVOPS__ROUND_NEAREST, &progress); /* at most a billion */
    return progress;
}

/* Sums of the known parts: weights, and weights × progress; 1,024 × 10^6 × 10^9 fit. */
typedef struct decision_sums {
    int64_t weights, earned, all_weights;
} decision_sums;

/* a ÷ (b × 10^5) in basis points, where a is in billionths. */
static uint32_t decision_points(int64_t earned, int64_t weights, enum revops__roundings rounding)
{
    const int64_t below[] = {weights, DECISION_BILLION / DECISION_FULL_BP};
    int64_t points = 0;
    revops_status status = revops__ratio(&earned, 1, below, 2, rounding, &points);
    return status == REVOPS_OK ? (uint32_t)points : 0; /* no weights: none */
}

/* Brings the score over the target, or below it: the least change of one input. */
static void decision_seek_change(const revops_decision_weight *weight, int64_t value,
                                 const decision_sums *sums, uint32_t target_bp, revops_decision_part *out)
{
    int64_t others = sums->earned - (int64_t)weight->weight * decision_progress(weight, value);
    int is_reached = decision_points(sums->earned, sums->weights, REVOPS__ROUND_NEAREST) >= target_bp;
    int64_t end = is_reached ? weight->none : weight->full;
    /* from `value`, which is on this side, to `end`, which must be on the other */
    int64_t earned = others + (int64_t)weight->weight * decision_progress(weight, end);
    if ((decision_points(earned, sums->weights, REVOPS__ROUND_NEAREST) >= target_bp) == is_reached) {
        return;
    }
    int64_t near = value, far = end;
    while (near < far ? (uint64_t)far - (uint64_t)near > 1 : (uint64_t)near - (uint64_t)far > 1) {
        int64_t middle = near < far ? near + (int64_t)(((uint64_t)far - (uint64_t)near) / 2)
                                    : far + (int64_t)(((uint64_t)near - (uint64_t)far) / 2);
        earned = others + (int64_t)weight->weight * decision_progress(weight, middle);
        if ((decision_points(earned, sums->weights, REVOPS__ROUND_NEAREST) >= target_bp) == is_reached) {
            near = middle;
        } else {
            far = middle;
        }
    }
    if (revops_subtract(far, value, &out->change) == REVOPS_OK) {
        out->changes_answer = 1;
    }
}

static int64_t decision_input_at(const int64_t *inputs, size_t input_count, revops_decision_input input)
{
    return input < input_count ? inputs[input] : REVOPS_MISSING;
}

static decision_sums decision_sum(const revops_decision_params *known, const int64_t *inputs,
                                  size_t input_count)
{
    decision_sums sums = {0};
    for (uint32_t i = 0; i < known->weight_count; i++) {
        const revops_decision_weight weight = revops__decision_weight(known, i);
        int64_t value = decision_input_at(inputs, input_count, weight.input);
        sums.all_weights += weight.weight;
        if (value != REVOPS_MISSING) {
            sums.weights += weight.weight;
            sums.earned += (int64_t)weight.weight * decision_progress(&weight, value);
        }
    }
    return sums;
}

static void decision_write_parts(const revops_decision_params *known, const int64_t *inputs,
                                 size_t input_count, const decision_sums *sums, revops_decision_part *out,
                                 size_t capacity)
{
    int64_t so_far = 0;
    for (uint32_t i = 0; i < known->weight_count && i < capacity; i++) {
        const revops_decision_weight weight = revops__decision_weight(known, i);
        int64_t value = decision_input_at(inputs, input_count, weight.input);
        revops_decision_part part = {.input = weight.input};
        if (value != REVOPS_MISSING) {
            int64_t earned = (int64_t)weight.weight * decision_progress(&weight, value);
            int64_t lost = (int64_t)weight.weight * DECISION_BILLION - earned;
            part.points_bp = decision_points(so_far + earned, sums->weights, REVOPS__ROUND_NEAREST) -
                             decision_points(so_far, sums->weights, REVOPS__ROUND_NEAREST);
            part.lost_bp = decision_points(lost, sums->weights, REVOPS__ROUND_DOWN);
            so_far += earned;
            decision_seek_change(&weight, value, sums, known->target_bp, &part);
        }
        out[i] = part;
    }
}

revops_status revops_decision_align(const revops_decision_params *params, const int64_t *inputs,
                                    size_t input_count, revops_decision_score *score,
                                    revops_decision_part *out, size_t capacity, size_t *needed)
{
    revops_decision_params known;
    if ((!inputs && input_count) || !score || (!out && capacity)) {
        return REVOPS_ERR_ARG;
    }
    revops_status status = revops__decision_read(params, &known);
    if (status != REVOPS_OK) {
        return status;
    }
    const decision_sums sums = decision_sum(&known, inputs, input_count);
    revops_decision_score found = {.verdict = REVOPS_DECISION_UNKNOWN};
    if (sums.weights) {
        found.score_bp = decision_points(sums.earned, sums.weights, REVOPS__ROUND_NEAREST);
        found.known_bp =
            decision_points(sums.weights * DECISION_BILLION, sums.all_weights, REVOPS__ROUND_NEAREST);
        found.verdict = found.score_bp >= known.target_bp ? REVOPS_DECISION_YES : REVOPS_DECISION_NO;
    }
    decision_write_parts(&known, inputs, input_count, &sums, out, capacity);
    *score = found;
    if (needed) {
        *needed = known.weight_count;
    }
    return capacity && known.weight_count > capacity ? REVOPS_ERR_NOSPACE : REVOPS_OK;
}
