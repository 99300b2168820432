/* SPDX-License-Identifier: MIT */
/* A number's bins are points of one curve: a Newton step of all at once, as neighbours hold each other (Whittaker's
   graduation; Eilers and Marx, "Flexible smoothing with B-splines and penalties", 1996).

   Bin i lies at x[i], the mean of its number and its middle value, each divided by its standard deviation over the leads:
   a number's scale counts, but an outlier moves nobody. With weights w in natural logarithms and gaps d[i] = x[i + 1] − x[i],
   slopes r[i] = (w[i + 1] − w[i]) ÷ d[i], the penalty is half of
     ridge ÷ Σ d × Σ d[i] r[i]² + bend × Σ (r[i + 1] − r[i])² ÷ ((d[i] + d[i + 1]) ÷ 2).
   A straight line so costs what the L2 penalty costs in one standardised column, and a bend costs the same however many bins
   there are. The matrix of a step has two diagonals on each side; it is parted as L D Lᵀ. */
#include <string.h>

#include "core/bits.h"
#include "core/fixed.h"
#include "learn/scorecard-internal.h"

enum { CURVE_BITS = 30, CURVE_FACTOR_BITS = 40, CURVE_STEP_BITS = 34 };
static const int64_t curve_ln2 = 744261118; /* Q30 */

/* a × b ÷ c with a's sign, cut to ±2^60. */
static int64_t curve_share(int64_t a, uint64_t b, uint64_t c)
{
    uint64_t size = revops__multiply_divide((uint64_t)(a < 0 ? -a : a), b, c);
    const uint64_t most = UINT64_C(1) << 60;
    int64_t cut = (int64_t)(size < most ? size : most);
    return a < 0 ? -cut : cut;
}

/* a × b ÷ 2^bits with the sign of both, cut like that: most of a step is made of these. */
static int64_t curve_scaled(int64_t a, int64_t b, uint32_t bits)
{
    uint64_t first = (uint64_t)(a < 0 ? -a : a), second = (uint64_t)(b < 0 ? -b : b);
    const uint64_t most = UINT64_C(1) << 60, high = revops__multiply_high(first, second);
    uint64_t size = high >> (bits - 4) ? most : high << (64 - bits) | (first * second) >> bits;
    int64_t found = (int64_t)(size < most ? size : most);
    return (a < 0) != (b < 0) ? -found : found;
}

/* factor (Q40) × value. */
static int64_t curve_times(int64_t factor, int64_t value)
{
    return curve_scaled(factor, value, CURVE_FACTOR_BITS);
}

/* a × 2^bits ÷ c, cut like that, with 31 digits: what a step lacks the next one makes up for. c is above 0. */
static int64_t curve_ratio(int64_t a, uint64_t c, uint32_t bits)
{
    if (a == 0) {
        return 0;
    }
    uint64_t size = (uint64_t)(a < 0 ? -a : a);
    uint32_t up = (uint32_t)(63 - revops__highest_bit(size)), top = (uint32_t)revops__highest_bit(c);
    uint32_t down = top > 31 ? top - 31 : 0;
    uint64_t quotient = (size << up) / (c >> down);
    int32_t left = (int32_t)bits - (int32_t)up - (int32_t)down; /* what is still to be shifted */
    const uint64_t most = UINT64_C(1) << 60;
    if (left < 0) {
        quotient = left > -64 ? quotient >> -left : 0;
    } else {
        quotient = left < 60 && quotient >> (60 - left) == 0 ? quotient << left : most;
    }
    int64_t cut = (int64_t)(quotient < most ? quotient : most);
    return a < 0 ? -cut : cut;
}

enum { CURVE_GAP_BITS = 20, CURVE_PLACE_BITS = 16 };

