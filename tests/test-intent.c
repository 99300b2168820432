/* SPDX-License-Identifier: MIT */
#include "intent-fixtures.h"

/* One event at 0, seen later: what a rule has left (SC6). */
static const struct {
    uint32_t behaviour;
    int64_t age_ms;
    int32_t score_mpt;
} fading[] = {
    {DEMO, 0, 40000},
    {DEMO, 14 * DAY, 20000},
    {DEMO, 7 * DAY, 28284}, /* 40 ÷ √2 = 28.28427… */
    {DEMO, 28 * DAY, 10000},
    {DEMO, 14 * 63 * DAY, 0},
    {DEMO, 14 * 15 * DAY, 1}, /* 40,000 ÷ 2^15 = 1.22 thousandths */
    {DOWNLOAD, 0, 10000},
    {DOWNLOAD, MONTH, 5000}, /* HubSpot: 10 points at 50 % a month are 5 after one */
    {DOWNLOAD, MONTH / 2, 7500},
    {DOWNLOAD, 2 * MONTH - 1, 0},
    {DOWNLOAD, 2 * MONTH - 600000, 1},
    {DOWNLOAD, 2 * MONTH, 0},
    {WEBINAR, MONTH - 1, 8000},
    {WEBINAR, MONTH, 6000},
    {WEBINAR, 3 * MONTH, 2000},
    {WEBINAR, 4 * MONTH, 0},
    {HIRING, 10000 * DAY, 5000},
    {FORM, 0, 35000}, /* Eloqua: 100, 75 and 50 of 35 % */
    {FORM, 7 * DAY, 26250},
    {FORM, 14 * DAY, 17500},
    {FORM, 30 * DAY - 1, 17500},
    {FORM, 30 * DAY, 0},
};

START_TEST(test_SC6_decay)
{
    const revops_intent *intent = build();
    const int64_t at_ms[] = {0};
    int32_t score_mpt;
    revops_intent_history history = {at_ms, &fading[_i].behaviour, 1};
    ck_assert_int_eq(revops_intent_audit(intent, &history, fading[_i].age_ms, &score_mpt), REVOPS_OK);
    ck_assert_int_eq(score_mpt, fading[_i].score_mpt);
    /* A record of one event is exact for every decay. */
    RECORD(RULES) record = {0};
    ck_assert_int_eq(revops_intent_apply(intent, &record.head, fading[_i].behaviour, 0), REVOPS_OK);
    ck_assert_int_eq(revops_intent_rate(intent, &record.head, fading[_i].age_ms, &score_mpt), REVOPS_OK);
    ck_assert_int_eq(score_mpt, fading[_i].score_mpt);
}
END_TEST

START_TEST(test_SC6_events_never_reset_another_clock)
{
    /* A zero-point rule and a decayed one beside a half-life: Marketo's "score changed" trap. */
    const revops_intent_rule two[] = {
        {16000, 0, REVOPS_INTENT_HALF_LIFE, 0, DAY, 0, 0, 0, 0},
        {0, 0, REVOPS_INTENT_HALF_LIFE, 0, DAY, 0, 0, 0, 0},
    };
    revops_intent_params params = REVOPS_INTENT_PARAMS_INIT;
    params.rules = two;
    params.rule_count = 2;
    const revops_intent *intent;
    ck_assert_int_eq(revops_intent_build(&params, memory, sizeof memory, NULL, &intent), REVOPS_OK);
    RECORD(2) record = {0};
    ck_assert_int_eq(revops_intent_apply(intent, &record.head, 0, 0), REVOPS_OK);
    int32_t score_mpt;
    for (int64_t day = 1; day <= 3; day++) {
        ck_assert_int_eq(revops_intent_apply(intent, &record.head, 1, day * DAY), REVOPS_OK);
        ck_assert_int_eq(revops_intent_rate(intent, &record.head, day * DAY, &score_mpt), REVOPS_OK);
        ck_assert_int_eq(score_mpt, 16000 >> day);
    }
    /* A later event of the same rule fades by its own age: 16 ÷ 16 + 16 ÷ 2. */
    ck_assert_int_eq(revops_intent_apply(intent, &record.head, 0, 3 * DAY), REVOPS_OK);
    ck_assert_int_eq(revops_intent_rate(intent, &record.head, 4 * DAY, &score_mpt), REVOPS_OK);
    ck_assert_int_eq(score_mpt, 9000);
}
END_TEST

