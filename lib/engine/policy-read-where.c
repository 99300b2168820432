/* SPDX-License-Identifier: MIT */
/* Conditions. An object whose tests must all hold becomes a row of kind ALL before them, unless there is one test only. */
#include <revops/email.h>

#include "engine/policy-internal.h"

#include <string.h>

enum where_key {
    WHERE_IS,
    WHERE_IS_NOT,
    WHERE_ONE_OF,
    WHERE_NONE_OF,
    WHERE_ANY_OF,
    WHERE_ALL_OF,
    WHERE_KNOWN,
    WHERE_CONTAINS,
    WHERE_STARTS,
    WHERE_ENDS,
    WHERE_NOT_CONTAINS,
    WHERE_NOT_STARTS,
    WHERE_NOT_ENDS,
    WHERE_WITHIN,
    WHERE_AT_LEAST,
    WHERE_AT_MOST,
    WHERE_ABOVE,
    WHERE_BELOW,
    WHERE_KEYS
};
static const char *const where_keys[WHERE_KEYS] = {
    [WHERE_IS] = "is",
    [WHERE_IS_NOT] = "is_not",
    [WHERE_ONE_OF] = "one_of",
    [WHERE_NONE_OF] = "none_of",
    [WHERE_ANY_OF] = "any_of",
    [WHERE_ALL_OF] = "all_of",
    [WHERE_KNOWN] = "known",
    [WHERE_CONTAINS] = "contains",
    [WHERE_STARTS] = "starts_with",
    [WHERE_ENDS] = "ends_with",
    [WHERE_NOT_CONTAINS] = "not_contains",
    [WHERE_NOT_STARTS] = "not_starts_with",
    [WHERE_NOT_ENDS] = "not_ends_with",
    [WHERE_WITHIN] = "within_last",
    [WHERE_AT_LEAST] = "at_least",
    [WHERE_AT_MOST] = "at_most",
    [WHERE_ABOVE] = "above",
    [WHERE_BELOW] = "below",
};

/* A value of a subject as a number. */
static int where_number(policy_reader *in, const policy_subject *of, const policy_node *node, int64_t *out)
{
    const char *expected = of->expected;
    int is_text = node->kind == REVOPS__JSON_STRING, is_number = node->kind == REVOPS__JSON_NUMBER,
        is_read = 0;
    int32_t day;
    uint32_t bp;
    switch ((enum revops_policy_types)of->type) {
    case REVOPS_POLICY_NUMBER:
        expected = "a whole number";
        is_read = is_number && revops__json_decimal_of(node->text, 0, out) == REVOPS_OK;
        break;
    case REVOPS_POLICY_MONEY:
        expected = in->decimals ? "an amount, such as \"25k\" or \"25000.00\"" : "an amount, such as \"25k\"";
        is_read = is_text && revops__policy_read_money(node->text, in->decimals, out);
        break;
    case REVOPS_POLICY_DATE:
        expected = "a date, such as \"2026-03-02\"";
        is_read = is_text && node->text_length == 10 && revops__policy_read_day(node->text, &day);
        *out = is_read ? day : 0;
        break;
    case REVOPS_POLICY_INSTANT:
        expected = "an instant, such as \"2026-03-02T09:00:00Z\"";
        is_read = is_text && revops_time_parse(node->text, node->text_length, out) == REVOPS_OK;
        break;
    case REVOPS_POLICY_SHARE:
        expected = "a share, such as \"80 %\"";
        is_read = is_text && revops__policy_read_share(node->text, &bp);
        *out = is_read ? bp : 0;
        break;
    case REVOPS_POLICY_BOOL:
        expected = "true or false";
        is_read = node->kind == REVOPS__JSON_TRUE || node->kind == REVOPS__JSON_FALSE;
        *out = node->kind == REVOPS__JSON_TRUE;
        break;
    case REVOPS_POLICY_CHOICE:
    case REVOPS_POLICY_FLAGS:
        *out = revops__policy_refer(in, node, of->table, of->owner, expected);
        return *out != 0;
    case REVOPS_POLICY_TEXT:
        expected = "a text";
        break;
    }
    if (!is_read) {
        revops__policy_tell(in, node,
                            is_text || is_number ? REVOPS_POLICY_FAULT_VALUE : REVOPS_POLICY_FAULT_TYPE,
                            expected, NULL);
    }
    return is_read;
}

static int where_of_value(const policy_subject *of)
{
    return of->about == REVOPS_POLICY_VALUE;
}

