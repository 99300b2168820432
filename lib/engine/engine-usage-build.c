/* SPDX-License-Identifier: MIT */
/* Compiles usage. As elsewhere the steps run twice: what is put has its place even while it is only counted. */
#include <string.h>

#include "core/bits.h"
#include "core/compiler.h"
#include "engine/engine-usage.h"
#include "judge/usage-internal.h"

enum {
    USE_LISTED_KIND = 64,  /* from this kind on the model wants a list */
    USE_LISTED_MAX = 2048, /* of all criteria */
    USE_TABLE = 2 << REVOPS__USE_TESTS_MAX,
    USE_PROBLEMS = 8
};

/* All that is given to the model. */
typedef struct use_rows {
    revops__engine_builder *b;
    revops__engine_use *use;
    uint64_t sets[REVOPS__USE_KINDS_MAX]; /* of criteria, by kind; 0 none */
    uint32_t set_count;
    uint32_t criterion_count;
    revops_usage_criterion criteria[REVOPS_USAGE_CRITERIA_MAX];
    revops_usage_signal signals[REVOPS_USAGE_SIGNALS_MAX];
    revops_condition conditions[REVOPS_USAGE_SIGNALS_MAX];
    uint32_t listed[USE_LISTED_MAX];
    uint32_t listed_count;
} use_rows;

static revops_policy_criterion use_criterion(const revops_policy_params *policy, uint32_t index)
{
    revops_policy_criterion row;
    REVOPS__POLICY_ROW(revops_policy_criterion, &row, policy, criteria, criterion_row_size, index);
    return row;
}

static revops_policy_signal use_signal(const revops_policy_params *policy, uint32_t index)
{
    revops_policy_signal row;
    REVOPS__POLICY_ROW(revops_policy_signal, &row, policy, signals, signal_row_size, index);
    return row;
}

static void use_fault(const use_rows *rows, const char *part, uint32_t row, const char *field, int64_t found,
                      const char *expected)
{
    if (rows->b->problems) {
        revops__problem_put(rows->b->problems, REVOPS_ERR_ARG, part, row, field, found, expected);
    }
}

/* ---- criteria ---- */

/* What the model calls a measure. */
static revops_usage_measure use_measure(revops_policy_measure measure)
{
    switch ((enum revops_policy_measures)measure) {
    case REVOPS_POLICY_MEASURE_EVENTS:
        return REVOPS_USAGE_COUNT;
    case REVOPS_POLICY_MEASURE_ACTIVE_DAYS:
        return REVOPS_USAGE_ACTIVE_DAYS;
    case REVOPS_POLICY_MEASURE_STREAK:
        return REVOPS_USAGE_STREAK;
    case REVOPS_POLICY_MEASURE_PEOPLE:
        return REVOPS_USAGE_USERS;
    case REVOPS_POLICY_MEASURE_DISTINCT_VALUES:
        return REVOPS_USAGE_ITEMS;
    case REVOPS_POLICY_MEASURE_SUM:
        return REVOPS_USAGE_SUM;
    case REVOPS_POLICY_MEASURE_LEVEL:
        return REVOPS_USAGE_LEVEL;
    case REVOPS_POLICY_MEASURE_SHARE_OF_LIMIT:
        return REVOPS_USAGE_LIMIT_SHARE;
    case REVOPS_POLICY_MEASURE_GROWTH:
        return REVOPS_USAGE_GROWTH;
    case REVOPS_POLICY_MEASURE_SILENCE_BEFORE:
        return REVOPS_USAGE_RETURN;
    }
    return REVOPS_USAGE_COUNT;
}

/* Whether a criterion measures the value of an event: without one it doesn't count. */
static int use_asks_value(const revops_policy_criterion *row)
{
    return row->measure == REVOPS_POLICY_MEASURE_LEVEL ||
           row->measure == REVOPS_POLICY_MEASURE_SHARE_OF_LIMIT;
}

