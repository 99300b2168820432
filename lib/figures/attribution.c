/* SPDX-License-Identifier: MIT */
/* Shares of conversions by model.

   Problem: share an amount A among touches by weights w_1 … w_n so that the shares are whole and add up to A. With C_i the
   sum of the first i weights and W that of all, touch i gets floor(A × C_i ÷ W) − floor(A × C_(i−1) ÷ W). One pass, no
   memory, and each share is less than 1 from A × w_i ÷ W. Amounts below 0 are shared as their opposites.

   Each conversion takes two passes over its window of touches: the first adds up the weights, the second shares. As
   conversions of a lead are in order of time, the windows only move forward. */
#include <string.h>

#include "core/params.h"
#include "figures/attribution-internal.h"

#define AMOUNT_MOST (INT64_C(1) << 53)
enum { WHOLE_PPM = 1000000, WEIGHT_BITS = 31 };

/* One conversion and the touches that count for it. */
typedef struct journey {
    const revops_attribution *attribution;
    const revops_attribution_columns *columns;
    uint64_t begin, end; /* touches */
    uint64_t single;     /* the touch that has all, or `end` */
    uint64_t places[REVOPS_ATTRIBUTION_POSITIONS_MAX];
    uint64_t others; /* touches without a position */
} journey;

/* The touch of a position; `end` where there is none. */
static uint64_t place_touch(const journey *of, const revops_attribution_position *position)
{
    switch ((enum revops_attribution_places)position->place) {
    case REVOPS_ATTRIBUTION_AT_FIRST:
        return of->begin;
    case REVOPS_ATTRIBUTION_AT_LAST:
        return of->end - 1;
    case REVOPS_ATTRIBUTION_AT_MILESTONE:
        break;
    }
    for (uint64_t i = of->end; of->columns->milestones && i > of->begin; i--) {
        if (of->columns->milestones[i - 1] >> position->milestone & 1) {
            return i - 1;
        }
    }
    return of->end;
}

static void find_places(journey *of)
{
    const revops_attribution *attribution = of->attribution;
    of->others = of->end - of->begin;
    for (uint32_t i = 0; i < attribution->position_count; i++) {
        of->places[i] = place_touch(of, &attribution->positions[i]);
        int is_new = of->places[i] != of->end;
        for (uint32_t j = 0; j < i; j++) {
            is_new = is_new && of->places[j] != of->places[i];
        }
        of->others -= is_new ? 1 : 0;
    }
}

static uint64_t single_touch(const journey *of)
{
    const uint32_t *channel = of->columns->channel;
    switch ((enum revops_attribution_models)of->attribution->model) {
    case REVOPS_ATTRIBUTION_FIRST:
        return of->begin;
    case REVOPS_ATTRIBUTION_LAST_NON_DIRECT:
        for (uint64_t i = of->end; i > of->begin; i--) {
            if (channel[i - 1] != of->attribution->direct_channel) {
                return i - 1;
            }
        }
        return of->end - 1;
    case REVOPS_ATTRIBUTION_LAST:
        return of->end - 1;
    case REVOPS_ATTRIBUTION_LINEAR:
    case REVOPS_ATTRIBUTION_TIME_DECAY:
    case REVOPS_ATTRIBUTION_U_SHAPED:
    case REVOPS_ATTRIBUTION_W_SHAPED:
    case REVOPS_ATTRIBUTION_FULL_PATH:
    case REVOPS_ATTRIBUTION_POSITION:
    case REVOPS_ATTRIBUTION_CUSTOM:
    case REVOPS_ATTRIBUTION_SHAPLEY:
        break;
    }
    return of->end;
}

static uint64_t position_weight(const journey *of, uint64_t touch)
{
    const revops_attribution *attribution = of->attribution;
    uint64_t share_bp = 0;
    for (uint32_t i = 0; i < attribution->position_count; i++) {
        share_bp += of->places[i] == touch ? attribution->positions[i].share_bp : 0;
    }
    if (of->others == 0) {
        return share_bp;
    }
    if (of->others == of->end - of->begin && attribution->rest_bp == 0) {
        return 1; /* no position is there and nothing is left for others: all alike */
    }
    return share_bp ? share_bp * of->others : attribution->rest_bp;
}

