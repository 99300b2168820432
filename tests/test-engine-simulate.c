/* SPDX-License-Identifier: MIT */
/* Routing of a policy: what asks, who is assigned, what becomes of promises. */
#include "test.h"

#include "engine-routes.h"

static const int64_t NINE_MS = 1772442000000;      /* Monday 2026-03-02T09:00Z */
enum { E_CALLED = 1, E_HEALTH, E_OWNER, E_STAGE }; /* in the order of their names */
enum { S_NEW = 1, S_MQL, S_SQL, S_WON, S_LOST };
enum { P_ADA = 1, P_BOB, P_CEM, P_DEE };

#define PATH                                                                                                 \
    "\"revops\":1,\"name\":\"r\",\"attributes\":{\"health\":{\"type\":\"bool\"}},"                           \
    "\"stages\":[{\"name\":\"New\"},{\"name\":\"MQL\"},{\"name\":\"SQL\"},{\"name\":\"Won\",\"kind\":"       \
    "\"won\"},{\"name\":\"Lost\",\"kind\":\"lost\"}],\"touches\":{\"channels\":[\"call\"]},"                 \
    "\"events\":{\"called\":{\"touch\":\"call\"},\"health\":{\"sets\":\"health\"},\"owner\":{\"value\":"     \
    "\"person\",\"owner\":\"value\"},\"stage\":{\"value\":\"stage\"}},"                                      \
    "\"clocks\":{\"first touch\":{\"starts\":{\"assigned\":true},\"met\":{\"touch\":\"any\"},\"ends\":{"     \
    "\"stages\":[\"any closed\"]},\"at_hand_over\":\"anew\",\"target\":\"4 h\"}},"
#define QUEUES                                                                                               \
    "\"territories\":[{\"name\":\"health\",\"where\":{\"health\":true},\"queue\":\"health\"}],"              \
    "\"otherwise\":\"all\",\"queues\":{\"health\":{\"members\":[\"ada\"],\"overflow\":\"all\"},\"all\":{"    \
    "\"members\":[\"bob\","                                                                                  \
    "\"cem\",\"dee\"]}}"
#define ROUTING(asked_on, roster)                                                                            \
    "{" PATH "\"routing\":{\"asked_on\":{" asked_on "}," QUEUES "},\"roster\":{" roster "}}"
#define ROSTER "\"ada\":{},\"bob\":{},\"cem\":{},\"dee\":{}"

static const char UNROUTED[] = "{" PATH "\"roster\":{" ROSTER "}}";
static const char TURNS[] = ROUTING("\"stages\":[\"MQL\"]", ROSTER);
static const char MISSES[] = ROUTING("\"stages\":[\"MQL\"],\"missed\":[\"first touch\"]", ROSTER);
static const char LEAVER[] =
    ROUTING("\"stages\":[\"MQL\"]", "\"ada\":{},\"bob\":{},\"cem\":{},\"dee\":{\"leaves\":\"2026-03-03\"}");
static const char FULL[] = ROUTING(
    "\"stages\":[\"MQL\"]",
    "\"ada\":{},\"bob\":{\"open_at_most\":1},\"cem\":{\"open_at_most\":1},\"dee\":{\"open_at_most\":1}");
static const char DAILY[] =
    ROUTING("\"stages\":[\"MQL\"]", "\"ada\":{},\"bob\":{\"per_day_at_most\":1},\"cem\":{\"per_day_at_most\":"
                                    "1},\"dee\":{\"per_day_at_most\":1}");
static const char ABSENT[] = ROUTING(
    "\"stages\":[\"MQL\"]",
    "\"ada\":{\"away\":[{\"from\":\"2026-03-01\",\"until\":\"2026-03-02T15:00Z\",\"share\":\"waived\"}]},"
    "\"bob\":{\"starts\":\"2026-03-03\"},\"cem\":{},\"dee\":{}");
static const char ACCOUNTS[] =
    "{" PATH "\"routing\":{\"asked_on\":{\"stages\":[\"MQL\"]},\"owner_first\":{\"account\":true}," QUEUES
    "},\"roster\":{" ROSTER "}}";
