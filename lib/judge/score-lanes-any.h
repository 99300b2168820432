/* SPDX-License-Identifier: MIT */
/* Lanes for any machine: what the compiler makes of 16-byte vectors, and plain loops where widths change. */
#define LANES_DEPTH          4
#define LANES_EACH(DO, with) DO(0, with) DO(1, with) DO(2, with) DO(3, with)
#define WIDEN(type, element, from)                                                                           \
    __extension__({                                                                                          \
        type widened_ = {0};                                                                                 \
        for (size_t lane_ = 0; lane_ < sizeof widened_ / sizeof widened_[0]; lane_++) {                      \
            element value_;                                                                                  \
            memcpy(&value_, (const unsigned char *)(from) + lane_ * sizeof value_, sizeof value_);           \
            widened_[lane_] = value_;                                                                        \
        }                                                                                                    \
        widened_;                                                                                            \
    })
typedef int16_t any_halves __attribute__((vector_size(16)));
typedef int32_t any_words __attribute__((vector_size(16)));
#define LANES_LOAD(from)                                                                                     \
    __extension__({                                                                                          \
        any_words loaded_;                                                                                   \
        memcpy(&loaded_, (from), sizeof loaded_);                                                            \
        loaded_;                                                                                             \
    })
#define LANES_LOAD_8_16(from)                 WIDEN(any_halves, int8_t, from)
#define LANES_LOADU_8_16(from)                WIDEN(any_halves, uint8_t, from)
#define LANES_LOAD_8_32(from)                 WIDEN(any_words, int8_t, from)
#define LANES_LOADU_8_32(from)                WIDEN(any_words, uint8_t, from)
#define LANES_LOAD_16_32(from)                WIDEN(any_words, int16_t, from)
#define LANES_LOADU_16_32(from)               WIDEN(any_words, uint16_t, from)
#define LANES_ADD_64(to, v)                   ((to)[0] += (int32_t)(v)[0], (to)[1] += (int32_t)(v)[1])
#define LANES_KEEP_64(to, v)                  ((to)[0] &= (int32_t)(v)[0], (to)[1] &= (int32_t)(v)[1])
#define LANES_GREATER(b, sum, v, at, delta)   ((sum) += (bits)((v) > (at)) & (delta))
#define LANES_EQUAL(b, sum, v, at, delta)     ((sum) += (bits)((v) == (at)) & (delta))
#define LANES_ALL(b, sum, v, at, want, delta) ((sum) += (bits)(((v) & (at)) == (want)) & (delta))
#define LANES_ANY(b, sum, v, at, delta)       ((sum) += ~(bits)(((v) & (at)) == 0) & (delta))
/* C compilers of this age have no ?: for vectors. */
#define CHOSEN(mask, a, b) (((mask) & (a)) | (~(mask) & (b)))
#define LANES_LIMITED(value, least, most)                                                                    \
    CHOSEN((value) < (least), least, CHOSEN((value) > (most), most, value))
#define LANES_NARROW(to, v)                                                                                  \
    ((to)[0] = (uint8_t)(v)[0], (to)[1] = (uint8_t)(v)[1], (to)[2] = (uint8_t)(v)[2],                        \
     (to)[3] = (uint8_t)(v)[3])
#define LANES_STREAM(to, v) memcpy((to), &(v), sizeof(v))
