/* SPDX-License-Identifier: MIT */
/* A walk through each lead's history (SC11): from one instant at which something changes to the next. */
#include <revops/intent-next.h>

#include "core/params.h"
#include "judge/intent-internal.h"
#include "judge/moment-internal.h"
#include "judge/score-internal.h"

/* What all leads have in common, checked. */
typedef struct moment_rules {
    const revops_intent *intent;
    const revops_score *fit; /* NULL where columns hold grades */
    revops_score_matrix_params matrix;
    revops_moment_columns columns;
    uint32_t worst_fit;
} moment_rules;

/* Where the walk through one lead stands; what it has seen is in `now`. */
typedef struct moment_walk {
    const moment_rules *rules;
    revops_intent_record *record;
    uint64_t event, event_end, fit, fit_end;
    int has_begun, is_graded; /* whether anything happened, and whether a fit is known */
    int64_t at_ms, fade_ms;   /* where it stands; when fading next changes the grade, if it is known */
    int knows_fade;
    revops_moment now;
} moment_walk;

static revops_status moment_columns_read(const revops_moment_columns *given, const revops_intent *intent,
                                         const revops_intent_record *record, const revops_cursor *cursor,
                                         revops_moment_columns *own)
{
    revops_status status = REVOPS__PARAMS_COPY(revops_moment_columns, own, given);
    if (status != REVOPS_OK) {
        return status;
    }
    if (own->flags) {
        return REVOPS_ERR_NEWER;
    }
    if (!intent || !record || !revops__cursor_is_whole(cursor) || !own->first_event ||
        ((!own->at_ms || !own->behaviour) && own->count) || cursor->next > own->lead_count) {
        return REVOPS_ERR_ARG;
    }
    return (uintptr_t)record % REVOPS_ALIGNMENT ? REVOPS_ERR_ALIGN : REVOPS_OK;
}

static revops_status moment_rules_read(const revops_intent *intent, const revops_score *fit,
                                       const revops_score_matrix_params *matrix, moment_rules *rules)
{
    revops__problems problems = revops__problems_begin(NULL, 0);
    revops_status status = revops__score_matrix_read(matrix, &problems, &rules->matrix);
    if (status != REVOPS_OK) {
        return status;
    }
    rules->intent = intent;
    rules->fit = fit;
    rules->worst_fit = fit ? fit->grade_count : rules->matrix.fit_count - 1;
    const revops_moment_columns *columns = &rules->columns;
    if (rules->worst_fit + 1 != rules->matrix.fit_count ||
        intent->grade_count + 1 != rules->matrix.engagement_count ||
        (!columns->first_fit && columns->fit_count != columns->lead_count) ||
        ((!columns->fit_mpt || (columns->first_fit && !columns->fit_at_ms)) && columns->fit_count)) {
        return REVOPS_ERR_ARG;
    }
    return REVOPS_OK;
}

/* The rows of a lead, from offsets. */
static revops_status moment_span(const uint64_t *first, uint64_t lead, uint64_t count, uint64_t *begin,
                                 uint64_t *end)
{
    *begin = first[lead];
    *end = first[lead + 1];
    return *begin <= *end && *end <= count ? REVOPS_OK : REVOPS_ERR_ARG;
}

/* Whether instants from one row to before another are in range and in order. */
static revops_status moment_check_order(const int64_t *at_ms, uint64_t begin, uint64_t end)
{
    for (uint64_t i = begin; i < end; i++) {
        if (!revops__intent_is_time(at_ms[i])) {
            return REVOPS_ERR_ARG;
        }
        if (i > begin && at_ms[i] < at_ms[i - 1]) {
            return REVOPS_ERR_LATE;
        }
    }
    return REVOPS_OK;
}

