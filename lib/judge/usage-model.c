/* SPDX-License-Identifier: MIT */
/* The built-in model, and the compilation of any. */
#include "core/params.h"
#include "judge/usage-internal.h"

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

static const revops_usage_signal default_signals[] = {
    {.any_of = 1u << REVOPS_USAGE_PQ_NEAR_LIMIT | 1u << REVOPS_USAGE_PQ_EXPANSION,
     .route = REVOPS_USAGE_CUSTOMER_SUCCESS,
     .cooldown_ms = INT64_C(30) * 86400000},
    {.all_of = 1u << REVOPS_USAGE_PQ_ACTIVATED | 1u << REVOPS_USAGE_PQ_ENGAGED | 1u << REVOPS_USAGE_PQ_VALUE,
     .route = REVOPS_USAGE_SALES,
     .cooldown_ms = INT64_C(30) * 86400000},
};

enum { FIRST_SIZE = offsetof(revops_usage_params, signals) + sizeof(void *) };

revops_status revops_usage_defaults(revops_usage_params *out, size_t size)
{
    if (!out) {
        return REVOPS_ERR_ARG;
    }
    if (size < FIRST_SIZE) {
        return REVOPS_ERR_ABI;
    }
    revops_usage_params own = {
        .criterion_count = sizeof default_criteria / sizeof default_criteria[0],
        .signal_count = sizeof default_signals / sizeof default_signals[0],
        .criteria = default_criteria,
        .signals = default_signals,
    };
    REVOPS__PARAMS_GIVE(revops_usage_params, out, size, &own);
    return REVOPS_OK;
}

static revops_status check_criterion(const revops_usage_criterion *criterion)
{
    const uint32_t known = REVOPS_USAGE_ELAPSED | REVOPS_USAGE_AT_MOST | REVOPS_USAGE_LATCH;
    if (criterion->measure > REVOPS_USAGE_GROWTH || criterion->window > REVOPS_USAGE_ROLLING ||
        (criterion->flags & ~known) || criterion->reserved != 0) {
        return REVOPS_ERR_NEWER;
    }
    int ever = criterion->window == REVOPS_USAGE_EVER, rolling = criterion->window == REVOPS_USAGE_ROLLING;
    int at_most = (criterion->flags & REVOPS_USAGE_AT_MOST) != 0;
    int elapsed = (criterion->flags & REVOPS_USAGE_ELAPSED) != 0;
    uint32_t most = UINT16_MAX;
    int fits = 1;
    switch (criterion->measure) {
    case REVOPS_USAGE_COUNT:
    case REVOPS_USAGE_ACTIVE_DAYS:
        fits = !elapsed || !ever;
        most = elapsed && rolling ? INSTANTS_MAX - 1 : UINT16_MAX;
        break;
    case REVOPS_USAGE_STREAK:
        fits = ever && !elapsed;
        most = REVOPS_USAGE_WINDOW_MAX;
        break;
    case REVOPS_USAGE_USERS:
        fits =
            (!elapsed || !rolling) && (!elapsed || !ever) &&
            (criterion->users_exact == 0 || (criterion->users_exact >= 2 && criterion->users_exact <= 1024));
        break;
    case REVOPS_USAGE_LEVEL:
        fits = ever && !elapsed;
        most = VALUE_MAX;
        break;
    case REVOPS_USAGE_LIMIT_SHARE:
        fits = ever && !elapsed;
        most = UINT16_MAX - 1;
        break;
    default: /* growth */
        fits = rolling && !elapsed;
        most = VALUE_MAX;
    }
    if (!fits ||
        (ever ? criterion->window_days != 0
              : criterion->window_days < 1 || criterion->window_days > REVOPS_USAGE_WINDOW_MAX) ||
        (criterion->kinds & 1) || criterion->kinds == 0 || criterion->threshold > most ||
        criterion->release > most || (criterion->threshold == 0 && !at_most) ||
        (criterion->measure != REVOPS_USAGE_USERS && criterion->users_exact != 0)) {
        return REVOPS_ERR_ARG;
    }
    if (criterion->release != 0 &&
        (at_most ? criterion->release < criterion->threshold : criterion->release > criterion->threshold)) {
        return REVOPS_ERR_UNSOUND;
    }
    return REVOPS_OK;
}

