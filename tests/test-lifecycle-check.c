/* SPDX-License-Identifier: MIT */
/* Rules: LC1, LC14, LC15. Which tables are sound, what is told of others, what can be built. */
#include "lifecycle-fixtures.h"

/* ---- LC14: the checker finds each kind of unsound table and says which rows ---- */

typedef struct expected_problem {
    const char *part, *field;
    uint32_t row, other_row;
} expected_problem;
#define NO REVOPS_NO_ROW

static const struct {
    const char *name;
    revops_lifecycle_transition rows[4];
    uint32_t count;
    uint32_t flags;
    expected_problem expected[4];
    const char *text; /* of the first */
} unsound[] = {
    {"sound", {{0, 1, 1, 0, 0, 0, 0}, {1, 2, 2, 0, 1, 2, 0}, {0, 4, 0, 1, 0, 0, 0}}, 3, 0, {{0}}, NULL},
    {"unreachable stage",
     {{1, 1, 2, 0, 0, 0, 0}, {1, 2, 2, 0, 0, 0, 0}},
     2,
     0,
     {{"stages", "name", 1, NO}},
     "stage \"B\" can't be reached from the first stage"},
    {"open stage that can't close",
     {{0, 1, 1, 0, 0, 0, 0}, {1, 1, 2, 0, 0, 0, 0}},
     2,
     0,
     {{"stages", "name", 1, NO}},
     "stage \"B\" is open but no way leads from it to a terminal stage"},
    {"leaving a terminal stage",
     {{0, 1, 1, 0, 0, 0, 0}, {1, 2, 2, 0, 0, 0, 0}, {0, 4, 1, 0, 0, 0, 0}},
     3,
     0,
     {{"transitions", "flags", 2, NO}},
     "transition 2 leaves the terminal stage C without starting a new cycle"},
    {"two transitions for one trigger",
     {{0, 1, 1, 0, 0, 0, 0}, {1, 3, 2, 0, 0, 0, 0}, {1, 2, 2, 0, 1, 0, 0}},
     3,
     0,
     {{"transitions", "trigger", 1, 2}},
     "transitions 1 and 2 both answer \"end\" in B"},
    {"two transitions for one trigger in two stages",
     {{0, 1, 1, 0, 0, 0, 0}, {1, 3, 2, 0, 0, 0, 0}, {1, 3, 2, 0, 1, 0, 0}},
     3,
     0,
     {{"transitions", "trigger", 1, 2}},
     "transitions 1 and 2 both answer \"end\" in A, B"},
    {"guard on an item that isn't there",
     {{0, 1, 1, 0, 0, 0, 0}, {1, 2, 2, 0, 4, 0, 0}, {1, 1, 2, 0, 0, 0, 0}},
     3,
     0,
     {{"transitions", "required_items", 1, NO}, {"stages", "name", 1, NO}},
     "transition 1 has a guard on \"end\" that can never hold: it asks for an item that isn't in the list"},
    {"guard on a reason that isn't there",
     {{0, 1, 1, 0, 0, 0, 0}, {1, 3, 2, 0, 0, 4, 0}},
     2,
     0,
     {{"transitions", "reason_mask", 1, NO},
      {"stages", "name", 0, NO},
      {"stages", "name", 1, NO},
      {"stages", "name", 2, NO}},
     "transition 1 has a guard on \"end\" that can never hold: it asks for a reason that isn't in the list"},
    {"guard on no reason at all",
     {{0, 1, 1, 0, 0, 0, 0}, {1, 2, 2, 0, 0, 1, 0}, {1, 1, 2, 0, 0, 0, 0}},
     3,
     0,
     {{"transitions", "reason_mask", 1, NO}, {"stages", "name", 1, NO}},
     NULL},
    {"stage that isn't there",
     {{0, 1, 9, 0, 0, 0, 0}, {1, 1, 1, 0, 0, 0, 0}, {0, 3, 2, 0, 0, 0, 0}},
     3,
     0,
     {{"transitions", "to", 0, NO}},
     "transition 0 enters a stage that isn't there"},
    {"trigger that isn't there",
     {{2, 1, 1, 0, 0, 0, 0}, {1, 1, 1, 0, 0, 0, 0}, {0, 3, 2, 0, 0, 0, 0}},
     3,
     0,
     {{"transitions", "trigger", 0, NO}},
     "transition 0 names a trigger that isn't there, 2"},
    {"from nowhere",
     {{0, 0, 1, 0, 0, 0, 0}, {1, 1, 1, 0, 0, 0, 0}, {0, 3, 2, 0, 0, 0, 0}},
     3,
     0,
     {{"transitions", "from_mask", 0, NO}},
     "transition 0 leaves no stage at all"},
    {"from a stage that isn't there",
     {{0, 9, 1, 0, 0, 0, 0}, {1, 1, 1, 0, 0, 0, 0}, {0, 3, 2, 0, 0, 0, 0}},
     3,
     0,
     {{"transitions", "from_mask", 0, NO}},
     "transition 0 leaves a stage that isn't there"},
    {"only a way back, forward-only",
     {{1, 1, 2, 0, 0, 0, 0}, {0, 4, 1, 1, 0, 0, 0}, {0, 2, 0, 0, 0, 0, 0}},
     3,
     0,
     {{"stages", "name", 1, NO}},
     NULL},
    {"only a way back, free",
     {{1, 1, 2, 0, 0, 0, 0}, {0, 4, 1, 1, 0, 0, 0}, {0, 2, 0, 0, 0, 0, 0}},
     3,
     REVOPS_LIFECYCLE_FREE_MOVES,
     {{0}},
     NULL},
};

