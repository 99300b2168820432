/* SPDX-License-Identifier: MIT */
/* Accounts: RT8. The naive twin is in model-account.c. */
#include "test.h"

static const struct {
    revops_account_kind kind;
    const char *text, *folded; /* "" where it can't be an entry */
} foldings[] = {
    {REVOPS_ACCOUNT_BY_NAME, "M\xc3\xbcller & S\xc3\xb6hne GmbH & Co. KG", "muller and sohne"},
    {REVOPS_ACCOUNT_BY_NAME, "The Coca-Cola Company", "coca cola"},
    {REVOPS_ACCOUNT_BY_NAME, "S.A. Louis", "sa louis"},
    {REVOPS_ACCOUNT_BY_NAME, "Ferrari S.p.A.", "ferrari"},
    {REVOPS_ACCOUNT_BY_NAME, "Macy's, Inc.", "macys"},
    {REVOPS_ACCOUNT_BY_NAME, "Company", "company"},
    {REVOPS_ACCOUNT_BY_NAME, "GmbH", "gmbh"},
    {REVOPS_ACCOUNT_BY_NAME, "Amazon.com, Inc", "amazon com"},
    {REVOPS_ACCOUNT_BY_NAME, "\xe6\x97\xa5\xe6\x9c\xac Ltd", "\xe6\x97\xa5\xe6\x9c\xac"},
    {REVOPS_ACCOUNT_BY_NAME, "Macy\xe2\x80\x99s\xc2\xa0Inc", "macys"},
    {REVOPS_ACCOUNT_BY_NAME, "Acme \xe2\x80\x93 Labs", "acme labs"},
    {REVOPS_ACCOUNT_BY_NAME, " -- ", ""},
    {REVOPS_ACCOUNT_BY_NAME, "", ""},
    {REVOPS_ACCOUNT_BY_DOMAIN, " https://WWW.Acme.com/about?x=1", "acme.com"},
    {REVOPS_ACCOUNT_BY_DOMAIN, "acme.com.", "acme.com"},
    {REVOPS_ACCOUNT_BY_DOMAIN, "acme.com:8080", "acme.com"},
    {REVOPS_ACCOUNT_BY_DOMAIN, "localhost", ""},
    {REVOPS_ACCOUNT_BY_DOMAIN, "a@acme.com", ""},
    {REVOPS_ACCOUNT_BY_KEY, "A-1 ", "A-1 "},
    {0, "x", ""},
    {4, "x", ""},
};

START_TEST(test_RT8_folding)
{
    char text[REVOPS_ACCOUNT_TEXT_MAX + 1];
    const char *given = foldings[_i].text;
    size_t length = revops_account_folded_text(foldings[_i].kind, given, strlen(given), text, sizeof text);
    ck_assert_str_eq(text, foldings[_i].folded);
    ck_assert_uint_eq(length, strlen(foldings[_i].folded));
}
END_TEST

START_TEST(test_RT8_long_texts)
{
    char text[700], out[REVOPS_ACCOUNT_TEXT_MAX + 1];
    memset(text, 'a', sizeof text);
    ck_assert_uint_eq(revops_account_folded_text(REVOPS_ACCOUNT_BY_KEY, text, 254, out, sizeof out), 254);
    ck_assert_uint_eq(revops_account_folded_text(REVOPS_ACCOUNT_BY_KEY, text, 255, out, sizeof out), 0);
    ck_assert_uint_eq(revops_account_folded_text(REVOPS_ACCOUNT_BY_NAME, text, 254, out, sizeof out), 254);
    ck_assert_uint_eq(revops_account_folded_text(REVOPS_ACCOUNT_BY_NAME, text, 700, out, sizeof out), 0);
    memset(text, '&', sizeof text);
    ck_assert_uint_eq(revops_account_folded_text(REVOPS_ACCOUNT_BY_NAME, text, 512, out, sizeof out), 0);
    ck_assert_uint_eq(revops_account_folded_text(REVOPS_ACCOUNT_BY_NAME, NULL, 0, out, sizeof out), 0);
}
END_TEST

static _Alignas(8) unsigned char memory[4096];

