/* SPDX-License-Identifier: MIT */
/* Compiled intent rules and what a slot is worth.

   Problem: the score at any instant, and the instant at which it falls below a threshold, to the millisecond and in
   microseconds, whatever fades how.

   Algorithm: what is left of a rule's events is a sequence of straight lines in time. Values and slopes are numbers with 64
   binary digits behind the point, so that sums over rules are exact and are straight lines, too; rounding happens once, at
   the end. revops__intent_piece() tells a slot's line at an instant and how long it holds. Between two ends the score is solved
   for; where lower bounds show that it can't fall below the threshold, many lines are skipped together.

   Half-lives are drawn as lines between 64 points a period: less than 2^-16 of the value above the curve, and convex.

   Format: `order` lists rules by group, those of no group first, so that one sum is kept at a time. */
#ifndef REVOPS_LIB_INTENT_INTERNAL_H
#define REVOPS_LIB_INTENT_INTERNAL_H

#include <revops/intent-next.h>
#include <revops/intent-total.h>

#include "core/fixed.h"
#include "core/params.h"

enum {
    REVOPS__INTENT_SPANS = 16,
    REVOPS__INTENT_STAIRS = REVOPS__INTENT_SPANS - 1, /* spans but the newest one */
    REVOPS__INTENT_SUM_BITS = 39,
    REVOPS__INTENT_RISK_BITS = 30, /* behind the point, of losses a millisecond */
    REVOPS__INTENT_POINTS = 64,
    REVOPS__INTENT_BASIS = 10000
};
/* A loss from which on it is taken for the largest there is. */
#define REVOPS__INTENT_RISK_MAX UINT64_MAX
/* Later than any instant. */
#define REVOPS__INTENT_NEVER (INT64_C(1) << 62)

/* whole + part ÷ 2^64 thousandths of a point. */
typedef struct revops__fine {
    int64_t whole;
    uint64_t part;
} revops__fine;

static inline revops__fine revops__fine_of(int64_t whole)
{
    revops__fine fine = {whole, 0};
    return fine;
}

static inline revops__fine revops__fine_add(revops__fine a, revops__fine b)
{
    revops__fine sum = {0, a.part + b.part};
    sum.whole = (int64_t)((uint64_t)a.whole + (uint64_t)b.whole + (sum.part < b.part));
    return sum;
}

static inline revops__fine revops__fine_subtract(revops__fine a, revops__fine b)
{
    revops__fine difference = {0, a.part - b.part};
    difference.whole = (int64_t)((uint64_t)a.whole - (uint64_t)b.whole - (a.part < b.part));
    return difference;
}

static inline int revops__fine_is_less(revops__fine a, revops__fine b)
{
    return a.whole != b.whole ? a.whole < b.whole : a.part < b.part;
}

/* a × times; wraps where it doesn't fit. */
static inline revops__fine revops__fine_times(revops__fine a, uint64_t times)
{
    revops__fine product = {(int64_t)((uint64_t)a.whole * times + revops__multiply_high(a.part, times)),
                            a.part * times};
    return product;
}

static inline revops__fine revops__fine_clamp(revops__fine value, int32_t least, int32_t most)
{
    return value.whole < least ? revops__fine_of(least) : value.whole >= most ? revops__fine_of(most) : value;
}

/* How often a step above 0 fits into a distance from 0 up, at most `most`. `most` steps don't overflow. */
uint64_t revops__fine_steps(revops__fine distance, revops__fine step, uint64_t most);

/* What is outside groups, and what groups come to. */
typedef struct revops__intent_joined {
    revops__fine alone, of_groups;
} revops__intent_joined;

/* Takes the sum of a group (0: of what is outside) within its limits. */
static inline void revops__intent_join(uint32_t has_best_group, uint32_t group, revops__fine sum,
                                       revops__intent_joined *joined)
{
    if (group == 0) {
        joined->alone = sum;
    } else if (!has_best_group) {
        joined->of_groups = revops__fine_add(joined->of_groups, sum);
    } else if (group == 1 || revops__fine_is_less(joined->of_groups, sum)) {
        joined->of_groups = sum;
    }
}

