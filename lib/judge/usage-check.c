/* SPDX-License-Identifier: MIT */
/* What parameters may be: the one place that says so, for revops_usage_check() and revops_usage_build(). */
#include "core/params.h"
#include "judge/usage-measures.h"
#include "judge/usage-names.h"

/* A fault of one field of one criterion or signal. */
typedef struct usage_row {
    revops__problems *problems;
    const char *part;
    uint32_t index;
} usage_row;

static void usage_row_fault(const usage_row *row, revops_status status, const char *field, uint64_t found,
                            const char *expected)
{
    revops__problem_put(row->problems, status, row->part, row->index, field, (int64_t)found, expected);
}

static void usage_check_threshold(const usage_row *row, const revops_usage_criterion *criterion,
                                  const revops__usage_measure *fit)
{
    const int at_most = (criterion->flags & REVOPS_USAGE_AT_MOST) != 0;
    const uint32_t most = fit->most - (at_most && fit->stays);
    if (criterion->threshold > most || (criterion->threshold == 0 && !at_most)) {
        usage_row_fault(row, REVOPS_ERR_ARG, "threshold", criterion->threshold, fit->threshold);
    }
    if (criterion->release > most) {
        usage_row_fault(row, REVOPS_ERR_ARG, "release", criterion->release, fit->threshold);
    } else if (criterion->release != 0 && (at_most ? criterion->release < criterion->threshold
                                                   : criterion->release > criterion->threshold)) {
        usage_row_fault(row, REVOPS_ERR_UNSOUND, "release", criterion->release,
                        at_most ? "the threshold or more" : "the threshold or less");
    }
}

static void usage_check_window(const usage_row *row, const revops_usage_criterion *criterion,
                               const revops__usage_measure *fit)
{
    if (!(fit->windows >> criterion->window & 1)) {
        usage_row_fault(row, REVOPS_ERR_ARG, "window", criterion->window, "one that goes with the measure");
    } else if ((criterion->flags & REVOPS_USAGE_ELAPSED) && !(fit->elapsed >> criterion->window & 1)) {
        usage_row_fault(row, REVOPS_ERR_ARG, "flags", criterion->flags,
                        "no REVOPS_USAGE_ELAPSED with this measure and window");
    }
    if (criterion->window == REVOPS_USAGE_EVER
            ? criterion->window_days != 0
            : criterion->window_days < 1 || criterion->window_days > REVOPS_USAGE_WINDOW_MAX) {
        usage_row_fault(row, REVOPS_ERR_ARG, "window_days", criterion->window_days,
                        criterion->window == REVOPS_USAGE_EVER ? "0 without a window" : "1 to 3660");
    }
}

static void usage_check_kinds(const usage_row *row, const revops_usage_criterion *criterion,
                              const revops_usage_params *params)
{
    if (criterion->kinds & 1) {
        usage_row_fault(row, REVOPS_ERR_ARG, "kinds", criterion->kinds, "bits of kinds 1 to 63");
    }
    if (criterion->kind_count == 0 ? criterion->first_kind != 0
                                   : criterion->first_kind > params->kind_count ||
                                         criterion->kind_count > params->kind_count - criterion->first_kind) {
        usage_row_fault(row, REVOPS_ERR_ARG, "first_kind", criterion->first_kind,
                        "kinds that lie within kinds");
    }
    int none = criterion->kinds == 0 && criterion->kind_count == 0;
    if (none != (criterion->measure == REVOPS_USAGE_ATTRIBUTES)) {
        usage_row_fault(row, REVOPS_ERR_ARG, "kinds", criterion->kinds,
                        none ? "at least one kind" : "0 with attributes");
    }
}

