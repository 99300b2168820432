# SPDX-License-Identifier: MIT
"""The public C structs, written by bindings/generate.py from the headers: change those and run it again."""

from __future__ import annotations

from ._struct import Struct
from ._struct import boolean, buffer, char, i8, i16, i32, i64, opaque, pointer, size, status, text, u8, u16, u32, u64


# base.h


class Cursor(Struct, c_name="revops_cursor"):
    _fields_ = [
        ("next", u64),
        ("applied", u64),
        ("late", u64),
        ("duplicate", u64),
        ("refused", u64),
        ("invalid", u64),
        ("reserved", u64 * 2),
    ]


class Problem(Struct, c_name="revops_problem"):
    _fields_ = [
        ("status", status),
        ("row", u32),
        ("other_row", u32),
        ("reserved", u32),
        ("found", i64),
        ("part", text),
        ("field", text),
        ("expected", text),
    ]


# condition.h


class Condition(Struct, c_name="revops_condition"):
    _fields_ = [
        ("attribute", u32),
        ("test", u32),
        ("low", i64),
        ("high", i64),
        ("first_value", u32),
        ("value_count", u32),
        ("flags", u32),
        ("reserved", u32),
    ]


class Texts(Struct, c_name="revops_texts"):
    _fields_ = [
        ("bytes", text),
        ("offsets", pointer(i64)),
        ("count", u64),
    ]


class Column(Struct, c_name="revops_column"):
    _fields_ = [
        ("values", opaque),
        ("texts", pointer(Texts)),
        ("missing", i64),
        ("width", u32),
        ("reserved", u32),
    ]


# zone.h


class ZoneTransition(Struct, c_name="revops_zone_transition"):
    _fields_ = [
        ("at_ms", i64),
        ("utc_offset_s", i32),
        ("reserved", u32),
    ]


class ZoneParams(Struct, c_name="revops_zone_params"):
    _fields_ = [
        ("struct_size", u32),
        ("flags", u32),
        ("posix", text),
        ("tzif", pointer(u8)),
        ("transitions", pointer(ZoneTransition)),
        ("posix_length", u32),
        ("tzif_length", u32),
        ("transition_count", u32),
        ("transition_row_size", u32),
        ("utc_offset_s", i32),
        ("reserved", u32),
    ]


# calendar.h


class CalendarOpening(Struct, c_name="revops_calendar_opening"):
    _fields_ = [
        ("weekday", u16),
        ("start_min", u16),
        ("end_min", u16),
    ]


class CalendarException(Struct, c_name="revops_calendar_exception"):
    _fields_ = [
        ("day", i32),
        ("start_min", u16),
        ("end_min", u16),
    ]


class CalendarParams(Struct, c_name="revops_calendar_params"):
    _fields_ = [
        ("struct_size", u32),
        ("flags", u32),
        ("openings", pointer(CalendarOpening)),
        ("holidays", pointer(i32)),
        ("exceptions", pointer(CalendarException)),
        ("zone", opaque),
        ("opening_count", u32),
        ("opening_row_size", u32),
        ("holiday_count", u32),
        ("exception_count", u32),
        ("exception_row_size", u32),
        ("reserved", u32),
    ]


# stats.h


class Histogram(Struct, c_name="revops_histogram"):
    _fields_ = [
        ("count", u64),
        ("sum_low", u64),
        ("sum_high", u64),
        ("minimum", i64),
        ("maximum", i64),
        ("buckets", u32 * 2240),
    ]


class StatsInterval(Struct, c_name="revops_stats_interval"):
    _fields_ = [
        ("low_ppb", u32),
        ("high_ppb", u32),
    ]


class StatsComparison(Struct, c_name="revops_stats_comparison"):
    _fields_ = [
        ("difference_ppb", i64),
        ("z_ppm", i64),
        ("p_value_ppb", u32),
        ("reserved", u32),
    ]


class StatsLine(Struct, c_name="revops_stats_line"):
    _fields_ = [
        ("slope_ppm", i64),
        ("standard_error_ppm", i64),
    ]


# email.h


class EmailDomain(Struct, c_name="revops_email_domain"):
    _fields_ = [
        ("name", text),
        ("same_as", text),
        ("email_class", u32),
        ("flags", u32),
    ]


class EmailParams(Struct, c_name="revops_email_params"):
    _fields_ = [
        ("struct_size", u32),
        ("flags", u32),
        ("domain_count", u32),
        ("domain_row_size", u32),
        ("role_count", u32),
        ("reserved", u32),
        ("domains", pointer(EmailDomain)),
        ("roles", pointer(text)),
    ]


# account.h


class AccountEntry(Struct, c_name="revops_account_entry"):
    _fields_ = [
        ("text", text),
        ("account", u32),
        ("kind", u32),
    ]


class AccountParams(Struct, c_name="revops_account_params"):
    _fields_ = [
        ("struct_size", u32),
        ("flags", u32),
        ("entry_count", u32),
        ("entry_row_size", u32),
        ("entries", pointer(AccountEntry)),
    ]


class AccountLead(Struct, c_name="revops_account_lead"):
    _fields_ = [
        ("key", text),
        ("address", text),
        ("name", text),
        ("key_length", u32),
        ("address_length", u32),
        ("name_length", u32),
        ("reserved", u32),
    ]


class AccountAnswer(Struct, c_name="revops_account_answer"):
    _fields_ = [
        ("account", u32),
        ("by", u32),
        ("count", u32),
        ("flags", u32),
    ]


# title.h


class TitlePhrase(Struct, c_name="revops_title_phrase"):
    _fields_ = [
        ("text", text),
        ("kind", u32),
        ("outcome", u32),
    ]


class TitleParams(Struct, c_name="revops_title_params"):
    _fields_ = [
        ("struct_size", u32),
        ("flags", u32),
        ("phrase_count", u32),
        ("phrase_row_size", u32),
        ("phrases", pointer(TitlePhrase)),
    ]


class TitleAnswer(Struct, c_name="revops_title_answer"):
    _fields_ = [
        ("seniority", u32),
        ("function", u32),
    ]


# score.h


class ScoreRule(Struct, c_name="revops_score_rule"):
    _fields_ = [
        ("points_mpt", i32),
        ("group", u32),
        ("first_condition", u32),
        ("condition_count", u32),
        ("since_ms", i64),
        ("until_ms", i64),
    ]


class ScoreGroup(Struct, c_name="revops_score_group"):
    _fields_ = [
        ("floor_mpt", i32),
        ("cap_mpt", i32),
    ]


class ScoreParams(Struct, c_name="revops_score_params"):
    _fields_ = [
        ("struct_size", u32),
        ("flags", u32),
        ("attribute_count", u32),
        ("rule_count", u32),
        ("rule_row_size", u32),
        ("group_count", u32),
        ("group_row_size", u32),
        ("condition_count", u32),
        ("condition_row_size", u32),
        ("value_count", u32),
        ("text_count", u32),
        ("grade_count", u32),
        ("base_mpt", i32),
        ("floor_mpt", i32),
        ("cap_mpt", i32),
        ("hysteresis_mpt", i32),
        ("grades_mpt", i32 * 8),
        ("rules", pointer(ScoreRule)),
        ("groups", pointer(ScoreGroup)),
        ("conditions", pointer(Condition)),
        ("values", pointer(i64)),
        ("texts", pointer(text)),
    ]


class ScoreLine(Struct, c_name="revops_score_line"):
    _fields_ = [
        ("reason", u32),
        ("index", u32),
        ("points_mpt", i64),
    ]


class ScoreAdvice(Struct, c_name="revops_score_advice"):
    _fields_ = [
        ("rule", u32),
        ("ask_count", u32),
        ("alter_count", u32),
        ("gain_mpt", i32),
        ("score_mpt", i32),
        ("grade", u32),
    ]


class ScoreChange(Struct, c_name="revops_score_change"):
    _fields_ = [
        ("lead", u64),
        ("before_mpt", i32),
        ("after_mpt", i32),
        ("grade_before", u32),
        ("grade_after", u32),
        ("rule", u32),
        ("dropped_rule", u32),
        ("points_mpt", i64),
    ]


class ScoreMatrixParams(Struct, c_name="revops_score_matrix_params"):
    _fields_ = [
        ("struct_size", u32),
        ("flags", u32),
        ("fit_count", u32),
        ("engagement_count", u32),
        ("enter", u8 * 8),
        ("stay", u8 * 8),
    ]


class ScoreAccount(Struct, c_name="revops_score_account"):
    _fields_ = [
        ("score_mpt", i64),
        ("people", u32),
        ("engaged", u32),
        ("committee", u32),
        ("contacted", u32),
        ("coverage_bp", u32),
        ("reserved", u32),
    ]


# intent.h


class IntentTier(Struct, c_name="revops_intent_tier"):
    _fields_ = [
        ("within_ms", i64),
        ("count", u32),
        ("points_mpt", i32),
    ]


class IntentRule(Struct, c_name="revops_intent_rule"):
    _fields_ = [
        ("points_mpt", i32),
        ("group", u32),
        ("decay", u32),
        ("daily_limit", u32),
        ("period_ms", i64),
        ("loss_bp", u32),
        ("first_tier", u32),
        ("tier_count", u32),
        ("flags", u32),
    ]


