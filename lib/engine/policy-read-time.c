/* SPDX-License-Identifier: MIT */
/* Keys that say when: zones, hours, holidays, targets, calendars of cases, absences. */
#include "engine/policy-fields.h"

#include <string.h>

enum { TIME_HOURS_MAX = 32, TIME_RANGE_MAX = 400 };

typedef struct time_hours {
    uint32_t start_min, end_min;
} time_hours;

static const revops_policy_zone *time_given_zone(policy_reader *in, const char *name, revops_policy_zone *own)
{
    for (uint32_t i = 0; i < in->zone_count; i++) {
        REVOPS__ROW_GET(revops_policy_zone, own, in->zones, in->zone_row_size, i);
        if (own->name && revops__policy_same(own->name, name)) {
            return own;
        }
    }
    return NULL;
}

void revops__policy_reads_zone(policy_reader *in, policy_frame *frame, const policy_field *field,
                               const policy_node *node)
{
    unsigned char *row = frame->row;
    static const char expected[] = "\"UTC\", a zone of zones, or one that was handed in";
    if (!revops__policy_is_kind(in, node, REVOPS__JSON_STRING, expected)) {
        return;
    }
    revops_policy_zone own;
    uint32_t position = revops__policy_name_find(&in->names, POLICY_IN_zones, 0, node->text);
    const revops_policy_zone *given = time_given_zone(in, node->text, &own);
    if (in->pass == POLICY_NAMING) {
        if (!position && given) {
            position = ++in->counts[POLICY_IN_zones];
            revops__policy_name_add(&in->names, POLICY_IN_zones, 0, node->text, position, node);
        }
        return;
    }
    if (!position && !revops__policy_equal(node->text, "UTC")) {
        revops__policy_refer(in, node, POLICY_IN_zones, 0, expected);
    }
    if (position > in->counts[POLICY_IN_zones] && given) {
        own.name = node->text;
        memcpy(revops__policy_append(in, POLICY_IN_zones, node), &own, sizeof own);
    }
    revops__policy_set_u32(row, field->offset, position);
}

/* Hours, or a list of hours, added to those there are; in order of their start. */
static void time_add_hours(policy_reader *in, const policy_node *node, time_hours *hours, uint32_t *count)
{
    static const char expected[] = "hours, such as \"09:00-17:30\" or \"22:00-06:00\", or a list of hours";
    int is_list = node->kind == REVOPS__JSON_ARRAY;
    for (const policy_node *element = is_list ? node->first : node; element;
         element = is_list ? element->next : NULL) {
        time_hours own;
        if (!revops__policy_is_kind(in, element, REVOPS__JSON_STRING, expected)) {
            continue;
        }
        if (*count == TIME_HOURS_MAX ||
            !revops__policy_read_hours(element->text, &own.start_min, &own.end_min)) {
            revops__policy_tell(in, element, REVOPS_POLICY_FAULT_VALUE, expected, NULL);
            continue;
        }
        uint32_t place = (*count)++;
        for (; place > 0 && hours[place - 1].start_min > own.start_min; place--) {
            hours[place] = hours[place - 1];
        }
        hours[place] = own;
    }
    if (is_list && node->count == 0) {
        revops__policy_tell(in, node, REVOPS_POLICY_FAULT_VALUE, expected, NULL);
    }
}

/* "mon" or "mon-thu" as a mask; 0 where it is neither. */
static uint32_t time_days(const char *text)
{
    static const char *const names[] = {"mon", "tue", "wed", "thu", "fri", "sat", "sun"};
    uint32_t first = 7, last = 7, mask = 0;
    for (uint32_t i = 0; i < 7; i++) {
        first = revops__policy_begins(text, names[i]) ? i : first;
    }
    if (first < 7 && text[3] == '\0') {
        return 1u << first;
    }
    for (uint32_t i = 0; first < 7 && text[3] == '-' && i < 7; i++) {
        last = revops__policy_equal(text + 4, names[i]) ? i : last;
    }
    for (uint32_t day = first; first < 7 && last < 7; day = (day + 1) % 7) {
        mask |= 1u << day;
        if (day == last) {
            break;
        }
    }
    return mask;
}

