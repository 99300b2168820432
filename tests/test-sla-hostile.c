/* SPDX-License-Identifier: MIT */
/* Records of random runs, to the very ends of time: whatever a call leaves behind is proved, and what was damaged is refused
   or is a value that the run might have had. */
#include "test.h"

#include <stddef.h>

#include "calendar-fixtures.h"
#include "random.h"
#include "sla-plain.h"

#define T0 INT64_C(1772442000000) /* 2026-03-02T09:00Z, a Monday */

enum { CLOCKS = 2, CASES = 4, POLICIES = 24, CALENDARS = 3, RUNS = 240, STEPS = 24, SIGNALS = 8 };
enum { ROOM = CLOCKS * REVOPS_SLA_EFFECTS_OF_CLOCK_MAX };

static _Alignas(8) unsigned char memories[POLICIES][8192];
static const revops_sla *policies[POLICIES];
static const revops_calendar *calendars[CALENDARS];
static fixture_hours hours[CALENDARS];

static const char *const weeks[CALENDARS] = {
    "09:00-17:00|09:00-17:00|09:00-17:00|09:00-17:00|09:00-17:00||",
    "22:00-30:00|22:00-30:00|22:00-30:00|22:00-30:00|22:00-30:00|22:00-30:00|22:00-30:00",
    "00:00-24:00|00:00-24:00|00:00-24:00|00:00-24:00|00:00-24:00|00:00-24:00|00:00-24:00",
};

static const char *const zones[CALENDARS] = {"<+14>-14", "<-24>24:59", "<+24>-24:59"};

static const revops_sla *random_policy(random_state *random, void *memory, size_t size)
{
    plain_row rows[CASES];
    const revops_sla *sla;
    for (uint32_t i = 0; i < CASES; i++) {
        static const int64_t targets[] = {1, 100, REVOPS_HOUR_MS, 8 * REVOPS_HOUR_MS, REVOPS_SLA_TARGET_MAX};
        uint32_t unit = (uint32_t)random_below(random, 4);
        int is_in_days = unit == REVOPS_CALENDAR_UNIT_DAYS || unit == REVOPS_CALENDAR_UNIT_BUSINESS_DAYS;
        rows[i] =
            (plain_row){.clock = i % CLOCKS,
                        .kind = (uint32_t)random_below(random, 3),
                        .start = 1 | (random_next(random) & 0x42),
                        .meet = 2,
                        .pause = 4,
                        .resume = 8,
                        .answered = 16,
                        .cancel = 32,
                        .reopen = random_next(random) & 64,
                        .change = (uint32_t)random_below(random, 3),
                        .hand_over = (uint32_t)random_below(random, 2),
                        .flags = (uint32_t)random_below(random, 2),
                        .needed = (uint32_t)random_below(random, 4),
                        .at_close = (uint32_t)random_below(random, 2),
                        .unit = unit,
                        .target = is_in_days && random_below(random, 8) ? 1 + (int64_t)random_below(random, 9)
                                                                        : targets[random_below(random, 5)],
                        .calendar_of = (uint32_t)random_below(random, 3),
                        .is = {i < CLOCKS},
                        .warn_bp = {random_below(random, 3) ? 5000 : 0}};
        rows[i].warn_bp[1] = rows[i].warn_bp[0] && random_below(random, 2) ? 8000 : 0;
        rows[i].calendar = unit != REVOPS_CALENDAR_UNIT_ELAPSED && unit != REVOPS_CALENDAR_UNIT_DAYS ? 1
                           : rows[i].calendar_of                                                     ? 1
                                                 : (uint32_t)random_below(random, 2);
        rows[i].calendar *= 1 + (uint32_t)random_below(random, CALENDARS);
    }
    ck_assert_int_eq(plain_build(rows, CASES, CLOCKS, CALENDARS, memory, size, &sla), REVOPS_OK);
    return sla;
}