static const char HOURS[] =
    "{" PATH
    "\"routing\":{\"asked_on\":{\"stages\":[\"MQL\"]},\"queues\":{\"health\":{\"members\":[\"ada\"]},"
    "\"all\":{\"members\":[\"bob\",\"cem\"]},\"same\":{\"like\":\"all\"}},\"otherwise\":\"same\"},"
    "\"roster\":{\"ada\":{},\"bob\":{\"calendar\":\"day\"},\"cem\":{\"calendar\":\"day\"}},"
    "\"zones\":{\"Z\":\"EST5\"},\"calendars\":{\"day\":{\"zone\":\"Z\",\"open\":{\"mon-fri\":\"09:00-17:00\"}"
    "}}}";

/* A log that grows lead by lead. */
enum { EVENTS = 4096, LEADS = 256 };
typedef struct book {
    revops_event events[EVENTS];
    uint64_t firsts[LEADS + 1];
    routes_log log;
} book;

static book *book_of(void)
{
    book *b = calloc(1, sizeof *b);
    b->log = (routes_log){.events = b->events, .firsts = b->firsts};
    return b;
}

static void lead(book *b)
{
    b->log.lead_count++;
    b->firsts[b->log.lead_count] = b->firsts[b->log.lead_count - 1];
}

static revops_event *event(book *b, int64_t at_ms, uint32_t kind, int64_t value)
{
    revops_event *own = &b->events[b->firsts[b->log.lead_count]++];
    *own = (revops_event){.at_ms = at_ms, .kind = kind, .value = value};
    return own;
}

static const revops_effect *found(const routes_run *run, uint64_t lead, revops_effect_kind kind, size_t nth)
{
    for (size_t i = 0; i < run->effect_count; i++) {
        if (run->effects[i].lead == lead && run->effects[i].kind == kind && nth-- == 0) {
            return &run->effects[i];
        }
    }
    return NULL;
}

START_TEST(test_RT1_RT3_SEM20_what_asks_is_assigned_by_territory_and_turn_at_its_instant)
{
    static const uint32_t turns[] = {P_BOB, P_CEM, P_DEE};
    const revops_engine *engine = json_engine_of(TURNS);
    book *b = book_of();
    for (uint64_t i = 0; i < 40; i++) {
        lead(b);
        if (i % 4 == 3) {
            event(b, NINE_MS, E_HEALTH, 1);
        }
        event(b, NINE_MS + (int64_t)i, E_STAGE, S_MQL);
    }
    routes_run run = routes_simulate(engine, &b->log, 1, 4096, NINE_MS + 1000);
    ck_assert_uint_eq(run.answer_count, 40);
    for (uint64_t i = 0; i < 40; i++) {
        const revops_simulate_answer *answer = &run.answers[i];
        ck_assert_uint_eq(answer->lead, i);
        ck_assert_uint_eq(answer->owner, i % 4 == 3 ? P_ADA : turns[(i - i / 4) % 3]);
        ck_assert_uint_eq(answer->territory, i % 4 == 3);
        ck_assert_uint_eq(answer->reason, REVOPS_ROUTE_BY_TURN);
        ck_assert_str_eq(revops_engine_name(engine, REVOPS_ENGINE_LIST_QUEUES, answer->queue),
                         i % 4 == 3 ? "health" : "all");
        ck_assert_int_eq(answer->event.at_ms, NINE_MS + (int64_t)i);
        ck_assert_uint_eq(answer->event.flags, REVOPS_EVENT_ANSWER);
        const revops_effect *owner = found(&run, i, REVOPS_EFFECT_OWNER, 0),
                            *asked = found(&run, i, REVOPS_EFFECT_ASKED, 0);
        ck_assert_ptr_nonnull(asked);
        ck_assert_uint_eq(asked->row, i % 4 == 3);
        ck_assert_ptr_nonnull(owner);
        ck_assert_uint_eq(owner->owner, answer->owner);
        ck_assert_int_eq(owner->at_ms, NINE_MS + (int64_t)i);
    }
    char text[128];
    revops_effect_text(engine, found(&run, 3, REVOPS_EFFECT_ASKED, 0), text, sizeof text);
    ck_assert_str_eq(text, "asks for an owner in health");
    routes_free(&run);
    free(b);
    free((void *)(uintptr_t)engine);
}
END_TEST

