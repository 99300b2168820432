/* SPDX-License-Identifier: MIT */
/* Learns a rule set: memory, features, and what weights become. */
#include "learn/scorecard-internal.h"

#include <string.h>

#include "core/fixed.h"
#include "core/params.h"
#include "core/condition.h"

revops_status revops_scorecard_defaults(revops_scorecard_params *out, size_t size)
{
    revops_scorecard_params defaults = REVOPS_SCORECARD_PARAMS_INIT;
    return REVOPS__PARAMS_GIVE(revops_scorecard_params, out, size, &defaults);
}

static void card_check_range(revops__problems *problems, const char *field, int64_t value, int64_t least,
                             int64_t most, const char *expected)
{
    if (value < least || value > most) {
        revops__problem_put(problems, REVOPS_ERR_ARG, "params", REVOPS_NO_ROW, field, value, expected);
    }
}

static void card_check_newer(revops__problems *problems, const char *field, int64_t value, int is_known,
                             const char *expected)
{
    if (!is_known) {
        revops__problem_put(problems, REVOPS_ERR_NEWER, "params", REVOPS_NO_ROW, field, value, expected);
    }
}

static revops_status card_params_read(const revops_scorecard_params *given, revops__problems *problems,
                                      revops_scorecard_params *own)
{
    revops_status status = REVOPS__PARAMS_COPY(revops_scorecard_params, own, given);
    if (status != REVOPS_OK) {
        revops__problem_put(problems, status, "params", REVOPS_NO_ROW, "struct_size",
                            given ? given->struct_size : 0, "sizeof(revops_scorecard_params)");
        return status;
    }
    card_check_newer(problems, "flags", own->flags, own->flags <= REVOPS_SCORECARD_CALIBRATE,
                     "0 or REVOPS_SCORECARD_CALIBRATE");
    card_check_newer(problems, "method", own->method,
                     own->method >= REVOPS_SCORECARD_BAYES && own->method <= REVOPS_SCORECARD_LOGISTIC,
                     "one of revops_scorecard_methods");
    if (own->bin_count != 0) {
        card_check_range(problems, "bin_count", own->bin_count, 2, REVOPS_SCORECARD_BINS_MAX,
                         "0, or 2 to 64");
    }
    card_check_range(problems, "bend_milli", own->bend_milli, 0, 100000, "0 to 100000");
    card_check_range(problems, "smoothing_milli", own->smoothing_milli, 1, 1000000, "1 to 1000000");
    card_check_range(problems, "ridge_milli", own->ridge_milli, 1, 1000000, "1 to 1000000");
    card_check_range(problems, "sweep_count", own->sweep_count, 1, 100000, "1 to 100000");
    card_check_range(problems, "double_mpt", own->double_mpt, 1, 1000000000, "1 to 1000000000");
    card_check_range(problems, "unit_mpt", own->unit_mpt, 1, 1000000, "1 to 1000000");
    return problems->status;
}

revops_status revops_scorecard_check(const revops_scorecard_params *params, revops_problem *problems,
                                     size_t capacity, size_t *needed)
{
    revops_scorecard_params own;
    revops__problems found = revops__problems_begin(problems, capacity);
    (void)card_params_read(params, &found, &own);
    return revops__problems_end(&found, needed);
}

/* What is learned from. */
static revops_status card_check_data(const revops_column *columns, const revops_scorecard_kind *kinds,
                                     size_t column_count, const uint8_t *outcomes, size_t row_count,
                                     uint64_t *out_won)
{
    if (!columns || !kinds || !outcomes || column_count < 1 ||
        column_count > REVOPS_CONDITION_ATTRIBUTES_MAX || row_count < 1 || row_count > INT32_MAX) {
        return REVOPS_ERR_ARG;
    }
    for (size_t a = 0; a < column_count; a++) {
        if (kinds[a] > REVOPS_SCORECARD_FLAGS || !revops__column_is_valid(&columns[a])) {
            return REVOPS_ERR_ARG;
        }
    }
    uint64_t won = 0;
    for (size_t i = 0; i < row_count; i++) {
        if (outcomes[i] > 1) {
            return REVOPS_ERR_ARG;
        }
        won += outcomes[i];
    }
    *out_won = won;
    return won == 0 || won == row_count ? REVOPS_ERR_RANGE : REVOPS_OK;
}

