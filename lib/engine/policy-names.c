/* SPDX-License-Identifier: MIT */
/* Names: folded, given positions, found again, and the nearest one to a name that nothing has. */
#include "engine/policy-internal.h"

#include <string.h>

int revops__policy_equal(const char *a, const char *b)
{
    for (; *a && *a == *b; a++, b++) {
    }
    return *a == *b;
}

int revops__policy_begins(const char *text, const char *beginning)
{
    for (; *beginning && *text == *beginning; text++, beginning++) {
    }
    return *beginning == '\0';
}

size_t revops__policy_fold(const char *text, size_t length, char *out)
{
    size_t count = 0;
    int is_gap = 0;
    for (size_t i = 0; i < length && count < POLICY_FOLDED_MAX - 1; i++) {
        char c = text[i];
        if (c == ' ' || c == '_' || c == '-' || c == '\t') {
            is_gap = 1;
            continue;
        }
        if (is_gap && count < POLICY_FOLDED_MAX - 1) {
            out[count++] = '_';
        }
        is_gap = 0;
        out[count++] = (char)(c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c);
    }
    if (is_gap && count < POLICY_FOLDED_MAX - 1) {
        out[count++] = '_';
    }
    return count;
}

size_t revops__policy_length(const char *text)
{
    size_t length = 0;
    while (length < REVOPS_POLICY_SIZE_MAX &&
           text[length]) { /* with its bound no compiler makes a call of it */
        length++;
    }
    return length;
}

static int names_compare(const char *a, size_t length_a, const char *b, size_t length_b)
{
    char folded_a[POLICY_FOLDED_MAX], folded_b[POLICY_FOLDED_MAX];
    length_a = revops__policy_fold(a, length_a, folded_a);
    length_b = revops__policy_fold(b, length_b, folded_b);
    int order = memcmp(folded_a, folded_b, length_a < length_b ? length_a : length_b);
    return order ? order : length_a < length_b ? -1 : length_a > length_b;
}

int revops__policy_compare(const char *a, const char *b)
{
    return names_compare(a, revops__policy_length(a), b, revops__policy_length(b));
}

int revops__policy_is(const char *name, const char *text, size_t length)
{
    return names_compare(name, revops__policy_length(name), text, length) == 0;
}

int revops__policy_same(const char *a, const char *b)
{
    return revops__policy_compare(a, b) == 0;
}

static uint64_t names_hash(enum policy_table table, uint32_t owner, const char *folded, size_t length)
{
    uint64_t hash = UINT64_C(14695981039346656037);
    const uint32_t place[2] = {(uint32_t)table, owner};
    for (size_t i = 0; i < 8; i++) {
        hash = (hash ^ (place[i / 4] >> (i % 4 * 8) & 0xff)) * UINT64_C(1099511628211);
    }
    for (size_t i = 0; i < length; i++) {
        hash = (hash ^ (unsigned char)folded[i]) * UINT64_C(1099511628211);
    }
    return hash ^ hash >> 32;
}

static const policy_entry *names_seek(const policy_names *names, enum policy_table table, uint32_t owner,
                                      const char *name, uint64_t *out_hash)
{
    char folded[POLICY_FOLDED_MAX];
    size_t length = revops__policy_fold(name, revops__policy_length(name), folded);
    *out_hash = names_hash(table, owner, folded, length);
    for (uint32_t i = names->heads[*out_hash & names->head_mask]; i; i = names->entries[i - 1].next) {
        const policy_entry *entry = &names->entries[i - 1];
        if (entry->hash == *out_hash && entry->table == (uint32_t)table && entry->owner == owner &&
            revops__policy_same(entry->name, name)) {
            return entry;
        }
    }
    return NULL;
}

const policy_entry *revops__policy_name_add(policy_names *names, enum policy_table table, uint32_t owner,
                                            const char *name, uint32_t position, const policy_node *node)
{
    uint64_t hash;
    const policy_entry *known = names_seek(names, table, owner, name, &hash);
    if (known || names->count == names->capacity) {
        return known;
    }
    uint32_t *head = &names->heads[hash & names->head_mask];
    policy_entry entry = {name, node, (uint32_t)table, owner, position, *head, hash};
    names->entries[names->count++] = entry;
    *head = names->count;
    return NULL;
}

uint32_t revops__policy_name_find(const policy_names *names, enum policy_table table, uint32_t owner,
                                  const char *name)
{
    uint64_t hash;
    const policy_entry *entry = names_seek(names, table, owner, name, &hash);
    return entry ? entry->position : 0;
}

/* Letters changed, added, dropped or swapped between folded names: three rows of the table are enough. */
static uint32_t names_distance(const char *a, size_t length_a, const char *b, size_t length_b)
{
    enum { MOST = 64 };
    uint8_t rows[3][MOST + 1];
    length_a = length_a < MOST ? length_a : MOST;
    length_b = length_b < MOST ? length_b : MOST;
    for (size_t j = 0; j <= length_b; j++) {
        rows[0][j] = (uint8_t)j;
    }
    for (size_t i = 1; i <= length_a; i++) {
        uint8_t *now = rows[i % 3], *before = rows[(i + 2) % 3], *earlier = rows[(i + 1) % 3];
        now[0] = (uint8_t)i;
        for (size_t j = 1; j <= length_b; j++) {
            uint8_t least = (uint8_t)(before[j - 1] + (a[i - 1] != b[j - 1]));
            least = before[j] + 1 < least ? (uint8_t)(before[j] + 1) : least;
            least = now[j - 1] + 1 < least ? (uint8_t)(now[j - 1] + 1) : least;
            if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] &&
                earlier[j - 2] + 1 < least) {
                least = (uint8_t)(earlier[j - 2] + 1);
            }
            now[j] = least;
        }
    }
    return rows[length_a % 3][length_b];
}

uint32_t revops__policy_distance(const char *a, const char *b)
{
    char folded_a[POLICY_FOLDED_MAX], folded_b[POLICY_FOLDED_MAX];
    size_t length_a = revops__policy_fold(a, revops__policy_length(a), folded_a);
    size_t length_b = revops__policy_fold(b, revops__policy_length(b), folded_b);
    uint32_t distance = names_distance(folded_a, length_a, folded_b, length_b);
    size_t longer = length_a > length_b ? length_a : length_b;
    return distance * 5 <= 2 * longer ? distance : UINT32_MAX; /* two letters in five are another name */
}

int revops__policy_is_within(const char *text, const char *word)
{
    for (; *word; word++) {
        size_t same = 0;
        while (text[same] && text[same] == word[same]) {
            same++;
        }
        if (same > 3 && !text[same]) {
            return 1;
        }
    }
    return 0;
}

void revops__policy_put_names(revops__text *to, const policy_names *names, enum policy_table table)
{
    const char *mark = "";
    for (uint32_t i = 0; i < names->count; i++) {
        if (names->entries[i].table == (uint32_t)table) {
            revops__text_put(to, mark);
            revops__text_put(to, names->entries[i].name);
            mark = ", ";
        }
    }
}

const char *revops__policy_name_nearest(const policy_names *names, enum policy_table table, uint32_t owner,
                                        const char *name)
{
    const char *nearest = NULL;
    uint32_t least = UINT32_MAX;
    for (uint32_t i = 0; i < names->count; i++) {
        const policy_entry *entry = &names->entries[i];
        if (entry->table != (uint32_t)table || entry->owner != owner) {
            continue;
        }
        uint32_t distance = revops__policy_distance(entry->name, name);
        if (distance < least) {
            least = distance;
            nearest = entry->name;
        }
    }
    return nearest;
}
