/* SPDX-License-Identifier: MIT */
#include "test.h"

#define DAY   REVOPS_DAY_MS
#define MONTH (30 * REVOPS_DAY_MS)

enum { DEMO, VISIT, DOWNLOAD, WEBINAR, HIRING, FORM, UNSUBSCRIBED, RULES };

static const revops_intent_tier tiers[] = {{7 * DAY, 1, 35000}, {14 * DAY, 1, 26250}, {30 * DAY, 1, 17500}};
static const revops_intent_rule rules[RULES] = {
    [DEMO] = {40000, 0, REVOPS_INTENT_HALF_LIFE, 0, 14 * DAY, 0, 0, 0, 0},
    [VISIT] = {2000, 1, REVOPS_INTENT_LINEAR, 3, MONTH, 5000, 0, 0, 0},
    [DOWNLOAD] = {10000, 1, REVOPS_INTENT_LINEAR, 0, MONTH, 5000, 0, 0, 0},
    [WEBINAR] = {8000, 0, REVOPS_INTENT_STEP, 0, MONTH, 2500, 0, 0, 0},
    [HIRING] = {5000, 0, REVOPS_INTENT_LASTING, 0, 0, 0, 0, 0, 0},
    [FORM] = {0, 0, REVOPS_INTENT_TIERS, 0, 0, 0, 0, 3, 0},
    [UNSUBSCRIBED] = {-30000, 0, REVOPS_INTENT_WINDOW, 0, 60 * DAY, 0, 0, 0, 0},
};
static const revops_score_group groups[] = {{REVOPS_SCORE_NO_FLOOR, 25000}};

static _Alignas(16) unsigned char memory[1 << 14];

static revops_intent_rules policy(void)
{
    revops_intent_rules params = REVOPS_INTENT_RULES_INIT;
    params.rules = rules;
    params.rule_count = RULES;
    params.tiers = tiers;
    params.tier_count = ROWS(tiers);
    params.groups = groups;
    params.group_count = ROWS(groups);
    params.floor_mpt = 0;
    params.hysteresis_mpt = 2000;
    return params;
}

static const revops_intent *build(void)
{
    revops_intent_rules params = policy();
    const revops_intent *intent;
    ck_assert_int_eq(revops_intent_build(&params, memory, sizeof memory, NULL, &intent), REVOPS_OK);
    return intent;
}

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
    revops_intent_source history = {NULL, at_ms, &fading[_i].behaviour, 1};
    ck_assert_int_eq(revops_intent_score(intent, &history, fading[_i].age_ms, &score_mpt), REVOPS_OK);
    ck_assert_int_eq(score_mpt, fading[_i].score_mpt);
    /* A record of one event is exact for every decay. */
    revops_intent_slot slots[RULES] = {{0, {0, 0}, 0, 0, 0}};
    ck_assert_int_eq(revops_intent_apply(intent, slots, fading[_i].behaviour, 0), REVOPS_OK);
    revops_intent_source record = {slots, NULL, NULL, 0};
    ck_assert_int_eq(revops_intent_score(intent, &record, fading[_i].age_ms, &score_mpt), REVOPS_OK);
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
    revops_intent_rules params = REVOPS_INTENT_RULES_INIT;
    params.rules = two;
    params.rule_count = 2;
    const revops_intent *intent;
    ck_assert_int_eq(revops_intent_build(&params, memory, sizeof memory, NULL, &intent), REVOPS_OK);
    revops_intent_slot slots[2];
    memset(slots, 0, sizeof slots);
    ck_assert_int_eq(revops_intent_apply(intent, slots, 0, 0), REVOPS_OK);
    revops_intent_source record = {slots, NULL, NULL, 0};
    int32_t score_mpt;
    for (int64_t day = 1; day <= 3; day++) {
        ck_assert_int_eq(revops_intent_apply(intent, slots, 1, day * DAY), REVOPS_OK);
        ck_assert_int_eq(revops_intent_score(intent, &record, day * DAY, &score_mpt), REVOPS_OK);
        ck_assert_int_eq(score_mpt, 16000 >> day);
    }
    /* A later event of the same rule fades by its own age: 16 ÷ 16 + 16 ÷ 2. */
    ck_assert_int_eq(revops_intent_apply(intent, slots, 0, 3 * DAY), REVOPS_OK);
    ck_assert_int_eq(revops_intent_score(intent, &record, 4 * DAY, &score_mpt), REVOPS_OK);
    ck_assert_int_eq(score_mpt, 9000);
}
END_TEST

