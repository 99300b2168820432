/* SPDX-License-Identifier: MIT */
/* The condition language [SC14]: what each test answers, what a check refuses, how columns are read. */
#include "test.h"

#include "core/condition.h"
#include "core/text-fold.h"

enum { M = 1 << 20 }; /* of a row below: a missing value */

static _Alignas(8) unsigned char block[8192];

static const char *const texts_asked[] = {"Berlin", "é", "gmbh", "straße"};
static const int64_t values_asked[] = {7, -3, 12, 7, 1, 2, 4, 0, 8};

static revops__condition_tables tables_of(const revops_condition *conditions, uint32_t count)
{
    revops__condition_tables tables = {
        .conditions = conditions,
        .values = values_asked,
        .texts = texts_asked,
        .condition_count = count,
        .condition_row_size = sizeof *conditions,
        .value_count = ROWS(values_asked),
        .text_count = ROWS(texts_asked),
        .attribute_count = 4,
    };
    return tables;
}

static const revops__conditions *built_of(const revops__condition_tables *tables)
{
    revops__problems problems = revops__problems_begin(NULL, 0);
    revops__conditions_check(&problems, tables);
    ck_assert_uint_eq(problems.count, 0);
    ck_assert_uint_le(revops__conditions_size(tables), sizeof block);
    return revops__conditions_build(tables, block);
}

/* Each row is asked as it stands and negated; a missing value meets neither. */
static const struct {
    revops_condition condition;
    int64_t value, second;
    int holds;
} number_rows[] = {
    {{0, REVOPS_CONDITION_IN_RANGE, -5, 5, 0, 0, 0, 0}, -5, 0, 1},
    {{0, REVOPS_CONDITION_IN_RANGE, -5, 5, 0, 0, 0, 0}, 5, 0, 1},
    {{0, REVOPS_CONDITION_IN_RANGE, -5, 5, 0, 0, 0, 0}, 6, 0, 0},
    {{0, REVOPS_CONDITION_IN_RANGE, -5, 5, 0, 0, 0, 0}, -6, 0, 0},
    {{0, REVOPS_CONDITION_IN_RANGE, INT64_MIN, INT64_MAX, 0, 0, 0, 0}, INT64_MAX, 0, 1},
    {{0, REVOPS_CONDITION_IN_RANGE, INT64_C(1772000000000), INT64_MAX, 0, 0, 0, 0},
     INT64_C(1771999999999),
     0,
     0},
    {{0, REVOPS_CONDITION_IS_EQUAL, 4, 0, 0, 0, 0, 0}, 4, 0, 1},
    {{0, REVOPS_CONDITION_IS_EQUAL, 4, 0, 0, 0, 0, 0}, 5, 0, 0},
    {{0, REVOPS_CONDITION_IS_ONE_OF, 0, 0, 0, 3, 0, 0}, -3, 0, 1},
    {{0, REVOPS_CONDITION_IS_ONE_OF, 0, 0, 0, 3, 0, 0}, 12, 0, 1},
    {{0, REVOPS_CONDITION_IS_ONE_OF, 0, 0, 0, 3, 0, 0}, 8, 0, 0},
    {{0, REVOPS_CONDITION_IS_ONE_OF, 0, 0, 0, 3, 0, 0}, 13, 0, 0},
    {{0, REVOPS_CONDITION_IS_ONE_OF, 0, 0, 3, 1, 0, 0}, 1, 0, 0}, /* the value after the set's last */
    {{0, REVOPS_CONDITION_ALL_FLAGS, 6, 0, 0, 0, 0, 0}, 7, 0, 1},
    {{0, REVOPS_CONDITION_ALL_FLAGS, 6, 0, 0, 0, 0, 0}, 5, 0, 0},
    {{0, REVOPS_CONDITION_ANY_FLAG, 6, 0, 0, 0, 0, 0}, 4, 0, 1},
    {{0, REVOPS_CONDITION_ANY_FLAG, 6, 0, 0, 0, 0, 0}, 9, 0, 0},
    /* Flag 65 is bit 2 of the second word: masks {1, 4}, {0, 8}. */
    {{0, REVOPS_CONDITION_ALL_FLAGS, 0, 0, 4, 1, 0, 0}, 1, 0, 1},
    {{0, REVOPS_CONDITION_ALL_FLAGS, 0, 0, 4, 2, 0, 0}, 1, 2, 1},
    {{0, REVOPS_CONDITION_ALL_FLAGS, 0, 0, 4, 2, 0, 0}, 1, 4, 0},
    {{0, REVOPS_CONDITION_ALL_FLAGS, 0, 0, 4, 2, 0, 0}, 1, M, 0},
    {{0, REVOPS_CONDITION_ANY_FLAG, 0, 0, 4, 2, 0, 0}, 1, M, 1},
    {{0, REVOPS_CONDITION_ANY_FLAG, 0, 0, 7, 2, 0, 0}, 0, 8, 1},
    {{0, REVOPS_CONDITION_ANY_FLAG, 0, 0, 7, 2, 0, 0}, 255, 7, 0},
};

