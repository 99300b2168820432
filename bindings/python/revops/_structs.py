# SPDX-License-Identifier: MIT
"""The public C structs that are bound, grouped by header.

Every class is registered under its C name; a test compares each with the headers and with the layout table
that the C tests verify, field by field. `numpy.dtype(TheClass)` is the dtype of an array of them.
"""

from __future__ import annotations

import ctypes
from typing import Any, ClassVar


class Struct(ctypes.Structure):
    """A public struct: ``class Lead(Struct, c_name="revops_builtin_lead")`` with ``_fields_`` in the header's order."""

    registry: ClassVar[dict[str, type[Struct]]] = {}

    def __init_subclass__(cls, c_name: str, **options: Any) -> None:
        super().__init_subclass__(**options)
        Struct.registry[c_name] = cls


# base.h


class Cursor(Struct, c_name="revops_cursor"):
    _fields_ = [
        ("next", ctypes.c_uint64),
        ("applied", ctypes.c_uint64),
        ("late", ctypes.c_uint64),
        ("duplicate", ctypes.c_uint64),
        ("refused", ctypes.c_uint64),
        ("invalid", ctypes.c_uint64),
        ("reserved", ctypes.c_uint64 * 2),
    ]


class Problem(Struct, c_name="revops_problem"):
    _fields_ = [
        ("status", ctypes.c_int32),
        ("row", ctypes.c_uint32),
        ("other_row", ctypes.c_uint32),
        ("reserved", ctypes.c_uint32),
        ("found", ctypes.c_int64),
        ("part", ctypes.c_char_p),
        ("field", ctypes.c_char_p),
        ("expected", ctypes.c_char_p),
    ]


# condition.h


class Condition(Struct, c_name="revops_condition"):
    _fields_ = [
        ("attribute", ctypes.c_uint32),
        ("test", ctypes.c_uint32),
        ("low", ctypes.c_int64),
        ("high", ctypes.c_int64),
        ("first_value", ctypes.c_uint32),
        ("value_count", ctypes.c_uint32),
        ("flags", ctypes.c_uint32),
        ("reserved", ctypes.c_uint32),
    ]


class Texts(Struct, c_name="revops_texts"):
    _fields_ = [
        ("bytes", ctypes.c_void_p),
        ("offsets", ctypes.c_void_p),
        ("count", ctypes.c_uint64),
    ]


class Column(Struct, c_name="revops_column"):
    _fields_ = [
        ("values", ctypes.c_void_p),
        ("texts", ctypes.c_void_p),
        ("missing", ctypes.c_int64),
        ("width", ctypes.c_uint32),
        ("reserved", ctypes.c_uint32),
    ]


# zone.h


class ZoneParams(Struct, c_name="revops_zone_params"):
    _fields_ = [
        ("struct_size", ctypes.c_uint32),
        ("flags", ctypes.c_uint32),
        ("posix", ctypes.c_void_p),
        ("tzif", ctypes.c_void_p),
        ("transitions", ctypes.c_void_p),
        ("posix_length", ctypes.c_uint32),
        ("tzif_length", ctypes.c_uint32),
        ("transition_count", ctypes.c_uint32),
        ("transition_row_size", ctypes.c_uint32),
        ("utc_offset_s", ctypes.c_int32),
        ("reserved", ctypes.c_uint32),
    ]


# calendar.h


class CalendarOpening(Struct, c_name="revops_calendar_opening"):
    _fields_ = [
        ("weekday", ctypes.c_uint16),
        ("start_min", ctypes.c_uint16),
        ("end_min", ctypes.c_uint16),
    ]


class CalendarException(Struct, c_name="revops_calendar_exception"):
    _fields_ = [
        ("day", ctypes.c_int32),
        ("start_min", ctypes.c_uint16),
        ("end_min", ctypes.c_uint16),
    ]


class CalendarParams(Struct, c_name="revops_calendar_params"):
    _fields_ = [
        ("struct_size", ctypes.c_uint32),
        ("flags", ctypes.c_uint32),
        ("openings", ctypes.c_void_p),
        ("holidays", ctypes.c_void_p),
        ("exceptions", ctypes.c_void_p),
        ("zone", ctypes.c_void_p),
        ("opening_count", ctypes.c_uint32),
        ("opening_row_size", ctypes.c_uint32),
        ("holiday_count", ctypes.c_uint32),
        ("exception_count", ctypes.c_uint32),
        ("exception_row_size", ctypes.c_uint32),
        ("reserved", ctypes.c_uint32),
    ]


# lifecycle.h


class StageRow(Struct, c_name="revops_lifecycle_stage_row"):
    _fields_ = [
        ("name", ctypes.c_char_p),
        ("definition", ctypes.c_char_p),
        ("flags", ctypes.c_uint32),
        ("rank", ctypes.c_uint32),
        ("parent", ctypes.c_uint32),
        ("reserved", ctypes.c_uint32),
    ]


class Transition(Struct, c_name="revops_lifecycle_transition"):
    _fields_ = [
        ("trigger", ctypes.c_uint32),
        ("from_mask", ctypes.c_uint32),
        ("to", ctypes.c_uint32),
        ("flags", ctypes.c_uint32),
        ("required_items", ctypes.c_uint64),
        ("reason_mask", ctypes.c_uint64),
        ("touch_reasons", ctypes.c_uint64),
    ]


class LifecycleParams(Struct, c_name="revops_lifecycle_params"):
    _fields_ = [
        ("struct_size", ctypes.c_uint32),
        ("flags", ctypes.c_uint32),
        ("min_touch_span_ms", ctypes.c_int64),
        ("qualification_items", ctypes.c_uint64),
        ("lasting_items", ctypes.c_uint64),
        ("min_touches", ctypes.c_uint32),
        ("stage_count", ctypes.c_uint32),
        ("trigger_count", ctypes.c_uint32),
        ("item_count", ctypes.c_uint32),
        ("reason_count", ctypes.c_uint32),
        ("transition_count", ctypes.c_uint32),
        ("stages", ctypes.POINTER(StageRow)),
        ("triggers", ctypes.POINTER(ctypes.c_char_p)),
        ("items", ctypes.POINTER(ctypes.c_char_p)),
        ("reasons", ctypes.POINTER(ctypes.c_char_p)),
        ("transitions", ctypes.POINTER(Transition)),
        ("stage_row_size", ctypes.c_uint32),
        ("transition_row_size", ctypes.c_uint32),
    ]


class StageDates(Struct, c_name="revops_lifecycle_dates"):
    _fields_ = [
        ("first_ms", ctypes.c_int64),
        ("latest_ms", ctypes.c_int64),
    ]


class LifecycleRecord(Struct, c_name="revops_lifecycle_record"):
    _fields_ = [
        ("stage", ctypes.c_uint8),
        ("step", ctypes.c_uint8),
        ("reason", ctypes.c_uint8),
        ("reserved0", ctypes.c_uint8),
        ("cycle", ctypes.c_uint16),
        ("touches", ctypes.c_uint16),
        ("visited_mask", ctypes.c_uint16),
        ("first_inferred_mask", ctypes.c_uint16),
        ("latest_inferred_mask", ctypes.c_uint16),
        ("count", ctypes.c_uint8 * 14),
        ("reserved1", ctypes.c_uint32),
        ("items", ctypes.c_uint64),
        ("first_touch_ms", ctypes.c_int64),
        ("resume_ms", ctypes.c_int64),
        ("dates", StageDates * 14),
    ]


class LifecycleInput(Struct, c_name="revops_lifecycle_input"):
    _fields_ = [
        ("at_ms", ctypes.c_int64),
        ("items", ctypes.c_uint64),
        ("resume_ms", ctypes.c_int64),
        ("trigger", ctypes.c_uint32),
        ("reason", ctypes.c_uint32),
    ]


class LifecycleResult(Struct, c_name="revops_lifecycle_result"):
    _fields_ = [
        ("refusal", ctypes.c_uint32),
        ("trigger", ctypes.c_uint32),
        ("from", ctypes.c_uint32),
        ("to", ctypes.c_uint32),
        ("row", ctypes.c_uint32),
        ("reason", ctypes.c_uint32),
        ("missing_items", ctypes.c_uint64),
        ("missing_ms", ctypes.c_int64),
        ("missing_touches", ctypes.c_uint32),
        ("inferred_mask", ctypes.c_uint32),
    ]


# sla.h


