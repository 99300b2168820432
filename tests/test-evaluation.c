/* SPDX-License-Identifier: MIT */
/* Evaluation (SC8): scikit-learn's published examples (tests/vectors/score-metrics.tsv), and plain loops over random
   scores with many ties. */
#include <math.h>

#include "random.h"
#include "test.h"

enum { MOST = 400 };
#define ONE ((double)REVOPS_EVALUATION_ONE)

typedef struct metric_case {
    char metric[32];
    double tolerance;
    double expected[64];
    int expected_count, count;
    uint8_t outcomes[MOST];
    double scores[MOST];
} metric_case;

static metric_case cases[32];
static int case_count;

static int read_numbers(char *text, double *out)
{
    int count = 0;
    for (char *at = strtok(text, ",;\n"); at; at = strtok(NULL, ",;\n")) {
        out[count++] = atof(at);
    }
    return count;
}

static void read_fixture(void)
{
    static char line[16384];
    char path[1024];
    const char *folder = getenv("REVOPS_VECTORS");
    snprintf(path, sizeof path, "%s/score-metrics.tsv", folder ? folder : "tests/vectors");
    FILE *file = fopen(path, "r");
    if (!file) {
        perror(path);
        exit(EXIT_FAILURE);
    }
    while (fgets(line, sizeof line, file)) {
        char *fields[5] = {line};
        int count = 1;
        for (char *at = line; *at && count < 5; at++) {
            if (*at == '\t') {
                *at = '\0';
                fields[count++] = at + 1;
            }
        }
        if (line[0] == '#' || count < 5) {
            continue;
        }
        metric_case *c = &cases[case_count++];
        double outcomes[MOST];
        snprintf(c->metric, sizeof c->metric, "%.31s", fields[0]);
        c->tolerance = atof(fields[1]);
        c->expected_count = read_numbers(fields[2], c->expected);
        c->count = read_numbers(fields[3], outcomes);
        if (read_numbers(fields[4], c->scores) != c->count) {
            exit(EXIT_FAILURE);
        }
        for (int i = 0; i < c->count; i++) {
            c->outcomes[i] = (uint8_t)outcomes[i];
        }
    }
    fclose(file);
}

static void near(const metric_case *c, int index, double got)
{
    ck_assert_msg(fabs(got - c->expected[index]) <= c->tolerance, "%s: %.15f, not %.15f", c->metric, got,
                  c->expected[index]);
}

