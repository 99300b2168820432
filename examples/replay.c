/* SPDX-License-Identifier: MIT */
/* An event log in, a report out:
     replay [--format text|json] [--leads FILE] [--effects FILE] [--as-of INSTANT] [LOG]
   The log's form is described in docs/format.md. Memory grows with the number of leads, not of events. */
#define _POSIX_C_SOURCE 200809L

#include <revops/revops.h>

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "log.h"
#include "names.h"

enum {
    PARTS_MAX = 4096, /* sources or campaigns told apart; the rest are "(others)" */
    UNKNOWN_MAX = 20, /* unknown names of events that are told */
    REASONS_MAX = 16, /* more than the built-in policy has */
};

/* What can be written as RFC 3339: the years 0000 to 9999. Later "milliseconds" are finer units, as a rule. */
static const int64_t FIRST_MS = INT64_C(-62167219200000), END_MS = INT64_C(253402300800000);

typedef struct replay_options {
    int json;
    const char *leads_path, *effects_path, *log_path;
    int64_t as_of_ms; /* REVOPS_TIME_NONE: the log's last event */
} replay_options;

/* Sources or campaigns, and what happened to the leads of each; index 0 is "(none)". */
typedef struct parts {
    names names;
    revops_tally *tallies;
    uint32_t count;
} parts;

/* How often a lead moved for each reason, until its source and campaign are both known. */
typedef struct lead_reasons {
    uint16_t count[REASONS_MAX];
} lead_reasons;

typedef struct replay {
    replay_options options;
    const revops_engine *engine;
    const char *log_name;
    revops_lead *leads;    /* of lead id 1, 2, … */
    lead_reasons *reasons; /* of the same leads */
    uint32_t lead_room;
    names lead_names, people, accounts;
    parts sources, campaigns;
    revops_tally tally;
    names unknown_names; /* of events, the first UNKNOWN_MAX */
    uint64_t unknown_counts[UNKNOWN_MAX + 1];
    uint64_t rows, unknown, after;
    int64_t last_ms;
    FILE *effects;
    int shows_progress;
} replay;

/* Seconds of our days look like milliseconds of 1970. */
#define SECONDS_LIKELY_MS INT64_C(100000000000)

static const char usage[] =
    "usage: replay [--format text|json] [--leads FILE] [--effects FILE] [--as-of INSTANT] [LOG]\n"
    "Replays an event log (CSV) and prints a report. LOG is a file, or - (the default) for standard input.\n"
    "  --format text|json  form of the report\n"
    "  --leads FILE        writes where each lead stands, as CSV\n"
    "  --effects FILE      writes what happened, when and why, as CSV\n"
    "  --as-of INSTANT     leaves out later events, and lets time pass until then; RFC 3339 or milliseconds\n"
    "                      (the default is the time of the log's last event)\n";

static FILE *open_file(const char *path, const char *mode)
{
    FILE *file = fopen(path, mode);
    if (!file) {
        fprintf(stderr, "replay: %s: %s\n", path, strerror(errno));
        exit(1);
    }
    return file;
}

static int is_same_file(const char *path, FILE *file)
{
    struct stat a, b;
    return file && stat(path, &a) == 0 && fstat(fileno(file), &b) == 0 && S_ISREG(a.st_mode) &&
           a.st_dev == b.st_dev && a.st_ino == b.st_ino;
}

/* Opens a file to write to, unless that would wipe the log or mix two outputs. */
static FILE *open_output(const char *path, FILE *log, FILE *other)
{
    if (is_same_file(path, log) || is_same_file(path, other)) {
        fprintf(stderr, "replay: %s: in use already; expected another file to write to\n", path);
        exit(2);
    }
    return open_file(path, "wb");
}

static void close_file(FILE *file, const char *path)
{
    int failed = ferror(file);
    if (fclose(file) != 0 || failed) {
        fprintf(stderr, "replay: %s: can't be written\n", path);
        exit(1);
    }
}

static int bad_usage(const char *message, const char *what)
{
    fprintf(stderr, "replay: %s%s\n%s", message, what, usage);
    exit(2);
}

