/* SPDX-License-Identifier: MIT */
/* Attribution over rows sorted by lead and instant: one pass, as frames hold them.

   Problem: offsets a lead, widened channels and a walk over each lead's rows read every column several times; for a frame
   that is in order that is most of the work, and what is left is a division and two loops of unforeseeable length a lead.
   Algorithm: touches are gone through in blocks that stay in the cache. The pass over a block that proves its order writes down
   where leads begin, without a branch; the runs between are merged with the conversions as sorted lists.

   A share of n equal ones ends at floor(A × i ÷ n) after touch i: with A = q × n + r that is q × i + floor(r × i ÷ n) (Bresenham
   1965), so which touches get one more depends on n and r alone. Conversions of up to 16 touches are put aside by n; a handful of one n is
   then shared in loops of that length, with a table of r and a quotient by a reciprocal. Counts are summed in the parts of one word.

   Sums can't overflow as long as all amounts together fit; beyond that they are added with saturation. Where order fails, what
   was added is taken back, which is exact as nothing saturated; where sums may saturate, order is proved ahead. */
#include <string.h>

#include "core/params.h"
#include "figures/attribution-internal.h"

#define ROWS_AMOUNT_MOST (INT64_C(1) << 53)
enum {
    ROWS_WHOLE_PPM = 1000000,
    ROWS_RUN = 512,         /* touches of a block */
    ROWS_FEW = 16,          /* touches of a conversion that is put aside */
    ROWS_HANDFUL = 32,      /* conversions of one number of touches */
    ROWS_FEW_CHANNELS = 64, /* bits of a word */
    ROWS_UNFLUSHED = 4096   /* touches whose millionths fit 32 bits, and counts 14 */
};

/* How touches are shared. */
enum rows_shares { ROWS_FIRST, ROWS_LAST, ROWS_LAST_NON_DIRECT, ROWS_LINEAR, ROWS_NEITHER };
typedef uint32_t rows_share;

/* A conversion put aside. */
typedef struct rows_aside {
    uint64_t begin;
    int64_t amount;
} rows_aside;

/* Sums of a channel: `counts` holds millionths in 32 bits, touches in 14, influence in 14. */
typedef struct rows_sum {
    int64_t amount, influenced_amount;
    uint64_t counts;
} rows_sum;

/* Equal shares of conversions with few touches. */
typedef struct rows_equal {
    uint16_t more[ROWS_FEW + 1][ROWS_FEW]; /* for a rest, bit i: touch i gets one more */
    uint32_t each_ppm[ROWS_FEW + 1];
    uint32_t counts[ROWS_FEW + 1]; /* put aside */
    uint32_t unflushed;            /* touches */
    rows_sum sums[ROWS_FEW_CHANNELS];
    rows_aside aside[ROWS_FEW + 1][ROWS_HANDFUL];
} rows_equal;

