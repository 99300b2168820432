/* SPDX-License-Identifier: MIT */
/* Two marks of a policy [SEM29], so that a record tells whose it is. Both are of texts alone, in canonical form: a newer
   library, which knows more defaults, computes the same. */
#include "engine/policy-write.h"

#include <string.h>

#define MARK_BEGIN UINT64_C(14695981039346656037)

static void mark_name(policy_writer *to, const char *name)
{
    char folded[POLICY_FOLDED_MAX];
    size_t length = name ? revops__policy_fold(name, revops__policy_length(name), folded) : 0;
    for (size_t i = 0; i < length; i++) {
        revops__policy_put_char(to, folded[i]);
    }
    revops__policy_put_char(to, '\n');
}

/* Where accounts stand has a place, too, if a condition asks for it. */
static void mark_standing(policy_writer *to)
{
    static const revops_policy_subject subjects[] = {REVOPS_POLICY_PEOPLE_ENGAGED, REVOPS_POLICY_COVERAGE,
                                                     REVOPS_POLICY_ACCOUNT_ENGAGEMENT};
    for (uint32_t i = 0; i < sizeof subjects / sizeof subjects[0]; i++) {
        int is_asked = 0;
        for (uint32_t k = 0; !is_asked && k < to->view.params.condition_count; k++) {
            revops_policy_condition row;
            revops__policy_get(&to->view, POLICY_IN_conditions, k, &row);
            is_asked = row.kind == REVOPS_POLICY_TEST && row.about == subjects[i];
        }
        if (is_asked) {
            revops__policy_put(to, "stands:");
            revops__policy_put_char(to, (char)('0' + i));
        }
    }
}

/* What has a place in a record: names in their order, kinds where they say how large the place is. */
static void mark_layout(policy_writer *to)
{
    static const enum policy_table tables[] = {
        POLICY_IN_stages,       POLICY_IN_clocks,   POLICY_IN_attributes, POLICY_IN_items,
        POLICY_IN_intent_rules, POLICY_IN_criteria, POLICY_IN_signals,    POLICY_IN_channels};
    for (uint32_t i = 0; i < sizeof tables / sizeof tables[0]; i++) {
        revops__policy_put(to, revops__policy_places[tables[i]].name);
        revops__policy_put_char(to, ':');
        for (uint32_t k = 0; k < revops__policy_count(&to->view, tables[i]); k++) {
            mark_name(to, revops__policy_name_at(to, tables[i], k + 1));
            if (tables[i] == POLICY_IN_stages) {
                revops_policy_stage stage;
                revops__policy_get(&to->view, POLICY_IN_stages, k, &stage);
                revops__policy_put_char(to, (char)('0' + stage.parent));
            } else if (tables[i] == POLICY_IN_attributes) {
                revops_policy_attribute attribute;
                revops__policy_get(&to->view, POLICY_IN_attributes, k, &attribute);
                revops__policy_put_char(to, (char)('0' + attribute.type));
                revops__policy_put_char(to, (char)('0' + attribute.flags));
            }
        }
    }
    mark_standing(to);
    revops__policy_put(to, to->view.params.flags & REVOPS_POLICY_NO_DATES ? "without dates" : "with dates");
}

revops_status revops_policy_mark(const revops_policy_params *params, revops_policy_mark_kind kind,
                                 uint64_t *out)
{
    policy_writer to;
    if (!out || kind < REVOPS_POLICY_MARK_LAYOUT || kind > REVOPS_POLICY_MARK_RULES) {
        return REVOPS_ERR_ARG;
    }
    revops_status status = revops_policy_check(params, NULL, 0, NULL);
    if (status != REVOPS_OK) {
        return status;
    }
    memset(&to, 0, sizeof to);
    to.hash = MARK_BEGIN;
    to.without_prose = 1;
    status = revops__policy_view_of(params, &to.view);
    if (status != REVOPS_OK) {
        return status;
    }
    if (kind == REVOPS_POLICY_MARK_LAYOUT) {
        mark_layout(&to);
    } else {
        revops__policy_write_all(&to);
    }
    *out = to.hash;
    return REVOPS_OK;
}
