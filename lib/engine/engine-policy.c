/* SPDX-License-Identifier: MIT */
/* The built-in policy, and compiling one. */
#include "engine/engine-internal.h"
#include "core/params.h"
#include "core/text.h"

#include <string.h>

revops_status revops_engine_defaults(revops_engine_params *out, size_t size)
{
    revops_engine_params defaults = {.worst_fit = 2, .assumed_fit = 2, .worst_engagement = 3};
    return REVOPS__PARAMS_GIVE(revops_engine_params, out, size, &defaults);
}

#define ENGINE_EVENT(kind)  REVOPS_EVENT_##kind
#define ENGINE_STAGE(stage) REVOPS_ENGINE_SIGNAL_STAGE(REVOPS_LIFECYCLE_STAGE_##stage)
#define ENGINE_LEFT(stage)                                                                                   \
    {ENGINE_STAGE(stage), REVOPS_SLA_ROUTE, REVOPS_SLA_ENDS, 0},                                             \
        {ENGINE_STAGE(stage), REVOPS_SLA_FIRST_CONTACT, REVOPS_SLA_ENDS, 0},                                 \
        {ENGINE_STAGE(stage), REVOPS_SLA_TOUCHES, REVOPS_SLA_ENDS, 0},                                       \
    {                                                                                                        \
        ENGINE_STAGE(stage), REVOPS_SLA_DISPOSITION, REVOPS_SLA_MEETS, 0                                     \
    }

/* SL1–SL4: what starts, meets and ends the built-in clocks. */
static const revops_sla_use engine_uses[] = {
    {ENGINE_STAGE(MQL), REVOPS_SLA_ROUTE, REVOPS_SLA_STARTS, 0},
    {ENGINE_STAGE(MQL), REVOPS_SLA_FIRST_CONTACT, REVOPS_SLA_STARTS, 0},
    {ENGINE_STAGE(PQL), REVOPS_SLA_ROUTE, REVOPS_SLA_STARTS, 0},
    {ENGINE_STAGE(PQL), REVOPS_SLA_FIRST_CONTACT, REVOPS_SLA_STARTS, 0},
    {ENGINE_EVENT(ASSIGNED), REVOPS_SLA_ROUTE, REVOPS_SLA_MEETS, 0},
    {ENGINE_STAGE(SAL), REVOPS_SLA_ROUTE, REVOPS_SLA_MEETS, 0},
    {ENGINE_STAGE(SQL), REVOPS_SLA_ROUTE, REVOPS_SLA_MEETS, 0},
    {ENGINE_STAGE(OPPORTUNITY), REVOPS_SLA_ROUTE, REVOPS_SLA_MEETS, 0},
    {ENGINE_EVENT(CALLED), REVOPS_SLA_FIRST_CONTACT, REVOPS_SLA_MEETS, 0},
    {ENGINE_EVENT(CALLED), REVOPS_SLA_TOUCHES, REVOPS_SLA_MEETS, 0},
    {ENGINE_EVENT(EMAILED), REVOPS_SLA_FIRST_CONTACT, REVOPS_SLA_MEETS, 0},
    {ENGINE_EVENT(EMAILED), REVOPS_SLA_TOUCHES, REVOPS_SLA_MEETS, 0},
    {ENGINE_EVENT(MESSAGED), REVOPS_SLA_FIRST_CONTACT, REVOPS_SLA_MEETS, 0},
    {ENGINE_EVENT(MESSAGED), REVOPS_SLA_TOUCHES, REVOPS_SLA_MEETS, 0},
    {ENGINE_EVENT(CONTACTED), REVOPS_SLA_FIRST_CONTACT, REVOPS_SLA_MEETS, 0},
    {ENGINE_EVENT(CONTACTED), REVOPS_SLA_TOUCHES, REVOPS_SLA_MEETS, 0},
    {ENGINE_STAGE(SAL), REVOPS_SLA_TOUCHES, REVOPS_SLA_STARTS, 0},
    {ENGINE_STAGE(SAL), REVOPS_SLA_DISPOSITION, REVOPS_SLA_STARTS, 0},
    {ENGINE_STAGE(SQL), REVOPS_SLA_TOUCHES, REVOPS_SLA_ENDS, 0},
    {ENGINE_STAGE(SQL), REVOPS_SLA_DISPOSITION, REVOPS_SLA_MEETS, 0},
    {ENGINE_STAGE(OPPORTUNITY), REVOPS_SLA_TOUCHES, REVOPS_SLA_ENDS, 0},
    {ENGINE_STAGE(OPPORTUNITY), REVOPS_SLA_DISPOSITION, REVOPS_SLA_MEETS, 0},
    {ENGINE_EVENT(PAUSED), REVOPS_SLA_DISPOSITION, REVOPS_SLA_PAUSES, 0},
    {ENGINE_EVENT(RESUMED), REVOPS_SLA_DISPOSITION, REVOPS_SLA_RESUMES, 0},
    {ENGINE_EVENT(REPLIED), REVOPS_SLA_DISPOSITION, REVOPS_SLA_ANSWERS, 0},
    ENGINE_LEFT(CLOSED_WON),
    ENGINE_LEFT(CLOSED_LOST),
    ENGINE_LEFT(RECYCLED),
    ENGINE_LEFT(DISQUALIFIED),
};

