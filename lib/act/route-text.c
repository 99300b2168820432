/* SPDX-License-Identifier: MIT */
/* Assignments in words. */
#include <revops/route.h>

#include "core/text.h"

const char *revops_route_reason_name(revops_route_reason reason)
{
    switch ((enum revops_route_reasons)reason) {
    case REVOPS_ROUTE_BY_OWNER:
        return "owner";
    case REVOPS_ROUTE_BY_TURN:
        return "turn";
    case REVOPS_ROUTE_BY_OVERFLOW:
        return "overflow";
    case REVOPS_ROUTE_BY_FALLBACK:
        return "fallback";
    case REVOPS_ROUTE_HELD:
        return "held";
    case REVOPS_ROUTE_BY_COLLEAGUE:
        return "colleague";
    }
    return "unknown";
}

const char *revops_route_standing_name(revops_route_standing standing)
{
    switch ((enum revops_route_standings)standing) {
    case REVOPS_ROUTE_NEXT:
        return "next";
    case REVOPS_ROUTE_WAITS:
        return "waits";
    case REVOPS_ROUTE_NOT_STARTED:
        return "not started";
    case REVOPS_ROUTE_ON_TIME_OFF:
        return "on time off";
    case REVOPS_ROUTE_IS_ABSENT:
        return "absent";
    case REVOPS_ROUTE_FULL:
        return "full";
    case REVOPS_ROUTE_FULL_TODAY:
        return "full today";
    case REVOPS_ROUTE_HAD_IT:
        return "missed its deadline";
    case REVOPS_ROUTE_OFF_HOURS:
        return "off hours";
    case REVOPS_ROUTE_HAS_LEFT:
        return "has left";
    }
    return "unknown";
}

static const char *route_name(const char *const *names, uint32_t count, uint32_t id)
{
    return names && id < count ? names[id] : NULL;
}

static void route_put_name(revops__text *text, const char *kind, const char *const *names, uint32_t count,
                           uint32_t id)
{
    const char *name = route_name(names, count, id);
    if (name) {
        revops__text_put(text, name);
        return;
    }
    revops__text_put(text, kind);
    revops__text_unsigned(text, id, 0);
}

static void route_put_rep(revops__text *text, const revops_route_names *names, uint32_t rep)
{
    route_put_name(text, "rep ", names ? names->reps : NULL, names ? names->rep_count : 0, rep);
}

static void route_put_queue(revops__text *text, const revops_route_names *names, uint32_t queue)
{
    revops__text_put(text, "queue ");
    route_put_name(text, "", names ? names->queues : NULL, names ? names->queue_count : 0, queue);
}

/* Why a lead with an owner isn't theirs. */
static void route_put_owner(revops__text *text, uint32_t flags)
{
    if (flags & (REVOPS_ROUTE_OWNER_UNKNOWN | REVOPS_ROUTE_OWNER_LEFT)) {
        revops__text_put(text, "; the former owner is no longer here");
    } else if (flags & REVOPS_ROUTE_OWNER_AWAY) {
        revops__text_put(text, "; the owner is away");
    } else if (flags & REVOPS_ROUTE_OWNER_FULL) {
        revops__text_put(text, "; the owner is full");
    }
}