class IntentParams(Struct, c_name="revops_intent_params"):
    _fields_ = [
        ("struct_size", u32),
        ("flags", u32),
        ("rule_count", u32),
        ("rule_row_size", u32),
        ("tier_count", u32),
        ("tier_row_size", u32),
        ("group_count", u32),
        ("group_row_size", u32),
        ("grade_count", u32),
        ("floor_mpt", i32),
        ("cap_mpt", i32),
        ("hysteresis_mpt", i32),
        ("utc_offset_min", i32),
        ("grades_mpt", i32 * 8),
        ("inactivity_loss_bp", u32),
        ("ended_mpt", i32),
        ("reserved", u32),
        ("inactivity_period_ms", i64),
        ("rules", pointer(IntentRule)),
        ("tiers", pointer(IntentTier)),
        ("groups", pointer(ScoreGroup)),
    ]


class IntentSlot(Struct, c_name="revops_intent_slot"):
    _fields_ = [
        ("newest_ms", i64),
        ("state", u64 * 2),
        ("counted", u32),
        ("day_count", u16),
        ("over_limit", u16),
    ]


class IntentRecord(Struct, c_name="revops_intent_record"):
    _fields_ = [
        ("active_ms", i64),
        ("ended_ms", i64),
        ("is_active", u32),
        ("ended_by", u32),
        ("reserved", u64),
    ]


class IntentColumns(Struct, c_name="revops_intent_columns"):
    _fields_ = [
        ("struct_size", u32),
        ("flags", u32),
        ("count", u64),
        ("lead", pointer(u32)),
        ("behaviour", pointer(u32)),
        ("at_ms", pointer(i64)),
    ]


class IntentHistory(Struct, c_name="revops_intent_history"):
    _fields_ = [
        ("at_ms", pointer(i64)),
        ("behaviours", pointer(u32)),
        ("event_count", u64),
    ]


# intent-next.h


class IntentAdvice(Struct, c_name="revops_intent_advice"):
    _fields_ = [
        ("behaviour", u32),
        ("event_count", u32),
        ("score_mpt", i32),
        ("grade", u32),
    ]


# intent-total.h


class IntentTotalParams(Struct, c_name="revops_intent_total_params"):
    _fields_ = [
        ("struct_size", u32),
        ("flags", u32),
        ("fit_bp", u32),
        ("intent_bp", u32),
        ("band_count", u32),
        ("bands_mpt", i32 * 8),
        ("hysteresis_mpt", i32),
    ]


# moment.h


class Moment(Struct, c_name="revops_moment"):
    _fields_ = [
        ("lead", u64),
        ("at_ms", i64),
        ("intent_mpt", i32),
        ("fit_mpt", i32),
        ("engagement", u32),
        ("fit", u32),
        ("is_mql", u32),
        ("changes", u32),
        ("causes", u32),
        ("behaviour", u32),
    ]


class MomentColumns(Struct, c_name="revops_moment_columns"):
    _fields_ = [
        ("struct_size", u32),
        ("flags", u32),
        ("count", u64),
        ("at_ms", pointer(i64)),
        ("behaviour", pointer(u32)),
        ("lead_count", u64),
        ("first_event", pointer(u64)),
        ("fit_count", u64),
        ("first_fit", pointer(u64)),
        ("fit_at_ms", pointer(i64)),
        ("fit_mpt", pointer(i32)),
    ]


# segment.h


class SegmentRule(Struct, c_name="revops_segment_rule"):
    _fields_ = [
        ("outcome", u32),
        ("first_condition", u32),
        ("condition_count", u32),
        ("reserved", u32),
    ]


class SegmentParams(Struct, c_name="revops_segment_params"):
    _fields_ = [
        ("struct_size", u32),
        ("flags", u32),
        ("attribute_count", u32),
        ("rule_count", u32),
        ("rule_row_size", u32),
        ("condition_count", u32),
        ("condition_row_size", u32),
        ("value_count", u32),
        ("text_count", u32),
        ("otherwise", u32),
        ("rules", pointer(SegmentRule)),
        ("conditions", pointer(Condition)),
        ("values", pointer(i64)),
        ("texts", pointer(text)),
    ]


class SegmentAnswer(Struct, c_name="revops_segment_answer"):
    _fields_ = [
        ("outcome", u32),
        ("rule", u32),
        ("missing", u64),
    ]


class SegmentFlaw(Struct, c_name="revops_segment_flaw"):
    _fields_ = [
        ("finding", u32),
        ("rule", u32),
        ("other", u32),
        ("reserved", u32),
    ]


# usage-metrics.h


class UsageOutcome(Struct, c_name="revops_usage_outcome"):
    _fields_ = [
        ("signal_ms", i64),
        ("contact_ms", i64),
        ("opportunity_ms", i64),
        ("won_ms", i64),
        ("revenue", i64),
        ("expansion", i64),
    ]


class UsageMetrics(Struct, c_name="revops_usage_metrics"):
    _fields_ = [
        ("signals", u64),
        ("contacted", u64),
        ("opportunities", u64),
        ("won", u64),
        ("contact_mean_ms", i64),
        ("contact_median_ms", i64),
        ("contact_worst_ms", i64),
        ("won_mean_ms", i64),
        ("won_median_ms", i64),
        ("revenue", i64),
        ("expansion", i64),
        ("velocity", i64),
        ("opportunity_bp", u32),
        ("won_bp", u32),
        ("won_band", u32),
        ("misdated", u32),
    ]


# usage.h


class UsageCriterion(Struct, c_name="revops_usage_criterion"):
    _fields_ = [
        ("kinds", u64),
        ("measure", u32),
        ("window", u32),
        ("window_days", u32),
        ("flags", u32),
        ("threshold", u32),
        ("release", u32),
        ("exact", u32),
        ("item", u32),
        ("first_kind", u32),
        ("kind_count", u32),
        ("least_value", u32),
        ("greatest_value", u32),
        ("first_condition", u32),
        ("condition_count", u32),
    ]


class UsageSignal(Struct, c_name="revops_usage_signal"):
    _fields_ = [
        ("all_of", u64),
        ("any_of", u64),
        ("at_least_of", u64),
        ("none_of", u64),
        ("cooldown_ms", i64),
        ("at_least_count", u32),
        ("route", u32),
        ("flags", u32),
        ("reserved", u32),
    ]


class UsageParams(Struct, c_name="revops_usage_params"):
    _fields_ = [
        ("struct_size", u32),
        ("flags", u32),
        ("criterion_count", u32),
        ("criterion_row_size", u32),
        ("signal_count", u32),
        ("signal_row_size", u32),
        ("kind_count", u32),
        ("kind_name_count", u32),
        ("condition_count", u32),
        ("condition_row_size", u32),
        ("value_count", u32),
        ("text_count", u32),
        ("attribute_count", u32),
        ("reserved", u32),
        ("criteria", pointer(UsageCriterion)),
        ("signals", pointer(UsageSignal)),
        ("kinds", pointer(u32)),
        ("kind_names", pointer(text)),
        ("conditions", pointer(Condition)),
        ("values", pointer(i64)),
        ("texts", pointer(text)),
        ("criterion_names", pointer(text)),
        ("signal_names", pointer(text)),
    ]


class UsageEvent(Struct, c_name="revops_usage_event"):
    _fields_ = [
        ("at_ms", i64),
        ("kind", u32),
        ("user", u32),
        ("item", u32 * 4),
        ("value", u32),
        ("limit", u32),
        ("sequence", u32),
        ("utc_offset_min", i32),
    ]


class UsageColumns(Struct, c_name="revops_usage_columns"):
    _fields_ = [
        ("struct_size", u32),
        ("flags", u32),
        ("count", u64),
        ("at_ms", pointer(i64)),
        ("record", pointer(u32)),
        ("kind", pointer(u16)),
        ("user", pointer(u32)),
        ("item", pointer(u32) * 4),
        ("value", pointer(u32)),
        ("limit", pointer(u32)),
        ("sequence", pointer(u32)),
        ("utc_offset_min", pointer(i32)),
        ("working", pointer(u8)),
    ]


class UsageHit(Struct, c_name="revops_usage_hit"):
    _fields_ = [
        ("at_ms", i64),
        ("row", u64),
        ("held", u64),
        ("record", u32),
        ("signal", u32),
        ("route", u32),
        ("repeat", u32),
    ]


# usage-record.h


class UsageReading(Struct, c_name="revops_usage_reading"):
    _fields_ = [
        ("met_ms", i64),
        ("value", u32),
        ("threshold", u32),
        ("missing", u32),
        ("near_bp", u32),
        ("state", u32),
        ("error_bp", u32),
    ]


class UsageExplanation(Struct, c_name="revops_usage_explanation"):
    _fields_ = [
        ("last_ms", i64),
        ("next_ms", i64),
        ("held", u64),
        ("missing", u64),
        ("excluding", u64),
        ("lacking", u32),
        ("near_bp", u32),
        ("state", u32),
        ("route", u32),
    ]


# lifecycle.h


class LifecycleStageRow(Struct, c_name="revops_lifecycle_stage_row"):
    _fields_ = [
        ("name", text),
        ("definition", text),
        ("flags", u32),
        ("rank", u32),
        ("parent", u32),
        ("reserved", u32),
    ]


class LifecycleTransition(Struct, c_name="revops_lifecycle_transition"):
    _fields_ = [
        ("trigger", u32),
        ("from_mask", u32),
        ("to", u32),
        ("flags", u32),
        ("required_items", u64),
        ("reason_mask", u64),
        ("touch_reasons", u64),
    ]