/* What the event's value is, by how it is written: a number, money, a share, or a text. */
static void where_guess_value(policy_reader *in, policy_subject *of, const policy_node *node)
{
    int64_t number;
    uint32_t bp;
    of->type = node->kind == REVOPS__JSON_NUMBER                                     ? REVOPS_POLICY_NUMBER
               : node->kind == REVOPS__JSON_TRUE || node->kind == REVOPS__JSON_FALSE ? REVOPS_POLICY_BOOL
               : node->kind != REVOPS__JSON_STRING                                   ? REVOPS_POLICY_TEXT
               : revops__policy_read_share(node->text, &bp)                          ? REVOPS_POLICY_SHARE
               : revops__policy_read_money(node->text, in->decimals, &number)        ? REVOPS_POLICY_MONEY
                                                                                     : REVOPS_POLICY_TEXT;
}

static revops_policy_condition *where_add(policy_reader *in, const policy_node *node,
                                          const policy_subject *of, revops_policy_test test, uint32_t flags)
{
    revops_policy_condition *row = revops__policy_append(in, POLICY_IN_conditions, node);
    row->kind = REVOPS_POLICY_TEST;
    row->row_count = 1;
    row->about = of->about;
    row->subject = of->position;
    row->test = test;
    row->flags = flags;
    return row;
}

/* Classes of e-mail are known; words of seniority are the host's own. */
static void where_email_class(policy_reader *in, const policy_node *node)
{
    const char *nearest = NULL;
    uint32_t least = UINT32_MAX;
    for (uint32_t i = REVOPS_EMAIL_COMPANY; i <= REVOPS_EMAIL_FORWARDING; i++) {
        const char *name = revops_email_class_name(i);
        uint32_t distance = revops__policy_distance(name, node->text);
        if (revops__policy_same(name, node->text)) {
            return;
        }
        if (distance < least) {
            least = distance;
            nearest = name;
        }
    }
    revops__policy_tell(in, node, REVOPS_POLICY_FAULT_NAME, "a class of e-mail, such as \"company\"",
                        nearest);
}

/* A test of one value or a list of them. */
static void where_values(policy_reader *in, const policy_subject *given, const policy_node *node,
                         revops_policy_test text_test, int is_all, uint32_t flags)
{
    int is_list = node->kind == REVOPS__JSON_ARRAY;
    const policy_node *first = is_list ? node->first : node;
    uint32_t count = is_list ? node->count : 1;
    policy_subject own = *given;
    if (where_of_value(&own) && first) {
        where_guess_value(in, &own, first);
    }
    if (count == 0 || node->kind == REVOPS__JSON_OBJECT || node->kind == REVOPS__JSON_NULL) {
        revops__policy_tell(in, node, REVOPS_POLICY_FAULT_TYPE, "a value or a list of values", NULL);
        where_add(in, node, &own, REVOPS_CONDITION_IS_PRESENT, 0);
        return;
    }
    if (own.type == REVOPS_POLICY_TEXT) {
        uint32_t from = in->counts[POLICY_IN_texts];
        for (const policy_node *element = first; element; element = is_list ? element->next : NULL) {
            const char **text = revops__policy_append(in, POLICY_IN_texts, element);
            *text = element->kind == REVOPS__JSON_STRING ? element->text : "";
            if (revops__policy_is_kind(in, element, REVOPS__JSON_STRING, "a text") && own.is_email_class &&
                text_test == REVOPS_CONDITION_TEXT_IS) {
                where_email_class(in, element);
            }
        }
        revops_policy_condition *row = where_add(in, node, &own, text_test, flags);
        row->first_value = from;
        row->value_count = count;
        return;
    }
    if (text_test != REVOPS_CONDITION_TEXT_IS) {
        revops__policy_tell(in, node, REVOPS_POLICY_FAULT_VALUE,
                            "a test for texts only where the attribute is a text", NULL);
    }
    int is_set = own.type == REVOPS_POLICY_FLAGS || is_list;
    if (is_all && own.type != REVOPS_POLICY_FLAGS) {
        revops__policy_tell(in, node, REVOPS_POLICY_FAULT_VALUE, "all_of only where the attribute has flags",
                            NULL);
    }
    uint32_t from = in->counts[POLICY_IN_values];
    int64_t value = 0;
    for (const policy_node *element = first; element; element = is_list ? element->next : NULL) {
        value = 0;
        where_number(in, &own, element, &value);
        if (is_set) {
            *(int64_t *)revops__policy_append(in, POLICY_IN_values, element) = value;
        }
    }
    revops_policy_test test = own.type == REVOPS_POLICY_FLAGS
                                  ? (is_all ? REVOPS_CONDITION_ALL_FLAGS : REVOPS_CONDITION_ANY_FLAG)
                              : is_list ? REVOPS_CONDITION_IS_ONE_OF
                                        : REVOPS_CONDITION_IS_EQUAL;
    revops_policy_condition *row = where_add(in, node, &own, test, flags);
    row->low = is_set ? 0 : value;
    row->first_value = is_set ? from : 0;
    row->value_count = is_set ? count : 0;
}

