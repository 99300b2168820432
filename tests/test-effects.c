/* SPDX-License-Identifier: MIT */
/* Figures out of what an engine told: stages, funnel, clocks, deviations. */
#include "test.h"

#include "engine-desk.h"
#include "engine-play.h"

enum { TOLD = 256, ROWS_MOST = 16 };

static revops_effect effects[TOLD];
static size_t told_count;
static uint32_t rows[ROWS_MOST];
static revops_funnel_stage stages[ROWS_MOST];
static uint64_t memory[1024], records[1024];
static _Alignas(8) unsigned char cells[1 << 20];

/* Plays events and keeps what they tell. */
static void keep(play *p, uint64_t lead)
{
    for (size_t i = 0; i < p->count; i++) {
        ck_assert_uint_lt(told_count, TOLD);
        effects[told_count] = p->effects[i];
        effects[told_count++].lead = lead;
    }
}

static void plays(play *p, uint64_t lead, uint32_t kind, int64_t value)
{
    ck_assert_int_eq(apply(p, (revops_event){.kind = kind, .value = value, .actor = 7}), REVOPS_OK);
    keep(p, lead);
}

static const revops_funnel *funnel_of(const revops_funnel_span *spans, uint32_t span_count)
{
    revops_funnel_params params;
    const revops_funnel *funnel;
    size_t needed;
    memset(records, 0, sizeof records);
    ck_assert_int_eq(revops_effects_stages(sales, rows, NULL, 0, &needed), REVOPS_ERR_NOSPACE);
    ck_assert_uint_eq(needed, 9);
    ck_assert_int_eq(revops_effects_stages(sales, rows, stages, ROWS_MOST, &needed), REVOPS_OK);
    ck_assert_int_eq(revops_funnel_defaults(&params, sizeof params), REVOPS_OK);
    params.stages = stages;
    params.stage_count = (uint32_t)needed;
    params.stage_row_size = sizeof stages[0];
    params.spans = spans;
    params.span_count = span_count;
    params.span_row_size = sizeof spans[0];
    params.reason_count = 4;
    ck_assert_int_eq(revops_funnel_build(&params, memory, sizeof memory, NULL, &funnel), REVOPS_OK);
    return funnel;
}

START_TEST(test_stages_of_a_policy_are_those_of_a_funnel)
{
    size_t needed;
    (void)funnel_of(NULL, 0);
    static const uint32_t expected[] = {0, 1, 2, 3, 4, 4, 4, 5, 6, 7, 8}; /* steps of DEAL count as DEAL */
    ck_assert_mem_eq(rows, expected, sizeof expected);
    ck_assert_uint_eq(stages[rows[S_DEAL - 1]].kind, REVOPS_FUNNEL_PATH);
    ck_assert_uint_eq(stages[rows[S_WON - 1]].kind, REVOPS_FUNNEL_WON);
    ck_assert_uint_eq(stages[rows[S_NURTURE - 1]].kind, REVOPS_FUNNEL_CLOSED);
    ck_assert_uint_eq(stages[rows[S_LOST - 1]].kind, REVOPS_FUNNEL_CLOSED);
    ck_assert_uint_lt(stages[rows[S_SQL - 1]].rank, stages[rows[S_DEAL - 1]].rank);
    ck_assert_int_eq(revops_effects_stages(NULL, rows, stages, ROWS_MOST, &needed), REVOPS_ERR_ARG);
    ck_assert_int_eq(revops_effects_stages(sales, NULL, stages, ROWS_MOST, &needed), REVOPS_ERR_ARG);
    ck_assert_int_eq(revops_effects_stages(sales, rows, NULL, 1, &needed), REVOPS_ERR_ARG);
}
END_TEST