START_TEST(test_SC6_daily_limit_and_group_cap)
{
    const revops_intent *intent = build();
    RECORD(RULES) record = {0};
    for (int i = 0; i < 10; i++) { /* five visits on each of two days: three of each count */
        ck_assert_int_eq(revops_intent_apply(intent, &record.head, VISIT, (i / 5) * DAY + i), REVOPS_OK);
    }
    ck_assert_uint_eq(record.slots[VISIT].counted, 6);
    ck_assert_uint_eq(record.slots[VISIT].over_limit, 4);
    revops_score_line lines[16];
    size_t needed;
    int32_t score_mpt;
    ck_assert_int_eq(revops_intent_explain(intent, &record.head, 2 * DAY, lines, 16, &needed), REVOPS_OK);
    score_mpt = score_of(intent, &record.head, 2 * DAY);
    ck_assert_uint_eq(needed, 3);
    ck_assert_uint_eq(lines[0].reason, REVOPS_SCORE_RULE);
    ck_assert_int_eq(lines[0].points_mpt, 20000);
    ck_assert_uint_eq(lines[1].reason, REVOPS_SCORE_DAILY_LIMIT);
    ck_assert_int_eq(lines[1].points_mpt, -8000);
    ck_assert_uint_eq(lines[2].reason, REVOPS_SCORE_DECAY);
    ck_assert_int_eq(lines[0].points_mpt + lines[1].points_mpt + lines[2].points_mpt, score_mpt);
    /* Three downloads on top: 30 and the visits, capped at 25. */
    for (int i = 0; i < 3; i++) {
        ck_assert_int_eq(revops_intent_apply(intent, &record.head, DOWNLOAD, 2 * DAY), REVOPS_OK);
    }
    ck_assert_int_eq(revops_intent_rate(intent, &record.head, 2 * DAY, &score_mpt), REVOPS_OK);
    ck_assert_int_eq(score_mpt, 25000);
    ck_assert_int_eq(revops_intent_explain(intent, &record.head, 2 * DAY, lines, 16, &needed), REVOPS_OK);
    ck_assert_uint_eq(lines[needed - 1].reason, REVOPS_SCORE_GROUP_CAP);
}
END_TEST

typedef RECORD(1) one_slot;

static const revops_intent_tier one_tier[] = {{MONTH, 256, 7000}};
static const revops_intent_rule dense[] = {
    {1000, 0, REVOPS_INTENT_WINDOW, 0, MONTH, 0, 0, 0, 0},
    {1000, 0, REVOPS_INTENT_STEP, 0, MONTH / 2, 5000, 0, 0, 0},
    {-1000, 0, REVOPS_INTENT_LINEAR, 0, MONTH / 2, 5000, 0, 0, 0},
    {0, 0, REVOPS_INTENT_TIERS, 0, 0, 0, 0, 1, 0},
};

static const revops_intent *build_dense(const revops_intent_rule *rule)
{
    revops_intent_params params = REVOPS_INTENT_PARAMS_INIT;
    const revops_intent *intent;
    params.rules = rule;
    params.rule_count = 1;
    params.tiers = one_tier;
    params.tier_count = 1;
    ck_assert_int_eq(revops_intent_build(&params, memory, sizeof memory, NULL, &intent), REVOPS_OK);
    return intent;
}

/* What a record and a history say of so many events, each `step_ms` after the one before, at the newest. */
static void compare_dense(const revops_intent *intent, int count, int64_t step_ms, one_slot *record,
                          int32_t *record_mpt, int32_t *history_mpt)
{
    static int64_t at_ms[6000];
    static uint32_t behaviours[6000];
    memset(record, 0, sizeof *record);
    for (int i = 0; i < count; i++) {
        at_ms[i] = i * step_ms;
        ck_assert_int_eq(revops_intent_apply(intent, &record->head, 0, at_ms[i]), REVOPS_OK);
    }
    revops_intent_history history = {at_ms, behaviours, (size_t)count};
    int64_t now_ms = at_ms[count - 1];
    ck_assert_int_eq(revops_intent_rate(intent, &record->head, now_ms, record_mpt), REVOPS_OK);
    ck_assert_int_eq(revops_intent_audit(intent, &history, now_ms, history_mpt), REVOPS_OK);
}

