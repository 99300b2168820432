# SPDX-License-Identifier: MIT
"""Version, civil dates and instants (base.h).

An instant is an integer of milliseconds since 1970-01-01T00:00Z, or `TIME_NONE` for "never"; a date is an
integer of days since 1970-01-01. ``array.view("datetime64[ms]")`` shows a column of instants as dates, without a copy.
"""

from __future__ import annotations

import ctypes

from . import _constants as c
from ._arrays import integer, text_out
from ._library import library
from ._struct import i32, i64
from .errors import ArgumentError, check

__all__ = [
    "DAY_MS", "HOUR_MS", "MINUTE_MS", "NONE", "SECOND_MS", "TIME_NONE", "date_from_day", "day_from_date",
    "span_text", "time_text", "time_parse", "utc_ms", "version", "weekday",
]

#: "None", for an id; ids count from 1.
NONE = c.REVOPS_NONE
#: "Never" or "not yet", for an instant; NaT when seen as ``datetime64[ms]``.
TIME_NONE = c.REVOPS_TIME_NONE
#: Milliseconds in a second.
SECOND_MS = c.REVOPS_SECOND_MS
#: Milliseconds in a minute.
MINUTE_MS = c.REVOPS_MINUTE_MS
#: Milliseconds in an hour.
HOUR_MS = c.REVOPS_HOUR_MS
#: Milliseconds in a day of 24 hours.
DAY_MS = c.REVOPS_DAY_MS


def version() -> str:
    """Version of the loaded C library.

    Examples
    --------
    >>> version().count(".")
    2
    """
    return str(library.revops_version_text().decode("ascii"))


def time_parse(text: str) -> int:
    """Reads an instant in the format of RFC 3339, with its UTC offset.

    Parameters
    ----------
    text : str
        Such as ``2026-03-02T10:00:00.250+01:00``.

    Returns
    -------
    int
        Milliseconds since 1970-01-01T00:00Z; finer digits are cut off.

    Raises
    ------
    BadFormatError
        It is not written so, or there is no such date, time or offset.

    Examples
    --------
    >>> time_parse("2026-03-02T10:00:00+01:00")
    1772442000000
    >>> time_parse("2026-02-30T10:00:00Z")
    Traceback (most recent call last):
    revops.errors.BadFormatError: time '2026-02-30T10:00:00Z': text or bytes are not in the form asked for: \
see the function's page
    """
    if not isinstance(text, str):
        raise TypeError(f"text must be str, not {type(text).__name__}")
    data = text.encode("utf-8", "surrogatepass")
    at_ms = i64()
    check(library.revops_time_parse(data, len(data), ctypes.byref(at_ms)), f"time {text!r}")
    return at_ms.value


def time_text(at_ms: int) -> str:
    """Writes an instant as RFC 3339 in UTC, with milliseconds when there are any.

    Parameters
    ----------
    at_ms : int
        Milliseconds since 1970-01-01T00:00Z.

    Returns
    -------
    str
        "never" for `TIME_NONE`, "out of range" outside the years 0000 to 9999.

    Examples
    --------
    >>> time_text(1772442000250)
    '2026-03-02T09:00:00.250Z'
    >>> time_text(TIME_NONE)
    'never'
    """
    at_ms = integer(at_ms, i64, "at_ms")
    return text_out(lambda out, capacity: library.revops_time_text(at_ms, out, capacity), 32)


def span_text(span_ms: int) -> str:
    """Writes a span of time for people, in its two largest units.

    Parameters
    ----------
    span_ms : int
        Milliseconds; what is smaller than the second unit is cut off.

    Returns
    -------
    str
        Such as ``3 d 4 h``; "never" for `TIME_NONE`.

    Examples
    --------
    >>> span_text(3 * DAY_MS + 4 * HOUR_MS + 5 * MINUTE_MS)
    '3 d 4 h'
    """
    span_ms = integer(span_ms, i64, "span_ms")
    return text_out(lambda out, capacity: library.revops_span_text(span_ms, out, capacity), 32)


def day_from_date(year: int, month: int, day: int) -> int:
    """Day number of a date of the proleptic Gregorian calendar.

    Parameters
    ----------
    year, month, day : int
        Year −5,000,000 … 5,000,000, month from 1, day from 1.

    Returns
    -------
    int
        Days since 1970-01-01.

    Raises
    ------
    ArgumentError
        There is no such date.

    Examples
    --------
    >>> day_from_date(2026, 3, 2)
    20514
    """
    out = i32()
    check(
        library.revops_day_from_date(
            integer(year, i32, "year"), integer(month, i32, "month"), integer(day, i32, "day"), ctypes.byref(out)
        ),
        f"date {year}-{month}-{day}",
    )
    return out.value


def date_from_day(day: int) -> tuple[int, int, int]:
    """Year, month and day of a day number, the inverse of `day_from_date`.

    Examples
    --------
    >>> date_from_day(20514)
    (2026, 3, 2)
    """
    year, month, day_of_month = i32(), i32(), i32()
    library.revops_date_from_day(
        integer(day, i32, "day"), ctypes.byref(year), ctypes.byref(month), ctypes.byref(day_of_month)
    )
    return year.value, month.value, day_of_month.value


def weekday(day: int) -> int:
    """Day of the week of a day number: 0 for Monday … 6 for Sunday.

    Examples
    --------
    >>> weekday(day_from_date(2026, 3, 2))
    0
    """
    return int(library.revops_weekday(integer(day, i32, "day")))


def utc_ms(year: int, month: int, day: int, hour: int = 0, minute: int = 0) -> int:
    """Instant of a UTC date and clock time.

    Parameters
    ----------
    year, month, day : int
        A date of the years 0 to 9999.
    hour, minute : int, optional
        Clock reading; hour 24 with minute 0 is the day's end.

    Returns
    -------
    int
        Milliseconds since 1970-01-01T00:00Z.

    Raises
    ------
    ArgumentError
        There is no such reading.

    Examples
    --------
    >>> utc_ms(2026, 3, 2, 9)
    1772442000000
    """
    parts = [
        integer(value, i32, name)
        for name, value in (("year", year), ("month", month), ("day", day), ("hour", hour), ("minute", minute))
    ]
    at_ms = int(library.revops_utc_ms(*parts))
    if at_ms == TIME_NONE:
        raise ArgumentError(what=f"{year}-{month}-{day} {hour}:{minute}")
    return at_ms
