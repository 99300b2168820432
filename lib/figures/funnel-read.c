/* SPDX-License-Identifier: MIT */
/* What cells say. */
#include "figures/funnel-internal.h"

#include "core/ratio.h"
#include "time/stats-histogram.h"
#include "time/stats-survival.h"

/* A count that has gone below 0: more was taken back than was added. */
static int funnel_is_negative(uint64_t count)
{
    return count > INT64_MAX;
}

static const uint64_t *funnel_cell_at(const revops_funnel *funnel, const revops_funnel_state *state,
                                      uint32_t group)
{
    return funnel && state && group < funnel->group_count ? funnel_cell_of(funnel, state, group) : NULL;
}

revops_status revops_funnel_totals(const revops_funnel *funnel, const revops_funnel_state *state,
                                   uint32_t group, revops_funnel_total *out)
{
    const uint64_t *cell = funnel_cell_at(funnel, state, group);
    if (!cell || !out) {
        return REVOPS_ERR_ARG;
    }
    for (int i = 0; i < FUNNEL_AMOUNT; i++) {
        if (funnel_is_negative(cell[i])) {
            return REVOPS_ERR_RANGE;
        }
    }
    *out = (revops_funnel_total){.leads = cell[FUNNEL_LEADS],
                                 .cycles = cell[FUNNEL_CYCLES],
                                 .open = cell[FUNNEL_OPEN],
                                 .won = cell[FUNNEL_WON],
                                 .closed = cell[FUNNEL_CLOSED],
                                 .wins = cell[FUNNEL_WINS],
                                 .expansions = cell[FUNNEL_EXPANSIONS],
                                 .amount = (int64_t)cell[FUNNEL_AMOUNT],
                                 .expansion_amount = (int64_t)cell[FUNNEL_EXPANSION_AMOUNT]};
    return REVOPS_OK;
}

/* Whether `count` numbers from `cell` can be given out. */
static revops_status funnel_give(const uint64_t *numbers, size_t count, const void *out, size_t capacity,
                                 size_t *needed)
{
    if (needed) {
        *needed = count;
    }
    if (capacity < count) {
        return REVOPS_ERR_NOSPACE;
    }
    if (!out) {
        return REVOPS_ERR_ARG;
    }
    for (size_t i = 0; i < count; i++) {
        if (funnel_is_negative(numbers[i])) {
            return REVOPS_ERR_RANGE;
        }
    }
    return REVOPS_OK;
}

revops_status revops_funnel_counts(const revops_funnel *funnel, const revops_funnel_state *state,
                                   uint32_t group, revops_funnel_count *out, size_t capacity, size_t *needed)
{
    const uint64_t *cell = funnel_cell_at(funnel, state, group);
    if (!cell) {
        return REVOPS_ERR_ARG;
    }
    const uint32_t stages = funnel->stage_count;
    const uint64_t *went_on = cell + funnel_column_at(funnel, FUNNEL_WENT_ON);
    const uint64_t *now = cell + funnel_column_at(funnel, FUNNEL_NOW);
    const uint64_t *all = cell + funnel_pairs_at(funnel, 0), *observed = cell + funnel_pairs_at(funnel, 1);
    revops_status status = funnel_give(went_on, stages, out, capacity, needed);
    for (uint32_t i = 0; i < stages && status == REVOPS_OK; i++) {
        size_t diagonal = (size_t)i * stages + i;
        if (funnel_is_negative(now[i]) || funnel_is_negative(observed[diagonal]) ||
            all[diagonal] < observed[diagonal]) {
            status = REVOPS_ERR_RANGE;
        }
    }
    for (uint32_t i = 0; i < stages && status == REVOPS_OK; i++) {
        size_t diagonal = (size_t)i * stages + i;
        out[i] = (revops_funnel_count){all[diagonal], all[diagonal] - observed[diagonal], went_on[i], now[i]};
    }
    return status;
}

revops_status revops_funnel_pairs(const revops_funnel *funnel, const revops_funnel_state *state,
                                  uint32_t group, int observed, uint64_t *out, size_t capacity,
                                  size_t *needed)
{
    const uint64_t *cell = funnel_cell_at(funnel, state, group);
    if (!cell || observed < 0 || observed > 1) {
        return REVOPS_ERR_ARG;
    }
    const uint64_t *pairs = cell + funnel_pairs_at(funnel, observed);
    size_t count = (size_t)funnel->stage_count * funnel->stage_count;
    revops_status status = funnel_give(pairs, count, out, capacity, needed);
    for (size_t i = 0; i < count && status == REVOPS_OK; i++) {
        out[i] = pairs[i];
    }
    return status;
}

