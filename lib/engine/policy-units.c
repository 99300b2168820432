/* SPDX-License-Identifier: MIT */
/* Numbers with their units, as texts. */
#include "engine/policy-internal.h"

#include <string.h>

enum { UNIT_DIGITS_MAX = 15, SPAN_DIGITS_MAX = 9 };

static const struct {
    const char *word;
    uint32_t group; /* POLICY_SPAN_… */
    int64_t times;
} span_words[] = {
    {"ms", POLICY_SPAN_TIME, 1},
    {"s", POLICY_SPAN_TIME, REVOPS_SECOND_MS},
    {"min", POLICY_SPAN_TIME, REVOPS_MINUTE_MS},
    {"h", POLICY_SPAN_TIME, REVOPS_HOUR_MS},
    {"day", POLICY_SPAN_DAYS, 1},
    {"days", POLICY_SPAN_DAYS, 1},
    {"week", POLICY_SPAN_DAYS, 7},
    {"weeks", POLICY_SPAN_DAYS, 7},
    {"month", POLICY_SPAN_MONTHS, 1},
    {"months", POLICY_SPAN_MONTHS, 1},
};
enum { SPAN_WORDS = sizeof span_words / sizeof span_words[0] };

static int unit_is_digit(char c)
{
    return c >= '0' && c <= '9';
}

/* Digits; how many there are, 0 beyond `most`. */
static uint32_t unit_digits(const char *text, uint32_t most, int64_t *out)
{
    uint32_t count = 0;
    *out = 0;
    for (; unit_is_digit(text[count]); count++) {
        if (count == most) {
            return 0;
        }
        *out = *out * 10 + (text[count] - '0');
    }
    return count;
}

int revops__policy_read_span(const char *text, uint32_t allowed, policy_span *out)
{
    uint32_t length = unit_digits(text, SPAN_DIGITS_MAX, &out->value);
    if (length == 0 || text[0] == '0' || text[length] != ' ') {
        return 0;
    }
    text += length + 1;
    out->is_business = 0;
    if (revops__policy_begins(text, "business ")) {
        out->is_business = 1;
        text += sizeof "business " - 1;
    }
    if (out->is_business && !(allowed & POLICY_SPAN_BUSINESS)) {
        return 0;
    }
    for (uint32_t i = 0; i < SPAN_WORDS; i++) {
        if (revops__policy_equal(text, span_words[i].word)) {
            out->value *= span_words[i].times;
            out->unit = span_words[i].group == POLICY_SPAN_TIME   ? REVOPS_POLICY_UNIT_MS
                        : span_words[i].group == POLICY_SPAN_DAYS ? REVOPS_POLICY_UNIT_DAYS
                                                                  : REVOPS_POLICY_UNIT_MONTHS;
            return (allowed & span_words[i].group) != 0;
        }
    }
    return 0;
}

int revops__policy_read_share(const char *text, uint32_t *out_bp)
{
    int64_t whole, part = 0;
    uint32_t length = unit_digits(text, 6, &whole);
    if (length == 0) {
        return 0;
    }
    text += length;
    if (*text == '.') {
        length = unit_digits(text + 1, 2, &part);
        if (length == 0) {
            return 0;
        }
        part = length == 1 ? part * 10 : part;
        text += 1 + length;
    }
    *out_bp = (uint32_t)(whole * 100 + part);
    return revops__policy_equal(text, " %");
}

int revops__policy_read_money(const char *text, uint32_t decimals, int64_t *out)
{
    int is_negative = *text == '-';
    int64_t value, part = 0;
    text += is_negative;
    uint32_t length = unit_digits(text, UNIT_DIGITS_MAX, &value), places = 0, wanted = decimals;
    if (length == 0) {
        return 0;
    }
    text += length;
    if (*text == '.') {
        places = unit_digits(text + 1, 4, &part);
        if (places == 0) {
            return 0;
        }
        text += 1 + places;
    }
    if (*text == 'k' || *text == 'M') {
        wanted += *text == 'k' ? 3 : 6;
        if (places > 3) {
            return 0;
        }
        text++;
    } else if (places != decimals || (decimals > 0 && places == 0)) {
        return 0; /* nobody knows whether cents are meant */
    } else if (decimals == 0) {
        return 0; /* "25000" of yen: as "25k" or "25.000k" */
    }
    if (*text || places > wanted) {
        return 0;
    }
    for (uint32_t i = 0; i < wanted; i++) {
        if (revops_multiply(value, 10, &value) != REVOPS_OK) {
            return 0;
        }
    }
    for (uint32_t i = places; i < wanted; i++) {
        part *= 10;
    }
    if (revops_add(value, part, &value) != REVOPS_OK) {
        return 0;
    }
    *out = is_negative ? -value : value;
    return 1;
}