/* All lives are 30 days, so that spans are two days long. */
START_TEST(test_SC6_a_span_counts_up_to_255_events)
{
    const revops_intent *intent = build_dense(&dense[_i]);
    one_slot record;
    int32_t record_mpt, history_mpt;
    const int32_t point = dense[_i].points_mpt;
    compare_dense(intent, 255, 0, &record, &record_mpt, &history_mpt);
    ck_assert_uint_eq(record.slots[0].state[0] & 0xff, 255);
    ck_assert_int_eq(record_mpt, 255 * point);
    ck_assert_int_eq(history_mpt, 255 * point); /* as exact as can be */
    compare_dense(intent, 254, 0, &record, &record_mpt, &history_mpt);
    ck_assert_uint_eq(record.slots[0].state[0] & 0xff, 254); /* not full */
    compare_dense(intent, 5000, 0, &record, &record_mpt, &history_mpt);
    ck_assert_uint_eq(record.slots[0].state[0] & 0xff, 255);
    ck_assert_uint_eq(record.slots[0].counted, 5000);
    ck_assert_int_eq(record_mpt, 255 * point);
    ck_assert_int_eq(history_mpt, dense[_i].decay == REVOPS_INTENT_TIERS ? 7000 : 5000 * point);
}
END_TEST

/* Spans of many events: each is short by those beyond 255, and only then has a full byte. */
START_TEST(test_SC6_saturation_is_bounded_span_by_span)
{
    static const int per_span[] = {100, 255, 256, 1000, 3, 254};
    const revops_intent *intent = build_dense(&dense[0]);
    static int64_t at_ms[3000];
    static uint32_t behaviours[3000];
    one_slot record = {0};
    size_t count = 0;
    int32_t kept = 0, lost = 0, record_mpt, history_mpt;
    for (int s = 0; s < ROWS(per_span); s++) {
        for (int i = 0; i < per_span[s]; i++, count++) {
            at_ms[count] = s * 2 * DAY + i;
            ck_assert_int_eq(revops_intent_apply(intent, &record.head, 0, at_ms[count]), REVOPS_OK);
        }
        kept += per_span[s] < 255 ? per_span[s] : 255;
        lost += per_span[s] < 255 ? 0 : per_span[s] - 255;
    }
    revops_intent_history history = {at_ms, behaviours, count};
    ck_assert_int_eq(revops_intent_rate(intent, &record.head, 12 * DAY, &record_mpt), REVOPS_OK);
    ck_assert_int_eq(revops_intent_audit(intent, &history, 12 * DAY, &history_mpt), REVOPS_OK);
    ck_assert_int_eq(record_mpt, kept * 1000);
    ck_assert_int_eq(history_mpt - record_mpt, lost * 1000);
    for (int s = 0; s < ROWS(per_span); s++) {
        int byte = (int)(record.slots[0].state[0] >> (ROWS(per_span) - 1 - s) * 8 & 0xff);
        ck_assert_int_eq(byte == 255, per_span[s] >= 255);
    }
}
END_TEST

/* 255 ÷ (2 + 1) events a day fit, however the days lie to the spans. */
START_TEST(test_SC6_a_daily_limit_rules_saturation_out)
{
    revops_intent_rule rule = dense[0];
    rule.daily_limit = 85;
    revops_intent_params params = REVOPS_INTENT_PARAMS_INIT;
    params.rules = &rule;
    params.rule_count = 1;
    params.utc_offset_min = _i * 60;
    const revops_intent *intent;
    ck_assert_int_eq(revops_intent_build(&params, memory, sizeof memory, NULL, &intent), REVOPS_OK);
    one_slot record;
    int32_t record_mpt, history_mpt;
    compare_dense(intent, 6000, REVOPS_MINUTE_MS, &record, &record_mpt, &history_mpt);
    ck_assert_int_gt(record.slots[0].counted, 255);
    ck_assert_int_eq(record_mpt, history_mpt);
}
END_TEST

START_TEST(test_daily_limit_follows_the_local_day)
{
    revops_intent_params params = policy();
    params.utc_offset_min = 120;
    const revops_intent *intent;
    ck_assert_int_eq(revops_intent_build(&params, memory, sizeof memory, NULL, &intent), REVOPS_OK);
    RECORD(RULES) record = {0};
    int64_t midnight_ms = -2 * REVOPS_HOUR_MS; /* of 1 January 1970, local */
    for (int i = 0; i < 4; i++) {
        ck_assert_int_eq(revops_intent_apply(intent, &record.head, VISIT, midnight_ms - 4 + i), REVOPS_OK);
    }
    ck_assert_uint_eq(record.slots[VISIT].counted, 3);
    ck_assert_int_eq(revops_intent_apply(intent, &record.head, VISIT, midnight_ms), REVOPS_OK);
    ck_assert_uint_eq(record.slots[VISIT].counted, 4);
    ck_assert_uint_eq(record.slots[VISIT].day_count, 1);
}
END_TEST

