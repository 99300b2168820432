/* SPDX-License-Identifier: MIT */
/* How the grammar of the document is written down. */
#ifndef REVOPS_LIB_POLICY_GRAMMAR_H
#define REVOPS_LIB_POLICY_GRAMMAR_H

#include "engine/policy-internal.h"

#define AT(row, field) offsetof(revops_policy_##row, field)
#define PROSE(row)                                                                                           \
    {                                                                                                        \
        "means", POLICY_WORDS_OF_PEOPLE, POLICY_PROSE, AT(row, means), 0, 0, 0, NULL                         \
    }
#define SHORT_NAMES(row)                                                                                     \
    {                                                                                                        \
        "also", POLICY_TEXTS, 0, AT(row, first_also), AT(row, also_count), POLICY_NOWHERE, 0, NULL           \
    }
#define WAS(row, table)                                                                                      \
    {                                                                                                        \
        "was", POLICY_TEXTS, POLICY_PROSE, AT(row, first_was), AT(row, was_count), table, 0, NULL            \
    }
#define FIELD_COUNT(table) (sizeof(table) / sizeof((table)[0]))
#define FIELDS(table)      (table), FIELD_COUNT(table)
#define NO_NAME            UINT32_MAX

extern const policy_shape revops__policy_attribute_shape;
extern const policy_shape revops__policy_item_shape;
extern const policy_shape revops__policy_checklist_shape;
extern const policy_shape revops__policy_reason_shape;
extern const policy_shape revops__policy_reason_list_shape;
extern const policy_shape revops__policy_stage_shape;
extern const policy_shape revops__policy_move_shape;
extern const policy_shape revops__policy_event_shape;
extern const policy_shape revops__policy_class_shape;
extern const policy_shape revops__policy_table_shape;
extern const policy_shape revops__policy_segments_shape;
extern const policy_shape revops__policy_motions_shape;
extern const policy_shape revops__policy_fit_rule_shape;
extern const policy_shape revops__policy_intent_rule_shape;
extern const policy_shape revops__policy_cell_shape;
extern const policy_shape revops__policy_criterion_shape;
extern const policy_shape revops__policy_signal_shape;

#endif
