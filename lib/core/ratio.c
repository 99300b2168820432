/* SPDX-License-Identifier: MIT */
/* Problem: quotients of products of money, counts and rates, exact to the last unit whatever the size.

   Algorithm: both products as limbs of 32 bits; the quotient bit by bit, from the highest that it can have, by
   subtracting the divisor shifted. What fits into 64 bits goes there, which is nearly everything. */
#include "core/ratio.h"

#include "core/fixed.h"

revops__product revops__product_of(uint64_t factor)
{
    revops__product product = {{(uint32_t)factor, (uint32_t)(factor >> 32)}};
    return product;
}

int revops__product_times(revops__product *product, uint64_t factor)
{
    revops__product out = {{0}};
    const uint32_t parts[2] = {(uint32_t)factor, (uint32_t)(factor >> 32)};
    for (uint32_t part = 0; part < 2; part++) {
        uint64_t carry = 0;
        for (uint32_t i = 0; i < REVOPS__PRODUCT_LIMBS - part; i++) {
            uint64_t sum = (uint64_t)product->limbs[i] * parts[part] + out.limbs[i + part] + carry;
            out.limbs[i + part] = (uint32_t)sum;
            carry = sum >> 32;
        }
        if (carry || (part && parts[1] && product->limbs[REVOPS__PRODUCT_LIMBS - 1])) {
            return 1;
        }
    }
    *product = out;
    return 0;
}

int revops__product_plus(revops__product *product, const revops__product *other)
{
    uint64_t carry = 0;
    for (uint32_t i = 0; i < REVOPS__PRODUCT_LIMBS; i++) {
        uint64_t sum = (uint64_t)product->limbs[i] + other->limbs[i] + carry;
        product->limbs[i] = (uint32_t)sum;
        carry = sum >> 32;
    }
    return carry != 0;
}

void revops__product_minus(revops__product *product, const revops__product *other)
{
    uint64_t borrow = 0;
    for (uint32_t i = 0; i < REVOPS__PRODUCT_LIMBS; i++) {
        uint64_t difference = (uint64_t)product->limbs[i] - other->limbs[i] - borrow;
        product->limbs[i] = (uint32_t)difference;
        borrow = difference >> 63;
    }
}

int revops__product_compare(const revops__product *a, const revops__product *b)
{
    for (uint32_t i = REVOPS__PRODUCT_LIMBS; i-- > 0;) {
        if (a->limbs[i] != b->limbs[i]) {
            return a->limbs[i] < b->limbs[i] ? -1 : 1;
        }
    }
    return 0;
}

static uint32_t ratio_bits(const revops__product *product)
{
    for (uint32_t i = REVOPS__PRODUCT_LIMBS; i-- > 0;) {
        for (uint32_t bit = 32; bit-- > 0;) {
            if (product->limbs[i] >> bit & 1) {
                return 32 * i + bit + 1;
            }
        }
    }
    return 0;
}

/* What fits is the caller's to know. */
static revops__product ratio_shift(const revops__product *product, uint32_t bits)
{
    revops__product out = {{0}};
    uint32_t limbs = bits / 32, rest = bits % 32;
    for (uint32_t i = REVOPS__PRODUCT_LIMBS; i-- > limbs;) {
        uint64_t pair = (uint64_t)product->limbs[i - limbs] << 32;
        pair |= i > limbs ? product->limbs[i - limbs - 1] : 0;
        out.limbs[i] = (uint32_t)(pair << rest >> 32);
    }
    return out;
}

revops_status revops__quotient(const revops__product *above, const revops__product *below,
                               enum revops__roundings rounding, int64_t *out)
{
    uint32_t above_bits = ratio_bits(above), below_bits = ratio_bits(below);
    if (below_bits == 0) {
        return REVOPS_ERR_RANGE;
    }
    if (above_bits > below_bits + 63) {
        return REVOPS_ERR_OVERFLOW;
    }
    revops__product rest = *above;
    uint64_t quotient = 0;
    for (uint32_t shift = above_bits > below_bits ? above_bits - below_bits + 1 : 1; shift-- > 0;) {
        revops__product part = ratio_shift(below, shift);
        if (revops__product_compare(&part, &rest) <= 0) {
            revops__product_minus(&rest, &part);
            quotient |= UINT64_C(1) << shift;
        }
    }
    if (rounding != REVOPS__ROUND_DOWN && ratio_bits(&rest)) {
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
