/* SPDX-License-Identifier: MIT */
/* Shapley values of a game of up to 16 players, or of up to 46 where few sets are worth something.

   Player i gets the sum over all sets S without i of |S|! (n − |S| − 1)! ÷ n! × (worth(S and i) − worth(S)). The differences
   are first added up by the size of S, which fits 64 bits (below 2^48 × 12,870), so that the factorials come in once a size,
   in 128 bits. All values have the denominator n!; they are cut where their running sum is, rounded down, so that they add
   up to the whole.

   A set S of s players that is told gives its worth ÷ (n × C(n − 1, s − 1)) to each of its players and takes its worth ÷
   (n × C(n − 1, s)) from each other one: the same sum in another order. All these denominators divide the least common
   multiple of 1 … n, as that of C(n − 1, 0 … n − 1) is it ÷ n (Farhi 2009). Up to n = 46 it fits 64 bits. */
#include "figures/attribution-internal.h"

#define WORTH_MOST      (INT64_C(1) << 47)
#define SETS_WORTH_MOST (UINT64_C(1) << 62)
enum { PLAYERS = REVOPS_ATTRIBUTION_GAME_CHANNELS_MAX, SET_PLAYERS = REVOPS_ATTRIBUTION_SETS_CHANNELS_MAX };

static uint64_t factorial(uint32_t n)
{
    uint64_t product = 1;
    for (uint32_t i = 2; i <= n; i++) {
        product *= i;
    }
    return product;
}

static uint32_t set_size(uint64_t set)
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

static uint64_t common_multiple(uint32_t n)
{
    uint64_t product = 1;
    for (uint32_t i = 2; i <= n; i++) {
        uint64_t a = i, b = product % i;
        while (b) { /* Euclid */
            const uint64_t rest = a % b;
            a = b;
            b = rest;
        }
        product *= i / a;
    }
    return product;
}

/* common ÷ (n × C(n − 1, k)) for each k < n. */
static void set_shares(uint32_t n, uint64_t common, uint64_t *shares)
{
    uint64_t ways = 1; /* C(n − 1, k), below 2^43 */
    for (uint32_t k = 0; k < n; k++) {
        shares[k] = common / (n * ways);
        ways = ways * (n - 1 - k) / (k + 1);
    }
}

revops_status revops_attribution_shapley_sets(const uint64_t *sets, const int64_t *worth, size_t count,
                                              uint32_t channel_count, int64_t *out)
{
    if ((count && (!sets || !worth)) || !out || channel_count < 1 || channel_count > SET_PLAYERS) {
        return REVOPS_ERR_ARG;
    }
    uint64_t all = 0, shares[SET_PLAYERS];
    int64_t by_size[SET_PLAYERS + 1] = {0};
    for (size_t i = 0; i < count; i++) {
        const uint64_t size = worth[i] < 0 ? 0 - (uint64_t)worth[i] : (uint64_t)worth[i];
        if (sets[i] >> channel_count) {
            return REVOPS_ERR_ARG;
        }
        if (size > SETS_WORTH_MOST - all) {
            return REVOPS_ERR_OVERFLOW;
        }
        all += size;
        by_size[set_size(sets[i])] += worth[i];
    }
    const uint64_t common = common_multiple(channel_count);
    set_shares(channel_count, common, shares);
    revops__wide sum = {0, 0};
    int64_t before = 0;
    for (uint32_t player = 0; player < channel_count; player++) {
        int64_t with[SET_PLAYERS + 1] = {0};
        for (size_t i = 0; i < count; i++) {
            with[set_size(sets[i])] += sets[i] >> player & 1 ? worth[i] : 0;
        }
        for (uint32_t size = 0; size <= channel_count; size++) {
            if (size > 0) {
                add_signed_product(&sum, with[size], shares[size - 1]);
            }
            if (size < channel_count) {
                add_signed_product(&sum, -(by_size[size] - with[size]), shares[size]);
            }
        }
        const int64_t end = floor_divide(sum, common);
        out[player] = end - before;
        before = end;
    }
    return REVOPS_OK;
}
