/* SPDX-License-Identifier: MIT */
/* Exact quotients of products: a × b × … ÷ (c × d × …), rounded once, at the end. */
#ifndef REVOPS_LIB_RATIO_H
#define REVOPS_LIB_RATIO_H

#include <revops/base.h>

enum revops__roundings { REVOPS__ROUND_DOWN, REVOPS__ROUND_NEAREST, REVOPS__ROUND_UP };

/* A product of up to 640 bits: ten factors of 64 bits, or more that are smaller. */
enum { REVOPS__PRODUCT_LIMBS = 20 };
typedef struct revops__product {
    uint32_t limbs[REVOPS__PRODUCT_LIMBS]; /* lowest first; 0 from `used` on */
    uint32_t used;
} revops__product;

revops__product revops__product_of(uint64_t factor);
/* Multiplies; 1 when it doesn't fit, which is told once and for all by the caller's own bounds. */
int revops__product_times(revops__product *product, uint64_t factor);
/* Adds; 1 when it doesn't fit. */
int revops__product_plus(revops__product *product, const revops__product *other);
/* Subtracts what isn't greater. */
void revops__product_minus(revops__product *product, const revops__product *other);
/* −1, 0, 1 as a is less than, equal to, greater than b. */
int revops__product_compare(const revops__product *a, const revops__product *b);
/* above ÷ below, rounded; nearest means half up. RANGE: division by 0. OVERFLOW: more than INT64_MAX. */
revops_status revops__quotient(const revops__product *above, const revops__product *below,
                               enum revops__roundings rounding, int64_t *out);
/* The same of plain factors, by way of 64 bits where that is enough; negative factors are the caller's fault. */
revops_status revops__ratio(const int64_t *above, uint32_t above_count, const int64_t *below,
                            uint32_t below_count, enum revops__roundings rounding, int64_t *out);

#endif
