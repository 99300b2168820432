/* SPDX-License-Identifier: MIT */
/* Attribution: MT10 (models, sums to the cent), MT15 (influence). Worked examples are those of tools that publish them. */
#include "random.h"
#include "test.h"

enum { CHANNELS = 4, MOST = 16 };

/* One journey: a touch a letter ("a" is channel 0), its days, milestones, and what each touch must earn of an amount. */
static const struct {
    revops_attribution_model model;
    const char *path;
    int64_t days[MOST]; /* NULL path of days: all 0 */
    uint32_t milestones[MOST];
    int64_t amount, expected[MOST];
} journeys[] = {
    {REVOPS_ATTRIBUTION_FIRST, "bca", {0}, {0}, 500, {500, 0, 0}},
    {REVOPS_ATTRIBUTION_LAST, "bca", {0}, {0}, 500, {0, 0, 500}},
    {REVOPS_ATTRIBUTION_LAST_NON_DIRECT, "bcd", {0}, {0}, 500, {0, 500, 0}},
    {REVOPS_ATTRIBUTION_LAST_NON_DIRECT, "dd", {0}, {0}, 500, {0, 500}},
    {REVOPS_ATTRIBUTION_LINEAR, "aab", {0}, {0}, 600, {200, 200, 200}},
    {REVOPS_ATTRIBUTION_LINEAR, "abc", {0}, {0}, 100, {33, 33, 34}},
    {REVOPS_ATTRIBUTION_LINEAR, "abc", {0}, {0}, -100, {-33, -33, -34}},
    {REVOPS_ATTRIBUTION_U_SHAPED, "a", {0}, {0}, 200, {200}},
    {REVOPS_ATTRIBUTION_U_SHAPED, "ab", {0}, {0}, 300, {150, 150}},
    {REVOPS_ATTRIBUTION_U_SHAPED, "abc", {0}, {0}, 500, {200, 100, 200}},
    {REVOPS_ATTRIBUTION_TIME_DECAY,
     "abcdab",
     {0, 6, 12, 18, 24, 30},
     {0},
     20000 * 100,
     {47272, 85631, 155116, 280985, 508989, 922007}},
    {REVOPS_ATTRIBUTION_W_SHAPED,
     "abcdabc",
     {0},
     {0, 0, 1, 0, 0, 0, 2},
     1000,
     {300, 25, 300, 25, 25, 25, 300}},
    {REVOPS_ATTRIBUTION_FULL_PATH, "abcda", {0}, {0, 1, 0, 2, 0}, 1000, {225, 225, 100, 225, 225}},
    {REVOPS_ATTRIBUTION_SHAPLEY, "abcd", {0}, {0}, 1000, {250, 250, 250, 250}},
    {REVOPS_ATTRIBUTION_SHAPLEY, "aabaa", {0}, {0}, 1000, {500, 0, 500, 0, 0}},
};

static revops_attribution_params params_of(revops_attribution_model model)
{
    revops_attribution_params params;
    ck_assert_int_eq(revops_attribution_defaults(&params, sizeof params), REVOPS_OK);
    params.model = model;
    params.channel_count = CHANNELS;
    params.direct_channel = model == REVOPS_ATTRIBUTION_LAST_NON_DIRECT ? 3 : REVOPS_NO_ROW;
    return params;
}

static const revops_attribution *build(const revops_attribution_params *params)
{
    static _Alignas(8) unsigned char memory[2048];
    const revops_attribution *attribution = NULL;
    ck_assert_int_eq(revops_attribution_build(params, memory, sizeof memory, NULL, &attribution), REVOPS_OK);
    return attribution;
}

static revops_attribution_state *start(const revops_attribution *attribution, unsigned char *memory,
                                       size_t size)
{
    revops_attribution_state *state = NULL;
    ck_assert_int_eq(revops_attribution_state_init(attribution, memory, size, NULL, &state), REVOPS_OK);
    return state;
}

