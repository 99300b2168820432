/* SPDX-License-Identifier: MIT */
/* Equal texts of a column: a hash a text, then a table of open addressing that grows with the texts that differ, so that
   the few names of a vocabulary stay near the processor whatever the number of rows. */
#include <revops/condition.h>

#include <string.h>

#include "core/compiler.h"
#include "core/params.h"

enum {
    TEXTS_BLOCK = 256, /* rows of a share that are gathered, and whose slots are fetched, at once */
    TEXTS_SLOTS_LEAST = 1024
};

/* The first of some equal texts. */
typedef struct texts_slot {
    uint32_t hash;
    uint32_t place; /* its number and 1; 0 where the slot is free */
} texts_slot;

/* Tables of each size lie in turn behind the room of the largest one, and in it. */
typedef struct texts_table {
    texts_slot *memory, *slots;
    size_t size, largest, used;
} texts_table;

/* The bytes of a text of 1 to 8, by loads of a fixed size that may overlap. */
static uint64_t texts_word(const char *text, size_t length)
{
    uint32_t first, last;
    if (length < sizeof first) {
        const unsigned char *bytes = (const unsigned char *)text;
        return bytes[0] | (uint64_t)bytes[length / 2] << 8 | (uint64_t)bytes[length - 1] << 16;
    }
    memcpy(&first, text, sizeof first);
    memcpy(&last, text + length - sizeof last, sizeof last);
    return first | (uint64_t)last << 32;
}

static uint64_t texts_mixed(uint64_t hash, uint64_t word)
{
    hash = ((hash ^ word) ^ (hash ^ word) >> 32) * UINT64_C(0xbf58476d1ce4e5b9);
    return hash ^ hash >> 29;
}

static uint32_t texts_hash_of(const char *text, size_t length, uint64_t seed)
{
    uint64_t hash = texts_mixed(seed, length);
    for (; length > sizeof hash; text += sizeof hash, length -= sizeof hash) {
        uint64_t word;
        memcpy(&word, text, sizeof word);
        hash = texts_mixed(hash, word);
    }
    hash = texts_mixed(hash, length ? texts_word(text, length) : 0) * UINT64_C(0x94d049bb133111eb);
    return (uint32_t)(hash >> 32);
}

revops_status revops_texts_hash(const revops_texts *texts, uint64_t first, uint64_t count, uint64_t seed,
                                uint32_t *hashes)
{
    if (!texts || !texts->offsets || !hashes || first > texts->count || count > texts->count - first) {
        return REVOPS_ERR_ARG;
    }
    const int64_t *offsets = texts->offsets + first;
    if (offsets[0] < 0) {
        return REVOPS_ERR_ARG;
    }
    for (uint64_t i = 0; i < count; i++) {
        if (offsets[i] > offsets[i + 1] || (!texts->bytes && offsets[i] < offsets[i + 1])) {
            return REVOPS_ERR_ARG;
        }
        size_t length = (size_t)(offsets[i + 1] - offsets[i]);
        hashes[i] = texts_hash_of(length ? texts->bytes + offsets[i] : NULL, length, seed);
    }
    return REVOPS_OK;
}

/* A table of so many slots, all free, whose place isn't that of one half as large. */
static void texts_begin(texts_table *table, size_t size)
{
    unsigned halvings = 0;
    for (size_t larger = size; larger < table->largest; larger *= 2) {
        halvings++;
    }
    table->slots = table->memory + (halvings & 1 ? table->largest : 0);
    table->size = size;
    memset(table->slots, 0, size * sizeof *table->slots);
}

static void texts_grow(texts_table *table)
{
    const texts_slot *before = table->slots;
    size_t size = table->size;
    texts_begin(table, 2 * size);
    for (size_t i = 0; i < size; i++) {
        if (before[i].place) {
            size_t at = before[i].hash & (table->size - 1);
            while (table->slots[at].place) {
                at = (at + 1) & (table->size - 1);
            }
            table->slots[at] = before[i];
        }
    }
}