/* Takes a row of fit. */
static revops_status moment_take_fit(moment_walk *walk, uint64_t row)
{
    const moment_rules *rules = walk->rules;
    int32_t fit_mpt = rules->columns.fit_mpt[row];
    if (!rules->fit) {
        if (fit_mpt < 0 || (uint32_t)fit_mpt > rules->worst_fit) {
            return REVOPS_ERR_ARG;
        }
        walk->now.fit = (uint32_t)fit_mpt;
    } else {
        walk->now.fit =
            revops__score_grade(rules->fit->grades_mpt, rules->fit->grade_count, rules->fit->hysteresis_mpt,
                                fit_mpt, walk->is_graded ? walk->now.fit : REVOPS_SCORE_UNGRADED);
    }
    walk->now.fit_mpt = rules->fit ? fit_mpt : 0;
    walk->is_graded = 1;
    return REVOPS_OK;
}

static revops_status moment_begin(moment_walk *walk, const moment_rules *rules, revops_intent_record *record,
                                  uint64_t lead, int has_fit)
{
    const revops_moment_columns *columns = &rules->columns;
    const revops_moment none = {lead, 0, 0, 0, 0, rules->worst_fit, 0, 0, 0, REVOPS_NO_ROW};
    moment_walk fresh = {rules, record, 0, 0, 0, 0, 0, 0, 0, REVOPS_TIME_NONE, 0, none};
    *walk = fresh;
    revops_status status =
        moment_span(columns->first_event, lead, columns->count, &walk->event, &walk->event_end);
    if (status == REVOPS_OK) {
        status = moment_check_order(columns->at_ms, walk->event, walk->event_end);
    }
    for (uint64_t i = walk->event; status == REVOPS_OK && i < walk->event_end; i++) {
        status = columns->behaviour[i] < rules->intent->rule_count ? REVOPS_OK : REVOPS_ERR_ARG;
    }
    if (status == REVOPS_OK && has_fit && columns->first_fit) {
        status = moment_span(columns->first_fit, lead, columns->fit_count, &walk->fit, &walk->fit_end);
        if (status == REVOPS_OK) {
            status = moment_check_order(columns->fit_at_ms, walk->fit, walk->fit_end);
        }
    } else if (status == REVOPS_OK && has_fit && columns->fit_count) {
        status = moment_take_fit(walk, lead);
    }
    if (status == REVOPS_OK) {
        status = revops_intent_record_init(rules->intent, record);
    }
    if (status == REVOPS_OK) {
        status = revops_intent_rate(rules->intent, record, 0, &walk->now.intent_mpt);
        walk->now.engagement = revops__intent_grade(rules->intent, walk->now.intent_mpt);
    }
    return status;
}

/* When fading will next change the engagement grade, up to an instant; REVOPS_TIME_NONE for not until then. */
static int64_t moment_fades(const moment_walk *walk, int64_t until_ms)
{
    const revops_intent *intent = walk->rules->intent;
    uint32_t grade = walk->now.engagement;
    int64_t fall_ms = REVOPS_TIME_NONE, rise_ms = REVOPS_TIME_NONE;
    if (grade < intent->grade_count) {
        int64_t least_mpt = (int64_t)intent->grades_mpt[grade] - intent->hysteresis_mpt;
        if (least_mpt > INT32_MIN) {
            (void)!revops_intent_next_wakeup(intent, walk->record, walk->at_ms, walk->now.intent_mpt,
                                             (int32_t)least_mpt, &fall_ms);
            if (fall_ms != REVOPS_TIME_NONE && fall_ms <= until_ms) {
                int64_t from_ms = walk->at_ms;
                while (revops_intent_crossing(intent, walk->record, from_ms, (int32_t)least_mpt, &fall_ms) ==
                           REVOPS_ERR_RANGE &&
                       fall_ms <= until_ms) {
                    from_ms = fall_ms;
                }
            }
            until_ms = fall_ms != REVOPS_TIME_NONE && fall_ms <= until_ms ? fall_ms - 1 : until_ms;
        }
    }
    if (grade > 0) {
        rise_ms =
            revops__moment_rise(intent, walk->record, walk->at_ms, intent->grades_mpt[grade - 1], until_ms);
    }
    return rise_ms != REVOPS_TIME_NONE ? rise_ms : fall_ms;
}