/* A threshold in the model's unit: silence in days. */
static uint32_t use_bound(const use_rows *rows, uint32_t index, const revops_policy_criterion *row,
                          const char *field, int64_t value)
{
    int is_elapsed =
        row->measure == REVOPS_POLICY_MEASURE_SILENCE_BEFORE && row->threshold_unit == REVOPS_POLICY_UNIT_MS;
    if (is_elapsed && value % REVOPS_DAY_MS != 0) {
        use_fault(rows, "criteria", index, field, value, "a silence of whole days, or of 24 h each");
    }
    value = is_elapsed ? value / REVOPS_DAY_MS : value;
    if (value < 0 || value > UINT32_MAX - 1) {
        use_fault(rows, "criteria", index, field, value, "0 to 4294967294");
        return 1;
    }
    return (uint32_t)value;
}

static void use_compile_criterion(use_rows *rows, uint32_t index)
{
    revops_policy_criterion row = use_criterion(rows->b->policy, index);
    revops_usage_criterion *out = &rows->criteria[index];
    int is_elapsed = row.window_kind != REVOPS_POLICY_WINDOW_EVER && row.window_unit == REVOPS_POLICY_UNIT_MS;
    int64_t days = is_elapsed ? row.window / REVOPS_DAY_MS : row.window;
    if (is_elapsed && row.window % REVOPS_DAY_MS != 0) {
        use_fault(rows, "criteria", index, "window", row.window,
                  "whole days, or hours that are a multiple of 24");
    }
    if (row.window_kind != REVOPS_POLICY_WINDOW_EVER && (days < 1 || days > REVOPS_USAGE_WINDOW_MAX)) {
        use_fault(rows, "criteria", index, "window", days, "1 to 3660 days");
        days = 1;
    }
    if (row.flags & REVOPS_POLICY_HAS_KEEPS_TO && row.keeps_to == 0) {
        use_fault(rows, "criteria", index, "keeps_to", 0, "1 or more, or stays");
    }
    *out = (revops_usage_criterion){
        .measure = use_measure(row.measure),
        .window_days = row.window_kind == REVOPS_POLICY_WINDOW_EVER ? 0 : (uint32_t)days,
        .flags = (row.flags & REVOPS_POLICY_AT_MOST ? REVOPS_USAGE_AT_MOST : 0) |
                 (row.flags & REVOPS_POLICY_STAYS ? REVOPS_USAGE_LATCH : 0) |
                 (is_elapsed || (row.measure == REVOPS_POLICY_MEASURE_SILENCE_BEFORE &&
                                 row.threshold_unit == REVOPS_POLICY_UNIT_MS)
                      ? REVOPS_USAGE_ELAPSED
                      : 0),
        .threshold = use_bound(rows, index, &row, "threshold", row.threshold),
        .release = row.flags & REVOPS_POLICY_HAS_KEEPS_TO
                       ? use_bound(rows, index, &row, "keeps_to", row.keeps_to)
                       : 0,
        .exact = row.exact_up_to};
    switch ((enum revops_policy_windows)row.window_kind) {
    case REVOPS_POLICY_WINDOW_EVER:
        out->window = REVOPS_USAGE_EVER;
        break;
    case REVOPS_POLICY_WINDOW_ROLLING:
        out->window = REVOPS_USAGE_ROLLING;
        break;
    case REVOPS_POLICY_WINDOW_SINCE_SIGNUP:
        out->window = REVOPS_USAGE_SINCE_SIGNUP;
        break;
    }
}

/* ---- events, as kinds ---- */

static int use_names_event(const revops_policy_params *policy, const revops_policy_criterion *row,
                           uint32_t event)
{
    for (uint32_t i = 0; i < row->event_count; i++) {
        if (policy->numbers[row->first_event + i] == event) {
            return 1;
        }
    }
    return 0;
}

