/* SPDX-License-Identifier: MIT */
/* Values of events, as the vocabulary says what they are. */
#include <stdlib.h>
#include <string.h>

#include "replay.h"

static int number_of(const char *text, size_t length, int64_t *out)
{
    size_t sign = length && (*text == '-' || *text == '+');
    if (length == sign || length - sign > 18 || strspn(text + sign, "0123456789") != length - sign) {
        return 0;
    }
    *out = strtoll(text, NULL, 10);
    return 1;
}

/* A level: a number, or of a limit, "8/10". */
static int level_of(const char *text, size_t length, int64_t *out)
{
    size_t level = strcspn(text, "/");
    int64_t limit = 0;
    if (level < length && (!number_of(text + level + 1, length - level - 1, &limit) || limit < 0)) {
        return 0;
    }
    level = level < length ? level : length;
    if (!number_of(text, level, out) || *out < 0 || *out > INT32_MAX || limit > INT32_MAX) {
        return 0;
    }
    *out |= limit << 32;
    return 1;
}

/* An amount: whole minor units; or, in major units, with as many decimals as the currency has. */
static int money_of(const char *text, size_t length, int is_major, uint32_t decimals, int64_t *out)
{
    if (!is_major) {
        return number_of(text, length, out);
    }
    size_t whole = strcspn(text, ".");
    int64_t minor = 0;
    if (!number_of(text, whole, out)) {
        return 0;
    }
    const char *rest = text + whole + (text[whole] == '.');
    if (text[whole] && (!*rest || rest[strspn(rest, "0123456789")])) {
        return 0;
    }
    for (uint32_t i = 0; i < decimals; i++) {
        minor = minor * 10 + (*rest ? *rest++ - '0' : 0);
        if (*out > INT64_MAX / 100 || *out < INT64_MIN / 100) {
            return 0;
        }
        *out *= 10;
    }
    *out += *text == '-' ? -minor : minor;
    return rest[strspn(rest, "0")] == '\0';
}

static int date_of(const char *text, size_t length, int64_t *out)
{
    int year, month, day, end = 0;
    int32_t number;
    if (sscanf(text, "%4d-%2d-%2d%n", &year, &month, &day, &end) != 3 || (size_t)end != length ||
        revops_day_from_date(year, month, day, &number) != REVOPS_OK) {
        return 0;
    }
    *out = number;
    return 1;
}

/* ASCII case, runs of space, `_` and `-`, and such at the ends make no difference. */
static int is_same(const char *a, size_t length, const char *b)
{
    while (length > 0 && strchr(" _-", a[length - 1])) {
        length--;
    }
    const char *end = a + length;
    for (b += strspn(b, " _-"); a < end && strchr(" _-", *a);) {
        a++;
    }
    for (;;) {
        size_t gap_a = 0, gap_b = strspn(b, " _-");
        while (a + gap_a < end && strchr(" _-", a[gap_a])) {
            gap_a++;
        }
        if (!gap_a != !gap_b) {
            return 0;
        }
        a += gap_a;
        b += gap_b;
        if (a == end || !*b) {
            return a == end && !*b;
        }
        int low_a = *a >= 'A' && *a <= 'Z' ? *a + 32 : *a, low_b = *b >= 'A' && *b <= 'Z' ? *b + 32 : *b;
        if (low_a != low_b) {
            return 0;
        }
        a++;
        b++;
    }
}

static uint32_t choice_of(const revops_policy_params *policy, const revops_policy_attribute *row,
                          const char *text, size_t length)
{
    for (uint32_t i = 0; i < row->choice_count; i++) {
        if (is_same(text, length, policy->texts[row->first_choice + i])) {
            return i + 1;
        }
    }
    return 0;
}

/* Names joined by +, comma or semicolon, as bits. */
static int bits_of(const replay *run, const revops_policy_attribute *row, const char *text, size_t length,
                   int64_t *out)
{
    uint64_t bits = 0;
    for (const char *end = text + length; text <= end;) {
        size_t part = 0;
        while (text + part < end && text[part] != '+' && text[part] != ',' && text[part] != ';') {
            part++;
        }
        const char *at = text;
        size_t used = part;
        for (; used && *at == ' '; at++, used--) {
        }
        uint32_t number = row ? choice_of(&run->policy.params, row, at, used) : 0;
        if (!row &&
            revops_engine_find(run->engine, REVOPS_ENGINE_LIST_ITEMS, at, used, &number) != REVOPS_OK) {
            number = 0;
        }
        if (number == 0) {
            return 0;
        }
        bits |= UINT64_C(1) << (number - 1);
        text += part + 1;
    }
    *out = (int64_t)bits;
    return 1;
}

static int attribute_of(replay *run, uint32_t attribute, const char *text, size_t length, int is_major,
                        int64_t *out)
{
    const revops_policy_params *policy = &run->policy.params;
    const revops_policy_attribute *row = &policy->attributes[attribute - 1];
    uint32_t choice;
    switch ((enum revops_policy_types)row->type) {
    case REVOPS_POLICY_NUMBER:
    case REVOPS_POLICY_SHARE:
        return number_of(text, length, out);
    case REVOPS_POLICY_MONEY:
        return money_of(text, length, is_major, policy->money_decimals, out);
    case REVOPS_POLICY_INSTANT:
        return map_instant(run->file, text, length, out);
    case REVOPS_POLICY_DATE:
        return date_of(text, length, out);
    case REVOPS_POLICY_FLAGS:
        return bits_of(run, row, text, length, out);
    case REVOPS_POLICY_CHOICE:
        choice = choice_of(policy, row, text, length);
        *out = choice;
        return choice > 0;
    case REVOPS_POLICY_BOOL:
        *out = is_same(text, length, "yes") || is_same(text, length, "true") || is_same(text, length, "1");
        return *out || is_same(text, length, "no") || is_same(text, length, "false") ||
               is_same(text, length, "0");
    case REVOPS_POLICY_TEXT:
        *out = names_id(&run->texts, text, length);
        return 1;
    }
    return 0;
}

