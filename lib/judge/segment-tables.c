/* SPDX-License-Identifier: MIT */
/* The built-in tables of rules and the names of their outcomes. */
#include <revops/email.h>
#include <revops/segment.h>

#include "core/params.h"

#define SEGMENT_DOLLARS INT64_C(100) /* ACV is in cents */

#define SEGMENT_AT_LEAST(attribute, low)                                                                     \
    {                                                                                                        \
        attribute, REVOPS_CONDITION_IN_RANGE, low, INT64_MAX, 0, 0, 0, 0                                     \
    }
#define SEGMENT_BETWEEN(attribute, low, end)                                                                 \
    {                                                                                                        \
        attribute, REVOPS_CONDITION_IN_RANGE, low, (end)-1, 0, 0, 0, 0                                       \
    }
#define SEGMENT_ONE_OF(attribute, values)                                                                    \
    {                                                                                                        \
        attribute, REVOPS_CONDITION_IS_ONE_OF, 0, 0, 0, SEGMENT_ROWS(values), 0, 0                           \
    }
#define SEGMENT_HAS(attribute, bits)                                                                         \
    {                                                                                                        \
        attribute, REVOPS_CONDITION_ANY_FLAG, bits, 0, 0, 0, 0, 0                                            \
    }
#define SEGMENT_NOBODY                                                                                       \
    {                                                                                                        \
        REVOPS_SEGMENT_ATTRIBUTE_EMPLOYEES, REVOPS_CONDITION_IS_MISSING, 0, 0, 0, 0, 0, 0                    \
    }
#define SEGMENT_ROWS(table) ((uint32_t)(sizeof(table) / sizeof((table)[0])))

/* SC3: a mask that forwards is an individual's, as a free mailbox is; a company's people write from its domain. */
static const int64_t individual_emails[] = {REVOPS_EMAIL_FREE, REVOPS_EMAIL_FORWARDING};

/* SG1 and SG2 have one shape: from the top, what makes the largest segment, then the middle, then the smallest. */
#define SEGMENT_CONDITIONS(middle_people, top_people, middle_acv, top_acv)                                   \
    {                                                                                                        \
        SEGMENT_AT_LEAST(REVOPS_SEGMENT_ATTRIBUTE_EMPLOYEES, top_people),                         /* 0 */    \
            SEGMENT_AT_LEAST(REVOPS_SEGMENT_ATTRIBUTE_ACV, (top_acv)*SEGMENT_DOLLARS),            /* 1 */    \
            SEGMENT_HAS(REVOPS_SEGMENT_ATTRIBUTE_SIGNALS, REVOPS_SEGMENT_SIGNAL_ENTERPRISE_PLAN), /* 2 */    \
            SEGMENT_NOBODY, SEGMENT_AT_LEAST(REVOPS_SEGMENT_ATTRIBUTE_TEAM_SIZE, top_people),     /* 3, 4 */ \
            SEGMENT_BETWEEN(REVOPS_SEGMENT_ATTRIBUTE_EMPLOYEES, middle_people, top_people),       /* 5 */    \
            SEGMENT_BETWEEN(REVOPS_SEGMENT_ATTRIBUTE_ACV, (middle_acv)*SEGMENT_DOLLARS,                      \
                            (top_acv)*SEGMENT_DOLLARS), /* 6 */                                              \
            SEGMENT_NOBODY,                                                                                  \
            SEGMENT_BETWEEN(REVOPS_SEGMENT_ATTRIBUTE_TEAM_SIZE, middle_people, top_people), /* 7, 8 */       \
            SEGMENT_BETWEEN(REVOPS_SEGMENT_ATTRIBUTE_EMPLOYEES, 1, middle_people),          /* 9 */          \
            SEGMENT_BETWEEN(REVOPS_SEGMENT_ATTRIBUTE_ACV, 0, (middle_acv)*SEGMENT_DOLLARS), /* 10 */         \
            SEGMENT_NOBODY,                                                                                  \
            SEGMENT_BETWEEN(REVOPS_SEGMENT_ATTRIBUTE_TEAM_SIZE, 1, middle_people),   /* 11, 12 */            \
            SEGMENT_ONE_OF(REVOPS_SEGMENT_ATTRIBUTE_EMAIL_CLASS, individual_emails), /* 13 */                \
    }
#define SEGMENT_RULES(low, middle, top)                                                                      \
    {                                                                                                        \
        {top, 0, 1, 0}, {top, 1, 1, 0}, {top, 2, 1, 0}, {top, 3, 2, 0}, {middle, 5, 1, 0},                   \
            {middle, 6, 1, 0}, {middle, 7, 2, 0}, {low, 9, 1, 0}, {low, 10, 1, 0}, {low, 11, 2, 0},          \
            {low, 13, 1, 0},                                                                                 \
    }

