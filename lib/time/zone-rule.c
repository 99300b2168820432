/* SPDX-License-Identifier: MIT */
/* POSIX TZ rules as RFC 9636, section 3.3.2 has them: `EET-2EEST,M3.5.0/3,M10.5.0/4`. */
#include "time/calendar-internal.h"

enum { DAY_S = 86400 };

typedef struct scanner {
    const char *at, *end;
} scanner;

static int take(scanner *in, char c)
{
    if (in->at < in->end && *in->at == c) {
        in->at++;
        return 1;
    }
    return 0;
}

static int is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static int is_letter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

/* A decimal number of 1 to `most_digits` digits within low … high. */
static int take_number(scanner *in, int most_digits, int32_t low, int32_t high, int32_t *out)
{
    int32_t value = 0;
    int digits = 0;
    for (; in->at < in->end && is_digit(*in->at); in->at++) {
        if (++digits > most_digits) {
            return 0;
        }
        value = value * 10 + (*in->at - '0');
    }
    *out = value;
    return digits > 0 && value >= low && value <= high;
}

/* Three letters or more, or three of letters, digits, + and - or more in <>. */
static int take_name(scanner *in)
{
    int quoted = take(in, '<');
    const char *start = in->at;
    while (in->at < in->end &&
           (is_letter(*in->at) || (quoted && (is_digit(*in->at) || *in->at == '+' || *in->at == '-')))) {
        in->at++;
    }
    return in->at - start >= 3 && (!quoted || take(in, '>'));
}

/* [+-]hh[:mm[:ss]], in seconds. */
static int take_time(scanner *in, int hour_digits, int32_t most_hours, int32_t *out)
{
    int negative = take(in, '-');
    if (!negative) {
        take(in, '+');
    }
    int32_t hour, minute = 0, second = 0;
    if (!take_number(in, hour_digits, 0, most_hours, &hour)) {
        return 0;
    }
    if (take(in, ':')) {
        if (!take_number(in, 2, 0, 59, &minute)) {
            return 0;
        }
        if (take(in, ':') && !take_number(in, 2, 0, 59, &second)) {
            return 0;
        }
    }
    int32_t value = hour * 3600 + minute * 60 + second;
    *out = negative ? -value : value;
    return 1;
}

/* POSIX counts offsets westwards. */
static int take_offset(scanner *in, int32_t *out)
{
    if (!take_time(in, 2, 24, out)) {
        return 0;
    }
    *out = -*out;
    return 1;
}

static int take_date(scanner *in, revops__rule_date *out)
{
    *out = (revops__rule_date){.time_s = 2 * 3600};
    int good;
    if (take(in, 'M')) {
        out->form = REVOPS__DATE_MONTH;
        good = take_number(in, 2, 1, 12, &out->month) && take(in, '.') &&
               take_number(in, 1, 1, 5, &out->week) && take(in, '.') && take_number(in, 1, 0, 6, &out->day);
    } else if (take(in, 'J')) {
        out->form = REVOPS__DATE_JULIAN;
        good = take_number(in, 3, 1, 365, &out->day);
    } else {
        out->form = REVOPS__DATE_ZERO_BASED;
        good = take_number(in, 3, 0, 365, &out->day);
    }
    return good && (!take(in, '/') || take_time(in, 3, 167, &out->time_s));
}

revops_status revops__rule_parse(const char *text, size_t length, revops__rule *out)
{
    scanner in = {text, text + length};
    revops__rule rule = {0};
    if (!take_name(&in) || !take_offset(&in, &rule.standard_s)) {
        return REVOPS_ERR_FORMAT;
    }
    rule.daylight_s = rule.standard_s;
    if (in.at < in.end) {
        if (!take_name(&in)) {
            return REVOPS_ERR_FORMAT;
        }
        rule.daylight_s = rule.standard_s + 3600;
        if (in.at < in.end && *in.at != ',' && !take_offset(&in, &rule.daylight_s)) {
            return REVOPS_ERR_FORMAT;
        }
        /* Without dates they would be the implementation's own, which no two agree on. */
        if (!take(&in, ',') || !take_date(&in, &rule.start) || !take(&in, ',') ||
            !take_date(&in, &rule.end) || in.at < in.end) {
            return REVOPS_ERR_FORMAT;
        }
    }
    *out = rule;
    return REVOPS_OK;
}

