/* SPDX-License-Identifier: MIT */
/* Effects in words. */
#include "engine/builtin-internal.h"
#include "core/text.h"

const char *revops_builtin_effect_name(revops_builtin_effect_kind kind)
{
    switch (kind) {
    case REVOPS_BUILTIN_EFFECT_ENTERED:
        return "entered";
    case REVOPS_BUILTIN_EFFECT_REFUSED:
        return "refused";
    case REVOPS_BUILTIN_EFFECT_UNCHANGED:
        return "unchanged";
    case REVOPS_BUILTIN_EFFECT_RESUME_DUE:
        return "resume due";
    case REVOPS_BUILTIN_EFFECT_HANDOFF_STARTED:
        return "handoff started";
    case REVOPS_BUILTIN_EFFECT_LATE:
        return "late";
    case REVOPS_BUILTIN_EFFECT_DUPLICATE:
        return "duplicate";
    case REVOPS_BUILTIN_EFFECT_ASSIGNED:
        return "assigned";
    case REVOPS_BUILTIN_EFFECT_INVALID:
        return "invalid";
    case REVOPS_BUILTIN_EFFECT_CLOCK + REVOPS_SLA_EFFECT_STARTED:
        return "clock started";
    case REVOPS_BUILTIN_EFFECT_CLOCK + REVOPS_SLA_EFFECT_WARNED:
        return "clock warned";
    case REVOPS_BUILTIN_EFFECT_CLOCK + REVOPS_SLA_EFFECT_BREACHED:
        return "clock breached";
    case REVOPS_BUILTIN_EFFECT_CLOCK + REVOPS_SLA_EFFECT_MET:
        return "clock met";
    case REVOPS_BUILTIN_EFFECT_CLOCK + REVOPS_SLA_EFFECT_MET_LATE:
        return "clock met late";
    case REVOPS_BUILTIN_EFFECT_CLOCK + REVOPS_SLA_EFFECT_CANCELLED:
        return "clock cancelled";
    case REVOPS_BUILTIN_EFFECT_CLOCK + REVOPS_SLA_EFFECT_PAUSED:
        return "clock paused";
    case REVOPS_BUILTIN_EFFECT_CLOCK + REVOPS_SLA_EFFECT_RESUMED:
        return "clock resumed";
    case REVOPS_BUILTIN_EFFECT_CLOCK + REVOPS_SLA_EFFECT_REOPENED:
        return "clock reopened";
    case REVOPS_BUILTIN_EFFECT_CLOCK + REVOPS_SLA_EFFECT_RETARGETED:
        return "clock re-targeted";
    case REVOPS_BUILTIN_EFFECT_CLOCK + REVOPS_SLA_EFFECT_LAPSED:
        return "clock lapsed";
    case REVOPS_BUILTIN_EFFECT_CLOCK + REVOPS_SLA_EFFECT_MERGED:
        return "clock merged";
    default:
        return "unknown";
    }
}

/* "2026-03-02 13:01", with seconds and milliseconds where there are any. */
static void builtin_text_put_instant(revops__text *text, int64_t at_ms)
{
    char exact[32];
    size_t length = revops_time_text(at_ms, exact, sizeof exact);
    if (length < 20 || exact[10] != 'T') {
        revops__text_put(text, exact);
        return;
    }
    exact[10] = ' ';
    exact[length - 1] = '\0'; /* the Z */
    if (exact[16] == ':' && exact[17] == '0' && exact[18] == '0' && exact[19] == '\0') {
        exact[16] = '\0';
    }
    revops__text_put(text, exact);
}

/* The name of the event that brought it about, in words. */
static void builtin_text_put_event(revops__text *text, revops_builtin_event_kind kind)
{
    for (const char *c = revops_builtin_event_name(kind); *c; c++) {
        revops__text_char(text, *c == '_' ? ' ' : *c);
    }
}

static void builtin_text_put_names(revops__text *text, const revops_lifecycle *lifecycle, uint32_t mask)
{
    const char *separator = ", inferred ";
    for (uint32_t s = 0; s < REVOPS_LIFECYCLE_STAGES_MAX; s++) {
        if (mask >> s & 1) {
            revops__text_put(text, separator);
            revops__text_put(text, revops_lifecycle_name(lifecycle, REVOPS_LIFECYCLE_LIST_STAGES, s));
            separator = ", ";
        }
    }
}

