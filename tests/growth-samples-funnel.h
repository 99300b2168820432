/* SPDX-License-Identifier: MIT */
/* Samples of growth: funnel, conformance, columns of compliance. Included by growth-samples.h alone. */
#ifndef REVOPS_TESTS_GROWTH_SAMPLES_FUNNEL_H
#define REVOPS_TESTS_GROWTH_SAMPLES_FUNNEL_H

static void sample_revops_funnel_params(revops_funnel_params *out)
{
    static const revops_funnel_stage stages[] = {{REVOPS_FUNNEL_PATH, 0}, {REVOPS_FUNNEL_WON, 0}};
    static const revops_funnel_span spans[] = {{0, 1}, {1, 0}};
    if (revops_funnel_defaults(out, sizeof *out) != REVOPS_OK) {
        abort();
    }
    GROWTH_ROWS(out, stages, stage, stages);
    GROWTH_ROWS(out, spans, span, spans);
}

static void sample_revops_funnel_columns(revops_funnel_columns *out)
{
    static const uint32_t lead[] = {0, 0}, cycle[] = {1, 2};
    static const uint8_t stage[] = {0, 1};
    static const int64_t at_ms[] = {5, 9}, amount[] = {0, 30};
    out->struct_size = sizeof *out;
    out->count = 2;
    out->lead = lead;
    out->stage = stage;
    out->at_ms = at_ms;
    out->amount = amount;
    out->cycle = cycle;
}

static revops_status funnel_answer(const revops_funnel *funnel, const revops_funnel_columns *columns,
                                   int64_t *answer)
{
    static uint64_t records[64];
    revops_cursor cursor = {0};
    revops_funnel_standing standing = {0};
    memset(records, 0, sizeof records);
    revops_status status = revops_funnel_apply_many(funnel, columns, records, 1, &cursor);
    if (status == REVOPS_OK) {
        status = revops_funnel_stand(funnel, records, 1, &standing);
    }
    *answer = (int64_t)standing.wins * 10000 + standing.reached * 100 + (int64_t)standing.cycles * 10 +
              (int64_t)revops_funnel_record_size(funnel);
    return status;
}

static int64_t answer_revops_funnel(const revops_funnel *built)
{
    revops_funnel_columns columns = {0};
    int64_t answer = 0;
    sample_revops_funnel_columns(&columns);
    return funnel_answer(built, &columns, &answer) == REVOPS_OK ? answer : 0;
}

static revops_status call_revops_funnel_apply_many(const revops_funnel_columns *columns, int64_t *answer)
{
    revops_funnel_params params;
    const revops_funnel *funnel;
    sample_revops_funnel_params(&params);
    revops_status status = revops_funnel_build(&params, growth_memory, sizeof growth_memory, NULL, &funnel);
    return status == REVOPS_OK ? funnel_answer(funnel, columns, answer) : status;
}

static revops_status call_revops_funnel_flow_add(const revops_funnel_columns *columns, int64_t *answer)
{
    revops_funnel_params params;
    const revops_funnel *funnel;
    revops_funnel_place place = {0};
    revops_funnel_move moves[6] = {{0}};
    revops_cursor cursor = {0};
    sample_revops_funnel_params(&params);
    revops_status status = revops_funnel_build(&params, growth_memory, sizeof growth_memory, NULL, &funnel);
    if (status == REVOPS_OK) {
        status = revops_funnel_flow_add(funnel, columns, &place, 1, moves, &cursor);
    }
    *answer = (int64_t)moves[1].time_ms * 10 + place.reached;
    return status;
}

static void sample_revops_conformance_columns(revops_conformance_columns *out)
{
    static const uint64_t lead[] = {1, 2}, bits[] = {3, 2};
    static const int8_t weight[] = {1, -1};
    out->struct_size = sizeof *out;
    out->count = 2;
    out->lead = lead;
    out->bits = bits;
    out->weight = weight;
}

static revops_status call_revops_conformance_add(const revops_conformance_columns *columns, int64_t *answer)
{
    revops_conformance cells[3] = {{0}};
    uint64_t marks[3];
    revops_status status = revops_conformance_add(columns, cells, marks, 1, 2);
    *answer = (int64_t)(cells[0].deviations * 100 + cells[1].deviations * 10 + cells[2].deviations);
    return status;
}

static void sample_revops_motion_params(revops_motion_params *out)
{
    const revops_motion_params init = REVOPS_MOTION_PARAMS_INIT;
    *out = init;
}

static revops_status call_revops_motion_classify(const revops_motion_params *params, int64_t *answer)
{
    const int64_t values[] = {0, 1500000, 10000001};
    uint32_t classes[3] = {0};
    revops_status status = revops_motion_classify(params, values, 3, classes);
    *answer = classes[0] * 100 + classes[1] * 10 + classes[2];
    return status;
}

static revops_status call_revops_motion_mix_between(const revops_motion_params *params, int64_t *answer)
{
    const revops_motion before[REVOPS_MOTION_CLASSES_MAX] = {{.revenue = 5}},
                        now[REVOPS_MOTION_CLASSES_MAX] = {{.revenue = 4}, {.revenue = 7}};
    revops_motion_mix mix = {.alarms = 0};
    revops_status status = revops_motion_mix_between(params, before, now, &mix);
    *answer = mix.alarms * 100 + mix.others_change;
    return status;
}

