/* SPDX-License-Identifier: MIT */
/* Many leads at once, column by column, in blocks of rows that stay in the first cache. Every simple rule that
   reads one column is merged into one step function of its values; a block is compared with each step in lanes
   as narrow as the points allow. */
#include <string.h>

#include "judge/score-internal.h"

#if defined(__GNUC__)
#define HAS_LANES 1
#else
#define HAS_LANES 0
#endif
#if HAS_LANES && defined(__x86_64__)
#define HAS_X86 1
#include <cpuid.h>
#include <immintrin.h>
#else
#define HAS_X86 0
#endif

static uint32_t width_bits(revops_column_width width)
{
    return width == REVOPS_COLUMN_I64 ? 64 : 8u << (width - 1) / 2;
}

static int is_signed(revops_column_width width)
{
    return width % 2 == 1;
}

static size_t width_size(revops_column_width width)
{
    return width_bits(width) / 8;
}

static int64_t least_of(revops_column_width width)
{
    return is_signed(width) ? -(INT64_C(1) << (width_bits(width) - 2)) * 2 : 0;
}

static int64_t most_of(revops_column_width width)
{
    return is_signed(width) ? -(least_of(width) + 1) : (INT64_C(1) << width_bits(width)) - 1;
}

#if HAS_LANES
/* BLOCK rows are a few kilobytes a column. Kernels work in chunks of up to 128 rows and may write past the last row up
   to a chunk's end, inside the buffers. */
enum { BLOCK = 1024, PLANNED = 64, ASKING_ROWS = 8192, STREAMED_ROWS = 1 << 19, STREAMED_BYTES = 64 };

/* A program made ready for a column: what lies outside the column's width is settled here. */
typedef struct revops__score_work {
    const revops__score_step *steps, *steps_end;
    const revops__score_equal *equals, *equals_end;
    const revops__score_flag *flags, *flags_end;
    int64_t flip; /* top bit of an unsigned column's width */
    uint32_t width_bits, lane_bits;
    int32_t is_signed, constant;
    uint32_t missing_count, reserved;
    revops__score_equal missing[2]; /* what turns the function's value there into that of "missing" */
} revops__score_work;

typedef struct revops__score_batch {
    const revops_score *score;
    const revops_column *columns;
    size_t row_count;
    int32_t *scores_mpt;
    uint8_t *grades;
    int32_t *contributions_mpt;
    int stream; /* scores are written past the caches */
    revops__score_work planned[PLANNED];
} revops__score_batch;

typedef struct revops__score_bounds {
    int32_t least, most;
} revops__score_bounds;

/* A section's sums in units, by width of lane; their total is the sum of the three. */
typedef struct revops__score_buffers {
    int32_t totals[BLOCK], mask[BLOCK], sums_32[BLOCK];
    int16_t sums_16[BLOCK];
    int8_t sums_8[BLOCK];
    uint8_t grades[BLOCK];
    int32_t used_8, used_16, used_32; /* what of the sums holds something */
    revops__score_bounds bounds_8, bounds_16;
} revops__score_buffers;

/* A mask of flags as lanes see it, 0 when no value of the column can meet it. Bits above a signed column's width are
   copies of its sign, above an unsigned one's they are 0. */
static uint64_t mask_in_width(const revops__score_flag *flag, uint32_t bits, int32_t sign)
{
    uint64_t mask = (uint64_t)flag->mask;
    if (bits == 64) {
        return mask;
    }
    uint64_t within = mask & ((UINT64_C(1) << bits) - 1);
    if (within != mask) {
        return sign ? within | UINT64_C(1) << (bits - 1) : flag->all ? 0 : within;
    }
    return mask;
}

/* The function's value at a value of the column. */
static int32_t value_of(const revops__score_work *work, int64_t value)
{
    uint32_t sum = (uint32_t)work->constant;
    for (const revops__score_step *step = work->steps; step < work->steps_end && step->above < value;
         step++) {
        sum += (uint32_t)step->delta;
    }
    for (const revops__score_equal *equal = work->equals; equal < work->equals_end; equal++) {
        sum += equal->at == value ? (uint32_t)equal->delta : 0;
    }
    for (const revops__score_flag *flag = work->flags; flag < work->flags_end; flag++) {
        int64_t set = value & flag->mask;
        sum += (flag->all ? set == flag->mask : set != 0) ? (uint32_t)flag->delta : 0;
    }
    return (int32_t)sum;
}

