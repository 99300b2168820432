/* SPDX-License-Identifier: MIT */
/* Usage of accounts in the engine: their fold, and what their leads hear of it. */
#include "test.h"

#include "engine-turns.h"
#include "engine-used.h"
#include "random.h"

enum { ROOM = 128, RECORD = 4096, ACCOUNT = 2048 };

static const int64_t T0 = 1772406000000; /* Monday 2026-03-02, 09:00 where dates are counted */

enum { S_LEAD = 1, S_PQL, S_SAL };
enum {
    E_ACCEPTED = 1,
    E_ACTIVATED,
    E_CALLED,
    E_FILLED,
    E_HELD,
    E_OUT,
    E_PLAN,
    E_PQL,
    E_SIGNED_UP,
    E_SIZE,
    E_USED
};
enum { A_SIZE_OR_PLAN = 2 };
enum { G_PQL = 1, G_PAID, G_EXPANDS };
enum { PAID = 2 };

static _Alignas(8) unsigned char rows[USED_BYTES];
static revops_policy_params policy;
static const revops_engine *engine;
static uint32_t plan; /* the attribute */

typedef struct lead {
    unsigned char record[RECORD];
    revops_effect effects[ROOM];
    size_t count;
} lead;

typedef struct account {
    unsigned char record[ACCOUNT];
    revops_event answers[8];
    size_t count;
} account;

static void setup(void)
{
    revops_engine_params params;
    size_t needed = 0;
    used_policy("account", rows, &policy);
    ck_assert_int_eq(revops_engine_defaults(&params, sizeof params), REVOPS_OK);
    params.policy = &policy;
    ck_assert_int_eq(revops_engine_build(&params, NULL, 0, &needed, NULL), REVOPS_ERR_NOSPACE);
    ck_assert_int_eq(revops_engine_build(&params, malloc(needed), needed, NULL, &engine), REVOPS_OK);
    ck_assert_uint_le(revops_engine_account_size(engine), ACCOUNT);
    ck_assert_uint_eq(revops_engine_account_size(engine) % 64, 0);
    ck_assert_uint_eq(revops_engine_account_answers_max(engine), 4);
    for (plan = 1; strcmp(policy.attributes[plan - 1].name, "plan") != 0; plan++) {
    }
}

static void teardown(void)
{
    free((void *)(uintptr_t)engine);
}

static int64_t day(int64_t n)
{
    return T0 + n * REVOPS_DAY_MS;
}

static void begin(account *a)
{
    memset(a, 0, sizeof *a);
    ck_assert_int_eq(revops_engine_account_init(engine, a->record), REVOPS_OK);
    ck_assert_int_eq(revops_engine_account_verify(engine, a->record, 1), REVOPS_OK);
}

static void begin_lead(lead *l)
{
    memset(l, 0, sizeof *l);
    ck_assert_int_eq(revops_lead_init(engine, l->record), REVOPS_OK);
}

static revops_event event_of(int64_t at_ms, uint32_t kind, int64_t value)
{
    return (revops_event){
        .at_ms = at_ms, .kind = kind, .value = value, .account = 7, .resume_ms = REVOPS_TIME_NONE};
}

static revops_status hears(account *a, uint64_t who, const revops_event *event)
{
    return revops_engine_account_apply(engine, NULL, a->record, 7, who, event, a->answers, 8, &a->count);
}

static void apply(lead *l, const revops_event *event)
{
    ck_assert_int_eq(revops_engine_apply(engine, NULL, l->record, event, REVOPS_ENGINE_RECORD_AND_TAKE,
                                         REVOPS_EFFECTS_ALL, l->effects, ROOM, &l->count),
                     REVOPS_OK);
    ck_assert_int_eq(revops_lead_verify(engine, l->record, 1), REVOPS_OK);
}

static const revops_effect *told(const lead *l, revops_effect_kind kind)
{
    for (size_t i = 0; i < l->count; i++) {
        if (l->effects[i].kind == kind) {
            return &l->effects[i];
        }
    }
    return NULL;
}

static uint32_t stage_of(const lead *l)
{
    revops_lead_state state;
    ck_assert_int_eq(revops_lead_read(engine, l->record, &state), REVOPS_OK);
    return state.stage;
}

