/* SPDX-License-Identifier: MIT */
/* Points learned from history: train on 70 % of the leads, look at the rules, measure on the other 30 %. */
#include <revops/revops.h>
#include <stdio.h>
#include <stdlib.h>

enum { LEADS = 4000, EMPLOYEES = 0, SOURCE, ATTRIBUTES };
enum { ADVERT = 1, WEBSITE, EVENT };

static int32_t employees[LEADS];
static uint8_t sources[LEADS], outcomes[LEADS], held_out[LEADS];
static uint64_t ids[LEADS];

/* A made-up history in which firms of 100 to 600 people and the website win more often. */
static void make_history(void)
{
    uint32_t state = 1;
    for (uint32_t i = 0; i < LEADS; i++) {
        uint32_t draws[4];
        for (int k = 0; k < 4; k++) {
            state = state * 1664525u + 1013904223u;
            draws[k] = state >> 16;
        }
        ids[i] = i + 1;
        employees[i] = draws[0] % 10 ? (int32_t)(draws[1] % 1000) : -1; /* −1: not known */
        sources[i] = (uint8_t)(ADVERT + draws[2] % 3);
        uint32_t percent = employees[i] >= 100 && employees[i] < 600 ? 45 : 15;
        percent += sources[i] == WEBSITE ? 25 : 0;
        outcomes[i] = draws[3] % 100 < percent;
    }
}

/* Moves the leads of one side to the front and returns how many they are. */
static size_t take(uint8_t side)
{
    size_t count = 0;
    for (size_t i = 0; i < LEADS; i++) {
        if (held_out[i] == side) {
            int32_t size = employees[i];
            uint8_t source = sources[i], outcome = outcomes[i], held = held_out[i];
            employees[i] = employees[count], sources[i] = sources[count], outcomes[i] = outcomes[count];
            held_out[i] = held_out[count];
            employees[count] = size, sources[count] = source, outcomes[count] = outcome,
            held_out[count++] = held;
        }
    }
    return count;
}

int main(void)
{
    make_history();
    if (revops_scorecard_holdout(ids, LEADS, 1, 3000, held_out) != REVOPS_OK) {
        return 1;
    }
    const revops_column columns[ATTRIBUTES] = {
        {employees, NULL, -1, REVOPS_COLUMN_I32, 0},
        {sources, NULL, REVOPS_MISSING, REVOPS_COLUMN_U8, 0},
    };
    const revops_scorecard_kind kinds[ATTRIBUTES] = {REVOPS_SCORECARD_NUMBER, REVOPS_SCORECARD_CHOICE};
    revops_scorecard_params params = REVOPS_SCORECARD_PARAMS_INIT;
    params.bin_count = 6;
    size_t needed, count = take(0);
    const revops_scorecard *card;
    if (revops_scorecard_fit(&params, columns, kinds, ATTRIBUTES, outcomes, count, NULL, 0, &needed, NULL) !=
        REVOPS_ERR_NOSPACE) {
        return 1;
    }
    void *memory = malloc(needed); /* aligned for any type */
    if (!memory || revops_scorecard_fit(&params, columns, kinds, ATTRIBUTES, outcomes, count, memory, needed,
                                        NULL, &card) != REVOPS_OK) {
        free(memory);
        return 1;
    }
    printf("learned from %d leads, %d won; every lead starts with %d points\n", (int)card->lead_count,
           (int)card->won_count, card->rules->base_mpt / 1000);
    static const char *const sources_text[] = {"", "advert", "website", "event"};
    for (uint32_t r = 0; r < card->rules->rule_count; r++) {
        const revops_condition *when = &card->rules->conditions[card->rules->rules[r].first_condition];
        printf("%+4d  ", card->rules->rules[r].points_mpt / 1000);
        if (when->attribute == SOURCE) {
            printf("%s\n", sources_text[when->low]);
        } else if (when->test == REVOPS_CONDITION_IS_MISSING) {
            printf("employees not known\n");
        } else if (when->high == INT64_MAX) {
            printf("%d employees or more\n", (int)when->low);
        } else if (when->low == INT64_MIN) {
            printf("up to %d employees\n", (int)when->high);
        } else {
            printf("%d to %d employees\n", (int)when->low, (int)when->high);
        }
    }

    static _Alignas(8) unsigned char block[1 << 16];
    static int32_t scores[LEADS];
    static uint32_t chances_ppb[LEADS];
    static int64_t ranking[LEADS];
    const revops_score *score;
    revops_evaluation_discrimination measures;
    revops_evaluation_part tenths[10];
    count = take(1);
    int failed =
        revops_score_build(card->rules, block, sizeof block, NULL, &score) != REVOPS_OK ||
        revops_score_rate_many(score, columns, ATTRIBUTES, count, 0, scores, NULL, NULL) != REVOPS_OK ||
        revops_scorecard_probabilities(scores, count, card->double_mpt, card->even_mpt, chances_ppb) !=
            REVOPS_OK ||
        revops_evaluation_rank(scores, outcomes, count, ranking) != REVOPS_OK ||
        revops_evaluation_discriminate(ranking, count, &measures) != REVOPS_OK ||
        revops_evaluation_lift(ranking, count, 10, tenths) != REVOPS_OK;
    free(memory);
    if (failed) {
        return 1;
    }
    printf("on %d others: AUC 0.%03d; the best tenth wins %d.%02d times as often\n", (int)count,
           (int)(measures.auc_q56 * 125 / (REVOPS_EVALUATION_ONE / 8)), (int)(tenths[0].lift_bp / 10000),
           (int)(tenths[0].lift_bp / 100 % 100));
    printf("the first of them: %d points, %d %% to win\n", scores[0] / 1000,
           (int)(chances_ppb[0] / 10000000));
    return 0;
}
