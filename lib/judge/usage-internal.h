/* SPDX-License-Identifier: MIT */
/* The bytes of a usage record and the compiled model, shared by the files of this module.

   A record is little-endian bytes: a head, then for each criterion the instant it was first met, for each signal
   the instant of the last one, then the state of each criterion's measure. Instants are 40 bits of milliseconds
   and dates 16 bits, both counted from a point before the signup, so that 0 is free for "none". A model of more than
   16 criteria or 6 signals is wide: its records have the bits of both in 16 bytes after the head. */
#ifndef REVOPS_LIB_USAGE_INTERNAL_H
#define REVOPS_LIB_USAGE_INTERNAL_H

#include <string.h>

#include <revops/usage-record.h>

#include "core/condition.h"

/* How the state of a measure is kept. The numbers go into the check byte of records: append only, or raise
   REVOPS__USAGE_FORMAT, as for any other change of what records hold. */
enum revops__usage_form {
    FORM_FLAG,       /* nothing: the instant it was met says it */
    FORM_COUNTER,    /* u16 */
    FORM_DAYS,       /* u16 latest date, u16 number of dates */
    FORM_DAY_SET,    /* one bit a date since the signup */
    FORM_RING_COUNT, /* u16 latest date, u32 total, u16 a date */
    FORM_RING_DAYS,  /* u16 latest date, u32 total, one bit a date */
    FORM_STREAK,     /* the same, one bit a date, as many as matter */
    FORM_GROWTH, /* u16 latest date, u64 total, u32 a date, two windows long, and the date up to which it was judged */
    FORM_WORD, /* u16 latest date, u64 with bit n for the date n before it: active days and streaks up to 64 dates */
    FORM_COUNTS, /* u16 latest date, two u64 with 16 bits a date, latest first: events of windows of up to 8 dates */
    FORM_INSTANTS,     /* 5 bytes an event, latest first */
    FORM_DAY_INSTANTS, /* 5 + 2 bytes a date, latest first: its latest event */
    FORM_LEVEL,        /* u32 value + 1 */
    FORM_SHARE,        /* u16 basis points + 1 */
    FORM_DISTINCT,     /* see usage-distinct.c */
    FORM_SUM,          /* u32 */
    FORM_RING_SUM,     /* u16 latest date, u64 total, u32 a date */
    FORM_SUM_GROWTH,   /* the same, u64 a date */
    FORM_SILENCE,      /* the latest event: 5 bytes its instant, u16 its date */
    FORM_RETURN,       /* the same, and u16 the days since the event before it, plus 1 */
    FORM_ATTRIBUTES    /* nothing: whether it is met says it */
};

/* A criterion, and what of it is worked out once so that an event costs few instructions. */
typedef struct revops__usage_rule {
    uint64_t first, length; /* an event counts if its instant or date, less first, is below length */
    uint64_t inverse;       /* 2^32 ÷ capacity, rounded up: a date's place in a ring without a division */
    int64_t span;           /* of a rolling window, in milliseconds */
    uint32_t bound[2];      /* met from this value on (not met, with at_most), unless or if met before */
    uint32_t offset;        /* of its state in the record */
    uint32_t least, reach;  /* an event counts if its value, less the least, is at most the reach */
    uint16_t form;          /* enum revops__usage_form */
    uint16_t capacity;      /* dates, instants or users it keeps */
    uint8_t at_most, elapsed;
    uint8_t reserved[2];
    revops_usage_criterion criterion;
} revops__usage_rule;

/* Events a date, latest first, 16 bits each. */
typedef struct revops__usage_counts {
    uint64_t lower, upper;
} revops__usage_counts;

/* What an event of one kind does. */
typedef struct revops__usage_plan {
    uint64_t touched; /* criteria that count it */
    uint64_t flags;   /* those of them that are kept as FORM_FLAG */
    uint64_t
        affected; /* criteria to look at: those that count it and have a state, and those that change with time in
                          signals that are judged */
    uint32_t judged; /* signals that it concerns */
    uint32_t reserved;
} revops__usage_plan;

