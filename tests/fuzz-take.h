/* SPDX-License-Identifier: MIT */
/* A fuzz target's input, taken as little-endian numbers from the front; behind its end all are 0. Set `input` and `left` first. */
#ifndef REVOPS_TESTS_FUZZ_TAKE_H
#define REVOPS_TESTS_FUZZ_TAKE_H

#include <stddef.h>
#include <stdint.h>

static const uint8_t *input;
static size_t left;

static uint64_t take(size_t size)
{
    uint64_t value = 0;
    for (size_t i = 0; i < size && left > 0; i++, left--) {
        value |= (uint64_t)*input++ << (8 * i);
    }
    return value;
}

#endif
