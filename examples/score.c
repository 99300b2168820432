/* SPDX-License-Identifier: MIT */
/* Why a lead qualifies: fit from what is known of it, intent from what it did, both explained. */
#include <revops/revops.h>
#include <stdio.h>

enum { EMPLOYEES, INDUSTRY, TOOLS, EMAIL, ATTRIBUTES };
enum { AGENCY = 1, TECHNOLOGY = 2, SERVICES = 3 };
enum { SLACK = 1, TEAMS = 2 };
enum { FREE_ADDRESS = 2 };
enum { DEMO_REQUESTED, PRICING_VISITED, UNSUBSCRIBED, BEHAVIOURS };

/* The ideal customer: 50 to 500 people, an agency, technology or services firm that works in Slack or Teams. */
static const int64_t industries[] = {AGENCY, TECHNOLOGY, SERVICES};
static const revops_condition conditions[] = {
    {EMPLOYEES, REVOPS_CONDITION_IN_RANGE, 50, 500, 0, 0, 0, 0},
    {INDUSTRY, REVOPS_CONDITION_IS_ONE_OF, 0, 0, 0, 3, 0, 0},
    {TOOLS, REVOPS_CONDITION_ANY_FLAG, SLACK | TEAMS, 0, 0, 0, 0, 0},
    {EMAIL, REVOPS_CONDITION_IS_EQUAL, FREE_ADDRESS, 0, 0, 0, 0, 0},
};
static const revops_score_rule fit_rules[] = {
    {40000, 0, 0, 1, 0, 0}, {30000, 0, 1, 1, 0, 0}, {20000, 0, 2, 1, 0, 0}, {-30000, 0, 3, 1, 0, 0}};
static const char *const fit_names[] = {"50 to 500 employees", "target industry", "Slack or Teams",
                                        "free address"};

static const revops_intent_rule intent_rules[BEHAVIOURS] = {
    {40000, 0, REVOPS_INTENT_HALF_LIFE, 0, 14 * REVOPS_DAY_MS, 0, 0, 0, 0},
    {5000, 1, REVOPS_INTENT_LINEAR, 3, 30 * REVOPS_DAY_MS, 5000, 0, 0, 0}, /* half of it a month, 3 a day */
    {-50000, 0, REVOPS_INTENT_LASTING, 0, 0, 0, 0, 0, 0},
};
static const char *const intent_names[] = {"demo requested", "pricing page", "unsubscribed"};
static const char *const group_names[] = {"visits"};
static const revops_score_group visits = {REVOPS_SCORE_NO_FLOOR, 12000};

static void print_lines(const revops_score_line *lines, size_t count, const char *const *names)
{
    for (size_t i = 0; i < count; i++) {
        char text[80];
        revops_score_line_text(&lines[i], names, group_names, text, sizeof text);
        printf("    %s\n", text);
    }
}

int main(void)
{
    static _Alignas(16) unsigned char fit_memory[4096], intent_memory[4096];
    const revops_score *fit;
    const revops_intent *intent;
    revops_score_params fit_policy = REVOPS_SCORE_PARAMS_INIT;
    fit_policy.attribute_count = ATTRIBUTES;
    fit_policy.rules = fit_rules;
    fit_policy.rule_count = 4;
    fit_policy.conditions = conditions;
    fit_policy.condition_count = 4;
    fit_policy.values = industries;
    fit_policy.value_count = 3;
    revops_intent_params intent_policy = REVOPS_INTENT_PARAMS_INIT;
    intent_policy.rules = intent_rules;
    intent_policy.rule_count = BEHAVIOURS;
    intent_policy.groups = &visits;
    intent_policy.group_count = 1;
    if (revops_score_build(&fit_policy, fit_memory, sizeof fit_memory, NULL, &fit) != REVOPS_OK ||
        revops_intent_build(&intent_policy, intent_memory, sizeof intent_memory, NULL, &intent) !=
            REVOPS_OK) {
        return 1;
    }

    /* A firm of 120 in a target industry; what tools it uses isn't known. */
    const int64_t lead[ATTRIBUTES] = {120, TECHNOLOGY, REVOPS_MISSING, 1};
    revops_score_line lines[16];
    revops_score_advice steps[64];
    size_t count;
    int32_t score_mpt;
    uint32_t fit_grade;
    if (revops_score_rate(fit, lead, NULL, 0, &score_mpt) != REVOPS_OK ||
        revops_score_grade(fit, score_mpt, REVOPS_SCORE_UNGRADED, &fit_grade) != REVOPS_OK ||
        revops_score_explain(fit, lead, NULL, 0, lines, 16, &count) != REVOPS_OK) {
        return 1;
    }
    printf("fit %d points, grade %c\n", score_mpt / 1000, 'A' + (char)fit_grade);
    print_lines(lines, count, fit_names);
    if (revops_score_advise(fit, lead, NULL, 0, steps, 64, &count) != REVOPS_OK) {
        return 1;
    }
    for (size_t i = 0; i < count; i++) {
        char text[160];
        revops_score_advice_text(fit, &steps[i], fit_names, text, sizeof text);
        printf("    %s\n", text);
    }

    /* Three visits, then a demo request on 2 March at 10:00. */
    int64_t now_ms = revops_utc_ms(2026, 3, 2, 10, 0);
    static struct { /* its slots follow its head */
        revops_intent_record head;
        revops_intent_slot slots[BEHAVIOURS];
    } record;
    for (int visit = 3; visit >= 1; visit--) {
        if (revops_intent_apply(intent, &record.head, PRICING_VISITED, now_ms - visit * REVOPS_DAY_MS) !=
            REVOPS_OK) {
            return 1;
        }
    }
    uint32_t engagement;
    int mql;
    int64_t cools_ms;
    const revops_score_matrix_params matrix = REVOPS_SCORE_MATRIX_PARAMS_INIT;
    if (revops_intent_apply(intent, &record.head, DEMO_REQUESTED, now_ms) != REVOPS_OK ||
        revops_intent_rate(intent, &record.head, now_ms, &score_mpt) != REVOPS_OK ||
        revops_intent_grade(intent, score_mpt, REVOPS_SCORE_UNGRADED, &engagement) != REVOPS_OK ||
        revops_intent_explain(intent, &record.head, now_ms, lines, 16, &count) != REVOPS_OK ||
        revops_score_qualify(&matrix, fit_grade, engagement, 0, &mql) != REVOPS_OK ||
        revops_intent_crossing(intent, &record.head, now_ms, 20000, &cools_ms) != REVOPS_OK) {
        return 1;
    }
    printf("intent %d points, engagement %d\n", score_mpt / 1000, (int)engagement + 1);
    print_lines(lines, count, intent_names);
    char text[32];
    revops_time_text(cools_ms, text, sizeof text);
    printf("%s; without anything new it cools below 20 points at %s\n", mql ? "qualified" : "not qualified",
           text);
    return 0;
}
