/* SPDX-License-Identifier: MIT */
/* Intent against a naive twin: random rules and histories; audits, the record's stated bounds, explanations, crossings
   against bisection and every single millisecond, wake-ups that are never late and those of steps exact, decay that never
   rises, columns. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <revops/intent-next.h>
#include <revops/intent-total.h>

#include "model.h"
#include "random.h"

enum { RULES = 8, TIERS = 6, GROUPS = 3, EVENTS = 60 };

typedef struct policy {
    revops_intent_params params;
    revops_intent_rule rules[RULES];
    revops_intent_tier tiers[TIERS];
    revops_score_group groups[GROUPS];
} policy;

typedef struct history {
    int64_t at_ms[EVENTS];
    uint32_t behaviours[EVENTS];
    size_t count;
} history;

static int all_short; /* so that every millisecond can be tried */

static int64_t some_period(random_state *random)
{
    static const int64_t scales[] = {20, 1000, REVOPS_HOUR_MS, REVOPS_DAY_MS, 100 * REVOPS_DAY_MS};
    return 1 + (int64_t)random_below(random, (uint64_t)scales[all_short ? 0 : random_below(random, 5)] * 3);
}

static void make_policy(policy *p, random_state *random, int only_positive, int only_decay)
{
    revops_intent_params init = REVOPS_INTENT_PARAMS_INIT;
    memset(p, 0, sizeof *p);
    p->params = init;
    p->params.rules = p->rules;
    p->params.tiers = p->tiers;
    p->params.groups = p->groups;
    p->params.rule_count = 1 + (uint32_t)random_below(random, RULES);
    p->params.tier_count = TIERS;
    p->params.group_count = (uint32_t)random_below(random, GROUPS + 1);
    p->params.utc_offset_min = (int32_t)random_between(random, -1440, 1440);
    for (int i = 0; i < TIERS; i++) {
        p->tiers[i].within_ms = some_period(random);
        p->tiers[i].count = 1 + (uint32_t)random_below(random, 4);
        p->tiers[i].points_mpt = 1 + (int32_t)random_below(random, 60000);
    }
    for (uint32_t i = 0; i < p->params.rule_count; i++) {
        revops_intent_rule *rule = &p->rules[i];
        rule->decay = only_decay ? (uint32_t)only_decay : 1 + (uint32_t)random_below(random, 6);
        rule->group = (uint32_t)random_below(random, p->params.group_count + 1);
        rule->daily_limit = random_below(random, 3) ? 0 : 1 + (uint32_t)random_below(random, 4);
        if (rule->decay == REVOPS_INTENT_TIERS) {
            rule->first_tier = (uint32_t)random_below(random, 3);
            rule->tier_count = 1 + (uint32_t)random_below(random, 3);
            continue;
        }
        rule->points_mpt = (int32_t)random_between(random, only_positive ? 0 : -60000, 60000);
        if (rule->decay != REVOPS_INTENT_LASTING) {
            rule->period_ms = some_period(random);
        }
        if (rule->decay == REVOPS_INTENT_STEP || rule->decay == REVOPS_INTENT_LINEAR) {
            rule->loss_bp = 1 + (uint32_t)random_below(random, random_below(random, 2) ? 10000 : 1000);
        }
    }
    if (random_below(random, 3) == 0) {
        p->params.inactivity_loss_bp = 500 + (uint32_t)random_below(random, 9501);
        p->params.inactivity_period_ms = some_period(random);
    }
    p->params.ended_mpt = (int32_t)random_between(random, -5000, 5000);
    for (uint32_t i = 0; i < p->params.rule_count; i++) {
        p->rules[i].flags = random_below(random, 4) ? 0 : REVOPS_INTENT_PASSIVE;
        p->rules[i].flags |= random_below(random, 60) ? 0 : REVOPS_INTENT_ENDS;
    }
    for (uint32_t i = 0; i < p->params.group_count; i++) {
        int32_t a = (int32_t)random_between(random, -50000, 90000),
                b = (int32_t)random_between(random, -50000, 90000);
        p->groups[i].floor_mpt = random_below(random, 2) ? REVOPS_SCORE_NO_FLOOR : a < b ? a : b;
        p->groups[i].cap_mpt = random_below(random, 2) ? REVOPS_SCORE_NO_CAP : a < b ? b : a;
    }
    if (random_below(random, 2)) {
        p->params.floor_mpt = 0;
        p->params.cap_mpt = 100000;
    }
    p->params.flags = random_below(random, 2) ? 0 : REVOPS_SCORE_BEST_GROUP;
}

