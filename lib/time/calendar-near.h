/* SPDX-License-Identifier: MIT */
/* F and its inverse by the table of weeks: two look-ups and one comparison each, and no search. */
#ifndef REVOPS_LIB_CALENDAR_NEAR_H
#define REVOPS_LIB_CALENDAR_NEAR_H

#include "time/calendar-internal.h"

/* Whether the table has an instant. */
static inline int revops__is_near(const revops_calendar *calendar, int64_t at_ms)
{
    return (uint64_t)at_ms - (uint64_t)REVOPS__NEAR_MS < calendar->near_weeks * (uint64_t)REVOPS__WEEK_MS;
}

static inline int64_t revops__near_open_time(const revops_calendar *calendar, int64_t at_ms)
{
    uint64_t since_ms = (uint64_t)at_ms - (uint64_t)REVOPS__NEAR_MS;
    /* A week is 590,625 times 1,024 ms: the division is one of 32 bits. */
    uint32_t week = (uint32_t)(since_ms >> 10) / (uint32_t)(REVOPS__WEEK_MS / 1024);
    int32_t within_ms = (int32_t)((uint32_t)since_ms - week * (uint32_t)REVOPS__WEEK_MS);
    const unsigned char *weeks = revops__calendar_at(calendar, calendar->weeks_at);
    uint64_t word = ((const uint64_t *)(const void *)weeks)[week];
    const unsigned char *shape = weeks + (size_t)(word & ((1u << REVOPS__SHAPE_BITS) - 1)) * 8;
    const revops__time_slot *slot = (const revops__time_slot *)(const void *)(shape + sizeof(revops__shape)) +
                                    ((uint32_t)within_ms >> calendar->time_shift);
    const revops__interval *interval =
        (const revops__interval *)(const void *)(shape + calendar->intervals_at) +
        (slot->interval + (within_ms >= slot->middle_ms));
    int32_t held_ms = within_ms < interval->start_ms ? interval->start_ms : within_ms;
    held_ms = held_ms > interval->end_ms ? interval->end_ms : held_ms;
    return (int64_t)(word >> REVOPS__SHAPE_BITS) + (interval->add_ms + held_ms);
}

/* Whether the table has the last instant at which F is so much. */
static inline int revops__is_near_open(const revops_calendar *calendar, int64_t open_ms)
{
    return (uint64_t)open_ms - (uint64_t)calendar->near_open_ms <
           (uint64_t)calendar->near_end_open_ms - (uint64_t)calendar->near_open_ms;
}

static inline int64_t revops__near_inverse(const revops_calendar *calendar, int64_t open_ms)
{
    const uint16_t *index = revops__calendar_at(calendar, calendar->index_at);
    const unsigned char *weeks = revops__calendar_at(calendar, calendar->weeks_at);
    const uint64_t *words = (const uint64_t *)(const void *)weeks;
    /* Open time below that of the next word's start is that of this week or of one before. */
    uint64_t bound = ((uint64_t)open_ms + 1) << REVOPS__SHAPE_BITS;
    uint32_t week = index[(uint64_t)(open_ms - calendar->near_open_ms) >> calendar->index_shift];
    week += words[week + 1] < bound;
    while (words[week + 1] < bound) { /* seldom */
        week++;
    }
    uint64_t word = words[week];
    int32_t within_ms = (int32_t)((uint32_t)open_ms - (uint32_t)(word >> REVOPS__SHAPE_BITS));
    const unsigned char *shape = weeks + (size_t)(word & ((1u << REVOPS__SHAPE_BITS) - 1)) * 8;
    const revops__open_slot *slot =
        (const revops__open_slot *)(const void *)(shape + calendar->open_slots_at) +
        ((uint32_t)within_ms >> calendar->open_shift);
    int32_t add_ms = within_ms >= slot->middle_ms ? slot->after_ms : slot->before_ms;
    return REVOPS__NEAR_MS + week * REVOPS__WEEK_MS + (within_ms + add_ms);
}

#endif
