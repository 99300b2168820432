/* SPDX-License-Identifier: MIT */
#include "test.h"

#include "engine-policies.h"

enum { RECORD_MAX = 2048, TOLD_MAX = 16 };

static const int64_t T0 = 1772442000000; /* 2026-03-02T09:00Z */

/* A lead under test, and what the latest event told. */
typedef struct play {
    const revops_engine *engine;
    unsigned char record[RECORD_MAX];
    revops_effect effects[TOLD_MAX];
    size_t count;
    revops_engine_mode mode;
    int64_t at_ms;
} play;

static const revops_engine *sales;

static void setup(void)
{
    revops_policy_params policy;
    sales_policy(&policy);
    sales = engine_of(&policy, 0);
    ck_assert_ptr_nonnull(sales);
}

static void teardown(void)
{
    free((void *)(uintptr_t)sales);
}

static play begin(revops_engine_mode mode)
{
    play p = {.engine = sales, .mode = mode, .at_ms = T0};
    ck_assert_uint_le(revops_lead_size(sales), RECORD_MAX);
    ck_assert_int_eq(revops_lead_init(sales, p.record), REVOPS_OK);
    return p;
}

static revops_status apply(play *p, revops_event event)
{
    event.at_ms = event.at_ms ? event.at_ms : (p->at_ms += REVOPS_HOUR_MS);
    revops_status status =
        revops_engine_apply(p->engine, p->record, &event, p->mode, p->effects, TOLD_MAX, &p->count);
    ck_assert_int_eq(revops_lead_verify(p->engine, p->record, 1), REVOPS_OK);
    return status;
}

/* An event of which only its kind matters. */
static void happens(play *p, uint32_t kind)
{
    ck_assert_int_eq(apply(p, (revops_event){.kind = kind, .value = REVOPS_MISSING}), REVOPS_OK);
}

static void confirm(play *p, uint64_t items)
{
    ck_assert_int_eq(apply(p, (revops_event){.kind = E_CONFIRMED, .value = (int64_t)items}), REVOPS_OK);
}

static void names(play *p, uint32_t stage)
{
    ck_assert_int_eq(apply(p, (revops_event){.kind = E_STAGE, .value = stage}), REVOPS_OK);
}

static uint64_t bit(uint32_t number)
{
    return UINT64_C(1) << (number - 1);
}

static const revops_effect *told(const play *p, revops_effect_kind kind)
{
    for (size_t i = 0; i < p->count; i++) {
        if (p->effects[i].kind == kind) {
            return &p->effects[i];
        }
    }
    return NULL;
}

static revops_lead_state state(const play *p)
{
    revops_lead_state out;
    ck_assert_int_eq(revops_lead_read(p->engine, p->record, &out), REVOPS_OK);
    return out;
}

static uint32_t place(const play *p)
{
    revops_lead_state s = state(p);
    return s.step ? s.step : s.stage;
}

START_TEST(test_LC17_names_resolve_both_ways_whatever_their_spelling)
{
    static const struct {
        revops_engine_list list;
        const char *text;
        uint32_t number;
    } found[] = {{REVOPS_ENGINE_LIST_EVENTS, "OFFER sent", E_OFFER},
                 {REVOPS_ENGINE_LIST_EVENTS, "demo - held", E_DEMO},
                 {REVOPS_ENGINE_LIST_STAGES, "sql", S_SQL},
                 {REVOPS_ENGINE_LIST_ITEMS, "Value_Seen", I_DEMO},
                 {REVOPS_ENGINE_LIST_REASONS, "WRONG size", R_SIZE},
                 {REVOPS_ENGINE_LIST_MOVES, "demo_held", 4}};
    for (size_t i = 0; i < sizeof found / sizeof found[0]; i++) {
        uint32_t number = 0;
        ck_assert_int_eq(
            revops_engine_find(sales, found[i].list, found[i].text, strlen(found[i].text), &number),
            REVOPS_OK);
        ck_assert_uint_eq(number, found[i].number);
    }
    uint32_t number;
    ck_assert_int_eq(revops_engine_find(sales, REVOPS_ENGINE_LIST_STAGES, "won deal", 8, &number),
                     REVOPS_ERR_RANGE);
    ck_assert_str_eq(revops_engine_name(sales, REVOPS_ENGINE_LIST_REASONS, R_PRICE), "price");
    ck_assert_str_eq(revops_engine_name(sales, REVOPS_ENGINE_LIST_REASONS, 0), "unknown");
    ck_assert_uint_eq(revops_engine_count(sales, REVOPS_ENGINE_LIST_EVENTS), POLICY_EVENTS);
}
END_TEST

START_TEST(test_SEM12_the_first_event_finds_the_lead_in_the_first_stage)
{
    static const struct {
        uint32_t kind;
        int64_t value;
        uint16_t flags;
    } firsts[] = {{E_CREATED, REVOPS_MISSING, 0},
                  {E_STAGE, S_LEAD, 0},
                  {E_STAGE, S_SAL, REVOPS_EFFECT_INFERRED},
                  {E_MQL, REVOPS_MISSING, REVOPS_EFFECT_INFERRED}};
    for (size_t i = 0; i < sizeof firsts / sizeof firsts[0]; i++) {
        play p = begin(REVOPS_ENGINE_RECORD);
        ck_assert_int_eq(apply(&p, (revops_event){.kind = firsts[i].kind, .value = firsts[i].value}),
                         REVOPS_OK);
        ck_assert_uint_eq(p.effects[0].kind, REVOPS_EFFECT_ENTERED);
        ck_assert_uint_eq(p.effects[0].stage, S_LEAD);
        ck_assert_uint_eq(p.effects[0].flags, firsts[i].flags);
    }
}
END_TEST