static int unit_two(const char *text, uint32_t *out)
{
    if (!unit_is_digit(text[0]) || !unit_is_digit(text[1])) {
        return 0;
    }
    *out = (uint32_t)((text[0] - '0') * 10 + (text[1] - '0'));
    return 1;
}

int revops__policy_read_day(const char *text, int32_t *out_day)
{
    uint32_t high, low, month, day;
    if (!unit_two(text, &high) || !unit_two(text + 2, &low) || text[4] != '-' ||
        !unit_two(text + 5, &month) || text[7] != '-' || !unit_two(text + 8, &day)) {
        return 0;
    }
    return revops_day_from_date((int32_t)(high * 100 + low), (int32_t)month, (int32_t)day, out_day) ==
           REVOPS_OK;
}

/* "09:00"; 24:00 where it may be the end. */
static int unit_reading(const char *text, int is_end, uint32_t *out_min)
{
    uint32_t hour, minute;
    if (!unit_two(text, &hour) || text[2] != ':' || !unit_two(text + 3, &minute) || minute > 59) {
        return 0;
    }
    *out_min = hour * 60 + minute;
    return *out_min < 1440 || (is_end && *out_min == 1440);
}

int revops__policy_read_hours(const char *text, uint32_t *out_start_min, uint32_t *out_end_min)
{
    if (!unit_reading(text, 0, out_start_min) || text[5] != '-' || !unit_reading(text + 6, 1, out_end_min) ||
        text[11] != '\0' || *out_start_min == *out_end_min) {
        return 0;
    }
    *out_end_min += *out_end_min < *out_start_min ? 1440 : 0;
    return 1;
}

void revops__policy_put_span(revops__text *to, int64_t value, revops_policy_unit unit, int is_business,
                             int with_days)
{
    const char *word = unit == REVOPS_POLICY_UNIT_MONTHS ? "month" : "day";
    int is_plural = 1;
    if (unit == REVOPS_POLICY_UNIT_MS && with_days && value % REVOPS_DAY_MS == 0) {
        value /= REVOPS_DAY_MS;
    } else if (unit == REVOPS_POLICY_UNIT_MS) {
        is_plural = 0;
        for (uint32_t i = 0; i < 4; i++) {
            if (value % span_words[i].times == 0) {
                word = span_words[i].word;
            }
        }
        for (uint32_t i = 0; i < 4; i++) {
            if (word == span_words[i].word) {
                value /= span_words[i].times;
                break;
            }
        }
    }
    revops__text_signed(to, value);
    revops__text_put(to, is_business ? " business " : " ");
    revops__text_put(to, word);
    if (is_plural && value != 1) {
        revops__text_char(to, 's');
    }
}

/* value ÷ 10^places, with no more decimals than needed but at least `least`. */
static void unit_put_decimal(revops__text *to, int64_t value, uint32_t places, uint32_t least)
{
    uint64_t size = value < 0 ? 0 - (uint64_t)value : (uint64_t)value, one = 1;
    for (uint32_t i = 0; i < places; i++) {
        one *= 10;
    }
    uint64_t part = size % one;
    if (value < 0) {
        revops__text_char(to, '-');
    }
    revops__text_unsigned(to, size / one, 0);
    while (places > least && part % 10 == 0) {
        part /= 10;
        places--;
    }
    if (places > 0) {
        revops__text_char(to, '.');
        revops__text_unsigned(to, part, places);
    }
}

void revops__policy_put_share(revops__text *to, uint32_t bp)
{
    unit_put_decimal(to, bp, 2, 0);
    revops__text_put(to, " %");
}

void revops__policy_put_money(revops__text *to, int64_t value, uint32_t decimals)
{
    if (decimals == 0) {
        unit_put_decimal(to, value, 3, 0);
        revops__text_char(to, 'k');
    } else {
        unit_put_decimal(to, value, decimals, decimals);
    }
}

void revops__policy_put_day(revops__text *to, int32_t day)
{
    int32_t year, month, date;
    revops_date_from_day(day, &year, &month, &date);
    revops__text_unsigned(to, (uint64_t)year, 4);
    revops__text_char(to, '-');
    revops__text_unsigned(to, (uint64_t)month, 2);
    revops__text_char(to, '-');
    revops__text_unsigned(to, (uint64_t)date, 2);
}

void revops__policy_put_thousandths(revops__text *to, int64_t value)
{
    unit_put_decimal(to, value, 3, 0);
}
