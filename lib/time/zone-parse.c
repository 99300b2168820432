/* SPDX-License-Identifier: MIT */
/* Instants as exports write them: RFC 3339, ISO 8601 without an offset, milliseconds, or as a format says. */
#include "time/zone-internal.h"

/* The years 0000 to 9999, which can be written as RFC 3339. Later "milliseconds" are finer units, as a rule. */
#define ZONE_PARSE_FIRST_MS INT64_C(-62167219200000)
#define ZONE_PARSE_END_MS   INT64_C(253402300800000)

enum { ZONE_STRETCHES = 8 };

/* Times of one offset, so that the readings of a column seldom ask the zone. */
typedef struct zone_stretch {
    int64_t from_ms, until_ms; /* part of it that is known; all 0 while nothing is */
    int64_t offset_ms;
} zone_stretch;

typedef struct zone_stretches {
    zone_stretch rows[ZONE_STRETCHES];
    int next; /* to be replaced */
} zone_stretches;

typedef struct zone_text {
    const char *at, *end;
} zone_text;

typedef struct zone_reading {
    int32_t year, month, day, hour, minute, second, ms;
    int32_t half; /* of a 12-hour clock: 0, 1; -1 where it has 24 hours */
    int32_t offset_min;
    int has_offset;
} zone_reading;

/* A whole number of `least` to `most` digits. */
static int zone_digits(zone_text *in, int least, int most, int32_t *out)
{
    int count = 0;
    int32_t value = 0;
    for (; count < most && in->at < in->end && *in->at >= '0' && *in->at <= '9'; count++) {
        value = value * 10 + (*in->at++ - '0');
    }
    *out = value;
    return count >= least;
}

static int zone_letter(zone_text *in, char letter)
{
    if (in->at == in->end || *in->at != letter) {
        return 0;
    }
    in->at++;
    return 1;
}

/* Z, ±hh, ±hhmm, ±hh:mm. */
static int zone_offset(zone_text *in, zone_reading *out)
{
    int32_t hours, minutes = 0;
    out->has_offset = 1;
    if (zone_letter(in, 'Z') || zone_letter(in, 'z')) {
        return 1;
    }
    int is_west = zone_letter(in, '-');
    if ((!is_west && !zone_letter(in, '+')) || !zone_digits(in, 2, 2, &hours)) {
        return 0;
    }
    int has_minutes = zone_letter(in, ':') || (in->at < in->end && *in->at >= '0' && *in->at <= '9');
    if (has_minutes && !zone_digits(in, 2, 2, &minutes)) {
        return 0;
    }
    out->offset_min = (is_west ? -1 : 1) * (hours * 60 + minutes);
    return hours < 24 && minutes < 60;
}

/* Digits behind the point; those beyond the millisecond are cut off. */
static int zone_fraction(zone_text *in, zone_reading *out)
{
    int32_t scale = 100;
    const char *first = in->at;
    for (; in->at < in->end && *in->at >= '0' && *in->at <= '9'; in->at++, scale /= 10) {
        out->ms += (*in->at - '0') * scale;
    }
    return in->at > first;
}

static int zone_iso(zone_text in, zone_reading *out)
{
    if (!zone_digits(&in, 4, 4, &out->year) || !zone_letter(&in, '-') ||
        !zone_digits(&in, 2, 2, &out->month) || !zone_letter(&in, '-') ||
        !zone_digits(&in, 2, 2, &out->day)) {
        return 0;
    }
    if (in.at == in.end) {
        return 1;
    }
    if ((!zone_letter(&in, 'T') && !zone_letter(&in, 't') && !zone_letter(&in, ' ')) ||
        !zone_digits(&in, 2, 2, &out->hour) || !zone_letter(&in, ':') ||
        !zone_digits(&in, 2, 2, &out->minute)) {
        return 0;
    }
    if (zone_letter(&in, ':') && !zone_digits(&in, 2, 2, &out->second)) {
        return 0;
    }
    if (zone_letter(&in, '.') && !zone_fraction(&in, out)) {
        return 0;
    }
    return in.at == in.end || (zone_offset(&in, out) && in.at == in.end);
}

