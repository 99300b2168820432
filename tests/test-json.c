/* SPDX-License-Identifier: MIT */
/* Reading and writing JSON (SEM32): what RFC 8259 allows is read, everything else is refused with its place. */
#include "core/json.h"
#include "test.h"

static _Alignas(8) unsigned char memory[1 << 20];

static revops_status read_text(const char *text, size_t size, revops__json *json, revops__json_fault *fault)
{
    size_t needed = 0;
    revops_status status = revops__json_read(text, size, NULL, 0, &needed, json, fault, 1);
    if (status != REVOPS_ERR_NOSPACE) {
        return status;
    }
    ck_assert_uint_le(needed, sizeof memory);
    ck_assert_int_eq(revops__json_read(text, size, memory, needed - 1, NULL, json, fault, 1),
                     REVOPS_ERR_NOSPACE);
    return revops__json_read(text, size, memory, needed, NULL, json, fault, 1);
}

/* What is read, and how it is written again. */
static const struct {
    const char *text, *canonical;
} good[] = {
    {"null", "null"},
    {" \t\r\n[ ] ", "[]"},
    {"{}", "{}"},
    {"[true,false,null]", "[true,false,null]"},
    {"[[],[[]],{\"a\":[]}]", "[[],[[]],{\"a\":[]}]"},
    {"{\"a\":{\"b\":[1,{\"c\":2}]},\"d\":3}", "{\"a\":{\"b\":[1,{\"c\":2}]},\"d\":3}"},
    {"[0,-0,1.5,1E5,1e+5,1e-5,-1.25e2]", "[0,-0,1.5,1e5,1e+5,1e-5,-1.25e2]"},
    {"\"\\u00e9\\n\\/\\\"\\\\\\b\"", "\"\xc3\xa9\\n/\\\"\\\\\\u0008\""},
    {"\"\\ud83d\\ude00\"", "\"\xf0\x9f\x98\x80\""},
    {"\"\x7f \xc2\x80 \xef\xbf\xbf \xf4\x8f\xbf\xbf\"", "\"\x7f \xc2\x80 \xef\xbf\xbf \xf4\x8f\xbf\xbf\""},
    {"{\"\":0,\"a\":1,\"A\":2}", "{\"\":0,\"a\":1,\"A\":2}"},
    {"123456789012345678901234567890", "123456789012345678901234567890"},
    /* further forms that RFC 8259 lets a reader meet */
    {"\"\"", "\"\""},
    {"[\"a\",\t\n\r \"b\"\n]\n", "[\"a\",\"b\"]"},
    {"[0e0,0E+1,0.0e-0,20e1,123.456e78]", "[0e0,0e+1,0.0e-0,20e1,123.456e78]"},
    {"[-1,-0.0,-1e-9]", "[-1,-0.0,-1e-9]"},
    {"\"\\u0061\\u000A\\u001f\"", "\"a\\n\\u001f\""},
    {"\"\\uD834\\uDD1E\\uFFFF\"", "\"\xf0\x9d\x84\x9e\xef\xbf\xbf\""},
    {"\"/ \\f\\r\\t\"", "\"/ \\u000c\\u000d\\t\""},
    {"\"\xe2\x80\xa8\xe2\x80\xa9\xef\xbb\xbf\"", "\"\xe2\x80\xa8\xe2\x80\xa9\xef\xbb\xbf\""},
    {"{\"a\":{},\"b\":[{}],\"c\":[[[]]]}", "{\"a\":{},\"b\":[{}],\"c\":[[[]]]}"},
    {"[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]", "[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]"},
};

START_TEST(test_good_documents_sem32)
{
    revops__json json;
    revops__json_fault fault;
    ck_assert_int_eq(read_text(good[_i].text, strlen(good[_i].text), &json, &fault), REVOPS_OK);
    char written[256];
    revops__text text = revops__text_begin(written, sizeof written);
    revops__json_put(&text, &json, 0);
    revops__text_end(&text);
    ck_assert_str_eq(written, good[_i].canonical);
}
END_TEST