START_TEST(test_RT8_ambiguous_narrowed_contradicted)
{
    const revops_account_entry entries[] = {
        {"acme.com", 1, REVOPS_ACCOUNT_BY_DOMAIN},  {"acme.com", 2, REVOPS_ACCOUNT_BY_DOMAIN},
        {"Acme France", 2, REVOPS_ACCOUNT_BY_NAME}, {"Other", 3, REVOPS_ACCOUNT_BY_NAME},
        {"acme.com", 1, REVOPS_ACCOUNT_BY_DOMAIN}, /* twice */
    };
    revops_account_params params = REVOPS_ACCOUNT_PARAMS_INIT;
    params.entries = entries;
    params.entry_count = 5;
    const revops_account *account;
    ck_assert_int_eq(revops_account_build(&params, memory, sizeof memory, NULL, &account), REVOPS_OK);
    revops_account_lead lead = {NULL, "a@eu.acme.com", NULL, 0, 13, 0, 0};
    revops_account_answer answer;
    ck_assert_int_eq(revops_account_match(account, NULL, &lead, &answer), REVOPS_OK);
    ck_assert_uint_eq(answer.account, REVOPS_NONE);
    ck_assert_uint_eq(answer.count, 2);
    ck_assert_uint_eq(answer.flags, REVOPS_ACCOUNT_AMBIGUOUS);
    lead.name = "ACME France SAS";
    lead.name_length = 15;
    ck_assert_int_eq(revops_account_match(account, NULL, &lead, &answer), REVOPS_OK);
    ck_assert_uint_eq(answer.account, 2);
    ck_assert_uint_eq(answer.flags, REVOPS_ACCOUNT_NARROWED);
    lead.name = "other";
    lead.name_length = 5;
    ck_assert_int_eq(revops_account_match(account, NULL, &lead, &answer), REVOPS_OK);
    ck_assert_uint_eq(answer.flags, REVOPS_ACCOUNT_AMBIGUOUS | REVOPS_ACCOUNT_CONTRADICTED);
    lead.reserved = 1;
    ck_assert_int_eq(revops_account_match(account, NULL, &lead, &answer), REVOPS_ERR_NEWER);
    ck_assert_str_eq(revops_account_kind_name(REVOPS_ACCOUNT_BY_DOMAIN), "domain");
    ck_assert_str_eq(revops_account_kind_name(0), "unknown");
    ck_assert_str_eq(revops_account_kind_name(9), "unknown");
}
END_TEST

START_TEST(test_RT8_faults)
{
    revops_account_entry entries[] = {{"ok", 1, REVOPS_ACCOUNT_BY_KEY},
                                      {"no domain", 0, REVOPS_ACCOUNT_BY_DOMAIN},
                                      {"x", 1, 9},
                                      {NULL, 1, REVOPS_ACCOUNT_BY_NAME}};
    revops_account_params params = REVOPS_ACCOUNT_PARAMS_INIT;
    params.entries = entries;
    params.entry_count = 4;
    revops_problem problems[8];
    size_t needed;
    const revops_account *account;
    ck_assert_int_eq(revops_account_check(&params, problems, 8, &needed), REVOPS_ERR_ARG);
    ck_assert_uint_eq(needed, 4);
    ck_assert_uint_eq(problems[0].row, 1);
    ck_assert_str_eq(problems[2].field, "kind");
    ck_assert_int_eq(revops_account_build(&params, memory, sizeof memory, NULL, &account), REVOPS_ERR_ARG);
    params.entry_count = 1;
    ck_assert_int_eq(revops_account_build(&params, NULL, 0, &needed, NULL), REVOPS_ERR_NOSPACE);
    ck_assert_int_eq(revops_account_build(&params, memory + 1, sizeof memory - 1, NULL, &account),
                     REVOPS_ERR_ALIGN);
    ck_assert_int_eq(revops_account_build(&params, memory, needed - 1, NULL, &account), REVOPS_ERR_NOSPACE);
    ck_assert_int_eq(revops_account_build(&params, memory, needed, NULL, &account), REVOPS_OK);
    const int64_t falling[] = {0, 2, 1}, far[] = {2, INT64_MIN}, long_one[] = {0, INT64_C(1) << 32};
    const revops_texts texts = {"ab", falling, 2};
    revops_account_answer answers[2];
    ck_assert_int_eq(revops_account_match_many(account, NULL, NULL, NULL, &texts, 2, answers),
                     REVOPS_ERR_ARG);
    ck_assert_int_eq(revops_account_match_many(account, NULL, NULL, NULL, &texts, 1, answers),
                     REVOPS_ERR_ARG);
    const revops_texts overflowing = {"ab", far, 1}, too_long = {"ab", long_one, 1};
    ck_assert_int_eq(revops_account_match_many(account, NULL, &overflowing, NULL, NULL, 1, answers),
                     REVOPS_ERR_ARG);
    ck_assert_int_eq(revops_account_match_many(account, NULL, NULL, &too_long, NULL, 1, answers),
                     REVOPS_ERR_ARG);
    ck_assert_int_eq(revops_account_match_many(account, NULL, NULL, NULL, NULL, 1, answers), REVOPS_OK);
    ck_assert_uint_eq(answers[0].count, 0);
    ck_assert_int_eq(revops_account_match(NULL, NULL, NULL, NULL), REVOPS_ERR_ARG);
    params.flags = 1;
    ck_assert_int_eq(revops_account_check(&params, NULL, 0, NULL), REVOPS_ERR_NEWER);
    ck_assert_int_eq(revops_account_defaults(&params, sizeof params), REVOPS_OK);
    ck_assert_uint_eq(params.entry_count, 0);
}
END_TEST

static Suite *suite_of_tests(void)
{
    Suite *suite = suite_create("account");
    TCase *tests = tcase_create("account");
    tcase_add_loop_test(tests, test_RT8_folding, 0, ROWS(foldings));
    tcase_add_test(tests, test_RT8_long_texts);
    tcase_add_test(tests, test_RT8_ambiguous_narrowed_contradicted);
    tcase_add_test(tests, test_RT8_faults);
    suite_add_tcase(suite, tests);
    return suite;
}