/* The built-in clocks. On a calendar, hours are open hours and two weeks are 14 dates [SL12]. */
static revops_status engine_default_clocks(uint32_t calendar, revops_sla_case *cases, revops_sla_params *out)
{
    revops_status status = revops_sla_defaults(out, sizeof *out);
    for (uint32_t i = 0; status == REVOPS_OK && i < out->case_count; i++) {
        cases[i] = out->cases[i];
        if (calendar) {
            int is_in_days = cases[i].target > 2 * REVOPS_DAY_MS;
            cases[i].calendar = calendar;
            cases[i].unit = is_in_days ? REVOPS_CALENDAR_UNIT_DAYS : REVOPS_CALENDAR_UNIT_OPEN;
            cases[i].target /= is_in_days ? REVOPS_DAY_MS : 1;
        }
    }
    out->cases = cases;
    out->uses = engine_uses;
    out->use_count = sizeof engine_uses / sizeof engine_uses[0];
    out->signals = NULL;
    out->signal_count = REVOPS_ENGINE_SIGNALS;
    return status;
}

static const char *const engine_default_clock_names[] = {"routing", "first contact", "touches",
                                                         "disposition"};

/* An own lifecycle must know the built-in stages, triggers, items and reasons by their numbers. */
static revops_status engine_read_lifecycle(const revops_engine_params *params, revops_lifecycle_params *out)
{
    revops_lifecycle_params built_in;
    revops_status status = revops_lifecycle_defaults(&built_in, sizeof built_in);
    if (status != REVOPS_OK || !params->lifecycle) {
        *out = built_in;
        return status;
    }
    status = REVOPS__PARAMS_COPY(revops_lifecycle_params, out, params->lifecycle);
    if (status == REVOPS_OK &&
        (out->stage_count < built_in.stage_count || out->trigger_count < built_in.trigger_count ||
         out->item_count < built_in.item_count || out->reason_count < built_in.reason_count)) {
        return REVOPS_ERR_ARG;
    }
    return status;
}

static revops_status engine_read_sla(const revops_engine_params *params, revops_sla_case *cases,
                                     revops_sla_params *out)
{
    if (params->sla) {
        revops_status status = REVOPS__PARAMS_COPY(revops_sla_params, out, params->sla);
        if (status == REVOPS_OK &&
            (out->clock_count > REVOPS_ENGINE_CLOCKS_MAX || out->calendar_count != params->calendar_count ||
             out->signal_count != REVOPS_ENGINE_SIGNALS ||
             out->attribute_count > REVOPS_ENGINE_CLOCK_ATTRIBUTES)) {
            return REVOPS_ERR_ARG;
        }
        return status;
    }
    revops_status status = engine_default_clocks(params->calendar_count > 0, cases, out);
    out->calendar_count = params->calendar_count;
    return status;
}

static void engine_put_clock_name(revops__text *text, const revops_engine_params *params, uint32_t clock)
{
    const char *const *names = params->sla ? params->clock_names : engine_default_clock_names;
    if (names && names[clock]) {
        revops__text_put(text, names[clock]);
    } else {
        revops__text_put(text, "clock ");
        revops__text_unsigned(text, clock, 0);
    }
    revops__text_char(text, '\0');
}

/* All that an engine is compiled from, with the built-in parts filled in. */
typedef struct engine_policy {
    revops_engine_params engine;
    revops_lifecycle_params lifecycle;
    revops_sla_params sla;
    revops_sla_case cases[REVOPS_SLA_DEFAULT_CASES];
} engine_policy;

static revops_status engine_read_policy(const revops_engine_params *params, engine_policy *out)
{
    revops_engine_params *engine = &out->engine;
    revops_status status = REVOPS__PARAMS_COPY(revops_engine_params, engine, params);
    if (status != REVOPS_OK) {
        return status;
    }
    if (engine->flags) {
        return REVOPS_ERR_NEWER;
    }
    if (engine->worst_fit < 1 || engine->worst_fit > 4 || engine->assumed_fit < 1 ||
        engine->assumed_fit > 4 || engine->worst_engagement < 1 || engine->worst_engagement > 4 ||
        engine->calendar_count > REVOPS_ENGINE_CALENDARS_MAX ||
        (engine->calendar_count && !engine->calendars)) {
        return REVOPS_ERR_ARG;
    }
    status = engine_read_lifecycle(engine, &out->lifecycle);
    return status == REVOPS_OK ? engine_read_sla(engine, out->cases, &out->sla) : status;
}

