/* SPDX-License-Identifier: MIT */
/* Evaluates the conditions of a policy.

   A condition is a tree in rows: a group is before its members and holds their number of rows. Answers have three
   values: an unknown value meets only "is missing", and no negated test. A table is answered when the first condition
   needs it, after those that it asks for itself. */
#include "engine/engine-where.h"

#include <string.h>

#include "core/condition.h"
#include "engine/engine-usage.h"

void revops__facts_begin(revops__facts *facts, const revops_engine *engine, const unsigned char *lead,
                         const revops_texts *texts, int64_t at_ms)
{
    facts->engine = engine;
    facts->lead = lead;
    facts->attributes = lead + engine->attributes_at;
    facts->texts = texts;
    facts->at_ms = at_ms;
    facts->value = REVOPS_MISSING;
    facts->against = engine->has_scores ? revops__scores_against(engine, lead) : 0;
    facts->items = revops__lead_u64(lead, REVOPS__LEAD_ITEMS) & ~facts->against;
    facts->value_is_text = 0;
    facts->answered = 0;
}

void revops__facts_of_account(revops__facts *facts, const revops_engine *engine, const unsigned char *nobody,
                              const unsigned char *attributes, const revops_texts *texts, int64_t at_ms)
{
    *facts = (revops__facts){.engine = engine,
                             .lead = nobody,
                             .attributes = attributes,
                             .texts = texts,
                             .at_ms = at_ms,
                             .value = REVOPS_MISSING};
}

static int64_t where_attribute_of(const revops__facts *facts, uint32_t attribute)
{
    return facts->attributes ? revops__lead_i64(facts->attributes, (attribute - 1) * sizeof(int64_t))
                             : REVOPS_MISSING;
}

/* A text by its number among those that the host gave. */
static const char *where_text(const revops_texts *texts, uint64_t number, size_t *length)
{
    if (!texts || number >= texts->count) {
        return NULL;
    }
    *length = (size_t)(texts->offsets[number + 1] - texts->offsets[number]);
    return *length ? texts->bytes + texts->offsets[number] : NULL;
}

static const revops__engine_person *where_person(const revops_engine *engine, uint64_t owner)
{
    const revops__engine_person *people = revops__engine_at(engine, engine->people);
    return owner && owner <= engine->counts[REVOPS_ENGINE_LIST_PEOPLE] ? &people[owner - 1] : NULL;
}

static const char *where_text_of(const revops__facts *facts, const revops__where_row *row, size_t *length)
{
    const revops_engine *engine = facts->engine;
    uint64_t owner = revops__lead_u64(facts->lead, REVOPS__LEAD_OWNER);
    const revops__engine_person *person = where_person(engine, owner);
    const char *text = NULL;
    uint64_t number;
    int64_t value;
    switch ((enum revops_policy_subjects)row->about) {
    case REVOPS_POLICY_ATTRIBUTE:
        value = where_attribute_of(facts, row->subject);
        return value < 0 ? NULL : where_text(facts->texts, (uint64_t)value, length);
    case REVOPS_POLICY_VALUE:
        return !facts->value_is_text || facts->value < 0
                   ? NULL
                   : where_text(facts->texts, (uint64_t)facts->value, length);
    case REVOPS_POLICY_SOURCE:
    case REVOPS_POLICY_CAMPAIGN:
        number = revops__lead_u64(facts->lead, row->about == REVOPS_POLICY_SOURCE ? REVOPS__LEAD_SOURCE
                                                                                  : REVOPS__LEAD_CAMPAIGN);
        return number ? where_text(facts->texts, number - 1, length) : NULL;
    case REVOPS_POLICY_OWNER:
        if (!person) {
            number = engine->counts[REVOPS_ENGINE_LIST_PEOPLE];
            return owner ? where_text(facts->texts, owner - 1 - number, length) : NULL;
        }
        text = revops__engine_at(engine, person->name);
        break;
    case REVOPS_POLICY_TEAM:
        text = person && person->team ? revops__engine_at(engine, person->team) : NULL;
        break;
    case REVOPS_POLICY_TABLE:
    case REVOPS_POLICY_STAGE:
    case REVOPS_POLICY_SEGMENT:
    case REVOPS_POLICY_MOTION:
    case REVOPS_POLICY_FIT:
    case REVOPS_POLICY_FIT_POINTS:
    case REVOPS_POLICY_ENGAGEMENT:
    case REVOPS_POLICY_ENGAGEMENT_POINTS:
    case REVOPS_POLICY_TOTAL:
    case REVOPS_POLICY_TOTAL_POINTS:
    case REVOPS_POLICY_SIGNAL:
    case REVOPS_POLICY_PEOPLE_ENGAGED:
    case REVOPS_POLICY_COVERAGE:
    case REVOPS_POLICY_ACCOUNT_ENGAGEMENT:
        return NULL;
    }
    *length = text ? revops__engine_length(text) : 0;
    return text;
}

