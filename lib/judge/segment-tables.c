/* SPDX-License-Identifier: MIT */
/* The built-in tables of rules and the names of their outcomes. */
#include <revops/segment.h>

#include "core/params.h"

#define DOLLARS INT64_C(100) /* ACV is in cents */

#define AT_LEAST(attribute, low)                                                                             \
    {                                                                                                        \
        attribute, REVOPS_CONDITION_IN_RANGE, low, INT64_MAX, 0, 0, 0, 0                                     \
    }
#define BETWEEN(attribute, low, end)                                                                         \
    {                                                                                                        \
        attribute, REVOPS_CONDITION_IN_RANGE, low, (end)-1, 0, 0, 0, 0                                       \
    }
#define EQUALS(attribute, value)                                                                             \
    {                                                                                                        \
        attribute, REVOPS_CONDITION_IS_EQUAL, value, 0, 0, 0, 0, 0                                           \
    }
#define HAS(attribute, bits)                                                                                 \
    {                                                                                                        \
        attribute, REVOPS_CONDITION_ANY_FLAG, bits, 0, 0, 0, 0, 0                                            \
    }
#define NOBODY                                                                                               \
    {                                                                                                        \
        REVOPS_ATTRIBUTE_EMPLOYEES, REVOPS_CONDITION_IS_MISSING, 0, 0, 0, 0, 0, 0                            \
    }
#define ROWS(table) ((uint32_t)(sizeof(table) / sizeof((table)[0])))

/* SG1 and SG2 have one shape: from the top, what makes the largest segment, then the middle, then the smallest. */
#define SEGMENT_CONDITIONS(middle_people, top_people, middle_acv, top_acv)                                   \
    {                                                                                                        \
        AT_LEAST(REVOPS_ATTRIBUTE_EMPLOYEES, top_people),                           /* 0 */                  \
            AT_LEAST(REVOPS_ATTRIBUTE_ACV, (top_acv)*DOLLARS),                      /* 1 */                  \
            HAS(REVOPS_ATTRIBUTE_SIGNALS, REVOPS_SIGNAL_ENTERPRISE_PLAN),           /* 2 */                  \
            NOBODY, AT_LEAST(REVOPS_ATTRIBUTE_TEAM_SIZE, top_people),               /* 3, 4 */               \
            BETWEEN(REVOPS_ATTRIBUTE_EMPLOYEES, middle_people, top_people),         /* 5 */                  \
            BETWEEN(REVOPS_ATTRIBUTE_ACV, (middle_acv)*DOLLARS, (top_acv)*DOLLARS), /* 6 */                  \
            NOBODY, BETWEEN(REVOPS_ATTRIBUTE_TEAM_SIZE, middle_people, top_people), /* 7, 8 */               \
            BETWEEN(REVOPS_ATTRIBUTE_EMPLOYEES, 1, middle_people),                  /* 9 */                  \
            BETWEEN(REVOPS_ATTRIBUTE_ACV, 0, (middle_acv)*DOLLARS),                 /* 10 */                 \
            NOBODY, BETWEEN(REVOPS_ATTRIBUTE_TEAM_SIZE, 1, middle_people),          /* 11, 12 */             \
            EQUALS(REVOPS_ATTRIBUTE_EMAIL_CLASS, REVOPS_EMAIL_FREE),                /* 13 */                 \
    }
#define SEGMENT_RULES(low, middle, top)                                                                      \
    {                                                                                                        \
        {top, 0, 1, 0}, {top, 1, 1, 0}, {top, 2, 1, 0}, {top, 3, 2, 0}, {middle, 5, 1, 0},                   \
            {middle, 6, 1, 0}, {middle, 7, 2, 0}, {low, 9, 1, 0}, {low, 10, 1, 0}, {low, 11, 2, 0},          \
            {low, 13, 1, 0},                                                                                 \
    }

static const revops_condition sales_led_conditions[] = SEGMENT_CONDITIONS(50, 500, 25000, 100000);
static const revops_segment_rule sales_led[] =
    SEGMENT_RULES(REVOPS_SEGMENT_SMB, REVOPS_SEGMENT_MID_MARKET, REVOPS_SEGMENT_ENTERPRISE);
static const revops_condition hybrid_conditions[] = SEGMENT_CONDITIONS(100, 1000, 15000, 100000);
static const revops_segment_rule hybrid[] =
    SEGMENT_RULES(REVOPS_SEGMENT_SELF_SERVICE, REVOPS_SEGMENT_SALES_ASSISTED, REVOPS_SEGMENT_ENTERPRISE);

/* SG4: how the deal came about; a target account is worked as one only where the deal is worth it. */
static const revops_condition deal_conditions[] = {
    HAS(REVOPS_ATTRIBUTE_SIGNALS, REVOPS_SIGNAL_TARGET_ACCOUNT),
    AT_LEAST(REVOPS_ATTRIBUTE_ACV, 100000 * DOLLARS),
    HAS(REVOPS_ATTRIBUTE_SIGNALS, REVOPS_SIGNAL_PRODUCT),
    HAS(REVOPS_ATTRIBUTE_SIGNALS, REVOPS_SIGNAL_OUTBOUND),
    HAS(REVOPS_ATTRIBUTE_SIGNALS, REVOPS_SIGNAL_INBOUND | REVOPS_SIGNAL_CONTACT_SALES |
                                      REVOPS_SIGNAL_ENTERPRISE_PLAN | REVOPS_SIGNAL_SIGNED_UP),
};
static const revops_segment_rule deal[] = {
    {REVOPS_MOTION_ACCOUNT_BASED, 0, 2, 0},
    {REVOPS_MOTION_PRODUCT_LED, 2, 1, 0},
    {REVOPS_MOTION_OUTBOUND, 3, 1, 0},
    {REVOPS_MOTION_INBOUND, 4, 1, 0},
};