/* A 64th of a thousandth, by which sums are raised before they are rounded down, so that what binary digits left just below a
   thousandth counts as one. */
static inline revops__fine revops__intent_up(void)
{
    revops__fine up = {0, UINT64_C(1) << 58};
    return up;
}

/* What an event has to do. */
enum revops__intent_update {
    REVOPS__INTENT_UPDATE_COUNTS,         /* to be counted in its span */
    REVOPS__INTENT_UPDATE_FADES,          /* to be added to what is left of a half-life */
    REVOPS__INTENT_UPDATE_LASTS,          /* to be counted */
    REVOPS__INTENT_UPDATE_COUNTS_LIMITED, /* the same, if the day has room */
    REVOPS__INTENT_UPDATE_FADES_LIMITED,
    REVOPS__INTENT_UPDATE_LASTS_LIMITED,
    REVOPS__INTENT_UPDATES
};

/* A rule made ready. */
typedef struct revops__intent_rule {
    revops_intent_rule rule;
    uint32_t update;   /* enum revops__intent_update */
    uint32_t position; /* in `order` */
    uint32_t stairs;   /* of steps: which of the tables of stairs */
    uint32_t reserved;
    uint64_t size_mpt; /* points without their sign; of tiers, those of the best one */
    int64_t life_ms;   /* an event of this age or more has nothing left; 0: it lasts */
    revops__fine loss; /* of one event a millisecond: linear; half-life: at age 0, rounded up */
    /* What a wake-up reckons with: the same loss rounded up, with REVOPS__INTENT_RISK_BITS for each event of a linear rule, 25 more
       of a half-life; 0 of negative points, whose fading is no loss. */
    uint64_t risk;
    revops__divisor span;   /* length of a record's spans */
    revops__divisor period; /* the longest where there is none */
} revops__intent_rule;

/* Of a rule that falls by steps: how much further into a step each older span is than the newest of them, rising and closed by
   what is later than any, and which span that is. */
typedef struct revops__intent_stairs {
    uint64_t ahead_ms[REVOPS__INTENT_SPANS];
    uint8_t back[REVOPS__INTENT_SPANS];
} revops__intent_stairs;

struct revops_intent {
    uint32_t rule_count, tier_count, group_count, grade_count;
    int32_t floor_mpt, cap_mpt, hysteresis_mpt, ended_mpt;
    int32_t grades_mpt[8];
    uint32_t inactivity_loss_bp, keeps_head; /* whether events change the record's head */
    uint32_t has_best_group, reserved;
    int64_t day_offset_ms, inactivity_period_ms;
    uint64_t rules, order, tiers, groups, stairs; /* offsets in bytes from the block's start */
};

static inline const void *revops__intent_at(const revops_intent *intent, uint64_t offset)
{
    return (const unsigned char *)intent + offset;
}

static inline const revops__intent_rule *revops__intent_rules(const revops_intent *intent)
{
    return revops__intent_at(intent, intent->rules);
}

static inline const uint32_t *revops__intent_order(const revops_intent *intent)
{
    return revops__intent_at(intent, intent->order);
}

static inline const revops_intent_tier *revops__intent_tiers(const revops_intent *intent)
{
    return revops__intent_at(intent, intent->tiers);
}

static inline const revops__intent_stairs *revops__intent_stairs_of(const revops_intent *intent,
                                                                    const revops__intent_rule *rule)
{
    return (const revops__intent_stairs *)revops__intent_at(intent, intent->stairs) + rule->stairs;
}

static inline const revops_score_group *revops__intent_groups(const revops_intent *intent)
{
    return revops__intent_at(intent, intent->groups);
}

