/* SPDX-License-Identifier: MIT */
/* Binning, naive Bayes and logistic regression, in integers. */
#include <string.h>

#include "core/fixed.h"
#include "core/condition.h"
#include "learn/scorecard-internal.h"
#include "core/sort.h"

/* Bins of a logistic card where the caller leaves them to it: neighbours hold each other, so a number's may be single leads. */
enum { CARD_NUMBER_BINS = 64, CARD_NUMBER_LEADS = 1, CARD_CHOICE_BINS = 20, CARD_CHOICE_LEADS = 3 };

/* The bins of a number: as equal in leads as its values allow. */
static void card_bin_number(const revops__card *card, revops__card_feature *feature, size_t present)
{
    const int64_t *sorted = card->sorted;
    const uint32_t most = card->bin_count ? card->bin_count : CARD_NUMBER_BINS;
    const uint32_t least = card->bin_leads ? card->bin_leads : CARD_NUMBER_LEADS;
    size_t target = (present + most - 1) / most;
    target = target > least ? target : least;
    feature->bin_count = 1;
    for (size_t start = 0, end; start < present; start = end) {
        end = present - start > target ? start + target : present;
        while (end < present && sorted[end] == sorted[end - 1]) {
            end++;
        }
        if (present - end < least) {
            end = present;
        }
        revops__card_bin *bin = &feature->bins[feature->bin_count++];
        bin->low = start == 0 ? INT64_MIN : sorted[start];
        bin->high = end == present ? INT64_MAX : sorted[end] - 1;
        bin->middle = sorted[start + (end - start) / 2];
    }
}

/* The bins of a choice: its most frequent values, in order of value; the rare ones together, if they aren't too many. */
static void card_bin_choice(revops__card *card, revops__card_feature *feature, size_t present)
{
    const uint32_t most = card->bin_count ? card->bin_count : CARD_CHOICE_BINS;
    const uint32_t least = card->bin_leads ? card->bin_leads : CARD_CHOICE_LEADS;
    int64_t values[64];
    size_t counts[64];
    uint32_t kept = 0;
    for (size_t start = 0, end; start < present; start = end) {
        for (end = start + 1; end < present && card->sorted[end] == card->sorted[start];) {
            end++;
        }
        size_t count = end - start;
        if (count < least) {
            continue;
        }
        uint32_t place = kept;
        while (place > 0 && counts[place - 1] < count) {
            place--;
        }
        if (place >= most) {
            continue;
        }
        kept += kept < most;
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
    }
}

static void card_count_feature(const revops__card *card, revops__card_feature *feature, const uint8_t *codes)
{
    feature->unbinned_won = feature->unbinned_lost = 0;
    for (uint32_t b = 0; b < feature->bin_count; b++) {
        feature->bins[b].won = feature->bins[b].lost = 0;
    }
    for (size_t i = 0; i < card->row_count; i++) {
        if (revops__card_is_used(card, i)) {
            int binned = codes[i] != REVOPS__CARD_NONE;
            *(card->outcomes[i] ? binned ? &feature->bins[codes[i]].won : &feature->unbinned_won
              : binned          ? &feature->bins[codes[i]].lost
                                : &feature->unbinned_lost) += 1;
        }
    }
}

void revops__card_count(revops__card *card)
{
    card->used_won = card->used_lost = 0;
    for (size_t i = 0; i < card->row_count; i++) {
        if (revops__card_is_used(card, i)) {
            *(card->outcomes[i] ? &card->used_won : &card->used_lost) += 1;
        }
    }
    for (uint32_t f = 0; f < card->feature_count; f++) {
        card_count_feature(card, &card->features[f], card->codes + (size_t)f * card->row_count);
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
    card->intercept = card_log2_ratio(card->used_won, card->used_lost);
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
            bin->weight = bin->won + bin->lost == 0 ? 0
                                                    : card_log2_ratio(bin->won * 1000 + smoothing, won) -
                                                          card_log2_ratio(bin->lost * 1000 + smoothing, lost);
        }
    }
}

enum { CARD_CHANCE_BITS = 30, CARD_STEP_MOST = 1 << 23 };

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
    return (moved > REVOPS__CARD_WEIGHT_MOST    ? REVOPS__CARD_WEIGHT_MOST
            : moved < -REVOPS__CARD_WEIGHT_MOST ? -REVOPS__CARD_WEIGHT_MOST
                                                : moved) -
           weight;
}

static int32_t card_magnitude(int32_t value)
{
    return value < 0 ? -value : value;
}

/* What all bins of a feature have in common belongs to the intercept: that changes no row's odds and makes the penalty
   least. (Of a number's bins only their mean over the leads is told apart, so that missing is compared with a usual lead.)
   Newton steps alone would get there slowly. */
