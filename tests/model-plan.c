/* SPDX-License-Identifier: MIT */
/* Quotients of products beside plain 128-bit arithmetic, and beside multiplying back by hand where they are larger. */
#include <stdio.h>
#include <stdlib.h>

#include <revops/revops.h>

#include "core/ratio.h"
#include "random.h"

static random_state rng = {20261126};

static void fail(const char *what)
{
    fprintf(stderr, "%s\n", what);
    exit(EXIT_FAILURE);
}

static int64_t draw(void)
{
    return (int64_t)(random_below(&rng, UINT64_C(1) << 62) >> random_below(&rng, 62));
}

__extension__ typedef unsigned __int128 wide;

/* Two factors over two, where both products fit. */
static void compare_quotients(enum revops__roundings rounding)
{
    int64_t above[2] = {draw(), draw()}, below[2] = {draw(), draw()}, found = -1;
    wide a = (wide)(uint64_t)above[0] * (uint64_t)above[1], b = (wide)(uint64_t)below[0] * (uint64_t)below[1];
    revops_status expected = REVOPS_OK, status = revops__ratio(above, 2, below, 2, rounding, &found);
    wide quotient = 0;
    if (b == 0) {
        expected = REVOPS_ERR_RANGE;
    } else {
        wide rest = a % b;
        quotient = a / b;
        quotient +=
            rounding == REVOPS__ROUND_UP ? rest != 0 : rounding == REVOPS__ROUND_NEAREST && rest >= b - rest;
        expected = quotient > INT64_MAX ? REVOPS_ERR_OVERFLOW : REVOPS_OK;
    }
    if (status != expected || (status == REVOPS_OK && (wide)(uint64_t)found != quotient)) {
        fail("a quotient differs");
    }
    revops__product large_a = revops__product_of((uint64_t)above[0]),
                    large_b = revops__product_of((uint64_t)below[0]);
    if (revops__product_times(&large_a, (uint64_t)above[1]) ||
        revops__product_times(&large_b, (uint64_t)below[1]) ||
        revops__quotient(&large_a, &large_b, rounding, &found) != expected ||
        (expected == REVOPS_OK && (wide)(uint64_t)found != quotient)) {
        fail("a wide quotient differs");
    }
}

/* Up to eight factors: the quotient q is the only number with q × below ≤ above < (q + 1) × below. */
static void compare_large(void)
{
    revops__product above = revops__product_of(1), below = above;
    int64_t found;
    for (uint64_t i = random_below(&rng, 8); i > 0; i--) {
        uint64_t factor = (uint64_t)draw() + 1;
        if (revops__product_times(&above, factor) ||
            (random_below(&rng, 5) && revops__product_times(&below, (uint64_t)draw() + 1))) {
            fail("a product doesn't fit");
        }
    }
    if (revops__quotient(&above, &below, REVOPS__ROUND_DOWN, &found) != REVOPS_OK) {
        return;
    }
    revops__product low = below, high = below;
    if (revops__product_times(&low, (uint64_t)found) || revops__product_times(&high, (uint64_t)found + 1) ||
        revops__product_compare(&low, &above) > 0 || revops__product_compare(&high, &above) <= 0) {
        fail("a quotient of large products differs");
    }
}

/* Solved for any place and back: answers rounded up suffice, and one less doesn't; those rounded down are enough. */
static void solve_and_back(void)
{
    revops_plan_formula formula = 1 + (uint32_t)random_below(&rng, REVOPS_PLAN_COMMISSION_RATE);
    uint32_t count = revops_plan_quantity_count(formula),
             unknown = 1 + (uint32_t)random_below(&rng, count - 1);
    int64_t values[REVOPS_PLAN_QUANTITIES_MAX], result, back;
    for (uint32_t place = 0; place < count; place++) {
        int is_rate = revops_plan_quantity_unit(formula, place) == REVOPS_PLAN_BASIS_POINTS;
        values[place] = 1 + (int64_t)random_below(&rng, is_rate ? 10000 : 1000000000);
    }
    if (revops_plan_solve(formula, 0, values, &result) != REVOPS_OK || result == 0) {
        return;
    }
    int64_t kept = values[unknown];
    values[0] = result;
    revops_status status = revops_plan_solve(formula, unknown, values, &back);
    if (status != REVOPS_OK) {
        return;
    }
    values[unknown] = back;
    int64_t again;
    if (revops_plan_solve(formula, 0, values, &again) == REVOPS_OK && kept > 100000 && result > 100000 &&
        llabs(again - result) > result / 10000 + 1) {
        fail("a formula and its inverse disagree");
    }
}

static void funnel_and_back(void)
{
    uint32_t rates[REVOPS_PLAN_STEPS_MAX], count = (uint32_t)random_below(&rng, 7);
    int64_t numbers[REVOPS_PLAN_STEPS_MAX + 1], revenue, goal = (int64_t)random_below(&rng, 1000000000);
    int64_t value = 1 + (int64_t)random_below(&rng, 1000000);
    for (uint32_t i = 0; i < count; i++) {
        rates[i] = 1 + (uint32_t)random_below(&rng, 10000);
    }
    if (revops_plan_funnel_for(goal, value, rates, count, numbers) != REVOPS_OK) {
        return;
    }
    if (revops_plan_funnel_from(numbers[0], value, rates, count, &revenue, NULL) != REVOPS_OK ||
        revenue < goal) {
        fail("a funnel falls short of its goal");
    }
    if (numbers[0] > 0 &&
        (revops_plan_funnel_from(numbers[0] - 1, value, rates, count, &revenue, NULL) != REVOPS_OK ||
         revenue >= goal)) {
        fail("a funnel asks for too many");
    }
    for (uint32_t i = 0; i < count; i++) { /* each step, taken alone, is the least as well */
        int64_t alone;
        if (revops_plan_funnel_from(numbers[i], value, rates + i, count - i, &alone, NULL) != REVOPS_OK ||
            alone < goal) {
            fail("a step falls short of the goal");
        }
    }
}

int main(void)
{
    for (int i = 0; i < 20000; i++) {
        compare_quotients((enum revops__roundings)(i % 3));
        compare_large();
        solve_and_back();
        funnel_and_back();
    }
    puts("20000 quotients, formulas and funnels compared");
    return EXIT_SUCCESS;
}
