/* SPDX-License-Identifier: MIT */
/* What rules ask for: needs, happenings, stages, conditions. */
#include "engine/policy-internal.h"

#include <string.h>

const policy_word revops__policy_groups[] = {
    {"any", REVOPS_POLICY_ANY},
    {"any open", REVOPS_POLICY_ANY_OPEN},
    {"any earlier", REVOPS_POLICY_ANY_EARLIER},
    {"any closed", REVOPS_POLICY_ANY_CLOSED},
    {"any nurture", REVOPS_POLICY_ANY_NURTURE},
    {NULL, 0},
};

uint32_t revops__policy_read_stage(policy_reader *in, const policy_node *node, uint32_t groups)
{
    static const char expected[] = "a stage or step, or a group such as \"any open\"";
    for (uint32_t i = 0;
         in->pass != POLICY_NAMING && node->kind == REVOPS__JSON_STRING && revops__policy_groups[i].word;
         i++) {
        if (groups >> i & 1 && revops__policy_same(revops__policy_groups[i].word, node->text)) {
            return revops__policy_groups[i].value;
        }
    }
    return revops__policy_refer(in, node, POLICY_IN_stages, 0, expected);
}

/* An item or a checklist into a row of needs. */
static void rules_read_need(policy_reader *in, const policy_node *node, revops_policy_need *need)
{
    static const char expected[] = "an item or a checklist";
    memset(need, 0, sizeof *need);
    if (!revops__policy_is_kind(in, node, REVOPS__JSON_STRING, expected)) {
        return;
    }
    need->kind = REVOPS_POLICY_NEED_CHECKLIST;
    need->subject = revops__policy_name_find(&in->names, POLICY_IN_checklists, 0, node->text);
    if (!need->subject) {
        need->kind = REVOPS_POLICY_NEED_ITEM;
        need->subject = revops__policy_refer(in, node, POLICY_IN_items, 0, expected);
    }
}

static void rules_read_any_of(policy_reader *in, const policy_node *node, revops_policy_need *need)
{
    static const char expected[] = "{\"any_of\": [items], \"at_least\": how many}";
    revops_policy_need own = {.kind = REVOPS_POLICY_NEED_ANY_OF};
    const policy_node *any_of = revops__policy_member(node, "any_of"),
                      *at_least = revops__policy_member(node, "at_least");
    int64_t number = 0;
    for (const policy_node *member = node->first; member; member = member->next) {
        if (member != any_of && member != at_least) {
            revops__policy_tell(in, member, REVOPS_POLICY_FAULT_UNKNOWN_KEY, expected, NULL);
        }
    }
    if (!any_of || any_of->kind != REVOPS__JSON_ARRAY || any_of->count == 0) {
        revops__policy_tell(in, any_of ? any_of : node, REVOPS_POLICY_FAULT_TYPE, expected, NULL);
        memcpy(need, &own, sizeof own);
        return;
    }
    if (at_least &&
        revops__policy_get_integer(in, at_least, 1, any_of->count, "1 to the number of items", &number)) {
        own.at_least = number == 1 ? 0 : (uint32_t)number;
    }
    own.first_member = in->counts[POLICY_IN_needs];
    own.member_count = any_of->count;
    for (const policy_node *item = any_of->first; item; item = item->next) {
        rules_read_need(in, item, revops__policy_append(in, POLICY_IN_needs, item));
    }
    memcpy(need, &own, sizeof own);
}

void revops__policy_read_needs(policy_reader *in, const policy_node *node, enum policy_needs how,
                               uint32_t *out_first, uint32_t *out_count)
{
    int is_one = how == POLICY_NEEDS_ONE_TOO && node->kind == REVOPS__JSON_STRING;
    if (!is_one && !revops__policy_is_kind(in, node, REVOPS__JSON_ARRAY, "a list of items and checklists")) {
        return;
    }
    const policy_node *start = is_one ? node : node->first;
    uint32_t first = in->counts[POLICY_IN_needs], count = is_one ? 1 : node->count;
    for (const policy_node *element = start; element; element = is_one ? NULL : element->next) {
        revops__policy_append(in, POLICY_IN_needs,
                              element); /* side by side; members of `any_of` behind them */
    }
    uint32_t index = first;
    for (const policy_node *element = start; element; element = is_one ? NULL : element->next, index++) {
        revops_policy_need need;
        if (how == POLICY_NEEDS_ANY_OF_TOO && element->kind == REVOPS__JSON_OBJECT) {
            rules_read_any_of(in, element, &need);
        } else {
            rules_read_need(in, element, &need);
        }
        memcpy(revops__policy_row(in, POLICY_IN_needs, index), &need, sizeof need);
    }
    *out_first = count ? first : 0;
    *out_count = count;
}

/* ---- happenings ---- */

static void rules_add_happening(policy_reader *in, const policy_node *node, revops_policy_happening_kind kind,
                                uint32_t subject)
{
    revops_policy_happening *row = revops__policy_append(in, POLICY_IN_happenings, node);
    row->kind = kind;
    row->subject = subject;
}