/* One lead's event through the account, then the lead; its answers to all leads. */
static void happens(account *a, lead *leads, size_t count, size_t who, revops_event event)
{
    ck_assert_int_eq(hears(a, who + 1, &event), REVOPS_OK);
    ck_assert_int_eq(revops_engine_account_verify(engine, a->record, 1), REVOPS_OK);
    apply(&leads[who], &event);
    for (size_t k = 0; k < a->count; k++) {
        for (size_t i = 0; i < count; i++) {
            apply(&leads[i], &a->answers[k]);
        }
    }
}

/* SEM19: answers carry their cause's sequence and the last rank */
START_TEST(test_SEM18_SEM19_a_signal_of_the_account_reaches_each_lead_as_an_answer)
{
    static account a;
    static lead leads[3];
    revops_lead_signals_state signals;
    revops_usage_reading reading;
    begin(&a);
    for (size_t i = 0; i < 3; i++) {
        begin_lead(&leads[i]);
        happens(&a, leads, 0, i, event_of(T0, E_SIGNED_UP, REVOPS_MISSING));
    }
    happens(&a, leads, 0, 2, event_of(T0 + 1, E_ACCEPTED, REVOPS_MISSING)); /* sales works it */
    happens(&a, leads, 3, 0, event_of(day(1), E_ACTIVATED, REVOPS_MISSING));
    happens(&a, leads, 3, 0, event_of(day(2), E_USED, REVOPS_MISSING));
    happens(&a, leads, 3, 1, event_of(day(3), E_USED, REVOPS_MISSING));
    ck_assert_uint_eq(a.count, 0);
    revops_event last = event_of(day(4), E_USED, REVOPS_MISSING);
    last.sequence = 9;
    happens(&a, leads, 3, 0, last);
    ck_assert_uint_eq(a.count, 1);
    const revops_event *answer = &a.answers[0];
    ck_assert_uint_eq(answer->flags, REVOPS_EVENT_ANSWER | REVOPS_EVENT_SIGNAL);
    ck_assert_int_eq(answer->value, G_PQL);
    ck_assert_int_eq(answer->at_ms, last.at_ms);
    ck_assert_uint_eq(answer->sequence, 9);
    ck_assert_uint_ne(answer->id, 0);
    ck_assert_uint_eq(answer->kind, 0);
    for (size_t i = 0; i < 3; i++) {
        int is_worked = i == 2; /* asked in the lead's fold */
        ck_assert_int_eq(told(&leads[i], REVOPS_EFFECT_SIGNALLED) == NULL, is_worked);
        ck_assert_uint_eq(stage_of(&leads[i]), is_worked ? S_SAL : S_PQL);
        ck_assert_int_eq(revops_lead_signals(engine, leads[i].record, &signals), REVOPS_OK);
        ck_assert_uint_eq(signals.latest, is_worked ? 0 : G_PQL);
        ck_assert_uint_eq(signals.came, is_worked ? 0 : 1);
    }
    ck_assert_uint_eq(told(&leads[0], REVOPS_EFFECT_SIGNALLED)->items, answer->actor);
    ck_assert_ptr_nonnull(told(&leads[1], REVOPS_EFFECT_STARTED)); /* a clock that starts at it */
    /* distinct people are leads [PQ5] */
    uint32_t people = 0;
    ck_assert_int_eq(revops_engine_find(engine, REVOPS_ENGINE_LIST_CRITERIA, "people", 6, &people),
                     REVOPS_OK);
    ck_assert_int_eq(revops_engine_account_usage(engine, a.record, people, REVOPS_TIME_NONE, &reading),
                     REVOPS_OK);
    ck_assert_uint_eq(reading.value, 2);
    ck_assert_int_eq(reading.met_ms, day(3));
    ck_assert_int_eq(revops_lead_usage(engine, leads[0].record, people, REVOPS_TIME_NONE, &reading),
                     REVOPS_ERR_ARG); /* it isn't the lead's */
}
END_TEST

