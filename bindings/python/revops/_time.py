# SPDX-License-Identifier: MIT
"""Instants and spans as Python and numpy write them, on their way to int64 milliseconds; also columns of labels.

An instant is an aware ``datetime``, a ``datetime64`` (UTC), RFC 3339 text or an integer of milliseconds; a span is a ``timedelta``, a
``timedelta64`` or an integer of milliseconds. What would lose a part of a millisecond is rounded towards the past.
"""

from __future__ import annotations

import datetime
import functools
import sys
from typing import Any, Hashable, Optional, Sequence, SupportsIndex, Union, cast

import numpy as np
import numpy.typing as npt

from ._arrays import Array, integer, is_foreign, numbers_of, one_column
from ._struct import i64
from .base import time_parse
from .errors import BadFormatError

__all__ = ["Instant", "Span", "codes", "in_unit", "instant_ms", "instants_ms", "known_instants_ms", "one_in_ms", "sorted_codes", "span_ms", "spans_ms"]

Instant = Union[datetime.datetime, np.datetime64, str, SupportsIndex]
Span = Union[datetime.timedelta, np.timedelta64, SupportsIndex]

_EPOCH = datetime.datetime(1970, 1, 1, tzinfo=datetime.timezone.utc)
_START = datetime.datetime(1970, 1, 1)
_MS = datetime.timedelta(milliseconds=1)


_COARSE = ("Y", "M", "W", "D", "h", "m", "s")  # units whose numbers grow on their way to milliseconds


def in_unit(values: Any, unit: str, name: str) -> Any:
    """A datetime64 or timedelta64 (scalar or array) in another unit; numpy's own conversion wraps around silently.

    Examples
    --------
    >>> in_unit(np.datetime64("1970-01-02"), "ms", "at")
    np.datetime64('1970-01-02T00:00:00.000')
    >>> in_unit(np.array([2**62], "M8[s]"), "ms", "at")
    Traceback (most recent call last):
    OverflowError: at has times that don't fit int64 in unit 'ms'
    """
    dtype = np.dtype(f"{values.dtype.kind}8[{unit}]")
    if values.dtype == dtype:
        return values
    converted = values.astype(dtype)
    # What grew must shrink back to what it was; what shrank was rounded, and can't have wrapped around.
    if np.datetime_data(values.dtype)[0] in _COARSE[: _COARSE.index(unit) if unit in _COARSE else None]:
        if not np.all((converted.astype(values.dtype) == values) | np.isnat(values)):
            raise OverflowError(f"{name} has times that don't fit int64 in unit {unit!r}")
    return converted


@functools.lru_cache(maxsize=64)
def _scale(dtype: np.dtype[Any]) -> Optional[tuple[int, int]]:
    """Milliseconds in so many numbers of a unit; None for months, years and no unit at all."""
    unit, count = np.datetime_data(dtype)
    sizes = {"W": (604_800_000, 1), "D": (86_400_000, 1), "h": (3_600_000, 1), "m": (60_000, 1), "s": (1000, 1), "ms": (1, 1),
             "us": (1, 10**3), "ns": (1, 10**6), "ps": (1, 10**9), "fs": (1, 10**12), "as": (1, 10**15)}
    return (sizes[unit][0] * count, sizes[unit][1]) if unit in sizes else None