START_TEST(test_journeys_mt10)
{
    static _Alignas(8) unsigned char memory[2048];
    revops_attribution_params params = params_of(journeys[_i].model);
    const revops_attribution *attribution = build(&params);
    revops_attribution_state *state = start(attribution, memory, sizeof memory);
    uint32_t channel[MOST];
    int64_t touch_ms[MOST], amounts[MOST] = {0}, ppm[MOST] = {0};
    uint64_t touches = strlen(journeys[_i].path);
    for (uint64_t i = 0; i < touches; i++) {
        channel[i] = (uint32_t)(journeys[_i].path[i] - 'a');
        touch_ms[i] = journeys[_i].days[i] * REVOPS_DAY_MS;
    }
    uint64_t first_touch[2] = {0, touches}, first_conversion[2] = {0, 1};
    revops_attribution_columns columns = {
        .struct_size = sizeof columns,
        .count = 1,
        .touch_count = touches,
        .conversion_count = 1,
        .first_touch = first_touch,
        .first_conversion = first_conversion,
        .touch_ms = touch_ms,
        .channel = channel,
        .milestones = journeys[_i].milestones,
        .conversion_ms = &touch_ms[touches - 1],
        .amount = &journeys[_i].amount,
    };
    revops_cursor cursor = {0};
    ck_assert_int_eq(
        revops_attribution_apply_many(attribution, state, &columns, 1, amounts, ppm, NULL, &cursor),
        REVOPS_OK);
    ck_assert_uint_eq(cursor.applied, 1);
    int64_t sum = 0, sum_ppm = 0;
    for (uint64_t i = 0; i < touches; i++) {
        /* Published shares are rounded one by one, ours where their sum is. */
        ck_assert_int_le(llabs(amounts[i] - journeys[_i].expected[i]),
                         journeys[_i].model == REVOPS_ATTRIBUTION_TIME_DECAY);
        sum += amounts[i];
        sum_ppm += ppm[i];
    }
    ck_assert_int_eq(sum, journeys[_i].amount);
    ck_assert_int_eq(sum_ppm, 1000000);

    /* What is taken back leaves nothing, and merging with itself doubles. */
    ck_assert_int_eq(revops_attribution_merge(attribution, state, state), REVOPS_OK);
    for (int round = 0; round < 2; round++) {
        cursor.next = 0;
        ck_assert_int_eq(
            revops_attribution_apply_many(attribution, state, &columns, -1, amounts, ppm, NULL, &cursor),
            REVOPS_OK);
    }
    revops_attribution_credit credits[CHANNELS + 1];
    ck_assert_int_eq(revops_attribution_credits(attribution, state, credits, CHANNELS + 1, NULL), REVOPS_OK);
    for (int i = 0; i <= CHANNELS; i++) {
        static const revops_attribution_credit nothing = {0};
        ck_assert_mem_eq(&credits[i], &nothing, sizeof nothing);
    }
}
END_TEST

