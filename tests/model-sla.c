/* SPDX-License-Identifier: MIT */
/* The clocks' naive twin: it walks tick by tick, asks of each tick whether it is open, and knows no deadline in
   advance. Random policies and streams of signals must give both the same effects, states and times; the library
   is also told the time at random in between, which must change nothing (SL9, SL10). */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <revops/revops.h>

#include "random.h"
#include "sla-plain.h"

#define MUST(condition)                                                                                      \
    do {                                                                                                     \
        if (!(condition)) {                                                                                  \
            fprintf(stderr, "%s:%d: stream %d: %s doesn't hold\n", __FILE__, __LINE__, stream, #condition);  \
            exit(EXIT_FAILURE);                                                                              \
        }                                                                                                    \
    } while (0)

enum { CLOCKS = 3, ROWS_MOST = 6, SIGNALS = 8, EFFECTS_MOST = 4096 };

static int stream;

/* ---- the world: elapsed milliseconds, or minutes of an office ---- */

static int64_t tick_ms;

typedef struct twin_policy {
    plain_row rows[ROWS_MOST];
    uint32_t row_count;
    const revops_sla *sla;
    _Alignas(16) unsigned char memory[8192];
} twin_policy;

static int is_open_at(uint32_t calendar, int64_t at_ms);

/* ---- the twin ---- */

typedef struct twin_clock {
    int state; /* a revops_sla_state */
    int standing, answered_flag;
    uint32_t row; /* or REVOPS_SLA_NO_CASE */
    uint32_t count, warned;
    int64_t started_ms, consumed_ms, answered_ms;
    int idle_meetings, idle_starts; /* of the instant `idle_at_ms`, not used yet */
    int64_t idle_at_ms;
    int64_t
        reached_ms; /* when the next threshold was reached while running; the instant of a resumption else */
} twin_clock;

typedef struct twin_lead {
    const twin_policy *policy;
    twin_clock clocks[CLOCKS];
    int64_t now_ms;
    revops_sla_effect effects[EFFECTS_MOST];
    int count;
} twin_lead;

static const plain_row *row_of(const twin_lead *twin, const twin_clock *clock)
{
    return &twin->policy->rows[clock->row];
}

static int live(const twin_clock *clock)
{
    return clock->state == REVOPS_SLA_RUNNING || clock->state == REVOPS_SLA_PAUSED ||
           clock->state == REVOPS_SLA_BREACHED;
}

static void say(twin_lead *twin, int clock, revops_sla_effect_kind kind, int64_t at_ms, uint32_t detail)
{
    const twin_clock *of = &twin->clocks[clock];
    revops_sla_effect *effect = &twin->effects[twin->count++];
    MUST(twin->count < EFFECTS_MOST);
    memset(effect, 0, sizeof *effect);
    effect->at_ms = at_ms;
    effect->started_ms = of->started_ms;
    effect->consumed_ms = of->consumed_ms;
    effect->detail = detail;
    effect->kind = (uint16_t)kind;
    effect->clock = (uint16_t)clock;
    effect->row = (uint16_t)of->row;
    effect->side = (uint16_t)row_of(twin, of)->side;
}

/* Threshold that comes next, and whether it is the deadline. */
static int64_t next_threshold(const twin_lead *twin, const twin_clock *clock, int *deadline)
{
    const plain_row *row = row_of(twin, clock);
    *deadline = clock->warned >= REVOPS_SLA_WARNINGS_MAX || row->warn_bp[clock->warned] == 0;
    if (*deadline) {
        return row->target;
    }
    int64_t ms = 0;
    while (ms * 10000 < row->target * row->warn_bp[clock->warned]) {
        ms += tick_ms;
    }
    return ms;
}

/* Time passes from one tick to the next: whatever became due at its start happens, then it is consumed. */
static void tick(twin_lead *twin)
{
    for (int i = 0; i < CLOCKS; i++) {
        twin_clock *clock = &twin->clocks[i];
        if (!live(clock)) {
            continue;
        }
        const plain_row *row = row_of(twin, clock);
        int open = is_open_at(row->calendar, twin->now_ms);
        while (clock->state == REVOPS_SLA_RUNNING) {
            int deadline;
            int64_t threshold_ms = next_threshold(twin, clock, &deadline);
            if (clock->consumed_ms < threshold_ms ||
                (clock->consumed_ms == threshold_ms && row->at_close && !open)) {
                break;
            }
            int64_t at_ms =
                clock->consumed_ms == threshold_ms && row->at_close ? twin->now_ms : clock->reached_ms;
            if (deadline) {
                clock->state = REVOPS_SLA_BREACHED;
                say(twin, i, REVOPS_SLA_EFFECT_BREACHED, at_ms, clock->count);
            } else {
                say(twin, i, REVOPS_SLA_EFFECT_WARNED, at_ms, row->warn_bp[clock->warned]);
                clock->warned++;
            }
        }
        if (open && !clock->standing) {
            clock->consumed_ms += tick_ms;
            clock->reached_ms = twin->now_ms + tick_ms;
        } else if (open && clock->answered_flag) {
            clock->answered_ms += tick_ms;
        }
    }
    twin->now_ms += tick_ms;
}

static uint32_t row_for(const twin_policy *policy, int clock, const uint32_t *lead)
{
    for (uint32_t i = 0; i < policy->row_count; i++) {
        const plain_row *row = &policy->rows[i];
        if (row->clock == (uint32_t)clock && (!row->is[0] || row->is[0] == lead[0]) &&
            (!row->is[1] || row->is[1] == lead[1]) && (!row->is[3] || row->is[3] == lead[3])) {
            return i;
        }
    }
    return REVOPS_SLA_NO_CASE;
}

static void end(twin_lead *twin, int i, int state, revops_sla_effect_kind kind)
{
    twin->clocks[i].state = state;
    twin->clocks[i].standing = twin->clocks[i].answered_flag = 0;
    say(twin, i, kind, twin->now_ms, twin->clocks[i].count);
}

static void count_meeting(twin_lead *twin, int i)
{
    twin_clock *clock = &twin->clocks[i];
    uint32_t needed = row_of(twin, clock)->needed;
    clock->count++;
    if (clock->count >= (needed ? needed : 1)) {
        if (clock->state == REVOPS_SLA_BREACHED) {
            end(twin, i, REVOPS_SLA_MET_LATE, REVOPS_SLA_EFFECT_MET_LATE);
        } else {
            end(twin, i, REVOPS_SLA_MET, REVOPS_SLA_EFFECT_MET);
        }
    }
}

static void stand(twin_lead *twin, int i, revops_sla_effect_kind kind)
{
    twin_clock *clock = &twin->clocks[i];
    clock->standing = 1;
    if (clock->state == REVOPS_SLA_RUNNING) {
        clock->state = REVOPS_SLA_PAUSED;
    }
    say(twin, i, kind, twin->now_ms, clock->count);
}

static void go_on(twin_lead *twin, int i, revops_sla_effect_kind kind)
{
    twin_clock *clock = &twin->clocks[i];
    clock->standing = clock->answered_flag = 0;
    clock->reached_ms = twin->now_ms;
    if (clock->state == REVOPS_SLA_PAUSED) {
        clock->state = REVOPS_SLA_RUNNING;
    }
    say(twin, i, kind, twin->now_ms, clock->count);
}

/* A start that a case holds for; meetings of this instant that met no run count for it [SEM3]. */
static void begin(twin_lead *twin, int i, uint64_t bit, const uint32_t *lead, int meets)
{
    twin_clock *clock = &twin->clocks[i];
    uint32_t number = row_for(twin->policy, i, lead);
    const plain_row *row = number == REVOPS_SLA_NO_CASE ? NULL : &twin->policy->rows[number];
    if (!row || (clock->state != REVOPS_SLA_NOT_STARTED && row->kind != REVOPS_SLA_REPEATING)) {
        return;
    }
    int meetings = clock->idle_meetings, starts = clock->idle_starts;
    memset(clock, 0, sizeof *clock);
    clock->row = number;
    clock->started_ms = twin->now_ms;
    clock->state = REVOPS_SLA_RUNNING;
    clock->idle_starts = starts;
    go_on(twin, i, REVOPS_SLA_EFFECT_STARTED);
    if (meets && (bit & row->meet) && row->kind != REVOPS_SLA_REPEATING) {
        count_meeting(twin, i);
    }
    for (; live(clock) && meetings > 0; meetings--) {
        count_meeting(twin, i);
    }
    clock->idle_meetings = meetings;
    if (live(clock) && (bit & row->pause)) {
        stand(twin, i, REVOPS_SLA_EFFECT_PAUSED);
    }
}

static void hear_run(twin_lead *twin, int i, uint64_t bit, const uint32_t *lead)
{
    twin_clock *clock = &twin->clocks[i];
    const plain_row *row = row_of(twin, clock);
    if (bit & row->meet) {
        count_meeting(twin, i);
        if (!live(clock)) {
            /* Starts of this instant that found a run begin the next ones. */
            while (!live(clock) && clock->idle_starts > 0) {
                clock->idle_starts--;
                begin(twin, i, 0, lead, 0);
            }
            if ((bit & row->start) && !live(clock)) {
                begin(twin, i, bit, lead, 0);
            } else if (bit & row->start) {
                clock->idle_starts += row->kind == REVOPS_SLA_REPEATING;
            }
            return;
        }
    }
    if (bit & row->cancel) {
        end(twin, i, REVOPS_SLA_CANCELLED, REVOPS_SLA_EFFECT_CANCELLED);
        clock->idle_starts = 0; /* the run that they found isn't met [SEM3] */
        if (bit & row->start) {
            begin(twin, i, bit, lead, 0);
        }
        return;
    }
    if (!clock->standing && (bit & row->pause)) {
        stand(twin, i, REVOPS_SLA_EFFECT_PAUSED);
    } else if (clock->standing && (bit & row->resume)) {
        go_on(twin, i, REVOPS_SLA_EFFECT_RESUMED);
    } else if (clock->standing && (bit & row->answered)) {
        clock->answered_flag = 1;
    }
    clock->idle_starts += (bit & row->start) && row->kind == REVOPS_SLA_REPEATING;
}

static void hear(twin_lead *twin, uint64_t bit, const uint32_t *lead)
{
    for (int i = 0; i < CLOCKS; i++) {
        twin_clock *clock = &twin->clocks[i];
        const plain_row *any = &twin->policy->rows[i]; /* what all cases of the clock share */
        if (clock->idle_at_ms != twin->now_ms) {
            clock->idle_meetings = clock->idle_starts = 0;
        }
        if (live(clock)) {
            hear_run(twin, i, bit, lead);
        } else if ((clock->state == REVOPS_SLA_MET || clock->state == REVOPS_SLA_MET_LATE) &&
                   clock->row != REVOPS_SLA_NO_CASE && any->kind == REVOPS_SLA_RESOLUTION &&
                   (bit & (any->pause | any->resume))) {
            clock->state = clock->state == REVOPS_SLA_MET ? REVOPS_SLA_RUNNING : REVOPS_SLA_BREACHED;
            if (bit & any->pause) {
                stand(twin, i, REVOPS_SLA_EFFECT_REOPENED);
            } else {
                go_on(twin, i, REVOPS_SLA_EFFECT_REOPENED);
            }
        } else if (bit & any->start &&
                   (clock->state == REVOPS_SLA_NOT_STARTED || any->kind == REVOPS_SLA_REPEATING)) {
            begin(twin, i, bit, lead, 1);
            clock->idle_meetings += (bit & any->meet) != 0 && any->kind == REVOPS_SLA_REPEATING;
        } else {
            clock->idle_meetings += (bit & any->meet) != 0;
        }
        clock->idle_at_ms = twin->now_ms;
    }
}

static int64_t foresee(const twin_lead *twin, int i);

static void change_policy(twin_lead *twin, const twin_policy *to, const uint32_t *lead)
{
    const twin_policy *from = twin->policy;
    for (int i = 0; i < CLOCKS; i++) {
        twin_clock *clock = &twin->clocks[i];
        twin->policy = from;
        if (clock->state == REVOPS_SLA_NOT_STARTED) {
            continue;
        }
        uint32_t number = row_for(to, i, lead);
        if (number == REVOPS_SLA_NO_CASE) {
            if (live(clock)) {
                end(twin, i, REVOPS_SLA_CANCELLED, REVOPS_SLA_EFFECT_CANCELLED);
                clock->idle_starts = 0;
            }
            clock->row = number;
            clock->warned = 0;
            continue;
        }
        if (from == to && clock->row == number) {
            continue;
        }
        int64_t deadline_ms = clock->row == REVOPS_SLA_NO_CASE ? 0 : foresee(twin, i);
        uint32_t row = clock->row, given = clock->warned;
        if (!live(clock) && row == REVOPS_SLA_NO_CASE) {
            continue;
        }
        twin->policy = to;
        clock->row = number;
        for (clock->warned = 0; clock->warned < given; clock->warned++) {
            int deadline;
            int64_t threshold_ms = next_threshold(twin, clock, &deadline);
            if (deadline ||
                (live(clock) && clock->state != REVOPS_SLA_BREACHED && threshold_ms > clock->consumed_ms)) {
                break;
            }
        }
        clock->reached_ms = twin->now_ms;
        if (live(clock) && (row != number || deadline_ms != foresee(twin, i))) {
            say(twin, i, REVOPS_SLA_EFFECT_RETARGETED, twin->now_ms, clock->count);
        }
    }
    twin->policy = to;
}

/* When the clock would be breached without another signal; never while it stands still before that. */
static int64_t foresee(const twin_lead *twin, int i)
{
    static twin_lead future;
    future.policy = twin->policy;
    future.now_ms = twin->now_ms;
    future.count = 0;
    memset(future.clocks, 0, sizeof future.clocks);
    future.clocks[i] = twin->clocks[i];
    while (future.clocks[i].state == REVOPS_SLA_RUNNING) {
        tick(&future);
    }
    return future.count > 0 ? future.effects[future.count - 1].at_ms : REVOPS_TIME_NONE;
}

/* ---- random policies and streams ---- */

static uint64_t some_signals(random_state *random, int most)
{
    uint64_t mask = 0;
    for (int i = (int)random_below(random, (uint64_t)most + 1); i > 0; i--) {
        mask |= ON(random_below(random, SIGNALS));
    }
    return mask;
}

static void random_policy(random_state *random, twin_policy *policy, int64_t target_most, uint32_t calendars)
{
    revops_status status;
    do {
        memset(policy->rows, 0, sizeof policy->rows);
        policy->row_count = CLOCKS + (uint32_t)random_below(random, ROWS_MOST - CLOCKS + 1);
        for (uint32_t i = 0; i < policy->row_count; i++) {
            plain_row *row = &policy->rows[i];
            row->clock = i < CLOCKS ? i : (uint32_t)random_below(random, CLOCKS);
            row->kind = (uint32_t)random_below(random, REVOPS_SLA_RESOLUTION + 1);
            row->start = ON(random_below(random, SIGNALS)) | some_signals(random, 2);
            row->meet = ON(random_below(random, SIGNALS)) | some_signals(random, 1);
            row->pause = some_signals(random, 2);
            row->resume = some_signals(random, 3) & ~row->pause;
            row->cancel = some_signals(random, 1) & ~row->meet;
            row->answered = some_signals(random, 2);
            row->target = tick_ms * random_between(random, 1, target_most);
            row->calendar = (uint32_t)random_below(random, calendars + 1);
            row->at_close = (uint32_t)random_below(random, 2);
            row->needed = (uint32_t)random_below(random, 4);
            row->side = (uint32_t)random_below(random, 3);
            row->unit = row->calendar ? REVOPS_CALENDAR_UNIT_OPEN : REVOPS_CALENDAR_UNIT_ELAPSED;
            row->is[0] = (uint32_t)random_below(random, 3);
            row->is[1] = (uint32_t)random_below(random, 4) / 3;
            row->is[3] = (uint32_t)random_below(random, 4) / 3;
            /* Warnings must fall on whole ticks, which is all that the twin sees. */
            uint32_t first = (uint32_t)random_between(random, 1, 9999),
                     second = (uint32_t)random_between(random, 1, 9999);
            if (tick_ms == 1 && first < second) {
                row->warn_bp[0] = first;
                row->warn_bp[1] = second;
            } else if (random_below(random, 2)) {
                row->target *= 4;
                row->warn_bp[0] = 2500;
                row->warn_bp[1] = random_below(random, 2) ? 7500 : 0;
            }
        }
        for (uint32_t i = CLOCKS; i < policy->row_count; i++) { /* cases of a clock share what the clock is */
            plain_row *row = &policy->rows[i], own = *row;
            *row = policy->rows[row->clock];
            row->target = own.target;
            row->calendar = own.calendar;
            row->unit = own.unit;
            memcpy(row->is, own.is, sizeof own.is);
            memcpy(row->warn_bp, own.warn_bp, sizeof own.warn_bp);
        }
        status = plain_build(policy->rows, policy->row_count, CLOCKS, calendars, policy->memory,
                             sizeof policy->memory, &policy->sla);
        MUST(status == REVOPS_OK || status == REVOPS_ERR_UNSOUND); /* some rows come out unreachable */
    } while (status != REVOPS_OK);
}

static const revops_calendar *calendars[2];

static uint64_t compared;

static void compare_records(const twin_lead *twin, const revops_sla_record *records, const revops_sla *sla)
{
    for (int i = 0; i < CLOCKS; i++) {
        const twin_clock *clock = &twin->clocks[i];
        int64_t consumed_ms, answered_ms;
        MUST(records[i].state == clock->state);
        MUST(revops_sla_measure(sla, calendars, &records[i], twin->now_ms, &consumed_ms, &answered_ms) ==
             REVOPS_OK);
        MUST(consumed_ms == clock->consumed_ms);
        MUST(answered_ms == clock->answered_ms);
        MUST(records[i].count == clock->count);
        MUST(records[i].warned == clock->warned);
        compared++;
    }
}

static void play(random_state *random, int signals, int64_t gap_most, int64_t target_most,
                 uint32_t calendar_count, int64_t begin_ms)
{
    static twin_policy policies[2];
    static twin_lead twin;
    static revops_sla_effect ours[EFFECTS_MOST];
    revops_sla_record records[CLOCKS];
    size_t count = 0, written;
    memset(records, 0, sizeof records);
    memset(twin.clocks, 0, sizeof twin.clocks);
    twin.count = 0;
    random_policy(random, &policies[0], target_most, calendar_count);
    random_policy(random, &policies[1], target_most, calendar_count);
    const twin_policy *policy = twin.policy = &policies[0];
    twin.now_ms = begin_ms;
    for (int i = 0; i < signals; i++) {
        int64_t at_ms = twin.now_ms + tick_ms * random_between(random, 0, gap_most);
        const uint32_t lead[PLAIN_ATTRIBUTES] = {(uint32_t)random_below(random, 3),
                                                 (uint32_t)random_below(random, 2), 0,
                                                 (uint32_t)random_below(random, 2)};
        /* The library hears the time now and then, to the tick or in between. */
        for (uint64_t polls = random_below(random, 3); polls > 0; polls--) {
            int64_t now_ms = random_between(random, twin.now_ms, at_ms);
            int64_t wakeup_ms = revops_sla_next_wakeup(records, CLOCKS);
            MUST(revops_sla_advance(policy->sla, calendars, records, now_ms, ours + count,
                                    EFFECTS_MOST - count, &written) == REVOPS_OK);
            MUST((written > 0) == (wakeup_ms != REVOPS_TIME_NONE && wakeup_ms <= now_ms));
            MUST(written == 0 || ours[count].at_ms == wakeup_ms - 1);
            count += written;
        }
        while (twin.now_ms < at_ms) {
            tick(&twin);
        }
        int first = twin.count;
        if (random_below(random, 40) == 0) {
            const twin_policy *to = &policies[random_below(random, 2)];
            int64_t attributes[PLAIN_ATTRIBUTES];
            for (int j = 0; j < PLAIN_ATTRIBUTES; j++) {
                attributes[j] = lead[j] ? (int64_t)lead[j] : REVOPS_MISSING;
            }
            const revops_sla_event event = {.at_ms = at_ms, .attributes = attributes};
            MUST(revops_sla_rebase(policy->sla, calendars, to->sla, calendars, records, &event,
                                   REVOPS_SLA_MOVE, ours + count, EFFECTS_MOST - count,
                                   &written) == REVOPS_OK);
            change_policy(&twin, to, lead);
            policy = to;
        } else {
            uint32_t signal = (uint32_t)random_below(random, SIGNALS);
            MUST(plain_signal(policy->sla, calendars, records, signal, at_ms, lead, ours + count,
                              EFFECTS_MOST - count, &written) == REVOPS_OK);
            hear(&twin, ON(signal), lead);
        }
        MUST(written <= CLOCKS * REVOPS_SLA_EFFECTS_OF_CLOCK_MAX);
        count += written;
        compare_records(&twin, records, policy->sla);
        /* Deadlines told are those that the twin walks into, as long as nothing else happens at this instant. */
        for (int j = first; j < twin.count; j++) {
            const revops_sla_effect *effect = &ours[j];
            int last = 1;
            for (int k = j + 1; k < twin.count; k++) {
                last &= twin.effects[k].clock != twin.effects[j].clock;
            }
            if (last && twin.effects[j].at_ms == at_ms &&
                twin.clocks[effect->clock].state == REVOPS_SLA_RUNNING) {
                MUST(effect->due_ms == foresee(&twin, effect->clock));
            }
        }
    }
    MUST(count == (size_t)twin.count);
    for (size_t i = 0; i < count; i++) {
        ours[i].due_ms = 0;
        MUST(memcmp(&ours[i], &twin.effects[i], sizeof ours[i]) == 0);
    }
}

/* ---- two offices ---- */

enum { HOLIDAY = 20542 }; /* 2026-03-30, a Monday */

/* Local minutes in Kyiv, by the two changes of clock that the streams may meet. */
static int64_t kyiv_minute(int64_t at_ms)
{
    int summer = at_ms >= INT64_C(1774746000000) && at_ms < INT64_C(1792890000000); /* 29 March, 25 October */
    return at_ms / REVOPS_MINUTE_MS + (summer ? 180 : 120);
}

/* Whether the local minute, seen as one of the date `back` days before, lies in that date's hours. */
static int within(int64_t local_min, int back, int from_hour, int to_hour)
{
    int64_t day = local_min / 1440 - back, minute = local_min % 1440 + back * 1440;
    return day != HOLIDAY && revops_weekday((int32_t)day) < 5 && minute >= from_hour * 60 &&
           minute < to_hour * 60;
}

static int is_open_at(uint32_t calendar, int64_t at_ms)
{
    int64_t utc_min = at_ms / REVOPS_MINUTE_MS;
    switch (calendar) {
    case 0:
        return 1;
    case 1:
        return within(utc_min, 0, 9, 12) || within(utc_min, 0, 13, 17);
    default:
        return within(kyiv_minute(at_ms), 0, 22, 30) || within(kyiv_minute(at_ms), 1, 22, 30);
    }
}

static void open_offices(void)
{
    static _Alignas(REVOPS_ALIGNMENT) unsigned char zone_memory[32768], memory[2][131072];
    static const char rule[] = "EET-2EEST,M3.5.0/3,M10.5.0/4";
    revops_zone_params zone_params = REVOPS_ZONE_PARAMS_INIT;
    const revops_zone *zone;
    zone_params.posix = rule;
    zone_params.posix_length = sizeof rule - 1;
    MUST(revops_zone_build(&zone_params, zone_memory, sizeof zone_memory, NULL, &zone) == REVOPS_OK);
    const int32_t holiday = HOLIDAY;
    for (int i = 0; i < 2; i++) {
        revops_calendar_opening hours[10];
        revops_calendar_params params = REVOPS_CALENDAR_PARAMS_INIT;
        uint32_t count = 0;
        for (uint16_t day = 0; day < 5; day++) {
            if (i == 0) {
                hours[count++] = (revops_calendar_opening){day, 9 * 60, 12 * 60};
                hours[count++] = (revops_calendar_opening){day, 13 * 60, 17 * 60};
            } else {
                hours[count++] = (revops_calendar_opening){day, 22 * 60, 30 * 60};
            }
        }
        params.openings = hours;
        params.opening_count = count;
        params.holidays = &holiday;
        params.holiday_count = 1;
        params.zone = i == 0 ? NULL : zone;
        MUST(revops_calendar_build(&params, memory[i], sizeof memory[i], NULL, &calendars[i]) == REVOPS_OK);
    }
}

int main(void)
{
    random_state random = {20260302};
    tick_ms = 1;
    for (stream = 0; stream < 50000; stream++) {
        play(&random, 20, 15, 40, 0, random_between(&random, -1000000, 1000000));
    }
    open_offices();
    tick_ms = REVOPS_MINUTE_MS;
    for (; stream < 51500; stream++) {
        /* Around both changes of clock, over a weekend and a holiday. */
        int64_t begin_ms =
            random_below(&random, 2) ? revops_utc_ms(2026, 3, 26, 0, 0) : revops_utc_ms(2026, 10, 22, 0, 0);
        play(&random, 20, 500, 400, 2, begin_ms + REVOPS_MINUTE_MS * random_between(&random, 0, 2 * 1440));
    }
    printf("%llu clocks compared\n", (unsigned long long)compared);
    return EXIT_SUCCESS;
}