/* Flags that are set in at least one row. */
static int64_t card_flags_of(const revops_column *column, size_t row_count)
{
    int64_t flags = 0;
    for (size_t i = 0; i < row_count; i++) {
        int64_t value = revops__column_value(column, i);
        flags |= value == REVOPS_MISSING ? 0 : value;
    }
    return flags & INT64_MAX;
}

/* Features of an attribute; writes them when `out` isn't NULL. */
static uint32_t card_features_of(const revops_column *column, revops_scorecard_kind kind, uint32_t attribute,
                                 size_t row_count, revops__card_feature *out)
{
    if (kind != REVOPS_SCORECARD_FLAGS) {
        if (kind != REVOPS_SCORECARD_SKIP && out) {
            memset(out, 0, sizeof *out);
            out->attribute = attribute;
            out->kind = kind;
        }
        return kind != REVOPS_SCORECARD_SKIP;
    }
    uint32_t count = 0;
    for (int64_t flags = card_flags_of(column, row_count); flags; flags &= flags - 1) {
        if (out) {
            memset(&out[count], 0, sizeof out[count]);
            out[count].attribute = attribute;
            out[count].kind = kind;
            out[count].flag = flags & -flags;
        }
        count++;
    }
    return count;
}

/* Q22 to points, a multiple of the unit. */
static int64_t card_points_of(const revops_scorecard_params *params, int64_t weight)
{
    uint64_t size = (uint64_t)(weight < 0 ? -weight : weight);
    uint64_t units = revops__multiply_divide(size, (uint64_t)params->double_mpt,
                                             (uint64_t)params->unit_mpt << (REVOPS__CARD_WEIGHT_BITS - 1));
    int64_t points = (int64_t)((units + 1) / 2) * params->unit_mpt; /* rounded */
    return weight < 0 ? -points : points;
}

typedef struct card_writer {
    const revops_scorecard_params *params;
    revops_score_rule *rules;
    revops_condition *conditions;
    uint32_t count;
    uint64_t sum; /* of all points, signs dropped */
} card_writer;

/* The last of the bins of a number that have the same points as one: they are one rule. */
static uint32_t card_alike(const card_writer *to, const revops__card_feature *feature, uint32_t code)
{
    int64_t points = card_points_of(to->params, feature->bins[code].weight);
    while (code + 1 < feature->bin_count &&
           card_points_of(to->params, feature->bins[code + 1].weight) == points) {
        code++;
    }
    return code;
}

static void card_put_rule(card_writer *to, revops_condition condition, int64_t weight)
{
    int64_t points = card_points_of(to->params, weight);
    uint64_t size = (uint64_t)(points < 0 ? -points : points);
    to->sum += size;
    if (points == 0 || size > INT32_MAX) {
        return; /* what doesn't fit shows in the sum */
    }
    revops_score_rule rule = {(int32_t)points, REVOPS_NONE, to->count, 1, 0, 0};
    to->rules[to->count] = rule;
    to->conditions[to->count++] = condition;
}

