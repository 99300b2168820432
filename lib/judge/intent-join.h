/* SPDX-License-Identifier: MIT */
/* What two records of intent are together: a lead that was merged into another brings its points [SEM23]. */
#ifndef REVOPS_LIB_INTENT_JOIN_H
#define REVOPS_LIB_INTENT_JOIN_H

#include <revops/intent.h>

/* Adds the events of another record's slot of a rule, as if they were the record's own; of events that share a day with the newest
   one a daily limit leaves out none that counted. */
void revops__intent_join_slot(const revops_intent *intent, uint32_t rule, revops_intent_slot *slot,
                              const revops_intent_slot *other);
/* The later activity, the earlier end. */
void revops__intent_join_head(revops_intent_record *record, const revops_intent_record *other);

#endif
