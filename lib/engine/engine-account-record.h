/* SPDX-License-Identifier: MIT */
/* Bytes of an account's record: a head, a copy of each attribute, then the usage record, then where the account stands. */
#ifndef REVOPS_LIB_ENGINE_ACCOUNT_RECORD_H
#define REVOPS_LIB_ENGINE_ACCOUNT_RECORD_H

#include "engine/engine-standing.h"

enum revops__account_places {
    ACCOUNT_MARK = 0,
    ACCOUNT_LAST_MS = 8,
    ACCOUNT_LAST_SEQUENCE = 16,
    ACCOUNT_LAST_DIGEST = 24,
    ACCOUNT_ANSWERS = 32, /* given at the last instant */
    ACCOUNT_BEGUN = 36,   /* there is a usage record */
    ACCOUNT_PEOPLE = 37,  /* people are counted */
    ACCOUNT_ZERO_26 = 38,
    ACCOUNT_HEAD = 64
};

static inline const revops__engine_use *revops__account_use(const revops_engine *engine)
{
    const revops__engine_use *use = revops__use_of(engine);
    return use && use->is_of_account ? use : NULL;
}

static inline size_t revops__account_attribute_at(uint32_t attribute)
{
    return ACCOUNT_HEAD + (attribute - (size_t)1) * sizeof(int64_t);
}

static inline size_t revops__account_record_at(const revops_engine *engine)
{
    return ACCOUNT_HEAD + (size_t)engine->attribute_count * sizeof(int64_t);
}

static inline size_t revops__account_standing_at(const revops_engine *engine)
{
    const revops__engine_use *use = revops__account_use(engine);
    return revops__account_record_at(engine) + (use ? (use->record_bytes + (size_t)7) / 8 * 8 : 0);
}

#endif
