/* SPDX-License-Identifier: MIT */
/* Business days: dates with hours of their own, with the semantics of numpy's busday functions. */
#include "core/divide.h"
#include "time/calendar-internal.h"

#define DAYS_NONE INT32_MIN

static int days_is_date(int32_t day)
{
    return day >= -REVOPS_CALENDAR_DAY_MAX && day <= REVOPS_CALENDAR_DAY_MAX;
}

static int32_t days_bit_count(uint32_t bits)
{
    int32_t count = 0;
    for (; bits; bits &= bits - 1) {
        count++;
    }
    return count;
}

/* Weekdays with hours before a date, counted from Monday, 1969-12-29. */
static int64_t days_of_weeks(const revops_calendar *calendar, int64_t day)
{
    int64_t week = revops__floor_divide(day + 3, 7);
    uint32_t weekday = (uint32_t)(day + 3 - week * 7);
    return week * days_bit_count(calendar->weekdays) +
           days_bit_count(calendar->weekdays & ((1u << weekday) - 1));
}

/* Number of knots before a date. */
static uint32_t days_knots(const revops_calendar *calendar, int64_t day)
{
    const revops__day_knot *knots = revops__calendar_at(calendar, calendar->day_knots_at);
    uint32_t low = 0, high = calendar->day_knot_count;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (knots[middle].day < day) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low;
}

/* Business days before a date: monotone, like F. */
int64_t revops__days_before(const revops_calendar *calendar, int64_t day)
{
    const revops__day_knot *knots = revops__calendar_at(calendar, calendar->day_knots_at);
    uint32_t number = days_knots(calendar, day);
    return days_of_weeks(calendar, day) + (number > 0 ? knots[number - 1].surplus : 0);
}

/* The business day that has `count` before it: the last date that has. INT64_MIN where there is none. */
int64_t revops__day_after(const revops_calendar *calendar, int64_t count)
{
    const revops__day_knot *knots = revops__calendar_at(calendar, calendar->day_knots_at);
    /* The knots of which no more than that many business days lie before. */
    uint32_t low = 0, high = calendar->day_knot_count;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (revops__days_before(calendar, knots[middle].day) <= count) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    int32_t per_week = days_bit_count(calendar->weekdays);
    if (low > 0) {
        const revops__day_knot *knot = &knots[low - 1];
        if (revops__days_before(calendar, (int64_t)knot->day + 1) > count) {
            return knot->day; /* opened by exception */
        }
        count -= knot->surplus;
    }
    if (per_week == 0) {
        return INT64_MIN;
    }
    int64_t week = revops__floor_divide(count, per_week);
    int64_t rest = count - week * per_week;
    int64_t weekday = 0;
    for (;; weekday++) {
        if (calendar->weekdays >> weekday & 1) {
            if (rest == 0) {
                return week * 7 + weekday - 3;
            }
            rest--;
        }
    }
}

static int days_is_same_month(int64_t a, int64_t b)
{
    int32_t year_a, month_a, year_b, month_b;
    revops_date_from_day((int32_t)a, &year_a, &month_a, NULL);
    revops_date_from_day((int32_t)b, &year_b, &month_b, NULL);
    return year_a == year_b && month_a == month_b;
}

/* `wanted`, or the other one where that is none or leaves the month. */
static int64_t days_within_month(int32_t day, int64_t wanted, int64_t other)
{
    /* What exists is near the dates in range, and so still a date. */
    return wanted == INT64_MIN || !days_is_same_month(wanted, day) ? other : wanted;
}

/* The business day to start from; INT64_MIN where there is none. */
static int64_t days_roll_onto(const revops_calendar *calendar, int32_t day, enum revops_calendar_rolls roll)
{
    int64_t before = revops__days_before(calendar, day);
    int64_t forward = revops__day_after(calendar, before), backward = revops__day_after(calendar, before - 1);
    switch (roll) {
    case REVOPS_CALENDAR_ROLL_REFUSE:
        break;
    case REVOPS_CALENDAR_ROLL_FORWARD:
        return forward;
    case REVOPS_CALENDAR_ROLL_BACKWARD:
        return backward;
    case REVOPS_CALENDAR_ROLL_MODIFIED_FORWARD:
        return days_within_month(day, forward, backward);
    case REVOPS_CALENDAR_ROLL_MODIFIED_BACKWARD:
        return days_within_month(day, backward, forward);
    }
    return INT64_MIN;
}

