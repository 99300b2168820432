# SPDX-License-Identifier: MIT
"""Every C function that is bound: its declaration as the header has it, then its result and arguments for ctypes.

Tests prove that each declaration is the header's, word for word, and that each row of types follows from it:

===========================================  =====================================
C                                            ctypes
===========================================  =====================================
``int64_t``, ``uint32_t``, ``size_t`` …      ``i64``, ``u32``, ``size`` …
``const char *`` (text in)                   ``text`` (bytes)
``char *`` (text out)                        ``buffer`` (``create_string_buffer()``)
``int64_t *``, ``revops_builtin_lead *``     ``pointer(i64)``, ``pointer(Lead)``
opaque things, ``void *``                    ``opaque`` (an address)
pointer to a pointer to one of these         ``pointer(opaque)``
===========================================  =====================================
"""

from __future__ import annotations

import ctypes
from typing import Any, NamedTuple, Optional

from . import _structs as s

i8, i16, i32, i64 = ctypes.c_int8, ctypes.c_int16, ctypes.c_int32, ctypes.c_int64
u8, u16, u32, u64 = ctypes.c_uint8, ctypes.c_uint16, ctypes.c_uint32, ctypes.c_uint64
size, boolean = ctypes.c_size_t, ctypes.c_int
text, opaque = ctypes.c_char_p, ctypes.c_void_p
pointer = ctypes.POINTER
buffer = pointer(ctypes.c_char)
status = i32


class Prototype(NamedTuple):
    """One row of the table."""

    declaration: str
    result: Optional[type[Any]]
    arguments: tuple[type[Any], ...]

    @property
    def name(self) -> str:
        return self.declaration.split("(")[0].replace("*", " ").split()[-1]


def row(declaration: str, result: Optional[type[Any]], *arguments: type[Any]) -> Prototype:
    return Prototype(declaration, result, arguments)


