/* SPDX-License-Identifier: MIT */
#ifndef REVOPS_LIB_INTENT_INTERNAL_H
#define REVOPS_LIB_INTENT_INTERNAL_H

#include <revops/intent.h>

#include "core/fixed.h"

enum { REVOPS__INTENT_SPANS = 16, REVOPS__INTENT_SUM_BITS = 39 };

/* A rule made ready. */
typedef struct revops__intent_rule {
    revops_intent_rule rule;
    int64_t life_ms;        /* an event of this age or more has nothing left; 0: it lasts */
    revops__divisor span;   /* length of a record's spans */
    revops__divisor period; /* of a half-life; the longest for other decays */
    uint32_t day_most;      /* events of a day that count */
    uint32_t reserved;
} revops__intent_rule;

struct revops_intent {
    uint32_t rule_count, tier_count, group_count, grade_count;
    int32_t floor_mpt, cap_mpt, hysteresis_mpt;
    int32_t grades_mpt[8];
    uint32_t reserved;
    int64_t day_offset_ms;
    uint64_t rules, tiers, groups; /* offsets in bytes from the block's start */
};

static inline const revops__intent_rule *revops__intent_rules(const revops_intent *intent)
{
    return (const revops__intent_rule *)(const void *)((const unsigned char *)intent + intent->rules);
}

static inline const revops_intent_tier *revops__intent_tiers(const revops_intent *intent)
{
    return (const revops_intent_tier *)(const void *)((const unsigned char *)intent + intent->tiers);
}

static inline const revops_score_group *revops__intent_groups(const revops_intent *intent)
{
    return (const revops_score_group *)(const void *)((const unsigned char *)intent + intent->groups);
}

static inline int revops__intent_is_time(int64_t at_ms)
{
    return (uint64_t)at_ms + (uint64_t)REVOPS_INTENT_TIME_MAX_MS <= 2 * (uint64_t)REVOPS_INTENT_TIME_MAX_MS;
}

/* Instants shifted to be positive, so that divisions round down. */
static inline uint64_t revops__intent_shifted(int64_t at_ms)
{
    return (uint64_t)at_ms + 2 * (uint64_t)REVOPS_INTENT_TIME_MAX_MS;
}

/* Whether two instants, the earlier one first, lie on one day: when no more time has passed between them than since the later
   one's day began. */
static inline int revops__intent_is_same_day(const revops_intent *intent, int64_t early_ms, int64_t late_ms)
{
    const uint64_t many_days_ms = 104249992 * (uint64_t)REVOPS_DAY_MS; /* above 2^53 */
    uint64_t since_ms =
        ((uint64_t)(late_ms + intent->day_offset_ms) + many_days_ms) % (uint64_t)REVOPS_DAY_MS;
    return (uint64_t)(late_ms - early_ms) <= since_ms;
}

/* What a rule's events come to at an instant. */
typedef struct revops__intent_tally {
    int64_t value_mpt; /* now */
    uint64_t sum;      /* of half-lives, in Q39 */
    int64_t newest_ms;
    uint32_t counted, over_limit, day_count;
} revops__intent_tally;

typedef struct revops__intent_tallies {
    revops__intent_tally rules[REVOPS_INTENT_RULES];
    uint32_t tier_counts[REVOPS_INTENT_TIERS_MAX];
} revops__intent_tallies;

/* Measures a source. Rules of negative points are measured at `early_ms`, others at `late_ms`: with both the same that is
   the state at an instant, with early_ms < late_ms a lower bound of every state between. Events after
   `until_ms` are left out. */
revops_status revops__intent_measure(const revops_intent *intent, const revops_intent_source *source,
                                     int64_t until_ms, int64_t early_ms, int64_t late_ms,
                                     revops__intent_tallies *out);

/* Points of a rule's best tier with so many events more than were counted. */
int64_t revops__intent_tier_points(const revops_intent *intent, const revops__intent_rule *rule,
                                   const revops__intent_tallies *tallies, uint32_t more);

/* The score that tallies make. */
int32_t revops__intent_total(const revops_intent *intent, const revops__intent_tallies *tallies);

/* Whether arguments common to most functions are sane. */
int revops__intent_is_usable(const revops_intent *intent, const revops_intent_source *source, int64_t at_ms);

#endif