static revops_status check_signal(const revops_usage_signal *signal, uint32_t criterion_count)
{
    if (signal->route > REVOPS_USAGE_SALES || (signal->flags & ~REVOPS_USAGE_ONCE) || signal->reserved != 0) {
        return REVOPS_ERR_NEWER;
    }
    if (signal->cooldown_ms < 0 || (signal->cooldown_ms == 0 && !(signal->flags & REVOPS_USAGE_ONCE))) {
        return REVOPS_ERR_ARG;
    }
    uint32_t named = signal->all_of | signal->any_of | signal->at_least_of | signal->none_of;
    if (named >> criterion_count ||
        (signal->all_of == 0 && signal->any_of == 0 && signal->at_least_count == 0) ||
        (signal->at_least_of != 0 && signal->at_least_count == 0) ||
        signal->at_least_count > bit_count(signal->at_least_of & ~signal->none_of) ||
        (signal->all_of & signal->none_of) ||
        (signal->any_of != 0 && (signal->any_of & ~signal->none_of) == 0)) {
        return REVOPS_ERR_UNSOUND;
    }
    return REVOPS_OK;
}

/* Picks the smallest state that answers the criterion; returns its bytes. */
static size_t choose_form(revops__usage_rule *rule)
{
    const revops_usage_criterion *criterion = &rule->criterion;
    int at_most = (criterion->flags & REVOPS_USAGE_AT_MOST) != 0;
    uint32_t days = criterion->window_days;
    uint32_t bound = criterion->threshold > criterion->release ? criterion->threshold : criterion->release;
    revops__usage_form form;
    size_t capacity = 0, size = 0;
    switch (criterion->measure) {
    case REVOPS_USAGE_COUNT:
        if (criterion->window == REVOPS_USAGE_ROLLING) {
            if (criterion->flags & REVOPS_USAGE_ELAPSED) {
                form = FORM_INSTANTS;
                capacity = bound + (size_t)at_most;
                size = capacity * INSTANT_SIZE;
            } else {
                capacity = days;
                form = capacity <= COUNTS_MAX ? FORM_COUNTS : FORM_RING_COUNT;
                size = capacity <= COUNTS_MAX ? 2 + 2 * COUNTS_MAX : RING_HEAD + capacity * 2;
            }
        } else if (criterion->window == REVOPS_USAGE_EVER && criterion->threshold == 1 && !at_most) {
            form = FORM_FLAG;
        } else {
            form = FORM_COUNTER;
            size = 2;
        }
        break;
    case REVOPS_USAGE_ACTIVE_DAYS:
        if (criterion->window == REVOPS_USAGE_EVER) {
            form = FORM_DAYS;
            size = 4;
        } else if (criterion->window == REVOPS_USAGE_SINCE_SIGNUP) {
            form = FORM_DAY_SET;
            capacity = (size_t)days + 5; /* two dates before and three after, see the fold */
            size = (capacity + 7) / 8;
        } else if (criterion->flags & REVOPS_USAGE_ELAPSED) {
            form = FORM_DAY_INSTANTS;
            capacity = bound + (size_t)at_most;
            size = capacity * (INSTANT_SIZE + 2);
        } else {
            capacity = days;
            form = capacity <= 64 ? FORM_WORD : FORM_RING_DAYS;
            size = capacity <= 64 ? 10 : RING_HEAD + (capacity + 7) / 8;
        }
        break;
    case REVOPS_USAGE_STREAK:
        capacity = bound + (size_t)at_most;
        form = capacity <= 64 ? FORM_WORD : FORM_STREAK;
        size = capacity <= 64 ? 10 : RING_HEAD + (capacity + 7) / 8;
        break;
    case REVOPS_USAGE_USERS:
        form = FORM_USERS;
        capacity = criterion->users_exact ? criterion->users_exact : 64;
        break;
    case REVOPS_USAGE_LEVEL:
        form = FORM_LEVEL;
        size = 4;
        break;
    case REVOPS_USAGE_LIMIT_SHARE:
        form = FORM_SHARE;
        size = 2;
        break;
    default:
        form = FORM_GROWTH;
        capacity = (size_t)days * 2;
        size = RING_HEAD + capacity * 2;
    }
    rule->form = (uint16_t)form;
    rule->capacity = (uint16_t)capacity;
    return form == FORM_USERS ? revops__users_size(rule) : size;
}

