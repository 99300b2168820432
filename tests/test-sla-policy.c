/* SPDX-License-Identifier: MIT */
#include "test.h"

#include "sla-plain.h"

/* Signals of these tests. */
enum { QUALIFIED, ASSIGNED, CALL, ACCEPTED, DISPOSED, WAITING, RESUMED, ANSWERED, LEFT, MESSAGE, OTHER = 63 };

#define T0 INT64_C(1772442000000) /* 2026-03-02T09:00Z, a Monday */

static _Alignas(16) unsigned char memory[32768];

static const revops_sla *build(void *at, const plain_row *rows, uint32_t row_count, uint32_t clock_count)
{
    const revops_sla *sla = NULL;
    ck_assert_int_eq(plain_build(rows, row_count, clock_count, 0, at, 8192, &sla), REVOPS_OK);
    return sla;
}

static const revops_sla *default_sla(void)
{
    revops_sla_params params;
    const revops_sla *sla = NULL;
    ck_assert_int_eq(revops_sla_defaults(&params, sizeof params), REVOPS_OK);
    ck_assert_int_eq(revops_sla_build(&params, memory, sizeof memory, NULL, &sla), REVOPS_OK);
    return sla;
}

/* One clock on elapsed time of 100 s that warns at 50 % and 80 %. */
static plain_row plain(void)
{
    return (plain_row){.start = ON(QUALIFIED),
                       .pause = ON(WAITING),
                       .resume = ON(RESUMED),
                       .answered = ON(ANSWERED),
                       .meet = ON(CALL),
                       .cancel = ON(LEFT),
                       .target = 100 * REVOPS_SECOND_MS,
                       .warn_bp = {5000, 8000}};
}

static revops_sla_record records[REVOPS_SLA_CLOCKS_MAX];
static revops_sla_effect effects[4 * REVOPS_SLA_EFFECTS_OF_CLOCK_MAX];
static size_t count;

static void fresh(void)
{
    memset(records, 0, sizeof records);
}

static void signal_at(const revops_sla *sla, uint32_t signal, int64_t at_ms)
{
    ck_assert_int_eq(plain_signal(sla, NULL, records, signal, at_ms, NULL, effects, ROWS(effects), &count),
                     REVOPS_OK);
    ck_assert_int_eq(revops_sla_verify(sla, records, 1), REVOPS_OK);
}

static revops_status rebase(const revops_sla *from, const revops_sla *to, int64_t at_ms)
{
    const revops_sla_event event = {.at_ms = at_ms};
    return revops_sla_rebase(from, NULL, to, NULL, records, &event, REVOPS_SLA_MOVE, effects, ROWS(effects),
                             &count);
}

/* SL1, SL2: the built-in targets, by intent (SL10). */
static const struct {
    uint32_t clock;
    uint32_t intent;
    uint32_t starter;
    uint32_t meeter;
    int64_t target;
} defaults[] = {
    {REVOPS_SLA_ROUTE, 0, QUALIFIED, ASSIGNED, INT64_C(300000)},
    {REVOPS_SLA_ROUTE, 2, QUALIFIED, ASSIGNED, INT64_C(300000)},
    {REVOPS_SLA_FIRST_CONTACT, 2, QUALIFIED, CALL, INT64_C(14400000)},
    {REVOPS_SLA_FIRST_CONTACT, 1, QUALIFIED, CALL, INT64_C(86400000)},
    {REVOPS_SLA_FIRST_CONTACT, 0, QUALIFIED, CALL, INT64_C(86400000)},
    {REVOPS_SLA_TOUCHES, 0, ACCEPTED, CALL, INT64_C(1209600000)},
    {REVOPS_SLA_DISPOSITION, 0, ACCEPTED, DISPOSED, INT64_C(1209600000)},
};

