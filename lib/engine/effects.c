/* SPDX-License-Identifier: MIT */
/* Figures out of effects: their stages as a funnel's, their entries as its events, what became of clocks, deviations. */
#include <revops/effects.h>

#include "core/bits.h"
#include "engine/engine-internal.h"
#include "figures/funnel-internal.h"

enum { EFFECTS_STAGES_MOST = 64 };

static revops_funnel_kind effects_kind_of(uint8_t kind)
{
    switch ((enum revops_policy_stage_kinds)kind) {
    case REVOPS_POLICY_STAGE_OPEN:
        return REVOPS_FUNNEL_PATH;
    case REVOPS_POLICY_STAGE_WON:
        return REVOPS_FUNNEL_WON;
    case REVOPS_POLICY_STAGE_LOST:
    case REVOPS_POLICY_STAGE_CLOSED:
    case REVOPS_POLICY_STAGE_NURTURE:
        break;
    }
    return REVOPS_FUNNEL_CLOSED;
}

revops_status revops_effects_stages(const revops_engine *engine, uint32_t *rows, revops_funnel_stage *out,
                                    size_t capacity, size_t *needed)
{
    if (!engine || !rows || (!out && capacity > 0)) {
        return REVOPS_ERR_ARG;
    }
    const revops__engine_stage *stages = revops__engine_stages(engine);
    uint32_t count = 0;
    for (uint32_t i = 0; i < engine->counts[REVOPS_ENGINE_LIST_STAGES]; i++) {
        if (stages[i].parent != i) {
            rows[i] = rows[stages[i].parent]; /* steps follow their stage */
            continue;
        }
        if (count < capacity) {
            out[count] =
                (revops_funnel_stage){.kind = effects_kind_of(stages[i].kind), .rank = stages[i].rank};
        }
        rows[i] = count++;
    }
    if (needed) {
        *needed = count;
    }
    return count > REVOPS_FUNNEL_STAGES_MAX ? REVOPS_ERR_RANGE
           : count > capacity               ? REVOPS_ERR_NOSPACE
                                            : REVOPS_OK;
}

/* Rows of the funnel of a set of stages and steps. */
static uint32_t effects_passed(const uint32_t *rows, uint32_t row_count, uint64_t stages)
{
    uint32_t passed = 0;
    for (; stages; stages &= stages - 1) {
        uint32_t stage = revops__lowest_bit(stages);
        passed |= stage < row_count && rows[stage] != REVOPS_NO_ROW ? UINT32_C(1) << rows[stage] : 0;
    }
    return passed;
}

/* Kinds that say something of a funnel. */
static int effects_count(uint16_t kind)
{
    return kind == REVOPS_EFFECT_ENTERED || kind == REVOPS_EFFECT_UNCHANGED || kind == REVOPS_EFFECT_WON;
}

static int effects_fit(const revops_funnel *funnel, uint32_t row_count, const revops_effect *effect,
                       size_t record_count)
{
    return effect->lead < record_count && effect->stage >= 1 && effect->stage <= row_count &&
           effect->at_ms != REVOPS_TIME_NONE &&
           (funnel->reason_count == 0 || effect->reason <= funnel->reason_count);
}

static void effects_fold(const revops_funnel *funnel, const uint32_t *rows, uint32_t row_count,
                         const revops_effect *effect, funnel_record *record)
{
    if (effect->kind == REVOPS_EFFECT_WON) {
        revops__funnel_win(record, effect->value == REVOPS_MISSING ? 0 : effect->value);
        record->last_ms = effect->at_ms;
        return;
    }
    const uint32_t row = rows[effect->stage - 1];
    if (row == REVOPS_NO_ROW) {
        return;
    }
    const int enters = effect->kind == REVOPS_EFFECT_ENTERED;
    if (!enters && record->stage != row + 1) {
        return; /* observes a stage that the funnel has the lead elsewhere of */
    }
    const revops_funnel_event event = {
        .at_ms = effect->at_ms,
        .stage = row,
        .reason = enters && funnel->reason_count && effect->reason ? effect->reason - 1 : REVOPS_NO_ROW,
        .cycle = effect->cycle,
        .is_inferred = (effect->flags & REVOPS_EFFECT_INFERRED) != 0};
    uint32_t passed = enters && effect->stages ? effects_passed(rows, row_count, effect->stages) : 0;
    revops__funnel_fold(funnel, record, &event, passed, 0);
}

