/* SPDX-License-Identifier: MIT */
/* What calendars cost, beside a bare table look-up of the same calendar: office hours in a zone with daylight saving
   and 100 holidays, starts over ten years, spans up to five. All contestants give the same answers. */
#include <string.h>

#include "bench.h"
#include "calendar-fixtures.h"
#include "random.h"

enum { ROWS = 4096, REPEATS = 64, DAYS = 8192, OPEN_MS = 8 * 3600000, FIRST_DAY = 17532 /* 2018-01-01 */ };

typedef struct contest {
    const revops_calendar *calendar;
    int64_t start_ms[ROWS], end_ms[ROWS], span_ms[ROWS], out_ms[ROWS];
    /* The bare table: for each UTC day open time before it and the opening in it; for each opening its instant. */
    struct {
        int64_t before_ms;
        int32_t open_ms, length_ms;
    } days[DAYS];
    int64_t openings_ms[DAYS];
    int64_t first_ms;
} contest;

static uint64_t sum(const contest *c)
{
    uint64_t total = 0;
    for (int i = 0; i < ROWS; i++) {
        total += (uint64_t)c->out_ms[i] * (uint64_t)(i + 1);
    }
    return total;
}

static inline int64_t table_open_time(const contest *c, int64_t at_ms)
{
    uint64_t since_ms = (uint64_t)(at_ms - c->first_ms);
    uint64_t day = since_ms / REVOPS_DAY_MS;
    int32_t in_ms = (int32_t)(since_ms - day * REVOPS_DAY_MS) - c->days[day].open_ms;
    in_ms = in_ms < 0 ? 0 : in_ms;
    in_ms = in_ms > c->days[day].length_ms ? c->days[day].length_ms : in_ms;
    return c->days[day].before_ms + in_ms;
}

static uint64_t between_table(void *context)
{
    contest *c = context;
    for (int repeat = 0; repeat < REPEATS; repeat++) {
        for (int i = 0; i < ROWS; i++) {
            c->out_ms[i] = table_open_time(c, c->end_ms[i]) - table_open_time(c, c->start_ms[i]);
        }
    }
    return sum(c);
}

static uint64_t between_many(void *context)
{
    contest *c = context;
    for (int repeat = 0; repeat < REPEATS; repeat++) {
        FIXTURE_MUST(revops_calendar_between_many(c->calendar, c->start_ms, c->end_ms, ROWS, c->out_ms) ==
                     REVOPS_OK);
    }
    return sum(c);
}

static uint64_t between_each(void *context)
{
    contest *c = context;
    for (int repeat = 0; repeat < REPEATS; repeat++) {
        for (int i = 0; i < ROWS; i++) {
            FIXTURE_MUST(revops_calendar_between(c->calendar, c->start_ms[i], c->end_ms[i], &c->out_ms[i]) ==
                         REVOPS_OK);
        }
    }
    return sum(c);
}

static inline int64_t table_add(const contest *c, int64_t start_ms, int64_t span_ms)
{
    uint64_t target_ms = (uint64_t)(table_open_time(c, start_ms) + span_ms);
    uint64_t opening = target_ms / OPEN_MS;
    return c->openings_ms[opening] + (int64_t)(target_ms - opening * OPEN_MS);
}

/* The table as a function of a library, for those of ours that take one row a call. */
__attribute__((noinline)) static int table_between_call(const contest *c, int64_t start_ms, int64_t end_ms,
                                                        int64_t *out_ms)
{
    *out_ms = table_open_time(c, end_ms) - table_open_time(c, start_ms);
    return 0;
}

__attribute__((noinline)) static int table_add_call(const contest *c, int64_t start_ms, int64_t span_ms,
                                                    int64_t *out_ms)
{
    *out_ms = table_add(c, start_ms, span_ms);
    return 0;
}

static uint64_t between_table_each(void *context)
{
    contest *c = context;
    for (int repeat = 0; repeat < REPEATS; repeat++) {
        for (int i = 0; i < ROWS; i++) {
            FIXTURE_MUST(table_between_call(c, c->start_ms[i], c->end_ms[i], &c->out_ms[i]) == 0);
        }
    }
    return sum(c);
}

static uint64_t add_table_each(void *context)
{
    contest *c = context;
    for (int repeat = 0; repeat < REPEATS; repeat++) {
        for (int i = 0; i < ROWS; i++) {
            FIXTURE_MUST(table_add_call(c, c->start_ms[i], c->span_ms[i], &c->out_ms[i]) == 0);
        }
    }
    return sum(c);
}

static uint64_t add_table(void *context)
{
    contest *c = context;
    for (int repeat = 0; repeat < REPEATS; repeat++) {
        for (int i = 0; i < ROWS; i++) {
            c->out_ms[i] = table_add(c, c->start_ms[i], c->span_ms[i]);
        }
    }
    return sum(c);
}