START_TEST(test_MT2_MT9_LC23_entries_inferred_stages_and_wins_make_a_funnel)
{
    static const revops_funnel_span spans[] = {{0, 3}, {3, 5}}; /* LEAD to SQL, SQL to WON */
    const revops_funnel *funnel = funnel_of(spans, 2);
    play first = begin(REVOPS_ENGINE_RECORD), second = begin(REVOPS_ENGINE_RECORD);
    told_count = 0;
    plays(&first, 0, E_CREATED, REVOPS_MISSING);
    plays(&first, 0, E_QUALIFIED, REVOPS_MISSING); /* MQL and SAL are inferred */
    plays(&first, 0, E_WON, 10000);                /* DEAL, too */
    plays(&first, 0, E_WON, 500);                  /* a further win */
    plays(&second, 1, E_CREATED, REVOPS_MISSING);
    plays(&second, 1, E_MQL, REVOPS_MISSING);
    ck_assert_int_eq(apply(&second, (revops_event){.kind = E_OUT, .value = REVOPS_MISSING, .reason = R_SIZE}),
                     REVOPS_OK);
    keep(&second, 1);
    revops_cursor cursor = {0};
    ck_assert_int_eq(revops_effects_to_funnel(funnel, rows, S_OUT, effects, told_count, records, 2, &cursor),
                     REVOPS_OK);
    ck_assert(cursor.late == 0 && cursor.invalid == 0 && cursor.next == told_count);
    revops_funnel_state *found;
    revops_funnel_count counts[9];
    revops_funnel_total total;
    revops_funnel_time time;
    ck_assert_int_eq(revops_funnel_state_init(funnel, cells, sizeof cells, NULL, &found), REVOPS_OK);
    ck_assert_int_eq(revops_funnel_add(funnel, found, records, 2, NULL, NULL, T0 + REVOPS_DAY_MS), REVOPS_OK);
    ck_assert_int_eq(revops_funnel_counts(funnel, found, 0, counts, 9, NULL), REVOPS_OK);
    static const uint64_t reached[] = {2, 2, 1, 1, 1, 1, 0, 0, 1}, inferred[] = {0, 1, 1, 0, 1, 0, 0, 0, 0};
    for (int i = 0; i < 9; i++) {
        ck_assert_uint_eq(counts[i].reached, reached[i]);
        ck_assert_uint_eq(counts[i].inferred, inferred[i]);
    }
    ck_assert_int_eq(revops_funnel_totals(funnel, found, 0, &total), REVOPS_OK);
    ck_assert(total.leads == 2 && total.won == 1 && total.wins == 2 && total.amount == 10500);
    ck_assert(total.expansions == 1 && total.expansion_amount == 500 && total.closed == 1);
    ck_assert_int_eq(revops_funnel_span_time(funnel, found, 0, 0, 5000, &time), REVOPS_OK);
    ck_assert(time.done == 1 && time.mean_ms == REVOPS_HOUR_MS);
    uint64_t reasons[5 * 9];
    ck_assert_int_eq(revops_funnel_reasons(funnel, found, 0, reasons, ROWS(reasons), NULL), REVOPS_OK);
    ck_assert_uint_eq(reasons[(R_SIZE - 1) * 9 + 1], 1); /* lost from MQL */
    /* Rows of the caller's own: stages of the deal only. */
    static const uint32_t own[] = {
        REVOPS_NO_ROW, REVOPS_NO_ROW, REVOPS_NO_ROW, REVOPS_NO_ROW, 0, 0, 0, 1, 2, 2, 2};
    memset(records, 0, sizeof records);
    cursor = (revops_cursor){0};
    ck_assert_int_eq(revops_effects_to_funnel(funnel, own, S_OUT, effects, told_count, records, 2, &cursor),
                     REVOPS_OK);
    revops_funnel_standing standing;
    ck_assert_int_eq(revops_funnel_stand(funnel, records, 1, &standing), REVOPS_OK);
    ck_assert_uint_eq(standing.reached, 1u << 0 | 1u << 1);
}
END_TEST

