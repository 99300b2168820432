/* SPDX-License-Identifier: MIT */
/* A call that becomes known two days late: what was told of the missed promise is withdrawn. Then the call turns out to be another
   person's, and is deleted. */
#include <stdio.h>
#include <string.h>

#include <revops/engine-refold.h>

#define ROWS(to, rows, singular, table)                                                                      \
    ((to)->rows = (table), (to)->singular##_count = sizeof(table) / sizeof((table)[0]),                      \
     (to)->singular##_row_size = sizeof((table)[0]))

enum { APPLIED = 1, CALLED }; /* events, by their row */

static const revops_policy_channel channels[] = {{.name = "call"}};
static const revops_policy_stage stages[] = {{.name = "Applicant"},
                                             {.name = "Tenant", .kind = REVOPS_POLICY_STAGE_WON}};
static const revops_policy_event events[] = {{.name = "applied"}, {.name = "called", .touch = 1}};
static const revops_policy_case cases[] = {{.target = REVOPS_DAY_MS}};
static const revops_policy_happening happenings[] = {{REVOPS_POLICY_HAPPENS_STAGE, 1},
                                                     {REVOPS_POLICY_HAPPENS_TOUCH, 0}};
static const revops_policy_clock clocks[] = {
    {.name = "call back", .case_count = 1, .start_count = 1, .first_meet = 1, .meet_count = 1}};

static void print(const revops_engine *engine, const char *what, const revops_effect *effect)
{
    char at[32], text[REVOPS_ENGINE_TEXT_MAX];
    revops_time_text(effect->at_ms, at, sizeof at);
    revops_effect_text(engine, effect, text, sizeof text);
    printf("  %-9s  %s  %s\n", what, at, text);
}

/* Folds the lead again from the rows of its history, as they are marked. */
static revops_status refold(const revops_engine *engine, void *lead, const revops_event *rows,
                            const uint8_t *marks, size_t count, int64_t now_ms)
{
    static _Alignas(8) unsigned char memory[1 << 18];
    revops_engine_change changes[16];
    size_t changed = 0;
    const revops_engine_refold_columns history = {.struct_size = sizeof history,
                                                  .count = count,
                                                  .events = rows,
                                                  .marks = marks,
                                                  .engines = &engine,
                                                  .engine_count = 1,
                                                  .as_of_ms = now_ms};
    revops_status status =
        revops_engine_refold(&history, lead, memory, sizeof memory, NULL, NULL, changes, 16, &changed);
    for (size_t i = 0; status == REVOPS_OK && i < changed; i++) {
        if (changes[i].kind != REVOPS_ENGINE_NEW) {
            print(engine, revops_engine_change_name(REVOPS_ENGINE_WITHDRAWN), &changes[i].before);
        }
        if (changes[i].kind != REVOPS_ENGINE_WITHDRAWN) {
            print(engine, revops_engine_change_name(REVOPS_ENGINE_NEW), &changes[i].after);
        }
    }
    return status;
}

int main(void)
{
    static _Alignas(8) unsigned char memory[1 << 16];
    static unsigned char lead[1024];
    revops_policy_params policy;
    revops_effect effects[64];
    size_t count;
    const revops_engine *engine;
    if (revops_policy_defaults(&policy, sizeof policy) != REVOPS_OK) {
        return 1;
    }
    policy.name = "flats";
    ROWS(&policy, channels, channel, channels);
    ROWS(&policy, stages, stage, stages);
    ROWS(&policy, events, event, events);
    ROWS(&policy, cases, case, cases);
    ROWS(&policy, happenings, happening, happenings);
    ROWS(&policy, clocks, clock, clocks);
    const revops_engine_params params = {.struct_size = sizeof params, .policy = &policy};
    if (revops_engine_build(&params, memory, sizeof memory, NULL, &engine) != REVOPS_OK ||
        revops_lead_size(engine) > sizeof lead || revops_lead_init(engine, lead) != REVOPS_OK) {
        return 1;
    }
    const revops_event rows[] = {
        {.at_ms = revops_utc_ms(2026, 3, 2, 9, 0), .id = 1, .kind = APPLIED, .value = REVOPS_MISSING},
        {.at_ms = revops_utc_ms(2026, 3, 2, 11, 0), .id = 2, .kind = CALLED, .value = REVOPS_MISSING}};
    int64_t now_ms = revops_utc_ms(2026, 3, 4, 9, 0);

    printf("as it happens:\n");
    if (revops_engine_apply(engine, NULL, lead, &rows[0], REVOPS_ENGINE_ENFORCE, REVOPS_EFFECTS_ALL, effects,
                            64, &count) != REVOPS_OK) {
        return 1;
    }
    for (size_t i = 0; i < count; i++) {
        print(engine, "told", &effects[i]);
    }
    if (revops_engine_advance(engine, NULL, lead, now_ms, REVOPS_EFFECTS_ALL, effects, 64, &count) !=
        REVOPS_OK) {
        return 1;
    }
    for (size_t i = 0; i < count; i++) {
        print(engine, "told", &effects[i]);
    }
    revops_status status = revops_engine_apply(engine, NULL, lead, &rows[1], REVOPS_ENGINE_ENFORCE,
                                               REVOPS_EFFECTS_ALL, effects, 64, &count);
    printf("a call arrives: %s\n", revops_status_text(status));

    static const uint8_t arrives[] = {REVOPS_ENGINE_ROW_FOLDED, REVOPS_ENGINE_ROW_NEW};
    static const uint8_t goes[] = {REVOPS_ENGINE_ROW_FOLDED, REVOPS_ENGINE_ROW_GONE};
    printf("folded again with it:\n");
    if (refold(engine, lead, rows, arrives, 2, now_ms) != REVOPS_OK) {
        return 1;
    }
    printf("and without it:\n");
    return refold(engine, lead, rows, goes, 2, now_ms) != REVOPS_OK;
}
