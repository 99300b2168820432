/* SPDX-License-Identifier: MIT */
/* Effects of scores in words. */
#ifndef REVOPS_LIB_ENGINE_SCORE_TEXT_H
#define REVOPS_LIB_ENGINE_SCORE_TEXT_H

#include "core/text.h"
#include "engine/engine-score.h"

/* What follows the name of a kind: "fit C to A (82 points, 40 before)". */
void revops__effect_text_score(revops__text *text, const revops_engine *engine, const revops_effect *effect);
/* Why a move happened by itself: ", by fit A and engagement 1". */
void revops__effect_text_why_itself(revops__text *text, const revops_engine *engine,
                                    const revops_effect *effect);

#endif
