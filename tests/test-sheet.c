/* SPDX-License-Identifier: MIT */
/* The executive page (MT1, MT5, MT7, MT8, MT16, MT17, SL8, MT19) and tables, in three forms; names of any bytes (C57). */
#include "test.h"

#include "random.h"

static _Alignas(8) unsigned char sheet_memory[1 << 16];
static char sheet_out[1 << 16];

static revops_sheet_params defaults(void)
{
    revops_sheet_params params;
    ck_assert_int_eq(revops_sheet_defaults(&params, sizeof params), REVOPS_OK);
    return params;
}

static const revops_sheet *built(const revops_sheet_params *params)
{
    const revops_sheet *sheet = NULL;
    size_t needed = 0, again = 0;
    ck_assert_int_eq(revops_sheet_build(params, NULL, 0, &needed, NULL), REVOPS_ERR_NOSPACE);
    ck_assert_int_eq(revops_sheet_build(params, sheet_memory, needed - 1, &again, &sheet),
                     REVOPS_ERR_NOSPACE);
    ck_assert_int_eq(revops_sheet_build(params, sheet_memory, needed, &again, &sheet), REVOPS_OK);
    ck_assert_uint_eq(needed, again);
    return sheet;
}

static const char *text_of(const revops_sheet_params *params)
{
    size_t length = revops_sheet_text(built(params), sheet_out, sizeof sheet_out);
    ck_assert_uint_eq(length, strlen(sheet_out));
    return sheet_out;
}

START_TEST(test_nothing_known_is_an_empty_page)
{
    revops_sheet_params params = defaults();
    ck_assert_str_eq(text_of(&params), "");
    ck_assert_uint_eq(revops_sheet_table_count(built(&params)), 0);
    (void)revops_sheet_json_text(built(&params), sheet_out, sizeof sheet_out);
    ck_assert_str_eq(sheet_out, "{\"title\":null,\"as_of\":null,\"tables\":[]}\n");
    ck_assert_uint_eq(revops_sheet_text(NULL, NULL, 0), 0);
    ck_assert_uint_eq(revops_sheet_json_text(NULL, NULL, 0), 0);
    ck_assert_str_eq(revops_sheet_table_name(NULL, 0), "unknown");
}
END_TEST

/* MT1: coverage 3.2 of a quota of $1M; MT17: $3.2M of $5M are 36 % short; MT5: 12.5 months; MT7: 50 % is a problem. */
START_TEST(test_MT1_MT5_MT7_MT16_MT17_key_figures)
{
    revops_sheet_params params = defaults();
    params.pipeline = 320000000;
    params.needed = 500000000;
    params.quota = 100000000;
    params.gap_stage = "SQL";
    params.offered = 76;
    params.accepted = 24;
    params.payback = 125000;
    params.alignment_bp = 7425;
    ck_assert_str_eq(text_of(&params),
                     "Key figures\n"
                     "  figure                      value    from      to  band\n"
                     "  pipeline coverage           3.20x       –       –  minimum\n"
                     "  pipeline gap         1,800,000.00       –       –  SQL\n"
                     "  pipeline gap, share        36.0 %       –       –  SQL\n"
                     "  sales acceptance           31.6 %  22.2 %  42.7 %  qualification problem\n"
                     "  acquisition payback   12.5 months       –       –  healthy\n"
                     "  alignment score            74.3 %       –       –  –\n");
    (void)revops_sheet_csv_text(built(&params), 0, 0, sheet_out, sizeof sheet_out);
    ck_assert_ptr_nonnull(strstr(sheet_out, "pipeline gap,1800000.00,,,SQL\r\n"));
    ck_assert_ptr_nonnull(
        strstr(sheet_out, "sales acceptance,0.3158,0.2223,0.4270,qualification problem\r\n"));
    (void)revops_sheet_json_text(built(&params), sheet_out, sizeof sheet_out);
    ck_assert_ptr_nonnull(strstr(sheet_out, "[\"pipeline gap\",{\"kind\":\"money\",\"value\":180000000},"));
}
END_TEST

/* MT2: 24 % of opportunities are won, usual are 20 to 30 %; MT3: 75 days are usual for the mid-market, and too long for a target of
   60; a figure of a policy's own has a metric of its own. */
