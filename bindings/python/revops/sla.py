# SPDX-License-Identifier: MIT
"""Service-level clocks over a log of events (sla.h): who must do what by when, and whether they did.

A `ClockSet` of `Clock` runs over columns of events and gives a `ClockRun`: each lead's clocks as they stand, every effect
(started, warned, breached, met …) at the instant it happened, and compliance by week, side, owner or anything else.
"""

from __future__ import annotations

import ctypes
import dataclasses
import re
from collections.abc import Hashable, Mapping, Sequence
from typing import Literal, Any, Optional, Union

import numpy as np

from . import _constants as c
from ._arrays import Array, integer, one_column
from ._compiled import compiled
from ._conditions import Conditions
from ._frames import as_array, column_of, kind_of, mapping, names_of, of_class, opened, require_columns, zone_of_frame
from ._library import library
from ._show import Shown, plural
from ._made import Made
from ._struct import opaque, u32
from ._sla_run import ClockRun, LeadClocks
from ._structs import SlaCase, SlaClock, SlaParams, SlaUse
from ._time import Instant, Span, codes, instant_ms, instants_ms, span_ms
from .calendar import Calendar
from .errors import check

__all__ = ["Clock", "ClockRun", "ClockSet", "LeadClocks"]

_KINDS = {"once": c.REVOPS_SLA_ONCE, "repeating": c.REVOPS_SLA_REPEATING, "resolution": c.REVOPS_SLA_RESOLUTION}
_SIDES = {
    None: c.REVOPS_SLA_SIDE_NONE, "marketing": c.REVOPS_SLA_SIDE_MARKETING, "sales": c.REVOPS_SLA_SIDE_SALES,
}
_AT_CLOSE = {"close": 0, "open": 1}
_CHANGES = {"tighten": c.REVOPS_SLA_TIGHTEN, "keep": c.REVOPS_SLA_KEEP, "move": c.REVOPS_SLA_MOVE}
_HAND_OVERS = {"goes on": c.REVOPS_SLA_GOES_ON, "anew": c.REVOPS_SLA_ANEW}
_SOURCES = {"lead": c.REVOPS_SLA_CALENDAR_OF_LEAD, "owner": c.REVOPS_SLA_CALENDAR_OF_OWNER}
#: Fields of a clock that name events, and what these do.
_PARTS = {
    "start": c.REVOPS_SLA_STARTS, "meet": c.REVOPS_SLA_MEETS, "cancel": c.REVOPS_SLA_ENDS, "pause": c.REVOPS_SLA_PAUSES,
    "resume": c.REVOPS_SLA_RESUMES, "answered": c.REVOPS_SLA_ANSWERS, "reopen": c.REVOPS_SLA_REOPENS,
    "enter_still": c.REVOPS_SLA_ENTERS_STILL, "leave_still": c.REVOPS_SLA_LEAVES_STILL,
}
#: Fields that all rows of one clock share.
_SHARED = (*_PARTS, "kind", "needed", "side", "at_close", "when_it_changes", "at_hand_over", "restarts")
_UNITS = {
    "s": (1000, c.REVOPS_CALENDAR_UNIT_ELAPSED), "min": (60_000, c.REVOPS_CALENDAR_UNIT_ELAPSED), "h": (3_600_000, c.REVOPS_CALENDAR_UNIT_ELAPSED),
    "business s": (1000, c.REVOPS_CALENDAR_UNIT_OPEN), "business min": (60_000, c.REVOPS_CALENDAR_UNIT_OPEN),
    "business h": (3_600_000, c.REVOPS_CALENDAR_UNIT_OPEN),
    "business day": (1, c.REVOPS_CALENDAR_UNIT_BUSINESS_DAYS), "business days": (1, c.REVOPS_CALENDAR_UNIT_BUSINESS_DAYS),
    "day": (1, c.REVOPS_CALENDAR_UNIT_DAYS), "days": (1, c.REVOPS_CALENDAR_UNIT_DAYS),
    "week": (7, c.REVOPS_CALENDAR_UNIT_DAYS), "weeks": (7, c.REVOPS_CALENDAR_UNIT_DAYS),
}

