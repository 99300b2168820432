/* SPDX-License-Identifier: MIT */
/* Leads and accounts whose policy changes after every event to one that says the same: the same engine built again, other rules
   in the same layout, a layout with more in it. Nothing comes of it: effects, answers and records are those of leads and
   accounts under one policy [LC28, SEM24, SEM29]. An argument says how many times the cases there are. */
#include "model.h"

#include "engine-any.h"
#include "engine-used-log.h"

enum { CASES = 300, LIFE = 40, HEARD = 8 * LIFE, CHANGE_ROOM = 1024 };

/* Ways to live. */
enum ways { AS_IT_IS, BUILT_AGAIN, IN_PLACE, OTHER_LAYOUT, WAYS };

typedef struct life {
    unsigned char record[RECORD], account[RECORD];
    revops_effect effects[TOLD];
    size_t count;
    revops_event answers[HEARD];
    size_t answer_count;
} life;

/* The engine of each way that is in force at first, and the one that it changes with. */
static const revops_engine *turns[WAYS][2];
static life lives[WAYS];
static size_t told_count, heard_count;

static const revops_engine *must(const revops_engine *built)
{
    MUST(built && revops_lead_size(built) <= RECORD && revops_engine_account_size(built) <= RECORD);
    return built;
}

static const revops_engine *build_rows(revops_policy_params *policy, uint64_t mark)
{
    const revops_engine_params params = {.struct_size = sizeof params, .policy = policy, .rules = mark};
    size_t needed = 0;
    const revops_engine *built = NULL;
    MUST(revops_engine_build(&params, NULL, 0, &needed, NULL) == REVOPS_ERR_NOSPACE);
    void *memory = malloc(needed);
    MUST(memory && revops_engine_build(&params, memory, needed, NULL, &built) == REVOPS_OK);
    return must(built);
}

/* A policy of rows; another layout has an attribute more. */
static void build_any(uint32_t which)
{
    static revops_policy_attribute rows[64];
    revops_policy_params policy;
    any_policy(which, &policy);
    turns[AS_IT_IS][0] = turns[AS_IT_IS][1] = build_rows(&policy, 1);
    for (uint32_t way = BUILT_AGAIN; way < WAYS; way++) {
        turns[way][0] = build_rows(&policy, 1);
        turns[way][1] = way == OTHER_LAYOUT ? NULL : build_rows(&policy, way == IN_PLACE ? 2 : 1);
    }
    MUST(policy.attribute_count < 63);
    if (policy.attribute_count) {
        memcpy(rows, policy.attributes, policy.attribute_count * sizeof rows[0]);
    }
    rows[policy.attribute_count++] = (revops_policy_attribute){.name = "zzz", .type = REVOPS_POLICY_NUMBER};
    policy.attributes = rows;
    policy.attribute_row_size = sizeof rows[0];
    turns[OTHER_LAYOUT][1] = build_rows(&policy, 2);
}

/* A policy with usage, as a document. */
static void build_used(void)
{
    static const char attributes_key[] = "'attributes':{", last[] = "'plan':{";
    static used_text text, wider;
    revops_policy_fault fault;
    build();
    used_write(&rules, &text);
    wider.length = 0;
    const char *at = strstr(text.text, last);
    MUST(strstr(text.text, attributes_key) && at);
    used_put(&wider, "%.*s'zzz':{'type':'text','of':'account'},%s", (int)(at - text.text), text.text, at);
    turns[AS_IT_IS][0] = turns[AS_IT_IS][1] = engine;
    for (uint32_t way = BUILT_AGAIN; way < WAYS; way++) {
        turns[way][0] = must(turn_engine(text.text, 1, &fault));
        turns[way][1] = must(
            turn_engine(way == OTHER_LAYOUT ? wider.text : text.text, way == BUILT_AGAIN ? 1 : 2, &fault));
    }
}

static void add(life *l, const revops_effect *effects, size_t count)
{
    MUST(l->count + count <= TOLD);
    memcpy(l->effects + l->count, effects, count * sizeof effects[0]);
    l->count += count;
}

