# SPDX-License-Identifier: MIT
"""Frames as modules take them, of any library, and what is given back: `opened()` on the way in, `like()` and `series_like()` on the way out."""

from __future__ import annotations

import importlib
import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, Optional

import numpy as np

from ._arrays import Array, Cells, Late, is_foreign, one_column

__all__ = [
    "Frame", "Late", "as_array", "column_of", "is_frame", "is_missing", "is_series", "kind_of", "like", "mapping", "names_of", "of_class", "opened", "pair", "records", "require_columns",
    "rows_of", "series_like", "zone_of_frame",
]


class Frame(Mapping[str, Any]):
    """Columns of a frame by name, and of which library it is: what `opened()` makes of frames that are no dicts."""

    def __init__(self, columns: Mapping[str, Any], names: Sequence[str], rows: int, kind: str, index: Any = None) -> None:
        self._columns, self._names, self.rows, self.kind, self.index = columns, list(names), rows, kind, index

    def __getitem__(self, name: str) -> Any:
        return self._columns[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._names)

    def __len__(self) -> int:
        return len(self._names)


def opened(frame: Any, what: str = "the frame") -> Any:
    """The columns of a frame by name: of pandas, polars (lazy ones are computed, once), pyarrow and DuckDB, of a CSV or Parquet file by its path,
    of figures, or of a mapping, which is taken as it is.

    Examples
    --------
    >>> opened({"a": [1]}), opened(7, "leads")
    Traceback (most recent call last):
    TypeError: leads is of type int: expected a data frame, a mapping of columns, or the path of a CSV or Parquet file
    """
    if isinstance(frame, Mapping):
        return frame
    if hasattr(frame, "iloc") and hasattr(frame, "join"):
        return Frame(frame, list(frame.columns), len(frame), "pandas", frame.index)
    if hasattr(frame, "_frames") and isinstance(frame.columns, dict):  # a Table of figures
        return Frame(frame.columns, list(frame.columns), len(frame), frame._frames)
    if not is_frame(frame):
        raise TypeError(f"{what} is of type {type(frame).__name__}: expected a data frame, a mapping of columns, or the path of a CSV or Parquet file")
    from ._tables import Table

    table = Table(frame)
    return Frame(table.columns(), table.names, table.rows, table.kind)


def is_frame(value: Any) -> bool:
    """Whether a value is what `opened()` takes, rather than a sequence.

    Examples
    --------
    >>> is_frame({"a": [1]}), is_frame("leads.csv"), is_frame(["Ada"])
    (True, True, False)
    """
    return isinstance(value, (Mapping, str, os.PathLike)) or hasattr(type(value), "columns")


def records(frame: Any, keys: Iterable[str], what: str, numbers: Iterable[str] = ()) -> list[dict[str, Any]]:
    """Rows as dicts of those columns that are asked for; of a file's, `numbers` are such.

    Examples
    --------
    >>> records({"rep": ["Ada", "Bob"], "team": [1, 2]}, ["rep", "weight"], "reps")
    [{'rep': 'Ada'}, {'rep': 'Bob'}]
    """
    frame = opened(frame, what)
    columns = {name: column_of(frame, name) for name in frame if name in keys}
    for name, column in columns.items():
        columns[name] = column.numbers() if isinstance(column, Cells) and name in numbers else column.to_list() if is_foreign(column) else column
    rows_of(frame)
    return [dict(zip(columns, row)) for row in zip(*columns.values())]


def kind_of(frame: Any) -> str:
    """Of which library a frame is, or the frames of a `Log` are."""
    if hasattr(frame, "with_leads"):
        return str(frame.parts[0].table.kind)
    return getattr(opened(frame), "kind", "dict")


def zone_of_frame(frame: Any) -> Optional[str]:
    """The zone that instants of a frame have, if they have one, and the same."""
    from ._typed import common_zone, zone_in

    found = opened(frame)
    return common_zone([zone_in(getattr(found[name], "dtype", None) or getattr(found[name], "type", None)) for name in found])


