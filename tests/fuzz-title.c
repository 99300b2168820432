/* SPDX-License-Identifier: MIT */
#define FUZZ_WORDS                                                                                           \
    "vp", " ", "sales", "&", "chief", "assistant to", ".", "-", "\xc3\xbc", "\xe2\x80\x93", "\xc2\xa0",      \
        "\xe2\x80\x99"
#include "fuzz.h"

/* Any bytes: what builds as a phrase is found in its own text and in a title that holds it; signs around a title change nothing; a column
   says what single titles do. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static _Alignas(8) unsigned char memory[1 << 16];
    char phrase_text[128], around[512 + 8];
    size_t length = size < 120 ? size : 120;
    memcpy(phrase_text, data, length);
    phrase_text[length] = 0;
    length = strlen(phrase_text);
    const revops_title_phrase phrases[] = {{phrase_text, REVOPS_TITLE_SENIORITY, 77}};
    revops_title_params params = REVOPS_TITLE_PARAMS_INIT;
    const revops_title *title;
    params.phrases = phrases;
    params.phrase_count = 1;
    revops_status status = revops_title_build(&params, memory, sizeof memory, NULL, &title);
    MUST(status == revops_title_check(&params, NULL, 0, NULL));
    MUST(status == REVOPS_OK || status == REVOPS_ERR_ARG);
    params.phrase_count = status == REVOPS_OK;
    MUST(revops_title_build(&params, memory, sizeof memory, NULL, &title) == REVOPS_OK);
    revops_title_answer answer, again;
    MUST(revops_title_classify(title, (const char *)data, size, &answer) == REVOPS_OK);
    if (status == REVOPS_OK) {
        MUST(revops_title_classify(title, phrase_text, length, &again) == REVOPS_OK && again.seniority == 77);
    }
    if (size <= 120) {
        memcpy(around, "- (", 3);
        memcpy(around + 3, data, size);
        memcpy(around + 3 + size, ") -", 3);
        MUST(revops_title_classify(title, around, size + 6, &again) == REVOPS_OK);
        MUST(again.seniority == answer.seniority && again.function == answer.function);
    }
    const int64_t offsets[] = {0, (int64_t)(size / 2), (int64_t)size};
    const revops_texts texts = {(const char *)data, offsets, 2};
    uint32_t seniorities[2], functions[2];
    MUST(revops_title_classify_many(title, &texts, seniorities, functions) == REVOPS_OK);
    MUST(revops_title_classify(title, (const char *)data + size / 2, size - size / 2, &again) == REVOPS_OK);
    MUST(again.seniority == seniorities[1] && again.function == functions[1]);
    return 0;
}
