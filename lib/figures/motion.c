/* SPDX-License-Identifier: MIT */
/* Figures of each motion: outbound, inbound, target accounts, the mix of revenue.

   Problem: many figures are shares and means of the same rows, cut by the same groups. Algorithm: one pass adds each row to
   its group's sums modulo 2^64; a table tells which two sums a rate or a mean is the quotient of. */
#include <revops/condition.h>
#include <revops/motion.h>
#include <revops/stats.h>

#include <stddef.h>
#include <string.h>

#include "core/params.h"
#include "core/ratio.h"

enum { MOTION_WHOLE_BP = 10000, MOTION_SUMS = sizeof(revops_motion) / sizeof(uint64_t) };
#define MOTION_REVENUE_MOST (UINT64_C(1) << 49)
#define MOTION_COUNT_MOST   (UINT64_C(1) << 31)

/* A quotient of two sums; `above` of 0 is no quotient. */
typedef struct motion_quotient {
    uint16_t above, below; /* offsets in a cell, and 1 */
    const char *name;
} motion_quotient;

#define MOTION_AT(field) (uint16_t)(offsetof(revops_motion, field) + 1)
#define MOTION_OF(one, other, is)                                                                            \
    {                                                                                                        \
        MOTION_AT(one), MOTION_AT(other), is                                                                 \
    }
#define MOTION_STEP(which) reached[REVOPS_MOTION_##which]

static const motion_quotient motion_rates[REVOPS_MOTION_WIN_RATE + 1] = {
    [REVOPS_MOTION_RESPONSE_RATE] =
        MOTION_OF(MOTION_STEP(RESPONDED), MOTION_STEP(CONTACTED), "response rate"),
    [REVOPS_MOTION_MEETING_RATE] = MOTION_OF(MOTION_STEP(MET), MOTION_STEP(CONTACTED), "meeting rate"),
    [REVOPS_MOTION_QUALIFICATION_RATE] =
        MOTION_OF(MOTION_STEP(QUALIFIED), MOTION_STEP(CONTACTED), "qualification rate"),
    [REVOPS_MOTION_OPPORTUNITY_RATE] =
        MOTION_OF(MOTION_STEP(OPPORTUNITY), MOTION_STEP(LEAD), "opportunity rate"),
    [REVOPS_MOTION_SHOW_RATE] = MOTION_OF(MOTION_STEP(DEMO_SHOWN), MOTION_STEP(DEMO_BOOKED), "show rate"),
    [REVOPS_MOTION_CLOSE_RATE] = MOTION_OF(MOTION_STEP(CLOSED), MOTION_STEP(OPPORTUNITY), "close rate"),
    [REVOPS_MOTION_PAID_RATE] = MOTION_OF(MOTION_STEP(PAID), MOTION_STEP(SIGNED_UP), "paid rate"),
    [REVOPS_MOTION_STAKEHOLDER_COVERAGE] = MOTION_OF(contacted, committee, "stakeholder coverage"),
    [REVOPS_MOTION_WIN_RATE] = MOTION_OF(deals_won, deals_decided, "win rate"),
};

static const motion_quotient motion_means[REVOPS_MOTION_MEAN_REVENUE + 1] = {
    [REVOPS_MOTION_MEAN_RESPONSE] = MOTION_OF(response_ms, responses, "mean response"),
    [REVOPS_MOTION_MEAN_ENGAGEMENT] = MOTION_OF(engagement_mpt, rows, "mean engagement"),
    [REVOPS_MOTION_MEAN_PIPELINE] = MOTION_OF(pipeline, rows, "mean pipeline"),
    [REVOPS_MOTION_MEAN_REVENUE] = MOTION_OF(revenue, rows, "mean revenue"),
};

static uint64_t motion_sum_at(const revops_motion *cell, uint16_t place)
{
    uint64_t sum;
    memcpy(&sum, (const char *)cell + (place - 1), sizeof sum);
    return sum;
}

static int motion_is_negative(const int64_t *values, uint64_t row)
{
    return values && values[row] < 0;
}

