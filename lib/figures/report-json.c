/* SPDX-License-Identifier: MIT */
/* The report as JSON (RFC 8259). */

#include "figures/report-internal.h"
#include "core/text.h"

/* A writer that knows where a comma is due. */
typedef struct report_json {
    revops__text text;
    int comma;
} report_json;

static void report_json_open_with(report_json *out, char bracket)
{
    revops__text_put(&out->text, out->comma ? "," : "");
    revops__text_char(&out->text, bracket);
    out->comma = 0;
}

static void report_json_close_with(report_json *out, char bracket)
{
    revops__text_char(&out->text, bracket);
    out->comma = 1;
}

/* Length of the well-formed UTF-8 sequence at `at` (Unicode 15, table 3-7); 0 for none. */
static size_t report_json_utf8_length(const unsigned char *at)
{
    unsigned char c = at[0];
    size_t length = c < 0x80                ? 1
                    : c >= 0xc2 && c < 0xe0 ? 2
                    : c >= 0xe0 && c < 0xf0 ? 3
                    : c >= 0xf0 && c < 0xf5 ? 4
                                            : 0;
    unsigned char low = c == 0xe0   ? 0xa0
                        : c == 0xf0 ? 0x90
                                    : 0x80,
                  high = c == 0xed   ? 0x9f
                         : c == 0xf4 ? 0x8f
                                     : 0xbf;
    for (size_t i = 1; i < length; i++) {
        if (at[i] < low || at[i] > high) {
            return 0;
        }
        low = 0x80;
        high = 0xbf;
    }
    return length;
}

static void report_json_put_string(report_json *out, const char *string)
{
    static const char hex[] = "0123456789abcdef";
    const unsigned char *at = (const unsigned char *)string;
    revops__text_put(&out->text, out->comma ? ",\"" : "\"");
    while (*at) {
        size_t length = report_json_utf8_length(at);
        if (*at == '"' || *at == '\\') {
            revops__text_char(&out->text, '\\');
            revops__text_char(&out->text, (char)*at++);
        } else if (*at < 32) {
            revops__text_put(&out->text, "\\u00");
            revops__text_char(&out->text, hex[*at >> 4]);
            revops__text_char(&out->text, hex[*at++ & 15]);
        } else if (length == 0) {
            revops__text_put(&out->text, "\xef\xbf\xbd");
            at++;
        } else {
            for (; length > 0; length--) {
                revops__text_char(&out->text, (char)*at++);
            }
        }
    }
    revops__text_char(&out->text, '"');
    out->comma = 1;
}

static void report_json_put_key(report_json *out, const char *key)
{
    report_json_put_string(out, key);
    revops__text_char(&out->text, ':');
    out->comma = 0;
}

static void report_json_put_unsigned(report_json *out, const char *key, uint64_t value)
{
    report_json_put_key(out, key);
    revops__text_unsigned(&out->text, value, 0);
    out->comma = 1;
}

static void report_json_put_signed(report_json *out, const char *key, int64_t value)
{
    report_json_put_key(out, key);
    revops__text_signed(&out->text, value);
    out->comma = 1;
}

static void report_json_put_null(report_json *out, const char *key)
{
    report_json_put_key(out, key);
    revops__text_put(&out->text, "null");
    out->comma = 1;
}

static void report_json_put_share(report_json *out, const char *key, uint64_t part, uint64_t whole)
{
    if (whole) {
        report_json_put_unsigned(out, key, part * 10000 / whole);
    } else {
        report_json_put_null(out, key);
    }
}

static void report_json_put_stages(report_json *out, const revops_lifecycle *lifecycle, uint32_t mask)
{
    report_json_put_key(out, "stages");
    report_json_open_with(out, '[');
    for (uint32_t s = 0; s < REVOPS_LIFECYCLE_STAGES_MAX; s++) {
        if (mask >> s & 1) {
            report_json_put_string(out, revops_lifecycle_name(lifecycle, REVOPS_LIFECYCLE_LIST_STAGES, s));
        }
    }
    report_json_close_with(out, ']');
}

