/* SPDX-License-Identifier: MIT */
/* From a log to the executive page: a policy of one's own words, a replay, figures out of its effects block by block. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <revops/revops.h>

enum { LEADS = 60, EVENTS = LEADS * 7, BLOCK = 256, OWNERS = 3, RULES = REVOPS_EFFECTS_RULES_MAX };

static const char document[] =
    "{\"revops\": 1, \"name\": \"Flats of Monday\","
    " \"items\": {\"references\": \"of the last landlord\"},"
    " \"stages\": [{\"name\": \"Applicant\"}, {\"name\": \"Interview\"},"
    "  {\"name\": \"Contract\", \"needs\": [\"references\"]}, {\"name\": \"Tenant\", \"kind\": \"won\"},"
    "  {\"name\": \"Gone\", \"kind\": \"lost\"}],"
    " \"events\": {\"applied\": {}, \"taken by\": {\"value\": \"person\", \"owner\": \"value\"},"
    "  \"stage\": {\"value\": \"stage\"}, \"checked\": {\"proves\": [\"references\"]}},"
    " \"clocks\": {\"interview\": {\"starts\": {\"stages\": [\"Applicant\"]}, \"met\": {\"stages\": "
    "[\"Interview\"]},"
    "  \"ends\": {\"stages\": [\"Gone\"]}, \"target\": \"2 days\"}},"
    " \"figures\": {\"targets\": {\"win rate\": {\"overall\": {\"from\": \"30 %\", \"to\": \"50 %\"}}},"
    "  \"bands\": {\"time to interview\": [{\"name\": \"prompt\", \"below\": \"24 h\"},"
    "   {\"name\": \"slow\", \"below\": \"72 h\"}, {\"name\": \"too late\"}]}}}";
enum { APPLIED = 1, TAKEN, STAGE, CHECKED }; /* events, by their place in the document */
static const char *const owners[OWNERS] = {"Ada", "Grace", "東 Tokio"};

static revops_event events[EVENTS];
static uint32_t leads_of[EVENTS];
static size_t event_count;

/* What figures need: nothing but effects. */
typedef struct figures {
    const revops_funnel *funnel;
    void *records;
    uint32_t rows[64], row_count;
    revops_compliance interviews[OWNERS]; /* by owner as of then */
    revops_histogram times[OWNERS];
    revops_conformance rules[RULES + 1];
} figures;

static void must(revops_status status)
{
    if (status != REVOPS_OK) {
        fprintf(stderr, "%s\n", revops_status_text(status));
        exit(1);
    }
}

static void *room(size_t size)
{
    void *memory = calloc(1, size);
    if (!memory) {
        exit(1);
    }
    return memory;
}

static void happens(uint32_t lead, int64_t at_ms, uint32_t kind, int64_t value)
{
    leads_of[event_count] = lead;
    events[event_count++] = (revops_event){.at_ms = at_ms, .kind = kind, .value = value};
}

/* A made-up log, lead by lead; numbers of people are those of texts, as the roster is empty. */
static void make_log(void)
{
    uint32_t seed = 7;
    for (uint32_t lead = 0; lead < LEADS; lead++) {
        int64_t at_ms = revops_utc_ms(2026, 3, 2, 9, 0) + lead * 5 * REVOPS_HOUR_MS;
        happens(lead, at_ms, APPLIED, REVOPS_MISSING);
        happens(lead, at_ms + REVOPS_MINUTE_MS, TAKEN, 1 + lead % OWNERS);
        for (int stage = 2; stage <= 4; stage++) {
            seed = seed * 1103515245u + 12345u;
            uint32_t chance = seed >> 16 & 15;
            at_ms += (int64_t)(chance + 1) * 5 * REVOPS_HOUR_MS;
            if (chance < 3) {
                happens(lead, at_ms, STAGE, 5); /* gone */
                break;
            }
            if (chance > 13) {
                break; /* nothing more is known */
            }
            if (stage == 3 && chance > 7) {
                happens(lead, at_ms - 1, CHECKED, REVOPS_MISSING);
            }
            if (stage != 2 || chance != 4) { /* some interviews nobody recorded */
                happens(lead, at_ms, STAGE, stage);
            }
        }
    }
}

