/* SPDX-License-Identifier: MIT */
/* The vocabulary of events: names, values, and what each means. */
#include "engine/builtin-internal.h"

#include <string.h>

/* clang-format off */
#define EVENT_NO_TRIGGER   REVOPS__NO_TRIGGER
#define EVENT_T(trigger) REVOPS_LIFECYCLE_TRIGGER_##trigger
#define EVENT_I(item)    REVOPS_LIFECYCLE_ITEM_##item
#define EVENT_V(value)   REVOPS_BUILTIN_EVENT_VALUE_##value

/* name, items proven, trigger, value, engagement, touch, owner */
static const revops__builtin_event_meaning event_meanings[] = {
    [REVOPS_BUILTIN_EVENT_CREATED] = {"created", 0, EVENT_NO_TRIGGER, EVENT_V(NONE), 0, 0, 0},
    [REVOPS_BUILTIN_EVENT_DEMO_REQUESTED] = {"demo_requested", 0, EVENT_NO_TRIGGER, EVENT_V(NONE), 1, 0, 0},
    [REVOPS_BUILTIN_EVENT_CONTACT_REQUESTED] = {"contact_requested", 0, EVENT_NO_TRIGGER, EVENT_V(NONE), 1, 0, 0},
    [REVOPS_BUILTIN_EVENT_PRICING_VISITED] = {"pricing_visited", 0, EVENT_NO_TRIGGER, EVENT_V(NONE), 2, 0, 0},
    [REVOPS_BUILTIN_EVENT_TRIAL_STARTED] = {"trial_started", 0, EVENT_NO_TRIGGER, EVENT_V(NONE), 2, 0, 0},
    [REVOPS_BUILTIN_EVENT_CONTENT_DOWNLOADED] = {"content_downloaded", 0, EVENT_NO_TRIGGER, EVENT_V(NONE), 3, 0, 0},
    [REVOPS_BUILTIN_EVENT_WEBINAR_ATTENDED] = {"webinar_attended", 0, EVENT_NO_TRIGGER, EVENT_V(NONE), 3, 0, 0},
    [REVOPS_BUILTIN_EVENT_EMAIL_CLICKED] = {"email_clicked", 0, EVENT_NO_TRIGGER, EVENT_V(NONE), 4, 0, 0},
    [REVOPS_BUILTIN_EVENT_SIGNED_UP] = {"signed_up", 0, EVENT_NO_TRIGGER, EVENT_V(NONE), 0, 0, 0},
    [REVOPS_BUILTIN_EVENT_ACTIVATED] = {"activated", 0, EVENT_NO_TRIGGER, EVENT_V(NONE), 0, 0, 0},
    [REVOPS_BUILTIN_EVENT_PRODUCT_USED] = {"product_used", 0, EVENT_NO_TRIGGER, EVENT_V(NONE), 0, 0, 0},
    [REVOPS_BUILTIN_EVENT_VALUE_REACHED] = {"value_reached", 0, EVENT_NO_TRIGGER, EVENT_V(NONE), 0, 0, 0},
    [REVOPS_BUILTIN_EVENT_LIMIT_NEARED] = {"limit_neared", 0, EVENT_NO_TRIGGER, EVENT_V(NONE), 0, 0, 0},
    [REVOPS_BUILTIN_EVENT_TEAMMATE_INVITED] = {"teammate_invited", 0, EVENT_NO_TRIGGER, EVENT_V(NONE), 0, 0, 0},
    [REVOPS_BUILTIN_EVENT_FIT_GRADED] = {"fit_graded", 0, EVENT_NO_TRIGGER, EVENT_V(GRADE), 0, 0, 0},
    [REVOPS_BUILTIN_EVENT_MQL] = {"mql", EVENT_I(FIT) | EVENT_I(INTENT), EVENT_T(MQL), EVENT_V(NONE), 0, 0, 0},
    [REVOPS_BUILTIN_EVENT_PQL] = {"pql", EVENT_I(PRODUCT_QUALIFIED), EVENT_T(PQL), EVENT_V(NONE), 0, 0, 0},
    [REVOPS_BUILTIN_EVENT_ASSIGNED] = {"assigned", 0, EVENT_NO_TRIGGER, EVENT_V(NONE), 0, 0, 1},
    [REVOPS_BUILTIN_EVENT_CALLED] = {"called", 0, EVENT_NO_TRIGGER, EVENT_V(NONE), 0, 1, 0},
    [REVOPS_BUILTIN_EVENT_EMAILED] = {"emailed", 0, EVENT_NO_TRIGGER, EVENT_V(NONE), 0, 1, 0},
    [REVOPS_BUILTIN_EVENT_MESSAGED] = {"messaged", 0, EVENT_NO_TRIGGER, EVENT_V(NONE), 0, 1, 0},
    [REVOPS_BUILTIN_EVENT_CONTACTED] = {"contacted", EVENT_I(CONTACT), EVENT_NO_TRIGGER, EVENT_V(NONE), 0, 1, 0},
    [REVOPS_BUILTIN_EVENT_REPLIED] = {"replied", 0, EVENT_NO_TRIGGER, EVENT_V(NONE), 0, 0, 0},
    [REVOPS_BUILTIN_EVENT_CONFIRMED] = {"confirmed", 0, EVENT_NO_TRIGGER, EVENT_V(ITEMS), 0, 0, 0},
    [REVOPS_BUILTIN_EVENT_ACCEPTED] = {"accepted", 0, EVENT_T(ACCEPTED), EVENT_V(NONE), 0, 0, 1},
    [REVOPS_BUILTIN_EVENT_REJECTED] = {"rejected", 0, EVENT_T(REJECTED), EVENT_V(NONE), 0, 0, 0},
    [REVOPS_BUILTIN_EVENT_QUALIFIED] = {"qualified", 0, EVENT_T(QUALIFIED), EVENT_V(ITEMS), 0, 0, 0},
    [REVOPS_BUILTIN_EVENT_OPPORTUNITY_OPENED] = {"opportunity_opened", 0, EVENT_T(OPPORTUNITY_OPENED), EVENT_V(ITEMS), 0, 0, 0},
    [REVOPS_BUILTIN_EVENT_DEMO_HELD] = {"demo_held", 0, EVENT_T(DEMO_HELD), EVENT_V(ITEMS), 0, 0, 0},
    [REVOPS_BUILTIN_EVENT_PROPOSAL_SENT] = {"proposal_sent", 0, EVENT_T(PROPOSAL_SENT), EVENT_V(ITEMS), 0, 0, 0},
    [REVOPS_BUILTIN_EVENT_NEGOTIATION_STARTED] = {"negotiation_started", 0, EVENT_T(NEGOTIATION_STARTED), EVENT_V(ITEMS), 0, 0, 0},
    [REVOPS_BUILTIN_EVENT_WON] = {"won", EVENT_I(SIGNATURE), EVENT_T(WON), EVENT_V(AMOUNT), 0, 0, 0},
    [REVOPS_BUILTIN_EVENT_LOST] = {"lost", 0, EVENT_T(LOST), EVENT_V(NONE), 0, 0, 0},
    [REVOPS_BUILTIN_EVENT_RECYCLED] = {"recycled", 0, EVENT_T(RECYCLED), EVENT_V(INSTANT), 0, 0, 0},
    [REVOPS_BUILTIN_EVENT_DISQUALIFIED] = {"disqualified", 0, EVENT_T(DISQUALIFIED), EVENT_V(NONE), 0, 0, 0},
    [REVOPS_BUILTIN_EVENT_PURCHASED] = {"purchased", 0, EVENT_T(PURCHASED), EVENT_V(AMOUNT), 0, 0, 0},
    [REVOPS_BUILTIN_EVENT_REOPENED] = {"reopened", 0, EVENT_T(REOPENED), EVENT_V(NONE), 0, 0, 0},
    [REVOPS_BUILTIN_EVENT_PAUSED] = {"paused", 0, EVENT_NO_TRIGGER, EVENT_V(NONE), 0, 0, 0},
    [REVOPS_BUILTIN_EVENT_RESUMED] = {"resumed", 0, EVENT_NO_TRIGGER, EVENT_V(NONE), 0, 0, 0},
};
/* clang-format on */

