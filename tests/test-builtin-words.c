/* SPDX-License-Identifier: MIT */
/* Rules: LC15. Facts, effects in words, names and values of logs, building. */
#include "builtin-fixtures.h"
#include "sla-plain.h"

/* ---- facts */

START_TEST(test_facts_that_events_bring)
{
    revops_builtin_lead lead = {0};
    revops_builtin_event first = event(at(1, 9, 0), REVOPS_BUILTIN_EVENT_EMAIL_CLICKED);
    first.source = 5;
    first.actor = 8; /* who sent the mail is no owner */
    (void)apply(&lead, first);
    revops_builtin_event created = event(at(1, 9, 1), REVOPS_BUILTIN_EVENT_CREATED);
    created.source = 6, created.campaign = 7, created.account = 9;
    (void)apply(&lead, created);
    ck_assert_uint_eq(lead.source, 5); /* the first stays, what is missing is filled in */
    ck_assert_uint_eq(lead.campaign, 7);
    ck_assert_uint_eq(lead.account, 9);
    ck_assert_uint_eq(lead.owner, 0);
    revops_builtin_event assigned = event(at(1, 9, 2), REVOPS_BUILTIN_EVENT_ASSIGNED);
    assigned.actor = 4;
    ck_assert_str_eq(apply(&lead, assigned), "1 09:02 assigned to 4");
    assigned.at_ms++;
    ck_assert_str_eq(apply(&lead, assigned), ""); /* the same owner again */
    revops_builtin_event accepted = event(at(1, 9, 3), REVOPS_BUILTIN_EVENT_ACCEPTED);
    ck_assert_str_eq(
        apply(&lead, accepted),
        "1 09:03 became SAL: accepted, inferred MQL; 1 09:03 touches due 2026-03-16 09:03; 1 09:03 "
        "disposition due 2026-03-16 09:03");
    ck_assert_uint_eq(lead.owner, 4);
    ck_assert_int_eq(lead.last_ms, at(1, 9, 3));
}
END_TEST

/* ---- words */

