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
    {"ada@mozmail.com", REVOPS_EMAIL_FORWARDING}, /* C48 */
    {"x@shop.mozmail.com", REVOPS_EMAIL_FORWARDING},
    {"sales@duck.com", REVOPS_EMAIL_FORWARDING},
    {"ada@lidugw.com", REVOPS_EMAIL_DISPOSABLE}, /* C48 */
    {"ada@gmail.com.", REVOPS_EMAIL_FREE},
    {"ada@a.mailinator.com.", REVOPS_EMAIL_DISPOSABLE},
    {"a=b@example.com", REVOPS_EMAIL_COMPANY},
    {"who?@example.com", REVOPS_EMAIL_COMPANY},
    {"a?=b@example.com", REVOPS_EMAIL_COMPANY},
    {"a@x.mailinator.com.example", REVOPS_EMAIL_COMPANY},
    {"a.b.c.d@m.n.o.p.example", REVOPS_EMAIL_COMPANY},
    {"=?utf-8?q?ada?=@example.com", REVOPS_EMAIL_INVALID}, /* encoded words */
    {"=?utf-8?b?YWRhQGV4YW1wbGUuY29t?=@example.com", REVOPS_EMAIL_INVALID},
    {"ada=?x@example.com", REVOPS_EMAIL_INVALID},
    {"\"=?utf-8?q?ada?=\"@example.com", REVOPS_EMAIL_INVALID},
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

static _Alignas(8) unsigned char memory[1 << 17];

static const revops_email *build(const revops_email_params *params)
{
    const revops_email *email;
    ck_assert_int_eq(revops_email_build(params, memory, sizeof memory, NULL, &email), REVOPS_OK);
    return email;
}

static const revops_email *built_in(void)
{
    revops_email_params params = REVOPS_EMAIL_PARAMS_INIT;
    return build(&params);
}

static revops_email_class class_in(const revops_email *email, const char *text)
{
    return revops_email_classify(email, text, strlen(text));
}