/* The kind that a set of criteria counts. */
static uint8_t use_kind(use_rows *rows, uint64_t set, uint32_t event)
{
    if (set == 0) {
        return 0;
    }
    for (uint32_t kind = 1; kind <= rows->set_count; kind++) {
        if (rows->sets[kind] == set) {
            return (uint8_t)kind;
        }
    }
    if (rows->set_count + 1 >= REVOPS__USE_KINDS_MAX) {
        use_fault(rows, "events", event - 1, "criteria", rows->set_count + 1,
                  "at most 127 different sets of criteria that count an event");
        return 0;
    }
    rows->sets[++rows->set_count] = set;
    return (uint8_t)rows->set_count;
}

/* The criteria that name an event, and the tests of its value among them: each once. */
static uint64_t use_naming(const use_rows *rows, uint32_t event, uint32_t *tests, uint32_t *test_count)
{
    const revops_policy_params *policy = rows->b->policy;
    uint64_t naming = 0;
    *test_count = 0;
    for (uint32_t i = 0; i < policy->criterion_count; i++) {
        revops_policy_criterion row = use_criterion(policy, i);
        if (!use_names_event(policy, &row, event)) {
            continue;
        }
        uint32_t known = 0;
        while (known < *test_count && tests[known] != row.of_value) {
            known++;
        }
        if (row.of_value && known == *test_count) {
            if (known == REVOPS__USE_TESTS_MAX) {
                use_fault(rows, "criteria", i, "of_value", known + 1,
                          "at most 6 tests of the value of an event");
                continue;
            }
            tests[(*test_count)++] = row.of_value;
        }
        naming |= UINT64_C(1) << i;
    }
    return naming;
}

/* The criteria that count an event, by which of its tests hold: bit 0 of `index` says that it has a value. */
static uint64_t use_counting(const use_rows *rows, uint64_t naming, const uint32_t *tests,
                             uint32_t test_count, uint32_t index)
{
    uint64_t counting = 0;
    for (uint64_t rest = naming; rest; rest &= rest - 1) {
        uint32_t i = revops__lowest_bit(rest);
        revops_policy_criterion row = use_criterion(rows->b->policy, i);
        int counts = (index & 1) || !use_asks_value(&row);
        for (uint32_t k = 0; k < test_count; k++) {
            counts = counts && (row.of_value != tests[k] || index >> (k + 1) & 1);
        }
        counting |= counts ? UINT64_C(1) << i : 0;
    }
    return counting;
}

static void use_events(use_rows *rows)
{
    revops__engine_builder *b = rows->b;
    const revops_policy_params *policy = b->policy;
    rows->use->events = revops__score_room(b, policy->event_count * sizeof(revops__use_event));
    for (uint32_t event = 1; event <= policy->event_count; event++) {
        uint32_t tests[REVOPS__USE_TESTS_MAX], test_count;
        uint8_t kinds[USE_TABLE];
        revops_policy_event given;
        REVOPS__POLICY_ROW(revops_policy_event, &given, policy, events, event_row_size, event - 1);
        uint64_t naming = use_naming(rows, event, tests, &test_count);
        revops__use_event row = {.test_count = (uint8_t)test_count,
                                 .is_use = naming != 0,
                                 .starts = (given.flags & REVOPS_POLICY_STARTS_USAGE) != 0};
        if (naming) {
            for (uint32_t i = 0; i < 2u << test_count; i++) {
                kinds[i] = use_kind(rows, use_counting(rows, naming, tests, test_count, i), event);
            }
            row.first_test = revops__score_room(b, test_count * sizeof tests[0]);
            row.first_kind = revops__score_room(b, 2u << test_count);
            revops__score_put(b, row.first_test, tests, test_count * sizeof tests[0]);
            revops__score_put(b, row.first_kind, kinds, 2u << test_count);
        }
        revops__score_put(b, rows->use->events + (event - 1) * (uint32_t)sizeof row, &row, sizeof row);
    }
}