START_TEST(test_MT2_MT3_MT14_figures_are_judged_by_their_metric)
{
    static const revops_sheet_figure figures[] = {
        {"win rate", 2400, REVOPS_SHEET_SHARE, REVOPS_PLAN_METRIC_WIN_RATE},
        {"cycle of the mid-market, days", 75, REVOPS_SHEET_COUNT, REVOPS_PLAN_METRIC_CYCLE_MIDDLE},
        {"unknown", REVOPS_MISSING, REVOPS_SHEET_SHARE, REVOPS_PLAN_METRIC_PQL_TO_WON},
        {"time to first contact", 5 * REVOPS_HOUR_MS, REVOPS_SHEET_SPAN, 0}};
    static const revops_sheet_figure own[] = {
        {"cycle of the mid-market, days", 75, REVOPS_SHEET_COUNT, REVOPS_PLAN_METRIC_CYCLE_MIDDLE},
        {"time to first contact", 5 * REVOPS_HOUR_MS, REVOPS_SHEET_SPAN, 1000}};
    static const revops_plan_band rows[] = {
        {REVOPS_PLAN_METRIC_CYCLE_MIDDLE, REVOPS_PLAN_GOOD, INT64_MIN, "on target"},
        {REVOPS_PLAN_METRIC_CYCLE_MIDDLE, REVOPS_PLAN_FAIR, 61, "above target"},
        {1000, REVOPS_PLAN_GOOD, INT64_MIN, "at once"},
        {1000, REVOPS_PLAN_FAIR, 4 * REVOPS_HOUR_MS + 1, "late"}};
    revops_sheet_params params = defaults();
    params.figures = figures;
    params.figure_count = 4;
    ck_assert_str_eq(text_of(&params), "Key figures\n"
                                       "  figure                          value  from  to  band\n"
                                       "  win rate                       24.0 %     –   –  usual\n"
                                       "  cycle of the mid-market, days      75     –   –  usual\n"
                                       "  time to first contact             5 h     –   –  –\n");
    revops_plan_params bands;
    ck_assert_int_eq(revops_plan_defaults(&bands, sizeof bands), REVOPS_OK);
    bands.bands = rows;
    bands.band_count = 4;
    bands.band_row_size = sizeof rows[0];
    params.bands = &bands;
    params.figures = own;
    params.figure_count = 2;
    ck_assert_str_eq(text_of(&params), "Key figures\n"
                                       "  figure                         value  from  to  band\n"
                                       "  cycle of the mid-market, days     75     –   –  above target\n"
                                       "  time to first contact            5 h     –   –  late\n");
}
END_TEST

START_TEST(test_faults_of_figures)
{
    static const revops_sheet_figure figures[] = {{NULL, 1, REVOPS_SHEET_COUNT, 0},
                                                  {"a", 1, REVOPS_SHEET_NAME, 0},
                                                  {"b", 1, REVOPS_SHEET_COUNT, 999},
                                                  {"c", INT64_MAX, REVOPS_SHEET_DAY, 0}};
    static const revops_sheet_figure newer = {"d", 1, REVOPS_SHEET_DAY + 1, 0};
    static const char *const fields[] = {"name", "kind", "metric", "value"};
    revops_sheet_params params = defaults();
    revops_problem problems[4];
    size_t needed;
    params.figures = figures;
    params.figure_count = 4;
    ck_assert_int_eq(revops_sheet_check(&params, problems, 4, &needed), REVOPS_ERR_ARG);
    ck_assert_uint_eq(needed, 4);
    for (uint32_t i = 0; i < 4; i++) {
        ck_assert_str_eq(problems[i].part, "figures");
        ck_assert_uint_eq(problems[i].row, i);
        ck_assert_str_eq(problems[i].field, fields[i]);
    }
    params.figures = &newer;
    params.figure_count = 1;
    ck_assert_int_eq(revops_sheet_check(&params, NULL, 0, NULL), REVOPS_ERR_NEWER);
    params.figure_row_size = 0;
    ck_assert_int_eq(revops_sheet_check(&params, NULL, 0, NULL), REVOPS_ERR_ABI);
}
END_TEST

START_TEST(test_MT2_MT8_SL8_funnel_contact_and_sides)
{
    static const revops_sheet_step steps[] = {{"SQL", 76, 24}, {"Won", 24, 0}};
    static const revops_sheet_side sides[] = {{"sales", 9, 1, 1, 4, 3, 3}, {"marketing", 0, 0, 0, 0, 0, 0}};
    revops_sheet_params params = defaults();
    params.contact_median_ms = REVOPS_MINUTE_MS;
    params.contact_late_ms = 3 * REVOPS_MINUTE_MS;
    params.sides = sides;
    params.side_count = 2;
    params.steps = steps;
    params.step_count = 2;
    const char *text = text_of(&params);
    ck_assert_ptr_nonnull(strstr(text, "  first contact, median     1 min"));
    ck_assert_ptr_nonnull(strstr(text, "  SQL         76       24  31.6 %  22.2 %  42.7 %\n"
                                       "  Won         24        –       –       –       –\n"));
    ck_assert_ptr_nonnull(
        strstr(text, "  sales        9         1      90.0 %         1            4            3"));
}
END_TEST

