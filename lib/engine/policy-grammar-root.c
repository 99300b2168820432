/* SPDX-License-Identifier: MIT */
/* The grammar of the document, continued: clocks, calendars, people, figures, and the document itself. */
#include <revops/usage.h>

#include "engine/policy-grammar.h"

/* ---- words ---- */

static const policy_word backward_words[] = {{"refused", REVOPS_POLICY_BACKWARD_REFUSED},
                                             {"allowed", REVOPS_POLICY_BACKWARD_ALLOWED},
                                             {"after clearing", REVOPS_POLICY_BACKWARD_AFTER_CLEARING},
                                             {NULL, 0}};
static const policy_word kind_words[] = {{"once", REVOPS_SLA_ONCE},
                                         {"repeating", REVOPS_SLA_REPEATING},
                                         {"resolution", REVOPS_SLA_RESOLUTION},
                                         {NULL, 0}};
static const policy_word side_words[] = {{"none", REVOPS_SLA_SIDE_NONE},
                                         {"marketing", REVOPS_SLA_SIDE_MARKETING},
                                         {"sales", REVOPS_SLA_SIDE_SALES},
                                         {NULL, 0}};
static const policy_word change_words[] = {
    {"tighten", REVOPS_SLA_TIGHTEN}, {"keep", REVOPS_SLA_KEEP}, {"move", REVOPS_SLA_MOVE}, {NULL, 0}};
static const policy_word hand_over_words[] = {
    {"goes on", REVOPS_SLA_GOES_ON}, {"anew", REVOPS_SLA_ANEW}, {NULL, 0}};
static const policy_word closing_words[] = {
    {"stay", REVOPS_CALENDAR_AT_CLOSE_STAY}, {"next opening", REVOPS_CALENDAR_AT_CLOSE_NEXT_OPEN}, {NULL, 0}};
static const policy_word period_words[] = {{"day", REVOPS_POLICY_PERIOD_DAY},
                                           {"week", REVOPS_POLICY_PERIOD_WEEK},
                                           {"month", REVOPS_POLICY_PERIOD_MONTH},
                                           {"quarter", REVOPS_POLICY_PERIOD_QUARTER},
                                           {NULL, 0}};
static const policy_word away_words[] = {{"queue", REVOPS_POLICY_TO_QUEUE},
                                         {"colleague", REVOPS_POLICY_TO_COLLEAGUE},
                                         {"owner", REVOPS_POLICY_TO_OWNER},
                                         {NULL, 0}};
static const policy_word gone_words[] = {
    {"queue", REVOPS_POLICY_TO_QUEUE}, {"colleague", REVOPS_POLICY_TO_COLLEAGUE}, {NULL, 0}};
static const policy_word intent_shown_words[] = {
    {"tell", 0}, {"reopen", REVOPS_POLICY_REOPENS_ON_INTENT}, {NULL, 0}};
static const policy_word fit_groups_words[] = {{"sum", 0}, {"best", REVOPS_POLICY_FIT_BEST_GROUP}, {NULL, 0}};
static const policy_word intent_groups_words[] = {
    {"sum", 0}, {"best", REVOPS_POLICY_INTENT_BEST_GROUP}, {NULL, 0}};
static const policy_word usage_words[] = {
    {"lead", 0}, {"account", REVOPS_POLICY_USAGE_OF_ACCOUNT}, {NULL, 0}};
static const policy_word share_words[] = {{"owed", 0}, {"waived", REVOPS_POLICY_WAIVED}, {NULL, 0}};
static const policy_word promise_words[] = {{"keep", 0}, {"move", REVOPS_POLICY_MOVES_PROMISES}, {NULL, 0}};

static const policy_field group_fields[] = {
    {"cap", POLICY_POINTS, 0, AT(group, cap_mpt), 0, 0, 0, NULL},
    {"floor", POLICY_POINTS, 0, AT(group, floor_mpt), 0, 0, 0, NULL},
};
static const revops_policy_group group_row = {.floor_mpt = REVOPS_SCORE_NO_FLOOR,
                                              .cap_mpt = REVOPS_SCORE_NO_CAP};
static const policy_shape group_shape = {"a group", FIELDS(group_fields), AT(group, name), NULL, &group_row};

static const policy_field grade_fields[] = {
    {"from", POLICY_POINTS, POLICY_REQUIRED, AT(grade, from_mpt), 0, 0, 0, NULL},
    {"keeps_to", POLICY_KEEPS, 0, AT(grade, keeps_to_mpt), AT(grade, from_mpt), 0, 0, NULL},
    WAS(grade, POLICY_NOWHERE),
};
static const revops_policy_grade grade_row = {.keeps_to_mpt = INT32_MIN};
static const policy_shape grade_shape = {"a grade", FIELDS(grade_fields), AT(grade, name), &grade_fields[0],
                                         &grade_row};