void revops__policy_reads_open(policy_reader *in, policy_frame *frame, const policy_field *field,
                               const policy_node *node)
{
    unsigned char *row = frame->row;
    static const char expected[] = "\"always\", or hours by days: {\"mon-fri\": \"09:00-17:00\"}";
    if (revops__policy_node_is(node, "always")) {
        revops__policy_set_u32(row, (uint32_t)field->low, REVOPS_POLICY_ALWAYS_OPEN);
        return;
    }
    if (node->kind != REVOPS__JSON_OBJECT || node->count == 0) {
        revops__policy_tell(in, node,
                            node->kind == REVOPS__JSON_OBJECT ? REVOPS_POLICY_FAULT_VALUE
                                                              : REVOPS_POLICY_FAULT_TYPE,
                            expected, NULL);
        return;
    }
    uint32_t seen = 0, first = in->counts[POLICY_IN_openings];
    for (const policy_node *member = node->first; member; member = member->next) {
        uint32_t days = time_days(member->name);
        if (!days) {
            revops__policy_tell(in, member, REVOPS_POLICY_FAULT_UNKNOWN_KEY,
                                "days, such as \"mon\" or \"mon-fri\"", NULL);
        }
        if (seen & days) {
            revops__policy_tell(in, member, REVOPS_POLICY_FAULT_VALUE,
                                "each weekday in one range of days alone", NULL);
        }
        seen |= days;
    }
    for (uint32_t day = 0; day < 7; day++) {
        time_hours hours[TIME_HOURS_MAX];
        uint32_t count = 0;
        for (const policy_node *member = node->first; member; member = member->next) {
            if (time_days(member->name) >> day & 1) {
                time_add_hours(in, member, hours, &count);
            }
        }
        for (uint32_t i = 0; i < count; i++) {
            revops_calendar_opening *opening = revops__policy_append(in, POLICY_IN_openings, node);
            opening->weekday = (uint16_t)day;
            opening->start_min = (uint16_t)hours[i].start_min;
            opening->end_min = (uint16_t)hours[i].end_min;
        }
    }
    revops__policy_set_u32(row, field->offset, first);
    revops__policy_set_u32(row, field->more, in->counts[POLICY_IN_openings] - first);
}

static int time_read_holiday(const char *text, uint32_t length, revops_policy_holiday *out)
{
    memset(out, 0, sizeof *out);
    if (length == 5 && text[2] == '-') {
        char leap[11] = "2000-";
        int32_t day;
        memcpy(leap + 5, text, 6);
        if (!revops__policy_read_day(leap, &day)) {
            return 0;
        }
        out->month = (uint32_t)((text[0] - '0') * 10 + (text[1] - '0'));
        out->day = (uint32_t)((text[3] - '0') * 10 + (text[4] - '0'));
        return 1;
    }
    int is_range = length == 22 && text[10] == '.' && text[11] == '.';
    if ((length != 10 && !is_range) || !revops__policy_read_day(text, &out->first_day)) {
        return 0;
    }
    out->last_day = out->first_day;
    return !is_range || (revops__policy_read_day(text + 12, &out->last_day) &&
                         out->last_day >= out->first_day && out->last_day - out->first_day <= TIME_RANGE_MAX);
}

void revops__policy_reads_holidays(policy_reader *in, policy_frame *frame, const policy_field *field,
                                   const policy_node *node)
{
    unsigned char *row = frame->row;
    static const char expected[] =
        "a holiday: \"12-25\" of each year, \"2026-12-25\", or \"2026-12-24..2027-01-01\"";
    if (!revops__policy_is_kind(in, node, REVOPS__JSON_ARRAY, "a list of holidays")) {
        return;
    }
    uint32_t first = in->counts[POLICY_IN_holidays];
    for (const policy_node *element = node->first; element; element = element->next) {
        revops_policy_holiday holiday = {0, 0, 0, 0};
        if (revops__policy_is_kind(in, element, REVOPS__JSON_STRING, expected) &&
            !time_read_holiday(element->text, element->text_length, &holiday)) {
            revops__policy_tell(in, element, REVOPS_POLICY_FAULT_VALUE, expected, NULL);
        }
        memcpy(revops__policy_append(in, POLICY_IN_holidays, element), &holiday, sizeof holiday);
    }
    revops__policy_set_u32(row, field->offset, node->count ? first : 0);
    revops__policy_set_u32(row, field->more, node->count);
}