/* Local time of a change in a year that exists, in seconds as if UTC. */
static int64_t change_s(const revops__rule_date *date, int32_t year)
{
    static const uint8_t lengths[12] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    int leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    int month = date->form == REVOPS__DATE_MONTH ? date->month : 1;
    int32_t first;
    if (revops_day_from_date(year, month, 1, &first) != REVOPS_OK) {
        return 0; /* never: years are those of one period */
    }
    int32_t day;
    if (date->form == REVOPS__DATE_MONTH) {
        int32_t weekday = (date->day + 6) % 7; /* with Monday 0 */
        day = (weekday - (int32_t)revops_weekday(first) + 7) % 7 + 7 * (date->week - 1);
        if (day >= lengths[month - 1] + (leap && month == 2)) { /* week 5 is the last one */
            day -= 7;
        }
    } else if (date->form == REVOPS__DATE_JULIAN) {
        day = date->day - 1 + (leap && date->day >= 60); /* 29 February isn't counted */
    } else {
        day = date->day;
    }
    return ((int64_t)first + day) * DAY_S + date->time_s;
}

int32_t revops__rule_at(const revops__rule *rule, int64_t at_ms, int64_t *next_ms)
{
    enum { YEARS = 3, LATEST_S = 9 * DAY_S };
    if (rule->standard_s == rule->daylight_s) {
        *next_ms = INT64_MAX;
        return rule->standard_s;
    }
    /* All periods of 400 years are alike. */
    int64_t period_start_ms = revops__floor_divide(at_ms, REVOPS__PERIOD_MS) * REVOPS__PERIOD_MS;
    int64_t at_s = (at_ms - period_start_ms) / 1000;
    /* Times of up to a week and offsets may carry a change out of its year by less than nine days; in a year that
       begins so much later, all changes of the year before are past. */
    int32_t year;
    revops_date_from_day((int32_t)revops__floor_divide(at_s - LATEST_S, DAY_S), &year, NULL, NULL);

    struct {
        int64_t at_s;
        int32_t offset_s;
    } changes[2 * YEARS];
    int count = 0;
    for (int32_t y = year - 1; y <= year + 1; y++) {
        for (int daylight = 0; daylight < 2; daylight++) {
            int64_t when_s = daylight ? change_s(&rule->start, y) - rule->standard_s
                                      : change_s(&rule->end, y) - rule->daylight_s;
            /* Where both fall together, daylight saving wins: it then goes on through the year. */
            int i = count++;
            for (; i > 0 && (changes[i - 1].at_s > when_s || (changes[i - 1].at_s == when_s && !daylight));
                 i--) {
                changes[i] = changes[i - 1];
            }
            changes[i].at_s = when_s;
            changes[i].offset_s = daylight ? rule->daylight_s : rule->standard_s;
        }
    }
    int now = 0;
    while (now + 1 < count && changes[now + 1].at_s <= at_s) {
        now++;
    }
    int32_t offset_s = changes[now].offset_s;
    int next = now + 1;
    while (next < count && (changes[next].offset_s == offset_s ||
                            (next + 1 < count && changes[next + 1].at_s == changes[next].at_s))) {
        next++;
    }
    /* So far ahead the year after next has no say yet; beyond, ask again. */
    int64_t next_s = at_s + 300 * (int64_t)DAY_S;
    if (next < count && changes[next].at_s < next_s) {
        next_s = changes[next].at_s;
    }
    *next_ms = period_start_ms + next_s * 1000;
    return offset_s;
}