static const revops_condition sales_led_conditions[] = SEGMENT_CONDITIONS(50, 500, 25000, 100000);
static const revops_segment_rule sales_led_rules[] =
    SEGMENT_RULES(REVOPS_SEGMENT_SMB, REVOPS_SEGMENT_MID_MARKET, REVOPS_SEGMENT_ENTERPRISE);
static const revops_condition hybrid_conditions[] = SEGMENT_CONDITIONS(100, 1000, 15000, 100000);
static const revops_segment_rule hybrid_rules[] =
    SEGMENT_RULES(REVOPS_SEGMENT_SELF_SERVICE, REVOPS_SEGMENT_SALES_ASSISTED, REVOPS_SEGMENT_ENTERPRISE);

/* SG4: how the deal came about; a target account is worked as one only where the deal is worth it. */
static const revops_condition deal_conditions[] = {
    SEGMENT_HAS(REVOPS_SEGMENT_ATTRIBUTE_SIGNALS, REVOPS_SEGMENT_SIGNAL_TARGET_ACCOUNT),
    SEGMENT_AT_LEAST(REVOPS_SEGMENT_ATTRIBUTE_ACV, 100000 * SEGMENT_DOLLARS),
    SEGMENT_HAS(REVOPS_SEGMENT_ATTRIBUTE_SIGNALS, REVOPS_SEGMENT_SIGNAL_PRODUCT),
    SEGMENT_HAS(REVOPS_SEGMENT_ATTRIBUTE_SIGNALS, REVOPS_SEGMENT_SIGNAL_OUTBOUND),
    SEGMENT_HAS(REVOPS_SEGMENT_ATTRIBUTE_SIGNALS,
                REVOPS_SEGMENT_SIGNAL_INBOUND | REVOPS_SEGMENT_SIGNAL_CONTACT_SALES |
                    REVOPS_SEGMENT_SIGNAL_ENTERPRISE_PLAN | REVOPS_SEGMENT_SIGNAL_SIGNED_UP),
};
static const revops_segment_rule deal_rules[] = {
    {REVOPS_SEGMENT_MOTION_ACCOUNT_BASED, 0, 2, 0},
    {REVOPS_SEGMENT_MOTION_PRODUCT_LED, 2, 1, 0},
    {REVOPS_SEGMENT_MOTION_OUTBOUND, 3, 1, 0},
    {REVOPS_SEGMENT_MOTION_INBOUND, 4, 1, 0},
};

/* LC11: an inquiry asks for people, a product-qualified lead is helped, everybody else helps themselves. */
static const revops_condition customer_conditions[] = {
    SEGMENT_HAS(REVOPS_SEGMENT_ATTRIBUTE_SIGNALS,
                REVOPS_SEGMENT_SIGNAL_CONTACT_SALES | REVOPS_SEGMENT_SIGNAL_ENTERPRISE_PLAN),
    SEGMENT_HAS(REVOPS_SEGMENT_ATTRIBUTE_SIGNALS, REVOPS_SEGMENT_SIGNAL_PRODUCT),
    SEGMENT_HAS(REVOPS_SEGMENT_ATTRIBUTE_SIGNALS, REVOPS_SEGMENT_SIGNAL_SIGNED_UP),
};
static const revops_segment_rule customer_rules[] = {
    {REVOPS_SEGMENT_MOTION_ENTERPRISE, 0, 1, 0},
    {REVOPS_SEGMENT_MOTION_SALES_ASSISTED, 1, 1, 0},
    {REVOPS_SEGMENT_MOTION_SELF_SERVICE, 2, 1, 0},
};

static const revops_condition effort_conditions[] = {
    SEGMENT_AT_LEAST(REVOPS_SEGMENT_ATTRIBUTE_ACV, 100000 * SEGMENT_DOLLARS),
    SEGMENT_AT_LEAST(REVOPS_SEGMENT_ATTRIBUTE_ACV, 25000 * SEGMENT_DOLLARS),
    SEGMENT_AT_LEAST(REVOPS_SEGMENT_ATTRIBUTE_ACV, 0),
};
static const revops_segment_rule efforts_rules[] = {
    {REVOPS_SEGMENT_EFFORT_ACCOUNT_BASED, 0, 1, 0},
    {REVOPS_SEGMENT_EFFORT_DEDICATED, 1, 1, 0},
    {REVOPS_SEGMENT_EFFORT_SELF_SERVICE, 2, 1, 0},
};

