/* SPDX-License-Identifier: MIT */
/* The canonical order of all that was said [SEM1]: leads by their first event, what comes twice, columns put in their order. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "replay.h"

/* Leads as they are written and told: by their first event, then by name, so that the order of rows means nothing. */
typedef struct placed_lead {
    int64_t first_ms;
    const char *name;
    uint32_t lead;
} placed_lead;

/* Texts as the library takes them: text 0 is the empty one. */
static void give_texts(replay *run)
{
    uint32_t count = run->texts.count;
    run->given_bytes = grow(NULL, run->texts.text_size + 1, 1);
    run->given_offsets = grow(NULL, (size_t)count + 2, sizeof *run->given_offsets);
    int64_t size = 0;
    run->given_offsets[0] = 0;
    for (uint32_t i = 0; i <= count; i++) {
        const char *text = names_text(&run->texts, i);
        size_t length = strlen(text);
        memcpy(run->given_bytes + size, text, length);
        size += (int64_t)length;
        run->given_offsets[i + 1] = size;
    }
    run->given = (revops_texts){run->given_bytes, run->given_offsets, (uint64_t)count + 1};
}

static int compare_leads(const void *a, const void *b)
{
    const placed_lead *left = a, *right = b;
    if (left->first_ms != right->first_ms) {
        return left->first_ms < right->first_ms ? -1 : 1;
    }
    return strcmp(left->name, right->name);
}

/* The place of each lead, from 1; that of leads without events is 0. */
static uint32_t *place_leads(const replay *run, int64_t *first_ms)
{
    const events *all = &run->events;
    uint32_t count = run->leads.count, found = 0;
    uint32_t *places = grow(NULL, (size_t)count + 1, sizeof *places);
    placed_lead *leads = grow(NULL, (size_t)count + 1, sizeof *leads);
    for (uint32_t lead = 0; lead <= count; lead++) {
        first_ms[lead] = REVOPS_TIME_NONE;
        places[lead] = 0;
    }
    for (size_t i = 0; i < all->count; i++) {
        int64_t *first = &first_ms[all->lead[i]];
        *first = *first == REVOPS_TIME_NONE || all->at_ms[i] < *first ? all->at_ms[i] : *first;
    }
    for (uint32_t lead = 1; lead <= count; lead++) {
        if (first_ms[lead] != REVOPS_TIME_NONE) {
            leads[found++] = (placed_lead){first_ms[lead], names_text(&run->leads, lead), lead};
        }
    }
    qsort(leads, found, sizeof *leads, compare_leads);
    for (uint32_t i = 0; i < found; i++) {
        places[leads[i].lead] = i + 1;
    }
    free(leads);
    return places;
}

/* Facts of tables of leads count from the lead's first event: after all that was said of that instant. */
static void date_facts(replay *run, const int64_t *first_ms)
{
    const events *facts = &run->facts;
    uint64_t *last = facts->count ? grow(NULL, (size_t)run->leads.count + 1, sizeof *last) : NULL;
    size_t count = run->events.count;
    if (last) {
        memset(last, 0, ((size_t)run->leads.count + 1) * sizeof *last);
    }
    for (size_t i = 0; last && i < count; i++) {
        uint32_t lead = run->events.lead[i];
        if (run->events.at_ms[i] == first_ms[lead] && run->events.sequence[i] > last[lead]) {
            last[lead] = run->events.sequence[i];
        }
    }
    for (size_t i = 0; i < facts->count; i++) {
        uint32_t lead = facts->lead[i];
        if (first_ms[lead] == REVOPS_TIME_NONE) {
            continue; /* nothing ever happened to this lead */
        }
        events *all = &run->events;
        uint32_t to = event_put(all);
        all->at_ms[to] = first_ms[lead];
        all->sequence[to] = last[lead] + (last[lead] < UINT64_MAX);
#define TAKE(column) all->column[to] = facts->column[i]
        TAKE(value);
        TAKE(resume_ms);
        TAKE(amount);
        TAKE(is_fact);
        TAKE(lead);
        TAKE(kind);
        TAKE(rank);
        TAKE(text);
        TAKE(reason);
        TAKE(actor);
        TAKE(source);
        TAKE(campaign);
        TAKE(account);
        TAKE(id);
#undef TAKE
    }
    free(last);
}

