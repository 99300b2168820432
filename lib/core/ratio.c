/* SPDX-License-Identifier: MIT */
/* Problem: quotients of products of money, counts and rates, exact to the last unit whatever the size.

   Algorithm: both products as limbs of 32 bits, of which only those in use are gone through; long division, a limb of the quotient
   at a time, each estimated from the two highest limbs of the divisor (Knuth, The Art of Computer Programming, 4.3.1, D). What fits
   into 64 bits goes there, which is nearly everything. */
#include "core/ratio.h"

#include "core/fixed.h"

revops__product revops__product_of(uint64_t factor)
{
    revops__product product = {{(uint32_t)factor, (uint32_t)(factor >> 32)}, 0};
    product.used = factor >> 32 ? 2 : factor != 0;
    return product;
}

/* Multiplies by a limb and adds it `shift` limbs higher; 1 when it doesn't fit. */
static int ratio_add_times(revops__product *to, const revops__product *product, uint32_t factor,
                           uint32_t shift)
{
    uint64_t carry = 0;
    for (uint32_t i = 0; factor && i < product->used; i++) {
        if (i + shift >= REVOPS__PRODUCT_LIMBS) {
            return 1;
        }
        carry += (uint64_t)product->limbs[i] * factor + to->limbs[i + shift];
        to->limbs[i + shift] = (uint32_t)carry;
        carry >>= 32;
    }
    for (uint32_t i = product->used + shift; carry;
         i++) { /* of a lower limb's product, above which nothing is yet */
        if (i >= REVOPS__PRODUCT_LIMBS) {
            return 1;
        }
        carry += to->limbs[i];
        to->limbs[i] = (uint32_t)carry;
        carry >>= 32;
    }
    return 0;
}

static void ratio_trim(revops__product *product, uint32_t used)
{
    for (; used > 0 && product->limbs[used - 1] == 0; used--) {
    }
    product->used = used;
}

int revops__product_times(revops__product *product, uint64_t factor)
{
    revops__product out = {{0}, 0};
    if (ratio_add_times(&out, product, (uint32_t)factor, 0) ||
        ratio_add_times(&out, product, (uint32_t)(factor >> 32), 1)) {
        return 1;
    }
    ratio_trim(&out, product->used + 2 < REVOPS__PRODUCT_LIMBS ? product->used + 2 : REVOPS__PRODUCT_LIMBS);
    *product = out;
    return 0;
}

int revops__product_plus(revops__product *product, const revops__product *other)
{
    uint64_t carry = 0;
    const uint32_t used = product->used > other->used ? product->used : other->used;
    for (uint32_t i = 0; i < used; i++) {
        carry += (uint64_t)product->limbs[i] + other->limbs[i];
        product->limbs[i] = (uint32_t)carry;
        carry >>= 32;
    }
    product->used = used;
    if (carry && used < REVOPS__PRODUCT_LIMBS) {
        product->limbs[product->used++] = 1;
        carry = 0;
    }
    return carry != 0;
}

void revops__product_minus(revops__product *product, const revops__product *other)
{
    uint64_t borrow = 0;
    for (uint32_t i = 0; i < product->used; i++) {
        uint64_t difference = (uint64_t)product->limbs[i] - other->limbs[i] - borrow;
        product->limbs[i] = (uint32_t)difference;
        borrow = difference >> 63;
    }
    ratio_trim(product, product->used);
}

int revops__product_compare(const revops__product *a, const revops__product *b)
{
    if (a->used != b->used) {
        return a->used < b->used ? -1 : 1;
    }
    for (uint32_t i = a->used; i-- > 0;) {
        if (a->limbs[i] != b->limbs[i]) {
            return a->limbs[i] < b->limbs[i] ? -1 : 1;
        }
    }
    return 0;
}

