/* SPDX-License-Identifier: MIT */
/* Conditions [SC14] beside a naive twin: sets by linear search, flags one by one, texts decoded to code points, folded by
   a list of letters and compared as whole arrays, columns read by arithmetic on bytes. Seeded random tables. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/condition.h"
#include "random.h"

enum {
    ROUNDS = 20000,
    ATTRIBUTES = 6,
    CONDITIONS = 12,
    VALUES = 24,
    TEXTS = 8,
    LEAD_TEXTS = 5,
    FOLDED_MAX = 2 * REVOPS_CONDITION_TEXT_MAX
};

static const struct {
    const char *folded, *letters;
} folds[] = {
    {"a", "ÀÁÂÃÄÅàáâãäåĀāĂăĄą"},
    {"ae", "Ææ"},
    {"c", "ÇçĆćĈĉĊċČč"},
    {"d", "ÐðĎďĐđ"},
    {"e", "ÈÉÊËèéêëĒēĔĕĖėĘęĚě"},
    {"g", "ĜĝĞğĠġĢģ"},
    {"h", "ĤĥĦħ"},
    {"i", "ÌÍÎÏìíîïĨĩĪīĬĭĮįİı"},
    {"ij", "Ĳĳ"},
    {"j", "Ĵĵ"},
    {"k", "Ķķĸ"},
    {"l", "ĹĺĻļĽľĿŀŁł"},
    {"n", "ÑñŃńŅņŇňŉŊŋ"},
    {"o", "ÒÓÔÕÖØòóôõöøŌōŎŏŐő"},
    {"oe", "Œœ"},
    {"r", "ŔŕŖŗŘř"},
    {"s", "ŚśŜŝŞşŠšſ"},
    {"ss", "ß"},
    {"t", "ŢţŤťŦŧ"},
    {"th", "Þþ"},
    {"u", "ÙÚÛÜùúûüŨũŪūŬŭŮůŰűŲų"},
    {"w", "Ŵŵ"},
    {"y", "ÝýÿŶŷŸ"},
    {"z", "ŹźŻżŽž"},
};

/* Bytes of the character that starts there, 1 for a byte that starts none of two. */
static size_t twin_character(const char *text, size_t left)
{
    unsigned char first = (unsigned char)text[0];
    return first >= 0xc2 && first <= 0xdf && left > 1 && ((unsigned char)text[1] & 0xc0) == 0x80 ? 2 : 1;
}

static size_t twin_fold(const char *text, size_t length, char *out)
{
    size_t count = 0;
    for (size_t i = 0, size; i < length; i += size) {
        size = twin_character(text + i, length - i);
        const char *as = NULL;
        if (size == 1 && text[i] >= 'A' && text[i] <= 'Z') {
            out[count++] = (char)(text[i] + 32);
            continue;
        }
        if (size == 2) {
            unsigned code = ((unsigned char)text[i] & 31u) * 64 + ((unsigned char)text[i + 1] & 63u);
            if (code >= 0x300 && code <= 0x36f) {
                continue;
            }
            for (size_t k = 0; k < sizeof folds / sizeof folds[0]; k++) {
                for (const char *letter = folds[k].letters; *letter; letter += 2) {
                    if (memcmp(letter, text + i, 2) == 0) {
                        as = folds[k].folded;
                    }
                }
            }
        }
        size_t taken = as ? strlen(as) : size;
        memcpy(out + count, as ? as : text + i, taken);
        count += taken;
    }
    return count;
}

typedef struct tables {
    revops_condition conditions[CONDITIONS];
    int64_t values[VALUES];
    char text_bytes[TEXTS][32];
    const char *texts[TEXTS];
    char lead_bytes[LEAD_TEXTS * 48];
    int64_t lead_offsets[LEAD_TEXTS + 1];
} tables;

static int twin_text(const tables *t, const revops_condition *c, int64_t number)
{
    char lead[2 * 64], asked[2 * 64];
    size_t lead_length = twin_fold(t->lead_bytes + t->lead_offsets[number],
                                   (size_t)(t->lead_offsets[number + 1] - t->lead_offsets[number]), lead);
    for (uint32_t i = 0; i < c->value_count; i++) {
        const char *text = t->texts[c->first_value + i];
        size_t length = twin_fold(text, strlen(text), asked);
        for (size_t at = 0; at + length <= lead_length; at++) {
            int start = at == 0, end = at + length == lead_length;
            if (memcmp(lead + at, asked, length) == 0 &&
                (c->test == REVOPS_CONDITION_TEXT_CONTAINS ||
                 (c->test == REVOPS_CONDITION_TEXT_STARTS && start) ||
                 (c->test == REVOPS_CONDITION_TEXT_ENDS && end) || (start && end))) {
                return 1;
            }
        }
    }
    return 0;
}

static int twin_flag(const int64_t *words, uint32_t flag)
{
    int64_t word = words[flag / 63];
    return word != REVOPS_MISSING && ((uint64_t)word / (UINT64_C(1) << flag % 63)) % 2 != 0;
}

