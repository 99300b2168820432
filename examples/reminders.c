/* Reminders without polling: each lead has one timer, the host sleeps until the next one and handles what is due.
   The clock here is a variable, so that three days pass at once; a host would sleep where it says "sleep".
   cc reminders.c $(pkg-config --cflags --libs revops) */
#include <revops/base.h>
#include <revops/timers.h>
#include <inttypes.h>
#include <stdio.h>

enum { LEADS = 5, TOUCHES = 3 };

static const char *const names[LEADS + 1] = {"", "Ada", "Bob", "Cem", "Dee", "Eve"};
static _Alignas(64) unsigned char memory[4096];

int main(void)
{
    revops_timers_state *timers;
    size_t needed;
    if (revops_timers_state_init(LEADS, memory, sizeof memory, &needed, &timers) != REVOPS_OK) {
        return 1;
    }
    printf("%zu bytes for %d leads\n", needed, LEADS);

    /* First contact within 4 hours of the demo request; Dee and Eve asked in the same minute. */
    int64_t monday_ms = revops_utc_ms(2026, 3, 2, 9, 0);
    uint32_t ids[] = {1, 2, 3, 4, 5};
    int64_t due_ms[LEADS];
    const int64_t asked_min[] = {0, 30, 30, 90, 90};
    for (int i = 0; i < LEADS; i++) {
        due_ms[i] = monday_ms + asked_min[i] * REVOPS_MINUTE_MS + 4 * REVOPS_HOUR_MS;
    }
    if (revops_timers_set_many(timers, ids, due_ms, LEADS) != REVOPS_OK) {
        return 1;
    }
    /* Bob asks to be called tomorrow: his timer moves. Cem has bought: his goes. */
    if (revops_timers_set(timers, 2, revops_utc_ms(2026, 3, 3, 8, 0)) != REVOPS_OK ||
        revops_timers_cancel(timers, 3) != REVOPS_OK) {
        return 1;
    }

    int touches[LEADS + 1] = {0}, wake_ups = 0;
    int64_t now_ms = monday_ms;
    for (;;) {
        int64_t wake_ms;
        if (revops_timers_next(timers, NULL, &wake_ms) != REVOPS_OK || wake_ms == REVOPS_TIME_NONE) {
            break; /* nothing to wait for */
        }
        now_ms = wake_ms; /* sleep */
        wake_ups++;
        char clock[32];
        revops_time_text(now_ms, clock, sizeof clock);
        uint32_t due[2]; /* however small: a full array means that there may be more */
        size_t count;
        do {
            if (revops_timers_pop(timers, now_ms, due, NULL, 2, &count) != REVOPS_OK) {
                return 1;
            }
            for (size_t i = 0; i < count; i++) {
                uint32_t id = due[i];
                touches[id]++;
                printf("%s  touch %d of %s\n", clock, touches[id], names[id]);
                if (touches[id] < TOUCHES && /* the next one a day later; after the last there is no timer */
                    revops_timers_set(timers, id, now_ms + REVOPS_DAY_MS) != REVOPS_OK) {
                    return 1;
                }
            }
        } while (count == 2);
    }
    int64_t minutes = (now_ms - monday_ms) / REVOPS_MINUTE_MS;
    printf("woke up %d times; looking once a minute would have been %" PRId64 " times\n", wake_ups, minutes);
    return 0;
}
