# SPDX-License-Identifier: MIT
"""Clocks at work: those of many leads after a log, and those of one lead, told of events one by one."""

from __future__ import annotations

import ctypes
import threading
from collections.abc import Hashable, Mapping
from typing import Literal, TYPE_CHECKING, Any, Optional, Union

import numpy as np
import numpy.typing as npt

from . import _constants as c
from ._arrays import Array, address, integer
from ._compiled import one_at_a_time
from ._frames import of_class
from ._library import library
from ._show import Shown, plural
from ._made import Made
from ._struct import i64, u8, u32, u64
from ._structs import Cursor, Histogram, SlaColumns, SlaEffect, SlaEvent, SlaRecord
from ._typed import give
from ._time import Instant, codes, instant_ms
from .compliance import COMPLIANCE, HISTOGRAM, Compliance
from .funnel import Period
from ._structs import Compliance as ComplianceCounters
from .errors import check

if TYPE_CHECKING:
    from .sla import ClockSet

RECORD = np.dtype(SlaRecord)
EFFECT = np.dtype(SlaEffect)
SIDES = ["", "marketing", "sales"]


def _name(function: Any, value: int) -> str:
    return str(function(value).decode("ascii"))


STATES = [_name(library.revops_sla_state_name, state) for state in range(c.REVOPS_SLA_MERGED + 1)]
EFFECTS = [_name(library.revops_sla_effect_name, kind) for kind in range(c.REVOPS_SLA_EFFECT_MERGED + 1)]
_CHANGES = {"keep": c.REVOPS_SLA_KEEP, "move": c.REVOPS_SLA_MOVE}


def _instants(column: Array) -> Array:
    """Instants with "never" as NaT."""
    values = np.ascontiguousarray(column)
    return np.where(values == c.REVOPS_SLA_NEVER_MS, c.REVOPS_TIME_NONE, values).view("datetime64[ms]")


def _numbers(values: Optional[list[Any]], known: dict[Hashable, int]) -> Optional[Array]:
    """Labels as numbers from 1 up, None as 0; new ones are added to `known`."""
    if values is None:
        return None
    return np.array([0 if value is None else known.setdefault(value, len(known) + 1) for value in values], np.uint32)


def _column(array: Optional[Array], kind: type[Any]) -> Any:
    return None if array is None else address(array, kind)


