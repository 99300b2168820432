/* SPDX-License-Identifier: MIT */
/* Compiles a policy of clocks, and answers what it holds. */
#include <revops/sla.h>

#include <string.h>

#include "act/sla-internal.h"

static uint32_t sla_reserve(uint32_t *size, size_t bytes)
{
    uint32_t place = *size;
    *size += (uint32_t)((bytes + 7) / 8 * 8);
    return place;
}

static size_t sla_name_length(const char *name)
{
    size_t length = 0;
    while (length < REVOPS_SLA_NAME_MAX && name[length]) {
        length++;
    }
    return length;
}

/* Where everything goes. */
static revops_sla sla_plan(const revops_sla_params *params, const revops__condition_tables *tables)
{
    revops_sla head;
    memset(&head, 0, sizeof head);
    uint32_t size = sizeof head;
    size_t names = 0;
    for (uint32_t i = 0; params->signals && i < params->signal_count; i++) {
        names += sla_name_length(params->signals[i]) + 1;
    }
    head.magic = REVOPS__SLA_MAGIC;
    head.clock_count = params->clock_count;
    head.case_count = params->case_count;
    head.signal_count = params->signal_count;
    head.calendar_count = params->calendar_count;
    head.attribute_count = params->attribute_count;
    head.has_names = params->signals != NULL;
    head.clocks_at = sla_reserve(&size, params->clock_count * sizeof(revops__sla_clock));
    head.cases_at = sla_reserve(&size, params->case_count * sizeof(revops__sla_case));
    head.order_at = sla_reserve(&size, params->case_count * sizeof(uint16_t));
    head.first_uses_at = sla_reserve(&size, (params->signal_count + 1) * sizeof(uint32_t));
    head.uses_at = sla_reserve(&size, params->use_count * sizeof(revops__sla_use));
    head.name_offsets_at = sla_reserve(&size, head.has_names * params->signal_count * sizeof(uint32_t));
    head.name_order_at = sla_reserve(&size, head.has_names * params->signal_count * sizeof(uint16_t));
    head.names_at = sla_reserve(&size, names);
    head.asked_at = sla_reserve(&size, params->attribute_count * sizeof(uint16_t));
    head.conditions_at = sla_reserve(&size, revops__conditions_size(tables));
    head.size = size;
    return head;
}

static void *sla_place(revops_sla *sla, uint32_t distance)
{
    return (unsigned char *)sla + distance;
}

static void sla_build_clocks(revops_sla *sla, const revops_sla_params *params)
{
    revops__sla_clock *clocks = sla_place(sla, sla->clocks_at);
    revops__sla_case *cases = sla_place(sla, sla->cases_at);
    uint16_t *order = sla_place(sla, sla->order_at), next = 0;
    for (uint32_t i = 0; i < params->case_count; i++) {
        revops_sla_case row;
        REVOPS__ROW_GET(revops_sla_case, &row, params->cases, params->case_row_size, i);
        cases[i].target = row.target;
        cases[i].first_condition = row.first_condition;
        cases[i].condition_count = (uint16_t)row.condition_count;
        cases[i].clock = (uint16_t)row.clock;
        cases[i].calendar = (uint16_t)row.calendar;
        cases[i].unit = (uint8_t)row.unit;
        cases[i].calendar_of = (uint8_t)row.calendar_of;
        for (uint32_t n = 0; n < REVOPS_SLA_WARNINGS_MAX && row.warn_bp[n] != 0; n++) {
            cases[i].warn_bp[n] = (uint16_t)row.warn_bp[n];
            cases[i].warning_count++;
        }
    }
    for (uint32_t i = 0; i < params->clock_count; i++) {
        revops_sla_clock row;
        REVOPS__ROW_GET(revops_sla_clock, &row, params->clocks, params->clock_row_size, i);
        revops__sla_clock *clock = &clocks[i];
        clock->kind = (uint8_t)row.kind;
        clock->side = (uint8_t)row.side;
        clock->when_it_changes = (uint8_t)row.when_it_changes;
        clock->at_hand_over = (uint8_t)row.at_hand_over;
        clock->at_close = (uint8_t)row.at_close;
        clock->restarts = (row.flags & REVOPS_SLA_RESTARTS) != 0;
        clock->needed = (uint16_t)(row.needed + (row.needed == 0));
        clock->first = next;
        clock->looks = row.at_hand_over == REVOPS_SLA_ANEW ? REVOPS__SLA_LOOKS_OWNER : 0;
        for (uint32_t j = 0; j < params->case_count; j++) {
            if (cases[j].clock != i) {
                continue;
            }
            clock->looks |= cases[j].condition_count > 0 ? REVOPS__SLA_LOOKS_CASE : 0;
            clock->looks |=
                cases[j].calendar_of != REVOPS_SLA_CALENDAR_FIXED ? REVOPS__SLA_LOOKS_CALENDAR : 0;
            order[next++] = (uint16_t)j;
        }
        clock->count = (uint16_t)(next - clock->first);
    }
}

/* Uses by signal, each signal's in the order of the rows: counted, then placed.
 */