START_TEST(test_LC15_every_kind_of_effect_has_a_name_and_words)
{
    static const struct {
        revops_builtin_effect_kind kind;
        const char *name, *words;
    } rows[] = {
        {REVOPS_BUILTIN_EFFECT_RESUME_DUE, "resume due", "nurture ends: time to resume"},
        {REVOPS_BUILTIN_EFFECT_HANDOFF_STARTED, "handoff started", "hand-off to customer success starts"},
        {REVOPS_BUILTIN_EFFECT_LATE, "late",
         "late \"called\" left out: the lead's last event was 2026-03-02 09:00"},
        {REVOPS_BUILTIN_EFFECT_DUPLICATE, "duplicate", "duplicate \"called\" left out"},
        {REVOPS_BUILTIN_EFFECT_INVALID, "invalid",
         "invalid event left out: \"called\" with such a value, reason or instant isn't known"},
        {REVOPS_BUILTIN_EFFECT_CLOCK + REVOPS_SLA_EFFECT_STARTED, "clock started",
         "first contact due 2026-03-02 09:00"},
        {REVOPS_BUILTIN_EFFECT_CLOCK + REVOPS_SLA_EFFECT_WARNED, "clock warned",
         "first contact soon due, 2026-03-02 09:00"},
        {REVOPS_BUILTIN_EFFECT_CLOCK + REVOPS_SLA_EFFECT_BREACHED, "clock breached",
         "first contact missed, was due 2026-03-02 09:00"},
        {REVOPS_BUILTIN_EFFECT_CLOCK + REVOPS_SLA_EFFECT_MET, "clock met",
         "first contact in time, was due 2026-03-02 09:00"},
        {REVOPS_BUILTIN_EFFECT_CLOCK + REVOPS_SLA_EFFECT_MET_LATE, "clock met late",
         "first contact late, was due 2026-03-02 09:00"},
        {REVOPS_BUILTIN_EFFECT_CLOCK + REVOPS_SLA_EFFECT_CANCELLED, "clock cancelled",
         "first contact called off"},
        {REVOPS_BUILTIN_EFFECT_CLOCK + REVOPS_SLA_EFFECT_PAUSED, "clock paused",
         "first contact stands still"},
        {REVOPS_BUILTIN_EFFECT_CLOCK + REVOPS_SLA_EFFECT_RESUMED, "clock resumed",
         "first contact runs on, due 2026-03-02 09:00"},
        {REVOPS_BUILTIN_EFFECT_CLOCK + REVOPS_SLA_EFFECT_REOPENED, "clock reopened",
         "first contact reopened, due 2026-03-02 09:00"},
        {REVOPS_BUILTIN_EFFECT_CLOCK + REVOPS_SLA_EFFECT_RETARGETED, "clock re-targeted",
         "first contact re-targeted, due 2026-03-02 09:00"},
        {0, "unknown", "unknown effect"},
        {15, "unknown", "unknown effect"},
    };
    for (int i = 0; i < ROWS(rows); i++) {
        revops_builtin_effect effect = {.at_ms = at(1, 9, 0),
                                        .value = at(1, 9, 0),
                                        .kind = rows[i].kind,
                                        .event = REVOPS_BUILTIN_EVENT_CALLED,
                                        .clock = 1};
        char text[200];
        ck_assert_str_eq(revops_builtin_effect_name(rows[i].kind), rows[i].name);
        size_t length = revops_builtin_effect_text(engine, &effect, text, sizeof text);
        ck_assert_str_eq(text, rows[i].words);
        ck_assert_uint_eq(length, strlen(rows[i].words));
        for (size_t capacity = 0; capacity <= length + 1; capacity++) {
            char cut[200];
            memset(cut, '#', sizeof cut);
            ck_assert_uint_eq(revops_builtin_effect_text(engine, &effect, capacity ? cut : NULL, capacity),
                              length);
            if (capacity) {
                size_t kept = capacity - 1 < length ? capacity - 1 : length;
                ck_assert_mem_eq(cut, rows[i].words, kept);
                ck_assert_int_eq(cut[kept], '\0');
            }
            ck_assert_int_eq(cut[capacity], '#');
        }
    }
    ck_assert_str_eq(revops_builtin_effect_name(REVOPS_BUILTIN_EFFECT_ENTERED), "entered");
    ck_assert_str_eq(revops_builtin_effect_name(REVOPS_BUILTIN_EFFECT_REFUSED), "refused");
    ck_assert_str_eq(revops_builtin_effect_name(REVOPS_BUILTIN_EFFECT_UNCHANGED), "unchanged");
    ck_assert_str_eq(revops_builtin_effect_name(REVOPS_BUILTIN_EFFECT_ASSIGNED), "assigned");
    ck_assert_str_eq(revops_builtin_effect_name(UINT32_MAX), "unknown");
    ck_assert_uint_eq(revops_builtin_effect_text(NULL, NULL, NULL, 0), 0);
}
END_TEST

START_TEST(test_words_of_effects_that_were_never_told)
{
    /* A host may read effects from a store: any bytes give some words. */
    uint64_t state = 99;
    for (int i = 0; i < 20000; i++) {
        revops_builtin_effect effect;
        unsigned char bytes[sizeof effect];
        for (size_t j = 0; j < sizeof bytes; j++) {
            state = state * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
            bytes[j] = (unsigned char)(state >> 56);
        }
        memcpy(&effect, bytes, sizeof effect);
        effect.kind = i % 3 ? effect.kind % 30 : effect.kind;
        char text[16];
        (void)revops_builtin_effect_text(engine, &effect, text, sizeof text);
    }
}
END_TEST

/* ---- names and values */