/* What is refused: line and column of the first fault, and a word of what was expected. */
static const struct {
    const char *text;
    uint32_t line, column, found;
    const char *expected;
} bad[] = {
    {"", 1, 1, REVOPS__JSON_END, "null, true"},
    {" \n ", 2, 2, REVOPS__JSON_END, "null, true"},
    {"\xef\xbb\xbf[]", 1, 1, 0xfeff, "null, true"},
    {"[1,]", 1, 4, ']', "null, true"},
    {"[1 2]", 1, 4, '2', "a comma or a closing bracket"},
    {"[1", 1, 3, REVOPS__JSON_END, "a comma or a closing bracket"},
    {"[1}", 1, 3, '}', "a comma or a closing bracket"},
    {"{\"a\":1,}", 1, 8, '}', "a name in quotation marks"},
    {"{a:1}", 1, 2, 'a', "a name in quotation marks"},
    {"{'a':1}", 1, 2, '\'', "a name in quotation marks"},
    {"{\"a\" 1}", 1, 6, '1', "a colon"},
    {"{\"a\":}", 1, 6, '}', "null, true"},
    {"{\"a\":1\n \"b\":2}", 2, 2, '"', "a comma or a closing brace"},
    {"[] []", 1, 4, '[', "the end of the document"},
    {"[1]]", 1, 4, ']', "the end of the document"},
    {"nul", 1, 4, REVOPS__JSON_END, "null, true"},
    {"True", 1, 1, 'T', "null, true"},
    {"NaN", 1, 1, 'N', "null, true"},
    {"-Infinity", 1, 2, 'I', "a digit"},
    {"+1", 1, 1, '+', "null, true"},
    {"01", 1, 2, '1', "zeros"},
    {"-", 1, 2, REVOPS__JSON_END, "a digit"},
    {"1.", 1, 3, REVOPS__JSON_END, "a digit"},
    {".5", 1, 1, '.', "null, true"},
    {"1e", 1, 3, REVOPS__JSON_END, "a digit"},
    {"0x10", 1, 2, 'x', "the end"},
    {"\"a", 1, 3, REVOPS__JSON_END, "a closing quote"},
    {"\"\t\"", 1, 2, '\t', "escape"},
    {"\"\xc3\xa9\n\"", 1, 3, '\n', "escape"},
    {"\"\\x\"", 1, 3, 'x', "after a backslash"},
    {"\"\\u12g4\"", 1, 6, 'g', "hexadecimal"},
    {"\"\\ud800\"", 1, 8, '"', "second half"},
    {"\"\\ud800\\u0041\"", 1, 14, '"', "second half"},
    {"\"\\udc00\"", 1, 8, '"', "first half"},
    {"\"\xc0\x80\"", 1, 2, 0xc0, "UTF-8"},
    {"\"\xed\xa0\x80\"", 1, 2, 0xed, "UTF-8"},
    {"\"\xf4\x90\x80\x80\"", 1, 2, 0xf4, "UTF-8"},
    {"\"\xe2\x82\"", 1, 2, 0xe2, "UTF-8"},
    {"[1,\v2]", 1, 4, '\v', "null, true"},
    {"[1 // one\n]", 1, 4, '/', "a comma"},
    {"{\"a\":1,\n \"b\":2, \"a\":3}", 2, 13, 0, "doesn't stand in this object yet"},
    {"[[[[[[[[[[[[[[[[[", 1, 17, '[', "16 deep"},
    /* further forms that RFC 8259 has no place for */
    {"[,1]", 1, 2, ',', "null, true"},
    {"[1,,2]", 1, 4, ',', "null, true"},
    {"[,]", 1, 2, ',', "null, true"},
    {"]", 1, 1, ']', "null, true"},
    {"}", 1, 1, '}', "null, true"},
    {"[", 1, 2, REVOPS__JSON_END, "null, true"},
    {"{", 1, 2, REVOPS__JSON_END, "a name in quotation marks"},
    {"{,}", 1, 2, ',', "a name in quotation marks"},
    {"{\"a\"}", 1, 5, '}', "a colon"},
    {"{\"a\":1", 1, 7, REVOPS__JSON_END, "a comma or a closing brace"},
    {"{\"a\":1]", 1, 7, ']', "a comma or a closing brace"},
    {"{\"a\":1,,\"b\":2}", 1, 8, ',', "a name in quotation marks"},
    {"{1:1}", 1, 2, '1', "a name in quotation marks"},
    {"{null:1}", 1, 2, 'n', "a name in quotation marks"},
    {"{\"a\"::1}", 1, 6, ':', "null, true"},
    {"-01", 1, 3, '1', "zeros"},
    {"-.5", 1, 2, '.', "a digit"},
    {"--1", 1, 2, '-', "a digit"},
    {"1.e1", 1, 3, 'e', "a digit"},
    {"1e+", 1, 4, REVOPS__JSON_END, "a digit"},
    {"1e1.5", 1, 4, '.', "the end"},
    {"1 000", 1, 3, '0', "the end"},
    {"Infinity", 1, 1, 'I', "null, true"},
    {"nan", 1, 2, 'a', "null, true"},
    {"TRUE", 1, 1, 'T', "null, true"},
    {"truex", 1, 5, 'x', "the end"},
    {"\"\\a\"", 1, 3, 'a', "after a backslash"},
    {"\"\\u12\"", 1, 6, '"', "hexadecimal"},
    {"\"\\U0041\"", 1, 3, 'U', "after a backslash"},
    {"\"\\", 1, 3, REVOPS__JSON_END, "after a backslash"},
    {"'a'", 1, 1, '\'', "null, true"},
    {"\"\x80\"", 1, 2, 0x80, "UTF-8"},
    {"\"\xff\"", 1, 2, 0xff, "UTF-8"},
    {"\"\xe0\x80\x80\"", 1, 2, 0xe0, "UTF-8"},
    {"\"\xf8\x88\x80\x80\x80\"", 1, 2, 0xf8, "UTF-8"},
    {"/* */1", 1, 1, '/', "null, true"},
    {"#\n1", 1, 1, '#', "null, true"},
    {"[1]\f", 1, 4, '\f', "the end"},
    {"\xc2\xa0[]", 1, 1, 0xa0, "null, true"},
};

