/* The shortest program: one lead, a few events, what came of them in words, and when to look again.
   cc first.c $(pkg-config --cflags --libs revops) */
#include <revops/revops.h>
#include <stdio.h>
#include <string.h>

static uint64_t memory[32768],
    lead[512]; /* the built-in policy needs less than 256 KiB, its leads less than 4 */
static revops_effect effects[512];

static int happened(const revops_engine *engine, const char *what, int64_t at_ms)
{
    revops_event event = {0};
    size_t count = 0;
    event.at_ms = at_ms;
    event.value = REVOPS_MISSING;
    if (revops_engine_find(engine, REVOPS_ENGINE_LIST_EVENTS, what, strlen(what), &event.kind) != REVOPS_OK ||
        revops_engine_apply(engine, NULL, lead, &event, REVOPS_ENGINE_ENFORCE, REVOPS_EFFECTS_ALL, effects,
                            512, &count) != REVOPS_OK) {
        return 1;
    }
    for (size_t i = 0; i < count; i++) {
        char text[REVOPS_ENGINE_TEXT_MAX];
        revops_effect_text(engine, &effects[i], text, sizeof text);
        printf("%s: %s\n", what, text); /* "demo_requested: became MQL …" */
    }
    return 0;
}

int main(void)
{
    revops_policy_params policy;
    revops_engine_params params;
    const revops_engine *engine;
    int64_t nine_ms = revops_utc_ms(2026, 3, 2, 9, 0);
    if (revops_policy_built_in(&policy, sizeof policy) != REVOPS_OK ||
        revops_engine_defaults(&params, sizeof params) != REVOPS_OK) {
        return 1;
    }
    params.policy = &policy;
    if (revops_engine_build(&params, memory, sizeof memory, NULL, &engine) != REVOPS_OK ||
        revops_lead_init(engine, lead) != REVOPS_OK || happened(engine, "created", nine_ms) ||
        happened(engine, "demo_requested", nine_ms + REVOPS_MINUTE_MS) ||
        happened(engine, "qualified", nine_ms + REVOPS_HOUR_MS)) {
        return 1;
    }
    char next[32];
    revops_time_text(revops_lead_next_wakeup(engine, lead), next, sizeof next);
    printf("look again at %s\n", next);
    return 0;
}