/* An instant as a log has it: as the value of "recycled", which is one. */
static int parse_instant(const revops_engine *engine, const char *text, size_t length, int64_t *out)
{
    return length > 0 &&
           revops_event_parse_value(engine, REVOPS_EVENT_RECYCLED, text, length, out) == REVOPS_OK;
}

static replay_options parse_options(const revops_engine *engine, int argc, char **argv)
{
    replay_options options = {.log_path = "-", .as_of_ms = REVOPS_TIME_NONE};
    int has_log = 0, options_end = 0;
    for (int i = 1; i < argc; i++) {
        const char *argument = argv[i];
        if (!options_end && (strcmp(argument, "--help") == 0 || strcmp(argument, "-h") == 0)) {
            fputs(usage, stdout);
            close_file(stdout, "standard output");
            exit(0);
        }
        if (!options_end && strcmp(argument, "--") == 0) {
            options_end = 1;
            continue;
        }
        if (options_end || argument[0] != '-' || argument[1] == '\0') {
            if (has_log) {
                bad_usage("expected one log, found another: ", argument);
            }
            has_log = 1;
            options.log_path = argument;
            continue;
        }
        /* --name VALUE or --name=VALUE */
        size_t length = strcspn(argument, "=");
        const char *value = argument[length] ? argument + length + 1 : NULL;
        static const char *const known[] = {"--format", "--leads", "--effects", "--as-of"};
        size_t option = 0;
        while (option < 4 &&
               (strlen(known[option]) != length || strncmp(known[option], argument, length) != 0)) {
            option++;
        }
        if (option == 4) {
            bad_usage("unknown option ", argument);
        }
        if (!value && i + 1 < argc) {
            value = argv[++i];
        }
        if (!value || !*value) {
            bad_usage("a value must follow ", argument);
        }
        if (option == 0) {
            options.json = strcmp(value, "json") == 0;
            if (!options.json && strcmp(value, "text") != 0) {
                bad_usage("--format is text or json, not ", value);
            }
        } else if (option == 3) {
            if (!parse_instant(engine, value, strlen(value), &options.as_of_ms)) {
                bad_usage("--as-of is an instant such as 2026-12-31T00:00:00Z, not ", value);
            }
        } else {
            *(option == 1 ? &options.leads_path : &options.effects_path) = value;
        }
    }
    return options;
}

/* A CSV field, quoted where it must be. */
static void put_field(FILE *file, const char *text)
{
    if (!strpbrk(text, "\",\r\n")) {
        fputs(text, file);
        return;
    }
    putc('"', file);
    for (; *text; text++) {
        if (*text == '"') {
            putc('"', file);
        }
        putc(*text, file);
    }
    putc('"', file);
}

static void put_time(FILE *file, int64_t at_ms)
{
    char text[32] = "";
    if (at_ms != REVOPS_TIME_NONE) {
        revops_time_text(at_ms, text, sizeof text);
    }
    fprintf(file, "%s,", text);
}

static void put_effect(replay *run, uint32_t lead, const revops_effect *effect)
{
    const revops_lifecycle *lifecycle = revops_engine_lifecycle(run->engine);
    FILE *file = run->effects;
    char text[1024];
    int is_clock = effect->kind >= REVOPS_EFFECT_CLOCK;
    int is_move = effect->kind <= REVOPS_EFFECT_UNCHANGED;
    const revops_lifecycle_result *move = &effect->transition;
    put_field(file, names_text(&run->lead_names, lead));
    putc(',', file);
    put_time(file, effect->at_ms);
    fprintf(file, "%s,%s,%s,", revops_effect_name(effect->kind),
            effect->event ? revops_event_name(effect->event) : "",
            is_clock ? revops_engine_clock_name(run->engine, effect->clock) : "");
    put_time(file, is_clock ? effect->value : REVOPS_TIME_NONE);
    fprintf(
        file, "%s,%s,%s,", is_move ? revops_lifecycle_name(lifecycle, REVOPS_LIST_STAGES, move->from) : "",
        is_move && move->to != UINT32_MAX ? revops_lifecycle_name(lifecycle, REVOPS_LIST_STAGES, move->to)
                                          : "",
        is_move && move->reason ? revops_lifecycle_name(lifecycle, REVOPS_LIST_REASONS, move->reason) : "");
    if (effect->kind == REVOPS_EFFECT_ASSIGNED) {
        snprintf(text, sizeof text, "assigned to %s", names_text(&run->people, (uint32_t)effect->value));
    } else {
        revops_effect_text(run->engine, effect, text, sizeof text);
    }
    put_field(file, text);
    putc('\n', file);
}

