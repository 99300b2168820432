/* SPDX-License-Identifier: MIT */
/* Keys with a grammar of their own, written. */
#include "engine/policy-fields.h"

#include <string.h>

static void written_text(policy_writer *to, const char *key, const char *text)
{
    revops__policy_put_key(to, key);
    revops__policy_put_string(to, text);
}

void revops__policy_write_quantity(policy_writer *to, const char *key, int64_t value, revops_policy_unit unit)
{
    char text[64];
    revops__text own = revops__text_begin(text, sizeof text);
    switch ((enum revops_policy_units)unit) {
    case REVOPS_POLICY_UNIT_NONE:
        return;
    case REVOPS_POLICY_UNIT_NUMBER:
        revops__policy_put_thousandths(&own, value);
        break;
    case REVOPS_POLICY_UNIT_MONEY:
        revops__policy_put_money(&own, value, to->view.params.money_decimals);
        break;
    case REVOPS_POLICY_UNIT_SHARE:
        revops__policy_put_share(&own, (uint32_t)value);
        break;
    case REVOPS_POLICY_UNIT_MS:
    case REVOPS_POLICY_UNIT_DAYS:
    case REVOPS_POLICY_UNIT_MONTHS:
        revops__policy_put_span(&own, value, unit, 0, 0);
        break;
    case REVOPS_POLICY_UNIT_DATE:
        revops__policy_put_day(&own, (int32_t)value);
        break;
    case REVOPS_POLICY_UNIT_INSTANT:
        revops__text_time(&own, value);
        break;
    }
    revops__text_end(&own);
    revops__policy_put_key(to, key);
    if (unit == REVOPS_POLICY_UNIT_NUMBER) {
        revops__policy_put(to, text);
    } else {
        revops__policy_put_string(to, text);
    }
}

void revops__policy_writes_classifier(policy_writer *to, const policy_field *field,
                                      const policy_written *from)
{
    (void)field;
    const revops_policy_attribute *row = (const revops_policy_attribute *)(const void *)from->row;
    if (row->by == REVOPS_POLICY_BY_TABLE) {
        revops__policy_put_key(to, "by");
        revops__policy_put_name(to, POLICY_IN_tables, row->table);
    } else if (row->by) {
        written_text(to, "by", row->by == REVOPS_POLICY_BY_SENIORITY ? "seniority" : "email class");
    }
}

static void written_texts(policy_writer *to, const char *key, uint32_t first, uint32_t count)
{
    if (count == 0) {
        return;
    }
    revops__policy_open(to, key, '[');
    for (uint32_t i = 0; i < count; i++) {
        const char *text;
        revops__policy_get(&to->view, POLICY_IN_texts, first + i, &text);
        written_text(to, NULL, text);
    }
    revops__policy_close(to);
}

/* Each reason with its properties where it stands first. */
void revops__policy_writes_reason_list(policy_writer *to, const policy_field *field,
                                       const policy_written *from)
{
    const revops_policy_reason_list *list = (const revops_policy_reason_list *)(const void *)from->row;
    revops__policy_open(to, field->key, '[');
    for (uint32_t i = 0; i < list->reason_count; i++) {
        uint32_t position, other;
        revops_policy_reason reason;
        int is_known = 0;
        revops__policy_get(&to->view, POLICY_IN_numbers, list->first_reason + i, &position);
        revops__policy_get(&to->view, POLICY_IN_reasons, position - 1, &reason);
        for (uint32_t k = 0; k < from->index; k++) {
            revops_policy_reason_list before;
            revops__policy_get(&to->view, POLICY_IN_reason_lists, k, &before);
            for (uint32_t l = 0; l < before.reason_count; l++) {
                revops__policy_get(&to->view, POLICY_IN_numbers, before.first_reason + l, &other);
                is_known = is_known || other == position;
            }
        }
        int has_means = reason.means && !to->without_prose, has_was = reason.was_count && !to->without_prose;
        if (is_known || !(reason.flags || reason.need_count || has_means || reason.also_count || has_was)) {
            written_text(to, NULL, reason.name);
            continue;
        }
        revops__policy_open(to, NULL, '{');
        written_text(to, "name", reason.name);
        if (has_means) {
            written_text(to, "means", reason.means);
        }
        revops__policy_write_needs(to, "needs", reason.first_need, reason.need_count);
        if (reason.flags & REVOPS_POLICY_NEEDS_TOUCHES) {
            revops__policy_put_key(to, "needs_touches");
            revops__policy_put(to, "true");
        }
        if (reason.flags & REVOPS_POLICY_DUPLICATE) {
            revops__policy_put_key(to, "duplicate");
            revops__policy_put(to, "true");
        }
        written_texts(to, "also", reason.first_also, reason.also_count);
        if (has_was) {
            written_texts(to, "was", reason.first_was, reason.was_count);
        }
        revops__policy_close(to);
    }
    revops__policy_close(to);
}