/* Two conversions, a lookback window, touches after the conversion, and a conversion that no touch came before. */
START_TEST(test_windows_mt10_mt15)
{
    static _Alignas(8) unsigned char memory[2048];
    static const uint64_t first_touch[] = {0, 4, 4}, first_conversion[] = {0, 2, 3};
    static const int64_t touch_ms[] = {1000, 2000, 3000, 9000}, conversion_ms[] = {2500, 4000, 10};
    static const uint32_t channel[] = {0, 1, 1, 2}, number[] = {1, 2, 1};
    static const int64_t amount[] = {100, 1001, 7};
    revops_attribution_columns columns = {sizeof columns,   0,        2,       4,    3,    first_touch,
                                          first_conversion, touch_ms, channel, NULL, NULL, conversion_ms,
                                          amount,           number};
    static const struct {
        uint32_t flags;
        int64_t lookback_ms, amounts[CHANNELS + 1], influenced[CHANNELS + 1], touches[CHANNELS + 1];
    } cases[] = {
        /* 50 + 333, 50 + 334 + 334 */
        {0, 0, {383, 718, 0, 0, 7}, {3, 3, 0, 0, 0}, {2, 3, 0, 0, 0}},
        /* The second conversion: only the touch of 3000. */
        {REVOPS_ATTRIBUTION_AFTER_CONVERSION, 0, {50, 1051, 0, 0, 7}, {1, 3, 0, 0, 0}, {1, 2, 0, 0, 0}},
        /* A window of 1.5 s leaves out the touch of 1000 in the second, and keeps that at its end. */
        {0, 1500, {50, 1051, 0, 0, 7}, {1, 3, 0, 0, 0}, {1, 2, 0, 0, 0}},
        {0, 2000, {50, 1051, 0, 0, 7}, {1, 3, 0, 0, 0}, {1, 3, 0, 0, 0}},
    };
    for (int i = 0; i < ROWS(cases); i++) {
        revops_attribution_params params = params_of(REVOPS_ATTRIBUTION_LINEAR);
        params.flags = cases[i].flags;
        params.lookback_ms = cases[i].lookback_ms;
        const revops_attribution *attribution = build(&params);
        revops_attribution_state *state = start(attribution, memory, sizeof memory);
        revops_cursor cursor = {0};
        ck_assert_int_eq(
            revops_attribution_apply_many(attribution, state, &columns, 1, NULL, NULL, NULL, &cursor),
            REVOPS_OK);
        revops_attribution_credit credits[CHANNELS + 1];
        ck_assert_int_eq(revops_attribution_credits(attribution, state, credits, CHANNELS + 1, NULL),
                         REVOPS_OK);
        for (int c = 0; c <= CHANNELS; c++) {
            ck_assert_int_eq(credits[c].amount, cases[i].amounts[c]);
            ck_assert_int_eq(credits[c].influenced, cases[i].influenced[c]);
            ck_assert_int_eq(credits[c].touches, cases[i].touches[c]);
        }
    }
}
END_TEST

START_TEST(test_bad_leads_are_left_out_and_told)
{
    static _Alignas(8) unsigned char memory[2048];
    static const uint64_t first_touch[] = {0, 2, 3, 4}, first_conversion[] = {0, 1, 2, 3};
    static const int64_t touch_ms[] = {2, 1, 5, 5}, conversion_ms[] = {9, 9, 9};
    static const uint32_t channel[] = {0, 1, CHANNELS, 1};
    int64_t amount[] = {1, 1, 1};
    revops_attribution_columns columns = {
        .struct_size = sizeof columns,
        .count = 3,
        .touch_count = 4,
        .conversion_count = 3,
        .first_touch = first_touch,
        .first_conversion = first_conversion,
        .touch_ms = touch_ms,
        .channel = channel,
        .conversion_ms = conversion_ms,
        .amount = amount,
    };
    revops_attribution_params params = params_of(REVOPS_ATTRIBUTION_LINEAR);
    const revops_attribution *attribution = build(&params);
    revops_attribution_state *state = start(attribution, memory, sizeof memory);
    revops_status statuses[3] = {0};
    revops_cursor cursor = {0};
    ck_assert_int_eq(
        revops_attribution_apply_many(attribution, state, &columns, 1, NULL, NULL, statuses, &cursor),
        REVOPS_OK);
    ck_assert_uint_eq(cursor.applied, 1);
    ck_assert_uint_eq(cursor.invalid, 2);
    ck_assert_int_eq(statuses[0], REVOPS_ERR_ARG);
    ck_assert_int_eq(statuses[1], REVOPS_ERR_ARG);
    ck_assert_int_eq(statuses[2], 0);
    amount[2] = (INT64_C(1) << 53) + 1;
    cursor.next = 2;
    ck_assert_int_eq(
        revops_attribution_apply_many(attribution, state, &columns, 1, NULL, NULL, statuses, &cursor),
        REVOPS_OK);
    ck_assert_uint_eq(cursor.invalid, 3);
    columns.touch_count = 3;
    cursor.next = 2;
    amount[2] = 1;
    ck_assert_int_eq(
        revops_attribution_apply_many(attribution, state, &columns, 1, NULL, NULL, statuses, &cursor),
        REVOPS_OK);
    ck_assert_uint_eq(cursor.invalid, 4);
    columns.conversion_ms = NULL;
    cursor.next = 0;
    ck_assert_int_eq(
        revops_attribution_apply_many(attribution, state, &columns, 1, NULL, NULL, statuses, &cursor),
        REVOPS_ERR_ARG);
    ck_assert_int_eq(
        revops_attribution_apply_many(attribution, state, &columns, 2, NULL, NULL, statuses, &cursor),
        REVOPS_ERR_ARG);
}
END_TEST

