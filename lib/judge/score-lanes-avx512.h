/* SPDX-License-Identifier: MIT */
/* Lanes of AVX-512: comparisons give bit masks, and additions take them. */
#define LANES_DEPTH 8
#define LANES_EACH(DO, with)                                                                                 \
    DO(0, with) DO(1, with) DO(2, with) DO(3, with) DO(4, with) DO(5, with) DO(6, with) DO(7, with)
#define LOAD_16(from)           _mm_loadu_si128((const __m128i *)(const void *)(from))
#define LOAD_32(from)           _mm256_loadu_si256((const __m256i *)(const void *)(from))
#define LANES_LOAD(from)        _mm512_loadu_si512(from)
#define LANES_LOAD_8_16(from)   _mm512_cvtepi8_epi16(LOAD_32(from))
#define LANES_LOADU_8_16(from)  _mm512_cvtepu8_epi16(LOAD_32(from))
#define LANES_LOAD_8_32(from)   _mm512_cvtepi8_epi32(LOAD_16(from))
#define LANES_LOADU_8_32(from)  _mm512_cvtepu8_epi32(LOAD_16(from))
#define LANES_LOAD_16_32(from)  _mm512_cvtepi16_epi32(LOAD_32(from))
#define LANES_LOADU_16_32(from) _mm512_cvtepu16_epi32(LOAD_32(from))
#define COMBINE_64(op, to, v)                                                                                \
    _mm256_storeu_si256((__m256i *)(void *)(to), op(LOAD_32(to), _mm512_cvtepi64_epi32((__m512i)(v))))
#define LANES_ADD_64(to, v)  COMBINE_64(_mm256_add_epi32, to, v)
#define LANES_KEEP_64(to, v) COMBINE_64(_mm256_and_si256, to, v)
#define ADD_WHERE(b, mask, sum, delta)                                                                       \
    ((sum) = (bits)_mm512_mask_add_epi##b((__m512i)(sum), mask, (__m512i)(sum), (__m512i)(delta)))
#define LANES_GREATER(b, sum, v, at, delta)                                                                  \
    ADD_WHERE(b, _mm512_cmpgt_epi##b##_mask((__m512i)(v), (__m512i)(at)), sum, delta)
#define LANES_EQUAL(b, sum, v, at, delta)                                                                    \
    ADD_WHERE(b, _mm512_cmpeq_epi##b##_mask((__m512i)(v), (__m512i)(at)), sum, delta)
#define LANES_ALL(b, sum, v, at, want, delta)                                                                \
    ADD_WHERE(b, _mm512_cmpeq_epi##b##_mask((__m512i)((v) & (at)), (__m512i)(want)), sum, delta)
#define LANES_ANY(b, sum, v, at, delta)                                                                      \
    ADD_WHERE(b, _mm512_test_epi##b##_mask((__m512i)(v), (__m512i)(at)), sum, delta)
#define LANES_LIMITED(value, least, most)                                                                    \
    (words) _mm512_min_epi32(_mm512_max_epi32((__m512i)(value), (__m512i)(least)), (__m512i)(most))
#define LANES_NARROW(to, v) _mm_storeu_si128((__m128i *)(void *)(to), _mm512_cvtepi32_epi8((__m512i)(v)))
#define LANES_STREAM(to, v) _mm512_stream_si512((__m512i *)(void *)(to), (__m512i)(v))
