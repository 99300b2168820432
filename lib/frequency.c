/* SPDX-License-Identifier: MIT */
#include <revops/frequency.h>

#include <string.h>

#include "fixed.h"
#include "params.h"

enum { STAGES = 1000, FIRST_TENTHS = 1 };
static const int64_t count_most = INT64_C(1) << 50;

/* −1, 0 or 1 as a row comes before, at or after a key. */
static int compare(const revops_frequency *row, uint32_t team, uint32_t variable, int64_t value)
{
    if (row->team != team) {
        return row->team < team ? -1 : 1;
    }
    if (row->variable != variable) {
        return row->variable < variable ? -1 : 1;
    }
    return row->value < value ? -1 : row->value > value;
}

static int is_sound(const revops_frequency_table *table)
{
    if (table->count > table->capacity) {
        return 0;
    }
    for (size_t i = 0; i < table->count; i++) {
        const revops_frequency *row = &table->rows[i];
        if (row->won_tenths < 0 || row->lost_tenths < 0 || row->won_tenths > count_most ||
            row->lost_tenths > count_most ||
            (i > 0 && compare(row - 1, row->team, row->variable, row->value) >= 0)) {
            return 0;
        }
    }
    return 1;
}

/* Place of a row, or where it would be inserted. */
static size_t place_of(const revops_frequency_table *table, uint32_t team, uint32_t variable, int64_t value)
{
    size_t low = 0, count = table->count;
    while (count > 0) {
        size_t half = count / 2;
        if (compare(&table->rows[low + half], team, variable, value) < 0) {
            low += half + 1;
            count -= half + 1;
        } else {
            count = half;
        }
    }
    return low;
}

static revops_frequency *find(const revops_frequency_table *table, uint32_t team, uint32_t variable,
                              int64_t value)
{
    size_t place = place_of(table, team, variable, value);
    return place < table->count && compare(&table->rows[place], team, variable, value) == 0
               ? &table->rows[place]
               : NULL;
}

/* Adds one lead to a count or takes one away. */
static void count_one(revops_frequency_table *table, uint32_t team, uint32_t variable, int64_t value, int won,
                      int64_t change_tenths)
{
    revops_frequency *row = find(table, team, variable, value);
    if (!row) {
        if (change_tenths < 0) {
            return;
        }
        size_t place = place_of(table, team, variable, value);
        row = &table->rows[place];
        memmove(row + 1, row, (table->count - place) * sizeof *row);
        revops_frequency fresh = {team, variable, value, FIRST_TENTHS, FIRST_TENTHS};
        *row = fresh;
        table->count++;
    }
    int64_t *count = won ? &row->won_tenths : &row->lost_tenths;
    *count += change_tenths;
    *count = *count <= 0 ? FIRST_TENTHS : *count > count_most ? count_most : *count;
}

/* Counts a lead as won or lost, or takes that back. A lost lead counts for the stages up to its own. */
static void count_lead(revops_frequency_table *table, uint32_t team, uint32_t stage, uint32_t stage_count,
                       const revops_frequency_fact *facts, size_t fact_count, int won, int64_t change_tenths)
{
    for (uint32_t s = 0; s < (won ? stage_count : stage + 1); s++) {
        count_one(table, team, REVOPS_FREQUENCY_STAGE, s, won, change_tenths);
    }
    for (size_t i = 0; i < fact_count; i++) {
        count_one(table, team, facts[i].variable, facts[i].value, won, change_tenths);
    }
}

static int is_outcome(revops_frequency_outcome outcome)
{
    return outcome >= REVOPS_FREQUENCY_PENDING && outcome <= REVOPS_FREQUENCY_LOST;
}

static int are_facts(const revops_frequency_fact *facts, size_t count)
{
    if (!facts && count) {
        return 0;
    }
    for (size_t i = 0; i < count; i++) {
        if (facts[i].variable == REVOPS_FREQUENCY_STAGE || facts[i].reserved) {
            return 0;
        }
    }
    return 1;
}

