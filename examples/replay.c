/* SPDX-License-Identifier: MIT */
/* Logs in, a report out, under any policy:
     replay [--policy FILE] [--mode record|enforce] [--automatic told|taken] [--map FILE] [--leads-in FILE] … [LOG]…
   The log's own form is described in docs/format.md, mapping documents there, too. */
#define _POSIX_C_SOURCE 200809L

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "replay.h"

/* Seconds of our days look like milliseconds of 1970. */
#define SECONDS_LIKELY_MS INT64_C(100000000000)

static const char usage_text[] =
    "usage: replay [--policy FILE] [--mode record|enforce] [--automatic told|taken] [--map FILE] [LOG]...\n"
    "Replays logs (CSV) under a policy and prints a report. LOG is a file, or - (the default) for standard "
    "input.\n"
    "  --policy FILE       what the company decided (docs/policy-1.schema.json); examples/policies has some\n"
    "                      (the default is the built-in one)\n"
    "  --base FILE         a document that the policy extends; its own folder is searched for others\n"
    "  --mode MODE         record: what the log says happened, with deviations told (the default);\n"
    "                      enforce: what it asks for, of which the rules refuse some\n"
    "  --automatic WORD    what becomes of moves that the policy makes by itself: told (the default of "
    "record),\n"
    "                      or taken (of enforce), as for logs that don't have them\n"
    "  --map FILE          what the columns of each LOG mean (JSON; docs/format.md)\n"
    "  --leads-in FILE     a table with a row a lead: its source, campaign, account\n"
    "  --format text|json  form of the report\n"
    "  --leads FILE        writes where each lead stands, as CSV\n"
    "  --accounts FILE     writes what accounts came to: signals with their first instants, levels of "
    "criteria, as CSV\n"
    "  --effects FILE      writes what happened, when and why, as CSV\n"
    "  --for-spreadsheets  neutralises in these files what a spreadsheet would take for a formula\n"
    "  --explain LEAD      tells what happened to one lead, in words, instead of the report\n"
    "  --as-of INSTANT     leaves out later events, and lets time pass until then; RFC 3339 or milliseconds\n"
    "                      (the default is the time of the last event)\n";

static int is_same_file(const char *path, const char *other)
{
    struct stat a, b;
    return other && stat(path, &a) == 0 && stat(other, &b) == 0 && S_ISREG(a.st_mode) &&
           a.st_dev == b.st_dev && a.st_ino == b.st_ino;
}

static void bad_usage(const char *message, const char *what)
{
    fprintf(stderr, "replay: %s%s\n%s", message, what, usage_text);
    exit(2);
}

/* Refuses to write over what is read, or to write two tables to one place. */
static void check_output(const replay_options *options, const char *path, const char *other)
{
    struct stat there;
    int is_place =
        path && (stat(path, &there) != 0 || S_ISREG(there.st_mode)); /* and no terminal or the like */
    int is_taken = is_place && other && strcmp(path, other) == 0;
    for (uint32_t i = 0; path && i < options->log_count; i++) {
        is_taken |= is_same_file(path, options->logs[i]);
    }
    for (uint32_t i = 0; path && i < options->table_count; i++) {
        is_taken |= is_same_file(path, options->tables[i]);
    }
    if (path &&
        (is_taken || is_same_file(path, options->map_path) || is_same_file(path, options->policy_path))) {
        fprintf(stderr, "replay: %s: in use already; expected another file to write to\n", path);
        exit(2);
    }
}

enum option {
    POLICY,
    BASE,
    MODE,
    AUTOMATIC,
    MAP,
    LEADS_IN,
    FORMAT,
    LEADS,
    ACCOUNTS,
    EFFECTS,
    EXPLAIN,
    AS_OF,
    OPTIONS
};
static const char *const option_names[OPTIONS] = {
    [POLICY] = "--policy",       [BASE] = "--base",       [MODE] = "--mode",
    [AUTOMATIC] = "--automatic", [MAP] = "--map",         [LEADS_IN] = "--leads-in",
    [FORMAT] = "--format",       [LEADS] = "--leads",     [ACCOUNTS] = "--accounts",
    [EFFECTS] = "--effects",     [EXPLAIN] = "--explain", [AS_OF] = "--as-of"};

