/* SPDX-License-Identifier: MIT */
/* Where an account stands: compiled, counted, read, carried to another policy. */
#include "engine/engine-standing.h"

#include <string.h>

#include "core/compiler.h"
#include "engine/engine-score-record.h"
#include "judge/intent-day.h"
#include "judge/usage-internal.h"

/* Kinds of the model: a person acted, was touched, or both. */
enum { STANDING_ACTED = 1, STANDING_TOUCHED = 2, STANDING_BOTH = 3, STANDING_SHARE = 10000 };

/* ---- compiled ---- */

static const revops_policy_subject standing_subjects[REVOPS__STANDINGS] = {
    [REVOPS__STANDS_PEOPLE] = REVOPS_POLICY_PEOPLE_ENGAGED,
    [REVOPS__STANDS_COVERAGE] = REVOPS_POLICY_COVERAGE,
    [REVOPS__STANDS_ENGAGEMENT] = REVOPS_POLICY_ACCOUNT_ENGAGEMENT};

uint32_t revops__standing_asked(const revops_policy_params *policy)
{
    uint32_t asked = 0;
    for (uint32_t i = 0; i < policy->condition_count; i++) {
        revops_policy_condition row;
        REVOPS__POLICY_ROW(revops_policy_condition, &row, policy, conditions, condition_row_size, i);
        for (uint32_t which = 0; row.kind == REVOPS_POLICY_TEST && which < REVOPS__STANDINGS; which++) {
            asked |= (uint32_t)(row.about == standing_subjects[which]) << which;
        }
    }
    return asked;
}

uint32_t revops__standing_count(uint32_t asked)
{
    return (asked & 1) + (asked >> 1 & 1) + (asked >> 2 & 1);
}

uint32_t revops__standing_attribute(const revops_engine *engine, uint32_t about)
{
    for (uint32_t which = 0; which < REVOPS__STANDINGS; which++) {
        if (about == standing_subjects[which] && engine->stands >> which & 1) {
            uint32_t before = engine->stands & ((1u << which) - 1);
            return engine->attribute_count - revops__standing_count(engine->stands) +
                   revops__standing_count(before) + 1;
        }
    }
    return 0;
}

/* Names and types, as those of the policy's attributes. */
typedef struct standing_field {
    const char *name;
    revops_policy_type type;
} standing_field;

static const standing_field standing_names[REVOPS__STANDINGS] = {
    [REVOPS__STANDS_PEOPLE] = {"people engaged", REVOPS_POLICY_NUMBER},
    [REVOPS__STANDS_COVERAGE] = {"stakeholder coverage", REVOPS_POLICY_SHARE},
    [REVOPS__STANDS_ENGAGEMENT] = {"account engagement", REVOPS_POLICY_CHOICE}};

void revops__engine_builder_standing_fields(revops__engine_builder *b)
{
    revops_engine *engine = b->engine;
    for (uint32_t which = 0; which < REVOPS__STANDINGS; which++) {
        uint32_t number = revops__standing_attribute(engine, standing_subjects[which]);
        if (!number) {
            continue;
        }
        int is_grade = which == REVOPS__STANDS_ENGAGEMENT;
        uint32_t grades = engine->counts[REVOPS_ENGINE_LIST_ACCOUNT_GRADES];
        revops__engine_kind kind = {.type = standing_names[which].type,
                                    .first_choice = engine->choice_name_count,
                                    .choice_count = is_grade ? grades : 0,
                                    .list = is_grade ? REVOPS_ENGINE_LIST_ACCOUNT_GRADES : 0};
        revops__engine_builder_field(b, REVOPS_ENGINE_LIST_ATTRIBUTES, number,
                                     engine->channel_count + number - 1, standing_names[which].name);
        engine->choice_name_count += kind.choice_count;
        if (!b->block) {
            continue;
        }
        memcpy(revops__engine_builder_row(b, engine->kinds, sizeof kind, number - 1), &kind, sizeof kind);
        if (kind.choice_count) {
            memcpy(revops__engine_builder_row(b, engine->choice_names, sizeof(uint32_t), kind.first_choice),
                   revops__engine_at(engine, engine->name_places[REVOPS_ENGINE_LIST_ACCOUNT_GRADES]),
                   kind.choice_count * sizeof(uint32_t));
        }
    }
}

