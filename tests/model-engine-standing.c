/* SPDX-License-Identifier: MIT */
/* Where accounts stand, under random policies: people engaged, stakeholder coverage and engagement are counted anew from all
   events of the account after each of them, as of it and as of a later instant; what leads hear of it is what changed, their
   copies and what hangs on these are as the twin has them; records are stored and loaded each time, and carried to an engine of
   the same policy now and then [SC9, SEM18, SEM19, SEM24]. An argument says how many times the cases there are. */
#include "model.h"
#include "random.h"

#include <math.h>
#include <stdio.h>

#include "engine-json.h"

enum { CASES = 150, EVENTS = 120, LEADS = 9, RECORD = 4096, TEXT = 1 << 13, ROOM = 256 };
enum { VISIT, ASKED, GONE, CALLED, WROTE, TICK, KINDS };
static const char *const kind_names[KINDS] = {"visit", "asked", "gone", "called", "wrote", "tick"};

typedef struct happened {
    int64_t at_ms, day;
    uint32_t kind, lead;
} happened;

/* What a policy says. */
static struct {
    uint32_t committee, days, asked; /* asked: bits of people, coverage, engagement */
    int fades, hot, warm, keeps;
} rules;
static random_state seed;
static const revops_engine *engine;
static happened events[EVENTS];
static unsigned char account[RECORD], leads[LEADS][RECORD];
static uint32_t kinds[KINDS], attributes[3];
static size_t told_count, hot_count, fewer_count, stage_count;

static uint64_t below(uint64_t bound)
{
    return random_below(&seed, bound);
}

static void build(void)
{
    static const char *const segments[] = {
        "", "{'name':'hot','where':{'account engagement':'hot'}},",
        "{'name':'hot','where':{'not':{'account engagement':['warm','cold']}}},"};
    char text[TEXT], within[64] = "", keeps[32] = "";
    rules.committee = 1 + (uint32_t)below(9);
    rules.days = below(2) ? 1 + (uint32_t)below(30) : 0;
    rules.asked = 1 + (uint32_t)below(7);
    rules.fades = (int)below(2);
    rules.warm = 10 + (int)below(40);
    rules.hot = rules.warm + 10 + (int)below(80);
    rules.keeps = below(2) ? rules.hot - (int)below(8) : rules.hot;
    if (rules.days) {
        snprintf(within, sizeof within, "'engaged_within':'%u days',", rules.days);
    }
    snprintf(keeps, sizeof keeps, ",'keeps_to':%d", rules.keeps);
    int length = snprintf(
        text, sizeof text,
        "{'revops':1,'name':'stands','zone':'UTC','attributes':{'size':{'type':'number'},'plan':{'type':'"
        "number',"
        "'of':'account'}},'touches':{'channels':['call']},'stages':[{'name':'Lead'},{'name':'Engaged'%s},"
        "{'name':'Won','kind':'won'}],'moves':{'engage':{'from':['Lead'],'to':'Engaged','automatic':true},'"
        "won':{'to':'Won'}},"
        "'events':{'visit':{},'asked':{},'gone':{},'called':{'touch':'call'},'wrote':{'inbound':true},'tick':"
        "{},'won':{}},"
        "'intent':{'cap':15,'rules':[{'name':'visits','events':['visit'],'points':4,'per_day':1},"
        "{'name':'asks','events':['asked'],'points':25%s},{'name':'goes','events':['gone'],'points':-5}],"
        "'grades':{'1':10},'otherwise':'2'},"
        "'segments':{'rules':[%s%s{'name':'rest'}]},"
        "'accounts':{'buying_committee':%u,%s'engagement':{'grades':{'hot':{'from':%d%s},'warm':%d},"
        "'otherwise':'cold'}}}",
        rules.asked & 2 ? ",'where':{'stakeholder coverage':{'at_least':'50 %'}}" : "",
        rules.fades ? ",'half_life':'10 days'" : "", rules.asked & 4 ? segments[1 + below(2)] : "",
        rules.asked & 1 ? "{'name':'three','where':{'people engaged':{'at_least':3}}}," : "", rules.committee,
        within, rules.hot, keeps, rules.warm);
    MUST(length > 0 && length < TEXT);
    for (char *c = text; *c; c++) {
        *c = *c == '\'' ? '"' : *c;
    }
    engine = json_engine_of(text);
    for (uint32_t i = 0; i < KINDS; i++) {
        kinds[i] = json_number(engine, REVOPS_ENGINE_LIST_EVENTS, kind_names[i]);
    }
    static const char *const names[] = {"people engaged", "stakeholder coverage", "account engagement"};
    for (uint32_t i = 0; i < 3; i++) {
        attributes[i] = 0;
        revops_status status = revops_engine_find(engine, REVOPS_ENGINE_LIST_ATTRIBUTES, names[i],
                                                  strlen(names[i]), &attributes[i]);
        MUST((status == REVOPS_OK) == (rules.asked >> i & 1));
    }
    MUST(revops_engine_account_size(engine) <= RECORD && revops_lead_size(engine) <= RECORD);
}

