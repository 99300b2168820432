/* SPDX-License-Identifier: MIT */
#ifndef REVOPS_LIB_SCORECARD_INTERNAL_H
#define REVOPS_LIB_SCORECARD_INTERNAL_H

#include <revops/scorecard.h>

enum {
    REVOPS__CARD_BINS = 66,     /* missing, 64 of its own, other */
    REVOPS__CARD_OTHERS = 4096, /* rare values of a choice that are kept together */
    REVOPS__CARD_MISSING = 0,   /* code of a missing value */
    REVOPS__CARD_UNSET = 1,     /* codes of a flag */
    REVOPS__CARD_SET = 2,
    REVOPS__CARD_NONE = 255,      /* code of what belongs to no bin */
    REVOPS__CARD_WEIGHT_BITS = 22 /* weights are log2 of odds in Q22 */
};

typedef struct revops__card_bin {
    int64_t low, high; /* a choice's value is low */
    uint64_t won, lost;
    int32_t weight;
    uint32_t reserved;
} revops__card_bin;

/* An attribute, or one flag of it. */
typedef struct revops__card_feature {
    uint32_t attribute;
    revops_scorecard_kind kind;
    uint32_t bin_count; /* codes 0 … bin_count − 1 */
    uint32_t other;     /* code of the pooled values, 0 when there are none */
    uint32_t first_other, other_count;
    int64_t flag;
    uint64_t unbinned_won, unbinned_lost; /* rows of no bin */
    revops__card_bin bins[REVOPS__CARD_BINS];
} revops__card_feature;

/* What training works on. */
typedef struct revops__card {
    const revops_scorecard_params *params;
    const revops_column *columns;
    const uint8_t *outcomes;
    size_t row_count;
    uint64_t won_count;
    revops__card_feature *features;
    uint32_t feature_count, sweeps, converged;
    int32_t intercept; /* Q22 */
    uint8_t *codes;    /* feature by feature */
    int64_t *sorted;
    int64_t *odds; /* of each row, Q22 */
    int64_t *others;
    uint32_t other_count, reserved;
} revops__card;

/* Bins one feature and codes its rows. */
void revops__card_bin_feature(revops__card *card, revops__card_feature *feature, uint8_t *codes);

/* Weights of all bins, and the intercept. */
void revops__card_bayes(revops__card *card);
void revops__card_logistic(revops__card *card);

#endif