class LifecycleParams(Struct, c_name="revops_lifecycle_params"):
    _fields_ = [
        ("struct_size", u32),
        ("flags", u32),
        ("min_touch_span_ms", i64),
        ("qualification_items", u64),
        ("lasting_items", u64),
        ("min_touches", u32),
        ("stage_count", u32),
        ("trigger_count", u32),
        ("item_count", u32),
        ("reason_count", u32),
        ("transition_count", u32),
        ("stages", pointer(LifecycleStageRow)),
        ("triggers", pointer(text)),
        ("items", pointer(text)),
        ("reasons", pointer(text)),
        ("transitions", pointer(LifecycleTransition)),
        ("stage_row_size", u32),
        ("transition_row_size", u32),
    ]


class LifecycleDates(Struct, c_name="revops_lifecycle_dates"):
    _fields_ = [
        ("first_ms", i64),
        ("latest_ms", i64),
    ]


class LifecycleRecord(Struct, c_name="revops_lifecycle_record"):
    _fields_ = [
        ("stage", u8),
        ("step", u8),
        ("reason", u8),
        ("reserved0", u8),
        ("cycle", u16),
        ("touches", u16),
        ("visited_mask", u16),
        ("first_inferred_mask", u16),
        ("latest_inferred_mask", u16),
        ("count", u8 * 14),
        ("reserved1", u32),
        ("items", u64),
        ("first_touch_ms", i64),
        ("resume_ms", i64),
        ("dates", LifecycleDates * 14),
    ]


class LifecycleInput(Struct, c_name="revops_lifecycle_input"):
    _fields_ = [
        ("at_ms", i64),
        ("items", u64),
        ("resume_ms", i64),
        ("trigger", u32),
        ("reason", u32),
    ]


class LifecycleResult(Struct, c_name="revops_lifecycle_result"):
    _fields_ = [
        ("refusal", u32),
        ("trigger", u32),
        ("from", u32),
        ("to", u32),
        ("row", u32),
        ("reason", u32),
        ("missing_items", u64),
        ("missing_ms", i64),
        ("missing_touches", u32),
        ("inferred_mask", u32),
    ]


# sla.h


class SlaUse(Struct, c_name="revops_sla_use"):
    _fields_ = [
        ("signal", u32),
        ("clock", u32),
        ("parts", u32),
        ("reserved", u32),
    ]


class SlaClock(Struct, c_name="revops_sla_clock"):
    _fields_ = [
        ("kind", u32),
        ("side", u32),
        ("needed", u32),
        ("when_it_changes", u32),
        ("at_hand_over", u32),
        ("at_close", u32),
        ("flags", u32),
        ("reserved", u32),
    ]


class SlaCase(Struct, c_name="revops_sla_case"):
    _fields_ = [
        ("target", i64),
        ("unit", u32),
        ("clock", u32),
        ("calendar_of", u32),
        ("calendar", u32),
        ("first_condition", u32),
        ("condition_count", u32),
        ("warn_bp", u32 * 4),
    ]


class SlaParams(Struct, c_name="revops_sla_params"):
    _fields_ = [
        ("struct_size", u32),
        ("flags", u32),
        ("clocks", pointer(SlaClock)),
        ("cases", pointer(SlaCase)),
        ("uses", pointer(SlaUse)),
        ("signals", pointer(text)),
        ("conditions", pointer(Condition)),
        ("values", pointer(i64)),
        ("texts", pointer(text)),
        ("clock_count", u32),
        ("clock_row_size", u32),
        ("case_count", u32),
        ("case_row_size", u32),
        ("use_count", u32),
        ("use_row_size", u32),
        ("signal_count", u32),
        ("calendar_count", u32),
        ("condition_count", u32),
        ("condition_row_size", u32),
        ("value_count", u32),
        ("text_count", u32),
        ("attribute_count", u32),
        ("reserved", u32),
    ]


class SlaRecord(Struct, c_name="revops_sla_record"):
    _fields_ = [
        ("due_ms", i64),
        ("since_ms", i64),
        ("consumed_ms", i64),
        ("deadline_ms", i64),
        ("started_ms", i64),
        ("cycle", u32),
        ("owner", u32),
        ("row", u16),
        ("held_row", u16),
        ("calendar", u16),
        ("count", u16),
        ("unused_meetings", u16),
        ("unused_starts", u16),
        ("state", u8),
        ("unit", u8),
        ("warned", u8),
        ("flags", u8),
        ("target", i64),
        ("base_ms", i64),
        ("from_ms", i64),
        ("answered_ms", i64),
        ("known_from_ms", i64),
        ("ran_day", i32),
        ("days", u32),
        ("still_count", u32),
        ("reserved", u32 * 3),
        ("still_from_ms", i64 * 4),
        ("still_until_ms", i64 * 4),
    ]


class SlaEffect(Struct, c_name="revops_sla_effect"):
    _fields_ = [
        ("at_ms", i64),
        ("started_ms", i64),
        ("due_ms", i64),
        ("consumed_ms", i64),
        ("lead", u32),
        ("owner", u32),
        ("detail", u32),
        ("reserved", u32),
        ("kind", u16),
        ("clock", u16),
        ("row", u16),
        ("side", u16),
    ]


class SlaEvent(Struct, c_name="revops_sla_event"):
    _fields_ = [
        ("at_ms", i64),
        ("signals", pointer(u32)),
        ("attributes", pointer(i64)),
        ("texts", pointer(Texts)),
        ("signal_count", u32),
        ("flags", u32),
        ("cycle", u32),
        ("owner", u32),
        ("owner_calendar", u32),
        ("lead_calendar", u32),
    ]


# sla-many.h


class SlaColumns(Struct, c_name="revops_sla_columns"):
    _fields_ = [
        ("struct_size", u32),
        ("flags", u32),
        ("count", u64),
        ("at_ms", pointer(i64)),
        ("lead", pointer(u32)),
        ("signals", pointer(u32)),
        ("first_signal", pointer(u64)),
        ("event_flags", pointer(u8)),
        ("cycle", pointer(u32)),
        ("owner", pointer(u32)),
        ("owner_calendar", pointer(u32)),
        ("lead_calendar", pointer(u32)),
        ("attributes", pointer(Column)),
        ("attribute_count", u64),
    ]


# compliance.h


class Compliance(Struct, c_name="revops_compliance"):
    _fields_ = [
        ("started", u64),
        ("warned", u64),
        ("met", u64),
        ("breached", u64),
        ("met_late", u64),
        ("cancelled", u64),
        ("reopened", u64),
        ("under_5_min", u64),
        ("under_30_min", u64),
        ("from_30_min", u64),
    ]


class ComplianceColumns(Struct, c_name="revops_compliance_columns"):
    _fields_ = [
        ("struct_size", u32),
        ("flags", u32),
        ("count", u64),
        ("kind", pointer(u8)),
        ("consumed_ms", pointer(i64)),
        ("group", pointer(u32)),
        ("weight", pointer(i8)),
    ]


class ComplianceAudit(Struct, c_name="revops_compliance_audit"):
    _fields_ = [
        ("pauses", u64),
        ("resumed", u64),
        ("runs", u64),
        ("paused_ms", i64),
        ("open_ms", i64),
    ]


class ComplianceParams(Struct, c_name="revops_compliance_params"):
    _fields_ = [
        ("struct_size", u32),
        ("flags", u32),
        ("target_bp", u32),
        ("review_missed", u32),
        ("review_weeks", u32),
        ("executive_missed", u32),
        ("executive_weeks", u32),
        ("reserved", u32),
    ]


# route.h


class RouteRep(Struct, c_name="revops_route_rep"):
    _fields_ = [
        ("rep", u32),
        ("max_open", u32),
        ("max_per_day", u32),
        ("ramp_days", u32),
        ("start_day", i32),
        ("calendar", u32),
        ("home_queue", u32),
        ("reserved", u32),
    ]


class RouteQueue(Struct, c_name="revops_route_queue"):
    _fields_ = [
        ("queue", u32),
        ("overflow", u32),
    ]


class RouteMember(Struct, c_name="revops_route_member"):
    _fields_ = [
        ("queue", u32),
        ("rep", u32),
        ("weight", u32),
        ("reserved", u32),
    ]


class RouteAbsence(Struct, c_name="revops_route_absence"):
    _fields_ = [
        ("rep", u32),
        ("kind", u32),
        ("from_ms", i64),
        ("until_ms", i64),
    ]


class RouteParams(Struct, c_name="revops_route_params"):
    _fields_ = [
        ("struct_size", u32),
        ("flags", u32),
        ("rep_count", u32),
        ("rep_row_size", u32),
        ("queue_count", u32),
        ("queue_row_size", u32),
        ("member_count", u32),
        ("member_row_size", u32),
        ("absence_count", u32),
        ("absence_row_size", u32),
        ("calendar_count", u32),
        ("fallback_queue", u32),
        ("owed_limit", u32),
        ("owner_away", u32),
        ("owner_full", u32),
        ("owner_left", u32),
        ("reps", pointer(RouteRep)),
        ("queues", pointer(RouteQueue)),
        ("members", pointer(RouteMember)),
        ("absences", pointer(RouteAbsence)),
        ("calendars", pointer(opaque)),
        ("territories", pointer(SegmentParams)),
    ]


class RouteLead(Struct, c_name="revops_route_lead"):
    _fields_ = [
        ("at_ms", i64),
        ("day", i32),
        ("owner", u32),
        ("previous", u32),
        ("reserved", u32),
    ]


class RouteAssignment(Struct, c_name="revops_route_assignment"):
    _fields_ = [
        ("owner", u32),
        ("reason", u32),
        ("queue", u32),
        ("asked_queue", u32),
        ("territory", u32),
        ("flags", u32),
        ("passed_over", u32),
        ("previous", u32),
    ]