START_TEST(test_SC6_daily_limit_and_group_cap)
{
    const revops_intent *intent = build();
    revops_intent_slot slots[RULES];
    memset(slots, 0, sizeof slots);
    int64_t at_ms[10];
    uint32_t behaviours[10];
    for (int i = 0; i < 10; i++) { /* five visits on each of two days: three of each count */
        at_ms[i] = (i / 5) * DAY + i;
        behaviours[i] = VISIT;
        ck_assert_int_eq(revops_intent_apply(intent, slots, VISIT, at_ms[i]), REVOPS_OK);
    }
    ck_assert_uint_eq(slots[VISIT].counted, 6);
    ck_assert_uint_eq(slots[VISIT].over_limit, 4);
    revops_intent_source history = {NULL, at_ms, behaviours, 10};
    revops_score_line lines[16];
    size_t needed;
    int32_t score_mpt;
    ck_assert_int_eq(revops_intent_explain(intent, &history, 2 * DAY, lines, 16, &needed), REVOPS_OK);
    ck_assert_int_eq(revops_intent_score(intent, &history, 2 * DAY, &score_mpt), REVOPS_OK);
    ck_assert_uint_eq(needed, 3);
    ck_assert_uint_eq(lines[0].reason, REVOPS_SCORE_RULE);
    ck_assert_int_eq(lines[0].points_mpt, 20000);
    ck_assert_uint_eq(lines[1].reason, REVOPS_SCORE_DAILY_LIMIT);
    ck_assert_int_eq(lines[1].points_mpt, -8000);
    ck_assert_uint_eq(lines[2].reason, REVOPS_SCORE_DECAY);
    ck_assert_int_eq(lines[0].points_mpt + lines[1].points_mpt + lines[2].points_mpt, score_mpt);
    /* Three downloads on top: 30 and the visits, capped at 25. */
    for (int i = 0; i < 3; i++) {
        ck_assert_int_eq(revops_intent_apply(intent, slots, DOWNLOAD, 2 * DAY), REVOPS_OK);
    }
    revops_intent_source record = {slots, NULL, NULL, 0};
    ck_assert_int_eq(revops_intent_score(intent, &record, 2 * DAY, &score_mpt), REVOPS_OK);
    ck_assert_int_eq(score_mpt, 25000);
    ck_assert_int_eq(revops_intent_explain(intent, &record, 2 * DAY, lines, 16, &needed), REVOPS_OK);
    ck_assert_uint_eq(lines[needed - 1].reason, REVOPS_SCORE_GROUP_CAP);
}
END_TEST

static const revops_intent_tier one_tier[] = {{MONTH, 256, 7000}};
static const revops_intent_rule dense[] = {
    {1000, 0, REVOPS_INTENT_WINDOW, 0, MONTH, 0, 0, 0, 0},
    {1000, 0, REVOPS_INTENT_STEP, 0, MONTH / 2, 5000, 0, 0, 0},
    {-1000, 0, REVOPS_INTENT_LINEAR, 0, MONTH / 2, 5000, 0, 0, 0},
    {0, 0, REVOPS_INTENT_TIERS, 0, 0, 0, 0, 1, 0},
};

static const revops_intent *build_dense(const revops_intent_rule *rule)
{
    revops_intent_rules params = REVOPS_INTENT_RULES_INIT;
    const revops_intent *intent;
    params.rules = rule;
    params.rule_count = 1;
    params.tiers = one_tier;
    params.tier_count = 1;
    ck_assert_int_eq(revops_intent_build(&params, memory, sizeof memory, NULL, &intent), REVOPS_OK);
    return intent;
}

