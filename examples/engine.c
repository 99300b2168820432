/* SPDX-License-Identifier: MIT */
/* A lifecycle of one's own words, from rows: what the rules refuse, and what a log says all the same. */
#include <stdio.h>
#include <string.h>

#include <revops/engine.h>

#define ROWS(to, rows, singular, table)                                                                      \
    ((to)->rows = (table), (to)->singular##_count = sizeof(table) / sizeof((table)[0]),                      \
     (to)->singular##_row_size = sizeof((table)[0]))

enum { STARTED = 1, INTERVIEWED, STAGE }; /* events, by their row */

static const revops_policy_item items[] = {{.name = "references"}, {.name = "budget"}};
static const revops_policy_need needs[] = {{.kind = REVOPS_POLICY_NEED_ITEM, .subject = 1},
                                           {.kind = REVOPS_POLICY_NEED_ITEM, .subject = 2}};
static const revops_policy_stage stages[] = {
    {.name = "Applicant"},
    {.name = "Interview"},
    {.name = "Contract", .first_need = 0, .need_count = 2},
    {.name = "Tenant", .kind = REVOPS_POLICY_STAGE_WON},
};
static const revops_policy_event events[] = {
    {.name = "started"},
    {.name = "interviewed", .first_prove = 0, .prove_count = 1},
    {.name = "stage", .value = REVOPS_POLICY_VALUE_STAGE},
};

static int play(const revops_engine *engine, revops_engine_mode mode)
{
    static const char *const names[] = {"Interview", "Contract", "Tenant"};
    unsigned char lead[1024];
    revops_effect effects[16];
    if (revops_lead_size(engine) > sizeof lead || revops_lead_init(engine, lead) != REVOPS_OK) {
        return 1;
    }
    for (int i = 0; i < 5; i++) {
        revops_event event = {
            .at_ms = revops_utc_ms(2026, 3, 2 + i, 9, 0), .kind = STAGE, .value = REVOPS_MISSING};
        size_t count = 0;
        if (i < 2) {
            event.kind = i == 0 ? STARTED : INTERVIEWED;
        } else {
            uint32_t stage;
            if (revops_engine_find(engine, REVOPS_ENGINE_LIST_STAGES, names[i - 2], strlen(names[i - 2]),
                                   &stage) != REVOPS_OK) {
                return 1;
            }
            event.value = stage;
        }
        revops_status status =
            revops_engine_apply(engine, NULL, lead, &event, mode, REVOPS_EFFECTS_ALL, effects, 16, &count);
        if (status != REVOPS_OK) {
            fprintf(stderr, "%s\n", revops_status_text(status));
            return 1;
        }
        for (size_t k = 0; k < count; k++) {
            char at[32], text[REVOPS_ENGINE_TEXT_MAX];
            revops_time_text(effects[k].at_ms, at, sizeof at);
            revops_effect_text(engine, &effects[k], text, sizeof text);
            printf("  %s  %s\n", at, text);
        }
    }
    return 0;
}

int main(void)
{
    static _Alignas(8) unsigned char memory[1 << 16];
    revops_policy_params policy;
    if (revops_policy_defaults(&policy, sizeof policy) != REVOPS_OK) {
        return 1;
    }
    policy.name = "flats";
    ROWS(&policy, items, item, items);
    ROWS(&policy, needs, need, needs);
    ROWS(&policy, stages, stage, stages);
    ROWS(&policy, events, event, events);
    const revops_engine_params params = {.struct_size = sizeof params, .policy = &policy};
    const revops_engine *engine;
    if (revops_engine_build(&params, memory, sizeof memory, NULL, &engine) != REVOPS_OK) {
        return 1;
    }
    printf("enforced:\n");
    int failed = play(engine, REVOPS_ENGINE_ENFORCE);
    printf("recorded:\n");
    return failed | play(engine, REVOPS_ENGINE_RECORD);
}
