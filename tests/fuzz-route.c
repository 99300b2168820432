/* SPDX-License-Identifier: MIT */
#define FUZZ_WORDS                                                                                           \
    "\1\0\0\0", "\2\0\0\0", "\377\377\377\377", "\0\0\0\0\0\0\0\200", "\1", "\2", "\3", "\4", "aaaa",        \
        "rrrr", "\12\0", "\0\0\0\0"
#include "fuzz.h"

typedef struct input {
    const uint8_t *data;
    size_t size;
} input;

static uint64_t take(input *in, size_t bytes)
{
    uint64_t value = 0;
    for (; bytes > 0 && in->size > 0; bytes--, in->size--) {
        value = value << 8 | *in->data++;
    }
    return value;
}

enum { REPS = 5, QUEUES = 3, RULES = 3 };

static _Alignas(8) unsigned char memory[1 << 16], state_memory[1 << 14], other_memory[1 << 14];

/* A router of any shape that bytes can describe, mostly a sound one. */
static const revops_route *make(input *in, revops_route_rep *reps, revops_route_member *members,
                                revops_route_queue *queues, revops_route_absence *absences,
                                revops_segment_rule *rules, revops_condition *conditions)
{
    static const int64_t values[] = {3, 1, 2};
    uint32_t member_count = 0;
    for (uint32_t i = 0; i < REPS; i++) {
        reps[i] = (revops_route_rep){i + 1,
                                     (uint32_t)take(in, 1) % 8,
                                     (uint32_t)take(in, 1) % 8,
                                     (uint32_t)take(in, 1) % 16,
                                     (int32_t)take(in, 1) % 8,
                                     0,
                                     (uint32_t)take(in, 1) % (QUEUES + 1),
                                     0};
    }
    for (uint32_t i = 0; i < QUEUES; i++) {
        queues[i] = (revops_route_queue){i + 1, (uint32_t)take(in, 1) % (QUEUES + 1)};
        uint64_t who = take(in, 1);
        for (uint32_t k = 0; k < REPS; k++) {
            if (who >> k & 1) {
                members[member_count++] =
                    (revops_route_member){i + 1, k + 1, 1 + (uint32_t)take(in, 2) % 1000, 0};
            }
        }
    }
    for (uint32_t i = 0; i < REPS; i++) {
        int64_t from = (int64_t)take(in, 1);
        absences[i] = (revops_route_absence){1 + (uint32_t)take(in, 1) % REPS, (uint32_t)take(in, 1) % 2,
                                             from, from + 1 + (int64_t)take(in, 1)};
    }
    for (uint32_t i = 0; i < RULES; i++) {
        rules[i] = (revops_segment_rule){1 + (uint32_t)take(in, 1) % QUEUES, i, 1, 0};
        conditions[i] = (revops_condition){(uint32_t)take(in, 1) % 3,
                                           (uint32_t)take(in, 1) % 9,
                                           (int8_t)take(in, 1),
                                           (int8_t)take(in, 1),
                                           (uint32_t)take(in, 1) % 5,
                                           (uint32_t)take(in, 1) % 5,
                                           0,
                                           0};
    }
    revops_segment_params territories = REVOPS_SEGMENT_PARAMS_INIT;
    territories.attribute_count = 2;
    territories.rule_count = territories.condition_count = RULES;
    territories.value_count = 3;
    territories.otherwise = (uint32_t)take(in, 1) % 5;
    territories.rules = rules;
    territories.conditions = conditions;
    territories.values = values;
    revops_route_params params = REVOPS_ROUTE_PARAMS_INIT;
    params.rep_count = params.absence_count = REPS;
    params.queue_count = params.fallback_queue = QUEUES;
    params.member_count = member_count;
    params.owed_limit = (uint32_t)take(in, 1);
    params.owner_away = (uint32_t)take(in, 1) % 3;
    params.owner_full = (uint32_t)take(in, 1) % 3;
    params.owner_left = 1 + (uint32_t)take(in, 1) % 2;
    params.reps = reps;
    params.queues = queues;
    params.members = members;
    params.absences = absences;
    params.territories = take(in, 1) % 2 ? &territories : NULL;
    const revops_route *route = NULL;
    size_t needed;
    revops_status status = revops_route_build(&params, memory, sizeof memory, &needed, &route);
    if (status != REVOPS_OK) { /* without what was wrong it must go */
        MUST(route == NULL);
        params.territories = NULL;
        for (uint32_t i = 0; i < QUEUES; i++) {
            queues[i].overflow = REVOPS_NONE;
        }
        MUST(revops_route_build(&params, memory, sizeof memory, &needed, &route) == REVOPS_OK);
    }
    MUST(needed <= sizeof memory);
    return route;
}