START_TEST(test_SL1_SL2_SL3_SL4_SL10_defaults)
{
    const revops_sla *sla = default_sla();
    const uint32_t lead[PLAIN_ATTRIBUTES] = {defaults[_i].intent};
    uint32_t clock = defaults[_i].clock;
    int64_t due_ms;
    for (int late = 0; late <= 1; late++) {
        fresh();
        ck_assert_int_eq(
            plain_signal(sla, NULL, records, defaults[_i].starter, T0, lead, effects, ROWS(effects), &count),
            REVOPS_OK);
        ck_assert_int_eq(revops_sla_due(sla, &records[clock], &due_ms), REVOPS_OK);
        ck_assert_int_eq(due_ms, T0 + defaults[_i].target);
        int touches = clock == REVOPS_SLA_TOUCHES ? 6 : 1;
        for (int touch = 1; touch <= touches; touch++) {
            ck_assert_str_eq(revops_sla_state_name(records[clock].state), "running");
            int64_t at_ms = touch == touches ? due_ms + late : T0 + touch;
            ck_assert_int_eq(plain_signal(sla, NULL, records, defaults[_i].meeter, at_ms, lead, effects,
                                          ROWS(effects), &count),
                             REVOPS_OK);
        }
        ck_assert_str_eq(revops_sla_state_name(records[clock].state), late ? "met late" : "met");
        ck_assert_int_eq(records[clock].consumed_ms, defaults[_i].target + late);
    }
}
END_TEST

START_TEST(test_a_compiled_policy_may_be_moved)
{
    static _Alignas(16) unsigned char second[sizeof memory];
    const revops_sla *sla = default_sla(), *moved = (const revops_sla *)(const void *)second;
    memcpy(second, memory, sizeof memory);
    memset(memory, 0xff, sizeof memory);
    ck_assert_ptr_ne(sla, moved);
    fresh();
    signal_at(moved, QUALIFIED, T0);
    ck_assert_uint_eq(count, 2);
}
END_TEST

/* Records from storage may be anything: they are used if sane and refused if not, never trusted. */
START_TEST(test_damaged_records)
{
    plain_row row = plain();
    const revops_sla *sla = build(memory, &row, 1, 1);
    fresh();
    signal_at(sla, QUALIFIED, T0);
    revops_sla_record good = records[0];
    int64_t out_ms = 77;
#define DAMAGED(change)                                                                                      \
    do {                                                                                                     \
        records[0] = good;                                                                                   \
        change;                                                                                              \
        revops_sla_record before = records[0];                                                               \
        ck_assert_int_eq(                                                                                    \
            plain_signal(sla, NULL, records, CALL, T0 + 5, NULL, effects, ROWS(effects), &count),            \
            REVOPS_ERR_CORRUPT);                                                                             \
        ck_assert_int_eq(revops_sla_due(sla, records, &out_ms), REVOPS_ERR_CORRUPT);                         \
        ck_assert_int_eq(revops_sla_measure(sla, NULL, records, T0 + 5, &out_ms, NULL), REVOPS_ERR_CORRUPT); \
        ck_assert_int_eq(rebase(sla, sla, T0 + 5), REVOPS_ERR_CORRUPT);                                      \
        ck_assert_mem_eq(&records[0], &before, sizeof before);                                               \
    } while (0)
    DAMAGED(records[0].state = REVOPS_SLA_MERGED + 1);
    DAMAGED(records[0].row = 1);
    DAMAGED(records[0].row = REVOPS_SLA_NO_CASE);
    DAMAGED(records[0].held_row = 1);
    DAMAGED(records[0].calendar = 1);
    DAMAGED(records[0].unit = REVOPS_CALENDAR_UNIT_OPEN);
    DAMAGED(records[0].unit = REVOPS_CALENDAR_UNIT_DAYS + 1);
    DAMAGED(records[0].consumed_ms = -1);
    DAMAGED(records[0].consumed_ms = INT64_MAX);
    DAMAGED(records[0].started_ms = T0 + 1);
    DAMAGED(records[0].since_ms = INT64_MAX);
    DAMAGED(records[0].warned = 3);
    DAMAGED(records[0].flags = 64);
    DAMAGED(records[0].flags = REVOPS_SLA_STANDING);
    DAMAGED(records[0].state = REVOPS_SLA_PAUSED);
    /* The second part, of a run that stood still once and stands still again. */
    records[0] = good;
    signal_at(sla, WAITING, T0 + 1);
    signal_at(sla, RESUMED, T0 + 2);
    signal_at(sla, WAITING, T0 + 4);
    good = records[0];
    DAMAGED(records[0].answered_ms = INT64_MIN);
    DAMAGED(records[0].base_ms = records[0].consumed_ms + 1);
    DAMAGED(records[0].target = -1);
    DAMAGED(records[0].from_ms = INT64_MIN);
    DAMAGED(records[0].ran_day = INT32_MAX);
    DAMAGED(records[0].known_from_ms = T0 - 1);
    DAMAGED(records[0].known_from_ms = T0 + 2);
    DAMAGED(records[0].still_count = 0);
    DAMAGED(records[0].still_count = 1);
    DAMAGED(records[0].still_count = REVOPS_SLA_PAUSES_MAX + 1);
    DAMAGED(records[0].still_from_ms[1] = T0 + 1);
    DAMAGED(records[0].still_until_ms[0] = T0);
    DAMAGED(records[0].still_until_ms[0] = REVOPS_TIME_NONE);
    DAMAGED(records[0].still_until_ms[1] = T0 + 4);
    DAMAGED(records[0].state = REVOPS_SLA_RUNNING);
    DAMAGED(records[0].flags = REVOPS_SLA_HAS_MORE);
#undef DAMAGED
    fresh();
    signal_at(sla, QUALIFIED, T0);
    good = records[0];
    ck_assert_int_eq(out_ms, 77);
    /* What no call would trip over is told by verify alone. */
#define ILLEGAL(change)                                                                                      \
    do {                                                                                                     \
        records[0] = good;                                                                                   \
        change;                                                                                              \
        ck_assert_int_eq(revops_sla_verify(sla, records, 1), REVOPS_ERR_CORRUPT);                            \
    } while (0)
    ILLEGAL(records[0].reserved[0] = 1);
    ILLEGAL(records[0].still_until_ms[3] = 1);
    ILLEGAL(records[0].flags = REVOPS_SLA_HAS_MORE);
    ILLEGAL(records[0].due_ms = T0 - 1);
    ILLEGAL(records[0].deadline_ms = T0);
    ILLEGAL(records[0].flags |= REVOPS_SLA_ANSWERED);
#undef ILLEGAL
    records[0] = good;
    ck_assert_int_eq(revops_sla_verify(sla, records, 1), REVOPS_OK);
    ck_assert_int_eq(revops_sla_verify(NULL, records, 1), REVOPS_ERR_ARG);
    ck_assert_int_eq(revops_sla_verify(sla, NULL, 1), REVOPS_ERR_ARG);
    fresh();
    ck_assert_int_eq(
        plain_signal(sla, NULL, records, QUALIFIED, INT64_MAX, NULL, effects, ROWS(effects), &count),
        REVOPS_ERR_ARG);
    ck_assert_uint_eq(records[0].state, REVOPS_SLA_NOT_STARTED);
}
END_TEST