START_TEST(test_LC15_LC18_a_refused_move_says_what_is_missing_and_a_recorded_one_is_taken)
{
    play p = begin(REVOPS_ENGINE_ENFORCE);
    happens(&p, E_CREATED);
    happens(&p, E_QUALIFIED); /* fit for MQL, contact comes with it, budget and need aren't there */
    const revops_effect *refused = told(&p, REVOPS_EFFECT_REFUSED);
    ck_assert_ptr_nonnull(refused);
    ck_assert_uint_eq(refused->why, REVOPS_EFFECT_ITEM_MISSING);
    ck_assert_uint_eq(refused->items, bit(I_FIT) | bit(I_BUDGET) | bit(I_NEED));
    ck_assert_uint_eq(place(&p), S_LEAD);
    ck_assert_uint_eq(state(&p).items, 0); /* nothing of a refused move [SEM11] */
    char text[200];
    revops_effect_text(sales, refused, text, sizeof text);
    ck_assert_str_eq(text, "refused SQL: missing fit, budget, need");

    play r = begin(REVOPS_ENGINE_RECORD);
    happens(&r, E_CREATED);
    happens(&r, E_QUALIFIED);
    ck_assert_uint_eq(place(&r), S_SQL);
    const revops_effect *deviation = told(&r, REVOPS_EFFECT_DEVIATION);
    ck_assert_ptr_nonnull(deviation);
    ck_assert_uint_eq(deviation->why, REVOPS_EFFECT_ITEM_MISSING | REVOPS_EFFECT_STAGE_SKIPPED);
    ck_assert_uint_eq(deviation->items, refused->items);
    ck_assert_uint_eq(deviation->stages, bit(S_MQL) | bit(S_SAL));
    ck_assert_uint_eq(state(&r).items, bit(I_CONTACT));
}
END_TEST

START_TEST(test_LC7_steps_are_left_by_their_criteria_and_passed_over_as_inferred)
{
    play p = begin(REVOPS_ENGINE_ENFORCE);
    happens(&p, E_CREATED);
    confirm(&p, bit(I_FIT) | bit(I_BUDGET) | bit(I_NEED));
    happens(&p, E_QUALIFIED);
    ck_assert_uint_eq(place(&p), S_SQL);
    happens(&p, E_OFFER); /* passes the demo: value must be seen */
    ck_assert_uint_eq(told(&p, REVOPS_EFFECT_REFUSED)->items, bit(I_DEMO));
    confirm(&p, bit(I_DEMO));
    happens(&p, E_OFFER);
    ck_assert_uint_eq(place(&p), S_OFFER);
    ck_assert_uint_eq(state(&p).stage, S_DEAL);
    ck_assert_uint_eq(told(&p, REVOPS_EFFECT_ENTERED)->stages, bit(S_DEMO));
    revops_lead_dates dates;
    ck_assert_int_eq(revops_lead_entered(sales, p.record, S_DEMO, &dates), REVOPS_OK);
    ck_assert(dates.first_inferred && !dates.reached && dates.first_ms == p.at_ms);
    ck_assert_int_eq(revops_lead_entered(sales, p.record, S_DEAL, &dates), REVOPS_OK);
    ck_assert(!dates.first_inferred && dates.reached);
    names(&p, S_DEAL); /* a stage with ordered steps is present at any of them */
    ck_assert_ptr_nonnull(told(&p, REVOPS_EFFECT_UNCHANGED));
}
END_TEST

START_TEST(test_LC19_a_named_stage_claims_what_only_its_move_proves)
{
    play p = begin(REVOPS_ENGINE_ENFORCE);
    happens(&p, E_CREATED);
    names(&p, S_WON); /* a signature is proof enough for what is passed over */
    ck_assert_uint_eq(place(&p), S_WON);
    ck_assert_uint_eq(state(&p).wins, 1);
    ck_assert_uint_eq(state(&p).items, 0); /* the claim isn't stored */
    ck_assert_int_eq(told(&p, REVOPS_EFFECT_WON)->value, REVOPS_MISSING);
}
END_TEST

START_TEST(test_SEM12_moves_back_by_name_and_by_trigger)
{
    play p = begin(REVOPS_ENGINE_ENFORCE);
    happens(&p, E_CREATED);
    confirm(&p, bit(I_FIT));
    happens(&p, E_ACCEPTED);
    names(&p, S_MQL);
    ck_assert_uint_eq(told(&p, REVOPS_EFFECT_REFUSED)->why, REVOPS_EFFECT_MOVED_BACK);
    happens(&p, E_MQL);
    ck_assert_uint_eq(told(&p, REVOPS_EFFECT_REFUSED)->why, REVOPS_EFFECT_MOVED_BACK);
    p.mode = REVOPS_ENGINE_RECORD;
    names(&p, S_MQL);
    ck_assert_uint_eq(place(&p), S_MQL);
    ck_assert_uint_eq(told(&p, REVOPS_EFFECT_DEVIATION)->why, REVOPS_EFFECT_MOVED_BACK);
    ck_assert_uint_eq(told(&p, REVOPS_EFFECT_ENTERED)->flags, REVOPS_EFFECT_BACK);
    ck_assert_uint_eq(state(&p).cycle, 1);
}
END_TEST

