/* SPDX-License-Identifier: MIT */
/* A lead's record: little-endian bytes of any alignment. The first 64 hold what an event needs that moves nothing. */
#ifndef REVOPS_LIB_ENGINE_LEAD_H
#define REVOPS_LIB_ENGINE_LEAD_H

#include <string.h>

#include "engine/engine-internal.h"

/* Where a field lies. The second line is what moves change, the third what touches change. */
enum revops__lead_places {
    REVOPS__LEAD_MARK = 0,
    REVOPS__LEAD_LAST_MS = 8,
    REVOPS__LEAD_LAST_SEQUENCE = 16,
    REVOPS__LEAD_LAST_ID = 24,
    REVOPS__LEAD_LAST_DIGEST = 32,
    REVOPS__LEAD_WAKEUP_MS = 40,
    REVOPS__LEAD_OWNER = 48,
    REVOPS__LEAD_LAST_RANK = 56,
    REVOPS__LEAD_PLACE = 58,
    REVOPS__LEAD_FLAGS = 59,
    REVOPS__LEAD_CYCLE = 60,
    REVOPS__LEAD_RUNS = 62, /* bit n: a run of clock n + 1 is under way */

    REVOPS__LEAD_ITEMS = 64,
    REVOPS__LEAD_ITEMS_SINCE = 72, /* given since it left the open stages */
    REVOPS__LEAD_VISITED = 80,     /* stages of this cycle, inferred ones, too */
    REVOPS__LEAD_OBSERVED = 88,    /* of them those observed */
    REVOPS__LEAD_SOURCE = 96,
    REVOPS__LEAD_CAMPAIGN = 104,
    REVOPS__LEAD_RESUME_MS = 112,
    REVOPS__LEAD_REASON = 120,  /* two bytes */
    REVOPS__LEAD_SEGMENT = 122, /* as of the latest event: positions in their tables; 0 unknown */
    REVOPS__LEAD_MOTION = 123,
    REVOPS__LEAD_OWNERS = 124, /* owners so far */

    REVOPS__LEAD_TOLD_MS = 128,
    REVOPS__LEAD_SINCE_MS = 136,      /* from when on touches have to go on */
    REVOPS__LEAD_TOUCHED = 144,       /* touches of this cycle */
    REVOPS__LEAD_TOUCHED_SINCE = 168, /* those since it left the open stages: of the next cycle [LC23] */

    REVOPS__LEAD_ACCOUNT = 192,
    REVOPS__LEAD_WON_SUM = 200,
    REVOPS__LEAD_WON_LATEST = 208,
    REVOPS__LEAD_WINS = 216,
    REVOPS__LEAD_ZERO_32 = 220
};

/* Touches counted, each so far from where they lie. */
enum revops__touched_places {
    REVOPS__TOUCHED_FIRST_MS = 0,
    REVOPS__TOUCHED_COUNT = 8,
    REVOPS__TOUCHED_DAYS = 12,
    REVOPS__TOUCHED_DAY = 16, /* the latest of these days */
    REVOPS__TOUCHED_CHANNELS = 20,
    REVOPS__TOUCHED_SIZE = 24
};

enum {
    REVOPS__LEAD_CLEARED = 1,
    REVOPS__LEAD_RESUME_TOLD = 2,
    REVOPS__LEAD_TOLD_SINCE = 4, /* what was told last isn't before the last event */
    REVOPS__LEAD_TELLS = 8,      /* what would happen by itself is told, not done */
    REVOPS__LEAD_STEADY = 16,    /* scores are as of the last event, though they were rated earlier */
    REVOPS__LEAD_SETTLED = 32,   /* nothing would happen by itself that hasn't */
    REVOPS__LEAD_FLAGS_ALL = 63
};
enum {
    REVOPS__DATE_FIRST_INFERRED = 1,
    REVOPS__DATE_LATEST_INFERRED = 2,
    REVOPS__DATE_REACHED = 4,
    REVOPS__DATE_ALL = 7
};

#if defined(__BYTE_ORDER__) && __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
static inline uint64_t revops__lead_get(const unsigned char *lead, size_t place, unsigned bytes)
{
    uint64_t value = 0;
    memcpy(&value, lead + place, bytes);
    return value;
}

