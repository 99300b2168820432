/* SPDX-License-Identifier: MIT */
/* Problem: solve each formula of planning for whichever quantity is unknown, exactly.

   Format: a formula is one row. Its quantities stand on two sides whose products are equal; rates are ten-thousandths,
   so each rate on one side stands against a factor of 10,000 on the other.

   Algorithm: the unknown is the product of the other side over the product of its own side without it, rounded once. */
#include <revops/plan.h>

#include "core/ratio.h"
#include "core/text.h"

enum { PLAN_BP = 10000 };

typedef struct plan_quantity {
    const char *name;
    revops_plan_unit unit;
    uint32_t right; /* 1: on the right side */
    enum revops__roundings rounding;
} plan_quantity;

typedef struct plan_formula {
    const char *name;
    uint32_t count;
    plan_quantity quantities[REVOPS_PLAN_QUANTITIES_MAX];
} plan_formula;

/* clang-format off */
#define PLAN_LEFT(name, unit, rounding)  {name, REVOPS_PLAN_##unit, 0, REVOPS__ROUND_##rounding}
#define PLAN_RIGHT(name, unit, rounding) {name, REVOPS_PLAN_##unit, 1, REVOPS__ROUND_##rounding}

static const plan_formula plan_formulas[] = {
    [REVOPS_PLAN_REPS] = {"reps", 4, {PLAN_LEFT("reps", COUNT, UP), PLAN_RIGHT("goal", MONEY, DOWN),
        PLAN_LEFT("quota", MONEY, UP), PLAN_LEFT("attainment", BASIS_POINTS, UP)}},
    [REVOPS_PLAN_PIPELINE] = {"pipeline", 3, {PLAN_LEFT("pipeline", MONEY, UP), PLAN_RIGHT("quota", MONEY, DOWN),
        PLAN_LEFT("win rate", BASIS_POINTS, NEAREST)}},
    [REVOPS_PLAN_COVERAGE] = {"coverage", 3, {PLAN_LEFT("coverage", MULTIPLE, NEAREST),
        PLAN_RIGHT("pipeline", MONEY, UP), PLAN_LEFT("quota", MONEY, DOWN)}},
    [REVOPS_PLAN_PAYBACK] = {"payback", 4, {PLAN_LEFT("payback", MONTHS, NEAREST),
        PLAN_RIGHT("acquisition cost", MONEY, DOWN), PLAN_LEFT("monthly revenue", MONEY, UP),
        PLAN_LEFT("margin", BASIS_POINTS, UP)}},
    [REVOPS_PLAN_CONVERSION] = {"conversion", 3, {PLAN_LEFT("reached", COUNT, DOWN), PLAN_RIGHT("entered", COUNT, UP),
        PLAN_RIGHT("rate", BASIS_POINTS, NEAREST)}},
    [REVOPS_PLAN_CONVERTED_REVENUE] = {"converted revenue", 4, {PLAN_LEFT("revenue", MONEY, DOWN),
        PLAN_RIGHT("entered", COUNT, UP), PLAN_RIGHT("rate", BASIS_POINTS, UP),
        PLAN_RIGHT("contract value", MONEY, UP)}},
    [REVOPS_PLAN_CONTRACT_VALUE] = {"contract value", 3, {PLAN_LEFT("contract value", MONEY, NEAREST),
        PLAN_RIGHT("revenue", MONEY, DOWN), PLAN_LEFT("deals", COUNT, UP)}},
    [REVOPS_PLAN_UNIT_COST] = {"unit cost", 3, {PLAN_LEFT("cost of one", MONEY, NEAREST),
        PLAN_RIGHT("spend", MONEY, UP), PLAN_LEFT("units", COUNT, DOWN)}},
    [REVOPS_PLAN_RETURN] = {"return", 3, {PLAN_LEFT("return", MULTIPLE, NEAREST),
        PLAN_RIGHT("revenue", MONEY, DOWN), PLAN_LEFT("spend", MONEY, UP)}},
    [REVOPS_PLAN_LIFETIME_VALUE] = {"lifetime value", 4, {PLAN_LEFT("lifetime value", MONEY, NEAREST),
        PLAN_RIGHT("monthly revenue", MONEY, UP), PLAN_RIGHT("margin", BASIS_POINTS, UP),
        PLAN_LEFT("monthly churn", BASIS_POINTS, DOWN)}},
    [REVOPS_PLAN_VELOCITY] = {"velocity", 5, {PLAN_LEFT("revenue a day", MONEY, DOWN),
        PLAN_RIGHT("deals", COUNT, UP), PLAN_RIGHT("win rate", BASIS_POINTS, UP),
        PLAN_RIGHT("contract value", MONEY, UP), PLAN_LEFT("days", COUNT, DOWN)}},
    [REVOPS_PLAN_ATTAINMENT] = {"attainment", 3, {PLAN_LEFT("attainment", BASIS_POINTS, NEAREST),
        PLAN_RIGHT("achieved", MONEY, UP), PLAN_LEFT("quota", MONEY, DOWN)}},
    [REVOPS_PLAN_VARIABLE_PAY] = {"variable pay", 3, {PLAN_LEFT("variable pay", MONEY, NEAREST),
        PLAN_RIGHT("pay at target", MONEY, NEAREST), PLAN_RIGHT("share", BASIS_POINTS, NEAREST)}},
    [REVOPS_PLAN_COMMISSION_RATE] = {"commission rate", 3, {PLAN_LEFT("rate", BASIS_POINTS, NEAREST),
        PLAN_RIGHT("variable pay", MONEY, NEAREST), PLAN_LEFT("quota", MONEY, NEAREST)}},
};
/* clang-format on */