def like(frame: Any, columns: dict[str, Any], rows: Any = None) -> Any:
    """Columns as a frame of the same library; a `Log` gives what it was made of. `rows` are rows of the frame, of which pandas keeps the index. Instants are UTC
    among the columns, and in the frame's zone where it has one."""
    kind = kind_of(frame)
    if kind == "dict":
        return columns
    from ._typed import give

    index = None if rows is None or kind != "pandas" else opened(frame).index[rows]
    return give(kind, columns, dict.fromkeys(columns, "any"), zone_of_frame(frame), index)


def is_series(values: Any) -> bool:
    """Whether a value is a column of pandas, polars or pyarrow."""
    return type(values).__module__.partition(".")[0] in ("pandas", "polars", "pyarrow") and (hasattr(values, "iloc") or is_foreign(values))


def series_like(frame: Any, values: Any, name: Any, categories: Optional[Sequence[Any]] = None, zone: Any = None) -> Any:
    """One column, of the library of a frame or column: pandas keeps its index, and takes categories; arrays for dicts, and for DuckDB, which has none."""
    index = getattr(frame, "index", None)
    kind = getattr(frame, "kind", None) or ("pandas" if hasattr(frame, "iloc") else type(frame).__module__.partition(".")[0])
    if kind not in ("pandas", "polars", "polars-lazy", "pyarrow"):
        return values
    if kind == "pandas" and (categories is not None or getattr(values, "dtype", None) == object):
        pandas = importlib.import_module("pandas")
        cells = values if categories is None else pandas.Categorical(values, categories, ordered=name == "grade")
        return pandas.Series(cells, index, name=name, dtype=object if categories is None else None)
    from ._typed import series_of

    found = series_of(kind, values, "any", zone, name, index)
    return importlib.import_module("pyarrow").chunked_array([found]) if kind == "pyarrow" else found


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
    frame = opened(frame)
    if isinstance(frame, Frame):
        return frame.rows
    lengths = {name: len(frame[name]) for name in mapping(frame, "frame")}
    if len(set(lengths.values())) > 1:
        raise ValueError(f"columns differ in length: {lengths}")
    return next(iter(lengths.values()), 0)


def names_of(frame: Any) -> list[str]:
    """Names of a frame's columns."""
    return list(opened(frame))


def require_columns(frame: Any, names: Iterable[Any], what: str) -> None:
    """Refuses a frame that lacks a column; a name that is None stands for none.

    Examples
    --------
    >>> require_columns({"lead": [1]}, ["lead", "at"], "events")
    Traceback (most recent call last):
    ValueError: events has no column 'at': it has lead; expected lead, at
    """
    wanted = [name for name in names if name is not None]
    present = list(opened(frame, what))
    for name in wanted:
        if name not in present:
            raise ValueError(f"{what} has no column {name!r}: it has {', '.join(map(str, present)) or 'none'}; expected {', '.join(map(str, wanted))}")


def column_of(frame: Any, name: Any) -> Any:
    """The one column of a name; pandas lets two have it."""
    column = opened(frame)[name]
    if hasattr(type(column), "columns"):
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
    if hasattr(type(values), "columns"):
        raise TypeError(f"a {type(values).__name__} was given where one column is expected")
    if is_foreign(values) or getattr(getattr(values, "dt", None), "tz", None) is not None:
        return one_column(values, is_local=True)
    if isinstance(values, (list, tuple)) and any(isinstance(value, (list, tuple, set, frozenset)) for value in values):
        array = np.empty(len(values), object)
        for at, value in enumerate(values):
            array[at] = value
        return array
    found = one_column(values)
    if isinstance(values, np.ma.MaskedArray) and np.ma.is_masked(values):
        gap = {"f": np.nan, "M": np.datetime64("NaT"), "m": np.timedelta64("NaT")}.get(found.dtype.kind)
        found = found.copy() if gap is not None else found.astype(object)
        found[np.ma.getmaskarray(values)] = gap
    return np.char.decode(found, "utf-8", "surrogateescape") if found.dtype.kind == "S" else found  # bytes are texts