START_TEST(test_SEM20_recorded_assignments_win)
{
    static const struct {
        int64_t assigned_ms, closed_ms; /* after the question; 0: never */
        uint32_t answers;
    } cases[] = {{120000, 0, 0},
                 {REVOPS_DAY_MS, 0, 0}, /* late, but the next that is heard */
                 {0, 0, 1},
                 {REVOPS_DAY_MS, REVOPS_HOUR_MS, 1}}; /* of another time: it was closed in between */
    const revops_engine *engine = json_engine_of(TURNS);
    book *b = book_of();
    lead(b);
    event(b, NINE_MS, E_STAGE, S_MQL);
    if (cases[_i].closed_ms) {
        event(b, NINE_MS + cases[_i].closed_ms, E_STAGE, S_LOST);
    }
    if (cases[_i].assigned_ms) {
        event(b, NINE_MS + cases[_i].assigned_ms, E_OWNER, P_DEE);
    }
    routes_run run = routes_simulate(engine, &b->log, 1, 256, NINE_MS + REVOPS_DAY_MS);
    ck_assert_uint_eq(run.answer_count, cases[_i].answers);
    const revops_effect *owner = found(&run, 0, REVOPS_EFFECT_OWNER, 0);
    ck_assert_ptr_nonnull(owner);
    ck_assert_uint_eq(owner->owner, cases[_i].answers ? P_BOB : P_DEE);
    routes_free(&run);
    free(b);
    free((void *)(uintptr_t)engine);
}
END_TEST

START_TEST(test_SEM20_a_miss_is_answered_by_another_owner_whose_promise_begins_anew)
{
    const revops_engine *engine = json_engine_of(MISSES);
    book *b = book_of();
    lead(b);
    event(b, NINE_MS, E_STAGE, S_MQL);
    event(b, NINE_MS + 5 * REVOPS_HOUR_MS, E_CALLED, REVOPS_MISSING);
    routes_run run = routes_simulate(engine, &b->log, 1, 256, NINE_MS + REVOPS_DAY_MS);
    int64_t missed_ms = NINE_MS + 4 * REVOPS_HOUR_MS;
    ck_assert_uint_eq(run.answer_count, 2);
    ck_assert_uint_eq(run.answers[0].owner, P_BOB);
    ck_assert_uint_eq(run.answers[1].owner, P_CEM);
    ck_assert_uint_eq(run.answers[1].previous, P_BOB);
    ck_assert_uint_eq(run.answers[1].missed, 1);
    ck_assert(run.answers[1].flags & REVOPS_ROUTE_REASSIGNED);
    ck_assert_int_eq(run.answers[1].event.at_ms, missed_ms + 1);
    ck_assert_uint_eq(found(&run, 0, REVOPS_EFFECT_BREACHED, 0)->owner, P_BOB); /* his miss [SL14] */
    ck_assert_int_eq(found(&run, 0, REVOPS_EFFECT_BREACHED, 0)->at_ms, missed_ms);
    const revops_effect *anew = found(&run, 0, REVOPS_EFFECT_STARTED, 1);
    ck_assert_ptr_nonnull(anew);
    ck_assert_uint_eq(anew->owner, P_CEM);
    ck_assert_int_eq(anew->value, missed_ms + 1 + 4 * REVOPS_HOUR_MS);
    ck_assert_uint_eq(found(&run, 0, REVOPS_EFFECT_MET, 0)->owner, P_CEM);
    ck_assert_ptr_null(found(&run, 0, REVOPS_EFFECT_BREACHED, 1));
    char text[128];
    revops_effect_text(engine, found(&run, 0, REVOPS_EFFECT_ASKED, 1), text, sizeof text);
    ck_assert_str_eq(text, "asks for an owner, after a miss of first touch");
    routes_free(&run);
    free(b);
    free((void *)(uintptr_t)engine);
}
END_TEST

/* 50 leads that dee got at 21:00 and 22:00; at midnight she leaves. By hand: of each promise of four hours, 3 or 2 h are consumed
   when it is cancelled as hers; the new owner's begins at 00:00, is met by a call at 02:00 (even leads) or missed at 04:00 (odd ones). */
