/* SPDX-License-Identifier: MIT */
/* Keys with a grammar of their own: promises, members of queues, accounts, figures. */
#include "engine/policy-fields.h"

#include <string.h>

static void figures_promise_kind(policy_reader *in, unsigned char *row, const policy_node *node,
                                 uint32_t kind)
{
    revops_policy_promise *promise = (revops_policy_promise *)(void *)row;
    if (promise->kind) {
        revops__policy_tell(in, node, REVOPS_POLICY_FAULT_VALUE, "one of count, share and of", NULL);
    }
    promise->kind = kind;
}

void revops__policy_reads_shared(policy_reader *in, policy_frame *frame, const policy_field *field,
                                 const policy_node *node)
{
    (void)field;
    unsigned char *row = frame->row;
    static const char expected[] =
        "{\"of\": happening, \"reaching\": happening} or {\"of\": happening, \"where\": condition}";
    static const char *const keys[] = {"of", "reaching", "where", NULL};
    revops_policy_promise *promise = (revops_policy_promise *)(void *)row;
    if (!revops__policy_has_keys(in, node, keys, expected)) {
        return;
    }
    const policy_node *of = revops__policy_member(node, "of"),
                      *reaching = revops__policy_member(node, "reaching");
    const policy_node *where = revops__policy_member(node, "where");
    figures_promise_kind(in, row, node, REVOPS_POLICY_PROMISE_SHARE);
    if (!of || (reaching != NULL) == (where != NULL)) {
        revops__policy_tell(in, node, REVOPS_POLICY_FAULT_VALUE, expected, NULL);
    }
    if (of) {
        revops__policy_read_happenings(in, of, &promise->first_of, &promise->of_count, NULL);
    }
    if (reaching) {
        revops__policy_read_happenings(in, reaching, &promise->first_reaching, &promise->reaching_count,
                                       NULL);
    }
    if (where) {
        revops__policy_read_where(in, where, &promise->where);
    }
}

void revops__policy_reads_members(policy_reader *in, policy_frame *frame, const policy_field *field,
                                  const policy_node *node)
{
    unsigned char *row = frame->row;
    static const char expected[] = "a person of the roster, or {\"person\": name, \"weight\": 1 to 1000}";
    static const char *const keys[] = {"person", "weight", NULL};
    if (!revops__policy_is_kind(in, node, REVOPS__JSON_ARRAY, "a list of people")) {
        return;
    }
    uint32_t first = in->counts[POLICY_IN_members];
    for (const policy_node *element = node->first; element; element = element->next) {
        revops_policy_member member = {0, 0};
        int64_t weight = 0;
        const policy_node *person = element;
        if (element->kind == REVOPS__JSON_OBJECT) {
            const policy_node *given = revops__policy_member(element, "weight");
            person = revops__policy_member(element, "person");
            revops__policy_has_keys(in, element, keys, expected);
            if (given && revops__policy_get_integer(in, given, 1, 1000, "1 to 1000", &weight)) {
                member.weight = weight == 100 ? 0 : (uint32_t)weight;
            }
            if (!person) {
                revops__policy_tell(in, element, REVOPS_POLICY_FAULT_MISSING_KEY, expected, NULL);
            }
        }
        if (person) {
            member.person = revops__policy_refer(in, person, POLICY_IN_people, 0, expected);
        }
        memcpy(revops__policy_append(in, POLICY_IN_members, element), &member, sizeof member);
    }
    revops__policy_set_u32(row, field->offset, node->count ? first : 0);
    revops__policy_set_u32(row, field->more, node->count);
}

void revops__policy_reads_matches(policy_reader *in, policy_frame *frame, const policy_field *field,
                                  const policy_node *node)
{
    unsigned char *row = frame->row;
    static const char *const words[] = {[REVOPS_POLICY_MATCH_KEY] = "key",
                                        [REVOPS_POLICY_MATCH_EMAIL_DOMAIN] = "email domain",
                                        [REVOPS_POLICY_MATCH_FOLDED_NAME] = "folded name"};
    static const char expected[] = "a list of \"key\", \"email domain\" and \"folded name\", each once";
    uint32_t count = 0, seen = 0;
    if (!revops__policy_is_kind(in, node, REVOPS__JSON_ARRAY, expected)) {
        return;
    }
    for (const policy_node *element = node->first; element; element = element->next) {
        uint32_t match = 0;
        for (uint32_t i = 1; i < 4; i++) {
            match = revops__policy_node_is(element, words[i]) ? i : match;
        }
        if (!match || seen >> match & 1) {
            revops__policy_tell(in, element, REVOPS_POLICY_FAULT_VALUE, expected, NULL);
            continue;
        }
        seen |= 1u << match;
        revops__policy_set_u32(row, field->offset + 4 * count++, match);
    }
}

