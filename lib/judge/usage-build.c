/* SPDX-License-Identifier: MIT */
/* The built-in model, and the compilation of any.

   A compiled model is one block: the head (usage-internal.h), rules, signals, plans by kind, names of kinds, conditions. Each
   criterion gets the smallest state that answers it. Each kind gets a plan: the criteria that count it, the signals that
   it concerns because they name one of these, and the criteria that change with time in those signals.

   A model is *separate* if no kind affects a criterion of a signal that it doesn't concern. Then signals that came are
   always of combinations that are true, which the fast path of usage-fast.h relies on; a model that isn't separate has none. */
#include "core/bits.h"
#include "core/params.h"
#include "judge/usage-measures.h"
#include "judge/usage-names.h"

static const revops_usage_criterion default_criteria[] = {
    /* PQ1 */
    {.kinds = REVOPS_USAGE_KIND(REVOPS_USAGE_ACTIVATED), .threshold = 1},
    /* PQ2 */
    {.kinds = REVOPS_USAGE_KIND(REVOPS_USAGE_USED),
     .window = REVOPS_USAGE_SINCE_SIGNUP,
     .window_days = 7,
     .threshold = 3},
    /* PQ3 */
    {.kinds = REVOPS_USAGE_KIND(REVOPS_USAGE_VALUE_REALISED), .threshold = 1},
    /* PQ4 */
    {.kinds = REVOPS_USAGE_KIND(REVOPS_USAGE_LIMIT), .measure = REVOPS_USAGE_LIMIT_SHARE, .threshold = 8000},
    {.kinds = REVOPS_USAGE_KIND(REVOPS_USAGE_SEAT_ADDED) | REVOPS_USAGE_KIND(REVOPS_USAGE_TEAMMATE_INVITED) |
              REVOPS_USAGE_KIND(REVOPS_USAGE_PREMIUM_EXPLORED) | REVOPS_USAGE_KIND(REVOPS_USAGE_KEY_FEATURE),
     .threshold = 1},
};

static const char *const default_criterion_names[] = {
    [REVOPS_USAGE_PQ_ACTIVATED] = "activated",  [REVOPS_USAGE_PQ_ENGAGED] = "engaged",
    [REVOPS_USAGE_PQ_VALUE] = "value realised", [REVOPS_USAGE_PQ_NEAR_LIMIT] = "near limit",
    [REVOPS_USAGE_PQ_EXPANSION] = "expansion",
};

static const char *const default_signal_names[] = {
    [REVOPS_USAGE_SIGNAL_EXPANSION] = "expansion", [REVOPS_USAGE_SIGNAL_PQL] = "pql"};

static const revops_usage_signal default_signals[] = {
    {.any_of = 1u << REVOPS_USAGE_PQ_NEAR_LIMIT | 1u << REVOPS_USAGE_PQ_EXPANSION,
     .route = REVOPS_USAGE_CUSTOMER_SUCCESS,
     .cooldown_ms = INT64_C(30) * 86400000},
    {.all_of = 1u << REVOPS_USAGE_PQ_ACTIVATED | 1u << REVOPS_USAGE_PQ_ENGAGED | 1u << REVOPS_USAGE_PQ_VALUE,
     .route = REVOPS_USAGE_SALES,
     .cooldown_ms = INT64_C(30) * 86400000},
};

revops_status revops_usage_defaults(revops_usage_params *out, size_t size)
{
    revops_usage_params own = {
        .criterion_count = sizeof default_criteria / sizeof default_criteria[0],
        .criterion_row_size = sizeof default_criteria[0],
        .signal_count = sizeof default_signals / sizeof default_signals[0],
        .signal_row_size = sizeof default_signals[0],
        .condition_row_size = sizeof(revops_condition),
        .criteria = default_criteria,
        .signals = default_signals,
    };
    return REVOPS__PARAMS_GIVE(revops_usage_params, out, size, &own);
}

revops_status revops__usage_built_in(revops_usage_params *out)
{
    revops_status status = revops_usage_defaults(out, sizeof *out);
    /* not part of the defaults: who puts own criteria there would have to think of them */
    out->criterion_names = default_criterion_names;
    out->signal_names = default_signal_names;
    return status;
}