START_TEST(test_effects_out_of_range_are_left_out)
{
    const revops_funnel *funnel = funnel_of(NULL, 0);
    revops_cursor cursor = {0};
    revops_effect odd[] = {{.kind = REVOPS_EFFECT_ENTERED, .stage = 1, .lead = 2},
                           {.kind = REVOPS_EFFECT_ENTERED, .stage = 0},
                           {.kind = REVOPS_EFFECT_ENTERED, .stage = 12},
                           {.kind = REVOPS_EFFECT_ENTERED, .stage = 1, .reason = 5},
                           {.kind = REVOPS_EFFECT_ENTERED, .stage = 1, .at_ms = REVOPS_TIME_NONE},
                           {.kind = REVOPS_EFFECT_ENTERED, .stage = 1, .at_ms = 9, .cycle = 1},
                           {.kind = REVOPS_EFFECT_ENTERED, .stage = 2, .at_ms = 8, .cycle = 1},
                           {.kind = REVOPS_EFFECT_REFUSED, .stage = 99}};
    ck_assert_int_eq(revops_effects_to_funnel(funnel, rows, S_OUT, odd, ROWS(odd), records, 2, &cursor),
                     REVOPS_OK);
    ck_assert(cursor.invalid == 5 && cursor.late == 1 && cursor.applied == 1 && cursor.next == ROWS(odd));
    ck_assert_int_eq(revops_effects_to_funnel(funnel, rows, S_OUT, odd, 2, records, 2, &cursor),
                     REVOPS_ERR_ARG);
    cursor = (revops_cursor){0};
    static const uint32_t beyond[] = {9};
    ck_assert_int_eq(revops_effects_to_funnel(funnel, beyond, 1, odd, 1, records, 2, &cursor),
                     REVOPS_ERR_ARG);
    ck_assert_int_eq(revops_effects_to_funnel(funnel, rows, 65, odd, 1, records, 2, &cursor), REVOPS_ERR_ARG);
    ck_assert_int_eq(revops_effects_to_funnel(NULL, rows, 1, odd, 1, records, 2, &cursor), REVOPS_ERR_ARG);
    ck_assert_int_eq(revops_effects_to_funnel(funnel, NULL, 1, odd, 1, records, 2, &cursor), REVOPS_ERR_ARG);
    ck_assert_int_eq(revops_effects_to_funnel(funnel, rows, 1, NULL, 1, records, 2, &cursor), REVOPS_ERR_ARG);
    ck_assert_int_eq(revops_effects_to_funnel(funnel, rows, 1, odd, 1, NULL, 2, &cursor), REVOPS_ERR_ARG);
    ck_assert_int_eq(revops_effects_to_funnel(funnel, rows, 1, odd, 1, (char *)records + 4, 2, &cursor),
                     REVOPS_ERR_ARG);
    ck_assert_int_eq(revops_effects_to_funnel(funnel, rows, 1, odd, 1, records, 2, NULL), REVOPS_ERR_ARG);
}
END_TEST

START_TEST(test_SL8_SL14_SL15_SEM17_clocks_by_owner_as_of_then_and_their_pauses)
{
    revops_policy_params policy;
    desk_policy(&policy);
    const revops_engine *desk = engine_of(&policy);
    static unsigned char record[RECORD_MAX];
    ck_assert_uint_le(revops_lead_size(desk), RECORD_MAX);
    ck_assert_int_eq(revops_lead_init(desk, record), REVOPS_OK);
    static const struct {
        uint32_t kind;
        int64_t value, hours;
    } log[] = {{E_CREATED, REVOPS_MISSING, 0}, {E_PRIORITY, P_TOP, 0},        {E_ASSIGNED, REVOPS_MISSING, 1},
               {E_MQL, REVOPS_MISSING, 2},     {E_HOLD, REVOPS_MISSING, 3},   {E_GO_ON, REVOPS_MISSING, 4},
               {E_HOLD, REVOPS_MISSING, 26},   {E_GO_ON, REVOPS_MISSING, 30}, {E_CALL, REVOPS_MISSING, 100}};
    size_t needed, at[TOLD] = {0}, clocks = 0, pauses = 0;
    revops_sla_effect found[TOLD];
    uint64_t of[TOLD];
    told_count = 0;
    for (size_t i = 0; i < ROWS(log); i++) {
        const revops_event event = {.at_ms = T0 + log[i].hours * REVOPS_HOUR_MS,
                                    .kind = log[i].kind,
                                    .value = log[i].value,
                                    .actor = 1 + i % 2,
                                    .id = i + 1};
        size_t count;
        ck_assert_int_eq(revops_engine_apply(desk, NULL, record, &event, REVOPS_ENGINE_RECORD,
                                             REVOPS_EFFECTS_ALL, effects + told_count, TOLD - told_count,
                                             &count),
                         REVOPS_OK);
        told_count += count;
    }
    for (size_t i = 0; i < told_count; i++) {
        at[clocks] = i;
        clocks += effects[i].clock != 0;
        pauses += effects[i].kind == REVOPS_EFFECT_PAUSED;
    }
    ck_assert_uint_gt(clocks, 2);
    ck_assert_int_eq(revops_effects_to_clocks(effects, told_count, NULL, NULL, 0, &needed),
                     REVOPS_ERR_NOSPACE);
    ck_assert_uint_eq(needed, clocks);
    ck_assert_int_eq(revops_effects_to_clocks(effects, told_count, of, found, TOLD, &needed), REVOPS_OK);
    for (size_t i = 0; i < clocks; i++) {
        const revops_effect *effect = &effects[at[i]];
        ck_assert_uint_eq(of[i], at[i]);
        ck_assert(found[i].at_ms == effect->at_ms && found[i].consumed_ms == effect->span_ms);
        ck_assert_uint_eq(found[i].clock + 1u, effect->clock);
        ck_assert_str_eq(revops_sla_effect_name(found[i].kind), revops_effect_name(effect->kind));
    }
    /* By owner as of then: a group an owner. */
    uint32_t groups[TOLD];
    revops_compliance counters[8] = {{0}};
    uint64_t met_or_missed = 0, told_so = 0;
    for (size_t i = 0; i < clocks; i++) {
        ck_assert_uint_lt(effects[of[i]].owner, 8);
        groups[i] = (uint32_t)effects[of[i]].owner;
        told_so += found[i].kind == REVOPS_SLA_EFFECT_MET || found[i].kind == REVOPS_SLA_EFFECT_BREACHED;
    }
    ck_assert_int_eq(revops_compliance_add(found, clocks, groups, counters, NULL, 8), REVOPS_OK);
    for (size_t i = 0; i < 8; i++) {
        met_or_missed += counters[i].met + counters[i].breached;
    }
    ck_assert_uint_eq(met_or_missed, told_so);
    ck_assert_uint_gt(told_so, 0);
    /* The audit of pauses, clock by clock. */
    revops_compliance_audit audit = {0};
    size_t kept = 0;
    static revops_sla_effect sorted[TOLD];
    for (uint32_t clock = 0; clock < 8; clock++) {
        for (size_t i = 0; i < clocks; i++) {
            if (found[i].clock == clock) {
                sorted[kept++] = found[i];
            }
        }
    }
    ck_assert_int_eq(revops_compliance_audit_add(sorted, kept, NULL, T0 + 200 * REVOPS_HOUR_MS, &audit, 1),
                     REVOPS_OK);
    ck_assert_uint_eq(audit.pauses, pauses);
    ck_assert_uint_le(audit.runs, audit.pauses);
    effects[at[0]].lead = UINT64_C(1) << 32;
    ck_assert_int_eq(revops_effects_to_clocks(effects, told_count, of, found, TOLD, &needed),
                     REVOPS_ERR_RANGE);
    ck_assert_int_eq(revops_effects_to_clocks(NULL, 1, of, found, TOLD, &needed), REVOPS_ERR_ARG);
    ck_assert_int_eq(revops_effects_to_clocks(effects, 1, of, NULL, 1, &needed), REVOPS_ERR_ARG);
    free((void *)(uintptr_t)desk);
}
END_TEST