static revops__score_work plan(const revops_score *score, const revops__score_program *program,
                               const revops_column *columns)
{
    const revops_column *column = &columns[program->attribute];
    const revops__score_step *steps = revops__score_at(score, score->steps);
    const revops__score_equal *equals = revops__score_at(score, score->equals);
    const revops__score_flag *flags = revops__score_at(score, score->flags);
    int64_t least = least_of(column->width), most = most_of(column->width);
    revops__score_work work;
    memset(&work, 0, sizeof work);
    work.steps = steps + program->first_step;
    work.steps_end = work.steps + program->step_count;
    work.equals = equals + program->first_equal;
    work.equals_end = work.equals + program->equal_count;
    work.flags = flags + program->first_flag;
    work.flags_end = work.flags + program->flag_count;
    work.width_bits = width_bits(column->width);
    work.is_signed = is_signed(column->width);
    work.flip = work.is_signed ? 0 : INT64_C(1) << (work.width_bits - 1);
    /* Steps up to the least value are always passed, those above the greatest never. A 64-bit column's least value
       is "missing", which no step reaches. */
    uint32_t constant = 0;
    for (; work.steps < work.steps_end && work.steps->above < least; work.steps++) {
        constant += (uint32_t)work.steps->delta;
    }
    work.constant = (int32_t)constant;
    while (work.steps < work.steps_end && work.steps_end[-1].above >= most) {
        work.steps_end--;
    }
    while (work.equals < work.equals_end && work.equals->at < least) {
        work.equals++;
    }
    while (work.equals < work.equals_end && work.equals_end[-1].at > most) {
        work.equals_end--;
    }
    /* Lanes must hold the function's values. */
    work.lane_bits = work.width_bits;
    while (work.lane_bits < 32 && (program->most_units >> (work.lane_bits - 1) != 0 ||
                                   program->least_units < -(INT32_C(1) << (work.lane_bits - 1)))) {
        work.lane_bits *= 2;
    }
    int64_t missing[2] = {column->missing, REVOPS_MISSING};
    uint32_t count = column->width == REVOPS_COLUMN_I64 && missing[0] != missing[1] ? 2 : 1;
    for (uint32_t i = 0; i < count; i++) {
        if (missing[i] < least || missing[i] > most) {
            continue;
        }
        int64_t change = (int64_t)program->missing_units - value_of(&work, missing[i]);
        if (change) {
            revops__score_equal equal = {missing[i], (int32_t)change, 0};
            work.missing[work.missing_count++] = equal;
        }
    }
    return work;
}

static const void *value_at(const revops__score_batch *batch, uint32_t attribute, size_t row)
{
    const revops_column *column = &batch->columns[attribute];
    return (const unsigned char *)column->values + row * width_size(column->width);
}

#define LANES_TARGET
#define LANES_BYTES 16
#define LANES(name) name##_baseline
#include "judge/score-lanes-any.h"
#include "judge/score-lanes.h"
#undef LANES
#undef LANES_BYTES
#undef LANES_TARGET
#include "judge/score-lanes-none.h"

#if HAS_X86
#define LANES_TARGET __attribute__((target("avx2")))
#define LANES_BYTES  32
#define LANES(name)  name##_avx2
#include "judge/score-lanes-avx2.h"
#include "judge/score-lanes.h"
#undef LANES
#undef LANES_BYTES
#undef LANES_TARGET
#include "judge/score-lanes-none.h"

#define LANES_TARGET __attribute__((target("avx512f,avx512bw,avx512vl,avx512dq")))
#define LANES_BYTES  64
#define LANES(name)  name##_avx512
#include "judge/score-lanes-avx512.h"
#include "judge/score-lanes.h"

/* The widest path that processor and system support (the system must save the registers: bits of XCR0). Asked anew at
   each call, as the library keeps no state. A processor with AVX has leaf 7. */
static int widest_path(void)
{
    unsigned a, b, c, d, saved, high;
    __cpuid(1, a, b, c, d);
    if (!(c & bit_OSXSAVE) || !(c & bit_AVX)) {
        return REVOPS__PATH_BASELINE;
    }
    __asm__ volatile("xgetbv" : "=a"(saved), "=d"(high) : "c"(0));
    (void)high;
    __cpuid_count(7, 0, a, b, c, d);
    const unsigned avx512 = bit_AVX512F | bit_AVX512BW | bit_AVX512VL | bit_AVX512DQ;
    if ((b & avx512) == avx512 && (saved & 0xe6) == 0xe6) {
        return REVOPS__PATH_AVX512;
    }
    return (b & bit_AVX2) && (saved & 6) == 6 ? REVOPS__PATH_AVX2 : REVOPS__PATH_BASELINE;
}
#endif

