/* SPDX-License-Identifier: MIT */
/* Who is served when, where some stop waiting unserved: steps in order of time. */
#ifndef REVOPS_LIB_STATS_SURVIVAL_H
#define REVOPS_LIB_STATS_SURVIVAL_H

#include <revops/stats.h>

typedef struct revops__survival {
    int64_t at_risk;   /* when somebody last stopped waiting unserved */
    int64_t remaining; /* who waits now */
    int64_t base;      /* share not served by then, of 2^62 */
    int64_t target;    /* share not served that is looked for */
    int64_t limit;     /* so many remain at most when it is reached */
} revops__survival;

revops__survival revops__survival_begin(uint64_t at_risk, uint32_t share_bp);
void revops__survival_leave(revops__survival *survival, uint64_t count);
/* So many are served at one time: whether the share is reached. */
int revops__survival_serve(revops__survival *survival, uint64_t count);
/* Over buckets of a histogram: the middle of one, or REVOPS_TIME_NONE. */
int64_t revops__survival_buckets(const uint32_t *done, const uint32_t *open, uint32_t share_bp);

#endif
