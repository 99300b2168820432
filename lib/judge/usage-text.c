/* SPDX-License-Identifier: MIT */
/* How a signal stands, in words. */
#include "core/text.h"
#include "core/params.h"
#include "judge/usage-measures.h"
#include "judge/usage-names.h"

/* Basis points as a percentage without loss: 8250 is "82.5 %". */
static void put_measured(revops__text *text, const revops_usage_criterion *criterion, uint32_t value)
{
    if (!revops__usage_measure_of(criterion->measure)->is_quotient) {
        revops__text_unsigned(text, value, 0);
        return;
    }
    revops__text_unsigned(text, value / 100, 0);
    if (value % 100 != 0) {
        revops__text_char(text, '.');
        revops__text_unsigned(text, value % 100 % 10 ? value % 100 : value % 100 / 10,
                              value % 100 % 10 ? 2 : 1);
    }
    revops__text_put(text, " %");
}

static void put_usage_window(revops__text *text, const revops_usage_criterion *criterion)
{
    if (criterion->window == REVOPS_USAGE_EVER) {
        return;
    }
    int since = criterion->window == REVOPS_USAGE_SINCE_SIGNUP;
    revops__text_put(text, since ? " in the first " : " in the last ");
    if (criterion->flags & REVOPS_USAGE_ELAPSED) {
        revops__text_unsigned(text, (uint64_t)criterion->window_days * 24, 0);
        revops__text_put(text, " hours");
    } else {
        revops__text_unsigned(text, criterion->window_days, 0);
        revops__text_put(text, criterion->window_days == 1 ? " day" : " days");
    }
}

/* Which events count, if not all of their kinds. */
static void usage_put_values(revops__text *text, const revops_usage_criterion *criterion)
{
    if (criterion->least_value != 0 || criterion->greatest_value != 0) {
        revops__text_put(text, " of a value of ");
        if (criterion->least_value != 0 || criterion->greatest_value == 0) {
            revops__text_unsigned(text, criterion->least_value, 0);
            revops__text_put(text, criterion->greatest_value != 0 ? " to " : " or more");
        }
        if (criterion->greatest_value != 0) {
            revops__text_unsigned(text, criterion->greatest_value, 0);
            revops__text_put(text, criterion->least_value != 0 ? "" : " or less");
        }
    }
}

static void usage_put_name(revops__text *text, const char *name)
{
    revops__text_char(text, '"');
    revops__text_put(text, name);
    revops__text_char(text, '"');
}

static void put_usage_criterion(revops__text *text, const revops_usage *usage, uint32_t index, int excludes,
                                const revops_usage_reading *reading)
{
    const revops_usage_criterion *criterion = &usage_rule(usage, index)->criterion;
    const char *name = revops__usage_criterion_label(usage, index);
    revops__text_put(text, excludes ? "; exclusion " : "; criterion ");
    if (name) {
        usage_put_name(text, name);
    } else {
        revops__text_unsigned(text, index, 0);
    }
    revops__text_put(text, ": ");
    revops__text_put(text, revops_usage_measure_name(criterion->measure));
    usage_put_values(text, criterion);
    put_usage_window(text, criterion);
    if (criterion->measure != REVOPS_USAGE_ATTRIBUTES) {
        revops__text_put(text, criterion->flags & REVOPS_USAGE_AT_MOST ? " at most " : " at least ");
        put_measured(text, criterion, criterion->threshold);
    }
    revops__text_put(text, ": ");
    if (criterion->measure == REVOPS_USAGE_ATTRIBUTES) {
        revops__text_put(text, reading->value ? "as asked" : "not as asked");
    } else if (reading->state & REVOPS_USAGE_NO_VALUE) {
        revops__text_put(text, "no value");
    } else {
        revops__text_put(text, reading->state & REVOPS_USAGE_ESTIMATE ? "about " : "");
        put_measured(text, criterion, reading->value);
    }
    if (reading->state & REVOPS_USAGE_MET) {
        revops__text_put(text, ", met");
    } else if (reading->missing > 0 && !excludes && criterion->measure != REVOPS_USAGE_ATTRIBUTES) {
        revops__text_put(text, ", ");
        put_measured(text, criterion, reading->missing);
        revops__text_put(text, criterion->flags & REVOPS_USAGE_AT_MOST ? " too much" : " missing");
    }
    if (reading->met_ms != REVOPS_TIME_NONE) {
        revops__text_put(text, reading->state & REVOPS_USAGE_MET ? " first at " : ", met before at ");
        revops__text_time(text, reading->met_ms);
    }
}

