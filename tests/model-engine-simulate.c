/* SPDX-License-Identifier: MIT */
/* Naive twin of the loop of routing [SEM20]: before each answer every lead is replayed from its beginning, with the answers given
   so far put among its events; of all questions that nobody answered the earliest is put to a router, who is told how many open
   leads each person has by then. No heap, no state between rounds. Random logs and rosters, in 1, 2 and 7 parts. */
#include "model.h"
#include "random.h"

#include "engine-routes.h"

enum {
    LEADS = 12,
    EVENTS = 12,
    ANSWERS = 256,
    PEOPLE = 4,
    STAGES = 5,
    ROOM = 512,
    RECORD = 4096,
    ROUNDS = 150
};
enum { E_CALLED = 1, E_HEALTH, E_OWNER, E_STAGE }; /* in the order of their names */

static const int64_t START_MS = 1772409600000; /* Monday 2026-03-02 */
static const int64_t QUARTER_MS = 900000;

/* An answer that was given, or that nobody could take the lead: then it asks again. */
typedef struct given {
    revops_event event;
    int64_t at_ms, again_ms;
    int is_held, is_left;
} given;

typedef struct twin_lead {
    revops_event events[EVENTS];
    size_t count;
    given answers[ANSWERS];
    size_t answer_count;
} twin_lead;

typedef struct twin {
    const revops_engine *engine;
    twin_lead leads[LEADS];
    size_t lead_count;
    int64_t until_ms, leaves_ms[PEOPLE + 1];
    int of_account, of_duplicate;
    uint64_t identities[LEADS]; /* 0: no duplicate of any */
} twin;

/* What is known of a lead when its replay stops. */
typedef struct seen {
    int64_t asks_ms;                        /* an unanswered question, where its answer belongs */
    int asks, is_again, is_left, is_missed; /* again: it is held since it asked */
    int64_t territory;
    uint32_t holder;
    int64_t since_ms;
    uint64_t account;
    int64_t owned_ms; /* when its account heard of its owner last */
    uint32_t owned;
    int is_owned;
    int64_t got_ms; /* when somebody got it last */
    uint32_t got;
} seen;

static uint32_t holder_of(const twin *t, const void *record, uint64_t *account, uint32_t *owner)
{
    revops_lead_state state;
    MUST(revops_lead_read(t->engine, record, &state) == REVOPS_OK);
    *account = state.account;
    *owner = (uint32_t)state.owner;
    return state.stage >= 1 && state.stage <= 3 ? (uint32_t)state.owner : 0;
}

static int is_open(const twin *t, const void *record)
{
    revops_lead_state state;
    MUST(revops_lead_read(t->engine, record, &state) == REVOPS_OK);
    return state.stage >= 1 && state.stage <= 3;
}

static int assigns(const revops_event *event)
{
    return event->kind == E_OWNER && event->value > 0;
}

/* Whether the log answers by itself. */
static int log_answers(const twin *t, const twin_lead *lead, size_t next, const unsigned char *record)
{
    unsigned char copy[RECORD];
    revops_effect effects[ROOM];
    memcpy(copy, record, sizeof copy);
    for (; next < lead->count; next++) {
        size_t count = 0;
        int asked = 0, by_time = 0;
        MUST(revops_engine_apply(t->engine, NULL, copy, &lead->events[next], REVOPS_ENGINE_RECORD,
                                 REVOPS_EFFECTS_ALL, effects, ROOM, &count) == REVOPS_OK);
        for (size_t i = 0; i < count; i++) {
            asked |= effects[i].kind == REVOPS_EFFECT_ASKED;
            by_time |= effects[i].kind == REVOPS_EFFECT_ASKED && effects[i].event == 0;
        }
        if (by_time) {
            return 0;
        }
        if (assigns(&lead->events[next])) {
            return 1;
        }
        if (asked || !is_open(t, copy)) {
            return 0;
        }
    }
    return 0;
}

