/* SPDX-License-Identifier: MIT */
/* Clocks of a policy, checked; how much they may tell at once. */
#include "engine/engine-work.h"

static void clock_fault(revops__problems *problems, uint32_t row, const char *field, int64_t found,
                        const char *expected)
{
    revops__problem_put(problems, REVOPS_ERR_ARG, "clocks", row, field, found, expected);
}

void revops__happening_check(const revops_policy_params *policy, revops__problems *problems, uint32_t index)
{
    revops_policy_happening row = revops__clock_happening(policy, index);
    uint32_t most = 0;
    int is_group = row.subject >= REVOPS_POLICY_ANY && row.subject <= REVOPS_POLICY_ANY_NURTURE &&
                   (row.kind == REVOPS_POLICY_HAPPENS_STAGE || row.kind == REVOPS_POLICY_HAPPENS_LEFT);
    switch ((enum revops_policy_happening_kinds)row.kind) {
    case REVOPS_POLICY_HAPPENS_EVENT:
        most = policy->event_count;
        break;
    case REVOPS_POLICY_HAPPENS_STAGE:
    case REVOPS_POLICY_HAPPENS_LEFT:
    case REVOPS_POLICY_HAPPENS_STEPS_OF:
        most = policy->stage_count;
        break;
    case REVOPS_POLICY_HAPPENS_TOUCH:
        most = policy->channel_count;
        break;
    case REVOPS_POLICY_HAPPENS_SIGNAL:
        most = policy->signal_count;
        break;
    case REVOPS_POLICY_HAPPENS_MISSED:
        most = policy->clock_count;
        break;
    case REVOPS_POLICY_HAPPENS_INBOUND:
    case REVOPS_POLICY_HAPPENS_ASSIGNED:
    case REVOPS_POLICY_HAPPENS_FIRST_TOUCH:
        break;
    }
    int may_be_none = row.kind >= REVOPS_POLICY_HAPPENS_TOUCH && row.kind != REVOPS_POLICY_HAPPENS_SIGNAL &&
                      row.kind != REVOPS_POLICY_HAPPENS_MISSED;
    if (row.kind < REVOPS_POLICY_HAPPENS_EVENT || row.kind > REVOPS_POLICY_HAPPENS_FIRST_TOUCH ||
        (!is_group && (row.subject > most || (row.subject == 0 && !may_be_none)))) {
        revops__problem_put(problems, REVOPS_ERR_ARG, "happenings", index, "subject", row.subject,
                            "a position in the table of its kind");
    }
}

/* Clocks that a clock's misses are heard by. */
static uint16_t clock_heard_by(const revops_policy_params *policy, uint32_t missed)
{
    uint16_t heard = 0;
    for (uint32_t i = 0; i < policy->clock_count; i++) {
        revops_policy_clock row = revops__clock_given(policy, i);
        revops__clock_list list = revops__clock_list_of(&row, 0);
        for (uint32_t k = 0; k < list.count && i != missed; k++) {
            revops_policy_happening happening = revops__clock_happening(policy, list.first + k);
            int hears = happening.kind == REVOPS_POLICY_HAPPENS_MISSED && happening.subject == missed + 1;
            heard |= hears ? (uint16_t)(1u << i) : 0;
        }
    }
    return heard;
}

/* How often each clock may be missed between two events: once, and once for each miss that starts it. Returns clocks that
   start each other in a circle. */
static uint32_t clocks_misses(const revops_policy_params *policy, uint64_t *misses)
{
    uint32_t left = (1u << policy->clock_count) - 1;
    for (uint32_t i = 0; i < policy->clock_count; i++) {
        misses[i] = 1;
    }
    for (int goes_on = 1; goes_on;) {
        goes_on = 0;
        for (uint32_t i = 0; i < policy->clock_count; i++) {
            uint32_t heard_from = 0;
            for (uint32_t k = 0; k < policy->clock_count; k++) {
                heard_from |= (left >> k & 1) && clock_heard_by(policy, k) >> i & 1 ? 1u << k : 0;
            }
            if (left >> i & 1 && !heard_from) {
                uint16_t hearers = clock_heard_by(policy, i);
                for (uint32_t k = 0; k < policy->clock_count; k++) {
                    misses[k] += hearers >> k & 1 ? misses[i] : 0;
                }
                left &= ~(1u << i);
                goes_on = 1;
            }
        }
    }
    return left;
}

