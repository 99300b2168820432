/* SPDX-License-Identifier: MIT */
/* Equal shares of conversions with few touches.

   Problem: five figures of each touch, without a division and without a loop whose length can't be foreseen.
   Algorithm: a share of n equal ones ends at floor(A × i ÷ n) after touch i: with A = q × n + r that is q × i + floor(r × i ÷ n)
   (Bresenham 1965), so which touches get one more depends on n and r alone. Conversions are put aside by n; a handful of one n
   is then shared in loops of that length, with a table of r and a quotient by a reciprocal. As all have n touches, millionths
   follow from the number of touches and of those that got one more, so that money, millionths and touches of a channel are one
   word. Which channels a conversion met is a set; with AVX2 or AVX-512 the sets of a handful are added up for four or eight channels at once. */
#include <string.h>

#include "core/assert.h"
#include "core/compiler.h"
#include "core/processor.h"
#include "figures/attribution-equal.h"
#include "figures/attribution-order.h"

#if REVOPS__HAS_X86
#include <immintrin.h>
#endif

#define EQUAL_COUNT_MOST ((UINT64_C(1) << EQUAL_COUNT_BITS) - 1)
enum { EQUAL_WHOLE_PPM = 1000000, EQUAL_COUNT_BITS = 10, EQUAL_MONEY_BIT = 2 * EQUAL_COUNT_BITS };
REVOPS__ASSERT(counts_of_a_handful_fit,
               (1 << EQUAL_COUNT_BITS) > REVOPS__EQUAL_HANDFUL * REVOPS__EQUAL_TOUCHES);

/* Entries of `more` for fewer than n touches: the sum of the squares. */
static inline uint32_t equal_more_of(uint32_t n)
{
    return (n - 1) * n * (2 * n - 1) / 6;
}

void revops__equal_init(revops__equal *equal, const revops_attribution_row_columns *rows,
                        uint32_t channel_count, int path)
{
    equal->rows = rows;
    equal->channel_count = channel_count;
    equal->path = path;
    for (uint32_t n = 1; n <= REVOPS__EQUAL_TOUCHES; n++) {
        equal->splits[n].count = equal->splits[n].is_prepared = 0;
    }
    memset(equal->shares, 0, sizeof equal->shares);
    memset(equal->influenced, 0, sizeof equal->influenced);
    memset(equal->figures, 0, sizeof equal->figures);
}

static void equal_prepare(revops__equal *equal, uint32_t n)
{
    uint32_t *more = equal->more + equal_more_of(n);
    for (uint32_t rest = 0; rest < n; rest++) {
        for (uint32_t i = 1; i <= n; i++) {
            const uint32_t ppm = EQUAL_WHOLE_PPM % n;
            const uint32_t has_more_ppm = ppm * i / n - ppm * (i - 1) / n;
            const uint32_t has_more = rest * i / n - rest * (i - 1) / n;
            *more++ = has_more_ppm + (UINT32_C(1) << EQUAL_COUNT_BITS) + (has_more << EQUAL_MONEY_BIT);
        }
    }
    equal->splits[n].reciprocal = ((UINT64_C(1) << 32) + n - 1) / n;
    equal->splits[n].is_prepared = 1;
}

/* Adds up the shares of a handful of conversions of n touches, and notes what channels they met. */
static REVOPS__INLINE void equal_add_shares(revops__equal *equal, const uint8_t *channel8,
                                            const uint32_t *channel, uint32_t n)
{
    const revops__equal_split *split = &equal->splits[n];
    const uint32_t *more_of = equal->more + equal_more_of(n);
    for (uint32_t k = 0; k < split->count; k++) {
        const uint64_t amount = split->amounts[k], begin = split->begins[k];
        uint64_t each = amount * split->reciprocal >> 32; /* or one more */
        each -= each * n > amount;
        const uint32_t *more = more_of + (amount - each * n) * n;
        const uint64_t share = each << EQUAL_MONEY_BIT;
        uint64_t met = 0;
        for (uint32_t i = 0; i < n; i++) {
            const uint32_t at = channel8 ? channel8[begin + i] : channel[begin + i];
            equal->shares[at] += share + more[i];
            met |= UINT64_C(1) << (at % REVOPS__EQUAL_CHANNELS);
        }
        equal->met[k] = met;
        equal->parts[k] = (amount << EQUAL_COUNT_BITS) + 1;
    }
}

