/* SPDX-License-Identifier: MIT */
/* What asks for an owner: every kind of happening of `asked_on`, in the lead's own events and in what its account says [RT1, RT2,
   RT5, PQ6, SEM18, SEM20]. */
#include "test.h"

#include <revops/engine-account.h>

#include "engine-turns.h"

enum { ROOM = 256, RECORD = 4096 };

static const int64_t T0 = 1772442000000; /* Monday, 2026-03-02T09:00Z */

/* `%s` is what asks, then whose usage it is. */
static const char ASKS[] =
    "{'revops':1,'name':'asks','attributes':{'plan':{'type':'choice','choices':['free','paid'],'of':'account'"
    "}},"
    "'touches':{'channels':['call','email'],'count_once_within':'1 min'},"
    "'stages':[{'name':'LEAD'},{'name':'PQL'},{'name':'DEAL','steps':[{'name':'Demo'},{'name':'Offer'}]},"
    "{'name':'WON','kind':'won'},{'name':'OUT','kind':'closed'}],"
    "'moves':{'pql':{'from':['LEAD'],'to':'PQL'},'paid':{'from':['LEAD'],'to':'PQL','where':{'plan':'paid'},'"
    "automatic':true,"
    "'on':['never']},'won':{'to':'WON','from':['any "
    "open']},'demo':{'to':'Demo'},'offer':{'to':'Offer'},'out':{'from':['any open'],'to':'OUT'}},"
    "'events':{'created':{},'called':{'touch':'call'},'mailed':{'touch':'email'},'asked us':{'inbound':true},"
    "'answered':{'touch':'call','inbound':true},'given':{'value':'person','owner':'value'},'used':{},'demo':{"
    "},"
    "'offer':{},'out':{},'pql':{},'never':{},'won':{},'noted':{},'plan set':{'sets':'plan'}},"
    "'usage':{'of':'%s','criteria':{'uses':{'events':['used'],'at_least':1}},"
    "'signals':[{'name':'active','all_of':['uses'],'move':'pql','once':true}]},"
    "'clocks':{'reach':{'starts':{'stages':['PQL']},'met':{'touch':['call']},'target':'4 h'}},"
    "'routing':{'asked_on':{%s},'queues':{'all':{'members':['ada','bob']}},'otherwise':'all'},"
    "'roster':{'ada':{},'bob':{}}}";

static const struct {
    const char *asked_on, *event; /* the event after `created`; NULL: time passes */
    uint32_t asks;
} asked[] = {
    {"'stages':['LEAD']", "noted", 1}, /* by `created` */
    {"'stages':['PQL']", "pql", 1},
    {"'stages':['PQL']", "noted", 0},
    {"'stages':['PQL']", "used", 1}, /* by a signal's move */
    {"'stages':['DEAL']", "demo", 1},
    {"'stages':['Offer']", "demo", 0},
    {"'stages':['Offer']", "offer", 1},
    {"'steps_of':'DEAL'", "demo", 1},
    {"'left':['LEAD']", "pql", 1},
    {"'left':['LEAD']", "called", 0},
    {"'left':['LEAD']", "out", 0}, /* nobody works a lead that is closed */
    {"'touch':'any'", "called", 1},
    {"'touch':'any'", "mailed", 1},
    {"'touch':['email']", "called", 0},
    {"'touch':['email']", "mailed", 1},
    {"'touch':'any'", "noted", 0},
    {"'inbound':true", "asked us", 1},
    {"'inbound':true", "answered", 1},
    {"'inbound':true", "called", 0},
    {"'events':['noted']", "noted", 1},
    {"'events':['noted']", "called", 0},
    {"'signals':['active']", "used", 1},
    {"'signals':['active']", "noted", 0},
    {"'missed':['reach']", "pql", 1}, /* as time passes */
    {"'missed':['reach']", "noted", 0},
    {"'touch':['call'],'inbound':true", "answered", 1}, /* once, for two reasons */
};

typedef struct asking {
    const revops_engine *engine;
    unsigned char lead[RECORD], account[RECORD];
    revops_effect effects[ROOM];
    size_t count, asks;
} asking;

static void begin(asking *a, const char *of, const char *asked_on)
{
    char document[sizeof ASKS + 128];
    revops_policy_fault fault = {.expected = ""};
    memset(a, 0, sizeof *a);
    snprintf(document, sizeof document, ASKS, of, asked_on);
    a->engine = turn_engine(document, 1, &fault);
    ck_assert_msg(a->engine != NULL, "%s: %s", fault.path, fault.expected);
    ck_assert_int_eq(revops_lead_init(a->engine, a->lead), REVOPS_OK);
    ck_assert_int_eq(revops_engine_account_init(a->engine, a->account), REVOPS_OK);
}

static void count_asks(asking *a, revops_status status)
{
    ck_assert_int_eq(status, REVOPS_OK);
    for (size_t i = 0; i < a->count; i++) {
        a->asks += a->effects[i].kind == REVOPS_EFFECT_ASKED;
    }
}

static void take(asking *a, const revops_event *event)
{
    count_asks(a, revops_engine_apply(a->engine, NULL, a->lead, event, REVOPS_ENGINE_ENFORCE,
                                      REVOPS_EFFECTS_ALL, a->effects, ROOM, &a->count));
}

static revops_event event_of(const asking *a, int64_t hour, const char *name)
{
    uint32_t kind = turn_find(a->engine, REVOPS_ENGINE_LIST_EVENTS, name);
    ck_assert_msg(kind != 0, "%s", name);
    int is_given = strcmp(name, "given") == 0, is_plan = strcmp(name, "plan set") == 0;
    return (revops_event){.at_ms = T0 + hour * REVOPS_HOUR_MS,
                          .kind = kind,
                          .account = 7,
                          .value = is_given  ? 1
                                   : is_plan ? 2
                                             : REVOPS_MISSING};
}

