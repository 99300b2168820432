/* SPDX-License-Identifier: MIT */
/* Kaplan and Meier's estimate, without floating point.

   Problem: the share not yet served, S, is a product of quotients, one for each time at which somebody is served.
   Algorithm: as long as nobody stops waiting unserved, the product telescopes: S = base × remaining ÷ at risk, and is exact.
   Only where somebody does, the base is rounded, to 2^-62. A share is reached where S is at most the rest of it, or within
   2^-40 of that: so many roundings of 2^-62 stay below, and a tie stays a tie. */
#include "time/stats-survival.h"

#include "core/ratio.h"
#include "core/sort.h"
#include "time/stats-histogram.h"

#define SURVIVAL_ONE   (INT64_C(1) << 62)
#define SURVIVAL_SLACK (INT64_C(1) << 22)

/* Nobody waits at time 0 yet. */
revops__survival revops__survival_begin(uint64_t at_risk, uint32_t share_bp)
{
    revops__survival survival = {(int64_t)at_risk, (int64_t)at_risk, SURVIVAL_ONE, 0, 0};
    const int64_t rest[] = {10000 - (int64_t)share_bp, SURVIVAL_ONE}, whole[] = {10000};
    if (revops__ratio(rest, 2, whole, 1, REVOPS__ROUND_DOWN, &survival.target) == REVOPS_OK) {
        survival.target += SURVIVAL_SLACK;
    }
    revops__survival_leave(&survival, 0);
    return survival;
}

/* So many stop waiting unserved. */
void revops__survival_leave(revops__survival *survival, uint64_t count)
{
    const int64_t above[] = {survival->base, survival->remaining};
    const int64_t below[] = {survival->at_risk};
    if (survival->at_risk > 0 &&
        revops__ratio(above, 2, below, 1, REVOPS__ROUND_NEAREST, &survival->base) != REVOPS_OK) {
        survival->base = 0;
    }
    survival->remaining -= (int64_t)count;
    survival->at_risk = survival->remaining;
    const int64_t target[] = {survival->target, survival->at_risk}, base[] = {survival->base};
    /* S is at most the target where no more than so many remain. */
    if (survival->base == 0 ||
        revops__ratio(target, 2, base, 1, REVOPS__ROUND_DOWN, &survival->limit) != REVOPS_OK) {
        survival->limit = INT64_MAX;
    }
}

int revops__survival_serve(revops__survival *survival, uint64_t count)
{
    survival->remaining -= (int64_t)count;
    return survival->remaining <= survival->limit;
}

static int64_t survival_of(const int64_t *done, size_t done_count, const int64_t *open, size_t open_count,
                           uint32_t share_bp)
{
    revops__survival survival = revops__survival_begin(done_count + open_count, share_bp);
    for (size_t i = 0, k = 0; i < done_count;) {
        size_t left = k, served = i;
        while (k < open_count && open[k] < done[i]) {
            k++;
        }
        if (k > left) {
            revops__survival_leave(&survival, k - left);
        }
        while (i < done_count && done[i] == done[served]) {
            i++;
        }
        if (revops__survival_serve(&survival, i - served)) {
            return done[served];
        }
    }
    return REVOPS_TIME_NONE;
}

revops_status revops_stats_survival(int64_t *done, size_t done_count, int64_t *open, size_t open_count,
                                    const uint32_t *shares_bp, size_t count, int64_t *out)
{
    if ((!done && done_count) || (!open && open_count) || (count && (!shares_bp || !out))) {
        return REVOPS_ERR_ARG;
    }
    for (size_t i = 0; i < count; i++) {
        if (shares_bp[i] < 1 || shares_bp[i] > 10000) {
            return REVOPS_ERR_ARG;
        }
    }
    revops__sort(done, done_count, sizeof *done);
    revops__sort(open, open_count, sizeof *open);
    if ((done_count && done[0] < 0) || (open_count && open[0] < 0)) {
        return REVOPS_ERR_ARG;
    }
    for (size_t i = 0; i < count; i++) {
        out[i] = survival_of(done, done_count, open, open_count, shares_bp[i]);
    }
    return REVOPS_OK;
}

int64_t revops__survival_buckets(const uint32_t *done, const uint32_t *open, uint32_t share_bp)
{
    uint64_t all = 0;
    for (uint32_t i = 0; i < REVOPS_HISTOGRAM_BUCKETS; i++) {
        all += (uint64_t)done[i] + open[i];
    }
    revops__survival survival = revops__survival_begin(all, share_bp);
    for (uint32_t i = 0; i < REVOPS_HISTOGRAM_BUCKETS; i++) {
        if (done[i] > 0 && revops__survival_serve(&survival, done[i])) {
            return revops__histogram_middle(i);
        }
        if (open[i] > 0) {
            revops__survival_leave(&survival, open[i]);
        }
    }
    return REVOPS_TIME_NONE;
}

revops_status revops_histogram_survival(const revops_histogram *done, const revops_histogram *open,
                                        uint32_t share_bp, int64_t *out)
{
    if (!done || !open || !out || share_bp < 1 || share_bp > 10000) {
        return REVOPS_ERR_ARG;
    }
    int64_t found = revops__survival_buckets(done->buckets, open->buckets, share_bp);
    if (found == REVOPS_TIME_NONE) {
        return REVOPS_ERR_RANGE;
    }
    found = found < done->minimum ? done->minimum : found;
    *out = found > done->maximum ? done->maximum : found;
    return REVOPS_OK;
}

revops_status revops_stats_rate(uint64_t part, uint64_t whole, uint32_t *out_bp)
{
    if (!out_bp || part > whole || whole > INT64_MAX / 10000) {
        return REVOPS_ERR_ARG;
    }
    if (whole == 0) {
        return REVOPS_ERR_RANGE;
    }
    *out_bp = (uint32_t)((part * 10000 + whole / 2) / whole);
    return REVOPS_OK;
}
