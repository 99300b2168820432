/* SPDX-License-Identifier: MIT */
/* Seniority and function from job titles (SC14): phrases in a hash table, sought by each run of a title's words. */
#include <string.h>

#include "core/params.h"
#include "core/text-fold.h"
#include "core/text-words.h"
#include "judge/title-internal.h"

enum { TITLE_BYTES = REVOPS__TEXT_WORDS_GROWTH * REVOPS_TITLE_TEXT_MAX };

/* The words of a text, each with one space behind it. */
typedef struct title_text {
    size_t length;
    uint32_t words;
    int is_cut;
    char bytes[TITLE_BYTES + 1];
} title_text;

revops_status revops_title_defaults(revops_title_params *out, size_t size)
{
    revops_title_params defaults = REVOPS_TITLE_PARAMS_INIT;
    return REVOPS__PARAMS_GIVE(revops_title_params, out, size, &defaults);
}

static void title_read(const char *text, size_t length, title_text *out)
{
    char folded[REVOPS_TITLE_TEXT_MAX];
    size_t count = revops__text_fold(text, length, folded, sizeof folded);
    out->is_cut = count > REVOPS_TITLE_TEXT_MAX;
    count = revops__text_words(folded, out->is_cut ? REVOPS_TITLE_TEXT_MAX : count, out->bytes);
    while (out->is_cut && count > 0 && out->bytes[count - 1] != ' ') {
        count--; /* of a word that may go on */
    }
    size_t begin = count > 0 && out->bytes[0] == ' ';
    memmove(out->bytes, out->bytes + begin, count - begin);
    out->length = count - begin;
    if (out->length > 0 && out->bytes[out->length - 1] != ' ') {
        out->bytes[out->length++] = ' ';
    }
    out->words = 0;
    for (size_t i = 0; i < out->length; i++) {
        out->words += out->bytes[i] == ' ';
    }
}

static size_t title_length(const char *text)
{
    size_t length = 0;
    while (length <= 4 * REVOPS_TITLE_TEXT_MAX && text[length]) {
        length++;
    }
    return length;
}

static int title_is_left_out(const revops_title_params *params, const revops_title_phrase *phrase)
{
    uint32_t flag = phrase->kind == REVOPS_TITLE_SENIORITY ? REVOPS_TITLE_OWN_SENIORITIES_ONLY
                                                           : REVOPS_TITLE_OWN_FUNCTIONS_ONLY;
    return (params->flags & flag) != 0;
}

/* Own phrases, then the built-in ones. */
static revops_title_phrase title_phrase(const revops_title_params *params, uint32_t at)
{
    revops_title_phrase phrase;
    if (at >= params->phrase_count) {
        return revops__title_phrases[at - params->phrase_count];
    }
    REVOPS__ROW_GET(revops_title_phrase, &phrase, params->phrases, params->phrase_row_size, at);
    return phrase;
}

static void title_check_row(const revops_title_params *own, uint32_t row, revops__problems *problems)
{
    title_text text;
    revops_title_phrase phrase = title_phrase(own, row);
    if (phrase.kind < REVOPS_TITLE_SENIORITY || phrase.kind > REVOPS_TITLE_FUNCTION) {
        revops__problem_put(problems, REVOPS_ERR_NEWER, "phrases", row, "kind", phrase.kind, "1 or 2");
    }
    if (phrase.outcome == REVOPS_NONE) {
        revops__problem_put(problems, REVOPS_ERR_ARG, "phrases", row, "outcome", 0, "1 or more");
    }
    text.words = 0;
    text.is_cut = 0;
    if (phrase.text) {
        title_read(phrase.text, title_length(phrase.text), &text);
    }
    if (text.words < 1 || text.words > REVOPS_TITLE_WORDS_MAX || text.is_cut) {
        revops__problem_put(problems, REVOPS_ERR_ARG, "phrases", row, "text", text.words,
                            "1 to 16 words of 256 bytes at most");
    }
}

