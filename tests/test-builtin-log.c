/* SPDX-License-Identifier: MIT */
/* Rules: LC16. Late and duplicate events, columns of events, wake-ups. */
#include "builtin-fixtures.h"

/* ---- late, duplicate and invalid events (LC16) */

typedef struct odd_event {
    const char *name;
    revops_builtin_event event;
    revops_status status;
    revops_builtin_effect_kind effect;
    const char *words;
} odd_event;

START_TEST(test_LC16_late_duplicate_and_invalid_events_change_nothing)
{
    int64_t last_ms = at(1, 9, 0);
    revops_builtin_event same = event(last_ms, REVOPS_BUILTIN_EVENT_DEMO_REQUESTED);
    same.source = 3;
    const odd_event rows[] = {
        {"late", event(last_ms - 1, REVOPS_BUILTIN_EVENT_CALLED), REVOPS_ERR_LATE, REVOPS_BUILTIN_EFFECT_LATE,
         "1 08:59 late \"called\" left out: the lead's last event was 2026-03-02 09:00"},
        {"very late", event(INT64_MIN + 1, REVOPS_BUILTIN_EVENT_CALLED), REVOPS_ERR_LATE,
         REVOPS_BUILTIN_EFFECT_LATE, NULL},
        {"duplicate", same, REVOPS_ERR_DUPLICATE, REVOPS_BUILTIN_EFFECT_DUPLICATE,
         "1 09:00 duplicate \"demo requested\" left out"},
        {"no kind", event(last_ms + 1, REVOPS_BUILTIN_EVENT_NONE), REVOPS_ERR_ARG,
         REVOPS_BUILTIN_EFFECT_INVALID, NULL},
        {"unknown kind", event(last_ms + 1, REVOPS_BUILTIN_EVENT_RESUMED + 1), REVOPS_ERR_ARG,
         REVOPS_BUILTIN_EFFECT_INVALID,
         "1 09:00 invalid event left out: \"unknown\" with such a value, reason or instant isn't known"},
        {"far kind", event(last_ms + 1, UINT32_MAX), REVOPS_ERR_ARG, REVOPS_BUILTIN_EFFECT_INVALID, NULL},
        {"no instant", event(REVOPS_TIME_NONE, REVOPS_BUILTIN_EVENT_CALLED), REVOPS_ERR_ARG,
         REVOPS_BUILTIN_EFFECT_INVALID, NULL},
        {"reason",
         with_reason(last_ms + 1, REVOPS_BUILTIN_EVENT_CALLED, REVOPS_LIFECYCLE_REASON_UNREACHABLE + 1),
         REVOPS_ERR_ARG, REVOPS_BUILTIN_EFFECT_INVALID, NULL},
        {"grade 0", with_value(last_ms + 1, REVOPS_BUILTIN_EVENT_FIT_GRADED, 0), REVOPS_ERR_ARG,
         REVOPS_BUILTIN_EFFECT_INVALID, NULL},
        {"grade 5", with_value(last_ms + 1, REVOPS_BUILTIN_EVENT_FIT_GRADED, 5), REVOPS_ERR_ARG,
         REVOPS_BUILTIN_EFFECT_INVALID, NULL},
        {"grade 257", with_value(last_ms + 1, REVOPS_BUILTIN_EVENT_FIT_GRADED, 257), REVOPS_ERR_ARG,
         REVOPS_BUILTIN_EFFECT_INVALID, NULL},
        {"items", with_value(last_ms + 1, REVOPS_BUILTIN_EVENT_CONFIRMED, INT64_C(1) << 22), REVOPS_ERR_ARG,
         REVOPS_BUILTIN_EFFECT_INVALID, NULL},
        {"all items", with_value(last_ms + 1, REVOPS_BUILTIN_EVENT_QUALIFIED, -1), REVOPS_ERR_ARG,
         REVOPS_BUILTIN_EFFECT_INVALID, NULL},
        {"amount", with_value(last_ms + 1, REVOPS_BUILTIN_EVENT_WON, -1), REVOPS_ERR_ARG,
         REVOPS_BUILTIN_EFFECT_INVALID, NULL},
    };
    revops_builtin_lead lead = {0};
    (void)apply(&lead, same);
    for (int i = 0; i < ROWS(rows); i++) {
        revops_builtin_lead before = lead;
        revops_builtin_effect effects[2];
        size_t count = 99;
        ck_assert_msg(revops_builtin_apply(engine, &lead, &rows[i].event, effects, 2, &count) ==
                          rows[i].status,
                      "%s", rows[i].name);
        ck_assert_mem_eq(&lead, &before, sizeof lead);
        ck_assert_uint_eq(count, 1);
        ck_assert_uint_eq(effects[0].kind, rows[i].effect);
        ck_assert_int_eq(effects[0].at_ms, rows[i].event.at_ms);
        if (rows[i].words) {
            ck_assert_str_eq(in_words(effects, 1), rows[i].words);
        }
    }
    /* What differs in one field only is no duplicate. */
    for (int field = 0; field < 6; field++) {
        revops_builtin_lead again = lead;
        revops_builtin_event other = same;
        uint32_t *const fields[] = {&other.kind,     &other.reason, &other.source,
                                    &other.campaign, &other.actor,  &other.account};
        ++*fields[field];
        (void)apply(&again, other);
        other = same;
        other.value = 1;
        again = lead;
        (void)apply(&again, other);
    }
}
END_TEST

