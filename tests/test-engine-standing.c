/* SPDX-License-Identifier: MIT */
/* Where accounts stand [SC9]: what conditions ask for alone, what leads hear of it, what a change of policy keeps. */
#include "test.h"

#include "engine-json.h"

enum { RECORD = 4096, ROOM = 128 };

static const int64_t T0 = 1772406000000;

/* A company that sells to buying committees; what follows `accounts` and stages is a test's. */
#define DOCUMENT(engaged, deal, segments, accounts, rule)                                                    \
    "{\"revops\":1,\"name\":\"committees\",\"attributes\":{\"size\":{\"type\":\"number\"}},"                 \
    "\"touches\":{\"channels\":[\"call\"]},\"stages\":[{\"name\":\"Target\"},{\"name\":\"Engaged\"" engaged  \
    "},{\"name\":\"Deal\"" deal "},{\"name\":\"Won\",\"kind\":\"won\"}],"                                    \
    "\"moves\":{\"engaged\":{\"from\":[\"Target\"],\"to\":\"Engaged\",\"automatic\":true},"                  \
    "\"deal\":{\"to\":\"Deal\"},\"won\":{\"to\":\"Won\"}},"                                                  \
    "\"events\":{\"asked\":{},\"called\":{\"touch\":\"call\"},\"deal\":{},\"left\":{},\"replied\":{"         \
    "\"inbound\":true},"                                                                                     \
    "\"sized\":{\"sets\":\"size\"},\"used\":{},\"won\":{}},"                                                 \
    "\"intent\":{\"cap\":20,\"rules\":[{\"name\":\"" rule "\",\"events\":[\"asked\"],\"points\":20,"         \
    "\"per_day\":1},{\"name\":\"leaves\",\"events\":[\"left\"],\"points\":-10}]},"                           \
    "\"fit\":{\"rules\":[{\"name\":\"big\",\"points\":10,\"where\":{\"size\":{\"at_least\":100}}}],"         \
    "\"grades\":{\"A\":10},\"otherwise\":\"B\"},"                                                            \
    "\"usage\":{\"of\":\"account\",\"criteria\":{\"used\":{\"events\":[\"used\"],\"measure\":\"events\","    \
    "\"at_least\":1}},\"signals\":[{\"name\":\"team\",\"all_of\":[\"used\"]" segments "}]},"                 \
    "\"accounts\":{" accounts "}}"
#define GRADES    "\"engagement\":{\"grades\":{\"hot\":50,\"warm\":20},\"otherwise\":\"cold\"}"
#define COMMITTEE "\"buying_committee\":4," GRADES

static const char WHOLE[] = DOCUMENT(",\"where\":{\"people engaged\":{\"at_least\":2}}",
                                     ",\"where\":{\"stakeholder coverage\":{\"at_least\":\"50 %\"}}",
                                     ",\"where\":{\"account engagement\":\"hot\"}", COMMITTEE, "asks");

typedef struct desk {
    const revops_engine *engine;
    unsigned char account[RECORD], leads[4][RECORD];
    revops_event answers[16];
    revops_effect effects[ROOM];
    size_t answer_count, effect_count;
    uint32_t joined;
} desk;

static void begin(desk *d, const revops_engine *engine)
{
    memset(d, 0, sizeof *d);
    d->engine = engine;
    ck_assert_uint_le(revops_engine_account_size(engine), RECORD);
    ck_assert_int_eq(revops_engine_account_init(engine, d->account), REVOPS_OK);
    for (uint32_t i = 0; i < 4; i++) {
        ck_assert_int_eq(revops_lead_init(engine, d->leads[i]), REVOPS_OK);
    }
}

static void apply(desk *d, uint32_t lead, const revops_event *event)
{
    size_t count = 0;
    ck_assert_int_eq(revops_engine_apply(d->engine, NULL, d->leads[lead], event, REVOPS_ENGINE_ENFORCE,
                                         REVOPS_EFFECTS_ALL, d->effects + d->effect_count,
                                         ROOM - d->effect_count, &count),
                     REVOPS_OK);
    ck_assert_int_eq(revops_lead_verify(d->engine, d->leads[lead], 1), REVOPS_OK);
    d->effect_count += count;
}

