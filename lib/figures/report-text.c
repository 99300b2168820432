/* SPDX-License-Identifier: MIT */
/* The report for people. */

#include "figures/report-internal.h"
#include "core/text.h"

static void report_text_put_spaces(revops__text *text, size_t count)
{
    for (; count > 0; count--) {
        revops__text_char(text, ' ');
    }
}

/* Number of characters (not bytes) since a mark; UTF-8 continuation bytes don't count. The text may be cut short, so
   the characters are counted as they are written. */
static size_t report_text_put_counted(revops__text *text, const char *string)
{
    size_t characters = 0;
    for (; *string; string++) {
        /* A name's control characters would break the table. */
        unsigned char c = (unsigned char)*string;
        revops__text_char(text, c < 32 || c == 127 ? ' ' : *string);
        characters += (c & 0xc0) != 0x80;
    }
    return characters;
}

static void report_text_put_left(revops__text *text, const char *string, size_t width)
{
    size_t characters = report_text_put_counted(text, string);
    report_text_put_spaces(text, characters < width ? width - characters : 0);
}

static void report_text_put_right(revops__text *text, const char *string, size_t width)
{
    revops__text counting = revops__text_begin(NULL, 0);
    size_t characters = report_text_put_counted(&counting, string);
    report_text_put_spaces(text, characters < width ? width - characters : 0);
    report_text_put_counted(text, string);
}

/* Digits in groups of three. */
static void report_text_put_number(revops__text *text, uint64_t value, size_t width)
{
    char digits[27];
    size_t at = sizeof digits;
    digits[--at] = '\0';
    unsigned group = 0;
    do {
        if (group == 3) {
            digits[--at] = ',';
            group = 0;
        }
        digits[--at] = (char)('0' + value % 10);
        value /= 10;
        group++;
    } while (value);
    report_text_put_right(text, digits + at, width);
}

/* "12.3 %", rounded down; "-" of nothing. */
static void report_text_put_share(revops__text *text, uint64_t part, uint64_t whole, size_t width)
{
    if (whole == 0) {
        report_text_put_right(text, "-", width);
        return;
    }
    /* Counters of leads and events stay far below 2^54. */
    uint64_t permille = part * 1000 / whole;
    char buffer[24];
    revops__text share = revops__text_begin(buffer, sizeof buffer);
    revops__text_unsigned(&share, permille / 10, 0);
    revops__text_char(&share, '.');
    revops__text_unsigned(&share, permille % 10, 0);
    revops__text_put(&share, " %");
    revops__text_end(&share);
    report_text_put_right(text, buffer, width);
}

static void report_text_put_span(revops__text *text, int64_t span_ms, size_t width)
{
    char buffer[32];
    revops_span_text(span_ms, buffer, sizeof buffer);
    report_text_put_right(text, span_ms == REVOPS_TIME_NONE ? "-" : buffer, width);
}

static void report_text_put_line(revops__text *text, const char *label, uint64_t value, const char *note)
{
    report_text_put_left(text, label, 26);
    report_text_put_number(text, value, 12);
    if (note) {
        revops__text_put(text, "  ");
        revops__text_put(text, note);
    }
    revops__text_char(text, '\n');
}

static void report_text_put_step_name(revops__text *text, const revops_lifecycle *lifecycle, uint32_t mask,
                                      size_t width)
{
    size_t characters = 0;
    const char *separator = "";
    for (uint32_t s = 0; s < REVOPS_LIFECYCLE_STAGES_MAX; s++) {
        if (mask >> s & 1) {
            characters += report_text_put_counted(text, separator);
            characters += report_text_put_counted(
                text, revops_lifecycle_name(lifecycle, REVOPS_LIFECYCLE_LIST_STAGES, s));
            separator = " or ";
        }
    }
    report_text_put_spaces(text, characters < width ? width - characters : 0);
}

static void report_text_put_funnel(revops__text *text, const revops_lifecycle *lifecycle,
                                   const revops_report_funnel *funnel)
{
    for (uint32_t s = 0; s < funnel->step_count; s++) {
        const revops_report_step *step = &funnel->steps[s];
        int last = s + 1 == funnel->step_count;
        revops__text_put(text, "  ");
        report_text_put_step_name(text, lifecycle, step->stage_mask, 20);
        report_text_put_number(text, step->reached, 12);
        report_text_put_number(text, step->inferred, 12);
        if (last) {
            report_text_put_right(text, "-", 12);
            report_text_put_right(text, "-", 10);
            report_text_put_right(text, "-", 18);
        } else {
            report_text_put_number(text, step->went_on, 12);
            report_text_put_share(text, step->went_on, step->reached, 10);
            report_text_put_span(text, step->median_ms, 18);
        }
        revops__text_char(text, '\n');
    }
}