/* LC11: an inquiry asks for people, a product-qualified lead is helped, everybody else helps themselves. */
static const revops_condition customer_conditions[] = {
    HAS(REVOPS_ATTRIBUTE_SIGNALS, REVOPS_SIGNAL_CONTACT_SALES | REVOPS_SIGNAL_ENTERPRISE_PLAN),
    HAS(REVOPS_ATTRIBUTE_SIGNALS, REVOPS_SIGNAL_PRODUCT),
    HAS(REVOPS_ATTRIBUTE_SIGNALS, REVOPS_SIGNAL_SIGNED_UP),
};
static const revops_segment_rule customer[] = {
    {REVOPS_MOTION_ENTERPRISE, 0, 1, 0},
    {REVOPS_MOTION_SALES_ASSISTED, 1, 1, 0},
    {REVOPS_MOTION_SELF_SERVICE, 2, 1, 0},
};

static const revops_condition effort_conditions[] = {
    AT_LEAST(REVOPS_ATTRIBUTE_ACV, 100000 * DOLLARS),
    AT_LEAST(REVOPS_ATTRIBUTE_ACV, 25000 * DOLLARS),
    AT_LEAST(REVOPS_ATTRIBUTE_ACV, 0),
};
static const revops_segment_rule efforts[] = {
    {REVOPS_EFFORT_ACCOUNT_BASED, 0, 1, 0},
    {REVOPS_EFFORT_DEDICATED, 1, 1, 0},
    {REVOPS_EFFORT_SELF_SERVICE, 2, 1, 0},
};

/* SG3 */
static const int64_t profile_industries[] = {
    REVOPS_INDUSTRY_PROFESSIONAL_SERVICES,
    REVOPS_INDUSTRY_AGENCY,
    REVOPS_INDUSTRY_TECHNOLOGY,
};
static const revops_condition profile_conditions[] = {
    BETWEEN(REVOPS_ATTRIBUTE_EMPLOYEES, 50, 501),
    HAS(REVOPS_ATTRIBUTE_SIGNALS, REVOPS_SIGNAL_CROSS_FUNCTIONAL),
    HAS(REVOPS_ATTRIBUTE_SIGNALS, REVOPS_SIGNAL_GROWING),
    {REVOPS_ATTRIBUTE_INDUSTRY, REVOPS_CONDITION_IS_ONE_OF, 0, 0, 0, ROWS(profile_industries), 0, 0},
    HAS(REVOPS_ATTRIBUTE_STACK, REVOPS_STACK_SLACK | REVOPS_STACK_TEAMS),
};
static const revops_segment_rule profile[] = {{1, 0, ROWS(profile_conditions), 0}};

revops_status revops_segment_builtin(revops_segment_table table, revops_segment_params *out, size_t size)
{
#define TABLE(rules, conditions)                                                                             \
    {                                                                                                        \
        rules, conditions, ROWS(rules), ROWS(conditions)                                                     \
    }
    static const struct {
        const revops_segment_rule *rules;
        const revops_condition *conditions;
        uint32_t rule_count, condition_count;
    } tables[] = {
        TABLE(sales_led, sales_led_conditions), TABLE(hybrid, hybrid_conditions),
        TABLE(deal, deal_conditions),           TABLE(customer, customer_conditions),
        TABLE(efforts, effort_conditions),      TABLE(profile, profile_conditions),
    };
    if (!out || table >= ROWS(tables)) {
        return REVOPS_ERR_ARG;
    }
    if (size < sizeof *out) {
        return REVOPS_ERR_ABI;
    }
    revops_segment_params own = {0};
    own.attribute_count = REVOPS_ATTRIBUTE_SEGMENT + 1;
    own.rule_count = tables[table].rule_count;
    own.condition_count = tables[table].condition_count;
    own.rules = tables[table].rules;
    own.conditions = tables[table].conditions;
    if (table == REVOPS_SEGMENT_TABLE_IDEAL_CUSTOMER) {
        own.value_count = ROWS(profile_industries);
        own.values = profile_industries;
    }
    REVOPS__PARAMS_GIVE(revops_segment_params, out, size, &own);
    return REVOPS_OK;
}

static const char *name_of(const char *const *names, uint32_t count, uint32_t value)
{
    return value > 0 && value <= count ? names[value - 1] : "unknown";
}

const char *revops_segment_name(revops_segment segment)
{
    static const char *const names[] = {"SMB", "mid-market", "enterprise", "self-service", "sales-assisted"};
    return name_of(names, ROWS(names), segment);
}

const char *revops_motion_name(revops_motion motion)
{
    static const char *const names[] = {"outbound",     "inbound",        "product-led", "account-based",
                                        "self-service", "sales-assisted", "enterprise"};
    return name_of(names, ROWS(names), motion);
}

const char *revops_effort_name(revops_effort effort)
{
    static const char *const names[] = {"self-service", "dedicated", "account-based"};
    return name_of(names, ROWS(names), effort);
}