/* Adds the sums of a handful of conversions of n touches to the figures of channels from one on. */
static void equal_add_figures(revops__equal *equal, uint32_t n, uint32_t from)
{
    const uint64_t each_ppm = EQUAL_WHOLE_PPM / n;
    for (uint32_t i = from; i < equal->channel_count; i++) {
        const uint64_t shares = equal->shares[i], influenced = equal->influenced[i];
        const uint64_t touched = shares >> EQUAL_COUNT_BITS & EQUAL_COUNT_MOST;
        equal->figures[REVOPS__EQUAL_AMOUNT][i] += shares >> EQUAL_MONEY_BIT;
        equal->figures[REVOPS__EQUAL_PPM][i] += touched * each_ppm + (shares & EQUAL_COUNT_MOST);
        equal->figures[REVOPS__EQUAL_TOUCHED][i] += touched;
        equal->figures[REVOPS__EQUAL_INFLUENCED][i] += influenced & EQUAL_COUNT_MOST;
        equal->figures[REVOPS__EQUAL_INFLUENCED_AMOUNT][i] += influenced >> EQUAL_COUNT_BITS;
        equal->shares[i] = equal->influenced[i] = 0;
    }
}

static void equal_share_any(revops__equal *equal, uint32_t n)
{
    if (equal->rows->channel8) {
        equal_add_shares(equal, equal->rows->channel8, NULL, n);
    } else {
        equal_add_shares(equal, NULL, equal->rows->channel, n);
    }
    for (uint32_t k = 0; k < equal->splits[n].count; k++) {
        uint32_t at = 0;
        for (uint64_t met = equal->met[k]; met; met >>= 1, at++) {
            equal->influenced[at] += equal->parts[k] & (0 - (met & 1));
        }
    }
    equal_add_figures(equal, n, 0);
}

#if REVOPS__HAS_X86
#define EQUAL_TARGET __attribute__((target("avx2,bmi,bmi2")))
enum { EQUAL_LANES = 4, EQUAL_VECTORS = 4 };

EQUAL_TARGET static inline void equal_add_to(uint64_t *figures, __m256i more)
{
    __m256i *to = (__m256i *)(void *)figures;
    _mm256_storeu_si256(to, _mm256_add_epi64(_mm256_loadu_si256(to), more));
}

/* Adds the sums of four channels from one on to the figures. */
EQUAL_TARGET static inline void equal_add_figures_avx2(revops__equal *equal, uint32_t n, uint32_t from,
                                                       __m256i influenced)
{
    const __m256i most = _mm256_set1_epi64x((int64_t)EQUAL_COUNT_MOST);
    const __m256i each_ppm = _mm256_set1_epi64x(EQUAL_WHOLE_PPM / n);
    __m256i *const shares_at = (__m256i *)(void *)&equal->shares[from];
    const __m256i shares = _mm256_loadu_si256(shares_at);
    const __m256i touched = _mm256_and_si256(_mm256_srli_epi64(shares, EQUAL_COUNT_BITS), most);
    const __m256i ppm = _mm256_add_epi64(_mm256_mul_epu32(touched, each_ppm), _mm256_and_si256(shares, most));
    equal_add_to(&equal->figures[REVOPS__EQUAL_AMOUNT][from], _mm256_srli_epi64(shares, EQUAL_MONEY_BIT));
    equal_add_to(&equal->figures[REVOPS__EQUAL_PPM][from], ppm);
    equal_add_to(&equal->figures[REVOPS__EQUAL_TOUCHED][from], touched);
    equal_add_to(&equal->figures[REVOPS__EQUAL_INFLUENCED][from], _mm256_and_si256(influenced, most));
    equal_add_to(&equal->figures[REVOPS__EQUAL_INFLUENCED_AMOUNT][from],
                 _mm256_srli_epi64(influenced, EQUAL_COUNT_BITS));
    _mm256_storeu_si256(shares_at, _mm256_setzero_si256());
}

