/* SPDX-License-Identifier: MIT */
/* Any columns: what is refused adds nothing; what is added in two parts is what is added at once, to the byte, and leaves nothing when it is taken
   back; no figure of any cell fails but by range. */
#define FUZZ_WORDS "\0\0\0\0", "\1\0\0\0", "\xff\xff\xff\xff", "\0\0\0\0\0\0\0\x80"
#include "fuzz.h"
#include "fuzz-take.h"

enum { ROWS = 12, GROUPS = 3 };

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const revops_motion nothing[GROUPS];
    uint32_t group[ROWS], steps[ROWS], committee[ROWS], contacted[ROWS], decided[ROWS], won[ROWS];
    int64_t response_ms[ROWS], engagement_mpt[ROWS], pipeline[ROWS], revenue[ROWS];
    int8_t weight[ROWS], back[ROWS];
    input = data;
    left = size;
    const uint32_t mask = (uint32_t)take(2), count = (uint32_t)take(1) % (ROWS + 1),
                   middle = (uint32_t)take(1) % (count + 1);
    const size_t wide = 1 + take(1) % 8;
    for (uint32_t i = 0; i < ROWS; i++) {
        group[i] = (uint32_t)take(1) % (GROUPS + 1);
        group[i] = group[i] == GROUPS ? (uint32_t)take(4) : group[i];
        steps[i] = (uint32_t)take(2) % 2100;
        response_ms[i] = (int64_t)take(wide);
        engagement_mpt[i] = (int64_t)take(wide);
        pipeline[i] = (int64_t)take(wide);
        revenue[i] = (int64_t)take(wide);
        committee[i] = (uint32_t)take(1);
        contacted[i] = (uint32_t)take(1) % (committee[i] + 2);
        decided[i] = (uint32_t)take(1);
        won[i] = (uint32_t)take(1) % (decided[i] + 2);
        weight[i] = (int8_t)(take(1) % 16 == 0 ? 0 : take(1) % 2 ? 1 : -1);
        back[i] = (int8_t)-weight[i];
    }
    revops_motion_columns columns = {.struct_size = sizeof columns,
                                     .count = count,
                                     .group = mask & 1 ? group : NULL,
                                     .steps = mask & 2 ? steps : NULL,
                                     .response_ms = mask & 4 ? response_ms : NULL,
                                     .engagement_mpt = mask & 8 ? engagement_mpt : NULL,
                                     .committee = mask & 16 ? committee : NULL,
                                     .contacted = mask & 32 ? contacted : NULL,
                                     .pipeline = mask & 64 ? pipeline : NULL,
                                     .revenue = mask & 128 ? revenue : NULL,
                                     .deals_decided = mask & 256 ? decided : NULL,
                                     .deals_won = mask & 512 ? won : NULL,
                                     .weight = weight};
    revops_motion cells[GROUPS] = {{0}}, parts[GROUPS] = {{0}};
    const revops_status status = revops_motion_add(&columns, cells, GROUPS);
    if (status != REVOPS_OK) {
        MUST((status == REVOPS_ERR_ARG || status == REVOPS_ERR_NEWER) &&
             memcmp(cells, nothing, sizeof nothing) == 0);
        return 0;
    }
    for (uint32_t i = 0; i < count; i++) { /* a row a call, the last one first */
        const uint32_t row = (middle + count - i) % (count ? count : 1);
        revops_motion_columns one = columns;
        one.count = 1;
        one.group = columns.group ? group + row : NULL;
        one.steps = columns.steps ? steps + row : NULL;
        one.response_ms = columns.response_ms ? response_ms + row : NULL;
        one.engagement_mpt = columns.engagement_mpt ? engagement_mpt + row : NULL;
        one.committee = columns.committee ? committee + row : NULL;
        one.contacted = columns.contacted ? contacted + row : NULL;
        one.pipeline = columns.pipeline ? pipeline + row : NULL;
        one.revenue = columns.revenue ? revenue + row : NULL;
        one.deals_decided = columns.deals_decided ? decided + row : NULL;
        one.deals_won = columns.deals_won ? won + row : NULL;
        one.weight = weight + row;
        MUST(revops_motion_add(&one, parts, GROUPS) == REVOPS_OK);
    }
    MUST(memcmp(parts, cells, sizeof cells) == 0);
    for (uint32_t i = 0; i <= REVOPS_MOTION_WIN_RATE + 1; i++) {
        revops_motion_share shares[GROUPS];
        int64_t means[GROUPS];
        const revops_status of_rates = revops_motion_rates_of(cells, GROUPS, i, shares),
                            of_means = revops_motion_means_of(cells, GROUPS, i, means);
        const int is_rate = i >= 1 && i <= REVOPS_MOTION_WIN_RATE,
                  is_mean = i >= 1 && i <= REVOPS_MOTION_MEAN_REVENUE;
        MUST(is_rate ? of_rates == REVOPS_OK || of_rates == REVOPS_ERR_RANGE : of_rates == REVOPS_ERR_ARG);
        MUST(is_mean ? of_means == REVOPS_OK || of_means == REVOPS_ERR_RANGE : of_means == REVOPS_ERR_ARG);
    }
    revops_motion_mix mix;
    const revops_status mixed = revops_motion_mix_between(NULL, cells, parts, &mix);
    MUST(mixed == REVOPS_ERR_RANGE || (mixed == REVOPS_OK && mix.alarms == 0)); /* nothing changed */
    columns.weight = back;
    MUST(revops_motion_add(&columns, cells, GROUPS) == REVOPS_OK &&
         memcmp(cells, nothing, sizeof nothing) == 0);
    MUST(revops_motion_merge(parts, parts, GROUPS, -1) == REVOPS_OK &&
         memcmp(parts, nothing, sizeof nothing) == 0);
    return 0;
}
