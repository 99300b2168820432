/* SPDX-License-Identifier: MIT */
/* Names of a log (leads, sources, people) as dense ids from 1: a hash table with open addressing. */
#ifndef EXAMPLES_NAMES_H
#define EXAMPLES_NAMES_H

#include <stddef.h>
#include <stdint.h>

typedef struct names_slot {
    uint32_t hash;
    uint32_t id;  /* 0 free */
    size_t start; /* of the name in the text, beside the hash to spare a cache miss */
} names_slot;

typedef struct names {
    char *text; /* all names, each closed by a NUL */
    size_t text_size, text_room;
    size_t *offsets; /* of id 1, 2, … in text */
    uint32_t count, room;
    names_slot *slots;
    uint32_t slot_count;
} names;

/* The id of a name, a new one if it wasn't known; 0 for an empty name. Exits when memory is out. */
uint32_t names_id(names *all, const char *name, size_t length);
/* Asks the processor to fetch what names_id() will look at soon. */
void names_prefetch(const names *all, const char *name, size_t length);
/* The name of an id; "" for 0. */
const char *names_text(const names *all, uint32_t id);
void names_free(names *all);

/* realloc() that exits, saying so, when memory is out. */
void *grow(void *memory, size_t count, size_t size);

#endif