START_TEST(test_bad_arguments)
{
    plain_row row = plain();
    const revops_sla *sla = build(memory, &row, 1, 1);
    int64_t out_ms = 77;
    fresh();
    count = 99;
    ck_assert_int_eq(plain_signal(NULL, NULL, records, 0, T0, NULL, effects, ROWS(effects), &count),
                     REVOPS_ERR_ARG);
    ck_assert_int_eq(plain_signal(sla, NULL, NULL, 0, T0, NULL, effects, ROWS(effects), &count),
                     REVOPS_ERR_ARG);
    ck_assert_int_eq(plain_signal(sla, NULL, records, 64, T0, NULL, effects, ROWS(effects), &count),
                     REVOPS_ERR_ARG);
    ck_assert_int_eq(plain_signal(sla, NULL, records, 0, T0, NULL, NULL, ROWS(effects), &count),
                     REVOPS_ERR_ARG);
    ck_assert_int_eq(plain_signal(sla, NULL, records, 0, T0, NULL, effects, ROWS(effects), NULL),
                     REVOPS_ERR_ARG);
    ck_assert_int_eq(revops_sla_advance(NULL, NULL, records, T0, effects, ROWS(effects), &count),
                     REVOPS_ERR_ARG);
    ck_assert_int_eq(revops_sla_advance(sla, NULL, NULL, T0, effects, ROWS(effects), &count), REVOPS_ERR_ARG);
    ck_assert_int_eq(revops_sla_advance(sla, NULL, records, T0, NULL, ROWS(effects), &count), REVOPS_ERR_ARG);
    ck_assert_int_eq(revops_sla_advance(sla, NULL, records, T0, effects, ROWS(effects), NULL),
                     REVOPS_ERR_ARG);
    ck_assert_int_eq(rebase(NULL, sla, T0), REVOPS_ERR_ARG);
    ck_assert_int_eq(rebase(sla, NULL, T0), REVOPS_ERR_ARG);
    ck_assert_int_eq(revops_sla_due(sla, NULL, &out_ms), REVOPS_ERR_ARG);
    ck_assert_int_eq(revops_sla_due(sla, records, NULL), REVOPS_ERR_ARG);
    ck_assert_int_eq(revops_sla_measure(NULL, NULL, records, T0, &out_ms, NULL), REVOPS_ERR_ARG);
    ck_assert_int_eq(revops_sla_next_wakeup(NULL, 0), REVOPS_TIME_NONE);
    ck_assert_uint_eq(count, 99);
    ck_assert_int_eq(out_ms, 77);
    ck_assert_int_eq(revops_sla_due(sla, records, &out_ms), REVOPS_OK);
    ck_assert_int_eq(out_ms, REVOPS_TIME_NONE);
    ck_assert_int_eq(revops_sla_measure(sla, NULL, records, T0, &out_ms, NULL), REVOPS_OK);
    ck_assert_int_eq(out_ms, 0);
    /* Calendars must be there, all of them. */
    row.calendar = 1;
    ck_assert_int_eq(plain_build(&row, 1, 1, 1, memory, sizeof memory, &sla), REVOPS_OK);
    const revops_calendar *none[1] = {NULL};
    ck_assert_int_eq(plain_signal(sla, NULL, records, QUALIFIED, T0, NULL, effects, ROWS(effects), &count),
                     REVOPS_ERR_ARG);
    ck_assert_int_eq(plain_signal(sla, none, records, QUALIFIED, T0, NULL, effects, ROWS(effects), &count),
                     REVOPS_ERR_ARG);
    ck_assert_uint_eq(records[0].state, REVOPS_SLA_NOT_STARTED);
    revops_sla_params params;
    ck_assert_int_eq(revops_sla_defaults(NULL, sizeof params), REVOPS_ERR_ARG);
    ck_assert_int_eq(revops_sla_defaults(&params, 8), REVOPS_ERR_ABI);
}
END_TEST