static revops_status days_add(const revops_calendar *calendar, int32_t day, int64_t count,
                              revops_calendar_roll roll, int32_t *out_day)
{
    int64_t from = day;
    if (!days_is_date(day) || count > 2 * REVOPS_CALENDAR_DAY_MAX || count < -2 * REVOPS_CALENDAR_DAY_MAX) {
        return REVOPS_ERR_RANGE;
    }
    if (!revops__is_business_day(calendar, day)) {
        if (roll == REVOPS_CALENDAR_ROLL_REFUSE) {
            return REVOPS_ERR_REFUSED;
        }
        from = days_roll_onto(calendar, day, (enum revops_calendar_rolls)roll);
        if (from < -REVOPS_CALENDAR_DAY_MAX || from > REVOPS_CALENDAR_DAY_MAX) {
            return REVOPS_ERR_RANGE;
        }
    }
    int64_t to = revops__day_after(calendar, revops__days_before(calendar, from) + count);
    if (to < -REVOPS_CALENDAR_DAY_MAX || to > REVOPS_CALENDAR_DAY_MAX) {
        return REVOPS_ERR_RANGE;
    }
    *out_day = (int32_t)to;
    return REVOPS_OK;
}

static int64_t days_count(const revops_calendar *calendar, int64_t begin, int64_t end)
{
    if (end >= begin) {
        return revops__days_before(calendar, end) - revops__days_before(calendar, begin);
    }
    return revops__days_before(calendar, end + 1) - revops__days_before(calendar, begin + 1);
}

revops_status revops_calendar_is_business_day(const revops_calendar *calendar, int32_t day, int *out)
{
    if (!calendar || !out) {
        return REVOPS_ERR_ARG;
    }
    if (!days_is_date(day)) {
        return REVOPS_ERR_RANGE;
    }
    *out = revops__is_business_day(calendar, day);
    return REVOPS_OK;
}

revops_status revops_calendar_add_days(const revops_calendar *calendar, int32_t day, int64_t count,
                                       revops_calendar_roll roll, int32_t *out_day)
{
    if (!calendar || !out_day || roll > REVOPS_CALENDAR_ROLL_MODIFIED_BACKWARD) {
        return REVOPS_ERR_ARG;
    }
    return days_add(calendar, day, count, roll, out_day);
}

revops_status revops_calendar_count_days(const revops_calendar *calendar, int32_t begin_day, int32_t end_day,
                                         int64_t *out_count)
{
    if (!calendar || !out_count) {
        return REVOPS_ERR_ARG;
    }
    if (!days_is_date(begin_day) || !days_is_date(end_day)) {
        return REVOPS_ERR_RANGE;
    }
    *out_count = days_count(calendar, begin_day, end_day);
    return REVOPS_OK;
}

revops_status revops_calendar_is_business_day_many(const revops_calendar *calendar, const int32_t *days,
                                                   size_t count, uint8_t *out)
{
    if (!calendar || (count > 0 && (!days || !out))) {
        return REVOPS_ERR_ARG;
    }
    revops_status status = REVOPS_OK;
    for (size_t i = 0; i < count; i++) {
        out[i] = days_is_date(days[i]) && revops__is_business_day(calendar, days[i]);
        status = days_is_date(days[i]) || days[i] == DAYS_NONE ? status : REVOPS_ERR_RANGE;
    }
    return status;
}

revops_status revops_calendar_add_days_many(const revops_calendar *calendar, const int32_t *days,
                                            const int64_t *counts, size_t count, revops_calendar_roll roll,
                                            int32_t *out_days)
{
    if (!calendar || roll > REVOPS_CALENDAR_ROLL_MODIFIED_BACKWARD ||
        (count > 0 && (!days || !counts || !out_days))) {
        return REVOPS_ERR_ARG;
    }
    revops_status status = REVOPS_OK;
    for (size_t i = 0; i < count; i++) {
        int none = days[i] == DAYS_NONE;
        int32_t to = DAYS_NONE;
        revops_status row = none ? REVOPS_OK : days_add(calendar, days[i], counts[i], roll, &to);
        out_days[i] = to;
        if (row != REVOPS_OK && status != REVOPS_ERR_REFUSED) {
            status = row;
        }
    }
    return status;
}

revops_status revops_calendar_count_days_many(const revops_calendar *calendar, const int32_t *begin_days,
                                              const int32_t *end_days, size_t count, int64_t *out_counts)
{
    if (!calendar || (count > 0 && (!begin_days || !end_days || !out_counts))) {
        return REVOPS_ERR_ARG;
    }
    revops_status status = REVOPS_OK;
    for (size_t i = 0; i < count; i++) {
        if (days_is_date(begin_days[i]) && days_is_date(end_days[i])) {
            out_counts[i] = days_count(calendar, begin_days[i], end_days[i]);
        } else {
            status = begin_days[i] == DAYS_NONE || end_days[i] == DAYS_NONE ? status : REVOPS_ERR_RANGE;
            out_counts[i] = INT64_MIN;
        }
    }
    return status;
}
