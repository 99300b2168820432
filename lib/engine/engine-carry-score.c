/* SPDX-License-Identifier: MIT */
/* Grades, points of behaviour and what was told of moves, by name. */
#include "engine/engine-carry.h"

#include <stddef.h>
#include <string.h>

#include "engine/engine-score-record.h"
#include "judge/intent-carry.h"

static const uint32_t carry_grades[REVOPS__SCORE_COUNT] = {
    [REVOPS__SCORE_FIT] = REVOPS_ENGINE_LIST_FIT_GRADES,
    [REVOPS__SCORE_ENGAGEMENT] = REVOPS_ENGINE_LIST_ENGAGEMENT_GRADES,
    [REVOPS__SCORE_TOTAL] = REVOPS_ENGINE_LIST_BANDS};

uint8_t revops__carry_grade(const revops_engine *from, const revops_engine *to, enum revops__score_parts part,
                            uint8_t grade)
{
    return (uint8_t)revops_engine_successor(from, to, carry_grades[part], grade);
}

/* When a move was told stays known, of several that become one the earliest. */
static void carry_told(revops__carrying *c, const unsigned char *was, unsigned char *section)
{
    const uint16_t *slots = revops__engine_at(c->from, revops__scores_of(c->from)->slots),
                   *next_slots = revops__engine_at(c->to, revops__scores_of(c->to)->slots);
    for (uint32_t i = 1; i <= c->from->counts[REVOPS_ENGINE_LIST_MOVES]; i++) {
        uint32_t next = revops_engine_successor(c->from, c->to, REVOPS_ENGINE_LIST_MOVES, i);
        uint16_t slot = slots[i - 1], next_slot = next ? next_slots[next - 1] : REVOPS__SCORE_NO_SLOT;
        if (slot == REVOPS__SCORE_NO_SLOT || next_slot == REVOPS__SCORE_NO_SLOT) {
            continue;
        }
        int64_t told_ms = revops__lead_i64(was, REVOPS__SCORES_HEAD + slot * sizeof(int64_t));
        size_t at = REVOPS__SCORES_HEAD + next_slot * sizeof(int64_t);
        int64_t own_ms = revops__lead_i64(section, at);
        if (told_ms != REVOPS_TIME_NONE && (own_ms == REVOPS_TIME_NONE || told_ms < own_ms)) {
            revops__lead_set(section, at, (uint64_t)told_ms);
        }
    }
}

void revops__carry_intent(revops__carrying *c, const revops_intent *intent, const revops_intent_record *was,
                          const revops_intent *next_intent, revops_intent_record *next)
{
    const revops_intent_slot *slots = (const revops_intent_slot *)(const void *)(was + 1);
    uint64_t removed = 0;
    uint32_t count = 0;
    if (next) {
        uint32_t ended_by =
            revops_engine_successor(c->from, c->to, REVOPS_ENGINE_LIST_INTENT_RULES, was->ended_by);
        revops__intent_carry_head(was, next_intent, ended_by, next);
    }
    for (uint32_t i = 0; i < c->from->counts[REVOPS_ENGINE_LIST_INTENT_RULES]; i++) {
        uint32_t number =
            next ? revops_engine_successor(c->from, c->to, REVOPS_ENGINE_LIST_INTENT_RULES, i + 1) : 0;
        if (slots[i].counted && number) {
            revops__intent_carry_slot(intent, i, &slots[i], next_intent, number - 1,
                                      (revops_intent_slot *)(void *)(next + 1) + (number - 1));
        } else if (slots[i].counted) {
            removed |= i < 64 ? UINT64_C(1) << i : 0;
            count++;
        }
    }
    revops__carry_tell(c, REVOPS_ENGINE_LIST_INTENT_RULES, removed, count);
}

static void carry_points(revops__carrying *c)
{
    const revops__engine_scores *scores = revops__scores_of(c->from);
    const revops__engine_scores *next_scores = c->to->has_scores ? revops__scores_of(c->to) : NULL;
    int is_kept = next_scores && next_scores->has_intent;
    revops__score_opened was = revops__score_open(c->from, c->was), is = {.record = NULL};
    if (is_kept) {
        is = revops__score_open(c->to, c->lead);
    }
    revops__carry_intent(c, revops__score_intent_of(c->from, scores), was.record,
                         is_kept ? revops__score_intent_of(c->to, next_scores) : NULL, is.record);
    if (is_kept) {
        revops__score_close(&is);
    }
    revops__score_close(&was);
}

void revops__carry_scores(revops__carrying *c)
{
    if (!c->from->has_scores) {
        return;
    }
    const revops__engine_scores *scores = revops__scores_of(c->from);
    if (c->to->has_scores) {
        const unsigned char *was = revops__scores_section(c->from, c->was);
        unsigned char *section = revops__scores_section(c->to, c->lead);
        static const size_t same[] = {REVOPS__SCORES_RATED_MS, REVOPS__SCORES_INTENT_TOLD_MS};
        for (size_t i = 0; i < sizeof same / sizeof same[0]; i++) {
            memcpy(section + same[i], was + same[i], sizeof(int64_t));
        }
        if (revops__lead_i64(was, REVOPS__SCORES_RATED_MS) !=
            REVOPS_TIME_NONE) { /* what they are rated from */
            for (uint32_t part = 0; part < REVOPS__SCORE_COUNT; part++) {
                section[REVOPS__SCORES_GRADES + part] = revops__carry_grade(
                    c->from, c->to, (enum revops__score_parts)part, was[REVOPS__SCORES_GRADES + part]);
            }
        }
        uint8_t given = was[REVOPS__SCORES_GIVEN];
        section[REVOPS__SCORES_GIVEN] = revops__carry_grade(c->from, c->to, REVOPS__SCORE_FIT, given);
        if (given && !section[REVOPS__SCORES_GIVEN]) {
            revops__carry_tell(c, REVOPS_ENGINE_LIST_FIT_GRADES, UINT64_C(1) << (given - 1), 1);
        }
        carry_told(c, was, section);
    }
    if (scores->has_intent) {
        carry_points(c);
    }
}
