/* SPDX-License-Identifier: MIT */
/* Keys with a grammar of their own, written. */
#include "engine/policy-write.h"

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

static void written_classifier(policy_writer *to, const revops_policy_attribute *row)
{
    if (row->by == REVOPS_POLICY_BY_TABLE) {
        revops__policy_put_key(to, "by");
        revops__policy_put_name(to, POLICY_IN_tables, row->table);
    } else if (row->by) {
        written_text(to, "by", row->by == REVOPS_POLICY_BY_SENIORITY ? "seniority" : "email class");
    }
}

/* Each reason with its properties where it stands first. */
static void written_reason_list(policy_writer *to, const char *key, const revops_policy_reason_list *list,
                                uint32_t index)
{
    revops__policy_open(to, key, '[');
    for (uint32_t i = 0; i < list->reason_count; i++) {
        uint32_t position, other;
        revops_policy_reason reason;
        int is_known = 0;
        revops__policy_get(&to->view, POLICY_IN_numbers, list->first_reason + i, &position);
        revops__policy_get(&to->view, POLICY_IN_reasons, position - 1, &reason);
        for (uint32_t k = 0; k < index; k++) {
            revops_policy_reason_list before;
            revops__policy_get(&to->view, POLICY_IN_reason_lists, k, &before);
            for (uint32_t l = 0; l < before.reason_count; l++) {
                revops__policy_get(&to->view, POLICY_IN_numbers, before.first_reason + l, &other);
                is_known = is_known || other == position;
            }
        }
        int has_means = reason.means && !to->without_prose;
        if (is_known || !(reason.flags || reason.need_count || has_means || reason.also_count)) {
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
        if (reason.also_count) {
            revops__policy_open(to, "also", '[');
            for (uint32_t k = 0; k < reason.also_count; k++) {
                const char *text;
                revops__policy_get(&to->view, POLICY_IN_texts, reason.first_also + k, &text);
                written_text(to, NULL, text);
            }
            revops__policy_close(to);
        }
        revops__policy_close(to);
    }
    revops__policy_close(to);
}

static void written_since(policy_writer *to)
{
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

static void written_reasons(policy_writer *to, const revops_policy_move *move)
{
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

static void written_fading(policy_writer *to, const policy_field *field,
                           const revops_policy_intent_rule *rule)
{
    if (field->kind == POLICY_DECAY && rule->decay == (revops_intent_decay)field->low) {
        written_span(to, field->key, rule->period_ms);
    } else if (field->kind == POLICY_LOSES &&
               (rule->decay == REVOPS_INTENT_STEP || rule->decay == REVOPS_INTENT_LINEAR)) {
        revops__policy_open(to, "loses", '{');
        revops__policy_write_quantity(to, "share", rule->loss_bp, REVOPS_POLICY_UNIT_SHARE);
        written_span(to, "every", rule->period_ms);
        if (rule->decay == REVOPS_INTENT_LINEAR) {
            revops__policy_put_key(to, "evenly");
            revops__policy_put(to, "true");
        }
        revops__policy_close(to);
    } else if (field->kind == POLICY_TIERS && rule->tier_count) {
        revops__policy_open(to, "tiers", '[');
        for (uint32_t i = 0; i < rule->tier_count; i++) {
            revops_intent_tier tier;
            revops__policy_get(&to->view, POLICY_IN_tiers, rule->first_tier + i, &tier);
            revops__policy_open(to, NULL, '{');
            written_span(to, "within", tier.within_ms);
            revops__policy_write_quantity(to, "at_least", (int64_t)tier.count * 1000,
                                          REVOPS_POLICY_UNIT_NUMBER);
            revops__policy_write_quantity(to, "points", tier.points_mpt, REVOPS_POLICY_UNIT_NUMBER);
            revops__policy_close(to);
        }
        revops__policy_close(to);
    }
}

static void written_criterion(policy_writer *to, const policy_field *field,
                              const revops_policy_criterion *row)
{
    int is_most = (row->flags & REVOPS_POLICY_AT_MOST) != 0;
    if (field->kind == POLICY_WITHIN) {
        char text[64];
        revops__text own = revops__text_begin(text, sizeof text);
        if (row->window_kind == REVOPS_POLICY_WINDOW_EVER) {
            return;
        }
        revops__policy_put_span(&own, row->window, row->window_unit, 0, 0);
        revops__text_put(&own, row->window_kind == REVOPS_POLICY_WINDOW_SINCE_SIGNUP ? " since signup" : "");
        revops__text_end(&own);
        written_text(to, field->key, text);
        return;
    }
    int is_keeps = field->low == REVOPS_POLICY_HAS_KEEPS_TO;
    int is_here = is_keeps ? (row->flags & REVOPS_POLICY_HAS_KEEPS_TO) != 0
                           : (field->low == REVOPS_POLICY_AT_MOST) == is_most;
    int64_t value = is_keeps ? row->keeps_to : row->threshold;
    if (is_here) {
        revops__policy_write_quantity(to, field->key,
                                      row->threshold_unit == REVOPS_POLICY_UNIT_NUMBER ? value * 1000 : value,
                                      row->threshold_unit);
    }
}

static void written_promise(policy_writer *to, const policy_field *field, const revops_policy_promise *row)
{
    if (field->kind == POLICY_COUNTED && row->kind == REVOPS_POLICY_PROMISE_COUNT) {
        revops__policy_write_happenings(to, "count", row->first_of, row->of_count, 0);
    } else if (field->kind == POLICY_SHARED && row->kind == REVOPS_POLICY_PROMISE_SHARE) {
        revops__policy_open(to, "share", '{');
        revops__policy_write_happenings(to, "of", row->first_of, row->of_count, 0);
        revops__policy_write_happenings(to, "reaching", row->first_reaching, row->reaching_count, 0);
        revops__policy_write_where(to, "where", row->where);
        revops__policy_close(to);
    } else if (field->kind == POLICY_OF_WHOM && row->kind >= REVOPS_POLICY_PROMISE_HOST) {
        written_text(to, "of", row->kind == REVOPS_POLICY_PROMISE_HOST ? "host" : "notice");
    } else if (field->kind == POLICY_QUANTITY) {
        revops__policy_write_quantity(to, "at_least", row->at_least, row->unit);
    }
}

static void written_members(policy_writer *to, const revops_policy_queue *queue)
{
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

static void written_bands(policy_writer *to)
{
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

static void written_targets(policy_writer *to)
{
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

void revops__policy_write_special(policy_writer *to, const policy_field *field, const unsigned char *row,
                                  uint32_t index)
{
    static const char *const matches[] = {[REVOPS_POLICY_MATCH_KEY] = "key",
                                          [REVOPS_POLICY_MATCH_EMAIL_DOMAIN] = "email domain",
                                          [REVOPS_POLICY_MATCH_FOLDED_NAME] = "folded name"};
    const revops_policy_params *params = &to->view.params;
    const revops_policy_event *event = (const revops_policy_event *)(const void *)row;
    const revops_policy_move *move = (const revops_policy_move *)(const void *)row;
    const revops_policy_signal *signal = (const revops_policy_signal *)(const void *)row;
    const revops_policy_grade *grade = (const revops_policy_grade *)(const void *)row;
    if (field->kind == POLICY_CODE && params->money_code[0]) {
        char code[4] = {(char)params->money_code[0], (char)params->money_code[1], (char)params->money_code[2],
                        '\0'};
        written_text(to, field->key, code);
    } else if (field->kind == POLICY_CLASSIFIER) {
        written_classifier(to, (const revops_policy_attribute *)(const void *)row);
    } else if (field->kind == POLICY_REASON_LIST) {
        written_reason_list(to, field->key, (const revops_policy_reason_list *)(const void *)row, index);
    } else if (field->kind == POLICY_SINCE) {
        written_since(to);
    } else if (field->kind == POLICY_SETS && event->value >= REVOPS_POLICY_VALUE_ATTRIBUTE) {
        written_text(to, "sets",
                     event->value == REVOPS_POLICY_VALUE_FIT
                         ? "fit"
                         : revops__policy_name_at(to, POLICY_IN_attributes, event->attribute));
    } else if (field->kind == POLICY_WITHDRAWS) {
        if (event->flags & REVOPS_POLICY_WITHDRAWS_VALUE) {
            written_text(to, "withdraws", "value");
        }
        revops__policy_write_needs(to, "withdraws", event->first_withdraw, event->withdraw_count);
    } else if (field->kind == POLICY_REASONS) {
        written_reasons(to, move);
    } else if (field->kind == POLICY_CYCLE && move->cycle) {
        revops__policy_put_key(to, field->key);
        revops__policy_put(to, move->cycle == REVOPS_POLICY_CYCLE_NEW ? "true" : "false");
    } else if (field->kind == POLICY_DECAY || field->kind == POLICY_LOSES || field->kind == POLICY_TIERS) {
        written_fading(to, field, (const revops_policy_intent_rule *)(const void *)row);
    } else if (field->kind == POLICY_KEEPS && grade->keeps_to_mpt != grade->from_mpt) {
        revops__policy_write_quantity(to, field->key, grade->keeps_to_mpt, REVOPS_POLICY_UNIT_NUMBER);
    } else if (field->kind == POLICY_WITHIN || field->kind == POLICY_THRESHOLD) {
        written_criterion(to, field, (const revops_policy_criterion *)(const void *)row);
    } else if (field->kind == POLICY_GOES_TO &&
               (signal->flags & REVOPS_POLICY_TO_NOBODY || signal->goes_to_name || signal->goes_to)) {
        written_text(to, field->key,
                     signal->flags & REVOPS_POLICY_TO_NOBODY ? "nobody"
                     : signal->goes_to ? revops__policy_name_at(to, POLICY_IN_queues, signal->goes_to)
                                       : signal->goes_to_name);
    } else if (field->kind == POLICY_COUNTED || field->kind == POLICY_SHARED ||
               field->kind == POLICY_OF_WHOM || field->kind == POLICY_QUANTITY) {
        written_promise(to, field, (const revops_policy_promise *)(const void *)row);
    } else if (field->kind == POLICY_MEMBERS &&
               ((const revops_policy_queue *)(const void *)row)->member_count) {
        written_members(to, (const revops_policy_queue *)(const void *)row);
    } else if (field->kind == POLICY_MATCHES && params->matches[0]) {
        revops__policy_open(to, field->key, '[');
        for (uint32_t i = 0; i < 3 && params->matches[i]; i++) {
            written_text(to, NULL, matches[params->matches[i] & 3]);
        }
        revops__policy_close(to);
    } else if (field->kind == POLICY_BANDS) {
        written_bands(to);
    } else if (field->kind == POLICY_TARGETS) {
        written_targets(to);
    } else if (field->kind == POLICY_OVER &&
               (params->touch_over != 14 || params->touch_over_unit != REVOPS_CALENDAR_UNIT_DAYS)) {
        revops__policy_write_quantity(to, field->key, params->touch_over,
                                      params->touch_over_unit == REVOPS_CALENDAR_UNIT_DAYS
                                          ? REVOPS_POLICY_UNIT_DAYS
                                          : REVOPS_POLICY_UNIT_MS);
    }
}