class SlaRecord(Struct, c_name="revops_sla_record"):
    _fields_ = [
        ("due_ms", ctypes.c_int64),
        ("since_ms", ctypes.c_int64),
        ("consumed_ms", ctypes.c_int64),
        ("deadline_ms", ctypes.c_int64),
        ("started_ms", ctypes.c_int64),
        ("cycle", ctypes.c_uint32),
        ("owner", ctypes.c_uint32),
        ("row", ctypes.c_uint16),
        ("held_row", ctypes.c_uint16),
        ("calendar", ctypes.c_uint16),
        ("count", ctypes.c_uint16),
        ("unused_meetings", ctypes.c_uint16),
        ("unused_starts", ctypes.c_uint16),
        ("state", ctypes.c_uint8),
        ("unit", ctypes.c_uint8),
        ("warned", ctypes.c_uint8),
        ("flags", ctypes.c_uint8),
        ("target", ctypes.c_int64),
        ("base_ms", ctypes.c_int64),
        ("from_ms", ctypes.c_int64),
        ("answered_ms", ctypes.c_int64),
        ("known_from_ms", ctypes.c_int64),
        ("ran_day", ctypes.c_int32),
        ("days", ctypes.c_uint32),
        ("still_count", ctypes.c_uint32),
        ("reserved", ctypes.c_uint32 * 3),
        ("still_from_ms", ctypes.c_int64 * 4),
        ("still_until_ms", ctypes.c_int64 * 4),
    ]


class Histogram(Struct, c_name="revops_histogram"):
    _fields_ = [
        ("count", ctypes.c_uint64),
        ("sum_low", ctypes.c_uint64),
        ("sum_high", ctypes.c_uint64),
        ("minimum", ctypes.c_int64),
        ("maximum", ctypes.c_int64),
        ("buckets", ctypes.c_uint32 * 2240),
    ]


class StatsInterval(Struct, c_name="revops_stats_interval"):
    _fields_ = [("low_ppb", ctypes.c_uint32), ("high_ppb", ctypes.c_uint32)]


class StatsComparison(Struct, c_name="revops_stats_comparison"):
    _fields_ = [
        ("difference_ppb", ctypes.c_int64),
        ("z_ppm", ctypes.c_int64),
        ("p_value_ppb", ctypes.c_uint32),
        ("reserved", ctypes.c_uint32),
    ]


class StatsLine(Struct, c_name="revops_stats_line"):
    _fields_ = [("slope_ppm", ctypes.c_int64), ("standard_error_ppm", ctypes.c_int64)]


class SlaUse(Struct, c_name="revops_sla_use"):
    _fields_ = [
        ("signal", ctypes.c_uint32),
        ("clock", ctypes.c_uint32),
        ("parts", ctypes.c_uint32),
        ("reserved", ctypes.c_uint32),
    ]


class SlaClock(Struct, c_name="revops_sla_clock"):
    _fields_ = [
        ("kind", ctypes.c_uint32),
        ("side", ctypes.c_uint32),
        ("needed", ctypes.c_uint32),
        ("when_it_changes", ctypes.c_uint32),
        ("at_hand_over", ctypes.c_uint32),
        ("at_close", ctypes.c_uint32),
        ("flags", ctypes.c_uint32),
        ("reserved", ctypes.c_uint32),
    ]


class SlaCase(Struct, c_name="revops_sla_case"):
    _fields_ = [
        ("target", ctypes.c_int64),
        ("unit", ctypes.c_uint32),
        ("clock", ctypes.c_uint32),
        ("calendar_of", ctypes.c_uint32),
        ("calendar", ctypes.c_uint32),
        ("first_condition", ctypes.c_uint32),
        ("condition_count", ctypes.c_uint32),
        ("warn_bp", ctypes.c_uint32 * 4),
    ]


class SlaParams(Struct, c_name="revops_sla_params"):
    _fields_ = [
        ("struct_size", ctypes.c_uint32),
        ("flags", ctypes.c_uint32),
        ("clocks", ctypes.POINTER(SlaClock)),
        ("cases", ctypes.POINTER(SlaCase)),
        ("uses", ctypes.POINTER(SlaUse)),
        ("signals", ctypes.POINTER(ctypes.c_char_p)),
        ("conditions", ctypes.c_void_p),
        ("values", ctypes.c_void_p),
        ("texts", ctypes.c_void_p),
        ("clock_count", ctypes.c_uint32),
        ("clock_row_size", ctypes.c_uint32),
        ("case_count", ctypes.c_uint32),
        ("case_row_size", ctypes.c_uint32),
        ("use_count", ctypes.c_uint32),
        ("use_row_size", ctypes.c_uint32),
        ("signal_count", ctypes.c_uint32),
        ("calendar_count", ctypes.c_uint32),
        ("condition_count", ctypes.c_uint32),
        ("condition_row_size", ctypes.c_uint32),
        ("value_count", ctypes.c_uint32),
        ("text_count", ctypes.c_uint32),
        ("attribute_count", ctypes.c_uint32),
        ("reserved", ctypes.c_uint32),
    ]


class SlaEffect(Struct, c_name="revops_sla_effect"):
    _fields_ = [
        ("at_ms", ctypes.c_int64),
        ("started_ms", ctypes.c_int64),
        ("due_ms", ctypes.c_int64),
        ("consumed_ms", ctypes.c_int64),
        ("lead", ctypes.c_uint32),
        ("owner", ctypes.c_uint32),
        ("detail", ctypes.c_uint32),
        ("reserved", ctypes.c_uint32),
        ("kind", ctypes.c_uint16),
        ("clock", ctypes.c_uint16),
        ("row", ctypes.c_uint16),
        ("side", ctypes.c_uint16),
    ]


class SlaEvent(Struct, c_name="revops_sla_event"):
    _fields_ = [
        ("at_ms", ctypes.c_int64),
        ("signals", ctypes.POINTER(ctypes.c_uint32)),
        ("attributes", ctypes.POINTER(ctypes.c_int64)),
        ("texts", ctypes.c_void_p),
        ("signal_count", ctypes.c_uint32),
        ("flags", ctypes.c_uint32),
        ("cycle", ctypes.c_uint32),
        ("owner", ctypes.c_uint32),
        ("owner_calendar", ctypes.c_uint32),
        ("lead_calendar", ctypes.c_uint32),
    ]


class SlaColumns(Struct, c_name="revops_sla_columns"):
    _fields_ = [
        ("struct_size", ctypes.c_uint32),
        ("flags", ctypes.c_uint32),
        ("count", ctypes.c_uint64),
        ("at_ms", ctypes.POINTER(ctypes.c_int64)),
        ("lead", ctypes.POINTER(ctypes.c_uint32)),
        ("signals", ctypes.POINTER(ctypes.c_uint32)),
        ("first_signal", ctypes.POINTER(ctypes.c_uint64)),
        ("event_flags", ctypes.POINTER(ctypes.c_uint8)),
        ("cycle", ctypes.POINTER(ctypes.c_uint32)),
        ("owner", ctypes.POINTER(ctypes.c_uint32)),
        ("owner_calendar", ctypes.POINTER(ctypes.c_uint32)),
        ("lead_calendar", ctypes.POINTER(ctypes.c_uint32)),
        ("attributes", ctypes.POINTER(Column)),
        ("attribute_count", ctypes.c_uint64),
    ]


class ComplianceCounters(Struct, c_name="revops_compliance"):
    _fields_ = [
        ("started", ctypes.c_uint64),
        ("warned", ctypes.c_uint64),
        ("met", ctypes.c_uint64),
        ("breached", ctypes.c_uint64),
        ("met_late", ctypes.c_uint64),
        ("cancelled", ctypes.c_uint64),
        ("reopened", ctypes.c_uint64),
        ("under_5_min", ctypes.c_uint64),
        ("under_30_min", ctypes.c_uint64),
        ("from_30_min", ctypes.c_uint64),
    ]


class ComplianceParams(Struct, c_name="revops_compliance_params"):
    _fields_ = [
        ("struct_size", ctypes.c_uint32),
        ("flags", ctypes.c_uint32),
        ("target_bp", ctypes.c_uint32),
        ("review_missed", ctypes.c_uint32),
        ("review_weeks", ctypes.c_uint32),
        ("executive_missed", ctypes.c_uint32),
        ("executive_weeks", ctypes.c_uint32),
        ("reserved", ctypes.c_uint32),
    ]


# builtin.h


class Event(Struct, c_name="revops_builtin_event"):
    _fields_ = [
        ("at_ms", ctypes.c_int64),
        ("value", ctypes.c_int64),
        ("kind", ctypes.c_uint32),
        ("reason", ctypes.c_uint32),
        ("source", ctypes.c_uint32),
        ("campaign", ctypes.c_uint32),
        ("actor", ctypes.c_uint32),
        ("account", ctypes.c_uint32),
    ]