void revops__policy_reads_exceptions(policy_reader *in, policy_frame *frame, const policy_field *field,
                                     const policy_node *node)
{
    unsigned char *row = frame->row;
    if (!revops__policy_is_kind(in, node, REVOPS__JSON_OBJECT,
                                "hours by date: {\"2026-12-24\": \"09:00-12:00\"}")) {
        return;
    }
    revops__policy_sort((policy_node *)(uintptr_t)node); /* which is by date */
    uint32_t first = in->counts[POLICY_IN_exceptions];
    for (const policy_node *member = node->first; member; member = member->next) {
        time_hours hours[TIME_HOURS_MAX];
        uint32_t count = 0;
        int32_t day = 0;
        if (member->name_length != 10 || !revops__policy_read_day(member->name, &day)) {
            revops__policy_tell(in, member, REVOPS_POLICY_FAULT_UNKNOWN_KEY, "a date, such as \"2026-12-24\"",
                                NULL);
        }
        time_add_hours(in, member, hours, &count);
        for (uint32_t i = 0; i < count; i++) {
            revops_calendar_exception *exception = revops__policy_append(in, POLICY_IN_exceptions, member);
            exception->day = day;
            exception->start_min = (uint16_t)hours[i].start_min;
            exception->end_min = (uint16_t)hours[i].end_min;
        }
    }
    uint32_t count = in->counts[POLICY_IN_exceptions] - first;
    revops__policy_set_u32(row, field->offset, count ? first : 0);
    revops__policy_set_u32(row, field->more, count);
}

void revops__policy_read_target(policy_reader *in, unsigned char *row, const policy_node *node)
{
    static const char expected[] =
        "a target, such as \"4 h\", \"2 business h\", \"3 business days\" or \"14 days\"";
    revops_policy_case *own = (revops_policy_case *)(void *)row;
    policy_span span;
    if (!revops__policy_get_span(in, node, POLICY_SPAN_TIME | POLICY_SPAN_DAYS | POLICY_SPAN_BUSINESS,
                                 expected, &span)) {
        return;
    }
    own->target = span.value;
    own->unit = span.unit == REVOPS_POLICY_UNIT_MS
                    ? (span.is_business ? REVOPS_CALENDAR_UNIT_OPEN : REVOPS_CALENDAR_UNIT_ELAPSED)
                    : (span.is_business ? REVOPS_CALENDAR_UNIT_BUSINESS_DAYS : REVOPS_CALENDAR_UNIT_DAYS);
}

/* Calendars by the value of an attribute or a table. */
static void time_choose(policy_reader *in, revops_policy_case *own, const policy_node *node)
{
    static const char expected[] = "an attribute or a table";
    const policy_node *by = revops__policy_member(node, "by"),
                      *choose = revops__policy_member(node, "choose");
    own->calendar_of = REVOPS_POLICY_CALENDAR_BY_ATTRIBUTE;
    if (revops__policy_is_kind(in, by, REVOPS__JSON_STRING, expected)) {
        own->table = revops__policy_name_find(&in->names, POLICY_IN_tables, 0, by->text);
        own->attribute = own->table ? 0 : revops__policy_refer(in, by, POLICY_IN_attributes, 0, expected);
    }
    if (!choose || !revops__policy_is_kind(in, choose, REVOPS__JSON_OBJECT, "a calendar for each value")) {
        return;
    }
    revops__policy_sort((policy_node *)(uintptr_t)choose);
    uint32_t first = in->counts[POLICY_IN_choices];
    for (const policy_node *member = choose->first; member; member = member->next) {
        revops_policy_choice choice = {member->name, 0, 0};
        choice.calendar = revops__policy_refer(in, member, POLICY_IN_calendars, 0, "a calendar");
        memcpy(revops__policy_append(in, POLICY_IN_choices, member), &choice, sizeof choice);
    }
    own->first_choice = choose->count ? first : 0;
    own->choice_count = choose->count;
}