START_TEST(test_SEM18_an_attribute_of_the_account_reaches_its_leads_and_those_that_join)
{
    static account a;
    static lead leads[2];
    int64_t value;
    size_t count = 0;
    revops_event known[4];
    begin(&a);
    begin_lead(&leads[0]);
    begin_lead(&leads[1]);
    happens(&a, leads, 1, 0, event_of(T0, E_ACTIVATED, REVOPS_MISSING));
    happens(&a, leads, 1, 0, event_of(T0 + 1, E_SIZE, 500)); /* of the lead alone */
    ck_assert_uint_eq(a.count, 0);
    happens(&a, leads, 1, 0, event_of(T0 + 2, E_PLAN, PAID));
    /* the change, then what comes of it: a condition on the account is part of the combination [PQ10] */
    ck_assert_uint_eq(a.count, 2);
    ck_assert_uint_eq(a.answers[0].flags, REVOPS_EVENT_ANSWER | REVOPS_EVENT_ATTRIBUTE);
    ck_assert_uint_eq(a.answers[0].actor, plan);
    ck_assert_int_eq(a.answers[0].value, PAID);
    ck_assert_int_eq(a.answers[1].value, G_PAID);
    ck_assert_uint_lt(a.answers[0].id, a.answers[1].id);
    ck_assert_ptr_nonnull(told(&leads[0], REVOPS_EFFECT_SIGNALLED));
    happens(&a, leads, 1, 0, event_of(T0 + 3, E_PLAN, PAID));
    ck_assert_uint_eq(a.count, 0); /* nothing changed */
    revops_event joins = event_of(T0 + 4, E_USED, REVOPS_MISSING);
    happens(&a, leads, 0, 1, joins);
    ck_assert_int_eq(revops_lead_attribute(engine, leads[1].record, plan, &value), REVOPS_OK);
    ck_assert_int_eq(value, REVOPS_MISSING);
    ck_assert_int_eq(revops_engine_account_join(engine, a.record, 7, &joins, NULL, 0, &count),
                     REVOPS_ERR_NOSPACE);
    ck_assert_uint_eq(count, 1);
    ck_assert_int_eq(revops_engine_account_join(engine, a.record, 7, &joins, known, 4, &count), REVOPS_OK);
    apply(&leads[1], &known[0]);
    ck_assert_int_eq(revops_lead_attribute(engine, leads[1].record, plan, &value), REVOPS_OK);
    ck_assert_int_eq(value, PAID);
}
END_TEST

START_TEST(test_SEM5_what_is_late_or_twice_changes_nothing)
{
    static account a, before;
    begin(&a);
    revops_event event = event_of(T0, E_USED, REVOPS_MISSING);
    event.sequence = 5;
    ck_assert_int_eq(hears(&a, 1, &event), REVOPS_OK);
    before = a;
    ck_assert_int_eq(hears(&a, 1, &event), REVOPS_ERR_DUPLICATE);
    event.sequence = 4;
    ck_assert_int_eq(hears(&a, 2, &event), REVOPS_ERR_LATE);
    event.at_ms--;
    event.sequence = 6;
    ck_assert_int_eq(hears(&a, 2, &event), REVOPS_ERR_LATE);
    event.at_ms += 2;
    ck_assert_int_eq(hears(&a, 0, &event), REVOPS_ERR_ARG);
    event.kind = 99;
    ck_assert_int_eq(hears(&a, 1, &event), REVOPS_ERR_ARG);
    event.kind = E_USED;
    event.flags = 1u << 31;
    ck_assert_int_eq(hears(&a, 1, &event), REVOPS_ERR_NEWER);
    event.flags = 0;
    ck_assert_int_eq(
        revops_engine_account_apply(engine, NULL, a.record, 7, 1, &event, a.answers, 1, &a.count),
        REVOPS_ERR_NOSPACE);
    ck_assert_uint_eq(a.count, 4);
    ck_assert_mem_eq(a.record, before.record, sizeof a.record);
    ck_assert_int_eq(hears(&a, 1, &event), REVOPS_OK);
    a.record[0] ^= 1;
    ck_assert_int_eq(hears(&a, 1, &event), REVOPS_ERR_CORRUPT);
    ck_assert_int_eq(revops_engine_account_verify(engine, a.record, 1), REVOPS_ERR_CORRUPT);
}
END_TEST

