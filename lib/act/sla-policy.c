/* SPDX-License-Identifier: MIT */
/* Checks and compiles policies of clocks, and holds the built-in one. */
#include <revops/sla.h>

#include <string.h>

#include "core/params.h"
#include "act/sla-internal.h"

const char *revops_sla_kind_name(revops_sla_kind kind)
{
    switch (kind) {
    case REVOPS_SLA_ONCE:
        return "once";
    case REVOPS_SLA_REPEATING:
        return "repeating";
    case REVOPS_SLA_RESOLUTION:
        return "resolution";
    default:
        return "unknown";
    }
}

const char *revops_sla_state_name(revops_sla_state state)
{
    switch (state) {
    case REVOPS_SLA_NOT_STARTED:
        return "not started";
    case REVOPS_SLA_RUNNING:
        return "running";
    case REVOPS_SLA_PAUSED:
        return "paused";
    case REVOPS_SLA_MET:
        return "met";
    case REVOPS_SLA_MET_LATE:
        return "met late";
    case REVOPS_SLA_BREACHED:
        return "breached";
    case REVOPS_SLA_CANCELLED:
        return "cancelled";
    default:
        return "unknown";
    }
}

const char *revops_sla_effect_name(revops_sla_effect_kind kind)
{
    switch (kind) {
    case REVOPS_SLA_EFFECT_STARTED:
        return "started";
    case REVOPS_SLA_EFFECT_WARNED:
        return "warned";
    case REVOPS_SLA_EFFECT_BREACHED:
        return "breached";
    case REVOPS_SLA_EFFECT_MET:
        return "met";
    case REVOPS_SLA_EFFECT_MET_LATE:
        return "met late";
    case REVOPS_SLA_EFFECT_CANCELLED:
        return "cancelled";
    case REVOPS_SLA_EFFECT_PAUSED:
        return "paused";
    case REVOPS_SLA_EFFECT_RESUMED:
        return "resumed";
    case REVOPS_SLA_EFFECT_REOPENED:
        return "reopened";
    case REVOPS_SLA_EFFECT_MOVED:
        return "moved";
    default:
        return "unknown";
    }
}

const char *revops_sla_fault_text(revops_sla_fault fault)
{
    switch (fault) {
    case REVOPS_SLA_SOUND:
        return "nothing is wrong";
    case REVOPS_SLA_BAD_CLOCK:
        return "its clock is not below the number of clocks";
    case REVOPS_SLA_BAD_CHOICE:
        return "its kind, at_close or side is no value of its list";
    case REVOPS_SLA_BAD_TARGET:
        return "its target is not between 1 ms and 100 years";
    case REVOPS_SLA_BAD_CALENDAR:
        return "its calendar is above the number of calendars";
    case REVOPS_SLA_BAD_WARNING:
        return "its warnings are not ascending shares between 1 and 9999 basis points";
    case REVOPS_SLA_BAD_COUNT:
        return "it needs more than 65535 meeting signals";
    case REVOPS_SLA_NEVER_STARTS:
        return "no signal starts it";
    case REVOPS_SLA_NEVER_MET:
        return "no signal meets it";
    case REVOPS_SLA_CONTRADICTION:
        return "a signal both pauses and resumes it, or both meets and cancels it";
    case REVOPS_SLA_UNREACHABLE:
        return "an earlier row of the same clock fits every lead that this one fits";
    case REVOPS_SLA_NO_ROWS:
        return "this clock has no row";
    default:
        return "unknown fault: update the headers";
    }
}

uint32_t revops__sla_warnings(const revops_sla_row *row)
{
    uint32_t count = 0;
    while (count < REVOPS_SLA_WARNINGS_MAX && row->warn_bp[count] != 0) {
        count++;
    }
    return count;
}

static int fits(uint32_t condition, uint32_t value)
{
    return condition == 0 || condition == value;
}

uint32_t revops__sla_match(const revops_sla *sla, uint32_t clock, const revops_sla_attributes *attributes)
{
    for (uint32_t i = sla->first[clock]; i < sla->first[clock + 1]; i++) {
        const revops_sla_row *row = &sla->rows[sla->order[i]];
        if (fits(row->intent, attributes->intent) && fits(row->segment, attributes->segment) &&
            fits(row->source, attributes->source) && fits(row->motion, attributes->motion)) {
            return sla->order[i];
        }
    }
    return REVOPS_SLA_NO_ROW;
}

