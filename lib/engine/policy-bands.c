/* SPDX-License-Identifier: MIT */
/* Bands of a policy's figures as those that plan.h judges by. */
#include <revops/policy.h>

#include <string.h>

#include "core/params.h"
#include "engine/policy-internal.h"

/* Metrics by the names that policies give them, and what a unit of theirs is. */
typedef struct bands_metric {
    const char *also; /* beside revops_plan_metric_name(); NULL for none */
    revops_policy_unit unit;
    int64_t times, per;
} bands_metric;

#define BANDS_SHARE                                                                                          \
    {                                                                                                        \
        NULL, REVOPS_POLICY_UNIT_SHARE, 1, 1                                                                 \
    }
#define BANDS_DAYS                                                                                           \
    {                                                                                                        \
        NULL, REVOPS_POLICY_UNIT_DAYS, 1, 1                                                                  \
    }

static const bands_metric bands_metrics[REVOPS_PLAN_METRIC_VARIABLE_SUCCESS + 1] = {
    [REVOPS_PLAN_METRIC_COVERAGE] = {"pipeline coverage", REVOPS_POLICY_UNIT_NUMBER, 10, 1},
    [REVOPS_PLAN_METRIC_PAYBACK] = {"CAC payback", REVOPS_POLICY_UNIT_MONTHS, 10000, 1},
    [REVOPS_PLAN_METRIC_PAYBACK_ENTERPRISE] = {NULL, REVOPS_POLICY_UNIT_MONTHS, 10000, 1},
    [REVOPS_PLAN_METRIC_MQL_TO_SQL] = BANDS_SHARE,
    [REVOPS_PLAN_METRIC_ACCEPTANCE] = {"sales acceptance", REVOPS_POLICY_UNIT_SHARE, 1, 1},
    [REVOPS_PLAN_METRIC_WIN_RATE] = BANDS_SHARE,
    [REVOPS_PLAN_METRIC_DISCOVERY_TO_DEMO] = BANDS_SHARE,
    [REVOPS_PLAN_METRIC_DEMO_TO_PROPOSAL] = BANDS_SHARE,
    [REVOPS_PLAN_METRIC_PROPOSAL_TO_WON] = BANDS_SHARE,
    [REVOPS_PLAN_METRIC_CYCLE_SMALL] = BANDS_DAYS,
    [REVOPS_PLAN_METRIC_CYCLE_MIDDLE] = BANDS_DAYS,
    [REVOPS_PLAN_METRIC_CYCLE_ENTERPRISE] = BANDS_DAYS,
    [REVOPS_PLAN_METRIC_QUOTA_REACHED] = BANDS_SHARE,
    [REVOPS_PLAN_METRIC_SIGNUP_TO_PAID] = BANDS_SHARE,
    [REVOPS_PLAN_METRIC_PQL_TO_WON] = BANDS_SHARE,
    [REVOPS_PLAN_METRIC_INQUIRY_TO_WON] = BANDS_SHARE,
    [REVOPS_PLAN_METRIC_CEILING_ACCOUNTS] = {NULL, REVOPS_POLICY_UNIT_NUMBER, 1, 1000},
    [REVOPS_PLAN_METRIC_RAMP_MONTHS] = {NULL, REVOPS_POLICY_UNIT_MONTHS, 1, 1},
    [REVOPS_PLAN_METRIC_ATTRITION] = BANDS_SHARE,
    [REVOPS_PLAN_METRIC_QUOTA] = {NULL, REVOPS_POLICY_UNIT_MONEY, 1, 1},
    [REVOPS_PLAN_METRIC_SELF_SERVICE_FALL] = BANDS_SHARE,
    [REVOPS_PLAN_METRIC_VARIABLE_EXECUTIVE] = BANDS_SHARE,
    [REVOPS_PLAN_METRIC_VARIABLE_SUCCESS] = BANDS_SHARE,
};

/* What a policy has of bands. */
typedef struct bands_source {
    const revops_policy_params *policy;
    revops_plan_params built_in;
} bands_source;

static revops_policy_band bands_row(const bands_source *source, uint32_t i)
{
    revops_policy_band row;
    REVOPS__ROW_GET(revops_policy_band, &row, source->policy->bands, source->policy->band_row_size, i);
    return row;
}

/* The metric of a figure; 0 for one of the policy's own. */
static revops_plan_metric bands_metric_of(const char *figure)
{
    for (revops_plan_metric i = 1; i <= REVOPS_PLAN_METRIC_VARIABLE_SUCCESS; i++) {
        if (revops__policy_same(figure, revops_plan_metric_name(i)) ||
            (bands_metrics[i].also && revops__policy_same(figure, bands_metrics[i].also))) {
            return i;
        }
    }
    return 0;
}

/* A band that the built-in ones name means what it means there; any other is to be watched. */
static revops_plan_verdict bands_verdict(const bands_source *source, revops_plan_metric metric,
                                         const char *name)
{
    for (uint32_t i = 0; i < source->built_in.band_count; i++) {
        const revops_plan_band *band = &source->built_in.bands[i];
        if (band->metric == metric && revops__policy_same(band->name, name)) {
            return band->verdict;
        }
    }
    return REVOPS_PLAN_FAIR;
}

