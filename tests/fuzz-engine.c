/* SPDX-License-Identifier: MIT */
/* Any events and any damage to records, under four policies and random changes of two, in any mode: check and build agree, a record that
   verifies still does after every event, effects fit, the same events give the same bytes. */
#define FUZZ_WORDS "\x01\x02\x03", "\x12\x05\x00", "\x08\x00\x01", "\x0d\x03\x01", "\xff\x10\x20"
#include "fuzz.h"

#include "engine-desk.h"
#include "engine-scored.h"

enum { FUZZ_RECORD = 2048, FUZZ_EFFECTS = 256 };

static const int64_t offsets[] = {0, 4, 8};
static const revops_texts texts = {"nordeast", offsets, 2};

static uint8_t next(const uint8_t **data, size_t *size)
{
    if (!*size) {
        return 0;
    }
    --*size;
    return *(*data)++;
}

/* Stages, moves and needs of the second policy with a few fields changed. */
static void change(revops_policy_params *policy, const uint8_t **data, size_t *size)
{
    static revops_policy_stage stages[16];
    static revops_policy_move moves[16];
    static revops_policy_need needs[16];
    static revops_policy_event events[32];
    memcpy(stages, policy->stages, policy->stage_count * sizeof stages[0]);
    memcpy(moves, policy->moves, policy->move_count * sizeof moves[0]);
    memcpy(needs, policy->needs, policy->need_count * sizeof needs[0]);
    memcpy(events, policy->events, policy->event_count * sizeof events[0]);
    policy->stages = stages;
    policy->moves = moves;
    policy->needs = needs;
    policy->events = events;
    for (int i = next(data, size) % 6; i > 0; i--) {
        uint8_t row = next(data, size), to = next(data, size);
        switch (next(data, size) % 14) {
        case 0:
            stages[row % policy->stage_count].kind = to % 6;
            break;
        case 1:
            stages[row % policy->stage_count].parent = to % 13;
            break;
        case 2:
            stages[row % policy->stage_count].flags = to & 31;
            break;
        case 3:
            stages[row % policy->stage_count].instead_of = to % 13;
            break;
        case 4:
            stages[row % policy->stage_count].entered_by = to % 12;
            break;
        case 5:
            moves[row % policy->move_count].to = to % 13;
            break;
        case 6:
            moves[row % policy->move_count].first_from = to % 16;
            break;
        case 7:
            moves[row % policy->move_count].from_count = to % 5;
            break;
        case 8:
            moves[row % policy->move_count].passed_over = to % 4;
            break;
        case 9:
            moves[row % policy->move_count].cycle = to % 4;
            break;
        case 10:
            needs[row % policy->need_count].kind = to % 5;
            break;
        case 11:
            needs[row % policy->need_count].member_count = to % 9;
            break;
        case 12:
            events[row % policy->event_count].value = to % 14;
            break;
        default:
            policy->backward = to % 3;
            policy->flags = to & 4 ? REVOPS_POLICY_NO_DATES : 0;
        }
    }
}

/* Clocks, cases, happenings and conditions with a few fields changed. */
static void change_clocks(revops_policy_params *policy, const uint8_t **data, size_t *size)
{
    static revops_policy_clock clocks[C_RESOLUTION];
    static revops_policy_case cases[4];
    static revops_policy_happening happenings[11];
    static revops_policy_condition conditions[DESK_WHERES];
    memcpy(clocks, policy->clocks, sizeof clocks);
    memcpy(cases, policy->cases, sizeof cases);
    memcpy(happenings, policy->happenings, sizeof happenings);
    memcpy(conditions, policy->conditions, sizeof conditions);
    policy->clocks = clocks;
    policy->cases = cases;
    policy->happenings = happenings;
    policy->conditions = conditions;
    for (int i = next(data, size) % 8; i > 0; i--) {
        uint8_t row = next(data, size), to = next(data, size);
        switch (next(data, size) % 13) {
        case 0:
            clocks[row % C_RESOLUTION].kind = to % 4;
            break;
        case 1:
            clocks[row % C_RESOLUTION].when_it_changes = to % 4;
            break;
        case 2:
            clocks[row % C_RESOLUTION].first_pause = to % 12;
            break;
        case 3:
            clocks[row % C_RESOLUTION].start_count = to % 6;
            break;
        case 4:
            clocks[row % C_RESOLUTION].flags = to % 3;
            break;
        case 5:
            cases[row % 4].target = (int64_t)((uint64_t)to << (row >> 2));
            break;
        case 6:
            cases[row % 4].unit = to % 5;
            break;
        case 7:
            cases[row % 4].where = to % (DESK_WHERES + 2);
            break;
        case 8:
            cases[row % 4].warn_bp[to & 1] = to * 40u;
            break;
        case 9:
            happenings[row % 11].kind = to % 11;
            break;
        case 10:
            happenings[row % 11].subject = to % 26;
            break;
        case 11:
            conditions[row % DESK_WHERES].kind = to % 6;
            break;
        default:
            conditions[row % DESK_WHERES].row_count = to % 5;
        }
    }
}

