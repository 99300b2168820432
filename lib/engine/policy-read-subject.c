/* SPDX-License-Identifier: MIT */
/* What a condition asks about: an attribute, a table, or what is always known. */
#include "engine/policy-internal.h"

#include <string.h>

const policy_word revops__policy_subjects[] = {
    {"stage", REVOPS_POLICY_STAGE},
    {"segment", REVOPS_POLICY_SEGMENT},
    {"motion", REVOPS_POLICY_MOTION},
    {"fit", REVOPS_POLICY_FIT},
    {"engagement", REVOPS_POLICY_ENGAGEMENT},
    {"total", REVOPS_POLICY_TOTAL},
    {"source", REVOPS_POLICY_SOURCE},
    {"campaign", REVOPS_POLICY_CAMPAIGN},
    {"owner", REVOPS_POLICY_OWNER},
    {"team", REVOPS_POLICY_TEAM},
    {"signal", REVOPS_POLICY_SIGNAL},
    {"people engaged", REVOPS_POLICY_PEOPLE_ENGAGED},
    {"stakeholder coverage", REVOPS_POLICY_COVERAGE},
    {"account engagement", REVOPS_POLICY_ACCOUNT_ENGAGEMENT},
    {NULL, 0},
};

static void subject_of_names(policy_subject *of, enum policy_table table, uint32_t owner,
                             const char *expected)
{
    of->type = REVOPS_POLICY_CHOICE;
    of->table = table;
    of->owner = owner;
    of->expected = expected;
}

/* The type of an attribute, as its row says or will say. */
static void subject_of_attribute(policy_reader *in, const policy_node *attributes, uint32_t position,
                                 policy_subject *of)
{
    static const struct {
        const char *word;
        revops_policy_type type;
    } types[] = {
        {"number", REVOPS_POLICY_NUMBER},   {"money", REVOPS_POLICY_MONEY}, {"date", REVOPS_POLICY_DATE},
        {"instant", REVOPS_POLICY_INSTANT}, {"text", REVOPS_POLICY_TEXT},   {"choice", REVOPS_POLICY_CHOICE},
        {"flags", REVOPS_POLICY_FLAGS},     {"share", REVOPS_POLICY_SHARE}, {"bool", REVOPS_POLICY_BOOL}};
    const policy_node *row = attributes->first;
    for (uint32_t i = 1; row && i < position; i++) {
        row = row->next;
    }
    const policy_node *type = revops__policy_member(row, "type"), *by = revops__policy_member(row, "by");
    of->about = REVOPS_POLICY_ATTRIBUTE;
    of->position = position;
    of->type = REVOPS_POLICY_TEXT;
    for (uint32_t i = 0; i < sizeof types / sizeof types[0]; i++) {
        if (revops__policy_node_is(type, types[i].word)) {
            of->type = types[i].type;
        }
    }
    of->table = POLICY_IN_attribute_choices;
    of->owner = position;
    of->expected = "one of the attribute's choices";
    uint32_t table = by && by->kind == REVOPS__JSON_STRING
                         ? revops__policy_name_find(&in->names, POLICY_IN_tables, 0, by->text)
                         : 0;
    if (table) {
        subject_of_names(of, POLICY_IN_classes, table, "one of the table's names");
    } else if (by) {
        of->type = REVOPS_POLICY_TEXT; /* what the built-in classifier says */
        of->is_email_class = revops__policy_node_is(by, "email class") != 0;
    }
}

int revops__policy_subject_of(policy_reader *in, const policy_node *member, policy_subject *of)
{
    memset(of, 0, sizeof *of);
    of->type = REVOPS_POLICY_TEXT;
    uint32_t about = 0;
    for (const policy_word *word = revops__policy_subjects; word->word; word++) {
        about = revops__policy_same(word->word, member->name) ? word->value : about;
    }
    const policy_node *attributes = revops__policy_member(in->root, "attributes");
    uint32_t position =
        about ? 0 : revops__policy_name_find(&in->names, POLICY_IN_attributes, 0, member->name);
    of->about = about;
    if (position && attributes) {
        subject_of_attribute(in, attributes, position, of);
        return 1;
    }
    if (about == 0) {
        position = revops__policy_name_find(&in->names, POLICY_IN_tables, 0, member->name);
        if (!position) {
            const char *nearest =
                revops__policy_name_nearest(&in->names, POLICY_IN_attributes, 0, member->name);
            revops__policy_tell(
                in, member, REVOPS_POLICY_FAULT_NAME, "an attribute, a table, or what is always known",
                nearest ? nearest
                        : revops__policy_name_nearest(&in->names, POLICY_IN_tables, 0, member->name));
            return 0;
        }
        of->about = REVOPS_POLICY_TABLE;
        of->position = position;
        subject_of_names(of, POLICY_IN_classes, position, "one of the table's names");
        return 1;
    }
    switch ((enum revops_policy_subjects)about) {
    case REVOPS_POLICY_STAGE:
        subject_of_names(of, POLICY_IN_stages, 0, "a stage or step");
        break;
    case REVOPS_POLICY_SEGMENT:
        subject_of_names(of, POLICY_IN_classes,
                         revops__policy_name_find(&in->names, POLICY_IN_tables, 0, "segment"), "a segment");
        break;
    case REVOPS_POLICY_MOTION:
        subject_of_names(of, POLICY_IN_classes,
                         revops__policy_name_find(&in->names, POLICY_IN_tables, 0, "motion"), "a motion");
        break;
    case REVOPS_POLICY_FIT:
        subject_of_names(of, POLICY_IN_fit_grades, 0, "a fit grade, or bounds in points");
        break;
    case REVOPS_POLICY_ENGAGEMENT:
        subject_of_names(of, POLICY_IN_intent_grades, 0, "an engagement grade, or bounds in points");
        break;
    case REVOPS_POLICY_TOTAL:
        subject_of_names(of, POLICY_IN_total_bands, 0, "a band of the total, or bounds in points");
        break;
    case REVOPS_POLICY_SIGNAL:
        subject_of_names(of, POLICY_IN_signals, 0, "a signal of usage");
        break;
    case REVOPS_POLICY_ACCOUNT_ENGAGEMENT:
        subject_of_names(of, POLICY_IN_account_grades, 0, "a grade of accounts.engagement");
        break;
    case REVOPS_POLICY_PEOPLE_ENGAGED:
        of->type = REVOPS_POLICY_NUMBER;
        break;
    case REVOPS_POLICY_COVERAGE:
        of->type = REVOPS_POLICY_SHARE;
        break;
    case REVOPS_POLICY_SOURCE:
    case REVOPS_POLICY_CAMPAIGN:
    case REVOPS_POLICY_OWNER:
    case REVOPS_POLICY_TEAM:
    case REVOPS_POLICY_ATTRIBUTE:
    case REVOPS_POLICY_TABLE:
    case REVOPS_POLICY_FIT_POINTS:
    case REVOPS_POLICY_ENGAGEMENT_POINTS:
    case REVOPS_POLICY_TOTAL_POINTS:
    case REVOPS_POLICY_VALUE:
        break;
    }
    return 1;
}