static const char report_text_funnel_heading[] =
    "                           reached    inferred     went on      rate       median time\n";

static void report_text_put_heading(revops__text *text, const char *title)
{
    revops__text_char(text, '\n');
    revops__text_put(text, title);
    revops__text_char(text, '\n');
}

static void report_text_put_sources(revops__text *text, const revops_lifecycle *lifecycle,
                                    const revops_report *report)
{
    report_text_put_heading(text, "Funnel by source");
    revops__text_put(text, report_text_funnel_heading);
    for (uint32_t i = 0; i < report->source_count; i++) {
        const revops_report_part part = revops__report_part(report->sources, report->source_row_size, i);
        revops__text_put(text, " ");
        report_text_put_counted(text, part.name);
        revops__text_put(text, " (");
        report_text_put_number(text, part.funnel->leads, 0);
        revops__text_put(text, " leads, ");
        report_text_put_number(text, part.funnel->won, 0);
        revops__text_put(text, " won)\n");
        report_text_put_funnel(text, lifecycle, part.funnel);
    }
}

static void report_text_put_clocks(revops__text *text, const revops_builtin *engine,
                                   const revops_tally *tally)
{
    report_text_put_heading(text, "Service levels");
    revops__text_put(
        text,
        "                           started     in time      missed    met late  called off compliance\n");
    for (uint32_t clock = 0; clock < revops_sla_clock_count(revops_builtin_sla(engine)); clock++) {
        const revops_clock_tally *row = &tally->clocks[clock];
        revops__text_put(text, "  ");
        report_text_put_left(text, revops_builtin_clock_name(engine, clock), 20);
        report_text_put_number(text, row->started, 12);
        report_text_put_number(text, row->met, 12);
        report_text_put_number(text, row->breached, 12);
        report_text_put_number(text, row->met_late, 12);
        report_text_put_number(text, row->cancelled, 12);
        report_text_put_share(text, row->met, row->met + row->breached, 11);
        revops__text_char(text, '\n');
    }
}

static const char *const report_text_causes[REVOPS_TALLY_CAUSES] = {
    "no transition answers it in that stage",
    "the lead was there already",
    "would go back",
    "items missing",
    "no reason given",
    "not for that reason",
    "no time to resume",
    "too few touches or too early",
};

static void report_text_put_refusals(revops__text *text, const revops_lifecycle *lifecycle,
                                     const revops_tally *tally)
{
    uint64_t total = 0;
    report_text_put_heading(text, "Refusals by reason");
    for (uint32_t trigger = 0; trigger < revops_lifecycle_count(lifecycle, REVOPS_LIFECYCLE_LIST_TRIGGERS);
         trigger++) {
        for (uint32_t cause = 0; cause < REVOPS_TALLY_CAUSES; cause++) {
            if (tally->refused[trigger][cause]) {
                revops__text_put(text, "  ");
                report_text_put_left(
                    text, revops_lifecycle_name(lifecycle, REVOPS_LIFECYCLE_LIST_TRIGGERS, trigger), 20);
                report_text_put_number(text, tally->refused[trigger][cause], 12);
                revops__text_put(text, "  ");
                revops__text_put(text, report_text_causes[cause]);
                revops__text_char(text, '\n');
                total += tally->refused[trigger][cause];
            }
        }
    }
    revops__text_put(text, total ? "" : "  none\n");
}

/* The parts that have a reason, with their counts, in lines of at most 100 characters where names allow. */
static void report_text_put_parts_of_reason(revops__text *text, const char *label,
                                            const revops_report_part *parts, uint32_t row_size,
                                            uint32_t count, uint32_t reason)
{
    enum { REPORT_TEXT_INDENT = 6, REPORT_TEXT_WIDTH = 100 };
    size_t column = 0;
    for (uint32_t i = 0; i < count; i++) {
        const revops_report_part part = revops__report_part(parts, row_size, i);
        if (!part.tally->reasons[reason]) {
            continue;
        }
        revops__text item = revops__text_begin(NULL, 0);
        size_t width = report_text_put_counted(&item, part.name) + 2;
        size_t before = item.length;
        report_text_put_number(&item, part.tally->reasons[reason], 0);
        width += item.length - before + 1;
        if (column == 0 || column + width > REPORT_TEXT_WIDTH) {
            revops__text_put(text, column ? ",\n" : "");
            report_text_put_spaces(text, REPORT_TEXT_INDENT);
            column = REPORT_TEXT_INDENT + report_text_put_counted(text, column ? "" : label);
        } else {
            column += report_text_put_counted(text, ", ");
        }
        column += report_text_put_counted(text, part.name) + 1;
        revops__text_char(text, ' ');
        before = text->length;
        report_text_put_number(text, part.tally->reasons[reason], 0);
        column += text->length - before;
    }
    revops__text_put(text, column ? "\n" : "");
}

