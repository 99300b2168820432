/* SPDX-License-Identifier: MIT */
/* What the parts of the compiler share. The same steps run twice: first to count what there is room for, then to write it. */
#ifndef REVOPS_LIB_ENGINE_BUILD_H
#define REVOPS_LIB_ENGINE_BUILD_H

#include "engine/engine-stages.h"

enum { REVOPS__BUILD_NAME_BYTES = 4 * REVOPS_POLICY_NAME_MAX };

typedef struct revops__engine_builder {
    const revops_policy_params *policy;
    revops_engine *engine;      /* counts in the first run; the block itself in the second */
    char *block;                /* NULL in the first run */
    revops__problems *problems; /* of the first run */
    revops__engine_stage stages[REVOPS_POLICY_STAGES_MAX];
    uint64_t layout;     /* hash of what has a place in the record */
    size_t room;         /* bytes at `block` */
    int in_place;        /* the first run leaves calendars out: the second compiles them, once */
    int lacks_calendars; /* one wasn't compiled: too little room, or it is unsound */
} revops__engine_builder;

/* Row `index` of a table of the block. */
static inline void *revops__engine_builder_row(revops__engine_builder *b, uint32_t table, size_t row,
                                               size_t index)
{
    return b->block + table + row * index;
}

/* One spelling by which a row is found. Returns the place of its text. */
uint32_t revops__engine_builder_text(revops__engine_builder *b, const char *text);
uint32_t revops__engine_builder_name(revops__engine_builder *b, revops_engine_list list, uint32_t number,
                                     const char *text);
void revops__engine_builder_also(revops__engine_builder *b, revops_engine_list list, uint32_t number,
                                 uint32_t first, uint32_t count);
/* Adds a name to the mark of the layout. */
void revops__engine_builder_mark(revops__engine_builder *b, const char *name);
/* The places where a move may begin; `rank` is that of its target. */
uint64_t revops__engine_builder_from(const revops__engine_builder *b, const revops_policy_move *row,
                                     uint8_t rank);
/* The vocabulary, and what naming a stage claims, once moves and events are written. */
void revops__engine_builder_events(revops__engine_builder *b);
void revops__engine_builder_claims(revops__engine_builder *b);
/* A channel or an attribute at an index of their names: its name, which is part of the mark. */
void revops__engine_builder_field(revops__engine_builder *b, revops_engine_list list, uint32_t number,
                                  uint32_t index, const char *name);
/* Where accounts stand (engine-standing.c): what conditions ask of it, as bits; how many that are; the attribute that a
   condition about it asks for, 0 for other conditions; compiled behind usage; the attributes behind the policy's. */
uint32_t revops__standing_asked(const revops_policy_params *policy);
uint32_t revops__standing_count(uint32_t asked);
uint32_t revops__standing_attribute(const revops_engine *engine, uint32_t about);
void revops__engine_builder_standing(revops__engine_builder *b);
void revops__engine_builder_standing_fields(revops__engine_builder *b);
/* What conditions and the tables that they ask for ask, beside what is the same for good. */
typedef struct revops__asked {
    uint64_t attributes[REVOPS_CONDITION_ATTRIBUTES_MAX / 64];
    uint64_t tables, found; /* to be looked at; looked at */
    uint32_t more;          /* enum revops__asks */
} revops__asked;

/* Adds what a condition asks, 0 for none; what the tables among it ask. */
void revops__ask_where(const revops_policy_params *policy, uint32_t where, revops__asked *asked);
void revops__ask_tables(const revops_policy_params *policy, revops__asked *asked);
/* Whether an event sets an attribute among it. */
int revops__is_asked(const revops__asked *asked, const revops__engine_event *event);
/* Tables of segments and motions: names, and what may change them; behind conditions and events. */
void revops__engine_builder_segments(revops__engine_builder *b);
/* The roster: names, teams, calendars. */
void revops__engine_builder_people(revops__engine_builder *b);
/* Rows of a router, once calendars are compiled. */
void revops__engine_builder_routing(revops__engine_builder *b);
void revops__routing_check(const revops_policy_params *policy, revops__problems *problems);
/* Masks and lines, once everything else is written; before the stages are copied into the block. */
void revops__engine_builder_plan(revops__engine_builder *b);
/* Segment and motion of a lead of whom nothing is known. */
void revops__engine_builder_nobody(revops__engine_builder *b);

#endif
