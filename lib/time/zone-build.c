/* SPDX-License-Identifier: MIT */
/* Checks what a zone is made of and compiles it. */
#include "core/params.h"
#include "time/zone-internal.h"

static int zone_is_offset(int32_t offset_s)
{
    return offset_s >= -REVOPS_ZONE_OFFSET_MAX_S && offset_s <= REVOPS_ZONE_OFFSET_MAX_S;
}

static void zone_problem(revops__problems *to, revops_status status, const char *field, int64_t found,
                         const char *expected)
{
    revops__problem_put(to, status, "params", REVOPS_NO_ROW, field, found, expected);
}

static void zone_check_transitions(const revops_zone_params *own, revops__problems *to)
{
    revops_status status = REVOPS__ROWS_CHECK(revops_zone_transition, own->transitions, own->transition_count,
                                              own->transition_row_size);
    if (own->transition_count > REVOPS_ZONE_TRANSITIONS_MAX) {
        zone_problem(to, REVOPS_ERR_ARG, "transition_count", own->transition_count, "0 to 60000");
        return;
    }
    if (status != REVOPS_OK) {
        int is_row_size = status == REVOPS_ERR_ABI;
        zone_problem(to, status, is_row_size ? "transition_row_size" : "transitions",
                     is_row_size ? own->transition_row_size : 0,
                     is_row_size ? "the size of a revops_zone_transition"
                                 : "rows, of fields that this library knows");
        return;
    }
    int64_t before_ms = INT64_MIN;
    for (uint32_t i = 0; i < own->transition_count; i++) {
        revops_zone_transition row;
        REVOPS__ROW_GET(revops_zone_transition, &row, own->transitions, own->transition_row_size, i);
        if (!revops__in_range(row.at_ms)) {
            revops__problem_put(to, REVOPS_ERR_ARG, "transitions", i, "at_ms", row.at_ms,
                                "within 8640000000000000");
        } else if (row.at_ms <= before_ms) {
            revops__problem_put_pair(to, REVOPS_ERR_UNSOUND, "transitions", i, i - 1, "at_ms", row.at_ms,
                                     "an instant after the row before");
        }
        if (!zone_is_offset(row.utc_offset_s)) {
            revops__problem_put(to, REVOPS_ERR_ARG, "transitions", i, "utc_offset_s", row.utc_offset_s,
                                "-93600 to 93600");
        }
        if (row.reserved != 0) {
            revops__problem_put(to, REVOPS_ERR_NEWER, "transitions", i, "reserved", row.reserved, "0");
        }
        before_ms = row.at_ms;
    }
}

/* Everything that a draft needs, counted or written. */
static revops_status zone_read(const revops_zone_params *own, revops__zone_draft *draft, size_t *stop)
{
    draft->zone = (revops_zone){.magic = REVOPS__ZONE_MAGIC};
    if (own->tzif) {
        return revops__tzif_parse(own->tzif, own->tzif_length, draft);
    }
    draft->zone.first_offset_s = own->utc_offset_s;
    for (uint32_t i = 0; i < own->transition_count; i++) {
        revops_zone_transition row;
        REVOPS__ROW_GET(revops_zone_transition, &row, own->transitions, own->transition_row_size, i);
        revops_status status = revops__zone_draft_add(draft, row.at_ms, row.utc_offset_s);
        if (status != REVOPS_OK) {
            return status;
        }
    }
    if (own->posix) {
        draft->zone.has_rule = 1;
        return revops__rule_parse(own->posix, own->posix_length, &draft->zone.rule, stop);
    }
    return REVOPS_OK;
}

