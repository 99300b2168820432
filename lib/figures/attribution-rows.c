/* SPDX-License-Identifier: MIT */
/* Attribution over rows sorted by lead and instant: one pass, as frames hold them.

   Problem: offsets per lead, widened channels and a loop over each lead's rows read every column several times. For a
   sorted frame that is most of the work; the rest is a division and two loops of unpredictable length per lead.
   Algorithm: touches are processed in blocks that stay in the cache. The pass that checks the order of a block also
   lists where leads begin (attribution-order.c). The runs between are merged with the conversions as sorted lists.
   Equal shares of few touches: attribution-equal.c.

   Sums can't overflow if all amounts together fit; otherwise they are added with saturation. If the order turns out
   wrong, the added amounts are subtracted, which is exact because nothing saturated. If sums may saturate, the order
   is checked in advance. */
#include <string.h>

#include "core/compiler.h"
#include "core/params.h"
#include "figures/attribution-equal.h"
#include "figures/attribution-order.h"

#define ROWS_AMOUNT_MOST (INT64_C(1) << 53)
enum {
    ROWS_WHOLE_PPM = 1000000,
    ROWS_TRUSTED_BITS = 28, /* so many conversions of up to 2^32 can't saturate a sum */
    ROWS_ASKING = 8192      /* touches from which on it is worth to ask what the processor can do */
};

/* How touches are shared. */
enum rows_shares { ROWS_FIRST, ROWS_LAST, ROWS_LAST_NON_DIRECT, ROWS_LINEAR, ROWS_NEITHER };
typedef uint32_t rows_share;

typedef struct rows_pass {
    const revops_attribution *attribution;
    const revops_attribution_row_columns *rows;
    revops_attribution_credit *credits;
    uint64_t *passes;
    revops__equal *equal; /* NULL: not used */
    uint64_t pass;        /* number of the conversion, for `passes` */
    uint64_t begin;       /* of the run of a lead under way */
    uint64_t taken;       /* conversions that were shared */
    rows_share share;
    int32_t weight;
    int saturates;   /* sums may leave their range */
    int is_plain;    /* leads of few touches and one conversion are put aside as they are */
    int is_trusting; /* conversions are checked where they are taken, not before */
    int is_doubtful; /* one of them isn't what was trusted */
    revops__attribution_order order;
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
        while (single > begin &&
               revops__attribution_channel_at(of->rows, single - 1) == of->attribution->direct_channel) {
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
        uint32_t channel = revops__attribution_channel_at(of->rows, i);
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
        revops_attribution_credit *credit = &of->credits[revops__attribution_channel_at(of->rows, single)];
        rows_add(of, &credit->amount, signed_amount);
        rows_add(of, &credit->conversions_ppm, (int64_t)of->weight * ROWS_WHOLE_PPM);
    }
}