/* The same for usage-fast.h, which says what has a fast path. All is worked out for the one criterion affected. */
typedef struct revops__usage_fast {
    uint16_t flags, affected; /* of the plan */
    uint16_t offset;          /* of its state; without one, of bytes that a counter leaves as they are */
    uint16_t place[2];        /* instants: it is met if this one, unless or if met before, … */
    uint16_t moved;           /* instants: bytes that move when one is added */
    uint8_t has_fast_path;
    uint8_t counts; /* whether the criterion counts the event */
    uint8_t elapsed, streak;
    uint32_t bound[2];         /* the rule's */
    uint32_t judged;           /* of the plan */
    uint64_t span[2];          /* … is at most so long ago */
    uint64_t first, length;    /* counters: the rule's */
    revops__usage_counts kept; /* ones where the window has its dates: of words, the lower half */
    uint64_t least, reach; /* instants of events that it takes: from the least on, less than `reach` later */
} revops__usage_fast;

#define REVOPS__USAGE_FORMAT 3u
#define REVOPS__USAGE_MAGIC  0x32677375u /* "usg2" */

enum { USAGE_FAST_KINDS = 64 };

struct revops_usage {
    uint32_t magic, record_size;
    uint32_t criterion_count, signal_count, attribute_count;
    uint32_t instants;    /* in records: where the instants are at which criteria were met */
    uint32_t kind_end;    /* kinds from here on do nothing */
    uint32_t once;        /* signals with REVOPS_USAGE_ONCE */
    uint32_t check;       /* 1 … 255, written into records */
    uint32_t fast_form;   /* of criteria with a fast path; FORM_COUNTER if there are none */
    uint32_t is_wide;     /* see above */
    uint32_t is_separate; /* signals that came are always of combinations that are true; see usage-build.c */
    uint32_t name_count, slot_mask; /* own kinds; slots of the table of names, less 1 */
    uint32_t rules, signals, plans; /* where they are, in bytes from here; plans by kind */
    uint32_t slots, names, bytes; /* u16 slots with the number of a name, u32 offsets of names, their bytes */
    uint32_t labels;              /* u32 offsets of names of criteria, then of signals; 0: none */
    uint32_t conditions;          /* 0 without attributes */
    uint32_t state_end;           /* of the last state in records; what is left up to a multiple of 8 is 0 */
    uint64_t always;              /* criteria whose value changes without an event of their kinds */
    uint64_t flags;               /* criteria that are kept as FORM_FLAG */
    uint64_t latches;             /* criteria with REVOPS_USAGE_LATCH */
    uint64_t attributes;          /* criteria that ask for attributes */
    revops__usage_plan advancing, knowing; /* of time that passes, of attributes that are set */
    /* By the first eight criteria met: signals whose combination is true; of use if there are no more of either. */
    uint8_t true_of[256];
    revops__usage_fast fast[USAGE_FAST_KINDS]; /* by kind */
};

static inline const void *usage_part(const revops_usage *usage, uint32_t offset)
{
    return (const uint8_t *)usage + offset;
}

static inline const revops__usage_rule *usage_rule(const revops_usage *usage, uint32_t index)
{
    return (const revops__usage_rule *)usage_part(usage, usage->rules) + index;
}

static inline const revops_usage_signal *usage_signal(const revops_usage *usage, uint32_t index)
{
    return (const revops_usage_signal *)usage_part(usage, usage->signals) + index;
}

static inline const revops__usage_plan *usage_plan(const revops_usage *usage, uint32_t kind)
{
    const revops__usage_plan *plans = usage_part(usage, usage->plans);
    return plans + (kind < usage->kind_end ? kind : 0); /* that of kind 0, which there isn't, does nothing */
}