/* MT19: the most frequent deviations, and the worst queues, of equals the first. */
START_TEST(test_MT19_worst_first)
{
    static const revops_sheet_deviation deviations[] = {
        {"a", 1, 1, 0}, {"b", 5, 2, REVOPS_DAY_MS}, {"c", 5, 3, REVOPS_MISSING}, {"d", 1, 1, 0}};
    static const revops_sheet_queue queues[] = {
        {"x", 9, 1, 5}, {"y", 2, 2, 5}, {"z", 9, 1, 6}, {"w", 9, 1, 6}};
    revops_sheet_params params = defaults();
    params.deviations = deviations;
    params.deviation_count = 4;
    params.queues = queues;
    params.queue_count = 4;
    params.worst_count = 3;
    const revops_sheet *sheet = built(&params);
    ck_assert_str_eq(revops_sheet_table_name(sheet, 0), "Deviations");
    (void)revops_sheet_csv_text(sheet, 0, 0, sheet_out, sizeof sheet_out);
    ck_assert_str_eq(sheet_out,
                     "deviation,times,leads,time lost\r\nc,5,3,\r\nb,5,2,86400.000\r\na,1,1,0.000\r\n");
    (void)revops_sheet_csv_text(sheet, 1, 0, sheet_out, sizeof sheet_out);
    ck_assert_str_eq(sheet_out,
                     "queue,waiting,overdue,longest wait\r\ny,2,2,0.005\r\nz,9,1,0.006\r\nw,9,1,0.006\r\n");
    ck_assert_uint_eq(revops_sheet_csv_text(sheet, 2, 0, sheet_out, sizeof sheet_out), 0);
    ck_assert_uint_eq(revops_sheet_csv_text(sheet, 1, 2, sheet_out, sizeof sheet_out), 0);
}
END_TEST

static const revops_sheet_column one_column[] = {{"name", REVOPS_SHEET_NAME, 0}};

static revops_sheet_params of_cells(revops_sheet_table *table, const revops_sheet_column *columns,
                                    uint32_t column_count, const revops_sheet_cell *cells, uint32_t rows)
{
    const revops_sheet_table own = {"T", columns, cells, column_count, sizeof *columns, rows, 0};
    *table = own;
    revops_sheet_params params = defaults();
    params.tables = table;
    params.table_count = 1;
    return params;
}

/* C57: what a terminal or a spreadsheet would obey is written so that it doesn't. */
START_TEST(test_C57_names_of_any_bytes)
{
    static const struct {
        const char *name, *terminal, *csv, *json;
    } cases[] = {
        {"\x1b[2J", "\\x1b[2J", "\x1b[2J", "\\u001b[2J"},
        {"a\nb", "a\\x0ab", "\"a\nb\"", "a\\u000ab"},
        {"\xe2\x80\xae"
         "abc",
         "\\u202eabc",
         "\xe2\x80\xae"
         "abc",
         "\xe2\x80\xae"
         "abc"},
        {"\xc2\x9b"
         "1m",
         "\\x9b1m",
         "\xc2\x9b"
         "1m",
         "\xc2\x9b"
         "1m"},
        {"\xff"
         "a\xe4",
         "\\xffa\\xe4",
         "\xff"
         "a\xe4",
         "\xef\xbf\xbd"
         "a\xef\xbf\xbd"},
        {"\xed\xa0\x80", "\\xed\\xa0\\x80", "\xed\xa0\x80", "\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd"},
        {"=cmd()", "=cmd()", "'=cmd()", "=cmd()"},
        {"@a,\"b\"", "@a,\"b\"", "\"'@a,\"\"b\"\"\"", "@a,\\u0022b\\u0022"},
        {"Zürich", "Zürich", "Zürich", "Zürich"},
    };
    const revops_sheet_cell cell = {0, cases[_i].name, 0, 0};
    revops_sheet_table table;
    revops_sheet_params params = of_cells(&table, one_column, 1, &cell, 1);
    char expected[128];
    (void)snprintf(expected, sizeof expected, "T\n  name\n  %s\n", cases[_i].terminal);
    ck_assert_str_eq(text_of(&params), expected);
    (void)revops_sheet_csv_text(built(&params), 0, REVOPS_SHEET_FOR_SPREADSHEETS, sheet_out,
                                sizeof sheet_out);
    (void)snprintf(expected, sizeof expected, "name\r\n%s\r\n", cases[_i].csv);
    ck_assert_str_eq(sheet_out, expected);
    (void)revops_sheet_json_text(built(&params), sheet_out, sizeof sheet_out);
    (void)snprintf(expected, sizeof expected, "\"rows\":[[\"%s\"]]}]}\n", cases[_i].json);
    ck_assert_str_eq(strstr(sheet_out, "\"rows\""), expected);
}
END_TEST

