/* SPDX-License-Identifier: MIT */
#include "intent-fixtures.h"

static const struct {
    uint32_t behaviour;
    int32_t threshold_mpt;
    int64_t from_ms, crossing_ms;
} crossings[] = {
    {DEMO, 20000, 0, 0}, /* 20 exactly at 14 days */
    {DEMO, 40001, 5, 5}, /* below already */
    {DEMO, 1, 0, INT64_C(18493063800)},
    {DOWNLOAD, 5001, 0, MONTH - 518400 + 8101}, /* a 64th of a thousandth later */
    {WEBINAR, 7000, 0, MONTH},
    {WEBINAR, 1, MONTH, 4 * MONTH},
    {HIRING, 5000, 0, REVOPS_TIME_NONE},
    {FORM, 17501, 0, 14 * DAY},
    {UNSUBSCRIBED, 0, 0, REVOPS_TIME_NONE}, /* floored at 0 */
};

/* The first instant below a threshold, millisecond by millisecond. */
static int64_t naive_crossing(const revops_intent *intent, const revops_intent_record *record,
                              int64_t from_ms, int64_t until_ms, int32_t threshold_mpt)
{
    for (int64_t at_ms = from_ms; at_ms < until_ms; at_ms++) {
        if (score_of(intent, record, at_ms) < threshold_mpt) {
            return at_ms;
        }
    }
    return REVOPS_TIME_NONE;
}

static int64_t crossing_of(const revops_intent *intent, const revops_intent_record *record, int64_t from_ms,
                           int32_t threshold_mpt)
{
    int64_t crossing_ms, wakeup_ms;
    ck_assert_int_eq(revops_intent_crossing(intent, record, from_ms, threshold_mpt, &crossing_ms), REVOPS_OK);
    ck_assert_int_eq(revops_intent_next_wakeup(intent, record, from_ms, score_of(intent, record, from_ms),
                                               threshold_mpt, &wakeup_ms),
                     REVOPS_OK);
    if (crossing_ms != REVOPS_TIME_NONE) {
        ck_assert_int_ne(wakeup_ms, REVOPS_TIME_NONE);
        ck_assert_int_le(wakeup_ms, crossing_ms); /* SEM26: never later */
    }
    ck_assert_int_eq(wakeup_ms == from_ms, crossing_ms == from_ms);
    return crossing_ms;
}

START_TEST(test_crossing_of_one_event)
{
    const revops_intent *intent = build();
    RECORD(RULES) record = {0};
    ck_assert_int_eq(revops_intent_apply(intent, &record.head, crossings[_i].behaviour, 0), REVOPS_OK);
    int64_t crossing_ms =
        crossing_of(intent, &record.head, crossings[_i].from_ms, crossings[_i].threshold_mpt);
    if (crossings[_i].behaviour == DEMO && crossings[_i].threshold_mpt == 1) {
        /* The last instant at which 40,000 thousandths have left a whole one: log2(40,000) half-lives. */
        ck_assert_int_eq(crossing_ms / DAY, 214);
    } else if (crossings[_i].threshold_mpt != 20000) { /* there a 64th of a thousandth is a while */
        ck_assert_int_eq(crossing_ms, crossings[_i].crossing_ms);
    }
    if (crossing_ms != REVOPS_TIME_NONE && crossing_ms > crossings[_i].from_ms) {
        ck_assert_int_lt(score_of(intent, &record.head, crossing_ms), crossings[_i].threshold_mpt);
        ck_assert_int_ge(score_of(intent, &record.head, crossing_ms - 1), crossings[_i].threshold_mpt);
    }
}
END_TEST

/* Of two groups the better one counts, at each instant another one, and what has no group beside it: scores, lines and the
   crossing against every millisecond [SC6, SC7, SEM26]. */