static void make_history(const policy *p, history *h, random_state *random)
{
    h->count = random_below(random, EVENTS + 1);
    int64_t at_ms = random_between(random, -REVOPS_DAY_MS * 100, REVOPS_DAY_MS * 100);
    for (size_t i = 0; i < h->count; i++) {
        at_ms += random_below(random, 4) ? (int64_t)random_below(random, (uint64_t)some_period(random)) : 0;
        h->at_ms[i] = at_ms;
        h->behaviours[i] = (uint32_t)random_below(random, p->params.rule_count);
    }
}

/* Points of one rule at an instant, by the page of intent.h; `shift_ms` makes all events older (or younger, not below
   age 0), to bound what a record may say. */
static long double naive_rule(const policy *p, const history *h, uint32_t r, int64_t when_ms,
                              int64_t shift_ms)
{
    const revops_intent_rule *rule = &p->rules[r];
    long double sum = 0;
    int64_t tier_counts[TIERS] = {0};
    int64_t day = INT64_MIN, on_day = 0;
    for (size_t i = 0; i < h->count; i++) {
        if (h->behaviours[i] != r || h->at_ms[i] > when_ms) {
            continue;
        }
        int64_t own_day = (int64_t)floorl(
            (long double)(h->at_ms[i] + p->params.utc_offset_min * REVOPS_MINUTE_MS) / REVOPS_DAY_MS);
        on_day = own_day == day ? on_day + 1 : 1;
        day = own_day;
        if (rule->daily_limit && on_day > rule->daily_limit) {
            continue;
        }
        int64_t age = when_ms - h->at_ms[i] + shift_ms;
        age = age < 0 ? 0 : age;
        long double left = rule->points_mpt;
        int64_t period = rule->period_ms;
        switch (rule->decay) {
        case REVOPS_INTENT_WINDOW:
            left = age < period ? left : 0;
            break;
        case REVOPS_INTENT_STEP: {
            random_wide lost = (random_wide)(age / period) * rule->loss_bp;
            left = lost >= 10000 ? 0 : left * (10000 - (int64_t)lost) / 10000;
            break;
        }
        case REVOPS_INTENT_LINEAR: {
            random_wide whole = (random_wide)period * 10000, lost = (random_wide)age * rule->loss_bp;
            left = lost >= whole ? 0 : left * ((long double)(whole - lost) / (long double)whole);
            break;
        }
        case REVOPS_INTENT_HALF_LIFE:
            sum += age / period >= 64 ? 0 : left * exp2l(-(long double)age / period);
            continue;
        case REVOPS_INTENT_TIERS:
            for (uint32_t t = 0; t < rule->tier_count; t++) {
                tier_counts[t] += age < p->tiers[rule->first_tier + t].within_ms;
            }
            continue;
        default:
            break;
        }
        sum += left;
    }
    for (uint32_t t = 0; rule->decay == REVOPS_INTENT_TIERS && t < rule->tier_count; t++) {
        const revops_intent_tier *tier = &p->tiers[rule->first_tier + t];
        sum = tier_counts[t] >= tier->count && tier->points_mpt > sum ? tier->points_mpt : sum;
    }
    return sum;
}