class ClockRun(Made, Shown):
    """Many leads' clocks after a log. One thread at a time works on it.

    Attributes
    ----------
    clock_set : ClockSet
        What was run.
    leads : list
        The leads' labels, in order of their first event.
    owners : list
        The owners' labels; an effect's ``owner`` counts them from 1.
    records : numpy.ndarray
        Structured array of the library's records, (leads, clocks): ``state``, ``started_ms``, ``consumed_ms``,
        ``answered_ms`` …
    effects : numpy.ndarray
        Structured array of what happened, in the order in which it came to light: ``at_ms``, ``lead`` (index), ``clock``
        (index), ``kind``, ``due_ms``, ``consumed_ms``, ``owner`` …
    unheard : dict of event to int
        Rows of events that no clock hears.
    after : int
        Rows later than `until`, left out.
    """

    clock_set: ClockSet
    leads: list[Hashable]
    records: Array
    now_ms: int

    _changing = ("records", "_owners", "_effects", "now_ms", "unheard", "after")

    def __init__(self, clock_set: ClockSet, leads: list[Hashable], frames: str = "dict", zone: Optional[str] = None) -> None:
        self.clock_set, self._frames, self._zone = clock_set, frames, zone
        self.leads = leads
        self.records = np.zeros((len(leads), len(clock_set.names)), RECORD)
        self._owners: dict[Hashable, int] = {}
        self._effects: list[Array] = []
        self._room = np.zeros(65536, EFFECT)
        self._lock = threading.RLock()
        self.now_ms = c.REVOPS_TIME_NONE
        self.unheard: dict[Hashable, int] = {}
        self.after = 0

    def _said(self) -> tuple[str, list[tuple[str, str]]]:
        return f"ClockRun: {plural(len(self.leads), 'lead')}, {plural(len(self.clock_set.names), 'clock')}, {plural(len(self.effects), 'effect')}", [("clocks", ", ".join(self.clock_set.names))]

    @property
    def owners(self) -> list[Hashable]:
        return list(self._owners)

    @property
    @one_at_a_time
    def effects(self) -> Array:
        if len(self._effects) != 1:
            self._effects = [np.concatenate(self._effects) if self._effects else np.zeros(0, EFFECT)]
        return self._effects[0]

    def _collect(self, call: Any, what: str) -> None:
        """Calls until the effects no longer fill the room."""
        cursor, count = Cursor(), ctypes.c_size_t()
        with self._lock:
            while True:
                status = call(ctypes.byref(cursor), address(self._room, SlaEffect), len(self._room), ctypes.byref(count))
                if count.value:
                    self._effects.append(self._room[: count.value].copy())
                if status != c.REVOPS_ERR_NOSPACE:
                    check(status, f"{what} {cursor.next}")
                    break
        if cursor.invalid:
            raise ValueError(f"{cursor.invalid} events are out of range")

    @one_at_a_time
    def _apply(
        self, at_ms: Array, lead: Array, signal: Array, attributes: Optional[Mapping[str, Array]], by_event: bool,
        owners: Optional[list[Any]], owner_calendars: Optional[list[Any]], lead_calendars: Optional[list[Any]],
        cycles: Optional[list[Any]],
    ) -> None:
        own = self.clock_set
        count = len(at_ms)
        heard = signal >= 0
        signals = np.append(signal[heard], 0).astype(np.uint32)  # never empty: C wants an address
        first = np.append(0, np.cumsum(heard)).astype(np.uint64)
        columns = None
        if attributes is not None:
            columns = own._conditions.columns(attributes, count if by_event else len(self.leads))
        owner, cycle = _numbers(owners, self._owners), None
        if cycles is not None:
            cycle = np.array([integer(value, u32, "cycle") for value in cycles], np.uint32)
        calendars = [
            None if values is None else np.array([own.calendar_number(value, what) for value in values], np.uint32)
            for values, what in ((owner_calendars, "owner_calendar"), (lead_calendars, "lead_calendar"))
        ]
        given = SlaColumns(
            ctypes.sizeof(SlaColumns), c.REVOPS_SLA_BY_EVENT if by_event else 0, count, address(at_ms, i64),
            address(lead, u32), address(signals, u32), address(first, u64), _column(None, u8), _column(cycle, u32),
            _column(owner, u32), _column(calendars[0], u32), _column(calendars[1], u32),
            None if columns is None else columns.array, 0 if columns is None else columns.count,
        )
        self._collect(
            lambda cursor, effects, room, told: library.revops_sla_apply_many(
                own._sla, own._pointers, address(self.records, SlaRecord), len(self.leads), ctypes.byref(given),
                cursor, effects, room, told,
            ),
            "event",
        )
        if count:
            self.now_ms = max(self.now_ms, int(at_ms[-1]))

    @one_at_a_time
    def advance(self, now: Instant) -> None:
        """Lets time pass: everything due before `now` fires, at its own instant.

        Parameters
        ----------
        now : instant
            Aware ``datetime``, ``datetime64`` or integer milliseconds.
        """
        now_ms = instant_ms(now, "now")
        own = self.clock_set
        self._collect(
            lambda cursor, effects, room, count: library.revops_sla_advance_many(
                own._sla, own._pointers, address(self.records, SlaRecord), len(self.leads), now_ms, cursor, effects,
                room, count,
            ),
            "lead",
        )
        self.now_ms = max(self.now_ms, now_ms)

    @one_at_a_time
    def verify(self) -> None:
        """Validates stored records; raises `CorruptError` for an invalid one."""
        own = self.clock_set
        check(library.revops_sla_verify(own._sla, address(self.records, SlaRecord), len(self.leads)), "records")

    def _clock(self, clock: str) -> Array:
        return self.records[:, self.clock_set.names.index(clock)]

    @one_at_a_time
    def states(self, clock: str) -> list[str]:
        """State of one clock, lead by lead.

        Returns
        -------
        list of str
            "not started", "running", "paused", "met", "met late", "breached", "cancelled", "lapsed" or "merged".
        """
        return [STATES[state] for state in self._clock(clock)["state"]]

    @one_at_a_time
    def measure(self, at: Optional[Instant] = None) -> tuple[Array, Array]:
        """Time consumed by every clock at an instant, and time paused after the customer had answered.

        Parameters
        ----------
        at : instant, optional
            Not before the last event; by default the run's own present.

        Returns
        -------
        consumed, answered : numpy.ndarray of timedelta64[ms]
            Both (leads, clocks).
        """
        at_ms = self.now_ms if at is None else instant_ms(at, "at")
        consumed, answered = np.zeros(self.records.shape, np.int64), np.zeros(self.records.shape, np.int64)
        own = self.clock_set
        check(
            library.revops_sla_measure_many(
                own._sla, own._pointers, address(self.records, SlaRecord), len(self.leads), at_ms,
                address(consumed, i64), address(answered, i64),
            ),
            "measure",
        )
        return consumed.view("timedelta64[ms]"), answered.view("timedelta64[ms]")

    @one_at_a_time
    def next_wakeup(self) -> Array:
        """Next instant at which each lead's clocks must be advanced.

        Returns
        -------
        numpy.ndarray of datetime64[ms]
            The millisecond after the earliest coming warning or breach; NaT where nothing is due.
        """
        out = np.zeros(len(self.leads), np.int64)
        check(
            library.revops_sla_next_wakeup_many(
                address(self.records, SlaRecord), len(self.clock_set.names), len(self.leads), address(out, i64)
            ),
            "next wakeup",
        )
        return out.view("datetime64[ms]")

    @one_at_a_time
    def frame(self) -> Any:
        """The effects with names in place of numbers, as a frame of the library that the log came in; a deadline beyond range is NaT."""
        effects = self.effects
        names = np.array(self.clock_set.names, object)
        leads, owners = np.empty(len(self.leads), object), np.empty(len(self._owners) + 1, object)
        leads[:] = self.leads
        owners[1:] = self.owners
        return give(self._frames, {
            "at": np.ascontiguousarray(effects["at_ms"]).view("datetime64[ms]"),
            "lead": leads[effects["lead"]],
            "clock": names[effects["clock"]],
            "effect": np.array(EFFECTS, object)[effects["kind"]],
            "due": _instants(effects["due_ms"]),
            "started": np.ascontiguousarray(effects["started_ms"]).view("datetime64[ms]"),
            "consumed": np.ascontiguousarray(effects["consumed_ms"]).view("timedelta64[ms]"),
            "detail": effects["detail"].copy(),
            "side": np.array(SIDES, object)[effects["side"]],
            "owner": owners[effects["owner"]],
        }, {"lead": "any"}, self._zone)

    @one_at_a_time
    def compliance(self, *by: Union[str, Period, tuple[str, npt.ArrayLike]]) -> Compliance[Any]:
        """Counts kept and missed promises, by any keys.

        Parameters
        ----------
        *by : str or (str, array)
            ``"clock"``, ``"side"``, ``"owner"`` (as of then), a period of a zone in which the verdict fell, such as ``week("Europe/Berlin")``
            (``"week"`` is that of UTC), or a name with one label a lead, such as ``("source", sources)``. Without any, there is one group.

        Returns
        -------
        Compliance
        """
        effects = self.effects
        keys: dict[str, list[Any]] = {}
        labels: list[Any]
        group = np.zeros(len(effects), np.int64)
        for key in by:
            if key == "clock":
                name, numbers, labels = key, effects["clock"].astype(np.int64), list(self.clock_set.names)
            elif key == "side":
                name, numbers, labels = key, effects["side"].astype(np.int64), [side or None for side in SIDES]
            elif key == "week" or isinstance(key, Period):
                period = key if isinstance(key, Period) else Period("week", None, None)
                days, numbers = np.unique(period.first_days(np.ascontiguousarray(effects["at_ms"])), return_inverse=True)
                name, labels = period.kind, list(days)
            elif key == "owner":
                name, numbers, labels = key, effects["owner"].astype(np.int64), [None, *self.owners]
            elif isinstance(key, tuple) and len(key) == 2:
                name = key[0]
                per_lead, labels = codes(key[1])
                if len(per_lead) != len(self.leads):
                    raise ValueError(f"{name} has {len(per_lead)} labels, not one for each of {len(self.leads)} leads")
                numbers = per_lead[effects["lead"]] if len(effects) else np.zeros(0, np.int64)
            else:
                raise ValueError(f"by is {key!r}, not 'clock', 'side', 'owner', 'week', a period or a name with one label a lead")
            keys[name] = labels
            group = group * max(len(labels), 1) + numbers.reshape(-1)
        used, dense = np.unique(group, return_inverse=True)
        columns: dict[str, list[Any]] = {}
        rest = used
        for name, labels in reversed(keys.items()):
            columns[name] = [labels[number] for number in rest % max(len(labels), 1)]
            rest = rest // max(len(labels), 1)
        counters, times = np.zeros(len(used), COMPLIANCE), np.zeros(len(used), HISTOGRAM)
        if len(used):
            groups = dense.reshape(-1).astype(np.uint32)
            check(
                library.revops_compliance_add(
                    address(effects, SlaEffect), len(effects), address(groups, u32), address(counters, ComplianceCounters),
                    address(times, Histogram), len(used),
                ),
                "compliance",
            )
        return Compliance({name: columns[name] for name in keys}, counters, times, self._frames)