START_TEST(test_names_of_events_lead_back_to_them)
{
    for (revops_builtin_event_kind kind = REVOPS_BUILTIN_EVENT_CREATED; kind <= REVOPS_BUILTIN_EVENT_RESUMED;
         kind++) {
        const char *name = revops_builtin_event_name(kind);
        char longer[64];
        ck_assert_str_ne(name, "unknown");
        ck_assert_uint_eq(revops_builtin_event_find(name, strlen(name)), kind);
        ck_assert_uint_eq(revops_builtin_event_find(name, strlen(name) - 1), REVOPS_BUILTIN_EVENT_NONE);
        snprintf(longer, sizeof longer, "%sx", name);
        ck_assert_uint_eq(revops_builtin_event_find(longer, strlen(longer)), REVOPS_BUILTIN_EVENT_NONE);
        ck_assert_uint_eq(revops_builtin_event_find(name, strlen(name) + 1),
                          REVOPS_BUILTIN_EVENT_NONE); /* with its NUL */
    }
    ck_assert_str_eq(revops_builtin_event_name(REVOPS_BUILTIN_EVENT_NONE), "unknown");
    ck_assert_str_eq(revops_builtin_event_name(UINT32_MAX), "unknown");
    ck_assert_uint_eq(revops_builtin_event_find(NULL, 5), REVOPS_BUILTIN_EVENT_NONE);
    ck_assert_uint_eq(revops_builtin_event_find("", 0), REVOPS_BUILTIN_EVENT_NONE);
    ck_assert_uint_eq(revops_builtin_event_find("w", 1), REVOPS_BUILTIN_EVENT_NONE);
    ck_assert_uint_eq(revops_builtin_event_value(UINT32_MAX), REVOPS_BUILTIN_EVENT_VALUE_NONE);
}
END_TEST

static const struct {
    revops_builtin_event_kind kind;
    const char *text;
    revops_status status;
    int64_t value;
} values[] = {
    {REVOPS_BUILTIN_EVENT_FIT_GRADED, "A", REVOPS_OK, 1},
    {REVOPS_BUILTIN_EVENT_FIT_GRADED, "d", REVOPS_OK, 4},
    {REVOPS_BUILTIN_EVENT_FIT_GRADED, "E", REVOPS_ERR_FORMAT, 0},
    {REVOPS_BUILTIN_EVENT_FIT_GRADED, "@", REVOPS_ERR_FORMAT, 0},
    {REVOPS_BUILTIN_EVENT_FIT_GRADED, "!", REVOPS_ERR_FORMAT, 0},
    {REVOPS_BUILTIN_EVENT_FIT_GRADED, "\xc1", REVOPS_ERR_FORMAT, 0},
    {REVOPS_BUILTIN_EVENT_FIT_GRADED, "AA", REVOPS_ERR_FORMAT, 0},
    {REVOPS_BUILTIN_EVENT_FIT_GRADED, "1", REVOPS_ERR_FORMAT, 0},
    {REVOPS_BUILTIN_EVENT_FIT_GRADED, "", REVOPS_OK, 0},
    {REVOPS_BUILTIN_EVENT_CONFIRMED, "budget", REVOPS_OK, REVOPS_LIFECYCLE_ITEM_BUDGET},
    {REVOPS_BUILTIN_EVENT_CONFIRMED, "Economic_Buyer+decision-process+METRICS", REVOPS_OK,
     REVOPS_LIFECYCLE_ITEM_ECONOMIC_BUYER | REVOPS_LIFECYCLE_ITEM_DECISION_PROCESS |
         REVOPS_LIFECYCLE_ITEM_METRICS},
    {REVOPS_BUILTIN_EVENT_CONFIRMED, "need+need", REVOPS_OK, REVOPS_LIFECYCLE_ITEM_NEED},
    {REVOPS_BUILTIN_EVENT_CONFIRMED, "need+", REVOPS_ERR_FORMAT, 0},
    {REVOPS_BUILTIN_EVENT_CONFIRMED, "+need", REVOPS_ERR_FORMAT, 0},
    {REVOPS_BUILTIN_EVENT_CONFIRMED, "+", REVOPS_ERR_FORMAT, 0},
    {REVOPS_BUILTIN_EVENT_CONFIRMED, "need,budget", REVOPS_ERR_FORMAT, 0},
    {REVOPS_BUILTIN_EVENT_CONFIRMED, "bud", REVOPS_ERR_FORMAT, 0},
    {REVOPS_BUILTIN_EVENT_WON, "0", REVOPS_OK, 0},
    {REVOPS_BUILTIN_EVENT_WON, "2500000", REVOPS_OK, 2500000},
    {REVOPS_BUILTIN_EVENT_WON, "9223372036854775807", REVOPS_OK, INT64_MAX},
    {REVOPS_BUILTIN_EVENT_WON, "9223372036854775808", REVOPS_ERR_FORMAT, 0},
    {REVOPS_BUILTIN_EVENT_WON, "99999999999999999999999999", REVOPS_ERR_FORMAT, 0},
    {REVOPS_BUILTIN_EVENT_WON, "-1", REVOPS_ERR_FORMAT, 0},
    {REVOPS_BUILTIN_EVENT_WON, "-", REVOPS_ERR_FORMAT, 0},
    {REVOPS_BUILTIN_EVENT_WON, "+1", REVOPS_ERR_FORMAT, 0},
    {REVOPS_BUILTIN_EVENT_WON, "1.5", REVOPS_ERR_FORMAT, 0},
    {REVOPS_BUILTIN_EVENT_WON, "1e3", REVOPS_ERR_FORMAT, 0},
    {REVOPS_BUILTIN_EVENT_WON, " 1", REVOPS_ERR_FORMAT, 0},
    {REVOPS_BUILTIN_EVENT_PURCHASED, "\xd9\xa1", REVOPS_ERR_FORMAT, 0}, /* an Arabic digit */
    {REVOPS_BUILTIN_EVENT_RECYCLED, "2026-03-02T09:00:00Z", REVOPS_OK, INT64_C(1772442000000)},
    {REVOPS_BUILTIN_EVENT_RECYCLED, "2026-03-02 10:00:00+01:00", REVOPS_OK, INT64_C(1772442000000)},
    {REVOPS_BUILTIN_EVENT_RECYCLED, "1772442000000", REVOPS_OK, INT64_C(1772442000000)},
    {REVOPS_BUILTIN_EVENT_RECYCLED, "-5", REVOPS_OK, -5},
    {REVOPS_BUILTIN_EVENT_RECYCLED, "-9223372036854775808", REVOPS_OK, INT64_MIN},
    {REVOPS_BUILTIN_EVENT_RECYCLED, "-9223372036854775809", REVOPS_ERR_FORMAT, 0},
    {REVOPS_BUILTIN_EVENT_RECYCLED, "2026-03-02", REVOPS_ERR_FORMAT, 0},
    {REVOPS_BUILTIN_EVENT_RECYCLED, "2026-02-30T09:00:00Z", REVOPS_ERR_FORMAT, 0},
    {REVOPS_BUILTIN_EVENT_CALLED, "whatever", REVOPS_OK, 0}, /* means nothing and is passed over */
    {UINT32_MAX, "1", REVOPS_OK, 0},
};