/* The score of a history before it is rounded. */
static long double naive_score(const policy *p, const history *h, int64_t when_ms)
{
    long double sums[GROUPS + 1] = {0};
    int64_t active_ms = INT64_MIN;
    for (size_t i = 0; i < h->count && h->at_ms[i] <= when_ms; i++) {
        uint32_t flags = p->rules[h->behaviours[i]].flags;
        if (flags & REVOPS_INTENT_ENDS) {
            return p->params.ended_mpt;
        }
        active_ms = flags & REVOPS_INTENT_PASSIVE ? active_ms : h->at_ms[i];
    }
    for (uint32_t r = 0; r < p->params.rule_count; r++) {
        sums[p->rules[r].group] += naive_rule(p, h, r, when_ms, 0);
    }
    long double total = sums[0], best = 0;
    for (uint32_t g = 0; g < p->params.group_count; g++) {
        long double sum = sums[g + 1];
        sum = sum < p->groups[g].floor_mpt ? p->groups[g].floor_mpt : sum;
        sum = sum > p->groups[g].cap_mpt ? p->groups[g].cap_mpt : sum;
        best = g == 0 || sum > best ? sum : best;
        total += p->params.flags & REVOPS_SCORE_BEST_GROUP ? 0 : sum;
    }
    total += p->params.flags & REVOPS_SCORE_BEST_GROUP ? best : 0;
    total = total < p->params.floor_mpt ? p->params.floor_mpt : total;
    total = total > p->params.cap_mpt ? p->params.cap_mpt : total;
    if (p->params.inactivity_loss_bp && active_ms != INT64_MIN && total > 0) {
        long double lost = (long double)((when_ms - active_ms) / p->params.inactivity_period_ms) *
                           p->params.inactivity_loss_bp;
        total *= lost < 10000 ? (10000 - lost) / 10000 : 0;
    }
    return total < p->params.floor_mpt ? p->params.floor_mpt : total;
}

typedef struct lead {
    revops_intent_record head;
    revops_intent_slot slots[RULES];
} lead;

static int32_t score_at(const revops_intent *intent, const lead *record, int64_t at_ms)
{
    int32_t score_mpt = 0;
    MUST(revops_intent_rate(intent, &record->head, at_ms, &score_mpt) == REVOPS_OK);
    return score_mpt;
}

static int32_t audit_at(const revops_intent *intent, const history *h, int64_t at_ms)
{
    const revops_intent_history events = {h->at_ms, h->behaviours, h->count};
    int32_t score_mpt = 0;
    MUST(revops_intent_audit(intent, &events, at_ms, &score_mpt) == REVOPS_OK);
    return score_mpt;
}