/* Whether a person who does this acts: what intent rules give points for, what counts as use, what comes in. */
static int standing_acts(const revops_policy_params *policy, uint32_t event)
{
    revops_policy_event given;
    REVOPS__POLICY_ROW(revops_policy_event, &given, policy, events, event_row_size, event - 1);
    int acts = (given.flags & (REVOPS_POLICY_INBOUND | REVOPS_POLICY_STARTS_USAGE)) != 0;
    for (uint32_t i = 0; !acts && i < policy->intent_rule_count; i++) {
        revops_policy_intent_rule row;
        REVOPS__POLICY_ROW(revops_policy_intent_rule, &row, policy, intent_rules, intent_rule_row_size, i);
        for (uint32_t k = 0; row.points_mpt >= 0 && k < row.event_count; k++) {
            acts |= policy->numbers[row.first_event + k] == event;
        }
    }
    for (uint32_t i = 0; !acts && i < policy->criterion_count; i++) {
        revops_policy_criterion row;
        REVOPS__POLICY_ROW(revops_policy_criterion, &row, policy, criteria, criterion_row_size, i);
        for (uint32_t k = 0; k < row.event_count; k++) {
            acts |= policy->numbers[row.first_event + k] == event;
        }
    }
    return acts;
}

static uint8_t standing_kind(const revops_policy_params *policy, uint32_t event)
{
    revops_policy_event given;
    REVOPS__POLICY_ROW(revops_policy_event, &given, policy, events, event_row_size, event - 1);
    int is_touched = given.touch != 0 || given.flags & REVOPS_POLICY_INBOUND;
    return (uint8_t)((standing_acts(policy, event) ? STANDING_ACTED : 0) |
                     (is_touched ? STANDING_TOUCHED : 0));
}

/* The model of people: a criterion for each of what is asked. Its only signal says nothing. */
static void standing_people(revops__engine_builder *b, revops__engine_standing *out)
{
    const revops_policy_params *policy = b->policy;
    revops_usage_criterion criteria[2];
    uint32_t count = 0, exact = policy->buying_committee > 64 ? policy->buying_committee : 64;
    out->days = policy->engaged_days;
    out->exact = exact < REVOPS_USAGE_EXACT_MAX ? exact : REVOPS_USAGE_EXACT_MAX;
    for (uint32_t which = REVOPS__STANDS_PEOPLE; which < REVOPS__STANDS_ENGAGEMENT; which++) {
        if (!(b->engine->stands >> which & 1)) {
            continue;
        }
        uint32_t kind = which == REVOPS__STANDS_PEOPLE ? STANDING_ACTED : STANDING_TOUCHED;
        out->criteria[which] = count;
        criteria[count++] = (revops_usage_criterion){
            .kinds = REVOPS_USAGE_KIND(kind) | REVOPS_USAGE_KIND(STANDING_BOTH),
            .measure = REVOPS_USAGE_USERS,
            .window = policy->engaged_days ? REVOPS_USAGE_ROLLING : REVOPS_USAGE_EVER,
            .window_days = policy->engaged_days,
            .threshold = 1,
            .exact = out->exact};
    }
    if (count == 0) {
        return;
    }
    const revops_usage_signal signal = {.all_of = 1, .cooldown_ms = INT64_MAX, .flags = REVOPS_USAGE_ONCE};
    revops_usage_params params = {.struct_size = sizeof params,
                                  .criterion_count = count,
                                  .criterion_row_size = sizeof criteria[0],
                                  .signal_count = 1,
                                  .signal_row_size = sizeof signal,
                                  .criteria = criteria,
                                  .signals = &signal};
    size_t needed = 0;
    const revops_usage *model = NULL;
    out->model = b->engine->score_bytes_at + b->engine->score_bytes;
    (void)!revops_usage_build(&params, b->block ? b->block + out->model : NULL,
                              b->block ? (size_t)(b->engine->size - out->model) : 0, &needed, &model);
    revops__score_room(b, needed);
    if (model) {
        out->people_bytes = (uint32_t)revops_usage_record_size(model);
    }
    revops__score_mark(b, (uint64_t)out->days << 32 | out->exact);
}

static void standing_engagement(revops__engine_builder *b, revops__engine_standing *out)
{
    const revops_policy_params *policy = b->policy;
    const revops_engine *engine = b->engine;
    if (!(engine->stands >> REVOPS__STANDS_ENGAGEMENT & 1)) {
        return;
    }
    revops__score_grades_build(b, REVOPS_ENGINE_LIST_ACCOUNT_GRADES, &out->grades, policy->account_grades,
                               policy->account_grade_row_size, policy->account_grade_count,
                               policy->account_otherwise);
    out->intent = revops__score_intent_build(b, 1);
    out->intent_bytes =
        (uint32_t)(sizeof(revops_intent_record) + policy->intent_rule_count * sizeof(revops_intent_slot));
}