/* What one call may tell of clocks: what falls due before the event, each miss that starts others, and the event. */
uint32_t revops__clocks_effects_max(const revops_policy_params *policy)
{
    uint64_t misses[REVOPS_POLICY_CLOCKS_MAX], most = 0;
    clocks_misses(policy, misses);
    for (uint32_t i = 0; i < policy->clock_count; i++) {
        most += REVOPS_SLA_EFFECTS_OF_CLOCK_MAX * (2 * misses[i] + 1);
    }
    return most < UINT32_MAX / 2 ? (uint32_t)most : UINT32_MAX / 2;
}

void revops__clocks_check(const revops_policy_params *policy, revops__problems *problems)
{
    size_t before = problems->count;
    for (uint32_t i = 0; i < policy->clock_count; i++) {
        revops_policy_clock row = revops__clock_given(policy, i);
        if (!row.name || !*row.name) {
            clock_fault(problems, i, "name", 0, "a name");
        }
        for (uint32_t part = 0; part < REVOPS__CLOCK_PARTS; part++) {
            revops__clock_list list = revops__clock_list_of(&row, part);
            if (list.first > policy->happening_count || list.count > policy->happening_count - list.first) {
                clock_fault(problems, i, "first_start", list.first, "lists that lie within `happenings`");
                return;
            }
            for (uint32_t k = 0; k < list.count; k++) {
                revops__happening_check(policy, problems, list.first + k);
            }
        }
        if (row.case_count == 0 || row.case_count > REVOPS__CLOCK_CASES_MAX ||
            row.first_case > policy->case_count || row.case_count > policy->case_count - row.first_case) {
            clock_fault(problems, i, "case_count", row.case_count, "1 to 64 cases that lie within `cases`");
            return;
        }
        if (row.first_still > policy->number_count ||
            row.still_count > policy->number_count - row.first_still) {
            clock_fault(problems, i, "first_still", row.first_still, "a list that lies within `numbers`");
            return;
        }
        revops_policy_case first = revops__clock_case_given(policy, row.first_case), chooses = {0};
        for (uint32_t k = 0; k < row.case_count; k++) {
            revops_policy_case own = revops__clock_case_given(policy, row.first_case + k);
            int is_chosen = own.calendar_of == REVOPS_POLICY_CALENDAR_BY_ATTRIBUTE;
            if (own.where > policy->condition_count || own.calendar > policy->calendar_count ||
                own.attribute > policy->attribute_count || own.table > policy->table_count ||
                own.calendar_of > REVOPS_POLICY_CALENDAR_BY_ATTRIBUTE ||
                (is_chosen && !own.attribute == !own.table) || own.first_choice > policy->choice_count ||
                own.choice_count > policy->choice_count - own.first_choice) {
                clock_fault(problems, i, "first_case", k, "cases that name what there is");
                return;
            }
            if (own.at_close != first.at_close ||
                (is_chosen && chooses.calendar_of &&
                 (own.attribute != chooses.attribute || own.table != chooses.table))) {
                revops__problem_put(problems, REVOPS_ERR_UNSOUND, "clocks", i, "first_case", k,
                                    "cases with one at_close, whose calendars one attribute chooses");
            }
            chooses = is_chosen ? own : chooses;
        }
    }
    uint64_t misses[REVOPS_POLICY_CLOCKS_MAX];
    if (problems->count == before && clocks_misses(policy, misses)) {
        revops__problem_put(problems, REVOPS_ERR_UNSOUND, "clocks", REVOPS_NO_ROW, "first_start", 0,
                            "clocks whose breaches don't start each other in a circle");
    }
}
