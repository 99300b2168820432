# SPDX-License-Identifier: MIT
"""Service-level clocks over a log of events (sla.h): who must do what by when, and whether they did.

A `ClockSet` of `Clock` runs over columns of events and gives a `ClockRun`: each lead's clocks as they stand, every effect
(started, warned, breached, met …) at the instant it happened, and compliance by week, side, owner or anything else.
"""

from __future__ import annotations

import ctypes
import dataclasses
from collections.abc import Hashable, Mapping, Sequence
from typing import Any, Optional, Union

import numpy as np
import numpy.typing as npt

from . import _constants as c
from ._arrays import Array, address, column_in, integer
from ._compiled import compiled
from ._library import library
from ._prototypes import i64, opaque, u32
from ._structs import (
    Histogram, SlaAttributes, SlaColumns, SlaCompliance, SlaEffect, SlaLadder, SlaParams, SlaRecord, SlaRow,
)
from ._time import Instant, Span, codes, instant_ms, instants_ms, span_ms
from .calendar import Calendar
from .errors import UnsoundError, check

__all__ = ["Clock", "ClockRun", "ClockSet", "Compliance", "LeadClocks", "escalate"]

_KINDS = {"once": c.REVOPS_SLA_ONCE, "repeating": c.REVOPS_SLA_REPEATING, "resolution": c.REVOPS_SLA_RESOLUTION}
_SIDES = {
    None: c.REVOPS_SLA_SIDE_NONE, "marketing": c.REVOPS_SLA_SIDE_MARKETING, "sales": c.REVOPS_SLA_SIDE_SALES,
}
_AT_CLOSE = {"close": 0, "open": 1}
_ATTRIBUTES = ("intent", "segment", "source", "motion")
_MASKS = ("start", "pause", "resume", "meet", "cancel", "answered")

RECORD = np.dtype(SlaRecord)
EFFECT = np.dtype(SlaEffect)
COMPLIANCE = np.dtype(SlaCompliance)
HISTOGRAM = np.dtype(Histogram)

Labels = Any  # one event, or a list, tuple or set of events


def _name(function: Any, value: int) -> str:
    return str(function(value).decode("ascii"))


_STATES = [_name(library.revops_sla_state_name, state) for state in range(c.REVOPS_SLA_CANCELLED + 1)]
_EFFECTS = [_name(library.revops_sla_effect_name, kind) for kind in range(c.REVOPS_SLA_EFFECT_MOVED + 1)]
_LEVELS = [_name(library.revops_sla_level_name, level) for level in range(c.REVOPS_SLA_LEVEL_EXECUTIVE + 1)]


def _labels(value: Labels) -> frozenset[Hashable]:
    """One label, or several in a list, tuple or set."""
    return frozenset(value if isinstance(value, (list, tuple, set, frozenset)) else [value])


def _at(array: Array, index: int, kind: type[Any]) -> Any:
    return address(array[index : index + 1], kind)


@dataclasses.dataclass(frozen=True)
class Clock:
    """A promise with a deadline, as it is for some leads.

    Several clocks of one `name` in a `ClockSet` are one clock with several rows: the first whose conditions a lead fits
    when a start event comes is the one that counts.

    Parameters
    ----------
    name : str
        Such as ``"first contact"``.
    target : timedelta, timedelta64 or int
        Time allowed: open time of the calendar, or elapsed time; an integer is milliseconds.
    start, meet : event, or list of events
        What starts and what meets it.
    pause, resume, cancel, answered : list of events, optional
        What makes it stand still and run on, what calls it off, and by what the customer answered (audit of pauses).
    kind : {"once", "repeating", "resolution"}
        Once in a lead's life; anew with each start event that finds no run under way; once, but reopened by a pause or
        resume event after it was met.
    needed : int
        Meeting events that it takes: 6 touches.
    warn : float or sequence of float
        Up to two shares of the target, such as ``(0.5, 0.8)``, at which it warns.
    calendar : Calendar, optional
        Opening hours; without, time is elapsed time.
    at_close : {"close", "open"}
        A deadline exactly at closing time is there, or at the next opening.
    side : {"marketing", "sales"}, optional
        Whose promise it is.
    intent, segment, source, motion : optional
        Conditions: the lead's attribute must be equal.

    Examples
    --------
    >>> import datetime
    >>> Clock("first contact", datetime.timedelta(hours=4), start="mql", meet=["call", "mail"], intent="high").needed
    1
    """

    name: str
    target: Span
    start: Labels
    meet: Labels
    pause: Labels = ()
    resume: Labels = ()
    cancel: Labels = ()
    answered: Labels = ()
    kind: str = "once"
    needed: int = 1
    warn: Union[float, Sequence[float]] = ()
    calendar: Optional[Calendar] = None
    at_close: str = "close"
    side: Optional[str] = None
    intent: Optional[Hashable] = None
    segment: Optional[Hashable] = None
    source: Optional[Hashable] = None
    motion: Optional[Hashable] = None