void revops__engine_builder_standing(revops__engine_builder *b)
{
    revops_engine *engine = b->engine;
    revops__engine_standing standing;
    engine->standing = 0;
    engine->counts[REVOPS_ENGINE_LIST_ACCOUNT_GRADES] = 0;
    if (!engine->stands) {
        return;
    }
    memset(&standing, 0, sizeof standing);
    engine->standing = revops__score_room(b, sizeof standing);
    standing.zone = revops__score_zone(b, b->policy->zone);
    standing.committee = b->policy->buying_committee;
    standing.events = revops__score_room(b, b->policy->event_count);
    for (uint32_t event = 1; event <= b->policy->event_count; event++) {
        uint8_t kind = standing_kind(b->policy, event);
        revops__score_put(b, standing.events + event - 1, &kind, sizeof kind);
    }
    standing_people(b, &standing);
    standing_engagement(b, &standing);
    revops__score_put(b, engine->standing, &standing, sizeof standing);
}

/* ---- counted ---- */

size_t revops__standing_size(const revops_engine *engine)
{
    const revops__engine_standing *standing = revops__standing_of(engine);
    return !standing ? 0
                     : standing->people_bytes +
                           (standing->intent ? standing->intent_bytes + REVOPS__SCORES_SPARE : 0);
}

static const revops_usage *standing_model(const revops_engine *engine,
                                          const revops__engine_standing *standing)
{
    return revops__engine_at(engine, standing->model);
}

static revops__score_opened standing_open(const revops__engine_standing *standing,
                                          const unsigned char *section)
{
    return revops__score_open_at((unsigned char *)(uintptr_t)section + standing->people_bytes,
                                 standing->intent_bytes);
}

static void standing_take_person(const revops_engine *engine, const revops__engine_standing *standing,
                                 unsigned char *begun, unsigned char *record, const revops_event *event,
                                 uint64_t lead)
{
    const revops_usage *model = standing_model(engine, standing);
    uint32_t kind = ((const uint8_t *)revops__engine_at(engine, standing->events))[event->kind - 1];
    int32_t offset_min = revops__offset_min(engine, standing->zone, event->at_ms);
    if (!kind ||
        (!*begun && revops_usage_record_init(model, record, event->at_ms, offset_min) != REVOPS_OK)) {
        return;
    }
    *begun = 1;
    const revops_usage_event read = {
        .at_ms = event->at_ms, .kind = kind, .user = revops__use_narrow(lead), .utc_offset_min = offset_min};
    uint32_t fired;
    (void)!revops_usage_apply(model, record, &read, &fired); /* beyond range nobody is counted */
}

static void standing_take_points(revops__facts *facts, const revops__engine_standing *standing,
                                 unsigned char *section, const revops_event *event)
{
    const revops_engine *engine = facts->engine;
    const revops__engine_scores *scores = revops__scores_of(engine);
    if (!scores || !scores->has_intent) {
        return;
    }
    const revops__score_event *of_event =
        (const revops__score_event *)revops__engine_at(engine, scores->events) + (event->kind - 1);
    const uint16_t *rules = revops__engine_at(engine, scores->event_rules);
    const revops__score_rule *rows = revops__engine_at(engine, scores->rules);
    for (uint32_t i = 0; i < of_event->count; i++) {
        uint32_t number = rules[of_event->first + i];
        if (!revops__score_rule_counts(facts, &rows[number], event->at_ms)) {
            continue;
        }
        revops__score_opened opened = standing_open(standing, section);
        (void)!revops__intent_apply_on_day(revops__engine_at(engine, standing->intent), opened.record, number,
                                           event->at_ms, 0);
        revops__score_close(&opened);
    }
}

void revops__standing_take(revops__facts *facts, unsigned char *begun, unsigned char *section,
                           const revops_event *event, uint64_t lead)
{
    const revops__engine_standing *standing = revops__standing_of(facts->engine);
    if (standing->model) {
        standing_take_person(facts->engine, standing, begun, section, event, lead);
    }
    if (standing->intent) {
        standing_take_points(facts, standing, section, event);
    }
}

/* ---- read ---- */

int64_t revops__standing_points(const revops_engine *engine, const unsigned char *section, int64_t at_ms)
{
    const revops__engine_standing *standing = revops__standing_of(engine);
    int32_t score_mpt = 0;
    if (!standing || !standing->intent) {
        return REVOPS_MISSING;
    }
    revops__score_opened opened = standing_open(standing, section);
    if (revops_intent_rate(revops__engine_at(engine, standing->intent), opened.record, at_ms, &score_mpt) !=
        REVOPS_OK) {
        score_mpt = 0; /* beyond the range of intent */
    }
    revops__score_close(&opened);
    return score_mpt;
}