START_TEST(test_late_and_hostile)
{
    const revops_intent *intent = build();
    RECORD(RULES) record = {0}, before;
    ck_assert_int_eq(revops_intent_apply(intent, &record.head, DEMO, 1000), REVOPS_OK);
    ck_assert_int_eq(revops_intent_apply(intent, &record.head, HIRING, 1000), REVOPS_OK);
    memcpy(&before, &record, sizeof record);
    ck_assert_int_eq(revops_intent_apply(intent, &record.head, DEMO, 999), REVOPS_ERR_LATE);
    ck_assert_int_eq(revops_intent_apply(intent, &record.head, RULES, 2000), REVOPS_ERR_ARG);
    ck_assert_int_eq(revops_intent_apply(intent, &record.head, DEMO, REVOPS_INTENT_TIME_MAX_MS + 1),
                     REVOPS_ERR_ARG);
    ck_assert_int_eq(revops_intent_apply(intent, &record.head, DEMO, INT64_MIN), REVOPS_ERR_ARG);
    ck_assert_int_eq(revops_intent_apply(NULL, &record.head, DEMO, 2000), REVOPS_ERR_ARG);
    ck_assert_int_eq(revops_intent_apply(intent, NULL, DEMO, 2000), REVOPS_ERR_ARG);
    ck_assert_mem_eq(&before, &record, sizeof record);
    ck_assert_int_eq(revops_intent_apply(intent, &record.head, HIRING, 5),
                     REVOPS_OK); /* order doesn't matter there */
    ck_assert_int_eq(record.slots[HIRING].newest_ms, 1000);
    int32_t score_mpt = 7;
    int64_t when_ms = 7;
    size_t needed;
    ck_assert_int_eq(revops_intent_rate(intent, &record.head, 999, &score_mpt), REVOPS_ERR_LATE);
    ck_assert_int_eq(revops_intent_crossing(intent, &record.head, 999, 0, &when_ms), REVOPS_ERR_LATE);
    ck_assert_int_eq(revops_intent_next_wakeup(intent, &record.head, 999, 0, 0, &when_ms), REVOPS_ERR_LATE);
    ck_assert_int_eq(revops_intent_explain(intent, &record.head, 999, NULL, 0, &needed), REVOPS_ERR_LATE);
    ck_assert_int_eq(revops_intent_advise(intent, &record.head, 999, NULL, 0, &needed), REVOPS_ERR_LATE);
    ck_assert_int_eq(revops_intent_rate(intent, &record.head, 1000, NULL), REVOPS_ERR_ARG);
    const int64_t falling_ms[] = {5, 4};
    const uint32_t two[] = {DEMO, DEMO}, unknown[] = {DEMO, 99};
    revops_intent_history history = {falling_ms, two, 2};
    ck_assert_int_eq(revops_intent_audit(intent, &history, 10, &score_mpt), REVOPS_ERR_LATE);
    history.behaviours = unknown;
    ck_assert_int_eq(revops_intent_audit(intent, &history, 10, &score_mpt), REVOPS_ERR_ARG);
    record.slots[DEMO].state[0] = UINT64_MAX;
    ck_assert_int_eq(revops_intent_rate(intent, &record.head, 2000, &score_mpt), REVOPS_ERR_CORRUPT);
    record.slots[DEMO].newest_ms = INT64_MAX;
    ck_assert_int_eq(revops_intent_apply(intent, &record.head, DEMO, 2000), REVOPS_ERR_CORRUPT);
    ck_assert_int_eq(score_mpt, 7);
    ck_assert_int_eq(when_ms, 7);
}
END_TEST

