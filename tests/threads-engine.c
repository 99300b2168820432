/* SPDX-License-Identifier: MIT */
/* Several threads over one engine, and over the one that follows it, each with leads of its own: their records and effects are those
   of the same leads one after the other. ThreadSanitizer sees what they share. */
#include "model.h"
#include "random.h"

#include <pthread.h>

#include "engine-turns.h"

enum { THREADS = 8, LEADS = 12, EVENTS = 40, RECORD = 2048, ROOM = 1024 };

typedef struct work {
    uint64_t seed, digest;
} work;

static const int64_t T0 = 1772442000000;
static const revops_engine *before, *after;

static void add(uint64_t *digest, const void *bytes, size_t size)
{
    const unsigned char *at = bytes;
    for (size_t i = 0; i < size; i++) {
        *digest = (*digest ^ at[i]) * UINT64_C(0x100000001b3);
    }
}

static void live(const revops_engine *engine, unsigned char *lead, random_state *random, int64_t *at_ms,
                 revops_effect *effects, uint64_t *digest)
{
    const uint32_t kinds = revops_engine_count(engine, REVOPS_ENGINE_LIST_EVENTS);
    for (uint32_t i = 1; i <= EVENTS; i++) {
        size_t count = 0;
        *at_ms += (int64_t)random_below(random, 20) * REVOPS_HOUR_MS;
        const revops_event event = {.at_ms = *at_ms,
                                    .id = i,
                                    .kind = 1 + (uint32_t)random_below(random, kinds),
                                    .value = (int64_t)random_below(random, 5)};
        if (revops_engine_apply(engine, NULL, lead, &event, REVOPS_ENGINE_ENFORCE, REVOPS_EFFECTS_ALL,
                                effects, ROOM, &count) == REVOPS_OK) {
            add(digest, effects, count * sizeof *effects);
        }
    }
}

static void *run(void *given)
{
    work *own = given;
    random_state random = {own->seed};
    revops_effect *effects = malloc(ROOM * sizeof *effects);
    MUST(effects != NULL);
    own->digest = UINT64_C(0xcbf29ce484222325);
    for (uint32_t i = 0; i < LEADS; i++) {
        unsigned char lead[RECORD], next[RECORD];
        int64_t at_ms = T0;
        size_t count = 0;
        MUST(revops_lead_init(before, lead) == REVOPS_OK);
        live(before, lead, &random, &at_ms, effects, &own->digest);
        MUST(revops_lead_rebase(before, after, NULL, lead, at_ms + 1, REVOPS_EFFECTS_ALL, next, effects, ROOM,
                                &count) == REVOPS_OK);
        add(&own->digest, effects, count * sizeof *effects);
        at_ms += 2;
        live(after, next, &random, &at_ms, effects, &own->digest);
        MUST(revops_lead_verify(after, next, 1) == REVOPS_OK);
        add(&own->digest, next, revops_lead_size(after));
    }
    free(effects);
    return NULL;
}

int main(void)
{
    work apart[THREADS], together[THREADS];
    pthread_t threads[THREADS];
    revops_policy_fault fault;
    before = turn_engine(TURN_BEFORE, 1, &fault);
    after = turn_engine(TURN_RENAMED, 2, &fault);
    MUST(before && after && revops_lead_size(before) <= RECORD && revops_lead_size(after) <= RECORD);
    for (uint64_t i = 0; i < THREADS; i++) {
        apart[i] = together[i] = (work){.seed = 1 + i};
        run(&apart[i]);
    }
    for (size_t i = 0; i < THREADS; i++) {
        MUST(pthread_create(&threads[i], NULL, run, &together[i]) == 0);
    }
    for (size_t i = 0; i < THREADS; i++) {
        MUST(pthread_join(threads[i], NULL) == 0);
        MUST(together[i].digest == apart[i].digest);
    }
    printf("%d threads, %d leads each, as one after the other\n", THREADS, LEADS);
    free((void *)(uintptr_t)before);
    free((void *)(uintptr_t)after);
    return 0;
}
