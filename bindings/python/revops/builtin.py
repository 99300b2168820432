# SPDX-License-Identifier: MIT
"""All of it, one event at a time or a log at a time (builtin.h, report.h).

`replay` folds columns of events into leads with the same C code that a CRM runs one event at a time; `Run` holds what
came of it: leads, effects, funnels and the report.
"""

from __future__ import annotations

import ctypes
import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple, Optional, Union

import numpy as np

from . import _constants as c
from ._arrays import Array, address, column_out, integer, text_out
from ._compiled import compiled
from ._library import library
from ._struct import i64, opaque, size, u32
from ._structs import (
    BuiltinColumns as Columns, BuiltinEffect as EffectStruct, BuiltinEvent as Event, BuiltinLead as Lead, BuiltinParams as EngineParams, Cursor, Report,
    ReportFunnel as Funnel, ReportPart, Tally,
)
from ._time import instant_ms, instants_ms
from .base import TIME_NONE
from .calendar import Calendar
from .errors import check
from .lifecycle import CHECKLISTS, _defaults, _items

__all__ = ["EFFECT", "EVENTS", "LEAD", "Effect", "Engine", "Run", "replay"]

#: dtype of a lead.
LEAD = np.dtype(Lead)
#: dtype of an effect.
EFFECT = np.dtype(EffectStruct)
_FUNNEL, _TALLY = np.dtype(Funnel), np.dtype(Tally)

#: Names of the kinds of event; an event's kind is its position.
EVENTS: list[str] = ["none"]
while (_name := library.revops_builtin_event_name(len(EVENTS)).decode()) != "unknown":
    EVENTS.append(_name)
_KINDS = {name: kind for kind, name in enumerate(EVENTS) if kind}

#: Sources or campaigns that a report tells apart; the rest are "(others)".
_PARTS = 4096
#: Instants that can be written as RFC 3339.
_FIRST_MS, _END_MS = -62_167_219_200_000, 253_402_300_800_000

_Log = Mapping[str, Any]


class Effect(NamedTuple):
    """What came of an event: when, what kind, and in words."""

    at_ms: int
    kind: str
    text: str
    lead: int = 0


class _Names:
    """Names on their way to ids from 1; 0 is none."""

    def __init__(self) -> None:
        self.ids: dict[str, int] = {}

    def id(self, name: str) -> int:
        return self.ids.setdefault(name, len(self.ids) + 1) if name else 0

    @property
    def names(self) -> list[str]:
        return ["", *self.ids]


def _is_missing(value: Any) -> bool:
    if value is None or isinstance(value, str):
        return not value
    try:
        return bool(value != value)  # NaN and NaT differ from themselves
    except (TypeError, ValueError):
        return type(value).__name__ == "NAType"  # pandas' NA, which is neither equal nor different


def _column(values: Any) -> Array:
    """A column as an array of one dimension, also where its values are sequences."""
    array: Array = np.asarray(values)
    if array.ndim > 1 and isinstance(values, (list, tuple)):
        array = np.empty(len(values), object)
        array[:] = values
    if array.ndim != 1:
        raise ValueError(f"a column has {array.ndim} dimensions, not 1: is its name there twice?")
    return array


def _unique(values: Any) -> tuple[list[Any], Array]:
    """Distinct values as Python objects, in order of first appearance, and the position of each row's."""
    array = _column(values)
    if array.dtype.kind != "O":
        found, first, inverse = np.unique(array, return_index=True, return_inverse=True)
        order = np.argsort(first, kind="stable")
        rank = np.empty(len(order), np.intp)
        rank[order] = np.arange(len(order))
        return found[order].tolist(), rank[inverse.reshape(-1)]
    # Text: one pass over a dictionary beats sorting.
    positions: dict[Any, int] = {}
    inverse = np.fromiter(
        (positions.setdefault(None if _is_missing(value) else value, len(positions)) for value in array),
        np.intp, len(array),
    )
    return list(positions), inverse