static void check_crossing(const policy *p, const revops_intent *intent, const lead *source, int64_t from_ms,
                           random_state *random, int monotone)
{
    int32_t now = score_at(intent, source, from_ms), threshold = now - (int32_t)random_below(random, 40000);
    if (random_below(random, 8) == 0) {
        threshold = now;
    }
    int64_t crossing_ms, wakeup_ms;
    MUST(revops_intent_crossing(intent, &source->head, from_ms, threshold, &crossing_ms) == REVOPS_OK);
    MUST(revops_intent_next_wakeup(intent, &source->head, from_ms, now, threshold, &wakeup_ms) == REVOPS_OK);
    MUST(wakeup_ms == REVOPS_TIME_NONE ? crossing_ms == REVOPS_TIME_NONE
                                       : crossing_ms == REVOPS_TIME_NONE || wakeup_ms <= crossing_ms);
    MUST((wakeup_ms == from_ms) == (crossing_ms == from_ms));
    int64_t far_ms = from_ms + 66 * 300 * REVOPS_DAY_MS;
    for (uint32_t r = 0; r < p->params.rule_count; r++) { /* steps and lines of small loss live longest */
        if (p->rules[r].loss_bp) {
            int64_t life = p->rules[r].period_ms / p->rules[r].loss_bp * 10001 + 20000;
            far_ms = from_ms + life > far_ms ? from_ms + life : far_ms;
        }
    }
    for (int64_t at_ms = from_ms, last_ms = from_ms + 4000; all_short && at_ms <= last_ms; at_ms++) {
        int is_below = score_at(intent, source, at_ms) < threshold;
        MUST(is_below ? at_ms >= crossing_ms && crossing_ms != REVOPS_TIME_NONE : at_ms != crossing_ms);
        last_ms = is_below ? at_ms - 1 : last_ms; /* the first one is enough */
    }
    if (crossing_ms == REVOPS_TIME_NONE) {
        MUST(score_at(intent, source, far_ms) >= threshold);
        crossing_ms = far_ms;
    } else {
        MUST(crossing_ms >= from_ms && crossing_ms <= far_ms);
        MUST(score_at(intent, source, crossing_ms) < threshold);
    }
    if (crossing_ms > from_ms) {
        MUST(score_at(intent, source, crossing_ms - 1) >= threshold);
        for (int i = 0; i < 8; i++) {
            int64_t at_ms = random_between(random, from_ms, crossing_ms - 1);
            MUST(score_at(intent, source, at_ms) >= threshold);
        }
    }
    if (monotone && crossing_ms < far_ms && crossing_ms > from_ms) {
        int64_t low = from_ms, high = far_ms; /* score(low) ≥ threshold > score(high) */
        while (high - low > 1) {
            int64_t middle = low + (high - low) / 2;
            if (score_at(intent, source, middle) < threshold) {
                high = middle;
            } else {
                low = middle;
            }
        }
        MUST(high == crossing_ms);
    }
}

