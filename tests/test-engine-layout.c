/* SPDX-License-Identifier: MIT */
/* Bytes of records: where fields lie, columns, marks, damage, live leads taken over. */
#include "test.h"

#include <revops/engine-records.h>

#include "engine-desk.h"
#include "engine-play.h"

enum { FIELDS_MAX = 512, DAMAGED_MAX = 4096, EFFECTS_MAX = 256 };

static revops_engine_field fields[FIELDS_MAX];

static size_t fields_of(const revops_engine *engine)
{
    size_t needed = 0;
    ck_assert_int_eq(revops_engine_layout(engine, NULL, 0, &needed), REVOPS_ERR_NOSPACE);
    ck_assert_uint_le(needed, FIELDS_MAX);
    ck_assert_int_eq(revops_engine_layout(engine, fields, needed, NULL), REVOPS_OK);
    return needed;
}

/* The field of a name. */
static const revops_engine_field *field_of(const revops_engine *engine, const char *name)
{
    char text[128];
    size_t count = fields_of(engine);
    for (size_t i = 0; i < count; i++) {
        revops_engine_field_text(engine, &fields[i], text, sizeof text);
        if (strcmp(text, name) == 0) {
            return &fields[i];
        }
    }
    ck_abort_msg("no field %s", name);
    return NULL;
}

static int64_t value_of(const play *p, const char *name)
{
    int64_t value = 0;
    ck_assert_int_eq(revops_lead_column(p->engine, p->record, 1, field_of(p->engine, name), &value),
                     REVOPS_OK);
    return value;
}

/* SEM28: the layout of records */
START_TEST(test_SEM28_fields_lie_apart_within_the_record_and_have_names)
{
    static const uint8_t widths[] = {0, 1, 2, 4, 8, 8};
    revops_policy_params policies[3];
    sales_policy(&policies[0]);
    hubspot_policy(&policies[1]);
    desk_policy(&policies[2]);
    for (size_t k = 0; k < 3; k++) {
        const revops_engine *engine = engine_of(&policies[k]);
        static uint8_t taken[DAMAGED_MAX];
        char text[128];
        size_t count = fields_of(engine), size = revops_lead_size(engine);
        memset(taken, 0, sizeof taken);
        for (size_t i = 0; i < count; i++) {
            size_t end = fields[i].offset + (size_t)widths[fields[i].type];
            ck_assert_uint_le(end, size);
            ck_assert_uint_gt(revops_engine_field_text(engine, &fields[i], text, sizeof text), 0);
            for (size_t at = fields[i].offset; at < end; at++) {
                ck_assert_uint_eq(taken[at]++, 0);
            }
        }
        fields[0].offset++; /* one that the record doesn't have */
        ck_assert_uint_eq(revops_engine_field_text(engine, &fields[0], text, sizeof text), 0);
        free((void *)(uintptr_t)engine);
    }
}
END_TEST

/* An amount beside the value: of a win whose stage the event names, of nothing else. */
START_TEST(test_SEM11_a_win_by_its_stage_has_an_amount)
{
    play p = begin(REVOPS_ENGINE_RECORD);
    const revops_event to_sal = {.kind = E_STAGE, .value = S_SAL, .amount = 7};
    const revops_event to_won = {.kind = E_STAGE, .value = S_WON, .amount = 4200};
    ck_assert_int_eq(apply(&p, to_sal), REVOPS_OK);
    ck_assert_int_eq(value_of(&p, "won_sum"), 0);
    ck_assert_int_eq(apply(&p, to_won), REVOPS_OK);
    ck_assert_int_eq(told(&p, REVOPS_EFFECT_WON)->value, 4200);
    ck_assert_int_eq(value_of(&p, "won_sum"), 4200);
    p = begin(REVOPS_ENGINE_RECORD);
    ck_assert_int_eq(apply(&p, (revops_event){.kind = E_WON, .value = 30, .amount = 4200}), REVOPS_OK);
    ck_assert_int_eq(value_of(&p, "won_sum"), 30);
    p = begin(REVOPS_ENGINE_RECORD);
    names(&p, S_WON);
    ck_assert_int_eq(told(&p, REVOPS_EFFECT_WON)->value, REVOPS_MISSING);
}
END_TEST