static revops_event some_event(const revops_engine *engine, int64_t *at_ms, const uint8_t **data,
                               size_t *size)
{
    static const int64_t steps[] = {0, 1, 1000, 60000, REVOPS_DAY_MS, 20 * REVOPS_DAY_MS, -1, INT64_MAX / 4};
    uint8_t bits = next(data, size);
    *at_ms += *at_ms > INT64_MAX / 2 ? 0 : steps[bits & 7];
    revops_event event = {.at_ms = *at_ms,
                          .kind = 1u + next(data, size) %
                                           (revops_engine_count(engine, REVOPS_ENGINE_LIST_EVENTS) + 1),
                          .value = next(data, size),
                          .reason = bits >> 3 & 7,
                          .id = bits >> 6,
                          .sequence = bits >> 7};
    switch (next(data, size) & 7) {
    case 0:
        event.value = REVOPS_MISSING;
        break;
    case 1:
        event.value = *at_ms + REVOPS_DAY_MS;
        break;
    case 2:
        event.value = INT64_MAX;
        break;
    case 3:
        event.resume_ms = *at_ms + 5;
        event.actor = 3;
        break;
    case 4:
        event.verdict = (revops_event_verdict)(event.value & 3);
        break;
    default:
        break;
    }
    return event;
}

static void play(const revops_engine *engine, const uint8_t **data, size_t *size)
{
    static unsigned char record[FUZZ_RECORD], twin[FUZZ_RECORD];
    revops_effect effects[FUZZ_EFFECTS], again[FUZZ_EFFECTS];
    size_t bytes = revops_lead_size(engine), count = 0, twin_count = 0;
    MUST(bytes <= FUZZ_RECORD && bytes % 64 == 0 && revops_engine_effects_max(engine) <= FUZZ_EFFECTS);
    MUST(revops_lead_init(engine, record) == REVOPS_OK && revops_lead_verify(engine, record, 1) == REVOPS_OK);
    int64_t at_ms = 1772442000000;
    while (*size) {
        uint8_t what = next(data, size);
        memcpy(twin, record, bytes);
        if (what % 8 == 0) { /* damage: refused, or legal */
            record[((size_t)what >> 3 | (size_t)next(data, size) << 5) % bytes] ^=
                (unsigned char)(1u << (what >> 5));
            if (revops_lead_verify(engine, record, 1) != REVOPS_OK) {
                revops_event event = some_event(engine, &at_ms, data, size);
                revops_status status = revops_engine_apply(engine, &texts, record, &event, what >> 6,
                                                           REVOPS_EFFECTS_ALL, effects, FUZZ_EFFECTS, &count);
                MUST(status <= REVOPS_OK); /* it may be anything, and harms nothing */
                memcpy(record, twin, bytes);
            }
            continue;
        }
        revops_status status, twin_status;
        uint64_t wanted =
            what & 32 ? REVOPS_EFFECTS_ALL : (uint64_t)next(data, size) * UINT64_C(0x9e3779b97f4a7c15);
        if (what % 8 == 1) {
            at_ms += at_ms > INT64_MAX / 2 ? 0 : REVOPS_DAY_MS;
            status = revops_engine_advance(engine, &texts, record, at_ms, REVOPS_EFFECTS_ALL, effects,
                                           FUZZ_EFFECTS, &count);
            twin_status =
                revops_engine_advance(engine, &texts, twin, at_ms, wanted, again, FUZZ_EFFECTS, &twin_count);
        } else {
            revops_event event = some_event(engine, &at_ms, data, size);
            status = revops_engine_apply(engine, &texts, record, &event, what >> 6, REVOPS_EFFECTS_ALL,
                                         effects, FUZZ_EFFECTS, &count);
            twin_status = revops_engine_apply(engine, &texts, twin, &event, what >> 6, wanted, again,
                                              FUZZ_EFFECTS, &twin_count);
        }
        MUST(status == twin_status && memcmp(record, twin, bytes) == 0);
        if (status == REVOPS_OK || status == REVOPS_ERR_LATE || status == REVOPS_ERR_DUPLICATE) {
            size_t at = 0;
            MUST(count <= revops_engine_effects_max(engine));
            for (size_t i = 0; i < count; i++) {
                char text[64];
                MUST(revops_effect_text(engine, &effects[i], text, sizeof text) > 0);
                if (wanted & REVOPS_EFFECT_KIND(effects[i].kind)) {
                    MUST(at < twin_count && memcmp(&effects[i], &again[at++], sizeof effects[i]) == 0);
                }
            }
            MUST(at == twin_count);
        }
        MUST(revops_lead_verify(engine, record, 1) == REVOPS_OK);
        revops_lead_state state;
        MUST(revops_lead_read(engine, record, &state) == REVOPS_OK);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static _Alignas(8) unsigned char memory[1 << 19];
    revops_policy_params policy;
    uint8_t which = next(&data, &size);
    switch (which % 8) { /* one in eight with clocks, whose calendars take time to build */
    case 0:
    case 4:
        hubspot_policy(&policy);
        break;
    case 1:
    case 5:
        sales_policy(&policy);
        break;
    case 7:
        scored_policy(&policy);
        break;
    case 2:
    case 6:
        sales_policy(&policy);
        change(&policy, &data, &size);
        break;
    default:
        desk_policy(&policy);
        change_clocks(&policy, &data, &size);
    }
    const revops_engine_params params = {.struct_size = sizeof params, .policy = &policy};
    revops_problem problems[4];
    size_t found = 0, needed = 0;
    revops_status checked = revops_engine_check(&params, problems, 4, &found);
    const revops_engine *engine = NULL;
    revops_status built = revops_engine_build(&params, memory, sizeof memory, &needed, &engine);
    MUST(built == checked && (found == 0) == (checked == REVOPS_OK));
    if (built == REVOPS_OK) {
        play(engine, &data, &size);
    }
    return 0;
}