def _checklist(items: Sequence[str], qualification: Union[str, Iterable[str]]) -> int:
    chosen = CHECKLISTS.get(qualification, (qualification,)) if isinstance(qualification, str) else qualification
    mask = 0
    for item in chosen:
        if item.replace("_", " ") not in items:
            raise ValueError(f"{item!r} is no item or checklist: expected BANT, MEDDIC, CHAMP or of {', '.join(items)}")
        mask |= 1 << items.index(item.replace("_", " "))
    return mask


class Engine:
    """A compiled policy.

    Parameters
    ----------
    qualification : str or iterable of str, optional
        The checklist of an SQL: "BANT", "MEDDIC", "CHAMP", or names of items; by default the library's, BANT.
    free_moves : bool
        Whether moves against the ranks are allowed.
    min_touches, min_touch_days : int, optional
        What a lead needs to be disqualified as unreachable; by default the library's, 6 over 14 days.
    worst_fit, assumed_fit : str, optional
        The worst fit grade of an MQL, and the grade of a lead that nobody graded; by default the library's, B.
    worst_engagement : int, optional
        The worst engagement grade of an MQL, 1 ... 4; by default the library's, 3.
    calendar : Calendar, optional
        Opening hours on which the clocks run; by default they run on elapsed time.

    Examples
    --------
    >>> engine = Engine.default()
    >>> lead = engine.leads(1)
    >>> for effect in engine.apply(lead, {"at": "2026-03-02T09:01:00Z", "event": "demo_requested"}):
    ...     print(effect.text)
    became MQL: fit B, engagement 1, demo requested (fit assumed)
    routing due 2026-03-02 09:06
    first contact due 2026-03-02 13:01

    On opening hours, a request of Friday afternoon is due on Monday:

    >>> engine = Engine(calendar=Calendar({"mon-fri": "9:00-17:00"}))
    >>> print(engine.apply(engine.leads(1), {"at": "2026-03-06T16:00:00Z", "event": "demo_requested"})[-1].text)
    first contact due 2026-03-09 12:00
    """

    def __init__(
        self, *, qualification: Optional[Union[str, Iterable[str]]] = None, free_moves: bool = False,
        min_touches: Optional[int] = None, min_touch_days: Optional[int] = None, worst_fit: Optional[str] = None,
        assumed_fit: Optional[str] = None, worst_engagement: Optional[int] = None, calendar: Optional[Calendar] = None,
    ) -> None:
        params, lifecycle = EngineParams(), _defaults()
        check(library.revops_builtin_defaults(ctypes.byref(params), ctypes.sizeof(params)))
        if qualification is not None:
            lifecycle.qualification_items = _checklist(_items(lifecycle), qualification)
        lifecycle.flags = c.REVOPS_LIFECYCLE_FREE_MOVES if free_moves else 0
        if min_touches is not None:
            lifecycle.min_touches = integer(min_touches, u32, "min_touches")
        if min_touch_days is not None:
            lifecycle.min_touch_span_ms = integer(min_touch_days, u32, "min_touch_days") * c.REVOPS_DAY_MS
        params.lifecycle = ctypes.pointer(lifecycle)
        for field, grade in (("worst_fit", worst_fit), ("assumed_fit", assumed_fit)):
            if grade is not None:
                if grade not in ("A", "B", "C", "D"):
                    raise ValueError(f"{field} is A, B, C or D, not {grade!r}")
                setattr(params, field, "ABCD".index(grade) + 1)
        if worst_engagement is not None:
            params.worst_engagement = integer(worst_engagement, u32, "worst_engagement")
        if calendar is not None:
            pointers = (opaque * 1)(ctypes.addressof(calendar._params))
            params.calendars, params.calendar_count = ctypes.addressof(pointers), 1
        self._block, out = compiled(library.revops_builtin_build, params, "the policy")
        self._as_parameter_ = out.value
        lifecycle_in = library.revops_builtin_lifecycle(self)
        self._lists = [
            [library.revops_lifecycle_name(lifecycle_in, what, i).decode()
             for i in range(library.revops_lifecycle_count(lifecycle_in, what))]
            for what in range(4)
        ]

    @classmethod
    def default(cls) -> Engine:
        """The built-in policy."""
        return cls()

    @property
    def stages(self) -> list[str]:
        """Names of the stages and steps, by index."""
        return list(self._lists[0])

    @property
    def reasons(self) -> list[str]:
        """Names of the reasons, by id; 0 is "none"."""
        return list(self._lists[3])

    @property
    def clocks(self) -> list[str]:
        """Names of the clocks, by index."""
        count = library.revops_sla_clock_count(library.revops_builtin_sla(self))
        return [library.revops_builtin_clock_name(self, clock).decode() for clock in range(count)]

    @staticmethod
    def leads(count: int) -> Array:
        """Leads without events yet.

        Returns
        -------
        ndarray of `LEAD`, shape (count,)
        """
        return np.zeros(count, LEAD)

    def _value(self, kind: int, value: Any) -> int:
        if _is_missing(value):
            if library.revops_builtin_event_value(kind) == c.REVOPS_BUILTIN_EVENT_VALUE_GRADE:
                raise ValueError(f"{EVENTS[kind]} has no value: expected A, B, C or D")
            return 0
        if isinstance(value, (int, np.integer)) and not isinstance(value, bool):
            return int(value)
        if isinstance(value, (float, np.floating)) and float(value).is_integer():
            return int(value)  # a column of numbers with gaps
        data = str(value).encode(errors="surrogateescape")
        out = i64()
        check(library.revops_builtin_event_parse_value(self, kind, data, len(data), ctypes.byref(out)),
              f"value {value!r} of {EVENTS[kind]}")
        return out.value

    def _reason(self, value: Any) -> int:
        if _is_missing(value):
            return 0
        if isinstance(value, (int, np.integer)):
            return int(value)
        name = str(value).casefold().replace("_", " ").replace("-", " ")
        if name not in self._lists[3]:
            raise ValueError(f"{value!r} is no reason: expected one of {', '.join(self._lists[3][1:])}")
        return self._lists[3].index(name)

    def apply(self, lead: Array, event: Mapping[str, Any]) -> list[Effect]:
        """Folds one event into one lead, in place.

        Parameters
        ----------
        lead : ndarray of `LEAD`, shape (1,)
            As `leads` makes it, or a slice of such an array.
        event : mapping
            ``at`` (RFC 3339, milliseconds or an aware datetime), ``event`` (a name of `EVENTS`), and where they apply
            ``value``, ``reason`` (as in a log), ``source``, ``campaign``, ``actor``, ``account`` (ids from 1).

        Returns
        -------
        list of `Effect`
            In order of time; a refused transition is one of them.

        Raises
        ------
        LateError
            The event is older than the lead's last one; the lead is untouched.
        DuplicateError
            It equals the lead's last event; the lead is untouched.
        ValueError
            The event has no such name, value or reason.
        """
        lead = column_out(lead, LEAD, "lead", 1)
        kind = _KINDS.get(event["event"])
        if kind is None:
            raise ValueError(f"{event['event']!r} is no event: expected one of {', '.join(EVENTS[1:])}")
        given = Event(
            at_ms=integer(instant_ms(event["at"], "at"), i64, "at"),
            value=integer(self._value(kind, event.get("value")), i64, "value"), kind=kind,
            reason=integer(self._reason(event.get("reason")), u32, "reason"),
            **{name: integer(event.get(name) or 0, u32, name) for name in ("source", "campaign", "actor", "account")},
        )
        effects = (EffectStruct * c.REVOPS_BUILTIN_EFFECTS_MAX)()
        count = size()
        check(library.revops_builtin_apply(
            self, address(lead, Lead), ctypes.byref(given), effects, len(effects), ctypes.byref(count),
        ), f"{event['event']} at {event['at']}")
        return [self._effect(effect) for effect in effects[: count.value]]

    def advance(self, lead: Array, now: Any) -> list[Effect]:
        """Lets time pass for one lead, in place: what fell due before `now`.

        Parameters
        ----------
        lead : ndarray of `LEAD`, shape (1,)
        now : int, str or datetime
            The present.

        Returns
        -------
        list of `Effect`
        """
        lead = column_out(lead, LEAD, "lead", 1)
        effects = (EffectStruct * c.REVOPS_BUILTIN_EFFECTS_MAX)()
        count = size()
        check(library.revops_builtin_advance(
            self, address(lead, Lead), integer(instant_ms(now, "now"), i64, "now"), effects, len(effects), ctypes.byref(count)))
        return [self._effect(effect) for effect in effects[: count.value]]

    def next_wakeup(self, lead: Array) -> int:
        """When `advance` would next have something to tell, in milliseconds; `TIME_NONE` for never."""
        lead = column_out(lead, LEAD, "lead", 1)
        return int(library.revops_builtin_next_wakeup(self, address(lead, Lead)))

    def _effect(self, effect: EffectStruct) -> Effect:
        return Effect(effect.at_ms, library.revops_builtin_effect_name(effect.kind).decode(), self._text(effect), effect.lead)

    def _text(self, effect: EffectStruct) -> str:
        return text_out(lambda out, capacity: library.revops_builtin_effect_text(self, ctypes.byref(effect), out, capacity), 1024)


