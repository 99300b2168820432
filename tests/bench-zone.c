/* SPDX-License-Identifier: MIT */
/* What a column of instants costs to be read, beside a reader of one fixed form that checks nothing but digits. */
#include <string.h>

#include "bench.h"
#include "calendar-fixtures.h"
#include "random.h"

enum { ROWS = 100000, LENGTH = 24 };

typedef struct column {
    const char *format;
    const revops_zone *zone;
    revops_texts texts;
    int64_t offsets[ROWS + 1], out_ms[ROWS];
    char bytes[ROWS * LENGTH + 1];
} column;

static column iso, us;

static uint64_t sum(const int64_t *out_ms)
{
    uint64_t total = 0;
    for (int i = 0; i < ROWS; i++) {
        total += (uint64_t)out_ms[i] * (uint64_t)(i + 1);
    }
    return total;
}

static int number(const char *text, int digits)
{
    int value = 0;
    for (; digits > 0; digits--) {
        value = value * 10 + (*text++ - '0');
    }
    return value;
}

/* 2026-03-02T09:00:00.250Z and nothing else: the floor. */
static uint64_t fixed_form(void *context)
{
    column *c = context;
    for (int i = 0; i < ROWS; i++) {
        const char *text = c->bytes + i * LENGTH;
        int year = number(text, 4), month = number(text + 5, 2), day = number(text + 8, 2);
        year -= month <= 2;
        int64_t era = year / 400, of_era = year - era * 400;
        int64_t of_year = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
        int64_t days = era * 146097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719468;
        c->out_ms[i] = ((days * 24 + number(text + 11, 2)) * 60 + number(text + 14, 2)) * INT64_C(60000) +
                       number(text + 17, 2) * 1000 + number(text + 20, 3);
    }
    return sum(c->out_ms);
}

static uint64_t parse_many(void *context)
{
    column *c = context;
    FIXTURE_MUST(revops_zone_parse_many(c->zone, c->format, &c->texts, c->out_ms) == REVOPS_OK);
    return sum(c->out_ms);
}

static void fill(column *c, const char *printed, random_state *random)
{
    for (int i = 0; i < ROWS; i++) {
        char text[64];
        snprintf(text, sizeof text, printed, (int)random_between(random, 1, 9),
                 (int)random_between(random, 10, 28), (int)random_between(random, 10, 12),
                 (int)random_between(random, 10, 59));
        size_t length = strlen(text);
        memcpy(c->bytes + c->offsets[i], text, length);
        c->offsets[i + 1] = c->offsets[i] + (int64_t)length;
    }
    c->texts = (revops_texts){c->bytes, c->offsets, ROWS};
}

int main(void)
{
    random_state random = {20261127};
    fill(&iso, "2026-0%d-%dT%d:%d:00.250Z", &random);
    fill(&us, "0%d/%d/2026 %d:%d PM", &random);
    us.format = "%m/%d/%Y %I:%M %p";
    us.zone = fixture_zone_of_rule("EST5EDT,M3.2.0,M11.1.0");
    bench_contestant readers[] = {
        {"one fixed form, nothing checked", fixed_form, &iso, NULL, {0}},
        {"RFC 3339, revops_zone_parse_many", parse_many, &iso, NULL, {0}},
    };
    int failed = bench_run("a column of instants", readers, 2, ROWS, 1);
    bench_contestant formatted[] = {{"by a format, in a zone", parse_many, &us, NULL, {0}}};
    failed |= bench_run("a column by a format", formatted, 1, ROWS, 1);
    failed |= bench_bar("RFC 3339, to the fixed form", &readers[1], &readers[0], 6);
    failed |= bench_bar("by a format in a zone, to the fixed form", &formatted[0], &readers[0], 14);
    free((void *)(uintptr_t)us.zone);
    return failed;
}