START_TEST(test_widths_are_those_of_a_terminal)
{
    ck_assert_uint_eq(revops_sheet_width("Zürich"), 6);
    ck_assert_uint_eq(revops_sheet_width("東京"), 4);
    ck_assert_uint_eq(revops_sheet_width("e\xcc\x81"), 1); /* e and a combining acute */
    ck_assert_uint_eq(revops_sheet_width("\x1b"), 4);
    ck_assert_uint_eq(revops_sheet_width("\xf0\x9f\x98\x80"), 2);
    ck_assert_uint_eq(revops_sheet_width(""), 0);
    ck_assert_uint_eq(revops_sheet_width(NULL), 0);
    const revops_sheet_column columns[] = {{"n", REVOPS_SHEET_NAME, 0}, {"v", REVOPS_SHEET_COUNT, 0}};
    const revops_sheet_cell cells[] = {
        {0, "東京", 0, 0}, {1234567, NULL, 0, 0}, {0, NULL, 0, 0}, {-12, NULL, 0, 0}};
    revops_sheet_table table;
    revops_sheet_params params = of_cells(&table, columns, 2, cells, 2);
    ck_assert_str_eq(text_of(&params), "T\n  n             v\n  東京  1,234,567\n  –           -12\n");
}
END_TEST

START_TEST(test_every_kind_in_every_form)
{
    static const struct {
        revops_sheet_kind kind;
        int64_t value;
        const char *text, *csv, *json;
    } cases[] = {
        {REVOPS_SHEET_COUNT, -1234, "-1,234", "-1234", "-1234"},
        {REVOPS_SHEET_COUNT, INT64_MAX, "9,223,372,036,854,775,807", "9223372036854775807",
         "9223372036854775807"},
        {REVOPS_SHEET_MONEY, -5, "-0.05", "-0.05", "-5"},
        {REVOPS_SHEET_SHARE, 3158, "31.6 %", "0.3158", "3158"},
        {REVOPS_SHEET_SHARE, -3155, "-31.6 %", "-0.3155", "-3155"},
        {REVOPS_SHEET_MULTIPLE, 39950, "4.00x", "3.9950", "39950"},
        {REVOPS_SHEET_MONTHS, 125000, "12.5 months", "12.5000", "125000"},
        {REVOPS_SHEET_SPAN, 90000, "1 min 30 s", "90.000", "90000"},
        {REVOPS_SHEET_DAY, 20514, "2026-03-02", "2026-03-02", "\"2026-03-02\""},
        {REVOPS_SHEET_COUNT, REVOPS_MISSING, "–", "", "null"},
        {REVOPS_SHEET_DAY, REVOPS_MISSING, "–", "", "null"},
    };
    const revops_sheet_column column = {"v", cases[_i].kind, 0};
    const revops_sheet_cell cell = {cases[_i].value, NULL, 0, 0};
    revops_sheet_table table;
    revops_sheet_params params = of_cells(&table, &column, 1, &cell, 1);
    ck_assert_ptr_nonnull(strstr(text_of(&params), cases[_i].text));
    char expected[64];
    (void)revops_sheet_csv_text(built(&params), 0, 0, sheet_out, sizeof sheet_out);
    (void)snprintf(expected, sizeof expected, "v\r\n%s\r\n", cases[_i].csv);
    ck_assert_str_eq(sheet_out, expected);
    (void)revops_sheet_json_text(built(&params), sheet_out, sizeof sheet_out);
    (void)snprintf(expected, sizeof expected, "\"rows\":[[%s]]}]}\n", cases[_i].json);
    ck_assert_str_eq(strstr(sheet_out, "\"rows\""), expected);
    ck_assert_str_ne(revops_sheet_kind_name(cases[_i].kind), "unknown");
    ck_assert_str_eq(revops_sheet_kind_name(REVOPS_SHEET_DAY + 1), "unknown");
}
END_TEST

