/* SPDX-License-Identifier: MIT */
/* The built-in policy, and compiling one. */
#include "engine/builtin-internal.h"
#include "core/params.h"
#include "core/text.h"

#include <string.h>

revops_status revops_builtin_defaults(revops_builtin_params *out, size_t size)
{
    revops_builtin_params defaults = {.worst_fit = 2, .assumed_fit = 2, .worst_engagement = 3};
    return REVOPS__PARAMS_GIVE(revops_builtin_params, out, size, &defaults);
}

#define BUILTIN_EVENT(kind)  REVOPS_BUILTIN_EVENT_##kind
#define BUILTIN_STAGE(stage) REVOPS_BUILTIN_SIGNAL_STAGE(REVOPS_LIFECYCLE_STAGE_##stage)
#define BUILTIN_LEFT(stage)                                                                                  \
    {BUILTIN_STAGE(stage), REVOPS_SLA_ROUTE, REVOPS_SLA_ENDS, 0},                                            \
        {BUILTIN_STAGE(stage), REVOPS_SLA_FIRST_CONTACT, REVOPS_SLA_ENDS, 0},                                \
        {BUILTIN_STAGE(stage), REVOPS_SLA_TOUCHES, REVOPS_SLA_ENDS, 0},                                      \
    {                                                                                                        \
        BUILTIN_STAGE(stage), REVOPS_SLA_DISPOSITION, REVOPS_SLA_MEETS, 0                                    \
    }

/* SL1–SL4: what starts, meets and ends the built-in clocks. */
static const revops_sla_use builtin_uses[] = {
    {BUILTIN_STAGE(MQL), REVOPS_SLA_ROUTE, REVOPS_SLA_STARTS, 0},
    {BUILTIN_STAGE(MQL), REVOPS_SLA_FIRST_CONTACT, REVOPS_SLA_STARTS, 0},
    {BUILTIN_STAGE(PQL), REVOPS_SLA_ROUTE, REVOPS_SLA_STARTS, 0},
    {BUILTIN_STAGE(PQL), REVOPS_SLA_FIRST_CONTACT, REVOPS_SLA_STARTS, 0},
    {BUILTIN_EVENT(ASSIGNED), REVOPS_SLA_ROUTE, REVOPS_SLA_MEETS, 0},
    {BUILTIN_STAGE(SAL), REVOPS_SLA_ROUTE, REVOPS_SLA_MEETS, 0},
    {BUILTIN_STAGE(SQL), REVOPS_SLA_ROUTE, REVOPS_SLA_MEETS, 0},
    {BUILTIN_STAGE(OPPORTUNITY), REVOPS_SLA_ROUTE, REVOPS_SLA_MEETS, 0},
    {BUILTIN_EVENT(CALLED), REVOPS_SLA_FIRST_CONTACT, REVOPS_SLA_MEETS, 0},
    {BUILTIN_EVENT(CALLED), REVOPS_SLA_TOUCHES, REVOPS_SLA_MEETS, 0},
    {BUILTIN_EVENT(EMAILED), REVOPS_SLA_FIRST_CONTACT, REVOPS_SLA_MEETS, 0},
    {BUILTIN_EVENT(EMAILED), REVOPS_SLA_TOUCHES, REVOPS_SLA_MEETS, 0},
    {BUILTIN_EVENT(MESSAGED), REVOPS_SLA_FIRST_CONTACT, REVOPS_SLA_MEETS, 0},
    {BUILTIN_EVENT(MESSAGED), REVOPS_SLA_TOUCHES, REVOPS_SLA_MEETS, 0},
    {BUILTIN_EVENT(CONTACTED), REVOPS_SLA_FIRST_CONTACT, REVOPS_SLA_MEETS, 0},
    {BUILTIN_EVENT(CONTACTED), REVOPS_SLA_TOUCHES, REVOPS_SLA_MEETS, 0},
    {BUILTIN_STAGE(SAL), REVOPS_SLA_TOUCHES, REVOPS_SLA_STARTS, 0},
    {BUILTIN_STAGE(SAL), REVOPS_SLA_DISPOSITION, REVOPS_SLA_STARTS, 0},
    {BUILTIN_STAGE(SQL), REVOPS_SLA_TOUCHES, REVOPS_SLA_ENDS, 0},
    {BUILTIN_STAGE(SQL), REVOPS_SLA_DISPOSITION, REVOPS_SLA_MEETS, 0},
    {BUILTIN_STAGE(OPPORTUNITY), REVOPS_SLA_TOUCHES, REVOPS_SLA_ENDS, 0},
    {BUILTIN_STAGE(OPPORTUNITY), REVOPS_SLA_DISPOSITION, REVOPS_SLA_MEETS, 0},
    {BUILTIN_EVENT(PAUSED), REVOPS_SLA_DISPOSITION, REVOPS_SLA_PAUSES, 0},
    {BUILTIN_EVENT(RESUMED), REVOPS_SLA_DISPOSITION, REVOPS_SLA_RESUMES, 0},
    {BUILTIN_EVENT(REPLIED), REVOPS_SLA_DISPOSITION, REVOPS_SLA_ANSWERS, 0},
    BUILTIN_LEFT(CLOSED_WON),
    BUILTIN_LEFT(CLOSED_LOST),
    BUILTIN_LEFT(RECYCLED),
    BUILTIN_LEFT(DISQUALIFIED),
};

