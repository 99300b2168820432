/* SPDX-License-Identifier: MIT */
/* One call over one lead: what it works on, what it tells. */
#ifndef REVOPS_LIB_ENGINE_WORK_H
#define REVOPS_LIB_ENGINE_WORK_H

#include "engine/engine-clock.h"
#include "engine/engine-move.h"

/* What an event was, for the clocks. */
typedef struct revops__what {
    uint64_t entered, left; /* stages crossed from outside, and steps */
    uint32_t kind;          /* number of the event; 0 where there was none */
    uint32_t event;         /* the same; 0 where its move was refused */
    uint32_t signals;       /* of usage that came */
    uint16_t missed;        /* clocks */
    uint8_t assigned, faded;
} revops__what;

typedef struct revops__work {
    const revops_engine *engine;
    unsigned char *lead;
    const revops_event *event; /* NULL while time passes */
    uint64_t wanted;           /* kinds of effects that are told */
    revops_effect *effects;    /* NULL: they are only counted */
    size_t capacity, count;    /* effects of kinds wanted */
    size_t told;               /* of any kind */
    uint64_t owner;            /* as of then: just before the event */
    revops__facts facts;
    revops__what what;
    int is_due_changed; /* what falls due next has to be found anew */
    int is_unlooked;    /* `facts` aren't of the lead as it is now */
    int is_refused;
    int is_rated;            /* nothing that scores ask for has changed since they were rated */
    int is_otherwise_proven; /* items, or what speaks against them, may have changed since segments were found */
    int is_unseen;           /* what happens by itself hasn't looked at the lead yet */
    revops_effect unwanted; /* where effects go that nobody wants */
} revops__work;

revops_effect *revops__tell(revops__work *w, revops_effect_kind kind, int64_t at_ms);

/* revops_engine_apply() and revops_engine_advance(), of pointers that are right. The caller sets `wanted`, `effects` and `capacity`. */
revops_status revops__apply(revops__work *w, const revops_engine *engine, const revops_texts *texts,
                            void *lead, const revops_event *event, revops_engine_mode mode);
revops_status revops__advance(revops__work *w, const revops_engine *engine, const revops_texts *texts,
                              void *lead, int64_t now_ms);
/* Tells what falls due strictly before an instant at which the lead ceases to be this engine's. REVOPS_ERR_LATE where something
   is known of the lead that isn't before it. */
revops_status revops__until(revops__work *w, const revops_engine *engine, const revops_texts *texts,
                            void *lead, int64_t at_ms);

/* revops_lead_merge(), likewise. */
revops_status revops__merge(revops__work *w, const revops_engine *engine, const revops_texts *texts,
                            void *lead, const revops_event *event, revops_engine_mode mode,
                            const unsigned char *other);
/* What a call answers: its status, and in `count` what was told, where the status says that something was. */
revops_status revops__answer(const revops__work *w, revops_status status, size_t *count);

/* What the lead takes over from another one; what ends of one that is merged away. */
void revops__merge_take(revops__work *w, const unsigned char *other);
void revops__merge_away(revops__work *w);

/* Segment and motion of the lead, as `facts` say. */
void revops__segments_find(revops__work *w);
/* The same where they may have changed: by a lead's first event; by the facts of an event; by its move, by what it proves or by
   time, where they ask for that. */
void revops__segments_begin(revops__work *w);
void revops__segments_first(revops__work *w, const revops__engine_event *row);
void revops__segments_after_facts(revops__work *w, const revops__engine_event *row);
void revops__segments_at(revops__work *w, int64_t at_ms);
int revops__segments_are_legal(const revops_engine *engine, const unsigned char *lead);

/* The first instant at which a clock of the lead has something due, and which clock; REVOPS_TIME_NONE for none. */
int64_t revops__clocks_due(const revops_engine *engine, const unsigned char *lead, uint32_t *clock);
/* Lets that be told which is due at an instant for one clock, and what follows for the others. */
void revops__clocks_fire(revops__work *w, uint32_t clock, int64_t due_ms);
/* Lets the clocks hear what happened. */
void revops__clocks_hear(revops__work *w, const revops__what *what, int64_t at_ms);
/* Ends the clocks of a lead that is merged into another. */
void revops__clocks_merge(revops__work *w, int64_t at_ms);
/* Tells that routing is asked for, where what happened asks for it. */
void revops__routing_hear(revops__work *w, const revops__what *what, int64_t at_ms);
/* Room for that within one call, beside that for clocks. */
uint32_t revops__routing_effects_max(const revops_engine *engine, uint32_t of_clocks);
/* Brings the clocks of a record of another engine into this one's; `sources` names for each clock its number there, 0 for none. */
void revops__clocks_rebase(revops__work *w, const revops_engine *from, const unsigned char *was,
                           const uint32_t *sources, int64_t at_ms);
/* Whether the records of clocks among a lead's bytes are legal. */
int revops__clocks_are_legal(const revops_engine *engine, const unsigned char *lead);
/* The first instant at which time tells something, as revops_lead_next_wakeup(). */
int64_t revops__lead_wakeup(const revops_engine *engine, const unsigned char *lead);
int revops__lead_wakeup_is_legal(const revops_engine *engine, const unsigned char *lead);
/* One event: facts, its move, what follows by itself, clocks. */
void revops__event_take(revops__work *w, revops_engine_mode mode);
/* The same of an event that only touches, use and clocks may hear, of a lead that has nothing else to do. */
void revops__event_take_quiet(revops__work *w, const revops__engine_event *row);
/* Whether a quiet event makes another owner, which it isn't for. */
int revops__event_changes_owner(revops__work *w, const revops__engine_event *row);
/* Begins to ask conditions about the lead as it is at the event; `given` are items that the event proves. */
void revops__event_look(revops__work *w, uint64_t given);
/* Enters a place, in a new cycle where that is asked. Returns the effect. */
revops_effect *revops__event_enter(revops__work *w, const revops__move_asked *asked, int64_t at_ms,
                                   uint32_t reason);
/* What follows from `what` that happened: from when on touches count, clocks. */
void revops__event_end(revops__work *w, int64_t at_ms);
/* Room for effects of clocks within one call. */
uint32_t revops__clocks_effects_max(const revops_policy_params *policy);

#endif