/* Replays a lead up to an instant, its own events included or not, or up to a question without an answer. */
static seen look(const twin *t, size_t which, int64_t upto_ms, int included)
{
    const twin_lead *lead = &t->leads[which];
    unsigned char record[RECORD] = {0};
    revops_effect effects[ROOM];
    seen s = {0};
    size_t next = 0, given_next = 0, count;
    int64_t last_ms = included ? upto_ms : upto_ms - 1;
    int pending = 0, held = 0;
    MUST(revops_lead_init(t->engine, record) == REVOPS_OK);
    s.since_ms = INT64_MIN;
    for (;;) {
        const revops_event *event = next < lead->count ? &lead->events[next] : NULL;
        int64_t act_ms = event ? event->at_ms : t->until_ms;
        int asks = 0;
        if (pending && s.asks_ms <= act_ms && (!event || event->at_ms > s.asks_ms)) {
            asks = 1;
            act_ms = s.asks_ms;
        }
        int64_t leaves_ms = t->leaves_ms[s.holder];
        if (s.holder && leaves_ms > s.since_ms && !s.is_left && leaves_ms <= act_ms &&
            (asks || !event || event->at_ms > leaves_ms)) {
            asks = 2;
            act_ms = leaves_ms;
        }
        int64_t wakeup_ms = revops_lead_next_wakeup(t->engine, record), at_ms = act_ms;
        const revops_event *applied = NULL;
        count = 0;
        if (wakeup_ms != REVOPS_TIME_NONE && wakeup_ms <= act_ms) {
            at_ms = wakeup_ms - 1;
            if (at_ms > last_ms) {
                return s;
            }
            MUST(revops_engine_advance(t->engine, NULL, record, wakeup_ms, REVOPS_EFFECTS_ALL, effects, ROOM,
                                       &count) == REVOPS_OK);
        } else if (asks == 1 && !held && log_answers(t, lead, next, record)) {
            pending = 0;
            continue;
        } else if (asks) {
            const given *answer = given_next < lead->answer_count ? &lead->answers[given_next++] : NULL;
            if (act_ms > last_ms) {
                return s;
            }
            s.is_left |= asks == 2;
            if (!answer) {
                s.asks = 1;
                s.is_again = asks == 1 && held;
                s.asks_ms = act_ms;
                return s;
            }
            MUST(answer->at_ms == act_ms);
            if (answer->is_held) {
                pending = held = 1;
                s.asks_ms = answer->again_ms;
                continue;
            }
            applied = &answer->event;
        } else if (event) {
            if (act_ms > last_ms) {
                return s;
            }
            applied = event;
            next++;
        } else {
            return s;
        }
        if (applied) {
            MUST(revops_engine_apply(t->engine, NULL, record, applied, REVOPS_ENGINE_RECORD,
                                     REVOPS_EFFECTS_ALL, effects, ROOM, &count) == REVOPS_OK);
        }
        for (size_t i = 0; i < count; i++) {
            if (effects[i].kind == REVOPS_EFFECT_ASKED) {
                pending = 1;
                held = 0;
                s.asks_ms = effects[i].at_ms + (effects[i].event == 0);
                s.territory = effects[i].row;
                s.is_missed = effects[i].detail != 0;
            }
        }
        if (!is_open(t, record) || (applied && assigns(applied))) {
            pending = held = 0;
        }
        uint32_t owner;
        uint64_t account = s.account;
        uint32_t holder = holder_of(t, record, &s.account, &owner);
        if (account != s.account && owner) {
            s.owned_ms = at_ms;
            s.owned = owner;
            s.is_owned = 1;
        }
        if (holder != s.holder || (applied && applied->flags)) {
            s.holder = holder;
            s.since_ms = at_ms;
            s.is_left = 0;
            if (owner) {
                s.owned_ms = s.got_ms = at_ms;
                s.owned = s.got = owner;
                s.is_owned = 1;
            }
        }
        if (applied && applied->flags) {
            s.is_missed = 0;
        }
    }
}