revops_status revops_funnel_reasons(const revops_funnel *funnel, const revops_funnel_state *state,
                                    uint32_t group, uint64_t *out, size_t capacity, size_t *needed)
{
    const uint64_t *cell = funnel_cell_at(funnel, state, group);
    if (!cell) {
        return REVOPS_ERR_ARG;
    }
    const uint64_t *reasons = cell + funnel_reasons_at(funnel);
    size_t count = ((size_t)funnel->reason_count + 1) * funnel->stage_count;
    revops_status status = funnel_give(reasons, count, out, capacity, needed);
    for (size_t i = 0; i < count && status == REVOPS_OK; i++) {
        out[i] = reasons[i];
    }
    return status;
}

static int64_t funnel_percentile(const uint32_t *buckets, uint64_t count, uint32_t share_bp)
{
    /* Nearest rank; counts of buckets are below 2^32 × 2240, so that the product fits. */
    uint64_t rank = (count * share_bp + 9999) / 10000, seen = 0;
    for (uint32_t i = 0; i < REVOPS_HISTOGRAM_BUCKETS; i++) {
        seen += buckets[i];
        if (seen >= rank && seen > 0) {
            return revops__histogram_middle(i);
        }
    }
    return REVOPS_TIME_NONE;
}

static revops_status funnel_time(const uint64_t *words, uint32_t share_bp, revops_funnel_time *out)
{
    const uint32_t *done = (const uint32_t *)(const void *)(words + 1);
    const uint32_t *open = done + REVOPS_HISTOGRAM_BUCKETS;
    revops_funnel_time time = {0, 0, REVOPS_TIME_NONE, REVOPS_TIME_NONE, REVOPS_TIME_NONE};
    for (uint32_t i = 0; i < REVOPS_HISTOGRAM_BUCKETS; i++) {
        if (done[i] > INT32_MAX || open[i] > INT32_MAX) {
            return REVOPS_ERR_RANGE;
        }
        time.done += done[i];
        time.open += open[i];
    }
    if (funnel_is_negative(words[0])) {
        return REVOPS_ERR_RANGE;
    }
    if (time.done > 0) {
        time.mean_ms = (int64_t)(words[0] / time.done + (words[0] % time.done >= (time.done + 1) / 2));
        time.naive_ms = funnel_percentile(done, time.done, share_bp);
        time.survival_ms = revops__survival_buckets(done, open, share_bp);
    }
    *out = time;
    return REVOPS_OK;
}

static const uint64_t *funnel_time_words(const revops_funnel *funnel, const uint64_t *cell, size_t measure)
{
    return cell + funnel_times_at(funnel) + measure * (size_t)FUNNEL_TIME_WORDS;
}

revops_status revops_funnel_span_time(const revops_funnel *funnel, const revops_funnel_state *state,
                                      uint32_t group, uint32_t span, uint32_t share_bp,
                                      revops_funnel_time *out)
{
    const uint64_t *cell = funnel_cell_at(funnel, state, group);
    if (!cell || !out || span >= funnel->span_count || share_bp < 1 || share_bp > 10000) {
        return REVOPS_ERR_ARG;
    }
    return funnel_time(funnel_time_words(funnel, cell, funnel_stay_count(funnel) + span), share_bp, out);
}

revops_status revops_funnel_stage_time(const revops_funnel *funnel, const revops_funnel_state *state,
                                       uint32_t group, uint32_t stage, uint32_t share_bp,
                                       revops_funnel_time *out)
{
    const uint64_t *cell = funnel_cell_at(funnel, state, group);
    if (!cell || !out || stage >= funnel_stay_count(funnel) || share_bp < 1 || share_bp > 10000) {
        return REVOPS_ERR_ARG;
    }
    return funnel_time(funnel_time_words(funnel, cell, stage), share_bp, out);
}