enum {
    HEAD_SIGNUP = 0,
    HEAD_SIGNUP_DAY = 8, /* 24 bits, plus DAY_SHIFT; the next byte isn't its */
    HEAD_CHECK = 11,
    HEAD_SEQUENCE = 12,
    HEAD_HELD = 16,
    HEAD_STATE = 18,
    HEAD_LAST = 19,
    HEAD_STATE_SHIFT = 8 * (HEAD_STATE - HEAD_HELD), /* in the word from HEAD_HELD on */
    HEAD_LAST_SHIFT = 8 * (HEAD_LAST - HEAD_HELD),
    HEAD_SIZE = 24, /* with six latest instants, one criterion and one signal: 64 bytes, a cache line */
    WIDE_HELD =
        24, /* u64, in place of HEAD_HELD; then u32 signals that came, in place of those in HEAD_STATE */
    WIDE_ALREADY_FIRED = 32,
    WIDE_SIZE = 16,
    INSTANT_SIZE = 5,
    STATE_WORKED = 1,    /* bit 1 + signal: it came while its combination has been true since */
    STATE_WAITING = 128, /* a signal may come though no criterion changes */
    NARROW_CRITERIA = 16,
    NARROW_SIGNALS = 6,
    RING_HEAD = 6,
    WIDE_RING_HEAD = 10,
    DAY_BIAS = 8192, /* the signup's date as 16 bits */
    DAY_SHIFT = 1 << 23,
    INSTANTS_MAX = 255,
    FAST_INSTANTS_MAX = 13, /* 64 bytes to move */
    OFFSET_MAX_MIN = 1440
};
#define INSTANT_BIAS (INT64_C(1) << 38) /* the signup as 40 bits: 8.7 years before, 26.1 after */
#define INSTANT_END  (INT64_C(1) << 40)
#define VALUE_MAX    (UINT32_MAX - 1)
/* Of a date, where growth is of sums: 7,320 dates of it are below 2^64. */
#define SUM_OF_DATE_MAX ((UINT64_C(1) << 51) - 1)
#define SIGNUP_MIN_MS   INT64_C(-62167219200000) /* the years 0000 to 9999 */
#define SIGNUP_MAX_MS   INT64_C(253402300799999)

#if defined(__BYTE_ORDER__) && defined(__ORDER_LITTLE_ENDIAN__) && __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
#define REVOPS__LITTLE                                                                                       \
    1 /* numbers are in memory as they are in records; compilers don't see it in all the shifts */
#else
#define REVOPS__LITTLE 0
#endif

static inline uint32_t get16(const uint8_t *at)
{
    return (uint32_t)at[0] | (uint32_t)at[1] << 8;
}

static inline uint32_t get32(const uint8_t *at)
{
    uint32_t value = 0;
    if (REVOPS__LITTLE) {
        memcpy(&value, at, sizeof value);
        return value;
    }
    return (uint32_t)at[0] | (uint32_t)at[1] << 8 | (uint32_t)at[2] << 16 | (uint32_t)at[3] << 24;
}

static inline int64_t get40(const uint8_t *at)
{
    return (int64_t)((uint64_t)get32(at) | (uint64_t)at[4] << 32);
}

static inline uint64_t get_word(const uint8_t *at)
{
    uint64_t value = 0;
    if (REVOPS__LITTLE) {
        memcpy(&value, at, sizeof value);
        return value;
    }
    return (uint64_t)get32(at) | (uint64_t)get32(at + 4) << 32;
}

/* get40() of what has three bytes before it: one read. */
static inline uint64_t get40_within(const uint8_t *record, size_t offset)
{
    return get_word(record + offset - 3) >> 24;
}

static inline int64_t get64(const uint8_t *at)
{
    uint64_t bits = get_word(at);
    int64_t value;
    memcpy(&value, &bits, sizeof value);
    return value;
}

static inline void put16(uint8_t *at, uint32_t value)
{
    at[0] = (uint8_t)value;
    at[1] = (uint8_t)(value >> 8);
}

