/* SPDX-License-Identifier: MIT */
#define FUZZ_WORDS "\1", "\2\2\2\2", "\xff\xff\xff\x7f", "\xff\xff\xff\xff", "\x80\x80\x80\x80"
#include "fuzz.h"

/* Any bytes as a ranking, sorted or as they are: what doesn't rise is refused by both methods alike; lines are within their stated
   ranges; steps rise, hold all leads, and are what probabilities take; any bytes as steps are refused or bounded. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    enum { LEADS = 64 };
    int64_t ranking[LEADS] = {0};
    revops_calibration_step steps[LEADS];
    revops_calibration_line line;
    size_t count = 0, needed = 0;
    uint64_t won = 0, leads = 0, won_of_steps = 0;
    const int is_sorted = size > 0 && data[0] % 8 != 0;
    for (size_t at = 1; at + 4 <= size && count < LEADS; at += 4) {
        int32_t word;
        memcpy(&word, data + at, sizeof word);
        int64_t entry = data[0] & 1 ? word : (int64_t)word * 2 + (word & 1);
        size_t place = count++;
        for (; is_sorted && place > 0 && ranking[place - 1] > entry; place--) {
            ranking[place] = ranking[place - 1];
        }
        ranking[place] = entry;
        won += entry & 1;
    }
    int rises = count > 0;
    for (size_t i = 1; i < count; i++) {
        rises &= ranking[i] >= ranking[i - 1];
    }
    revops_status status = revops_calibration_fit_line(ranking, count, &line);
    MUST(status == (!rises ? REVOPS_ERR_ARG : won == 0 || won == count ? REVOPS_ERR_RANGE : REVOPS_OK));
    MUST(status != REVOPS_OK || (line.double_mpt >= 1 && line.double_mpt <= 100000000 && line.is_flat <= 1 &&
                                 line.is_converged <= 1));
    status = revops_calibration_fit_steps(ranking, count, steps, LEADS, &needed);
    MUST(status == (rises ? REVOPS_OK : REVOPS_ERR_ARG));
    int32_t scores[3] = {INT32_MIN, 0, INT32_MAX};
    uint32_t chances[3];
    for (size_t i = 0; status == REVOPS_OK && i < needed; i++) {
        MUST(i == 0 || (steps[i].from_mpt > steps[i - 1].from_mpt &&
                        steps[i].probability_ppb >= steps[i - 1].probability_ppb));
        leads += steps[i].count;
        won_of_steps += steps[i].won;
    }
    if (status == REVOPS_OK) {
        MUST(leads == count && won_of_steps == won);
        MUST(revops_calibration_probabilities(steps, needed, scores, 3, chances) == REVOPS_OK);
        MUST(chances[0] == steps[0].probability_ppb && chances[2] == steps[needed - 1].probability_ppb);
        MUST(chances[0] <= chances[1] && chances[1] <= chances[2]);
    }
    size_t given = size / sizeof steps[0] < LEADS ? size / sizeof steps[0] : LEADS;
    memcpy(steps, data, given * sizeof steps[0]);
    if (revops_calibration_probabilities(steps, given, scores, 3, chances) == REVOPS_OK) {
        MUST(chances[0] <= 1000000000 && chances[2] <= 1000000000);
    }
    return 0;
}