revops_status revops_frequency_move(revops_frequency_table *table, uint32_t team, uint32_t stage,
                                    uint32_t stage_count, const revops_frequency_fact *facts,
                                    size_t fact_count, revops_frequency_outcome from,
                                    revops_frequency_outcome to, size_t *needed)
{
    if (!table || (!table->rows && table->capacity) || stage_count < 1 || stage_count > STAGES ||
        stage >= stage_count || !is_outcome(from) || !is_outcome(to) || !are_facts(facts, fact_count)) {
        return REVOPS_ERR_ARG;
    }
    if (!is_sound(table)) {
        return REVOPS_ERR_CORRUPT;
    }
    size_t rows = table->count;
    if (to != REVOPS_FREQUENCY_PENDING && from != to) {
        uint32_t stages = to == REVOPS_FREQUENCY_WON ? stage_count : stage + 1;
        for (uint32_t s = 0; s < stages; s++) {
            rows += !find(table, team, REVOPS_FREQUENCY_STAGE, s);
        }
        for (size_t i = 0; i < fact_count; i++) {
            size_t same = 0; /* a fact told twice needs one row */
            while (same < i &&
                   (facts[same].variable != facts[i].variable || facts[same].value != facts[i].value)) {
                same++;
            }
            rows += same == i && !find(table, team, facts[i].variable, facts[i].value);
        }
    }
    if (needed) {
        *needed = rows;
    }
    if (rows > table->capacity) {
        return REVOPS_ERR_NOSPACE;
    }
    if (from != to) {
        if (from != REVOPS_FREQUENCY_PENDING) {
            count_lead(table, team, stage, stage_count, facts, fact_count, from == REVOPS_FREQUENCY_WON, -10);
        }
        if (to != REVOPS_FREQUENCY_PENDING) {
            count_lead(table, team, stage, stage_count, facts, fact_count, to == REVOPS_FREQUENCY_WON, 10);
        }
    }
    return REVOPS_OK;
}

/* Counts of one value, or of all values of a variable, in a team or in all of them. */
static revops_frequency sum_of(const revops_frequency_table *table, uint32_t team, uint32_t variable,
                               const int64_t *value)
{
    revops_frequency sum = {team, variable, 0, 0, 0};
    size_t first = team == REVOPS_NONE ? 0 : place_of(table, team, variable, INT64_MIN);
    for (size_t i = first; i < table->count; i++) {
        const revops_frequency *row = &table->rows[i];
        if (team != REVOPS_NONE && (row->team != team || row->variable != variable)) {
            break;
        }
        if (row->variable == variable && (!value || row->value == *value)) {
            sum.won_tenths += row->won_tenths;
            sum.lost_tenths += row->lost_tenths;
        }
    }
    return sum;
}

/* Won and lost likelihoods as logarithms in Q56, their zeros counted apart. */
typedef struct likelihood {
    int64_t difference; /* of won less lost */
    int won_is_zero, lost_is_zero;
} likelihood;

static void multiply(likelihood *to, int64_t won, int64_t lost, int64_t all_won, int64_t all_lost)
{
    to->won_is_zero |= won == 0;
    to->lost_is_zero |= lost == 0;
    if (won && lost && all_won && all_lost) {
        to->difference += ((int64_t)revops__log2((uint64_t)won) - (int64_t)revops__log2((uint64_t)all_won)) -
                          ((int64_t)revops__log2((uint64_t)lost) - (int64_t)revops__log2((uint64_t)all_lost));
    }
}

/* 1 ÷ (1 + 2^-difference) in basis points, halves rounded up. Shares of small counts often lie exactly between two basis
   points (11 of 32), and logarithms are cut off, so what is less than 2^-20 below a half counts as one. */
static uint32_t chance_bp(int64_t difference)
{
    uint64_t size = (uint64_t)(difference < 0 ? -difference : difference), whole = size >> 56;
    uint64_t against = (whole > 62 ? 0 : revops__exp2_negative(size << 8) >> whole) >> 1; /* Q62 */
    uint64_t one = UINT64_C(1) << 62, share = difference < 0 ? against : one;
    uint64_t fine = revops__multiply_divide(share, UINT64_C(10000) << 24, one + against); /* Q24 */
    return (uint32_t)((fine + (UINT64_C(1) << 23) + (UINT64_C(1) << 4)) >> 24);
}

