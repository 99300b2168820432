/* SPDX-License-Identifier: MIT */
/* What the parts of replay share: replay.c reads the command, replay-rows.c makes events of rows, replay-values.c reads values,
   replay-order.c puts events in order, replay-accounts.c folds accounts,
   replay-fold.c folds leads, replay-figures.c lays out the report, replay-write.c writes tables. */
#ifndef EXAMPLES_REPLAY_H
#define EXAMPLES_REPLAY_H

#include <revops/revops.h>

#include <stdio.h>

#include "log.h"
#include "names.h"
#include "policy-file.h"
#include "replay-map.h"

enum { LOGS_MAX = 16, BASES_MAX = POLICY_BASES, RANKS_MAX = 64, WHYS = 10, CLOCK_ENDS = 6 };

typedef struct replay_options {
    const char *policy_path, *map_path, *leads_path, *effects_path, *accounts_path, *explained;
    const char *bases[BASES_MAX], *logs[LOGS_MAX], *tables[LOGS_MAX]; /* tables of leads */
    uint32_t base_count, log_count, table_count;
    int json, for_spreadsheets;
    revops_engine_mode mode; /* with what becomes of automatic moves */
    int takes;               /* automatic moves: 1 taken, 0 told, -1 as the mode does by default */
    int64_t as_of_ms;        /* REVOPS_TIME_NONE: the last event */
} replay_options;

/* What was said, in columns, an element each. Texts are numbers into replay.texts; 0 is the empty one. */
typedef struct events {
    size_t count, room;
    int64_t *at_ms, *value, *resume_ms, *amount;
    uint64_t *sequence;
    uint32_t *lead, *kind, *rank, *text, *reason, *actor, *source, *campaign, *account, *id;
    uint8_t *is_fact; /* further things that a row says: not counted */
} events;

/* The id of a part of a row: the row's, what no id has, and a character for the part. */
enum { ID_PART = 0x1f, ID_FIRST_PART = '0', ID_PARTS = 64 };
enum { ID_PART_OWNER = 1, ID_PART_FACT, ID_PART_DATE = ID_PART_FACT + MAP_FACTS };

/* Names that nobody knows, with how often they came. */
typedef struct unknown_names {
    names names;
    uint64_t *counts; /* of id 1, 2, …; [0] of the empty name */
    uint32_t room;
    uint64_t total;
} unknown_names;

/* What became of what the rows say. */
typedef struct usage {
    uint64_t rows,
        said; /* rows, and their events without their facts; a row that says nothing counts as one */
    uint64_t used, silent, set_aside, unknown, unreadable, after, duplicates, conflicts, without_id;
    uint64_t undated, reasons,
        stages; /* facts without an instant; used, but the reason or stage isn't known */
} usage;

/* Where a lead is at the end. */
typedef struct summary {
    int64_t since_ms, amount, first_ms, last_ms;
    uint64_t reached, observed, kept; /* ranks: ever; of these recorded; of these as the policy says */
    uint32_t source, campaign, wins, stage, step;
} summary;

/* A move for a reason. */
typedef struct given_reason {
    uint32_t lead, move, reason, to;
} given_reason;

/* What an account tells a lead, as an event of the lead's own. */
typedef struct answer {
    revops_event event;
    uint32_t lead;
} answer;

enum clock_end { CLOCK_STARTED, CLOCK_MET, CLOCK_MISSED, CLOCK_MET_LATE, CLOCK_CALLED_OFF, CLOCK_LAPSED };

/* Counters of effects; those of two threads add up. */
typedef struct counters {
    uint64_t *refused, *deviating; /* by event (refused) or stage (deviating), WHYS each */
    uint64_t clocks[REVOPS_POLICY_CLOCKS_MAX + 1][CLOCK_ENDS];
    uint64_t effects, entered, unplaceable, late, duplicate, deviations, deviating_leads, refusals, wins;
    given_reason *reasons;
    size_t reason_count, reason_room;
} counters;

