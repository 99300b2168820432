/* SPDX-License-Identifier: MIT */
/* Names of a compiled lifecycle, and results in words. */
#include "act/lifecycle-internal.h"
#include "core/text.h"

#include <string.h>

static const char *lifecycle_name_at(const revops_lifecycle *lifecycle, uint32_t array, uint32_t index)
{
    uint32_t offset;
    memcpy(&offset, (const char *)lifecycle + array + index * sizeof offset, sizeof offset);
    return (const char *)lifecycle + offset;
}

uint32_t revops_lifecycle_count(const revops_lifecycle *lifecycle, revops_lifecycle_list list)
{
    if (!lifecycle) {
        return 0;
    }
    switch ((enum revops_lifecycle_lists)list) {
    case REVOPS_LIFECYCLE_LIST_STAGES:
    case REVOPS_LIFECYCLE_LIST_DEFINITIONS:
        return lifecycle->stage_count;
    case REVOPS_LIFECYCLE_LIST_TRIGGERS:
        return lifecycle->trigger_count;
    case REVOPS_LIFECYCLE_LIST_ITEMS:
        return lifecycle->item_count;
    case REVOPS_LIFECYCLE_LIST_REASONS:
        return lifecycle->reason_count + 1;
    }
    return 0;
}

const char *revops_lifecycle_name(const revops_lifecycle *lifecycle, revops_lifecycle_list list,
                                  uint32_t index)
{
    if (index >= revops_lifecycle_count(lifecycle, list)) {
        return "unknown";
    }
    switch ((enum revops_lifecycle_lists)list) {
    case REVOPS_LIFECYCLE_LIST_STAGES:
        return (const char *)lifecycle + lifecycle->stages[index].name;
    case REVOPS_LIFECYCLE_LIST_DEFINITIONS:
        return (const char *)lifecycle + lifecycle->stages[index].definition;
    case REVOPS_LIFECYCLE_LIST_TRIGGERS:
        return lifecycle_name_at(lifecycle, lifecycle->triggers, index);
    case REVOPS_LIFECYCLE_LIST_ITEMS:
        return lifecycle_name_at(lifecycle, lifecycle->items, index);
    case REVOPS_LIFECYCLE_LIST_REASONS:
        return index ? lifecycle_name_at(lifecycle, lifecycle->reasons, index - 1) : "none";
    }
    return "unknown"; /* not reached: an unknown list has no names */
}

char revops__name_fold(char c)
{
    if (c >= 'A' && c <= 'Z') {
        return (char)(c - 'A' + 'a');
    }
    return c == '_' || c == '-' ? ' ' : c;
}

revops_status revops_lifecycle_find(const revops_lifecycle *lifecycle, revops_lifecycle_list list,
                                    const char *text, size_t length, uint32_t *out)
{
    uint32_t count = revops_lifecycle_count(lifecycle, list);
    if (!text || !out || !count || list == REVOPS_LIFECYCLE_LIST_DEFINITIONS) {
        return REVOPS_ERR_ARG;
    }
    for (uint32_t i = 0; i < count; i++) {
        const char *name = revops_lifecycle_name(lifecycle, list, i);
        size_t at = 0;
        while (at < length && name[at] && revops__name_fold(name[at]) == revops__name_fold(text[at])) {
            at++;
        }
        if (at == length && !name[at]) {
            *out = i;
            return REVOPS_OK;
        }
    }
    return REVOPS_ERR_RANGE;
}

revops_status revops_lifecycle_stage_at(const revops_lifecycle *lifecycle, revops_lifecycle_stage stage,
                                        revops_lifecycle_stage_row *out)
{
    if (!lifecycle || !out || stage >= lifecycle->stage_count) {
        return REVOPS_ERR_ARG;
    }
    const revops__stage *row = &lifecycle->stages[stage];
    out->name = (const char *)lifecycle + row->name;
    out->definition = (const char *)lifecycle + row->definition;
    out->flags = row->flags;
    out->rank = row->rank;
    out->parent = row->parent;
    out->reserved = 0;
    return REVOPS_OK;
}

/* Names of the bits of a mask, parted by commas. */
static void lifecycle_put_names(revops__text *text, const revops_lifecycle *lifecycle,
                                revops_lifecycle_list list, uint64_t mask)
{
    const char *comma = "";
    for (uint32_t i = 0; i < 64; i++) {
        if (mask >> i & 1) {
            revops__text_put(text, comma);
            revops__text_put(text, revops_lifecycle_name(lifecycle, list, i));
            comma = ", ";
        }
    }
}