static void usage_check_uses(const usage_row *row, const revops_usage_criterion *criterion,
                             const revops__usage_measure *fit)
{
    if (criterion->exact != 0 &&
        (fit->has_exact ? criterion->exact < 2 || criterion->exact > REVOPS_USAGE_EXACT_MAX : 1)) {
        usage_row_fault(row, REVOPS_ERR_ARG, "exact", criterion->exact,
                        fit->has_exact ? "0, or 2 to 4096" : "0 with this measure");
    }
    if (criterion->item != 0 && (!fit->has_item || criterion->item >= REVOPS_USAGE_ITEMS_MAX)) {
        usage_row_fault(row, REVOPS_ERR_ARG, "item", criterion->item,
                        fit->has_item ? "0 to 3" : "0 with this measure");
    }
    if (criterion->least_value > VALUE_MAX) {
        usage_row_fault(row, REVOPS_ERR_ARG, "least_value", criterion->least_value, "0 to 4294967294");
    }
    if (criterion->greatest_value > VALUE_MAX) {
        usage_row_fault(row, REVOPS_ERR_ARG, "greatest_value", criterion->greatest_value, "0 to 4294967294");
    } else if (criterion->greatest_value != 0 && criterion->greatest_value < criterion->least_value) {
        usage_row_fault(row, REVOPS_ERR_UNSOUND, "greatest_value", criterion->greatest_value,
                        "0, or least_value or more");
    }
}

static void usage_check_attributes(const usage_row *row, const revops_usage_criterion *criterion,
                                   const revops_usage_params *params)
{
    const revops__condition_tables tables = revops__usage_condition_tables(params);
    if (criterion->measure == REVOPS_USAGE_ATTRIBUTES) {
        revops__condition_range_check(row->problems, &tables, row->part, row->index,
                                      criterion->first_condition, criterion->condition_count);
        if (criterion->flags & REVOPS_USAGE_AT_MOST) {
            usage_row_fault(
                row, REVOPS_ERR_ARG, "flags", criterion->flags,
                "no REVOPS_USAGE_AT_MOST with attributes: negate a condition, or exclude the criterion");
        }
        if (criterion->least_value != 0 || criterion->greatest_value != 0) {
            usage_row_fault(row, REVOPS_ERR_ARG, "least_value", criterion->least_value, "0 with attributes");
        }
    } else if (criterion->condition_count != 0 || criterion->first_condition != 0) {
        usage_row_fault(row, REVOPS_ERR_ARG, "condition_count", criterion->condition_count,
                        "0 but with attributes");
    }
}

static void usage_check_criterion(revops__problems *problems, const revops_usage_params *params,
                                  uint32_t index)
{
    const usage_row row = {problems, "criteria", index};
    revops_usage_criterion criterion;
    REVOPS__ROW_GET(revops_usage_criterion, &criterion, params->criteria, params->criterion_row_size, index);
    size_t before = problems->count;
    if (!revops__usage_measure_of(criterion.measure)) {
        usage_row_fault(&row, REVOPS_ERR_NEWER, "measure", criterion.measure, "one of revops_usage_measures");
    }
    if (criterion.window > REVOPS_USAGE_ROLLING) {
        usage_row_fault(&row, REVOPS_ERR_NEWER, "window", criterion.window, "one of revops_usage_windows");
    }
    if (criterion.flags & ~(REVOPS_USAGE_ELAPSED | REVOPS_USAGE_AT_MOST | REVOPS_USAGE_LATCH)) {
        usage_row_fault(&row, REVOPS_ERR_NEWER, "flags", criterion.flags, "flags of criteria");
    }
    if (problems->count > before) {
        return;
    }
    const revops__usage_measure fit = revops__usage_measure_over(&criterion);
    usage_check_window(&row, &criterion, &fit);
    usage_check_kinds(&row, &criterion, params);
    usage_check_threshold(&row, &criterion, &fit);
    usage_check_uses(&row, &criterion, &fit);
    usage_check_attributes(&row, &criterion, params);
}

