/* SPDX-License-Identifier: MIT */
/* Calibration against floating point and a naive twin (SC13, SC10): two parameters by gradient-checked Newton steps in
   long double; monotone steps by the greatest of all least means. Random leads, ties and extremes, in any order. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <revops/calibration.h>
#include <revops/evaluation.h>
#include <revops/scorecard.h>

#include "random.h"

#define MUST(condition)                                                                                      \
    do {                                                                                                     \
        if (!(condition)) {                                                                                  \
            fprintf(stderr, "%s:%d: case %d: %s doesn't hold\n", __FILE__, __LINE__, case_number,            \
                    #condition);                                                                             \
            exit(EXIT_FAILURE);                                                                              \
        }                                                                                                    \
    } while (0)

enum { LEADS = 400, CASES = 3000 };

static int case_number;
static int32_t scores[LEADS];
static uint8_t outcomes[LEADS];
static int64_t ranking[LEADS];
static size_t count;

static void make_leads(random_state *random)
{
    static const int32_t spans[] = {1, 5, 100, 100000, 20000000};
    int32_t span = spans[random_below(random, 5)];
    count = 2 + (size_t)random_below(random, LEADS - 1);
    double slope = (double)random_between(random, -10, 40) / 10,
           base = (double)random_between(random, -30, 30) / 10;
    for (size_t i = 0; i < count; i++) {
        scores[i] = (int32_t)random_between(random, -span, span);
        double odds = base + slope * scores[i] / span;
        outcomes[i] = (double)random_below(random, 1000000) / 1e6 < 1 / (1 + exp(-odds));
    }
    if (random_below(random, 3)) { /* one of each at least */
        outcomes[0] = 0;
        outcomes[1] = 1;
    }
    MUST(revops_evaluation_rank(scores, outcomes, count, ranking) == REVOPS_OK);
}

static size_t won_of_all(void)
{
    size_t won = 0;
    for (size_t i = 0; i < count; i++) {
        won += outcomes[i];
    }
    return won;
}

/* Log loss of smoothed targets at two parameters. */
static double loss_of(double doubling, double even)
{
    size_t won = won_of_all();
    double loss = 0, high = ((double)won + 1) / ((double)won + 2), low = 1.0 / ((double)(count - won) + 2.0);
    for (size_t i = 0; i < count; i++) {
        double odds = (scores[i] - even) / doubling * log(2), target = outcomes[i] ? high : low;
        loss += fmax(odds, 0) + log1p(exp(-fabs(odds))) - target * odds;
    }
    return loss;
}

static void check_line(void)
{
    revops_calibration_line line = {7, 7, 7, 7};
    size_t won = won_of_all();
    revops_status status = revops_calibration_fit_line(ranking, count, &line);
    if (won == 0 || won == count) {
        MUST(status == REVOPS_ERR_RANGE && line.double_mpt == 7);
        return;
    }
    MUST(status == REVOPS_OK);
    if (line.is_flat) {
        /* No line that rises is better than none: less and less steep ones come ever nearer. */
        double flat = loss_of(1e8, line.even_mpt);
        for (double doubling = 1e3; doubling < 1e8; doubling *= 10) {
            double best = 1e300;
            for (double even = -20; even <= 20; even += 0.5) {
                best = fmin(best, loss_of(doubling, even * doubling));
            }
            MUST(best >= flat - 1e-3 * (double)count - 0.05);
        }
        return;
    }
    MUST(line.is_converged);
    if (line.double_mpt < 100) {
        return; /* thousandths of a point are too coarse to say where the least is */
    }
    /* A minimum: no neighbour is better by more than rounding to thousandths of a point explains. */
    double loss = loss_of(line.double_mpt, line.even_mpt);
    for (int k = 0; k < 9; k++) {
        double doubling = line.double_mpt * (1 + 0.02 * (k % 3 - 1)),
               even = line.even_mpt + 0.02 * line.double_mpt * (k / 3 - 1);
        double coarse = 2.0 / line.double_mpt + 1e-6; /* of the parameters, by their unit */
        MUST(loss_of(doubling, even) > loss - (double)count * coarse - 1e-6 || line.double_mpt >= 1000000000);
    }
}

