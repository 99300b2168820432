/* SPDX-License-Identifier: MIT */
#include <revops/base.h>

/* One row a code yields its name and its text. */
#define STATUSES(X)                                                                                          \
    X(REVOPS_OK, "success")                                                                                  \
    X(REVOPS_ERR_ARG, "a pointer is NULL or a value is out of range: check the call against the header")     \
    X(REVOPS_ERR_ABI, "struct_size fits no known version: set it to the size of the struct as compiled")     \
    X(REVOPS_ERR_NEWER, "a field or flag is set that this library doesn't know: update the library")         \
    X(REVOPS_ERR_NOSPACE, "not enough room: call again with the size that was written")                      \
    X(REVOPS_ERR_RANGE, "the answer is outside the range, or nothing has that name")                         \
    X(REVOPS_ERR_OVERFLOW, "an integer would overflow: use smaller numbers or a larger unit")                \
    X(REVOPS_ERR_FORMAT, "text or bytes are not in the form asked for: see the function's page")             \
    X(REVOPS_ERR_CORRUPT, "a record or block is damaged or of another format: restore or rebuild it")        \
    X(REVOPS_ERR_ALIGN, "memory is not aligned: start it at a multiple of 8")                                \
    X(REVOPS_ERR_REFUSED, "the rules refuse it and nothing was changed: see the explanation")                \
    X(REVOPS_ERR_UNSOUND, "the table or policy contradicts itself: ask its checker which rows")              \
    X(REVOPS_ERR_LATE, "the event is older than the record: fold the lead's events again, in order")         \
    X(REVOPS_ERR_DUPLICATE, "the event was already applied: drop it")

const char *revops_status_name(revops_status status)
{
    switch ((enum revops_statuses)status) {
#define CASE_NAME(code, text)                                                                                \
    case code:                                                                                               \
        return #code;
        STATUSES(CASE_NAME)
#undef CASE_NAME
    }
    return "unknown";
}

const char *revops_status_text(revops_status status)
{
    switch ((enum revops_statuses)status) {
#define CASE_TEXT(code, text)                                                                                \
    case code:                                                                                               \
        return text;
        STATUSES(CASE_TEXT)
#undef CASE_TEXT
    }
    return "unknown status: treat it as a failure, or update the headers";
}

uint32_t revops_version(void)
{
    return REVOPS_VERSION;
}

#define TEXT_OF(value)       #value
#define TEXT_OF_VALUE(value) TEXT_OF(value)

const char *revops_version_text(void)
{
    return TEXT_OF_VALUE(REVOPS_VERSION_MAJOR) "." TEXT_OF_VALUE(REVOPS_VERSION_MINOR) "." TEXT_OF_VALUE(
        REVOPS_VERSION_PATCH);
}

revops_status revops_add(int64_t a, int64_t b, int64_t *out)
{
    if (!out) {
        return REVOPS_ERR_ARG;
    }
    if (b > 0 ? a > INT64_MAX - b : a < INT64_MIN - b) {
        return REVOPS_ERR_OVERFLOW;
    }
    *out = a + b;
    return REVOPS_OK;
}

revops_status revops_subtract(int64_t a, int64_t b, int64_t *out)
{
    if (!out) {
        return REVOPS_ERR_ARG;
    }
    if (b < 0 ? a > INT64_MAX + b : a < INT64_MIN + b) {
        return REVOPS_ERR_OVERFLOW;
    }
    *out = a - b;
    return REVOPS_OK;
}

revops_status revops_multiply(int64_t a, int64_t b, int64_t *out)
{
    if (!out) {
        return REVOPS_ERR_ARG;
    }
    if (a != 0 && b != 0) {
        /* The product must stay within the limit of its sign; dividing that limit by one factor bounds the
           other. -1 is apart, as INT64_MIN / -1 itself overflows. */
        if (a == -1 || b == -1) {
            if (a == INT64_MIN || b == INT64_MIN) {
                return REVOPS_ERR_OVERFLOW;
            }
        } else {
            int64_t limit = (a > 0) == (b > 0) ? INT64_MAX : INT64_MIN;
            if (b > 0 ? (a > 0 ? a > limit / b : a < limit / b) : (a > 0 ? b < limit / a : a < limit / b)) {
                return REVOPS_ERR_OVERFLOW;
            }
        }
    }
    *out = a * b;
    return REVOPS_OK;
}

/* Civil dates count from 1 March of a year divisible by 400, so that the leap day is the last of its year
   and every 400 years are alike (Hinnant, "chrono-compatible low-level date algorithms", 2013). */
enum { DAYS_OF_ERA = 146097, EPOCH_DAY = 719468 };

static int is_leap_year(int32_t year)
{
    return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
}

static int32_t days_of_month(int32_t year, int32_t month)
{
    static const uint8_t days[12] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    return days[month - 1] + (month == 2 && is_leap_year(year));
}

revops_status revops_day_from_date(int32_t year, int32_t month, int32_t day, int32_t *out_day)
{
    if (!out_day || year < -5000000 || year > 5000000 || month < 1 || month > 12 || day < 1 ||
        day > days_of_month(year, month)) {
        return REVOPS_ERR_ARG;
    }
    int32_t march_year = year - (month <= 2);
    int32_t era = (march_year >= 0 ? march_year : march_year - 399) / 400;
    int32_t year_of_era = march_year - era * 400;
    int32_t day_of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    int32_t day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
    *out_day = era * DAYS_OF_ERA + day_of_era - EPOCH_DAY;
    return REVOPS_OK;
}

void revops_date_from_day(int32_t day, int32_t *out_year, int32_t *out_month, int32_t *out_day)
{
    int64_t shifted = (int64_t)day + EPOCH_DAY;
    int64_t era = (shifted >= 0 ? shifted : shifted - (DAYS_OF_ERA - 1)) / DAYS_OF_ERA;
    int32_t day_of_era = (int32_t)(shifted - era * DAYS_OF_ERA);
    int32_t year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36524 - day_of_era / 146096) / 365;
    int32_t day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    int32_t march_month = (5 * day_of_year + 2) / 153;
    int32_t month = march_month < 10 ? march_month + 3 : march_month - 9;
    if (out_year) {
        *out_year = (int32_t)(era * 400) + year_of_era + (month <= 2);
    }
    if (out_month) {
        *out_month = month;
    }
    if (out_day) {
        *out_day = day_of_year - (153 * march_month + 2) / 5 + 1;
    }
}

uint32_t revops_weekday(int32_t day)
{
    /* 1970-01-01 was a Thursday, 3 with Monday 0. */
    return (uint32_t)((((int64_t)day + 3) % 7 + 7) % 7);
}

int64_t revops_utc_ms(int32_t year, int32_t month, int32_t day, int32_t hour, int32_t minute)
{
    int32_t days;
    if (year < 0 || year > 9999 || hour < 0 || minute < 0 || minute > 59 || hour > 24 ||
        (hour == 24 && minute > 0) || revops_day_from_date(year, month, day, &days) != REVOPS_OK) {
        return REVOPS_TIME_NONE;
    }
    return days * REVOPS_DAY_MS + hour * REVOPS_HOUR_MS + minute * REVOPS_MINUTE_MS;
}