/* Any bytes: every form is written, its lines line up, and nothing that a terminal obeys is left. */
START_TEST(test_random_names)
{
    random_state rng = {(uint64_t)_i + 1};
    char names[6][12];
    revops_sheet_cell cells[6];
    for (int i = 0; i < 6; i++) {
        for (int j = 0; j < 11; j++) {
            names[i][j] = (char)(random_below(&rng, 3) ? random_next(&rng) : random_below(&rng, 128));
        }
        names[i][11] = '\0';
        const revops_sheet_cell cell = {0, names[i], 0, 0};
        cells[i] = cell;
    }
    const revops_sheet_column columns[] = {{"a", REVOPS_SHEET_NAME, 0}, {"b", REVOPS_SHEET_NAME, 0}};
    revops_sheet_table table;
    revops_sheet_params params = of_cells(&table, columns, 2, cells, 3);
    size_t length = strlen(text_of(&params)), lines = 0;
    for (const char *at = sheet_out; *at; at++) {
        ck_assert(*at == '\n' || (unsigned char)*at >= 0x20);
        ck_assert(*at != 0x7f);
        lines += *at == '\n';
    }
    ck_assert_uint_eq(lines, 5);
    char cut[40];
    ck_assert_uint_eq(revops_sheet_text(built(&params), cut, sizeof cut), length);
    ck_assert_mem_eq(cut, sheet_out, length < 39 ? length : 36); /* a character isn't cut in two */
    ck_assert_uint_gt(revops_sheet_json_text(built(&params), sheet_out, sizeof sheet_out), 0);
}
END_TEST

START_TEST(test_faults)
{
    static const revops_sheet_step steps[] = {{"a", 1, 2}, {NULL, 1, 0}};
    static const revops_sheet_queue queues[] = {{"a", 1, 2, 0}};
    revops_sheet_params params = defaults();
    revops_problem problems[8];
    size_t needed;
    params.pipeline = -1;
    params.offered = 1;
    params.accepted = 2;
    params.confidence_bp = 4999;
    params.worst_count = 257;
    params.steps = steps;
    params.step_count = 2;
    params.queues = queues;
    params.queue_count = 1;
    ck_assert_int_eq(revops_sheet_check(&params, problems, 8, &needed), REVOPS_ERR_ARG);
    ck_assert_uint_eq(needed, 7);
    ck_assert_int_eq(problems[4].status, REVOPS_ERR_UNSOUND);
    ck_assert_str_eq(problems[4].field, "went_on");
    params = defaults();
    params.flags = 1;
    ck_assert_int_eq(revops_sheet_check(&params, NULL, 0, NULL), REVOPS_ERR_NEWER);
    params = defaults();
    params.steps = steps;
    params.step_count = 1;
    params.step_row_size = 0;
    ck_assert_int_eq(revops_sheet_check(&params, NULL, 0, NULL), REVOPS_ERR_ABI);
    revops_sheet_cell cell = {INT64_MAX, NULL, REVOPS_SHEET_DAY, 0};
    revops_sheet_table table;
    params = of_cells(&table, one_column, 1, &cell, 1);
    ck_assert_int_eq(revops_sheet_check(&params, NULL, 0, NULL), REVOPS_ERR_ARG);
    cell.kind = REVOPS_SHEET_DAY + 1;
    ck_assert_int_eq(revops_sheet_check(&params, NULL, 0, NULL), REVOPS_ERR_NEWER);
    table.cells = NULL;
    ck_assert_int_eq(revops_sheet_check(&params, NULL, 0, NULL), REVOPS_ERR_ARG);
    ck_assert_int_eq(revops_sheet_build(&params, sheet_memory, sizeof sheet_memory, NULL, NULL),
                     REVOPS_ERR_ARG);
    ck_assert_int_eq(revops_sheet_check(NULL, NULL, 0, NULL), REVOPS_ERR_ARG);
}
END_TEST

static Suite *suite_of_tests(void)
{
    Suite *suite = suite_create("sheet");
    TCase *tests = tcase_create("sheet");
    tcase_add_test(tests, test_nothing_known_is_an_empty_page);
    tcase_add_test(tests, test_MT1_MT5_MT7_MT16_MT17_key_figures);
    tcase_add_test(tests, test_MT2_MT3_MT14_figures_are_judged_by_their_metric);
    tcase_add_test(tests, test_faults_of_figures);
    tcase_add_test(tests, test_MT2_MT8_SL8_funnel_contact_and_sides);
    tcase_add_test(tests, test_MT19_worst_first);
    tcase_add_loop_test(tests, test_C57_names_of_any_bytes, 0, 9);
    tcase_add_test(tests, test_widths_are_those_of_a_terminal);
    tcase_add_loop_test(tests, test_every_kind_in_every_form, 0, 11);
    tcase_add_loop_test(tests, test_random_names, 0, 500);
    tcase_add_test(tests, test_faults);
    suite_add_tcase(suite, tests);
    return suite;
}
