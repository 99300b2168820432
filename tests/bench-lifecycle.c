/* SPDX-License-Identifier: MIT */
/* The same random events over 1,000 leads (in cache) and over a million, by this library, which also keeps dates,
   cycles and reasons and says what it refuses and why; by the bare table and the nested switch, which keep the stage
   and what the guards ask for; and by Boost.MSM, likewise, where it is installed. */
#include "bench-lifecycle.h"

#include "bench.h"
#include "random.h"

static _Alignas(8) unsigned char memory[32768];
static const revops_lifecycle *lifecycle;
static revops_lifecycle_params params;

static void *array(size_t count, size_t size)
{
    void *room = calloc(count, size);
    if (!room) {
        abort();
    }
    return room;
}

/* ---- the library */

static revops_lifecycle_record *records;
static revops_status *statuses;
static revops_lifecycle_result *results;

static void library_prepare(void *context)
{
    const workload *work = context;
    for (uint32_t i = 0; i < work->lead_count; i++) {
        if (revops_lifecycle_record_init(&records[i], 0) != REVOPS_OK) {
            abort();
        }
        records[i].touches = (uint16_t)work->seeds[i].touches;
        records[i].first_touch_ms = work->seeds[i].first_touch_ms;
    }
}

static uint64_t library_run(void *context)
{
    const workload *work = context;
    uint64_t check = 0;
    for (uint32_t i = 0; i < work->event_count; i++) {
        revops_lifecycle_record *record = &records[work->indexes[i]];
        revops_lifecycle_result result;
        revops_status status = revops_lifecycle_apply(lifecycle, record, &work->inputs[i], &result);
        if (status != REVOPS_OK && status != REVOPS_ERR_REFUSED) {
            abort();
        }
        check = check_step(check, record->step, i);
    }
    return check;
}

/* In batches, as a host would take them from a log. */
enum { BATCH = 1024 };

static uint64_t library_run_many(void *context)
{
    const workload *work = context;
    uint64_t check = 0;
    for (uint32_t i = 0; i < work->event_count; i += BATCH) {
        uint32_t count = work->event_count - i < BATCH ? work->event_count - i : BATCH;
        if (revops_lifecycle_apply_many(lifecycle, records, work->lead_count, work->indexes + i,
                                        work->inputs + i, count, statuses, results) != REVOPS_OK) {
            abort();
        }
        for (uint32_t j = 0; j < count; j++) {
            uint32_t step = statuses[j] == REVOPS_OK ? results[j].to : results[j].from;
            check = check_step(check, step, i + j);
        }
    }
    return check;
}

/* ---- what the other contestants keep of a lead */

typedef struct bare_lead {
    int64_t first_touch_ms;
    uint64_t items;
    uint32_t touches;
    uint32_t step;
} bare_lead;

static bare_lead *bare_leads;

static void bare_prepare(void *context)
{
    const workload *work = context;
    for (uint32_t i = 0; i < work->lead_count; i++) {
        bare_lead lead = {work->seeds[i].first_touch_ms, 0, work->seeds[i].touches,
                          REVOPS_LIFECYCLE_STAGE_LEAD};
        bare_leads[i] = lead;
    }
}

/* ---- a bare table: one look-up, all guards as masks, no branch */

typedef struct bare_cell {
    uint64_t required_items, reasons, touch_reasons, kept_items;
    uint32_t to, keep_touches, needs_resume, answers;
} bare_cell;

static bare_cell bare_table[REVOPS_LIFECYCLE_STAGES_MAX][16];

/* From the table's rows, not from what the others are written from. */
static void fill_bare_table(void)
{
    for (uint32_t i = 0; i < params.transition_count; i++) {
        const revops_lifecycle_transition *row = &params.transitions[i];
        int new_cycle = row->flags & REVOPS_LIFECYCLE_TRANSITION_NEW_CYCLE ? 1 : 0;
        int qualifies = row->flags & REVOPS_LIFECYCLE_TRANSITION_NEEDS_QUALIFICATION ? 1 : 0;
        for (uint32_t s = 0; s < params.stage_count; s++) {
            const revops_lifecycle_stage_row *stage = &params.stages[s];
            uint32_t from_rank = stage->rank, to_rank = params.stages[row->to].rank;
            int backward = !new_cycle && from_rank && to_rank && to_rank < from_rank;
            if (!((row->from_mask >> s | row->from_mask >> stage->parent) & 1) || backward) {
                continue;
            }
            bare_cell cell = {
                .required_items = row->required_items | (qualifies ? params.qualification_items : 0),
                .reasons = row->reason_mask ? row->reason_mask : UINT64_MAX,
                .touch_reasons = row->touch_reasons,
                .kept_items = new_cycle ? params.lasting_items : UINT64_MAX,
                .to = row->to,
                .keep_touches = new_cycle ? 0 : UINT32_MAX,
                .needs_resume = row->flags & REVOPS_LIFECYCLE_TRANSITION_NEEDS_RESUME ? 1 : 0,
                .answers = 1,
            };
            bare_table[s][row->trigger] = cell;
        }
    }
}

