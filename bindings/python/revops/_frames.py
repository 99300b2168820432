# SPDX-License-Identifier: MIT
"""Frames as modules take them: pandas or polars DataFrames, or any mapping of equally long columns."""

from __future__ import annotations

import importlib
from collections.abc import Iterable, Mapping
from typing import Any

import numpy as np

from ._arrays import Array, one_column

__all__ = ["Late", "as_array", "column_of", "is_missing", "is_pandas", "mapping", "names_of", "of_class", "pandas_module", "pair", "require_columns", "rows_of"]


class Late:
    """A module that is imported when something of it is asked for first: what takes long and not everybody needs.

    Examples
    --------
    >>> Late("fractions").Fraction(1, 3)
    Fraction(1, 3)
    """

    def __init__(self, name: str) -> None:
        self._name = name

    def __reduce__(self) -> Any:
        return Late, (self._name,)

    def __getattr__(self, name: str) -> Any:
        return getattr(importlib.import_module(self._name), name)


def pandas_module() -> Any:
    """pandas, which is only needed by those who pass its frames."""
    return importlib.import_module("pandas")


def is_pandas(frame: Any) -> bool:
    """Whether a frame is a pandas DataFrame."""
    return hasattr(frame, "iloc") and hasattr(frame, "columns")


def mapping(value: Any, what: str) -> Mapping[Any, Any]:
    """A mapping, or a sentence that says what is there instead.

    Examples
    --------
    >>> mapping([1], "grades")
    Traceback (most recent call last):
    TypeError: grades is of type list: expected a mapping, such as a dict
    """
    if not isinstance(value, Mapping):
        raise TypeError(f"{what} is of type {type(value).__name__}: expected a mapping, such as a dict")
    return value


def of_class(value: Any, kind: type[Any], what: str) -> Any:
    """An object of a class, or a sentence that says what is there instead.

    Examples
    --------
    >>> of_class(None, int, "intent")
    Traceback (most recent call last):
    TypeError: intent is of type NoneType: expected a value of class int
    """
    if not isinstance(value, kind):
        raise TypeError(f"{what} is of type {type(value).__name__}: expected a value of class {kind.__name__}")
    return value


def pair(value: Any, what: str) -> tuple[Any, Any]:
    """Two values.

    Examples
    --------
    >>> pair([1, None], "group")
    (1, None)
    >>> pair("1", "group")
    Traceback (most recent call last):
    TypeError: group is '1': expected a tuple or list of two
    """
    if not isinstance(value, (tuple, list)) or len(value) != 2:
        raise TypeError(f"{what} is {value!r}: expected a tuple or list of two")
    return value[0], value[1]


def rows_of(frame: Any) -> int:
    """Number of rows of a frame.

    Examples
    --------
    >>> rows_of({"a": [1, 2], "b": [3, 4]}), rows_of({})
    (2, 0)
    """
    if hasattr(frame, "collect"):  # a lazy one of polars
        frame = frame.collect()
    if hasattr(frame, "columns"):
        return len(frame)
    lengths = {name: len(frame[name]) for name in mapping(frame, "frame")}
    if len(set(lengths.values())) > 1:
        raise ValueError(f"columns differ in length: {lengths}")
    return next(iter(lengths.values()), 0)


def names_of(frame: Any) -> list[str]:
    """Names of a frame's columns."""
    if hasattr(frame, "collect"):
        return list(frame.collect_schema().names())
    return list(getattr(frame, "columns", frame))


def require_columns(frame: Any, names: Iterable[Any], what: str) -> None:
    """Refuses a frame that lacks a column; a name that is None stands for none.

    Examples
    --------
    >>> require_columns({"lead": [1]}, ["lead", "at"], "events")
    Traceback (most recent call last):
    ValueError: events has no column 'at': it has lead; expected lead, at
    """
    wanted = [name for name in names if name is not None]
    if not hasattr(frame, "columns") and not isinstance(frame, Mapping):
        raise TypeError(f"{what} is of type {type(frame).__name__}: expected a data frame or a mapping with columns {', '.join(map(str, wanted))}")
    present = names_of(frame)
    for name in wanted:
        if name not in present:
            raise ValueError(f"{what} has no column {name!r}: it has {', '.join(map(str, present)) or 'none'}; expected {', '.join(map(str, wanted))}")


def column_of(frame: Any, name: Any) -> Any:
    """The one column of a name; pandas lets two have it."""
    column = frame.select(name).collect()[name] if hasattr(frame, "collect") else frame[name]
    if is_pandas(column):
        raise ValueError(f"the frame has {len(column.columns)} columns named {name!r}")
    return column


def refuse_missing(values: Any, name: str) -> None:
    """Refuses a column in which a row has nothing, with the first such row.

    Examples
    --------
    >>> refuse_missing([7, None], "lead")
    Traceback (most recent call last):
    ValueError: lead has nothing in row 1: fill it, or drop such rows
    """
    asked = getattr(values, "isna", None)  # a pandas column
    if asked is not None:
        if isinstance(values.dtype, np.dtype) and values.dtype.kind in "iub":
            return
        missing = np.asarray(asked())
    else:
        array = np.asarray(values)
        if array.dtype.kind in "iubUS":
            return
        missing = np.array([is_missing(value) for value in array], bool) if array.dtype.kind == "O" else array != array
    if missing.any():
        raise ValueError(f"{name} has nothing in row {int(missing.argmax())}: fill it, or drop such rows")


def is_missing(value: Any) -> bool:
    """Whether a single value is None, NaN, NaT, pandas.NA or numpy.ma.masked."""
    return value is None or value is np.ma.masked or type(value).__name__ == "NAType" or bool(value != value)


def as_array(values: Any) -> Array:
    """A column as an array: of objects where it holds collections, or where integers have gaps; instants with a zone in its local time.

    Examples
    --------
    >>> as_array([1, 2]).dtype.kind, as_array([["a"], []]).tolist()
    ('i', [['a'], []])
    """
    if hasattr(values, "columns"):
        raise TypeError(f"a {type(values).__name__} was given where one column is expected")
    dtype = getattr(values, "dtype", None)
    if getattr(dtype, "time_zone", None) is not None:  # of a polars column
        values = values.dt.replace_time_zone(None)
    elif getattr(dtype, "tz", None) is not None and hasattr(values, "dt"):  # of a pandas column
        values = values.dt.tz_localize(None)
    null_count = getattr(values, "null_count", None)  # of a polars column
    if callable(null_count):
        nested = "List" in str(values.dtype) or "Array" in str(values.dtype)
        values = values.to_list() if nested or null_count() else values.to_numpy()
    if isinstance(values, (list, tuple)) and any(isinstance(value, (list, tuple, set, frozenset)) for value in values):
        array = np.empty(len(values), object)
        for at, value in enumerate(values):
            array[at] = value
        return array
    masked = getattr(values, "isna", None)  # of a pandas column: integers with gaps would become floats
    if masked is not None and hasattr(values, "to_numpy") and values.dtype.kind in "iub" and np.asarray(masked()).any():
        return np.asarray(values.to_numpy(dtype=object))
    found = one_column(values)
    if isinstance(values, np.ma.MaskedArray) and np.ma.is_masked(values):
        gap = {"f": np.nan, "M": np.datetime64("NaT"), "m": np.timedelta64("NaT")}.get(found.dtype.kind)
        found = found.copy() if gap is not None else found.astype(object)
        found[np.ma.getmaskarray(values)] = gap
    return np.char.decode(found, "utf-8", "surrogateescape") if found.dtype.kind == "S" else found  # bytes are texts