/* Weight of a touch; `is_first` says that it is the first one of its channel in the window. */
static inline uint64_t touch_weight_of(const journey *of, uint64_t touch, int is_first)
{
    const revops_attribution_columns *columns = of->columns;
    switch ((enum revops_attribution_models)of->attribution->model) {
    case REVOPS_ATTRIBUTION_FIRST:
    case REVOPS_ATTRIBUTION_LAST:
    case REVOPS_ATTRIBUTION_LAST_NON_DIRECT:
        return touch == of->single;
    case REVOPS_ATTRIBUTION_LINEAR:
        return 1;
    case REVOPS_ATTRIBUTION_TIME_DECAY: {
        /* From the newest touch, as a common factor changes no share. */
        uint64_t age = (uint64_t)columns->touch_ms[of->end - 1] - (uint64_t)columns->touch_ms[touch];
        return revops__half_life(age, &of->attribution->half_life) >> (63 - WEIGHT_BITS);
    }
    case REVOPS_ATTRIBUTION_U_SHAPED:
    case REVOPS_ATTRIBUTION_W_SHAPED:
    case REVOPS_ATTRIBUTION_FULL_PATH:
    case REVOPS_ATTRIBUTION_POSITION:
        return position_weight(of, touch);
    case REVOPS_ATTRIBUTION_CUSTOM:
        return columns->touch_weight[touch];
    case REVOPS_ATTRIBUTION_SHAPLEY:
        return (uint64_t)is_first;
    }
    return 0;
}

/* A conversion as it is shared. */
typedef struct prize {
    uint64_t amount; /* without its sign */
    uint64_t number_ppm;
    int64_t number;
    int64_t sign, weight;
} prize;

/* Where a cumulated share ends; a signed one is the opposite. */
static inline uint64_t share_end(uint64_t whole, uint64_t weights, uint64_t total)
{
    return weights == total ? whole : revops__multiply_divide(whole, weights, total);
}

static void count_influence(revops_attribution_credit *credit, const prize *of)
{
    revops__attribution_add(&credit->influenced_amount, of->sign * of->weight * (int64_t)of->amount);
    revops__attribution_add(&credit->influenced, of->weight * of->number);
}

/* Shares a conversion among the window's touches. */
static void share_prize(const journey *of, revops_attribution_state *state, const prize *what,
                        int64_t *touch_amounts, int64_t *touch_ppm)
{
    revops_attribution_credit *credits = revops__attribution_credits_of(state);
    uint64_t *passes = revops__attribution_passes_of(state);
    const uint32_t *channel = of->columns->channel;
    int counts_first = of->attribution->model == REVOPS_ATTRIBUTION_SHAPLEY;
    uint64_t total = 0;
    state->pass++;
    for (uint64_t i = of->begin; i < of->end; i++) {
        int is_first = 0;
        if (counts_first) {
            is_first = passes[channel[i]] != state->pass;
            passes[channel[i]] = state->pass;
        }
        total += touch_weight_of(of, i, is_first);
    }
    state->pass++;
    uint64_t weights = 0, amount_before = 0, ppm_before = 0;
    for (uint64_t i = of->begin; i < of->end; i++) {
        revops_attribution_credit *credit = &credits[channel[i]];
        int is_first = passes[channel[i]] != state->pass;
        passes[channel[i]] = state->pass;
        revops__attribution_add(&credit->touches, what->weight);
        if (is_first) {
            count_influence(credit, what);
        }
        uint64_t weight = touch_weight_of(of, i, is_first);
        if (weight == 0) {
            continue;
        }
        weights += weight;
        uint64_t amount_end = share_end(what->amount, weights, total);
        uint64_t ppm_end = share_end(what->number_ppm, weights, total);
        int64_t amount = what->sign * what->weight * (int64_t)(amount_end - amount_before);
        int64_t ppm = what->weight * (int64_t)(ppm_end - ppm_before);
        amount_before = amount_end;
        ppm_before = ppm_end;
        revops__attribution_add(&credit->amount, amount);
        revops__attribution_add(&credit->conversions_ppm, ppm);
        if (touch_amounts) {
            revops__attribution_add(&touch_amounts[i], amount);
        }
        if (touch_ppm) {
            revops__attribution_add(&touch_ppm[i], ppm);
        }
    }
}

static int is_in_order(const int64_t *at_ms, uint64_t begin, uint64_t end)
{
    for (uint64_t i = begin + 1; at_ms && i < end; i++) {
        if (at_ms[i] < at_ms[i - 1]) {
            return 0;
        }
    }
    return 1;
}