class RouteCandidate(Struct, c_name="revops_route_candidate"):
    _fields_ = [
        ("rep", u32),
        ("queue", u32),
        ("standing", u32),
        ("weight", u32),
        ("open", u32),
        ("today", u32),
        ("credit_mlead", i64),
    ]


class RouteNames(Struct, c_name="revops_route_names"):
    _fields_ = [
        ("rep_count", u32),
        ("queue_count", u32),
        ("territory_count", u32),
        ("reserved", u32),
        ("reps", pointer(text)),
        ("queues", pointer(text)),
        ("territories", pointer(text)),
    ]


class RouteLoad(Struct, c_name="revops_route_load"):
    _fields_ = [
        ("queue", u32),
        ("rep", u32),
        ("received", u64),
        ("credit_mlead", i64),
        ("open", u32),
        ("today", u32),
    ]


# policy-stages.h


class PolicyAttribute(Struct, c_name="revops_policy_attribute"):
    _fields_ = [
        ("name", text),
        ("means", text),
        ("type", u32),
        ("flags", u32),
        ("first_choice", u32),
        ("choice_count", u32),
        ("from", u32),
        ("by", u32),
        ("table", u32),
        ("first_also", u32),
        ("also_count", u32),
        ("reserved", u32),
        ("first_was", u32),
        ("was_count", u32),
    ]


class PolicyItem(Struct, c_name="revops_policy_item"):
    _fields_ = [
        ("name", text),
        ("means", text),
        ("flags", u32),
        ("first_also", u32),
        ("also_count", u32),
        ("reserved", u32),
        ("first_was", u32),
        ("was_count", u32),
    ]


class PolicyNeed(Struct, c_name="revops_policy_need"):
    _fields_ = [
        ("kind", u32),
        ("subject", u32),
        ("first_member", u32),
        ("member_count", u32),
        ("at_least", u32),
        ("reserved", u32),
    ]


class PolicyChecklist(Struct, c_name="revops_policy_checklist"):
    _fields_ = [
        ("name", text),
        ("first_need", u32),
        ("need_count", u32),
    ]


class PolicyReason(Struct, c_name="revops_policy_reason"):
    _fields_ = [
        ("name", text),
        ("means", text),
        ("flags", u32),
        ("first_need", u32),
        ("need_count", u32),
        ("first_also", u32),
        ("also_count", u32),
        ("reserved", u32),
        ("first_was", u32),
        ("was_count", u32),
    ]


class PolicyReasonList(Struct, c_name="revops_policy_reason_list"):
    _fields_ = [
        ("name", text),
        ("first_reason", u32),
        ("reason_count", u32),
    ]


class PolicyCondition(Struct, c_name="revops_policy_condition"):
    _fields_ = [
        ("kind", u32),
        ("row_count", u32),
        ("about", u32),
        ("subject", u32),
        ("test", u32),
        ("flags", u32),
        ("low", i64),
        ("high", i64),
        ("first_value", u32),
        ("value_count", u32),
    ]


class PolicyTable(Struct, c_name="revops_policy_table"):
    _fields_ = [
        ("name", text),
        ("otherwise", text),
        ("kind", u32),
        ("first_class", u32),
        ("class_count", u32),
        ("reserved", u32),
    ]


class PolicyClass(Struct, c_name="revops_policy_class"):
    _fields_ = [
        ("name", text),
        ("means", text),
        ("where", u32),
        ("reserved", u32),
    ]


class PolicyStage(Struct, c_name="revops_policy_stage"):
    _fields_ = [
        ("name", text),
        ("short_name", text),
        ("means", text),
        ("parent", u32),
        ("kind", u32),
        ("flags", u32),
        ("instead_of", u32),
        ("entered_by", u32),
        ("first_need", u32),
        ("need_count", u32),
        ("where", u32),
        ("first_leave", u32),
        ("leave_count", u32),
        ("leave_where", u32),
        ("probability_bp", u32),
        ("first_also", u32),
        ("also_count", u32),
        ("first_was", u32),
        ("was_count", u32),
    ]


class PolicyMove(Struct, c_name="revops_policy_move"):
    _fields_ = [
        ("name", text),
        ("means", text),
        ("to", u32),
        ("first_from", u32),
        ("from_count", u32),
        ("first_event", u32),
        ("event_count", u32),
        ("first_need", u32),
        ("need_count", u32),
        ("where", u32),
        ("first_reason_list", u32),
        ("reason_list_count", u32),
        ("first_reason", u32),
        ("reason_count", u32),
        ("passed_over", u32),
        ("cycle", u32),
        ("flags", u32),
        ("reserved", u32),
        ("first_was", u32),
        ("was_count", u32),
    ]


class PolicyEvent(Struct, c_name="revops_policy_event"):
    _fields_ = [
        ("name", text),
        ("means", text),
        ("value", u32),
        ("attribute", u32),
        ("flags", u32),
        ("touch", u32),
        ("owner", u32),
        ("rank", u32),
        ("when_empty", u32),
        ("first_prove", u32),
        ("prove_count", u32),
        ("first_withdraw", u32),
        ("withdraw_count", u32),
        ("first_also", u32),
        ("also_count", u32),
        ("reserved", u32),
    ]


class PolicyHappening(Struct, c_name="revops_policy_happening"):
    _fields_ = [
        ("kind", u32),
        ("subject", u32),
    ]


# policy-rules.h


class PolicyFitRule(Struct, c_name="revops_policy_fit_rule"):
    _fields_ = [
        ("name", text),
        ("points_mpt", i32),
        ("group", u32),
        ("where", u32),
        ("flags", u32),
        ("since_day", i32),
        ("until_day", i32),
    ]


class PolicyIntentRule(Struct, c_name="revops_policy_intent_rule"):
    _fields_ = [
        ("name", text),
        ("period_ms", i64),
        ("points_mpt", i32),
        ("group", u32),
        ("decay", u32),
        ("loss_bp", u32),
        ("daily_limit", u32),
        ("first_event", u32),
        ("event_count", u32),
        ("where_value", u32),
        ("first_tier", u32),
        ("tier_count", u32),
        ("flags", u32),
        ("since_day", i32),
        ("until_day", i32),
        ("reserved", u32),
        ("first_was", u32),
        ("was_count", u32),
    ]


class PolicyGroup(Struct, c_name="revops_policy_group"):
    _fields_ = [
        ("name", text),
        ("floor_mpt", i32),
        ("cap_mpt", i32),
    ]


class PolicyGrade(Struct, c_name="revops_policy_grade"):
    _fields_ = [
        ("name", text),
        ("from_mpt", i32),
        ("keeps_to_mpt", i32),
        ("first_was", u32),
        ("was_count", u32),
    ]


class PolicyCell(Struct, c_name="revops_policy_cell"):
    _fields_ = [
        ("fit_grade", u32),
        ("first_grade", u32),
        ("grade_count", u32),
        ("reserved", u32),
    ]


class PolicyCriterion(Struct, c_name="revops_policy_criterion"):
    _fields_ = [
        ("name", text),
        ("means", text),
        ("window", i64),
        ("threshold", i64),
        ("keeps_to", i64),
        ("measure", u32),
        ("window_kind", u32),
        ("window_unit", u32),
        ("threshold_unit", u32),
        ("first_event", u32),
        ("event_count", u32),
        ("of_value", u32),
        ("exact_up_to", u32),
        ("flags", u32),
        ("first_was", u32),
        ("was_count", u32),
        ("reserved", u32),
    ]


class PolicySignal(Struct, c_name="revops_policy_signal"):
    _fields_ = [
        ("name", text),
        ("goes_to_name", text),
        ("cooldown_ms", i64),
        ("goes_to", u32),
        ("move", u32),
        ("first_all_of", u32),
        ("all_of_count", u32),
        ("first_any_of", u32),
        ("any_of_count", u32),
        ("first_none_of", u32),
        ("none_of_count", u32),
        ("first_at_least_of", u32),
        ("at_least_of_count", u32),
        ("at_least", u32),
        ("where", u32),
        ("first_held_back", u32),
        ("held_back_count", u32),
        ("first_show", u32),
        ("show_count", u32),
        ("flags", u32),
        ("first_was", u32),
        ("was_count", u32),
        ("reserved", u32),
    ]


class PolicyCalendar(Struct, c_name="revops_policy_calendar"):
    _fields_ = [
        ("name", text),
        ("means", text),
        ("zone", u32),
        ("flags", u32),
        ("first_opening", u32),
        ("opening_count", u32),
        ("first_holiday", u32),
        ("holiday_count", u32),
        ("first_exception", u32),
        ("exception_count", u32),
    ]


class PolicyHoliday(Struct, c_name="revops_policy_holiday"):
    _fields_ = [
        ("first_day", i32),
        ("last_day", i32),
        ("month", u32),
        ("day", u32),
    ]


class PolicyZone(Struct, c_name="revops_policy_zone"):
    _fields_ = [
        ("name", text),
        ("rule", text),
        ("tzif", opaque),
        ("tzif_size", u64),
    ]


class PolicyClock(Struct, c_name="revops_policy_clock"):
    _fields_ = [
        ("name", text),
        ("means", text),
        ("kind", u32),
        ("side", u32),
        ("when_it_changes", u32),
        ("at_hand_over", u32),
        ("flags", u32),
        ("times", u32),
        ("first_case", u32),
        ("case_count", u32),
        ("first_start", u32),
        ("start_count", u32),
        ("first_meet", u32),
        ("meet_count", u32),
        ("first_end", u32),
        ("end_count", u32),
        ("first_pause", u32),
        ("pause_count", u32),
        ("first_resume", u32),
        ("resume_count", u32),
        ("first_answer", u32),
        ("answer_count", u32),
        ("first_reopen", u32),
        ("reopen_count", u32),
        ("first_still", u32),
        ("still_count", u32),
        ("first_was", u32),
        ("was_count", u32),
    ]