static void add_path(const char **paths, uint32_t *count, uint32_t most, const char *path)
{
    if (*count == most) {
        bad_usage("too many files: ", path);
    }
    paths[(*count)++] = path;
}

static void take_option(replay_options *out, enum option option, const char *value)
{
    file_map own;
    switch (option) {
    case POLICY:
        out->policy_path = value;
        break;
    case BASE:
        add_path(out->bases, &out->base_count, BASES_MAX, value);
        break;
    case MODE:
        out->mode = strcmp(value, "enforce") == 0 ? REVOPS_ENGINE_ENFORCE : REVOPS_ENGINE_RECORD;
        if (out->mode == REVOPS_ENGINE_RECORD && strcmp(value, "record") != 0) {
            bad_usage("--mode is record or enforce, not ", value);
        }
        break;
    case AUTOMATIC:
        out->takes = strcmp(value, "taken") == 0;
        if (!out->takes && strcmp(value, "told") != 0) {
            bad_usage("--automatic is told or taken, not ", value);
        }
        break;
    case MAP:
        out->map_path = value;
        break;
    case LEADS_IN:
        add_path(out->tables, &out->table_count, LOGS_MAX, value);
        break;
    case FORMAT:
        out->json = strcmp(value, "json") == 0;
        if (!out->json && strcmp(value, "text") != 0) {
            bad_usage("--format is text or json, not ", value);
        }
        break;
    case LEADS:
        out->leads_path = value;
        break;
    case ACCOUNTS:
        out->accounts_path = value;
        break;
    case EFFECTS:
        out->effects_path = value;
        break;
    case EXPLAIN:
        out->explained = value;
        break;
    case AS_OF:
        map_own(&own);
        if (!map_instant(&own, value, strlen(value), &out->as_of_ms)) {
            bad_usage("--as-of is an instant such as 2026-12-31T00:00:00Z, not ", value);
        }
        break;
    case OPTIONS:
        break;
    }
}

static replay_options parse_options(int argc, char **argv)
{
    replay_options out = {.mode = REVOPS_ENGINE_RECORD, .takes = -1, .as_of_ms = REVOPS_TIME_NONE};
    int options_end = 0;
    for (int i = 1; i < argc; i++) {
        const char *argument = argv[i];
        size_t length = strcspn(argument, "=");
        const char *value = argument[length] ? argument + length + 1 : NULL;
        if (options_end || argument[0] != '-' || argument[1] == '\0') {
            add_path(out.logs, &out.log_count, LOGS_MAX, argument);
            continue;
        }
        if (strcmp(argument, "--") == 0) {
            options_end = 1;
            continue;
        }
        if (strcmp(argument, "--help") == 0 || strcmp(argument, "-h") == 0) {
            fputs(usage_text, stdout);
            exit(fflush(stdout) != 0);
        }
        if (strcmp(argument, "--for-spreadsheets") == 0) {
            out.for_spreadsheets = 1;
            continue;
        }
        int option = 0;
        while (option < OPTIONS && (strlen(option_names[option]) != length ||
                                    strncmp(option_names[option], argument, length) != 0)) {
            option++;
        }
        if (option == OPTIONS) {
            bad_usage("unknown option ", argument);
        }
        if (!value && i + 1 < argc) {
            value = argv[++i];
        }
        if (!value || !*value) {
            bad_usage("a value must follow ", argument);
        }
        take_option(&out, (enum option)option, value);
    }
    if (out.takes == 1 && out.mode == REVOPS_ENGINE_RECORD) {
        out.mode = REVOPS_ENGINE_RECORD_AND_TAKE;
    } else if (out.takes == 0 && out.mode == REVOPS_ENGINE_ENFORCE) {
        out.mode = REVOPS_ENGINE_ENFORCE_AND_TELL;
    }
    if (out.log_count == 0) {
        out.logs[out.log_count++] = "-";
    }
    check_output(&out, out.leads_path, NULL);
    check_output(&out, out.effects_path, out.leads_path);
    check_output(&out, out.accounts_path, out.leads_path);
    check_output(&out, out.accounts_path, out.effects_path);
    return out;
}