/* Greatest points that an event of a rule can give, in a direction; a disqualifier comes before all. */
static int64_t moment_weight(const revops_intent *intent, uint32_t behaviour, int is_rising)
{
    const revops_intent_rule *rule = &revops__intent_rules(intent)[behaviour].rule;
    int64_t points_mpt = rule->points_mpt;
    if (rule->flags & REVOPS_INTENT_ENDS) {
        return INT64_MAX;
    }
    for (uint32_t i = 0; i < rule->tier_count; i++) {
        int64_t tier_mpt = revops__intent_tiers(intent)[rule->first_tier + i].points_mpt;
        points_mpt = tier_mpt > points_mpt ? tier_mpt : points_mpt;
    }
    return is_rising ? points_mpt : -points_mpt;
}

/* Takes all events of an instant. `before_mpt` is the score without them. */
static revops_status moment_take_events(moment_walk *walk, int64_t at_ms, int32_t *before_mpt)
{
    const moment_rules *rules = walk->rules;
    const uint64_t first = walk->event;
    revops_status status = revops_intent_rate(rules->intent, walk->record, at_ms, before_mpt);
    while (status == REVOPS_OK && walk->event < walk->event_end &&
           rules->columns.at_ms[walk->event] == at_ms) {
        status =
            revops_intent_apply(rules->intent, walk->record, rules->columns.behaviour[walk->event], at_ms);
        walk->event++;
    }
    if (status == REVOPS_OK) {
        status = revops_intent_rate(rules->intent, walk->record, at_ms, &walk->now.intent_mpt);
    }
    int is_rising = walk->now.intent_mpt >= *before_mpt;
    int64_t most_mpt = INT64_MIN;
    for (uint64_t i = first; i < walk->event; i++) {
        uint32_t behaviour = rules->columns.behaviour[i];
        int64_t weight_mpt = moment_weight(rules->intent, behaviour, is_rising);
        if (weight_mpt > most_mpt || (weight_mpt == most_mpt && behaviour < walk->now.behaviour)) {
            most_mpt = weight_mpt;
            walk->now.behaviour = behaviour;
        }
    }
    return status;
}

/* Goes on to the next instant at which something happens or fades across a threshold, up to one; `found` is 0 when there is
   none. `now.changes` then may still be 0. */
static revops_status moment_step(moment_walk *walk, int64_t until_ms, int *found)
{
    const revops_moment_columns *columns = &walk->rules->columns;
    const int64_t event_ms = walk->event < walk->event_end ? columns->at_ms[walk->event] : INT64_MAX,
                  fit_ms = walk->fit < walk->fit_end ? columns->fit_at_ms[walk->fit] : INT64_MAX;
    int64_t next_ms = event_ms < fit_ms ? event_ms : fit_ms;
    /* Up to when nothing but fading happens. */
    const int64_t known_ms = next_ms == INT64_MAX ? REVOPS_INTENT_TIME_MAX_MS : next_ms - 1;
    uint32_t causes =
        (event_ms == next_ms ? REVOPS_MOMENT_BY_EVENT : 0) | (fit_ms == next_ms ? REVOPS_MOMENT_BY_FIT : 0);
    if (next_ms == INT64_MAX || next_ms > until_ms) {
        causes = 0;
        next_ms = until_ms;
    }
    if (walk->has_begun && next_ms > walk->at_ms) {
        if (!walk->knows_fade) {
            walk->fade_ms = moment_fades(walk, known_ms);
            walk->knows_fade = 1;
        }
        if (walk->fade_ms != REVOPS_TIME_NONE && walk->fade_ms <= (causes ? known_ms : next_ms)) {
            next_ms = walk->fade_ms;
            causes = REVOPS_MOMENT_BY_FADING;
        }
    }
    *found = causes != 0;
    if (!causes) {
        return REVOPS_OK;
    }
    const revops_moment before = walk->now;
    int32_t before_mpt;
    walk->has_begun = 1;
    walk->knows_fade = 0;
    walk->at_ms = walk->now.at_ms = next_ms;
    walk->now.causes = causes;
    walk->now.behaviour = REVOPS_NO_ROW;
    revops_status status =
        causes & REVOPS_MOMENT_BY_EVENT
            ? moment_take_events(walk, next_ms, &before_mpt)
            : revops_intent_rate(walk->rules->intent, walk->record, next_ms, &walk->now.intent_mpt);
    while (status == REVOPS_OK && causes & REVOPS_MOMENT_BY_FIT && walk->fit < walk->fit_end &&
           columns->fit_at_ms[walk->fit] == next_ms) {
        /* Of several rows of one instant the last counts, without hysteresis between them. */
        uint64_t row = walk->fit++;
        if (walk->fit == walk->fit_end || columns->fit_at_ms[walk->fit] != next_ms) {
            status = moment_take_fit(walk, row);
        }
    }
    if (status != REVOPS_OK) {
        return status;
    }
    const revops_intent *intent = walk->rules->intent;
    revops_moment *now = &walk->now;
    now->engagement = revops__score_grade(intent->grades_mpt, intent->grade_count, intent->hysteresis_mpt,
                                          now->intent_mpt, before.engagement);
    now->is_mql = (uint32_t)revops__score_qualifies(&walk->rules->matrix, now->fit, now->engagement,
                                                    (int)before.is_mql);
    int has_stepped = (causes & REVOPS_MOMENT_BY_EVENT && now->intent_mpt != before_mpt) ||
                      (causes & REVOPS_MOMENT_BY_FIT && now->fit_mpt != before.fit_mpt);
    now->changes = (now->is_mql != before.is_mql ? REVOPS_MOMENT_MQL : 0) |
                   (now->engagement != before.engagement ? REVOPS_MOMENT_ENGAGEMENT : 0) |
                   (now->fit != before.fit ? REVOPS_MOMENT_FIT : 0) | (has_stepped ? REVOPS_MOMENT_SCORE : 0);
    return REVOPS_OK;
}