class PolicyCase(Struct, c_name="revops_policy_case"):
    _fields_ = [
        ("name", text),
        ("target", i64),
        ("unit", u32),
        ("where", u32),
        ("calendar_of", u32),
        ("calendar", u32),
        ("attribute", u32),
        ("table", u32),
        ("first_choice", u32),
        ("choice_count", u32),
        ("at_close", u32),
        ("warn_bp", u32 * 4),
        ("reserved", u32),
    ]


class PolicyChoice(Struct, c_name="revops_policy_choice"):
    _fields_ = [
        ("name", text),
        ("calendar", u32),
        ("reserved", u32),
    ]


class PolicyPromise(Struct, c_name="revops_policy_promise"):
    _fields_ = [
        ("name", text),
        ("means", text),
        ("at_least", i64),
        ("unit", u32),
        ("kind", u32),
        ("side", u32),
        ("period", u32),
        ("first_of", u32),
        ("of_count", u32),
        ("first_reaching", u32),
        ("reaching_count", u32),
        ("where", u32),
        ("reserved", u32),
    ]


class PolicyTerritory(Struct, c_name="revops_policy_territory"):
    _fields_ = [
        ("name", text),
        ("where", u32),
        ("queue", u32),
    ]


class PolicyQueue(Struct, c_name="revops_policy_queue"):
    _fields_ = [
        ("name", text),
        ("overflow", u32),
        ("like", u32),
        ("first_member", u32),
        ("member_count", u32),
    ]


class PolicyMember(Struct, c_name="revops_policy_member"):
    _fields_ = [
        ("person", u32),
        ("weight", u32),
    ]


class PolicyPerson(Struct, c_name="revops_policy_person"):
    _fields_ = [
        ("name", text),
        ("team", text),
        ("ramp_ms", i64),
        ("starts_day", i32),
        ("leaves_day", i32),
        ("flags", u32),
        ("calendar", u32),
        ("open_at_most", u32),
        ("per_day_at_most", u32),
        ("first_absence", u32),
        ("absence_count", u32),
        ("first_also", u32),
        ("also_count", u32),
    ]


class PolicyAbsence(Struct, c_name="revops_policy_absence"):
    _fields_ = [
        ("from", i64),
        ("until", i64),
        ("from_unit", u32),
        ("until_unit", u32),
        ("flags", u32),
        ("reserved", u32),
    ]


class PolicyBand(Struct, c_name="revops_policy_band"):
    _fields_ = [
        ("figure", text),
        ("name", text),
        ("below", i64),
        ("unit", u32),
        ("reserved", u32),
    ]


class PolicyTarget(Struct, c_name="revops_policy_target"):
    _fields_ = [
        ("figure", text),
        ("part", text),
        ("from", i64),
        ("to", i64),
        ("from_unit", u32),
        ("to_unit", u32),
    ]


# policy-rows.h


class PolicyParams(Struct, c_name="revops_policy_params"):
    _fields_ = [
        ("struct_size", u32),
        ("flags", u32),
        ("name", text),
        ("means", text),
        ("fit_otherwise", text),
        ("intent_otherwise", text),
        ("total_otherwise", text),
        ("account_otherwise", text),
        ("channels", pointer(text)),
        ("texts", pointer(text)),
        ("numbers", pointer(u32)),
        ("values", pointer(i64)),
        ("attributes", pointer(PolicyAttribute)),
        ("items", pointer(PolicyItem)),
        ("checklists", pointer(PolicyChecklist)),
        ("needs", pointer(PolicyNeed)),
        ("reasons", pointer(PolicyReason)),
        ("reason_lists", pointer(PolicyReasonList)),
        ("conditions", pointer(PolicyCondition)),
        ("tables", pointer(PolicyTable)),
        ("classes", pointer(PolicyClass)),
        ("stages", pointer(PolicyStage)),
        ("moves", pointer(PolicyMove)),
        ("events", pointer(PolicyEvent)),
        ("happenings", pointer(PolicyHappening)),
        ("fit_rules", pointer(PolicyFitRule)),
        ("fit_groups", pointer(PolicyGroup)),
        ("fit_grades", pointer(PolicyGrade)),
        ("intent_rules", pointer(PolicyIntentRule)),
        ("intent_groups", pointer(PolicyGroup)),
        ("intent_grades", pointer(PolicyGrade)),
        ("total_bands", pointer(PolicyGrade)),
        ("cells", pointer(PolicyCell)),
        ("criteria", pointer(PolicyCriterion)),
        ("signals", pointer(PolicySignal)),
        ("calendars", pointer(PolicyCalendar)),
        ("holidays", pointer(PolicyHoliday)),
        ("zones", pointer(PolicyZone)),
        ("clocks", pointer(PolicyClock)),
        ("cases", pointer(PolicyCase)),
        ("choices", pointer(PolicyChoice)),
        ("promises", pointer(PolicyPromise)),
        ("territories", pointer(PolicyTerritory)),
        ("queues", pointer(PolicyQueue)),
        ("members", pointer(PolicyMember)),
        ("people", pointer(PolicyPerson)),
        ("absences", pointer(PolicyAbsence)),
        ("account_grades", pointer(PolicyGrade)),
        ("bands", pointer(PolicyBand)),
        ("targets", pointer(PolicyTarget)),
        ("openings", pointer(CalendarOpening)),
        ("exceptions", pointer(CalendarException)),
        ("tiers", pointer(IntentTier)),
        ("channel_count", u32),
        ("text_count", u32),
        ("number_count", u32),
        ("value_count", u32),
        ("attribute_count", u32),
        ("attribute_row_size", u32),
        ("item_count", u32),
        ("item_row_size", u32),
        ("checklist_count", u32),
        ("checklist_row_size", u32),
        ("need_count", u32),
        ("need_row_size", u32),
        ("reason_count", u32),
        ("reason_row_size", u32),
        ("reason_list_count", u32),
        ("reason_list_row_size", u32),
        ("condition_count", u32),
        ("condition_row_size", u32),
        ("table_count", u32),
        ("table_row_size", u32),
        ("class_count", u32),
        ("class_row_size", u32),
        ("stage_count", u32),
        ("stage_row_size", u32),
        ("move_count", u32),
        ("move_row_size", u32),
        ("event_count", u32),
        ("event_row_size", u32),
        ("happening_count", u32),
        ("happening_row_size", u32),
        ("fit_rule_count", u32),
        ("fit_rule_row_size", u32),
        ("fit_group_count", u32),
        ("fit_group_row_size", u32),
        ("fit_grade_count", u32),
        ("fit_grade_row_size", u32),
        ("intent_rule_count", u32),
        ("intent_rule_row_size", u32),
        ("intent_group_count", u32),
        ("intent_group_row_size", u32),
        ("intent_grade_count", u32),
        ("intent_grade_row_size", u32),
        ("total_band_count", u32),
        ("total_band_row_size", u32),
        ("cell_count", u32),
        ("cell_row_size", u32),
        ("criterion_count", u32),
        ("criterion_row_size", u32),
        ("signal_count", u32),
        ("signal_row_size", u32),
        ("calendar_count", u32),
        ("calendar_row_size", u32),
        ("holiday_count", u32),
        ("holiday_row_size", u32),
        ("zone_count", u32),
        ("zone_row_size", u32),
        ("clock_count", u32),
        ("clock_row_size", u32),
        ("case_count", u32),
        ("case_row_size", u32),
        ("choice_count", u32),
        ("choice_row_size", u32),
        ("promise_count", u32),
        ("promise_row_size", u32),
        ("territory_count", u32),
        ("territory_row_size", u32),
        ("queue_count", u32),
        ("queue_row_size", u32),
        ("member_count", u32),
        ("member_row_size", u32),
        ("people_count", u32),
        ("people_row_size", u32),
        ("absence_count", u32),
        ("absence_row_size", u32),
        ("account_grade_count", u32),
        ("account_grade_row_size", u32),
        ("band_count", u32),
        ("band_row_size", u32),
        ("target_count", u32),
        ("target_row_size", u32),
        ("opening_count", u32),
        ("opening_row_size", u32),
        ("exception_count", u32),
        ("exception_row_size", u32),
        ("tier_count", u32),
        ("tier_row_size", u32),
        ("touch_once_within_ms", i64),
        ("touch_over", i64),
        ("closed_cooldown_ms", i64),
        ("intent_inactivity_ms", i64),
        ("fit_base_mpt", i32),
        ("fit_floor_mpt", i32),
        ("fit_cap_mpt", i32),
        ("intent_base_mpt", i32),
        ("intent_floor_mpt", i32),
        ("intent_cap_mpt", i32),
        ("money_decimals", u32),
        ("money_code", u8 * 4),
        ("zone", u32),
        ("backward", u32),
        ("touch_at_least", u32),
        ("touch_over_unit", u32),
        ("touch_calendar", u32),
        ("touch_days", u32),
        ("touch_channel_count", u32),
        ("first_touch_in", u32),
        ("touch_in_count", u32),
        ("first_touch_since", u32),
        ("touch_since_count", u32),
        ("first_touch_never", u32),
        ("touch_never_count", u32),
        ("fit_unknown", u32),
        ("fit_never", u32),
        ("intent_never", u32),
        ("intent_calendar", u32),
        ("intent_inactivity_bp", u32),
        ("total_fit_bp", u32),
        ("total_intent_bp", u32),
        ("mql_move", u32),
        ("mql_shows_fit", u32),
        ("mql_shows_intent", u32),
        ("lost_move", u32),
        ("lost_reason", u32),
        ("first_lost_from", u32),
        ("lost_from_count", u32),
        ("first_lost_grade", u32),
        ("lost_grade_count", u32),
        ("usage_calendar", u32),
        ("escalation_kept_bp", u32),
        ("escalation_calendar", u32),
        ("review_missed", u32),
        ("review_of", u32),
        ("executive_missed", u32),
        ("executive_of", u32),
        ("first_route", u32),
        ("route_count", u32),
        ("if_away", u32),
        ("if_gone", u32),
        ("route_otherwise", u32),
        ("route_fallback", u32),
        ("owed_at_most", u32),
        ("buying_committee", u32),
        ("matches", u32 * 3),
        ("reserved", u32),
    ]