/* ---- the twin ---- */

static int acts(uint32_t kind)
{
    return kind == VISIT || kind == ASKED || kind == WROTE;
}

static int is_touched(uint32_t kind)
{
    return kind == CALLED || kind == WROTE;
}

static int64_t people(size_t count, int64_t day, int (*counts)(uint32_t kind))
{
    uint32_t seen = 0, number = 0;
    for (size_t i = 0; i < count; i++) {
        if (counts(events[i].kind) && (!rules.days || events[i].day + rules.days > day)) {
            seen |= 1u << events[i].lead;
        }
    }
    for (; seen; seen &= seen - 1) {
        number++;
    }
    return number;
}

static double points(size_t count, int64_t at_ms)
{
    double sum = 0;
    for (size_t i = 0; i < count; i++) {
        double age_days = (double)(at_ms - events[i].at_ms) / (double)REVOPS_DAY_MS;
        sum += events[i].kind == VISIT   ? 4
               : events[i].kind == GONE  ? -5
               : events[i].kind == ASKED ? 25 * (rules.fades ? pow(0.5, age_days / 10) : 1)
                                         : 0;
    }
    return sum;
}

/* By the engine's points, which are the twin's to the rounding. */
static int64_t grade(int64_t mpt, int64_t before)
{
    int64_t hot = before == 1 ? rules.keeps : rules.hot;
    return mpt >= hot * 1000 ? 1 : mpt >= rules.warm * INT64_C(1000) ? 2 : 3;
}

static void compare(const revops_engine_account_state *is, size_t count, int64_t at_ms, int64_t graded)
{
    int64_t day = at_ms / REVOPS_DAY_MS, engaged = people(count, day, acts),
            covered = people(count, day, is_touched) * 10000 / rules.committee;
    covered = covered < 10000 ? covered : 10000;
    MUST(is->people == (rules.asked & 1 ? engaged : REVOPS_MISSING));
    MUST(is->coverage_bp == (rules.asked & 2 ? covered : REVOPS_MISSING));
    if (rules.asked & 4) {
        MUST(fabs((double)is->engagement_mpt / 1000 - points(count, at_ms)) < 0.01);
        MUST(is->engagement == (uint32_t)grade(is->engagement_mpt, graded));
    } else {
        MUST(is->engagement_mpt == REVOPS_MISSING && is->engagement == 0);
    }
}

/* ---- one event after another ---- */

static void store(unsigned char *record, size_t size)
{
    static unsigned char bytes[RECORD + 1];
    memcpy(bytes + 1, record, size);
    memset(record, 0x5a, RECORD);
    memcpy(record, bytes + 1, size);
}

static void apply(uint32_t lead, const revops_event *event)
{
    revops_effect effects[ROOM];
    size_t count = 0;
    MUST(revops_engine_apply(engine, NULL, leads[lead], event, REVOPS_ENGINE_ENFORCE, REVOPS_EFFECTS_ALL,
                             effects, ROOM, &count) == REVOPS_OK);
    for (size_t i = 0; i < count; i++) {
        stage_count += effects[i].kind == REVOPS_EFFECT_ENTERED && effects[i].stage == 2;
    }
    store(leads[lead], revops_lead_size(engine));
    MUST(revops_lead_verify(engine, leads[lead], 1) == REVOPS_OK);
}

/* What hangs on the copies of a lead that was there. */
static void compare_lead(uint32_t lead, const int64_t *values)
{
    revops_lead_state state;
    char name[64] = "rest";
    MUST(revops_lead_read(engine, leads[lead], &state) == REVOPS_OK);
    for (uint32_t i = 0; i < 3; i++) {
        int64_t value;
        if (attributes[i]) {
            MUST(revops_lead_attribute(engine, leads[lead], attributes[i], &value) == REVOPS_OK);
            MUST(value == values[i]);
        }
    }
    if (values[2] == 1) {
        snprintf(name, sizeof name, "hot");
    } else if (values[0] != REVOPS_MISSING && values[0] >= 3) {
        snprintf(name, sizeof name, "three");
    }
    MUST(strcmp(revops_engine_name(engine, REVOPS_ENGINE_LIST_SEGMENTS, state.segment), name) == 0);
    MUST(!(rules.asked & 2) || values[1] < 5000 || state.stage == 2);
}

