/* SPDX-License-Identifier: MIT */
/* Tables of conditions, values and texts made of any bytes: what the check lets through can be compiled and asked, what it
   tells can be written; a condition and its negation never both hold. */
#define FUZZ_WORDS "a", "é", "ß", "\xcc\x81", "\x01", "\x08", "\x05", "\xff\xff\xff\xff"
#include "fuzz.h"

#include "core/condition.h"

enum { CONDITIONS = 6, VALUES = 8, TEXTS = 3, ATTRIBUTES = 3 };

static const uint8_t *bytes;
static size_t left;

static uint64_t take(size_t count)
{
    uint64_t number = 0;
    for (; count > 0 && left > 0; count--, left--) {
        number = number << 8 | *bytes++;
    }
    return number;
}

/* Mostly small, so that tables are often sound. */
static uint32_t take_number(uint32_t usual)
{
    uint32_t byte = (uint32_t)take(1);
    return byte == 255 ? (uint32_t)take(4) : byte % (usual + 1);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    bytes = data;
    left = size;
    revops_condition conditions[2 * CONDITIONS];
    int64_t values[VALUES];
    char text_bytes[TEXTS][8];
    const char *texts[TEXTS];
    for (int i = 0; i < VALUES; i++) {
        values[i] = take(1) < 250 ? (int64_t)take(1) : (int64_t)take(8);
    }
    for (int i = 0; i < TEXTS; i++) {
        size_t length = 1 + take_number(5) % 6;
        for (size_t k = 0; k < length; k++) {
            text_bytes[i][k] = (char)take(1);
        }
        text_bytes[i][length] = 0;
        texts[i] = text_bytes[i];
    }
    for (int i = 0; i < CONDITIONS; i++) {
        revops_condition *c = &conditions[2 * i];
        memset(c, 0, sizeof *c);
        c->test = 1 + take_number(REVOPS_CONDITION_TEXT_ENDS - 1);
        c->attribute = take_number(ATTRIBUTES - 1);
        switch (take_number(3)) {
        case 0:
            c->low = (int64_t)take(1);
            break;
        case 1:
            c->low = (int64_t)take(8);
            c->high = (int64_t)take(8);
            break;
        default:
            c->first_value = take_number(VALUES);
            c->value_count = take_number(3);
        }
        conditions[2 * i + 1] = *c;
        conditions[2 * i + 1].flags = REVOPS_CONDITION_NOT;
    }
    revops__condition_tables tables = {
        conditions, values, texts, 2 * CONDITIONS, sizeof conditions[0], VALUES, TEXTS, ATTRIBUTES, 0};
    revops_problem problems[64];
    revops__problems found = revops__problems_begin(problems, 64);
    revops__conditions_check(&found, &tables);
    for (size_t i = 0; i < found.count && i < 64; i++) {
        char text[200];
        MUST(problems[i].status < 0);
        MUST(revops_problem_text(&problems[i], text, sizeof text) < sizeof text);
    }
    /* What remains is asked alone: conditions that the check names are turned into harmless ones. */
    for (int i = 0; i < TEXTS; i++) {
        if (!text_bytes[i][0] || (text_bytes[i][0] & 0x80)) {
            strcpy(text_bytes[i], "x");
        }
    }
    for (int i = 0; i < VALUES; i++) {
        values[i] &= INT64_MAX;
    }
    for (uint32_t i = 0; i < 2 * CONDITIONS; i++) {
        revops__condition_tables one = tables;
        one.conditions = &conditions[i];
        one.condition_count = 1;
        found = revops__problems_begin(NULL, 0);
        revops__conditions_check(&found, &one);
        if (found.count > 0) {
            revops_condition harmless = {0, REVOPS_CONDITION_IS_PRESENT, 0, 0, 0, 0, 0, 0};
            conditions[i] = harmless;
        }
    }
    found = revops__problems_begin(problems, 1);
    revops__conditions_check(&found, &tables);
    MUST(found.count == 0);
    size_t needed = revops__conditions_size(&tables);
    void *memory = malloc(needed);
    const revops__conditions *built = revops__conditions_build(&tables, memory);
    int64_t offsets[3] = {0, (int64_t)(left / 2), (int64_t)left};
    revops_texts lead_texts = {(const char *)bytes, offsets, 2};
    MUST(revops__texts_are_valid(&lead_texts) || !bytes);
    int64_t row[ATTRIBUTES] = {(int64_t)(size % 4) - 1, left > 8 ? (int64_t)bytes[0] : REVOPS_MISSING,
                               left > 9 ? (int64_t)bytes[1] << 55 : 0};
    for (uint32_t i = 0; i < CONDITIONS; i++) {
        int holds = revops__condition_holds(built, 2 * i, row, &lead_texts);
        int negated = revops__condition_holds(built, 2 * i + 1, row, &lead_texts);
        if (conditions[2 * i + 1].flags) {
            MUST(!(holds && negated));
        }
    }
    free(memory);
    return 0;
}