static void route_put_decision(revops__text *text, const revops_route_assignment *assignment,
                               const revops_route_names *names)
{
    if (assignment->reason == REVOPS_ROUTE_BY_OWNER) {
        revops__text_put(text, "already owned by ");
        route_put_rep(text, names, assignment->owner);
        if (assignment->flags & REVOPS_ROUTE_OWNER_AWAY) {
            revops__text_put(text, ", who is away");
        }
        if (assignment->flags & REVOPS_ROUTE_OWNER_FULL) {
            revops__text_put(text, ", over capacity");
        }
        return;
    }
    if (assignment->reason == REVOPS_ROUTE_HELD) {
        revops__text_put(text, "nobody is available: held in ");
    } else {
        revops__text_put(text, "turn of ");
        route_put_rep(text, names, assignment->owner);
        revops__text_put(text, " in ");
    }
    route_put_queue(text, names, assignment->queue);
    if (assignment->flags & REVOPS_ROUTE_NO_TERRITORY) {
        revops__text_put(text, " (no territory matched)");
    } else if (assignment->territory != REVOPS_SEGMENT_NO_RULE) {
        revops__text_put(text, " (");
        route_put_name(text, "territory ", names ? names->territories : NULL,
                       names ? names->territory_count : 0, assignment->territory);
        revops__text_char(text, ')');
    }
    if (assignment->queue != assignment->asked_queue) {
        revops__text_put(text, ", as nobody was available in ");
        route_put_queue(text, names, assignment->asked_queue);
    }
    if (assignment->reason == REVOPS_ROUTE_BY_COLLEAGUE) {
        revops__text_put(text, ", a colleague of the owner");
    }
    route_put_owner(text, assignment->flags);
}

static void route_put_standing(revops__text *text, const revops_route_candidate *candidate)
{
    revops__text_put(text, " (");
    if (candidate->standing == REVOPS_ROUTE_WAITS) {
        uint64_t size = candidate->credit_mlead < 0 ? 0 - (uint64_t)candidate->credit_mlead
                                                    : (uint64_t)candidate->credit_mlead;
        revops__text_put(text, candidate->credit_mlead < 0 ? "-" : "+");
        revops__text_unsigned(text, size / 1000, 0);
        revops__text_char(text, '.');
        revops__text_unsigned(text, size % 1000, 3);
    } else {
        revops__text_put(text, revops_route_standing_name(candidate->standing));
    }
    if (candidate->standing == REVOPS_ROUTE_FULL) {
        revops__text_put(text, ", ");
        revops__text_unsigned(text, candidate->open, 0);
        revops__text_put(text, " open");
    } else if (candidate->standing == REVOPS_ROUTE_FULL_TODAY) {
        revops__text_put(text, ", ");
        revops__text_unsigned(text, candidate->today, 0);
        revops__text_put(text, " today");
    }
    revops__text_char(text, ')');
}

/* The first few of those who were passed over, or of those whose turn comes later with their credit. */
static void route_put_list(revops__text *text, const char *title, const revops_route_candidate *candidates,
                           size_t count, int waiting, const revops_route_names *names)
{
    enum { SHOWN = 8 };
    size_t found = 0;
    for (size_t i = 0; i < count; i++) {
        if (candidates[i].standing == REVOPS_ROUTE_NEXT ||
            (candidates[i].standing == REVOPS_ROUTE_WAITS) != waiting || found++ >= SHOWN) {
            continue;
        }
        revops__text_put(text, found == 1 ? title : ", ");
        route_put_rep(text, names, candidates[i].rep);
        route_put_standing(text, &candidates[i]);
    }
    if (found > SHOWN) {
        revops__text_put(text, " and ");
        revops__text_unsigned(text, found - SHOWN, 0);
        revops__text_put(text, " more");
    }
}

size_t revops_route_text(const revops_route_assignment *assignment, const revops_route_candidate *candidates,
                         size_t candidate_count, const revops_route_names *names, char *out, size_t capacity)
{
    if (!assignment) {
        return 0;
    }
    revops__text text = revops__text_begin(out, capacity);
    route_put_decision(&text, assignment, names);
    if (assignment->flags & REVOPS_ROUTE_REASSIGNED) {
        revops__text_put(&text, "; taken from ");
        if (names && assignment->flags & REVOPS_ROUTE_PREVIOUS_UNKNOWN &&
            !route_name(names->reps, names->rep_count, assignment->previous)) {
            revops__text_put(&text, "a former representative");
        } else {
            route_put_rep(&text, names, assignment->previous);
        }
    }
    if (candidates) {
        route_put_list(&text, "; passed over: ", candidates, candidate_count, 0, names);
        route_put_list(&text, "; later: ", candidates, candidate_count, 1, names);
    }
    return revops__text_end(&text);
}