static int64_t again_of(int64_t at_ms)
{
    int64_t day = at_ms / REVOPS_DAY_MS, nine_ms = day * REVOPS_DAY_MS + 9 * REVOPS_HOUR_MS;
    int64_t next_ms = (day + 1) * REVOPS_DAY_MS; /* a day begins; hours begin at nine on weekdays */
    int is_weekday = (day + 3) % 7 < 5;
    return is_weekday && at_ms < nine_ms ? nine_ms : next_ms;
}

/* One answer; 0 when there is no question left. */
static int twin_step(twin *t, const revops_route *route, revops_route_state *state,
                     revops_simulate_answer *out)
{
    size_t found = LEADS;
    seen asking = {0};
    for (size_t i = 0; i < t->lead_count; i++) {
        seen s = look(t, i, INT64_MAX, 1);
        if (s.asks && (found == LEADS || s.asks_ms < asking.asks_ms)) {
            found = i;
            asking = s;
        }
    }
    if (found == LEADS) {
        return 0;
    }
    uint32_t open[PEOPLE + 1] = {0}, owner = REVOPS_NONE;
    uint32_t duplicate = 0;
    int64_t owned_ms = INT64_MIN, got_ms = INT64_MIN;
    for (size_t i = 0; i < t->lead_count; i++) {
        seen s = i == found ? asking : look(t, i, asking.asks_ms, i < found);
        open[s.holder]++;
        if (t->of_account && i != found && s.is_owned && s.account && s.account == asking.account &&
            s.owned_ms >= owned_ms) {
            owned_ms = s.owned_ms;
            owner = s.owned ? s.owned : (uint32_t)REVOPS_NONE;
        }
        if (t->of_duplicate && i != found && s.got && t->identities[i] &&
            t->identities[i] == t->identities[found] && s.got_ms >= got_ms) {
            got_ms = s.got_ms;
            duplicate = s.got;
        }
    }
    for (uint32_t person = 1; person <= PEOPLE; person++) {
        MUST(revops_route_set_open(route, state, person, open[person]) == REVOPS_OK);
        if (t->leaves_ms[person] <= asking.asks_ms) {
            MUST(revops_route_set_left(route, state, person, 1) == REVOPS_OK);
        }
    }
    uint32_t loses = asking.is_left || asking.is_missed ? asking.holder : 0;
    revops_route_lead lead = {.at_ms = asking.asks_ms,
                              .day = (int32_t)(asking.asks_ms / REVOPS_DAY_MS),
                              .owner = duplicate ? duplicate : owner,
                              .previous = loses ? loses : (uint32_t)REVOPS_NONE};
    revops_route_assignment assigned;
    MUST(revops_route_assign(route, state, &lead, &asking.territory, NULL, &assigned) == REVOPS_OK);
    twin_lead *of = &t->leads[found];
    MUST(of->answer_count < ANSWERS);
    given *answer = &of->answers[of->answer_count++];
    *answer = (given){.at_ms = asking.asks_ms, .is_held = assigned.owner == REVOPS_NONE};
    answer->again_ms = again_of(asking.asks_ms);
    if (!answer->is_held) {
        answer->event = (revops_event){.at_ms = asking.asks_ms,
                                       .kind = E_OWNER,
                                       .value = assigned.owner,
                                       .id = UINT64_MAX - of->answer_count,
                                       .flags = REVOPS_EVENT_ANSWER};
    }
    *out = (revops_simulate_answer){.lead = found,
                                    .owner = answer->is_held ? 0 : assigned.owner,
                                    .previous = asking.holder,
                                    .reason = assigned.reason,
                                    .left = (uint32_t)asking.is_again};
    out->event.at_ms = asking.asks_ms;
    return 1;
}

/* ---- made up ---- */

