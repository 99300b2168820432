/* SPDX-License-Identifier: MIT */
/* Lanes of AVX2. */
#define LANES_DEPTH             4
#define LANES_EACH(DO, with)    DO(0, with) DO(1, with) DO(2, with) DO(3, with)
#define LOAD_8(from)            _mm_loadl_epi64((const __m128i *)(const void *)(from))
#define LOAD_16(from)           _mm_loadu_si128((const __m128i *)(const void *)(from))
#define LANES_LOAD(from)        _mm256_loadu_si256((const __m256i *)(const void *)(from))
#define LANES_LOAD_8_16(from)   _mm256_cvtepi8_epi16(LOAD_16(from))
#define LANES_LOADU_8_16(from)  _mm256_cvtepu8_epi16(LOAD_16(from))
#define LANES_LOAD_8_32(from)   _mm256_cvtepi8_epi32(LOAD_8(from))
#define LANES_LOADU_8_32(from)  _mm256_cvtepu8_epi32(LOAD_8(from))
#define LANES_LOAD_16_32(from)  _mm256_cvtepi16_epi32(LOAD_16(from))
#define LANES_LOADU_16_32(from) _mm256_cvtepu16_epi32(LOAD_16(from))
#define COMBINE_64(op, to, v)                                                                                \
    _mm_storeu_si128((__m128i *)(void *)(to),                                                                \
                     op(LOAD_16(to), _mm256_castsi256_si128(_mm256_permutevar8x32_epi32(                     \
                                         (__m256i)(v), _mm256_setr_epi32(0, 2, 4, 6, 0, 2, 4, 6)))))
#define LANES_ADD_64(to, v)                   COMBINE_64(_mm_add_epi32, to, v)
#define LANES_KEEP_64(to, v)                  COMBINE_64(_mm_and_si128, to, v)
#define LANES_GREATER(b, sum, v, at, delta)   ((sum) += (bits)((v) > (at)) & (delta))
#define LANES_EQUAL(b, sum, v, at, delta)     ((sum) += (bits)((v) == (at)) & (delta))
#define LANES_ALL(b, sum, v, at, want, delta) ((sum) += (bits)(((v) & (at)) == (want)) & (delta))
#define LANES_ANY(b, sum, v, at, delta)       ((sum) += ~(bits)(((v) & (at)) == 0) & (delta))
#define LANES_LIMITED(value, least, most)                                                                    \
    (words) _mm256_min_epi32(_mm256_max_epi32((__m256i)(value), (__m256i)(least)), (__m256i)(most))
/* The low bytes gather in the low word of each half. */
#define LANES_NARROW(to, v)                                                                                  \
    do {                                                                                                     \
        const __m256i low_bytes_ = _mm256_set1_epi32(0x0c080400);                                            \
        __m256i bytes_ = _mm256_shuffle_epi8((__m256i)(v), low_bytes_);                                      \
        int32_t halves_[2] = {_mm256_extract_epi32(bytes_, 0), _mm256_extract_epi32(bytes_, 4)};             \
        memcpy((to), halves_, sizeof halves_);                                                               \
    } while (0)
#define LANES_STREAM(to, v) _mm256_stream_si256((__m256i *)(void *)(to), (__m256i)(v))
