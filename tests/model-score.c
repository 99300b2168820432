/* SPDX-License-Identifier: MIT */
/* Rule sets against a naive twin: random policies and rows; every path over columns, contributions, explanations,
   differences, steps to the next grade, and the order of rules (SC1, SC2, SC7, SC10, SC12, SC14). */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <revops/score.h>

#include "judge/score-internal.h"
#include "random.h"

#define MUST(condition)                                                                                      \
    do {                                                                                                     \
        if (!(condition)) {                                                                                  \
            fprintf(stderr, "%s:%d: policy %d: %s doesn't hold\n", __FILE__, __LINE__, policy_number,        \
                    #condition);                                                                             \
            exit(EXIT_FAILURE);                                                                              \
        }                                                                                                    \
    } while (0)

enum {
    NUMBERS = 9,
    TEXT = NUMBERS, /* the one attribute of texts */
    ATTRIBUTES,
    RULES = 40,
    CONDITIONS = 90,
    VALUES = 60,
    MASKS = 40, /* of the values: from here on, none is negative */
    GROUPS = 4,
    ROWS = 1500
};

static const char *const asked[] = {"vp", "Chief", "Ingénieur", "head of", "a"};
static const char *const said[] = {
    "", "VP Sales", "chief of staff", "INGENIEUR", "intern", "head", "Head of Head of", "vp", "a", "b"};
enum { ASKED = sizeof asked / sizeof asked[0], SAID = sizeof said / sizeof said[0] };
static char said_bytes[256];
static int64_t said_offsets[SAID + 1];
static revops_texts said_texts = {said_bytes, said_offsets, SAID};

static int policy_number;

typedef struct policy {
    revops_score_params params;
    revops_score_rule rules[RULES];
    revops_condition conditions[CONDITIONS];
    int64_t values[VALUES];
    revops_score_group groups[GROUPS];
    int64_t at_ms;
} policy;

/* Numbers that rules and rows meet at: small ones, the edges of every width, and anything. */
static int64_t some_value(random_state *random)
{
    static const int64_t edges[] = {-129,
                                    -128,
                                    -127,
                                    127,
                                    128,
                                    255,
                                    256,
                                    -32769,
                                    -32768,
                                    32767,
                                    32768,
                                    65535,
                                    65536,
                                    INT32_MIN,
                                    INT32_MAX,
                                    INT32_MIN - INT64_C(1),
                                    INT32_MAX + INT64_C(1),
                                    UINT32_MAX,
                                    UINT32_MAX + INT64_C(1),
                                    INT64_MAX,
                                    INT64_MAX - 1,
                                    INT64_MIN + 1,
                                    INT64_MIN + 2};
    switch (random_below(random, 8)) {
    case 0:
        return edges[random_below(random, sizeof edges / sizeof edges[0])] +
               random_between(random, -1, 0) * (int64_t)random_below(random, 2);
    case 1:
        return (int64_t)(random_next(random) >> 1) >> random_below(random, 60);
    case 2:
        return random_between(random, -200, 300);
    default:
        return random_between(random, -4, 12);
    }
}

static int64_t a_value(random_state *random)
{
    int64_t value = some_value(random);
    return value == INT64_MIN ? 0 : value;
}

static void make_condition(revops_condition *condition, random_state *random)
{
    memset(condition, 0, sizeof *condition);
    condition->attribute = (uint32_t)random_below(random, NUMBERS);
    condition->test = 1 + (uint32_t)random_below(random, REVOPS_CONDITION_TEXT_ENDS);
    switch ((enum revops_condition_tests)condition->test) {
    case REVOPS_CONDITION_IN_RANGE: {
        int64_t a = random_below(random, 8) ? a_value(random) : INT64_MIN;
        int64_t b = random_below(random, 8) ? a_value(random) : INT64_MAX;
        condition->low = a < b ? a : b;
        condition->high = a < b ? b : a;
        break;
    }
    case REVOPS_CONDITION_IS_EQUAL:
        condition->low = a_value(random);
        break;
    case REVOPS_CONDITION_IS_ONE_OF:
        condition->first_value = (uint32_t)random_below(random, VALUES - 5);
        condition->value_count = 1 + (uint32_t)random_below(random, 5);
        break;
    case REVOPS_CONDITION_ALL_FLAGS:
    case REVOPS_CONDITION_ANY_FLAG:
        if (random_below(random, 3) == 0) { /* flags of several attributes */
            condition->attribute = (uint32_t)random_below(random, NUMBERS - 3);
            condition->first_value = MASKS + 3 * (uint32_t)random_below(random, (VALUES - MASKS) / 3);
            condition->value_count = 1 + (uint32_t)random_below(random, 3);
            break;
        }
        condition->low = (int64_t)((random_next(random) & random_next(random) & random_next(random)) >>
                                   (1 + random_below(random, 62)));
        condition->low += condition->low == 0;
        break;
    case REVOPS_CONDITION_IS_MISSING:
    case REVOPS_CONDITION_IS_PRESENT:
        condition->attribute = (uint32_t)random_below(random, ATTRIBUTES);
        return;
    case REVOPS_CONDITION_TEXT_IS:
    case REVOPS_CONDITION_TEXT_CONTAINS:
    case REVOPS_CONDITION_TEXT_STARTS:
    case REVOPS_CONDITION_TEXT_ENDS:
        condition->attribute = TEXT;
        condition->first_value = (uint32_t)random_below(random, ASKED);
        condition->value_count = 1 + (uint32_t)random_below(random, ASKED - condition->first_value);
        break;
    }
    condition->flags = random_below(random, 3) ? 0 : REVOPS_CONDITION_NOT;
}

static void make_policy(policy *p, random_state *random)
{
    static const int32_t units[] = {1000, 5000, 1, 250, 100000};
    revops_score_params init = REVOPS_SCORE_PARAMS_INIT;
    p->params = init;
    revops_score_params *params = &p->params;
    params->attribute_count = ATTRIBUTES;
    params->rule_count = 1 + (uint32_t)random_below(random, RULES);
    params->group_count = (uint32_t)random_below(random, GROUPS + 1);
    params->rules = p->rules;
    params->conditions = p->conditions;
    params->values = p->values;
    params->groups = p->groups;
    params->value_count = VALUES;
    params->texts = asked;
    params->text_count = ASKED;
    p->at_ms = random_between(random, 0, 8);
    for (int i = 0; i < VALUES; i++) {
        p->values[i] =
            i < MASKS ? a_value(random) : (int64_t)(random_next(random) >> (1 + random_below(random, 63)));
        p->values[i] += i >= MASKS && (i - MASKS) % 3 == 0 && p->values[i] == 0; /* each third has a flag */
    }
    int32_t unit = units[random_below(random, 5)], most = unit == 100000 ? 40 : unit == 1 ? 100000 : 100;
    for (uint32_t i = 0; i < params->rule_count; i++) {
        revops_score_rule *rule = &p->rules[i];
        rule->points_mpt = (int32_t)random_between(random, -most, most) * unit;
        rule->group = (uint32_t)random_below(random, params->group_count + 1);
        rule->first_condition = params->condition_count;
        rule->condition_count = 1;
        while (rule->condition_count < 3 && random_below(random, 4) == 0 &&
               params->condition_count + rule->condition_count + (params->rule_count - i) < CONDITIONS) {
            rule->condition_count++;
        }
        for (uint32_t k = 0; k < rule->condition_count; k++) {
            make_condition(&p->conditions[params->condition_count++], random);
        }
        rule->since_ms = random_below(random, 8) ? 0 : random_between(random, 1, 5);
        rule->until_ms = random_below(random, 8) ? 0 : rule->since_ms + random_between(random, 1, 5);
    }
    for (uint32_t i = 0; i < params->group_count; i++) {
        int32_t a = (int32_t)random_between(random, -50, 100) * 1000;
        int32_t b = (int32_t)random_between(random, -50, 100) * 1000;
        p->groups[i].floor_mpt = random_below(random, 2) ? REVOPS_SCORE_NO_FLOOR : a < b ? a : b;
        p->groups[i].cap_mpt = random_below(random, 2) ? REVOPS_SCORE_NO_CAP : a < b ? b : a;
    }
    params->base_mpt = (int32_t)random_between(random, -20000, 20000);
    if (random_below(random, 2)) {
        params->floor_mpt = 0;
        params->cap_mpt = 100000;
    }
    params->hysteresis_mpt = (int32_t)random_below(random, 10000);
    params->flags = random_below(random, 2) ? 0 : REVOPS_SCORE_BEST_GROUP;
}

/* The page of condition.h, word for word; the texts asked and said here fold by hand. */
static const char *folded(const char *text, char *out)
{
    char *to = out;
    for (const unsigned char *at = (const unsigned char *)text; *at; at++) {
        if (at[0] == 0xc3 && (at[1] == 0xa9 || at[1] == 0x89)) {
            *to++ = 'e';
            at++;
        } else {
            *to++ = (char)(*at >= 'A' && *at <= 'Z' ? *at + 32 : *at);
        }
    }
    *to = 0;
    return out;
}

static int naive_text(uint32_t test, const char *text, const char *wanted)
{
    char a[64], b[64];
    const char *found = strstr(folded(text, a), folded(wanted, b));
    size_t length = strlen(a), part = strlen(b);
    return test == REVOPS_CONDITION_TEXT_CONTAINS ? found != NULL
           : test == REVOPS_CONDITION_TEXT_STARTS ? strncmp(a, b, part) == 0
           : test == REVOPS_CONDITION_TEXT_ENDS   ? length >= part && strcmp(a + length - part, b) == 0
                                                  : strcmp(a, b) == 0;
}

static int naive_test(const policy *p, const revops_condition *c, const int64_t *row)
{
    int64_t v = row[c->attribute];
    int holds = 0;
    switch (c->test) {
    case REVOPS_CONDITION_IN_RANGE:
        return v >= c->low && v <= c->high;
    case REVOPS_CONDITION_IS_EQUAL:
        return v == c->low;
    case REVOPS_CONDITION_IS_ONE_OF:
        for (uint32_t i = 0; i < c->value_count; i++) {
            holds |= p->values[c->first_value + i] == v;
        }
        return holds;
    case REVOPS_CONDITION_ALL_FLAGS:
    case REVOPS_CONDITION_ANY_FLAG: {
        int all = 1, any = 0;
        for (uint32_t i = 0; i < (c->value_count ? c->value_count : 1); i++) {
            int64_t mask = c->value_count ? p->values[c->first_value + i] : c->low;
            int64_t word = row[c->attribute + i] == INT64_MIN ? 0 : row[c->attribute + i];
            all &= (word & mask) == mask;
            any |= (word & mask) != 0;
        }
        return c->test == REVOPS_CONDITION_ALL_FLAGS ? all : any;
    }
    default:
        for (uint32_t i = 0; i < c->value_count; i++) {
            holds |= naive_text(c->test, said[v], asked[c->first_value + i]);
        }
        return holds;
    }
}

static int naive_holds(const policy *p, const revops_condition *c, const int64_t *row)
{
    int known = row[c->attribute] != INT64_MIN;
    if (c->test == REVOPS_CONDITION_IS_MISSING || c->test == REVOPS_CONDITION_IS_PRESENT) {
        return known == (c->test == REVOPS_CONDITION_IS_PRESENT);
    }
    return known && naive_test(p, c, row) != (int)(c->flags & REVOPS_CONDITION_NOT);
}

static int32_t naive_contribution(const policy *p, uint32_t r, const int64_t *row)
{
    const revops_score_rule *rule = &p->rules[r];
    if ((rule->since_ms && p->at_ms < rule->since_ms) || (rule->until_ms && p->at_ms >= rule->until_ms)) {
        return 0;
    }
    for (uint32_t k = 0; k < rule->condition_count; k++) {
        if (!naive_holds(p, &p->conditions[rule->first_condition + k], row)) {
            return 0;
        }
    }
    return rule->points_mpt;
}

static int64_t naive_score(const policy *p, const int64_t *row)
{
    int64_t sums[GROUPS + 1] = {0}, total = p->params.base_mpt, best = 0;
    for (uint32_t r = 0; r < p->params.rule_count; r++) {
        sums[p->rules[r].group] += naive_contribution(p, r, row);
    }
    total += sums[0];
    for (uint32_t g = 0; g < p->params.group_count; g++) {
        int64_t sum = sums[g + 1];
        sum = sum < p->groups[g].floor_mpt ? p->groups[g].floor_mpt : sum;
        sum = sum > p->groups[g].cap_mpt ? p->groups[g].cap_mpt : sum;
        best = g == 0 || sum > best ? sum : best;
        total += p->params.flags & REVOPS_SCORE_BEST_GROUP ? 0 : sum;
    }
    total += p->params.flags & REVOPS_SCORE_BEST_GROUP ? best : 0;
    total = total < p->params.floor_mpt ? p->params.floor_mpt : total;
    return total > p->params.cap_mpt ? p->params.cap_mpt : total;
}

static uint32_t naive_grade(const policy *p, int64_t score)
{
    uint32_t grade = 0;
    for (uint32_t i = 0; i < p->params.grade_count; i++) {
        grade += score < p->params.grades_mpt[i];
    }
    return grade;
}

static const uint32_t bits_of[] = {0, 8, 8, 16, 16, 32, 32, 64};

static int fits(uint32_t width, int64_t value)
{
    int64_t least = width % 2 ? (int64_t)(UINT64_MAX << (bits_of[width] - 1)) : 0;
    int64_t most = width == REVOPS_COLUMN_I64 ? INT64_MAX
                   : width % 2                ? -(least + 1)
                                              : (INT64_C(1) << bits_of[width]) - 1;
    return value >= least && value <= most;
}

static void put(unsigned char *to, uint32_t width, size_t row, int64_t value)
{
    int8_t a = (int8_t)value;
    int16_t b = (int16_t)value;
    int32_t c = (int32_t)value;
    switch (bits_of[width]) {
    case 8:
        memcpy(to + row, &a, 1);
        break;
    case 16:
        memcpy(to + 2 * row, &b, 2);
        break;
    case 32:
        memcpy(to + 4 * row, &c, 4);
        break;
    default:
        memcpy(to + 8 * row, &value, 8);
    }
}

static int64_t rows[ROWS][ATTRIBUTES];

static void check_columns(const policy *p, const revops_score *score, random_state *random)
{
    static int32_t scores[ROWS], contributions[RULES * ROWS];
    static uint8_t grades[ROWS];
    size_t count = random_below(random, 4) ? random_below(random, 300) : random_below(random, ROWS + 1);
    revops_column columns[ATTRIBUTES];
    unsigned char *memory[ATTRIBUTES];
    for (uint32_t a = 0; a < ATTRIBUTES; a++) {
        uint32_t width = 1 + (uint32_t)random_below(random, 7);
        int64_t missing = random_below(random, 4) ? INT64_MIN : a_value(random);
        size_t odd = random_below(random, 2); /* columns of any alignment */
        memory[a] = malloc(8 * count + odd + 1);
        int is_text = a == TEXT, is_none = random_below(random, 20) == 0;
        missing = is_text ? -1 : missing;
        width = is_text && width % 2 == 0 ? width - 1 : width;
        revops_column column = {memory[a] + odd, is_text ? &said_texts : NULL, missing, width, 0};
        static const revops_column nothing;
        columns[a] = is_none ? nothing : column;
        for (size_t i = 0; i < count; i++) {
            int64_t value;
            do {
                value = is_none || random_below(random, 10) == 0 ? missing
                        : is_text                                ? (int64_t)random_below(random, SAID)
                                                                 : some_value(random);
            } while (!is_none && !fits(width, value));
            put(memory[a] + odd, width, i, value);
            rows[i][a] = is_none || value == missing ? INT64_MIN : value;
        }
    }
    for (int path = REVOPS__PATH_ROWS; path <= REVOPS__PATH_AVX512; path++) {
        memset(scores, 0x55, sizeof scores);
        memset(grades, 0x55, sizeof grades);
        const revops__score_request request = {
            score, columns, count, p->at_ms, scores, grades, policy_number % 4 ? NULL : contributions};
        revops_status status = revops__score_rate_many(&request, ATTRIBUTES, path);
        if (status == REVOPS_ERR_RANGE && path > REVOPS__PATH_BASELINE) {
            continue; /* this machine lacks it */
        }
        MUST(status == REVOPS_OK);
        for (size_t i = 0; i < count; i++) {
            int64_t expected = naive_score(p, rows[i]);
            MUST(scores[i] == expected);
            MUST(grades[i] == naive_grade(p, expected));
            for (uint32_t r = 0; policy_number % 4 == 0 && r < p->params.rule_count; r++) {
                MUST(contributions[r * count + i] == naive_contribution(p, r, rows[i]));
            }
        }
        MUST(count == ROWS || (scores[count] == 0x55555555 && grades[count] == 0x55));
    }
    for (uint32_t a = 0; a < ATTRIBUTES; a++) {
        free(memory[a]);
    }
}

static size_t explain(const policy *p, const revops_score *score, const int64_t *row,
                      revops_score_line *lines, int64_t *sum)
{
    size_t needed;
    MUST(revops_score_explain(score, row, &said_texts, p->at_ms, lines, RULES + 2 * GROUPS + 2, &needed) ==
         REVOPS_OK);
    *sum = 0;
    for (size_t i = 0; i < needed; i++) {
        MUST(lines[i].points_mpt != 0);
        *sum += lines[i].points_mpt;
    }
    return needed;
}

static void check_rows(const policy *p, const revops_score *score, random_state *random)
{
    int64_t row[2][ATTRIBUTES];
    revops_score_line lines[2][RULES + 2 * GROUPS + 2], change[2 * (RULES + 2 * GROUPS + 2)];
    size_t counts[2], needed;
    int64_t sums[2], sum = 0;
    int32_t got = 0;
    for (int i = 0; i < 2; i++) {
        for (uint32_t a = 0; a < ATTRIBUTES; a++) {
            int64_t known = a == TEXT ? (int64_t)random_below(random, SAID) : some_value(random);
            row[i][a] = random_below(random, 5) ? known : INT64_MIN;
        }
        MUST(revops_score_rate(score, row[i], &said_texts, p->at_ms, &got) == REVOPS_OK);
        MUST(got == naive_score(p, row[i]));
        counts[i] = explain(p, score, row[i], lines[i], &sums[i]);
        MUST(sums[i] == got);
    }
    MUST(revops_score_difference(lines[0], counts[0], lines[1], counts[1], change, counts[0] + counts[1],
                                 &needed) == REVOPS_OK);
    for (size_t i = 0; i < needed; i++) {
        sum += change[i].points_mpt;
    }
    MUST(sum == sums[1] - sums[0]);

    revops_score_advice steps[64];
    MUST(revops_score_advise(score, row[1], &said_texts, p->at_ms, steps, 64, &needed) == REVOPS_OK);
    uint32_t grade = naive_grade(p, got);
    for (size_t i = 0; i < needed; i++) {
        MUST(steps[i].score_mpt == got + steps[i].gain_mpt);
        MUST(steps[i].grade == naive_grade(p, steps[i].score_mpt));
        MUST((steps[i].grade < grade) == (i + 1 == needed)); /* ends with the better grade, no sooner */
        got = steps[i].score_mpt;
    }
    MUST(grade > 0 || needed == 0);
}

/* SC12: another rule set, some of whose rules are new, changed or dropped, over columns and by lead. */
static void check_comparison(const policy *p, const revops_score *score, random_state *random)
{
    enum { COUNT = 60 };
    policy other = *p;
    uint32_t same_as[RULES], kept = 0;
    for (uint32_t i = 0; i < p->params.rule_count; i++) {
        if (random_below(random, 5) == 0) {
            continue; /* dropped */
        }
        other.rules[kept] = p->rules[i];
        other.rules[kept].points_mpt =
            random_below(random, 3) ? p->rules[i].points_mpt : p->rules[i].points_mpt / 2;
        same_as[kept++] = random_below(random, 4) ? i : REVOPS_NO_ROW; /* unknown: told as dropped and new */
    }
    other.params.rule_count = kept;
    other.params.rules = other.rules;
    other.params.conditions = other.conditions;
    other.params.values = other.values;
    other.params.groups = other.groups;
    size_t needed, count, written = 0;
    const revops_score *after;
    MUST(revops_score_build(&other.params, NULL, 0, &needed, NULL) == REVOPS_ERR_NOSPACE);
    void *memory = aligned_alloc(8, needed);
    MUST(revops_score_build(&other.params, memory, needed, NULL, &after) == REVOPS_OK);
    static int64_t values[ATTRIBUTES][COUNT];
    revops_column columns[ATTRIBUTES];
    for (uint32_t a = 0; a < ATTRIBUTES; a++) {
        for (int i = 0; i < COUNT; i++) {
            int64_t known = a == TEXT ? (int64_t)random_below(random, SAID) : some_value(random);
            values[a][i] = random_below(random, 6) ? known : INT64_MIN;
        }
        const revops_column column = {values[a], a == TEXT ? &said_texts : NULL, INT64_MIN, REVOPS_COLUMN_I64,
                                      0};
        columns[a] = column;
    }
    revops_score_change changes[COUNT];
    revops_cursor cursor = {0};
    revops_status status;
    do { /* room for three at a time */
        status = revops_score_compare_many(score, columns, ATTRIBUTES, after, columns, ATTRIBUTES, COUNT,
                                           p->at_ms, same_as, &cursor, changes + written, 3, &count);
        written += count;
    } while (status == REVOPS_ERR_NOSPACE);
    MUST(status == REVOPS_OK && cursor.next == COUNT && cursor.applied == COUNT);
    size_t at = 0;
    for (int i = 0; i < COUNT; i++) {
        int64_t row[ATTRIBUTES];
        for (uint32_t a = 0; a < ATTRIBUTES; a++) {
            row[a] = values[a][i];
        }
        int64_t first = naive_score(p, row), second = naive_score(&other, row), best = 0;
        for (uint32_t r = 0; r < p->params.rule_count + kept; r++) {
            int64_t moved = 0;
            if (r < kept) {
                moved = naive_contribution(&other, r, row) -
                        (same_as[r] == REVOPS_NO_ROW ? 0 : naive_contribution(p, same_as[r], row));
            } else {
                int dropped = 1;
                for (uint32_t k = 0; k < kept; k++) {
                    dropped &= same_as[k] != r - kept;
                }
                moved = dropped ? -naive_contribution(p, r - kept, row) : 0;
            }
            best = (second > first ? moved > best : moved < best) ? moved : best;
        }
        revops_score_change change;
        MUST(revops_score_compare(score, row, &said_texts, after, row, &said_texts, p->at_ms, same_as,
                                  &change) == REVOPS_OK);
        MUST(change.before_mpt == first && change.after_mpt == second && change.points_mpt == best);
        MUST((best != 0) == (change.rule != REVOPS_NO_ROW || change.dropped_rule != REVOPS_NO_ROW));
        if (naive_grade(p, first) != naive_grade(&other, second)) {
            MUST(at < written && changes[at].lead == (uint64_t)i && changes[at].points_mpt == best);
            MUST(changes[at].grade_before == naive_grade(p, first) &&
                 changes[at].grade_after == naive_grade(&other, second));
            MUST(changes[at].rule == change.rule && changes[at].dropped_rule == change.dropped_rule);
            at++;
        }
    }
    MUST(at == written);
    same_as[0] = p->params.rule_count;
    MUST(kept == 0 || revops_score_compare(score, rows[0], &said_texts, after, rows[0], &said_texts, 0,
                                           same_as, changes) == REVOPS_ERR_ARG);
    free(memory);
}

/* Any order of rules, and of values inside sets, compiles to the same answers. */
static void check_order(const policy *p, random_state *random)
{
    policy shuffled = *p;
    for (uint32_t i = p->params.rule_count; i > 1; i--) {
        uint32_t j = (uint32_t)random_below(random, i);
        revops_score_rule other = shuffled.rules[i - 1];
        shuffled.rules[i - 1] = shuffled.rules[j];
        shuffled.rules[j] = other;
    }
    shuffled.params.rules = shuffled.rules;
    shuffled.params.conditions = shuffled.conditions;
    shuffled.params.values = shuffled.values;
    shuffled.params.groups = shuffled.groups;
    size_t needed;
    const revops_score *score;
    MUST(revops_score_build(&shuffled.params, NULL, 0, &needed, NULL) == REVOPS_ERR_NOSPACE);
    void *memory = aligned_alloc(8, needed);
    MUST(revops_score_build(&shuffled.params, memory, needed, NULL, &score) == REVOPS_OK);
    check_columns(p, score, random); /* all but contributions, which are by index, come from p */
    free(memory);
}

int main(int argc, char **argv) /* model-score [TIMES]: so many times the cases */
{
    int policies = 400 * (argc > 1 ? atoi(argv[1]) : 1);
    random_state random = {4};
    static policy p;
    for (int i = 0; i < SAID; i++) {
        said_offsets[i + 1] = said_offsets[i] + (int64_t)strlen(said[i]);
        memcpy(said_bytes + said_offsets[i], said[i], strlen(said[i]));
    }
    for (policy_number = 1; policy_number <= policies; policy_number++) {
        make_policy(&p, &random);
        size_t needed;
        const revops_score *score;
        MUST(revops_score_build(&p.params, NULL, 0, &needed, NULL) == REVOPS_ERR_NOSPACE);
        void *memory = aligned_alloc(8, needed);
        MUST(revops_score_build(&p.params, memory, needed - 8, NULL, &score) == REVOPS_ERR_NOSPACE);
        MUST(revops_score_build(&p.params, memory, needed, NULL, &score) == REVOPS_OK);
        check_columns(&p, score, &random);
        for (int i = 0; i < 30; i++) {
            check_rows(&p, score, &random);
        }
        if (policy_number % 2) {
            check_comparison(&p, score, &random);
        }
        if (policy_number % 4) {
            check_order(&p, &random);
        }
        free(memory);
    }
    return EXIT_SUCCESS;
}