def _choice(table: Mapping[Any, int], value: Any, what: str) -> int:
    try:
        return table[value]
    except (KeyError, TypeError):
        raise ValueError(f"{what} is {value!r}, not one of {', '.join(repr(known) for known in table)}") from None


class ClockSet:
    """Clocks compiled together: a policy.

    Parameters
    ----------
    clocks : sequence of Clock
        In order of precedence within one name; at most 16 names and 256 clocks, and 64 events among them.

    Attributes
    ----------
    names : list of str
        The clocks' names, in order of first appearance; a lead has one record for each.
    events : list
        The events that any of them hears; others may be in a log and change nothing.

    Raises
    ------
    UnsoundError
        A clock contradicts itself; the message says which and why.

    Examples
    --------
    >>> import datetime
    >>> hour = datetime.timedelta(hours=1)
    >>> clocks = ClockSet([
    ...     Clock("first contact", 4 * hour, start="mql", meet="call", warn=0.8, intent="high"),
    ...     Clock("first contact", 24 * hour, start="mql", meet="call", warn=0.8),
    ... ])
    >>> log = {
    ...     "lead": ["ada", "bob", "ada", "bob"],
    ...     "event": ["mql", "mql", "call", "call"],
    ...     "at": np.array(["2026-03-02T09", "2026-03-02T09", "2026-03-02T14", "2026-03-03T09"], "datetime64[ms]"),
    ... }
    >>> run = clocks.run(log, leads={"lead": ["ada", "bob"], "intent": ["high", "standard"]})
    >>> run.leads
    ['ada', 'bob']
    >>> run.states("first contact")
    ['met late', 'met']
    """

    def __init__(self, clocks: Sequence[Clock]) -> None:
        self.clocks = tuple(clocks)
        self.names: list[str] = list(dict.fromkeys(clock.name for clock in self.clocks))
        self.events: list[Hashable] = list(dict.fromkeys(
            label for clock in self.clocks for mask in _MASKS for label in sorted(_labels(getattr(clock, mask)), key=repr)
        ))
        if len(self.events) > 64:
            raise ValueError(f"the clocks hear {len(self.events)} different events, not at most 64")
        self._signal = {label: number for number, label in enumerate(self.events)}
        self._values: dict[str, dict[Hashable, int]] = {}
        for attribute in _ATTRIBUTES:
            values = dict.fromkeys(getattr(clock, attribute) for clock in self.clocks)
            values.pop(None, None)
            self._values[attribute] = {value: number for number, value in enumerate(values, 1)}
        calendars: dict[int, tuple[int, Calendar]] = {}
        rows = (SlaRow * max(len(self.clocks), 1))()
        for row, clock in zip(rows, self.clocks):
            self._fill(row, clock, calendars)
        self._calendars = [calendar for _, calendar in calendars.values()]  # kept alive, as C only borrows them
        self._pointers = (opaque * max(len(calendars), 1))(*(calendar._compiled for calendar in self._calendars))
        params = SlaParams(
            ctypes.sizeof(SlaParams), 0, len(self.names), len(self.clocks), ctypes.sizeof(SlaRow), len(calendars),
            ctypes.cast(rows, ctypes.POINTER(SlaRow)),
        )
        row, fault = u32(), u32()
        check(library.revops_sla_check(ctypes.byref(params), ctypes.byref(row), ctypes.byref(fault)), "clocks")
        if fault.value:
            raise UnsoundError(
                what=f"clock {self.clocks[row.value].name!r} (number {row.value}): "
                + _name(library.revops_sla_fault_text, fault.value)
            )
        self._memory, self._sla = compiled(library.revops_sla_build, params, "clocks")

    def _fill(self, row: SlaRow, clock: Clock, calendars: dict[int, tuple[int, Calendar]]) -> None:
        for mask in _MASKS:
            setattr(row, mask, sum(1 << self._signal[label] for label in _labels(getattr(clock, mask))))
        row.target_ms = span_ms(clock.target, "target")
        row.clock = self.names.index(clock.name)
        row.kind = _choice(_KINDS, clock.kind, "kind")
        row.at_close = _choice(_AT_CLOSE, clock.at_close, "at_close")
        row.side = _choice(_SIDES, clock.side, "side")
        row.needed = integer(clock.needed, u32, "needed")
        if clock.calendar is not None:
            number, _ = calendars.setdefault(id(clock.calendar), (len(calendars) + 1, clock.calendar))
            row.calendar = number
        shares = (clock.warn,) if isinstance(clock.warn, (int, float)) else tuple(clock.warn)
        if len(shares) > c.REVOPS_SLA_WARNINGS_MAX:
            raise ValueError(f"warn has {len(shares)} shares, not at most {c.REVOPS_SLA_WARNINGS_MAX}")
        for index, share in enumerate(shares):
            if not 0 < share < 1:
                raise ValueError(f"warn is {share}, not a share between 0 and 1")
            row.warn_bp[index] = max(1, min(9999, round(share * 10000)))
        for attribute in _ATTRIBUTES:
            value = getattr(clock, attribute)
            setattr(row, attribute, 0 if value is None else self._values[attribute][value])

    def _attributes(self, keys: list[Hashable], leads: Optional[Any]) -> Optional[Array]:
        """Attributes of each lead, numbered as in the conditions; what no condition names is 0, as unknown."""
        if leads is None:
            return None
        out = np.zeros(len(keys), np.dtype(SlaAttributes))
        place = {key: index for index, key in enumerate(keys)}
        rows = np.array([place.get(key, -1) for key in np.asarray(leads["lead"]).tolist()], np.int64)
        for attribute in _ATTRIBUTES:
            if attribute in leads:
                numbers = self._values[attribute]
                values = np.asarray(leads[attribute]).tolist()
                if len(values) != len(rows):
                    raise ValueError(f"leads: {attribute} has {len(values)} rows, not {len(rows)}")
                mapped = np.array([numbers.get(value, 0) for value in values], np.uint32)
                out[attribute][rows[rows >= 0]] = mapped[rows >= 0]
        return out

    def run(
        self, events: Any, *, leads: Optional[Any] = None, until: Optional[Instant] = None,
        lead: str = "lead", event: str = "event", at: str = "at",
    ) -> ClockRun:
        """Runs the clocks over a log.

        Parameters
        ----------
        events : DataFrame, or mapping of columns
            One row an event, in any order: it is taken in order of time, rows of one instant in their own order.
        leads : DataFrame, or mapping of columns, optional
            Column ``lead`` and any of ``intent``, ``segment``, ``source``, ``motion``: what conditions ask for.
        until : instant, optional
            The present: what was due before it has happened. By default the log's last instant.
        lead, event, at : str
            Names of the columns. `at` holds ``datetime64`` (UTC if it has no zone) or integer milliseconds.

        Returns
        -------
        ClockRun

        Raises
        ------
        Error
            A calendar can't answer for an instant of the log.
        """
        lead_codes, keys = codes(events[lead])
        event_codes, labels = codes(events[event])
        at_ms = instants_ms(events[at], at)
        if not len(lead_codes) == len(event_codes) == len(at_ms):
            raise ValueError(f"{lead}, {event} and {at} have {len(lead_codes)}, {len(event_codes)} and {len(at_ms)} rows")
        numbers = np.array([self._signal.get(label, 255) for label in labels] or [255], np.uint8)
        signals = numbers[event_codes] if len(event_codes) else np.zeros(0, np.uint8)
        now_ms = instant_ms(until, "until") if until is not None else int(at_ms.max()) if len(at_ms) else 0
        heard = np.flatnonzero((signals != 255) & (at_ms <= now_ms))
        order = heard[np.argsort(at_ms[heard], kind="stable")]
        run = ClockRun(self, keys, self._attributes(keys, leads))
        rows = np.bincount(event_codes, minlength=len(labels))
        run.unheard = {label: int(rows[number]) for number, label in enumerate(labels) if label not in self._signal}
        run.after = int((at_ms > now_ms).sum())
        run._signal(at_ms[order], lead_codes[order].astype(np.uint32), signals[order])
        run.advance(now_ms)
        return run

    def lead(self, **attributes: Hashable) -> LeadClocks:
        """The clocks of one new lead, to be told of events one by one.

        Parameters
        ----------
        **attributes
            Any of `intent`, `segment`, `source`, `motion`.

        Examples
        --------
        >>> clocks = ClockSet([Clock("answer", 60_000, start="message", meet="reply", kind="repeating")])
        >>> ada = clocks.lead()
        >>> ada.signal("message", 0)
        [('started', 'answer', 0)]
        >>> ada.next_wakeup()
        60001
        >>> ada.advance(90_000)
        [('breached', 'answer', 60000)]
        """
        unknown = set(attributes) - set(_ATTRIBUTES)
        if unknown:
            raise TypeError(f"a lead has {', '.join(_ATTRIBUTES)}, not {', '.join(sorted(unknown))}")
        table = {"lead": [None], **{name: [value] for name, value in attributes.items()}}
        return LeadClocks(self, self._attributes([None], table))


