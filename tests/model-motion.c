/* SPDX-License-Identifier: MIT */
/* Motions beside a twin that counts each figure of each group on its own; parts of random partitions add up to the whole, to the byte, and what
   is taken back leaves nothing (MT11, MT12, MT13, SEM22). */
#include <string.h>

#include <revops/revops.h>

#include "model.h"
#include "random.h"

enum { ROUNDS = 1500, ROWS = 60, GROUPS = 4 };

__extension__ typedef __int128 wide;

static random_state rng = {20261129};
static uint32_t group[ROWS], steps[ROWS], committee[ROWS], contacted[ROWS], decided[ROWS], won[ROWS];
static int64_t response_ms[ROWS], engagement_mpt[ROWS], pipeline[ROWS], revenue[ROWS];
static int8_t weight[ROWS];
static size_t count;

static int64_t below(int64_t bound)
{
    return (int64_t)random_below(&rng, (uint64_t)bound);
}

static void draw(void)
{
    static const int64_t most[] = {2, 100000, INT64_C(1) << 40};
    count = (size_t)below(ROWS + 1);
    const int64_t size = most[below(3)];
    for (size_t i = 0; i < count; i++) {
        group[i] = below(8) ? (uint32_t)below(GROUPS) : REVOPS_NO_ROW;
        steps[i] = (uint32_t)below(1 << REVOPS_MOTION_STEPS_MAX);
        response_ms[i] = below(4) ? below(size) : REVOPS_MISSING;
        engagement_mpt[i] = below(size);
        committee[i] = (uint32_t)below(9);
        contacted[i] = (uint32_t)below(committee[i] + INT64_C(1));
        pipeline[i] = below(size);
        revenue[i] = below(size);
        decided[i] = (uint32_t)below(5);
        won[i] = (uint32_t)below(decided[i] + INT64_C(1));
        weight[i] = below(5) ? 1 : -1;
    }
}

/* The rows from `begin` on with those columns that `mask` keeps. */
static revops_motion_columns columns_of(size_t begin, size_t end, uint32_t mask)
{
    revops_motion_columns columns = {.struct_size = sizeof columns, .count = end - begin};
    columns.group = mask & 1 ? group + begin : NULL;
    columns.steps = mask & 2 ? steps + begin : NULL;
    columns.response_ms = mask & 4 ? response_ms + begin : NULL;
    columns.engagement_mpt = mask & 8 ? engagement_mpt + begin : NULL;
    columns.committee = mask & 16 ? committee + begin : NULL;
    columns.contacted = mask & 16 ? contacted + begin : NULL;
    columns.pipeline = mask & 32 ? pipeline + begin : NULL;
    columns.revenue = mask & 64 ? revenue + begin : NULL;
    columns.deals_decided = mask & 128 ? decided + begin : NULL;
    columns.deals_won = mask & 128 ? won + begin : NULL;
    columns.weight = mask & 256 ? weight + begin : NULL;
    return columns;
}

/* One figure of one group, all rows gone through for it. */
static uint64_t twin_sum(uint32_t mask, uint32_t of, int figure)
{
    int64_t sum = 0;
    for (size_t i = 0; i < count; i++) {
        if ((mask & 1 ? group[i] : 0) != of) {
            continue;
        }
        const int64_t times = mask & 256 ? weight[i] : 1;
        const int is_response = mask & 4 && response_ms[i] != REVOPS_MISSING;
        const int64_t values[] = {1,
                                  is_response,
                                  is_response ? response_ms[i] : 0,
                                  mask & 8 ? engagement_mpt[i] : 0,
                                  mask & 16 ? committee[i] : 0,
                                  mask & 16 ? contacted[i] : 0,
                                  mask & 32 ? pipeline[i] : 0,
                                  mask & 64 ? revenue[i] : 0,
                                  mask & 128 ? decided[i] : 0,
                                  mask & 128 ? won[i] : 0};
        const int step = figure - 100;
        sum += times * (step < 0 ? values[figure] : (mask & 2 && steps[i] >> step & 1));
    }
    return (uint64_t)sum;
}