uint64_t person_number(replay *run, uint32_t text)
{
    if (text == 0) {
        return 0;
    }
    if (text >= run->people_room) {
        uint32_t room = text < UINT32_MAX / 2 ? (text + 1) * 2 : UINT32_MAX;
        run->people = grow(run->people, room, sizeof *run->people);
        memset(run->people + run->people_room, 0, (room - run->people_room) * sizeof *run->people);
        run->people_room = room;
    }
    if (run->people[text] == 0) {
        const char *name = names_text(&run->texts, text);
        uint32_t number, people = revops_engine_count(run->engine, REVOPS_ENGINE_LIST_PEOPLE);
        int is_known = people && revops_engine_find(run->engine, REVOPS_ENGINE_LIST_PEOPLE, name,
                                                    strlen(name), &number) == REVOPS_OK;
        run->people[text] = (is_known ? number : UINT64_C(1) + people + text) + 1;
    }
    return run->people[text] - 1;
}

int amount_of(const replay *run, const char *text, size_t length, int is_major, int64_t *out)
{
    return money_of(text, length, is_major, run->policy.params.money_decimals, out) && *out >= 0;
}

int value_of(replay *run, uint32_t kind, const char *text, size_t length, int is_major, int64_t *out)
{
    const revops_engine *engine = run->engine;
    uint32_t number = 0;
    *out = REVOPS_MISSING;
    if (length == 0) {
        return 1;
    }
    switch ((enum revops_policy_values)revops_engine_value(engine, kind)) {
    case REVOPS_POLICY_VALUE_NONE:
        return 1;
    case REVOPS_POLICY_VALUE_NUMBER:
        return number_of(text, length, out);
    case REVOPS_POLICY_VALUE_LEVEL:
        return level_of(text, length, out);
    case REVOPS_POLICY_VALUE_MONEY:
        return amount_of(run, text, length, is_major, out);
    case REVOPS_POLICY_VALUE_INSTANT:
        return map_instant(run->file, text, length, out);
    case REVOPS_POLICY_VALUE_DATE:
        return date_of(text, length, out);
    case REVOPS_POLICY_VALUE_ITEMS:
        return bits_of(run, NULL, text, length, out);
    case REVOPS_POLICY_VALUE_STAGE:
        if (revops_engine_find(engine, REVOPS_ENGINE_LIST_STAGES, text, length, &number) != REVOPS_OK) {
            count_unknown_name(&run->unknown_stages, text, length);
            number = 0; /* the engine tells that it can't be placed */
        }
        *out = number;
        return 1;
    case REVOPS_POLICY_VALUE_REASON:
        *out = revops_engine_find(engine, REVOPS_ENGINE_LIST_REASONS, text, length, &number) == REVOPS_OK
                   ? number
                   : 0;
        return number > 0;
    case REVOPS_POLICY_VALUE_PERSON:
        *out = (int64_t)person_number(run, names_id(&run->texts, text, length));
        return 1;
    case REVOPS_POLICY_VALUE_TEXT:
        *out = names_id(&run->texts, text, length);
        return 1;
    case REVOPS_POLICY_VALUE_ATTRIBUTE:
        return attribute_of(run, run->policy.params.events[kind - 1].attribute, text, length, is_major, out);
    case REVOPS_POLICY_VALUE_FIT:
        *out = revops_engine_find(engine, REVOPS_ENGINE_LIST_FIT_GRADES, text, length, &number) == REVOPS_OK
                   ? number
                   : 0;
        return number > 0;
    }
    return 0;
}

/* Edits that make one text of another, at most `most` + 1: texts as short as names. */
static size_t edits(const char *a, const char *b, size_t most)
{
    enum { LENGTH = 64 };
    size_t row[LENGTH + 1], length_a = strlen(a), length_b = strlen(b);
    if (length_a > LENGTH || length_b > LENGTH) {
        return most + 1;
    }
    for (size_t i = 0; i <= length_b; i++) {
        row[i] = i;
    }
    for (size_t i = 1; i <= length_a; i++) {
        size_t before = row[0];
        row[0] = i;
        for (size_t k = 1; k <= length_b; k++) {
            size_t changed = before + ((a[i - 1] | 32) != (b[k - 1] | 32));
            before = row[k];
            size_t least = row[k - 1] < row[k] ? row[k - 1] + 1 : row[k] + 1;
            row[k] = changed < least ? changed : least;
        }
    }
    return row[length_b];
}

const char *nearest_name(const replay *run, revops_engine_list list, const char *text)
{
    const char *nearest = NULL;
    size_t least = strlen(text) / 3 + 1;
    for (uint32_t i = 1; i <= revops_engine_count(run->engine, list); i++) {
        const char *name = revops_engine_name(run->engine, list, i);
        size_t found = edits(text, name, least);
        if (found < least) {
            least = found;
            nearest = name;
        }
    }
    return nearest;
}
