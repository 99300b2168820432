/* SPDX-License-Identifier: MIT */
/* The order of events against a naive twin: each pair of rows compared by what the header says, places counted, rows of
   an id searched through. Then the same rows shuffled must give the same events. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <revops/order.h>

#include "model.h"
#include "random.h"

enum { ROWS = 300, TEXTS = 5, FIELDS = 2 };

typedef struct row {
    int64_t at_ms;
    uint64_t lead, sequence, id;
    uint32_t kind;
    int64_t text, number;
} row;

static const char *const texts[TEXTS] = {"", "a", "ab", "b", "\xc3\xa9"};
static int64_t offsets[TEXTS + 1];
static char bytes[64];
static const revops_texts all_texts = {bytes, offsets, TEXTS};
static const uint16_t ranks[4] = {3, 0, 700, 3};

static int way(uint64_t a, uint64_t b)
{
    return a < b ? -1 : a > b;
}

static int compare_texts(int64_t a, int64_t b)
{
    const char *x = a >= 0 && a < TEXTS ? texts[a] : "", *y = b >= 0 && b < TEXTS ? texts[b] : "";
    return strcmp(x, y); /* compares as unsigned bytes */
}

static int compare_ids(const row *a, const row *b, int ids_are_texts)
{
    if (!ids_are_texts || !a->id || !b->id) {
        return way(a->id, b->id);
    }
    return compare_texts((int64_t)a->id - 1, (int64_t)b->id - 1);
}

static int compare(const row *a, const row *b, int by_lead, int ids_are_texts)
{
    int time = a->at_ms < b->at_ms ? -1 : a->at_ms > b->at_ms, lead = way(a->lead, b->lead);
    int first = by_lead ? lead : time, second = by_lead ? time : lead;
    if (first || second) {
        return first ? first : second;
    }
    if (a->sequence != b->sequence) {
        return way(a->sequence, b->sequence);
    }
    uint16_t a_rank = a->kind < 4 ? ranks[a->kind] : 0, b_rank = b->kind < 4 ? ranks[b->kind] : 0;
    if (a_rank != b_rank) {
        return a_rank < b_rank ? -1 : 1;
    }
    int id = compare_ids(a, b, ids_are_texts);
    if (id) {
        return id;
    }
    int text = compare_texts(a->text, b->text);
    return text ? text : a->number < b->number ? -1 : a->number > b->number;
}

static void sort(const row *rows, size_t count, uint32_t flags, int ids_are_texts, uint32_t *order,
                 uint8_t *fates, revops_order_counts *counts)
{
    static int64_t at_ms[ROWS], text[ROWS];
    static int8_t number[ROWS];
    static uint64_t lead[ROWS], sequence[ROWS], id[ROWS];
    static uint32_t kind[ROWS];
    for (size_t i = 0; i < count; i++) {
        at_ms[i] = rows[i].at_ms;
        lead[i] = rows[i].lead;
        sequence[i] = rows[i].sequence;
        id[i] = rows[i].id;
        kind[i] = rows[i].kind;
        text[i] = rows[i].text;
        number[i] = (int8_t)rows[i].number;
    }
    const revops_column fields[FIELDS] = {{text, &all_texts, REVOPS_MISSING, REVOPS_COLUMN_I64, 0},
                                          {number, NULL, REVOPS_MISSING, REVOPS_COLUMN_I8, 0}};
    const revops_order_columns columns = {.struct_size = sizeof columns,
                                          .flags = flags,
                                          .count = count,
                                          .at_ms = at_ms,
                                          .lead = lead,
                                          .sequence = sequence,
                                          .kind = kind,
                                          .ranks = ranks,
                                          .rank_count = 4,
                                          .id = id,
                                          .id_texts = ids_are_texts ? &all_texts : NULL,
                                          .fields = fields,
                                          .field_count = FIELDS};
    size_t needed = 0;
    MUST(revops_order_sort(&columns, NULL, 0, &needed, NULL, NULL, NULL) == REVOPS_ERR_NOSPACE);
    void *memory = malloc(needed);
    MUST(memory && revops_order_sort(&columns, memory, needed, NULL, order, fates, counts) == REVOPS_OK);
    free(memory);
}