/* A rule with its state chosen: the smallest that answers the criterion. */
static void choose_state(revops__usage_rule *rule)
{
    const revops_usage_criterion *criterion = &rule->criterion;
    uint32_t bound = criterion->threshold > criterion->release ? criterion->threshold : criterion->release;
    revops__usage_measure_of(criterion->measure)->choose(rule, (size_t)bound + rule->at_most);
}

/* Bytes of a rule's state. */
static size_t usage_state_size(const revops__usage_rule *rule)
{
    size_t capacity = rule->capacity;
    switch ((enum revops__usage_form)rule->form) {
    case FORM_FLAG:
    case FORM_ATTRIBUTES:
        return 0;
    case FORM_COUNTER:
    case FORM_SHARE:
        return 2;
    case FORM_DAYS:
    case FORM_LEVEL:
    case FORM_SUM:
        return 4;
    case FORM_DAY_SET:
        return (capacity + 7) / 8;
    case FORM_RING_COUNT:
    case FORM_RING_DAYS:
    case FORM_RING_SUM:
    case FORM_STREAK:
        return revops__usage_ring_size(rule->form, capacity);
    case FORM_GROWTH:
    case FORM_SUM_GROWTH:
        return revops__usage_ring_size(rule->form, capacity) + 2;
    case FORM_WORD:
        return 2 + 8;
    case FORM_COUNTS:
        return 2 + 2 * COUNTS_MAX;
    case FORM_INSTANTS:
    case FORM_DAY_INSTANTS:
        return capacity * entry_size(rule->form);
    case FORM_DISTINCT:
        return revops__distinct_size(rule);
    case FORM_SILENCE:
        return INSTANT_SIZE + 2;
    case FORM_RETURN:
        return INSTANT_SIZE + 4;
    }
    return 0;
}

/* Works out what the fold of an event asks of a criterion. */
static void usage_prepare_rule(revops__usage_rule *rule)
{
    const revops_usage_criterion *criterion = &rule->criterion;
    uint32_t at_most = (criterion->flags & REVOPS_USAGE_AT_MOST) != 0;
    rule->at_most = (uint8_t)at_most;
    rule->elapsed = (criterion->flags & REVOPS_USAGE_ELAPSED) != 0;
    rule->bound[0] = criterion->threshold + at_most;
    rule->bound[1] = (criterion->release ? criterion->release : criterion->threshold) + at_most;
    if (criterion->flags & REVOPS_USAGE_LATCH) {
        rule->bound[1] = at_most ? UINT32_MAX : 0; /* no value is that high */
    }
    rule->span = (int64_t)criterion->window_days * REVOPS_DAY_MS;
    rule->least = criterion->least_value;
    rule->reach =
        (criterion->greatest_value ? criterion->greatest_value : VALUE_MAX) - criterion->least_value;
    rule->length = UINT64_MAX;
    if (criterion->window == REVOPS_USAGE_SINCE_SIGNUP) {
        rule->first = rule->elapsed ? (uint64_t)INSTANT_BIAS : DAY_BIAS;
        rule->length = rule->elapsed ? (uint64_t)rule->span + 1 : criterion->window_days;
    }
    choose_state(rule);
    rule->inverse = rule->capacity ? (UINT64_C(1) << 32) / rule->capacity + 1 : 0;
}

/* Whether a criterion's value, or whether it is met, changes without an event that it counts. */
static int changes_with_time(const revops__usage_rule *rule)
{
    return rule->criterion.window == REVOPS_USAGE_ROLLING || rule->at_most ||
           revops__usage_measure_of(rule->criterion.measure)->changes_with_time;
}

/* Whether the fast path knows a criterion; `always`: the model has some that change with time. */
static int has_fast_path(const revops__usage_rule *rule, int always)
{
    if (rule->least != 0 || rule->reach != VALUE_MAX || rule->at_most || rule->offset > UINT16_MAX - 128) {
        return 0;
    }
    if (!always) {
        return rule->form == FORM_COUNTER;
    }
    return rule->form == FORM_WORD || rule->form == FORM_COUNTS ||
           (rule->form == FORM_INSTANTS && rule->capacity <= FAST_INSTANTS_MAX);
}

