/* SPDX-License-Identifier: MIT */
/* What the parts of the engine share: the compiled block and its tables. Places are offsets from the block's start, stages
   indexes from 0, all other numbers from 1. */
#ifndef REVOPS_LIB_ENGINE_INTERNAL_H
#define REVOPS_LIB_ENGINE_INTERNAL_H

#include <revops/engine.h>

#include "core/params.h"

/* Ways from and to a stage. */
typedef struct revops__engine_way {
    uint64_t before, upto;             /* places along the path of a lower rank; of no higher rank */
    uint64_t enter_lines, leave_lines; /* lines of a record that entering and leaving it change */
} revops__engine_way;

/* What is asked for: all items of a mask, of each choice so many of its sets, a condition. */
typedef struct revops__guard {
    uint64_t all;
    uint32_t first_choice, choice_count;
    uint32_t where, reserved;
} revops__guard;

typedef struct revops__guard_choice {
    uint32_t first_set, set_count, at_least, reserved;
} revops__guard_choice;

enum {
    REVOPS__STAGE_HAS_STEPS = 1,  /* in order: it is never a place itself */
    REVOPS__STAGE_LOOSE = 2,      /* a step of a stage whose steps have no order */
    REVOPS__STAGE_INFERRED = 4,   /* passed over it counts as inferred */
    REVOPS__STAGE_SAME_CYCLE = 8, /* leaving it goes on in the same cycle */
    REVOPS__STAGE_AFTER_WIN = 16
};

typedef struct revops__engine_stage {
    revops__guard need, leave;
    uint32_t name;
    uint16_t entered_by; /* move that naming it stands for; 0 none */
    uint8_t kind;        /* enum revops_policy_stage_kinds; of a step that of its stage */
    uint8_t flags;
    uint8_t parent, leaf; /* itself for a stage; the place that naming it leads to */
    uint8_t rank;         /* along the path from 1; 0 beside it */
    uint8_t reserved;
    uint16_t enter_clocks, leave_clocks; /* clocks that hear it */
} revops__engine_stage;

typedef struct revops__engine_move {
    revops__guard need;
    uint64_t from, claim; /* places where it may begin; items that only its events prove */
    uint32_t name;
    uint32_t first_word; /* of the set of its reasons; with `asks_reason` */
    uint8_t to;          /* the place */
    uint8_t passed_over, cycle, flags;
    uint8_t asks_reason;
    uint8_t step_inferred; /* `to` is the first step of the stage that it names */
    uint8_t named;         /* the stage or step that it names */
    uint8_t reserved;
} revops__engine_move;

/* When an event begins the time of touches: whatever becomes of it, if its move isn't refused, if it assigns an owner. */
enum revops__event_begins {
    REVOPS__EVENT_BEGINS_ALWAYS = 1,
    REVOPS__EVENT_BEGINS_TAKEN = 2,
    REVOPS__EVENT_BEGINS_ASSIGNED = 4
};

/* What an event may do, so that what it never does needn't be asked one by one. */
enum revops__event_does {
    REVOPS__EVENT_MOVES = 1,
    REVOPS__EVENT_OWNS = 2,       /* it may change the owner */
    REVOPS__EVENT_MINDS_EMPTY = 4 /* refused or cleared without a value */
};

typedef struct revops__engine_event {
    uint64_t proves, withdraws;
    uint64_t lines; /* of a record that it changes wherever the lead stands, beside the first */
    uint32_t name, attribute;
    uint32_t first_pull; /* with `pulls`, their number: a move for each stage, 0 none, then all of them */
    uint32_t first_use, use_count; /* what it is to clocks */
    uint8_t pulls, value, flags, touch, owner, when_empty;
    uint8_t rank, only_to;    /* group of its rank; 1 + the place that all its moves lead to */
    uint8_t within, ranked;   /* the finer rank; enum revops_policy_ranks */
    uint8_t begins;           /* the time of touches: enum revops__event_begins */
    uint8_t changes_segments; /* segment or motion, by the attribute that it sets */
    uint8_t is_checked;       /* not every value is possible, or its rank depends on it */
    uint8_t does;             /* enum revops__event_does */
    uint8_t asks_route;       /* it asks for an owner, if its move isn't refused */
    uint8_t changes_fit;      /* fit by rules, by the attribute that it sets */
    uint8_t keeps_scores;     /* no grade can rise by it */
    uint8_t keeps_items;
    uint8_t is_quiet; /* but for the first, its value, touches, use and clocks are all there is to it */
    uint8_t passes;   /* nor do they: nothing is kept of it but that it came */
    uint16_t rank_empty, rank_given; /* without a value, and with one that names no stage */
} revops__engine_event;

