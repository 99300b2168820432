/* SPDX-License-Identifier: MIT */
/* Removal effects of an absorbing Markov chain.

   Problem: states are the start and n channels; P(i, j) is the share of steps from i that lead to j, r_i the share that
   leads to a conversion. f_i, the probability of a conversion from i, solves (I − P) f = r. The probability of ever coming
   from the start to c is G(0, c) ÷ G(c, c), where G is the inverse of I − P. Without channel c, all steps to it ending
   without a conversion, what is lost is that probability times f_c.

   Algorithm: I − P = L U by elimination without pivots. Off the diagonal all entries are at most 0, and a pivot is the sum
   of what is left of its row, so that nothing is ever subtracted (Grassmann, Taksar, Heyman 1985): every intermediate is a
   sum of products of numbers from 0 up, kept with 62 binary digits (core/scaled.h). Steps from a state to itself change no
   probability asked for and are left out.

   Memory: the table of (n + 1)² numbers, in which L (below the diagonal) and U (above it) take the place of P, then r, what
   is lost, the inverse pivots and three vectors of n + 1. Work: n³ multiplications. */
#include <string.h>

#include "core/params.h"
#include "core/scaled.h"
#include "figures/attribution-internal.h"

#define SHARE_WHOLE_PPB UINT64_C(1000000000)

typedef struct chain {
    size_t states;
    revops__scaled *steps;   /* [states][states] */
    revops__scaled *won;     /* r */
    revops__scaled *lost;    /* to no conversion */
    revops__scaled *inverse; /* 1 ÷ pivot; 0 for a state that nothing leaves */
    revops__scaled *f, *from_start, *work;
} chain;

static int is_channel_count(uint32_t channel_count)
{
    return channel_count >= 1 && channel_count <= REVOPS_ATTRIBUTION_MARKOV_CHANNELS_MAX;
}

size_t revops_attribution_transitions_max(uint32_t channel_count)
{
    return is_channel_count(channel_count) ? ((size_t)channel_count + 1) * ((size_t)channel_count + 2) : 0;
}

static int paths_are_valid(uint32_t channel_count, const uint64_t *first, const uint32_t *channel,
                           size_t path_count)
{
    for (size_t path = 0; path < path_count; path++) {
        if (first[path] > first[path + 1]) {
            return 0;
        }
    }
    for (uint64_t i = path_count ? first[0] : 0; i < (path_count ? first[path_count] : 0); i++) {
        if (channel[i] >= channel_count) {
            return 0;
        }
    }
    return 1;
}

revops_status revops_attribution_transitions_add(uint32_t channel_count, const uint64_t *first,
                                                 const uint32_t *channel, const uint32_t *converted,
                                                 const uint32_t *lost, size_t path_count, int32_t weight,
                                                 int64_t *transitions)
{
    if (!is_channel_count(channel_count) || !first || !channel || !converted || !transitions ||
        (weight != 1 && weight != -1) || !paths_are_valid(channel_count, first, channel, path_count)) {
        return REVOPS_ERR_ARG;
    }
    size_t width = (size_t)channel_count + 2;
    for (size_t path = 0; path < path_count; path++) {
        int64_t won = (int64_t)converted[path] * weight;
        int64_t missed = lost ? (int64_t)lost[path] * weight : 0;
        size_t from = 0;
        for (uint64_t i = first[path]; i < first[path + 1]; i++) {
            revops__attribution_add(&transitions[from * width + channel[i]], won + missed);
            from = (size_t)channel[i] + 1;
        }
        revops__attribution_add(&transitions[from * width + channel_count], won);
        revops__attribution_add(&transitions[from * width + channel_count + 1], missed);
    }
    return REVOPS_OK;
}

static chain chain_in(void *memory, size_t states)
{
    chain in = {.states = states, .steps = memory};
    in.won = in.steps + states * states;
    in.lost = in.won + states;
    in.inverse = in.lost + states;
    in.f = in.inverse + states;
    in.from_start = in.f + states;
    in.work = in.from_start + states;
    return in;
}

/* Reads the counts of a row as shares of the steps that leave the state. */
static void markov_read_row(const chain *to, const int64_t *transitions, size_t state)
{
    size_t channels = to->states - 1, width = channels + 2;
    const int64_t *counts = transitions + state * width;
    revops__scaled sum = {0, 0};
    for (size_t column = 0; column < width; column++) {
        if (column + 1 != state) {
            sum = revops__scaled_add(sum, revops__scaled_of((uint64_t)counts[column]));
        }
    }
    revops__scaled per_step = sum.mantissa ? revops__scaled_inverse(sum) : sum;
    revops__scaled *steps = to->steps + state * to->states;
    steps[0] = revops__scaled_of(0); /* nothing leads back to the start */
    for (size_t column = 0; column < channels; column++) {
        revops__scaled count = revops__scaled_of(column + 1 == state ? 0 : (uint64_t)counts[column]);
        steps[column + 1] = revops__scaled_multiply(count, per_step);
    }
    to->won[state] = revops__scaled_multiply(revops__scaled_of((uint64_t)counts[channels]), per_step);
    to->lost[state] = revops__scaled_multiply(revops__scaled_of((uint64_t)counts[channels + 1]), per_step);
}