START_TEST(test_LC14_unsound_tables)
{
    revops_lifecycle_params params = small(unsound[_i].rows, unsound[_i].count);
    params.flags = unsound[_i].flags;
    revops_problem problems[8];
    size_t found = 99, expected = 0;
    while (expected < 4 && unsound[_i].expected[expected].part) {
        expected++;
    }
    revops_status status = expected ? REVOPS_ERR_UNSOUND : REVOPS_OK;
    ck_assert_int_eq(revops_lifecycle_check(&params, problems, 8, &found), status);
    ck_assert_msg(found == expected, "%s: %zu faults", unsound[_i].name, found);
    for (size_t i = 0; i < found; i++) {
        const expected_problem *wanted = &unsound[_i].expected[i];
        ck_assert_str_eq(problems[i].part, wanted->part);
        ck_assert_str_eq(problems[i].field, wanted->field);
        ck_assert_uint_eq(problems[i].row, wanted->row);
        ck_assert_uint_eq(problems[i].other_row, wanted->other_row);
        ck_assert_int_eq(problems[i].status, REVOPS_ERR_UNSOUND);
        char text[300];
        ck_assert_uint_lt(revops_lifecycle_problem_text(&params, &problems[i], text, sizeof text), 300);
        if (i == 0 && unsound[_i].text) {
            ck_assert_str_eq(text, unsound[_i].text);
        }
    }
    const revops_lifecycle *lifecycle;
    ck_assert_int_eq(revops_lifecycle_build(&params, memory, sizeof memory, NULL, &lifecycle), status);
    for (size_t capacity = 0; capacity <= found; capacity++) { /* every capacity, with a guard behind */
        memset(problems, 0xee, sizeof problems);
        size_t again = 77;
        ck_assert_int_eq(revops_lifecycle_check(&params, capacity ? problems : NULL, capacity, &again),
                         status);
        ck_assert_uint_eq(again, found);
        ck_assert_uint_eq(problems[capacity].row, 0xeeeeeeee);
    }
    ck_assert_int_eq(revops_lifecycle_check(&params, NULL, 0, NULL), status);
}
END_TEST

static const char *const twice[] = {"go", "go"}, *const alike[] = {"go-on", "GO_ON"},
                         *const empty[] = {"go", ""}, *const missing[] = {"x", NULL},
                         *const none[] = {"None"};

