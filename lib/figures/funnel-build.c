/* SPDX-License-Identifier: MIT */
/* Checks and compiles a funnel. */
#include "figures/funnel-internal.h"

#include <stddef.h>
#include <string.h>

#include "core/params.h"

revops_status revops_funnel_defaults(revops_funnel_params *out, size_t size)
{
    const revops_funnel_params params = {.struct_size = sizeof params,
                                         .stage_row_size = sizeof(revops_funnel_stage),
                                         .span_row_size = sizeof(revops_funnel_span),
                                         .group_count = 1,
                                         .cohort_stage = REVOPS_NO_ROW};
    return REVOPS__PARAMS_GIVE(revops_funnel_params, out, size, &params);
}

static void funnel_check_number(revops__problems *problems, const char *field, uint32_t value, uint32_t least,
                                uint32_t most, const char *expected)
{
    if (value < least || value > most) {
        revops__problem_put(problems, REVOPS_ERR_ARG, "params", REVOPS_NO_ROW, field, value, expected);
    }
}

static void funnel_check_stages(const revops_funnel_params *params, revops__problems *problems)
{
    revops_status status =
        REVOPS__ROWS_CHECK(revops_funnel_stage, params->stages, params->stage_count, params->stage_row_size);
    if (status != REVOPS_OK) {
        revops__problem_put(problems, status, "params", REVOPS_NO_ROW, "stages", params->stage_row_size,
                            "stage_count rows of stage_row_size bytes");
        return;
    }
    for (uint32_t i = 0; i < params->stage_count; i++) {
        revops_funnel_stage row;
        REVOPS__ROW_GET(revops_funnel_stage, &row, params->stages, params->stage_row_size, i);
        if (row.kind > REVOPS_FUNNEL_CLOSED) {
            revops__problem_put(problems, REVOPS_ERR_NEWER, "stages", i, "kind", row.kind,
                                "one of revops_funnel_kinds");
        }
    }
}

static void funnel_check_spans(const revops_funnel_params *params, revops__problems *problems)
{
    revops_status status =
        REVOPS__ROWS_CHECK(revops_funnel_span, params->spans, params->span_count, params->span_row_size);
    if (status != REVOPS_OK) {
        revops__problem_put(problems, status, "params", REVOPS_NO_ROW, "spans", params->span_row_size,
                            "span_count rows of span_row_size bytes");
        return;
    }
    for (uint32_t i = 0; i < params->span_count; i++) {
        revops_funnel_span row;
        REVOPS__ROW_GET(revops_funnel_span, &row, params->spans, params->span_row_size, i);
        if (row.from >= params->stage_count) {
            revops__problem_put(problems, REVOPS_ERR_ARG, "spans", i, "from", row.from, "a row of stages");
        }
        if (row.to >= params->stage_count || row.to == row.from) {
            revops__problem_put(problems, REVOPS_ERR_ARG, "spans", i, "to", row.to,
                                "another row of stages than from");
        }
    }
}

