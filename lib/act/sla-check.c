/* SPDX-License-Identifier: MIT */
/* Every fault of a policy of clocks. */
#include <revops/sla.h>

#include <string.h>

#include "act/sla-internal.h"

void revops__sla_tables(const revops_sla_params *params, revops__condition_tables *out)
{
    *out = (revops__condition_tables){.conditions = params->conditions,
                                      .values = params->values,
                                      .texts = params->texts,
                                      .condition_count = params->condition_count,
                                      .condition_row_size = params->condition_row_size,
                                      .value_count = params->value_count,
                                      .text_count = params->text_count,
                                      .attribute_count = params->attribute_count};
}

static void sla_check_number(revops__problems *problems, const char *part, uint32_t row, const char *field,
                             int64_t value, int64_t least, int64_t most, const char *expected)
{
    if (value < least || value > most) {
        revops__problem_put(problems, REVOPS_ERR_ARG, part, row, field, value, expected);
    }
}

static void sla_check_reserved(revops__problems *problems, const char *part, uint32_t row, const char *field,
                               uint32_t value, uint32_t known)
{
    if (value & ~known) {
        revops__problem_put(problems, REVOPS_ERR_NEWER, part, row, field, value,
                            "only flags and fields that this library knows");
    }
}

static void sla_check_clocks(revops__problems *problems, const revops_sla_params *params)
{
    for (uint32_t i = 0; i < params->clock_count; i++) {
        revops_sla_clock row;
        REVOPS__ROW_GET(revops_sla_clock, &row, params->clocks, params->clock_row_size, i);
        sla_check_number(problems, "clocks", i, "kind", row.kind, 0, REVOPS_SLA_RESOLUTION,
                         "one of revops_sla_kinds");
        sla_check_number(problems, "clocks", i, "side", row.side, 0, REVOPS_SLA_SIDE_SALES,
                         "one of revops_sla_sides");
        sla_check_number(problems, "clocks", i, "needed", row.needed, 0, UINT16_MAX, "0 to 65535");
        sla_check_number(problems, "clocks", i, "when_it_changes", row.when_it_changes, 0, REVOPS_SLA_MOVE,
                         "one of revops_sla_changes");
        sla_check_number(problems, "clocks", i, "at_hand_over", row.at_hand_over, 0, REVOPS_SLA_ANEW,
                         "one of revops_sla_hand_overs");
        sla_check_number(problems, "clocks", i, "at_close", row.at_close, 0,
                         REVOPS_CALENDAR_AT_CLOSE_NEXT_OPEN,
                         "REVOPS_CALENDAR_AT_CLOSE_STAY or REVOPS_CALENDAR_AT_CLOSE_NEXT_OPEN");
        sla_check_reserved(problems, "clocks", i, "flags", row.flags, REVOPS_SLA_RESTARTS);
        sla_check_reserved(problems, "clocks", i, "reserved", row.reserved, 0);
    }
}

static void sla_check_target(revops__problems *problems, uint32_t i, const revops_sla_case *row)
{
    sla_check_number(problems, "cases", i, "target", row->target, 1, REVOPS_SLA_TARGET_MAX,
                     "1 to 8640000000000000");
    int needs_calendar = row->unit == REVOPS_CALENDAR_UNIT_OPEN ||
                         row->unit == REVOPS_CALENDAR_UNIT_BUSINESS_DAYS ||
                         row->calendar_of != REVOPS_SLA_CALENDAR_FIXED;
    if (needs_calendar && row->calendar == 0) {
        revops__problem_put(problems, REVOPS_ERR_UNSOUND, "cases", i, "calendar", 0,
                            "a calendar, for open time, business days and that of lead or owner");
    }
}

static void sla_check_warnings(revops__problems *problems, uint32_t i, const revops_sla_case *row)
{
    uint32_t before = 0;
    for (uint32_t n = 0; n < REVOPS_SLA_WARNINGS_MAX; n++) {
        uint32_t share_bp = row->warn_bp[n];
        if (share_bp > 9999 || (share_bp != 0 && (share_bp <= before || (n > 0 && before == 0)))) {
            revops__problem_put(problems, REVOPS_ERR_ARG, "cases", i, "warn_bp", share_bp,
                                "ascending shares of 1 to 9999, then 0");
            return;
        }
        before = share_bp;
    }
}

/* Whether a condition of the earlier case is one of the later case's. */
static int sla_is_among(const revops_sla_params *params, const revops_condition *condition,
                        const revops_sla_case *later)
{
    for (uint32_t i = 0; i < later->condition_count; i++) {
        revops_condition other;
        REVOPS__ROW_GET(revops_condition, &other, params->conditions, params->condition_row_size,
                        later->first_condition + i);
        if (memcmp(&other, condition, sizeof other) == 0) {
            return 1;
        }
    }
    return 0;
}

