/* SPDX-License-Identifier: MIT */
/* Tables of leads and effects as CSV, a lead's story in words, and files that are renamed when they are whole. */
#define _POSIX_C_SOURCE 200809L

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "replay.h"

/* A CSV field, quoted where it must be. A spreadsheet would take some texts for formulas. */
void put_field(const replay *run, FILE *file, const char *text)
{
    int is_formula = run->options.for_spreadsheets && *text && strchr("=+-@\t\r", *text);
    int is_quoted = strpbrk(text, "\",\r\n") != NULL;
    if (is_quoted) {
        putc('"', file);
    }
    if (is_formula) {
        putc('\'', file);
    }
    for (; is_quoted && *text; text++) {
        if (*text == '"') {
            putc('"', file);
        }
        putc(*text, file);
    }
    fputs(is_quoted ? "\"" : text, file);
}

void put_joined(const replay *run, FILE *file, const char *text, const char *more)
{
    char joined[2 * REVOPS_POLICY_NAME_MAX];
    snprintf(joined, sizeof joined, "%.120s%s", text, more);
    put_field(run, file, joined);
}

void put_time(FILE *file, int64_t at_ms)
{
    char text[32] = "";
    if (at_ms != REVOPS_TIME_NONE && at_ms != REVOPS_SLA_NEVER_MS) {
        revops_time_text(at_ms, text, sizeof text);
    }
    fputs(text, file);
}

static const char *name_of(const replay *run, revops_engine_list list, uint32_t number)
{
    return number ? revops_engine_name(run->engine, list, number) : "";
}

static int is_clock(const revops_effect *effect)
{
    return effect->clock != 0;
}

static void effect_words(const replay *run, const revops_effect *effect, char *out, size_t capacity)
{
    if (effect->kind == REVOPS_EFFECT_OWNER) {
        const char *name = person_name(run, effect->owner);
        snprintf(out, capacity, "owner %s", *name ? name : "nobody");
        return;
    }
    revops_effect_text(run->engine, effect, out, capacity);
}

void write_effect_header(FILE *file)
{
    fputs("lead,at,effect,event,clock,due,from,to,reason,owner,text\n", file);
}

void write_effect(const replay *run, FILE *file, uint32_t lead, const revops_effect *effect)
{
    char text[REVOPS_ENGINE_TEXT_MAX];
    put_field(run, file, names_text(&run->leads, lead));
    putc(',', file);
    put_time(file, effect->at_ms);
    fprintf(file, ",%s,", revops_effect_name(effect->kind));
    put_field(run, file, name_of(run, REVOPS_ENGINE_LIST_EVENTS, effect->event));
    putc(',', file);
    put_field(run, file, name_of(run, REVOPS_ENGINE_LIST_CLOCKS, effect->clock));
    putc(',', file);
    if (is_clock(effect)) {
        put_time(file, effect->value);
    }
    putc(',', file);
    put_field(run, file, name_of(run, REVOPS_ENGINE_LIST_STAGES, effect->from));
    putc(',', file);
    put_field(run, file, name_of(run, REVOPS_ENGINE_LIST_STAGES, effect->stage));
    putc(',', file);
    put_field(run, file, name_of(run, REVOPS_ENGINE_LIST_REASONS, effect->reason));
    putc(',', file);
    put_field(run, file, person_name(run, effect->owner));
    putc(',', file);
    effect_words(run, effect, text, sizeof text);
    put_field(run, file, text);
    putc('\n', file);
}

void explain_effect(const replay *run, const revops_effect *effect)
{
    char at[32] = "", text[REVOPS_ENGINE_TEXT_MAX];
    revops_time_text(effect->at_ms, at, sizeof at);
    effect_words(run, effect, text, sizeof text);
    printf("  %s  ", at);
    for (const char *c = text; *c; c++) { /* a terminal could stumble over control characters */
        unsigned char byte = (unsigned char)*c;
        if (byte < 32 || byte == 127) {
            printf("\\x%02x", byte);
        } else {
            putchar(byte);
        }
    }
    putchar('\n');
}

/* Attributes that events may set; the others are made of these. */
static int is_set(const replay *run, uint32_t attribute)
{
    return run->policy.params.attributes[attribute - 1].by == REVOPS_POLICY_BY_NONE;
}

static const char *const headings[] = {"lead",        "stage",    "step",    "since",     "reason", "cycle",
                                       "source",      "campaign", "account", "owner",     "wins",   "amount",
                                       "touch count", "resume",   "fit",     "engagement"};

