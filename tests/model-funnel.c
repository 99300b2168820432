/* SPDX-License-Identifier: MIT */
/* The funnel beside a naive twin: histories are cut into cycles first, and every figure is counted on its own from those.
   Times stay below 128 ms, where buckets are exact. Then: parts merge to the whole, and what is taken back leaves nothing. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <revops/revops.h>

#include "random.h"

enum {
    LEADS_MOST = 12,
    EVENTS_MOST = 12,
    STAGES_MOST = 7,
    SPANS_MOST = 6,
    GROUPS = 3,
    REASONS = 2,
    RUNS = 3000
};
enum { NEVER = -1 };

static random_state rng = {20261127};

static void fail(const char *what)
{
    fprintf(stderr, "%s\n", what);
    exit(EXIT_FAILURE);
}

static uint32_t below(uint32_t bound)
{
    return (uint32_t)random_below(&rng, bound);
}

static struct {
    uint32_t stages, spans, flags;
    revops_funnel_stage stage[STAGES_MOST];
    revops_funnel_span span[SPANS_MOST];
    uint32_t cohort_stage;
} rules;

typedef struct history {
    int count;
    revops_funnel_event events[EVENTS_MOST];
} history;

/* What the twin finds out of one lead. */
typedef struct verdict {
    int any, now, open, closed, cycles, wins, expansions, lost_from;
    int64_t amount, expansion_amount, cohort_ms, since_ms;
    uint32_t reason;
    int reached[STAGES_MOST], observed[STAGES_MOST], stayed[STAGES_MOST];
    int64_t stay[STAGES_MOST];
    int64_t done[SPANS_MOST], waiting[SPANS_MOST];
} verdict;

static int kind_of(uint32_t stage)
{
    return (int)rules.stage[stage].kind;
}

/* Where the cycle ends that begins at event `from`. */
static int cycle_end(const history *of, int from)
{
    for (int i = from + 1; i < of->count; i++) {
        int before = kind_of(of->events[i - 1].stage), now = kind_of(of->events[i].stage);
        int ended = before == REVOPS_FUNNEL_CLOSED || before == REVOPS_FUNNEL_WON;
        if (ended && now != REVOPS_FUNNEL_CLOSED && !(before == now)) {
            return i;
        }
    }
    return of->count;
}

/* Times of a span in one cycle: done, or else waiting until the cycle ended. */
static void twin_span(verdict *out, const history *of, int from, int end, uint32_t span, int64_t as_of_ms)
{
    int64_t begun = NEVER;
    for (int i = from; i < end; i++) {
        const revops_funnel_event *event = &of->events[i];
        int seen_before = 0;
        for (int k = from; k < i; k++) {
            seen_before |= of->events[k].stage == event->stage && !of->events[k].is_inferred;
        }
        if (begun != NEVER && event->stage == rules.span[span].to && !event->is_inferred && !seen_before) {
            out->done[span] = event->at_ms - begun;
            return;
        }
        if (event->stage == rules.span[span].from && !event->is_inferred && !seen_before) {
            begun = event->at_ms;
        }
        int enters = i == from || of->events[i - 1].stage != event->stage;
        int stops =
            kind_of(event->stage) == REVOPS_FUNNEL_CLOSED ||
            (kind_of(event->stage) == REVOPS_FUNNEL_WON && enters && event->stage != rules.span[span].from);
        if (begun != NEVER && stops) {
            out->waiting[span] = event->at_ms - begun;
            begun = NEVER;
            for (int k = i + 1; k < end; k++) { /* nothing begins anew: it was seen */
                if (of->events[k].stage == rules.span[span].from && !of->events[k].is_inferred) {
                    return;
                }
            }
        }
    }
    if (begun != NEVER) {
        out->waiting[span] = (end < of->count ? of->events[end].at_ms : as_of_ms) - begun;
    }
}

