/* SPDX-License-Identifier: MIT */
#include "core/text.h"

#include <revops/base.h>

revops__text revops__text_begin(char *out, size_t capacity)
{
    revops__text text = {out, out ? capacity : 0, 0};
    return text;
}

size_t revops__text_end(revops__text *text)
{
    if (text->capacity > 0) {
        size_t end = text->length < text->capacity ? text->length : text->capacity - 1;
        text->out[end] = '\0';
    }
    return text->length;
}

void revops__text_char(revops__text *text, char c)
{
    if (text->length < text->capacity) {
        text->out[text->length] = c;
    }
    text->length++;
}

void revops__text_put(revops__text *text, const char *string)
{
    for (; *string; string++) {
        revops__text_char(text, *string);
    }
}

void revops__text_unsigned(revops__text *text, uint64_t value, unsigned width)
{
    char digits[20];
    unsigned count = 0;
    do {
        digits[count++] = (char)('0' + value % 10);
        value /= 10;
    } while (value);
    for (; width > count; width--) {
        revops__text_char(text, '0');
    }
    while (count) {
        revops__text_char(text, digits[--count]);
    }
}

void revops__text_signed(revops__text *text, int64_t value)
{
    if (value < 0) {
        revops__text_char(text, '-');
    }
    revops__text_unsigned(text, value < 0 ? 0 - (uint64_t)value : (uint64_t)value, 0);
}

void revops__text_time(revops__text *text, int64_t at_ms)
{
    const int64_t first_ms = INT64_C(-62167219200000), end_ms = INT64_C(253402300800000);
    if (at_ms == REVOPS_TIME_NONE) {
        revops__text_put(text, "never");
        return;
    }
    if (at_ms < first_ms || at_ms >= end_ms) {
        revops__text_put(text, "out of range");
        return;
    }
    uint64_t since_ms = (uint64_t)(at_ms - first_ms);
    int32_t day = (int32_t)(since_ms / (uint64_t)REVOPS_DAY_MS) + (int32_t)(first_ms / REVOPS_DAY_MS);
    uint32_t ms = (uint32_t)(since_ms % (uint64_t)REVOPS_DAY_MS);
    int32_t year, month, day_of_month;
    revops_date_from_day(day, &year, &month, &day_of_month);
    revops__text_unsigned(text, (uint64_t)year, 4);
    revops__text_char(text, '-');
    revops__text_unsigned(text, (uint64_t)month, 2);
    revops__text_char(text, '-');
    revops__text_unsigned(text, (uint64_t)day_of_month, 2);
    revops__text_char(text, 'T');
    revops__text_unsigned(text, ms / 3600000, 2);
    revops__text_char(text, ':');
    revops__text_unsigned(text, ms / 60000 % 60, 2);
    revops__text_char(text, ':');
    revops__text_unsigned(text, ms / 1000 % 60, 2);
    if (ms % 1000) {
        revops__text_char(text, '.');
        revops__text_unsigned(text, ms % 1000, 3);
    }
    revops__text_char(text, 'Z');
}

void revops__text_span(revops__text *text, int64_t span_ms)
{
    static const struct {
        uint64_t ms;
        char name[4];
    } units[] = {{86400000, "d"}, {3600000, "h"}, {60000, "min"}, {1000, "s"}, {1, "ms"}};
    const size_t last = sizeof units / sizeof units[0] - 1;
    if (span_ms == REVOPS_TIME_NONE) {
        revops__text_put(text, "never");
        return;
    }
    uint64_t rest = span_ms < 0 ? 0 - (uint64_t)span_ms : (uint64_t)span_ms;
    size_t unit = 0;
    if (span_ms < 0) {
        revops__text_char(text, '-');
    }
    while (unit < last && rest < units[unit].ms) {
        unit++;
    }
    revops__text_unsigned(text, rest / units[unit].ms, 0);
    revops__text_char(text, ' ');
    revops__text_put(text, units[unit].name);
    rest %= units[unit].ms;
    if (unit < last && rest >= units[unit + 1].ms) {
        revops__text_char(text, ' ');
        revops__text_unsigned(text, rest / units[unit + 1].ms, 0);
        revops__text_char(text, ' ');
        revops__text_put(text, units[unit + 1].name);
    }
}