static const struct {
    uint32_t stage; /* whose row is replaced */
    revops_lifecycle_stage_row row;
    const char *const *triggers, *const *items, *const *reasons;
    const char *text; /* NULL: sound */
} bad_names[] = {
    {1, {"B", "second", OPEN, 2, 1, 0}, NULL, NULL, NULL, NULL},
    {1, {"B", "second", OPEN, 2, 7, 0}, NULL, NULL, NULL, "stage \"B\" has a parent that isn't there"},
    {1, {"B", "second", OPEN, 2, 0, 0}, NULL, NULL, NULL, "stage \"B\" has a parent"}, /* A is divided */
    {1, {"B", "second", OPEN, 2, 2, 0}, NULL, NULL, NULL, "stage \"B\" has a parent"}, /* C is terminal */
    {1,
     {"B", "second", OPEN | REVOPS_LIFECYCLE_STAGE_FLAG_WON, 2, 1, 0},
     NULL,
     NULL,
     NULL,
     "stage \"B\" counts as won but isn't terminal"},
    {2, {"C", "end", END | REVOPS_LIFECYCLE_STAGE_FLAG_WON, 3, 2, 0}, NULL, NULL, NULL, NULL},
    {1, {"a", "second", OPEN, 2, 1, 0}, NULL, NULL, NULL, "stages 1 and 0 have one name, \"a\""},
    {1, {"", "second", OPEN, 2, 1, 0}, NULL, NULL, NULL, "stage \"\" has no definition"},
    {1, {NULL, "second", OPEN, 2, 1, 0}, NULL, NULL, NULL, "stage 1 has no name"},
    {1, {"B", NULL, OPEN, 2, 1, 0}, NULL, NULL, NULL, "stage \"B\" has no definition"},
    {0, {"A", "first", OPEN, 1, 0, 0}, twice, NULL, NULL, "triggers 1 and 0 have one name, \"go\""},
    {0, {"A", "first", OPEN, 1, 0, 0}, alike, NULL, NULL, "triggers 1 and 0 have one name, \"GO_ON\""},
    {0, {"A", "first", OPEN, 1, 0, 0}, empty, NULL, NULL, "trigger 1 has no name"},
    {0, {"A", "first", OPEN, 1, 0, 0}, NULL, missing, NULL, "item 1 has no name"},
    {0, {"A", "first", OPEN, 1, 0, 0}, NULL, NULL, none, "reason 0 is named \"none\", which is reason 0"},
};

START_TEST(test_LC14_bad_stages_and_names)
{
    revops_lifecycle_stage_row stages[3];
    revops_lifecycle_params params = small(sound_rows, ROWS(sound_rows));
    memcpy(stages, small_stages, sizeof stages);
    stages[bad_names[_i].stage] = bad_names[_i].row;
    params.stages = stages;
    params.triggers = bad_names[_i].triggers ? bad_names[_i].triggers : params.triggers;
    params.items = bad_names[_i].items ? bad_names[_i].items : params.items;
    params.reasons = bad_names[_i].reasons ? bad_names[_i].reasons : params.reasons;
    revops_problem problems[4];
    size_t found;
    revops_status status = revops_lifecycle_check(&params, problems, 4, &found);
    if (!bad_names[_i].text) {
        ck_assert_int_eq(status, REVOPS_OK);
        ck_assert_uint_eq(found, 0);
        return;
    }
    ck_assert_int_eq(status, REVOPS_ERR_UNSOUND);
    ck_assert_uint_eq(found, 1);
    char text[300];
    revops_lifecycle_problem_text(&params, &problems[0], text, sizeof text);
    text[strlen(bad_names[_i].text)] = '\0';
    ck_assert_str_eq(text, bad_names[_i].text);
}
END_TEST

START_TEST(test_LC14_a_divided_stage_is_entered_by_its_steps)
{
    revops_lifecycle_stage_row stages[3];
    revops_lifecycle_params params = small(sound_rows, ROWS(sound_rows));
    memcpy(stages, small_stages, sizeof stages);
    stages[2].parent = 1; /* C becomes a step of B: B can't be entered itself */
    stages[1].flags = END;
    params.stages = stages;
    revops_problem problems[4];
    size_t found;
    ck_assert_int_eq(revops_lifecycle_check(&params, problems, 4, &found), REVOPS_ERR_UNSOUND);
    ck_assert_uint_ge(found, 1);
    char text[200];
    revops_lifecycle_problem_text(&params, &problems[0], text, sizeof text);
    ck_assert_str_eq(text, "transition 0 enters a divided stage instead of one of its steps");
}
END_TEST