/* Makes L and U in place. */
static void markov_eliminate(const chain *in)
{
    size_t n = in->states;
    for (size_t k = 0; k < n; k++) {
        const revops__scaled *pivot_row = in->steps + k * n;
        revops__scaled pivot = revops__scaled_add(in->won[k], in->lost[k]);
        for (size_t j = k + 1; j < n; j++) {
            pivot = revops__scaled_add(pivot, pivot_row[j]);
        }
        in->inverse[k] = pivot.mantissa ? revops__scaled_inverse(pivot) : pivot;
        for (size_t i = k + 1; i < n; i++) {
            revops__scaled *row = in->steps + i * n;
            if (!row[k].mantissa) {
                continue;
            }
            revops__scaled factor = revops__scaled_multiply(row[k], in->inverse[k]);
            row[k] = factor;
            for (size_t j = k + 1; j < n; j++) {
                if (j != i) {
                    row[j] = revops__scaled_add(row[j], revops__scaled_multiply(factor, pivot_row[j]));
                }
            }
            in->won[i] = revops__scaled_add(in->won[i], revops__scaled_multiply(factor, in->won[k]));
            in->lost[i] = revops__scaled_add(in->lost[i], revops__scaled_multiply(factor, in->lost[k]));
        }
    }
}

/* (right[i] + sum of U(i, j) × x[j], j > i) ÷ pivot, from the last state down to `least`. */
static void markov_substitute_back(const chain *in, const revops__scaled *right, size_t least,
                                   revops__scaled *x)
{
    for (size_t i = in->states; i > least; i--) {
        const revops__scaled *row = in->steps + (i - 1) * in->states;
        revops__scaled sum = right[i - 1];
        for (size_t j = i; j < in->states; j++) {
            sum = revops__scaled_add(sum, revops__scaled_multiply(row[j], x[j]));
        }
        x[i - 1] = revops__scaled_multiply(sum, in->inverse[i - 1]);
    }
}

/* The first row of the inverse: z U = (1, 0 …), then y L = z. */
static void markov_solve_from_start(const chain *in, revops__scaled *y)
{
    size_t n = in->states;
    for (size_t j = 0; j < n; j++) {
        revops__scaled sum = revops__scaled_of(j == 0);
        for (size_t i = 0; i < j; i++) {
            sum = revops__scaled_add(sum, revops__scaled_multiply(y[i], in->steps[i * n + j]));
        }
        y[j] = revops__scaled_multiply(sum, in->inverse[j]);
    }
    for (size_t j = n; j > 0; j--) {
        for (size_t i = j; i < n; i++) {
            y[j - 1] = revops__scaled_add(y[j - 1], revops__scaled_multiply(y[i], in->steps[i * n + j - 1]));
        }
    }
}

/* Entry (c, c) of the inverse: L w = e_c, then U x = w, in place. */
static revops__scaled markov_solve_diagonal(const chain *in, size_t c)
{
    size_t n = in->states;
    revops__scaled *w = in->work;
    w[c] = revops__scaled_of(1);
    for (size_t i = c + 1; i < n; i++) {
        w[i] = revops__scaled_of(0);
        for (size_t k = c; k < i; k++) {
            w[i] = revops__scaled_add(w[i], revops__scaled_multiply(in->steps[i * n + k], w[k]));
        }
    }
    markov_substitute_back(in, w, c, w);
    return w[c];
}

revops_status revops_attribution_removal_effects(const int64_t *transitions, uint32_t channel_count,
                                                 void *memory, size_t memory_size, size_t *needed,
                                                 uint64_t *out_effect_ppb)
{
    if (!is_channel_count(channel_count)) {
        return REVOPS_ERR_ARG;
    }
    size_t states = (size_t)channel_count + 1, size = (states + 7) * states * sizeof(revops__scaled);
    revops_status status = revops__params_room(memory, memory_size, size, needed, out_effect_ppb);
    if (status != REVOPS_OK) {
        return status;
    }
    size_t count = revops_attribution_transitions_max(channel_count);
    for (size_t i = 0; i < count; i++) {
        if (!transitions || transitions[i] < 0) {
            return REVOPS_ERR_ARG;
        }
    }
    chain of = chain_in(memory, states);
    for (size_t state = 0; state < states; state++) {
        markov_read_row(&of, transitions, state);
    }
    markov_eliminate(&of);
    markov_substitute_back(&of, of.won, 0, of.f);
    markov_solve_from_start(&of, of.from_start);
    for (size_t c = 1; c < states; c++) {
        revops__scaled visits = markov_solve_diagonal(&of, c);
        out_effect_ppb[c - 1] = 0;
        if (!visits.mantissa || !of.f[0].mantissa) {
            continue;
        }
        revops__scaled reached = revops__scaled_multiply(of.from_start[c], revops__scaled_inverse(visits));
        revops__scaled through = revops__scaled_multiply(reached, of.f[c]);
        revops__scaled effect = revops__scaled_multiply(through, revops__scaled_inverse(of.f[0]));
        uint64_t half_ppb = revops__scaled_times(effect, 2 * SHARE_WHOLE_PPB);
        uint64_t effect_ppb = (half_ppb + 1) / 2;
        out_effect_ppb[c - 1] = effect_ppb < SHARE_WHOLE_PPB ? effect_ppb : SHARE_WHOLE_PPB;
    }
    return REVOPS_OK;
}