/* Works out what the fold of an event asks of a criterion. */
static void prepare_rule(revops__usage_rule *rule, uint32_t index)
{
    const revops_usage_criterion *criterion = &rule->criterion;
    uint32_t at_most = (criterion->flags & REVOPS_USAGE_AT_MOST) != 0;
    rule->bit = 1u << index;
    rule->at_most = (uint8_t)at_most;
    rule->elapsed = (criterion->flags & REVOPS_USAGE_ELAPSED) != 0;
    rule->bound[0] = criterion->threshold + at_most;
    rule->bound[1] = (criterion->release ? criterion->release : criterion->threshold) + at_most;
    if (criterion->flags & REVOPS_USAGE_LATCH) {
        rule->bound[1] = at_most ? UINT32_MAX : 0; /* no value is that high */
    }
    rule->span = (int64_t)criterion->window_days * REVOPS_DAY_MS;
    rule->inverse = rule->capacity ? (UINT64_C(1) << 32) / rule->capacity + 1 : 0;
    rule->length = UINT64_MAX;
    if (criterion->window == REVOPS_USAGE_SINCE_SIGNUP) {
        rule->first = rule->elapsed ? (uint64_t)INSTANT_BIAS : DAY_BIAS;
        rule->length = rule->elapsed ? (uint64_t)rule->span + 1 : criterion->window_days;
    }
}

/* Whether light rows know a criterion; `always`: the model has some whose value changes by itself, so that all kinds look
   at it. */
static int is_light(const revops__usage_rule *rule, int always)
{
    if (!always) {
        return rule->form == FORM_COUNTER;
    }
    return !rule->at_most && (rule->form == FORM_WORD || rule->form == FORM_COUNTS ||
                              (rule->form == FORM_INSTANTS && rule->capacity <= LIGHT_INSTANTS_MAX));
}

/* Copies what light rows ask of a criterion, or what makes one of none: a counter never met that counts nothing. */
static void prepare_light(revops__usage_plan *plan, const revops__usage_rule *rule)
{
    plan->offset = HEAD_SIGNUP;
    plan->bound[0] = plan->bound[1] = UINT32_MAX;
    plan->least = 1;
    if (plan->look == 0) {
        return;
    }
    plan->offset = (uint16_t)rule->offset; /* fits: 15 others before it take 4,104 bytes each at most */
    plan->elapsed = rule->elapsed;
    plan->bound[0] = rule->bound[0];
    plan->bound[1] = rule->bound[1];
    plan->first = rule->first;
    plan->length = rule->length;
    if (rule->form == FORM_WORD) {
        plan->streak = rule->criterion.measure == REVOPS_USAGE_STREAK;
        plan->kept.lower = word_kept(rule);
    } else if (rule->form == FORM_COUNTS) {
        plan->kept = counts_kept(rule->capacity);
    } else if (rule->form == FORM_INSTANTS) {
        plan->moved = (uint16_t)((rule->capacity - 1u) * INSTANT_SIZE);
        plan->least =
            (uint64_t)rule->span + 1; /* so that an instant of 0, which is none, is never in the window */
        for (uint32_t was_met = 0; was_met < 2; was_met++) {
            /* Not met before, the event itself is one of those it takes; met before, it must be so without. */
            uint32_t coming = was_met ? 0 : plan->counts, bound = rule->bound[was_met];
            uint32_t last = bound > coming ? bound - 1 - coming : 0;
            plan->place[was_met] = (uint16_t)(rule->offset + last * INSTANT_SIZE);
            plan->span[was_met] = bound > coming ? (uint64_t)rule->span : UINT64_MAX;
        }
    }
}

/* Works out for each kind what an event of it does. */
static void prepare_plans(revops_usage_model *model)
{
    for (uint32_t kind = 1; kind < 64; kind++) {
        revops__usage_plan *plan = &model->plans[kind];
        for (uint32_t i = 0; i < model->criterion_count; i++) {
            uint32_t counts = model->rules[i].criterion.kinds >> kind & 1;
            plan->touched = (uint16_t)(plan->touched | counts << i);
        }
        plan->flags = (uint16_t)(plan->touched & model->flags);
        plan->look = (uint16_t)((plan->touched & ~model->flags) | model->always);
        uint32_t index = plan->look ? lowest_bit(plan->look) : 0;
        const revops__usage_rule *rule = &model->rules[index];
        plan->counts = plan->look != 0 && (plan->touched >> index & 1);
        plan->light = bit_count(plan->look) <= 1 && (plan->look == 0 || is_light(rule, model->always != 0));
        if (plan->light) {
            model->light = plan->look ? rule->form : FORM_COUNTER;
            prepare_light(plan, rule);
            plan->reach = (uint64_t)INSTANT_END - plan->least;
        }
    }
}

