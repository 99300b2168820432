/* SPDX-License-Identifier: MIT */
/* Bands, ratios and targets: the built-in ones, the check, and judging values. */
#include "figures/plan-internal.h"

/* clang-format off */
#define PLAN_BAND(metric, verdict, from, name) {REVOPS_PLAN_METRIC_##metric, REVOPS_PLAN_##verdict, from, name}

static const revops_plan_band plan_bands[] = {
    /* MT1: 2 times is already behind; 3 times is the least */
    PLAN_BAND(COVERAGE, BAD, 0, "short"), PLAN_BAND(COVERAGE, FAIR, 30000, "minimum"),
    PLAN_BAND(COVERAGE, GOOD, 40000, "healthy"), PLAN_BAND(COVERAGE, FAIR, 60000, "strong qualification or low win rate"),
    /* MT5 */
    PLAN_BAND(PAYBACK, GOOD, 0, "excellent"), PLAN_BAND(PAYBACK, GOOD, 120000, "healthy"),
    PLAN_BAND(PAYBACK, FAIR, 180000, "worrying"), PLAN_BAND(PAYBACK, BAD, 240000, "unsustainable"),
    PLAN_BAND(PAYBACK_ENTERPRISE, GOOD, 0, "excellent"), PLAN_BAND(PAYBACK_ENTERPRISE, GOOD, 180000, "usual"),
    PLAN_BAND(PAYBACK_ENTERPRISE, BAD, 240000, "unsustainable"),
    /* MT6, MT7 */
    PLAN_BAND(MQL_TO_SQL, BAD, 0, "lead quality or unrealistic standards"), PLAN_BAND(MQL_TO_SQL, FAIR, 2000, "middling"),
    PLAN_BAND(MQL_TO_SQL, GOOD, 4000, "good"),
    PLAN_BAND(ACCEPTANCE, BAD, 0, "qualification problem"), PLAN_BAND(ACCEPTANCE, GOOD, 6000, "good"),
    /* MT2 */
    PLAN_BAND(WIN_RATE, BAD, 0, "low"), PLAN_BAND(WIN_RATE, GOOD, 2000, "usual"), PLAN_BAND(WIN_RATE, GOOD, 3001, "high"),
    PLAN_BAND(DISCOVERY_TO_DEMO, BAD, 0, "low"), PLAN_BAND(DISCOVERY_TO_DEMO, GOOD, 6000, "usual"),
    PLAN_BAND(DISCOVERY_TO_DEMO, GOOD, 8001, "high"),
    PLAN_BAND(DEMO_TO_PROPOSAL, BAD, 0, "low"), PLAN_BAND(DEMO_TO_PROPOSAL, GOOD, 5000, "usual"),
    PLAN_BAND(DEMO_TO_PROPOSAL, GOOD, 7001, "high"),
    PLAN_BAND(PROPOSAL_TO_WON, BAD, 0, "low"), PLAN_BAND(PROPOSAL_TO_WON, GOOD, 4000, "usual"),
    PLAN_BAND(PROPOSAL_TO_WON, GOOD, 6001, "high"),
    /* MT3 */
    PLAN_BAND(CYCLE_SMALL, GOOD, 0, "fast"), PLAN_BAND(CYCLE_SMALL, GOOD, 30, "usual"), PLAN_BAND(CYCLE_SMALL, BAD, 61, "slow"),
    PLAN_BAND(CYCLE_MIDDLE, GOOD, 0, "fast"), PLAN_BAND(CYCLE_MIDDLE, GOOD, 60, "usual"), PLAN_BAND(CYCLE_MIDDLE, BAD, 91, "slow"),
    PLAN_BAND(CYCLE_ENTERPRISE, GOOD, 0, "fast"), PLAN_BAND(CYCLE_ENTERPRISE, GOOD, 90, "usual"),
    PLAN_BAND(CYCLE_ENTERPRISE, FAIR, 181, "long"),
    /* PL4 */
    PLAN_BAND(QUOTA_REACHED, BAD, 0, "quota too high, or wrong representatives"), PLAN_BAND(QUOTA_REACHED, FAIR, 3001, "below the aim"),
    PLAN_BAND(QUOTA_REACHED, GOOD, 7000, "right"), PLAN_BAND(QUOTA_REACHED, FAIR, 8001, "above the aim"),
    PLAN_BAND(QUOTA_REACHED, BAD, 9500, "quota too low"),
    /* MT14 */
    PLAN_BAND(SIGNUP_TO_PAID, BAD, 0, "low"), PLAN_BAND(SIGNUP_TO_PAID, GOOD, 1000, "usual"), PLAN_BAND(SIGNUP_TO_PAID, GOOD, 1501, "high"),
    PLAN_BAND(PQL_TO_WON, BAD, 0, "low"), PLAN_BAND(PQL_TO_WON, GOOD, 2500, "usual"), PLAN_BAND(PQL_TO_WON, GOOD, 3501, "high"),
    PLAN_BAND(INQUIRY_TO_WON, BAD, 0, "low"), PLAN_BAND(INQUIRY_TO_WON, GOOD, 1500, "usual"), PLAN_BAND(INQUIRY_TO_WON, GOOD, 2501, "high"),
    /* PQ8 */
    PLAN_BAND(CEILING_ACCOUNTS, FAIR, 0, "too early for sales"), PLAN_BAND(CEILING_ACCOUNTS, GOOD, 20, "sales is due"),
    PLAN_BAND(CEILING_ACCOUNTS, BAD, 31, "sales is overdue"),
    /* PL2, PL3 */
    PLAN_BAND(RAMP_MONTHS, GOOD, 0, "fast"), PLAN_BAND(RAMP_MONTHS, GOOD, 3, "usual"), PLAN_BAND(RAMP_MONTHS, BAD, 7, "slow"),
    PLAN_BAND(ATTRITION, GOOD, 0, "low"), PLAN_BAND(ATTRITION, GOOD, 1500, "usual"), PLAN_BAND(ATTRITION, BAD, 2001, "high"),
    PLAN_BAND(QUOTA, FAIR, 0, "low"), PLAN_BAND(QUOTA, GOOD, 50000000, "usual"), PLAN_BAND(QUOTA, FAIR, 150000001, "high"),
    /* PL5 */
    PLAN_BAND(VARIABLE_EXECUTIVE, FAIR, 0, "little"), PLAN_BAND(VARIABLE_EXECUTIVE, GOOD, 5000, "usual"),
    PLAN_BAND(VARIABLE_EXECUTIVE, FAIR, 6001, "much"),
    PLAN_BAND(VARIABLE_SUCCESS, FAIR, 0, "little"), PLAN_BAND(VARIABLE_SUCCESS, GOOD, 3000, "usual"),
    PLAN_BAND(VARIABLE_SUCCESS, FAIR, 4001, "much"),
    /* MT13 */
    PLAN_BAND(SELF_SERVICE_FALL, GOOD, 0, "steady"), PLAN_BAND(SELF_SERVICE_FALL, FAIR, 1, "falling"),
    PLAN_BAND(SELF_SERVICE_FALL, BAD, 3000, "sales damages self-service"),
};
/* clang-format on */