static verdict twin_lead(const history *of, int64_t as_of_ms)
{
    verdict out;
    memset(&out, 0, sizeof out);
    out.now = out.lost_from = NEVER;
    out.cohort_ms = REVOPS_TIME_NONE;
    out.reason = REVOPS_NO_ROW;
    for (int i = 0; i < SPANS_MOST; i++) {
        out.done[i] = out.waiting[i] = NEVER;
    }
    out.any = of->count > 0;
    int customer = 0;
    for (int from = 0, end; from < of->count; from = end) {
        end = cycle_end(of, from);
        out.cycles++;
        out.reason = REVOPS_NO_ROW;
        out.lost_from = NEVER;
        for (uint32_t span = 0; span < rules.spans; span++) {
            if (out.done[span] == NEVER) {
                twin_span(&out, of, from, end, span, as_of_ms);
            }
        }
        for (int i = from; i < end; i++) {
            const revops_funnel_event *event = &of->events[i];
            int enters = i == from || of->events[i - 1].stage != event->stage, seen = 0;
            for (int k = from; k < i; k++) {
                seen |= of->events[k].stage == event->stage && !of->events[k].is_inferred;
            }
            for (uint32_t s = 0; s < rules.stages; s++) {
                int passed = rules.flags & REVOPS_FUNNEL_INFER && s < event->stage &&
                             kind_of(s) == REVOPS_FUNNEL_PATH &&
                             kind_of(event->stage) != REVOPS_FUNNEL_CLOSED;
                if (s == event->stage || passed) {
                    out.reached[s] = 1;
                    if (out.cohort_ms == REVOPS_TIME_NONE &&
                        (rules.cohort_stage == REVOPS_NO_ROW || rules.cohort_stage == s)) {
                        out.cohort_ms = event->at_ms;
                    }
                }
            }
            out.observed[event->stage] |= !event->is_inferred;
            if (kind_of(event->stage) == REVOPS_FUNNEL_WON) {
                out.amount += event->amount;
                if (enters || (seen && !event->is_inferred)) {
                    out.wins++;
                    out.expansions += customer;
                    out.expansion_amount += customer ? event->amount : 0;
                    customer = 1;
                }
            }
            if (kind_of(event->stage) == REVOPS_FUNNEL_CLOSED) {
                if (i > from && kind_of(of->events[i - 1].stage) != REVOPS_FUNNEL_CLOSED) {
                    out.lost_from = (int)of->events[i - 1].stage;
                    customer = kind_of(of->events[i - 1].stage) == REVOPS_FUNNEL_WON ? 0 : customer;
                }
                out.reason = event->reason;
            }
        }
    }
    for (int i = 0; i < of->count; i++) {
        int64_t until = i + 1 < of->count ? of->events[i + 1].at_ms : as_of_ms;
        out.stay[of->events[i].stage] += until - of->events[i].at_ms;
        if (i + 1 < of->count && of->events[i + 1].stage != of->events[i].stage) {
            out.stayed[of->events[i].stage] = 1;
        }
    }
    if (of->count > 0) {
        out.now = (int)of->events[of->count - 1].stage;
        out.open = kind_of((uint32_t)out.now) == REVOPS_FUNNEL_PATH;
        out.closed = kind_of((uint32_t)out.now) == REVOPS_FUNNEL_CLOSED;
    }
    return out;
}

/* With moves back that date nothing, an event behind the furthest stage of its cycle is as good as inferred. */
static history as_dated(const history *of)
{
    history out = *of;
    for (int from = 0, end; from < of->count; from = end) {
        end = cycle_end(of, from);
        for (int i = from; i < end && rules.flags & REVOPS_FUNNEL_FORWARD; i++) {
            for (int k = from; k < i; k++) {
                uint32_t stage = of->events[i].stage, earlier = of->events[k].stage;
                if (kind_of(stage) != REVOPS_FUNNEL_CLOSED && kind_of(earlier) != REVOPS_FUNNEL_CLOSED &&
                    earlier > stage) {
                    out.events[i].is_inferred = 1;
                }
            }
        }
    }
    return out;
}