/* So that a record isn't read with another model's layout: a byte, never 0, of what the layout depends on. */
static uint32_t check_of(const revops_usage_model *model)
{
    /* FNV-1a (Fowler, Noll and Vo) over words */
    uint32_t hash = 2166136261u + model->signal_count + (REVOPS__USAGE_FORMAT << 8);
    for (uint32_t i = 0; i < model->criterion_count; i++) {
        const revops_usage_criterion *criterion = &model->rules[i].criterion;
        const uint32_t words[] = {
            (uint32_t)criterion->kinds, (uint32_t)(criterion->kinds >> 32),
            criterion->measure,         criterion->window,
            criterion->window_days,     criterion->flags,
            model->rules[i].form,       model->rules[i].capacity,
        };
        for (size_t word = 0; word < sizeof words / sizeof words[0]; word++) {
            hash = (hash ^ words[word]) * 16777619u;
            hash ^= hash >> 15;
        }
    }
    return 1 + hash % 255;
}

revops_status revops_usage_build(const revops_usage_params *given, void *memory, size_t memory_size,
                                 size_t *needed, const revops_usage_model **model)
{
    revops_usage_params params;
    if (!model) {
        return REVOPS_ERR_ARG;
    }
    revops_status status = given ? REVOPS__PARAMS_COPY(revops_usage_params, &params, given)
                                 : revops_usage_defaults(&params, sizeof params);
    if (status != REVOPS_OK) {
        return status;
    }
    if (params.flags != 0) {
        return REVOPS_ERR_NEWER;
    }
    if (!params.criteria || !params.signals || params.criterion_count < 1 ||
        params.criterion_count > REVOPS_USAGE_CRITERIA_MAX || params.signal_count < 1 ||
        params.signal_count > REVOPS_USAGE_SIGNALS_MAX) {
        return REVOPS_ERR_ARG;
    }
    for (uint32_t i = 0; i < params.criterion_count; i++) {
        status = check_criterion(&params.criteria[i]);
        if (status != REVOPS_OK) {
            return status;
        }
    }
    for (uint32_t i = 0; i < params.signal_count; i++) {
        status = check_signal(&params.signals[i], params.criterion_count);
        if (status != REVOPS_OK) {
            return status;
        }
    }
    status = revops__params_room(memory, memory_size, sizeof(revops_usage_model), needed, model);
    if (status != REVOPS_OK) {
        return status;
    }
    revops_usage_model *built = memory;
    memset(built, 0, sizeof *built);
    built->criterion_count = params.criterion_count;
    built->signal_count = params.signal_count;
    size_t size = signal_at(built, params.signal_count);
    for (uint32_t i = 0; i < params.criterion_count; i++) {
        revops__usage_rule *rule = &built->rules[i];
        const revops_usage_criterion *criterion = &params.criteria[i];
        rule->criterion = *criterion;
        rule->offset = (uint32_t)size;
        size += choose_form(rule);
        prepare_rule(rule, i);
        built->flags |= (uint32_t)(rule->form == FORM_FLAG) << i;
        if (criterion->window == REVOPS_USAGE_ROLLING || criterion->measure == REVOPS_USAGE_STREAK ||
            (criterion->flags & REVOPS_USAGE_AT_MOST)) {
            built->always |= 1u << i;
        }
    }
    prepare_plans(built);
    memcpy(built->signals, params.signals, params.signal_count * sizeof params.signals[0]);
    for (uint32_t i = 0; i < params.signal_count; i++) {
        built->once |= (params.signals[i].flags & REVOPS_USAGE_ONCE) << i;
        for (uint32_t held = 0; held < 256; held++) {
            int holds = built->criterion_count > 8 || combination_holds(&params.signals[i], held);
            built->true_of[held] = (uint8_t)(built->true_of[held] | (uint32_t)holds << i);
        }
    }
    built->record_size = (uint32_t)(size + 7) / 8 * 8;
    built->check = check_of(built);
    built->magic = REVOPS__USAGE_MAGIC;
    *model = built;
    return REVOPS_OK;
}
