/* SPDX-License-Identifier: MIT */
/* Scores among a lead's bytes. */
#ifndef REVOPS_LIB_ENGINE_SCORE_RECORD_H
#define REVOPS_LIB_ENGINE_SCORE_RECORD_H

#include "engine/engine-score.h"

/* The record where lib/judge can read it: aligned, in the order of bytes of the machine. Mostly it lies so. */
typedef struct revops__score_opened {
    revops_intent_record *record;
    unsigned char *bytes;
    size_t size, shift;
} revops__score_opened;

static inline unsigned char *revops__scores_section(const revops_engine *engine, const unsigned char *lead)
{
    return (unsigned char *)(uintptr_t)lead + engine->scores_at;
}

static inline int32_t revops__score_get_mpt(const unsigned char *section, size_t place)
{
    return (int32_t)revops__lead_u32(section, place);
}

static inline void revops__score_put_mpt(unsigned char *section, size_t place, int32_t mpt)
{
    revops__lead_put(section, place, sizeof mpt, (uint32_t)mpt);
}

static inline const revops_intent *revops__score_intent_of(const revops_engine *engine,
                                                           const revops__engine_scores *scores)
{
    return revops__engine_at(engine, scores->intent);
}

revops__score_opened revops__score_open(const revops_engine *engine, const unsigned char *lead);
/* A record of intent at `bytes`, with REVOPS__SCORES_SPARE bytes behind it. */
revops__score_opened revops__score_open_at(unsigned char *bytes, size_t size);
void revops__score_close(const revops__score_opened *opened);
/* Points of intent at an instant. */
int32_t revops__score_intent_at(const revops_engine *engine, const unsigned char *lead, int64_t at_ms);
/* The grade of a score; one at or below the grade before needs only what keeps it. */
uint32_t revops__score_grade_of(const revops__score_grades *grades, int32_t score_mpt, uint32_t before);
/* An instant before which engagement doesn't fall, from the one on as of which it is rated. */
int64_t revops__score_bound(const revops_engine *engine, const unsigned char *lead);

#endif
