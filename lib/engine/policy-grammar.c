/* SPDX-License-Identifier: MIT */
/* The grammar of the document: which key is which field of which row. */
#include "engine/policy-grammar.h"

const policy_place revops__policy_places[POLICY_TABLE_COUNT] = {
#define PLACE_OF_TABLE(field, singular, type)                                                                \
    [POLICY_IN_##field] = {#field,                                                                           \
                           offsetof(revops_policy_params, field),                                            \
                           offsetof(revops_policy_params, singular##_count),                                 \
                           offsetof(revops_policy_params, singular##_row_size),                              \
                           sizeof(type),                                                                     \
                           REVOPS__FIRST_SIZE_##type},
#define PLACE_OF_LIST(field, singular, type)                                                                 \
    [POLICY_IN_##field] = {#field,                                                                           \
                           offsetof(revops_policy_params, field),                                            \
                           offsetof(revops_policy_params, singular##_count),                                 \
                           0,                                                                                \
                           sizeof(type),                                                                     \
                           sizeof(type)},
    POLICY_TABLES(PLACE_OF_TABLE) POLICY_LISTS(PLACE_OF_LIST)
#undef PLACE_OF_TABLE
#undef PLACE_OF_LIST
};

/* ---- words ---- */

static const policy_word type_words[] = {
    {"number", REVOPS_POLICY_NUMBER}, {"money", REVOPS_POLICY_MONEY},
    {"date", REVOPS_POLICY_DATE},     {"instant", REVOPS_POLICY_INSTANT},
    {"text", REVOPS_POLICY_TEXT},     {"choice", REVOPS_POLICY_CHOICE},
    {"flags", REVOPS_POLICY_FLAGS},   {"share", REVOPS_POLICY_SHARE},
    {"bool", REVOPS_POLICY_BOOL},     {NULL, 0},
};
static const policy_word of_words[] = {{"lead", 0}, {"account", REVOPS_POLICY_OF_ACCOUNT}, {NULL, 0}};
static const policy_word stage_words[] = {
    {"open", REVOPS_POLICY_STAGE_OPEN},       {"won", REVOPS_POLICY_STAGE_WON},
    {"lost", REVOPS_POLICY_STAGE_LOST},       {"closed", REVOPS_POLICY_STAGE_CLOSED},
    {"nurture", REVOPS_POLICY_STAGE_NURTURE}, {NULL, 0},
};
static const policy_word passed_words[] = {{"checked", REVOPS_POLICY_PASSED_CHECKED},
                                           {"inferred", REVOPS_POLICY_PASSED_INFERRED},
                                           {"ignored", REVOPS_POLICY_PASSED_IGNORED},
                                           {NULL, 0}};
static const policy_word value_words[] = {
    {"none", REVOPS_POLICY_VALUE_NONE},     {"number", REVOPS_POLICY_VALUE_NUMBER},
    {"money", REVOPS_POLICY_VALUE_MONEY},   {"instant", REVOPS_POLICY_VALUE_INSTANT},
    {"date", REVOPS_POLICY_VALUE_DATE},     {"items", REVOPS_POLICY_VALUE_ITEMS},
    {"stage", REVOPS_POLICY_VALUE_STAGE},   {"person", REVOPS_POLICY_VALUE_PERSON},
    {"text", REVOPS_POLICY_VALUE_TEXT},     {"level", REVOPS_POLICY_VALUE_LEVEL},
    {"reason", REVOPS_POLICY_VALUE_REASON}, {NULL, 0},
};
static const policy_word owner_words[] = {
    {"actor", REVOPS_POLICY_OWNER_ACTOR}, {"value", REVOPS_POLICY_OWNER_VALUE}, {NULL, 0}};
static const policy_word rank_words[] = {{"fact", REVOPS_POLICY_RANK_FACT},
                                         {"judgement", REVOPS_POLICY_RANK_JUDGEMENT},
                                         {"move", REVOPS_POLICY_RANK_MOVE},
                                         {NULL, 0}};
static const policy_word empty_words[] = {{"ignore", REVOPS_POLICY_EMPTY_IGNORE},
                                          {"clear", REVOPS_POLICY_EMPTY_CLEAR},
                                          {"refuse", REVOPS_POLICY_EMPTY_REFUSE},
                                          {NULL, 0}};
static const policy_word measure_words[] = {
    {"events", REVOPS_POLICY_MEASURE_EVENTS},
    {"active days", REVOPS_POLICY_MEASURE_ACTIVE_DAYS},
    {"streak", REVOPS_POLICY_MEASURE_STREAK},
    {"people", REVOPS_POLICY_MEASURE_PEOPLE},
    {"distinct values", REVOPS_POLICY_MEASURE_DISTINCT_VALUES},
    {"sum", REVOPS_POLICY_MEASURE_SUM},
    {"level", REVOPS_POLICY_MEASURE_LEVEL},
    {"share of limit", REVOPS_POLICY_MEASURE_SHARE_OF_LIMIT},
    {"growth", REVOPS_POLICY_MEASURE_GROWTH},
    {"silence before", REVOPS_POLICY_MEASURE_SILENCE_BEFORE},
    {NULL, 0},
};
static const policy_word reopens_words[] = {
    {"new cycle", 0}, {"same cycle", REVOPS_POLICY_SAME_CYCLE}, {NULL, 0}};

/* ---- rows ---- */

static const policy_field attribute_fields[] = {
    {"type", POLICY_WORD, POLICY_REQUIRED, AT(attribute, type), 0, 0, 0, type_words},
    PROSE(attribute),
    {"of", POLICY_FLAG_WORD, 0, AT(attribute, flags), 0, REVOPS_POLICY_OF_ACCOUNT, 0, of_words},
    {"choices", POLICY_TEXTS, 0, AT(attribute, first_choice), AT(attribute, choice_count),
     POLICY_IN_attribute_choices, REVOPS_POLICY_CHOICE, NULL},
    {"flags", POLICY_TEXTS, 0, AT(attribute, first_choice), AT(attribute, choice_count),
     POLICY_IN_attribute_choices, REVOPS_POLICY_FLAGS, NULL},
    {"from", POLICY_REFERENCE, 0, AT(attribute, from), 0, POLICY_IN_attributes, 0, "an attribute"},
    {"by", POLICY_CLASSIFIER, 0, AT(attribute, by), AT(attribute, table), 0, 0, NULL},
    {"also", POLICY_TEXTS, 0, AT(attribute, first_also), AT(attribute, also_count), POLICY_IN_attributes, 0,
     NULL},
    WAS(attribute, POLICY_IN_attributes),
};
const policy_shape revops__policy_attribute_shape = {"an attribute", FIELDS(attribute_fields),
                                                     AT(attribute, name), NULL, NULL};

static const policy_field item_fields[] = {
    PROSE(item),
    {"lasting", POLICY_BIT, 0, AT(item, flags), 0, REVOPS_POLICY_LASTING, 0, NULL},
    {"also", POLICY_TEXTS, 0, AT(item, first_also), AT(item, also_count), POLICY_IN_items, 0, NULL},
    WAS(item, POLICY_IN_items),
};
const policy_shape revops__policy_item_shape = {"an item", FIELDS(item_fields), AT(item, name),
                                                &item_fields[0], NULL};

static const policy_field checklist_fields[] = {
    {"", POLICY_NEEDS, 0, AT(checklist, first_need), AT(checklist, need_count), 0, 0, NULL}};
const policy_shape revops__policy_checklist_shape = {
    "a list of items and checklists", checklist_fields, 0, AT(checklist, name), &checklist_fields[0], NULL};

static const policy_field reason_fields[] = {
    {"name", POLICY_NAME, POLICY_REQUIRED, AT(reason, name), 0, 0, 0, NULL},
    PROSE(reason),
    {"needs", POLICY_NEEDS, 0, AT(reason, first_need), AT(reason, need_count), 1, 0, NULL},
    {"needs_touches", POLICY_BIT, 0, AT(reason, flags), 0, REVOPS_POLICY_NEEDS_TOUCHES, 0, NULL},
    {"duplicate", POLICY_BIT, 0, AT(reason, flags), 0, REVOPS_POLICY_DUPLICATE, 0, NULL},
    {"also", POLICY_TEXTS, 0, AT(reason, first_also), AT(reason, also_count), POLICY_IN_reasons, 0, NULL},
    WAS(reason, POLICY_IN_reasons),
};
const policy_shape revops__policy_reason_shape = {"a reason", FIELDS(reason_fields), AT(reason, name),
                                                  &reason_fields[0], NULL};
static const policy_field reason_list_fields[] = {{"", POLICY_REASON_LIST, 0, AT(reason_list, first_reason),
                                                   AT(reason_list, reason_count), 0, 0,
                                                   &revops__policy_reason_shape}};
const policy_shape revops__policy_reason_list_shape = {"a list of reasons",   reason_list_fields,     0,
                                                       AT(reason_list, name), &reason_list_fields[0], NULL};

static const policy_field step_fields[] = {
    {"name", POLICY_NAME, POLICY_REQUIRED, AT(stage, name), 0, 0, 0, NULL},
    {"short", POLICY_NAME, 0, AT(stage, short_name), 0, 0, 0, NULL},
    {"also", POLICY_TEXTS, 0, AT(stage, first_also), AT(stage, also_count), POLICY_IN_stages, 0, NULL},
    WAS(stage, POLICY_IN_stages),
    PROSE(stage),
    {"needs", POLICY_NEEDS, 0, AT(stage, first_need), AT(stage, need_count), 1, 0, NULL},
    {"where", POLICY_WHERE, 0, AT(stage, where), 0, 0, 0, NULL},
    {"to_leave", POLICY_NEEDS, 0, AT(stage, first_leave), AT(stage, leave_count), 1, 0, NULL},
    {"leave_where", POLICY_WHERE, 0, AT(stage, leave_where), 0, 0, 0, NULL},
    {"probability", POLICY_PERCENT, 0, AT(stage, probability_bp), AT(stage, flags),
     REVOPS_POLICY_HAS_PROBABILITY, 10000, NULL},
};
static const policy_shape step_shape = {"a step", FIELDS(step_fields), AT(stage, name), NULL, NULL};
static const policy_field stage_fields[] = {
    {"name", POLICY_NAME, POLICY_REQUIRED, AT(stage, name), 0, 0, 0, NULL},
    {"short", POLICY_NAME, 0, AT(stage, short_name), 0, 0, 0, NULL},
    {"also", POLICY_TEXTS, 0, AT(stage, first_also), AT(stage, also_count), POLICY_IN_stages, 0, NULL},
    WAS(stage, POLICY_IN_stages),
    PROSE(stage),
    {"kind", POLICY_WORD, 0, AT(stage, kind), 0, 0, 0, stage_words},
    {"beside", POLICY_BIT, 0, AT(stage, flags), 0, REVOPS_POLICY_BESIDE, 0, NULL},
    {"instead_of", POLICY_REFERENCE, 0, AT(stage, instead_of), 0, POLICY_IN_stages, 0, "a stage"},
    {"by_hand", POLICY_BIT, 0, AT(stage, flags), 0, REVOPS_POLICY_BY_HAND, 0, NULL},
    {"entered_by", POLICY_REFERENCE, 0, AT(stage, entered_by), 0, POLICY_IN_moves, 0, "a move"},
    {"reopens", POLICY_FLAG_WORD, 0, AT(stage, flags), 0, REVOPS_POLICY_SAME_CYCLE, 0, reopens_words},
    {"after_win", POLICY_BIT, 0, AT(stage, flags), 0, REVOPS_POLICY_AFTER_WIN, 0, NULL},
    {"needs", POLICY_NEEDS, 0, AT(stage, first_need), AT(stage, need_count), 1, 0, NULL},
    {"where", POLICY_WHERE, 0, AT(stage, where), 0, 0, 0, NULL},
    {"to_leave", POLICY_NEEDS, 0, AT(stage, first_leave), AT(stage, leave_count), 1, 0, NULL},
    {"leave_where", POLICY_WHERE, 0, AT(stage, leave_where), 0, 0, 0, NULL},
    {"probability", POLICY_PERCENT, 0, AT(stage, probability_bp), AT(stage, flags),
     REVOPS_POLICY_HAS_PROBABILITY, 10000, NULL},
    {"steps_in_order", POLICY_BIT, 0, AT(stage, flags), 0, REVOPS_POLICY_STEPS_WITHOUT_ORDER, 1, NULL},
    {"steps", POLICY_LIST, 0, 0, 0, POLICY_IN_stages, 0, &step_shape},
};
const policy_shape revops__policy_stage_shape = {"a stage", FIELDS(stage_fields), AT(stage, name), NULL,
                                                 NULL};

static const policy_field move_fields[] = {
    PROSE(move),
    {"on", POLICY_REFERENCES, 0, AT(move, first_event), AT(move, event_count), POLICY_IN_events, 0,
     "an event"},
    {"from", POLICY_STAGE_LIST, 0, AT(move, first_from), AT(move, from_count),
     POLICY_GROUP_ANY | POLICY_GROUP_OPEN | POLICY_GROUP_EARLIER | POLICY_GROUP_CLOSED | POLICY_GROUP_NURTURE,
     0, NULL},
    {"to", POLICY_REFERENCE, POLICY_REQUIRED, AT(move, to), 0, POLICY_IN_stages, 0, "a stage or step"},
    {"needs", POLICY_NEEDS, 0, AT(move, first_need), AT(move, need_count), 1, 0, NULL},
    {"where", POLICY_WHERE, 0, AT(move, where), 0, 0, 0, NULL},
    {"reasons", POLICY_REASONS, 0, AT(move, first_reason), AT(move, reason_count),
     AT(move, first_reason_list), AT(move, reason_list_count), NULL},
    {"passed_over", POLICY_WORD, 0, AT(move, passed_over), 0, 0, 0, passed_words},
    {"needs_resume", POLICY_BIT, 0, AT(move, flags), 0, REVOPS_POLICY_NEEDS_RESUME, 0, NULL},
    {"needs_touches", POLICY_BIT, 0, AT(move, flags), 0, REVOPS_POLICY_MOVE_NEEDS_TOUCHES, 0, NULL},
    {"automatic", POLICY_BIT, 0, AT(move, flags), 0, REVOPS_POLICY_AUTOMATIC, 0, NULL},
    {"new_cycle", POLICY_CYCLE, 0, AT(move, cycle), 0, 0, 0, NULL},
    WAS(move, POLICY_IN_moves),
};
const policy_shape revops__policy_move_shape = {"a move", FIELDS(move_fields), AT(move, name), NULL, NULL};

static const policy_field event_fields[] = {
    PROSE(event),
    {"also", POLICY_TEXTS, 0, AT(event, first_also), AT(event, also_count), POLICY_IN_events, 0, NULL},
    {"value", POLICY_WORD, 0, AT(event, value), 0, 0, 0, value_words},
    {"sets", POLICY_SETS, 0, AT(event, attribute), AT(event, value), 0, 0, NULL},
    {"proves", POLICY_NEEDS, 0, AT(event, first_prove), AT(event, prove_count), 0, 0, NULL},
    {"withdraws", POLICY_WITHDRAWS, 0, AT(event, first_withdraw), AT(event, withdraw_count), 0, 0, NULL},
    {"touch", POLICY_REFERENCE, 0, AT(event, touch), 0, POLICY_IN_channels, 0,
     "a channel of touches.channels"},
    {"inbound", POLICY_BIT, 0, AT(event, flags), 0, REVOPS_POLICY_INBOUND, 0, NULL},
    {"owner", POLICY_WORD, 0, AT(event, owner), 0, 0, 0, owner_words},
    {"rank", POLICY_WORD, 0, AT(event, rank), 0, 0, 0, rank_words},
    {"when_empty", POLICY_WORD, 0, AT(event, when_empty), 0, 0, 0, empty_words},
    {"starts_usage", POLICY_BIT, 0, AT(event, flags), 0, REVOPS_POLICY_STARTS_USAGE, 0, NULL},
};
const policy_shape revops__policy_event_shape = {"an event", FIELDS(event_fields), AT(event, name),
                                                 &event_fields[0], NULL};

static const policy_field class_fields[] = {
    {"name", POLICY_NAME, POLICY_REQUIRED, AT(class, name), 0, 0, 0, NULL},
    PROSE(class),
    {"where", POLICY_WHERE, 0, AT(class, where), 0, 0, 0, NULL},
};
const policy_shape revops__policy_class_shape = {"a rule", FIELDS(class_fields), AT(class, name), NULL, NULL};
static const policy_field table_fields[] = {
    {"rules", POLICY_LIST, POLICY_REQUIRED, AT(table, first_class), AT(table, class_count), POLICY_IN_classes,
     0, &revops__policy_class_shape},
    {"otherwise", POLICY_NAME, 0, AT(table, otherwise), 0, 0, 0, NULL},
};
static const revops_policy_table segments_row = {.name = "segment", .kind = REVOPS_POLICY_TABLE_SEGMENTS};
static const revops_policy_table motions_row = {.name = "motion", .kind = REVOPS_POLICY_TABLE_MOTIONS};
const policy_shape revops__policy_table_shape = {"a table", FIELDS(table_fields), AT(table, name), NULL,
                                                 NULL};
const policy_shape revops__policy_segments_shape = {"a table", FIELDS(table_fields), NO_NAME, NULL,
                                                    &segments_row};
const policy_shape revops__policy_motions_shape = {"a table", FIELDS(table_fields), NO_NAME, NULL,
                                                   &motions_row};

/* ---- scores ---- */

static const policy_field fit_rule_fields[] = {
    {"name", POLICY_NAME, POLICY_REQUIRED, AT(fit_rule, name), 0, 0, 0, NULL},
    {"points", POLICY_POINTS, POLICY_REQUIRED, AT(fit_rule, points_mpt), 0, 0, 0, NULL},
    {"where", POLICY_WHERE, POLICY_REQUIRED, AT(fit_rule, where), 0, 0, 0, NULL},
    {"group", POLICY_REFERENCE, 0, AT(fit_rule, group), 0, POLICY_IN_fit_groups, 0, "a group of fit.groups"},
    {"since", POLICY_DAY, 0, AT(fit_rule, since_day), AT(fit_rule, flags), REVOPS_POLICY_HAS_SINCE, 0, NULL},
    {"until", POLICY_DAY, 0, AT(fit_rule, until_day), AT(fit_rule, flags), REVOPS_POLICY_HAS_UNTIL, 0, NULL},
};
const policy_shape revops__policy_fit_rule_shape = {"a rule", FIELDS(fit_rule_fields), AT(fit_rule, name),
                                                    NULL, NULL};

static const policy_field intent_rule_fields[] = {
    {"name", POLICY_NAME, POLICY_REQUIRED, AT(intent_rule, name), 0, 0, 0, NULL},
    {"events", POLICY_REFERENCES, POLICY_REQUIRED, AT(intent_rule, first_event), AT(intent_rule, event_count),
     POLICY_IN_events, 0, "an event"},
    {"where_value", POLICY_OF_VALUE, 0, AT(intent_rule, where_value), 0, 0, 0, NULL},
    {"points", POLICY_POINTS, 0, AT(intent_rule, points_mpt), 0, 0, 0, NULL},
    {"half_life", POLICY_DECAY, 0, AT(intent_rule, period_ms), AT(intent_rule, decay),
     REVOPS_INTENT_HALF_LIFE, 0, NULL},
    {"window", POLICY_DECAY, 0, AT(intent_rule, period_ms), AT(intent_rule, decay), REVOPS_INTENT_WINDOW, 0,
     NULL},
    {"loses", POLICY_LOSES, 0, AT(intent_rule, period_ms), AT(intent_rule, decay), AT(intent_rule, loss_bp),
     0, NULL},
    {"tiers", POLICY_TIERS, 0, AT(intent_rule, first_tier), AT(intent_rule, decay),
     AT(intent_rule, tier_count), 0, NULL},
    {"per_day", POLICY_COUNT, 0, AT(intent_rule, daily_limit), 0, 1, 65535, NULL},
    {"group", POLICY_REFERENCE, 0, AT(intent_rule, group), 0, POLICY_IN_intent_groups, 0,
     "a group of intent.groups"},
    {"since", POLICY_DAY, 0, AT(intent_rule, since_day), AT(intent_rule, flags), REVOPS_POLICY_HAS_SINCE, 0,
     NULL},
    {"until", POLICY_DAY, 0, AT(intent_rule, until_day), AT(intent_rule, flags), REVOPS_POLICY_HAS_UNTIL, 0,
     NULL},
    WAS(intent_rule, POLICY_IN_intent_rules),
};
static const revops_policy_intent_rule intent_rule_row = {.decay = REVOPS_INTENT_LASTING};
const policy_shape revops__policy_intent_rule_shape = {"a rule", FIELDS(intent_rule_fields),
                                                       AT(intent_rule, name), NULL, &intent_rule_row};

static const policy_field cell_fields[] = {{"", POLICY_REFERENCES, 0, AT(cell, first_grade),
                                            AT(cell, grade_count), POLICY_IN_intent_grades, 0,
                                            "an engagement grade"}};
const policy_shape revops__policy_cell_shape = {
    "a list of engagement grades", cell_fields, 0, NO_NAME, &cell_fields[0], NULL};

/* ---- usage ---- */

static const policy_field criterion_fields[] = {
    PROSE(criterion),
    {"events", POLICY_REFERENCES, POLICY_REQUIRED, AT(criterion, first_event), AT(criterion, event_count),
     POLICY_IN_events, 0, "an event"},
    {"of_value", POLICY_OF_VALUE, 0, AT(criterion, of_value), 0, 0, 0, NULL},
    {"measure", POLICY_WORD, 0, AT(criterion, measure), 0, 0, 0, measure_words},
    {"within", POLICY_WITHIN, 0, AT(criterion, window), AT(criterion, window_unit), 0, 0, NULL},
    {"at_least", POLICY_THRESHOLD, 0, AT(criterion, threshold), 0, 0, 0, NULL},
    {"at_most", POLICY_THRESHOLD, 0, AT(criterion, threshold), 0, REVOPS_POLICY_AT_MOST, 0, NULL},
    {"keeps_to", POLICY_THRESHOLD, 0, AT(criterion, keeps_to), 0, REVOPS_POLICY_HAS_KEEPS_TO, 0, NULL},
    {"stays", POLICY_BIT, 0, AT(criterion, flags), 0, REVOPS_POLICY_STAYS, 0, NULL},
    {"exact_up_to", POLICY_COUNT, 0, AT(criterion, exact_up_to), 0, 2, 1024, NULL},
    WAS(criterion, POLICY_IN_criteria),
};
const policy_shape revops__policy_criterion_shape = {"a criterion", FIELDS(criterion_fields),
                                                     AT(criterion, name), NULL, NULL};

static const policy_field at_least_fields[] = {
    {"count", POLICY_COUNT, POLICY_REQUIRED, AT(signal, at_least), 0, 1, 64, NULL},
    {"of", POLICY_REFERENCES, POLICY_REQUIRED, AT(signal, first_at_least_of), AT(signal, at_least_of_count),
     POLICY_IN_criteria, 0, "a criterion"},
};
static const policy_shape at_least_shape = {"{count, of}", FIELDS(at_least_fields), NO_NAME, NULL, NULL};
static const policy_field signal_fields[] = {
    {"name", POLICY_NAME, POLICY_REQUIRED, AT(signal, name), 0, 0, 0, NULL},
    {"all_of", POLICY_REFERENCES, 0, AT(signal, first_all_of), AT(signal, all_of_count), POLICY_IN_criteria,
     0, "a criterion"},
    {"any_of", POLICY_REFERENCES, 0, AT(signal, first_any_of), AT(signal, any_of_count), POLICY_IN_criteria,
     0, "a criterion"},
    {"none_of", POLICY_REFERENCES, 0, AT(signal, first_none_of), AT(signal, none_of_count),
     POLICY_IN_criteria, 0, "a criterion"},
    {"at_least", POLICY_OBJECT, 0, 0, 0, 0, 0, &at_least_shape},
    {"where", POLICY_WHERE, 0, AT(signal, where), 0, 0, 0, NULL},
    {"goes_to", POLICY_GOES_TO, 0, AT(signal, goes_to), AT(signal, goes_to_name), AT(signal, flags), 0, NULL},
    {"move", POLICY_REFERENCE, 0, AT(signal, move), 0, POLICY_IN_moves, 0, "a move"},
    {"once", POLICY_BIT, 0, AT(signal, flags), 0, REVOPS_POLICY_ONCE, 0, NULL},
    {"not_again_within", POLICY_SPAN, 0, AT(signal, cooldown_ms), 0, 0, 0, NULL},
    {"held_back_in", POLICY_STAGE_LIST, 0, AT(signal, first_held_back), AT(signal, held_back_count),
     POLICY_GROUPS_REACHED, 0, NULL},
    {"shows", POLICY_NEEDS, 0, AT(signal, first_show), AT(signal, show_count), 0, 0, NULL},
    WAS(signal, POLICY_IN_signals),
};
const policy_shape revops__policy_signal_shape = {"a signal", FIELDS(signal_fields), AT(signal, name), NULL,
                                                  NULL};
