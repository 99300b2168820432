/* SPDX-License-Identifier: MIT */
/* Names of the clocks' constants, and the built-in policy. */
#include <revops/sla.h>

#include "act/sla-internal.h"
#include "act/touch-rule.h"

const char *revops_sla_kind_name(revops_sla_kind kind)
{
    switch ((enum revops_sla_kinds)kind) {
    case REVOPS_SLA_ONCE:
        return "once";
    case REVOPS_SLA_REPEATING:
        return "repeating";
    case REVOPS_SLA_RESOLUTION:
        return "resolution";
    }
    return "unknown";
}

const char *revops_sla_state_name(revops_sla_state state)
{
    switch ((enum revops_sla_states)state) {
    case REVOPS_SLA_NOT_STARTED:
        return "not started";
    case REVOPS_SLA_RUNNING:
        return "running";
    case REVOPS_SLA_PAUSED:
        return "paused";
    case REVOPS_SLA_MET:
        return "met";
    case REVOPS_SLA_MET_LATE:
        return "met late";
    case REVOPS_SLA_BREACHED:
        return "breached";
    case REVOPS_SLA_CANCELLED:
        return "cancelled";
    case REVOPS_SLA_LAPSED:
        return "lapsed";
    case REVOPS_SLA_MERGED:
        return "merged";
    }
    return "unknown";
}

const char *revops_sla_effect_name(revops_sla_effect_kind kind)
{
    switch ((enum revops_sla_effect_kinds)kind) {
    case REVOPS_SLA_EFFECT_STARTED:
        return "started";
    case REVOPS_SLA_EFFECT_WARNED:
        return "warned";
    case REVOPS_SLA_EFFECT_BREACHED:
        return "breached";
    case REVOPS_SLA_EFFECT_MET:
        return "met";
    case REVOPS_SLA_EFFECT_MET_LATE:
        return "met late";
    case REVOPS_SLA_EFFECT_CANCELLED:
        return "cancelled";
    case REVOPS_SLA_EFFECT_PAUSED:
        return "paused";
    case REVOPS_SLA_EFFECT_RESUMED:
        return "resumed";
    case REVOPS_SLA_EFFECT_REOPENED:
        return "reopened";
    case REVOPS_SLA_EFFECT_RETARGETED:
        return "re-targeted";
    case REVOPS_SLA_EFFECT_LAPSED:
        return "lapsed";
    case REVOPS_SLA_EFFECT_MERGED:
        return "merged";
    }
    return "unknown";
}

const char *revops_sla_side_name(revops_sla_side side)
{
    switch ((enum revops_sla_sides)side) {
    case REVOPS_SLA_SIDE_NONE:
        return "none";
    case REVOPS_SLA_SIDE_MARKETING:
        return "marketing";
    case REVOPS_SLA_SIDE_SALES:
        return "sales";
    }
    return "unknown";
}

/* ---- the built-in policy
 * --------------------------------------------------------------------------------
 */

static const revops_sla_clock sla_default_clocks[REVOPS_SLA_DEFAULT_CLOCKS] = {
    [REVOPS_SLA_ROUTE] = {.kind = REVOPS_SLA_REPEATING, .side = REVOPS_SLA_SIDE_MARKETING},     /* SL1 */
    [REVOPS_SLA_FIRST_CONTACT] = {.kind = REVOPS_SLA_REPEATING, .side = REVOPS_SLA_SIDE_SALES}, /* SL2 */
    [REVOPS_SLA_TOUCHES] = {.kind = REVOPS_SLA_REPEATING,
                            .side = REVOPS_SLA_SIDE_SALES,
                            .needed = REVOPS__TOUCH_RULE_COUNT},
    [REVOPS_SLA_DISPOSITION] = {.kind = REVOPS_SLA_REPEATING, .side = REVOPS_SLA_SIDE_SALES}, /* SL4 */
};

static const revops_sla_case sla_default_cases[REVOPS_SLA_DEFAULT_CASES] = {
    {.clock = REVOPS_SLA_ROUTE, .target = 5 * REVOPS_MINUTE_MS, .warn_bp = {8000}},
    {.clock = REVOPS_SLA_FIRST_CONTACT,
     .target = 4 * REVOPS_HOUR_MS,
     .condition_count = 1,
     .warn_bp = {8000}},
    {.clock = REVOPS_SLA_FIRST_CONTACT, .target = 24 * REVOPS_HOUR_MS, .warn_bp = {8000}},
    {.clock = REVOPS_SLA_TOUCHES, .target = REVOPS__TOUCH_RULE_DAYS * REVOPS_DAY_MS, .warn_bp = {8000}},
    {.clock = REVOPS_SLA_DISPOSITION, .target = 14 * REVOPS_DAY_MS, .warn_bp = {8000}},
};