START_TEST(test_values_as_written_in_logs)
{
    size_t length = strlen(values[_i].text);
    char *exact = malloc(length + !length); /* without a NUL, so that a sanitizer sees a read past the end */
    int64_t value = 777;
    memcpy(exact, values[_i].text, length);
    ck_assert_int_eq(revops_builtin_event_parse_value(engine, values[_i].kind, exact, length, &value),
                     values[_i].status);
    ck_assert_int_eq(value, values[_i].status == REVOPS_OK ? values[_i].value : 777);
    free(exact);
}
END_TEST

START_TEST(test_values_refuse_null)
{
    int64_t value = 0;
    ck_assert_int_eq(revops_builtin_event_parse_value(NULL, 1, "", 0, &value), REVOPS_ERR_ARG);
    ck_assert_int_eq(revops_builtin_event_parse_value(engine, 1, NULL, 0, &value), REVOPS_ERR_ARG);
    ck_assert_int_eq(revops_builtin_event_parse_value(engine, 1, "", 0, NULL), REVOPS_ERR_ARG);
}
END_TEST

/* ---- building */

static revops_builtin_params params_of_defaults(void)
{
    revops_builtin_params params;
    ck_assert_int_eq(revops_builtin_defaults(&params, sizeof params), REVOPS_OK);
    return params;
}

static revops_status build(const revops_builtin_params *params)
{
    static _Alignas(8) unsigned char own[65536];
    const revops_builtin *out;
    return revops_builtin_build(params, own, sizeof own, NULL, &out);
}

