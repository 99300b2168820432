/* SPDX-License-Identifier: MIT */
#include "judge/email-tables.h"
#include "test.h"

#define LONG_LOCAL "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa" /* 64 */
#define LONG_LABEL "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"  /* 63 */

static const struct {
    const char *text;
    revops_email_class expected;
} addresses[] = {
    {"ada@example.com", REVOPS_EMAIL_COMPANY},
    {"Ada.Lovelace@Analytical-Engines.co.uk", REVOPS_EMAIL_COMPANY},
    {"  ada@example.com\r\n", REVOPS_EMAIL_COMPANY},
    {"ada@example.com.", REVOPS_EMAIL_COMPANY},
    {"ada@gmail.com", REVOPS_EMAIL_FREE},
    {"ADA@GMail.Com", REVOPS_EMAIL_FREE},
    {"ada@yahoo.co.uk", REVOPS_EMAIL_FREE},
    {"ada@gmail.com.example.org", REVOPS_EMAIL_COMPANY},
    {"ada@notgmail.com", REVOPS_EMAIL_COMPANY},
    {"ada@mail.gmail.com", REVOPS_EMAIL_COMPANY},
    {"info@gmail.com", REVOPS_EMAIL_FREE},
    {"info@example.com", REVOPS_EMAIL_ROLE},
    {"Sales+web@example.com", REVOPS_EMAIL_ROLE},
    {"no-reply@example.com", REVOPS_EMAIL_ROLE},
    {"no_reply@example.com", REVOPS_EMAIL_ROLE},
    {"Do.Not_Reply-7@example.com", REVOPS_EMAIL_ROLE},
    {"sales.emea@example.com", REVOPS_EMAIL_ROLE},
    {"sales-team@example.com", REVOPS_EMAIL_ROLE},
    {"sales_@example.com", REVOPS_EMAIL_ROLE},
    {"support+x@example.com", REVOPS_EMAIL_ROLE},
    {"information.desk@example.com", REVOPS_EMAIL_ROLE},
    {"sales.emea@gmail.com", REVOPS_EMAIL_FREE},
    {"salesman@example.com", REVOPS_EMAIL_COMPANY},
    {"ada.sales@example.com", REVOPS_EMAIL_COMPANY},
    {"no@example.com", REVOPS_EMAIL_COMPANY},
    {"no.regrets@example.com", REVOPS_EMAIL_COMPANY},
    {"_info@example.com", REVOPS_EMAIL_COMPANY},
    {"+info@example.com", REVOPS_EMAIL_COMPANY},
    {"ada@mailinator.com", REVOPS_EMAIL_DISPOSABLE},
    {"info@MAILINATOR.com", REVOPS_EMAIL_DISPOSABLE},
    {"ada@deep.under.mailinator.com", REVOPS_EMAIL_DISPOSABLE},
    {"ada@xmailinator.com", REVOPS_EMAIL_COMPANY},
    {"ada@zomg.info", REVOPS_EMAIL_DISPOSABLE}, /* last of its table */
    {"ada@0815.ru", REVOPS_EMAIL_DISPOSABLE},   /* first */
    {"j\xc3\xb6rg@m\xc3\xbcller.de", REVOPS_EMAIL_COMPANY},
    {"\xe7\x94\xa8\xe6\x88\xb7@\xe4\xbe\x8b\xe5\xad\x90.\xe5\xb9\xbf\xe5\x91\x8a", REVOPS_EMAIL_COMPANY},
    {"ada@xn--mller-kva.de", REVOPS_EMAIL_COMPANY},
    {"\v\f\tada@example.com ", REVOPS_EMAIL_COMPANY},
    {"ada@caf\xc3\xa9.example", REVOPS_EMAIL_COMPANY},
    {"ada@\xe3\x80\x83.example", REVOPS_EMAIL_COMPANY},     /* U+3003: not ours to judge */
    {"ada@\xef\xbd\xb1.example", REVOPS_EMAIL_COMPANY},     /* U+FF71 */
    {"ada@\xf0\xa0\x80\x80.example", REVOPS_EMAIL_COMPANY}, /* U+20000 */
    {"\"ada lovelace\"@example.com", REVOPS_EMAIL_COMPANY},
    {"\"a\\\"b@c\"@example.com", REVOPS_EMAIL_COMPANY},
    {"o'brien@example.ie", REVOPS_EMAIL_COMPANY},
    {"a@b.c", REVOPS_EMAIL_COMPANY},
    {"a@3.example", REVOPS_EMAIL_COMPANY},
    {LONG_LOCAL "@example.com", REVOPS_EMAIL_COMPANY},
    {"a@" LONG_LABEL "." LONG_LABEL "." LONG_LABEL "."
     "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
     REVOPS_EMAIL_COMPANY},
    {"", REVOPS_EMAIL_INVALID},
    {" \t", REVOPS_EMAIL_INVALID},
    {"@", REVOPS_EMAIL_INVALID},
    {"ada", REVOPS_EMAIL_INVALID},
    {"ada@", REVOPS_EMAIL_INVALID},
    {"@example.com", REVOPS_EMAIL_INVALID},
    {"root@localhost", REVOPS_EMAIL_INVALID},
    {"a@[192.0.2.1]", REVOPS_EMAIL_INVALID},
    {"a@192.0.2.1", REVOPS_EMAIL_INVALID},
    {"a b@example.com", REVOPS_EMAIL_INVALID},
    {"a@exam ple.com", REVOPS_EMAIL_INVALID},
    {"a@b@example.com", REVOPS_EMAIL_INVALID},
    {".a@example.com", REVOPS_EMAIL_INVALID},
    {"a.@example.com", REVOPS_EMAIL_INVALID},
    {"a..b@example.com", REVOPS_EMAIL_INVALID},
    {"a@-example.com", REVOPS_EMAIL_INVALID},
    {"a@example-.com", REVOPS_EMAIL_INVALID},
    {"a@example.com-", REVOPS_EMAIL_INVALID},
    {"a@example..com", REVOPS_EMAIL_INVALID},
    {"a@.example.com", REVOPS_EMAIL_INVALID},
    {"a@example.com..", REVOPS_EMAIL_INVALID},
    {"a@exam_ple.com", REVOPS_EMAIL_INVALID},
    {"Ada <ada@example.com>", REVOPS_EMAIL_INVALID},
    {"\"\"@example.com", REVOPS_EMAIL_INVALID},
    {"\"@example.com", REVOPS_EMAIL_INVALID},
    {"\"\\\"@example.com", REVOPS_EMAIL_INVALID},
    {"\"a\"b\"@example.com", REVOPS_EMAIL_INVALID},
    {"a@\xff.com", REVOPS_EMAIL_INVALID},
    {"a@m\xc3.com", REVOPS_EMAIL_INVALID},
    {"a@\xc0\xaf.com", REVOPS_EMAIL_INVALID},
    {"a@\xed\xa0\x80.com", REVOPS_EMAIL_INVALID},
    {"\xf5@example.com", REVOPS_EMAIL_INVALID},
    {"a" LONG_LOCAL "@example.com", REVOPS_EMAIL_INVALID},
    {"a@a" LONG_LABEL ".com", REVOPS_EMAIL_INVALID},
    {"a@" LONG_LABEL "." LONG_LABEL "." LONG_LABEL "."
     "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
     REVOPS_EMAIL_INVALID},
};

