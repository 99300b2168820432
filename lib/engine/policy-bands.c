/* SPDX-License-Identifier: MIT */
/* Bands and targets of a policy's figures: the check, and as those that plan.h judges by. */
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

/* Parts of figures that are metrics. "overall" of a metric is that metric, too. */
typedef struct bands_part {
    const char *figure, *part;
    revops_plan_metric metric;
} bands_part;

static const bands_part bands_parts[] = {
    {"win rate", "discovery to demo", REVOPS_PLAN_METRIC_DISCOVERY_TO_DEMO},
    {"win rate", "demo to proposal", REVOPS_PLAN_METRIC_DEMO_TO_PROPOSAL},
    {"win rate", "proposal to closed won", REVOPS_PLAN_METRIC_PROPOSAL_TO_WON},
    {"cycle by segment", "smb", REVOPS_PLAN_METRIC_CYCLE_SMALL},
    {"cycle by segment", "mid-market", REVOPS_PLAN_METRIC_CYCLE_MIDDLE},
    {"cycle by segment", "enterprise", REVOPS_PLAN_METRIC_CYCLE_ENTERPRISE},
    {"conversion by motion", "self-service", REVOPS_PLAN_METRIC_SIGNUP_TO_PAID},
    {"conversion by motion", "product-led", REVOPS_PLAN_METRIC_PQL_TO_WON},
    {"conversion by motion", "inbound", REVOPS_PLAN_METRIC_INQUIRY_TO_WON},
};

/* The metric of a figure; 0 for one of the policy's own. */
static revops_plan_metric bands_metric_of(const char *figure, size_t length)
{
    for (revops_plan_metric i = 1; i <= REVOPS_PLAN_METRIC_VARIABLE_SUCCESS; i++) {
        if (revops__policy_is(revops_plan_metric_name(i), figure, length) ||
            (bands_metrics[i].also && revops__policy_is(bands_metrics[i].also, figure, length))) {
            return i;
        }
    }
    return 0;
}

static revops_plan_metric bands_metric_of_figure(const char *figure)
{
    return bands_metric_of(figure, revops__policy_length(figure));
}

/* The metric of a part of a figure; 0 for one of the policy's own. */
static revops_plan_metric bands_metric_of_part(const char *figure, const char *part)
{
    for (size_t i = 0; i < sizeof bands_parts / sizeof bands_parts[0]; i++) {
        if (revops__policy_same(figure, bands_parts[i].figure) &&
            revops__policy_same(part, bands_parts[i].part)) {
            return bands_parts[i].metric;
        }
    }
    return revops__policy_same(part, "overall") ? bands_metric_of_figure(figure) : 0;
}

/* ---- the check ---- */

static void bands_check_band(const policy_view *view, revops__problems *problems, uint32_t row)
{
    revops_policy_band band, next = {0}, before = {0};
    revops__policy_get(view, POLICY_IN_bands, row, &band);
    if (row + 1 < view->params.band_count) {
        revops__policy_get(view, POLICY_IN_bands, row + 1, &next);
    }
    if (row > 0) {
        revops__policy_get(view, POLICY_IN_bands, row - 1, &before);
    }
    if (!band.figure || !band.name) {
        revops__problem_put(problems, REVOPS_ERR_ARG, "bands", row, band.figure ? "name" : "figure", 0,
                            "a name");
        return;
    }
    int is_last = !next.figure || !revops__policy_same(band.figure, next.figure);
    int is_first = !before.figure || !revops__policy_same(band.figure, before.figure);
    if (is_last != (band.unit == REVOPS_POLICY_UNIT_NONE)) {
        revops__problem_put(problems, REVOPS_ERR_UNSOUND, "bands", row, "unit", band.unit,
                            "a bound of each band but the last of a figure");
        return;
    }
    revops_plan_metric metric = bands_metric_of_figure(band.figure);
    if (!is_last && metric && band.unit != bands_metrics[metric].unit) {
        revops__problem_put(problems, REVOPS_ERR_UNSOUND, "bands", row, "below", band.below,
                            "a bound in the unit of the figure");
    } else if (!is_last && !is_first && band.unit != before.unit) {
        revops__problem_put(problems, REVOPS_ERR_UNSOUND, "bands", row, "below", band.below,
                            "a bound in the unit of the band before");
    } else if (!is_last && !is_first && band.below <= before.below) {
        revops__problem_put(problems, REVOPS_ERR_UNSOUND, "bands", row, "below", band.below,
                            "more than the band before");
    }
}

