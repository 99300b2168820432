/* SPDX-License-Identifier: MIT */
/* Attribution over rows sorted by lead and instant: one pass, as frames hold them.

   Problem: offsets a lead, widened channels and a walk over each lead's rows read every column several times; for a frame
   that is in order that is most of the work. Algorithm: two cursors, one over touches and one over conversions, as a merge
   of sorted lists. The touches of a conversion lie between them. A share of n equal ones ends at floor(A × i ÷ n) after
   touch i: with A = q × n + r that is q × i + floor(r × i ÷ n), so one division a conversion and an addition a touch do
   (Bresenham 1965). Sums can't overflow as long as all amounts together fit; beyond that they are added with saturation.

   Order is proved beside the pass, for touches in runs that stay in the cache. Where it fails, what was added is taken
   back, which is exact as nothing saturated; where sums may saturate, order is proved ahead. */
#include <string.h>

#include "core/params.h"
#include "figures/attribution-internal.h"

#define ROWS_AMOUNT_MOST (INT64_C(1) << 53)
enum { ROWS_WHOLE_PPM = 1000000, ROWS_RUN = 1024 };

/* How touches are shared. */
enum rows_shares { ROWS_FIRST, ROWS_LAST, ROWS_LAST_NON_DIRECT, ROWS_LINEAR, ROWS_NEITHER };
typedef uint32_t rows_share;

typedef struct rows_pass {
    const revops_attribution *attribution;
    const revops_attribution_row_columns *rows;
    revops_attribution_credit *credits;
    uint64_t *passes;
    uint64_t pass;   /* number of the conversion, for `passes` */
    uint64_t proved; /* touches whose order and channels hold */
    uint64_t taken;  /* conversions that were shared */
    rows_share share;
    int32_t weight;
    int saturates; /* sums may leave their range */
} rows_pass;

static rows_share rows_share_of(uint32_t model)
{
    switch ((enum revops_attribution_models)model) {
    case REVOPS_ATTRIBUTION_FIRST:
        return ROWS_FIRST;
    case REVOPS_ATTRIBUTION_LAST:
        return ROWS_LAST;
    case REVOPS_ATTRIBUTION_LAST_NON_DIRECT:
        return ROWS_LAST_NON_DIRECT;
    case REVOPS_ATTRIBUTION_LINEAR:
        return ROWS_LINEAR;
    case REVOPS_ATTRIBUTION_TIME_DECAY:
    case REVOPS_ATTRIBUTION_U_SHAPED:
    case REVOPS_ATTRIBUTION_W_SHAPED:
    case REVOPS_ATTRIBUTION_FULL_PATH:
    case REVOPS_ATTRIBUTION_POSITION:
    case REVOPS_ATTRIBUTION_CUSTOM:
    case REVOPS_ATTRIBUTION_SHAPLEY:
        break;
    }
    return ROWS_NEITHER;
}

static inline uint32_t rows_channel(const revops_attribution_row_columns *rows, uint64_t touch)
{
    return rows->channel8 ? rows->channel8[touch] : rows->channel[touch];
}

/* Whether touches of one lead and instant stand in order of their channels, from `begin` on. */
static int rows_ties_hold(const revops_attribution_row_columns *rows, uint64_t begin, uint64_t end)
{
    for (uint64_t i = begin ? begin : 1; i < end; i++) {
        if (rows->touch_lead[i] == rows->touch_lead[i - 1] && rows->touch_ms[i] == rows->touch_ms[i - 1] &&
            rows_channel(rows, i) < rows_channel(rows, i - 1)) {
            return 0;
        }
    }
    return 1;
}

/* Proves the order and the channels of a run of touches; 0 where they don't hold. */
static int rows_prove(rows_pass *of)
{
    const revops_attribution_row_columns *rows = of->rows;
    const int64_t *lead = rows->touch_lead, *at_ms = rows->touch_ms;
    uint64_t begin = of->proved;
    uint64_t end = rows->count - begin > ROWS_RUN ? begin + ROWS_RUN : rows->count;
    uint32_t most = 0, fault = begin == 0 && at_ms[0] == REVOPS_TIME_NONE, ties = 0;
    for (uint64_t i = begin ? begin : 1; i < end; i++) {
        uint32_t is_same = (uint32_t)(lead[i] == lead[i - 1]);
        fault |= (uint32_t)(lead[i] < lead[i - 1]) | (is_same & (uint32_t)(at_ms[i] < at_ms[i - 1])) |
                 (uint32_t)(at_ms[i] == REVOPS_TIME_NONE);
        ties |= is_same & (uint32_t)(at_ms[i] == at_ms[i - 1]);
    }
    if (rows->channel8) {
        for (uint64_t i = begin; i < end; i++) {
            most = rows->channel8[i] > most ? rows->channel8[i] : most;
        }
    } else {
        for (uint64_t i = begin; i < end; i++) {
            most = rows->channel[i] > most ? rows->channel[i] : most;
        }
    }
    of->proved = end;
    return !fault && most < of->attribution->channel_count && (!ties || rows_ties_hold(rows, begin, end));
}

