/* SPDX-License-Identifier: MIT */
/* Order, records, names, faults of policies. */
#include "test.h"

#include "engine-play.h"
#include "engine-faults.h"

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

START_TEST(test_SEM6_advance_tells_strictly_before_now_and_what_was_told_stands)
{
    play p = begin(REVOPS_ENGINE_RECORD);
    int64_t resume_ms = T0 + 10 * REVOPS_DAY_MS;
    ck_assert_int_eq(apply(&p, (revops_event){.kind = E_RECYCLED, .value = resume_ms, .reason = R_SIZE}),
                     REVOPS_OK);
    ck_assert_int_eq(revops_engine_advance(sales, NULL, p.record, resume_ms, REVOPS_EFFECTS_ALL, p.effects,
                                           TOLD_MAX, &p.count),
                     REVOPS_OK);
    ck_assert_uint_eq(p.count, 0);
    ck_assert_int_eq(revops_engine_advance(sales, NULL, p.record, resume_ms + 1, REVOPS_EFFECTS_ALL,
                                           p.effects, TOLD_MAX, &p.count),
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
    ck_assert_int_eq(
        revops_engine_apply(sales, NULL, odd + 1, &event, p.mode, REVOPS_EFFECTS_ALL, NULL, 0, &count),
        REVOPS_OK);
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
    ck_assert_int_eq(
        revops_engine_apply(sales, NULL, p.record, &event, p.mode, REVOPS_EFFECTS_ALL, p.effects, 1, &count),
        REVOPS_ERR_NOSPACE);
    ck_assert_uint_eq(count, revops_engine_effects_max(sales));
    event.value = 12;
    ck_assert_int_eq(
        revops_engine_apply(sales, NULL, p.record, &event, p.mode, REVOPS_EFFECTS_ALL, NULL, 0, &count),
        REVOPS_ERR_ARG);
    event.value = S_MQL;
    event.flags = 1u << 31;
    ck_assert_int_eq(
        revops_engine_apply(sales, NULL, p.record, &event, p.mode, REVOPS_EFFECTS_ALL, NULL, 0, &count),
        REVOPS_ERR_NEWER);
    event.flags = 0;
    event.amount = -1;
    ck_assert_int_eq(
        revops_engine_apply(sales, NULL, p.record, &event, p.mode, REVOPS_EFFECTS_ALL, NULL, 0, &count),
        REVOPS_ERR_ARG);
    event.amount = 0;
    event.kind = POLICY_EVENTS + 1;
    ck_assert_int_eq(
        revops_engine_apply(sales, NULL, p.record, &event, p.mode, REVOPS_EFFECTS_ALL, NULL, 0, &count),
        REVOPS_ERR_ARG);
    event.kind = E_STAGE;
    event.at_ms = REVOPS_TIME_NONE;
    ck_assert_int_eq(
        revops_engine_apply(sales, NULL, p.record, &event, p.mode, REVOPS_EFFECTS_ALL, NULL, 0, &count),
        REVOPS_ERR_ARG);
    ck_assert_mem_eq(before, p.record, sizeof before);
    p.record[0] ^= 1;
    event.at_ms = T0;
    ck_assert_int_eq(
        revops_engine_apply(sales, NULL, p.record, &event, p.mode, REVOPS_EFFECTS_ALL, NULL, 0, &count),
        REVOPS_ERR_CORRUPT);
}
END_TEST

/* C35, LC28: a record of an engine with other clocks is foreign. */
START_TEST(test_LC28_C35_a_record_of_other_names_is_refused)
{
    revops_policy_params policy;
    sales_policy(&policy);
    revops_policy_stage stages[16];
    memcpy(stages, policy.stages, policy.stage_count * sizeof stages[0]);
    stages[2].name = "SAL 2";
    policy.stages = stages;
    const revops_engine *other = engine_of(&policy);
    ck_assert_ptr_nonnull(other);
    play p = begin(REVOPS_ENGINE_RECORD);
    happens(&p, E_CREATED);
    ck_assert_int_eq(revops_lead_verify(other, p.record, 1), REVOPS_ERR_CORRUPT);
    stages[2].name = "s-a-l"; /* another spelling is another name; another case isn't */
    free((void *)(uintptr_t)other);
    stages[2].name = "sal";
    other = engine_of(&policy);
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
                  {"stages", "where", REVOPS_ERR_ARG},      {"moves", "to", REVOPS_ERR_UNSOUND},
                  {"clocks", "case_count", REVOPS_ERR_ARG}, {"stages", "entered_by", REVOPS_ERR_UNSOUND},
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
        moves[1].flags |= REVOPS_POLICY_AUTOMATIC; /* accepted: by hand */
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
    must_be_refused(&policy, faults[_i].part, faults[_i].field, faults[_i].status);
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
    const revops_engine *engine = engine_of(&policy);
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
    const revops_engine *engine = engine_of(&policy);
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

START_TEST(test_SEM5_a_batch_does_as_one_after_the_other)
{
    enum { LEADS = 3, EVENTS = 12 };
    static const uint32_t kinds[] = {E_CREATED, E_CALL, E_MQL, E_WON, E_REOPENED};
    static unsigned char batch[LEADS * RECORD_MAX], single[LEADS * RECORD_MAX];
    static const uint64_t ids[LEADS] = {70, 71, 72};
    uint32_t indexes[EVENTS];
    revops_event events[EVENTS];
    size_t size = revops_lead_size(sales), room = revops_engine_effects_max(sales);
    for (size_t i = 0; i < LEADS; i++) {
        ck_assert_int_eq(revops_lead_init(sales, batch + i * size), REVOPS_OK);
        ck_assert_int_eq(revops_lead_init(sales, single + i * size), REVOPS_OK);
    }
    for (uint32_t i = 0; i < EVENTS; i++) {
        indexes[i] = i == 7 ? 9 : i % LEADS; /* one of no lead */
        events[i] = (revops_event){
            .at_ms = T0 + (i == 10 ? -1 : (int64_t)i), .kind = kinds[i / LEADS], .value = REVOPS_MISSING};
    }
    events[4] = events[1]; /* given twice */
    revops_cursor cursor = {0};
    revops_effect told_many[16], told_one[64], all[64];
    size_t many = 0, one = 0, count = 0;
    revops_status status;
    do {
        status = revops_engine_apply_many(sales, NULL, batch, LEADS, ids, indexes, events, EVENTS,
                                          REVOPS_ENGINE_RECORD, &cursor, REVOPS_EFFECTS_ALL, told_many,
                                          room + 1, &count);
        ck_assert(status == REVOPS_OK || status == REVOPS_ERR_NOSPACE);
        memcpy(all + many, told_many, count * sizeof all[0]);
        many += count;
    } while (status == REVOPS_ERR_NOSPACE);
    for (uint32_t i = 0; i < EVENTS; i++) {
        if (indexes[i] < LEADS) {
            status =
                revops_engine_apply(sales, NULL, single + indexes[i] * size, &events[i], REVOPS_ENGINE_RECORD,
                                    REVOPS_EFFECTS_ALL, told_one + one, room, &count);
            ck_assert(status == REVOPS_OK || status == REVOPS_ERR_LATE || status == REVOPS_ERR_DUPLICATE);
            for (size_t k = 0; k < count; k++) {
                told_one[one + k].lead = ids[indexes[i]];
            }
            one += count;
        }
    }
    ck_assert_uint_eq(many, one);
    ck_assert_mem_eq(all, told_one, one * sizeof all[0]);
    ck_assert_mem_eq(batch, single, LEADS * size);
    ck_assert_uint_eq(cursor.applied, 9);
    ck_assert_uint_eq(cursor.duplicate, 1);
    ck_assert_uint_eq(cursor.late, 1);
    ck_assert_uint_eq(cursor.invalid, 1);
    revops_cursor time = {0};
    ck_assert_int_eq(revops_engine_advance_many(sales, NULL, batch, LEADS, ids, T0 + REVOPS_DAY_MS, &time,
                                                REVOPS_EFFECTS_ALL, told_many, room, &count),
                     REVOPS_OK);
    ck_assert_uint_eq(time.applied, LEADS);
    ck_assert_uint_eq(count, 0);
    ck_assert_int_eq(revops_engine_apply_many(sales, NULL, batch, LEADS, ids, NULL, events, 1,
                                              REVOPS_ENGINE_RECORD, &time, REVOPS_EFFECTS_ALL, NULL, 0,
                                              &count),
                     REVOPS_ERR_ARG);
}
END_TEST

START_TEST(test_values_and_defaults_are_told)
{
    revops_engine_params params;
    ck_assert_int_eq(revops_engine_defaults(&params, sizeof params), REVOPS_OK);
    ck_assert(params.struct_size == sizeof params && params.policy == NULL);
    ck_assert_int_eq(revops_engine_defaults(NULL, sizeof params), REVOPS_ERR_ARG);
    ck_assert_uint_eq(revops_engine_value(sales, E_WON), REVOPS_POLICY_VALUE_MONEY);
    ck_assert_uint_eq(revops_engine_value(sales, 0), REVOPS_POLICY_VALUE_NONE);
    ck_assert_uint_eq(revops_engine_value(sales, POLICY_EVENTS + 1), REVOPS_POLICY_VALUE_NONE);
}
END_TEST

static Suite *suite_of_tests(void)
{
    Suite *suite = suite_create("engine-record");
    TCase *tests = tcase_create("engine-record");
    tcase_add_checked_fixture(tests, setup, teardown);
    tcase_add_test(tests, test_LC17_names_resolve_both_ways_whatever_their_spelling);
    tcase_add_test(tests, test_SEM6_advance_tells_strictly_before_now_and_what_was_told_stands);
    tcase_add_test(tests, test_SEM5_late_duplicate_and_new_events);
    tcase_add_test(tests, test_SEM2_ranks);
    tcase_add_test(tests, test_C53_every_byte_of_a_record_is_watched);
    tcase_add_test(tests, test_SEM28_a_record_may_lie_anywhere);
    tcase_add_test(tests, test_SEM27_apply_looks_first);
    tcase_add_test(tests, test_LC28_C35_a_record_of_other_names_is_refused);
    tcase_add_loop_test(tests, test_LC14_faults_are_told_with_their_place, 0, 9);
    tcase_add_test(tests, test_LC5_any_of_needs);
    tcase_add_test(tests, test_LC17_sixty_three_stages);
    tcase_add_test(tests, test_SEM5_a_batch_does_as_one_after_the_other);
    tcase_add_test(tests, test_values_and_defaults_are_told);
    suite_add_tcase(suite, tests);
    return suite;
}
