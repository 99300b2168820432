/* The shortest program: one lead, one event, what came of it.
   cc first.c $(pkg-config --cflags --libs revops) */
#include <revops/revops.h>
#include <stdio.h>

static uint64_t memory[REVOPS_BUILTIN_DEFAULT_SIZE / 8];

int main(void)
{
    const revops_builtin *engine;
    revops_builtin_lead lead;
    revops_builtin_effect effects[8];
    size_t n;

    if (revops_builtin_default(memory, sizeof memory, &engine) != REVOPS_OK ||
        revops_builtin_lead_init(&lead, revops_utc_ms(2026, 3, 2, 9, 0)) != REVOPS_OK) {
        return 1;
    }
    revops_builtin_event demo = {0};
    demo.at_ms = revops_utc_ms(2026, 3, 2, 9, 1);
    demo.kind = REVOPS_BUILTIN_EVENT_DEMO_REQUESTED;
    if (revops_builtin_apply(engine, &lead, &demo, effects, 8, &n) != REVOPS_OK) {
        return 1;
    }
    for (size_t i = 0; i < n; i++) {
        char text[160];
        revops_builtin_effect_text(engine, &effects[i], text, sizeof text);
        puts(
            text); /* "became MQL: fit B, engagement 1, demo requested"  "first contact due 2026-03-02 13:01" */
    }
    return 0;
}