/* What a caller can set that no table can have: field, value, and what _check() and _build() say. */
static const struct {
    size_t offset, size;
    uint64_t value;
    revops_status status;
    const char *text;
} bad_params[] = {
#define FIELD(field) offsetof(revops_lifecycle_params, field), sizeof(((revops_lifecycle_params *)0)->field)
    {FIELD(flags), 2, REVOPS_ERR_NEWER, "params.flags is 2; expected 0 or FREE_MOVES"},
    {FIELD(stage_count), 15, REVOPS_ERR_ARG, "params.stage_count is 15; expected 1 to 14"},
    {FIELD(stage_count), 0, REVOPS_ERR_ARG, "params.stage_count is 0; expected 1 to 14"},
    {FIELD(trigger_count), 65, REVOPS_ERR_ARG, "params.trigger_count is 65; expected 1 to 64"},
    {FIELD(reason_count), 64, REVOPS_ERR_ARG, "params.reason_count is 64; expected 0 to 63"},
    {FIELD(transition_count), 1025, REVOPS_ERR_ARG, "params.transition_count is 1025; expected 1 to 1024"},
    {FIELD(min_touches), 65536, REVOPS_ERR_ARG, "params.min_touches is 65536; expected 0 to 65535"},
    {FIELD(min_touch_span_ms), UINT64_MAX, REVOPS_ERR_ARG,
     "params.min_touch_span_ms is -1; expected 0 or more"},
    {FIELD(qualification_items), UINT64_C(1) << 30, REVOPS_ERR_ARG,
     "params.qualification_items is 1073741824; expected items of the table"},
    {FIELD(lasting_items), UINT64_C(1) << 30, REVOPS_ERR_ARG,
     "params.lasting_items is 1073741824; expected items of the table"},
    {FIELD(stages), 0, REVOPS_ERR_ARG, "params.stages is 0; expected rows"},
    {FIELD(triggers), 0, REVOPS_ERR_ARG, "params.triggers is 0; expected rows"},
    {FIELD(items), 0, REVOPS_ERR_ARG, "params.items is 0; expected rows"},
    {FIELD(reasons), 0, REVOPS_ERR_ARG, "params.reasons is 0; expected rows"},
    {FIELD(transitions), 0, REVOPS_ERR_ARG, "params.transitions is 0; expected rows"},
    {FIELD(stage_row_size), 8, REVOPS_ERR_ABI, NULL},
    {FIELD(transition_row_size), 8, REVOPS_ERR_ABI, NULL},
    {FIELD(struct_size), 8, REVOPS_ERR_ABI, NULL},
#undef FIELD
};

START_TEST(test_params_that_cannot_be_read)
{
    revops_lifecycle_params params = defaults();
    memcpy((char *)&params + bad_params[_i].offset, &bad_params[_i].value, bad_params[_i].size);
    revops_problem problem = {0};
    size_t found = 77;
    const revops_lifecycle *lifecycle;
    ck_assert_int_eq(revops_lifecycle_check(&params, &problem, 1, &found), bad_params[_i].status);
    ck_assert_int_eq(revops_lifecycle_build(&params, memory, sizeof memory, NULL, &lifecycle),
                     bad_params[_i].status);
    if (bad_params[_i].text) {
        char text[200];
        ck_assert_uint_eq(found, 1);
        revops_lifecycle_problem_text(&params, &problem, text, sizeof text);
        ck_assert_str_eq(text, bad_params[_i].text);
    } else {
        ck_assert_uint_eq(found, 77); /* a size that fits no version ends the check */
    }
}
END_TEST

START_TEST(test_all_faults_of_params_and_rows_are_told)
{
    revops_lifecycle_params params = small(sound_rows, ROWS(sound_rows));
    revops_problem problems[4];
    size_t found;
    params.min_touches = 70000;
    params.min_touch_span_ms = -1;
    ck_assert_int_eq(revops_lifecycle_check(&params, problems, 4, &found), REVOPS_ERR_ARG);
    ck_assert_uint_eq(found, 2);
    revops_lifecycle_stage_row stages[3];
    revops_lifecycle_transition rows[ROWS(sound_rows)];
    params = small(rows, ROWS(rows));
    memcpy(stages, small_stages, sizeof stages);
    memcpy(rows, sound_rows, sizeof rows);
    params.stages = stages;
    stages[1].reserved = 7;
    rows[2].flags |= 64;
    ck_assert_int_eq(revops_lifecycle_check(&params, problems, 4, &found), REVOPS_ERR_NEWER);
    ck_assert_uint_eq(found, 2);
    char text[200];
    revops_lifecycle_problem_text(&params, &problems[0], text, sizeof text);
    ck_assert_str_eq(text, "stages[1].reserved is 7; expected 0");
    ck_assert_uint_eq(problems[1].row, 2);
    ck_assert_int_eq(revops_lifecycle_check(NULL, problems, 4, &found), REVOPS_ERR_ARG);
    ck_assert_uint_eq(found, 1);
    revops_lifecycle_problem_text(&params, NULL, text, sizeof text);
    ck_assert_str_eq(text, "no problem");
}
END_TEST

