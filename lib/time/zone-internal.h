/* SPDX-License-Identifier: MIT */
/* Between the parts of the zone module, and what calendars ask of it. Files need each other in this order only:
   zone-rule, zone-table, zone-tzif, zone-build; zone answers queries. */
#ifndef REVOPS_LIB_ZONE_INTERNAL_H
#define REVOPS_LIB_ZONE_INTERNAL_H

#include <revops/zone.h>

/* The Gregorian calendar repeats after 400 years, which are a whole number of weeks. */
#define REVOPS__PERIOD_MS (INT64_C(146097) * REVOPS_DAY_MS)

static inline int revops__in_range(int64_t at_ms)
{
    return at_ms >= -REVOPS_ZONE_TIME_MAX_MS && at_ms <= REVOPS_ZONE_TIME_MAX_MS;
}

/* ---- POSIX rules (zone-rule.c) -------------------------------------------------------------------------- */

enum revops__date_forms {
    REVOPS__DATE_JULIAN,
    REVOPS__DATE_ZERO_BASED,
    REVOPS__DATE_MONTH
}; /* Jn, n, Mm.w.d */

typedef struct revops__rule_date {
    int32_t form, month, week, day; /* month and week only for REVOPS__DATE_MONTH, there day 0 is Sunday */
    int32_t time_s;                 /* from that day's midnight, local time before the change */
} revops__rule_date;

typedef struct revops__rule {
    int32_t standard_s, daylight_s; /* local minus UTC; equal when there is no daylight saving */
    revops__rule_date start, end;   /* of daylight saving */
} revops__rule;

/* FORMAT: it isn't a rule; `stop` is how many characters were understood. */
revops_status revops__rule_parse(const char *text, size_t length, revops__rule *out, size_t *stop);
/* Offset at an instant, and the next instant at which it may differ. */
int32_t revops__rule_at(const revops__rule *rule, int64_t at_ms, int64_t *next_ms);

/* ---- the compiled zone (zone-table.c) ------------------------------------------------------------------- */

#define REVOPS__ZONE_MAGIC UINT32_C(0x325a5652) /* "RVZ2" */

struct revops_zone {
    uint32_t magic;
    uint32_t transition_count;
    int32_t first_offset_s; /* before the first transition */
    uint32_t has_rule;      /* from the last transition on, always when there is none */
    revops__rule rule;
    uint32_t reserved[2]; /* the transitions follow, aligned: int64_t instants, then int32_t offsets */
};

size_t revops__zone_size(uint32_t transition_count);

/* Where the parsers put transitions: they count all and write those for which there is room. */
typedef struct revops__zone_draft {
    revops_zone zone;
    int64_t *at_ms;
    int32_t *offsets_s;
    uint32_t capacity;
    int64_t last_ms;
    int goes_beyond; /* a transition was dropped, so that what follows the last one never begins */
} revops__zone_draft;

/* Adds a transition; those before the range only change the first offset, those beyond it are dropped. UNSOUND: it isn't
   after the one before. ARG: there are too many. */
revops_status revops__zone_draft_add(revops__zone_draft *draft, int64_t at_ms, int32_t offset_s);

/* Offset at an instant and the next instant at which it may differ, INT64_MAX when there is none. */
int32_t revops__zone_at(const revops_zone *zone, int64_t at_ms, int64_t *next_ms);
/* The instant from which on only the rule counts; INT64_MIN without transitions. */
int64_t revops__zone_last_ms(const revops_zone *zone);

/* What to make of a reading that is there twice or never. The first two are the folds of PEP 495; the others take the
   first or the last pass, and the instant of the skip for a reading that is skipped. */
enum revops__folds { REVOPS__FOLD_BEFORE, REVOPS__FOLD_AFTER, REVOPS__FOLD_FIRST, REVOPS__FOLD_LAST };

/* The instant of a local reading in range; it may be a bit out of range itself. */
int64_t revops__zone_instant(const revops_zone *zone, int64_t local_ms, enum revops__folds fold);

/* ---- TZif files (zone-tzif.c) --------------------------------------------------------------------------- */

revops_status revops__tzif_parse(const uint8_t *bytes, size_t length, revops__zone_draft *draft);

#endif
