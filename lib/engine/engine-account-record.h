/* SPDX-License-Identifier: MIT */
/* Bytes of an account's record: a head, a copy of each attribute, then the usage record. */
#ifndef REVOPS_LIB_ENGINE_ACCOUNT_RECORD_H
#define REVOPS_LIB_ENGINE_ACCOUNT_RECORD_H

#include "engine/engine-usage.h"

enum revops__account_places {
    ACCOUNT_MARK = 0,
    ACCOUNT_LAST_MS = 8,
    ACCOUNT_LAST_SEQUENCE = 16,
    ACCOUNT_LAST_DIGEST = 24,
    ACCOUNT_ANSWERS = 32, /* given at the last instant */
    ACCOUNT_BEGUN = 36,   /* there is a usage record */
    ACCOUNT_ZERO_27 = 37,
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

#endif