/* Copies what the fast path asks of a criterion, or what makes one of none: a counter never met that counts nothing. */
static void prepare_fast(revops__usage_fast *fast, const revops__usage_rule *rule)
{
    fast->offset = HEAD_SIGNUP;
    fast->place[0] = fast->place[1] = HEAD_SIGNUP + 3;
    fast->bound[0] = fast->bound[1] = UINT32_MAX;
    fast->least = 1;
    if (fast->affected == 0) {
        return;
    }
    fast->offset = (uint16_t)rule->offset;
    fast->elapsed = rule->elapsed;
    fast->bound[0] = rule->bound[0];
    fast->bound[1] = rule->bound[1];
    fast->first = rule->first;
    fast->length = rule->length;
    if (rule->form == FORM_WORD) {
        fast->streak = rule->criterion.measure == REVOPS_USAGE_STREAK;
        fast->kept.lower = word_kept(rule);
    } else if (rule->form == FORM_COUNTS) {
        fast->kept = counts_kept(rule->capacity);
    } else if (rule->form == FORM_INSTANTS) {
        fast->moved = (uint16_t)((rule->capacity - 1u) * INSTANT_SIZE);
        fast->least =
            (uint64_t)rule->span + 1; /* so that an instant of 0, which is none, is never in the window */
        for (uint32_t was_met = 0; was_met < 2; was_met++) {
            /* Not met before, the event itself is one of those it takes; met before, it must be so without. */
            uint32_t coming = was_met ? 0 : fast->counts, bound = rule->bound[was_met];
            uint32_t last = bound > coming ? bound - 1 - coming : 0;
            fast->place[was_met] = (uint16_t)(rule->offset + last * INSTANT_SIZE);
            fast->span[was_met] = bound > coming ? (uint64_t)rule->span : UINT64_MAX;
        }
    }
}

/* Works out which signals and criteria an event concerns that these criteria count. */
static revops__usage_plan usage_plan_of(const revops_usage *usage, uint64_t touched)
{
    revops__usage_plan plan = {touched, touched & usage->flags, touched & ~usage->flags, 0, 0};
    for (uint32_t i = 0; i < usage->signal_count; i++) {
        uint64_t named = criteria_named(usage_signal(usage, i));
        if (named & touched) {
            plan.judged |= 1u << i;
            plan.affected |= named & usage->always;
        }
    }
    return plan;
}

/* Whether all signals that name what a plan affects are judged by it. */
static int is_separate(const revops_usage *usage, const revops__usage_plan *plan)
{
    int separate = 1;
    for (uint32_t i = 0; i < usage->signal_count; i++) {
        separate &= !(criteria_named(usage_signal(usage, i)) & plan->affected) || (plan->judged >> i & 1);
    }
    return separate;
}

static void prepare_fast_paths(revops_usage *usage)
{
    usage->fast_form = FORM_COUNTER;
    for (uint32_t kind = 1; kind < USAGE_FAST_KINDS && !usage->is_wide && usage->is_separate; kind++) {
        const revops__usage_plan *plan = usage_plan(usage, kind);
        revops__usage_fast *fast = &usage->fast[kind];
        const revops__usage_rule *rule =
            usage_rule(usage, plan->affected ? revops__lowest_bit(plan->affected) : 0);
        if ((plan->affected & (plan->affected - 1)) != 0 ||
            (plan->affected != 0 && !has_fast_path(rule, usage->always != 0))) {
            continue;
        }
        if (plan->affected == 0 || usage->fast_form == FORM_COUNTER || usage->fast_form == rule->form) {
            fast->has_fast_path = 1;
            fast->flags = (uint16_t)plan->flags;
            fast->affected = (uint16_t)plan->affected;
            fast->judged = plan->judged;
            fast->counts = (plan->touched & plan->affected) != 0;
            usage->fast_form = plan->affected ? rule->form : usage->fast_form;
            prepare_fast(fast, rule);
            fast->reach = (uint64_t)INSTANT_END - fast->least;
        }
    }
}

