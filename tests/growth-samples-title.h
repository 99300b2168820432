/* SPDX-License-Identifier: MIT */
/* Part of growth-samples.h: those of title.h. */
#ifndef REVOPS_TESTS_GROWTH_SAMPLES_TITLE_H
#define REVOPS_TESTS_GROWTH_SAMPLES_TITLE_H

static void sample_revops_title_params(revops_title_params *out)
{
    static const revops_title_phrase phrases[] = {{"chief of staff", REVOPS_TITLE_SENIORITY, 3},
                                                  {"bizops", REVOPS_TITLE_FUNCTION, 4}};
    if (revops_title_defaults(out, sizeof *out) != REVOPS_OK) {
        abort();
    }
    GROWTH_ROWS(out, phrases, phrase, phrases);
}

static int64_t answer_revops_title(const revops_title *built)
{
    revops_title_answer answer = {0, 0};
    return revops_title_classify(built, "Chief of Staff, BizOps", 22, &answer) == REVOPS_OK
               ? (int64_t)answer.seniority * 100 + answer.function
               : -1;
}

static revops_status call_revops_title_standard(const revops_title_params *params, int64_t *answer)
{
    revops_title_params standard = {0};
    revops_status status = revops_title_check(params, NULL, 0, NULL); /* what is given may be given on */
    if (status == REVOPS_OK) {
        status = revops_title_standard(&standard, sizeof standard);
    }
    *answer = standard.phrase_count;
    return status;
}

#endif