/* SEM27: room that may not suffice changes nothing, all other room gives the same. */
START_TEST(test_SEM27_capacities)
{
    const revops_sla *sla = default_sla();
    revops_sla_record before[REVOPS_SLA_DEFAULT_CLOCKS], after[REVOPS_SLA_DEFAULT_CLOCKS];
    fresh();
    signal_at(sla, QUALIFIED, T0);
    signal_at(sla, ACCEPTED, T0);
    memcpy(before, records, sizeof before);
    signal_at(sla, CALL, T0 + 30 * REVOPS_DAY_MS);
    memcpy(after, records, sizeof after);
    size_t all = count;
    ck_assert_uint_eq(all, 9); /* four clocks warn and breach, one is met late */
    for (size_t i = 1; i < all; i++) {
        ck_assert_int_ge(effects[i].at_ms, effects[i - 1].at_ms);
    }
    size_t room = REVOPS_SLA_DEFAULT_CLOCKS * REVOPS_SLA_EFFECTS_OF_CLOCK_MAX;
    ck_assert_uint_eq(revops_sla_effects_max(sla), room);
    for (size_t capacity = 0; capacity <= room;
         capacity += capacity < room - 1 && capacity ? room - 1 - capacity : 1) {
        static revops_sla_effect out[REVOPS_SLA_DEFAULT_CLOCKS * REVOPS_SLA_EFFECTS_OF_CLOCK_MAX],
            untouched[ROWS(out)];
        memset(out, 0x5a, sizeof out);
        memset(untouched, 0x5a, sizeof untouched);
        memcpy(records, before, sizeof before);
        revops_status status =
            plain_signal(sla, NULL, records, CALL, T0 + 30 * REVOPS_DAY_MS, NULL, out, capacity, &count);
        ck_assert_int_eq(status, capacity < room ? REVOPS_ERR_NOSPACE : REVOPS_OK);
        ck_assert_uint_eq(count, capacity < room ? room : all);
        ck_assert_mem_eq(records, capacity < room ? before : after, sizeof before);
        size_t written = capacity < room ? 0 : all;
        ck_assert_mem_eq(out, effects, written * sizeof out[0]);
        ck_assert_mem_eq(out + written, untouched, (ROWS(out) - written) * sizeof out[0]);
    }
    /* And nobody need listen. */
    memcpy(records, before, sizeof before);
    ck_assert_int_eq(plain_signal(sla, NULL, records, CALL, T0 + 30 * REVOPS_DAY_MS, NULL, NULL, 0, &count),
                     REVOPS_OK);
    ck_assert_uint_eq(count, all);
    ck_assert_mem_eq(records, after, sizeof after);
}
END_TEST