START_TEST(test_SC6_only_the_best_group_counts)
{
    const revops_intent_rule own[] = {{40000, 1, REVOPS_INTENT_WINDOW, 0, 1000, 0, 0, 0, 0},
                                      {30000, 2, REVOPS_INTENT_LINEAR, 0, 3000, 10000, 0, 0, 0},
                                      {-25000, 2, REVOPS_INTENT_WINDOW, 0, 1500, 0, 0, 0, 0},
                                      {5000, 0, REVOPS_INTENT_LASTING, 0, 0, 0, 0, 0, 0}};
    const revops_score_group both[] = {{REVOPS_SCORE_NO_FLOOR, 35000}, {0, REVOPS_SCORE_NO_CAP}};
    revops_intent_params params = policy();
    params.flags = REVOPS_SCORE_BEST_GROUP;
    params.rules = own;
    params.rule_count = ROWS(own);
    params.groups = both;
    params.group_count = ROWS(both);
    const revops_intent *intent = build_params(&params);
    RECORD(ROWS(own)) record = {0};
    for (uint32_t i = 0; i < ROWS(own); i++) {
        ck_assert_int_eq(revops_intent_apply(intent, &record.head, i, 0), REVOPS_OK);
    }
    static const struct {
        int64_t at_ms;
        int32_t score_mpt;
    } scores[] = {{0, 40000},    {999, 40000},  {1000, 5000}, {1499, 5000},
                  {1500, 20000}, {2400, 11000}, {3000, 5000}};
    for (size_t i = 0; i < ROWS(scores); i++) {
        revops_score_line lines[3 * ROWS(own) + 2 * ROWS(both) + 2];
        size_t needed;
        int64_t sum = 0;
        ck_assert_int_eq(score_of(intent, &record.head, scores[i].at_ms), scores[i].score_mpt);
        ck_assert_uint_le(revops_intent_lines_max(intent), ROWS(lines));
        ck_assert_int_eq(
            revops_intent_explain(intent, &record.head, scores[i].at_ms, lines, ROWS(lines), &needed),
            REVOPS_OK);
        for (size_t k = 0; k < needed; k++) {
            sum += lines[k].points_mpt;
        }
        ck_assert_int_eq(sum, scores[i].score_mpt);
    }
    for (int64_t from_ms = 0; from_ms < 3000; from_ms += 250) {
        for (int32_t threshold_mpt = 4000; threshold_mpt < 42000; threshold_mpt += 1700) {
            ck_assert_int_eq(crossing_of(intent, &record.head, from_ms, threshold_mpt),
                             naive_crossing(intent, &record.head, from_ms, 3100, threshold_mpt));
        }
    }
    params.flags = 2;
    ck_assert_int_eq(revops_intent_check(&params, NULL, 0, NULL), REVOPS_ERR_NEWER);
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
    revops_intent_params params = REVOPS_INTENT_PARAMS_INIT;
    params.rules = both;
    params.rule_count = 2;
    const revops_intent *intent = build_params(&params);
    RECORD(2) record = {0};
    ck_assert_int_eq(revops_intent_apply(intent, &record.head, 0, 0), REVOPS_OK);
    ck_assert_int_eq(revops_intent_apply(intent, &record.head, 1, 0), REVOPS_OK);
    int64_t first_ms = naive_crossing(intent, &record.head, 0, 64 * 2100, 0);
    ck_assert_int_eq(crossing_of(intent, &record.head, 0, 0), first_ms);
    ck_assert_int_eq(first_ms != REVOPS_TIME_NONE, periods_ms[_i] > 2000);
}
END_TEST

