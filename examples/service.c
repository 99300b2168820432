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
    const revops_sla_clock clock = {.kind = REVOPS_SLA_REPEATING};
    const revops_sla_case row = {
        .target = 4 * REVOPS_HOUR_MS, .unit = REVOPS_CALENDAR_UNIT_OPEN, .calendar = 1, .warn_bp = {5000}};
    const revops_sla_use uses[] = {{MESSAGE, 0, REVOPS_SLA_STARTS, 0},
                                   {REPLY, 0, REVOPS_SLA_MEETS, 0},
                                   {ASKED, 0, REVOPS_SLA_PAUSES, 0},
                                   {ANSWERED, 0, REVOPS_SLA_RESUMES, 0}};
    const revops_sla_params params = {.struct_size = sizeof params,
                                      .clocks = &clock,
                                      .clock_count = 1,
                                      .clock_row_size = sizeof clock,
                                      .cases = &row,
                                      .case_count = 1,
                                      .case_row_size = sizeof row,
                                      .uses = uses,
                                      .use_count = sizeof uses / sizeof uses[0],
                                      .use_row_size = sizeof uses[0],
                                      .signal_count = ANSWERED + 1,
                                      .calendar_count = 1};
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
    revops_sla_effect effects[REVOPS_SLA_EFFECTS_OF_CLOCK_MAX];
    size_t count;
    for (size_t i = 0; i < sizeof log / sizeof log[0]; i++) {
        const revops_sla_event event = {.at_ms = log[i].at_ms, .signals = &log[i].signal, .signal_count = 1};
        if (revops_sla_apply(sla, &calendar, &record, &event, effects, REVOPS_SLA_EFFECTS_OF_CLOCK_MAX,
                             &count) != REVOPS_OK) {
            return 1;
        }
        show(effects, count);
    }
    return 0;
}