/* LC4, LC8: reasons given with transitions, by source and campaign. */
static void report_text_put_reasons(revops__text *text, const revops_lifecycle *lifecycle,
                                    const revops_report *report)
{
    int any = 0;
    report_text_put_heading(text, "Rejections and dispositions by reason");
    for (uint32_t reason = 1; reason < revops_lifecycle_count(lifecycle, REVOPS_LIFECYCLE_LIST_REASONS);
         reason++) {
        if (report->tally->reasons[reason]) {
            revops__text_put(text, "  ");
            report_text_put_left(text,
                                 revops_lifecycle_name(lifecycle, REVOPS_LIFECYCLE_LIST_REASONS, reason), 20);
            report_text_put_number(text, report->tally->reasons[reason], 12);
            revops__text_char(text, '\n');
            report_text_put_parts_of_reason(text, "sources: ", report->sources, report->source_row_size,
                                            report->source_count, reason);
            report_text_put_parts_of_reason(text, "campaigns: ", report->campaigns, report->campaign_row_size,
                                            report->campaign_count, reason);
            any = 1;
        }
    }
    revops__text_put(text, any ? "" : "  none\n");
}

static void report_text_put_ages(revops__text *text, const revops_lifecycle *lifecycle,
                                 const revops_report_funnel *funnel)
{
    report_text_put_heading(text, "Open leads by time in their stage");
    revops__text_put(
        text,
        "                         below 1 d    1 to 7 d   7 to 30 d  30 to 90 d  above 90 d       total\n");
    for (uint32_t s = 0; s < revops_lifecycle_count(lifecycle, REVOPS_LIFECYCLE_LIST_STAGES); s++) {
        uint64_t total = 0;
        for (uint32_t age = 0; age < REVOPS_REPORT_AGES; age++) {
            total += funnel->open[s][age];
        }
        if (total) {
            revops__text_put(text, "  ");
            report_text_put_left(text, revops_lifecycle_name(lifecycle, REVOPS_LIFECYCLE_LIST_STAGES, s), 20);
            for (uint32_t age = 0; age < REVOPS_REPORT_AGES; age++) {
                report_text_put_number(text, funnel->open[s][age], 12);
            }
            report_text_put_number(text, total, 12);
            revops__text_char(text, '\n');
        }
    }
}

size_t revops_report_text(const revops_builtin *engine, const revops_report *report, char *out,
                          size_t capacity)
{
    revops_report known;
    if (!revops__report_read(engine, report, &known)) {
        return 0;
    }
    const revops_lifecycle *lifecycle = revops_builtin_lifecycle(engine);
    const revops_tally *tally = known.tally;
    revops__text text = revops__text_begin(out, capacity);
    revops__text_put(&text, "Report as of ");
    revops__text_time(&text, known.as_of_ms);
    revops__text_put(&text, "\n\n");
    report_text_put_line(&text, "Events in the log", known.rows, NULL);
    report_text_put_line(&text, "  applied", tally->events - tally->late - tally->duplicate - tally->invalid,
                         NULL);
    report_text_put_line(&text, "  late", tally->late, "older than the lead's last event, left out");
    report_text_put_line(&text, "  duplicate", tally->duplicate, "applied once");
    report_text_put_line(&text, "  invalid", tally->invalid, "left out");
    report_text_put_line(&text, "  unknown", known.unknown, "name of event not known, left out");
    report_text_put_line(&text, "  after the report's time", known.after, "left out");
    report_text_put_line(&text, "Leads", known.funnel->leads, NULL);
    report_text_put_line(&text, "  won", known.funnel->won, NULL);
    report_text_put_line(&text, "  of these self-service", known.funnel->purchased, "never an opportunity");
    report_text_put_line(&text, "Amount won", (uint64_t)known.funnel->amount, "minor units");
    report_text_put_heading(&text, "Funnel");
    revops__text_put(&text, report_text_funnel_heading);
    report_text_put_funnel(&text, lifecycle, known.funnel);
    report_text_put_sources(&text, lifecycle, &known);
    report_text_put_clocks(&text, engine, tally);
    report_text_put_refusals(&text, lifecycle, tally);
    report_text_put_reasons(&text, lifecycle, &known);
    report_text_put_ages(&text, lifecycle, known.funnel);
    return revops__text_end(&text);
}