typedef struct revops__engine_reason {
    revops__guard need;
    uint32_t name, flags;
} revops__engine_reason;

/* A name as it is found: hash of its folded text, then list and number. Sorted by hash. */
typedef struct revops__engine_name {
    int64_t hash;
    uint32_t what, text;
} revops__engine_name;

/* A person of the roster. */
typedef struct revops__engine_person {
    uint32_t name, team; /* places of texts; team 0: none */
    uint32_t calendar;   /* position; 0 none */
    uint32_t reserved;
} revops__engine_person;

/* What an attribute's values are; the names of its choices or flags. */
typedef struct revops__engine_kind {
    uint32_t type, first_choice, choice_count;
    revops_engine_list list; /* of the choices; 0 where they are the attribute's own */
} revops__engine_kind;

enum { REVOPS__ENGINE_LISTS = REVOPS_ENGINE_LIST_ACCOUNT_GRADES + 1, REVOPS__ENGINE_LIST_SHIFT = 20 };
enum {
    REVOPS__ENGINE_TABLES_MAX = 64, /* tables of rules: bits of a mask */
    REVOPS__ENGINE_CALENDARS_MAX = 64,
    REVOPS__ENGINE_SEGMENTS_MAX = 254 /* segments or motions: with "otherwise", one byte of a record */
};

/* What conditions ask for beside attributes that events set. */
enum revops__asks {
    REVOPS__ASKS_ORIGIN = 1, /* source, campaign: what any event may say */
    REVOPS__ASKS_MORE = 2,   /* what moves, owners, points and time change */
    REVOPS__ASKS_ITEMS = 4   /* what is proven */
};

struct revops_engine {
    uint64_t
        mark; /* upper half: names and order of what has a place in the record; lower half: of the rules */
    uint64_t size;
    uint32_t counts[REVOPS__ENGINE_LISTS];
    uint32_t name_places[REVOPS__ENGINE_LISTS]; /* of items and of what scores have: offsets of texts */
    uint32_t ways, stages, moves, events, reasons, choices, sets, words, pulls, names, texts;
    uint32_t choice_count, set_count, word_count, pull_count, name_count, text_bytes;
    uint32_t people;
    uint32_t wheres, where_count, where_bytes_at, where_bytes; /* conditions, and their compiled tests */
    uint32_t tables, table_order, table_count, classes, class_count;
    uint32_t segments, motions, segments_ask; /* positions of these tables, 0 none; enum revops__asks */
    uint32_t calendars, calendar_count, calendar_bytes_at, calendar_bytes;
    uint32_t clocks, clock_bytes_at, clock_bytes;
    uint32_t cases, case_count, chosen, chosen_count, uses, use_count, stage_uses;
    uint32_t effects_max, clocks_at, promises_end, moves_promises;
    uint32_t has_routing, routing, routing_bytes; /* engine-route.h */
    uint32_t scores, score_bytes_at, score_bytes; /* engine-score.h */
    uint8_t segment_of_nobody, motion_of_nobody; /* of whom nothing is known, if conditions ask for no more */
    uint16_t nobody_is_known;
    uint32_t has_scores, score_slots, score_intent_bytes, score_loses, scores_at;
    uint32_t use, use_at, use_bytes, use_signals; /* engine-usage.h */
    uint32_t of_account;                          /* place of bits of attributes: those of accounts */
    uint32_t standing,
        stands; /* engine-standing.h; bits of what conditions ask, attributes behind the policy's */
    uint16_t clocks_looked_at, clocks_standing; /* case or calendar may change; they stand still in places */
    uint32_t attribute_count, channel_count;
    uint32_t record_size, dates_at, attributes_at, channels_at; /* dates_at 0: none are kept */
    uint32_t reason_words;
    uint32_t backward, has_moves;
    uint32_t settles; /* what happens by itself asks for nothing but grades, places and items */
    uint32_t touch_zone, touch_zone_bytes; /* zone of the dates of touches; UTC without bytes */
    uint32_t touch_over_days;              /* in dates of that zone; else `touch_over_ms` */
    uint32_t touch_at_least, touch_days, touch_channels, touch_in, touch_never;
    uint32_t field_names;                            /* places of the names of channels, then of attributes */
    uint32_t kinds, choice_names, choice_name_count; /* of attributes; places of the names of their choices */
    uint32_t since_first_touch, since;   /* place of what begins the time of touches beside them */
    uint64_t open, won, closed, nurture; /* stages by kind; closed: lost and closed */
    uint64_t places, path; /* where a lead may stand; what counts as inferred when passed over */
    uint64_t guarded;      /* stages that ask for something, when entered or left */
    uint64_t lasting;      /* items */
    uint64_t asked_items;  /* items that conditions ask for */
    uint64_t first_lines;  /* of a record that its first event asks for */
    uint64_t due_lines;    /* those that fading asks for */
    int64_t touch_once_within_ms, touch_over_ms;
};

