/* SPDX-License-Identifier: MIT */
/* Instants as files write them: RFC 3339, ISO 8601 without an offset in the file's zone, or a date format. */
#include <revops/calendar.h>

#include <stdlib.h>
#include <string.h>

#include "replay-map.h"

typedef struct reading {
    int year, month, day, hour, minute, second, ms;
    int is_afternoon; /* of a 12-hour clock: 0, 1; -1 where it has 24 hours */
    int has_offset;
    int64_t offset_min;
} reading;

/* A whole number of `least` to `most` digits. */
static int digits(const char **at, const char *end, int least, int most, int *out)
{
    int count = 0;
    for (*out = 0; count < most && *at < end && **at >= '0' && **at <= '9'; count++, (*at)++) {
        *out = *out * 10 + (**at - '0');
    }
    return count >= least;
}

static int offset(const char **at, const char *end, reading *out)
{
    int hours, minutes = 0;
    if (*at < end && (**at == 'Z' || **at == 'z')) {
        (*at)++;
        out->has_offset = 1;
        return 1;
    }
    if (*at == end || (**at != '+' && **at != '-')) {
        return 0;
    }
    int sign = *(*at)++ == '-' ? -1 : 1;
    if (!digits(at, end, 2, 2, &hours)) {
        return 0;
    }
    if (*at < end && **at == ':') {
        (*at)++;
    }
    if (*at < end && !digits(at, end, 2, 2, &minutes)) {
        return 0;
    }
    out->has_offset = 1;
    out->offset_min = sign * (hours * 60 + minutes);
    return hours < 24 && minutes < 60;
}

static int fraction(const char **at, const char *end, reading *out)
{
    int scale = 100;
    if (*at == end || **at < '0' || **at > '9') {
        return 0;
    }
    for (; *at < end && **at >= '0' && **at <= '9'; (*at)++, scale /= 10) {
        out->ms += (**at - '0') * scale;
    }
    return 1;
}

static int iso(const char *at, const char *end, reading *out)
{
    if (!digits(&at, end, 4, 4, &out->year) || at == end || *at++ != '-' ||
        !digits(&at, end, 2, 2, &out->month) || at == end || *at++ != '-' ||
        !digits(&at, end, 2, 2, &out->day)) {
        return 0;
    }
    if (at == end) {
        return 1;
    }
    if ((*at != 'T' && *at != ' ') || (at++, !digits(&at, end, 2, 2, &out->hour)) || at == end ||
        *at++ != ':' || !digits(&at, end, 2, 2, &out->minute)) {
        return 0;
    }
    if (at < end && *at == ':' && (at++, !digits(&at, end, 2, 2, &out->second))) {
        return 0;
    }
    if (at < end && *at == '.' && (at++, !fraction(&at, end, out))) {
        return 0;
    }
    return at == end || (offset(&at, end, out) && at == end);
}

/* One directive of a format: those of strptime() that exports use. */
static int directive(char c, const char **at, const char *end, reading *out)
{
    switch (c) {
    case 'Y':
        return digits(at, end, 4, 4, &out->year);
    case 'y':
        return digits(at, end, 2, 2, &out->year) && (out->year += out->year < 69 ? 2000 : 1900) > 0;
    case 'm':
        return digits(at, end, 1, 2, &out->month);
    case 'd':
        return digits(at, end, 1, 2, &out->day);
    case 'H':
        return digits(at, end, 1, 2, &out->hour);
    case 'I':
        return digits(at, end, 1, 2, &out->hour) && out->hour >= 1 && out->hour <= 12;
    case 'M':
        return digits(at, end, 1, 2, &out->minute);
    case 'S':
        return digits(at, end, 1, 2, &out->second);
    case 'f':
        return fraction(at, end, out);
    case 'z':
        return offset(at, end, out);
    case 'p':
        if (end - *at < 2 || ((*at)[1] | 32) != 'm' || (((*at)[0] | 32) != 'a' && ((*at)[0] | 32) != 'p')) {
            return 0;
        }
        out->is_afternoon = ((*at)[0] | 32) == 'p';
        *at += 2;
        return 1;
    case '%':
        return *at < end && *(*at)++ == '%';
    default:
        return 0;
    }
}

static int formatted(const char *format, const char *at, const char *end, reading *out)
{
    for (; *format; format++) {
        if (*format == '%' && format[1]) {
            if (!directive(*++format, &at, end, out)) {
                return 0;
            }
        } else if (at == end || *at++ != *format) {
            return 0;
        }
    }
    if (out->is_afternoon >= 0) {
        out->hour = out->hour % 12 + 12 * out->is_afternoon;
    }
    return at == end;
}

static int instant_of(const reading *in, const revops_zone *zone, int64_t *out)
{
    int32_t day;
    if (in->hour > 23 || in->minute > 59 || in->second > 59 ||
        revops_day_from_date(in->year, in->month, in->day, &day) != REVOPS_OK) {
        return 0;
    }
    int64_t local_ms = day * REVOPS_DAY_MS + in->hour * REVOPS_HOUR_MS + in->minute * REVOPS_MINUTE_MS +
                       in->second * INT64_C(1000) + in->ms;
    if (in->has_offset) {
        *out = local_ms - in->offset_min * REVOPS_MINUTE_MS;
        return 1;
    }
    return zone && revops_zone_from_local(zone, local_ms, 0, out) == REVOPS_OK;
}

int map_instant(const file_map *map, const char *text, size_t length, int64_t *out)
{
    reading in = {.is_afternoon = -1};
    if (length == 0) {
        return 0;
    }
    if (map->date_format) {
        return formatted(map->date_format, text, text + length, &in) && instant_of(&in, map->zone, out);
    }
    if (revops_time_parse(text, length, out) == REVOPS_OK) {
        return 1;
    }
    size_t sign = *text == '-';
    if (length > sign && length < 20 && strspn(text + sign, "0123456789") == length - sign) {
        *out = strtoll(text, NULL, 10);
        return 1;
    }
    return iso(text, text + length, &in) && instant_of(&in, map->zone, out);
}