static const revops_attribution_position twice[] = {
    {REVOPS_ATTRIBUTION_AT_FIRST, 0, 6000, 0},
    {REVOPS_ATTRIBUTION_AT_FIRST, 0, 6000, 0},
    {9, 0, 1, 0},
    {REVOPS_ATTRIBUTION_AT_MILESTONE, 32, 0, 1},
};

START_TEST(test_all_faults_of_a_model_are_told)
{
    revops_attribution_params params = params_of(99);
    params.flags = 2;
    params.reserved = 1;
    params.channel_count = 0;
    params.direct_channel = 1;
    params.lookback_ms = -1;
    params.half_life_ms = 0;
    params.position_count = 1;
    revops_problem problems[16];
    size_t needed = 0;
    char text[200];
    ck_assert_int_eq(revops_attribution_check(&params, problems, 16, &needed), REVOPS_ERR_NEWER);
    ck_assert_uint_eq(needed, 8);
    revops_problem_text(&problems[3], text, sizeof text);
    ck_assert_str_eq(text, "params.channel_count is 0; expected 1 to 65535");
    params = params_of(REVOPS_ATTRIBUTION_POSITION);
    params.positions = twice;
    params.position_count = ROWS(twice);
    ck_assert_int_eq(revops_attribution_check(&params, problems, 16, &needed), REVOPS_ERR_UNSOUND);
    ck_assert_uint_eq(needed, 6);
    revops_problem_text(&problems[0], text, sizeof text);
    ck_assert_str_eq(text,
                     "positions[1].place is 1; expected a place that has no share yet (see also row 0)");
    const revops_attribution *out = NULL;
    ck_assert_int_eq(revops_attribution_build(&params, NULL, 0, &needed, &out), REVOPS_ERR_UNSOUND);
    params.position_count = 1;
    ck_assert_int_eq(revops_attribution_check(&params, NULL, 0, NULL), REVOPS_OK);
    ck_assert_int_eq(revops_attribution_build(&params, NULL, 0, &needed, NULL), REVOPS_ERR_NOSPACE);
    params.position_row_size = 4;
    ck_assert_int_eq(revops_attribution_check(&params, NULL, 0, NULL), REVOPS_ERR_ABI);
    ck_assert_int_eq(revops_attribution_check(NULL, NULL, 0, NULL), REVOPS_ERR_ARG);
    for (revops_attribution_model model = 0; model <= REVOPS_ATTRIBUTION_SHAPLEY + 1; model++) {
        int known = model >= REVOPS_ATTRIBUTION_FIRST && model <= REVOPS_ATTRIBUTION_SHAPLEY;
        ck_assert_int_eq(strcmp(revops_attribution_model_name(model), "unknown") != 0, known);
    }
}
END_TEST

START_TEST(test_amounts_are_divided_exactly)
{
    static const uint64_t weights[] = {1, 0, 1, 1};
    int64_t out[4];
    ck_assert_int_eq(revops_attribution_divide(-100, weights, 4, out), REVOPS_OK);
    ck_assert_int_eq(out[0], -33);
    ck_assert_int_eq(out[1], 0);
    ck_assert_int_eq(out[0] + out[1] + out[2] + out[3], -100);
    ck_assert_int_eq(revops_attribution_divide(1, weights + 1, 1, out), REVOPS_ERR_ARG);
    static const uint64_t large[] = {INT64_MAX, 1};
    ck_assert_int_eq(revops_attribution_divide(1, large, 2, out), REVOPS_ERR_OVERFLOW);
    ck_assert_int_eq(revops_attribution_divide((INT64_C(1) << 53) + 1, weights, 4, out), REVOPS_ERR_ARG);
}
END_TEST