static int is_later(uint32_t stage)
{
    return kind_of(stage) != REVOPS_FUNNEL_CLOSED;
}

static void compare_time(const revops_funnel_time *found, int64_t *done, size_t done_count, int64_t *open,
                         size_t open_count)
{
    int64_t sum = 0, survival, naive = REVOPS_TIME_NONE;
    const uint32_t share = 5000;
    for (size_t i = 0; i < done_count; i++) {
        sum += done[i];
    }
    if (revops_stats_survival(done, done_count, open, open_count, &share, 1, &survival) != REVOPS_OK) {
        fail("no estimate");
    }
    if (done_count > 0) {
        naive = done[(done_count - 1) / 2]; /* sorted by now */
    }
    int64_t mean =
        done_count ? (2 * sum + (int64_t)done_count) / (2 * (int64_t)done_count) : REVOPS_TIME_NONE;
    if (found->done != done_count || found->open != open_count || found->mean_ms != mean ||
        found->naive_ms != naive || found->survival_ms != survival) {
        fail("a time differs");
    }
}

/* One group of the twin beside one cell. */
static void compare_group(const revops_funnel *funnel, const revops_funnel_state *state, uint32_t group,
                          const verdict *verdicts, const uint32_t *groups, int leads)
{
    revops_funnel_total total = {0}, found_total;
    revops_funnel_count counts[STAGES_MOST];
    uint64_t pairs[STAGES_MOST * STAGES_MOST], seen[STAGES_MOST * STAGES_MOST],
        reasons[(REASONS + 1) * STAGES_MOST];
    uint64_t expected_reasons[(REASONS + 1) * STAGES_MOST] = {0};
    uint32_t n = rules.stages;
    if (revops_funnel_totals(funnel, state, group, &found_total) != REVOPS_OK ||
        revops_funnel_counts(funnel, state, group, counts, STAGES_MOST, NULL) != REVOPS_OK ||
        revops_funnel_pairs(funnel, state, group, 0, pairs, STAGES_MOST * STAGES_MOST, NULL) != REVOPS_OK ||
        revops_funnel_pairs(funnel, state, group, 1, seen, STAGES_MOST * STAGES_MOST, NULL) != REVOPS_OK ||
        revops_funnel_reasons(funnel, state, group, reasons, sizeof reasons / 8, NULL) != REVOPS_OK) {
        fail("a cell can't be read");
    }
    for (int i = 0; i < leads; i++) {
        const verdict *of = &verdicts[i];
        if (groups[i] != group || !of->any) {
            continue;
        }
        total.leads++;
        total.cycles += (uint64_t)of->cycles;
        total.open += (uint64_t)of->open;
        total.closed += (uint64_t)of->closed;
        total.won += of->wins > 0;
        total.wins += (uint64_t)of->wins;
        total.expansions += (uint64_t)of->expansions;
        total.amount += of->amount;
        total.expansion_amount += of->expansion_amount;
        if (of->closed) {
            uint32_t reason = of->reason == REVOPS_NO_ROW ? REASONS : of->reason;
            expected_reasons[reason * n + (uint32_t)(of->lost_from == NEVER ? of->now : of->lost_from)]++;
        }
    }
    if (memcmp(&total, &found_total, sizeof total) != 0) {
        fail("a total differs");
    }
    if (memcmp(reasons, expected_reasons, (REASONS + 1) * n * 8) != 0) {
        fail("reasons differ");
    }
    for (uint32_t s = 0; s < n; s++) {
        revops_funnel_count expected = {0};
        for (int i = 0; i < leads; i++) {
            const verdict *of = &verdicts[i];
            int on = 0;
            for (uint32_t t = s + 1; t < n; t++) {
                on |= of->reached[t] && is_later(t);
            }
            if (groups[i] == group && of->any) {
                expected.reached += (uint64_t)of->reached[s];
                expected.inferred += of->reached[s] && !of->observed[s];
                expected.went_on += of->reached[s] && on;
                expected.now += of->now == (int)s;
            }
        }
        if (memcmp(&expected, &counts[s], sizeof expected) != 0) {
            fail("a stage differs");
        }
        for (uint32_t t = 0; t < n; t++) {
            uint64_t both = 0, both_seen = 0;
            for (int i = 0; i < leads; i++) {
                int here = groups[i] == group;
                both += here && verdicts[i].reached[s] && verdicts[i].reached[t];
                both_seen += here && verdicts[i].observed[s] && verdicts[i].observed[t];
            }
            if (pairs[s * n + t] != both || seen[s * n + t] != both_seen) {
                fail("a pair differs");
            }
        }
    }
    for (uint32_t m = 0; m < rules.spans + n; m++) {
        int is_stay = m >= rules.spans;
        int64_t done[LEADS_MOST], open[LEADS_MOST];
        size_t done_count = 0, open_count = 0;
        revops_funnel_time found;
        if (is_stay && !(rules.flags & REVOPS_FUNNEL_STAYS)) {
            continue;
        }
        uint32_t s = is_stay ? m - rules.spans : m;
        for (int i = 0; i < leads; i++) {
            const verdict *of = &verdicts[i];
            if (groups[i] != group || !of->any) {
                continue;
            }
            if (is_stay && of->now == (int)s) {
                open[open_count++] = of->stay[s];
            } else if (is_stay && of->stayed[s]) {
                done[done_count++] = of->stay[s];
            } else if (!is_stay && of->done[s] != NEVER) {
                done[done_count++] = of->done[s];
            } else if (!is_stay && of->waiting[s] != NEVER) {
                open[open_count++] = of->waiting[s];
            }
        }
        if ((is_stay ? revops_funnel_stage_time(funnel, state, group, s, 5000, &found)
                     : revops_funnel_span_time(funnel, state, group, s, 5000, &found)) != REVOPS_OK) {
            fail("a time can't be read");
        }
        compare_time(&found, done, done_count, open, open_count);
    }
}