void revops__policy_reads_calendar(policy_reader *in, policy_frame *frame, const policy_field *field,
                                   const policy_node *node)
{
    (void)field;
    unsigned char *row = frame->row;
    static const char expected[] = "a calendar, {\"of\": \"owner\" or \"lead\", \"otherwise\": calendar} or "
                                   "{\"by\": attribute, \"choose\", \"otherwise\"}";
    revops_policy_case *own = (revops_policy_case *)(void *)row;
    if (node->kind == REVOPS__JSON_STRING) {
        own->calendar = revops__policy_refer(in, node, POLICY_IN_calendars, 0, "a calendar");
        return;
    }
    if (!revops__policy_is_kind(in, node, REVOPS__JSON_OBJECT, expected)) {
        return;
    }
    const policy_node *of = revops__policy_member(node, "of"), *by = revops__policy_member(node, "by");
    const policy_node *otherwise = revops__policy_member(node, "otherwise"),
                      *choose = revops__policy_member(node, "choose");
    for (const policy_node *member = node->first; member; member = member->next) {
        if (member != of && member != by && member != otherwise && member != choose) {
            revops__policy_tell(in, member, REVOPS_POLICY_FAULT_UNKNOWN_KEY, expected, NULL);
        }
    }
    if ((of != NULL) == (by != NULL) || (choose && !by)) {
        revops__policy_tell(in, node, REVOPS_POLICY_FAULT_VALUE, expected, NULL);
    }
    if (otherwise) {
        own->calendar = revops__policy_refer(in, otherwise, POLICY_IN_calendars, 0, "a calendar");
    } else if (of) {
        revops__policy_tell(in, node, REVOPS_POLICY_FAULT_VALUE,
                            "otherwise: the calendar of one who has none", NULL);
    }
    if (of) {
        int is_owner = revops__policy_node_is(of, "owner") != 0;
        if (!is_owner && !revops__policy_node_is(of, "lead")) {
            revops__policy_tell(in, of, REVOPS_POLICY_FAULT_VALUE, "\"owner\" or \"lead\"", NULL);
        }
        own->calendar_of = is_owner ? REVOPS_POLICY_CALENDAR_OF_OWNER : REVOPS_POLICY_CALENDAR_OF_LEAD;
    } else if (by) {
        time_choose(in, own, node);
    }
}

void revops__policy_reads_warnings(policy_reader *in, policy_frame *frame, const policy_field *field,
                                   const policy_node *node)
{
    (void)field;
    unsigned char *row = frame->row;
    static const char expected[] = "up to four shares of the target, rising, such as [\"50 %\", \"80 %\"]";
    revops_policy_case *own = (revops_policy_case *)(void *)row;
    uint32_t count = 0, last = 0;
    if (!revops__policy_is_kind(in, node, REVOPS__JSON_ARRAY, expected)) {
        return;
    }
    for (const policy_node *element = node->first; element; element = element->next) {
        uint32_t bp = 0;
        int is_text = element->kind == REVOPS__JSON_STRING;
        if (count == REVOPS_SLA_WARNINGS_MAX || !is_text || !revops__policy_read_share(element->text, &bp) ||
            bp <= last || bp >= 10000) {
            revops__policy_tell(in, element, is_text ? REVOPS_POLICY_FAULT_VALUE : REVOPS_POLICY_FAULT_TYPE,
                                expected, NULL);
            continue;
        }
        own->warn_bp[count++] = bp;
        last = bp;
    }
}

void revops__policy_reads_away(policy_reader *in, policy_frame *frame, const policy_field *field,
                               const policy_node *node)
{
    unsigned char *row = frame->row;
    static const char expected[] =
        "a date such as \"2026-08-03\", or an instant such as \"2026-08-03T13:00Z\"";
    int32_t day;
    int64_t value = 0;
    revops_policy_unit unit = REVOPS_POLICY_UNIT_NONE;
    char text[48];
    if (!revops__policy_is_kind(in, node, REVOPS__JSON_STRING, expected)) {
        return;
    }
    if (node->text_length == 10 && revops__policy_read_day(node->text, &day)) {
        value = day;
        unit = REVOPS_POLICY_UNIT_DATE;
    } else if (node->text_length > 16 && node->text_length < sizeof text - 4) {
        /* Seconds may be left out here. */
        int is_short = node->text[16] != ':';
        memcpy(text, node->text, 16);
        memcpy(text + 16, ":00", 3);
        memcpy(text + (is_short ? 19 : 16), node->text + 16, node->text_length - 16);
        size_t length = node->text_length + (is_short ? 3u : 0u);
        unit = revops_time_parse(text, length, &value) == REVOPS_OK ? REVOPS_POLICY_UNIT_INSTANT : unit;
    }
    if (!unit) {
        revops__policy_tell(in, node, REVOPS_POLICY_FAULT_VALUE, expected, NULL);
    }
    memcpy(row + field->offset, &value, sizeof value);
    revops__policy_set_u32(row, field->more, unit);
}
