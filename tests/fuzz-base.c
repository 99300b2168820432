/* SPDX-License-Identifier: MIT */
#define FUZZ_WORDS                                                                                           \
    "2026-03-02", "T", " ", "09:00:00", ".5", "Z", "+01:00", "-23:59", "0000", "9999", "-", ":", "60",       \
        "12-31", "23:59:60"
#include "fuzz.h"

/* Whatever parses prints as text that parses to the same instant. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    int64_t ms, again;
    if (revops_time_parse((const char *)data, size, &ms) == REVOPS_OK) {
        char text[25];
        size_t length = revops_time_text(ms, text, sizeof text);
        MUST(length < sizeof text);
        if (strcmp(text, "out of range") != 0) { /* an offset may carry year 0000 or 9999 past its end */
            MUST(revops_time_parse(text, length, &again) == REVOPS_OK);
            MUST(again == ms);
        }
    }
    if (size >= sizeof ms) {
        char text[32];
        memcpy(&ms, data, sizeof ms);
        MUST(revops_time_text(ms, text, sizeof text) < 25);
        MUST(revops_span_text(ms, text, sizeof text) < sizeof text);
        int32_t day = (int32_t)ms, year, month, day_of_month, back;
        revops_date_from_day(day, &year, &month, &day_of_month);
        if (year >= -5000000 && year <= 5000000) {
            MUST(revops_day_from_date(year, month, day_of_month, &back) == REVOPS_OK);
            MUST(back == day);
        }
    }
    return 0;
}