START_TEST(test_SC14_numbers_and_flags)
{
    revops_condition pair[2] = {number_rows[_i].condition, number_rows[_i].condition};
    pair[1].flags = REVOPS_CONDITION_NOT;
    revops__condition_tables tables = tables_of(pair, 2);
    const revops__conditions *built = built_of(&tables);
    int64_t row[4] = {number_rows[_i].value,
                      number_rows[_i].second == M ? REVOPS_MISSING : number_rows[_i].second, REVOPS_MISSING,
                      REVOPS_MISSING};
    ck_assert_int_eq(revops__condition_holds(built, 0, row, NULL), number_rows[_i].holds);
    ck_assert_int_eq(revops__condition_holds(built, 1, row, NULL), !number_rows[_i].holds);
    row[0] = REVOPS_MISSING;
    ck_assert_int_eq(revops__condition_holds(built, 0, row, NULL), 0);
    ck_assert_int_eq(revops__condition_holds(built, 1, row, NULL), 0);
    ck_assert_int_eq(revops__conditions_have_texts(built), 0);
}
END_TEST

START_TEST(test_SC14_presence)
{
    const revops_condition pair[2] = {{1, REVOPS_CONDITION_IS_MISSING, 0, 0, 0, 0, 0, 0},
                                      {1, REVOPS_CONDITION_IS_PRESENT, 0, 0, 0, 0, 0, 0}};
    revops__condition_tables tables = tables_of(pair, 2);
    const revops__conditions *built = built_of(&tables);
    const int64_t values[] = {0, -1, 1, INT64_MAX, INT64_MIN + 1, REVOPS_MISSING};
    for (int i = 0; i < ROWS(values); i++) {
        int64_t row[4] = {0, values[i], 0, 0};
        ck_assert_int_eq(revops__condition_holds(built, 0, row, NULL), values[i] == REVOPS_MISSING);
        ck_assert_int_eq(revops__condition_holds(built, 1, row, NULL), values[i] != REVOPS_MISSING);
    }
}
END_TEST

/* Case and accents don't count: of the lead's text as little as of the text asked for. */
static const struct {
    revops_condition_test test;
    uint32_t first, count;
    const char *text;
    int holds;
} text_rows[] = {
    {REVOPS_CONDITION_TEXT_IS, 0, 1, "BERLIN", 1},
    {REVOPS_CONDITION_TEXT_IS, 0, 1, "Bérlin", 1},
    {REVOPS_CONDITION_TEXT_IS, 0, 1, "Berlin ", 0},
    {REVOPS_CONDITION_TEXT_IS, 0, 1, "Berli", 0},
    {REVOPS_CONDITION_TEXT_IS, 0, 4, "GMBH", 1},
    {REVOPS_CONDITION_TEXT_IS, 3, 1, "STRASSE", 1},
    {REVOPS_CONDITION_TEXT_CONTAINS, 3, 1, "Lange Straße 5", 1},
    {REVOPS_CONDITION_TEXT_CONTAINS, 1, 1, "Cafe", 1},
    {REVOPS_CONDITION_TEXT_CONTAINS, 1, 1, "CAFE\xcc\x81", 1}, /* a combining accent */
    {REVOPS_CONDITION_TEXT_CONTAINS, 1, 1, "Bar", 0},
    {REVOPS_CONDITION_TEXT_CONTAINS, 1, 2, "", 0},
    {REVOPS_CONDITION_TEXT_STARTS, 0, 1, "berliner", 1},
    {REVOPS_CONDITION_TEXT_STARTS, 0, 1, "Ost-Berlin", 0},
    {REVOPS_CONDITION_TEXT_ENDS, 0, 1, "Ost-BERLIN", 1},
    {REVOPS_CONDITION_TEXT_ENDS, 0, 1, "berliner", 0},
    {REVOPS_CONDITION_TEXT_ENDS, 1, 2, "Müller GmbH", 1},
    {REVOPS_CONDITION_TEXT_ENDS, 1, 2, "gmbhgmb", 0},
};