/* Shares a conversion's amount among touches, or puts it aside. */
static inline void rows_take(rows_pass *of, uint64_t begin, uint64_t end, int64_t amount)
{
    const uint64_t n = end - begin;
    if (n == 0) {
        revops_attribution_credit *none = of->credits + of->attribution->channel_count;
        rows_add(of, &none->amount, amount * of->weight);
        rows_add(of, &none->conversions_ppm, (int64_t)of->weight * ROWS_WHOLE_PPM);
    } else if (!of->equal || n > REVOPS__EQUAL_TOUCHES || (uint64_t)amount > UINT32_MAX) {
        rows_share_out(of, begin, end, amount);
    } else {
        revops__equal_put(of->equal, begin, n, (uint32_t)amount);
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

/* The most that a sum can grow by, UINT64_MAX for what doesn't fit; checks the range of amounts. */
static uint64_t rows_growth(const revops_attribution_row_columns *rows, revops_status *status)
{
    const uint64_t count = rows->conversion_count, amounts = rows->amount ? count : 0;
    uint64_t sum = count >> 42 ? UINT64_MAX : count * ROWS_WHOLE_PPM, bits = 0;
    sum += sum < UINT64_MAX - rows->count ? rows->count : 0;
    for (uint64_t i = 0; i < amounts; i++) {
        bits |= (uint64_t)(rows->amount[i] ^ rows->amount[i] >> 63); /* at least the size, less 1 */
    }
    if (sum >> 61 == 0 && bits >> 32 == 0 && amounts >> 28 == 0) { /* the usual case */
        return sum + amounts * (bits + 1);
    }
    for (uint64_t i = 0; i < amounts; i++) {
        const int64_t amount = rows->amount[i];
        const uint64_t size = amount < 0 ? 0 - (uint64_t)amount : (uint64_t)amount;
        if (size > (uint64_t)ROWS_AMOUNT_MOST) {
            *status = REVOPS_ERR_RANGE;
        }
        sum = sum > UINT64_MAX - size ? UINT64_MAX : sum + size;
    }
    return sum;
}

/* Checks what can be seen without a look at rows. */
static revops_status rows_check_form(const revops_attribution *attribution,
                                     const revops_attribution_row_columns *rows, int32_t weight)
{
    if (rows->flags) {
        return REVOPS_ERR_NEWER;
    }
    const int legal =
        (weight == 1 || weight == -1) && rows_share_of(attribution->model) != ROWS_NEITHER &&
        (!rows->count || (rows->touch_lead && rows->touch_ms && !rows->channel != !rows->channel8)) &&
        (!rows->conversion_count || (rows->conversion_lead && rows->conversion_ms)) && !(rows->count >> 62) &&
        !(rows->conversion_count >> 62);
    return legal ? REVOPS_OK : REVOPS_ERR_ARG;
}

/* Checks the conversions; tells the most that a sum can grow by. */
static revops_status rows_check(const revops_attribution_row_columns *rows, uint64_t *growth)
{
    revops_status status = REVOPS_OK;
    *growth = rows_growth(rows, &status);
    const int64_t *lead = rows->conversion_lead, *at_ms = rows->conversion_ms;
    uint32_t fault = rows->conversion_count && at_ms[0] == REVOPS_TIME_NONE, doubts = 0;
    for (uint64_t i = 1; i < rows->conversion_count; i++) {
        fault |= (uint32_t)(at_ms[i] == REVOPS_TIME_NONE);
        doubts |= (uint32_t)(lead[i] <= lead[i - 1]);
    }
    for (uint64_t i = 1; doubts && i < rows->conversion_count; i++) {
        fault |= lead[i] < lead[i - 1] ||
                 (lead[i] == lead[i - 1] &&
                  (at_ms[i] < at_ms[i - 1] ||
                   (at_ms[i] == at_ms[i - 1] && rows->amount && rows->amount[i] < rows->amount[i - 1])));
    }
    return status != REVOPS_OK ? status : fault ? REVOPS_ERR_LATE : REVOPS_OK;
}

/* Whether a conversion stands in order and has a usual amount. */
static inline int rows_is_usual(const revops_attribution_row_columns *rows, uint64_t i)
{
    const int64_t amount = rows->amount[i];
    return rows->conversion_ms[i] != REVOPS_TIME_NONE && amount <= (int64_t)UINT32_MAX &&
           amount >= -(int64_t)UINT32_MAX &&
           (i == 0 || rows->conversion_lead[i] > rows->conversion_lead[i - 1] ||
            (rows->conversion_lead[i] == rows->conversion_lead[i - 1] &&
             (rows->conversion_ms[i] > rows->conversion_ms[i - 1] ||
              (rows->conversion_ms[i] == rows->conversion_ms[i - 1] && amount >= rows->amount[i - 1]))));
}

/* Whether the next conversions up to those of a lead can be trusted; tells where they can't. */
static inline int rows_trust(rows_pass *of, int64_t lead)
{
    const revops_attribution_row_columns *rows = of->rows;
    for (uint64_t i = of->taken; i < rows->conversion_count && rows->conversion_lead[i] <= lead; i++) {
        if (!rows_is_usual(rows, i)) {
            of->is_doubtful = 1;
            return 0;
        }
    }
    return 1;
}

/* Shares the conversions up to those of the lead whose touches are begin … end − 1. */
static void rows_take_run(rows_pass *of, uint64_t begin, uint64_t end)
{
    const revops_attribution *attribution = of->attribution;
    const revops_attribution_row_columns *rows = of->rows;
    const int64_t lead = rows->touch_lead[begin], lookback_ms = attribution->lookback_ms;
    const int64_t *at_ms = rows->touch_ms;
    const int is_after = (attribution->flags & REVOPS_ATTRIBUTION_AFTER_CONVERSION) != 0;
    uint64_t i = of->taken, from = begin, to = begin;
    if (of->is_trusting && !rows_trust(of, lead)) {
        return;
    }
    for (; i < rows->conversion_count && rows->conversion_lead[i] < lead; i++) {
        rows_take(of, 0, 0, rows->amount ? rows->amount[i] : 0);
    }
    for (int is_further = 0; i < rows->conversion_count && rows->conversion_lead[i] == lead; i++) {
        const int64_t until_ms = rows->conversion_ms[i];
        const int is_last = i + 1 == rows->conversion_count || rows->conversion_lead[i + 1] != lead;
        if (is_further || !is_last) {
            for (; to < end && at_ms[to] <= until_ms; to++) {
            }
        } else { /* the only one: most touches count, so from behind */
            for (to = end - (uint64_t)(at_ms[end - 1] > until_ms); to > begin && at_ms[to - 1] > until_ms;
                 to--) {
            }
        }
        while (lookback_ms && from < to &&
               (uint64_t)until_ms - (uint64_t)at_ms[from] > (uint64_t)lookback_ms) {
            from++;
        }
        while (is_after && is_further && from < to && at_ms[from] <= rows->conversion_ms[i - 1]) {
            from++;
        }
        rows_take(of, from, to, rows->amount ? rows->amount[i] : 0);
        is_further = 1;
    }
    of->taken = i;
}

/* The same for the leads that begin in a block proved last, from one on, as long as they have few touches and one conversion that
   isn't the last of all; returns the first other one. */
static uint32_t rows_take_plain(rows_pass *of, uint64_t block, uint32_t from)
{
    const revops_attribution_row_columns *rows = of->rows;
    const int64_t *const touch_lead = rows->touch_lead, *const at_ms = rows->touch_ms;
    const int64_t *const conversion_lead = rows->conversion_lead, *const conversion_ms = rows->conversion_ms;
    const int64_t *const amounts = rows->amount;
    const uint64_t ahead =
        block + 2 * REVOPS__ATTRIBUTION_BLOCK <= rows->count ? REVOPS__ATTRIBUTION_BLOCK : 0;
    const uint64_t most = rows->conversion_count - 1;
    const uint32_t count = of->order.start_count;
    revops__equal *const equal = of->equal;
    uint64_t begin = of->begin, taken = of->taken;
    for (; from < count && taken < most; from++) {
        const uint64_t end = block + of->order.starts[from], amount = (uint64_t)amounts[taken];
        const int64_t lead = touch_lead[begin], until_ms = conversion_ms[taken];
        REVOPS__FETCH(&touch_lead[end + ahead]);
        REVOPS__FETCH(&at_ms[end + ahead]);
        uint64_t n = end - begin;
        if (n > REVOPS__EQUAL_TOUCHES || conversion_lead[taken] != lead ||
            conversion_lead[taken + 1] <= lead || amount > UINT32_MAX) {
            break;
        }
        /* Few touches come after a conversion: the last one is asked without a branch. */
        n -= at_ms[end - 1] > until_ms;
        while (n > 0 && at_ms[begin + n - 1] > until_ms) {
            n--;
        }
        if (n == 0) { /* also where the conversion has no instant */
            break;
        }
        revops__equal_put(equal, begin, n, (uint32_t)amount);
        taken++;
        begin = end;
    }
    of->begin = begin;
    of->taken = taken;
    return from;
}

static revops_status rows_walk(rows_pass *of)
{
    const revops_attribution_row_columns *rows = of->rows;
    of->order.proved = of->order.first = of->begin = of->taken = 0;
    revops_status status = REVOPS_OK;
    while (of->order.proved < rows->count && of->taken < rows->conversion_count && status == REVOPS_OK) {
        const uint64_t block = of->order.proved;
        if (!revops__attribution_prove(&of->order)) {
            status = REVOPS_ERR_LATE;
            break;
        }
        for (uint32_t i = 0; i < of->order.start_count && !of->is_doubtful; i++) {
            i = of->is_plain ? rows_take_plain(of, block, i) : i;
            if (i < of->order.start_count) {
                const uint64_t next = block + of->order.starts[i];
                rows_take_run(of, of->begin, next);
                of->begin = of->is_doubtful ? of->begin : next;
            }
        }
        if (of->order.proved == rows->count && !of->is_doubtful) {
            rows_take_run(of, of->begin, rows->count);
            of->begin = of->is_doubtful ? of->begin : rows->count;
        }
        status = of->is_doubtful ? REVOPS_ERR_LATE : status;
    }
    if (status == REVOPS_OK && of->is_trusting && !rows_trust(of, INT64_MAX)) {
        status = REVOPS_ERR_LATE;
    }
    if (status == REVOPS_OK) {
        for (uint64_t i = of->taken; i < rows->conversion_count; i++) {
            rows_take(of, 0, 0, rows->amount ? rows->amount[i] : 0);
        }
        of->taken = rows->conversion_count;
    }
    if (of->equal) {
        revops__equal_finish(of->equal, of->credits, of->weight);
    }
    return status;
}

/* Proves the touches from where the pass is to the last one. */
static revops_status rows_prove_rest(rows_pass *of)
{
    while (of->order.proved < of->rows->count) {
        if (!revops__attribution_prove(&of->order)) {
            return REVOPS_ERR_LATE;
        }
    }
    return REVOPS_OK;
}

/* Shares all rows, or nothing: what was shared before a fault showed is subtracted. */
static revops_status rows_apply(rows_pass *of, revops_attribution_row_columns *rows)
{
    const revops_attribution_row_columns all = *rows;
    revops_status status = rows_walk(of);
    const uint64_t taken = of->taken, begin = of->begin;
    status = status == REVOPS_OK ? rows_prove_rest(of) : status;
    if (status != REVOPS_OK) { /* the touches of what was taken are in order */
        rows->conversion_count = taken;
        rows->count = begin;
        of->weight = -of->weight;
        of->is_doubtful = 0;
        (void)rows_walk(of);
        of->weight = -of->weight;
        *rows = all;
    }
    return status;
}

revops_status revops_attribution_apply_rows(const revops_attribution *attribution,
                                            revops_attribution_state *state,
                                            const revops_attribution_row_columns *given, int32_t weight)
{
    return revops__attribution_apply_rows(attribution, state, given, weight, REVOPS__PATH_BEST);
}

revops_status revops__attribution_apply_rows(const revops_attribution *attribution,
                                             revops_attribution_state *state,
                                             const revops_attribution_row_columns *given, int32_t weight,
                                             int path)
{
    if (!attribution || !state || state->channel_count != attribution->channel_count) {
        return REVOPS_ERR_ARG;
    }
    revops_attribution_row_columns rows;
    revops_status status = REVOPS__PARAMS_COPY(revops_attribution_row_columns, &rows, given);
    if (status == REVOPS_OK) {
        status = rows_check_form(attribution, &rows, weight);
    }
    if (status != REVOPS_OK) {
        return status;
    }
    if (path == REVOPS__PATH_BEST) {
        path = rows.count >= ROWS_ASKING ? revops__processor_path() : REVOPS__PATH_BASELINE;
    }
    rows_pass of = {.attribution = attribution,
                    .rows = &rows,
                    .order = {.rows = &rows, .channel_count = attribution->channel_count, .path = path},
                    .credits = revops__attribution_credits_of(state),
                    .passes = revops__attribution_passes_of(state),
                    .pass = state->pass,
                    .share = rows_share_of(attribution->model),
                    .weight = weight};
    const uint64_t bound = rows_bound_of(of.credits, attribution->channel_count + 1);
    revops__equal equal;
    if (of.share == ROWS_LINEAR && attribution->channel_count <= REVOPS__EQUAL_CHANNELS && bound >> 62 == 0) {
        revops__equal_init(&equal, &rows, attribution->channel_count, path);
        of.equal = &equal;
        of.is_plain = rows.amount && attribution->lookback_ms == 0;
    }
    /* Usually nothing can saturate and all is in order: conversions are then read once, where they are taken. */
    of.is_trusting = of.is_plain && rows.conversion_count >> ROWS_TRUSTED_BITS == 0 && rows.count >> 60 == 0;
    status = of.is_trusting ? rows_apply(&of, &rows) : REVOPS_ERR_LATE;
    if (status != REVOPS_OK) {
        uint64_t growth = 0;
        status = rows_check(&rows, &growth);
        of.is_trusting = of.is_doubtful = 0;
        of.saturates = growth >> 62 || bound >> 62;
        of.equal = of.saturates ? NULL : of.equal;
        of.is_plain = of.is_plain && of.equal;
        of.order.proved = of.order.first = 0;
        if (status == REVOPS_OK && of.saturates) {
            status = rows_prove_rest(&of);
        }
        status = status == REVOPS_OK ? rows_apply(&of, &rows) : status;
    }
    state->pass = of.pass;
    return status;
}
