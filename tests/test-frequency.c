/* SPDX-License-Identifier: MIT */
/* Odoo's predictive lead scoring: its own tests' numbers, from tests/vectors/odoo-scoring.tsv, and the leak it had. */
#include "random.h"
#include "test.h"

enum { COUNTRY = 1, STATE, EMAIL, PHONE, SOURCE, TAG, ROOM = 400, STAGES = 4 };

static revops_frequency rows[ROOM];
static revops_frequency_table table = {rows, ROOM, 0};

typedef struct lead {
    int id;
    uint32_t team, stage, outcome;
    revops_frequency_fact facts[8];
    size_t fact_count;
} lead;

static lead leads[32];
static int lead_count;

typedef struct probability_case {
    char name[64];
    uint32_t expected_bp, stage;
    revops_frequency_fact facts[8];
    uint32_t fact_count;
    revops_frequency rows[32];
    size_t row_count;
} probability_case;

static probability_case cases[24];
static int case_count;

static struct {
    uint32_t variable;
    int64_t value;
    char counts[6][24];
} merges[16];
static int merge_count;

static void read_fixture(void)
{
    char path[1024], line[512];
    const char *folder = getenv("REVOPS_VECTORS");
    snprintf(path, sizeof path, "%s/odoo-scoring.tsv", folder ? folder : "tests/vectors");
    FILE *file = fopen(path, "r");
    if (!file) {
        perror(path);
        exit(EXIT_FAILURE);
    }
    while (fgets(line, sizeof line, file)) {
        probability_case *c = &cases[case_count ? case_count - 1 : 0];
        if (line[0] == 'C') {
            c = &cases[case_count++];
            sscanf(line, "C\t%63s\t%" SCNu32 "\t%" SCNu32, c->name, &c->expected_bp, &c->stage);
        } else if (line[0] == 'Q') {
            revops_frequency_fact *fact = &c->facts[c->fact_count++];
            sscanf(line, "Q\t%" SCNu32 "\t%" SCNd64, &fact->variable, &fact->value);
        } else if (line[0] == 'F') {
            revops_frequency *row = &c->rows[c->row_count++];
            row->team = 1;
            sscanf(line, "F\t%" SCNu32 "\t%" SCNd64 "\t%" SCNd64 "\t%" SCNd64, &row->variable, &row->value,
                   &row->won_tenths, &row->lost_tenths);
        } else if (line[0] == 'L') {
            lead *l = &leads[lead_count++];
            char facts[256];
            sscanf(line, "L\t%d\t%" SCNu32 "\t%" SCNu32 "\t%" SCNu32 "\t%255s", &l->id, &l->team, &l->stage,
                   &l->outcome, facts);
            for (char *at = strtok(facts, ","); at; at = strtok(NULL, ",")) {
                revops_frequency_fact *fact = &l->facts[l->fact_count++];
                sscanf(at, "%" SCNu32 "=%" SCNd64, &fact->variable, &fact->value);
            }
        } else if (line[0] == 'M') {
            sscanf(line, "M\t%" SCNu32 "\t%" SCNd64 "\t%23s\t%23s\t%23s\t%23s\t%23s\t%23s",
                   &merges[merge_count].variable, &merges[merge_count].value, merges[merge_count].counts[0],
                   merges[merge_count].counts[1], merges[merge_count].counts[2],
                   merges[merge_count].counts[3], merges[merge_count].counts[4],
                   merges[merge_count].counts[5]);
            merge_count++;
        }
    }
    fclose(file);
}

static void sort_rows(revops_frequency *unsorted, size_t count)
{
    for (size_t i = 1; i < count; i++) {
        for (size_t k = i; k > 0; k--) {
            revops_frequency *a = &unsorted[k - 1], *b = &unsorted[k];
            if (a->team < b->team ||
                (a->team == b->team &&
                 (a->variable < b->variable || (a->variable == b->variable && a->value < b->value)))) {
                break;
            }
            revops_frequency other = *a;
            *a = *b;
            *b = other;
        }
    }
}

static uint32_t ask(const revops_frequency_table *of, uint32_t team, uint32_t stage,
                    const revops_frequency_fact *facts, uint32_t fact_count)
{
    revops_frequency_query query = {sizeof query, 0,  team,       stage, REVOPS_FREQUENCY_PENDING,
                                    TAG,          50, fact_count, facts};
    uint32_t bp = 77;
    ck_assert_int_eq(revops_frequency_probability(of, &query, &bp), REVOPS_OK);
    return bp;
}