/* C45: +20 and -20 points, and 2,700, both linear over 30 days, at all distances of the two events. */
START_TEST(test_C45_crossing_of_linear_rules)
{
    static const int32_t points_mpt[] = {20000, 2700000};
    static const int64_t behind_ms[] = {0, 1, 1000, DAY, 29 * DAY};
    for (int p = 0; p < ROWS(points_mpt); p++) {
        for (int b = 0; b < ROWS(behind_ms); b++) {
            for (int sign = 0; sign < 2; sign++) {
                const revops_intent_rule both[] = {
                    {points_mpt[p], 0, REVOPS_INTENT_LINEAR, 0, MONTH, 10000, 0, 0, 0},
                    {-points_mpt[p], 0, REVOPS_INTENT_LINEAR, 0, MONTH, 10000, 0, 0, 0},
                };
                revops_intent_params params = REVOPS_INTENT_PARAMS_INIT;
                params.rules = both;
                params.rule_count = 2;
                const revops_intent *intent = build_params(&params);
                RECORD(2) record = {0};
                ck_assert_int_eq(revops_intent_apply(intent, &record.head, (uint32_t)sign, 0), REVOPS_OK);
                ck_assert_int_eq(revops_intent_apply(intent, &record.head, (uint32_t)!sign, behind_ms[b]),
                                 REVOPS_OK);
                /* The later event has more left, by the same at any instant up to the end of the earlier one. */
                int64_t expected_ms = REVOPS_TIME_NONE;
                int32_t now = score_of(intent, &record.head, behind_ms[b]);
                if (now < 0) {
                    expected_ms = behind_ms[b];
                }
                ck_assert_int_eq(crossing_of(intent, &record.head, behind_ms[b], 0), expected_ms);
                /* Against halving, where it only falls: a threshold of what is left. */
                if (now > 1) {
                    int64_t low = behind_ms[b], high = behind_ms[b] + MONTH;
                    while (high - low > 1) {
                        int64_t middle = low + (high - low) / 2;
                        if (score_of(intent, &record.head, middle) < now / 2) {
                            high = middle;
                        } else {
                            low = middle;
                        }
                    }
                    ck_assert_int_eq(crossing_of(intent, &record.head, behind_ms[b], now / 2), high);
                }
            }
        }
    }
}
END_TEST

/* Where groups meet their limits, the score rests and moves again. Against every single millisecond. */
START_TEST(test_SC6_crossing_with_limits_and_inactivity)
{
    const revops_intent_rule mixed[] = {
        {9000, 1, REVOPS_INTENT_LINEAR, 0, 900, 7000, 0, 0, 0},
        {-7000, 2, REVOPS_INTENT_HALF_LIFE, 0, 300, 0, 0, 0, 0},
        {4000, 1, REVOPS_INTENT_STEP, 0, 250, 3000, 0, 0, 0},
        {-2000, 1, REVOPS_INTENT_WINDOW, 0, 800, 0, 0, 0, 0},
        {6000, 2, REVOPS_INTENT_HALF_LIFE, 0, 700, 0, 0, 0, 0},
    };
    const revops_score_group limits[] = {{-500, 8000}, {-1500, 4000}};
    revops_intent_params params = REVOPS_INTENT_PARAMS_INIT;
    params.rules = mixed;
    params.rule_count = ROWS(mixed);
    params.groups = limits;
    params.group_count = 2;
    params.floor_mpt = -1000;
    params.inactivity_loss_bp = _i % 2 ? 1500 : 0;
    params.inactivity_period_ms = _i % 2 ? 400 : 0;
    const revops_intent *intent = build_params(&params);
    RECORD(5) record = {0};
    for (uint32_t r = 0; r < 5; r++) {
        ck_assert_int_eq(revops_intent_apply(intent, &record.head, r, r * (uint32_t)_i * 37 % 300),
                         REVOPS_OK);
        ck_assert_int_eq(revops_intent_apply(intent, &record.head, r, 300 + r * (uint32_t)_i % 7), REVOPS_OK);
    }
    for (int32_t threshold_mpt = -1200; threshold_mpt < 13000; threshold_mpt += 311) {
        ck_assert_int_eq(crossing_of(intent, &record.head, 310, threshold_mpt),
                         naive_crossing(intent, &record.head, 310, 64 * 700 + 400, threshold_mpt));
    }
}
END_TEST

/* 128 half-lives of both signs that nearly cancel one another: bounded work; what is told is a bound, and asking from there
   goes on. */