revops_status revops_effects_to_funnel(const revops_funnel *funnel, const uint32_t *rows, uint32_t row_count,
                                       const revops_effect *effects, size_t count, void *records,
                                       size_t record_count, revops_cursor *cursor)
{
    if (!funnel || !rows || row_count > EFFECTS_STAGES_MOST || (!effects && count > 0) ||
        (!records && record_count > 0) || (uintptr_t)records % REVOPS_ALIGNMENT ||
        !revops__cursor_is_whole(cursor) || cursor->next > count) {
        return REVOPS_ERR_ARG;
    }
    for (uint32_t i = 0; i < row_count; i++) {
        if (rows[i] >= funnel->stage_count && rows[i] != REVOPS_NO_ROW) {
            return REVOPS_ERR_ARG;
        }
    }
    const size_t size = revops_funnel_record_size(funnel);
    for (size_t i = (size_t)cursor->next; i < count; i++) {
        if (count - i > REVOPS__FUNNEL_AHEAD) {
            const revops_effect *ahead = &effects[i + REVOPS__FUNNEL_AHEAD];
            if (effects_count(ahead->kind) && effects_fit(funnel, row_count, ahead, record_count) &&
                rows[ahead->stage - 1] != REVOPS_NO_ROW) {
                revops__funnel_fetch(funnel, (const char *)records + ahead->lead * size,
                                     rows[ahead->stage - 1]);
            }
        }
        const revops_effect *effect = &effects[i];
        if (!effects_count(effect->kind)) {
            continue;
        }
        if (!effects_fit(funnel, row_count, effect, record_count)) {
            cursor->invalid++;
            continue;
        }
        funnel_record *record = (funnel_record *)(void *)((char *)records + effect->lead * size);
        if (revops__funnel_is_late(record, effect->at_ms)) {
            cursor->late++;
            continue;
        }
        effects_fold(funnel, rows, row_count, effect, record);
        cursor->applied++;
    }
    cursor->next = count;
    return REVOPS_OK;
}

/* What became of a clock; 0 for other kinds. */
static const uint8_t effects_clock_kinds[REVOPS_EFFECT_REMOVED + 1] = {
    [REVOPS_EFFECT_ENTERED] = 0,
    [REVOPS_EFFECT_REFUSED] = 0,
    [REVOPS_EFFECT_UNCHANGED] = 0,
    [REVOPS_EFFECT_DEVIATION] = 0,
    [REVOPS_EFFECT_UNPLACEABLE] = 0,
    [REVOPS_EFFECT_CLEARED] = 0,
    [REVOPS_EFFECT_OWNER] = 0,
    [REVOPS_EFFECT_WON] = 0,
    [REVOPS_EFFECT_RESUME_DUE] = 0,
    [REVOPS_EFFECT_LATE] = 0,
    [REVOPS_EFFECT_DUPLICATE] = 0,
    [REVOPS_EFFECT_STARTED] = REVOPS_SLA_EFFECT_STARTED,
    [REVOPS_EFFECT_WARNED] = REVOPS_SLA_EFFECT_WARNED,
    [REVOPS_EFFECT_BREACHED] = REVOPS_SLA_EFFECT_BREACHED,
    [REVOPS_EFFECT_MET] = REVOPS_SLA_EFFECT_MET,
    [REVOPS_EFFECT_MET_LATE] = REVOPS_SLA_EFFECT_MET_LATE,
    [REVOPS_EFFECT_CANCELLED] = REVOPS_SLA_EFFECT_CANCELLED,
    [REVOPS_EFFECT_PAUSED] = REVOPS_SLA_EFFECT_PAUSED,
    [REVOPS_EFFECT_RESUMED] = REVOPS_SLA_EFFECT_RESUMED,
    [REVOPS_EFFECT_REOPENED] = REVOPS_SLA_EFFECT_REOPENED,
    [REVOPS_EFFECT_RETARGETED] = REVOPS_SLA_EFFECT_RETARGETED,
    [REVOPS_EFFECT_LAPSED] = REVOPS_SLA_EFFECT_LAPSED,
    [REVOPS_EFFECT_MERGED] = REVOPS_SLA_EFFECT_MERGED,
    [REVOPS_EFFECT_GRADED] = 0,
    [REVOPS_EFFECT_INTENT_SHOWN] = 0,
    [REVOPS_EFFECT_WOULD_MOVE] = 0,
    [REVOPS_EFFECT_NO_LONGER_QUALIFIES] = 0,
    [REVOPS_EFFECT_ASKED] = 0,
    [REVOPS_EFFECT_REMOVED] = 0,
    [REVOPS_EFFECT_SIGNALLED] = 0,
};