START_TEST(test_LC16_an_event_before_what_advancing_told_is_late)
{
    /* The breach at 13:00 was told; a call at 12:00 that turns up now would have been in time. */
    revops_builtin_lead lead = mql_at(at(1, 9, 0), REVOPS_BUILTIN_EVENT_DEMO_REQUESTED);
    ck_assert_str_ne(advance(&lead, at(1, 14, 0)), "");
    revops_builtin_lead before = lead;
    revops_builtin_event call = event(at(1, 12, 0), REVOPS_BUILTIN_EVENT_CALLED);
    revops_builtin_effect effects[REVOPS_BUILTIN_EFFECTS_MAX];
    size_t count = 99;
    ck_assert_int_eq(revops_builtin_apply(engine, &lead, &call, effects, REVOPS_BUILTIN_EFFECTS_MAX, &count),
                     REVOPS_ERR_LATE);
    ck_assert_mem_eq(&lead, &before, sizeof lead);
    ck_assert_uint_eq(count, 1);
    ck_assert_uint_eq(effects[0].kind, REVOPS_BUILTIN_EFFECT_LATE);
    /* So does the end of a nurture. */
    revops_builtin_event recycled =
        with_reason(at(1, 14, 0), REVOPS_BUILTIN_EVENT_RECYCLED, REVOPS_LIFECYCLE_REASON_WRONG_TIMING);
    recycled.value = at(31, 9, 0);
    (void)apply(&lead, recycled);
    ck_assert_str_eq(advance(&lead, at(32, 9, 0)), "31 09:00 nurture ends: time to resume");
    before = lead;
    revops_builtin_event demo = event(at(31, 9, 0), REVOPS_BUILTIN_EVENT_DEMO_REQUESTED);
    ck_assert_int_eq(revops_builtin_apply(engine, &lead, &demo, effects, REVOPS_BUILTIN_EFFECTS_MAX, &count),
                     REVOPS_ERR_LATE);
    ck_assert_mem_eq(&lead, &before, sizeof lead);
    demo.at_ms++;
    ck_assert_str_ne(apply(&lead, demo), "");
}
END_TEST

