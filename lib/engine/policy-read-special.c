/* SPDX-License-Identifier: MIT */
/* Keys with a grammar of their own: all but time. */
#include "engine/policy-fields.h"

#include <string.h>

static void special_set_wide(unsigned char *row, uint32_t offset, int64_t value)
{
    memcpy(row + offset, &value, sizeof value);
}

/* Whether an object has these keys alone, up to a NULL. */
int revops__policy_has_keys(policy_reader *in, const policy_node *node, const char *const *keys,
                            const char *expected)
{
    if (!revops__policy_is_kind(in, node, REVOPS__JSON_OBJECT, expected)) {
        return 0;
    }
    for (const policy_node *member = node->first; member; member = member->next) {
        int is_known = 0;
        const char *nearest = NULL;
        for (uint32_t i = 0; keys[i]; i++) {
            is_known = is_known || revops__policy_equal(keys[i], member->name);
            nearest = revops__policy_distance(keys[i], member->name) != UINT32_MAX ? keys[i] : nearest;
        }
        if (!is_known) {
            revops__policy_tell(in, member, REVOPS_POLICY_FAULT_UNKNOWN_KEY, expected, nearest);
        }
    }
    return 1;
}

int revops__policy_get_quantity(policy_reader *in, const policy_node *node, int64_t *out,
                                revops_policy_unit *out_unit)
{
    static const char expected[] =
        "a number, an amount (\"25k\"), a share (\"80 %\"), a span (\"14 days\") or a date";
    policy_span span;
    uint32_t bp;
    int32_t day;
    if (node->kind == REVOPS__JSON_NUMBER && revops__json_decimal_of(node->text, 3, out) == REVOPS_OK) {
        *out_unit = REVOPS_POLICY_UNIT_NUMBER;
        return 1;
    }
    if (node->kind == REVOPS__JSON_STRING) {
        *out_unit = REVOPS_POLICY_UNIT_NONE;
        if (revops__policy_read_share(node->text, &bp)) {
            *out = bp;
            *out_unit = REVOPS_POLICY_UNIT_SHARE;
        } else if (revops__policy_read_span(
                       node->text, POLICY_SPAN_TIME | POLICY_SPAN_DAYS | POLICY_SPAN_MONTHS, &span)) {
            *out = span.value;
            *out_unit = span.unit;
        } else if (revops__policy_read_money(node->text, in->decimals, out)) {
            *out_unit = REVOPS_POLICY_UNIT_MONEY;
        } else if (node->text_length == 10 && revops__policy_read_day(node->text, &day)) {
            *out = day;
            *out_unit = REVOPS_POLICY_UNIT_DATE;
        } else if (revops_time_parse(node->text, node->text_length, out) == REVOPS_OK) {
            *out_unit = REVOPS_POLICY_UNIT_INSTANT;
        }
        if (*out_unit) {
            return 1;
        }
    }
    revops__policy_tell(in, node,
                        node->kind == REVOPS__JSON_STRING || node->kind == REVOPS__JSON_NUMBER
                            ? REVOPS_POLICY_FAULT_VALUE
                            : REVOPS_POLICY_FAULT_TYPE,
                        expected, NULL);
    return 0;
}

void revops__policy_reads_format(policy_reader *in, policy_frame *frame, const policy_field *field,
                                 const policy_node *node)
{
    (void)frame;
    (void)field;
    int64_t number;
    revops__policy_get_integer(in, node, 1, 1, "1, the format of this document", &number);
}

void revops__policy_reads_code(policy_reader *in, policy_frame *frame, const policy_field *field,
                               const policy_node *node)
{
    unsigned char *code = frame->row + field->offset;
    static const char expected[] = "three capital letters, such as \"EUR\"";
    if (!revops__policy_is_kind(in, node, REVOPS__JSON_STRING, expected)) {
        return;
    }
    int is_fine = node->text_length == 3;
    for (uint32_t i = 0; is_fine && i < 3; i++) {
        is_fine = node->text[i] >= 'A' && node->text[i] <= 'Z';
        code[i] = (uint8_t)node->text[i];
    }
    if (!is_fine) {
        revops__policy_tell(in, node, REVOPS_POLICY_FAULT_VALUE, expected, NULL);
    }
}