START_TEST(test_SEM28_columns_read_what_readers_read)
{
    play p = begin(REVOPS_ENGINE_RECORD);
    happens(&p, E_CREATED);
    happens(&p, E_CALL);
    ck_assert_int_eq(apply(&p, (revops_event){.kind = E_COMPANY, .value = 250}), REVOPS_OK);
    names(&p, S_SAL);
    ck_assert_int_eq(apply(&p, (revops_event){.kind = E_WON, .value = 4200, .actor = 9}), REVOPS_OK);
    revops_lead_state state;
    revops_lead_dates dates;
    ck_assert_int_eq(revops_lead_read(sales, p.record, &state), REVOPS_OK);
    ck_assert_int_eq(revops_lead_entered(sales, p.record, S_SAL, &dates), REVOPS_OK);
    ck_assert_int_eq(value_of(&p, "last_ms"), state.last_ms);
    ck_assert_int_eq(value_of(&p, "place") + 1, state.stage);
    ck_assert_int_eq(value_of(&p, "cycle"), state.cycle);
    ck_assert_int_eq(value_of(&p, "won_sum"), 4200);
    ck_assert_int_eq(value_of(&p, "wins"), 1);
    ck_assert_int_eq(value_of(&p, "items"), (int64_t)state.items);
    ck_assert_int_eq(value_of(&p, "first_ms.SAL"), dates.first_ms);
    ck_assert_int_eq(value_of(&p, "latest_ms.SAL"), dates.latest_ms);
    ck_assert_int_eq(value_of(&p, "value.employees"), 250);
    ck_assert_int_eq(value_of(&p, "touches.call"), 1);
    ck_assert_int_eq(value_of(&p, "touches"), state.touches);
    ck_assert_int_eq(value_of(&p, "wakeup_ms"), revops_lead_next_wakeup(sales, p.record));
    int64_t two[2];
    unsigned char records[2 * RECORD_MAX];
    size_t size = revops_lead_size(sales);
    memcpy(records, p.record, size);
    memcpy(records + size, p.record, size);
    ck_assert_int_eq(revops_lead_column(sales, records, 2, field_of(sales, "wins"), two), REVOPS_OK);
    ck_assert_int_eq(two[1], 1);
    records[size] ^= 1;
    ck_assert_int_eq(revops_lead_column(sales, records, 2, field_of(sales, "wins"), two), REVOPS_ERR_CORRUPT);
}
END_TEST

START_TEST(test_SEM29_records_of_other_rules_are_refused_until_they_are_rebased)
{
    revops_policy_params policy;
    const revops_engine *engines[2];
    sales_policy(&policy);
    for (size_t i = 0; i < 2; i++) {
        const revops_engine_params params = {
            .struct_size = sizeof params, .policy = &policy, .rules = UINT64_C(0x1234567800000001) + i};
        size_t needed = 0;
        ck_assert_int_eq(revops_engine_build(&params, NULL, 0, &needed, NULL), REVOPS_ERR_NOSPACE);
        ck_assert_int_eq(revops_engine_build(&params, malloc(needed), needed, NULL, &engines[i]), REVOPS_OK);
    }
    ck_assert_uint_ne(revops_engine_mark(engines[0]), revops_engine_mark(engines[1]));
    ck_assert_uint_eq(revops_engine_mark(engines[0]) >> 32, revops_engine_mark(engines[1]) >> 32);
    ck_assert_uint_eq(revops_engine_mark(engines[0]) >> 32, revops_engine_mark(sales) >> 32);
    ck_assert_uint_eq(revops_engine_mark(NULL), 0);
    play p = {.engine = engines[0], .mode = REVOPS_ENGINE_RECORD, .at_ms = T0};
    ck_assert_int_eq(revops_lead_init(engines[0], p.record), REVOPS_OK);
    happens(&p, E_CREATED);
    ck_assert_int_eq(revops_lead_verify(engines[0], p.record, 1), REVOPS_OK);
    ck_assert_int_eq(revops_lead_verify(engines[1], p.record, 1), REVOPS_ERR_CORRUPT);
    ck_assert_int_eq(revops_lead_rebase(engines[0], engines[1], NULL, p.record, p.at_ms + 1,
                                        REVOPS_EFFECTS_ALL, p.record, NULL, 0, &p.count),
                     REVOPS_OK);
    ck_assert_int_eq(revops_lead_verify(engines[1], p.record, 1), REVOPS_OK);
    ck_assert_int_eq(revops_lead_verify(engines[0], p.record, 1), REVOPS_ERR_CORRUPT);
    free((void *)(uintptr_t)engines[0]);
    free((void *)(uintptr_t)engines[1]);
}
END_TEST