static void expect(const row *rows, size_t count, int by_lead, int ids_are_texts, const uint32_t *order,
                   const uint8_t *fates, const revops_order_counts *counts)
{
    uint64_t told[3] = {0};
    static size_t place[ROWS];
    for (size_t i = 0; i < count; i++) {
        place[i] = 0;
        for (size_t k = 0; k < count; k++) {
            int c = compare(&rows[k], &rows[i], by_lead, ids_are_texts);
            place[i] += c < 0 || (c == 0 && k < i);
        }
        MUST(order[place[i]] == i);
    }
    for (size_t i = 0; i < count; i++) {
        int earlier_twin = 0, later_other = 0;
        for (size_t k = 0; k < count; k++) {
            int same = compare(&rows[k], &rows[i], by_lead, ids_are_texts) == 0;
            earlier_twin |= same && k < i;
            later_other |= !same && rows[i].id && rows[k].id && rows[k].lead == rows[i].lead &&
                           compare_ids(&rows[k], &rows[i], ids_are_texts) == 0 && place[k] > place[i];
        }
        uint32_t fate = earlier_twin  ? REVOPS_ORDER_DUPLICATE
                        : later_other ? REVOPS_ORDER_CONFLICT
                                      : REVOPS_ORDER_COUNTS;
        MUST(fates[i] == fate);
        told[fate]++;
    }
    MUST(counts->counted == told[0] && counts->duplicates == told[1] && counts->conflicts == told[2]);
}

static void play(random_state *random)
{
    static row rows[ROWS], shuffled[ROWS];
    static uint32_t order[ROWS], again[ROWS];
    static uint8_t fates[ROWS], fates_again[ROWS];
    size_t count = random_below(random, random_below(random, 4) ? 40 : ROWS + 1);
    uint64_t instants = 1 + random_below(random, random_below(random, 2) ? 3 : 1000);
    int ids_are_texts = (int)random_below(random, 2), by_lead = (int)random_below(random, 2);
    uint64_t leads = 1 + random_below(random, 6), ids = 1 + random_below(random, ids_are_texts ? 7 : 90);
    uint64_t sequences = 1 + random_below(random, 3);
    for (size_t i = 0; i < count; i++) {
        rows[i] =
            (row){.at_ms = (int64_t)random_below(random, instants) * (random_below(random, 9) ? 1000 : -7),
                  .lead = random_below(random, leads) << (random_below(random, 2) ? 0 : 60),
                  .sequence = random_below(random, sequences),
                  .id = random_below(random, ids),
                  .kind = (uint32_t)random_below(random, 6),
                  .text = random_between(random, -1, TEXTS),
                  .number = random_between(random, -2, 2)};
        if (i && random_below(random, 4) == 0) {
            rows[i] = rows[random_below(random, i)];
        }
    }
    revops_order_counts counts, counts_again;
    uint32_t flags = by_lead ? REVOPS_ORDER_BY_LEAD : 0;
    sort(rows, count, flags, ids_are_texts, order, fates, &counts);
    expect(rows, count, by_lead, ids_are_texts, order, fates, &counts);
    memcpy(shuffled, rows, sizeof rows);
    for (size_t i = count; i > 1; i--) {
        size_t k = random_below(random, i);
        row moved = shuffled[i - 1];
        shuffled[i - 1] = shuffled[k];
        shuffled[k] = moved;
    }
    sort(shuffled, count, flags, ids_are_texts, again, fates_again, &counts_again);
    MUST(memcmp(&counts, &counts_again, sizeof counts) == 0);
    for (size_t i = 0; i < count; i++) {
        MUST(compare(&rows[order[i]], &shuffled[again[i]], by_lead, ids_are_texts) == 0);
        MUST(fates[order[i]] == fates_again[again[i]]);
    }
}

int main(void)
{
    random_state random = {20261126};
    for (size_t i = 0; i < TEXTS; i++) {
        memcpy(bytes + offsets[i], texts[i], strlen(texts[i]));
        offsets[i + 1] = offsets[i] + (int64_t)strlen(texts[i]);
    }
    for (round_number = 0; round_number < 3000; round_number++) {
        play(&random);
    }
    printf("3000 sets of rows in order\n");
    return 0;
}