# funnel.h


class FunnelStage(Struct, c_name="revops_funnel_stage"):
    _fields_ = [
        ("kind", u32),
        ("rank", u32),
    ]


class FunnelSpan(Struct, c_name="revops_funnel_span"):
    _fields_ = [
        ("from", u32),
        ("to", u32),
    ]


class FunnelParams(Struct, c_name="revops_funnel_params"):
    _fields_ = [
        ("struct_size", u32),
        ("flags", u32),
        ("stages", pointer(FunnelStage)),
        ("spans", pointer(FunnelSpan)),
        ("stage_count", u32),
        ("stage_row_size", u32),
        ("span_count", u32),
        ("span_row_size", u32),
        ("group_count", u32),
        ("reason_count", u32),
        ("cohort_stage", u32),
        ("reserved", u32),
    ]


class FunnelEvent(Struct, c_name="revops_funnel_event"):
    _fields_ = [
        ("at_ms", i64),
        ("amount", i64),
        ("stage", u32),
        ("reason", u32),
        ("cycle", u32),
        ("is_inferred", u8),
        ("reserved", u8 * 3),
    ]


class FunnelColumns(Struct, c_name="revops_funnel_columns"):
    _fields_ = [
        ("struct_size", u32),
        ("flags", u32),
        ("count", u64),
        ("lead", pointer(u32)),
        ("stage", pointer(u8)),
        ("at_ms", pointer(i64)),
        ("is_inferred", pointer(u8)),
        ("amount", pointer(i64)),
        ("reason", pointer(u32)),
        ("cycle", pointer(u32)),
    ]


class FunnelStanding(Struct, c_name="revops_funnel_standing"):
    _fields_ = [
        ("cohort_ms", i64),
        ("since_ms", i64),
        ("stage", u32),
        ("reached", u32),
        ("observed", u32),
        ("cycles", u32),
        ("wins", u32),
        ("reason", u32),
    ]


class FunnelTotal(Struct, c_name="revops_funnel_total"):
    _fields_ = [
        ("leads", u64),
        ("cycles", u64),
        ("open", u64),
        ("won", u64),
        ("closed", u64),
        ("wins", u64),
        ("expansions", u64),
        ("amount", i64),
        ("expansion_amount", i64),
    ]


class FunnelCount(Struct, c_name="revops_funnel_count"):
    _fields_ = [
        ("reached", u64),
        ("inferred", u64),
        ("went_on", u64),
        ("now", u64),
    ]


class FunnelTime(Struct, c_name="revops_funnel_time"):
    _fields_ = [
        ("done", u64),
        ("open", u64),
        ("mean_ms", i64),
        ("naive_ms", i64),
        ("survival_ms", i64),
    ]


class FunnelVelocity(Struct, c_name="revops_funnel_velocity"):
    _fields_ = [
        ("deals", u64),
        ("win_rate_bp", u32),
        ("reserved", u32),
        ("size", i64),
        ("length_ms", i64),
        ("amount_a_month", i64),
    ]


class FunnelBottleneck(Struct, c_name="revops_funnel_bottleneck"):
    _fields_ = [
        ("stage", u32),
        ("rate_bp", u32),
        ("slowest", u32),
        ("reserved", u32),
        ("slowest_ms", i64),
        ("leads_stuck", u64),
    ]


class FunnelPlace(Struct, c_name="revops_funnel_place"):
    _fields_ = [
        ("since_ms", i64),
        ("reached", u32),
        ("stage", u32),
    ]


class FunnelMove(Struct, c_name="revops_funnel_move"):
    _fields_ = [
        ("count", u64),
        ("time_ms", u64),
    ]


# conformance.h


class ConformanceColumns(Struct, c_name="revops_conformance_columns"):
    _fields_ = [
        ("struct_size", u32),
        ("flags", u32),
        ("count", u64),
        ("lead", pointer(u64)),
        ("bits", pointer(u64)),
        ("group", pointer(u32)),
        ("lost_ms", pointer(i64)),
        ("weight", pointer(i8)),
    ]


class Conformance(Struct, c_name="revops_conformance"):
    _fields_ = [
        ("deviations", u64),
        ("leads", u64),
        ("lost_ms", i64),
    ]


# order.h


class OrderColumns(Struct, c_name="revops_order_columns"):
    _fields_ = [
        ("struct_size", u32),
        ("flags", u32),
        ("count", u64),
        ("at_ms", pointer(i64)),
        ("lead", pointer(u64)),
        ("sequence", pointer(u64)),
        ("kind", pointer(u32)),
        ("ranks", pointer(u16)),
        ("id", pointer(u64)),
        ("id_texts", pointer(Texts)),
        ("fields", pointer(Column)),
        ("rank_count", u32),
        ("field_count", u32),
    ]


class OrderCounts(Struct, c_name="revops_order_counts"):
    _fields_ = [
        ("counted", u64),
        ("duplicates", u64),
        ("conflicts", u64),
        ("without_id", u64),
    ]


# engine-events.h


class Event(Struct, c_name="revops_event"):
    _fields_ = [
        ("at_ms", i64),
        ("sequence", u64),
        ("id", u64),
        ("value", i64),
        ("actor", u64),
        ("source", u64),
        ("campaign", u64),
        ("account", u64),
        ("resume_ms", i64),
        ("kind", u32),
        ("reason", u32),
        ("verdict", u32),
        ("flags", u32),
        ("reserved", u64),
    ]


class Effect(Struct, c_name="revops_effect"):
    _fields_ = [
        ("at_ms", i64),
        ("lead", u64),
        ("event_id", u64),
        ("owner", u64),
        ("source", u64),
        ("campaign", u64),
        ("event", u32),
        ("kind", u16),
        ("segment", u16),
        ("stage", u16),
        ("from", u16),
        ("cycle", u16),
        ("flags", u16),
        ("value", i64),
        ("stages", u64),
        ("items", u64),
        ("span_ms", i64),
        ("why", u32),
        ("reason", u32),
        ("move", u32),
        ("missing_touches", u32),
        ("clock", u16),
        ("row", u16),
        ("detail", u32),
        ("motion", u16),
        ("reserved", u16 * 3),
    ]


# engine.h


class EngineParams(Struct, c_name="revops_engine_params"):
    _fields_ = [
        ("struct_size", u32),
        ("flags", u32),
        ("policy", pointer(PolicyParams)),
        ("rules", u64),
    ]


class LeadState(Struct, c_name="revops_lead_state"):
    _fields_ = [
        ("last_ms", i64),
        ("resume_ms", i64),
        ("owner", u64),
        ("source", u64),
        ("campaign", u64),
        ("account", u64),
        ("items", u64),
        ("won_amount", i64),
        ("won_latest", i64),
        ("wins", u32),
        ("touches", u32),
        ("reason", u32),
        ("stage", u16),
        ("step", u16),
        ("cycle", u16),
        ("cleared", u16),
        ("segment", u16),
        ("motion", u16),
    ]


class LeadDates(Struct, c_name="revops_lead_dates"):
    _fields_ = [
        ("first_ms", i64),
        ("latest_ms", i64),
        ("first_inferred", u8),
        ("latest_inferred", u8),
        ("reached", u8),
        ("reserved", u8 * 5),
    ]


class LeadScoresState(Struct, c_name="revops_lead_scores_state"):
    _fields_ = [
        ("rated_ms", i64),
        ("fit_mpt", i64),
        ("intent_mpt", i64),
        ("total_mpt", i64),
        ("fit", u32),
        ("engagement", u32),
        ("band", u32),
        ("is_graded", u8),
        ("is_given", u8),
        ("is_mql", u8),
        ("reserved", u8),
    ]


# engine-account.h


class LeadSignalsState(Struct, c_name="revops_lead_signals_state"):
    _fields_ = [
        ("latest_ms", i64),
        ("criteria", u64),
        ("came", u32),
        ("latest", u32),
    ]


# engine-records.h


class EngineField(Struct, c_name="revops_engine_field"):
    _fields_ = [
        ("offset", u32),
        ("type", u32),
        ("kind", u32),
        ("number", u32),
    ]


# engine-refold.h


class EngineRefoldColumns(Struct, c_name="revops_engine_refold_columns"):
    _fields_ = [
        ("struct_size", u32),
        ("flags", u32),
        ("count", u64),
        ("events", pointer(Event)),
        ("marks", pointer(u8)),
        ("merged", pointer(opaque)),
        ("modes", pointer(u8)),
        ("engines", pointer(opaque)),
        ("texts", pointer(Texts)),
        ("start", opaque),
        ("told", pointer(Effect)),
        ("told_count", u64),
        ("lead_id", u64),
        ("as_of_ms", i64),
        ("wanted", u64),
        ("engine_count", u32),
        ("mode", u32),
    ]