/* Rules of a feature; returns what belongs to the base: a flag's rules say what being set, or missing, changes. */
static int64_t card_put_feature(card_writer *to, const revops__card_feature *feature)
{
    int flags = feature->kind == REVOPS_SCORECARD_FLAGS;
    int64_t base = flags ? feature->bins[REVOPS__CARD_UNSET].weight : 0;
    for (uint32_t code = 0; code < feature->bin_count; code++) {
        const revops__card_bin *bin = &feature->bins[code];
        revops_condition condition = {feature->attribute, REVOPS_CONDITION_IS_EQUAL, bin->low, 0, 0, 0, 0, 0};
        if (bin->won + bin->lost == 0 || (flags && code == REVOPS__CARD_UNSET)) {
            continue;
        }
        if (code == REVOPS__CARD_MISSING) {
            condition.test = REVOPS_CONDITION_IS_MISSING;
            condition.low = 0;
        } else if (flags) {
            condition.test = REVOPS_CONDITION_ALL_FLAGS;
            condition.low = feature->flag;
        } else if (feature->other && code == feature->other) {
            condition.test = REVOPS_CONDITION_IS_ONE_OF;
            condition.low = 0;
            condition.first_value = feature->first_other;
            condition.value_count = feature->other_count;
        } else if (feature->kind == REVOPS_SCORECARD_NUMBER) {
            code = card_alike(to, feature, code);
            condition.test = REVOPS_CONDITION_IN_RANGE;
            condition.high = feature->bins[code].high;
        }
        card_put_rule(to, condition, bin->weight - base);
    }
    return base;
}

static revops_status card_write_rules(const revops__card *card, size_t column_count, card_writer *to,
                                      int32_t double_mpt, int32_t even_mpt, revops_score_params *rules,
                                      revops_scorecard *out)
{
    int64_t base = card->intercept;
    for (uint32_t f = 0; f < card->feature_count; f++) {
        base += card_put_feature(to, &card->features[f]);
    }
    const revops_scorecard_params *params = card->params;
    int64_t base_mpt = params->even_mpt + card_points_of(params, base);
    if (base_mpt < -INT32_MAX || base_mpt > INT32_MAX ||
        to->sum + (uint64_t)(base_mpt < 0 ? -base_mpt : base_mpt) > INT32_MAX) {
        return REVOPS_ERR_OVERFLOW;
    }
    revops_score_params init = REVOPS_SCORE_PARAMS_INIT;
    init.attribute_count = (uint32_t)column_count;
    init.rule_count = init.condition_count = to->count;
    init.rules = to->rules;
    init.conditions = to->conditions;
    init.value_count = card->other_count;
    init.values = card->others;
    init.base_mpt = (int32_t)base_mpt;
    *rules = init;
    uint64_t lost = card->row_count - card->won_count;
    memset(out, 0, sizeof *out);
    out->rules = rules;
    out->lead_count = card->row_count;
    out->won_count = card->won_count;
    out->sweep_count = card->sweeps;
    out->double_mpt = double_mpt;
    out->even_mpt = even_mpt;
    out->warnings = (card->row_count < params->least_leads ? REVOPS_SCORECARD_FEW_LEADS : 0) |
                    (card->won_count < params->least_outcomes ? REVOPS_SCORECARD_FEW_WON : 0) |
                    (lost < params->least_outcomes ? REVOPS_SCORECARD_FEW_LOST : 0) |
                    (card->converged ? 0 : REVOPS_SCORECARD_NOT_CONVERGED) |
                    (to->count ? 0 : REVOPS_SCORECARD_NOTHING_LEARNED);
    return REVOPS_OK;
}

static uint64_t card_reserve(uint64_t *size, uint64_t count, size_t element)
{
    uint64_t offset = *size;
    *size += (count * element + 7) / 8 * 8;
    return offset;
}

/* Where each array lies. */
typedef struct card_places {
    uint64_t size, card, params, rules, conditions, others, features, curve, sorted, odds, pairs, held, codes,
        folds;
} card_places;