/* ---- calendars and clocks ---- */

static const policy_field calendar_fields[] = {
    PROSE(calendar),
    {"zone", POLICY_ZONE_OF, POLICY_REQUIRED, AT(calendar, zone), 0, 0, 0, NULL},
    {"open", POLICY_OPEN, POLICY_REQUIRED, AT(calendar, first_opening), AT(calendar, opening_count),
     AT(calendar, flags), 0, NULL},
    {"holidays", POLICY_HOLIDAYS, 0, AT(calendar, first_holiday), AT(calendar, holiday_count), 0, 0, NULL},
    {"exceptions", POLICY_EXCEPTIONS, 0, AT(calendar, first_exception), AT(calendar, exception_count), 0, 0,
     NULL},
};
static const policy_shape calendar_shape = {"a calendar", FIELDS(calendar_fields), AT(calendar, name), NULL,
                                            NULL};

static const policy_field zone_fields[] = {
    {"", POLICY_WORDS_OF_PEOPLE, POLICY_REQUIRED, AT(zone, rule), 0, 0, 0, NULL}};
static const policy_shape zone_shape = {"a POSIX rule, such as \"CET-1CEST,M3.5.0,M10.5.0/3\"",
                                        zone_fields,
                                        0,
                                        AT(zone, name),
                                        &zone_fields[0],
                                        NULL};

static const policy_field case_fields[] = {
    {"name", POLICY_NAME, 0, AT(case, name), 0, 0, 0, NULL},
    {"where", POLICY_WHERE, 0, AT(case, where), 0, 0, 0, NULL},
    {"target", POLICY_TARGET, POLICY_REQUIRED, AT(case, target), AT(case, unit), 0, 0, NULL},
    {"calendar", POLICY_CALENDAR_OF, POLICY_INHERITED, AT(case, calendar), 0, 0, 0, NULL},
    {"warn", POLICY_WARNINGS, POLICY_INHERITED, AT(case, warn_bp), 0, 0, 0, NULL},
    {"at_closing", POLICY_WORD, POLICY_INHERITED, AT(case, at_close), 0, 0, 0, closing_words},
};
const policy_shape revops__policy_case_shape = {"a case", FIELDS(case_fields), AT(case, name), NULL, NULL};
/* Of a clock that has no cases but a target. */
const policy_shape revops__policy_only_case_shape = {
    "a clock", case_fields + 2, FIELD_COUNT(case_fields) - 2, NO_NAME, NULL, NULL};