START_TEST(test_RT6_SL14_SL16_a_representative_leaves_with_50_open_leads_in_the_middle_of_their_promises)
{
    const revops_engine *engine = json_engine_of(LEAVER);
    int64_t midnight_ms = NINE_MS + 15 * REVOPS_HOUR_MS;
    book *b = book_of();
    for (uint64_t i = 0; i < 52; i++) {
        lead(b);
        event(b, midnight_ms - (i < 26 ? 3 : 2) * REVOPS_HOUR_MS, E_STAGE, S_MQL);
        event(b, midnight_ms - (i < 26 ? 3 : 2) * REVOPS_HOUR_MS, E_OWNER, P_DEE)->sequence = 1;
        if (i == 50 || i == 51) { /* one that is closed, one that was handed over before */
            event(b, midnight_ms - REVOPS_HOUR_MS, i == 50 ? E_STAGE : E_OWNER, i == 50 ? S_LOST : P_ADA);
        } else if (i % 2 == 0) {
            event(b, midnight_ms + 2 * REVOPS_HOUR_MS, E_CALLED, REVOPS_MISSING);
        }
    }
    routes_run run = routes_simulate(engine, &b->log, 7, 4096, midnight_ms + REVOPS_DAY_MS);
    uint64_t share[P_DEE + 1] = {0};
    ck_assert_uint_eq(run.answer_count, 50);
    for (size_t i = 0; i < 50; i++) {
        const revops_simulate_answer *answer = &run.answers[i];
        ck_assert_uint_eq(answer->lead, i); /* of one instant, by id [SEM7] */
        ck_assert_uint_eq(answer->previous, P_DEE);
        ck_assert_uint_eq(answer->left, 1);
        ck_assert_int_eq(answer->event.at_ms, midnight_ms);
        share[answer->owner]++;
        const revops_effect *cancelled = found(&run, i, REVOPS_EFFECT_CANCELLED, 0);
        ck_assert_uint_eq(cancelled->owner, P_DEE);
        ck_assert_int_eq(cancelled->at_ms, midnight_ms);
        ck_assert_int_eq(cancelled->span_ms, (i < 26 ? 3 : 2) * REVOPS_HOUR_MS);
        const revops_effect *verdict =
            found(&run, i, i % 2 == 0 ? REVOPS_EFFECT_MET : REVOPS_EFFECT_BREACHED, 0);
        ck_assert_ptr_nonnull(verdict);
        ck_assert_uint_eq(verdict->owner, answer->owner);
        ck_assert_int_eq(verdict->at_ms, midnight_ms + (i % 2 == 0 ? 2 : 4) * REVOPS_HOUR_MS);
        ck_assert_ptr_null(found(&run, i, i % 2 == 0 ? REVOPS_EFFECT_BREACHED : REVOPS_EFFECT_MET, 0));
        ck_assert_ptr_null(found(&run, i, REVOPS_EFFECT_CANCELLED, 1));
    }
    ck_assert_uint_eq(share[P_BOB], 25); /* fair */
    ck_assert_uint_eq(share[P_CEM], 25);
    ck_assert_uint_eq(found(&run, 51, REVOPS_EFFECT_BREACHED, 0)->owner, P_ADA);
    routes_free(&run);
    free(b);
    free((void *)(uintptr_t)engine);
}
END_TEST

START_TEST(test_RT3_who_is_full_gets_a_lead_once_another_is_closed)
{
    const revops_engine *engine = json_engine_of(FULL);
    book *b = book_of();
    for (uint64_t i = 0; i < 4; i++) {
        lead(b);
        event(b, NINE_MS + (int64_t)i * REVOPS_HOUR_MS, E_STAGE, S_MQL);
        if (i == 1) {
            event(b, NINE_MS + 3 * REVOPS_HOUR_MS - 1, E_STAGE, _i ? S_WON : S_SQL);
        }
    }
    routes_run run = routes_simulate(engine, &b->log, 2, 256, NINE_MS + REVOPS_DAY_MS / 2);
    ck_assert_uint_eq(run.answer_count, 4);
    ck_assert_uint_eq(run.answers[3].owner, _i ? P_CEM : 0);
    ck_assert_uint_eq(run.answers[3].reason, _i ? REVOPS_ROUTE_BY_TURN : REVOPS_ROUTE_HELD);
    routes_free(&run);
    free(b);
    free((void *)(uintptr_t)engine);
}
END_TEST