static void set_up(void)
{
    random_state random = {11};
    for (int i = 0; i < CALENDARS; i++) {
        fixture_parse_hours(weeks[i], "", &hours[i]);
        const revops_zone *zone = fixture_zone_of_rule(zones[i]);
        hours[i].params.zone = zone;
        calendars[i] = fixture_build(&hours[i].params);
        free((void *)(uintptr_t)zone);
    }
    for (int i = 0; i < POLICIES; i++) {
        policies[i] = random_policy(&random, memories[i], sizeof memories[i]);
    }
}

static void tear_down(void)
{
    for (int i = 0; i < CALENDARS; i++) {
        free((void *)(uintptr_t)calendars[i]);
    }
}

/* A lead at work. */
typedef struct run {
    const revops_sla *sla;
    revops_sla_record records[CLOCKS];
    int64_t now_ms;
} run;

/* Anything that a host may do next. Returns its status. */
static revops_status step(run *at, random_state *random)
{
    static const int64_t steps[] = {
        1, 50, REVOPS_HOUR_MS, 9 * REVOPS_HOUR_MS, 4 * REVOPS_DAY_MS, 2 * REVOPS_ZONE_TIME_MAX_MS};
    revops_sla_effect effects[ROOM];
    uint32_t signals[2] = {(uint32_t)random_below(random, SIGNALS), (uint32_t)random_below(random, SIGNALS)};
    const int64_t attributes[PLAIN_ATTRIBUTES] = {(int64_t)random_below(random, 2), 0, 0, 0};
    size_t count;
    if (random_below(random, 4)) {
        at->now_ms += (int64_t)random_below(
            random, (uint64_t)steps[random_below(random, 80) ? random_below(random, 5) : 5] + 1);
        at->now_ms = at->now_ms < REVOPS_ZONE_TIME_MAX_MS ? at->now_ms : REVOPS_ZONE_TIME_MAX_MS;
    }
    const revops_sla_event event = {.at_ms = at->now_ms,
                                    .signals = signals,
                                    .signal_count = 1 + (uint32_t)random_below(random, 2),
                                    .attributes = attributes,
                                    .flags = random_below(random, 16) ? 0 : 1 << random_below(random, 3),
                                    .cycle = (uint32_t)random_below(random, 20) / 19,
                                    .owner = (uint32_t)random_below(random, 8) / 7 + 1,
                                    .owner_calendar = (uint32_t)random_below(random, CALENDARS + 1),
                                    .lead_calendar = (uint32_t)random_below(random, CALENDARS + 1)};
    uint64_t kind = random_below(random, 12);
    if (kind == 0) {
        const revops_sla *to = policies[random_below(random, POLICIES)];
        revops_status status = revops_sla_rebase(at->sla, calendars, to, calendars, at->records, &event,
                                                 random_below(random, 2) ? REVOPS_SLA_KEEP : REVOPS_SLA_MOVE,
                                                 effects, ROOM, &count);
        at->sla = status == REVOPS_OK ? to : at->sla;
        return status;
    }
    return kind <= 2 ? revops_sla_advance(at->sla, calendars, at->records, at->now_ms, effects, ROOM, &count)
                     : revops_sla_apply(at->sla, calendars, at->records, &event, effects, ROOM, &count);
}

static void begin(run *at, random_state *random)
{
    static const int64_t begins[] = {T0, -REVOPS_ZONE_TIME_MAX_MS,
                                     REVOPS_ZONE_TIME_MAX_MS - 30 * REVOPS_DAY_MS,
                                     REVOPS_ZONE_TIME_MAX_MS - 2, -10 * REVOPS_DAY_MS};
    memset(at, 0, sizeof *at);
    at->sla = policies[random_below(random, POLICIES)];
    at->now_ms = begins[random_below(random, 5)];
}

