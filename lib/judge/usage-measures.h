/* SPDX-License-Identifier: MIT */
/* What is known of each measure: one row of one table. */
#ifndef REVOPS_LIB_USAGE_MEASURES_H
#define REVOPS_LIB_USAGE_MEASURES_H

#include "judge/usage-internal.h"

typedef struct revops__usage_measure {
    const char *name;
    uint32_t windows, elapsed; /* that go with it and, of these, those that may be elapsed, as bits */
    uint32_t most;             /* the greatest threshold */
    const char *threshold;     /* what a threshold may be */
    uint8_t has_exact;         /* counts distinct ones exactly up to a number */
    uint8_t has_item;          /* asks which of an event's items */
    uint8_t stays;             /* at the greatest threshold, whatever is counted beyond */
    uint8_t is_quotient;       /* is told in per cent */
    uint8_t changes_with_time; /* without an event, also where its window doesn't move */
    /* Chooses the smallest state that answers the rule's criterion; `kept` is how much of the value matters. */
    void (*choose)(revops__usage_rule *rule, size_t kept);
} revops__usage_measure;

/* The row of a measure; NULL for one that isn't known. */
const revops__usage_measure *revops__usage_measure_of(revops_usage_measure measure);

/* The row that goes with a criterion's window: over the latest hours, counts are of instants, which are fewer. */
revops__usage_measure revops__usage_measure_over(const revops_usage_criterion *criterion);

#endif