class ClockRun:
    """Many leads' clocks after a log.

    Attributes
    ----------
    clock_set : ClockSet
        What was run.
    leads : list
        The leads' labels, in order of their first event.
    records : numpy.ndarray
        Structured array of the library's records, (leads, clocks): ``state``, ``started_ms``, ``consumed_ms``,
        ``answered_ms`` …
    effects : numpy.ndarray
        Structured array of what happened, in the order in which it came to light: ``at_ms``, ``lead`` (index), ``clock``
        (index), ``kind``, ``due_ms``, ``consumed_ms`` …
    unheard : dict of event to int
        Rows of events that no clock hears.
    after : int
        Rows later than `until`, left out.
    """

    def __init__(self, clock_set: ClockSet, leads: list[Hashable], attributes: Optional[Array]) -> None:
        self.clock_set = clock_set
        self.leads = leads
        self.records = np.zeros((len(leads), len(clock_set.names)), RECORD)
        self._attributes = attributes
        self._effects: list[Array] = []
        self._room = np.zeros(65536, EFFECT)
        self.now_ms = c.REVOPS_TIME_NONE
        self.unheard: dict[Hashable, int] = {}
        self.after = 0

    @property
    def effects(self) -> Array:
        if len(self._effects) != 1:
            self._effects = [np.concatenate(self._effects) if self._effects else np.zeros(0, EFFECT)]
        return self._effects[0]

    def _collect(self, call: Any, what: str) -> None:
        """Calls until the effects no longer fill the room."""
        position, count = ctypes.c_size_t(), ctypes.c_size_t()
        while True:
            status = call(ctypes.byref(position), address(self._room, SlaEffect), len(self._room), ctypes.byref(count))
            if count.value:
                self._effects.append(self._room[: count.value].copy())
            if status != c.REVOPS_ERR_NOSPACE:
                check(status, f"{what} {position.value}")
                return

    def _signal(self, at_ms: Array, lead: Array, signal: Array) -> None:
        columns = SlaColumns(
            ctypes.sizeof(SlaColumns), 0, len(at_ms), address(at_ms, i64), address(lead, u32),
            address(signal, ctypes.c_uint8),
            None if self._attributes is None else address(self._attributes, SlaAttributes),
        )
        own = self.clock_set
        self._collect(
            lambda position, effects, room, count: library.revops_sla_signal_many(
                own._sla, own._pointers, address(self.records, SlaRecord), len(self.leads), ctypes.byref(columns),
                position, effects, room, count, None,
            ),
            "event",
        )
        if len(at_ms):
            self.now_ms = max(self.now_ms, int(at_ms[-1]))

    def advance(self, now: Instant) -> None:
        """Lets time pass: what was due before `now` happens, at its own instant.

        Parameters
        ----------
        now : instant
            Aware ``datetime``, ``datetime64`` or integer milliseconds.
        """
        now_ms = instant_ms(now, "now")
        own = self.clock_set
        self._collect(
            lambda position, effects, room, count: library.revops_sla_advance_many(
                own._sla, own._pointers, address(self.records, SlaRecord), len(self.leads), now_ms, position, effects,
                room, count,
            ),
            "lead",
        )
        self.now_ms = max(self.now_ms, now_ms)

    def _column(self, clock: str) -> Array:
        return self.records[:, self.clock_set.names.index(clock)]

    def states(self, clock: str) -> list[str]:
        """State of one clock, lead by lead.

        Returns
        -------
        list of str
            "not started", "running", "paused", "met", "met late", "breached" or "cancelled".
        """
        return [_STATES[state] for state in self._column(clock)["state"]]

    def measure(self, at: Optional[Instant] = None) -> tuple[Array, Array]:
        """Time consumed by every clock at an instant, and how long the customer had answered while it stood still.

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

    def next_wakeup(self) -> Array:
        """When each lead's clocks next want to be advanced.

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

    def frame(self) -> Any:
        """The effects as a pandas DataFrame with names in place of numbers."""
        import pandas

        effects = self.effects
        names, sides = np.array(self.clock_set.names, object), [side or "" for side in _SIDES]
        leads = np.empty(len(self.leads), object)
        leads[:] = self.leads
        return pandas.DataFrame({
            "at": np.ascontiguousarray(effects["at_ms"]).view("datetime64[ms]"),
            "lead": leads[effects["lead"]],
            "clock": names[effects["clock"]],
            "effect": np.array(_EFFECTS, object)[effects["kind"]],
            "due": np.ascontiguousarray(effects["due_ms"]).view("datetime64[ms]"),
            "started": np.ascontiguousarray(effects["started_ms"]).view("datetime64[ms]"),
            "consumed": np.ascontiguousarray(effects["consumed_ms"]).view("timedelta64[ms]"),
            "detail": effects["detail"],
            "side": np.array(sides, object)[effects["side"]],
        })

    def compliance(self, *by: Union[str, tuple[str, npt.ArrayLike]], offset: Span = 0) -> Compliance:
        """Counts what became of the clocks, by any keys.

        Parameters
        ----------
        *by : str or (str, array)
            ``"clock"``, ``"side"``, ``"week"`` (the Monday of the week in which the verdict fell), or a name with one
            label a lead, such as ``("owner", owners)``. Without any, there is one group.
        offset : timedelta or int
            Local time minus UTC, for weeks.

        Returns
        -------
        Compliance
        """
        effects = self.effects
        offset_ms = span_ms(offset, "offset")
        keys: dict[str, list[Any]] = {}
        labels: list[Any]
        group = np.zeros(len(effects), np.int64)
        for key in by:
            if key == "clock":
                name, numbers, labels = key, effects["clock"].astype(np.int64), list(self.clock_set.names)
            elif key == "side":
                name, numbers, labels = key, effects["side"].astype(np.int64), list(_SIDES)
            elif key == "week":
                days = (effects["at_ms"] + offset_ms) // c.REVOPS_DAY_MS
                mondays, numbers = np.unique(days - (days + 3) % 7, return_inverse=True)
                name, labels = key, list(mondays.astype("datetime64[D]"))
            elif isinstance(key, tuple) and len(key) == 2:
                name = key[0]
                per_lead, labels = codes(key[1])
                if len(per_lead) != len(self.leads):
                    raise ValueError(f"{name} has {len(per_lead)} labels, not one for each of {len(self.leads)} leads")
                numbers = per_lead[effects["lead"]] if len(effects) else np.zeros(0, np.int64)
            else:
                raise ValueError(f"by is {key!r}, not 'clock', 'side', 'week' or a name with one label a lead")
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
                library.revops_sla_compliance_add(
                    address(effects, SlaEffect), len(effects), address(groups, u32), address(counters, SlaCompliance),
                    address(times, Histogram), len(used),
                ),
                "compliance",
            )
        return Compliance({name: columns[name] for name in keys}, counters, times)