/* The heading of a clock or an attribute; where another column has its name, with what it is. */
static void put_heading(const replay *run, FILE *file, uint32_t clock, uint32_t attribute)
{
    char text[2 * REVOPS_POLICY_NAME_MAX];
    uint32_t clocks = revops_engine_count(run->engine, REVOPS_ENGINE_LIST_CLOCKS);
    const char *name = clock ? name_of(run, REVOPS_ENGINE_LIST_CLOCKS, clock)
                             : run->policy.params.attributes[attribute - 1].name;
    int is_taken = 0;
    for (size_t i = 0; i < sizeof headings / sizeof headings[0]; i++) {
        is_taken |= strcmp(headings[i], name) == 0;
    }
    for (uint32_t i = 1; attribute && i <= clocks; i++) {
        is_taken |= strcmp(name_of(run, REVOPS_ENGINE_LIST_CLOCKS, i), name) == 0;
    }
    snprintf(text, sizeof text, "%.120s%s", name, !is_taken ? "" : clock ? " (clock)" : " (attribute)");
    putc(',', file);
    put_field(run, file, text);
}

void write_lead_header(const replay *run, FILE *file)
{
    static const char *const dates[] = {"first", "first inferred", "latest", "latest inferred"};
    char name[2 * REVOPS_POLICY_NAME_MAX];
    for (size_t i = 0; i < sizeof headings / sizeof headings[0]; i++) {
        fprintf(file, "%s%s", i ? "," : "", headings[i]);
    }
    for (uint32_t clock = 1; clock <= revops_engine_count(run->engine, REVOPS_ENGINE_LIST_CLOCKS); clock++) {
        put_heading(run, file, clock, 0);
    }
    for (uint32_t stage = 1; stage <= revops_engine_count(run->engine, REVOPS_ENGINE_LIST_STAGES); stage++) {
        for (size_t i = 0; i < sizeof dates / sizeof dates[0]; i++) {
            putc(',', file);
            snprintf(name, sizeof name, "%.120s %s", name_of(run, REVOPS_ENGINE_LIST_STAGES, stage),
                     dates[i]);
            put_field(run, file, name);
        }
    }
    for (uint32_t attribute = 1; attribute <= run->policy.params.attribute_count; attribute++) {
        if (is_set(run, attribute)) {
            putc(',', file);
            snprintf(name, sizeof name, "%.120s (attribute)",
                     run->policy.params.attributes[attribute - 1].name);
            put_field(run, file, name);
        }
    }
    putc('\n', file);
}

/* Names of the bits of a value, joined by +. */
static void put_flags(const replay *run, FILE *file, const revops_policy_attribute *row, int64_t value)
{
    char text[1024] = "";
    for (uint32_t i = 0; i < row->choice_count; i++) {
        size_t length = strlen(text);
        if (value >> i & 1) {
            snprintf(text + length, sizeof text - length, "%s%s", length ? "+" : "",
                     run->policy.params.texts[row->first_choice + i]);
        }
    }
    put_field(run, file, text);
}

/* An attribute that events set, as its type is written in logs. */
static void put_attribute(const replay *run, FILE *file, const void *record, uint32_t attribute)
{
    const revops_policy_attribute *row = &run->policy.params.attributes[attribute - 1];
    int64_t value;
    int32_t year, month, day;
    if (revops_lead_attribute(run->engine, record, attribute, &value) != REVOPS_OK ||
        value == REVOPS_MISSING) {
        return;
    }
    switch ((enum revops_policy_types)row->type) {
    case REVOPS_POLICY_NUMBER:
    case REVOPS_POLICY_MONEY:
    case REVOPS_POLICY_SHARE:
    case REVOPS_POLICY_BOOL:
        fprintf(file, "%lld", (long long)value);
        return;
    case REVOPS_POLICY_INSTANT:
        put_time(file, value);
        return;
    case REVOPS_POLICY_DATE:
        revops_date_from_day((int32_t)value, &year, &month, &day);
        fprintf(file, "%04d-%02d-%02d", (int)year, (int)month, (int)day);
        return;
    case REVOPS_POLICY_TEXT:
        put_field(run, file, names_text(&run->texts, (uint32_t)value));
        return;
    case REVOPS_POLICY_CHOICE:
        if (value >= 1 && value <= row->choice_count) {
            put_field(run, file, run->policy.params.texts[row->first_choice + (uint32_t)value - 1]);
        }
        return;
    case REVOPS_POLICY_FLAGS:
        put_flags(run, file, row, value);
        return;
    }
}