START_TEST(test_RT3_a_limit_a_day_is_of_the_policy_s_days)
{
    const revops_engine *engine = json_engine_of(DAILY);
    int64_t midnight_ms = NINE_MS + 15 * REVOPS_HOUR_MS;
    book *b = book_of();
    for (uint64_t i = 0; i < 5; i++) {
        lead(b);
        event(b, NINE_MS + (int64_t)i, E_STAGE, S_MQL);
    }
    routes_run run = routes_simulate(engine, &b->log, 2, 256, midnight_ms + REVOPS_DAY_MS / 2);
    ck_assert_uint_eq(run.answer_count, 7); /* two are held, and asked for again as a day begins */
    for (size_t i = 5; i < 7; i++) {
        ck_assert_uint_eq(run.answers[i].lead, i - 2);
        ck_assert_int_eq(run.answers[i].event.at_ms, midnight_ms);
        ck_assert_uint_ne(run.answers[i].owner, 0);
    }
    routes_free(&run);
    free(b);
    free((void *)(uintptr_t)engine);
}
END_TEST

START_TEST(test_RT7_a_lead_of_the_night_is_held_until_hours_begin)
{
    const revops_engine *engine = json_engine_of(HOURS);
    int64_t opening_ms = NINE_MS + 5 * REVOPS_HOUR_MS; /* nine o'clock in the west */
    book *b = book_of();
    lead(b);
    event(b, NINE_MS, E_STAGE, S_MQL);
    lead(b);
    event(b, NINE_MS + 1, E_STAGE, S_MQL);
    event(b, NINE_MS + REVOPS_HOUR_MS, E_STAGE, S_LOST);
    lead(b);
    event(b, NINE_MS + 2, E_STAGE, S_MQL);
    event(b, NINE_MS + REVOPS_HOUR_MS, E_STAGE, S_SQL);
    routes_run run = routes_simulate(engine, &b->log, 2, 256, NINE_MS + REVOPS_DAY_MS);
    ck_assert_uint_eq(run.answer_count, 5);
    for (size_t i = 0; i < 3; i++) {
        ck_assert_uint_eq(run.answers[i].reason, REVOPS_ROUTE_HELD);
        ck_assert_uint_eq(run.answers[i].event.kind, 0);
    }
    ck_assert_uint_eq(run.answers[3].lead, 0);
    ck_assert_uint_eq(run.answers[3].owner, P_BOB);
    ck_assert_uint_eq(run.answers[4].lead, 2); /* the second is lost by then */
    ck_assert_uint_eq(run.answers[4].owner, P_CEM);
    ck_assert_int_eq(run.answers[4].event.at_ms, opening_ms);
    ck_assert_str_eq(revops_engine_name(engine, REVOPS_ENGINE_LIST_QUEUES, run.answers[4].queue), "all");
    routes_free(&run);
    free(b);
    free((void *)(uintptr_t)engine);
}
END_TEST

START_TEST(test_RT3_who_is_away_or_not_yet_there_is_passed_over)
{
    const revops_engine *engine = json_engine_of(ABSENT);
    book *b = book_of();
    for (uint64_t i = 0; i < 4; i++) {
        lead(b);
        event(b, NINE_MS + (int64_t)i, E_STAGE, S_MQL);
    }
    lead(b);
    event(b, NINE_MS, E_HEALTH, 1);
    event(b, NINE_MS, E_STAGE, S_MQL);
    routes_run run = routes_simulate(engine, &b->log, 3, 256, NINE_MS + REVOPS_DAY_MS);
    for (size_t i = 0; i < run.answer_count; i++) {
        ck_assert_uint_ne(run.answers[i].owner, P_BOB);
        ck_assert_uint_ne(run.answers[i].owner, P_ADA);
    }
    ck_assert_uint_eq(run.answer_count, 5);
    ck_assert_uint_eq(run.answers[1].lead, 4);
    ck_assert_uint_eq(run.answers[1].reason, REVOPS_ROUTE_BY_OVERFLOW); /* ada is away */
    routes_free(&run);
    free(b);
    free((void *)(uintptr_t)engine);
}
END_TEST