Labels = Any  # one event, or a list, tuple or set of events


def _labels(value: Labels) -> frozenset[Hashable]:
    """One label, or several in a list, tuple or set."""
    return frozenset(value if isinstance(value, (list, tuple, set, frozenset)) else [value])


@dataclasses.dataclass(frozen=True)
class Clock:
    """A promise with a deadline, as it is for some leads.

    Several clocks of one `name` in a `ClockSet` are one clock with several cases: the first whose conditions a lead fulfils
    gives target, calendar and warnings. All else is that of the first of the name; leave it out in the others.

    Parameters
    ----------
    name : str
        Such as ``"first contact"``.
    target : timedelta, timedelta64, int or str
        Time allowed: open time of the calendar, or elapsed time where there is none; an integer is milliseconds. A text
        says what it counts: ``"4 h"`` elapsed, ``"4 business h"`` open, ``"2 business days"``, ``"14 days"``, ``"2 weeks"``.
    start, meet : event, or list of events
        What starts and what meets it.
    pause, resume, cancel, answered, reopen : list of events, optional
        What makes it stand still and run on, what calls it off, by what the customer answered (audit of pauses), and what
        reopens a resolution (by default a pause or resume).
    enter_still, leave_still : list of events, optional
        By what the lead comes to a place in which the clock stands still, and leaves it.
    kind : {"once", "repeating", "resolution"}
        Once in a cycle; anew with each start event that finds no run under way; once, but reopened after it was met.
    needed : int
        Meeting events that it takes: 6 touches.
    warn : float or sequence of float
        Up to four shares of the target, such as ``(0.5, 0.8)``, at which it warns.
    calendar : Calendar, "lead" or "owner", optional
        Opening hours; those of the lead or the owner are named with each event.
    otherwise : Calendar, optional
        Opening hours of a lead or owner without any; needed with "lead" and "owner".
    at_close : {"close", "open"}
        A deadline exactly at closing time is there, or at the next opening.
    when_it_changes : {"tighten", "keep", "move"}
        What becomes of a promise when another case holds: the earlier deadline, none, or the new target from the start.
    at_hand_over : {"goes on", "anew"}
        What becomes of it when the owner changes.
    restarts : bool
        Whether a start during a run begins it anew.
    side : {"marketing", "sales"}, optional
        Whose promise it is.
    where : mapping, optional
        Conditions on attributes of the lead, such as ``{"intent": "high", "employees": {"at_least": 50}}``.

    Examples
    --------
    >>> Clock("first contact", "4 h", start="mql", meet=["call", "mail"], where={"intent": "high"}).needed
    1
    """

    name: str
    target: Union[Span, str]
    start: Labels = ()
    meet: Labels = ()
    pause: Labels = ()
    resume: Labels = ()
    cancel: Labels = ()
    answered: Labels = ()
    reopen: Labels = ()
    enter_still: Labels = ()
    leave_still: Labels = ()
    kind: Literal["once", "repeating", "resolution"] = "once"
    needed: int = 1
    warn: Union[float, Sequence[float]] = ()
    calendar: Union[Calendar, str, None] = None
    otherwise: Optional[Calendar] = None
    at_close: Literal["close", "open"] = "close"
    when_it_changes: Literal["tighten", "keep", "move"] = "tighten"
    at_hand_over: Literal["goes on", "anew"] = "goes on"
    restarts: bool = False
    side: Optional[str] = None
    where: Mapping[str, Any] = dataclasses.field(default_factory=dict)


_DEFAULTS = {field.name: field.default for field in dataclasses.fields(Clock)}


def _choice(table: Mapping[Any, int], value: Any, what: str) -> int:
    try:
        return table[value]
    except (KeyError, TypeError):
        raise ValueError(f"{what} is {value!r}, not one of {', '.join(repr(known) for known in table)}") from None


