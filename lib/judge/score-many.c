/* SPDX-License-Identifier: MIT */
/* Many leads at once, column by column.

   Rows are taken in blocks whose columns stay in the first cache. score-build.c merged the rules that read one attribute
   into one function of its values (a program); a block of the column is compared with each step, equal value and mask of
   the function in lanes as narrow as the points allow. Sums of 8, 16 and 32 bits are kept apart and widened before they
   could overflow. Rules that are met one by one are masks of 0 and 1, "anded" over their conditions. A text is looked up
   by its number in its dictionary: each text of it is compared once per condition, as far as there is room for answers.
   The same kernels (score-lanes.h) are compiled for any machine, for AVX2 and for AVX-512. */
#include <string.h>

#include "core/compiler.h"
#include "judge/score-internal.h"

/* Where i386 has no SSE, a function can't return a vector without a warning. */
#if defined(__GNUC__) && (!defined(__i386__) || defined(__SSE2__))
#define HAS_LANES 1
#else
#define HAS_LANES 0
#endif
#if REVOPS__HAS_X86
#include <immintrin.h>
#endif

#if HAS_LANES
static uint32_t score_width_bits(revops_column_width width)
{
    return width == REVOPS_COLUMN_I64 ? 64 : 8u << (width - 1) / 2;
}

static int score_is_signed(revops_column_width width)
{
    return width % 2 == 1;
}

static size_t score_width_size(revops_column_width width)
{
    return score_width_bits(width) / 8;
}

static int64_t score_least_of(revops_column_width width)
{
    return score_is_signed(width) ? -(INT64_C(1) << (score_width_bits(width) - 2)) * 2 : 0;
}

static int64_t score_most_of(revops_column_width width)
{
    return score_is_signed(width) ? -(score_least_of(width) + 1)
                                  : (INT64_C(1) << score_width_bits(width)) - 1;
}

/* BLOCK rows are a few kilobytes a column. Kernels work in chunks of up to 128 rows and may write past the last row up
   to a chunk's end, inside the buffers. */
enum {
    BLOCK = 1024,
    PLANNED = 64,
    ASKING_ROWS = 8192,
    STREAMED_ROWS = 1 << 19,
    STREAMED_BYTES = 64,
    TEXT_CONDITIONS = 256,
    TEXT_ANSWERS = 1 << 16
};

/* What a column without values is: missing everywhere. */
static const int8_t score_nothing[BLOCK];
static const revops_column score_no_column = {score_nothing, NULL, 0, REVOPS_COLUMN_I8, 0};

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
    const revops__score_request *request;
    int stream; /* scores are written past the caches */
    revops__score_work planned[PLANNED];
    uint32_t answers_at
        [TEXT_CONDITIONS]; /* of each text condition: where its answers start; UINT32_MAX: nowhere */
    uint8_t *answers;      /* by text: two bits, 0 for not yet compared, 1 for no, 2 for yes */
} revops__score_batch;

typedef struct revops__score_bounds {
    int32_t least, most;
} revops__score_bounds;

/* A section's sums in units, by width of lane; their total is the sum of the three. */
typedef struct revops__score_buffers {
    int32_t totals[BLOCK], mask[BLOCK], others[BLOCK], sums_32[BLOCK];
    int16_t sums_16[BLOCK];
    int8_t sums_8[BLOCK];
    uint8_t grades[BLOCK];
    int32_t used_8, used_16, used_32; /* what of the sums holds something */
    revops__score_bounds bounds_8, bounds_16;
} revops__score_buffers;

/* A mask of flags as lanes see it, 0 when no value of the column can meet it. Bits above a signed column's width are
   copies of its sign, above an unsigned one's they are 0. */
static uint64_t score_mask_in_width(const revops__score_flag *flag, uint32_t bits, int32_t sign)
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
static int32_t score_value_of(const revops__score_work *work, int64_t value)
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

static revops__score_work score_plan(const revops_score *score, const revops__score_program *program,
                                     const revops_column *columns)
{
    const revops_column *column =
        columns[program->attribute].values ? &columns[program->attribute] : &score_no_column;
    const revops__score_step *steps = revops__score_at(score, score->steps);
    const revops__score_equal *equals = revops__score_at(score, score->equals);
    const revops__score_flag *flags = revops__score_at(score, score->flags);
    int64_t least = score_least_of(column->width), most = score_most_of(column->width);
    revops__score_work work;
    memset(&work, 0, sizeof work);
    work.steps = steps + program->first_step;
    work.steps_end = work.steps + program->step_count;
    work.equals = equals + program->first_equal;
    work.equals_end = work.equals + program->equal_count;
    work.flags = flags + program->first_flag;
    work.flags_end = work.flags + program->flag_count;
    work.width_bits = score_width_bits(column->width);
    work.is_signed = score_is_signed(column->width);
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
        int64_t change = (int64_t)program->missing_units - score_value_of(&work, missing[i]);
        if (change) {
            revops__score_equal equal = {missing[i], (int32_t)change, 0};
            work.missing[work.missing_count++] = equal;
        }
    }
    return work;
}