/* Eight leads, of which the first two and the last two take their turn and the others go to an owner. */
static void assert_owners(const routes_run *run, const uint32_t *owners)
{
    ck_assert_uint_eq(run->answer_count, 8);
    for (size_t i = 0; i < 8; i++) {
        ck_assert_uint_eq(run->answers[i].owner, owners[i]);
        ck_assert_uint_eq(run->answers[i].reason,
                          i < 2 || i > 5 ? REVOPS_ROUTE_BY_TURN : REVOPS_ROUTE_BY_OWNER);
    }
}

START_TEST(test_RT5_an_account_s_owner_gets_the_next_lead_of_it)
{
    const revops_engine *engine = json_engine_of(ACCOUNTS);
    book *b = book_of();
    for (uint64_t i = 0; i < 8; i++) {
        lead(b);
        event(b, NINE_MS + (int64_t)i, E_STAGE, S_MQL)->account = i < 6 ? 7 + i % 2 : 0;
    }
    for (size_t parts = 1; parts <= 7; parts += 3) {
        routes_run run = routes_simulate(engine, &b->log, parts, 256, NINE_MS + REVOPS_DAY_MS);
        static const uint32_t owners[] = {P_BOB, P_CEM, P_BOB, P_CEM, P_BOB, P_CEM, P_DEE, P_BOB};
        assert_owners(&run, owners);
        routes_free(&run);
    }
    free(b);
    free((void *)(uintptr_t)engine);
}
END_TEST

START_TEST(test_RT5_a_duplicate_goes_to_its_owner_before_its_account)
{
    static const char DUPLICATES[] =
        "{" PATH "\"routing\":{\"asked_on\":{\"stages\":[\"MQL\"]},\"owner_first\":{\"account\":true,"
        "\"duplicate\":true}," QUEUES "},\"roster\":{" ROSTER "}}";
    const revops_engine *engine = json_engine_of(DUPLICATES), *without = json_engine_of(ACCOUNTS);
    uint64_t identities[] = {9, 4, 9, 0, 4, 9, 0, 5};
    book *b = book_of();
    for (uint64_t i = 0; i < 8; i++) {
        lead(b);
        event(b, NINE_MS + (int64_t)i, E_STAGE, S_MQL)->account = i == 1 || i == 2 || i == 3 ? 7 : 0;
    }
    b->log.identities = identities;
    for (size_t parts = 1; parts <= 7; parts += 3) {
        routes_run run = routes_simulate(engine, &b->log, parts, 256, NINE_MS + REVOPS_DAY_MS),
                   other = routes_simulate(without, &b->log, parts, 256, NINE_MS + REVOPS_DAY_MS);
        /* lead 2 is 0's duplicate and of 1's account; lead 3 is of the account alone, whose owner is 2's by then */
        static const uint32_t owners[] = {P_BOB, P_CEM, P_BOB, P_BOB, P_CEM, P_BOB, P_DEE, P_BOB};
        assert_owners(&run, owners);
        ck_assert_uint_eq(other.answers[2].owner, P_CEM); /* the policy doesn't ask for duplicates */
        routes_free(&run);
        routes_free(&other);
    }
    free(b);
    free((void *)(uintptr_t)engine);
    free((void *)(uintptr_t)without);
}
END_TEST