static int lead_is_valid(const revops_attribution *attribution, const revops_attribution_columns *columns,
                         uint64_t lead)
{
    uint64_t touch = columns->first_touch[lead], touch_end = columns->first_touch[lead + 1];
    uint64_t conversion = columns->first_conversion[lead];
    uint64_t conversion_end = columns->first_conversion[lead + 1];
    if (touch > touch_end || touch_end > columns->touch_count || conversion > conversion_end ||
        conversion_end > columns->conversion_count || !is_in_order(columns->touch_ms, touch, touch_end) ||
        !is_in_order(columns->conversion_ms, conversion, conversion_end)) {
        return 0;
    }
    for (uint64_t i = touch; i < touch_end; i++) {
        if (columns->channel[i] >= attribution->channel_count) {
            return 0;
        }
    }
    for (uint64_t i = conversion; columns->amount && i < conversion_end; i++) {
        if (columns->amount[i] < -AMOUNT_MOST || columns->amount[i] > AMOUNT_MOST) {
            return 0;
        }
    }
    return 1;
}

/* Whether a window of the custom model has any weight. */
static int window_is_weighed(const journey *of)
{
    if (of->attribution->model != REVOPS_ATTRIBUTION_CUSTOM) {
        return 1;
    }
    for (uint64_t i = of->begin; i < of->end; i++) {
        if (of->columns->touch_weight[i]) {
            return 1;
        }
    }
    return 0;
}

/* Moves the window to the touches of conversion `i`, whose lead's first one is `first`. */
static void move_window(journey *of, uint64_t i, uint64_t first, uint64_t touch_end)
{
    const revops_attribution_columns *columns = of->columns;
    if (!columns->touch_ms) {
        of->end = touch_end;
        return;
    }
    int64_t at_ms = columns->conversion_ms[i], lookback_ms = of->attribution->lookback_ms;
    while (of->end < touch_end && columns->touch_ms[of->end] <= at_ms) {
        of->end++;
    }
    while (lookback_ms && of->begin < of->end &&
           (uint64_t)at_ms - (uint64_t)columns->touch_ms[of->begin] > (uint64_t)lookback_ms) {
        of->begin++;
    }
    if (of->attribution->flags & REVOPS_ATTRIBUTION_AFTER_CONVERSION && i > first) {
        while (of->begin < of->end && columns->touch_ms[of->begin] <= columns->conversion_ms[i - 1]) {
            of->begin++;
        }
    }
}

/* Goes over a lead's conversions: the first time to see that each can be shared, the second time to share. */
static int walk_lead(const revops_attribution *attribution, revops_attribution_state *state,
                     const revops_attribution_columns *columns, uint64_t lead, int32_t weight,
                     int64_t *touch_amounts, int64_t *touch_ppm)
{
    uint64_t touch_end = columns->first_touch[lead + 1], first = columns->first_conversion[lead];
    journey of = {.attribution = attribution, .columns = columns};
    of.begin = of.end = columns->first_touch[lead];
    for (uint64_t i = first; i < columns->first_conversion[lead + 1]; i++) {
        move_window(&of, i, first, touch_end);
        if (!state) {
            if (of.begin < of.end && !window_is_weighed(&of)) {
                return 0;
            }
            continue;
        }
        int64_t amount = columns->amount ? columns->amount[i] : 0;
        prize what = {(uint64_t)(amount < 0 ? -amount : amount), 0, 1, amount < 0 ? -1 : 1, weight};
        what.number = columns->conversion_number ? columns->conversion_number[i] : 1;
        what.number_ppm = (uint64_t)what.number * WHOLE_PPM;
        if (of.begin == of.end) {
            revops_attribution_credit *none =
                revops__attribution_credits_of(state) + attribution->channel_count;
            revops__attribution_add(&none->amount, amount * weight);
            revops__attribution_add(&none->conversions_ppm, (int64_t)what.number_ppm * weight);
            continue;
        }
        of.single = single_touch(&of);
        if (attribution->position_count) {
            find_places(&of);
        }
        share_prize(&of, state, &what, touch_amounts, touch_ppm);
    }
    return 1;
}

