/* SPDX-License-Identifier: MIT */
/* For naive twins that compare round after round: what must hold names the round in which it doesn't, so that the round
   can be played again. */
#ifndef REVOPS_TESTS_MODEL_H
#define REVOPS_TESTS_MODEL_H

#include <stdio.h>
#include <stdlib.h>

static int round_number;

#define MUST(condition)                                                                                      \
    do {                                                                                                     \
        if (!(condition)) {                                                                                  \
            fprintf(stderr, "%s:%d: round %d: %s doesn't hold\n", __FILE__, __LINE__, round_number,          \
                    #condition);                                                                             \
            exit(EXIT_FAILURE);                                                                              \
        }                                                                                                    \
    } while (0)

#endif