class EngineChange(Struct, c_name="revops_engine_change"):
    _fields_ = [
        ("kind", u32),
        ("reserved", u32),
        ("before", Effect),
        ("after", Effect),
    ]


# simulate.h


class SimulateColumns(Struct, c_name="revops_simulate_columns"):
    _fields_ = [
        ("struct_size", u32),
        ("flags", u32),
        ("count", u64),
        ("engine", opaque),
        ("texts", pointer(Texts)),
        ("leads", opaque),
        ("ids", pointer(u64)),
        ("firsts", pointer(u64)),
        ("events", pointer(Event)),
        ("until_ms", i64),
        ("wanted", u64),
        ("mode", u32),
        ("event", u32),
    ]


class SimulateAnswer(Struct, c_name="revops_simulate_answer"):
    _fields_ = [
        ("lead", u64),
        ("event", Event),
        ("owner", u32),
        ("previous", u32),
        ("reason", u32),
        ("queue", u32),
        ("territory", u32),
        ("flags", u32),
        ("missed", u32),
        ("left", u32),
    ]


# plan.h


class PlanBand(Struct, c_name="revops_plan_band"):
    _fields_ = [
        ("metric", u32),
        ("verdict", u32),
        ("from", i64),
        ("name", text),
    ]


class PlanParams(Struct, c_name="revops_plan_params"):
    _fields_ = [
        ("struct_size", u32),
        ("flags", u32),
        ("band_count", u32),
        ("band_row_size", u32),
        ("bands", pointer(PlanBand)),
        ("sdrs_per_executive_low", u32),
        ("sdrs_per_executive_high", u32),
        ("executives_per_engineer_low", u32),
        ("executives_per_engineer_high", u32),
        ("sequence_touches_low", u32),
        ("sequence_touches_high", u32),
        ("sequence_low_day", u32),
        ("sequence_high_day", u32),
        ("ceiling_demand_bp", u32),
        ("reserved", u32),
    ]


class PlanJudgement(Struct, c_name="revops_plan_judgement"):
    _fields_ = [
        ("verdict", u32),
        ("band", u32),
        ("name", text),
        ("to_next", i64),
        ("to_previous", i64),
    ]


class PlanGapStep(Struct, c_name="revops_plan_gap_step"):
    _fields_ = [
        ("attainment_bp", u32),
        ("reserved", u32),
        ("restores", i64),
    ]


class PlanGap(Struct, c_name="revops_plan_gap"):
    _fields_ = [
        ("gap", i64),
        ("gap_bp", u32),
        ("worst_step", u32),
    ]


class PlanStaff(Struct, c_name="revops_plan_staff"):
    _fields_ = [
        ("sdrs_low", u32),
        ("sdrs_high", u32),
        ("engineers_low", u32),
        ("engineers_high", u32),
    ]


class PlanQuotaCheck(Struct, c_name="revops_plan_quota_check"):
    _fields_ = [
        ("reps", u64),
        ("reached", u64),
        ("reached_bp", u32),
        ("attainment_bp", u32),
        ("judgement", PlanJudgement),
    ]


class PlanAccount(Struct, c_name="revops_plan_account"):
    _fields_ = [
        ("price", i64),
        ("potential_low", i64),
        ("potential_high", i64),
        ("demand_bp", u32),
        ("is_top_plan", u8),
        ("reserved", u8 * 3),
    ]


class PlanCeiling(Struct, c_name="revops_plan_ceiling"):
    _fields_ = [
        ("accounts", u64),
        ("missed_low", i64),
        ("missed_high", i64),
        ("judgement", PlanJudgement),
    ]


class PlanSequence(Struct, c_name="revops_plan_sequence"):
    _fields_ = [
        ("span_ms", i64),
        ("missing_ms", i64),
        ("touches", u32),
        ("missing_touches", u32),
        ("departures", u32),
        ("reserved", u32),
    ]


# policy.h


class PolicyFault(Struct, c_name="revops_policy_fault"):
    _fields_ = [
        ("kind", u32),
        ("document", u32),
        ("line", u32),
        ("column", u32),
        ("path", char * 256),
        ("found", char * 96),
        ("expected", char * 192),
        ("nearest", char * 128),
    ]


class PolicyReadParams(Struct, c_name="revops_policy_read_params"):
    _fields_ = [
        ("struct_size", u32),
        ("flags", u32),
        ("documents", pointer(text)),
        ("lengths", pointer(u64)),
        ("zones", pointer(PolicyZone)),
        ("document_count", u32),
        ("length_count", u32),
        ("zone_count", u32),
        ("zone_row_size", u32),
    ]


# motion.h


class MotionColumns(Struct, c_name="revops_motion_columns"):
    _fields_ = [
        ("struct_size", u32),
        ("flags", u32),
        ("count", u64),
        ("group", pointer(u32)),
        ("steps", pointer(u32)),
        ("response_ms", pointer(i64)),
        ("engagement_mpt", pointer(i64)),
        ("committee", pointer(u32)),
        ("contacted", pointer(u32)),
        ("pipeline", pointer(i64)),
        ("revenue", pointer(i64)),
        ("deals_decided", pointer(u32)),
        ("deals_won", pointer(u32)),
        ("weight", pointer(i8)),
    ]


class Motion(Struct, c_name="revops_motion"):
    _fields_ = [
        ("rows", u64),
        ("reached", u64 * 11),
        ("responses", u64),
        ("response_ms", u64),
        ("engagement_mpt", u64),
        ("committee", u64),
        ("contacted", u64),
        ("pipeline", u64),
        ("revenue", u64),
        ("deals_decided", u64),
        ("deals_won", u64),
    ]


class MotionShare(Struct, c_name="revops_motion_share"):
    _fields_ = [
        ("part", u64),
        ("whole", u64),
        ("share_bp", u32),
        ("reserved", u32),
    ]


class MotionParams(Struct, c_name="revops_motion_params"):
    _fields_ = [
        ("struct_size", u32),
        ("flags", u32),
        ("assisted_from", i64),
        ("enterprise_above", i64),
        ("fall_bp", u32),
        ("reserved", u32),
    ]


class MotionMix(Struct, c_name="revops_motion_mix"):
    _fields_ = [
        ("shares_bp", u32 * 3),
        ("alarms", u32),
        ("revenue_change", i64),
        ("others_change", i64),
        ("conversion_before_bp", u32),
        ("conversion_bp", u32),
        ("fall_bp", u32),
        ("reserved", u32),
    ]


# capacity.h


class CapacityParams(Struct, c_name="revops_capacity_params"):
    _fields_ = [
        ("struct_size", u32),
        ("flags", u32),
        ("quota", i64),
        ("attainment_bp", u32),
        ("attrition_bp", u32),
        ("hire_ahead", u32),
        ("ramp_bp_count", u32),
        ("ramp_bp", pointer(u32)),
    ]


class CapacityGroup(Struct, c_name="revops_capacity_group"):
    _fields_ = [
        ("reps", u32),
        ("tenure_months", u32),
    ]


class CapacityMonth(Struct, c_name="revops_capacity_month"):
    _fields_ = [
        ("heads", i64),
        ("productive", i64),
        ("leavers", i64),
        ("capacity", i64),
    ]


class CapacityAnswer(Struct, c_name="revops_capacity_answer"):
    _fields_ = [
        ("hires", u64),
        ("short_month", u32),
        ("reserved", u32),
        ("shortfall", i64),
    ]


class CapacityRep(Struct, c_name="revops_capacity_rep"):
    _fields_ = [
        ("history", i64),
        ("potential", i64),
        ("win_rate_bp", u32),
        ("history_bp", u32),
        ("productive_bp", u32),
        ("reserved", u32),
    ]


# commission.h


class CommissionTier(Struct, c_name="revops_commission_tier"):
    _fields_ = [
        ("from_bp", u32),
        ("rate_bp", u32),
    ]


class CommissionParams(Struct, c_name="revops_commission_params"):
    _fields_ = [
        ("struct_size", u32),
        ("flags", u32),
        ("variable", i64),
        ("quota", i64),
        ("clawback_day", u32),
        ("tier_count", u32),
        ("tiers", pointer(CommissionTier)),
        ("tier_row_size", u32),
        ("reserved", u32),
    ]


class CommissionLine(Struct, c_name="revops_commission_line"):
    _fields_ = [
        ("tier", u32),
        ("rate_bp", u32),
        ("amount", i64),
        ("commission", i64),
    ]


class CommissionDeal(Struct, c_name="revops_commission_deal"):
    _fields_ = [
        ("amount", i64),
        ("won_day", i32),
        ("lost_day", i32),
    ]


class CommissionSettlement(Struct, c_name="revops_commission_settlement"):
    _fields_ = [
        ("earned", i64),
        ("clawback", i64),
        ("net", i64),
    ]


# decision.h


class DecisionRow(Struct, c_name="revops_decision_row"):
    _fields_ = [
        ("decision", u32),
        ("reserved", u32),
        ("name", text),
        ("yes", text),
        ("no", text),
    ]


class DecisionGroup(Struct, c_name="revops_decision_group"):
    _fields_ = [
        ("decision", u32),
        ("at_least", u32),
        ("name", text),
    ]


class DecisionCriterion(Struct, c_name="revops_decision_criterion"):
    _fields_ = [
        ("group", u32),
        ("input", u32),
        ("test", u32),
        ("reserved", u32),
        ("threshold", i64),
    ]