void revops__policy_reads_classifier(policy_reader *in, policy_frame *frame, const policy_field *field,
                                     const policy_node *node)
{
    unsigned char *row = frame->row;
    static const char expected[] = "\"email class\", \"seniority\" or a table";
    if (!revops__policy_is_kind(in, node, REVOPS__JSON_STRING, expected)) {
        return;
    }
    uint32_t table = revops__policy_name_find(&in->names, POLICY_IN_tables, 0, node->text);
    uint32_t by = table                                            ? REVOPS_POLICY_BY_TABLE
                  : revops__policy_same(node->text, "email class") ? REVOPS_POLICY_BY_EMAIL_CLASS
                  : revops__policy_same(node->text, "seniority")   ? REVOPS_POLICY_BY_SENIORITY
                                                                   : REVOPS_POLICY_BY_NONE;
    if (by == REVOPS_POLICY_BY_NONE) {
        revops__policy_refer(in, node, POLICY_IN_tables, 0, expected);
    }
    revops__policy_set_u32(row, field->offset, by);
    revops__policy_set_u32(row, field->more, table);
}

void revops__policy_reads_since(policy_reader *in, policy_frame *frame, const policy_field *field,
                                const policy_node *node)
{
    unsigned char *row = frame->row;
    static const char expected[] = "a list of happenings and \"first touch\"";
    if (!revops__policy_is_kind(in, node, REVOPS__JSON_ARRAY, expected)) {
        return;
    }
    uint32_t first = in->counts[POLICY_IN_happenings];
    for (const policy_node *element = node->first; element; element = element->next) {
        if (element->kind == REVOPS__JSON_OBJECT) {
            uint32_t begin, count;
            revops__policy_read_happenings(in, element, &begin, &count, NULL);
            continue;
        }
        if (!revops__policy_node_is(element, "first touch")) {
            revops__policy_tell(in, element, REVOPS_POLICY_FAULT_VALUE, expected, NULL);
        }
        revops_policy_happening *happening = revops__policy_append(in, POLICY_IN_happenings, element);
        happening->kind = REVOPS_POLICY_HAPPENS_FIRST_TOUCH;
    }
    uint32_t count = in->counts[POLICY_IN_happenings] - first;
    revops__policy_set_u32(row, field->offset, count ? first : 0);
    revops__policy_set_u32(row, field->more, count);
}

void revops__policy_reads_sets(policy_reader *in, policy_frame *frame, const policy_field *field,
                               const policy_node *node)
{
    static const char expected[] = "an attribute, or \"fit\"";
    if (revops__policy_member(frame->node, "value")) {
        revops__policy_tell(in, node, REVOPS_POLICY_FAULT_VALUE,
                            "either value or sets: the attribute's type is the value's", NULL);
    }
    if (revops__policy_is_kind(in, node, REVOPS__JSON_STRING, expected)) {
        int is_fit = revops__policy_same(node->text, "fit");
        revops__policy_set_u32(frame->row, field->more,
                               is_fit ? REVOPS_POLICY_VALUE_FIT : REVOPS_POLICY_VALUE_ATTRIBUTE);
        revops__policy_set_u32(frame->row, field->offset,
                               is_fit ? 0
                                      : revops__policy_refer(in, node, POLICY_IN_attributes, 0, expected));
    }
}

void revops__policy_reads_withdraws(policy_reader *in, policy_frame *frame, const policy_field *field,
                                    const policy_node *node)
{
    unsigned char *row = frame->row;
    if (revops__policy_node_is(node, "value")) {
        revops_policy_event *event = (revops_policy_event *)(void *)row;
        event->flags |= REVOPS_POLICY_WITHDRAWS_VALUE;
        return;
    }
    revops__policy_read_needs(in, node, POLICY_NEEDS_PLAIN, (uint32_t *)(void *)(row + field->offset),
                              (uint32_t *)(void *)(row + field->more));
}

