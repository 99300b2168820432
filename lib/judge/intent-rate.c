/* SPDX-License-Identifier: MIT */
/* What slots are worth, and the scores that records make; intent-internal.h tells how. */
#include <string.h>

#include "core/bits.h"
#include "judge/intent-internal.h"
#include "judge/score-internal.h"

/* sum × 2^-(i ÷ 64) × points, of a sum in Q39. */
static inline revops__fine intent_faded(uint64_t sum, uint64_t i, uint64_t size_mpt)
{
    uint64_t halvings = i / REVOPS__INTENT_POINTS, twice = sum << 1;
    uint64_t power = halvings < 64 ? revops__coarse_powers[i % REVOPS__INTENT_POINTS] >> halvings : 0;
    uint64_t high = revops__multiply_high(twice, power), low = twice * power;
    uint64_t most = revops__multiply_high(high, size_mpt), more = high * size_mpt,
             carried = revops__multiply_high(low, size_mpt), rest = low * size_mpt;
    more += carried;
    most += more < carried;
    revops__fine faded = {
        (int64_t)(most << (64 - REVOPS__INTENT_SUM_BITS) | more >> REVOPS__INTENT_SUM_BITS),
        more << (64 - REVOPS__INTENT_SUM_BITS) | rest >> REVOPS__INTENT_SUM_BITS,
    };
    return faded;
}

/* amount × 64 ÷ period, below the exact value by less than 2^-64 of it and of a unit. */
static inline revops__fine intent_per_ms(revops__fine amount, const revops__divisor *period)
{
    uint64_t whole = (uint64_t)amount.whole << 6 | amount.part >> 58, part = amount.part << 6;
    uint64_t high = revops__multiply_high(whole, period->inverse), low = whole * period->inverse,
             carried = revops__multiply_high(part, period->inverse);
    low += carried;
    high += low < carried;
    unsigned shift = (unsigned)period->shift;
    revops__fine result = {(int64_t)(high >> shift), shift ? low >> shift | high << 1 << (63 - shift) : low};
    return result;
}

/* A half-life's line: from one point of the curve, `point` 64ths of a period after the newest event, to the next. */
static inline revops__intent_piece intent_half_life(const revops__intent_rule *rule,
                                                    const revops_intent_slot *slot, int64_t at_ms)
{
    revops__intent_piece piece = {{0, 0}, {0, 0}, REVOPS__INTENT_NEVER, 1};
    uint64_t period = rule->period.value, age = (uint64_t)(at_ms - slot->newest_ms);
    if (age >> 6 >= period) {
        return piece;
    }
    uint64_t steps = age * REVOPS__INTENT_POINTS, point = revops__quotient_of(steps, &rule->period);
    revops__fine from = intent_faded(slot->state[0], point, rule->size_mpt),
                 to = intent_faded(slot->state[0], point + 1, rule->size_mpt);
    piece.slope = intent_per_ms(revops__fine_subtract(from, to), &rule->period);
    revops__fine lost = revops__fine_times(piece.slope, steps - point * period);
    lost.part = lost.part >> 6 | (uint64_t)lost.whole << 58;
    lost.whole >>= 6;
    piece.value = revops__fine_subtract(from, lost);
    piece.end_ms = slot->newest_ms +
                   (int64_t)(((point + 1) * period + REVOPS__INTENT_POINTS - 1) / REVOPS__INTENT_POINTS);
    return piece;
}

/* A slot's spans that have events, newest first. */
typedef struct intent_spans {
    uint64_t state[2];
    uint64_t newest_age, at, newest_span, span_ms;
    /* of the present span */
    uint64_t age;
    uint32_t count;
} intent_spans;

static inline intent_spans intent_spans_of(const revops__intent_rule *rule, const revops_intent_slot *slot,
                                           int64_t at_ms)
{
    intent_spans spans = {{slot->state[0], slot->state[1]},
                          (uint64_t)(at_ms - slot->newest_ms),
                          revops__intent_shifted(at_ms),
                          revops__quotient_of(revops__intent_shifted(slot->newest_ms), &rule->span),
                          rule->span.value,
                          0,
                          0};
    return spans;
}