static const revops_engine *engine_of(revops_policy_params *policy)
{
    revops_policy_read_params read;
    revops_policy_fault fault;
    size_t needed, faults = 0;
    const char *const documents[] = {document};
    const uint64_t lengths[] = {sizeof document - 1};
    must(revops_policy_read_defaults(&read, sizeof read));
    read.documents = documents;
    read.lengths = lengths;
    read.document_count = read.length_count = 1;
    (void)!revops_policy_read(&read, NULL, 0, &needed, NULL, 0, NULL, policy, sizeof *policy);
    void *rows = room(needed);
    if (revops_policy_read(&read, rows, needed, NULL, &fault, 1, &faults, policy, sizeof *policy) !=
        REVOPS_OK) {
        char text[400];
        revops_policy_fault_text(&fault, text, sizeof text);
        fprintf(stderr, "%s\n", text);
        exit(1);
    }
    const revops_engine_params params = {.struct_size = sizeof params, .policy = policy};
    const revops_engine *engine;
    (void)!revops_engine_build(&params, NULL, 0, &needed, NULL);
    must(revops_engine_build(&params, room(needed), needed, NULL, &engine));
    return engine;
}

static void begin(figures *of, const revops_engine *engine)
{
    static uint64_t memory[1024];
    static const revops_funnel_span spans[] = {{0, 1}, {1, 3}};
    revops_funnel_stage stages[REVOPS_FUNNEL_STAGES_MAX];
    revops_funnel_params params;
    size_t count;
    must(revops_effects_stages(engine, of->rows, stages, REVOPS_FUNNEL_STAGES_MAX, &count));
    of->row_count = revops_engine_count(engine, REVOPS_ENGINE_LIST_STAGES);
    must(revops_funnel_defaults(&params, sizeof params));
    params.stages = stages;
    params.stage_count = (uint32_t)count;
    params.stage_row_size = sizeof stages[0];
    params.spans = spans;
    params.span_count = 2;
    params.span_row_size = sizeof spans[0];
    must(revops_funnel_build(&params, memory, sizeof memory, NULL, &of->funnel));
    of->records = room(LEADS * revops_funnel_record_size(of->funnel));
}

/* Folds a block of effects, which are still in the cache. */
static void fold(figures *of, const revops_effect *effects, size_t count)
{
    revops_cursor cursor = {0};
    revops_sla_effect clocks[BLOCK];
    uint64_t rows[BLOCK], leads[BLOCK], bits[BLOCK], marks[RULES + 1];
    uint32_t groups[BLOCK];
    size_t found;
    must(revops_effects_to_funnel(of->funnel, of->rows, of->row_count, effects, count, of->records, LEADS,
                                  &cursor));
    must(revops_effects_to_clocks(effects, count, rows, clocks, BLOCK, &found));
    for (size_t i = 0; i < found; i++) { /* 0 is nobody: nobody's first minute is the first owner's here */
        uint64_t owner = effects[rows[i]].owner;
        groups[i] = owner ? (uint32_t)(owner - 1) : clocks[i].lead % OWNERS;
    }
    must(revops_compliance_add(clocks, found, groups, of->interviews, of->times, OWNERS));
    must(
        revops_effects_to_deviations(effects, count, REVOPS_EFFECTS_RULES, NULL, leads, bits, BLOCK, &found));
    const revops_conformance_columns columns = {
        .struct_size = sizeof columns, .count = found, .lead = leads, .bits = bits};
    must(revops_conformance_add(&columns, of->rules, marks, 1, RULES));
}

/* Replays the log and lets time pass until the present. */
static void replay(const revops_engine *engine, int64_t now_ms, figures *of)
{
    static revops_effect effects[BLOCK];
    size_t size = revops_lead_size(engine), count;
    unsigned char *leads = room(LEADS * size);
    for (size_t i = 0; i < LEADS; i++) {
        must(revops_lead_init(engine, leads + i * size));
    }
    for (int is_time = 0; is_time < 2; is_time++) {
        revops_cursor cursor = {0};
        revops_status status = REVOPS_ERR_NOSPACE;
        while (status == REVOPS_ERR_NOSPACE) {
            status = is_time ? revops_engine_advance_many(engine, NULL, leads, LEADS, NULL, now_ms, &cursor,
                                                          REVOPS_EFFECTS_ALL, effects, BLOCK, &count)
                             : revops_engine_apply_many(engine, NULL, leads, LEADS, NULL, leads_of, events,
                                                        event_count, REVOPS_ENGINE_RECORD, &cursor,
                                                        REVOPS_EFFECTS_ALL, effects, BLOCK, &count);
            fold(of, effects, count);
        }
        must(status);
    }
    free(leads);
}

/* The metric of a figure that the policy has bands or a target of. */
static uint32_t metric_of(const revops_policy_params *policy, const char *name)
{
    uint32_t metric = 0;
    must(revops_policy_metric_find(policy, name, strlen(name), &metric));
    return metric;
}