class Lead(Struct, c_name="revops_builtin_lead"):
    _fields_ = [
        ("lifecycle", LifecycleRecord),
        ("clocks", SlaRecord * 4),
        ("last_ms", ctypes.c_int64),
        ("amount", ctypes.c_int64),
        ("last_digest", ctypes.c_uint32),
        ("owner", ctypes.c_uint32),
        ("source", ctypes.c_uint32),
        ("campaign", ctypes.c_uint32),
        ("account", ctypes.c_uint32),
        ("fit", ctypes.c_uint8),
        ("engagement", ctypes.c_uint8),
        ("resume_told", ctypes.c_uint8),
        ("reserved", ctypes.c_uint8),
    ]


class Effect(Struct, c_name="revops_builtin_effect"):
    _fields_ = [
        ("at_ms", ctypes.c_int64),
        ("value", ctypes.c_int64),
        ("kind", ctypes.c_uint32),
        ("event", ctypes.c_uint32),
        ("lead", ctypes.c_uint32),
        ("clock", ctypes.c_uint32),
        ("fit", ctypes.c_uint32),
        ("engagement", ctypes.c_uint32),
        ("transition", LifecycleResult),
    ]


class EngineParams(Struct, c_name="revops_builtin_params"):
    _fields_ = [
        ("struct_size", ctypes.c_uint32),
        ("flags", ctypes.c_uint32),
        ("worst_fit", ctypes.c_uint32),
        ("assumed_fit", ctypes.c_uint32),
        ("worst_engagement", ctypes.c_uint32),
        ("calendar_count", ctypes.c_uint32),
        ("lifecycle", ctypes.POINTER(LifecycleParams)),
        ("sla", ctypes.c_void_p),
        ("clock_names", ctypes.POINTER(ctypes.c_char_p)),
        ("calendars", ctypes.c_void_p),
    ]


class Columns(Struct, c_name="revops_builtin_columns"):
    _fields_ = [
        ("struct_size", ctypes.c_uint32),
        ("flags", ctypes.c_uint32),
        ("count", ctypes.c_uint64),
        ("at_ms", ctypes.POINTER(ctypes.c_int64)),
        ("lead", ctypes.POINTER(ctypes.c_uint32)),
        ("kind", ctypes.POINTER(ctypes.c_uint32)),
        ("value", ctypes.POINTER(ctypes.c_int64)),
        ("reason", ctypes.POINTER(ctypes.c_uint32)),
        ("source", ctypes.POINTER(ctypes.c_uint32)),
        ("campaign", ctypes.POINTER(ctypes.c_uint32)),
        ("actor", ctypes.POINTER(ctypes.c_uint32)),
        ("account", ctypes.POINTER(ctypes.c_uint32)),
    ]


# report.h


class ClockTally(Struct, c_name="revops_clock_tally"):
    _fields_ = [
        ("started", ctypes.c_uint64),
        ("met", ctypes.c_uint64),
        ("breached", ctypes.c_uint64),
        ("met_late", ctypes.c_uint64),
        ("cancelled", ctypes.c_uint64),
    ]


class Tally(Struct, c_name="revops_tally"):
    _fields_ = [
        ("events", ctypes.c_uint64),
        ("late", ctypes.c_uint64),
        ("duplicate", ctypes.c_uint64),
        ("invalid", ctypes.c_uint64),
        ("refused", (ctypes.c_uint64 * 8) * 64),
        ("reasons", ctypes.c_uint64 * 64),
        ("clocks", ClockTally * 4),
    ]


class FunnelStep(Struct, c_name="revops_report_step"):
    _fields_ = [
        ("stage_mask", ctypes.c_uint32),
        ("reserved", ctypes.c_uint32),
        ("reached", ctypes.c_uint64),
        ("inferred", ctypes.c_uint64),
        ("went_on", ctypes.c_uint64),
        ("timed", ctypes.c_uint64),
        ("median_ms", ctypes.c_int64),
    ]


class Funnel(Struct, c_name="revops_report_funnel"):
    _fields_ = [
        ("leads", ctypes.c_uint64),
        ("won", ctypes.c_uint64),
        ("purchased", ctypes.c_uint64),
        ("amount", ctypes.c_int64),
        ("step_count", ctypes.c_uint32),
        ("reserved", ctypes.c_uint32),
        ("steps", FunnelStep * 12),
        ("now", ctypes.c_uint64 * 14),
        ("open", (ctypes.c_uint64 * 5) * 14),
    ]


class ReportPart(Struct, c_name="revops_report_part"):
    _fields_ = [
        ("name", ctypes.c_char_p),
        ("funnel", ctypes.POINTER(Funnel)),
        ("tally", ctypes.POINTER(Tally)),
    ]


class Report(Struct, c_name="revops_report"):
    _fields_ = [
        ("struct_size", ctypes.c_uint32),
        ("flags", ctypes.c_uint32),
        ("as_of_ms", ctypes.c_int64),
        ("rows", ctypes.c_uint64),
        ("unknown", ctypes.c_uint64),
        ("after", ctypes.c_uint64),
        ("source_count", ctypes.c_uint32),
        ("campaign_count", ctypes.c_uint32),
        ("funnel", ctypes.POINTER(Funnel)),
        ("tally", ctypes.POINTER(Tally)),
        ("sources", ctypes.POINTER(ReportPart)),
        ("campaigns", ctypes.POINTER(ReportPart)),
        ("source_row_size", ctypes.c_uint32),
        ("campaign_row_size", ctypes.c_uint32),
    ]


# usage.h


class UsageCriterion(Struct, c_name="revops_usage_criterion"):
    _fields_ = [
        ("kinds", ctypes.c_uint64),
        ("measure", ctypes.c_uint32),
        ("window", ctypes.c_uint32),
        ("window_days", ctypes.c_uint32),
        ("flags", ctypes.c_uint32),
        ("threshold", ctypes.c_uint32),
        ("release", ctypes.c_uint32),
        ("exact", ctypes.c_uint32),
        ("item", ctypes.c_uint32),
        ("first_kind", ctypes.c_uint32),
        ("kind_count", ctypes.c_uint32),
        ("least_value", ctypes.c_uint32),
        ("greatest_value", ctypes.c_uint32),
        ("first_condition", ctypes.c_uint32),
        ("condition_count", ctypes.c_uint32),
    ]


class UsageSignal(Struct, c_name="revops_usage_signal"):
    _fields_ = [
        ("all_of", ctypes.c_uint64),
        ("any_of", ctypes.c_uint64),
        ("at_least_of", ctypes.c_uint64),
        ("none_of", ctypes.c_uint64),
        ("cooldown_ms", ctypes.c_int64),
        ("at_least_count", ctypes.c_uint32),
        ("route", ctypes.c_uint32),
        ("flags", ctypes.c_uint32),
        ("reserved", ctypes.c_uint32),
    ]


class UsageParams(Struct, c_name="revops_usage_params"):
    _fields_ = [
        ("struct_size", ctypes.c_uint32),
        ("flags", ctypes.c_uint32),
        ("criterion_count", ctypes.c_uint32),
        ("criterion_row_size", ctypes.c_uint32),
        ("signal_count", ctypes.c_uint32),
        ("signal_row_size", ctypes.c_uint32),
        ("kind_count", ctypes.c_uint32),
        ("kind_name_count", ctypes.c_uint32),
        ("condition_count", ctypes.c_uint32),
        ("condition_row_size", ctypes.c_uint32),
        ("value_count", ctypes.c_uint32),
        ("text_count", ctypes.c_uint32),
        ("attribute_count", ctypes.c_uint32),
        ("reserved", ctypes.c_uint32),
        ("criteria", ctypes.POINTER(UsageCriterion)),
        ("signals", ctypes.POINTER(UsageSignal)),
        ("kinds", ctypes.POINTER(ctypes.c_uint32)),
        ("kind_names", ctypes.POINTER(ctypes.c_char_p)),
        ("conditions", ctypes.c_void_p),
        ("values", ctypes.c_void_p),
        ("texts", ctypes.c_void_p),
        ("criterion_names", ctypes.POINTER(ctypes.c_char_p)),
        ("signal_names", ctypes.POINTER(ctypes.c_char_p)),
    ]


class UsageColumns(Struct, c_name="revops_usage_columns"):
    _fields_ = [
        ("struct_size", ctypes.c_uint32),
        ("flags", ctypes.c_uint32),
        ("count", ctypes.c_uint64),
        ("at_ms", ctypes.POINTER(ctypes.c_int64)),
        ("record", ctypes.POINTER(ctypes.c_uint32)),
        ("kind", ctypes.POINTER(ctypes.c_uint16)),
        ("user", ctypes.POINTER(ctypes.c_uint32)),
        ("item", ctypes.POINTER(ctypes.c_uint32) * 4),
        ("value", ctypes.POINTER(ctypes.c_uint32)),
        ("limit", ctypes.POINTER(ctypes.c_uint32)),
        ("sequence", ctypes.POINTER(ctypes.c_uint32)),
        ("utc_offset_min", ctypes.POINTER(ctypes.c_int32)),
        ("working", ctypes.POINTER(ctypes.c_uint8)),
    ]


