/* SPDX-License-Identifier: MIT */
/* Titles: SC14. The naive twin is in model-title.c. */
#include "test.h"

static _Alignas(8) unsigned char memory[1 << 16];

static const revops_title *built(const revops_title_params *params)
{
    const revops_title *title = NULL;
    ck_assert_int_eq(revops_title_build(params, memory, sizeof memory, NULL, &title), REVOPS_OK);
    return title;
}

static revops_title_answer said(const revops_title *title, const char *text)
{
    revops_title_answer answer = {99, 99};
    ck_assert_int_eq(revops_title_classify(title, text, strlen(text), &answer), REVOPS_OK);
    return answer;
}

static const struct {
    const char *text;
    revops_title_seniority seniority;
    revops_title_function function;
} titles[] = {
    {"VP Sales", REVOPS_TITLE_VICE_PRESIDENT, REVOPS_TITLE_SALES},
    {"V.P., Marketing & Sales", REVOPS_TITLE_VICE_PRESIDENT, REVOPS_TITLE_MARKETING},
    {"vice-president \xe2\x80\x93 marketing", REVOPS_TITLE_VICE_PRESIDENT, REVOPS_TITLE_MARKETING},
    {"Head\xc2\xa0of\xc2\xa0"
     "IT\xe2\x80\x94"
     "Berlin",
     REVOPS_TITLE_DIRECTOR, REVOPS_TITLE_INFORMATION_TECHNOLOGY},
    {"Chief Financial Officer", REVOPS_TITLE_C_LEVEL, REVOPS_TITLE_FINANCE},
    {"Chief Technology Officer", REVOPS_TITLE_C_LEVEL, REVOPS_TITLE_ENGINEERING},
    {"Chief Information Officer", REVOPS_TITLE_C_LEVEL, REVOPS_TITLE_INFORMATION_TECHNOLOGY},
    {"Chief Revenue Officer", REVOPS_TITLE_C_LEVEL, REVOPS_TITLE_SALES},
    {"Chief of Staff", REVOPS_TITLE_DIRECTOR, REVOPS_NONE},
    {"CEO, formerly Chief of Staff", REVOPS_TITLE_C_LEVEL, REVOPS_TITLE_GENERAL_MANAGEMENT},
    {"Product Owner", REVOPS_TITLE_MANAGER, REVOPS_TITLE_PRODUCT},
    {"Owner, Product Owner", REVOPS_TITLE_FOUNDER, REVOPS_TITLE_PRODUCT},
    {"Data Protection Officer", REVOPS_NONE, REVOPS_TITLE_LEGAL},
    {"C.F.O.", REVOPS_TITLE_C_LEVEL, REVOPS_TITLE_FINANCE},
    {"CEO & Co-Founder", REVOPS_TITLE_FOUNDER, REVOPS_TITLE_GENERAL_MANAGEMENT},
    {"Executive Assistant to the CEO", REVOPS_TITLE_ASSISTANT, REVOPS_TITLE_GENERAL_MANAGEMENT},
    {"Gesch\xc3\xa4"
     "ftsf\xc3\xbchrer",
     REVOPS_TITLE_C_LEVEL, REVOPS_TITLE_GENERAL_MANAGEMENT},
    {"GESCHAFTSFUHRER", REVOPS_TITLE_C_LEVEL, REVOPS_TITLE_GENERAL_MANAGEMENT},
    {"RevOps Lead", REVOPS_TITLE_MANAGER, REVOPS_TITLE_REVENUE_OPERATIONS},
    {"Sr. Product Manager", REVOPS_TITLE_MANAGER, REVOPS_TITLE_PRODUCT},
    {"Sr. Software-Engineer", REVOPS_TITLE_SENIOR, REVOPS_TITLE_ENGINEERING},
    {"Marketing Intern", REVOPS_TITLE_INTERN, REVOPS_TITLE_MARKETING},
    {"Junior Recruiter", REVOPS_TITLE_JUNIOR, REVOPS_TITLE_PEOPLE},
    {"General Counsel", REVOPS_NONE, REVOPS_TITLE_LEGAL},
    {"Customer  Success", REVOPS_NONE, REVOPS_TITLE_CUSTOMER_SUCCESS},
    {"Customer of Success", REVOPS_NONE, REVOPS_NONE},
    {"Supply Chain Director", REVOPS_TITLE_DIRECTOR, REVOPS_TITLE_OPERATIONS},
    {"International Sales", REVOPS_NONE, REVOPS_TITLE_SALES},
    {"Gardener", REVOPS_NONE, REVOPS_NONE},
    {"VP\xe3\x80)Sales", REVOPS_NONE, REVOPS_TITLE_SALES}, /* a sign cut short leaves what follows alone */
    {" & ", REVOPS_NONE, REVOPS_NONE},
    {"", REVOPS_NONE, REVOPS_NONE},
};