/* A damaged record that is legal is read and folded like any other. */
static void must_be_sound(const revops_engine *engine, const unsigned char *record)
{
    static unsigned char copy[DAMAGED_MAX];
    static revops_effect effects[EFFECTS_MAX];
    revops_lead_state state;
    size_t count = 0;
    memcpy(copy, record, revops_lead_size(engine));
    ck_assert_int_eq(revops_lead_read(engine, copy, &state), REVOPS_OK);
    const revops_event event = {.at_ms = T0 + 40 * REVOPS_DAY_MS, .kind = 1, .value = 1};
    revops_status status = revops_engine_apply(engine, NULL, copy, &event, REVOPS_ENGINE_RECORD,
                                               REVOPS_EFFECTS_ALL, effects, EFFECTS_MAX, &count);
    ck_assert(status == REVOPS_OK || status == REVOPS_ERR_LATE || status == REVOPS_ERR_DUPLICATE);
    ck_assert_uint_le(count, revops_engine_effects_max(engine));
    ck_assert_int_eq(revops_lead_verify(engine, copy, 1), REVOPS_OK);
}

START_TEST(test_SEM30_every_byte_of_records_of_three_policies_damaged_in_turn)
{
    revops_policy_params policies[3];
    sales_policy(&policies[0]);
    hubspot_policy(&policies[1]);
    promises_policy(&policies[2], 1);
    for (size_t k = 0; k < 3; k++) {
        static unsigned char record[DAMAGED_MAX];
        const revops_engine *engine = engine_of(&policies[k]);
        size_t size = revops_lead_size(engine), count = 0, refused = 0;
        ck_assert_uint_le(size, sizeof record);
        ck_assert_uint_le(revops_engine_effects_max(engine), EFFECTS_MAX);
        ck_assert_int_eq(revops_lead_init(engine, record), REVOPS_OK);
        for (uint32_t i = 0; i < 12; i++) {
            uint32_t kind = 1 + i % revops_engine_count(engine, REVOPS_ENGINE_LIST_EVENTS);
            int is_stage = revops_engine_value(engine, kind) == REVOPS_POLICY_VALUE_STAGE;
            const revops_event event = {.at_ms = T0 + (int64_t)i * REVOPS_HOUR_MS,
                                        .kind = kind,
                                        .id = i + 1,
                                        .source = 7,
                                        .actor = 1 + i % 3,
                                        .value = is_stage ? 1 + i / 2 : REVOPS_MISSING};
            ck_assert_int_eq(revops_engine_apply(engine, NULL, record, &event, REVOPS_ENGINE_RECORD,
                                                 REVOPS_EFFECTS_ALL, NULL, 0, &count),
                             REVOPS_OK);
        }
        ck_assert_int_eq(revops_lead_verify(engine, record, 1), REVOPS_OK);
        for (size_t at = 0; at < size; at++) {
            for (unsigned value = 1; value < 256; value++) {
                record[at] ^= (unsigned char)value;
                if (revops_lead_verify(engine, record, 1) == REVOPS_OK) {
                    must_be_sound(engine, record);
                } else {
                    refused++;
                }
                record[at] ^= (unsigned char)value;
            }
        }
        ck_assert_uint_gt(refused, size * 255 / 3);
        free((void *)(uintptr_t)engine);
    }
}
END_TEST