/* Whether the earlier case holds whenever the later one does: all its
 * conditions are among the later one's. */
static int sla_covers(const revops_sla_params *params, const revops_sla_case *earlier,
                      const revops_sla_case *later)
{
    for (uint32_t i = 0; i < earlier->condition_count; i++) {
        revops_condition condition;
        REVOPS__ROW_GET(revops_condition, &condition, params->conditions, params->condition_row_size,
                        earlier->first_condition + i);
        if (!sla_is_among(params, &condition, later)) {
            return 0;
        }
    }
    return 1;
}

static void sla_check_cases(revops__problems *problems, const revops_sla_params *params)
{
    revops__condition_tables tables;
    uint64_t seen = 0;
    revops__sla_tables(params, &tables);
    for (uint32_t i = 0; i < params->case_count; i++) {
        revops_sla_case row, earlier;
        size_t before = problems->count;
        REVOPS__ROW_GET(revops_sla_case, &row, params->cases, params->case_row_size, i);
        sla_check_number(problems, "cases", i, "unit", row.unit, 0, REVOPS_CALENDAR_UNIT_DAYS,
                         "one of revops_sla_units");
        sla_check_number(problems, "cases", i, "clock", row.clock, 0, (int64_t)params->clock_count - 1,
                         "below clock_count");
        sla_check_number(problems, "cases", i, "calendar_of", row.calendar_of, 0,
                         REVOPS_SLA_CALENDAR_OF_OWNER, "one of revops_sla_calendar_sources");
        sla_check_number(problems, "cases", i, "calendar", row.calendar, 0, params->calendar_count,
                         "0 to calendar_count");
        sla_check_target(problems, i, &row);
        sla_check_warnings(problems, i, &row);
        if (row.condition_count > 0) {
            revops__condition_range_check(problems, &tables, "cases", i, row.first_condition,
                                          row.condition_count);
        }
        for (uint32_t j = 0; problems->count == before && j < i; j++) {
            REVOPS__ROW_GET(revops_sla_case, &earlier, params->cases, params->case_row_size, j);
            if (problems->status == REVOPS_OK && earlier.clock == row.clock &&
                sla_covers(params, &earlier, &row)) {
                revops__problem_put_pair(problems, REVOPS_ERR_UNSOUND, "cases", i, j, "first_condition",
                                         row.first_condition, "a lead that no earlier case holds for");
            }
        }
        seen |= row.clock < params->clock_count ? UINT64_C(1) << row.clock : 0;
    }
    for (uint32_t clock = 0; clock < params->clock_count; clock++) {
        if (!(seen >> clock & 1)) {
            revops__problem_put(problems, REVOPS_ERR_UNSOUND, "clocks", clock, "kind", 0,
                                "a case of this clock");
        }
    }
}

static void sla_check_uses(revops__problems *problems, const revops_sla_params *params)
{
    uint64_t starts = 0, meets = 0;
    for (uint32_t i = 0; i < params->use_count; i++) {
        revops_sla_use row;
        REVOPS__ROW_GET(revops_sla_use, &row, params->uses, params->use_row_size, i);
        sla_check_number(problems, "uses", i, "signal", row.signal, 0, (int64_t)params->signal_count - 1,
                         "below signal_count");
        sla_check_number(problems, "uses", i, "clock", row.clock, 0, (int64_t)params->clock_count - 1,
                         "below clock_count");
        sla_check_reserved(problems, "uses", i, "parts", row.parts, REVOPS__SLA_ALL_PARTS);
        sla_check_reserved(problems, "uses", i, "reserved", row.reserved, 0);
        if (row.parts == 0) {
            revops__problem_put(problems, REVOPS_ERR_ARG, "uses", i, "parts", 0,
                                "a sum of REVOPS_SLA_STARTS to REVOPS_SLA_LEAVES_STILL");
        }
        if ((row.parts & REVOPS_SLA_PAUSES && row.parts & REVOPS_SLA_RESUMES) ||
            (row.parts & REVOPS_SLA_ENTERS_STILL && row.parts & REVOPS_SLA_LEAVES_STILL)) {
            revops__problem_put(problems, REVOPS_ERR_UNSOUND, "uses", i, "parts", row.parts,
                                "not both pausing and resuming");
        }
        if (row.clock < params->clock_count) {
            starts |= row.parts & REVOPS_SLA_STARTS ? UINT64_C(1) << row.clock : 0;
            meets |= row.parts & REVOPS_SLA_MEETS ? UINT64_C(1) << row.clock : 0;
        }
    }
    for (uint32_t clock = 0; clock < params->clock_count; clock++) {
        if (!(starts >> clock & 1)) {
            revops__problem_put(problems, REVOPS_ERR_UNSOUND, "clocks", clock, "kind", 0,
                                "a signal that starts it");
        }
        if (!(meets >> clock & 1)) {
            revops__problem_put(problems, REVOPS_ERR_UNSOUND, "clocks", clock, "kind", 0,
                                "a signal that meets it");
        }
    }
}