static const void *score_values_at(const revops__score_batch *batch, uint32_t attribute, size_t row)
{
    const revops_column *column = &batch->request->columns[attribute];
    return column->values ? (const unsigned char *)column->values + row * score_width_size(column->width)
                          : (const void *)score_nothing;
}

/* Room for the answers of the text conditions, first come, first served. */
static void score_place_answers(revops__score_batch *batch, uint8_t *answers)
{
    const revops_score *score = batch->request->score;
    const revops__conditions *conditions = revops__score_conditions(score);
    const revops__score_asked *asked = revops__score_at(score, score->asked);
    uint64_t used = 0;
    batch->answers = answers;
    for (uint32_t c = 0; c < score->condition_count; c++) {
        if (asked[c].is_text && asked[c].first_program < TEXT_CONDITIONS) {
            const revops_column *column =
                &batch->request->columns[revops__condition_at(conditions, c)->attribute];
            uint64_t count = column->texts ? column->texts->count : 0;
            int fits = count <= TEXT_ANSWERS - used;
            batch->answers_at[asked[c].first_program] = fits ? (uint32_t)used : UINT32_MAX;
            used += fits ? count : 0;
        }
    }
}

/* Whether a text condition holds for a text of the column's dictionary. */
static int score_text_holds(revops__score_batch *batch, uint32_t condition, const revops_texts *texts,
                            uint64_t text)
{
    const revops_score *score = batch->request->score;
    const revops__score_asked *asked =
        (const revops__score_asked *)revops__score_at(score, score->asked) + condition;
    uint32_t at =
        asked->first_program < TEXT_CONDITIONS ? batch->answers_at[asked->first_program] : UINT32_MAX;
    uint8_t *four = NULL;
    uint32_t shift = 0;
    if (at != UINT32_MAX) {
        four = &batch->answers[(at + text) / 4];
        shift = (uint32_t)((at + text) % 4 * 2);
        uint32_t answer = *four >> shift & 3;
        if (answer) {
            return answer == 2;
        }
    }
    int holds = revops__condition_holds_for_text(revops__score_conditions(score), condition,
                                                 texts->bytes ? texts->bytes + texts->offsets[text] : "",
                                                 (size_t)(texts->offsets[text + 1] - texts->offsets[text]));
    if (four) {
        *four = (uint8_t)(*four | (holds ? 2 : 1) << shift);
    }
    return holds;
}

