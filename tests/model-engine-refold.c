/* SPDX-License-Identifier: MIT */
/* Leads whose events arrive in any order, are corrected and deleted, under policies that change, in any mode, with time told in
   between: after each of it the record and the effects that stand are those of the history folded from nothing [C07, C08, LC21, LC22,
   LC28, SEM9, SEM21, SEM24], and the difference is what naive loops find. */
#include "model.h"
#include "random.h"

#include "engine-any.h"
#include "engine-live.h"

enum { ROUNDS = 300, EVENTS = 32 };

static random_state seed = {20261127};
static live lead;
static size_t merged_count, late_count, deleted_count, changed_count, refused_count;

static uint32_t below(uint32_t n)
{
    return (uint32_t)random_below(&seed, n);
}

/* The engine of rows under a mark of its own. */
static const revops_engine *build(const revops_policy_params *policy, uint64_t rules)
{
    const revops_engine_params params = {.struct_size = sizeof params, .policy = policy, .rules = rules};
    size_t needed = 0;
    const revops_engine *engine = NULL;
    MUST(revops_engine_build(&params, NULL, 0, &needed, NULL) == REVOPS_ERR_NOSPACE);
    void *memory = malloc(needed);
    MUST(memory && revops_engine_build(&params, memory, needed, NULL, &engine) == REVOPS_OK);
    return engine;
}

/* Three policies of the same names: targets, and whether promises move, differ. */
static void begin(uint32_t which)
{
    static revops_policy_case cases[16];
    memset(&lead, 0, sizeof lead);
    for (uint32_t i = 0; i < 3; i++) {
        revops_policy_params policy;
        any_policy(which, &policy);
        MUST(policy.case_count <= 16);
        for (uint32_t k = 0; k < policy.case_count; k++) {
            cases[k] = policy.cases[k];
            cases[k].target +=
                i && cases[k].unit != REVOPS_CALENDAR_UNIT_BUSINESS_DAYS ? (int64_t)i * 7200000 : 0;
        }
        policy.cases = policy.case_count ? cases : policy.cases;
        lead.engines[i] = build(&policy, 1 + i);
    }
    lead.engine_count = 3;
    lead.engine = lead.engines[0];
    lead.mode = below(4);
    lead.id = 1 + below(1000);
    lead.as_of_ms = REVOPS_TIME_NONE;
    MUST(revops_lead_size(lead.engine) <= LIVE_RECORD);
    MUST(revops_lead_init(lead.engine, lead.record) == REVOPS_OK);
}

static revops_event any_event(int64_t at_ms, uint64_t id)
{
    return any_event_of(&seed, lead.engines[0], at_ms, id);
}

/* A lead that is to be merged into this one: what is known of it before an instant. */
static void any_other(unsigned char *record, int64_t until_ms)
{
    revops_effect effects[512];
    size_t count;
    int64_t at_ms = until_ms - (int64_t)below(20) * REVOPS_DAY_MS;
    MUST(revops_lead_init(lead.engines[0], record) == REVOPS_OK);
    for (uint32_t i = below(20); i > 0 && at_ms <= until_ms; i--) {
        revops_event event = any_event(at_ms, i);
        event.flags = 0;
        (void)!revops_engine_apply(lead.engines[0], NULL, record, &event, lead.mode, 0, effects, 512, &count);
        at_ms += (int64_t)below(3) * REVOPS_DAY_MS;
    }
    MUST(revops_lead_verify(lead.engines[0], record, 1) == REVOPS_OK);
}