void revops__policy_writes_since(policy_writer *to, const policy_field *field, const policy_written *from)
{
    (void)field;
    (void)from;
    const revops_policy_params *params = &to->view.params;
    if (params->touch_since_count == 0) {
        return;
    }
    revops__policy_open(to, "since", '[');
    for (uint32_t i = 0; i < params->touch_since_count; i++) {
        revops_policy_happening row;
        revops__policy_get(&to->view, POLICY_IN_happenings, params->first_touch_since + i, &row);
        if (row.kind == REVOPS_POLICY_HAPPENS_FIRST_TOUCH) {
            written_text(to, NULL, "first touch");
        } else {
            revops__policy_write_happenings(to, NULL, params->first_touch_since + i, 1, 0);
        }
    }
    revops__policy_close(to);
}

void revops__policy_writes_reasons(policy_writer *to, const policy_field *field, const policy_written *from)
{
    (void)field;
    const revops_policy_move *move = (const revops_policy_move *)(const void *)from->row;
    if (move->reason_list_count + move->reason_count == 0) {
        return;
    }
    revops__policy_open(to, "reasons", '[');
    for (uint32_t i = 0; i < move->reason_list_count + move->reason_count; i++) {
        int is_list = i < move->reason_list_count;
        uint32_t position;
        revops__policy_get(&to->view, POLICY_IN_numbers,
                           is_list ? move->first_reason_list + i
                                   : move->first_reason + i - move->reason_list_count,
                           &position);
        revops__policy_put_key(to, NULL);
        revops__policy_put_name(to, is_list ? POLICY_IN_reason_lists : POLICY_IN_reasons, position);
    }
    revops__policy_close(to);
}

static void written_span(policy_writer *to, const char *key, int64_t ms)
{
    char text[40];
    revops__text own = revops__text_begin(text, sizeof text);
    revops__policy_put_span(&own, ms, REVOPS_POLICY_UNIT_MS, 0, 1);
    revops__text_end(&own);
    written_text(to, key, text);
}

void revops__policy_writes_members(policy_writer *to, const policy_field *field, const policy_written *from)
{
    (void)field;
    const revops_policy_queue *queue = (const revops_policy_queue *)(const void *)from->row;
    if (queue->member_count == 0) {
        return;
    }
    revops__policy_open(to, "members", '[');
    for (uint32_t i = 0; i < queue->member_count; i++) {
        revops_policy_member member;
        revops__policy_get(&to->view, POLICY_IN_members, queue->first_member + i, &member);
        const char *person = revops__policy_name_at(to, POLICY_IN_people, member.person);
        if (!member.weight) {
            written_text(to, NULL, person);
            continue;
        }
        revops__policy_open(to, NULL, '{');
        written_text(to, "person", person);
        revops__policy_write_quantity(to, "weight", (int64_t)member.weight * 1000, REVOPS_POLICY_UNIT_NUMBER);
        revops__policy_close(to);
    }
    revops__policy_close(to);
}