static void sample_revops_motion_columns(revops_motion_columns *out)
{
    static const uint32_t steps[] = {3, 1};
    static const int64_t revenue[] = {30, 4};
    static const int8_t weight[] = {1, -1};
    out->struct_size = sizeof *out;
    out->count = 2;
    out->steps = steps;
    out->revenue = revenue;
    out->weight = weight;
}

static revops_status call_revops_motion_add(const revops_motion_columns *columns, int64_t *answer)
{
    revops_motion cell = {0};
    revops_status status = revops_motion_add(columns, &cell, 1);
    *answer = (int64_t)(cell.revenue * 100 + cell.reached[1] * 10 + cell.rows);
    return status;
}

static void sample_revops_attribution_row_columns(revops_attribution_row_columns *out)
{
    static const int64_t lead[] = {1, 1}, touch_ms[] = {3, 5}, conversion_ms[] = {5, 9}, amount[] = {10, 7};
    static const uint8_t channel[] = {0, 1};
    out->struct_size = sizeof *out;
    out->count = out->conversion_count = 2;
    out->touch_lead = out->conversion_lead = lead;
    out->touch_ms = touch_ms;
    out->channel8 = channel;
    out->conversion_ms = conversion_ms;
    out->amount = amount;
}

static revops_status call_revops_attribution_apply_rows(const revops_attribution_row_columns *columns,
                                                        int64_t *answer)
{
    revops_attribution_params params;
    const revops_attribution *attribution;
    revops_attribution_state *state;
    revops_attribution_credit credits[3] = {{0}};
    if (revops_attribution_defaults(&params, sizeof params) != REVOPS_OK) {
        abort();
    }
    params.channel_count = 2;
    if (revops_attribution_build(&params, growth_memory, sizeof growth_memory, NULL, &attribution) !=
            REVOPS_OK ||
        revops_attribution_state_init(attribution, growth_state, sizeof growth_state, NULL, &state) !=
            REVOPS_OK) {
        abort();
    }
    revops_status status = revops_attribution_apply_rows(attribution, state, columns, 1);
    if (revops_attribution_credits(attribution, state, credits, 3, NULL) != REVOPS_OK) {
        abort();
    }
    *answer = credits[0].amount * 100 + credits[1].amount;
    return status;
}

static void sample_revops_sheet_params(revops_sheet_params *out)
{
    static const revops_sheet_step steps[] = {{"lead", 4, 2}, {"won", 2, 0}};
    static const revops_sheet_side sides[] = {{.name = "sales", .met = 3},
                                              {.name = "marketing", .breached = 1}};
    static const revops_sheet_deviation deviations[] = {{"skipped", 3, 2, 5}, {"back", 4, 1, 7}};
    static const revops_sheet_queue queues[] = {{"north", 3, 1, 5}, {"south", 3, 2, 6}};
    static const revops_sheet_column columns[] = {{"owner", REVOPS_SHEET_NAME, 0},
                                                  {"won", REVOPS_SHEET_COUNT, 0}};
    static const revops_sheet_cell cells[] = {{0, "kim", 0, 0}, {2, NULL, 0, 0}};
    static const revops_sheet_table tables[] = {
        {"owners", columns, cells, 2, sizeof(revops_sheet_column), 1, 0},
        {"again", columns, cells, 2, sizeof(revops_sheet_column), 1, 0},
    };
    static const revops_sheet_figure figures[] = {
        {"win rate", 2400, REVOPS_SHEET_SHARE, REVOPS_PLAN_METRIC_WIN_RATE},
        {"cycle", 75, REVOPS_SHEET_COUNT, 0}};
    if (revops_sheet_defaults(out, sizeof *out) != REVOPS_OK) {
        abort();
    }
    out->pipeline = 320000000;
    out->quota = 100000000;
    GROWTH_ROWS(out, steps, step, steps);
    GROWTH_ROWS(out, sides, side, sides);
    GROWTH_ROWS(out, deviations, deviation, deviations);
    GROWTH_ROWS(out, queues, queue, queues);
    GROWTH_ROWS(out, tables, table, tables);
    GROWTH_ROWS(out, figures, figure, figures);
}

static int64_t answer_revops_sheet(const revops_sheet *built)
{
    static char text[4096];
    int64_t answer = (int64_t)revops_sheet_json_text(built, text, sizeof text);
    for (const char *at = text; *at; at++) {
        answer = answer * 31 % 1000003 + (unsigned char)*at;
    }
    return answer;
}

static void sample_revops_compliance_columns(revops_compliance_columns *out)
{
    static const uint8_t kind[] = {REVOPS_SLA_EFFECT_MET, REVOPS_SLA_EFFECT_BREACHED,
                                   REVOPS_SLA_EFFECT_BREACHED};
    static const int8_t weight[] = {1, 1, 0};
    out->struct_size = sizeof *out;
    out->count = 3;
    out->kind = kind;
    out->weight = weight;
}

static revops_status call_revops_compliance_count(const revops_compliance_columns *columns, int64_t *answer)
{
    revops_compliance counter = {0};
    revops_status status = revops_compliance_count(columns, &counter, NULL, 1);
    *answer = (int64_t)(counter.met * 10 + counter.breached);
    return status;
}

#endif