static inline int intent_next_span(intent_spans *spans)
{
    uint32_t half = spans->state[0] == 0;
    uint64_t word = spans->state[half];
    if (word == 0) {
        return 0;
    }
    uint32_t byte = revops__lowest_bit(word) / 8, back = half * 8 + byte;
    spans->count = (uint32_t)(word >> byte * 8 & 0xff);
    spans->state[half] = word & ~(UINT64_C(0xff) << byte * 8);
    spans->age = back == 0 ? spans->newest_age
                           : spans->at - (spans->newest_span - back) * spans->span_ms - spans->span_ms / 2;
    return 1;
}

static inline int64_t intent_sooner(int64_t end_ms, int64_t at_ms, uint64_t left_ms)
{
    return at_ms + (int64_t)left_ms < end_ms ? at_ms + (int64_t)left_ms : end_ms;
}

/* Counts of the spans whose age is below a life: the newest span's, as of its newest event, and those of older ones. An older
   span's age is `base_ms` and `span_ms` for each step back. */
typedef struct intent_counts {
    uint64_t first, older, ages;
    int64_t end_ms; /* when the oldest of them is over */
} intent_counts;

/* The sum of each byte times its place. */
static inline uint64_t intent_weighted_bytes(uint64_t word)
{
    const uint64_t even = UINT64_C(0x00ff00ff00ff00ff);
    return ((word & even) * UINT64_C(0x0000000200040006) +
            (word >> 8 & even) * UINT64_C(0x0001000300050007)) >>
           48;
}

static inline intent_counts intent_counts_within(const revops__intent_rule *rule,
                                                 const revops_intent_slot *slot, int64_t at_ms, uint64_t life)
{
    intent_counts counts = {0, 0, 0, REVOPS__INTENT_NEVER};
    uint64_t span_ms = rule->span.value, newest_age = (uint64_t)(at_ms - slot->newest_ms);
    uint64_t newest_span = revops__quotient_of(revops__intent_shifted(slot->newest_ms), &rule->span);
    uint64_t since = revops__intent_shifted(at_ms) - newest_span * span_ms; /* the newest span began */
    if (newest_age < life) {
        counts.first = slot->state[0] & 0xff;
        counts.ages = counts.first * newest_age;
        counts.end_ms = at_ms + (int64_t)(life - newest_age);
    }
    if (since >= life + span_ms / 2) {
        return counts; /* older spans are over */
    }
    uint64_t back =
        revops__quotient_of(life + span_ms / 2 - 1 - since, &rule->span); /* so many older ones count */
    back = back < REVOPS__INTENT_SPANS - 1 ? back : REVOPS__INTENT_SPANS - 1;
    uint64_t near = slot->state[0] & ~UINT64_C(0xff), far = slot->state[1];
    if (back < 8) {
        near = back < 7 ? near & ((UINT64_C(1) << (back + 1) * 8) - 1) : near;
        far = 0;
    } else if (back < 15) {
        far &= (UINT64_C(1) << (back - 7) * 8) - 1;
    }
    uint64_t far_events = revops__intent_bytes(far);
    counts.older = revops__intent_bytes(near) + far_events;
    if (counts.older) {
        uint64_t steps = intent_weighted_bytes(near) + intent_weighted_bytes(far) + 8 * far_events;
        counts.ages += steps * span_ms + counts.older * (since - span_ms / 2);
        uint64_t oldest = far ? 8 + revops__highest_bit(far) / 8 : revops__highest_bit(near) / 8;
        counts.end_ms = at_ms + (int64_t)(life - (since + oldest * span_ms - span_ms / 2));
    }
    return counts;
}

static revops__intent_piece intent_window(const revops__intent_rule *rule, const revops_intent_slot *slot,
                                          int64_t at_ms)
{
    intent_counts counts = intent_counts_within(rule, slot, at_ms, (uint64_t)rule->life_ms);
    revops__intent_piece piece = {
        {(int64_t)((counts.first + counts.older) * rule->size_mpt), 0}, {0, 0}, counts.end_ms, 0};
    return piece;
}

