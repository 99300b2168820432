/* SPDX-License-Identifier: MIT */
/* What makes a calendar's lists unsound, and how to say so. */
#include "time/calendar-internal.h"
#include "core/text.h"

static int faulty(revops_calendar_fault *out, revops_calendar_fault_kind kind, revops_calendar_list list,
                  uint32_t index)
{
    *out = (revops_calendar_fault){kind, list, index};
    return 1;
}

static revops_calendar_fault_kind minutes_fault(uint32_t start_min, uint32_t end_min)
{
    if (start_min >= 1440 || end_min > 2880) {
        return REVOPS_CALENDAR_OUT_OF_RANGE;
    }
    return end_min <= start_min ? REVOPS_CALENDAR_REVERSED : REVOPS_CALENDAR_SOUND;
}

static int is_date(int32_t day)
{
    return day >= -REVOPS__DAY_LIMIT && day <= REVOPS__DAY_LIMIT;
}

static int weekly_is_faulty(const revops_calendar_params *params, revops_calendar_fault *out)
{
    uint32_t before_start = 0, before_end = 0; /* minutes of the week */
    for (uint32_t i = 0; i < params->weekly_count; i++) {
        const revops_weekly_hours *hours = &params->weekly[i];
        revops_calendar_fault_kind kind = minutes_fault(hours->start_min, hours->end_min);
        if (hours->weekday > 6 || kind != REVOPS_CALENDAR_SOUND) {
            return faulty(out, hours->weekday > 6 ? REVOPS_CALENDAR_OUT_OF_RANGE : kind,
                          REVOPS_CALENDAR_WEEKLY, i);
        }
        uint32_t start = hours->weekday * 1440u + hours->start_min,
                 end = hours->weekday * 1440u + hours->end_min;
        if (i > 0 && start < before_end) {
            return faulty(out, start < before_start ? REVOPS_CALENDAR_UNSORTED : REVOPS_CALENDAR_OVERLAP,
                          REVOPS_CALENDAR_WEEKLY, i);
        }
        before_start = start;
        before_end = end;
    }
    /* Sunday night runs into Monday. */
    if (params->weekly_count > 0 && before_end > REVOPS__WEEK_MIN) {
        const revops_weekly_hours *first = &params->weekly[0];
        if (first->weekday * 1440u + first->start_min < before_end - REVOPS__WEEK_MIN) {
            return faulty(out, REVOPS_CALENDAR_OVERLAP, REVOPS_CALENDAR_WEEKLY, params->weekly_count - 1);
        }
    }
    return 0;
}

static int holidays_are_faulty(const revops_calendar_params *params, revops_calendar_fault *out)
{
    for (uint32_t i = 0; i < params->holiday_count; i++) {
        if (!is_date(params->holidays[i])) {
            return faulty(out, REVOPS_CALENDAR_OUT_OF_RANGE, REVOPS_CALENDAR_HOLIDAYS, i);
        }
        if (i > 0 && params->holidays[i] <= params->holidays[i - 1]) {
            return faulty(out,
                          params->holidays[i] == params->holidays[i - 1] ? REVOPS_CALENDAR_DUPLICATE
                                                                         : REVOPS_CALENDAR_UNSORTED,
                          REVOPS_CALENDAR_HOLIDAYS, i);
        }
    }
    return 0;
}

static int exceptions_are_faulty(const revops_calendar_params *params, revops_calendar_fault *out)
{
    uint32_t holiday = 0;
    for (uint32_t i = 0; i < params->exception_count; i++) {
        const revops_dated_hours *hours = &params->exceptions[i];
        revops_calendar_fault_kind kind = minutes_fault(hours->start_min, hours->end_min);
        if (!is_date(hours->day)) {
            kind = REVOPS_CALENDAR_OUT_OF_RANGE;
        } else if (kind == REVOPS_CALENDAR_SOUND && i > 0) {
            const revops_dated_hours *before = &params->exceptions[i - 1];
            if (hours->day < before->day ||
                (hours->day == before->day && hours->start_min < before->start_min)) {
                kind = REVOPS_CALENDAR_UNSORTED;
            } else if (hours->day == before->day && hours->start_min < before->end_min) {
                kind = REVOPS_CALENDAR_OVERLAP;
            } else if (hours->day == before->day + 1 && hours->start_min + 1440 < before->end_min) {
                kind = REVOPS_CALENDAR_OVERLAP; /* the night before */
            }
        }
        if (kind == REVOPS_CALENDAR_SOUND) {
            while (holiday < params->holiday_count && params->holidays[holiday] < hours->day) {
                holiday++;
            }
            if (holiday < params->holiday_count && params->holidays[holiday] == hours->day) {
                kind = REVOPS_CALENDAR_DUPLICATE;
            }
        }
        if (kind != REVOPS_CALENDAR_SOUND) {
            return faulty(out, kind, REVOPS_CALENDAR_EXCEPTIONS, i);
        }
    }
    return 0;
}

int revops__calendar_lists_are_faulty(const revops_calendar_params *params, revops_calendar_fault *out)
{
    *out = (revops_calendar_fault){REVOPS_CALENDAR_SOUND, REVOPS_CALENDAR_NO_LIST, 0};
    return weekly_is_faulty(params, out) || holidays_are_faulty(params, out) ||
           exceptions_are_faulty(params, out);
}

static const char *kind_text(revops_calendar_fault_kind kind)
{
    switch (kind) {
    case REVOPS_CALENDAR_SOUND:
        return "nothing is wrong";
    case REVOPS_CALENDAR_OUT_OF_RANGE:
        return "has a weekday, minute or date out of range";
    case REVOPS_CALENDAR_REVERSED:
        return "doesn't end after it starts";
    case REVOPS_CALENDAR_UNSORTED:
        return "is out of order: sort the list";
    case REVOPS_CALENDAR_OVERLAP:
        return "overlaps the hours next to it";
    case REVOPS_CALENDAR_DUPLICATE:
        return "has a date that was there before";
    case REVOPS_CALENDAR_NEVER_OPENS:
        return "the calendar never opens";
    case REVOPS_CALENDAR_TOO_MANY:
        return "too many changes of zone, holidays and exceptions";
    default:
        return "unknown fault";
    }
}

size_t revops_calendar_fault_text(const revops_calendar_fault *fault, char *out, size_t capacity)
{
    static const char lists[4][12] = {"", "weekly", "holidays", "exceptions"};
    revops__text text = revops__text_begin(out, capacity);
    if (fault) {
        if (fault->list >= REVOPS_CALENDAR_WEEKLY && fault->list <= REVOPS_CALENDAR_EXCEPTIONS) {
            revops__text_put(&text, lists[fault->list]);
            revops__text_char(&text, '[');
            revops__text_unsigned(&text, fault->index, 0);
            revops__text_put(&text, "] ");
        }
        revops__text_put(&text, kind_text(fault->kind));
    }
    return revops__text_end(&text);
}