/* The rows of a life; changes of policy are at instants of their own. */
static size_t any_life(revops_event *rows, int merges)
{
    uint32_t others = 0;
    static const int64_t grains_ms[] = {60000, 3600000, 21600000, 86400000};
    int64_t at_ms = 1772442000000, grain_ms = grains_ms[below(4)];
    size_t count = 0;
    for (uint64_t id = 1; id <= EVENTS; id++) {
        at_ms += (int64_t)below(4) * grain_ms;
        rows[count++] = any_event(at_ms, id);
        if (merges && others < LIVE_OTHERS && below(8) == 0) {
            any_other(lead.others[others], at_ms);
            rows[count++] = (revops_event){
                .at_ms = at_ms, .id = 1000 + id, .flags = REVOPS_EVENT_MERGE, .value = ++others};
            merged_count++;
        } else if (merges && id + 4 > EVENTS && below(3) == 0) {
            rows[count++] =
                (revops_event){.at_ms = at_ms, .id = 1000 + id, .flags = REVOPS_EVENT_MERGED, .value = 77};
        } else if (!merges && below(12) == 0) {
            rows[count++] = (revops_event){.at_ms = at_ms + 7,
                                           .id = 1000 + id,
                                           .flags = REVOPS_EVENT_POLICY,
                                           .value = (int64_t)revops_engine_mark(lead.engines[below(3)])};
            at_ms += grain_ms;
        }
    }
    return count;
}

/* The row is deleted and arrives again: all is as before. */
static void delete_and_add(size_t at)
{
    static live before;
    before = lead;
    revops_event row = lead.rows[at];
    live_delete(&lead, at);
    live_insert(&lead, &row, REVOPS_ENGINE_ROW_NEW);
    live_refold(&lead);
    MUST(live_are_same(&lead, before.record, lead.record) && live_are_equal(&before.told, &lead.told));
    MUST(lead.count == before.count && memcmp(before.rows, lead.rows, lead.count * sizeof row) == 0);
}

static void correct(size_t at)
{
    revops_event row = lead.rows[at], other = any_event(row.at_ms, row.id + 5000);
    if (row.flags & ~REVOPS_EVENT_ANSWER) {
        return;
    }
    lead.marks[at] = REVOPS_ENGINE_ROW_GONE;
    live_insert(&lead, &other, REVOPS_ENGINE_ROW_NEW);
    live_refold(&lead);
}

static void live_a_life(void)
{
    revops_event rows[2 * EVENTS];
    size_t count = any_life(rows, (int)below(2));
    int64_t now_ms = rows[0].at_ms;
    uint32_t disorder = below(4);
    for (size_t left = count; left > 0; left--) {
        size_t at = disorder ? random_below(&seed, disorder == 3 ? left : left < 5 ? left : 5) : 0;
        revops_event row = rows[at];
        memmove(&rows[at], &rows[at + 1], (left - at - 1) * sizeof row);
        now_ms = now_ms < row.at_ms ? row.at_ms : now_ms;
        if (below(3) == 0) {
            live_advance(&lead, now_ms + (int64_t)below(2) * REVOPS_HOUR_MS);
        }
        lead.as_of_ms = below(3) ? REVOPS_TIME_NONE : now_ms;
        late_count += (size_t)live_arrive(&lead, row);
        if (below(12) == 0) {
            size_t which = random_below(&seed, lead.count);
            deleted_count++;
            switch (below(3)) {
            case 0:
                delete_and_add(which);
                break;
            case 1:
                correct(which);
                break;
            default:
                live_delete(&lead, which);
            }
        }
    }
    for (size_t i = 0; i < lead.count; i++) {
        changed_count += lead.rows[i].flags & REVOPS_EVENT_POLICY ? 1 : 0;
        refused_count += lead.rows[i].verdict == REVOPS_EVENT_REFUSED;
    }
}

int main(void)
{
    for (round_number = 0; round_number < ROUNDS; round_number++) {
        seed.state = 20261127 + (uint64_t)round_number;
        begin((uint32_t)round_number % 5);
        live_a_life();
        for (uint32_t i = 0; i < lead.engine_count; i++) {
            free((void *)(uintptr_t)lead.engines[i]);
        }
    }
    printf("%d lives: %zu rows arrived late, %zu were corrected or deleted, %zu changes of policy, %zu "
           "merges, %zu refusals\n",
           ROUNDS, late_count, deleted_count, changed_count, merged_count, refused_count);
    MUST(late_count > 1000 && deleted_count > 300 && changed_count > 100 && refused_count > 200 &&
         merged_count > 200);
    return 0;
}