static void report_json_put_funnel(report_json *out, const revops_lifecycle *lifecycle,
                                   const revops_report_funnel *funnel)
{
    report_json_put_unsigned(out, "leads", funnel->leads);
    report_json_put_unsigned(out, "won", funnel->won);
    report_json_put_unsigned(out, "self_service", funnel->purchased);
    report_json_put_signed(out, "amount", funnel->amount);
    report_json_put_key(out, "funnel");
    report_json_open_with(out, '[');
    for (uint32_t s = 0; s < funnel->step_count; s++) {
        const revops_report_step *step = &funnel->steps[s];
        int last = s + 1 == funnel->step_count;
        report_json_open_with(out, '{');
        report_json_put_stages(out, lifecycle, step->stage_mask);
        report_json_put_unsigned(out, "reached", step->reached);
        report_json_put_unsigned(out, "inferred", step->inferred);
        if (last) {
            report_json_put_null(out, "went_on");
            report_json_put_null(out, "rate_bp");
        } else {
            report_json_put_unsigned(out, "went_on", step->went_on);
            report_json_put_share(out, "rate_bp", step->went_on, step->reached);
        }
        if (step->median_ms == REVOPS_TIME_NONE) {
            report_json_put_null(out, "median_ms");
        } else {
            report_json_put_signed(out, "median_ms", step->median_ms);
        }
        report_json_close_with(out, '}');
    }
    report_json_close_with(out, ']');
}

static void report_json_put_reasons(report_json *out, const revops_lifecycle *lifecycle,
                                    const revops_tally *tally)
{
    report_json_put_key(out, "reasons");
    report_json_open_with(out, '{');
    for (uint32_t reason = 1; reason < revops_lifecycle_count(lifecycle, REVOPS_LIFECYCLE_LIST_REASONS);
         reason++) {
        if (tally->reasons[reason]) {
            report_json_put_unsigned(out,
                                     revops_lifecycle_name(lifecycle, REVOPS_LIFECYCLE_LIST_REASONS, reason),
                                     tally->reasons[reason]);
        }
    }
    report_json_close_with(out, '}');
}

static void report_json_put_clocks(report_json *out, const revops_builtin *engine, const revops_tally *tally)
{
    report_json_put_key(out, "clocks");
    report_json_open_with(out, '[');
    for (uint32_t clock = 0; clock < revops_sla_clock_count(revops_builtin_sla(engine)); clock++) {
        const revops_clock_tally *row = &tally->clocks[clock];
        report_json_open_with(out, '{');
        report_json_put_key(out, "clock");
        report_json_put_string(out, revops_builtin_clock_name(engine, clock));
        report_json_put_unsigned(out, "started", row->started);
        report_json_put_unsigned(out, "in_time", row->met);
        report_json_put_unsigned(out, "missed", row->breached);
        report_json_put_unsigned(out, "met_late", row->met_late);
        report_json_put_unsigned(out, "called_off", row->cancelled);
        report_json_put_share(out, "compliance_bp", row->met, row->met + row->breached);
        report_json_close_with(out, '}');
    }
    report_json_close_with(out, ']');
}

static void report_json_put_refusals(report_json *out, const revops_lifecycle *lifecycle,
                                     const revops_tally *tally)
{
    static const char *const causes[REVOPS_TALLY_CAUSES] = {
        "no_transition", "already", "backward", "items", "reason", "wrong_reason", "resume", "touches",
    };
    report_json_put_key(out, "refusals");
    report_json_open_with(out, '[');
    for (uint32_t trigger = 0; trigger < revops_lifecycle_count(lifecycle, REVOPS_LIFECYCLE_LIST_TRIGGERS);
         trigger++) {
        for (uint32_t cause = 0; cause < REVOPS_TALLY_CAUSES; cause++) {
            if (tally->refused[trigger][cause]) {
                report_json_open_with(out, '{');
                report_json_put_key(out, "trigger");
                report_json_put_string(
                    out, revops_lifecycle_name(lifecycle, REVOPS_LIFECYCLE_LIST_TRIGGERS, trigger));
                report_json_put_key(out, "cause");
                report_json_put_string(out, causes[cause]);
                report_json_put_unsigned(out, "count", tally->refused[trigger][cause]);
                report_json_close_with(out, '}');
            }
        }
    }
    report_json_close_with(out, ']');
}

