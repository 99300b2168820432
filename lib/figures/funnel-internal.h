/* SPDX-License-Identifier: MIT */
/* Formats of the funnel: the compiled block, a lead's record, a cell. */
#ifndef REVOPS_LIB_FUNNEL_INTERNAL_H
#define REVOPS_LIB_FUNNEL_INTERNAL_H

#include <revops/funnel.h>

#include "core/compiler.h"
#include "core/bits.h"

typedef struct funnel_span {
    uint8_t from, to;
} funnel_span;

struct revops_funnel {
    uint32_t flags, stage_count, span_count, group_count, reason_count, cohort_stage;
    uint32_t path;      /* a bit for each stage of the path, wins included */
    uint32_t path_open; /* a bit for each stage of the path, wins left out */
    uint32_t winning;   /* a bit for each stage of wins */
    uint32_t record_words, cell_words;
    uint32_t before[REVOPS_FUNNEL_STAGES_MAX];  /* bits of the path before each stage */
    uint32_t after[REVOPS_FUNNEL_STAGES_MAX];   /* bits of the path after it */
    uint64_t ending[REVOPS_FUNNEL_STAGES_MAX];  /* spans that end there */
    uint64_t leaving[REVOPS_FUNNEL_STAGES_MAX]; /* spans that begin there */
    uint16_t lines[REVOPS_FUNNEL_STAGES_MAX];   /* of a record, that entering a stage changes */
    uint8_t kind[REVOPS_FUNNEL_STAGES_MAX];
    funnel_span spans[REVOPS_FUNNEL_SPANS_MAX];
};

/* A record: this, then words: each span, each stay so far (with stays). Bits tell which of them hold a value, so that zeros are an empty
   record. What most events change is the first line of memory. A span that is under way holds the instant at which it began, any other
   its time: both bits of one that is measured are set. */
typedef struct funnel_record {
    int64_t since_ms, last_ms;
    uint64_t begun, ended;      /* spans: under way or measured; measured, or waited until a cycle ended */
    uint32_t reached, observed; /* stages, over all cycles */
    uint32_t cycle_reached, cycle_observed; /* stages of this cycle */
    uint32_t cycles, cycle;                 /* begun; the number given, or 0 */
    uint16_t reason;                        /* of the latest closing, + 1 */
    uint8_t stage;                          /* + 1 */
    uint8_t lost_from;                      /* + 1 */
    uint8_t is_customer;                    /* won, and not closed while won */
    uint8_t has_cohort;
    uint8_t reserved[2];
    int64_t cohort_ms, amount, expansion_amount;
    uint32_t wins, expansions;
    uint32_t stayed; /* stages left at least once, with stays */
    uint32_t reserved_too;
} funnel_record;

enum { FUNNEL_RECORD_WORDS = sizeof(funnel_record) / 8, FUNNEL_LINE = 64 };

static inline int64_t *funnel_times(void *record)
{
    return (int64_t *)record + FUNNEL_RECORD_WORDS;
}

static inline int64_t *funnel_stays(const revops_funnel *funnel, void *record)
{
    return funnel_times(record) + funnel->span_count;
}

static inline uint64_t funnel_measured(const funnel_record *record)
{
    return record->begun & record->ended;
}

static inline uint64_t funnel_under_way(const funnel_record *record)
{
    return record->begun & ~record->ended;
}

/* A cell, in words of 64 bits. */
enum funnel_words {
    FUNNEL_LEADS,
    FUNNEL_CYCLES,
    FUNNEL_OPEN,
    FUNNEL_WON,
    FUNNEL_CLOSED,
    FUNNEL_WINS,
    FUNNEL_EXPANSIONS,
    FUNNEL_AMOUNT,
    FUNNEL_EXPANSION_AMOUNT,
    FUNNEL_TOTALS
};

/* Behind the totals: columns of one word a stage. */
enum funnel_columns { FUNNEL_WENT_ON, FUNNEL_NOW, FUNNEL_STILL_OPEN, FUNNEL_COLUMNS };

/* A measured time: sum of those done, then the buckets of those done and of those that wait, 32 bits each. */
enum { FUNNEL_TIME_WORDS = 1 + REVOPS_HISTOGRAM_BUCKETS };

static inline size_t funnel_column_at(const revops_funnel *funnel, enum funnel_columns column)
{
    return FUNNEL_TOTALS + (size_t)column * funnel->stage_count;
}

/* Squares of pairs: all leads, then those observed. */
static inline size_t funnel_pairs_at(const revops_funnel *funnel, int observed)
{
    size_t stages = funnel->stage_count;
    return FUNNEL_TOTALS + FUNNEL_COLUMNS * stages + (observed ? stages * stages : 0);
}

static inline size_t funnel_reasons_at(const revops_funnel *funnel)
{
    return funnel_pairs_at(funnel, 1) + (size_t)funnel->stage_count * funnel->stage_count;
}

/* Stays first, where they are measured, then spans. */
static inline size_t funnel_times_at(const revops_funnel *funnel)
{
    return funnel_reasons_at(funnel) + ((size_t)funnel->reason_count + 1) * funnel->stage_count;
}

static inline size_t funnel_stay_count(const revops_funnel *funnel)
{
    return funnel->flags & REVOPS_FUNNEL_STAYS ? funnel->stage_count : 0;
}

struct revops_funnel_state {
    uint64_t words; /* of all cells, which follow */
};

static inline uint64_t *funnel_cell(const revops_funnel *funnel, revops_funnel_state *state, size_t group)
{
    return (uint64_t *)(state + 1) + group * funnel->cell_words;
}

static inline const uint64_t *funnel_cell_of(const revops_funnel *funnel, const revops_funnel_state *state,
                                             size_t group)
{
    return (const uint64_t *)(state + 1) + group * funnel->cell_words;
}

/* The library's own copy of columns, and whether those that must be there are. */
revops_status revops__funnel_columns_read(const revops_funnel_columns *columns, revops_funnel_columns *own);

enum { REVOPS__FUNNEL_AHEAD = 12 }; /* events whose records are asked for */

static inline int revops__funnel_is_late(const funnel_record *record, int64_t at_ms)
{
    return record->stage != 0 && at_ms < record->last_ms;
}

/* Asks for the lines that entering a stage changes. */
static inline void revops__funnel_fetch(const revops_funnel *funnel, const char *record, uint32_t stage)
{
    for (uint32_t lines = funnel->lines[stage]; lines; lines &= lines - 1) {
        const char *line = record + (size_t)revops__lowest_bit(lines) * FUNNEL_LINE;
        REVOPS__FETCH_TO_CHANGE(line);
        if ((uintptr_t)line % FUNNEL_LINE) { /* it lies across two */
            REVOPS__FETCH_TO_CHANGE(line + FUNNEL_LINE - 1);
        }
    }
}

/* Folds an event that is in range and in order. `passed`: stages that count as reached, inferred. `wins`: entering a stage of wins
   is a win. */
void revops__funnel_fold(const revops_funnel *funnel, funnel_record *record, const revops_funnel_event *event,
                         uint32_t passed, int wins);
/* A win of a lead that stands anywhere. */
void revops__funnel_win(funnel_record *record, int64_t amount);

#endif