class Compliance:
    """Counters and times to meet, one group a row.

    Attributes
    ----------
    keys : dict of str to list
        Labels of each group.
    counters : numpy.ndarray
        Structured: ``started``, ``warned``, ``met``, ``breached``, ``met_late``, ``cancelled``, ``reopened``,
        ``under_5_min``, ``under_30_min``, ``from_30_min``.
    times : numpy.ndarray
        Histograms of the time to meet.
    """

    def __init__(self, keys: dict[str, list[Any]], counters: Array, times: Array) -> None:
        self.keys, self.counters, self.times = keys, counters, times

    def __len__(self) -> int:
        return len(self.counters)

    def share_bp(self) -> Array:
        """Share kept, in basis points rounded down; −1 where nothing was judged."""
        out = np.full(len(self), -1, np.int64)
        share = u32()
        for index in range(len(self)):
            counter = _at(self.counters, index, SlaCompliance)
            if library.revops_sla_compliance_share(counter, ctypes.byref(share)) == c.REVOPS_OK:
                out[index] = share.value
        return out

    def percentile(self, share: float) -> Array:
        """Time to meet that a share of what was met didn't exceed: 0.5 is the median; within 1 %.

        Returns
        -------
        numpy.ndarray of timedelta64[ms]
            NaT where nothing was met.
        """
        share_bp = round(share * 10000)
        if not 0 <= share_bp <= 10000:
            raise ValueError(f"share is {share}, not between 0 and 1")
        out = np.full(len(self), np.iinfo(np.int64).min, np.int64)
        value = i64()
        for index in range(len(self)):
            histogram = _at(self.times, index, Histogram)
            if library.revops_histogram_percentile(histogram, share_bp, ctypes.byref(value)) == c.REVOPS_OK:
                out[index] = value.value
        return out.view("timedelta64[ms]")

    def __add__(self, other: Compliance) -> Compliance:
        """Groups of both, those with equal keys as one: runs over parts add up to the run over the whole."""
        if list(self.keys) != list(other.keys):
            raise ValueError(f"keys are {list(self.keys)} and {list(other.keys)}")
        places: dict[tuple[Any, ...], int] = {}
        both = list(zip(*self.keys.values())) if self.keys else [()] * len(self)
        both += list(zip(*other.keys.values())) if other.keys else [()] * len(other)
        index = [places.setdefault(key, len(places)) for key in both]
        counters, times = np.zeros(len(places), COMPLIANCE), np.zeros(len(places), HISTOGRAM)
        for number, place in enumerate(index):
            source, row = (self, number) if number < len(self) else (other, number - len(self))
            check(library.revops_sla_compliance_merge(
                _at(counters, place, SlaCompliance), _at(source.counters, row, SlaCompliance), 1
            ))
            check(library.revops_histogram_merge(_at(times, place, Histogram), _at(source.times, row, Histogram)))
        keys = {name: [key[column] for key in places] for column, name in enumerate(self.keys)}
        return Compliance(keys, counters, times)

    def frame(self) -> Any:
        """A pandas DataFrame: keys, counters, share kept, median and 95th percentile of the time to meet."""
        import pandas

        share = self.share_bp()
        return pandas.DataFrame({
            **self.keys,
            **{name: self.counters[name] for name in COMPLIANCE.names or ()},
            "kept": np.where(share < 0, np.nan, share / 10000),
            "median": self.percentile(0.5),
            "p95": self.percentile(0.95),
        })