static revops_status funnel_read(const revops_funnel_params *params, revops_funnel_params *own,
                                 revops__problems *problems)
{
    revops_status status = REVOPS__PARAMS_COPY(revops_funnel_params, own, params);
    if (status != REVOPS_OK) {
        revops__problem_put(problems, status, "params", REVOPS_NO_ROW, "struct_size",
                            params ? params->struct_size : 0, "sizeof(revops_funnel_params)");
        return status;
    }
    if (own->flags & ~REVOPS_FUNNEL_FLAGS) {
        revops__problem_put(problems, REVOPS_ERR_NEWER, "params", REVOPS_NO_ROW, "flags", own->flags,
                            "flags of REVOPS_FUNNEL_FLAGS");
    }
    if (own->reserved != 0) {
        revops__problem_put(problems, REVOPS_ERR_NEWER, "params", REVOPS_NO_ROW, "reserved", own->reserved,
                            "0");
    }
    funnel_check_number(problems, "stage_count", own->stage_count, 1, REVOPS_FUNNEL_STAGES_MAX, "1 to 32");
    funnel_check_number(problems, "span_count", own->span_count, 0, REVOPS_FUNNEL_SPANS_MAX, "0 to 64");
    funnel_check_number(problems, "group_count", own->group_count, 1, REVOPS_FUNNEL_GROUPS_MAX,
                        "1 to 1048576");
    funnel_check_number(problems, "reason_count", own->reason_count, 0, REVOPS_FUNNEL_REASONS_MAX,
                        "0 to 1024");
    if (own->cohort_stage != REVOPS_NO_ROW && own->cohort_stage >= own->stage_count) {
        revops__problem_put(problems, REVOPS_ERR_ARG, "params", REVOPS_NO_ROW, "cohort_stage",
                            own->cohort_stage, "a row of stages, or REVOPS_NO_ROW");
    }
    if (own->stage_count <= REVOPS_FUNNEL_STAGES_MAX && own->span_count <= REVOPS_FUNNEL_SPANS_MAX) {
        funnel_check_stages(own, problems);
        funnel_check_spans(own, problems);
    }
    return problems->status;
}

revops_status revops_funnel_check(const revops_funnel_params *params, revops_problem *problems,
                                  size_t capacity, size_t *needed)
{
    revops_funnel_params own;
    if (!problems && capacity > 0) {
        return REVOPS_ERR_ARG;
    }
    revops__problems found = revops__problems_begin(problems, capacity);
    (void)funnel_read(params, &own, &found);
    return revops__problems_end(&found, needed);
}

/* Place of each stage on the path, from 1; 0 beside it. */
static void funnel_rank_stages(const revops_funnel_params *params, uint32_t *ranks)
{
    uint32_t any = 0;
    for (uint32_t i = 0; i < params->stage_count; i++) {
        revops_funnel_stage row;
        REVOPS__ROW_GET(revops_funnel_stage, &row, params->stages, params->stage_row_size, i);
        ranks[i] = row.rank;
        any |= ranks[i];
    }
    for (uint32_t i = 0; i < params->stage_count && !any; i++) {
        ranks[i] = i + 1;
    }
}

static void funnel_build_stages(revops_funnel *funnel, const revops_funnel_params *params)
{
    uint32_t ranks[REVOPS_FUNNEL_STAGES_MAX], path = 0;
    funnel_rank_stages(params, ranks);
    for (uint32_t i = 0; i < params->stage_count; i++) {
        revops_funnel_stage row;
        REVOPS__ROW_GET(revops_funnel_stage, &row, params->stages, params->stage_row_size, i);
        uint32_t bit = UINT32_C(1) << i;
        funnel->kind[i] = (uint8_t)row.kind;
        switch ((enum revops_funnel_kinds)row.kind) {
        case REVOPS_FUNNEL_PATH:
            funnel->path_open |= bit;
            path |= ranks[i] ? bit : 0;
            break;
        case REVOPS_FUNNEL_WON:
            funnel->winning |= bit;
            path |= ranks[i] ? bit : 0;
            break;
        case REVOPS_FUNNEL_CLOSED:
            break;
        }
    }
    funnel->path = path;
    for (uint32_t i = 0; i < params->stage_count; i++) {
        uint32_t inferred = funnel->kind[i] == REVOPS_FUNNEL_CLOSED ? 0 : path & funnel->path_open;
        /* Doubled, as clang shifts by many numbers at once through floating point. */
        for (uint32_t k = 0, bit = 1; k < params->stage_count; k++, bit <<= 1) {
            funnel->before[i] |= ranks[k] < ranks[i] ? inferred & bit : 0;
            funnel->after[i] |= ranks[k] > ranks[i] && ranks[i] ? path & bit : 0;
        }
    }
}

/* Lines of a record by words that follow its head. */
static uint32_t funnel_lines(size_t first, size_t count)
{
    uint32_t lines = 0;
    for (size_t word = FUNNEL_RECORD_WORDS + first; word < FUNNEL_RECORD_WORDS + first + count; word++) {
        lines |= UINT32_C(1) << (word * sizeof(int64_t) / FUNNEL_LINE);
    }
    return lines;
}