/* All faults; the draft has the counts where there is none. */
static void zone_check_own(const revops_zone_params *own, revops__problems *to, revops__zone_draft *draft)
{
    if (own->flags != 0) {
        zone_problem(to, REVOPS_ERR_NEWER, "flags", own->flags, "0");
    }
    if (own->reserved != 0) {
        zone_problem(to, REVOPS_ERR_NEWER, "reserved", own->reserved, "0");
    }
    if (!own->posix && own->posix_length > 0) {
        zone_problem(to, REVOPS_ERR_ARG, "posix", 0, "characters");
    }
    if (!own->tzif && own->tzif_length > 0) {
        zone_problem(to, REVOPS_ERR_ARG, "tzif", 0, "bytes");
    }
    if (!zone_is_offset(own->utc_offset_s)) {
        zone_problem(to, REVOPS_ERR_ARG, "utc_offset_s", own->utc_offset_s, "-93600 to 93600");
    }
    if (own->tzif && (own->posix || own->transition_count > 0 || own->utc_offset_s != 0)) {
        zone_problem(to, REVOPS_ERR_ARG, "tzif_length", own->tzif_length,
                     "no bytes beside posix, transitions or utc_offset_s");
    }
    zone_check_transitions(own, to);
    if (to->count == 0) {
        size_t stop = 0;
        revops_status status = zone_read(own, draft, &stop);
        if (status != REVOPS_OK && own->tzif) {
            zone_problem(to, status, "tzif_length", own->tzif_length, "a whole TZif file (RFC 9636)");
        } else if (status != REVOPS_OK) {
            zone_problem(to, status, "posix_length", (int64_t)stop,
                         "a POSIX rule; so many characters were understood");
        }
    }
}

/* Copies the parameters and finds all faults. */
static revops_status zone_open_params(const revops_zone_params *params, revops_zone_params *own,
                                      revops__problems *to, revops__zone_draft *draft)
{
    revops_status status = REVOPS__PARAMS_COPY(revops_zone_params, own, params);
    if (status == REVOPS_ERR_NEWER) {
        zone_problem(to, status, "struct_size", params->struct_size,
                     "no fields that this library doesn't know");
    } else if (status == REVOPS_OK) {
        zone_check_own(own, to, draft);
        status = to->status;
    }
    return status;
}

revops_status revops_zone_defaults(revops_zone_params *out, size_t size)
{
    static const revops_zone_params defaults = REVOPS_ZONE_PARAMS_INIT;
    return REVOPS__PARAMS_GIVE(revops_zone_params, out, size, &defaults);
}

revops_status revops_zone_check(const revops_zone_params *params, revops_problem *problems, size_t capacity,
                                size_t *needed)
{
    revops_zone_params own;
    revops__zone_draft draft = {.capacity = 0};
    revops__problems found = revops__problems_begin(problems, capacity);
    revops_status status = zone_open_params(params, &own, &found, &draft);
    return found.count > 0 || status == REVOPS_OK ? revops__problems_end(&found, needed) : status;
}

revops_status revops_zone_build(const revops_zone_params *params, void *memory, size_t memory_size,
                                size_t *needed, const revops_zone **out)
{
    revops_zone_params own;
    revops__zone_draft draft = {.capacity = 0};
    revops__problems found = revops__problems_begin(NULL, 0);
    revops_status status = zone_open_params(params, &own, &found, &draft);
    if (status != REVOPS_OK) {
        return status;
    }
    size_t size = revops__zone_size(draft.zone.transition_count), stop;
    status = revops__params_room(memory, memory_size, size, needed, out);
    if (status != REVOPS_OK) {
        return status;
    }
    draft = (revops__zone_draft){.capacity = draft.zone.transition_count};
    draft.at_ms = (int64_t *)(void *)((unsigned char *)memory + sizeof(revops_zone));
    draft.offsets_s = (int32_t *)(void *)(draft.at_ms + draft.capacity);
    status = zone_read(&own, &draft, &stop);
    if (status != REVOPS_OK) {
        return status; /* never: it was read before */
    }
    revops_zone *zone = memory;
    *zone = draft.zone;
    *out = zone;
    return REVOPS_OK;
}
