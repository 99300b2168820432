/* SPDX-License-Identifier: MIT */
/* Binning, naive Bayes and logistic regression, in integers. */
#include <string.h>

#include "core/fixed.h"
#include "core/condition.h"
#include "learn/scorecard-internal.h"
#include "core/sort.h"

/* The bins of a number: as equal in leads as its values allow. */
static void card_bin_number(const revops__card *card, revops__card_feature *feature, size_t present)
{
    const int64_t *sorted = card->sorted;
    size_t target = (present + card->params->bin_count - 1) / card->params->bin_count;
    target = target > card->params->bin_leads ? target : card->params->bin_leads;
    feature->bin_count = 1;
    for (size_t start = 0, end; start < present; start = end) {
        end = present - start > target ? start + target : present;
        while (end < present && sorted[end] == sorted[end - 1]) {
            end++;
        }
        if (present - end < card->params->bin_leads) {
            end = present;
        }
        revops__card_bin *bin = &feature->bins[feature->bin_count++];
        bin->low = start == 0 ? INT64_MIN : sorted[start];
        bin->high = end == present ? INT64_MAX : sorted[end] - 1;
    }
}

/* The bins of a choice: its most frequent values, in order of value; the rare ones together, if they aren't too many. */
static void card_bin_choice(revops__card *card, revops__card_feature *feature, size_t present)
{
    int64_t values[64];
    size_t counts[64];
    uint32_t kept = 0;
    for (size_t start = 0, end; start < present; start = end) {
        for (end = start + 1; end < present && card->sorted[end] == card->sorted[start];) {
            end++;
        }
        size_t count = end - start;
        if (count < card->params->bin_leads) {
            continue;
        }
        uint32_t place = kept;
        while (place > 0 && counts[place - 1] < count) {
            place--;
        }
        if (place >= card->params->bin_count) {
            continue;
        }
        kept += kept < card->params->bin_count;
        memmove(&values[place + 1], &values[place], (kept - place - 1) * sizeof values[0]);
        memmove(&counts[place + 1], &counts[place], (kept - place - 1) * sizeof counts[0]);
        values[place] = card->sorted[start];
        counts[place] = count;
    }
    revops__sort(values, kept, sizeof values[0]);
    feature->bin_count = 1 + kept;
    for (uint32_t i = 0; i < kept; i++) {
        feature->bins[1 + i].low = values[i];
    }
    /* What is left over. */
    uint32_t room = REVOPS_CONDITION_ROWS_MAX - card->other_count, rare = 0, next = 0;
    room = room < REVOPS__CARD_OTHERS ? room : REVOPS__CARD_OTHERS;
    for (size_t i = 0; i < present; i++) {
        if (i > 0 && card->sorted[i] == card->sorted[i - 1]) {
            continue;
        }
        while (next < kept && values[next] < card->sorted[i]) {
            next++;
        }
        if (next < kept && values[next] == card->sorted[i]) {
            continue;
        }
        if (rare == room) {
            return;
        }
        card->others[card->other_count + rare++] = card->sorted[i];
    }
    if (rare) {
        feature->other = feature->bin_count++;
        feature->first_other = card->other_count;
        feature->other_count = rare;
        card->other_count += rare;
    }
}

/* The bin of a value that isn't missing. */
static uint8_t card_code_of(const revops__card_feature *feature, int64_t value)
{
    uint32_t low = 1, count = feature->bin_count - 1 - (feature->other != 0);
    while (count > 1) {
        uint32_t half = count / 2;
        if (feature->bins[low + half].low <= value) {
            low += half;
            count -= half;
        } else {
            count = half;
        }
    }
    if (feature->kind == REVOPS_SCORECARD_CHOICE && (count == 0 || feature->bins[low].low != value)) {
        return feature->other ? (uint8_t)feature->other : REVOPS__CARD_NONE;
    }
    return count ? (uint8_t)low : REVOPS__CARD_NONE;
}