START_TEST(test_bad_documents_sem32)
{
    revops__json json;
    revops__json_fault fault = {0};
    ck_assert_int_eq(read_text(bad[_i].text, strlen(bad[_i].text), &json, &fault), REVOPS_ERR_FORMAT);
    ck_assert_uint_eq(json.fault_count, 1);
    ck_assert_uint_eq(fault.line, bad[_i].line);
    ck_assert_uint_eq(fault.column, bad[_i].column);
    ck_assert_uint_eq(fault.found, bad[_i].found);
    ck_assert_msg(strstr(fault.expected, bad[_i].expected), "%s", fault.expected);
}
END_TEST

/* Every doubled name is told, and no name that only shares letters. */
START_TEST(test_doubled_names_sem32)
{
    static char text[1 << 16];
    size_t size = 0;
    text[size++] = '{';
    for (int i = 0; i < 2000; i++) {
        size += (size_t)snprintf(text + size, sizeof text - size, "%s\"n%d\":%d", i ? "," : "", i % 1990, i);
    }
    text[size++] = '}';
    revops__json json;
    revops__json_fault faults[16];
    ck_assert_int_eq(revops__json_read(text, size, memory, sizeof memory, NULL, &json, faults, 16),
                     REVOPS_ERR_FORMAT);
    ck_assert_uint_eq(json.fault_count, 10);
    for (int i = 0; i < 10; i++) {
        ck_assert_uint_ge(faults[i].node, 1991);
    }
}
END_TEST