START_TEST(test_SEM9_a_verdict_is_history)
{
    play p = begin(REVOPS_ENGINE_ENFORCE);
    happens(&p, E_CREATED);
    ck_assert_int_eq(
        apply(&p, (revops_event){.kind = E_MQL, .value = REVOPS_MISSING, .verdict = REVOPS_EVENT_TAKEN}),
        REVOPS_OK);
    ck_assert_uint_eq(place(&p), S_MQL);
    ck_assert_uint_eq(told(&p, REVOPS_EFFECT_DEVIATION)->why, REVOPS_EFFECT_ITEM_MISSING);
    ck_assert_int_eq(apply(&p, (revops_event){.kind = E_ACCEPTED,
                                              .value = REVOPS_MISSING,
                                              .verdict = REVOPS_EVENT_REFUSED,
                                              .actor = 4}),
                     REVOPS_OK);
    ck_assert_uint_eq(place(&p), S_MQL);
    ck_assert_uint_eq(state(&p).owner, 0);
    ck_assert(told(&p, REVOPS_EFFECT_REFUSED)->why & REVOPS_EFFECT_REFUSED_BEFORE);
}
END_TEST

START_TEST(test_SEM11_C36_facts_of_a_refused_move_do_not_count_but_attributes_do)
{
    play p = begin(REVOPS_ENGINE_ENFORCE);
    ck_assert_int_eq(
        apply(&p, (revops_event){.kind = E_ACCEPTED, .value = REVOPS_MISSING, .actor = 9, .source = 3}),
        REVOPS_OK);
    ck_assert_uint_eq(state(&p).owner, 0);
    ck_assert_uint_eq(state(&p).source, 3);
    ck_assert_int_eq(apply(&p, (revops_event){.kind = E_COMPANY, .value = 250}), REVOPS_OK);
    int64_t employees;
    ck_assert_int_eq(revops_lead_attribute(sales, p.record, 1, &employees), REVOPS_OK);
    ck_assert_int_eq(employees, 250);
    ck_assert_int_eq(apply(&p, (revops_event){.kind = E_COMPANY, .value = REVOPS_MISSING}), REVOPS_OK);
    ck_assert_int_eq(revops_lead_attribute(sales, p.record, 1, &employees), REVOPS_OK);
    ck_assert_int_eq(employees, REVOPS_MISSING);
    happens(&p, E_STAGE); /* an empty stage is refused here */
    ck_assert_uint_eq(told(&p, REVOPS_EFFECT_REFUSED)->why, REVOPS_EFFECT_VALUE_MISSING);
}
END_TEST

START_TEST(test_SEM17_effects_carry_the_owner_before_the_event)
{
    play p = begin(REVOPS_ENGINE_RECORD);
    ck_assert_int_eq(apply(&p, (revops_event){.kind = E_ASSIGNED, .value = REVOPS_MISSING, .actor = 5}),
                     REVOPS_OK);
    ck_assert_uint_eq(told(&p, REVOPS_EFFECT_OWNER)->owner, 5);
    ck_assert_int_eq(apply(&p, (revops_event){.kind = E_ACCEPTED, .value = REVOPS_MISSING, .actor = 6}),
                     REVOPS_OK);
    ck_assert_uint_eq(told(&p, REVOPS_EFFECT_ENTERED)->owner, 5);
    ck_assert_uint_eq(told(&p, REVOPS_EFFECT_OWNER)->owner, 6);
    ck_assert_int_eq(told(&p, REVOPS_EFFECT_OWNER)->value, 5);
}
END_TEST

START_TEST(test_C17_C18_LC23_wins_add_up_over_cycles_and_belong_to_someone)
{
    play p = begin(REVOPS_ENGINE_RECORD);
    happens(&p, E_CREATED);
    ck_assert_int_eq(apply(&p, (revops_event){.kind = E_WON, .value = 100, .actor = 8}), REVOPS_OK);
    ck_assert_uint_eq(told(&p, REVOPS_EFFECT_WON)->owner, 8);
    ck_assert_int_eq(apply(&p, (revops_event){.kind = E_WON, .value = 7}), REVOPS_OK); /* a further one */
    ck_assert_ptr_nonnull(told(&p, REVOPS_EFFECT_UNCHANGED));
    ck_assert_int_eq(told(&p, REVOPS_EFFECT_WON)->value, 7);
    names(&p, S_WON); /* by name nothing changes */
    ck_assert_ptr_null(told(&p, REVOPS_EFFECT_WON));
    happens(&p, E_REOPENED);
    ck_assert_uint_eq(state(&p).cycle, 2);
    ck_assert(told(&p, REVOPS_EFFECT_ENTERED)->flags & REVOPS_EFFECT_NEW_CYCLE);
    ck_assert_int_eq(apply(&p, (revops_event){.kind = E_WON, .value = 5}), REVOPS_OK);
    ck_assert_uint_eq(state(&p).wins, 3);
    ck_assert_int_eq(state(&p).won_amount, 112);
    ck_assert_int_eq(state(&p).won_latest, 5);
}
END_TEST