static void play(void)
{
    int64_t at_ms = INT64_C(20000) * REVOPS_DAY_MS,
            values[3] = {REVOPS_MISSING, REVOPS_MISSING, REVOPS_MISSING};
    uint32_t there = 0;
    MUST(revops_engine_account_init(engine, account) == REVOPS_OK);
    for (uint32_t i = 0; i < LEADS; i++) {
        MUST(revops_lead_init(engine, leads[i]) == REVOPS_OK);
    }
    for (size_t n = 0; n < EVENTS; n++) {
        revops_event given[16], known[16];
        size_t count = 0, known_count = 0, answer = 0;
        revops_engine_account_state state;
        at_ms += (int64_t)below(3) * (int64_t)below(40) * REVOPS_HOUR_MS + (int64_t)below(1000) + 1;
        events[n] = (happened){at_ms, at_ms / REVOPS_DAY_MS, (uint32_t)below(KINDS), (uint32_t)below(LEADS)};
        revops_event event = {.at_ms = at_ms,
                              .kind = kinds[events[n].kind],
                              .id = n + 1,
                              .value = REVOPS_MISSING,
                              .account = 7,
                              .resume_ms = REVOPS_TIME_NONE};
        MUST(revops_engine_account_apply(engine, NULL, account, 7, events[n].lead + 1, &event, given, 16,
                                         &count) == REVOPS_OK);
        store(account, revops_engine_account_size(engine));
        MUST(revops_engine_account_verify(engine, account, 1) == REVOPS_OK);
        MUST(revops_engine_account_read(engine, account, REVOPS_TIME_NONE, &state) == REVOPS_OK);
        compare(&state, n + 1, at_ms, values[2]);
        const int64_t now[3] = {state.people, state.coverage_bp,
                                state.engagement ? state.engagement : REVOPS_MISSING};
        for (uint32_t i = 0; i < 3; i++) {
            if (now[i] != values[i]) {
                MUST(answer < count && given[answer].actor == attributes[i] && given[answer].value == now[i]);
                MUST(given[answer].flags == (REVOPS_EVENT_ANSWER | REVOPS_EVENT_ATTRIBUTE));
                fewer_count += i == 0 && values[i] != REVOPS_MISSING && now[i] < values[i];
                values[i] = now[i];
                answer++;
            }
        }
        MUST(answer == count);
        told_count += count;
        hot_count += now[2] == 1;
        apply(events[n].lead, &event);
        if (!(there >> events[n].lead & 1)) { /* it joins */
            MUST(revops_engine_account_join(engine, account, 7, &event, known, 16, &known_count) ==
                 REVOPS_OK);
            for (size_t i = 0; i < known_count; i++) { /* by their ids */
                size_t least = i;
                for (size_t k = i; k < known_count; k++) {
                    least = known[k].id < known[least].id ? k : least;
                }
                apply(events[n].lead, &known[least]);
                known[least] = known[i];
            }
        }
        there |= 1u << events[n].lead;
        for (uint32_t i = 0; i < LEADS; i++) {
            for (size_t k = 0; there >> i & 1 && k < count; k++) {
                apply(i, &given[k]);
            }
            if (there >> i & 1) {
                compare_lead(i, values);
            }
        }
        int64_t later_ms = at_ms + (int64_t)below(40) * REVOPS_DAY_MS;
        MUST(revops_engine_account_read(engine, account, later_ms, &state) == REVOPS_OK);
        compare(&state, n + 1, later_ms, values[2]);
        MUST(revops_engine_account_read(engine, account, at_ms - 1, &state) == REVOPS_ERR_LATE);
        if (below(8) == 0) {
            static unsigned char other[RECORD];
            revops_effect effects[8];
            MUST(revops_engine_account_rebase(engine, engine, account, at_ms, other, effects, 8, &count) ==
                 REVOPS_OK);
            MUST(count == 0 && memcmp(other, account, revops_engine_account_size(engine)) == 0);
        }
    }
}

int main(int argument_count, char **arguments)
{
    int times = argument_count > 1 ? atoi(arguments[1]) : 1;
    for (round_number = 0; round_number < CASES * times; round_number++) {
        seed.state = 20261127 + (uint64_t)round_number;
        build();
        play();
        free((void *)(uintptr_t)engine);
    }
    printf("%d policies: %zu answers, %zu times hot, %zu times fewer people, %zu leads engaged\n",
           CASES * times, told_count, hot_count, fewer_count, stage_count);
    MUST(told_count > 3000 && hot_count > 1000 && fewer_count > 300 && stage_count > 200);
    return 0;
}
