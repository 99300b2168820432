/* SPDX-License-Identifier: MIT */
/* Conditions of a policy [SC14], compiled and answered. */
#ifndef REVOPS_LIB_ENGINE_WHERE_H
#define REVOPS_LIB_ENGINE_WHERE_H

#include <revops/condition.h>

#include "engine/engine-build.h"
#include "engine/engine-lead.h"

/* Frames of groups that are open at once. */
enum { REVOPS__WHERE_FRAMES = 2 * REVOPS_POLICY_CONDITION_DEPTH_MAX + 4 };

/* How a test is answered. */
enum revops__where_hows {
    REVOPS__WHERE_BY_NUMBER,
    REVOPS__WHERE_BY_TEXT,
    REVOPS__WHERE_BY_PLACE,
    REVOPS__WHERE_BY_TIME
};

typedef struct revops__where_row {
    revops__guard need; /* proven: what has to be */
    uint64_t places;    /* a test of the stage: where it holds */
    uint64_t tables;    /* those that have to be answered before, those that they ask for included */
    int64_t span_ms;    /* a test of time */
    uint32_t condition; /* place of the compiled condition */
    uint32_t row_count;
    uint16_t subject;
    uint8_t kind, about, how, negated, known; /* known: 1 + whether it asks for a known value */
    uint8_t in_days, reserved[8];
} revops__where_row;

typedef struct revops__where_table_row {
    uint64_t tables;      /* those that have to be answered, itself included */
    uint32_t first_class; /* conditions of its rules in `classes` */
    uint16_t class_count, otherwise;
} revops__where_table_row;

enum revops__where_answers { REVOPS__WHERE_NO, REVOPS__WHERE_UNKNOWN, REVOPS__WHERE_YES };

/* What conditions ask about: a lead at an instant. Begin with revops__facts_begin(). */
typedef struct revops__facts {
    const revops_engine *engine;
    const unsigned char *lead;
    const unsigned char *attributes; /* values, one after the other; NULL where none is known */
    const revops_texts *texts;       /* what texts, sources, campaigns and owners are numbers of; or NULL */
    int64_t at_ms;
    int64_t value;    /* of the event; REVOPS_MISSING for none */
    uint64_t items;   /* proven ones */
    uint64_t against; /* those of them that the grade of fit speaks against */
    int value_is_text;
    uint64_t answered;                          /* those of `tables` that hold values */
    uint16_t tables[REVOPS__ENGINE_TABLES_MAX]; /* position of the rule that holds; 0 nothing */
} revops__facts;

void revops__facts_begin(revops__facts *facts, const revops_engine *engine, const unsigned char *lead,
                         const revops_texts *texts, int64_t at_ms);
/* The same of an account: nothing is known but attributes. `nobody` is a head of zeros. */
void revops__facts_of_account(revops__facts *facts, const revops_engine *engine, const unsigned char *nobody,
                              const unsigned char *attributes, const revops_texts *texts, int64_t at_ms);
/* Answers the tables that a condition asks for and all others, so that what changes later doesn't change them. */
void revops__where_settle(revops__facts *facts, uint32_t where);
/* Whether a condition holds, by its position; 0 always does. */
int revops__where_holds(revops__facts *facts, uint32_t where);
/* Position of the rule of a table that holds, by the table's position; 0 nothing is known. */
uint32_t revops__where_table(revops__facts *facts, uint32_t table);

/* Position of the table that a row of a policy's conditions asks for; 0 none. */
uint32_t revops__where_table_of(const revops_policy_params *policy, const revops_policy_condition *row);

/* The calendar that a value chooses. */
typedef struct revops__clock_chosen {
    uint32_t value; /* position of the choice or rule; of a text the place of its name */
    uint32_t calendar;
} revops__clock_chosen;

/* The calendar that the value of an attribute or table chooses; 0 where it chooses none. A text names it. */
uint32_t revops__facts_choose(revops__facts *facts, uint32_t attribute, uint32_t table, int is_text,
                              const revops__clock_chosen *chosen, uint32_t count);

/* Tells every fault of conditions and tables. */
void revops__where_check(const revops_policy_params *policy, revops__problems *problems);
/* Compiles conditions, tables and types of attributes; `guard` compiles a list of needs. */
void revops__engine_builder_wheres(revops__engine_builder *b);
revops__guard revops__engine_builder_guard(revops__engine_builder *b, uint32_t first, uint32_t count,
                                           uint32_t where);
/* Items that a guard asks for and that aren't there; of an open choice all that would serve. */
uint64_t revops__guard_missing(const revops_engine *engine, const revops__guard *guard, uint64_t have);

#endif