START_TEST(test_LC23_items_given_while_closed_belong_to_the_next_cycle)
{
    play p = begin(REVOPS_ENGINE_ENFORCE);
    happens(&p, E_CREATED);
    confirm(&p, bit(I_FIT) | bit(I_NEED));
    ck_assert_int_eq(apply(&p, (revops_event){.kind = E_OUT, .value = REVOPS_MISSING, .reason = R_SIZE}),
                     REVOPS_OK);
    ck_assert_uint_eq(place(&p), S_OUT);
    confirm(&p, bit(I_BUDGET));
    happens(&p, E_REOPENED);
    ck_assert_uint_eq(state(&p).items, bit(I_FIT) | bit(I_BUDGET)); /* fit lasts, need doesn't */
    ck_assert_int_eq(apply(&p, (revops_event){.kind = E_WITHDRAWN, .value = (int64_t)bit(I_FIT)}), REVOPS_OK);
    ck_assert_uint_eq(state(&p).items, bit(I_BUDGET));
}
END_TEST

START_TEST(test_LC4_LC9_LC27_reasons_need_what_they_need)
{
    play p = begin(REVOPS_ENGINE_ENFORCE);
    happens(&p, E_CREATED);
    happens(&p, E_OUT);
    ck_assert_uint_eq(told(&p, REVOPS_EFFECT_REFUSED)->why, REVOPS_EFFECT_REASON_MISSING);
    ck_assert_int_eq(apply(&p, (revops_event){.kind = E_RECYCLED, .value = 1, .reason = R_PRICE}), REVOPS_OK);
    ck_assert_uint_eq(told(&p, REVOPS_EFFECT_REFUSED)->why,
                      REVOPS_EFFECT_REASON_MISSING | REVOPS_EFFECT_RESUME_MISSING);
    int64_t resume_ms = T0 + 90 * REVOPS_DAY_MS;
    ck_assert_int_eq(apply(&p, (revops_event){.kind = E_RECYCLED, .value = resume_ms, .reason = R_TIMING}),
                     REVOPS_OK);
    ck_assert_uint_eq(told(&p, REVOPS_EFFECT_REFUSED)->items, bit(I_NEED)); /* wrong timing needs a need */
    confirm(&p, bit(I_NEED));
    ck_assert_int_eq(apply(&p, (revops_event){.kind = E_RECYCLED, .value = resume_ms, .reason = R_TIMING}),
                     REVOPS_OK);
    ck_assert_uint_eq(place(&p), S_NURTURE);
    ck_assert_int_eq(state(&p).resume_ms, resume_ms);
    ck_assert_int_eq(revops_lead_next_wakeup(sales, p.record), resume_ms + 1);
    /* entered again: put off */
    ck_assert_int_eq(
        apply(&p, (revops_event){.kind = E_RECYCLED, .value = resume_ms + 5, .reason = R_TIMING}), REVOPS_OK);
    ck_assert_ptr_nonnull(told(&p, REVOPS_EFFECT_ENTERED));
    ck_assert_int_eq(state(&p).resume_ms, resume_ms + 5);
    p.mode = REVOPS_ENGINE_RECORD;
    happens(&p, E_OUT);
    ck_assert_uint_eq(told(&p, REVOPS_EFFECT_DEVIATION)->why, REVOPS_EFFECT_REASON_MISSING);
    ck_assert_uint_eq(state(&p).reason, 0);
}
END_TEST

START_TEST(test_SEM6_advance_tells_strictly_before_now_and_what_was_told_stands)
{
    play p = begin(REVOPS_ENGINE_RECORD);
    int64_t resume_ms = T0 + 10 * REVOPS_DAY_MS;
    ck_assert_int_eq(apply(&p, (revops_event){.kind = E_RECYCLED, .value = resume_ms, .reason = R_SIZE}),
                     REVOPS_OK);
    ck_assert_int_eq(revops_engine_advance(sales, p.record, resume_ms, p.effects, TOLD_MAX, &p.count),
                     REVOPS_OK);
    ck_assert_uint_eq(p.count, 0);
    ck_assert_int_eq(revops_engine_advance(sales, p.record, resume_ms + 1, p.effects, TOLD_MAX, &p.count),
                     REVOPS_OK);
    ck_assert_uint_eq(p.count, 1);
    ck_assert_uint_eq(p.effects[0].kind, REVOPS_EFFECT_RESUME_DUE);
    ck_assert_int_eq(p.effects[0].at_ms, resume_ms);
    ck_assert_int_eq(revops_lead_next_wakeup(sales, p.record), REVOPS_TIME_NONE);
    /* C06 */
    ck_assert_int_eq(apply(&p, (revops_event){.kind = E_CALL, .at_ms = resume_ms, .value = REVOPS_MISSING}),
                     REVOPS_ERR_LATE);
    ck_assert_int_eq(p.effects[0].value, resume_ms);
    ck_assert_int_eq(
        apply(&p, (revops_event){.kind = E_CALL, .at_ms = resume_ms + 1, .value = REVOPS_MISSING}),
        REVOPS_OK);
}
END_TEST

