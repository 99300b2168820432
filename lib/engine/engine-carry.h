/* SPDX-License-Identifier: MIT */
/* A record's contents by name, from one engine's record into another's [SEM24]. */
#ifndef REVOPS_LIB_ENGINE_CARRY_H
#define REVOPS_LIB_ENGINE_CARRY_H

#include <revops/engine-records.h>

#include "engine/engine-score.h"

typedef struct revops__carrying {
    const revops_engine *from, *to;
    const unsigned char *was;
    unsigned char *lead;
    revops__work *w; /* tells what is removed: its lead is the record so far */
    int64_t at_ms;
    uint32_t
        clocks[REVOPS_POLICY_CLOCKS_MAX]; /* where each of the next engine's clocks comes from; 0 nowhere */
} revops__carrying;

/* Tells that things of a list are removed: the first 64 of them as bits, and how many there are. */
void revops__carry_tell(revops__carrying *c, revops_engine_list list, uint64_t removed, uint32_t count);
/* The place that a place is by now; REVOPS__LEAD_UNKNOWN where there is none. */
uint8_t revops__carry_place(const revops_engine *from, const revops_engine *to, uint8_t place);
/* The owner by the numbers of the next roster; 0 where it can't be named. */
uint64_t revops__carry_owner(revops__carrying *c, const revops_texts *texts);
/* Everything but the owner and what clocks hold. */
void revops__carry_lead(revops__carrying *c);
/* Values of attributes, which lie one after the other from these places on; of an account only those that are of accounts. */
void revops__carry_attributes(revops__carrying *c, size_t from_at, size_t to_at, int is_of_account);
/* Scores; grades and points aren't rated anew. */
void revops__carry_scores(revops__carrying *c);
/* Points of behaviour from a record of intent under one policy's rules into another's; `next` NULL: all is removed. */
void revops__carry_intent(revops__carrying *c, const revops_intent *intent, const revops_intent_record *was,
                          const revops_intent *next_intent, revops_intent_record *next);
/* Usage (engine-usage-carry.c): signals that came; what each criterion counted, where it counts in the same way. */
void revops__carry_use(revops__carrying *c);
/* A usage record into another one. Returns its signals that ever came. */
uint32_t revops__carry_use_record(revops__carrying *c, const unsigned char *was, unsigned char *record);
/* A set of signals as the next policy's. Those that have no name any more are told. */
uint32_t revops__carry_use_signals(revops__carrying *c, uint32_t came);
/* Criteria are told that were met in a usage record that has no successor. Returns its signals that ever came. */
uint32_t revops__carry_use_lost(revops__carrying *c, const unsigned char *was);
uint8_t revops__carry_grade(const revops_engine *from, const revops_engine *to, enum revops__score_parts part,
                            uint8_t grade);
/* Touches counted as the policy counts them: in channels that count. */
void revops__carry_touched(const revops_engine *engine, unsigned char *lead);

#endif
