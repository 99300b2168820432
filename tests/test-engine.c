/* SPDX-License-Identifier: MIT */
/* Rules: LC2, LC3, LC4, LC5, LC9, LC10, LC11, LC12, LC15, LC16, SL1, SL2, SL3, SL4, SL9. */
#include "test.h"

/* The size that the header promises suffices. */
static _Alignas(16) unsigned char memory[REVOPS_ENGINE_DEFAULT_SIZE];
static const revops_engine *engine;

static void set_up(void)
{
    ck_assert_int_eq(revops_engine_default(memory, sizeof memory, &engine), REVOPS_OK);
}

/* Day 1 is Monday, 2 March 2026. */
static int64_t at(int day, int hour, int minute)
{
    return revops_utc_ms(2026, 3, 1, hour, minute) + day * REVOPS_DAY_MS;
}

enum { BANT = REVOPS_CHECKLIST_BANT, DEAL = REVOPS_CHECKLIST_OPPORTUNITY };

static revops_event event(int64_t at_ms, revops_event_kind kind)
{
    revops_event made = {.at_ms = at_ms, .kind = kind};
    return made;
}

static revops_event with_value(int64_t at_ms, revops_event_kind kind, int64_t value)
{
    revops_event made = {.at_ms = at_ms, .kind = kind, .value = value};
    return made;
}

static revops_event with_reason(int64_t at_ms, revops_event_kind kind, uint32_t reason)
{
    revops_event made = {.at_ms = at_ms, .kind = kind, .reason = reason};
    return made;
}

static char words[4000];

/* The effects as "day hh:mm words" joined by "; ", so that a case reads as a story. */
static const char *in_words(const revops_effect *effects, size_t count)
{
    size_t length = 0;
    words[0] = '\0';
    for (size_t i = 0; i < count; i++) {
        char text[400];
        int64_t since_ms = effects[i].at_ms - at(0, 0, 0);
        ck_assert(revops_effect_text(engine, &effects[i], text, sizeof text) < sizeof text);
        length += (size_t)snprintf(words + length, sizeof words - length, "%s%d %02d:%02d %s", i ? "; " : "",
                                   (int)(since_ms / REVOPS_DAY_MS),
                                   (int)(since_ms % REVOPS_DAY_MS / REVOPS_HOUR_MS),
                                   (int)(since_ms % REVOPS_HOUR_MS / REVOPS_MINUTE_MS), text);
        ck_assert(length < sizeof words);
    }
    return words;
}

/* Applies one event and tells what came of it. */
static const char *apply(revops_lead *lead, revops_event what)
{
    revops_effect effects[REVOPS_EFFECTS_MAX];
    size_t count = 99;
    ck_assert_int_eq(revops_engine_apply(engine, lead, &what, effects, REVOPS_EFFECTS_MAX, &count),
                     REVOPS_OK);
    return in_words(effects, count);
}

static const char *advance(revops_lead *lead, int64_t now_ms)
{
    revops_effect effects[REVOPS_EFFECTS_MAX];
    size_t count = 99;
    ck_assert_int_eq(revops_engine_advance(engine, lead, now_ms, effects, REVOPS_EFFECTS_MAX, &count),
                     REVOPS_OK);
    return in_words(effects, count);
}

static revops_lead mql_at(int64_t at_ms, revops_event_kind cause)
{
    revops_lead lead = {0};
    (void)apply(&lead, event(at_ms, cause));
    ck_assert_uint_eq(lead.lifecycle.stage, REVOPS_STAGE_MQL);
    return lead;
}

static revops_lead accepted_at(int64_t at_ms)
{
    revops_lead lead = mql_at(at_ms, REVOPS_EVENT_DEMO_REQUESTED);
    (void)apply(&lead, event(at_ms + 1, REVOPS_EVENT_ACCEPTED));
    ck_assert_uint_eq(lead.lifecycle.stage, REVOPS_STAGE_SAL);
    return lead;
}

/* ---- clocks: verdicts at the deadline's instant, whenever noticed (SL1–SL4) */

/* One clock's run: started at day 1, 09:00, its deadline, and the event that meets it. */
static const struct {
    const char *name;
    revops_event_kind cause; /* of the MQL */
    int is_accepted;         /* the clock starts with the acceptance */
    int64_t target_ms, warning_ms;
    revops_event_kind meets;
    int times;
} clocks[] = {
    {"routing", REVOPS_EVENT_DEMO_REQUESTED, 0, 5 * REVOPS_MINUTE_MS, 4 * REVOPS_MINUTE_MS,
     REVOPS_EVENT_ASSIGNED, 1}, /* SL1 */
    {"first contact", REVOPS_EVENT_DEMO_REQUESTED, 0, 4 * REVOPS_HOUR_MS, 192 * REVOPS_MINUTE_MS,
     REVOPS_EVENT_CALLED, 1}, /* SL2, high intent */
    {"first contact", REVOPS_EVENT_CONTACT_REQUESTED, 0, 4 * REVOPS_HOUR_MS, 192 * REVOPS_MINUTE_MS,
     REVOPS_EVENT_EMAILED, 1},
    {"first contact", REVOPS_EVENT_PRICING_VISITED, 0, 24 * REVOPS_HOUR_MS, 1152 * REVOPS_MINUTE_MS,
     REVOPS_EVENT_MESSAGED, 1}, /* SL2, standard */
    {"first contact", REVOPS_EVENT_CONTENT_DOWNLOADED, 0, 24 * REVOPS_HOUR_MS, 1152 * REVOPS_MINUTE_MS,
     REVOPS_EVENT_CONTACTED, 1},
    {"touches", REVOPS_EVENT_DEMO_REQUESTED, 1, 14 * REVOPS_DAY_MS, 268 * REVOPS_HOUR_MS + 2880000,
     REVOPS_EVENT_EMAILED, 6}, /* SL3 */
    {"disposition", REVOPS_EVENT_DEMO_REQUESTED, 1, 14 * REVOPS_DAY_MS, 268 * REVOPS_HOUR_MS + 2880000,
     REVOPS_EVENT_QUALIFIED, 1}, /* SL4 */
};

static uint32_t clock_number(const char *name)
{
    uint32_t clock = 0;
    while (strcmp(revops_engine_clock_name(engine, clock), name) != 0) {
        ck_assert_uint_lt(++clock, REVOPS_LEAD_CLOCKS);
    }
    return clock;
}

/* The effects of one clock in a call. */
static size_t of_clock(uint32_t clock, const revops_effect *effects, size_t count, revops_effect *out)
{
    size_t found = 0;
    for (size_t i = 0; i < count; i++) {
        ck_assert(i == 0 || effects[i].at_ms >= effects[i - 1].at_ms); /* in order of time */
        if (effects[i].kind > REVOPS_EFFECT_CLOCK && effects[i].clock == clock) {
            out[found++] = effects[i];
        }
    }
    return found;
}

static void check_effect(const revops_effect *effect, revops_sla_effect_kind kind, int64_t at_ms,
                         int64_t due_ms, revops_event_kind cause)
{
    ck_assert_uint_eq(effect->kind, REVOPS_EFFECT_CLOCK + kind);
    ck_assert_int_eq(effect->at_ms, at_ms);
    ck_assert_int_eq(effect->value, due_ms);
    ck_assert_uint_eq(effect->event, cause);
}

