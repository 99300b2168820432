/* SPDX-License-Identifier: MIT */
/* POSIX TZ rules as RFC 9636, section 3.3.2 has them: `EET-2EEST,M3.5.0/3,M10.5.0/4`. */
#include "core/divide.h"
#include "time/zone-internal.h"

enum { RULE_DAY_S = 86400 };

typedef struct rule_scanner {
    const char *at, *end;
} rule_scanner;

static int rule_take_char(rule_scanner *in, char c)
{
    if (in->at < in->end && *in->at == c) {
        in->at++;
        return 1;
    }
    return 0;
}

static int rule_is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static int rule_is_letter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

/* A decimal number of 1 to `most_digits` digits within low … high. */
static int rule_take_number(rule_scanner *in, int most_digits, int32_t low, int32_t high, int32_t *out)
{
    int32_t value = 0;
    int digits = 0;
    for (; in->at < in->end && rule_is_digit(*in->at); in->at++) {
        if (++digits > most_digits) {
            return 0;
        }
        value = value * 10 + (*in->at - '0');
    }
    *out = value;
    return digits > 0 && value >= low && value <= high;
}

/* Three letters or more, or three of letters, digits, + and - or more in <>. */
static int rule_take_name(rule_scanner *in)
{
    int quoted = rule_take_char(in, '<');
    const char *start = in->at;
    while (in->at < in->end && (rule_is_letter(*in->at) ||
                                (quoted && (rule_is_digit(*in->at) || *in->at == '+' || *in->at == '-')))) {
        in->at++;
    }
    return in->at - start >= 3 && (!quoted || rule_take_char(in, '>'));
}

/* [+-]hh[:mm[:ss]], in seconds. */
static int rule_take_time(rule_scanner *in, int hour_digits, int32_t most_hours, int32_t *out)
{
    int negative = rule_take_char(in, '-');
    if (!negative) {
        rule_take_char(in, '+');
    }
    int32_t hour, minute = 0, second = 0;
    if (!rule_take_number(in, hour_digits, 0, most_hours, &hour)) {
        return 0;
    }
    if (rule_take_char(in, ':')) {
        if (!rule_take_number(in, 2, 0, 59, &minute)) {
            return 0;
        }
        if (rule_take_char(in, ':') && !rule_take_number(in, 2, 0, 59, &second)) {
            return 0;
        }
    }
    int32_t value = hour * 3600 + minute * 60 + second;
    *out = negative ? -value : value;
    return 1;
}

/* POSIX counts offsets westwards. */
static int rule_take_offset(rule_scanner *in, int32_t *out)
{
    if (!rule_take_time(in, 2, 24, out)) {
        return 0;
    }
    *out = -*out;
    return 1;
}

static int rule_take_date(rule_scanner *in, revops__rule_date *out)
{
    *out = (revops__rule_date){.time_s = 2 * 3600};
    int good;
    if (rule_take_char(in, 'M')) {
        out->form = REVOPS__DATE_MONTH;
        good = rule_take_number(in, 2, 1, 12, &out->month) && rule_take_char(in, '.') &&
               rule_take_number(in, 1, 1, 5, &out->week) && rule_take_char(in, '.') &&
               rule_take_number(in, 1, 0, 6, &out->day);
    } else if (rule_take_char(in, 'J')) {
        out->form = REVOPS__DATE_JULIAN;
        good = rule_take_number(in, 3, 1, 365, &out->day);
    } else {
        out->form = REVOPS__DATE_ZERO_BASED;
        good = rule_take_number(in, 3, 0, 365, &out->day);
    }
    return good && (!rule_take_char(in, '/') || rule_take_time(in, 3, 167, &out->time_s));
}

/* The rule up to its last character, or false. */
static int rule_take(rule_scanner *in, revops__rule *rule)
{
    if (!rule_take_name(in) || !rule_take_offset(in, &rule->standard_s)) {
        return 0;
    }
    rule->daylight_s = rule->standard_s;
    if (in->at == in->end) {
        return 1;
    }
    if (!rule_take_name(in)) {
        return 0;
    }
    rule->daylight_s = rule->standard_s + 3600;
    if (in->at < in->end && *in->at != ',' && !rule_take_offset(in, &rule->daylight_s)) {
        return 0;
    }
    /* Without dates they would be the implementation's own, which no two agree on. */
    return rule_take_char(in, ',') && rule_take_date(in, &rule->start) && rule_take_char(in, ',') &&
           rule_take_date(in, &rule->end) && in->at == in->end;
}

revops_status revops__rule_parse(const char *text, size_t length, revops__rule *out, size_t *stop)
{
    rule_scanner in = {text, text + length};
    revops__rule rule = {0};
    int good = rule_take(&in, &rule);
    *stop = (size_t)(in.at - text);
    if (!good) {
        return REVOPS_ERR_FORMAT;
    }
    *out = rule;
    return REVOPS_OK;
}