/* An event of one of the leads, as the account and then all of its leads hear it. */
static void happen(desk *d, uint32_t lead, int64_t at_ms, const char *name)
{
    revops_event event = {.at_ms = at_ms,
                          .kind = json_number(d->engine, REVOPS_ENGINE_LIST_EVENTS, name),
                          .value = REVOPS_MISSING,
                          .account = 7,
                          .resume_ms = REVOPS_TIME_NONE};
    d->effect_count = 0;
    ck_assert_int_eq(revops_engine_account_apply(d->engine, NULL, d->account, 7, lead + 1, &event, d->answers,
                                                 16, &d->answer_count),
                     REVOPS_OK);
    ck_assert_int_eq(revops_engine_account_verify(d->engine, d->account, 1), REVOPS_OK);
    apply(d, lead, &event);
    d->joined |= 1u << lead;
    for (uint32_t i = 0; i < 4; i++) {
        for (size_t k = 0; d->joined >> i & 1 && k < d->answer_count; k++) {
            apply(d, i, &d->answers[k]);
        }
    }
}

static revops_engine_account_state stands(const desk *d, int64_t at_ms)
{
    revops_engine_account_state state;
    ck_assert_int_eq(revops_engine_account_read(d->engine, d->account, at_ms, &state), REVOPS_OK);
    return state;
}

static const char *stage_of(const desk *d, uint32_t lead)
{
    revops_lead_state state;
    ck_assert_int_eq(revops_lead_read(d->engine, d->leads[lead], &state), REVOPS_OK);
    return revops_engine_name(d->engine, REVOPS_ENGINE_LIST_STAGES, state.stage);
}

static size_t told(const desk *d, revops_effect_kind kind)
{
    size_t count = 0;
    for (size_t i = 0; i < d->effect_count; i++) {
        count += d->effects[i].kind == kind;
    }
    return count;
}

START_TEST(test_two_people_engage_an_account_SC9_SEM18)
{
    desk d;
    begin(&d, json_engine_of(WHOLE));
    happen(&d, 0, T0, "asked");
    ck_assert_str_eq(stage_of(&d, 0), "Target");
    happen(&d, 0, T0 + 1000, "asked"); /* the same person again */
    ck_assert_int_eq(stands(&d, T0 + 1000).people, 1);
    happen(&d, 1, T0 + 2000, "called"); /* a touch is nothing that they do */
    ck_assert_int_eq(stands(&d, T0 + 2000).people, 1);
    happen(&d, 1, T0 + 3000, "left"); /* nor is what points are lost for */
    ck_assert_int_eq(stands(&d, T0 + 3000).people, 1);
    happen(&d, 2, T0 + 4000, "replied");
    ck_assert_int_eq(stands(&d, T0 + 4000).people, 2);
    for (uint32_t i = 0; i < 3; i++) {
        ck_assert_str_eq(stage_of(&d, i), "Engaged");
    }
    free((void *)(uintptr_t)d.engine);
}
END_TEST

START_TEST(test_coverage_opens_a_stage_SC9_LC6)
{
    desk d;
    begin(&d, json_engine_of(WHOLE));
    happen(&d, 0, T0, "replied");
    happen(&d, 0, T0 + 1000, "deal");
    ck_assert_uint_eq(told(&d, REVOPS_EFFECT_REFUSED), 1);
    ck_assert_int_eq(stands(&d, T0 + 1000).coverage_bp, 2500);
    happen(&d, 1, T0 + 2000, "called");
    ck_assert_int_eq(stands(&d, T0 + 2000).coverage_bp, 5000);
    happen(&d, 0, T0 + 3000, "replied"); /* both halves of Engaged and Deal */
    happen(&d, 2, T0 + 3500, "asked");
    happen(&d, 0, T0 + 4000, "deal");
    ck_assert_str_eq(stage_of(&d, 0), "Deal");
    happen(&d, 2, T0 + 5000, "called");
    happen(&d, 3, T0 + 6000, "called");
    happen(&d, 3, T0 + 7000, "replied");
    ck_assert_int_eq(stands(&d, T0 + 7000).coverage_bp, 10000);
    free((void *)(uintptr_t)d.engine);
}
END_TEST

/* Neither the cap of a person nor the limit of a day is the account's; what signals ask of it is part of their combination. */
START_TEST(test_engagement_adds_up_all_people_SC9_PQ10)
{
    desk d;
    begin(&d, json_engine_of(WHOLE));
    happen(&d, 0, T0, "used");
    ck_assert_uint_eq(told(&d, REVOPS_EFFECT_SIGNALLED), 0);
    happen(&d, 0, T0 + 1000, "asked");
    happen(&d, 1, T0 + 2000, "asked");
    ck_assert_int_eq(stands(&d, T0 + 2000).engagement_mpt, 40000);
    ck_assert_uint_eq(stands(&d, T0 + 2000).engagement, 2);
    ck_assert_uint_eq(told(&d, REVOPS_EFFECT_SIGNALLED), 0);
    happen(&d, 1, T0 + 3000, "asked");
    ck_assert_uint_eq(stands(&d, T0 + 3000).engagement, 1);
    ck_assert_uint_eq(told(&d, REVOPS_EFFECT_SIGNALLED), 2); /* once a lead */
    free((void *)(uintptr_t)d.engine);
}
END_TEST