static revops__intent_piece intent_step(const revops__intent_rule *rule, const revops_intent_slot *slot,
                                        int64_t at_ms)
{
    revops__intent_piece piece = {{0, 0}, {0, 0}, REVOPS__INTENT_NEVER, 0};
    uint64_t life = (uint64_t)rule->life_ms, period = rule->period.value, shares = 0;
    for (intent_spans spans = intent_spans_of(rule, slot, at_ms); intent_next_span(&spans);) {
        if (spans.age < life) {
            uint64_t steps = revops__quotient_of(spans.age, &rule->period);
            shares += spans.count * (REVOPS__INTENT_BASIS - steps * rule->rule.loss_bp);
            piece.end_ms = intent_sooner(piece.end_ms, at_ms, (steps + 1) * period - spans.age);
        }
    }
    uint64_t parts = shares * rule->size_mpt; /* of 10,000; below 2^57 */
    piece.value.whole = (int64_t)(parts / REVOPS__INTENT_BASIS);
    piece.value.part = parts % REVOPS__INTENT_BASIS * (UINT64_MAX / REVOPS__INTENT_BASIS);
    return piece;
}

static revops__intent_piece intent_linear(const revops__intent_rule *rule, const revops_intent_slot *slot,
                                          int64_t at_ms)
{
    intent_counts counts = intent_counts_within(rule, slot, at_ms, (uint64_t)rule->life_ms);
    uint64_t events = counts.first + counts.older;
    revops__intent_piece piece = {revops__fine_of((int64_t)(events * rule->size_mpt)),
                                  revops__fine_times(rule->loss, events), counts.end_ms, 0};
    piece.value = revops__fine_subtract(piece.value, revops__fine_times(rule->loss, counts.ages));
    return piece;
}

static revops__intent_piece intent_tiers(const revops_intent *intent, const revops__intent_rule *rule,
                                         const revops_intent_slot *slot, int64_t at_ms)
{
    revops__intent_piece piece = {{0, 0}, {0, 0}, REVOPS__INTENT_NEVER, 0};
    const revops_intent_tier *tiers = revops__intent_tiers(intent) + rule->rule.first_tier;
    for (uint32_t i = 0; i < rule->rule.tier_count; i++) {
        intent_counts counts = intent_counts_within(rule, slot, at_ms, (uint64_t)tiers[i].within_ms);
        if (counts.first + counts.older >= tiers[i].count && tiers[i].points_mpt > piece.value.whole) {
            piece.value.whole = tiers[i].points_mpt;
        }
        piece.end_ms = counts.end_ms < piece.end_ms ? counts.end_ms : piece.end_ms;
    }
    return piece;
}

revops__intent_piece revops__intent_piece_of(const revops_intent *intent, const revops__intent_rule *rule,
                                             const revops_intent_slot *slot, int64_t at_ms)
{
    revops__intent_piece piece = {{0, 0}, {0, 0}, REVOPS__INTENT_NEVER, 0};
    if (slot->counted == 0) {
        return piece;
    }
    switch ((enum revops_intent_decays)rule->rule.decay) {
    case REVOPS_INTENT_LASTING:
        piece.value.whole = (int64_t)(slot->counted * rule->size_mpt);
        break;
    case REVOPS_INTENT_WINDOW:
        return intent_window(rule, slot, at_ms);
    case REVOPS_INTENT_STEP:
        return intent_step(rule, slot, at_ms);
    case REVOPS_INTENT_LINEAR:
        return intent_linear(rule, slot, at_ms);
    case REVOPS_INTENT_HALF_LIFE:
        return intent_half_life(rule, slot, at_ms);
    case REVOPS_INTENT_TIERS:
        return intent_tiers(intent, rule, slot, at_ms);
    }
    return piece;
}