/* Rows of an older and a newer caller: theirs are shorter or longer than the library's. */
START_TEST(test_rows_grow_at_their_end)
{
    struct {
        revops_lifecycle_transition row;
        uint64_t newer_field;
    } rows[ROWS(sound_rows)];
    struct {
        revops_lifecycle_stage_row row;
        uint64_t newer_field;
    } stages[3];
    memset(rows, 0, sizeof rows);
    memset(stages, 0, sizeof stages);
    for (int i = 0; i < ROWS(sound_rows); i++) {
        rows[i].row = sound_rows[i];
    }
    for (int i = 0; i < 3; i++) {
        stages[i].row = small_stages[i];
    }
    revops_lifecycle_params params = small(&rows[0].row, ROWS(rows));
    params.transition_row_size = sizeof rows[0];
    params.stages = &stages[0].row;
    params.stage_row_size = sizeof stages[0];
    revops_problem problem;
    size_t found;
    ck_assert_int_eq(revops_lifecycle_check(&params, &problem, 1, &found), REVOPS_OK);
    const revops_lifecycle *lifecycle = build(&params);
    ck_assert_str_eq(revops_lifecycle_name(lifecycle, REVOPS_LIFECYCLE_LIST_STAGES, 2), "C");
    rows[1].newer_field = 1;
    ck_assert_int_eq(revops_lifecycle_check(&params, &problem, 1, &found), REVOPS_ERR_NEWER);
    ck_assert_str_eq(problem.field, "transition_row_size");
    rows[1].newer_field = 0;
    stages[2].newer_field = 1;
    ck_assert_int_eq(revops_lifecycle_check(&params, &problem, 1, &found), REVOPS_ERR_NEWER);
    ck_assert_str_eq(problem.field, "stage_row_size");
    ck_assert_int_eq(revops_lifecycle_build(&params, memory, sizeof memory, NULL, &lifecycle),
                     REVOPS_ERR_NEWER);
}
END_TEST

START_TEST(test_build_refuses_what_it_cannot_read)
{
    const revops_lifecycle *lifecycle = NULL;
    revops_lifecycle_params params = defaults();
    size_t needed = 0;
    ck_assert_int_eq(revops_lifecycle_build(&params, NULL, 0, &needed, NULL), REVOPS_ERR_NOSPACE);
    ck_assert_uint_gt(needed, 0);
    ck_assert_int_eq(revops_lifecycle_build(&params, memory, needed - 1, NULL, &lifecycle),
                     REVOPS_ERR_NOSPACE);
    ck_assert_int_eq(revops_lifecycle_build(&params, memory + 1, needed, NULL, &lifecycle), REVOPS_ERR_ALIGN);
    ck_assert_int_eq(revops_lifecycle_build(&params, memory, needed, NULL, NULL), REVOPS_ERR_ARG);
    memset(memory, 0xee, needed + 16);
    ck_assert_int_eq(revops_lifecycle_build(&params, memory, needed, NULL, &lifecycle), REVOPS_OK);
    ck_assert_uint_eq(memory[needed], 0xee);
    params.struct_size = 8;
    ck_assert_int_eq(revops_lifecycle_build(&params, memory, sizeof memory, NULL, &lifecycle),
                     REVOPS_ERR_ABI);
    params = defaults();
    params.flags = 2;
    ck_assert_int_eq(revops_lifecycle_build(&params, memory, sizeof memory, NULL, &lifecycle),
                     REVOPS_ERR_NEWER);
    params = defaults();
    params.stage_count = REVOPS_LIFECYCLE_STAGES_MAX + 1;
    ck_assert_int_eq(revops_lifecycle_build(&params, memory, sizeof memory, NULL, &lifecycle),
                     REVOPS_ERR_ARG);
    params = defaults();
    params.lasting_items = UINT64_C(1) << 63;
    ck_assert_int_eq(revops_lifecycle_build(&params, memory, sizeof memory, NULL, &lifecycle),
                     REVOPS_ERR_ARG);
    ck_assert_int_eq(revops_lifecycle_build(NULL, memory, sizeof memory, NULL, &lifecycle), REVOPS_ERR_ARG);
    ck_assert_int_eq(revops_lifecycle_defaults(NULL, sizeof params), REVOPS_ERR_ARG);
    ck_assert_int_eq(revops_lifecycle_defaults(&params, 8), REVOPS_ERR_ABI);
    /* a newer caller's struct: its tail is zero, or the library says that it doesn't know the field */
    struct {
        revops_lifecycle_params params;
        uint64_t newer_field;
    } newer = {defaults(), 0};
    newer.params.struct_size = sizeof newer;
    ck_assert_int_eq(revops_lifecycle_build(&newer.params, memory, sizeof memory, NULL, &lifecycle),
                     REVOPS_OK);
    newer.newer_field = 1;
    ck_assert_int_eq(revops_lifecycle_build(&newer.params, memory, sizeof memory, NULL, &lifecycle),
                     REVOPS_ERR_NEWER);
}
END_TEST

