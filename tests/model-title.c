/* SPDX-License-Identifier: MIT */
/* Titles against a naive twin that goes through all phrases, all words of each title and all longer phrases around them (SC14): few
   words, so that phrases share them; one title at a time and in columns. */
#include <string.h>

#include <revops/title.h>

#include "model.h"
#include "random.h"

enum { ROUNDS = 3000, PHRASES = 30, PHRASE_WORDS = 4, TITLES = 20, TITLE_WORDS = 9, WORDS = 7 };

/* Of one line each: what folds to the same. "and" may also be a sign between words. */
static const char *const words[WORDS][3] = {
    {"and", "AND", "And"},
    {"vp", "V.P.", "Vp"},
    {"muller", "M\xc3\xbcller", "MU\xcc\x88LLER"},
    {"sales", "Sales", "SALES"},
    {"sale", "Sale", "sal\xc3\xa9"},
    {"head", "HEAD", "Head"},
    {"\xe6\x97\xa5\xe6\x9c\xac", "\xe6\x97\xa5\xe6\x9c\xac", "\xe6\x97\xa5\xe6\x9c\xac"},
};
static const char *const gaps[] = {" ", "-", ", ", " / ", "\xc2\xa0", " \xe2\x80\x93 ", "\xe3\x80\x80",
                                   "_", " ("};

typedef struct run {
    int words[TITLE_WORDS];
    int count;
} run;

static void make(run *out, char *text, int most, random_state *random)
{
    out->count = (int)random_below(random, (uint64_t)most) + 1;
    strcpy(text, random_below(random, 4) ? "" : "- ");
    for (int i = 0; i < out->count; i++) {
        out->words[i] = (int)random_below(random, WORDS);
        const char *gap = gaps[random_below(random, sizeof gaps / sizeof gaps[0])];
        strcat(text, i == 0 ? "" : gap);
        strcat(text, out->words[i] == 0 && random_below(random, 2)
                         ? "&"
                         : words[out->words[i]][random_below(random, 3)]);
    }
    strcat(text, random_below(random, 4) ? "" : ") ");
}

static int naive_is_at(const run *title, const run *phrase, int at)
{
    for (int i = 0; i < phrase->count; i++) {
        if (at + i >= title->count || title->words[at + i] != phrase->words[i]) {
            return 0;
        }
    }
    return 1;
}

/* Whether a phrase of the kind that begins at or before a place and ends at or behind another, and is longer, is there. */
static int naive_is_within(const run *title, const run *runs, const revops_title_phrase *phrases,
                           uint32_t count, uint32_t phrase, int at)
{
    int end = at + runs[phrase].count;
    for (uint32_t other = 0; other < count; other++) {
        for (int begin = 0; begin <= at && phrases[other].kind == phrases[phrase].kind; begin++) {
            if (runs[other].count > runs[phrase].count && begin + runs[other].count >= end &&
                naive_is_at(title, &runs[other], begin)) {
                return 1;
            }
        }
    }
    return 0;
}

static int naive_has(const run *title, const run *runs, const revops_title_phrase *phrases, uint32_t count,
                     uint32_t phrase)
{
    for (int at = 0; at < title->count; at++) {
        if (naive_is_at(title, &runs[phrase], at) &&
            !naive_is_within(title, runs, phrases, count, phrase, at)) {
            return 1;
        }
    }
    return 0;
}

int main(void)
{
    static _Alignas(8) unsigned char memory[1 << 15];
    static char texts[PHRASES][200], bytes[TITLES * 400];
    random_state random = {14};
    int found = 0, nothing = 0;
    for (round_number = 1; round_number <= ROUNDS; round_number++) {
        run runs[PHRASES];
        revops_title_phrase phrases[PHRASES];
        revops_title_params params = REVOPS_TITLE_PARAMS_INIT;
        params.flags = REVOPS_TITLE_OWN_SENIORITIES_ONLY | REVOPS_TITLE_OWN_FUNCTIONS_ONLY;
        params.phrases = phrases;
        params.phrase_count = (uint32_t)random_below(&random, PHRASES + 1);
        for (uint32_t i = 0; i < params.phrase_count; i++) {
            make(&runs[i], texts[i], PHRASE_WORDS, &random);
            phrases[i].text = texts[i];
            phrases[i].kind = 1 + (uint32_t)random_below(&random, 2);
            phrases[i].outcome = i + 1;
        }
        const revops_title *title;
        MUST(revops_title_build(&params, memory, sizeof memory, NULL, &title) == REVOPS_OK);
        int64_t offsets[TITLES + 1] = {0};
        uint32_t wanted[2][TITLES], many[2][TITLES];
        for (int t = 0; t < TITLES; t++) {
            run title_run;
            char text[400];
            make(&title_run, text, TITLE_WORDS, &random);
            size_t length = strlen(text);
            memcpy(bytes + offsets[t], text, length);
            offsets[t + 1] = offsets[t] + (int64_t)length;
            wanted[0][t] = wanted[1][t] = REVOPS_NONE;
            for (uint32_t i = params.phrase_count; i-- > 0;) {
                if (naive_has(&title_run, runs, phrases, params.phrase_count, i)) {
                    wanted[phrases[i].kind - 1][t] = phrases[i].outcome;
                }
            }
            revops_title_answer answer;
            MUST(revops_title_classify(title, text, length, &answer) == REVOPS_OK);
            MUST(answer.seniority == wanted[0][t] && answer.function == wanted[1][t]);
            found += answer.seniority && answer.function;
            nothing += !answer.seniority && !answer.function;
        }
        revops_texts column = {bytes, offsets, TITLES};
        MUST(revops_title_classify_many(title, &column, many[0], many[1]) == REVOPS_OK);
        MUST(memcmp(many, wanted, sizeof many) == 0);
    }
    MUST(found > 1000 && nothing > 1000);
    return EXIT_SUCCESS;
}