/* The standard deviation over the leads of places up to 2^16, Q8, at least 1 ÷ 256. */
static uint64_t curve_deviation(const revops__card_feature *feature, const int64_t *places, uint32_t count)
{
    uint64_t leads = 0, first = 0, second = 0;
    for (uint32_t i = 0; i < count; i++) {
        uint64_t own = feature->bins[1 + i].won + feature->bins[1 + i].lost, place = (uint64_t)places[i];
        leads += own;
        first += own * place;
        second += own * place * place; /* up to 2^63 */
    }
    if (leads == 0) {
        return 1;
    }
    revops__wide squares = {0, 0}, mean = {0, 0};
    revops__wide_add_product(&squares, second, UINT64_C(1) << 16);
    revops__wide_add_product(&mean, first, UINT64_C(1) << 8);
    uint64_t middle = revops__wide_divide(mean, leads); /* Q8 */
    uint64_t variance = revops__wide_divide(squares, leads);
    variance = variance > middle * middle ? variance - middle * middle : 0;
    revops__wide square = {0, variance};
    uint64_t root = revops__wide_root(square);
    return root ? root : 1;
}

/* Gaps between neighbours, Q20; returns their sum. */
static uint64_t curve_gaps(revops__card *card, revops__card_feature *feature, uint32_t count)
{
    int64_t *numbers = card->curve->step, *values = card->curve->pull;
    revops__card_bin *bins = feature->bins + 1;
    const uint64_t range = (uint64_t)bins[count - 1].middle - (uint64_t)bins[0].middle;
    uint32_t shift = 0;
    while (range >> shift > UINT64_C(1) << CURVE_PLACE_BITS) {
        shift++;
    }
    for (uint32_t i = 0; i < count; i++) {
        numbers[i] = i;
        values[i] = (int64_t)(((uint64_t)bins[i].middle - (uint64_t)bins[0].middle) >> shift);
    }
    if (shift == 0 && range > 0) { /* few values, as exactly as many */
        const int64_t scale = (INT64_C(1) << CURVE_PLACE_BITS) / (int64_t)range;
        for (uint32_t i = 0; i < count; i++) {
            values[i] *= scale;
        }
    }
    const uint64_t by_number = curve_deviation(feature, numbers, count);
    const uint64_t by_value = curve_deviation(feature, values, count);
    uint64_t sum = 0;
    for (uint32_t i = 0; i + 1 < count; i++) {
        const uint64_t half = UINT64_C(1) << (CURVE_GAP_BITS + 8 - 1);
        uint64_t gap = half / by_number + (uint64_t)(values[i + 1] - values[i]) * half / by_value;
        const uint64_t least = UINT64_C(1) << (CURVE_GAP_BITS - 6), most = UINT64_C(1)
                                                                           << (CURVE_GAP_BITS + 10);
        gap = gap < least ? least : gap > most ? most : gap;
        bins[i].gap = (uint32_t)gap;
        sum += gap;
    }
    return sum;
}

