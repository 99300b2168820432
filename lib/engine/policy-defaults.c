/* SPDX-License-Identifier: MIT */
/* A policy without rows. */
#include <revops/policy-rows.h>
#include <revops/score.h>

#include "act/touch-rule.h"
#include "core/params.h"

revops_status revops_policy_defaults(revops_policy_params *out, size_t size)
{
    static const revops_policy_params defaults = {
        .struct_size = sizeof(revops_policy_params),
        .channel_row_size = sizeof(revops_policy_channel),
        .attribute_row_size = sizeof(revops_policy_attribute),
        .item_row_size = sizeof(revops_policy_item),
        .checklist_row_size = sizeof(revops_policy_checklist),
        .need_row_size = sizeof(revops_policy_need),
        .reason_row_size = sizeof(revops_policy_reason),
        .reason_list_row_size = sizeof(revops_policy_reason_list),
        .condition_row_size = sizeof(revops_policy_condition),
        .table_row_size = sizeof(revops_policy_table),
        .class_row_size = sizeof(revops_policy_class),
        .stage_row_size = sizeof(revops_policy_stage),
        .move_row_size = sizeof(revops_policy_move),
        .event_row_size = sizeof(revops_policy_event),
        .happening_row_size = sizeof(revops_policy_happening),
        .fit_rule_row_size = sizeof(revops_policy_fit_rule),
        .fit_group_row_size = sizeof(revops_policy_group),
        .fit_grade_row_size = sizeof(revops_policy_grade),
        .intent_rule_row_size = sizeof(revops_policy_intent_rule),
        .intent_group_row_size = sizeof(revops_policy_group),
        .intent_grade_row_size = sizeof(revops_policy_grade),
        .total_band_row_size = sizeof(revops_policy_grade),
        .cell_row_size = sizeof(revops_policy_cell),
        .criterion_row_size = sizeof(revops_policy_criterion),
        .signal_row_size = sizeof(revops_policy_signal),
        .calendar_row_size = sizeof(revops_policy_calendar),
        .holiday_row_size = sizeof(revops_policy_holiday),
        .zone_row_size = sizeof(revops_policy_zone),
        .clock_row_size = sizeof(revops_policy_clock),
        .case_row_size = sizeof(revops_policy_case),
        .choice_row_size = sizeof(revops_policy_choice),
        .promise_row_size = sizeof(revops_policy_promise),
        .territory_row_size = sizeof(revops_policy_territory),
        .queue_row_size = sizeof(revops_policy_queue),
        .member_row_size = sizeof(revops_policy_member),
        .people_row_size = sizeof(revops_policy_person),
        .absence_row_size = sizeof(revops_policy_absence),
        .account_grade_row_size = sizeof(revops_policy_grade),
        .band_row_size = sizeof(revops_policy_band),
        .target_row_size = sizeof(revops_policy_target),
        .opening_row_size = sizeof(revops_calendar_opening),
        .exception_row_size = sizeof(revops_calendar_exception),
        .tier_row_size = sizeof(revops_intent_tier),
        .touch_once_within_ms = REVOPS_MINUTE_MS,
        .touch_over = REVOPS__TOUCH_RULE_DAYS,
        .touch_over_unit = REVOPS_CALENDAR_UNIT_DAYS,
        .touch_at_least = REVOPS__TOUCH_RULE_COUNT,
        .closed_cooldown_ms = REVOPS_DAY_MS,
        .fit_floor_mpt = REVOPS_SCORE_NO_FLOOR,
        .fit_cap_mpt = REVOPS_SCORE_NO_CAP,
        .intent_floor_mpt = REVOPS_SCORE_NO_FLOOR,
        .intent_cap_mpt = REVOPS_SCORE_NO_CAP,
        .money_decimals = 2,
        .owed_at_most = 100,
    };
    return REVOPS__PARAMS_GIVE(revops_policy_params, out, size, &defaults);
}