static void sla_build_uses(revops_sla *sla, const revops_sla_params *params)
{
    uint32_t *first = sla_place(sla, sla->first_uses_at);
    revops__sla_use *uses = sla_place(sla, sla->uses_at);
    revops__sla_clock *clocks = sla_place(sla, sla->clocks_at);
    revops_sla_use row;
    for (uint32_t i = 0; i < params->use_count; i++) {
        REVOPS__ROW_GET(revops_sla_use, &row, params->uses, params->use_row_size, i);
        first[row.signal + 1]++;
        clocks[row.clock].has_reopeners |= (row.parts & REVOPS_SLA_REOPENS) != 0;
    }
    for (uint32_t signal = 0; signal < params->signal_count; signal++) {
        first[signal + 1] += first[signal];
    }
    for (uint32_t i = params->use_count; i-- > 0;) { /* moves each end down to its beginning */
        REVOPS__ROW_GET(revops_sla_use, &row, params->uses, params->use_row_size, i);
        uses[--first[row.signal + 1]] = (revops__sla_use){(uint16_t)row.clock, (uint16_t)row.parts};
    }
    for (uint32_t signal = 0; signal < params->signal_count; signal++) {
        first[signal] = first[signal + 1];
    }
    first[params->signal_count] = params->use_count;
}

static int sla_compare(const char *a, const char *b, size_t b_length)
{
    for (size_t i = 0; i < b_length; i++) {
        if (a[i] != b[i]) {
            return (unsigned char)a[i] < (unsigned char)b[i] ? -1 : 1;
        }
    }
    return a[b_length] != 0;
}

static void sla_build_names(revops_sla *sla, const revops_sla_params *params)
{
    uint32_t *offsets = sla_place(sla, sla->name_offsets_at), used = 0;
    uint16_t *order = sla_place(sla, sla->name_order_at);
    char *names = sla_place(sla, sla->names_at);
    for (uint32_t i = 0; params->signals && i < params->signal_count; i++) {
        const char *name = params->signals[i];
        size_t length = sla_name_length(name);
        uint32_t place = i;
        memcpy(names + used, name, length + 1);
        offsets[i] = used;
        used += (uint32_t)length + 1;
        while (place > 0 && sla_compare(names + offsets[order[place - 1]], name, length) > 0) {
            order[place] = order[place - 1];
            place--;
        }
        order[place] = (uint16_t)i;
    }
}

/* The attributes that conditions ask for, each once. */
static void sla_build_asked(revops_sla *sla, const revops_sla_params *params)
{
    uint16_t *asked = sla_place(sla, sla->asked_at);
    for (uint32_t attribute = 0; attribute < params->attribute_count; attribute++) {
        int is_asked = 0;
        for (uint32_t i = 0; i < params->condition_count; i++) {
            revops_condition condition;
            REVOPS__ROW_GET(revops_condition, &condition, params->conditions, params->condition_row_size, i);
            is_asked |= condition.attribute == attribute;
        }
        if (is_asked) {
            asked[sla->asked_count++] = (uint16_t)attribute;
        }
    }
}

revops_status revops_sla_build(const revops_sla_params *params, void *memory, size_t memory_size,
                               size_t *needed, const revops_sla **out)
{
    revops_sla_params own;
    revops__problems problems = revops__problems_begin(NULL, 0);
    revops_status status = revops__sla_check(params, &own, &problems);
    if (status != REVOPS_OK) {
        return status;
    }
    revops__condition_tables tables;
    revops__sla_tables(&own, &tables);
    revops_sla head = sla_plan(&own, &tables);
    status = revops__params_room(memory, memory_size, head.size, needed, out);
    if (status != REVOPS_OK) {
        return status;
    }
    revops_sla *sla = memory;
    memset(memory, 0, head.size); /* so that equal policies compile to equal bytes */
    *sla = head;
    sla_build_clocks(sla, &own);
    sla_build_uses(sla, &own);
    sla_build_names(sla, &own);
    sla_build_asked(sla, &own);
    (void)revops__conditions_build(&tables, sla_place(sla, sla->conditions_at));
    *out = sla;
    return REVOPS_OK;
}

uint32_t revops_sla_clock_count(const revops_sla *sla)
{
    return sla ? sla->clock_count : 0;
}

uint32_t revops_sla_signal_count(const revops_sla *sla)
{
    return sla ? sla->signal_count : 0;
}

uint32_t revops_sla_effects_max(const revops_sla *sla)
{
    return sla ? sla->clock_count * REVOPS_SLA_EFFECTS_OF_CLOCK_MAX : 0;
}

uint64_t revops_sla_clocks_of(const revops_sla *sla, uint32_t signal)
{
    uint64_t clocks = 0;
    if (sla && signal < sla->signal_count) {
        const uint32_t *first = revops__sla_at(sla, sla->first_uses_at);
        const revops__sla_use *uses = revops__sla_at(sla, sla->uses_at);
        for (uint32_t i = first[signal]; i < first[signal + 1]; i++) {
            clocks |= UINT64_C(1) << uses[i].clock;
        }
    }
    return clocks;
}

const char *revops_sla_signal_name(const revops_sla *sla, uint32_t signal)
{
    if (!sla || signal >= sla->signal_count || !sla->has_names) {
        return "unknown";
    }
    const uint32_t *offsets = revops__sla_at(sla, sla->name_offsets_at);
    return (const char *)revops__sla_at(sla, sla->names_at) + offsets[signal];
}

revops_status revops_sla_signal_find(const revops_sla *sla, const char *text, size_t length, uint32_t *out)
{
    if (!sla || !text || !out) {
        return REVOPS_ERR_ARG;
    }
    const uint16_t *order = revops__sla_at(sla, sla->name_order_at);
    uint32_t low = 0, high = sla->has_names ? sla->signal_count : 0;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        int sign = sla_compare(revops_sla_signal_name(sla, order[middle]), text, length);
        if (sign == 0) {
            *out = order[middle];
            return REVOPS_OK;
        }
        if (sign < 0) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return REVOPS_ERR_RANGE;
}