def _group_order(group: tuple[str, int, Array]) -> tuple[int, bytes]:
    return -len(group[2]), group[0].encode(errors="surrogateescape")


class Run:
    """What came of a replay.

    Attributes
    ----------
    records : ndarray of `LEAD`, shape (n,)
        One lead each, in order of first appearance.
    effect_records : ndarray of `EFFECT`, shape (m,)
        What happened, in the order of the log; empty when the replay was told to do without.
    as_of_ms : int
        The present of the run.
    rows, unknown, after : int
        Rows of the log; of these, rows whose event has an unknown name; rows after the present.
    unknown_names : dict
        Those names, and how often they occur.
    """

    def __init__(
        self, engine: Engine, records: Array, lead_names: Sequence[Any], names: Mapping[str, Sequence[str]], frame: Any,
    ) -> None:
        self.engine = engine
        self.records = records
        self.lead_names = lead_names
        self.names = names
        self._frame = frame
        self.effect_records: Array = np.empty(0, EFFECT)
        self.as_of_ms = TIME_NONE
        self.rows = self.unknown = self.after = 0
        self.unknown_names: dict[str, int] = {}
        self._tally: Array = np.zeros(1, _TALLY)
        self._part_tallies: dict[str, Array] = {}

    def _table(self, columns: dict[str, Any]) -> Any:
        return columns if self._frame is None else self._frame(columns)

    @staticmethod
    def _dates(values: Array) -> Array:
        return np.ascontiguousarray(values).view("datetime64[ms]")  # TIME_NONE is NaT

    @staticmethod
    def _pick(names: Sequence[Any], ids: Array) -> Array:
        column = np.empty(len(names), object)
        column[:] = names
        picked: Array = column[ids]
        return picked

    @property
    def leads(self) -> Any:
        """One row a lead: where it stands, with dates observed and inferred, grades, owner and clocks.

        Returns
        -------
        dict of ndarray, or DataFrame
            A DataFrame when the log was one. A lead of which no event was applied is left out.
        """
        applied = np.flatnonzero(self.records["lifecycle"]["cycle"])
        records = self.records[applied]
        record = records["lifecycle"]
        stages, states = self.engine.stages, [library.revops_sla_state_name(s).decode() for s in range(9)]
        columns: dict[str, Any] = {
            "lead": self._pick(self.lead_names, applied),
            "stage": self._pick(stages, record["stage"]), "step": self._pick(stages, record["step"]),
            "reason": self._pick(["", *self.engine.reasons[1:]], record["reason"]), "cycle": record["cycle"],
            "source": self._pick(self.names["source"], records["source"]),
            "campaign": self._pick(self.names["campaign"], records["campaign"]),
            "account": self._pick(self.names["account"], records["account"]),
            "owner": self._pick(self.names["actor"], records["owner"]),
            "fit": self._pick(["", *"ABCD"], records["fit"]), "engagement": records["engagement"],
            "amount": records["amount"], "touch count": record["touches"], "resume": self._dates(record["resume_ms"]),
        }
        for clock, name in enumerate(self.engine.clocks):
            columns[name] = self._pick(states, records["clocks"]["state"][:, clock])
        for index, stage in enumerate(stages):
            columns[f"{stage} count"] = record["count"][:, index]
            for which in ("first", "latest"):
                columns[f"{stage} {which}"] = self._dates(record["dates"][f"{which}_ms"][:, index])
                columns[f"{stage} {which} inferred"] = (record[f"{which}_inferred_mask"] >> index & 1).astype(bool)
        return self._table(columns)

    @property
    def effects(self) -> Any:
        """One row an effect: what happened, when, and why.

        Returns
        -------
        dict of ndarray, or DataFrame
        """
        effects = self.effect_records
        move, kind = effects["transition"], effects["kind"]
        names = [library.revops_builtin_effect_name(k).decode() for k in range(int(kind.max(initial=0)) + 1)]
        is_clock, is_move = kind >= c.REVOPS_BUILTIN_EFFECT_CLOCK, kind <= c.REVOPS_BUILTIN_EFFECT_UNCHANGED
        stages = np.array([*self.engine.stages, ""], object)
        none = len(stages) - 1
        due = np.where(is_clock, effects["value"], TIME_NONE)
        return self._table({
            "lead": self._pick(self.lead_names, effects["lead"]), "at": self._dates(effects["at_ms"]),
            "effect": self._pick(names, kind), "event": self._pick(["", *EVENTS[1:]], effects["event"]),
            "clock": np.where(is_clock, self._pick(self.engine.clocks, effects["clock"]), ""), "due": self._dates(due),
            "from": stages[np.where(is_move, move["from"], none)],
            "to": stages[np.where(is_move & (move["to"] < none), move["to"], none)],
            "reason": self._pick(["", *self.engine.reasons[1:]], move["reason"]),
        })

    def texts(self, which: Any = slice(None)) -> list[str]:
        """Effects in words.

        Parameters
        ----------
        which : slice or mask
            Which of `effect_records`.

        Returns
        -------
        list of str
        """
        chosen = self.effect_records[which]
        structs = (EffectStruct * len(chosen)).from_buffer_copy(chosen.tobytes())
        texts = []
        for effect in structs:
            if effect.kind == c.REVOPS_BUILTIN_EFFECT_ASSIGNED:
                texts.append(f"assigned to {self.names['actor'][effect.value]}")
            else:
                texts.append(self.engine._text(effect))
        return texts

    def _measure(self, indexes: Optional[Array]) -> Array:
        count = len(self.records) if indexes is None else len(indexes)
        scratch, funnel = np.empty(max(1, count), np.int64), np.zeros(1, _FUNNEL)
        check(library.revops_report_measure(
            self.engine, address(self.records, Lead), None if indexes is None else address(indexes, u32), count,
            self.as_of_ms, address(scratch, i64), address(funnel, Funnel),
        ))
        return funnel

    def _groups(self, by: str) -> list[tuple[str, int, Array]]:
        """(name, id, indexes) of each group of leads, most leads first."""
        if by not in ("source", "campaign", "account", "owner"):
            raise ValueError(f"by is source, campaign, account or owner, not {by!r}")
        names = self.names["actor" if by == "owner" else by]
        started = np.flatnonzero(self.records["lifecycle"]["cycle"])
        ids = self.records[by][started]
        order = np.argsort(ids, kind="stable")
        keys, first = np.unique(ids[order], return_index=True)
        groups = [
            ("(none)" if key == 0 else names[key], int(key), started[group].astype(np.uint32))
            for key, group in zip(keys.tolist(), np.split(order, first[1:]))
        ] if len(keys) else []
        return sorted(groups, key=_group_order)

    def funnel(self, by: Optional[str] = None) -> Any:
        """How many leads reached each step, went on, and how long that took.

        Parameters
        ----------
        by : {"source", "campaign", "account", "owner"}, optional
            Measures the leads of each apart.

        Returns
        -------
        dict of ndarray, or DataFrame
            Columns: the group (with `by`), ``step``, ``reached``, ``inferred``, ``went_on``, ``rate`` (share that went
            on), ``timed``, ``median`` (timedelta64[ms] to the next step, NaT for none).
        """
        groups = [("", 0, None)] if by is None else self._groups(by)
        stages = self.engine.stages
        columns: dict[str, list[Any]] = {
            name: [] for name in ([by] if by else []) + "step reached inferred went_on rate timed median".split()
        }
        for name, _, indexes in groups:
            funnel = self._measure(indexes)[0]
            count = int(funnel["step_count"])
            for number, step in enumerate(funnel["steps"][:count]):
                last, reached = number == count - 1, int(step["reached"])
                if by:
                    columns[by].append(name)
                columns["step"].append(" or ".join(s for i, s in enumerate(stages) if step["stage_mask"] >> i & 1))
                for field in ("reached", "inferred", "went_on", "timed"):
                    columns[field].append(int(step[field]))
                columns["rate"].append(float("nan") if last or not reached else int(step["went_on"]) / reached)
                columns["median"].append(int(step["median_ms"]))
        table: dict[str, Any] = {
            name: np.array(values, object if name in (by, "step") else None) for name, values in columns.items()
        }
        table["median"] = np.array(columns["median"], np.int64).view("timedelta64[ms]")
        return self._table(table)

    def clocks(self) -> Any:
        """What became of each clock's runs.

        Returns
        -------
        dict of ndarray, or DataFrame
            Columns ``clock``, ``started``, ``in_time``, ``missed``, ``met_late``, ``called_off``, ``compliance``
            (share in time of those in time or missed).
        """
        rows = self._tally["clocks"][0][: len(self.engine.clocks)]
        judged = rows["met"] + rows["breached"]
        with np.errstate(invalid="ignore"):
            compliance = rows["met"] / judged
        return self._table({
            "clock": np.array(self.engine.clocks, object), "started": rows["started"], "in_time": rows["met"],
            "missed": rows["breached"], "met_late": rows["met_late"], "called_off": rows["cancelled"],
            "compliance": compliance,
        })

    def report(self, form: str = "text") -> str:
        """The report, as the replay program prints it.

        Parameters
        ----------
        form : {"text", "json"}
        """
        if form not in ("text", "json"):
            raise ValueError(f"form is text or json, not {form!r}")
        kept: list[Any] = []

        def parts(by: str) -> tuple[Any, int]:
            groups, tallies = self._groups(by), self._part_tallies[by]
            rest = [group for group in groups if group[1] >= _PARTS]
            if rest:  # as the replay program does
                tallies = tallies[: _PARTS + 1].copy()
                tallies["reasons"][_PARTS] = self._part_tallies[by]["reasons"][_PARTS:].sum(axis=0)
                groups = [group for group in groups if group[1] < _PARTS]
                groups.append(("(others)", _PARTS, np.concatenate([group[2] for group in rest])))
                groups.sort(key=_group_order)
                kept.append(tallies)
            array = (ReportPart * max(1, len(groups)))()
            for part, (name, key, indexes) in zip(array, groups):
                funnel = self._measure(indexes)
                kept.append(funnel)
                part.name = name.encode(errors="surrogateescape")
                part.funnel = address(funnel, Funnel)
                part.tally = address(tallies[key : key + 1], Tally)
            return array, len(groups)

        funnel = self._measure(None)
        (sources, source_count), (campaigns, campaign_count) = parts("source"), parts("campaign")
        report = Report(
            struct_size=ctypes.sizeof(Report), as_of_ms=self.as_of_ms, rows=self.rows, unknown=self.unknown,
            after=self.after, source_count=source_count, campaign_count=campaign_count,
            source_row_size=ctypes.sizeof(ReportPart), campaign_row_size=ctypes.sizeof(ReportPart),
            funnel=address(funnel, Funnel), tally=address(self._tally, Tally), sources=sources, campaigns=campaigns,
        )
        write = library.revops_report_text if form == "text" else library.revops_report_json
        return text_out(lambda out, capacity: write(self.engine, ctypes.byref(report), out, capacity), 65536)

    @property
    def figures(self) -> dict[str, Any]:
        """The report's figures as nested dicts and lists."""
        figures: dict[str, Any] = json.loads(self.report("json"))
        return figures