static int64_t where_grade(const revops__facts *facts, enum revops__score_parts part)
{
    uint32_t grade = revops__scores_grade(facts->engine, facts->lead, part);
    return grade ? grade : REVOPS_MISSING;
}

static int64_t where_number_of(revops__facts *facts, const revops__where_row *row)
{
    switch ((enum revops_policy_subjects)row->about) {
    case REVOPS_POLICY_ATTRIBUTE:
        return where_attribute_of(facts, row->subject);
    case REVOPS_POLICY_TABLE:
        return facts->tables[row->subject - 1] ? facts->tables[row->subject - 1] : REVOPS_MISSING;
    case REVOPS_POLICY_VALUE:
        return facts->value_is_text ? REVOPS_MISSING : facts->value;
    case REVOPS_POLICY_STAGE:
        return facts->lead[REVOPS__LEAD_PLACE] == REVOPS__LEAD_UNKNOWN ? REVOPS_MISSING
                                                                       : facts->lead[REVOPS__LEAD_PLACE];
    case REVOPS_POLICY_FIT:
        return where_grade(facts, REVOPS__SCORE_FIT);
    case REVOPS_POLICY_ENGAGEMENT:
        return where_grade(facts, REVOPS__SCORE_ENGAGEMENT);
    case REVOPS_POLICY_TOTAL:
        return where_grade(facts, REVOPS__SCORE_TOTAL);
    case REVOPS_POLICY_FIT_POINTS:
        return revops__scores_points(facts->engine, facts->lead, REVOPS__SCORE_FIT, facts->at_ms);
    case REVOPS_POLICY_ENGAGEMENT_POINTS:
        return revops__scores_points(facts->engine, facts->lead, REVOPS__SCORE_ENGAGEMENT, facts->at_ms);
    case REVOPS_POLICY_TOTAL_POINTS:
        return revops__scores_points(facts->engine, facts->lead, REVOPS__SCORE_TOTAL, facts->at_ms);
    case REVOPS_POLICY_SIGNAL:
        return revops__use_latest(facts->engine, facts->lead) ? revops__use_latest(facts->engine, facts->lead)
                                                              : REVOPS_MISSING;
    case REVOPS_POLICY_SEGMENT: /* compiled as tables */
    case REVOPS_POLICY_MOTION:
    case REVOPS_POLICY_SOURCE: /* texts */
    case REVOPS_POLICY_CAMPAIGN:
    case REVOPS_POLICY_OWNER:
    case REVOPS_POLICY_TEAM:
    case REVOPS_POLICY_PEOPLE_ENGAGED: /* compiled as attributes */
    case REVOPS_POLICY_COVERAGE:
    case REVOPS_POLICY_ACCOUNT_ENGAGEMENT:
        return REVOPS_MISSING;
    }
    return REVOPS_MISSING;
}

static enum revops__where_answers where_yes(int holds)
{
    return holds ? REVOPS__WHERE_YES : REVOPS__WHERE_NO;
}

