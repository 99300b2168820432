/* SPDX-License-Identifier: MIT */
/* Any plans, amounts and deals: pay never falls with what was achieved, its lines add up to it, the least amount that earns a sum earns it and less doesn't,
   and what is taken back is never more than was earned (PL5). What fails leaves outputs untouched. */
#define FUZZ_WORDS                                                                                           \
    "\0\0\0\0", "\1\0\0\0", "\x10\x27", "\xd4\x30", "\xff\xff\xff\xff", "\xff\xff\xff\xff\xff\xff\xff\x7f"
#include "fuzz.h"
#include "fuzz-take.h"

enum { TIERS = 5, DEALS = 8, REPS = 3 };

static revops_commission_params params;
static revops_commission_tier tiers[TIERS];

static int64_t number(void)
{
    return (int64_t)take(1 + take(1) % 8);
}

static void read_plan(void)
{
    MUST(revops_commission_defaults(&params, sizeof params) == REVOPS_OK);
    params.variable = number();
    params.quota = number();
    params.clawback_day = (uint32_t)take(1 + take(1) % 4);
    if (take(1) % 4) {
        params.tier_count = (uint32_t)take(1) % (TIERS + 1);
        params.tiers = tiers;
        params.tier_row_size = sizeof tiers[0];
    }
    for (uint32_t i = 0; i < TIERS; i++) {
        tiers[i].from_bp =
            i ? tiers[i - 1].from_bp + (uint32_t)take(1 + take(1) % 4) : (uint32_t)(take(1) % 32 == 31);
        tiers[i].rate_bp = (uint32_t)take(2 + take(1) % 2) % 1000002;
    }
}

static void pay(void)
{
    const int64_t achieved = number();
    int64_t commission = -7, more = -7, least = -7;
    revops_commission_line lines[REVOPS_COMMISSION_TIERS_MAX];
    size_t count = 0;
    const revops_status checked = revops_commission_check(&params, NULL, 0, NULL);
    const revops_status status = revops_commission_pay(&params, &achieved, 1, &commission);
    MUST(checked == REVOPS_OK || status == checked);
    MUST(status == REVOPS_OK ? commission >= 0 : commission == -7);
    const revops_status explained =
        revops_commission_explain(&params, achieved, lines, REVOPS_COMMISSION_TIERS_MAX, &count);
    MUST(explained == status);
    if (status != REVOPS_OK) {
        return;
    }
    int64_t amount_sum = 0, sum = 0;
    for (size_t i = 0; i < count; i++) {
        MUST(lines[i].tier == i && lines[i].amount >= 0 && lines[i].commission >= 0);
        amount_sum += lines[i].amount;
        sum += lines[i].commission;
    }
    MUST(count >= 1 && count <= params.tier_count && amount_sum == achieved && sum == commission);
    const int64_t next = achieved < INT64_MAX - 1000 ? achieved + 1000 : INT64_MAX;
    MUST(revops_commission_pay(&params, &next, 1, &more) != REVOPS_OK || more >= commission);
    MUST(revops_commission_achieved_for(&params, commission, &least) == REVOPS_OK && least >= 0 &&
         least <= achieved);
    MUST(revops_commission_pay(&params, &least, 1, &more) == REVOPS_OK && more >= commission);
    if (least > 0) {
        least--;
        MUST(revops_commission_pay(&params, &least, 1, &more) == REVOPS_OK && more < commission);
    }
}

static void settle(void)
{
    revops_commission_deal deals[DEALS];
    uint64_t offsets[REPS + 1] = {0};
    revops_commission_settlement all[REPS], one;
    const int32_t as_of_day = (int32_t)take(1 + take(1) % 4);
    for (int i = 0; i < DEALS; i++) {
        const int32_t won_day = (int32_t)take(1 + take(1) % 4);
        const uint32_t stay = (uint32_t)take(2);
        const int32_t lost_day =
            take(1) % 2 || won_day > INT32_MAX - 65536 ? INT32_MAX : won_day + (int32_t)stay;
        deals[i] = (revops_commission_deal){number(), won_day, take(1) % 32 ? lost_day : (int32_t)take(4)};
    }
    for (int i = 0; i < REPS; i++) {
        offsets[i + 1] =
            take(1) % 64 ? offsets[i] + take(1) % (DEALS + 1 - offsets[i]) : take(1) % (DEALS + 1);
        if (offsets[i + 1] > DEALS || offsets[i + 1] < offsets[i]) {
            offsets[i + 1] = offsets[i];
        }
    }
    memset(all, 0x5a, sizeof all);
    one = all[0];
    const revops_status status = revops_commission_settle(&params, deals, offsets, as_of_day, REPS, all);
    if (status != REVOPS_OK) {
        MUST(memcmp(&one, &all[0], sizeof one) == 0);
        return;
    }
    for (int i = 0; i < REPS; i++) {
        MUST(all[i].earned >= all[i].clawback && all[i].clawback >= 0 &&
             all[i].net == all[i].earned - all[i].clawback);
        int64_t sum = 0, earned = -7;
        for (uint64_t deal = offsets[i]; deal < offsets[i + 1]; deal++) {
            sum += deals[deal].amount;
        }
        MUST(revops_commission_pay(&params, &sum, 1, &earned) == REVOPS_OK && earned == all[i].earned);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    input = data;
    left = size;
    read_plan();
    pay();
    settle();
    return 0;
}