def one_in_ms(value: Any, name: str) -> int:
    """Milliseconds of a datetime64 or timedelta64 scalar, rounded down; NaT is the least int64."""
    plain = value.item()  # as Python has it, a fifth of what astype() takes; not of nanoseconds, nor far away
    if type(plain) is datetime.datetime:
        plain -= _START
    if type(plain) is datetime.timedelta:
        return plain.days * 86_400_000 + plain.seconds * 1000 + plain.microseconds // 1000
    scale, number = _scale(value.dtype), int.from_bytes(value, sys.byteorder, signed=True)
    if scale is None:
        return int(in_unit(value, "ms", name).astype(np.int64))
    if number == -(2**63):
        return number
    return integer(number * scale[0] // scale[1], i64, name)


def _read(text: str, name: str) -> int:
    """Milliseconds of a text."""
    try:
        return time_parse(text)
    except BadFormatError:
        pass
    missing = "is no instant"
    for ending in ("Z", ":00Z", "T00:00:00Z"):
        try:
            time_parse(text.strip().replace(" ", "T", 1) + ending)
            missing = "has no time zone, so that it names no instant"
        except BadFormatError:
            continue
    raise ValueError(f"{name} is {text!r}, which {missing}; expected RFC 3339 with an offset, such as '2026-03-02T09:00:00Z' or "
                     "'2026-03-02T10:00:00+01:00'")


def instant_ms(value: Instant, name: str) -> int:
    """Milliseconds since 1970-01-01T00:00Z of one instant.

    Examples
    --------
    >>> instant_ms(datetime.datetime(1970, 1, 2, tzinfo=datetime.timezone.utc), "at")
    86400000
    >>> instant_ms(np.datetime64("1970-01-02"), "at"), instant_ms("1970-01-01T01:00:00+01:00", "at")
    (86400000, 0)
    >>> instant_ms(datetime.datetime(1970, 1, 2), "at")
    Traceback (most recent call last):
    TypeError: at has no time zone, so that it names no instant: add one, as with .replace(tzinfo=...)
    """
    if isinstance(value, str):
        digits = value[1:] if value.startswith("-") else value
        return integer(int(value), i64, name) if digits.isascii() and digits.isdigit() else _read(value, name)
    if isinstance(value, np.datetime64):  # NaT is TIME_NONE
        return one_in_ms(value, name)
    if value is None or value != value:
        raise ValueError(f"{name} is no instant: it is missing")
    if isinstance(value, datetime.datetime):
        if value.tzinfo is None:
            raise TypeError(f"{name} has no time zone, so that it names no instant: add one, as with .replace(tzinfo=...)")
        if type(value) is not datetime.datetime and hasattr(value, "to_datetime64"):  # of pandas, whose own difference takes twenty times as long
            return one_in_ms(value.to_datetime64(), name)
        return (value - _EPOCH) // _MS
    return integer(value, i64, name)


def span_ms(value: Span, name: str) -> int:
    """Milliseconds of one span.

    Examples
    --------
    >>> span_ms(datetime.timedelta(hours=4), "target")
    14400000
    >>> span_ms(np.timedelta64(5, "m"), "target")
    300000
    """
    if isinstance(value, datetime.timedelta):
        return value // _MS
    if isinstance(value, np.timedelta64):
        found = one_in_ms(value, name)
        if found == -(2**63):
            raise ValueError(f"{name} is not a time")
        return found
    return integer(value, i64, name)


def _each(distinct: Sequence[Hashable], numbers: Array, name: str) -> Array:
    """Milliseconds of each row, by the numbers of its distinct values; what is no instant is told with its row."""
    found = np.empty(len(distinct), np.int64)
    for number, value in enumerate(distinct):
        try:
            found[number] = instant_ms(cast(Instant, value), name)
            continue
        except (TypeError, ValueError):
            pass
        instant_ms(cast(Instant, value), f"{name} in row {int((numbers == number).argmax())}")
    return found[numbers]


def instants_ms(values: npt.ArrayLike, name: str) -> Array:
    """A column of instants as int64 milliseconds; without a copy where it is that or ``datetime64[ms]`` already.

    Examples
    --------
    >>> instants_ms(np.array(["1970-01-01T00:00:01"], "datetime64[s]"), "at")
    array([1000])
    >>> instants_ms([np.datetime64("NaT")], "at")
    Traceback (most recent call last):
    ValueError: at has no instant in row 0: drop such rows
    """
    array = one_column(values)
    if array.ndim != 1:
        raise ValueError(f"{name} has {array.ndim} dimensions, not 1")
    if array.dtype.kind in "OUS":
        try:
            numbers, distinct = codes(array.astype(str) if array.dtype.kind == "S" else array)
        except UnicodeDecodeError:
            raise ValueError(f"{name} has bytes that aren't ASCII: instants are RFC 3339 text, such as '2026-03-02T09:00:00Z'") from None
        for row, value in enumerate(distinct):
            if value is None or value != value:
                raise ValueError(f"{name} has no instant in row {int((numbers == row).argmax())}: drop such rows")
        array = _each(distinct, numbers, name)
    if array.dtype.kind == "M":
        missing = np.isnat(array)
        if missing.any():
            raise ValueError(f"{name} has no instant in row {int(missing.argmax())}: drop such rows")
        return np.ascontiguousarray(in_unit(array, "ms", name)).view(np.int64)
    if array.dtype.kind not in "iu" and array.size:
        raise TypeError(f"{name} must hold instants (datetime64, aware datetime, RFC 3339 text or integer milliseconds), not {array.dtype}")
    if array.dtype == np.uint64 and array.size and int(array.max()) > 2**63 - 1:
        raise OverflowError(f"{name} has instants that don't fit int64")
    return np.ascontiguousarray(array.astype(np.int64, copy=False))


def known_instants_ms(values: npt.ArrayLike, name: str) -> Array:
    """As `instants_ms`, for columns in which NaT (TIME_NONE) is "not yet": it stays.

    Examples
    --------
    >>> known_instants_ms(np.array(["1970-01-01T00:00:01", "NaT"], "M8[s]"), "at").tolist()
    [1000, -9223372036854775808]
    """
    array = one_column(values)
    if array.dtype.kind != "M" or array.ndim != 1:
        return instants_ms(values, name)
    return np.ascontiguousarray(in_unit(array, "ms", name)).view(np.int64)


def spans_ms(values: npt.ArrayLike, name: str) -> Array:
    """A column of spans as int64 milliseconds: timedelta64, where NaT (TIME_NONE) stays, or whole numbers.

    Examples
    --------
    >>> spans_ms(np.array([2, "NaT"], "m8[s]"), "served").tolist(), spans_ms([], "served").tolist()
    ([2000, -9223372036854775808], [])
    >>> spans_ms(np.array([2**62], "m8[s]"), "served")
    Traceback (most recent call last):
    OverflowError: served has times that don't fit int64 in unit 'ms'
    """
    array = one_column(numbers_of(values))
    if array.ndim != 1:
        raise ValueError(f"{name} has {array.ndim} dimensions, not 1")
    if array.dtype.kind == "O":
        missing = np.iinfo(np.int64).min
        return np.array([missing if value is None or value != value else span_ms(value, name) for value in array.tolist()], np.int64)
    if array.dtype.kind == "m":
        return np.ascontiguousarray(in_unit(array, "ms", name)).view(np.int64)
    if array.dtype.kind not in "iu" and array.size:
        raise TypeError(f"{name} must hold spans of time (timedelta64 or whole milliseconds), not {array.dtype}")
    if array.dtype == np.uint64 and array.size and int(array.max()) > 2**63 - 1:
        raise OverflowError(f"{name} has spans that don't fit int64")
    return np.ascontiguousarray(array.astype(np.int64, copy=False))


def codes(values: npt.ArrayLike) -> tuple[Array, list[Hashable]]:
    """Numbers 0, 1, … for the labels of a column, and the labels in order of their first row.

    Examples
    --------
    >>> codes(["b", "a", "b"])
    (array([0, 1, 0]), ['b', 'a'])
    """
    factorize = getattr(values, "factorize", None)  # a pandas column knows how, and fast
    if factorize is not None:
        numbers, labels = factorize(use_na_sentinel=False)
        return np.asarray(numbers, np.int64), list(labels)
    if is_foreign(values):
        from ._factor import factor

        return factor(values)
    array = one_column(values)
    if array.ndim != 1:
        raise ValueError(f"a column has {array.ndim} dimensions, not 1")
    if array.dtype.kind == "O":
        numbering: dict[Any, int] = {}
        return np.array([numbering.setdefault(value, len(numbering)) for value in array], np.int64), list(numbering)
    _, first, inverse = np.unique(array, return_index=True, return_inverse=True)
    order = np.argsort(first, kind="stable")
    rank = np.empty(len(order), np.int64)
    rank[order] = np.arange(len(order))
    return rank[inverse.reshape(-1)], array[np.sort(first)].tolist()


def sorted_codes(values: npt.ArrayLike) -> tuple[Array, Array]:
    """The distinct labels of a column, sorted (in order of their first row where they can't be), and each row's number.

    Examples
    --------
    >>> sorted_codes(["b", "a", "b"])[1], sorted_codes(["b", None])[0].tolist()
    (array([1, 0, 1]), ['b', None])
    """
    try:
        labels, numbers = np.unique(one_column(values), return_inverse=True)
        return labels, numbers.reshape(-1)
    except TypeError:
        numbers, found = codes(values)
        return np.array(found, object), numbers