/* Reserves room for one part at the block's end; its own builder answered NOSPACE when asked for the size. */
static revops_status engine_reserve(revops_engine *head, revops_status asked, size_t size,
                                    uint32_t *out_offset)
{
    if (asked != REVOPS_ERR_NOSPACE) {
        return asked;
    }
    if (size > UINT32_MAX / 2 - head->size) {
        return REVOPS_ERR_ARG;
    }
    *out_offset = head->size;
    head->size += (uint32_t)((size + REVOPS_ALIGNMENT - 1) & ~(size_t)(REVOPS_ALIGNMENT - 1));
    return REVOPS_OK;
}

/* Writes the head: where each part goes. */
static revops_status engine_place_parts(const engine_policy *from, revops_engine *head)
{
    size_t size = 0;
    uint32_t at_names;
    revops__text names = revops__text_begin(NULL, 0);
    memset(head, 0, sizeof *head);
    head->size = (uint32_t)((sizeof *head + REVOPS_ALIGNMENT - 1) & ~(size_t)(REVOPS_ALIGNMENT - 1));
    head->worst_fit = from->engine.worst_fit;
    head->assumed_fit = from->engine.assumed_fit;
    head->worst_engagement = from->engine.worst_engagement;
    head->clock_count = from->sla.clock_count;
    head->calendar_count = from->engine.calendar_count;
    revops_status status = revops_lifecycle_build(&from->lifecycle, NULL, 0, &size, NULL);
    status = engine_reserve(head, status, size, &head->lifecycle);
    if (status == REVOPS_OK) {
        status = revops_sla_build(&from->sla, NULL, 0, &size, NULL);
        status = engine_reserve(head, status, size, &head->sla);
    }
    for (uint32_t i = 0; status == REVOPS_OK && i < head->calendar_count; i++) {
        const revops_calendar *calendar;
        status = revops_calendar_build(from->engine.calendars[i], NULL, 0, &size, &calendar);
        status = engine_reserve(head, status, size, &head->calendars[i]);
    }
    for (uint32_t clock = 0; status == REVOPS_OK && clock < head->clock_count; clock++) {
        head->clock_names[clock] = head->size + (uint32_t)names.length;
        engine_put_clock_name(&names, &from->engine, clock);
    }
    return status == REVOPS_OK ? engine_reserve(head, REVOPS_ERR_NOSPACE, names.length, &at_names) : status;
}

/* Compiles each part into its place. */
static revops_status engine_build_parts(const engine_policy *from, revops_engine *engine)
{
    char *block = (char *)engine;
    const revops_lifecycle *lifecycle;
    const revops_sla *sla;
    revops_status status = revops_lifecycle_build(&from->lifecycle, block + engine->lifecycle,
                                                  engine->sla - engine->lifecycle, NULL, &lifecycle);
    if (status == REVOPS_OK) {
        status = revops_sla_build(&from->sla, block + engine->sla, engine->size - engine->sla, NULL, &sla);
    }
    if (status == REVOPS_OK) {
        for (uint32_t signal = 0; signal < REVOPS_ENGINE_SIGNALS; signal++) {
            engine->signals |= (uint64_t)(revops_sla_clocks_of(sla, signal) != 0) << signal;
        }
    }
    for (uint32_t i = 0; status == REVOPS_OK && i < engine->calendar_count; i++) {
        const revops_calendar *calendar;
        status = revops_calendar_build(from->engine.calendars[i], block + engine->calendars[i],
                                       engine->size - engine->calendars[i], NULL, &calendar);
    }
    uint32_t at_names = engine->clock_names[0];
    revops__text names = revops__text_begin(block + at_names, engine->size - at_names);
    for (uint32_t clock = 0; clock < engine->clock_count; clock++) {
        engine_put_clock_name(&names, &from->engine, clock);
    }
    return status;
}

revops_status revops_engine_build(const revops_engine_params *params, void *memory, size_t memory_size,
                                  size_t *needed, const revops_engine **out)
{
    engine_policy from;
    revops_engine head;
    revops_status status = engine_read_policy(params, &from);
    if (status == REVOPS_OK) {
        status = engine_place_parts(&from, &head);
    }
    if (status != REVOPS_OK) {
        return status;
    }
    status = revops__params_room(memory, memory_size, head.size, needed, out);
    if (status != REVOPS_OK) {
        return status;
    }
    memset(memory, 0, head.size);
    memcpy(memory, &head, sizeof head);
    status = engine_build_parts(&from, memory);
    if (status == REVOPS_OK) {
        *out = memory;
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