revops_status revops__intent_can_rate(const revops_intent *intent, const revops_intent_record *record,
                                      int64_t at_ms)
{
    if (!intent || !record || !revops__intent_is_time(at_ms)) {
        return REVOPS_ERR_ARG;
    }
    revops_status status = revops__intent_head_status(intent, record, at_ms);
    if (status == REVOPS_ERR_CORRUPT) {
        return status;
    }
    const revops__intent_rule *rules = revops__intent_rules(intent);
    const revops_intent_slot *slots = revops__intent_slots(record);
    for (uint32_t i = 0; i < intent->rule_count; i++) {
        if (slots[i].counted == 0) {
            continue;
        }
        revops_status own = revops__intent_slot_status(&rules[i], &slots[i], at_ms);
        if (own == REVOPS_ERR_CORRUPT) {
            return own;
        }
        status = own == REVOPS_OK ? status : own;
    }
    return status;
}

uint32_t revops__intent_share(const revops_intent *intent, const revops_intent_record *record, int64_t at_ms,
                              int64_t *out_end_ms)
{
    *out_end_ms = REVOPS__INTENT_NEVER;
    if (!intent->inactivity_loss_bp || !record->is_active) {
        return REVOPS__INTENT_BASIS;
    }
    uint64_t period = (uint64_t)intent->inactivity_period_ms,
             periods = (uint64_t)(at_ms - record->active_ms) / period;
    uint32_t share_bp = revops__intent_share_after(intent, periods);
    if (share_bp) {
        *out_end_ms = record->active_ms + (int64_t)((periods + 1) * period);
    }
    return share_bp;
}

int32_t revops__intent_round(const revops_intent *intent, revops__fine sum, uint32_t share_bp)
{
    revops__fine raised = revops__fine_add(sum, revops__intent_up());
    int64_t score_mpt = raised.whole;
    if (share_bp < REVOPS__INTENT_BASIS && score_mpt >= 0) {
        score_mpt =
            (int64_t)(((uint64_t)score_mpt * share_bp + revops__multiply_high(raised.part, share_bp)) /
                      REVOPS__INTENT_BASIS);
    }
    return revops__clamp(score_mpt, intent->floor_mpt, intent->cap_mpt);
}

revops__fine revops__intent_sum(const revops_intent *intent, const revops_intent_record *record,
                                int64_t at_ms)
{
    const revops__intent_rule *rules = revops__intent_rules(intent);
    const uint32_t *order = revops__intent_order(intent);
    const revops_intent_slot *slots = revops__intent_slots(record);
    const revops_score_group *groups = revops__intent_groups(intent);
    revops__intent_joined joined = {{0, 0}, {0, 0}};
    revops__fine sum = {0, 0};
    uint32_t group = 0, i = 0;
    for (;;) {
        while (i < intent->rule_count && rules[order[i]].rule.group == group) {
            const revops__intent_rule *rule = &rules[order[i]];
            const revops_intent_slot *slot = &slots[order[i++]];
            if (slot->counted) {
                revops__intent_piece piece = revops__intent_piece_of(intent, rule, slot, at_ms);
                sum = rule->rule.points_mpt < 0 ? revops__fine_subtract(sum, piece.value)
                                                : revops__fine_add(sum, piece.value);
            }
        }
        if (group > 0) {
            sum = revops__fine_clamp(sum, groups[group - 1].floor_mpt, groups[group - 1].cap_mpt);
        }
        revops__intent_join(intent->has_best_group, group, sum, &joined);
        if (group++ == intent->group_count) {
            return revops__fine_clamp(revops__fine_add(joined.alone, joined.of_groups), intent->floor_mpt,
                                      intent->cap_mpt);
        }
        sum = revops__fine_of(0);
    }
}

/* Of sums with 20 binary digits behind the point: by how much they may be off; whether a slot can't be one. */
typedef struct intent_near {
    uint64_t off;
    int is_damaged;
} intent_near;

enum {
    INTENT_NEAR_BITS = 20,
    INTENT_NEAR_EVENTS_MAX = 4096,
    INTENT_NEAR_SIZE_BITS = 20,
    INTENT_NEAR_RULES_MAX = 256,
    INTENT_NEAR_GROUPS = 64
};

/* What is left of a half-life, off by less than four units of a share with 39
   digits, so by `size_mpt` >> 17 and what digits cut off here and where it is
   worked out whole. */
