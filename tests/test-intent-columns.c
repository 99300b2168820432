/* SPDX-License-Identifier: MIT */
/* Rules: SC10, SEM26: events and scores of many leads. */
#include <string.h>

#include <revops/intent-next.h>

#include "intent-fixtures.h"
#include "random.h"

START_TEST(test_SEM26_columns_of_leads)
{
    const revops_intent *intent = build();
    const int64_t at_ms[] = {0, 0, DAY, 5, 4, 0, 0, INT64_MAX};
    const uint32_t behaviours[] = {DEMO, DOWNLOAD, DOWNLOAD, DEMO, DEMO, RULES, DEMO, DEMO},
                   lead[] = {0, 2, 2, 3, 3, 0, 4, 0};
    const revops_intent_columns columns = {sizeof columns, 0, 8, lead, behaviours, at_ms};
    RECORD(RULES) records[4];
    revops_cursor cursor = {0, 0, 0, 0, 0, 0, {0, 0}};
    for (int i = 0; i < 4; i++) {
        ck_assert_int_eq(revops_intent_record_init(intent, &records[i].head), REVOPS_OK);
    }
    ck_assert_uint_eq(revops_intent_record_size(intent), sizeof records[0]);
    ck_assert_int_eq(revops_intent_apply_many(intent, &records[0].head, 4, &columns, &cursor), REVOPS_OK);
    ck_assert_uint_eq(cursor.next, 8);
    ck_assert_uint_eq(cursor.applied, 4);
    ck_assert_uint_eq(cursor.late, 1);
    ck_assert_uint_eq(cursor.invalid, 3);
    int32_t scores[4];
    uint8_t grades[4];
    size_t bad = 77;
    ck_assert_int_eq(revops_intent_rate_many(intent, &records[0].head, 4, 14 * DAY, scores, grades, &bad),
                     REVOPS_OK);
    ck_assert_int_eq(scores[0], 20000);
    ck_assert_uint_eq(grades[0], 1);
    ck_assert_int_eq(scores[1], 0);
    ck_assert_uint_eq(grades[1], 3);
    ck_assert_int_eq(scores[3], 20000);
    ck_assert_uint_eq(bad, 77);
    for (int i = 0; i < 4; i++) {
        ck_assert_int_eq(scores[i], score_of(intent, &records[i].head, 14 * DAY));
        ck_assert_int_eq(revops_intent_verify(intent, &records[i].head), REVOPS_OK);
    }
    ck_assert_int_eq(revops_intent_rate_many(intent, &records[0].head, 4, DAY, scores, grades, NULL),
                     REVOPS_OK);
    ck_assert_int_eq(revops_intent_rate_many(intent, &records[0].head, 4, DAY - 1, scores, NULL, &bad),
                     REVOPS_ERR_LATE);
    ck_assert_uint_eq(bad, 2);
    /* Audits of the same leads, where the fourth one's history isn't in order. */
    const uint64_t first[] = {0, 1, 1, 3, 5};
    ck_assert_int_eq(revops_intent_audit_many(intent, at_ms, behaviours, first, 3, 14 * DAY, scores, &bad),
                     REVOPS_OK);
    ck_assert_int_eq(scores[0], 20000);
    ck_assert_int_eq(scores[2], 20000 - 2333 - 2167); /* 7,666.7 and 7,833.3 */
    ck_assert_int_eq(revops_intent_audit_many(intent, at_ms, behaviours, first, 4, 14 * DAY, scores, &bad),
                     REVOPS_ERR_LATE);
    ck_assert_uint_eq(bad, 3);
    /* Faulty columns. */
    revops_intent_columns faulty = columns;
    faulty.flags = 1;
    ck_assert_int_eq(revops_intent_apply_many(intent, &records[0].head, 4, &faulty, &cursor),
                     REVOPS_ERR_NEWER);
    faulty = columns;
    faulty.at_ms = NULL;
    ck_assert_int_eq(revops_intent_apply_many(intent, &records[0].head, 4, &faulty, &cursor), REVOPS_ERR_ARG);
    faulty.struct_size = 8;
    ck_assert_int_eq(revops_intent_apply_many(intent, &records[0].head, 4, &faulty, &cursor), REVOPS_ERR_ABI);
    cursor.next = 9;
    ck_assert_int_eq(revops_intent_apply_many(intent, &records[0].head, 4, &columns, &cursor),
                     REVOPS_ERR_ARG);
    /* Slots that can't have come from here, or are full, change nothing and stop nothing. */
    static const int64_t later_ms[] = {20 * DAY, 20 * DAY, 20 * DAY, 20 * DAY};
    static const uint32_t kinds[] = {DEMO, DOWNLOAD, VISIT, WEBINAR}, first_lead[] = {0, 0, 0, 0};
    const revops_intent_columns more = {sizeof more, 0, 4, first_lead, kinds, later_ms};
    records[0].slots[DEMO].newest_ms = INT64_MIN;
    records[0].slots[DOWNLOAD].counted = REVOPS_INTENT_EVENTS_MAX + 1;
    records[0].slots[VISIT].newest_ms = -REVOPS_INTENT_TIME_MAX_MS - 1;
    records[0].slots[VISIT].counted = 1;
    records[0].slots[WEBINAR].newest_ms = DAY;
    records[0].slots[WEBINAR].counted = REVOPS_INTENT_EVENTS_MAX;
    unsigned char before[sizeof records[0]];
    memcpy(before, &records[0], sizeof before);
    memset(&cursor, 0, sizeof cursor);
    ck_assert_int_eq(revops_intent_apply_many(intent, &records[0].head, 4, &more, &cursor), REVOPS_OK);
    ck_assert_uint_eq(cursor.next, 4);
    ck_assert_uint_eq(cursor.applied, 1);
    ck_assert_uint_eq(cursor.invalid, 3);
    ck_assert_int_eq(memcmp(before, &records[0], sizeof before), 0);
    /* Nothing at all: neither records nor rows. */
    const revops_intent_columns none = {sizeof none, 0, 0, NULL, NULL, NULL};
    memset(&cursor, 0, sizeof cursor);
    ck_assert_int_eq(revops_intent_apply_many(intent, NULL, 0, &none, &cursor), REVOPS_OK);
    ck_assert_int_eq(revops_intent_apply_many(intent, NULL, 0, &more, &cursor), REVOPS_OK);
    ck_assert_uint_eq(cursor.invalid, 4);
    ck_assert_uint_eq(revops_intent_record_size(NULL), 0);
    ck_assert_int_eq(revops_intent_record_init(intent, NULL), REVOPS_ERR_ARG);
}
END_TEST