class UsageHit(Struct, c_name="revops_usage_hit"):
    _fields_ = [
        ("at_ms", ctypes.c_int64),
        ("row", ctypes.c_uint64),
        ("held", ctypes.c_uint64),
        ("record", ctypes.c_uint32),
        ("signal", ctypes.c_uint32),
        ("route", ctypes.c_uint32),
        ("repeat", ctypes.c_uint32),
    ]


# usage-record.h


class UsageReading(Struct, c_name="revops_usage_reading"):
    _fields_ = [
        ("met_ms", ctypes.c_int64),
        ("value", ctypes.c_uint32),
        ("threshold", ctypes.c_uint32),
        ("missing", ctypes.c_uint32),
        ("near_bp", ctypes.c_uint32),
        ("state", ctypes.c_uint32),
        ("error_bp", ctypes.c_uint32),
    ]


class UsageExplanation(Struct, c_name="revops_usage_explanation"):
    _fields_ = [
        ("last_ms", ctypes.c_int64),
        ("next_ms", ctypes.c_int64),
        ("held", ctypes.c_uint64),
        ("missing", ctypes.c_uint64),
        ("excluding", ctypes.c_uint64),
        ("lacking", ctypes.c_uint32),
        ("near_bp", ctypes.c_uint32),
        ("state", ctypes.c_uint32),
        ("route", ctypes.c_uint32),
    ]


# usage-metrics.h


class UsageOutcome(Struct, c_name="revops_usage_outcome"):
    _fields_ = [
        ("signal_ms", ctypes.c_int64),
        ("contact_ms", ctypes.c_int64),
        ("opportunity_ms", ctypes.c_int64),
        ("won_ms", ctypes.c_int64),
        ("revenue", ctypes.c_int64),
        ("expansion", ctypes.c_int64),
    ]


class UsageMetrics(Struct, c_name="revops_usage_metrics"):
    _fields_ = [
        ("signals", ctypes.c_uint64),
        ("contacted", ctypes.c_uint64),
        ("opportunities", ctypes.c_uint64),
        ("won", ctypes.c_uint64),
        ("contact_mean_ms", ctypes.c_int64),
        ("contact_median_ms", ctypes.c_int64),
        ("contact_worst_ms", ctypes.c_int64),
        ("won_mean_ms", ctypes.c_int64),
        ("won_median_ms", ctypes.c_int64),
        ("revenue", ctypes.c_int64),
        ("expansion", ctypes.c_int64),
        ("velocity", ctypes.c_int64),
        ("opportunity_bp", ctypes.c_uint32),
        ("won_bp", ctypes.c_uint32),
        ("won_band", ctypes.c_uint32),
        ("misdated", ctypes.c_uint32),
    ]


# segment.h
class SegmentRule(Struct, c_name="revops_segment_rule"):
    """One rule: all of its conditions must hold."""

    _fields_ = [
        ("outcome", ctypes.c_uint32), ("first_condition", ctypes.c_uint32), ("condition_count", ctypes.c_uint32),
        ("reserved", ctypes.c_uint32),
    ]


class SegmentParams(Struct, c_name="revops_segment_params"):
    """A table of rules, to be built."""

    _fields_ = [
        ("struct_size", ctypes.c_uint32), ("flags", ctypes.c_uint32), ("attribute_count", ctypes.c_uint32),
        ("rule_count", ctypes.c_uint32), ("rule_row_size", ctypes.c_uint32),
        ("condition_count", ctypes.c_uint32), ("condition_row_size", ctypes.c_uint32),
        ("value_count", ctypes.c_uint32), ("text_count", ctypes.c_uint32), ("otherwise", ctypes.c_uint32),
        ("rules", ctypes.c_void_p), ("conditions", ctypes.c_void_p), ("values", ctypes.c_void_p),
        ("texts", ctypes.c_void_p),
    ]


class SegmentAnswer(Struct, c_name="revops_segment_answer"):
    """What a table says of one row, and why."""

    _fields_ = [("outcome", ctypes.c_uint32), ("rule", ctypes.c_uint32), ("missing", ctypes.c_uint64)]


class SegmentFlaw(Struct, c_name="revops_segment_flaw"):
    """A rule that never matches, and because of which."""

    _fields_ = [
        ("finding", ctypes.c_uint32), ("rule", ctypes.c_uint32), ("other", ctypes.c_uint32),
        ("reserved", ctypes.c_uint32),
    ]


# route.h
class RouteRep(Struct, c_name="revops_route_rep"):
    """A representative."""

    _fields_ = [
        ("rep", ctypes.c_uint32), ("max_open", ctypes.c_uint32), ("max_per_day", ctypes.c_uint32),
        ("ramp_days", ctypes.c_uint32), ("start_day", ctypes.c_int32), ("calendar", ctypes.c_uint32),
        ("home_queue", ctypes.c_uint32), ("reserved", ctypes.c_uint32),
    ]


class RouteQueue(Struct, c_name="revops_route_queue"):
    """A queue and where it overflows to."""

    _fields_ = [("queue", ctypes.c_uint32), ("overflow", ctypes.c_uint32)]


class RouteMember(Struct, c_name="revops_route_member"):
    """Who takes part in a queue."""

    _fields_ = [
        ("queue", ctypes.c_uint32), ("rep", ctypes.c_uint32), ("weight", ctypes.c_uint32), ("reserved", ctypes.c_uint32),
    ]


class RouteAbsence(Struct, c_name="revops_route_absence"):
    """Who is away, when."""

    _fields_ = [
        ("rep", ctypes.c_uint32), ("kind", ctypes.c_uint32), ("from_ms", ctypes.c_int64), ("until_ms", ctypes.c_int64),
    ]


class RouteParams(Struct, c_name="revops_route_params"):
    """What a router is built from."""

    _fields_ = [
        ("struct_size", ctypes.c_uint32), ("flags", ctypes.c_uint32), ("rep_count", ctypes.c_uint32),
        ("rep_row_size", ctypes.c_uint32), ("queue_count", ctypes.c_uint32),
        ("queue_row_size", ctypes.c_uint32), ("member_count", ctypes.c_uint32),
        ("member_row_size", ctypes.c_uint32), ("absence_count", ctypes.c_uint32),
        ("absence_row_size", ctypes.c_uint32), ("calendar_count", ctypes.c_uint32),
        ("fallback_queue", ctypes.c_uint32), ("owed_limit", ctypes.c_uint32), ("owner_away", ctypes.c_uint32),
        ("owner_full", ctypes.c_uint32), ("owner_left", ctypes.c_uint32), ("reps", ctypes.c_void_p),
        ("queues", ctypes.c_void_p), ("members", ctypes.c_void_p), ("absences", ctypes.c_void_p),
        ("calendars", ctypes.c_void_p), ("territories", ctypes.c_void_p),
    ]


class RouteLead(Struct, c_name="revops_route_lead"):
    """A lead that asks for an owner."""

    _fields_ = [
        ("at_ms", ctypes.c_int64), ("day", ctypes.c_int32), ("owner", ctypes.c_uint32), ("previous", ctypes.c_uint32),
        ("reserved", ctypes.c_uint32),
    ]


class RouteAssignment(Struct, c_name="revops_route_assignment"):
    """Who got a lead, and why."""

    _fields_ = [
        ("owner", ctypes.c_uint32), ("reason", ctypes.c_uint32), ("queue", ctypes.c_uint32),
        ("asked_queue", ctypes.c_uint32), ("territory", ctypes.c_uint32), ("flags", ctypes.c_uint32),
        ("passed_over", ctypes.c_uint32), ("previous", ctypes.c_uint32),
    ]


class RouteCandidate(Struct, c_name="revops_route_candidate"):
    """One candidate for a lead."""

    _fields_ = [
        ("rep", ctypes.c_uint32), ("queue", ctypes.c_uint32), ("standing", ctypes.c_uint32), ("weight", ctypes.c_uint32),
        ("open", ctypes.c_uint32), ("today", ctypes.c_uint32), ("credit_mlead", ctypes.c_int64),
    ]


