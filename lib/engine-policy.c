/* SPDX-License-Identifier: MIT */
/* The built-in policy, and compiling one. */
#include "engine-internal.h"
#include "params.h"
#include "text.h"

#include <string.h>

#define EVENT(kind)  REVOPS_SIGNAL(REVOPS_EVENT_##kind)
#define STAGE(stage) REVOPS_SIGNAL(REVOPS_SIGNAL_STAGE(REVOPS_STAGE_##stage))

revops_status revops_engine_defaults(revops_engine_params *out, size_t size)
{
    revops_engine_params defaults = {.worst_fit = 2, .assumed_fit = 2, .worst_engagement = 3};
    if (!out) {
        return REVOPS_ERR_ARG;
    }
    if (size < sizeof defaults) {
        return REVOPS_ERR_ABI;
    }
    revops__params_give(out, size, &defaults, sizeof defaults);
    return REVOPS_OK;
}

/* SL1–SL4: what starts, meets and ends the built-in clocks. */
static revops_status default_rows(revops_sla_row *rows)
{
    const uint64_t ends = STAGE(CLOSED_WON) | STAGE(CLOSED_LOST) | STAGE(RECYCLED) | STAGE(DISQUALIFIED);
    const revops_sla_meanings meanings = {
        .qualified = STAGE(MQL) | STAGE(PQL),
        .assigned = EVENT(ASSIGNED),
        .contacted = EVENT(CALLED) | EVENT(EMAILED) | EVENT(MESSAGED) | EVENT(CONTACTED),
        .accepted = STAGE(SAL),
        .disposed = STAGE(SQL) | STAGE(OPPORTUNITY) | ends,
        .waiting = EVENT(PAUSED),
        .resumed = EVENT(RESUMED),
        .answered = EVENT(REPLIED),
        .left = ends,
        .high_intent = 2,
    };
    return revops_sla_default_rows(&meanings, rows);
}

static const char *const default_clock_names[] = {"routing", "first contact", "touches", "disposition"};

/* An own lifecycle must know the built-in stages, triggers, items and reasons by their numbers. */
static revops_status read_lifecycle(const revops_engine_params *params, revops_lifecycle_params *out)
{
    revops_lifecycle_params built_in;
    revops_status status = revops_lifecycle_defaults(&built_in, sizeof built_in);
    if (status != REVOPS_OK || !params->lifecycle) {
        *out = built_in;
        return status;
    }
    status = revops__params_copy(out, sizeof *out, sizeof *out, params->lifecycle);
    if (status == REVOPS_OK &&
        (out->stage_count < built_in.stage_count || out->trigger_count < built_in.trigger_count ||
         out->item_count < built_in.item_count || out->reason_count < built_in.reason_count)) {
        return REVOPS_ERR_ARG;
    }
    return status;
}

static revops_status read_sla(const revops_engine_params *params, revops_sla_row *rows,
                              revops_sla_params *out)
{
    if (params->sla) {
        revops_status status = revops__params_copy(out, sizeof *out, sizeof *out, params->sla);
        if (status == REVOPS_OK && (out->clock_count > REVOPS_LEAD_CLOCKS || out->calendar_count)) {
            return REVOPS_ERR_ARG;
        }
        return status;
    }
    revops_sla_params policy = {
        .struct_size = sizeof policy,
        .clock_count = REVOPS_SLA_DEFAULT_CLOCKS,
        .row_count = REVOPS_SLA_DEFAULT_ROWS,
        .row_size = sizeof *rows,
        .rows = rows,
    };
    *out = policy;
    return default_rows(rows);
}

static void put_clock_name(revops__text *text, const revops_engine_params *params, uint32_t clock)
{
    const char *const *names = params->sla ? params->clock_names : default_clock_names;
    if (names && names[clock]) {
        revops__text_put(text, names[clock]);
    } else {
        revops__text_put(text, "clock ");
        revops__text_unsigned(text, clock, 0);
    }
    revops__text_char(text, '\0');
}

static uint32_t aligned(size_t size)
{
    return (uint32_t)((size + 15) & ~(size_t)15);
}