/* SC10: however events are cut into batches, records have the same bytes, those of single events. Rules of every kind with and
   without daily limits, heads that keep activity and disqualifiers, late events, instants before 1970, damaged slots. */
enum { KINDS = 12, EVENTS = 700, LEADS = 9 };

typedef RECORD(KINDS) many_record;

static const revops_intent *every_kind(random_state *random, int keeps_heads)
{
    static const uint32_t decays[KINDS / 2] = {REVOPS_INTENT_LASTING,   REVOPS_INTENT_WINDOW,
                                               REVOPS_INTENT_STEP,      REVOPS_INTENT_LINEAR,
                                               REVOPS_INTENT_HALF_LIFE, REVOPS_INTENT_TIERS};
    static revops_intent_rule rows[KINDS];
    for (uint32_t i = 0; i < KINDS; i++) {
        const uint32_t decay = decays[i / 2];
        rows[i] = (revops_intent_rule){.decay = decay,
                                       .points_mpt = decay == REVOPS_INTENT_TIERS ? 0 : 5000,
                                       .daily_limit = i % 2 ? (uint32_t)random_between(random, 1, 3) : 0,
                                       .flags = i % 5 == 4 ? REVOPS_INTENT_PASSIVE : 0};
        if (decay != REVOPS_INTENT_LASTING && decay != REVOPS_INTENT_TIERS) {
            rows[i].period_ms = random_between(random, 1, 40 * DAY);
        }
        rows[i].loss_bp = decay == REVOPS_INTENT_STEP || decay == REVOPS_INTENT_LINEAR ? 2500 : 0;
        rows[i].tier_count = decay == REVOPS_INTENT_TIERS ? 2 : 0;
    }
    rows[3].flags |= keeps_heads ? REVOPS_INTENT_ENDS : 0;
    revops_intent_params params = policy();
    params.rules = rows;
    params.rule_count = KINDS;
    params.group_count = 0;
    params.inactivity_loss_bp = keeps_heads ? 500 : 0;
    params.inactivity_period_ms = keeps_heads ? MONTH : 0;
    return build_params(&params);
}