static void bands_check_target(const policy_view *view, revops__problems *problems, uint32_t row)
{
    revops_policy_target target, before = {0};
    revops__policy_get(view, POLICY_IN_targets, row, &target);
    if (!target.figure || !target.part) {
        revops__problem_put(problems, REVOPS_ERR_ARG, "targets", row, target.figure ? "part" : "figure", 0,
                            "a name");
        return;
    }
    if (row > 0) {
        revops__policy_get(view, POLICY_IN_targets, row - 1, &before);
    }
    revops_plan_metric metric = bands_metric_of_part(target.figure, target.part);
    revops_policy_unit unit = target.from_unit ? target.from_unit : target.to_unit;
    if (before.figure && before.part && revops__policy_same(before.figure, target.figure) &&
        revops__policy_same(before.part, target.part)) {
        revops__problem_put_pair(problems, REVOPS_ERR_UNSOUND, "targets", row, row - 1, "part", 0,
                                 "each part of a figure once");
    } else if (unit == REVOPS_POLICY_UNIT_NONE) {
        revops__problem_put(problems, REVOPS_ERR_UNSOUND, "targets", row, "from", 0, "from, to or both");
    } else if (metric && unit != bands_metrics[metric].unit) {
        revops__problem_put(problems, REVOPS_ERR_UNSOUND, "targets", row, target.from_unit ? "from" : "to",
                            target.from_unit ? target.from : target.to,
                            "a quantity in the unit of the figure");
    } else if (target.from_unit && target.to_unit && target.from_unit != target.to_unit) {
        revops__problem_put(problems, REVOPS_ERR_UNSOUND, "targets", row, "to", target.to,
                            "a quantity in the unit of from");
    } else if (target.from_unit && target.to_unit && target.from > target.to) {
        revops__problem_put(problems, REVOPS_ERR_UNSOUND, "targets", row, "to", target.to,
                            "as much as from, or more");
    }
}

void revops__policy_check_figures(const policy_view *view, revops__problems *problems)
{
    for (uint32_t i = 0; i < view->params.band_count; i++) {
        bands_check_band(view, problems, i);
    }
    for (uint32_t i = 0; i < view->params.target_count; i++) {
        bands_check_target(view, problems, i);
    }
}

/* ---- as bands of a plan ---- */

/* What a policy has of bands and targets, read from the first to the last. */
typedef struct bands_source {
    policy_view view;
    revops_plan_params built_in;
    uint64_t taken;              /* metrics of plan.h that the policy speaks of, as bits */
    revops_plan_metric next_own; /* for the next figure of the policy's own */
} bands_source;

static revops_policy_band bands_row(const bands_source *source, uint32_t i)
{
    revops_policy_band row;
    revops__policy_get(&source->view, POLICY_IN_bands, i, &row);
    return row;
}

static revops_policy_target bands_target(const bands_source *source, uint32_t i)
{
    revops_policy_target row;
    revops__policy_get(&source->view, POLICY_IN_targets, i, &row);
    return row;
}

/* Whether a row is the first of its figure. */
static int bands_begins(const bands_source *source, uint32_t i)
{
    return i == 0 || !revops__policy_same(bands_row(source, i).figure, bands_row(source, i - 1).figure);
}

/* The number of a figure: of a metric the first time that the policy speaks of it, of its own otherwise. */
static revops_plan_metric bands_number(bands_source *source, revops_plan_metric metric)
{
    if (metric == 0 || source->taken >> metric & 1) {
        return source->next_own++;
    }
    source->taken |= UINT64_C(1) << metric;
    return metric;
}