static void write_page(const revops_policy_params *policy, const revops_engine *engine, const figures *of,
                       int64_t now_ms)
{
    revops_sheet_figure key_figures[2] = {{0}};
    revops_plan_params bands;
    uint32_t win_rate_bp;
    revops_sheet_side sides[OWNERS] = {{0}};
    revops_sheet_step steps[4] = {{0}};
    revops_sheet_deviation deviations[RULES] = {{0}};
    revops_funnel_state *state;
    revops_funnel_count counts[REVOPS_FUNNEL_STAGES_MAX];
    revops_histogram all = {0};
    revops_sheet_params params;
    const revops_sheet *sheet;
    size_t size;
    (void)!revops_funnel_state_init(of->funnel, NULL, 0, &size, NULL);
    void *cells = room(size);
    must(revops_funnel_state_init(of->funnel, cells, size, NULL, &state));
    must(revops_funnel_add(of->funnel, state, of->records, LEADS, NULL, NULL, now_ms));
    must(revops_funnel_counts(of->funnel, state, 0, counts, REVOPS_FUNNEL_STAGES_MAX, NULL));
    must(revops_sheet_defaults(&params, sizeof params));
    params.title = "Flats, week of 16 March";
    params.as_of_ms = now_ms;
    for (uint32_t i = 0; i < 4; i++) {
        steps[i] =
            (revops_sheet_step){revops_engine_name(engine, REVOPS_ENGINE_LIST_STAGES, i + 1),
                                (uint32_t)counts[i].reached, i < 3 ? (uint32_t)counts[i + 1].reached : 0};
    }
    for (uint32_t i = 0; i < OWNERS; i++) {
        const revops_compliance *counter = &of->interviews[i];
        sides[i] = (revops_sheet_side){.name = owners[i],
                                       .met = counter->met,
                                       .breached = counter->breached,
                                       .met_late = counter->met_late,
                                       .under_5_min = counter->under_5_min,
                                       .under_30_min = counter->under_30_min,
                                       .from_30_min = counter->from_30_min};
        must(revops_histogram_merge(&all, &of->times[i]));
    }
    must(revops_plan_defaults(&bands, sizeof bands));
    (void)!revops_policy_plan_bands(policy, NULL, 0, &size);
    revops_plan_band *rows = room(size * sizeof *rows);
    must(revops_policy_plan_bands(policy, rows, size, NULL));
    bands.bands = rows;
    bands.band_count = (uint32_t)size;
    bands.band_row_size = sizeof *rows;
    must(revops_stats_rate(counts[3].reached, counts[0].reached, &win_rate_bp));
    key_figures[0] =
        (revops_sheet_figure){"win rate", win_rate_bp, REVOPS_SHEET_SHARE, metric_of(policy, "win rate")};
    key_figures[1] = (revops_sheet_figure){"interview, median", 0, REVOPS_SHEET_SPAN,
                                           metric_of(policy, "time to interview")};
    must(revops_histogram_percentile(&all, 5000, &key_figures[1].value));
    params.bands = &bands;
    params.figures = key_figures;
    params.figure_count = 2;
    params.figure_row_size = sizeof key_figures[0];
    for (uint32_t i = 0; i < RULES; i++) {
        if (of->rules[i].leads > 0) {
            deviations[params.deviation_count++] = (revops_sheet_deviation){
                revops_effects_rule_name(i), of->rules[i].deviations, of->rules[i].leads, REVOPS_MISSING};
        }
    }
    params.steps = steps;
    params.step_count = 4;
    params.step_row_size = sizeof steps[0];
    params.sides = sides;
    params.side_count = OWNERS;
    params.side_row_size = sizeof sides[0];
    params.deviations = deviations;
    params.deviation_row_size = sizeof deviations[0];
    (void)!revops_sheet_build(&params, NULL, 0, &size, NULL);
    void *memory = room(size);
    must(revops_sheet_build(&params, memory, size, NULL, &sheet));
    size = revops_sheet_text(sheet, NULL, 0) + 1;
    char *text = room(size);
    revops_sheet_text(sheet, text, size);
    fputs(text, stdout);
    free(text);
    free(memory);
    free(rows);
    free(cells);
}

int main(void)
{
    static figures of;
    static revops_policy_params policy;
    const revops_engine *engine = engine_of(&policy);
    int64_t now_ms = revops_utc_ms(2026, 3, 23, 9, 0);
    make_log();
    begin(&of, engine);
    replay(engine, now_ms, &of);
    write_page(&policy, engine, &of, now_ms);
    free(of.records);
    free((void *)(uintptr_t)engine);
    return 0;
}
