/* SPDX-License-Identifier: MIT */
/* A naive twin of deadlines in business days and days [SL12]: it walks local dates one by one, looks at each row of hours,
   and finds the instant of a reading by trying every minute around it. Zones change their clocks, hours run past
   midnight, holidays and exceptions meet. Seeded; `model-calendar-deadline N` makes N times as many. */
#include "calendar-fixtures.h"
#include "random.h"

#define MUST FIXTURE_MUST

enum { CALENDARS = 130, QUERIES = 60, DAYS = 90, ROWS_MAX = 64 };

typedef struct twin {
    revops_calendar_opening openings[ROWS_MAX];
    revops_calendar_exception exceptions[ROWS_MAX];
    int32_t holidays[ROWS_MAX];
    uint32_t opening_count, exception_count, holiday_count;
    int64_t change_ms[4];  /* ascending */
    int32_t offset_min[5]; /* [i] until change i */
    int change_count;
    int32_t first_day; /* dates first_day … first_day + DAYS − 1 are looked at */
} twin;

static int64_t floored(int64_t a, int64_t b)
{
    return a >= 0 ? a / b : -((-a + b - 1) / b);
}

static int64_t twin_offset_ms(const twin *t, int64_t at_ms)
{
    int i = 0;
    while (i < t->change_count && t->change_ms[i] <= at_ms) {
        i++;
    }
    return t->offset_min[i] * REVOPS_MINUTE_MS;
}

/* The first instant that reads so; where none does, the reading by the offset before the gap. */
static int64_t twin_instant(const twin *t, int64_t local_ms)
{
    for (int64_t at_ms = local_ms - 27 * REVOPS_HOUR_MS; at_ms <= local_ms + 27 * REVOPS_HOUR_MS;
         at_ms += REVOPS_MINUTE_MS) {
        if (at_ms + twin_offset_ms(t, at_ms) == local_ms) {
            return at_ms;
        }
    }
    for (int i = 0; i < t->change_count; i++) {
        int64_t before_ms = t->offset_min[i] * REVOPS_MINUTE_MS,
                after_ms = t->offset_min[i + 1] * REVOPS_MINUTE_MS;
        if (local_ms >= t->change_ms[i] + before_ms && local_ms < t->change_ms[i] + after_ms) {
            return local_ms - before_ms;
        }
    }
    MUST(0);
    return 0;
}

/* Hours that begin on a date, in minutes, in order; their number. */
static int twin_hours(const twin *t, int64_t day, int32_t (*out)[2])
{
    int count = 0;
    for (uint32_t i = 0; i < t->exception_count; i++) {
        if (t->exceptions[i].day == day) {
            out[count][0] = t->exceptions[i].start_min;
            out[count++][1] = t->exceptions[i].end_min;
        }
    }
    for (uint32_t i = 0; i < t->holiday_count && count == 0; i++) {
        if (t->holidays[i] == day) {
            return 0;
        }
    }
    for (uint32_t i = 0, special = count > 0; i < t->opening_count && !special; i++) {
        if (t->openings[i].weekday == ((day + 3) % 7 + 7) % 7) {
            out[count][0] = t->openings[i].start_min;
            out[count++][1] = t->openings[i].end_min;
        }
    }
    return count;
}

static int64_t twin_date(const twin *t, int64_t at_ms, int64_t *reading_ms)
{
    int32_t hours[ROWS_MAX][2];
    int64_t local_ms = at_ms + twin_offset_ms(t, at_ms), day = floored(local_ms, REVOPS_DAY_MS);
    *reading_ms = local_ms - day * REVOPS_DAY_MS;
    for (int i = 0, count = twin_hours(t, day - 1, hours); i < count; i++) {
        int64_t past_ms = *reading_ms + REVOPS_DAY_MS;
        if (past_ms >= hours[i][0] * REVOPS_MINUTE_MS && past_ms < hours[i][1] * REVOPS_MINUTE_MS) {
            *reading_ms = past_ms;
            return day - 1;
        }
    }
    return day;
}

static int twin_is_open(const twin *t, int64_t at_ms)
{
    int32_t hours[ROWS_MAX][2];
    int64_t local_ms = at_ms + twin_offset_ms(t, at_ms), day = floored(local_ms, REVOPS_DAY_MS);
    for (int before = 0; before < 2; before++) {
        int64_t reading_ms = local_ms - (day - before) * REVOPS_DAY_MS;
        for (int i = 0, count = twin_hours(t, day - before, hours); i < count; i++) {
            if (reading_ms >= hours[i][0] * REVOPS_MINUTE_MS && reading_ms < hours[i][1] * REVOPS_MINUTE_MS) {
                return 1;
            }
        }
    }
    return 0;
}