/* Each criterion lists the kinds that it counts. */
static void use_list_kinds(use_rows *rows)
{
    for (uint32_t i = 0; i < rows->b->policy->criterion_count; i++) {
        revops_usage_criterion *out = &rows->criteria[i];
        for (uint32_t kind = 1; kind <= rows->set_count; kind++) {
            if (!(rows->sets[kind] >> i & 1)) {
                continue;
            }
            if (kind < USE_LISTED_KIND) {
                out->kinds |= REVOPS_USAGE_KIND(kind);
            } else if (rows->listed_count == USE_LISTED_MAX) {
                use_fault(rows, "criteria", i, "events", rows->listed_count + 1,
                          "criteria that share fewer events");
            } else {
                out->first_kind = out->kind_count ? out->first_kind : rows->listed_count;
                out->kind_count++;
                rows->listed[rows->listed_count++] = kind;
            }
        }
    }
}

/* ---- signals ---- */

static uint64_t use_mask(const revops_policy_params *policy, uint32_t first, uint32_t count)
{
    uint64_t mask = 0;
    for (uint32_t i = 0; i < count; i++) {
        mask |= UINT64_C(1) << (policy->numbers[first + i] - 1);
    }
    return mask;
}

/* Whether a condition asks only what an account knows: its attributes, and where it stands. */
static int use_is_of_account(const revops_engine *engine, const revops_policy_params *policy, uint32_t where)
{
    revops_policy_condition row = {.row_count = 1};
    REVOPS__POLICY_ROW(revops_policy_condition, &row, policy, conditions, condition_row_size, where - 1);
    for (uint32_t i = where - 1, end = i + row.row_count; i < end; i++) {
        REVOPS__POLICY_ROW(revops_policy_condition, &row, policy, conditions, condition_row_size, i);
        int is_test = row.kind == REVOPS_POLICY_TEST;
        if (is_test && revops__standing_attribute(engine, row.about)) {
            continue;
        }
        if (row.kind == REVOPS_POLICY_PROVEN || (is_test && row.about != REVOPS_POLICY_ATTRIBUTE)) {
            return 0;
        }
        if (is_test) {
            revops_policy_attribute attribute;
            REVOPS__POLICY_ROW(revops_policy_attribute, &attribute, policy, attributes, attribute_row_size,
                               row.subject - 1);
            if (!(attribute.flags & REVOPS_POLICY_OF_ACCOUNT) || attribute.by != 0) {
                return 0;
            }
        }
    }
    return 1;
}

/* A condition that is a criterion: bit n of the only attribute of the model. */
static uint64_t use_ask(use_rows *rows, uint32_t signal, uint32_t where)
{
    uint32_t index = rows->criterion_count, bit = rows->use->asked_count;
    if (index >= REVOPS_USAGE_CRITERIA_MAX) {
        use_fault(rows, "signals", signal, "where", index + 1,
                  "at most 64 criteria and conditions of signals together");
        return 0;
    }
    rows->conditions[bit] = (revops_condition){.test = REVOPS_CONDITION_ALL_FLAGS, .low = INT64_C(1) << bit};
    rows->criteria[index] = (revops_usage_criterion){
        .measure = REVOPS_USAGE_ATTRIBUTES, .threshold = 1, .first_condition = bit, .condition_count = 1};
    revops__score_put(rows->b, rows->use->asked + bit * (uint32_t)sizeof where, &where, sizeof where);
    rows->use->asked_count++;
    rows->criterion_count++;
    return UINT64_C(1) << index;
}