class LeadClocks:
    """One lead's clocks, told of events one by one; made by `ClockSet.lead`.

    Attributes
    ----------
    records : numpy.ndarray
        The library's records, one a clock; store them as they are.
    """

    def __init__(self, clock_set: ClockSet, attributes: Optional[Array]) -> None:
        self.clock_set = clock_set
        self.records = np.zeros(len(clock_set.names), RECORD)
        self._attributes = attributes

    def _effects(self, call: Any, what: str) -> list[tuple[str, str, int]]:
        room = (SlaEffect * (len(self.records) * c.REVOPS_SLA_EFFECTS_PER_CLOCK))()
        count = ctypes.c_size_t()
        check(call(room, len(room), ctypes.byref(count)), what)
        return [
            (_EFFECTS[effect.kind], self.clock_set.names[effect.clock], effect.at_ms) for effect in room[: count.value]
        ]

    def signal(self, event: Hashable, at: Instant) -> list[tuple[str, str, int]]:
        """Tells of one event; what was due before it happens first.

        Returns
        -------
        list of (effect, clock, milliseconds)

        Raises
        ------
        LateError
            It is older than what a clock that it concerns has seen.
        """
        own = self.clock_set
        number = own._signal.get(event)
        if number is None:
            return self.advance(at)
        at_ms = instant_ms(at, "at")
        attributes = None if self._attributes is None else address(self._attributes, SlaAttributes)
        return self._effects(
            lambda room, capacity, count: library.revops_sla_signal(
                own._sla, own._pointers, address(self.records, SlaRecord), number, at_ms, attributes, room, capacity, count
            ),
            f"event {event!r}",
        )

    def advance(self, now: Instant) -> list[tuple[str, str, int]]:
        """Lets time pass: what was due before `now` happens, at its own instant."""
        own, now_ms = self.clock_set, instant_ms(now, "now")
        return self._effects(
            lambda room, capacity, count: library.revops_sla_advance(
                own._sla, own._pointers, address(self.records, SlaRecord), now_ms, room, capacity, count
            ),
            "advance",
        )

    def move(self, to: ClockSet, at: Instant, **attributes: Hashable) -> list[tuple[str, str, int]]:
        """Puts the lead under other clocks of the same names (or new attributes), keeping the time consumed.

        Examples
        --------
        >>> old = ClockSet([Clock("answer", 60_000, start="message", meet="reply")])
        >>> new = ClockSet([Clock("answer", 30_000, start="message", meet="reply")])
        >>> ada = old.lead()
        >>> ada.signal("message", 0)
        [('started', 'answer', 0)]
        >>> ada.move(new, 20_000)
        [('moved', 'answer', 20000)]
        >>> ada.next_wakeup()
        30001
        """
        if to.names != self.clock_set.names:
            raise ValueError(f"the clocks are {to.names}, not {self.clock_set.names}")
        own, at_ms = self.clock_set, instant_ms(at, "at")
        lead = to.lead(**attributes)
        effects = self._effects(
            lambda room, capacity, count: library.revops_sla_rebase(
                own._sla, own._pointers, to._sla, to._pointers, address(self.records, SlaRecord), at_ms,
                None if lead._attributes is None else address(lead._attributes, SlaAttributes), room, capacity, count,
            ),
            "move",
        )
        self.clock_set, self._attributes = to, lead._attributes
        return effects

    def next_wakeup(self) -> Optional[int]:
        """Milliseconds of the first instant at which `advance` would do anything; None if nothing is due."""
        at_ms = int(library.revops_sla_next_wakeup(address(self.records, SlaRecord), len(self.records)))
        return None if at_ms == c.REVOPS_TIME_NONE else at_ms

    def state(self, clock: str) -> str:
        """State of one clock, by name."""
        return _STATES[int(self.records[self.clock_set.names.index(clock)]["state"])]

    def due(self, clock: str) -> Optional[int]:
        """Deadline of one clock in milliseconds; None while it stands still or nothing is owed."""
        own, at_ms = self.clock_set, i64()
        index = own.names.index(clock)
        check(
            library.revops_sla_due(
                own._sla, own._pointers, address(self.records[index : index + 1], SlaRecord), ctypes.byref(at_ms)
            ),
            clock,
        )
        return None if at_ms.value == c.REVOPS_TIME_NONE else at_ms.value