class RouteNames(Struct, c_name="revops_route_names"):
    """Names for texts, by id."""

    _fields_ = [
        ("rep_count", ctypes.c_uint32), ("queue_count", ctypes.c_uint32), ("territory_count", ctypes.c_uint32),
        ("reserved", ctypes.c_uint32), ("reps", ctypes.c_void_p), ("queues", ctypes.c_void_p),
        ("territories", ctypes.c_void_p),
    ]


class RouteLoad(Struct, c_name="revops_route_load"):
    """What a member of a queue has got so far."""

    _fields_ = [
        ("queue", ctypes.c_uint32), ("rep", ctypes.c_uint32), ("received", ctypes.c_uint64),
        ("credit_mlead", ctypes.c_int64), ("open", ctypes.c_uint32), ("today", ctypes.c_uint32),
    ]


# score.h


class ScoreRule(Struct, c_name="revops_score_rule"):
    _fields_ = [
        ("points_mpt", ctypes.c_int32),
        ("group", ctypes.c_uint32),
        ("first_condition", ctypes.c_uint32),
        ("condition_count", ctypes.c_uint32),
        ("since_ms", ctypes.c_int64),
        ("until_ms", ctypes.c_int64),
    ]


class ScoreGroup(Struct, c_name="revops_score_group"):
    _fields_ = [
        ("floor_mpt", ctypes.c_int32),
        ("cap_mpt", ctypes.c_int32),
    ]


class ScoreParams(Struct, c_name="revops_score_params"):
    _fields_ = [
        ("struct_size", ctypes.c_uint32),
        ("flags", ctypes.c_uint32),
        ("attribute_count", ctypes.c_uint32),
        ("rule_count", ctypes.c_uint32),
        ("rule_row_size", ctypes.c_uint32),
        ("group_count", ctypes.c_uint32),
        ("group_row_size", ctypes.c_uint32),
        ("condition_count", ctypes.c_uint32),
        ("condition_row_size", ctypes.c_uint32),
        ("value_count", ctypes.c_uint32),
        ("text_count", ctypes.c_uint32),
        ("grade_count", ctypes.c_uint32),
        ("base_mpt", ctypes.c_int32),
        ("floor_mpt", ctypes.c_int32),
        ("cap_mpt", ctypes.c_int32),
        ("hysteresis_mpt", ctypes.c_int32),
        ("grades_mpt", ctypes.c_int32 * 8),
        ("rules", ctypes.c_void_p),
        ("groups", ctypes.c_void_p),
        ("conditions", ctypes.c_void_p),
        ("values", ctypes.c_void_p),
        ("texts", ctypes.c_void_p),
    ]


class ScoreLine(Struct, c_name="revops_score_line"):
    _fields_ = [
        ("reason", ctypes.c_uint32),
        ("index", ctypes.c_uint32),
        ("points_mpt", ctypes.c_int64),
    ]


class ScoreAdvice(Struct, c_name="revops_score_advice"):
    _fields_ = [
        ("rule", ctypes.c_uint32),
        ("ask_count", ctypes.c_uint32),
        ("alter_count", ctypes.c_uint32),
        ("gain_mpt", ctypes.c_int32),
        ("score_mpt", ctypes.c_int32),
        ("grade", ctypes.c_uint32),
    ]


class ScoreChange(Struct, c_name="revops_score_change"):
    _fields_ = [
        ("lead", ctypes.c_uint64),
        ("before_mpt", ctypes.c_int32),
        ("after_mpt", ctypes.c_int32),
        ("grade_before", ctypes.c_uint32),
        ("grade_after", ctypes.c_uint32),
        ("rule", ctypes.c_uint32),
        ("dropped_rule", ctypes.c_uint32),
        ("points_mpt", ctypes.c_int64),
    ]


class ScoreMatrixParams(Struct, c_name="revops_score_matrix_params"):
    _fields_ = [
        ("struct_size", ctypes.c_uint32),
        ("flags", ctypes.c_uint32),
        ("fit_count", ctypes.c_uint32),
        ("engagement_count", ctypes.c_uint32),
        ("enter", ctypes.c_uint8 * 8),
        ("stay", ctypes.c_uint8 * 8),
    ]


class ScoreAccount(Struct, c_name="revops_score_account"):
    _fields_ = [
        ("score_mpt", ctypes.c_int64),
        ("people", ctypes.c_uint32),
        ("engaged", ctypes.c_uint32),
        ("committee", ctypes.c_uint32),
        ("contacted", ctypes.c_uint32),
        ("coverage_bp", ctypes.c_uint32),
        ("reserved", ctypes.c_uint32),
    ]


# email.h


class EmailDomain(Struct, c_name="revops_email_domain"):
    _fields_ = [
        ("name", ctypes.c_char_p),
        ("same_as", ctypes.c_char_p),
        ("email_class", ctypes.c_uint32),
        ("flags", ctypes.c_uint32),
    ]


class EmailParams(Struct, c_name="revops_email_params"):
    _fields_ = [
        ("struct_size", ctypes.c_uint32),
        ("flags", ctypes.c_uint32),
        ("domain_count", ctypes.c_uint32),
        ("domain_row_size", ctypes.c_uint32),
        ("role_count", ctypes.c_uint32),
        ("reserved", ctypes.c_uint32),
        ("domains", ctypes.c_void_p),
        ("roles", ctypes.c_void_p),
    ]


# intent.h


class IntentTier(Struct, c_name="revops_intent_tier"):
    _fields_ = [
        ("within_ms", ctypes.c_int64),
        ("count", ctypes.c_uint32),
        ("points_mpt", ctypes.c_int32),
    ]


class IntentRule(Struct, c_name="revops_intent_rule"):
    _fields_ = [
        ("points_mpt", ctypes.c_int32),
        ("group", ctypes.c_uint32),
        ("decay", ctypes.c_uint32),
        ("daily_limit", ctypes.c_uint32),
        ("period_ms", ctypes.c_int64),
        ("loss_bp", ctypes.c_uint32),
        ("first_tier", ctypes.c_uint32),
        ("tier_count", ctypes.c_uint32),
        ("flags", ctypes.c_uint32),
    ]


class IntentParams(Struct, c_name="revops_intent_params"):
    _fields_ = [
        ("struct_size", ctypes.c_uint32),
        ("flags", ctypes.c_uint32),
        ("rule_count", ctypes.c_uint32),
        ("rule_row_size", ctypes.c_uint32),
        ("tier_count", ctypes.c_uint32),
        ("tier_row_size", ctypes.c_uint32),
        ("group_count", ctypes.c_uint32),
        ("group_row_size", ctypes.c_uint32),
        ("grade_count", ctypes.c_uint32),
        ("floor_mpt", ctypes.c_int32),
        ("cap_mpt", ctypes.c_int32),
        ("hysteresis_mpt", ctypes.c_int32),
        ("utc_offset_min", ctypes.c_int32),
        ("grades_mpt", ctypes.c_int32 * 8),
        ("inactivity_loss_bp", ctypes.c_uint32),
        ("ended_mpt", ctypes.c_int32),
        ("reserved", ctypes.c_uint32),
        ("inactivity_period_ms", ctypes.c_int64),
        ("rules", ctypes.c_void_p),
        ("tiers", ctypes.c_void_p),
        ("groups", ctypes.c_void_p),
    ]


class IntentRecord(Struct, c_name="revops_intent_record"):
    _fields_ = [
        ("active_ms", ctypes.c_int64),
        ("ended_ms", ctypes.c_int64),
        ("is_active", ctypes.c_uint32),
        ("ended_by", ctypes.c_uint32),
        ("reserved", ctypes.c_uint64),
    ]


class IntentColumns(Struct, c_name="revops_intent_columns"):
    _fields_ = [
        ("struct_size", ctypes.c_uint32),
        ("flags", ctypes.c_uint32),
        ("count", ctypes.c_uint64),
        ("lead", ctypes.c_void_p),
        ("behaviour", ctypes.c_void_p),
        ("at_ms", ctypes.c_void_p),
    ]


class AccountEntry(Struct, c_name="revops_account_entry"):
    _fields_ = [
        ("text", ctypes.c_void_p),
        ("account", ctypes.c_uint32),
        ("kind", ctypes.c_uint32),
    ]


class AccountParams(Struct, c_name="revops_account_params"):
    _fields_ = [
        ("struct_size", ctypes.c_uint32),
        ("flags", ctypes.c_uint32),
        ("entry_count", ctypes.c_uint32),
        ("entry_row_size", ctypes.c_uint32),
        ("entries", ctypes.c_void_p),
    ]


class AccountLead(Struct, c_name="revops_account_lead"):
    _fields_ = [
        ("key", ctypes.c_char_p),
        ("address", ctypes.c_char_p),
        ("name", ctypes.c_char_p),
        ("key_length", ctypes.c_uint32),
        ("address_length", ctypes.c_uint32),
        ("name_length", ctypes.c_uint32),
        ("reserved", ctypes.c_uint32),
    ]