static void prepare_plans(revops_usage *usage, const revops_usage_params *params, revops__usage_plan *plans)
{
    uint64_t all = 0;
    for (uint32_t i = 0; i < usage->criterion_count; i++) {
        const revops_usage_criterion *criterion = &usage_rule(usage, i)->criterion;
        uint64_t bit = UINT64_C(1) << i;
        all |= bit;
        for (uint64_t left = criterion->kinds; left != 0; left &= left - 1) {
            plans[revops__lowest_bit(left)].touched |= bit;
        }
        for (uint32_t kind = 0; kind < criterion->kind_count; kind++) {
            plans[params->kinds[criterion->first_kind + kind]].touched |= bit;
        }
    }
    usage->knowing = usage_plan_of(usage, usage->attributes);
    usage->advancing = usage_plan_of(usage, all);
    usage->advancing.touched = usage->advancing.flags = 0;
    usage->is_separate = (uint32_t)is_separate(usage, &usage->knowing);
    for (uint32_t kind = 0; kind < usage->kind_end; kind++) {
        plans[kind] = usage_plan_of(usage, plans[kind].touched);
        usage->is_separate &= (uint32_t)is_separate(usage, &plans[kind]);
    }
}

/* So that a record isn't read with another model's layout: a byte, never 0, of what the layout depends on. */
static uint32_t check_of(const revops_usage *usage, const revops__usage_plan *plans)
{
    /* FNV-1a (Fowler, Noll and Vo) over words */
    uint32_t hash = 2166136261u + usage->signal_count + (REVOPS__USAGE_FORMAT << 8);
    for (uint32_t i = 0; i < usage->criterion_count; i++) {
        const revops__usage_rule *rule = usage_rule(usage, i);
        const revops_usage_criterion *criterion = &rule->criterion;
        const uint32_t words[] = {criterion->measure, criterion->window, criterion->window_days,
                                  criterion->flags,   rule->form,        rule->capacity,
                                  criterion->item,    rule->least,       rule->reach};
        for (size_t word = 0; word < sizeof words / sizeof words[0]; word++) {
            hash = (hash ^ words[word]) * 16777619u;
            hash ^= hash >> 15;
        }
    }
    for (uint32_t kind = 0; kind < usage->kind_end; kind++) {
        for (uint64_t left = plans[kind].touched; left != 0; left &= left - 1) {
            hash = (hash ^ (kind << 8 | revops__lowest_bit(left))) * 16777619u;
            hash ^= hash >> 15;
        }
    }
    return 1 + hash % 255;
}

/* Where the parts of a model are, in bytes from its start, and how many kinds have a plan. */
typedef struct usage_places {
    uint32_t rules, signals, plans, slots, names, bytes, labels, label_bytes, conditions, size;
    uint32_t kind_end, slot_count;
} usage_places;

static uint32_t usage_place_part(usage_places *places, size_t bytes)
{
    uint32_t at = places->size;
    places->size += (uint32_t)((bytes + 7) / 8 * 8);
    return at;
}

/* The kind after the last one that is counted; 1 if none is. */
static uint32_t kind_end_of(const revops_usage_params *params)
{
    uint32_t end = 1;
    for (uint32_t i = 0; i < params->criterion_count; i++) {
        revops_usage_criterion criterion;
        REVOPS__ROW_GET(revops_usage_criterion, &criterion, params->criteria, params->criterion_row_size, i);
        while (end < 64 && criterion.kinds >> end != 0) {
            end++;
        }
    }
    for (uint32_t i = 0; i < params->kind_count; i++) {
        end = params->kinds[i] >= end ? params->kinds[i] + 1 : end;
    }
    return end;
}

static usage_places usage_place_parts(const revops_usage_params *params)
{
    usage_places places = {0};
    places.kind_end = kind_end_of(params);
    places.slot_count = revops__usage_slot_count(params->kind_name_count);
    usage_place_part(&places, sizeof(revops_usage));
    places.rules = usage_place_part(&places, params->criterion_count * sizeof(revops__usage_rule));
    places.signals = usage_place_part(&places, params->signal_count * sizeof(revops_usage_signal));
    places.plans = usage_place_part(&places, places.kind_end * sizeof(revops__usage_plan));
    places.slots = usage_place_part(&places, places.slot_count * sizeof(uint16_t));
    places.names = usage_place_part(&places, ((size_t)params->kind_name_count + 1) * sizeof(uint32_t));
    places.bytes = usage_place_part(&places, revops__usage_names_bytes(params));
    places.labels =
        usage_place_part(&places, (params->criterion_count + params->signal_count) * sizeof(uint32_t));
    places.label_bytes = usage_place_part(&places, revops__usage_labels_bytes(params));
    if (params->condition_count > 0) {
        const revops__condition_tables tables = revops__usage_condition_tables(params);
        places.conditions = usage_place_part(&places, revops__conditions_size(&tables));
    }
    return places;
}