void revops__card_bin_feature(revops__card *card, revops__card_feature *feature, uint8_t *codes)
{
    const revops_column *column = &card->columns[feature->attribute];
    if (feature->kind == REVOPS_SCORECARD_FLAGS) {
        feature->bin_count = 3;
    } else {
        size_t present = 0;
        for (size_t i = 0; i < card->row_count; i++) {
            int64_t value = revops__column_value(column, i);
            if (value != REVOPS_MISSING) {
                card->sorted[present++] = value;
            }
        }
        revops__sort(card->sorted, present, sizeof card->sorted[0]);
        if (feature->kind == REVOPS_SCORECARD_NUMBER) {
            card_bin_number(card, feature, present);
        } else {
            card_bin_choice(card, feature, present);
        }
    }
    for (size_t i = 0; i < card->row_count; i++) {
        int64_t value = revops__column_value(column, i);
        if (value == REVOPS_MISSING) {
            codes[i] = REVOPS__CARD_MISSING;
        } else if (feature->kind == REVOPS_SCORECARD_FLAGS) {
            codes[i] = value & feature->flag ? REVOPS__CARD_SET : REVOPS__CARD_UNSET;
        } else {
            codes[i] = card_code_of(feature, value);
        }
        int binned = codes[i] != REVOPS__CARD_NONE;
        *(card->outcomes[i] ? binned ? &feature->bins[codes[i]].won : &feature->unbinned_won
          : binned          ? &feature->bins[codes[i]].lost
                            : &feature->unbinned_lost) += 1;
    }
}

/* log2(a ÷ b) in Q22, rounded; a and b at least 1. */
static int32_t card_log2_ratio(uint64_t a, uint64_t b)
{
    int64_t difference = (int64_t)revops__log2(a) - (int64_t)revops__log2(b);
    const int64_t half = INT64_C(1) << (55 - REVOPS__CARD_WEIGHT_BITS);
    return (int32_t)((difference + (difference < 0 ? -half : half)) / (2 * half));
}

void revops__card_bayes(revops__card *card)
{
    const uint64_t smoothing = card->params->smoothing_milli;
    card->converged = 1;
    card->intercept = card_log2_ratio(card->won_count, card->row_count - card->won_count);
    for (uint32_t f = 0; f < card->feature_count; f++) {
        revops__card_feature *feature = &card->features[f];
        int unbinned = feature->unbinned_won + feature->unbinned_lost > 0; /* one more bin, without a rule */
        uint64_t won = feature->unbinned_won * 1000 + (unbinned ? smoothing : 0);
        uint64_t lost = feature->unbinned_lost * 1000 + (unbinned ? smoothing : 0);
        for (uint32_t b = 0; b < feature->bin_count; b++) {
            const revops__card_bin *bin = &feature->bins[b];
            won += bin->won * 1000 + (bin->won + bin->lost ? smoothing : 0);
            lost += bin->lost * 1000 + (bin->won + bin->lost ? smoothing : 0);
        }
        for (uint32_t b = 0; b < feature->bin_count; b++) {
            revops__card_bin *bin = &feature->bins[b];
            if (bin->won + bin->lost) {
                bin->weight = card_log2_ratio(bin->won * 1000 + smoothing, won) -
                              card_log2_ratio(bin->lost * 1000 + smoothing, lost);
            }
        }
    }
}

enum {
    CARD_CHANCE_BITS = 30,
    CARD_STEP_MOST = 1 << 23,
    CARD_WEIGHT_MOST = 32 << REVOPS__CARD_WEIGHT_BITS,
    CARD_CONVERGED = 1 << 9
};

/* 1 ÷ (1 + 2^-odds) in Q30. */
static int64_t card_chance_of(int64_t odds)
{
    uint64_t size = (uint64_t)(odds < 0 ? -odds : odds), whole = size >> REVOPS__CARD_WEIGHT_BITS;
    uint64_t against =
        whole > 62 ? 0 : revops__exp2_negative(size << (64 - REVOPS__CARD_WEIGHT_BITS)) >> whole;
    int64_t likelier = (int64_t)((UINT64_C(1) << 61) / ((UINT64_C(1) << 31) + (against >> 32)));
    return odds < 0 ? (1 << CARD_CHANCE_BITS) - likelier : likelier;
}

/* A Newton step of one weight: (slope − ridge × weight) ÷ (curvature + ridge), from natural logarithms to binary ones. */
static int32_t card_step_of(int64_t slope, int64_t curvature, int32_t weight, int64_t ridge_milli)
{
    const int64_t ln2 = 744261118; /* in Q30 */
    slope -= (int64_t)weight * ln2 / (1 << REVOPS__CARD_WEIGHT_BITS) * ridge_milli / 1000;
    curvature += (ridge_milli << CARD_CHANCE_BITS) / 1000;
    if (curvature < 1) {
        curvature = 1;
    }
    const uint64_t per_ln2 = 6051102; /* 2^22 ÷ ln 2 */
    uint64_t size =
        revops__multiply_divide((uint64_t)(slope < 0 ? -slope : slope), per_ln2, (uint64_t)curvature);
    int32_t step = size < CARD_STEP_MOST ? (int32_t)size : CARD_STEP_MOST;
    step = slope < 0 ? -step : step;
    int32_t moved = weight + step;
    return (moved > CARD_WEIGHT_MOST    ? CARD_WEIGHT_MOST
            : moved < -CARD_WEIGHT_MOST ? -CARD_WEIGHT_MOST
                                        : moved) -
           weight;
}

