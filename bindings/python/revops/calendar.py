# SPDX-License-Identifier: MIT
"""Opening hours, holidays and time zones: business time and business days (calendar.h)."""

from __future__ import annotations

import ctypes
import datetime
import zoneinfo
from typing import Literal, Any, Iterable, Mapping, Optional, Sequence, Union

import numpy as np

from . import _constants as c
from ._answers import (
    Asked, give_array, give_days, give_instant, give_instants, give_span, give_spans, read_days, read_instant, read_instants, read_span,
    read_spans,
)
from ._arrays import Array, address, array_in, integer, text_out
from ._compiled import compiled
from ._frames import is_series, mapping
from ._hours import _DAYS, Hours, _clock, _date, _dates, _intervals, _weekdays
from ._library import library
from ._show import Shown
from ._made import Made
from ._struct import boolean, i32, i64, size, u8
from ._structs import CalendarException, CalendarOpening, CalendarParams, Problem
from .errors import OutOfRangeError, RefusedError, UnsoundError, check
from .zone import Zone

__all__ = ["Calendar"]

_NONE = np.iinfo(np.int64).min
_UNITS = {
    "elapsed": c.REVOPS_CALENDAR_UNIT_ELAPSED, "open": c.REVOPS_CALENDAR_UNIT_OPEN,
    "business days": c.REVOPS_CALENDAR_UNIT_BUSINESS_DAYS, "days": c.REVOPS_CALENDAR_UNIT_DAYS,
}
_AT = {"close": c.REVOPS_CALENDAR_AT_CLOSE_STAY, "open": c.REVOPS_CALENDAR_AT_CLOSE_NEXT_OPEN}
Roll = Literal["raise", "nat", "forward", "following", "backward", "preceding", "modifiedfollowing", "modifiedpreceding"]
_ROLLS = {
    "raise": c.REVOPS_CALENDAR_ROLL_REFUSE, "nat": c.REVOPS_CALENDAR_ROLL_REFUSE, "forward": c.REVOPS_CALENDAR_ROLL_FORWARD,
    "following": c.REVOPS_CALENDAR_ROLL_FORWARD, "backward": c.REVOPS_CALENDAR_ROLL_BACKWARD, "preceding": c.REVOPS_CALENDAR_ROLL_BACKWARD,
    "modifiedfollowing": c.REVOPS_CALENDAR_ROLL_MODIFIED_FORWARD, "modifiedpreceding": c.REVOPS_CALENDAR_ROLL_MODIFIED_BACKWARD,
}