/* SEM27: every step leaves records that are proved, to both ends of time. */
START_TEST(test_SEM27_every_step_leaves_records_that_are_proved)
{
    random_state random = {(uint64_t)_i + 1};
    for (int i = 0; i < RUNS; i++) {
        run at;
        begin(&at, &random);
        for (int n = 0; n < 3 * STEPS; n++) {
            revops_status status = step(&at, &random);
            ck_assert_msg(status == REVOPS_OK || status == REVOPS_ERR_LATE, "%d", (int)status);
            ck_assert_msg(revops_sla_verify(at.sla, at.records, 1) == REVOPS_OK, "run %d, step %d", i, n);
        }
    }
}
END_TEST

typedef struct field {
    const char *name;
    size_t begin, size;
} field;

#define FIELD(name)                                                                                          \
    {                                                                                                        \
#name, offsetof(revops_sla_record, name), sizeof((revops_sla_record *)0)->name                       \
    }

static const field fields[] = {
    FIELD(due_ms),        FIELD(since_ms),      FIELD(consumed_ms),   FIELD(deadline_ms),
    FIELD(started_ms),    FIELD(cycle),         FIELD(owner),         FIELD(row),
    FIELD(held_row),      FIELD(calendar),      FIELD(count),         FIELD(unused_meetings),
    FIELD(unused_starts), FIELD(state),         FIELD(unit),          FIELD(warned),
    FIELD(flags),         FIELD(target),        FIELD(base_ms),       FIELD(from_ms),
    FIELD(answered_ms),   FIELD(known_from_ms), FIELD(ran_day),       FIELD(days),
    FIELD(still_count),   FIELD(reserved),      FIELD(still_from_ms), FIELD(still_until_ms),
};

/* The name of the field that holds a byte. */
static const char *field_of(size_t place)
{
    for (int i = 0; i < ROWS(fields); i++) {
        if (place - fields[i].begin < fields[i].size) {
            return fields[i].name;
        }
    }
    return "no field";
}

/* Whether a field of an undamaged record can be told from the others whatever it is. */
static int is_bound(const revops_sla_record *record, const char *name)
{
    static const char *const always[] = {"reserved", "still_count", "ran_day", "days", "no field"};
    for (int i = 0; i < ROWS(always); i++) {
        if (strcmp(name, always[i]) == 0 && record->days == 0) {
            return 1;
        }
    }
    return record->state == REVOPS_SLA_RUNNING && record->unit == REVOPS_CALENDAR_UNIT_ELAPSED &&
           !(record->flags & REVOPS_SLA_KEPT) &&
           (strcmp(name, "due_ms") == 0 || strcmp(name, "deadline_ms") == 0);
}

/* SEM30: each byte in turn. */
START_TEST(test_SEM30_each_byte_damaged_in_turn)
{
    random_state random = {(uint64_t)_i + 100};
    size_t tried = 0, passed = 0;
    for (int i = 0; i < RUNS / 2; i++) {
        run at;
        begin(&at, &random);
        for (uint64_t n = 1 + random_below(&random, STEPS); n > 0; n--) {
            (void)!step(&at, &random);
        }
        for (size_t place = 0; place < sizeof at.records; place++) {
            run damaged = at;
            size_t within = place % sizeof at.records[0];
            ((unsigned char *)damaged.records)[place] ^= (unsigned char)(1 + random_below(&random, 255));
            tried++;
            if (revops_sla_verify(damaged.sla, damaged.records, 1) != REVOPS_OK) {
                continue;
            }
            passed++;
            ck_assert_msg(!is_bound(&at.records[place / sizeof at.records[0]], field_of(within)), "%s",
                          field_of(within));
            /* Calls go on from it, or refuse it once they see more. */
            for (int n = 0; n < 6; n++) {
                revops_status status = step(&damaged, &random);
                ck_assert_msg(status == REVOPS_OK || status == REVOPS_ERR_LATE ||
                                  status == REVOPS_ERR_CORRUPT,
                              "%s: %d", field_of(within), (int)status);
            }
        }
    }
    ck_assert_uint_lt(passed * 6,
                      tried); /* nearly all of them owners, cycles and what an ended run no longer needs */
}
END_TEST