void revops__policy_writes_bands(policy_writer *to, const policy_field *field, const policy_written *from)
{
    (void)field;
    (void)from;
    const char *figure = NULL;
    uint32_t count = revops__policy_count(&to->view, POLICY_IN_bands);
    for (uint32_t i = 0; i < count; i++) {
        revops_policy_band band;
        revops__policy_get(&to->view, POLICY_IN_bands, i, &band);
        if (!figure) {
            revops__policy_open(to, "bands", '{');
        }
        if (!figure || !revops__policy_same(figure, band.figure)) {
            if (figure) {
                revops__policy_close(to);
            }
            revops__policy_open(to, band.figure, '[');
        }
        figure = band.figure;
        revops__policy_open(to, NULL, '{');
        written_text(to, "name", band.name);
        revops__policy_write_quantity(to, "below", band.below, band.unit);
        revops__policy_close(to);
    }
    if (figure) {
        revops__policy_close(to);
        revops__policy_close(to);
    }
}

void revops__policy_writes_targets(policy_writer *to, const policy_field *field, const policy_written *from)
{
    (void)from;
    (void)field;
    const char *figure = NULL;
    for (uint32_t i = 0; i < revops__policy_count(&to->view, POLICY_IN_targets); i++) {
        revops_policy_target target;
        revops__policy_get(&to->view, POLICY_IN_targets, i, &target);
        if (!figure) {
            revops__policy_open(to, "targets", '{');
        }
        if (!figure || !revops__policy_same(figure, target.figure)) {
            if (figure) {
                revops__policy_close(to);
            }
            revops__policy_open(to, target.figure, '{');
        }
        figure = target.figure;
        revops__policy_open(to, target.part, '{');
        revops__policy_write_quantity(to, "from", target.from, target.from_unit);
        revops__policy_write_quantity(to, "to", target.to, target.to_unit);
        revops__policy_close(to);
    }
    if (figure) {
        revops__policy_close(to);
        revops__policy_close(to);
    }
}

void revops__policy_writes_code(policy_writer *to, const policy_field *field, const policy_written *from)
{
    (void)from;
    const uint8_t *code = to->view.params.money_code;
    if (code[0]) {
        char text[4] = {(char)code[0], (char)code[1], (char)code[2], '\0'};
        written_text(to, field->key, text);
    }
}

void revops__policy_writes_sets(policy_writer *to, const policy_field *field, const policy_written *from)
{
    (void)field;
    const revops_policy_event *event = (const revops_policy_event *)(const void *)from->row;

    if (event->value >= REVOPS_POLICY_VALUE_ATTRIBUTE) {
        written_text(to, "sets",
                     event->value == REVOPS_POLICY_VALUE_FIT
                         ? "fit"
                         : revops__policy_name_at(to, POLICY_IN_attributes, event->attribute));
    }
}

void revops__policy_writes_withdraws(policy_writer *to, const policy_field *field, const policy_written *from)
{
    (void)field;
    const revops_policy_event *event = (const revops_policy_event *)(const void *)from->row;

    if (event->flags & REVOPS_POLICY_WITHDRAWS_VALUE) {
        written_text(to, "withdraws", "value");
    }
    revops__policy_write_needs(to, "withdraws", event->first_withdraw, event->withdraw_count);
}

void revops__policy_writes_cycle(policy_writer *to, const policy_field *field, const policy_written *from)
{
    const revops_policy_move *move = (const revops_policy_move *)(const void *)from->row;

    if (move->cycle) {
        revops__policy_put_key(to, field->key);
        revops__policy_put(to, move->cycle == REVOPS_POLICY_CYCLE_NEW ? "true" : "false");
    }
}