static size_t sla_length(const char *name)
{
    size_t length = 0;
    while (length <= REVOPS_SLA_NAME_MAX && name[length]) {
        length++;
    }
    return length;
}

static void sla_check_names(revops__problems *problems, const revops_sla_params *params)
{
    for (uint32_t i = 0; params->signals && i < params->signal_count; i++) {
        const char *name = params->signals[i];
        size_t length = name ? sla_length(name) : 0;
        if (length < 1 || length > REVOPS_SLA_NAME_MAX) {
            revops__problem_put(problems, REVOPS_ERR_ARG, "signals", i, "length", (int64_t)length,
                                "1 to 255 bytes");
            continue;
        }
        for (uint32_t j = 0; j < i; j++) {
            const char *other = params->signals[j];
            if (other && sla_length(other) == length && memcmp(other, name, length) == 0) {
                revops__problem_put_pair(problems, REVOPS_ERR_UNSOUND, "signals", i, j, "name", 0,
                                         "a name that no other signal has");
            }
        }
    }
}

static revops_status sla_check_rows(const revops_sla_params *own)
{
    revops_status status =
        REVOPS__ROWS_CHECK(revops_sla_clock, own->clocks, own->clock_count, own->clock_row_size);
    if (status == REVOPS_OK) {
        status = REVOPS__ROWS_CHECK(revops_sla_case, own->cases, own->case_count, own->case_row_size);
    }
    if (status == REVOPS_OK) {
        status = REVOPS__ROWS_CHECK(revops_sla_use, own->uses, own->use_count, own->use_row_size);
    }
    if (status == REVOPS_OK) {
        status = REVOPS__ROWS_CHECK(revops_condition, own->conditions, own->condition_count,
                                    own->condition_row_size);
    }
    return status;
}

static void sla_check_params(revops__problems *problems, const revops_sla_params *own)
{
    static const char *const part = "params";
    sla_check_reserved(problems, part, REVOPS_NO_ROW, "flags", own->flags, 0);
    sla_check_reserved(problems, part, REVOPS_NO_ROW, "reserved", own->reserved, 0);
    sla_check_number(problems, part, REVOPS_NO_ROW, "clock_count", own->clock_count, 1, REVOPS_SLA_CLOCKS_MAX,
                     "1 to 64");
    sla_check_number(problems, part, REVOPS_NO_ROW, "case_count", own->case_count, 1, REVOPS_SLA_CASES_MAX,
                     "1 to 4096");
    sla_check_number(problems, part, REVOPS_NO_ROW, "use_count", own->use_count, 1, REVOPS_SLA_USES_MAX,
                     "1 to 65536");
    sla_check_number(problems, part, REVOPS_NO_ROW, "signal_count", own->signal_count, 1,
                     REVOPS_SLA_SIGNALS_MAX, "1 to 4096");
    sla_check_number(problems, part, REVOPS_NO_ROW, "calendar_count", own->calendar_count, 0,
                     REVOPS_SLA_CALENDARS_MAX, "0 to 4096");
    sla_check_number(problems, part, REVOPS_NO_ROW, "attribute_count", own->attribute_count, 0,
                     REVOPS_SLA_ATTRIBUTES_MAX, "0 to 128");
}

revops_status revops__sla_check(const revops_sla_params *params, revops_sla_params *own,
                                revops__problems *problems)
{
    revops_status status = REVOPS__PARAMS_COPY(revops_sla_params, own, params);
    if (status != REVOPS_OK) {
        revops__problem_put(problems, status, "params", REVOPS_NO_ROW, "struct_size",
                            params ? params->struct_size : 0, "sizeof(revops_sla_params)");
        return status;
    }
    sla_check_params(problems, own);
    if (problems->count > 0) {
        return problems->status; /* the tables can't be read by such counts */
    }
    status = sla_check_rows(own);
    if (status != REVOPS_OK) {
        revops__problem_put(problems, status, "params", REVOPS_NO_ROW, "row_size", 0,
                            "tables with rows of the sizes as compiled");
        return status;
    }
    revops__condition_tables tables;
    revops__sla_tables(own, &tables);
    revops__conditions_check(problems, &tables);
    sla_check_clocks(problems, own);
    sla_check_cases(problems, own);
    sla_check_uses(problems, own);
    sla_check_names(problems, own);
    return problems->status;
}

revops_status revops_sla_check(const revops_sla_params *params, revops_problem *problems, size_t capacity,
                               size_t *needed)
{
    revops_sla_params own;
    if (!problems && capacity > 0) {
        return REVOPS_ERR_ARG;
    }
    revops__problems found = revops__problems_begin(problems, capacity);
    (void)revops__sla_check(params, &own, &found);
    return revops__problems_end(&found, needed);
}