static void compare_cell(const revops_motion *cell, uint32_t mask, uint32_t of)
{
    const uint64_t found[] = {cell->rows,          cell->responses, cell->response_ms, cell->engagement_mpt,
                              cell->committee,     cell->contacted, cell->pipeline,    cell->revenue,
                              cell->deals_decided, cell->deals_won};
    for (int i = 0; i < (int)(sizeof found / sizeof found[0]); i++) {
        MUST(found[i] == twin_sum(mask, of, i));
    }
    for (int step = 0; step < REVOPS_MOTION_STEPS_MAX; step++) {
        MUST(cell->reached[step] == twin_sum(mask, of, 100 + step));
    }
}

static uint64_t bp_of(uint64_t part, uint64_t whole)
{
    return whole ? (uint64_t)((2 * (wide)part * 10000 + (wide)whole) / (2 * (wide)whole)) : 0;
}

static void compare_quotients(const revops_motion *cells)
{
    static const int above[] = {0, 1, 2, 3, 7, 6, 8, 10}, under[] = {0, 0, 0, 0, 4, 5, 7, 9};
    for (int i = 0; i < GROUPS; i++) {
        const revops_motion *cell = &cells[i];
        revops_motion_share share;
        for (revops_motion_rate rate = REVOPS_MOTION_RESPONSE_RATE; rate <= REVOPS_MOTION_WIN_RATE; rate++) {
            uint64_t part = rate <= 7   ? cell->reached[above[rate]]
                            : rate == 8 ? cell->contacted
                                        : cell->deals_won;
            uint64_t whole = rate <= 7   ? cell->reached[under[rate]]
                             : rate == 8 ? cell->committee
                                         : cell->deals_decided;
            revops_status status = revops_motion_rates_of(cell, 1, rate, &share);
            if (part >> 63 || whole >> 63) {
                MUST(status == REVOPS_ERR_RANGE);
                continue;
            }
            MUST(status == REVOPS_OK && share.part == part && share.whole == whole && share.reserved == 0);
            MUST(share.share_bp == bp_of(part, whole));
        }
        const uint64_t sums[] = {0, cell->response_ms, cell->engagement_mpt, cell->pipeline, cell->revenue};
        for (revops_motion_mean mean = REVOPS_MOTION_MEAN_RESPONSE; mean <= REVOPS_MOTION_MEAN_REVENUE;
             mean++) {
            const uint64_t number = mean == REVOPS_MOTION_MEAN_RESPONSE ? cell->responses : cell->rows;
            int64_t found = 0;
            revops_status status = revops_motion_means_of(cell, 1, mean, &found);
            if (number >> 63 || sums[mean] >> 63) {
                MUST(status == REVOPS_ERR_RANGE);
                continue;
            }
            MUST(status == REVOPS_OK);
            MUST(found ==
                 (number ? (int64_t)((2 * (wide)sums[mean] + number) / (2 * (wide)number)) : REVOPS_MISSING));
        }
    }
}

static void compare_folds(void)
{
    static const revops_motion nothing[GROUPS];
    revops_motion whole[GROUPS] = {{0}}, parts[2][GROUPS] = {{{0}}};
    const uint32_t mask = (uint32_t)below(512);
    const size_t middle = (size_t)below((int64_t)count + 1);
    const revops_motion_columns all = columns_of(0, count, mask), first = columns_of(0, middle, mask),
                                last = columns_of(middle, count, mask);
    MUST(revops_motion_add(&all, whole, GROUPS) == REVOPS_OK);
    for (uint32_t i = 0; i < GROUPS; i++) {
        compare_cell(&whole[i], mask, i);
    }
    compare_quotients(whole);
    MUST(revops_motion_add(&first, parts[0], GROUPS) == REVOPS_OK);
    MUST(revops_motion_add(&last, parts[1], GROUPS) == REVOPS_OK);
    MUST(revops_motion_merge(parts[1], parts[0], GROUPS, 1) == REVOPS_OK); /* the other way round */
    MUST(memcmp(parts[1], whole, sizeof whole) == 0);
    MUST(revops_motion_merge(parts[1], whole, GROUPS, -1) == REVOPS_OK);
    MUST(memcmp(parts[1], nothing, sizeof nothing) == 0);
    MUST(revops_motion_merge(whole, whole, GROUPS, -1) == REVOPS_OK); /* with itself */
    MUST(memcmp(whole, nothing, sizeof nothing) == 0);
}