START_TEST(test_C45_bounded_work_tells_how_far_it_came)
{
    enum { MANY = 128 };
    static revops_intent_rule both[MANY];
    static _Alignas(8) unsigned char room[1 << 15];
    static RECORD(MANY) record;
    revops_intent_params params = REVOPS_INTENT_PARAMS_INIT;
    params.rules = both;
    params.rule_count = MANY;
    for (int i = 0; i < MANY; i++) {
        revops_intent_rule rule = {
            i % 2 ? -20000 : 20000, 0, REVOPS_INTENT_HALF_LIFE, 0, MONTH + i / 2 - i % 2, 0, 0, 0, 0};
        both[i] = rule;
    }
    const revops_intent *intent;
    ck_assert_int_eq(revops_intent_build(&params, room, sizeof room, NULL, &intent), REVOPS_OK);
    ck_assert_int_eq(revops_intent_record_init(intent, &record.head), REVOPS_OK);
    for (uint32_t i = 0; i < MANY; i++) {
        ck_assert_int_eq(revops_intent_apply(intent, &record.head, i, 0), REVOPS_OK);
    }
    int64_t at_ms = 0, reached_ms;
    for (int asked = 0; asked < 20; asked++) {
        ck_assert_int_eq(revops_intent_crossing(intent, &record.head, at_ms, 0, &reached_ms),
                         REVOPS_ERR_RANGE);
        ck_assert_int_gt(reached_ms, at_ms);
        for (int i = 0; i < 100; i++) {
            ck_assert_int_ge(score_of(intent, &record.head, at_ms + (reached_ms - at_ms) / 100 * i), 0);
        }
        at_ms = reached_ms;
    }
    /* What is far from a threshold takes no more than it does elsewhere. */
    ck_assert_int_eq(revops_intent_crossing(intent, &record.head, 0, -1000, &reached_ms), REVOPS_OK);
    ck_assert_int_eq(reached_ms, REVOPS_TIME_NONE);
}
END_TEST

/* Asked again at each instant that it names, the wake-up comes to the crossing soon. */
START_TEST(test_SEM26_wakeups_lead_to_the_crossing)
{
    const revops_intent *intent = build();
    RECORD(RULES) record = {0};
    for (uint32_t r = 0; r < RULES - 1; r++) {
        ck_assert_int_eq(revops_intent_apply(intent, &record.head, r, r * REVOPS_HOUR_MS), REVOPS_OK);
    }
    for (int32_t threshold_mpt = 6000; threshold_mpt < 90000; threshold_mpt += 1000) {
        int64_t at_ms = DAY, crossing_ms = crossing_of(intent, &record.head, at_ms, threshold_mpt);
        int asked = 0;
        ck_assert_int_ne(crossing_ms, REVOPS_TIME_NONE);
        while (at_ms < crossing_ms) {
            int64_t next_ms;
            ck_assert_int_eq(revops_intent_next_wakeup(intent, &record.head, at_ms,
                                                       score_of(intent, &record.head, at_ms), threshold_mpt,
                                                       &next_ms),
                             REVOPS_OK);
            ck_assert(next_ms > at_ms && next_ms <= crossing_ms);
            at_ms = next_ms;
            asked++;
        }
        ck_assert_int_lt(asked, 40);
    }
}
END_TEST