START_TEST(test_SC14_texts)
{
    revops_condition pair[2] = {
        {2, text_rows[_i].test, 0, 0, text_rows[_i].first, text_rows[_i].count, 0, 0}};
    pair[1] = pair[0];
    pair[1].flags = REVOPS_CONDITION_NOT;
    revops__condition_tables tables = tables_of(pair, 2);
    const revops__conditions *built = built_of(&tables);
    ck_assert_int_eq(revops__conditions_have_texts(built), 1);
    int64_t length = (int64_t)strlen(text_rows[_i].text), offsets[3] = {0, 0, length};
    revops_texts texts = {text_rows[_i].text, offsets, 2};
    int64_t row[4] = {0, 0, 1, 0};
    ck_assert_int_eq(revops__condition_holds(built, 0, row, &texts), text_rows[_i].holds);
    ck_assert_int_eq(revops__condition_holds(built, 1, row, &texts), !text_rows[_i].holds);
    /* A number that names no text is a missing value. */
    const int64_t none[] = {2, -1, INT64_MAX, REVOPS_MISSING};
    for (int i = 0; i < ROWS(none); i++) {
        row[2] = none[i];
        ck_assert_int_eq(revops__condition_holds(built, 0, row, &texts), 0);
        ck_assert_int_eq(revops__condition_holds(built, 1, row, &texts), 0);
        ck_assert_int_eq(revops__condition_holds(built, 1, row, NULL), 0);
    }
}
END_TEST