START_TEST(test_effects_at_every_capacity)
{
    revops_builtin_lead start = accepted_at(at(1, 9, 0)), whole = start;
    revops_builtin_event won = with_value(at(40, 9, 0), REVOPS_BUILTIN_EVENT_WON, 1);
    revops_builtin_effect all[REVOPS_BUILTIN_EFFECTS_MAX];
    size_t needed;
    ck_assert_int_eq(revops_builtin_apply(engine, &whole, &won, all, REVOPS_BUILTIN_EFFECTS_MAX, &needed),
                     REVOPS_OK);
    ck_assert_uint_gt(needed, 8);
    for (size_t capacity = 0; capacity <= needed + 1; capacity++) {
        revops_builtin_effect effects[REVOPS_BUILTIN_EFFECTS_MAX], guard;
        memset(effects, 0xa5, sizeof effects);
        memset(&guard, 0xa5, sizeof guard);
        revops_builtin_lead lead = start;
        size_t count = 99;
        revops_status status =
            revops_builtin_apply(engine, &lead, &won, capacity ? effects : NULL, capacity, &count);
        ck_assert_int_eq(status, capacity < needed ? REVOPS_ERR_NOSPACE : REVOPS_OK);
        ck_assert_uint_eq(count, needed);
        ck_assert_mem_eq(&lead, capacity < needed ? &start : &whole, sizeof lead);
        size_t written = capacity < needed ? capacity : needed;
        ck_assert_mem_eq(effects, all, written * sizeof *all);
        for (size_t i = written; i < REVOPS_BUILTIN_EFFECTS_MAX; i++) {
            ck_assert_mem_eq(&effects[i], &guard, sizeof guard);
        }
        lead = start;
        status =
            revops_builtin_advance(engine, &lead, won.at_ms, capacity ? effects : NULL, capacity, &count);
        ck_assert_int_eq(status, capacity < count ? REVOPS_ERR_NOSPACE : REVOPS_OK);
        ck_assert(capacity >= count || memcmp(&lead, &start, sizeof lead) == 0);
    }
}
END_TEST

/* ---- columns: apply equals replay, in one go, in pieces, in any partition by lead (LC16) */

enum { LEADS = 7, EVENTS = 900 };

typedef struct event_log {
    int64_t at_ms[EVENTS], value[EVENTS];
    uint32_t lead[EVENTS], kind[EVENTS], reason[EVENTS], source[EVENTS], campaign[EVENTS], actor[EVENTS],
        account[EVENTS];
} event_log;

/* Any kind for any lead, some late, some twice, some invalid. */
static void fill_log(event_log *log)
{
    uint64_t state = 12345;
    int64_t now_ms = at(1, 9, 0);
    for (int i = 0; i < EVENTS; i++) {
        uint32_t draw[8];
        for (int j = 0; j < 8; j++) {
            state = state * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
            draw[j] = (uint32_t)(state >> 33);
        }
        now_ms += draw[0] % 5000000;
        log->at_ms[i] = draw[1] % 20 ? now_ms : now_ms - 100000000;
        log->lead[i] = draw[2] % LEADS;
        log->kind[i] = draw[3] % 42;
        log->reason[i] = draw[4] % 17;
        log->source[i] = draw[5] % 3;
        log->campaign[i] = draw[5] % 5;
        log->actor[i] = draw[6] % 4;
        log->account[i] = draw[6] % 2;
        log->value[i] = (int64_t)(draw[7] % 8 ? (draw[7] & ((1u << 22) - 1)) : draw[7] % 6);
        if (log->kind[i] == REVOPS_BUILTIN_EVENT_RECYCLED) {
            log->value[i] = now_ms + draw[7] % 10000000;
        }
        if (i && draw[1] % 20 == 1) {
            log->at_ms[i] = log->at_ms[i - 1], log->value[i] = log->value[i - 1];
            log->lead[i] = log->lead[i - 1], log->kind[i] = log->kind[i - 1];
            log->reason[i] = log->reason[i - 1], log->source[i] = log->source[i - 1];
            log->campaign[i] = log->campaign[i - 1], log->actor[i] = log->actor[i - 1];
            log->account[i] = log->account[i - 1];
        }
    }
}

static revops_builtin_columns columns_of(const event_log *log, uint64_t count)
{
    revops_builtin_columns columns = {.struct_size = sizeof columns,
                                      .count = count,
                                      .at_ms = log->at_ms,
                                      .lead = log->lead,
                                      .kind = log->kind,
                                      .value = log->value,
                                      .reason = log->reason,
                                      .source = log->source,
                                      .campaign = log->campaign,
                                      .actor = log->actor,
                                      .account = log->account};
    return columns;
}

static revops_builtin_effect one_by_one[EVENTS * 8], replayed[EVENTS * 8];