static revops_sla_fault row_fault(const revops_sla_params *params, const revops_sla_row *row)
{
    if (row->clock >= params->clock_count) {
        return REVOPS_SLA_BAD_CLOCK;
    }
    if (row->kind > REVOPS_SLA_RESOLUTION || row->at_close > 1 || row->side > REVOPS_SLA_SIDE_SALES) {
        return REVOPS_SLA_BAD_CHOICE;
    }
    if (row->target_ms < 1 || row->target_ms > REVOPS_SLA_TARGET_MAX_MS) {
        return REVOPS_SLA_BAD_TARGET;
    }
    if (row->calendar > params->calendar_count) {
        return REVOPS_SLA_BAD_CALENDAR;
    }
    uint32_t before = 0;
    for (uint32_t i = 0; i < REVOPS_SLA_WARNINGS_MAX; i++) {
        uint32_t share_bp = row->warn_bp[i];
        if (share_bp > 9999 || (share_bp != 0 && (share_bp <= before || (i > 0 && before == 0)))) {
            return REVOPS_SLA_BAD_WARNING;
        }
        before = share_bp;
    }
    if (row->needed > UINT16_MAX) {
        return REVOPS_SLA_BAD_COUNT;
    }
    if (row->start == 0) {
        return REVOPS_SLA_NEVER_STARTS;
    }
    if (row->meet == 0) {
        return REVOPS_SLA_NEVER_MET;
    }
    if ((row->pause & row->resume) != 0 || (row->meet & row->cancel) != 0) {
        return REVOPS_SLA_CONTRADICTION;
    }
    return REVOPS_SLA_SOUND;
}

/* Whether every lead that fits `row` fits `earlier` too. */
static int covers(const revops_sla_row *earlier, const revops_sla_row *row)
{
    return (earlier->intent == 0 || earlier->intent == row->intent) &&
           (earlier->segment == 0 || earlier->segment == row->segment) &&
           (earlier->source == 0 || earlier->source == row->source) &&
           (earlier->motion == 0 || earlier->motion == row->motion);
}

/* The caller's row, whose size may differ from ours: what it doesn't have is 0, what we don't know must be. */
static revops_status read_row(const revops_sla_params *params, uint32_t index, revops_sla_row *out)
{
    const unsigned char *bytes = (const unsigned char *)params->rows + (size_t)index * params->row_size;
    size_t known = params->row_size < sizeof *out ? params->row_size : sizeof *out;
    memset(out, 0, sizeof *out);
    memcpy(out, bytes, known);
    for (size_t i = known; i < params->row_size; i++) {
        if (bytes[i] != 0) {
            return REVOPS_ERR_NEWER;
        }
    }
    return REVOPS_OK;
}

/* Copies the policy as far as known and checks its sizes and counts. */
static revops_status read_params(const revops_sla_params *params, revops_sla_params *out)
{
    revops_status status = REVOPS__PARAMS_COPY(revops_sla_params, out, params);
    if (status != REVOPS_OK) {
        return status;
    }
    if (out->flags != 0) {
        return REVOPS_ERR_NEWER;
    }
    if (out->row_size < sizeof(revops_sla_row) || out->row_size > 4096) {
        return REVOPS_ERR_ABI;
    }
    if (!out->rows || out->clock_count < 1 || out->clock_count > REVOPS_SLA_CLOCKS_MAX ||
        out->row_count < 1 || out->row_count > REVOPS_SLA_ROWS_MAX) {
        return REVOPS_ERR_ARG;
    }
    return REVOPS_OK;
}

revops_status revops_sla_check(const revops_sla_params *params, uint32_t *out_row,
                               revops_sla_fault *out_fault)
{
    revops_sla_params own;
    if (!out_row || !out_fault) {
        return REVOPS_ERR_ARG;
    }
    revops_status status = read_params(params, &own);
    uint32_t clocks_seen = 0;
    for (uint32_t i = 0; status == REVOPS_OK && i < own.row_count; i++) {
        revops_sla_row row, earlier;
        status = read_row(&own, i, &row);
        if (status != REVOPS_OK) {
            break;
        }
        revops_sla_fault fault = row_fault(&own, &row);
        for (uint32_t j = 0; fault == REVOPS_SLA_SOUND && j < i; j++) {
            status = read_row(&own, j, &earlier); /* was fine before */
            if (earlier.clock == row.clock && covers(&earlier, &row)) {
                fault = REVOPS_SLA_UNREACHABLE;
            }
        }
        if (fault != REVOPS_SLA_SOUND) {
            *out_row = i;
            *out_fault = fault;
            return REVOPS_OK;
        }
        clocks_seen |= 1u << row.clock;
    }
    if (status != REVOPS_OK) {
        return status;
    }
    *out_row = 0;
    *out_fault = REVOPS_SLA_SOUND;
    for (uint32_t clock = 0; clock < own.clock_count; clock++) {
        if (!(clocks_seen & 1u << clock)) {
            *out_row = clock;
            *out_fault = REVOPS_SLA_NO_ROWS;
            break;
        }
    }
    return REVOPS_OK;
}