static const struct {
    const char *key, *expected;
    revops_policy_happening_kind kind;
    enum policy_table table; /* POLICY_NOWHERE: true alone */
} happening_keys[] = {
    {"events", "an event", REVOPS_POLICY_HAPPENS_EVENT, POLICY_IN_events},
    {"stages", "a stage or step", REVOPS_POLICY_HAPPENS_STAGE, POLICY_IN_stages},
    {"left", "a stage or step", REVOPS_POLICY_HAPPENS_LEFT, POLICY_IN_stages},
    {"steps_of", "a stage with steps", REVOPS_POLICY_HAPPENS_STEPS_OF, POLICY_IN_stages},
    {"touch", "a channel", REVOPS_POLICY_HAPPENS_TOUCH, POLICY_IN_channels},
    {"inbound", "true", REVOPS_POLICY_HAPPENS_INBOUND, POLICY_NOWHERE},
    {"assigned", "true", REVOPS_POLICY_HAPPENS_ASSIGNED, POLICY_NOWHERE},
    {"signals", "a signal of usage", REVOPS_POLICY_HAPPENS_SIGNAL, POLICY_IN_signals},
    {"missed", "a clock", REVOPS_POLICY_HAPPENS_MISSED, POLICY_IN_clocks},
};
enum { HAPPENING_KEYS = sizeof happening_keys / sizeof happening_keys[0] };

/* A channel alone, where "any" or a list of them may stand. */
static void rules_tell_channels(policy_reader *in, const policy_node *node)
{
    char told[160];
    revops__text to = revops__text_begin(told, sizeof told);
    revops__text_put(&to, "\"any\" or channels: ");
    revops__policy_put_names(&to, &in->names, POLICY_IN_channels);
    revops__text_end(&to);
    revops__policy_tell(in, node, REVOPS_POLICY_FAULT_VALUE, told,
                        revops__policy_name_nearest(&in->names, POLICY_IN_channels, 0, node->text));
}

static void rules_read_happening(policy_reader *in, const policy_node *member, uint32_t key)
{
    revops_policy_happening_kind kind = happening_keys[key].kind;
    enum policy_table table = happening_keys[key].table;
    const char *expected = happening_keys[key].expected;
    if (table == POLICY_NOWHERE) {
        if (revops__policy_is_kind(in, member, REVOPS__JSON_TRUE, expected)) {
            rules_add_happening(in, member, kind, 0);
        }
        return;
    }
    if (kind == REVOPS_POLICY_HAPPENS_TOUCH && member->kind == REVOPS__JSON_STRING) {
        if (!revops__policy_equal(member->text, "any")) {
            rules_tell_channels(in, member);
        }
        rules_add_happening(in, member, kind, 0);
        return;
    }
    if (kind == REVOPS_POLICY_HAPPENS_STEPS_OF) {
        rules_add_happening(in, member, kind, revops__policy_refer(in, member, table, 0, expected));
        return;
    }
    if (!revops__policy_is_kind(in, member, REVOPS__JSON_ARRAY, "a list of names")) {
        return;
    }
    for (const policy_node *element = member->first; element; element = element->next) {
        uint32_t subject = table == POLICY_IN_stages
                               ? revops__policy_read_stage(in, element, POLICY_GROUPS_REACHED)
                               : revops__policy_refer(in, element, table, 0, expected);
        rules_add_happening(in, element, kind, subject);
    }
}

void revops__policy_read_happenings(policy_reader *in, const policy_node *node, uint32_t *out_first,
                                    uint32_t *out_count, uint32_t *out_times)
{
    static const char expected[] =
        "what happens: events, stages, left, steps_of, touch, inbound, assigned, signals or missed";
    if (!revops__policy_is_kind(in, node, REVOPS__JSON_OBJECT, expected)) {
        return;
    }
    uint32_t first = in->counts[POLICY_IN_happenings];
    for (uint32_t i = 0; i < HAPPENING_KEYS; i++) {
        const policy_node *member = revops__policy_member(node, happening_keys[i].key);
        if (member) {
            rules_read_happening(in, member, i);
        }
    }
    for (const policy_node *member = node->first; member; member = member->next) {
        const char *nearest = NULL;
        uint32_t known = out_times && revops__policy_equal(member->name, "times"), least = UINT32_MAX;
        for (uint32_t i = 0; i < HAPPENING_KEYS; i++) {
            uint32_t distance = revops__policy_distance(happening_keys[i].key, member->name);
            known = known || revops__policy_equal(member->name, happening_keys[i].key);
            nearest = distance < least ? happening_keys[i].key : nearest;
            least = distance < least ? distance : least;
        }
        if (!known) {
            revops__policy_tell(in, member, REVOPS_POLICY_FAULT_UNKNOWN_KEY, expected, nearest);
        }
    }
    const policy_node *times = out_times ? revops__policy_member(node, "times") : NULL;
    int64_t number;
    if (times && revops__policy_get_integer(in, times, 1, 65535, "1 to 65535", &number)) {
        *out_times = number == 1 ? 0 : (uint32_t)number;
    }
    *out_count = in->counts[POLICY_IN_happenings] - first;
    *out_first = *out_count ? first : 0;
    if (*out_count == 0) {
        revops__policy_tell(in, node, REVOPS_POLICY_FAULT_VALUE, expected, NULL);
    }
}