/* What a record and a history say of so many events, each `step_ms` after the one before, at the newest. */
static void compare_dense(const revops_intent *intent, int count, int64_t step_ms, revops_intent_slot *slot,
                          int32_t *record_mpt, int32_t *history_mpt)
{
    static int64_t at_ms[6000];
    static uint32_t behaviours[6000];
    memset(slot, 0, sizeof *slot);
    for (int i = 0; i < count; i++) {
        at_ms[i] = i * step_ms;
        ck_assert_int_eq(revops_intent_apply(intent, slot, 0, at_ms[i]), REVOPS_OK);
    }
    revops_intent_source record = {slot, NULL, NULL, 0}, history = {NULL, at_ms, behaviours, (size_t)count};
    int64_t now_ms = at_ms[count - 1];
    ck_assert_int_eq(revops_intent_score(intent, &record, now_ms, record_mpt), REVOPS_OK);
    ck_assert_int_eq(revops_intent_score(intent, &history, now_ms, history_mpt), REVOPS_OK);
}

/* All lives are 30 days, so that spans are two days long. */
START_TEST(test_SC6_a_span_counts_up_to_255_events)
{
    const revops_intent *intent = build_dense(&dense[_i]);
    revops_intent_slot slot;
    int32_t record_mpt, history_mpt;
    const int32_t point = dense[_i].points_mpt;
    compare_dense(intent, 255, 0, &slot, &record_mpt, &history_mpt);
    ck_assert_uint_eq(slot.state[0] & 0xff, 255);
    ck_assert_int_eq(record_mpt, 255 * point);
    ck_assert_int_eq(history_mpt, 255 * point); /* as exact as can be */
    compare_dense(intent, 254, 0, &slot, &record_mpt, &history_mpt);
    ck_assert_uint_eq(slot.state[0] & 0xff, 254); /* not full */
    compare_dense(intent, 5000, 0, &slot, &record_mpt, &history_mpt);
    ck_assert_uint_eq(slot.state[0] & 0xff, 255);
    ck_assert_uint_eq(slot.counted, 5000);
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
    revops_intent_slot slot;
    memset(&slot, 0, sizeof slot);
    size_t count = 0;
    int32_t kept = 0, lost = 0, record_mpt, history_mpt;
    for (int s = 0; s < ROWS(per_span); s++) {
        for (int i = 0; i < per_span[s]; i++, count++) {
            at_ms[count] = s * 2 * DAY + i;
            ck_assert_int_eq(revops_intent_apply(intent, &slot, 0, at_ms[count]), REVOPS_OK);
        }
        kept += per_span[s] < 255 ? per_span[s] : 255;
        lost += per_span[s] < 255 ? 0 : per_span[s] - 255;
    }
    revops_intent_source record = {&slot, NULL, NULL, 0}, history = {NULL, at_ms, behaviours, count};
    ck_assert_int_eq(revops_intent_score(intent, &record, 12 * DAY, &record_mpt), REVOPS_OK);
    ck_assert_int_eq(revops_intent_score(intent, &history, 12 * DAY, &history_mpt), REVOPS_OK);
    ck_assert_int_eq(record_mpt, kept * 1000);
    ck_assert_int_eq(history_mpt - record_mpt, lost * 1000);
    for (int s = 0; s < ROWS(per_span); s++) {
        int byte = (int)(slot.state[0] >> (ROWS(per_span) - 1 - s) * 8 & 0xff);
        ck_assert_int_eq(byte == 255, per_span[s] >= 255);
    }
}
END_TEST

/* 255 ÷ (2 + 1) events a day fit, however the days lie to the spans. */
START_TEST(test_SC6_a_daily_limit_rules_saturation_out)
{
    revops_intent_rule rule = dense[0];
    rule.daily_limit = 85;
    revops_intent_rules params = REVOPS_INTENT_RULES_INIT;
    params.rules = &rule;
    params.rule_count = 1;
    params.utc_offset_min = _i * 60;
    const revops_intent *intent;
    ck_assert_int_eq(revops_intent_build(&params, memory, sizeof memory, NULL, &intent), REVOPS_OK);
    revops_intent_slot slot;
    int32_t record_mpt, history_mpt;
    compare_dense(intent, 6000, REVOPS_MINUTE_MS, &slot, &record_mpt, &history_mpt);
    ck_assert_int_gt(slot.counted, 255);
    ck_assert_int_eq(record_mpt, history_mpt);
}
END_TEST