static void usage_build_head(revops_usage *usage, const revops_usage_params *params,
                             const usage_places *places)
{
    usage->criterion_count = params->criterion_count;
    usage->signal_count = params->signal_count;
    usage->attribute_count = params->attribute_count;
    usage->kind_end = places->kind_end;
    usage->name_count = params->kind_name_count;
    usage->slot_mask = places->slot_count > 0 ? places->slot_count - 1 : 0;
    usage->rules = places->rules;
    usage->signals = places->signals;
    usage->plans = places->plans;
    usage->slots = places->slots;
    usage->names = places->names;
    usage->bytes = places->bytes;
    usage->labels = places->labels;
    usage->conditions = places->conditions;
}

/* Rules and signals, and the size of records. */
static void usage_build_rules(revops_usage *usage, const revops_usage_params *params)
{
    revops__usage_rule *rules = (revops__usage_rule *)(void *)((uint8_t *)usage + usage->rules);
    revops_usage_signal *signals = (revops_usage_signal *)(void *)((uint8_t *)usage + usage->signals);
    usage->is_wide = usage->criterion_count > NARROW_CRITERIA || usage->signal_count > NARROW_SIGNALS;
    usage->instants = HEAD_SIZE + (usage->is_wide ? WIDE_SIZE : 0);
    size_t size = signal_at(usage, usage->signal_count);
    for (uint32_t i = 0; i < usage->criterion_count; i++) {
        revops__usage_rule *rule = &rules[i];
        uint64_t bit = UINT64_C(1) << i;
        REVOPS__ROW_GET(revops_usage_criterion, &rule->criterion, params->criteria,
                        params->criterion_row_size, i);
        usage_prepare_rule(rule);
        rule->offset = (uint32_t)size;
        size += usage_state_size(rule);
        usage->flags |= rule->form == FORM_FLAG ? bit : 0;
        usage->attributes |= rule->form == FORM_ATTRIBUTES ? bit : 0;
        usage->latches |= rule->criterion.flags & REVOPS_USAGE_LATCH ? bit : 0;
        usage->always |= changes_with_time(rule) ? bit : 0;
    }
    usage->state_end = (uint32_t)size;
    usage->record_size = (uint32_t)(size + 7) / 8 * 8;
    for (uint32_t i = 0; i < usage->signal_count; i++) {
        REVOPS__ROW_GET(revops_usage_signal, &signals[i], params->signals, params->signal_row_size, i);
        usage->once |= (signals[i].flags & REVOPS_USAGE_ONCE) << i;
        for (uint32_t held = 0; i < 8 && held < 256; held++) {
            int holds = combination_holds(&signals[i], held);
            usage->true_of[held] = (uint8_t)(usage->true_of[held] | (uint32_t)holds << i);
        }
    }
}

revops_status revops_usage_build(const revops_usage_params *given, void *memory, size_t memory_size,
                                 size_t *needed, const revops_usage **out)
{
    revops_usage_params params;
    revops__problems problems = revops__problems_begin(NULL, 0);
    revops_status status = revops__usage_check(given, &params, &problems);
    if (status != REVOPS_OK) {
        return status;
    }
    const usage_places places = usage_place_parts(&params);
    status = revops__params_room(memory, memory_size, places.size, needed, out);
    if (status != REVOPS_OK) {
        return status;
    }
    memset(memory, 0, places.size);
    revops_usage *usage = memory;
    uint8_t *bytes = memory;
    usage_build_head(usage, &params, &places);
    usage_build_rules(usage, &params);
    revops__usage_plan *plans = (revops__usage_plan *)(void *)(bytes + usage->plans);
    prepare_plans(usage, &params, plans);
    prepare_fast_paths(usage);
    revops__usage_names_build(&params, (uint16_t *)(void *)(bytes + usage->slots),
                              (uint32_t *)(void *)(bytes + usage->names), (char *)bytes + usage->bytes);
    revops__usage_labels_build(&params, usage, places.label_bytes);
    if (usage->conditions != 0) {
        const revops__condition_tables tables = revops__usage_condition_tables(&params);
        (void)revops__conditions_build(&tables, bytes + usage->conditions);
    }
    usage->check = check_of(usage, plans);
    usage->magic = REVOPS__USAGE_MAGIC;
    *out = usage;
    return REVOPS_OK;
}