START_TEST(test_SC7_next_grade_in_events)
{
    const revops_intent *intent = build();
    RECORD(RULES) nothing = {0};
    revops_intent_advice steps[RULES];
    size_t needed;
    /* From grade 4 (below 5) to 3: one of anything but a visit, of which three a day would do. */
    ck_assert_int_eq(revops_intent_advise(intent, &nothing.head, 0, steps, RULES, &needed), REVOPS_OK);
    ck_assert_uint_eq(needed, 6);
    ck_assert_uint_eq(steps[0].behaviour, DEMO);
    ck_assert_uint_eq(steps[0].event_count, 1);
    ck_assert_uint_eq(steps[0].grade, 1); /* 40 points: grade 2 at once */
    ck_assert_uint_eq(steps[5].behaviour, VISIT);
    ck_assert_uint_eq(steps[5].event_count, 3);
    ck_assert_int_eq(steps[5].score_mpt, 6000);
    ck_assert_int_eq(revops_intent_advise(intent, &nothing.head, 0, steps, 5, &needed), REVOPS_ERR_NOSPACE);
    /* From 40 to 50 points: one demo, one form, two webinars …; visits and downloads together are capped at 25. */
    RECORD(RULES) record = {0};
    ck_assert_int_eq(revops_intent_apply(intent, &record.head, DEMO, 0), REVOPS_OK);
    ck_assert_int_eq(revops_intent_advise(intent, &record.head, 0, steps, RULES, &needed), REVOPS_OK);
    ck_assert_uint_eq(needed, 5);
    ck_assert_uint_eq(steps[4].event_count, 2);
    char out[64];
    const revops_intent_advice way = {2, 3, 6500, 2};
    const char *names[] = {"demo", "download", "visit"}, *said = "3 of \"visit\": then 6.5 points, grade 3";
    ck_assert_uint_eq(revops_intent_advice_text(&way, names, out, sizeof out), strlen(said));
    ck_assert_str_eq(out, said);
    revops_intent_advice_text(&way, NULL, out, sizeof out);
    ck_assert_str_eq(out, "3 of behaviour 2: then 6.5 points, grade 3");
    ck_assert_uint_eq(revops_intent_advice_text(NULL, names, NULL, 0), 0);
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
    revops_intent_advice expected[3];
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
    revops_intent_params params = REVOPS_INTENT_PARAMS_INIT;
    params.rules = combined[_i].rules;
    params.rule_count = 2;
    params.groups = combined[_i].groups;
    params.group_count = combined[_i].groups[0].cap_mpt ? 2 : 0;
    params.grade_count = 1;
    memset(params.grades_mpt, 0, sizeof params.grades_mpt);
    params.grades_mpt[0] = combined[_i].grade_mpt;
    const revops_intent *intent;
    ck_assert_int_eq(revops_intent_build(&params, memory, sizeof memory, NULL, &intent), REVOPS_OK);
    RECORD(RULES) nothing = {0};
    revops_intent_advice steps[3];
    size_t needed;
    ck_assert_int_eq(revops_intent_advise(intent, &nothing.head, 0, steps, 3, &needed), REVOPS_OK);
    ck_assert_uint_eq(needed, combined[_i].count);
    for (uint32_t i = 0; i < needed; i++) {
        ck_assert_mem_eq(&steps[i], &combined[_i].expected[i], sizeof steps[i]);
    }
}
END_TEST

