/* SPDX-License-Identifier: MIT */
/* Kernels of the batch path, included once per instruction set by score-many.c. Additions are of unsigned lanes, so that
   they wrap as defined: partial sums may, the sum never does. A set is described by:
   LANES(name)                          gives each copy its own names
   LANES_TARGET                         lets the compiler use the set
   LANES_BYTES                          size of a vector
   LANES_DEPTH, LANES_EACH(DO, with)    vectors worked on at a time: DO(0, with) DO(1, with) …
   LANES_LOAD(from)                     a vector from memory
   LANES_LOAD_a_b, LANES_LOADU_a_b      b-bit lanes from a-bit ones in memory, sign- or zero-extended
   LANES_ADD_64(to, v), LANES_KEEP_64   adds to, "ands" with, 32-bit numbers in memory the low halves of 64-bit lanes
   LANES_GREATER(b, sum, v, at, delta)  adds delta to the b-bit lanes of sum where v > at
   LANES_EQUAL, LANES_ALL, LANES_ANY    the same where v = at, (v & at) = want, (v & at) ≠ 0
   LANES_LIMITED(v, least, most)        32-bit lanes within limits
   LANES_NARROW(to, v)                  stores 32-bit lanes as bytes
   LANES_STREAM(to, v)                  stores a vector past the caches; `to` is aligned to LANES_BYTES */

/* clang-format off */
#define DO_DECLARE(k, b)             wide v##k; bits s##k = constant;
#define DO_LOAD(k, LOAD)             v##k = (wide)LOAD(from + (k) * BYTES) ^ flip;
#define DO_STEP(k, b)                LANES_GREATER(b, s##k, v##k, above, delta);
#define DO_EQUAL(k, b)               LANES_EQUAL(b, s##k, v##k, at, delta);
#define DO_ALL(k, b)                 LANES_ALL(b, s##k, v##k ^ flip, set, want, delta);
#define DO_ANY(k, b)                 LANES_ANY(b, s##k, v##k ^ flip, set, delta);

/* One program over the rows of a block. Lanes are loaded with their top bit flipped when they are as wide as the
   column and that is unsigned: then signed comparison orders them. */
#define KERNEL(name, element, lane, unsigned_lane, b, LOAD, LOADU, PUT, KEEP) \
    LANES_TARGET static void LANES(name)(const revops__score_work *work, const void *values, size_t rows, \
                                         void *sums, int32_t *mask, int fresh) \
    { \
        typedef lane wide __attribute__((vector_size(LANES_BYTES))); \
        typedef unsigned_lane bits __attribute__((vector_size(LANES_BYTES))); \
        enum { COUNT = LANES_BYTES / sizeof(lane), CHUNK = LANES_DEPTH * COUNT, BYTES = COUNT * sizeof(element) }; \
        const int zero_extend = sizeof(element) < sizeof(lane) && !work->is_signed; \
        const wide flip = (wide){0} + (lane)(sizeof(element) < sizeof(lane) ? 0 : work->flip); \
        const bits constant = (bits){0} + (unsigned_lane)work->constant; \
        for (size_t row = 0; row < rows; row += CHUNK) { \
            const unsigned char *from = (const unsigned char *)values + row * sizeof(element); \
            unsigned char tail[LANES_DEPTH * BYTES]; \
            if (rows - row < CHUNK) { \
                memset(tail, 0, sizeof tail); \
                memcpy(tail, from, (rows - row) * sizeof(element)); \
                from = tail; \
            } \
            /* The next block's part of the column: each column is read in pieces too short for the processor to see it coming. */ \
            for (uintptr_t ahead = 0; ahead < LANES_DEPTH * BYTES; ahead += 64) { \
                __builtin_prefetch((const void *)((uintptr_t)from + BLOCK * sizeof(element) + ahead), 0, 2); \
            } \
            LANES_EACH(DO_DECLARE, b) \
            if (zero_extend) { \
                LANES_EACH(DO_LOAD, LOADU) \
            } else { \
                LANES_EACH(DO_LOAD, LOAD) \
            } \
            for (const revops__score_step *step = work->steps; step < work->steps_end; step++) { \
                wide above = ((wide){0} + (lane)step->above) ^ flip; \
                bits delta = (bits){0} + (unsigned_lane)step->delta; \
                LANES_EACH(DO_STEP, b) \
            } \
            for (const revops__score_equal *equal = work->equals; equal < work->equals_end; equal++) { \
                wide at = ((wide){0} + (lane)equal->at) ^ flip; \
                bits delta = (bits){0} + (unsigned_lane)equal->delta; \
                LANES_EACH(DO_EQUAL, b) \
            } \
            for (uint32_t i = 0; i < work->missing_count; i++) { \
                wide at = ((wide){0} + (lane)work->missing[i].at) ^ flip; \
                bits delta = (bits){0} + (unsigned_lane)work->missing[i].delta; \
                LANES_EACH(DO_EQUAL, b) \
            } \
            for (const revops__score_flag *flag = work->flags; flag < work->flags_end; flag++) { \
                uint64_t own = score_mask_in_width(flag, work->width_bits, work->is_signed); \
                wide set = (wide){0} + (lane)own; \
                bits delta = (bits){0} + (unsigned_lane)flag->delta; \
                if (flag->all) { \
                    wide want = (wide){0} + (lane)(own ? own : 1); /* 1: none can meet it */ \
                    LANES_EACH(DO_ALL, b) \
                } else { \
                    LANES_EACH(DO_ANY, b) \
                } \
            } \
            if (mask) { \
                KEEP(mask + row) \
            } else { \
                PUT((lane *)sums + row) \
            } \
        } \
    }