static revops_status motion_check_rows(const revops_motion_columns *own, uint32_t group_count)
{
    uint32_t newer = 0;
    for (uint64_t i = 0; i < own->count; i++) {
        newer |= own->steps ? own->steps[i] >> REVOPS_MOTION_STEPS_MAX : 0;
        int64_t response_ms = own->response_ms ? own->response_ms[i] : 0;
        uint32_t committee = own->committee ? own->committee[i] : 0;
        uint32_t decided = own->deals_decided ? own->deals_decided[i] : 0;
        if ((own->group && own->group[i] >= group_count && own->group[i] != REVOPS_NO_ROW) ||
            (response_ms < 0 && response_ms != REVOPS_MISSING) ||
            motion_is_negative(own->engagement_mpt, i) || motion_is_negative(own->pipeline, i) ||
            motion_is_negative(own->revenue, i) || (own->contacted && own->contacted[i] > committee) ||
            (own->deals_won && own->deals_won[i] > decided) ||
            (own->weight && own->weight[i] != 1 && own->weight[i] != -1)) {
            return REVOPS_ERR_ARG;
        }
    }
    return newer ? REVOPS_ERR_NEWER : REVOPS_OK;
}

static uint64_t motion_value(const int64_t *values, uint64_t row)
{
    return values ? (uint64_t)values[row] : 0;
}

static uint64_t motion_number(const uint32_t *values, uint64_t row)
{
    return values ? values[row] : 0;
}

static void motion_add_row(const revops_motion_columns *own, uint64_t row, revops_motion *cell)
{
    uint64_t weight = own->weight ? (uint64_t)(int64_t)own->weight[row] : 1;
    uint32_t steps = own->steps ? own->steps[row] : 0;
    cell->rows += weight;
    for (uint32_t step = 0; step < REVOPS_MOTION_STEPS_MAX; step++) {
        cell->reached[step] += steps >> step & 1 ? weight : 0;
    }
    if (own->response_ms && own->response_ms[row] != REVOPS_MISSING) {
        cell->responses += weight;
        cell->response_ms += weight * (uint64_t)own->response_ms[row];
    }
    cell->engagement_mpt += weight * motion_value(own->engagement_mpt, row);
    cell->committee += weight * motion_number(own->committee, row);
    cell->contacted += weight * motion_number(own->contacted, row);
    cell->pipeline += weight * motion_value(own->pipeline, row);
    cell->revenue += weight * motion_value(own->revenue, row);
    cell->deals_decided += weight * motion_number(own->deals_decided, row);
    cell->deals_won += weight * motion_number(own->deals_won, row);
}

revops_status revops_motion_add(const revops_motion_columns *columns, revops_motion *cells,
                                uint32_t group_count)
{
    revops_motion_columns own;
    revops_status status = REVOPS__PARAMS_COPY(revops_motion_columns, &own, columns);
    if (status != REVOPS_OK) {
        return status;
    }
    if (own.flags != 0) {
        return REVOPS_ERR_NEWER;
    }
    if (!cells || group_count == 0) {
        return REVOPS_ERR_ARG;
    }
    status = motion_check_rows(&own, group_count);
    if (status != REVOPS_OK) {
        return status;
    }
    for (uint64_t i = 0; i < own.count; i++) {
        uint32_t group = own.group ? own.group[i] : 0;
        if (group != REVOPS_NO_ROW) {
            motion_add_row(&own, i, &cells[group]);
        }
    }
    return REVOPS_OK;
}

revops_status revops_motion_merge(revops_motion *cells, const revops_motion *others, size_t count,
                                  int32_t weight)
{
    if (((!cells || !others) && count > 0) || (weight != 1 && weight != -1)) {
        return REVOPS_ERR_ARG;
    }
    uint64_t times = (uint64_t)(int64_t)weight;
    for (size_t i = 0; i < count; i++) {
        uint64_t sums[MOTION_SUMS], more[MOTION_SUMS];
        memcpy(sums, &cells[i], sizeof sums);
        memcpy(more, &others[i], sizeof more);
        for (uint32_t j = 0; j < MOTION_SUMS; j++) {
            sums[j] += times * more[j];
        }
        memcpy(&cells[i], sums, sizeof sums);
    }
    return REVOPS_OK;
}

