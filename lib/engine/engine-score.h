/* SPDX-License-Identifier: MIT */
/* Scores of a lead: fit, intent that fades, their total, the matrix; and what happens by itself. Points are those of lib/judge:
   its compiled rules lie in the engine's block, its intent record among the lead's bytes.

   What a fit rule asks is a condition of the policy. Whether it holds is a flag of a row that the compiled rules read. */
#ifndef REVOPS_LIB_ENGINE_SCORE_H
#define REVOPS_LIB_ENGINE_SCORE_H

#include <revops/intent-next.h>

#include "engine/engine-move.h"
#include "engine/engine-work.h"

enum {
    REVOPS__SCORE_FLAGS = REVOPS_POLICY_FLAGS_MAX, /* rules of a word of the row */
    REVOPS__SCORE_WORDS = 8,
    REVOPS__SCORE_FIT_RULES_MAX = REVOPS__SCORE_FLAGS * REVOPS__SCORE_WORDS,
    REVOPS__SCORE_NO_SLOT = UINT16_MAX
};

/* What has grades. */
enum revops__score_parts {
    REVOPS__SCORE_FIT,
    REVOPS__SCORE_ENGAGEMENT,
    REVOPS__SCORE_TOTAL,
    REVOPS__SCORE_COUNT
};

/* Grades from the best down, numbered from 1; the last one has no threshold. 0 is none. */
typedef struct revops__score_grades {
    int32_t from_mpt[REVOPS_POLICY_GRADES_MAX], keeps_to_mpt[REVOPS_POLICY_GRADES_MAX];
    uint32_t count; /* with a threshold */
    uint32_t last;  /* the number of the one without; 0 where there is none */
} revops__score_grades;

/* An attribute that fit asks for; of one that a table gives the table. */
typedef struct revops__score_asks {
    uint32_t attribute, table;
} revops__score_asks;

/* What an event is to intent: its rules, one after the other. */
typedef struct revops__score_event {
    uint32_t first;
    uint16_t count;
    uint8_t shows_intent; /* behaviour or use */
    uint8_t reserved;
} revops__score_event;

/* When an intent rule's events count. */
typedef struct revops__score_rule {
    int64_t since_ms, until_ms;
    uint32_t where, reserved;
} revops__score_rule;

/* A move that happens by itself. */
typedef struct revops__score_move {
    uint16_t move, slot; /* where the record keeps since when it was told */
} revops__score_move;

typedef struct revops__engine_scores {
    revops__score_grades grades[REVOPS__SCORE_COUNT];
    uint32_t fit, intent, intent_bytes; /* places of compiled rules, 0 none; size of an intent record */
    uint32_t fit_wheres, fit_rule_count, asks, ask_count;
    uint32_t events, rules, event_rules;
    uint32_t zone_of_days; /* place; 0 UTC */
    uint32_t fit_never, intent_never, fit_unknown;
    uint32_t fit_asks; /* enum revops__asks */
    uint32_t total_fit_bp, total_intent_bp;
    int32_t intent_base_mpt;
    uint32_t moves, move_count; /* in the order in which they are tried; that of the matrix first */
    uint32_t slots;             /* of each move, uint16_t */
    uint32_t slot_count;
    uint32_t matrix_move, lost_move, lost_reason, lost_grades; /* lost_grades: bits of fit grades; 0 any */
    uint16_t matrix[REVOPS_POLICY_GRADES_MAX + 1];             /* bits of engagement grades by fit grade */
    uint16_t matrix_rows;                                      /* bits of fit grades */
    uint8_t has_intent, reopens, loses_by_fit;
    uint8_t is_steady; /* grades only fall by themselves */
    uint8_t reserved[4];
    uint64_t shows_fit, shows; /* items that the grade of fit decides; that both do */
    uint64_t lost_from;        /* places */
    int64_t cooldown_ms;
} revops__engine_scores;