/* SEM31: a lead without its history */
START_TEST(test_SEM31_a_live_lead_is_taken_over)
{
    int64_t entered_ms[S_OUT];
    for (uint32_t i = 0; i < S_OUT; i++) {
        entered_ms[i] = REVOPS_TIME_NONE;
    }
    entered_ms[S_LEAD - 1] = T0 - 9 * REVOPS_DAY_MS;
    entered_ms[S_SQL - 1] = T0 - 2 * REVOPS_DAY_MS;
    play p = begin(REVOPS_ENGINE_RECORD);
    revops_lead_dates dates;
    ck_assert_int_eq(revops_lead_begin(sales, p.record, S_SQL, entered_ms, S_OUT, T0), REVOPS_OK);
    ck_assert_int_eq(revops_lead_verify(sales, p.record, 1), REVOPS_OK);
    ck_assert_uint_eq(place(&p), S_SQL);
    ck_assert_int_eq(revops_lead_entered(sales, p.record, S_SQL, &dates), REVOPS_OK);
    ck_assert_int_eq(dates.first_ms, T0 - 2 * REVOPS_DAY_MS);
    ck_assert_uint_eq(dates.first_inferred, 0);
    ck_assert_int_eq(revops_lead_entered(sales, p.record, S_MQL, &dates), REVOPS_OK);
    ck_assert_int_eq(dates.first_ms, REVOPS_TIME_NONE);
    ck_assert_int_eq(revops_engine_advance(sales, NULL, p.record, T0 + 1, REVOPS_EFFECTS_ALL, p.effects,
                                           TOLD_MAX, &p.count),
                     REVOPS_OK);
    ck_assert_uint_eq(p.count, 0);
    ck_assert_int_eq(apply(&p, (revops_event){.kind = E_CALL, .at_ms = T0 - 1, .value = REVOPS_MISSING}),
                     REVOPS_ERR_LATE);
    ck_assert_int_eq(apply(&p, (revops_event){.kind = E_CALL, .at_ms = T0, .value = REVOPS_MISSING}),
                     REVOPS_OK);
    ck_assert_int_eq(apply(&p, (revops_event){.kind = E_DEMO, .at_ms = T0 + 5, .value = REVOPS_MISSING}),
                     REVOPS_OK);
    ck_assert_uint_eq(told(&p, REVOPS_EFFECT_ENTERED)->from, S_SQL);
    /* of a stage with steps the first one, inferred at the takeover */
    ck_assert_int_eq(revops_lead_begin(sales, p.record, S_DEAL, NULL, 0, T0), REVOPS_OK);
    ck_assert_int_eq(revops_lead_verify(sales, p.record, 1), REVOPS_OK);
    ck_assert_uint_eq(state(&p).step, S_DEMO);
    ck_assert_int_eq(revops_lead_entered(sales, p.record, S_DEMO, &dates), REVOPS_OK);
    ck_assert_uint_eq(dates.first_inferred, 1);
    entered_ms[0] = T0 + 1;
    ck_assert_int_eq(revops_lead_begin(sales, p.record, S_SQL, entered_ms, S_OUT, T0), REVOPS_ERR_ARG);
    ck_assert_int_eq(revops_lead_begin(sales, p.record, 0, NULL, 0, T0), REVOPS_ERR_ARG);
    ck_assert_int_eq(revops_lead_begin(sales, p.record, S_SQL, entered_ms, 3, T0), REVOPS_ERR_ARG);
}
END_TEST

static Suite *suite_of_tests(void)
{
    Suite *suite = suite_create("engine-layout");
    TCase *tests = tcase_create("engine-layout");
    tcase_add_checked_fixture(tests, setup, teardown);
    tcase_set_timeout(tests, 120);
    tcase_add_test(tests, test_SEM28_fields_lie_apart_within_the_record_and_have_names);
    tcase_add_test(tests, test_SEM11_a_win_by_its_stage_has_an_amount);
    tcase_add_test(tests, test_SEM28_columns_read_what_readers_read);
    tcase_add_test(tests, test_SEM29_records_of_other_rules_are_refused_until_they_are_rebased);
    tcase_add_test(tests, test_SEM30_every_byte_of_records_of_three_policies_damaged_in_turn);
    tcase_add_test(tests, test_SEM31_a_live_lead_is_taken_over);
    suite_add_tcase(suite, tests);
    return suite;
}