static inline const void *revops__engine_at(const revops_engine *engine, uint32_t place)
{
    return (const char *)engine + place;
}

static inline const revops__engine_stage *revops__engine_stages(const revops_engine *engine)
{
    return revops__engine_at(engine, engine->stages);
}

static inline const revops__engine_way *revops__engine_ways(const revops_engine *engine)
{
    return revops__engine_at(engine, engine->ways);
}

static inline const revops__engine_move *revops__engine_move_of(const revops_engine *engine, uint32_t number)
{
    return (const revops__engine_move *)revops__engine_at(engine, engine->moves) + (number - 1);
}

static inline const revops__engine_event *revops__engine_event_of(const revops_engine *engine,
                                                                  uint32_t number)
{
    return (const revops__engine_event *)revops__engine_at(engine, engine->events) + (number - 1);
}

static inline uint64_t revops__engine_bit(uint32_t stage)
{
    return UINT64_C(1) << stage;
}

enum {
    REVOPS__LEAD_HEAD = 224,   /* bytes before the sections */
    REVOPS__LEAD_DATES = 17,   /* of a stage */
    REVOPS__LEAD_CHANNEL = 12, /* of a channel of touches */
    REVOPS__LEAD_UNKNOWN = 255 /* as the place: no event yet */
};

/* The params as read: the policy copied, all that the engine compiles proved to be in range. */
typedef struct revops__engine_source {
    revops_engine_params params;
    revops_policy_params policy;
} revops__engine_source;

revops_status revops__engine_read(const revops_engine_params *params, revops__engine_source *out,
                                  revops__problems *problems);

/* Folded name: lower case, runs of space, `_` and `-` one `_`. Writes at most `capacity` bytes, returns the full length. */
size_t revops__engine_fold(const char *text, size_t length, char *out, size_t capacity);
/* Length of a name: beyond REVOPS_POLICY_NAME_MAX characters it is cut short. */
size_t revops__engine_length(const char *text);
int64_t revops__engine_hash(const char *folded, size_t length);

#define REVOPS__POLICY_ROW(type, own, policy, rows, row_size, index)                                         \
    REVOPS__ROW_GET(type, own, (policy)->rows, (policy)->row_size, index)

/* Whether two names are the same, folded. */
int revops__engine_same_name(const char *a, const char *b);
/* Items of a list of needs that must all be there; choices are left out. Checklists within are opened. */
uint64_t revops__needs_all(const revops_policy_params *policy, uint32_t first, uint32_t count);

#endif
