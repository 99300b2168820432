/* SPDX-License-Identifier: MIT */
/* Effects as JSON, as tests/twin/README.md spells them. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "engine-fold.h"

void fold_print_text(const char *text)
{
    putchar('"');
    for (const unsigned char *c = (const unsigned char *)text; *c; c++) {
        if (*c == '"' || *c == '\\') {
            putchar('\\');
            putchar(*c);
        } else if (*c < 32) {
            printf("\\u%04x", (unsigned)*c);
        } else {
            putchar(*c);
        }
    }
    putchar('"');
}

static void fold_key(const char *key)
{
    printf(",\"%s\":", key);
}

static void fold_put(const char *key, const char *text)
{
    fold_key(key);
    if (text) {
        fold_print_text(text);
    } else {
        printf("null");
    }
}

static void fold_put_number(const char *key, int64_t number)
{
    fold_key(key);
    printf("%lld", (long long)number);
}

static void fold_put_true(const char *key, int *first)
{
    printf("%s\"%s\":true", *first ? "" : ",", key);
    *first = 0;
}

static const char *fold_name(const fold_policy *policy, revops_engine_list list, uint32_t number)
{
    return number ? revops_engine_name(policy->engine, list, number) : NULL;
}

/* A stage, and its step under another key. */
static void fold_put_place(const fold_policy *policy, const char *stage_key, const char *step_key,
                           uint32_t place)
{
    const revops_policy_stage *row = place ? &policy->rows.stages[place - 1] : NULL;
    fold_put(stage_key, !row ? NULL : row->parent ? policy->rows.stages[row->parent - 1].name : row->name);
    if (row && row->parent) {
        fold_put(step_key, row->name);
    }
}

static void fold_put_stage(const fold_policy *policy, uint32_t place)
{
    uint32_t parent = place ? policy->rows.stages[place - 1].parent : 0;
    fold_put("stage", place ? policy->rows.stages[(parent ? parent : place) - 1].name : NULL);
}

static void fold_put_places(const fold_policy *policy, uint64_t places)
{
    int first = 1;
    putchar('[');
    for (uint32_t i = 0; i < policy->rows.stage_count; i++) {
        if (places >> i & 1) {
            printf(first ? "" : ",");
            fold_print_text(policy->rows.stages[i].name);
            first = 0;
        }
    }
    putchar(']');
}

static const char *fold_person_name(const fold_policy *policy, const fold_log *log, uint64_t person)
{
    uint32_t people = revops_engine_count(policy->engine, REVOPS_ENGINE_LIST_PEOPLE);
    if (!person) {
        return NULL;
    }
    return person <= people ? revops_engine_name(policy->engine, REVOPS_ENGINE_LIST_PEOPLE, (uint32_t)person)
                            : fold_text_of(&log->texts, (uint32_t)(person - people - 1));
}