static void all_names(const char *(*name)(uint32_t), uint32_t first, uint32_t last)
{
    for (uint32_t a = 0; a < 40; a++) {
        ck_assert_int_eq(strncmp(name(a), "unknown", 7) == 0, a < first || a > last);
        for (uint32_t b = first; b < a && a <= last; b++) {
            ck_assert_str_ne(name(a), name(b));
        }
    }
    ck_assert_int_eq(strncmp(name(UINT32_MAX), "unknown", 7), 0);
}

START_TEST(test_names_of_constants)
{
    all_names(revops_sla_kind_name, 0, REVOPS_SLA_RESOLUTION);
    all_names(revops_sla_state_name, 0, REVOPS_SLA_MERGED);
    all_names(revops_sla_effect_name, 1, REVOPS_SLA_EFFECT_MERGED);
    all_names(revops_sla_side_name, 0, REVOPS_SLA_SIDE_SALES);
    all_names(revops_compliance_level_name, 0, REVOPS_COMPLIANCE_EXECUTIVE);
}
END_TEST

/* SL1–SL4 in one life: nothing stays owed by a lead that has left, and a new cycle owes anew. */
START_TEST(test_default_clocks_over_two_cycles)
{
    const revops_sla *sla = default_sla();
    fresh();
    for (int cycle = 0; cycle < 2; cycle++) {
        int64_t start_ms = T0 + cycle * 90 * REVOPS_DAY_MS;
        signal_at(sla, QUALIFIED, start_ms);
        ck_assert_uint_eq(count, 2);
        signal_at(sla, ASSIGNED, start_ms + 60000);
        signal_at(sla, CALL, start_ms + REVOPS_HOUR_MS);
        signal_at(sla, ACCEPTED, start_ms + 2 * REVOPS_HOUR_MS);
        ck_assert_uint_eq(count, 2);
        signal_at(sla, CALL, start_ms + 3 * REVOPS_HOUR_MS);
        signal_at(sla, WAITING, start_ms + 4 * REVOPS_HOUR_MS);
        ck_assert_uint_eq(records[REVOPS_SLA_DISPOSITION].state, REVOPS_SLA_PAUSED);
        signal_at(sla, LEFT, start_ms + 5 * REVOPS_HOUR_MS);
        ck_assert_uint_eq(records[REVOPS_SLA_ROUTE].state, REVOPS_SLA_MET);
        ck_assert_uint_eq(records[REVOPS_SLA_FIRST_CONTACT].state, REVOPS_SLA_MET);
        ck_assert_uint_eq(records[REVOPS_SLA_TOUCHES].state, REVOPS_SLA_CANCELLED);
        ck_assert_uint_eq(records[REVOPS_SLA_DISPOSITION].state, REVOPS_SLA_CANCELLED);
        ck_assert_int_eq(records[REVOPS_SLA_DISPOSITION].consumed_ms, 2 * REVOPS_HOUR_MS);
        ck_assert_int_eq(revops_sla_next_wakeup(records, REVOPS_SLA_DEFAULT_CLOCKS), REVOPS_TIME_NONE);
    }
}
END_TEST

/* ---- faults ---- */

static plain_policy policy;
static const char *const signals_of_two[] = {"mql", "call"};

/* Two clocks of two cases, on two signals and one attribute. */
static revops_sla_params *sound(void)
{
    plain_row rows[3];
    memset(rows, 0, sizeof rows);
    for (uint32_t i = 0; i < 3; i++) {
        rows[i].start = ON(0);
        rows[i].meet = ON(1);
        rows[i].target = 100;
        rows[i].clock = i / 2;
        rows[i].warn_bp[0] = 5000;
        rows[i].is[0] = i == 0 ? 1 : 0;
    }
    ck_assert_int_eq(plain_fill(&policy, rows, 3, 2, 1), REVOPS_OK);
    policy.params.signals = signals_of_two;
    policy.params.signal_count = 2;
    return &policy.params;
}