/* Ranks of the path: a rank a stage that isn't beside it; stages at one place share one. */
static void rank_stages(replay *run)
{
    const revops_policy_params *policy = &run->policy.params;
    for (uint32_t stage = 1; stage <= policy->stage_count; stage++) {
        const revops_policy_stage *row = &policy->stages[stage - 1];
        int is_on_path = row->kind == REVOPS_POLICY_STAGE_OPEN || row->kind == REVOPS_POLICY_STAGE_WON;
        run->rank_of[stage] = RANKS_MAX;
        if (!row->parent && is_on_path && !(row->flags & REVOPS_POLICY_BESIDE) && !row->instead_of) {
            run->rank_of[stage] = run->rank_count++;
        }
    }
    for (uint32_t stage = 1; stage <= policy->stage_count; stage++) {
        if (policy->stages[stage - 1].instead_of) {
            run->rank_of[stage] = run->rank_of[policy->stages[stage - 1].instead_of];
        }
    }
}

static int build_engine(replay *run)
{
    revops_engine_params params;
    revops_problem problems[16];
    size_t needed = 0, count = 0;
    char text[1024];
    if (revops_engine_defaults(&params, sizeof params) != REVOPS_OK) {
        return 1;
    }
    params.policy = &run->policy.params;
    revops_status status = revops_engine_check(&params, problems, 16, &count);
    for (size_t i = 0; status != REVOPS_OK && i < count && i < 16; i++) {
        revops_problem_text(&problems[i], text, sizeof text);
        fprintf(stderr, "replay: %s: %s\n", run->policy.params.name, text);
    }
    if (revops_engine_build(&params, NULL, 0, &needed, NULL) != REVOPS_ERR_NOSPACE) {
        fprintf(stderr, "replay: %s: %s\n", run->policy.params.name, revops_status_text(status));
        return 1;
    }
    return revops_engine_build(&params, grow(NULL, needed, 1), needed, NULL, &run->engine) != REVOPS_OK;
}

/* Events by which a stage is named, and an owner. */
static void find_events(replay *run)
{
    const revops_policy_params *policy = &run->policy.params;
    for (uint32_t i = policy->event_count; i > 0; i--) {
        const revops_policy_event *event = &policy->events[i - 1];
        if (event->value == REVOPS_POLICY_VALUE_STAGE) {
            run->stage_event = i;
        }
        if (event->value == REVOPS_POLICY_VALUE_PERSON && event->owner == REVOPS_POLICY_OWNER_VALUE) {
            run->owner_event = i;
        }
    }
    uint32_t assigned = 0;
    if (!run->owner_event &&
        revops_engine_find(run->engine, REVOPS_ENGINE_LIST_EVENTS, "assigned", 8, &assigned) == REVOPS_OK &&
        policy->events[assigned - 1].owner == REVOPS_POLICY_OWNER_ACTOR) {
        run->owner_event = assigned; /* its actor is the owner */
    }
}

static int is_lead_table(const file_map *map)
{
    return map->roles[MAP_EVENT] == MAP_ABSENT && !map->every && !map->date_count;
}

static int read_logs(replay *run)
{
    static const char *const columns[] = {"lead", "source", "campaign", "account"};
    file_map own, table;
    map_own(&own);
    memset(&table, 0, sizeof table);
    for (int role = 0; role < MAP_ROLES; role++) {
        table.roles[role] = MAP_ABSENT;
    }
    table.form = (log_form){.names = columns, .count = 4, .required = 1};
    table.roles[MAP_LEAD] = 0;
    table.roles[MAP_SOURCE] = 1;
    table.roles[MAP_CAMPAIGN] = 2;
    table.roles[MAP_ACCOUNT] = 3;
    if (run->options.map_path && map_read(run->options.map_path, &run->map)) {
        return 1;
    }
    if (run->options.map_path && run->map.count != run->options.log_count) {
        fprintf(stderr, "replay: mappings in %s: %lu, logs: %lu; expected one a log, in their order\n",
                run->options.map_path, (unsigned long)run->map.count, (unsigned long)run->options.log_count);
        return 1;
    }
    int failed = 0;
    for (uint32_t i = 0; !failed && i < run->options.log_count; i++) {
        const file_map *map = run->map.count ? &run->map.files[i] : &own;
        failed = read_rows(run, run->options.logs[i], map, is_lead_table(map));
    }
    for (uint32_t i = 0; !failed && i < run->options.table_count; i++) {
        failed = read_rows(run, run->options.tables[i], &table, 1);
    }
    return failed;
}