/* INT64_MIN where it leaves the dates that are looked at. */
static int64_t twin_business_days(const twin *t, int64_t start_ms, int64_t n, int next_open)
{
    int32_t hours[ROWS_MAX][2];
    int64_t reading_ms, day = twin_date(t, start_ms, &reading_ms), end_ms = start_ms;
    int count = 0;
    for (int64_t left = n; left != 0;) {
        day += n > 0 ? 1 : -1;
        if (day < t->first_day || day >= t->first_day + DAYS) {
            return INT64_MIN;
        }
        count = twin_hours(t, day, hours);
        left -= count == 0 ? 0 : n > 0 ? 1 : -1;
    }
    if (n != 0) {
        int64_t clipped_ms = hours[count - 1][1] * REVOPS_MINUTE_MS;
        for (int i = count - 1; i >= 0; i--) {
            int64_t from_ms = hours[i][0] * REVOPS_MINUTE_MS, until_ms = hours[i][1] * REVOPS_MINUTE_MS;
            if (reading_ms <= until_ms) {
                clipped_ms = reading_ms < from_ms ? from_ms : reading_ms;
            }
        }
        end_ms = twin_instant(t, day * REVOPS_DAY_MS + clipped_ms);
    }
    /* Offsets and hours are whole minutes: it opens at one. */
    while (next_open && !twin_is_open(t, end_ms)) {
        end_ms = (floored(end_ms, REVOPS_MINUTE_MS) + 1) * REVOPS_MINUTE_MS;
        if (end_ms > (t->first_day + DAYS) * REVOPS_DAY_MS) {
            return INT64_MIN;
        }
    }
    return end_ms;
}

static int64_t twin_days(const twin *t, int64_t start_ms, int64_t n)
{
    return n == 0 ? start_ms : twin_instant(t, start_ms + twin_offset_ms(t, start_ms) + n * REVOPS_DAY_MS);
}

static void random_twin(random_state *random, twin *t)
{
    static const int32_t jumps[] = {60, -60, 30, -30, 120, -120, 15, 1440, -1440};
    memset(t, 0, sizeof *t);
    t->first_day = (int32_t)random_between(random, 0, 40000);
    int64_t at_ms = t->first_day * REVOPS_DAY_MS;
    t->offset_min[0] = (int32_t)random_between(random, -44, 52) * 15;
    t->change_count = (int)random_below(random, 4);
    for (int i = 0; i < t->change_count; i++) {
        at_ms += random_between(random, 10 * 1440, 25 * 1440) * REVOPS_MINUTE_MS;
        int32_t offset = t->offset_min[i] + jumps[random_below(random, random_below(random, 8) ? 7 : 9)];
        t->change_ms[i] = at_ms;
        t->offset_min[i + 1] = offset < -1500 || offset > 1500 ? t->offset_min[i] : offset;
    }
    int kind = (int)random_below(random, 4); /* nights in one of four */
    int32_t before_end = 0;
    for (int32_t weekday = 0; weekday < 7; weekday++) {
        int32_t at = before_end > 1440 ? before_end - 1440 : 0;
        before_end = 0;
        for (int part = (int)random_below(random, 3); part >= 0 && random_below(random, 7); part--) {
            int32_t start = at + (int32_t)random_below(random, 600), most = kind == 0 ? 2300 : 1440;
            int32_t end = start + 1 + (int32_t)random_below(random, kind == 0 ? 900 : 500);
            if (kind == 0 && part == 0) {
                start = start < 1200 ? 1200 + start % 200 : start;
                end = start + 300 + end % 400;
            }
            end = end > most ? most : end;
            if (start >= 1440 || end <= start || (weekday == 6 && end > 1440)) {
                break;
            }
            t->openings[t->opening_count++] =
                (revops_calendar_opening){(uint16_t)weekday, (uint16_t)start, (uint16_t)end};
            at = before_end = end;
        }
    }
    int32_t night = 0;
    for (int32_t day = t->first_day; day < t->first_day + DAYS; day++) {
        if (random_below(random, 8) == 0 && t->holiday_count < ROWS_MAX) {
            t->holidays[t->holiday_count++] = day;
        }
        int32_t start = night > 1440 ? night - 1440 : 0;
        night = 0;
        for (int part = 0; part < 2 && random_below(random, 12) == 0 && t->exception_count < ROWS_MAX;
             part++) {
            int32_t from = start + (int32_t)random_below(random, 700),
                    until = from + 1 + (int32_t)random_below(random, 1000);
            if (from >= 1440) {
                break;
            }
            t->exceptions[t->exception_count++] =
                (revops_calendar_exception){day, (uint16_t)from, (uint16_t)until};
            start = night = until;
        }
    }
}