START_TEST(test_SC3_classes)
{
    ck_assert_str_eq(revops_email_class_name(class_in(built_in(), addresses[_i].text)),
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
    const revops_email *email = built_in();
    for (int i = 0; i < ROWS(places); i++) {
        const char *hole = strchr(places[i], '%');
        snprintf(text, sizeof text, "%.*s%s%s", (int)(hole - places[i]), places[i], deceptive[_i], hole + 2);
        ck_assert_msg(class_in(email, text) == REVOPS_EMAIL_INVALID, "%s", text);
        /* It is the character that's wrong, not its place. */
        snprintf(text, sizeof text, "%.*s\xc3\xbc%s", (int)(hole - places[i]), places[i], hole + 2);
        ck_assert_msg(class_in(email, text) == REVOPS_EMAIL_COMPANY, "%s", text);
    }
}
END_TEST

/* Every row is found, and no name stands twice. */
static void check_table(const revops_email *email, const char *table, int count, int width,
                        const char *before, const char *after, revops_email_class expected)
{
    char text[80];
    for (int i = 0; i < count; i++) {
        snprintf(text, sizeof text, "%s%.31s%s", before, table + i * width, after);
        ck_assert_msg(class_in(email, text) == expected, "%s", text);
        for (int k = 0; k < i; k++) {
            ck_assert_str_ne(table + i * width, table + k * width);
        }
    }
}

#define CHECK_TABLE(table, before, after, expected)                                                          \
    check_table(email, &(table)[0][0], ROWS(table), sizeof((table)[0]), before, after, expected)

START_TEST(test_SC3_every_row_is_found)
{
    const revops_email *email = built_in();
    CHECK_TABLE(email_free, "a@", "", REVOPS_EMAIL_FREE);
    CHECK_TABLE(email_disposable, "a@", "", REVOPS_EMAIL_DISPOSABLE);
    CHECK_TABLE(email_disposable, "a@b.c.", "", REVOPS_EMAIL_DISPOSABLE);
    CHECK_TABLE(email_forwarding, "a@", "", REVOPS_EMAIL_FORWARDING);
    CHECK_TABLE(email_forwarding, "a@b.", ".", REVOPS_EMAIL_FORWARDING);
    CHECK_TABLE(email_roles, "", "@example.com", REVOPS_EMAIL_ROLE);
    CHECK_TABLE(email_roles, "", "_x.y@example.com", REVOPS_EMAIL_ROLE);
    char text[64];
    for (int i = 0; i < ROWS(email_aliases); i++) {
        snprintf(text, sizeof text, "a@%.15s", email_aliases[i].name);
        ck_assert_uint_eq(class_in(email, text), REVOPS_EMAIL_FREE);
    }
    ck_assert_int_gt(ROWS(email_free), 300);
    ck_assert_int_gt(ROWS(email_disposable), 300);
    ck_assert_int_eq(revops_email_lists_day(), 20783); /* 2026-11-26 */
}
END_TEST

START_TEST(test_SC3_column)
{
    const char bytes[] = "a@gmail.cominfo@example.comx";
    const int64_t offsets[] = {0, 11, 11, 27, 28};
    const revops_email *email = built_in();
    uint8_t classes[4] = {0};
    revops_texts texts = {bytes, offsets, 4};
    ck_assert_int_eq(revops_email_classify_many(email, &texts, classes), REVOPS_OK);
    const uint8_t expected[] = {REVOPS_EMAIL_FREE, REVOPS_EMAIL_INVALID, REVOPS_EMAIL_ROLE,
                                REVOPS_EMAIL_INVALID};
    ck_assert_mem_eq(classes, expected, 4);
    const int64_t falling[] = {0, 11, 10}, negative[] = {-1, 11};
    const revops_texts falls = {bytes, falling, 2}, before = {bytes, negative, 1},
                       nowhere = {NULL, offsets, 4}, none = {NULL, NULL, 0};
    ck_assert_int_eq(revops_email_classify_many(email, &falls, classes), REVOPS_ERR_ARG);
    ck_assert_int_eq(revops_email_classify_many(email, &before, classes), REVOPS_ERR_ARG);
    ck_assert_int_eq(revops_email_classify_many(email, &nowhere, classes), REVOPS_ERR_ARG);
    ck_assert_int_eq(revops_email_classify_many(email, &none, NULL), REVOPS_OK);
    ck_assert_int_eq(revops_email_classify_many(email, &texts, NULL), REVOPS_ERR_ARG);
    ck_assert_int_eq(revops_email_classify_many(email, NULL, classes), REVOPS_ERR_ARG);
    ck_assert_int_eq(revops_email_classify_many(NULL, &texts, classes), REVOPS_ERR_ARG);
    ck_assert_mem_eq(classes, expected, 4);
    ck_assert_uint_eq(revops_email_classify(email, NULL, 5), REVOPS_EMAIL_INVALID);
    ck_assert_uint_eq(revops_email_classify(NULL, "a@b.de", 6), REVOPS_EMAIL_INVALID);
    ck_assert_str_eq(revops_email_class_name(0), "unknown");
    ck_assert_str_eq(revops_email_class_name(7), "unknown");
}
END_TEST

/* A column is read a few bytes before its addresses, but never before its own first. */
START_TEST(test_SC3_column_of_short_addresses)
{
    const revops_email *email = built_in();
    const char *const given = "a@b.dea@qq.comb@c.ioa@qq.com";
    const int64_t offsets[] = {0, 6, 14, 20, 28};
    char *exact = malloc(28); /* so that a sanitizer sees a read before it */
    memcpy(exact, given, 28);
    uint8_t classes[4];
    revops_texts texts = {exact, offsets, 4};
    ck_assert_int_eq(revops_email_classify_many(email, &texts, classes), REVOPS_OK);
    const uint8_t expected[] = {REVOPS_EMAIL_COMPANY, REVOPS_EMAIL_FREE, REVOPS_EMAIL_COMPANY,
                                REVOPS_EMAIL_FREE};
    ck_assert_mem_eq(classes, expected, 4);
    free(exact);
}
END_TEST

/* C48: lists that are added to, and that replace the built-in ones. */
static const revops_email_domain own_domains[] = {
    {"Student.Example.EDU", NULL, REVOPS_EMAIL_FREE, REVOPS_EMAIL_WITH_SUBDOMAINS},
    {"throwaway.example", NULL, REVOPS_EMAIL_DISPOSABLE, 0},
    {"mail.ru", NULL, REVOPS_EMAIL_COMPANY, 0}, /* whoever sells to it */
    {"ok.mailinator.com", NULL, REVOPS_EMAIL_COMPANY, REVOPS_EMAIL_WITH_SUBDOMAINS},
    {"example.de", "example.com", REVOPS_EMAIL_COMPANY, REVOPS_EMAIL_WITHOUT_DOTS},
    {"twice.example", NULL, REVOPS_EMAIL_FREE, 0},
    {"twice.example.", NULL, REVOPS_EMAIL_FORWARDING, 0}, /* the later row counts */
    {"m\xc3\xbcll.example", NULL, REVOPS_EMAIL_DISPOSABLE, 0},
};
static const char *const own_roles[] = {"Presse_Stelle", "x"};

static const struct {
    const char *text;
    revops_email_class added, replaced; /* to the built-in lists, or alone */
} with_own[] = {
    {"a@student.example.edu", REVOPS_EMAIL_FREE, REVOPS_EMAIL_FREE},
    {"a@cs.student.example.edu", REVOPS_EMAIL_FREE, REVOPS_EMAIL_FREE},
    {"a@example.edu", REVOPS_EMAIL_COMPANY, REVOPS_EMAIL_COMPANY},
    {"a@throwaway.example", REVOPS_EMAIL_DISPOSABLE, REVOPS_EMAIL_DISPOSABLE},
    {"a@b.throwaway.example", REVOPS_EMAIL_COMPANY, REVOPS_EMAIL_COMPANY},
    {"a@mail.ru", REVOPS_EMAIL_COMPANY, REVOPS_EMAIL_COMPANY},
    {"info@mail.ru", REVOPS_EMAIL_ROLE, REVOPS_EMAIL_COMPANY},
    {"a@ok.mailinator.com", REVOPS_EMAIL_COMPANY, REVOPS_EMAIL_COMPANY},
    {"a@b.ok.mailinator.com", REVOPS_EMAIL_COMPANY, REVOPS_EMAIL_COMPANY},
    {"a@no.mailinator.com", REVOPS_EMAIL_DISPOSABLE, REVOPS_EMAIL_COMPANY},
    {"a@gmail.com", REVOPS_EMAIL_FREE, REVOPS_EMAIL_COMPANY},
    {"a@twice.example", REVOPS_EMAIL_FORWARDING, REVOPS_EMAIL_FORWARDING},
    {"a@M\xc3\xbcLL.example", REVOPS_EMAIL_DISPOSABLE, REVOPS_EMAIL_DISPOSABLE},
    {"a@m\xc3\xbdll.example", REVOPS_EMAIL_COMPANY, REVOPS_EMAIL_COMPANY},
    {"presse.stelle+nord@example.com", REVOPS_EMAIL_ROLE, REVOPS_EMAIL_ROLE},
    {"pressestelle@example.com", REVOPS_EMAIL_COMPANY, REVOPS_EMAIL_COMPANY},
    {"x@example.com", REVOPS_EMAIL_ROLE, REVOPS_EMAIL_ROLE},
    {"X.y@example.com", REVOPS_EMAIL_ROLE, REVOPS_EMAIL_ROLE},
    {"xy@example.com", REVOPS_EMAIL_COMPANY, REVOPS_EMAIL_COMPANY},
    {"sales@example.com", REVOPS_EMAIL_ROLE, REVOPS_EMAIL_COMPANY},
};

static revops_email_params with_lists(void)
{
    revops_email_params params;
    ck_assert_int_eq(revops_email_defaults(&params, sizeof params), REVOPS_OK);
    params.domains = own_domains;
    params.domain_count = ROWS(own_domains);
    params.roles = own_roles;
    params.role_count = ROWS(own_roles);
    return params;
}

START_TEST(test_C48_own_lists)
{
    revops_email_params params = with_lists();
    ck_assert_uint_eq(class_in(build(&params), with_own[_i].text), with_own[_i].added);
    params.flags = REVOPS_EMAIL_OWN_DOMAINS_ONLY | REVOPS_EMAIL_OWN_ROLES_ONLY;
    ck_assert_uint_eq(class_in(build(&params), with_own[_i].text), with_own[_i].replaced);
}
END_TEST

static const struct {
    const char *text, *expected;
} canonical[] = {
    {"Ada@Example.COM", "ada@example.com"},
    {" A.Da+news@GoogleMail.com. ", "ada@gmail.com"},
    {"a.d.a@gmail.com", "ada@gmail.com"},
    {"a.da@outlook.com", "a.da@outlook.com"},
    {"ada+x+y@outlook.com", "ada@outlook.com"},
    {"+ada@example.com", "+ada@example.com"},
    {"+ada+x@example.com", "+ada@example.com"},
    {"ada@me.com", "ada@icloud.com"},
    {"ada@ya.ru", "ada@yandex.ru"},
    {"ada@pm.me", "ada@proton.me"},
    {"a.d+x@example.de", "ad@example.com"},
    {"\"A.b+c\"@gmail.com", "\"a.b+c\"@gmail.com"},
    {"j\xc3\xb6rg@m\xc3\xbcller.de", "j\xc3\xb6rg@m\xc3\xbcller.de"},
    {"ada@example.com..", ""},
    {"=?utf-8?q?ada?=@example.com", ""},
    {"", ""},
};

START_TEST(test_SC3_canonical)
{
    revops_email_params params = with_lists();
    const revops_email *email = build(&params);
    char out[320];
    size_t length = strlen(canonical[_i].text), expected = strlen(canonical[_i].expected);
    ck_assert_uint_eq(revops_email_canonical_text(email, canonical[_i].text, length, out, sizeof out),
                      expected);
    ck_assert_str_eq(out, canonical[_i].expected);
    ck_assert_uint_eq(revops_email_canonical_text(email, canonical[_i].text, length, out, 4), expected);
    ck_assert_uint_eq(strlen(out), expected < 3 ? expected : 3);
    ck_assert_uint_eq(revops_email_canonical_text(email, canonical[_i].text, length, NULL, 0), expected);
    ck_assert_uint_eq(revops_email_canonical_text(NULL, canonical[_i].text, length, out, sizeof out), 0);
    /* What is canonical stays. */
    length = strlen(canonical[_i].expected);
    revops_email_canonical_text(email, canonical[_i].expected, length, out, sizeof out);
    ck_assert_str_eq(out, canonical[_i].expected);
}
END_TEST

START_TEST(test_SC3_canonical_column)
{
    const revops_email *email = built_in();
    const char bytes[] = "a.b@gmail.com?A@me.com";
    const int64_t offsets[] = {0, 13, 14, 22};
    const revops_texts texts = {bytes, offsets, 3};
    char out[32];
    int64_t found[4];
    size_t needed;
    ck_assert_int_eq(revops_email_canonical_text_many(email, &texts, NULL, 0, &needed, found),
                     REVOPS_ERR_NOSPACE);
    ck_assert_uint_eq(needed, 24);
    ck_assert_int_eq(revops_email_canonical_text_many(email, &texts, out, needed, &needed, found), REVOPS_OK);
    ck_assert_mem_eq(out, "ab@gmail.coma@icloud.com", 24);
    const int64_t expected[] = {0, 12, 12, 24};
    ck_assert_mem_eq(found, expected, sizeof found);
    ck_assert_int_eq(revops_email_canonical_text_many(NULL, &texts, out, 32, &needed, found), REVOPS_ERR_ARG);
    ck_assert_int_eq(revops_email_canonical_text_many(email, &texts, out, 32, NULL, found), REVOPS_ERR_ARG);
    ck_assert_int_eq(revops_email_canonical_text_many(email, &texts, out, 32, &needed, NULL), REVOPS_ERR_ARG);
    ck_assert_int_eq(revops_email_canonical_text_many(email, &texts, NULL, 1, &needed, found),
                     REVOPS_ERR_ARG);
}
END_TEST

static const struct {
    revops_email_domain domain;
    const char *role, *text;
    revops_status status;
} faults[] = {
    {{"localhost", NULL, 1, 0},
     "a",
     "domains[0].name is 9; expected a domain of two labels or more: \"localhost\"",
     REVOPS_ERR_ARG},
    {{NULL, NULL, 1, 0},
     "a",
     "domains[0].name is 0; expected a domain of two labels or more",
     REVOPS_ERR_ARG},
    {{"a.de", "b..de", 1, 0},
     "a",
     "domains[0].same_as is 5; expected a domain of two labels or more: \"b..de\"",
     REVOPS_ERR_ARG},
    {{"a.de", NULL, REVOPS_EMAIL_ROLE, 0},
     "a",
     "domains[0].email_class is 3; expected 1 (company), 2 (free), 4 (disposable) or 6 (forwarding): "
     "\"a.de\"",
     REVOPS_ERR_ARG},
    {{"a.de", NULL, 1, 4},
     "a",
     "domains[0].flags is 4; expected a sum of 1 (with subdomains) and 2 (without dots): \"a.de\"",
     REVOPS_ERR_NEWER},
    {{"a.de", NULL, 1, 0},
     "a@b",
     "roles[0].name is 3; expected a local part without quotes of 1 to 63 bytes: \"a@b\"",
     REVOPS_ERR_ARG},
    {{"a.de", NULL, 1, 0},
     "",
     "roles[0].name is 0; expected a local part without quotes of 1 to 63 bytes: \"\"",
     REVOPS_ERR_ARG},
    {{"a.de", NULL, 1, 0}, LONG_LOCAL, NULL, REVOPS_ERR_ARG},
    {{"a.de", NULL, 1, 0},
     NULL,
     "roles[0].name is 0; expected a local part without quotes of 1 to 63 bytes",
     REVOPS_ERR_ARG},
};

START_TEST(test_C48_faults_of_rows)
{
    revops_email_params params = REVOPS_EMAIL_PARAMS_INIT;
    params.domains = &faults[_i].domain;
    params.domain_count = 1;
    params.roles = &faults[_i].role;
    params.role_count = 1;
    revops_problem problem;
    size_t needed;
    char text[160];
    const revops_email *email = NULL;
    ck_assert_int_eq(revops_email_check(&params, &problem, 1, &needed), faults[_i].status);
    ck_assert_int_eq(revops_email_build(&params, memory, sizeof memory, NULL, &email), faults[_i].status);
    ck_assert_uint_eq(needed, 1);
    ck_assert_ptr_null(email);
    size_t length = revops_email_problem_text(&params, &problem, text, sizeof text);
    ck_assert_uint_eq(revops_email_problem_text(&params, &problem, NULL, 0), length);
    if (faults[_i].text) {
        ck_assert_str_eq(text, faults[_i].text);
    }
}
END_TEST

START_TEST(test_C48_faults_of_lists)
{
    const revops_email *email = NULL;
    revops_problem problems[4];
    size_t needed;
    char text[160];
    revops_email_params params = with_lists();
    ck_assert_int_eq(revops_email_check(&params, NULL, 0, NULL), REVOPS_OK);
    ck_assert_int_eq(revops_email_build(&params, NULL, 0, &needed, NULL), REVOPS_ERR_NOSPACE);
    ck_assert_int_eq(revops_email_build(&params, memory, needed - 1, NULL, &email), REVOPS_ERR_NOSPACE);
    ck_assert_int_eq(revops_email_build(&params, memory + 4, needed, NULL, &email), REVOPS_ERR_ALIGN);
    ck_assert_int_eq(revops_email_build(&params, memory, needed, NULL, NULL), REVOPS_ERR_ARG);
    ck_assert_int_eq(revops_email_build(&params, memory, needed, NULL, &email), REVOPS_OK);
    params.flags = 4;
    params.reserved = 1;
    params.domain_count = REVOPS_EMAIL_DOMAINS_MAX + 1;
    params.role_count = REVOPS_EMAIL_ROLES_MAX + 1;
    ck_assert_int_eq(revops_email_check(&params, problems, 4, &needed), REVOPS_ERR_NEWER);
    ck_assert_uint_eq(needed, 4);
    revops_email_problem_text(&params, &problems[2], text, sizeof text);
    ck_assert_str_eq(text, "params.domain_count is 1048577; expected 0 to 1048576");
    revops_email_problem_text(NULL, NULL, text, sizeof text);
    ck_assert_str_eq(text, "no problem");
    params = with_lists();
    params.domains = NULL;
    ck_assert_int_eq(revops_email_check(&params, problems, 4, &needed), REVOPS_ERR_ARG);
    params = with_lists();
    params.roles = NULL;
    ck_assert_int_eq(revops_email_check(&params, problems, 4, &needed), REVOPS_ERR_ARG);
    params = with_lists();
    params.domain_row_size = 8;
    ck_assert_int_eq(revops_email_check(&params, problems, 4, &needed), REVOPS_ERR_ABI);
    params.struct_size = 4;
    ck_assert_int_eq(revops_email_check(&params, problems, 4, &needed), REVOPS_ERR_ABI);
    ck_assert_int_eq(revops_email_build(&params, NULL, 0, &needed, NULL), REVOPS_ERR_ABI);
    ck_assert_int_eq(revops_email_check(NULL, problems, 4, &needed), REVOPS_ERR_ARG);
    ck_assert_int_eq(revops_email_defaults(NULL, sizeof params), REVOPS_ERR_ARG);
    ck_assert_int_eq(revops_email_defaults(&params, 4), REVOPS_ERR_ABI);
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
    tcase_add_test(tcase, test_SC3_column_of_short_addresses);
    tcase_add_loop_test(tcase, test_C48_own_lists, 0, ROWS(with_own));
    tcase_add_loop_test(tcase, test_SC3_canonical, 0, ROWS(canonical));
    tcase_add_test(tcase, test_SC3_canonical_column);
    tcase_add_loop_test(tcase, test_C48_faults_of_rows, 0, ROWS(faults));
    tcase_add_test(tcase, test_C48_faults_of_lists);
    suite_add_tcase(suite, tcase);
    return suite;
}