revops_status revops_attribution_apply_many(const revops_attribution *attribution,
                                            revops_attribution_state *state,
                                            const revops_attribution_columns *given, int32_t weight,
                                            int64_t *touch_amounts, int64_t *touch_ppm,
                                            revops_status *statuses, revops_cursor *cursor)
{
    if (!attribution || !state || !revops__cursor_is_whole(cursor) || (weight != 1 && weight != -1) ||
        state->channel_count != attribution->channel_count) {
        return REVOPS_ERR_ARG;
    }
    revops_attribution_columns columns;
    revops_status status = REVOPS__PARAMS_COPY(revops_attribution_columns, &columns, given);
    if (status != REVOPS_OK) {
        return status;
    }
    if (columns.flags) {
        return REVOPS_ERR_NEWER;
    }
    int needs_time = attribution->model == REVOPS_ATTRIBUTION_TIME_DECAY || attribution->lookback_ms ||
                     attribution->flags & REVOPS_ATTRIBUTION_AFTER_CONVERSION;
    if (!columns.first_touch || !columns.first_conversion || !columns.channel ||
        !columns.touch_ms != !columns.conversion_ms || (needs_time && !columns.touch_ms) ||
        (attribution->model == REVOPS_ATTRIBUTION_CUSTOM) != (columns.touch_weight != NULL) ||
        cursor->next > columns.count) {
        return REVOPS_ERR_ARG;
    }
    for (; cursor->next < columns.count; cursor->next++) {
        uint64_t lead = cursor->next;
        if (lead_is_valid(attribution, &columns, lead) &&
            (!columns.touch_weight || walk_lead(attribution, NULL, &columns, lead, 0, NULL, NULL))) {
            walk_lead(attribution, state, &columns, lead, weight, touch_amounts, touch_ppm);
            cursor->applied++;
            continue;
        }
        cursor->invalid++;
        if (statuses) {
            statuses[lead] = REVOPS_ERR_ARG;
        }
    }
    return REVOPS_OK;
}

revops_status revops_attribution_state_init(const revops_attribution *attribution, void *memory,
                                            size_t memory_size, size_t *needed,
                                            revops_attribution_state **out)
{
    if (!attribution) {
        return REVOPS_ERR_ARG;
    }
    size_t channels = attribution->channel_count;
    size_t size = sizeof(revops_attribution_state) + (channels + 1) * sizeof(revops_attribution_credit) +
                  channels * sizeof(uint64_t);
    revops_status status = revops__params_room(memory, memory_size, size, needed, (const void *)out);
    if (status != REVOPS_OK) {
        return status;
    }
    memset(memory, 0, size);
    revops_attribution_state *state = memory;
    state->channel_count = attribution->channel_count;
    *out = state;
    return REVOPS_OK;
}

revops_status revops_attribution_merge(const revops_attribution *attribution, revops_attribution_state *state,
                                       const revops_attribution_state *other)
{
    if (!attribution || !state || !other || state->channel_count != attribution->channel_count ||
        other->channel_count != attribution->channel_count) {
        return REVOPS_ERR_ARG;
    }
    revops_attribution_credit *into = revops__attribution_credits_of(state);
    const revops_attribution_credit *from = (const revops_attribution_credit *)(const void *)(other + 1);
    for (uint32_t i = 0; i <= attribution->channel_count; i++) {
        revops__attribution_add(&into[i].amount, from[i].amount);
        revops__attribution_add(&into[i].conversions_ppm, from[i].conversions_ppm);
        revops__attribution_add(&into[i].influenced_amount, from[i].influenced_amount);
        revops__attribution_add(&into[i].influenced, from[i].influenced);
        revops__attribution_add(&into[i].touches, from[i].touches);
    }
    return REVOPS_OK;
}

revops_status revops_attribution_credits(const revops_attribution *attribution,
                                         const revops_attribution_state *state,
                                         revops_attribution_credit *out, size_t capacity, size_t *needed)
{
    if (!attribution || !state || (!out && capacity) || state->channel_count != attribution->channel_count) {
        return REVOPS_ERR_ARG;
    }
    size_t count = (size_t)attribution->channel_count + 1;
    if (needed) {
        *needed = count;
    }
    if (capacity < count) {
        return REVOPS_ERR_NOSPACE;
    }
    memcpy(out, state + 1, count * sizeof *out);
    return REVOPS_OK;
}

revops_status revops_attribution_divide(int64_t amount, const uint64_t *weights, size_t count, int64_t *out)
{
    if (!weights || !out || amount < -AMOUNT_MOST || amount > AMOUNT_MOST) {
        return REVOPS_ERR_ARG;
    }
    uint64_t total = 0;
    for (size_t i = 0; i < count; i++) {
        if (weights[i] > (uint64_t)INT64_MAX - total) {
            return REVOPS_ERR_OVERFLOW;
        }
        total += weights[i];
    }
    if (total == 0) {
        return REVOPS_ERR_ARG;
    }
    uint64_t whole = (uint64_t)(amount < 0 ? -amount : amount), sum = 0, before = 0;
    for (size_t i = 0; i < count; i++) {
        sum += weights[i];
        uint64_t end = share_end(whole, sum, total);
        int64_t share = (int64_t)(end - before);
        out[i] = amount < 0 ? -share : share;
        before = end;
    }
    return REVOPS_OK;
}