static revops_status title_check(const revops_title_params *given, revops__problems *problems,
                                 revops_title_params *own)
{
    revops_status status = REVOPS__PARAMS_COPY(revops_title_params, own, given);
    if (status != REVOPS_OK) {
        revops__problem_put(problems, status, "params", REVOPS_NO_ROW, "struct_size",
                            given ? given->struct_size : 0, "sizeof(revops_title_params)");
        return status;
    }
    if (own->flags & ~(REVOPS_TITLE_OWN_SENIORITIES_ONLY | REVOPS_TITLE_OWN_FUNCTIONS_ONLY)) {
        revops__problem_put(problems, REVOPS_ERR_NEWER, "params", REVOPS_NO_ROW, "flags", own->flags,
                            "0 to 3");
    }
    if (own->phrase_count > REVOPS_TITLE_PHRASES_MAX) {
        revops__problem_put(problems, REVOPS_ERR_ARG, "params", REVOPS_NO_ROW, "phrase_count",
                            own->phrase_count, "0 to 1048576");
        return problems->status;
    }
    status = REVOPS__ROWS_CHECK(revops_title_phrase, own->phrases, own->phrase_count, own->phrase_row_size);
    if (status != REVOPS_OK) {
        revops__problem_put(problems, status, "params", REVOPS_NO_ROW, "phrases", own->phrase_row_size,
                            "rows of sizeof(revops_title_phrase)");
        return problems->status;
    }
    for (uint32_t i = 0; i < own->phrase_count; i++) {
        title_check_row(own, i, problems);
    }
    return problems->status;
}

revops_status revops_title_check(const revops_title_params *params, revops_problem *problems, size_t capacity,
                                 size_t *needed)
{
    revops_title_params own;
    revops__problems found = revops__problems_begin(problems, capacity);
    (void)title_check(params, &found, &own);
    return revops__problems_end(&found, needed);
}

static const revops__title_row *title_rows(const revops_title *title)
{
    return (const revops__title_row *)(const void *)((const unsigned char *)title + title->rows);
}

static uint64_t title_hash(const char *words, size_t length)
{
    uint64_t hash = revops__text_hash_folded(words, length);
    return hash ^ hash >> 32;
}

/* The slot of some words: that of their row, or the empty one where it would be. */
static uint32_t title_slot(const revops_title *title, const char *words, size_t length, uint64_t hash)
{
    const uint32_t *slots = (const uint32_t *)(const void *)((const unsigned char *)title + title->slots);
    const revops__title_row *rows = title_rows(title);
    uint32_t slot = (uint32_t)hash & title->slot_mask;
    for (; slots[slot]; slot = (slot + 1) & title->slot_mask) {
        const revops__title_row *row = &rows[slots[slot] - 1];
        if (row->hash == hash && row->length == length &&
            memcmp((const unsigned char *)title + row->text, words, length) == 0) {
            break;
        }
    }
    return slot;
}

/* Adds a phrase behind those before it; returns the bytes of its text, 0 where its words are known. */
static uint64_t title_add(revops_title *title, const revops_title_phrase *phrase, uint32_t place,
                          uint64_t text_at)
{
    title_text text;
    title_read(phrase->text, title_length(phrase->text), &text);
    uint64_t hash = title_hash(text.bytes, text.length), added = 0;
    uint32_t slot = title_slot(title, text.bytes, text.length, hash), kind = phrase->kind - 1;
    uint32_t *slots = (uint32_t *)(void *)((unsigned char *)title + title->slots);
    revops__title_row *rows = (revops__title_row *)(void *)((unsigned char *)title + title->rows);
    if (slots[slot] == 0) {
        revops__title_row row = {hash, text_at, (uint32_t)text.length, {UINT32_MAX, UINT32_MAX}, {0, 0}, 0};
        rows[title->row_count++] = row;
        slots[slot] = title->row_count;
        memcpy((unsigned char *)title + text_at, text.bytes, text.length);
        added = text.length;
    }
    revops__title_row *row = &rows[slots[slot] - 1];
    if (row->places[kind] == UINT32_MAX) {
        row->places[kind] = place;
        row->outcomes[kind] = phrase->outcome;
    }
    title->words_max = text.words > title->words_max ? text.words : title->words_max;
    return added;
}

