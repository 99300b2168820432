/* SPDX-License-Identifier: MIT */
/* Instants and spans as text: RFC 3339 read and written, spans for people written. */
#include <revops/base.h>

#include "core/text.h"

/* Two digits; 100 where one of them isn't any. */
static int32_t time_two(const char *at)
{
    uint32_t tens = (uint32_t)at[0] - '0', ones = (uint32_t)at[1] - '0';
    return tens > 9 || ones > 9 ? 100 : (int32_t)(tens * 10 + ones);
}

/* Reads "Z" or "±hh:mm" that takes up all of the text. */
static revops_status time_parse_offset(const char *text, size_t length, int64_t *out_ms)
{
    if (length == 1 && (text[0] == 'Z' || text[0] == 'z')) {
        *out_ms = 0;
        return REVOPS_OK;
    }
    if (length != 6 || (text[0] != '+' && text[0] != '-') || text[3] != ':') {
        return REVOPS_ERR_FORMAT;
    }
    int32_t hour = time_two(text + 1), minute = time_two(text + 4);
    if (hour > 23 || minute > 59) {
        return REVOPS_ERR_FORMAT;
    }
    *out_ms = (hour * REVOPS_HOUR_MS + minute * REVOPS_MINUTE_MS) * (text[0] == '-' ? -1 : 1);
    return REVOPS_OK;
}

revops_status revops_time_parse(const char *text, size_t length, int64_t *out_ms)
{
    if (!text || !out_ms) {
        return REVOPS_ERR_ARG;
    }
    if (length < 20 || text[4] != '-' || text[7] != '-' ||
        (text[10] != 'T' && text[10] != 't' && text[10] != ' ') || text[13] != ':' || text[16] != ':') {
        return REVOPS_ERR_FORMAT;
    }
    int32_t century = time_two(text), year = time_two(text + 2), month = time_two(text + 5);
    int32_t hour = time_two(text + 11), minute = time_two(text + 14), second = time_two(text + 17);
    int32_t days;
    if (century > 99 || year > 99 || hour > 23 || minute > 59 || second > 60 ||
        revops_day_from_date(century * 100 + year, month, time_two(text + 8), &days) != REVOPS_OK) {
        return REVOPS_ERR_FORMAT;
    }
    size_t at = 19;
    int32_t ms = 0;
    if (text[at] == '.') {
        int32_t weight = 100;
        size_t first = ++at;
        for (; at < length && text[at] >= '0' && text[at] <= '9'; at++) {
            ms += (text[at] - '0') * weight;
            weight /= 10;
        }
        if (at == first) {
            return REVOPS_ERR_FORMAT;
        }
    }
    int64_t offset_ms;
    if (time_parse_offset(text + at, length - at, &offset_ms) != REVOPS_OK) {
        return REVOPS_ERR_FORMAT;
    }
    int64_t minute_ms = days * REVOPS_DAY_MS + hour * REVOPS_HOUR_MS + minute * REVOPS_MINUTE_MS - offset_ms;
    if (second == 60) {
        /* A leap second ends a UTC day; whatever its fraction, POSIX time shows the next instant. */
        if (((minute_ms + REVOPS_MINUTE_MS) % REVOPS_DAY_MS) != 0) {
            return REVOPS_ERR_FORMAT;
        }
        ms = 0;
    }
    *out_ms = minute_ms + second * REVOPS_SECOND_MS + ms;
    return REVOPS_OK;
}

size_t revops_time_text(int64_t at_ms, char *out, size_t capacity)
{
    revops__text text = revops__text_begin(out, capacity);
    revops__text_time(&text, at_ms);
    return revops__text_end(&text);
}

size_t revops_span_text(int64_t span_ms, char *out, size_t capacity)
{
    revops__text text = revops__text_begin(out, capacity);
    revops__text_span(&text, span_ms);
    return revops__text_end(&text);
}