START_TEST(test_SC8_odoo_probabilities)
{
    probability_case *c = &cases[_i];
    revops_frequency own[32];
    memcpy(own, c->rows, sizeof own);
    sort_rows(own, c->row_count);
    revops_frequency_table given = {own, 32, c->row_count};
    ck_assert_uint_eq(ask(&given, 1, c->stage, c->facts, c->fact_count), c->expected_bp);
    ck_assert_uint_eq(ask(&given, REVOPS_NONE, c->stage, c->facts, c->fact_count), c->expected_bp);
}
END_TEST

static void move(const lead *l, uint32_t stage, revops_frequency_outcome from, revops_frequency_outcome to)
{
    ck_assert_int_eq(
        revops_frequency_move(&table, l->team, stage, STAGES, l->facts, l->fact_count, from, to, NULL),
        REVOPS_OK);
}

static void count_all(void)
{
    table.count = 0;
    for (int i = 0; i < lead_count; i++) {
        move(&leads[i], leads[i].stage, REVOPS_FREQUENCY_PENDING, leads[i].outcome);
    }
}

static const revops_frequency *row_of(uint32_t team, uint32_t variable, int64_t value)
{
    for (size_t i = 0; i < table.count; i++) {
        if (rows[i].team == team && rows[i].variable == variable && rows[i].value == value) {
            return &rows[i];
        }
    }
    ck_abort_msg("no row of team %u variable %u value %" PRId64, team, variable, value);
    return NULL;
}

/* The counts that Odoo's tests name, built from its leads, and the probabilities that follow. */
START_TEST(test_SC8_odoo_counts_from_leads)
{
    count_all();
    for (int i = 0; i < 3; i++) { /* of each team's open lead; the fourth case adds up all teams */
        const revops_frequency *expected = cases[i].rows;
        for (size_t k = 0; k < cases[i].row_count; k++) {
            const revops_frequency *row = row_of((uint32_t)i + 1, expected[k].variable, expected[k].value);
            ck_assert_int_eq(row->won_tenths, expected[k].won_tenths);
            ck_assert_int_eq(row->lost_tenths, expected[k].lost_tenths);
        }
        ck_assert_uint_eq(ask(&table, (uint32_t)i + 1, cases[i].stage, cases[i].facts, cases[i].fact_count),
                          cases[i].expected_bp);
    }
    ck_assert_str_eq(cases[3].name, "no_team_lead13_all_teams");
    ck_assert_uint_eq(ask(&table, REVOPS_NONE, cases[3].stage, cases[3].facts, cases[3].fact_count),
                      cases[3].expected_bp);
}
END_TEST

#define SEE(variable, value, side, tenths) ck_assert_int_eq(row_of(1, variable, value)->side##_tenths, tenths)

/* The life of lead 4 of team 1, as Odoo's test walks through it. */
START_TEST(test_SC8_odoo_moves)
{
    count_all();
    const lead *four = &leads[4];
    ck_assert_int_eq(four->id, 4);
    move(four, 0, REVOPS_FREQUENCY_PENDING, REVOPS_FREQUENCY_LOST);
    SEE(0, 0, lost, 31);
    SEE(COUNTRY, 1, lost, 21);
    SEE(EMAIL, 0, lost, 31);
    SEE(0, 3, lost, 1);                                             /* the won stage */
    move(four, 0, REVOPS_FREQUENCY_LOST, REVOPS_FREQUENCY_PENDING); /* restored */
    SEE(0, 0, lost, 21);
    SEE(COUNTRY, 1, lost, 11);
    SEE(EMAIL, 0, lost, 21);
    move(four, 3, REVOPS_FREQUENCY_PENDING, REVOPS_FREQUENCY_WON);
    SEE(0, 0, won, 21);
    SEE(0, 3, won, 21);
    SEE(COUNTRY, 1, won, 11);
    SEE(EMAIL, 0, won, 21);
    move(four, 3, REVOPS_FREQUENCY_WON, REVOPS_FREQUENCY_WON); /* archived while won: no change */
    SEE(0, 0, won, 21);
    move(four, 3, REVOPS_FREQUENCY_WON, REVOPS_FREQUENCY_PENDING); /* moved back to the first stage */
    SEE(0, 0, won, 11);
    SEE(COUNTRY, 1, won, 1);
    move(four, 0, REVOPS_FREQUENCY_PENDING, REVOPS_FREQUENCY_LOST);
    SEE(0, 0, lost, 31);
    move(four, 0, REVOPS_FREQUENCY_LOST, REVOPS_FREQUENCY_PENDING);
    SEE(0, 0, lost, 21);
}
END_TEST