START_TEST(test_SEM19_answers_stored_with_the_log_are_taken_as_given)
{
    const revops_engine *engine = json_engine_of(MISSES);
    book *b = book_of(), *stored = book_of();
    for (uint64_t i = 0; i < 20; i++) {
        lead(b);
        event(b, NINE_MS + (int64_t)i * REVOPS_HOUR_MS / 3, E_STAGE, S_MQL);
        event(b, NINE_MS + (int64_t)i * REVOPS_HOUR_MS / 2 + 9 * REVOPS_HOUR_MS, E_CALLED, REVOPS_MISSING);
    }
    routes_run run = routes_simulate(engine, &b->log, 1, 256, NINE_MS + REVOPS_DAY_MS);
    ck_assert_uint_gt(run.answer_count, 25);
    for (uint64_t i = 0; i < 20; i++) {
        lead(stored);
        for (uint64_t e = b->firsts[i]; e < b->firsts[i + 1]; e++) {
            for (size_t a = 0; a < run.answer_count; a++) {
                const revops_event *answer = &run.answers[a].event;
                int64_t before_ms = e == b->firsts[i] ? INT64_MIN : b->events[e - 1].at_ms;
                if (run.answers[a].lead == i && answer->at_ms >= before_ms &&
                    answer->at_ms < b->events[e].at_ms) {
                    *event(stored, 0, 0, 0) = *answer;
                }
            }
            *event(stored, 0, 0, 0) = b->events[e];
        }
    }
    routes_run again = routes_simulate(engine, &stored->log, 7, 0, NINE_MS + REVOPS_DAY_MS);
    ck_assert_uint_eq(again.answer_count, 0);
    ck_assert_uint_eq(again.left_out, 0);
    size_t size = revops_lead_size(engine);
    for (uint64_t i = 0, at = 0; i < 7; i++) { /* the same records */
        for (uint64_t k = i; k < 20; k += 7, at++) {
            ck_assert_mem_eq(again.leads + at * size, run.leads + k * size, size);
        }
    }
    routes_free(&run);
    routes_free(&again);
    free(b);
    free(stored);
    free((void *)(uintptr_t)engine);
}
END_TEST

START_TEST(test_RT1_a_policy_s_routing_is_checked)
{
    static const revops_policy_stage stage = {.name = "New"};
    static const revops_policy_person person = {.name = "ada"};
    revops_policy_queue queue = {.name = "all", .member_count = 1};
    revops_policy_member member = {.person = 1};
    revops_policy_territory territory = {.name = "t", .queue = 1};
    revops_policy_happening happening = {.kind = REVOPS_POLICY_HAPPENS_STAGE, .subject = 1};
    revops_policy_params policy;
    ck_assert_int_eq(revops_policy_defaults(&policy, sizeof policy), REVOPS_OK);
    policy.stages = &stage;
    policy.stage_count = 1;
    policy.stage_row_size = sizeof stage;
    policy.people = &person;
    policy.people_count = 1;
    policy.people_row_size = sizeof person;
    policy.queues = &queue;
    policy.queue_count = 1;
    policy.queue_row_size = sizeof queue;
    policy.members = &member;
    policy.member_count = 1;
    policy.member_row_size = sizeof member;
    policy.territories = &territory;
    policy.territory_count = 1;
    policy.territory_row_size = sizeof territory;
    policy.happenings = &happening;
    policy.happening_count = policy.route_count = 1;
    policy.happening_row_size = sizeof happening;
    const revops_engine_params params = {.struct_size = sizeof params, .policy = &policy};
    revops_problem problem;
    ck_assert_int_eq(revops_engine_check(&params, &problem, 1, NULL), REVOPS_OK);
    struct {
        uint32_t *field, wrong;
        const char *part;
        revops_status status;
    } cases[] = {{&queue.overflow, 2, "queues", REVOPS_ERR_ARG},
                 {&queue.like, 1, "queues", REVOPS_ERR_UNSOUND},
                 {&queue.member_count, 2, "queues", REVOPS_ERR_ARG},
                 {&member.person, 2, "members", REVOPS_ERR_ARG},
                 {&member.weight, 1001, "members", REVOPS_ERR_ARG},
                 {&territory.queue, 2, "territories", REVOPS_ERR_ARG},
                 {&territory.where, 1, "territories", REVOPS_ERR_ARG},
                 {&policy.route_otherwise, 2, "params", REVOPS_ERR_ARG},
                 {&policy.if_gone, REVOPS_POLICY_TO_OWNER, "params", REVOPS_ERR_ARG},
                 {&policy.route_count, 2, "params", REVOPS_ERR_ARG}};
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        uint32_t right = *cases[i].field;
        *cases[i].field = cases[i].wrong;
        ck_assert_int_eq(revops_engine_check(&params, &problem, 1, NULL), cases[i].status);
        ck_assert_str_eq(problem.part, cases[i].part);
        *cases[i].field = right;
    }
    happening = (revops_policy_happening){.kind = REVOPS_POLICY_HAPPENS_ASSIGNED};
    ck_assert_int_eq(revops_engine_check(&params, &problem, 1, NULL), REVOPS_ERR_UNSOUND);
    ck_assert_str_eq(problem.part, "happenings");
}
END_TEST