/* Whatever is asked in whatever order: the lead goes to whom the candidates say, nobody is over their capacity
   who isn't an owner, nothing is lost, and a state goes through storage unchanged. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    input in = {data, size};
    revops_route_rep reps[REPS];
    revops_route_member members[QUEUES * REPS];
    revops_route_queue queues[QUEUES];
    revops_route_absence absences[REPS];
    revops_segment_rule rules[RULES];
    revops_condition conditions[RULES];
    const revops_route *route = make(&in, reps, members, queues, absences, rules, conditions);
    revops_route_state *state;
    size_t state_size = 0;
    MUST(revops_route_state_init(route, NULL, 0, &state_size, NULL) == REVOPS_ERR_NOSPACE);
    MUST(state_size <= sizeof state_memory);
    MUST(revops_route_state_init(route, state_memory, sizeof state_memory, NULL, &state) == REVOPS_OK);
    int64_t at_ms = 0;
    int32_t day = 0;
    while (in.size > 0) {
        uint8_t what = (uint8_t)take(&in, 1);
        uint32_t rep = (uint32_t)take(&in, 1) % (REPS + 2);
        if (what < 160) {
            int64_t row[2] = {what % 5 ? (int8_t)take(&in, 1) : REVOPS_MISSING, (int8_t)take(&in, 1)};
            revops_route_candidate candidates[QUEUES * REPS];
            revops_route_assignment out;
            size_t count = 0;
            at_ms += what % 7;
            day += what % 11 == 0;
            revops_route_lead lead = {at_ms, day, what % 13 ? REVOPS_NONE : rep, what % 3 ? REVOPS_NONE : rep,
                                      0};
            revops_status status =
                revops_route_explain(route, state, &lead, row, NULL, candidates, QUEUES * REPS, &count);
            MUST(revops_route_assign(route, state, &lead, row, NULL, &out) == status);
            MUST(status == REVOPS_OK);
            MUST((out.reason == REVOPS_ROUTE_HELD) == (out.owner == REVOPS_NONE));
            uint32_t next = REVOPS_NONE;
            for (size_t i = 0; i < count; i++) {
                if (candidates[i].standing == REVOPS_ROUTE_NEXT) {
                    MUST(next == REVOPS_NONE);
                    next = candidates[i].rep;
                    uint32_t most = reps[next - 1].max_open;
                    MUST(most == 0 || candidates[i].open < most);
                    MUST(next != lead.previous);
                }
            }
            MUST(next == (out.reason == REVOPS_ROUTE_BY_OWNER ? REVOPS_NONE : out.owner));
            char text[64];
            MUST(revops_route_text(&out, candidates, count, NULL, text, sizeof text) > 0);
        } else if (what < 200) {
            uint32_t queue = (uint32_t)take(&in, 1) % (QUEUES + 2);
            revops_status status = revops_route_release(route, state, rep, queue, what % 3);
            MUST(status == REVOPS_OK || status == REVOPS_ERR_ARG || status == REVOPS_ERR_REFUSED);
        } else if (what < 205) {
            revops_status status = revops_route_set_left(route, state, rep, what % 3);
            MUST((status == REVOPS_OK) == (rep >= 1 && rep <= REPS && what % 3 < 2));
        } else if (what < 220) {
            revops_status status = revops_route_set_open(route, state, rep, (uint32_t)take(&in, 1) % 10);
            MUST((status == REVOPS_OK) == (rep >= 1 && rep <= REPS));
        } else {
            memcpy(other_memory, state, state_size);
            if (what < 240) {
                MUST(revops_route_state_open(route, other_memory, state_size, state_memory,
                                             sizeof state_memory, NULL, &state) == REVOPS_OK);
            } else if (in.size > 0) { /* a damaged one is refused, or at least harmless */
                other_memory[take(&in, 2) % state_size] ^= (uint8_t)(1 + take(&in, 1) % 255);
                revops_route_state *carried;
                static _Alignas(8) unsigned char damaged[1 << 14];
                if (revops_route_state_open(route, other_memory, state_size, damaged, sizeof damaged, NULL,
                                            &carried) == REVOPS_OK) {
                    revops_route_lead lead = {INT64_MAX, INT32_MAX, 0, 0, 0};
                    int64_t row[2] = {1, 2};
                    revops_route_assignment out;
                    for (int i = 0; i < 5; i++) {
                        MUST(revops_route_assign(route, carried, &lead, row, NULL, &out) == REVOPS_OK);
                    }
                }
            }
        }
    }
    return 0;
}
