/* SPDX-License-Identifier: MIT */
/* Samples of a policy, for growth-samples.h, which includes this. The policy comes from a document; its rows are copied into
   the client's own. */
#ifndef REVOPS_TESTS_GROWTH_SAMPLES_POLICY_H
#define REVOPS_TESTS_GROWTH_SAMPLES_POLICY_H

#include "policy-document.h"

static void sample_revops_policy_read_params(revops_policy_read_params *out)
{
    static const char *const documents[] = {policy_document};
    static const uint64_t lengths[] = {sizeof policy_document - 1};
    static const revops_policy_zone zones[] = {{.name = "Z3", .rule = "CET-1"},
                                               {.name = "Z4", .rule = "CET-1"}};
    out->struct_size = sizeof *out;
    out->documents = documents;
    out->lengths = lengths;
    out->document_count = out->length_count = 1;
    GROWTH_ROWS(out, zones, zone, zones);
}

static revops_status call_revops_policy_read(const revops_policy_read_params *params, int64_t *answer)
{
    static _Alignas(8) unsigned char memory[1 << 19];
    revops_policy_params read;
    size_t count = 0;
    revops_status status =
        revops_policy_read(params, memory, sizeof memory, NULL, NULL, 0, &count, &read, sizeof read);
    *answer = status == REVOPS_OK ? (int64_t)(read.condition_count * 100 + read.value_count) : status;
    return status;
}