static inline void revops__lead_put(unsigned char *lead, size_t place, unsigned bytes, uint64_t value)
{
    memcpy(lead + place, &value, bytes);
}
#else
static inline uint64_t revops__lead_get(const unsigned char *lead, size_t place, unsigned bytes)
{
    uint64_t value = 0;
    for (unsigned i = 0; i < bytes; i++) {
        value |= (uint64_t)lead[place + i] << (8 * i);
    }
    return value;
}

static inline void revops__lead_put(unsigned char *lead, size_t place, unsigned bytes, uint64_t value)
{
    for (unsigned i = 0; i < bytes; i++) {
        lead[place + i] = (unsigned char)(value >> (8 * i));
    }
}
#endif

static inline uint64_t revops__lead_u64(const unsigned char *lead, size_t place)
{
    return revops__lead_get(lead, place, 8);
}

static inline int64_t revops__lead_i64(const unsigned char *lead, size_t place)
{
    return (int64_t)revops__lead_get(lead, place, 8);
}

static inline uint32_t revops__lead_u32(const unsigned char *lead, size_t place)
{
    return (uint32_t)revops__lead_get(lead, place, 4);
}

static inline void revops__lead_set(unsigned char *lead, size_t place, uint64_t value)
{
    revops__lead_put(lead, place, 8, value);
}

/* Takes marks off a record. */
static inline void revops__lead_unmark(unsigned char *lead, uint32_t marks)
{
    lead[REVOPS__LEAD_FLAGS] &= (unsigned char)~marks;
}

static inline size_t revops__lead_dates_at(const revops_engine *engine, uint32_t stage)
{
    return engine->dates_at + (size_t)stage * REVOPS__LEAD_DATES;
}

static inline size_t revops__lead_channel_at(const revops_engine *engine, uint32_t channel)
{
    return engine->channels_at + (size_t)(channel - 1) * REVOPS__LEAD_CHANNEL;
}

static inline int64_t revops__lead_attribute(const revops_engine *engine, const unsigned char *lead,
                                             uint32_t position)
{
    return revops__lead_i64(lead, engine->attributes_at + (size_t)(position - 1) * sizeof(int64_t));
}

/* Whether a record is of this engine, as far as its first line says. */
static inline int revops__lead_is_of(const revops_engine *engine, const unsigned char *lead)
{
    uint8_t place = lead[REVOPS__LEAD_PLACE];
    return revops__lead_u64(lead, REVOPS__LEAD_MARK) == engine->mark &&
           (place == REVOPS__LEAD_UNKNOWN || (place < 64 && engine->places >> place & 1));
}

/* Clocks with a run under way. */
static inline uint32_t revops__lead_runs(const revops_engine *engine, const unsigned char *lead)
{
    return (uint32_t)revops__lead_get(lead, REVOPS__LEAD_RUNS, 2) &
           ((1u << engine->counts[REVOPS_ENGINE_LIST_CLOCKS]) - 1);
}

/* Something was told of an instant. */
static inline void revops__lead_told(unsigned char *lead, int64_t at_ms)
{
    revops__lead_set(lead, REVOPS__LEAD_TOLD_MS, (uint64_t)at_ms);
    if (at_ms >= revops__lead_i64(lead, REVOPS__LEAD_LAST_MS)) {
        lead[REVOPS__LEAD_FLAGS] |= REVOPS__LEAD_TOLD_SINCE;
    }
}

/* Dates of a stage: observed or inferred at an instant. */
void revops__lead_observe(const revops_engine *engine, unsigned char *lead, uint32_t stage, int64_t at_ms,
                          int reached);
void revops__lead_infer(const revops_engine *engine, unsigned char *lead, uint32_t stage, int64_t at_ms);

/* What is missing for enough touches. */
typedef struct revops__touches_missing {
    uint32_t touches, days, channels;
    int never, not_begun;
    int64_t span_ms;
} revops__touches_missing;

/* Adds the touches of another channel, or of the same one of another lead. */
void revops__lead_channel_add(unsigned char *channel, const unsigned char *other);

/* Touches: counts one; tells what is missing for "enough", of this cycle or of a new one; parts those so far from what comes. */
void revops__lead_touch(const revops_engine *engine, unsigned char *lead, uint32_t channel, int64_t at_ms);
int revops__lead_has_touches(const revops_engine *engine, const unsigned char *lead, int64_t at_ms,
                             int of_new_cycle, revops__touches_missing *missing);
void revops__lead_begin_touches(unsigned char *lead, int64_t at_ms);
void revops__lead_part_touches(unsigned char *lead);
void revops__lead_renew_touches(unsigned char *lead);

#endif