static void lifecycle_put_refusal(revops__text *text, const revops_lifecycle *lifecycle,
                                  const revops_lifecycle_result *result)
{
    const char *separator = ": ";
#define LC_PUT(words)                                                                                        \
    do {                                                                                                     \
        revops__text_put(text, separator);                                                                   \
        revops__text_put(text, words);                                                                       \
        separator = "; ";                                                                                    \
    } while (0)
    if (result->refusal & REVOPS_LIFECYCLE_REFUSED_NO_TRANSITION) {
        LC_PUT("no transition answers it there");
    }
    if (result->refusal & REVOPS_LIFECYCLE_REFUSED_ALREADY) {
        LC_PUT("the lead is there already");
    }
    if (result->refusal & REVOPS_LIFECYCLE_REFUSED_BACKWARD) {
        LC_PUT("it would go back, and the policy is forward-only");
    }
    if (result->refusal & REVOPS_LIFECYCLE_REFUSED_ITEMS) {
        LC_PUT("missing ");
        lifecycle_put_names(text, lifecycle, REVOPS_LIFECYCLE_LIST_ITEMS, result->missing_items);
    }
    if (result->refusal & REVOPS_LIFECYCLE_REFUSED_REASON) {
        LC_PUT("a reason must be given");
    }
    if (result->refusal & REVOPS_LIFECYCLE_REFUSED_WRONG_REASON) {
        LC_PUT("not for the reason \"");
        revops__text_put(text,
                         revops_lifecycle_name(lifecycle, REVOPS_LIFECYCLE_LIST_REASONS, result->reason));
        revops__text_char(text, '"');
    }
    if (result->refusal & REVOPS_LIFECYCLE_REFUSED_RESUME) {
        LC_PUT("a time to resume, later than the event, must be given");
    }
    if (result->refusal & REVOPS_LIFECYCLE_REFUSED_TOUCHES) {
        LC_PUT("too early for \"");
        revops__text_put(text,
                         revops_lifecycle_name(lifecycle, REVOPS_LIFECYCLE_LIST_REASONS, result->reason));
        revops__text_put(text, "\", missing ");
        if (result->missing_touches) {
            revops__text_unsigned(text, result->missing_touches, 0);
            revops__text_put(text, result->missing_touches == 1 ? " touch" : " touches");
            revops__text_put(text, result->missing_ms ? " and " : "");
        }
        if (result->missing_ms) {
            revops__text_span(text, result->missing_ms);
            revops__text_put(text, " since the first touch");
        }
    }
#undef LC_PUT
}

size_t revops_lifecycle_result_text(const revops_lifecycle *lifecycle, const revops_lifecycle_result *result,
                                    char *out, size_t capacity)
{
    if (!lifecycle || !result) {
        return 0;
    }
    revops__text text = revops__text_begin(out, capacity);
    const char *trigger = revops_lifecycle_name(lifecycle, REVOPS_LIFECYCLE_LIST_TRIGGERS, result->trigger);
    const char *from = revops_lifecycle_name(lifecycle, REVOPS_LIFECYCLE_LIST_STAGES, result->from);
    if (result->refusal) {
        revops__text_char(&text, '"');
        revops__text_put(&text, trigger);
        revops__text_put(&text, "\" refused in ");
        revops__text_put(&text, from);
        lifecycle_put_refusal(&text, lifecycle, result);
        return revops__text_end(&text);
    }
    revops__text_put(&text, from);
    if (result->to == result->from) {
        revops__text_put(&text, " unchanged");
    } else {
        revops__text_put(&text, " \xe2\x86\x92 "); /* → */
        revops__text_put(&text, revops_lifecycle_name(lifecycle, REVOPS_LIFECYCLE_LIST_STAGES, result->to));
    }
    revops__text_put(&text, " on \"");
    revops__text_put(&text, trigger);
    revops__text_char(&text, '"');
    if (result->reason) {
        revops__text_put(&text, ", reason ");
        revops__text_put(&text,
                         revops_lifecycle_name(lifecycle, REVOPS_LIFECYCLE_LIST_REASONS, result->reason));
    }
    if (result->inferred_mask) {
        revops__text_put(&text, ", inferred ");
        lifecycle_put_names(&text, lifecycle, REVOPS_LIFECYCLE_LIST_STAGES, result->inferred_mask);
    }
    return revops__text_end(&text);
}