START_TEST(test_SC3_classes)
{
    ck_assert_str_eq(
        revops_email_class_name(revops_email_classify(addresses[_i].text, strlen(addresses[_i].text))),
        revops_email_class_name(addresses[_i].expected));
}
END_TEST

/* Invisible and look-alike characters: first and last of each span. */
static const char *const deceptive[] = {
    "\xc2\x80",     "\xc2\xa0",     "\xc2\xad",     "\xe1\x9a\x80", /* U+0080, U+00A0, U+00AD, U+1680 */
    "\xe2\x80\x80", "\xe2\x80\x8b", "\xe2\x80\xae", "\xe2\x81\xaf", /* U+2000, U+200B, U+202E, U+206F */
    "\xe3\x80\x80", "\xe3\x80\x82", "\xef\xbb\xbf", "\xef\xbc\x81", /* U+3000, U+3002, U+FEFF, U+FF01 */
    "\xef\xbc\x8e", "\xef\xbd\x87", "\xef\xbd\x9e", "\xef\xbd\xa1", /* U+FF0E, U+FF47, U+FF5E, U+FF61 */
};

START_TEST(test_SC3_deceptive_characters_are_invalid)
{
    static const char *const places[] = {"%sada@example.com", "ada%s@example.com", "\"a%s\"@example.com",
                                         "ada@%sexample.com", "ada@ex%sample.com", "ada@example%scom.org",
                                         "ada@example.c%som", "ada@example.com%s"};
    char text[64];
    for (int i = 0; i < ROWS(places); i++) {
        const char *hole = strchr(places[i], '%');
        snprintf(text, sizeof text, "%.*s%s%s", (int)(hole - places[i]), places[i], deceptive[_i], hole + 2);
        ck_assert_msg(revops_email_classify(text, strlen(text)) == REVOPS_EMAIL_INVALID, "%s", text);
        /* It is the character that's wrong, not its place. */
        snprintf(text, sizeof text, "%.*s\xc3\xbc%s", (int)(hole - places[i]), places[i], hole + 2);
        ck_assert_msg(revops_email_classify(text, strlen(text)) == REVOPS_EMAIL_COMPANY, "%s", text);
    }
}
END_TEST

