# SPDX-License-Identifier: MIT
"""Answers in the kind that was asked in: scalars for scalars, arrays for arrays, dates and times or milliseconds.

`read_instants()`, `read_spans()` and `read_days()` make contiguous integer columns, without a copy where the values are
that already, and say with an `Asked` how the answer is to look. NaT goes in and comes out.
"""

from __future__ import annotations

import datetime
from typing import Any, NamedTuple, Optional

import numpy as np

from ._arrays import Array, array_in, integer
from ._frames import is_series, series_like
from ._struct import i64
from ._time import in_unit, instant_ms, one_in_ms, span_ms
from ._typed import own_zone

__all__ = [
    "Asked", "give_array", "give_days", "give_instant", "give_instants", "give_span", "give_spans", "read_days", "read_instant",
    "read_instants", "read_span", "read_spans",
]

_EPOCH = datetime.datetime(1970, 1, 1, tzinfo=datetime.timezone.utc)
_EPOCH_DATE = _EPOCH.date()


class Asked(NamedTuple):
    """How an answer is to look."""

    kind: str  # "datetime" (datetime, date and timedelta), "numpy" (datetime64 and timedelta64) or "integer"
    shape: Optional[tuple[int, ...]]  # None for a scalar
    zone: Any = None  # of a datetime, or of a column
    column: Any = None  # of pandas, polars or pyarrow, whose kind the answer is of

    def over(self, other: Asked) -> Asked:
        """Of two arguments the one that decides: a column before an array, an array before a scalar, else the first."""
        is_other = (self.shape is None and other.shape is not None) or (self.column is None and other.column is not None)
        return other if is_other else self


def _array(values: Any) -> Array:
    return array_in(values)


def _asked(values: Any, asked: Asked) -> Asked:
    """How an answer is to look to a column."""
    if not is_series(values):
        return asked
    return asked._replace(column=values, zone=own_zone(getattr(values, "dtype", None)) or own_zone(getattr(values, "type", None)))


def give_array(answer: Array, asked: Asked) -> Any:
    """An array of any type, as asked: as a column of the same kind, which has the index and the zone of the one that was asked with."""
    answer = answer.reshape(asked.shape or (-1,))
    if asked.column is None:
        return answer
    return series_like(asked.column, answer, getattr(asked.column, "name", None), zone=asked.zone)


def _column(array: Array, unit: str, name: str) -> tuple[Array, Asked]:
    """int64 of a datetime64, timedelta64 or integer array."""
    if array.dtype.kind in "mM":
        column = in_unit(array, unit, name).view(np.int64)
        return np.ascontiguousarray(column).reshape(-1), Asked("numpy", array.shape)
    if array.dtype == np.uint64 and array.size and int(array.max()) > np.iinfo(np.int64).max:
        raise OverflowError(f"{name} has numbers that don't fit int64")
    if array.dtype.kind in "iu" or not array.size:
        return np.ascontiguousarray(array.astype(np.int64, copy=False)).reshape(-1), Asked("integer", array.shape)
    raise TypeError(f"{name} must hold dates and times or integers, not {array.dtype}")


_INTEGER, _NUMPY = Asked("integer", None), Asked("numpy", None)
_LOW, _HIGH = -(2**63), 2**63 - 1


def read_instant(value: Any, name: str) -> Optional[tuple[int, Asked]]:
    """One instant as milliseconds, fast; None for what `read_instants()` reads as a column.

    Examples
    --------
    >>> read_instant(np.datetime64("1970-01-02"), "at")
    (86400000, Asked(kind='numpy', shape=None, zone=None, column=None))
    """
    if type(value) is int and _LOW <= value <= _HIGH:
        return value, _INTEGER
    if isinstance(value, datetime.datetime):
        if value.tzinfo is None:
            return instant_ms(value, name), _INTEGER  # raises
        asked = tuple.__new__(Asked, ("datetime", None, value.tzinfo))  # half of what a call by names takes
        if type(value) is not datetime.datetime and hasattr(value, "to_datetime64"):
            return instant_ms(value, name), asked
        since = value - _EPOCH
        return since.days * 86_400_000 + since.seconds * 1000 + since.microseconds // 1000, asked
    if isinstance(value, np.datetime64):
        return one_in_ms(value, name), _NUMPY
    return (instant_ms(value, name), _INTEGER) if isinstance(value, (int, np.integer)) else None


def read_span(value: Any, name: str) -> Optional[int]:
    """One span of time as milliseconds, fast; None for what `read_spans()` reads as a column."""
    if type(value) is int and _LOW <= value <= _HIGH:
        return value
    if isinstance(value, datetime.timedelta):
        return value.days * 86_400_000 + value.seconds * 1000 + value.microseconds // 1000
    if isinstance(value, np.timedelta64):
        return one_in_ms(value, name)
    return span_ms(value, name) if isinstance(value, (int, np.integer)) else None


def give_instant(answer: int, asked: Asked) -> Any:
    """One instant, as asked."""
    if asked.kind == "datetime":
        return (_EPOCH + datetime.timedelta(milliseconds=answer)).astimezone(asked.zone)
    return np.datetime64(answer, "ms") if asked.kind == "numpy" else answer


def give_span(answer: int, asked: Asked) -> Any:
    """One span of time, as asked."""
    if asked.kind == "datetime":
        return datetime.timedelta(milliseconds=answer)
    return np.timedelta64(answer, "ms") if asked.kind == "numpy" else answer


