/* SPDX-License-Identifier: MIT */
/* Problem: which timer is due next, and which are due now, among millions that are armed, moved and cancelled all the
   time; in one block of memory without pointers.

   Format and algorithm, in two parts. A tree of minima over the ids: level 0 holds the key of every id, each level above the least key
   of each block of 16 below, the last one a single node. And a window: the earliest timers, sorted, some
   hundred of them. The window makes taking out cheap, since it is filled in one sweep of the tree whose cost
   many timers share; the tree makes arming and cancelling cheap, since a key that isn't the least of its block
   changes nothing above it. There are no lists, so nothing can be left behind in one.

   What holds between calls:
   - level 0 has the key of each id, REVOPS__UNARMED if it isn't armed, whether it is in the window or not;
   - the window has exactly the armed timers below the bound (a key and an index), sorted by key and index;
   - nodes above level 0 count only what isn't in the window;
   - the window is empty only when no timer is armed;
   - the scratch is zero. */
#ifndef REVOPS_LIB_TIMERS_INTERNAL_H
#define REVOPS_LIB_TIMERS_INTERNAL_H

#include "core/compiler.h"

#include <revops/timers.h>

#ifndef REVOPS__TIMERS_WINDOW_MAX /* tests set a small one, to come to its ends often */
#define REVOPS__TIMERS_WINDOW_MAX 1024
#endif

enum {
    FANOUT = 16,
    FANOUT_BITS = 4,
    WINDOW_MIN = 32,
    WINDOW_MAX = REVOPS__TIMERS_WINDOW_MAX, /* a multiple of WINDOW_MIN */
    LEVELS_MAX = 9
};

/* A key is the instant moved to the unsigned numbers and less 1: keys compare as instants do, "none" comes last,
   and compilers make better code of unsigned comparisons. */
#define REVOPS__UNARMED UINT64_MAX

struct revops_timers_state {
    uint32_t format;
    uint32_t capacity;
    uint32_t armed;
    uint32_t levels;          /* of the tree, at least 2 */
    uint32_t window_capacity; /* entries */
    uint32_t head, count;     /* the window's entries are head … head + count − 1 */
    uint32_t bound_index;     /* a multiple of FANOUT, so that one comparison serves a block */
    uint64_t bound_key;
    uint64_t span_ms;           /* what the next filling of the window reaches for */
    uint64_t level[LEVELS_MAX]; /* where each level starts, in bytes */
    uint64_t size;              /* of all, in bytes */
};

static inline uint64_t *revops__timers_level(revops_timers_state *timers, uint32_t level)
{
    return (uint64_t *)(void *)((unsigned char *)timers + timers->level[level]);
}

static inline const uint64_t *revops__timers_keys(const revops_timers_state *timers)
{
    return (const uint64_t *)(const void *)((const unsigned char *)timers + timers->level[0]);
}

static inline uint64_t *revops__timers_window_keys(revops_timers_state *timers)
{
    return (uint64_t *)(void *)(timers + 1);
}

static inline uint32_t *revops__timers_window_indexes(revops_timers_state *timers)
{
    return (uint32_t *)(void *)(revops__timers_window_keys(timers) + timers->window_capacity);
}

/* What filling the window works with; zeros between calls. */
typedef struct revops__timers_scratch {
    uint64_t *left;     /* window_capacity keys */
    uint32_t *lists[2]; /* window_capacity indexes each */
} revops__timers_scratch;

/* Bytes for each entry of the window: in the scratch, and of key, index and scratch. */
enum {
    REVOPS__TIMERS_SCRATCH_SIZE = 8 + 2 * 4,
    REVOPS__TIMERS_ENTRY_SIZE = 8 + 4 + REVOPS__TIMERS_SCRATCH_SIZE
};

static inline revops__timers_scratch revops__timers_scratch_of(revops_timers_state *timers)
{
    revops__timers_scratch scratch;
    scratch.left = (uint64_t *)(void *)(revops__timers_window_indexes(timers) + timers->window_capacity);
    scratch.lists[0] = (uint32_t *)(void *)(scratch.left + timers->window_capacity);
    scratch.lists[1] = scratch.lists[0] + timers->window_capacity;
    return scratch;
}

static inline int revops__timers_is_before(uint64_t key, uint32_t index, uint64_t other_key,
                                           uint32_t other_index)
{
    return key < other_key || (key == other_key && index < other_index);
}

static inline int revops__timers_is_windowed(const revops_timers_state *timers, uint64_t key, uint32_t index)
{
    return revops__timers_is_before(key, index, timers->bound_key, timers->bound_index);
}

/* Tells the processor to fetch ahead of use; without this, random timers wait for memory. */
static inline void revops__timers_prefetch(const uint64_t *at)
{
    REVOPS__FETCH(at);
}

/* Least key of a block of `level`, without what is in the window. */
uint64_t revops__timers_least_of(revops_timers_state *timers, uint32_t level, uint32_t block);
/* Carries a change of a key at an index up the tree, as far as it makes a difference. A key in the window counts
   as REVOPS__UNARMED. */
void revops__timers_carry_up(revops_timers_state *timers, uint32_t index, uint64_t old, uint64_t key);
/* Into and out of the window; the key is below its bound. */
void revops__timers_insert(revops_timers_state *timers, uint64_t key, uint32_t index);
void revops__timers_remove(revops_timers_state *timers, uint64_t key, uint32_t index);
/* Fills the empty window with the earliest timers of the tree. */
void revops__timers_fill(revops_timers_state *timers);

#endif
