/* SPDX-License-Identifier: MIT */
/* The logistic scorecard's naive twin; test-scorecard.c includes it behind its data. */
#ifndef REVOPS_TESTS_SCORECARD_TWIN_H
#define REVOPS_TESTS_SCORECARD_TWIN_H

enum { WEIGHTS = 80 };

/* Newton's method in double precision, all weights at once, over the same bins; penalties as the header says. */
typedef struct twin {
    int used;
    int rule_of[WEIGHTS];
    uint8_t x[WEIGHTS][ROWS_MOST];
    double penalty[WEIGHTS][WEIGHTS], w[WEIGHTS], z[ROWS_MOST], mean[ATTRIBUTES];
} twin;
static twin t;

static int by_number(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

static double deviation_of(const double *places, const double *leads, int count)
{
    double all = 0, sum = 0, squares = 0;
    for (int k = 0; k < count; k++) {
        all += leads[k];
        sum += leads[k] * places[k];
        squares += leads[k] * places[k] * places[k];
    }
    return sqrt(squares / all - sum / all * (sum / all));
}

/* The bins of a number, which lie side by side in the twin from `first` on: slopes and bends. */
static void twin_curve(int attribute, int first, int count, double ridge, double bend)
{
    static double values[ROWS_MOST];
    double order[WEIGHTS], middle[WEIGHTS], leads[WEIGHTS], gap[WEIGHTS], sum = 0;
    for (int k = 0; k < count; k++) {
        size_t found = 0;
        for (size_t i = 0; i < d.count; i++) {
            if (t.x[first + k][i]) {
                values[found++] = (double)value_of(attribute, i);
            }
        }
        qsort(values, found, sizeof values[0], by_number);
        order[k] = k;
        middle[k] = values[found / 2];
        leads[k] = (double)found;
    }
    double by_order = deviation_of(order, leads, count), by_value = deviation_of(middle, leads, count);
    for (int k = 0; k + 1 < count; k++) {
        gap[k] = (1 / by_order + (middle[k + 1] - middle[k]) / by_value) / 2;
        sum += gap[k];
    }
    for (int k = 0; k + 1 < count; k++) {
        const double slope[2] = {-1 / gap[k], 1 / gap[k]};
        for (int i = 0; i < 4; i++) {
            t.penalty[first + k + i / 2][first + k + i % 2] +=
                ridge / sum * gap[k] * slope[i / 2] * slope[i % 2];
        }
    }
    for (int k = 0; k + 2 < count; k++) {
        const double turn[3] = {1 / gap[k], -1 / gap[k] - 1 / gap[k + 1], 1 / gap[k + 1]};
        for (int i = 0; i < 9; i++) {
            t.penalty[first + k + i / 3][first + k + i % 3] +=
                bend / ((gap[k] + gap[k + 1]) / 2) * turn[i / 3] * turn[i % 3];
        }
    }
}

static void twin_make(const revops_scorecard *card, double ridge, double bend)
{
    memset(&t, 0, sizeof t);
    for (uint32_t r = 0; r < card->rules->rule_count; r++) {
        const revops_condition *c = &card->rules->conditions[card->rules->rules[r].first_condition];
        if (c->attribute == 2) {
            continue;
        }
        t.rule_of[t.used] = (int)r;
        for (size_t i = 0; i < d.count; i++) {
            t.x[t.used][i] = (uint8_t)fires(card, r, i);
        }
        int is_curve = c->test == REVOPS_CONDITION_IN_RANGE;
        t.penalty[t.used][t.used] = is_curve ? 0 : ridge;
        t.used++;
        if (is_curve && c->high == INT64_MAX) {
            int first = t.used - 1;
            for (const revops_condition *before = c; before->low != INT64_MIN; first--) {
                before = &card->rules->conditions[card->rules->rules[t.rule_of[first - 1]].first_condition];
            }
            twin_curve((int)c->attribute, first, t.used - first, ridge, bend);
        }
    }
    for (int bit = 0; bit < 3; bit++) { /* each flag has three weights: missing, unset, set */
        for (int state = 0; state < 3; state++, t.used++) {
            t.rule_of[t.used] = -1;
            t.penalty[t.used][t.used] = ridge;
            for (size_t i = 0; i < d.count; i++) {
                t.x[t.used][i] = (d.tools[i] == 200 ? 0 : d.tools[i] >> bit & 1 ? 2 : 1) == state;
            }
        }
    }
    memset(t.x[t.used], 1, d.count); /* the intercept, without a penalty */
    t.rule_of[t.used++] = -2;
}

/* That of one attribute's bins, a number's, the leads' mean is 0 is a penalty so steep that nothing else counts. */
static void twin_hold(const revops_scorecard *card, uint32_t attribute)
{
    double leads[WEIGHTS] = {0};
    for (int k = 0; k < t.used; k++) {
        const revops_condition *c =
            t.rule_of[k] < 0 ? NULL
                             : &card->rules->conditions[card->rules->rules[t.rule_of[k]].first_condition];
        for (size_t i = 0;
             c && c->attribute == attribute && c->test == REVOPS_CONDITION_IN_RANGE && i < d.count; i++) {
            leads[k] += t.x[k][i];
        }
    }
    for (int k = 0; k < t.used * t.used; k++) {
        t.penalty[k / t.used][k % t.used] += leads[k / t.used] * leads[k % t.used];
    }
}

static void twin_learn(void)
{
    static double matrix[WEIGHTS][WEIGHTS + 1];
    for (int round = 0; round < 40; round++) {
        memset(matrix, 0, sizeof matrix);
        for (int k = 0; k < t.used; k++) {
            for (int m = 0; m < t.used; m++) {
                matrix[k][m] = t.penalty[k][m];
                matrix[k][t.used] -= t.penalty[k][m] * t.w[m];
            }
        }
        for (size_t i = 0; i < d.count; i++) {
            double p = 1 / (1 + exp(-t.z[i]));
            for (int k = 0; k < t.used; k++) {
                for (int m = 0; t.x[k][i] && m < t.used; m++) {
                    matrix[k][m] += t.x[m][i] * p * (1 - p);
                }
                matrix[k][t.used] += t.x[k][i] * (d.outcomes[i] - p);
            }
        }
        for (int k = 0; k < t.used; k++) { /* Gauss and Jordan; the matrix is positive definite */
            for (int row = 0; row < t.used; row++) {
                double share = row == k ? 0 : matrix[row][k] / matrix[k][k];
                for (int m = k; share != 0 && m <= t.used; m++) {
                    matrix[row][m] -= share * matrix[k][m];
                }
            }
        }
        for (int k = 0; k < t.used; k++) {
            t.w[k] += matrix[k][t.used] / matrix[k][k];
        }
        for (size_t i = 0; i < d.count; i++) {
            t.z[i] = 0;
            for (int k = 0; k < t.used; k++) {
                t.z[i] += t.x[k][i] * t.w[k];
            }
        }
    }
}

#endif
