/* SPDX-License-Identifier: MIT */
#include "names.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void *grow(void *memory, size_t count, size_t size)
{
    void *larger = size && count > SIZE_MAX / size ? NULL : realloc(memory, count * size);
    if (!larger) {
        fprintf(stderr, "out of memory\n");
        exit(1);
    }
    return larger;
}

/* The bytes of a text of 1 to 8, by loads of a fixed size that may overlap. */
static uint64_t word_of(const char *text, size_t length)
{
    const unsigned char *bytes = (const unsigned char *)text;
    uint32_t first, last;
    if (length < sizeof first) {
        return bytes[0] | (uint64_t)bytes[length / 2] << 8 | (uint64_t)bytes[length - 1] << 16;
    }
    memcpy(&first, text, sizeof first);
    memcpy(&last, text + length - sizeof last, sizeof last);
    return first | (uint64_t)last << 32;
}

/* Eight bytes at a time, mixed as in splitmix64. */
static uint32_t hash_of(const char *name, size_t length)
{
    uint64_t hash = length * UINT64_C(0x9e3779b97f4a7c15);
    while (length > 0) {
        size_t taken = length < sizeof hash ? length : sizeof hash;
        hash ^= word_of(name, taken);
        hash = (hash ^ hash >> 32) * UINT64_C(0xbf58476d1ce4e5b9);
        hash ^= hash >> 29;
        name += taken;
        length -= taken;
    }
    return (uint32_t)(hash ^ hash >> 32);
}

static void rehash(names *all)
{
    names_slot *old = all->slots;
    uint32_t old_count = all->slot_count;
    all->slot_count = old_count ? old_count * 2 : 1024;
    all->slots = grow(NULL, all->slot_count, sizeof *all->slots);
    memset(all->slots, 0, all->slot_count * sizeof *all->slots);
    for (uint32_t i = 0; i < old_count; i++) {
        if (old[i].id) {
            uint32_t slot = old[i].hash & (all->slot_count - 1);
            while (all->slots[slot].id) {
                slot = (slot + 1) & (all->slot_count - 1);
            }
            all->slots[slot] = old[i];
        }
    }
    free(old);
}

uint32_t names_id(names *all, const char *name, size_t length)
{
    if (length == 0) {
        return 0;
    }
    if (all->count >= all->slot_count / 2) {
        rehash(all);
    }
    uint32_t hash = hash_of(name, length), slot = hash & (all->slot_count - 1);
    for (; all->slots[slot].id; slot = (slot + 1) & (all->slot_count - 1)) {
        if (all->slots[slot].hash == hash) {
            size_t start = all->slots[slot].start;
            if (all->text_size - start > length && memcmp(all->text + start, name, length) == 0 &&
                all->text[start + length] == '\0') {
                return all->slots[slot].id;
            }
        }
    }
    if (all->count == all->room) {
        all->room = all->room ? all->room * 2 : 1024;
        all->offsets = grow(all->offsets, all->room, sizeof *all->offsets);
    }
    if (all->text_room - all->text_size <= length) {
        all->text_room = (all->text_room + length + 1) * 2;
        all->text = grow(all->text, all->text_room, 1);
    }
    all->offsets[all->count] = all->text_size;
    memcpy(all->text + all->text_size, name, length);
    all->text[all->text_size + length] = '\0';
    all->text_size += length + 1;
    all->slots[slot].hash = hash;
    all->slots[slot].start = all->offsets[all->count];
    all->slots[slot].id = ++all->count;
    return all->count;
}

void names_prefetch(const names *all, const char *name, size_t length)
{
#ifdef __GNUC__
    if (all->slot_count) {
        __builtin_prefetch(&all->slots[hash_of(name, length) & (all->slot_count - 1)]);
    }
#else
    (void)all, (void)name, (void)length;
#endif
}

const char *names_text(const names *all, uint32_t id)
{
    return id ? all->text + all->offsets[id - 1] : "";
}

void names_free(names *all)
{
    free(all->text);
    free(all->offsets);
    free(all->slots);
}