START_TEST(test_SEM5_late_duplicate_and_new_events)
{
    play p = begin(REVOPS_ENGINE_RECORD);
    const revops_event call = {.kind = E_CALL, .at_ms = T0, .value = REVOPS_MISSING, .id = 4};
    ck_assert_int_eq(apply(&p, call), REVOPS_OK);
    ck_assert_int_eq(apply(&p, call), REVOPS_ERR_DUPLICATE);
    ck_assert_uint_eq(p.effects[0].kind, REVOPS_EFFECT_DUPLICATE);
    revops_event other = call;
    other.id = 3;
    ck_assert_int_eq(apply(&p, other), REVOPS_ERR_LATE);
    other.id = 5;
    ck_assert_int_eq(apply(&p, other), REVOPS_OK);
    other.kind = E_CREATED; /* a lower rank at the same instant */
    ck_assert_int_eq(apply(&p, other), REVOPS_ERR_LATE);
    other.sequence = 1;
    ck_assert_int_eq(apply(&p, other), REVOPS_OK);
}
END_TEST

START_TEST(test_LC10_LC25_C24_unreachable_needs_touches_over_time)
{
    play p = begin(REVOPS_ENGINE_ENFORCE);
    happens(&p, E_CREATED);
    for (int i = 0; i < 6; i++) { /* a millisecond apart: one touch */
        ck_assert_int_eq(apply(&p, (revops_event){.kind = E_CALL,
                                                  .at_ms = T0 + 2 * REVOPS_HOUR_MS + i,
                                                  .value = REVOPS_MISSING,
                                                  .id = 1u + (uint64_t)i}),
                         REVOPS_OK);
    }
    ck_assert_uint_eq(state(&p).touches, 1);
    p.at_ms = T0 + 2 * REVOPS_HOUR_MS;
    const revops_event out = {.kind = E_OUT, .value = REVOPS_MISSING, .reason = R_UNREACHABLE};
    ck_assert_int_eq(apply(&p, out), REVOPS_OK);
    const revops_effect *refused = told(&p, REVOPS_EFFECT_REFUSED);
    ck_assert_uint_eq(refused->why, REVOPS_EFFECT_TOO_FEW_TOUCHES);
    ck_assert_uint_eq(refused->missing_touches, 5);
    ck_assert_int_eq(refused->span_ms, 14 * REVOPS_DAY_MS - REVOPS_HOUR_MS);
    for (int i = 0; i < 5; i++) {
        happens(&p, E_MAIL);
    }
    revops_event at_last = out;
    at_last.at_ms = T0 + 2 * REVOPS_HOUR_MS + 14 * REVOPS_DAY_MS;
    play talked = p;
    ck_assert_int_eq(apply(&p, at_last), REVOPS_OK);
    ck_assert_uint_eq(place(&p), S_OUT);
    happens(&talked, E_TALK); /* a conversation: never unreachable */
    ck_assert_int_eq(apply(&talked, at_last), REVOPS_OK);
    ck_assert_uint_eq(place(&talked), S_LEAD);
}
END_TEST

START_TEST(test_SEM12_what_no_row_allows)
{
    play p = begin(REVOPS_ENGINE_RECORD);
    happens(&p, E_CREATED);
    happens(&p, E_REOPENED); /* from an open stage: to its only target, where the lead stands */
    ck_assert_ptr_nonnull(told(&p, REVOPS_EFFECT_UNCHANGED));
    ck_assert_int_eq(apply(&p, (revops_event){.kind = E_LOST, .value = REVOPS_MISSING, .reason = R_PRICE}),
                     REVOPS_OK);
    ck_assert_uint_eq(place(&p), S_LOST);
    ck_assert(told(&p, REVOPS_EFFECT_DEVIATION)->why & REVOPS_EFFECT_NO_ROW);
    names(&p, S_SQL); /* from a closed one into a new cycle: some move reopens */
    ck_assert_uint_eq(state(&p).cycle, 2);
    ck_assert(!(told(&p, REVOPS_EFFECT_DEVIATION)->why & REVOPS_EFFECT_NO_ROW));
    play q = begin(REVOPS_ENGINE_ENFORCE);
    happens(&q, E_CREATED);
    ck_assert_int_eq(apply(&q, (revops_event){.kind = E_LOST, .value = REVOPS_MISSING, .reason = R_PRICE}),
                     REVOPS_OK);
    ck_assert(told(&q, REVOPS_EFFECT_REFUSED)->why & REVOPS_EFFECT_NO_ROW);
}
END_TEST

START_TEST(test_SEM13_an_inferred_date_stays_until_observed_in_the_same_cycle)
{
    play p = begin(REVOPS_ENGINE_RECORD);
    happens(&p, E_CREATED);
    names(&p, S_SAL);
    revops_lead_dates dates;
    int64_t skipped_ms = p.at_ms;
    ck_assert_int_eq(revops_lead_entered(sales, p.record, S_MQL, &dates), REVOPS_OK);
    ck_assert(dates.first_ms == skipped_ms && dates.first_inferred);
    names(&p, S_LEAD);
    names(&p, S_SAL); /* passed over again */
    ck_assert_uint_eq(told(&p, REVOPS_EFFECT_DEVIATION)->stages, bit(S_MQL));
    ck_assert_int_eq(revops_lead_entered(sales, p.record, S_MQL, &dates), REVOPS_OK);
    ck_assert_int_eq(dates.latest_ms, skipped_ms);
    names(&p, S_MQL);
    ck_assert_int_eq(revops_lead_entered(sales, p.record, S_MQL, &dates), REVOPS_OK);
    ck_assert(!dates.first_inferred && dates.first_ms == p.at_ms);
}
END_TEST