/* SEM30: what a call would go on from, but no run ever has. */
START_TEST(test_SEM30_what_contradicts_itself_is_refused)
{
    plain_row rows[2] = {{.start = 1,
                          .meet = 2,
                          .pause = 4,
                          .resume = 8,
                          .target = 1000,
                          .needed = 2,
                          .warn_bp = {5000, 8000}},
                         {.clock = 1, .start = 1, .meet = 2, .target = 1000}};
    static _Alignas(8) unsigned char memory[4096];
    const revops_sla *sla;
    revops_sla_effect effects[ROOM];
    size_t count;
    ck_assert_int_eq(plain_build(rows, 2, 2, 0, memory, sizeof memory, &sla), REVOPS_OK);
    revops_sla_record good[2] = {{0}}, bad[2];
    ck_assert_int_eq(plain_signal(sla, NULL, good, 0, T0, NULL, effects, ROOM, &count), REVOPS_OK);
    ck_assert_int_eq(plain_signal(sla, NULL, good, 1, T0 + 100, NULL, effects, ROOM, &count), REVOPS_OK);
    ck_assert_int_eq(revops_sla_advance(sla, NULL, good, T0 + 501, effects, ROOM, &count), REVOPS_OK);
    ck_assert_uint_eq(good[0].warned, 1);
    ck_assert_uint_eq(good[0].state, REVOPS_SLA_RUNNING);
    ck_assert_int_eq(good[0].due_ms, T0 + 800);
    ck_assert_int_eq(revops_sla_verify(sla, good, 1), REVOPS_OK);
#define REFUSED(change)                                                                                      \
    do {                                                                                                     \
        memcpy(bad, good, sizeof bad);                                                                       \
        change;                                                                                              \
        ck_assert_int_eq(revops_sla_verify(sla, bad, 1), REVOPS_ERR_CORRUPT);                                \
    } while (0)
    REFUSED(bad[0].consumed_ms = 501);      /* more than passed */
    REFUSED(bad[0].consumed_ms = 499);      /* less than passed without a pause */
    REFUSED(bad[0].deadline_ms = T0 + 999); /* another than that of its target */
    REFUSED(bad[0].deadline_ms = REVOPS_SLA_NEVER_MS);
    REFUSED(bad[0].due_ms = T0 + 500); /* still the warning that was given */
    REFUSED(bad[0].warned = 2);        /* the warning that comes is behind it */
    REFUSED(bad[0].count = 2);         /* met, but running */
    REFUSED(bad[0].held_row = 1);      /* a case of another clock */
    REFUSED(bad[0].held_row = 2);      /* no case */
    REFUSED(bad[0].unit = REVOPS_CALENDAR_UNIT_DAYS);
    REFUSED(bad[1].deadline_ms = 0); /* ended before it began */
    REFUSED(bad[1].due_ms = INT64_MIN);
    REFUSED(bad[1].flags |= REVOPS_SLA_PASSED);
    memset(good, 0, sizeof good);
    REFUSED(bad[0].owner = 1); /* of a run that never was */
    REFUSED(bad[0].consumed_ms = 1);
    REFUSED(bad[0].flags = REVOPS_SLA_PASSED);
    REFUSED(bad[1].since_ms = INT64_MAX);
#undef REFUSED
}
END_TEST

static Suite *suite_of_tests(void)
{
    Suite *suite = suite_create("sla-hostile");
    TCase *tcase = tcase_create("records");
    tcase_add_checked_fixture(tcase, set_up, tear_down);
    tcase_set_timeout(tcase, 60);
    tcase_add_test(tcase, test_SEM30_what_contradicts_itself_is_refused);
    tcase_add_loop_test(tcase, test_SEM27_every_step_leaves_records_that_are_proved, 0, 8);
    tcase_add_loop_test(tcase, test_SEM30_each_byte_damaged_in_turn, 0, 4);
    suite_add_tcase(suite, tcase);
    return suite;
}