/* Lists of reasons, then reasons. */
void revops__policy_reads_reasons(policy_reader *in, policy_frame *frame, const policy_field *field,
                                  const policy_node *node)
{
    unsigned char *row = frame->row;
    static const char expected[] = "a list of reasons, or a reason";
    if (!revops__policy_is_kind(in, node, REVOPS__JSON_ARRAY, "a list of reasons and their lists")) {
        return;
    }
    for (int is_reason = 0; is_reason < 2; is_reason++) {
        uint32_t first = in->counts[POLICY_IN_numbers];
        for (const policy_node *element = node->first; element; element = element->next) {
            uint32_t list =
                element->kind == REVOPS__JSON_STRING
                    ? revops__policy_name_find(&in->names, POLICY_IN_reason_lists, 0, element->text)
                    : 0;
            if ((list == 0) != is_reason) {
                continue;
            }
            uint32_t position =
                list ? list : revops__policy_refer(in, element, POLICY_IN_reasons, 0, expected);
            *(uint32_t *)revops__policy_append(in, POLICY_IN_numbers, element) = position;
        }
        uint32_t count = in->counts[POLICY_IN_numbers] - first;
        revops__policy_set_u32(row, is_reason ? field->offset : (uint32_t)field->low, count ? first : 0);
        revops__policy_set_u32(row, is_reason ? field->more : (uint32_t)field->high, count);
    }
}

/* ---- intent ---- */

static int special_span(policy_reader *in, const policy_node *node, int64_t *out_ms)
{
    static const char expected[] = "a span of time, such as \"30 days\"";
    policy_span span;
    if (!node || !revops__policy_get_span(in, node, POLICY_SPAN_TIME | POLICY_SPAN_DAYS, expected, &span)) {
        return 0;
    }
    *out_ms = revops__policy_span_ms(span);
    return 1;
}

static void special_set_decay(policy_reader *in, unsigned char *row, uint32_t offset, const policy_node *node,
                              revops_intent_decay decay)
{
    if (revops__policy_u32(row, offset) != REVOPS_INTENT_LASTING) {
        revops__policy_tell(in, node, REVOPS_POLICY_FAULT_VALUE, "one of half_life, window, loses and tiers",
                            NULL);
    }
    revops__policy_set_u32(row, offset, decay);
}

void revops__policy_reads_decay(policy_reader *in, policy_frame *frame, const policy_field *field,
                                const policy_node *node)
{
    unsigned char *row = frame->row;
    int64_t period_ms;
    special_set_decay(in, row, field->more, node, (revops_intent_decay)field->low);
    if (special_span(in, node, &period_ms)) {
        special_set_wide(row, field->offset, period_ms);
    }
}

void revops__policy_reads_loses(policy_reader *in, policy_frame *frame, const policy_field *field,
                                const policy_node *node)
{
    unsigned char *row = frame->row;
    static const char expected[] = "{\"share\": \"50 %\", \"every\": \"30 days\", \"evenly\": true}";
    static const char *const keys[] = {"share", "every", "evenly", NULL};
    if (!revops__policy_has_keys(in, node, keys, expected)) {
        return;
    }
    const policy_node *share = revops__policy_member(node, "share"),
                      *every = revops__policy_member(node, "every");
    const policy_node *evenly = revops__policy_member(node, "evenly");
    int64_t period_ms = 0;
    uint32_t bp = 0;
    int is_fine = share && every && share->kind == REVOPS__JSON_STRING &&
                  revops__policy_read_share(share->text, &bp) && bp > 0 && bp <= 10000;
    is_fine = is_fine && (!evenly || evenly->kind == REVOPS__JSON_TRUE || evenly->kind == REVOPS__JSON_FALSE);
    if (!is_fine || !special_span(in, every, &period_ms)) {
        revops__policy_tell(in, node, REVOPS_POLICY_FAULT_VALUE, expected, NULL);
    }
    special_set_decay(in, row, field->more, node,
                      evenly && evenly->kind == REVOPS__JSON_TRUE ? REVOPS_INTENT_LINEAR
                                                                  : REVOPS_INTENT_STEP);
    special_set_wide(row, field->offset, period_ms);
    revops__policy_set_u32(row, (uint32_t)field->low, bp);
}