revops_status revops_engine_build(const revops_engine_params *params, void *memory, size_t memory_size,
                                  size_t *needed, const revops_engine **out)
{
    revops_engine_params known;
    revops_lifecycle_params lifecycle_params;
    revops_sla_row rows[REVOPS_SLA_DEFAULT_ROWS];
    revops_sla_params sla_policy;
    revops_status status = revops__params_copy(&known, sizeof known, sizeof known, params);
    if (status != REVOPS_OK) {
        return status;
    }
    if (known.flags || known.reserved) {
        return REVOPS_ERR_NEWER;
    }
    if (known.worst_fit < 1 || known.worst_fit > 4 || known.assumed_fit < 1 || known.assumed_fit > 4 ||
        known.worst_engagement < 1 || known.worst_engagement > 4) {
        return REVOPS_ERR_ARG;
    }
    status = read_lifecycle(&known, &lifecycle_params);
    if (status == REVOPS_OK) {
        status = read_sla(&known, rows, &sla_policy);
    }
    if (status != REVOPS_OK) {
        return status;
    }
    size_t lifecycle_size, sla_size;
    status = revops_lifecycle_build(&lifecycle_params, NULL, 0, &lifecycle_size, NULL);
    if (status != REVOPS_ERR_NOSPACE) {
        return status;
    }
    const revops_sla *sla;
    status = revops_sla_build(&sla_policy, NULL, 0, &sla_size, &sla);
    if (status != REVOPS_ERR_NOSPACE) {
        return status;
    }
    revops__text names = revops__text_begin(NULL, 0);
    for (uint32_t clock = 0; clock < sla_policy.clock_count; clock++) {
        put_clock_name(&names, &known, clock);
    }
    uint32_t at_lifecycle = aligned(sizeof(revops_engine) + names.length);
    uint32_t at_sla = at_lifecycle + aligned(lifecycle_size);
    uint32_t size = at_sla + aligned(sla_size);
    if (needed) {
        *needed = size;
    }
    if (!memory || memory_size < size) {
        return REVOPS_ERR_NOSPACE;
    }
    if ((uintptr_t)memory % 16) {
        return REVOPS_ERR_ALIGN;
    }
    if (!out) {
        return REVOPS_ERR_ARG;
    }
    memset(memory, 0, size);
    revops_engine *engine = memory;
    engine->size = size;
    engine->lifecycle = at_lifecycle;
    engine->sla = at_sla;
    engine->worst_fit = known.worst_fit;
    engine->assumed_fit = known.assumed_fit;
    engine->worst_engagement = known.worst_engagement;
    engine->clock_count = sla_policy.clock_count;
    names = revops__text_begin((char *)(engine + 1), names.length);
    for (uint32_t clock = 0; clock < sla_policy.clock_count; clock++) {
        engine->clock_names[clock] = (uint32_t)(sizeof *engine + names.length);
        put_clock_name(&names, &known, clock);
    }
    const revops_lifecycle *lifecycle;
    status = revops_lifecycle_build(&lifecycle_params, (char *)memory + at_lifecycle, lifecycle_size, NULL,
                                    &lifecycle);
    if (status == REVOPS_OK) {
        status = revops_sla_build(&sla_policy, (char *)memory + at_sla, sla_size, NULL, &sla);
    }
    if (status == REVOPS_OK) {
        engine->signals = revops_sla_signals(sla);
        *out = engine;
    }
    return status;
}

revops_status revops_engine_default(void *memory, size_t memory_size, const revops_engine **out)
{
    revops_engine_params params;
    revops_status status = revops_engine_defaults(&params, sizeof params);
    if (status == REVOPS_OK) {
        status =
            memory && out ? revops_engine_build(&params, memory, memory_size, NULL, out) : REVOPS_ERR_ARG;
    }
    return status;
}

const revops_lifecycle *revops_engine_lifecycle(const revops_engine *engine)
{
    return engine ? (const revops_lifecycle *)(const void *)((const char *)engine + engine->lifecycle) : NULL;
}

const revops_sla *revops_engine_sla(const revops_engine *engine)
{
    return engine ? (const revops_sla *)(const void *)((const char *)engine + engine->sla) : NULL;
}

const char *revops_engine_clock_name(const revops_engine *engine, uint32_t clock)
{
    return engine && clock < engine->clock_count ? (const char *)engine + engine->clock_names[clock]
                                                 : "unknown";
}