class Calendar(Made, Shown):
    """Opening hours in a time zone: business time between instants, deadlines, openings and closes, business days.

    Open time is real elapsed time while the local clock is inside opening hours, so that daylight saving needs no
    thought. Answers come in the kind asked in: aware ``datetime`` and ``timedelta``, ``datetime64`` (UTC) and
    ``timedelta64``, or integers of milliseconds; arrays for arrays, scalars for scalars, columns of pandas, polars and
    pyarrow for columns, in their zone. NaT in is NaT out.

    Parameters
    ----------
    weekly : mapping or sequence of 7
        Hours by weekday: ``{"mon-fri": "9:00-17:00", "sat": "10:00-14:00"}``; 0 is Monday. Hours are text, a pair of
        times (``datetime.time`` or minutes of the day), or any number of either. Hours may run past midnight, as in
        ``"22:00-6:00"``.
    holidays : iterable of dates
        Dates without opening: ``datetime.date``, ``datetime64`` or ISO text.
    exceptions : mapping from dates to hours
        Dates whose hours differ from the weekly ones; none of them closes.
    tz : str, Zone, ZoneInfo or timezone
        Zone of the hours, as for `Zone`.

    Raises
    ------
    UnsoundError
        It never opens, or its hours or dates contradict themselves; the message says which entry, counted in order of
        weekday or date.

    Examples
    --------
    >>> office = Calendar({"mon-fri": "9:00-17:00"}, holidays=["2026-03-04"], tz="EET-2EEST,M3.5.0/3,M10.5.0/4")
    >>> kyiv = datetime.timezone(datetime.timedelta(hours=2))
    >>> asked = datetime.datetime(2026, 3, 3, 16, 0, tzinfo=kyiv)
    >>> str(office.add(asked, datetime.timedelta(hours=4)))
    '2026-03-05 12:00:00+02:00'
    >>> office.between(np.datetime64("2026-03-02"), np.array(["2026-03-03", "2026-03-09"], "datetime64[D]"))
    array([ 28800000, 115200000], dtype='timedelta64[ms]')
    """

    zone: Zone

    def __init__(
        self, weekly: Union[Mapping[Any, Hours], Sequence[Hours]] = (), holidays: Iterable[Any] = (),
        exceptions: Optional[Mapping[Any, Hours]] = None,
        tz: Union[str, Zone, zoneinfo.ZoneInfo, datetime.timezone] = datetime.timezone.utc,
    ) -> None:
        self.zone = tz if isinstance(tz, Zone) else Zone(tz)
        if isinstance(weekly, (str, bytes)):
            raise TypeError(f"weekly is {weekly!r}: say on which days, as in {{'mon-fri': '9:00-17:00'}}")
        if isinstance(holidays, bytes) or not isinstance(holidays, (Iterable, datetime.date)):
            raise TypeError(f"holidays is {holidays!r}: give a list of dates")
        items = list(weekly.items() if isinstance(weekly, Mapping) else enumerate(weekly))
        rows = sorted((day, *hours) for key, value in items for day in _weekdays(key) for hours in _intervals(value))
        closed = list(_dates(holidays))
        dated: list[tuple[int, int, int]] = []
        special = {} if exceptions is None else mapping(exceptions, "exceptions")
        for key, value in special.items():
            day = _date(key, "exceptions")
            intervals = [(day, *hours) for hours in _intervals(value)]
            dated += intervals
            if not intervals:
                closed.append(day)
        closed = sorted(set(closed))
        self._arguments = (dict(items), tuple(closed), [(day, (start, end)) for day, start, end in sorted(dated)], self.zone)
        self._build(rows, closed, sorted(dated))

    def _said(self) -> tuple[str, list[tuple[str, str]]]:
        weekly, closed, dated, zone = self._arguments
        return f"Calendar in {zone.name}: {len(weekly)} weekly, {len(closed)} closed, {len(dated)} dated", []

    def _build(self, rows: list[tuple[int, int, int]], closed: list[int], dated: list[tuple[int, int, int]]) -> None:
        openings = (CalendarOpening * max(len(rows), 1))(*(CalendarOpening(*row) for row in rows))
        holidays = (i32 * max(len(closed), 1))(*closed)
        exceptions = (CalendarException * max(len(dated), 1))(*(CalendarException(*row) for row in dated))
        params = CalendarParams()
        check(library.revops_calendar_defaults(ctypes.byref(params), ctypes.sizeof(params)), "calendar")
        params.openings, params.holidays = ctypes.addressof(openings), ctypes.addressof(holidays)
        params.exceptions, params.zone = ctypes.addressof(exceptions), self.zone._compiled
        params.opening_count, params.holiday_count, params.exception_count = len(rows), len(closed), len(dated)
        self._params, self._kept = params, (openings, holidays, exceptions)  # for an engine, which compiles them anew
        problems, needed = (Problem * 4)(), size()
        status = library.revops_calendar_check(ctypes.byref(params), problems, len(problems), ctypes.byref(needed))
        if status == c.REVOPS_ERR_UNSOUND:
            entries: dict[bytes, Sequence[Any]] = {b"openings": rows, b"holidays": closed, b"exceptions": dated}
            told = "; ".join(_problem(problem, entries.get(problem.part)) for problem in problems[: needed.value])
            raise UnsoundError(what=told)
        check(status, "calendar")
        self._memory, self._compiled = compiled(library.revops_calendar_build, params, "calendar")

    def _made_of(self) -> Any:
        return self._arguments, {}

    def __reduce__(self) -> tuple[Any, tuple[Any, ...]]:
        weekly, closed, dated, zone = self._arguments
        exceptions: dict[int, list[tuple[int, int]]] = {}
        for day, hours in dated:
            exceptions.setdefault(day, []).append(hours)
        return Calendar, (weekly, closed, exceptions, zone)

    def between(self, start: Any, end: Any) -> Any:
        """Open time from one instant to another; negative when the end is before the start.

        Parameters
        ----------
        start, end : datetime (aware), datetime64 (UTC), int (milliseconds), or an array of them

        Returns
        -------
        timedelta, timedelta64, int (milliseconds), or an array of them

        Examples
        --------
        >>> Calendar({"mon-sun": "22:00-6:00"}).between(0, 86_400_000)
        28800000
        """
        one, other = read_instant(start, "start"), read_instant(end, "end")
        if one and other:
            result = i64(_NONE)
            status = library.revops_calendar_between(self._compiled, one[0], other[0], ctypes.byref(result))
            if status:
                _check_one(status, one[0], other[0], "between")
            return give_span(result.value, one[1])
        starts, ends, asked = _pairs(read_instants(start, "start"), read_instants(end, "end"))
        out = np.empty(len(starts), np.int64)
        status = library.revops_calendar_between_many(
            self._compiled, address(starts, i64), address(ends, i64), len(starts), address(out, i64))
        _checked(status, out, (starts, ends), "between")
        return give_spans(out, asked)

    def add(self, start: Any, span: Any, at: Literal["close", "open"] = "close") -> Any:
        """The instant at which a span of open time is used up: a deadline.

        Parameters
        ----------
        start : datetime (aware), datetime64 (UTC), int (milliseconds), or an array of them
        span : timedelta, timedelta64, int (milliseconds), or an array of them
            Negative to go back.
        at : {"close", "open"}
            Where it is used up exactly at closing time, the answer is that instant, or where the hours next begin. For
            a negative span likewise: it stops at once (perhaps on an opening instant), or goes on back to the
            close before.

        Returns
        -------
        datetime, datetime64, int (milliseconds), or an array of them

        Raises
        ------
        OutOfRangeError
            It doesn't open that long in 273,790 years.

        Examples
        --------
        >>> day = Calendar({"mon-fri": "9:00-17:00"})
        >>> day.add(np.datetime64("2026-03-02T09:00"), np.timedelta64(8, "h"))
        np.datetime64('2026-03-02T17:00:00.000')
        >>> day.add(np.datetime64("2026-03-02T09:00"), np.timedelta64(8, "h"), at="open")
        np.datetime64('2026-03-03T09:00:00.000')
        """
        one, length = read_instant(start, "start"), read_span(span, "span")
        if one and length is not None:
            return self._deadline_of(one, length, c.REVOPS_CALENDAR_UNIT_OPEN, _choice(_AT, at, "at"), "add")
        starts, spans, asked = _pairs(read_instants(start, "start"), read_spans(span, "span"), 1)
        out = np.empty(len(starts), np.int64)
        status = library.revops_calendar_add_many(
            self._compiled, address(starts, i64), address(spans, i64), len(starts), _choice(_AT, at, "at"), address(out, i64))
        _checked(status, out, (starts, spans), "add")
        return give_instants(out, asked)

    def deadline(self, start: Any, amount: Any, unit: Literal["elapsed", "open", "business days", "days"] = "open", at: Literal["close", "open"] = "close") -> Any:
        """When a target of any unit ends.

        Parameters
        ----------
        start : datetime (aware), datetime64 (UTC), int (milliseconds), or an array of them
        amount : int, timedelta, timedelta64, or an array of them
            A span of time for "elapsed" and "open"; a number of days for the others. Negative to go back.
        unit : {"open", "elapsed", "business days", "days"}
            Days keep the local reading, over clock changes; business days count dates with hours that begin on them and
            clip the reading into the hours of the last.
        at : {"close", "open"}
            As for `add`; an end of business days outside of hours goes on to the next opening, too.

        Returns
        -------
        datetime, datetime64, int (milliseconds), or an array of them

        Examples
        --------
        >>> berlin = Calendar({"mon-fri": "9:00-17:00"}, tz="CET-1CEST,M3.5.0,M10.5.0/3")
        >>> asked = np.datetime64("2026-10-20T14:00")  # 16:00 there
        >>> berlin.deadline(asked, 14, "days")  # 16:00 again, in winter time
        np.datetime64('2026-11-03T15:00:00.000')
        >>> berlin.deadline(asked, [1, 2, 3], "business days")
        array(['2026-10-21T14:00:00.000', '2026-10-22T14:00:00.000',
               '2026-10-23T14:00:00.000'], dtype='datetime64[ms]')
        """
        number, at_close = _choice(_UNITS, unit, "unit"), _choice(_AT, at, "at")
        is_span = number <= c.REVOPS_CALENDAR_UNIT_OPEN
        one = read_instant(start, "start")
        if one and is_span:
            length = read_span(amount, "amount")
            if length is not None:
                return self._deadline_of(one, length, number, at_close, "deadline")
        elif one and isinstance(amount, (int, np.integer)):
            return self._deadline_of(one, integer(amount, i64, "amount"), number, at_close, "deadline")
        read = read_spans if is_span else _read_counts
        starts, amounts, asked = _pairs(read_instants(start, "start"), read(amount, "amount"), 1)
        out = np.empty(len(starts), np.int64)
        status = library.revops_calendar_deadline_many(
            self._compiled, address(starts, i64), address(amounts, i64), len(starts), number, at_close, address(out, i64))
        _checked(status, out, (starts, amounts), "deadline")
        return give_instants(out, asked)

    def _deadline_of(self, start: tuple[int, Asked], amount: int, unit: int, at_close: int, what: str) -> Any:
        result = i64(_NONE)
        status = library.revops_calendar_deadline(self._compiled, start[0], amount, unit, at_close, ctypes.byref(result))
        if status:
            _check_one(status, start[0], amount, what)
        return give_instant(result.value, start[1])

    def measure(self, start: Any, end: Any, unit: Literal["elapsed", "open", "business days", "days"] = "open") -> Any:
        """How much of a unit lies between two instants, the inverse of `deadline`.

        Parameters
        ----------
        start, end : datetime (aware), datetime64 (UTC), int (milliseconds), or an array of them
        unit : {"open", "elapsed", "business days", "days"}

        Returns
        -------
        timedelta, timedelta64, int or an array of them
            A span for "elapsed" and "open"; else the number of whole days, negative where the end is before the start.

        Examples
        --------
        >>> berlin = Calendar({"mon-fri": "9:00-17:00"}, tz="CET-1CEST,M3.5.0,M10.5.0/3")
        >>> berlin.measure(np.datetime64("2026-10-20T14:00"), np.datetime64("2026-11-03T15:00"), "days")
        14
        """
        number = _choice(_UNITS, unit, "unit")
        one, other = read_instant(start, "start"), read_instant(end, "end")
        if one and other:
            result = i64(_NONE)
            status = library.revops_calendar_measure(self._compiled, one[0], other[0], number, ctypes.byref(result))
            if status:
                _check_one(status, one[0], other[0], "measure")
            if number <= c.REVOPS_CALENDAR_UNIT_OPEN:
                return give_span(result.value, one[1])
            if result.value == _NONE:
                raise ValueError("measure: an instant is NaT, from which there is no number of days")
            return result.value
        starts, ends, asked = _pairs(read_instants(start, "start"), read_instants(end, "end"))
        out = np.empty(len(starts), np.int64)
        status = library.revops_calendar_measure_many(
            self._compiled, address(starts, i64), address(ends, i64), len(starts), number, address(out, i64))
        _checked(status, out, (starts, ends), "measure")
        if number <= c.REVOPS_CALENDAR_UNIT_OPEN:
            return give_spans(out, asked)
        if (out == _NONE).any():
            raise ValueError("measure: an instant is NaT, from which there is no number of days")
        return int(out[0]) if asked.shape is None else give_array(out, asked)

    def is_open(self, at: Any) -> Any:
        """Whether instants are open: bool for a scalar, else an array; False for NaT.

        Examples
        --------
        >>> Calendar({"mon-fri": "9:00-17:00"}).is_open(np.array(["2026-03-02T09:00", "2026-03-02T17:00"], "datetime64[m]"))
        array([ True, False])
        """
        one = read_instant(at, "at")
        if one:
            result = boolean()
            status = library.revops_calendar_is_open(self._compiled, one[0], ctypes.byref(result))
            if status:
                _check_one(status, one[0], 0, "is_open")
            return bool(result.value)
        instants, asked = read_instants(at, "at")
        out = np.empty(len(instants), np.uint8)
        check(library.revops_calendar_is_open_many(
            self._compiled, address(instants, i64), len(instants), address(out, u8)), "is_open")
        return bool(out[0]) if asked.shape is None else give_array(out.view(bool), asked)

    def next_open(self, at: Any) -> Any:
        """The first opening at or after instants; while open, the opening after the next close.

        Raises
        ------
        OutOfRangeError
            There is none: it is open without end, or never again.

        Examples
        --------
        >>> Calendar({"mon-fri": "9:00-17:00"}).next_open(np.datetime64("2026-03-06T12:00"))
        np.datetime64('2026-03-09T09:00:00.000')
        """
        return self._edge(at, c.REVOPS_CALENDAR_EDGE_NEXT_OPEN, "next_open")

    def next_close(self, at: Any) -> Any:
        """The first close at or after instants."""
        return self._edge(at, c.REVOPS_CALENDAR_EDGE_NEXT_CLOSE, "next_close")

    def previous_open(self, at: Any) -> Any:
        """The last opening at or before instants."""
        return self._edge(at, c.REVOPS_CALENDAR_EDGE_PREVIOUS_OPEN, "previous_open")

    def previous_close(self, at: Any) -> Any:
        """The last close at or before instants."""
        return self._edge(at, c.REVOPS_CALENDAR_EDGE_PREVIOUS_CLOSE, "previous_close")

    def _edge(self, at: Any, edge: int, what: str) -> Any:
        one = read_instant(at, "at")
        if one:
            result = i64(_NONE)
            status = library.revops_calendar_seek(self._compiled, one[0], edge, ctypes.byref(result))
            if status:
                _check_one(status, one[0], 0, what)
            return give_instant(result.value, one[1])
        instants, asked = read_instants(at, "at")
        out = np.empty(len(instants), np.int64)
        status = library.revops_calendar_seek_many(
            self._compiled, address(instants, i64), len(instants), edge, address(out, i64))
        _checked(status, out, (instants,), what)
        return give_instants(out, asked)

    def is_business_day(self, date: Any) -> Any:
        """Whether hours begin on dates: bool for a scalar, else an array.

        Examples
        --------
        >>> Calendar({"mon-fri": "9:00-17:00"}).is_business_day("2026-03-07")
        False
        """
        days, asked = read_days(date, "date")
        out = np.empty(len(days), np.uint8)
        check(library.revops_calendar_is_business_day_many(
            self._compiled, address(days, i32), len(days), address(out, u8)), "is_business_day")
        return bool(out[0]) if asked.shape is None else give_array(out.view(bool), asked)

    def add_days(self, date: Any, count: Any, roll: Roll = "raise") -> Any:
        """Rolls dates onto a business day, then moves them by business days, as numpy's ``busday_offset``.

        Parameters
        ----------
        date : date, datetime64, ISO text, int (days since 1970-01-01), or an array of them
        count : int or array
            Business days to add; negative to go back.
        roll : {"raise", "nat", "forward", "following", "backward", "preceding", "modifiedfollowing", "modifiedpreceding"}
            What to do with a date that is no business day.

        Returns
        -------
        date, datetime64, int, or an array of them

        Raises
        ------
        RefusedError
            A date is no business day, and `roll` is "raise".

        Examples
        --------
        >>> office = Calendar({"mon-fri": "9:00-17:00"}, holidays=["2026-03-09"])
        >>> office.add_days(datetime.date(2026, 3, 6), 1)
        datetime.date(2026, 3, 10)
        >>> office.add_days(np.array(["2026-03-07", "2026-03-08"], "datetime64[D]"), -1, roll="backward")
        array(['2026-03-05', '2026-03-05'], dtype='datetime64[D]')
        """
        days, asked = read_days(date, "date")
        days, counts, asked = _pairs((days, asked), _read_counts(count, "count"), 1)
        out = np.empty(len(days), np.int32)
        status = library.revops_calendar_add_days_many(
            self._compiled, address(days, i32), address(counts, i64), len(days), _choice(_ROLLS, roll, "roll"),
            address(out, i32))
        if status and not (status == c.REVOPS_ERR_REFUSED and roll == "nat"):
            bad = (out == -(2**31)) & (days != -(2**31))
            row = int(bad.argmax())
            where = f"row {row}: " if len(out) > 1 else ""
            if status == c.REVOPS_ERR_REFUSED:
                error = RefusedError()
                error.args = (f"add_days: {where}{np.datetime64(int(days[row]), 'D')} is no business day: "
                              "pass roll='forward' or roll='backward' to start from the next one, roll='nat' for NaT",)
                raise error
            check(status, f"add_days, {where}" if where else "add_days")
        return give_days(out, asked)

    def count_days(self, begin: Any, end: Any) -> Any:
        """Number of business days from one date (included) to another (excluded), as numpy's ``busday_count`` since 1.25.

        Parameters
        ----------
        begin, end : date, datetime64, ISO text, int (days since 1970-01-01), or an array of them

        Returns
        -------
        int or array of int64

        Examples
        --------
        >>> Calendar({"mon-fri": "9:00-17:00"}).count_days("2026-03-02", "2026-03-09")
        5
        """
        begins, ends, asked = _pairs(read_days(begin, "begin"), read_days(end, "end"))
        out = np.empty(len(begins), np.int64)
        check(library.revops_calendar_count_days_many(
            self._compiled, address(begins, i32), address(ends, i32), len(begins), address(out, i64)), "count_days")
        if ((begins == -(2**31)) | (ends == -(2**31))).any():
            raise ValueError("count_days: a date is NaT, of which there is no number of days")
        return int(out[0]) if asked.shape is None else give_array(out, asked)