static revops_tally *tally_of(parts *all, uint32_t id)
{
    uint32_t index = id < PARTS_MAX ? id : PARTS_MAX;
    if (index >= all->count) {
        uint32_t count = index + 1 < all->count * 2 ? all->count * 2 : index + 1;
        all->tallies = grow(all->tallies, count, sizeof *all->tallies);
        memset(all->tallies + all->count, 0, (count - all->count) * sizeof *all->tallies);
        all->count = count;
    }
    return &all->tallies[index];
}

static void count_effects(replay *run, uint32_t lead, uint64_t events, const revops_effect *effects,
                          size_t count)
{
    const revops_lead *record = &run->leads[lead - 1];
    revops_tally_add(&run->tally, events, effects, count);
    revops_tally_add(tally_of(&run->sources, record->source), events, effects, count);
    revops_tally_add(tally_of(&run->campaigns, record->campaign), events, effects, count);
    for (size_t i = 0; run->effects && i < count; i++) {
        put_effect(run, lead, &effects[i]);
    }
}

/* Remembers reasons of leads whose source or campaign may still come. */
static void note_reasons(replay *run, uint32_t lead, const revops_effect *effects, size_t count)
{
    const revops_lead *record = &run->leads[lead - 1];
    for (size_t i = 0; (!record->source || !record->campaign) && i < count; i++) {
        uint32_t reason = effects[i].kind == REVOPS_EFFECT_ENTERED ? effects[i].transition.reason : 0;
        if (reason > 0 && reason < REASONS_MAX && run->reasons[lead - 1].count[reason] < UINT16_MAX) {
            run->reasons[lead - 1].count[reason]++;
        }
    }
}

/* A source or campaign that comes late takes over what was counted under "(none)" until then. */
static void take_over_reasons(replay *run, parts *all, uint32_t lead, uint32_t id)
{
    for (uint32_t reason = 1; reason < REASONS_MAX; reason++) {
        uint16_t count = run->reasons[lead - 1].count[reason];
        if (count) {
            tally_of(all, id)->reasons[reason] += count;
            tally_of(all, 0)->reasons[reason] -= count;
        }
    }
}

static void show_progress(const replay *run)
{
    if (run->shows_progress && run->rows % (1 << 18) == 0) {
        fprintf(stderr, "\r%llu events, %u leads", (unsigned long long)run->rows, run->lead_names.count);
    }
}

static uint32_t lead_of(replay *run, const log_field *name)
{
    uint32_t lead = names_id(&run->lead_names, name->text, name->length);
    if (lead > run->lead_room) {
        uint32_t room = run->lead_room ? run->lead_room * 2 : 1024;
        run->leads = grow(run->leads, room, sizeof *run->leads);
        run->reasons = grow(run->reasons, room, sizeof *run->reasons);
        memset(run->leads + run->lead_room, 0, (room - run->lead_room) * sizeof *run->leads);
        memset(run->reasons + run->lead_room, 0, (room - run->lead_room) * sizeof *run->reasons);
        run->lead_room = room;
    }
    return lead;
}

static void count_unknown(replay *run, const log_field *name)
{
    names *known = &run->unknown_names;
    uint32_t id = 1;
    while (id <= known->count && (strlen(names_text(known, id)) != name->length ||
                                  memcmp(names_text(known, id), name->text, name->length) != 0)) {
        id++;
    }
    if (id <= UNKNOWN_MAX) {
        id = names_id(known, name->text, name->length); /* 0 for no name at all */
        run->unknown_counts[id]++;
    }
    run->unknown++;
}

