/* SPDX-License-Identifier: MIT */
/* What conditions ask for, by way of tables, too: so that their answers are found anew only where an event may have changed them. */
#include "engine/engine-build.h"
#include "engine/engine-where.h"

/* What a test asks for beside tables. */
static void ask_subject(const revops_policy_condition *row, revops__asked *asked)
{
    switch ((enum revops_policy_subjects)row->about) {
    case REVOPS_POLICY_ATTRIBUTE:
        asked->attributes[(row->subject - 1) / 64] |= UINT64_C(1) << (row->subject - 1) % 64;
        asked->more |= row->test == REVOPS_POLICY_WITHIN_LAST ? REVOPS__ASKS_MORE : 0;
        return;
    case REVOPS_POLICY_SOURCE:
    case REVOPS_POLICY_CAMPAIGN:
        asked->more |= REVOPS__ASKS_ORIGIN;
        return;
    case REVOPS_POLICY_STAGE:
    case REVOPS_POLICY_FIT:
    case REVOPS_POLICY_FIT_POINTS:
    case REVOPS_POLICY_ENGAGEMENT:
    case REVOPS_POLICY_ENGAGEMENT_POINTS:
    case REVOPS_POLICY_TOTAL:
    case REVOPS_POLICY_TOTAL_POINTS:
    case REVOPS_POLICY_OWNER:
    case REVOPS_POLICY_TEAM:
    case REVOPS_POLICY_VALUE:
    case REVOPS_POLICY_SIGNAL:
        asked->more |= REVOPS__ASKS_MORE;
        return;
    case REVOPS_POLICY_TABLE: /* tables, where there are such */
    case REVOPS_POLICY_SEGMENT:
    case REVOPS_POLICY_MOTION:
    case REVOPS_POLICY_PEOPLE_ENGAGED: /* what no event of a lead sets: answers of its account ask for all */
    case REVOPS_POLICY_COVERAGE:
    case REVOPS_POLICY_ACCOUNT_ENGAGEMENT:
        return;
    }
}

static void ask_row(const revops_policy_params *policy, const revops_policy_condition *row,
                    revops__asked *asked)
{
    uint32_t table = revops__where_table_of(policy, row);
    if (table) {
        asked->tables |= UINT64_C(1) << (table - 1) & ~asked->found;
    } else if (row->kind == REVOPS_POLICY_TEST) {
        ask_subject(row, asked);
    } else if (row->kind == REVOPS_POLICY_PROVEN) {
        asked->more |= REVOPS__ASKS_ITEMS;
    }
}

void revops__ask_where(const revops_policy_params *policy, uint32_t where, revops__asked *asked)
{
    revops_policy_condition row = {.row_count = 1};
    for (uint32_t i = where, end = where; where && i <= end; i++) {
        REVOPS__POLICY_ROW(revops_policy_condition, &row, policy, conditions, condition_row_size, i - 1);
        end = i == where ? where + row.row_count - 1 : end;
        ask_row(policy, &row, asked);
    }
}

void revops__ask_tables(const revops_policy_params *policy, revops__asked *asked)
{
    for (uint32_t i = 0; asked->tables; i = (i + 1) % REVOPS__ENGINE_TABLES_MAX) {
        if (!(asked->tables >> i & 1)) {
            continue;
        }
        revops_policy_table table;
        REVOPS__POLICY_ROW(revops_policy_table, &table, policy, tables, table_row_size, i);
        asked->tables &= ~(UINT64_C(1) << i);
        asked->found |= UINT64_C(1) << i;
        for (uint32_t k = table.first_class; k < table.first_class + table.class_count; k++) {
            revops_policy_class row;
            REVOPS__POLICY_ROW(revops_policy_class, &row, policy, classes, class_row_size, k);
            revops__ask_where(policy, row.where, asked);
        }
    }
}

int revops__is_asked(const revops__asked *asked, const revops__engine_event *event)
{
    uint32_t place = event->attribute ? event->attribute - 1 : 0;
    return event->value == REVOPS_POLICY_VALUE_ATTRIBUTE && event->attribute &&
           asked->attributes[place / 64] >> place % 64 & 1;
}
