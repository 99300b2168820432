/* SPDX-License-Identifier: MIT */
/* The measures.

   A new measure is an enumerator in usage.h, a row here, and a function that chooses its state. If none of the states
   (enum revops__usage_form) holds what it counts, it takes a state of its own, and the compiler names each switch that has
   to know it. A test of the Python package names the word that is missing there. */
#include "judge/usage-measures.h"

enum {
    USAGE_EVER = 1u << REVOPS_USAGE_EVER,
    USAGE_SINCE = 1u << REVOPS_USAGE_SINCE_SIGNUP,
    USAGE_ROLLING = 1u << REVOPS_USAGE_ROLLING,
    USAGE_ANY_WINDOW = USAGE_EVER | USAGE_SINCE | USAGE_ROLLING,
    STREAK_MAX = 366
};

#define USAGE_TO_16_BITS "1 to 65535, or from 0 with REVOPS_USAGE_AT_MOST"
#define USAGE_TO_32_BITS "1 to 4294967294, or from 0 with REVOPS_USAGE_AT_MOST"
/* Where what is counted stays at its most: at most so much it would always be. */
#define USAGE_STAYS_AT_16_BITS "1 to 65535, or 0 to 65534 with REVOPS_USAGE_AT_MOST"
#define USAGE_STAYS_AT_32_BITS "1 to 4294967294, or 0 to 4294967293 with REVOPS_USAGE_AT_MOST"

static void usage_keep(revops__usage_rule *rule, enum revops__usage_form form, size_t capacity)
{
    rule->form = (uint16_t)form;
    rule->capacity = (uint16_t)capacity;
}

static void usage_choose_count(revops__usage_rule *rule, size_t kept)
{
    const revops_usage_criterion *criterion = &rule->criterion;
    if (criterion->window == REVOPS_USAGE_ROLLING && rule->elapsed) {
        usage_keep(rule, FORM_INSTANTS, kept);
    } else if (criterion->window == REVOPS_USAGE_ROLLING) {
        usage_keep(rule, criterion->window_days <= COUNTS_MAX ? FORM_COUNTS : FORM_RING_COUNT,
                   criterion->window_days);
    } else if (criterion->window == REVOPS_USAGE_EVER && criterion->threshold == 1 && !rule->at_most &&
               rule->least == 0 && rule->reach == VALUE_MAX) {
        usage_keep(rule, FORM_FLAG, 0);
    } else {
        usage_keep(rule, FORM_COUNTER, 0);
    }
}

static void usage_choose_days(revops__usage_rule *rule, size_t kept)
{
    const revops_usage_criterion *criterion = &rule->criterion;
    if (criterion->window == REVOPS_USAGE_EVER) {
        usage_keep(rule, FORM_DAYS, 0);
    } else if (criterion->window == REVOPS_USAGE_SINCE_SIGNUP) {
        usage_keep(rule, FORM_DAY_SET,
                   (size_t)criterion->window_days + 5); /* two dates before, three after */
    } else if (rule->elapsed) {
        usage_keep(rule, FORM_DAY_INSTANTS, kept);
    } else {
        usage_keep(rule, criterion->window_days <= 64 ? FORM_WORD : FORM_RING_DAYS, criterion->window_days);
    }
}

static void usage_choose_streak(revops__usage_rule *rule, size_t kept)
{
    usage_keep(rule, kept <= 64 ? FORM_WORD : FORM_STREAK, kept);
}

static void usage_choose_distinct(revops__usage_rule *rule, size_t kept)
{
    (void)kept;
    usage_keep(rule, FORM_DISTINCT, rule->criterion.exact ? rule->criterion.exact : 64);
}

static void usage_choose_level(revops__usage_rule *rule, size_t kept)
{
    (void)kept;
    usage_keep(rule, FORM_LEVEL, 0);
}

static void usage_choose_share(revops__usage_rule *rule, size_t kept)
{
    (void)kept;
    usage_keep(rule, FORM_SHARE, 0);
}

static void usage_choose_growth(revops__usage_rule *rule, size_t kept)
{
    (void)kept;
    usage_keep(rule, FORM_GROWTH, (size_t)rule->criterion.window_days * 2);
}

static void usage_choose_sum(revops__usage_rule *rule, size_t kept)
{
    (void)kept;
    usage_keep(rule, rule->criterion.window == REVOPS_USAGE_ROLLING ? FORM_RING_SUM : FORM_SUM,
               rule->criterion.window_days);
}

static void usage_choose_sum_growth(revops__usage_rule *rule, size_t kept)
{
    (void)kept;
    usage_keep(rule, FORM_SUM_GROWTH, (size_t)rule->criterion.window_days * 2);
}

static void usage_choose_silence(revops__usage_rule *rule, size_t kept)
{
    (void)kept;
    usage_keep(rule, FORM_SILENCE, 0);
}

static void usage_choose_return(revops__usage_rule *rule, size_t kept)
{
    (void)kept;
    usage_keep(rule, FORM_RETURN, 0);
}

static void usage_choose_attributes(revops__usage_rule *rule, size_t kept)
{
    (void)kept;
    usage_keep(rule, FORM_ATTRIBUTES, 0);
}