/* Which unknown events were left out. */
static void tell_unknown(const replay *run)
{
    uint64_t others = run->unknown;
    for (uint32_t id = 0; id <= run->unknown_names.count; id++) {
        char shown[LOG_SHOWN];
        const char *name = names_text(&run->unknown_names, id);
        uint64_t count = run->unknown_counts[id];
        others -= count;
        if (count) {
            fprintf(stderr, "%s: left out %llu × \"%s\": expected an event of docs/format.md\n",
                    run->log_name, (unsigned long long)count, log_show(name, strlen(name), shown));
        }
    }
    if (others) {
        fprintf(stderr, "%s: left out %llu × other events not in docs/format.md\n", run->log_name,
                (unsigned long long)others);
    }
}

/* Asks the processor to fetch a lead, while the rest of its row is read. */
static void prefetch_lead(const revops_lead *lead)
{
#ifdef __GNUC__
    for (size_t offset = 0; offset < sizeof *lead; offset += 64) {
        __builtin_prefetch((const char *)lead + offset, 1);
    }
#else
    (void)lead;
#endif
}

/* What stands in a row besides its time, lead and kind of event. Returns 0, or 1 after telling of an error. */
static int read_details(replay *run, const log_row *row, revops_event *event)
{
    const log_field *fields = row->fields;
    const log_field *value = &fields[LOG_VALUE], *reason = &fields[LOG_REASON];
    if (revops_event_parse_value(run->engine, event->kind, value->text, value->length, &event->value) !=
            REVOPS_OK ||
        (revops_event_value(event->kind) == REVOPS_VALUE_GRADE && event->value == 0)) {
        static const char *const expected[] = {
            [REVOPS_VALUE_GRADE] = "a fit grade: A, B, C or D",
            [REVOPS_VALUE_ITEMS] = "items joined by +, such as budget+authority",
            [REVOPS_VALUE_AMOUNT] = "an amount in whole minor units (cents), 0 or more",
            [REVOPS_VALUE_INSTANT] = "the instant to resume, such as 2026-06-01T00:00:00Z",
        };
        return log_error(run->log_name, row, LOG_VALUE, expected[revops_event_value(event->kind)]);
    }
    if (reason->length > 0 &&
        revops_lifecycle_find(revops_engine_lifecycle(run->engine), REVOPS_LIST_REASONS, reason->text,
                              reason->length, &event->reason) != REVOPS_OK) {
        return log_error(run->log_name, row, LOG_REASON, "a reason of docs/format.md, such as wrong_timing");
    }
    event->source = names_id(&run->sources.names, fields[LOG_SOURCE].text, fields[LOG_SOURCE].length);
    event->campaign = names_id(&run->campaigns.names, fields[LOG_CAMPAIGN].text, fields[LOG_CAMPAIGN].length);
    event->actor = names_id(&run->people, fields[LOG_ACTOR].text, fields[LOG_ACTOR].length);
    event->account = names_id(&run->accounts, fields[LOG_ACCOUNT].text, fields[LOG_ACCOUNT].length);
    return 0;
}