static uint16_t effects_clock_kind(const revops_effect *effect)
{
    return effect->kind <= REVOPS_EFFECT_REMOVED && effect->clock > 0 ? effects_clock_kinds[effect->kind] : 0;
}

revops_status revops_effects_to_clocks(const revops_effect *effects, size_t count, uint64_t *rows,
                                       revops_sla_effect *out, size_t capacity, size_t *needed)
{
    if ((!effects && count > 0) || (!out && capacity > 0)) {
        return REVOPS_ERR_ARG;
    }
    size_t found = 0;
    for (size_t i = 0; i < count; i++) {
        const revops_effect *effect = &effects[i];
        uint16_t kind = effects_clock_kind(effect);
        if (!kind) {
            continue;
        }
        if (effect->lead > UINT32_MAX) {
            return REVOPS_ERR_RANGE;
        }
        if (found < capacity) {
            if (rows) {
                rows[found] = i;
            }
            out[found] = (revops_sla_effect){
                .at_ms = effect->at_ms,
                .started_ms = kind == REVOPS_SLA_EFFECT_STARTED ? effect->at_ms : REVOPS_TIME_NONE,
                .due_ms = effect->value,
                .consumed_ms = effect->span_ms,
                .lead = (uint32_t)effect->lead,
                .detail = effect->detail,
                .kind = kind,
                .clock = (uint16_t)(effect->clock - 1),
                .row = effect->row ? (uint16_t)(effect->row - 1) : (uint16_t)REVOPS_SLA_NO_CASE};
        }
        found++;
    }
    if (needed) {
        *needed = found;
    }
    return found > capacity ? REVOPS_ERR_NOSPACE : REVOPS_OK;
}

static uint64_t effects_bits(const revops_effect *effect, enum revops_effects_parts part)
{
    switch (part) {
    case REVOPS_EFFECTS_RULES:
        return effect->why & ((UINT32_C(1) << REVOPS_EFFECTS_RULES_MAX) - 1);
    case REVOPS_EFFECTS_ITEMS:
        return effect->items;
    case REVOPS_EFFECTS_STAGES:
        return effect->stages;
    }
    return 0;
}

revops_status revops_effects_to_deviations(const revops_effect *effects, size_t count,
                                           revops_effects_part part, uint64_t *rows, uint64_t *leads,
                                           uint64_t *bits, size_t capacity, size_t *needed)
{
    if ((!effects && count > 0) || ((!leads || !bits) && capacity > 0) || part > REVOPS_EFFECTS_STAGES) {
        return REVOPS_ERR_ARG;
    }
    size_t found = 0;
    for (size_t i = 0; i < count; i++) {
        uint64_t what = effects[i].kind == REVOPS_EFFECT_DEVIATION
                            ? effects_bits(&effects[i], (enum revops_effects_parts)part)
                            : 0;
        if (!what) {
            continue;
        }
        if (found < capacity) {
            leads[found] = effects[i].lead;
            bits[found] = what;
            if (rows) {
                rows[found] = i;
            }
        }
        found++;
    }
    if (needed) {
        *needed = found;
    }
    return found > capacity ? REVOPS_ERR_NOSPACE : REVOPS_OK;
}

const char *revops_effects_rule_name(uint32_t rule)
{
    static const struct {
        uint32_t bit;
        const char *name;
    } names[REVOPS_EFFECTS_RULES_MAX] = {{REVOPS_EFFECT_STAGE_SKIPPED, "stage skipped"},
                                         {REVOPS_EFFECT_MOVED_BACK, "moved back"},
                                         {REVOPS_EFFECT_ITEM_MISSING, "item missing"},
                                         {REVOPS_EFFECT_NO_ROW, "no row"},
                                         {REVOPS_EFFECT_REASON_MISSING, "reason missing"},
                                         {REVOPS_EFFECT_RESUME_MISSING, "resume missing"},
                                         {REVOPS_EFFECT_CONDITION_MISSING, "condition missing"},
                                         {REVOPS_EFFECT_TOO_FEW_TOUCHES, "too few touches"},
                                         {REVOPS_EFFECT_VALUE_MISSING, "value missing"},
                                         {REVOPS_EFFECT_REFUSED_BEFORE, "refused before"}};
    for (uint32_t i = 0; i < REVOPS_EFFECTS_RULES_MAX; i++) {
        if (rule < REVOPS_EFFECTS_RULES_MAX && names[i].bit == UINT32_C(1) << rule) {
            return names[i].name;
        }
    }
    return "unknown";
}
