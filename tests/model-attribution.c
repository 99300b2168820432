/* SPDX-License-Identifier: MIT */
/* Random rows over many leads: equal shares of rows, in blocks and put aside by their number of touches, agree with plain loops; parts add up to
   the whole; a fault anywhere leaves the credits as they were; what is taken back leaves nothing. */
#include <string.h>

#include <revops/revops.h>

#include "core/processor.h"
#include "figures/attribution-internal.h"
#include "model.h"
#include "random.h"

enum { ROUNDS = 300, TOUCHES = 6000, LEADS = 700, WINS = 1500, CHANNELS = 80 };

static random_state seed = {20260302};
static int64_t touch_lead[TOUCHES], touch_ms[TOUCHES], win_lead[WINS], win_ms[WINS], amount[WINS];
static uint32_t channel[TOUCHES];
static uint8_t bytes[TOUCHES];
static size_t touches, wins;
static uint32_t channels;
static int64_t lookback_ms;
static int is_after;
static uint64_t memory[4096], states[3][4096];

static int64_t below(int64_t n)
{
    return (int64_t)random_below(&seed, (uint64_t)n);
}

static void draw(void)
{
    static const uint32_t kinds[] = {1, 7, 64, 65, CHANNELS};
    static const int64_t most[] = {10, 100000, INT64_C(1) << 33, INT64_C(1) << 53};
    const int64_t size = most[below(4)], crowd = below(4) ? 9 : 40;
    /* Numbers of leads and instants below 0, too, and both sides of it in one block. */
    const int64_t first_lead = below(3) ? 0 : -below(LEADS), first_ms = below(3) ? 0 : -below(400);
    const int is_rising = (int)below(2);
    channels = kinds[below(5)];
    lookback_ms = below(3) ? 0 : 1 + below(30);
    is_after = below(4) == 0;
    touches = wins = 0;
    for (int64_t lead = first_lead + below(3); lead < first_lead + LEADS; lead += 1 + below(2)) {
        int64_t at_ms = first_ms + below(20), count = below(crowd);
        for (; count > 0 && touches < TOUCHES; count--, touches++) {
            int64_t step = is_rising + below(6);
            at_ms += step;
            uint32_t least =
                touches > 0 && step == 0 && touch_lead[touches - 1] == lead ? channel[touches - 1] : 0;
            touch_lead[touches] = lead;
            touch_ms[touches] = at_ms;
            channel[touches] = least + (uint32_t)below(channels - least);
            bytes[touches] = (uint8_t)channel[touches];
        }
        int64_t won_ms = at_ms + 3;
        for (int64_t k = below(6) ? 1 : below(5); k > 0 && wins < WINS; k--, wins++) {
            won_ms -= k > 1 ? 0 : below(8);
            win_lead[wins] = lead;
            win_ms[wins] = won_ms;
            amount[wins] = below(4) ? below(size + 1) : -below(size + 1);
            int is_tie = wins > 0 && win_lead[wins - 1] == lead && win_ms[wins - 1] >= won_ms;
            if (is_tie) {
                win_ms[wins] = win_ms[wins - 1];
                amount[wins] = amount[wins - 1];
            }
            won_ms = win_ms[wins] + 1 + below(10);
        }
    }
}

/* floor(whole × i ÷ n) without overflow. */
static int64_t part_to(int64_t whole, int64_t i, int64_t n)
{
    return whole / n * i + whole % n * i / n;
}