/* SG3 */
static const int64_t profile_industries[] = {
    REVOPS_SEGMENT_INDUSTRY_PROFESSIONAL_SERVICES,
    REVOPS_SEGMENT_INDUSTRY_AGENCY,
    REVOPS_SEGMENT_INDUSTRY_TECHNOLOGY,
};
static const revops_condition profile_conditions[] = {
    SEGMENT_BETWEEN(REVOPS_SEGMENT_ATTRIBUTE_EMPLOYEES, 50, 501),
    SEGMENT_HAS(REVOPS_SEGMENT_ATTRIBUTE_SIGNALS, REVOPS_SEGMENT_SIGNAL_CROSS_FUNCTIONAL),
    SEGMENT_HAS(REVOPS_SEGMENT_ATTRIBUTE_SIGNALS, REVOPS_SEGMENT_SIGNAL_GROWING),
    SEGMENT_ONE_OF(REVOPS_SEGMENT_ATTRIBUTE_INDUSTRY, profile_industries),
    SEGMENT_HAS(REVOPS_SEGMENT_ATTRIBUTE_STACK, REVOPS_SEGMENT_STACK_SLACK | REVOPS_SEGMENT_STACK_TEAMS),
};
static const revops_segment_rule profile_rules[] = {{1, 0, SEGMENT_ROWS(profile_conditions), 0}};

revops_status revops_segment_defaults(revops_segment_params *out, size_t size)
{
    revops_segment_params own = REVOPS_SEGMENT_PARAMS_INIT;
    return REVOPS__PARAMS_GIVE(revops_segment_params, out, size, &own);
}

revops_status revops_segment_standard(revops_segment_table table, revops_segment_params *out, size_t size)
{
    revops_segment_params own = REVOPS_SEGMENT_PARAMS_INIT;
    own.attribute_count = REVOPS_SEGMENT_ATTRIBUTE_COUNT;
#define SEGMENT_USE(table_rules, table_conditions)                                                           \
    (own.rules = (table_rules), own.rule_count = SEGMENT_ROWS(table_rules),                                  \
     own.conditions = (table_conditions), own.condition_count = SEGMENT_ROWS(table_conditions))
#define SEGMENT_USE_VALUES(table_values)                                                                     \
    (own.values = (table_values), own.value_count = SEGMENT_ROWS(table_values))
    switch ((enum revops_segment_tables)table) {
    case REVOPS_SEGMENT_TABLE_SALES_LED:
        SEGMENT_USE(sales_led_rules, sales_led_conditions);
        SEGMENT_USE_VALUES(individual_emails);
        break;
    case REVOPS_SEGMENT_TABLE_HYBRID:
        SEGMENT_USE(hybrid_rules, hybrid_conditions);
        SEGMENT_USE_VALUES(individual_emails);
        break;
    case REVOPS_SEGMENT_TABLE_MOTION_OF_DEAL:
        SEGMENT_USE(deal_rules, deal_conditions);
        break;
    case REVOPS_SEGMENT_TABLE_MOTION_OF_CUSTOMER:
        SEGMENT_USE(customer_rules, customer_conditions);
        break;
    case REVOPS_SEGMENT_TABLE_EFFORT:
        SEGMENT_USE(efforts_rules, effort_conditions);
        break;
    case REVOPS_SEGMENT_TABLE_IDEAL_CUSTOMER:
        SEGMENT_USE(profile_rules, profile_conditions);
        SEGMENT_USE_VALUES(profile_industries);
        break;
    }
#undef SEGMENT_USE_VALUES
#undef SEGMENT_USE
    if (!own.rules) {
        return REVOPS_ERR_ARG;
    }
    return REVOPS__PARAMS_GIVE(revops_segment_params, out, size, &own);
}

const char *revops_segment_kind_name(revops_segment_kind kind)
{
    switch ((enum revops_segment_kinds)kind) {
    case REVOPS_SEGMENT_SMB:
        return "SMB";
    case REVOPS_SEGMENT_MID_MARKET:
        return "mid-market";
    case REVOPS_SEGMENT_ENTERPRISE:
        return "enterprise";
    case REVOPS_SEGMENT_SELF_SERVICE:
        return "self-service";
    case REVOPS_SEGMENT_SALES_ASSISTED:
        return "sales-assisted";
    }
    return "unknown";
}

const char *revops_segment_motion_name(revops_segment_motion motion)
{
    switch ((enum revops_segment_motions)motion) {
    case REVOPS_SEGMENT_MOTION_OUTBOUND:
        return "outbound";
    case REVOPS_SEGMENT_MOTION_INBOUND:
        return "inbound";
    case REVOPS_SEGMENT_MOTION_PRODUCT_LED:
        return "product-led";
    case REVOPS_SEGMENT_MOTION_ACCOUNT_BASED:
        return "account-based";
    case REVOPS_SEGMENT_MOTION_SELF_SERVICE:
        return "self-service";
    case REVOPS_SEGMENT_MOTION_SALES_ASSISTED:
        return "sales-assisted";
    case REVOPS_SEGMENT_MOTION_ENTERPRISE:
        return "enterprise";
    }
    return "unknown";
}

const char *revops_segment_effort_name(revops_segment_effort effort)
{
    switch ((enum revops_segment_efforts)effort) {
    case REVOPS_SEGMENT_EFFORT_SELF_SERVICE:
        return "self-service";
    case REVOPS_SEGMENT_EFFORT_DEDICATED:
        return "dedicated";
    case REVOPS_SEGMENT_EFFORT_ACCOUNT_BASED:
        return "account-based";
    }
    return "unknown";
}