void revops__policy_reads_tiers(policy_reader *in, policy_frame *frame, const policy_field *field,
                                const policy_node *node)
{
    unsigned char *row = frame->row;
    static const char expected[] = "a list of {\"within\": \"7 days\", \"at_least\": 3, \"points\": 10}";
    static const char *const keys[] = {"within", "at_least", "points", NULL};
    if (!revops__policy_is_kind(in, node, REVOPS__JSON_ARRAY, expected)) {
        return;
    }
    uint32_t first = in->counts[POLICY_IN_tiers];
    for (const policy_node *element = node->first; element; element = element->next) {
        revops_intent_tier tier = {0, 0, 0};
        int64_t count = 0;
        if (revops__policy_has_keys(in, element, keys, expected)) {
            const policy_node *within = revops__policy_member(element, "within"),
                              *at_least = revops__policy_member(element, "at_least");
            const policy_node *points = revops__policy_member(element, "points");
            if (!within || !at_least || !points) {
                revops__policy_tell(in, element, REVOPS_POLICY_FAULT_MISSING_KEY, expected, NULL);
            } else if (special_span(in, within, &tier.within_ms) &&
                       revops__policy_get_integer(in, at_least, 1, REVOPS_INTENT_EVENTS_MAX,
                                                  "1 or more events", &count)) {
                revops__policy_get_points(in, points, &tier.points_mpt);
            }
            tier.count = (uint32_t)count;
        }
        memcpy(revops__policy_append(in, POLICY_IN_tiers, element), &tier, sizeof tier);
    }
    special_set_decay(in, row, field->more, node, REVOPS_INTENT_TIERS);
    revops__policy_set_u32(row, field->offset, node->count ? first : 0);
    revops__policy_set_u32(row, (uint32_t)field->low, node->count);
}

/* ---- usage ---- */

void revops__policy_reads_within(policy_reader *in, policy_frame *frame, const policy_field *field,
                                 const policy_node *node)
{
    (void)field;
    unsigned char *row = frame->row;
    static const char expected[] = "a window, such as \"7 days\", \"168 h\" or \"7 days since signup\"";
    static const char since[] = " since signup";
    revops_policy_criterion *criterion = (revops_policy_criterion *)(void *)row;
    char text[64];
    policy_span span;
    if (!revops__policy_is_kind(in, node, REVOPS__JSON_STRING, expected)) {
        return;
    }
    uint32_t length = node->text_length < sizeof text ? node->text_length : 0;
    memcpy(text, node->text, length);
    text[length] = '\0';
    criterion->window_kind = REVOPS_POLICY_WINDOW_ROLLING;
    if (length >= sizeof since && revops__policy_equal(text + length - (sizeof since - 1), since)) {
        criterion->window_kind = REVOPS_POLICY_WINDOW_SINCE_SIGNUP;
        text[length - (sizeof since - 1)] = '\0';
    }
    if (!revops__policy_read_span(text, POLICY_SPAN_TIME | POLICY_SPAN_DAYS, &span)) {
        revops__policy_tell(in, node, REVOPS_POLICY_FAULT_VALUE, expected, NULL);
        return;
    }
    criterion->window = span.value;
    criterion->window_unit = span.unit;
}

