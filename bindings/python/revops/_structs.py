# SPDX-License-Identifier: MIT
"""The public C structs, each a class that is made when first asked for; written by bindings/generate.py from the headers: change those and run it again."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

STRUCTS: dict[str, tuple[str, str]] = {  # class: its C name, its fields
    # base.h
    "Cursor": ("revops_cursor", (
        "u64 next, u64 applied, u64 late, u64 duplicate, u64 refused, u64 invalid, u64[2] reserved")),
    "Problem": ("revops_problem", (
        "status status, u32 row, u32 other_row, u32 reserved, i64 found, text part, text field, text expected")),
    # condition.h
    "Condition": ("revops_condition", (
        "u32 attribute, u32 test, i64 low, i64 high, u32 first_value, u32 value_count, u32 flags, u32 reserved")),
    "Texts": ("revops_texts", (
        "text bytes, *i64 offsets, u64 count")),
    "Column": ("revops_column", (
        "opaque values, *Texts texts, i64 missing, u32 width, u32 reserved")),
    # zone.h
    "ZoneTransition": ("revops_zone_transition", (
        "i64 at_ms, i32 utc_offset_s, u32 reserved")),
    "ZoneParams": ("revops_zone_params", (
        "u32 struct_size, u32 flags, text posix, *u8 tzif, *ZoneTransition transitions, u32 posix_length, u32 tzif_length, "
        "u32 transition_count, u32 transition_row_size, i32 utc_offset_s, u32 reserved")),
    # calendar.h
    "CalendarOpening": ("revops_calendar_opening", (
        "u16 weekday, u16 start_min, u16 end_min")),
    "CalendarException": ("revops_calendar_exception", (
        "i32 day, u16 start_min, u16 end_min")),
    "CalendarParams": ("revops_calendar_params", (
        "u32 struct_size, u32 flags, *CalendarOpening openings, *i32 holidays, *CalendarException exceptions, opaque zone, "
        "u32 opening_count, u32 opening_row_size, u32 holiday_count, u32 exception_count, u32 exception_row_size, u32 reserved")),
    # stats.h
    "Histogram": ("revops_histogram", (
        "u64 count, u64 sum_low, u64 sum_high, i64 minimum, i64 maximum, u32[2240] buckets")),
    "StatsInterval": ("revops_stats_interval", (
        "u32 low_ppb, u32 high_ppb")),
    "StatsComparison": ("revops_stats_comparison", (
        "i64 difference_ppb, i64 z_ppm, u32 p_value_ppb, u32 reserved")),
    "StatsLine": ("revops_stats_line", (
        "i64 slope_ppm, i64 standard_error_ppm")),
    # email.h
    "EmailDomain": ("revops_email_domain", (
        "text name, text same_as, u32 email_class, u32 flags")),
    "EmailParams": ("revops_email_params", (
        "u32 struct_size, u32 flags, u32 domain_count, u32 domain_row_size, u32 role_count, u32 reserved, *EmailDomain domains, "
        "*text roles")),
    # account.h
    "AccountEntry": ("revops_account_entry", (
        "text text, u32 account, u32 kind")),
    "AccountParams": ("revops_account_params", (
        "u32 struct_size, u32 flags, u32 entry_count, u32 entry_row_size, *AccountEntry entries")),
    "AccountLead": ("revops_account_lead", (
        "text key, text address, text name, u32 key_length, u32 address_length, u32 name_length, u32 reserved")),
    "AccountAnswer": ("revops_account_answer", (
        "u32 account, u32 by, u32 count, u32 flags")),
    # title.h
    "TitlePhrase": ("revops_title_phrase", (
        "text text, u32 kind, u32 outcome")),
    "TitleParams": ("revops_title_params", (
        "u32 struct_size, u32 flags, u32 phrase_count, u32 phrase_row_size, *TitlePhrase phrases")),
    "TitleAnswer": ("revops_title_answer", (
        "u32 seniority, u32 function")),
    # score.h
    "ScoreRule": ("revops_score_rule", (
        "i32 points_mpt, u32 group, u32 first_condition, u32 condition_count, i64 since_ms, i64 until_ms")),
    "ScoreGroup": ("revops_score_group", (
        "i32 floor_mpt, i32 cap_mpt")),
    "ScoreParams": ("revops_score_params", (
        "u32 struct_size, u32 flags, u32 attribute_count, u32 rule_count, u32 rule_row_size, u32 group_count, u32 group_row_size, "
        "u32 condition_count, u32 condition_row_size, u32 value_count, u32 text_count, u32 grade_count, i32 base_mpt, i32 floor_mpt, "
        "i32 cap_mpt, i32 hysteresis_mpt, i32[8] grades_mpt, *ScoreRule rules, *ScoreGroup groups, *Condition conditions, *i64 values, "
        "*text texts")),
    "ScoreLine": ("revops_score_line", (
        "u32 reason, u32 index, i64 points_mpt")),
    "ScoreAdvice": ("revops_score_advice", (
        "u32 rule, u32 ask_count, u32 alter_count, i32 gain_mpt, i32 score_mpt, u32 grade")),
    "ScoreChange": ("revops_score_change", (
        "u64 lead, i32 before_mpt, i32 after_mpt, u32 grade_before, u32 grade_after, u32 rule, u32 dropped_rule, i64 points_mpt")),
    "ScoreMatrixParams": ("revops_score_matrix_params", (
        "u32 struct_size, u32 flags, u32 fit_count, u32 engagement_count, u8[8] enter, u8[8] stay")),
    "ScoreAccount": ("revops_score_account", (
        "i64 score_mpt, u32 people, u32 engaged, u32 committee, u32 contacted, u32 coverage_bp, u32 reserved")),
    # intent.h
    "IntentTier": ("revops_intent_tier", (
        "i64 within_ms, u32 count, i32 points_mpt")),
    "IntentRule": ("revops_intent_rule", (
        "i32 points_mpt, u32 group, u32 decay, u32 daily_limit, i64 period_ms, u32 loss_bp, u32 first_tier, u32 tier_count, u32 flags")),
    "IntentParams": ("revops_intent_params", (
        "u32 struct_size, u32 flags, u32 rule_count, u32 rule_row_size, u32 tier_count, u32 tier_row_size, u32 group_count, "
        "u32 group_row_size, u32 grade_count, i32 floor_mpt, i32 cap_mpt, i32 hysteresis_mpt, i32 utc_offset_min, i32[8] grades_mpt, "
        "u32 inactivity_loss_bp, i32 ended_mpt, u32 reserved, i64 inactivity_period_ms, *IntentRule rules, *IntentTier tiers, "
        "*ScoreGroup groups")),
    "IntentSlot": ("revops_intent_slot", (
        "i64 newest_ms, u64[2] state, u32 counted, u16 day_count, u16 over_limit")),
    "IntentRecord": ("revops_intent_record", (
        "i64 active_ms, i64 ended_ms, u32 is_active, u32 ended_by, u64 reserved")),
    "IntentColumns": ("revops_intent_columns", (
        "u32 struct_size, u32 flags, u64 count, *u32 lead, *u32 behaviour, *i64 at_ms")),
    "IntentHistory": ("revops_intent_history", (
        "*i64 at_ms, *u32 behaviours, u64 event_count")),
    # intent-next.h
    "IntentAdvice": ("revops_intent_advice", (
        "u32 behaviour, u32 event_count, i32 score_mpt, u32 grade")),
    # intent-total.h
    "IntentTotalParams": ("revops_intent_total_params", (
        "u32 struct_size, u32 flags, u32 fit_bp, u32 intent_bp, u32 band_count, i32[8] bands_mpt, i32 hysteresis_mpt")),
    # moment.h
    "Moment": ("revops_moment", (
        "u64 lead, i64 at_ms, i32 intent_mpt, i32 fit_mpt, u32 engagement, u32 fit, u32 is_mql, u32 changes, u32 causes, u32 behaviour")),
    "MomentColumns": ("revops_moment_columns", (
        "u32 struct_size, u32 flags, u64 count, *i64 at_ms, *u32 behaviour, u64 lead_count, *u64 first_event, u64 fit_count, "
        "*u64 first_fit, *i64 fit_at_ms, *i32 fit_mpt")),
    # segment.h
    "SegmentRule": ("revops_segment_rule", (
        "u32 outcome, u32 first_condition, u32 condition_count, u32 reserved")),
    "SegmentParams": ("revops_segment_params", (
        "u32 struct_size, u32 flags, u32 attribute_count, u32 rule_count, u32 rule_row_size, u32 condition_count, u32 condition_row_size, "
        "u32 value_count, u32 text_count, u32 otherwise, *SegmentRule rules, *Condition conditions, *i64 values, *text texts")),
    "SegmentAnswer": ("revops_segment_answer", (
        "u32 outcome, u32 rule, u64 missing")),
    "SegmentFlaw": ("revops_segment_flaw", (
        "u32 finding, u32 rule, u32 other, u32 reserved")),
    # usage-metrics.h
    "UsageOutcome": ("revops_usage_outcome", (
        "i64 signal_ms, i64 contact_ms, i64 opportunity_ms, i64 won_ms, i64 revenue, i64 expansion")),
    "UsageMetrics": ("revops_usage_metrics", (
        "u64 signals, u64 contacted, u64 opportunities, u64 won, i64 contact_mean_ms, i64 contact_median_ms, i64 contact_worst_ms, "
        "i64 won_mean_ms, i64 won_median_ms, i64 revenue, i64 expansion, i64 velocity, u32 opportunity_bp, u32 won_bp, u32 won_band, "
        "u32 misdated")),
    # usage.h
    "UsageCriterion": ("revops_usage_criterion", (
        "u64 kinds, u32 measure, u32 window, u32 window_days, u32 flags, u32 threshold, u32 release, u32 exact, u32 item, u32 first_kind, "
        "u32 kind_count, u32 least_value, u32 greatest_value, u32 first_condition, u32 condition_count")),
    "UsageSignal": ("revops_usage_signal", (
        "u64 all_of, u64 any_of, u64 at_least_of, u64 none_of, i64 cooldown_ms, u32 at_least_count, u32 route, u32 flags, u32 reserved")),
    "UsageParams": ("revops_usage_params", (
        "u32 struct_size, u32 flags, u32 criterion_count, u32 criterion_row_size, u32 signal_count, u32 signal_row_size, u32 kind_count, "
        "u32 kind_name_count, u32 condition_count, u32 condition_row_size, u32 value_count, u32 text_count, u32 attribute_count, "
        "u32 reserved, *UsageCriterion criteria, *UsageSignal signals, *u32 kinds, *text kind_names, *Condition conditions, *i64 values, "
        "*text texts, *text criterion_names, *text signal_names")),
    "UsageEvent": ("revops_usage_event", (
        "i64 at_ms, u32 kind, u32 user, u32[4] item, u32 value, u32 limit, u32 sequence, i32 utc_offset_min")),
    "UsageColumns": ("revops_usage_columns", (
        "u32 struct_size, u32 flags, u64 count, *i64 at_ms, *u32 record, *u16 kind, *u32 user, *u32[4] item, *u32 value, *u32 limit, "
        "*u32 sequence, *i32 utc_offset_min, *u8 working")),
    "UsageHit": ("revops_usage_hit", (
        "i64 at_ms, u64 row, u64 held, u32 record, u32 signal, u32 route, u32 repeat")),
    # usage-record.h
    "UsageReading": ("revops_usage_reading", (
        "i64 met_ms, u32 value, u32 threshold, u32 missing, u32 near_bp, u32 state, u32 error_bp")),
    "UsageExplanation": ("revops_usage_explanation", (
        "i64 last_ms, i64 next_ms, u64 held, u64 missing, u64 excluding, u32 lacking, u32 near_bp, u32 state, u32 route")),
    # lifecycle.h
    "LifecycleStageRow": ("revops_lifecycle_stage_row", (
        "text name, text definition, u32 flags, u32 rank, u32 parent, u32 reserved")),
    "LifecycleTransition": ("revops_lifecycle_transition", (
        "u32 trigger, u32 from_mask, u32 to, u32 flags, u64 required_items, u64 reason_mask, u64 touch_reasons")),
    "LifecycleParams": ("revops_lifecycle_params", (
        "u32 struct_size, u32 flags, i64 min_touch_span_ms, u64 qualification_items, u64 lasting_items, u32 min_touches, u32 stage_count, "
        "u32 trigger_count, u32 item_count, u32 reason_count, u32 transition_count, *LifecycleStageRow stages, *text triggers, "
        "*text items, *text reasons, *LifecycleTransition transitions, u32 stage_row_size, u32 transition_row_size")),
    "LifecycleDates": ("revops_lifecycle_dates", (
        "i64 first_ms, i64 latest_ms")),
    "LifecycleRecord": ("revops_lifecycle_record", (
        "u8 stage, u8 step, u8 reason, u8 reserved0, u16 cycle, u16 touches, u16 visited_mask, u16 first_inferred_mask, "
        "u16 latest_inferred_mask, u8[14] count, u32 reserved1, u64 items, i64 first_touch_ms, i64 resume_ms, LifecycleDates[14] dates")),
    "LifecycleInput": ("revops_lifecycle_input", (
        "i64 at_ms, u64 items, i64 resume_ms, u32 trigger, u32 reason")),
    "LifecycleResult": ("revops_lifecycle_result", (
        "u32 refusal, u32 trigger, u32 from, u32 to, u32 row, u32 reason, u64 missing_items, i64 missing_ms, u32 missing_touches, "
        "u32 inferred_mask")),
    # sla.h
    "SlaUse": ("revops_sla_use", (
        "u32 signal, u32 clock, u32 parts, u32 reserved")),
    "SlaClock": ("revops_sla_clock", (
        "u32 kind, u32 side, u32 needed, u32 when_it_changes, u32 at_hand_over, u32 at_close, u32 flags, u32 reserved")),
    "SlaCase": ("revops_sla_case", (
        "i64 target, u32 unit, u32 clock, u32 calendar_of, u32 calendar, u32 first_condition, u32 condition_count, u32[4] warn_bp")),
    "SlaParams": ("revops_sla_params", (
        "u32 struct_size, u32 flags, *SlaClock clocks, *SlaCase cases, *SlaUse uses, *text signals, *Condition conditions, *i64 values, "
        "*text texts, u32 clock_count, u32 clock_row_size, u32 case_count, u32 case_row_size, u32 use_count, u32 use_row_size, "
        "u32 signal_count, u32 calendar_count, u32 condition_count, u32 condition_row_size, u32 value_count, u32 text_count, "
        "u32 attribute_count, u32 reserved")),
    "SlaRecord": ("revops_sla_record", (
        "i64 due_ms, i64 since_ms, i64 consumed_ms, i64 deadline_ms, i64 started_ms, u32 cycle, u32 owner, u16 row, u16 held_row, "
        "u16 calendar, u16 count, u16 unused_meetings, u16 unused_starts, u8 state, u8 unit, u8 warned, u8 flags, i64 target, "
        "i64 base_ms, i64 from_ms, i64 answered_ms, i64 known_from_ms, i32 ran_day, u32 days, u32 still_count, u32[3] reserved, "
        "i64[4] still_from_ms, i64[4] still_until_ms")),
    "SlaEffect": ("revops_sla_effect", (
        "i64 at_ms, i64 started_ms, i64 due_ms, i64 consumed_ms, u32 lead, u32 owner, u32 detail, u32 reserved, u16 kind, u16 clock, "
        "u16 row, u16 side")),
    "SlaEvent": ("revops_sla_event", (
        "i64 at_ms, *u32 signals, *i64 attributes, *Texts texts, u32 signal_count, u32 flags, u32 cycle, u32 owner, u32 owner_calendar, "
        "u32 lead_calendar")),
    # sla-many.h
    "SlaColumns": ("revops_sla_columns", (
        "u32 struct_size, u32 flags, u64 count, *i64 at_ms, *u32 lead, *u32 signals, *u64 first_signal, *u8 event_flags, *u32 cycle, "
        "*u32 owner, *u32 owner_calendar, *u32 lead_calendar, *Column attributes, u64 attribute_count")),
    # compliance.h
    "Compliance": ("revops_compliance", (
        "u64 started, u64 warned, u64 met, u64 breached, u64 met_late, u64 cancelled, u64 reopened, u64 under_5_min, u64 under_30_min, "
        "u64 from_30_min")),
    "ComplianceColumns": ("revops_compliance_columns", (
        "u32 struct_size, u32 flags, u64 count, *u8 kind, *i64 consumed_ms, *u32 group, *i8 weight")),
    "ComplianceAudit": ("revops_compliance_audit", (
        "u64 pauses, u64 resumed, u64 runs, i64 paused_ms, i64 open_ms")),
    "ComplianceParams": ("revops_compliance_params", (
        "u32 struct_size, u32 flags, u32 target_bp, u32 review_missed, u32 review_weeks, u32 executive_missed, u32 executive_weeks, "
        "u32 reserved")),
    # route.h
    "RouteRep": ("revops_route_rep", (
        "u32 rep, u32 max_open, u32 max_per_day, u32 ramp_days, i32 start_day, u32 calendar, u32 home_queue, u32 reserved")),
    "RouteQueue": ("revops_route_queue", (
        "u32 queue, u32 overflow")),
    "RouteMember": ("revops_route_member", (
        "u32 queue, u32 rep, u32 weight, u32 reserved")),
    "RouteAbsence": ("revops_route_absence", (
        "u32 rep, u32 kind, i64 from_ms, i64 until_ms")),
    "RouteParams": ("revops_route_params", (
        "u32 struct_size, u32 flags, u32 rep_count, u32 rep_row_size, u32 queue_count, u32 queue_row_size, u32 member_count, "
        "u32 member_row_size, u32 absence_count, u32 absence_row_size, u32 calendar_count, u32 fallback_queue, u32 owed_limit, "
        "u32 owner_away, u32 owner_full, u32 owner_left, *RouteRep reps, *RouteQueue queues, *RouteMember members, "
        "*RouteAbsence absences, *opaque calendars, *SegmentParams territories")),
    "RouteLead": ("revops_route_lead", (
        "i64 at_ms, i32 day, u32 owner, u32 previous, u32 reserved")),
    "RouteAssignment": ("revops_route_assignment", (
        "u32 owner, u32 reason, u32 queue, u32 asked_queue, u32 territory, u32 flags, u32 passed_over, u32 previous")),
    "RouteCandidate": ("revops_route_candidate", (
        "u32 rep, u32 queue, u32 standing, u32 weight, u32 open, u32 today, i64 credit_mlead")),
    "RouteNames": ("revops_route_names", (
        "u32 rep_count, u32 queue_count, u32 territory_count, u32 reserved, *text reps, *text queues, *text territories")),
    "RouteLoad": ("revops_route_load", (
        "u32 queue, u32 rep, u64 received, i64 credit_mlead, u32 open, u32 today")),
    # policy-stages.h
    "PolicyAttribute": ("revops_policy_attribute", (
        "text name, text means, u32 type, u32 flags, u32 first_choice, u32 choice_count, u32 from, u32 by, u32 table, u32 first_also, "
        "u32 also_count, u32 reserved, u32 first_was, u32 was_count")),
    "PolicyItem": ("revops_policy_item", (
        "text name, text means, u32 flags, u32 first_also, u32 also_count, u32 reserved, u32 first_was, u32 was_count")),
    "PolicyChannel": ("revops_policy_channel", (
        "text name, u32 first_was, u32 was_count")),
    "PolicyNeed": ("revops_policy_need", (
        "u32 kind, u32 subject, u32 first_member, u32 member_count, u32 at_least, u32 reserved")),
    "PolicyChecklist": ("revops_policy_checklist", (
        "text name, u32 first_need, u32 need_count")),
    "PolicyReason": ("revops_policy_reason", (
        "text name, text means, u32 flags, u32 first_need, u32 need_count, u32 first_also, u32 also_count, u32 reserved, u32 first_was, "
        "u32 was_count")),
    "PolicyReasonList": ("revops_policy_reason_list", (
        "text name, u32 first_reason, u32 reason_count")),
    "PolicyCondition": ("revops_policy_condition", (
        "u32 kind, u32 row_count, u32 about, u32 subject, u32 test, u32 flags, i64 low, i64 high, u32 first_value, u32 value_count")),
    "PolicyTable": ("revops_policy_table", (
        "text name, text otherwise, u32 kind, u32 first_class, u32 class_count, u32 reserved")),
    "PolicyClass": ("revops_policy_class", (
        "text name, text means, u32 where, u32 reserved")),
    "PolicyStage": ("revops_policy_stage", (
        "text name, text short_name, text means, u32 parent, u32 kind, u32 flags, u32 instead_of, u32 entered_by, u32 first_need, "
        "u32 need_count, u32 where, u32 first_leave, u32 leave_count, u32 leave_where, u32 probability_bp, u32 first_also, "
        "u32 also_count, u32 first_was, u32 was_count")),
    "PolicyMove": ("revops_policy_move", (
        "text name, text means, u32 to, u32 first_from, u32 from_count, u32 first_event, u32 event_count, u32 first_need, u32 need_count, "
        "u32 where, u32 first_reason_list, u32 reason_list_count, u32 first_reason, u32 reason_count, u32 passed_over, u32 cycle, "
        "u32 flags, u32 reserved, u32 first_was, u32 was_count")),
    "PolicyEvent": ("revops_policy_event", (
        "text name, text means, u32 value, u32 attribute, u32 flags, u32 touch, u32 owner, u32 rank, u32 when_empty, u32 first_prove, "
        "u32 prove_count, u32 first_withdraw, u32 withdraw_count, u32 first_also, u32 also_count, u32 reserved")),
    "PolicyHappening": ("revops_policy_happening", (
        "u32 kind, u32 subject")),
    # policy-rules.h
    "PolicyFitRule": ("revops_policy_fit_rule", (
        "text name, i32 points_mpt, u32 group, u32 where, u32 flags, i32 since_day, i32 until_day")),
    "PolicyIntentRule": ("revops_policy_intent_rule", (
        "text name, i64 period_ms, i32 points_mpt, u32 group, u32 decay, u32 loss_bp, u32 daily_limit, u32 first_event, u32 event_count, "
        "u32 where_value, u32 first_tier, u32 tier_count, u32 flags, i32 since_day, i32 until_day, u32 reserved, u32 first_was, "
        "u32 was_count")),
    "PolicyGroup": ("revops_policy_group", (
        "text name, i32 floor_mpt, i32 cap_mpt")),
    "PolicyGrade": ("revops_policy_grade", (
        "text name, i32 from_mpt, i32 keeps_to_mpt, u32 first_was, u32 was_count")),
    "PolicyCell": ("revops_policy_cell", (
        "u32 fit_grade, u32 first_grade, u32 grade_count, u32 reserved")),
    "PolicyCriterion": ("revops_policy_criterion", (
        "text name, text means, i64 window, i64 threshold, i64 keeps_to, u32 measure, u32 window_kind, u32 window_unit, "
        "u32 threshold_unit, u32 first_event, u32 event_count, u32 of_value, u32 exact_up_to, u32 flags, u32 first_was, u32 was_count, "
        "u32 reserved")),
    "PolicySignal": ("revops_policy_signal", (
        "text name, text goes_to_name, i64 cooldown_ms, u32 goes_to, u32 move, u32 first_all_of, u32 all_of_count, u32 first_any_of, "
        "u32 any_of_count, u32 first_none_of, u32 none_of_count, u32 first_at_least_of, u32 at_least_of_count, u32 at_least, u32 where, "
        "u32 first_held_back, u32 held_back_count, u32 first_show, u32 show_count, u32 flags, u32 first_was, u32 was_count, u32 reserved")),
    "PolicyCalendar": ("revops_policy_calendar", (
        "text name, text means, u32 zone, u32 flags, u32 first_opening, u32 opening_count, u32 first_holiday, u32 holiday_count, "
        "u32 first_exception, u32 exception_count")),
    "PolicyHoliday": ("revops_policy_holiday", (
        "i32 first_day, i32 last_day, u32 month, u32 day")),
    "PolicyZone": ("revops_policy_zone", (
        "text name, text rule, opaque tzif, u64 tzif_size")),
    "PolicyClock": ("revops_policy_clock", (
        "text name, text means, u32 kind, u32 side, u32 when_it_changes, u32 at_hand_over, u32 flags, u32 times, u32 first_case, "
        "u32 case_count, u32 first_start, u32 start_count, u32 first_meet, u32 meet_count, u32 first_end, u32 end_count, u32 first_pause, "
        "u32 pause_count, u32 first_resume, u32 resume_count, u32 first_answer, u32 answer_count, u32 first_reopen, u32 reopen_count, "
        "u32 first_still, u32 still_count, u32 first_was, u32 was_count")),
    "PolicyCase": ("revops_policy_case", (
        "text name, i64 target, u32 unit, u32 where, u32 calendar_of, u32 calendar, u32 attribute, u32 table, u32 first_choice, "
        "u32 choice_count, u32 at_close, u32[4] warn_bp, u32 reserved")),
    "PolicyChoice": ("revops_policy_choice", (
        "text name, u32 calendar, u32 reserved")),
    "PolicyPromise": ("revops_policy_promise", (
        "text name, text means, i64 at_least, u32 unit, u32 kind, u32 side, u32 period, u32 first_of, u32 of_count, u32 first_reaching, "
        "u32 reaching_count, u32 where, u32 reserved")),
    "PolicyTerritory": ("revops_policy_territory", (
        "text name, u32 where, u32 queue")),
    "PolicyQueue": ("revops_policy_queue", (
        "text name, u32 overflow, u32 like, u32 first_member, u32 member_count")),
    "PolicyMember": ("revops_policy_member", (
        "u32 person, u32 weight")),
    "PolicyPerson": ("revops_policy_person", (
        "text name, text team, i64 ramp_ms, i32 starts_day, i32 leaves_day, u32 flags, u32 calendar, u32 open_at_most, "
        "u32 per_day_at_most, u32 first_absence, u32 absence_count, u32 first_also, u32 also_count")),
    "PolicyAbsence": ("revops_policy_absence", (
        "i64 from, i64 until, u32 from_unit, u32 until_unit, u32 flags, u32 reserved")),
    "PolicyBand": ("revops_policy_band", (
        "text figure, text name, i64 below, u32 unit, u32 reserved")),
    "PolicyTarget": ("revops_policy_target", (
        "text figure, text part, i64 from, i64 to, u32 from_unit, u32 to_unit")),
    # policy-rows.h
    "PolicyParams": ("revops_policy_params", (
        "u32 struct_size, u32 flags, text name, text means, text fit_otherwise, text intent_otherwise, text total_otherwise, "
        "text account_otherwise, *text texts, *u32 numbers, *i64 values, *PolicyChannel channels, *PolicyAttribute attributes, "
        "*PolicyItem items, *PolicyChecklist checklists, *PolicyNeed needs, *PolicyReason reasons, *PolicyReasonList reason_lists, "
        "*PolicyCondition conditions, *PolicyTable tables, *PolicyClass classes, *PolicyStage stages, *PolicyMove moves, "
        "*PolicyEvent events, *PolicyHappening happenings, *PolicyFitRule fit_rules, *PolicyGroup fit_groups, *PolicyGrade fit_grades, "
        "*PolicyIntentRule intent_rules, *PolicyGroup intent_groups, *PolicyGrade intent_grades, *PolicyGrade total_bands, "
        "*PolicyCell cells, *PolicyCriterion criteria, *PolicySignal signals, *PolicyCalendar calendars, *PolicyHoliday holidays, "
        "*PolicyZone zones, *PolicyClock clocks, *PolicyCase cases, *PolicyChoice choices, *PolicyPromise promises, "
        "*PolicyTerritory territories, *PolicyQueue queues, *PolicyMember members, *PolicyPerson people, *PolicyAbsence absences, "
        "*PolicyGrade account_grades, *PolicyBand bands, *PolicyTarget targets, *CalendarOpening openings, *CalendarException exceptions, "
        "*IntentTier tiers, u32 text_count, u32 number_count, u32 value_count, u32 channel_count, u32 channel_row_size, "
        "u32 attribute_count, u32 attribute_row_size, u32 item_count, u32 item_row_size, u32 checklist_count, u32 checklist_row_size, "
        "u32 need_count, u32 need_row_size, u32 reason_count, u32 reason_row_size, u32 reason_list_count, u32 reason_list_row_size, "
        "u32 condition_count, u32 condition_row_size, u32 table_count, u32 table_row_size, u32 class_count, u32 class_row_size, "
        "u32 stage_count, u32 stage_row_size, u32 move_count, u32 move_row_size, u32 event_count, u32 event_row_size, "
        "u32 happening_count, u32 happening_row_size, u32 fit_rule_count, u32 fit_rule_row_size, u32 fit_group_count, "
        "u32 fit_group_row_size, u32 fit_grade_count, u32 fit_grade_row_size, u32 intent_rule_count, u32 intent_rule_row_size, "
        "u32 intent_group_count, u32 intent_group_row_size, u32 intent_grade_count, u32 intent_grade_row_size, u32 total_band_count, "
        "u32 total_band_row_size, u32 cell_count, u32 cell_row_size, u32 criterion_count, u32 criterion_row_size, u32 signal_count, "
        "u32 signal_row_size, u32 calendar_count, u32 calendar_row_size, u32 holiday_count, u32 holiday_row_size, u32 zone_count, "
        "u32 zone_row_size, u32 clock_count, u32 clock_row_size, u32 case_count, u32 case_row_size, u32 choice_count, "
        "u32 choice_row_size, u32 promise_count, u32 promise_row_size, u32 territory_count, u32 territory_row_size, u32 queue_count, "
        "u32 queue_row_size, u32 member_count, u32 member_row_size, u32 people_count, u32 people_row_size, u32 absence_count, "
        "u32 absence_row_size, u32 account_grade_count, u32 account_grade_row_size, u32 band_count, u32 band_row_size, u32 target_count, "
        "u32 target_row_size, u32 opening_count, u32 opening_row_size, u32 exception_count, u32 exception_row_size, u32 tier_count, "
        "u32 tier_row_size, i64 touch_once_within_ms, i64 touch_over, i64 closed_cooldown_ms, i64 intent_inactivity_ms, i32 fit_base_mpt, "
        "i32 fit_floor_mpt, i32 fit_cap_mpt, i32 intent_base_mpt, i32 intent_floor_mpt, i32 intent_cap_mpt, u32 money_decimals, "
        "u8[4] money_code, u32 zone, u32 backward, u32 touch_at_least, u32 touch_over_unit, u32 touch_calendar, u32 touch_days, "
        "u32 touch_channel_count, u32 first_touch_in, u32 touch_in_count, u32 first_touch_since, u32 touch_since_count, "
        "u32 first_touch_never, u32 touch_never_count, u32 fit_unknown, u32 fit_never, u32 intent_never, u32 intent_calendar, "
        "u32 intent_inactivity_bp, u32 total_fit_bp, u32 total_intent_bp, u32 mql_move, u32 mql_shows_fit, u32 mql_shows_intent, "
        "u32 lost_move, u32 lost_reason, u32 first_lost_from, u32 lost_from_count, u32 first_lost_grade, u32 lost_grade_count, "
        "u32 usage_calendar, u32 escalation_kept_bp, u32 escalation_calendar, u32 review_missed, u32 review_of, u32 executive_missed, "
        "u32 executive_of, u32 first_route, u32 route_count, u32 if_away, u32 if_gone, u32 route_otherwise, u32 route_fallback, "
        "u32 owed_at_most, u32 buying_committee, u32[3] matches, u32 engaged_days")),
    # funnel.h
    "FunnelStage": ("revops_funnel_stage", (
        "u32 kind, u32 rank")),
    "FunnelSpan": ("revops_funnel_span", (
        "u32 from, u32 to")),
    "FunnelParams": ("revops_funnel_params", (
        "u32 struct_size, u32 flags, *FunnelStage stages, *FunnelSpan spans, u32 stage_count, u32 stage_row_size, u32 span_count, "
        "u32 span_row_size, u32 group_count, u32 reason_count, u32 cohort_stage, u32 reserved")),
    "FunnelEvent": ("revops_funnel_event", (
        "i64 at_ms, i64 amount, u32 stage, u32 reason, u32 cycle, u8 is_inferred, u8[3] reserved")),
    "FunnelColumns": ("revops_funnel_columns", (
        "u32 struct_size, u32 flags, u64 count, *u32 lead, *u8 stage, *i64 at_ms, *u8 is_inferred, *i64 amount, *u32 reason, *u32 cycle")),
    "FunnelStanding": ("revops_funnel_standing", (
        "i64 cohort_ms, i64 since_ms, u32 stage, u32 reached, u32 observed, u32 cycles, u32 wins, u32 reason")),
    "FunnelTotal": ("revops_funnel_total", (
        "u64 leads, u64 cycles, u64 open, u64 won, u64 closed, u64 wins, u64 expansions, i64 amount, i64 expansion_amount")),
    "FunnelCount": ("revops_funnel_count", (
        "u64 reached, u64 inferred, u64 went_on, u64 now")),
    "FunnelTime": ("revops_funnel_time", (
        "u64 done, u64 open, i64 mean_ms, i64 naive_ms, i64 survival_ms")),
    "FunnelVelocity": ("revops_funnel_velocity", (
        "u64 deals, u32 win_rate_bp, u32 reserved, i64 size, i64 length_ms, i64 amount_a_month")),
    "FunnelBottleneck": ("revops_funnel_bottleneck", (
        "u32 stage, u32 rate_bp, u32 slowest, u32 reserved, i64 slowest_ms, u64 leads_stuck")),
    "FunnelPlace": ("revops_funnel_place", (
        "i64 since_ms, u32 reached, u32 stage")),
    "FunnelMove": ("revops_funnel_move", (
        "u64 count, u64 time_ms")),
    # conformance.h
    "ConformanceColumns": ("revops_conformance_columns", (
        "u32 struct_size, u32 flags, u64 count, *u64 lead, *u64 bits, *u32 group, *i64 lost_ms, *i8 weight")),
    "Conformance": ("revops_conformance", (
        "u64 deviations, u64 leads, i64 lost_ms")),
    # order.h
    "OrderColumns": ("revops_order_columns", (
        "u32 struct_size, u32 flags, u64 count, *i64 at_ms, *u64 lead, *u64 sequence, *u32 kind, *u16 ranks, *u64 id, *Texts id_texts, "
        "*Column fields, u32 rank_count, u32 field_count")),
    "OrderCounts": ("revops_order_counts", (
        "u64 counted, u64 duplicates, u64 conflicts, u64 without_id")),
    # engine-events.h
    "Event": ("revops_event", (
        "i64 at_ms, u64 sequence, u64 id, i64 value, u64 actor, u64 source, u64 campaign, u64 account, i64 resume_ms, u32 kind, "
        "u32 reason, u32 verdict, u32 flags, i64 amount")),
    "EventColumns": ("revops_event_columns", (
        "u32 struct_size, u32 flags, u64 count, *i64 at_ms, *u64 sequence, *u64 id, *i64 value, *u64 actor, *u64 source, *u64 campaign, "
        "*u64 account, *i64 resume_ms, *u32 kind, *u32 reason, *i64 amount")),
    "Effect": ("revops_effect", (
        "i64 at_ms, u64 lead, u64 event_id, u64 owner, u64 source, u64 campaign, u32 event, u16 kind, u16 segment, u16 stage, u16 from, "
        "u16 cycle, u16 flags, i64 value, u64 stages, u64 items, i64 span_ms, u32 why, u32 reason, u32 move, u32 missing_touches, "
        "u16 clock, u16 row, u32 detail, u16 motion, u16[3] reserved")),
    # engine.h
    "EngineParams": ("revops_engine_params", (
        "u32 struct_size, u32 flags, *PolicyParams policy, u64 rules")),
    "LeadState": ("revops_lead_state", (
        "i64 last_ms, i64 resume_ms, u64 owner, u64 source, u64 campaign, u64 account, u64 items, i64 won_amount, i64 won_latest, "
        "u32 wins, u32 touches, u32 reason, u16 stage, u16 step, u16 cycle, u16 cleared, u16 segment, u16 motion")),
    "LeadDates": ("revops_lead_dates", (
        "i64 first_ms, i64 latest_ms, u8 first_inferred, u8 latest_inferred, u8 reached, u8[5] reserved")),
    "LeadScoresState": ("revops_lead_scores_state", (
        "i64 rated_ms, i64 fit_mpt, i64 intent_mpt, i64 total_mpt, u32 fit, u32 engagement, u32 band, u8 is_graded, u8 is_given, "
        "u8 is_mql, u8 reserved")),
    # engine-account.h
    "EngineAccountState": ("revops_engine_account_state", (
        "i64 last_ms, i64 people, i64 coverage_bp, i64 engagement_mpt, u32 engagement, u32 reserved")),
    "LeadSignalsState": ("revops_lead_signals_state", (
        "i64 latest_ms, u64 criteria, u32 came, u32 latest")),
    # engine-records.h
    "EngineField": ("revops_engine_field", (
        "u32 offset, u32 type, u32 kind, u32 number")),
    # engine-refold.h
    "EngineRefoldColumns": ("revops_engine_refold_columns", (
        "u32 struct_size, u32 flags, u64 count, *Event events, *u8 marks, *opaque merged, *u8 modes, *opaque engines, *Texts texts, "
        "opaque start, *Effect told, u64 told_count, u64 lead_id, i64 as_of_ms, u64 wanted, u32 engine_count, u32 mode")),
    "EngineChange": ("revops_engine_change", (
        "u32 kind, u32 reserved, Effect before, Effect after")),
    # simulate.h
    "SimulateColumns": ("revops_simulate_columns", (
        "u32 struct_size, u32 flags, u64 count, opaque engine, *Texts texts, opaque leads, *u64 ids, *u64 firsts, *Event events, "
        "i64 until_ms, u64 wanted, u32 mode, u32 event, *u64 identities")),
    "SimulateAnswer": ("revops_simulate_answer", (
        "u64 lead, Event event, u32 owner, u32 previous, u32 reason, u32 queue, u32 territory, u32 flags, u32 missed, u32 left")),
    # plan.h
    "PlanBand": ("revops_plan_band", (
        "u32 metric, u32 verdict, i64 from, text name")),
    "PlanParams": ("revops_plan_params", (
        "u32 struct_size, u32 flags, u32 band_count, u32 band_row_size, *PlanBand bands, u32 sdrs_per_executive_low, "
        "u32 sdrs_per_executive_high, u32 executives_per_engineer_low, u32 executives_per_engineer_high, u32 sequence_touches_low, "
        "u32 sequence_touches_high, u32 sequence_low_day, u32 sequence_high_day, u32 ceiling_demand_bp, u32 reserved")),
    "PlanJudgement": ("revops_plan_judgement", (
        "u32 verdict, u32 band, text name, i64 to_next, i64 to_previous")),
    "PlanGapStep": ("revops_plan_gap_step", (
        "u32 attainment_bp, u32 reserved, i64 restores")),
    "PlanGap": ("revops_plan_gap", (
        "i64 gap, u32 gap_bp, u32 worst_step")),
    "PlanStaff": ("revops_plan_staff", (
        "u32 sdrs_low, u32 sdrs_high, u32 engineers_low, u32 engineers_high")),
    "PlanQuotaCheck": ("revops_plan_quota_check", (
        "u64 reps, u64 reached, u32 reached_bp, u32 attainment_bp, PlanJudgement judgement")),
    "PlanAccount": ("revops_plan_account", (
        "i64 price, i64 potential_low, i64 potential_high, u32 demand_bp, u8 is_top_plan, u8[3] reserved")),
    "PlanCeiling": ("revops_plan_ceiling", (
        "u64 accounts, i64 missed_low, i64 missed_high, PlanJudgement judgement")),
    "PlanSequence": ("revops_plan_sequence", (
        "i64 span_ms, i64 missing_ms, u32 touches, u32 missing_touches, u32 departures, u32 reserved")),
    # policy.h
    "PolicyFault": ("revops_policy_fault", (
        "u32 kind, u32 document, u32 line, u32 column, char[256] path, char[96] found, char[192] expected, char[128] nearest")),
    "PolicyReadParams": ("revops_policy_read_params", (
        "u32 struct_size, u32 flags, *text documents, *u64 lengths, *PolicyZone zones, u32 document_count, u32 length_count, "
        "u32 zone_count, u32 zone_row_size")),
    # motion.h
    "MotionColumns": ("revops_motion_columns", (
        "u32 struct_size, u32 flags, u64 count, *u32 group, *u32 steps, *i64 response_ms, *i64 engagement_mpt, *u32 committee, "
        "*u32 contacted, *i64 pipeline, *i64 revenue, *u32 deals_decided, *u32 deals_won, *i8 weight")),
    "Motion": ("revops_motion", (
        "u64 rows, u64[11] reached, u64 responses, u64 response_ms, u64 engagement_mpt, u64 committee, u64 contacted, u64 pipeline, "
        "u64 revenue, u64 deals_decided, u64 deals_won")),
    "MotionShare": ("revops_motion_share", (
        "u64 part, u64 whole, u32 share_bp, u32 reserved")),
    "MotionParams": ("revops_motion_params", (
        "u32 struct_size, u32 flags, i64 assisted_from, i64 enterprise_above, u32 fall_bp, u32 reserved")),
    "MotionMix": ("revops_motion_mix", (
        "u32[3] shares_bp, u32 alarms, i64 revenue_change, i64 others_change, u32 conversion_before_bp, u32 conversion_bp, u32 fall_bp, "
        "u32 reserved")),
    # capacity.h
    "CapacityParams": ("revops_capacity_params", (
        "u32 struct_size, u32 flags, i64 quota, u32 attainment_bp, u32 attrition_bp, u32 hire_ahead, u32 ramp_bp_count, *u32 ramp_bp")),
    "CapacityGroup": ("revops_capacity_group", (
        "u32 reps, u32 tenure_months")),
    "CapacityMonth": ("revops_capacity_month", (
        "i64 heads, i64 productive, i64 leavers, i64 capacity")),
    "CapacityAnswer": ("revops_capacity_answer", (
        "u64 hires, u32 short_month, u32 reserved, i64 shortfall")),
    "CapacityRep": ("revops_capacity_rep", (
        "i64 history, i64 potential, u32 win_rate_bp, u32 history_bp, u32 productive_bp, u32 reserved")),
    # commission.h
    "CommissionTier": ("revops_commission_tier", (
        "u32 from_bp, u32 rate_bp")),
    "CommissionParams": ("revops_commission_params", (
        "u32 struct_size, u32 flags, i64 variable, i64 quota, u32 clawback_day, u32 tier_count, *CommissionTier tiers, u32 tier_row_size, "
        "u32 reserved")),
    "CommissionLine": ("revops_commission_line", (
        "u32 tier, u32 rate_bp, i64 amount, i64 commission")),
    "CommissionDeal": ("revops_commission_deal", (
        "i64 amount, i32 won_day, i32 lost_day")),
    "CommissionSettlement": ("revops_commission_settlement", (
        "i64 earned, i64 clawback, i64 net")),
    # decision.h
    "DecisionRow": ("revops_decision_row", (
        "u32 decision, u32 reserved, text name, text yes, text no")),
    "DecisionGroup": ("revops_decision_group", (
        "u32 decision, u32 at_least, text name")),
    "DecisionCriterion": ("revops_decision_criterion", (
        "u32 group, u32 input, u32 test, u32 reserved, i64 threshold")),
    "DecisionWeight": ("revops_decision_weight", (
        "u32 input, u32 weight, i64 none, i64 full")),
    "DecisionParams": ("revops_decision_params", (
        "u32 struct_size, u32 flags, *DecisionRow decisions, *DecisionGroup groups, *DecisionCriterion criteria, *DecisionWeight weights, "
        "u32 decision_count, u32 decision_row_size, u32 group_count, u32 group_row_size, u32 criterion_count, u32 criterion_row_size, "
        "u32 weight_count, u32 weight_row_size, u32 target_bp, u32 reserved")),
    "DecisionAnswer": ("revops_decision_answer", (
        "u32 verdict, u32 row, text advice")),
    "DecisionReason": ("revops_decision_reason", (
        "u32 criterion, u32 input, u32 verdict, u32 changes_answer, i64 value, i64 threshold, i64 change")),
    "DecisionScore": ("revops_decision_score", (
        "u32 score_bp, u32 known_bp, u32 verdict, u32 reserved")),
    "DecisionPart": ("revops_decision_part", (
        "u32 input, u32 points_bp, u32 lost_bp, u32 changes_answer, i64 change")),
    # attribution.h
    "AttributionPosition": ("revops_attribution_position", (
        "u32 place, u32 milestone, u32 share_bp, u32 reserved")),
    "AttributionParams": ("revops_attribution_params", (
        "u32 struct_size, u32 flags, u32 model, u32 channel_count, u32 direct_channel, u32 position_count, u32 position_row_size, "
        "u32 reserved, i64 lookback_ms, i64 half_life_ms, *AttributionPosition positions")),
    "AttributionColumns": ("revops_attribution_columns", (
        "u32 struct_size, u32 flags, u64 count, u64 touch_count, u64 conversion_count, *u64 first_touch, *u64 first_conversion, "
        "*i64 touch_ms, *u32 channel, *u32 milestones, *u32 touch_weight, *i64 conversion_ms, *i64 amount, *u32 conversion_number")),
    "AttributionCredit": ("revops_attribution_credit", (
        "i64 amount, i64 conversions_ppm, i64 influenced_amount, i64 influenced, i64 touches")),
    "AttributionRowColumns": ("revops_attribution_row_columns", (
        "u32 struct_size, u32 flags, u64 count, u64 conversion_count, *i64 touch_lead, *i64 touch_ms, *u32 channel, *u8 channel8, "
        "*i64 conversion_lead, *i64 conversion_ms, *i64 amount")),
    # sheet.h
    "SheetCell": ("revops_sheet_cell", (
        "i64 value, text text, u32 kind, u32 reserved")),
    "SheetColumn": ("revops_sheet_column", (
        "text name, u32 kind, u32 reserved")),
    "SheetTable": ("revops_sheet_table", (
        "text name, *SheetColumn columns, *SheetCell cells, u32 column_count, u32 column_row_size, u32 row_count, u32 reserved")),
    "SheetSide": ("revops_sheet_side", (
        "text name, u64 met, u64 breached, u64 met_late, u64 under_5_min, u64 under_30_min, u64 from_30_min")),
    "SheetStep": ("revops_sheet_step", (
        "text name, u32 reached, u32 went_on")),
    "SheetDeviation": ("revops_sheet_deviation", (
        "text name, u64 deviations, u64 leads, i64 lost_ms")),
    "SheetQueue": ("revops_sheet_queue", (
        "text name, u64 waiting, u64 overdue, i64 longest_ms")),
    "SheetFigure": ("revops_sheet_figure", (
        "text name, i64 value, u32 kind, u32 metric")),
    "SheetParams": ("revops_sheet_params", (
        "u32 struct_size, u32 flags, text title, i64 as_of_ms, i64 pipeline, i64 needed, i64 quota, text gap_stage, i64 offered, "
        "i64 accepted, i64 payback, i64 alignment_bp, i64 contact_median_ms, i64 contact_late_ms, *PlanParams bands, *SheetSide sides, "
        "*SheetStep steps, *SheetDeviation deviations, *SheetQueue queues, *SheetTable tables, *SheetFigure figures, u32 side_count, "
        "u32 side_row_size, u32 step_count, u32 step_row_size, u32 deviation_count, u32 deviation_row_size, u32 queue_count, "
        "u32 queue_row_size, u32 table_count, u32 table_row_size, u32 figure_count, u32 figure_row_size, u32 confidence_bp, "
        "u32 worst_count")),
    # scorecard.h
    "ScorecardParams": ("revops_scorecard_params", (
        "u32 struct_size, u32 flags, u32 method, u32 bin_count, u32 bin_leads, u32 smoothing_milli, u32 ridge_milli, u32 sweep_count, "
        "i32 double_mpt, i32 even_mpt, i32 unit_mpt, u32 least_leads, u32 least_outcomes, u32 bend_milli")),
    "Scorecard": ("revops_scorecard", (
        "*ScoreParams rules, u64 lead_count, u64 won_count, u32 warnings, u32 sweep_count, i32 double_mpt, i32 even_mpt")),
    # evaluation.h
    "EvaluationDiscrimination": ("revops_evaluation_discrimination", (
        "u64 count, u64 won, u64 auc_q56, u64 average_precision_q56")),
    "EvaluationThreshold": ("revops_evaluation_threshold", (
        "i32 score_mpt, u32 precision_bp, u32 recall_bp, u32 reserved, u64 volume, u64 won, i64 expected_value")),
    "EvaluationPart": ("revops_evaluation_part", (
        "i32 least_mpt, u32 gain_bp, u32 lift_bp, u32 reserved, u64 count, u64 won")),
    "EvaluationBin": ("revops_evaluation_bin", (
        "u64 count, u64 won, u32 predicted_ppb, u32 observed_ppb")),
    "EvaluationCalibration": ("revops_evaluation_calibration", (
        "u64 brier_q56, u64 log_loss_q56")),
    # calibration.h
    "CalibrationLine": ("revops_calibration_line", (
        "i32 double_mpt, i32 even_mpt, u32 is_converged, u32 is_flat")),
    "CalibrationStep": ("revops_calibration_step", (
        "i32 from_mpt, u32 probability_ppb, u64 count, u64 won")),
}

if TYPE_CHECKING:
    from ._struct import Struct

    class Cursor(Struct): ...
    class Problem(Struct): ...
    class Condition(Struct): ...
    class Texts(Struct): ...
    class Column(Struct): ...
    class ZoneTransition(Struct): ...
    class ZoneParams(Struct): ...
    class CalendarOpening(Struct): ...
    class CalendarException(Struct): ...
    class CalendarParams(Struct): ...
    class Histogram(Struct): ...
    class StatsInterval(Struct): ...
    class StatsComparison(Struct): ...
    class StatsLine(Struct): ...
    class EmailDomain(Struct): ...
    class EmailParams(Struct): ...
    class AccountEntry(Struct): ...
    class AccountParams(Struct): ...
    class AccountLead(Struct): ...
    class AccountAnswer(Struct): ...
    class TitlePhrase(Struct): ...
    class TitleParams(Struct): ...
    class TitleAnswer(Struct): ...
    class ScoreRule(Struct): ...
    class ScoreGroup(Struct): ...
    class ScoreParams(Struct): ...
    class ScoreLine(Struct): ...
    class ScoreAdvice(Struct): ...
    class ScoreChange(Struct): ...
    class ScoreMatrixParams(Struct): ...
    class ScoreAccount(Struct): ...
    class IntentTier(Struct): ...
    class IntentRule(Struct): ...
    class IntentParams(Struct): ...
    class IntentSlot(Struct): ...
    class IntentRecord(Struct): ...
    class IntentColumns(Struct): ...
    class IntentHistory(Struct): ...
    class IntentAdvice(Struct): ...
    class IntentTotalParams(Struct): ...
    class Moment(Struct): ...
    class MomentColumns(Struct): ...
    class SegmentRule(Struct): ...
    class SegmentParams(Struct): ...
    class SegmentAnswer(Struct): ...
    class SegmentFlaw(Struct): ...
    class UsageOutcome(Struct): ...
    class UsageMetrics(Struct): ...
    class UsageCriterion(Struct): ...
    class UsageSignal(Struct): ...
    class UsageParams(Struct): ...
    class UsageEvent(Struct): ...
    class UsageColumns(Struct): ...
    class UsageHit(Struct): ...
    class UsageReading(Struct): ...
    class UsageExplanation(Struct): ...
    class LifecycleStageRow(Struct): ...
    class LifecycleTransition(Struct): ...
    class LifecycleParams(Struct): ...
    class LifecycleDates(Struct): ...
    class LifecycleRecord(Struct): ...
    class LifecycleInput(Struct): ...
    class LifecycleResult(Struct): ...
    class SlaUse(Struct): ...
    class SlaClock(Struct): ...
    class SlaCase(Struct): ...
    class SlaParams(Struct): ...
    class SlaRecord(Struct): ...
    class SlaEffect(Struct): ...
    class SlaEvent(Struct): ...
    class SlaColumns(Struct): ...
    class Compliance(Struct): ...
    class ComplianceColumns(Struct): ...
    class ComplianceAudit(Struct): ...
    class ComplianceParams(Struct): ...
    class RouteRep(Struct): ...
    class RouteQueue(Struct): ...
    class RouteMember(Struct): ...
    class RouteAbsence(Struct): ...
    class RouteParams(Struct): ...
    class RouteLead(Struct): ...
    class RouteAssignment(Struct): ...
    class RouteCandidate(Struct): ...
    class RouteNames(Struct): ...
    class RouteLoad(Struct): ...
    class PolicyAttribute(Struct): ...
    class PolicyItem(Struct): ...
    class PolicyChannel(Struct): ...
    class PolicyNeed(Struct): ...
    class PolicyChecklist(Struct): ...
    class PolicyReason(Struct): ...
    class PolicyReasonList(Struct): ...
    class PolicyCondition(Struct): ...
    class PolicyTable(Struct): ...
    class PolicyClass(Struct): ...
    class PolicyStage(Struct): ...
    class PolicyMove(Struct): ...
    class PolicyEvent(Struct): ...
    class PolicyHappening(Struct): ...
    class PolicyFitRule(Struct): ...
    class PolicyIntentRule(Struct): ...
    class PolicyGroup(Struct): ...
    class PolicyGrade(Struct): ...
    class PolicyCell(Struct): ...
    class PolicyCriterion(Struct): ...
    class PolicySignal(Struct): ...
    class PolicyCalendar(Struct): ...
    class PolicyHoliday(Struct): ...
    class PolicyZone(Struct): ...
    class PolicyClock(Struct): ...
    class PolicyCase(Struct): ...
    class PolicyChoice(Struct): ...
    class PolicyPromise(Struct): ...
    class PolicyTerritory(Struct): ...
    class PolicyQueue(Struct): ...
    class PolicyMember(Struct): ...
    class PolicyPerson(Struct): ...
    class PolicyAbsence(Struct): ...
    class PolicyBand(Struct): ...
    class PolicyTarget(Struct): ...
    class PolicyParams(Struct): ...
    class FunnelStage(Struct): ...
    class FunnelSpan(Struct): ...
    class FunnelParams(Struct): ...
    class FunnelEvent(Struct): ...
    class FunnelColumns(Struct): ...
    class FunnelStanding(Struct): ...
    class FunnelTotal(Struct): ...
    class FunnelCount(Struct): ...
    class FunnelTime(Struct): ...
    class FunnelVelocity(Struct): ...
    class FunnelBottleneck(Struct): ...
    class FunnelPlace(Struct): ...
    class FunnelMove(Struct): ...
    class ConformanceColumns(Struct): ...
    class Conformance(Struct): ...
    class OrderColumns(Struct): ...
    class OrderCounts(Struct): ...
    class Event(Struct): ...
    class EventColumns(Struct): ...
    class Effect(Struct): ...
    class EngineParams(Struct): ...
    class LeadState(Struct): ...
    class LeadDates(Struct): ...
    class LeadScoresState(Struct): ...
    class EngineAccountState(Struct): ...
    class LeadSignalsState(Struct): ...
    class EngineField(Struct): ...
    class EngineRefoldColumns(Struct): ...
    class EngineChange(Struct): ...
    class SimulateColumns(Struct): ...
    class SimulateAnswer(Struct): ...
    class PlanBand(Struct): ...
    class PlanParams(Struct): ...
    class PlanJudgement(Struct): ...
    class PlanGapStep(Struct): ...
    class PlanGap(Struct): ...
    class PlanStaff(Struct): ...
    class PlanQuotaCheck(Struct): ...
    class PlanAccount(Struct): ...
    class PlanCeiling(Struct): ...
    class PlanSequence(Struct): ...
    class PolicyFault(Struct): ...
    class PolicyReadParams(Struct): ...
    class MotionColumns(Struct): ...
    class Motion(Struct): ...
    class MotionShare(Struct): ...
    class MotionParams(Struct): ...
    class MotionMix(Struct): ...
    class CapacityParams(Struct): ...
    class CapacityGroup(Struct): ...
    class CapacityMonth(Struct): ...
    class CapacityAnswer(Struct): ...
    class CapacityRep(Struct): ...
    class CommissionTier(Struct): ...
    class CommissionParams(Struct): ...
    class CommissionLine(Struct): ...
    class CommissionDeal(Struct): ...
    class CommissionSettlement(Struct): ...
    class DecisionRow(Struct): ...
    class DecisionGroup(Struct): ...
    class DecisionCriterion(Struct): ...
    class DecisionWeight(Struct): ...
    class DecisionParams(Struct): ...
    class DecisionAnswer(Struct): ...
    class DecisionReason(Struct): ...
    class DecisionScore(Struct): ...
    class DecisionPart(Struct): ...
    class AttributionPosition(Struct): ...
    class AttributionParams(Struct): ...
    class AttributionColumns(Struct): ...
    class AttributionCredit(Struct): ...
    class AttributionRowColumns(Struct): ...
    class SheetCell(Struct): ...
    class SheetColumn(Struct): ...
    class SheetTable(Struct): ...
    class SheetSide(Struct): ...
    class SheetStep(Struct): ...
    class SheetDeviation(Struct): ...
    class SheetQueue(Struct): ...
    class SheetFigure(Struct): ...
    class SheetParams(Struct): ...
    class ScorecardParams(Struct): ...
    class Scorecard(Struct): ...
    class EvaluationDiscrimination(Struct): ...
    class EvaluationThreshold(Struct): ...
    class EvaluationPart(Struct): ...
    class EvaluationBin(Struct): ...
    class EvaluationCalibration(Struct): ...
    class CalibrationLine(Struct): ...
    class CalibrationStep(Struct): ...
else:

    def __getattr__(name: str) -> Any:
        from ._library import struct  # which needs the table

        return struct(name)