static void make_policy(random_state *random, char *text, size_t room, twin *t)
{
    char roster[4][128];
    for (uint32_t i = 0; i < PEOPLE; i++) {
        int leaves = random_below(random, 4) == 0;
        int64_t day = random_between(random, 3, 8);
        t->leaves_ms[i + 1] = leaves ? START_MS + (day - 2) * REVOPS_DAY_MS : INT64_MAX;
        int length = snprintf(roster[i], sizeof roster[i], "%s%s\"open_at_most\":%d",
                              random_below(random, 3) == 0 ? "\"calendar\":\"day\"," : "",
                              random_below(random, 4) == 0 ? "\"per_day_at_most\":2," : "",
                              (int)random_between(random, 2, 8));
        if (leaves) {
            snprintf(roster[i] + length, sizeof roster[i] - (size_t)length, ",\"leaves\":\"2026-03-0%d\"",
                     (int)day);
        }
    }
    t->leaves_ms[0] = INT64_MAX;
    t->of_account = random_below(random, 2) != 0;
    t->of_duplicate = random_below(random, 2) != 0;
    snprintf(
        text, room,
        "{\"revops\":1,\"name\":\"r\",\"attributes\":{\"health\":{\"type\":\"bool\"}},"
        "\"stages\":[{\"name\":\"New\"},{\"name\":\"MQL\"},{\"name\":\"SQL\"},{\"name\":\"Won\",\"kind\":"
        "\"won\"},{\"name\":\"Lost\",\"kind\":\"lost\"}],\"touches\":{\"channels\":[\"call\"]},"
        "\"events\":{\"called\":{\"touch\":\"call\"},\"health\":{\"sets\":\"health\"},\"owner\":{\"value\":"
        "\"person\",\"owner\":\"value\"},\"stage\":{\"value\":\"stage\"}},"
        "\"clocks\":{\"first touch\":{\"starts\":{\"assigned\":true},\"met\":{\"touch\":\"any\"},\"ends\":{"
        "\"stages\":[\"any closed\"]},\"at_hand_over\":\"anew\",\"target\":\"%d h\"},"
        "\"decision\":{\"starts\":{\"stages\":[\"MQL\"]},\"met\":{\"stages\":[\"SQL\",\"any closed\"]},"
        "\"target\":\"%d h\"}},"
        "\"routing\":{\"asked_on\":{\"stages\":[\"MQL\"%s],\"missed\":[\"first touch\"%s]},"
        "\"owner_first\":{\"account\":%s,\"duplicate\":%s,\"if_away\":\"%s\",\"if_gone\":\"%s\"},"
        "\"territories\":[{\"name\":\"health\",\"where\":{\"health\":true},\"queue\":\"health\"}],"
        "\"otherwise\":\"all\",\"queues\":{\"health\":{\"members\":[\"ada\"]%s},\"all\":{\"members\":["
        "\"bob\",{\"person\":\"cem\",\"weight\":50},\"dee\"]}}},"
        "\"zones\":{\"Z\":\"UTC0\"},\"calendars\":{\"day\":{\"zone\":\"Z\",\"open\":{\"mon-fri\":\"09:00-17:"
        "00\"}}},"
        "\"roster\":{\"ada\":{%s},\"bob\":{%s},\"cem\":{%s},\"dee\":{%s}}}",
        (int)random_between(random, 2, 30), (int)random_between(random, 2, 30),
        random_below(random, 2) ? ",\"SQL\"" : "", random_below(random, 3) ? "" : ",\"decision\"",
        t->of_account ? "true" : "false", t->of_duplicate ? "true" : "false",
        random_below(random, 2) ? "owner" : "queue", random_below(random, 2) ? "colleague" : "queue",
        random_below(random, 2) ? ",\"overflow\":\"all\"" : "", roster[0], roster[1], roster[2], roster[3]);
}

static void make_log(random_state *random, twin *t)
{
    t->lead_count = (size_t)random_between(random, 1, LEADS);
    for (size_t i = 0; i < t->lead_count; i++) {
        twin_lead *lead = &t->leads[i];
        lead->count = (size_t)random_between(random, 0, EVENTS / 2);
        lead->answer_count = 0;
        t->identities[i] = random_below(random, 2) ? 0 : (uint64_t)random_between(random, 1, 4);
        int64_t at_ms = START_MS + random_between(random, 0, 40) * QUARTER_MS;
        for (size_t k = 0; k < lead->count; k++) {
            static const uint32_t kinds[] = {E_STAGE, E_STAGE, E_STAGE, E_CALLED, E_HEALTH, E_OWNER};
            uint32_t kind = kinds[random_below(random, 6)];
            lead->events[k] = (revops_event){
                .at_ms = at_ms,
                .kind = kind,
                .value = kind == E_STAGE    ? random_between(random, 1, STAGES)
                         : kind == E_CALLED ? REVOPS_MISSING
                         : kind == E_HEALTH ? random_between(random, 0, 1)
                                            : random_between(random, 1, PEOPLE),
                .account = random_below(random, 3) ? 0 : (uint64_t)random_between(random, 1, 3)};
            at_ms += random_between(random, 1, 200) * QUARTER_MS; /* one event an instant */
        }
    }
    t->until_ms = START_MS + random_between(random, 3, 9) * REVOPS_DAY_MS;
}