START_TEST(test_daily_limit_follows_the_local_day)
{
    revops_intent_rules params = policy();
    params.utc_offset_min = 120;
    const revops_intent *intent;
    ck_assert_int_eq(revops_intent_build(&params, memory, sizeof memory, NULL, &intent), REVOPS_OK);
    revops_intent_slot slots[RULES];
    memset(slots, 0, sizeof slots);
    int64_t midnight_ms = -2 * REVOPS_HOUR_MS; /* of 1 January 1970, local */
    for (int i = 0; i < 4; i++) {
        ck_assert_int_eq(revops_intent_apply(intent, slots, VISIT, midnight_ms - 4 + i), REVOPS_OK);
    }
    ck_assert_uint_eq(slots[VISIT].counted, 3);
    ck_assert_int_eq(revops_intent_apply(intent, slots, VISIT, midnight_ms), REVOPS_OK);
    ck_assert_uint_eq(slots[VISIT].counted, 4);
    ck_assert_uint_eq(slots[VISIT].day_count, 1);
}
END_TEST

static const struct {
    uint32_t behaviour;
    int32_t threshold_mpt;
    int64_t from_ms, crossing_ms;
} crossings[] = {
    {DEMO, 20000, 0,
     14 * DAY + 1},      /* at 14 days it is 20 exactly; a millisecond later below, by the rounding down */
    {DEMO, 40001, 5, 5}, /* below already */
    {DEMO, 1, 0, INT64_C(18493063800)},
    {DOWNLOAD, 5001, 0, MONTH - 518400 + 1},
    {WEBINAR, 7000, 0, MONTH},
    {WEBINAR, 1, MONTH, 4 * MONTH},
    {HIRING, 5000, 0, REVOPS_TIME_NONE},
    {FORM, 17501, 0, 14 * DAY},
    {UNSUBSCRIBED, 0, 0, REVOPS_TIME_NONE}, /* floored at 0 */
};

START_TEST(test_crossing_of_one_event)
{
    const revops_intent *intent = build();
    const int64_t at_ms[] = {0};
    revops_intent_source history = {NULL, at_ms, &crossings[_i].behaviour, 1};
    int64_t crossing_ms;
    int32_t score_mpt;
    ck_assert_int_eq(revops_intent_crossing(intent, &history, crossings[_i].from_ms,
                                            crossings[_i].threshold_mpt, &crossing_ms),
                     REVOPS_OK);
    if (crossings[_i].behaviour == DEMO && crossings[_i].threshold_mpt == 1) {
        /* The last instant at which 40,000 thousandths have left a whole one: log2(40,000) half-lives. */
        ck_assert_int_eq(crossing_ms / DAY, 214);
    } else if (crossings[_i].behaviour != DOWNLOAD) {
        ck_assert_int_eq(crossing_ms, crossings[_i].crossing_ms);
    }
    if (crossing_ms != REVOPS_TIME_NONE && crossing_ms > crossings[_i].from_ms) {
        ck_assert_int_eq(revops_intent_score(intent, &history, crossing_ms, &score_mpt), REVOPS_OK);
        ck_assert_int_lt(score_mpt, crossings[_i].threshold_mpt);
        ck_assert_int_eq(revops_intent_score(intent, &history, crossing_ms - 1, &score_mpt), REVOPS_OK);
        ck_assert_int_ge(score_mpt, crossings[_i].threshold_mpt);
    }
}
END_TEST