static const struct {
    revops_condition condition;
    const char *part, *field;
    revops_status status;
} faulty_rows[] = {
    {{4, REVOPS_CONDITION_IS_EQUAL, 1, 0, 0, 0, 0, 0}, "conditions", "attribute", REVOPS_ERR_ARG},
    {{0, 0, 1, 0, 0, 0, 0, 0}, "conditions", "test", REVOPS_ERR_ARG},
    {{0, 12, 1, 0, 0, 0, 0, 0}, "conditions", "test", REVOPS_ERR_NEWER},
    {{0, UINT32_MAX, 1, 0, 0, 0, 0, 0}, "conditions", "test", REVOPS_ERR_NEWER},
    {{0, REVOPS_CONDITION_IS_EQUAL, 1, 0, 0, 0, 2, 0}, "conditions", "flags", REVOPS_ERR_NEWER},
    {{0, REVOPS_CONDITION_IS_EQUAL, 1, 0, 0, 0, 0, 1}, "conditions", "reserved", REVOPS_ERR_NEWER},
    {{0, REVOPS_CONDITION_IS_EQUAL, 1, 1, 0, 0, 0, 0}, "conditions", "high", REVOPS_ERR_ARG},
    {{0, REVOPS_CONDITION_IS_EQUAL, INT64_MIN, 0, 0, 0, 0, 0}, "conditions", "low", REVOPS_ERR_ARG},
    {{0, REVOPS_CONDITION_IS_EQUAL, 1, 0, 1, 0, 0, 0}, "conditions", "first_value", REVOPS_ERR_ARG},
    {{0, REVOPS_CONDITION_IS_EQUAL, 1, 0, 0, 1, 0, 0}, "conditions", "value_count", REVOPS_ERR_ARG},
    {{0, REVOPS_CONDITION_IN_RANGE, 2, 1, 0, 0, 0, 0}, "conditions", "high", REVOPS_ERR_ARG},
    {{0, REVOPS_CONDITION_IS_ONE_OF, 0, 0, 0, 0, 0, 0}, "conditions", "value_count", REVOPS_ERR_ARG},
    {{0, REVOPS_CONDITION_IS_ONE_OF, 0, 0, 8, 2, 0, 0}, "conditions", "value_count", REVOPS_ERR_ARG},
    {{0, REVOPS_CONDITION_IS_ONE_OF, 0, 0, UINT32_MAX, UINT32_MAX, 0, 0},
     "conditions",
     "value_count",
     REVOPS_ERR_ARG},
    {{0, REVOPS_CONDITION_IS_ONE_OF, 1, 0, 0, 1, 0, 0}, "conditions", "low", REVOPS_ERR_ARG},
    {{0, REVOPS_CONDITION_ALL_FLAGS, 0, 0, 0, 0, 0, 0}, "conditions", "low", REVOPS_ERR_ARG},
    {{0, REVOPS_CONDITION_ALL_FLAGS, -1, 0, 0, 0, 0, 0}, "conditions", "low", REVOPS_ERR_ARG},
    {{0, REVOPS_CONDITION_ANY_FLAG, 1, 0, 0, 1, 0, 0}, "conditions", "low", REVOPS_ERR_ARG},
    {{0, REVOPS_CONDITION_ANY_FLAG, 0, 0, 1, 1, 0, 0},
     "values",
     "value",
     REVOPS_ERR_ARG}, /* a negative mask */
    {{0, REVOPS_CONDITION_ANY_FLAG, 0, 0, 7, 1, 0, 0},
     "conditions",
     "value_count",
     REVOPS_ERR_ARG}, /* no flag */
    {{3, REVOPS_CONDITION_ALL_FLAGS, 0, 0, 4, 2, 0, 0}, "conditions", "value_count", REVOPS_ERR_ARG},
    {{0, REVOPS_CONDITION_IS_MISSING, 0, 0, 0, 0, 1, 0}, "conditions", "flags", REVOPS_ERR_ARG},
    {{0, REVOPS_CONDITION_IS_PRESENT, 0, 3, 0, 0, 0, 0}, "conditions", "high", REVOPS_ERR_ARG},
    {{0, REVOPS_CONDITION_TEXT_IS, 0, 0, 4, 1, 0, 0}, "conditions", "value_count", REVOPS_ERR_ARG},
    {{0, REVOPS_CONDITION_TEXT_ENDS, 0, 0, 0, 0, 0, 0}, "conditions", "value_count", REVOPS_ERR_ARG},
};

/* Exactly one fault is told, with its row, field and status. */
START_TEST(test_faults)
{
    const revops_condition pair[2] = {{0, REVOPS_CONDITION_IS_PRESENT, 0, 0, 0, 0, 0, 0},
                                      faulty_rows[_i].condition};
    revops__condition_tables tables = tables_of(pair, 2);
    revops_problem problem[4];
    size_t needed;
    revops__problems problems = revops__problems_begin(problem, 4);
    revops__conditions_check(&problems, &tables);
    ck_assert_int_eq(revops__problems_end(&problems, &needed), faulty_rows[_i].status);
    ck_assert_uint_eq(needed, 1);
    ck_assert_str_eq(problem[0].part, faulty_rows[_i].part);
    ck_assert_str_eq(problem[0].field, faulty_rows[_i].field);
    if (strcmp(problem[0].part, "conditions") == 0) {
        ck_assert_uint_eq(problem[0].row, 1);
    }
    ck_assert_uint_eq(problem[0].other_row, REVOPS_NO_ROW);
}
END_TEST

static revops_status status_of(const revops__condition_tables *tables, const char *field)
{
    revops_problem problem = {0};
    revops__problems problems = revops__problems_begin(&problem, 1);
    revops__conditions_check(&problems, tables);
    ck_assert_str_eq(problem.field ? problem.field : "", field);
    return revops__problems_end(&problems, NULL);
}