static inline void put32(uint8_t *at, uint32_t value)
{
    if (REVOPS__LITTLE) {
        memcpy(at, &value, sizeof value);
        return;
    }
    at[0] = (uint8_t)value;
    at[1] = (uint8_t)(value >> 8);
    at[2] = (uint8_t)(value >> 16);
    at[3] = (uint8_t)(value >> 24);
}

static inline void put40(uint8_t *at, int64_t value)
{
    put32(at, (uint32_t)(uint64_t)value);
    at[4] = (uint8_t)((uint64_t)value >> 32);
}

static inline void put_word(uint8_t *at, uint64_t value)
{
    if (REVOPS__LITTLE) {
        memcpy(at, &value, sizeof value);
        return;
    }
    put32(at, (uint32_t)value);
    put32(at + 4, (uint32_t)(value >> 32));
}

static inline void put64(uint8_t *at, int64_t value)
{
    put_word(at, (uint64_t)value);
}

static inline int32_t signup_day(const uint8_t *record)
{
    return (int32_t)(get32(record + HEAD_SIGNUP_DAY) & 0xffffff) - DAY_SHIFT;
}

static inline size_t met_at(const revops_usage *usage, uint32_t criterion)
{
    return usage->instants + (size_t)INSTANT_SIZE * criterion;
}

static inline size_t signal_at(const revops_usage *usage, uint32_t signal)
{
    return met_at(usage, usage->criterion_count + signal);
}

/* An instant as a record holds it, back as milliseconds; of damaged bytes, any number. */
static inline int64_t instant_ms(const uint8_t *record, int64_t instant)
{
    return instant == 0
               ? REVOPS_TIME_NONE
               : (int64_t)((uint64_t)get64(record + HEAD_SIGNUP) + (uint64_t)(instant - INSTANT_BIAS));
}

/* Where and on which date an instant lies in a record. */
typedef struct revops__usage_when {
    int64_t instant;
    uint32_t day;
} revops__usage_when;

/* Local date as days since 1970, of an instant within 2^48 of it; of any other, some number. */
static inline int64_t usage_local_day(int64_t at_ms, int32_t utc_offset_min)
{
    const int64_t shift_days = INT64_C(4000000);
    uint64_t shifted =
        (uint64_t)at_ms + (uint64_t)(utc_offset_min * REVOPS_MINUTE_MS + shift_days * REVOPS_DAY_MS);
    return (int64_t)(shifted / (uint64_t)REVOPS_DAY_MS) - shift_days;
}

/* The instant as a record holds it, if it fits. */
static inline uint64_t usage_instant_of(const uint8_t *record, int64_t at_ms)
{
    return (uint64_t)at_ms - get_word(record + HEAD_SIGNUP) + (uint64_t)INSTANT_BIAS;
}

static inline int instant_fits(uint64_t instant)
{
    return instant - 1 < (uint64_t)INSTANT_END - 1;
}

/* The local date as a record holds it: it fits where the instant does, as dates are within a day of it; in damaged
   records it is any date. */
static inline uint32_t usage_date_of(const uint8_t *record, int64_t day)
{
    return (uint16_t)((uint32_t)day + DAY_SHIFT + DAY_BIAS - get32(record + HEAD_SIGNUP_DAY));
}

static inline revops_status usage_place(const uint8_t *record, int64_t at_ms, int32_t utc_offset_min,
                                        revops__usage_when *when)
{
    uint64_t instant = usage_instant_of(record, at_ms);
    if (!instant_fits(instant)) {
        return REVOPS_ERR_RANGE;
    }
    *when =
        (revops__usage_when){(int64_t)instant, usage_date_of(record, usage_local_day(at_ms, utc_offset_min))};
    return REVOPS_OK;
}

static inline int offset_ok(int32_t utc_offset_min)
{
    return utc_offset_min >= -OFFSET_MAX_MIN && utc_offset_min <= OFFSET_MAX_MIN;
}

static inline int is_built(const revops_usage *usage)
{
    return usage && usage->magic == REVOPS__USAGE_MAGIC;
}