static void draw_rules(void)
{
    memset(&rules, 0, sizeof rules);
    rules.stages = 1 + below(STAGES_MOST);
    rules.spans = rules.stages > 1 ? below(SPANS_MOST + 1) : 0;
    rules.flags = below(8);
    rules.cohort_stage = below(2) ? REVOPS_NO_ROW : below(rules.stages);
    for (uint32_t i = 0; i < rules.stages; i++) {
        rules.stage[i].kind = below(3) ? REVOPS_FUNNEL_PATH : below(3);
    }
    for (uint32_t i = 0; i < rules.spans; i++) {
        rules.span[i].from = below(rules.stages);
        rules.span[i].to = (rules.span[i].from + 1 + below(rules.stages - 1)) % rules.stages;
    }
}

static void draw_history(history *out)
{
    int64_t at_ms = below(5);
    out->count = (int)below(EVENTS_MOST + 1);
    for (int i = 0; i < out->count; i++) {
        at_ms += below(9);
        out->events[i] = (revops_funnel_event){.at_ms = at_ms,
                                               .amount = below(100),
                                               .stage = below(rules.stages),
                                               .reason = below(2) ? REVOPS_NO_ROW : below(REASONS),
                                               .is_inferred = below(4) == 0};
    }
}

static void *room(size_t size)
{
    void *memory = calloc(1, size ? size : 1);
    if (!memory) {
        fail("no memory");
    }
    return memory;
}