static inline void rows_add(const rows_pass *of, int64_t *sum, int64_t value)
{
    if (!of->saturates) {
        *sum += value;
    } else {
        revops__attribution_add(sum, value);
    }
}

/* The touch that has all, of begin … end − 1; `end` for equal shares. */
static inline uint64_t rows_single(const rows_pass *of, uint64_t begin, uint64_t end)
{
    uint64_t single = end;
    switch ((enum rows_shares)of->share) {
    case ROWS_FIRST:
        return begin;
    case ROWS_LAST:
        return end - 1;
    case ROWS_LAST_NON_DIRECT:
        while (single > begin && rows_channel(of->rows, single - 1) == of->attribution->direct_channel) {
            single--;
        }
        return single > begin ? single - 1 : end - 1;
    case ROWS_LINEAR:
    case ROWS_NEITHER:
        break;
    }
    return end;
}

/* A share of a whole among n equal ones: what one gets, and what is left over, an n-th each. */
typedef struct rows_part {
    int64_t each, rest, owed;
} rows_part;

static inline int64_t rows_next_part(rows_part *part, int64_t count)
{
    part->owed += part->rest;
    int64_t carries = part->owed >= count;
    part->owed -= carries ? count : 0;
    return part->each + carries;
}

/* Counts touches and influence, and shares a conversion's amount equally (`single` == end) or gives all to one. */
static inline void rows_share_out(rows_pass *of, uint64_t begin, uint64_t end, int64_t amount)
{
    int64_t sign = amount < 0 ? -of->weight : of->weight, whole = amount < 0 ? -amount : amount;
    uint64_t single = rows_single(of, begin, end);
    int64_t count = (int64_t)(end - begin), signed_amount = amount * of->weight;
    int64_t is_equal = single == end;
    rows_part money = {is_equal ? whole / count : 0, is_equal ? whole % count : 0, 0};
    rows_part ppm = {is_equal ? ROWS_WHOLE_PPM / count : 0, is_equal ? ROWS_WHOLE_PPM % count : 0, 0};
    uint64_t pass = ++of->pass;
    for (uint64_t i = begin; i < end; i++) {
        uint32_t channel = rows_channel(of->rows, i);
        revops_attribution_credit *credit = &of->credits[channel];
        int64_t is_first = of->passes[channel] != pass;
        of->passes[channel] = pass;
        rows_add(of, &credit->touches, of->weight);
        rows_add(of, &credit->influenced, is_first * of->weight);
        rows_add(of, &credit->influenced_amount, is_first * signed_amount);
        rows_add(of, &credit->amount, sign * rows_next_part(&money, count));
        rows_add(of, &credit->conversions_ppm, of->weight * rows_next_part(&ppm, count));
    }
    if (!is_equal) {
        revops_attribution_credit *credit = &of->credits[rows_channel(of->rows, single)];
        rows_add(of, &credit->amount, signed_amount);
        rows_add(of, &credit->conversions_ppm, (int64_t)of->weight * ROWS_WHOLE_PPM);
    }
}

/* The largest of all sums, without its sign. */
static uint64_t rows_bound_of(const revops_attribution_credit *credits, uint32_t count)
{
    uint64_t most = 0;
    for (uint32_t i = 0; i < count; i++) {
        const int64_t sums[] = {credits[i].amount, credits[i].conversions_ppm, credits[i].influenced_amount,
                                credits[i].influenced, credits[i].touches};
        for (uint32_t j = 0; j < sizeof sums / sizeof sums[0]; j++) {
            uint64_t size = sums[j] < 0 ? 0 - (uint64_t)sums[j] : (uint64_t)sums[j];
            most = size > most ? size : most;
        }
    }
    return most >> 62 ? UINT64_MAX : most;
}

/* Checks what lies outside the touches; tells the most that a sum can grow by. */
static revops_status rows_check(const revops_attribution *attribution,
                                const revops_attribution_row_columns *rows, int32_t weight, uint64_t *growth)
{
    if (rows->flags) {
        return REVOPS_ERR_NEWER;
    }
    if ((weight != 1 && weight != -1) || rows_share_of(attribution->model) == ROWS_NEITHER ||
        (rows->count && (!rows->touch_lead || !rows->touch_ms || !rows->channel == !rows->channel8)) ||
        (rows->conversion_count && (!rows->conversion_lead || !rows->conversion_ms)) || rows->count >> 62 ||
        rows->conversion_count >> 62) {
        return REVOPS_ERR_ARG;
    }
    int64_t most = 0, least = 0;
    uint64_t sum = rows->conversion_count >> 42 ? UINT64_MAX : rows->conversion_count * ROWS_WHOLE_PPM;
    sum += sum < UINT64_MAX - rows->count ? rows->count : 0;
    uint32_t fault = 0;
    for (uint64_t i = 0; rows->amount && i < rows->conversion_count; i++) {
        const int64_t amount = rows->amount[i];
        const uint64_t size = amount < 0 ? 0 - (uint64_t)amount : (uint64_t)amount;
        most = amount > most ? amount : most;
        least = amount < least ? amount : least;
        sum = sum > UINT64_MAX - size ? UINT64_MAX : sum + size;
    }
    *growth = sum;
    const int64_t *lead = rows->conversion_lead, *at_ms = rows->conversion_ms;
    fault |= rows->conversion_count && at_ms[0] == REVOPS_TIME_NONE;
    for (uint64_t i = 1; i < rows->conversion_count; i++) {
        fault |= (uint32_t)(at_ms[i] == REVOPS_TIME_NONE) |
                 ((uint32_t)(lead[i] == lead[i - 1]) & (uint32_t)(at_ms[i] == at_ms[i - 1]) &
                  (uint32_t)(rows->amount && rows->amount[i] < rows->amount[i - 1]));
        fault |= (uint32_t)(lead[i] < lead[i - 1]) |
                 ((uint32_t)(lead[i] == lead[i - 1]) & (uint32_t)(at_ms[i] < at_ms[i - 1]));
    }
    if (least < -ROWS_AMOUNT_MOST || most > ROWS_AMOUNT_MOST) {
        return REVOPS_ERR_RANGE;
    }
    return fault ? REVOPS_ERR_LATE : REVOPS_OK;
}

