/* SPDX-License-Identifier: MIT */
/* What the parts of replay share: builtin-replay.c reads the command and runs, builtin-rows.c folds a log's rows, builtin-write.c
   writes leads, effects and the report. */
#ifndef EXAMPLES_BUILTIN_REPLAY_H
#define EXAMPLES_BUILTIN_REPLAY_H

#include <revops/revops.h>

#include <stdio.h>

#include "log.h"
#include "names.h"

enum {
    PARTS_MAX = 4096, /* sources or campaigns told apart; the rest are "(others)" */
    UNKNOWN_MAX = 20, /* unknown names of events that are told */
    REASONS_MAX = 16, /* more than the built-in policy has */
};

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
    const revops_builtin *engine;
    const char *log_name;
    revops_builtin_lead *leads; /* of lead id 1, 2, … */
    lead_reasons *reasons;      /* of the same leads */
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

/* builtin-rows.c: receives a row of the log; lets time pass for all leads; tells which events were left out. */
int on_row(const log_row *row, void *context);
int advance_all(replay *run, int64_t as_of_ms);
void tell_unknown(const replay *run);
int parse_instant(const revops_builtin *engine, const char *text, size_t length, int64_t *out);
/* The tally of a source or campaign. */
revops_tally *tally_of(parts *all, uint32_t id);

/* builtin-write.c */
void put_effect(replay *run, uint32_t lead, const revops_builtin_effect *effect);
void write_leads(const replay *run, FILE *file);
int print_report(replay *run, int64_t as_of_ms);
/* Exits when what was written didn't arrive. */
void close_file(FILE *file, const char *path);

#endif