/* What becomes of a chunk's lanes: stored as, or added to, sums of their own width; or "anded" with a mask of 32-bit
   numbers. */
#define DO_STORE(k, to)   memcpy((to) + (k) * COUNT, &s##k, sizeof s##k);
#define DO_STORE_OUT(k, to) memcpy((to) + (k) * LANES_BYTES, &s##k, sizeof s##k);
#define DO_ADD(k, to)     s##k += (bits)LANES_LOAD((to) + (k) * COUNT);
#define DO_ADD_64(k, to)  LANES_ADD_64((to) + (k) * COUNT, s##k);
#define DO_KEEP_64(k, to) LANES_KEEP_64((to) + (k) * COUNT, s##k);
#define PUT_SAME(to) \
    if (!fresh) { \
        LANES_EACH(DO_ADD, to) \
    } \
    LANES_EACH(DO_STORE, to)
#define PUT_64(to) \
    if (fresh && row == 0) { \
        memset(sums, 0, BLOCK * sizeof(int32_t)); \
    } \
    LANES_EACH(DO_ADD_64, (int32_t *)sums + row)
#define KEEP_64(to) \
    if (fresh && row == 0) { \
        memset(mask, 0xff, BLOCK * sizeof(int32_t)); \
    } \
    LANES_EACH(DO_KEEP_64, to)
#define KEEP_FROM(LOAD, size, to) \
    unsigned char out[CHUNK * (size)]; \
    LANES_EACH(DO_STORE_OUT, out) \
    for (size_t i = 0; i < CHUNK; i += LANES_BYTES / 4) { \
        words kept = (words)LOAD(out + i * (size)); \
        if (!fresh) { \
            kept &= (words)LANES_LOAD((to) + i); \
        } \
        memcpy((to) + i, &kept, sizeof kept); \
    }
#define KEEP_8(to)  KEEP_FROM(LANES_LOAD_8_32, 1, to)
#define KEEP_16(to) KEEP_FROM(LANES_LOAD_16_32, 2, to)
#define KEEP_32(to) KEEP_FROM(LANES_LOAD, 4, to)
/* clang-format on */

typedef int32_t LANES(words) __attribute__((vector_size(LANES_BYTES)));
#define words LANES(words)
/* Lanes behind the last row hold anything, so that sums and products of them may wrap. */
typedef uint32_t LANES(wrapping) __attribute__((vector_size(LANES_BYTES)));
#define wrapping LANES(wrapping)

KERNEL(kernel_8_8, int8_t, int8_t, uint8_t, 8, LANES_LOAD, LANES_LOAD, PUT_SAME, KEEP_8)
KERNEL(kernel_8_16, int8_t, int16_t, uint16_t, 16, LANES_LOAD_8_16, LANES_LOADU_8_16, PUT_SAME, KEEP_16)
KERNEL(kernel_8_32, int8_t, int32_t, uint32_t, 32, LANES_LOAD_8_32, LANES_LOADU_8_32, PUT_SAME, KEEP_32)
KERNEL(kernel_16_16, int16_t, int16_t, uint16_t, 16, LANES_LOAD, LANES_LOAD, PUT_SAME, KEEP_16)
KERNEL(kernel_16_32, int16_t, int32_t, uint32_t, 32, LANES_LOAD_16_32, LANES_LOADU_16_32, PUT_SAME, KEEP_32)
KERNEL(kernel_32_32, int32_t, int32_t, uint32_t, 32, LANES_LOAD, LANES_LOAD, PUT_SAME, KEEP_32)
KERNEL(kernel_64_64, int64_t, int64_t, uint64_t, 64, LANES_LOAD, LANES_LOAD, PUT_64, KEEP_64)