PROTOTYPES = [
    # base.h
    row("const char *revops_status_name(revops_status status)", text, status),
    row("const char *revops_status_text(revops_status status)", text, status),
    row("uint32_t revops_version(void)", u32),
    row("const char *revops_version_text(void)", text),
    row("size_t revops_sizeof(const char *name, size_t length)", size, text, size),
    row("revops_status revops_day_from_date(int32_t year, int32_t month, int32_t day, int32_t *out_day)",
        status, i32, i32, i32, pointer(i32)),
    row("void revops_date_from_day(int32_t day, int32_t *out_year, int32_t *out_month, int32_t *out_day)",
        None, i32, pointer(i32), pointer(i32), pointer(i32)),
    row("uint32_t revops_weekday(int32_t day)", u32, i32),
    row("int64_t revops_utc_ms(int32_t year, int32_t month, int32_t day, int32_t hour, int32_t minute)",
        i64, i32, i32, i32, i32, i32),
    row("revops_status revops_time_parse(const char *text, size_t length, int64_t *out_ms)",
        status, text, size, pointer(i64)),
    row("size_t revops_time_text(int64_t at_ms, char *out, size_t capacity)", size, i64, buffer, size),
    row("size_t revops_problem_text(const revops_problem *problem, char *out, size_t capacity)",
        size, pointer(s.Problem), buffer, size),
    row("size_t revops_span_text(int64_t span_ms, char *out, size_t capacity)", size, i64, buffer, size),
    # condition.h
    row("size_t revops_condition_folded_text(const char *text, size_t length, char *out, size_t capacity)",
        size, text, size, buffer, size),
    # zone.h
    row("revops_status revops_zone_first_day_many(const revops_zone *zone, revops_zone_period period, const "
        "int64_t *at_ms, size_t count, int32_t *out_days)",
        status, opaque, u32, pointer(i64), size, pointer(i32)),
    row("revops_status revops_zone_defaults(revops_zone_params *out, size_t size)",
        status, pointer(s.ZoneParams), size),
    row("revops_status revops_zone_build(const revops_zone_params *params, void *memory, size_t "
        "memory_size, size_t *needed, const revops_zone **out)",
        status, pointer(s.ZoneParams), opaque, size, pointer(size), pointer(opaque)),
    row("revops_status revops_zone_utc_offset_many(const revops_zone *zone, const int64_t *at_ms, size_t "
        "count, int32_t *out_utc_offsets_s)",
        status, opaque, pointer(i64), size, pointer(i32)),
    row("revops_status revops_zone_from_local_many(const revops_zone *zone, const int64_t *local_ms, "
        "size_t count, uint32_t fold, int64_t *out_ms)",
        status, opaque, pointer(i64), size, u32, pointer(i64)),
    # calendar.h
    row("revops_status revops_calendar_defaults(revops_calendar_params *out, size_t size)",
        status, pointer(s.CalendarParams), size),
    row("revops_status revops_calendar_check(const revops_calendar_params *params, revops_problem "
        "*problems, size_t capacity, size_t *needed)",
        status, pointer(s.CalendarParams), pointer(s.Problem), size, pointer(size)),
    row("revops_status revops_calendar_build(const revops_calendar_params *params, void *memory, size_t "
        "memory_size, size_t *needed, const revops_calendar **out)",
        status, pointer(s.CalendarParams), opaque, size, pointer(size), pointer(opaque)),
    row("revops_status revops_calendar_between(const revops_calendar *calendar, int64_t start_ms, int64_t "
        "end_ms, int64_t *out_ms)",
        status, opaque, i64, i64, pointer(i64)),
    row("revops_status revops_calendar_between_many(const revops_calendar *calendar, const int64_t "
        "*start_ms, const int64_t *end_ms, size_t count, int64_t *out_ms)",
        status, opaque, pointer(i64), pointer(i64), size, pointer(i64)),
    row("revops_status revops_calendar_add_many(const revops_calendar *calendar, const int64_t *start_ms, "
        "const int64_t *span_ms, size_t count, revops_calendar_at_close at_close, int64_t *out_ms)",
        status, opaque, pointer(i64), pointer(i64), size, u32, pointer(i64)),
    row("revops_status revops_calendar_is_open(const revops_calendar *calendar, int64_t at_ms, int *out)",
        status, opaque, i64, pointer(boolean)),
    row("revops_status revops_calendar_is_open_many(const revops_calendar *calendar, const int64_t "
        "*at_ms, size_t count, uint8_t *out)",
        status, opaque, pointer(i64), size, pointer(u8)),
    row("revops_status revops_calendar_seek(const revops_calendar *calendar, int64_t at_ms, "
        "revops_calendar_edge edge, int64_t *out_ms)",
        status, opaque, i64, u32, pointer(i64)),
    row("revops_status revops_calendar_seek_many(const revops_calendar *calendar, const int64_t *at_ms, "
        "size_t count, revops_calendar_edge edge, int64_t *out_ms)",
        status, opaque, pointer(i64), size, u32, pointer(i64)),
    row("revops_status revops_calendar_deadline(const revops_calendar *calendar, int64_t start_ms, "
        "int64_t amount, revops_calendar_unit unit, revops_calendar_at_close at_close, int64_t *out_ms)",
        status, opaque, i64, i64, u32, u32, pointer(i64)),
    row("revops_status revops_calendar_deadline_many(const revops_calendar *calendar, const int64_t "
        "*start_ms, const int64_t *amounts, size_t count, revops_calendar_unit unit, "
        "revops_calendar_at_close at_close, int64_t *out_ms)",
        status, opaque, pointer(i64), pointer(i64), size, u32, u32, pointer(i64)),
    row("revops_status revops_calendar_measure(const revops_calendar *calendar, int64_t start_ms, int64_t "
        "end_ms, revops_calendar_unit unit, int64_t *out_amount)",
        status, opaque, i64, i64, u32, pointer(i64)),
    row("revops_status revops_calendar_measure_many(const revops_calendar *calendar, const int64_t "
        "*start_ms, const int64_t *end_ms, size_t count, revops_calendar_unit unit, int64_t *out_amounts)",
        status, opaque, pointer(i64), pointer(i64), size, u32, pointer(i64)),
    row("revops_status revops_calendar_is_business_day_many(const revops_calendar *calendar, const "
        "int32_t *days, size_t count, uint8_t *out)",
        status, opaque, pointer(i32), size, pointer(u8)),
    row("revops_status revops_calendar_add_days_many(const revops_calendar *calendar, const int32_t "
        "*days, const int64_t *counts, size_t count, revops_calendar_roll roll, int32_t *out_days)",
        status, opaque, pointer(i32), pointer(i64), size, u32, pointer(i32)),
    row("revops_status revops_calendar_count_days_many(const revops_calendar *calendar, const int32_t "
        "*begin_days, const int32_t *end_days, size_t count, int64_t *out_counts)",
        status, opaque, pointer(i32), pointer(i32), size, pointer(i64)),
    # lifecycle.h
    row("revops_status revops_lifecycle_defaults(revops_lifecycle_params *out, size_t size)",
        status, pointer(s.LifecycleParams), size),
    row("revops_status revops_lifecycle_check(const revops_lifecycle_params *params, "
        "revops_problem *problems, size_t capacity, size_t *needed)",
        status, pointer(s.LifecycleParams), pointer(s.Problem), size, pointer(size)),
    row("size_t revops_lifecycle_problem_text(const revops_lifecycle_params *params, const "
        "revops_problem *problem, char *out, size_t capacity)",
        size, pointer(s.LifecycleParams), pointer(s.Problem), buffer, size),
    row("revops_status revops_lifecycle_build(const revops_lifecycle_params *params, void *memory, size_t "
        "memory_size, size_t *needed, const revops_lifecycle **out)",
        status, pointer(s.LifecycleParams), opaque, size, pointer(size), pointer(opaque)),
    row("uint32_t revops_lifecycle_count(const revops_lifecycle *lifecycle, revops_lifecycle_list list)",
        u32, opaque, u32),
    row("const char *revops_lifecycle_name(const revops_lifecycle *lifecycle, revops_lifecycle_list list, "
        "uint32_t index)",
        text, opaque, u32, u32),
    row("revops_status revops_lifecycle_verify(const revops_lifecycle *lifecycle, const revops_lifecycle_record "
        "*records, size_t count, size_t *first)",
        status, opaque, pointer(s.LifecycleRecord), size, pointer(size)),
    row("revops_status revops_lifecycle_record_init(revops_lifecycle_record *record, int64_t at_ms)",
        status, pointer(s.LifecycleRecord), i64),
    row("revops_status revops_lifecycle_apply(const revops_lifecycle *lifecycle, revops_lifecycle_record "
        "*record, const revops_lifecycle_input *input, revops_lifecycle_result *result)",
        status, opaque, pointer(s.LifecycleRecord), pointer(s.LifecycleInput), pointer(s.LifecycleResult)),
    row("revops_status revops_lifecycle_apply_many(const revops_lifecycle *lifecycle, "
        "revops_lifecycle_record *records, size_t record_count, const uint32_t *indexes, const "
        "revops_lifecycle_input *inputs, size_t count, revops_status *statuses, revops_lifecycle_result *results)",
        status, opaque, pointer(s.LifecycleRecord), size, pointer(u32), pointer(s.LifecycleInput), size, pointer(status), pointer(s.LifecycleResult)),
    row("revops_status revops_lifecycle_touch(revops_lifecycle_record *record, int64_t at_ms)",
        status, pointer(s.LifecycleRecord), i64),
    row("size_t revops_lifecycle_result_text(const revops_lifecycle *lifecycle, const "
        "revops_lifecycle_result *result, char *out, size_t capacity)",
        size, opaque, pointer(s.LifecycleResult), buffer, size),
    row("size_t revops_lifecycle_dot_text(const revops_lifecycle *lifecycle, char *out, size_t capacity)",
        size, opaque, buffer, size),
    # sla.h and sla-many.h
    row("const char *revops_sla_state_name(revops_sla_state state)", text, u32),
    row("const char *revops_sla_effect_name(revops_sla_effect_kind kind)", text, u32),
    row("revops_status revops_sla_defaults(revops_sla_params *out, size_t size)", status, pointer(s.SlaParams), size),
    row("revops_status revops_sla_check(const revops_sla_params *params, revops_problem *problems, size_t "
        "capacity, size_t *needed)",
        status, pointer(s.SlaParams), pointer(s.Problem), size, pointer(size)),
    row("revops_status revops_sla_build(const revops_sla_params *params, void *memory, size_t memory_size, "
        "size_t *needed, const revops_sla **out)",
        status, pointer(s.SlaParams), opaque, size, pointer(size), pointer(opaque)),
    row("uint32_t revops_sla_clock_count(const revops_sla *sla)", u32, opaque),
    row("uint32_t revops_sla_effects_max(const revops_sla *sla)", u32, opaque),
    row("revops_status revops_sla_apply(const revops_sla *sla, const revops_calendar *const *calendars, "
        "revops_sla_record *records, const revops_sla_event *event, revops_sla_effect *effects, size_t "
        "capacity, size_t *count)",
        status, opaque, pointer(opaque), pointer(s.SlaRecord), pointer(s.SlaEvent), pointer(s.SlaEffect), size,
        pointer(size)),
    row("revops_status revops_sla_advance(const revops_sla *sla, const revops_calendar *const *calendars, "
        "revops_sla_record *records, int64_t now_ms, revops_sla_effect *effects, size_t capacity, size_t "
        "*count)",
        status, opaque, pointer(opaque), pointer(s.SlaRecord), i64, pointer(s.SlaEffect), size, pointer(size)),
    row("int64_t revops_sla_next_wakeup(const revops_sla_record *records, size_t count)",
        i64, pointer(s.SlaRecord), size),
    row("revops_status revops_sla_due(const revops_sla *sla, const revops_sla_record *record, int64_t "
        "*out_ms)",
        status, opaque, pointer(s.SlaRecord), pointer(i64)),
    row("revops_status revops_sla_verify(const revops_sla *sla, const revops_sla_record *records, size_t "
        "leads)",
        status, opaque, pointer(s.SlaRecord), size),
    row("revops_status revops_sla_rebase(const revops_sla *from, const revops_calendar *const "
        "*from_calendars, const revops_sla *to, const revops_calendar *const *to_calendars, revops_sla_record "
        "*records, const revops_sla_event *event, revops_sla_change promises, revops_sla_effect *effects, "
        "size_t capacity, size_t *count)",
        status, opaque, pointer(opaque), opaque, pointer(opaque), pointer(s.SlaRecord), pointer(s.SlaEvent), u32,
        pointer(s.SlaEffect), size, pointer(size)),
    row("revops_status revops_sla_apply_many(const revops_sla *sla, const revops_calendar *const *calendars, "
        "revops_sla_record *records, size_t lead_count, const revops_sla_columns *columns, revops_cursor "
        "*cursor, revops_sla_effect *effects, size_t capacity, size_t *count)",
        status, opaque, pointer(opaque), pointer(s.SlaRecord), size, pointer(s.SlaColumns), pointer(s.Cursor),
        pointer(s.SlaEffect), size, pointer(size)),
    row("revops_status revops_sla_advance_many(const revops_sla *sla, const revops_calendar *const "
        "*calendars, revops_sla_record *records, size_t lead_count, int64_t now_ms, revops_cursor *cursor, "
        "revops_sla_effect *effects, size_t capacity, size_t *count)",
        status, opaque, pointer(opaque), pointer(s.SlaRecord), size, i64, pointer(s.Cursor), pointer(s.SlaEffect),
        size, pointer(size)),
    row("revops_status revops_sla_next_wakeup_many(const revops_sla_record *records, uint32_t clock_count, "
        "size_t lead_count, int64_t *out_ms)",
        status, pointer(s.SlaRecord), u32, size, pointer(i64)),
    row("revops_status revops_sla_measure_many(const revops_sla *sla, const revops_calendar *const "
        "*calendars, const revops_sla_record *records, size_t lead_count, int64_t at_ms, int64_t "
        "*consumed_ms, int64_t *answered_ms)",
        status, opaque, pointer(opaque), pointer(s.SlaRecord), size, i64, pointer(i64), pointer(i64)),
    # compliance.h
    row("revops_status revops_compliance_add(const revops_sla_effect *effects, size_t count, const uint32_t "
        "*groups, revops_compliance *counters, revops_histogram *times, size_t group_count)",
        status, pointer(s.SlaEffect), size, pointer(u32), pointer(s.ComplianceCounters), pointer(s.Histogram),
        size),
    row("revops_status revops_compliance_merge(revops_compliance *counters, const revops_compliance *others, "
        "size_t count)",
        status, pointer(s.ComplianceCounters), pointer(s.ComplianceCounters), size),
    row("revops_status revops_compliance_share(const revops_compliance *counter, uint32_t *share_bp)",
        status, pointer(s.ComplianceCounters), pointer(u32)),
    row("revops_status revops_compliance_defaults(revops_compliance_params *out, size_t size)",
        status, pointer(s.ComplianceParams), size),
    row("revops_status revops_compliance_escalate(const revops_compliance_params *params, const "
        "revops_compliance *weeks, size_t count, uint32_t *levels)",
        status, pointer(s.ComplianceParams), pointer(s.ComplianceCounters), size, pointer(u32)),
    row("const char *revops_compliance_level_name(revops_compliance_level level)", text, u32),
    # order.h
    row("revops_status revops_order_sort(const revops_order_columns *columns, void *memory, size_t memory_size, size_t "
        "*needed, uint32_t *order, uint8_t *fates, revops_order_counts *counts)",
        status, pointer(s.OrderColumns), opaque, size, pointer(size), pointer(u32), pointer(u8), pointer(s.OrderCounts)),
    row("const char *revops_order_fate_name(revops_order_fate fate)", text, u32),
    # conformance.h
    row("revops_status revops_conformance_add(const revops_conformance_columns *columns, revops_conformance *cells, "
        "uint64_t *marks, uint32_t group_count, uint32_t bit_count)",
        status, pointer(s.ConformanceColumns), pointer(s.Conformance), pointer(u64), u32, u32),
    # funnel.h
    row("revops_status revops_funnel_defaults(revops_funnel_params *out, size_t size)",
        status, pointer(s.FunnelParams), size),
    row("revops_status revops_funnel_check(const revops_funnel_params *params, revops_problem *problems, "
        "size_t capacity, size_t *needed)",
        status, pointer(s.FunnelParams), pointer(s.Problem), size, pointer(size)),
    row("revops_status revops_funnel_build(const revops_funnel_params *params, void *memory, size_t "
        "memory_size, size_t *needed, const revops_funnel **out)",
        status, pointer(s.FunnelParams), opaque, size, pointer(size), pointer(opaque)),
    row("size_t revops_funnel_record_size(const revops_funnel *funnel)",
        size, opaque),
    row("revops_status revops_funnel_apply_many(const revops_funnel *funnel, const revops_funnel_columns "
        "*columns, void *records, size_t record_count, revops_cursor *cursor)",
        status, opaque, pointer(s.FunnelColumns), opaque, size, pointer(s.Cursor)),
    row("revops_status revops_funnel_stand(const revops_funnel *funnel, const void *records, size_t count, "
        "revops_funnel_standing *out)",
        status, opaque, opaque, size, pointer(s.FunnelStanding)),
    row("revops_status revops_funnel_state_init(const revops_funnel *funnel, void *memory, size_t "
        "memory_size, size_t *needed, revops_funnel_state **out)",
        status, opaque, opaque, size, pointer(size), pointer(opaque)),
    row("revops_status revops_funnel_add(const revops_funnel *funnel, revops_funnel_state *state, const void "
        "*records, size_t count, const uint32_t *groups, const int8_t *weights, int64_t as_of_ms)",
        status, opaque, opaque, opaque, size, pointer(u32), pointer(i8), i64),
    row("revops_status revops_funnel_totals(const revops_funnel *funnel, const revops_funnel_state *state, "
        "uint32_t group, revops_funnel_total *out)",
        status, opaque, opaque, u32, pointer(s.FunnelTotal)),
    row("revops_status revops_funnel_counts(const revops_funnel *funnel, const revops_funnel_state *state, "
        "uint32_t group, revops_funnel_count *out, size_t capacity, size_t *needed)",
        status, opaque, opaque, u32, pointer(s.FunnelCount), size, pointer(size)),
    row("revops_status revops_funnel_pairs(const revops_funnel *funnel, const revops_funnel_state *state, "
        "uint32_t group, int observed, uint64_t *out, size_t capacity, size_t *needed)",
        status, opaque, opaque, u32, boolean, pointer(u64), size, pointer(size)),
    row("revops_status revops_funnel_reasons(const revops_funnel *funnel, const revops_funnel_state *state, "
        "uint32_t group, uint64_t *out, size_t capacity, size_t *needed)",
        status, opaque, opaque, u32, pointer(u64), size, pointer(size)),
    row("revops_status revops_funnel_span_time(const revops_funnel *funnel, const revops_funnel_state *state, "
        "uint32_t group, uint32_t span, uint32_t share_bp, revops_funnel_time *out)",
        status, opaque, opaque, u32, u32, u32, pointer(s.FunnelTime)),
    row("revops_status revops_funnel_stage_time(const revops_funnel *funnel, const revops_funnel_state "
        "*state, uint32_t group, uint32_t stage, uint32_t share_bp, revops_funnel_time *out)",
        status, opaque, opaque, u32, u32, u32, pointer(s.FunnelTime)),
    row("revops_status revops_funnel_velocity_of(const revops_funnel *funnel, const revops_funnel_state "
        "*state, uint32_t group, uint32_t span, revops_funnel_velocity *out)",
        status, opaque, opaque, u32, u32, pointer(s.FunnelVelocity)),
    row("revops_status revops_funnel_bottleneck_of(const revops_funnel *funnel, const revops_funnel_state "
        "*state, uint32_t group, revops_funnel_bottleneck *out)",
        status, opaque, opaque, u32, pointer(s.FunnelBottleneck)),
    row("revops_status revops_funnel_flow_add(const revops_funnel *funnel, const revops_funnel_columns "
        "*columns, revops_funnel_place *places, size_t place_count, revops_funnel_move *moves, revops_cursor "
        "*cursor)",
        status, opaque, pointer(s.FunnelColumns), pointer(s.FunnelPlace), size, pointer(s.FunnelMove), pointer(s.Cursor)),
    # builtin.h
    row("const char *revops_builtin_event_name(revops_builtin_event_kind kind)",
        text, u32),
    row("revops_builtin_event_value_kind revops_builtin_event_value(revops_builtin_event_kind kind)",
        u32, u32),
    row("revops_status revops_builtin_defaults(revops_builtin_params *out, size_t size)",
        status, pointer(s.EngineParams), size),
    row("revops_status revops_builtin_build(const revops_builtin_params *params, void *memory, size_t "
        "memory_size, size_t *needed, const revops_builtin **out)",
        status, pointer(s.EngineParams), opaque, size, pointer(size), pointer(opaque)),
    row("revops_status revops_builtin_default(void *memory, size_t memory_size, const revops_builtin **out)",
        status, opaque, size, pointer(opaque)),
    row("const revops_lifecycle *revops_builtin_lifecycle(const revops_builtin *engine)",
        opaque, opaque),
    row("const revops_sla *revops_builtin_sla(const revops_builtin *engine)",
        opaque, opaque),
    row("revops_status revops_builtin_event_parse_value(const revops_builtin *engine, revops_builtin_event_kind kind, const "
        "char *text, size_t length, int64_t *out)",
        status, opaque, u32, text, size, pointer(i64)),
    row("revops_status revops_builtin_apply(const revops_builtin *engine, revops_builtin_lead *lead, const "
        "revops_builtin_event *event, revops_builtin_effect *effects, size_t capacity, size_t *count)",
        status, opaque, pointer(s.Lead), pointer(s.Event), pointer(s.Effect), size, pointer(size)),
    row("revops_status revops_builtin_advance(const revops_builtin *engine, revops_builtin_lead *lead, int64_t now_ms, "
        "revops_builtin_effect *effects, size_t capacity, size_t *count)",
        status, opaque, pointer(s.Lead), i64, pointer(s.Effect), size, pointer(size)),
    row("int64_t revops_builtin_next_wakeup(const revops_builtin *engine, const revops_builtin_lead *lead)",
        i64, opaque, pointer(s.Lead)),
    row("const char *revops_builtin_clock_name(const revops_builtin *engine, uint32_t clock)",
        text, opaque, u32),
    row("const char *revops_builtin_effect_name(revops_builtin_effect_kind kind)",
        text, u32),
    row("size_t revops_builtin_effect_text(const revops_builtin *engine, const revops_builtin_effect *effect, char *out, "
        "size_t capacity)",
        size, opaque, pointer(s.Effect), buffer, size),
    row("revops_status revops_builtin_apply_many(const revops_builtin *engine, const revops_builtin_columns *columns, revops_builtin_lead "
        "*leads, size_t lead_count, revops_cursor *cursor, revops_builtin_effect *effects, size_t capacity, size_t "
        "*effect_count)",
        status, opaque, pointer(s.Columns), pointer(s.Lead), size, pointer(s.Cursor), pointer(s.Effect), size, pointer(size)),
    row("revops_status revops_builtin_advance_many(const revops_builtin *engine, revops_builtin_lead *leads, size_t "
        "lead_count, int64_t now_ms, revops_cursor *cursor, revops_builtin_effect *effects, size_t capacity, size_t "
        "*effect_count)",
        status, opaque, pointer(s.Lead), size, i64, pointer(s.Cursor), pointer(s.Effect), size, pointer(size)),
    # report.h
    row("revops_status revops_tally_add(revops_tally *tally, uint64_t events, const revops_builtin_effect *effects, "
        "size_t count)",
        status, pointer(s.Tally), u64, pointer(s.Effect), size),
    row("revops_status revops_tally_add_many(revops_tally *tallies, size_t tally_count, const uint32_t "
        "*keys, size_t lead_count, const revops_builtin_effect *effects, size_t count)",
        status, pointer(s.Tally), size, pointer(u32), size, pointer(s.Effect), size),
    row("revops_status revops_report_measure(const revops_builtin *engine, const revops_builtin_lead *leads, const "
        "uint32_t *indexes, size_t count, int64_t as_of_ms, int64_t *scratch, revops_report_funnel *out)",
        status, opaque, pointer(s.Lead), pointer(u32), size, i64, pointer(i64), pointer(s.Funnel)),
    row("size_t revops_report_text(const revops_builtin *engine, const revops_report *report, char *out, "
        "size_t capacity)",
        size, opaque, pointer(s.Report), buffer, size),
    row("size_t revops_report_json(const revops_builtin *engine, const revops_report *report, char *out, "
        "size_t capacity)",
        size, opaque, pointer(s.Report), buffer, size),
    # timers.h
    row("revops_status revops_timers_state_init(uint32_t capacity, void *memory, size_t memory_size, size_t *needed, "
        "revops_timers_state **out)", status, u32, opaque, size, pointer(size), pointer(opaque)),
    row("revops_status revops_timers_verify(void *memory, size_t memory_size, revops_timers_state **out)",
        status, opaque, size, pointer(opaque)),
    row("uint32_t revops_timers_capacity(const revops_timers_state *timers)", u32, opaque),
    row("uint32_t revops_timers_count(const revops_timers_state *timers)", u32, opaque),
    row("revops_status revops_timers_set(revops_timers_state *timers, uint32_t id, int64_t due_ms)", status, opaque, u32, i64),
    row("revops_status revops_timers_set_many(revops_timers_state *timers, const uint32_t *ids, const int64_t *due_ms, "
        "size_t count)", status, opaque, pointer(u32), pointer(i64), size),
    row("revops_status revops_timers_cancel(revops_timers_state *timers, uint32_t id)", status, opaque, u32),
    row("revops_status revops_timers_due(const revops_timers_state *timers, uint32_t id, int64_t *due_ms)",
        status, opaque, u32, pointer(i64)),
    row("revops_status revops_timers_due_many(const revops_timers_state *timers, const uint32_t *ids, size_t count, "
        "int64_t *due_ms)", status, opaque, pointer(u32), size, pointer(i64)),
    row("revops_status revops_timers_next(const revops_timers_state *timers, uint32_t *id, int64_t *due_ms)",
        status, opaque, pointer(u32), pointer(i64)),
    row("revops_status revops_timers_pop(revops_timers_state *timers, int64_t now_ms, uint32_t *ids, int64_t *due_ms, "
        "size_t capacity, size_t *count)", status, opaque, i64, pointer(u32), pointer(i64), size, pointer(size)),
    # stats.h
    row("revops_status revops_stats_survival(int64_t *served, size_t served_count, int64_t *waiting, size_t "
        "waiting_count, const uint32_t *shares_bp, size_t count, int64_t *out)",
        status, pointer(i64), size, pointer(i64), size, pointer(u32), size, pointer(i64)),
    row("revops_status revops_histogram_add(revops_histogram *histogram, const int64_t *values, size_t count)",
        status, pointer(s.Histogram), pointer(i64), size),
    row("revops_status revops_histogram_take(revops_histogram *histogram, const int64_t *values, size_t count)",
        status, pointer(s.Histogram), pointer(i64), size),
    row("revops_status revops_histogram_merge(revops_histogram *histogram, const revops_histogram *other)",
        status, pointer(s.Histogram), pointer(s.Histogram)),
    row("revops_status revops_histogram_unmerge(revops_histogram *histogram, const revops_histogram *other)",
        status, pointer(s.Histogram), pointer(s.Histogram)),
    row("revops_status revops_histogram_verify(const revops_histogram *histogram)", status, pointer(s.Histogram)),
    row("revops_status revops_histogram_percentile(const revops_histogram *histogram, uint32_t share_bp, "
        "int64_t *out)",
        status, pointer(s.Histogram), u32, pointer(i64)),
    row("revops_status revops_histogram_interpolate(const revops_histogram *histogram, uint32_t share_bp, "
        "int64_t *out)",
        status, pointer(s.Histogram), u32, pointer(i64)),
    row("revops_status revops_histogram_mean(const revops_histogram *histogram, int64_t *out)",
        status, pointer(s.Histogram), pointer(i64)),
    row("revops_status revops_stats_wilson_many(const uint32_t *won, const uint32_t *counts, size_t count, "
        "uint32_t confidence_bp, revops_stats_interval *out)",
        status, pointer(u32), pointer(u32), size, u32, pointer(s.StatsInterval)),
    row("revops_status revops_stats_compare_many(const uint32_t *won, const uint32_t *counts, const uint32_t "
        "*other_won, const uint32_t *other_counts, size_t count, revops_stats_comparison *out)",
        status, pointer(u32), pointer(u32), pointer(u32), pointer(u32), size, pointer(s.StatsComparison)),
    row("revops_status revops_stats_trend(const int64_t *values, size_t count, revops_stats_line *out)",
        status, pointer(i64), size, pointer(s.StatsLine)),
    row("revops_status revops_stats_variation(const int64_t *values, size_t count, uint64_t *out_ppm)",
        status, pointer(i64), size, pointer(u64)),
    row("revops_status revops_stats_band_many(const int64_t *values, size_t count, const int64_t *bounds, "
        "uint32_t bound_count, uint32_t *out_bands)",
        status, pointer(i64), size, pointer(i64), u32, pointer(u32)),
    # usage.h
    row("revops_status revops_usage_defaults(revops_usage_params *out, size_t size)",
        status, pointer(s.UsageParams), size),
    row("revops_status revops_usage_check(const revops_usage_params *params, revops_problem *problems, size_t "
        "capacity, size_t *needed)",
        status, pointer(s.UsageParams), pointer(s.Problem), size, pointer(size)),
    row("revops_status revops_usage_build(const revops_usage_params *params, void *memory, size_t "
        "memory_size, size_t *needed, const revops_usage **out)",
        status, pointer(s.UsageParams), opaque, size, pointer(size), pointer(opaque)),
    row("size_t revops_usage_record_size(const revops_usage *usage)",
        size, opaque),
    row("revops_status revops_usage_kind_find(const revops_usage *usage, const char *text, size_t length, "
        "uint32_t *out)",
        status, opaque, text, size, pointer(u32)),
    row("revops_status revops_usage_record_init_many(const revops_usage *usage, void *records, size_t count, "
        "const int64_t *signup_ms, const int32_t *utc_offset_min)",
        status, opaque, opaque, size, pointer(i64), pointer(i32)),
    row("revops_status revops_usage_apply_many(const revops_usage *usage, void *records, size_t record_count, "
        "const revops_usage_columns *columns, revops_cursor *cursor, revops_status *statuses, "
        "revops_usage_hit *hits, size_t capacity, size_t *count)",
        status, opaque, opaque, size, pointer(s.UsageColumns), pointer(s.Cursor), pointer(status), pointer(s.UsageHit), size, pointer(size)),
    row("revops_status revops_usage_advance_many(const revops_usage *usage, void *records, size_t "
        "record_count, int64_t at_ms, int32_t utc_offset_min, revops_cursor *cursor, revops_usage_hit *hits, "
        "size_t capacity, size_t *count)",
        status, opaque, opaque, size, i64, i32, pointer(s.Cursor), pointer(s.UsageHit), size, pointer(size)),
    row("revops_status revops_usage_set_attributes_many(const revops_usage *usage, void *records, size_t "
        "record_count, const revops_column *columns, size_t column_count, const int64_t *at_ms, revops_cursor "
        "*cursor, revops_usage_hit *hits, size_t capacity, size_t *count)",
        status, opaque, opaque, size, pointer(s.Column), size, pointer(i64), pointer(s.Cursor), pointer(s.UsageHit), size, pointer(size)),
    row("revops_status revops_usage_work_many(const revops_usage *usage, void *records, size_t count, const "
        "uint8_t *working)",
        status, opaque, opaque, size, pointer(u8)),
    row("revops_status revops_usage_merge(const revops_usage *usage, void *into, const void *from, int64_t "
        "at_ms, int32_t utc_offset_min, uint32_t *fired)",
        status, opaque, opaque, opaque, i64, i32, pointer(u32)),
    row("revops_status revops_usage_verify(const revops_usage *usage, const void *record)",
        status, opaque, opaque),
    row("revops_status revops_usage_read_many(const revops_usage *usage, const void *records, size_t count, "
        "uint32_t criterion, int64_t at_ms, int32_t utc_offset_min, revops_usage_reading *out)",
        status, opaque, opaque, size, u32, i64, i32, pointer(s.UsageReading)),
    row("revops_status revops_usage_explain_many(const revops_usage *usage, const void *records, size_t "
        "count, uint32_t signal, int64_t at_ms, int32_t utc_offset_min, revops_usage_explanation *out)",
        status, opaque, opaque, size, u32, i64, i32, pointer(s.UsageExplanation)),
    row("size_t revops_usage_explanation_text(const revops_usage *usage, const void *record, uint32_t signal, "
        "int64_t at_ms, int32_t utc_offset_min, char *out, size_t capacity)",
        size, opaque, opaque, u32, i64, i32, buffer, size),
    row("revops_status revops_usage_choose_route_many(const revops_usage *usage, const void *records, size_t "
        "count, const uint8_t *enterprise, int64_t at_ms, int32_t utc_offset_min, revops_usage_route *out)",
        status, opaque, opaque, size, pointer(u8), i64, i32, pointer(u32)),
    row("const char *revops_usage_route_name(revops_usage_route route)",
        text, u32),
    row("revops_status revops_usage_measure_outcomes(const revops_usage_outcome *rows, size_t count, const "
        "uint32_t *group, uint32_t group_count, void *memory, size_t memory_size, size_t *needed, "
        "revops_usage_metrics *out)",
        status, pointer(s.UsageOutcome), size, pointer(u32), u32, opaque, size, pointer(size), pointer(s.UsageMetrics)),
    # segment.h
    row("revops_status revops_segment_standard(revops_segment_table table, revops_segment_params "
        "*out, size_t size)",
        status, u32, pointer(s.SegmentParams), size),
    row("revops_status revops_segment_defaults(revops_segment_params *out, size_t size)",
        status, pointer(s.SegmentParams), size),
    row("revops_status revops_segment_check(const revops_segment_params *params, revops_problem "
        "*problems, size_t capacity, size_t *needed)",
        status, pointer(s.SegmentParams), pointer(s.Problem), size, pointer(size)),
    row("revops_status revops_segment_build(const revops_segment_params *params, void *memory, size_t "
        "memory_size, size_t *needed, const revops_segment **out)",
        status, pointer(s.SegmentParams), opaque, size, pointer(size), pointer(opaque)),
    row("revops_status revops_segment_match_many(const revops_segment *segment, const revops_column "
        "*columns, size_t column_count, size_t count, revops_segment_answer *out)",
        status, opaque, pointer(s.Column), size, size, pointer(s.SegmentAnswer)),
    row("revops_status revops_segment_explain(const revops_segment *segment, uint32_t rule, const int64_t "
        "*row, const revops_texts *const *texts, uint64_t *out_met, uint64_t *out_missing)",
        status, opaque, u32, pointer(i64), pointer(pointer(s.Texts)), pointer(u64), pointer(u64)),
    row("size_t revops_segment_proof_size(const revops_segment *segment)",
        size, opaque),
    row("revops_status revops_segment_prove(const revops_segment *segment, uint64_t steps, void *memory, "
        "size_t memory_size, revops_segment_flaw *out, size_t capacity, size_t *needed)",
        status, opaque, u64, opaque, size, pointer(s.SegmentFlaw), size, pointer(size)),
    row("revops_status revops_segment_uncovered(const revops_segment *segment, uint64_t steps, void "
        "*memory, size_t memory_size, int64_t *out_row, revops_segment_coverage *out_coverage)",
        status, opaque, u64, opaque, size, pointer(i64), pointer(u32)),
    row("const char *revops_segment_finding_name(revops_segment_finding finding)",
        text, u32),
    row("const char *revops_segment_coverage_name(revops_segment_coverage coverage)",
        text, u32),
    row("const char *revops_segment_kind_name(revops_segment_kind kind)",
        text, u32),
    row("const char *revops_segment_motion_name(revops_segment_motion motion)",
        text, u32),
    row("const char *revops_segment_effort_name(revops_segment_effort effort)",
        text, u32),
    # route.h
    row("revops_status revops_route_defaults(revops_route_params *out, size_t size)",
        status, pointer(s.RouteParams), size),
    row("revops_status revops_route_check(const revops_route_params *params, revops_problem *problems, "
        "size_t capacity, size_t *needed)",
        status, pointer(s.RouteParams), pointer(s.Problem), size, pointer(size)),
    row("revops_status revops_route_build(const revops_route_params *params, void *memory, size_t "
        "memory_size, size_t *needed, const revops_route **out)",
        status, pointer(s.RouteParams), opaque, size, pointer(size), pointer(opaque)),
    row("revops_status revops_route_state_init(const revops_route *route, void *memory, size_t "
        "memory_size, size_t *needed, revops_route_state **out)",
        status, opaque, opaque, size, pointer(size), pointer(opaque)),
    row("revops_status revops_route_state_open(const revops_route *route, const void *stored, size_t "
        "stored_size, void *memory, size_t memory_size, size_t *needed, revops_route_state **out)",
        status, opaque, opaque, size, opaque, size, pointer(size), pointer(opaque)),
    row("revops_status revops_route_assign(const revops_route *route, revops_route_state *state, const "
        "revops_route_lead *lead, const int64_t *row, const revops_texts *const *texts, "
        "revops_route_assignment *out)",
        status, opaque, opaque, pointer(s.RouteLead), pointer(i64), pointer(pointer(s.Texts)), pointer(s.RouteAssignment)),
    row("revops_status revops_route_assign_many(const revops_route *route, revops_route_state *state, "
        "const revops_route_lead *leads, const revops_column *columns, size_t column_count, size_t count, "
        "revops_cursor *cursor, revops_route_assignment *out)",
        status, opaque, opaque, pointer(s.RouteLead), pointer(s.Column), size, size, pointer(s.Cursor), pointer(s.RouteAssignment)),
    row("revops_status revops_route_redistribute(const revops_route *route, revops_route_state *state, "
        "uint32_t rep, const revops_route_lead *leads, const revops_column *columns, size_t column_count, "
        "size_t count, revops_cursor *cursor, revops_route_assignment *out)",
        status, opaque, opaque, u32, pointer(s.RouteLead), pointer(s.Column), size, size, pointer(s.Cursor), pointer(s.RouteAssignment)),
    row("revops_status revops_route_set_left(const revops_route *route, revops_route_state *state, "
        "uint32_t rep, int left)",
        status, opaque, opaque, u32, boolean),
    row("revops_status revops_route_release(const revops_route *route, revops_route_state *state, "
        "uint32_t rep, uint32_t queue, revops_route_turn turn)",
        status, opaque, opaque, u32, u32, u32),
    row("revops_status revops_route_set_open(const revops_route *route, revops_route_state *state, "
        "uint32_t rep, uint32_t open)",
        status, opaque, opaque, u32, u32),
    row("revops_status revops_route_explain(const revops_route *route, revops_route_state *state, const "
        "revops_route_lead *lead, const int64_t *row, const revops_texts *const *texts, "
        "revops_route_candidate *out, size_t capacity, size_t *needed)",
        status, opaque, opaque, pointer(s.RouteLead), pointer(i64), pointer(pointer(s.Texts)), pointer(s.RouteCandidate), size, pointer(size)),
    row("revops_status revops_route_loads(const revops_route *route, const revops_route_state *state, "
        "revops_route_load *out, size_t capacity, size_t *needed)",
        status, opaque, opaque, pointer(s.RouteLoad), size, pointer(size)),
    row("size_t revops_route_text(const revops_route_assignment *assignment, const revops_route_candidate "
        "*candidates, size_t candidate_count, const revops_route_names *names, char *out, size_t "
        "capacity)",
        size, pointer(s.RouteAssignment), pointer(s.RouteCandidate), size, pointer(s.RouteNames), buffer, size),
    row("const char *revops_route_reason_name(revops_route_reason reason)",
        text, u32),
    # email.h
    row("revops_status revops_email_defaults(revops_email_params *out, size_t size)",
        status, pointer(s.EmailParams), size),
    row("revops_status revops_email_check(const revops_email_params *params, revops_problem *problems, "
        "size_t capacity, size_t *needed)",
        status, pointer(s.EmailParams), pointer(s.Problem), size, pointer(size)),
    row("revops_status revops_email_build(const revops_email_params *params, void *memory, size_t "
        "memory_size, size_t *needed, const revops_email **out)",
        status, pointer(s.EmailParams), opaque, size, pointer(size), pointer(opaque)),
    row("int32_t revops_email_lists_day(void)",
        i32),
    row("revops_status revops_email_classify_many(const revops_email *email, const revops_texts *texts, "
        "uint8_t *classes)",
        status, opaque, pointer(s.Texts), pointer(u8)),
    row("revops_status revops_email_canonical_text_many(const revops_email *email, const revops_texts *texts, "
        "char *bytes, size_t capacity, size_t *needed, int64_t *offsets)",
        status, opaque, pointer(s.Texts), buffer, size, pointer(size), pointer(i64)),
    row("const char *revops_email_class_name(revops_email_class email_class)",
        text, u32),
    # score.h
    row("revops_status revops_score_check(const revops_score_params *params, revops_problem *problems, "
        "size_t capacity, size_t *needed)",
        status, pointer(s.ScoreParams), pointer(s.Problem), size, pointer(size)),
    row("revops_status revops_score_build(const revops_score_params *params, void *memory, size_t "
        "memory_size, size_t *needed, const revops_score **out)",
        status, pointer(s.ScoreParams), opaque, size, pointer(size), pointer(opaque)),
    row("revops_status revops_score_defaults(revops_score_params *out, size_t size)",
        status, pointer(s.ScoreParams), size),
    row("revops_status revops_score_grade(const revops_score *score, int32_t score_mpt, uint32_t "
        "previous, uint32_t *out_grade)",
        status, opaque, i32, u32, pointer(u32)),
    row("revops_status revops_score_grade_many(const revops_score *score, const int32_t *scores_mpt, "
        "const uint8_t *previous, size_t count, uint8_t *grades)",
        status, opaque, pointer(i32), pointer(u8), size, pointer(u8)),
    row("revops_status revops_score_rate_many(const revops_score *score, const revops_column "
        "*columns, size_t column_count, size_t row_count, int64_t at_ms, int32_t *scores_mpt, uint8_t "
        "*grades, int32_t *contributions_mpt)",
        status, opaque, pointer(s.Column), size, size, i64, pointer(i32), pointer(u8), pointer(i32)),
    row("const char *revops_score_reason_name(revops_score_reason reason)",
        text, u32),
    row("revops_status revops_score_explain(const revops_score *score, const int64_t *row, const "
        "revops_texts *texts, int64_t at_ms, revops_score_line *out, size_t capacity, size_t *needed)",
        status, opaque, pointer(i64), pointer(s.Texts), i64, pointer(s.ScoreLine), size, pointer(size)),
    row("revops_status revops_score_difference(const revops_score_line *before, size_t before_count, "
        "const revops_score_line *after, size_t after_count, revops_score_line *out, size_t "
        "capacity, size_t *needed)",
        status, pointer(s.ScoreLine), size, pointer(s.ScoreLine), size, pointer(s.ScoreLine), size, pointer(size)),
    row("size_t revops_score_line_text(const revops_score_line *line, const char *const *rule_names, "
        "const char *const *group_names, char *out, size_t capacity)",
        size, pointer(s.ScoreLine), pointer(text), pointer(text), buffer, size),
    row("revops_status revops_score_advise(const revops_score *score, const int64_t *row, const "
        "revops_texts *texts, int64_t at_ms, revops_score_advice *out, size_t capacity, size_t "
        "*needed)",
        status, opaque, pointer(i64), pointer(s.Texts), i64, pointer(s.ScoreAdvice), size, pointer(size)),
    row("size_t revops_score_advice_text(const revops_score *score, const revops_score_advice *step, "
        "const char *const *rule_names, char *out, size_t capacity)",
        size, opaque, pointer(s.ScoreAdvice), pointer(text), buffer, size),
    row("revops_status revops_score_compare_many(const revops_score *before, const revops_column "
        "*before_columns, size_t before_column_count, const revops_score *after, const revops_column "
        "*after_columns, size_t after_column_count, size_t row_count, int64_t at_ms, const uint32_t "
        "*same_as, revops_cursor *cursor, revops_score_change *out, size_t capacity, size_t *count)",
        status, opaque, pointer(s.Column), size, opaque, pointer(s.Column), size, size, i64, pointer(u32),
        pointer(s.Cursor), pointer(s.ScoreChange), size, pointer(size)),
    row("revops_status revops_score_matrix_defaults(revops_score_matrix_params *out, size_t size)",
        status, pointer(s.ScoreMatrixParams), size),
    row("revops_status revops_score_qualify(const revops_score_matrix_params *matrix, uint32_t fit, "
        "uint32_t engagement, int was_mql, int *out_mql)",
        status, pointer(s.ScoreMatrixParams), u32, u32, boolean, pointer(boolean)),
    row("revops_status revops_score_qualify_many(const revops_score_matrix_params *matrix, const "
        "uint8_t *fit, const uint8_t *engagement, const uint8_t *was_mql, size_t count, uint8_t *mql)",
        status, pointer(s.ScoreMatrixParams), pointer(u8), pointer(u8), pointer(u8), size, pointer(u8)),
    row("revops_status revops_score_accounts(const int32_t *scores_mpt, const uint32_t *accounts, "
        "const uint8_t *roles, size_t person_count, revops_score_account *out, size_t account_count)",
        status, pointer(i32), pointer(u32), pointer(u8), size, pointer(s.ScoreAccount), size),
    # intent.h
    row("revops_status revops_intent_defaults(revops_intent_params *out, size_t size)",
        status, pointer(s.IntentParams), size),
    row("revops_status revops_intent_check(const revops_intent_params *params, revops_problem *problems, "
        "size_t capacity, size_t *needed)",
        status, pointer(s.IntentParams), pointer(s.Problem), size, pointer(size)),
    row("revops_status revops_intent_build(const revops_intent_params *params, void *memory, size_t "
        "memory_size, size_t *needed, const revops_intent **out)",
        status, pointer(s.IntentParams), opaque, size, pointer(size), pointer(opaque)),
    row("size_t revops_intent_record_size(const revops_intent *intent)",
        size, opaque),
    row("revops_status revops_intent_apply_many(const revops_intent *intent, revops_intent_record *records, "
        "size_t record_count, const revops_intent_columns *columns, revops_cursor *cursor)",
        status, opaque, pointer(s.IntentRecord), size, pointer(s.IntentColumns), pointer(s.Cursor)),
    row("revops_status revops_intent_rate_many(const revops_intent *intent, const revops_intent_record "
        "*records, size_t record_count, int64_t at_ms, int32_t *scores_mpt, uint8_t *grades, size_t *out_bad)",
        status, opaque, pointer(s.IntentRecord), size, i64, pointer(i32), pointer(u8), pointer(size)),
    row("revops_status revops_intent_grade(const revops_intent *intent, int32_t score_mpt, uint32_t "
        "previous, uint32_t *out_grade)",
        status, opaque, i32, u32, pointer(u32)),
    row("revops_status revops_intent_explain(const revops_intent *intent, const revops_intent_record "
        "*record, int64_t at_ms, revops_score_line *out, size_t capacity, size_t *needed)",
        status, opaque, pointer(s.IntentRecord), i64, pointer(s.ScoreLine), size, pointer(size)),
    row("size_t revops_intent_lines_max(const revops_intent *intent)",
        size, opaque),
    row("revops_status revops_intent_crossing(const revops_intent *intent, const revops_intent_record "
        "*record, int64_t from_ms, int32_t threshold_mpt, int64_t *out_ms)",
        status, opaque, pointer(s.IntentRecord), i64, i32, pointer(i64)),
    row("revops_status revops_intent_advise(const revops_intent *intent, const revops_intent_record "
        "*record, int64_t at_ms, revops_intent_advice *out, size_t capacity, size_t *needed)",
        status, opaque, pointer(s.IntentRecord), i64, pointer(s.IntentAdvice), size, pointer(size)),
    row("size_t revops_intent_advice_text(const revops_intent_advice *advice, const char *const "
        "*behaviour_names, char *out, size_t capacity)",
        size, pointer(s.IntentAdvice), pointer(text), buffer, size),
    row("revops_status revops_intent_total_defaults(revops_intent_total_params *out, size_t size)",
        status, pointer(s.IntentTotalParams), size),
    row("revops_status revops_intent_total_many(const revops_intent_total_params *params, const int32_t "
        "*fits_mpt, const int32_t *intents_mpt, size_t count, int32_t *totals_mpt, uint8_t *bands)",
        status, pointer(s.IntentTotalParams), pointer(i32), pointer(i32), size, pointer(i32), pointer(u8)),
    row("revops_status revops_intent_audit_many(const revops_intent *intent, const int64_t *at_ms, const "
        "uint32_t *behaviours, const uint64_t *first, size_t lead_count, int64_t when_ms, int32_t "
        "*scores_mpt, size_t *out_bad)",
        status, opaque, pointer(i64), pointer(u32), pointer(u64), size, i64, pointer(i32), pointer(size)),
    # account.h
    row("revops_status revops_account_defaults(revops_account_params *out, size_t size)",
        status, pointer(s.AccountParams), size),
    row("revops_status revops_account_check(const revops_account_params *params, revops_problem *problems, "
        "size_t capacity, size_t *needed)",
        status, pointer(s.AccountParams), pointer(s.Problem), size, pointer(size)),
    row("revops_status revops_account_build(const revops_account_params *params, void *memory, size_t "
        "memory_size, size_t *needed, const revops_account **out)",
        status, pointer(s.AccountParams), opaque, size, pointer(size), pointer(opaque)),
    row("revops_status revops_account_match_many(const revops_account *account, const revops_email *email, "
        "const revops_texts *keys, const revops_texts *addresses, const revops_texts *names, size_t count, "
        "revops_account_answer *out)",
        status, opaque, opaque, pointer(s.Texts), pointer(s.Texts), pointer(s.Texts), size, pointer(s.AccountAnswer)),
    row("revops_status revops_account_candidates(const revops_account *account, const revops_email *email, "
        "const revops_account_lead *lead, uint32_t *out, size_t capacity, size_t *needed)",
        status, opaque, opaque, pointer(s.AccountLead), pointer(u32), size, pointer(size)),
    row("size_t revops_account_folded_text(revops_account_kind kind, const char *text, size_t length, char "
        "*out, size_t capacity)",
        size, u32, text, size, buffer, size),
    # moment.h
    row("revops_status revops_moment_trace(const revops_intent *intent, const revops_score *fit, const "
        "revops_score_matrix_params *matrix, const revops_moment_columns *columns, int64_t until_ms, "
        "uint32_t changes, revops_intent_record *record, revops_cursor *cursor, revops_moment *out, size_t "
        "capacity, size_t *count)",
        status, opaque, opaque, pointer(s.ScoreMatrixParams), pointer(s.MomentColumns), i64, u32, pointer(s.IntentRecord),
        pointer(s.Cursor), pointer(s.Moment), size, pointer(size)),
    row("revops_status revops_moment_sample(const revops_intent *intent, const revops_score *fit, const "
        "revops_score_matrix_params *matrix, const revops_moment_columns *columns, const int64_t "
        "*instants_ms, size_t instant_count, revops_intent_record *record, revops_cursor *cursor, int32_t "
        "*intents_mpt, int32_t *fits_mpt, uint8_t *engagements, uint8_t *fits, uint8_t *mqls)",
        status, opaque, opaque, pointer(s.ScoreMatrixParams), pointer(s.MomentColumns), pointer(i64), size,
        pointer(s.IntentRecord), pointer(s.Cursor), pointer(i32), pointer(i32), pointer(u8), pointer(u8), pointer(u8)),
    row("revops_status revops_moment_reach(const revops_intent *intent, const revops_moment_columns "
        "*columns, int32_t threshold_mpt, int64_t until_ms, revops_intent_record *record, revops_cursor "
        "*cursor, int64_t *out_ms)",
        status, opaque, pointer(s.MomentColumns), i32, i64, pointer(s.IntentRecord), pointer(s.Cursor), pointer(i64)),
    row("revops_status revops_moment_grade(const revops_intent *intent, const int32_t *scores_mpt, const "
        "uint8_t *previous, size_t count, uint8_t *grades)",
        status, opaque, pointer(i32), pointer(u8), size, pointer(u8)),
    row("size_t revops_moment_text(const revops_moment *moment, const char *const *behaviour_names, char "
        "*out, size_t capacity)",
        size, pointer(s.Moment), pointer(text), buffer, size),
    # evaluation.h
    row("revops_status revops_evaluation_rank(const int32_t *scores_mpt, const uint8_t *outcomes, "
        "size_t count, int64_t *ranking)",
        status, pointer(i32), pointer(u8), size, pointer(i64)),
    row("revops_status revops_evaluation_discriminate(const int64_t *ranking, size_t count, "
        "revops_evaluation_discrimination *out)",
        status, pointer(i64), size, pointer(s.EvaluationDiscrimination)),
    row("revops_status revops_evaluation_thresholds(const int64_t *ranking, size_t count, int64_t "
        "gain, int64_t cost, revops_evaluation_threshold *out, size_t capacity, size_t *needed)",
        status, pointer(i64), size, i64, i64, pointer(s.EvaluationThreshold), size, pointer(size)),
    row("revops_status revops_evaluation_lift(const int64_t *ranking, size_t count, size_t "
        "part_count, revops_evaluation_part *out)",
        status, pointer(i64), size, size, pointer(s.EvaluationPart)),
    row("revops_status revops_evaluation_calibrate(const uint32_t *probabilities_ppb, const uint8_t "
        "*outcomes, size_t count, revops_evaluation_calibration *out, revops_evaluation_bin *bins, "
        "size_t bin_count)",
        status, pointer(u32), pointer(u8), size, pointer(s.EvaluationCalibration), pointer(s.EvaluationBin), size),
    row("revops_status revops_calibration_fit_line(const int64_t *ranking, size_t count, "
        "revops_calibration_line *out)",
        status, pointer(i64), size, pointer(s.CalibrationLine)),
    row("revops_status revops_calibration_fit_steps(const int64_t *ranking, size_t count, "
        "revops_calibration_step *out, size_t capacity, size_t *needed)",
        status, pointer(i64), size, pointer(s.CalibrationStep), size, pointer(size)),
    row("revops_status revops_calibration_probabilities(const revops_calibration_step *steps, size_t "
        "step_count, const int32_t *scores_mpt, size_t count, uint32_t *probabilities_ppb)",
        status, pointer(s.CalibrationStep), size, pointer(i32), size, pointer(u32)),
    # scorecard.h
    row("revops_status revops_scorecard_defaults(revops_scorecard_params *out, size_t size)",
        status, pointer(s.ScorecardParams), size),
    row("revops_status revops_scorecard_fit(const revops_scorecard_params *params, const "
        "revops_column *columns, const revops_scorecard_kind *kinds, size_t column_count, const "
        "uint8_t *outcomes, size_t row_count, void *memory, size_t memory_size, size_t *needed, const "
        "revops_scorecard **out)",
        status, pointer(s.ScorecardParams), pointer(s.Column), pointer(u32), size, pointer(u8), size, opaque, size,
        pointer(size), pointer(pointer(s.Scorecard))),
    row("revops_status revops_scorecard_probabilities(const int32_t *scores_mpt, size_t count, "
        "int32_t double_mpt, int32_t even_mpt, uint32_t *probabilities_ppb)",
        status, pointer(i32), size, i32, i32, pointer(u32)),
    row("revops_status revops_scorecard_holdout(const uint64_t *ids, size_t count, uint64_t seed, "
        "uint32_t share_bp, uint8_t *held_out)",
        status, pointer(u64), size, u64, u32, pointer(u8)),
    # attribution.h
    row("revops_status revops_attribution_defaults(revops_attribution_params *out, size_t size)",
        status, pointer(s.AttributionParams), size),
    row("revops_status revops_attribution_check(const revops_attribution_params *params, revops_problem "
        "*problems, size_t capacity, size_t *needed)",
        status, pointer(s.AttributionParams), pointer(s.Problem), size, pointer(size)),
    row("revops_status revops_attribution_build(const revops_attribution_params *params, void *memory, "
        "size_t memory_size, size_t *needed, const revops_attribution **out)",
        status, pointer(s.AttributionParams), opaque, size, pointer(size), pointer(opaque)),
    row("revops_status revops_attribution_state_init(const revops_attribution *attribution, void "
        "*memory, size_t memory_size, size_t *needed, revops_attribution_state **out)",
        status, opaque, opaque, size, pointer(size), pointer(opaque)),
    row("revops_status revops_attribution_apply_many(const revops_attribution *attribution, "
        "revops_attribution_state *state, const revops_attribution_columns *columns, int32_t weight, "
        "int64_t *touch_amounts, int64_t *touch_ppm, revops_status *statuses, revops_cursor *cursor)",
        status, opaque, opaque, pointer(s.AttributionColumns), i32, pointer(i64), pointer(i64), pointer(status), pointer(s.Cursor)),
    row("revops_status revops_attribution_credits(const revops_attribution *attribution, const "
        "revops_attribution_state *state, revops_attribution_credit *out, size_t capacity, size_t "
        "*needed)",
        status, opaque, opaque, pointer(s.AttributionCredit), size, pointer(size)),
    row("size_t revops_attribution_transitions_max(uint32_t channel_count)",
        size, u32),
    row("revops_status revops_attribution_transitions_add(uint32_t channel_count, const uint64_t *first, "
        "const uint32_t *channel, const uint32_t *converted, const uint32_t *lost, size_t path_count, "
        "int32_t weight, int64_t *transitions)",
        status, u32, pointer(u64), pointer(u32), pointer(u32), pointer(u32), size, i32, pointer(i64)),
    row("revops_status revops_attribution_removal_effects(const int64_t *transitions, uint32_t "
        "channel_count, void *memory, size_t memory_size, size_t *needed, uint64_t *out_effect_ppb)",
        status, pointer(i64), u32, opaque, size, pointer(size), pointer(u64)),
    row("revops_status revops_attribution_shapley(const int64_t *worth, uint32_t channel_count, int64_t "
        "*out)",
        status, pointer(i64), u32, pointer(i64)),
    row("const char *revops_attribution_model_name(revops_attribution_model model)",
        text, u32),
    # plan.h
    row("revops_status revops_plan_solve(revops_plan_formula formula, uint32_t unknown, const int64_t *values, "
        "int64_t *out)",
        status, u32, u32, pointer(i64), pointer(i64)),
    row("revops_status revops_plan_solve_many(revops_plan_formula formula, uint32_t unknown, const int64_t *const "
        "*columns, size_t count, revops_status *statuses, int64_t *out)",
        status, u32, u32, pointer(pointer(i64)), size, pointer(status), pointer(i64)),
    row("size_t revops_plan_solve_text(revops_plan_formula formula, uint32_t unknown, const int64_t *values, char "
        "*out, size_t capacity)",
        size, u32, u32, pointer(i64), buffer, size),
    row("const char *revops_plan_formula_name(revops_plan_formula formula)",
        text, u32),
    row("uint32_t revops_plan_quantity_count(revops_plan_formula formula)",
        u32, u32),
    row("const char *revops_plan_quantity_name(revops_plan_formula formula, uint32_t place)",
        text, u32, u32),
    row("revops_plan_unit revops_plan_quantity_unit(revops_plan_formula formula, uint32_t place)",
        u32, u32, u32),
    row("const char *revops_plan_metric_name(revops_plan_metric metric)",
        text, u32),
    row("revops_status revops_plan_check(const revops_plan_params *params, revops_problem *problems, size_t "
        "capacity, size_t *needed)",
        status, pointer(s.PlanParams), pointer(s.Problem), size, pointer(size)),
    row("revops_status revops_plan_judge(const revops_plan_params *params, revops_plan_metric metric, int64_t "
        "value, revops_plan_judgement *out)",
        status, pointer(s.PlanParams), u32, i64, pointer(s.PlanJudgement)),
    row("revops_status revops_plan_funnel_for(int64_t goal, int64_t contract_value, const uint32_t *rates_bp, "
        "uint32_t rate_count, int64_t *out)",
        status, i64, i64, pointer(u32), u32, pointer(i64)),
    row("revops_status revops_plan_funnel_from(int64_t entered, int64_t contract_value, const uint32_t *rates_bp, "
        "uint32_t rate_count, int64_t *revenue, int64_t *out)",
        status, i64, i64, pointer(u32), u32, pointer(i64), pointer(i64)),
    row("revops_status revops_plan_gap_between(int64_t needed, int64_t there, const int64_t *planned, const "
        "int64_t *actual, uint32_t step_count, revops_plan_gap_step *steps, revops_plan_gap *out)",
        status, i64, i64, pointer(i64), pointer(i64), u32, pointer(s.PlanGapStep), pointer(s.PlanGap)),
    row("revops_status revops_plan_staff_for(const revops_plan_params *params, uint32_t executives, "
        "revops_plan_staff *out)",
        status, pointer(s.PlanParams), u32, pointer(s.PlanStaff)),
    row("revops_status revops_plan_executives_for(const revops_plan_params *params, uint32_t sdrs, uint32_t "
        "engineers, uint32_t *out)",
        status, pointer(s.PlanParams), u32, u32, pointer(u32)),
    row("revops_status revops_plan_check_quotas(const revops_plan_params *params, const int64_t *achieved, const "
        "int64_t *quotas, size_t count, revops_plan_quota_check *out)",
        status, pointer(s.PlanParams), pointer(i64), pointer(i64), size, pointer(s.PlanQuotaCheck)),
    row("revops_status revops_plan_ceiling_of(const revops_plan_params *params, const revops_plan_account "
        "*accounts, size_t count, revops_plan_ceiling *out)",
        status, pointer(s.PlanParams), pointer(s.PlanAccount), size, pointer(s.PlanCeiling)),
    row("revops_status revops_plan_compare_sequences(const revops_plan_params *params, const int64_t *at_ms, "
        "const uint64_t *offsets, size_t lead_count, revops_plan_sequence *out)",
        status, pointer(s.PlanParams), pointer(i64), pointer(u64), size, pointer(s.PlanSequence)),
    # capacity.h
    row("revops_status revops_capacity_defaults(revops_capacity_params *out, size_t size)",
        status, pointer(s.CapacityParams), size),
    row("revops_status revops_capacity_check(const revops_capacity_params *params, revops_problem *problems, "
        "size_t capacity, size_t *needed)",
        status, pointer(s.CapacityParams), pointer(s.Problem), size, pointer(size)),
    row("revops_status revops_capacity_project(const revops_capacity_params *params, const revops_capacity_group "
        "*groups, uint32_t group_count, const uint32_t *hires, uint32_t month_count, revops_capacity_month *out)",
        status, pointer(s.CapacityParams), pointer(s.CapacityGroup), u32, pointer(u32), u32, pointer(s.CapacityMonth)),
    row("revops_status revops_capacity_hires_for(const revops_capacity_params *params, const "
        "revops_capacity_group *groups, uint32_t group_count, const int64_t *goals, uint32_t month_count, "
        "revops_capacity_answer *answer, uint32_t *hires)",
        status, pointer(s.CapacityParams), pointer(s.CapacityGroup), u32, pointer(i64), u32, pointer(s.CapacityAnswer), pointer(u32)),
    row("revops_status revops_capacity_quotas_from_goal(int64_t goal, uint32_t attainment_bp, const uint32_t "
        "*weights, size_t count, int64_t *out)",
        status, i64, u32, pointer(u32), size, pointer(i64)),
    row("revops_status revops_capacity_quotas_from_reps(const revops_capacity_rep *reps, size_t count, int64_t "
        "*sum, int64_t *out)",
        status, pointer(s.CapacityRep), size, pointer(i64), pointer(i64)),
    # commission.h
    row("revops_status revops_commission_defaults(revops_commission_params *out, size_t size)",
        status, pointer(s.CommissionParams), size),
    row("revops_status revops_commission_check(const revops_commission_params *params, revops_problem *problems, "
        "size_t capacity, size_t *needed)",
        status, pointer(s.CommissionParams), pointer(s.Problem), size, pointer(size)),
    row("revops_status revops_commission_pay(const revops_commission_params *params, const int64_t *achieved, "
        "size_t count, int64_t *out)",
        status, pointer(s.CommissionParams), pointer(i64), size, pointer(i64)),
    row("revops_status revops_commission_explain(const revops_commission_params *params, int64_t achieved, "
        "revops_commission_line *out, size_t capacity, size_t *needed)",
        status, pointer(s.CommissionParams), i64, pointer(s.CommissionLine), size, pointer(size)),
    row("revops_status revops_commission_achieved_for(const revops_commission_params *params, int64_t commission, "
        "int64_t *out)",
        status, pointer(s.CommissionParams), i64, pointer(i64)),
    row("revops_status revops_commission_settle(const revops_commission_params *params, const "
        "revops_commission_deal *deals, const uint64_t *offsets, int32_t as_of_day, size_t count, "
        "revops_commission_settlement *out)",
        status, pointer(s.CommissionParams), pointer(s.CommissionDeal), pointer(u64), i32, size, pointer(s.CommissionSettlement)),
    # decision.h
    row("revops_status revops_decision_defaults(revops_decision_params *out, size_t size)",
        status, pointer(s.DecisionParams), size),
    row("revops_status revops_decision_decide(const revops_decision_params *params, revops_decision_kind "
        "decision, const int64_t *inputs, size_t input_count, revops_decision_answer *answer, "
        "revops_decision_reason *out, size_t capacity, size_t *needed)",
        status, pointer(s.DecisionParams), u32, pointer(i64), size, pointer(s.DecisionAnswer), pointer(s.DecisionReason), size, pointer(size)),
    row("revops_status revops_decision_decide_many(const revops_decision_params *params, revops_decision_kind "
        "decision, const int64_t *const *columns, size_t column_count, size_t count, revops_decision_verdict *out)",
        status, pointer(s.DecisionParams), u32, pointer(pointer(i64)), size, size, pointer(u32)),
    row("const char *revops_decision_input_name(revops_decision_input input)",
        text, u32),
    row("size_t revops_decision_reason_text(const revops_decision_params *params, const revops_decision_reason "
        "*reason, char *out, size_t capacity)",
        size, pointer(s.DecisionParams), pointer(s.DecisionReason), buffer, size),
    row("revops_status revops_decision_align(const revops_decision_params *params, const int64_t *inputs, size_t "
        "input_count, revops_decision_score *score, revops_decision_part *out, size_t capacity, size_t *needed)",
        status, pointer(s.DecisionParams), pointer(i64), size, pointer(s.DecisionScore), pointer(s.DecisionPart), size, pointer(size)),
    # policy.h
    row("revops_status revops_policy_read_defaults(revops_policy_read_params *out, size_t size)",
        status, pointer(s.PolicyReadParams), size),
    row("revops_status revops_policy_read(const revops_policy_read_params *params, void *memory, size_t "
        "memory_size, size_t *needed, revops_policy_fault *faults, size_t capacity, size_t *count, "
        "revops_policy_params *out, size_t size)",
        status, pointer(s.PolicyReadParams), opaque, size, pointer(size), pointer(s.PolicyFault), size, pointer(size), opaque, size),
    row("revops_status revops_policy_zones(const revops_policy_read_params *params, void *memory, size_t "
        "memory_size, size_t *needed, const char **out, size_t capacity, size_t *count)",
        status, pointer(s.PolicyReadParams), opaque, size, pointer(size), pointer(text), size, pointer(size)),
    row("size_t revops_policy_fault_text(const revops_policy_fault *fault, char *out, size_t capacity)",
        size, pointer(s.PolicyFault), buffer, size),
    row("revops_status revops_policy_write(const revops_policy_params *params, char *out, size_t capacity, "
        "size_t *needed)",
        status, opaque, buffer, size, pointer(size)),
    row("revops_status revops_policy_diff(const revops_policy_params *before, const revops_policy_params "
        "*after, void *memory, size_t memory_size, size_t *needed, char *out, size_t capacity, size_t *count)",
        status, opaque, opaque, opaque, size, pointer(size), buffer, size, pointer(size)),
    row("revops_status revops_policy_mark(const revops_policy_params *params, revops_policy_mark_kind kind, "
        "uint64_t *out)",
        status, opaque, u32, pointer(u64)),
]