/* part ÷ whole in basis points; RANGE where it can't be told. */
static revops_status motion_share_of(uint64_t part, uint64_t whole, uint32_t *out_bp)
{
    if (part > whole || whole > (uint64_t)INT64_MAX / MOTION_WHOLE_BP) {
        /* Steps don't imply each other: a part may be more than its whole. */
        const uint64_t most = (uint64_t)INT64_MAX / MOTION_WHOLE_BP;
        if (part > most || whole > most) {
            return REVOPS_ERR_RANGE;
        }
        uint64_t share = whole ? (part * MOTION_WHOLE_BP + whole / 2) / whole : 0;
        *out_bp = share > UINT32_MAX ? UINT32_MAX : (uint32_t)share;
        return REVOPS_OK;
    }
    if (whole == 0) {
        *out_bp = 0;
        return REVOPS_OK;
    }
    return revops_stats_rate(part, whole, out_bp);
}

revops_status revops_motion_rates_of(const revops_motion *cells, size_t count, revops_motion_rate rate,
                                     revops_motion_share *out)
{
    if (((!cells || !out) && count > 0) || rate < REVOPS_MOTION_RESPONSE_RATE ||
        rate > REVOPS_MOTION_WIN_RATE) {
        return REVOPS_ERR_ARG;
    }
    const motion_quotient of = motion_rates[rate];
    uint32_t share_bp = 0;
    for (size_t i = 0; i < count; i++) {
        revops_status status = motion_share_of(motion_sum_at(&cells[i], of.above),
                                               motion_sum_at(&cells[i], of.below), &share_bp);
        if (status != REVOPS_OK) {
            return status;
        }
    }
    for (size_t i = 0; i < count; i++) {
        revops_motion_share share = {motion_sum_at(&cells[i], of.above), motion_sum_at(&cells[i], of.below),
                                     0, 0};
        (void)motion_share_of(share.part, share.whole, &share.share_bp);
        out[i] = share;
    }
    return REVOPS_OK;
}

revops_status revops_motion_means_of(const revops_motion *cells, size_t count, revops_motion_mean mean,
                                     int64_t *out)
{
    if (((!cells || !out) && count > 0) || mean < REVOPS_MOTION_MEAN_RESPONSE ||
        mean > REVOPS_MOTION_MEAN_REVENUE) {
        return REVOPS_ERR_ARG;
    }
    const motion_quotient of = motion_means[mean];
    for (size_t i = 0; i < count; i++) {
        if (motion_sum_at(&cells[i], of.above) > (uint64_t)INT64_MAX ||
            motion_sum_at(&cells[i], of.below) > (uint64_t)INT64_MAX) {
            return REVOPS_ERR_RANGE;
        }
    }
    for (size_t i = 0; i < count; i++) {
        uint64_t sum = motion_sum_at(&cells[i], of.above), number = motion_sum_at(&cells[i], of.below);
        uint64_t rest = number ? sum % number : 0;
        out[i] = number ? (int64_t)(sum / number + (rest >= number - rest)) : REVOPS_MISSING;
    }
    return REVOPS_OK;
}

revops_status revops_motion_defaults(revops_motion_params *out, size_t size)
{
    const revops_motion_params defaults = REVOPS_MOTION_PARAMS_INIT;
    return REVOPS__PARAMS_GIVE(revops_motion_params, out, size, &defaults);
}

static revops_status motion_check_into(const revops_motion_params *given, revops_motion_params *own,
                                       revops__problems *problems)
{
    revops_status status = REVOPS__PARAMS_COPY(revops_motion_params, own, given);
    if (status != REVOPS_OK) {
        return status;
    }
    if (own->flags || own->reserved) {
        revops__problem_put(problems, REVOPS_ERR_NEWER, "params", REVOPS_NO_ROW,
                            own->flags ? "flags" : "reserved", own->flags ? own->flags : own->reserved, "0");
    }
    if (own->assisted_from < 0) {
        revops__problem_put(problems, REVOPS_ERR_ARG, "params", REVOPS_NO_ROW, "assisted_from",
                            own->assisted_from, "0 or more");
    }
    if (own->enterprise_above < own->assisted_from) {
        revops__problem_put(problems, REVOPS_ERR_UNSOUND, "params", REVOPS_NO_ROW, "enterprise_above",
                            own->enterprise_above, "assisted_from or more");
    }
    if (own->fall_bp < 1 || own->fall_bp > MOTION_WHOLE_BP) {
        revops__problem_put(problems, REVOPS_ERR_ARG, "params", REVOPS_NO_ROW, "fall_bp", own->fall_bp,
                            "1 to 10000");
    }
    return REVOPS_OK;
}

