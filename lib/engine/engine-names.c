/* SPDX-License-Identifier: MIT */
/* Names: folded, as they are found, and as part of the mark of the layout. */
#include <string.h>

#include "core/compiler.h"
#include "engine/engine-build.h"

uint32_t revops__engine_builder_text(revops__engine_builder *b, const char *text)
{
    size_t length = revops__engine_length(text);
    uint32_t place = b->engine->texts + b->engine->text_bytes;
    if (b->block) {
        memcpy(b->block + place, text, length);
        b->block[place + length] = 0;
    }
    b->engine->text_bytes += (uint32_t)length + 1;
    return place;
}

size_t revops__engine_length(const char *text)
{
    size_t length = 0;
    while (length < REVOPS__BUILD_NAME_BYTES && text[length]) {
        length++;
    }
    return length;
}

size_t revops__engine_fold(const char *text, size_t length, char *out, size_t capacity)
{
    size_t written = 0;
    int gap = 0;
    for (size_t i = 0; i < length; i++) {
        char c = text[i];
        if (c == ' ' || c == '_' || c == '-') {
            gap = written != 0;
            continue;
        }
        if (gap) {
            if (written < capacity) {
                out[written] = '_';
            }
            written++;
            gap = 0;
        }
        if (written < capacity) {
            out[written] = c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
        }
        written++;
    }
    return written;
}

/* The next character of a folded name, and -1 at its end. */
static REVOPS__INLINE int names_next(const char *name, size_t *at)
{
    size_t from = *at;
    while (*at < REVOPS__BUILD_NAME_BYTES && (name[*at] == ' ' || name[*at] == '_' || name[*at] == '-')) {
        ++*at;
    }
    if (*at >= REVOPS__BUILD_NAME_BYTES || !name[*at]) {
        return -1;
    }
    if (*at > from && from > 0) {
        return '_'; /* the next call finds no gap */
    }
    char c = name[(*at)++];
    return c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : (unsigned char)c;
}

int revops__engine_same_name(const char *a, const char *b)
{
    size_t at_a = 0, at_b = 0;
    for (;;) {
        int of_a = names_next(a, &at_a);
        if (of_a != names_next(b, &at_b)) {
            return 0;
        }
        if (of_a < 0) {
            return 1;
        }
    }
}

int64_t revops__engine_hash(const char *folded, size_t length)
{
    uint64_t hash = UINT64_C(0xcbf29ce484222325);
    for (size_t i = 0; i < length; i++) {
        hash = (hash ^ (unsigned char)folded[i]) * UINT64_C(0x100000001b3);
    }
    hash ^= hash >> 32;
    return (int64_t)(hash & INT64_MAX);
}

uint32_t revops__engine_builder_name(revops__engine_builder *b, revops_engine_list list, uint32_t number,
                                     const char *text)
{
    uint32_t place = revops__engine_builder_text(b, text);
    if (b->block) {
        char folded[REVOPS__BUILD_NAME_BYTES];
        size_t length = revops__engine_fold(text, revops__engine_length(text), folded, sizeof folded);
        revops__engine_name *name =
            revops__engine_builder_row(b, b->engine->names, sizeof *name, b->engine->name_count);
        name->hash = revops__engine_hash(folded, length < sizeof folded ? length : sizeof folded);
        name->what = list << REVOPS__ENGINE_LIST_SHIFT | number;
        name->text = place;
    }
    b->engine->name_count++;
    return place;
}

void revops__engine_builder_also(revops__engine_builder *b, revops_engine_list list, uint32_t number,
                                 uint32_t first, uint32_t count)
{
    for (uint32_t i = 0; i < count; i++) {
        revops__engine_builder_name(b, list, number, b->policy->texts[first + i]);
    }
}

void revops__engine_builder_mark(revops__engine_builder *b, const char *name)
{
    char folded[REVOPS__BUILD_NAME_BYTES];
    size_t length = revops__engine_fold(name, revops__engine_length(name), folded, sizeof folded);
    uint64_t hash = (uint64_t)revops__engine_hash(folded, length < sizeof folded ? length : sizeof folded);
    b->layout = (b->layout ^ hash) * UINT64_C(0x9e3779b97f4a7c15) + 1;
    b->layout ^= b->layout >> 29;
}
