/* SPDX-License-Identifier: MIT */
/* F and its inverse by the table of weeks: two look-ups and one comparison each, and no search. */
#ifndef REVOPS_LIB_CALENDAR_NEAR_H
#define REVOPS_LIB_CALENDAR_NEAR_H

#include "core/compiler.h"
#include "time/calendar-internal.h"

/* Whether the table has an instant. */
static inline int revops__is_near(const revops_calendar *calendar, int64_t at_ms)
{
    return (uint64_t)at_ms - (uint64_t)REVOPS__NEAR_MS < calendar->near_weeks * (uint64_t)REVOPS__WEEK_MS;
}

/* Where an instant lies: the word of its week, the time since that began, and the slot with its interval. */
typedef struct revops__near_place {
    uint64_t word;
    int32_t within_ms;
    const revops__time_slot *slot;
} revops__near_place;

static inline revops__near_place revops__near_find(const revops_calendar *calendar, int64_t at_ms)
{
    uint64_t since_ms = (uint64_t)at_ms - (uint64_t)REVOPS__NEAR_MS;
    /* A week is 590,625 times 1,024 ms: the division is one of 32 bits. */
    uint32_t week = (uint32_t)(since_ms >> 10) / (uint32_t)(REVOPS__WEEK_MS / 1024);
    int32_t within_ms = (int32_t)((uint32_t)since_ms - week * (uint32_t)REVOPS__WEEK_MS);
    const unsigned char *weeks = revops__calendar_at(calendar, calendar->weeks_at);
    uint64_t word = ((const uint64_t *)(const void *)weeks)[week];
    const unsigned char *shape = weeks + (size_t)(word & ((1u << REVOPS__SHAPE_BITS) - 1)) * 8;
    const revops__time_slot *slot =
        (const revops__time_slot *)(const void *)shape + ((uint32_t)within_ms >> calendar->time_shift);
    revops__near_place place = {word, within_ms, slot + (within_ms >= slot->middle_ms)};
    return place;
}

/* Open time from the table's begin until an instant that it has. */
static inline int64_t revops__near_open_time(const revops_calendar *calendar, int64_t at_ms)
{
    revops__near_place place = revops__near_find(calendar, at_ms);
    int32_t held_ms = place.within_ms < place.slot->start_ms ? place.slot->start_ms : place.within_ms;
    held_ms = held_ms > place.slot->end_ms ? place.slot->end_ms : held_ms;
    /* Within the week it is never negative. */
    return (int64_t)((place.word >> REVOPS__SHAPE_BITS) + (uint32_t)(place.slot->add_ms + held_ms));
}

/* The last instant at which open time from the table's begin is so much, below near_span_ms. */
static inline int64_t revops__near_inverse(const revops_calendar *calendar, uint64_t open_ms)
{
    const uint16_t *index = revops__calendar_at(calendar, calendar->index_at);
    const unsigned char *weeks = revops__calendar_at(calendar, calendar->weeks_at);
    const uint64_t *words = (const uint64_t *)(const void *)weeks;
    /* Open time below that of the next word's start is that of this week or of one before. */
    uint64_t bound = (open_ms + 1) << REVOPS__SHAPE_BITS;
    uint32_t week = index[open_ms >> calendar->index_shift];
    week += words[week + 1] < bound;
    if (REVOPS__RARELY(words[week + 1] < bound)) {
        do {
            week++;
        } while (words[week + 1] < bound);
    }
    uint64_t word = words[week];
    int32_t within_ms = (int32_t)((uint32_t)open_ms - (uint32_t)(word >> REVOPS__SHAPE_BITS));
    const unsigned char *shape = weeks + (size_t)(word & ((1u << REVOPS__SHAPE_BITS) - 1)) * 8;
    const revops__open_slot *slot =
        (const revops__open_slot *)(const void *)(shape + calendar->open_slots_at) +
        ((uint32_t)within_ms >> calendar->open_shift);
    slot += within_ms >= slot->middle_ms;
    return REVOPS__NEAR_MS + week * REVOPS__WEEK_MS + (uint32_t)(within_ms + slot->add_ms);
}

#endif