static int where_is_recent(int64_t value, const revops__where_row *row, int64_t at_ms)
{
    int64_t then_ms = value;
    if (row->in_days) {
        if (value > INT64_MAX / REVOPS_DAY_MS || value < -(INT64_MAX / REVOPS_DAY_MS)) {
            return 0;
        }
        then_ms = value * REVOPS_DAY_MS;
    }
    return then_ms <= at_ms && (uint64_t)at_ms - (uint64_t)then_ms <= (uint64_t)row->span_ms;
}

static enum revops__where_answers where_answer_test(revops__facts *facts, const revops__where_row *row)
{
    const revops__conditions *condition = revops__engine_at(facts->engine, row->condition);
    const char *text = NULL;
    size_t length = 0;
    int64_t value = REVOPS_MISSING;
    if (row->how == REVOPS__WHERE_BY_TEXT) {
        text = where_text_of(facts, row, &length);
    } else {
        value = where_number_of(facts, row);
    }
    int is_known = text != NULL || value != REVOPS_MISSING;
    if (row->known) {
        return where_yes(is_known == row->known - 1);
    }
    if (!is_known) {
        return REVOPS__WHERE_UNKNOWN;
    }
    switch ((enum revops__where_hows)row->how) {
    case REVOPS__WHERE_BY_NUMBER:
        return where_yes(revops__condition_holds(condition, 0, &value, NULL));
    case REVOPS__WHERE_BY_TEXT:
        return where_yes(revops__condition_holds_for_text(condition, 0, text, length));
    case REVOPS__WHERE_BY_PLACE:
        return where_yes((row->places >> value & 1) != row->negated);
    case REVOPS__WHERE_BY_TIME:
        return where_yes(where_is_recent(value, row, facts->at_ms));
    }
    return REVOPS__WHERE_UNKNOWN;
}

/* A group that is being answered: the first member that decides it ends it. */
typedef struct where_group {
    uint32_t next, end;
    enum revops_policy_condition_kinds kind;
    enum revops__where_answers answer;
} where_group;

static enum revops__where_answers where_group_begin(enum revops_policy_condition_kinds kind)
{
    return kind == REVOPS_POLICY_EITHER ? REVOPS__WHERE_NO : REVOPS__WHERE_YES;
}

static enum revops__where_answers where_join(const where_group *frame, enum revops__where_answers answer)
{
    int is_less = answer < frame->answer;
    return (frame->kind == REVOPS_POLICY_EITHER) == is_less ? frame->answer : answer;
}

static enum revops__where_answers where_answer(revops__facts *facts, uint32_t index)
{
    const revops__where_row *rows = revops__engine_at(facts->engine, facts->engine->wheres);
    where_group frames[REVOPS__WHERE_FRAMES];
    uint32_t depth = 1;
    frames[0] = (where_group){.next = index,
                              .end = index + rows[index].row_count,
                              .kind = REVOPS_POLICY_ALL,
                              .answer = REVOPS__WHERE_YES};
    for (;;) {
        where_group *frame = &frames[depth - 1];
        enum revops__where_answers answer;
        int is_decided =
            frame->answer == (frame->kind == REVOPS_POLICY_EITHER ? REVOPS__WHERE_YES : REVOPS__WHERE_NO);
        if (is_decided || frame->next >= frame->end) {
            answer = frame->answer;
            if (frame->kind == REVOPS_POLICY_NOT) {
                answer = answer == REVOPS__WHERE_YES  ? REVOPS__WHERE_NO
                         : answer == REVOPS__WHERE_NO ? REVOPS__WHERE_YES
                                                      : REVOPS__WHERE_UNKNOWN;
            }
            if (--depth == 0) {
                return answer;
            }
            frames[depth - 1].answer = where_join(&frames[depth - 1], answer);
            continue;
        }
        const revops__where_row *row = &rows[frame->next];
        enum revops_policy_condition_kinds kind = row->kind;
        if (kind == REVOPS_POLICY_TEST || kind == REVOPS_POLICY_PROVEN) {
            answer = kind == REVOPS_POLICY_TEST
                         ? where_answer_test(facts, row)
                         : where_yes(!revops__guard_missing(facts->engine, &row->need, facts->items));
            frame->answer = where_join(frame, answer);
            frame->next++;
            continue;
        }
        uint32_t begin = frame->next;
        frame->next += row->row_count;
        frames[depth++] = (where_group){.next = begin + 1,
                                        .end = begin + row->row_count,
                                        .kind = kind,
                                        .answer = where_group_begin(kind)};
    }
}