START_TEST(test_faults_of_tables)
{
    const revops_condition one = {0, REVOPS_CONDITION_IS_PRESENT, 0, 0, 0, 0, 0, 0};
    const revops__condition_tables sound = tables_of(&one, 1);
    revops__condition_tables tables = sound;
    ck_assert_int_eq(status_of(&tables, ""), REVOPS_OK);
    tables.attribute_count = REVOPS_CONDITION_ATTRIBUTES_MAX + 1;
    ck_assert_int_eq(status_of(&tables, "attribute_count"), REVOPS_ERR_ARG);
    tables.attribute_count = 0;
    ck_assert_int_eq(status_of(&tables, "attribute"), REVOPS_ERR_ARG);
    tables.condition_count = 0;
    ck_assert_int_eq(status_of(&tables, ""), REVOPS_OK);
    tables = sound;
    tables.conditions = NULL;
    ck_assert_int_eq(status_of(&tables, "conditions"), REVOPS_ERR_ARG);
    tables = sound;
    tables.condition_row_size = sizeof one - 4;
    ck_assert_int_eq(status_of(&tables, "condition_row_size"), REVOPS_ERR_ABI);
    tables = sound;
    tables.values = NULL;
    ck_assert_int_eq(status_of(&tables, "values"), REVOPS_ERR_ARG);
    tables = sound;
    tables.texts = NULL;
    ck_assert_int_eq(status_of(&tables, "texts"), REVOPS_ERR_ARG);
    tables = sound;
    tables.value_count = REVOPS_CONDITION_ROWS_MAX + 1;
    ck_assert_int_eq(status_of(&tables, "value_count"), REVOPS_ERR_ARG);
    const int64_t missing = REVOPS_MISSING;
    tables = sound;
    tables.values = &missing;
    tables.value_count = 1;
    ck_assert_int_eq(status_of(&tables, "value"), REVOPS_ERR_ARG);
    char longest[REVOPS_CONDITION_TEXT_MAX + 2];
    memset(longest, 'a', sizeof longest);
    longest[sizeof longest - 1] = 0;
    const char *const bad_texts[] = {"", NULL, "\xcc\x81\xcd\xaf", longest};
    for (int i = 0; i < ROWS(bad_texts); i++) {
        tables = sound;
        tables.texts = &bad_texts[i];
        tables.text_count = 1;
        ck_assert_int_eq(status_of(&tables, "length"), REVOPS_ERR_ARG);
    }
    longest[REVOPS_CONDITION_TEXT_MAX] = 0;
    tables.texts = &bad_texts[3];
    ck_assert_int_eq(status_of(&tables, ""), REVOPS_OK);
}
END_TEST

/* Many conditions may share one set; what would be stored is bounded all the same. */
START_TEST(test_stored_values_are_bounded)
{
    static revops_condition conditions[300];
    static int64_t values[300];
    for (int i = 0; i < 300; i++) {
        conditions[i] = (revops_condition){0, REVOPS_CONDITION_IS_ONE_OF, 0, 0, 0, 218, 0, 0};
        values[i] = i;
    }
    revops__condition_tables tables = tables_of(conditions, 300);
    tables.values = values;
    tables.value_count = 300;
    ck_assert_int_eq(status_of(&tables, ""), REVOPS_OK); /* 65,400 */
    conditions[0].value_count = 300;
    conditions[1].value_count = 300;
    ck_assert_int_eq(status_of(&tables, "value_count"), REVOPS_ERR_ARG); /* 65,564 */
}
END_TEST

START_TEST(test_range_of_a_rule)
{
    static const struct {
        uint32_t first, count;
        const char *field;
    } rows[] = {
        {0, 1, ""},
        {99, 1, ""},
        {0, 64, ""},
        {36, 64, ""},
        {0, 0, "condition_count"},
        {0, 65, "condition_count"},
        {100, 1, "first_condition"},
        {37, 64, "first_condition"},
        {UINT32_MAX, 2, "first_condition"},
    };
    revops__condition_tables tables = tables_of(NULL, 100);
    for (int i = 0; i < ROWS(rows); i++) {
        revops_problem problem = {0};
        revops__problems problems = revops__problems_begin(&problem, 1);
        revops__condition_range_check(&problems, &tables, "rules", 3, rows[i].first, rows[i].count);
        ck_assert_str_eq(problem.field ? problem.field : "", rows[i].field);
        ck_assert_str_eq(problem.part ? problem.part : "rules", "rules");
    }
}
END_TEST

