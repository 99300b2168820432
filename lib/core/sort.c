/* SPDX-License-Identifier: MIT */
#include "core/sort.h"

#include <string.h>

static int64_t sort_key(const unsigned char *element)
{
    int64_t key;
    memcpy(&key, element, sizeof key);
    return key;
}

/* Lets the element at `at` sort_sink to its place among the first `count`. */
static void sort_sink(unsigned char *elements, size_t at, size_t count, size_t size)
{
    unsigned char moving[16];
    memcpy(moving, elements + at * size, size);
    int64_t key = sort_key(moving);
    for (size_t child; (child = 2 * at + 1) < count; at = child) {
        if (child + 1 < count &&
            sort_key(elements + child * size) < sort_key(elements + (child + 1) * size)) {
            child++;
        }
        if (sort_key(elements + child * size) <= key) {
            break;
        }
        memcpy(elements + at * size, elements + child * size, size);
    }
    memcpy(elements + at * size, moving, size);
}

void revops__sort(void *elements, size_t count, size_t size)
{
    unsigned char *bytes = elements;
    for (size_t at = count / 2; at-- > 0;) {
        sort_sink(bytes, at, count, size);
    }
    while (count > 1) {
        unsigned char last[16];
        count--;
        memcpy(last, bytes + count * size, size);
        memcpy(bytes + count * size, bytes, size);
        memcpy(bytes, last, size);
        sort_sink(bytes, 0, count, size);
    }
}