static int32_t card_magnitude(int32_t value)
{
    return value < 0 ? -value : value;
}

/* What all bins of a feature have in common belongs to the intercept: that changes no row's odds and makes the penalty least.
   Newton steps alone would get there slowly. */
static void card_move_mean(revops__card *card, revops__card_feature *feature)
{
    int64_t sum = 0;
    int32_t used = 0;
    for (uint32_t b = 0; b < feature->bin_count; b++) {
        sum += feature->bins[b].weight;
        used += feature->bins[b].won + feature->bins[b].lost > 0;
    }
    int32_t mean = (int32_t)(sum / used); /* a feature has rows, so a bin */
    if (card_magnitude(card->intercept + mean) > CARD_WEIGHT_MOST) {
        return;
    }
    for (uint32_t b = 0; b < feature->bin_count; b++) {
        if (feature->bins[b].won + feature->bins[b].lost > 0) {
            feature->bins[b].weight -= mean;
        }
    }
    card->intercept += mean;
}

/* One pass over the rows for one feature: the bins of a feature share no row, so each has its own Newton step. Returns the
   largest step. */
static int32_t card_improve(revops__card *card, revops__card_feature *feature, const uint8_t *codes)
{
    int64_t slopes[REVOPS__CARD_BINS] = {0}, curvatures[REVOPS__CARD_BINS] = {0};
    int32_t steps[REVOPS__CARD_BINS] = {0}, largest = 0;
    const int64_t one = INT64_C(1) << CARD_CHANCE_BITS;
    for (size_t i = 0; i < card->row_count; i++) {
        if (codes[i] != REVOPS__CARD_NONE) {
            int64_t chance = card_chance_of(card->odds[i]);
            slopes[codes[i]] += (card->outcomes[i] ? one : 0) - chance;
            curvatures[codes[i]] +=
                (int64_t)((uint64_t)chance * (uint64_t)(one - chance) >> CARD_CHANCE_BITS);
        }
    }
    for (uint32_t b = 0; b < feature->bin_count; b++) {
        revops__card_bin *bin = &feature->bins[b];
        if (bin->won + bin->lost) {
            steps[b] = card_step_of(slopes[b], curvatures[b], bin->weight, card->params->ridge_milli);
            bin->weight += steps[b];
            largest = card_magnitude(steps[b]) > largest ? card_magnitude(steps[b]) : largest;
        }
    }
    for (size_t i = 0; i < card->row_count; i++) {
        card->odds[i] += codes[i] != REVOPS__CARD_NONE ? steps[codes[i]] : 0;
    }
    if (feature->unbinned_won + feature->unbinned_lost == 0) {
        card_move_mean(card, feature);
    }
    return largest;
}

static int32_t card_improve_intercept(revops__card *card)
{
    int64_t slope = 0, curvature = 0;
    const int64_t one = INT64_C(1) << CARD_CHANCE_BITS;
    for (size_t i = 0; i < card->row_count; i++) {
        int64_t chance = card_chance_of(card->odds[i]);
        slope += (card->outcomes[i] ? one : 0) - chance;
        curvature += (int64_t)((uint64_t)chance * (uint64_t)(one - chance) >> CARD_CHANCE_BITS);
    }
    int32_t step = card_step_of(slope, curvature, card->intercept, 0);
    card->intercept += step;
    for (size_t i = 0; i < card->row_count; i++) {
        card->odds[i] += step;
    }
    return card_magnitude(step);
}

void revops__card_logistic(revops__card *card)
{
    card->intercept = card_log2_ratio(card->won_count, card->row_count - card->won_count);
    for (size_t i = 0; i < card->row_count; i++) {
        card->odds[i] = card->intercept;
    }
    while (!card->converged && card->sweeps < card->params->sweep_count) {
        int32_t largest = card_improve_intercept(card);
        for (uint32_t f = 0; f < card->feature_count; f++) {
            int32_t step = card_improve(card, &card->features[f], card->codes + (size_t)f * card->row_count);
            largest = step > largest ? step : largest;
        }
        card->sweeps++;
        card->converged = largest < CARD_CONVERGED;
    }
}