/* SC15: 5 % of the score per 30 days without activity, begun anew by any activity. */
START_TEST(test_SC15_inactivity)
{
    const revops_intent_rule lasting[] = {
        {.points_mpt = 100000, .decay = REVOPS_INTENT_LASTING},
        {.points_mpt = 1000, .decay = REVOPS_INTENT_LASTING, .daily_limit = 1},
        {.points_mpt = -50000, .decay = REVOPS_INTENT_LASTING, .flags = REVOPS_INTENT_PASSIVE},
    };
    revops_intent_params params = REVOPS_INTENT_PARAMS_INIT;
    params.rules = lasting;
    params.rule_count = 3;
    params.inactivity_loss_bp = 500;
    params.inactivity_period_ms = MONTH;
    const revops_intent *intent = build_params(&params);
    RECORD(3) record = {0};
    ck_assert_int_eq(score_of(intent, &record.head, 0), 0);
    ck_assert_int_eq(revops_intent_apply(intent, &record.head, 0, 0), REVOPS_OK);
    static const struct {
        int64_t at_ms;
        int32_t score_mpt;
    } idle[] = {{0, 100000},        {MONTH - 1, 100000}, {MONTH, 95000},         {2 * MONTH - 1, 95000},
                {2 * MONTH, 90000}, {19 * MONTH, 5000},  {20 * MONTH - 1, 5000}, {20 * MONTH, 0},
                {1000 * MONTH, 0}};
    for (int i = 0; i < ROWS(idle); i++) {
        ck_assert_int_eq(score_of(intent, &record.head, idle[i].at_ms), idle[i].score_mpt);
    }
    revops_score_line lines[16];
    size_t needed;
    ck_assert_int_eq(revops_intent_explain(intent, &record.head, 2 * MONTH, lines, 16, &needed), REVOPS_OK);
    ck_assert_uint_eq(needed, 2);
    ck_assert_uint_eq(lines[1].reason, REVOPS_SCORE_INACTIVITY);
    ck_assert_int_eq(lines[1].points_mpt, -10000);
    char text[32];
    revops_score_line_text(&lines[1], NULL, NULL, text, sizeof text);
    ck_assert_str_eq(text, "inactivity: -10");
    /* Any activity begins it anew, also beyond its daily limit. */
    ck_assert_int_eq(revops_intent_apply(intent, &record.head, 1, 2 * MONTH), REVOPS_OK);
    ck_assert_int_eq(score_of(intent, &record.head, 2 * MONTH), 101000);
    ck_assert_int_eq(revops_intent_apply(intent, &record.head, 1, 2 * MONTH + 5), REVOPS_OK);
    ck_assert_int_eq(score_of(intent, &record.head, 3 * MONTH + 4), 101000);
    ck_assert_int_eq(score_of(intent, &record.head, 3 * MONTH + 5), 95950);
    /* What isn't the lead's doing doesn't; the share is lost of what the sum is. */
    ck_assert_int_eq(revops_intent_apply(intent, &record.head, 2, 3 * MONTH + 5), REVOPS_OK);
    ck_assert_int_eq(score_of(intent, &record.head, 3 * MONTH + 5), 48450);
    ck_assert_int_eq(revops_intent_verify(intent, &record.head), REVOPS_OK);
    /* A score below 0 doesn't gain by it. */
    ck_assert_int_eq(revops_intent_apply(intent, &record.head, 2, 4 * MONTH), REVOPS_OK);
    ck_assert_int_eq(revops_intent_apply(intent, &record.head, 2, 4 * MONTH), REVOPS_OK);
    ck_assert_int_eq(score_of(intent, &record.head, 5 * MONTH), -49000);
    const int64_t at_ms[] = {0, 2 * MONTH, 2 * MONTH + 5, 3 * MONTH + 5};
    const uint32_t behaviours[] = {0, 1, 1, 2};
    const revops_intent_history history = {at_ms, behaviours, 4};
    int32_t score_mpt;
    ck_assert_int_eq(revops_intent_audit(intent, &history, 3 * MONTH + 5, &score_mpt), REVOPS_OK);
    ck_assert_int_eq(score_mpt, 48450);
}
END_TEST

