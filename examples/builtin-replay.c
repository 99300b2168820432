/* SPDX-License-Identifier: MIT */
/* An event log in, a report out:
     replay [--format text|json] [--leads FILE] [--effects FILE] [--as-of INSTANT] [LOG]
   The log's form is described in docs/format.md. Memory grows with the number of leads, not of events. */
#define _POSIX_C_SOURCE 200809L

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "builtin-replay.h"

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

static int bad_usage(const char *message, const char *what)
{
    fprintf(stderr, "replay: %s%s\n%s", message, what, usage);
    exit(2);
}

static replay_options parse_options(const revops_builtin *engine, int argc, char **argv)
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

int builtin_main(int argc, char **argv);
int builtin_main(int argc, char **argv)
{
    static _Alignas(8) unsigned char memory[REVOPS_BUILTIN_DEFAULT_SIZE];
    static replay run;
    run.last_ms = REVOPS_TIME_NONE;
    run.shows_progress = isatty(STDERR_FILENO);
    if (revops_builtin_default(memory, sizeof memory, &run.engine) != REVOPS_OK) {
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
    int failed = log_read(log, run.log_name, &log_own_form, on_row, &run);
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
