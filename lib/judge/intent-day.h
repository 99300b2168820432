/* SPDX-License-Identifier: MIT */
/* Events of intent whose days another module counts: a zone's dates aren't a fixed offset's. */
#ifndef REVOPS_LIB_INTENT_DAY_H
#define REVOPS_LIB_INTENT_DAY_H

#include <revops/intent.h>

/* As revops_intent_apply(), but whether an event and the rule's newest one share a day is the caller's word. */
revops_status revops__intent_apply_on_day(const revops_intent *intent, revops_intent_record *record,
                                          uint32_t behaviour, int64_t at_ms, int same_day);

#endif