/* Where fields of scores lie, each so far from `scores_at`. Then come told moves, then the intent record. */
enum revops__scores_places {
    REVOPS__SCORES_RATED_MS = 0, /* as of when the grades are */
    REVOPS__SCORES_FALL_MS = 8,  /* engagement doesn't fall before; REVOPS_TIME_NONE never */
    REVOPS__SCORES_FIT_MPT = 16,
    REVOPS__SCORES_INTENT_MPT = 20,
    REVOPS__SCORES_TOTAL_MPT = 24,
    REVOPS__SCORES_FLAGS = 28,
    REVOPS__SCORES_GIVEN = 29, /* fit grade that an event gave */
    REVOPS__SCORES_ZERO_16 = 30,
    REVOPS__SCORES_GRADES = 32, /* of each part; of fit by rules */
    REVOPS__SCORES_ZERO_40 = 35,
    REVOPS__SCORES_INTENT_TOLD_MS = 40, /* when a closed lead's intent was told */
    REVOPS__SCORES_HEAD = 48,
    REVOPS__SCORES_SPARE = 8 /* bytes behind an intent record, so that it can be moved to an aligned place */
};

enum { REVOPS__SCORES_HAS_FIT = 1, REVOPS__SCORES_HAS_TOTAL = 2, REVOPS__SCORES_FLAGS_ALL = 3 };

/* Scores as they were before an event, or before they faded. */
typedef struct revops__scores_before {
    int32_t points_mpt[REVOPS__SCORE_COUNT];
    uint8_t grades[REVOPS__SCORE_COUNT], held, was_graded, was_closed;
    const revops_intent_record
        *kept; /* behaviour from which the points of engagement are found, if it is; or NULL */
    int64_t kept_ms;
} revops__scores_before;

/* Room for the behaviour of a lead before an event. */
enum { REVOPS__SCORES_KEPT = 64 };
typedef struct revops__scores_room {
    int64_t words[REVOPS__SCORES_KEPT];
} revops__scores_room;

/* ---- compiled ---- */

/* Tells every fault of scores and of what happens by itself. */
void revops__scores_check(const revops_policy_params *policy, revops__problems *problems);
/* Compiles scores and what happens by itself. */
void revops__engine_builder_scores(revops__engine_builder *b);
/* The moves that happen by themselves, and those of signals; whether any is marked so (engine-automatic-build.c). */
void revops__automatic_compile(revops__engine_builder *b, revops__engine_scores *scores);
int revops__automatic_is_there(const revops_policy_params *policy);
/* Bytes of the section of a record; 0 where there are neither. */
uint32_t revops__scores_size(const revops_engine *engine);
/* Effects of scores and of what happens by itself that one call tells at most. */
uint32_t revops__scores_effects_max(const revops_engine *engine, uint32_t clock_effects_of_event);

/* Among the bytes of scores, where those of usage lie, too: room, what is put there, a zone (0: UTC), a number that decides what
   a record's bytes mean. */
uint32_t revops__score_room(revops__engine_builder *b, size_t size);
void revops__score_put(const revops__engine_builder *b, uint32_t place, const void *bytes, size_t size);
uint32_t revops__score_zone(revops__engine_builder *b, uint32_t position);
void revops__score_mark(revops__engine_builder *b, uint64_t number);
/* Grades, and their names as a list; rules of intent, of which an account has none of what is a person's. Returns their place. */
void revops__score_grades_build(revops__engine_builder *b, revops_engine_list list,
                                revops__score_grades *grades, const revops_policy_grade *rows,
                                uint32_t row_size, uint32_t count, const char *otherwise);
uint32_t revops__score_intent_build(revops__engine_builder *b, int of_account);

static inline const revops__engine_scores *revops__scores_of(const revops_engine *engine)
{
    return engine->scores ? revops__engine_at(engine, engine->scores) : NULL;
}

/* A grade of a record; none where a damaged one holds more than there can be. */
static inline uint32_t revops__score_grade_at(const unsigned char *section, size_t place)
{
    return section[place] <= REVOPS_POLICY_GRADES_MAX ? section[place] : 0;
}

/* Whether a rule of intent gives points for an event of that instant. */
static inline int revops__score_rule_counts(revops__facts *facts, const revops__score_rule *rule,
                                            int64_t at_ms)
{
    return at_ms >= rule->since_ms && at_ms < rule->until_ms && revops__where_holds(facts, rule->where);
}

/* ---- a lead's ---- */