START_TEST(test_SC10_however_events_are_batched)
{
    static int64_t at_ms[EVENTS];
    static uint32_t behaviours[EVENTS], leads[EVENTS];
    static many_record single[LEADS], batched[LEADS];
    random_state random = {(uint64_t)_i + 1};
    const revops_intent *intent = every_kind(&random, _i % 2);
    int64_t now_ms = random_between(&random, -200 * DAY, 10 * DAY);
    for (int i = 0; i < EVENTS; i++) {
        now_ms += random_between(&random, 0, DAY / 8);
        at_ms[i] = now_ms - (random_below(&random, 20) ? 0 : random_between(&random, 0, 20 * DAY));
        at_ms[i] = random_below(&random, 200) ? at_ms[i] : REVOPS_INTENT_TIME_MAX_MS + 1;
        behaviours[i] = (uint32_t)random_below(&random, random_below(&random, 100) ? KINDS : KINDS + 1);
        leads[i] = (uint32_t)random_below(&random, random_below(&random, 100) ? LEADS : LEADS + 1);
    }
    memset(single, 0, sizeof single);
    single[2].slots[4].counted = REVOPS_INTENT_EVENTS_MAX + 1;
    single[2].slots[8].counted = 1;
    single[2].slots[8].newest_ms = -REVOPS_INTENT_TIME_MAX_MS - 1;
    single[3].slots[5].counted = REVOPS_INTENT_EVENTS_MAX;
    single[3].slots[5].newest_ms = at_ms[0] - 300 * DAY;
    memcpy(batched, single, sizeof batched);
    uint64_t applied = 0, late = 0, invalid = 0;
    for (int i = 0; i < EVENTS; i++) {
        revops_status status = REVOPS_ERR_ARG;
        if (leads[i] < LEADS) {
            status = revops_intent_apply(intent, &single[leads[i]].head, behaviours[i], at_ms[i]);
        }
        applied += status == REVOPS_OK;
        late += status == REVOPS_ERR_LATE;
        invalid += status == REVOPS_ERR_ARG || status == REVOPS_ERR_CORRUPT;
    }
    revops_cursor total = {0};
    for (size_t row = 0, count; row < EVENTS; row += count) {
        count = (size_t)random_between(&random, 1, random_below(&random, 3) ? 300 : 3);
        count = count < EVENTS - row ? count : EVENTS - row;
        const revops_intent_columns columns = {sizeof columns,   0,          count, leads + row,
                                               behaviours + row, at_ms + row};
        total.next = 0;
        ck_assert_int_eq(revops_intent_apply_many(intent, &batched[0].head, LEADS, &columns, &total),
                         REVOPS_OK);
        ck_assert_uint_eq(total.next, count);
    }
    ck_assert_uint_eq(total.applied, applied);
    ck_assert_uint_eq(total.late, late);
    ck_assert_uint_eq(total.invalid, invalid);
    ck_assert_uint_gt(late, 0);
    ck_assert_uint_gt(invalid, 0);
    ck_assert_int_eq(memcmp(single, batched, sizeof single), 0);
}
END_TEST

static Suite *suite_of_tests(void)
{
    Suite *suite = suite_create("intent-columns");
    TCase *columns = tcase_create("columns");
    tcase_add_test(columns, test_SEM26_columns_of_leads);
    tcase_add_loop_test(columns, test_SC10_however_events_are_batched, 0, 40);
    suite_add_tcase(suite, columns);
    return suite;
}