static void check_round(random_state *random)
{
    static policy p;
    static history h;
    int monotone = round_number % 3 == 0, decay = round_number % 5 ? 0 : 1 + round_number / 5 % 6;
    make_policy(&p, random, monotone, decay);
    make_history(&p, &h, random);
    size_t needed;
    const revops_intent *intent;
    MUST(revops_intent_build(&p.params, NULL, 0, &needed, NULL) == REVOPS_ERR_NOSPACE);
    void *memory = malloc(needed);
    MUST(revops_intent_build(&p.params, memory, needed, NULL, &intent) == REVOPS_OK);
    int64_t last_ms = h.count ? h.at_ms[h.count - 1] : 0;

    /* Audits, as of any instant. */
    for (int i = 0; i < 4; i++) {
        int64_t when_ms = last_ms + (i ? (int64_t)random_below(random, (uint64_t)some_period(random)) : 0);
        when_ms = i == 3 && h.count ? h.at_ms[random_below(random, h.count)] : when_ms;
        long double expected = naive_score(&p, &h, when_ms);
        int32_t got = audit_at(intent, &h, when_ms);
        MUST(got >= floorl(expected - 0.01L) && got <= floorl(expected + 0.03L));
    }
    /* Columns: the same lead three times. */
    int64_t at_ms[3 * EVENTS];
    uint32_t behaviours[3 * EVENTS], leads[3 * EVENTS];
    uint64_t first[4];
    int32_t scores[3];
    for (size_t i = 0; i < 3; i++) {
        first[i] = i * h.count;
        memcpy(at_ms + first[i], h.at_ms, h.count * sizeof at_ms[0]);
        memcpy(behaviours + first[i], h.behaviours, h.count * sizeof behaviours[0]);
        for (size_t k = 0; k < h.count; k++) {
            leads[first[i] + k] = (uint32_t)i;
        }
    }
    first[3] = 3 * h.count;
    MUST(revops_intent_audit_many(intent, at_ms, behaviours, first, 3, last_ms, scores, NULL) == REVOPS_OK);
    MUST(scores[0] == scores[2] && scores[1] == audit_at(intent, &h, last_ms));

    /* The record: in any batches; within its bounds; legal. */
    static lead record, again;
    memset(&record, 0, sizeof record);
    memset(&again, 0, sizeof again);
    size_t size = revops_intent_record_size(intent);
    MUST(size == sizeof record.head + p.params.rule_count * sizeof record.slots[0]);
    for (size_t i = 0; i < h.count; i++) {
        MUST(revops_intent_apply(intent, &record.head, h.behaviours[i], h.at_ms[i]) == REVOPS_OK);
    }
    for (uint32_t r = p.params.rule_count;
         r-- > 0;) { /* behaviour by behaviour: rules don't meet in a record */
        for (size_t i = 0; i < h.count; i++) {
            MUST(h.behaviours[i] != r ||
                 revops_intent_apply(intent, &again.head, r, h.at_ms[i]) == REVOPS_OK);
        }
    }
    MUST(memcmp(&record, &again, sizeof record) == 0);
    MUST(revops_intent_verify(intent, &record.head) == REVOPS_OK);
    static _Alignas(8) unsigned char three[3 * sizeof(lead)];
    memset(three, 0, sizeof three);
    revops_intent_record *records = (revops_intent_record *)(void *)three;
    const revops_intent_columns columns = {sizeof columns, 0, 3 * h.count, leads, behaviours, at_ms};
    revops_cursor cursor = {0, 0, 0, 0, 0, 0, {0, 0}};
    MUST(revops_intent_apply_many(intent, records, 3, &columns, &cursor) == REVOPS_OK);
    MUST(cursor.applied == 3 * h.count && cursor.next == 3 * h.count);
    uint8_t grades[3];
    MUST(revops_intent_rate_many(intent, records, 3, last_ms, scores, grades, NULL) == REVOPS_OK);
    for (size_t i = 0; i < 3; i++) {
        MUST(memcmp(three + i * size, &record, size) == 0);
        MUST(scores[i] == score_at(intent, &record, last_ms));
    }
    for (uint32_t r = 0; r < p.params.rule_count; r++) {
        /* One rule alone, without limits, shows what its slot says. */
        policy alone;
        memset(&alone, 0, sizeof alone);
        alone.params = p.params;
        memcpy(alone.rules, p.rules, sizeof alone.rules);
        memcpy(alone.tiers, p.tiers, sizeof alone.tiers);
        for (uint32_t k = 0; k < p.params.rule_count; k++) {
            alone.rules[k].group = 0;
            alone.rules[k].flags = 0;
            if (k != r) {
                alone.rules[k].decay = REVOPS_INTENT_LASTING;
                alone.rules[k].points_mpt = 0;
                alone.rules[k].period_ms = 0;
                alone.rules[k].loss_bp = alone.rules[k].first_tier = alone.rules[k].tier_count = 0;
            }
        }
        alone.params.rules = alone.rules;
        alone.params.tiers = alone.tiers;
        alone.params.group_count = 0;
        alone.params.floor_mpt = REVOPS_SCORE_NO_FLOOR;
        alone.params.cap_mpt = REVOPS_SCORE_NO_CAP;
        alone.params.inactivity_loss_bp = 0;
        alone.params.inactivity_period_ms = 0;
        lead single_record = record;
        memset(&single_record.head, 0, sizeof single_record.head);
        const revops_intent *single;
        static _Alignas(8) unsigned char single_memory[1 << 13];
        MUST(revops_intent_build(&alone.params, single_memory, sizeof single_memory, NULL, &single) ==
             REVOPS_OK);
        int64_t when_ms = last_ms + (int64_t)random_below(random, (uint64_t)some_period(random));
        int32_t got = score_at(single, &single_record, when_ms);
        uint32_t kind = p.rules[r].decay;
        if (kind == REVOPS_INTENT_LASTING || kind == REVOPS_INTENT_HALF_LIFE) {
            int32_t exact = audit_at(single, &h, when_ms);
            MUST(abs(got - exact) <= (kind == REVOPS_INTENT_HALF_LIFE ? 1 + abs(exact) / 66000 : 0));
        } else {
            int64_t life = p.rules[r].period_ms;
            if (p.rules[r].loss_bp) {
                life = kind == REVOPS_INTENT_STEP
                           ? life * ((10000 + p.rules[r].loss_bp - 1) / p.rules[r].loss_bp)
                           : (int64_t)(((random_wide)life * 10000 + p.rules[r].loss_bp - 1) /
                                       p.rules[r].loss_bp);
            }
            for (uint32_t t = 0; kind == REVOPS_INTENT_TIERS && t < p.rules[r].tier_count; t++) {
                int64_t within = p.tiers[p.rules[r].first_tier + t].within_ms;
                life = within > life ? within : life;
            }
            int64_t span = (life + 14) / 15;
            long double a = naive_rule(&p, &h, r, when_ms, span), b = naive_rule(&p, &h, r, when_ms, -span);
            MUST(got >= floorl((a < b ? a : b) - 0.01L) && got <= floorl((a < b ? b : a) + 0.03L));
        }
    }
    /* Positive points never rise by themselves. */
    for (int i = 0; monotone && i < 10; i++) {
        int64_t a = last_ms + (int64_t)random_below(random, (uint64_t)some_period(random));
        int64_t b = a + (int64_t)random_below(random, (uint64_t)some_period(random));
        MUST(record.head.ended_by || audit_at(intent, &h, b) <= audit_at(intent, &h, a));
        MUST(score_at(intent, &record, b) <= score_at(intent, &record, a));
        MUST(score_at(intent, &record, a + 1) <= score_at(intent, &record, a));
    }
    /* Lines add up, at any instant. */
    for (int i = 0; i < 3; i++) {
        int64_t when_ms = last_ms + (i ? (int64_t)random_below(random, (uint64_t)some_period(random)) : 0);
        revops_score_line lines[3 * RULES + 2 * GROUPS + 2];
        MUST(revops_intent_lines_max(intent) <= 3 * RULES + 2 * GROUPS + 2);
        MUST(revops_intent_explain(intent, &record.head, when_ms, lines, revops_intent_lines_max(intent),
                                   &needed) == REVOPS_OK);
        int64_t sum = 0;
        for (size_t k = 0; k < needed; k++) {
            sum += lines[k].points_mpt;
        }
        MUST(sum == score_at(intent, &record, when_ms));
    }
    for (int i = 0; i < 3; i++) {
        check_crossing(&p, intent, &record, last_ms + (int64_t)random_below(random, i ? 100000 : 1), random,
                       monotone);
    }

    /* Each way to the next grade gets there, alone or as the last of several, and one event fewer doesn't. */
    revops_intent_advice steps[RULES];
    MUST(revops_intent_advise(intent, &record.head, last_ms, steps, RULES, &needed) == REVOPS_OK);
    uint32_t grade, better;
    MUST(revops_intent_grade(intent, score_at(intent, &record, last_ms), REVOPS_SCORE_UNGRADED, &grade) ==
         REVOPS_OK);
    int together = needed > 0 && steps[0].grade >= grade;
    lead more = record;
    size_t events = 0;
    for (size_t i = 0; i < needed; i++) {
        if (!together) {
            more = record;
            events = 0;
        }
        if (events + steps[i].event_count > 200) { /* spans hold 255 */
            break;
        }
        uint32_t r = steps[i].behaviour;
        for (uint32_t k = 0; k < steps[i].event_count; k++, events++) {
            MUST(revops_intent_grade(intent, score_at(intent, &more, last_ms), REVOPS_SCORE_UNGRADED,
                                     &better) == REVOPS_OK);
            MUST(better >= grade || p.rules[r].decay == REVOPS_INTENT_TIERS);
            MUST(revops_intent_apply(intent, &more.head, r, last_ms) == REVOPS_OK);
        }
        MUST(score_at(intent, &more, last_ms) == steps[i].score_mpt);
        MUST((steps[i].grade < grade) == (!together || i + 1 == needed));
    }
    free(memory);
}

