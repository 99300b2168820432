/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "params.h"

/* No real struct comes near; a larger size is a struct that was never filled in. */
enum { LARGEST = 4096 };

revops_status revops__params_copy(void *own, size_t own_size, size_t first_size, const void *params)
{
    if (!params) {
        return REVOPS_ERR_ARG;
    }
    uint32_t size;
    memcpy(&size, params, sizeof size);
    if (size < first_size || size > LARGEST) {
        return REVOPS_ERR_ABI;
    }
    const unsigned char *bytes = params;
    for (size_t i = own_size; i < size; i++) {
        if (bytes[i] != 0) {
            return REVOPS_ERR_NEWER;
        }
    }
    memset(own, 0, own_size);
    memcpy(own, params, size < own_size ? size : own_size);
    size = (uint32_t)own_size; /* the copy is complete: it may be passed on as the library's own version */
    memcpy(own, &size, sizeof size);
    return REVOPS_OK;
}

void revops__params_give(void *out, size_t size, void *own, size_t own_size)
{
    uint32_t given = (uint32_t)(size < own_size ? size : own_size);
    memcpy(own, &given, given < sizeof given ? given : sizeof given);
    memcpy(out, own, given);
}

revops_status revops__params_room(const void *memory, size_t memory_size, size_t size, size_t alignment,
                                  size_t *needed)
{
    if (needed) {
        *needed = size;
    }
    if (!memory || memory_size < size) {
        return REVOPS_ERR_NOSPACE;
    }
    return (uintptr_t)memory % alignment ? REVOPS_ERR_ALIGN : REVOPS_OK;
}