revops_status revops_motion_check(const revops_motion_params *params, revops_problem *problems,
                                  size_t capacity, size_t *needed)
{
    revops_motion_params own;
    if (!problems && capacity) {
        return REVOPS_ERR_ARG;
    }
    revops__problems found = revops__problems_begin(problems, capacity);
    revops_status status = motion_check_into(params, &own, &found);
    return status == REVOPS_OK ? revops__problems_end(&found, needed) : status;
}

static revops_status motion_params_of(const revops_motion_params *given, revops_motion_params *own)
{
    const revops_motion_params defaults = REVOPS_MOTION_PARAMS_INIT;
    revops__problems found = revops__problems_begin(NULL, 0);
    revops_status status = motion_check_into(given ? given : &defaults, own, &found);
    return status == REVOPS_OK ? found.status : status;
}

revops_status revops_motion_classify(const revops_motion_params *params, const int64_t *contract_values,
                                     size_t count, uint32_t *out)
{
    revops_motion_params own;
    revops_status status = motion_params_of(params, &own);
    if (status != REVOPS_OK) {
        return status;
    }
    if ((!contract_values || !out) && count > 0) {
        return REVOPS_ERR_ARG;
    }
    for (size_t i = 0; i < count; i++) {
        if (contract_values[i] < 0) {
            return REVOPS_ERR_ARG;
        }
    }
    for (size_t i = 0; i < count; i++) {
        uint32_t is_assisted = contract_values[i] >= own.assisted_from;
        out[i] = contract_values[i] > own.enterprise_above ? REVOPS_MOTION_ENTERPRISE : is_assisted;
    }
    return REVOPS_OK;
}

static int motion_mix_fits(const revops_motion *cells)
{
    uint64_t paid = cells[REVOPS_MOTION_SELF_SERVICE].reached[REVOPS_MOTION_PAID];
    uint64_t signed_up = cells[REVOPS_MOTION_SELF_SERVICE].reached[REVOPS_MOTION_SIGNED_UP];
    int fits = paid <= signed_up && signed_up <= MOTION_COUNT_MOST;
    for (uint32_t i = 0; i < REVOPS_MOTION_CLASSES_MAX; i++) {
        fits = fits && cells[i].revenue <= MOTION_REVENUE_MOST;
    }
    return fits;
}

/* 1 − (paid ÷ signed up now) ÷ (paid ÷ signed up before), where that is positive; all counts are below 2^32. */
static uint32_t motion_fall_of(const uint64_t *before, const uint64_t *now)
{
    uint64_t was = before[REVOPS_MOTION_PAID] * now[REVOPS_MOTION_SIGNED_UP];
    uint64_t is = now[REVOPS_MOTION_PAID] * before[REVOPS_MOTION_SIGNED_UP];
    if (is >= was) {
        return 0;
    }
    uint64_t fell = was - is, share_bp = 0;
    for (uint32_t digit = 0; digit < 4;
         digit++) { /* decimal by decimal: ten times a remainder fits 2^66 less 2 bits */
        uint64_t tenth = 0;
        for (uint32_t i = 0; i < 10; i++) {
            tenth += fell;
            if (tenth >= was) {
                tenth -= was;
                share_bp += digit == 0 ? 1000 : digit == 1 ? 100 : digit == 2 ? 10 : 1;
            }
        }
        fell = tenth;
    }
    return (uint32_t)(share_bp + (fell >= was - fell));
}