def escalate(
    weeks: Array, *, target_bp: Optional[int] = None, review: Optional[tuple[int, int]] = None,
    executive: Optional[tuple[int, int]] = None,
) -> list[str]:
    """How far up each week's misses go.

    Parameters
    ----------
    weeks : numpy.ndarray
        `Compliance.counters` of consecutive weeks, oldest first.
    target_bp : int, optional
        A week with a smaller share kept is missed; 9000 by default.
    review, executive : (missed, weeks), optional
        So many missed of so many weeks; by default 4 of 4 and 8 of 13.

    Returns
    -------
    list of str
        "none", "operations talk", "vice-president review" or "executive intervention".

    Examples
    --------
    >>> weeks = np.zeros(5, COMPLIANCE)
    >>> weeks["met"], weeks["breached"] = [9, 1, 1, 1, 1], 1
    >>> escalate(weeks)
    ['none', 'operations talk', 'operations talk', 'operations talk', 'vice-president review']
    """
    ladder = SlaLadder()
    library.revops_sla_ladder_defaults(ctypes.byref(ladder), ctypes.sizeof(ladder))
    if target_bp is not None:
        ladder.target_bp = integer(target_bp, u32, "target_bp")
    if review is not None:
        ladder.review_missed, ladder.review_weeks = review
    if executive is not None:
        ladder.executive_missed, ladder.executive_weeks = executive
    weeks = column_in(weeks, COMPLIANCE, "weeks")
    levels = np.zeros(len(weeks), np.uint32)
    check(
        library.revops_sla_escalate(
            ctypes.byref(ladder), address(weeks, SlaCompliance), len(weeks), address(levels, u32)
        ),
        "ladder",
    )
    return [_LEVELS[level] for level in levels]