START_TEST(test_SEM2_ranks)
{
    static const struct {
        uint32_t kind;
        int64_t value;
    } rising[] = {{E_CREATED, REVOPS_MISSING},
                  {E_WITHDRAWN, 1},
                  {E_CONFIRMED, 1},
                  {E_CALL, REVOPS_MISSING},
                  {E_MQL, REVOPS_MISSING},
                  {E_STAGE, REVOPS_MISSING},
                  {E_STAGE, S_LEAD},
                  {E_ACCEPTED, REVOPS_MISSING},
                  {E_QUALIFIED, REVOPS_MISSING},
                  {E_OUT, REVOPS_MISSING},
                  {E_WON, 5},
                  {E_REOPENED, REVOPS_MISSING}};
    for (size_t i = 1; i < sizeof rising / sizeof rising[0]; i++) {
        ck_assert_uint_lt(revops_engine_rank(sales, rising[i - 1].kind, rising[i - 1].value),
                          revops_engine_rank(sales, rising[i].kind, rising[i].value));
    }
    ck_assert_uint_eq(revops_engine_rank(sales, E_STAGE, S_SAL),
                      revops_engine_rank(sales, E_ACCEPTED, REVOPS_MISSING));
}
END_TEST

START_TEST(test_C53_every_byte_of_a_record_is_watched)
{
    play p = begin(REVOPS_ENGINE_RECORD);
    happens(&p, E_CREATED);
    happens(&p, E_CALL);
    names(&p, S_SAL);
    size_t noticed = 0, size = revops_lead_size(sales);
    for (size_t i = 0; i < size; i++) {
        unsigned char damaged[RECORD_MAX];
        memcpy(damaged, p.record, size);
        damaged[i] ^= 0x40;
        noticed += revops_lead_verify(sales, damaged, 1) == REVOPS_ERR_CORRUPT;
    }
    ck_assert_uint_gt(noticed * 10,
                      size * 4); /* what is left are other legal values: instants, ids, amounts */
    unsigned char fresh[RECORD_MAX];
    ck_assert_int_eq(revops_lead_init(sales, fresh), REVOPS_OK);
    for (size_t i = 0; i < size; i++) { /* nothing is known of a fresh one: no other value is legal */
        fresh[i] ^= 1;
        ck_assert_int_eq(revops_lead_verify(sales, fresh, 1), REVOPS_ERR_CORRUPT);
        fresh[i] ^= 1;
    }
}
END_TEST

START_TEST(test_SEM28_a_record_may_lie_anywhere)
{
    play p = begin(REVOPS_ENGINE_RECORD);
    unsigned char odd[RECORD_MAX + 1];
    ck_assert_int_eq(revops_lead_init(sales, odd + 1), REVOPS_OK);
    const revops_event event = {.at_ms = T0, .kind = E_WON, .value = 3};
    size_t count;
    ck_assert_int_eq(revops_engine_apply(sales, odd + 1, &event, p.mode, NULL, 0, &count), REVOPS_OK);
    ck_assert_int_eq(apply(&p, event), REVOPS_OK);
    ck_assert_uint_eq(count, p.count);
    ck_assert_mem_eq(odd + 1, p.record, revops_lead_size(sales));
    ck_assert_uint_eq(revops_lead_size(sales) % 64, 0);
    ck_assert_uint_eq(sizeof(revops_effect), 128);
}
END_TEST

START_TEST(test_SEM27_apply_looks_first)
{
    play p = begin(REVOPS_ENGINE_RECORD);
    unsigned char before[RECORD_MAX];
    memcpy(before, p.record, sizeof before);
    revops_event event = {.at_ms = T0, .kind = E_STAGE, .value = S_MQL};
    size_t count = 0;
    ck_assert_int_eq(revops_engine_apply(sales, p.record, &event, p.mode, p.effects, 1, &count),
                     REVOPS_ERR_NOSPACE);
    ck_assert_uint_eq(count, revops_engine_effects_max(sales));
    event.value = 12;
    ck_assert_int_eq(revops_engine_apply(sales, p.record, &event, p.mode, NULL, 0, &count), REVOPS_ERR_ARG);
    event.value = S_MQL;
    event.reserved = 1;
    ck_assert_int_eq(revops_engine_apply(sales, p.record, &event, p.mode, NULL, 0, &count), REVOPS_ERR_NEWER);
    event.reserved = 0;
    event.kind = POLICY_EVENTS + 1;
    ck_assert_int_eq(revops_engine_apply(sales, p.record, &event, p.mode, NULL, 0, &count), REVOPS_ERR_ARG);
    event.kind = E_STAGE;
    event.at_ms = REVOPS_TIME_NONE;
    ck_assert_int_eq(revops_engine_apply(sales, p.record, &event, p.mode, NULL, 0, &count), REVOPS_ERR_ARG);
    ck_assert_mem_eq(before, p.record, sizeof before);
    p.record[0] ^= 1;
    event.at_ms = T0;
    ck_assert_int_eq(revops_engine_apply(sales, p.record, &event, p.mode, NULL, 0, &count),
                     REVOPS_ERR_CORRUPT);
}
END_TEST

