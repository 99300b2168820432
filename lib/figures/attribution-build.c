/* SPDX-License-Identifier: MIT */
/* Models of attribution: defaults, check, build. */
#include <string.h>

#include "core/params.h"
#include "figures/attribution-internal.h"

enum { WHOLE_BP = 10000, MILESTONES = 32 };
#define HALF_LIFE_MOST_MS INT64_C(0x4000000000) /* 2^38 */

revops_status revops_attribution_defaults(revops_attribution_params *out, size_t size)
{
    revops_attribution_params defaults = {0};
    defaults.struct_size = sizeof defaults;
    defaults.model = REVOPS_ATTRIBUTION_LINEAR;
    defaults.channel_count = 1;
    defaults.direct_channel = REVOPS_NO_ROW;
    defaults.position_row_size = sizeof(revops_attribution_position);
    defaults.half_life_ms = 7 * REVOPS_DAY_MS;
    return REVOPS__PARAMS_GIVE(revops_attribution_params, out, size, &defaults);
}

const char *revops_attribution_model_name(revops_attribution_model model)
{
    switch ((enum revops_attribution_models)model) {
    case REVOPS_ATTRIBUTION_FIRST:
        return "first";
    case REVOPS_ATTRIBUTION_LAST:
        return "last";
    case REVOPS_ATTRIBUTION_LAST_NON_DIRECT:
        return "last non-direct";
    case REVOPS_ATTRIBUTION_LINEAR:
        return "linear";
    case REVOPS_ATTRIBUTION_TIME_DECAY:
        return "time decay";
    case REVOPS_ATTRIBUTION_U_SHAPED:
        return "U-shaped";
    case REVOPS_ATTRIBUTION_W_SHAPED:
        return "W-shaped";
    case REVOPS_ATTRIBUTION_FULL_PATH:
        return "full path";
    case REVOPS_ATTRIBUTION_POSITION:
        return "position";
    case REVOPS_ATTRIBUTION_CUSTOM:
        return "custom";
    case REVOPS_ATTRIBUTION_SHAPLEY:
        return "Shapley";
    }
    return "unknown";
}

static void attribution_put(revops__problems *problems, revops_status status, const char *field,
                            int64_t found, const char *expected)
{
    revops__problem_put(problems, status, "params", REVOPS_NO_ROW, field, found, expected);
}

static void check_position(revops__problems *problems, const revops_attribution_position *position,
                           uint32_t row)
{
    if (position->place < REVOPS_ATTRIBUTION_AT_FIRST || position->place > REVOPS_ATTRIBUTION_AT_MILESTONE) {
        revops__problem_put(problems, REVOPS_ERR_NEWER, "positions", row, "place", position->place,
                            "one of revops_attribution_places");
        return;
    }
    int of_milestone = position->place == REVOPS_ATTRIBUTION_AT_MILESTONE;
    if (of_milestone ? position->milestone >= MILESTONES : position->milestone != 0) {
        revops__problem_put(problems, REVOPS_ERR_ARG, "positions", row, "milestone", position->milestone,
                            of_milestone ? "0 to 31" : "0: only the place milestone has one");
    }
    if (position->share_bp < 1 || position->share_bp > WHOLE_BP) {
        revops__problem_put(problems, REVOPS_ERR_ARG, "positions", row, "share_bp", position->share_bp,
                            "1 to 10000");
    }
    if (position->reserved) {
        revops__problem_put(problems, REVOPS_ERR_NEWER, "positions", row, "reserved", position->reserved,
                            "0");
    }
}

