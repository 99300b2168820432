/* SPDX-License-Identifier: MIT */
/* Titles: floor: folding each, which is what a comparison needs at least. The built-in table and one of 100,000 own phrases beside
   it, so that it shows what their number costs. */
#include <string.h>

#include <revops/title.h>

#include "bench.h"
#include "core/text-fold.h"
#include "random.h"

enum { TITLES = 1 << 15, LARGE = 100000 };

typedef struct job {
    const revops_title *title;
    const revops_texts *texts;
    uint32_t *seniorities, *functions;
} job;

static uint64_t fold_each(void *context)
{
    const revops_texts *texts = ((job *)context)->texts;
    uint64_t sum = 0;
    char folded[256];
    for (size_t i = 0; i < texts->count; i++) {
        sum += revops__text_fold(texts->bytes + texts->offsets[i],
                                 (size_t)(texts->offsets[i + 1] - texts->offsets[i]), folded, sizeof folded);
        sum += (unsigned char)folded[0];
    }
    return sum;
}

static uint64_t classify_many(void *context)
{
    job *own = context;
    if (revops_title_classify_many(own->title, own->texts, own->seniorities, own->functions) != REVOPS_OK) {
        abort();
    }
    return own->seniorities[7];
}

static int make(job *own, const revops_title_phrase *phrases, uint32_t count)
{
    revops_title_params params = REVOPS_TITLE_PARAMS_INIT;
    params.phrases = phrases;
    params.phrase_count = count;
    size_t needed = 0;
    if (revops_title_build(&params, NULL, 0, &needed, NULL) != REVOPS_ERR_NOSPACE) {
        return 1;
    }
    return revops_title_build(&params, aligned_alloc(64, (needed + 63) / 64 * 64), needed, NULL,
                              &own->title) != REVOPS_OK;
}

int main(void)
{
    static const char *const parts[][4] = {{"Senior ", "VP ", "Head of ", ""},
                                           {"Software ", "Marketing ", "Sales ", "Regional "},
                                           {"Engineer", "Manager, EMEA", "Operations", "Lead (interim)"}};
    static revops_title_phrase phrases[LARGE];
    static char names[LARGE][24], bytes[TITLES * 48];
    static int64_t offsets[TITLES + 1];
    random_state random = {15};
    for (size_t i = 0; i < TITLES; i++) {
        int length = snprintf(bytes + offsets[i], 48, "%s%s%s", parts[0][random_below(&random, 4)],
                              parts[1][random_below(&random, 4)], parts[2][random_below(&random, 4)]);
        offsets[i + 1] = offsets[i] + length;
    }
    for (size_t i = 0; i < LARGE; i++) {
        snprintf(names[i], sizeof names[i], "level %zu", i);
        phrases[i].text = names[i];
        phrases[i].kind = REVOPS_TITLE_SENIORITY;
        phrases[i].outcome = (uint32_t)i + 100;
    }
    revops_texts texts = {bytes, offsets, TITLES};
    static uint32_t seniorities[TITLES], functions[TITLES];
    job small = {NULL, &texts, seniorities, functions}, large = small;
    if (make(&small, NULL, 0) || make(&large, phrases, LARGE)) {
        return EXIT_FAILURE;
    }
    bench_contestant all[] = {{"floor: folding each title", fold_each, &small, NULL, {0}},
                              {"columns, the built-in table", classify_many, &small, NULL, {0}},
                              {"columns, 100,000 phrases", classify_many, &large, NULL, {0}}};
    int failed = bench_run("32,768 titles, per title", all, 3, TITLES, 0);
    failed |= bench_bar("columns to folding each", &all[1], &all[0], 10);
    failed |= bench_bar("100,000 phrases to the built-in table", &all[2], &all[1], 3);
    return failed;
}