revops_status revops_title_build(const revops_title_params *params, void *memory, size_t memory_size,
                                 size_t *needed, const revops_title **out)
{
    revops_title_params own;
    revops__problems problems = revops__problems_begin(NULL, 0);
    revops_status status = title_check(params, &problems, &own);
    if (status != REVOPS_OK) {
        return status;
    }
    uint64_t count = 0, bytes = 0, slots = 2;
    uint32_t all = own.phrase_count + revops__title_phrase_count;
    for (uint32_t i = 0; i < all; i++) {
        title_text text;
        revops_title_phrase phrase = title_phrase(&own, i);
        if (i < own.phrase_count || !title_is_left_out(&own, &phrase)) {
            title_read(phrase.text, title_length(phrase.text), &text);
            bytes += text.length;
            count++;
        }
    }
    while (slots < 2 * count) {
        slots *= 2;
    }
    revops_title head = {0, (uint32_t)(slots - 1), 0, 0, sizeof head, 0};
    head.slots = head.rows + count * sizeof(revops__title_row);
    uint64_t text_at = head.slots + slots * sizeof(uint32_t);
    uint64_t size = (text_at + bytes + REVOPS_ALIGNMENT - 1) / REVOPS_ALIGNMENT * REVOPS_ALIGNMENT;
    if (size > SIZE_MAX) {
        return REVOPS_ERR_ARG;
    }
    status = revops__params_room(memory, memory_size, (size_t)size, needed, out);
    if (status != REVOPS_OK) {
        return status;
    }
    revops_title *title = memory;
    memset(memory, 0, (size_t)size);
    *title = head;
    for (uint32_t i = 0; i < all; i++) {
        revops_title_phrase phrase = title_phrase(&own, i);
        if (i < own.phrase_count || !title_is_left_out(&own, &phrase)) {
            text_at += title_add(title, &phrase, i, text_at);
        }
    }
    *out = title;
    return REVOPS_OK;
}

static revops_title_answer title_classify(const revops_title *title, const char *given, size_t length)
{
    title_text text;
    uint32_t places[REVOPS__TITLE_KINDS] = {UINT32_MAX, UINT32_MAX}, outcomes[REVOPS__TITLE_KINDS] = {0, 0};
    size_t reached[REVOPS__TITLE_KINDS] = {0, 0}; /* where the phrases end that begin further left */
    title_read(given, length, &text);
    const uint32_t *slots = (const uint32_t *)(const void *)((const unsigned char *)title + title->slots);
    const revops__title_row *rows = title_rows(title);
    for (size_t begin = 0, next = 0; begin < text.length; begin = next) {
        size_t end = begin, longest[REVOPS__TITLE_KINDS] = {0, 0};
        uint32_t found[REVOPS__TITLE_KINDS] = {0, 0};
        for (uint32_t words = 1; words <= title->words_max && end < text.length; words++) {
            while (text.bytes[end++] != ' ') {
            }
            next = words == 1 ? end : next;
            uint64_t hash = title_hash(text.bytes + begin, end - begin);
            uint32_t row = slots[title_slot(title, text.bytes + begin, end - begin, hash)];
            for (uint32_t kind = 0; row && kind < REVOPS__TITLE_KINDS; kind++) {
                if (rows[row - 1].places[kind] != UINT32_MAX) {
                    longest[kind] = end;
                    found[kind] = row;
                }
            }
        }
        for (uint32_t kind = 0; kind < REVOPS__TITLE_KINDS; kind++) {
            if (longest[kind] > reached[kind]) { /* else it lies within a longer one */
                reached[kind] = longest[kind];
                const revops__title_row *row = &rows[found[kind] - 1];
                if (row->places[kind] < places[kind]) {
                    places[kind] = row->places[kind];
                    outcomes[kind] = row->outcomes[kind];
                }
            }
        }
        next = title->words_max ? next : text.length;
    }
    revops_title_answer answer = {outcomes[REVOPS_TITLE_SENIORITY - 1], outcomes[REVOPS_TITLE_FUNCTION - 1]};
    return answer;
}

revops_status revops_title_classify(const revops_title *title, const char *text, size_t length,
                                    revops_title_answer *out)
{
    if (!title || !out || (!text && length)) {
        return REVOPS_ERR_ARG;
    }
    *out = title_classify(title, text, length);
    return REVOPS_OK;
}

revops_status revops_title_classify_many(const revops_title *title, const revops_texts *texts,
                                         uint32_t *seniorities, uint32_t *functions)
{
    if (!title || !texts || !texts->offsets || texts->offsets[0] < 0) {
        return REVOPS_ERR_ARG;
    }
    for (uint64_t i = 0; i < texts->count; i++) {
        if (texts->offsets[i + 1] < texts->offsets[i] ||
            (!texts->bytes && texts->offsets[i + 1] > texts->offsets[i])) {
            return REVOPS_ERR_ARG;
        }
    }
    for (uint64_t i = 0; i < texts->count; i++) {
        size_t length = (size_t)(texts->offsets[i + 1] - texts->offsets[i]);
        revops_title_answer answer =
            title_classify(title, length ? texts->bytes + texts->offsets[i] : NULL, length);
        if (seniorities) {
            seniorities[i] = answer.seniority;
        }
        if (functions) {
            functions[i] = answer.function;
        }
    }
    return REVOPS_OK;
}