/* Shares, changes and the alarm of two periods, by fractions of 128 bits. */
static void compare_mix(void)
{
    revops_motion_params params = REVOPS_MOTION_PARAMS_INIT;
    revops_motion cells[2][REVOPS_MOTION_CLASSES_MAX] = {{{0}}};
    revops_motion_mix mix;
    params.fall_bp = 1 + (uint32_t)below(10000);
    const int64_t size = below(2) ? 20 : INT64_C(1) << 31;
    for (int period = 0; period < 2; period++) {
        for (int i = 0; i < REVOPS_MOTION_CLASSES_MAX; i++) {
            cells[period][i].revenue = (uint64_t)below(below(2) ? 10 : INT64_C(1) << 49);
        }
        const int64_t signed_up = below(size);
        cells[period][0].reached[REVOPS_MOTION_SIGNED_UP] = (uint64_t)signed_up;
        cells[period][0].reached[REVOPS_MOTION_PAID] = (uint64_t)below(signed_up + 1);
    }
    MUST(revops_motion_mix_between(&params, cells[0], cells[1], &mix) == REVOPS_OK);
    uint64_t total = 0;
    int64_t others = 0;
    for (int i = 0; i < REVOPS_MOTION_CLASSES_MAX; i++) {
        total += cells[1][i].revenue;
        others += i ? (int64_t)cells[1][i].revenue - (int64_t)cells[0][i].revenue : 0;
    }
    for (int i = 0; i < REVOPS_MOTION_CLASSES_MAX; i++) {
        MUST(mix.shares_bp[i] == bp_of(cells[1][i].revenue, total));
    }
    const wide paid = (wide)cells[1][0].reached[REVOPS_MOTION_PAID],
               paid_before = (wide)cells[0][0].reached[REVOPS_MOTION_PAID];
    const wide up = (wide)cells[1][0].reached[REVOPS_MOTION_SIGNED_UP],
               up_before = (wide)cells[0][0].reached[REVOPS_MOTION_SIGNED_UP];
    const wide was = paid_before * up, is = paid * up_before;
    const int64_t fall_bp = up && was > is ? (int64_t)((2 * (was - is) * 10000 + was) / (2 * was)) : 0;
    const int64_t change = (int64_t)cells[1][0].revenue - (int64_t)cells[0][0].revenue;
    MUST(mix.conversion_before_bp == bp_of((uint64_t)paid_before, (uint64_t)up_before));
    MUST(mix.conversion_bp == bp_of((uint64_t)paid, (uint64_t)up) && mix.fall_bp == fall_bp);
    MUST(mix.revenue_change == change && mix.others_change == others && mix.reserved == 0);
    uint32_t alarms = others > 0 && change < 0 ? REVOPS_MOTION_REVENUE_FELL : 0;
    alarms |= others > 0 && fall_bp >= params.fall_bp ? REVOPS_MOTION_CONVERSION_FELL : 0;
    MUST(mix.alarms == alarms);
}

int main(int argc, char **argv)
{
    const int times = argc > 1 ? atoi(argv[1]) : 1;
    for (round_number = 0; round_number < ROUNDS * times; round_number++) {
        draw();
        compare_folds();
        compare_mix();
    }
    printf("%d logs agree\n", ROUNDS * times);
    return EXIT_SUCCESS;
}