LANES_TARGET static void LANES(run)(const revops__score_work *work, const void *values, size_t rows,
                                    void *sums, int32_t *mask, int fresh)
{
    switch (work->width_bits << 8 | work->lane_bits) {
    case 8 << 8 | 8:
        LANES(kernel_8_8)(work, values, rows, sums, mask, fresh);
        break;
    case 8 << 8 | 16:
        LANES(kernel_8_16)(work, values, rows, sums, mask, fresh);
        break;
    case 8 << 8 | 32:
        LANES(kernel_8_32)(work, values, rows, sums, mask, fresh);
        break;
    case 16 << 8 | 16:
        LANES(kernel_16_16)(work, values, rows, sums, mask, fresh);
        break;
    case 16 << 8 | 32:
        LANES(kernel_16_32)(work, values, rows, sums, mask, fresh);
        break;
    case 32 << 8 | 32:
        LANES(kernel_32_32)(work, values, rows, sums, mask, fresh);
        break;
    default:
        LANES(kernel_64_64)(work, values, rows, sums, mask, fresh);
        break;
    }
}

/* A section's sums so far. They fit; but lanes behind the last row have anything, which may wrap. */
LANES_TARGET static inline __attribute__((always_inline)) words LANES(sums_at)(
    const revops__score_buffers *to, size_t row)
{
    words sum = {0};
    if (to->used_32) {
        sum = (words)LANES_LOAD(to->sums_32 + row);
    }
    if (to->used_16) {
        sum = (words)((wrapping)sum + (wrapping)LANES_LOAD_16_32(to->sums_16 + row));
    }
    if (to->used_8) {
        sum = (words)((wrapping)sum + (wrapping)LANES_LOAD_8_32(to->sums_8 + row));
    }
    return sum;
}

/* Moves narrow sums into the 32-bit ones. */
LANES_TARGET static void LANES(flush)(revops__score_buffers *to, size_t rows)
{
    for (size_t row = 0; row < rows; row += LANES_BYTES / 4) {
        words sum = LANES(sums_at)(to, row);
        memcpy(to->sums_32 + row, &sum, sizeof sum);
    }
    to->used_8 = to->used_16 = 0;
    to->used_32 = 1;
}

/* Runs one program of a section into the sums of its lane width; moves those before they could overflow. */
LANES_TARGET static void LANES(accumulate)(const revops__score_program *program,
                                           const revops__score_work *work, const void *values, size_t rows,
                                           revops__score_buffers *to)
{
    int32_t *used = work->lane_bits == 8 ? &to->used_8 : work->lane_bits == 16 ? &to->used_16 : &to->used_32;
    void *sums = work->lane_bits == 8    ? (void *)to->sums_8
                 : work->lane_bits == 16 ? (void *)to->sums_16
                                         : (void *)to->sums_32;
    if (work->lane_bits < 32) {
        int32_t limit = work->lane_bits == 8 ? INT8_MAX : INT16_MAX;
        revops__score_bounds *bounds = work->lane_bits == 8 ? &to->bounds_8 : &to->bounds_16;
        if (*used &&
            (bounds->most + program->most_units > limit || bounds->least + program->least_units < -limit)) {
            LANES(flush)(to, rows);
        }
        bounds->least = (*used ? bounds->least : 0) + program->least_units;
        bounds->most = (*used ? bounds->most : 0) + program->most_units;
    }
    LANES(run)(work, values, rows, sums, NULL, !*used);
    *used = 1;
}

/* 1 where a condition's programs from `first_program` on all hold, else 0; "and" with what the mask has unless `fresh`. */
LANES_TARGET static void LANES(mask_of_programs)(const revops__score_batch *batch, uint32_t first_program,
                                                 uint32_t end_program, size_t first, size_t rows,
                                                 int32_t *mask, int fresh)
{
    const revops_score *score = batch->request->score;
    const revops__score_program *programs = revops__score_at(score, score->asked_programs);
    for (uint32_t i = first_program; i < end_program; i++) {
        revops__score_work work = score_plan(score, &programs[i], batch->request->columns);
        LANES(run)(&work, score_values_at(batch, programs[i].attribute, first), rows, NULL, mask, fresh);
        fresh = 0;
    }
}