static int64_t standing_people_of(const revops_engine *engine, const revops__engine_standing *standing,
                                  enum revops__standings which, int is_begun, const unsigned char *section,
                                  int64_t at_ms)
{
    revops_usage_reading reading = {.value = 0};
    if (is_begun &&
        revops_usage_read(standing_model(engine, standing), section, standing->criteria[which], at_ms,
                          revops__offset_min(engine, standing->zone, at_ms), &reading) != REVOPS_OK) {
        return REVOPS_MISSING; /* beyond range */
    }
    return reading.value;
}

int64_t revops__standing_value(const revops_engine *engine, enum revops__standings which, int is_begun,
                               const unsigned char *section, int64_t before, int64_t at_ms)
{
    const revops__engine_standing *standing = revops__standing_of(engine);
    int64_t value;
    switch (which) {
    case REVOPS__STANDS_PEOPLE:
        return standing_people_of(engine, standing, which, is_begun, section, at_ms);
    case REVOPS__STANDS_COVERAGE:
        value = standing_people_of(engine, standing, which, is_begun, section, at_ms);
        if (value == REVOPS_MISSING || !standing->committee) {
            return REVOPS_MISSING;
        }
        return value < standing->committee ? value * STANDING_SHARE / standing->committee : STANDING_SHARE;
    case REVOPS__STANDS_ENGAGEMENT:
        value = revops__score_grade_of(&standing->grades,
                                       (int32_t)revops__standing_points(engine, section, at_ms),
                                       before == REVOPS_MISSING ? 0 : (uint32_t)before);
        return value ? value : REVOPS_MISSING;
    case REVOPS__STANDINGS:
        break;
    }
    return REVOPS_MISSING;
}

int revops__standing_is_legal(const revops_engine *engine, int is_begun, const unsigned char *section)
{
    const revops__engine_standing *standing = revops__standing_of(engine);
    if (!standing) {
        return !is_begun;
    }
    int is_legal = is_begun ? standing->model != 0 &&
                                  revops_usage_verify(standing_model(engine, standing), section) == REVOPS_OK
                            : revops__is_zero(section, 0, standing->people_bytes);
    if (is_legal && standing->intent) {
        revops__score_opened opened = standing_open(standing, section);
        is_legal =
            revops_intent_verify(revops__engine_at(engine, standing->intent), opened.record) == REVOPS_OK;
        revops__score_close(&opened);
        is_legal = is_legal && revops__is_zero(section, standing->people_bytes + standing->intent_bytes,
                                               revops__standing_size(engine));
    }
    return is_legal;
}

/* ---- carried ---- */

/* Whether people are counted in the same way. */
static int standing_people_are_same(const revops_engine *from, const revops_engine *to)
{
    const revops__engine_standing *was = revops__standing_of(from), *is = revops__standing_of(to);
    return was && is && was->model && is->model && was->days == is->days && was->exact == is->exact &&
           !((from->stands ^ to->stands) & (1u << REVOPS__STANDS_PEOPLE | 1u << REVOPS__STANDS_COVERAGE));
}

int revops__standing_is_lost(const revops_engine *from, const revops_engine *to, uint32_t attribute)
{
    int counts_people =
        attribute == revops__standing_attribute(from, standing_subjects[REVOPS__STANDS_PEOPLE]) ||
        attribute == revops__standing_attribute(from, standing_subjects[REVOPS__STANDS_COVERAGE]);
    return counts_people && !standing_people_are_same(from, to);
}

void revops__standing_carry(revops__carrying *c, int is_begun, unsigned char *begun, const unsigned char *was,
                            unsigned char *section)
{
    const revops__engine_standing *from = revops__standing_of(c->from), *to = revops__standing_of(c->to);
    if (is_begun && standing_people_are_same(c->from, c->to)) {
        memcpy(section, was, from->people_bytes);
        *begun = 1;
    }
    if (from && from->intent) {
        revops__score_opened opened = standing_open(from, was), next = {.record = NULL};
        if (to && to->intent) {
            next = standing_open(to, section);
        }
        revops__carry_intent(c, revops__engine_at(c->from, from->intent), opened.record,
                             next.record ? revops__engine_at(c->to, to->intent) : NULL, next.record);
        if (next.record) {
            revops__score_close(&next);
        }
        revops__score_close(&opened);
    }
}