static void compare(twin *t, const revops_simulate_answer *expected, size_t count)
{
    static revops_event events[LEADS * EVENTS];
    uint64_t firsts[LEADS + 1] = {0};
    for (size_t i = 0; i < t->lead_count; i++) {
        memcpy(events + firsts[i], t->leads[i].events, t->leads[i].count * sizeof events[0]);
        firsts[i + 1] = firsts[i] + t->leads[i].count;
    }
    const routes_log log = {
        .events = events, .firsts = firsts, .identities = t->identities, .lead_count = t->lead_count};
    static const size_t parts[] = {1, 2, 7};
    for (size_t p = 0; p < sizeof parts / sizeof parts[0]; p++) {
        routes_run run = routes_simulate(t->engine, &log, parts[p], p == 2 ? 0 : 64, t->until_ms);
        MUST(run.left_out == 0);
        MUST(run.answer_count == count);
        for (size_t i = 0; i < count; i++) {
            const revops_simulate_answer *answer = &run.answers[i];
            MUST(answer->lead == expected[i].lead);
            MUST(answer->owner == expected[i].owner);
            MUST(answer->previous == expected[i].previous);
            MUST(answer->reason == expected[i].reason);
            MUST(!answer->owner || answer->event.at_ms == expected[i].event.at_ms);
        }
        routes_free(&run);
    }
}

int main(int argc, char **argv)
{
    static twin t;
    static char text[8192];
    static revops_simulate_answer expected[LEADS * ANSWERS];
    int rounds = argc > 1 ? atoi(argv[1]) * ROUNDS : ROUNDS;
    uint64_t total = 0, held = 0, missed = 0;
    for (round_number = 0; round_number < rounds; round_number++) {
        random_state random = {.state = UINT64_C(20260302) + (uint64_t)round_number * UINT64_C(7919)};
        size_t needed = 0, count = 0;
        make_policy(&random, text, sizeof text, &t);
        t.engine = json_engine_of(text);
        MUST(revops_lead_size(t.engine) <= RECORD && revops_engine_effects_max(t.engine) <= ROOM);
        make_log(&random, &t);
        const revops_route *route;
        revops_route_state *state;
        MUST(revops_simulate_route(t.engine, NULL, 0, &needed, NULL) == REVOPS_ERR_NOSPACE);
        void *router = routes_aligned(needed);
        MUST(revops_simulate_route(t.engine, router, needed, NULL, &route) == REVOPS_OK);
        MUST(revops_route_state_init(route, NULL, 0, &needed, NULL) == REVOPS_ERR_NOSPACE);
        void *memory = routes_aligned(needed);
        MUST(revops_route_state_init(route, memory, needed, NULL, &state) == REVOPS_OK);
        for (revops_simulate_answer answer; twin_step(&t, route, state, &answer);) {
            if (answer.owner || !answer.left) { /* that it is still held is told once */
                expected[count++] = answer;
            }
            held += !answer.owner;
            missed += answer.previous != 0;
            total++;
        }
        compare(&t, expected, count);
        free(router);
        free(memory);
        free((void *)(uintptr_t)t.engine);
    }
    printf("%d rounds: %llu answers, %llu held, %llu from somebody else\n", rounds, (unsigned long long)total,
           (unsigned long long)held, (unsigned long long)missed);
    MUST(total > 500 && held > 20 && missed > 100);
    return 0;
}