void revops__card_curve_make(revops__card *card, revops__card_feature *feature)
{
    const uint32_t count = feature->bin_count > 0 ? feature->bin_count - 1 : 0;
    revops__card_bin *bins = feature->bins + 1;
    for (uint32_t i = 0; i < count; i++) {
        memset(bins[i].penalty, 0, sizeof bins[i].penalty);
    }
    if (count < 2) {
        return;
    }
    const uint64_t sum = curve_gaps(card, feature, count);
    const uint64_t ridge = ((uint64_t)card->params->ridge_milli << CURVE_BITS) / 1000;
    const uint64_t bend = ((uint64_t)card->params->bend_milli << CURVE_BITS) / 1000;
    for (uint32_t i = 0; i + 1 < count; i++) {
        uint64_t weight =
            revops__multiply_divide(ridge, UINT64_C(1) << 2 * CURVE_GAP_BITS, sum) / bins[i].gap;
        weight = weight >> 57 ? UINT64_C(1) << 57 : weight;
        bins[i].penalty[0] += (int64_t)weight;
        bins[i + 1].penalty[0] += (int64_t)weight;
        bins[i + 1].penalty[1] -= (int64_t)weight;
    }
    for (uint32_t i = 0; i + 2 < count; i++) {
        const uint64_t one = UINT64_C(1) << CURVE_GAP_BITS;
        uint64_t between = (uint64_t)bins[i].gap + bins[i + 1].gap;
        int64_t weight = (int64_t)revops__multiply_divide(bend, 2 * one, between);
        /* r[i + 1] − r[i] as factors of three weights, Q20 */
        uint64_t left = one * one / bins[i].gap, right = one * one / bins[i + 1].gap, both = left + right;
        int64_t by_left = curve_share(weight, left, one), by_right = curve_share(weight, right, one);
        bins[i].penalty[0] += curve_share(by_left, left, one);
        bins[i + 1].penalty[0] += curve_share(by_left + by_right, both, one);
        bins[i + 2].penalty[0] += curve_share(by_right, right, one);
        bins[i + 1].penalty[1] -= curve_share(by_left, both, one);
        bins[i + 2].penalty[1] -= curve_share(by_right, both, one);
        bins[i + 2].penalty[2] += curve_share(by_right, left, one);
    }
}

/* One term of the penalty's slope at bin i: the matrix's rows add up to 0, so only differences count. */
static int64_t curve_pull_by(const revops__card_bin *own, const revops__card_bin *other, int64_t entry)
{
    const int64_t unit = INT64_C(1) << REVOPS__CARD_WEIGHT_BITS;
    int64_t off = ((int64_t)other->weight - own->weight) * curve_ln2 / unit;
    return curve_scaled(off, entry, CURVE_BITS);
}

static int64_t curve_pull(const revops__card_feature *feature, uint32_t i, uint32_t count)
{
    const revops__card_bin *bins = feature->bins + 1;
    int64_t pull = i > 0 ? curve_pull_by(&bins[i], &bins[i - 1], bins[i].penalty[1]) : 0;
    pull += i > 1 ? curve_pull_by(&bins[i], &bins[i - 2], bins[i].penalty[2]) : 0;
    pull += i + 1 < count ? curve_pull_by(&bins[i], &bins[i + 1], bins[i + 1].penalty[1]) : 0;
    pull += i + 2 < count ? curve_pull_by(&bins[i], &bins[i + 2], bins[i + 2].penalty[2]) : 0;
    return pull;
}

/* Parts the matrix. A shift of all bins is free, and bins may be without leads: a thousandth of the ridge holds them. */
static void curve_part(const revops__card *card, const revops__card_feature *feature,
                       revops__card_curve *curve)
{
    const uint32_t count = feature->bin_count - 1;
    const int64_t least = ((int64_t)card->params->ridge_milli << CURVE_BITS) / 1000000 + 1;
    for (uint32_t i = 0; i < count; i++) {
        const int64_t *row = feature->bins[1 + i].penalty;
        int64_t left = i > 1 ? row[1] - curve_times(curve->below[i - 1][0], row[2]) : row[1];
        curve->below[i][0] =
            i > 0 ? curve_ratio(left, (uint64_t)curve->diagonal[i - 1], CURVE_FACTOR_BITS) : 0;
        curve->below[i][1] =
            i > 1 ? curve_ratio(row[2], (uint64_t)curve->diagonal[i - 2], CURVE_FACTOR_BITS) : 0;
        int64_t diagonal = row[0] + curve->curvatures[1 + i] + least;
        diagonal -= i > 0 ? curve_times(curve->below[i][0], left) : 0;
        diagonal -= i > 1 ? curve_times(curve->below[i][1], row[2]) : 0;
        curve->diagonal[i] = diagonal > least ? diagonal : least;
    }
}

