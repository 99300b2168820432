# SPDX-License-Identifier: MIT
"""Opening hours, weekdays and dates as they are given."""

from __future__ import annotations

import datetime
from typing import Any, Iterable, Iterator, Union

import numpy as np

from ._answers import read_days

_DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
Hours = Union[None, str, tuple[Any, Any], Iterable[Any]]


def _minute(value: Any) -> int:
    """Minutes from midnight of "9:00", a ``time``, a ``timedelta`` or a number of minutes."""
    if isinstance(value, datetime.time):
        value = datetime.timedelta(hours=value.hour, minutes=value.minute, seconds=value.second, microseconds=value.microsecond)
    if isinstance(value, datetime.timedelta):
        minutes, rest = divmod(value, datetime.timedelta(minutes=1))
        if rest:
            raise ValueError(f"{value} is no whole minute")
        return minutes
    if isinstance(value, str):
        hour, colon, minute = value.strip().partition(":")
        if not (hour.isdecimal() and (minute.isdecimal() and len(minute) == 2 and int(minute) < 60 if colon else True)):
            raise ValueError(f"{value!r} is no time of day such as '9:00'")
        return int(hour) * 60 + int(minute or 0)
    if isinstance(value, (int, np.integer)) and not isinstance(value, bool):
        return int(value)
    raise TypeError(f"{value!r} is no time of day: give text such as '9:00', a datetime.time or minutes")


def _intervals(hours: Hours) -> Iterator[tuple[int, int]]:
    """Pairs of minutes from "9:00-12:30, 13:30-18:00", a pair, or any number of either."""
    if hours is None:
        return
    if isinstance(hours, str):
        for part in filter(None, (part.strip() for part in hours.split(","))):
            start, dash, end = part.replace("–", "-").partition("-")
            if not (start.strip() and dash and end.strip()):
                raise ValueError(f"{part!r} is no interval such as '9:00-17:00'")
            yield _hours(start, end, part)
        return
    if isinstance(hours, (bytes, int, float, np.generic, datetime.time, datetime.timedelta)):
        raise TypeError(f"{hours!r} is no interval: give text such as '9:00-17:00' or a pair of times")
    parts = list(hours)
    if len(parts) == 2 and not any(isinstance(part, (tuple, list)) or (isinstance(part, str) and "-" in part) for part in parts):
        yield _hours(parts[0], parts[1], tuple(parts))
        return
    for part in parts:
        yield from _intervals(part)


def _weekdays(key: Any) -> Iterator[int]:
    """Numbers of "mon", "mon-fri", "sat,sun" or of a number, Monday 0."""
    if isinstance(key, (int, np.integer)) and not isinstance(key, bool):
        if not 0 <= key <= 6:
            raise ValueError(f"weekday is {key}, not 0 (Monday) ... 6 (Sunday)")
        yield int(key)
        return
    for part in str(key).lower().split(","):
        ends = [_DAYS.index(end.strip()[:3]) if end.strip()[:3] in _DAYS else -1 for end in part.split("-")]
        if -1 in ends or len(ends) > 2:
            raise ValueError(f"{key!r} names no weekday such as 'mon', 'mon-fri' or 0")
        yield from range(ends[0], ends[-1] + 1) if ends[0] <= ends[-1] else [*range(ends[0], 7), *range(ends[-1] + 1)]


def _hours(start: Any, end: Any, given: Any) -> tuple[int, int]:
    """Start and end in minutes of the day on which they begin; an end before the start is on the next day."""
    try:
        begin, close = _minute(start), _minute(end)
    except ValueError as error:
        raise ValueError(f"hours {given!r}: {error}") from None
    if begin == close:
        raise ValueError(f"hours {given!r} are empty; a whole day is '0:00-24:00'")
    if not 0 <= begin < 1440:
        raise ValueError(f"hours {given!r} begin at {_clock(begin)}, not from 0:00 to 23:59 of their day")
    close += 1440 if 0 <= close < begin else 0
    if not begin < close <= 2880:
        raise ValueError(f"hours {given!r} end at {_clock(close)}, not after their beginning and by 48:00, the end of the next day")
    return begin, close


def _clock(minute: int) -> str:
    return f"{'-' if minute < 0 else ''}{abs(minute) // 60:02}:{abs(minute) % 60:02}"


def _dates(values: Iterable[Any]) -> Iterator[int]:
    """Days of dates, or of feeds of dates."""
    for value in [values] if isinstance(values, (str, datetime.date)) else values:
        if isinstance(value, (str, datetime.date, np.datetime64, int, np.integer)):
            yield _date(value, "holidays")
        elif isinstance(value, Iterable) and not isinstance(value, bytes):
            yield from _dates(value)
        else:
            raise TypeError(f"holidays has {value!r}, which is no date: give a date, ISO text or a feed of them")


def _date(value: Any, name: str) -> int:
    """The day of one date."""
    if value != value or value is None:
        raise ValueError(f"{name} has {value!r}, which is no date: leave such rows out")
    if isinstance(value, (bool, list, tuple, set, frozenset)):
        raise TypeError(f"{name} has {value!r}, which is no date")
    day = int(read_days(value, name)[0][0])
    if day == -(2**31):
        raise ValueError(f"{name} has {value!r}, which is no date: leave such rows out")
    return day