static void usage_check_signal(revops__problems *problems, const revops_usage_params *params, uint32_t index)
{
    const usage_row row = {problems, "signals", index};
    revops_usage_signal signal;
    REVOPS__ROW_GET(revops_usage_signal, &signal, params->signals, params->signal_row_size, index);
    if (signal.route > REVOPS_USAGE_SALES) {
        usage_row_fault(&row, REVOPS_ERR_NEWER, "route", signal.route, "one of revops_usage_routes");
    }
    if (signal.flags & ~REVOPS_USAGE_ONCE) {
        usage_row_fault(&row, REVOPS_ERR_NEWER, "flags", signal.flags, "REVOPS_USAGE_ONCE or 0");
    }
    if (signal.reserved != 0) {
        usage_row_fault(&row, REVOPS_ERR_NEWER, "reserved", signal.reserved, "0");
    }
    if (signal.cooldown_ms < 0 || (signal.cooldown_ms == 0 && !(signal.flags & REVOPS_USAGE_ONCE))) {
        usage_row_fault(&row, REVOPS_ERR_ARG, "cooldown_ms", (uint64_t)signal.cooldown_ms,
                        "1 or more, or from 0 with REVOPS_USAGE_ONCE");
    }
    uint64_t beyond = params->criterion_count < 64 ? UINT64_MAX << params->criterion_count : 0;
    if (criteria_named(&signal) & beyond) {
        usage_row_fault(&row, REVOPS_ERR_UNSOUND, "all_of", criteria_named(&signal),
                        "criteria that there are");
    }
    if (signal.all_of == 0 && signal.any_of == 0 && signal.at_least_count == 0) {
        usage_row_fault(&row, REVOPS_ERR_UNSOUND, "all_of", 0, "at least one criterion to be met");
    }
    if (signal.at_least_of != 0 && signal.at_least_count == 0) {
        usage_row_fault(&row, REVOPS_ERR_UNSOUND, "at_least_count", 0, "1 or more with at_least_of");
    }
    if (signal.at_least_count > usage_bit_count(signal.at_least_of & ~signal.none_of)) {
        usage_row_fault(&row, REVOPS_ERR_UNSOUND, "at_least_count", signal.at_least_count,
                        "no more than at_least_of lists and none_of leaves");
    }
    if (signal.all_of & signal.none_of) {
        usage_row_fault(&row, REVOPS_ERR_UNSOUND, "none_of", signal.none_of, "nothing of all_of");
    }
    if (signal.any_of != 0 && (signal.any_of & ~signal.none_of) == 0) {
        usage_row_fault(&row, REVOPS_ERR_UNSOUND, "none_of", signal.none_of, "not all of any_of");
    }
}

/* A name: its length, and that none before it is the same; names that aren't given aren't asked. */
static void usage_check_name(revops__problems *problems, const char *part, const char *const *names,
                             uint32_t index)
{
    size_t length = revops__usage_name_length(names[index]);
    if (length == 0 || length > REVOPS_USAGE_NAME_MAX) {
        revops__problem_put(problems, REVOPS_ERR_ARG, part, index, "length", (int64_t)length,
                            "1 to 255 bytes");
        return;
    }
    for (uint32_t other = 0; other < index; other++) {
        if (names[other] && names[other][0] == names[index][0] &&
            revops__usage_name_length(names[other]) == length &&
            memcmp(names[other], names[index], length) == 0) {
            revops__problem_put_pair(problems, REVOPS_ERR_UNSOUND, part, index, other, "name", 0,
                                     "a name that isn't there twice");
            return;
        }
    }
}

static void usage_check_kind_name(revops__problems *problems, const char *const *names, uint32_t index)
{
    size_t length = revops__usage_name_length(names[index]);
    for (uint32_t kind = 1; kind < REVOPS_USAGE_OWN; kind++) {
        const char *name = revops__usage_built_in_name(kind);
        if (length && name && revops__usage_name_length(name) == length &&
            memcmp(name, names[index], length) == 0) {
            revops__problem_put(problems, REVOPS_ERR_UNSOUND, "kind_names", index, "name", kind,
                                "a name that no built-in kind has");
        }
    }
    usage_check_name(problems, "kind_names", names, index);
}

static void usage_check_names(revops__problems *problems, const revops_usage_params *params)
{
    for (uint32_t i = 0; i < params->kind_name_count; i++) {
        usage_check_kind_name(problems, params->kind_names, i);
    }
    for (uint32_t i = 0; params->criterion_names && i < params->criterion_count; i++) {
        usage_check_name(problems, "criterion_names", params->criterion_names, i);
    }
    for (uint32_t i = 0; params->signal_names && i < params->signal_count; i++) {
        usage_check_name(problems, "signal_names", params->signal_names, i);
    }
}

static uint32_t count_up_to(uint32_t count, uint32_t most)
{
    return count < most ? count : most;
}

/* A table of the parameters: its number of rows, and whether they can be read. */
static void usage_check_table(revops__problems *problems, const char *field, uint32_t count, uint32_t least,
                              uint32_t most, const char *expected, revops_status rows)
{
    if (count < least || count > most) {
        revops__problem_put(problems, REVOPS_ERR_ARG, "params", REVOPS_NO_ROW, field, count, expected);
    } else if (rows != REVOPS_OK) {
        revops__problem_put(problems, rows, "params", REVOPS_NO_ROW, field, count,
                            rows == REVOPS_ERR_ARG ? "a pointer to the rows" : "a row size that is known");
    }
}

