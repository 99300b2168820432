/* SPDX-License-Identifier: MIT */
/* When is an answer due, and how long did it take, in business hours? Give it a TZif file for another zone:
   business-hours /usr/share/zoneinfo/America/New_York */
#include <revops/revops.h>

#include <stdio.h>

static _Alignas(64) unsigned char zone_memory[1 << 16], calendar_memory[1 << 18];
static uint8_t file_bytes[1 << 16];

static void show(const char *what, int64_t at_ms)
{
    char text[32];
    revops_time_text(at_ms, text, sizeof text);
    printf("%-28s %s\n", what, text);
}

int main(int argc, char **argv)
{
    const revops_zone *zone;
    revops_zone_params zone_params = REVOPS_ZONE_PARAMS_INIT;
    if (argc > 1) { /* the library reads no files: the host does */
        FILE *file = fopen(argv[1], "rb");
        if (!file) {
            perror(argv[1]);
            return 1;
        }
        zone_params.tzif = file_bytes;
        zone_params.tzif_length = (uint32_t)fread(file_bytes, 1, sizeof file_bytes, file);
        fclose(file);
    } else {
        zone_params.posix = "EET-2EEST,M3.5.0/3,M10.5.0/4"; /* Kyiv */
        zone_params.posix_length = 28;
    }
    revops_status status = revops_zone_build(&zone_params, zone_memory, sizeof zone_memory, NULL, &zone);

    /* Monday to Friday with a break at noon, a holiday, and a Saturday on which we open for once. */
    revops_calendar_opening weekly[10];
    for (uint16_t day = 0; day < 5; day++) {
        weekly[2 * day] = (revops_calendar_opening){day, 9 * 60, 12 * 60};
        weekly[2 * day + 1] = (revops_calendar_opening){day, 13 * 60, 18 * 60};
    }
    int32_t holiday, saturday;
    if (status != REVOPS_OK || revops_day_from_date(2026, 3, 30, &holiday) != REVOPS_OK ||
        revops_day_from_date(2026, 3, 28, &saturday) != REVOPS_OK) {
        fprintf(stderr, "zone: %s\n", revops_status_text(status));
        return 1;
    }
    revops_calendar_exception exception = {saturday, 10 * 60, 14 * 60};
    const revops_calendar *calendar;
    revops_calendar_params params = REVOPS_CALENDAR_PARAMS_INIT;
    params.openings = weekly;
    params.opening_count = 10;
    params.holidays = &holiday;
    params.holiday_count = 1;
    params.exceptions = &exception;
    params.exception_count = 1;
    params.zone = zone;
    status = revops_calendar_build(&params, calendar_memory, sizeof calendar_memory, NULL, &calendar);

    /* Asked on Friday evening; clocks go forward on Sunday. */
    int64_t asked_ms = revops_utc_ms(2026, 3, 27, 15, 30), due_ms, open_ms, took_ms;
    if (status != REVOPS_OK ||
        revops_calendar_add(calendar, asked_ms, 8 * REVOPS_HOUR_MS, REVOPS_CALENDAR_AT_CLOSE_STAY, &due_ms) !=
            REVOPS_OK ||
        revops_calendar_seek(calendar, asked_ms, REVOPS_CALENDAR_EDGE_NEXT_OPEN, &open_ms) != REVOPS_OK ||
        revops_calendar_between(calendar, asked_ms, due_ms + REVOPS_HOUR_MS, &took_ms) != REVOPS_OK) {
        fprintf(stderr, "calendar: %s\n", revops_status_text(status));
        return 1;
    }
    show("asked", asked_ms);
    show("we open again", open_ms);
    show("due after 8 open hours", due_ms);
    char text[32];
    revops_span_text(took_ms, text, sizeof text);
    printf("%-28s %s\n", "an hour later it has taken", text);
    return 0;
}