/* eeghor/mta's example: from a, 2/3 of its steps go to b; without b, 3 of the 4 won are lost. */
START_TEST(test_removal_effects_mt10)
{
    static const uint64_t first[] = {0, 2, 4};
    static const uint32_t channel[] = {0, 1, 0, 2}, converted[] = {3, 1}, lost[] = {1, 1};
    int64_t transitions[4 * 5] = {0};
    ck_assert_uint_eq(revops_attribution_transitions_max(3), 20);
    ck_assert_uint_eq(revops_attribution_transitions_max(0), 0);
    ck_assert_int_eq(
        revops_attribution_transitions_add(3, first, channel, converted, lost, 2, 1, transitions), REVOPS_OK);
    ck_assert_int_eq(transitions[0], 6);
    ck_assert_int_eq(transitions[5 + 1], 4);
    ck_assert_int_eq(transitions[5 + 2], 2);
    ck_assert_int_eq(transitions[10 + 3], 3);
    static _Alignas(8) unsigned char memory[1024];
    uint64_t effects[3];
    size_t needed;
    ck_assert_int_eq(revops_attribution_removal_effects(transitions, 3, NULL, 0, &needed, NULL),
                     REVOPS_ERR_NOSPACE);
    ck_assert_uint_le(needed, sizeof memory);
    ck_assert_int_eq(revops_attribution_removal_effects(transitions, 3, memory, sizeof memory, NULL, effects),
                     REVOPS_OK);
    ck_assert_uint_eq(effects[0], 1000000000);
    ck_assert_uint_eq(effects[1], 750000000);
    ck_assert_uint_eq(effects[2], 250000000);
    ck_assert_int_eq(
        revops_attribution_transitions_add(3, first, channel, converted, lost, 2, -1, transitions),
        REVOPS_OK);
    ck_assert_int_eq(revops_attribution_removal_effects(transitions, 3, memory, sizeof memory, NULL, effects),
                     REVOPS_OK);
    ck_assert_uint_eq(effects[0], 0);
    transitions[0] = -1;
    ck_assert_int_eq(revops_attribution_removal_effects(transitions, 3, memory, sizeof memory, NULL, effects),
                     REVOPS_ERR_ARG);
    ck_assert_int_eq(
        revops_attribution_transitions_add(2, first, channel, converted, lost, 2, 1, transitions),
        REVOPS_ERR_ARG);
}
END_TEST