revops_status revops_funnel_velocity_of(const revops_funnel *funnel, const revops_funnel_state *state,
                                        uint32_t group, uint32_t span, revops_funnel_velocity *out)
{
    revops_funnel_time time;
    const uint64_t *cell = funnel_cell_at(funnel, state, group);
    if (!cell || !out || span >= funnel->span_count || !(funnel->winning >> funnel->spans[span].to & 1)) {
        return REVOPS_ERR_ARG;
    }
    revops_status status = revops_funnel_span_time(funnel, state, group, span, 5000, &time);
    if (status != REVOPS_OK) {
        return status;
    }
    const size_t stages = funnel->stage_count, from = funnel->spans[span].from, to = funnel->spans[span].to;
    const uint64_t *all = cell + funnel_pairs_at(funnel, 0);
    uint64_t deals = cell[funnel_column_at(funnel, FUNNEL_STILL_OPEN) + from];
    uint64_t reached = all[from * stages + from], won = all[from * stages + to], wins = cell[FUNNEL_WINS];
    if (funnel_is_negative(deals) || funnel_is_negative(reached) || reached <= deals || won == 0 ||
        funnel_is_negative(won) || wins == 0 || funnel_is_negative(wins) ||
        funnel_is_negative(cell[FUNNEL_AMOUNT]) || time.done == 0) {
        return REVOPS_ERR_RANGE;
    }
    const uint64_t *words = funnel_time_words(funnel, cell, funnel_stay_count(funnel) + span);
    uint64_t decided = reached - deals;
    won = won < decided ? won : decided; /* who won and is open anew was decided, too */
    revops_funnel_velocity velocity = {.deals = deals, .length_ms = time.mean_ms};
    status = revops_stats_rate(won, decided, &velocity.win_rate_bp);
    if (status != REVOPS_OK) {
        return status;
    }
    velocity.size = (int64_t)(cell[FUNNEL_AMOUNT] / wins + (cell[FUNNEL_AMOUNT] % wins >= (wins + 1) / 2));
    const int64_t above[] = {(int64_t)deals, (int64_t)won, (int64_t)cell[FUNNEL_AMOUNT], (int64_t)time.done,
                             30 * REVOPS_DAY_MS};
    const int64_t below[] = {(int64_t)decided, (int64_t)wins, (int64_t)words[0]};
    status = revops__ratio(above, 5, below, 3, REVOPS__ROUND_NEAREST, &velocity.amount_a_month);
    if (status == REVOPS_OK) {
        *out = velocity;
    }
    return status;
}

revops_status revops_funnel_bottleneck_of(const revops_funnel *funnel, const revops_funnel_state *state,
                                          uint32_t group, revops_funnel_bottleneck *out)
{
    revops_funnel_count counts[REVOPS_FUNNEL_STAGES_MAX];
    if (!out) {
        return REVOPS_ERR_ARG;
    }
    revops_status status = revops_funnel_counts(funnel, state, group, counts, REVOPS_FUNNEL_STAGES_MAX, NULL);
    if (status != REVOPS_OK) {
        return status;
    }
    revops_funnel_bottleneck found = {REVOPS_NO_ROW, 0, REVOPS_NO_ROW, 0, REVOPS_TIME_NONE, 0};
    for (uint32_t i = 0; i < funnel->stage_count; i++) {
        uint32_t rate_bp;
        /* With something of the path after it; compared as fractions: a / b < c / d. */
        if (!(funnel->path_open >> i & 1) || funnel->after[i] == 0 || counts[i].reached == 0) {
            continue;
        }
        int is_less = 1;
        if (found.stage != REVOPS_NO_ROW) {
            revops__product a = revops__product_of(counts[i].went_on);
            revops__product b = revops__product_of(counts[found.stage].went_on);
            is_less = !revops__product_times(&a, counts[found.stage].reached) &&
                      !revops__product_times(&b, counts[i].reached) && revops__product_compare(&a, &b) < 0;
        }
        if (is_less) {
            status = revops_stats_rate(counts[i].went_on, counts[i].reached, &rate_bp);
            if (status != REVOPS_OK) {
                return REVOPS_ERR_RANGE;
            }
            found.stage = i;
            found.rate_bp = rate_bp;
            found.leads_stuck = counts[i].now;
        }
    }
    for (uint32_t i = 0; i < funnel_stay_count(funnel); i++) {
        revops_funnel_time time;
        if (!(funnel->path_open >> i & 1)) {
            continue;
        }
        status = revops_funnel_stage_time(funnel, state, group, i, 5000, &time);
        if (status != REVOPS_OK) {
            return status;
        }
        /* A median that isn't reached is the longest of all. */
        int is_endless = time.survival_ms == REVOPS_TIME_NONE && time.open > 0;
        int was_endless = found.slowest != REVOPS_NO_ROW && found.slowest_ms == REVOPS_TIME_NONE;
        if (time.done + time.open > 0 && !was_endless &&
            (is_endless || found.slowest == REVOPS_NO_ROW || time.survival_ms > found.slowest_ms)) {
            found.slowest = i;
            found.slowest_ms = time.survival_ms;
        }
    }
    *out = found;
    return REVOPS_OK;
}
