/* SPDX-License-Identifier: MIT */
/* Parameters: what is refused, sizes, names. */
#include "usage-test.h"

static const struct {
    revops_usage_criterion criterion;
    revops_usage_signal signal;
    revops_status status;
} refusals[] = {
#define GOOD_CRITERION                                                                                       \
    {                                                                                                        \
        .kinds = BITS, .threshold = 1                                                                        \
    }
#define GOOD_SIGNAL                                                                                          \
    {                                                                                                        \
        .all_of = 1, .cooldown_ms = 1                                                                        \
    }
    {GOOD_CRITERION, GOOD_SIGNAL, REVOPS_OK},
    {{.kinds = 0, .threshold = 1}, GOOD_SIGNAL, REVOPS_ERR_ARG},
    {{.kinds = 1, .threshold = 1}, GOOD_SIGNAL, REVOPS_ERR_ARG},
    {{.kinds = BITS}, GOOD_SIGNAL, REVOPS_ERR_ARG},
    {{.kinds = BITS, .flags = REVOPS_USAGE_AT_MOST}, GOOD_SIGNAL, REVOPS_OK},
    {{.kinds = BITS, .threshold = 65536}, GOOD_SIGNAL, REVOPS_ERR_ARG},
    /* what is counted stays at its most: at most so much it would always be */
    {{.kinds = BITS, .threshold = 65534, .flags = REVOPS_USAGE_AT_MOST}, GOOD_SIGNAL, REVOPS_OK},
    {{.kinds = BITS, .threshold = 65535, .flags = REVOPS_USAGE_AT_MOST}, GOOD_SIGNAL, REVOPS_ERR_ARG},
    {{.kinds = BITS, .threshold = 1, .release = 65535, .flags = REVOPS_USAGE_AT_MOST},
     GOOD_SIGNAL,
     REVOPS_ERR_ARG},
    {{.kinds = BITS, .threshold = UINT32_MAX - 1, .measure = REVOPS_USAGE_SUM, .flags = REVOPS_USAGE_AT_MOST},
     GOOD_SIGNAL,
     REVOPS_ERR_ARG},
    {{.kinds = BITS, .threshold = 65534, .measure = REVOPS_USAGE_LIMIT_SHARE, .flags = REVOPS_USAGE_AT_MOST},
     GOOD_SIGNAL,
     REVOPS_ERR_ARG},
    {{.kinds = BITS,
      .threshold = UINT32_MAX - 1,
      .measure = REVOPS_USAGE_LEVEL,
      .flags = REVOPS_USAGE_AT_MOST},
     GOOD_SIGNAL,
     REVOPS_OK},
    {{.kinds = BITS, .threshold = 1, .window_days = 7}, GOOD_SIGNAL, REVOPS_ERR_ARG},
    {{.kinds = BITS, .threshold = 1, .window = 2}, GOOD_SIGNAL, REVOPS_ERR_ARG},
    {{.kinds = BITS, .threshold = 1, .window = 2, .window_days = 3661}, GOOD_SIGNAL, REVOPS_ERR_ARG},
    {{.kinds = BITS, .threshold = 1, .window = 3, .window_days = 7}, GOOD_SIGNAL, REVOPS_ERR_NEWER},
    {{.kinds = BITS, .threshold = 1, .measure = 13}, GOOD_SIGNAL, REVOPS_ERR_NEWER},
    {{.kinds = BITS, .threshold = 1, .flags = 8}, GOOD_SIGNAL, REVOPS_ERR_NEWER},
    {{.kinds = BITS, .threshold = 1, .item = 1}, GOOD_SIGNAL, REVOPS_ERR_ARG},
    {{.kinds = BITS, .threshold = 1, .measure = REVOPS_USAGE_ITEMS, .item = 4}, GOOD_SIGNAL, REVOPS_ERR_ARG},
    {{.kinds = BITS, .threshold = 1, .measure = REVOPS_USAGE_ITEMS, .exact = 4097},
     GOOD_SIGNAL,
     REVOPS_ERR_ARG},
    {{.kinds = BITS, .threshold = 1, .kind_count = 1}, GOOD_SIGNAL, REVOPS_ERR_ARG},
    {{.kinds = BITS, .threshold = 1, .first_kind = 1}, GOOD_SIGNAL, REVOPS_ERR_ARG},
    {{.kinds = BITS, .threshold = 1, .condition_count = 1}, GOOD_SIGNAL, REVOPS_ERR_ARG},
    {{.kinds = BITS, .threshold = 1, .measure = REVOPS_USAGE_ATTRIBUTES}, GOOD_SIGNAL, REVOPS_ERR_ARG},
    {{.kinds = BITS, .threshold = 1, .least_value = 3, .greatest_value = 2}, GOOD_SIGNAL, REVOPS_ERR_UNSOUND},
    {{.kinds = BITS, .threshold = 1, .least_value = UINT32_MAX}, GOOD_SIGNAL, REVOPS_ERR_ARG},
    {{.kinds = BITS, .threshold = UINT32_MAX - 1, .measure = REVOPS_USAGE_SUM}, GOOD_SIGNAL, REVOPS_OK},
    {{.kinds = BITS, .threshold = 1, .measure = REVOPS_USAGE_SILENCE, .window = 2, .window_days = 7},
     GOOD_SIGNAL,
     REVOPS_ERR_ARG},
    {{.kinds = BITS, .threshold = 1, .flags = REVOPS_USAGE_ELAPSED}, GOOD_SIGNAL, REVOPS_ERR_ARG},
    {{.kinds = BITS, .threshold = 1, .exact = 9}, GOOD_SIGNAL, REVOPS_ERR_ARG},
    {{.kinds = BITS, .threshold = 1, .measure = REVOPS_USAGE_GROWTH}, GOOD_SIGNAL, REVOPS_ERR_ARG},
    {{.kinds = BITS, .threshold = 3, .release = 4}, GOOD_SIGNAL, REVOPS_ERR_UNSOUND},
    {{.kinds = BITS, .threshold = 3, .release = 2, .flags = REVOPS_USAGE_AT_MOST},
     GOOD_SIGNAL,
     REVOPS_ERR_UNSOUND},
    {GOOD_CRITERION, {.cooldown_ms = 1}, REVOPS_ERR_UNSOUND},
    {GOOD_CRITERION, {.all_of = 2, .cooldown_ms = 1}, REVOPS_ERR_UNSOUND},
    {GOOD_CRITERION, {.all_of = 1, .none_of = 1, .cooldown_ms = 1}, REVOPS_ERR_UNSOUND},
    {GOOD_CRITERION, {.any_of = 1, .none_of = 1, .cooldown_ms = 1}, REVOPS_ERR_UNSOUND},
    {GOOD_CRITERION, {.at_least_of = 1, .cooldown_ms = 1}, REVOPS_ERR_UNSOUND},
    {GOOD_CRITERION, {.at_least_of = 1, .at_least_count = 2, .cooldown_ms = 1}, REVOPS_ERR_UNSOUND},
    {GOOD_CRITERION, {.all_of = 1}, REVOPS_ERR_ARG},
    {GOOD_CRITERION, {.all_of = 1, .flags = REVOPS_USAGE_ONCE}, REVOPS_OK},
    {GOOD_CRITERION, {.all_of = 1, .cooldown_ms = -1}, REVOPS_ERR_ARG},
    {GOOD_CRITERION, {.all_of = 1, .cooldown_ms = 1, .route = 3}, REVOPS_ERR_NEWER},
    {GOOD_CRITERION, {.all_of = 1, .cooldown_ms = 1, .flags = 2}, REVOPS_ERR_NEWER},
    {GOOD_CRITERION, {.all_of = 1, .cooldown_ms = 1, .reserved = 2}, REVOPS_ERR_NEWER},
};