static void plain(revops_attribution_credit *credits)
{
    memset(credits, 0, (CHANNELS + 1) * sizeof credits[0]);
    for (size_t w = 0; w < wins; w++) {
        size_t counted[TOUCHES], count = 0;
        for (size_t i = 0; i < touches; i++) {
            int counts = touch_lead[i] == win_lead[w] && touch_ms[i] <= win_ms[w] &&
                         (lookback_ms == 0 || win_ms[w] - touch_ms[i] <= lookback_ms);
            int is_used = is_after && w > 0 && win_lead[w - 1] == win_lead[w] && touch_ms[i] <= win_ms[w - 1];
            if (counts && !is_used) {
                counted[count++] = i;
            }
        }
        if (count == 0) {
            credits[channels].amount += amount[w];
            credits[channels].conversions_ppm += 1000000;
        }
        int64_t whole = amount[w] < 0 ? -amount[w] : amount[w], sign = amount[w] < 0 ? -1 : 1;
        for (size_t k = 0; k < count; k++) {
            revops_attribution_credit *credit = &credits[channel[counted[k]]];
            const int64_t i = (int64_t)k, n = (int64_t)count;
            int is_first = 1;
            for (size_t j = 0; j < k; j++) {
                is_first &= channel[counted[j]] != channel[counted[k]];
            }
            credit->amount += sign * (part_to(whole, i + 1, n) - part_to(whole, i, n));
            credit->conversions_ppm += part_to(1000000, i + 1, n) - part_to(1000000, i, n);
            credit->influenced_amount += is_first ? amount[w] : 0;
            credit->influenced += is_first;
            credit->touches++;
        }
    }
}

static void compare(const revops_attribution *attribution, const revops_attribution_state *state,
                    const revops_attribution_credit *expected)
{
    revops_attribution_credit found[CHANNELS + 1];
    MUST(revops_attribution_credits(attribution, state, found, CHANNELS + 1, NULL) == REVOPS_OK);
    MUST(memcmp(found, expected, (channels + 1) * sizeof found[0]) == 0);
}