/* When steps fall next, and windows and tiers: a wake-up says it to the millisecond where nothing fades evenly and the margin
   leaves no event to spare. Compared with every millisecond until then, and where periods are long with the record's spans
   one by one. */
static void check_next_fall(random_state *random)
{
    static policy p;
    static history h;
    static const uint32_t kinds[] = {REVOPS_INTENT_STEP, REVOPS_INTENT_WINDOW, REVOPS_INTENT_TIERS};
    make_policy(&p, random, 1, (int)kinds[random_below(random, 3)]);
    p.params.rule_count = 1;
    p.params.group_count = 0;
    p.params.inactivity_loss_bp = 0;
    p.params.inactivity_period_ms = 0;
    p.params.floor_mpt = REVOPS_SCORE_NO_FLOOR;
    p.params.cap_mpt = REVOPS_SCORE_NO_CAP;
    p.rules[0].group = p.rules[0].flags = 0;
    p.rules[0].points_mpt += p.rules[0].decay == REVOPS_INTENT_TIERS ? 0 : 1000;
    make_history(&p, &h, random);
    size_t needed;
    const revops_intent *intent;
    MUST(revops_intent_build(&p.params, NULL, 0, &needed, NULL) == REVOPS_ERR_NOSPACE);
    void *memory = malloc(needed);
    MUST(revops_intent_build(&p.params, memory, needed, NULL, &intent) == REVOPS_OK);
    lead record;
    memset(&record, 0, sizeof record);
    for (size_t i = 0; i < h.count; i++) {
        MUST(revops_intent_apply(intent, &record.head, 0, h.at_ms[i]) == REVOPS_OK);
    }
    int64_t from_ms =
        h.count ? h.at_ms[h.count - 1] + (int64_t)random_below(random, (uint64_t)some_period(random)) : 0;
    int32_t now = score_at(intent, &record, from_ms);
    int64_t wakeup_ms, crossing_ms;
    MUST(revops_intent_next_wakeup(intent, &record.head, from_ms, now, now - 3, &wakeup_ms) == REVOPS_OK);
    /* The first change of the score, of at least 4 thousandths: the crossing. Of tiers only their ends are seen, of which some
       change nothing. */
    MUST(revops_intent_crossing(intent, &record.head, from_ms, now - 3, &crossing_ms) == REVOPS_OK);
    int whole_steps = p.rules[0].decay == REVOPS_INTENT_WINDOW ||
                      (p.rules[0].decay == REVOPS_INTENT_STEP &&
                       p.rules[0].loss_bp * (int64_t)p.rules[0].points_mpt >= 50000);
    MUST(!whole_steps || wakeup_ms == crossing_ms);
    for (int64_t at_ms = from_ms, end_ms = wakeup_ms == REVOPS_TIME_NONE || wakeup_ms > from_ms + 4000
                                               ? from_ms + 4000
                                               : wakeup_ms;
         at_ms < end_ms; at_ms++) {
        MUST(score_at(intent, &record, at_ms) == now);
    }
    /* From wake-up to wake-up nothing is missed: the last one is the crossing. */
    for (int asked = 0; wakeup_ms != crossing_ms; asked++) {
        MUST(wakeup_ms != REVOPS_TIME_NONE && asked < 100000);
        MUST(crossing_ms == REVOPS_TIME_NONE || wakeup_ms < crossing_ms);
        int32_t then = score_at(intent, &record, wakeup_ms);
        MUST(revops_intent_next_wakeup(intent, &record.head, wakeup_ms, then, now - 3, &wakeup_ms) ==
             REVOPS_OK);
    }
    free(memory);
}

int main(void)
{
    random_state random = {6};
    for (round_number = 1; round_number <= 10000; round_number++) {
        all_short = round_number % 4 == 0;
        check_round(&random);
        check_next_fall(&random);
    }
    return EXIT_SUCCESS;
}