/* A text's number, where it is one of 64 bits, and its part. */
static int id_of(const char *text, uint64_t *number, uint32_t *part)
{
    size_t digits = strspn(text, "0123456789");
    int has_part = text[digits] == ID_PART && text[digits + 1] != '\0' && text[digits + 2] == '\0';
    *part = has_part ? (uint32_t)(text[digits + 1] - ID_FIRST_PART) : 0;
    errno = 0;
    *number = strtoull(text, NULL, 10);
    return errno == 0 && (*part || text[digits] == '\0');
}

/* Ids compare as numbers where all are numbers [SEM1]; else as texts, which are numbered from 1. Parts of rows follow one another. */
static const uint64_t *ids_of(const replay *run, const revops_texts **texts, uint64_t **memory)
{
    const events *all = &run->events;
    int has_ids = 0, are_numbers = 1;
    uint32_t has_parts = 0, part;
    uint64_t most = 0;
    for (size_t i = 0; i < all->count; i++) {
        has_ids |= all->id[i] != 0;
    }
    if (!has_ids) {
        return NULL;
    }
    uint64_t *ids = *memory = grow(NULL, all->count, sizeof *ids);
    for (size_t i = 0; are_numbers && i < all->count; i++) {
        are_numbers = id_of(names_text(&run->texts, all->id[i]), &ids[i], &part);
        has_parts |= part;
        most = ids[i] > most ? ids[i] : most;
    }
    are_numbers &= !has_parts || most < UINT64_MAX / ID_PARTS;
    for (size_t i = 0; are_numbers && has_parts && i < all->count; i++) {
        (void)!id_of(names_text(&run->texts, all->id[i]), &ids[i], &part);
        ids[i] = ids[i] ? ids[i] * ID_PARTS + part : 0;
    }
    for (size_t i = 0; !are_numbers && i < all->count; i++) {
        ids[i] = all->id[i] ? all->id[i] + UINT64_C(1) : 0;
    }
    *texts = are_numbers ? NULL : &run->given;
    return ids;
}

static int sort_events(replay *run, const uint32_t *places, uint32_t *order, uint8_t *fates)
{
    const events *all = &run->events;
    uint64_t *ids = NULL, *leads = grow(NULL, all->count + 1, sizeof *leads);
    for (size_t i = 0; i < all->count; i++) {
        leads[i] = places[all->lead[i]];
    }
#define NUMBERS(column, width)                                                                               \
    {                                                                                                        \
        all->column, NULL, REVOPS_MISSING, width, 0                                                          \
    }
#define TEXTS(column)                                                                                        \
    {                                                                                                        \
        all->column, &run->given, REVOPS_MISSING, REVOPS_COLUMN_U32, 0                                       \
    }
    const revops_column fields[] = {NUMBERS(kind, REVOPS_COLUMN_U32),
                                    TEXTS(text),
                                    NUMBERS(reason, REVOPS_COLUMN_U32),
                                    TEXTS(actor),
                                    TEXTS(source),
                                    TEXTS(campaign),
                                    TEXTS(account),
                                    NUMBERS(resume_ms, REVOPS_COLUMN_I64),
                                    NUMBERS(amount, REVOPS_COLUMN_I64)};
#undef NUMBERS
#undef TEXTS
    revops_order_columns columns = {.struct_size = sizeof columns,
                                    .flags = REVOPS_ORDER_BY_LEAD,
                                    .count = all->count,
                                    .at_ms = all->at_ms,
                                    .lead = leads,
                                    .sequence = all->sequence,
                                    .kind = all->rank,
                                    .fields = fields,
                                    .field_count = sizeof fields / sizeof fields[0]};
    columns.id = ids_of(run, &columns.id_texts, &ids);
    size_t needed = 0;
    revops_status status = revops_order_sort(&columns, NULL, 0, &needed, order, fates, NULL);
    void *memory = grow(NULL, needed + 1, 1);
    status = revops_order_sort(&columns, memory, needed, NULL, order, fates, NULL);
    for (size_t i = 0; status == REVOPS_OK && i < all->count; i++) {
        run->usage.conflicts += fates[i] == REVOPS_ORDER_CONFLICT; /* of facts, too */
        if (!all->is_fact[i]) {
            run->usage.used += fates[i] == REVOPS_ORDER_COUNTS;
            run->usage.duplicates += fates[i] == REVOPS_ORDER_DUPLICATE;
            run->usage.without_id += fates[i] == REVOPS_ORDER_DUPLICATE && !all->id[i];
        }
    }
    free(memory);
    free(leads);
    free(ids);
    if (status != REVOPS_OK) {
        fprintf(stderr, "replay: the events can't be put in order: %s\n", revops_status_text(status));
        return 1;
    }
    return 0;
}