START_TEST(test_SEM20_arguments)
{
    const revops_engine *engine = json_engine_of(TURNS), *without = json_engine_of(UNROUTED);
    revops_simulate_columns params = {.struct_size = sizeof params, .mode = REVOPS_ENGINE_RECORD};
    revops_simulate_state *state;
    size_t needed = 0, count = 0;
    const revops_route *route;
    ck_assert_int_eq(revops_simulate_state_init(&params, NULL, 0, &needed, &state), REVOPS_ERR_ARG);
    params.engine = without;
    ck_assert_int_eq(revops_simulate_state_init(&params, NULL, 0, &needed, &state), REVOPS_ERR_ARG);
    ck_assert_int_eq(revops_simulate_route(without, NULL, 0, &needed, &route), REVOPS_ERR_ARG);
    ck_assert_int_eq(revops_simulate_route(NULL, NULL, 0, &needed, &route), REVOPS_ERR_ARG);
    params.engine = engine;
    params.event = E_STAGE; /* it gives no owner */
    ck_assert_int_eq(revops_simulate_state_init(&params, NULL, 0, &needed, &state), REVOPS_ERR_ARG);
    params.event = 0;
    params.flags = 1;
    ck_assert_int_eq(revops_simulate_state_init(&params, NULL, 0, &needed, &state), REVOPS_ERR_NEWER);
    params.flags = 0;
    params.count = 1;
    ck_assert_int_eq(revops_simulate_state_init(&params, NULL, 0, &needed, &state), REVOPS_ERR_ARG);
    params.count = 0;
    ck_assert_int_eq(revops_simulate_state_init(&params, NULL, 0, &needed, &state), REVOPS_ERR_NOSPACE);
    void *memory = malloc(needed);
    ck_assert_int_eq(revops_simulate_state_init(&params, memory, needed, NULL, &state), REVOPS_OK);
    ck_assert_uint_eq(revops_simulate_left_out(NULL), 0);
    revops_simulate_answer answer;
    ck_assert_int_eq(revops_simulate(&state, 0, NULL, NULL, NULL, 0, &count, &answer, 1, &count),
                     REVOPS_ERR_ARG);
    free(memory);
    free((void *)(uintptr_t)engine);
    free((void *)(uintptr_t)without);
}
END_TEST

static Suite *suite_of_tests(void)
{
    Suite *suite = suite_create("engine-simulate");
    TCase *tcase = tcase_create("simulations");
    tcase_add_test(tcase, test_RT1_RT3_SEM20_what_asks_is_assigned_by_territory_and_turn_at_its_instant);
    tcase_add_loop_test(tcase, test_SEM20_recorded_assignments_win, 0, 4);
    tcase_add_test(tcase, test_SEM20_a_miss_is_answered_by_another_owner_whose_promise_begins_anew);
    tcase_add_test(
        tcase, test_RT6_SL14_SL16_a_representative_leaves_with_50_open_leads_in_the_middle_of_their_promises);
    tcase_add_loop_test(tcase, test_RT3_who_is_full_gets_a_lead_once_another_is_closed, 0, 2);
    tcase_add_test(tcase, test_RT3_a_limit_a_day_is_of_the_policy_s_days);
    tcase_add_test(tcase, test_RT7_a_lead_of_the_night_is_held_until_hours_begin);
    tcase_add_test(tcase, test_RT3_who_is_away_or_not_yet_there_is_passed_over);
    tcase_add_test(tcase, test_RT5_an_account_s_owner_gets_the_next_lead_of_it);
    tcase_add_test(tcase, test_RT5_a_duplicate_goes_to_its_owner_before_its_account);
    tcase_add_test(tcase, test_SEM19_answers_stored_with_the_log_are_taken_as_given);
    tcase_add_test(tcase, test_RT1_a_policy_s_routing_is_checked);
    tcase_add_test(tcase, test_SEM20_arguments);
    suite_add_tcase(suite, tcase);
    return suite;
}