static int twin_holds(const tables *t, const revops_condition *c, const int64_t *row)
{
    int64_t value = row[c->attribute];
    int is_text = c->test >= REVOPS_CONDITION_TEXT_IS;
    if (c->test == REVOPS_CONDITION_IS_MISSING || c->test == REVOPS_CONDITION_IS_PRESENT) {
        return (value == REVOPS_MISSING) == (c->test == REVOPS_CONDITION_IS_MISSING);
    }
    if (value == REVOPS_MISSING || (is_text && (value < 0 || value >= LEAD_TEXTS))) {
        return 0;
    }
    int holds = 0;
    if (is_text) {
        holds = twin_text(t, c, value);
    } else if (c->test == REVOPS_CONDITION_IN_RANGE) {
        holds = !(value < c->low) && !(value > c->high);
    } else if (c->test == REVOPS_CONDITION_IS_EQUAL) {
        holds = value == c->low;
    } else if (c->test == REVOPS_CONDITION_IS_ONE_OF) {
        for (uint32_t i = 0; i < c->value_count; i++) {
            holds |= t->values[c->first_value + i] == value;
        }
    } else {
        const int64_t *masks = c->value_count ? t->values + c->first_value : &c->low;
        uint32_t words = c->value_count ? c->value_count : 1, asked = 0, set = 0;
        for (uint32_t flag = 0; flag < words * 63; flag++) {
            asked += (uint32_t)twin_flag(masks, flag);
            set += twin_flag(masks, flag) && twin_flag(row + c->attribute, flag);
        }
        holds = c->test == REVOPS_CONDITION_ALL_FLAGS ? set == asked : set > 0;
    }
    return holds == !(c->flags & REVOPS_CONDITION_NOT);
}

/* Few letters, so that texts meet; some of two bytes, some broken ones. */
static size_t random_text(random_state *random, char *out, size_t most)
{
    static const char *const letters[] = {"a", "A", "b", "s",        "S",    "é",  "ß",
                                          "Æ", "ŉ", "×", "\xcc\x81", "\xc3", "日", " "};
    size_t length = 0, count = random_below(random, 9);
    for (size_t i = 0; i < count; i++) {
        const char *letter = letters[random_below(random, sizeof letters / sizeof letters[0])];
        size_t size = strlen(letter);
        if (length + size <= most) {
            memcpy(out + length, letter, size);
            length += size;
        }
    }
    return length;
}

static int64_t random_value(random_state *random)
{
    switch (random_below(random, 8)) {
    case 0:
        return REVOPS_MISSING;
    case 1:
        return random_below(random, 2) ? INT64_MAX : INT64_MIN + 1;
    case 2:
        return (int64_t)random_next(random);
    default:
        return random_between(random, -3, 9);
    }
}

/* A condition that is sound in itself. */
static revops_condition random_condition(random_state *random)
{
    revops_condition c = {.attribute = (uint32_t)random_below(random, ATTRIBUTES),
                          .test = (revops_condition_test)random_between(random, REVOPS_CONDITION_IN_RANGE,
                                                                        REVOPS_CONDITION_TEXT_ENDS),
                          .flags = (uint32_t)random_below(random, 2)};
    int is_text = c.test >= REVOPS_CONDITION_TEXT_IS;
    uint32_t limit = is_text ? TEXTS : VALUES, first = (uint32_t)random_below(random, limit);
    if (is_text || c.test == REVOPS_CONDITION_IS_ONE_OF) {
        c.first_value = first;
        c.value_count = 1 + (uint32_t)random_below(random, limit - first);
    } else if (c.test == REVOPS_CONDITION_IN_RANGE) {
        c.low = random_value(random);
        c.high = random_value(random);
        if (c.low > c.high) {
            int64_t low = c.high;
            c.high = c.low;
            c.low = low;
        }
    } else if (c.test == REVOPS_CONDITION_IS_EQUAL) {
        c.low = random_between(random, -3, 9);
    } else if (c.test == REVOPS_CONDITION_IS_MISSING || c.test == REVOPS_CONDITION_IS_PRESENT) {
        c.flags = 0;
    } else if (random_below(random, 2)) {
        c.low = random_between(random, 1, 9);
    } else {
        c.first_value = first;
        c.value_count = 1 + (uint32_t)random_below(random, 3);
    }
    return c;
}

static void fail(const char *what, int round, const revops_condition *c)
{
    printf("%s: round %d, test %u, flags %u\n", what, round, c->test, c->flags);
    exit(EXIT_FAILURE);
}

