/* SPDX-License-Identifier: MIT */
/* Learns a rule set: memory, features, and what weights become. */
#include "learn/scorecard-internal.h"

#include <string.h>

#include "core/fixed.h"
#include "core/params.h"
#include "judge/score-internal.h"

revops_status revops_scorecard_defaults(revops_scorecard_params *out, size_t size)
{
    revops_scorecard_params defaults = REVOPS_SCORECARD_PARAMS_INIT;
    return REVOPS__PARAMS_GIVE(revops_scorecard_params, out, size, &defaults);
}

static revops_status check(const revops_scorecard_params *params, const revops_column *columns,
                           const revops_scorecard_kind *kinds, size_t column_count, const uint8_t *outcomes,
                           size_t row_count, uint64_t *out_won)
{
    if (params->flags || params->reserved || params->method < REVOPS_SCORECARD_BAYES ||
        params->method > REVOPS_SCORECARD_LOGISTIC) {
        return REVOPS_ERR_NEWER;
    }
    if (!columns || !kinds || !outcomes || column_count < 1 ||
        column_count > REVOPS_CONDITION_ATTRIBUTES_MAX || row_count < 1 || row_count > INT32_MAX ||
        params->bin_count < 2 || params->bin_count > 64 || params->bin_leads < 1 ||
        params->smoothing_milli < 1 || params->smoothing_milli > 1000000 || params->ridge_milli < 1 ||
        params->ridge_milli > 1000000 || params->sweep_count < 1 || params->sweep_count > 100000 ||
        params->double_mpt < 1 || params->double_mpt > 1000000000 || params->unit_mpt < 1 ||
        params->unit_mpt > 1000000) {
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
static int64_t flags_of(const revops_column *column, size_t row_count)
{
    int64_t flags = 0;
    for (size_t i = 0; i < row_count; i++) {
        int64_t value = revops__column_value(column, i);
        flags |= value == REVOPS_MISSING ? 0 : value;
    }
    return flags & INT64_MAX;
}

/* Features of an attribute; writes them when `out` isn't NULL. */
static uint32_t features_of(const revops_column *column, revops_scorecard_kind kind, uint32_t attribute,
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
    for (int64_t flags = flags_of(column, row_count); flags; flags &= flags - 1) {
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
static int64_t points_of(const revops_scorecard_params *params, int64_t weight)
{
    uint64_t size = (uint64_t)(weight < 0 ? -weight : weight);
    uint64_t units = revops__multiply_divide(size, (uint64_t)params->double_mpt,
                                             (uint64_t)params->unit_mpt << (REVOPS__CARD_WEIGHT_BITS - 1));
    int64_t points = (int64_t)((units + 1) / 2) * params->unit_mpt; /* rounded */
    return weight < 0 ? -points : points;
}

typedef struct writer {
    const revops_scorecard_params *params;
    revops_score_rule *rules;
    revops_condition *conditions;
    uint32_t count;
    uint64_t sum; /* of all points, signs dropped */
} writer;

static void put_rule(writer *to, revops_condition condition, int64_t weight)
{
    int64_t points = points_of(to->params, weight);
    uint64_t size = (uint64_t)(points < 0 ? -points : points);
    to->sum += size;
    if (points == 0 || size > INT32_MAX) {
        return; /* what doesn't fit shows in the sum */
    }
    revops_score_rule rule = {(int32_t)points, REVOPS_NONE, to->count, 1};
    to->rules[to->count] = rule;
    to->conditions[to->count++] = condition;
}

/* Rules of a feature; returns what belongs to the base: a flag's rules say what being set, or missing, changes. */
static int64_t put_feature(writer *to, const revops__card_feature *feature)
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
            condition.test = REVOPS_CONDITION_IN_RANGE;
            condition.high = bin->high;
        }
        put_rule(to, condition, bin->weight - base);
    }
    return base;
}

static revops_status write_rules(const revops__card *card, size_t column_count, writer *to,
                                 revops_scorecard *out)
{
    int64_t base = card->intercept;
    for (uint32_t f = 0; f < card->feature_count; f++) {
        base += put_feature(to, &card->features[f]);
    }
    const revops_scorecard_params *params = card->params;
    int64_t base_mpt = params->even_mpt + points_of(params, base);
    if (base_mpt < -INT32_MAX || base_mpt > INT32_MAX ||
        to->sum + (uint64_t)(base_mpt < 0 ? -base_mpt : base_mpt) > INT32_MAX) {
        return REVOPS_ERR_OVERFLOW;
    }
    revops_scorecard result;
    revops_score_params init = REVOPS_SCORE_PARAMS_INIT;
    memset(&result, 0, sizeof result);
    result.rules = init;
    result.rules.attribute_count = (uint32_t)column_count;
    result.rules.rule_count = result.rules.condition_count = to->count;
    result.rules.rules = to->rules;
    result.rules.conditions = to->conditions;
    result.rules.value_count = card->other_count;
    result.rules.values = card->others;
    result.rules.base_mpt = (int32_t)base_mpt;
    uint64_t lost = card->row_count - card->won_count;
    result.lead_count = card->row_count;
    result.won_count = card->won_count;
    result.sweeps = card->sweeps;
    result.double_mpt = params->double_mpt;
    result.even_mpt = params->even_mpt;
    result.warnings = (card->row_count < params->least_leads ? REVOPS_SCORECARD_FEW_LEADS : 0) |
                      (card->won_count < params->least_outcomes ? REVOPS_SCORECARD_FEW_WON : 0) |
                      (lost < params->least_outcomes ? REVOPS_SCORECARD_FEW_LOST : 0) |
                      (card->converged ? 0 : REVOPS_SCORECARD_NOT_CONVERGED) |
                      (to->count ? 0 : REVOPS_SCORECARD_NOTHING_LEARNED);
    *out = result;
    return REVOPS_OK;
}

static uint64_t reserve(uint64_t *size, uint64_t count, size_t element)
{
    uint64_t offset = *size;
    *size += (count * element + 15) / 16 * 16;
    return offset;
}

revops_status revops_scorecard_fit(const revops_scorecard_params *given, const revops_column *columns,
                                   const revops_scorecard_kind *kinds, size_t column_count,
                                   const uint8_t *outcomes, size_t row_count, void *memory,
                                   size_t memory_size, size_t *needed, revops_scorecard *out)
{
    revops_scorecard_params params;
    uint64_t won = 0;
    revops_status status = REVOPS__PARAMS_COPY(revops_scorecard_params, &params, given);
    if (status != REVOPS_OK ||
        (status = check(&params, columns, kinds, column_count, outcomes, row_count, &won)) != REVOPS_OK) {
        return status;
    }
    uint32_t feature_count = 0, choices = 0;
    for (size_t a = 0; a < column_count; a++) {
        feature_count += features_of(&columns[a], kinds[a], (uint32_t)a, row_count, NULL);
        choices += kinds[a] == REVOPS_SCORECARD_CHOICE;
    }
    if (feature_count > REVOPS__CARD_FEATURES) {
        return REVOPS_ERR_ARG;
    }
    uint32_t others = choices * REVOPS__CARD_OTHERS;
    others = others < REVOPS_SCORE_RULES_MAX ? others : REVOPS_SCORE_RULES_MAX;
    uint64_t size = 0;
    uint64_t rules_at =
        reserve(&size, (uint64_t)feature_count * REVOPS__CARD_BINS, sizeof(revops_score_rule));
    uint64_t conditions_at =
        reserve(&size, (uint64_t)feature_count * REVOPS__CARD_BINS, sizeof(revops_condition));
    uint64_t others_at = reserve(&size, others, sizeof(int64_t));
    uint64_t features_at = reserve(&size, feature_count, sizeof(revops__card_feature));
    uint64_t sorted_at = reserve(&size, row_count, sizeof(int64_t));
    uint64_t odds_at = reserve(&size, row_count, sizeof(int64_t));
    uint64_t codes_at = reserve(&size, (uint64_t)feature_count * row_count, 1);
    if (size > SIZE_MAX / 2) {
        return REVOPS_ERR_ARG;
    }
    status = revops__params_room(memory, memory_size, (size_t)size, needed, out);
    if (status != REVOPS_OK) {
        return status;
    }
    if (!out) {
        return REVOPS_ERR_ARG;
    }
    unsigned char *block = memory;
    revops__card card;
    memset(&card, 0, sizeof card);
    card.params = &params;
    card.columns = columns;
    card.outcomes = outcomes;
    card.row_count = row_count;
    card.won_count = won;
    card.features = (revops__card_feature *)(void *)(block + features_at);
    card.codes = block + codes_at;
    card.sorted = (int64_t *)(void *)(block + sorted_at);
    card.odds = (int64_t *)(void *)(block + odds_at);
    card.others = (int64_t *)(void *)(block + others_at);
    for (size_t a = 0; a < column_count; a++) {
        card.feature_count +=
            features_of(&columns[a], kinds[a], (uint32_t)a, row_count, card.features + card.feature_count);
    }
    for (uint32_t f = 0; f < card.feature_count; f++) {
        revops__card_bin_feature(&card, &card.features[f], card.codes + (size_t)f * row_count);
    }
    if (params.method == REVOPS_SCORECARD_BAYES) {
        revops__card_bayes(&card);
    } else {
        revops__card_logistic(&card);
    }
    writer to = {&params, (revops_score_rule *)(void *)(block + rules_at),
                 (revops_condition *)(void *)(block + conditions_at), 0, 0};
    return write_rules(&card, column_count, &to, out);
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
