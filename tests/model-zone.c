/* SPDX-License-Identifier: MIT */
/* A naive twin of reading instants [SEM32]: random local readings are written by random formats, and must be read back; zones are
   asked by revops_zone_from_local(), which has a twin of its own (model-calendar). */
#include "calendar-fixtures.h"
#include "model.h"
#include "random.h"

#undef FIXTURE_MUST
#define FIXTURE_MUST MUST

typedef struct reading {
    int year, month, day, hour, minute, second, micro, offset_min;
} reading;

enum { ROUNDS = 400, ROWS = 64, TEXT = 96 };

static int days_of(int year, int month)
{
    static const int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    int is_leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
    return days[month - 1] + (month == 2 && is_leap);
}

/* Day by day, the slow way: whole years, whole months, days. */
static int64_t local_ms_of(const reading *in)
{
    int64_t days = in->day - 1;
    for (int year = 1970; year < in->year; year++) {
        days += days_of(year, 2) + 337;
    }
    for (int year = in->year; year < 1970; year++) {
        days -= days_of(year, 2) + 337;
    }
    for (int month = 1; month < in->month; month++) {
        days += days_of(in->year, month);
    }
    return ((days * 24 + in->hour) * 60 + in->minute) * 60000 + in->second * 1000 + in->micro / 1000;
}

/* What a format says, written; fields that it doesn't have are 0 in `in` afterwards. */
static void write_by(const char *format, random_state *random, reading *in, char *out)
{
    reading known = {.year = in->year, .month = in->month, .day = in->day};
    for (; *format; format++) {
        if (*format != '%') {
            *out++ = *format;
            continue;
        }
        int twelve = in->hour % 12 ? in->hour % 12 : 12, is_short = random_below(random, 2) == 0;
        int offset = in->offset_min < 0 ? -in->offset_min : in->offset_min;
        switch (*++format) {
        case 'Y':
            out += sprintf(out, "%04d", in->year);
            break;
        case 'y':
            out += sprintf(out, "%02d", in->year % 100);
            break;
        case 'm':
            out += sprintf(out, is_short ? "%d" : "%02d", in->month);
            break;
        case 'd':
            out += sprintf(out, is_short ? "%d" : "%02d", in->day);
            break;
        case 'H':
            out += sprintf(out, is_short ? "%d" : "%02d", in->hour);
            known.hour = in->hour;
            break;
        case 'I':
            out += sprintf(out, is_short ? "%d" : "%02d", twelve);
            known.hour = in->hour;
            break;
        case 'p':
            out += sprintf(out, "%s", in->hour < 12 ? (is_short ? "am" : "AM") : (is_short ? "pm" : "Pm"));
            break;
        case 'M':
            out += sprintf(out, is_short ? "%d" : "%02d", in->minute);
            known.minute = in->minute;
            break;
        case 'S':
            out += sprintf(out, is_short ? "%d" : "%02d", in->second);
            known.second = in->second;
            break;
        case 'f':
            out += sprintf(out, "%06d", in->micro);
            known.micro = in->micro;
            break;
        case 'z':
            out += sprintf(out, is_short ? "%c%02d%02d" : "%c%02d:%02d", in->offset_min < 0 ? '-' : '+',
                           offset / 60, offset % 60);
            known.offset_min = in->offset_min;
            break;
        default:
            *out++ = '%';
        }
    }
    *out = '\0';
    *in = known;
}

static void play(random_state *random)
{
    static const char *const formats[] = {"%m/%d/%Y %I:%M %p",      "%d/%m/%Y %H:%M",
                                          "%d-%m-%Y %H:%M:%S",      "%Y-%m-%d",
                                          "%Y-%m-%dT%H:%M:%S",      "%Y-%m-%d %H:%M:%S.%f",
                                          "%Y-%m-%dT%H:%M:%S.%f%z", "%d.%m.%Y, %H:%M %%",
                                          "%z %Y/%m/%d %H:%M",      "%m/%d/%y"};
    static const char *const rules[] = {"CET-1CEST,M3.5.0,M10.5.0/3", "EST5EDT,M3.2.0,M11.1.0", "UTC0",
                                        "<+0530>-5:30"};
    const char *format = formats[random_below(random, sizeof formats / sizeof formats[0])];
    const revops_zone *zone = fixture_zone_of_rule(rules[random_below(random, 4)]);
    char bytes[ROWS * TEXT];
    int64_t offsets[ROWS + 1] = {0}, expected[ROWS], out[ROWS];
    int has_offset = strstr(format, "%z") != NULL, has_short_year = strstr(format, "%y") != NULL;
    for (int i = 0; i < ROWS; i++) {
        reading in = {(int)random_between(random, 1, 9998),
                      (int)random_between(random, 1, 12),
                      0,
                      (int)random_below(random, 24),
                      (int)random_below(random, 60),
                      (int)random_below(random, 60),
                      (int)random_below(random, 1000000),
                      (int)random_between(random, -1439, 1439)};
        in.year = has_short_year ? (int)random_between(random, 1969, 2068) : in.year;
        in.day = (int)random_between(random, 1, days_of(in.year, in.month));
        char *text = bytes + offsets[i];
        write_by(format, random, &in, text);
        offsets[i + 1] = offsets[i] + (int64_t)strlen(text);
        int64_t local_ms = local_ms_of(&in);
        expected[i] = local_ms - in.offset_min * INT64_C(60000);
        if (!has_offset) {
            MUST(revops_zone_from_local(zone, local_ms, 0, &expected[i]) == REVOPS_OK);
        }
    }
    const revops_texts texts = {bytes, offsets, ROWS};
    MUST(revops_zone_parse_many(zone, format, &texts, out) == REVOPS_OK);
    MUST(memcmp(out, expected, sizeof out) == 0);
    MUST(revops_zone_parse_many(NULL, format, &texts, out) == (has_offset ? REVOPS_OK : REVOPS_ERR_RANGE));
    for (int i = 0; i < ROWS;
         i++) { /* what is cut short, or goes on, is no instant of most formats, and none of them crashes */
        int64_t at_ms = 77;
        size_t length = (size_t)(offsets[i + 1] - offsets[i]);
        revops_status status = revops_zone_parse(zone, format, bytes + offsets[i],
                                                 length - random_below(random, length), &at_ms);
        MUST((status == REVOPS_OK) == (at_ms != 77));
        MUST(i == ROWS - 1 ||
             revops_zone_parse(zone, format, bytes + offsets[i], length + 1, &at_ms) != REVOPS_OK ||
             (bytes[offsets[i + 1]] >= '0' && bytes[offsets[i + 1]] <= '9'));
    }
    free((void *)(uintptr_t)zone);
}

int main(void)
{
    random_state random = {20261127};
    for (round_number = 0; round_number < ROUNDS; round_number++) {
        play(&random);
    }
    printf("%d columns of %d instants\n", ROUNDS, ROWS);
    return 0;
}