static void where_bounds(policy_reader *in, const policy_subject *given, const policy_node *test)
{
    policy_subject own = *given;
    int64_t low = INT64_MIN + 1, high = INT64_MAX, value;
    static const revops_policy_subject points_of[][2] = {
        {REVOPS_POLICY_FIT, REVOPS_POLICY_FIT_POINTS},
        {REVOPS_POLICY_ENGAGEMENT, REVOPS_POLICY_ENGAGEMENT_POINTS},
        {REVOPS_POLICY_TOTAL, REVOPS_POLICY_TOTAL_POINTS}};
    int is_points = 0;
    for (uint32_t i = 0; i < 3; i++) {
        if (own.about == points_of[i][0]) {
            own.about = points_of[i][1];
            is_points = 1;
        }
    }
    for (enum where_key key = WHERE_AT_LEAST; key <= WHERE_BELOW; key++) {
        const policy_node *node = revops__policy_member(test, where_keys[key]);
        int32_t points;
        if (!node) {
            continue;
        }
        if (where_of_value(&own)) {
            where_guess_value(in, &own, node);
        }
        if (is_points) {
            if (!revops__policy_get_points(in, node, &points)) {
                continue;
            }
            value = points;
        } else if (own.type == REVOPS_POLICY_CHOICE || own.type == REVOPS_POLICY_FLAGS ||
                   own.type == REVOPS_POLICY_TEXT || own.type == REVOPS_POLICY_BOOL) {
            revops__policy_tell(in, node, REVOPS_POLICY_FAULT_VALUE,
                                "bounds only where the attribute is a number, money, a share or a time",
                                NULL);
            continue;
        } else if (!where_number(in, &own, node, &value)) {
            continue;
        }
        int is_low = key == WHERE_AT_LEAST || key == WHERE_ABOVE;
        value += key == WHERE_ABOVE ? 1 : key == WHERE_BELOW ? -1 : 0;
        low = is_low && value > low ? value : low;
        high = !is_low && value < high ? value : high;
    }
    if (low > high) {
        revops__policy_tell(in, test, REVOPS_POLICY_FAULT_VALUE, "bounds between which something lies", NULL);
    }
    revops_policy_condition *row = where_add(in, test, &own, REVOPS_CONDITION_IN_RANGE, 0);
    row->low = low;
    row->high = high;
}

static int where_has_bounds(const policy_node *test)
{
    return revops__policy_member(test, "at_least") || revops__policy_member(test, "at_most") ||
           revops__policy_member(test, "above") || revops__policy_member(test, "below");
}

/* Rows that a test makes. */
static uint32_t where_count(const policy_node *test)
{
    if (test->kind != REVOPS__JSON_OBJECT) {
        return 1;
    }
    uint32_t count = where_has_bounds(test) ? 1 : 0;
    for (enum where_key key = WHERE_IS; key < WHERE_AT_LEAST; key++) {
        count += revops__policy_member(test, where_keys[key]) != NULL;
    }
    return count;
}

static revops_policy_test where_text_test(enum where_key key)
{
    return key == WHERE_CONTAINS || key == WHERE_NOT_CONTAINS ? REVOPS_CONDITION_TEXT_CONTAINS
           : key == WHERE_STARTS || key == WHERE_NOT_STARTS   ? REVOPS_CONDITION_TEXT_STARTS
           : key == WHERE_ENDS || key == WHERE_NOT_ENDS       ? REVOPS_CONDITION_TEXT_ENDS
                                                              : REVOPS_CONDITION_TEXT_IS;
}