/* 1 where a text condition holds, else 0; "and" with what the mask has unless `fresh`. */
static void score_mask_of_text(revops__score_batch *batch, uint32_t condition, size_t first, size_t rows,
                               int32_t *mask, int fresh)
{
    uint32_t attribute =
        revops__condition_at(revops__score_conditions(batch->request->score), condition)->attribute;
    const revops_column *column = &batch->request->columns[attribute];
    for (size_t i = 0; i < rows; i++) {
        int64_t value = fresh || mask[i] ? revops__column_value(column, first + i) : REVOPS_MISSING;
        mask[i] = value >= 0 && (uint64_t)value < column->texts->count &&
                  score_text_holds(batch, condition, column->texts, (uint64_t)value);
    }
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

#if REVOPS__HAS_X86
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
#endif

static revops_status score_lanes(revops__score_batch *batch, int path)
{
    const revops__score_request *request = batch->request;
    void (*block)(revops__score_batch *, size_t, size_t, revops__score_buffers *) = block_baseline;
#if REVOPS__HAS_X86
    if (path > REVOPS__PATH_BASELINE || (path == REVOPS__PATH_BEST && request->row_count >= ASKING_ROWS)) {
        int widest = revops__processor_path();
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
    const revops_score *score = request->score;
    const revops__score_program *programs = revops__score_at(score, score->programs);
    const revops__score_section *last =
        (const revops__score_section *)revops__score_at(score, score->sections) + score->section_count - 1;
    for (uint32_t i = 0; i < last->first_program + last->program_count && i < PLANNED; i++) {
        batch->planned[i] = score_plan(score, &programs[i], request->columns);
    }
    revops__score_buffers buffers;
    buffers.used_8 = buffers.used_16 = buffers.used_32 = 0;
    /* So many scores wouldn't stay in the second cache: they go past it, and needn't be read from memory before. A short first
       block aligns the others, whatever the caller's array. */
    batch->stream = block != block_baseline && request->scores_mpt && request->row_count >= STREAMED_ROWS;
    size_t off = (uintptr_t)request->scores_mpt % STREAMED_BYTES / sizeof(int32_t);
    size_t rows = batch->stream && off ? STREAMED_BYTES / sizeof(int32_t) - off : BLOCK;
    for (size_t first = 0; first < request->row_count; first += rows, rows = BLOCK) {
        size_t rest = request->row_count - first;
        block(batch, first, rest < rows ? rest : rows, &buffers);
    }
#if REVOPS__HAS_X86
    if (batch->stream) {
        _mm_sfence(); /* streamed stores are seen before later ones */
    }
#endif
    return REVOPS_OK;
}

/* The same with room for answers, which only texts need. */
static REVOPS__APART revops_status score_lanes_of_texts(revops__score_batch *batch, int path)
{
    uint8_t answers[TEXT_ANSWERS / 4];
    memset(answers, 0, sizeof answers);
    score_place_answers(batch, answers);
    return score_lanes(batch, path);
}
#endif

/* The same row by row: for compilers without vectors, and the twin that tests compare with. */
static void score_rows(const revops__score_request *request)
{
    const revops_score *score = request->score;
    const revops_score_rule *rules = revops__score_rules(score);
    int64_t row[REVOPS_CONDITION_ATTRIBUTES_MAX];
    const revops__score_lead lead = {row, NULL, request->columns, request->at_ms};
    for (size_t i = 0; i < request->row_count; i++) {
        for (uint32_t a = 0; a < score->attribute_count; a++) {
            row[a] = revops__column_value(&request->columns[a], i);
        }
        int32_t score_mpt = revops__score_total(score, &lead);
        if (request->scores_mpt) {
            request->scores_mpt[i] = score_mpt;
        }
        if (request->grades) {
            request->grades[i] = (uint8_t)revops__score_grade(score->grades_mpt, score->grade_count, 0,
                                                              score_mpt, REVOPS_SCORE_UNGRADED);
        }
        for (uint32_t r = 0; request->contributions_mpt && r < score->rule_count; r++) {
            request->contributions_mpt[r * request->row_count + i] =
                revops__score_fires(score, &rules[r], &lead) ? rules[r].points_mpt : 0;
        }
    }
}

int revops__score_columns_are_valid(const revops_score *score, const revops_column *columns,
                                    size_t column_count)
{
    if (!score || !columns || column_count != score->attribute_count) {
        return 0;
    }
    for (size_t i = 0; i < column_count; i++) {
        if (!revops__column_is_valid(&columns[i])) {
            return 0;
        }
    }
    const revops__conditions *conditions = revops__score_conditions(score);
    for (uint32_t c = 0; score->has_texts && c < score->condition_count; c++) {
        const revops_condition *condition = revops__condition_at(conditions, c);
        const revops_column *column = &columns[condition->attribute];
        if (revops__condition_asks_text(condition) && column->values && !column->texts) {
            return 0;
        }
    }
    return 1;
}

revops_status revops__score_rate_many(const revops__score_request *request, size_t column_count, int path)
{
    if (!revops__score_columns_are_valid(request->score, request->columns, column_count)) {
        return REVOPS_ERR_ARG;
    }
#if HAS_LANES
    if (path != REVOPS__PATH_ROWS) {
        revops__score_batch batch;
        batch.request = request;
        batch.answers = NULL;
        return request->score->has_texts ? score_lanes_of_texts(&batch, path) : score_lanes(&batch, path);
    }
#else
    if (path != REVOPS__PATH_BEST && path != REVOPS__PATH_ROWS) {
        return REVOPS_ERR_RANGE;
    }
#endif
    score_rows(request);
    return REVOPS_OK;
}

revops_status revops_score_rate_many(const revops_score *score, const revops_column *columns,
                                     size_t column_count, size_t row_count, int64_t at_ms,
                                     int32_t *scores_mpt, uint8_t *grades, int32_t *contributions_mpt)
{
    const revops__score_request request = {score,      columns, row_count,        at_ms,
                                           scores_mpt, grades,  contributions_mpt};
    return revops__score_rate_many(&request, column_count, REVOPS__PATH_BEST);
}