/* The right side becomes the solution, in Q34 where it was in Q30. */
static void curve_solve(const revops__card_curve *curve, uint32_t count, int64_t *side)
{
    for (uint32_t i = 0; i < count; i++) {
        side[i] -= i > 0 ? curve_times(curve->below[i][0], side[i - 1]) : 0;
        side[i] -= i > 1 ? curve_times(curve->below[i][1], side[i - 2]) : 0;
    }
    for (uint32_t i = count; i-- > 0;) {
        int64_t step = curve_ratio(side[i], (uint64_t)curve->diagonal[i], CURVE_STEP_BITS);
        const int64_t most = INT64_C(1) << 58;
        side[i] = step > most ? most : step < -most ? -most : step;
        side[i] -= i + 1 < count ? curve_times(curve->below[i + 1][0], side[i + 1]) : 0;
        side[i] -= i + 2 < count ? curve_times(curve->below[i + 2][1], side[i + 2]) : 0;
    }
}

/* Where leads lack the number, their bin is compared with the others' mean over the leads. That mean then stays: of all
   steps that keep it, the best. */
static void curve_keep_mean(const revops__card_feature *feature, revops__card_curve *curve, uint32_t count)
{
    uint64_t leads = 0;
    for (uint32_t i = 0; i < count; i++) {
        leads += feature->bins[1 + i].won + feature->bins[1 + i].lost;
    }
    if (leads == 0) {
        return;
    }
    for (uint32_t i = 0; i < count; i++) {
        uint64_t own = feature->bins[1 + i].won + feature->bins[1 + i].lost;
        curve->shares[i] = (int64_t)((own << CURVE_BITS) / leads);
        curve->pull[i] = curve->shares[i] << (44 - CURVE_BITS);
    }
    curve_solve(curve, count, curve->pull);
    int64_t mean = 0, pull = 0;
    for (uint32_t i = 0; i < count; i++) {
        mean += curve_scaled(curve->step[i], curve->shares[i], CURVE_BITS);
        pull += curve_scaled(curve->pull[i], curve->shares[i], CURVE_BITS);
    }
    int64_t factor = pull > 0 ? curve_ratio(mean, (uint64_t)pull, CURVE_BITS) : 0;
    for (uint32_t i = 0; i < count; i++) {
        curve->step[i] -= curve_scaled(curve->pull[i], factor, CURVE_BITS);
    }
}

void revops__card_curve_step(const revops__card *card, const revops__card_feature *feature)
{
    revops__card_curve *curve = card->curve;
    const uint32_t count = feature->bin_count - 1;
    curve_part(card, feature, curve);
    for (uint32_t i = 0; i < count; i++) {
        curve->step[i] = curve->slopes[1 + i] - curve_pull(feature, i, count);
    }
    curve_solve(curve, count, curve->step);
    if (feature->bins[REVOPS__CARD_MISSING].won + feature->bins[REVOPS__CARD_MISSING].lost) {
        curve_keep_mean(feature, curve, count);
    }
    int64_t largest = 0;
    for (uint32_t i = 0; i < count; i++) {
        int64_t size = curve->step[i] < 0 ? -curve->step[i] : curve->step[i];
        largest = size > largest ? size : largest;
    }
    /* At most 2 in binary odds, where the curvature still holds: the whole step is shortened. */
    const int64_t longest = 2 * curve_ln2 << (CURVE_STEP_BITS - CURVE_BITS);
    for (uint32_t i = 0; i < count; i++) {
        int64_t step = largest > longest ? curve_share(curve->step[i], (uint64_t)longest, (uint64_t)largest)
                                         : curve->step[i];
        int64_t binary = step / (1 << (CURVE_STEP_BITS - CURVE_BITS)) * 6051102 / (1 << CURVE_BITS);
        int64_t moved = feature->bins[1 + i].weight + binary;
        const int64_t bound = REVOPS__CARD_WEIGHT_MOST;
        moved = moved > bound ? bound : moved < -bound ? -bound : moved;
        curve->steps[1 + i] = (int32_t)(moved - feature->bins[1 + i].weight);
    }
}