START_TEST(test_LC28_a_record_of_other_names_is_refused)
{
    revops_policy_params policy;
    sales_policy(&policy);
    revops_policy_stage stages[16];
    memcpy(stages, policy.stages, policy.stage_count * sizeof stages[0]);
    stages[2].name = "SAL 2";
    policy.stages = stages;
    const revops_engine *other = engine_of(&policy, 0);
    ck_assert_ptr_nonnull(other);
    play p = begin(REVOPS_ENGINE_RECORD);
    happens(&p, E_CREATED);
    ck_assert_int_eq(revops_lead_verify(other, p.record, 1), REVOPS_ERR_CORRUPT);
    stages[2].name = "s-a-l"; /* another spelling is another name; another case isn't */
    free((void *)(uintptr_t)other);
    stages[2].name = "sal";
    other = engine_of(&policy, 0);
    ck_assert_int_eq(revops_lead_verify(other, p.record, 1), REVOPS_OK);
    free((void *)(uintptr_t)other);
}
END_TEST

START_TEST(test_LC14_faults_are_told_with_their_place)
{
    static const struct {
        const char *part, *field;
        revops_status status;
    } faults[] = {{"moves", "to", REVOPS_ERR_ARG},          {"needs", "subject", REVOPS_ERR_ARG},
                  {"stages", "parent", REVOPS_ERR_UNSOUND}, {"events", "touch", REVOPS_ERR_ARG},
                  {"stages", "where", REVOPS_ERR_UNSOUND},  {"moves", "flags", REVOPS_ERR_UNSOUND},
                  {"clocks", "count", REVOPS_ERR_UNSOUND},  {"stages", "entered_by", REVOPS_ERR_UNSOUND},
                  {"params", "item_count", REVOPS_ERR_ARG}};
    static const revops_policy_clock clock = {.name = "first contact"};
    revops_policy_params policy;
    sales_policy(&policy);
    revops_policy_stage stages[16];
    revops_policy_move moves[16];
    revops_policy_need needs[16];
    revops_policy_event events[32];
    memcpy(stages, policy.stages, policy.stage_count * sizeof stages[0]);
    memcpy(moves, policy.moves, policy.move_count * sizeof moves[0]);
    memcpy(needs, policy.needs, policy.need_count * sizeof needs[0]);
    memcpy(events, policy.events, policy.event_count * sizeof events[0]);
    policy.stages = stages;
    policy.moves = moves;
    policy.needs = needs;
    policy.events = events;
    switch (_i) {
    case 0:
        moves[1].to = 99;
        break;
    case 1:
        needs[0].subject = 7;
        break;
    case 2:
        stages[5].parent = S_MQL;
        break;
    case 3:
        events[2].touch = 4;
        break;
    case 4:
        stages[1].where = 1;
        break;
    case 5:
        moves[0].flags |= REVOPS_POLICY_AUTOMATIC;
        break;
    case 6:
        policy.clocks = &clock;
        policy.clock_count = 1;
        break;
    case 7:
        moves[2].to = S_SAL; /* two moves lead there, and events name stages */
        break;
    default:
        policy.item_count = 65;
    }
    const revops_engine_params params = {.struct_size = sizeof params, .policy = &policy};
    revops_problem problems[4];
    size_t needed = 0;
    ck_assert_int_eq(revops_engine_check(&params, problems, 4, &needed), faults[_i].status);
    ck_assert_uint_ge(needed, 1);
    ck_assert_str_eq(problems[0].part, faults[_i].part);
    ck_assert_str_eq(problems[0].field, faults[_i].field);
    ck_assert_int_eq(revops_engine_build(&params, NULL, 0, NULL, NULL), faults[_i].status);
    if (_i >= 4 && _i <= 6) { /* unless it is left out */
        ck_assert_ptr_nonnull(engine_of(&policy, REVOPS_ENGINE_WITHOUT_CONDITIONS |
                                                     REVOPS_ENGINE_WITHOUT_AUTOMATIC |
                                                     REVOPS_ENGINE_WITHOUT_CLOCKS));
    }
}
END_TEST

START_TEST(test_LC5_any_of_needs)
{
    static const revops_policy_need needs[] = {
        {.kind = REVOPS_POLICY_NEED_ITEM, .subject = 1}, /* BANT of one, MEDDIC of two */
        {.kind = REVOPS_POLICY_NEED_ITEM, .subject = 2},
        {.kind = REVOPS_POLICY_NEED_ITEM, .subject = 3},
        {.kind = REVOPS_POLICY_NEED_CHECKLIST, .subject = 1},
        {.kind = REVOPS_POLICY_NEED_CHECKLIST, .subject = 2},
        {.kind = REVOPS_POLICY_NEED_ANY_OF, .first_member = 3, .member_count = 2},
    };
    static const revops_policy_checklist checklists[] = {{"BANT", 0, 1}, {"MEDDIC", 1, 2}};
    static const revops_policy_item items[] = {{.name = "a"}, {.name = "b"}, {.name = "c"}};
    static const revops_policy_stage stages[] = {{.name = "one"},
                                                 {.name = "two", .first_need = 5, .need_count = 1}};
    static const revops_policy_event events[] = {{.name = "items", .value = REVOPS_POLICY_VALUE_ITEMS},
                                                 {.name = "stage", .value = REVOPS_POLICY_VALUE_STAGE}};
    revops_policy_params policy;
    ck_assert_int_eq(revops_policy_defaults(&policy, sizeof policy), REVOPS_OK);
    POLICY_ROWS(&policy, needs, need, needs);
    POLICY_ROWS(&policy, checklists, checklist, checklists);
    POLICY_ROWS(&policy, items, item, items);
    POLICY_ROWS(&policy, stages, stage, stages);
    POLICY_ROWS(&policy, events, event, events);
    const revops_engine *engine = engine_of(&policy, 0);
    ck_assert_ptr_nonnull(engine);
    for (uint64_t given = 0; given < 8; given++) {
        play p = {.engine = engine, .mode = REVOPS_ENGINE_ENFORCE, .at_ms = T0};
        ck_assert_int_eq(revops_lead_init(engine, p.record), REVOPS_OK);
        ck_assert_int_eq(apply(&p, (revops_event){.kind = 1, .value = (int64_t)given}), REVOPS_OK);
        ck_assert_int_eq(apply(&p, (revops_event){.kind = 2, .value = 2}), REVOPS_OK);
        int met = given & 1 || (given & 6) == 6;
        ck_assert_uint_eq(place(&p), met ? 2 : 1);
        if (!met) {
            ck_assert_uint_eq(told(&p, REVOPS_EFFECT_REFUSED)->items, 7 & ~given);
        }
    }
    free((void *)(uintptr_t)engine);
}
END_TEST