/* Rows of an older and of a newer caller. */
START_TEST(test_rows_grow)
{
    struct {
        revops_condition condition;
        uint64_t later;
    } longer[2] = {{{0, REVOPS_CONDITION_IS_EQUAL, 4, 0, 0, 0, 0, 0}, 0},
                   {{1, REVOPS_CONDITION_IS_EQUAL, 5, 0, 0, 0, 0, 0}, 0}};
    revops__condition_tables tables = tables_of(&longer[0].condition, 2);
    tables.condition_row_size = sizeof longer[0];
    const revops__conditions *built = built_of(&tables);
    ck_assert_uint_eq(revops__condition_at(built, 1)->attribute, 1);
    const int64_t row[4] = {4, 5, 0, 0};
    ck_assert_int_eq(revops__condition_holds(built, 0, row, NULL), 1);
    ck_assert_int_eq(revops__condition_holds(built, 1, row, NULL), 1);
    longer[1].later = 1;
    ck_assert_int_eq(status_of(&tables, "condition_row_size"), REVOPS_ERR_NEWER);
}
END_TEST

START_TEST(test_names)
{
    ck_assert_str_eq(revops_condition_test_name(0), "unknown");
    ck_assert_str_eq(revops_condition_test_name(12), "unknown");
    ck_assert_str_eq(revops_condition_test_name(UINT32_MAX), "unknown");
    for (revops_condition_test a = 1; a <= 11; a++) {
        ck_assert_str_ne(revops_condition_test_name(a), "unknown");
        for (revops_condition_test b = 1; b < a; b++) {
            ck_assert_str_ne(revops_condition_test_name(a), revops_condition_test_name(b));
        }
    }
}
END_TEST

START_TEST(test_columns)
{
    const int8_t i8[] = {-128, 127, 5};
    const uint8_t u8[] = {0, 255, 5};
    const int16_t i16[] = {INT16_MIN, INT16_MAX, 5};
    const uint16_t u16[] = {0, UINT16_MAX, 5};
    const int32_t i32[] = {INT32_MIN, INT32_MAX, 5};
    const uint32_t u32[] = {0, UINT32_MAX, 5};
    const int64_t i64[] = {INT64_MIN + 1, INT64_MAX, 5};
    const struct {
        revops_column column;
        int64_t low, high;
    } rows[] = {
        {{i8, NULL, 5, REVOPS_COLUMN_I8, 0}, -128, 127},
        {{u8, NULL, 5, REVOPS_COLUMN_U8, 0}, 0, 255},
        {{i16, NULL, 5, REVOPS_COLUMN_I16, 0}, INT16_MIN, INT16_MAX},
        {{u16, NULL, 5, REVOPS_COLUMN_U16, 0}, 0, UINT16_MAX},
        {{i32, NULL, 5, REVOPS_COLUMN_I32, 0}, INT32_MIN, INT32_MAX},
        {{u32, NULL, 5, REVOPS_COLUMN_U32, 0}, 0, UINT32_MAX},
        {{i64, NULL, 5, REVOPS_COLUMN_I64, 0}, INT64_MIN + 1, INT64_MAX},
    };
    for (int i = 0; i < ROWS(rows); i++) {
        revops_column column = rows[i].column;
        ck_assert(revops__column_is_valid(&column));
        ck_assert_int_eq(revops__column_value(&column, 0), rows[i].low);
        ck_assert_int_eq(revops__column_value(&column, 1), rows[i].high);
        ck_assert_int_eq(revops__column_value(&column, 2), REVOPS_MISSING);
        column.missing = REVOPS_MISSING;
        ck_assert_int_eq(revops__column_value(&column, 2), 5);
        column.reserved = 1;
        ck_assert(!revops__column_is_valid(&column));
        column.reserved = 0;
        column.width = 0;
        ck_assert(!revops__column_is_valid(&column));
        column.width = 8;
        ck_assert(!revops__column_is_valid(&column));
    }
    revops_column none = {0};
    ck_assert(revops__column_is_valid(&none));
    ck_assert_int_eq(revops__column_value(&none, 1000), REVOPS_MISSING);
    none.width = REVOPS_COLUMN_I8;
    ck_assert(!revops__column_is_valid(&none));
}
END_TEST