/* The costly case: the sum stays at the threshold while both signs fade. Against every single millisecond. */
START_TEST(test_SC6_crossing_of_a_sum_at_the_threshold)
{
    static const int64_t periods_ms[] = {2000, 2001, 2100, 1900};
    const revops_intent_rule both[] = {
        {5000, 0, REVOPS_INTENT_HALF_LIFE, 0, 2000, 0, 0, 0, 0},
        {-5000, 0, REVOPS_INTENT_HALF_LIFE, 0, periods_ms[_i], 0, 0, 0, 0},
    };
    revops_intent_rules params = REVOPS_INTENT_RULES_INIT;
    params.rules = both;
    params.rule_count = 2;
    const revops_intent *intent;
    ck_assert_int_eq(revops_intent_build(&params, memory, sizeof memory, NULL, &intent), REVOPS_OK);
    const int64_t at_ms[] = {0, 0};
    const uint32_t behaviours[] = {0, 1};
    revops_intent_source history = {NULL, at_ms, behaviours, 2};
    int64_t crossing_ms, first_ms = REVOPS_TIME_NONE;
    for (int64_t when_ms = 0; when_ms < 64 * 2100 && first_ms == REVOPS_TIME_NONE; when_ms++) {
        int32_t score_mpt;
        ck_assert_int_eq(revops_intent_score(intent, &history, when_ms, &score_mpt), REVOPS_OK);
        first_ms = score_mpt < 0 ? when_ms : first_ms;
    }
    ck_assert_int_eq(revops_intent_crossing(intent, &history, 0, 0, &crossing_ms), REVOPS_OK);
    ck_assert_int_eq(crossing_ms, first_ms);
    ck_assert_int_eq(first_ms != REVOPS_TIME_NONE, periods_ms[_i] > 2000);
}
END_TEST

START_TEST(test_SC7_next_grade_in_events)
{
    const revops_intent *intent = build();
    revops_intent_source nothing = {NULL, NULL, NULL, 0};
    revops_intent_step steps[RULES];
    size_t needed;
    /* From grade 4 (below 5) to 3: one of anything but a visit, of which three a day would do. */
    ck_assert_int_eq(revops_intent_next_grade(intent, &nothing, 0, steps, RULES, &needed), REVOPS_OK);
    ck_assert_uint_eq(needed, 6);
    ck_assert_uint_eq(steps[0].behaviour, DEMO);
    ck_assert_uint_eq(steps[0].event_count, 1);
    ck_assert_uint_eq(steps[0].grade, 1); /* 40 points: grade 2 at once */
    ck_assert_uint_eq(steps[5].behaviour, VISIT);
    ck_assert_uint_eq(steps[5].event_count, 3);
    ck_assert_int_eq(steps[5].score_mpt, 6000);
    ck_assert_int_eq(revops_intent_next_grade(intent, &nothing, 0, steps, 5, &needed), REVOPS_ERR_NOSPACE);
    /* From 40 to 50 points: one demo, one form, two webinars …; visits and downloads together are capped at 25. */
    const int64_t at_ms[] = {0};
    const uint32_t demo[] = {DEMO};
    revops_intent_source history = {NULL, at_ms, demo, 1};
    ck_assert_int_eq(revops_intent_next_grade(intent, &history, 0, steps, RULES, &needed), REVOPS_OK);
    ck_assert_uint_eq(needed, 5);
    ck_assert_uint_eq(steps[4].event_count, 2);
    char out[64];
    const revops_intent_step way = {2, 3, 6500, 2};
    const char *names[] = {"demo", "download", "visit"}, *said = "3 of \"visit\": then 6.5 points, grade 3";
    ck_assert_uint_eq(revops_intent_step_text(&way, names, out, sizeof out), strlen(said));
    ck_assert_str_eq(out, said);
    revops_intent_step_text(&way, NULL, out, sizeof out);
    ck_assert_str_eq(out, "3 of behaviour 2: then 6.5 points, grade 3");
    ck_assert_uint_eq(revops_intent_step_text(NULL, names, NULL, 0), 0);
    uint32_t grade;
    ck_assert_int_eq(revops_intent_grade(intent, 48000, 0, &grade), REVOPS_OK);
    ck_assert_uint_eq(grade, 0); /* hysteresis */
    ck_assert_int_eq(revops_intent_grade(intent, 47999, 0, &grade), REVOPS_OK);
    ck_assert_uint_eq(grade, 1);
}
END_TEST