def _target(value: Union[Span, str], has_calendar: bool) -> tuple[int, int]:
    if not isinstance(value, str):
        return span_ms(value, "target"), c.REVOPS_CALENDAR_UNIT_OPEN if has_calendar else c.REVOPS_CALENDAR_UNIT_ELAPSED
    match = re.fullmatch(r"(\d{1,15}) ([a-z ]+)", value)
    if not match or match[2] not in _UNITS:
        raise ValueError(f"target is {value!r}, not a number and one of {', '.join(_UNITS)}")
    factor, unit = _UNITS[match[2]]
    amount = int(match[1]) * factor
    if amount > c.REVOPS_SLA_TARGET_MAX:
        raise ValueError(f"target is {value!r}, beyond any deadline")
    return amount, unit


class ClockSet(Made, Shown):
    """Clocks compiled together: a policy. It may be shared by threads.

    Parameters
    ----------
    clocks : sequence of Clock
        In order of precedence within one name; at most 64 names and 4096 clocks.
    calendars : mapping of name to Calendar, optional
        Opening hours of leads and owners, as events name them.

    Attributes
    ----------
    names : list of str
        The clocks' names, in order of first appearance; a lead has one record for each.
    events : list
        The events that any of them hears; others may be in a log and change nothing.

    Raises
    ------
    ArgumentError, UnsoundError
        The message says which row and why.

    Examples
    --------
    >>> clocks = ClockSet([
    ...     Clock("first contact", "4 h", start="mql", meet="call", warn=0.8, where={"intent": "high"}),
    ...     Clock("first contact", "24 h", warn=0.8),
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

    clocks: tuple[Clock, ...]

    def __init__(self, clocks: Sequence[Clock], calendars: Optional[Mapping[str, Calendar]] = None) -> None:
        self.clocks = tuple(of_class(clock, Clock, "clock") for clock in clocks)
        for name, calendar in mapping(calendars or {}, "calendars").items():
            of_class(calendar, Calendar, f"calendar {name!r}")
        self.names: list[str] = list(dict.fromkeys(clock.name for clock in self.clocks))
        firsts = {clock.name: clock for clock in reversed(self.clocks)}
        for clock in self.clocks:
            for name in _SHARED:
                own = getattr(clock, name)
                if own not in (_DEFAULTS[name], getattr(firsts[clock.name], name)):
                    raise ValueError(f"{clock.name!r}: {name} is that of the first clock of the name; here it is {own!r}")
        self.events: list[Hashable] = list(dict.fromkeys(
            label for clock in self.clocks for part in _PARTS for label in sorted(_labels(getattr(clock, part)), key=repr)
        ))
        self._signal = {label: number for number, label in enumerate(self.events)}
        self._conditions = Conditions([clock.where for clock in self.clocks])
        self._calendars: list[Calendar] = list((calendars or {}).values())  # kept alive, as C only borrows them
        self._calendar_numbers = {name: number for number, name in enumerate(calendars or {}, 1)}
        rows = (SlaClock * max(len(self.names), 1))(*(self._clock(firsts[name]) for name in self.names))
        cases = (SlaCase * max(len(self.clocks), 1))(*map(self._case, self.clocks, self._conditions.ranges))
        uses = [
            SlaUse(self._signal[label], number, part)
            for number, name in enumerate(self.names)
            for field, part in _PARTS.items()
            for label in _labels(getattr(firsts[name], field))
        ]
        use_array = (SlaUse * max(len(uses), 1))(*uses)
        self._pointers = (opaque * max(len(self._calendars), 1))(*(calendar._compiled for calendar in self._calendars))
        params = SlaParams()
        check(library.revops_sla_defaults(ctypes.byref(params), ctypes.sizeof(params)), "clocks")
        params.clocks, params.clock_count = rows, len(self.names)
        params.cases, params.case_count = cases, len(self.clocks)
        params.uses, params.use_count = use_array, len(uses)
        params.signals, params.signal_count = None, len(self.events)
        params.calendar_count = len(self._calendars)
        self._conditions.fill(params)
        self._memory, self._sla = compiled(library.revops_sla_build, params, "clocks", library.revops_sla_check)

    def _said(self) -> tuple[str, list[tuple[str, str]]]:
        return f"ClockSet: {plural(len(self.names), 'clock')}, {plural(len(self.events), 'event')}", [("clocks", ", ".join(self.names))]

    def _clock(self, clock: Clock) -> SlaClock:
        return SlaClock(
            _choice(_KINDS, clock.kind, "kind"), _choice(_SIDES, clock.side, "side"), integer(clock.needed, u32, "needed"),
            _choice(_CHANGES, clock.when_it_changes, "when_it_changes"),
            _choice(_HAND_OVERS, clock.at_hand_over, "at_hand_over"), _choice(_AT_CLOSE, clock.at_close, "at_close"),
            c.REVOPS_SLA_RESTARTS if clock.restarts else 0,
        )

    def _number(self, calendar: Calendar) -> int:
        of_class(calendar, Calendar, "calendar")
        for number, known in enumerate(self._calendars, 1):
            if known is calendar:
                return number
        self._calendars.append(calendar)
        return len(self._calendars)

    def _case(self, clock: Clock, conditions: tuple[int, int]) -> SlaCase:
        source, calendar = c.REVOPS_SLA_CALENDAR_FIXED, clock.calendar
        if isinstance(calendar, str):
            source = _choice(_SOURCES, calendar, "calendar")
            calendar = clock.otherwise
            if calendar is None:
                raise ValueError(f"{clock.name!r}: the calendar of the {clock.calendar} needs an otherwise")
        elif clock.otherwise is not None:
            raise ValueError(f"{clock.name!r}: otherwise goes with the calendar of the lead or the owner")
        amount, unit = _target(clock.target, calendar is not None)
        row = SlaCase(
            amount, unit, self.names.index(clock.name), source, 0 if calendar is None else self._number(calendar),
            conditions[0] if conditions[1] else 0, conditions[1],
        )
        shares = (clock.warn,) if isinstance(clock.warn, (int, float)) else tuple(clock.warn)
        if len(shares) > c.REVOPS_SLA_WARNINGS_MAX:
            raise ValueError(f"warn has {len(shares)} shares, not at most {c.REVOPS_SLA_WARNINGS_MAX}")
        for index, share in enumerate(shares):
            if not 0 < share < 1:
                raise ValueError(f"warn is {share}, not a share between 0 and 1")
            row.warn_bp[index] = max(1, min(9999, round(share * 10000)))
        return row

    def calendar_number(self, name: Optional[str], what: str) -> int:
        """Number by which C knows a calendar of leads or owners; 0 for None."""
        if name is None or (isinstance(name, float) and np.isnan(name)):
            return 0
        return _choice(self._calendar_numbers, name, what)

    def _by_lead(self, keys: list[Hashable], leads: Optional[Any]) -> Optional[dict[str, Array]]:
        """Attributes of each lead of a run, None where `leads` doesn't have it."""
        if leads is None:
            return None
        place = {key: index for index, key in enumerate(keys)}
        rows = [place.get(key, -1) for key in one_column(column_of(leads, "lead")).tolist()]
        out: dict[str, Array] = {}
        for attribute in self._conditions.attributes:
            if attribute.name in names_of(leads):
                values = as_array(column_of(leads, attribute.name))
                if len(values) != len(rows):
                    raise ValueError(f"leads: {attribute.name} has {len(values)} rows, not {len(rows)}")
                column = np.empty(len(keys), object)
                for row, value in zip(rows, values):
                    if row >= 0:
                        column[row] = value
                out[attribute.name] = column
        return out

    def run(
        self, events: Any, *, leads: Optional[Any] = None, until: Optional[Instant] = None,
        lead: str = "lead", event: str = "event", at: str = "at", owner: Optional[str] = None,
        owner_calendar: Optional[str] = None, lead_calendar: Optional[str] = None, cycle: Optional[str] = None,
        attributes: str = "leads",
    ) -> ClockRun:
        """Runs the clocks over a log.

        Parameters
        ----------
        events : DataFrame, or mapping of columns
            One row an event, in any order: it is taken in order of time, rows of one instant in their own order.
        leads : DataFrame, or mapping of columns, optional
            Column ``lead`` and what conditions ask for.
        until : instant, optional
            The present: what was due before it has happened. By default the log's last instant.
        lead, event, at : str
            Names of the columns. `at` holds ``datetime64`` (UTC if it has no zone) or integer milliseconds.
        owner, owner_calendar, lead_calendar, cycle : str, optional
            Names of columns: the owner just after each event (None for none), the names of the owner's and the lead's
            calendars, the lead's cycle (an integer).
        attributes : {"leads", "events"}
            Where attributes are: one row a lead for all time, or with each event the lead just after it.

        Returns
        -------
        ClockRun
        """
        kind, events = kind_of(events), opened(events, "events")
        leads = None if leads is None else opened(leads, "leads")
        require_columns(events, (lead, event, at), "events")
        lead_codes, keys = codes(events[lead])
        event_codes, labels = codes(events[event])
        at_ms = instants_ms(events[at], at)
        if not len(lead_codes) == len(event_codes) == len(at_ms):
            raise ValueError(f"{lead}, {event} and {at} have {len(lead_codes)}, {len(event_codes)} and {len(at_ms)} rows")
        if attributes not in ("leads", "events"):
            raise ValueError(f"attributes is {attributes!r}, not 'leads' or 'events'")
        by_event = attributes == "events"
        numbers = np.array([self._signal.get(label, -1) for label in labels] or [-1], np.int64)
        signals = numbers[event_codes] if len(event_codes) else np.zeros(0, np.int64)
        changes = by_event or owner or owner_calendar or lead_calendar
        now_ms = instant_ms(until, "until") if until is not None else int(at_ms.max()) if len(at_ms) else 0
        heard = np.flatnonzero(((signals >= 0) | bool(changes)) & (at_ms <= now_ms))
        order = heard[np.argsort(at_ms[heard], kind="stable")]

        def column(name: Optional[str]) -> Optional[list[Any]]:
            if name is None:
                return None
            values = as_array(column_of(events, name)).tolist()
            if len(values) != len(at_ms):
                raise ValueError(f"{name} has {len(values)} rows, not {len(at_ms)}")
            return [values[row] for row in order]

        frame = self._by_lead(keys, leads)
        if by_event:
            asked = {attribute.name for attribute in self._conditions.attributes} & set(names_of(events))
            frame = {}
            for name in asked:
                values = np.empty(len(order), object)
                values[:] = column(name)
                frame[name] = values
        run = ClockRun(self, keys, kind, zone_of_frame(events))
        rows = np.bincount(event_codes, minlength=len(labels))
        run.unheard = {label: int(rows[number]) for number, label in enumerate(labels) if label not in self._signal}
        run.after = int((at_ms > now_ms).sum())
        run._apply(
            at_ms[order], lead_codes[order].astype(np.uint32), signals[order], frame, by_event, column(owner),
            column(owner_calendar), column(lead_calendar), column(cycle),
        )
        run.advance(now_ms)
        return run

    def lead(self, **attributes: Any) -> LeadClocks:
        """The clocks of one new lead, to be told of events one by one.

        Parameters
        ----------
        **attributes
            What conditions ask for.

        Examples
        --------
        >>> clocks = ClockSet([Clock("answer", 60_000, start="message", meet="reply", kind="repeating")])
        >>> ada = clocks.lead()
        >>> ada.apply("message", 0)
        [('started', 'answer', 0)]
        >>> ada.next_wakeup()
        60001
        >>> ada.advance(90_000)
        [('breached', 'answer', 60000)]
        """
        return LeadClocks(self, attributes)