revops__condition_tables revops__usage_condition_tables(const revops_usage_params *params)
{
    revops__condition_tables tables = {params->conditions,
                                       params->values,
                                       params->texts,
                                       params->condition_count,
                                       params->condition_row_size,
                                       params->value_count,
                                       params->text_count,
                                       params->attribute_count,
                                       0};
    return tables;
}

static int asks_attributes(const revops_usage_params *params)
{
    return (params->condition_count | params->value_count | params->text_count | params->attribute_count) !=
           0;
}

revops_status revops__usage_check(const revops_usage_params *given, revops_usage_params *own,
                                  revops__problems *problems)
{
    revops_status status =
        given ? REVOPS__PARAMS_COPY(revops_usage_params, own, given) : revops__usage_built_in(own);
    if (status != REVOPS_OK) {
        revops__problem_put(problems, status, "params", REVOPS_NO_ROW, "struct_size", 0,
                            status == REVOPS_ERR_NEWER ? "0 in fields that this library doesn't know"
                                                       : "sizeof(revops_usage_params)");
        return status;
    }
    const revops_usage_params *params = own;
    if (params->flags != 0) {
        revops__problem_put(problems, REVOPS_ERR_NEWER, "params", REVOPS_NO_ROW, "flags", params->flags, "0");
    }
    if (params->reserved != 0) {
        revops__problem_put(problems, REVOPS_ERR_NEWER, "params", REVOPS_NO_ROW, "reserved", params->reserved,
                            "0");
    }
    usage_check_table(problems, "criterion_count", params->criterion_count, 1, REVOPS_USAGE_CRITERIA_MAX,
                      "1 to 64",
                      REVOPS__ROWS_CHECK(revops_usage_criterion, params->criteria,
                                         count_up_to(params->criterion_count, REVOPS_USAGE_CRITERIA_MAX),
                                         params->criterion_row_size));
    usage_check_table(problems, "signal_count", params->signal_count, 1, REVOPS_USAGE_SIGNALS_MAX, "1 to 32",
                      REVOPS__ROWS_CHECK(revops_usage_signal, params->signals,
                                         count_up_to(params->signal_count, REVOPS_USAGE_SIGNALS_MAX),
                                         params->signal_row_size));
    usage_check_table(problems, "kind_count", params->kind_count, 0, REVOPS_USAGE_KINDS_MAX, "0 to 65535",
                      params->kind_count > 0 && !params->kinds ? REVOPS_ERR_ARG : REVOPS_OK);
    usage_check_table(problems, "kind_name_count", params->kind_name_count, 0, REVOPS_USAGE_NAMES_MAX,
                      "0 to 4096",
                      params->kind_name_count > 0 && !params->kind_names ? REVOPS_ERR_ARG : REVOPS_OK);
    usage_check_table(problems, "attribute_count", params->attribute_count, 0, REVOPS_USAGE_ATTRIBUTES_MAX,
                      "0 to 128", REVOPS_OK);
    if (asks_attributes(params)) {
        const revops__condition_tables tables = revops__usage_condition_tables(params);
        revops__conditions_check(problems, &tables);
    }
    if (problems->count > 0) {
        return problems->status; /* not all rows can be read */
    }
    for (uint32_t i = 0; i < params->kind_count; i++) {
        if (params->kinds[i] - 1 >= REVOPS_USAGE_KIND_MAX) {
            revops__problem_put(problems, REVOPS_ERR_ARG, "kinds", i, "kind", params->kinds[i], "1 to 4111");
        }
    }
    usage_check_names(problems, params);
    for (uint32_t i = 0; i < params->criterion_count; i++) {
        usage_check_criterion(problems, params, i);
    }
    for (uint32_t i = 0; i < params->signal_count; i++) {
        usage_check_signal(problems, params, i);
    }
    return problems->status;
}

revops_status revops_usage_check(const revops_usage_params *params, revops_problem *problems, size_t capacity,
                                 size_t *needed)
{
    revops_usage_params own;
    revops__problems found = revops__problems_begin(problems, capacity);
    (void)revops__usage_check(params, &own, &found);
    return revops__problems_end(&found, needed);
}