START_TEST(test_SEM19_answers_that_say_nothing_are_refused)
{
    static const struct {
        uint32_t flags;
        int64_t value;
        uint64_t actor;
        revops_status status;
    } answers[] = {
        {REVOPS_EVENT_ANSWER | REVOPS_EVENT_SIGNAL, 3, 0, REVOPS_OK},
        {REVOPS_EVENT_ANSWER | REVOPS_EVENT_SIGNAL, 0, 0, REVOPS_ERR_ARG},
        {REVOPS_EVENT_ANSWER | REVOPS_EVENT_SIGNAL, 4, 0, REVOPS_ERR_ARG},
        {REVOPS_EVENT_SIGNAL, 1, 0, REVOPS_ERR_ARG},
        {REVOPS_EVENT_ANSWER | REVOPS_EVENT_ATTRIBUTE, 1, 2, REVOPS_OK},
        {REVOPS_EVENT_ANSWER | REVOPS_EVENT_ATTRIBUTE, 1, 3, REVOPS_ERR_ARG},
        {REVOPS_EVENT_ANSWER | REVOPS_EVENT_ATTRIBUTE, 1, 0, REVOPS_ERR_ARG},
        {REVOPS_EVENT_ANSWER | REVOPS_EVENT_ATTRIBUTE | REVOPS_EVENT_SIGNAL, 1, 1, REVOPS_ERR_ARG},
        {REVOPS_EVENT_ANSWER | 64, 1, 1, REVOPS_ERR_NEWER},
    };
    static lead l;
    begin_lead(&l);
    revops_event first = event_of(T0, E_USED, REVOPS_MISSING);
    apply(&l, &first);
    for (size_t i = 0; i < sizeof answers / sizeof answers[0]; i++) {
        revops_event answer = {.at_ms = day((int64_t)i + 1),
                               .flags = answers[i].flags,
                               .value = answers[i].value,
                               .actor = answers[i].actor};
        ck_assert_int_eq(revops_engine_apply(engine, NULL, l.record, &answer, REVOPS_ENGINE_RECORD,
                                             REVOPS_EFFECTS_ALL, l.effects, ROOM, &l.count),
                         answers[i].status);
    }
}
END_TEST

enum { ACCOUNTS = 5, LEADS = 17, EVENTS = 600, ANSWERS = 4 * EVENTS };

/* Whatever the batches and however accounts are parted among them: equal records and answers, one by one as well [SEM18]. */
START_TEST(test_SEM18_any_partition_by_account_gives_the_same)
{
    static unsigned char records[3][ACCOUNTS * ACCOUNT];
    static revops_event events[EVENTS], answers[3][ANSWERS];
    static uint64_t leads[EVENTS], causes[3][ANSWERS];
    static uint32_t indexes[EVENTS];
    static const uint32_t kinds[] = {E_USED, E_ACTIVATED, E_HELD, E_FILLED, E_PLAN, E_SIGNED_UP};
    size_t counts[3] = {0}, size = revops_engine_account_size(engine);
    random_state random = {(uint64_t)_i + 1};
    int64_t at_ms = T0;
    for (size_t i = 0; i < EVENTS; i++) {
        uint32_t kind = kinds[random_next(&random) % (sizeof kinds / sizeof kinds[0])];
        int64_t value = kind == E_HELD     ? (int64_t)(random_next(&random) % 5)
                        : kind == E_PLAN   ? 1 + (int64_t)(random_next(&random) % 2)
                        : kind == E_FILLED ? (int64_t)(random_next(&random) % 11) | INT64_C(10) << 32
                                           : REVOPS_MISSING;
        at_ms += (int64_t)(random_next(&random) % 3) * 3 * REVOPS_HOUR_MS;
        events[i] = event_of(at_ms, kind, value);
        events[i].sequence = i + 1;
        leads[i] = 1 + random_next(&random) % LEADS;
        indexes[i] = (uint32_t)(leads[i] % ACCOUNTS);
    }
    for (size_t way = 0; way < 3; way++) {
        for (size_t i = 0; i < ACCOUNTS; i++) {
            ck_assert_int_eq(revops_engine_account_init(engine, records[way] + i * size), REVOPS_OK);
        }
    }
    for (size_t i = 0; i < EVENTS; i++) { /* one by one */
        size_t count = 0;
        ck_assert_int_eq(revops_engine_account_apply(engine, NULL, records[0] + indexes[i] * size,
                                                     indexes[i] + 1u, leads[i], &events[i],
                                                     answers[0] + counts[0], 8, &count),
                         REVOPS_OK);
        for (size_t k = 0; k < count; k++) {
            causes[0][counts[0] + k] = i;
        }
        counts[0] += count;
    }
    revops_cursor cursor = {0};
    for (size_t capacity = 4 + (size_t)_i;;) { /* all at once, with little room */
        size_t count = 0;
        revops_status status = revops_engine_account_apply_many(
            engine, NULL, records[1], ACCOUNTS, NULL, indexes, leads, events, EVENTS, &cursor,
            answers[1] + counts[1], causes[1] + counts[1], capacity, &count);
        counts[1] += count;
        if (status == REVOPS_OK) {
            break;
        }
        ck_assert_int_eq(status, REVOPS_ERR_NOSPACE);
    }
    ck_assert_uint_eq(cursor.applied, EVENTS);
    for (uint32_t a = 0; a < ACCOUNTS; a++) { /* account by account */
        for (size_t i = 0; i < EVENTS; i++) {
            size_t count = 0;
            revops_event found[8];
            if (indexes[i] != a) {
                continue;
            }
            ck_assert_int_eq(revops_engine_account_apply(engine, NULL, records[2] + a * size, a + 1u,
                                                         leads[i], &events[i], found, 8, &count),
                             REVOPS_OK);
            for (size_t k = 0; k < count; k++) {
                answers[2][counts[2]] = found[k];
                causes[2][counts[2]++] = i;
            }
        }
    }
    ck_assert_uint_gt(counts[0], 20);
    ck_assert_uint_eq(counts[1], counts[0]);
    ck_assert_uint_eq(counts[2], counts[0]);
    ck_assert_mem_eq(records[1], records[0], ACCOUNTS * size);
    ck_assert_mem_eq(records[2], records[0], ACCOUNTS * size);
    ck_assert_mem_eq(answers[1], answers[0], counts[0] * sizeof answers[0][0]);
    ck_assert_mem_eq(causes[1], causes[0], counts[0] * sizeof causes[0][0]);
    size_t same = 0;
    for (size_t i = 0; i < counts[0]; i++) { /* the same in another order */
        for (size_t k = 0; k < counts[0]; k++) {
            same += causes[0][i] == causes[2][k] &&
                    memcmp(&answers[0][i], &answers[2][k], sizeof answers[0][0]) == 0;
        }
    }
    ck_assert_uint_eq(same, counts[0]);
    ck_assert_int_eq(revops_engine_account_verify(engine, records[0], ACCOUNTS), REVOPS_OK);
}
END_TEST