/* Set bits of a word. */
static inline uint32_t usage_bit_count(uint64_t bits)
{
    const uint64_t pairs = UINT64_C(0x3333333333333333);
    bits -= bits >> 1 & UINT64_C(0x5555555555555555);
    bits = (bits & pairs) + (bits >> 2 & pairs);
    return (uint32_t)(((bits + (bits >> 4)) & UINT64_C(0x0f0f0f0f0f0f0f0f)) * UINT64_C(0x0101010101010101) >>
                      56);
}

/* Criteria that a record holds as met. */
static inline uint64_t held_get(const revops_usage *usage, const uint8_t *record)
{
    return usage->is_wide ? get_word(record + WIDE_HELD) : get16(record + HEAD_HELD);
}

/* Signals that came while their combination has been true since. */
static inline uint32_t already_fired_get(const revops_usage *usage, const uint8_t *record)
{
    return usage->is_wide ? get32(record + WIDE_ALREADY_FIRED)
                          : (record[HEAD_STATE] & ~(uint32_t)STATE_WAITING) >> 1;
}

/* Whether a combination is true when these criteria are met. */
static inline int combination_holds(const revops_usage_signal *signal, uint64_t held)
{
    return (held & signal->all_of) == signal->all_of &&
           (signal->any_of == 0 || (held & signal->any_of) != 0) && (held & signal->none_of) == 0 &&
           (signal->at_least_count == 0 ||
            usage_bit_count(held & signal->at_least_of) >= signal->at_least_count);
}

/* Criteria that a signal names. */
static inline uint64_t criteria_named(const revops_usage_signal *signal)
{
    return signal->all_of | signal->any_of | signal->at_least_of | signal->none_of;
}

/* Whether a criterion is met by a value (`has` it), given whether it was met before. Latches are in the bounds. */
static inline int revops__usage_meets(const revops__usage_rule *rule, int was_met, int has, uint32_t value)
{
    if (!has) {
        return was_met && (rule->criterion.flags & REVOPS_USAGE_LATCH);
    }
    return (value >= rule->bound[was_met]) ^ rule->at_most;
}

/* Whether an event of a value lies in the window of a measure; a rolling one takes all. */
static inline int is_counted(const revops__usage_rule *rule, const revops__usage_when *when, uint32_t value)
{
    uint64_t position = rule->elapsed ? (uint64_t)when->instant : when->day;
    return position - rule->first < rule->length && value - rule->least <= rule->reach;
}

/* Value of a measure as of an instant not before the record's last event; 0 if it has none. Changes nothing. */
int revops__usage_value(const revops_usage *usage, uint32_t index, const uint8_t *record,
                        const revops__usage_when *when, uint32_t *value);
/* Whether a criterion is met as of such an instant, given whether it was met before: what value and meets say, but
   without counting more than the answer needs. Growth is judged date by date, as it may rise and fall by time alone. */
int revops__usage_is_met(const revops_usage *usage, uint32_t index, const uint8_t *record,
                         const revops__usage_when *when, int was_met);
/* Notes up to which date growth was judged. */
void revops__usage_growth_judged(const revops__usage_rule *rule, uint8_t *state, uint32_t day);
/* Adds an event to the state of a measure that counts its kind and in whose window it lies. */
void revops__usage_update(const revops__usage_rule *rule, uint8_t *record, const revops__usage_when *when,
                          const revops_usage_event *event);

/* What an event gives: signals, those of them that came before, criteria met. */
typedef struct revops__usage_outcome {
    uint64_t held;
    uint32_t fired, repeats;
} revops__usage_outcome;

/* The signals that an event may give: those judged, but for those held back, which stay due. */
typedef struct revops__usage_asked {
    uint32_t judged, held_back;
} revops__usage_asked;

/* Ends an event, or a merger, whose measures are folded: notes criteria first met, gives the signals due among those that
   are judged, writes the head. `before` are the criteria met until it came, `held` those met now. */
void revops__usage_settle(const revops_usage *usage, uint8_t *record, uint64_t instant,
                          revops__usage_asked asked, uint64_t before, uint64_t held,
                          revops__usage_outcome *out);
