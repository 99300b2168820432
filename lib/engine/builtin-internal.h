/* SPDX-License-Identifier: MIT */
/* What the parts of the engine share: the compiled block. */
#ifndef REVOPS_LIB_BUILTIN_INTERNAL_H
#define REVOPS_LIB_BUILTIN_INTERNAL_H

#include <revops/builtin.h>

/* The block: this head, then the lifecycle, then the clocks; all places are offsets from its start. */
struct revops_builtin {
    uint32_t size;
    uint32_t lifecycle;
    uint32_t sla;
    uint32_t worst_fit, assumed_fit, worst_engagement;
    uint32_t clock_count;
    uint32_t clock_names[REVOPS_BUILTIN_CLOCKS_MAX];
    uint32_t calendar_count;
    uint32_t calendars[REVOPS_BUILTIN_CALENDARS_MAX];
    uint64_t signals; /* that any clock listens to */
};

#define REVOPS__NO_TRIGGER UINT32_MAX

/* What a kind of event means to the engine. */
typedef struct revops__builtin_event_meaning {
    const char *name;
    uint64_t items; /* that the event itself proves */
    uint32_t trigger;
    uint8_t value;      /* REVOPS_BUILTIN_EVENT_VALUE_… */
    uint8_t engagement; /* 1 … 4, 0 none */
    uint8_t is_touch;
    uint8_t sets_owner;
} revops__builtin_event_meaning;

/* NULL for an unknown kind. */
const revops__builtin_event_meaning *revops__builtin_event_meaning_of(revops_builtin_event_kind kind);

#endif
