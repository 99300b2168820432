/* SPDX-License-Identifier: MIT */
/* Seniority and function from job titles, with two phrases of the host's own. */
#include <revops/revops.h>
#include <stdio.h>
#include <string.h>

enum { CHIEF_OF_STAFF = 100 };

static const revops_title_phrase phrases[] = {
    {"chief of staff", REVOPS_TITLE_SENIORITY, CHIEF_OF_STAFF},
    {"bizops", REVOPS_TITLE_FUNCTION, REVOPS_TITLE_REVENUE_OPERATIONS},
};

static const char *const titles[] = {
    "V.P., Marketing & Sales", "Chief of Staff", "Executive Assistant to the CEO",
    "Leiterin Vertrieb",       "BizOps intern",  "International relations",
};

int main(void)
{
    static _Alignas(8) unsigned char memory[1 << 15];
    const revops_title *title;
    revops_title_params params = REVOPS_TITLE_PARAMS_INIT;
    params.phrases = phrases;
    params.phrase_count = sizeof phrases / sizeof phrases[0];
    if (revops_title_build(&params, memory, sizeof memory, NULL, &title) != REVOPS_OK) {
        return 1;
    }
    for (size_t i = 0; i < sizeof titles / sizeof titles[0]; i++) {
        revops_title_answer answer;
        if (revops_title_classify(title, titles[i], strlen(titles[i]), &answer) != REVOPS_OK) {
            return 1;
        }
        printf("%-30s  %s, %s\n", titles[i],
               answer.seniority == CHIEF_OF_STAFF ? "chief of staff"
                                                  : revops_title_seniority_name(answer.seniority),
               revops_title_function_name(answer.function));
    }
    return 0;
}