/* As revops_usage_merge(); of the signals that are held back none comes. */
revops_status revops__usage_merge(const revops_usage *usage, void *into, const void *from, int64_t at_ms,
                                  int32_t utc_offset_min, uint32_t held_back, uint32_t *fired);
/* Judges criteria anew, by thresholds that may be others than before, and signals: these, and those that name such a criterion.
   No signal comes of it. */
revops_status revops__usage_judge_anew(const revops_usage *usage, void *record, uint64_t criteria,
                                       uint32_t signals, int64_t at_ms, int32_t utc_offset_min);
/* Whether signals that came and STATE_WAITING go with the criteria met. Fast rows that change none rely on it. */
int revops__usage_state_is_sound(const revops_usage *usage, const uint8_t *record);
/* Whether one of these signals comes at an event at that instant that changes no criterion. */
int revops__usage_is_due(const revops_usage *usage, const uint8_t *record, uint64_t instant, uint32_t judged);
/* Says that sales works on a record, or doesn't. */
void revops__usage_set_working(const revops_usage *usage, uint8_t *record, int working);

/* An event on its way into records: `event`, a change of attributes (criteria met by them), or time that passes. */
typedef struct revops__usage_step {
    const revops__usage_plan *plan;
    const revops_usage_event *event; /* kind 0 without one */
    uint64_t attributes;
    int working;        /* -1: as before */
    uint32_t held_back; /* signals that don't come now, but may later */
} revops__usage_step;

/* Folds it; the record is changed only once nothing can fail any more. */
revops_status revops__usage_fold(const revops_usage *usage, uint8_t *record, const revops__usage_step *step,
                                 revops__usage_outcome *out);
/* Checks an event's own fields and folds it. */
revops_status revops__usage_fold_event(const revops_usage *usage, uint8_t *record,
                                       const revops_usage_event *event, int working, uint32_t held_back,
                                       revops__usage_outcome *out);
/* Where an instant of a reading lies; REVOPS_TIME_NONE is the record's last. */
revops_status revops__usage_place_reading(const revops_usage *usage, const uint8_t *record, int64_t at_ms,
                                          int32_t utc_offset_min, revops__usage_when *when);

/* Rules of parameters. The copy is complete, with row sizes; rows can be read once the check was REVOPS_OK. */
revops_status revops__usage_check(const revops_usage_params *given, revops_usage_params *own,
                                  revops__problems *problems);
/* The built-in model, with names. */
revops_status revops__usage_built_in(revops_usage_params *out);
revops__condition_tables revops__usage_condition_tables(const revops_usage_params *params);
/* A built-in kind's name, or NULL. */
const char *revops__usage_built_in_name(uint32_t kind);

/* How many dates later than the latest one; dates never run backwards. */
static inline uint32_t dates_later(uint32_t day, uint32_t latest)
{
    return day > latest ? day - latest : 0;
}

/* Dates as seen from a later one: bit n for the date n before it. */
static inline uint64_t word_seen(uint64_t dates, uint32_t later)
{
    return later < 64 ? dates << later : 0;
}

/* The dates a rule keeps in a word. */
static inline uint64_t word_kept(const revops__usage_rule *rule)
{
    return UINT64_MAX >> (64 - rule->capacity);
}

/* Active days, or days in a row up to a date or the one before it, `later` dates after the latest. */
static inline uint32_t word_value(int streak, uint64_t kept, uint64_t dates, uint32_t later)
{
    if (streak) {
        dates &= kept;
        return later > 1 ? 0 : usage_bit_count((dates ^ (dates + 1)) >> 1) + (dates == UINT64_MAX);
    }
    return usage_bit_count(word_seen(dates, later) & kept);
}

/* Counts a date are of so many dates at most. */
enum { COUNTS_MAX = 8 };

static inline revops__usage_counts get_counts(const uint8_t *at)
{
    return (revops__usage_counts){get_word(at), get_word(at + 8)};
}

