/* SPDX-License-Identifier: MIT */
/* Routing of a policy: what asks for it, and the rows of a router. */
#ifndef REVOPS_LIB_ENGINE_ROUTE_H
#define REVOPS_LIB_ENGINE_ROUTE_H

#include <revops/route.h>

#include "engine/engine-work.h"

/* The router's rows lie in the engine's block, as route.h takes them. A queue's number is its row in the policy; one more,
   without members, holds leads where the policy names no fallback. The only attribute of the territories' rules is the number
   of the territory whose condition held in the lead's fold. */
typedef struct revops__engine_routing {
    revops__clock_hears asked_on;
    uint32_t rep_count, queue_count, member_count, absence_count, territory_count;
    uint32_t reps, queues, members, absences, rules, conditions; /* places */
    uint32_t wheres, leaves;                                     /* places: of territories; of people */
    uint32_t fallback, otherwise, owed_at_most;
    uint32_t if_away, if_gone; /* enum revops_route_policies */
    uint32_t of_account;       /* a lead goes to the owner of its account */
    uint32_t of_duplicate;     /* … of its duplicate */
    uint32_t zone, zone_bytes; /* place of the policy's zone; UTC without bytes */
} revops__engine_routing;

static inline const revops__engine_routing *revops__engine_routing_of(const revops_engine *engine)
{
    return engine->routing ? revops__engine_at(engine, engine->routing) : NULL;
}

/* First instant at which a person has left; INT64_MAX for never. */
int64_t revops__routing_leaves(const revops_engine *engine, uint64_t person);
/* Date of an instant in the policy's zone; when the next one begins. */
int32_t revops__routing_day(const revops_engine *engine, int64_t at_ms);
int64_t revops__routing_next_day(const revops_engine *engine, int64_t at_ms);

#endif