static revops_plan_params plan_defaults(void)
{
    const revops_plan_params defaults = {
        .struct_size = sizeof defaults,
        .band_count = sizeof plan_bands / sizeof plan_bands[0],
        .band_row_size = sizeof plan_bands[0],
        .bands = plan_bands,
        .sdrs_per_executive_low = 2,
        .sdrs_per_executive_high = 3,
        .executives_per_engineer_low = 3,
        .executives_per_engineer_high = 5,
        .sequence_touches_low = 8,
        .sequence_touches_high = 12,
        .sequence_low_day = 21,
        .sequence_high_day = 28,
        .ceiling_demand_bp = 20000,
    };
    return defaults;
}

revops_status revops_plan_defaults(revops_plan_params *out, size_t size)
{
    const revops_plan_params defaults = plan_defaults();
    return REVOPS__PARAMS_GIVE(revops_plan_params, out, size, &defaults);
}

static revops_plan_band plan_band_at(const revops_plan_params *known, uint32_t row)
{
    revops_plan_band band;
    REVOPS__ROW_GET(revops_plan_band, &band, known->bands, known->band_row_size, row);
    return band;
}

/* Whether a metric's bands stood before the rows just above. */
static int plan_is_apart(const revops_plan_params *known, uint32_t row, revops_plan_metric metric)
{
    for (uint32_t before = 0; before + 1 < row; before++) {
        if (plan_band_at(known, before).metric == metric) {
            return 1;
        }
    }
    return 0;
}

