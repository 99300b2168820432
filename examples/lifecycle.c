/* The lifecycle alone: a refusal that says what is missing, the way to a deal, and a checker that finds a
   table's faults.
   cc lifecycle.c $(pkg-config --cflags --libs revops) */
#include <revops/lifecycle.h>
#include <stdio.h>

static _Alignas(8) unsigned char memory[32768];

static void try_trigger(const revops_lifecycle *lifecycle, revops_lifecycle_record *record, int64_t at_ms,
                        uint32_t trigger, uint64_t items)
{
    revops_lifecycle_input input = {.at_ms = at_ms, .trigger = trigger, .items = items};
    revops_lifecycle_result result;
    char text[300];
    revops_status status = revops_lifecycle_apply(lifecycle, record, &input, &result);
    if (status == REVOPS_OK || status == REVOPS_ERR_REFUSED) {
        revops_lifecycle_result_text(lifecycle, &result, text, sizeof text);
        puts(text);
    } else {
        puts(revops_status_text(status));
    }
}

int main(void)
{
    const revops_lifecycle *lifecycle;
    revops_lifecycle_params params;
    revops_lifecycle_record record;
    int64_t monday_ms = revops_utc_ms(2026, 3, 2, 9, 0);

    /* The built-in table, with MEDDIC in place of BANT. */
    if (revops_lifecycle_defaults(&params, sizeof params) != REVOPS_OK) {
        return 1;
    }
    params.qualification_items = REVOPS_LIFECYCLE_CHECKLIST_MEDDIC;
    if (revops_lifecycle_build(&params, memory, sizeof memory, NULL, &lifecycle) != REVOPS_OK ||
        revops_lifecycle_record_init(&record, monday_ms) != REVOPS_OK) {
        return 1;
    }
    try_trigger(lifecycle, &record, monday_ms + 1, REVOPS_LIFECYCLE_TRIGGER_MQL,
                REVOPS_LIFECYCLE_ITEM_FIT | REVOPS_LIFECYCLE_ITEM_INTENT);
    try_trigger(lifecycle, &record, monday_ms + 2, REVOPS_LIFECYCLE_TRIGGER_QUALIFIED,
                REVOPS_LIFECYCLE_ITEM_METRICS);
    try_trigger(lifecycle, &record, monday_ms + 3, REVOPS_LIFECYCLE_TRIGGER_QUALIFIED,
                REVOPS_LIFECYCLE_ITEM_CONTACT | REVOPS_LIFECYCLE_CHECKLIST_MEDDIC);
    try_trigger(lifecycle, &record, monday_ms + 4, REVOPS_LIFECYCLE_TRIGGER_ACCEPTED, 0);
    try_trigger(lifecycle, &record, monday_ms + 5, REVOPS_LIFECYCLE_TRIGGER_PURCHASED, 0);
    try_trigger(lifecycle, &record, monday_ms - 1, REVOPS_LIFECYCLE_TRIGGER_REOPENED, 0);

    /* A table with a mistake: its last row answers "won" once more. */
    revops_lifecycle_transition rows[40];
    for (uint32_t i = 0; i < params.transition_count; i++) {
        rows[i] = params.transitions[i];
    }
    rows[params.transition_count++] =
        (revops_lifecycle_transition){.trigger = REVOPS_LIFECYCLE_TRIGGER_WON,
                                      .from_mask = 1u << REVOPS_LIFECYCLE_STAGE_SQL,
                                      .to = REVOPS_LIFECYCLE_STAGE_CLOSED_WON};
    params.transitions = rows;
    revops_problem problems[4];
    size_t found = 0;
    if (revops_lifecycle_check(&params, problems, 4, &found) != REVOPS_ERR_UNSOUND) {
        return 1;
    }
    for (size_t i = 0; i < found && i < 4; i++) {
        char text[200];
        revops_lifecycle_problem_text(&params, &problems[i], text, sizeof text);
        puts(text);
    }
    return 0;
}
