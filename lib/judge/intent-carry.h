/* SPDX-License-Identifier: MIT */
/* A record of intent under other rules, where a company changes its policy [SEM24]. */
#ifndef REVOPS_LIB_INTENT_CARRY_H
#define REVOPS_LIB_INTENT_CARRY_H

#include <revops/intent.h>

/* Adds the events of a slot of one rule to the slot of another one. What the slot doesn't know, the other rule can't count: events
   that a half-life or no fading at all has summed up count as of the newest of them. */
void revops__intent_carry_slot(const revops_intent *from, uint32_t from_rule, const revops_intent_slot *slot,
                               const revops_intent *to, uint32_t to_rule, revops_intent_slot *out);
/* Activity and end, where the other rules keep them; `ended_by` is the rule that ended scoring by its new number, from 1; 0 none. */
void revops__intent_carry_head(const revops_intent_record *record, const revops_intent *to, uint32_t ended_by,
                               revops_intent_record *out);

#endif