static int zone_half(zone_text *in, zone_reading *out)
{
    if (in->end - in->at < 2 || (in->at[1] | 32) != 'm' ||
        ((in->at[0] | 32) != 'a' && (in->at[0] | 32) != 'p')) {
        return 0;
    }
    out->half = (in->at[0] | 32) == 'p';
    in->at += 2;
    return 1;
}

static int zone_short_year(zone_text *in, zone_reading *out)
{
    int is_read = zone_digits(in, 2, 2, &out->year);
    out->year += out->year < 69 ? 2000 : 1900;
    return is_read;
}

/* Where a directive of one digit or two goes; NULL for the others. */
static int32_t *zone_number(char letter, zone_reading *out)
{
    return letter == 'm'                    ? &out->month
           : letter == 'd'                  ? &out->day
           : letter == 'H' || letter == 'I' ? &out->hour
           : letter == 'M'                  ? &out->minute
           : letter == 'S'                  ? &out->second
                                            : NULL;
}

static int zone_directive(char letter, zone_text *in, zone_reading *out)
{
    int32_t *number = zone_number(letter, out);
    if (number) {
        return zone_digits(in, 1, 2, number) && (letter != 'I' || (out->hour >= 1 && out->hour <= 12));
    }
    return (letter == 'Y' && zone_digits(in, 4, 4, &out->year)) ||
           (letter == 'y' && zone_short_year(in, out)) || (letter == 'f' && zone_fraction(in, out)) ||
           (letter == 'z' && zone_offset(in, out)) || (letter == 'p' && zone_half(in, out)) ||
           (letter == '%' && zone_letter(in, '%'));
}

static int zone_formatted(const char *format, zone_text in, zone_reading *out)
{
    for (; *format; format++) {
        if (*format != '%') {
            if (!zone_letter(&in, *format)) {
                return 0;
            }
        } else if (!zone_directive(*++format, &in, out)) { /* the text's end is none */
            return 0;
        }
    }
    if (out->half >= 0) {
        if (out->hour < 1 || out->hour > 12) {
            return 0;
        }
        out->hour = out->hour % 12 + 12 * out->half;
    }
    return in.at == in.end;
}

/* Whole milliseconds since 1970. */
static int zone_whole_ms(zone_text in, int64_t *out)
{
    int is_before = zone_letter(&in, '-');
    int64_t value = 0;
    if (in.at == in.end || in.end - in.at > 15) {
        return 0;
    }
    for (; in.at < in.end; in.at++) {
        if (*in.at < '0' || *in.at > '9') {
            return 0;
        }
        value = value * 10 + (*in.at - '0');
    }
    *out = is_before ? -value : value;
    return 1;
}

/* Keeps the stretch that an instant lies in. */
static void zone_learn(const revops_zone *zone, int64_t at_ms, zone_stretches *known)
{
    int64_t until_ms;
    int64_t offset_ms = revops__zone_at(zone, at_ms, &until_ms) * REVOPS_SECOND_MS;
    int i = 0;
    while (i < ZONE_STRETCHES &&
           (known->rows[i].until_ms != until_ms || known->rows[i].offset_ms != offset_ms)) {
        i++;
    }
    if (i == ZONE_STRETCHES) {
        i = known->next;
        known->next = (known->next + 1) % ZONE_STRETCHES;
        known->rows[i] = (zone_stretch){at_ms, until_ms, offset_ms};
    }
    known->rows[i].from_ms = at_ms < known->rows[i].from_ms ? at_ms : known->rows[i].from_ms;
}