static void use_compile_signal(use_rows *rows, uint32_t index)
{
    revops__engine_builder *b = rows->b;
    const revops_policy_params *policy = b->policy;
    revops_policy_signal row = use_signal(policy, index);
    revops__use_signal own = {.shows = revops__needs_all(policy, row.first_show, row.show_count),
                              .goes_to = row.goes_to,
                              .move = (uint16_t)row.move,
                              .is_to_nobody = (row.flags & REVOPS_POLICY_TO_NOBODY) != 0};
    uint64_t asked = 0;
    if (row.where && rows->use->is_of_account && !use_is_of_account(b->engine, policy, row.where)) {
        own.where = row.where;
    } else if (row.where) {
        asked = use_ask(rows, index, row.where);
    }
    for (uint32_t i = 0; i < row.held_back_count; i++) {
        uint64_t places =
            revops__stages_of(b->stages, policy->stage_count, policy->numbers[row.first_held_back + i], 0);
        for (; places; places &= places - 1) {
            rows->use->held_back[revops__lowest_bit(places)] |= UINT32_C(1) << index;
        }
    }
    int is_always = !(row.flags & REVOPS_POLICY_ONCE) && row.cooldown_ms == 0;
    rows->signals[index] =
        (revops_usage_signal){.all_of = use_mask(policy, row.first_all_of, row.all_of_count) | asked,
                              .any_of = use_mask(policy, row.first_any_of, row.any_of_count),
                              .none_of = use_mask(policy, row.first_none_of, row.none_of_count),
                              .at_least_of = use_mask(policy, row.first_at_least_of, row.at_least_of_count),
                              .at_least_count = row.at_least,
                              .cooldown_ms = row.flags & REVOPS_POLICY_ONCE ? INT64_MAX : row.cooldown_ms,
                              .flags = row.flags & REVOPS_POLICY_ONCE || is_always ? REVOPS_USAGE_ONCE : 0};
    revops__score_put(b, rows->use->signals + index * (uint32_t)sizeof own, &own, sizeof own);
}

/* ---- the model ---- */

static void use_names(revops__engine_builder *b, revops_engine_list list, uint32_t count)
{
    b->engine->counts[list] = count;
    b->engine->name_places[list] = revops__score_room(b, count * sizeof(uint32_t));
    for (uint32_t i = 0; i < count; i++) {
        revops_policy_signal signal = {.name = NULL};
        revops_policy_criterion criterion = {.name = NULL};
        if (list == REVOPS_ENGINE_LIST_SIGNALS) {
            signal = use_signal(b->policy, i);
        } else {
            criterion = use_criterion(b->policy, i);
        }
        const char *text = signal.name ? signal.name : criterion.name;
        uint32_t name = revops__engine_builder_name(b, list, i + 1, text);
        revops__engine_builder_also(b, list, i + 1, signal.name ? signal.first_was : criterion.first_was,
                                    signal.name ? signal.was_count : criterion.was_count);
        revops__score_put(b, b->engine->name_places[list] + i * (uint32_t)sizeof name, &name, sizeof name);
        revops__engine_builder_mark(b, text);
    }
}

/* What a record's bytes mean: how each criterion keeps its measure. Thresholds may change under it. */
static void use_mark(revops__engine_builder *b, const revops_usage *usage)
{
    revops__score_mark(b, (uint64_t)usage->check << 32 | usage->record_size);
    for (uint32_t i = 0; i < usage->criterion_count; i++) {
        const revops__usage_rule *rule = usage_rule(usage, i);
        revops__score_mark(b, (uint64_t)rule->form << 48 | (uint64_t)rule->capacity << 32 | rule->offset);
        revops__score_mark(b, (uint64_t)rule->criterion.measure << 48 |
                                  (uint64_t)rule->criterion.window << 32 |
                                  (uint64_t)rule->criterion.flags << 16 | rule->criterion.window_days);
    }
}

static void use_build(use_rows *rows)
{
    revops__engine_builder *b = rows->b;
    revops_problem found[USE_PROBLEMS];
    revops_usage_params params = {.struct_size = sizeof params,
                                  .criterion_count = rows->criterion_count,
                                  .criterion_row_size = sizeof rows->criteria[0],
                                  .signal_count = b->policy->signal_count,
                                  .signal_row_size = sizeof rows->signals[0],
                                  .kind_count = rows->listed_count,
                                  .condition_count = rows->use->asked_count,
                                  .condition_row_size = sizeof rows->conditions[0],
                                  .attribute_count = rows->use->asked_count != 0,
                                  .criteria = rows->criteria,
                                  .signals = rows->signals,
                                  .kinds = rows->listed_count ? rows->listed : NULL,
                                  .conditions = rows->use->asked_count ? rows->conditions : NULL};
    size_t needed = 0;
    const revops_usage *out = NULL;
    if (b->problems) {
        (void)!revops_usage_check(&params, found, USE_PROBLEMS, &needed);
        for (size_t i = 0; i < needed && i < USE_PROBLEMS; i++) {
            revops__problem_put(b->problems, found[i].status, found[i].part, found[i].row, found[i].field,
                                found[i].found, found[i].expected);
        }
    }
    needed = 0;
    rows->use->model = b->engine->score_bytes_at + b->engine->score_bytes;
    (void)!revops_usage_build(&params, b->block ? b->block + rows->use->model : NULL,
                              b->block ? (size_t)(b->engine->size - rows->use->model) : 0, &needed, &out);
    revops__score_room(b, needed);
    if (out) {
        rows->use->record_bytes = (uint32_t)revops_usage_record_size(out);
        use_mark(b, out);
    }
}