static void where_answer_tables(revops__facts *facts, uint64_t asked)
{
    const revops_engine *engine = facts->engine;
    const revops__where_table_row *tables = revops__engine_at(engine, engine->tables);
    const uint16_t *order = revops__engine_at(engine, engine->table_order);
    const uint32_t *classes = revops__engine_at(engine, engine->classes);
    asked &= ~facts->answered;
    for (uint32_t i = 0; asked && i < engine->table_count; i++) {
        const revops__where_table_row *table = &tables[order[i]];
        if (!(asked >> order[i] & 1)) {
            continue;
        }
        uint16_t found = table->otherwise;
        for (uint32_t k = 0; k < table->class_count; k++) {
            uint32_t where = classes[table->first_class + k];
            if (!where || where_answer(facts, where - 1) == REVOPS__WHERE_YES) {
                found = (uint16_t)(k + 1);
                break;
            }
        }
        facts->tables[order[i]] = found;
        facts->answered |= UINT64_C(1) << order[i];
        asked &= ~facts->answered;
    }
}

void revops__where_settle(revops__facts *facts, uint32_t where)
{
    const revops__where_row *rows = revops__engine_at(facts->engine, facts->engine->wheres);
    if (where && where <= facts->engine->where_count && rows[where - 1].tables) {
        where_answer_tables(facts, UINT64_MAX);
    }
}

int revops__where_holds(revops__facts *facts, uint32_t where)
{
    if (where == 0 || where > facts->engine->where_count) {
        return 1;
    }
    const revops__where_row *rows = revops__engine_at(facts->engine, facts->engine->wheres);
    if (rows[where - 1].tables & ~facts->answered) {
        where_answer_tables(facts, rows[where - 1].tables);
    }
    return where_answer(facts, where - 1) == REVOPS__WHERE_YES;
}

uint32_t revops__where_table(revops__facts *facts, uint32_t table)
{
    if (table == 0 || table > facts->engine->table_count) {
        return 0;
    }
    if (!(facts->answered >> (table - 1) & 1)) {
        const revops__where_table_row *rows = revops__engine_at(facts->engine, facts->engine->tables);
        where_answer_tables(facts, rows[table - 1].tables);
    }
    return facts->tables[table - 1];
}

/* Whether a text is a name, folded. */
static int where_is_name(const char *text, size_t length, const char *name)
{
    char one[REVOPS__BUILD_NAME_BYTES], other[REVOPS__BUILD_NAME_BYTES];
    size_t size = revops__engine_fold(text, length, one, sizeof one);
    return size <= sizeof one &&
           revops__engine_fold(name, revops__engine_length(name), other, sizeof other) == size &&
           memcmp(one, other, size) == 0;
}

uint32_t revops__facts_choose(revops__facts *facts, uint32_t attribute, uint32_t table, int is_text,
                              const revops__clock_chosen *chosen, uint32_t count)
{
    int64_t value = table ? (int64_t)revops__where_table(facts, table)
                          : revops__lead_attribute(facts->engine, facts->lead, attribute);
    size_t length = 0;
    const char *text = is_text && value >= 0 ? where_text(facts->texts, (uint64_t)value, &length) : NULL;
    for (uint32_t i = 0; i < count; i++) {
        const char *name = is_text ? revops__engine_at(facts->engine, chosen[i].value) : NULL;
        if (is_text ? text && where_is_name(text, length, name) : value == (int64_t)chosen[i].value) {
            return chosen[i].calendar;
        }
    }
    return 0;
}