START_TEST(test_C53_each_byte_of_an_account_damaged_is_refused_or_legal)
{
    static account a, b;
    size_t refused = 0, size = revops_engine_account_size(engine);
    begin(&a);
    for (int64_t n = 0; n < 9; n++) {
        revops_event event = event_of(day(n), n % 2 ? E_USED : E_HELD, 3);
        ck_assert_int_eq(hears(&a, 1 + (uint64_t)n % 3, &event), REVOPS_OK);
    }
    for (size_t at = 0; at < size; at++) {
        for (unsigned bit = 0; bit < 8; bit++) {
            b = a;
            b.record[at] ^= (unsigned char)(1u << bit);
            refused += revops_engine_account_verify(engine, b.record, 1) != REVOPS_OK;
            revops_event event = event_of(day(20), E_USED, REVOPS_MISSING);
            (void)!hears(&b, 1, &event);
        }
    }
    ck_assert_uint_gt(refused, 64 * 4);
}
END_TEST

/* ---- a changed policy ---- */

#define CHANGED(attributes, criteria, signals)                                                               \
    "{'revops':1,'name':'p','attributes':{" attributes                                                       \
    "},'stages':[{'name':'LEAD'},{'name':'WON','kind':'won'}],"                                              \
    "'events':{'used':{},'held':{'value':'number'},'plan set':{'sets':'plan'}},"                             \
    "'usage':{'of':'account','criteria':{" criteria "},'signals':[" signals "]}}"
#define PLAN_OF(choices, more)  "'plan':{'type':'choice','choices':[" choices "]" more "}"
#define USES(name, least)       "'" name "':{'events':['used'],'at_least':" least "}"
#define MEETS(within)           "'meets':{'events':['held'],'measure':'active days','within':'" within "','at_least':1}"
#define SIGNAL(name, criterion) "{'name':'" name "','any_of':['" criterion "'],'not_again_within':'30 days'}"

static const revops_engine *changed(const char *document, uint64_t mark)
{
    revops_policy_fault fault = {.expected = ""};
    const revops_engine *built = turn_engine(document, mark, &fault);
    ck_assert_msg(built != NULL, "%s: %s", fault.path, fault.expected);
    ck_assert_uint_le(revops_engine_account_size(built), ACCOUNT);
    return built;
}