/* The number of the first text that equals this one, which is entered where there is none; `count` where offsets fall. */
static uint32_t texts_find(texts_table *table, const revops_texts *texts, uint32_t hash, uint32_t row)
{
    const int64_t *offsets = texts->offsets;
    int64_t start = offsets[row], length = offsets[row + (size_t)1] - start;
    size_t at = hash & (table->size - 1);
    if (length < 0 || start < 0) {
        return (uint32_t)texts->count;
    }
    for (; table->slots[at].place; at = (at + 1) & (table->size - 1)) {
        if (table->slots[at].hash != hash) {
            continue;
        }
        uint32_t other = table->slots[at].place - 1;
        if (offsets[other + (size_t)1] - offsets[other] == length &&
            (length == 0 ||
             memcmp(texts->bytes + offsets[other], texts->bytes + start, (size_t)length) == 0)) {
            return other;
        }
    }
    table->slots[at] = (texts_slot){hash, row + 1};
    table->used++;
    return row;
}

/* Some rows of the share. */
static int texts_find_block(texts_table *table, const revops_texts *texts, const uint32_t *hashes,
                            const uint32_t *rows, unsigned count, uint32_t *first)
{
    while (table->size < table->largest && (table->used + count) * 2 > table->size) {
        texts_grow(table);
    }
    for (unsigned i = 0; i < count; i++) {
        REVOPS__FETCH(&table->slots[hashes[rows[i]] & (table->size - 1)]);
    }
    for (unsigned i = 0; i < count; i++) {
        first[rows[i]] = texts_find(table, texts, hashes[rows[i]], rows[i]);
        if (REVOPS__RARELY(first[rows[i]] > rows[i])) {
            return 0;
        }
    }
    return 1;
}

revops_status revops_texts_same(const revops_texts *texts, const uint32_t *hashes, uint32_t share,
                                uint32_t share_count, void *memory, size_t memory_size, size_t *needed,
                                uint32_t *first)
{
    if (!texts || !texts->offsets || !hashes || share >= share_count || texts->count >= UINT32_MAX ||
        (!texts->bytes && texts->offsets[0] != texts->offsets[texts->count])) {
        return REVOPS_ERR_ARG;
    }
    texts_table table = {.memory = memory, .largest = TEXTS_SLOTS_LEAST};
    while (table.largest < 2 * texts->count) {
        if (table.largest > SIZE_MAX / (4 * sizeof *table.memory)) {
            return REVOPS_ERR_ARG;
        }
        table.largest *= 2;
    }
    revops_status status = revops__params_room(
        memory, memory_size, (table.largest + table.largest / 2) * sizeof *table.memory, needed, first);
    if (status != REVOPS_OK) {
        return status;
    }
    texts_begin(&table, TEXTS_SLOTS_LEAST);
    uint32_t rows[TEXTS_BLOCK];
    unsigned gathered = 0;
    for (uint32_t row = 0; row < texts->count; row++) {
        rows[gathered] = row;
        gathered +=
            ((uint64_t)hashes[row] * share_count >> 32) == share; /* no branch: nobody can foresee it */
        if (gathered == TEXTS_BLOCK) {
            if (!texts_find_block(&table, texts, hashes, rows, gathered, first)) {
                return REVOPS_ERR_ARG;
            }
            gathered = 0;
        }
    }
    return texts_find_block(&table, texts, hashes, rows, gathered, first) ? REVOPS_OK : REVOPS_ERR_ARG;
}

revops_status revops_texts_number(const uint32_t *first, uint64_t count, int64_t *numbers, uint32_t *once,
                                  uint64_t *needed)
{
    if (!needed || count >= UINT32_MAX || (count && (!first || !numbers || !once))) {
        return REVOPS_ERR_ARG;
    }
    uint64_t distinct = 0;
    for (uint32_t row = 0; row < count; row++) {
        if (first[row] > row) {
            return REVOPS_ERR_ARG;
        }
        once[distinct] = row; /* of every row, as nobody can foresee which are the first ones */
        int is_first = first[row] == row;
        numbers[row] = (int64_t)distinct;
        numbers[row] = numbers[first[row]];
        distinct += (uint64_t)is_first;
    }
    *needed = distinct;
    return REVOPS_OK;
}