/* Where limits, caps or tiers keep every behaviour from reaching the grade alone, several do together. */
static const struct {
    revops_intent_rule rules[3];
    revops_score_group groups[2];
    int32_t grade_mpt;
    revops_intent_step expected[3];
    uint32_t count;
} combined[] = {
    /* one of each a day */
    {{{.decay = REVOPS_INTENT_LASTING, .points_mpt = 10000, .daily_limit = 1},
      {.decay = REVOPS_INTENT_LASTING, .points_mpt = 12000, .daily_limit = 1}},
     {{0, 0}},
     20000,
     {{1, 1, 12000, 1}, {0, 1, 22000, 0}},
     2},
    /* two groups capped at 15 */
    {{{.decay = REVOPS_INTENT_LASTING, .points_mpt = 5000, .group = 1},
      {.decay = REVOPS_INTENT_LASTING, .points_mpt = 4000, .group = 2}},
     {{.floor_mpt = REVOPS_SCORE_NO_FLOOR, .cap_mpt = 15000},
      {.floor_mpt = REVOPS_SCORE_NO_FLOOR, .cap_mpt = 15000}},
     20000,
     {{0, 3, 15000, 1}, {1, 2, 23000, 0}},
     2},
    /* not even together */
    {{{.decay = REVOPS_INTENT_LASTING, .points_mpt = 10000, .daily_limit = 1},
      {.decay = REVOPS_INTENT_LASTING, .points_mpt = 12000, .daily_limit = 1}},
     {{0, 0}},
     23000,
     {{0}},
     0},
};

START_TEST(test_SC7_next_grade_by_several_behaviours)
{
    revops_intent_rules params = REVOPS_INTENT_RULES_INIT;
    params.rules = combined[_i].rules;
    params.rule_count = 2;
    params.groups = combined[_i].groups;
    params.group_count = combined[_i].groups[0].cap_mpt ? 2 : 0;
    params.grade_count = 1;
    memset(params.grades_mpt, 0, sizeof params.grades_mpt);
    params.grades_mpt[0] = combined[_i].grade_mpt;
    const revops_intent *intent;
    ck_assert_int_eq(revops_intent_build(&params, memory, sizeof memory, NULL, &intent), REVOPS_OK);
    revops_intent_source nothing = {NULL, NULL, NULL, 0};
    revops_intent_step steps[3];
    size_t needed;
    ck_assert_int_eq(revops_intent_next_grade(intent, &nothing, 0, steps, 3, &needed), REVOPS_OK);
    ck_assert_uint_eq(needed, combined[_i].count);
    for (uint32_t i = 0; i < needed; i++) {
        ck_assert_mem_eq(&steps[i], &combined[_i].expected[i], sizeof steps[i]);
    }
}
END_TEST