/* The built-in clocks. On a calendar, hours are open hours and two weeks are 14 dates [SL12]. */
static revops_status builtin_default_clocks(uint32_t calendar, revops_sla_case *cases, revops_sla_params *out)
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
    out->uses = builtin_uses;
    out->use_count = sizeof builtin_uses / sizeof builtin_uses[0];
    out->signals = NULL;
    out->signal_count = REVOPS_BUILTIN_SIGNALS;
    return status;
}

static const char *const builtin_default_clock_names[] = {"routing", "first contact", "touches",
                                                          "disposition"};

/* An own lifecycle must know the built-in stages, triggers, items and reasons by their numbers. */
static revops_status builtin_read_lifecycle(const revops_builtin_params *params, revops_lifecycle_params *out)
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

static revops_status builtin_read_sla(const revops_builtin_params *params, revops_sla_case *cases,
                                      revops_sla_params *out)
{
    if (params->sla) {
        revops_status status = REVOPS__PARAMS_COPY(revops_sla_params, out, params->sla);
        if (status == REVOPS_OK &&
            (out->clock_count > REVOPS_BUILTIN_CLOCKS_MAX || out->calendar_count != params->calendar_count ||
             out->signal_count != REVOPS_BUILTIN_SIGNALS ||
             out->attribute_count > REVOPS_BUILTIN_CLOCK_ATTRIBUTES)) {
            return REVOPS_ERR_ARG;
        }
        return status;
    }
    revops_status status = builtin_default_clocks(params->calendar_count > 0, cases, out);
    out->calendar_count = params->calendar_count;
    return status;
}

static void builtin_put_clock_name(revops__text *text, const revops_builtin_params *params, uint32_t clock)
{
    const char *const *names = params->sla ? params->clock_names : builtin_default_clock_names;
    if (names && names[clock]) {
        revops__text_put(text, names[clock]);
    } else {
        revops__text_put(text, "clock ");
        revops__text_unsigned(text, clock, 0);
    }
    revops__text_char(text, '\0');
}

/* All that an engine is compiled from, with the built-in parts filled in. */
typedef struct builtin_policy {
    revops_builtin_params engine;
    revops_lifecycle_params lifecycle;
    revops_sla_params sla;
    revops_sla_case cases[REVOPS_SLA_DEFAULT_CASES];
} builtin_policy;