static revops_status score_lanes(revops__score_batch *batch, int path)
{
    void (*block)(const revops__score_batch *, size_t, size_t, revops__score_buffers *) = block_baseline;
#if HAS_X86
    /* Under a hypervisor the question costs microseconds (two times 8 were measured), so few rows don't ask it. */
    if (path > REVOPS__PATH_BASELINE || (path == REVOPS__PATH_BEST && batch->row_count >= ASKING_ROWS)) {
        int widest = widest_path();
        if (path > widest) {
            return REVOPS_ERR_RANGE;
        }
        path = path == REVOPS__PATH_BEST ? widest : path;
        block = path == REVOPS__PATH_AVX512 ? block_avx512 : path == REVOPS__PATH_AVX2 ? block_avx2 : block;
    }
#else
    if (path > REVOPS__PATH_BASELINE) {
        return REVOPS_ERR_RANGE;
    }
#endif
    const revops_score *score = batch->score;
    const revops__score_program *programs = revops__score_at(score, score->programs);
    const revops__score_section *last =
        (const revops__score_section *)revops__score_at(score, score->sections) + score->section_count - 1;
    for (uint32_t i = 0; i < last->first_program + last->program_count && i < PLANNED; i++) {
        batch->planned[i] = plan(score, &programs[i], batch->columns);
    }
    revops__score_buffers buffers;
    buffers.used_8 = buffers.used_16 = buffers.used_32 = 0;
    /* So many scores wouldn't stay in the second cache: they go past it, and needn't be read from memory before. A short first
       block aligns the others, whatever the caller's array. */
    batch->stream = block != block_baseline && batch->scores_mpt && batch->row_count >= STREAMED_ROWS;
    size_t off = (uintptr_t)batch->scores_mpt % STREAMED_BYTES / sizeof(int32_t);
    size_t rows = batch->stream && off ? STREAMED_BYTES / sizeof(int32_t) - off : BLOCK;
    for (size_t first = 0; first < batch->row_count; first += rows, rows = BLOCK) {
        size_t rest = batch->row_count - first;
        block(batch, first, rest < rows ? rest : rows, &buffers);
    }
#if HAS_X86
    if (batch->stream) {
        _mm_sfence(); /* streamed stores are seen before later ones */
    }
#endif
    return REVOPS_OK;
}
#endif

/* The same row by row: for compilers without vectors, and the twin that tests compare with. */
static void score_rows(const revops_score *score, const revops_column *columns, size_t row_count,
                       int32_t *scores_mpt, uint8_t *grades, int32_t *contributions_mpt)
{
    const revops_score_rule *rules = revops__score_at(score, score->rules);
    int64_t row[REVOPS_CONDITION_ATTRIBUTES_MAX];
    for (size_t i = 0; i < row_count; i++) {
        for (uint32_t a = 0; a < score->attribute_count; a++) {
            row[a] = revops__column_value(&columns[a], i);
        }
        int32_t score_mpt = revops__score_total(score, row);
        if (scores_mpt) {
            scores_mpt[i] = score_mpt;
        }
        if (grades) {
            grades[i] = (uint8_t)revops__score_grade(score->grades_mpt, score->grade_count, 0, score_mpt,
                                                     REVOPS_SCORE_UNGRADED);
        }
        for (uint32_t r = 0; contributions_mpt && r < score->rule_count; r++) {
            contributions_mpt[r * row_count + i] =
                revops__score_fires(score, &rules[r], row) ? rules[r].points_mpt : 0;
        }
    }
}

revops_status revops__score_rate_many(const revops_score *score, const revops_column *columns,
                                      size_t column_count, size_t row_count, int32_t *scores_mpt,
                                      uint8_t *grades, int32_t *contributions_mpt, int path)
{
    if (!score || !columns || column_count != score->attribute_count) {
        return REVOPS_ERR_ARG;
    }
    for (size_t i = 0; i < column_count; i++) {
        if (columns[i].width < REVOPS_COLUMN_I8 || columns[i].width > REVOPS_COLUMN_I64 ||
            columns[i].reserved || (!columns[i].values && row_count)) {
            return REVOPS_ERR_ARG;
        }
    }
#if HAS_LANES
    if (path != REVOPS__PATH_ROWS) {
        revops__score_batch batch;
        batch.score = score;
        batch.columns = columns;
        batch.row_count = row_count;
        batch.scores_mpt = scores_mpt;
        batch.grades = grades;
        batch.contributions_mpt = contributions_mpt;
        return score_lanes(&batch, path);
    }
#else
    if (path != REVOPS__PATH_BEST && path != REVOPS__PATH_ROWS) {
        return REVOPS_ERR_RANGE;
    }
#endif
    score_rows(score, columns, row_count, scores_mpt, grades, contributions_mpt);
    return REVOPS_OK;
}

revops_status revops_score_rate_many(const revops_score *score, const revops_column *columns,
                                     size_t column_count, size_t row_count, int32_t *scores_mpt,
                                     uint8_t *grades, int32_t *contributions_mpt)
{
    return revops__score_rate_many(score, columns, column_count, row_count, scores_mpt, grades,
                                   contributions_mpt, REVOPS__PATH_BEST);
}