static void check_positions(revops__problems *problems, const revops_attribution_params *params)
{
    if (params->model != REVOPS_ATTRIBUTION_POSITION) {
        if (params->position_count) {
            attribution_put(problems, REVOPS_ERR_ARG, "position_count", params->position_count,
                            "0: only the position model has them");
        }
        return;
    }
    if (params->position_count < 1 || params->position_count > REVOPS_ATTRIBUTION_POSITIONS_MAX) {
        attribution_put(problems, REVOPS_ERR_ARG, "position_count", params->position_count, "1 to 34");
        return;
    }
    revops_status status = REVOPS__ROWS_CHECK(revops_attribution_position, params->positions,
                                              params->position_count, params->position_row_size);
    if (status != REVOPS_OK) {
        attribution_put(problems, status, status == REVOPS_ERR_ARG ? "positions" : "position_row_size",
                        status == REVOPS_ERR_ARG ? 0 : params->position_row_size,
                        status == REVOPS_ERR_ARG ? "rows" : "sizeof(revops_attribution_position)");
        return;
    }
    uint64_t sum_bp = 0;
    for (uint32_t i = 0; i < params->position_count; i++) {
        revops_attribution_position position, earlier;
        REVOPS__ROW_GET(revops_attribution_position, &position, params->positions, params->position_row_size,
                        i);
        check_position(problems, &position, i);
        sum_bp += position.share_bp;
        for (uint32_t j = 0; j < i; j++) {
            REVOPS__ROW_GET(revops_attribution_position, &earlier, params->positions,
                            params->position_row_size, j);
            if (earlier.place == position.place && earlier.milestone == position.milestone) {
                revops__problem_put_pair(problems, REVOPS_ERR_UNSOUND, "positions", i, j, "place",
                                         position.place, "a place that has no share yet");
            }
        }
    }
    if (sum_bp > WHOLE_BP) {
        revops__problem_put(problems, REVOPS_ERR_UNSOUND, "positions", REVOPS_NO_ROW, "share_bp",
                            (int64_t)sum_bp, "10000 together at most");
    }
}

/* Copies the params and tells all of their faults. */
static revops__problems attribution_read(const revops_attribution_params *params,
                                         revops_attribution_params *own, revops_problem *out, size_t capacity)
{
    revops__problems problems = revops__problems_begin(out, capacity);
    revops_status status = REVOPS__PARAMS_COPY(revops_attribution_params, own, params);
    if (status != REVOPS_OK) {
        attribution_put(&problems, status, "struct_size", 0, "a struct of revops_attribution_defaults()");
        return problems;
    }
    if (own->flags & ~REVOPS_ATTRIBUTION_AFTER_CONVERSION) {
        attribution_put(&problems, REVOPS_ERR_NEWER, "flags", own->flags,
                        "REVOPS_ATTRIBUTION_AFTER_CONVERSION or 0");
    }
    if (own->reserved) {
        attribution_put(&problems, REVOPS_ERR_NEWER, "reserved", own->reserved, "0");
    }
    if (own->model < REVOPS_ATTRIBUTION_FIRST || own->model > REVOPS_ATTRIBUTION_SHAPLEY) {
        attribution_put(&problems, REVOPS_ERR_NEWER, "model", own->model, "one of revops_attribution_models");
    }
    if (own->channel_count < 1 || own->channel_count > REVOPS_ATTRIBUTION_CHANNELS_MAX) {
        attribution_put(&problems, REVOPS_ERR_ARG, "channel_count", own->channel_count, "1 to 65535");
    }
    int asks_direct = own->model == REVOPS_ATTRIBUTION_LAST_NON_DIRECT;
    if (asks_direct ? own->direct_channel >= own->channel_count : own->direct_channel != REVOPS_NO_ROW) {
        attribution_put(&problems, REVOPS_ERR_ARG, "direct_channel", own->direct_channel,
                        asks_direct ? "less than channel_count"
                                    : "REVOPS_NO_ROW: only last non-direct has one");
    }
    if (own->lookback_ms < 0) {
        attribution_put(&problems, REVOPS_ERR_ARG, "lookback_ms", own->lookback_ms, "0 or more");
    }
    if (own->half_life_ms < 1 || own->half_life_ms > HALF_LIFE_MOST_MS) {
        attribution_put(&problems, REVOPS_ERR_ARG, "half_life_ms", own->half_life_ms, "1 to 2^38");
    }
    check_positions(&problems, own);
    return problems;
}