static revops_status bands_read(const revops_policy_params *params, bands_source *source)
{
    revops_status status = revops__policy_view_of(params, &source->view);
    if (status == REVOPS_OK) {
        status = revops_plan_defaults(&source->built_in, sizeof source->built_in);
    }
    source->taken = 0;
    source->next_own = REVOPS_POLICY_OWN_METRIC;
    if (status == REVOPS_OK) {
        revops__problems found = revops__problems_begin(NULL, 0);
        revops__policy_check_figures(&source->view, &found);
        status = revops__problems_end(&found, NULL);
    }
    return status;
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

/* The verdict of the lowest or highest built-in band of a metric; of any other it is to be watched. */
static revops_plan_verdict bands_verdict_at(const bands_source *source, revops_plan_metric metric,
                                            int is_highest)
{
    revops_plan_verdict found = 0;
    for (uint32_t i = 0; i < source->built_in.band_count; i++) {
        const revops_plan_band *band = &source->built_in.bands[i];
        if (band->metric == metric && (is_highest || !found)) {
            found = band->verdict;
        }
    }
    return found ? found : REVOPS_PLAN_FAIR;
}

typedef struct bands_out {
    revops_plan_band *bands;
    size_t capacity, count;
} bands_out;

static void bands_put(bands_out *out, revops_plan_band band)
{
    if (out->count < out->capacity) {
        out->bands[out->count] = band;
    }
    out->count++;
}

/* A quantity in the unit that its metric is judged in; rounded down or up where that is coarser. */
static revops_status bands_quantity(revops_plan_metric metric, int64_t quantity, int is_up, int64_t *out)
{
    *out = quantity;
    if (metric == 0) {
        return REVOPS_OK;
    }
    const bands_metric *of = &bands_metrics[metric];
    revops_status status = revops_multiply(quantity, of->times, out);
    int64_t rest = *out % of->per;
    *out = *out / of->per + (is_up && rest > 0) - (!is_up && rest < 0);
    return status == REVOPS_OK ? REVOPS_OK : REVOPS_ERR_UNSOUND;
}

static revops_status bands_put_rows(bands_source *source, bands_out *out)
{
    revops_plan_metric number = 0;
    int64_t from = 0;
    for (uint32_t i = 0; i < source->view.params.band_count; i++) {
        const revops_policy_band row = bands_row(source, i);
        const revops_plan_metric metric = bands_metric_of_figure(row.figure);
        if (bands_begins(source, i)) {
            number = bands_number(source, metric);
            from = INT64_MIN;
        }
        bands_put(out, (revops_plan_band){.metric = number,
                                          .verdict = bands_verdict(source, number, row.name),
                                          .from = from,
                                          .name = row.name});
        if (row.unit == REVOPS_POLICY_UNIT_NONE) {
            continue; /* the last of its figure */
        }
        int64_t below;
        if (bands_quantity(metric, row.below, 1, &below) != REVOPS_OK || below <= from) {
            return REVOPS_ERR_UNSOUND;
        }
        from = below;
    }
    return REVOPS_OK;
}

static revops_status bands_put_targets(bands_source *source, bands_out *out)
{
    for (uint32_t i = 0; i < source->view.params.target_count; i++) {
        const revops_policy_target row = bands_target(source, i);
        const revops_plan_metric metric = bands_metric_of_part(row.figure, row.part);
        const revops_plan_metric number = bands_number(source, metric);
        int64_t from = INT64_MIN, above = INT64_MAX;
        revops_status status = REVOPS_OK;
        if (row.from_unit) {
            status = bands_quantity(metric, row.from, 1, &from);
            bands_put(out, (revops_plan_band){.metric = number,
                                              .verdict = bands_verdict_at(source, metric, 0),
                                              .from = INT64_MIN,
                                              .name = "below target"});
        }
        bands_put(out, (revops_plan_band){
                           .metric = number, .verdict = REVOPS_PLAN_GOOD, .from = from, .name = "on target"});
        if (row.to_unit && status == REVOPS_OK) {
            status = bands_quantity(metric, row.to, 0, &above);
            if (status == REVOPS_OK && (revops_add(above, 1, &above) != REVOPS_OK || above <= from)) {
                status = REVOPS_ERR_UNSOUND;
            }
            bands_put(out, (revops_plan_band){.metric = number,
                                              .verdict = bands_verdict_at(source, metric, 1),
                                              .from = above,
                                              .name = "above target"});
        }
        if (status != REVOPS_OK) {
            return status;
        }
    }
    return REVOPS_OK;
}

revops_status revops_policy_plan_bands(const revops_policy_params *params, revops_plan_band *out,
                                       size_t capacity, size_t *needed)
{
    bands_source source;
    if (!params || (!out && capacity > 0)) {
        return REVOPS_ERR_ARG;
    }
    revops_status status = bands_read(params, &source);
    bands_out to = {out, capacity, 0};
    if (status == REVOPS_OK) {
        status = bands_put_rows(&source, &to);
    }
    if (status == REVOPS_OK) {
        status = bands_put_targets(&source, &to);
    }
    if (status != REVOPS_OK) {
        return status;
    }
    for (uint32_t i = 0; i < source.built_in.band_count; i++) {
        if (!(source.taken >> source.built_in.bands[i].metric & 1)) {
            bands_put(&to, source.built_in.bands[i]);
        }
    }
    if (needed) {
        *needed = to.count;
    }
    return to.count > capacity ? REVOPS_ERR_NOSPACE : REVOPS_OK;
}

/* Whether a text is "figure: part". */
static int bands_is_part(const revops_policy_target *row, const char *text, size_t length)
{
    for (size_t i = 0; i < length; i++) {
        size_t part = i + 1 < length && text[i + 1] == ' ' ? i + 2 : i + 1;
        if (text[i] == ':' && revops__policy_is(row->figure, text, i) &&
            revops__policy_is(row->part, text + part, length - part)) {
            return 1;
        }
    }
    return 0;
}

revops_status revops_policy_metric_find(const revops_policy_params *params, const char *text, size_t length,
                                        uint32_t *out)
{
    bands_source source;
    if (!params || !text || !out) {
        return REVOPS_ERR_ARG;
    }
    revops_status status = bands_read(params, &source);
    if (status != REVOPS_OK) {
        return status;
    }
    revops_plan_metric metric = bands_metric_of(text, length);
    for (uint32_t i = 0; i < source.view.params.band_count && metric == 0; i++) {
        if (bands_begins(&source, i)) {
            const char *figure = bands_row(&source, i).figure;
            const revops_plan_metric number = bands_number(&source, bands_metric_of_figure(figure));
            metric = revops__policy_is(figure, text, length) ? number : 0;
        }
    }
    for (uint32_t i = 0; i < source.view.params.target_count && metric == 0; i++) {
        const revops_policy_target row = bands_target(&source, i);
        const revops_plan_metric number = bands_number(&source, bands_metric_of_part(row.figure, row.part));
        metric = bands_is_part(&row, text, length) ? number : 0;
    }
    if (metric == 0) {
        return REVOPS_ERR_RANGE;
    }
    *out = metric;
    return REVOPS_OK;
}