class AccountAnswer(Struct, c_name="revops_account_answer"):
    _fields_ = [
        ("account", ctypes.c_uint32),
        ("by", ctypes.c_uint32),
        ("count", ctypes.c_uint32),
        ("flags", ctypes.c_uint32),
    ]


class Moment(Struct, c_name="revops_moment"):
    _fields_ = [
        ("lead", ctypes.c_uint64),
        ("at_ms", ctypes.c_int64),
        ("intent_mpt", ctypes.c_int32),
        ("fit_mpt", ctypes.c_int32),
        ("engagement", ctypes.c_uint32),
        ("fit", ctypes.c_uint32),
        ("is_mql", ctypes.c_uint32),
        ("changes", ctypes.c_uint32),
        ("causes", ctypes.c_uint32),
        ("behaviour", ctypes.c_uint32),
    ]


class MomentColumns(Struct, c_name="revops_moment_columns"):
    _fields_ = [
        ("struct_size", ctypes.c_uint32),
        ("flags", ctypes.c_uint32),
        ("count", ctypes.c_uint64),
        ("at_ms", ctypes.c_void_p),
        ("behaviour", ctypes.c_void_p),
        ("lead_count", ctypes.c_uint64),
        ("first_event", ctypes.c_void_p),
        ("fit_count", ctypes.c_uint64),
        ("first_fit", ctypes.c_void_p),
        ("fit_at_ms", ctypes.c_void_p),
        ("fit_mpt", ctypes.c_void_p),
    ]


class IntentTotalParams(Struct, c_name="revops_intent_total_params"):
    _fields_ = [
        ("struct_size", ctypes.c_uint32),
        ("flags", ctypes.c_uint32),
        ("fit_bp", ctypes.c_uint32),
        ("intent_bp", ctypes.c_uint32),
        ("band_count", ctypes.c_uint32),
        ("bands_mpt", ctypes.c_int32 * 8),
        ("hysteresis_mpt", ctypes.c_int32),
    ]


class IntentAdvice(Struct, c_name="revops_intent_advice"):
    _fields_ = [
        ("behaviour", ctypes.c_uint32),
        ("event_count", ctypes.c_uint32),
        ("score_mpt", ctypes.c_int32),
        ("grade", ctypes.c_uint32),
    ]


# evaluation.h


class EvaluationDiscrimination(Struct, c_name="revops_evaluation_discrimination"):
    _fields_ = [
        ("count", ctypes.c_uint64),
        ("won", ctypes.c_uint64),
        ("auc_q56", ctypes.c_uint64),
        ("average_precision_q56", ctypes.c_uint64),
    ]


class EvaluationThreshold(Struct, c_name="revops_evaluation_threshold"):
    _fields_ = [
        ("score_mpt", ctypes.c_int32),
        ("precision_bp", ctypes.c_uint32),
        ("recall_bp", ctypes.c_uint32),
        ("reserved", ctypes.c_uint32),
        ("volume", ctypes.c_uint64),
        ("won", ctypes.c_uint64),
        ("expected_value", ctypes.c_int64),
    ]


class EvaluationPart(Struct, c_name="revops_evaluation_part"):
    _fields_ = [
        ("least_mpt", ctypes.c_int32),
        ("gain_bp", ctypes.c_uint32),
        ("lift_bp", ctypes.c_uint32),
        ("reserved", ctypes.c_uint32),
        ("count", ctypes.c_uint64),
        ("won", ctypes.c_uint64),
    ]


class EvaluationBin(Struct, c_name="revops_evaluation_bin"):
    _fields_ = [
        ("count", ctypes.c_uint64),
        ("won", ctypes.c_uint64),
        ("predicted_ppb", ctypes.c_uint32),
        ("observed_ppb", ctypes.c_uint32),
    ]


class EvaluationCalibration(Struct, c_name="revops_evaluation_calibration"):
    _fields_ = [
        ("brier_q56", ctypes.c_uint64),
        ("log_loss_q56", ctypes.c_uint64),
    ]


# calibration.h


class CalibrationLine(Struct, c_name="revops_calibration_line"):
    _fields_ = [
        ("double_mpt", ctypes.c_int32),
        ("even_mpt", ctypes.c_int32),
        ("is_converged", ctypes.c_uint32),
        ("is_flat", ctypes.c_uint32),
    ]


class CalibrationStep(Struct, c_name="revops_calibration_step"):
    _fields_ = [
        ("from_mpt", ctypes.c_int32),
        ("probability_ppb", ctypes.c_uint32),
        ("count", ctypes.c_uint64),
        ("won", ctypes.c_uint64),
    ]


# scorecard.h


class ScorecardParams(Struct, c_name="revops_scorecard_params"):
    _fields_ = [
        ("struct_size", ctypes.c_uint32),
        ("flags", ctypes.c_uint32),
        ("method", ctypes.c_uint32),
        ("bin_count", ctypes.c_uint32),
        ("bin_leads", ctypes.c_uint32),
        ("smoothing_milli", ctypes.c_uint32),
        ("ridge_milli", ctypes.c_uint32),
        ("sweep_count", ctypes.c_uint32),
        ("double_mpt", ctypes.c_int32),
        ("even_mpt", ctypes.c_int32),
        ("unit_mpt", ctypes.c_int32),
        ("least_leads", ctypes.c_uint32),
        ("least_outcomes", ctypes.c_uint32),
        ("reserved", ctypes.c_uint32),
    ]


class Scorecard(Struct, c_name="revops_scorecard"):
    _fields_ = [
        ("rules", ctypes.c_void_p),
        ("lead_count", ctypes.c_uint64),
        ("won_count", ctypes.c_uint64),
        ("warnings", ctypes.c_uint32),
        ("sweep_count", ctypes.c_uint32),
        ("double_mpt", ctypes.c_int32),
        ("even_mpt", ctypes.c_int32),
    ]

# attribution.h


class AttributionPosition(Struct, c_name="revops_attribution_position"):
    _fields_ = [
        ("place", ctypes.c_uint32),
        ("milestone", ctypes.c_uint32),
        ("share_bp", ctypes.c_uint32),
        ("reserved", ctypes.c_uint32),
    ]


class AttributionParams(Struct, c_name="revops_attribution_params"):
    _fields_ = [
        ("struct_size", ctypes.c_uint32),
        ("flags", ctypes.c_uint32),
        ("model", ctypes.c_uint32),
        ("channel_count", ctypes.c_uint32),
        ("direct_channel", ctypes.c_uint32),
        ("position_count", ctypes.c_uint32),
        ("position_row_size", ctypes.c_uint32),
        ("reserved", ctypes.c_uint32),
        ("lookback_ms", ctypes.c_int64),
        ("half_life_ms", ctypes.c_int64),
        ("positions", ctypes.c_void_p),
    ]


class AttributionColumns(Struct, c_name="revops_attribution_columns"):
    _fields_ = [
        ("struct_size", ctypes.c_uint32),
        ("flags", ctypes.c_uint32),
        ("count", ctypes.c_uint64),
        ("touch_count", ctypes.c_uint64),
        ("conversion_count", ctypes.c_uint64),
        ("first_touch", ctypes.c_void_p),
        ("first_conversion", ctypes.c_void_p),
        ("touch_ms", ctypes.c_void_p),
        ("channel", ctypes.c_void_p),
        ("milestones", ctypes.c_void_p),
        ("touch_weight", ctypes.c_void_p),
        ("conversion_ms", ctypes.c_void_p),
        ("amount", ctypes.c_void_p),
        ("conversion_number", ctypes.c_void_p),
    ]


class AttributionCredit(Struct, c_name="revops_attribution_credit"):
    _fields_ = [
        ("amount", ctypes.c_int64),
        ("conversions_ppm", ctypes.c_int64),
        ("influenced_amount", ctypes.c_int64),
        ("influenced", ctypes.c_int64),
        ("touches", ctypes.c_int64),
    ]


# plan.h


class PlanBand(Struct, c_name="revops_plan_band"):
    _fields_ = [
        ("metric", ctypes.c_uint32),
        ("verdict", ctypes.c_uint32),
        ("from", ctypes.c_int64),
        ("name", ctypes.c_char_p),
    ]