START_TEST(test_build_refuses_with_a_typed_reason)
{
    revops_usage_params params = params_of(&refusals[_i].criterion, 1, &refusals[_i].signal, 1);
    const revops_usage *model = NULL;
    ck_assert_int_eq(revops_usage_build(&params, memory, sizeof memory, NULL, &model), refusals[_i].status);
    ck_assert_int_eq(model != NULL, refusals[_i].status == REVOPS_OK);
    revops_problem problem;
    size_t needed = 9;
    ck_assert_int_eq(revops_usage_check(&params, &problem, 1, &needed), refusals[_i].status);
    ck_assert_uint_eq(needed > 0, refusals[_i].status != REVOPS_OK);
    char text[200];
    ck_assert(needed == 0 || revops_problem_text(&problem, text, sizeof text) > 10);
}
END_TEST

/* Names that the caller gives are what messages say. */
START_TEST(test_names_of_criteria_and_signals)
{
    static const char *const names[] = {"meetings", "team"}, *const signals[] = {"ready"},
                             *const twice[] = {"a", "a"};
    const revops_usage_criterion criteria[] = {{.kinds = 2, .threshold = 5}, {.kinds = 4, .threshold = 0}};
    const revops_usage_signal signal = {.all_of = 3, .cooldown_ms = -1};
    revops_usage_params params = params_of(criteria, 2, &signal, 1);
    revops_problem found[4];
    size_t needed;
    char text[200];
    ck_assert_int_eq(revops_usage_check(&params, found, 4, &needed), REVOPS_ERR_ARG);
    ck_assert_uint_eq(needed, 2);
    revops_usage_problem_text(&params, &found[0], text, sizeof text);
    ck_assert_str_eq(
        text, "criteria[1].threshold is 0; expected 1 to 65535, or 0 to 65534 with REVOPS_USAGE_AT_MOST");
    params.criterion_names = names;
    params.signal_names = signals;
    revops_usage_problem_text(&params, &found[0], text, sizeof text);
    ck_assert_str_eq(
        text,
        "criterion \"team\": threshold is 0; expected 1 to 65535, or 0 to 65534 with REVOPS_USAGE_AT_MOST");
    revops_usage_problem_text(&params, &found[1], text, sizeof text);
    ck_assert_str_eq(
        text, "signal \"ready\": cooldown_ms is -1; expected 1 or more, or from 0 with REVOPS_USAGE_ONCE");
    revops_usage_problem_text(&params, NULL, text, sizeof text);
    ck_assert_str_eq(text, "no problem");
    params.criterion_names = twice;
    ck_assert_int_eq(revops_usage_check(&params, found, 4, &needed), REVOPS_ERR_UNSOUND);
    ck_assert_uint_eq(needed, 3);
    revops_usage_problem_text(&params, &found[0], text, sizeof text);
    ck_assert_str_eq(
        text,
        "the name of criterion \"a\": name is 0; expected a name that isn't there twice (see also row 0)");
    const revops_usage_criterion good[] = {{.kinds = 2, .threshold = 5}, {.kinds = 4, .threshold = 1}};
    const revops_usage_signal asked = {.all_of = 3, .cooldown_ms = 1};
    params = params_of(good, 2, &asked, 1);
    params.criterion_names = names;
    params.signal_names = signals;
    const revops_usage *model;
    ck_assert_int_eq(revops_usage_build(&params, memory, sizeof memory, NULL, &model), REVOPS_OK);
    ck_assert_str_eq(revops_usage_criterion_name(model, 1), "team");
    ck_assert_str_eq(revops_usage_criterion_name(model, 2), "unknown");
    ck_assert_str_eq(revops_usage_signal_name(model, 0), "ready");
    ck_assert_str_eq(revops_usage_signal_name(NULL, 0), "unknown");
}
END_TEST