static int rule_is_leap(int32_t year)
{
    return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
}

/* Local time of a change in a year that begins with a date, in seconds as if UTC. */
static int64_t rule_change_s(const revops__rule_date *date, int32_t new_year, int leap)
{
    static const int16_t before[13] = {0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334, 365};
    int month = date->form == REVOPS__DATE_MONTH ? date->month : 1;
    int32_t first = new_year + before[month - 1] + (leap && month > 2);
    int32_t day = date->day, weekday, length;
    switch ((enum revops__date_forms)date->form) {
    case REVOPS__DATE_MONTH:
        weekday = (date->day + 6) % 7; /* with Monday 0 */
        day = (weekday - (int32_t)revops_weekday(first) + 7) % 7 + 7 * (date->week - 1);
        length = before[month] - before[month - 1] + (leap && month == 2);
        if (day >= length) { /* week 5 is the last one */
            day -= 7;
        }
        break;
    case REVOPS__DATE_JULIAN:
        day += -1 + (leap && date->day >= 60); /* 29 February isn't counted */
        break;
    case REVOPS__DATE_ZERO_BASED:
        break;
    }
    return ((int64_t)first + day) * RULE_DAY_S + date->time_s;
}

/* When a year's daylight saving begins or ends, in seconds since the period began. */
static int64_t rule_when_s(const revops__rule *rule, int daylight, int32_t new_year, int leap)
{
    return daylight ? rule_change_s(&rule->start, new_year, leap) - rule->standard_s
                    : rule_change_s(&rule->end, new_year, leap) - rule->daylight_s;
}

/* Where both changes lie well within their year and apart, as nearly everywhere, only those count that are next to an instant.
   `at_s` is of the year or of the first days of the next one. Whether it is so. */
static int rule_at_plain(const revops__rule *rule, int32_t year, int32_t new_year, int64_t at_s,
                         int32_t *offset_s, int64_t *next_s)
{
    enum { MARGIN_S = 20 * RULE_DAY_S, YEAR_S = 365 * RULE_DAY_S };
    int leap = rule_is_leap(year);
    int64_t year_s = (int64_t)new_year * RULE_DAY_S;
    int64_t start_s = rule_when_s(rule, 1, new_year, leap), end_s = rule_when_s(rule, 0, new_year, leap);
    int is_north = start_s < end_s; /* daylight saving begins first */
    int64_t first_s = is_north ? start_s : end_s, last_s = is_north ? end_s : start_s;
    if (first_s < year_s + MARGIN_S || last_s - first_s < MARGIN_S || last_s > year_s + YEAR_S - MARGIN_S) {
        return 0;
    }
    int is_between = at_s >= first_s && at_s < last_s;
    *offset_s = is_between == is_north ? rule->daylight_s : rule->standard_s;
    *next_s = at_s < first_s ? first_s
              : is_between   ? last_s
                             : rule_when_s(rule, is_north, new_year + 365 + leap, rule_is_leap(year + 1));
    return 1;
}

int32_t revops__rule_at(const revops__rule *rule, int64_t at_ms, int64_t *next_ms)
{
    enum { YEARS = 3, LATEST_S = 9 * RULE_DAY_S };
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
    revops_date_from_day((int32_t)revops__floor_divide(at_s - LATEST_S, RULE_DAY_S), &year, NULL, NULL);

    int32_t plain_s, new_year;
    int64_t plain_next_s;
    if (revops_day_from_date(year, 1, 1, &new_year) != REVOPS_OK) {
        new_year = 0; /* never: years are those of one period */
    }
    if (rule_at_plain(rule, year, new_year, at_s, &plain_s, &plain_next_s)) {
        *next_ms = period_start_ms + plain_next_s * 1000;
        return plain_s;
    }
    struct {
        int64_t at_s;
        int32_t offset_s;
    } changes[2 * YEARS];
    int count = 0;
    new_year -= 365 + rule_is_leap(year - 1);
    for (int32_t y = year - 1; y <= year + 1; y++) {
        for (int daylight = 0; daylight < 2; daylight++) {
            int64_t when_s = rule_when_s(rule, daylight, new_year, rule_is_leap(y));
            /* Where both fall together, daylight saving wins: it then goes on through the year. */
            int i = count++;
            for (; i > 0 && (changes[i - 1].at_s > when_s || (changes[i - 1].at_s == when_s && !daylight));
                 i--) {
                changes[i] = changes[i - 1];
            }
            changes[i].at_s = when_s;
            changes[i].offset_s = daylight ? rule->daylight_s : rule->standard_s;
        }
        new_year += 365 + rule_is_leap(y);
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
    int64_t next_s = at_s + 300 * (int64_t)RULE_DAY_S;
    if (next < count && changes[next].at_s < next_s) {
        next_s = changes[next].at_s;
    }
    *next_ms = period_start_ms + next_s * 1000;
    return offset_s;
}