revops_status revops_moment_trace(const revops_intent *intent, const revops_score *fit,
                                  const revops_score_matrix_params *matrix,
                                  const revops_moment_columns *columns, int64_t until_ms, uint32_t changes,
                                  revops_intent_record *record, revops_cursor *cursor, revops_moment *out,
                                  size_t capacity, size_t *count)
{
    const uint32_t all =
        REVOPS_MOMENT_MQL | REVOPS_MOMENT_ENGAGEMENT | REVOPS_MOMENT_FIT | REVOPS_MOMENT_SCORE;
    moment_rules rules;
    revops_status status = moment_columns_read(columns, intent, record, cursor, &rules.columns);
    if (status == REVOPS_OK) {
        status = moment_rules_read(intent, fit, matrix, &rules);
    }
    if (status == REVOPS_OK &&
        (!count || (!out && capacity) || changes & ~all || !revops__intent_is_time(until_ms))) {
        status = REVOPS_ERR_ARG;
    }
    if (status != REVOPS_OK) {
        return status;
    }
    size_t written = 0;
    while (status == REVOPS_OK && cursor->next < rules.columns.lead_count) {
        moment_walk walk;
        uint64_t told = 0;
        int found = 1;
        status = moment_begin(&walk, &rules, record, cursor->next, 1);
        while (status == REVOPS_OK && found) {
            status = moment_step(&walk, until_ms, &found);
            if (status != REVOPS_OK || !found || !(walk.now.changes & changes) || told++ < cursor->applied) {
                continue;
            }
            if (written == capacity) {
                status = REVOPS_ERR_NOSPACE;
            } else {
                out[written++] = walk.now;
                cursor->applied++;
            }
        }
        if (status == REVOPS_OK) {
            cursor->next++;
            cursor->applied = 0;
        }
    }
    *count = written;
    return status;
}