START_TEST(test_late_and_hostile)
{
    const revops_intent *intent = build();
    revops_intent_slot slots[RULES], before[RULES];
    memset(slots, 0, sizeof slots);
    ck_assert_int_eq(revops_intent_apply(intent, slots, DEMO, 1000), REVOPS_OK);
    ck_assert_int_eq(revops_intent_apply(intent, slots, HIRING, 1000), REVOPS_OK);
    memcpy(before, slots, sizeof slots);
    ck_assert_int_eq(revops_intent_apply(intent, slots, DEMO, 999), REVOPS_ERR_LATE);
    ck_assert_int_eq(revops_intent_apply(intent, slots, RULES, 2000), REVOPS_ERR_ARG);
    ck_assert_int_eq(revops_intent_apply(intent, slots, DEMO, REVOPS_INTENT_TIME_MAX_MS + 1), REVOPS_ERR_ARG);
    ck_assert_int_eq(revops_intent_apply(intent, slots, DEMO, INT64_MIN), REVOPS_ERR_ARG);
    ck_assert_mem_eq(before, slots, sizeof slots);
    ck_assert_int_eq(revops_intent_apply(intent, slots, HIRING, 5),
                     REVOPS_OK); /* order doesn't matter there */
    ck_assert_int_eq(slots[HIRING].newest_ms, 1000);
    revops_intent_source record = {slots, NULL, NULL, 0};
    int32_t score_mpt = 7;
    ck_assert_int_eq(revops_intent_score(intent, &record, 999, &score_mpt), REVOPS_ERR_LATE);
    const int64_t falling_ms[] = {5, 4};
    const uint32_t two[] = {DEMO, DEMO}, unknown[] = {DEMO, 99};
    revops_intent_source history = {NULL, falling_ms, two, 2};
    ck_assert_int_eq(revops_intent_score(intent, &history, 10, &score_mpt), REVOPS_ERR_LATE);
    history.behaviours = unknown;
    ck_assert_int_eq(revops_intent_score(intent, &history, 10, &score_mpt), REVOPS_ERR_ARG);
    slots[DEMO].state[0] = UINT64_MAX;
    ck_assert_int_eq(revops_intent_score(intent, &record, 2000, &score_mpt), REVOPS_ERR_CORRUPT);
    slots[DEMO].newest_ms = INT64_MAX;
    ck_assert_int_eq(revops_intent_apply(intent, slots, DEMO, 2000), REVOPS_ERR_CORRUPT);
    ck_assert_int_eq(score_mpt, 7);
}
END_TEST

START_TEST(test_columns_of_leads)
{
    const revops_intent *intent = build();
    const int64_t at_ms[] = {0, 0, DAY, 5, 4};
    const uint32_t behaviours[] = {DEMO, DOWNLOAD, DOWNLOAD, DEMO, DEMO};
    const uint64_t first[] = {0, 1, 1, 3, 5};
    int32_t scores[4];
    uint8_t grades[4];
    size_t bad = 77;
    ck_assert_int_eq(
        revops_intent_columns(intent, at_ms, behaviours, first, 3, 14 * DAY, scores, grades, &bad),
        REVOPS_OK);
    ck_assert_int_eq(scores[0], 20000);
    ck_assert_uint_eq(grades[0], 1);
    ck_assert_int_eq(scores[1], 0);
    ck_assert_uint_eq(grades[1], 3);
    ck_assert_int_eq(scores[2], 10000 - 2333 - 1 + 10000 - 2166 - 1);
    ck_assert_uint_eq(bad, 77);
    ck_assert_int_eq(
        revops_intent_columns(intent, at_ms, behaviours, first, 4, 14 * DAY, scores, grades, &bad),
        REVOPS_ERR_LATE);
    ck_assert_uint_eq(bad, 3);
}
END_TEST

static const struct {
    revops_intent_rule rule;
    revops_status status;
} faults[] = {
    {{1000, 0, REVOPS_INTENT_LASTING, 0, 0, 0, 0, 0, 0}, REVOPS_OK},
    {{1000, 0, 0, 0, 0, 0, 0, 0, 0}, REVOPS_ERR_NEWER},
    {{1000, 0, 7, 0, 0, 0, 0, 0, 0}, REVOPS_ERR_NEWER},
    {{1000, 0, REVOPS_INTENT_LASTING, 0, 1, 0, 0, 0, 0}, REVOPS_ERR_ARG},
    {{1000, 0, REVOPS_INTENT_WINDOW, 0, 0, 0, 0, 0, 0}, REVOPS_ERR_ARG},
    {{1000, 0, REVOPS_INTENT_WINDOW, 0, REVOPS_INTENT_PERIOD_MAX_MS + 1, 0, 0, 0, 0}, REVOPS_ERR_ARG},
    {{1000, 0, REVOPS_INTENT_WINDOW, 0, 5, 1, 0, 0, 0}, REVOPS_ERR_ARG},
    {{1000, 0, REVOPS_INTENT_STEP, 0, 5, 0, 0, 0, 0}, REVOPS_ERR_ARG},
    {{1000, 0, REVOPS_INTENT_LINEAR, 0, 5, 10001, 0, 0, 0}, REVOPS_ERR_ARG},
    {{1000, 2, REVOPS_INTENT_LASTING, 0, 0, 0, 0, 0, 0}, REVOPS_ERR_ARG},
    {{INT32_MIN, 0, REVOPS_INTENT_LASTING, 0, 0, 0, 0, 0, 0}, REVOPS_ERR_ARG},
    {{1000, 0, REVOPS_INTENT_LASTING, 65536, 0, 0, 0, 0, 0}, REVOPS_ERR_ARG},
    {{1000, 0, REVOPS_INTENT_TIERS, 0, 0, 0, 0, 1, 0}, REVOPS_ERR_ARG},
    {{0, 0, REVOPS_INTENT_TIERS, 0, 0, 0, 2, 2, 0}, REVOPS_ERR_ARG},
    {{0, 0, REVOPS_INTENT_TIERS, 0, 0, 0, 0, 0, 0}, REVOPS_ERR_ARG},
    {{1000, 0, REVOPS_INTENT_LASTING, 0, 0, 0, 0, 0, 1}, REVOPS_ERR_NEWER},
};