#define HAPPENS(key, part, times)                                                                            \
    {                                                                                                        \
        key, POLICY_HAPPENS, 0, AT(clock, first_##part), AT(clock, part##_count), times, 0, NULL             \
    }
static const policy_field clock_fields[] = {
    PROSE(clock),
    {"side", POLICY_WORD, 0, AT(clock, side), 0, 0, 0, side_words},
    {"kind", POLICY_WORD, 0, AT(clock, kind), 0, 0, 0, kind_words},
    {"starts", POLICY_HAPPENS, POLICY_REQUIRED, AT(clock, first_start), AT(clock, start_count), 0, 0, NULL},
    {"met", POLICY_HAPPENS, POLICY_REQUIRED, AT(clock, first_meet), AT(clock, meet_count), AT(clock, times),
     0, NULL},
    HAPPENS("ends", end, 0),
    HAPPENS("pauses", pause, 0),
    HAPPENS("resumes", resume, 0),
    HAPPENS("answered", answer, 0),
    HAPPENS("reopened_by", reopen, 0),
    {"stands_still_in", POLICY_STAGE_LIST, 0, AT(clock, first_still), AT(clock, still_count),
     POLICY_GROUPS_REACHED, 0, NULL},
    {"restarts", POLICY_BIT, 0, AT(clock, flags), 0, REVOPS_POLICY_RESTARTS, 0, NULL},
    {"at_hand_over", POLICY_WORD, 0, AT(clock, at_hand_over), 0, 0, 0, hand_over_words},
    {"when_it_changes", POLICY_WORD, 0, AT(clock, when_it_changes), 0, 0, 0, change_words},
    {"target", POLICY_TARGET, 0, 0, 0, 0, 0, NULL},
    {"calendar", POLICY_SKIPPED, 0, 0, 0, 0, 0, NULL},
    {"warn", POLICY_SKIPPED, 0, 0, 0, 0, 0, NULL},
    {"at_closing", POLICY_SKIPPED, 0, 0, 0, 0, 0, NULL},
    WAS(clock, POLICY_IN_clocks),
    {"cases", POLICY_LIST, 0, AT(clock, first_case), AT(clock, case_count), POLICY_IN_cases, 0,
     &revops__policy_case_shape},
};
static const revops_policy_clock clock_row = {.kind = REVOPS_SLA_REPEATING};
static const policy_shape clock_shape = {"a clock", FIELDS(clock_fields), AT(clock, name), NULL, &clock_row};

static const policy_field promise_fields[] = {
    PROSE(promise),
    {"side", POLICY_WORD, 0, AT(promise, side), 0, 0, 0, side_words},
    {"every", POLICY_WORD, 0, AT(promise, period), 0, 0, 0, period_words},
    {"count", POLICY_COUNTED, 0, AT(promise, first_of), AT(promise, of_count), 0, 0, NULL},
    {"share", POLICY_SHARED, 0, AT(promise, first_of), AT(promise, of_count), 0, 0, NULL},
    {"of", POLICY_OF_WHOM, 0, AT(promise, kind), 0, 0, 0, NULL},
    {"at_least", POLICY_QUANTITY, POLICY_REQUIRED, AT(promise, at_least), AT(promise, unit), 0, 0, NULL},
};
static const policy_shape promise_shape = {"a promise", FIELDS(promise_fields), AT(promise, name), NULL,
                                           NULL};

/* ---- routing ---- */

static const policy_field territory_fields[] = {
    {"name", POLICY_NAME, POLICY_REQUIRED, AT(territory, name), 0, 0, 0, NULL},
    {"where", POLICY_WHERE, 0, AT(territory, where), 0, 0, 0, NULL},
    {"queue", POLICY_REFERENCE, POLICY_REQUIRED, AT(territory, queue), 0, POLICY_IN_queues, 0, "a queue"},
};
static const policy_shape territory_shape = {"a territory", FIELDS(territory_fields), AT(territory, name),
                                             NULL, NULL};
static const policy_field queue_fields[] = {
    {"members", POLICY_MEMBERS, 0, AT(queue, first_member), AT(queue, member_count), 0, 0, NULL},
    {"overflow", POLICY_REFERENCE, 0, AT(queue, overflow), 0, POLICY_IN_queues, 0, "a queue"},
    {"like", POLICY_REFERENCE, 0, AT(queue, like), 0, POLICY_IN_queues, 0, "a queue"},
};
static const policy_shape queue_shape = {"a queue", FIELDS(queue_fields), AT(queue, name), NULL, NULL};
static const policy_field absence_fields[] = {
    {"from", POLICY_AWAY, POLICY_REQUIRED, AT(absence, from), AT(absence, from_unit), 0, 0, NULL},
    {"until", POLICY_AWAY, POLICY_REQUIRED, AT(absence, until), AT(absence, until_unit), 0, 0, NULL},
    {"share", POLICY_FLAG_WORD, 0, AT(absence, flags), 0, REVOPS_POLICY_WAIVED, 0, share_words},
};
static const policy_shape absence_shape = {"an absence", FIELDS(absence_fields), NO_NAME, NULL, NULL};
static const policy_field person_fields[] = {
    {"team", POLICY_NAME, 0, AT(person, team), 0, 0, 0, NULL},
    {"calendar", POLICY_REFERENCE, 0, AT(person, calendar), 0, POLICY_IN_calendars, 0, "a calendar"},
    {"open_at_most", POLICY_COUNT, 0, AT(person, open_at_most), 0, 1, UINT32_MAX - 1, NULL},
    {"per_day_at_most", POLICY_COUNT, 0, AT(person, per_day_at_most), 0, 1, UINT32_MAX - 1, NULL},
    {"starts", POLICY_DAY, 0, AT(person, starts_day), AT(person, flags), REVOPS_POLICY_HAS_STARTS, 0, NULL},
    {"leaves", POLICY_DAY, 0, AT(person, leaves_day), AT(person, flags), REVOPS_POLICY_HAS_LEAVES, 0, NULL},
    {"ramp", POLICY_SPAN, 0, AT(person, ramp_ms), 0, 0, 0, NULL},
    {"also", POLICY_TEXTS, 0, AT(person, first_also), AT(person, also_count), POLICY_IN_people, 0, NULL},
    {"away", POLICY_LIST, 0, AT(person, first_absence), AT(person, absence_count), POLICY_IN_absences, 0,
     &absence_shape},
};
static const policy_shape person_shape = {"a person", FIELDS(person_fields), AT(person, name), NULL, NULL};

/* ---- sections of the document ---- */

static const policy_field money_fields[] = {
    {"decimals", POLICY_COUNT, POLICY_REQUIRED, AT(params, money_decimals), 0, 0, 4, NULL},
    {"code", POLICY_CODE, 0, AT(params, money_code), 0, 0, 0, NULL},
};
static const policy_shape money_shape = {"{decimals, code}", FIELDS(money_fields), NO_NAME, NULL, NULL};

static const policy_field enough_fields[] = {
    {"at_least", POLICY_COUNT, 0, AT(params, touch_at_least), 0, 0, 65535, NULL},
    {"over", POLICY_OVER, 0, AT(params, touch_over), AT(params, touch_over_unit), 0, 0, NULL},
    {"calendar", POLICY_REFERENCE, 0, AT(params, touch_calendar), 0, POLICY_IN_calendars, 0, "a calendar"},
    {"days", POLICY_COUNT, 0, AT(params, touch_days), 0, 1, 65535, NULL},
    {"channels", POLICY_COUNT, 0, AT(params, touch_channel_count), 0, 1, REVOPS_POLICY_CHANNELS_MAX, NULL},
    {"in_channels", POLICY_REFERENCES, 0, AT(params, first_touch_in), AT(params, touch_in_count),
     POLICY_IN_channels, 0, "a channel"},
    {"since", POLICY_SINCE, 0, AT(params, first_touch_since), AT(params, touch_since_count), 0, 0, NULL},
    {"never_after", POLICY_REFERENCES, 0, AT(params, first_touch_never), AT(params, touch_never_count),
     POLICY_IN_channels, 0, "a channel"},
};
static const policy_shape enough_shape = {"what is enough", FIELDS(enough_fields), NO_NAME, NULL, NULL};
static const policy_field channel_fields[] = {
    {"name", POLICY_NAME, POLICY_REQUIRED, AT(channel, name), 0, 0, 0, NULL},
    WAS(channel, POLICY_IN_channels),
};
static const policy_shape channel_shape = {"a channel", FIELDS(channel_fields), AT(channel, name),
                                           &channel_fields[0], NULL};
static const policy_field touches_fields[] = {
    {"channels", POLICY_LIST, POLICY_WHOLE, 0, 0, POLICY_IN_channels, 0, &channel_shape},
    {"count_once_within", POLICY_SPAN, 0, AT(params, touch_once_within_ms), 0, 0, 0, NULL},
    {"enough", POLICY_OBJECT, 0, 0, 0, 0, 0, &enough_shape},
};
static const policy_shape touches_shape = {"what a touch is", FIELDS(touches_fields), NO_NAME, NULL, NULL};

static const policy_field closed_fields[] = {
    {"when_intent_shown", POLICY_FLAG_WORD, 0, AT(params, flags), 0, REVOPS_POLICY_REOPENS_ON_INTENT, 0,
     intent_shown_words},
    {"not_again_within", POLICY_SPAN, 0, AT(params, closed_cooldown_ms), 0, 0, 0, NULL},
};
static const policy_shape closed_shape = {"an object", FIELDS(closed_fields), NO_NAME, NULL, NULL};
static const policy_field records_fields[] = {
    {"dates", POLICY_BIT, 0, AT(params, flags), 0, REVOPS_POLICY_NO_DATES, 1, NULL}};
static const policy_shape records_shape = {"{dates}", FIELDS(records_fields), NO_NAME, NULL, NULL};

static const policy_field fit_fields[] = {
    {"base", POLICY_POINTS, 0, AT(params, fit_base_mpt), 0, 0, 0, NULL},
    {"rules", POLICY_LIST, 0, 0, 0, POLICY_IN_fit_rules, 0, &revops__policy_fit_rule_shape},
    {"groups", POLICY_MAP, 0, 0, 0, POLICY_IN_fit_groups, 0, &group_shape},
    {"groups_count", POLICY_FLAG_WORD, 0, AT(params, flags), 0, REVOPS_POLICY_FIT_BEST_GROUP, 0,
     fit_groups_words},
    {"cap", POLICY_POINTS, 0, AT(params, fit_cap_mpt), 0, 0, 0, NULL},
    {"floor", POLICY_POINTS, 0, AT(params, fit_floor_mpt), 0, 0, 0, NULL},
    {"grades", POLICY_GRADES, 0, 0, 0, POLICY_IN_fit_grades, AT(params, fit_otherwise), &grade_shape},
    {"otherwise", POLICY_NAME, 0, AT(params, fit_otherwise), 0, 0, 0, NULL},
    {"unknown", POLICY_REFERENCE, 0, AT(params, fit_unknown), 0, POLICY_IN_fit_grades, 0, "a fit grade"},
    {"never", POLICY_WHERE, 0, AT(params, fit_never), 0, 0, 0, NULL},
};
static const policy_shape fit_shape = {"a score", FIELDS(fit_fields), NO_NAME, NULL, NULL};

static const policy_field inactivity_fields[] = {
    {"loses", POLICY_PERCENT, POLICY_REQUIRED, AT(params, intent_inactivity_bp), 0, 0, 10000, NULL},
    {"every", POLICY_SPAN, POLICY_REQUIRED, AT(params, intent_inactivity_ms), 0, 0, 0, NULL},
};
static const policy_shape inactivity_shape = {"{loses, every}", FIELDS(inactivity_fields), NO_NAME, NULL,
                                              NULL};
static const policy_field intent_fields[] = {
    {"rules", POLICY_LIST, 0, 0, 0, POLICY_IN_intent_rules, 0, &revops__policy_intent_rule_shape},
    {"groups", POLICY_MAP, 0, 0, 0, POLICY_IN_intent_groups, 0, &group_shape},
    {"groups_count", POLICY_FLAG_WORD, 0, AT(params, flags), 0, REVOPS_POLICY_INTENT_BEST_GROUP, 0,
     intent_groups_words},
    {"base", POLICY_POINTS, 0, AT(params, intent_base_mpt), 0, 0, 0, NULL},
    {"cap", POLICY_POINTS, 0, AT(params, intent_cap_mpt), 0, 0, 0, NULL},
    {"floor", POLICY_POINTS, 0, AT(params, intent_floor_mpt), 0, 0, 0, NULL},
    {"grades", POLICY_GRADES, 0, 0, 0, POLICY_IN_intent_grades, AT(params, intent_otherwise), &grade_shape},
    {"otherwise", POLICY_NAME, 0, AT(params, intent_otherwise), 0, 0, 0, NULL},
    {"never", POLICY_WHERE, 0, AT(params, intent_never), 0, 0, 0, NULL},
    {"days_in", POLICY_REFERENCE, 0, AT(params, intent_calendar), 0, POLICY_IN_calendars, 0, "a calendar"},
    {"inactivity", POLICY_OBJECT, 0, 0, 0, 0, 0, &inactivity_shape},
};
static const policy_shape intent_shape = {"a score", FIELDS(intent_fields), NO_NAME, NULL, NULL};

static const policy_field total_fields[] = {
    {"fit", POLICY_PERCENT, POLICY_REQUIRED, AT(params, total_fit_bp), 0, 0, 1000000, NULL},
    {"intent", POLICY_PERCENT, POLICY_REQUIRED, AT(params, total_intent_bp), 0, 0, 1000000, NULL},
    {"bands", POLICY_GRADES, 0, 0, 0, POLICY_IN_total_bands, AT(params, total_otherwise), &grade_shape},
    {"otherwise", POLICY_NAME, 0, AT(params, total_otherwise), 0, 0, 0, NULL},
};
static const policy_shape total_shape = {"a total", FIELDS(total_fields), NO_NAME, NULL, NULL};

static const policy_field shows_fields[] = {
    {"fit", POLICY_REFERENCE, 0, AT(params, mql_shows_fit), 0, POLICY_IN_items, 0, "an item"},
    {"intent", POLICY_REFERENCE, 0, AT(params, mql_shows_intent), 0, POLICY_IN_items, 0, "an item"},
};
static const policy_shape shows_shape = {"{fit, intent}", FIELDS(shows_fields), NO_NAME, NULL, NULL};
static const policy_field lost_fields[] = {
    {"from", POLICY_STAGE_LIST, 0, AT(params, first_lost_from), AT(params, lost_from_count),
     POLICY_GROUPS_REACHED, 0, NULL},
    {"move", POLICY_REFERENCE, POLICY_REQUIRED, AT(params, lost_move), 0, POLICY_IN_moves, 0, "a move"},
    {"reason", POLICY_REFERENCE, 0, AT(params, lost_reason), 0, POLICY_IN_reasons, 0, "a reason"},
    {"only_if_fit", POLICY_REFERENCES, 0, AT(params, first_lost_grade), AT(params, lost_grade_count),
     POLICY_IN_fit_grades, 0, "a fit grade"},
};
static const policy_shape lost_shape = {"{from, move, reason, only_if_fit}", FIELDS(lost_fields), NO_NAME,
                                        NULL, NULL};
static const policy_field mql_fields[] = {
    {"matrix", POLICY_MAP, 0, 0, 0, POLICY_IN_cells, 0, &revops__policy_cell_shape},
    {"move", POLICY_REFERENCE, 0, AT(params, mql_move), 0, POLICY_IN_moves, 0, "a move"},
    {"shows", POLICY_OBJECT, 0, 0, 0, 0, 0, &shows_shape},
    {"when_lost", POLICY_OBJECT, 0, 0, 0, 0, 0, &lost_shape},
};
static const policy_shape mql_shape = {"an object", FIELDS(mql_fields), NO_NAME, NULL, NULL};

static const policy_field usage_fields[] = {
    {"of", POLICY_FLAG_WORD, 0, AT(params, flags), 0, REVOPS_POLICY_USAGE_OF_ACCOUNT, 0, usage_words},
    {"dates_in", POLICY_REFERENCE, 0, AT(params, usage_calendar), 0, POLICY_IN_calendars, 0, "a calendar"},
    {"criteria", POLICY_MAP, 0, 0, 0, POLICY_IN_criteria, 0, &revops__policy_criterion_shape},
    {"signals", POLICY_LIST, 0, 0, 0, POLICY_IN_signals, 0, &revops__policy_signal_shape},
};
static const policy_shape usage_shape = {"an object", FIELDS(usage_fields), NO_NAME, NULL, NULL};

static const policy_field review_fields[] = {
    {"missed", POLICY_COUNT, POLICY_REQUIRED, AT(params, review_missed), 0, 1, 64, NULL},
    {"of", POLICY_COUNT, POLICY_REQUIRED, AT(params, review_of), 0, 1, 64, NULL},
};
static const policy_field executive_fields[] = {
    {"missed", POLICY_COUNT, POLICY_REQUIRED, AT(params, executive_missed), 0, 1, 64, NULL},
    {"of", POLICY_COUNT, POLICY_REQUIRED, AT(params, executive_of), 0, 1, 64, NULL},
};
static const policy_shape review_shape = {"{missed, of}", FIELDS(review_fields), NO_NAME, NULL, NULL};
static const policy_shape executive_shape = {"{missed, of}", FIELDS(executive_fields), NO_NAME, NULL, NULL};
static const policy_field escalation_fields[] = {
    {"kept_from", POLICY_PERCENT, 0, AT(params, escalation_kept_bp), 0, 0, 10000, NULL},
    {"weeks_in", POLICY_REFERENCE, 0, AT(params, escalation_calendar), 0, POLICY_IN_calendars, 0,
     "a calendar"},
    {"review", POLICY_OBJECT, 0, 0, 0, 0, 0, &review_shape},
    {"executive", POLICY_OBJECT, 0, 0, 0, 0, 0, &executive_shape},
};
static const policy_shape escalation_shape = {"an object", FIELDS(escalation_fields), NO_NAME, NULL, NULL};

static const policy_field owner_first_fields[] = {
    {"duplicate", POLICY_BIT, 0, AT(params, flags), 0, REVOPS_POLICY_OWNER_OF_DUPLICATE, 0, NULL},
    {"account", POLICY_BIT, 0, AT(params, flags), 0, REVOPS_POLICY_OWNER_OF_ACCOUNT, 0, NULL},
    {"if_away", POLICY_WORD, 0, AT(params, if_away), 0, 0, 0, away_words},
    {"if_gone", POLICY_WORD, 0, AT(params, if_gone), 0, 0, 0, gone_words},
};
static const policy_shape owner_first_shape = {"an object", FIELDS(owner_first_fields), NO_NAME, NULL, NULL};
static const policy_field routing_fields[] = {
    {"asked_on", POLICY_HAPPENS, 0, AT(params, first_route), AT(params, route_count), 0, 0, NULL},
    {"owner_first", POLICY_OBJECT, 0, 0, 0, 0, 0, &owner_first_shape},
    {"territories", POLICY_LIST, 0, 0, 0, POLICY_IN_territories, 0, &territory_shape},
    {"otherwise", POLICY_REFERENCE, 0, AT(params, route_otherwise), 0, POLICY_IN_queues, 0, "a queue"},
    {"queues", POLICY_MAP, 0, 0, 0, POLICY_IN_queues, 0, &queue_shape},
    {"fallback", POLICY_REFERENCE, 0, AT(params, route_fallback), 0, POLICY_IN_queues, 0, "a queue"},
    {"owed_at_most", POLICY_COUNT, 0, AT(params, owed_at_most), 0, 0, 100000, NULL},
};
static const policy_shape routing_shape = {"an object", FIELDS(routing_fields), NO_NAME, NULL, NULL};

static const policy_field engagement_fields[] = {
    {"grades", POLICY_GRADES, 0, 0, 0, POLICY_IN_account_grades, AT(params, account_otherwise), &grade_shape},
    {"otherwise", POLICY_NAME, 0, AT(params, account_otherwise), 0, 0, 0, NULL},
};
static const policy_shape engagement_shape = {"{grades, otherwise}", FIELDS(engagement_fields), NO_NAME, NULL,
                                              NULL};
static const policy_field accounts_fields[] = {
    {"match", POLICY_MATCHES, 0, AT(params, matches), 0, 0, 0, NULL},
    {"buying_committee", POLICY_COUNT, 0, AT(params, buying_committee), 0, 1, 65535, NULL},
    {"engaged_within", POLICY_DAYS, 0, AT(params, engaged_days), 0, 1, REVOPS_USAGE_WINDOW_MAX, NULL},
    {"engagement", POLICY_OBJECT, 0, 0, 0, 0, 0, &engagement_shape},
};
static const policy_shape accounts_shape = {"an object", FIELDS(accounts_fields), NO_NAME, NULL, NULL};

static const policy_field figure_bands_fields[] = {{"", POLICY_BANDS, 0, 0, 0, 0, 0, NULL}};
static const policy_shape bands_shape = {"a list of bands", figure_bands_fields,     0,
                                         NO_NAME,           &figure_bands_fields[0], NULL};
static const policy_field figure_targets_fields[] = {{"", POLICY_TARGETS, 0, 0, 0, 0, 0, NULL}};
static const policy_shape targets_shape = {"targets by part", figure_targets_fields,     0,
                                           NO_NAME,           &figure_targets_fields[0], NULL};
static const policy_field figures_fields[] = {
    {"bands", POLICY_MAP, 0, 0, 0, POLICY_NOWHERE, 0, &bands_shape},
    {"targets", POLICY_MAP, 0, 0, 0, POLICY_NOWHERE, 0, &targets_shape},
};
static const policy_shape figures_shape = {"{bands, targets}", FIELDS(figures_fields), NO_NAME, NULL, NULL};

static const policy_field changes_fields[] = {{"running_promises", POLICY_FLAG_WORD, 0, AT(params, flags), 0,
                                               REVOPS_POLICY_MOVES_PROMISES, 0, promise_words}};
static const policy_shape changes_shape = {"{running_promises}", FIELDS(changes_fields), NO_NAME, NULL, NULL};

static const policy_field root_fields[] = {
    {"revops", POLICY_FORMAT_NUMBER, POLICY_REQUIRED, 0, 0, 0, 0, NULL},
    {"name", POLICY_NAME, POLICY_REQUIRED, AT(params, name), 0, 0, 0, NULL},
    PROSE(params),
    {"extends", POLICY_SKIPPED, 0, 0, 0, 0, 0, NULL},
    {"replaces", POLICY_SKIPPED, 0, 0, 0, 0, 0, NULL},
    {"money", POLICY_OBJECT, 0, 0, 0, 0, 0, &money_shape},
    {"zones", POLICY_MAP, 0, 0, 0, POLICY_IN_zones, 0, &zone_shape},
    {"zone", POLICY_ZONE_OF, 0, AT(params, zone), 0, 0, 0, NULL},
    {"attributes", POLICY_MAP, 0, 0, 0, POLICY_IN_attributes, 0, &revops__policy_attribute_shape},
    {"items", POLICY_MAP, 0, 0, 0, POLICY_IN_items, 0, &revops__policy_item_shape},
    {"checklists", POLICY_MAP, 0, 0, 0, POLICY_IN_checklists, 0, &revops__policy_checklist_shape},
    {"reasons", POLICY_MAP, 0, 0, 0, POLICY_IN_reason_lists, 0, &revops__policy_reason_list_shape},
    {"touches", POLICY_OBJECT, 0, 0, 0, 0, 0, &touches_shape},
    {"stages", POLICY_LIST, POLICY_REQUIRED, 0, 0, POLICY_IN_stages, 0, &revops__policy_stage_shape},
    {"moves", POLICY_MAP, 0, 0, 0, POLICY_IN_moves, 0, &revops__policy_move_shape},
    {"backward", POLICY_WORD, 0, AT(params, backward), 0, 0, 0, backward_words},
    {"closed_leads", POLICY_OBJECT, 0, 0, 0, 0, 0, &closed_shape},
    {"records", POLICY_OBJECT, 0, 0, 0, 0, 0, &records_shape},
    {"events", POLICY_MAP, 0, 0, 0, POLICY_IN_events, 0, &revops__policy_event_shape},
    {"fit", POLICY_OBJECT, 0, 0, 0, 0, 0, &fit_shape},
    {"intent", POLICY_OBJECT, 0, 0, 0, 0, 0, &intent_shape},
    {"total", POLICY_OBJECT, 0, 0, 0, 0, 0, &total_shape},
    {"mql", POLICY_OBJECT, 0, 0, 0, 0, 0, &mql_shape},
    {"usage", POLICY_OBJECT, 0, 0, 0, 0, 0, &usage_shape},
    {"segments", POLICY_ROW, 0, 0, 0, POLICY_IN_tables, 0, &revops__policy_segments_shape},
    {"motions", POLICY_ROW, 0, 0, 0, POLICY_IN_tables, 0, &revops__policy_motions_shape},
    {"tables", POLICY_MAP, 0, 0, 0, POLICY_IN_tables, 0, &revops__policy_table_shape},
    {"calendars", POLICY_MAP, 0, 0, 0, POLICY_IN_calendars, 0, &calendar_shape},
    {"clocks", POLICY_MAP, 0, 0, 0, POLICY_IN_clocks, 0, &clock_shape},
    {"promises", POLICY_MAP, 0, 0, 0, POLICY_IN_promises, 0, &promise_shape},
    {"escalation", POLICY_OBJECT, 0, 0, 0, 0, 0, &escalation_shape},
    {"routing", POLICY_OBJECT, 0, 0, 0, 0, 0, &routing_shape},
    {"roster", POLICY_MAP, 0, 0, 0, POLICY_IN_people, 0, &person_shape},
    {"accounts", POLICY_OBJECT, 0, 0, 0, 0, 0, &accounts_shape},
    {"figures", POLICY_OBJECT, 0, 0, 0, 0, 0, &figures_shape},
    {"changes", POLICY_OBJECT, 0, 0, 0, 0, 0, &changes_shape},
};
const policy_shape revops__policy_root = {"a policy", FIELDS(root_fields), NO_NAME, NULL, NULL};

/* Which shape the rows of a table have, for whoever goes by tables. */
const policy_rows_shape revops__policy_row_shapes[] = {
    {POLICY_IN_channels, &channel_shape},
    {POLICY_IN_attributes, &revops__policy_attribute_shape},
    {POLICY_IN_items, &revops__policy_item_shape},
    {POLICY_IN_checklists, &revops__policy_checklist_shape},
    {POLICY_IN_reasons, &revops__policy_reason_shape},
    {POLICY_IN_reason_lists, &revops__policy_reason_list_shape},
    {POLICY_IN_tables, &revops__policy_table_shape},
    {POLICY_IN_classes, &revops__policy_class_shape},
    {POLICY_IN_stages, &revops__policy_stage_shape},
    {POLICY_IN_moves, &revops__policy_move_shape},
    {POLICY_IN_events, &revops__policy_event_shape},
    {POLICY_IN_fit_rules, &revops__policy_fit_rule_shape},
    {POLICY_IN_fit_groups, &group_shape},
    {POLICY_IN_fit_grades, &grade_shape},
    {POLICY_IN_intent_rules, &revops__policy_intent_rule_shape},
    {POLICY_IN_intent_groups, &group_shape},
    {POLICY_IN_intent_grades, &grade_shape},
    {POLICY_IN_total_bands, &grade_shape},
    {POLICY_IN_account_grades, &grade_shape},
    {POLICY_IN_cells, &revops__policy_cell_shape},
    {POLICY_IN_criteria, &revops__policy_criterion_shape},
    {POLICY_IN_signals, &revops__policy_signal_shape},
    {POLICY_IN_calendars, &calendar_shape},
    {POLICY_IN_zones, &zone_shape},
    {POLICY_IN_clocks, &clock_shape},
    {POLICY_IN_cases, &revops__policy_case_shape},
    {POLICY_IN_promises, &promise_shape},
    {POLICY_IN_territories, &territory_shape},
    {POLICY_IN_queues, &queue_shape},
    {POLICY_IN_people, &person_shape},
    {POLICY_IN_absences, &absence_shape},
    {POLICY_NOWHERE, NULL},
};

const policy_field *revops__policy_field_of(const policy_shape *shape, const char *key)
{
    for (uint32_t i = 0; i < shape->field_count; i++) {
        if (revops__policy_equal(shape->fields[i].key, key)) {
            return &shape->fields[i];
        }
    }
    return NULL;
}