START_TEST(test_SC14_titles)
{
    revops_title_params params = REVOPS_TITLE_PARAMS_INIT;
    revops_title_answer answer = said(built(&params), titles[_i].text);
    ck_assert_str_eq(revops_title_seniority_name(answer.seniority),
                     revops_title_seniority_name(titles[_i].seniority));
    ck_assert_str_eq(revops_title_function_name(answer.function),
                     revops_title_function_name(titles[_i].function));
}
END_TEST

START_TEST(test_SC14_own_phrases_come_first_and_replace)
{
    const revops_title_phrase phrases[] = {
        {"Chief of Staff", REVOPS_TITLE_SENIORITY, 100},
        {"chief  OF-staff", REVOPS_TITLE_SENIORITY, 101}, /* the same words: never decides */
        {"chief of staff", REVOPS_TITLE_FUNCTION, 102},
        {"R&D", REVOPS_TITLE_FUNCTION, REVOPS_TITLE_ENGINEERING},
    };
    revops_title_params params;
    ck_assert_int_eq(revops_title_defaults(&params, sizeof params), REVOPS_OK);
    params.phrases = phrases;
    params.phrase_count = ROWS(phrases);
    const revops_title *title = built(&params);
    ck_assert_uint_eq(said(title, "Chief of Staff, CEO office").seniority, 100);
    ck_assert_uint_eq(said(title, "Chief of Staff, CEO office").function, 102);
    ck_assert_uint_eq(said(title, "Chief of Sales").seniority, REVOPS_TITLE_C_LEVEL);
    ck_assert_uint_eq(said(title, "Director R & D").function, REVOPS_TITLE_ENGINEERING);
    params.flags = REVOPS_TITLE_OWN_SENIORITIES_ONLY;
    title = built(&params);
    ck_assert_uint_eq(said(title, "Chief of Sales").seniority, REVOPS_NONE);
    ck_assert_uint_eq(said(title, "Chief of Sales").function, REVOPS_TITLE_SALES);
    params.flags |= REVOPS_TITLE_OWN_FUNCTIONS_ONLY;
    ck_assert_uint_eq(said(built(&params), "Chief of Sales").function, REVOPS_NONE);
    params.phrase_count = 0;
    ck_assert_uint_eq(said(built(&params), "Chief of Staff").seniority, REVOPS_NONE);
}
END_TEST

START_TEST(test_SC14_the_standard_table_is_the_built_in_one)
{
    revops_title_params params;
    ck_assert_int_eq(revops_title_standard(&params, sizeof params), REVOPS_OK);
    ck_assert_int_eq(revops_title_check(&params, NULL, 0, NULL), REVOPS_OK);
    const revops_title *title = built(&params);
    for (size_t i = 0; i < ROWS(titles); i++) {
        revops_title_answer answer = said(title, titles[i].text);
        ck_assert_uint_eq(answer.seniority, titles[i].seniority);
        ck_assert_uint_eq(answer.function, titles[i].function);
    }
    for (uint32_t i = 0; i < params.phrase_count; i++) { /* each has a name */
        ck_assert_str_ne(params.phrases[i].kind == REVOPS_TITLE_SENIORITY
                             ? revops_title_seniority_name(params.phrases[i].outcome)
                             : revops_title_function_name(params.phrases[i].outcome),
                         "unknown");
    }
}
END_TEST

START_TEST(test_SC14_long_titles)
{
    char text[700];
    memset(text, '-', sizeof text);
    revops_title_params params = REVOPS_TITLE_PARAMS_INIT;
    const revops_title *title = built(&params);
    revops_title_answer answer;
    memcpy(text + 251, "sales-", 6); /* its last byte is the 256th */
    ck_assert_int_eq(revops_title_classify(title, text, 256, &answer), REVOPS_OK);
    ck_assert_uint_eq(answer.function, REVOPS_TITLE_SALES);
    ck_assert_int_eq(revops_title_classify(title, text, 700, &answer), REVOPS_OK);
    ck_assert_uint_eq(answer.function, REVOPS_NONE); /* it might go on */
    memcpy(text + 250, "sales--", 7);
    ck_assert_int_eq(revops_title_classify(title, text, 700, &answer), REVOPS_OK);
    ck_assert_uint_eq(answer.function, REVOPS_TITLE_SALES);
}
END_TEST

