# SPDX-License-Identifier: MIT
"""Short columns of integers, of any type that holds them: what isn't one that fits is told with column and row."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Optional

import numpy as np
import numpy.typing as npt

from ._arrays import Array, Cells, is_foreign, numbers_of, one_column
from ._frames import as_array, is_missing

__all__ = ["integers_in", "known_truths", "money_in", "offsets_in", "pairs_in", "truths_in"]


def _column(values: Any, name: str, length: Optional[int]) -> Array:
    """Values as an array: of objects where a conversion would change some of them."""
    values = numbers_of(values)
    if values is None or isinstance(values, (str, bytes, dict, set, frozenset)) or not hasattr(values, "__len__") or hasattr(type(values), "columns"):
        raise TypeError(f"{name} is of type {type(values).__name__}: expected a column of values, as a list or an array")
    if is_foreign(values):
        array = one_column(values)
    elif isinstance(values, (list, tuple)) or not isinstance(getattr(values, "dtype", None), np.dtype) or isinstance(values, np.ma.MaskedArray):
        array = np.empty(len(values), object)  # also of pandas and polars, whose gaps would become floats
        for row, value in enumerate(values):
            array[row] = value
    else:
        array = np.asarray(values)
    if array.ndim != 1:
        raise ValueError(f"{name} has {array.ndim} dimensions, not 1")
    if length is not None and len(array) != length:
        raise ValueError(f"{name} has {len(array)} rows, not {length}")
    return array


def _told(value: Any) -> str:
    """A value as a sentence names it."""
    if value is None or (not hasattr(value, "__len__") and is_missing(value)):
        return "nothing"
    return repr(value.item() if isinstance(value, np.generic) else value)


def integers_in(values: Any, dtype: npt.DTypeLike, name: str, length: Optional[int] = None) -> Array:
    """A column of integers as an array of one type.

    Examples
    --------
    >>> integers_in([1, 2], np.uint32, "hires")
    array([1, 2], dtype=uint32)
    >>> integers_in([1, None], np.uint32, "hires")
    Traceback (most recent call last):
    TypeError: hires has nothing in row 1: expected an integer
    >>> integers_in(np.array([1, -2]), np.uint32, "hires")
    Traceback (most recent call last):
    OverflowError: hires has -2 in row 1, outside 0 ... 4294967295
    """
    wanted = np.dtype(dtype)
    array = _column(values, name, length)
    if array.dtype == wanted:
        return np.ascontiguousarray(array)
    low, high = int(np.iinfo(wanted).min), int(np.iinfo(wanted).max)
    if array.dtype.kind in "iu":
        beyond = (array < low) | (array > high)
        if beyond.any():
            row = int(beyond.argmax())
            raise OverflowError(f"{name} has {array[row]} in row {row}, outside {low} ... {high}")
        return array.astype(wanted)
    found = np.empty(len(array), wanted)
    for row, value in enumerate(array):
        if isinstance(value, (bool, np.bool_)) or not isinstance(value, (int, np.integer)):
            raise TypeError(f"{name} has {_told(value)} in row {row}: expected an integer")
        if not low <= value <= high:
            raise OverflowError(f"{name} has {value} in row {row}, outside {low} ... {high}")
        found[row] = value
    return found


def offsets_in(values: Any, name: str, rows: int, of: str) -> Array:
    """Where each one's rows of a column begin and the last one's end.

    Examples
    --------
    >>> offsets_in([0, 2, 5], "offsets", 5, "deals")
    array([0, 2, 5], dtype=uint64)
    >>> offsets_in([0, 2, 1], "offsets", 5, "deals")
    Traceback (most recent call last):
    ValueError: offsets falls from 2 to 1 in row 2: expected ascending numbers
    """
    places = integers_in(values, np.uint64, name)
    if not len(places):
        raise ValueError(f"{name} has 0 rows: expected one more than there are ranges of {of}")
    falls = np.flatnonzero(places[1:] < places[:-1])
    if len(falls):
        row = int(falls[0])
        raise ValueError(f"{name} falls from {places[row]} to {places[row + 1]} in row {row + 1}: expected ascending numbers")
    if int(places[-1]) > rows:
        raise ValueError(f"{name} ends with {places[-1]}: expected at most {rows}, the rows of {of}")
    return places


def money_in(values: Any, name: str) -> Array:
    """A column of money in minor units; what is missing is 0. All of it together fits, so that no sum can wrap around."""
    array = one_column(numbers_of(values))
    if array.dtype.kind == "O":
        array = integers_in([0 if is_missing(value) else value for value in array.tolist()], np.int64, name)
    if array.dtype.kind == "f":
        array = np.where(np.isnan(array), 0, array)
        wrong = (array != np.trunc(array)) | ~(np.abs(array) < 2**53)
        if wrong.any():
            row = int(wrong.argmax())
            raise TypeError(f"{name} has {array[row]} in row {row}; it must hold integers: money is in minor units (cents)")
    if array.dtype.kind not in "iuf" or array.ndim != 1:
        raise TypeError(f"{name} must hold integers, not {array.dtype}: money is in minor units (cents)")
    if np.abs(array.astype(np.float64)).sum() > 2**62:
        raise OverflowError(f"{name} adds up to more than 2^62")
    return array.astype(np.int64)


def truths_in(values: Any, name: str, length: int) -> Array:
    """A column of True and False, or of 1 and 0.

    Examples
    --------
    >>> truths_in([True, 0], "top_plan", 2)
    array([ True, False])
    >>> truths_in([True, "no"], "top_plan", 2)
    Traceback (most recent call last):
    TypeError: top_plan has 'no' in row 1: expected True or False
    """
    array = _column(values.truths() if isinstance(values, Cells) else values, name, length)
    if array.dtype == bool:
        return array
    if array.dtype.kind in "iuf" and ((array == 0) | (array == 1)).all():
        return array.astype(bool)
    found = np.empty(len(array), bool)
    for row, value in enumerate(array):
        if not isinstance(value, (bool, np.bool_, int, np.integer)) or value not in (0, 1):
            raise TypeError(f"{name} has {_told(value)} in row {row}: expected True or False")
        found[row] = value
    return found


def known_truths(values: Any, name: str, length: int) -> Array:
    """As `truths_in`, but False where missing.

    Examples
    --------
    >>> known_truths([True, None, 1], "was_mql", 3)
    array([ True, False,  True])
    """
    array = np.asarray(values.truths(), object) if isinstance(values, Cells) else as_array(values)
    if array.dtype.kind == "O":
        array = np.array([False if is_missing(value) else value for value in array], object)
    elif array.dtype.kind == "f":
        array = np.where(np.isnan(array), 0, array)
    return truths_in(array, name, length)


def pairs_in(values: Any, name: str, parts: tuple[str, str]) -> list[tuple[Any, Any]]:
    """Rows of two values.

    Examples
    --------
    >>> pairs_in([(3, 12)], "groups", ("reps", "tenure"))
    [(3, 12)]
    >>> pairs_in([(3, 12), 5], "groups", ("reps", "tenure"))
    Traceback (most recent call last):
    TypeError: groups has 5 in row 1: expected (reps, tenure)
    """
    if isinstance(values, (str, bytes, dict)) or hasattr(type(values), "columns") or not isinstance(values, Iterable):
        raise TypeError(f"{name} is of type {type(values).__name__}: expected rows of ({parts[0]}, {parts[1]})")
    rows = []
    for row, value in enumerate(values):
        if not isinstance(value, (tuple, list, np.ndarray)) or len(value) != 2:
            raise TypeError(f"{name} has {value!r} in row {row}: expected ({parts[0]}, {parts[1]})")
        rows.append((value[0], value[1]))
    return rows