START_TEST(test_build_refuses)
{
    revops_builtin_params params = params_of_defaults();
    ck_assert_int_eq(build(&params), REVOPS_OK);
    ck_assert_int_eq(build(NULL), REVOPS_ERR_ARG);
    params.flags = 1;
    ck_assert_int_eq(build(&params), REVOPS_ERR_NEWER);
    params.flags = 0;
    params.struct_size = 0;
    ck_assert_int_eq(build(&params), REVOPS_ERR_ABI);
    params = params_of_defaults();
    uint32_t *const grades[] = {&params.worst_fit, &params.assumed_fit, &params.worst_engagement};
    for (int i = 0; i < ROWS(grades); i++) {
        for (uint32_t grade = 0; grade <= 5; grade++) {
            uint32_t before = *grades[i];
            *grades[i] = grade;
            ck_assert_int_eq(build(&params), grade >= 1 && grade <= 4 ? REVOPS_OK : REVOPS_ERR_ARG);
            *grades[i] = before;
        }
    }
    /* A lifecycle must know the built-in stages, triggers, items and reasons, and be sound. */
    revops_lifecycle_params lifecycle;
    ck_assert_int_eq(revops_lifecycle_defaults(&lifecycle, sizeof lifecycle), REVOPS_OK);
    params.lifecycle = &lifecycle;
    ck_assert_int_eq(build(&params), REVOPS_OK);
    uint32_t *const counts[] = {&lifecycle.stage_count, &lifecycle.trigger_count, &lifecycle.item_count,
                                &lifecycle.reason_count};
    for (int i = 0; i < ROWS(counts); i++) {
        --*counts[i];
        ck_assert_int_eq(build(&params), REVOPS_ERR_ARG);
        ++*counts[i];
    }
    lifecycle.transition_count = 1;
    ck_assert_int_eq(build(&params), REVOPS_ERR_UNSOUND);
    params.lifecycle = NULL;
    /* Clocks: at most four. */
    static plain_policy policy;
    plain_row rows[5];
    memset(rows, 0, sizeof rows);
    for (uint32_t i = 0; i < 5; i++) {
        rows[i].start = ON(REVOPS_BUILTIN_EVENT_CREATED);
        rows[i].meet = ON(REVOPS_BUILTIN_EVENT_CALLED);
        rows[i].target = 1;
        rows[i].clock = i;
    }
#define POLICY(count)                                                                                        \
    do {                                                                                                     \
        ck_assert_int_eq(plain_fill(&policy, rows, count, count, 0), REVOPS_OK);                             \
        policy.params.attribute_count = REVOPS_BUILTIN_CLOCK_ATTRIBUTES;                                     \
    } while (0)
    POLICY(4);
    params.sla = &policy.params;
    ck_assert_int_eq(build(&params), REVOPS_OK);
    POLICY(5);
    ck_assert_int_eq(build(&params), REVOPS_ERR_ARG);
    POLICY(4);
    policy.params.attribute_count++;
    ck_assert_int_eq(build(&params), REVOPS_ERR_ARG);
    rows[2].meet = 0;
    POLICY(4);
#undef POLICY
    ck_assert_int_eq(build(&params), REVOPS_ERR_UNSOUND);
}
END_TEST

START_TEST(test_build_in_every_size_of_memory)
{
    revops_builtin_params params = params_of_defaults();
    static _Alignas(8) unsigned char own[REVOPS_BUILTIN_DEFAULT_SIZE + 16];
    const revops_builtin *out = NULL;
    size_t needed = 0;
    ck_assert_int_eq(revops_builtin_build(&params, NULL, 0, &needed, &out), REVOPS_ERR_NOSPACE);
    ck_assert_uint_gt(needed, 0);
    ck_assert_uint_le(needed, REVOPS_BUILTIN_DEFAULT_SIZE);
    memset(own, 0xa5, sizeof own);
    for (size_t size = 0; size < needed; size += size + 64 < needed ? 61 : 1) {
        ck_assert_int_eq(revops_builtin_build(&params, own, size, NULL, &out), REVOPS_ERR_NOSPACE);
        ck_assert_ptr_null(out);
    }
    ck_assert_uint_eq(own[0], 0xa5);
    ck_assert_int_eq(revops_builtin_build(&params, own + 4, needed, NULL, &out), REVOPS_ERR_ALIGN);
    ck_assert_int_eq(revops_builtin_build(&params, own, needed, NULL, &out), REVOPS_OK);
    ck_assert_uint_eq(own[needed], 0xa5);
    ck_assert_ptr_eq(out, own);
    /* It holds no pointers: the same bytes elsewhere are the same engine. */
    static _Alignas(8) unsigned char moved[REVOPS_BUILTIN_DEFAULT_SIZE];
    memcpy(moved, own, needed);
    memset(own, 0, sizeof own);
    engine = (const revops_builtin *)(const void *)moved;
    revops_builtin_lead lead = mql_at(at(1, 9, 0), REVOPS_BUILTIN_EVENT_DEMO_REQUESTED);
    ck_assert_str_ne(apply(&lead, event(at(1, 9, 1), REVOPS_BUILTIN_EVENT_ACCEPTED)), "");
}
END_TEST