/* Within a stretch, and so far from its ends that no other offset could give the same reading, there is one instant. */
static revops_status zone_local(const revops_zone *zone, int64_t local_ms, zone_stretches *known,
                                int64_t *out)
{
    const int64_t margin_ms = 2 * REVOPS_ZONE_OFFSET_MAX_S * REVOPS_SECOND_MS;
    for (int i = 0; i < ZONE_STRETCHES; i++) {
        const zone_stretch *row = &known->rows[i];
        int64_t at_ms = local_ms - row->offset_ms;
        if (at_ms - margin_ms >= row->from_ms && at_ms + margin_ms < row->until_ms) {
            *out = at_ms;
            return REVOPS_OK;
        }
    }
    revops_status status = revops_zone_from_local(zone, local_ms, 0, out);
    if (status == REVOPS_OK && *out >= ZONE_PARSE_FIRST_MS && *out < ZONE_PARSE_END_MS) {
        zone_learn(zone, *out, known);
    }
    return status;
}

static revops_status zone_instant(const revops_zone *zone, const zone_reading *in, zone_stretches *known,
                                  int64_t *out)
{
    int32_t day;
    if (in->hour > 23 || in->minute > 59 || in->second > 59 ||
        revops_day_from_date(in->year, in->month, in->day, &day) != REVOPS_OK) {
        return REVOPS_ERR_FORMAT;
    }
    int64_t local_ms = day * REVOPS_DAY_MS + in->hour * REVOPS_HOUR_MS + in->minute * REVOPS_MINUTE_MS +
                       in->second * REVOPS_SECOND_MS + in->ms;
    if (in->has_offset) {
        *out = local_ms - in->offset_min * REVOPS_MINUTE_MS;
        return REVOPS_OK;
    }
    return zone ? zone_local(zone, local_ms, known, out) : REVOPS_ERR_RANGE;
}

static revops_status zone_parse_text(const revops_zone *zone, const char *format, zone_text in,
                                     zone_stretches *known, int64_t *out)
{
    zone_reading reading = {.half = -1};
    if (format) {
        return zone_formatted(format, in, &reading) ? zone_instant(zone, &reading, known, out)
                                                    : REVOPS_ERR_FORMAT;
    }
    if (revops_time_parse(in.at, (size_t)(in.end - in.at), out) == REVOPS_OK || zone_whole_ms(in, out)) {
        return REVOPS_OK;
    }
    return zone_iso(in, &reading) ? zone_instant(zone, &reading, known, out) : REVOPS_ERR_FORMAT;
}

static revops_status zone_parse_one(const revops_zone *zone, const char *format, zone_text in,
                                    zone_stretches *known, int64_t *out)
{
    int64_t found_ms;
    revops_status status = zone_parse_text(zone, format, in, known, &found_ms);
    if (status == REVOPS_OK && (found_ms < ZONE_PARSE_FIRST_MS || found_ms >= ZONE_PARSE_END_MS)) {
        return REVOPS_ERR_FORMAT;
    }
    if (status == REVOPS_OK) {
        *out = found_ms;
    }
    return status;
}

revops_status revops_zone_parse(const revops_zone *zone, const char *format, const char *text, size_t length,
                                int64_t *out_ms)
{
    zone_stretches none = {{{0, 0, 0}}, 0};
    if (!text || !out_ms) {
        return REVOPS_ERR_ARG;
    }
    return zone_parse_one(zone, format, (zone_text){text, text + length}, &none, out_ms);
}

revops_status revops_zone_parse_many(const revops_zone *zone, const char *format, const revops_texts *texts,
                                     int64_t *out_ms)
{
    if (!texts || (texts->count > 0 && (!texts->offsets || !out_ms))) {
        return REVOPS_ERR_ARG;
    }
    revops_status status = REVOPS_OK;
    zone_stretches known = {{{0, 0, 0}}, 0};
    for (uint64_t i = 0; i < texts->count; i++) {
        int64_t from = texts->offsets[i], to = texts->offsets[i + 1];
        out_ms[i] = REVOPS_TIME_NONE;
        if (from >= to || !texts->bytes) {
            status = from == to ? status : REVOPS_ERR_ARG;
            continue;
        }
        zone_text text = {texts->bytes + from, texts->bytes + to};
        revops_status found = zone_parse_one(zone, format, text, &known, &out_ms[i]);
        status =
            found == REVOPS_OK || status == REVOPS_ERR_FORMAT || status == REVOPS_ERR_ARG ? status : found;
    }
    return status;
}