void revops__scores_begin(const revops_engine *engine, unsigned char *lead);
int revops__scores_are_new(const revops_engine *engine, const unsigned char *lead);
int revops__scores_are_legal(const revops_engine *engine, const unsigned char *lead);

/* Grade of a part: of fit the one that an event gave, else that of the rules, else that of the ungraded. 0 none. */
uint32_t revops__scores_grade(const revops_engine *engine, const unsigned char *lead,
                              enum revops__score_parts part);
/* Points of a part; REVOPS_MISSING for none. Intent as of an instant. */
int64_t revops__scores_points(const revops_engine *engine, const unsigned char *lead,
                              enum revops__score_parts part, int64_t at_ms);
/* Whether the matrix holds. */
int revops__scores_hold(const revops_engine *engine, const unsigned char *lead);

/* The items that the grade of fit speaks against [SEM15]. */
uint64_t revops__scores_against(const revops_engine *engine, const unsigned char *lead);
/* Which rules of fit hold, as the compiled rules read them: REVOPS__SCORE_WORDS words. */
void revops__scores_fit_row(revops__facts *facts, int64_t *row);

/* Points of behaviour are of a cycle: entering nurture or a closed stage forgets them [LC24]. */
void revops__scores_forget(const revops_engine *engine, unsigned char *lead, int64_t at_ms);
/* A fit grade that an event gives; whether an empty value clears it. */
void revops__scores_give(const revops_engine *engine, unsigned char *lead, const revops_event *event,
                         int clears);
/* Takes an event's behaviour; rates as of an instant, by facts about the lead as it is. */
void revops__scores_take(revops__work *w);
void revops__scores_rate(revops__work *w, int64_t at_ms);
/* Whether an event leaves all grades as they are. Then nothing is rated: the record notes that the scores are as of the event. */
int revops__scores_keep(revops__work *w, const revops__engine_event *row);
/* Rates as of an instant what was only kept since it was rated. */
void revops__scores_catch_up(revops__work *w, int64_t at_ms);
/* As of when the scores are. */
int64_t revops__scores_rated_ms(const revops_engine *engine, const unsigned char *lead);
/* As of when the points are, and from when on they may fall. */
void revops__scores_are_of(revops__work *w, int64_t at_ms);

revops__scores_before revops__scores_look(const revops_engine *engine, const unsigned char *lead);
/* The same before an event by which they are rated, as of the last one. */
revops__scores_before revops__scores_look_before(revops__work *w, revops__scores_room *room);
/* Tells grades that aren't what they were. */
void revops__scores_tell(revops__work *w, const revops__scores_before *before, int64_t at_ms);

/* The first instant from `from_ms` on at which engagement falls, or up to where it doesn't: `*is_exact` says which. Beyond
   `until_ms` it isn't sought. */
int64_t revops__scores_fall(const revops_engine *engine, const unsigned char *lead, int64_t from_ms,
                            int64_t until_ms, int *is_exact);
/* Lets engagement fall at an instant. Whether more was told than the grade. */
int revops__scores_fade(revops__work *w, int64_t at_ms);

/* Points as another engine's rules have them, under which `w` is by now; what isn't as it was is told. */
void revops__scores_rebase(revops__work *w, const revops__scores_before *before, int64_t at_ms);

/* ---- what happens by itself (engine-automatic.c) ---- */

/* After an event's own move: intent of a closed lead, what no longer qualifies, one automatic move [SEM10, SEM14, SEM16].
   `before` is NULL where the event kept the scores. */
void revops__automatic_after(revops__work *w, const revops__scores_before *before);
/* The part of it that follows from grades. */
void revops__automatic_follow(revops__work *w, const revops__scores_before *before, int64_t at_ms);
/* Tells that the matrix holds no more, where the policy watches it. Whether it was told. */
int revops__automatic_tell_lost(revops__work *w, int64_t at_ms);
/* The same, and the move that the policy makes then. Whether the lead was moved. */
int revops__automatic_lose(revops__work *w, int64_t at_ms);
/* When a move was told that the lead makes now; REVOPS_TIME_NONE where it wasn't. */
int64_t revops__automatic_told(const revops_engine *engine, unsigned char *lead, uint32_t move);
/* A new cycle: nothing was told in it. */
void revops__automatic_renew(const revops_engine *engine, unsigned char *lead);

#endif