def _problem(problem: Problem, rows: Optional[Sequence[Any]]) -> str:
    """A fault for people, with the entry at fault."""
    text = text_out(lambda out, capacity: library.revops_problem_text(ctypes.byref(problem), out, capacity))
    if rows is None or problem.row >= len(rows):
        return text
    row = rows[problem.row]
    if not isinstance(row, tuple):
        return f"{text} ({np.datetime64(row, 'D')})"
    day, start, end = row
    name = _DAYS[day] if problem.part == b"openings" else str(np.datetime64(day, "D"))
    return f"{text} ({name} {_clock(start)}-{_clock(end)})"


def _read_counts(value: Any, name: str) -> tuple[Array, Asked]:
    """Numbers of days."""
    if isinstance(value, (int, np.integer)) and not isinstance(value, bool):
        return np.array([integer(value, i64, name)], np.int64), Asked("integer", None)
    counts = array_in(value)
    if counts.dtype.kind not in "iu" and counts.size:
        raise TypeError(f"{name} must be a number of days, not {counts.dtype}")
    if counts.dtype == np.uint64 and counts.size and int(counts.max()) >= 2**63:
        raise OverflowError(f"{name} has numbers that don't fit int64")
    return np.ascontiguousarray(counts.astype(np.int64, copy=False)).reshape(-1), Asked("integer", counts.shape or None, None, value if is_series(value) else None)


