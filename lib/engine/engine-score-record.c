/* SPDX-License-Identifier: MIT */
/* Scores among a lead's bytes: where lib/judge can read them; begun, proved. */
#include <string.h>

#include "engine/engine-score-record.h"

/* Widths of fields: of the head, then of each slot. */
static const uint8_t score_head_fields[] = {8, 8, 4, 4, 8}, score_slot_fields[] = {8, 8, 8, 4, 2, 2};

static void score_turn(unsigned char *bytes, const uint8_t *fields, size_t count)
{
    for (size_t i = 0; i < count; bytes += fields[i++]) {
        for (size_t k = 0; k < fields[i] / 2u; k++) {
            unsigned char low = bytes[k];
            bytes[k] = bytes[fields[i] - 1u - k];
            bytes[fields[i] - 1u - k] = low;
        }
    }
}

/* From little-endian bytes to those of the machine, and back. */
static void score_turn_all(unsigned char *bytes, size_t size)
{
    const uint16_t one = 1;
    unsigned char low;
    memcpy(&low, &one, sizeof low);
    if (low) {
        return;
    }
    score_turn(bytes, score_head_fields, sizeof score_head_fields);
    for (size_t at = sizeof(revops_intent_record); at < size; at += sizeof(revops_intent_slot)) {
        score_turn(bytes + at, score_slot_fields, sizeof score_slot_fields);
    }
}

revops__score_opened revops__score_open_at(unsigned char *bytes, size_t size)
{
    revops__score_opened opened = {.bytes = bytes, .size = size};
    opened.shift = (0 - (uintptr_t)opened.bytes) % REVOPS_ALIGNMENT;
    if (opened.shift) { /* into the spare bytes behind it */
        memmove(opened.bytes + opened.shift, opened.bytes, opened.size);
    }
    score_turn_all(opened.bytes + opened.shift, opened.size);
    opened.record = (revops_intent_record *)(void *)(opened.bytes + opened.shift);
    return opened;
}

revops__score_opened revops__score_open(const revops_engine *engine, const unsigned char *lead)
{
    return revops__score_open_at(revops__scores_section(engine, lead) + REVOPS__SCORES_HEAD +
                                     engine->score_slots * sizeof(int64_t),
                                 engine->score_intent_bytes);
}

void revops__score_close(const revops__score_opened *opened)
{
    score_turn_all(opened->bytes + opened->shift, opened->size);
    if (opened->shift) {
        memmove(opened->bytes, opened->bytes + opened->shift, opened->size);
        memset(opened->bytes + opened->size, 0, opened->shift);
    }
}

void revops__scores_begin(const revops_engine *engine, unsigned char *lead)
{
    if (!engine->has_scores) {
        return;
    }
    unsigned char *section = revops__scores_section(engine, lead);
    revops__lead_set(section, REVOPS__SCORES_RATED_MS, (uint64_t)REVOPS_TIME_NONE);
    revops__lead_set(section, REVOPS__SCORES_FALL_MS, (uint64_t)REVOPS_TIME_NONE);
    revops__lead_set(section, REVOPS__SCORES_INTENT_TOLD_MS, (uint64_t)REVOPS_TIME_NONE);
    revops__automatic_renew(engine, lead);
    revops__scores_forget(engine, lead, 0);
}

int revops__scores_are_new(const revops_engine *engine, const unsigned char *lead)
{
    const revops__engine_scores *scores = revops__scores_of(engine);
    if (!scores) {
        return 1;
    }
    const unsigned char *section = revops__scores_section(engine, lead);
    int64_t told_ms = REVOPS_TIME_NONE;
    size_t intent_at = REVOPS__SCORES_HEAD + engine->score_slots * sizeof(int64_t);
    if (!revops__is_zero(section, intent_at, revops__scores_size(engine))) {
        return 0;
    }
    for (uint32_t i = 0; i < engine->score_slots; i++) {
        int64_t own_ms = revops__lead_i64(section, REVOPS__SCORES_HEAD + i * sizeof(int64_t));
        told_ms = own_ms == REVOPS_TIME_NONE ? told_ms : own_ms;
    }
    int32_t score_mpt = scores->has_intent ? revops__score_intent_at(engine, lead, 0) : 0;
    uint32_t grade = scores->has_intent
                         ? revops__score_grade_of(&scores->grades[REVOPS__SCORE_ENGAGEMENT], score_mpt, 0)
                         : 0;
    return told_ms == REVOPS_TIME_NONE &&
           revops__lead_i64(section, REVOPS__SCORES_RATED_MS) == REVOPS_TIME_NONE &&
           revops__lead_i64(section, REVOPS__SCORES_FALL_MS) == REVOPS_TIME_NONE &&
           revops__lead_i64(section, REVOPS__SCORES_INTENT_TOLD_MS) == REVOPS_TIME_NONE &&
           revops__score_get_mpt(section, REVOPS__SCORES_INTENT_MPT) == score_mpt &&
           !revops__score_get_mpt(section, REVOPS__SCORES_FIT_MPT) &&
           revops__is_zero(section, REVOPS__SCORES_TOTAL_MPT,
                           REVOPS__SCORES_GRADES + REVOPS__SCORE_ENGAGEMENT) &&
           section[REVOPS__SCORES_GRADES + REVOPS__SCORE_ENGAGEMENT] == grade &&
           revops__is_zero(section, REVOPS__SCORES_GRADES + REVOPS__SCORE_TOTAL,
                           REVOPS__SCORES_INTENT_TOLD_MS);
}