revops_status revops_motion_mix_between(const revops_motion_params *params, const revops_motion *before,
                                        const revops_motion *now, revops_motion_mix *out)
{
    revops_motion_params own;
    revops_status status = motion_params_of(params, &own);
    if (status != REVOPS_OK) {
        return status;
    }
    if (!before || !now || !out) {
        return REVOPS_ERR_ARG;
    }
    if (!motion_mix_fits(before) || !motion_mix_fits(now)) {
        return REVOPS_ERR_RANGE;
    }
    revops_motion_mix mix = {{0}, 0, 0, 0, 0, 0, 0, 0};
    uint64_t total = 0;
    for (uint32_t i = 0; i < REVOPS_MOTION_CLASSES_MAX; i++) {
        int64_t change = (int64_t)now[i].revenue - (int64_t)before[i].revenue;
        total += now[i].revenue;
        if (i == REVOPS_MOTION_SELF_SERVICE) {
            mix.revenue_change = change;
        } else {
            mix.others_change += change;
        }
    }
    for (uint32_t i = 0; i < REVOPS_MOTION_CLASSES_MAX; i++) {
        const int64_t above[] = {(int64_t)now[i].revenue, MOTION_WHOLE_BP}, all = (int64_t)total;
        int64_t share_bp = 0; /* stays 0 without revenue */
        (void)revops__ratio(above, 2, &all, 1, REVOPS__ROUND_NEAREST, &share_bp);
        mix.shares_bp[i] = (uint32_t)share_bp;
    }
    const uint64_t *was = before[REVOPS_MOTION_SELF_SERVICE].reached;
    const uint64_t *is = now[REVOPS_MOTION_SELF_SERVICE].reached;
    (void)motion_share_of(was[REVOPS_MOTION_PAID], was[REVOPS_MOTION_SIGNED_UP], &mix.conversion_before_bp);
    (void)motion_share_of(is[REVOPS_MOTION_PAID], is[REVOPS_MOTION_SIGNED_UP], &mix.conversion_bp);
    mix.fall_bp = is[REVOPS_MOTION_SIGNED_UP] ? motion_fall_of(was, is) : 0;
    if (mix.others_change > 0) {
        mix.alarms |= mix.revenue_change < 0 ? REVOPS_MOTION_REVENUE_FELL : 0;
        mix.alarms |= mix.fall_bp >= own.fall_bp ? REVOPS_MOTION_CONVERSION_FELL : 0;
    }
    *out = mix;
    return REVOPS_OK;
}

const char *revops_motion_step_name(revops_motion_step step)
{
    static const char *const names[REVOPS_MOTION_STEPS_MAX] = {
        [REVOPS_MOTION_CONTACTED] = "contacted",
        [REVOPS_MOTION_RESPONDED] = "responded",
        [REVOPS_MOTION_MET] = "met",
        [REVOPS_MOTION_QUALIFIED] = "qualified",
        [REVOPS_MOTION_LEAD] = "lead",
        [REVOPS_MOTION_DEMO_BOOKED] = "demo booked",
        [REVOPS_MOTION_DEMO_SHOWN] = "demo shown",
        [REVOPS_MOTION_OPPORTUNITY] = "opportunity",
        [REVOPS_MOTION_CLOSED] = "closed",
        [REVOPS_MOTION_SIGNED_UP] = "signed up",
        [REVOPS_MOTION_PAID] = "paid",
    };
    return step < REVOPS_MOTION_STEPS_MAX ? names[step] : "unknown";
}

const char *revops_motion_rate_name(revops_motion_rate rate)
{
    return rate >= REVOPS_MOTION_RESPONSE_RATE && rate <= REVOPS_MOTION_WIN_RATE ? motion_rates[rate].name
                                                                                 : "unknown";
}

const char *revops_motion_mean_name(revops_motion_mean mean)
{
    return mean >= REVOPS_MOTION_MEAN_RESPONSE && mean <= REVOPS_MOTION_MEAN_REVENUE ? motion_means[mean].name
                                                                                     : "unknown";
}

const char *revops_motion_class_name(revops_motion_class kind)
{
    static const char *const names[REVOPS_MOTION_CLASSES_MAX] = {
        [REVOPS_MOTION_SELF_SERVICE] = "self-service",
        [REVOPS_MOTION_SALES_ASSISTED] = "sales-assisted",
        [REVOPS_MOTION_ENTERPRISE] = "enterprise",
    };
    return kind < REVOPS_MOTION_CLASSES_MAX ? names[kind] : "unknown";
}