/* 1 where all conditions of a rule hold, else 0. */
LANES_TARGET static void LANES(mask_of)(revops__score_batch *batch, const revops_score_rule *rule,
                                        size_t first, size_t rows, revops__score_buffers *to)
{
    const revops_score *score = batch->request->score;
    const revops__score_asked *all = revops__score_at(score, score->asked);
    for (uint32_t c = rule->first_condition; c < rule->first_condition + rule->condition_count; c++) {
        const revops__score_asked *asked = &all[c];
        uint32_t end = asked->first_program + asked->program_count;
        int fresh = c == rule->first_condition;
        if (asked->is_text) {
            score_mask_of_text(batch, c, first, rows, to->mask, fresh);
        } else if (asked->is_inverted) {
            LANES(mask_of_programs)
            (batch, asked->first_program, asked->first_program + 1, first, rows, to->mask, fresh);
            LANES(mask_of_programs)(batch, asked->first_program + 1, end, first, rows, to->others, 1);
            for (size_t row = 0; row < rows; row += LANES_BYTES / 4) {
                words kept = (words)LANES_LOAD(to->mask + row) & ~(words)LANES_LOAD(to->others + row);
                memcpy(to->mask + row, &kept, sizeof kept);
            }
        } else {
            LANES(mask_of_programs)(batch, asked->first_program, end, first, rows, to->mask, fresh);
        }
    }
}

/* sums += points where the mask is 1. */
LANES_TARGET static void LANES(add_masked)(int32_t *sums, const int32_t *mask, int32_t points, size_t rows,
                                           int fresh)
{
    for (size_t row = 0; row < rows; row += LANES_BYTES / 4) {
        words sum = (words)(-(wrapping)LANES_LOAD(mask + row)) & points;
        if (!fresh) {
            sum = (words)((wrapping)sum + (wrapping)LANES_LOAD(sums + row));
        }
        memcpy(sums + row, &sum, sizeof sum);
    }
}

/* A section's sums times the unit, within its limits: totals += them or, of the best group, the greater of both. */
LANES_TARGET static void LANES(add_section)(revops__score_buffers *to, const revops__score_section *section,
                                            int32_t unit, int is_best_wanted, size_t rows)
{
    const words low = (words){0} + section->floor, high = (words){0} + section->cap;
    const words most = (words){0} + INT32_MAX;
    for (size_t row = 0; row < rows; row += LANES_BYTES / 4) {
        words sum = LANES(sums_at)(to, row), total = (words)LANES_LOAD(to->totals + row);
        if (unit != 1) {
            sum = (words)((wrapping)sum * (uint32_t)unit);
        }
        sum = LANES_LIMITED(sum, low, high);
        if (!is_best_wanted) {
            sum = (words)((wrapping)sum + (wrapping)total);
        } else if (section->group > 1) {
            sum = LANES_LIMITED(sum, total, most);
        }
        memcpy(to->totals + row, &sum, sizeof sum);
    }
    to->used_8 = to->used_16 = to->used_32 = 0;
}

/* Limits of the whole, and grades. */
LANES_TARGET static void LANES(finish)(const revops_score *score, const int32_t *totals, int32_t *scores,
                                       uint8_t *grades, size_t rows, int stream)
{
    const words low = (words){0} + score->floor_mpt, high = (words){0} + score->cap_mpt;
    for (size_t row = 0; row < rows; row += LANES_BYTES / 4) {
        words total = (words)((wrapping)LANES_LOAD(totals + row) * (uint32_t)score->last_unit_mpt +
                              (uint32_t)score->base_mpt);
        total = LANES_LIMITED(total, low, high);
        if (stream) {
            LANES_STREAM(scores + row, total);
        } else {
            memcpy(scores + row, &total, sizeof total);
        }
        if (grades) {
            words grade = {0};
            for (uint32_t i = 0; i < score->grade_count; i++) {
                grade -= (words)(total < score->grades_mpt[i]);
            }
            LANES_NARROW(grades + row, grade);
        }
    }
}