START_TEST(test_SL1_to_SL4_verdicts_fall_at_the_deadline)
{
    uint32_t clock = clock_number(clocks[_i].name);
    /* Met this long after the deadline; noticed by the meeting event or by advancing at many moments before. */
    static const int64_t delays[] = {-1, 0, 1, 1000, 40 * REVOPS_DAY_MS};
    for (int delay = 0; delay < ROWS(delays); delay++) {
        for (int steps = 0; steps <= 7; steps++) {
            int64_t start_ms = at(1, 9, 0);
            revops_lead lead = {0};
            revops_effect effects[REVOPS_EFFECTS_MAX], mine[REVOPS_EFFECTS_MAX * 8];
            size_t count, found = 0;
            (void)apply(&lead, event(start_ms - clocks[_i].is_accepted, clocks[_i].cause));
            if (clocks[_i].is_accepted) {
                (void)apply(&lead, event(start_ms, REVOPS_EVENT_ACCEPTED));
                (void)apply(&lead, with_value(start_ms, REVOPS_EVENT_CONFIRMED, BANT | REVOPS_ITEM_CONTACT));
            }
            int64_t due_ms = start_ms + clocks[_i].target_ms, met_ms = due_ms + delays[delay];
            ck_assert_int_eq(lead.clocks[clock].started_ms, start_ms);
            for (int i = 1; i < clocks[_i].times; i++) {
                (void)apply(&lead, event(start_ms + i, clocks[_i].meets));
            }
            for (int step = 1; step <= steps; step++) {
                int64_t now_ms = start_ms + 10 + (met_ms - start_ms - 10) / steps * step;
                ck_assert_int_eq(
                    revops_engine_advance(engine, &lead, now_ms, effects, REVOPS_EFFECTS_MAX, &count),
                    REVOPS_OK);
                found += of_clock(clock, effects, count, mine + found);
            }
            revops_event meets = event(met_ms, clocks[_i].meets);
            ck_assert_int_eq(revops_engine_apply(engine, &lead, &meets, effects, REVOPS_EFFECTS_MAX, &count),
                             REVOPS_OK);
            found += of_clock(clock, effects, count, mine + found);
            int is_late = delays[delay] > 0;
            ck_assert_uint_eq(found, is_late ? 3 : 2);
            check_effect(&mine[0], REVOPS_SLA_EFFECT_WARNED, start_ms + clocks[_i].warning_ms, due_ms,
                         REVOPS_EVENT_NONE);
            if (is_late) {
                check_effect(&mine[1], REVOPS_SLA_EFFECT_BREACHED, due_ms, due_ms, REVOPS_EVENT_NONE);
            }
            check_effect(&mine[found - 1], is_late ? REVOPS_SLA_EFFECT_MET_LATE : REVOPS_SLA_EFFECT_MET,
                         met_ms, due_ms, clocks[_i].meets);
        }
    }
}
END_TEST

START_TEST(test_SL9_a_paused_disposition_waits_for_the_customer)
{
    revops_lead lead = accepted_at(at(1, 9, 0) - 1); /* accepted at 9:00 */
    ck_assert_uint_eq(lead.clocks[clock_number("routing")].state, REVOPS_SLA_MET);
    revops_event assigned = event(at(1, 9, 1), REVOPS_EVENT_ASSIGNED);
    assigned.actor = 7;
    ck_assert_str_eq(apply(&lead, assigned), "1 09:01 assigned to 7");
    ck_assert_str_eq(apply(&lead, event(at(1, 9, 2), REVOPS_EVENT_CALLED)),
                     "1 09:02 first contact in time, was due 2026-03-02 12:59:59.999");
    ck_assert_str_eq(apply(&lead, event(at(3, 9, 0), REVOPS_EVENT_PAUSED)),
                     "3 09:00 disposition stands still");
    ck_assert_str_eq(
        apply(&lead, event(at(13, 9, 0), REVOPS_EVENT_RESUMED)),
        "12 13:48 touches soon due, 2026-03-16 09:00; 13 09:00 disposition runs on, due 2026-03-26 "
        "09:00");
    ck_assert_str_eq(
        apply(&lead, with_reason(at(20, 9, 0), REVOPS_EVENT_DISQUALIFIED, REVOPS_REASON_NO_NEED)),
        "15 09:00 touches missed, was due 2026-03-16 09:00; 20 09:00 became DISQUALIFIED: disqualified, "
        "reason no "
        "need; 20 09:00 touches called off; 20 09:00 disposition in time, was due 2026-03-26 09:00");
    ck_assert_int_eq(revops_engine_next_wakeup(engine, &lead), REVOPS_TIME_NONE);
}
END_TEST

/* ---- the rules of the lifecycle, by way of events */

START_TEST(test_LC2_an_mql_needs_fit_and_intent)
{
    /* grade of fit (0 not graded) × event: whether the lead becomes an MQL */
    static const struct {
        revops_event_kind kind;
        int engagement;
    } behaviours[] = {{REVOPS_EVENT_DEMO_REQUESTED, 1},
                      {REVOPS_EVENT_CONTACT_REQUESTED, 1},
                      {REVOPS_EVENT_PRICING_VISITED, 2},
                      {REVOPS_EVENT_TRIAL_STARTED, 2},
                      {REVOPS_EVENT_CONTENT_DOWNLOADED, 3},
                      {REVOPS_EVENT_WEBINAR_ATTENDED, 3},
                      {REVOPS_EVENT_EMAIL_CLICKED, 4},
                      {REVOPS_EVENT_PRODUCT_USED, 0},
                      {REVOPS_EVENT_CREATED, 0},
                      {REVOPS_EVENT_SIGNED_UP, 0}};
    for (int fit = 0; fit <= 4; fit++) {
        for (int i = 0; i < ROWS(behaviours); i++) {
            int engagement = behaviours[i].engagement;
            int is_mql = fit <= 2 && engagement >= 1 && engagement <= 3;
            for (int fit_first = 0; fit_first < 2; fit_first++) {
                revops_lead lead = {0};
                for (int turn = 0; turn < 2; turn++) {
                    if (turn != fit_first) {
                        (void)apply(&lead, event(at(1, 9, turn), behaviours[i].kind));
                    } else if (fit) {
                        (void)apply(&lead, with_value(at(1, 9, turn), REVOPS_EVENT_FIT_GRADED, fit));
                    }
                }
                /* A lead that nobody graded counts as B, so a grade that comes later doesn't undo the MQL. */
                int early = fit_first && engagement >= 1 && engagement <= 3;
                ck_assert_uint_eq(lead.lifecycle.stage,
                                  is_mql || early ? REVOPS_STAGE_MQL : REVOPS_STAGE_LEAD);
                ck_assert_uint_eq(lead.engagement, (unsigned)engagement);
                ck_assert_uint_eq(lead.fit, (unsigned)fit);
            }
        }
    }
}
END_TEST

START_TEST(test_LC2_words_say_what_made_an_mql)
{
    revops_lead lead = {0};
    ck_assert_str_eq(apply(&lead, event(at(1, 9, 0), REVOPS_EVENT_EMAIL_CLICKED)), "");
    ck_assert_str_eq(apply(&lead, with_value(at(1, 9, 1), REVOPS_EVENT_FIT_GRADED, 3)), "");
    ck_assert_str_eq(apply(&lead, event(at(1, 9, 2), REVOPS_EVENT_PRICING_VISITED)), "");
    ck_assert_str_eq(
        apply(&lead, with_value(at(1, 9, 3), REVOPS_EVENT_FIT_GRADED, 1)),
        "1 09:03 became MQL: fit A, engagement 2, fit graded; 1 09:03 routing due 2026-03-02 09:08; "
        "1 09:03 first contact due 2026-03-03 09:03");
    revops_lead other = {0};
    ck_assert_str_eq(
        apply(&other, event(at(1, 9, 0), REVOPS_EVENT_DEMO_REQUESTED)),
        "1 09:00 became MQL: fit B, engagement 1, demo requested (fit assumed); 1 09:00 routing due "
        "2026-03-02 09:05; 1 09:00 first contact due 2026-03-02 13:00");
    revops_lead vouched = {0};
    ck_assert_str_eq(
        apply(&vouched, event(at(1, 9, 0), REVOPS_EVENT_MQL)),
        "1 09:00 became MQL: fit B, mql (fit assumed); 1 09:00 routing due 2026-03-02 09:05; 1 09:00 "
        "first contact due 2026-03-03 09:00");
}
END_TEST