static int on_row(const log_row *row, void *context)
{
    replay *run = context;
    const log_field *fields = row->fields;
    revops_event event = {0};
    run->rows++;
    show_progress(run);
    names_prefetch(&run->lead_names, fields[LOG_LEAD].text, fields[LOG_LEAD].length);
    if (!parse_instant(run->engine, fields[LOG_AT].text, fields[LOG_AT].length, &event.at_ms) ||
        event.at_ms < FIRST_MS || event.at_ms >= END_MS) {
        return log_error(
            run->log_name, row, LOG_AT,
            "an instant such as 2026-03-02T09:00:00Z, or milliseconds since 1970, before the year 10000");
    }
    if (fields[LOG_LEAD].length == 0) {
        return log_error(run->log_name, row, LOG_LEAD, "the lead's name");
    }
    if (run->options.as_of_ms != REVOPS_TIME_NONE && event.at_ms > run->options.as_of_ms) {
        run->after++;
        return 0;
    }
    event.kind = revops_event_find(fields[LOG_EVENT].text, fields[LOG_EVENT].length);
    if (event.kind == REVOPS_EVENT_NONE) {
        count_unknown(run, &fields[LOG_EVENT]);
        return 0;
    }
    uint32_t lead = lead_of(run, &fields[LOG_LEAD]);
    prefetch_lead(&run->leads[lead - 1]);
    if (read_details(run, row, &event)) {
        return 1;
    }
    revops_effect effects[REVOPS_EFFECTS_MAX];
    size_t count = 0;
    uint32_t source = run->leads[lead - 1].source, campaign = run->leads[lead - 1].campaign;
    revops_status status =
        revops_engine_apply(run->engine, &run->leads[lead - 1], &event, effects, REVOPS_EFFECTS_MAX, &count);
    if (status == REVOPS_ERR_OVERFLOW || status == REVOPS_ERR_RANGE) {
        return log_error(run->log_name, row, LOG_AT, "an instant whose deadlines can be represented");
    }
    if (status != REVOPS_OK && status != REVOPS_ERR_LATE && status != REVOPS_ERR_DUPLICATE &&
        status != REVOPS_ERR_ARG) {
        fprintf(stderr, "%s:%llu: %s\n", run->log_name, (unsigned long long)row->line,
                revops_status_text(status));
        return 1;
    }
    if (status == REVOPS_OK && (run->last_ms == REVOPS_TIME_NONE || event.at_ms > run->last_ms)) {
        run->last_ms = event.at_ms;
    }
    if (run->leads[lead - 1].source != source) {
        take_over_reasons(run, &run->sources, lead, run->leads[lead - 1].source);
    }
    if (run->leads[lead - 1].campaign != campaign) {
        take_over_reasons(run, &run->campaigns, lead, run->leads[lead - 1].campaign);
    }
    count_effects(run, lead, 1, effects, count);
    note_reasons(run, lead, effects, count);
    return 0;
}

/* Lets time pass for every lead, so that what is overdue at the report's time is counted. */
static int advance_all(replay *run, int64_t as_of_ms)
{
    for (uint32_t lead = 1; lead <= run->lead_names.count && as_of_ms != REVOPS_TIME_NONE; lead++) {
        revops_effect effects[REVOPS_EFFECTS_MAX];
        size_t count = 0;
        if (revops_engine_advance(run->engine, &run->leads[lead - 1], as_of_ms, effects, REVOPS_EFFECTS_MAX,
                                  &count) != REVOPS_OK) {
            fprintf(stderr, "replay: lead \"%s\" can't be advanced to the report's time\n",
                    names_text(&run->lead_names, lead));
            return 1;
        }
        count_effects(run, lead, 0, effects, count);
    }
    return 0;
}

