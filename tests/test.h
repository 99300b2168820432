/* SPDX-License-Identifier: MIT */
/* One Check program a module: it defines `suite_of_tests()` and includes this. Rows of a table go through
   tcase_add_loop_test(), so that each is counted; names of tests carry the IDs of the rules they verify. */
#ifndef REVOPS_TESTS_TEST_H
#define REVOPS_TESTS_TEST_H

#include <check.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <revops/revops.h>

#define ROWS(table) ((int)(sizeof(table) / sizeof((table)[0])))

static Suite *suite_of_tests(void);

int main(void)
{
    SRunner *runner = srunner_create(suite_of_tests());
    srunner_run_all(runner, CK_ENV);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}

#endif
