/* SPDX-License-Identifier: MIT */
/* Checks that touches are sorted, and finds where leads begin.

   Problem: every touch must be checked before it counts, and branches on the end of a lead can't be predicted.
   Algorithm: two counters and a list are updated without branches: where the lead is above the previous one, and
   where the instant is. As unsigned numbers, this takes two comparisons and their carries. All other cases (a falling
   lead, equal instants, negative numbers) show in the sums of a block, which is then compared row by row. */
#include <string.h>

#include "figures/attribution-order.h"

#if REVOPS__HAS_X86
#include <immintrin.h>
#endif

/* Whether touches of one lead and instant stand in order of their channels, from `begin` on. */
static int order_ties_hold(const revops_attribution_row_columns *rows, uint64_t begin, uint64_t end)
{
    for (uint64_t i = begin ? begin : 1; i < end; i++) {
        if (rows->touch_lead[i] == rows->touch_lead[i - 1] && rows->touch_ms[i] == rows->touch_ms[i - 1] &&
            revops__attribution_channel_at(rows, i) < revops__attribution_channel_at(rows, i - 1)) {
            return 0;
        }
    }
    return 1;
}

/* Whether touches stand in order, from `begin` on. */
static int order_holds(const revops_attribution_row_columns *rows, uint64_t begin, uint64_t end)
{
    const int64_t *lead = rows->touch_lead, *at_ms = rows->touch_ms;
    for (uint64_t i = begin ? begin : 1; i < end; i++) {
        if (lead[i] == lead[i - 1] && at_ms[i] < at_ms[i - 1]) {
            return 0;
        }
    }
    return order_ties_hold(rows, begin, end);
}

/* Whether channels are below a number. */
static int order_channels_hold(const revops_attribution_row_columns *rows, uint64_t begin, uint64_t end,
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
        fault |= revops__attribution_channel_at(rows, i) >= count;
    }
    return !fault;
}

/* Notes where leads begin in a block of touches; 0 where order needs a closer look: where leads or instants don't rise as
   numbers without sign, or instants are equal. */
static int order_note_starts(revops__attribution_order *of, uint64_t begin, uint64_t end)
{
    const int64_t *lead = of->rows->touch_lead, *at_ms = of->rows->touch_ms;
    uint64_t signs = (uint64_t)(lead[end - 1] | at_ms[begin]), rises = begin == 0;
    uint32_t count = 0;
    uint64_t lead_before = (uint64_t)lead[begin ? begin - 1 : 0],
             before_ms = (uint64_t)at_ms[begin ? begin - 1 : 0];
    for (uint64_t i = begin ? begin : 1; i < end; i++) {
        const uint64_t now = (uint64_t)lead[i], now_ms = (uint64_t)at_ms[i];
        of->starts[count] = (uint16_t)(i - begin);
        count += lead_before < now;
        rises += before_ms < now_ms;
        signs |= now_ms;
        lead_before = now;
        before_ms = now_ms;
    }
    of->start_count = count;
    /* Between two starts no lead rises: where the first is the last, all are one. */
    uint64_t first = of->first, differences = 0;
    for (uint32_t i = 0; i < count; i++) {
        const uint64_t start = begin + of->starts[i];
        differences |= (uint64_t)(lead[first] ^ lead[start - 1]);
        rises += (uint64_t)at_ms[start - 1] >= (uint64_t)at_ms[start];
        first = start;
    }
    differences |= (uint64_t)(lead[first] ^ lead[end - 1]);
    if (differences || signs >> 63 || rises != end - begin) {
        return 0;
    }
    of->first = first;
    return 1;
}

#if REVOPS__HAS_X86
/* The places of bits that are set, counted from `from`; writes up to sixteen at a time. */
__attribute__((target("avx2,bmi"))) static inline uint32_t order_list_bits(uint16_t *out, uint64_t bits,
                                                                           uint64_t from)
{
    uint32_t count = (uint32_t)__builtin_popcountll(bits);
    for (uint32_t written = 0; written < count; written += REVOPS__ATTRIBUTION_SLACK) {
        for (uint32_t i = 0; i < REVOPS__ATTRIBUTION_SLACK; i++) {
            out[written + i] = (uint16_t)(from + _tzcnt_u64(bits));
            bits = _blsr_u64(bits);
        }
    }
    return count;
}

/* Notes where leads begin from touch i on, and that they are so many; 0 where these touches need a closer look. */
static inline int order_note_rest(revops__attribution_order *of, uint64_t begin, uint64_t i, uint64_t end,
                                  uint32_t count)
{
    const int64_t *lead = of->rows->touch_lead, *at_ms = of->rows->touch_ms;
    uint32_t fault = 0;
    for (; i < end; i++) {
        const uint32_t rise = lead[i] > lead[i - 1];
        fault |= !(rise | (uint32_t)(lead[i] == lead[i - 1] && at_ms[i] > at_ms[i - 1])) |
                 (at_ms[i] == REVOPS_TIME_NONE);
        of->starts[count] = (uint16_t)(i - begin);
        count += rise;
    }
    of->start_count = count;
    of->first = count ? begin + of->starts[count - 1] : of->first;
    return !fault;
}