static void where_keyed(policy_reader *in, const policy_subject *of, const policy_node *node,
                        enum where_key key)
{
    static const uint32_t negations = 1u << WHERE_IS_NOT | 1u << WHERE_NONE_OF | 1u << WHERE_NOT_CONTAINS |
                                      1u << WHERE_NOT_STARTS | 1u << WHERE_NOT_ENDS;
    static const uint32_t lists =
        1u << WHERE_ONE_OF | 1u << WHERE_NONE_OF | 1u << WHERE_ANY_OF | 1u << WHERE_ALL_OF;
    static const uint32_t single = 1u << WHERE_IS | 1u << WHERE_IS_NOT;
    policy_span span = {0, 0, 0};
    if (key == WHERE_KNOWN) {
        if (node->kind != REVOPS__JSON_TRUE && node->kind != REVOPS__JSON_FALSE) {
            revops__policy_tell(in, node, REVOPS_POLICY_FAULT_TYPE, "true or false", NULL);
        }
        where_add(in, node, of,
                  node->kind == REVOPS__JSON_TRUE ? REVOPS_CONDITION_IS_PRESENT : REVOPS_CONDITION_IS_MISSING,
                  0);
        return;
    }
    if (key == WHERE_WITHIN) {
        int is_time = of->type == REVOPS_POLICY_DATE || of->type == REVOPS_POLICY_INSTANT;
        if (!is_time || node->kind != REVOPS__JSON_STRING ||
            !revops__policy_read_span(node->text, POLICY_SPAN_TIME | POLICY_SPAN_DAYS, &span)) {
            revops__policy_tell(in, node, REVOPS_POLICY_FAULT_VALUE,
                                "a span such as \"30 days\", of a date or an instant", NULL);
        }
        revops_policy_condition *row = where_add(in, node, of, REVOPS_POLICY_WITHIN_LAST, 0);
        row->low = revops__policy_span_ms(span);
        return;
    }
    if ((lists >> key & 1 && node->kind != REVOPS__JSON_ARRAY) ||
        (single >> key & 1 && node->kind == REVOPS__JSON_ARRAY)) {
        revops__policy_tell(in, node, REVOPS_POLICY_FAULT_TYPE,
                            lists >> key & 1 ? "a list" : "a single value", NULL);
    }
    where_values(in, of, node, where_text_test(key), key == WHERE_ALL_OF,
                 negations >> key & 1 ? REVOPS_CONDITION_NOT : 0);
}

static void where_test(policy_reader *in, const policy_subject *of, const policy_node *test)
{
    if (test->kind != REVOPS__JSON_OBJECT) {
        where_values(in, of, test, REVOPS_CONDITION_TEXT_IS, 0, 0);
        return;
    }
    if (where_count(test) == 0) {
        revops__policy_tell(in, test, REVOPS_POLICY_FAULT_VALUE, "a test such as {\"at_least\": 50}", NULL);
    }
    for (const policy_node *member = test->first; member; member = member->next) {
        int is_known = 0;
        const char *nearest = NULL;
        uint32_t least = UINT32_MAX;
        for (enum where_key key = WHERE_IS; key < WHERE_KEYS; key++) {
            uint32_t distance = revops__policy_distance(where_keys[key], member->name);
            is_known = is_known || revops__policy_equal(member->name, where_keys[key]);
            nearest = distance < least ? where_keys[key] : nearest;
            least = distance < least ? distance : least;
        }
        if (!is_known) {
            revops__policy_tell(in, member, REVOPS_POLICY_FAULT_UNKNOWN_KEY,
                                "a test such as at_least or one_of", nearest);
        }
    }
    if (where_has_bounds(test)) {
        where_bounds(in, of, test);
    }
    for (enum where_key key = WHERE_IS; key < WHERE_AT_LEAST; key++) {
        const policy_node *member = revops__policy_member(test, where_keys[key]);
        if (member) {
            where_keyed(in, of, member, key);
        }
    }
}

/* ---- any, all, not ---- */

typedef struct where_frame {
    const policy_node *next;
    uint32_t row, left; /* the row that groups them, REVOPS_NO_ROW for none; members left */
    int is_object;
} where_frame;

static void where_push_object(policy_reader *in, where_frame *frame, const policy_node *node)
{
    static const char expected[] = "a condition: {\"attribute\": test}, with any, all, not or proven";
    where_frame own = {NULL, REVOPS_NO_ROW, 0, 1};
    *frame = own;
    if (!revops__policy_is_kind(in, node, REVOPS__JSON_OBJECT, expected)) {
        return;
    }
    revops__policy_sort((policy_node *)(uintptr_t)node); /* the order of members means nothing */
    uint32_t count = 0;
    for (const policy_node *member = node->first; member; member = member->next) {
        int is_group =
            revops__policy_equal(member->name, "any") || revops__policy_equal(member->name, "all") ||
            revops__policy_equal(member->name, "not") || revops__policy_equal(member->name, "proven");
        count += is_group ? 1 : where_count(member);
    }
    if (node->count == 0) {
        revops__policy_tell(in, node, REVOPS_POLICY_FAULT_VALUE, expected, NULL);
    }
    if (count != 1) {
        frame->row = in->counts[POLICY_IN_conditions];
        revops_policy_condition *row = revops__policy_append(in, POLICY_IN_conditions, node);
        row->kind = REVOPS_POLICY_ALL;
    }
    frame->next = node->first;
    frame->left = node->count;
}