static const revops__usage_measure usage_measures[] = {
    [REVOPS_USAGE_COUNT] = {.name = "events",
                            .windows = USAGE_ANY_WINDOW,
                            .elapsed = USAGE_SINCE | USAGE_ROLLING,
                            .most = UINT16_MAX,
                            .threshold = USAGE_STAYS_AT_16_BITS,
                            .stays = 1,
                            .choose = usage_choose_count},
    [REVOPS_USAGE_ACTIVE_DAYS] = {.name = "active days",
                                  .windows = USAGE_ANY_WINDOW,
                                  .elapsed = USAGE_SINCE | USAGE_ROLLING,
                                  .most = UINT16_MAX,
                                  .threshold = USAGE_TO_16_BITS,
                                  .choose = usage_choose_days},
    [REVOPS_USAGE_STREAK] = {.name = "days in a row",
                             .windows = USAGE_EVER,
                             .most = STREAK_MAX,
                             .threshold = "1 to 366, or from 0 with REVOPS_USAGE_AT_MOST",
                             .changes_with_time = 1,
                             .choose = usage_choose_streak},
    [REVOPS_USAGE_USERS] = {.name = "distinct users",
                            .windows = USAGE_ANY_WINDOW,
                            .elapsed = USAGE_SINCE,
                            .most = UINT16_MAX,
                            .threshold = USAGE_TO_16_BITS,
                            .has_exact = 1,
                            .choose = usage_choose_distinct},
    [REVOPS_USAGE_LEVEL] = {.name = "level",
                            .windows = USAGE_EVER,
                            .most = VALUE_MAX,
                            .threshold = USAGE_TO_32_BITS,
                            .choose = usage_choose_level},
    [REVOPS_USAGE_LIMIT_SHARE] = {.name = "share of the limit",
                                  .windows = USAGE_EVER,
                                  .most = UINT16_MAX - 1,
                                  .threshold = "1 to 65534, or 0 to 65533 with REVOPS_USAGE_AT_MOST",
                                  .is_quotient = 1,
                                  .stays = 1,
                                  .choose = usage_choose_share},
    [REVOPS_USAGE_GROWTH] = {.name = "growth",
                             .windows = USAGE_ROLLING,
                             .most = VALUE_MAX,
                             .threshold = USAGE_STAYS_AT_32_BITS,
                             .is_quotient = 1,
                             .stays = 1,
                             .choose = usage_choose_growth},
    [REVOPS_USAGE_ITEMS] = {.name = "distinct items",
                            .windows = USAGE_ANY_WINDOW,
                            .elapsed = USAGE_SINCE,
                            .most = UINT16_MAX,
                            .threshold = USAGE_TO_16_BITS,
                            .has_exact = 1,
                            .has_item = 1,
                            .choose = usage_choose_distinct},
    [REVOPS_USAGE_SUM] = {.name = "sum",
                          .windows = USAGE_ANY_WINDOW,
                          .elapsed = USAGE_SINCE,
                          .most = VALUE_MAX,
                          .threshold = USAGE_STAYS_AT_32_BITS,
                          .stays = 1,
                          .choose = usage_choose_sum},
    [REVOPS_USAGE_SUM_GROWTH] = {.name = "growth of the sum",
                                 .windows = USAGE_ROLLING,
                                 .most = VALUE_MAX,
                                 .threshold = USAGE_STAYS_AT_32_BITS,
                                 .is_quotient = 1,
                                 .stays = 1,
                                 .choose = usage_choose_sum_growth},
    [REVOPS_USAGE_SILENCE] = {.name = "days of silence",
                              .windows = USAGE_EVER,
                              .elapsed = USAGE_EVER,
                              .most = UINT16_MAX,
                              .threshold = USAGE_TO_16_BITS,
                              .changes_with_time = 1,
                              .choose = usage_choose_silence},
    [REVOPS_USAGE_RETURN] = {.name = "days of silence before the return",
                             .windows = USAGE_EVER,
                             .elapsed = USAGE_EVER,
                             .most = UINT16_MAX,
                             .threshold = USAGE_TO_16_BITS,
                             .choose = usage_choose_return},
    [REVOPS_USAGE_ATTRIBUTES] = {.name = "attributes",
                                 .windows = USAGE_EVER,
                                 .most = 1,
                                 .threshold = "1",
                                 .choose = usage_choose_attributes},
};

/* Every measure has a row: the compiler names this switch when one is added. */
const revops__usage_measure *revops__usage_measure_of(revops_usage_measure measure)
{
    switch ((enum revops_usage_measures)measure) {
    case REVOPS_USAGE_COUNT:
    case REVOPS_USAGE_ACTIVE_DAYS:
    case REVOPS_USAGE_STREAK:
    case REVOPS_USAGE_USERS:
    case REVOPS_USAGE_LEVEL:
    case REVOPS_USAGE_LIMIT_SHARE:
    case REVOPS_USAGE_GROWTH:
    case REVOPS_USAGE_ITEMS:
    case REVOPS_USAGE_SUM:
    case REVOPS_USAGE_SUM_GROWTH:
    case REVOPS_USAGE_SILENCE:
    case REVOPS_USAGE_RETURN:
    case REVOPS_USAGE_ATTRIBUTES:
        return &usage_measures[measure];
    }
    return NULL;
}

revops__usage_measure revops__usage_measure_over(const revops_usage_criterion *criterion)
{
    revops__usage_measure row = *revops__usage_measure_of(criterion->measure);
    if ((criterion->flags & REVOPS_USAGE_ELAPSED) && criterion->window == REVOPS_USAGE_ROLLING &&
        (row.elapsed & USAGE_ROLLING)) {
        row.most = INSTANTS_MAX - 1;
        row.stays = 0;
        row.threshold = "1 to 254 in the latest hours, or from 0 with REVOPS_USAGE_AT_MOST";
    }
    return row;
}

const char *revops_usage_measure_name(revops_usage_measure measure)
{
    const revops__usage_measure *row = revops__usage_measure_of(measure);
    return row ? row->name : "unknown";
}