static void write_leads(const replay *run, FILE *file)
{
    static const char *const fits[] = {"", "A", "B", "C", "D"};
    static const char *const engagements[] = {"", "1", "2", "3", "4"};
    const revops_lifecycle *lifecycle = revops_engine_lifecycle(run->engine);
    uint32_t stages = revops_lifecycle_count(lifecycle, REVOPS_LIST_STAGES);
    uint32_t clocks = revops_sla_clock_count(revops_engine_sla(run->engine));
    fputs(
        "lead,stage,step,reason,cycle,source,campaign,account,owner,fit,engagement,amount,touch count,resume",
        file);
    for (uint32_t clock = 0; clock < clocks; clock++) {
        fprintf(file, ",%s", revops_engine_clock_name(run->engine, clock));
    }
    for (uint32_t s = 0; s < stages; s++) {
        const char *name = revops_lifecycle_name(lifecycle, REVOPS_LIST_STAGES, s);
        fprintf(file, ",%s count,%s first,%s first inferred,%s latest,%s latest inferred", name, name, name,
                name, name);
    }
    putc('\n', file);
    for (uint32_t lead = 1; lead <= run->lead_names.count; lead++) {
        const revops_lead *record = &run->leads[lead - 1];
        const revops_lifecycle_record *at = &record->lifecycle;
        if (!at->cycle) {
            continue; /* none of its events was applied */
        }
        put_field(file, names_text(&run->lead_names, lead));
        fprintf(file, ",%s,%s,%s,%u,", revops_lifecycle_name(lifecycle, REVOPS_LIST_STAGES, at->stage),
                revops_lifecycle_name(lifecycle, REVOPS_LIST_STAGES, at->step),
                at->reason ? revops_lifecycle_name(lifecycle, REVOPS_LIST_REASONS, at->reason) : "",
                at->cycle);
        put_field(file, names_text(&run->sources.names, record->source));
        putc(',', file);
        put_field(file, names_text(&run->campaigns.names, record->campaign));
        putc(',', file);
        put_field(file, names_text(&run->accounts, record->account));
        putc(',', file);
        put_field(file, names_text(&run->people, record->owner));
        fprintf(file, ",%s,%s,%lld,%u,", fits[record->fit], engagements[record->engagement],
                (long long)record->amount, at->touches);
        put_time(file, at->resume_ms);
        for (uint32_t clock = 0; clock < clocks; clock++) {
            fprintf(file, "%s%s", clock ? "," : "", revops_sla_state_name(record->clocks[clock].state));
        }
        for (uint32_t s = 0; s < stages; s++) {
            fprintf(file, ",%u,", at->count[s]);
            put_time(file, at->dates[s].first_ms);
            fprintf(file, "%d,", at->first_inferred_mask >> s & 1);
            put_time(file, at->dates[s].latest_ms);
            fprintf(file, "%d", at->latest_inferred_mask >> s & 1);
        }
        putc('\n', file);
    }
}

/* Most leads first, then by name. */
static int compare_parts(const void *a, const void *b)
{
    const revops_report_part *left = a, *right = b;
    if (left->funnel->leads != right->funnel->leads) {
        return left->funnel->leads < right->funnel->leads ? 1 : -1;
    }
    return strcmp(left->name, right->name);
}

/* Parts of the report: the funnel of each source or campaign. */
typedef struct measured {
    revops_report_part *parts;
    revops_funnel *funnels;
    uint32_t count;
} measured;

/* Leads are sorted by source or campaign, then measured run by run. */
static measured measure_parts(const replay *run, parts *all, size_t id_offset, int64_t as_of_ms,
                              int64_t *scratch)
{
    tally_of(all, 0);
    uint32_t leads = run->lead_names.count;
    uint32_t count = all->count;
    uint32_t *starts = grow(NULL, (size_t)count + 2, sizeof *starts);
    uint32_t *order = grow(NULL, (size_t)leads + 1, sizeof *order);
    measured out = {grow(NULL, count, sizeof *out.parts), grow(NULL, count, sizeof *out.funnels), 0};
    memset(starts, 0, ((size_t)count + 2) * sizeof *starts);
#define PART_OF(lead)  (*(const uint32_t *)(const void *)((const char *)&run->leads[lead] + id_offset))
#define INDEX_OF(lead) (PART_OF(lead) < PARTS_MAX ? PART_OF(lead) : PARTS_MAX)
    for (uint32_t lead = 0; lead < leads; lead++) {
        starts[INDEX_OF(lead) + 2]++;
    }
    for (uint32_t part = 2; part < count + 2; part++) {
        starts[part] += starts[part - 1];
    }
    for (uint32_t lead = 0; lead < leads; lead++) {
        order[starts[INDEX_OF(lead) + 1]++] = lead;
    }
    for (uint32_t part = 0; part < count; part++) {
        revops_funnel *funnel = &out.funnels[out.count];
        size_t size = starts[part + 1] - starts[part];
        if (revops_funnel_measure(run->engine, run->leads, order + starts[part], size, as_of_ms, scratch,
                                  funnel) == REVOPS_OK &&
            funnel->leads > 0) {
            revops_report_part found = {part == 0           ? "(none)"
                                        : part == PARTS_MAX ? "(others)"
                                                            : names_text(&all->names, part),
                                        funnel, &all->tallies[part]};
            out.parts[out.count++] = found;
        }
    }
    qsort(out.parts, out.count, sizeof *out.parts, compare_parts);
    free(starts);
    free(order);
    return out;
}