START_TEST(test_people_leave_the_window_SC9_SEM16)
{
    desk d;
    begin(&d, json_engine_of(DOCUMENT(",\"where\":{\"people engaged\":{\"at_least\":2}}", "", "",
                                      "\"engaged_within\":\"10 days\"", "asks")));
    happen(&d, 0, T0, "asked");
    happen(&d, 1, T0 + REVOPS_DAY_MS, "asked");
    ck_assert_int_eq(stands(&d, REVOPS_TIME_NONE).people, 2);
    ck_assert_int_eq(stands(&d, T0 + 9 * REVOPS_DAY_MS).people, 2);
    ck_assert_int_eq(stands(&d, T0 + 10 * REVOPS_DAY_MS).people, 1);
    ck_assert_int_eq(stands(&d, T0 + 11 * REVOPS_DAY_MS).people, 0);
    happen(&d, 0, T0 + 10 * REVOPS_DAY_MS, "sized"); /* whatever happens, leads hear how it stands by now */
    ck_assert_uint_eq(d.answer_count, 1);
    ck_assert_int_eq(d.answers[0].value, 1);
    free((void *)(uintptr_t)d.engine);
}
END_TEST

/* Without a condition that asks, records are as large as without the section, and names are the policy's alone. */
START_TEST(test_nothing_is_kept_unless_asked_for_SEM28)
{
    const revops_engine *with = json_engine_of(DOCUMENT("", "", "", COMMITTEE, "asks")),
                        *without = json_engine_of(DOCUMENT("", "", "", "", "asks"));
    revops_engine_account_state state;
    unsigned char account[RECORD];
    uint32_t number;
    ck_assert_uint_eq(revops_engine_account_size(with), revops_engine_account_size(without));
    ck_assert_uint_eq(revops_lead_size(with), revops_lead_size(without));
    ck_assert_uint_eq(revops_engine_count(with, REVOPS_ENGINE_LIST_ATTRIBUTES), 1);
    ck_assert_uint_eq(revops_engine_count(with, REVOPS_ENGINE_LIST_ACCOUNT_GRADES), 0);
    ck_assert_int_ne(revops_engine_find(with, REVOPS_ENGINE_LIST_ATTRIBUTES, "people engaged", 14, &number),
                     REVOPS_OK);
    ck_assert_int_eq(revops_engine_account_init(with, account), REVOPS_OK);
    ck_assert_int_eq(revops_engine_account_read(with, account, T0, &state), REVOPS_OK);
    ck_assert_int_eq(state.people, REVOPS_MISSING);
    ck_assert_int_eq(state.coverage_bp, REVOPS_MISSING);
    ck_assert_int_eq(state.engagement_mpt, REVOPS_MISSING);
    ck_assert_uint_eq(state.engagement, 0);
    free((void *)(uintptr_t)with);
    free((void *)(uintptr_t)without);
}
END_TEST

