/* A service-level clock on opening hours: it warns, stands still while the customer is asked, and is met or missed
   at the instant that the calendar says, however late anybody looks.
   cc service.c $(pkg-config --cflags --libs revops) */
#include <revops/calendar.h>
#include <revops/sla.h>
#include <stdio.h>

enum { MESSAGE, REPLY, ASKED, ANSWERED }; /* the host's own signals */

static _Alignas(8) unsigned char calendar_memory[65536], clock_memory[4096];

static void show(const revops_sla_effect *effects, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        char at[32], due[32], used[32];
        revops_time_text(effects[i].at_ms, at, sizeof at);
        revops_time_text(effects[i].due_ms, due, sizeof due);
        revops_span_text(effects[i].consumed_ms, used, sizeof used);
        printf("%s  %-8s  used %-10s  due %s\n", at, revops_sla_effect_name(effects[i].kind), used, due);
    }
}

int main(void)
{
    const revops_calendar_opening hours[] = {
        {0, 540, 1020}, {1, 540, 1020}, {2, 540, 1020}, {3, 540, 1020}, {4, 540, 1020}};
    revops_calendar_params office = REVOPS_CALENDAR_PARAMS_INIT;
    const revops_calendar *calendar;
    office.openings = hours;
    office.opening_count = 5;

    /* An answer within 4 open hours of each message, with a warning at half of them. */
    revops_sla_row row = {.start = REVOPS_SIGNAL(MESSAGE),
                          .meet = REVOPS_SIGNAL(REPLY),
                          .pause = REVOPS_SIGNAL(ASKED),
                          .resume = REVOPS_SIGNAL(ANSWERED),
                          .target_ms = 4 * REVOPS_HOUR_MS,
                          .kind = REVOPS_SLA_REPEATING,
                          .calendar = 1,
                          .warn_bp = {5000}};
    revops_sla_params params = {.struct_size = sizeof params,
                                .clock_count = 1,
                                .row_count = 1,
                                .row_size = sizeof row,
                                .calendar_count = 1,
                                .rows = &row};
    const revops_sla *sla;
    if (revops_calendar_build(&office, calendar_memory, sizeof calendar_memory, NULL, &calendar) !=
            REVOPS_OK ||
        revops_sla_build(&params, clock_memory, sizeof clock_memory, NULL, &sla) != REVOPS_OK) {
        return 1;
    }

    const int64_t friday_ms = revops_utc_ms(2026, 3, 6, 0, 0);
    const struct {
        int64_t at_ms;
        uint32_t signal;
    } log[] = {
        {friday_ms + 15 * REVOPS_HOUR_MS, MESSAGE}, /* two hours before closing time */
        {friday_ms + 16 * REVOPS_HOUR_MS, ASKED},
        {friday_ms + 40 * REVOPS_HOUR_MS, ANSWERED}, /* on Saturday */
        {friday_ms + 96 * REVOPS_HOUR_MS, REPLY},    /* on Tuesday: too late since Monday noon */
    };
    revops_sla_record record = {0};
    revops_sla_effect effects[REVOPS_SLA_EFFECTS_PER_CLOCK];
    size_t count;
    for (size_t i = 0; i < sizeof log / sizeof log[0]; i++) {
        if (revops_sla_signal(sla, &calendar, &record, log[i].signal, log[i].at_ms, NULL, effects,
                              REVOPS_SLA_EFFECTS_PER_CLOCK, &count) != REVOPS_OK) {
            return 1;
        }
        show(effects, count);
    }
    return 0;
}