static int print_report(replay *run, int64_t as_of_ms)
{
    uint32_t leads = run->lead_names.count;
    int64_t *scratch = grow(NULL, (size_t)leads + 1, sizeof *scratch);
    revops_funnel funnel;
    revops_report report = {.struct_size = sizeof report,
                            .as_of_ms = as_of_ms,
                            .rows = run->rows,
                            .unknown = run->unknown,
                            .after = run->after,
                            .funnel = &funnel,
                            .tally = &run->tally};
    if (revops_funnel_measure(run->engine, run->leads, NULL, leads, as_of_ms, scratch, &funnel) !=
        REVOPS_OK) {
        return 1;
    }
    measured sources = measure_parts(run, &run->sources, offsetof(revops_lead, source), as_of_ms, scratch);
    measured campaigns =
        measure_parts(run, &run->campaigns, offsetof(revops_lead, campaign), as_of_ms, scratch);
    report.sources = sources.parts;
    report.source_count = sources.count;
    report.campaigns = campaigns.parts;
    report.campaign_count = campaigns.count;
    size_t (*write)(const revops_engine *, const revops_report *, char *, size_t) =
        run->options.json ? revops_report_json : revops_report_text;
    size_t length = write(run->engine, &report, NULL, 0);
    char *text = grow(NULL, length + 1, 1);
    write(run->engine, &report, text, length + 1);
    fwrite(text, 1, length, stdout);
    free(text);
    free(sources.parts);
    free(sources.funnels);
    free(campaigns.parts);
    free(campaigns.funnels);
    free(scratch);
    close_file(stdout, "standard output");
    return 0;
}

int main(int argc, char **argv)
{
    static _Alignas(16) unsigned char memory[REVOPS_ENGINE_DEFAULT_SIZE];
    static replay run;
    run.last_ms = REVOPS_TIME_NONE;
    run.shows_progress = isatty(STDERR_FILENO);
    if (revops_engine_default(memory, sizeof memory, &run.engine) != REVOPS_OK) {
        fprintf(stderr, "replay: the built-in policy can't be compiled\n");
        return 1;
    }
    run.options = parse_options(run.engine, argc, argv);
    int standard_input = strcmp(run.options.log_path, "-") == 0;
    run.log_name = standard_input ? "(standard input)" : run.options.log_path;
    FILE *log = standard_input ? stdin : open_file(run.options.log_path, "rb");
    if (run.options.effects_path) {
        run.effects = open_output(run.options.effects_path, log, NULL);
        fputs("lead,at,effect,event,clock,due,from,to,reason,text\n", run.effects);
    }
    FILE *leads = run.options.leads_path ? open_output(run.options.leads_path, log, run.effects) : NULL;
    int failed = log_read(log, run.log_name, on_row, &run);
    fclose(log);
    if (run.shows_progress && run.rows >= 1 << 18) {
        fprintf(stderr, "\r%llu events, %u leads\n", (unsigned long long)run.rows, run.lead_names.count);
    }
    int64_t as_of_ms = run.options.as_of_ms != REVOPS_TIME_NONE ? run.options.as_of_ms : run.last_ms;
    failed = failed || advance_all(&run, as_of_ms);
    if (leads) {
        if (!failed) {
            write_leads(&run, leads);
        }
        close_file(leads, run.options.leads_path);
    }
    if (run.effects) {
        close_file(run.effects, run.options.effects_path);
    }
    tell_unknown(&run);
    if (run.last_ms >= 0 && run.last_ms < SECONDS_LIKELY_MS && run.rows) {
        fprintf(stderr, "%s: no event is after March 1973: expected milliseconds, are they seconds?\n",
                run.log_name);
    }
    failed = failed || print_report(&run, as_of_ms);
    free(run.leads);
    free(run.reasons);
    free(run.sources.tallies);
    free(run.campaigns.tallies);
    names_free(&run.sources.names);
    names_free(&run.campaigns.names);
    names_free(&run.lead_names);
    names_free(&run.people);
    names_free(&run.accounts);
    names_free(&run.unknown_names);
    return failed;
}
