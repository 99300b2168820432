/* SPDX-License-Identifier: MIT */
/* Feeds of holidays. */
#include <revops/calendar.h>

/* Lets the date at `at` sink to its place among the first `count` of a heap. */
static void holidays_sink(int32_t *days, size_t at, size_t count)
{
    int32_t moving = days[at];
    for (size_t child; (child = 2 * at + 1) < count; at = child) {
        if (child + 1 < count && days[child] < days[child + 1]) {
            child++;
        }
        if (days[child] <= moving) {
            break;
        }
        days[at] = days[child];
    }
    days[at] = moving;
}

size_t revops_calendar_unite(int32_t *days, size_t count)
{
    if (!days || count == 0) {
        return 0;
    }
    for (size_t at = count / 2; at-- > 0;) {
        holidays_sink(days, at, count);
    }
    for (size_t left = count - 1; left > 0; left--) {
        int32_t largest = days[0];
        days[0] = days[left];
        days[left] = largest;
        holidays_sink(days, 0, left);
    }
    size_t distinct = 1;
    for (size_t i = 1; i < count; i++) {
        if (days[i] != days[distinct - 1]) {
            days[distinct++] = days[i];
        }
    }
    return distinct;
}