/* The same for AVX2, four touches at once and 64 to a mask. Here signs don't matter. */
__attribute__((target("avx2,bmi,popcnt"))) static int order_note_starts_avx2(revops__attribution_order *of,
                                                                             uint64_t begin, uint64_t end)
{
    enum { LANES = 4, MASK = 64 };
    const int64_t *lead = of->rows->touch_lead, *at_ms = of->rows->touch_ms;
    const __m256i none = _mm256_set1_epi64x(REVOPS_TIME_NONE);
    __m256i holds = _mm256_set1_epi64x(-1), lacks = _mm256_setzero_si256();
    uint32_t count = 0, fault = begin == 0 && at_ms[0] == REVOPS_TIME_NONE;
    uint64_t i = begin ? begin : 1;
    for (; end - i >= MASK; i += MASK) {
        uint64_t rises = 0;
        for (uint32_t k = 0; k < MASK; k += LANES) {
            const __m256i now = _mm256_loadu_si256((const __m256i *)(const void *)&lead[i + k]);
            const __m256i before = _mm256_loadu_si256((const __m256i *)(const void *)&lead[i + k - 1]);
            const __m256i now_ms = _mm256_loadu_si256((const __m256i *)(const void *)&at_ms[i + k]);
            const __m256i before_ms = _mm256_loadu_si256((const __m256i *)(const void *)&at_ms[i + k - 1]);
            const __m256i rise = _mm256_cmpgt_epi64(now, before);
            const __m256i later =
                _mm256_and_si256(_mm256_cmpeq_epi64(now, before), _mm256_cmpgt_epi64(now_ms, before_ms));
            holds = _mm256_and_si256(holds, _mm256_or_si256(rise, later));
            lacks = _mm256_or_si256(lacks, _mm256_cmpeq_epi64(now_ms, none));
            rises |= (uint64_t)(uint32_t)_mm256_movemask_pd(_mm256_castsi256_pd(rise)) << k;
        }
        count += order_list_bits(of->starts + count, rises, i - begin);
    }
    fault |= _mm256_movemask_epi8(holds) != -1 || _mm256_movemask_epi8(lacks) != 0;
    return order_note_rest(of, begin, i, end, count) && !fault;
}

/* The same for AVX-512, eight touches at once. */
__attribute__((target("avx512f,avx512vl,avx512dq,avx2,bmi,popcnt"))) static int order_note_starts_avx512(
    revops__attribution_order *of, uint64_t begin, uint64_t end)
{
    enum { LANES = 8, MASK = 64 };
    const int64_t *lead = of->rows->touch_lead, *at_ms = of->rows->touch_ms;
    const __m512i none = _mm512_set1_epi64(REVOPS_TIME_NONE);
    uint32_t count = 0, fault = begin == 0 && at_ms[0] == REVOPS_TIME_NONE;
    uint64_t i = begin ? begin : 1;
    for (; end - i >= MASK; i += MASK) {
        uint64_t rises = 0;
        for (uint32_t k = 0; k < MASK; k += LANES) {
            const __m512i now = _mm512_loadu_si512(&lead[i + k]);
            const __m512i before = _mm512_loadu_si512(&lead[i + k - 1]);
            const __m512i now_ms = _mm512_loadu_si512(&at_ms[i + k]);
            const __m512i before_ms = _mm512_loadu_si512(&at_ms[i + k - 1]);
            const uint32_t rise = _mm512_cmpgt_epi64_mask(now, before);
            const uint32_t later =
                _mm512_mask_cmpgt_epi64_mask(_mm512_cmpeq_epi64_mask(now, before), now_ms, before_ms);
            fault |= ((rise | later) ^ 0xff) | _mm512_cmpeq_epi64_mask(now_ms, none);
            rises |= (uint64_t)rise << k;
        }
        count += order_list_bits(of->starts + count, rises, i - begin);
    }
    return order_note_rest(of, begin, i, end, count) && !fault;
}
#endif

int revops__attribution_prove(revops__attribution_order *of)
{
    const revops_attribution_row_columns *rows = of->rows;
    const int64_t *lead = rows->touch_lead, *at_ms = rows->touch_ms;
    const uint64_t begin = of->proved;
    const uint64_t end =
        rows->count - begin > REVOPS__ATTRIBUTION_BLOCK ? begin + REVOPS__ATTRIBUTION_BLOCK : rows->count;
    of->proved = end;
    if (!order_channels_hold(rows, begin, end, of->channel_count)) {
        return 0;
    }
#if REVOPS__HAS_X86
    const int is_noted = of->path >= REVOPS__PATH_AVX512 ? order_note_starts_avx512(of, begin, end)
                         : of->path >= REVOPS__PATH_AVX2 ? order_note_starts_avx2(of, begin, end)
                                                         : order_note_starts(of, begin, end);
#else
    const int is_noted = order_note_starts(of, begin, end);
#endif
    if (is_noted) {
        return 1;
    }
    uint32_t fault = begin == 0 && at_ms[0] == REVOPS_TIME_NONE, count = 0;
    for (uint64_t i = begin ? begin : 1; i < end; i++) {
        const uint32_t is_next = (uint32_t)(lead[i] != lead[i - 1]);
        fault |= (uint32_t)(lead[i] < lead[i - 1]) | (uint32_t)(at_ms[i] == REVOPS_TIME_NONE);
        of->starts[count] = (uint16_t)(i - begin);
        count += is_next;
    }
    of->start_count = count;
    of->first = count ? begin + of->starts[count - 1] : of->first;
    return !fault && order_holds(rows, begin, end);
}