enum { EVENT_KINDS = sizeof event_meanings / sizeof event_meanings[0] };

const revops__builtin_event_meaning *revops__builtin_event_meaning_of(revops_builtin_event_kind kind)
{
    return kind > REVOPS_BUILTIN_EVENT_NONE && kind < EVENT_KINDS ? &event_meanings[kind] : NULL;
}

const char *revops_builtin_event_name(revops_builtin_event_kind kind)
{
    const revops__builtin_event_meaning *meaning = revops__builtin_event_meaning_of(kind);
    return meaning ? meaning->name : "unknown";
}

revops_builtin_event_kind revops_builtin_event_find(const char *text, size_t length)
{
    for (revops_builtin_event_kind kind = 1; text && length > 1 && kind < EVENT_KINDS; kind++) {
        const char *name = event_meanings[kind].name;
        size_t at = 0;
        if (name[0] != text[0] || name[1] != text[1]) { /* most differ here */
            continue;
        }
        while (at < length && name[at] && name[at] == text[at]) {
            at++;
        }
        if (at == length && !name[at]) {
            return kind;
        }
    }
    return REVOPS_BUILTIN_EVENT_NONE;
}

revops_builtin_event_value_kind revops_builtin_event_value(revops_builtin_event_kind kind)
{
    const revops__builtin_event_meaning *meaning = revops__builtin_event_meaning_of(kind);
    return meaning ? meaning->value : REVOPS_BUILTIN_EVENT_VALUE_NONE;
}