EQUAL_TARGET static void equal_share_avx2(revops__equal *equal, uint32_t n)
{
    if (equal->rows->channel8) {
        equal_add_shares(equal, equal->rows->channel8, NULL, n);
    } else {
        equal_add_shares(equal, NULL, equal->rows->channel, n);
    }
    for (uint32_t from = 0; from < equal->channel_count; from += EQUAL_LANES * EQUAL_VECTORS) {
        __m256i sets[EQUAL_VECTORS], sums[EQUAL_VECTORS];
        for (uint32_t j = 0; j < EQUAL_VECTORS; j++) {
            sets[j] = _mm256_slli_epi64(_mm256_setr_epi64x(1, 2, 4, 8), (int)(from + j * EQUAL_LANES));
            sums[j] = _mm256_setzero_si256();
        }
        for (uint32_t k = 0; k < equal->splits[n].count; k++) {
            const __m256i met = _mm256_set1_epi64x((int64_t)equal->met[k]);
            const __m256i part = _mm256_set1_epi64x((int64_t)equal->parts[k]);
            for (uint32_t j = 0; j < EQUAL_VECTORS; j++) {
                const __m256i is_met = _mm256_cmpeq_epi64(_mm256_and_si256(met, sets[j]), sets[j]);
                sums[j] = _mm256_add_epi64(sums[j], _mm256_and_si256(is_met, part));
            }
        }
        for (uint32_t j = 0; j < EQUAL_VECTORS && from + j * EQUAL_LANES < equal->channel_count; j++) {
            equal_add_figures_avx2(equal, n, from + j * EQUAL_LANES, sums[j]);
        }
    }
}

/* The same for AVX-512: a set is a mask of lanes. */
__attribute__((target("avx512f,avx512vl,avx512dq,avx2,bmi,bmi2"))) static void equal_share_avx512(
    revops__equal *equal, uint32_t n)
{
    if (equal->rows->channel8) {
        equal_add_shares(equal, equal->rows->channel8, NULL, n);
    } else {
        equal_add_shares(equal, NULL, equal->rows->channel, n);
    }
    for (uint32_t from = 0; from < equal->channel_count; from += EQUAL_LANES * EQUAL_VECTORS) {
        __m512i low = _mm512_setzero_si512(), high = _mm512_setzero_si512();
        for (uint32_t k = 0; k < equal->splits[n].count; k++) {
            const uint64_t met = equal->met[k] >> from;
            const __m512i part = _mm512_set1_epi64((int64_t)equal->parts[k]);
            low = _mm512_mask_add_epi64(low, (__mmask8)met, low, part);
            high = _mm512_mask_add_epi64(high, (__mmask8)(met >> 8), high, part);
        }
        const __m256i sums[EQUAL_VECTORS] = {_mm512_castsi512_si256(low), _mm512_extracti64x4_epi64(low, 1),
                                             _mm512_castsi512_si256(high),
                                             _mm512_extracti64x4_epi64(high, 1)};
        for (uint32_t j = 0; j < EQUAL_VECTORS && from + j * EQUAL_LANES < equal->channel_count; j++) {
            equal_add_figures_avx2(equal, n, from + j * EQUAL_LANES, sums[j]);
        }
    }
}
#endif

void revops__equal_share(revops__equal *equal, uint32_t n)
{
    if (!equal->splits[n].is_prepared) {
        equal_prepare(equal, n);
    }
#if REVOPS__HAS_X86
    if (equal->path >= REVOPS__PATH_AVX512) {
        equal_share_avx512(equal, n);
    } else if (equal->path >= REVOPS__PATH_AVX2) {
        equal_share_avx2(equal, n);
    } else {
        equal_share_any(equal, n);
    }
#else
    equal_share_any(equal, n);
#endif
    equal->splits[n].count = 0;
}

void revops__equal_finish(revops__equal *equal, revops_attribution_credit *credits, int32_t weight)
{
    for (uint32_t n = 1; n <= REVOPS__EQUAL_TOUCHES; n++) {
        revops__equal_share(equal, n);
    }
    for (uint32_t i = 0; i < equal->channel_count; i++) {
        credits[i].amount += (int64_t)equal->figures[REVOPS__EQUAL_AMOUNT][i] * weight;
        credits[i].conversions_ppm += (int64_t)equal->figures[REVOPS__EQUAL_PPM][i] * weight;
        credits[i].touches += (int64_t)equal->figures[REVOPS__EQUAL_TOUCHED][i] * weight;
        credits[i].influenced += (int64_t)equal->figures[REVOPS__EQUAL_INFLUENCED][i] * weight;
        credits[i].influenced_amount += (int64_t)equal->figures[REVOPS__EQUAL_INFLUENCED_AMOUNT][i] * weight;
    }
    memset(equal->figures, 0, sizeof equal->figures);
}
