/* SPDX-License-Identifier: MIT */
/* Samples of the clocks, for growth-samples.h, which includes this. */
#ifndef REVOPS_TESTS_GROWTH_SAMPLES_SLA_H
#define REVOPS_TESTS_GROWTH_SAMPLES_SLA_H

static void sample_revops_sla_params(revops_sla_params *out)
{
    static const revops_sla_clock clocks[] = {{.kind = REVOPS_SLA_ONCE},
                                              {.kind = REVOPS_SLA_REPEATING, .needed = 2}};
    static const revops_sla_case cases[] = {
        {.clock = 0, .target = 1000, .condition_count = 1, .warn_bp = {5000}},
        {.clock = 0, .target = 2000, .first_condition = 1, .condition_count = 1},
        {.clock = 1, .target = 3000},
    };
    static const revops_sla_use uses[] = {{.signal = 0, .clock = 0, .parts = REVOPS_SLA_STARTS},
                                          {.signal = 1, .clock = 0, .parts = REVOPS_SLA_MEETS},
                                          {.signal = 0, .clock = 1, .parts = REVOPS_SLA_STARTS},
                                          {.signal = 1, .clock = 1, .parts = REVOPS_SLA_MEETS}};
    static const revops_condition conditions[] = {{.test = REVOPS_CONDITION_IS_EQUAL, .low = 1},
                                                  {.test = REVOPS_CONDITION_IS_EQUAL, .low = 2}};
    out->struct_size = sizeof *out;
    GROWTH_ROWS(out, clocks, clock, clocks);
    GROWTH_ROWS(out, cases, case, cases);
    GROWTH_ROWS(out, uses, use, uses);
    GROWTH_ROWS(out, conditions, condition, conditions);
    out->signal_count = 2;
    out->attribute_count = 1;
}

static int64_t answer_revops_sla(const revops_sla *built)
{
    revops_sla_record records[2] = {0};
    revops_sla_effect effects[2 * REVOPS_SLA_EFFECTS_OF_CLOCK_MAX];
    const int64_t attribute = 2;
    const uint32_t signal = 0;
    size_t count;
    revops_sla_event event = {.signals = &signal, .signal_count = 1, .attributes = &attribute};
    revops_status status = revops_sla_apply(built, NULL, records, &event, effects, 24, &count);
    return status == REVOPS_OK ? effects[0].due_ms * 10000 + effects[1].due_ms : status;
}

static void sample_revops_sla_columns(revops_sla_columns *out)
{
    static const int64_t at_ms[] = {0, 1500};
    static const uint32_t lead[] = {0, 0}, signals[] = {0, 1};
    out->struct_size = sizeof *out;
    out->count = 2;
    out->at_ms = at_ms;
    out->lead = lead;
    out->signals = signals;
}

static revops_status call_revops_sla_apply_many(const revops_sla_columns *columns, int64_t *answer)
{
    revops_sla_params params = {0};
    const revops_sla *sla;
    revops_sla_record records[2] = {0};
    revops_cursor cursor = {0};
    size_t count;
    sample_revops_sla_params(&params);
    revops_status status = revops_sla_build(&params, growth_memory, sizeof growth_memory, NULL, &sla);
    if (status == REVOPS_OK) {
        status = revops_sla_apply_many(sla, NULL, records, 1, columns, &cursor, NULL, 0, &count);
        *answer = records[1].count;
    }
    return status;
}

static void sample_revops_compliance_params(revops_compliance_params *out)
{
    const revops_compliance_params params = REVOPS_COMPLIANCE_PARAMS_INIT;
    *out = params;
}

static revops_status call_revops_compliance_escalate(const revops_compliance_params *params, int64_t *answer)
{
    const revops_compliance week = {.breached = 1};
    uint32_t level = 0;
    revops_status status = revops_compliance_escalate(params, &week, 1, &level);
    *answer = level;
    return status;
}

#endif