/* Grades and rules are renamed: what was counted goes on. Another window begins anew, and it is told. */
START_TEST(test_a_changed_policy_carries_where_an_account_stands_LC28_SEM24)
{
    desk d;
    revops_effect effects[8];
    unsigned char next[RECORD];
    size_t count = 0;
    begin(&d, json_engine_of(WHOLE));
    happen(&d, 0, T0, "asked");
    happen(&d, 1, T0 + 1000, "asked");
    const revops_engine *renamed = json_engine_of(
        DOCUMENT(",\"where\":{\"people engaged\":{\"at_least\":2}}",
                 ",\"where\":{\"stakeholder coverage\":{\"at_least\":\"50 %\"}}",
                 ",\"where\":{\"account engagement\":\"burning\"}",
                 "\"buying_committee\":2,\"engagement\":{\"grades\":{\"burning\":60,\"tepid\":{\"from\":20,"
                 "\"was\":[\"warm\"]}},\"otherwise\":\"cold\"}",
                 "asks"));
    ck_assert_int_eq(
        revops_engine_account_rebase(d.engine, renamed, d.account, T0 + 2000, next, effects, 8, &count),
        REVOPS_OK);
    ck_assert_uint_eq(count, 0);
    revops_engine_account_state state;
    ck_assert_int_eq(revops_engine_account_verify(renamed, next, 1), REVOPS_OK);
    ck_assert_int_eq(revops_engine_account_read(renamed, next, T0 + 2000, &state), REVOPS_OK);
    ck_assert_int_eq(state.people, 2);
    ck_assert_int_eq(state.engagement_mpt, 40000);
    ck_assert_str_eq(revops_engine_name(renamed, REVOPS_ENGINE_LIST_ACCOUNT_GRADES, state.engagement),
                     "tepid");
    ck_assert_uint_eq(revops_engine_successor(d.engine, renamed, REVOPS_ENGINE_LIST_ACCOUNT_GRADES, 2), 2);

    const revops_engine *other = json_engine_of(DOCUMENT(",\"where\":{\"people engaged\":{\"at_least\":2}}",
                                                         "", ",\"where\":{\"account engagement\":\"hot\"}",
                                                         "\"engaged_within\":\"10 days\"," GRADES, "asked"));
    ck_assert_int_eq(
        revops_engine_account_rebase(d.engine, other, d.account, T0 + 2000, next, effects, 8, &count),
        REVOPS_OK);
    ck_assert_int_eq(revops_engine_account_verify(other, next, 1), REVOPS_OK);
    ck_assert_uint_eq(count, 2); /* people and coverage; the rule that is gone */
    ck_assert_uint_eq(effects[0].row - 1u, REVOPS_ENGINE_LIST_ATTRIBUTES);
    ck_assert_uint_eq(effects[0].items, 6); /* behind the policy's only one */
    ck_assert_uint_eq(effects[1].row - 1u, REVOPS_ENGINE_LIST_INTENT_RULES);
    ck_assert_uint_eq(effects[1].items, 1);
    ck_assert_int_eq(revops_engine_account_read(other, next, T0 + 2000, &state), REVOPS_OK);
    ck_assert_int_eq(state.people, 0);
    ck_assert_int_eq(state.engagement_mpt, 0);
    free((void *)(uintptr_t)renamed);
    free((void *)(uintptr_t)other);
    free((void *)(uintptr_t)d.engine);
}
END_TEST

START_TEST(test_reading_refuses_what_it_cant_read)
{
    desk d;
    revops_engine_account_state state;
    begin(&d, json_engine_of(WHOLE));
    happen(&d, 0, T0, "asked");
    ck_assert_int_eq(revops_engine_account_read(NULL, d.account, T0, &state), REVOPS_ERR_ARG);
    ck_assert_int_eq(revops_engine_account_read(d.engine, NULL, T0, &state), REVOPS_ERR_ARG);
    ck_assert_int_eq(revops_engine_account_read(d.engine, d.account, T0, NULL), REVOPS_ERR_ARG);
    ck_assert_int_eq(revops_engine_account_read(d.engine, d.account, INT64_MAX, &state), REVOPS_ERR_ARG);
    ck_assert_int_eq(revops_engine_account_read(d.engine, d.account, T0 - 1, &state), REVOPS_ERR_LATE);
    for (size_t at = 0; at < revops_engine_account_size(d.engine); at++) {
        unsigned char damaged[RECORD];
        memcpy(damaged, d.account, RECORD);
        damaged[at] ^= 0x80;
        if (revops_engine_account_verify(d.engine, damaged, 1) == REVOPS_OK) {
            revops_status status =
                revops_engine_account_read(d.engine, damaged, REVOPS_ZONE_TIME_MAX_MS, &state);
            ck_assert(status == REVOPS_OK || status == REVOPS_ERR_LATE);
        }
    }
    d.account[0] ^= 1;
    ck_assert_int_eq(revops_engine_account_read(d.engine, d.account, T0, &state), REVOPS_ERR_CORRUPT);
    free((void *)(uintptr_t)d.engine);
}
END_TEST

static Suite *suite_of_tests(void)
{
    Suite *found = suite_create("engine-standing");
    TCase *tests = tcase_create("all");
    tcase_add_test(tests, test_two_people_engage_an_account_SC9_SEM18);
    tcase_add_test(tests, test_coverage_opens_a_stage_SC9_LC6);
    tcase_add_test(tests, test_engagement_adds_up_all_people_SC9_PQ10);
    tcase_add_test(tests, test_people_leave_the_window_SC9_SEM16);
    tcase_add_test(tests, test_nothing_is_kept_unless_asked_for_SEM28);
    tcase_add_test(tests, test_a_changed_policy_carries_where_an_account_stands_LC28_SEM24);
    tcase_add_test(tests, test_reading_refuses_what_it_cant_read);
    suite_add_tcase(found, tests);
    return found;
}