class LeadClocks(Made, Shown):
    """One lead's clocks, told of events one by one; made by `ClockSet.lead`. One thread at a time works on it.

    Attributes
    ----------
    records : numpy.ndarray
        The library's records, one a clock; store them as they are.
    attributes : dict
        What is known of the lead; change it before the event that changes it.
    owner : hashable
        The owner; None for none.
    """

    clock_set: ClockSet
    records: Array
    attributes: dict[str, Any]

    _changing = ("records", "attributes", "owner", "owner_calendar", "lead_calendar", "cycle", "_owners", "_told")

    def __init__(self, clock_set: ClockSet, attributes: Mapping[str, Any]) -> None:
        self.clock_set = clock_set
        self.records = np.zeros(len(clock_set.names), RECORD)
        self.attributes = dict(attributes)
        self.owner: Optional[Hashable] = None
        self.owner_calendar: Optional[str] = None
        self.lead_calendar: Optional[str] = None
        self.cycle = 0
        self._owners: dict[Hashable, int] = {}
        self._told: Any = None  # what the last event told of the lead
        self._room = (SlaEffect * int(library.revops_sla_effects_max(clock_set._sla)))()
        self._lock = threading.RLock()
        self._row(clock_set)

    def _said(self) -> tuple[str, list[tuple[str, str]]]:
        return f"LeadClocks: {plural(len(self.clock_set.names), 'clock')} of a lead", [("clocks", ", ".join(self.clock_set.names)), ("owner", str(self.owner or ""))]

    def _row(self, clock_set: ClockSet) -> Any:
        unknown = set(self.attributes) - {attribute.name for attribute in clock_set._conditions.attributes}
        if unknown:
            known = ", ".join(attribute.name for attribute in clock_set._conditions.attributes) or "no attributes"
            raise TypeError(f"the clocks ask for {known}, not {', '.join(sorted(unknown))}")
        return clock_set._conditions.row(self.attributes)

    def _effects(self, call: Any, what: str) -> list[tuple[str, str, int]]:
        count = ctypes.c_size_t()
        with self._lock:
            check(call(self._room, len(self._room), ctypes.byref(count)), what)
            return [
                (EFFECTS[effect.kind], self.clock_set.names[effect.clock], effect.at_ms)
                for effect in self._room[: count.value]
            ]

    def _event(self, clock_set: ClockSet, signals: list[int], at: Instant, flags: int) -> tuple[SlaEvent, Any]:
        row = self._row(clock_set)
        numbers = (u32 * max(len(signals), 1))(*signals)
        owner = 0 if self.owner is None else self._owners.setdefault(self.owner, len(self._owners) + 1)
        event = SlaEvent(
            instant_ms(at, "at"), numbers, address(row.values, i64), ctypes.cast(row.texts, ctypes.c_void_p), len(signals),
            flags, integer(self.cycle, u32, "cycle"), owner, clock_set.calendar_number(self.owner_calendar, "owner_calendar"),
            clock_set.calendar_number(self.lead_calendar, "lead_calendar"),
        )
        return event, (row, numbers)

    @one_at_a_time
    def apply(
        self, events: Union[Hashable, list[Hashable]], at: Instant, *, faded: bool = False, merges: bool = False
    ) -> list[tuple[str, str, int]]:
        """Applies one event; everything due before it fires first.

        Parameters
        ----------
        events : event, or list of events
            What happened; several at once are one event that means several things.
        at : instant
            When.
        faded, merges : bool
            Fading alone moved the lead, or it was merged into another: runs under way end as lapsed or merged.

        Returns
        -------
        list of (effect, clock, milliseconds)

        Raises
        ------
        LateError
            It is older than what a clock that it concerns has seen.
        """
        own = self.clock_set
        labels = events if isinstance(events, list) else [events]
        signals = [own._signal[label] for label in labels if label in own._signal]
        told_now = (dict(self.attributes), self.owner, self.owner_calendar, self.lead_calendar)
        flags = (c.REVOPS_SLA_FADED if faded else 0) | (c.REVOPS_SLA_MERGES if merges else 0)
        flags |= c.REVOPS_SLA_UNCHANGED if told_now == self._told else 0
        event, kept = self._event(own, signals, at, flags)
        told = self._effects(
            lambda room, capacity, count: library.revops_sla_apply(
                own._sla, own._pointers, address(self.records, SlaRecord), ctypes.byref(event), room, capacity, count
            ),
            f"event {events!r}",
        )
        del kept
        self._told = told_now
        return told

    @one_at_a_time
    def advance(self, now: Instant) -> list[tuple[str, str, int]]:
        """Lets time pass: everything due before `now` fires, at its own instant."""
        own, now_ms = self.clock_set, instant_ms(now, "now")
        return self._effects(
            lambda room, capacity, count: library.revops_sla_advance(
                own._sla, own._pointers, address(self.records, SlaRecord), now_ms, room, capacity, count
            ),
            "advance",
        )

    @one_at_a_time
    def rebase(self, to: ClockSet, at: Instant, *, promises: Literal["keep", "move"] = "keep") -> list[tuple[str, str, int]]:
        """Moves the lead to other clocks of the same names and keeps the time consumed.

        Parameters
        ----------
        to : ClockSet
            The clocks from now on.
        at : instant
            When they come into force.
        promises : {"keep", "move"}
            Deadlines stay, or targets and calendars are the new ones.

        Examples
        --------
        >>> from revops import Clock, ClockSet
        >>> old = ClockSet([Clock("answer", 60_000, start="message", meet="reply")])
        >>> new = ClockSet([Clock("answer", 30_000, start="message", meet="reply")])
        >>> ada = old.lead()
        >>> ada.apply("message", 0)
        [('started', 'answer', 0)]
        >>> ada.rebase(new, 20_000, promises="move")
        [('re-targeted', 'answer', 20000)]
        >>> ada.next_wakeup()
        30001
        """
        of_class(to, type(self.clock_set), "to")
        if to.names != self.clock_set.names:
            raise ValueError(f"the clocks are {to.names}, not {self.clock_set.names}")
        if promises not in _CHANGES:
            raise ValueError(f"promises is {promises!r}, not 'keep' or 'move'")
        own = self.clock_set
        event, kept = self._event(to, [], at, 0)
        told = self._effects(
            lambda room, capacity, count: library.revops_sla_rebase(
                own._sla, own._pointers, to._sla, to._pointers, address(self.records, SlaRecord), ctypes.byref(event),
                _CHANGES[promises], room, capacity, count,
            ),
            "rebase",
        )
        del kept
        self.clock_set = to
        return told

    @one_at_a_time
    def verify(self) -> None:
        """Validates stored records; raises `CorruptError` for an invalid one."""
        check(library.revops_sla_verify(self.clock_set._sla, address(self.records, SlaRecord), 1), "records")

    @one_at_a_time
    def next_wakeup(self) -> Optional[int]:
        """Milliseconds of the first instant at which `advance` would do anything; None if nothing is due."""
        at_ms = int(library.revops_sla_next_wakeup(address(self.records, SlaRecord), len(self.records)))
        return None if at_ms == c.REVOPS_TIME_NONE else at_ms

    @one_at_a_time
    def state(self, clock: str) -> str:
        """State of one clock, by name."""
        return STATES[int(self.records[self.clock_set.names.index(clock)]["state"])]

    @one_at_a_time
    def due(self, clock: str) -> Optional[int]:
        """Deadline of one clock in milliseconds; None while paused, beyond range, or without a run."""
        own, at_ms = self.clock_set, i64()
        index = own.names.index(clock)
        check(library.revops_sla_due(own._sla, address(self.records[index : index + 1], SlaRecord), ctypes.byref(at_ms)), clock)
        return None if at_ms.value in (c.REVOPS_TIME_NONE, c.REVOPS_SLA_NEVER_MS) else at_ms.value