typedef struct rows_pass {
    const revops_attribution *attribution;
    const revops_attribution_row_columns *rows;
    revops_attribution_credit *credits;
    uint64_t *passes;
    rows_equal *equal; /* NULL: not used */
    uint64_t pass;     /* number of the conversion, for `passes` */
    uint64_t proved;   /* touches whose order and channels hold */
    uint64_t begin;    /* of the run of a lead under way */
    uint64_t taken;    /* conversions that were shared */
    rows_share share;
    int32_t weight;
    int saturates; /* sums may leave their range */
    uint32_t start_count;
    uint32_t starts[ROWS_RUN]; /* within the block proved last: where leads begin */
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

/* Whether touches stand in order, from `begin` on. */
static int rows_order_holds(const revops_attribution_row_columns *rows, uint64_t begin, uint64_t end)
{
    const int64_t *lead = rows->touch_lead, *at_ms = rows->touch_ms;
    for (uint64_t i = begin ? begin : 1; i < end; i++) {
        if (lead[i] == lead[i - 1] && at_ms[i] < at_ms[i - 1]) {
            return 0;
        }
    }
    return rows_ties_hold(rows, begin, end);
}

/* Whether channels are below a number. */
static int rows_channels_hold(const revops_attribution_row_columns *rows, uint64_t begin, uint64_t end,
                              uint32_t count)
{
    uint32_t fault = 0;
    uint64_t i = begin;
    if (rows->channel8 &&
        count <= 128) { /* eight at once: a byte that reaches the number sets its highest bit */
        const uint64_t ones = UINT64_C(0x0101010101010101);
        uint64_t found = 0;
        for (; end - i >= 8; i += 8) {
            uint64_t eight;
            memcpy(&eight, rows->channel8 + i, sizeof eight);
            found |= ((eight & ones * 127) + ones * (128 - count)) | eight;
        }
        fault = (found & ones << 7) != 0;
    }
    for (; i < end; i++) {
        fault |= rows_channel(rows, i) >= count;
    }
    return !fault;
}

/* Proves the order and the channels of a block of touches; 0 where they don't hold. Notes where leads begin. */
static int rows_prove(rows_pass *of)
{
    const revops_attribution_row_columns *rows = of->rows;
    const int64_t *lead = rows->touch_lead, *at_ms = rows->touch_ms;
    const uint64_t begin = of->proved;
    const uint64_t end = rows->count - begin > ROWS_RUN ? begin + ROWS_RUN : rows->count;
    uint32_t fault = begin == 0 && at_ms[0] == REVOPS_TIME_NONE, doubts = 0, count = 0;
    for (uint64_t i = begin ? begin : 1; i < end; i++) {
        const uint32_t is_next = (uint32_t)(lead[i] != lead[i - 1]);
        fault |= (uint32_t)(lead[i] < lead[i - 1]) | (uint32_t)(at_ms[i] == REVOPS_TIME_NONE);
        doubts |= (is_next ^ 1) & (uint32_t)(at_ms[i] <= at_ms[i - 1]);
        of->starts[count] = (uint32_t)(i - begin);
        count += is_next;
    }
    of->start_count = count;
    of->proved = end;
    return !fault && rows_channels_hold(rows, begin, end, of->attribution->channel_count) &&
           (!doubts || rows_order_holds(rows, begin, end));
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

/* Which of n touches get one more of a rest, for all rests; what each gets of a whole. */
static void rows_prepare(rows_equal *equal, uint32_t n)
{
    for (uint32_t rest = 0; rest < n; rest++) {
        uint32_t owed = 0, more = 0;
        for (uint32_t i = 0; i < n; i++) {
            owed += rest;
            more |= owed >= n ? UINT32_C(1) << i : 0;
            owed -= owed >= n ? n : 0;
        }
        equal->more[n][rest] = (uint16_t)more;
    }
    equal->each_ppm[n] = ROWS_WHOLE_PPM / n;
}

static void rows_flush(rows_pass *of)
{
    rows_equal *equal = of->equal;
    const uint32_t count = of->attribution->channel_count;
    for (uint32_t i = 0; i < count; i++) {
        const uint64_t counts = equal->sums[i].counts;
        of->credits[i].amount += equal->sums[i].amount * of->weight;
        of->credits[i].influenced_amount += equal->sums[i].influenced_amount * of->weight;
        of->credits[i].conversions_ppm += (int64_t)(counts & UINT32_MAX) * of->weight;
        of->credits[i].touches += (int64_t)(counts >> 32 & 0x3fff) * of->weight;
        of->credits[i].influenced += (int64_t)(counts >> 46) * of->weight;
    }
    memset(equal->sums, 0, count * sizeof equal->sums[0]);
    equal->unflushed = 0;
}

/* Shares what was put aside for one number of touches. */
static void rows_share_aside(rows_pass *of, uint32_t n)
{
    rows_equal *equal = of->equal;
    const uint32_t count = equal->counts[n];
    if (equal->unflushed + count * n > ROWS_UNFLUSHED) {
        rows_flush(of);
    }
    equal->unflushed += count * n;
    equal->counts[n] = 0;
    const uint64_t reciprocal = ((UINT64_C(1) << 32) + n - 1) / n;
    const uint64_t each_ppm = equal->each_ppm[n] + (UINT64_C(1) << 32);
    const uint32_t more_ppm = equal->more[n][ROWS_WHOLE_PPM % n];
    for (uint32_t k = 0; k < count; k++) {
        const rows_aside one = equal->aside[n][k];
        const int64_t sign = one.amount < 0 ? -1 : 1;
        const uint64_t whole = (uint64_t)(one.amount * sign); /* below 2^32 */
        uint64_t each = whole * reciprocal >> 32;             /* or one more */
        each -= each * n > whole;
        const uint32_t more = equal->more[n][whole - each * n];
        uint64_t seen = 0;
        for (uint32_t i = 0; i < n; i++) {
            const uint32_t channel = rows_channel(of->rows, one.begin + i);
            rows_sum *sum = &equal->sums[channel];
            const uint64_t is_first = ~seen >> channel & 1;
            seen |= UINT64_C(1) << channel;
            sum->amount += sign * (int64_t)(each + (more >> i & 1));
            sum->influenced_amount += one.amount & -(int64_t)is_first;
            sum->counts += each_ppm + (more_ppm >> i & 1) + (is_first << 46);
        }
    }
}

/* Shares a conversion's amount among touches, or puts it aside. */
static inline void rows_take(rows_pass *of, uint64_t begin, uint64_t end, int64_t amount)
{
    rows_equal *equal = of->equal;
    const uint64_t n = end - begin;
    if (n == 0) {
        revops_attribution_credit *none = of->credits + of->attribution->channel_count;
        rows_add(of, &none->amount, amount * of->weight);
        rows_add(of, &none->conversions_ppm, (int64_t)of->weight * ROWS_WHOLE_PPM);
    } else if (!equal || n > ROWS_FEW || amount > (int64_t)UINT32_MAX || amount < -(int64_t)UINT32_MAX) {
        rows_share_out(of, begin, end, amount);
    } else {
        if (equal->each_ppm[n] == 0) {
            rows_prepare(equal, (uint32_t)n);
        }
        equal->aside[n][equal->counts[n]++] = (rows_aside){begin, amount};
        if (equal->counts[n] == ROWS_HANDFUL) {
            rows_share_aside(of, (uint32_t)n);
        }
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

/* Shares the conversions up to those of the lead whose touches are begin … end − 1. */
static void rows_take_run(rows_pass *of, uint64_t begin, uint64_t end)
{
    const revops_attribution *attribution = of->attribution;
    const revops_attribution_row_columns *rows = of->rows;
    const int64_t lead = rows->touch_lead[begin], lookback_ms = attribution->lookback_ms;
    const int64_t *at_ms = rows->touch_ms;
    const int is_after = (attribution->flags & REVOPS_ATTRIBUTION_AFTER_CONVERSION) != 0;
    uint64_t i = of->taken, from = begin, to = begin;
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

static revops_status rows_walk(rows_pass *of)
{
    const revops_attribution_row_columns *rows = of->rows;
    of->proved = of->begin = of->taken = 0;
    revops_status status = REVOPS_OK;
    while (of->proved < rows->count && of->taken < rows->conversion_count && status == REVOPS_OK) {
        const uint64_t block = of->proved;
        if (!rows_prove(of)) {
            status = REVOPS_ERR_LATE;
            break;
        }
        for (uint32_t i = 0; i < of->start_count; i++) {
            const uint64_t next = block + of->starts[i];
            rows_take_run(of, of->begin, next);
            of->begin = next;
        }
        if (of->proved == rows->count) {
            rows_take_run(of, of->begin, rows->count);
        }
    }
    if (status == REVOPS_OK) {
        for (uint64_t i = of->taken; i < rows->conversion_count; i++) {
            rows_take(of, 0, 0, rows->amount ? rows->amount[i] : 0);
        }
        of->taken = rows->conversion_count;
    }
    for (uint32_t n = 1; of->equal && n <= ROWS_FEW; n++) {
        rows_share_aside(of, n);
    }
    if (of->equal) {
        rows_flush(of);
    }
    return status;
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
    rows_equal equal;
    if (of.share == ROWS_LINEAR && !of.saturates && attribution->channel_count <= ROWS_FEW_CHANNELS) {
        memset(equal.each_ppm, 0, sizeof equal.each_ppm);
        memset(equal.counts, 0, sizeof equal.counts);
        memset(equal.sums, 0, sizeof equal.sums);
        equal.unflushed = 0;
        of.equal = &equal;
    }
    status = of.saturates ? rows_prove_rest(&of) : REVOPS_OK;
    if (status != REVOPS_OK) {
        return status;
    }
    status = rows_walk(&of);
    const uint64_t taken = of.taken, begin = of.begin;
    status = status == REVOPS_OK ? rows_prove_rest(&of) : status;
    if (status != REVOPS_OK) { /* the touches of what was taken are in order */
        rows.conversion_count = taken;
        rows.count = begin;
        of.weight = -weight;
        (void)rows_walk(&of);
    }
    state->pass = of.pass;
    return status;
}
