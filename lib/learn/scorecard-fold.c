/* SPDX-License-Identifier: MIT */
/* Probabilities of a learned card (SC13). A card flatters the leads it was learned from, so each lead is rated by a card
   of the same bins that was learned without its fold. A fold is a lead's by a hash of its bins and outcome, so the order of
   leads doesn't matter; leads that are alike in both are dealt out one by one. */
#include <string.h>

#include <revops/calibration.h>
#include <revops/evaluation.h>
#include <revops/scorecard.h>

#include "core/fixed.h"
#include "core/sort.h"
#include "learn/scorecard-internal.h"

/* Learning ends with a pass whose steps in Q22 of binary odds are below 1/64 of the unit of points, but not of less than
   1/8,192 or more than 1/256. The latter is enough where only a line is fitted to what comes out. There passes are few, too:
   each fold goes on from the weights of the one before. */
enum { FOLD_ROWS_MOST = 20000, FOLD_CLOSE_LEAST = 1 << 9, FOLD_CLOSE_MOST = 1 << 14, FOLD_SWEEPS_HELD = 50 };

static int32_t fold_close(const revops_scorecard_params *params)
{
    int64_t close = ((int64_t)params->unit_mpt << (REVOPS__CARD_WEIGHT_BITS - 6)) / params->double_mpt;
    return close < FOLD_CLOSE_LEAST  ? FOLD_CLOSE_LEAST
           : close > FOLD_CLOSE_MOST ? FOLD_CLOSE_MOST
                                     : (int32_t)close;
}

typedef struct fold_pair {
    int64_t hash;
    uint64_t row;
} fold_pair;

static void fold_deal(revops__card *card)
{
    fold_pair *pairs = (fold_pair *)card->pairs;
    for (size_t i = 0; i < card->row_count; i++) {
        uint64_t z = card->outcomes[i] ? UINT64_C(0xd1b54a32d192ed03) : 0; /* far from any sum of codes */
        for (uint32_t f = 0; f < card->feature_count; f++) {
            /* splitmix64 (Steele, Lea and Flood, 2014) */
            z += UINT64_C(0x9e3779b97f4a7c15) + card->codes[(size_t)f * card->row_count + i];
            z = (z ^ (z >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
            z = (z ^ (z >> 27)) * UINT64_C(0x94d049bb133111eb);
            z ^= z >> 31;
        }
        pairs[i].hash = (int64_t)(z >> 1);
        pairs[i].row = i;
    }
    revops__sort(pairs, card->row_count, sizeof pairs[0]);
    uint64_t alike = 0;
    for (size_t i = 0; i < card->row_count; i++) {
        alike = i > 0 && pairs[i].hash == pairs[i - 1].hash ? alike + 1 : 0;
        card->fold_room[pairs[i].row] = (uint8_t)(((uint64_t)pairs[i].hash + alike) % REVOPS__CARD_FOLDS);
    }
    card->folds = card->fold_room;
}

static void fold_forget(revops__card *card)
{
    card->intercept = 0;
    for (uint32_t f = 0; f < card->feature_count; f++) {
        for (uint32_t b = 0; b < card->features[f].bin_count; b++) {
            card->features[f].bins[b].weight = 0;
        }
    }
}

int revops__card_learn(revops__card *card, uint32_t held)
{
    card->held = held;
    card->close = held == REVOPS__CARD_NO_FOLD ? fold_close(card->params) : FOLD_CLOSE_MOST;
    uint32_t sweeps = card->params->sweep_count;
    card->sweeps_most = held == REVOPS__CARD_NO_FOLD || sweeps < FOLD_SWEEPS_HELD ? sweeps : FOLD_SWEEPS_HELD;
    if (held == 0 || held == REVOPS__CARD_NO_FOLD) {
        fold_forget(card); /* what comes out doesn't depend on whether folds went before */
    }
    revops__card_count(card);
    if (card->used_won == 0 || card->used_lost == 0) {
        return 0;
    }
    switch ((enum revops_scorecard_methods)card->params->method) {
    case REVOPS_SCORECARD_BAYES:
        revops__card_bayes(card);
        break;
    case REVOPS_SCORECARD_LOGISTIC:
        revops__card_logistic(card);
        break;
    }
    return 1;
}

int revops__card_rate_held(revops__card *card, int64_t *odds)
{
    if (card->row_count > FOLD_ROWS_MOST) {
        return 0;
    }
    fold_deal(card);
    int is_known = 1;
    for (uint32_t fold = 0; fold < REVOPS__CARD_FOLDS && is_known; fold++) {
        is_known = revops__card_learn(card, fold);
        if (is_known) {
            revops__card_rate(card, card->odds);
        }
        for (size_t i = 0; i < card->row_count && is_known; i++) {
            if (card->folds[i] == fold) {
                odds[i] = card->odds[i];
            }
        }
    }
    card->folds = is_known ? card->folds : NULL;
    return is_known;
}

/* Squared errors of probabilities. */
static uint64_t fold_miss(const revops__card *card, const int32_t *scores, int32_t double_mpt,
                          int32_t even_mpt)
{
    uint64_t sum = 0;
    for (size_t i = 0; i < card->row_count; i++) {
        uint32_t ppb = 0; /* both parameters are in range, so there is a probability */
        revops_status status = revops_scorecard_probabilities(&scores[i], 1, double_mpt, even_mpt, &ppb);
        if (status != REVOPS_OK) {
            return UINT64_MAX;
        }
        uint64_t miss =
            (card->outcomes[i] ? 1000000000 - ppb : ppb) >> 10; /* 2^40 × leads stays below 2^64 */
        sum += miss * miss;
    }
    return sum;
}

void revops__card_calibrate(revops__card *card, const int64_t *odds, int32_t *double_mpt, int32_t *even_mpt)
{
    int64_t *ranking = (int64_t *)card->pairs;
    int32_t *scores = (int32_t *)(void *)card->sorted;
    for (size_t i = 0; i < card->row_count; i++) {
        uint64_t size = (uint64_t)(odds[i] < 0 ? -odds[i] : odds[i]);
        uint64_t points = revops__multiply_divide(size, (uint64_t)card->params->double_mpt,
                                                  UINT64_C(1) << REVOPS__CARD_WEIGHT_BITS);
        int64_t most = INT32_MAX - INT64_C(1), off = points < (uint64_t)most ? (int64_t)points : most;
        int64_t score = card->params->even_mpt + (odds[i] < 0 ? -off : off);
        scores[i] = (int32_t)(score > most ? most : score < -most ? -most : score);
    }
    revops_calibration_line line;
    if (revops_evaluation_rank(scores, card->outcomes, card->row_count, ranking) != REVOPS_OK ||
        revops_calibration_fit_line(ranking, card->row_count, &line) != REVOPS_OK) {
        return;
    }
    /* The line's targets are smoothed, so where few leads are told apart well the card's own probabilities are truer. */
    if (card->folds == NULL ||
        fold_miss(card, scores, line.double_mpt, line.even_mpt) <
            fold_miss(card, scores, card->params->double_mpt, card->params->even_mpt)) {
        *double_mpt = line.double_mpt;
        *even_mpt = line.even_mpt;
    }
}
