/* SPDX-License-Identifier: MIT */
/* What is done with a field: one row of functions a kind. */
#ifndef REVOPS_LIB_POLICY_FIELDS_H
#define REVOPS_LIB_POLICY_FIELDS_H

#include "engine/policy-write.h"

#include <string.h>

/* Where a check looks. */
typedef struct policy_checked {
    policy_view *view;
    revops__problems *problems;
    const char *part;
    uint32_t row;
} policy_checked;

/* What a field is written from: its row, what is usual there, and the row's index. */
typedef struct policy_written {
    const unsigned char *row, *usual;
    uint32_t index;
} policy_written;

typedef void policy_reads(policy_reader *in, policy_frame *frame, const policy_field *field,
                          const policy_node *node);
typedef void policy_checks(const policy_checked *at, const policy_field *field, const unsigned char *row);
typedef void policy_writes(policy_writer *to, const policy_field *field, const policy_written *from);

typedef struct policy_functions {
    int is_naming; /* read while names are given their positions, too */
    policy_reads *reads;
    policy_checks *checks;
    policy_writes *writes;
} policy_functions;
extern const policy_functions revops__policy_functions[POLICY_KIND_COUNT];

static inline uint32_t revops__policy_u32(const unsigned char *row, uint32_t offset)
{
    uint32_t value;
    memcpy(&value, row + offset, sizeof value);
    return value;
}

void revops__policy_checked_tell(const policy_checked *at, const char *field, int64_t found,
                                 const char *expected);
/* A list of `table`; whether it lies within. */
int revops__policy_checked_list(const policy_checked *at, const char *field, uint32_t first, uint32_t count,
                                enum policy_table table);

policy_reads revops__policy_reads_nothing, revops__policy_reads_name, revops__policy_reads_text,
    revops__policy_reads_flag_word, revops__policy_reads_bit, revops__policy_reads_word,
    revops__policy_reads_count, revops__policy_reads_points, revops__policy_reads_percent,
    revops__policy_reads_span, revops__policy_reads_days, revops__policy_reads_day,
    revops__policy_reads_reference, revops__policy_reads_references, revops__policy_reads_stages,
    revops__policy_reads_texts, revops__policy_reads_needs, revops__policy_reads_where,
    revops__policy_reads_of_value, revops__policy_reads_happenings, revops__policy_reads_object,
    revops__policy_reads_section, revops__policy_reads_container, revops__policy_reads_format,
    revops__policy_reads_code, revops__policy_reads_classifier, revops__policy_reads_reason_list,
    revops__policy_reads_since, revops__policy_reads_sets, revops__policy_reads_withdraws,
    revops__policy_reads_reasons, revops__policy_reads_cycle, revops__policy_reads_decay,
    revops__policy_reads_loses, revops__policy_reads_tiers, revops__policy_reads_keeps,
    revops__policy_reads_within, revops__policy_reads_threshold, revops__policy_reads_goes_to,
    revops__policy_reads_zone, revops__policy_reads_open, revops__policy_reads_holidays,
    revops__policy_reads_exceptions, revops__policy_reads_target, revops__policy_reads_calendar,
    revops__policy_reads_warnings, revops__policy_reads_counted, revops__policy_reads_shared,
    revops__policy_reads_of_whom, revops__policy_reads_quantity, revops__policy_reads_members,
    revops__policy_reads_away, revops__policy_reads_matches, revops__policy_reads_bands,
    revops__policy_reads_targets, revops__policy_reads_over;
policy_checks revops__policy_checks_nothing, revops__policy_checks_name, revops__policy_checks_word,
    revops__policy_checks_count, revops__policy_checks_percent, revops__policy_checks_reference,
    revops__policy_checks_references, revops__policy_checks_stages, revops__policy_checks_texts,
    revops__policy_checks_needs, revops__policy_checks_condition, revops__policy_checks_happenings,
    revops__policy_checks_rows, revops__policy_checks_reason_list, revops__policy_checks_reasons,
    revops__policy_checks_tiers, revops__policy_checks_zone, revops__policy_checks_openings,
    revops__policy_checks_holidays, revops__policy_checks_exceptions, revops__policy_checks_members;
policy_writes revops__policy_writes_nothing, revops__policy_writes_text, revops__policy_writes_flag_word,
    revops__policy_writes_bit, revops__policy_writes_word, revops__policy_writes_count,
    revops__policy_writes_points, revops__policy_writes_percent, revops__policy_writes_span,
    revops__policy_writes_days, revops__policy_writes_day, revops__policy_writes_reference,
    revops__policy_writes_references, revops__policy_writes_stages, revops__policy_writes_texts,
    revops__policy_writes_needs, revops__policy_writes_where, revops__policy_writes_of_value,
    revops__policy_writes_happenings, revops__policy_writes_map, revops__policy_writes_format,
    revops__policy_writes_code, revops__policy_writes_classifier, revops__policy_writes_reason_list,
    revops__policy_writes_since, revops__policy_writes_sets, revops__policy_writes_withdraws,
    revops__policy_writes_reasons, revops__policy_writes_cycle, revops__policy_writes_decay,
    revops__policy_writes_loses, revops__policy_writes_tiers, revops__policy_writes_keeps,
    revops__policy_writes_within, revops__policy_writes_threshold, revops__policy_writes_goes_to,
    revops__policy_writes_zone, revops__policy_writes_open, revops__policy_writes_holidays,
    revops__policy_writes_exceptions, revops__policy_writes_target, revops__policy_writes_calendar,
    revops__policy_writes_warnings, revops__policy_writes_counted, revops__policy_writes_shared,
    revops__policy_writes_of_whom, revops__policy_writes_quantity, revops__policy_writes_members,
    revops__policy_writes_away, revops__policy_writes_matches, revops__policy_writes_bands,
    revops__policy_writes_targets, revops__policy_writes_over;

#endif
