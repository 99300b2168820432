/* SPDX-License-Identifier: MIT */
/* Names: of kinds, built in and the caller's own, of criteria, signals and routes. The caller's own are found by a hash table with
   open addressing, at most half full. */
#include "judge/usage-names.h"

const char *revops__usage_built_in_name(uint32_t kind)
{
    switch ((enum revops_usage_kinds)kind) {
    case REVOPS_USAGE_USED:
        return "used";
    case REVOPS_USAGE_ACTIVATED:
        return "activated";
    case REVOPS_USAGE_VALUE_REALISED:
        return "value realised";
    case REVOPS_USAGE_LIMIT:
        return "limit";
    case REVOPS_USAGE_SEAT_ADDED:
        return "seat added";
    case REVOPS_USAGE_TEAMMATE_INVITED:
        return "teammate invited";
    case REVOPS_USAGE_PREMIUM_EXPLORED:
        return "premium explored";
    case REVOPS_USAGE_KEY_FEATURE:
        return "key feature";
    case REVOPS_USAGE_OWN:
        break;
    }
    return NULL;
}

size_t revops__usage_name_length(const char *name)
{
    size_t length = 0;
    while (name && length <= REVOPS_USAGE_NAME_MAX && name[length]) {
        length++;
    }
    return length;
}

/* FNV-1a (Fowler, Noll and Vo). */
static uint32_t usage_name_hash(const char *text, size_t length)
{
    uint32_t hash = 2166136261u;
    for (size_t i = 0; i < length; i++) {
        hash = (hash ^ (uint8_t)text[i]) * 16777619u;
    }
    return hash ^ hash >> 15;
}

uint32_t revops__usage_slot_count(uint32_t names)
{
    uint32_t slots = 1;
    while (slots < 2 * names) {
        slots *= 2;
    }
    return names > 0 ? slots : 0;
}

size_t revops__usage_names_bytes(const revops_usage_params *params)
{
    size_t bytes = 0;
    for (uint32_t i = 0; i < params->kind_name_count; i++) {
        bytes += revops__usage_name_length(params->kind_names[i]) + 1;
    }
    return bytes;
}

void revops__usage_names_build(const revops_usage_params *params, uint16_t *slots, uint32_t *names,
                               char *bytes)
{
    uint32_t mask = revops__usage_slot_count(params->kind_name_count) - 1, offset = 0;
    for (uint32_t i = 0; i < params->kind_name_count; i++) {
        size_t length = revops__usage_name_length(params->kind_names[i]);
        memcpy(bytes + offset, params->kind_names[i], length);
        bytes[offset + length] = 0;
        names[i] = offset;
        offset += (uint32_t)length + 1;
        uint32_t slot = usage_name_hash(params->kind_names[i], length) & mask;
        while (slots[slot] != 0) {
            slot = (slot + 1) & mask;
        }
        slots[slot] = (uint16_t)(i + 1);
    }
    names[params->kind_name_count] = offset;
}

static const char *usage_own_name(const revops_usage *usage, uint32_t index, size_t *length)
{
    const uint32_t *names = usage_part(usage, usage->names);
    *length = names[index + 1] - names[index] - 1;
    return (const char *)usage_part(usage, usage->bytes) + names[index];
}

static int usage_is_name(const char *name, size_t name_length, const char *text, size_t length)
{
    return name && name_length == length && memcmp(name, text, length) == 0;
}

revops_status revops_usage_kind_find(const revops_usage *usage, const char *text, size_t length,
                                     uint32_t *out)
{
    if (!is_built(usage) || !text || !out) {
        return REVOPS_ERR_ARG;
    }
    for (uint32_t kind = 1; kind < REVOPS_USAGE_OWN; kind++) {
        const char *name = revops__usage_built_in_name(kind);
        if (usage_is_name(name, revops__usage_name_length(name), text, length)) {
            *out = kind;
            return REVOPS_OK;
        }
    }
    const uint16_t *slots = usage_part(usage, usage->slots);
    uint32_t slot = usage_name_hash(text, length) & usage->slot_mask;
    for (; usage->name_count > 0 && slots[slot] != 0; slot = (slot + 1) & usage->slot_mask) {
        size_t own_length;
        const char *name = usage_own_name(usage, slots[slot] - 1u, &own_length);
        if (usage_is_name(name, own_length, text, length)) {
            *out = REVOPS_USAGE_OWN + slots[slot] - 1u;
            return REVOPS_OK;
        }
    }
    return REVOPS_ERR_RANGE;
}

const char *revops_usage_kind_name(const revops_usage *usage, revops_usage_kind kind)
{
    const char *name = revops__usage_built_in_name(kind);
    if (is_built(usage) && kind >= REVOPS_USAGE_OWN && kind - REVOPS_USAGE_OWN < usage->name_count) {
        size_t length;
        name = usage_own_name(usage, kind - REVOPS_USAGE_OWN, &length);
    }
    return name ? name : "unknown";
}

/* Names of criteria, then of signals. */
static const char *usage_label(const revops_usage_params *params, uint32_t index)
{
    if (index < params->criterion_count) {
        return params->criterion_names ? params->criterion_names[index] : NULL;
    }
    return params->signal_names ? params->signal_names[index - params->criterion_count] : NULL;
}

size_t revops__usage_labels_bytes(const revops_usage_params *params)
{
    size_t bytes = 0;
    for (uint32_t i = 0; i < params->criterion_count + params->signal_count; i++) {
        bytes += usage_label(params, i) ? revops__usage_name_length(usage_label(params, i)) + 1 : 0;
    }
    return bytes;
}

void revops__usage_labels_build(const revops_usage_params *params, revops_usage *usage, uint32_t bytes_at)
{
    uint32_t *labels = (uint32_t *)(void *)((uint8_t *)usage + usage->labels);
    for (uint32_t i = 0; i < params->criterion_count + params->signal_count; i++) {
        const char *name = usage_label(params, i);
        if (name) {
            size_t size = revops__usage_name_length(name) + 1;
            memcpy((uint8_t *)usage + bytes_at, name, size);
            labels[i] = bytes_at;
            bytes_at += (uint32_t)size;
        }
    }
}

static const char *usage_label_in(const revops_usage *usage, uint32_t index)
{
    const uint32_t *labels = usage_part(usage, usage->labels);
    return labels[index] ? usage_part(usage, labels[index]) : NULL;
}

const char *revops__usage_criterion_label(const revops_usage *usage, uint32_t criterion)
{
    return usage_label_in(usage, criterion);
}

const char *revops_usage_criterion_name(const revops_usage *usage, uint32_t criterion)
{
    const char *name =
        is_built(usage) && criterion < usage->criterion_count ? usage_label_in(usage, criterion) : NULL;
    return name ? name : "unknown";
}

const char *revops_usage_signal_name(const revops_usage *usage, uint32_t signal)
{
    const char *name = is_built(usage) && signal < usage->signal_count
                           ? usage_label_in(usage, usage->criterion_count + signal)
                           : NULL;
    return name ? name : "unknown";
}

const char *revops_usage_route_name(revops_usage_route route)
{
    switch ((enum revops_usage_routes)route) {
    case REVOPS_USAGE_SELF_SERVICE:
        return "self-service";
    case REVOPS_USAGE_CUSTOMER_SUCCESS:
        return "customer success";
    case REVOPS_USAGE_SALES:
        return "sales";
    }
    return "unknown";
}
