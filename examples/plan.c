/* From a goal to people, pipeline and leads, and whether sales is due.
   cc plan.c $(pkg-config --cflags --libs revops) */
#include <revops/revops.h>
#include <stdio.h>

/* A formula solved for one quantity, with its calculation. */
static int64_t solve(revops_plan_formula formula, uint32_t unknown, const int64_t *values)
{
    int64_t found = 0;
    char text[200];
    revops_plan_solve_text(formula, unknown, values, text, sizeof text);
    puts(text);
    return revops_plan_solve(formula, unknown, values, &found) == REVOPS_OK ? found : 0;
}

int main(void)
{
    enum { GOAL = 1000000000 }; /* $10M a year, in cents */

    /* Representatives and pipeline. */
    const int64_t reps[] = {0, GOAL, 75000000, 7500}, pipeline[] = {0, GOAL, 2500};
    solve(REVOPS_PLAN_REPS, 0, reps);
    solve(REVOPS_PLAN_PIPELINE, 0, pipeline);

    /* What a year of leads must hold, at $25,000 a deal. */
    static const char *const steps[] = {"leads", "MQL", "SAL", "SQL", "opportunities", "wins"};
    const uint32_t rates_bp[] = {1000, 6000, 7000, 5000, 2500};
    int64_t numbers[6];
    if (revops_plan_funnel_for(GOAL, 2500000, rates_bp, 5, numbers) != REVOPS_OK) {
        return 1;
    }
    for (int i = 0; i < 6; i++) {
        printf("%lld %s%s", (long long)numbers[i], steps[i], i < 5 ? ", " : "\n");
    }

    /* Ten representatives are there, some leave; from the thirteenth month on it takes twelve. */
    revops_capacity_params team;
    revops_capacity_answer answer;
    const revops_capacity_group group = {10, 24};
    int64_t goals[16];
    uint32_t hires[16];
    if (revops_capacity_defaults(&team, sizeof team) != REVOPS_OK) {
        return 1;
    }
    for (int month = 0; month < 16; month++) {
        goals[month] = month < 12 ? 35000000 : 56250000;
    }
    if (revops_capacity_hires_for(&team, &group, 1, goals, 16, &answer, hires) != REVOPS_OK) {
        return 1;
    }
    for (uint32_t month = 0; month < 16; month++) {
        if (hires[month]) {
            printf("month %u: %u start, decided in month %u\n", (unsigned)month + 1, (unsigned)hires[month],
                   (unsigned)(month - team.hire_ahead) + 1);
        }
    }

    /* Commission at 120 % of quota. */
    revops_commission_params plan;
    revops_commission_line lines[4];
    size_t count = 0;
    if (revops_commission_defaults(&plan, sizeof plan) != REVOPS_OK ||
        revops_commission_explain(&plan, plan.quota / 10 * 12, lines, 4, &count) != REVOPS_OK) {
        return 1;
    }
    for (size_t i = 0; i < count; i++) {
        printf("%lld at %u %% of the rate: %lld\n", (long long)lines[i].amount,
               (unsigned)lines[i].rate_bp / 100, (long long)lines[i].commission);
    }

    /* Is sales due? */
    int64_t inputs[REVOPS_DECISION_LARGE_ACCOUNTS + 1] = {0};
    inputs[REVOPS_DECISION_TOP_PLAN_ACCOUNTS] = 19;
    inputs[REVOPS_DECISION_CUSTOM_REQUESTS] = 4;
    inputs[REVOPS_DECISION_LARGE_CYCLE] = 60;
    inputs[REVOPS_DECISION_ANNUAL_REVENUE] = 1200000000;
    revops_decision_answer decision;
    revops_decision_reason reasons[8];
    if (revops_decision_decide(NULL, REVOPS_DECISION_SALES_LED, inputs, REVOPS_DECISION_LARGE_ACCOUNTS + 1,
                               &decision, reasons, 8, &count) != REVOPS_OK) {
        return 1;
    }
    puts(decision.advice);
    for (size_t i = 0; i < count; i++) {
        char text[160];
        revops_decision_reason_text(NULL, &reasons[i], text, sizeof text);
        printf("  %s\n", text);
    }
    return 0;
}