static revops_status builtin_read_policy(const revops_builtin_params *params, builtin_policy *out)
{
    revops_builtin_params *engine = &out->engine;
    revops_status status = REVOPS__PARAMS_COPY(revops_builtin_params, engine, params);
    if (status != REVOPS_OK) {
        return status;
    }
    if (engine->flags) {
        return REVOPS_ERR_NEWER;
    }
    if (engine->worst_fit < 1 || engine->worst_fit > 4 || engine->assumed_fit < 1 ||
        engine->assumed_fit > 4 || engine->worst_engagement < 1 || engine->worst_engagement > 4 ||
        engine->calendar_count > REVOPS_BUILTIN_CALENDARS_MAX ||
        (engine->calendar_count && !engine->calendars)) {
        return REVOPS_ERR_ARG;
    }
    status = builtin_read_lifecycle(engine, &out->lifecycle);
    return status == REVOPS_OK ? builtin_read_sla(engine, out->cases, &out->sla) : status;
}

/* Reserves room for one part at the block's end; its own builder answered NOSPACE when asked for the size. */
static revops_status builtin_reserve(revops_builtin *head, revops_status asked, size_t size,
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
static revops_status builtin_place_parts(const builtin_policy *from, revops_builtin *head)
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
    status = builtin_reserve(head, status, size, &head->lifecycle);
    if (status == REVOPS_OK) {
        status = revops_sla_build(&from->sla, NULL, 0, &size, NULL);
        status = builtin_reserve(head, status, size, &head->sla);
    }
    for (uint32_t i = 0; status == REVOPS_OK && i < head->calendar_count; i++) {
        const revops_calendar *calendar;
        status = revops_calendar_build(from->engine.calendars[i], NULL, 0, &size, &calendar);
        status = builtin_reserve(head, status, size, &head->calendars[i]);
    }
    for (uint32_t clock = 0; status == REVOPS_OK && clock < head->clock_count; clock++) {
        head->clock_names[clock] = head->size + (uint32_t)names.length;
        builtin_put_clock_name(&names, &from->engine, clock);
    }
    return status == REVOPS_OK ? builtin_reserve(head, REVOPS_ERR_NOSPACE, names.length, &at_names) : status;
}

/* Compiles each part into its place. */
static revops_status builtin_build_parts(const builtin_policy *from, revops_builtin *engine)
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
        for (uint32_t signal = 0; signal < REVOPS_BUILTIN_SIGNALS; signal++) {
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
        builtin_put_clock_name(&names, &from->engine, clock);
    }
    return status;
}

revops_status revops_builtin_build(const revops_builtin_params *params, void *memory, size_t memory_size,
                                   size_t *needed, const revops_builtin **out)
{
    builtin_policy from;
    revops_builtin head;
    revops_status status = builtin_read_policy(params, &from);
    if (status == REVOPS_OK) {
        status = builtin_place_parts(&from, &head);
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
    status = builtin_build_parts(&from, memory);
    if (status == REVOPS_OK) {
        *out = memory;
    }
    return status;
}

revops_status revops_builtin_default(void *memory, size_t memory_size, const revops_builtin **out)
{
    revops_builtin_params params;
    revops_status status = revops_builtin_defaults(&params, sizeof params);
    if (status == REVOPS_OK) {
        status =
            memory && out ? revops_builtin_build(&params, memory, memory_size, NULL, out) : REVOPS_ERR_ARG;
    }
    return status;
}

const revops_lifecycle *revops_builtin_lifecycle(const revops_builtin *engine)
{
    return engine ? (const revops_lifecycle *)(const void *)((const char *)engine + engine->lifecycle) : NULL;
}

const revops_sla *revops_builtin_sla(const revops_builtin *engine)
{
    return engine ? (const revops_sla *)(const void *)((const char *)engine + engine->sla) : NULL;
}

const char *revops_builtin_clock_name(const revops_builtin *engine, uint32_t clock)
{
    return engine && clock < engine->clock_count ? (const char *)engine + engine->clock_names[clock]
                                                 : "unknown";
}
