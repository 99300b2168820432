/* SPDX-License-Identifier: MIT */
/* Hours, holidays, targets and calendars, written. */
#include "engine/policy-fields.h"

#include <string.h>

static const char *const dated_day_names[] = {"mon", "tue", "wed", "thu", "fri", "sat", "sun"};

static void dated_text(policy_writer *to, const char *key, const char *text)
{
    revops__policy_put_key(to, key);
    revops__policy_put_string(to, text);
}

static void dated_put_hours(policy_writer *to, const char *key, uint32_t start_min, uint32_t end_min)
{
    char text[24];
    revops__text own = revops__text_begin(text, sizeof text);
    uint32_t end = end_min > 1440 ? end_min - 1440 : end_min;
    revops__text_unsigned(&own, start_min / 60, 2);
    revops__text_char(&own, ':');
    revops__text_unsigned(&own, start_min % 60, 2);
    revops__text_char(&own, '-');
    revops__text_unsigned(&own, end / 60, 2);
    revops__text_char(&own, ':');
    revops__text_unsigned(&own, end % 60, 2);
    revops__text_end(&own);
    dated_text(to, key, text);
}

/* Openings of a weekday: where they begin among the calendar's, and how many. */
static uint32_t dated_of_day(const policy_writer *to, const revops_policy_calendar *calendar, uint32_t day,
                             uint32_t *first)
{
    uint32_t count = 0;
    for (uint32_t i = 0; i < calendar->opening_count; i++) {
        revops_calendar_opening opening;
        revops__policy_get(&to->view, POLICY_IN_openings, calendar->first_opening + i, &opening);
        if (opening.weekday == day) {
            *first = count++ == 0 ? calendar->first_opening + i : *first;
        }
    }
    return count;
}

static int dated_is_alike(const policy_writer *to, const revops_policy_calendar *calendar, uint32_t day,
                          uint32_t other)
{
    uint32_t first = 0, second = 0, count = dated_of_day(to, calendar, day, &first);
    if (count != dated_of_day(to, calendar, other, &second)) {
        return 0;
    }
    for (uint32_t i = 0; i < count; i++) {
        revops_calendar_opening a, b;
        revops__policy_get(&to->view, POLICY_IN_openings, first + i, &a);
        revops__policy_get(&to->view, POLICY_IN_openings, second + i, &b);
        if (a.start_min != b.start_min || a.end_min != b.end_min) {
            return 0;
        }
    }
    return 1;
}

void revops__policy_writes_open(policy_writer *to, const policy_field *field, const policy_written *from)
{
    (void)field;
    const revops_policy_calendar *calendar = (const revops_policy_calendar *)(const void *)from->row;
    if (calendar->flags & REVOPS_POLICY_ALWAYS_OPEN) {
        dated_text(to, "open", "always");
        return;
    }
    if (calendar->opening_count == 0) {
        return;
    }
    revops__policy_open(to, "open", '{');
    for (uint32_t day = 0; day < 7;) {
        uint32_t last = day, first = 0, count = dated_of_day(to, calendar, day, &first);
        while (last + 1 < 7 && dated_is_alike(to, calendar, day, last + 1)) {
            last++;
        }
        char days[8];
        revops__text own = revops__text_begin(days, sizeof days);
        revops__text_put(&own, dated_day_names[day]);
        if (last > day) {
            revops__text_char(&own, '-');
            revops__text_put(&own, dated_day_names[last]);
        }
        revops__text_end(&own);
        if (count > 1) {
            revops__policy_open(to, days, '[');
        }
        for (uint32_t i = 0; i < count; i++) {
            revops_calendar_opening opening;
            revops__policy_get(&to->view, POLICY_IN_openings, first + i, &opening);
            dated_put_hours(to, count > 1 ? NULL : days, opening.start_min, opening.end_min);
        }
        if (count > 1) {
            revops__policy_close(to);
        }
        day = last + 1;
    }
    revops__policy_close(to);
}

void revops__policy_writes_holidays(policy_writer *to, const policy_field *field, const policy_written *from)
{
    (void)field;
    const revops_policy_calendar *calendar = (const revops_policy_calendar *)(const void *)from->row;
    if (calendar->holiday_count == 0) {
        return;
    }
    revops__policy_open(to, "holidays", '[');
    for (uint32_t i = 0; i < calendar->holiday_count; i++) {
        revops_policy_holiday holiday;
        char text[32];
        revops__text own = revops__text_begin(text, sizeof text);
        revops__policy_get(&to->view, POLICY_IN_holidays, calendar->first_holiday + i, &holiday);
        if (holiday.month) {
            revops__text_unsigned(&own, holiday.month, 2);
            revops__text_char(&own, '-');
            revops__text_unsigned(&own, holiday.day, 2);
        } else {
            revops__policy_put_day(&own, holiday.first_day);
            if (holiday.last_day != holiday.first_day) {
                revops__text_put(&own, "..");
                revops__policy_put_day(&own, holiday.last_day);
            }
        }
        revops__text_end(&own);
        dated_text(to, NULL, text);
    }
    revops__policy_close(to);
}