typedef struct replay {
    replay_options options;
    policy_file policy;
    const revops_engine *engine;
    uint32_t rank_of[REVOPS_POLICY_STAGES_MAX + 1]; /* of a stage on the path; RANKS_MAX for any other */
    uint32_t rank_count;
    map_document map;
    const file_map *file;  /* being read */
    const char *file_name; /* of it, for messages */
    int is_table;          /* it is a table of leads */
    names leads, texts, event_names, reason_names;
    uint32_t *event_numbers, *reason_numbers; /* of these names: the policy's number + 1; 0 not asked yet */
    uint32_t event_room, reason_room;
    uint64_t *people; /* by text, the engine's number of a person + 1; 0 not asked yet */
    uint32_t people_room;
    uint32_t stage_event, owner_event; /* events whose value is a stage, or the owner; 0 none */
    events events, facts;              /* facts have no instant */
    uint32_t *lead_source, *lead_campaign, *lead_account; /* from tables of leads, by lead */
    uint32_t lead_room;
    uint32_t setters[MAP_FACTS]; /* of the mapping being read: the event of each fact; 0 none */
    unknown_names unknown_events, unknown_reasons, unknown_stages, unknown_facts;
    usage usage;
    char first_unreadable[256];
    int64_t as_of_ms;
    revops_texts given;
    char *given_bytes;
    int64_t *given_offsets;
    summary *summaries; /* by lead, in the order of `leads` */
    int64_t *first_ms;  /* rank_count a lead; REVOPS_TIME_NONE where it wasn't recorded */
    answer *answers;    /* by lead, and in its order */
    size_t answer_count;
    counters counters;
    FILE *effects, *lead_rows, *account_rows;
} replay;

/* replay-rows.c */
int read_rows(replay *run, const char *path, const file_map *map, int is_table);
uint32_t event_put(events *all);
void count_unknown_name(unknown_names *all, const char *name, size_t length);
void events_free(events *all);

/* replay-values.c: an event's value; returns whether it could be read. */
int value_of(replay *run, uint32_t kind, const char *text, size_t length, int is_major, int64_t *out);
int amount_of(const replay *run, const char *text, size_t length, int is_major, int64_t *out);
/* The engine's number of a person, asked once a name while rows are read. */
uint64_t person_number(replay *run, uint32_t text);
/* The name of a list of the engine that is nearest to a text; NULL for none that is near. */
const char *nearest_name(const replay *run, revops_engine_list list, const char *text);

/* replay-order.c: puts the events that count in their order, leads together. */
int order_events(replay *run);

/* replay-fold.c */
int fold_events(replay *run);
/* Does two halves, the second on a thread of its own; a second one that is NULL isn't there. */
void do_halves(void *(*half)(void *), void *first, void *second);
/* An event by its position; the first of a lead has what a table of leads says. */
void event_of(const replay *run, size_t position, int is_first, revops_event *out);
const char *person_name(const replay *run, uint64_t number);
const char *text_name(const replay *run,
                      uint64_t number); /* of a source, campaign or account of the engine */

/* replay-accounts.c: folds accounts, whose answers then are events of their leads. */
int fold_accounts(replay *run);
void write_account_header(const replay *run, FILE *file);

/* replay-figures.c */
int print_figures(const replay *run);
int64_t share_bp(uint64_t part, uint64_t whole); /* to nearest; REVOPS_MISSING of nothing */

/* replay-tell.c */
void tell_unused(const replay *run);

/* replay-write.c */
void put_field(const replay *run, FILE *file, const char *text);
void put_joined(const replay *run, FILE *file, const char *text, const char *more); /* both as one field */
void put_time(FILE *file, int64_t at_ms);                                           /* nothing for none */
void write_lead_header(const replay *run, FILE *file);
void write_lead(const replay *run, FILE *file, uint32_t lead, const void *record);
void write_effect_header(FILE *file);
void write_effect(const replay *run, FILE *file, uint32_t lead, const revops_effect *effect);
void explain_effect(const replay *run, const revops_effect *effect);

/* A file that is written beside its place and renamed when it is whole. */
typedef struct output {
    const char *path;
    char *beside; /* NULL where the place is no file, such as a terminal */
    FILE *file;
} output;
int output_open(output *out, const char *path);
/* Puts it in its place, or takes it away. Returns 0, or 1 after telling that it couldn't. */
int output_close(output *out, int is_whole);

#endif
