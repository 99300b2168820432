/* SPDX-License-Identifier: MIT */
/* A part of a simulation: how far its leads were replayed, which of them wait, who holds how many of them. */
#ifndef REVOPS_LIB_SIMULATE_INTERNAL_H
#define REVOPS_LIB_SIMULATE_INTERNAL_H

#include <revops/simulate.h>

#include "engine/engine-route.h"

#define REVOPS__SIMULATE_NONE UINT32_MAX

/* What a lead waits for. */
enum revops__simulate_waits {
    REVOPS__SIMULATE_GOES_ON = 0,
    REVOPS__SIMULATE_COUNTS = 1, /* who holds it changed, or its account */
    REVOPS__SIMULATE_ASKS = 2,
    REVOPS__SIMULATE_LOSES = 3, /* its owner leaves */
    REVOPS__SIMULATE_ENDED = 4
};

typedef struct revops__simulate_lead {
    int64_t at_ms;     /* instant of what it waits for */
    int64_t answer_ms; /* where the answer to a question belongs, with `sequence`; while `is_asking` */
    int64_t since_ms;  /* its holder has it since */
    uint64_t sequence;
    uint64_t next;      /* index of its next event */
    uint64_t account;   /* that has heard of its owner */
    uint32_t holder;    /* person whose open lead it is; 0 nobody's */
    uint32_t answers;   /* so far: ids of answers */
    uint16_t territory; /* of the question */
    uint16_t missed;    /* clock that asked, in a question that the holder loses it by */
    uint8_t waits;      /* enum revops__simulate_waits */
    uint8_t is_asking, is_held, is_left;
} revops__simulate_lead;

/* Owners of an account or of an identity: the latest, and the latest of another lead. */
typedef struct revops__simulate_owner {
    int64_t at_ms;
    uint64_t lead;
    uint32_t person, is_known;
} revops__simulate_owner;

typedef struct revops__simulate_owners {
    uint64_t key; /* 0: free */
    revops__simulate_owner latest, other;
} revops__simulate_owners;

struct revops_simulate_state {
    const revops_engine *engine;
    const revops_texts *texts;
    unsigned char *leads;
    const uint64_t *ids, *firsts, *identities;
    const revops_event *events;
    int64_t until_ms;
    int64_t left_ms; /* who leaves next, of the first part */
    uint64_t wanted, left_out;
    revops_engine_mode mode;
    uint32_t event, lead_count, folded, current, waiting, owners_bits, people;
    int32_t day;
    revops__simulate_lead *rows;
    uint32_t *heap, *open;
    revops__simulate_owners *accounts, *duplicates; /* tables of 1 << `owners_bits` rows; NULL: nobody asks */
    unsigned char *scratch;                         /* a record */
    revops_effect *effects;                         /* of one call */
};

/* Where effects go. */
typedef struct revops__simulate_sink {
    revops_effect *effects;
    size_t capacity, count;
} revops__simulate_sink;

static inline uint64_t revops__simulate_id(const revops_simulate_state *part, uint32_t lead)
{
    return part->ids ? part->ids[lead] : lead;
}

static inline unsigned char *revops__simulate_record(const revops_simulate_state *part, uint32_t lead)
{
    return part->leads + (size_t)lead * part->engine->record_size;
}

/* Whether there is room for the effects of one more call. */
int revops__simulate_has_room(const revops_simulate_state *part, const revops__simulate_sink *sink);
/* Replays a lead until it waits or its end. NOSPACE: take the effects first. */
revops_status revops__simulate_fold(revops_simulate_state *part, uint32_t lead, revops__simulate_sink *sink);
/* Applies an event to a lead; what it asks for is remembered. */
revops_status revops__simulate_apply(revops_simulate_state *part, uint32_t lead, const revops_event *event,
                                     revops__simulate_sink *sink);
/* The person who holds the lead as an open one; 0 nobody. */
uint32_t revops__simulate_holder(const revops_simulate_state *part, const unsigned char *record);

/* Leads that wait, the earliest first. */
void revops__simulate_push(revops_simulate_state *part, uint32_t lead);
uint32_t revops__simulate_pop(revops_simulate_state *part);
/* Whether a lead of one part comes before one of another. */
int revops__simulate_is_before(const revops_simulate_state *a, uint32_t lead, const revops_simulate_state *b,
                               uint32_t other);

/* The identity of a lead; 0 none. */
static inline uint64_t revops__simulate_identity(const revops_simulate_state *part, uint32_t lead)
{
    return part->identities ? part->identities[lead] : 0;
}

/* Owners of accounts, or of identities: a table of the part. */
void revops__simulate_own(const revops_simulate_state *part, revops__simulate_owners *table, uint64_t key,
                          int64_t at_ms, uint64_t lead, uint32_t person);
/* The latest of another lead, if it is later than what was found so far. */
void revops__simulate_owned(const revops_simulate_state *part, revops__simulate_owners *table, uint64_t key,
                            uint64_t lead, revops__simulate_owner *found);

#endif