static inline void put_counts(uint8_t *at, revops__usage_counts counts)
{
    put_word(at, counts.lower);
    put_word(at + 8, counts.upper);
}

/* As seen from a later date. Without a branch, as how much later follows no pattern. */
static inline revops__usage_counts counts_seen(revops__usage_counts counts, uint32_t later)
{
    uint64_t none = 0u - (uint64_t)(later >= COUNTS_MAX), four = 0u - (uint64_t)(later >> 2 & 1);
    uint32_t shift = (later & 3) * 16;
    uint64_t upper = (counts.upper & ~four) | (counts.lower & four), lower = counts.lower & ~four;
    upper = upper << shift | lower >> 1 >> (63 - shift);
    return (revops__usage_counts){lower << shift & ~none, upper & ~none};
}

/* Ones where a window has its dates. */
static inline revops__usage_counts counts_kept(uint32_t dates)
{
    return (revops__usage_counts){dates < 4 ? (UINT64_C(1) << 16 * dates) - 1 : UINT64_MAX,
                                  dates <= 4 ? 0 : UINT64_MAX >> 16 * (COUNTS_MAX - dates)};
}

/* Sum over the dates of a window. */
static inline uint32_t counts_value(revops__usage_counts counts, revops__usage_counts kept)
{
    const uint64_t even = UINT64_C(0x0000ffff0000ffff);
    uint64_t lower = counts.lower & kept.lower, upper = counts.upper & kept.upper;
    uint64_t sum = (lower & even) + (lower >> 16 & even) + (upper & even) + (upper >> 16 & even);
    return (uint32_t)sum + (uint32_t)(sum >> 32);
}

/* Another event on the latest date; a count stays at its most. */
static inline revops__usage_counts counts_add(revops__usage_counts counts)
{
    counts.lower += (counts.lower & UINT16_MAX) < UINT16_MAX;
    return counts;
}

/* Rings of dates. */
size_t revops__usage_ring_size(uint32_t form, size_t capacity);
uint64_t revops__usage_bucket(const revops__usage_rule *rule, const uint8_t *state, uint32_t day);
void revops__usage_ring_add(const revops__usage_rule *rule, uint8_t *state, uint32_t day, uint64_t count);
uint64_t revops__usage_ring_value(const revops__usage_rule *rule, const uint8_t *state, uint32_t day);
uint32_t revops__usage_streak_value(const revops__usage_rule *rule, const uint8_t *state, uint32_t day);
int revops__usage_growth_value(const revops__usage_rule *rule, const uint8_t *state, uint32_t day,
                               uint32_t *value);
int revops__usage_growth_is_met(const revops__usage_rule *rule, const uint8_t *state, uint32_t day,
                                int was_met);
int revops__usage_ring_is_sound(const revops__usage_rule *rule, const uint8_t *state);

/* The latest instants of a measure, latest first; 0 where there are no more. */
static inline size_t entry_size(uint32_t form)
{
    return form == FORM_INSTANTS ? INSTANT_SIZE : INSTANT_SIZE + 2;
}

static inline int64_t entry_instant(uint32_t form, const uint8_t *state, uint32_t position)
{
    return get40(state + position * entry_size(form));
}

static inline uint32_t entry_day(uint32_t form, const uint8_t *state, uint32_t position)
{
    return get16(state + position * entry_size(form) + INSTANT_SIZE);
}

/* Distinct users or items. */
size_t revops__distinct_size(const revops__usage_rule *rule);
void revops__distinct_add(const revops__usage_rule *rule, uint8_t *state, uint32_t user, uint32_t day);
uint32_t revops__distinct_value(const revops__usage_rule *rule, const uint8_t *state, uint32_t day,
                                uint32_t *error_bp);
void revops__distinct_merge(const revops__usage_rule *rule, uint8_t *into, const uint8_t *from,
                            int64_t day_shift, uint32_t day);
int revops__distinct_sound(const revops__usage_rule *rule, const uint8_t *state, uint32_t last_day);

#endif