/* A late event changes what was told of a lead: its record as told before is taken back and the one as told now is added. */
START_TEST(test_SEM21_SEM22_what_a_late_event_changes_is_taken_back_and_added_anew)
{
    static _Alignas(8) unsigned char anew[sizeof cells];
    static const revops_funnel_span spans[] = {{0, 1}, {1, 3}};
    const revops_funnel *funnel = funnel_of(spans, 2);
    const size_t size = revops_funnel_record_size(funnel);
    revops_funnel_state *state, *fresh;
    size_t bytes;
    (void)!revops_funnel_state_init(funnel, NULL, 0, &bytes, NULL);
    ck_assert_uint_le(bytes, sizeof cells);
    ck_assert_int_eq(revops_funnel_state_init(funnel, cells, sizeof cells, NULL, &state), REVOPS_OK);
    ck_assert_int_eq(revops_funnel_state_init(funnel, anew, sizeof anew, NULL, &fresh), REVOPS_OK);
    for (int is_late_known = 0; is_late_known < 2; is_late_known++) {
        play p = begin(REVOPS_ENGINE_RECORD);
        revops_cursor cursor = {0};
        told_count = 0;
        plays(&p, 0, E_CREATED, REVOPS_MISSING);
        p.at_ms += REVOPS_HOUR_MS;
        if (is_late_known) { /* until it comes, MQL is inferred */
            ck_assert_int_eq(apply(&p, (revops_event){.at_ms = p.at_ms - REVOPS_MINUTE_MS,
                                                      .kind = E_MQL,
                                                      .value = REVOPS_MISSING}),
                             REVOPS_OK);
            keep(&p, 0);
        }
        plays(&p, 0, E_QUALIFIED, REVOPS_MISSING);
        char *record = (char *)records + (size_t)is_late_known * size;
        ck_assert_int_eq(
            revops_effects_to_funnel(funnel, rows, S_OUT, effects, told_count, record, 1, &cursor),
            REVOPS_OK);
    }
    const int64_t as_of_ms = T0 + REVOPS_DAY_MS;
    static const int8_t weights[] = {-1, 1};
    ck_assert_int_eq(revops_funnel_add(funnel, state, records, 1, NULL, NULL, as_of_ms), REVOPS_OK);
    ck_assert_int_eq(revops_funnel_add(funnel, state, records, 2, NULL, weights, as_of_ms), REVOPS_OK);
    ck_assert_int_eq(revops_funnel_add(funnel, fresh, (char *)records + size, 1, NULL, NULL, as_of_ms),
                     REVOPS_OK);
    ck_assert_mem_eq(state, fresh, bytes);
    revops_funnel_count counts[9];
    ck_assert_int_eq(revops_funnel_counts(funnel, state, 0, counts, 9, NULL), REVOPS_OK);
    ck_assert(counts[1].reached == 1 && counts[1].inferred == 0 && counts[2].inferred == 1);
}
END_TEST