static revops_status rows_walk(rows_pass *of)
{
    const revops_attribution *attribution = of->attribution;
    const revops_attribution_row_columns *rows = of->rows;
    const int64_t *touch_lead = rows->touch_lead, *touch_ms = rows->touch_ms;
    const uint64_t touch_count = rows->count;
    const int is_after = (attribution->flags & REVOPS_ATTRIBUTION_AFTER_CONVERSION) != 0;
    const int64_t lookback_ms = attribution->lookback_ms;
    uint64_t begin = 0, end = 0;
    for (uint64_t i = 0; i < rows->conversion_count; i++) {
        const int64_t lead = rows->conversion_lead[i], at_ms = rows->conversion_ms[i];
        const int is_next = i > 0 && rows->conversion_lead[i - 1] == lead;
        begin = is_next ? begin : end;
        of->taken = i;
        for (;; end++) { /* over touches of leads before, and those of this one that count */
            if (end == of->proved) {
                if (end == touch_count) {
                    break;
                }
                if (!rows_prove(of)) {
                    return REVOPS_ERR_LATE;
                }
            }
            if (touch_lead[end] < lead) {
                begin = end + 1;
                continue;
            }
            if (touch_lead[end] > lead || touch_ms[end] > at_ms) {
                break;
            }
        }
        while (lookback_ms && begin < end &&
               (uint64_t)at_ms - (uint64_t)touch_ms[begin] > (uint64_t)lookback_ms) {
            begin++;
        }
        while (is_after && is_next && begin < end && touch_ms[begin] <= rows->conversion_ms[i - 1]) {
            begin++;
        }
        const int64_t amount = rows->amount ? rows->amount[i] : 0;
        if (begin < end) {
            rows_share_out(of, begin, end, amount);
        } else {
            revops_attribution_credit *none = of->credits + attribution->channel_count;
            rows_add(of, &none->amount, amount * of->weight);
            rows_add(of, &none->conversions_ppm, (int64_t)of->weight * ROWS_WHOLE_PPM);
        }
    }
    of->taken = rows->conversion_count;
    return REVOPS_OK;
}

/* Proves the touches from where the pass is to the last one. */
static revops_status rows_prove_rest(rows_pass *of)
{
    while (of->proved < of->rows->count) {
        if (!rows_prove(of)) {
            return REVOPS_ERR_LATE;
        }
    }
    return REVOPS_OK;
}

revops_status revops_attribution_apply_rows(const revops_attribution *attribution,
                                            revops_attribution_state *state,
                                            const revops_attribution_row_columns *given, int32_t weight)
{
    if (!attribution || !state || state->channel_count != attribution->channel_count) {
        return REVOPS_ERR_ARG;
    }
    revops_attribution_row_columns rows;
    uint64_t growth = 0;
    revops_status status = REVOPS__PARAMS_COPY(revops_attribution_row_columns, &rows, given);
    if (status == REVOPS_OK) {
        status = rows_check(attribution, &rows, weight, &growth);
    }
    if (status != REVOPS_OK) {
        return status;
    }
    rows_pass of = {.attribution = attribution,
                    .rows = &rows,
                    .credits = revops__attribution_credits_of(state),
                    .passes = revops__attribution_passes_of(state),
                    .pass = state->pass,
                    .share = rows_share_of(attribution->model),
                    .weight = weight};
    uint64_t bound = rows_bound_of(of.credits, attribution->channel_count + 1);
    of.saturates = growth >> 62 || bound >> 62;
    status = of.saturates ? rows_prove_rest(&of) : REVOPS_OK;
    if (status != REVOPS_OK) {
        return status;
    }
    status = rows_walk(&of);
    status = status == REVOPS_OK ? rows_prove_rest(&of) : status;
    if (status != REVOPS_OK) { /* the touches of what was taken are in order */
        rows.conversion_count = of.taken;
        of.weight = -weight;
        of.proved = rows.count;
        (void)rows_walk(&of);
    }
    state->pass = of.pass;
    return status;
}