enum { PLAN_FORMULAS = sizeof plan_formulas / sizeof plan_formulas[0] };

static const plan_formula *plan_formula_of(revops_plan_formula formula)
{
    return formula >= 1 && formula < PLAN_FORMULAS ? &plan_formulas[formula] : NULL;
}

/* Whether values are ten-thousandths. */
static int plan_is_scaled(revops_plan_unit unit)
{
    return unit >= REVOPS_PLAN_BASIS_POINTS;
}

/* Both products; rates on one side are factors of 10,000 on the other. */
typedef struct plan_sides {
    int64_t above[2 * REVOPS_PLAN_QUANTITIES_MAX], below[2 * REVOPS_PLAN_QUANTITIES_MAX];
    uint32_t above_count, below_count;
} plan_sides;

static plan_sides plan_sides_of(const plan_formula *formula, uint32_t unknown, const int64_t *values)
{
    plan_sides sides = {.above_count = 0};
    for (uint32_t place = 0; place < formula->count; place++) {
        const plan_quantity *quantity = &formula->quantities[place];
        int is_below = quantity->right == formula->quantities[unknown].right;
        if (place != unknown) {
            if (is_below) {
                sides.below[sides.below_count++] = values[place];
            } else {
                sides.above[sides.above_count++] = values[place];
            }
        }
        if (plan_is_scaled(quantity->unit)) {
            if (is_below) {
                sides.above[sides.above_count++] = PLAN_BP;
            } else {
                sides.below[sides.below_count++] = PLAN_BP;
            }
        }
    }
    return sides;
}

static revops_status plan_solve(const plan_formula *formula, uint32_t unknown, const int64_t *values,
                                enum revops__roundings rounding, int64_t *out)
{
    for (uint32_t place = 0; place < formula->count; place++) {
        if (place != unknown && values[place] < 0) {
            return REVOPS_ERR_ARG;
        }
    }
    plan_sides sides = plan_sides_of(formula, unknown, values);
    return revops__ratio(sides.above, sides.above_count, sides.below, sides.below_count, rounding, out);
}

revops_status revops_plan_solve(revops_plan_formula formula, uint32_t unknown, const int64_t *values,
                                int64_t *out)
{
    const plan_formula *row = plan_formula_of(formula);
    if (!row || unknown >= row->count || !values || !out) {
        return REVOPS_ERR_ARG;
    }
    return plan_solve(row, unknown, values, row->quantities[unknown].rounding, out);
}

revops_status revops_plan_solve_many(revops_plan_formula formula, uint32_t unknown,
                                     const int64_t *const *columns, size_t count, revops_status *statuses,
                                     int64_t *out)
{
    const plan_formula *row = plan_formula_of(formula);
    if (!row || unknown >= row->count || !columns || (!out && count)) {
        return REVOPS_ERR_ARG;
    }
    for (uint32_t place = 0; place < row->count; place++) {
        if (place != unknown && !columns[place] && count) {
            return REVOPS_ERR_ARG;
        }
    }
    for (size_t i = 0; i < count; i++) {
        int64_t values[REVOPS_PLAN_QUANTITIES_MAX] = {0}, found = 0;
        for (uint32_t place = 0; place < row->count; place++) {
            values[place] = place == unknown ? 0 : columns[place][i];
        }
        revops_status status = plan_solve(row, unknown, values, row->quantities[unknown].rounding, &found);
        out[i] = status == REVOPS_OK ? found : 0;
        if (statuses) {
            statuses[i] = status;
        }
    }
    return REVOPS_OK;
}

/* Ten-thousandths as a decimal number without trailing zeros. */
static void plan_put_decimal(revops__text *text, int64_t value, uint32_t decimals)
{
    int64_t one = 1;
    for (uint32_t i = 0; i < decimals; i++) {
        one *= 10;
    }
    revops__text_signed(text, value / one);
    int64_t rest = value % one;
    if (rest) {
        uint32_t width = decimals;
        while (rest % 10 == 0) {
            rest /= 10;
            width--;
        }
        revops__text_char(text, '.');
        revops__text_unsigned(text, (uint64_t)rest, width);
    }
}