static uint64_t add_many(void *context)
{
    contest *c = context;
    for (int repeat = 0; repeat < REPEATS; repeat++) {
        FIXTURE_MUST(revops_calendar_add_many(c->calendar, c->start_ms, c->span_ms, ROWS,
                                              REVOPS_CALENDAR_AT_CLOSE_NEXT_OPEN, c->out_ms) == REVOPS_OK);
    }
    return sum(c);
}

static uint64_t add_each(void *context)
{
    contest *c = context;
    for (int repeat = 0; repeat < REPEATS; repeat++) {
        for (int i = 0; i < ROWS; i++) {
            FIXTURE_MUST(revops_calendar_add(c->calendar, c->start_ms[i], c->span_ms[i],
                                             REVOPS_CALENDAR_AT_CLOSE_NEXT_OPEN, &c->out_ms[i]) == REVOPS_OK);
        }
    }
    return sum(c);
}

static uint64_t next_close_many(void *context)
{
    contest *c = context;
    FIXTURE_MUST(revops_calendar_seek_many(c->calendar, c->start_ms, ROWS, REVOPS_CALENDAR_EDGE_NEXT_CLOSE,
                                           c->out_ms) == REVOPS_OK);
    return sum(c);
}

static void fill(contest *c, random_state *random)
{
    /* A hundred holidays over ten years, on weekdays. */
    static int32_t holidays[100];
    for (int i = 0; i < 100; i++) {
        holidays[i] = FIRST_DAY + 700 + i * 36 + (int32_t)random_below(random, 30);
        while (revops_weekday(holidays[i]) > 4) {
            holidays[i]++;
        }
    }
    static fixture_hours hours;
    fixture_parse_hours("09:00-17:00|09:00-17:00|09:00-17:00|09:00-17:00|09:00-17:00||", "", &hours);
    hours.params.holidays = holidays;
    hours.params.holiday_count = 100;
    hours.params.zone = fixture_zone_of_rule("EET-2EEST,M3.5.0/3,M10.5.0/4");
    c->calendar = fixture_build(&hours.params);

    c->first_ms = FIRST_DAY * REVOPS_DAY_MS;
    int64_t before_ms = 0;
    int openings = 0;
    for (int i = 0; i < DAYS; i++) {
        int64_t midnight_ms = c->first_ms + i * REVOPS_DAY_MS, close_ms;
        c->days[i].before_ms = before_ms;
        int business;
        FIXTURE_MUST(revops_calendar_is_business_day(c->calendar, FIRST_DAY + i, &business) == REVOPS_OK);
        if (business) {
            int64_t open_ms;
            FIXTURE_MUST(revops_calendar_seek(c->calendar, midnight_ms, REVOPS_CALENDAR_EDGE_NEXT_OPEN,
                                              &open_ms) == REVOPS_OK);
            FIXTURE_MUST(revops_calendar_seek(c->calendar, open_ms, REVOPS_CALENDAR_EDGE_NEXT_CLOSE,
                                              &close_ms) == REVOPS_OK);
            FIXTURE_MUST(close_ms - open_ms == OPEN_MS);
            c->days[i].open_ms = (int32_t)(open_ms - midnight_ms);
            c->days[i].length_ms = OPEN_MS;
            c->openings_ms[openings++] = open_ms;
            before_ms += OPEN_MS;
        }
    }
    for (int i = 0; i < ROWS; i++) {
        c->start_ms[i] = c->first_ms + random_between(random, 0, 3652 * REVOPS_DAY_MS);
        c->end_ms[i] = c->start_ms[i] + random_between(random, 0, 1826 * REVOPS_DAY_MS);
        FIXTURE_MUST(revops_calendar_between(c->calendar, c->start_ms[i], c->end_ms[i], &c->span_ms[i]) ==
                     REVOPS_OK);
    }
}

int main(void)
{
    static contest c;
    random_state random = {20260302};
    fill(&c, &random);
    int failed = 0;
    bench_contestant between[] = {
        {"bare table by day", between_table, &c, NULL, {0}},
        {"the same, a call a row", between_table_each, &c, NULL, {0}},
        {"revops_calendar_between_many", between_many, &c, NULL, {0}},
        {"revops_calendar_between", between_each, &c, NULL, {0}},
    };
    failed |= bench_run("open time between two instants", between, 4, (double)ROWS * REPEATS, 1);
    failed |= bench_bar("many, to the bare table", &between[2], &between[0], 2.5);
    bench_contestant add[] = {
        {"bare table by day and by opening", add_table, &c, NULL, {0}},
        {"the same, a call a row", add_table_each, &c, NULL, {0}},
        {"revops_calendar_add_many", add_many, &c, NULL, {0}},
        {"revops_calendar_add", add_each, &c, NULL, {0}},
    };
    failed |= bench_run("deadline after a span", add, 4, (double)ROWS * REPEATS, 1);
    failed |= bench_bar("many, to the bare table", &add[2], &add[0], 2.5);
    bench_contestant edges[] = {{"revops_calendar_seek_many, next close", next_close_many, &c, NULL, {0}}};
    failed |= bench_run("next close", edges, 1, ROWS, 1);
    return failed;
}