size_t revops_usage_explanation_text(const revops_usage *usage, const void *record, uint32_t signal,
                                     int64_t at_ms, int32_t utc_offset_min, char *out, size_t capacity)
{
    revops__text text = revops__text_begin(out, capacity);
    revops_usage_explanation explanation;
    if (!record ||
        revops_usage_explain(usage, record, signal, at_ms, utc_offset_min, &explanation) != REVOPS_OK) {
        revops__text_put(&text, "unknown");
        return revops__text_end(&text);
    }
    if (explanation.state & REVOPS_USAGE_HOLDS) {
        revops__text_put(&text, "qualifies, for ");
        revops__text_put(&text, revops_usage_route_name(explanation.route));
    } else if (explanation.excluding != 0 && explanation.lacking == 0) {
        revops__text_put(&text, "excluded");
    } else {
        revops__text_put(&text, "lacks ");
        revops__text_unsigned(&text, explanation.lacking, 0);
        revops__text_put(&text, explanation.lacking == 1 ? " criterion" : " criteria");
        revops__text_put(&text, explanation.excluding != 0 ? " and is excluded" : "");
    }
    if (explanation.state & REVOPS_USAGE_WORKED) {
        revops__text_put(&text, "; sales works on it");
    }
    if (explanation.state & REVOPS_USAGE_COOLING) {
        revops__text_put(&text, "; no signal before ");
        revops__text_time(&text, explanation.next_ms);
    }
    if (explanation.state & REVOPS_USAGE_SPENT) {
        revops__text_put(&text, "; no second signal while it holds");
    }
    const revops_usage_signal *asked = usage_signal(usage, signal);
    uint64_t named = criteria_named(asked);
    for (uint32_t i = 0; i < usage->criterion_count; i++) {
        revops_usage_reading reading;
        if ((named >> i & 1) &&
            revops_usage_read(usage, record, i, at_ms, utc_offset_min, &reading) == REVOPS_OK) {
            put_usage_criterion(&text, usage, i, (asked->none_of >> i & 1) != 0, &reading);
        }
    }
    return revops__text_end(&text);
}

/* Whether a fault is of that part of the parameters, which has so many names. */
static const char *usage_name_in(const revops_problem *problem, const char *part, const char *const *names,
                                 uint32_t count)
{
    size_t same = 0;
    while (part[same] && part[same] == problem->part[same]) {
        same++;
    }
    return part[same] == problem->part[same] && names && problem->row < count ? names[problem->row] : NULL;
}

size_t revops_usage_problem_text(const revops_usage_params *given, const revops_problem *problem, char *out,
                                 size_t capacity)
{
    revops_usage_params params;
    revops_status status =
        given ? REVOPS__PARAMS_COPY(revops_usage_params, &params, given) : revops__usage_built_in(&params);
    const char *what = NULL, *name = NULL;
    if (status == REVOPS_OK && problem && problem->part && problem->field && problem->expected) {
        const struct {
            const char *part, *what;
            const char *const *names;
            uint32_t count;
        } parts[] = {
            {"criteria", "criterion ", params.criterion_names, params.criterion_count},
            {"criterion_names", "the name of criterion ", params.criterion_names, params.criterion_count},
            {"signals", "signal ", params.signal_names, params.signal_count},
            {"signal_names", "the name of signal ", params.signal_names, params.signal_count},
            {"kind_names", "the name of kind ", params.kind_names, params.kind_name_count},
        };
        for (size_t i = 0; i < sizeof parts / sizeof parts[0] && !name; i++) {
            name = usage_name_in(problem, parts[i].part, parts[i].names, parts[i].count);
            what = parts[i].what;
        }
    }
    if (!name) {
        return revops_problem_text(problem, out, capacity);
    }
    revops__text text = revops__text_begin(out, capacity);
    revops__text_put(&text, what);
    usage_put_name(&text, name);
    revops__text_put(&text, ": ");
    revops__problem_put_words(&text, problem);
    return revops__text_end(&text);
}