class PlanParams(Struct, c_name="revops_plan_params"):
    _fields_ = [
        ("struct_size", ctypes.c_uint32),
        ("flags", ctypes.c_uint32),
        ("band_count", ctypes.c_uint32),
        ("band_row_size", ctypes.c_uint32),
        ("bands", ctypes.POINTER(PlanBand)),
        ("sdrs_per_executive_low", ctypes.c_uint32),
        ("sdrs_per_executive_high", ctypes.c_uint32),
        ("executives_per_engineer_low", ctypes.c_uint32),
        ("executives_per_engineer_high", ctypes.c_uint32),
        ("sequence_touches_low", ctypes.c_uint32),
        ("sequence_touches_high", ctypes.c_uint32),
        ("sequence_low_day", ctypes.c_uint32),
        ("sequence_high_day", ctypes.c_uint32),
        ("ceiling_demand_bp", ctypes.c_uint32),
        ("reserved", ctypes.c_uint32),
    ]


class PlanJudgement(Struct, c_name="revops_plan_judgement"):
    _fields_ = [
        ("verdict", ctypes.c_uint32),
        ("band", ctypes.c_uint32),
        ("name", ctypes.c_char_p),
        ("to_next", ctypes.c_int64),
        ("to_previous", ctypes.c_int64),
    ]


class PlanGapStep(Struct, c_name="revops_plan_gap_step"):
    _fields_ = [
        ("attainment_bp", ctypes.c_uint32),
        ("reserved", ctypes.c_uint32),
        ("restores", ctypes.c_int64),
    ]


class PlanGap(Struct, c_name="revops_plan_gap"):
    _fields_ = [
        ("gap", ctypes.c_int64),
        ("gap_bp", ctypes.c_uint32),
        ("worst_step", ctypes.c_uint32),
    ]


class PlanStaff(Struct, c_name="revops_plan_staff"):
    _fields_ = [
        ("sdrs_low", ctypes.c_uint32),
        ("sdrs_high", ctypes.c_uint32),
        ("engineers_low", ctypes.c_uint32),
        ("engineers_high", ctypes.c_uint32),
    ]


class PlanQuotaCheck(Struct, c_name="revops_plan_quota_check"):
    _fields_ = [
        ("reps", ctypes.c_uint64),
        ("reached", ctypes.c_uint64),
        ("reached_bp", ctypes.c_uint32),
        ("attainment_bp", ctypes.c_uint32),
        ("judgement", PlanJudgement),
    ]


class PlanAccount(Struct, c_name="revops_plan_account"):
    _fields_ = [
        ("price", ctypes.c_int64),
        ("potential_low", ctypes.c_int64),
        ("potential_high", ctypes.c_int64),
        ("demand_bp", ctypes.c_uint32),
        ("is_top_plan", ctypes.c_uint8),
        ("reserved", ctypes.c_uint8 * 3),
    ]


class PlanCeiling(Struct, c_name="revops_plan_ceiling"):
    _fields_ = [
        ("accounts", ctypes.c_uint64),
        ("missed_low", ctypes.c_int64),
        ("missed_high", ctypes.c_int64),
        ("judgement", PlanJudgement),
    ]


class PlanSequence(Struct, c_name="revops_plan_sequence"):
    _fields_ = [
        ("span_ms", ctypes.c_int64),
        ("missing_ms", ctypes.c_int64),
        ("touches", ctypes.c_uint32),
        ("missing_touches", ctypes.c_uint32),
        ("departures", ctypes.c_uint32),
        ("reserved", ctypes.c_uint32),
    ]


# capacity.h


class CapacityParams(Struct, c_name="revops_capacity_params"):
    _fields_ = [
        ("struct_size", ctypes.c_uint32),
        ("flags", ctypes.c_uint32),
        ("quota", ctypes.c_int64),
        ("attainment_bp", ctypes.c_uint32),
        ("attrition_bp", ctypes.c_uint32),
        ("hire_ahead", ctypes.c_uint32),
        ("ramp_bp_count", ctypes.c_uint32),
        ("ramp_bp", ctypes.POINTER(ctypes.c_uint32)),
    ]


class CapacityGroup(Struct, c_name="revops_capacity_group"):
    _fields_ = [
        ("reps", ctypes.c_uint32),
        ("tenure_months", ctypes.c_uint32),
    ]


class CapacityMonth(Struct, c_name="revops_capacity_month"):
    _fields_ = [
        ("heads", ctypes.c_int64),
        ("productive", ctypes.c_int64),
        ("leavers", ctypes.c_int64),
        ("capacity", ctypes.c_int64),
    ]


class CapacityAnswer(Struct, c_name="revops_capacity_answer"):
    _fields_ = [
        ("hires", ctypes.c_uint64),
        ("short_month", ctypes.c_uint32),
        ("reserved", ctypes.c_uint32),
        ("shortfall", ctypes.c_int64),
    ]


class CapacityRep(Struct, c_name="revops_capacity_rep"):
    _fields_ = [
        ("history", ctypes.c_int64),
        ("potential", ctypes.c_int64),
        ("win_rate_bp", ctypes.c_uint32),
        ("history_bp", ctypes.c_uint32),
        ("productive_bp", ctypes.c_uint32),
        ("reserved", ctypes.c_uint32),
    ]


# commission.h


class CommissionTier(Struct, c_name="revops_commission_tier"):
    _fields_ = [
        ("from_bp", ctypes.c_uint32),
        ("rate_bp", ctypes.c_uint32),
    ]


class CommissionParams(Struct, c_name="revops_commission_params"):
    _fields_ = [
        ("struct_size", ctypes.c_uint32),
        ("flags", ctypes.c_uint32),
        ("variable", ctypes.c_int64),
        ("quota", ctypes.c_int64),
        ("clawback_day", ctypes.c_uint32),
        ("tier_count", ctypes.c_uint32),
        ("tiers", ctypes.POINTER(CommissionTier)),
        ("tier_row_size", ctypes.c_uint32),
        ("reserved", ctypes.c_uint32),
    ]


class CommissionLine(Struct, c_name="revops_commission_line"):
    _fields_ = [
        ("tier", ctypes.c_uint32),
        ("rate_bp", ctypes.c_uint32),
        ("amount", ctypes.c_int64),
        ("commission", ctypes.c_int64),
    ]


class CommissionDeal(Struct, c_name="revops_commission_deal"):
    _fields_ = [
        ("amount", ctypes.c_int64),
        ("won_day", ctypes.c_int32),
        ("lost_day", ctypes.c_int32),
    ]


class CommissionSettlement(Struct, c_name="revops_commission_settlement"):
    _fields_ = [
        ("earned", ctypes.c_int64),
        ("clawback", ctypes.c_int64),
        ("net", ctypes.c_int64),
    ]


# decision.h


class DecisionRow(Struct, c_name="revops_decision_row"):
    _fields_ = [
        ("decision", ctypes.c_uint32),
        ("reserved", ctypes.c_uint32),
        ("name", ctypes.c_char_p),
        ("yes", ctypes.c_char_p),
        ("no", ctypes.c_char_p),
    ]


class DecisionGroup(Struct, c_name="revops_decision_group"):
    _fields_ = [
        ("decision", ctypes.c_uint32),
        ("at_least", ctypes.c_uint32),
        ("name", ctypes.c_char_p),
    ]


class DecisionCriterion(Struct, c_name="revops_decision_criterion"):
    _fields_ = [
        ("group", ctypes.c_uint32),
        ("input", ctypes.c_uint32),
        ("test", ctypes.c_uint32),
        ("reserved", ctypes.c_uint32),
        ("threshold", ctypes.c_int64),
    ]


class DecisionWeight(Struct, c_name="revops_decision_weight"):
    _fields_ = [
        ("input", ctypes.c_uint32),
        ("weight", ctypes.c_uint32),
        ("none", ctypes.c_int64),
        ("full", ctypes.c_int64),
    ]


class DecisionParams(Struct, c_name="revops_decision_params"):
    _fields_ = [
        ("struct_size", ctypes.c_uint32),
        ("flags", ctypes.c_uint32),
        ("decisions", ctypes.POINTER(DecisionRow)),
        ("groups", ctypes.POINTER(DecisionGroup)),
        ("criteria", ctypes.POINTER(DecisionCriterion)),
        ("weights", ctypes.POINTER(DecisionWeight)),
        ("decision_count", ctypes.c_uint32),
        ("decision_row_size", ctypes.c_uint32),
        ("group_count", ctypes.c_uint32),
        ("group_row_size", ctypes.c_uint32),
        ("criterion_count", ctypes.c_uint32),
        ("criterion_row_size", ctypes.c_uint32),
        ("weight_count", ctypes.c_uint32),
        ("weight_row_size", ctypes.c_uint32),
        ("target_bp", ctypes.c_uint32),
        ("reserved", ctypes.c_uint32),
    ]


