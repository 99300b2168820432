/* SPDX-License-Identifier: MIT */
/* The names of kinds as a model keeps them. */
#ifndef REVOPS_LIB_USAGE_NAMES_H
#define REVOPS_LIB_USAGE_NAMES_H

#include "judge/usage-internal.h"

/* Bytes of a name, one more than REVOPS_USAGE_NAME_MAX if it is longer; 0 for NULL. */
size_t revops__usage_name_length(const char *name);
/* What the names of checked parameters take, and their table: zero-filled slots, one offset more than there are names. */
uint32_t revops__usage_slot_count(uint32_t names);
size_t revops__usage_names_bytes(const revops_usage_params *params);
void revops__usage_names_build(const revops_usage_params *params, uint16_t *slots, uint32_t *names,
                               char *bytes);

/* Bytes of the names of criteria and signals, and their table of an offset each from the model's start; 0 without a name. */
size_t revops__usage_labels_bytes(const revops_usage_params *params);
void revops__usage_labels_build(const revops_usage_params *params, revops_usage *usage, uint32_t bytes_at);

/* A criterion's name in a model, or NULL. */
const char *revops__usage_criterion_label(const revops_usage *usage, uint32_t criterion);

#endif