/* SC15: a hard disqualifier ends scoring. */
START_TEST(test_SC15_disqualifiers_end_scoring)
{
    const revops_intent_rule both[] = {
        {.points_mpt = 30000, .decay = REVOPS_INTENT_LASTING},
        {.points_mpt = -1000, .decay = REVOPS_INTENT_WINDOW, .period_ms = DAY, .flags = REVOPS_INTENT_ENDS},
        {.points_mpt = 0,
         .decay = REVOPS_INTENT_LASTING,
         .flags = REVOPS_INTENT_ENDS | REVOPS_INTENT_PASSIVE},
    };
    revops_intent_params params = REVOPS_INTENT_PARAMS_INIT;
    params.rules = both;
    params.rule_count = 3;
    params.ended_mpt = -7000;
    const revops_intent *intent = build_params(&params);
    RECORD(3) record = {0}, other = {0};
    ck_assert_int_eq(revops_intent_apply(intent, &record.head, 0, 0), REVOPS_OK);
    ck_assert_int_eq(score_of(intent, &record.head, 5), 30000);
    ck_assert_int_eq(revops_intent_apply(intent, &record.head, 1, 10), REVOPS_OK);
    ck_assert_int_eq(revops_intent_apply(intent, &record.head, 2, 8), REVOPS_OK);
    ck_assert_int_eq(revops_intent_apply(intent, &record.head, 0, 20), REVOPS_OK);
    ck_assert_int_eq(score_of(intent, &record.head, 20), -7000);
    ck_assert_int_eq(score_of(intent, &record.head, 100 * DAY), -7000); /* for good */
    ck_assert_int_eq(record.head.ended_ms, 8);
    ck_assert_uint_eq(record.head.ended_by, 3);
    /* In any order of rules. */
    ck_assert_int_eq(revops_intent_apply(intent, &other.head, 2, 8), REVOPS_OK);
    ck_assert_int_eq(revops_intent_apply(intent, &other.head, 0, 0), REVOPS_OK);
    ck_assert_int_eq(revops_intent_apply(intent, &other.head, 0, 20), REVOPS_OK);
    ck_assert_int_eq(revops_intent_apply(intent, &other.head, 1, 10), REVOPS_OK);
    ck_assert_mem_eq(&record, &other, sizeof record);
    ck_assert_int_eq(revops_intent_verify(intent, &record.head), REVOPS_OK);
    revops_score_line lines[4];
    revops_intent_advice ways[3];
    size_t needed;
    ck_assert_int_eq(revops_intent_explain(intent, &record.head, DAY, lines, 4, &needed), REVOPS_OK);
    ck_assert_uint_eq(needed, 1);
    const char *const names[] = {"visit", "unsubscribed", "competitor"};
    char text[64];
    revops_score_line_text(&lines[0], names, NULL, text, sizeof text);
    ck_assert_str_eq(text, "ended by rule \"competitor\": -7");
    ck_assert_str_eq(revops_score_reason_name(REVOPS_SCORE_ENDED), "ended");
    ck_assert_int_eq(revops_intent_advise(intent, &record.head, DAY, ways, 3, &needed), REVOPS_OK);
    ck_assert_uint_eq(needed, 0);
    int64_t when_ms;
    ck_assert_int_eq(revops_intent_crossing(intent, &record.head, DAY, -7000, &when_ms), REVOPS_OK);
    ck_assert_int_eq(when_ms, REVOPS_TIME_NONE);
    ck_assert_int_eq(revops_intent_next_wakeup(intent, &record.head, DAY, -7000, -6999, &when_ms), REVOPS_OK);
    ck_assert_int_eq(when_ms, DAY);
    const int64_t at_ms[] = {0, 8};
    const uint32_t behaviours[] = {0, 2};
    const revops_intent_history history = {at_ms, behaviours, 2};
    int32_t score_mpt;
    ck_assert_int_eq(revops_intent_audit(intent, &history, 7, &score_mpt), REVOPS_OK);
    ck_assert_int_eq(score_mpt, 30000);
    ck_assert_int_eq(revops_intent_audit(intent, &history, 8, &score_mpt), REVOPS_OK);
    ck_assert_int_eq(score_mpt, -7000);
}
END_TEST

