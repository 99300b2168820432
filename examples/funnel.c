/* SPDX-License-Identifier: MIT */
/* A funnel of a small log, by source: how many got how far, how long it took with those that still wait, where it gets stuck. */
#include <revops/revops.h>
#include <stdio.h>

enum { LEAD, MQL, OPPORTUNITY, WON, LOST, STAGES, LEADS = 8, ADS = 0, EVENTS = 1, SOURCES = 2 };
static const char *const stage_names[STAGES] = {"lead", "MQL", "opportunity", "won", "lost"};
static const char *const source_names[SOURCES] = {"ads", "events"};
static const revops_funnel_stage stages[STAGES] = {
    [WON] = {.kind = REVOPS_FUNNEL_WON}, [LOST] = {.kind = REVOPS_FUNNEL_CLOSED}};
static const revops_funnel_span spans[] = {{LEAD, MQL}, {OPPORTUNITY, WON}};

/* The log in order of time: lead, stage, day of March 2026. Nobody recorded that leads 2, 5 and 7 were MQLs. */
static const uint32_t lead[] = {0, 1, 2, 3, 4, 0, 5, 6, 1, 2, 7, 4, 0, 5, 2, 0, 7, 1, 5};
static const uint8_t stage[] = {LEAD, LEAD, LEAD,        LEAD,        LEAD, MQL,         LEAD,
                                LEAD, MQL,  OPPORTUNITY, LEAD,        MQL,  OPPORTUNITY, OPPORTUNITY,
                                LOST, WON,  OPPORTUNITY, OPPORTUNITY, WON};
static const int day_of_march[] = {1, 1, 2, 2, 3, 4, 4, 5, 6, 7, 8, 9, 9, 10, 12, 20, 25, 26, 30};
static const int64_t amount[] = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1200000, 0, 0, 800000};
static const uint32_t source[LEADS] = {ADS, ADS, ADS, EVENTS, EVENTS, EVENTS, ADS, EVENTS};

static void print_time(const char *what, const revops_funnel_time *time)
{
    char naive[32], survival[32];
    revops_span_text(time->naive_ms, naive, sizeof naive);
    revops_span_text(time->survival_ms, survival, sizeof survival);
    printf("  %s: %llu done, %llu waiting; median of those done %s, of all %s\n", what,
           (unsigned long long)time->done, (unsigned long long)time->open, naive, survival);
}

static int print_source(const revops_funnel *funnel, const revops_funnel_state *state, uint32_t group)
{
    revops_funnel_count counts[STAGES];
    revops_funnel_total total;
    revops_funnel_time time;
    revops_funnel_velocity velocity;
    revops_funnel_bottleneck bottleneck;
    if (revops_funnel_counts(funnel, state, group, counts, STAGES, NULL) != REVOPS_OK ||
        revops_funnel_totals(funnel, state, group, &total) != REVOPS_OK ||
        revops_funnel_bottleneck_of(funnel, state, group, &bottleneck) != REVOPS_OK) {
        return 1;
    }
    printf("%s: %llu leads, %llu open, %llu won %lld.%02d\n", source_names[group],
           (unsigned long long)total.leads, (unsigned long long)total.open, (unsigned long long)total.won,
           (long long)(total.amount / 100), (int)(total.amount % 100));
    for (uint32_t i = 0; i < STAGES; i++) {
        uint32_t rate_bp;
        printf("  %-12s reached %llu, inferred %llu, now %llu", stage_names[i],
               (unsigned long long)counts[i].reached, (unsigned long long)counts[i].inferred,
               (unsigned long long)counts[i].now);
        if (i < WON && revops_stats_rate(counts[i].went_on, counts[i].reached, &rate_bp) == REVOPS_OK) {
            printf(", went on %u.%02u %%", rate_bp / 100, rate_bp % 100);
        }
        printf("\n");
    }
    for (uint32_t i = 0; i < sizeof spans / sizeof spans[0]; i++) {
        char what[64];
        if (revops_funnel_span_time(funnel, state, group, i, 5000, &time) != REVOPS_OK) {
            return 1;
        }
        snprintf(what, sizeof what, "%s to %s", stage_names[spans[i].from], stage_names[spans[i].to]);
        print_time(what, &time);
    }
    printf("  stuck at %s: %u.%02u %% go on\n", stage_names[bottleneck.stage], bottleneck.rate_bp / 100,
           bottleneck.rate_bp % 100);
    if (revops_funnel_velocity_of(funnel, state, group, 1, &velocity) == REVOPS_OK) {
        printf("  velocity: %lld.%02d a month\n", (long long)(velocity.amount_a_month / 100),
               (int)(velocity.amount_a_month % 100));
    }
    return 0;
}

int main(void)
{
    static uint64_t memory[512], records[LEADS * 64], cells[32768];
    enum { ROWS = sizeof lead / sizeof lead[0] };
    int64_t at_ms[ROWS];
    revops_funnel_params params;
    const revops_funnel *funnel;
    revops_funnel_state *state;
    revops_cursor cursor = {0};
    for (int i = 0; i < ROWS; i++) {
        at_ms[i] = revops_utc_ms(2026, 3, day_of_march[i], 0, 0);
    }
    if (revops_funnel_defaults(&params, sizeof params) != REVOPS_OK) {
        return 1;
    }
    params.flags = REVOPS_FUNNEL_INFER;
    params.stages = stages;
    params.stage_count = STAGES;
    params.stage_row_size = sizeof stages[0];
    params.spans = spans;
    params.span_count = sizeof spans / sizeof spans[0];
    params.span_row_size = sizeof spans[0];
    params.group_count = SOURCES;
    const revops_funnel_columns columns = {.struct_size = sizeof columns,
                                           .count = ROWS,
                                           .lead = lead,
                                           .stage = stage,
                                           .at_ms = at_ms,
                                           .amount = amount};
    if (revops_funnel_build(&params, memory, sizeof memory, NULL, &funnel) != REVOPS_OK ||
        revops_funnel_record_size(funnel) * LEADS > sizeof records ||
        revops_funnel_apply_many(funnel, &columns, records, LEADS, &cursor) != REVOPS_OK ||
        revops_funnel_state_init(funnel, cells, sizeof cells, NULL, &state) != REVOPS_OK ||
        revops_funnel_add(funnel, state, records, LEADS, source, NULL, revops_utc_ms(2026, 4, 1, 0, 0)) !=
            REVOPS_OK) {
        return 1;
    }
    return print_source(funnel, state, ADS) || print_source(funnel, state, EVENTS);
}