START_TEST(test_nodes_members_and_paths_sem32)
{
    static const char text[] =
        "{\"clocks\":{\"first contact\":{\"cases\":[1,{\"target\":\"4 h\"}]}},\n\"x\":7}";
    revops__json json;
    revops__json_fault fault;
    ck_assert_int_eq(read_text(text, sizeof text - 1, &json, &fault), REVOPS_OK);
    uint32_t x = revops__json_member(&json, 0, "x"), clocks = revops__json_member(&json, 0, "clocks");
    ck_assert_uint_eq(revops__json_member(&json, 0, "clock"), REVOPS__JSON_END);
    ck_assert_uint_eq(json.nodes[0].count, 2);
    ck_assert_uint_eq(json.nodes[x].line, 2);
    ck_assert_uint_eq(json.nodes[x].column, 5);
    uint32_t cases = revops__json_member(&json, revops__json_member(&json, clocks, "first contact"), "cases");
    ck_assert_uint_eq(json.nodes[cases].count, 2);
    uint32_t target = revops__json_member(&json, cases + 2, "target");
    ck_assert_str_eq(json.texts + json.nodes[target].text, "4 h");
    char path[64];
    revops__text out = revops__text_begin(path, sizeof path);
    revops__json_put_path(&out, &json, target);
    revops__text_end(&out);
    ck_assert_str_eq(path, "$.clocks[\"first contact\"].cases[1].target");
}
END_TEST

static const struct {
    const char *number;
    uint32_t places;
    revops_status status;
    int64_t value;
} numbers[] = {
    {"12.5", 3, REVOPS_OK, 12500},
    {"12.500", 1, REVOPS_OK, 125},
    {"12.505", 2, REVOPS_ERR_FORMAT, 0},
    {"-0", 0, REVOPS_OK, 0},
    {"0.000", 0, REVOPS_OK, 0},
    {"0e999999999999", 0, REVOPS_OK, 0},
    {"1e3", 0, REVOPS_OK, 1000},
    {"1500e-2", 0, REVOPS_OK, 15},
    {"15e-1", 0, REVOPS_ERR_FORMAT, 0},
    {"1.005", 3, REVOPS_OK, 1005},
    {"-9223372036854775807", 0, REVOPS_OK, -INT64_MAX},
    {"9223372036854775808", 0, REVOPS_ERR_RANGE, 0},
    {"99999999999999999999", 0, REVOPS_ERR_RANGE, 0},
    {"1e19", 0, REVOPS_ERR_RANGE, 0},
    {"1e99999999999999999999", 0, REVOPS_ERR_RANGE, 0},
    {"100000000000000000000e-20", 0, REVOPS_OK, 1},
    {"1e-99999999999999999999", 0, REVOPS_ERR_FORMAT, 0},
};

START_TEST(test_numbers_are_decimals_sem32)
{
    revops__json json;
    revops__json_fault fault;
    int64_t value = 0;
    ck_assert_int_eq(read_text(numbers[_i].number, strlen(numbers[_i].number), &json, &fault), REVOPS_OK);
    ck_assert_int_eq(revops__json_decimal(&json, 0, numbers[_i].places, &value), numbers[_i].status);
    ck_assert_int_eq(value, numbers[_i].value);
}
END_TEST

static Suite *suite_of_tests(void)
{
    Suite *suite = suite_create("json");
    TCase *tests = tcase_create("json");
    tcase_add_loop_test(tests, test_good_documents_sem32, 0, ROWS(good));
    tcase_add_loop_test(tests, test_bad_documents_sem32, 0, ROWS(bad));
    tcase_add_test(tests, test_doubled_names_sem32);
    tcase_add_test(tests, test_nodes_members_and_paths_sem32);
    tcase_add_loop_test(tests, test_numbers_are_decimals_sem32, 0, ROWS(numbers));
    suite_add_tcase(suite, tests);
    return suite;
}