static uint64_t bare_run(void *context)
{
    const workload *work = context;
    uint64_t check = 0;
    for (uint32_t i = 0; i < work->event_count; i++) {
        bare_lead *lead = &bare_leads[work->indexes[i]];
        const revops_lifecycle_input *input = &work->inputs[i];
        const bare_cell *cell = &bare_table[lead->step][input->trigger];
        uint64_t items = (lead->items & cell->kept_items) | input->items;
        uint64_t enough = (uint64_t)((lead->touches >= MIN_TOUCHES) &
                                     (input->at_ms - lead->first_touch_ms >= MIN_TOUCH_SPAN_MS));
        uint64_t taken = cell->answers & (uint64_t) !(cell->required_items & ~items) &
                         cell->reasons >> input->reason &
                         (enough | (~(cell->touch_reasons >> input->reason) & 1)) &
                         ((uint64_t)(input->resume_ms > input->at_ms) | !cell->needs_resume);
        uint64_t mask = 0 - taken;
        lead->items = (items & mask) | (lead->items & ~mask);
        lead->touches &= cell->keep_touches | (uint32_t)~mask;
        lead->step = (cell->to & (uint32_t)mask) | (lead->step & (uint32_t)~mask);
        check = check_step(check, lead->step, i);
    }
    return check;
}

/* ---- a switch in a switch, the guards written out */

static inline int row_holds(const bare_lead *lead, const revops_lifecycle_input *input, uint64_t flags,
                            uint64_t items, uint64_t reasons, uint64_t touch_reasons)
{
    uint64_t kept = flags & NEW_CYCLE ? REVOPS_LIFECYCLE_ITEM_FIT : UINT64_MAX;
    uint64_t reason = UINT64_C(1) << input->reason;
    return !(items & ~((lead->items & kept) | input->items)) && (!reasons || (reasons & reason)) &&
           (!(flags & RESUME) || input->resume_ms > input->at_ms) &&
           (!(touch_reasons & reason) ||
            (lead->touches >= MIN_TOUCHES && input->at_ms - lead->first_touch_ms >= MIN_TOUCH_SPAN_MS));
}

static inline void row_taken(bare_lead *lead, const revops_lifecycle_input *input, uint64_t flags,
                             uint32_t to)
{
    if (flags & NEW_CYCLE) {
        lead->items &= REVOPS_LIFECYCLE_ITEM_FIT;
        lead->touches = 0;
    }
    lead->items |= input->items;
    lead->step = to;
}