void revops__policy_writes_decay(policy_writer *to, const policy_field *field, const policy_written *from)
{
    const revops_policy_intent_rule *rule = (const revops_policy_intent_rule *)(const void *)from->row;

    if (rule->decay == (revops_intent_decay)field->low) {
        written_span(to, field->key, rule->period_ms);
    }
}

void revops__policy_writes_loses(policy_writer *to, const policy_field *field, const policy_written *from)
{
    (void)field;
    const revops_policy_intent_rule *rule = (const revops_policy_intent_rule *)(const void *)from->row;

    if (rule->decay != REVOPS_INTENT_STEP && rule->decay != REVOPS_INTENT_LINEAR) {
        return;
    }
    revops__policy_open(to, "loses", '{');
    revops__policy_write_quantity(to, "share", rule->loss_bp, REVOPS_POLICY_UNIT_SHARE);
    written_span(to, "every", rule->period_ms);
    if (rule->decay == REVOPS_INTENT_LINEAR) {
        revops__policy_put_key(to, "evenly");
        revops__policy_put(to, "true");
    }
    revops__policy_close(to);
}

void revops__policy_writes_tiers(policy_writer *to, const policy_field *field, const policy_written *from)
{
    (void)field;
    const revops_policy_intent_rule *rule = (const revops_policy_intent_rule *)(const void *)from->row;

    if (rule->tier_count == 0) {
        return;
    }
    revops__policy_open(to, "tiers", '[');
    for (uint32_t i = 0; i < rule->tier_count; i++) {
        revops_intent_tier tier;
        revops__policy_get(&to->view, POLICY_IN_tiers, rule->first_tier + i, &tier);
        revops__policy_open(to, NULL, '{');
        written_span(to, "within", tier.within_ms);
        revops__policy_write_quantity(to, "at_least", (int64_t)tier.count * 1000, REVOPS_POLICY_UNIT_NUMBER);
        revops__policy_write_quantity(to, "points", tier.points_mpt, REVOPS_POLICY_UNIT_NUMBER);
        revops__policy_close(to);
    }
    revops__policy_close(to);
}

void revops__policy_writes_keeps(policy_writer *to, const policy_field *field, const policy_written *from)
{
    const revops_policy_grade *grade = (const revops_policy_grade *)(const void *)from->row;

    if (grade->keeps_to_mpt != grade->from_mpt) {
        revops__policy_write_quantity(to, field->key, grade->keeps_to_mpt, REVOPS_POLICY_UNIT_NUMBER);
    }
}

void revops__policy_writes_within(policy_writer *to, const policy_field *field, const policy_written *from)
{
    const revops_policy_criterion *criterion = (const revops_policy_criterion *)(const void *)from->row;

    char text[64];
    if (criterion->window_kind == REVOPS_POLICY_WINDOW_EVER) {
        return;
    }
    revops__text own = revops__text_begin(text, sizeof text);
    revops__policy_put_span(&own, criterion->window, criterion->window_unit, 0, 0);
    revops__text_put(&own,
                     criterion->window_kind == REVOPS_POLICY_WINDOW_SINCE_SIGNUP ? " since signup" : "");
    revops__text_end(&own);
    written_text(to, field->key, text);
}

void revops__policy_writes_threshold(policy_writer *to, const policy_field *field, const policy_written *from)
{
    const revops_policy_criterion *criterion = (const revops_policy_criterion *)(const void *)from->row;

    int is_most = (criterion->flags & REVOPS_POLICY_AT_MOST) != 0;
    int is_keeps = field->low == REVOPS_POLICY_HAS_KEEPS_TO;
    int is_here = is_keeps ? (criterion->flags & REVOPS_POLICY_HAS_KEEPS_TO) != 0
                           : (field->low == REVOPS_POLICY_AT_MOST) == is_most;
    int64_t value = is_keeps ? criterion->keeps_to : criterion->threshold;
    if (is_here) {
        int is_number = criterion->threshold_unit == REVOPS_POLICY_UNIT_NUMBER;
        revops__policy_write_quantity(to, field->key, is_number ? value * 1000 : value,
                                      criterion->threshold_unit);
    }
}