static void where_push_group(policy_reader *in, where_frame *frame, const policy_node *node,
                             revops_policy_condition_kind kind)
{
    where_frame own = {NULL, in->counts[POLICY_IN_conditions], 0, 0};
    revops_policy_condition *row = revops__policy_append(in, POLICY_IN_conditions, node);
    row->kind = kind;
    if (kind == REVOPS_POLICY_NOT) {
        own.next = node;
        own.left = 1;
    } else if (revops__policy_is_kind(in, node, REVOPS__JSON_ARRAY, "a list of conditions")) {
        own.next = node->first;
        own.left = node->count;
        if (node->count == 0) {
            revops__policy_tell(in, node, REVOPS_POLICY_FAULT_VALUE, "at least one condition", NULL);
        }
    }
    *frame = own;
}

void revops__policy_read_where(policy_reader *in, const policy_node *node, uint32_t *out)
{
    enum { FRAMES = 2 * REVOPS_POLICY_CONDITION_DEPTH_MAX + 2 };
    where_frame frames[FRAMES];
    uint32_t depth = 1, begin = in->counts[POLICY_IN_conditions];
    where_push_object(in, &frames[0], node);
    while (depth > 0) {
        where_frame *frame = &frames[depth - 1];
        if (frame->left == 0) {
            if (frame->row != REVOPS_NO_ROW) {
                revops_policy_condition *row = revops__policy_row(in, POLICY_IN_conditions, frame->row);
                row->row_count = in->counts[POLICY_IN_conditions] - frame->row;
            }
            depth--;
            continue;
        }
        const policy_node *member = frame->next;
        frame->next = member->next;
        frame->left--;
        if (!frame->is_object) {
            where_push_object(in, &frames[depth++], member);
            continue;
        }
        revops_policy_condition_kind kind = revops__policy_equal(member->name, "any")   ? REVOPS_POLICY_EITHER
                                            : revops__policy_equal(member->name, "all") ? REVOPS_POLICY_ALL
                                            : revops__policy_equal(member->name, "not") ? REVOPS_POLICY_NOT
                                                                                        : REVOPS_POLICY_TEST;
        if (kind != REVOPS_POLICY_TEST) {
            if (depth + 1 >= FRAMES) {
                revops__policy_tell(in, member, REVOPS_POLICY_FAULT_VALUE,
                                    "any, all and not within each other at most 4 deep", NULL);
                continue;
            }
            where_push_group(in, &frames[depth++], member, kind);
            continue;
        }
        policy_subject of;
        if (revops__policy_equal(member->name, "proven")) {
            uint32_t index = in->counts[POLICY_IN_conditions], first = 0, count = 0;
            revops__policy_append(in, POLICY_IN_conditions, member);
            revops__policy_read_needs(in, member, POLICY_NEEDS_ONE_TOO, &first, &count);
            revops_policy_condition *row = revops__policy_row(in, POLICY_IN_conditions, index);
            row->kind = REVOPS_POLICY_PROVEN;
            row->row_count = 1;
            row->first_value = first;
            row->value_count = count;
        } else if (revops__policy_subject_of(in, member, &of)) {
            where_test(in, &of, member);
        }
    }
    *out = in->counts[POLICY_IN_conditions] > begin ? begin + 1 : 0;
}

void revops__policy_read_of_value(policy_reader *in, const policy_node *node, uint32_t *out)
{
    policy_subject of = {.about = REVOPS_POLICY_VALUE, .type = REVOPS_POLICY_TEXT};
    uint32_t begin = in->counts[POLICY_IN_conditions], count = where_count(node);
    if (count != 1) {
        revops_policy_condition *row = revops__policy_append(in, POLICY_IN_conditions, node);
        row->kind = REVOPS_POLICY_ALL;
        row->row_count = count + 1;
    }
    where_test(in, &of, node);
    *out = begin + 1;
}