/* Efficiency, symmetry, no gain without a part, additivity (Shapley's axioms), on random games. */
START_TEST(test_shapley_axioms_mt10)
{
    random_state random = {(uint64_t)_i + 1};
    uint32_t players = 1 + (uint32_t)_i % 8;
    static int64_t worth[256], other[256], sum[256];
    int64_t values[8], other_values[8], sums[8];
    for (uint32_t set = 0; set < 1u << players; set++) {
        worth[set] = (int64_t)(random_next(&random) % 2000001) - 1000000;
        other[set] = (int64_t)(random_next(&random) % 2001);
    }
    for (uint32_t set = 0; set < 1u << players; set++) { /* the last player adds nothing to `other` */
        other[set] = other[set & ~(1u << (players - 1))];
        sum[set] = worth[set] + other[set];
    }
    ck_assert_int_eq(revops_attribution_shapley(worth, players, values), REVOPS_OK);
    ck_assert_int_eq(revops_attribution_shapley(other, players, other_values), REVOPS_OK);
    ck_assert_int_eq(revops_attribution_shapley(sum, players, sums), REVOPS_OK);
    static uint64_t sets[512];
    static int64_t parts[512];
    int64_t of_sets[8], total = 0;
    for (uint32_t set = 0; set < 1u << players; set++) { /* told by sets, in any order, in two parts */
        const uint32_t at = set * 2654435761u >> (32 - players);
        sets[2 * set] = sets[2 * set + 1] = set;
        parts[2 * set] = worth[set] / 3;
        parts[2 * set + 1] = worth[set] - worth[set] / 3;
        const uint64_t kept = sets[2 * at];
        const int64_t part = parts[2 * at];
        sets[2 * at] = at <= set ? sets[2 * set] : kept;
        parts[2 * at] = at <= set ? parts[2 * set] : part;
        sets[2 * set] = at <= set ? kept : sets[2 * set];
        parts[2 * set] = at <= set ? part : parts[2 * set];
    }
    ck_assert_int_eq(revops_attribution_shapley_sets(sets, parts, 2u << players, players, of_sets),
                     REVOPS_OK);
    ck_assert_mem_eq(of_sets, values, players * sizeof values[0]);
    for (uint32_t i = 0; i < players; i++) {
        total += values[i];
        ck_assert_int_le(llabs(sums[i] - values[i] - other_values[i]), 3);
    }
    ck_assert_int_eq(total, worth[(1u << players) - 1] - worth[0]);
    ck_assert_int_le(llabs(other_values[players - 1]), 1);
    for (uint32_t set = 0; set < 1u << players; set++) { /* worth by the number of players alone */
        int64_t size = 0;
        for (uint32_t rest = set; rest; rest &= rest - 1) {
            size++;
        }
        worth[set] = size * size * 1000;
    }
    ck_assert_int_eq(revops_attribution_shapley(worth, players, values), REVOPS_OK);
    for (uint32_t i = 0; i < players; i++) {
        ck_assert_int_le(llabs(values[i] - players * 1000), 1);
    }
    ck_assert_int_eq(revops_attribution_shapley(worth, 17, values), REVOPS_ERR_ARG);
    worth[0] = (INT64_C(1) << 47) + 1;
    ck_assert_int_eq(revops_attribution_shapley(worth, 1, values), REVOPS_ERR_ARG);
}
END_TEST

/* Games of more channels than a table has room for, whose values are known: all must come together, each alone, all but one. */
START_TEST(test_shapley_values_of_many_channels_MT10)
{
    enum { SETS_MOST = REVOPS_ATTRIBUTION_SETS_CHANNELS_MAX };
    const uint32_t players = (uint32_t)_i;
    const uint64_t all = (UINT64_C(1) << players) - 1;
    uint64_t sets[SETS_MOST + 1];
    int64_t worth[SETS_MOST + 1], values[SETS_MOST + 1];
    sets[0] = all;
    worth[0] = 1000 * players;
    ck_assert_int_eq(revops_attribution_shapley_sets(sets, worth, 1, players, values), REVOPS_OK);
    for (uint32_t i = 0; i < players; i++) {
        ck_assert_int_eq(values[i], 1000);
        sets[i] = all & ~(UINT64_C(1) << i);
        worth[i] = 0;
    }
    worth[3] = (INT64_C(1) << 61) / players / (players - 1) * players * (players - 1);
    sets[players] = all;
    worth[players] = worth[3]; /* the others come together, and the fourth adds nothing */
    ck_assert_int_eq(revops_attribution_shapley_sets(sets, worth, players + 1, players, values), REVOPS_OK);
    for (uint32_t i = 0; i < players; i++) {
        ck_assert_int_eq(values[i], i == 3 ? 0 : worth[3] / (players - 1));
    }
    ck_assert_int_eq(revops_attribution_shapley_sets(NULL, NULL, 0, players, values), REVOPS_OK);
    ck_assert(values[0] == 0 && values[players - 1] == 0);
    values[0] = 77;
    worth[0] = INT64_MIN;
    ck_assert_int_eq(revops_attribution_shapley_sets(sets, worth, 1, players, values), REVOPS_ERR_OVERFLOW);
    sets[0] = all + 1;
    worth[0] = 1;
    ck_assert_int_eq(revops_attribution_shapley_sets(sets, worth, 1, players, values), REVOPS_ERR_ARG);
    ck_assert_int_eq(revops_attribution_shapley_sets(sets, worth, 1, SETS_MOST + 1, values), REVOPS_ERR_ARG);
    ck_assert_int_eq(revops_attribution_shapley_sets(sets, worth, 1, 0, values), REVOPS_ERR_ARG);
    ck_assert_int_eq(revops_attribution_shapley_sets(NULL, worth, 1, players, values), REVOPS_ERR_ARG);
    ck_assert_int_eq(revops_attribution_shapley_sets(sets, NULL, 1, players, values), REVOPS_ERR_ARG);
    ck_assert_int_eq(revops_attribution_shapley_sets(sets, worth, 1, players, NULL), REVOPS_ERR_ARG);
    ck_assert_int_eq(values[0], 77);
}
END_TEST