/* `rest` ÷ `below`, a limb at a time from the highest; `rest` becomes what is left over. The quotient fits 64 bits. */
static uint64_t ratio_divide(revops__product *rest, const revops__product *below)
{
    const uint32_t n = below->used, above = rest->used;
    /* The divisor's two highest limbs, shifted so that the highest bit is set: an estimate is at most two too large. */
    uint32_t shift = 0;
    for (; !(below->limbs[n - 1] << shift >> 31); shift++) {
    }
    const uint64_t high = (uint64_t)below->limbs[n - 1] << 32 | (n > 1 ? below->limbs[n - 2] : 0);
    const uint32_t lowest = shift && n > 2 ? below->limbs[n - 3] >> (32 - shift) : 0;
    const uint64_t divisor = high << shift | lowest;
    uint64_t quotient = 0;
    for (uint32_t j = above - n + 1; j-- > 0;) {
        uint32_t top[4];
        for (uint32_t i = 0; i < 4;
             i++) { /* the limbs of the rest at and below the divisor's highest, one above it */
            const uint32_t place = j + n + i;
            top[i] = place >= 3 && place - 3 < REVOPS__PRODUCT_LIMBS ? rest->limbs[place - 3] : 0;
        }
        const uint64_t upper = shift ? ((uint64_t)top[3] << 32 | top[2]) << shift | top[1] >> (32 - shift)
                                     : (uint64_t)top[3] << 32 | top[2];
        const uint32_t lower = shift ? top[1] << shift | top[0] >> (32 - shift) : top[1];
        uint64_t digit = upper / (divisor >> 32), left = upper % (divisor >> 32);
        while (digit >> 32 || digit * (uint32_t)divisor > (left << 32 | lower)) {
            digit--;
            left += divisor >> 32;
            if (left >> 32) {
                break;
            }
        }
        uint64_t carry = 0, borrow = 0;
        for (uint32_t i = 0; i <= n; i++) {
            carry += i < n ? below->limbs[i] * digit : 0;
            if (i + j < REVOPS__PRODUCT_LIMBS) {
                const uint64_t difference = (uint64_t)rest->limbs[i + j] - (uint32_t)carry - borrow;
                rest->limbs[i + j] = (uint32_t)difference;
                borrow = difference >> 63;
            }
            carry >>= 32;
        }
        if (borrow) { /* one too many */
            digit--;
            for (uint32_t i = 0, more = 0; i <= n && i + j < REVOPS__PRODUCT_LIMBS; i++) {
                const uint64_t sum = (uint64_t)rest->limbs[i + j] + (i < n ? below->limbs[i] : 0) + more;
                rest->limbs[i + j] = (uint32_t)sum;
                more = (uint32_t)(sum >> 32);
            }
        }
        quotient = quotient << 32 | digit;
    }
    ratio_trim(rest, above);
    return quotient;
}

static uint32_t ratio_bits(const revops__product *product)
{
    uint32_t bits = 32 * product->used;
    for (uint32_t high = product->used ? product->limbs[product->used - 1] : UINT32_MAX; !(high >> 31);
         high <<= 1) {
        bits--;
    }
    return bits;
}

revops_status revops__quotient(const revops__product *above, const revops__product *below,
                               enum revops__roundings rounding, int64_t *out)
{
    if (below->used == 0) {
        return REVOPS_ERR_RANGE;
    }
    if (ratio_bits(above) > ratio_bits(below) + 63) {
        return REVOPS_ERR_OVERFLOW;
    }
    revops__product rest = *above;
    uint64_t quotient = rest.used < below->used ? 0 : ratio_divide(&rest, below);
    if (rounding != REVOPS__ROUND_DOWN && rest.used) {
        revops__product half = *below;
        if (rounding == REVOPS__ROUND_NEAREST) { /* up when rest ≥ below − rest */
            revops__product_minus(&half, &rest);
        }
        quotient += rounding == REVOPS__ROUND_UP || revops__product_compare(&rest, &half) >= 0;
    }
    if (quotient > INT64_MAX) {
        return REVOPS_ERR_OVERFLOW;
    }
    *out = (int64_t)quotient;
    return REVOPS_OK;
}

/* A product in 64 bits; 1 when it doesn't fit. */
static int ratio_small(const int64_t *factors, uint32_t count, uint64_t *out)
{
    uint64_t product = 1;
    for (uint32_t i = 0; i < count; i++) {
        uint64_t factor = (uint64_t)factors[i];
        if (revops__multiply_high(product, factor)) {
            return 1;
        }
        product *= factor;
    }
    *out = product;
    return 0;
}

static int ratio_large(const int64_t *factors, uint32_t count, revops__product *out)
{
    int failed = 0;
    *out = revops__product_of(1);
    for (uint32_t i = 0; i < count && !failed; i++) {
        failed = revops__product_times(out, (uint64_t)factors[i]);
    }
    return failed;
}

revops_status revops__ratio(const int64_t *above, uint32_t above_count, const int64_t *below,
                            uint32_t below_count, enum revops__roundings rounding, int64_t *out)
{
    uint64_t a, b;
    if (ratio_small(above, above_count, &a) || ratio_small(below, below_count, &b)) {
        revops__product wide_above, wide_below;
        if (ratio_large(above, above_count, &wide_above) || ratio_large(below, below_count, &wide_below)) {
            return REVOPS_ERR_OVERFLOW;
        }
        return revops__quotient(&wide_above, &wide_below, rounding, out);
    }
    if (b == 0) {
        return REVOPS_ERR_RANGE;
    }
    uint64_t quotient = a / b, rest = a % b;
    quotient +=
        rounding == REVOPS__ROUND_UP ? rest != 0 : rounding == REVOPS__ROUND_NEAREST && rest >= b - rest;
    if (quotient > INT64_MAX) {
        return REVOPS_ERR_OVERFLOW;
    }
    *out = (int64_t)quotient;
    return REVOPS_OK;
}
