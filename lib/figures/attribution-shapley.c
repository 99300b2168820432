/* SPDX-License-Identifier: MIT */
/* Shapley values of a game of up to 16 players.

   Player i gets the sum over all sets S without i of |S|! (n − |S| − 1)! ÷ n! × (worth(S and i) − worth(S)). The differences
   are first added up by the size of S, which fits 64 bits (below 2^48 × 12,870), so that the factorials come in once a size,
   in 128 bits. All values have the denominator n!; they are cut where their running sum is, rounded down, so that they add
   up to the whole. */
#include "figures/attribution-internal.h"

#define WORTH_MOST (INT64_C(1) << 47)
enum { PLAYERS = REVOPS_ATTRIBUTION_GAME_CHANNELS_MAX };

static uint64_t factorial(uint32_t n)
{
    uint64_t product = 1;
    for (uint32_t i = 2; i <= n; i++) {
        product *= i;
    }
    return product;
}

static uint32_t set_size(uint32_t set)
{
    uint32_t size = 0;
    for (; set; set &= set - 1) {
        size++;
    }
    return size;
}

/* Adds a signed number times a factor; a sum in two's complement. */
static void add_signed_product(revops__wide *sum, int64_t number, uint64_t factor)
{
    revops__wide product = {0, 0};
    revops__wide_add_product(&product, number < 0 ? 0 - (uint64_t)number : (uint64_t)number, factor);
    if (number < 0) {
        product.low = 0 - product.low;
        product.high = ~product.high + (product.low == 0);
    }
    revops__wide_add(sum, product.low);
    sum->high += product.high;
}

/* floor(sum ÷ divisor) of a sum in two's complement whose quotient fits. */
static int64_t floor_divide(revops__wide sum, uint64_t divisor)
{
    if (!(sum.high >> 63)) {
        return (int64_t)revops__wide_divide(sum, divisor);
    }
    /* −(floor((−sum − 1) ÷ divisor) + 1) */
    revops__wide opposite = {~sum.high, ~sum.low}; /* −sum − 1 */
    return -(int64_t)revops__wide_divide(opposite, divisor) - 1;
}

revops_status revops_attribution_shapley(const int64_t *worth, uint32_t channel_count, int64_t *out)
{
    if (!worth || !out || channel_count < 1 || channel_count > PLAYERS) {
        return REVOPS_ERR_ARG;
    }
    uint32_t sets = UINT32_C(1) << channel_count;
    for (uint32_t set = 0; set < sets; set++) {
        if (worth[set] < -WORTH_MOST || worth[set] > WORTH_MOST) {
            return REVOPS_ERR_ARG;
        }
    }
    revops__wide sum = {0, 0};
    int64_t before = 0;
    uint64_t orders = factorial(channel_count);
    for (uint32_t player = 0; player < channel_count; player++) {
        int64_t gains[PLAYERS] = {0};
        uint32_t own = UINT32_C(1) << player;
        for (uint32_t set = 0; set < sets; set++) {
            if (!(set & own)) {
                gains[set_size(set)] += worth[set | own] - worth[set];
            }
        }
        for (uint32_t size = 0; size < channel_count; size++) {
            add_signed_product(&sum, gains[size], factorial(size) * factorial(channel_count - size - 1));
        }
        int64_t end = floor_divide(sum, orders);
        out[player] = end - before;
        before = end;
    }
    return REVOPS_OK;
}