static revops_status bands_read(const revops_policy_params *params, revops_policy_params *own,
                                bands_source *source)
{
    policy_view view;
    revops_status status = revops__policy_view_of(params, &view);
    if (status == REVOPS_OK) {
        status = REVOPS__PARAMS_COPY(revops_policy_params, own, params);
    }
    if (status == REVOPS_OK) {
        status = REVOPS__ROWS_CHECK(revops_policy_band, own->bands, own->band_count, own->band_row_size);
    }
    if (status == REVOPS_OK) {
        status = revops_plan_defaults(&source->built_in, sizeof source->built_in);
    }
    source->policy = own;
    for (uint32_t i = 0; i < own->band_count && status == REVOPS_OK; i++) {
        const revops_policy_band row = bands_row(source, i);
        status = row.figure && row.name ? REVOPS_OK : REVOPS_ERR_ARG;
    }
    return status;
}

/* Whether a row is the first of its figure. */
static int bands_begins(const bands_source *source, uint32_t i)
{
    return i == 0 || !revops__policy_same(bands_row(source, i).figure, bands_row(source, i - 1).figure);
}

static int bands_has_metric(const bands_source *source, revops_plan_metric metric)
{
    for (uint32_t i = 0; i < source->policy->band_count; i++) {
        if (bands_metric_of(bands_row(source, i).figure) == metric) {
            return 1;
        }
    }
    return 0;
}

static void bands_put(revops_plan_band *out, size_t capacity, size_t *count, revops_plan_band band)
{
    if (*count < capacity) {
        out[*count] = band;
    }
    ++*count;
}

revops_status revops_policy_plan_bands(const revops_policy_params *params, revops_plan_band *out,
                                       size_t capacity, size_t *needed)
{
    revops_policy_params own;
    bands_source source;
    if (!params || (!out && capacity > 0)) {
        return REVOPS_ERR_ARG;
    }
    revops_status status = bands_read(params, &own, &source);
    if (status != REVOPS_OK) {
        return status;
    }
    size_t count = 0;
    for (uint32_t i = 0; i < source.built_in.band_count; i++) {
        const revops_plan_band *band = &source.built_in.bands[i];
        if (!bands_has_metric(&source, band->metric)) {
            bands_put(out, capacity, &count, *band);
        }
    }
    revops_plan_metric next_own = REVOPS_POLICY_OWN_METRIC, metric = 0;
    int64_t from = 0, last = 0;
    for (uint32_t i = 0; i < own.band_count; i++) {
        const revops_policy_band row = bands_row(&source, i);
        if (bands_begins(&source, i)) {
            metric = bands_metric_of(row.figure);
            metric = metric ? metric : next_own++;
            from = INT64_MIN;
        }
        bands_put(out, capacity, &count,
                  (revops_plan_band){.metric = metric,
                                     .verdict = bands_verdict(&source, metric, row.name),
                                     .from = from,
                                     .name = row.name});
        if (row.unit == REVOPS_POLICY_UNIT_NONE) {
            continue; /* the last of its figure */
        }
        last = row.below;
        if (metric < REVOPS_POLICY_OWN_METRIC) {
            const bands_metric *of = &bands_metrics[metric];
            if (row.unit != of->unit || revops_multiply(row.below, of->times, &last) != REVOPS_OK) {
                return REVOPS_ERR_UNSOUND;
            }
            last = last / of->per + (last % of->per > 0);
        }
        if (last <= from) {
            return REVOPS_ERR_UNSOUND;
        }
        from = last;
    }
    if (needed) {
        *needed = count;
    }
    return count > capacity ? REVOPS_ERR_NOSPACE : REVOPS_OK;
}

revops_status revops_policy_metric_find(const revops_policy_params *params, const char *text, size_t length,
                                        uint32_t *out)
{
    revops_policy_params own;
    bands_source source;
    char name[REVOPS_POLICY_NAME_MAX * 4 + 1];
    if (!params || !text || !out) {
        return REVOPS_ERR_ARG;
    }
    revops_status status = bands_read(params, &own, &source);
    if (status != REVOPS_OK) {
        return status;
    }
    if (length >= sizeof name) {
        return REVOPS_ERR_RANGE;
    }
    memcpy(name, text, length);
    name[length] = 0;
    revops_plan_metric metric = bands_metric_of(name), next_own = REVOPS_POLICY_OWN_METRIC;
    for (uint32_t i = 0; i < own.band_count && metric == 0; i++) {
        const revops_policy_band row = bands_row(&source, i);
        if (bands_begins(&source, i) && bands_metric_of(row.figure) == 0) {
            metric = revops__policy_same(row.figure, name) ? next_own : 0;
            next_own++;
        }
    }
    if (metric == 0) {
        return REVOPS_ERR_RANGE;
    }
    *out = metric;
    return REVOPS_OK;
}