static void report_json_put_ages(report_json *out, const revops_lifecycle *lifecycle,
                                 const revops_report_funnel *funnel)
{
    static const char *const keys[REVOPS_REPORT_AGES] = {"below_1_d", "1_to_7_d", "7_to_30_d", "30_to_90_d",
                                                         "above_90_d"};
    report_json_put_key(out, "open");
    report_json_open_with(out, '[');
    for (uint32_t s = 0; s < revops_lifecycle_count(lifecycle, REVOPS_LIFECYCLE_LIST_STAGES); s++) {
        uint64_t total = 0;
        for (uint32_t age = 0; age < REVOPS_REPORT_AGES; age++) {
            total += funnel->open[s][age];
        }
        if (total) {
            report_json_open_with(out, '{');
            report_json_put_key(out, "stage");
            report_json_put_string(out, revops_lifecycle_name(lifecycle, REVOPS_LIFECYCLE_LIST_STAGES, s));
            for (uint32_t age = 0; age < REVOPS_REPORT_AGES; age++) {
                report_json_put_unsigned(out, keys[age], funnel->open[s][age]);
            }
            report_json_close_with(out, '}');
        }
    }
    report_json_close_with(out, ']');
}

static void report_json_put_parts(report_json *out, const char *key, const revops_lifecycle *lifecycle,
                                  const revops_report_part *parts, uint32_t row_size, uint32_t count)
{
    report_json_put_key(out, key);
    report_json_open_with(out, '[');
    for (uint32_t i = 0; i < count; i++) {
        const revops_report_part part = revops__report_part(parts, row_size, i);
        report_json_open_with(out, '{');
        report_json_put_key(out, "name");
        report_json_put_string(out, part.name);
        if (part.funnel) {
            report_json_put_funnel(out, lifecycle, part.funnel);
        }
        report_json_put_reasons(out, lifecycle, part.tally);
        report_json_close_with(out, '}');
    }
    report_json_close_with(out, ']');
}

size_t revops_report_json(const revops_builtin *engine, const revops_report *report, char *out,
                          size_t capacity)
{
    revops_report known;
    if (!revops__report_read(engine, report, &known)) {
        return 0;
    }
    const revops_lifecycle *lifecycle = revops_builtin_lifecycle(engine);
    const revops_tally *tally = known.tally;
    char as_of[25];
    report_json writer = {revops__text_begin(out, capacity), 0};
    report_json_open_with(&writer, '{');
    revops_time_text(known.as_of_ms, as_of, sizeof as_of);
    report_json_put_key(&writer, "as_of");
    report_json_put_string(&writer, as_of);
    report_json_put_key(&writer, "events");
    report_json_open_with(&writer, '{');
    report_json_put_unsigned(&writer, "rows", known.rows);
    report_json_put_unsigned(&writer, "applied",
                             tally->events - tally->late - tally->duplicate - tally->invalid);
    report_json_put_unsigned(&writer, "late", tally->late);
    report_json_put_unsigned(&writer, "duplicate", tally->duplicate);
    report_json_put_unsigned(&writer, "invalid", tally->invalid);
    report_json_put_unsigned(&writer, "unknown", known.unknown);
    report_json_put_unsigned(&writer, "after", known.after);
    report_json_close_with(&writer, '}');
    report_json_put_funnel(&writer, lifecycle, known.funnel);
    report_json_put_parts(&writer, "sources", lifecycle, known.sources, known.source_row_size,
                          known.source_count);
    report_json_put_parts(&writer, "campaigns", lifecycle, known.campaigns, known.campaign_row_size,
                          known.campaign_count);
    report_json_put_clocks(&writer, engine, tally);
    report_json_put_refusals(&writer, lifecycle, tally);
    report_json_put_reasons(&writer, lifecycle, tally);
    report_json_put_ages(&writer, lifecycle, known.funnel);
    report_json_close_with(&writer, '}');
    revops__text_char(&writer.text, '\n');
    return revops__text_end(&writer.text);
}
