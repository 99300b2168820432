/* SPDX-License-Identifier: MIT */
/* A fuzz target defines FUZZ_WORDS, includes this and defines LLVMFuzzerTestOneInput(). Built plainly it runs the files it is given
   and then seeded random inputs, so that it is an ordinary test; with -DREVOPS_FUZZER and clang's
   -fsanitize=fuzzer it is a libFuzzer program. A broken promise aborts. */
#ifndef REVOPS_TESTS_FUZZ_H
#define REVOPS_TESTS_FUZZ_H

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <revops/revops.h>

#include "random.h"

#define MUST(condition)                                                                                      \
    do {                                                                                                     \
        if (!(condition)) {                                                                                  \
            fprintf(stderr, "%s:%d: %s doesn't hold\n", __FILE__, __LINE__, #condition);                     \
            abort();                                                                                         \
        }                                                                                                    \
    } while (0)

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#ifndef REVOPS_FUZZER
/* Inputs mix raw bytes with the words of the target's own language, which it defines as FUZZ_WORDS. */
static const char *const fuzz_words[] = {FUZZ_WORDS};

int main(int argc, char **argv)
{
    for (int i = 1; i < argc; i++) {
        FILE *file = fopen(argv[i], "rb");
        if (!file) {
            perror(argv[i]);
            return EXIT_FAILURE;
        }
        uint8_t *bytes = malloc(1 << 20);
        size_t size = fread(bytes, 1, 1 << 20, file);
        fclose(file);
        LLVMFuzzerTestOneInput(bytes, size);
        free(bytes);
    }
    size_t word_count = sizeof fuzz_words / sizeof fuzz_words[0];
    random_state random = {20260302};
    for (int round = 0; round < 20000; round++) {
        uint8_t bytes[512];
        size_t size = 0, target = random_below(&random, sizeof bytes);
        while (size < target) {
            if (random_below(&random, 4)) {
                const char *word = fuzz_words[random_below(&random, word_count)];
                size_t length = strlen(word);
                length = length < sizeof bytes - size ? length : sizeof bytes - size;
                memcpy(bytes + size, word, length);
                size += length;
            } else {
                bytes[size++] = (uint8_t)random_next(&random);
            }
        }
        uint8_t *exact = malloc(size + !size); /* so that a sanitizer sees a read past the end */
        memcpy(exact, bytes, size);
        LLVMFuzzerTestOneInput(exact, size);
        free(exact);
    }
    return EXIT_SUCCESS;
}
#endif
#endif
