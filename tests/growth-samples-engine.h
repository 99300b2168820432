/* SPDX-License-Identifier: MIT */
/* Samples of the engine, for growth-samples.h, which includes this. */
#ifndef REVOPS_TESTS_GROWTH_SAMPLES_ENGINE_H
#define REVOPS_TESTS_GROWTH_SAMPLES_ENGINE_H

static void sample_revops_engine_params(revops_engine_params *out)
{
    static const revops_policy_stage stages[] = {{.name = "one"}, {.name = "two"}, {.name = "three"}};
    static const revops_policy_event events[] = {{.name = "seen"},
                                                 {.name = "stage", .value = REVOPS_POLICY_VALUE_STAGE}};
    static revops_policy_params policy;
    if (revops_policy_defaults(&policy, sizeof policy) != REVOPS_OK) {
        abort();
    }
    GROWTH_ROWS(&policy, stages, stage, stages);
    GROWTH_ROWS(&policy, events, event, events);
    memset(out, 0, sizeof *out);
    out->struct_size = sizeof *out;
    out->policy = &policy;
}

static int64_t answer_revops_engine(const revops_engine *built)
{
    const revops_event event = {.at_ms = 5, .kind = 2, .value = 3};
    revops_effect effects[16];
    size_t count = 0;
    if (revops_lead_init(built, growth_state) != REVOPS_OK ||
        revops_engine_apply(built, NULL, growth_state, &event, REVOPS_ENGINE_RECORD, REVOPS_EFFECTS_ALL,
                            effects, 16, &count) != REVOPS_OK) {
        return -1;
    }
    return (int64_t)(revops_lead_size(built) * 1000 + count * 100 + effects[count - 1].stages);
}

static void sample_revops_engine_refold_columns(revops_engine_refold_columns *out)
{
    static _Alignas(8) unsigned char memory[1 << 15];
    static const revops_engine *engines[1];
    static const revops_event events[] = {{.at_ms = 5, .kind = 2, .value = 2},
                                          {.at_ms = 6, .kind = 2, .value = 3}};
    static const uint8_t marks[] = {REVOPS_ENGINE_ROW_NEW, REVOPS_ENGINE_ROW_NEW};
    revops_engine_params params;
    sample_revops_engine_params(&params);
    if (!engines[0] && revops_engine_build(&params, memory, sizeof memory, NULL, &engines[0]) != REVOPS_OK) {
        abort();
    }
    memset(out, 0, sizeof *out);
    out->struct_size = sizeof *out;
    out->count = 2;
    out->events = events;
    out->marks = marks;
    out->engines = engines;
    out->engine_count = 1;
}

static revops_status call_revops_engine_refold(const revops_engine_refold_columns *history, int64_t *answer)
{
    static revops_engine_change changes[16];
    size_t count = 0;
    if (revops_lead_init(history->engines[0], growth_state) != REVOPS_OK) {
        return REVOPS_ERR_ARG;
    }
    revops_status status = revops_engine_refold(history, growth_state, growth_memory, sizeof growth_memory,
                                                NULL, NULL, changes, 16, &count);
    *answer = (int64_t)(count * 1000 + changes[count ? count - 1 : 0].after.stage);
    return status;
}

static void sample_revops_simulate_columns(revops_simulate_columns *out)
{
    static _Alignas(8) unsigned char memory[1 << 15];
    static _Alignas(8) unsigned char leads[1 << 12];
    static const revops_engine *engine;
    static const revops_policy_stage stages[] = {{.name = "one"}, {.name = "two"}};
    static const revops_policy_event vocabulary[] = {
        {.name = "owner", .value = REVOPS_POLICY_VALUE_PERSON, .owner = REVOPS_POLICY_OWNER_VALUE},
        {.name = "stage", .value = REVOPS_POLICY_VALUE_STAGE}};
    static const revops_policy_happening happenings[] = {{REVOPS_POLICY_HAPPENS_STAGE, 2}};
    static const revops_policy_person people[] = {{.name = "ada"}};
    static const revops_policy_member members[] = {{.person = 1}};
    static const revops_policy_queue queues[] = {{.name = "all", .member_count = 1}};
    static const revops_event events[] = {{.at_ms = 5, .kind = 2, .value = 2}};
    static const uint64_t firsts[] = {0, 1};
    static revops_policy_params policy;
    if (!engine) {
        if (revops_policy_defaults(&policy, sizeof policy) != REVOPS_OK) {
            abort();
        }
        GROWTH_ROWS(&policy, stages, stage, stages);
        GROWTH_ROWS(&policy, events, event, vocabulary);
        GROWTH_ROWS(&policy, happenings, happening, happenings);
        GROWTH_ROWS(&policy, people, people, people);
        GROWTH_ROWS(&policy, members, member, members);
        GROWTH_ROWS(&policy, queues, queue, queues);
        policy.route_count = policy.route_otherwise = 1;
        revops_engine_params params;
        memset(&params, 0, sizeof params);
        params.struct_size = sizeof params;
        params.policy = &policy;
        if (revops_engine_build(&params, memory, sizeof memory, NULL, &engine) != REVOPS_OK ||
            revops_lead_size(engine) > sizeof leads) {
            abort();
        }
    }
    if (revops_lead_init(engine, leads) != REVOPS_OK) {
        abort();
    }
    memset(out, 0, sizeof *out);
    out->struct_size = sizeof *out;
    out->count = 1;
    out->engine = engine;
    out->leads = leads;
    out->firsts = firsts;
    out->events = events;
    out->until_ms = 9;
    out->wanted = REVOPS_EFFECTS_ALL;
}

static revops_status call_revops_simulate_state_init(const revops_simulate_columns *columns, int64_t *answer)
{
    static _Alignas(8) unsigned char routing[1 << 14], turns[1 << 14];
    static revops_effect effects[64];
    revops_simulate_answer answers[2];
    revops_simulate_state *state;
    const revops_route *route;
    revops_route_state *route_state;
    size_t count = 0, answer_count = 0;
    revops_status status =
        revops_simulate_state_init(columns, growth_memory, sizeof growth_memory, NULL, &state);
    if (status != REVOPS_OK) {
        return status;
    }
    if (revops_simulate_route(columns->engine, routing, sizeof routing, NULL, &route) != REVOPS_OK ||
        revops_route_state_init(route, turns, sizeof turns, NULL, &route_state) != REVOPS_OK) {
        return REVOPS_ERR_ARG;
    }
    status = revops_simulate(&state, 1, route, route_state, effects, 64, &count, answers, 2, &answer_count);
    *answer = (int64_t)(count * 1000 + answer_count * 100 + answers[0].owner);
    return status;
}

#endif