static void run(void)
{
    revops_attribution_credit expected[CHANNELS + 1], nothing[CHANNELS + 1];
    revops_attribution_params params;
    const revops_attribution *attribution;
    revops_attribution_state *whole, *part, *other;
    draw();
    plain(expected);
    memset(nothing, 0, sizeof nothing);
    MUST(revops_attribution_defaults(&params, sizeof params) == REVOPS_OK);
    params.model = REVOPS_ATTRIBUTION_LINEAR;
    params.flags = is_after ? REVOPS_ATTRIBUTION_AFTER_CONVERSION : 0;
    params.channel_count = channels;
    params.lookback_ms = lookback_ms;
    MUST(revops_attribution_build(&params, memory, sizeof memory, NULL, &attribution) == REVOPS_OK);
    MUST(revops_attribution_state_init(attribution, states[0], sizeof states[0], NULL, &whole) == REVOPS_OK);
    MUST(revops_attribution_state_init(attribution, states[1], sizeof states[1], NULL, &part) == REVOPS_OK);
    MUST(revops_attribution_state_init(attribution, states[2], sizeof states[2], NULL, &other) == REVOPS_OK);
    int wide = (int)below(2);
    const int path = REVOPS__PATH_BASELINE + (int)below(revops__processor_path() - REVOPS__PATH_BASELINE + 1);
    revops_attribution_row_columns rows = {.struct_size = sizeof rows,
                                           .count = touches,
                                           .conversion_count = wins,
                                           .touch_lead = touch_lead,
                                           .touch_ms = touch_ms,
                                           .channel = wide ? channel : NULL,
                                           .channel8 = wide ? NULL : bytes,
                                           .conversion_lead = win_lead,
                                           .conversion_ms = win_ms,
                                           .amount = amount};
    MUST(revops__attribution_apply_rows(attribution, whole, &rows, 1, path) == REVOPS_OK);
    compare(attribution, whole, expected);
    if (touches > 1) { /* a fault anywhere */
        const size_t at = 1 + (size_t)below((int64_t)touches - 1);
        const int64_t kept = touch_lead[at];
        touch_lead[at] = touch_lead[at - 1] - 1;
        MUST(revops__attribution_apply_rows(attribution, whole, &rows, 1, path) == REVOPS_ERR_LATE);
        compare(attribution, whole, expected);
        touch_lead[at] = kept;
        const uint32_t was = channel[at];
        channel[at] = channels;
        bytes[at] = (uint8_t)channels;
        MUST(revops__attribution_apply_rows(attribution, whole, &rows, 1, path) == REVOPS_ERR_LATE);
        compare(attribution, whole, expected);
        channel[at] = was;
        bytes[at] = (uint8_t)was;
        const int64_t was_ms = touch_ms[at];
        touch_ms[at] = touch_lead[at] == touch_lead[at - 1] ? touch_ms[at - 1] - 1 : REVOPS_TIME_NONE;
        MUST(revops__attribution_apply_rows(attribution, whole, &rows, 1, path) == REVOPS_ERR_LATE);
        compare(attribution, whole, expected);
        touch_ms[at] = was_ms;
    }
    if (wins > 1) { /* the same of conversions, and an amount beyond what is usual, or beyond all */
        const size_t at = 1 + (size_t)below((int64_t)wins - 1);
        const int64_t kept = win_lead[at], was_ms = win_ms[at], was = amount[at];
        win_lead[at] = win_lead[at - 1] - 1;
        MUST(revops__attribution_apply_rows(attribution, whole, &rows, 1, path) == REVOPS_ERR_LATE);
        compare(attribution, whole, expected);
        win_lead[at] = kept;
        win_ms[at] = REVOPS_TIME_NONE;
        MUST(revops__attribution_apply_rows(attribution, whole, &rows, 1, path) == REVOPS_ERR_LATE);
        compare(attribution, whole, expected);
        win_ms[at] = was_ms;
        amount[at] = INT64_C(1) << 54;
        MUST(revops__attribution_apply_rows(attribution, whole, &rows, 1, path) == REVOPS_ERR_RANGE);
        compare(attribution, whole, expected);
        const int is_last =
            amount[at - 1] <= INT64_C(1) << 40 &&
            (at + 1 == wins || win_lead[at + 1] > win_lead[at] || win_ms[at + 1] > win_ms[at]);
        amount[at] = is_last ? INT64_C(1) << 40 : was; /* equal instants stand in order of amounts */
        MUST(revops__attribution_apply_rows(attribution, whole, &rows, 1, path) == REVOPS_OK);
        MUST(revops__attribution_apply_rows(attribution, whole, &rows, -1, path) == REVOPS_OK);
        compare(attribution, whole, expected);
        amount[at] = was;
    }
    /* The leads before one, and those from it on. */
    const int64_t middle = touches > 0 ? touch_lead[0] + below(LEADS) : 0;
    size_t first_touches = 0, first_wins = 0;
    while (first_touches < touches && touch_lead[first_touches] < middle) {
        first_touches++;
    }
    while (first_wins < wins && win_lead[first_wins] < middle) {
        first_wins++;
    }
    rows.count = first_touches;
    rows.conversion_count = first_wins;
    MUST(revops__attribution_apply_rows(attribution, part, &rows, 1, path) == REVOPS_OK);
    rows.count = touches - first_touches;
    rows.conversion_count = wins - first_wins;
    rows.touch_lead += first_touches;
    rows.touch_ms += first_touches;
    rows.channel = wide ? channel + first_touches : NULL;
    rows.channel8 = wide ? NULL : bytes + first_touches;
    rows.conversion_lead += first_wins;
    rows.conversion_ms += first_wins;
    rows.amount += first_wins;
    MUST(revops__attribution_apply_rows(attribution, other, &rows, 1, path) == REVOPS_OK);
    MUST(revops_attribution_merge(attribution, other, part) == REVOPS_OK);
    compare(attribution, other, expected);
    MUST(revops__attribution_apply_rows(attribution, part, &rows, 1, path) ==
         REVOPS_OK); /* the other way round */
    compare(attribution, part, expected);
    MUST(revops__attribution_apply_rows(attribution, part, &rows, -1, path) == REVOPS_OK);
    rows.count = first_touches;
    rows.conversion_count = first_wins;
    rows.touch_lead = touch_lead;
    rows.touch_ms = touch_ms;
    rows.channel = wide ? channel : NULL;
    rows.channel8 = wide ? NULL : bytes;
    rows.conversion_lead = win_lead;
    rows.conversion_ms = win_ms;
    rows.amount = amount;
    MUST(revops__attribution_apply_rows(attribution, part, &rows, -1, path) == REVOPS_OK);
    compare(attribution, part, nothing);
}

int main(int argc, char **argv)
{
    int times = argc > 1 ? atoi(argv[1]) : 1;
    for (round_number = 0; round_number < ROUNDS * times; round_number++) {
        run();
    }
    printf("%d logs agree\n", ROUNDS * times);
    return 0;
}