void revops__policy_reads_bands(policy_reader *in, policy_frame *frame, const policy_field *field,
                                const policy_node *node)
{
    (void)frame;
    (void)field;
    static const char expected[] = "a list of {\"name\", \"below\"}, the last without a bound";
    static const char *const keys[] = {"name", "below", NULL};
    if (!revops__policy_is_kind(in, node, REVOPS__JSON_ARRAY, expected)) {
        return;
    }
    if (node->count == 0) {
        revops__policy_tell(in, node, REVOPS_POLICY_FAULT_VALUE, expected, NULL);
    }
    for (const policy_node *element = node->first; element; element = element->next) {
        revops_policy_band band = {node->name, NULL, 0, 0, 0};
        if (revops__policy_has_keys(in, element, keys, expected)) {
            const policy_node *name = revops__policy_member(element, "name"),
                              *below = revops__policy_member(element, "below");
            if (!name || (below == NULL) != (element->next == NULL)) {
                revops__policy_tell(in, element, REVOPS_POLICY_FAULT_VALUE, expected, NULL);
            }
            if (name && revops__policy_is_name(in, name)) {
                band.name = name->text;
            }
            if (below) {
                revops__policy_get_quantity(in, below, &band.below, &band.unit);
            }
        }
        memcpy(revops__policy_append(in, POLICY_IN_bands, element), &band, sizeof band);
    }
}

void revops__policy_reads_targets(policy_reader *in, policy_frame *frame, const policy_field *field,
                                  const policy_node *node)
{
    (void)frame;
    (void)field;
    static const char expected[] = "{\"from\": quantity, \"to\": quantity}, one of them at least";
    static const char *const keys[] = {"from", "to", NULL};
    if (!revops__policy_is_kind(in, node, REVOPS__JSON_OBJECT, "an object of parts")) {
        return;
    }
    revops__policy_sort((policy_node *)(uintptr_t)node);
    for (const policy_node *part = node->first; part; part = part->next) {
        revops_policy_target target = {node->name, part->name, 0, 0, 0, 0};
        if (revops__policy_has_keys(in, part, keys, expected)) {
            const policy_node *from = revops__policy_member(part, "from"),
                              *to = revops__policy_member(part, "to");
            if (!from && !to) {
                revops__policy_tell(in, part, REVOPS_POLICY_FAULT_VALUE, expected, NULL);
            }
            if (from) {
                revops__policy_get_quantity(in, from, &target.from, &target.from_unit);
            }
            if (to) {
                revops__policy_get_quantity(in, to, &target.to, &target.to_unit);
            }
        }
        memcpy(revops__policy_append(in, POLICY_IN_targets, part), &target, sizeof target);
    }
}

void revops__policy_reads_counted(policy_reader *in, policy_frame *frame, const policy_field *field,
                                  const policy_node *node)
{
    (void)field;
    revops_policy_promise *promise = (revops_policy_promise *)(void *)frame->row;
    figures_promise_kind(in, frame->row, node, REVOPS_POLICY_PROMISE_COUNT);
    revops__policy_read_happenings(in, node, &promise->first_of, &promise->of_count, NULL);
}

void revops__policy_reads_of_whom(policy_reader *in, policy_frame *frame, const policy_field *field,
                                  const policy_node *node)
{
    (void)field;
    int is_host = revops__policy_node_is(node, "host") != 0,
        is_notice = revops__policy_node_is(node, "notice") != 0;
    if (!is_host && !is_notice) {
        revops__policy_tell(in, node, REVOPS_POLICY_FAULT_VALUE, "\"host\" or \"notice\"", NULL);
    }
    figures_promise_kind(in, frame->row, node,
                         is_notice ? REVOPS_POLICY_PROMISE_NOTICE : REVOPS_POLICY_PROMISE_HOST);
}

void revops__policy_reads_quantity(policy_reader *in, policy_frame *frame, const policy_field *field,
                                   const policy_node *node)
{
    (void)field;
    revops_policy_promise *promise = (revops_policy_promise *)(void *)frame->row;
    revops__policy_get_quantity(in, node, &promise->at_least, &promise->unit);
}