/* A column in its new order, written to a spare one, whose place the old one takes; a column of a single value stays as it is. */
static void *permuted(void *column, size_t size, const uint32_t *order, size_t count, size_t before,
                      void **spare)
{
    unsigned char *from = column;
    if (before < 2 || memcmp(from, from + size, (before - 1) * size) == 0) {
        return column;
    }
    uint64_t *wide = *spare ? *spare : grow(NULL, count + 1, size);
    uint32_t *narrow = (uint32_t *)wide;
    for (size_t i = 0; size == sizeof *wide && i < count; i++) {
        wide[i] = ((const uint64_t *)column)[order[i]];
    }
    for (size_t i = 0; size == sizeof *narrow && i < count; i++) {
        narrow[i] = ((const uint32_t *)column)[order[i]];
    }
    *spare = column;
    return wide;
}

/* Puts the events that count in their order, a column at a time, so that a lead's lie together when they are folded. */
static void put_in_order(events *all, uint32_t *order, const uint8_t *fates)
{
    size_t count = 0, before = all->count;
    for (size_t i = 0; i < before; i++) {
        order[count] = order[i];
        count += fates[order[i]] == REVOPS_ORDER_COUNTS;
    }
    void *wide = NULL, *narrow = NULL;
#define PERMUTE(column)                                                                                      \
    all->column = permuted(all->column, sizeof *all->column, order, count, before,                           \
                           sizeof *all->column == sizeof(uint64_t) ? &wide : &narrow)
    PERMUTE(at_ms);
    PERMUTE(value);
    PERMUTE(resume_ms);
    PERMUTE(amount);
    PERMUTE(sequence);
    PERMUTE(lead);
    PERMUTE(kind);
    PERMUTE(reason);
    PERMUTE(actor);
    PERMUTE(source);
    PERMUTE(campaign);
    PERMUTE(account);
    PERMUTE(id);
#undef PERMUTE
    free(wide);
    free(narrow);
    all->count = count;
    /* To the engine, an id is a number that rises with the order: its event's place among the lead's. */
    for (size_t i = 0, place = 0; i < count; i++) {
        place = i > 0 && all->lead[i] == all->lead[i - 1] ? place + 1 : 1;
        all->id[i] = all->id[i] ? (uint32_t)place : 0;
    }
}

int order_events(replay *run)
{
    size_t leads = (size_t)run->leads.count + 1;
    int64_t *first_ms = grow(NULL, leads, sizeof *first_ms);
    uint32_t *places = place_leads(run, first_ms);
    date_facts(run, first_ms);
    give_texts(run);
    size_t count = run->events.count;
    uint32_t *order = grow(NULL, count + 1, sizeof *order);
    uint8_t *fates = grow(NULL, count + 1, 1);
    int failed = count > 0 && sort_events(run, places, order, fates);
    if (!failed) {
        put_in_order(&run->events, order, fates);
    }
    free(order);
    free(fates);
    free(places);
    free(first_ms);
    return failed;
}