START_TEST(test_sizes_and_bad_pointers)
{
    ck_assert_uint_eq(sizeof(revops_builtin_lead), 1088);
    revops_builtin_lead lead = {0};
    revops_builtin_event what = event(at(1, 9, 0), REVOPS_BUILTIN_EVENT_CREATED);
    revops_builtin_effect effect;
    size_t count;
    ck_assert_int_eq(revops_builtin_apply(NULL, &lead, &what, &effect, 1, &count), REVOPS_ERR_ARG);
    ck_assert_int_eq(revops_builtin_apply(engine, NULL, &what, &effect, 1, &count), REVOPS_ERR_ARG);
    ck_assert_int_eq(revops_builtin_apply(engine, &lead, NULL, &effect, 1, &count), REVOPS_ERR_ARG);
    ck_assert_int_eq(revops_builtin_apply(engine, &lead, &what, NULL, 1, &count), REVOPS_ERR_ARG);
    ck_assert_int_eq(revops_builtin_apply(engine, &lead, &what, &effect, 1, NULL), REVOPS_ERR_ARG);
    ck_assert_int_eq(revops_builtin_advance(NULL, &lead, 0, &effect, 1, &count), REVOPS_ERR_ARG);
    ck_assert_int_eq(revops_builtin_advance(engine, NULL, 0, &effect, 1, &count), REVOPS_ERR_ARG);
    ck_assert_int_eq(revops_builtin_advance(engine, &lead, REVOPS_TIME_NONE, &effect, 1, &count),
                     REVOPS_ERR_ARG);
    ck_assert_int_eq(revops_builtin_advance(engine, &lead, 0, NULL, 0, &count), REVOPS_OK); /* not begun */
    ck_assert_int_eq(revops_builtin_next_wakeup(NULL, &lead), REVOPS_TIME_NONE);
    ck_assert_int_eq(revops_builtin_next_wakeup(engine, NULL), REVOPS_TIME_NONE);
    ck_assert_int_eq(revops_builtin_next_wakeup(engine, &lead), REVOPS_TIME_NONE);
    ck_assert_int_eq(revops_builtin_lead_init(NULL, 0), REVOPS_ERR_ARG);
    ck_assert_int_eq(revops_builtin_lead_init(&lead, REVOPS_TIME_NONE), REVOPS_ERR_ARG);
    ck_assert_int_eq(revops_builtin_defaults(NULL, 1000), REVOPS_ERR_ARG);
    ck_assert_int_eq(revops_builtin_default(NULL, 0, &engine), REVOPS_ERR_ARG);
    ck_assert_ptr_null(revops_builtin_lifecycle(NULL));
    ck_assert_ptr_null(revops_builtin_sla(NULL));
    ck_assert_str_eq(revops_builtin_clock_name(engine, 4), "unknown");
    ck_assert_str_eq(revops_builtin_clock_name(NULL, 0), "unknown");
}
END_TEST

static Suite *suite_of_tests(void)
{
    Suite *suite = suite_create("engine-words");
    TCase *cases = tcase_create("engine-words");
    tcase_add_checked_fixture(cases, set_up, NULL);
    tcase_set_timeout(cases, 60);
    tcase_add_test(cases, test_facts_that_events_bring);
    tcase_add_test(cases, test_LC15_every_kind_of_effect_has_a_name_and_words);
    tcase_add_test(cases, test_words_of_effects_that_were_never_told);
    tcase_add_test(cases, test_names_of_events_lead_back_to_them);
    tcase_add_loop_test(cases, test_values_as_written_in_logs, 0, ROWS(values));
    tcase_add_test(cases, test_values_refuse_null);
    tcase_add_test(cases, test_build_refuses);
    tcase_add_test(cases, test_build_in_every_size_of_memory);
    tcase_add_test(cases, test_sizes_and_bad_pointers);
    suite_add_tcase(suite, cases);
    return suite;
}