/* A section's merged programs, then its rules one by one. */
LANES_TARGET static void LANES(sum_section)(revops__score_batch *batch, const revops__score_section *section,
                                            size_t first, size_t rows, revops__score_buffers *to)
{
    const revops_score *score = batch->request->score;
    const revops__score_program *programs = revops__score_at(score, score->programs);
    const revops_score_rule *rules = revops__score_rules(score);
    const int64_t *order = revops__score_at(score, score->order);
    for (uint32_t i = section->first_program; i < section->first_program + section->program_count; i++) {
        revops__score_work own;
        const revops__score_work *work = i < PLANNED ? &batch->planned[i] : &own;
        if (i >= PLANNED) {
            own = score_plan(score, &programs[i], batch->request->columns);
        }
        LANES(accumulate)(&programs[i], work, score_values_at(batch, programs[i].attribute, first), rows, to);
    }
    for (uint32_t i = 0; i < section->single_count; i++) {
        const revops_score_rule *rule = &rules[(uint32_t)order[section->first_single + i]];
        if (revops__score_counts(rule, batch->request->at_ms)) {
            LANES(mask_of)(batch, rule, first, rows, to);
            LANES(add_masked)(to->sums_32, to->mask, rule->points_mpt / score->unit_mpt, rows, !to->used_32);
            to->used_32 = 1;
        }
    }
}

/* What each rule gave. */
LANES_TARGET static void LANES(contribute)(revops__score_batch *batch, size_t first, size_t rows,
                                           revops__score_buffers *to)
{
    const revops__score_request *request = batch->request;
    const revops_score_rule *rules = revops__score_rules(request->score);
    for (uint32_t r = 0; r < request->score->rule_count; r++) {
        int32_t *out = request->contributions_mpt + r * request->row_count + first;
        if (!revops__score_counts(&rules[r], request->at_ms)) {
            memset(out, 0, rows * sizeof *out);
            continue;
        }
        LANES(mask_of)(batch, &rules[r], first, rows, to);
        LANES(add_masked)(to->sums_32, to->mask, rules[r].points_mpt, rows, 1);
        memcpy(out, to->sums_32, rows * sizeof *out);
    }
}

/* A block of rows. */
LANES_TARGET static void LANES(block)(revops__score_batch *batch, size_t first, size_t rows,
                                      revops__score_buffers *to)
{
    const revops__score_request *request = batch->request;
    const revops_score *score = request->score;
    const revops__score_section *sections = revops__score_at(score, score->sections);
    const words none = {0};
    for (size_t row = 0; row < rows; row += LANES_BYTES / 4) {
        memcpy(to->totals + row, &none, sizeof none);
    }
    for (uint32_t s = 1; s <= score->section_count;
         s++) { /* what has no group last: it is added to the best group, too */
        const revops__score_section *section = &sections[s % score->section_count];
        int is_best_wanted = score->has_best_group && section->group > 0;
        if (section->program_count + section->single_count > 0 || section->floor > 0 || section->cap < 0 ||
            is_best_wanted) {
            LANES(sum_section)(batch, section, first, rows, to);
            LANES(add_section)(to, section, score->section_unit_mpt, is_best_wanted, rows);
        }
    }
    /* Whole vectors go straight to the caller's arrays; a last part of one takes the way over the buffers. */
    int direct = rows % (LANES_BYTES / 4) == 0;
    int32_t *scores = direct && request->scores_mpt ? request->scores_mpt + first : to->totals;
    uint8_t *grades = direct && request->grades ? request->grades + first : to->grades;
    int stream = batch->stream && scores != to->totals && (uintptr_t)scores % LANES_BYTES == 0;
    LANES(finish)(score, to->totals, scores, request->grades ? grades : NULL, rows, stream);
    if (!direct && request->scores_mpt) {
        memcpy(request->scores_mpt + first, to->totals, rows * sizeof(int32_t));
    }
    if (!direct && request->grades) {
        memcpy(request->grades + first, to->grades, rows);
    }
    if (request->contributions_mpt) {
        LANES(contribute)(batch, first, rows, to);
    }
}
#undef KERNEL
#undef DO_DECLARE
#undef DO_LOAD
#undef DO_STEP
#undef DO_EQUAL
#undef DO_ALL
#undef DO_ANY
#undef DO_STORE
#undef DO_STORE_OUT
#undef DO_ADD
#undef DO_ADD_64
#undef DO_KEEP_64
#undef PUT_SAME
#undef PUT_64
#undef KEEP_64
#undef KEEP_FROM
#undef KEEP_8
#undef KEEP_16
#undef KEEP_32
#undef words
#undef wrapping
