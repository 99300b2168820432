/* SPDX-License-Identifier: MIT */
/* Commissions beside plain 128-bit arithmetic written from the header: each minor unit's tier in ten-thousandths, lines that add up, the least
   amount that earns a sum, deals taken back one by one (PL5). */
#include <string.h>

#include <revops/revops.h>

#include "model.h"
#include "random.h"

enum { ROUNDS = 4000, TIERS = 6, DEALS = 12, REPS = 5 };

__extension__ typedef __int128 wide;

static random_state rng = {20261128};
static revops_commission_tier tiers[TIERS];
static revops_commission_params params;

static int64_t below(int64_t bound)
{
    return (int64_t)random_below(&rng, (uint64_t)bound);
}

static void draw_plan(void)
{
    MUST(revops_commission_defaults(&params, sizeof params) == REVOPS_OK);
    params.variable = below(6) ? below(INT64_C(1) << (1 + below(30))) : 0;
    params.quota = 1 + below(INT64_C(1) << (1 + below(30)));
    params.clawback_day = (uint32_t)below(120);
    params.tier_count = 1 + (uint32_t)below(TIERS);
    params.tiers = tiers;
    params.tier_row_size = sizeof tiers[0];
    uint32_t from_bp = 0;
    for (uint32_t i = 0; i < TIERS; i++) {
        tiers[i] = (revops_commission_tier){from_bp, below(5) ? (uint32_t)below(30001) : 0};
        from_bp += 1 + (uint32_t)below(8000);
    }
}

/* What of an amount lies in a tier, in ten-thousandths of a minor unit. */
static wide portion(int64_t achieved, uint32_t tier)
{
    const wide start = (wide)params.quota * tiers[tier].from_bp, scaled = (wide)achieved * 10000;
    wide end = tier + 1 < params.tier_count ? (wide)params.quota * tiers[tier + 1].from_bp : scaled;
    end = end < scaled ? end : scaled;
    return end > start ? end - start : 0;
}

/* Commission of the first so many tiers, the half up. */
static int64_t twin_pay(int64_t achieved, uint32_t tier_count)
{
    wide sum = 0, unit = (wide)params.quota * 100000000;
    for (uint32_t i = 0; i < tier_count; i++) {
        sum += portion(achieved, i) * tiers[i].rate_bp;
    }
    return (int64_t)((2 * sum * params.variable + unit) / (2 * unit));
}

static int64_t draw_achieved(void)
{
    return below(4) ? below(3 * params.quota + 2)
                    : (params.quota * (int64_t)tiers[below(TIERS)].from_bp + below(3) * 9999) / 10000;
}

static void compare_pay(void)
{
    int64_t achieved[REPS], found[REPS];
    for (int i = 0; i < REPS; i++) {
        achieved[i] = draw_achieved();
    }
    MUST(revops_commission_pay(&params, achieved, REPS, found) == REVOPS_OK);
    for (int i = 0; i < REPS; i++) {
        MUST(found[i] == twin_pay(achieved[i], params.tier_count));
    }
    MUST(revops_commission_pay(&params, achieved, REPS, achieved) == REVOPS_OK); /* in place */
    MUST(memcmp(achieved, found, sizeof found) == 0);
}

static void compare_lines(void)
{
    revops_commission_line lines[TIERS];
    const int64_t achieved = draw_achieved();
    size_t count = 0;
    int64_t amount = 0, commission = 0;
    MUST(revops_commission_explain(&params, achieved, lines, TIERS, &count) == REVOPS_OK);
    MUST(count >= 1 && count <= params.tier_count);
    for (uint32_t i = 0; i < count; i++) {
        MUST(lines[i].tier == i && lines[i].rate_bp == tiers[i].rate_bp &&
             (i == 0 || portion(achieved, i) > 0));
        amount += lines[i].amount;
        commission += lines[i].commission;
        wide end = 0;
        for (uint32_t k = 0; k <= i; k++) {
            end += portion(achieved, k);
        }
        MUST((wide)amount == end / 10000 && commission == twin_pay(achieved, i + 1));
    }
    MUST(amount == achieved && commission == twin_pay(achieved, params.tier_count));
    MUST(count == params.tier_count || portion(achieved, (uint32_t)count) == 0);
}

static void compare_inverse(void)
{
    int64_t least = -1, wanted = below(2 * params.variable + 2);
    revops_status status = revops_commission_achieved_for(&params, wanted, &least);
    if (wanted == 0) {
        MUST(status == REVOPS_OK && least == 0);
    } else if (params.variable == 0) {
        MUST(status == REVOPS_ERR_RANGE && least == -1);
    } else if (status == REVOPS_OK && least <= 100 * params.quota) {
        MUST(twin_pay(least, params.tier_count) >= wanted && twin_pay(least - 1, params.tier_count) < wanted);
    } else { /* beyond a hundred quotas, or never */
        MUST(status == REVOPS_OK || status == REVOPS_ERR_RANGE);
        MUST(twin_pay(100 * params.quota, params.tier_count) < wanted);
    }
}

static void compare_settlements(void)
{
    revops_commission_deal deals[DEALS];
    uint64_t offsets[REPS + 1] = {0};
    revops_commission_settlement found[REPS];
    const int32_t as_of_day = (int32_t)below(300);
    for (int i = 0; i < DEALS; i++) {
        const int32_t won_day = (int32_t)below(200);
        deals[i] = (revops_commission_deal){below(params.quota), won_day,
                                            below(2) ? INT32_MAX : won_day + (int32_t)below(150)};
    }
    for (int i = 0; i < REPS; i++) {
        offsets[i + 1] = offsets[i] + (uint64_t)below(DEALS + 1 - (int64_t)offsets[i]);
    }
    MUST(revops_commission_settle(&params, deals, offsets, as_of_day, REPS, found) == REVOPS_OK);
    for (int i = 0; i < REPS; i++) {
        int64_t all = 0, stayed = 0;
        for (uint64_t k = offsets[i]; k < offsets[i + 1]; k++) {
            const int is_lost = deals[k].lost_day <= as_of_day && deals[k].lost_day != INT32_MAX;
            const int is_early =
                is_lost && deals[k].lost_day - deals[k].won_day <= (int32_t)params.clawback_day;
            all += deals[k].amount;
            stayed += is_early ? 0 : deals[k].amount;
        }
        const int64_t earned = twin_pay(all, params.tier_count), net = twin_pay(stayed, params.tier_count);
        MUST(found[i].earned == earned && found[i].net == net && found[i].clawback == earned - net);
    }
}

int main(int argc, char **argv)
{
    const int times = argc > 1 ? atoi(argv[1]) : 1;
    for (round_number = 0; round_number < ROUNDS * times; round_number++) {
        draw_plan();
        compare_pay();
        compare_lines();
        compare_inverse();
        compare_settlements();
    }
    printf("%d plans agree\n", ROUNDS * times);
    return EXIT_SUCCESS;
}