static int score_grade_is_legal(const revops__score_grades *grades, uint32_t grade)
{
    return grade <= grades->count || grade == grades->last;
}

/* Instants at which moves or intent were told aren't later than all that is known. */
static int score_told_is_legal(const revops_engine *engine, const unsigned char *lead, int64_t rated_ms)
{
    const unsigned char *section = revops__scores_section(engine, lead);
    int64_t intent_ms = revops__lead_i64(section, REVOPS__SCORES_INTENT_TOLD_MS);
    int is_legal = intent_ms <= rated_ms;
    for (uint32_t i = 0; i < engine->score_slots; i++) {
        is_legal =
            is_legal && revops__lead_i64(section, REVOPS__SCORES_HEAD + i * sizeof(int64_t)) <= rated_ms;
    }
    return is_legal;
}

static int score_intent_is_legal(const revops_engine *engine, const unsigned char *lead)
{
    const revops__engine_scores *scores = revops__scores_of(engine);
    const unsigned char *section = revops__scores_section(engine, lead);
    int64_t rated_ms = revops__lead_i64(section, REVOPS__SCORES_RATED_MS);
    size_t end = REVOPS__SCORES_HEAD + engine->score_slots * sizeof(int64_t) + engine->score_intent_bytes;
    if (!scores->has_intent) {
        return revops__score_get_mpt(section, REVOPS__SCORES_INTENT_MPT) == 0 &&
               section[REVOPS__SCORES_GRADES + REVOPS__SCORE_ENGAGEMENT] == 0;
    }
    if (!revops__is_zero(section, end, end + REVOPS__SCORES_SPARE)) {
        return 0;
    }
    revops__score_opened opened = revops__score_open(engine, lead);
    revops_status status = revops_intent_verify(revops__score_intent_of(engine, scores), opened.record);
    revops__score_close(&opened);
    return status == REVOPS_OK &&
           (rated_ms == REVOPS_TIME_NONE || revops__score_get_mpt(section, REVOPS__SCORES_INTENT_MPT) ==
                                                revops__score_intent_at(engine, lead, rated_ms));
}

/* What was kept was rated before, and doesn't fall before the last event. */
static int score_steady_is_legal(const revops_engine *engine, const unsigned char *lead)
{
    const unsigned char *section = revops__scores_section(engine, lead);
    int64_t fall_ms = revops__lead_i64(section, REVOPS__SCORES_FALL_MS);
    if (lead[REVOPS__LEAD_FLAGS] & REVOPS__LEAD_SETTLED && !engine->settles) {
        return 0;
    }
    return !(lead[REVOPS__LEAD_FLAGS] & REVOPS__LEAD_STEADY) ||
           (revops__scores_of(engine)->is_steady && lead[REVOPS__LEAD_PLACE] != REVOPS__LEAD_UNKNOWN &&
            revops__lead_i64(section, REVOPS__SCORES_RATED_MS) != REVOPS_TIME_NONE &&
            (fall_ms == REVOPS_TIME_NONE || fall_ms > revops__lead_i64(lead, REVOPS__LEAD_LAST_MS)));
}

int revops__scores_are_legal(const revops_engine *engine, const unsigned char *lead)
{
    const revops__engine_scores *scores = revops__scores_of(engine);
    if (!scores) {
        return !(lead[REVOPS__LEAD_FLAGS] & (REVOPS__LEAD_STEADY | REVOPS__LEAD_SETTLED));
    }
    const unsigned char *section = revops__scores_section(engine, lead);
    int64_t rated_ms = revops__lead_i64(section, REVOPS__SCORES_RATED_MS),
            last_ms = revops__lead_i64(lead, REVOPS__LEAD_LAST_MS),
            told_ms = revops__lead_i64(lead, REVOPS__LEAD_TOLD_MS);
    uint8_t flags = section[REVOPS__SCORES_FLAGS];
    if (!score_steady_is_legal(engine, lead)) {
        return 0;
    }
    for (uint32_t part = 0; part < REVOPS__SCORE_COUNT; part++) {
        if (!score_grade_is_legal(&scores->grades[part], section[REVOPS__SCORES_GRADES + part])) {
            return 0;
        }
    }
    return score_grade_is_legal(&scores->grades[REVOPS__SCORE_FIT], section[REVOPS__SCORES_GIVEN]) &&
           !(flags & ~REVOPS__SCORES_FLAGS_ALL) && !revops__lead_get(section, REVOPS__SCORES_ZERO_16, 2) &&
           revops__is_zero(section, REVOPS__SCORES_ZERO_40, REVOPS__SCORES_INTENT_TOLD_MS) &&
           (flags & REVOPS__SCORES_HAS_FIT || (!revops__score_get_mpt(section, REVOPS__SCORES_FIT_MPT) &&
                                               !section[REVOPS__SCORES_GRADES + REVOPS__SCORE_FIT])) &&
           (flags & REVOPS__SCORES_HAS_TOTAL || (!revops__score_get_mpt(section, REVOPS__SCORES_TOTAL_MPT) &&
                                                 !section[REVOPS__SCORES_GRADES + REVOPS__SCORE_TOTAL])) &&
           (rated_ms <= last_ms || rated_ms <= told_ms) &&
           score_told_is_legal(engine, lead, revops__scores_rated_ms(engine, lead)) &&
           score_intent_is_legal(engine, lead) &&
           revops__lead_i64(section, REVOPS__SCORES_FALL_MS) == revops__score_bound(engine, lead);
}