START_TEST(test_LC16_replay_equals_apply_whatever_the_room)
{
    static event_log log;
    fill_log(&log);
    revops_builtin_lead leads[LEADS] = {{{0}, {{0}}, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0}};
    memset(leads, 0, sizeof leads);
    size_t count = 0;
    int statuses[4] = {0};
    for (int i = 0; i < EVENTS; i++) {
        revops_builtin_event what = {log.at_ms[i],  log.value[i],    log.kind[i],  log.reason[i],
                                     log.source[i], log.campaign[i], log.actor[i], log.account[i]};
        size_t told;
        revops_status status = revops_builtin_apply(engine, &leads[log.lead[i]], &what, one_by_one + count,
                                                    REVOPS_BUILTIN_EFFECTS_MAX, &told);
        ck_assert(status == REVOPS_OK || status == REVOPS_ERR_LATE || status == REVOPS_ERR_DUPLICATE ||
                  status == REVOPS_ERR_ARG);
        statuses[status == REVOPS_OK              ? 0
                 : status == REVOPS_ERR_LATE      ? 1
                 : status == REVOPS_ERR_DUPLICATE ? 2
                                                  : 3]++;
        for (size_t j = 0; j < told; j++) {
            one_by_one[count++].lead = log.lead[i];
        }
        ck_assert_uint_lt(count + REVOPS_BUILTIN_EFFECTS_MAX, ROWS(one_by_one));
    }
    for (int i = 0; i < 4; i++) {
        ck_assert_int_gt(statuses[i], 5); /* the log shows them all */
    }
    revops_builtin_columns columns = columns_of(&log, EVENTS);
    static const size_t rooms[] = {REVOPS_BUILTIN_EFFECTS_MAX, REVOPS_BUILTIN_EFFECTS_MAX + 1, 100, 333,
                                   ROWS(replayed)};
    for (int room = 0; room < ROWS(rooms); room++) {
        revops_builtin_lead again[LEADS];
        memset(again, 0, sizeof again);
        revops_cursor cursor = {0};
        size_t total = 0, told;
        revops_status status;
        do {
            uint64_t before = cursor.next;
            status = revops_builtin_apply_many(engine, &columns, again, LEADS, &cursor, replayed + total,
                                               rooms[room], &told);
            ck_assert(status == REVOPS_OK || status == REVOPS_ERR_NOSPACE);
            ck_assert(status == REVOPS_OK || cursor.next > before);
            ck_assert_uint_le(told, rooms[room]);
            total += told;
        } while (status == REVOPS_ERR_NOSPACE && total + rooms[room] <= ROWS(replayed));
        ck_assert_int_eq(status, REVOPS_OK);
        ck_assert_uint_eq(cursor.next, EVENTS);
        ck_assert_uint_eq(total, count);
        ck_assert_uint_eq(cursor.applied, (uint64_t)statuses[0]);
        ck_assert_uint_eq(cursor.late, (uint64_t)statuses[1]);
        ck_assert_uint_eq(cursor.duplicate, (uint64_t)statuses[2]);
        ck_assert_uint_eq(cursor.invalid, (uint64_t)statuses[3]);
        ck_assert_mem_eq(again, leads, sizeof leads);
        ck_assert_mem_eq(replayed, one_by_one, count * sizeof *replayed);
    }
    /* Without effects, and one lead at a time. */
    revops_builtin_lead again[LEADS];
    memset(again, 0, sizeof again);
    revops_cursor cursor = {0};
    ck_assert_int_eq(revops_builtin_apply_many(engine, &columns, again, LEADS, &cursor, NULL, 0, NULL),
                     REVOPS_OK);
    ck_assert_mem_eq(again, leads, sizeof leads);
    for (uint32_t lead = 0; lead < LEADS; lead++) {
        static event_log part;
        uint64_t part_count = 0;
        revops_builtin_lead alone = {0};
        for (int i = 0; i < EVENTS; i++) {
            if (log.lead[i] == lead) {
                part.at_ms[part_count] = log.at_ms[i], part.value[part_count] = log.value[i];
                part.kind[part_count] = log.kind[i], part.reason[part_count] = log.reason[i];
                part.source[part_count] = log.source[i], part.campaign[part_count] = log.campaign[i];
                part.actor[part_count] = log.actor[i], part.account[part_count] = log.account[i];
                part.lead[part_count++] = 0;
            }
        }
        revops_builtin_columns part_columns = columns_of(&part, part_count);
        size_t told;
        memset(&cursor, 0, sizeof cursor);
        ck_assert_int_eq(revops_builtin_apply_many(engine, &part_columns, &alone, 1, &cursor, replayed,
                                                   ROWS(replayed), &told),
                         REVOPS_OK);
        ck_assert_mem_eq(&alone, &leads[lead], sizeof alone);
        size_t at_whole = 0;
        for (size_t i = 0; i < told; i++, at_whole++) {
            while (one_by_one[at_whole].lead != lead) {
                at_whole++;
            }
            replayed[i].lead = lead;
            ck_assert_mem_eq(&replayed[i], &one_by_one[at_whole], sizeof *replayed);
        }
    }
}
END_TEST