static inline const revops_intent_slot *revops__intent_slots(const revops_intent_record *record)
{
    return (const revops_intent_slot *)(const void *)(record + 1);
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

/* Sum of the counts of eight spans. */
static inline uint64_t revops__intent_bytes(uint64_t word)
{
    const uint64_t even = UINT64_C(0x00ff00ff00ff00ff);
    return ((word & even) + (word >> 8 & even)) * UINT64_C(0x0001000100010001) >> 48;
}

/* Events in all spans of a slot: up to 16 times 255. */
static inline uint64_t revops__intent_events(const revops_intent_slot *slot)
{
    const uint64_t even = UINT64_C(0x00ff00ff00ff00ff), low = slot->state[0], high = slot->state[1];
    return ((low & even) + (low >> 8 & even) + (high & even) + (high >> 8 & even)) *
               UINT64_C(0x0001000100010001) >>
           48;
}

/* A checked copy of params. */
revops_status revops__intent_params_read(const revops_intent_params *given, revops__problems *problems,
                                         revops_intent_params *own);

/* What a rule is worth without its sign: value − slope × (ms since the instant asked for), up to before `end_ms`. */
typedef struct revops__intent_piece {
    revops__fine value, slope;
    int64_t end_ms;
    int is_curved; /* of a half-life: what follows lies above the line */
} revops__intent_piece;

/* Of a slot at an instant that isn't before its newest event. */
revops__intent_piece revops__intent_piece_of(const revops_intent *intent, const revops__intent_rule *rule,
                                             const revops_intent_slot *slot, int64_t at_ms);

/* Takes one event or more of one instant, at or after the newest one, into a slot that has room for them. */
void revops__intent_take(const revops__intent_rule *rule, revops_intent_slot *slot, int64_t at_ms,
                         uint32_t count);

/* What can be seen of a record's head, or of a slot that has events, at an instant: OK, LATE or CORRUPT. */
static inline revops_status revops__intent_head_status(const revops_intent *intent,
                                                       const revops_intent_record *record, int64_t at_ms)
{
    if (record->is_active > 1 || record->ended_by > intent->rule_count ||
        (record->is_active && !revops__intent_is_time(record->active_ms)) ||
        (record->ended_by && !revops__intent_is_time(record->ended_ms))) {
        return REVOPS_ERR_CORRUPT;
    }
    return (record->is_active && record->active_ms > at_ms) || (record->ended_by && record->ended_ms > at_ms)
               ? REVOPS_ERR_LATE
               : REVOPS_OK;
}

static inline revops_status revops__intent_slot_status(const revops__intent_rule *rule,
                                                       const revops_intent_slot *slot, int64_t at_ms)
{
    if (slot->counted > REVOPS_INTENT_EVENTS_MAX || !revops__intent_is_time(slot->newest_ms) ||
        (rule->rule.decay == REVOPS_INTENT_HALF_LIFE && slot->state[0] > (uint64_t)slot->counted
                                                                             << REVOPS__INTENT_SUM_BITS)) {
        return REVOPS_ERR_CORRUPT;
    }
    return slot->newest_ms > at_ms ? REVOPS_ERR_LATE : REVOPS_OK;
}

/* Whether a record can be scored at an instant: LATE and CORRUPT. */
revops_status revops__intent_can_rate(const revops_intent *intent, const revops_intent_record *record,
                                      int64_t at_ms);

/* Share of the score that inactivity leaves, in basis points, and when it will be less. */
uint32_t revops__intent_share(const revops_intent *intent, const revops_intent_record *record, int64_t at_ms,
                              int64_t *out_end_ms);

/* The score that a sum within the limits makes. */
int32_t revops__intent_round(const revops_intent *intent, revops__fine sum, uint32_t share_bp);

/* The sum within the limits. */
revops__fine revops__intent_sum(const revops_intent *intent, const revops_intent_record *record,
                                int64_t at_ms);

/* The grade of a score without one before. */
uint32_t revops__intent_grade(const revops_intent *intent, int32_t score_mpt);

/* Share left after `periods` without activity. */
static inline uint32_t revops__intent_share_after(const revops_intent *intent, uint64_t periods)
{
    uint64_t lost =
        periods < REVOPS__INTENT_BASIS ? periods * intent->inactivity_loss_bp : REVOPS__INTENT_BASIS;
    return lost < REVOPS__INTENT_BASIS ? (uint32_t)(REVOPS__INTENT_BASIS - lost) : 0;
}

#endif