static uint64_t switch_run(void *context)
{
    const workload *work = context;
    uint64_t check = 0;
    for (uint32_t i = 0; i < work->event_count; i++) {
        bare_lead *lead = &bare_leads[work->indexes[i]];
        const revops_lifecycle_input *input = &work->inputs[i];
        switch (lead->step) {
            /* clang-format off */
#define STAGE(stage) case REVOPS_LIFECYCLE_STAGE_##stage: switch (input->trigger) {
#define ROW(from, trigger, to, flags, items, reasons, touch_reasons)                                         \
    case REVOPS_LIFECYCLE_TRIGGER_##trigger:                                                                           \
        if (row_holds(lead, input, flags, items, reasons, touch_reasons)) {                                  \
            row_taken(lead, input, flags, REVOPS_LIFECYCLE_STAGE_##to);                                                \
        }                                                                                                    \
        break;
#define END default: break; } break;
            TABLE
            /* clang-format on */
        default:
            break;
        }
        check = check_step(check, lead->step, i);
    }
    return check;
}

/* ---- */

#ifdef HAVE_BOOST_MSM
static void boost_prepare(void *context)
{
    msm_prepare(context);
}

static uint64_t boost_run(void *context)
{
    return msm_run(context);
}
#endif

/* Any trigger for any lead; three of four bring all items and a time to resume. */
static workload make(uint32_t lead_count, uint32_t event_count)
{
    random_state random = {20260302};
    lead_seed *seeds = array(lead_count, sizeof *seeds);
    uint32_t *indexes = array(event_count, sizeof *indexes);
    revops_lifecycle_input *inputs = array(event_count, sizeof *inputs);
    for (uint32_t i = 0; i < lead_count; i++) {
        seeds[i].first_touch_ms = random_between(&random, 0, 20) * REVOPS_DAY_MS;
        seeds[i].touches = (uint32_t)random_below(&random, 12);
    }
    int64_t at_ms = 21 * REVOPS_DAY_MS;
    for (uint32_t i = 0; i < event_count; i++) {
        uint64_t all = (UINT64_C(1) << params.item_count) - 1;
        at_ms += random_between(&random, 0, 20 * REVOPS_DAY_MS / event_count);
        indexes[i] = (uint32_t)random_below(&random, lead_count);
        inputs[i].at_ms = at_ms;
        inputs[i].trigger = (uint32_t)random_below(&random, params.trigger_count);
        inputs[i].reason = (uint32_t)random_below(&random, params.reason_count + 1);
        inputs[i].items = random_below(&random, 4) ? all : random_next(&random) & all;
        inputs[i].resume_ms = random_below(&random, 4) ? at_ms + REVOPS_DAY_MS : 0;
    }
    workload work = {lead_count, event_count, seeds, indexes, inputs};
    return work;
}

static int compare(const char *title, uint32_t lead_count, uint32_t event_count, double bar)
{
    workload work = make(lead_count, event_count);
    records = array(lead_count, sizeof *records);
    bare_leads = array(lead_count, sizeof *bare_leads);
    bench_contestant contestants[] = {
        {"revops_lifecycle_apply", library_run, &work, library_prepare, {0}},
        {"revops_lifecycle_apply_many", library_run_many, &work, library_prepare, {0}},
        {"bare table without branches", bare_run, &work, bare_prepare, {0}},
        {"nested switch", switch_run, &work, bare_prepare, {0}},
#ifdef HAVE_BOOST_MSM
        {"Boost.MSM", boost_run, &work, boost_prepare, {0}},
#endif
    };
    int count = (int)(sizeof contestants / sizeof contestants[0]);
    int failed = bench_run(title, contestants, count, event_count, 1);
#ifdef HAVE_BOOST_MSM
    failed |= bench_bar("apply / Boost.MSM", &contestants[0], &contestants[4], bar);
    failed |= bench_bar("apply_many / Boost.MSM", &contestants[1], &contestants[4], bar);
    printf("  bytes a lead: %zu, bare %zu, Boost.MSM %zu\n", sizeof *records, sizeof *bare_leads,
           msm_machine_size());
#else
    (void)bar;
    puts("  Boost.MSM isn't installed: the bars are not judged");
#endif
    library_prepare(&work);
    uint64_t moved = 0;
    for (uint32_t i = 0; i < event_count; i++) {
        revops_lifecycle_result result;
        moved += revops_lifecycle_apply(lifecycle, &records[work.indexes[i]], &work.inputs[i], &result) ==
                 REVOPS_OK;
    }
    printf("  %.1f %% of the triggers are taken\n", 100.0 * (double)moved / event_count);
    free(bare_leads);
    free(records);
    free((void *)(uintptr_t)work.seeds);
    free((void *)(uintptr_t)work.indexes);
    free((void *)(uintptr_t)work.inputs);
    return failed;
}

int main(void)
{
    statuses = array(BATCH, sizeof *statuses);
    results = array(BATCH, sizeof *results);
    if (revops_lifecycle_defaults(&params, sizeof params) != REVOPS_OK ||
        revops_lifecycle_build(&params, memory, sizeof memory, NULL, &lifecycle) != REVOPS_OK) {
        return EXIT_FAILURE;
    }
    fill_bare_table();
    int failed = compare("1,000 leads, in cache", 1000, 1000000, 1.5);
    failed |= compare("1 million leads", 1000000, 4000000, 1.0);
    free(results);
    free(statuses);
    return failed;
}