/* Rows in order give what columns give, to the byte; rows that aren't are refused and leave the credits as they were. */
START_TEST(test_rows_equal_columns_MT10_SEM22)
{
    enum { ROOM = 64, KINDS = 5 };
    static const revops_attribution_model models[] = {REVOPS_ATTRIBUTION_FIRST, REVOPS_ATTRIBUTION_LAST,
                                                      REVOPS_ATTRIBUTION_LAST_NON_DIRECT,
                                                      REVOPS_ATTRIBUTION_LINEAR};
    static _Alignas(8) unsigned char memory[2048], one_memory[2048], other_memory[2048];
    random_state rng = {(uint64_t)_i + 1};
    int64_t touch_lead[ROOM], touch_ms[ROOM], won_lead[ROOM], won_ms[ROOM], amount[ROOM];
    uint64_t first_touch[9] = {0}, first_won[9] = {0}, touches = 0, wins = 0;
    uint32_t channel[ROOM];
    uint8_t bytes[ROOM];
    for (uint64_t lead = 0; lead < 8; lead++) {
        for (uint64_t n = random_below(&rng, 8), at = 0; n > 0; n--, touches++) {
            at += 1 + random_below(&rng, 4);
            touch_lead[touches] = (int64_t)lead * 3 - 9;
            touch_ms[touches] = (int64_t)at;
            channel[touches] = (uint32_t)random_below(&rng, KINDS);
            bytes[touches] = (uint8_t)channel[touches];
        }
        for (uint64_t n = random_below(&rng, 4), at = 0; n > 0; n--, wins++) {
            at += 1 + random_below(&rng, 9);
            won_lead[wins] = (int64_t)lead * 3 - 9;
            won_ms[wins] = (int64_t)at;
            amount[wins] = (int64_t)random_below(&rng, UINT64_C(1) << 54) - (INT64_C(1) << 53);
        }
        first_touch[lead + 1] = touches;
        first_won[lead + 1] = wins;
    }
    revops_attribution_params params;
    const revops_attribution *attribution;
    revops_attribution_state *one, *other;
    ck_assert_int_eq(revops_attribution_defaults(&params, sizeof params), REVOPS_OK);
    params.model = models[_i % 4];
    params.channel_count = KINDS;
    params.direct_channel = params.model == REVOPS_ATTRIBUTION_LAST_NON_DIRECT ? 2 : REVOPS_NO_ROW;
    params.lookback_ms = (int64_t)random_below(&rng, 12);
    params.flags = random_below(&rng, 2) ? REVOPS_ATTRIBUTION_AFTER_CONVERSION : 0;
    ck_assert_int_eq(revops_attribution_build(&params, memory, sizeof memory, NULL, &attribution), REVOPS_OK);
    ck_assert_int_eq(revops_attribution_state_init(attribution, one_memory, sizeof one_memory, NULL, &one),
                     REVOPS_OK);
    ck_assert_int_eq(
        revops_attribution_state_init(attribution, other_memory, sizeof other_memory, NULL, &other),
        REVOPS_OK);
    const revops_attribution_columns columns = {.struct_size = sizeof columns,
                                                .count = 8,
                                                .touch_count = touches,
                                                .conversion_count = wins,
                                                .first_touch = first_touch,
                                                .first_conversion = first_won,
                                                .touch_ms = touch_ms,
                                                .channel = channel,
                                                .conversion_ms = won_ms,
                                                .amount = amount};
    revops_attribution_row_columns rows = {.struct_size = sizeof rows,
                                           .count = touches,
                                           .conversion_count = wins,
                                           .touch_lead = touch_lead,
                                           .touch_ms = touch_ms,
                                           .channel8 = bytes,
                                           .conversion_lead = won_lead,
                                           .conversion_ms = won_ms,
                                           .amount = amount};
    revops_attribution_credit by_columns[KINDS + 1], by_rows[KINDS + 1], zero[KINDS + 1];
    revops_cursor cursor = {0};
    memset(zero, 0, sizeof zero);
    ck_assert_int_eq(revops_attribution_apply_many(attribution, one, &columns, 1, NULL, NULL, NULL, &cursor),
                     REVOPS_OK);
    ck_assert_int_eq(revops_attribution_apply_rows(attribution, other, &rows, 1), REVOPS_OK);
    ck_assert_int_eq(revops_attribution_credits(attribution, one, by_columns, KINDS + 1, NULL), REVOPS_OK);
    ck_assert_int_eq(revops_attribution_credits(attribution, other, by_rows, KINDS + 1, NULL), REVOPS_OK);
    ck_assert_mem_eq(by_columns, by_rows, sizeof by_rows);
    if (touches > 1) { /* a fault anywhere leaves the credits */
        uint64_t at = random_below(&rng, touches);
        bytes[at] = KINDS;
        ck_assert_int_eq(revops_attribution_apply_rows(attribution, other, &rows, 1), REVOPS_ERR_LATE);
        bytes[at] = (uint8_t)channel[at];
        int64_t kept = touch_lead[touches - 1];
        touch_lead[touches - 1] = -100;
        ck_assert_int_eq(revops_attribution_apply_rows(attribution, other, &rows, 1), REVOPS_ERR_LATE);
        touch_lead[touches - 1] = kept;
        ck_assert_int_eq(revops_attribution_credits(attribution, other, by_columns, KINDS + 1, NULL),
                         REVOPS_OK);
        ck_assert_mem_eq(by_columns, by_rows, sizeof by_rows);
    }
    rows.channel = channel;
    rows.channel8 = NULL;
    ck_assert_int_eq(revops_attribution_apply_rows(attribution, other, &rows, -1), REVOPS_OK);
    ck_assert_int_eq(revops_attribution_credits(attribution, other, by_rows, KINDS + 1, NULL), REVOPS_OK);
    ck_assert_mem_eq(by_rows, zero, sizeof zero);
    ck_assert_int_eq(revops_attribution_apply_rows(attribution, other, &rows, 0), REVOPS_ERR_ARG);
    if (wins) {
        amount[0] = INT64_MIN;
        ck_assert_int_eq(revops_attribution_apply_rows(attribution, other, &rows, 1), REVOPS_ERR_RANGE);
    }
}
END_TEST

static Suite *suite_of_tests(void)
{
    Suite *suite = suite_create("attribution");
    TCase *tests = tcase_create("attribution");
    tcase_add_loop_test(tests, test_journeys_mt10, 0, ROWS(journeys));
    tcase_add_test(tests, test_windows_mt10_mt15);
    tcase_add_test(tests, test_bad_leads_are_left_out_and_told);
    tcase_add_test(tests, test_all_faults_of_a_model_are_told);
    tcase_add_test(tests, test_amounts_are_divided_exactly);
    tcase_add_test(tests, test_removal_effects_mt10);
    tcase_add_loop_test(tests, test_shapley_axioms_mt10, 0, 64);
    tcase_add_loop_test(tests, test_shapley_values_of_many_channels_MT10, 5, 47);
    tcase_add_loop_test(tests, test_rows_equal_columns_MT10_SEM22, 0, 400);
    suite_add_tcase(suite, tests);
    return suite;
}