static void builtin_text_put_entered(revops__text *text, const revops_builtin *engine,
                                     const revops_builtin_effect *effect)
{
    const revops_lifecycle *lifecycle = revops_builtin_lifecycle(engine);
    const revops_lifecycle_result *result = &effect->transition;
    revops__text_put(text, "became ");
    revops__text_put(text, revops_lifecycle_name(lifecycle, REVOPS_LIFECYCLE_LIST_STAGES, result->to));
    revops__text_put(text, ": ");
    if (result->to == REVOPS_LIFECYCLE_STAGE_MQL) {
        uint32_t fit = effect->fit ? effect->fit : engine->assumed_fit;
        revops__text_put(text, "fit ");
        revops__text_char(text, (char)('A' + (fit - 1) % 4));
        revops__text_put(text, ", ");
        if (effect->engagement) {
            revops__text_put(text, "engagement ");
            revops__text_unsigned(text, effect->engagement, 0);
            revops__text_put(text, ", ");
        }
    }
    builtin_text_put_event(text, effect->event);
    revops__text_put(text, result->to == REVOPS_LIFECYCLE_STAGE_MQL && !effect->fit ? " (fit assumed)" : "");
    if (result->reason) {
        revops__text_put(text, ", reason ");
        revops__text_put(text,
                         revops_lifecycle_name(lifecycle, REVOPS_LIFECYCLE_LIST_REASONS, result->reason));
    }
    builtin_text_put_names(text, lifecycle, result->inferred_mask);
}

static void builtin_text_put_clock(revops__text *text, const revops_builtin *engine,
                                   const revops_builtin_effect *effect)
{
    revops__text_put(text, revops_builtin_clock_name(engine, effect->clock));
    switch (effect->kind - REVOPS_BUILTIN_EFFECT_CLOCK) {
    case REVOPS_SLA_EFFECT_STARTED:
        revops__text_put(text, " due ");
        break;
    case REVOPS_SLA_EFFECT_WARNED:
        revops__text_put(text, " soon due, ");
        break;
    case REVOPS_SLA_EFFECT_BREACHED:
        revops__text_put(text, " missed, was due ");
        break;
    case REVOPS_SLA_EFFECT_MET:
        revops__text_put(text, " in time, was due ");
        break;
    case REVOPS_SLA_EFFECT_MET_LATE:
        revops__text_put(text, " late, was due ");
        break;
    case REVOPS_SLA_EFFECT_CANCELLED:
        revops__text_put(text, " called off");
        return;
    case REVOPS_SLA_EFFECT_PAUSED:
        revops__text_put(text, " stands still");
        return;
    case REVOPS_SLA_EFFECT_RESUMED:
        revops__text_put(text, " runs on, due ");
        break;
    case REVOPS_SLA_EFFECT_REOPENED:
        revops__text_put(text, " reopened, due ");
        break;
    case REVOPS_SLA_EFFECT_RETARGETED:
        revops__text_put(text, " re-targeted, due ");
        break;
    case REVOPS_SLA_EFFECT_LAPSED:
        revops__text_put(text, " lapsed");
        return;
    case REVOPS_SLA_EFFECT_MERGED:
        revops__text_put(text, " ended with the lead's merge");
        return;
    default:
        revops__text_put(text, ": unknown effect, ");
        break;
    }
    builtin_text_put_instant(text, effect->value);
}

size_t revops_builtin_effect_text(const revops_builtin *engine, const revops_builtin_effect *effect,
                                  char *out, size_t capacity)
{
    if (!engine || !effect) {
        return 0;
    }
    revops__text text = revops__text_begin(out, capacity);
    switch (effect->kind) {
    case REVOPS_BUILTIN_EFFECT_ENTERED:
        builtin_text_put_entered(&text, engine, effect);
        break;
    case REVOPS_BUILTIN_EFFECT_REFUSED:
    case REVOPS_BUILTIN_EFFECT_UNCHANGED:
        return revops_lifecycle_result_text(revops_builtin_lifecycle(engine), &effect->transition, out,
                                            capacity);
    case REVOPS_BUILTIN_EFFECT_RESUME_DUE:
        revops__text_put(&text, "nurture ends: time to resume");
        break;
    case REVOPS_BUILTIN_EFFECT_HANDOFF_STARTED:
        revops__text_put(&text, "hand-off to customer success starts");
        break;
    case REVOPS_BUILTIN_EFFECT_LATE:
        revops__text_put(&text, "late \"");
        builtin_text_put_event(&text, effect->event);
        revops__text_put(&text, "\" left out: the lead's last event was ");
        builtin_text_put_instant(&text, effect->value);
        break;
    case REVOPS_BUILTIN_EFFECT_DUPLICATE:
        revops__text_put(&text, "duplicate \"");
        builtin_text_put_event(&text, effect->event);
        revops__text_put(&text, "\" left out");
        break;
    case REVOPS_BUILTIN_EFFECT_INVALID:
        revops__text_put(&text, "invalid event left out: \"");
        builtin_text_put_event(&text, effect->event);
        revops__text_put(&text, "\" with such a value, reason or instant isn't known");
        break;
    case REVOPS_BUILTIN_EFFECT_ASSIGNED:
        revops__text_put(&text, "assigned to ");
        revops__text_signed(&text, effect->value);
        break;
    default:
        if (effect->kind > REVOPS_BUILTIN_EFFECT_CLOCK) {
            builtin_text_put_clock(&text, engine, effect);
        } else {
            revops__text_put(&text, "unknown effect");
        }
        break;
    }
    return revops__text_end(&text);
}