void write_lead(const replay *run, FILE *file, uint32_t lead, const void *record)
{
    revops_lead_state state;
    if (revops_lead_read(run->engine, record, &state) != REVOPS_OK || !state.stage) {
        return;
    }
    put_field(run, file, names_text(&run->leads, lead));
    putc(',', file);
    put_field(run, file, name_of(run, REVOPS_ENGINE_LIST_STAGES, state.stage));
    putc(',', file);
    put_field(run, file, name_of(run, REVOPS_ENGINE_LIST_STAGES, state.step));
    putc(',', file);
    put_time(file, run->summaries[lead].since_ms);
    putc(',', file);
    put_field(run, file, name_of(run, REVOPS_ENGINE_LIST_REASONS, state.reason));
    fprintf(file, ",%u,", state.cycle);
    put_field(run, file, text_name(run, state.source));
    putc(',', file);
    put_field(run, file, text_name(run, state.campaign));
    putc(',', file);
    put_field(run, file, text_name(run, state.account));
    putc(',', file);
    put_field(run, file, person_name(run, state.owner));
    fprintf(file, ",%u,%lld,%u,", state.wins, (long long)state.won_amount, state.touches);
    put_time(file, state.resume_ms);
    revops_lead_scores_state scores = {0};
    if (revops_lead_scores(run->engine, record, run->as_of_ms, &scores) != REVOPS_OK) {
        scores.fit = scores.engagement = 0;
    }
    putc(',', file);
    put_field(run, file, name_of(run, REVOPS_ENGINE_LIST_FIT_GRADES, scores.fit));
    putc(',', file);
    put_field(run, file, name_of(run, REVOPS_ENGINE_LIST_ENGAGEMENT_GRADES, scores.engagement));
    for (uint32_t clock = 1; clock <= revops_engine_count(run->engine, REVOPS_ENGINE_LIST_CLOCKS); clock++) {
        revops_sla_record record_of;
        revops_status status =
            revops_lead_clock(run->engine, record, clock, run->as_of_ms, NULL, NULL, &record_of);
        fprintf(file, ",%s", status == REVOPS_OK ? revops_sla_state_name(record_of.state) : "");
    }
    for (uint32_t stage = 1; stage <= revops_engine_count(run->engine, REVOPS_ENGINE_LIST_STAGES); stage++) {
        revops_lead_dates dates;
        if (revops_lead_entered(run->engine, record, stage, &dates) != REVOPS_OK) {
            fputs(",,,,", file);
            continue;
        }
        putc(',', file);
        put_time(file, dates.first_ms);
        fprintf(file, ",%u,", dates.first_inferred);
        put_time(file, dates.latest_ms);
        fprintf(file, ",%u", dates.latest_inferred);
    }
    for (uint32_t attribute = 1; attribute <= run->policy.params.attribute_count; attribute++) {
        if (is_set(run, attribute)) {
            putc(',', file);
            put_attribute(run, file, record, attribute);
        }
    }
    putc('\n', file);
}

int output_open(output *out, const char *path)
{
    static const char beside[] = ".XXXXXX";
    struct stat there;
    *out = (output){.path = path};
    if (lstat(path, &there) == 0 && !S_ISREG(there.st_mode)) { /* a link, too: it stays one */
        out->file = fopen(path, "wb");
    } else {
        out->beside = grow(NULL, strlen(path) + sizeof beside, 1);
        strcpy(out->beside, path);
        strcat(out->beside, beside);
        int number = mkstemp(out->beside);
        mode_t mask = umask(0);
        umask(mask);
        out->file = number >= 0 && fchmod(number, 0666 & ~mask) == 0 ? fdopen(number, "wb") : NULL;
    }
    if (!out->file) {
        fprintf(stderr, "replay: %s: %s\n", path, strerror(errno));
        free(out->beside);
        out->beside = NULL;
        return 1;
    }
    return 0;
}

int output_close(output *out, int is_whole)
{
    if (!out->file) {
        return 0;
    }
    errno = 0;
    int failed = ferror(out->file);
    failed |= fclose(out->file) != 0;
    if (out->beside && !failed && is_whole) {
        failed = rename(out->beside, out->path) != 0;
    }
    if (out->beside && (failed || !is_whole)) {
        unlink(out->beside);
    }
    if (failed) {
        fprintf(stderr, "replay: %s: %s; nothing was written\n", out->path,
                errno ? strerror(errno) : "can't be written");
    }
    free(out->beside);
    out->beside = NULL;
    out->file = NULL;
    return failed;
}