START_TEST(test_MT19_deviations_by_rule_item_and_stage)
{
    uint64_t of[8], leads[8], found[8];
    size_t needed;
    play p = begin(REVOPS_ENGINE_RECORD);
    told_count = 0;
    plays(&p, 5, E_CREATED, REVOPS_MISSING);
    plays(&p, 5, E_QUALIFIED, REVOPS_MISSING);
    const struct {
        revops_effects_part part;
        uint64_t bits;
    } parts[] = {{REVOPS_EFFECTS_RULES, REVOPS_EFFECT_ITEM_MISSING | REVOPS_EFFECT_STAGE_SKIPPED},
                 {REVOPS_EFFECTS_ITEMS, bit(I_FIT) | bit(I_BUDGET) | bit(I_NEED)},
                 {REVOPS_EFFECTS_STAGES, bit(S_MQL) | bit(S_SAL)}};
    for (size_t i = 0; i < ROWS(parts); i++) {
        ck_assert_int_eq(
            revops_effects_to_deviations(effects, told_count, parts[i].part, of, leads, found, 8, &needed),
            REVOPS_OK);
        ck_assert(needed == 1 && leads[0] == 5 && found[0] == parts[i].bits);
        ck_assert_uint_eq(effects[of[0]].kind, REVOPS_EFFECT_DEVIATION);
        ck_assert_int_eq(
            revops_effects_to_deviations(effects, told_count, parts[i].part, NULL, NULL, NULL, 0, &needed),
            REVOPS_ERR_NOSPACE);
    }
    revops_conformance rules[REVOPS_EFFECTS_RULES_MAX + 1] = {{0}};
    uint64_t marks[REVOPS_EFFECTS_RULES_MAX + 1];
    ck_assert_int_eq(revops_effects_to_deviations(effects, told_count, 0, NULL, leads, found, 8, &needed),
                     REVOPS_OK);
    const revops_conformance_columns columns = {
        .struct_size = sizeof columns, .count = needed, .lead = leads, .bits = found};
    ck_assert_int_eq(revops_conformance_add(&columns, rules, marks, 1, REVOPS_EFFECTS_RULES_MAX), REVOPS_OK);
    ck_assert(rules[0].leads == 1 && rules[2].leads == 1 && rules[REVOPS_EFFECTS_RULES_MAX].deviations == 2);
    ck_assert_str_eq(revops_effects_rule_name(0), "stage skipped");
    ck_assert_str_eq(revops_effects_rule_name(9), "refused before");
    ck_assert_str_eq(revops_effects_rule_name(10), "unknown");
    ck_assert_int_eq(revops_effects_to_deviations(effects, 1, 3, of, leads, found, 8, &needed),
                     REVOPS_ERR_ARG);
    ck_assert_int_eq(revops_effects_to_deviations(NULL, 1, 0, of, leads, found, 8, &needed), REVOPS_ERR_ARG);
    ck_assert_int_eq(revops_effects_to_deviations(effects, 1, 0, of, NULL, found, 8, &needed),
                     REVOPS_ERR_ARG);
}
END_TEST

static Suite *suite_of_tests(void)
{
    Suite *suite = suite_create("effects");
    TCase *tests = tcase_create("effects");
    tcase_add_checked_fixture(tests, setup, teardown);
    tcase_add_test(tests, test_stages_of_a_policy_are_those_of_a_funnel);
    tcase_add_test(tests, test_MT2_MT9_LC23_entries_inferred_stages_and_wins_make_a_funnel);
    tcase_add_test(tests, test_effects_out_of_range_are_left_out);
    tcase_add_test(tests, test_SL8_SL14_SL15_SEM17_clocks_by_owner_as_of_then_and_their_pauses);
    tcase_add_test(tests, test_SEM21_SEM22_what_a_late_event_changes_is_taken_back_and_added_anew);
    tcase_add_test(tests, test_MT19_deviations_by_rule_item_and_stage);
    suite_add_tcase(suite, tests);
    return suite;
}