START_TEST(test_RT1_PQ6_whatever_happens_asks_as_asked_on_says)
{
    static asking a;
    begin(&a, "lead", asked[_i].asked_on);
    revops_event event = event_of(&a, 0, "created");
    take(&a, &event);
    event = event_of(&a, 1, asked[_i].event);
    take(&a, &event);
    count_asks(&a, revops_engine_advance(a.engine, NULL, a.lead, T0 + 48 * REVOPS_HOUR_MS, REVOPS_EFFECTS_ALL,
                                         a.effects, ROOM, &a.count));
    ck_assert_uint_eq(a.asks, asked[_i].asks);
    free((void *)(uintptr_t)a.engine);
}
END_TEST

/* What an account says asks like the lead's own events: its signal, the move that the signal pulls, a change of its attribute. */
static const struct {
    const char *asked_on, *event;
    uint32_t asks;
} asked_by_account[] = {
    {"'signals':['active']", "used", 1}, {"'stages':['PQL']", "used", 1},
    {"'stages':['PQL']", "plan set", 1}, {"'signals':['active']", "noted", 0},
    {"'touch':'any'", "used", 0},
};

START_TEST(test_PQ6_SEM18_what_an_account_says_asks_for_an_owner)
{
    static asking a;
    revops_event answers[8];
    size_t count = 0;
    begin(&a, "account", asked_by_account[_i].asked_on);
    revops_event event = event_of(&a, 0, "created");
    take(&a, &event);
    event = event_of(&a, 1, asked_by_account[_i].event); /* of a colleague */
    ck_assert_int_eq(revops_engine_account_apply(a.engine, NULL, a.account, 7, 2, &event, answers, 8, &count),
                     REVOPS_OK);
    for (size_t i = 0; i < count; i++) {
        take(&a, &answers[i]);
    }
    ck_assert_uint_eq(a.asks, asked_by_account[_i].asks);
    /* what assigns asks for nothing [SEM19] */
    event = event_of(&a, 2, "given");
    event.flags = REVOPS_EVENT_ANSWER;
    a.asks = 0;
    take(&a, &event);
    ck_assert_uint_eq(a.asks, 0);
    free((void *)(uintptr_t)a.engine);
}
END_TEST

/* A duplicate is merged, and asks for nobody: the lead that is left keeps its owner, or has none and is asked for as before. */
START_TEST(test_RT5_SEM23_a_duplicate_that_is_merged_goes_to_the_owner_there_is)
{
    static asking survivor, other;
    int is_owned = _i;
    begin(&survivor, "lead", "'stages':['LEAD'],'touch':'any'");
    begin(&other, "lead", "'stages':['LEAD'],'touch':'any'");
    revops_event event = event_of(&survivor, 0, "created");
    take(&survivor, &event);
    if (is_owned) {
        event = event_of(&survivor, 1, "given");
        take(&survivor, &event);
    }
    event = event_of(&other, 2, "created");
    take(&other, &event);
    survivor.asks = 0;
    revops_event merge = {.at_ms = T0 + 3 * REVOPS_HOUR_MS, .id = 9, .flags = REVOPS_EVENT_MERGE};
    count_asks(&survivor, revops_lead_merge(survivor.engine, NULL, survivor.lead, &merge, other.lead,
                                            REVOPS_ENGINE_ENFORCE, REVOPS_EFFECTS_ALL, survivor.effects, ROOM,
                                            &survivor.count));
    merge.flags = REVOPS_EVENT_MERGED;
    other.asks = 0;
    count_asks(&other, revops_lead_merge(other.engine, NULL, other.lead, &merge, NULL, REVOPS_ENGINE_ENFORCE,
                                         REVOPS_EFFECTS_ALL, other.effects, ROOM, &other.count));
    ck_assert_uint_eq(survivor.asks + other.asks, 0);
    revops_lead_state state;
    ck_assert_int_eq(revops_lead_read(survivor.engine, survivor.lead, &state), REVOPS_OK);
    ck_assert_uint_eq(state.owner, (uint64_t)is_owned);
    event = event_of(&survivor, 4, "called"); /* the question names who holds the lead, who keeps it [RT5] */
    take(&survivor, &event);
    ck_assert_uint_eq(survivor.asks, 1);
    for (size_t i = 0; i < survivor.count; i++) {
        ck_assert(survivor.effects[i].kind != REVOPS_EFFECT_ASKED ||
                  survivor.effects[i].owner == (uint64_t)is_owned);
    }
    free((void *)(uintptr_t)survivor.engine);
    free((void *)(uintptr_t)other.engine);
}
END_TEST

static Suite *suite_of_tests(void)
{
    Suite *suite = suite_create("engine-routing");
    TCase *tcase = tcase_create("asked");
    tcase_add_loop_test(tcase, test_RT1_PQ6_whatever_happens_asks_as_asked_on_says, 0,
                        sizeof asked / sizeof asked[0]);
    tcase_add_loop_test(tcase, test_PQ6_SEM18_what_an_account_says_asks_for_an_owner, 0,
                        sizeof asked_by_account / sizeof asked_by_account[0]);
    tcase_add_loop_test(tcase, test_RT5_SEM23_a_duplicate_that_is_merged_goes_to_the_owner_there_is, 0, 2);
    suite_add_tcase(suite, tcase);
    return suite;
}