static REVOPS__APART void use_compile(revops__engine_builder *b, revops__engine_use *use)
{
    const revops_policy_params *policy = b->policy;
    use_rows rows;
    memset(&rows, 0, sizeof rows);
    rows.b = b;
    rows.use = use;
    rows.criterion_count = policy->criterion_count;
    use->is_of_account = (policy->flags & REVOPS_POLICY_USAGE_OF_ACCOUNT) != 0;
    use->signal_count = policy->signal_count;
    use->criteria = policy->criterion_count == 64 ? UINT64_MAX : (UINT64_C(1) << policy->criterion_count) - 1;
    use->signals = revops__score_room(b, policy->signal_count * sizeof(revops__use_signal));
    use->asked = revops__score_room(b, policy->signal_count * sizeof(uint32_t));
    for (uint32_t i = 0; i < policy->criterion_count; i++) {
        use_compile_criterion(&rows, i);
    }
    use_events(&rows);
    use_list_kinds(&rows);
    for (uint32_t i = 0; i < policy->signal_count; i++) {
        use_compile_signal(&rows, i);
    }
    use_build(&rows);
}

/* Which attributes are of accounts. */
static void use_attributes(revops__engine_builder *b)
{
    const revops_policy_params *policy = b->policy;
    uint32_t count = b->engine->attribute_count;
    b->engine->of_account = revops__score_room(b, (count / 64 + 1) * sizeof(uint64_t));
    uint64_t *words =
        b->block ? revops__engine_builder_row(b, b->engine->of_account, sizeof *words, 0) : NULL;
    for (uint32_t i = policy->attribute_count; words && i < count; i++) { /* where the account stands */
        words[i / 64] |= UINT64_C(1) << i % 64;
    }
    for (uint32_t i = 0; words && i < policy->attribute_count; i++) {
        revops_policy_attribute row;
        REVOPS__POLICY_ROW(revops_policy_attribute, &row, policy, attributes, attribute_row_size, i);
        words[i / 64] |= row.flags & REVOPS_POLICY_OF_ACCOUNT ? UINT64_C(1) << i % 64 : 0;
    }
}

void revops__engine_builder_use(revops__engine_builder *b)
{
    const revops_policy_params *policy = b->policy;
    revops_engine *engine = b->engine;
    revops__engine_use use;
    engine->use = engine->use_bytes = engine->use_signals = 0;
    use_attributes(b);
    if (policy->signal_count == 0) {
        return;
    }
    memset(&use, 0, sizeof use);
    engine->use = revops__score_room(b, sizeof use);
    use_names(b, REVOPS_ENGINE_LIST_SIGNALS, policy->signal_count);
    use_names(b, REVOPS_ENGINE_LIST_CRITERIA, policy->criterion_count);
    revops_policy_calendar calendar = {.zone = policy->zone};
    if (policy->usage_calendar) {
        REVOPS__POLICY_ROW(revops_policy_calendar, &calendar, policy, calendars, calendar_row_size,
                           policy->usage_calendar - 1);
    }
    use.zone = revops__score_zone(b, calendar.zone);
    use_compile(b, &use);
    engine->use_signals = policy->signal_count;
    engine->use_bytes = REVOPS__USE_HEAD + (use.is_of_account ? 0 : use.record_bytes);
    revops__score_put(b, engine->use, &use, sizeof use);
}