static const revops_condition sla_default_condition = {
    .attribute = REVOPS_SLA_INTENT, .test = REVOPS_CONDITION_IS_EQUAL, .low = REVOPS_SLA_HIGH_INTENT};

static const revops_sla_use sla_default_uses[] = {
    {REVOPS_SLA_QUALIFIED, REVOPS_SLA_ROUTE, REVOPS_SLA_STARTS, 0},
    {REVOPS_SLA_QUALIFIED, REVOPS_SLA_FIRST_CONTACT, REVOPS_SLA_STARTS, 0},
    {REVOPS_SLA_ASSIGNED, REVOPS_SLA_ROUTE, REVOPS_SLA_MEETS, 0},
    {REVOPS_SLA_CONTACTED, REVOPS_SLA_FIRST_CONTACT, REVOPS_SLA_MEETS, 0},
    {REVOPS_SLA_CONTACTED, REVOPS_SLA_TOUCHES, REVOPS_SLA_MEETS, 0},
    {REVOPS_SLA_ACCEPTED, REVOPS_SLA_TOUCHES, REVOPS_SLA_STARTS, 0},
    {REVOPS_SLA_ACCEPTED, REVOPS_SLA_DISPOSITION, REVOPS_SLA_STARTS, 0},
    {REVOPS_SLA_DISPOSED, REVOPS_SLA_TOUCHES, REVOPS_SLA_ENDS,
     0}, /* qualified or not, no more touches are owed */
    {REVOPS_SLA_DISPOSED, REVOPS_SLA_DISPOSITION, REVOPS_SLA_MEETS, 0},
    {REVOPS_SLA_WAITING, REVOPS_SLA_DISPOSITION, REVOPS_SLA_PAUSES, 0},
    {REVOPS_SLA_CONTINUED, REVOPS_SLA_DISPOSITION, REVOPS_SLA_RESUMES, 0},
    {REVOPS_SLA_REPLIED, REVOPS_SLA_DISPOSITION, REVOPS_SLA_ANSWERS, 0},
    {REVOPS_SLA_LEFT, REVOPS_SLA_ROUTE, REVOPS_SLA_ENDS, 0},
    {REVOPS_SLA_LEFT, REVOPS_SLA_FIRST_CONTACT, REVOPS_SLA_ENDS, 0},
    {REVOPS_SLA_LEFT, REVOPS_SLA_TOUCHES, REVOPS_SLA_ENDS, 0},
    {REVOPS_SLA_LEFT, REVOPS_SLA_DISPOSITION, REVOPS_SLA_ENDS, 0},
};

static const char *const sla_default_signals[] = {
    [REVOPS_SLA_QUALIFIED] = "qualified", [REVOPS_SLA_ASSIGNED] = "assigned",
    [REVOPS_SLA_CONTACTED] = "contacted", [REVOPS_SLA_ACCEPTED] = "accepted",
    [REVOPS_SLA_DISPOSED] = "disposed",   [REVOPS_SLA_WAITING] = "waiting",
    [REVOPS_SLA_CONTINUED] = "continued", [REVOPS_SLA_REPLIED] = "replied",
    [REVOPS_SLA_LEFT] = "left",
};

revops_status revops_sla_defaults(revops_sla_params *out, size_t size)
{
    const revops_sla_params params = {
        .struct_size = sizeof params,
        .clocks = sla_default_clocks,
        .cases = sla_default_cases,
        .uses = sla_default_uses,
        .signals = sla_default_signals,
        .conditions = &sla_default_condition,
        .clock_count = REVOPS_SLA_DEFAULT_CLOCKS,
        .clock_row_size = sizeof(revops_sla_clock),
        .case_count = REVOPS_SLA_DEFAULT_CASES,
        .case_row_size = sizeof(revops_sla_case),
        .use_count = sizeof sla_default_uses / sizeof sla_default_uses[0],
        .use_row_size = sizeof(revops_sla_use),
        .signal_count = sizeof sla_default_signals / sizeof sla_default_signals[0],
        .condition_count = 1,
        .condition_row_size = sizeof(revops_condition),
        .attribute_count = 1,
    };
    return REVOPS__PARAMS_GIVE(revops_sla_params, out, size, &params);
}
