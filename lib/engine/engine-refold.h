/* SPDX-License-Identifier: MIT */
/* The difference of two lists of effects of one lead [SEM21]. */
#ifndef REVOPS_LIB_ENGINE_REFOLD_H
#define REVOPS_LIB_ENGINE_REFOLD_H

#include <revops/engine-refold.h>

typedef struct revops__refold_list {
    const revops_effect *effects;
    size_t count;
} revops__refold_list;

/* Bytes of working memory for so many effects of both lists; aligned to 8. */
size_t revops__refold_bytes(size_t effects);
/* Changes there are; those written that fit. Lists have at most UINT32_MAX effects. */
size_t revops__refold_differ(const revops__refold_list *told, const revops__refold_list *now, void *memory,
                             revops_engine_change *changes, size_t capacity);
/* Answers to a call, which are of no history. */
static inline int revops__refold_is_answer(const revops_effect *effect)
{
    return effect->kind == REVOPS_EFFECT_LATE || effect->kind == REVOPS_EFFECT_DUPLICATE;
}

#endif