START_TEST(test_SC8_odoo_clamping)
{
    revops_frequency many[] = {{1, 0, 0, 100000000, 10}};
    revops_frequency_table given = {many, 1, 1};
    revops_frequency_query query = {sizeof query, 0, 1, 0, REVOPS_FREQUENCY_PENDING, 0, 0, 0, NULL};
    static const struct {
        int64_t won, lost;
        uint32_t outcome, bp;
    } clamps[] = {
        {100000000, 10, REVOPS_FREQUENCY_PENDING, 9999}, {100000000, 10, REVOPS_FREQUENCY_WON, 10000},
        {100000000, 10, REVOPS_FREQUENCY_LOST, 0},       {10, 100000000, REVOPS_FREQUENCY_PENDING, 1},
        {10, 100000000, REVOPS_FREQUENCY_WON, 10000},    {10, 100000000, REVOPS_FREQUENCY_LOST, 0},
        {10, 10, REVOPS_FREQUENCY_PENDING, 5000},
    };
    for (int i = 0; i < ROWS(clamps); i++) {
        uint32_t bp;
        many[0].won_tenths = clamps[i].won;
        many[0].lost_tenths = clamps[i].lost;
        query.outcome = clamps[i].outcome;
        ck_assert_int_eq(revops_frequency_probability(&given, &query, &bp), REVOPS_OK);
        ck_assert_uint_eq(bp, clamps[i].bp);
    }
}
END_TEST

START_TEST(test_SC8_odoo_merging_of_teams)
{
    table.count = 0;
    for (int i = 0; i < merge_count; i++) {
        for (int team = 0; team < 2; team++) {
            if (merges[i].counts[2 * team][0] != '-') {
                revops_frequency row = {team ? 5 : REVOPS_NONE, merges[i].variable, merges[i].value,
                                        atol(merges[i].counts[2 * team]),
                                        atol(merges[i].counts[2 * team + 1])};
                rows[table.count++] = row;
            }
        }
    }
    sort_rows(rows, table.count);
    ck_assert_int_eq(revops_frequency_merge_team(&table, 5), REVOPS_OK);
    size_t expected = 0;
    for (int i = 0; i < merge_count; i++) {
        if (merges[i].counts[4][0] != '-') {
            const revops_frequency *row = row_of(REVOPS_NONE, merges[i].variable, merges[i].value);
            ck_assert_int_eq(row->won_tenths, atol(merges[i].counts[4]));
            ck_assert_int_eq(row->lost_tenths, atol(merges[i].counts[5]));
            expected++;
        }
    }
    ck_assert_uint_eq(table.count, expected);
    ck_assert_int_gt(merge_count, 5);
}
END_TEST

/* Odoo gave the second lead of a team without counts another team's prior. */
START_TEST(test_SC8_no_prior_leaks_between_teams)
{
    count_all();
    revops_frequency_query query = {sizeof query, 0, 9, 0, REVOPS_FREQUENCY_PENDING, 0, 0, 0, NULL};
    uint32_t bp = 77;
    for (int i = 0; i < 3; i++) {
        ck_assert_int_eq(revops_frequency_probability(&table, &query, &bp), REVOPS_ERR_RANGE);
        ck_assert_uint_eq(bp, 77);
        ck_assert_uint_lt(ask(&table, 1, 0, NULL, 0), 10000);
    }
}
END_TEST