def replay(log: _Log, engine: Optional[Engine] = None, *, as_of: Any = None, effects: bool = True) -> Run:
    """Folds a log of events into leads.

    Parameters
    ----------
    log : mapping of columns, such as a dict of arrays or a pandas DataFrame
        ``at`` (int64 milliseconds, datetime64 or RFC 3339 text), ``lead`` (anything hashable), ``event`` (names or
        kinds), and where there are ``value``, ``reason``, ``source``, ``campaign``, ``actor``, ``account``. In order
        of time; what is late is left out and counted. Integer columns of the dtypes of C (int64 instants and
        values, uint32 leads and kinds) are read without a copy.
    engine : Engine, optional
        The policy; by default the built-in one.
    as_of : int, str or datetime, optional
        The present: later events are left out, time passes until then. By default the time of the last event.
    effects : bool
        Whether to keep effects. Without them only the moves for a reason take memory, beside the log and its leads.

    Returns
    -------
    Run

    Raises
    ------
    ValueError
        A column is missing, or a value or reason can't be read.

    Examples
    --------
    >>> run = replay({
    ...     "at": ["2026-03-02T09:00:00Z", "2026-03-02T09:10:00Z", "2026-03-02T15:00:00Z"],
    ...     "lead": ["ada", "ada", "ada"], "event": ["demo_requested", "assigned", "called"],
    ...     "actor": ["", "kim", "kim"],
    ... })
    >>> run.leads["stage"][0], run.leads["owner"][0], run.leads["first contact"][0]
    ('MQL', 'kim', 'met late')
    >>> run.texts()[3]
    'routing soon due, 2026-03-02 09:05'
    """
    engine = engine or Engine.default()
    for needed in ("at", "lead", "event"):
        if needed not in log:
            raise ValueError(f"the log has no column {needed!r}: expected at, lead, event")
    at = instants_ms(log["at"], "at")
    rows = len(at)
    far = (at < _FIRST_MS) | (at >= _END_MS)
    if far.any():
        raise ValueError(f"at is {at[far][0]} in row {int(far.argmax())}, outside the years 0000 to 9999: is it in milliseconds?")
    for name in ("lead", "event", "value", "reason", "source", "campaign", "actor", "account"):
        if name in log and len(log[name]) != rows:
            raise ValueError(f"column {name!r} has {len(log[name])} rows, not {rows}")
    kinds, unknown = _kinds(log["event"])
    as_of_ms = TIME_NONE if as_of is None else integer(instant_ms(as_of, "as_of"), i64, "as_of")
    keep = np.ones(rows, bool) if as_of is None else at <= as_of_ms
    after = rows - int(keep.sum())
    known = kinds > 0
    unknown_count = int((keep & ~known).sum())
    keep &= known
    whole = bool(keep.all())

    def kept(values: Any) -> Any:
        array = _column(values)
        return array if whole else array[keep]

    at, kinds = np.ascontiguousarray(kept(at)), np.ascontiguousarray(kept(kinds))
    lead_names, positions = _unique(kept(log["lead"]))
    nameless = [position for position, name in enumerate(lead_names) if _is_missing(name)]
    if nameless:
        row = np.flatnonzero(keep)[np.isin(positions, nameless)][0]
        raise ValueError(f"lead has no name in row {row}: drop such rows, as with .dropna(subset=['lead'])")
    leads = positions.astype(np.uint32)
    columns: dict[str, Array] = {"at_ms": at, "lead": leads, "kind": kinds}
    names: dict[str, list[str]] = {}
    for name in ("source", "campaign", "actor", "account"):
        register = _Names()
        if name in log:
            distinct, inverse = _unique(kept(log[name]))
            ids = np.array([0 if _is_missing(v) else register.id(_id_text(v)) for v in distinct], np.uint32)
            columns[name] = ids[inverse] if len(ids) else np.empty(0, np.uint32)
        names[name] = register.names
    if "reason" in log:
        distinct, inverse = _unique(kept(log["reason"]))
        ids = np.array([integer(engine._reason(v), u32, "reason") for v in distinct], np.uint32)
        columns["reason"] = ids[inverse] if len(ids) else np.empty(0, np.uint32)
    if "value" in log:
        columns["value"] = _values(engine, kinds, kept(log["value"]))
    elif (kinds == _KINDS["fit_graded"]).any():
        raise ValueError("the log has fit_graded but no column 'value': expected A, B, C or D")
    frame = type(log) if hasattr(log, "itertuples") and hasattr(log, "columns") else None
    run = Run(engine, engine.leads(len(lead_names)), lead_names, names, frame)
    run.rows, run.after, run.unknown, run.unknown_names = rows, after, unknown_count, unknown
    _fold(run, columns, effects, as_of_ms)
    return run