revops_status revops_moment_sample(const revops_intent *intent, const revops_score *fit,
                                   const revops_score_matrix_params *matrix,
                                   const revops_moment_columns *columns, const int64_t *instants_ms,
                                   size_t instant_count, revops_intent_record *record, revops_cursor *cursor,
                                   int32_t *intents_mpt, int32_t *fits_mpt, uint8_t *engagements,
                                   uint8_t *fits, uint8_t *mqls)
{
    moment_rules rules;
    revops_status status = moment_columns_read(columns, intent, record, cursor, &rules.columns);
    if (status == REVOPS_OK) {
        status = moment_rules_read(intent, fit, matrix, &rules);
    }
    if (status == REVOPS_OK) {
        status = instants_ms || !instant_count ? moment_check_order(instants_ms, 0, instant_count)
                                               : REVOPS_ERR_ARG;
        status = status == REVOPS_ERR_LATE ? REVOPS_ERR_ARG : status;
    }
    while (status == REVOPS_OK && cursor->next < rules.columns.lead_count) {
        moment_walk walk;
        status = moment_begin(&walk, &rules, record, cursor->next, 1);
        for (size_t k = 0; status == REVOPS_OK && k < instant_count; k++) {
            int found = 1;
            int32_t score_mpt = 0;
            while (status == REVOPS_OK && found) {
                status = moment_step(&walk, instants_ms[k], &found);
            }
            if (status == REVOPS_OK) {
                status = revops_intent_rate(intent, record, instants_ms[k], &score_mpt);
            }
            if (status != REVOPS_OK) {
                break;
            }
            size_t at = (size_t)cursor->next * instant_count + k;
            if (intents_mpt) {
                intents_mpt[at] = score_mpt;
            }
            if (fits_mpt) {
                fits_mpt[at] = walk.now.fit_mpt;
            }
            if (engagements) {
                engagements[at] = (uint8_t)walk.now.engagement;
            }
            if (fits) {
                fits[at] = (uint8_t)walk.now.fit;
            }
            if (mqls) {
                mqls[at] = (uint8_t)walk.now.is_mql;
            }
        }
        if (status == REVOPS_OK) {
            cursor->next++;
            cursor->applied++;
        }
    }
    return status;
}

/* The first instant at which a lead's score is at a threshold. */
static revops_status moment_reach(moment_walk *walk, int32_t threshold_mpt, int64_t until_ms, int64_t *out_ms)
{
    const revops_moment_columns *columns = &walk->rules->columns;
    *out_ms = REVOPS_TIME_NONE;
    while (walk->event < walk->event_end && columns->at_ms[walk->event] <= until_ms) {
        int64_t at_ms = columns->at_ms[walk->event], next_ms;
        int32_t before_mpt;
        revops_status status = moment_take_events(walk, at_ms, &before_mpt);
        if (status != REVOPS_OK) {
            return status;
        }
        if (walk->now.intent_mpt >= threshold_mpt) {
            *out_ms = at_ms;
            return REVOPS_OK;
        }
        next_ms = walk->event < walk->event_end && columns->at_ms[walk->event] <= until_ms
                      ? columns->at_ms[walk->event] - 1
                      : until_ms;
        *out_ms = revops__moment_rise(walk->rules->intent, walk->record, at_ms, threshold_mpt, next_ms);
        if (*out_ms != REVOPS_TIME_NONE) {
            return REVOPS_OK;
        }
    }
    return REVOPS_OK;
}

revops_status revops_moment_reach(const revops_intent *intent, const revops_moment_columns *columns,
                                  int32_t threshold_mpt, int64_t until_ms, revops_intent_record *record,
                                  revops_cursor *cursor, int64_t *out_ms)
{
    moment_rules rules;
    revops_status status = moment_columns_read(columns, intent, record, cursor, &rules.columns);
    if (status != REVOPS_OK) {
        return status;
    }
    if ((!out_ms && rules.columns.lead_count) || !revops__intent_is_time(until_ms)) {
        return REVOPS_ERR_ARG;
    }
    rules.intent = intent;
    rules.fit = NULL;
    rules.worst_fit = 0;
    while (status == REVOPS_OK && cursor->next < rules.columns.lead_count) {
        moment_walk walk;
        int64_t at_ms = REVOPS_TIME_NONE;
        status = moment_begin(&walk, &rules, record, cursor->next, 0);
        if (status == REVOPS_OK) {
            status = moment_reach(&walk, threshold_mpt, until_ms, &at_ms);
        }
        if (status == REVOPS_OK) {
            out_ms[cursor->next++] = at_ms;
            cursor->applied++;
        }
    }
    return status;
}
