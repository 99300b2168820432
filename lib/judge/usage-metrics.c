/* SPDX-License-Identifier: MIT */
/* The plan-ceiling cohort and what became of signals. */
#include <revops/usage.h>

#include <string.h>

/* amount × basis points ÷ 10,000, cut off, without overflowing on the way. */
static revops_status scale(int64_t amount, uint32_t bp, int64_t *out)
{
    int64_t whole;
    revops_status status = revops_multiply(amount / 10000, bp, &whole);
    return status == REVOPS_OK ? revops_add(whole, amount % 10000 * bp / 10000, out) : status;
}

/* Adds a year of what an account would pay beyond its price. */
static revops_status add_missed(int64_t price, int64_t potential, int64_t *sum)
{
    int64_t year;
    revops_status status = revops_multiply(potential > price ? potential - price : 0, 12, &year);
    return status == REVOPS_OK ? revops_add(*sum, year, sum) : status;
}

revops_status revops_usage_find_ceiling(const revops_usage_ceiling_row *rows, size_t count,
                                        uint32_t demand_bp, uint32_t low, uint32_t high,
                                        revops_usage_ceiling *out)
{
    uint32_t least = demand_bp ? demand_bp : 20000, low_mark = low ? low : 20, high_mark = high ? high : 30;
    if (!out || (count > 0 && !rows) || high_mark < low_mark) {
        return REVOPS_ERR_ARG;
    }
    revops_usage_ceiling found;
    memset(&found, 0, sizeof found);
    for (size_t i = 0; i < count; i++) {
        const revops_usage_ceiling_row *row = &rows[i];
        if (row->price < 0 || row->potential_low < 0 || row->potential_high < 0) {
            return REVOPS_ERR_ARG;
        }
        if (!row->top_plan || row->demand_bp < least) {
            continue;
        }
        int64_t suggested;
        revops_status status = scale(row->price, row->demand_bp, &suggested);
        if (status == REVOPS_OK) {
            status = add_missed(row->price, row->potential_low ? row->potential_low : suggested,
                                &found.missed_low);
        }
        if (status == REVOPS_OK) {
            status = add_missed(row->price, row->potential_high ? row->potential_high : suggested,
                                &found.missed_high);
        }
        if (status != REVOPS_OK) {
            return status;
        }
        found.accounts++;
    }
    found.sales_due = found.accounts < low_mark ? 0 : found.accounts <= high_mark ? 1 : 2;
    *out = found;
    return REVOPS_OK;
}

/* Share in basis points, cut off, of counts that may be large. */
static uint32_t share_bp(uint64_t part, uint64_t whole)
{
    if (whole == 0) {
        return 0;
    }
    while (whole > UINT64_MAX / 10000) {
        part >>= 1;
        whole >>= 1;
    }
    return (uint32_t)(part * 10000 / whole);
}

/* Sums up times after the signal; those before it are misdated. */
typedef struct span_sum {
    int64_t sum, worst;
    int64_t count;
} span_sum;

static revops_status add_span(span_sum *sum, int64_t from_ms, int64_t to_ms, uint32_t *misdated)
{
    if (to_ms < from_ms) {
        *misdated += *misdated < UINT32_MAX;
        return REVOPS_OK;
    }
    int64_t span;
    revops_status status = revops_subtract(to_ms, from_ms, &span);
    if (status == REVOPS_OK) {
        status = revops_add(sum->sum, span, &sum->sum);
    }
    if (status == REVOPS_OK) {
        sum->worst = span > sum->worst ? span : sum->worst;
        sum->count++;
    }
    return status;
}

/* revenue × a day ÷ the mean time, the mean being sum ÷ count; cut off. */
static revops_status velocity_of(int64_t revenue, const span_sum *won, int64_t *out)
{
    int64_t mean = won->count ? won->sum / won->count : 0;
    *out = 0;
    if (mean == 0) {
        return REVOPS_OK;
    }
    int64_t whole, rest;
    revops_status status = revops_multiply(revenue / mean, REVOPS_DAY_MS, &whole);
    if (status == REVOPS_OK && revops_multiply(revenue % mean, REVOPS_DAY_MS, &rest) != REVOPS_OK) {
        /* A remainder so large comes of a mean beyond 3,000 years; a day of it is the quotient of days. */
        rest = 0;
    }
    return status == REVOPS_OK ? revops_add(whole, rest / mean, out) : status;
}

revops_status revops_usage_measure_outcomes(const revops_usage_outcome *rows, size_t count,
                                            revops_usage_metrics *out)
{
    if (!out || (count > 0 && !rows)) {
        return REVOPS_ERR_ARG;
    }
    revops_usage_metrics metrics;
    memset(&metrics, 0, sizeof metrics);
    span_sum contact = {0, 0, 0}, won = {0, 0, 0};
    for (size_t i = 0; i < count; i++) {
        const revops_usage_outcome *row = &rows[i];
        if (row->signal_ms == REVOPS_TIME_NONE) {
            return REVOPS_ERR_ARG;
        }
        revops_status status = REVOPS_OK;
        metrics.signals++;
        metrics.opportunities += row->opportunity_ms != REVOPS_TIME_NONE;
        if (row->contact_ms != REVOPS_TIME_NONE) {
            metrics.contacted++;
            status = add_span(&contact, row->signal_ms, row->contact_ms, &metrics.misdated);
        }
        if (status == REVOPS_OK && row->won_ms != REVOPS_TIME_NONE) {
            metrics.won++;
            status = add_span(&won, row->signal_ms, row->won_ms, &metrics.misdated);
        }
        if (status == REVOPS_OK) {
            status = revops_add(metrics.revenue, row->revenue, &metrics.revenue);
        }
        if (status == REVOPS_OK) {
            status = revops_add(metrics.expansion, row->expansion, &metrics.expansion);
        }
        if (status != REVOPS_OK) {
            return status;
        }
    }
    metrics.contact_mean_ms = contact.count ? contact.sum / contact.count : REVOPS_TIME_NONE;
    metrics.contact_worst_ms = contact.count ? contact.worst : REVOPS_TIME_NONE;
    metrics.won_mean_ms = won.count ? won.sum / won.count : REVOPS_TIME_NONE;
    revops_status status = velocity_of(metrics.revenue, &won, &metrics.velocity);
    if (status != REVOPS_OK) {
        return status;
    }
    metrics.opportunity_bp = share_bp(metrics.opportunities, metrics.signals);
    metrics.won_bp = share_bp(metrics.won, metrics.signals);
    metrics.won_band = metrics.signals == 0                        ? 3
                       : metrics.won * 100 < metrics.signals * 25  ? 0
                       : metrics.won * 100 <= metrics.signals * 35 ? 1
                                                                   : 2;
    *out = metrics;
    return REVOPS_OK;
}