static void card_move_mean(revops__card *card, revops__card_feature *feature)
{
    const int is_curve = feature->kind == REVOPS_SCORECARD_NUMBER;
    int64_t sum = 0, weights = 0;
    for (uint32_t b = is_curve ? 1 : 0; b < feature->bin_count; b++) {
        const revops__card_bin *bin = &feature->bins[b];
        int64_t leads = (int64_t)(bin->won + bin->lost), weight = is_curve ? leads : leads > 0;
        sum += bin->weight * weight;
        weights += weight;
    }
    int32_t mean = weights ? (int32_t)(sum / weights) : 0;
    if (card_magnitude(card->intercept + mean) > REVOPS__CARD_WEIGHT_MOST) {
        return;
    }
    for (uint32_t b = 0; b < feature->bin_count; b++) {
        if (is_curve || feature->bins[b].won + feature->bins[b].lost > 0) {
            feature->bins[b].weight -= mean;
        }
    }
    card->intercept += mean;
}

/* One pass over the rows for one feature: the bins of a feature share no row, so each has its own Newton step. Returns the
   largest step. */
static int32_t card_improve(revops__card *card, revops__card_feature *feature, const uint8_t *codes)
{
    revops__card_curve *own = card->curve;
    memset(own, 0, sizeof *own);
    int32_t largest = 0;
    const int64_t one = INT64_C(1) << CARD_CHANCE_BITS;
    for (size_t i = 0; i < card->row_count; i++) {
        if (codes[i] != REVOPS__CARD_NONE && revops__card_is_used(card, i)) {
            int64_t chance = card_chance_of(card->odds[i]);
            own->slopes[codes[i]] += (card->outcomes[i] ? one : 0) - chance;
            own->curvatures[codes[i]] +=
                (int64_t)((uint64_t)chance * (uint64_t)(one - chance) >> CARD_CHANCE_BITS);
        }
    }
    const int is_curve = feature->kind == REVOPS_SCORECARD_NUMBER;
    if (is_curve && feature->bin_count > 1) {
        revops__card_curve_step(card, feature);
    }
    for (uint32_t b = 0; b < feature->bin_count; b++) {
        revops__card_bin *bin = &feature->bins[b];
        if ((!is_curve || b == REVOPS__CARD_MISSING) && bin->won + bin->lost) {
            own->steps[b] =
                card_step_of(own->slopes[b], own->curvatures[b], bin->weight, card->params->ridge_milli);
        }
        bin->weight += own->steps[b];
        largest = card_magnitude(own->steps[b]) > largest ? card_magnitude(own->steps[b]) : largest;
    }
    for (size_t i = 0; i < card->row_count; i++) {
        card->odds[i] += codes[i] != REVOPS__CARD_NONE ? own->steps[codes[i]] : 0;
    }
    const revops__card_bin *missing = &feature->bins[REVOPS__CARD_MISSING];
    if (feature->unbinned_won + feature->unbinned_lost == 0 &&
        (!is_curve || missing->won + missing->lost == 0)) {
        card_move_mean(card, feature);
    }
    return largest;
}

static int32_t card_improve_intercept(revops__card *card)
{
    int64_t slope = 0, curvature = 0;
    const int64_t one = INT64_C(1) << CARD_CHANCE_BITS;
    for (size_t i = 0; i < card->row_count; i++) {
        if (revops__card_is_used(card, i)) {
            int64_t chance = card_chance_of(card->odds[i]);
            slope += (card->outcomes[i] ? one : 0) - chance;
            curvature += (int64_t)((uint64_t)chance * (uint64_t)(one - chance) >> CARD_CHANCE_BITS);
        }
    }
    int32_t step = card_step_of(slope, curvature, card->intercept, 0);
    card->intercept += step;
    for (size_t i = 0; i < card->row_count; i++) {
        card->odds[i] += step;
    }
    return card_magnitude(step);
}

void revops__card_rate(const revops__card *card, int64_t *odds)
{
    for (size_t i = 0; i < card->row_count; i++) {
        odds[i] = card->intercept;
    }
    for (uint32_t f = 0; f < card->feature_count; f++) {
        const uint8_t *codes = card->codes + (size_t)f * card->row_count;
        for (size_t i = 0; i < card->row_count; i++) {
            odds[i] += codes[i] != REVOPS__CARD_NONE ? card->features[f].bins[codes[i]].weight : 0;
        }
    }
}

void revops__card_logistic(revops__card *card)
{
    revops__card_rate(card, card->odds);
    for (uint32_t f = 0; f < card->feature_count; f++) {
        if (card->features[f].kind == REVOPS_SCORECARD_NUMBER) {
            revops__card_curve_make(card, &card->features[f]);
            card_move_mean(card, &card->features[f]); /* over the leads of this fold */
        }
    }
    card->converged = card->sweeps = 0;
    while (!card->converged && card->sweeps < card->sweeps_most) {
        int32_t largest = card_improve_intercept(card);
        for (uint32_t f = 0; f < card->feature_count; f++) {
            int32_t step = card_improve(card, &card->features[f], card->codes + (size_t)f * card->row_count);
            largest = step > largest ? step : largest;
        }
        card->sweeps++;
        card->converged = largest < card->close;
    }
}