void revops__policy_writes_exceptions(policy_writer *to, const policy_field *field,
                                      const policy_written *from)
{
    (void)field;
    const revops_policy_calendar *calendar = (const revops_policy_calendar *)(const void *)from->row;
    if (calendar->exception_count == 0) {
        return;
    }
    revops__policy_open(to, "exceptions", '{');
    for (uint32_t i = 0; i < calendar->exception_count;) {
        revops_calendar_exception own, other;
        uint32_t count = 0;
        char day[16];
        revops__policy_get(&to->view, POLICY_IN_exceptions, calendar->first_exception + i, &own);
        do {
            count++;
            other.day = own.day + 1;
            if (i + count < calendar->exception_count) {
                revops__policy_get(&to->view, POLICY_IN_exceptions, calendar->first_exception + i + count,
                                   &other);
            }
        } while (other.day == own.day);
        revops__text text = revops__text_begin(day, sizeof day);
        revops__policy_put_day(&text, own.day);
        revops__text_end(&text);
        if (count > 1) {
            revops__policy_open(to, day, '[');
        }
        for (uint32_t k = 0; k < count; k++) {
            revops__policy_get(&to->view, POLICY_IN_exceptions, calendar->first_exception + i + k, &other);
            dated_put_hours(to, count > 1 ? NULL : day, other.start_min, other.end_min);
        }
        if (count > 1) {
            revops__policy_close(to);
        }
        i += count;
    }
    revops__policy_close(to);
}

void revops__policy_writes_calendar(policy_writer *to, const policy_field *field, const policy_written *from)
{
    (void)field;
    const revops_policy_case *own = (const revops_policy_case *)(const void *)from->row;
    const char *calendar =
        own->calendar ? revops__policy_name_at(to, POLICY_IN_calendars, own->calendar) : NULL;
    if (own->calendar_of == REVOPS_POLICY_CALENDAR_FIXED) {
        if (calendar) {
            dated_text(to, "calendar", calendar);
        }
        return;
    }
    revops__policy_open(to, "calendar", '{');
    if (own->calendar_of == REVOPS_POLICY_CALENDAR_BY_ATTRIBUTE) {
        dated_text(to, "by",
                   own->table ? revops__policy_name_at(to, POLICY_IN_tables, own->table)
                              : revops__policy_name_at(to, POLICY_IN_attributes, own->attribute));
        if (own->choice_count) {
            revops__policy_open(to, "choose", '{');
            for (uint32_t i = 0; i < own->choice_count; i++) {
                revops_policy_choice choice;
                revops__policy_get(&to->view, POLICY_IN_choices, own->first_choice + i, &choice);
                dated_text(to, choice.name, revops__policy_name_at(to, POLICY_IN_calendars, choice.calendar));
            }
            revops__policy_close(to);
        }
    } else {
        dated_text(to, "of", own->calendar_of == REVOPS_POLICY_CALENDAR_OF_OWNER ? "owner" : "lead");
    }
    if (calendar) {
        dated_text(to, "otherwise", calendar);
    }
    revops__policy_close(to);
}

void revops__policy_writes_target(policy_writer *to, const policy_field *field, const policy_written *from)
{
    (void)field;
    const revops_policy_case *own = (const revops_policy_case *)(const void *)from->row;
    char text[40];
    int is_business =
        own->unit == REVOPS_CALENDAR_UNIT_OPEN || own->unit == REVOPS_CALENDAR_UNIT_BUSINESS_DAYS;
    int is_time = own->unit == REVOPS_CALENDAR_UNIT_OPEN || own->unit == REVOPS_CALENDAR_UNIT_ELAPSED;
    revops__text put = revops__text_begin(text, sizeof text);
    revops__policy_put_span(&put, own->target, is_time ? REVOPS_POLICY_UNIT_MS : REVOPS_POLICY_UNIT_DAYS,
                            is_business, 0);
    revops__text_end(&put);
    dated_text(to, "target", text);
}

void revops__policy_writes_zone(policy_writer *to, const policy_field *field, const policy_written *from)
{
    uint32_t zone = revops__policy_u32(from->row, field->offset);
    if (zone || field->flags & POLICY_REQUIRED) {
        dated_text(to, "zone", zone ? revops__policy_name_at(to, POLICY_IN_zones, zone) : "UTC");
    }
}

void revops__policy_writes_warnings(policy_writer *to, const policy_field *field, const policy_written *from)
{
    (void)field;
    const revops_policy_case *own = (const revops_policy_case *)(const void *)from->row;

    if (!own->warn_bp[0]) {
        return;
    }
    revops__policy_open(to, "warn", '[');
    for (uint32_t i = 0; i < REVOPS_SLA_WARNINGS_MAX && own->warn_bp[i]; i++) {
        revops__policy_write_quantity(to, NULL, own->warn_bp[i], REVOPS_POLICY_UNIT_SHARE);
    }
    revops__policy_close(to);
}

void revops__policy_writes_away(policy_writer *to, const policy_field *field, const policy_written *from)
{
    int64_t value;
    memcpy(&value, from->row + field->offset, sizeof value);
    revops__policy_write_quantity(to, field->key, value, revops__policy_u32(from->row, field->more));
}
