/* SPDX-License-Identifier: MIT */
/* Equal shares of conversions with few touches, put aside by their number of touches. */
#ifndef REVOPS_LIB_ATTRIBUTION_EQUAL_H
#define REVOPS_LIB_ATTRIBUTION_EQUAL_H

#include "figures/attribution-internal.h"

enum {
    REVOPS__EQUAL_TOUCHES = 16, /* of a conversion that is put aside, at most */
    REVOPS__EQUAL_HANDFUL = 48, /* conversions of one number of touches */
    REVOPS__EQUAL_MORE = 1496,  /* 1² + 2² + … + REVOPS__EQUAL_TOUCHES² */
    REVOPS__EQUAL_CHANNELS = 64
};

/* Conversions of n touches. */
typedef struct revops__equal_split {
    uint64_t reciprocal; /* 2^32 ÷ n, rounded up */
    uint32_t count;      /* put aside */
    uint32_t is_prepared;
    uint64_t begins[REVOPS__EQUAL_HANDFUL]; /* first touches */
    uint32_t amounts[REVOPS__EQUAL_HANDFUL];
} revops__equal_split;

/* Figures of a credit (attribution.h), of all channels one after the other. */
typedef enum revops__equal_figure {
    REVOPS__EQUAL_AMOUNT,
    REVOPS__EQUAL_PPM,
    REVOPS__EQUAL_TOUCHED,
    REVOPS__EQUAL_INFLUENCED,
    REVOPS__EQUAL_INFLUENCED_AMOUNT,
    REVOPS__EQUAL_FIGURES
} revops__equal_figure;

typedef struct revops__equal {
    const revops_attribution_row_columns *rows;
    uint32_t channel_count;
    int path; /* REVOPS__PATH_BASELINE or more */
    revops__equal_split splits[REVOPS__EQUAL_TOUCHES + 1];
    /* Sums over a handful. `shares` holds from the lowest bit on how many touches got one of the millionths left over, how many
       touches there are, and their money; `influenced` how many conversions the channel had a part in, and their money. */
    uint64_t shares[REVOPS__EQUAL_CHANNELS], influenced[REVOPS__EQUAL_CHANNELS];
    uint64_t figures[REVOPS__EQUAL_FIGURES][REVOPS__EQUAL_CHANNELS];
    uint64_t met[REVOPS__EQUAL_HANDFUL],
        parts[REVOPS__EQUAL_HANDFUL]; /* by conversion: channels, and what adds to `influenced` */
    /* For n touches at equal_more_of(n), by rest and touch: what it adds to `shares` beside the quotient. */
    uint32_t more[REVOPS__EQUAL_MORE];
} revops__equal;

void revops__equal_init(revops__equal *equal, const revops_attribution_row_columns *rows,
                        uint32_t channel_count, int path);

/* Shares what was put aside for n touches. */
void revops__equal_share(revops__equal *equal, uint32_t n);

/* Shares all that was put aside, adds the figures to the credits and clears them. */
void revops__equal_finish(revops__equal *equal, revops_attribution_credit *credits, int32_t weight);

static inline void revops__equal_put(revops__equal *equal, uint64_t begin, uint64_t n, uint32_t amount)
{
    revops__equal_split *split = &equal->splits[n];
    split->begins[split->count] = begin;
    split->amounts[split->count++] = amount;
    if (split->count == REVOPS__EQUAL_HANDFUL) {
        revops__equal_share(equal, (uint32_t)n);
    }
}

#endif
