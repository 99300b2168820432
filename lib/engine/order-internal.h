/* SPDX-License-Identifier: MIT */
/* What the parts of the order of events share. */
#ifndef REVOPS_LIB_ORDER_INTERNAL_H
#define REVOPS_LIB_ORDER_INTERNAL_H

#include <revops/order.h>

#include "core/condition.h"

/* A row with the key that is sorted by now. */
typedef struct revops__order_entry {
    uint64_t key;
    uint32_t row, reserved;
} revops__order_entry;

enum {
    REVOPS__ORDER_DIGIT_BITS = 11,
    REVOPS__ORDER_DIGITS = 1 << REVOPS__ORDER_DIGIT_BITS,
    REVOPS__ORDER_PASSES_MAX = 6,
    REVOPS__ORDER_FEW = 24 /* that are compared rather than distributed */
};

/* The rows as read, and the working memory. */
typedef struct revops__order {
    revops_order_columns columns; /* `fields` replaced by own_fields */
    revops_column fields[REVOPS_ORDER_FIELDS_MAX];
    revops__order_entry *entries, *other;     /* `count` each */
    uint32_t (*starts)[REVOPS__ORDER_DIGITS]; /* REVOPS__ORDER_PASSES_MAX */
} revops__order;

typedef int revops__order_compare(const revops__order *order, const revops__order_entry *a,
                                  const revops__order_entry *b);

/* Sorts `count` entries from `first` on by their keys, whose greatest is `greatest`, stable. */
void revops__order_by_key(revops__order *order, size_t first, size_t count, uint64_t greatest);
/* The same by comparisons. */
void revops__order_by_comparing(revops__order *order, size_t first, size_t count,
                                revops__order_compare *compare);

uint16_t revops__order_rank(const revops__order *order, uint32_t row);
/* By sequence, rank and id; by fields; by id alone. Below, at or above 0. */
int revops__order_compare_ids(const revops__order *order, uint32_t a, uint32_t b);
int revops__order_compare_fields(const revops__order *order, uint32_t a, uint32_t b);
/* Lead, sequence, rank, id, fields of rows of one instant. */
int revops__order_compare_rows(const revops__order *order, const revops__order_entry *a,
                               const revops__order_entry *b);
/* Whether two rows are equal in all they say. */
int revops__order_is_same(const revops__order *order, uint32_t a, uint32_t b);

/* Tells what rows with ids are given twice. The entries are overwritten. */
void revops__order_find_twice(revops__order *order, uint8_t *fates, revops_order_counts *counts);

#endif