static const revops_calendar *build(const twin *t)
{
    revops_zone_transition transitions[4];
    revops_zone_params zone_params = REVOPS_ZONE_PARAMS_INIT;
    for (int i = 0; i < t->change_count; i++) {
        transitions[i] = (revops_zone_transition){t->change_ms[i], t->offset_min[i + 1] * 60, 0};
    }
    zone_params.utc_offset_s = t->offset_min[0] * 60;
    zone_params.transitions = transitions;
    zone_params.transition_count = (uint32_t)t->change_count;
    const revops_zone *zone = fixture_build_zone(&zone_params);
    revops_calendar_params params = REVOPS_CALENDAR_PARAMS_INIT;
    params.openings = t->openings;
    params.opening_count = t->opening_count;
    params.holidays = t->holidays;
    params.holiday_count = t->holiday_count;
    params.exceptions = t->exceptions;
    params.exception_count = t->exception_count;
    params.zone = zone;
    const revops_calendar *calendar = fixture_build(&params);
    free((void *)(uintptr_t)zone);
    return calendar;
}

static long long cases, past_midnight, clipped;

static void compare(const twin *t, const revops_calendar *calendar, random_state *random)
{
    int64_t from_ms = (t->first_day + 20) * REVOPS_DAY_MS, got;
    for (int i = 0; i < QUERIES; i++) {
        int64_t start_ms = from_ms + random_between(random, 0, 50 * 1440) * REVOPS_MINUTE_MS;
        if (t->change_count > 0 && random_below(random, 3) == 0) { /* near a change of the clocks */
            start_ms = t->change_ms[random_below(random, (uint64_t)t->change_count)] +
                       random_between(random, -3000, 3000) * REVOPS_MINUTE_MS;
        }
        start_ms += random_below(random, 2) ? random_between(random, -1, 1) : 0;
        int64_t n = random_between(random, -6, 6), reading_ms, expected;
        int32_t day;
        MUST(revops_calendar_date(calendar, start_ms, REVOPS_CALENDAR_UNIT_BUSINESS_DAYS, &day) == REVOPS_OK);
        MUST(day == twin_date(t, start_ms, &reading_ms));
        past_midnight += reading_ms >= REVOPS_DAY_MS;
        for (revops_calendar_at_close at_close = 0; at_close < 2; at_close++) {
            expected = twin_business_days(t, start_ms, n, (int)at_close);
            if (expected != INT64_MIN) {
                MUST(revops_calendar_deadline(calendar, start_ms, n, REVOPS_CALENDAR_UNIT_BUSINESS_DAYS,
                                              at_close, &got) == REVOPS_OK);
                MUST(got == expected);
                clipped += n != 0 && (got - start_ms) % REVOPS_HOUR_MS != 0;
                cases++;
            }
        }
        expected = twin_days(t, start_ms, n);
        MUST(revops_calendar_deadline(calendar, start_ms, n, REVOPS_CALENDAR_UNIT_DAYS, 0, &got) ==
             REVOPS_OK);
        MUST(got == expected);
        cases++;
        /* The inverse: the largest number whose end isn't after an instant, counted down from far above. */
        int64_t end_ms = start_ms + random_between(random, -8 * 1440, 8 * 1440) * REVOPS_MINUTE_MS, most = 14;
        if (random_below(random, 3) == 0) {
            end_ms = expected;
        }
        while (twin_days(t, start_ms, most) > end_ms) {
            most--;
        }
        MUST(revops_calendar_measure(calendar, start_ms, end_ms, REVOPS_CALENDAR_UNIT_DAYS, &got) ==
             REVOPS_OK);
        MUST(got == most);
        cases++;
        int64_t at_ms = INT64_MAX;
        for (most = 14; at_ms != INT64_MIN; most--) {
            at_ms = twin_business_days(t, start_ms, most, 0);
            if (at_ms == INT64_MIN && most > 0) {
                at_ms = INT64_MAX; /* so many are beyond the dates looked at */
            } else if (at_ms != INT64_MIN && at_ms <= end_ms) {
                MUST(revops_calendar_measure(calendar, start_ms, end_ms, REVOPS_CALENDAR_UNIT_BUSINESS_DAYS,
                                             &got) == REVOPS_OK);
                MUST(got == most);
                cases++;
                break;
            }
        }
    }
}

int main(int argc, char **argv)
{
    static twin t;
    random_state random = {20261020};
    long rounds = CALENDARS * (argc > 1 ? strtol(argv[1], NULL, 10) : 1), refused = 0;
    for (long round = 0; round < rounds; round++) {
        random_twin(&random, &t);
        const revops_calendar *calendar = build(&t);
        if (!calendar) {
            refused++;
            continue;
        }
        compare(&t, calendar, &random);
        free((void *)(uintptr_t)calendar);
    }
    printf("%ld calendars (%ld refused), %lld cases, %lld started past midnight, %lld clipped\n", rounds,
           refused, cases, past_midnight, clipped);
    MUST(refused < rounds / 4 && cases > rounds * 150 && past_midnight > rounds && clipped > rounds);
    return EXIT_SUCCESS;
}