static uint32_t value_of(const revops_engine *of, const unsigned char *record, const char *criterion)
{
    revops_usage_reading reading;
    ck_assert_int_eq(revops_engine_account_usage(of, record,
                                                 turn_find(of, REVOPS_ENGINE_LIST_CRITERIA, criterion),
                                                 REVOPS_TIME_NONE, &reading),
                     REVOPS_OK);
    return reading.value;
}

/* C35, SEM24: an account goes on under the next policy with what has a name there; the rest is told and counted. */
START_TEST(test_LC28_SEM24_SEM29_C35_an_account_is_carried_over_by_name)
{
    static const char *const now =
        CHANGED(PLAN_OF("'free','paid'", ",'of':'account'"), USES("uses", "3") "," MEETS("7 days"),
                SIGNAL("active", "uses") "," SIGNAL("meeting", "meets"));
    static const struct {
        const char *document;
        uint64_t attributes, criteria, signals; /* that are removed */
        uint32_t uses;                          /* 0: there is no such criterion */
        int comes;                              /* the signal with the next use: it came three days before */
    } next[] = {
        {CHANGED(PLAN_OF("'free','paid'", ",'of':'account'"), USES("uses", "3") "," MEETS("7 days"),
                 SIGNAL("active", "uses") "," SIGNAL("meeting", "meets")),
         0, 0, 0, 4, 0},
        /* in another order, with more */
        {CHANGED("'a':{'type':'text'}," PLAN_OF("'new','paid','free'", ",'of':'account'"),
                 "'a':{'events':['held'],'at_least':9}," USES("uses", "5") "," MEETS("7 days"),
                 SIGNAL("meeting", "meets") "," SIGNAL("active", "uses") "," SIGNAL("a", "a")),
         0, 0, 0, 4, 0},
        /* renamed */
        {CHANGED(PLAN_OF("'free','paid'", ",'of':'account'"),
                 "'a use':{'events':['used'],'at_least':3,'was':['uses']},"
                 "'met up':{'events':['held'],'measure':'active days','within':'7 "
                 "days','at_least':1,'was':['meets']}",
                 "{'name':'busy','any_of':['a use'],'not_again_within':'30 days','was':['active']},"
                 "{'name':'talks','any_of':['met up'],'not_again_within':'30 days','was':['meeting']}"),
         0, 0, 0, 4, 0},
        /* another window counts in another way */
        {CHANGED(PLAN_OF("'free','paid'", ",'of':'account'"), USES("uses", "3") "," MEETS("70 days"),
                 SIGNAL("active", "uses") "," SIGNAL("meeting", "meets")),
         0, 1, 0, 4, 0},
        /* no longer of accounts; the signal has another name */
        {CHANGED(PLAN_OF("'free','paid'", ""), USES("uses", "3"), SIGNAL("activated", "uses")), 1, 1, 3, 4,
         1},
        {CHANGED(PLAN_OF("'free'", ",'of':'account'"), MEETS("7 days"), SIGNAL("meeting", "meets")), 1, 2, 1,
         0, 0},
    };
    const revops_engine *from = changed(now, 1), *to = changed(next[_i].document, 2);
    static unsigned char record[ACCOUNT], out[ACCOUNT], again[ACCOUNT];
    revops_effect effects[4];
    revops_event answers[16];
    size_t count = 0;
    uint64_t removed[3] = {0};
    ck_assert_int_eq(revops_engine_account_init(from, record), REVOPS_OK);
    const struct {
        const char *event;
        int64_t value;
    } events[] = {{"plan set", 2}, {"used", REVOPS_MISSING}, {"used", REVOPS_MISSING},
                  {"held", 3},     {"used", REVOPS_MISSING}, {"used", REVOPS_MISSING}};
    for (size_t i = 0; i < 6; i++) {
        const revops_event event =
            event_of(day(1) + (int64_t)i, turn_find(from, REVOPS_ENGINE_LIST_EVENTS, events[i].event),
                     events[i].value);
        ck_assert_int_eq(revops_engine_account_apply(from, NULL, record, 7, 1, &event, answers, 16, &count),
                         REVOPS_OK);
    }
    ck_assert_int_eq(revops_engine_account_rebase(from, to, record, day(1), out, effects, 4, &count),
                     REVOPS_ERR_LATE);
    ck_assert_int_eq(revops_engine_account_rebase(from, to, record, day(4), record, effects, 4, &count),
                     REVOPS_ERR_ARG);
    ck_assert_int_eq(revops_engine_account_rebase(to, from, record, day(4), out, effects, 4, &count),
                     REVOPS_ERR_CORRUPT);
    ck_assert_int_eq(revops_engine_account_rebase(from, to, record, day(4), out, effects, 2, &count),
                     REVOPS_ERR_NOSPACE);
    ck_assert_uint_eq(count, revops_engine_account_rebase_effects_max(from, to));
    ck_assert_uint_eq(revops_engine_account_rebase_effects_max(from, NULL), 0);
    ck_assert_int_eq(revops_engine_account_rebase(from, to, record, day(4), out, effects, 4, &count),
                     REVOPS_OK);
    ck_assert_int_eq(revops_engine_account_verify(to, out, 1), REVOPS_OK);
    for (size_t i = 0; i < count; i++) {
        char text[64];
        static const revops_engine_list lists[] = {REVOPS_ENGINE_LIST_ATTRIBUTES, REVOPS_ENGINE_LIST_CRITERIA,
                                                   REVOPS_ENGINE_LIST_SIGNALS};
        ck_assert_uint_eq(effects[i].kind, REVOPS_EFFECT_REMOVED);
        ck_assert_int_eq(effects[i].at_ms, day(4));
        ck_assert_uint_gt(revops_effect_text(from, &effects[i], text, sizeof text), 0);
        for (size_t k = 0; k < 3; k++) {
            removed[k] = effects[i].row == lists[k] + 1 ? effects[i].items : removed[k];
        }
    }
    ck_assert_uint_eq(removed[0], next[_i].attributes);
    ck_assert_uint_eq(removed[1], next[_i].criteria);
    ck_assert_uint_eq(removed[2], next[_i].signals);
    if (next[_i].uses) {
        ck_assert_uint_eq(value_of(to, out, "uses"), next[_i].uses);
    }
    const revops_event early =
        event_of(day(3), turn_find(to, REVOPS_ENGINE_LIST_EVENTS, "used"), REVOPS_MISSING);
    ck_assert_int_eq(revops_engine_account_apply(to, NULL, out, 7, 1, &early, answers, 16, &count),
                     REVOPS_ERR_LATE);
    const revops_event use =
        event_of(day(4), turn_find(to, REVOPS_ENGINE_LIST_EVENTS, "used"), REVOPS_MISSING);
    ck_assert_int_eq(revops_engine_account_apply(to, NULL, out, 7, 1, &use, answers, 16, &count), REVOPS_OK);
    ck_assert_uint_eq(count, (size_t)next[_i].comes);
    const revops_engine *same = changed(now, 1); /* rules of the same mark */
    ck_assert_int_eq(revops_engine_account_rebase(from, same, record, day(9), again, NULL, 0, &count),
                     REVOPS_OK);
    ck_assert_mem_eq(again, record, revops_engine_account_size(from));
    free((void *)(uintptr_t)from);
    free((void *)(uintptr_t)to);
    free((void *)(uintptr_t)same);
}
END_TEST

static Suite *suite_of_tests(void)
{
    Suite *suite = suite_create("engine-account");
    TCase *tcase = tcase_create("rules");
    tcase_add_checked_fixture(tcase, setup, teardown);
    tcase_add_test(tcase, test_SEM18_SEM19_a_signal_of_the_account_reaches_each_lead_as_an_answer);
    tcase_add_test(tcase, test_SEM18_an_attribute_of_the_account_reaches_its_leads_and_those_that_join);
    tcase_add_test(tcase, test_SEM5_what_is_late_or_twice_changes_nothing);
    tcase_add_test(tcase, test_SEM19_answers_that_say_nothing_are_refused);
    tcase_add_loop_test(tcase, test_SEM18_any_partition_by_account_gives_the_same, 0, 10);
    tcase_add_test(tcase, test_C53_each_byte_of_an_account_damaged_is_refused_or_legal);
    tcase_add_loop_test(tcase, test_LC28_SEM24_SEM29_C35_an_account_is_carried_over_by_name, 0, 6);
    suite_add_tcase(suite, tcase);
    return suite;
}
