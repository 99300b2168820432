/* SPDX-License-Identifier: MIT */
/* Policies written, compared and marked (SEM29, SEM32). */
#include "test.h"

#include "policy-files.h"

static policy_file first, second;
static char written[2][POLICY_TEXT_MAX];
static _Alignas(8) unsigned char work[1 << 22];

static const struct {
    const char *name;
    int is_extending;
} examples[] = {{"built-in-1", 0},   {"hubspot", 0},     {"salesforce", 0},
                {"service-desk", 0}, {"product-led", 1}, {"enterprise", 1}};

static void read_example(policy_file *file, const char *name, int is_extending)
{
    if (is_extending) {
        file->lengths[0] = policy_load("REVOPS_ROOT", "examples/policies", "built-in-1", file->text[0]);
    }
    file->lengths[is_extending] =
        policy_load("REVOPS_ROOT", "examples/policies", name, file->text[is_extending]);
    ck_assert_int_eq(policy_read_texts(file, (uint32_t)is_extending + 1), REVOPS_OK);
}

static void read_text(policy_file *file, const char *text)
{
    file->lengths[0] = strlen(text);
    memcpy(file->text[0], text, strlen(text));
    ck_assert_int_eq(policy_read_texts(file, 1), REVOPS_OK);
}

#define SAME_ROWS(rows, singular)                                                                            \
    do {                                                                                                     \
        ck_assert_uint_eq(first.params.singular##_count, second.params.singular##_count);                    \
        ck_assert_int_eq(first.params.singular##_count == 0                                                  \
                             ? 0                                                                             \
                             : memcmp(first.params.rows, second.params.rows,                                 \
                                      first.params.singular##_count * sizeof *first.params.rows),            \
                         0);                                                                                 \
    } while (0)

START_TEST(test_SEM32_what_is_written_reads_the_same)
{
    size_t needed = 0;
    read_example(&first, examples[_i].name, examples[_i].is_extending);
    ck_assert_int_eq(revops_policy_write(&first.params, NULL, 0, &needed), REVOPS_ERR_NOSPACE);
    ck_assert_uint_le(needed, sizeof written[0]);
    ck_assert_int_eq(revops_policy_write(&first.params, written[0], needed - 1, NULL), REVOPS_ERR_NOSPACE);
    ck_assert_int_eq(revops_policy_write(&first.params, written[0], needed, NULL), REVOPS_OK);
    ck_assert_uint_eq(strlen(written[0]) + 1, needed);
    read_text(&second, written[0]);
    ck_assert_int_eq(revops_policy_write(&second.params, written[1], sizeof written[1], NULL), REVOPS_OK);
    ck_assert_str_eq(written[0], written[1]);
    SAME_ROWS(conditions, condition);
    SAME_ROWS(needs, need);
    SAME_ROWS(happenings, happening);
    SAME_ROWS(numbers, number);
    SAME_ROWS(values, value);
    SAME_ROWS(openings, opening);
    SAME_ROWS(exceptions, exception);
    SAME_ROWS(holidays, holiday);
    SAME_ROWS(tiers, tier);
    SAME_ROWS(members, member);
    SAME_ROWS(absences, absence);
    SAME_ROWS(cells, cell);
    for (uint32_t kind = REVOPS_POLICY_MARK_LAYOUT; kind <= REVOPS_POLICY_MARK_RULES; kind++) {
        uint64_t marks[2];
        ck_assert_int_eq(revops_policy_mark(&first.params, kind, &marks[0]), REVOPS_OK);
        ck_assert_int_eq(revops_policy_mark(&second.params, kind, &marks[1]), REVOPS_OK);
        ck_assert(marks[0] == marks[1]);
    }
    size_t count = 1;
    ck_assert_int_eq(
        revops_policy_diff(&first.params, &second.params, work, sizeof work, NULL, written[0], 64, &count),
        REVOPS_OK);
    ck_assert_uint_eq(count, 0);
}
END_TEST

#define STAGES                                                                                               \
    "\"revops\":1,\"name\":\"a\",\"stages\":[{\"name\":\"NEW\"},{\"name\":\"WON\",\"kind\":\"won\"}],"       \
    "\"events\":{\"go\":{},\"met\":{\"value\":\"stage\"}}"
#define CLOCK(target)                                                                                        \
    ",\"clocks\":{\"first "                                                                                  \
    "contact\":{\"starts\":{\"events\":[\"go\"]},\"met\":{\"events\":[\"met\"]},\"cases\":[{\"name\":"       \
    "\"high intent\",\"where\":{\"stage\":\"NEW\"},\"target\":\"" target "\"},{\"target\":\"24 h\"}]}}"

static const struct {
    const char *before, *after, *words;
    int same_layout, same_rules;
} changes[] = {
    {"{" STAGES CLOCK("4 h") "}", "{" STAGES CLOCK("2 h") "}",
     "first contact for high intent: 4 h \xe2\x86\x92 2 h\n", 1, 0},
    {"{" STAGES "}", "{" STAGES ",\"means\":\"text\"}", "means: none \xe2\x86\x92 text\n", 1, 1},
    {"{" STAGES "}", "{" STAGES ",\"backward\":\"allowed\"}", "backward: none \xe2\x86\x92 allowed\n", 1, 0},
    {"{" STAGES "}", "{" STAGES ",\"items\":{\"fit\":\"fits\"}}",
     "items: none \xe2\x86\x92 {fit: {means: fits}}\n", 0, 0},
    {"{" STAGES ",\"roster\":{\"ada\":{}}}", "{" STAGES ",\"roster\":{\"bob\":{}}}",
     "roster: ada: {} \xe2\x86\x92 none\nroster: bob: none \xe2\x86\x92 {}\n", 1, 1},
    {"{" STAGES ",\"touches\":{\"enough\":{\"at_least\":6}}}",
     "{" STAGES ",\"touches\":{\"enough\":{\"at_least\":8,\"over\":\"20 days\"}}}",
     "touches: none \xe2\x86\x92 {enough: {at_least: 8, over: 20 days}}\n", 1, 0},
};

/* What holds nothing has a name that others use, or a key that must stand. */
START_TEST(test_SEM32_what_is_empty_is_written)
{
    read_text(
        &first,
        "{\"revops\":1,\"name\":\"a\",\"stages\":[{\"name\":\"A\"},{\"name\":\"B\"}],\"items\":{\"i\":\"x\"},"
        "\"checklists\":{\"all\":[],\"more\":[\"all\"]},\"tables\":{\"t\":{\"rules\":[]}},"
        "\"segments\":{\"rules\":[]}}");
    ck_assert_int_eq(revops_policy_write(&first.params, written[0], sizeof written[0], NULL), REVOPS_OK);
    read_text(&second, written[0]);
    ck_assert_uint_eq(second.params.checklist_count, 2);
    ck_assert_uint_eq(second.params.table_count, 2);
    ck_assert_int_eq(revops_policy_write(&second.params, written[1], sizeof written[1], NULL), REVOPS_OK);
    ck_assert_str_eq(written[0], written[1]);
}
END_TEST

START_TEST(test_SEM29_differences_and_marks)
{
    char told[512];
    size_t needed = 0, count = 0;
    read_text(&first, changes[_i].before);
    read_text(&second, changes[_i].after);
    ck_assert_int_eq(
        revops_policy_diff(&first.params, &second.params, NULL, 0, &needed, told, sizeof told, &count),
        REVOPS_ERR_NOSPACE);
    ck_assert_uint_le(needed, sizeof work);
    ck_assert_int_eq(
        revops_policy_diff(&first.params, &second.params, work, sizeof work, NULL, told, sizeof told, &count),
        REVOPS_OK);
    ck_assert_str_eq(told, changes[_i].words);
    ck_assert_uint_eq(count, strlen(told));
    uint64_t marks[4];
    ck_assert_int_eq(revops_policy_mark(&first.params, REVOPS_POLICY_MARK_LAYOUT, &marks[0]), REVOPS_OK);
    ck_assert_int_eq(revops_policy_mark(&second.params, REVOPS_POLICY_MARK_LAYOUT, &marks[1]), REVOPS_OK);
    ck_assert_int_eq(revops_policy_mark(&first.params, REVOPS_POLICY_MARK_RULES, &marks[2]), REVOPS_OK);
    ck_assert_int_eq(revops_policy_mark(&second.params, REVOPS_POLICY_MARK_RULES, &marks[3]), REVOPS_OK);
    ck_assert_int_eq(marks[0] == marks[1], changes[_i].same_layout);
    ck_assert_int_eq(marks[2] == marks[3], changes[_i].same_rules);
    ck_assert_int_eq(revops_policy_mark(&first.params, 0, marks), REVOPS_ERR_ARG);
}
END_TEST

/* Former names are written, and no rule says anything about them. */
START_TEST(test_SEM24_former_names_are_written_and_are_no_rules)
{
    static const char *const documents[] = {
        "{\"revops\":1,\"name\":\"n\",\"stages\":[{\"name\":\"A\"},{\"name\":\"B\"}],"
        "\"touches\":{\"channels\":[\"call\",\"mail\"]},"
        "\"reasons\":{\"no\":[\"price\"]},\"events\":{\"to\":{\"value\":\"stage\"}}}",
        "{\"revops\":1,\"name\":\"n\",\"stages\":[{\"name\":\"A\"},{\"name\":\"B\",\"was\":[\"C\",\"D\"]}],"
        "\"touches\":{\"channels\":[{\"name\":\"call\"},{\"name\":\"mail\",\"was\":[\"e-mail\"]}]},"
        "\"reasons\":{\"no\":[{\"name\":\"price\",\"was\":[\"too "
        "dear\"]}]},\"events\":{\"to\":{\"value\":\"stage\"}}}"};
    uint64_t marks[2];
    for (int i = 0; i < 2; i++) {
        read_text(i ? &second : &first, documents[i]);
        ck_assert_int_eq(
            revops_policy_mark(i ? &second.params : &first.params, REVOPS_POLICY_MARK_RULES, &marks[i]),
            REVOPS_OK);
    }
    ck_assert(marks[0] == marks[1]);
    ck_assert_int_eq(revops_policy_write(&second.params, written[0], sizeof written[0], NULL), REVOPS_OK);
    ck_assert_ptr_nonnull(strstr(written[0], "\"was\": [\"C\", \"D\"]"));
    ck_assert_ptr_nonnull(strstr(written[0], "\"was\": [\"too dear\"]"));
    ck_assert_ptr_nonnull(
        strstr(written[0], "\"channels\": [\"call\", { \"name\": \"mail\", \"was\": [\"e-mail\"] }]"));
    read_text(&first, written[0]);
    ck_assert_int_eq(revops_policy_write(&first.params, written[1], sizeof written[1], NULL), REVOPS_OK);
    ck_assert_str_eq(written[0], written[1]);
}
END_TEST

START_TEST(test_SEM32_zones_named)
{
    const char *text = "{" STAGES ",\"zone\":\"Europe/"
                       "Berlin\",\"zones\":{\"Here\":\"CET-1\"},\"calendars\":{\"a\":{\"zone\":"
                       "\"Here\",\"open\":\"always\"},"
                       "\"b\":{\"zone\":\"Asia/"
                       "Tokyo\",\"open\":\"always\"},\"c\":{\"zone\":\"UTC\",\"open\":\"always\"},\"d\":{"
                       "\"zone\":\"Asia/Tokyo\",\"open\":\"always\"}}}";
    revops_policy_read_params params;
    uint64_t length = strlen(text);
    const char *names[2];
    size_t needed = 0, count = 0;
    ck_assert_int_eq(revops_policy_read_defaults(&params, sizeof params), REVOPS_OK);
    params.documents = &text;
    params.lengths = &length;
    params.document_count = params.length_count = 1;
    ck_assert_int_eq(revops_policy_zones(&params, NULL, 0, &needed, NULL, 0, NULL), REVOPS_ERR_NOSPACE);
    ck_assert_uint_le(needed, sizeof work);
    ck_assert_int_eq(revops_policy_zones(&params, work, sizeof work, NULL, names, 1, &count),
                     REVOPS_ERR_NOSPACE);
    ck_assert_int_eq(revops_policy_zones(&params, work, sizeof work, NULL, names, 2, &count), REVOPS_OK);
    ck_assert_uint_eq(count, 2);
    ck_assert_str_eq(names[0], "Europe/Berlin");
    ck_assert_str_eq(names[1], "Asia/Tokyo");
}
END_TEST

/* The rows that the library holds are those that the document gives: as text, in words, by their marks, and as an engine. */
START_TEST(test_LC17_the_built_in_policy_is_its_document)
{
    static _Alignas(8) unsigned char engines[2][1 << 18];
    read_example(&first, "built-in-1", 0);
    ck_assert_int_eq(revops_policy_built_in(&second.params, sizeof second.params), REVOPS_OK);
    const revops_policy_params *both[] = {&first.params, &second.params};
    uint64_t marks[2][REVOPS_POLICY_MARK_RULES];
    size_t sizes[2];
    for (int i = 0; i < 2; i++) {
        revops_engine_params params;
        ck_assert_int_eq(revops_policy_write(both[i], written[i], sizeof written[i], NULL), REVOPS_OK);
        ck_assert_int_eq(revops_policy_mark(both[i], REVOPS_POLICY_MARK_LAYOUT, &marks[i][0]), REVOPS_OK);
        ck_assert_int_eq(revops_policy_mark(both[i], REVOPS_POLICY_MARK_RULES, &marks[i][1]), REVOPS_OK);
        ck_assert_int_eq(revops_engine_defaults(&params, sizeof params), REVOPS_OK);
        params.policy = both[i];
        const revops_engine *engine;
        ck_assert_int_eq(revops_engine_build(&params, engines[i], sizeof engines[i], &sizes[i], &engine),
                         REVOPS_OK);
    }
    ck_assert_str_eq(written[0], written[1]);
    ck_assert_int_eq(memcmp(marks[0], marks[1], sizeof marks[0]), 0);
    ck_assert_uint_eq(sizes[0], sizes[1]);
    ck_assert_int_eq(memcmp(engines[0], engines[1], sizes[0]), 0);
    size_t count = 1;
    ck_assert_int_eq(revops_policy_diff(both[0], both[1], work, sizeof work, NULL, NULL, 0, &count),
                     REVOPS_OK);
    ck_assert_uint_eq(count, 0);
    ck_assert_int_eq(revops_policy_built_in(NULL, sizeof second.params), REVOPS_ERR_ARG);
    ck_assert_int_eq(revops_policy_built_in(&second.params, 4), REVOPS_ERR_ABI);
}
END_TEST

static Suite *suite_of_tests(void)
{
    Suite *suite = suite_create("policy-write");
    TCase *tests = tcase_create("documents");
    tcase_set_timeout(tests, 60);
    tcase_add_loop_test(tests, test_SEM32_what_is_written_reads_the_same, 0, ROWS(examples));
    tcase_add_test(tests, test_SEM32_what_is_empty_is_written);
    tcase_add_loop_test(tests, test_SEM29_differences_and_marks, 0, ROWS(changes));
    tcase_add_test(tests, test_SEM24_former_names_are_written_and_are_no_rules);
    tcase_add_test(tests, test_SEM32_zones_named);
    tcase_add_test(tests, test_LC17_the_built_in_policy_is_its_document);
    suite_add_tcase(suite, tests);
    return suite;
}