/* SC15: 0.4 × fit + 0.6 × behaviour, and bands. */
START_TEST(test_SC15_weighted_totals_and_bands)
{
    static const struct {
        int32_t fit_mpt, intent_mpt, total_mpt;
        uint32_t band;
    } totals[] = {{80000, 70000, 74000, 0},
                  {100000, 50000, 70000, 0},
                  {99999, 50000, 69999, 1},
                  {0, 66667, 40000, 1},
                  {0, 66665, 39999, 2},
                  {-1, 0, -1, 2},
                  {-50000, 100000, 40000, 1},
                  {INT32_MAX, INT32_MAX, INT32_MAX, 0},
                  {INT32_MIN, INT32_MIN, INT32_MIN, 2}};
    revops_intent_total_params params;
    int32_t total_mpt, fits[ROWS(totals)], intents[ROWS(totals)];
    uint32_t band;
    uint8_t bands[ROWS(totals)];
    ck_assert_int_eq(revops_intent_total_defaults(&params, sizeof params), REVOPS_OK);
    for (int i = 0; i < ROWS(totals); i++) {
        ck_assert_int_eq(revops_intent_total(&params, totals[i].fit_mpt, totals[i].intent_mpt,
                                             REVOPS_SCORE_UNGRADED, &total_mpt, &band),
                         REVOPS_OK);
        ck_assert_int_eq(total_mpt, totals[i].total_mpt);
        ck_assert_uint_eq(band, totals[i].band);
        fits[i] = totals[i].fit_mpt;
        intents[i] = totals[i].intent_mpt;
    }
    ck_assert_int_eq(revops_intent_total_many(&params, fits, intents, ROWS(totals), fits, bands), REVOPS_OK);
    for (int i = 0; i < ROWS(totals); i++) {
        ck_assert_int_eq(fits[i], totals[i].total_mpt);
        ck_assert_uint_eq(bands[i], totals[i].band);
    }
    params.hysteresis_mpt = 5000;
    ck_assert_int_eq(revops_intent_total(&params, 65000, 65000, 0, &total_mpt, &band), REVOPS_OK);
    ck_assert_uint_eq(band, 0);
    ck_assert_int_eq(revops_intent_total(&params, 64999, 65000, 0, &total_mpt, &band), REVOPS_OK);
    ck_assert_uint_eq(band, 1);
    ck_assert_int_eq(revops_intent_total(&params, 0, 0, 3, &total_mpt, &band), REVOPS_ERR_ARG);
    ck_assert_int_eq(revops_intent_total(&params, 0, 0, 0, NULL, &band), REVOPS_ERR_ARG);
    ck_assert_int_eq(revops_intent_total_many(&params, NULL, intents, 1, fits, NULL), REVOPS_ERR_ARG);
#define TOTAL_FAULT(field, value, status)                                                                    \
    do {                                                                                                     \
        const revops_intent_total_params init = REVOPS_INTENT_TOTAL_PARAMS_INIT;                             \
        params = init;                                                                                       \
        params.field = (value);                                                                              \
        ck_assert_int_eq(revops_intent_total_check(&params, NULL, 0, NULL), status);                         \
        ck_assert_int_eq(revops_intent_total(&params, 0, 0, 0, &total_mpt, &band), status);                  \
        ck_assert_int_eq(revops_intent_total_many(&params, fits, intents, 1, fits, NULL), status);           \
    } while (0)
    TOTAL_FAULT(flags, 1, REVOPS_ERR_NEWER);
    TOTAL_FAULT(fit_bp, 10001, REVOPS_ERR_ARG);
    TOTAL_FAULT(intent_bp, 10001, REVOPS_ERR_ARG);
    TOTAL_FAULT(band_count, 8, REVOPS_ERR_ARG);
    TOTAL_FAULT(hysteresis_mpt, -1, REVOPS_ERR_ARG);
    TOTAL_FAULT(bands_mpt[1], 70000, REVOPS_ERR_UNSOUND);
    TOTAL_FAULT(bands_mpt[2], 1, REVOPS_ERR_ARG); /* beyond band_count */
    TOTAL_FAULT(bands_mpt[7], -1, REVOPS_ERR_ARG);
    TOTAL_FAULT(struct_size, 4, REVOPS_ERR_ABI);
    ck_assert_int_eq(revops_intent_total_check(NULL, NULL, 0, NULL), REVOPS_ERR_ARG);
}
END_TEST

static Suite *suite_of_tests(void)
{
    Suite *suite = suite_create("intent-answers");
    TCase *answers = tcase_create("answers");
    tcase_add_loop_test(answers, test_crossing_of_one_event, 0, ROWS(crossings));
    tcase_add_test(answers, test_SC6_only_the_best_group_counts);
    tcase_add_loop_test(answers, test_SC6_crossing_of_a_sum_at_the_threshold, 0, 4);
    tcase_add_test(answers, test_C45_crossing_of_linear_rules);
    tcase_add_loop_test(answers, test_SC6_crossing_with_limits_and_inactivity, 0, 8);
    tcase_add_test(answers, test_C45_bounded_work_tells_how_far_it_came);
    tcase_add_test(answers, test_SEM26_wakeups_lead_to_the_crossing);
    tcase_add_test(answers, test_SC7_next_grade_in_events);
    tcase_add_loop_test(answers, test_SC7_next_grade_by_several_behaviours, 0, ROWS(combined));
    tcase_add_test(answers, test_SC15_weighted_totals_and_bands);
    suite_add_tcase(suite, answers);
    return suite;
}