/* What entering each stage changes: the first line, its spans, stays; a win its amount, and the end of a cycle any span. */
static void funnel_find_lines(revops_funnel *funnel)
{
    const uint32_t stays = funnel_lines(funnel->span_count, funnel_stay_count(funnel));
    for (uint32_t stage = 0; stage < funnel->stage_count; stage++) {
        uint32_t lines = 1 | stays;
        for (uint32_t span = 0; span < funnel->span_count; span++) {
            uint64_t is_own = (funnel->ending[stage] | funnel->leaving[stage]) >> span & 1;
            lines |= is_own || funnel->kind[stage] == REVOPS_FUNNEL_CLOSED ? funnel_lines(span, 1) : 0;
        }
        lines |= funnel->kind[stage] == REVOPS_FUNNEL_WON
                     ? UINT32_C(1) << (offsetof(funnel_record, amount) / FUNNEL_LINE)
                     : 0;
        funnel->lines[stage] = (uint16_t)lines;
    }
}

revops_status revops_funnel_build(const revops_funnel_params *params, void *memory, size_t memory_size,
                                  size_t *needed, const revops_funnel **out)
{
    revops_funnel_params own;
    revops__problems problems = revops__problems_begin(NULL, 0);
    revops_status status = funnel_read(params, &own, &problems);
    if (status == REVOPS_OK) {
        status = revops__params_room(memory, memory_size, sizeof(revops_funnel), needed, out);
    }
    if (status != REVOPS_OK) {
        return status;
    }
    revops_funnel *funnel = memory;
    memset(funnel, 0, sizeof *funnel);
    funnel->flags = own.flags;
    funnel->stage_count = own.stage_count;
    funnel->span_count = own.span_count;
    funnel->group_count = own.group_count;
    funnel->reason_count = own.reason_count;
    funnel->cohort_stage = own.cohort_stage;
    funnel_build_stages(funnel, &own);
    for (uint32_t i = 0; i < own.span_count; i++) {
        revops_funnel_span row;
        REVOPS__ROW_GET(revops_funnel_span, &row, own.spans, own.span_row_size, i);
        funnel->spans[i].from = (uint8_t)row.from;
        funnel->spans[i].to = (uint8_t)row.to;
        funnel->ending[row.to] |= UINT64_C(1) << i;
        funnel->leaving[row.from] |= UINT64_C(1) << i;
    }
    size_t stays = funnel_stay_count(funnel);
    const size_t words = FUNNEL_RECORD_WORDS + own.span_count + stays, line_words = FUNNEL_LINE / 8;
    funnel->record_words = (uint32_t)((words + line_words - 1) / line_words * line_words);
    funnel_find_lines(funnel);
    funnel->cell_words =
        (uint32_t)(funnel_times_at(funnel) + (stays + own.span_count) * (size_t)FUNNEL_TIME_WORDS);
    *out = funnel;
    return REVOPS_OK;
}

size_t revops_funnel_record_size(const revops_funnel *funnel)
{
    return funnel ? (size_t)funnel->record_words * 8 : 0;
}

revops_status revops_funnel_state_init(const revops_funnel *funnel, void *memory, size_t memory_size,
                                       size_t *needed, revops_funnel_state **out)
{
    if (!funnel) {
        return REVOPS_ERR_ARG;
    }
    uint64_t words = (uint64_t)funnel->cell_words * funnel->group_count;
    uint64_t bytes = sizeof(revops_funnel_state) + words * 8;
    if (bytes > SIZE_MAX) {
        return REVOPS_ERR_NOSPACE;
    }
    revops_status status = revops__params_room(memory, memory_size, (size_t)bytes, needed, out);
    if (status != REVOPS_OK) {
        return status;
    }
    memset(memory, 0, (size_t)bytes);
    *out = memory;
    (*out)->words = words;
    return REVOPS_OK;
}