/* A function of its own, as a sanitizer's compiler takes a minute where it stands fifty times. */
static void check_fault(const revops_sla_params *params, revops_status status, const char *part, uint32_t row,
                        const char *field)
{
    revops_problem problems[8];
    size_t needed;
    const revops_sla *sla = NULL;
    ck_assert_int_eq(revops_sla_check(params, problems, 8, &needed), status);
    ck_assert_uint_ge(needed, 1);
    ck_assert_str_eq(problems[0].part, part);
    ck_assert_str_eq(problems[0].field, field);
    ck_assert_uint_eq(problems[0].row, row);
    ck_assert_int_eq(revops_sla_build(params, memory, sizeof memory, NULL, &sla), status);
    ck_assert_ptr_null(sla);
}

START_TEST(test_every_fault_is_told)
{
    revops_problem problems[8];
    size_t needed, bytes;
    const revops_sla *sla = NULL;
#define FAULTY(status, part, row, field, change)                                                             \
    do {                                                                                                     \
        revops_sla_params *params = sound();                                                                 \
        change;                                                                                              \
        check_fault(params, status, part, row, field);                                                       \
    } while (0)
    const uint32_t none = REVOPS_NO_ROW;
    FAULTY(REVOPS_ERR_ABI, "params", none, "struct_size", params->struct_size = 8);
    FAULTY(REVOPS_ERR_NEWER, "params", none, "flags", params->flags = 1);
    FAULTY(REVOPS_ERR_NEWER, "params", none, "reserved", params->reserved = 1);
    FAULTY(REVOPS_ERR_ARG, "params", none, "clock_count", params->clock_count = 65);
    FAULTY(REVOPS_ERR_ARG, "params", none, "case_count", params->case_count = 0);
    FAULTY(REVOPS_ERR_ARG, "params", none, "use_count", params->use_count = 0);
    FAULTY(REVOPS_ERR_ARG, "params", none, "signal_count", params->signal_count = 4097);
    FAULTY(REVOPS_ERR_ARG, "params", none, "calendar_count", params->calendar_count = 4097);
    FAULTY(REVOPS_ERR_ARG, "params", none, "attribute_count", params->attribute_count = 129);
    FAULTY(REVOPS_ERR_ABI, "params", none, "row_size", params->case_row_size = 8);
    FAULTY(REVOPS_ERR_ARG, "params", none, "row_size", params->uses = NULL);
    FAULTY(REVOPS_ERR_ARG, "clocks", 1, "kind", policy.clocks[1].kind = 3);
    FAULTY(REVOPS_ERR_ARG, "clocks", 1, "side", policy.clocks[1].side = 3);
    FAULTY(REVOPS_ERR_ARG, "clocks", 1, "needed", policy.clocks[1].needed = 65536);
    FAULTY(REVOPS_ERR_ARG, "clocks", 1, "when_it_changes", policy.clocks[1].when_it_changes = 3);
    FAULTY(REVOPS_ERR_ARG, "clocks", 1, "at_hand_over", policy.clocks[1].at_hand_over = 2);
    FAULTY(REVOPS_ERR_ARG, "clocks", 1, "at_close", policy.clocks[1].at_close = 2);
    FAULTY(REVOPS_ERR_NEWER, "clocks", 1, "flags", policy.clocks[1].flags = 2);
    FAULTY(REVOPS_ERR_NEWER, "clocks", 1, "reserved", policy.clocks[1].reserved = 1);
    FAULTY(REVOPS_ERR_ARG, "cases", 1, "unit", policy.cases[1].unit = 4);
    FAULTY(REVOPS_ERR_ARG, "cases", 1, "clock", policy.cases[1].clock = 2);
    FAULTY(REVOPS_ERR_ARG, "cases", 1, "calendar_of", policy.cases[1].calendar_of = 3);
    FAULTY(REVOPS_ERR_ARG, "cases", 1, "calendar", policy.cases[1].calendar = 2);
    FAULTY(REVOPS_ERR_ARG, "cases", 1, "target", policy.cases[1].target = 0);
    FAULTY(REVOPS_ERR_ARG, "cases", 1, "target", policy.cases[1].target = REVOPS_SLA_TARGET_MAX + 1);
    FAULTY(REVOPS_ERR_ARG, "cases", 1, "warn_bp", policy.cases[1].warn_bp[0] = 10000);
    FAULTY(REVOPS_ERR_ARG, "cases", 1, "warn_bp", policy.cases[1].warn_bp[1] = 5000);
    FAULTY(REVOPS_ERR_ARG, "cases", 1, "warn_bp", policy.cases[1].warn_bp[2] = 6000);
    FAULTY(REVOPS_ERR_UNSOUND, "cases", 1, "calendar", policy.cases[1].unit = REVOPS_CALENDAR_UNIT_OPEN);
    FAULTY(REVOPS_ERR_UNSOUND, "cases", 1, "calendar",
           policy.cases[1].unit = REVOPS_CALENDAR_UNIT_BUSINESS_DAYS);
    FAULTY(REVOPS_ERR_UNSOUND, "cases", 1, "calendar",
           policy.cases[1].calendar_of = REVOPS_SLA_CALENDAR_OF_OWNER);
    FAULTY(REVOPS_ERR_UNSOUND, "cases", 1, "first_condition", policy.cases[0].condition_count = 0);
    FAULTY(REVOPS_ERR_UNSOUND, "cases", 2, "first_condition", policy.cases[2].clock = 0);
    FAULTY(REVOPS_ERR_ARG, "conditions", 0, "attribute", policy.conditions[0].attribute = 4);
    FAULTY(REVOPS_ERR_ARG, "uses", 1, "signal", policy.uses[1].signal = 2);
    FAULTY(REVOPS_ERR_ARG, "uses", 1, "clock", policy.uses[1].clock = 2);
    FAULTY(REVOPS_ERR_NEWER, "uses", 1, "parts", policy.uses[1].parts |= 512);
    FAULTY(REVOPS_ERR_NEWER, "uses", 1, "reserved", policy.uses[1].reserved = 1);
    FAULTY(REVOPS_ERR_ARG, "uses", 1, "parts", policy.uses[1].parts = 0);
    FAULTY(REVOPS_ERR_UNSOUND, "uses", 1, "parts",
           policy.uses[1].parts |= REVOPS_SLA_PAUSES | REVOPS_SLA_RESUMES);
    FAULTY(REVOPS_ERR_UNSOUND, "clocks", 0, "kind", policy.uses[0].parts = REVOPS_SLA_MEETS);
    FAULTY(REVOPS_ERR_UNSOUND, "clocks", 0, "kind", policy.uses[1].parts = REVOPS_SLA_STARTS);
    static const char *const same[] = {"mql", "mql"}, *const empty[] = {"mql", ""};
    FAULTY(REVOPS_ERR_UNSOUND, "signals", 1, "name", params->signals = same);
    FAULTY(REVOPS_ERR_ARG, "signals", 1, "length", params->signals = empty);
#undef FAULTY
    /* Several at once, each with its row; a sentence for people. */
    revops_sla_params *params = sound();
    char text[128];
    policy.cases[0].target = -1;
    policy.cases[2].unit = 9;
    ck_assert_int_eq(revops_sla_check(params, problems, 1, &needed), REVOPS_ERR_ARG);
    ck_assert_uint_eq(needed, 2);
    (void)revops_problem_text(problems, text, sizeof text);
    ck_assert_str_eq(text, "cases[0].target is -1; expected 1 to 8640000000000000");
    /* Memory. */
    params = sound();
    ck_assert_int_eq(revops_sla_check(params, NULL, 0, &needed), REVOPS_OK);
    ck_assert_uint_eq(needed, 0);
    ck_assert_int_eq(revops_sla_check(NULL, NULL, 0, &needed), REVOPS_ERR_ARG);
    ck_assert_int_eq(revops_sla_check(params, NULL, 1, &needed), REVOPS_ERR_ARG);
    ck_assert_int_eq(revops_sla_build(params, NULL, 0, &bytes, NULL), REVOPS_ERR_NOSPACE);
    ck_assert_int_eq(revops_sla_build(params, memory, bytes - 1, NULL, &sla), REVOPS_ERR_NOSPACE);
    ck_assert_int_eq(revops_sla_build(params, memory + 4, bytes, NULL, &sla), REVOPS_ERR_ALIGN);
    ck_assert_int_eq(revops_sla_build(params, memory, bytes, NULL, NULL), REVOPS_ERR_ARG);
    ck_assert_ptr_null(sla);
    memory[bytes] = 0x5a;
    ck_assert_int_eq(revops_sla_build(params, memory, bytes, NULL, &sla), REVOPS_OK);
    ck_assert_uint_eq(memory[bytes], 0x5a);
}
END_TEST