/* Each field of a record in turn is impossible. */
START_TEST(test_stored_records_are_verified)
{
    const revops_intent *intent = build();
    RECORD(RULES) record = {0};
    for (uint32_t r = 0; r < RULES; r++) {
        for (int i = 0; i < 5; i++) {
            ck_assert_int_eq(revops_intent_apply(intent, &record.head, r, 1000 + i), REVOPS_OK);
        }
    }
    ck_assert_int_eq(revops_intent_verify(intent, &record.head), REVOPS_OK);
#define DAMAGED(field, value)                                                                                \
    do {                                                                                                     \
        RECORD(RULES) damaged;                                                                               \
        memcpy(&damaged, &record, sizeof record);                                                            \
        damaged.field = (value);                                                                             \
        ck_assert_int_eq(revops_intent_verify(intent, &damaged.head), REVOPS_ERR_CORRUPT);                   \
    } while (0)
    DAMAGED(head.reserved, 1);
    DAMAGED(head.active_ms, 5);
    DAMAGED(head.is_active, 1);
    DAMAGED(head.ended_ms, 5);
    DAMAGED(head.ended_by, 1);
    DAMAGED(head.ended_by, RULES + 1);
    DAMAGED(slots[DEMO].counted, 0);
    DAMAGED(slots[DEMO].counted, REVOPS_INTENT_EVENTS_MAX + 1);
    DAMAGED(slots[DEMO].newest_ms, REVOPS_INTENT_TIME_MAX_MS + 1);
    DAMAGED(slots[DEMO].state[0], UINT64_C(6) << 39);
    DAMAGED(slots[DEMO].state[0], 0);
    DAMAGED(slots[DEMO].state[1], 1);
    DAMAGED(slots[VISIT].day_count, 0);
    DAMAGED(slots[DEMO].day_count, 6);
    DAMAGED(slots[DEMO].over_limit, 1);
    DAMAGED(slots[VISIT].day_count, 4);
    DAMAGED(slots[WEBINAR].state[0], 6);
    DAMAGED(slots[WEBINAR].state[0], 0x500);
    ck_assert_int_eq(revops_intent_verify(intent, NULL), REVOPS_ERR_ARG);
    ck_assert_int_eq(revops_intent_verify(NULL, &record.head), REVOPS_ERR_ARG);
}
END_TEST

/* Fractions of thousandths are kept until the end: three times 2/3 of a thousandth are two. */
START_TEST(test_SC6_rounded_once)
{
    const revops_intent_rule thirds[] = {
        {.points_mpt = 1, .decay = REVOPS_INTENT_LINEAR, .period_ms = 3, .loss_bp = 10000},
        {.points_mpt = 1, .decay = REVOPS_INTENT_LINEAR, .period_ms = 3, .loss_bp = 10000},
        {.points_mpt = 1, .decay = REVOPS_INTENT_LINEAR, .period_ms = 3, .loss_bp = 10000}};
    revops_intent_params params = REVOPS_INTENT_PARAMS_INIT;
    params.rules = thirds;
    params.rule_count = 3;
    const revops_intent *intent = build_params(&params);
    RECORD(3) record = {0};
    for (uint32_t i = 0; i < 3; i++) {
        ck_assert_int_eq(revops_intent_apply(intent, &record.head, i, 0), REVOPS_OK);
        ck_assert_int_eq(score_of(intent, &record.head, 1), (int32_t)(i + 1) * 2 / 3);
    }
    revops_score_line lines[16];
    size_t needed;
    int64_t sum = 0;
    ck_assert_int_eq(revops_intent_explain(intent, &record.head, 1, lines, 16, &needed), REVOPS_OK);
    for (size_t i = 0; i < needed; i++) {
        sum += lines[i].points_mpt;
    }
    ck_assert_int_eq(sum, 2);
    ck_assert_uint_eq(revops_intent_lines_max(intent), 11);
    ck_assert_uint_eq(revops_intent_lines_max(NULL), 0);
}
END_TEST

static Suite *suite_of_tests(void)
{
    Suite *suite = suite_create("intent");
    TCase *decay = tcase_create("decay");
    tcase_add_loop_test(decay, test_SC6_decay, 0, ROWS(fading));
    tcase_add_test(decay, test_SC6_events_never_reset_another_clock);
    tcase_add_test(decay, test_SC6_daily_limit_and_group_cap);
    tcase_add_loop_test(decay, test_SC6_a_span_counts_up_to_255_events, 0, ROWS(dense));
    tcase_add_test(decay, test_SC6_saturation_is_bounded_span_by_span);
    tcase_add_loop_test(decay, test_SC6_a_daily_limit_rules_saturation_out, -12, 13);
    tcase_add_test(decay, test_daily_limit_follows_the_local_day);
    tcase_add_test(decay, test_SC6_rounded_once);
    tcase_add_test(decay, test_SC15_inactivity);
    tcase_add_test(decay, test_SC15_disqualifiers_end_scoring);
    suite_add_tcase(suite, decay);
    TCase *faulty = tcase_create("faults");
    tcase_add_test(faulty, test_late_and_hostile);
    tcase_add_test(faulty, test_stored_records_are_verified);
    suite_add_tcase(suite, faulty);
    return suite;
}