static int fold_by_name(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* Names of a set, in the order of their bytes. */
static void fold_print_names(const fold_policy *policy, revops_engine_list list, uint64_t items)
{
    const char *names[64];
    size_t count = 0;
    for (uint32_t i = 0; i < 64; i++) {
        if (items >> i & 1) {
            names[count++] = revops_engine_name(policy->engine, list, i + 1);
        }
    }
    qsort(names, count, sizeof names[0], fold_by_name);
    putchar('[');
    for (size_t i = 0; i < count; i++) {
        printf(i ? "," : "");
        fold_print_text(names[i]);
    }
    putchar(']');
}

static void fold_put_touches(const revops_effect *effect, int *first)
{
    const struct {
        const char *key;
        int64_t number;
    } missing[] = {{"touches", effect->missing_touches},
                   {"days", effect->detail & 0xffff},
                   {"channels", effect->detail >> 16},
                   {"ms", effect->span_ms}};
    int none = 1;
    printf("%s\"too few touches\":{", *first ? "" : ",");
    *first = 0;
    if (effect->flags & REVOPS_EFFECT_NEVER_ENOUGH) {
        fold_put_true("never", &none);
    }
    if (effect->flags & REVOPS_EFFECT_NOT_BEGUN) {
        fold_put_true("since", &none);
    }
    for (size_t i = 0; i < sizeof missing / sizeof missing[0]; i++) {
        if (missing[i].number > 0) {
            printf("%s\"%s\":%lld", none ? "" : ",", missing[i].key, (long long)missing[i].number);
            none = 0;
        }
    }
    putchar('}');
}

static void fold_put_kinds(const fold_policy *policy, const revops_effect *effect)
{
    static const struct {
        uint32_t bit;
        const char *name;
    } plain[] = {{REVOPS_EFFECT_NO_ROW, "no row"},
                 {REVOPS_EFFECT_MOVED_BACK, "moved back"},
                 {REVOPS_EFFECT_CONDITION_MISSING, "condition missing"},
                 {REVOPS_EFFECT_REASON_MISSING, "reason missing"},
                 {REVOPS_EFFECT_RESUME_MISSING, "resume missing"},
                 {REVOPS_EFFECT_VALUE_MISSING, "value missing"}};
    int first = 1;
    fold_key("kinds");
    putchar('{');
    for (size_t i = 0; i < sizeof plain / sizeof plain[0]; i++) {
        if (effect->why & plain[i].bit) {
            fold_put_true(plain[i].name, &first);
        }
    }
    if (effect->why & REVOPS_EFFECT_ITEM_MISSING) {
        printf("%s\"item missing\":", first ? "" : ",");
        fold_print_names(policy, REVOPS_ENGINE_LIST_ITEMS, effect->items);
        first = 0;
    }
    if (effect->why & REVOPS_EFFECT_STAGE_SKIPPED) {
        printf("%s\"stage skipped\":", first ? "" : ",");
        fold_put_places(policy, effect->stages);
        first = 0;
    }
    if (effect->why & REVOPS_EFFECT_TOO_FEW_TOUCHES) {
        fold_put_touches(effect, &first);
    }
    putchar('}');
}

static int fold_move_asks_reason(const fold_policy *policy, uint32_t move)
{
    const revops_policy_move *row = move ? &policy->rows.moves[move - 1] : NULL;
    return row && (row->reason_list_count || row->reason_count);
}

static void fold_put_entered(const fold_policy *policy, const revops_effect *effect)
{
    fold_put_place(policy, "stage", "step", effect->stage);
    fold_put_place(policy, "was", "was_step", effect->from);
    fold_put_number("cycle", effect->cycle);
    if (!effect->from) {
        fold_key("inferred");
        printf(effect->flags & REVOPS_EFFECT_INFERRED ? "true" : "false");
        if (policy->rows.stages[effect->stage - 1].parent) {
            fold_key("step_inferred");
            printf(effect->flags & REVOPS_EFFECT_STEP_INFERRED ? "true" : "false");
        }
        return;
    }
    static const struct {
        uint32_t flag;
        const char *key;
    } marks[] = {{REVOPS_EFFECT_STEP_INFERRED, "step_inferred"},
                 {REVOPS_EFFECT_BACK, "back"},
                 {REVOPS_EFFECT_NEW_CYCLE, "new_cycle"}};
    if (effect->stages) {
        fold_key("inferred");
        fold_put_places(policy, effect->stages);
    }
    for (size_t i = 0; i < sizeof marks / sizeof marks[0]; i++) {
        if (effect->flags & marks[i].flag) {
            fold_key(marks[i].key);
            printf("true");
        }
    }
    if (fold_move_asks_reason(policy, effect->move)) {
        fold_put("reason", effect->reason ? revops_engine_name(policy->engine, REVOPS_ENGINE_LIST_REASONS,
                                                               effect->reason)
                                          : "not given");
    }
    static const struct {
        uint32_t flag;
        const char *name;
    } ways[] = {{REVOPS_EFFECT_BY_MATRIX, "matrix"},
                {REVOPS_EFFECT_BY_CONDITION, "condition"},
                {REVOPS_EFFECT_BY_LOSS, "lost"},
                {REVOPS_EFFECT_BY_INTENT, "intent"},
                {REVOPS_EFFECT_BY_SIGNAL, "signal"}};
    for (size_t i = 0; i < sizeof ways / sizeof ways[0]; i++) {
        if (effect->flags & ways[i].flag) {
            fold_put("automatic", ways[i].name);
        }
    }
    if (effect->flags & REVOPS_EFFECT_TOLD_BEFORE) {
        fold_put_number("lag", effect->span_ms);
    }
}

/* Grades fold their names in the twin. */
static void fold_put_grade(const fold_policy *policy, const char *key, revops_engine_list list,
                           uint32_t grade)
{
    char folded[128];
    size_t length = 0;
    if (!grade) {
        fold_put(key, NULL);
        return;
    }
    for (const char *c = revops_engine_name(policy->engine, list, grade); *c && length + 1 < sizeof folded;
         c++) {
        folded[length++] = (char)(*c >= 'A' && *c <= 'Z' ? *c + 'a' - 'A' : *c);
    }
    folded[length] = '\0';
    fold_put(key, folded);
}

static void fold_put_clock(const fold_policy *policy, const revops_effect *effect)
{
    fold_put("clock", revops_engine_name(policy->engine, REVOPS_ENGINE_LIST_CLOCKS, effect->clock));
    if (effect->value == REVOPS_TIME_NONE) {
        fold_put("deadline", NULL);
    } else if (effect->value == REVOPS_SLA_NEVER_MS) {
        fold_put("deadline", "never");
    } else {
        fold_put_number("deadline", effect->value);
    }
    fold_put_number("consumed", effect->span_ms);
    if (effect->kind == REVOPS_EFFECT_WARNED) {
        fold_put_number("share", effect->detail);
    }
    const revops_policy_clock *row = &policy->rows.clocks[effect->clock - 1];
    int has_cases = row->case_count > 1 || policy->rows.cases[row->first_case].name;
    if (has_cases && (effect->kind == REVOPS_EFFECT_STARTED || effect->kind == REVOPS_EFFECT_RETARGETED)) {
        fold_put_number("case", effect->row - 1);
    }
}

/* What the twin calls it; NULL where it doesn't tell it. */
static const char *fold_kind(revops_effect_kind kind)
{
    switch ((enum revops_effect_kinds)kind) {
    case REVOPS_EFFECT_UNCHANGED:
    case REVOPS_EFFECT_LATE:
    case REVOPS_EFFECT_DUPLICATE:
    case REVOPS_EFFECT_GRADED:
    case REVOPS_EFFECT_ASKED:
        return NULL;
    case REVOPS_EFFECT_WON:
        return "win";
    case REVOPS_EFFECT_ENTERED:
    case REVOPS_EFFECT_REFUSED:
    case REVOPS_EFFECT_DEVIATION:
    case REVOPS_EFFECT_UNPLACEABLE:
    case REVOPS_EFFECT_CLEARED:
    case REVOPS_EFFECT_OWNER:
    case REVOPS_EFFECT_RESUME_DUE:
    case REVOPS_EFFECT_STARTED:
    case REVOPS_EFFECT_WARNED:
    case REVOPS_EFFECT_BREACHED:
    case REVOPS_EFFECT_MET:
    case REVOPS_EFFECT_MET_LATE:
    case REVOPS_EFFECT_CANCELLED:
    case REVOPS_EFFECT_PAUSED:
    case REVOPS_EFFECT_RESUMED:
    case REVOPS_EFFECT_REOPENED:
    case REVOPS_EFFECT_RETARGETED:
    case REVOPS_EFFECT_LAPSED:
    case REVOPS_EFFECT_MERGED:
    case REVOPS_EFFECT_INTENT_SHOWN:
    case REVOPS_EFFECT_WOULD_MOVE:
    case REVOPS_EFFECT_NO_LONGER_QUALIFIES:
    case REVOPS_EFFECT_REMOVED:
    case REVOPS_EFFECT_SIGNALLED:
        return revops_effect_name(kind);
    }
    return NULL;
}

static void fold_put_criteria(const fold_policy *policy, uint64_t criteria)
{
    fold_key("criteria");
    fold_print_names(policy, REVOPS_ENGINE_LIST_CRITERIA, criteria);
}

static void fold_put_rest(const fold_policy *policy, const fold_log *log, const revops_effect *effect)
{
    switch ((enum revops_effect_kinds)effect->kind) {
    case REVOPS_EFFECT_ENTERED:
        fold_put_entered(policy, effect);
        return;
    case REVOPS_EFFECT_REFUSED:
        fold_put("event", fold_name(policy, REVOPS_ENGINE_LIST_EVENTS, effect->event));
        if (effect->why != REVOPS_EFFECT_VALUE_MISSING) {
            fold_put_place(policy, "stage", "step", effect->stage);
        }
        fold_put_kinds(policy, effect);
        return;
    case REVOPS_EFFECT_DEVIATION:
        fold_put("event", fold_name(policy, REVOPS_ENGINE_LIST_EVENTS, effect->event));
        fold_put_kinds(policy, effect);
        return;
    case REVOPS_EFFECT_UNPLACEABLE:
    case REVOPS_EFFECT_INTENT_SHOWN:
        fold_put("event", fold_name(policy, REVOPS_ENGINE_LIST_EVENTS, effect->event));
        return;
    case REVOPS_EFFECT_SIGNALLED:
        fold_put("signal", fold_name(policy, REVOPS_ENGINE_LIST_SIGNALS, effect->row));
        fold_put_criteria(policy, effect->items);
        if (effect->flags & REVOPS_EFFECT_FURTHER) {
            fold_key("again");
            printf("true");
        }
        return;
    case REVOPS_EFFECT_WOULD_MOVE:
        fold_put("move", fold_name(policy, REVOPS_ENGINE_LIST_MOVES, effect->move));
        fold_put_stage(policy, effect->stage);
        return;
    case REVOPS_EFFECT_NO_LONGER_QUALIFIES:
        fold_put("by", effect->event ? "event" : "fading");
        fold_put_grade(policy, "fit", REVOPS_ENGINE_LIST_FIT_GRADES, effect->detail & 0xffff);
        fold_put_grade(policy, "engagement", REVOPS_ENGINE_LIST_ENGAGEMENT_GRADES, effect->detail >> 16);
        return;
    case REVOPS_EFFECT_REMOVED: /* by the count; the twin changes no names */
        return;
    case REVOPS_EFFECT_CLEARED:
    case REVOPS_EFFECT_RESUME_DUE:
        fold_put_stage(policy, effect->stage);
        return;
    case REVOPS_EFFECT_OWNER:
        fold_put("was", fold_person_name(policy, log, (uint64_t)effect->value));
        return;
    case REVOPS_EFFECT_WON:
        if (effect->value == REVOPS_MISSING) {
            fold_put("amount", NULL);
        } else {
            fold_put_number("amount", effect->value);
        }
        if (effect->flags & REVOPS_EFFECT_FURTHER) {
            fold_key("further");
            printf("true");
        }
        return;
    case REVOPS_EFFECT_STARTED:
    case REVOPS_EFFECT_WARNED:
    case REVOPS_EFFECT_BREACHED:
    case REVOPS_EFFECT_MET:
    case REVOPS_EFFECT_MET_LATE:
    case REVOPS_EFFECT_CANCELLED:
    case REVOPS_EFFECT_PAUSED:
    case REVOPS_EFFECT_RESUMED:
    case REVOPS_EFFECT_REOPENED:
    case REVOPS_EFFECT_RETARGETED:
    case REVOPS_EFFECT_LAPSED:
    case REVOPS_EFFECT_MERGED:
        fold_put_clock(policy, effect);
        return;
    case REVOPS_EFFECT_UNCHANGED:
    case REVOPS_EFFECT_LATE:
    case REVOPS_EFFECT_DUPLICATE:
    case REVOPS_EFFECT_ASKED:
    case REVOPS_EFFECT_GRADED:
        return;
    }
}

void fold_print(const fold_policy *policy, const fold_log *log, const char *lead, const revops_effect *effect)
{
    const char *kind = fold_kind(effect->kind);
    if (!kind) {
        return;
    }
    printf("{\"lead\":");
    fold_print_text(lead);
    fold_put_number("at", effect->at_ms);
    fold_put("kind", kind);
    if (effect->owner || effect->kind == REVOPS_EFFECT_OWNER || effect->kind == REVOPS_EFFECT_WON) {
        fold_put("owner", fold_person_name(policy, log, effect->owner));
    }
    fold_put_rest(policy, log, effect);
    puts("}");
}