static inline uint64_t intent_near_half_life(const revops__intent_rule *rule, uint64_t sum, uint64_t age)
{
    uint64_t period = rule->period.value;
    if (age >> 6 >= period) {
        return 0;
    }
    uint64_t steps = age * REVOPS__INTENT_POINTS, point = revops__quotient_of(steps, &rule->period);
    uint64_t part = revops__ratio_of(steps - point * period, &rule->period) << 7;
    const uint64_t *power = &revops__coarse_powers[point % REVOPS__INTENT_POINTS];
    uint64_t from = power[0] >> point / REVOPS__INTENT_POINTS, to = power[1] >> point / REVOPS__INTENT_POINTS;
    uint64_t left = revops__multiply_high(sum << 1, from - revops__multiply_high(from - to, part));
    return revops__multiply_high(left, rule->size_mpt) << (64 - REVOPS__INTENT_SUM_BITS + INTENT_NEAR_BITS) |
           left * rule->size_mpt >> (REVOPS__INTENT_SUM_BITS - INTENT_NEAR_BITS);
}

/* Adds what a slot is worth. False where it can't be rated, or is beyond what fits. */
static inline int intent_near_add(const revops_intent *intent, const revops__intent_rule *rule,
                                  const revops_intent_slot *slot, int64_t at_ms, intent_near *near,
                                  int64_t *sum)
{
    uint64_t value, age = (uint64_t)at_ms - (uint64_t)slot->newest_ms;
    if (slot->counted > INTENT_NEAR_EVENTS_MAX || rule->size_mpt >> INTENT_NEAR_SIZE_BITS ||
        age > (uint64_t)at_ms + (uint64_t)REVOPS_INTENT_TIME_MAX_MS) {
        return 0; /* too much, or its newest event is later or no instant */
    }
    if (rule->rule.decay == REVOPS_INTENT_HALF_LIFE) {
        near->off += 2 + (rule->size_mpt >> 17);
        near->is_damaged |= slot->state[0] > (uint64_t)slot->counted << REVOPS__INTENT_SUM_BITS;
        value = intent_near_half_life(rule, slot->state[0], age);
    } else {
        revops__intent_piece piece = revops__intent_piece_of(intent, rule, slot, at_ms);
        near->off++;
        value = (uint64_t)piece.value.whole << INTENT_NEAR_BITS | piece.value.part >> (64 - INTENT_NEAR_BITS);
    }
    *sum += rule->rule.points_mpt < 0 ? -(int64_t)value : (int64_t)value;
    return 1;
}

static inline int64_t intent_near_clamp(int64_t sum, int32_t least_mpt, int32_t most_mpt)
{
    int64_t least = (int64_t)least_mpt * (1 << INTENT_NEAR_BITS),
            most = (int64_t)most_mpt * (1 << INTENT_NEAR_BITS);
    return sum < least ? least : sum > most ? most : sum;
}

/* The score of a sum in words of 64 bits: limits and the best group let no
   error grow, so that the score is right where none of what the sum may be
   makes another one. False where that isn't so, or a slot can't be rated. */