revops_status revops_sla_build(const revops_sla_params *params, void *memory, size_t size, size_t *needed,
                               const revops_sla **out)
{
    revops_sla_params own;
    uint32_t bad_row;
    revops_sla_fault fault;
    if (!out) {
        return REVOPS_ERR_ARG;
    }
    revops_status status = revops_sla_check(params, &bad_row, &fault);
    if (status != REVOPS_OK) {
        return status;
    }
    if (fault != REVOPS_SLA_SOUND) {
        return REVOPS_ERR_UNSOUND;
    }
    status = read_params(params, &own);
    if (status != REVOPS_OK) {
        return status;
    }
    size_t bytes = sizeof(revops_sla) + own.row_count * sizeof(revops_sla_row);
    status = revops__params_room(memory, size, bytes, needed, out);
    if (status != REVOPS_OK) {
        return status;
    }
    revops_sla *sla = memory;
    memset(sla, 0, bytes); /* so that equal policies compile to equal bytes */
    sla->magic = REVOPS__SLA_MAGIC;
    sla->clock_count = own.clock_count;
    sla->row_count = own.row_count;
    sla->calendar_count = own.calendar_count;
    for (uint32_t i = 0; i < own.row_count; i++) {
        status = read_row(&own, i, &sla->rows[i]);
        if (status != REVOPS_OK) {
            return status;
        }
        revops_sla_row *row = &sla->rows[i];
        row->needed += row->needed == 0;
        uint64_t signals = row->start | row->pause | row->resume | row->meet | row->cancel | row->answered;
        sla->clock_signals[row->clock] |= signals;
        sla->clock_starts[row->clock] |= row->start;
        sla->signals |= signals;
    }
    uint16_t place = 0;
    for (uint32_t clock = 0; clock < own.clock_count; clock++) {
        sla->first[clock] = place;
        for (uint32_t i = 0; i < own.row_count; i++) {
            if (sla->rows[i].clock == clock) {
                sla->order[place++] = (uint16_t)i;
            }
        }
    }
    sla->first[own.clock_count] = place;
    *out = sla;
    return REVOPS_OK;
}

uint32_t revops_sla_clock_count(const revops_sla *sla)
{
    return sla ? sla->clock_count : 0;
}

uint64_t revops_sla_signals(const revops_sla *sla)
{
    return sla ? sla->signals : 0;
}

revops_status revops_sla_row_get(const revops_sla *sla, uint32_t row, revops_sla_row *out)
{
    if (!sla || !out || row >= sla->row_count) {
        return REVOPS_ERR_ARG;
    }
    *out = sla->rows[row];
    return REVOPS_OK;
}

revops_status revops_sla_default_rows(const revops_sla_meanings *meanings, revops_sla_row *rows)
{
    if (!meanings || !rows || meanings->high_intent == 0) {
        return REVOPS_ERR_ARG;
    }
    const revops_sla_meanings *on = meanings;
    revops_sla_row row = {0};
    row.kind = REVOPS_SLA_REPEATING;
    row.calendar = on->calendar;
    row.warn_bp[0] = 8000;
    row.cancel = on->left;

    rows[0] = row; /* SL1 */
    rows[0].clock = REVOPS_SLA_ROUTE;
    rows[0].side = REVOPS_SLA_SIDE_MARKETING;
    rows[0].start = on->qualified;
    rows[0].meet = on->assigned;
    rows[0].target_ms = 5 * REVOPS_MINUTE_MS;

    rows[1] = row; /* SL2 */
    rows[1].clock = REVOPS_SLA_FIRST_CONTACT;
    rows[1].side = REVOPS_SLA_SIDE_SALES;
    rows[1].start = on->qualified;
    rows[1].meet = on->contacted;
    rows[1].target_ms = 4 * REVOPS_HOUR_MS;
    rows[1].intent = on->high_intent;

    rows[2] = rows[1];
    rows[2].target_ms = 24 * REVOPS_HOUR_MS;
    rows[2].intent = 0;

    rows[3] = row; /* SL3 */
    rows[3].clock = REVOPS_SLA_TOUCHES;
    rows[3].side = REVOPS_SLA_SIDE_SALES;
    rows[3].start = on->accepted;
    rows[3].meet = on->contacted;
    rows[3].needed = 6;
    rows[3].cancel |= on->disposed; /* qualified or not, no more touches are owed */
    rows[3].target_ms = 14 * REVOPS_DAY_MS;

    rows[4] = row; /* SL4 */
    rows[4].clock = REVOPS_SLA_DISPOSITION;
    rows[4].side = REVOPS_SLA_SIDE_SALES;
    rows[4].start = on->accepted;
    rows[4].pause = on->waiting;
    rows[4].resume = on->resumed;
    rows[4].answered = on->answered;
    rows[4].meet = on->disposed;
    rows[4].cancel &= ~on->disposed; /* leaving with a disposition is meeting it */
    rows[4].target_ms = 14 * REVOPS_DAY_MS;
    return REVOPS_OK;
}
