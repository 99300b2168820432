/* SPDX-License-Identifier: MIT */
/* What of the log wasn't used, and why, on stderr. */
#include <string.h>

#include "replay.h"

static void tell_names(const replay *run, const unknown_names *all, const char *what, revops_engine_list list)
{
    enum { TOLD = 20 };
    uint64_t others = all->total;
    for (uint32_t id = 0; all->total && id <= all->names.count && id <= TOLD; id++) {
        char shown[LOG_SHOWN];
        const char *name = names_text(&all->names, id), *nearest = nearest_name(run, list, name);
        uint32_t own = 0;
        if (revops_engine_find(run->engine, list, name, strlen(name), &own) == REVOPS_OK) {
            nearest = NULL; /* an attribute that is there, and that no event sets */
        }
        if (all->counts[id]) {
            fprintf(stderr, "replay: %llu × %s \"%s\"%s%s%s\n", (unsigned long long)all->counts[id], what,
                    log_show(name, strlen(name), shown), nearest ? "; nearest is \"" : "",
                    nearest ? nearest : "", nearest ? "\"" : "");
            others -= all->counts[id];
        }
    }
    if (others) {
        fprintf(stderr, "replay: %llu × other names: %s\n", (unsigned long long)others, what);
    }
}

void tell_unused(const replay *run)
{
    const usage *all = &run->usage;
    tell_names(run, &run->unknown_events, "left out, no event of the policy:", REVOPS_ENGINE_LIST_EVENTS);
    tell_names(run, &run->unknown_facts,
               "left out, a fact that no event of the policy sets:", REVOPS_ENGINE_LIST_ATTRIBUTES);
    tell_names(run, &run->unknown_stages, "no stage of the policy:", REVOPS_ENGINE_LIST_STAGES);
    tell_names(run, &run->unknown_reasons,
               "used without its reason, which the policy doesn't have:", REVOPS_ENGINE_LIST_REASONS);
    if (all->unreadable) {
        fprintf(stderr, "replay: %llu left out: their value can't be read; the first: %s\n",
                (unsigned long long)all->unreadable, run->first_unreadable);
    }
    if (all->without_id) {
        fprintf(stderr,
                "replay: %llu left out: given twice without an id; if two equal rows can be two events, name "
                "their id's "
                "column\n",
                (unsigned long long)all->without_id);
    }
    if (all->undated) {
        fprintf(stderr, "replay: %llu facts have no instant: they count from the lead's first event\n",
                (unsigned long long)all->undated);
    }
    if (all->used < all->said) {
        int64_t share = share_bp(all->used, all->said);
        fprintf(stderr, "replay: %llu of %llu events used (%lld.%02lld %%), of %llu rows\n",
                (unsigned long long)all->used, (unsigned long long)all->said, (long long)(share / 100),
                (long long)(share % 100), (unsigned long long)all->rows);
    }
}