START_TEST(test_the_block_may_be_moved)
{
    static _Alignas(8) unsigned char elsewhere[sizeof memory];
    const revops_lifecycle *lifecycle = built_in();
    size_t length = revops_lifecycle_dot_text(lifecycle, NULL, 0);
    char *first = malloc(length + 1), *second = malloc(length + 1);
    revops_lifecycle_dot_text(lifecycle, first, length + 1);
    memcpy(elsewhere, memory, sizeof memory);
    memset(memory, 0xee, sizeof memory);
    revops_lifecycle_dot_text((const revops_lifecycle *)(const void *)elsewhere, second, length + 1);
    ck_assert_str_eq(first, second);
    free(first);
    free(second);
}
END_TEST

START_TEST(test_LC14_dot)
{
    revops_lifecycle_params params = small(sound_rows, ROWS(sound_rows));
    const revops_lifecycle *lifecycle = build(&params);
    char text[1024];
    ck_assert_uint_lt(revops_lifecycle_dot_text(lifecycle, text, sizeof text), sizeof text);
    ck_assert_str_eq(text, "digraph lifecycle {\n"
                           "  rankdir=LR;\n"
                           "  node [shape=box, style=rounded];\n"
                           "  s0 [label=\"A\", tooltip=\"first\"];\n"
                           "  s1 [label=\"B\", tooltip=\"second\"];\n"
                           "  s2 [label=\"C\", tooltip=\"end\", peripheries=2];\n"
                           "  s0 -> s1 [label=\"go\"];\n"
                           "  s1 -> s2 [label=\"end\\nx\\nwith a reason\"];\n"
                           "  s2 -> s0 [label=\"go\", style=dashed];\n"
                           "}\n");
}
END_TEST

/* LC1: every stage has one definition, and LC15: every result has words. */
START_TEST(test_LC1_definitions)
{
    const revops_lifecycle *lifecycle = built_in();
    for (uint32_t s = 0; s < revops_lifecycle_count(lifecycle, REVOPS_LIFECYCLE_LIST_DEFINITIONS); s++) {
        ck_assert_uint_gt(strlen(revops_lifecycle_name(lifecycle, REVOPS_LIFECYCLE_LIST_DEFINITIONS, s)), 10);
    }
    ck_assert_str_eq(revops_lifecycle_name(lifecycle, REVOPS_LIFECYCLE_LIST_REASONS, 0), "none");
    ck_assert_str_eq(
        revops_lifecycle_name(lifecycle, REVOPS_LIFECYCLE_LIST_REASONS, REVOPS_LIFECYCLE_REASON_UNREACHABLE),
        "unreachable");
    ck_assert_str_eq(revops_lifecycle_name(lifecycle, REVOPS_LIFECYCLE_LIST_ITEMS, 21), "signature");
}
END_TEST

static Suite *suite_of_tests(void)
{
    Suite *suite = suite_create("lifecycle-check");
    TCase *tests = tcase_create("lifecycle-check");
    tcase_add_loop_test(tests, test_LC14_unsound_tables, 0, ROWS(unsound));
    tcase_add_loop_test(tests, test_LC14_bad_stages_and_names, 0, ROWS(bad_names));
    tcase_add_test(tests, test_LC14_a_divided_stage_is_entered_by_its_steps);
    tcase_add_loop_test(tests, test_params_that_cannot_be_read, 0, ROWS(bad_params));
    tcase_add_test(tests, test_all_faults_of_params_and_rows_are_told);
    tcase_add_test(tests, test_rows_grow_at_their_end);
    tcase_add_test(tests, test_build_refuses_what_it_cannot_read);
    tcase_add_test(tests, test_the_block_may_be_moved);
    tcase_add_test(tests, test_LC14_dot);
    tcase_add_test(tests, test_LC1_definitions);
    suite_add_tcase(suite, tests);
    return suite;
}