#define GROWTH_COPY(out, rows, singular, type)                                                               \
    do {                                                                                                     \
        static type own[64];                                                                                 \
        for (uint32_t i = 0; i < read.singular##_count && i < 64; i++) {                                     \
            size_t size =                                                                                    \
                read.singular##_row_size < sizeof own[0] ? read.singular##_row_size : sizeof own[0];         \
            memset(&own[i], 0, sizeof own[i]);                                                               \
            memcpy(&own[i], (const char *)read.rows + (size_t)i * read.singular##_row_size, size);           \
        }                                                                                                    \
        (out)->rows = own;                                                                                   \
        (out)->singular##_row_size = sizeof own[0];                                                          \
    } while (0)

static void sample_revops_policy_params(revops_policy_params *out)
{
    static _Alignas(8) unsigned char memory[1 << 19];
    revops_policy_read_params from;
    revops_policy_params read;
    memset(&from, 0, sizeof from);
    memset(&read, 0, sizeof read);
    sample_revops_policy_read_params(&from);
    if (revops_policy_read(&from, memory, sizeof memory, NULL, NULL, 0, NULL, &read, sizeof read) !=
        REVOPS_OK) {
        abort();
    }
    *out = read;
    out->struct_size = sizeof *out;
    GROWTH_COPY(out, channels, channel, revops_policy_channel);
    GROWTH_COPY(out, attributes, attribute, revops_policy_attribute);
    GROWTH_COPY(out, items, item, revops_policy_item);
    GROWTH_COPY(out, checklists, checklist, revops_policy_checklist);
    GROWTH_COPY(out, needs, need, revops_policy_need);
    GROWTH_COPY(out, reasons, reason, revops_policy_reason);
    GROWTH_COPY(out, reason_lists, reason_list, revops_policy_reason_list);
    GROWTH_COPY(out, conditions, condition, revops_policy_condition);
    GROWTH_COPY(out, tables, table, revops_policy_table);
    GROWTH_COPY(out, classes, class, revops_policy_class);
    GROWTH_COPY(out, stages, stage, revops_policy_stage);
    GROWTH_COPY(out, moves, move, revops_policy_move);
    GROWTH_COPY(out, events, event, revops_policy_event);
    GROWTH_COPY(out, happenings, happening, revops_policy_happening);
    GROWTH_COPY(out, fit_rules, fit_rule, revops_policy_fit_rule);
    GROWTH_COPY(out, fit_groups, fit_group, revops_policy_group);
    GROWTH_COPY(out, fit_grades, fit_grade, revops_policy_grade);
    GROWTH_COPY(out, intent_rules, intent_rule, revops_policy_intent_rule);
    GROWTH_COPY(out, intent_groups, intent_group, revops_policy_group);
    GROWTH_COPY(out, intent_grades, intent_grade, revops_policy_grade);
    GROWTH_COPY(out, total_bands, total_band, revops_policy_grade);
    GROWTH_COPY(out, cells, cell, revops_policy_cell);
    GROWTH_COPY(out, criteria, criterion, revops_policy_criterion);
    GROWTH_COPY(out, signals, signal, revops_policy_signal);
    GROWTH_COPY(out, calendars, calendar, revops_policy_calendar);
    GROWTH_COPY(out, holidays, holiday, revops_policy_holiday);
    GROWTH_COPY(out, zones, zone, revops_policy_zone);
    GROWTH_COPY(out, clocks, clock, revops_policy_clock);
    GROWTH_COPY(out, cases, case, revops_policy_case);
    GROWTH_COPY(out, choices, choice, revops_policy_choice);
    GROWTH_COPY(out, promises, promise, revops_policy_promise);
    GROWTH_COPY(out, territories, territory, revops_policy_territory);
    GROWTH_COPY(out, queues, queue, revops_policy_queue);
    GROWTH_COPY(out, members, member, revops_policy_member);
    GROWTH_COPY(out, people, people, revops_policy_person);
    GROWTH_COPY(out, absences, absence, revops_policy_absence);
    GROWTH_COPY(out, account_grades, account_grade, revops_policy_grade);
    GROWTH_COPY(out, bands, band, revops_policy_band);
    GROWTH_COPY(out, targets, target, revops_policy_target);
    GROWTH_COPY(out, openings, opening, revops_calendar_opening);
    GROWTH_COPY(out, exceptions, exception, revops_calendar_exception);
    GROWTH_COPY(out, tiers, tier, revops_intent_tier);
}

static revops_status call_revops_policy_write(const revops_policy_params *params, int64_t *answer)
{
    size_t needed = 0;
    revops_status status = revops_policy_write(params, NULL, 0, &needed);
    *answer = (int64_t)needed;
    return status == REVOPS_ERR_NOSPACE ? REVOPS_OK : status;
}

static revops_status call_revops_policy_diff(const revops_policy_params *params, int64_t *answer)
{
    static _Alignas(8) unsigned char memory[1 << 20];
    size_t count = 0;
    char text[64];
    revops_status status =
        revops_policy_diff(params, params, memory, sizeof memory, NULL, text, sizeof text, &count);
    *answer = (int64_t)count;
    return status;
}

static revops_status call_revops_policy_mark(const revops_policy_params *params, int64_t *answer)
{
    uint64_t mark = 0;
    revops_status status = revops_policy_mark(params, REVOPS_POLICY_MARK_RULES, &mark);
    *answer = (int64_t)mark;
    return status;
}

static revops_status call_revops_policy_plan_bands(const revops_policy_params *params, int64_t *answer)
{
    static revops_plan_band bands[256];
    size_t count = 0;
    revops_status status = revops_policy_plan_bands(params, bands, 256, &count);
    *answer = (int64_t)count;
    return status;
}

static revops_status call_revops_policy_metric_find(const revops_policy_params *params, int64_t *answer)
{
    uint32_t metric = 0;
    revops_status status = revops_policy_metric_find(params, "win rate", 8, &metric);
    *answer = (int64_t)metric;
    return status;
}

static revops_status call_revops_policy_zones(const revops_policy_read_params *params, int64_t *answer)
{
    static _Alignas(8) unsigned char memory[1 << 19];
    size_t count = 0;
    revops_status status = revops_policy_zones(params, memory, sizeof memory, NULL, NULL, 0, &count);
    *answer = (int64_t)count;
    return status;
}

#endif