START_TEST(test_SC14_columns)
{
    revops_title_params params = REVOPS_TITLE_PARAMS_INIT;
    const revops_title *title = built(&params);
    const int64_t offsets[] = {0, 3, 3, 8}, falling[] = {0, 3, 2, 8};
    revops_texts texts = {"CFOSales", offsets, 3};
    uint32_t seniorities[3], functions[3];
    ck_assert_int_eq(revops_title_classify_many(title, &texts, seniorities, functions), REVOPS_OK);
    ck_assert_uint_eq(seniorities[0], REVOPS_TITLE_C_LEVEL);
    ck_assert_uint_eq(seniorities[1], REVOPS_NONE);
    ck_assert_uint_eq(functions[0], REVOPS_TITLE_FINANCE);
    ck_assert_uint_eq(functions[2], REVOPS_TITLE_SALES);
    ck_assert_int_eq(revops_title_classify_many(title, &texts, NULL, NULL), REVOPS_OK);
    texts.offsets = falling;
    ck_assert_int_eq(revops_title_classify_many(title, &texts, seniorities, functions), REVOPS_ERR_ARG);
    ck_assert_int_eq(revops_title_classify_many(NULL, &texts, seniorities, functions), REVOPS_ERR_ARG);
    ck_assert_int_eq(revops_title_classify(title, NULL, 1, NULL), REVOPS_ERR_ARG);
}
END_TEST

START_TEST(test_SC14_faults)
{
    char long_text[300];
    memset(long_text, 'a', sizeof long_text);
    long_text[299] = 0;
    const revops_title_phrase phrases[] = {
        {"ok", REVOPS_TITLE_SENIORITY, 1},
        {" - ", REVOPS_TITLE_FUNCTION, 1},
        {NULL, REVOPS_TITLE_FUNCTION, 1},
        {"x", 3, 1},
        {"x", REVOPS_TITLE_FUNCTION, 0},
        {long_text, REVOPS_TITLE_FUNCTION, 1},
        {"a b c d e f g h i j k l m n o p q", REVOPS_TITLE_SENIORITY, 1},
    };
    revops_title_params params = REVOPS_TITLE_PARAMS_INIT;
    params.phrases = phrases;
    params.phrase_count = ROWS(phrases);
    revops_problem problems[8];
    size_t needed;
    const revops_title *title;
    ck_assert_int_eq(revops_title_check(&params, problems, 8, &needed), REVOPS_ERR_ARG);
    ck_assert_uint_eq(needed, 6);
    ck_assert_uint_eq(problems[0].row, 1);
    ck_assert_str_eq(problems[2].field, "kind");
    ck_assert_str_eq(problems[3].field, "outcome");
    ck_assert_int_eq(problems[5].found, 17);
    ck_assert_int_eq(revops_title_build(&params, memory, sizeof memory, NULL, &title), REVOPS_ERR_ARG);
    params.phrase_count = 1;
    ck_assert_int_eq(revops_title_build(&params, NULL, 0, &needed, NULL), REVOPS_ERR_NOSPACE);
    ck_assert_int_eq(revops_title_build(&params, memory + 1, sizeof memory - 1, NULL, &title),
                     REVOPS_ERR_ALIGN);
    ck_assert_int_eq(revops_title_build(&params, memory, needed - 1, NULL, &title), REVOPS_ERR_NOSPACE);
    ck_assert_int_eq(revops_title_build(&params, memory, needed, NULL, &title), REVOPS_OK);
    params.phrase_row_size = 0;
    ck_assert_int_eq(revops_title_check(&params, NULL, 0, NULL), REVOPS_ERR_ABI);
    params.phrase_count = REVOPS_TITLE_PHRASES_MAX + 1;
    ck_assert_int_eq(revops_title_check(&params, NULL, 0, NULL), REVOPS_ERR_ARG);
    params.phrase_count = 0;
    params.flags = 4;
    ck_assert_int_eq(revops_title_check(&params, NULL, 0, NULL), REVOPS_ERR_NEWER);
    ck_assert_str_eq(revops_title_kind_name(REVOPS_TITLE_FUNCTION), "function");
    ck_assert_str_eq(revops_title_kind_name(0), "unknown");
    ck_assert_str_eq(revops_title_seniority_name(10), "unknown");
    ck_assert_str_eq(revops_title_function_name(13), "unknown");
}
END_TEST

static Suite *suite_of_tests(void)
{
    Suite *suite = suite_create("title");
    TCase *tests = tcase_create("title");
    tcase_add_loop_test(tests, test_SC14_titles, 0, ROWS(titles));
    tcase_add_test(tests, test_SC14_own_phrases_come_first_and_replace);
    tcase_add_test(tests, test_SC14_the_standard_table_is_the_built_in_one);
    tcase_add_test(tests, test_SC14_long_titles);
    tcase_add_test(tests, test_SC14_columns);
    tcase_add_test(tests, test_SC14_faults);
    suite_add_tcase(suite, tests);
    return suite;
}