class DecisionWeight(Struct, c_name="revops_decision_weight"):
    _fields_ = [
        ("input", u32),
        ("weight", u32),
        ("none", i64),
        ("full", i64),
    ]


class DecisionParams(Struct, c_name="revops_decision_params"):
    _fields_ = [
        ("struct_size", u32),
        ("flags", u32),
        ("decisions", pointer(DecisionRow)),
        ("groups", pointer(DecisionGroup)),
        ("criteria", pointer(DecisionCriterion)),
        ("weights", pointer(DecisionWeight)),
        ("decision_count", u32),
        ("decision_row_size", u32),
        ("group_count", u32),
        ("group_row_size", u32),
        ("criterion_count", u32),
        ("criterion_row_size", u32),
        ("weight_count", u32),
        ("weight_row_size", u32),
        ("target_bp", u32),
        ("reserved", u32),
    ]


class DecisionAnswer(Struct, c_name="revops_decision_answer"):
    _fields_ = [
        ("verdict", u32),
        ("row", u32),
        ("advice", text),
    ]


class DecisionReason(Struct, c_name="revops_decision_reason"):
    _fields_ = [
        ("criterion", u32),
        ("input", u32),
        ("verdict", u32),
        ("changes_answer", u32),
        ("value", i64),
        ("threshold", i64),
        ("change", i64),
    ]


class DecisionScore(Struct, c_name="revops_decision_score"):
    _fields_ = [
        ("score_bp", u32),
        ("known_bp", u32),
        ("verdict", u32),
        ("reserved", u32),
    ]


class DecisionPart(Struct, c_name="revops_decision_part"):
    _fields_ = [
        ("input", u32),
        ("points_bp", u32),
        ("lost_bp", u32),
        ("changes_answer", u32),
        ("change", i64),
    ]


# attribution.h


class AttributionPosition(Struct, c_name="revops_attribution_position"):
    _fields_ = [
        ("place", u32),
        ("milestone", u32),
        ("share_bp", u32),
        ("reserved", u32),
    ]


class AttributionParams(Struct, c_name="revops_attribution_params"):
    _fields_ = [
        ("struct_size", u32),
        ("flags", u32),
        ("model", u32),
        ("channel_count", u32),
        ("direct_channel", u32),
        ("position_count", u32),
        ("position_row_size", u32),
        ("reserved", u32),
        ("lookback_ms", i64),
        ("half_life_ms", i64),
        ("positions", pointer(AttributionPosition)),
    ]


class AttributionColumns(Struct, c_name="revops_attribution_columns"):
    _fields_ = [
        ("struct_size", u32),
        ("flags", u32),
        ("count", u64),
        ("touch_count", u64),
        ("conversion_count", u64),
        ("first_touch", pointer(u64)),
        ("first_conversion", pointer(u64)),
        ("touch_ms", pointer(i64)),
        ("channel", pointer(u32)),
        ("milestones", pointer(u32)),
        ("touch_weight", pointer(u32)),
        ("conversion_ms", pointer(i64)),
        ("amount", pointer(i64)),
        ("conversion_number", pointer(u32)),
    ]


class AttributionCredit(Struct, c_name="revops_attribution_credit"):
    _fields_ = [
        ("amount", i64),
        ("conversions_ppm", i64),
        ("influenced_amount", i64),
        ("influenced", i64),
        ("touches", i64),
    ]


class AttributionRowColumns(Struct, c_name="revops_attribution_row_columns"):
    _fields_ = [
        ("struct_size", u32),
        ("flags", u32),
        ("count", u64),
        ("conversion_count", u64),
        ("touch_lead", pointer(i64)),
        ("touch_ms", pointer(i64)),
        ("channel", pointer(u32)),
        ("channel8", pointer(u8)),
        ("conversion_lead", pointer(i64)),
        ("conversion_ms", pointer(i64)),
        ("amount", pointer(i64)),
    ]


# sheet.h


class SheetCell(Struct, c_name="revops_sheet_cell"):
    _fields_ = [
        ("value", i64),
        ("text", text),
        ("kind", u32),
        ("reserved", u32),
    ]


class SheetColumn(Struct, c_name="revops_sheet_column"):
    _fields_ = [
        ("name", text),
        ("kind", u32),
        ("reserved", u32),
    ]


class SheetTable(Struct, c_name="revops_sheet_table"):
    _fields_ = [
        ("name", text),
        ("columns", pointer(SheetColumn)),
        ("cells", pointer(SheetCell)),
        ("column_count", u32),
        ("column_row_size", u32),
        ("row_count", u32),
        ("reserved", u32),
    ]


class SheetSide(Struct, c_name="revops_sheet_side"):
    _fields_ = [
        ("name", text),
        ("met", u64),
        ("breached", u64),
        ("met_late", u64),
        ("under_5_min", u64),
        ("under_30_min", u64),
        ("from_30_min", u64),
    ]


class SheetStep(Struct, c_name="revops_sheet_step"):
    _fields_ = [
        ("name", text),
        ("reached", u32),
        ("went_on", u32),
    ]


class SheetDeviation(Struct, c_name="revops_sheet_deviation"):
    _fields_ = [
        ("name", text),
        ("deviations", u64),
        ("leads", u64),
        ("lost_ms", i64),
    ]


class SheetQueue(Struct, c_name="revops_sheet_queue"):
    _fields_ = [
        ("name", text),
        ("waiting", u64),
        ("overdue", u64),
        ("longest_ms", i64),
    ]


class SheetFigure(Struct, c_name="revops_sheet_figure"):
    _fields_ = [
        ("name", text),
        ("value", i64),
        ("kind", u32),
        ("metric", u32),
    ]


class SheetParams(Struct, c_name="revops_sheet_params"):
    _fields_ = [
        ("struct_size", u32),
        ("flags", u32),
        ("title", text),
        ("as_of_ms", i64),
        ("pipeline", i64),
        ("needed", i64),
        ("quota", i64),
        ("gap_stage", text),
        ("offered", i64),
        ("accepted", i64),
        ("payback", i64),
        ("alignment_bp", i64),
        ("contact_median_ms", i64),
        ("contact_late_ms", i64),
        ("bands", pointer(PlanParams)),
        ("sides", pointer(SheetSide)),
        ("steps", pointer(SheetStep)),
        ("deviations", pointer(SheetDeviation)),
        ("queues", pointer(SheetQueue)),
        ("tables", pointer(SheetTable)),
        ("figures", pointer(SheetFigure)),
        ("side_count", u32),
        ("side_row_size", u32),
        ("step_count", u32),
        ("step_row_size", u32),
        ("deviation_count", u32),
        ("deviation_row_size", u32),
        ("queue_count", u32),
        ("queue_row_size", u32),
        ("table_count", u32),
        ("table_row_size", u32),
        ("figure_count", u32),
        ("figure_row_size", u32),
        ("confidence_bp", u32),
        ("worst_count", u32),
    ]


# scorecard.h


class ScorecardParams(Struct, c_name="revops_scorecard_params"):
    _fields_ = [
        ("struct_size", u32),
        ("flags", u32),
        ("method", u32),
        ("bin_count", u32),
        ("bin_leads", u32),
        ("smoothing_milli", u32),
        ("ridge_milli", u32),
        ("sweep_count", u32),
        ("double_mpt", i32),
        ("even_mpt", i32),
        ("unit_mpt", i32),
        ("least_leads", u32),
        ("least_outcomes", u32),
        ("bend_milli", u32),
    ]


class Scorecard(Struct, c_name="revops_scorecard"):
    _fields_ = [
        ("rules", pointer(ScoreParams)),
        ("lead_count", u64),
        ("won_count", u64),
        ("warnings", u32),
        ("sweep_count", u32),
        ("double_mpt", i32),
        ("even_mpt", i32),
    ]


# evaluation.h


class EvaluationDiscrimination(Struct, c_name="revops_evaluation_discrimination"):
    _fields_ = [
        ("count", u64),
        ("won", u64),
        ("auc_q56", u64),
        ("average_precision_q56", u64),
    ]


class EvaluationThreshold(Struct, c_name="revops_evaluation_threshold"):
    _fields_ = [
        ("score_mpt", i32),
        ("precision_bp", u32),
        ("recall_bp", u32),
        ("reserved", u32),
        ("volume", u64),
        ("won", u64),
        ("expected_value", i64),
    ]


class EvaluationPart(Struct, c_name="revops_evaluation_part"):
    _fields_ = [
        ("least_mpt", i32),
        ("gain_bp", u32),
        ("lift_bp", u32),
        ("reserved", u32),
        ("count", u64),
        ("won", u64),
    ]


class EvaluationBin(Struct, c_name="revops_evaluation_bin"):
    _fields_ = [
        ("count", u64),
        ("won", u64),
        ("predicted_ppb", u32),
        ("observed_ppb", u32),
    ]


class EvaluationCalibration(Struct, c_name="revops_evaluation_calibration"):
    _fields_ = [
        ("brier_q56", u64),
        ("log_loss_q56", u64),
    ]


# calibration.h


class CalibrationLine(Struct, c_name="revops_calibration_line"):
    _fields_ = [
        ("double_mpt", i32),
        ("even_mpt", i32),
        ("is_converged", u32),
        ("is_flat", u32),
    ]


class CalibrationStep(Struct, c_name="revops_calibration_step"):
    _fields_ = [
        ("from_mpt", i32),
        ("probability_ppb", u32),
        ("count", u64),
        ("won", u64),
    ]
