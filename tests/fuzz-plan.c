/* SPDX-License-Identifier: MIT */
/* Any numbers, bands and touches: single and batch forms agree in answers and refusals, a judgement's distances lead where they say, the text of an
   answer is cut cleanly, and no number makes a formula do what isn't defined. */
#define FUZZ_WORDS                                                                                           \
    "\0\0\0\0\0\0\0\0", "\1\0\0\0\0\0\0\0", "\x10\x27", "\xff\xff\xff\xff\xff\xff\xff\x7f",                  \
        "\0\0\0\0\0\0\0\x80"
#include "fuzz.h"
#include "fuzz-take.h"

enum { BANDS = 5, TOUCHES = 12, LEADS = 3, STEPS = 4 };

static int64_t number(void)
{
    return (int64_t)take(1 + take(1) % 8);
}

static void solve(void)
{
    const revops_plan_formula formula = (uint32_t)take(1) % 17;
    const uint32_t unknown = (uint32_t)take(1) % 7, count = revops_plan_quantity_count(formula);
    int64_t values[REVOPS_PLAN_QUANTITIES_MAX], one = -7, many = -7;
    const int64_t *columns[REVOPS_PLAN_QUANTITIES_MAX];
    char whole[512] = "", part[64] = "";
    for (uint32_t i = 0; i < REVOPS_PLAN_QUANTITIES_MAX; i++) {
        values[i] = number();
        columns[i] = &values[i];
    }
    const revops_status status = revops_plan_solve(formula, unknown, values, &one);
    MUST(unknown < count || (status != REVOPS_OK && one == -7));
    revops_status row = REVOPS_OK;
    const revops_status batch = revops_plan_solve_many(formula, unknown, columns, 1, &row, &many);
    MUST(batch == REVOPS_OK ? row == status : status == batch);
    MUST(status != REVOPS_OK || (one == many && one >= 0));
    const size_t length = revops_plan_solve_text(formula, unknown, values, whole, sizeof whole);
    MUST(length < sizeof whole && strlen(whole) == length);
    MUST(revops_plan_solve_text(formula, unknown, values, part, sizeof part) == length);
    MUST(strncmp(part, whole, sizeof part - 1) == 0);
}

static void judge(void)
{
    revops_plan_band bands[BANDS];
    revops_plan_params params;
    MUST(revops_plan_defaults(&params, sizeof params) == REVOPS_OK);
    params.band_count = (uint32_t)take(1) % (BANDS + 1);
    params.band_row_size = sizeof bands[0];
    params.bands = bands;
    for (uint32_t i = 0; i < BANDS; i++) {
        bands[i] = (revops_plan_band){1 + (uint32_t)take(1) % 3, (uint32_t)take(1) % 7, number(),
                                      take(1) % 16 ? "band" : NULL};
    }
    const revops_plan_metric metric = 1 + (uint32_t)take(1) % 3;
    const int64_t value = number();
    uint32_t band = 99;
    revops_plan_judgement found, other;
    const revops_status checked = revops_plan_check(&params, NULL, 0, NULL);
    const revops_status status = revops_plan_judge(&params, metric, value, &found);
    MUST(status == checked || (checked == REVOPS_OK && status == REVOPS_ERR_RANGE));
    MUST(revops_plan_judge_many(&params, metric, &value, 1, &band) == status);
    if (status != REVOPS_OK) {
        return;
    }
    MUST(band == found.band && found.band < params.band_count && bands[found.band].metric == metric);
    MUST(found.to_next >= 0 && found.to_previous >= 0);
    if (found.to_next && found.to_next < INT64_MAX && value <= INT64_MAX - found.to_next) {
        MUST(revops_plan_judge(&params, metric, value + found.to_next, &other) == REVOPS_OK &&
             other.band > found.band);
        MUST(revops_plan_judge(&params, metric, value + found.to_next - 1, &other) == REVOPS_OK &&
             other.band == found.band);
    }
    if (found.to_previous && found.to_previous < INT64_MAX && value >= INT64_MIN + found.to_previous) {
        MUST(revops_plan_judge(&params, metric, value - found.to_previous, &other) == REVOPS_OK &&
             other.band < found.band);
    }
}

static void fold(void)
{
    int64_t at_ms[TOUCHES], planned[STEPS], actual[STEPS], numbers[STEPS + 1], revenue;
    uint32_t rates_bp[STEPS];
    uint64_t offsets[LEADS + 1] = {0};
    revops_plan_sequence sequences[LEADS], again;
    revops_plan_gap_step steps[STEPS];
    revops_plan_gap gap;
    revops_plan_staff staff;
    revops_plan_ceiling ceiling;
    uint32_t executives;
    for (uint32_t i = 0; i < TOUCHES; i++) {
        at_ms[i] = number();
    }
    for (uint32_t i = 0; i < LEADS; i++) {
        offsets[i + 1] = offsets[i] + take(1) % (TOUCHES + 1 - offsets[i]);
    }
    if (revops_plan_compare_sequences(NULL, at_ms, offsets, LEADS, sequences) == REVOPS_OK) {
        for (uint64_t i = offsets[0], k = offsets[1]; i + 1 < k; i++) { /* in any order within a lead */
            const int64_t first = at_ms[i];
            at_ms[i] = at_ms[k - 1];
            at_ms[k - 1] = first;
            MUST(revops_plan_compare_sequences(NULL, at_ms, offsets, 1, &again) == REVOPS_OK);
            MUST(memcmp(&again, &sequences[0], sizeof again) == 0);
        }
    }
    for (uint32_t i = 0; i < STEPS; i++) {
        planned[i] = number();
        actual[i] = number();
        rates_bp[i] = (uint32_t)take(2) % 10002;
    }
    const uint32_t step_count = (uint32_t)take(1) % (STEPS + 1);
    (void)!revops_plan_gap_between(number(), number(), planned, actual, step_count, steps, &gap);
    const int64_t goal = number(), value = number();
    if (revops_plan_funnel_for(goal, value, rates_bp, step_count, numbers) == REVOPS_OK &&
        revops_plan_funnel_from(numbers[0], value, rates_bp, step_count, &revenue, NULL) == REVOPS_OK) {
        MUST(revenue >= goal);
    }
    if (revops_plan_staff_for(NULL, (uint32_t)take(4), &staff) == REVOPS_OK) {
        MUST(staff.sdrs_low <= staff.sdrs_high && staff.engineers_low <= staff.engineers_high);
    }
    MUST(revops_plan_executives_for(NULL, (uint32_t)take(4), (uint32_t)take(4), &executives) == REVOPS_OK);
    revops_plan_account accounts[2];
    memset(accounts, 0, sizeof accounts);
    for (uint32_t i = 0; i < 2; i++) {
        accounts[i].price = number();
        accounts[i].potential_low = number();
        accounts[i].potential_high = number();
        accounts[i].demand_bp = (uint32_t)take(4);
        accounts[i].is_top_plan = (uint8_t)(take(1) % 3);
    }
    if (revops_plan_ceiling_of(NULL, accounts, 2, &ceiling) == REVOPS_OK) {
        MUST(ceiling.accounts <= 2 && ceiling.missed_low <= ceiling.missed_high);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    input = data;
    left = size;
    solve();
    judge();
    fold();
    return 0;
}