void revops__policy_reads_threshold(policy_reader *in, policy_frame *frame, const policy_field *field,
                                    const policy_node *node)
{
    revops_policy_criterion *criterion = (revops_policy_criterion *)(void *)frame->row;
    int64_t value = 0;
    revops_policy_unit unit = 0, wanted = REVOPS_POLICY_UNIT_NUMBER;
    const char *expected = "a whole number";
    if (field->low == REVOPS_POLICY_AT_MOST && revops__policy_member(frame->node, "at_least")) {
        revops__policy_tell(in, node, REVOPS_POLICY_FAULT_VALUE, "either at_least or at_most", NULL);
    }
    criterion->flags |= (uint32_t)field->low;
    if (!revops__policy_get_quantity(in, node, &value, &unit)) {
        return;
    }
    switch ((enum revops_policy_measures)criterion->measure) {
    case REVOPS_POLICY_MEASURE_SHARE_OF_LIMIT:
    case REVOPS_POLICY_MEASURE_GROWTH:
        wanted = REVOPS_POLICY_UNIT_SHARE;
        expected = "a share, such as \"80 %\"";
        break;
    case REVOPS_POLICY_MEASURE_SILENCE_BEFORE:
        wanted = REVOPS_POLICY_UNIT_DAYS;
        expected = "days, such as \"30 days\"";
        break;
    case REVOPS_POLICY_MEASURE_SUM:
    case REVOPS_POLICY_MEASURE_LEVEL:
        wanted = unit == REVOPS_POLICY_UNIT_MONEY ? unit : wanted;
        expected = "a whole number or an amount";
        break;
    case REVOPS_POLICY_MEASURE_EVENTS:
    case REVOPS_POLICY_MEASURE_ACTIVE_DAYS:
    case REVOPS_POLICY_MEASURE_STREAK:
    case REVOPS_POLICY_MEASURE_PEOPLE:
    case REVOPS_POLICY_MEASURE_DISTINCT_VALUES:
        break;
    }
    int is_whole = unit != REVOPS_POLICY_UNIT_NUMBER || value % 1000 == 0;
    int is_silence = wanted == REVOPS_POLICY_UNIT_DAYS && unit == REVOPS_POLICY_UNIT_MS;
    if ((unit != wanted && !is_silence) || !is_whole || value < 0) {
        revops__policy_tell(in, node, REVOPS_POLICY_FAULT_VALUE, expected, NULL);
    }
    value = unit == REVOPS_POLICY_UNIT_NUMBER ? value / 1000 : value;
    special_set_wide(frame->row, field->offset, value);
    if (field->low == REVOPS_POLICY_HAS_KEEPS_TO && unit != criterion->threshold_unit) {
        revops__policy_tell(in, node, REVOPS_POLICY_FAULT_VALUE, "the unit of the threshold", NULL);
    }
    criterion->threshold_unit = unit;
}

void revops__policy_reads_goes_to(policy_reader *in, policy_frame *frame, const policy_field *field,
                                  const policy_node *node)
{
    (void)field;
    unsigned char *row = frame->row;
    static const char expected[] = "a queue, or \"nobody\"";
    revops_policy_signal *signal = (revops_policy_signal *)(void *)row;
    if (!revops__policy_is_name(in, node)) {
        return;
    }
    if (revops__policy_same(node->text, "nobody")) {
        signal->flags |= REVOPS_POLICY_TO_NOBODY;
        return;
    }
    signal->goes_to_name = node->text;
    const policy_node *routing = revops__policy_member(in->root, "routing");
    if (revops__policy_member(routing, "queues")) {
        signal->goes_to = revops__policy_refer(in, node, POLICY_IN_queues, 0, expected);
    }
}

void revops__policy_reads_over(policy_reader *in, policy_frame *frame, const policy_field *field,
                               const policy_node *node)
{
    unsigned char *row = frame->row;
    static const char expected[] = "a span, such as \"14 days\" or \"72 h\"";
    policy_span span;
    if (!revops__policy_get_span(in, node, POLICY_SPAN_TIME | POLICY_SPAN_DAYS, expected, &span)) {
        return;
    }
    special_set_wide(row, field->offset, span.value);
    revops__policy_set_u32(row, field->more,
                           span.unit == REVOPS_POLICY_UNIT_DAYS ? REVOPS_CALENDAR_UNIT_DAYS
                                                                : REVOPS_CALENDAR_UNIT_ELAPSED);
}

void revops__policy_reads_cycle(policy_reader *in, policy_frame *frame, const policy_field *field,
                                const policy_node *node)
{
    if (node->kind != REVOPS__JSON_TRUE && node->kind != REVOPS__JSON_FALSE) {
        revops__policy_tell(in, node, REVOPS_POLICY_FAULT_TYPE, "true or false", NULL);
    }
    revops__policy_set_u32(frame->row, field->offset,
                           node->kind == REVOPS__JSON_TRUE ? REVOPS_POLICY_CYCLE_NEW
                                                           : REVOPS_POLICY_CYCLE_SAME);
}

void revops__policy_reads_keeps(policy_reader *in, policy_frame *frame, const policy_field *field,
                                const policy_node *node)
{
    revops__policy_get_points(in, node, (int32_t *)(void *)(frame->row + field->offset));
}
