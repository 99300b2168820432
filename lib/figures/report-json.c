/* SPDX-License-Identifier: MIT */
/* The report as JSON (RFC 8259). */
#include <revops/report.h>

#include "core/params.h"
#include "core/text.h"

/* A writer that knows where a comma is due. */
typedef struct json {
    revops__text text;
    int comma;
} json;

static void json_open_with(json *out, char bracket)
{
    revops__text_put(&out->text, out->comma ? "," : "");
    revops__text_char(&out->text, bracket);
    out->comma = 0;
}

static void json_close_with(json *out, char bracket)
{
    revops__text_char(&out->text, bracket);
    out->comma = 1;
}

/* Length of the well-formed UTF-8 sequence at `at` (Unicode 15, table 3-7); 0 for none. */
static size_t json_utf8_length(const unsigned char *at)
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

static void json_string(json *out, const char *string)
{
    static const char hex[] = "0123456789abcdef";
    const unsigned char *at = (const unsigned char *)string;
    revops__text_put(&out->text, out->comma ? ",\"" : "\"");
    while (*at) {
        size_t length = json_utf8_length(at);
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

static void json_key(json *out, const char *key)
{
    json_string(out, key);
    revops__text_char(&out->text, ':');
    out->comma = 0;
}

static void json_unsigned(json *out, const char *key, uint64_t value)
{
    json_key(out, key);
    revops__text_unsigned(&out->text, value, 0);
    out->comma = 1;
}

static void json_signed(json *out, const char *key, int64_t value)
{
    json_key(out, key);
    revops__text_signed(&out->text, value);
    out->comma = 1;
}

static void json_null(json *out, const char *key)
{
    json_key(out, key);
    revops__text_put(&out->text, "null");
    out->comma = 1;
}

static void json_share(json *out, const char *key, uint64_t part, uint64_t whole)
{
    if (whole) {
        json_unsigned(out, key, part * 10000 / whole);
    } else {
        json_null(out, key);
    }
}

static void json_stages(json *out, const revops_lifecycle *lifecycle, uint32_t mask)
{
    json_key(out, "stages");
    json_open_with(out, '[');
    for (uint32_t s = 0; s < REVOPS_LIFECYCLE_STAGES; s++) {
        if (mask >> s & 1) {
            json_string(out, revops_lifecycle_name(lifecycle, REVOPS_LIST_STAGES, s));
        }
    }
    json_close_with(out, ']');
}

static void json_funnel(json *out, const revops_lifecycle *lifecycle, const revops_funnel *funnel)
{
    json_unsigned(out, "leads", funnel->leads);
    json_unsigned(out, "won", funnel->won);
    json_unsigned(out, "self_service", funnel->purchased);
    json_signed(out, "amount", funnel->amount);
    json_key(out, "funnel");
    json_open_with(out, '[');
    for (uint32_t s = 0; s < funnel->step_count; s++) {
        const revops_funnel_step *step = &funnel->steps[s];
        int last = s + 1 == funnel->step_count;
        json_open_with(out, '{');
        json_stages(out, lifecycle, step->stage_mask);
        json_unsigned(out, "reached", step->reached);
        json_unsigned(out, "inferred", step->inferred);
        if (last) {
            json_null(out, "went_on");
            json_null(out, "rate_bp");
        } else {
            json_unsigned(out, "went_on", step->went_on);
            json_share(out, "rate_bp", step->went_on, step->reached);
        }
        if (step->median_ms == REVOPS_TIME_NONE) {
            json_null(out, "median_ms");
        } else {
            json_signed(out, "median_ms", step->median_ms);
        }
        json_close_with(out, '}');
    }
    json_close_with(out, ']');
}

static void json_reasons(json *out, const revops_lifecycle *lifecycle, const revops_tally *tally)
{
    json_key(out, "reasons");
    json_open_with(out, '{');
    for (uint32_t reason = 1; reason < revops_lifecycle_count(lifecycle, REVOPS_LIST_REASONS); reason++) {
        if (tally->reasons[reason]) {
            json_unsigned(out, revops_lifecycle_name(lifecycle, REVOPS_LIST_REASONS, reason),
                          tally->reasons[reason]);
        }
    }
    json_close_with(out, '}');
}

static void json_clocks(json *out, const revops_engine *engine, const revops_tally *tally)
{
    json_key(out, "clocks");
    json_open_with(out, '[');
    for (uint32_t clock = 0; clock < revops_sla_clock_count(revops_engine_sla(engine)); clock++) {
        const revops_clock_tally *row = &tally->clocks[clock];
        json_open_with(out, '{');
        json_key(out, "clock");
        json_string(out, revops_engine_clock_name(engine, clock));
        json_unsigned(out, "started", row->started);
        json_unsigned(out, "in_time", row->met);
        json_unsigned(out, "missed", row->breached);
        json_unsigned(out, "met_late", row->met_late);
        json_unsigned(out, "called_off", row->cancelled);
        json_share(out, "compliance_bp", row->met, row->met + row->breached);
        json_close_with(out, '}');
    }
    json_close_with(out, ']');
}

static void json_refusals(json *out, const revops_lifecycle *lifecycle, const revops_tally *tally)
{
    static const char *const causes[REVOPS_TALLY_CAUSES] = {
        "no_transition", "already", "backward", "items", "reason", "wrong_reason", "resume", "touches",
    };
    json_key(out, "refusals");
    json_open_with(out, '[');
    for (uint32_t trigger = 0; trigger < revops_lifecycle_count(lifecycle, REVOPS_LIST_TRIGGERS); trigger++) {
        for (uint32_t cause = 0; cause < REVOPS_TALLY_CAUSES; cause++) {
            if (tally->refused[trigger][cause]) {
                json_open_with(out, '{');
                json_key(out, "trigger");
                json_string(out, revops_lifecycle_name(lifecycle, REVOPS_LIST_TRIGGERS, trigger));
                json_key(out, "cause");
                json_string(out, causes[cause]);
                json_unsigned(out, "count", tally->refused[trigger][cause]);
                json_close_with(out, '}');
            }
        }
    }
    json_close_with(out, ']');
}

static void json_ages(json *out, const revops_lifecycle *lifecycle, const revops_funnel *funnel)
{
    static const char *const keys[REVOPS_FUNNEL_AGES] = {"below_1_d", "1_to_7_d", "7_to_30_d", "30_to_90_d",
                                                         "above_90_d"};
    json_key(out, "open");
    json_open_with(out, '[');
    for (uint32_t s = 0; s < revops_lifecycle_count(lifecycle, REVOPS_LIST_STAGES); s++) {
        uint64_t total = 0;
        for (uint32_t age = 0; age < REVOPS_FUNNEL_AGES; age++) {
            total += funnel->open[s][age];
        }
        if (total) {
            json_open_with(out, '{');
            json_key(out, "stage");
            json_string(out, revops_lifecycle_name(lifecycle, REVOPS_LIST_STAGES, s));
            for (uint32_t age = 0; age < REVOPS_FUNNEL_AGES; age++) {
                json_unsigned(out, keys[age], funnel->open[s][age]);
            }
            json_close_with(out, '}');
        }
    }
    json_close_with(out, ']');
}

static void json_parts(json *out, const char *key, const revops_lifecycle *lifecycle,
                       const revops_report_part *parts, uint32_t count)
{
    json_key(out, key);
    json_open_with(out, '[');
    for (uint32_t i = 0; i < count; i++) {
        json_open_with(out, '{');
        json_key(out, "name");
        json_string(out, parts[i].name);
        if (parts[i].funnel) {
            json_funnel(out, lifecycle, parts[i].funnel);
        }
        json_reasons(out, lifecycle, parts[i].tally);
        json_close_with(out, '}');
    }
    json_close_with(out, ']');
}

size_t revops_report_json(const revops_engine *engine, const revops_report *report, char *out,
                          size_t capacity)
{
    revops_report known;
    if (!engine || REVOPS__PARAMS_COPY(revops_report, &known, report) != REVOPS_OK || !known.funnel ||
        !known.tally || (known.source_count && !known.sources) ||
        (known.campaign_count && !known.campaigns)) {
        return 0;
    }
    const revops_lifecycle *lifecycle = revops_engine_lifecycle(engine);
    const revops_tally *tally = known.tally;
    char as_of[25];
    json writer = {revops__text_begin(out, capacity), 0};
    json_open_with(&writer, '{');
    revops_time_text(known.as_of_ms, as_of, sizeof as_of);
    json_key(&writer, "as_of");
    json_string(&writer, as_of);
    json_key(&writer, "events");
    json_open_with(&writer, '{');
    json_unsigned(&writer, "rows", known.rows);
    json_unsigned(&writer, "applied", tally->events - tally->late - tally->duplicate - tally->invalid);
    json_unsigned(&writer, "late", tally->late);
    json_unsigned(&writer, "duplicate", tally->duplicate);
    json_unsigned(&writer, "invalid", tally->invalid);
    json_unsigned(&writer, "unknown", known.unknown);
    json_unsigned(&writer, "after", known.after);
    json_close_with(&writer, '}');
    json_funnel(&writer, lifecycle, known.funnel);
    json_parts(&writer, "sources", lifecycle, known.sources, known.source_count);
    json_parts(&writer, "campaigns", lifecycle, known.campaigns, known.campaign_count);
    json_clocks(&writer, engine, tally);
    json_refusals(&writer, lifecycle, tally);
    json_reasons(&writer, lifecycle, tally);
    json_ages(&writer, lifecycle, known.funnel);
    json_close_with(&writer, '}');
    revops__text_char(&writer.text, '\n');
    return revops__text_end(&writer.text);
}
