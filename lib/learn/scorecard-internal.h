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
    REVOPS__CARD_NONE = 255,       /* code of what belongs to no bin */
    REVOPS__CARD_WEIGHT_BITS = 22, /* weights are log2 of odds in Q22 */
    REVOPS__CARD_WEIGHT_MOST = 32 << REVOPS__CARD_WEIGHT_BITS,
    REVOPS__CARD_FOLDS = 5,
    REVOPS__CARD_NO_FOLD = 255 /* no lead is held out */
};

typedef struct revops__card_bin {
    int64_t low, high; /* a choice's value is low */
    uint64_t won, lost;
    int64_t middle;     /* a number's: the middle one of its values */
    int64_t penalty[3]; /* a number's: the penalties' matrix at (i, i), (i, i − 1) and (i, i − 2), Q30 */
    int32_t weight;
    uint32_t gap; /* a number's: to the next bin, Q20 */
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

/* What a step of one feature works on; slopes, curvatures and steps by code. */
typedef struct revops__card_curve {
    int64_t slopes[REVOPS__CARD_BINS], curvatures[REVOPS__CARD_BINS];
    int64_t diagonal[REVOPS__CARD_BINS], below[REVOPS__CARD_BINS][2];
    int64_t step[REVOPS__CARD_BINS], pull[REVOPS__CARD_BINS], shares[REVOPS__CARD_BINS];
    int32_t steps[REVOPS__CARD_BINS];
} revops__card_curve;

/* What training works on. */
typedef struct revops__card {
    const revops_scorecard_params *params;
    const revops_column *columns;
    const uint8_t *outcomes;
    size_t row_count;
    uint64_t won_count;
    const uint8_t *folds; /* of each row; NULL where there are none */
    uint32_t held;        /* the fold that isn't learned from, or REVOPS__CARD_NO_FOLD */
    uint32_t bin_count, bin_leads, sweeps_most;
    int32_t close;                /* a step that ends learning */
    uint64_t used_won, used_lost; /* what is learned from */
    revops__card_curve *curve;
    revops__card_feature *features;
    uint32_t feature_count, sweeps, converged;
    int32_t intercept; /* Q22 */
    uint8_t *codes;    /* feature by feature */
    int64_t *sorted;
    int64_t *odds; /* of each row, Q22 */
    void *pairs;   /* 16 bytes a row, where there are folds */
    uint8_t *fold_room;
    int64_t *others;
    uint32_t other_count, reserved;
} revops__card;

/* Bins one feature and codes its rows. */
void revops__card_bin_feature(revops__card *card, revops__card_feature *feature, uint8_t *codes);

/* Whether a row is learned from. */
static inline int revops__card_is_used(const revops__card *card, size_t row)
{
    return card->held == REVOPS__CARD_NO_FOLD || card->folds[row] != card->held;
}

/* Counts of bins, weights of bins and the intercept, from the rows that are learned from. The logistic method goes on from
   weights that are there. */
void revops__card_count(revops__card *card);
void revops__card_bayes(revops__card *card);
void revops__card_logistic(revops__card *card);

/* Penalties of a number's bins, from its counts. */
void revops__card_curve_make(revops__card *card, revops__card_feature *feature);
/* Newton steps of a number's bins, Q22. */
void revops__card_curve_step(const revops__card *card, const revops__card_feature *feature);

/* Learns from all rows but a fold's, or from all. 0 when none of them was won, or none lost. */
int revops__card_learn(revops__card *card, uint32_t held);
/* Odds (Q22) of each row as weights say. */
void revops__card_rate(const revops__card *card, int64_t *odds);
/* Odds of each row by weights that were learned without it; 0 when that can't be, and `odds` are what they were. */
int revops__card_rate_held(revops__card *card, int64_t *odds);
/* Points that double the odds and points of even odds, from odds of leads. */
void revops__card_calibrate(revops__card *card, const int64_t *odds, int32_t *double_mpt, int32_t *even_mpt);

#endif