START_TEST(test_faults_of_tables)
{
    revops_frequency two[2];
    revops_frequency_table small = {two, 2, 0};
    const revops_frequency_fact fact = {COUNTRY, 0, 1}, stage = {REVOPS_FREQUENCY_STAGE, 0, 1};
    size_t needed = 0;
    ck_assert_int_eq(revops_frequency_move(&small, 1, 1, STAGES, &fact, 1, REVOPS_FREQUENCY_PENDING,
                                           REVOPS_FREQUENCY_LOST, &needed),
                     REVOPS_ERR_NOSPACE);
    ck_assert_uint_eq(needed, 3);
    ck_assert_uint_eq(small.count, 0);
    ck_assert_int_eq(revops_frequency_move(&small, 1, 0, STAGES, &fact, 1, REVOPS_FREQUENCY_PENDING,
                                           REVOPS_FREQUENCY_LOST, &needed),
                     REVOPS_OK);
    ck_assert_uint_eq(small.count, 2);
    ck_assert_int_eq(revops_frequency_move(&small, 1, 0, STAGES, &stage, 1, REVOPS_FREQUENCY_PENDING,
                                           REVOPS_FREQUENCY_LOST, NULL),
                     REVOPS_ERR_ARG);
    ck_assert_int_eq(revops_frequency_move(&small, 1, STAGES, STAGES, NULL, 0, REVOPS_FREQUENCY_PENDING,
                                           REVOPS_FREQUENCY_LOST, NULL),
                     REVOPS_ERR_ARG);
    ck_assert_int_eq(revops_frequency_move(&small, 1, 0, STAGES, NULL, 0, 0, REVOPS_FREQUENCY_LOST, NULL),
                     REVOPS_ERR_ARG);
    /* Taking away what isn't there. */
    ck_assert_int_eq(revops_frequency_move(&small, 1, 0, STAGES, &fact, 1, REVOPS_FREQUENCY_WON,
                                           REVOPS_FREQUENCY_PENDING, NULL),
                     REVOPS_OK);
    ck_assert_int_eq(two[0].won_tenths, 1);
    ck_assert_uint_eq(small.count, 2);
    two[1].team = 0;
    uint32_t bp;
    revops_frequency_query query = {sizeof query, 0, 1, 0, REVOPS_FREQUENCY_PENDING, 0, 0, 0, NULL};
    ck_assert_int_eq(revops_frequency_probability(&small, &query, &bp), REVOPS_ERR_CORRUPT);
    ck_assert_int_eq(revops_frequency_merge_team(&small, 1), REVOPS_ERR_CORRUPT);
    ck_assert_int_eq(revops_frequency_merge_team(&small, REVOPS_NONE), REVOPS_ERR_ARG);
    query.flags = 2;
    ck_assert_int_eq(revops_frequency_probability(&small, &query, &bp), REVOPS_ERR_NEWER);
}
END_TEST

/* Any order of moves gives the same table, and every lead's way back empties its counts. */
START_TEST(test_SC10_order_of_moves)
{
    random_state random = {12};
    count_all();
    revops_frequency before[ROOM];
    size_t before_count = table.count;
    memcpy(before, rows, before_count * sizeof rows[0]);
    int order[32];
    for (int round = 0; round < 50; round++) {
        table.count = 0;
        for (int i = 0; i < lead_count; i++) {
            int j = (int)random_below(&random, (uint64_t)i + 1);
            order[i] = order[j];
            order[j] = i;
        }
        for (int i = 0; i < lead_count; i++) {
            const lead *l = &leads[order[i]];
            move(l, l->stage, REVOPS_FREQUENCY_PENDING, l->outcome);
        }
        ck_assert_uint_eq(table.count, before_count);
        ck_assert_mem_eq(rows, before, before_count * sizeof rows[0]);
    }
}
END_TEST

static Suite *suite_of_tests(void)
{
    read_fixture();
    Suite *suite = suite_create("frequency");
    TCase *tcase = tcase_create("frequency");
    tcase_add_loop_test(tcase, test_SC8_odoo_probabilities, 0, case_count);
    tcase_add_test(tcase, test_SC8_odoo_counts_from_leads);
    tcase_add_test(tcase, test_SC8_odoo_moves);
    tcase_add_test(tcase, test_SC8_odoo_clamping);
    tcase_add_test(tcase, test_SC8_odoo_merging_of_teams);
    tcase_add_test(tcase, test_SC8_no_prior_leaks_between_teams);
    tcase_add_test(tcase, test_faults_of_tables);
    tcase_add_test(tcase, test_SC10_order_of_moves);
    suite_add_tcase(suite, tcase);
    return suite;
}
