/* SPDX-License-Identifier: MIT */
/* Where an account stands [SC9]: how many of its people are engaged, how much of the buying committee took part, and the
   engagement of all its people as a grade. Each is an attribute of the account behind those of the policy, which the account's
   own fold sets; leads keep copies. There is only what conditions of the policy ask for.

   People are counted by a small model of lib/judge (usage.h), points by the policy's intent rules without what is of a person:
   limits of a day, groups, caps. */
#ifndef REVOPS_LIB_ENGINE_STANDING_H
#define REVOPS_LIB_ENGINE_STANDING_H

#include "engine/engine-carry.h"
#include "engine/engine-usage.h"

enum revops__standings {
    REVOPS__STANDS_PEOPLE = 0,
    REVOPS__STANDS_COVERAGE = 1,
    REVOPS__STANDS_ENGAGEMENT = 2,
    REVOPS__STANDINGS = 3
};

typedef struct revops__engine_standing {
    revops__score_grades grades;
    uint32_t intent,
        intent_bytes; /* place of compiled rules; size of a record; 0 where engagement isn't asked */
    uint32_t model, people_bytes; /* of people; 0 where neither they nor coverage are asked */
    uint32_t events;              /* a kind of the model for each event, uint8_t */
    uint32_t zone;                /* place; 0 UTC */
    uint32_t committee;
    uint32_t criteria[2]; /* of people engaged and of coverage in the model */
    uint32_t days, exact; /* how people are counted */
} revops__engine_standing;

static inline const revops__engine_standing *revops__standing_of(const revops_engine *engine)
{
    return engine->standing ? revops__engine_at(engine, engine->standing) : NULL;
}

/* Bytes behind an account's usage. */
size_t revops__standing_size(const revops_engine *engine);
/* Takes an event; `begun` says whether people are counted yet. */
void revops__standing_take(revops__facts *facts, unsigned char *begun, unsigned char *section,
                           const revops_event *event, uint64_t lead);
/* What stands as of an instant; `before` is the value so far, of which a grade keeps its threshold. REVOPS_MISSING: unknown. */
int64_t revops__standing_value(const revops_engine *engine, enum revops__standings which, int is_begun,
                               const unsigned char *section, int64_t before, int64_t at_ms);
/* Points of engagement as of an instant. */
int64_t revops__standing_points(const revops_engine *engine, const unsigned char *section, int64_t at_ms);
int revops__standing_is_legal(const revops_engine *engine, int is_begun, const unsigned char *section);
/* Whether what an attribute says can't be counted on in the next engine, by the attribute's number. */
int revops__standing_is_lost(const revops_engine *from, const revops_engine *to, uint32_t attribute);
/* What was counted, in another engine's record. */
void revops__standing_carry(revops__carrying *c, int is_begun, unsigned char *begun, const unsigned char *was,
                            unsigned char *section);

#endif