static void plan_put_value(revops__text *text, revops_plan_unit unit, int64_t value)
{
    switch ((enum revops_plan_units)unit) {
    case REVOPS_PLAN_MONEY:
    case REVOPS_PLAN_COUNT:
        revops__text_signed(text, value);
        break;
    case REVOPS_PLAN_BASIS_POINTS:
        plan_put_decimal(text, value, 2);
        revops__text_put(text, " %");
        break;
    case REVOPS_PLAN_MULTIPLE:
        plan_put_decimal(text, value, 4);
        revops__text_put(text, " times");
        break;
    case REVOPS_PLAN_MONTHS:
        plan_put_decimal(text, value, 4);
        revops__text_put(text, " months");
        break;
    }
}

/* One side of the quotient: names, or values where there are any. */
static void plan_put_side(revops__text *text, const plan_formula *formula, uint32_t unknown, int below,
                          const int64_t *values)
{
    uint32_t count = 0, put = 0;
    for (uint32_t place = 0; place < formula->count; place++) {
        count += place != unknown &&
                 (formula->quantities[place].right == formula->quantities[unknown].right) == below;
    }
    revops__text_put(text, below && count ? " \xc3\xb7 " : ""); /* ÷ */
    revops__text_put(text, below && count > 1 ? "(" : "");
    for (uint32_t place = 0; place < formula->count; place++) {
        const plan_quantity *quantity = &formula->quantities[place];
        if (place == unknown || (quantity->right == formula->quantities[unknown].right) != below) {
            continue;
        }
        revops__text_put(text, put++ ? " \xc3\x97 " : ""); /* × */
        if (values) {
            plan_put_value(text, quantity->unit, values[place]);
        } else {
            revops__text_put(text, quantity->name);
        }
    }
    revops__text_put(text, below && count > 1 ? ")" : "");
}

size_t revops_plan_solve_text(revops_plan_formula formula, uint32_t unknown, const int64_t *values, char *out,
                              size_t capacity)
{
    static const char *const words[] = {
        [REVOPS__ROUND_DOWN] = ", rounded down ",
        [REVOPS__ROUND_NEAREST] = ", rounded ",
        [REVOPS__ROUND_UP] = ", rounded up ",
    };
    const plan_formula *row = plan_formula_of(formula);
    if (!row || unknown >= row->count || !values) {
        return 0;
    }
    const plan_quantity *quantity = &row->quantities[unknown];
    revops__text text = revops__text_begin(out, capacity);
    revops__text_put(&text, quantity->name);
    revops__text_put(&text, " = ");
    plan_put_side(&text, row, unknown, 0, NULL);
    plan_put_side(&text, row, unknown, 1, NULL);
    revops__text_put(&text, " = ");
    plan_put_side(&text, row, unknown, 0, values);
    plan_put_side(&text, row, unknown, 1, values);
    revops__text_put(&text, " = ");
    int64_t found;
    revops_status status = plan_solve(row, unknown, values, quantity->rounding, &found);
    if (status != REVOPS_OK) {
        revops__text_put(&text, status == REVOPS_ERR_RANGE      ? "no answer: it would be divided by 0"
                                : status == REVOPS_ERR_OVERFLOW ? "too large"
                                                                : "no answer: a value is negative");
        return revops__text_end(&text);
    }
    /* Hundredths, cut off, where the answer was rounded. */
    plan_sides sides = plan_sides_of(row, unknown, values);
    int64_t hundredths, again;
    sides.above[sides.above_count++] = 100;
    if (!plan_is_scaled(quantity->unit) &&
        plan_solve(row, unknown, values, REVOPS__ROUND_DOWN, &again) == REVOPS_OK &&
        revops__ratio(sides.above, sides.above_count, sides.below, sides.below_count, REVOPS__ROUND_DOWN,
                      &hundredths) == REVOPS_OK &&
        (hundredths % 100 || again != found)) {
        plan_put_decimal(&text, hundredths, 2);
        revops__text_put(&text, words[quantity->rounding]);
    }
    plan_put_value(&text, quantity->unit, found);
    return revops__text_end(&text);
}

const char *revops_plan_formula_name(revops_plan_formula formula)
{
    const plan_formula *row = plan_formula_of(formula);
    return row ? row->name : "unknown";
}

uint32_t revops_plan_quantity_count(revops_plan_formula formula)
{
    const plan_formula *row = plan_formula_of(formula);
    return row ? row->count : 0;
}

const char *revops_plan_quantity_name(revops_plan_formula formula, uint32_t place)
{
    return place < revops_plan_quantity_count(formula) ? plan_formulas[formula].quantities[place].name
                                                       : "unknown";
}

revops_plan_unit revops_plan_quantity_unit(revops_plan_formula formula, uint32_t place)
{
    return place < revops_plan_quantity_count(formula) ? plan_formulas[formula].quantities[place].unit : 0;
}