class DecisionAnswer(Struct, c_name="revops_decision_answer"):
    _fields_ = [
        ("verdict", ctypes.c_uint32),
        ("row", ctypes.c_uint32),
        ("advice", ctypes.c_char_p),
    ]


class DecisionReason(Struct, c_name="revops_decision_reason"):
    _fields_ = [
        ("criterion", ctypes.c_uint32),
        ("input", ctypes.c_uint32),
        ("verdict", ctypes.c_uint32),
        ("changes_answer", ctypes.c_uint32),
        ("value", ctypes.c_int64),
        ("threshold", ctypes.c_int64),
        ("change", ctypes.c_int64),
    ]


class DecisionScore(Struct, c_name="revops_decision_score"):
    _fields_ = [
        ("score_bp", ctypes.c_uint32),
        ("known_bp", ctypes.c_uint32),
        ("verdict", ctypes.c_uint32),
        ("reserved", ctypes.c_uint32),
    ]


class DecisionPart(Struct, c_name="revops_decision_part"):
    _fields_ = [
        ("input", ctypes.c_uint32),
        ("points_bp", ctypes.c_uint32),
        ("lost_bp", ctypes.c_uint32),
        ("changes_answer", ctypes.c_uint32),
        ("change", ctypes.c_int64),
    ]


# order.h


class OrderColumns(Struct, c_name="revops_order_columns"):
    _fields_ = [
        ("struct_size", ctypes.c_uint32),
        ("flags", ctypes.c_uint32),
        ("count", ctypes.c_uint64),
        ("at_ms", ctypes.c_void_p),
        ("lead", ctypes.c_void_p),
        ("sequence", ctypes.c_void_p),
        ("kind", ctypes.c_void_p),
        ("ranks", ctypes.c_void_p),
        ("id", ctypes.c_void_p),
        ("id_texts", ctypes.c_void_p),
        ("fields", ctypes.c_void_p),
        ("rank_count", ctypes.c_uint32),
        ("field_count", ctypes.c_uint32),
    ]


class OrderCounts(Struct, c_name="revops_order_counts"):
    _fields_ = [
        ("counted", ctypes.c_uint64),
        ("duplicates", ctypes.c_uint64),
        ("conflicts", ctypes.c_uint64),
        ("without_id", ctypes.c_uint64),
    ]


class FunnelStage(Struct, c_name="revops_funnel_stage"):
    _fields_ = [
        ("kind", ctypes.c_uint32),
        ("reserved", ctypes.c_uint32),
    ]


class FunnelSpan(Struct, c_name="revops_funnel_span"):
    _fields_ = [
        ("from", ctypes.c_uint32),
        ("to", ctypes.c_uint32),
    ]


class FunnelParams(Struct, c_name="revops_funnel_params"):
    _fields_ = [
        ("struct_size", ctypes.c_uint32),
        ("flags", ctypes.c_uint32),
        ("stages", ctypes.c_void_p),
        ("spans", ctypes.c_void_p),
        ("stage_count", ctypes.c_uint32),
        ("stage_row_size", ctypes.c_uint32),
        ("span_count", ctypes.c_uint32),
        ("span_row_size", ctypes.c_uint32),
        ("group_count", ctypes.c_uint32),
        ("reason_count", ctypes.c_uint32),
        ("cohort_stage", ctypes.c_uint32),
        ("reserved", ctypes.c_uint32),
    ]


class FunnelColumns(Struct, c_name="revops_funnel_columns"):
    _fields_ = [
        ("struct_size", ctypes.c_uint32),
        ("flags", ctypes.c_uint32),
        ("count", ctypes.c_uint64),
        ("lead", ctypes.c_void_p),
        ("stage", ctypes.c_void_p),
        ("at_ms", ctypes.c_void_p),
        ("is_inferred", ctypes.c_void_p),
        ("amount", ctypes.c_void_p),
        ("reason", ctypes.c_void_p),
        ("cycle", ctypes.c_void_p),
    ]


class FunnelStanding(Struct, c_name="revops_funnel_standing"):
    _fields_ = [
        ("cohort_ms", ctypes.c_int64),
        ("since_ms", ctypes.c_int64),
        ("stage", ctypes.c_uint32),
        ("reached", ctypes.c_uint32),
        ("observed", ctypes.c_uint32),
        ("cycles", ctypes.c_uint32),
        ("wins", ctypes.c_uint32),
        ("reason", ctypes.c_uint32),
    ]


class FunnelTotal(Struct, c_name="revops_funnel_total"):
    _fields_ = [
        ("leads", ctypes.c_uint64),
        ("cycles", ctypes.c_uint64),
        ("open", ctypes.c_uint64),
        ("won", ctypes.c_uint64),
        ("closed", ctypes.c_uint64),
        ("wins", ctypes.c_uint64),
        ("expansions", ctypes.c_uint64),
        ("amount", ctypes.c_int64),
        ("expansion_amount", ctypes.c_int64),
    ]


class FunnelCount(Struct, c_name="revops_funnel_count"):
    _fields_ = [
        ("reached", ctypes.c_uint64),
        ("inferred", ctypes.c_uint64),
        ("went_on", ctypes.c_uint64),
        ("now", ctypes.c_uint64),
    ]


class FunnelTime(Struct, c_name="revops_funnel_time"):
    _fields_ = [
        ("done", ctypes.c_uint64),
        ("open", ctypes.c_uint64),
        ("mean_ms", ctypes.c_int64),
        ("naive_ms", ctypes.c_int64),
        ("survival_ms", ctypes.c_int64),
    ]


class FunnelVelocity(Struct, c_name="revops_funnel_velocity"):
    _fields_ = [
        ("deals", ctypes.c_uint64),
        ("win_rate_bp", ctypes.c_uint32),
        ("reserved", ctypes.c_uint32),
        ("size", ctypes.c_int64),
        ("length_ms", ctypes.c_int64),
        ("amount_a_month", ctypes.c_int64),
    ]


class FunnelBottleneck(Struct, c_name="revops_funnel_bottleneck"):
    _fields_ = [
        ("stage", ctypes.c_uint32),
        ("rate_bp", ctypes.c_uint32),
        ("slowest", ctypes.c_uint32),
        ("reserved", ctypes.c_uint32),
        ("slowest_ms", ctypes.c_int64),
        ("leads_stuck", ctypes.c_uint64),
    ]


class FunnelPlace(Struct, c_name="revops_funnel_place"):
    _fields_ = [
        ("since_ms", ctypes.c_int64),
        ("reached", ctypes.c_uint32),
        ("stage", ctypes.c_uint32),
    ]


class FunnelMove(Struct, c_name="revops_funnel_move"):
    _fields_ = [
        ("count", ctypes.c_uint64),
        ("time_ms", ctypes.c_uint64),
    ]


class ConformanceColumns(Struct, c_name="revops_conformance_columns"):
    _fields_ = [
        ("struct_size", ctypes.c_uint32),
        ("flags", ctypes.c_uint32),
        ("count", ctypes.c_uint64),
        ("lead", ctypes.c_void_p),
        ("bits", ctypes.c_void_p),
        ("group", ctypes.c_void_p),
        ("lost_ms", ctypes.c_void_p),
        ("weight", ctypes.c_void_p),
    ]


class Conformance(Struct, c_name="revops_conformance"):
    _fields_ = [
        ("deviations", ctypes.c_uint64),
        ("leads", ctypes.c_uint64),
        ("lost_ms", ctypes.c_int64),
    ]


# policy.h


class PolicyFault(Struct, c_name="revops_policy_fault"):
    _fields_ = [
        ("kind", ctypes.c_uint32),
        ("document", ctypes.c_uint32),
        ("line", ctypes.c_uint32),
        ("column", ctypes.c_uint32),
        ("path", ctypes.c_char * 256),
        ("found", ctypes.c_char * 96),
        ("expected", ctypes.c_char * 192),
        ("nearest", ctypes.c_char * 128),
    ]


class PolicyZone(Struct, c_name="revops_policy_zone"):
    _fields_ = [
        ("name", ctypes.c_char_p),
        ("rule", ctypes.c_char_p),
        ("tzif", ctypes.c_void_p),
        ("tzif_size", ctypes.c_uint64),
    ]


class PolicyReadParams(Struct, c_name="revops_policy_read_params"):
    _fields_ = [
        ("struct_size", ctypes.c_uint32),
        ("flags", ctypes.c_uint32),
        ("documents", ctypes.c_void_p),
        ("lengths", ctypes.c_void_p),
        ("zones", ctypes.c_void_p),
        ("document_count", ctypes.c_uint32),
        ("length_count", ctypes.c_uint32),
        ("zone_count", ctypes.c_uint32),
        ("zone_row_size", ctypes.c_uint32),
    ]