static uint64_t compare_conditions(random_state *random, int round)
{
    static tables t;
    for (int i = 0; i < VALUES; i++) {
        t.values[i] = random_between(random, -3, 9);
    }
    for (int i = 0; i < TEXTS; i++) {
        size_t length = random_text(random, t.text_bytes[i], sizeof t.text_bytes[i] - 1);
        t.text_bytes[i][length] = 0;
        t.texts[i] = t.text_bytes[i];
    }
    for (int i = 0; i < LEAD_TEXTS; i++) {
        t.lead_offsets[i + 1] =
            t.lead_offsets[i] + (int64_t)random_text(random, t.lead_bytes + t.lead_offsets[i], 48);
    }
    for (int i = 0; i < CONDITIONS; i++) {
        t.conditions[i] = random_condition(random);
    }
    revops__condition_tables given = {t.conditions, t.values, t.texts,    CONDITIONS, sizeof t.conditions[0],
                                      VALUES,       TEXTS,    ATTRIBUTES, 0};
    revops_problem problem;
    for (int tries = 0;; tries++) { /* mends what the check tells, one at a time */
        revops__problems problems = revops__problems_begin(&problem, 1);
        revops__conditions_check(&problems, &given);
        if (problems.count == 0) {
            break;
        }
        if (strcmp(problem.part, "texts") == 0) {
            strcpy(t.text_bytes[problem.row], "sa");
        } else if (strcmp(problem.part, "values") == 0) {
            t.values[problem.row] = 1 + problem.row;
        } else {
            t.conditions[problem.row] = random_condition(random);
        }
        if (tries > 1000) {
            fail("can't be mended", round, &t.conditions[0]);
        }
    }
    size_t size = revops__conditions_size(&given);
    void *memory = malloc(size); /* so that a sanitizer sees a write past the end */
    const revops__conditions *built = revops__conditions_build(&given, memory);
    revops_texts texts = {t.lead_bytes, t.lead_offsets, LEAD_TEXTS};
    uint64_t held = 0;
    for (int i = 0; i < 20; i++) {
        int64_t row[ATTRIBUTES];
        for (int k = 0; k < ATTRIBUTES; k++) {
            row[k] = random_value(random);
        }
        for (uint32_t k = 0; k < CONDITIONS; k++) {
            int holds = revops__condition_holds(built, k, row, &texts);
            if (holds != twin_holds(&t, &t.conditions[k], row)) {
                fail("the twin differs", round, &t.conditions[k]);
            }
            held += (uint64_t)holds;
        }
    }
    free(memory);
    return held;
}

static const struct {
    revops_column_width width;
    unsigned bytes;
    int is_signed;
} widths[] = {
    {REVOPS_COLUMN_I8, 1, 1},  {REVOPS_COLUMN_U8, 1, 0},  {REVOPS_COLUMN_I16, 2, 1},
    {REVOPS_COLUMN_U16, 2, 0}, {REVOPS_COLUMN_I32, 4, 1}, {REVOPS_COLUMN_U32, 4, 0},
    {REVOPS_COLUMN_I64, 8, 1},
};

/* The number of bytes as this machine lays it out. */
static int64_t twin_number(const unsigned char *bytes, unsigned size, int is_signed)
{
    const uint16_t probe = 1;
    int little = *(const unsigned char *)&probe;
    uint64_t number = 0;
    for (unsigned i = 0; i < size; i++) {
        number = number * 256 + bytes[little ? size - 1 - i : i];
    }
    if (is_signed && size < 8 && number >> (size * 8 - 1)) {
        return (int64_t)number - (INT64_C(1) << size * 8);
    }
    return (int64_t)number;
}

static void compare_columns(random_state *random)
{
    unsigned char bytes[1 + 16 * 8];
    size_t kind = random_below(random, 7), shift = random_below(random, 2);
    for (size_t i = 0; i < sizeof bytes; i++) {
        bytes[i] =
            (unsigned char)(random_below(random, 4) ? random_next(random) : 255 * random_below(random, 2));
    }
    revops_column column = {.values = bytes + shift, .width = widths[kind].width, .missing = REVOPS_MISSING};
    if (random_below(random, 2)) {
        column.missing = twin_number(bytes + shift, widths[kind].bytes, widths[kind].is_signed);
    }
    for (size_t i = 0; i < 16; i++) {
        int64_t number =
            twin_number(bytes + shift + i * widths[kind].bytes, widths[kind].bytes, widths[kind].is_signed);
        if (!revops__column_is_valid(&column) ||
            revops__column_value(&column, i) != (number == column.missing ? REVOPS_MISSING : number)) {
            printf("a column differs: width %u\n", widths[kind].width);
            exit(EXIT_FAILURE);
        }
    }
}

int main(void)
{
    random_state random = {20261126};
    uint64_t held = 0;
    for (int round = 0; round < ROUNDS; round++) {
        held += compare_conditions(&random, round);
        compare_columns(&random);
    }
    uint64_t asked = (uint64_t)ROUNDS * 20 * CONDITIONS;
    printf("%d tables, %llu of %llu conditions held\n", ROUNDS, (unsigned long long)held,
           (unsigned long long)asked);
    return held > asked / 10 && held < asked * 9 / 10 ? EXIT_SUCCESS : EXIT_FAILURE;
}
