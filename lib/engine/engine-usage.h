/* SPDX-License-Identifier: MIT */
/* Usage of the product: criteria and signals of a policy, compiled as a model of lib/judge (usage.h), and its records, of a lead
   or of an account. No rule of usage is here: what an event counts for, when a signal comes and when it comes again is that
   model's. The engine says which of the model's kinds an event is, which conditions hold, and what follows from a signal.

   A kind of the model is a set of criteria that count an event. Of an event whose value criteria test it is looked up by which
   of these tests hold. */
#ifndef REVOPS_LIB_ENGINE_USAGE_H
#define REVOPS_LIB_ENGINE_USAGE_H

#include <revops/usage-record.h>

#include "engine/engine-score.h"

enum {
    REVOPS__USE_TESTS_MAX = 6,  /* tests of the value of one event */
    REVOPS__USE_KINDS_MAX = 128 /* sets of criteria that count an event */
};

/* What an event is to usage. */
typedef struct revops__use_event {
    uint32_t first_test; /* conditions of its value */
    uint32_t
        first_kind; /* of 2 << `test_count` kinds: bit 0 of their index says that there is a value, bit n + 1 that test n holds */
    uint8_t test_count;
    uint8_t is_use; /* criteria name it */
    uint8_t starts; /* it starts usage */
    uint8_t reserved;
} revops__use_event;

typedef struct revops__use_signal {
    uint64_t shows;   /* items that its move may go without */
    uint32_t where;   /* asked of a lead that the signal of its account reaches; 0 none */
    uint32_t goes_to; /* queue; 0 none */
    uint16_t move, is_to_nobody;
    uint32_t reserved;
} revops__use_signal;

typedef struct revops__engine_use {
    uint64_t criteria; /* those of the policy; further ones are conditions of signals */
    uint32_t model, record_bytes;
    uint32_t events, tests, kinds, signals, zone; /* zone 0: UTC */
    uint32_t asked, asked_count;                  /* conditions that are criteria, and their number */
    uint32_t is_of_account, signal_count;
    uint32_t held_back[REVOPS_POLICY_STAGES_MAX + 1]; /* signals, by the place where a lead stands */
} revops__engine_use;

/* Where fields of usage lie, each so far from `use_at`. Then comes the usage record, of a lead's usage. */
enum revops__use_places {
    REVOPS__USE_SIGNAL_MS = 0, /* when the latest signal came */
    REVOPS__USE_SIGNALS = 8,   /* those that ever came */
    REVOPS__USE_SIGNAL = 12,   /* the latest */
    REVOPS__USE_BEGUN = 14,    /* there is a usage record */
    REVOPS__USE_ZERO_8 = 15,
    REVOPS__USE_HEAD = 16
};

static inline const revops__engine_use *revops__use_of(const revops_engine *engine)
{
    return engine->use ? revops__engine_at(engine, engine->use) : NULL;
}

static inline const revops__use_signal *revops__use_signal_of(const revops_engine *engine,
                                                              const revops__engine_use *use, uint32_t index)
{
    return (const revops__use_signal *)revops__engine_at(engine, use->signals) + index;
}

/* Whether an attribute is of accounts, by its position. */
static inline int revops__attribute_is_of_account(const revops_engine *engine, uint32_t attribute)
{
    const uint64_t *words = revops__engine_at(engine, engine->of_account);
    return (int)(words[(attribute - 1) / 64] >> (attribute - 1) % 64 & 1);
}

/* ---- compiled ---- */

/* Tells every fault of usage. */
void revops__use_check(const revops_policy_params *policy, revops__problems *problems);
/* After the scores, among whose bytes it lies. */
void revops__engine_builder_use(revops__engine_builder *b);
/* Lines of a record that an event changes are those of its section. */
int revops__use_hears(const revops_engine *engine, uint32_t event);

/* ---- a usage record ---- */

/* An event as the model reads it. Kind 0: no criterion counts it. */
revops_usage_event revops__use_read(revops__facts *facts, const revops_event *event, uint64_t user);
/* Who or what, in the 32 bits that the model compares. */
uint32_t revops__use_narrow(uint64_t id);
/* Local minus UTC where dates of usage lie. */
int32_t revops__use_offset(const revops_engine *engine, int64_t at_ms);
/* The same of a zone by its place; 0 is UTC. */
int32_t revops__offset_min(const revops_engine *engine, uint32_t zone, int64_t at_ms);
/* Takes an event into a record, which is begun where the event begins it: what holds of `asked` first, then the use. Returns the
   signals that come; those that are held back don't. */
uint32_t revops__use_fold(revops__facts *facts, unsigned char *begun, unsigned char *record,
                          const revops_event *event, uint64_t user, uint32_t held_back);

/* ---- a lead's ---- */

/* Steps of an event: use, and the signals that come of it, told. */
void revops__use_take(revops__work *w);
/* Signals of its account, and changes of its attributes, which reach a lead as answers [SEM18, SEM19]. */
void revops__use_answer(revops__work *w);
int revops__use_answer_is_possible(const revops_engine *engine, const revops_event *event);
/* Moves of signals that came: tried before all others that happen by themselves [SEM10]. Whether one was taken or told. */
int revops__use_move(revops__work *w, int64_t at_ms);
/* Use of a lead that is merged into another. */
void revops__use_merge(revops__work *w, const unsigned char *other);
/* A usage record as the rules of the next engine judge it, whose it is by now: what they say as before stays as it is. */
void revops__use_judge(const revops_engine *engine, const revops_engine *next, unsigned char *record);
/* The same of a lead's use; `w` is under the next engine by now. */
void revops__use_rebase(revops__work *w, const revops_engine *engine);
int revops__use_is_legal(const revops_engine *engine, const unsigned char *lead);
/* The latest signal; 0 none. */
uint32_t revops__use_latest(const revops_engine *engine, const unsigned char *lead);

/* ---- of what happens by itself (engine-automatic.c) ---- */

/* A move that a signal pulls: taken where it is possible, or told. Whether it was possible. */
int revops__automatic_signal(revops__work *w, uint32_t signal, uint32_t move, uint64_t shown, int64_t at_ms);

#endif
