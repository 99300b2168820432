/* SPDX-License-Identifier: MIT */
#include "engine/engine-score-text.h"

static const char *score_grade_name(const revops_engine *engine, revops_engine_list list, uint32_t grade)
{
    return grade ? revops_engine_name(engine, list, grade) : "none";
}

static void score_text_grades(revops__text *text, const revops_engine *engine, uint32_t detail)
{
    revops__text_put(text, "fit ");
    revops__text_put(text, score_grade_name(engine, REVOPS_ENGINE_LIST_FIT_GRADES, detail & 0xffff));
    revops__text_put(text, ", engagement ");
    revops__text_put(text, score_grade_name(engine, REVOPS_ENGINE_LIST_ENGAGEMENT_GRADES, detail >> 16));
}

static void score_text_graded(revops__text *text, const revops_engine *engine, const revops_effect *effect)
{
    static const struct {
        const char *name;
        revops_engine_list list;
    } parts[] = {{"unknown", REVOPS_ENGINE_LIST_FIT_GRADES},
                 {"fit", REVOPS_ENGINE_LIST_FIT_GRADES},
                 {"engagement", REVOPS_ENGINE_LIST_ENGAGEMENT_GRADES},
                 {"total", REVOPS_ENGINE_LIST_BANDS}};
    uint32_t part = effect->row < sizeof parts / sizeof parts[0] ? effect->row : 0;
    revops__text_put(text, " ");
    revops__text_put(text, parts[part].name);
    revops__text_put(text, " ");
    revops__text_put(text, score_grade_name(engine, parts[part].list, effect->detail >> 16));
    revops__text_put(text, " to ");
    revops__text_put(text, score_grade_name(engine, parts[part].list, effect->detail & 0xffff));
    revops__text_put(text, " (");
    revops__text_signed(text, effect->value / 1000);
    revops__text_put(text, " points, ");
    revops__text_signed(text, effect->span_ms / 1000);
    revops__text_put(text, " before)");
}

void revops__effect_text_score(revops__text *text, const revops_engine *engine, const revops_effect *effect)
{
    if (effect->kind == REVOPS_EFFECT_GRADED) {
        score_text_graded(text, engine, effect);
    } else if (effect->kind == REVOPS_EFFECT_NO_LONGER_QUALIFIES) {
        revops__text_put(text, effect->event ? ": " : " by fading: ");
        score_text_grades(text, engine, effect->detail);
    } else {
        revops__text_put(text, effect->kind == REVOPS_EFFECT_WOULD_MOVE ? " to " : " in ");
        revops__text_put(text, revops_engine_name(engine, REVOPS_ENGINE_LIST_STAGES, effect->stage));
    }
}

void revops__effect_text_why_itself(revops__text *text, const revops_engine *engine,
                                    const revops_effect *effect)
{
    if (effect->flags & (REVOPS_EFFECT_BY_MATRIX | REVOPS_EFFECT_BY_LOSS)) {
        revops__text_put(text, effect->flags & REVOPS_EFFECT_BY_MATRIX ? ": " : " as no longer qualified: ");
        score_text_grades(text, engine, effect->detail);
    }
    if (effect->flags & REVOPS_EFFECT_BY_SIGNAL) {
        revops__text_put(text, " by ");
        revops__text_put(text, revops_engine_name(engine, REVOPS_ENGINE_LIST_SIGNALS, effect->detail));
    }
    revops__text_put(text, effect->flags & REVOPS_EFFECT_BY_CONDITION ? ", by itself" : "");
    revops__text_put(text, effect->flags & REVOPS_EFFECT_BY_INTENT ? ", as it shows intent again" : "");
}