revops_status revops_frequency_probability(const revops_frequency_table *table,
                                           const revops_frequency_query *params, uint32_t *out_bp)
{
    revops_frequency_query query;
    revops_status status = revops__params_copy(&query, sizeof query, sizeof query, params);
    if (status != REVOPS_OK) {
        return status;
    }
    if (query.flags) {
        return REVOPS_ERR_NEWER;
    }
    if (!table || (!table->rows && table->capacity) || !out_bp || !is_outcome(query.outcome) ||
        !are_facts(query.facts, query.fact_count)) {
        return REVOPS_ERR_ARG;
    }
    if (!is_sound(table)) {
        return REVOPS_ERR_CORRUPT;
    }
    if (query.outcome != REVOPS_FREQUENCY_PENDING) {
        *out_bp = query.outcome == REVOPS_FREQUENCY_WON ? 10000 : 0;
        return REVOPS_OK;
    }
    const int64_t first_stage = 0, stage = query.stage;
    revops_frequency prior = sum_of(table, query.team, REVOPS_FREQUENCY_STAGE, &first_stage);
    if (prior.won_tenths == 0 || prior.lost_tenths == 0) {
        return REVOPS_ERR_RANGE;
    }
    likelihood result = {0, 0, 0};
    multiply(&result, prior.won_tenths, prior.lost_tenths, 1, 1);
    revops_frequency at_stage = sum_of(table, query.team, REVOPS_FREQUENCY_STAGE, &stage);
    if (at_stage.won_tenths + at_stage.lost_tenths > 0) {
        multiply(&result, at_stage.won_tenths, at_stage.lost_tenths, prior.won_tenths, prior.lost_tenths);
    }
    for (uint32_t i = 0; i < query.fact_count; i++) {
        const revops_frequency_fact *fact = &query.facts[i];
        revops_frequency row = sum_of(table, query.team, fact->variable, &fact->value);
        int64_t both = row.won_tenths + row.lost_tenths;
        if (both == 0 || (fact->variable == query.tag_variable && both < (int64_t)query.tag_least * 10)) {
            continue;
        }
        revops_frequency all = sum_of(table, query.team, fact->variable, NULL);
        multiply(&result, row.won_tenths, row.lost_tenths, all.won_tenths, all.lost_tenths);
    }
    if (result.won_is_zero && result.lost_is_zero) {
        return REVOPS_ERR_RANGE;
    }
    uint32_t bp = result.won_is_zero ? 0 : result.lost_is_zero ? 10000 : chance_bp(result.difference);
    *out_bp = bp < 1 ? 1 : bp > 9999 ? 9999 : bp;
    return REVOPS_OK;
}

static int64_t counted(int64_t tenths)
{
    return tenths > FIRST_TENTHS ? tenths : 0;
}

revops_status revops_frequency_merge_team(revops_frequency_table *table, uint32_t team)
{
    if (!table || (!table->rows && table->capacity) || team == REVOPS_NONE) {
        return REVOPS_ERR_ARG;
    }
    if (!is_sound(table)) {
        return REVOPS_ERR_CORRUPT;
    }
    /* Each of the team's rows moves to its place among those without a team, or joins the one that is there. */
    for (size_t i = place_of(table, team, 0, INT64_MIN); i < table->count && table->rows[i].team == team;) {
        revops_frequency row = table->rows[i];
        int64_t won = counted(row.won_tenths), lost = counted(row.lost_tenths);
        revops_frequency *present = find(table, REVOPS_NONE, row.variable, row.value);
        if (present) {
            int64_t both_won = counted(present->won_tenths) + won,
                    both_lost = counted(present->lost_tenths) + lost;
            present->won_tenths = both_won ? both_won : present->won_tenths;
            present->lost_tenths = both_lost ? both_lost : present->lost_tenths;
        }
        if (present || won + lost == 0) {
            memmove(&table->rows[i], &table->rows[i + 1], (table->count - i - 1) * sizeof row);
            table->count--;
            continue;
        }
        size_t place = place_of(table, REVOPS_NONE, row.variable, row.value);
        memmove(&table->rows[place + 1], &table->rows[place], (i - place) * sizeof row);
        row.team = REVOPS_NONE;
        table->rows[place] = row;
        i++;
    }
    return REVOPS_OK;
}