/* Signals have names and numbers, found both ways; thousands of them, each with a clock of its own list. */
START_TEST(test_signals_by_name)
{
    enum { SIGNALS = REVOPS_SLA_SIGNALS_MAX };
    static char names[SIGNALS][8];
    static const char *pointers[SIGNALS];
    static _Alignas(8) unsigned char large[1 << 18];
    static revops_sla_use uses[SIGNALS];
    revops_sla_params *params = sound();
    const revops_sla *sla = NULL;
    uint32_t signal = 77;
    for (uint32_t i = 0; i < SIGNALS; i++) {
        snprintf(names[i], sizeof names[i], "s%u", (i * 2654435761u) % SIGNALS); /* in no order */
        pointers[i] = names[i];
        uses[i] = (revops_sla_use){i, i % 2, i % 4 < 2 ? REVOPS_SLA_STARTS : REVOPS_SLA_MEETS, 0};
    }
    params->signals = pointers;
    params->signal_count = SIGNALS;
    params->uses = uses;
    params->use_count = SIGNALS;
    ck_assert_int_eq(revops_sla_build(params, large, sizeof large, NULL, &sla), REVOPS_OK);
    ck_assert_uint_eq(revops_sla_signal_count(sla), SIGNALS);
    ck_assert_uint_eq(revops_sla_clock_count(sla), 2);
    for (uint32_t i = 0; i < SIGNALS; i++) {
        ck_assert_str_eq(revops_sla_signal_name(sla, i), names[i]);
        ck_assert_int_eq(revops_sla_signal_find(sla, names[i], strlen(names[i]), &signal), REVOPS_OK);
        ck_assert_uint_eq(signal, i);
        ck_assert_uint_eq(revops_sla_clocks_of(sla, i), UINT64_C(1) << i % 2);
    }
    ck_assert_int_eq(revops_sla_signal_find(sla, "s", 1, &signal), REVOPS_ERR_RANGE);
    ck_assert_int_eq(revops_sla_signal_find(sla, "s12345", 6, &signal), REVOPS_ERR_RANGE);
    ck_assert_int_eq(revops_sla_signal_find(sla, NULL, 0, &signal), REVOPS_ERR_ARG);
    ck_assert_int_eq(revops_sla_signal_find(sla, "s1", 2, NULL), REVOPS_ERR_ARG);
    ck_assert_str_eq(revops_sla_signal_name(sla, SIGNALS), "unknown");
    ck_assert_uint_eq(revops_sla_clocks_of(sla, SIGNALS), 0);
    ck_assert_uint_eq(revops_sla_clocks_of(NULL, 0), 0);
    ck_assert_uint_eq(revops_sla_clock_count(NULL), 0);
    ck_assert_uint_eq(revops_sla_signal_count(NULL), 0);
    ck_assert_uint_eq(revops_sla_effects_max(NULL), 0);
    params = sound();
    params->signals = NULL;
    ck_assert_int_eq(revops_sla_build(params, memory, sizeof memory, NULL, &sla), REVOPS_OK);
    ck_assert_str_eq(revops_sla_signal_name(sla, 0), "unknown");
    ck_assert_int_eq(revops_sla_signal_find(sla, "mql", 3, &signal), REVOPS_ERR_RANGE);
}
END_TEST

static Suite *suite_of_tests(void)
{
    Suite *suite = suite_create("sla-policy");
    TCase *tcase = tcase_create("sla-policy");
    tcase_add_loop_test(tcase, test_SL1_SL2_SL3_SL4_SL10_defaults, 0, ROWS(defaults));
    tcase_add_test(tcase, test_a_compiled_policy_may_be_moved);
    tcase_add_test(tcase, test_damaged_records);
    tcase_add_test(tcase, test_bad_arguments);
    tcase_add_test(tcase, test_SEM27_capacities);
    tcase_add_test(tcase, test_names_of_constants);
    tcase_add_test(tcase, test_default_clocks_over_two_cycles);
    tcase_add_test(tcase, test_every_fault_is_told);
    tcase_add_test(tcase, test_signals_by_name);
    suite_add_tcase(suite, tcase);
    return suite;
}