START_TEST(test_memory_and_struct_sizes)
{
    const revops_usage *model = NULL;
    size_t needed = 0;
    ck_assert_int_eq(revops_usage_build(NULL, NULL, 0, &needed, &model), REVOPS_ERR_NOSPACE);
    ck_assert_uint_gt(needed, 0);
    ck_assert_uint_le(needed, sizeof memory);
    ck_assert_int_eq(revops_usage_build(NULL, memory, needed - 1, NULL, &model), REVOPS_ERR_NOSPACE);
    ck_assert_int_eq(revops_usage_build(NULL, memory + 4, sizeof memory - 8, NULL, &model), REVOPS_ERR_ALIGN);
    ck_assert_ptr_null(model);
    ck_assert_int_eq(revops_usage_build(NULL, memory, needed, NULL, &model), REVOPS_OK);
    revops_usage_params params;
    ck_assert_int_eq(revops_usage_defaults(NULL, sizeof params), REVOPS_ERR_ARG);
    ck_assert_int_eq(revops_usage_defaults(&params, 4), REVOPS_ERR_ABI);
    ck_assert_int_eq(revops_usage_defaults(&params, sizeof params), REVOPS_OK);
    ck_assert_uint_eq(params.struct_size, sizeof params);
    ck_assert_int_eq(revops_usage_build(&params, memory, needed, NULL, &model), REVOPS_OK);
    params.struct_size--;
    ck_assert_int_eq(revops_usage_build(&params, memory, needed, NULL, &model), REVOPS_ERR_ABI);
    params.struct_size++;
    params.flags = 1;
    ck_assert_int_eq(revops_usage_build(&params, memory, needed, NULL, &model), REVOPS_ERR_NEWER);
    params.flags = 0;
    params.criterion_count = 65;
    ck_assert_int_eq(revops_usage_build(&params, memory, needed, NULL, &model), REVOPS_ERR_ARG);
}
END_TEST

static Suite *suite_of_tests(void)
{
    Suite *suite = suite_create("usage-build");
    TCase *tests = tcase_create("usage-build");
    tcase_add_loop_test(tests, test_build_refuses_with_a_typed_reason, 0, ROWS(refusals));
    tcase_add_test(tests, test_names_of_criteria_and_signals);
    tcase_add_test(tests, test_memory_and_struct_sizes);
    suite_add_tcase(suite, tests);
    return suite;
}