def _choice(choices: Mapping[str, int], value: str, name: str) -> int:
    if value not in choices:
        raise ValueError(f"{name} is {value!r}, not one of {', '.join(choices)}")
    return choices[value]


def _pairs(first: tuple[Array, Asked], second: tuple[Array, Asked], decides: int = 2) -> tuple[Array, Array, Asked]:
    """Two columns of one length; a scalar is repeated. The first `decides` of them say how the answer looks."""
    (a, asked_a), (b, asked_b) = first, second
    shape_a, shape_b = asked_a.shape, asked_b.shape
    shape = shape_a if shape_b is None else shape_b if shape_a is None else np.broadcast_shapes(shape_a, shape_b)
    if shape is not None:
        a = np.ascontiguousarray(np.broadcast_to(a if shape_a is None else a.reshape(shape_a), shape)).reshape(-1)
        b = np.ascontiguousarray(np.broadcast_to(b if shape_b is None else b.reshape(shape_b), shape)).reshape(-1)
    asked = asked_a.over(asked_b) if decides == 2 else asked_a
    kind = "numpy" if shape is not None and asked.kind == "datetime" else asked.kind
    column = asked.column if asked.column is not None or len(shape or ()) != 1 else asked_b.column
    return a, b, Asked(kind, shape, asked.zone, column if column is None or shape == (len(column),) else None)


def _check_one(status: int, one: int, other: int, what: str) -> None:
    """NaT in is NaT out; everything else that fails raises."""
    if status != c.REVOPS_ERR_RANGE or _NONE not in (one, other):
        check(status, what)


def _checked(status: int, out: Array, given: tuple[Array, ...], what: str) -> None:
    """Says which row has no answer."""
    if status == c.REVOPS_ERR_RANGE:
        bad = out == _NONE
        for column in given:
            bad &= column != _NONE
        raise OutOfRangeError(what=f"{what}, row {int(bad.argmax())}" if len(out) > 1 else what)
    check(status, what)