/* An event, its account's answers, and then the change of policy. */
static void live_on(enum ways way, size_t turn, const revops_event *event)
{
    static revops_effect effects[CHANGE_ROOM];
    static unsigned char next_record[RECORD], next_account[RECORD];
    life *l = &lives[way];
    const revops_engine *now = turns[way][turn % 2], *next = turns[way][1 - turn % 2];
    int64_t at_ms = event->at_ms + 1;
    revops_event given[8];
    size_t count = 0, given_count = 0;
    revops_status status = revops_engine_apply(now, NULL, l->record, event, mode, REVOPS_EFFECTS_ALL, effects,
                                               CHANGE_ROOM, &count);
    MUST(status == REVOPS_OK);
    add(l, effects, count);
    MUST(revops_engine_account_apply(now, NULL, l->account, 7, 1, event, given, 8, &given_count) ==
         REVOPS_OK);
    for (size_t i = 0; i < given_count; i++) {
        MUST(revops_engine_apply(now, NULL, l->record, &given[i], mode, REVOPS_EFFECTS_ALL, effects,
                                 CHANGE_ROOM, &count) == REVOPS_OK);
        add(l, effects, count);
        MUST(l->answer_count < HEARD);
        l->answers[l->answer_count++] = given[i];
    }
    if (way == AS_IT_IS) {
        MUST(revops_engine_advance(now, NULL, l->record, at_ms, REVOPS_EFFECTS_ALL, effects, CHANGE_ROOM,
                                   &count) == REVOPS_OK);
        add(l, effects, count);
        return;
    }
    MUST(revops_lead_rebase(now, next, NULL, l->record, at_ms, REVOPS_EFFECTS_ALL, next_record, effects,
                            CHANGE_ROOM, &count) == REVOPS_OK);
    add(l, effects, count);
    MUST(revops_lead_verify(next, next_record, 1) == REVOPS_OK);
    memcpy(l->record, next_record, sizeof next_record);
    MUST(revops_engine_account_rebase(now, next, l->account, at_ms, next_account, effects, CHANGE_ROOM,
                                      &count) == REVOPS_OK);
    MUST(count == 0 && revops_engine_account_verify(next, next_account, 1) == REVOPS_OK);
    memcpy(l->account, next_account, sizeof next_account);
}

/* As far as lives of two ways have come, they are the same. */
static void compare_lives(enum ways a, enum ways b)
{
    const life *one = &lives[a], *other = &lives[b];
    for (size_t i = 0; i < one->count && i < other->count; i++) {
        MUST(memcmp(&one->effects[i], &other->effects[i], sizeof one->effects[i]) == 0);
    }
    MUST(one->count == other->count && one->answer_count == other->answer_count);
    MUST(memcmp(one->answers, other->answers, one->answer_count * sizeof one->answers[0]) == 0);
}

static void live(int is_used)
{
    static const int64_t grains_ms[] = {60000, 3600000, 21600000, 86400000};
    int64_t event_ms = T0, grain_ms = grains_ms[below(4)];
    const revops_engine *first = turns[AS_IT_IS][0];
    for (uint32_t way = 0; way < WAYS; way++) {
        lives[way].count = lives[way].answer_count = 0;
        MUST(revops_lead_init(turns[way][0], lives[way].record) == REVOPS_OK);
        MUST(revops_engine_account_init(turns[way][0], lives[way].account) == REVOPS_OK);
    }
    for (size_t i = 0; i < LIFE; i++) {
        event_ms += (1 + (int64_t)below(4)) * grain_ms;
        revops_event event = is_used ? entries[i].event : any_event_of(&seed, first, event_ms, i + 1);
        if (!is_used && revops_engine_value(first, event.kind) == REVOPS_POLICY_VALUE_ATTRIBUTE) {
            event.value = event.value > 2 ? 2 : event.value; /* further choices have no names */
        }
        event.at_ms = event_ms;
        event.flags = 0;
        for (uint32_t way = 0; way < WAYS; way++) {
            live_on((enum ways)way, i, &event);
        }
        compare_lives(AS_IT_IS, BUILT_AGAIN);
        compare_lives(AS_IT_IS, IN_PLACE);
        compare_lives(AS_IT_IS, OTHER_LAYOUT);
        MUST(memcmp(lives[AS_IT_IS].record, lives[BUILT_AGAIN].record, revops_lead_size(first)) == 0);
        MUST(memcmp(lives[AS_IT_IS].account, lives[BUILT_AGAIN].account, revops_engine_account_size(first)) ==
             0);
        if (i % 2) {
            MUST(memcmp(lives[IN_PLACE].record, lives[OTHER_LAYOUT].record, revops_lead_size(first)) == 0);
            MUST(memcmp(lives[IN_PLACE].account, lives[OTHER_LAYOUT].account,
                        revops_engine_account_size(first)) == 0);
        }
    }
    told_count += lives[AS_IT_IS].count;
    heard_count += lives[AS_IT_IS].answer_count;
}

int main(int argument_count, char **arguments)
{
    int times = argument_count > 1 ? atoi(arguments[1]) : 1;
    for (round_number = 0; round_number < CASES * times; round_number++) {
        int is_used = round_number % 2;
        seed.state = 20261127 + (uint64_t)round_number;
        if (is_used) {
            build_used();
            draw_log();
        } else {
            build_any((uint32_t)round_number / 2 % ANY_POLICIES);
        }
        mode = below(4);
        live(is_used);
        for (uint32_t way = 0; way < WAYS; way++) {
            free((void *)(uintptr_t)turns[way][0]);
            free((void *)(uintptr_t)(way == AS_IT_IS ? NULL : turns[way][1]));
        }
    }
    printf("%d lives of %d events, in %d ways: %zu effects, %zu answers\n", CASES * times, LIFE, WAYS,
           told_count, heard_count);
    MUST(told_count > 5000 && heard_count > 500);
    return 0;
}