static void plan_check_bands(const revops_plan_params *known, revops__problems *problems)
{
    revops_plan_band last = {0};
    for (uint32_t row = 0; row < known->band_count; row++) {
        const revops_plan_band band = plan_band_at(known, row);
        if (band.metric == 0) {
            revops__problem_put(problems, REVOPS_ERR_ARG, "bands", row, "metric", 0, "1 or more");
        }
        if (band.verdict < REVOPS_PLAN_BAD || band.verdict > REVOPS_PLAN_GOOD) {
            revops__problem_put(problems, REVOPS_ERR_NEWER, "bands", row, "verdict", band.verdict, "1 to 3");
        }
        if (!band.name) {
            revops__problem_put(problems, REVOPS_ERR_ARG, "bands", row, "name", 0, "a name");
        }
        if (row > 0 && band.metric == last.metric) {
            if (band.from <= last.from) {
                revops__problem_put_pair(problems, REVOPS_ERR_UNSOUND, "bands", row, row - 1, "from",
                                         band.from, "more than the band before of the metric");
            }
        } else if (plan_is_apart(known, row, band.metric)) {
            revops__problem_put(problems, REVOPS_ERR_UNSOUND, "bands", row, "metric", band.metric,
                                "beside the other bands of the metric");
        }
        last = band;
    }
}

static void plan_check_range(revops__problems *problems, uint32_t low, uint32_t high, uint32_t least,
                             const char *field)
{
    if (low < least || low > high) {
        revops__problem_put(problems, REVOPS_ERR_ARG, "params", REVOPS_NO_ROW, field, low,
                            least ? "1 to its upper limit" : "0 to its upper limit");
    }
}

static revops_status plan_check(const revops_plan_params *params, revops_plan_params *out,
                                revops__problems *problems)
{
    revops_status status = REVOPS__PARAMS_COPY(revops_plan_params, out, params);
    if (status != REVOPS_OK) {
        if (status != REVOPS_ERR_ABI) {
            revops__problem_put(problems, status, "params", REVOPS_NO_ROW, "struct_size",
                                params ? params->struct_size : 0,
                                "params without fields that this library doesn't know");
        }
        return status;
    }
    if (out->flags) {
        revops__problem_put(problems, REVOPS_ERR_NEWER, "params", REVOPS_NO_ROW, "flags", out->flags, "0");
    }
    if (out->reserved) {
        revops__problem_put(problems, REVOPS_ERR_NEWER, "params", REVOPS_NO_ROW, "reserved", out->reserved,
                            "0");
    }
    plan_check_range(problems, out->sdrs_per_executive_low, out->sdrs_per_executive_high, 0,
                     "sdrs_per_executive_low");
    plan_check_range(problems, out->executives_per_engineer_low, out->executives_per_engineer_high, 1,
                     "executives_per_engineer_low");
    plan_check_range(problems, out->sequence_touches_low, out->sequence_touches_high, 0,
                     "sequence_touches_low");
    plan_check_range(problems, out->sequence_low_day, out->sequence_high_day, 0, "sequence_low_day");
    if (out->band_count > REVOPS_PLAN_BANDS_MAX) {
        revops__problem_put(problems, REVOPS_ERR_ARG, "params", REVOPS_NO_ROW, "band_count", out->band_count,
                            "0 to 4096");
        return problems->status;
    }
    status = REVOPS__ROWS_CHECK(revops_plan_band, out->bands, out->band_count, out->band_row_size);
    if (status == REVOPS_ERR_ABI) {
        return status;
    }
    if (status != REVOPS_OK) {
        revops__problem_put(problems, status, "params", REVOPS_NO_ROW, "band_row_size", out->band_row_size,
                            "rows without fields that this library doesn't know");
        return problems->status;
    }
    plan_check_bands(out, problems);
    return problems->count ? problems->status : REVOPS_OK;
}

revops_status revops_plan_check(const revops_plan_params *params, revops_problem *problems, size_t capacity,
                                size_t *needed)
{
    revops_plan_params known;
    revops__problems found = revops__problems_begin(problems, capacity);
    revops_status status = plan_check(params, &known, &found);
    if (status != REVOPS_ERR_ABI) {
        (void)revops__problems_end(&found, needed);
    }
    return status;
}

revops_status revops__plan_read(const revops_plan_params *params, revops_plan_params *out)
{
    revops__problems unwanted = revops__problems_begin(NULL, 0);
    if (!params) {
        *out = plan_defaults();
        return REVOPS_OK;
    }
    return plan_check(params, out, &unwanted);
}

/* Rows of a metric: from `*first` up to the result; equal where there are none. */
static uint32_t plan_bands_of(const revops_plan_params *known, revops_plan_metric metric, uint32_t *first)
{
    uint32_t row = 0;
    while (row < known->band_count && plan_band_at(known, row).metric != metric) {
        row++;
    }
    *first = row;
    while (row < known->band_count && plan_band_at(known, row).metric == metric) {
        row++;
    }
    return row;
}

static uint32_t plan_band_of(const revops_plan_params *known, uint32_t first, uint32_t end, int64_t value)
{
    uint32_t row = first;
    while (row + 1 < end && plan_band_at(known, row + 1).from <= value) {
        row++;
    }
    return row;
}