static card_places card_place(uint64_t feature_count, uint32_t other_count, size_t row_count,
                              int is_calibrated)
{
    card_places at;
    memset(&at, 0, sizeof at);
    at.card = card_reserve(&at.size, 1, sizeof(revops_scorecard));
    at.params = card_reserve(&at.size, 1, sizeof(revops_score_params));
    at.rules = card_reserve(&at.size, feature_count * REVOPS__CARD_BINS, sizeof(revops_score_rule));
    at.conditions = card_reserve(&at.size, feature_count * REVOPS__CARD_BINS, sizeof(revops_condition));
    at.others = card_reserve(&at.size, other_count, sizeof(int64_t));
    at.features = card_reserve(&at.size, feature_count, sizeof(revops__card_feature));
    at.curve = card_reserve(&at.size, 1, sizeof(revops__card_curve));
    at.sorted = card_reserve(&at.size, row_count, sizeof(int64_t));
    at.odds = card_reserve(&at.size, row_count, sizeof(int64_t));
    at.pairs = card_reserve(&at.size, is_calibrated ? row_count : 0, 2 * sizeof(int64_t));
    at.held = card_reserve(&at.size, is_calibrated ? row_count : 0, sizeof(int64_t));
    at.folds = card_reserve(&at.size, is_calibrated ? row_count : 0, 1);
    at.codes = card_reserve(&at.size, feature_count * row_count, 1);
    return at;
}

/* Bins as the caller wants them; 0 leaves them to a logistic card. Naive Bayes has no such freedom, as its counts stand
   alone. */
static void card_choose_bins(revops__card *card)
{
    card->bin_count = card->params->bin_count;
    card->bin_leads = card->params->bin_leads;
    if (card->params->method == REVOPS_SCORECARD_BAYES) {
        uint32_t leads = 5;
        while (leads < 50 && (uint64_t)leads * leads < card->row_count) {
            leads++;
        }
        card->bin_count = card->bin_count ? card->bin_count : 10;
        card->bin_leads = card->bin_leads ? card->bin_leads : leads;
    }
}

/* Bins, weights, rules. */
static revops_status card_learn(revops__card *card, const revops_scorecard_kind *kinds, size_t column_count,
                                const card_places *at, unsigned char *block)
{
    size_t row_count = card->row_count;
    card->features = (revops__card_feature *)(void *)(block + at->features);
    card->curve = (revops__card_curve *)(void *)(block + at->curve);
    card->codes = block + at->codes;
    card->sorted = (int64_t *)(void *)(block + at->sorted);
    card->odds = (int64_t *)(void *)(block + at->odds);
    card->others = (int64_t *)(void *)(block + at->others);
    card->pairs = block + at->pairs;
    card->fold_room = block + at->folds;
    card_choose_bins(card);
    for (size_t a = 0; a < column_count; a++) {
        card->feature_count += card_features_of(&card->columns[a], kinds[a], (uint32_t)a, row_count,
                                                card->features + card->feature_count);
    }
    for (uint32_t f = 0; f < card->feature_count; f++) {
        revops__card_bin_feature(card, &card->features[f], card->codes + (size_t)f * row_count);
    }
    const int is_calibrated = card->params->flags & REVOPS_SCORECARD_CALIBRATE;
    int32_t double_mpt = card->params->double_mpt, even_mpt = card->params->even_mpt;
    int64_t *held = (int64_t *)(void *)(block + at->held);
    int is_held = is_calibrated && revops__card_rate_held(card, held);
    (void)revops__card_learn(card, REVOPS__CARD_NO_FOLD);
    if (is_calibrated && !is_held) {
        revops__card_rate(card, held);
    }
    if (is_calibrated) {
        revops__card_calibrate(card, held, &double_mpt, &even_mpt);
    }
    card_writer to = {card->params, (revops_score_rule *)(void *)(block + at->rules),
                      (revops_condition *)(void *)(block + at->conditions), 0, 0};
    return card_write_rules(card, column_count, &to, double_mpt, even_mpt,
                            (revops_score_params *)(void *)(block + at->params),
                            (revops_scorecard *)(void *)(block + at->card));
}