START_TEST(test_replay_refuses_what_it_cannot_read)
{
    static event_log log;
    fill_log(&log);
    revops_builtin_lead leads[LEADS];
    memset(leads, 0, sizeof leads);
    revops_builtin_effect effects[REVOPS_BUILTIN_EFFECTS_MAX];
    revops_cursor cursor = {0};
    size_t told = 77;
    revops_builtin_columns columns = columns_of(&log, EVENTS);
    ck_assert_int_eq(revops_builtin_apply_many(NULL, &columns, leads, LEADS, &cursor, NULL, 0, NULL),
                     REVOPS_ERR_ARG);
    ck_assert_int_eq(revops_builtin_apply_many(engine, NULL, leads, LEADS, &cursor, NULL, 0, NULL),
                     REVOPS_ERR_ARG);
    ck_assert_int_eq(revops_builtin_apply_many(engine, &columns, leads, LEADS, NULL, NULL, 0, NULL),
                     REVOPS_ERR_ARG);
    ck_assert_int_eq(revops_builtin_apply_many(engine, &columns, NULL, LEADS, &cursor, NULL, 0, NULL),
                     REVOPS_ERR_ARG);
    ck_assert_int_eq(revops_builtin_apply_many(engine, &columns, leads, LEADS, &cursor, effects,
                                               REVOPS_BUILTIN_EFFECTS_MAX - 1, &told),
                     REVOPS_ERR_ARG);
    ck_assert_int_eq(revops_builtin_apply_many(engine, &columns, leads, LEADS, &cursor, effects,
                                               REVOPS_BUILTIN_EFFECTS_MAX, NULL),
                     REVOPS_ERR_ARG);
    ck_assert_int_eq(revops_builtin_apply_many(engine, &columns, leads, LEADS, &cursor, NULL, 1, &told),
                     REVOPS_ERR_ARG);
    cursor.reserved[1] = 1;
    ck_assert_int_eq(revops_builtin_apply_many(engine, &columns, leads, LEADS, &cursor, NULL, 0, NULL),
                     REVOPS_ERR_ARG);
    cursor.reserved[1] = 0;
    columns.flags = 1;
    ck_assert_int_eq(revops_builtin_apply_many(engine, &columns, leads, LEADS, &cursor, NULL, 0, NULL),
                     REVOPS_ERR_NEWER);
    columns.flags = 0;
    columns.struct_size = 4;
    ck_assert_int_eq(revops_builtin_apply_many(engine, &columns, leads, LEADS, &cursor, NULL, 0, NULL),
                     REVOPS_ERR_ABI);
    columns.struct_size = sizeof columns;
    columns.kind = NULL;
    ck_assert_int_eq(revops_builtin_apply_many(engine, &columns, leads, LEADS, &cursor, NULL, 0, NULL),
                     REVOPS_ERR_ARG);
    ck_assert_uint_eq(cursor.next, 0);
    columns = columns_of(&log, EVENTS);
    log.lead[100] = LEADS; /* names the event, keeps what came before it */
    ck_assert_int_eq(revops_builtin_apply_many(engine, &columns, leads, LEADS, &cursor, NULL, 0, NULL),
                     REVOPS_ERR_ARG);
    ck_assert_uint_eq(cursor.next, 100);
    log.lead[100] = 0;
    leads[0].lifecycle.step = 99;
    log.kind[100] = REVOPS_BUILTIN_EVENT_ACCEPTED;
    log.reason[100] = 0;
    log.at_ms[100] = at(200, 0, 0);
    ck_assert_int_eq(revops_builtin_apply_many(engine, &columns, leads, LEADS, &cursor, NULL, 0, NULL),
                     REVOPS_ERR_CORRUPT);
    ck_assert_uint_eq(cursor.next, 100);
}
END_TEST