static int intent_near_rate(const revops_intent *intent, const revops_intent_record *record, int64_t at_ms,
                            int32_t *out_score_mpt)
{
    const revops__intent_rule *rule = revops__intent_rules(intent);
    const revops_intent_slot *slot = revops__intent_slots(record);
    const revops_score_group *groups = revops__intent_groups(intent);
    int64_t sums[INTENT_NEAR_GROUPS], of_groups = 0;
    intent_near near = {1, 0};
    if (record->ended_by || intent->inactivity_loss_bp || intent->rule_count > INTENT_NEAR_RULES_MAX ||
        intent->group_count >= INTENT_NEAR_GROUPS || !revops__intent_is_time(at_ms) ||
        revops__intent_head_status(intent, record, at_ms) != REVOPS_OK) {
        return 0;
    }
    for (uint32_t group = 0; group <= intent->group_count; group++) {
        sums[group] = 0;
    }
    for (const revops__intent_rule *end = rule + intent->rule_count; rule < end; rule++, slot++) {
        if (slot->counted && !intent_near_add(intent, rule, slot, at_ms, &near, &sums[rule->rule.group])) {
            return 0;
        }
    }
    for (uint32_t group = 1; group <= intent->group_count; group++) {
        int64_t sum = intent_near_clamp(sums[group], groups[group - 1].floor_mpt, groups[group - 1].cap_mpt);
        of_groups = !intent->has_best_group         ? of_groups + sum
                    : group == 1 || of_groups < sum ? sum
                                                    : of_groups;
    }
    int64_t total = intent_near_clamp(sums[0] + of_groups, intent->floor_mpt, intent->cap_mpt);
    const uint64_t zero = UINT64_C(1) << 62; /* so that shifts round down below it, too */
    uint64_t raised = zero + (uint64_t)total + (1 << (INTENT_NEAR_BITS - 6));
    uint64_t whole = raised >> INTENT_NEAR_BITS;
    if (near.is_damaged || (raised - near.off) >> INTENT_NEAR_BITS != whole ||
        (raised + near.off) >> INTENT_NEAR_BITS != whole) {
        return 0;
    }
    *out_score_mpt =
        revops__clamp((int64_t)(whole - (zero >> INTENT_NEAR_BITS)), intent->floor_mpt, intent->cap_mpt);
    return 1;
}

static revops_status intent_rate(const revops_intent *intent, const revops_intent_record *record,
                                 int64_t at_ms, int32_t *out_score_mpt)
{
    if (intent_near_rate(intent, record, at_ms, out_score_mpt)) {
        return REVOPS_OK;
    }
    revops_status status = revops__intent_can_rate(intent, record, at_ms);
    if (status != REVOPS_OK) {
        return status;
    }
    if (record->ended_by) {
        *out_score_mpt = intent->ended_mpt;
        return REVOPS_OK;
    }
    int64_t end_ms;
    uint32_t share_bp = revops__intent_share(intent, record, at_ms, &end_ms);
    *out_score_mpt = revops__intent_round(intent, revops__intent_sum(intent, record, at_ms), share_bp);
    return REVOPS_OK;
}

revops_status revops_intent_rate(const revops_intent *intent, const revops_intent_record *record,
                                 int64_t at_ms, int32_t *out_score_mpt)
{
    if (!intent || !record || !out_score_mpt) {
        return REVOPS_ERR_ARG;
    }
    return intent_rate(intent, record, at_ms, out_score_mpt);
}

uint32_t revops__intent_grade(const revops_intent *intent, int32_t score_mpt)
{
    return revops__score_grade(intent->grades_mpt, intent->grade_count, 0, score_mpt, REVOPS_SCORE_UNGRADED);
}

revops_status revops_intent_rate_many(const revops_intent *intent, const revops_intent_record *records,
                                      size_t record_count, int64_t at_ms, int32_t *scores_mpt,
                                      uint8_t *grades, size_t *out_bad)
{
    if (!intent || (!records && record_count) || !revops__intent_is_time(at_ms)) {
        return REVOPS_ERR_ARG;
    }
    size_t size = revops_intent_record_size(intent);
    for (size_t i = 0; i < record_count; i++) {
        const revops_intent_record *record =
            (const revops_intent_record *)(const void *)((const unsigned char *)records + i * size);
        int32_t score_mpt;
        revops_status status = intent_rate(intent, record, at_ms, &score_mpt);
        if (status != REVOPS_OK) {
            if (out_bad) {
                *out_bad = i;
            }
            return status;
        }
        if (scores_mpt) {
            scores_mpt[i] = score_mpt;
        }
        if (grades) {
            grades[i] = (uint8_t)revops__intent_grade(intent, score_mpt);
        }
    }
    return REVOPS_OK;
}

revops_status revops_intent_grade(const revops_intent *intent, int32_t score_mpt, uint32_t previous,
                                  uint32_t *out_grade)
{
    if (!intent || !out_grade || (previous > intent->grade_count && previous != REVOPS_SCORE_UNGRADED)) {
        return REVOPS_ERR_ARG;
    }
    *out_grade = revops__score_grade(intent->grades_mpt, intent->grade_count, intent->hysteresis_mpt,
                                     score_mpt, previous);
    return REVOPS_OK;
}