static void run_once(void)
{
    static history histories[LEADS_MOST];
    verdict verdicts[LEADS_MOST];
    uint32_t groups[LEADS_MOST], half[LEADS_MOST];
    int8_t back[LEADS_MOST];
    revops_funnel_params params;
    uint64_t memory[512];
    const revops_funnel *funnel;
    const int64_t as_of_ms = 110;
    size_t size;
    int leads = 1 + (int)below(LEADS_MOST);
    draw_rules();
    if (revops_funnel_defaults(&params, sizeof params) != REVOPS_OK) {
        fail("no defaults");
    }
    params.flags = rules.flags;
    params.stages = rules.stage;
    params.stage_count = rules.stages;
    params.stage_row_size = sizeof rules.stage[0];
    params.spans = rules.span;
    params.span_count = rules.spans;
    params.span_row_size = sizeof rules.span[0];
    params.group_count = GROUPS;
    params.reason_count = REASONS;
    params.cohort_stage = rules.cohort_stage;
    if (revops_funnel_build(&params, memory, sizeof memory, NULL, &funnel) != REVOPS_OK) {
        fail("a funnel isn't built");
    }
    size_t record_size = revops_funnel_record_size(funnel);
    char *records = room(record_size * LEADS_MOST);
    for (int i = 0; i < leads; i++) {
        draw_history(&histories[i]);
        groups[i] = below(GROUPS);
        for (int k = 0; k < histories[i].count; k++) {
            if (revops_funnel_apply(funnel, records + (size_t)i * record_size, &histories[i].events[k]) !=
                REVOPS_OK) {
                fail("an event isn't folded");
            }
        }
        history dated = as_dated(&histories[i]);
        verdicts[i] = twin_lead(&dated, as_of_ms);
        revops_funnel_standing standing;
        if (revops_funnel_stand(funnel, records + (size_t)i * record_size, 1, &standing) != REVOPS_OK ||
            standing.cohort_ms != verdicts[i].cohort_ms ||
            (standing.stage == REVOPS_NO_ROW ? NEVER : (int)standing.stage) != verdicts[i].now) {
            fail("a standing differs");
        }
    }
    (void)!revops_funnel_state_init(funnel, NULL, 0, &size, NULL);
    revops_funnel_state *whole, *part, *other;
    void *memories[] = {room(size), room(size), room(size)};
    if (revops_funnel_state_init(funnel, memories[0], size, NULL, &whole) != REVOPS_OK ||
        revops_funnel_state_init(funnel, memories[1], size, NULL, &part) != REVOPS_OK ||
        revops_funnel_state_init(funnel, memories[2], size, NULL, &other) != REVOPS_OK ||
        revops_funnel_add(funnel, whole, records, (size_t)leads, groups, NULL, as_of_ms) != REVOPS_OK) {
        fail("no cells");
    }
    for (uint32_t group = 0; group < GROUPS; group++) {
        compare_group(funnel, whole, group, verdicts, groups, leads);
    }
    /* Any partition, each part with some leads too much that another takes back. */
    for (int i = 0; i < leads; i++) {
        int is_here = (int)below(2);
        half[i] = is_here ? groups[i] : REVOPS_NO_ROW;
        back[i] = (int8_t)-1;
    }
    if (revops_funnel_add(funnel, part, records, (size_t)leads, half, back, as_of_ms) != REVOPS_OK ||
        revops_funnel_add(funnel, other, records, (size_t)leads, groups, NULL, as_of_ms) != REVOPS_OK ||
        revops_funnel_add(funnel, other, records, (size_t)leads, half, NULL, as_of_ms) != REVOPS_OK ||
        revops_funnel_merge(funnel, part, other, NULL, 1) != REVOPS_OK || memcmp(part, whole, size) != 0) {
        fail("parts don't add up to the whole");
    }
    if (revops_funnel_merge(funnel, part, whole, NULL, -1) != REVOPS_OK ||
        revops_funnel_state_init(funnel, memories[2], size, NULL, &other) != REVOPS_OK ||
        memcmp(part, other, size) != 0) {
        fail("taking back leaves something");
    }
    for (int i = 0; i < 3; i++) {
        free(memories[i]);
    }
    free(records);
}

int main(int argc, char **argv)
{
    int times = argc > 1 ? atoi(argv[1]) : 1;
    for (int i = 0; i < RUNS * times; i++) {
        run_once();
    }
    printf("%d funnels agree\n", RUNS * times);
    return 0;
}