START_TEST(test_the_next_wakeup_is_the_first_moment_with_something_to_tell)
{
    static event_log log;
    fill_log(&log);
    revops_builtin_lead lead = {0};
    int wakeups = 0;
    for (int i = 0; i < EVENTS; i++) {
        revops_builtin_event what = {log.at_ms[i],  log.value[i],    log.kind[i],  log.reason[i],
                                     log.source[i], log.campaign[i], log.actor[i], log.account[i]};
        revops_builtin_effect effects[REVOPS_BUILTIN_EFFECTS_MAX];
        size_t count;
        revops_status status =
            revops_builtin_apply(engine, &lead, &what, effects, REVOPS_BUILTIN_EFFECTS_MAX, &count);
        if (status != REVOPS_OK) {
            continue;
        }
        revops_builtin_lead later = lead;
        int64_t wakeup_ms = revops_builtin_next_wakeup(engine, &later);
        for (int tells = 0; wakeup_ms != REVOPS_TIME_NONE; tells++) {
            ck_assert_int_lt(tells, REVOPS_BUILTIN_EFFECTS_MAX);
            ck_assert_str_eq(advance(&later, wakeup_ms - 1), "");
            ck_assert_int_eq(revops_builtin_next_wakeup(engine, &later), wakeup_ms);
            ck_assert_str_ne(advance(&later, wakeup_ms), "");
            int64_t following_ms = revops_builtin_next_wakeup(engine, &later);
            ck_assert(following_ms == REVOPS_TIME_NONE || following_ms > wakeup_ms);
            wakeup_ms = following_ms;
            wakeups++;
        }
        ck_assert_str_eq(advance(&later, INT64_MAX), "");
    }
    ck_assert_int_gt(wakeups, 100);
}
END_TEST

START_TEST(test_nothing_is_due_at_the_end_of_time)
{
    revops_builtin_lead lead = mql_at(at(1, 9, 0), REVOPS_BUILTIN_EVENT_DEMO_REQUESTED);
    revops_builtin_event recycled =
        with_reason(at(1, 9, 1), REVOPS_BUILTIN_EVENT_RECYCLED, REVOPS_LIFECYCLE_REASON_WRONG_TIMING);
    recycled.value = INT64_MAX;
    (void)apply(&lead, recycled);
    ck_assert_str_eq(advance(&lead, INT64_MAX), "");
    ck_assert_int_eq(revops_builtin_next_wakeup(engine, &lead), REVOPS_TIME_NONE);
}
END_TEST

START_TEST(test_a_deadline_that_does_not_fit_changes_nothing)
{
    revops_builtin_lead lead = {0}, before = {0};
    revops_builtin_event demo = event(INT64_MAX - 1000, REVOPS_BUILTIN_EVENT_DEMO_REQUESTED);
    revops_builtin_effect effects[REVOPS_BUILTIN_EFFECTS_MAX];
    size_t count;
    ck_assert_int_eq(revops_builtin_apply(engine, &lead, &demo, effects, REVOPS_BUILTIN_EFFECTS_MAX, &count),
                     REVOPS_ERR_OVERFLOW);
    ck_assert_mem_eq(&lead, &before, sizeof lead);
}
END_TEST

static Suite *suite_of_tests(void)
{
    Suite *suite = suite_create("engine-log");
    TCase *cases = tcase_create("engine-log");
    tcase_add_checked_fixture(cases, set_up, NULL);
    tcase_set_timeout(cases, 60);
    tcase_add_test(cases, test_LC16_late_duplicate_and_invalid_events_change_nothing);
    tcase_add_test(cases, test_LC16_an_event_before_what_advancing_told_is_late);
    tcase_add_test(cases, test_effects_at_every_capacity);
    tcase_add_test(cases, test_LC16_replay_equals_apply_whatever_the_room);
    tcase_add_test(cases, test_replay_refuses_what_it_cannot_read);
    tcase_add_test(cases, test_the_next_wakeup_is_the_first_moment_with_something_to_tell);
    tcase_add_test(cases, test_nothing_is_due_at_the_end_of_time);
    tcase_add_test(cases, test_a_deadline_that_does_not_fit_changes_nothing);
    suite_add_tcase(suite, cases);
    return suite;
}