/* a − b, at most INT64_MAX; a isn't less. */
static int64_t plan_distance(int64_t a, int64_t b)
{
    uint64_t distance = (uint64_t)a - (uint64_t)b;
    return distance > INT64_MAX ? INT64_MAX : (int64_t)distance;
}

revops_status revops__plan_judge(const revops_plan_params *known, revops_plan_metric metric, int64_t value,
                                 revops_plan_judgement *out)
{
    uint32_t first, end = plan_bands_of(known, metric, &first);
    if (first == end) {
        return REVOPS_ERR_RANGE;
    }
    uint32_t row = plan_band_of(known, first, end, value);
    const revops_plan_band band = plan_band_at(known, row);
    out->verdict = band.verdict;
    out->band = row;
    out->name = band.name;
    out->to_next = row + 1 < end ? plan_distance(plan_band_at(known, row + 1).from, value) : 0;
    out->to_previous = 0;
    if (row > first) { /* one below its least value */
        int64_t above = plan_distance(value, band.from);
        out->to_previous = above < INT64_MAX ? above + 1 : above;
    }
    return REVOPS_OK;
}

revops_status revops_plan_judge(const revops_plan_params *params, revops_plan_metric metric, int64_t value,
                                revops_plan_judgement *out)
{
    revops_plan_params known;
    revops_status status = out ? revops__plan_read(params, &known) : REVOPS_ERR_ARG;
    return status == REVOPS_OK ? revops__plan_judge(&known, metric, value, out) : status;
}

revops_status revops_plan_judge_many(const revops_plan_params *params, revops_plan_metric metric,
                                     const int64_t *values, size_t count, uint32_t *out)
{
    revops_plan_params known;
    if (count && (!values || !out)) {
        return REVOPS_ERR_ARG;
    }
    revops_status status = revops__plan_read(params, &known);
    if (status != REVOPS_OK) {
        return status;
    }
    uint32_t first, end = plan_bands_of(&known, metric, &first);
    if (first == end) {
        return REVOPS_ERR_RANGE;
    }
    for (size_t i = 0; i < count; i++) {
        out[i] = plan_band_of(&known, first, end, values[i]);
    }
    return REVOPS_OK;
}

const char *revops_plan_metric_name(revops_plan_metric metric)
{
    static const char *const names[] = {
        [REVOPS_PLAN_METRIC_COVERAGE] = "coverage",
        [REVOPS_PLAN_METRIC_PAYBACK] = "payback",
        [REVOPS_PLAN_METRIC_PAYBACK_ENTERPRISE] = "payback enterprise",
        [REVOPS_PLAN_METRIC_MQL_TO_SQL] = "mql to sql",
        [REVOPS_PLAN_METRIC_ACCEPTANCE] = "acceptance",
        [REVOPS_PLAN_METRIC_WIN_RATE] = "win rate",
        [REVOPS_PLAN_METRIC_DISCOVERY_TO_DEMO] = "discovery to demo",
        [REVOPS_PLAN_METRIC_DEMO_TO_PROPOSAL] = "demo to proposal",
        [REVOPS_PLAN_METRIC_PROPOSAL_TO_WON] = "proposal to won",
        [REVOPS_PLAN_METRIC_CYCLE_SMALL] = "cycle small",
        [REVOPS_PLAN_METRIC_CYCLE_MIDDLE] = "cycle middle",
        [REVOPS_PLAN_METRIC_CYCLE_ENTERPRISE] = "cycle enterprise",
        [REVOPS_PLAN_METRIC_QUOTA_REACHED] = "quota reached",
        [REVOPS_PLAN_METRIC_SIGNUP_TO_PAID] = "signup to paid",
        [REVOPS_PLAN_METRIC_PQL_TO_WON] = "pql to won",
        [REVOPS_PLAN_METRIC_INQUIRY_TO_WON] = "inquiry to won",
        [REVOPS_PLAN_METRIC_CEILING_ACCOUNTS] = "ceiling accounts",
        [REVOPS_PLAN_METRIC_RAMP_MONTHS] = "ramp months",
        [REVOPS_PLAN_METRIC_ATTRITION] = "attrition",
        [REVOPS_PLAN_METRIC_QUOTA] = "quota",
        [REVOPS_PLAN_METRIC_SELF_SERVICE_FALL] = "self service fall",
        [REVOPS_PLAN_METRIC_VARIABLE_EXECUTIVE] = "variable executive",
        [REVOPS_PLAN_METRIC_VARIABLE_SUCCESS] = "variable success",
    };
    return metric >= 1 && metric < sizeof names / sizeof names[0] ? names[metric] : "unknown";
}