/* Every row is found, so each table is sorted; roles only at company domains. */
START_TEST(test_SC3_every_row_is_found)
{
    char text[64];
    for (int i = 0; i < ROWS(free_providers); i++) {
        snprintf(text, sizeof text, "a@%.31s", free_providers[i]);
        ck_assert_msg(revops_email_classify(text, strlen(text)) == REVOPS_EMAIL_FREE, "%s", text);
    }
    for (int i = 0; i < ROWS(disposable_providers); i++) {
        snprintf(text, sizeof text, "a@%.31s", disposable_providers[i]);
        ck_assert_msg(revops_email_classify(text, strlen(text)) == REVOPS_EMAIL_DISPOSABLE, "%s", text);
    }
    for (int i = 0; i < ROWS(role_names); i++) {
        snprintf(text, sizeof text, "%.31s@example.com", role_names[i]);
        ck_assert_msg(revops_email_classify(text, strlen(text)) == REVOPS_EMAIL_ROLE, "%s", text);
    }
    ck_assert_int_gt(ROWS(free_providers), 300);
    ck_assert_int_gt(ROWS(disposable_providers), 300);
}
END_TEST

START_TEST(test_SC3_column)
{
    const char bytes[] = "a@gmail.cominfo@example.comx";
    const int64_t offsets[] = {0, 11, 11, 27, 28};
    uint8_t classes[4] = {0};
    ck_assert_int_eq(revops_email_classify_column(bytes, offsets, 4, classes), REVOPS_OK);
    const uint8_t expected[] = {REVOPS_EMAIL_FREE, REVOPS_EMAIL_INVALID, REVOPS_EMAIL_ROLE,
                                REVOPS_EMAIL_INVALID};
    ck_assert_mem_eq(classes, expected, 4);
    const int64_t falling[] = {0, 11, 10};
    ck_assert_int_eq(revops_email_classify_column(bytes, falling, 2, classes), REVOPS_ERR_ARG);
    ck_assert_int_eq(revops_email_classify_column(NULL, NULL, 0, NULL), REVOPS_OK);
    ck_assert_int_eq(revops_email_classify_column(NULL, offsets, 4, classes), REVOPS_ERR_ARG);
    ck_assert_uint_eq(revops_email_classify(NULL, 5), REVOPS_EMAIL_INVALID);
    ck_assert_str_eq(revops_email_class_name(0), "unknown");
    ck_assert_str_eq(revops_email_class_name(6), "unknown");
}
END_TEST

static Suite *suite_of_tests(void)
{
    Suite *suite = suite_create("email");
    TCase *tcase = tcase_create("email");
    tcase_add_loop_test(tcase, test_SC3_classes, 0, ROWS(addresses));
    tcase_add_loop_test(tcase, test_SC3_deceptive_characters_are_invalid, 0, ROWS(deceptive));
    tcase_add_test(tcase, test_SC3_every_row_is_found);
    tcase_add_test(tcase, test_SC3_column);
    suite_add_tcase(suite, tcase);
    return suite;
}