START_TEST(test_SC8_published_metrics)
{
    const metric_case *c = &cases[_i];
    int32_t scores[MOST];
    uint32_t probabilities[MOST];
    int64_t ranking[MOST];
    for (int i = 0; i < c->count; i++) {
        scores[i] = (int32_t)lround(c->scores[i] * 1000);
        probabilities[i] = (uint32_t)lround((c->scores[i] > 1 ? 1 : c->scores[i]) * 1e9);
    }
    size_t count = (size_t)c->count, needed;
    revops_evaluation_discrimination measures;
    revops_evaluation_calibration calibration;
    revops_evaluation_threshold rows[MOST];
    ck_assert_int_eq(revops_evaluation_rank(scores, c->outcomes, count, ranking), REVOPS_OK);
    ck_assert_int_eq(revops_evaluation_discriminate(ranking, count, &measures), REVOPS_OK);
    ck_assert_int_eq(revops_evaluation_calibrate(probabilities, c->outcomes, count, &calibration, NULL, 0),
                     REVOPS_OK);
    ck_assert_int_eq(revops_evaluation_thresholds(ranking, count, 0, 0, rows, MOST, &needed), REVOPS_OK);
    double all_won = (double)measures.won, all_lost = (double)(count - measures.won);
    /* Calling score 1 and above "won" is what classifiers do. */
    double tp = (double)rows[0].won, fp = (double)(rows[0].volume - rows[0].won), fn = all_won - tp,
           tn = all_lost - fp;
    if (strcmp(c->metric, "roc_auc_score") == 0 || strcmp(c->metric, "roc_auc+ap+brier") == 0) {
        near(c, 0, (double)measures.auc_q56 / ONE);
    }
    if (strcmp(c->metric, "average_precision_score") == 0) {
        near(c, 0, (double)measures.average_precision_q56 / ONE);
    } else if (strcmp(c->metric, "roc_auc+ap+brier") == 0) {
        near(c, 1, (double)measures.average_precision_q56 / ONE);
    } else if (strcmp(c->metric, "brier_score_loss") == 0) {
        near(c, 0, (double)calibration.brier_q56 / ONE);
    } else if (strcmp(c->metric, "log_loss") == 0) {
        near(c, 0, (double)calibration.log_loss_q56 / ONE);
    } else if (strcmp(c->metric, "roc_curve") == 0) {
        int half = c->expected_count / 2;
        ck_assert_int_eq((int)needed + 1, half); /* from (0, 0) on */
        for (int i = 0; i < (int)needed; i++) {
            near(c, i + 1, (double)(rows[i].volume - rows[i].won) / all_lost);
            near(c, half + i + 1, (double)rows[i].won / all_won);
        }
    } else if (strcmp(c->metric, "precision_recall_curve") == 0) {
        int half = c->expected_count / 2; /* thresholds rising, then (1, 0) */
        ck_assert_int_eq((int)needed + 1, half);
        for (int i = 0; i < (int)needed; i++) {
            const revops_evaluation_threshold *row = &rows[(int)needed - 1 - i];
            near(c, i, (double)row->won / (double)row->volume);
            near(c, half + i, (double)row->won / all_won);
            ck_assert_uint_eq(row->precision_bp, row->won * 10000 / row->volume);
            ck_assert_uint_eq(row->recall_bp, row->won * 10000 / measures.won);
        }
    } else if (strcmp(c->metric, "confusion_matrix") == 0) {
        near(c, 0, tn);
        near(c, 1, fp);
        near(c, 2, fn);
        near(c, 3, tp);
    } else if (strcmp(c->metric, "matthews_corrcoef") == 0) {
        near(c, 0, (tp * tn - fp * fn) / sqrt((tp + fp) * (tp + fn) * (tn + fp) * (tn + fn)));
    } else if (strcmp(c->metric, "cohen_kappa_score") == 0) {
        double n = (double)count, chance = ((tp + fp) * (tp + fn) + (tn + fn) * (tn + fp)) / (n * n);
        near(c, 0, ((tp + tn) / n - chance) / (1 - chance));
    } else {
        ck_assert_msg(strstr(c->metric, "roc_auc") != NULL, "%s isn't tested", c->metric);
    }
}
END_TEST