void revops__policy_writes_goes_to(policy_writer *to, const policy_field *field, const policy_written *from)
{
    const revops_policy_signal *signal = (const revops_policy_signal *)(const void *)from->row;

    if (signal->flags & REVOPS_POLICY_TO_NOBODY) {
        written_text(to, field->key, "nobody");
    } else if (signal->goes_to) {
        written_text(to, field->key, revops__policy_name_at(to, POLICY_IN_queues, signal->goes_to));
    } else if (signal->goes_to_name) {
        written_text(to, field->key, signal->goes_to_name);
    }
}

void revops__policy_writes_counted(policy_writer *to, const policy_field *field, const policy_written *from)
{
    (void)field;
    const revops_policy_promise *promise = (const revops_policy_promise *)(const void *)from->row;

    if (promise->kind == REVOPS_POLICY_PROMISE_COUNT) {
        revops__policy_write_happenings(to, "count", promise->first_of, promise->of_count, 0);
    }
}

void revops__policy_writes_shared(policy_writer *to, const policy_field *field, const policy_written *from)
{
    (void)field;
    const revops_policy_promise *promise = (const revops_policy_promise *)(const void *)from->row;

    if (promise->kind != REVOPS_POLICY_PROMISE_SHARE) {
        return;
    }
    revops__policy_open(to, "share", '{');
    revops__policy_write_happenings(to, "of", promise->first_of, promise->of_count, 0);
    revops__policy_write_happenings(to, "reaching", promise->first_reaching, promise->reaching_count, 0);
    revops__policy_write_where(to, "where", promise->where);
    revops__policy_close(to);
}

void revops__policy_writes_of_whom(policy_writer *to, const policy_field *field, const policy_written *from)
{
    (void)field;
    const revops_policy_promise *promise = (const revops_policy_promise *)(const void *)from->row;

    if (promise->kind >= REVOPS_POLICY_PROMISE_HOST) {
        written_text(to, "of", promise->kind == REVOPS_POLICY_PROMISE_HOST ? "host" : "notice");
    }
}

void revops__policy_writes_quantity(policy_writer *to, const policy_field *field, const policy_written *from)
{
    (void)field;
    const revops_policy_promise *promise = (const revops_policy_promise *)(const void *)from->row;

    revops__policy_write_quantity(to, "at_least", promise->at_least, promise->unit);
}

void revops__policy_writes_matches(policy_writer *to, const policy_field *field, const policy_written *from)
{
    (void)from;
    static const char *const matches[] = {[REVOPS_POLICY_MATCH_KEY] = "key",
                                          [REVOPS_POLICY_MATCH_EMAIL_DOMAIN] = "email domain",
                                          [REVOPS_POLICY_MATCH_FOLDED_NAME] = "folded name"};
    const revops_policy_params *params = &to->view.params;
    if (!params->matches[0]) {
        return;
    }
    revops__policy_open(to, field->key, '[');
    for (uint32_t i = 0; i < 3 && params->matches[i]; i++) {
        written_text(to, NULL, matches[params->matches[i] & 3]);
    }
    revops__policy_close(to);
}

void revops__policy_writes_over(policy_writer *to, const policy_field *field, const policy_written *from)
{
    (void)from;
    const revops_policy_params *params = &to->view.params;
    if (params->touch_over != 14 || params->touch_over_unit != REVOPS_CALENDAR_UNIT_DAYS) {
        revops__policy_write_quantity(to, field->key, params->touch_over,
                                      params->touch_over_unit == REVOPS_CALENDAR_UNIT_DAYS
                                          ? REVOPS_POLICY_UNIT_DAYS
                                          : REVOPS_POLICY_UNIT_MS);
    }
}