/* A whole number with an optional sign. */
static revops_status event_parse_integer(const char *text, size_t length, int64_t *out)
{
    size_t at = length > 0 && text[0] == '-';
    int64_t value = 0;
    if (at == length) {
        return REVOPS_ERR_FORMAT;
    }
    for (; at < length; at++) {
        int64_t digit = text[at] - '0';
        if (digit < 0 || digit > 9 || revops_multiply(value, 10, &value) != REVOPS_OK ||
            (text[0] == '-' ? revops_subtract(value, digit, &value) : revops_add(value, digit, &value)) !=
                REVOPS_OK) {
            return REVOPS_ERR_FORMAT;
        }
    }
    *out = value;
    return REVOPS_OK;
}

static revops_status event_parse_items(const revops_builtin *engine, const char *text, size_t length,
                                       int64_t *out)
{
    const revops_lifecycle *lifecycle = revops_builtin_lifecycle(engine);
    uint64_t items = 0;
    size_t start = 0;
    for (size_t at = 0; at <= length; at++) {
        if (at == length || text[at] == '+') {
            uint32_t item;
            if (revops_lifecycle_find(lifecycle, REVOPS_LIFECYCLE_LIST_ITEMS, text + start, at - start,
                                      &item) != REVOPS_OK) {
                return REVOPS_ERR_FORMAT;
            }
            items |= UINT64_C(1) << item;
            start = at + 1;
        }
    }
    memcpy(out, &items, sizeof items);
    return REVOPS_OK;
}

revops_status revops_builtin_event_parse_value(const revops_builtin *engine, revops_builtin_event_kind kind,
                                               const char *text, size_t length, int64_t *out)
{
    if (!engine || !text || !out) {
        return REVOPS_ERR_ARG;
    }
    int64_t value = 0;
    revops_status status = REVOPS_OK;
    if (length > 0) {
        switch ((enum revops_builtin_event_value_kinds)revops_builtin_event_value(kind)) {
        case REVOPS_BUILTIN_EVENT_VALUE_GRADE:
            value = length == 1 ? (text[0] & ~0x20) - 'A' + 1 : 0;
            status = value >= 1 && value <= 4 ? REVOPS_OK : REVOPS_ERR_FORMAT;
            break;
        case REVOPS_BUILTIN_EVENT_VALUE_ITEMS:
            status = event_parse_items(engine, text, length, &value);
            break;
        case REVOPS_BUILTIN_EVENT_VALUE_AMOUNT:
            status = event_parse_integer(text, length, &value);
            status = status == REVOPS_OK && value < 0 ? REVOPS_ERR_FORMAT : status;
            break;
        case REVOPS_BUILTIN_EVENT_VALUE_INSTANT:
            status = revops_time_parse(text, length, &value) == REVOPS_OK
                         ? REVOPS_OK
                         : event_parse_integer(text, length, &value);
            break;
        case REVOPS_BUILTIN_EVENT_VALUE_NONE: /* passed over */
            break;
        }
    }
    if (status == REVOPS_OK) {
        *out = value;
    }
    return status;
}