def _id_text(value: Any) -> str:
    """The name of a source, person …; a column of whole numbers with gaps is one of floats."""
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)


def _kinds(values: Any) -> tuple[Array, dict[str, int]]:
    """Kinds of event, 0 for an unknown name; and those names with their counts."""
    array = _column(values)
    if array.dtype.kind in "iu":
        known = (array > 0) & (array < len(EVENTS))
        names, numbers = np.unique(array[~known], return_counts=True)
        return np.where(known, array, 0).astype(np.uint32), dict(zip(map(str, names.tolist()), numbers.tolist()))
    distinct, inverse = _unique(array)
    found = np.array([_KINDS.get(name, 0) for name in distinct], np.uint32)
    counts = np.bincount(inverse, minlength=len(distinct))
    unknown = {"" if _is_missing(name) else str(name): int(n) for name, kind, n in zip(distinct, found, counts) if not kind}
    return found[inverse] if len(distinct) else np.empty(0, np.uint32), unknown


def _values(engine: Engine, kinds: Array, values: Array) -> Array:
    if values.dtype.kind in "iu":
        return np.ascontiguousarray(values, np.int64)
    distinct, inverse = _unique(values)
    out = np.zeros(len(kinds), np.int64)
    pairs, which = np.unique(inverse * len(EVENTS) + kinds, return_inverse=True)
    parsed = np.array([
        integer(engine._value(int(pair % len(EVENTS)), distinct[pair // len(EVENTS)]), i64, "value") for pair in pairs
    ], np.int64)
    out[:] = parsed[which.reshape(-1)] if len(parsed) else 0
    return out


def _fold(run: Run, columns: dict[str, Array], keep_effects: bool, as_of_ms: int) -> None:
    given = Columns(struct_size=ctypes.sizeof(Columns), count=len(columns["at_ms"]))
    for name, array in columns.items():
        setattr(given, name, address(array, i64 if array.dtype == np.int64 else u32))
    room = np.empty(1 << 16, EFFECT)
    pieces: list[Array] = []
    leads = address(run.records, Lead)

    def step(call: Any, *arguments: Any) -> None:
        cursor, count = Cursor(), size()
        while True:
            status = call(*arguments, ctypes.byref(cursor), address(room, EffectStruct), len(room), ctypes.byref(count))
            if status not in (c.REVOPS_OK, c.REVOPS_ERR_NOSPACE):
                check(status, f"row {cursor.next}")
            piece = room[: count.value]
            check(library.revops_tally_add(address(run._tally, Tally), 0, address(piece, EffectStruct), len(piece)))
            if not keep_effects:  # reasons are told by source, which a lead may get later
                piece = piece[(piece["kind"] == c.REVOPS_BUILTIN_EFFECT_ENTERED) & (piece["transition"]["reason"] > 0)]
            pieces.append(piece.copy())
            if status == c.REVOPS_OK:
                return

    def tally() -> None:
        for piece in pieces:
            for by, tallies in run._part_tallies.items():
                keys = np.ascontiguousarray(run.records[by])
                check(library.revops_tally_add_many(
                    address(tallies, Tally), len(tallies), address(keys, u32), len(keys),
                    address(piece, EffectStruct), len(piece)))

    for by in ("source", "campaign"):
        run._part_tallies[by] = np.zeros(len(run.names[by]), _TALLY)
    step(library.revops_builtin_apply_many, run.engine, ctypes.byref(given), leads, len(run.records))
    run._tally["events"] += len(columns["at_ms"])
    applied = run.records[run.records["lifecycle"]["cycle"] > 0]
    if as_of_ms != TIME_NONE:
        run.as_of_ms = as_of_ms
    elif len(applied):
        run.as_of_ms = int(applied["last_ms"].max())
    if run.as_of_ms != TIME_NONE:
        step(library.revops_builtin_advance_many, run.engine, leads, len(run.records), run.as_of_ms)
    tally()
    if keep_effects and pieces:
        run.effect_records = np.concatenate(pieces)