static int replay_logs(replay *run)
{
    output leads = {0}, effects = {0}, accounts = {0};
    int failed = read_logs(run);
    if (!failed && run->options.leads_path) {
        failed = output_open(&leads, run->options.leads_path);
        run->lead_rows = leads.file;
    }
    if (!failed && run->options.effects_path) {
        failed = output_open(&effects, run->options.effects_path);
        run->effects = effects.file;
    }
    if (!failed && run->options.accounts_path) {
        failed = output_open(&accounts, run->options.accounts_path);
        run->account_rows = accounts.file;
    }
    if (run->account_rows) {
        write_account_header(run, run->account_rows);
    }
    if (run->lead_rows) {
        write_lead_header(run, run->lead_rows);
    }
    if (run->effects) {
        write_effect_header(run->effects);
    }
    failed = failed || fold_events(run);
    tell_unused(run);
    if (!failed && run->usage.used == 0 && run->usage.said > run->usage.after) {
        fprintf(stderr, "replay: nothing of the log was used\n");
        failed = 1;
    }
    failed |= output_close(&leads, !failed);
    failed |= output_close(&effects, !failed);
    failed |= output_close(&accounts, !failed);
    if (run->as_of_ms >= 0 && run->as_of_ms < SECONDS_LIKELY_MS && run->usage.used &&
        run->options.as_of_ms == REVOPS_TIME_NONE) {
        fprintf(stderr, "replay: no event is after March 1973: expected milliseconds, are they seconds?\n");
    }
    if (!failed && run->options.explained) {
        uint32_t known = run->leads.count;
        if (names_id(&run->leads, run->options.explained, strlen(run->options.explained)) > known) {
            fprintf(stderr, "replay: the log has no lead \"%s\"\n", run->options.explained);
            return 1;
        }
    } else if (!failed) {
        failed = print_figures(run);
    }
    if (fflush(stdout) != 0 || ferror(stdout)) {
        fprintf(stderr, "replay: standard output: can't be written\n");
        failed = 1;
    }
    return failed;
}

static void free_unknown(unknown_names *all)
{
    names_free(&all->names);
    free(all->counts);
}

static void free_run(replay *run)
{
    names *const registers[] = {&run->leads, &run->texts, &run->event_names, &run->reason_names};
    void *const blocks[] = {run->event_numbers,    run->reason_numbers,   run->people,
                            run->lead_source,      run->lead_campaign,    run->lead_account,
                            run->given_bytes,      run->given_offsets,    run->summaries,
                            run->first_ms,         run->counters.refused, run->counters.deviating,
                            run->counters.reasons, run->answers,          (void *)(uintptr_t)run->engine};
    for (size_t i = 0; i < sizeof registers / sizeof registers[0]; i++) {
        names_free(registers[i]);
    }
    for (size_t i = 0; i < sizeof blocks / sizeof blocks[0]; i++) {
        free(blocks[i]);
    }
    free_unknown(&run->unknown_events);
    free_unknown(&run->unknown_reasons);
    free_unknown(&run->unknown_stages);
    free_unknown(&run->unknown_facts);
    events_free(&run->events);
    events_free(&run->facts);
    map_free(&run->map);
    policy_file_free(&run->policy);
}

int main(int argc, char **argv)
{
    static replay run;
    policy_bases bases = {.count = 0};
    run.options = parse_options(argc, argv);
    run.as_of_ms = run.options.as_of_ms;
    if (run.options.policy_path && run.options.base_count == 0) { /* unless they were given */
        policy_bases_find(run.options.policy_path, &bases);
        memcpy(run.options.bases, bases.paths, bases.count * sizeof bases.paths[0]);
        run.options.base_count = bases.count;
    }
    int failed = policy_file_read("replay", run.options.policy_path, run.options.bases,
                                  run.options.base_count, stderr, &run.policy) != 0 ||
                 build_engine(&run);
    if (!failed) {
        rank_stages(&run);
        find_events(&run);
        failed = replay_logs(&run);
    }
    free_run(&run);
    policy_bases_free(&bases);
    return failed;
}