def read_instants(value: Any, name: str) -> tuple[Array, Asked]:
    """Instants as int64 milliseconds.

    Examples
    --------
    >>> read_instants(np.array(["1970-01-02", "NaT"], "datetime64[D]"), "at")[0]
    array([            86400000, -9223372036854775808])
    """
    if isinstance(value, datetime.datetime):
        return np.array([instant_ms(value, name)], np.int64), Asked("datetime", None, value.tzinfo)
    if isinstance(value, (np.datetime64, int, np.integer)):
        kind = "numpy" if isinstance(value, np.datetime64) else "integer"
        return np.array([instant_ms(value, name)], np.int64), Asked(kind, None)
    array = _array(value)
    if array.dtype.kind == "O":
        shape = array.shape
        array = np.array([np.datetime64("NaT") if one is None else np.datetime64(instant_ms(one, name), "ms")
                          for one in array.reshape(-1)], "datetime64[ms]").reshape(shape)
    if array.dtype.kind == "m":
        raise TypeError(f"{name} must hold instants, not spans of time")
    found, asked = _column(array, "ms", name)
    return found, _asked(value, asked)


def read_spans(value: Any, name: str) -> tuple[Array, Asked]:
    """Spans of time as int64 milliseconds.

    Examples
    --------
    >>> read_spans([datetime.timedelta(hours=1)], "span")[0]
    array([3600000])
    """
    if isinstance(value, np.timedelta64) and np.isnat(value):
        return np.array([value], "m8[ms]").view(np.int64), Asked("numpy", None)
    if isinstance(value, (datetime.timedelta, np.timedelta64, int, np.integer)):
        return np.array([span_ms(value, name)], np.int64), Asked("integer", None)
    array = _array(value)
    if array.dtype.kind == "O":
        array = np.array([span_ms(one, name) for one in array.reshape(-1)], "m8[ms]").reshape(array.shape)
    if array.dtype.kind == "M":
        raise TypeError(f"{name} must hold spans of time, not instants")
    found, asked = _column(array, "ms", name)
    return found, _asked(value, asked)


def _days_of_text(values: Array, name: str) -> Array:
    """datetime64[D] of ISO text and dates."""
    try:
        return values.astype("datetime64[D]")
    except ValueError:
        for value in values.reshape(-1):
            try:
                np.datetime64(value, "D")
            except ValueError:
                raise ValueError(f"{name} has {str(value)!r}, which is no date such as '2026-03-04'") from None
        raise


def read_days(value: Any, name: str) -> tuple[Array, Asked]:
    """Dates as int32 days since 1970-01-01.

    Examples
    --------
    >>> read_days(datetime.date(1970, 1, 3), "date")[0]
    array([2], dtype=int32)
    """
    if isinstance(value, datetime.datetime):
        raise TypeError(f"{name} is an instant, whose date depends on the zone: pass a date, as with .date()")
    if isinstance(value, datetime.date):
        return np.array([(value - _EPOCH_DATE).days], np.int32), Asked("datetime", None)
    if isinstance(value, (int, np.integer)):
        array = np.array([integer(value, i64, name)], np.int64)
        asked = Asked("integer", None)
    elif isinstance(value, str):
        array, asked = _days_of_text(np.array([value]), name).view(np.int64), Asked("numpy", None)
    elif isinstance(value, np.datetime64):
        array = in_unit(np.array([value]), "D", name).view(np.int64)
        asked = Asked("numpy", None)
    else:
        given = _array(value)
        if given.dtype.kind in "OU":
            given = _days_of_text(given, name)
        array, asked = _column(given, "D", name)
        asked = _asked(value, asked)
    # NaT is the smallest int64, "none" among days the smallest int32.
    none = array == np.iinfo(np.int64).min
    if ((array < -(2**31) + 1) & ~none | (array >= 2**31)).any():
        raise OverflowError(f"{name} has dates beyond 5,800,000 years of 1970")
    return np.where(none, -(2**31), array).astype(np.int32), asked


def give_instants(answer: Array, asked: Asked) -> Any:
    """Instants, as asked."""
    if asked.shape is not None:
        return give_array(answer.view("datetime64[ms]") if asked.kind == "numpy" else answer, asked)
    if asked.kind == "datetime":
        return (_EPOCH + datetime.timedelta(milliseconds=int(answer[0]))).astimezone(asked.zone)
    return answer.view("datetime64[ms]")[0] if asked.kind == "numpy" else int(answer[0])


def give_spans(answer: Array, asked: Asked) -> Any:
    """Spans of time, as asked."""
    if asked.shape is not None:
        return give_array(answer.view("timedelta64[ms]") if asked.kind == "numpy" else answer, asked)
    if asked.kind == "datetime":
        return datetime.timedelta(milliseconds=int(answer[0]))
    return answer.view("timedelta64[ms]")[0] if asked.kind == "numpy" else int(answer[0])


def give_days(answer: Array, asked: Asked) -> Any:
    """Dates, as asked."""
    if asked.kind == "integer":
        return int(answer[0]) if asked.shape is None else give_array(answer, asked)
    wide = answer.astype(np.int64)
    wide[answer == -(2**31)] = np.iinfo(np.int64).min
    dates = wide.view("datetime64[D]")
    if asked.shape is not None:
        return give_array(dates, asked)
    return dates[0].item() if asked.kind == "datetime" else dates[0]