START_TEST(test_texts_are_valid)
{
    const int64_t rising[] = {0, 3, 3, 4}, falling[] = {0, 3, 2, 4}, negative[] = {-1, 0},
                  empty[] = {0, 0, 0};
    const struct {
        revops_texts texts;
        int valid;
    } rows[] = {
        {{"abcd", rising, 3}, 1}, {{NULL, rising, 3}, 0},         {{"abcd", falling, 3}, 0},
        {{"a", negative, 1}, 0},  {{NULL, empty, 2}, 1},          {{NULL, empty, 0}, 1},
        {{"a", NULL, 0}, 0},      {{"a", rising, UINT64_MAX}, 0},
    };
    for (int i = 0; i < ROWS(rows); i++) {
        ck_assert_int_eq(revops__texts_are_valid(&rows[i].texts), rows[i].valid);
    }
    const revops_condition one = {0, REVOPS_CONDITION_TEXT_CONTAINS, 0, 0, 0, 1, 0, 0};
    revops__condition_tables tables = tables_of(&one, 1);
    const int64_t row[4] = {1, 0, 0, 0};
    ck_assert_int_eq(revops__condition_holds(built_of(&tables), 0, row, &rows[4].texts), 0);
}
END_TEST

START_TEST(test_folding)
{
    static const struct {
        const char *text, *folded;
    } rows[] = {
        {"ÀÉÎÕÜ", "aeiou"},
        {"Straße", "strasse"},
        {"Ærø", "aero"},
        {"Łódź", "lodz"},
        {"İstanbul", "istanbul"},
        {"e\xcc\x81x", "ex"},
        {"3 × 4 ÷ 2", "3 × 4 ÷ 2"},
        {"日本 A", "日本 a"},
        {"\xc3", "\xc3"},
        {"\xc3"
         "A",
         "\xc3"
         "a"},
        {"\xff\x80\xc4", "\xff\x80\xc4"},
        {"\xcc", "\xcc"},
        {"ͰΑ", "ͰΑ"},
    };
    for (int i = 0; i < ROWS(rows); i++) {
        char out[64];
        size_t length = revops_condition_folded_text(rows[i].text, strlen(rows[i].text), out, sizeof out);
        ck_assert_uint_eq(length, strlen(rows[i].folded));
        ck_assert_uint_eq(length, revops_condition_folded_text(rows[i].text, strlen(rows[i].text), NULL, 0));
        ck_assert_str_eq(out, rows[i].folded);
        char cut[3];
        revops_condition_folded_text(rows[i].text, strlen(rows[i].text), cut, sizeof cut);
        ck_assert_int_eq(strncmp(cut, out, 2), 0);
        ck_assert_uint_eq(strlen(cut), length < 2 ? length : 2);
        ck_assert(revops__text_has(rows[i].text, strlen(rows[i].text), out, length, REVOPS__TEXT_WHOLE));
    }
}
END_TEST

START_TEST(test_folding_of_nothing)
{
    char out[4] = "abc";
    ck_assert_uint_eq(revops_condition_folded_text(NULL, 0, out, sizeof out), 0);
    ck_assert_str_eq(out, "");
}
END_TEST

static Suite *suite_of_tests(void)
{
    Suite *suite = suite_create("condition");
    TCase *tests = tcase_create("condition");
    tcase_add_loop_test(tests, test_SC14_numbers_and_flags, 0, ROWS(number_rows));
    tcase_add_test(tests, test_SC14_presence);
    tcase_add_loop_test(tests, test_SC14_texts, 0, ROWS(text_rows));
    tcase_add_loop_test(tests, test_faults, 0, ROWS(faulty_rows));
    tcase_add_test(tests, test_faults_of_tables);
    tcase_add_test(tests, test_stored_values_are_bounded);
    tcase_add_test(tests, test_range_of_a_rule);
    tcase_add_test(tests, test_rows_grow);
    tcase_add_test(tests, test_names);
    tcase_add_test(tests, test_columns);
    tcase_add_test(tests, test_texts_are_valid);
    tcase_add_test(tests, test_folding);
    tcase_add_test(tests, test_folding_of_nothing);
    suite_add_tcase(suite, tests);
    return suite;
}