START_TEST(test_LC3_no_event_accepts_by_itself)
{
    for (revops_event_kind kind = REVOPS_EVENT_CREATED; kind <= REVOPS_EVENT_RESUMED; kind++) {
        revops_lead lead = mql_at(at(1, 9, 0), REVOPS_EVENT_DEMO_REQUESTED);
        revops_event what = event(at(1, 9, 1), kind);
        what.value = revops_event_value(kind) == REVOPS_VALUE_GRADE ? 1 : 0;
        revops_effect effects[REVOPS_EFFECTS_MAX];
        size_t count;
        ck_assert_int_eq(revops_engine_apply(engine, &lead, &what, effects, REVOPS_EFFECTS_MAX, &count),
                         REVOPS_OK);
        ck_assert((lead.lifecycle.stage == REVOPS_STAGE_SAL) == (kind == REVOPS_EVENT_ACCEPTED));
    }
}
END_TEST

START_TEST(test_LC4_LC5_LC15_refusals_in_words_change_no_stage)
{
    revops_lead lead = mql_at(at(1, 9, 0), REVOPS_EVENT_DEMO_REQUESTED);
    ck_assert_str_eq(apply(&lead, event(at(1, 9, 1), REVOPS_EVENT_REJECTED)),
                     "1 09:01 \"rejected\" refused in MQL: a reason must be given");
    ck_assert_str_eq(
        apply(&lead, with_reason(at(1, 9, 2), REVOPS_EVENT_REJECTED, REVOPS_REASON_WRONG_TIMING)),
        "1 09:02 \"rejected\" refused in MQL: not for the reason \"wrong timing\"");
    ck_assert_str_eq(apply(&lead, with_value(at(1, 9, 3), REVOPS_EVENT_QUALIFIED, REVOPS_ITEM_NEED)),
                     "1 09:03 \"qualified\" refused in MQL: missing contact, budget, authority, timeline");
    ck_assert_uint_eq(lead.lifecycle.stage, REVOPS_STAGE_MQL);
    ck_assert_uint_eq(lead.lifecycle.items & REVOPS_ITEM_NEED, 0); /* a refused event confirms nothing */
    (void)apply(&lead, event(at(1, 9, 4), REVOPS_EVENT_CONTACTED));
    (void)apply(&lead, with_value(at(1, 9, 4), REVOPS_EVENT_CONFIRMED, BANT & ~REVOPS_ITEM_NEED));
    const char *story = apply(&lead, with_value(at(1, 9, 5), REVOPS_EVENT_QUALIFIED, REVOPS_ITEM_NEED));
    ck_assert_msg(strstr(story, "became SQL: qualified, inferred SAL"), "%s", story);
}
END_TEST

START_TEST(test_LC9_a_recycled_lead_is_due_at_its_instant)
{
    for (int delay = -1; delay <= 2; delay++) {
        revops_lead lead = mql_at(at(1, 9, 0), REVOPS_EVENT_DEMO_REQUESTED);
        int64_t resume_ms = at(91, 9, 0);
        revops_event recycled = with_reason(at(1, 9, 1), REVOPS_EVENT_RECYCLED, REVOPS_REASON_WRONG_TIMING);
        recycled.value = resume_ms;
        ck_assert_str_eq(
            apply(&lead, recycled),
            "1 09:01 became RECYCLED: recycled, reason wrong timing; 1 09:01 routing called off; 1 "
            "09:01 first contact called off");
        ck_assert_uint_eq(lead.engagement, 0);
        ck_assert_int_eq(revops_engine_next_wakeup(engine, &lead), resume_ms + 1);
        const char *told = "91 09:00 nurture ends: time to resume";
        ck_assert_str_eq(advance(&lead, resume_ms + delay), delay > 0 ? told : "");
        ck_assert_str_eq(advance(&lead, resume_ms + 5), delay > 0 ? "" : told); /* once */
        ck_assert_int_eq(revops_engine_next_wakeup(engine, &lead), REVOPS_TIME_NONE);
        /* It needs intent of its own: the fit is kept, the cycle counts. */
        ck_assert_str_eq(apply(&lead, with_value(at(92, 9, 0), REVOPS_EVENT_FIT_GRADED, 1)), "");
        ck_assert_str_eq(apply(&lead, event(at(93, 9, 0), REVOPS_EVENT_WEBINAR_ATTENDED)),
                         "93 09:00 became MQL: fit A, engagement 3, webinar attended; 93 09:00 routing due "
                         "2026-06-02 09:05; 93 09:00 first contact due 2026-06-03 09:00");
        ck_assert_uint_eq(lead.lifecycle.cycle, 2);
        ck_assert_uint_eq(lead.lifecycle.count[REVOPS_STAGE_MQL], 2);
        ck_assert_int_eq(lead.lifecycle.dates[REVOPS_STAGE_MQL].first_ms, at(1, 9, 0));
        ck_assert_int_eq(lead.lifecycle.dates[REVOPS_STAGE_MQL].latest_ms, at(93, 9, 0));
    }
}
END_TEST

START_TEST(test_LC9_the_end_of_nurture_is_told_by_the_next_event_too)
{
    revops_lead lead = mql_at(at(1, 9, 0), REVOPS_EVENT_DEMO_REQUESTED);
    revops_event recycled = with_reason(at(1, 9, 1), REVOPS_EVENT_RECYCLED, REVOPS_REASON_NO_BUDGET);
    recycled.value = at(31, 9, 0);
    (void)apply(&lead, recycled);
    ck_assert_str_eq(apply(&lead, event(at(41, 9, 0), REVOPS_EVENT_EMAIL_CLICKED)),
                     "31 09:00 nurture ends: time to resume");
    ck_assert_str_eq(apply(&lead, event(at(42, 9, 0), REVOPS_EVENT_EMAIL_CLICKED)), "");
}
END_TEST

START_TEST(test_LC10_unreachable_needs_six_touches_over_two_weeks)
{
    revops_lead lead = accepted_at(at(1, 9, 0));
    revops_event gone = with_reason(at(1, 10, 0), REVOPS_EVENT_DISQUALIFIED, REVOPS_REASON_UNREACHABLE);
    const char *story = apply(&lead, gone);
    ck_assert_msg(strstr(story, "\"disqualified\" refused in SAL: too early for \"unreachable\", missing 6 "
                                "touches and 14 d since"),
                  "%s", story);
    static const revops_event_kind touches[] = {REVOPS_EVENT_CALLED,   REVOPS_EVENT_EMAILED,
                                                REVOPS_EVENT_MESSAGED, REVOPS_EVENT_CONTACTED,
                                                REVOPS_EVENT_CALLED,   REVOPS_EVENT_EMAILED};
    for (int i = 0; i < ROWS(touches); i++) {
        (void)apply(&lead, event(at(2 + i, 9, 0), touches[i]));
    }
    ck_assert_uint_eq(lead.lifecycle.touches, 6);
    gone.at_ms = at(16, 9, 0) - 1;
    story = apply(&lead, gone);
    ck_assert_msg(strstr(story, "too early for \"unreachable\", missing 1 ms since the first touch"), "%s",
                  story);
    ck_assert_uint_eq(lead.lifecycle.stage, REVOPS_STAGE_SAL);
    gone.at_ms = at(16, 9, 0);
    story = apply(&lead, gone);
    ck_assert_msg(strstr(story, "became DISQUALIFIED: disqualified, reason unreachable"), "%s", story);
}
END_TEST

START_TEST(test_LC11_a_purchase_wins_from_everywhere)
{
    for (uint32_t step = 0; step < REVOPS_LIFECYCLE_STAGES; step++) {
        revops_lead lead;
        revops_stage_row row;
        ck_assert_int_eq(revops_lead_init(&lead, at(1, 9, 0)), REVOPS_OK);
        ck_assert_int_eq(revops_lifecycle_stage(revops_engine_lifecycle(engine), step, &row), REVOPS_OK);
        if (step == REVOPS_STAGE_OPPORTUNITY) {
            continue; /* a lead is in one of its steps */
        }
        lead.lifecycle.stage = (uint8_t)row.parent;
        lead.lifecycle.step = (uint8_t)step;
        const char *story = apply(&lead, with_value(at(1, 9, 1), REVOPS_EVENT_PURCHASED, 4900));
        if (step == REVOPS_STAGE_CLOSED_WON) {
            ck_assert_str_eq(story, "1 09:01 CLOSED_WON unchanged on \"purchased\"");
            ck_assert_int_eq(lead.amount, 0);
        } else {
            ck_assert_str_eq(story,
                             "1 09:01 became CLOSED_WON: purchased; 1 09:01 hand-off to customer success "
                             "starts");
            ck_assert_int_eq(lead.amount, 4900);
        }
    }
}
END_TEST