/* The least over all ends of the greatest over all starts of means, which is isotonic regression in one line. */
static double naive_step(int32_t score)
{
    double least = 1e300;
    for (size_t end = 0; end < count; end++) {
        if (scores[end] < score) {
            continue;
        }
        double most = -1;
        for (size_t start = 0; start < count; start++) {
            if (scores[start] > score) {
                continue;
            }
            double all = 0, won = 0;
            for (size_t i = 0; i < count; i++) {
                int within = scores[i] >= scores[start] && scores[i] <= scores[end];
                all += within;
                won += within && outcomes[i];
            }
            most = fmax(most, won / all);
        }
        least = fmin(least, most);
    }
    return least;
}

static void check_steps(random_state *random)
{
    static revops_calibration_step steps[LEADS], shuffled[LEADS];
    static uint32_t chances[LEADS];
    size_t needed, again;
    MUST(revops_calibration_fit_steps(ranking, count, steps, 0, &needed) == REVOPS_ERR_NOSPACE);
    MUST(needed <= count);
    MUST(revops_calibration_fit_steps(ranking, count, steps, needed, &needed) == REVOPS_OK);
    uint64_t all = 0;
    for (size_t i = 0; i < needed; i++) {
        MUST(i == 0 || (steps[i].from_mpt > steps[i - 1].from_mpt &&
                        steps[i].probability_ppb >= steps[i - 1].probability_ppb));
        all += steps[i].count;
    }
    MUST(all == count);
    MUST(revops_calibration_probabilities(steps, needed, scores, count, chances) == REVOPS_OK);
    if (count <= 40) {
        for (size_t i = 0; i < count; i++) {
            MUST(fabs(chances[i] / 1e9 - naive_step(scores[i])) < 2e-9);
        }
    }
    for (size_t i = count; i > 1; i--) { /* SC10: any order of leads */
        size_t j = (size_t)random_below(random, i);
        int32_t score = scores[i - 1];
        uint8_t outcome = outcomes[i - 1];
        scores[i - 1] = scores[j], outcomes[i - 1] = outcomes[j];
        scores[j] = score, outcomes[j] = outcome;
    }
    MUST(revops_evaluation_rank(scores, outcomes, count, ranking) == REVOPS_OK);
    MUST(revops_calibration_fit_steps(ranking, count, shuffled, LEADS, &again) == REVOPS_OK);
    MUST(again == needed && memcmp(steps, shuffled, needed * sizeof steps[0]) == 0);
}

static void check_faults(void)
{
    const int64_t falling[] = {2, 0};
    revops_calibration_line line;
    revops_calibration_step step = {0, 1000000001, 1, 1};
    size_t needed;
    uint32_t chance;
    const int32_t score = 0;
    MUST(revops_calibration_fit_line(falling, 2, &line) == REVOPS_ERR_ARG);
    MUST(revops_calibration_fit_line(NULL, 2, &line) == REVOPS_ERR_ARG);
    MUST(revops_calibration_fit_line(falling, 0, &line) == REVOPS_ERR_ARG);
    MUST(revops_calibration_fit_steps(falling, 2, &step, 1, &needed) == REVOPS_ERR_ARG);
    MUST(revops_calibration_probabilities(&step, 1, &score, 1, &chance) == REVOPS_ERR_ARG);
    MUST(revops_calibration_probabilities(&step, 0, &score, 1, &chance) == REVOPS_ERR_ARG);
}

int main(void)
{
    random_state random = {13};
    for (case_number = 1; case_number <= CASES; case_number++) {
        make_leads(&random);
        check_line();
        check_steps(&random);
    }
    check_faults();
    return EXIT_SUCCESS;
}
