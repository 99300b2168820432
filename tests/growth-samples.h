/* SPDX-License-Identifier: MIT */
/* The client of growth.py: for each struct that grows a sound sample, with two rows in each of its tables so that a wrong
   stride shows; for each function that takes one a call. Compiled against ordinary and against grown headers. Whoever
   gives rows tells the size of his own: that of the defaults is the library's. */
#ifndef REVOPS_TESTS_GROWTH_SAMPLES_H
#define REVOPS_TESTS_GROWTH_SAMPLES_H

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <revops/revops.h>

#define GROWTH_ROWS(to, rows, singular, table)                                                               \
    ((to)->rows = (table), (to)->singular##_count = sizeof(table) / sizeof((table)[0]),                      \
     (to)->singular##_row_size = sizeof((table)[0]))

typedef struct growth_room {
    _Alignas(8) unsigned char bytes[4096];
} growth_room;

static const char *growth_case = "";
static size_t growth_needed;
static _Alignas(8) unsigned char growth_memory[1 << 20], growth_copy[1 << 16], growth_state[1 << 16];

static void growth_what(const char *what)
{
    growth_case = what;
}

static void growth_tell(const char *function, revops_status status, int64_t answer)
{
    printf("%s|%s|%d|%" PRId64 "\n", growth_case, function, status, answer);
}

static void *growth_begin(growth_room *room, size_t size)
{
    growth_what("defaults");
    memset(room, 0xaa, sizeof *room);
    memset(room, 0, size);
    return room;
}

static void growth_intact(const growth_room *room, size_t size)
{
    for (size_t i = size; i < sizeof room->bytes; i++) {
        if (room->bytes[i] != 0xaa) {
            growth_tell("wrote behind the caller's struct", -1, (int64_t)i);
            return;
        }
    }
}

static void *growth_rows(const void *rows, size_t size, size_t count)
{
    if (size * count > sizeof growth_copy) {
        abort();
    }
    return memcpy(growth_copy, rows, size * count);
}

/* attribution.h */

static void sample_revops_attribution_params(revops_attribution_params *out)
{
    static const revops_attribution_position positions[] = {
        {.place = REVOPS_ATTRIBUTION_AT_FIRST, .share_bp = 3000},
        {.place = REVOPS_ATTRIBUTION_AT_MILESTONE, .milestone = 1, .share_bp = 5000},
    };
    if (revops_attribution_defaults(out, sizeof *out) != REVOPS_OK) {
        abort();
    }
    out->model = REVOPS_ATTRIBUTION_POSITION;
    out->channel_count = 2;
    GROWTH_ROWS(out, positions, position, positions);
}

static int64_t attributed(const revops_attribution *attribution, const revops_attribution_columns *columns,
                          revops_status *status)
{
    revops_attribution_state *state;
    revops_attribution_credit credits[3];
    size_t needed;
    revops_cursor cursor = {0};
    *status = revops_attribution_state_init(attribution, growth_state, sizeof growth_state, NULL, &state);
    if (*status == REVOPS_OK) {
        *status = revops_attribution_apply_many(attribution, state, columns, 1, NULL, NULL, NULL, &cursor);
    }
    if (*status == REVOPS_OK) {
        *status = revops_attribution_credits(attribution, state, credits, 3, &needed);
    }
    return *status == REVOPS_OK ? credits[0].amount * 1000 + credits[1].amount : 0;
}

static void sample_revops_attribution_columns(revops_attribution_columns *out)
{
    static const uint64_t first_touch[] = {0, 3}, first_conversion[] = {0, 1};
    static const uint32_t channel[] = {0, 1, 0}, milestones[] = {0, 2, 0};
    static const int64_t amount[] = {100};
    out->struct_size = sizeof *out;
    out->count = 1;
    out->touch_count = 3;
    out->conversion_count = 1;
    out->first_touch = first_touch;
    out->first_conversion = first_conversion;
    out->channel = channel;
    out->milestones = milestones;
    out->amount = amount;
}

static int64_t answer_revops_attribution(const revops_attribution *built)
{
    revops_attribution_columns columns = {0};
    sample_revops_attribution_columns(&columns);
    revops_status status;
    return attributed(built, &columns, &status);
}

static revops_status call_revops_attribution_apply_many(const revops_attribution_columns *columns,
                                                        int64_t *answer)
{
    revops_attribution_params params;
    const revops_attribution *attribution;
    sample_revops_attribution_params(&params);
    revops_status status =
        revops_attribution_build(&params, growth_memory, sizeof growth_memory, NULL, &attribution);
    if (status == REVOPS_OK) {
        *answer = attributed(attribution, columns, &status);
    }
    return status;
}

/* usage.h */

static void sample_revops_usage_params(revops_usage_params *out)
{
    static const revops_usage_criterion criteria[] = {
        {.kinds = REVOPS_USAGE_KIND(REVOPS_USAGE_USED), .threshold = 3},
        {.measure = REVOPS_USAGE_ATTRIBUTES, .threshold = 1, .condition_count = 2},
    };
    static const revops_usage_signal signals[] = {
        {.all_of = 1, .cooldown_ms = 1},
        {.all_of = 2, .cooldown_ms = 1, .route = REVOPS_USAGE_SALES},
    };
    static const revops_condition conditions[] = {
        {.attribute = 0, .test = REVOPS_CONDITION_IS_EQUAL, .low = 7},
        {.attribute = 1, .test = REVOPS_CONDITION_IS_EQUAL, .low = 9},
    };
    if (revops_usage_defaults(out, sizeof *out) != REVOPS_OK) {
        abort();
    }
    GROWTH_ROWS(out, criteria, criterion, criteria);
    GROWTH_ROWS(out, signals, signal, signals);
    GROWTH_ROWS(out, conditions, condition, conditions);
    out->attribute_count = 2;
}

static int64_t answer_revops_usage(const revops_usage *built)
{
    static const int64_t attributes[] = {7, 9};
    unsigned char record[256];
    uint32_t fired = 0, given = 0;
    if (revops_usage_record_size(built) > sizeof record ||
        revops_usage_record_init(built, record, 0, 0) != REVOPS_OK ||
        revops_usage_set_attributes(built, record, attributes, NULL, 1, 0, &given) != REVOPS_OK) {
        return -1;
    }
    for (int64_t at_ms = 2; at_ms < 5; at_ms++) {
        const revops_usage_event event = {.at_ms = at_ms, .kind = REVOPS_USAGE_USED};
        given = given << 2 | (revops_usage_apply(built, record, &event, &fired) == REVOPS_OK ? fired : 3);
    }
    return given;
}

static void sample_revops_usage_columns(revops_usage_columns *out)
{
    static const int64_t at_ms[] = {1, 2, 3};
    static const uint32_t whose[] = {0, 0, 0};
    out->struct_size = sizeof *out;
    out->count = 3;
    out->at_ms = at_ms;
    out->record = whose;
}

static revops_status call_revops_usage_apply_many(const revops_usage_columns *columns, int64_t *answer)
{
    const revops_usage *usage;
    uint8_t record[REVOPS_USAGE_BUILT_IN_RECORD_MAX];
    revops_usage_reading reading = {0};
    revops_cursor cursor = {0};
    size_t count = 0;
    revops_status status = revops_usage_build(NULL, growth_memory, sizeof growth_memory, NULL, &usage);
    if (status == REVOPS_OK) {
        status = revops_usage_record_init(usage, record, 0, 0);
    }
    if (status == REVOPS_OK) {
        status = revops_usage_apply_many(usage, record, 1, columns, &cursor, NULL, NULL, 0, &count);
    }
    if (status == REVOPS_OK) {
        status = revops_usage_read(usage, record, REVOPS_USAGE_PQ_ENGAGED, REVOPS_TIME_NONE, 0, &reading);
    }
    *answer = reading.value;
    return status;
}

/* email.h */

static void sample_revops_email_params(revops_email_params *out)
{
    static const revops_email_domain domains[] = {
        {.name = "a.example", .email_class = REVOPS_EMAIL_FREE},
        {.name = "b.example", .email_class = REVOPS_EMAIL_DISPOSABLE, .flags = REVOPS_EMAIL_WITH_SUBDOMAINS},
    };
    static const char *const roles[] = {"desk"};
    if (revops_email_defaults(out, sizeof *out) != REVOPS_OK) {
        abort();
    }
    out->roles = roles;
    out->role_count = 1;
    GROWTH_ROWS(out, domains, domain, domains);
}

static int64_t answer_revops_email(const revops_email *built)
{
    return (int64_t)revops_email_classify(built, "x@a.example", 11) * 100 +
           revops_email_classify(built, "x@c.b.example", 13) * 10 +
           revops_email_classify(built, "desk@c.example", 14);
}

/* lifecycle.h */

static void sample_revops_lifecycle_params(revops_lifecycle_params *out)
{
    static const revops_lifecycle_stage_row stages[] = {
        {.name = "A", .definition = "open", .rank = 1, .parent = 0},
        {.name = "B", .definition = "closed", .flags = REVOPS_LIFECYCLE_STAGE_FLAG_TERMINAL, .parent = 1},
    };
    static const revops_lifecycle_transition transitions[] = {
        {.trigger = 0, .from_mask = 1, .to = 1},
        {.trigger = 0, .from_mask = 2, .to = 0, .flags = REVOPS_LIFECYCLE_TRANSITION_NEW_CYCLE},
    };
    if (revops_lifecycle_defaults(out, sizeof *out) != REVOPS_OK) {
        abort();
    }
    GROWTH_ROWS(out, stages, stage, stages);
    GROWTH_ROWS(out, transitions, transition, transitions);
}

static int64_t answer_revops_lifecycle(const revops_lifecycle *built)
{
    revops_lifecycle_record record;
    revops_lifecycle_result result = {0};
    revops_lifecycle_input input = {.at_ms = 1};
    if (revops_lifecycle_record_init(&record, 0) != REVOPS_OK) {
        return -1;
    }
    for (int i = 0; i < 2; i++) {
        if (revops_lifecycle_apply(built, &record, &input, &result) != REVOPS_OK) {
            return -1;
        }
    }
    return record.cycle * 100 + record.count[0] * 10 + record.count[1];
}

/* score.h */

static void sample_revops_score_params(revops_score_params *out)
{
    static const revops_condition conditions[] = {
        {.attribute = 0, .test = REVOPS_CONDITION_IN_RANGE, .low = 50, .high = 500},
        {.attribute = 1, .test = REVOPS_CONDITION_IS_EQUAL, .low = 3},
    };
    static const revops_score_rule rules[] = {
        {.points_mpt = 40000, .group = 1, .first_condition = 0, .condition_count = 1},
        {.points_mpt = 20000, .group = 2, .first_condition = 1, .condition_count = 1},
    };
    static const revops_score_group groups[] = {{0, 30000}, {0, 15000}};
    if (revops_score_defaults(out, sizeof *out) != REVOPS_OK) {
        abort();
    }
    out->attribute_count = 2;
    GROWTH_ROWS(out, conditions, condition, conditions);
    GROWTH_ROWS(out, rules, rule, rules);
    GROWTH_ROWS(out, groups, group, groups);
}

static int64_t answer_revops_score(const revops_score *built)
{
    static const int64_t row[] = {100, 3};
    int32_t score_mpt = 0;
    revops_status status = revops_score_rate(built, row, NULL, 0, &score_mpt);
    return status == REVOPS_OK ? score_mpt : status;
}

static void sample_revops_score_matrix_params(revops_score_matrix_params *out)
{
    const revops_score_matrix_params matrix = REVOPS_SCORE_MATRIX_PARAMS_INIT;
    *out = matrix;
}

static revops_status call_revops_score_qualify(const revops_score_matrix_params *matrix, int64_t *answer)
{
    int is_mql = 0;
    revops_status status = revops_score_qualify(matrix, 1, 1, 0, &is_mql);
    *answer = is_mql;
    return status;
}

static revops_status call_revops_score_qualify_many(const revops_score_matrix_params *matrix, int64_t *answer)
{
    static const uint8_t grades[] = {1, 3};
    uint8_t is_mql[2] = {0, 0};
    revops_status status = revops_score_qualify_many(matrix, grades, grades, NULL, 2, is_mql);
    *answer = is_mql[0] * 2 + is_mql[1];
    return status;
}

/* scorecard.h */

static void sample_revops_scorecard_params(revops_scorecard_params *out)
{
    const revops_scorecard_params params = REVOPS_SCORECARD_PARAMS_INIT;
    *out = params;
    out->bin_leads = 1;
}

static revops_status call_revops_scorecard_fit(const revops_scorecard_params *params, int64_t *answer)
{
    static const uint8_t values[] = {1, 1, 2, 2}, outcomes[] = {0, 0, 1, 1};
    static const revops_column column = {values, NULL, REVOPS_MISSING, REVOPS_COLUMN_U8, 0};
    const revops_scorecard_kind kind = REVOPS_SCORECARD_CHOICE;
    const revops_scorecard *card = NULL;
    revops_status status = revops_scorecard_fit(params, &column, &kind, 1, outcomes, 4, growth_memory,
                                                sizeof growth_memory, NULL, &card);
    *answer = status == REVOPS_OK ? card->rules->base_mpt : 0;
    return status;
}

/* segment.h */

static void sample_revops_segment_params(revops_segment_params *out)
{
    static const revops_condition conditions[] = {
        {.attribute = 0, .test = REVOPS_CONDITION_IN_RANGE, .low = 50, .high = 500},
        {.attribute = 1, .test = REVOPS_CONDITION_IS_EQUAL, .low = 3},
    };
    static const revops_segment_rule rules[] = {
        {.outcome = 4, .first_condition = 0, .condition_count = 1},
        {.outcome = 5, .first_condition = 1, .condition_count = 1},
    };
    if (revops_segment_defaults(out, sizeof *out) != REVOPS_OK) {
        abort();
    }
    out->attribute_count = 2;
    GROWTH_ROWS(out, conditions, condition, conditions);
    GROWTH_ROWS(out, rules, rule, rules);
}

static int64_t answer_revops_segment(const revops_segment *built)
{
    static const int64_t row[] = {10, 3};
    revops_segment_answer answer = {0};
    revops_status status = revops_segment_match(built, row, NULL, &answer);
    return status == REVOPS_OK ? answer.outcome : status;
}

static revops_status call_revops_segment_standard(const revops_segment_params *params, int64_t *answer)
{
    revops_segment_params standard = {0};
    revops_status status = revops_segment_check(params, NULL, 0, NULL); /* what is given may be given on */
    if (status == REVOPS_OK) {
        status = revops_segment_standard(REVOPS_SEGMENT_TABLE_HYBRID, &standard, sizeof standard);
    }
    *answer = standard.rule_count;
    return status;
}

/* route.h */

static void sample_revops_route_params(revops_route_params *out)
{
    static const revops_route_rep reps[] = {{.rep = 1, .max_open = 5}, {.rep = 2, .max_open = 7}};
    static const revops_route_queue queues[] = {{.queue = 1, .overflow = 2}, {.queue = 2}};
    static const revops_route_member members[] = {{.queue = 1, .rep = 1, .weight = 1},
                                                  {.queue = 2, .rep = 2, .weight = 3}};
    static const revops_route_absence absences[] = {{.rep = 1, .from_ms = 0, .until_ms = 100},
                                                    {.rep = 1, .from_ms = 200, .until_ms = 300}};
    if (revops_route_defaults(out, sizeof *out) != REVOPS_OK) {
        abort();
    }
    out->fallback_queue = 1;
    GROWTH_ROWS(out, reps, rep, reps);
    GROWTH_ROWS(out, queues, queue, queues);
    GROWTH_ROWS(out, members, member, members);
    GROWTH_ROWS(out, absences, absence, absences);
}

/* The first one is away: the second queue's second row has to be read right. */
static int64_t answer_revops_route(const revops_route *built)
{
    revops_route_state *state;
    revops_route_assignment assignment = {0};
    revops_route_lead lead = {.at_ms = 250};
    revops_status status = revops_route_state_init(built, growth_state, sizeof growth_state, NULL, &state);
    if (status == REVOPS_OK) {
        status = revops_route_assign(built, state, &lead, NULL, NULL, &assignment);
    }
    return status == REVOPS_OK ? assignment.owner : status;
}

/* zone.h */

static void sample_revops_zone_params(revops_zone_params *out)
{
    static const revops_zone_transition transitions[] = {{.at_ms = 0, .utc_offset_s = 3600},
                                                         {.at_ms = 1000, .utc_offset_s = 7200}};
    if (revops_zone_defaults(out, sizeof *out) != REVOPS_OK) {
        abort();
    }
    GROWTH_ROWS(out, transitions, transition, transitions);
}

static int64_t answer_revops_zone(const revops_zone *built)
{
    int32_t offset_s;
    return revops_zone_utc_offset(built, 2000, &offset_s) == REVOPS_OK ? offset_s : -1;
}

/* calendar.h */

static void sample_revops_calendar_params(revops_calendar_params *out)
{
    static const revops_calendar_opening openings[] = {{.weekday = 0, .start_min = 540, .end_min = 1020},
                                                       {.weekday = 2, .start_min = 600, .end_min = 660}};
    static const revops_calendar_exception exceptions[] = {{.day = 1, .start_min = 0, .end_min = 60},
                                                           {.day = 3, .start_min = 60, .end_min = 90}};
    if (revops_calendar_defaults(out, sizeof *out) != REVOPS_OK) {
        abort();
    }
    GROWTH_ROWS(out, openings, opening, openings);
    GROWTH_ROWS(out, exceptions, exception, exceptions);
}

static int64_t answer_revops_calendar(const revops_calendar *built)
{
    int64_t open_ms;
    return revops_calendar_between(built, 0, 28 * REVOPS_DAY_MS, &open_ms) == REVOPS_OK ? open_ms : -1;
}

#include "growth-samples-funnel.h"
static void sample_revops_order_columns(revops_order_columns *out)
{
    static const int64_t at_ms[] = {5, 5, 4};
    static const uint32_t kind[] = {1, 0, 0};
    static const uint16_t ranks[] = {3, 7};
    static const uint64_t id[] = {1, 2, 1};
    memset(out, 0, sizeof *out);
    out->struct_size = sizeof *out;
    out->count = 3;
    out->at_ms = at_ms;
    out->kind = kind;
    out->ranks = ranks;
    out->rank_count = 2;
    out->id = id;
}

static revops_status call_revops_order_sort(const revops_order_columns *columns, int64_t *answer)
{
    uint32_t order[3];
    uint8_t fates[3];
    revops_status status =
        revops_order_sort(columns, growth_memory, sizeof growth_memory, NULL, order, fates, NULL);
    if (status == REVOPS_OK) {
        *answer = order[0] * 100 + order[1] * 10 + order[2] + 1000 * fates[2];
    }
    return status;
}

static void sample_revops_event_columns(revops_event_columns *out)
{
    static const int64_t at_ms[] = {5, 4}, value[] = {7, 8};
    static const uint32_t kind[] = {1, 2}, reason[] = {3, 4};
    memset(out, 0, sizeof *out);
    out->struct_size = sizeof *out;
    out->count = 2;
    out->at_ms = at_ms;
    out->value = value;
    out->kind = kind;
    out->reason = reason;
}

static revops_status call_revops_event_take_many(const revops_event_columns *columns, int64_t *answer)
{
    static const uint32_t rows[] = {1, 0};
    revops_event events[2];
    revops_status status = revops_event_take_many(columns, rows, 2, events);
    if (status == REVOPS_OK) {
        *answer = events[0].at_ms + 10 * events[1].value + 100 * events[0].kind + 1000 * events[1].reason;
    }
    return status;
}

#include "growth-samples-plan.h"
#include "growth-samples-sla.h"
#include "growth-samples-policy.h"
#include "growth-samples-intent.h"
#include "growth-samples-moment.h"
#include "growth-samples-account.h"
#include "growth-samples-title.h"

#include "growth-samples-engine.h"

#endif