START_TEST(test_LC12_won_hands_over_and_may_be_reopened)
{
    revops_lead lead = accepted_at(at(1, 9, 0) - 1);
    (void)apply(&lead, with_value(at(1, 9, 1), REVOPS_EVENT_CONFIRMED, BANT | DEAL | REVOPS_ITEM_CONTACT));
    (void)apply(&lead, event(at(1, 9, 2), REVOPS_EVENT_OPPORTUNITY_OPENED));
    ck_assert_uint_eq(lead.lifecycle.step, REVOPS_STAGE_DISCOVERY);
    const char *story = apply(&lead, with_value(at(1, 9, 3), REVOPS_EVENT_WON, 2500000));
    ck_assert_msg(strstr(story,
                         "1 09:03 became CLOSED_WON: won, inferred DEMO, PROPOSAL, NEGOTIATION; 1 09:03 "
                         "hand-off to customer success starts"),
                  "%s", story);
    ck_assert_int_eq(lead.amount, 2500000);
    ck_assert_str_eq(apply(&lead, event(at(2, 9, 0), REVOPS_EVENT_REOPENED)),
                     "2 09:00 became LEAD: reopened");
    ck_assert_uint_eq(lead.lifecycle.cycle, 2);
    ck_assert_int_eq(lead.lifecycle.dates[REVOPS_STAGE_CLOSED_WON].first_ms, at(1, 9, 3));
}
END_TEST

START_TEST(test_the_amount_of_the_latest_win_is_kept_however_many_there_are)
{
    revops_lead lead = {0};
    for (int win = 1; win <= 300; win++) {
        (void)apply(&lead, with_value(at(win, 9, 0), REVOPS_EVENT_WON, win));
        ck_assert_int_eq(lead.amount, win);
        (void)apply(&lead, event(at(win, 10, 0), REVOPS_EVENT_REOPENED));
    }
}
END_TEST

/* ---- late, duplicate and invalid events (LC16) */

typedef struct odd_event {
    const char *name;
    revops_event event;
    revops_status status;
    revops_effect_kind effect;
    const char *words;
} odd_event;