/* Pair by pair, threshold by threshold. */
START_TEST(test_SC8_against_plain_loops)
{
    random_state random = {13};
    for (int round = 0; round < 300; round++) {
        size_t count = 2 + random_below(&random, 150);
        int32_t scores[MOST];
        uint8_t outcomes[MOST];
        int64_t ranking[MOST], pairs = 0, won = 0;
        uint64_t spread = 1 + random_below(&random, 40);
        for (size_t i = 0; i < count; i++) {
            scores[i] = (int32_t)random_below(&random, spread) - (int32_t)spread / 2;
            outcomes[i] = random_below(&random, 3) == 0;
            won += outcomes[i];
        }
        scores[0] = random_below(&random, 2) ? INT32_MIN : INT32_MAX;
        ck_assert_int_eq(revops_evaluation_rank(scores, outcomes, count, ranking), REVOPS_OK);
        revops_evaluation_discrimination measures;
        revops_status status = revops_evaluation_discriminate(ranking, count, &measures);
        if (won == 0 || won == (int64_t)count) {
            ck_assert_int_eq(status, REVOPS_ERR_RANGE);
            continue;
        }
        ck_assert_int_eq(status, REVOPS_OK);
        double precisions = 0;
        for (size_t i = 0; i < count; i++) {
            double above = 0, won_above = 0;
            for (size_t k = 0; k < count; k++) {
                above += scores[k] >= scores[i];
                won_above += scores[k] >= scores[i] && outcomes[k];
                if (outcomes[i] && !outcomes[k]) {
                    pairs += scores[i] > scores[k] ? 2 : scores[i] == scores[k];
                }
            }
            precisions += outcomes[i] ? won_above / above : 0;
        }
        double auc = (double)pairs / 2 / (double)won / (double)(count - (size_t)won);
        ck_assert_double_eq_tol((double)measures.auc_q56 / ONE, auc, 1e-14);
        ck_assert_double_eq_tol((double)measures.average_precision_q56 / ONE, precisions / (double)won,
                                1e-14);

        revops_evaluation_threshold rows[MOST];
        size_t needed;
        ck_assert_int_eq(revops_evaluation_thresholds(ranking, count, 700, 45, rows, MOST, &needed),
                         REVOPS_OK);
        for (size_t r = 0; r < needed; r++) {
            uint64_t volume = 0, caught = 0;
            for (size_t k = 0; k < count; k++) {
                volume += scores[k] >= rows[r].score_mpt;
                caught += scores[k] >= rows[r].score_mpt && outcomes[k];
            }
            ck_assert_uint_eq(rows[r].volume, volume);
            ck_assert_uint_eq(rows[r].won, caught);
            ck_assert_int_eq(rows[r].expected_value, (int64_t)caught * 700 - (int64_t)volume * 45);
            ck_assert(r == 0 || rows[r].score_mpt < rows[r - 1].score_mpt);
        }
        ck_assert_uint_eq(rows[needed - 1].volume, count);
        ck_assert_int_eq(revops_evaluation_thresholds(ranking, count, 700, 45, rows, needed - 1, &needed),
                         REVOPS_ERR_NOSPACE);

        size_t part_count = 1 + random_below(&random, count < 12 ? count : 12);
        revops_evaluation_part parts[12];
        ck_assert_int_eq(revops_evaluation_lift(ranking, count, part_count, parts), REVOPS_OK);
        uint64_t counted = 0, caught = 0;
        for (size_t k = 0; k < part_count; k++) {
            counted += parts[k].count;
            caught += parts[k].won;
            ck_assert_uint_eq(counted, (k + 1) * count / part_count);
            /* Each lead has its equals' share: of all that were won up to here, and up to the part before. */
            double shares[2] = {0, 0};
            uint64_t ends[2] = {counted, counted - parts[k].count};
            for (int e = 0; e < 2; e++) {
                for (uint64_t rank = 0; rank < ends[e]; rank++) {
                    int64_t score = ranking[count - 1 - rank] >> 1;
                    double equal = 0, equal_won = 0;
                    for (size_t m = 0; m < count; m++) {
                        equal += scores[m] == score;
                        equal_won += scores[m] == score && outcomes[m];
                    }
                    shares[e] += equal_won / equal;
                }
            }
            ck_assert_uint_eq(caught, (uint64_t)(shares[0] + 1e-9));
            ck_assert_uint_eq(parts[k].gain_bp, (uint64_t)(shares[0] * 10000 / (double)won + 1e-7));
            double lift_bp =
                (shares[0] - shares[1]) * (double)count * 10000 / ((double)parts[k].count * (double)won);
            ck_assert_double_eq_tol(parts[k].lift_bp, lift_bp, 0.5 + 1e-4);
            /* What was won above the least score, at least; with it, at most. */
            uint64_t sure = 0, possible = 0;
            for (size_t m = 0; m < count; m++) {
                sure += outcomes[m] && scores[m] > parts[k].least_mpt;
                possible += outcomes[m] && scores[m] >= parts[k].least_mpt;
            }
            ck_assert(caught >= sure && caught <= possible);
        }
        ck_assert_uint_eq(caught, (uint64_t)won);
    }
}
END_TEST

START_TEST(test_SC8_lift_of_equal_scores)
{
    static const struct {
        size_t count, part_count;
        uint8_t outcomes[6];
    } constants[] = {{4, 4, {0, 1, 1, 0, 0, 0}}, {6, 3, {0, 0, 1, 0, 0, 0}}, {6, 4, {1, 1, 1, 1, 1, 0}}};
    const int32_t scores[6] = {1, 1, 1, 1, 1, 1};
    for (int i = 0; i < ROWS(constants); i++) {
        size_t count = constants[i].count, part_count = constants[i].part_count;
        int64_t ranking[6];
        revops_evaluation_part parts[6];
        ck_assert_int_eq(revops_evaluation_rank(scores, constants[i].outcomes, count, ranking), REVOPS_OK);
        ck_assert_int_eq(revops_evaluation_lift(ranking, count, part_count, parts), REVOPS_OK);
        uint64_t counted = 0;
        for (size_t k = 0; k < part_count; k++) {
            counted += parts[k].count;
            ck_assert_uint_eq(parts[k].lift_bp, 10000);
            ck_assert_uint_eq(parts[k].gain_bp, counted * 10000 / count);
        }
    }
    /* Whole leads: half a lead each, full with every second. */
    int64_t ranking[4];
    revops_evaluation_part parts[4];
    ck_assert_int_eq(revops_evaluation_rank(scores, constants[0].outcomes, 4, ranking), REVOPS_OK);
    ck_assert_int_eq(revops_evaluation_lift(ranking, 4, 4, parts), REVOPS_OK);
    for (size_t k = 0; k < 4; k++) {
        ck_assert_uint_eq(parts[k].won, k % 2);
    }
}
END_TEST