revops_status revops_attribution_check(const revops_attribution_params *params, revops_problem *problems,
                                       size_t capacity, size_t *needed)
{
    revops_attribution_params own;
    revops__problems found = attribution_read(params, &own, problems, capacity);
    return revops__problems_end(&found, needed);
}

/* The positions of models that have a name. */
static uint32_t named_positions(enum revops_attribution_models model, revops_attribution_position *out)
{
    static const revops_attribution_position u_shaped[] = {
        {REVOPS_ATTRIBUTION_AT_FIRST, 0, 4000, 0},
        {REVOPS_ATTRIBUTION_AT_LAST, 0, 4000, 0},
    };
    static const revops_attribution_position w_shaped[] = {
        {REVOPS_ATTRIBUTION_AT_FIRST, 0, 3000, 0},
        {REVOPS_ATTRIBUTION_AT_MILESTONE, 0, 3000, 0},
        {REVOPS_ATTRIBUTION_AT_MILESTONE, 1, 3000, 0},
    };
    static const revops_attribution_position full_path[] = {
        {REVOPS_ATTRIBUTION_AT_FIRST, 0, 2250, 0},
        {REVOPS_ATTRIBUTION_AT_MILESTONE, 0, 2250, 0},
        {REVOPS_ATTRIBUTION_AT_MILESTONE, 1, 2250, 0},
        {REVOPS_ATTRIBUTION_AT_LAST, 0, 2250, 0},
    };
    switch (model) {
    case REVOPS_ATTRIBUTION_U_SHAPED:
        memcpy(out, u_shaped, sizeof u_shaped);
        return sizeof u_shaped / sizeof u_shaped[0];
    case REVOPS_ATTRIBUTION_W_SHAPED:
        memcpy(out, w_shaped, sizeof w_shaped);
        return sizeof w_shaped / sizeof w_shaped[0];
    case REVOPS_ATTRIBUTION_FULL_PATH:
        memcpy(out, full_path, sizeof full_path);
        return sizeof full_path / sizeof full_path[0];
    case REVOPS_ATTRIBUTION_FIRST:
    case REVOPS_ATTRIBUTION_LAST:
    case REVOPS_ATTRIBUTION_LAST_NON_DIRECT:
    case REVOPS_ATTRIBUTION_LINEAR:
    case REVOPS_ATTRIBUTION_TIME_DECAY:
    case REVOPS_ATTRIBUTION_POSITION:
    case REVOPS_ATTRIBUTION_CUSTOM:
    case REVOPS_ATTRIBUTION_SHAPLEY:
        break;
    }
    return 0;
}

revops_status revops_attribution_build(const revops_attribution_params *params, void *memory,
                                       size_t memory_size, size_t *needed, const revops_attribution **out)
{
    revops_attribution_params own;
    revops__problems problems = attribution_read(params, &own, NULL, 0);
    if (problems.count) {
        return problems.status;
    }
    revops_status status =
        revops__params_room(memory, memory_size, sizeof(revops_attribution), needed, (const void *)out);
    if (status != REVOPS_OK) {
        return status;
    }
    revops_attribution *built = memory;
    memset(built, 0, sizeof *built);
    built->model = own.model;
    built->flags = own.flags;
    built->channel_count = own.channel_count;
    built->direct_channel = own.direct_channel;
    built->lookback_ms = own.lookback_ms;
    built->half_life = revops__divisor_of((uint64_t)own.half_life_ms);
    built->position_count = named_positions((enum revops_attribution_models)own.model, built->positions);
    for (uint32_t i = 0; i < own.position_count; i++) {
        REVOPS__ROW_GET(revops_attribution_position, &built->positions[i], own.positions,
                        own.position_row_size, i);
        built->position_count++;
    }
    built->rest_bp = WHOLE_BP;
    for (uint32_t i = 0; i < built->position_count; i++) {
        built->rest_bp -= built->positions[i].share_bp;
    }
    *out = built;
    return REVOPS_OK;
}