START_TEST(test_LC16_late_duplicate_and_invalid_events_change_nothing)
{
    int64_t last_ms = at(1, 9, 0);
    revops_event same = event(last_ms, REVOPS_EVENT_DEMO_REQUESTED);
    same.source = 3;
    const odd_event rows[] = {
        {"late", event(last_ms - 1, REVOPS_EVENT_CALLED), REVOPS_ERR_LATE, REVOPS_EFFECT_LATE,
         "1 08:59 late \"called\" left out: the lead's last event was 2026-03-02 09:00"},
        {"very late", event(INT64_MIN + 1, REVOPS_EVENT_CALLED), REVOPS_ERR_LATE, REVOPS_EFFECT_LATE, NULL},
        {"duplicate", same, REVOPS_ERR_DUPLICATE, REVOPS_EFFECT_DUPLICATE,
         "1 09:00 duplicate \"demo requested\" left out"},
        {"no kind", event(last_ms + 1, REVOPS_EVENT_NONE), REVOPS_ERR_ARG, REVOPS_EFFECT_INVALID, NULL},
        {"unknown kind", event(last_ms + 1, REVOPS_EVENT_RESUMED + 1), REVOPS_ERR_ARG, REVOPS_EFFECT_INVALID,
         "1 09:00 invalid event left out: \"unknown\" with such a value, reason or instant isn't known"},
        {"far kind", event(last_ms + 1, UINT32_MAX), REVOPS_ERR_ARG, REVOPS_EFFECT_INVALID, NULL},
        {"no instant", event(REVOPS_TIME_NONE, REVOPS_EVENT_CALLED), REVOPS_ERR_ARG, REVOPS_EFFECT_INVALID,
         NULL},
        {"reason", with_reason(last_ms + 1, REVOPS_EVENT_CALLED, REVOPS_REASON_UNREACHABLE + 1),
         REVOPS_ERR_ARG, REVOPS_EFFECT_INVALID, NULL},
        {"grade 0", with_value(last_ms + 1, REVOPS_EVENT_FIT_GRADED, 0), REVOPS_ERR_ARG,
         REVOPS_EFFECT_INVALID, NULL},
        {"grade 5", with_value(last_ms + 1, REVOPS_EVENT_FIT_GRADED, 5), REVOPS_ERR_ARG,
         REVOPS_EFFECT_INVALID, NULL},
        {"grade 257", with_value(last_ms + 1, REVOPS_EVENT_FIT_GRADED, 257), REVOPS_ERR_ARG,
         REVOPS_EFFECT_INVALID, NULL},
        {"items", with_value(last_ms + 1, REVOPS_EVENT_CONFIRMED, INT64_C(1) << 22), REVOPS_ERR_ARG,
         REVOPS_EFFECT_INVALID, NULL},
        {"all items", with_value(last_ms + 1, REVOPS_EVENT_QUALIFIED, -1), REVOPS_ERR_ARG,
         REVOPS_EFFECT_INVALID, NULL},
        {"amount", with_value(last_ms + 1, REVOPS_EVENT_WON, -1), REVOPS_ERR_ARG, REVOPS_EFFECT_INVALID,
         NULL},
    };
    revops_lead lead = {0};
    (void)apply(&lead, same);
    for (int i = 0; i < ROWS(rows); i++) {
        revops_lead before = lead;
        revops_effect effects[2];
        size_t count = 99;
        ck_assert_msg(revops_engine_apply(engine, &lead, &rows[i].event, effects, 2, &count) ==
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
        revops_lead again = lead;
        revops_event other = same;
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
    revops_lead lead = mql_at(at(1, 9, 0), REVOPS_EVENT_DEMO_REQUESTED);
    ck_assert_str_ne(advance(&lead, at(1, 14, 0)), "");
    revops_lead before = lead;
    revops_event call = event(at(1, 12, 0), REVOPS_EVENT_CALLED);
    revops_effect effects[REVOPS_EFFECTS_MAX];
    size_t count = 99;
    ck_assert_int_eq(revops_engine_apply(engine, &lead, &call, effects, REVOPS_EFFECTS_MAX, &count),
                     REVOPS_ERR_LATE);
    ck_assert_mem_eq(&lead, &before, sizeof lead);
    ck_assert_uint_eq(count, 1);
    ck_assert_uint_eq(effects[0].kind, REVOPS_EFFECT_LATE);
    /* So does the end of a nurture. */
    revops_event recycled = with_reason(at(1, 14, 0), REVOPS_EVENT_RECYCLED, REVOPS_REASON_WRONG_TIMING);
    recycled.value = at(31, 9, 0);
    (void)apply(&lead, recycled);
    ck_assert_str_eq(advance(&lead, at(32, 9, 0)), "31 09:00 nurture ends: time to resume");
    before = lead;
    revops_event demo = event(at(31, 9, 0), REVOPS_EVENT_DEMO_REQUESTED);
    ck_assert_int_eq(revops_engine_apply(engine, &lead, &demo, effects, REVOPS_EFFECTS_MAX, &count),
                     REVOPS_ERR_LATE);
    ck_assert_mem_eq(&lead, &before, sizeof lead);
    demo.at_ms++;
    ck_assert_str_ne(apply(&lead, demo), "");
}
END_TEST

START_TEST(test_effects_at_every_capacity)
{
    revops_lead start = accepted_at(at(1, 9, 0)), whole = start;
    revops_event won = with_value(at(40, 9, 0), REVOPS_EVENT_WON, 1);
    revops_effect all[REVOPS_EFFECTS_MAX];
    size_t needed;
    ck_assert_int_eq(revops_engine_apply(engine, &whole, &won, all, REVOPS_EFFECTS_MAX, &needed), REVOPS_OK);
    ck_assert_uint_gt(needed, 8);
    for (size_t capacity = 0; capacity <= needed + 1; capacity++) {
        revops_effect effects[REVOPS_EFFECTS_MAX], guard;
        memset(effects, 0xa5, sizeof effects);
        memset(&guard, 0xa5, sizeof guard);
        revops_lead lead = start;
        size_t count = 99;
        revops_status status =
            revops_engine_apply(engine, &lead, &won, capacity ? effects : NULL, capacity, &count);
        ck_assert_int_eq(status, capacity < needed ? REVOPS_ERR_NOSPACE : REVOPS_OK);
        ck_assert_uint_eq(count, needed);
        ck_assert_mem_eq(&lead, capacity < needed ? &start : &whole, sizeof lead);
        size_t written = capacity < needed ? capacity : needed;
        ck_assert_mem_eq(effects, all, written * sizeof *all);
        for (size_t i = written; i < REVOPS_EFFECTS_MAX; i++) {
            ck_assert_mem_eq(&effects[i], &guard, sizeof guard);
        }
        lead = start;
        status = revops_engine_advance(engine, &lead, won.at_ms, capacity ? effects : NULL, capacity, &count);
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
        if (log->kind[i] == REVOPS_EVENT_RECYCLED) {
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

static revops_columns columns_of(const event_log *log, uint64_t count)
{
    revops_columns columns = {.struct_size = sizeof columns,
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

static revops_effect one_by_one[EVENTS * 8], replayed[EVENTS * 8];

START_TEST(test_LC16_replay_equals_apply_whatever_the_room)
{
    static event_log log;
    fill_log(&log);
    revops_lead leads[LEADS] = {{{0}, {{0}}, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0}};
    memset(leads, 0, sizeof leads);
    size_t count = 0;
    int statuses[4] = {0};
    for (int i = 0; i < EVENTS; i++) {
        revops_event what = {log.at_ms[i],  log.value[i],    log.kind[i],  log.reason[i],
                             log.source[i], log.campaign[i], log.actor[i], log.account[i]};
        size_t told;
        revops_status status = revops_engine_apply(engine, &leads[log.lead[i]], &what, one_by_one + count,
                                                   REVOPS_EFFECTS_MAX, &told);
        ck_assert(status == REVOPS_OK || status == REVOPS_ERR_LATE || status == REVOPS_ERR_DUPLICATE ||
                  status == REVOPS_ERR_ARG);
        statuses[status == REVOPS_OK              ? 0
                 : status == REVOPS_ERR_LATE      ? 1
                 : status == REVOPS_ERR_DUPLICATE ? 2
                                                  : 3]++;
        for (size_t j = 0; j < told; j++) {
            one_by_one[count++].lead = log.lead[i];
        }
        ck_assert_uint_lt(count + REVOPS_EFFECTS_MAX, ROWS(one_by_one));
    }
    for (int i = 0; i < 4; i++) {
        ck_assert_int_gt(statuses[i], 5); /* the log shows them all */
    }
    revops_columns columns = columns_of(&log, EVENTS);
    static const size_t rooms[] = {REVOPS_EFFECTS_MAX, REVOPS_EFFECTS_MAX + 1, 100, 333, ROWS(replayed)};
    for (int room = 0; room < ROWS(rooms); room++) {
        revops_lead again[LEADS];
        memset(again, 0, sizeof again);
        uint64_t next = 0;
        size_t total = 0, told;
        revops_status status;
        do {
            uint64_t before = next;
            status =
                revops_replay(engine, &columns, again, LEADS, &next, replayed + total, rooms[room], &told);
            ck_assert(status == REVOPS_OK || status == REVOPS_ERR_NOSPACE);
            ck_assert(status == REVOPS_OK || next > before);
            ck_assert_uint_le(told, rooms[room]);
            total += told;
        } while (status == REVOPS_ERR_NOSPACE && total + rooms[room] <= ROWS(replayed));
        ck_assert_int_eq(status, REVOPS_OK);
        ck_assert_uint_eq(next, EVENTS);
        ck_assert_uint_eq(total, count);
        ck_assert_mem_eq(again, leads, sizeof leads);
        ck_assert_mem_eq(replayed, one_by_one, count * sizeof *replayed);
    }
    /* Without effects, and one lead at a time. */
    revops_lead again[LEADS];
    memset(again, 0, sizeof again);
    uint64_t next = 0;
    ck_assert_int_eq(revops_replay(engine, &columns, again, LEADS, &next, NULL, 0, NULL), REVOPS_OK);
    ck_assert_mem_eq(again, leads, sizeof leads);
    for (uint32_t lead = 0; lead < LEADS; lead++) {
        static event_log part;
        uint64_t part_count = 0;
        revops_lead alone = {0};
        for (int i = 0; i < EVENTS; i++) {
            if (log.lead[i] == lead) {
                part.at_ms[part_count] = log.at_ms[i], part.value[part_count] = log.value[i];
                part.kind[part_count] = log.kind[i], part.reason[part_count] = log.reason[i];
                part.source[part_count] = log.source[i], part.campaign[part_count] = log.campaign[i];
                part.actor[part_count] = log.actor[i], part.account[part_count] = log.account[i];
                part.lead[part_count++] = 0;
            }
        }
        revops_columns part_columns = columns_of(&part, part_count);
        size_t told;
        next = 0;
        ck_assert_int_eq(
            revops_replay(engine, &part_columns, &alone, 1, &next, replayed, ROWS(replayed), &told),
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
    revops_lead leads[LEADS];
    memset(leads, 0, sizeof leads);
    revops_effect effects[REVOPS_EFFECTS_MAX];
    uint64_t next = 0;
    size_t told = 77;
    revops_columns columns = columns_of(&log, EVENTS);
    ck_assert_int_eq(revops_replay(NULL, &columns, leads, LEADS, &next, NULL, 0, NULL), REVOPS_ERR_ARG);
    ck_assert_int_eq(revops_replay(engine, NULL, leads, LEADS, &next, NULL, 0, NULL), REVOPS_ERR_ARG);
    ck_assert_int_eq(revops_replay(engine, &columns, leads, LEADS, NULL, NULL, 0, NULL), REVOPS_ERR_ARG);
    ck_assert_int_eq(revops_replay(engine, &columns, NULL, LEADS, &next, NULL, 0, NULL), REVOPS_ERR_ARG);
    ck_assert_int_eq(
        revops_replay(engine, &columns, leads, LEADS, &next, effects, REVOPS_EFFECTS_MAX - 1, &told),
        REVOPS_ERR_ARG);
    ck_assert_int_eq(revops_replay(engine, &columns, leads, LEADS, &next, effects, REVOPS_EFFECTS_MAX, NULL),
                     REVOPS_ERR_ARG);
    ck_assert_int_eq(revops_replay(engine, &columns, leads, LEADS, &next, NULL, 1, &told), REVOPS_ERR_ARG);
    columns.flags = 1;
    ck_assert_int_eq(revops_replay(engine, &columns, leads, LEADS, &next, NULL, 0, NULL), REVOPS_ERR_NEWER);
    columns.flags = 0;
    columns.struct_size = 4;
    ck_assert_int_eq(revops_replay(engine, &columns, leads, LEADS, &next, NULL, 0, NULL), REVOPS_ERR_ABI);
    columns.struct_size = sizeof columns;
    columns.kind = NULL;
    ck_assert_int_eq(revops_replay(engine, &columns, leads, LEADS, &next, NULL, 0, NULL), REVOPS_ERR_ARG);
    ck_assert_uint_eq(next, 0);
    columns = columns_of(&log, EVENTS);
    log.lead[100] = LEADS; /* names the event, keeps what came before it */
    ck_assert_int_eq(revops_replay(engine, &columns, leads, LEADS, &next, NULL, 0, NULL), REVOPS_ERR_ARG);
    ck_assert_uint_eq(next, 100);
    log.lead[100] = 0;
    leads[0].lifecycle.step = 99;
    log.kind[100] = REVOPS_EVENT_ACCEPTED;
    log.reason[100] = 0;
    log.at_ms[100] = at(200, 0, 0);
    ck_assert_int_eq(revops_replay(engine, &columns, leads, LEADS, &next, NULL, 0, NULL), REVOPS_ERR_CORRUPT);
    ck_assert_uint_eq(next, 100);
}
END_TEST

START_TEST(test_the_next_wakeup_is_the_first_moment_with_something_to_tell)
{
    static event_log log;
    fill_log(&log);
    revops_lead lead = {0};
    int wakeups = 0;
    for (int i = 0; i < EVENTS; i++) {
        revops_event what = {log.at_ms[i],  log.value[i],    log.kind[i],  log.reason[i],
                             log.source[i], log.campaign[i], log.actor[i], log.account[i]};
        revops_effect effects[REVOPS_EFFECTS_MAX];
        size_t count;
        revops_status status = revops_engine_apply(engine, &lead, &what, effects, REVOPS_EFFECTS_MAX, &count);
        if (status != REVOPS_OK) {
            continue;
        }
        revops_lead later = lead;
        int64_t wakeup_ms = revops_engine_next_wakeup(engine, &later);
        for (int tells = 0; wakeup_ms != REVOPS_TIME_NONE; tells++) {
            ck_assert_int_lt(tells, REVOPS_EFFECTS_MAX);
            ck_assert_str_eq(advance(&later, wakeup_ms - 1), "");
            ck_assert_int_eq(revops_engine_next_wakeup(engine, &later), wakeup_ms);
            ck_assert_str_ne(advance(&later, wakeup_ms), "");
            int64_t following_ms = revops_engine_next_wakeup(engine, &later);
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
    revops_lead lead = mql_at(at(1, 9, 0), REVOPS_EVENT_DEMO_REQUESTED);
    revops_event recycled = with_reason(at(1, 9, 1), REVOPS_EVENT_RECYCLED, REVOPS_REASON_WRONG_TIMING);
    recycled.value = INT64_MAX;
    (void)apply(&lead, recycled);
    ck_assert_str_eq(advance(&lead, INT64_MAX), "");
    ck_assert_int_eq(revops_engine_next_wakeup(engine, &lead), REVOPS_TIME_NONE);
}
END_TEST

START_TEST(test_a_deadline_that_does_not_fit_changes_nothing)
{
    revops_lead lead = {0}, before = {0};
    revops_event demo = event(INT64_MAX - 1000, REVOPS_EVENT_DEMO_REQUESTED);
    revops_effect effects[REVOPS_EFFECTS_MAX];
    size_t count;
    ck_assert_int_eq(revops_engine_apply(engine, &lead, &demo, effects, REVOPS_EFFECTS_MAX, &count),
                     REVOPS_ERR_OVERFLOW);
    ck_assert_mem_eq(&lead, &before, sizeof lead);
}
END_TEST

/* ---- facts */

START_TEST(test_facts_that_events_bring)
{
    revops_lead lead = {0};
    revops_event first = event(at(1, 9, 0), REVOPS_EVENT_EMAIL_CLICKED);
    first.source = 5;
    first.actor = 8; /* who sent the mail is no owner */
    (void)apply(&lead, first);
    revops_event created = event(at(1, 9, 1), REVOPS_EVENT_CREATED);
    created.source = 6, created.campaign = 7, created.account = 9;
    (void)apply(&lead, created);
    ck_assert_uint_eq(lead.source, 5); /* the first stays, what is missing is filled in */
    ck_assert_uint_eq(lead.campaign, 7);
    ck_assert_uint_eq(lead.account, 9);
    ck_assert_uint_eq(lead.owner, 0);
    revops_event assigned = event(at(1, 9, 2), REVOPS_EVENT_ASSIGNED);
    assigned.actor = 4;
    ck_assert_str_eq(apply(&lead, assigned), "1 09:02 assigned to 4");
    assigned.at_ms++;
    ck_assert_str_eq(apply(&lead, assigned), ""); /* the same owner again */
    revops_event accepted = event(at(1, 9, 3), REVOPS_EVENT_ACCEPTED);
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
        revops_effect_kind kind;
        const char *name, *words;
    } rows[] = {
        {REVOPS_EFFECT_RESUME_DUE, "resume due", "nurture ends: time to resume"},
        {REVOPS_EFFECT_HANDOFF_STARTED, "handoff started", "hand-off to customer success starts"},
        {REVOPS_EFFECT_LATE, "late", "late \"called\" left out: the lead's last event was 2026-03-02 09:00"},
        {REVOPS_EFFECT_DUPLICATE, "duplicate", "duplicate \"called\" left out"},
        {REVOPS_EFFECT_INVALID, "invalid",
         "invalid event left out: \"called\" with such a value, reason or instant isn't known"},
        {REVOPS_EFFECT_CLOCK + REVOPS_SLA_EFFECT_STARTED, "clock started",
         "first contact due 2026-03-02 09:00"},
        {REVOPS_EFFECT_CLOCK + REVOPS_SLA_EFFECT_WARNED, "clock warned",
         "first contact soon due, 2026-03-02 09:00"},
        {REVOPS_EFFECT_CLOCK + REVOPS_SLA_EFFECT_BREACHED, "clock breached",
         "first contact missed, was due 2026-03-02 09:00"},
        {REVOPS_EFFECT_CLOCK + REVOPS_SLA_EFFECT_MET, "clock met",
         "first contact in time, was due 2026-03-02 09:00"},
        {REVOPS_EFFECT_CLOCK + REVOPS_SLA_EFFECT_MET_LATE, "clock met late",
         "first contact late, was due 2026-03-02 09:00"},
        {REVOPS_EFFECT_CLOCK + REVOPS_SLA_EFFECT_CANCELLED, "clock cancelled", "first contact called off"},
        {REVOPS_EFFECT_CLOCK + REVOPS_SLA_EFFECT_PAUSED, "clock paused", "first contact stands still"},
        {REVOPS_EFFECT_CLOCK + REVOPS_SLA_EFFECT_RESUMED, "clock resumed",
         "first contact runs on, due 2026-03-02 09:00"},
        {REVOPS_EFFECT_CLOCK + REVOPS_SLA_EFFECT_REOPENED, "clock reopened",
         "first contact reopened, due 2026-03-02 09:00"},
        {REVOPS_EFFECT_CLOCK + REVOPS_SLA_EFFECT_MOVED, "clock moved",
         "first contact moved, due 2026-03-02 09:00"},
        {0, "unknown", "unknown effect"},
        {15, "unknown", "unknown effect"},
    };
    for (int i = 0; i < ROWS(rows); i++) {
        revops_effect effect = {.at_ms = at(1, 9, 0),
                                .value = at(1, 9, 0),
                                .kind = rows[i].kind,
                                .event = REVOPS_EVENT_CALLED,
                                .clock = 1};
        char text[200];
        ck_assert_str_eq(revops_effect_name(rows[i].kind), rows[i].name);
        size_t length = revops_effect_text(engine, &effect, text, sizeof text);
        ck_assert_str_eq(text, rows[i].words);
        ck_assert_uint_eq(length, strlen(rows[i].words));
        for (size_t capacity = 0; capacity <= length + 1; capacity++) {
            char cut[200];
            memset(cut, '#', sizeof cut);
            ck_assert_uint_eq(revops_effect_text(engine, &effect, capacity ? cut : NULL, capacity), length);
            if (capacity) {
                size_t kept = capacity - 1 < length ? capacity - 1 : length;
                ck_assert_mem_eq(cut, rows[i].words, kept);
                ck_assert_int_eq(cut[kept], '\0');
            }
            ck_assert_int_eq(cut[capacity], '#');
        }
    }
    ck_assert_str_eq(revops_effect_name(REVOPS_EFFECT_ENTERED), "entered");
    ck_assert_str_eq(revops_effect_name(REVOPS_EFFECT_REFUSED), "refused");
    ck_assert_str_eq(revops_effect_name(REVOPS_EFFECT_UNCHANGED), "unchanged");
    ck_assert_str_eq(revops_effect_name(REVOPS_EFFECT_ASSIGNED), "assigned");
    ck_assert_str_eq(revops_effect_name(UINT32_MAX), "unknown");
    ck_assert_uint_eq(revops_effect_text(NULL, NULL, NULL, 0), 0);
}
END_TEST

START_TEST(test_words_of_effects_that_were_never_told)
{
    /* A host may read effects from a store: any bytes give some words. */
    uint64_t state = 99;
    for (int i = 0; i < 20000; i++) {
        revops_effect effect;
        unsigned char bytes[sizeof effect];
        for (size_t j = 0; j < sizeof bytes; j++) {
            state = state * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
            bytes[j] = (unsigned char)(state >> 56);
        }
        memcpy(&effect, bytes, sizeof effect);
        effect.kind = i % 3 ? effect.kind % 30 : effect.kind;
        char text[16];
        (void)revops_effect_text(engine, &effect, text, sizeof text);
    }
}
END_TEST

/* ---- names and values */

START_TEST(test_names_of_events_lead_back_to_them)
{
    for (revops_event_kind kind = REVOPS_EVENT_CREATED; kind <= REVOPS_EVENT_RESUMED; kind++) {
        const char *name = revops_event_name(kind);
        char longer[64];
        ck_assert_str_ne(name, "unknown");
        ck_assert_uint_eq(revops_event_find(name, strlen(name)), kind);
        ck_assert_uint_eq(revops_event_find(name, strlen(name) - 1), REVOPS_EVENT_NONE);
        snprintf(longer, sizeof longer, "%sx", name);
        ck_assert_uint_eq(revops_event_find(longer, strlen(longer)), REVOPS_EVENT_NONE);
        ck_assert_uint_eq(revops_event_find(name, strlen(name) + 1), REVOPS_EVENT_NONE); /* with its NUL */
    }
    ck_assert_str_eq(revops_event_name(REVOPS_EVENT_NONE), "unknown");
    ck_assert_str_eq(revops_event_name(UINT32_MAX), "unknown");
    ck_assert_uint_eq(revops_event_find(NULL, 5), REVOPS_EVENT_NONE);
    ck_assert_uint_eq(revops_event_find("", 0), REVOPS_EVENT_NONE);
    ck_assert_uint_eq(revops_event_find("w", 1), REVOPS_EVENT_NONE);
    ck_assert_uint_eq(revops_event_value(UINT32_MAX), REVOPS_VALUE_NONE);
}
END_TEST

static const struct {
    revops_event_kind kind;
    const char *text;
    revops_status status;
    int64_t value;
} values[] = {
    {REVOPS_EVENT_FIT_GRADED, "A", REVOPS_OK, 1},
    {REVOPS_EVENT_FIT_GRADED, "d", REVOPS_OK, 4},
    {REVOPS_EVENT_FIT_GRADED, "E", REVOPS_ERR_FORMAT, 0},
    {REVOPS_EVENT_FIT_GRADED, "@", REVOPS_ERR_FORMAT, 0},
    {REVOPS_EVENT_FIT_GRADED, "!", REVOPS_ERR_FORMAT, 0},
    {REVOPS_EVENT_FIT_GRADED, "\xc1", REVOPS_ERR_FORMAT, 0},
    {REVOPS_EVENT_FIT_GRADED, "AA", REVOPS_ERR_FORMAT, 0},
    {REVOPS_EVENT_FIT_GRADED, "1", REVOPS_ERR_FORMAT, 0},
    {REVOPS_EVENT_FIT_GRADED, "", REVOPS_OK, 0},
    {REVOPS_EVENT_CONFIRMED, "budget", REVOPS_OK, REVOPS_ITEM_BUDGET},
    {REVOPS_EVENT_CONFIRMED, "Economic_Buyer+decision-process+METRICS", REVOPS_OK,
     REVOPS_ITEM_ECONOMIC_BUYER | REVOPS_ITEM_DECISION_PROCESS | REVOPS_ITEM_METRICS},
    {REVOPS_EVENT_CONFIRMED, "need+need", REVOPS_OK, REVOPS_ITEM_NEED},
    {REVOPS_EVENT_CONFIRMED, "need+", REVOPS_ERR_FORMAT, 0},
    {REVOPS_EVENT_CONFIRMED, "+need", REVOPS_ERR_FORMAT, 0},
    {REVOPS_EVENT_CONFIRMED, "+", REVOPS_ERR_FORMAT, 0},
    {REVOPS_EVENT_CONFIRMED, "need,budget", REVOPS_ERR_FORMAT, 0},
    {REVOPS_EVENT_CONFIRMED, "bud", REVOPS_ERR_FORMAT, 0},
    {REVOPS_EVENT_WON, "0", REVOPS_OK, 0},
    {REVOPS_EVENT_WON, "2500000", REVOPS_OK, 2500000},
    {REVOPS_EVENT_WON, "9223372036854775807", REVOPS_OK, INT64_MAX},
    {REVOPS_EVENT_WON, "9223372036854775808", REVOPS_ERR_FORMAT, 0},
    {REVOPS_EVENT_WON, "99999999999999999999999999", REVOPS_ERR_FORMAT, 0},
    {REVOPS_EVENT_WON, "-1", REVOPS_ERR_FORMAT, 0},
    {REVOPS_EVENT_WON, "-", REVOPS_ERR_FORMAT, 0},
    {REVOPS_EVENT_WON, "+1", REVOPS_ERR_FORMAT, 0},
    {REVOPS_EVENT_WON, "1.5", REVOPS_ERR_FORMAT, 0},
    {REVOPS_EVENT_WON, "1e3", REVOPS_ERR_FORMAT, 0},
    {REVOPS_EVENT_WON, " 1", REVOPS_ERR_FORMAT, 0},
    {REVOPS_EVENT_PURCHASED, "\xd9\xa1", REVOPS_ERR_FORMAT, 0}, /* an Arabic digit */
    {REVOPS_EVENT_RECYCLED, "2026-03-02T09:00:00Z", REVOPS_OK, INT64_C(1772442000000)},
    {REVOPS_EVENT_RECYCLED, "2026-03-02 10:00:00+01:00", REVOPS_OK, INT64_C(1772442000000)},
    {REVOPS_EVENT_RECYCLED, "1772442000000", REVOPS_OK, INT64_C(1772442000000)},
    {REVOPS_EVENT_RECYCLED, "-5", REVOPS_OK, -5},
    {REVOPS_EVENT_RECYCLED, "-9223372036854775808", REVOPS_OK, INT64_MIN},
    {REVOPS_EVENT_RECYCLED, "-9223372036854775809", REVOPS_ERR_FORMAT, 0},
    {REVOPS_EVENT_RECYCLED, "2026-03-02", REVOPS_ERR_FORMAT, 0},
    {REVOPS_EVENT_RECYCLED, "2026-02-30T09:00:00Z", REVOPS_ERR_FORMAT, 0},
    {REVOPS_EVENT_CALLED, "whatever", REVOPS_OK, 0}, /* means nothing and is passed over */
    {UINT32_MAX, "1", REVOPS_OK, 0},
};

START_TEST(test_values_as_written_in_logs)
{
    size_t length = strlen(values[_i].text);
    char *exact = malloc(length + !length); /* without a NUL, so that a sanitizer sees a read past the end */
    int64_t value = 777;
    memcpy(exact, values[_i].text, length);
    ck_assert_int_eq(revops_event_parse_value(engine, values[_i].kind, exact, length, &value),
                     values[_i].status);
    ck_assert_int_eq(value, values[_i].status == REVOPS_OK ? values[_i].value : 777);
    free(exact);
}
END_TEST

START_TEST(test_values_refuse_null)
{
    int64_t value = 0;
    ck_assert_int_eq(revops_event_parse_value(NULL, 1, "", 0, &value), REVOPS_ERR_ARG);
    ck_assert_int_eq(revops_event_parse_value(engine, 1, NULL, 0, &value), REVOPS_ERR_ARG);
    ck_assert_int_eq(revops_event_parse_value(engine, 1, "", 0, NULL), REVOPS_ERR_ARG);
}
END_TEST

/* ---- building */

static revops_engine_params params_of_defaults(void)
{
    revops_engine_params params;
    ck_assert_int_eq(revops_engine_defaults(&params, sizeof params), REVOPS_OK);
    return params;
}

static revops_status build(const revops_engine_params *params)
{
    static _Alignas(16) unsigned char own[65536];
    const revops_engine *out;
    return revops_engine_build(params, own, sizeof own, NULL, &out);
}

START_TEST(test_build_refuses)
{
    revops_engine_params params = params_of_defaults();
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
    revops_sla_row rows[5];
    memset(rows, 0, sizeof rows);
    for (uint32_t i = 0; i < 5; i++) {
        rows[i].start = REVOPS_SIGNAL(REVOPS_EVENT_CREATED);
        rows[i].meet = REVOPS_SIGNAL(REVOPS_EVENT_CALLED);
        rows[i].target_ms = 1;
        rows[i].clock = i;
    }
    revops_sla_params sla = {.struct_size = sizeof sla,
                             .clock_count = 4,
                             .row_count = 4,
                             .row_size = sizeof rows[0],
                             .rows = rows};
    params.sla = &sla;
    ck_assert_int_eq(build(&params), REVOPS_OK);
    sla.clock_count = sla.row_count = 5;
    ck_assert_int_eq(build(&params), REVOPS_ERR_ARG);
    sla.clock_count = sla.row_count = 4;
    rows[2].meet = 0;
    ck_assert_int_eq(build(&params), REVOPS_ERR_UNSOUND);
}
END_TEST

START_TEST(test_build_in_every_size_of_memory)
{
    revops_engine_params params = params_of_defaults();
    static _Alignas(16) unsigned char own[REVOPS_ENGINE_DEFAULT_SIZE + 16];
    const revops_engine *out = NULL;
    size_t needed = 0;
    ck_assert_int_eq(revops_engine_build(&params, NULL, 0, &needed, &out), REVOPS_ERR_NOSPACE);
    ck_assert_uint_gt(needed, 0);
    ck_assert_uint_le(needed, REVOPS_ENGINE_DEFAULT_SIZE);
    memset(own, 0xa5, sizeof own);
    for (size_t size = 0; size < needed; size += size + 64 < needed ? 61 : 1) {
        ck_assert_int_eq(revops_engine_build(&params, own, size, NULL, &out), REVOPS_ERR_NOSPACE);
        ck_assert_ptr_null(out);
    }
    ck_assert_uint_eq(own[0], 0xa5);
    ck_assert_int_eq(revops_engine_build(&params, own + 4, needed, NULL, &out), REVOPS_ERR_ALIGN);
    ck_assert_int_eq(revops_engine_build(&params, own, needed, NULL, &out), REVOPS_OK);
    ck_assert_uint_eq(own[needed], 0xa5);
    ck_assert_ptr_eq(out, own);
    /* It holds no pointers: the same bytes elsewhere are the same engine. */
    static _Alignas(16) unsigned char moved[REVOPS_ENGINE_DEFAULT_SIZE];
    memcpy(moved, own, needed);
    memset(own, 0, sizeof own);
    engine = (const revops_engine *)(const void *)moved;
    revops_lead lead = mql_at(at(1, 9, 0), REVOPS_EVENT_DEMO_REQUESTED);
    ck_assert_str_ne(apply(&lead, event(at(1, 9, 1), REVOPS_EVENT_ACCEPTED)), "");
}
END_TEST

START_TEST(test_sizes_and_bad_pointers)
{
    ck_assert_uint_eq(sizeof(revops_lead), 512);
    revops_lead lead = {0};
    revops_event what = event(at(1, 9, 0), REVOPS_EVENT_CREATED);
    revops_effect effect;
    size_t count;
    ck_assert_int_eq(revops_engine_apply(NULL, &lead, &what, &effect, 1, &count), REVOPS_ERR_ARG);
    ck_assert_int_eq(revops_engine_apply(engine, NULL, &what, &effect, 1, &count), REVOPS_ERR_ARG);
    ck_assert_int_eq(revops_engine_apply(engine, &lead, NULL, &effect, 1, &count), REVOPS_ERR_ARG);
    ck_assert_int_eq(revops_engine_apply(engine, &lead, &what, NULL, 1, &count), REVOPS_ERR_ARG);
    ck_assert_int_eq(revops_engine_apply(engine, &lead, &what, &effect, 1, NULL), REVOPS_ERR_ARG);
    ck_assert_int_eq(revops_engine_advance(NULL, &lead, 0, &effect, 1, &count), REVOPS_ERR_ARG);
    ck_assert_int_eq(revops_engine_advance(engine, NULL, 0, &effect, 1, &count), REVOPS_ERR_ARG);
    ck_assert_int_eq(revops_engine_advance(engine, &lead, REVOPS_TIME_NONE, &effect, 1, &count),
                     REVOPS_ERR_ARG);
    ck_assert_int_eq(revops_engine_advance(engine, &lead, 0, NULL, 0, &count), REVOPS_OK); /* not begun */
    ck_assert_int_eq(revops_engine_next_wakeup(NULL, &lead), REVOPS_TIME_NONE);
    ck_assert_int_eq(revops_engine_next_wakeup(engine, NULL), REVOPS_TIME_NONE);
    ck_assert_int_eq(revops_engine_next_wakeup(engine, &lead), REVOPS_TIME_NONE);
    ck_assert_int_eq(revops_lead_init(NULL, 0), REVOPS_ERR_ARG);
    ck_assert_int_eq(revops_lead_init(&lead, REVOPS_TIME_NONE), REVOPS_ERR_ARG);
    ck_assert_int_eq(revops_engine_defaults(NULL, 1000), REVOPS_ERR_ARG);
    ck_assert_int_eq(revops_engine_default(NULL, 0, &engine), REVOPS_ERR_ARG);
    ck_assert_ptr_null(revops_engine_lifecycle(NULL));
    ck_assert_ptr_null(revops_engine_sla(NULL));
    ck_assert_str_eq(revops_engine_clock_name(engine, 4), "unknown");
    ck_assert_str_eq(revops_engine_clock_name(NULL, 0), "unknown");
}
END_TEST

static Suite *suite_of_tests(void)
{
    Suite *suite = suite_create("engine");
    TCase *cases = tcase_create("engine");
    tcase_add_checked_fixture(cases, set_up, NULL);
    tcase_set_timeout(cases, 60);
    tcase_add_loop_test(cases, test_SL1_to_SL4_verdicts_fall_at_the_deadline, 0, ROWS(clocks));
    tcase_add_test(cases, test_SL9_a_paused_disposition_waits_for_the_customer);
    tcase_add_test(cases, test_LC2_an_mql_needs_fit_and_intent);
    tcase_add_test(cases, test_LC2_words_say_what_made_an_mql);
    tcase_add_test(cases, test_LC3_no_event_accepts_by_itself);
    tcase_add_test(cases, test_LC4_LC5_LC15_refusals_in_words_change_no_stage);
    tcase_add_test(cases, test_LC9_a_recycled_lead_is_due_at_its_instant);
    tcase_add_test(cases, test_LC9_the_end_of_nurture_is_told_by_the_next_event_too);
    tcase_add_test(cases, test_LC10_unreachable_needs_six_touches_over_two_weeks);
    tcase_add_test(cases, test_LC11_a_purchase_wins_from_everywhere);
    tcase_add_test(cases, test_LC12_won_hands_over_and_may_be_reopened);
    tcase_add_test(cases, test_the_amount_of_the_latest_win_is_kept_however_many_there_are);
    tcase_add_test(cases, test_LC16_late_duplicate_and_invalid_events_change_nothing);
    tcase_add_test(cases, test_LC16_an_event_before_what_advancing_told_is_late);
    tcase_add_test(cases, test_effects_at_every_capacity);
    tcase_add_test(cases, test_LC16_replay_equals_apply_whatever_the_room);
    tcase_add_test(cases, test_replay_refuses_what_it_cannot_read);
    tcase_add_test(cases, test_the_next_wakeup_is_the_first_moment_with_something_to_tell);
    tcase_add_test(cases, test_nothing_is_due_at_the_end_of_time);
    tcase_add_test(cases, test_a_deadline_that_does_not_fit_changes_nothing);
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