START_TEST(test_SC8_calibration_bins)
{
    const uint32_t probabilities[] = {0, 99999999, 100000000, 550000000, 999999999, 1000000000};
    const uint8_t outcomes[] = {0, 1, 0, 1, 1, 0};
    revops_evaluation_calibration calibration;
    revops_evaluation_bin bins[10];
    ck_assert_int_eq(revops_evaluation_calibrate(probabilities, outcomes, 6, &calibration, bins, 10),
                     REVOPS_OK);
    ck_assert_uint_eq(bins[0].count, 2);
    ck_assert_uint_eq(bins[0].won, 1);
    ck_assert_uint_eq(bins[0].predicted_ppb, 49999999);
    ck_assert_uint_eq(bins[0].observed_ppb, 500000000);
    ck_assert_uint_eq(bins[1].count, 1);
    ck_assert_uint_eq(bins[2].count, 0);
    ck_assert_uint_eq(bins[5].count, 1);
    ck_assert_uint_eq(bins[9].count, 2);
    /* 0 + 0.900000001² + 0.1² + 0.45² + 1e-18 + 1, over 6 */
    ck_assert_double_eq_tol((double)calibration.brier_q56 / ONE, (0.81000000180 + 0.01 + 0.2025 + 1) / 6,
                            1e-12);
    double loss = -(log(0.099999999) + log(0.9) + log(0.55) + log(0.999999999) + log(1e-9)) / 6;
    ck_assert_double_eq_tol((double)calibration.log_loss_q56 / ONE, loss, 1e-12);
}
END_TEST

START_TEST(test_faults_of_evaluation)
{
    int32_t scores[] = {1, 2};
    uint8_t outcomes[] = {0, 2}, won[] = {1, 1}, lost[] = {0, 0};
    int64_t ranking[2], falling[] = {4, 2};
    uint32_t beyond[] = {5, 1000000001};
    revops_evaluation_discrimination measures;
    revops_evaluation_calibration calibration;
    revops_evaluation_part parts[3];
    revops_evaluation_threshold rows[2];
    size_t needed;
    ck_assert_int_eq(revops_evaluation_rank(scores, outcomes, 2, ranking), REVOPS_ERR_ARG);
    ck_assert_int_eq(revops_evaluation_rank(scores, won, 0, ranking), REVOPS_ERR_ARG);
    ck_assert_int_eq(revops_evaluation_rank(NULL, won, 2, ranking), REVOPS_ERR_ARG);
    ck_assert_int_eq(revops_evaluation_discriminate(falling, 2, &measures), REVOPS_ERR_ARG);
    ck_assert_int_eq(revops_evaluation_calibrate(beyond, won, 2, &calibration, NULL, 0), REVOPS_ERR_ARG);
    ck_assert_int_eq(revops_evaluation_rank(scores, lost, 2, ranking), REVOPS_OK);
    ck_assert_int_eq(revops_evaluation_lift(ranking, 2, 2, parts), REVOPS_ERR_RANGE);
    ck_assert_int_eq(revops_evaluation_lift(ranking, 2, 3, parts), REVOPS_ERR_ARG);
    ck_assert_int_eq(revops_evaluation_thresholds(ranking, 2, 0, INT64_MAX, rows, 2, &needed),
                     REVOPS_ERR_OVERFLOW);
}
END_TEST

static Suite *suite_of_tests(void)
{
    read_fixture();
    Suite *suite = suite_create("evaluation");
    TCase *tcase = tcase_create("evaluation");
    tcase_add_loop_test(tcase, test_SC8_published_metrics, 0, case_count);
    tcase_add_test(tcase, test_SC8_against_plain_loops);
    tcase_add_test(tcase, test_SC8_lift_of_equal_scores);
    tcase_add_test(tcase, test_SC8_calibration_bins);
    tcase_add_test(tcase, test_faults_of_evaluation);
    suite_add_tcase(suite, tcase);
    return suite;
}