START_TEST(test_LC17_sixty_three_stages)
{
    static char text[63][8];
    static revops_policy_stage stages[63];
    static const revops_policy_event events[] = {{.name = "stage", .value = REVOPS_POLICY_VALUE_STAGE}};
    for (int i = 0; i < 63; i++) {
        snprintf(text[i], sizeof text[i], "s%d", i);
        stages[i] = (revops_policy_stage){
            .name = text[i], .kind = i == 62 ? REVOPS_POLICY_STAGE_WON : REVOPS_POLICY_STAGE_OPEN};
    }
    revops_policy_params policy;
    ck_assert_int_eq(revops_policy_defaults(&policy, sizeof policy), REVOPS_OK);
    POLICY_ROWS(&policy, stages, stage, stages);
    POLICY_ROWS(&policy, events, event, events);
    const revops_engine *engine = engine_of(&policy, 0);
    play p = {.engine = engine, .mode = REVOPS_ENGINE_RECORD, .at_ms = T0};
    ck_assert_uint_le(revops_lead_size(engine), RECORD_MAX);
    ck_assert_int_eq(revops_lead_init(engine, p.record), REVOPS_OK);
    ck_assert_int_eq(apply(&p, (revops_event){.kind = 1, .value = 1}), REVOPS_OK);
    ck_assert_int_eq(apply(&p, (revops_event){.kind = 1, .value = 63}), REVOPS_OK);
    ck_assert_uint_eq(told(&p, REVOPS_EFFECT_DEVIATION)->stages, (UINT64_C(1) << 62) - 2);
    ck_assert_uint_eq(state(&p).wins, 1);
    free((void *)(uintptr_t)engine);
}
END_TEST

static Suite *suite_of_tests(void)
{
    Suite *suite = suite_create("engine");
    TCase *tests = tcase_create("engine");
    tcase_add_checked_fixture(tests, setup, teardown);
    tcase_add_test(tests, test_LC17_names_resolve_both_ways_whatever_their_spelling);
    tcase_add_test(tests, test_SEM12_the_first_event_finds_the_lead_in_the_first_stage);
    tcase_add_test(tests, test_LC15_LC18_a_refused_move_says_what_is_missing_and_a_recorded_one_is_taken);
    tcase_add_test(tests, test_LC7_steps_are_left_by_their_criteria_and_passed_over_as_inferred);
    tcase_add_test(tests, test_LC19_a_named_stage_claims_what_only_its_move_proves);
    tcase_add_test(tests, test_SEM12_moves_back_by_name_and_by_trigger);
    tcase_add_test(tests, test_SEM9_a_verdict_is_history);
    tcase_add_test(tests, test_SEM11_C36_facts_of_a_refused_move_do_not_count_but_attributes_do);
    tcase_add_test(tests, test_SEM17_effects_carry_the_owner_before_the_event);
    tcase_add_test(tests, test_C17_C18_LC23_wins_add_up_over_cycles_and_belong_to_someone);
    tcase_add_test(tests, test_LC23_items_given_while_closed_belong_to_the_next_cycle);
    tcase_add_test(tests, test_LC4_LC9_LC27_reasons_need_what_they_need);
    tcase_add_test(tests, test_SEM6_advance_tells_strictly_before_now_and_what_was_told_stands);
    tcase_add_test(tests, test_SEM5_late_duplicate_and_new_events);
    tcase_add_test(tests, test_LC10_LC25_C24_unreachable_needs_touches_over_time);
    tcase_add_test(tests, test_SEM12_what_no_row_allows);
    tcase_add_test(tests, test_SEM13_an_inferred_date_stays_until_observed_in_the_same_cycle);
    tcase_add_test(tests, test_SEM2_ranks);
    tcase_add_test(tests, test_C53_every_byte_of_a_record_is_watched);
    tcase_add_test(tests, test_SEM28_a_record_may_lie_anywhere);
    tcase_add_test(tests, test_SEM27_apply_looks_first);
    tcase_add_test(tests, test_LC28_a_record_of_other_names_is_refused);
    tcase_add_test(tests, test_LC5_any_of_needs);
    tcase_add_test(tests, test_LC17_sixty_three_stages);
    tcase_add_loop_test(tests, test_LC14_faults_are_told_with_their_place, 0, 9);
    suite_add_tcase(suite, tests);
    return suite;
}