revops_status revops_scorecard_fit(const revops_scorecard_params *given, const revops_column *columns,
                                   const revops_scorecard_kind *kinds, size_t column_count,
                                   const uint8_t *outcomes, size_t row_count, void *memory,
                                   size_t memory_size, size_t *needed, const revops_scorecard **out)
{
    revops_scorecard_params params;
    uint64_t won = 0;
    revops__problems problems = revops__problems_begin(NULL, 0);
    revops_status status = card_params_read(given, &problems, &params);
    if (status != REVOPS_OK ||
        (status = card_check_data(columns, kinds, column_count, outcomes, row_count, &won)) != REVOPS_OK) {
        return status;
    }
    uint32_t feature_count = 0, choices = 0;
    for (size_t a = 0; a < column_count; a++) {
        feature_count += card_features_of(&columns[a], kinds[a], (uint32_t)a, row_count, NULL);
        choices += kinds[a] == REVOPS_SCORECARD_CHOICE;
    }
    if (feature_count > REVOPS_SCORECARD_FEATURES_MAX) {
        return REVOPS_ERR_ARG;
    }
    uint32_t others = choices * REVOPS__CARD_OTHERS;
    card_places at =
        card_place(feature_count, others < REVOPS_CONDITION_ROWS_MAX ? others : REVOPS_CONDITION_ROWS_MAX,
                   row_count, params.flags & REVOPS_SCORECARD_CALIBRATE);
    if (at.size > SIZE_MAX / 2) {
        return REVOPS_ERR_ARG;
    }
    status = revops__params_room(memory, memory_size, (size_t)at.size, needed, out);
    if (status != REVOPS_OK) {
        return status;
    }
    revops__card card;
    memset(&card, 0, sizeof card);
    card.params = &params;
    card.columns = columns;
    card.outcomes = outcomes;
    card.row_count = row_count;
    card.won_count = won;
    status = card_learn(&card, kinds, column_count, &at, memory);
    if (status == REVOPS_OK) {
        *out = (const revops_scorecard *)(const void *)((const unsigned char *)memory + at.card);
    }
    return status;
}

revops_status revops_scorecard_probabilities(const int32_t *scores_mpt, size_t count, int32_t double_mpt,
                                             int32_t even_mpt, uint32_t *probabilities_ppb)
{
    if (((!scores_mpt || !probabilities_ppb) && count) || double_mpt < 1 || double_mpt > 1000000000) {
        return REVOPS_ERR_ARG;
    }
    const revops__divisor doubling = revops__divisor_of((uint64_t)double_mpt);
    for (size_t i = 0; i < count; i++) {
        int64_t above = (int64_t)scores_mpt[i] - even_mpt;
        /* Of the likelier side: 1 ÷ (1 + odds against), in parts per billion. */
        uint64_t against = revops__half_life((uint64_t)(above < 0 ? -above : above), &doubling);
        uint64_t whole = (UINT64_C(1) << 33) + (against >> 30);
        uint64_t ppb = ((UINT64_C(1000000000) << 34) / whole + 1) / 2;
        probabilities_ppb[i] = (uint32_t)(above < 0 ? 1000000000 - ppb : ppb);
    }
    return REVOPS_OK;
}

revops_status revops_scorecard_holdout(const uint64_t *ids, size_t count, uint64_t seed, uint32_t share_bp,
                                       uint8_t *held_out)
{
    if (((!ids || !held_out) && count) || share_bp > 10000) {
        return REVOPS_ERR_ARG;
    }
    for (size_t i = 0; i < count; i++) {
        /* splitmix64 (Steele, Lea and Flood, 2014), twice, so that ids and seeds that differ little mix well. */
        uint64_t z = seed;
        for (int round = 0; round < 2; round++) {
            z += UINT64_C(0x9e3779b97f4a7c15) + (round ? 0 : ids[i]);
            z = (z ^ (z >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
            z = (z ^ (z >> 27)) * UINT64_C(0x94d049bb133111eb);
            z ^= z >> 31;
        }
        held_out[i] = revops__multiply_high(z, 10000) < share_bp;
    }
    return REVOPS_OK;
}