START_TEST(test_faults_of_intent_rules)
{
    revops_intent_rules params = policy();
    params.rules = &faults[_i].rule;
    params.rule_count = 1;
    const revops_intent *intent;
    ck_assert_int_eq(revops_intent_build(&params, memory, sizeof memory, NULL, &intent), faults[_i].status);
}
END_TEST

START_TEST(test_faults_of_intent_policies)
{
    revops_intent_rules params = policy();
    const revops_intent *intent = NULL;
    size_t needed;
    ck_assert_int_eq(revops_intent_build(&params, NULL, 0, &needed, NULL), REVOPS_ERR_NOSPACE);
    ck_assert_int_eq(revops_intent_build(&params, memory, needed - 1, NULL, &intent), REVOPS_ERR_NOSPACE);
    ck_assert_int_eq(revops_intent_build(&params, memory + 4, needed, NULL, &intent), REVOPS_ERR_ALIGN);
    params.flags = 1;
    ck_assert_int_eq(revops_intent_build(&params, memory, sizeof memory, NULL, &intent), REVOPS_ERR_NEWER);
    params = policy();
    params.grades_mpt[2] = 20000;
    ck_assert_int_eq(revops_intent_build(&params, memory, sizeof memory, NULL, &intent), REVOPS_ERR_UNSOUND);
    params = policy();
    params.cap_mpt = -1;
    ck_assert_int_eq(revops_intent_build(&params, memory, sizeof memory, NULL, &intent), REVOPS_ERR_UNSOUND);
    params = policy();
    params.utc_offset_min = 1441;
    ck_assert_int_eq(revops_intent_build(&params, memory, sizeof memory, NULL, &intent), REVOPS_ERR_ARG);
    params = policy();
    params.struct_size = 4;
    ck_assert_int_eq(revops_intent_build(&params, memory, sizeof memory, NULL, &intent), REVOPS_ERR_ABI);
    ck_assert_ptr_null(intent);
    ck_assert_uint_eq(sizeof(revops_intent_slot), 32);
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
    suite_add_tcase(suite, decay);
    TCase *answers = tcase_create("answers");
    tcase_add_loop_test(answers, test_crossing_of_one_event, 0, ROWS(crossings));
    tcase_add_loop_test(answers, test_SC6_crossing_of_a_sum_at_the_threshold, 0, 4);
    tcase_add_test(answers, test_SC7_next_grade_in_events);
    tcase_add_loop_test(answers, test_SC7_next_grade_by_several_behaviours, 0, ROWS(combined));
    tcase_add_test(answers, test_columns_of_leads);
    suite_add_tcase(suite, answers);
    TCase *faulty = tcase_create("faults");
    tcase_add_test(faulty, test_late_and_hostile);
    tcase_add_loop_test(faulty, test_faults_of_intent_rules, 0, ROWS(faults));
    tcase_add_test(faulty, test_faults_of_intent_policies);
    suite_add_tcase(suite, faulty);
    return suite;
}
