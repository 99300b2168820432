/* SPDX-License-Identifier: MIT */
/* Sizes of all public structs by name: one function and one table instead of a function a struct. It stands in the highest
   layer, as it includes every header. */
#include <revops/revops.h>

#include <string.h>

#define SIZEOF_ROW(type)                                                                                     \
    {                                                                                                        \
#type, sizeof(#type) - 1, sizeof(type)                                                               \
    }
static const struct {
    char name[48];
    uint32_t length, size;
} sizeof_rows[] = {
#include "engine/sizeof-table.h"
};
#undef SIZEOF_ROW

size_t revops_sizeof(const char *name, size_t length)
{
    size_t first = 0, end = name ? sizeof sizeof_rows / sizeof sizeof_rows[0] : 0;
    while (first < end) {
        size_t middle = first + (end - first) / 2, known = sizeof_rows[middle].length;
        int order = memcmp(sizeof_rows[middle].name, name, length < known ? length : known);
        if (order == 0 && known == length) {
            return sizeof_rows[middle].size;
        }
        if (order < 0 || (order == 0 && known < length)) {
            first = middle + 1;
        } else {
            end = middle;
        }
    }
    return 0;
}
