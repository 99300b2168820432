# SPDX-License-Identifier: MIT
"""Columns of a type, in any library of frames: the one place that knows how each of them holds instants, names and spans.

Examples
--------
>>> give("dict", {"lead": Coded(np.array([1, 0, -1]), ["a", "b"]), "at": np.array([0, -(2**63)])}, {"lead": "name", "at": "instant"})
{'lead': ['b', 'a', None], 'at': array(['1970-01-01T00:00:00.000',                     'NaT'],
      dtype='datetime64[ms]')}
"""

from __future__ import annotations

import datetime
import importlib.util
import zoneinfo
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple, Optional

import numpy as np

from ._arrays import Array, nw
from ._frames import is_missing

__all__ = ["Coded", "Taken", "common_zone", "give", "is_zone", "own_zone", "series_of", "zone_in"]

_NONE = np.iinfo(np.int64).min
_WIDTHS = {"int8": np.int8, "int32": np.int32, "int64": np.int64}


class Coded(NamedTuple):
    """Labels by their number; -1 is none. `like` is a column whose type they keep."""

    numbers: Array
    labels: Sequence[Any]
    like: Any = None


class Taken(NamedTuple):
    """Rows of a column of some frame, as it is; -1 is none."""

    column: Any
    rows: Array


def _has(module: str) -> bool:
    return importlib.util.find_spec(module) is not None


def own_zone(dtype: Any) -> Any:
    """The zone of a column's type as its library has it; None for none."""
    return getattr(dtype, "time_zone", None) or getattr(dtype, "tz", None) or getattr(getattr(dtype, "pyarrow_dtype", None), "tz", None)


def zone_in(dtype: Any) -> Optional[str]:
    """The zone of a column's type, where it has one of the zone database."""
    zone = own_zone(dtype)
    name = None if zone is None else getattr(zone, "key", None) or getattr(zone, "zone", None) or str(zone)
    return name if name is not None and is_zone(name) else None


def is_zone(name: str) -> bool:
    """Whether frames can have instants in a zone: those of rules and offsets they can't."""
    try:
        return bool(zoneinfo.ZoneInfo(name).key)
    except (ValueError, OSError, zoneinfo.ZoneInfoNotFoundError):
        return False


def common_zone(zones: Sequence[Optional[str]]) -> Optional[str]:
    """The zone of several columns, if those that have one have the same.

    Examples
    --------
    >>> common_zone(["Europe/Berlin", None]), common_zone(["Europe/Berlin", "UTC"]), common_zone([])
    ('Europe/Berlin', None, None)
    """
    found = {zone for zone in zones if zone is not None}
    return found.pop() if len(found) == 1 else None


def _listed(values: Any) -> list[Any]:
    if isinstance(values, Coded):
        labels = [*values.labels, None]
        return [labels[number] for number in values.numbers.tolist()]
    if isinstance(values, Taken):
        cells = values.column.to_list() if hasattr(values.column, "to_list") else list(values.column)
        return [None if row < 0 else cells[row] for row in values.rows.tolist()]
    if isinstance(values, np.ma.MaskedArray):
        return list(values.tolist())
    return [None if is_missing(value) else value for value in (values.tolist() if isinstance(values, np.ndarray) else values)]


def _type_in(values: Any) -> str:
    """The type of values that nobody told of."""
    if isinstance(values, np.ndarray) and values.dtype.kind != "O":
        kind = values.dtype.kind
        return {"M": "date" if values.dtype == "datetime64[D]" else "instant", "m": "span", "b": "bool", "f": "double", "U": "dict", "S": "dict"}.get(kind, "int64")
    cells = [value for value in _listed(values) if value is not None]
    for types, kind in (((bool, np.bool_), "bool"), ((int, np.integer), "int64?"), ((int, float, np.number), "double"), ((datetime.datetime, np.datetime64), "instant"),
                        (datetime.date, "date"), ((datetime.timedelta, np.timedelta64), "span"), ((list, tuple), "texts")):
        if cells and all(isinstance(value, types) for value in cells):
            return kind + "?" * (kind == "bool" and len(cells) < len(values))
    return "dict"


def _in_ms(values: Any, kind: str) -> Array:
    """int64 milliseconds of instants or spans."""
    dtype = f"{'M' if kind == 'instant' else 'm'}8[ms]"
    if isinstance(values, np.ndarray) and values.dtype.kind in "iMm":
        return np.ascontiguousarray(values if values.dtype.kind == "i" else values.astype(dtype).view(np.int64))
    plain = [value.astimezone(datetime.timezone.utc).replace(tzinfo=None) if getattr(value, "tzinfo", None) is not None else value for value in _listed(values)]
    return np.array(plain, dtype).view(np.int64)


def _coded(values: Any) -> Coded:
    """Labels that there are, in their order, and their numbers."""
    if not isinstance(values, Coded):
        cells = _listed(values)
        texts = [None if cell is None else cell if isinstance(cell, str) else str(cell) for cell in cells]
        labels = [text for text in dict.fromkeys(texts) if text is not None]
        place: dict[Optional[str], int] = {**{label: number for number, label in enumerate(labels)}, None: -1}
        return Coded(np.fromiter((place[text] for text in texts), np.int64, len(texts)), labels)
    numbers = np.asarray(values.numbers, np.int64)
    is_there = np.zeros(len(values.labels) + 1, bool)
    is_there[numbers] = True
    is_there[-1] = False  # none
    place_of = np.cumsum(is_there) - 1
    place_of[-1] = -1
    return Coded(place_of[numbers], [str(values.labels[number]) for number in np.flatnonzero(is_there).tolist()])


def _thousandths(values: Any) -> Array:
    """Decimals as floats that are rounded to thousandths."""
    return np.round(np.array([np.nan if value is None else float(value) for value in _listed(values)], float), 3)


class _Polars:
    def __init__(self) -> None:
        import polars

        self.library = polars

    def frame(self, columns: dict[str, Any], index: Any) -> Any:
        return self.library.DataFrame([column.alias(name) for name, column in columns.items()])

    def _places(self, numbers: Array) -> Any:
        places = self.library.Series(np.where(numbers < 0, 0, numbers).astype(np.uint32))
        return places if not (numbers < 0).any() else self.library.select(self.library.when(self.library.Series(numbers >= 0)).then(places)).to_series()

    def instant(self, at_ms: Array, zone: Optional[str]) -> Any:
        found = self.library.Series(at_ms.view("M8[ms]"))
        return found if zone is None else found.dt.replace_time_zone("UTC").dt.convert_time_zone(zone)

    def span(self, span_ms: Array) -> Any:
        gaps = span_ms == _NONE
        spans = self.library.Series(np.where(gaps, 0, span_ms).view("m8[ms]"))  # where it is null there is a 0, as DuckDB converts those, too
        return self.library.select(self.library.when(self.library.Series(~gaps)).then(spans)).to_series() if gaps.any() else spans

    def dict(self, coded: Coded) -> Any:
        return self.library.Series(coded.labels, dtype=self.library.Categorical).gather(self._places(coded.numbers))

    def name(self, coded: Coded) -> Any:
        native = None if coded.like is None else nw.to_native(coded.like)
        try:
            labels = self.library.Series(list(coded.labels), dtype=getattr(native, "dtype", None) if native is not None else None)
        except Exception:  # names of several types
            labels = self.library.Series([str(label) for label in coded.labels], dtype=self.library.String)
        return labels.gather(self._places(coded.numbers))

    def taken(self, column: Any, rows: Array) -> Any:
        return nw.to_native(column).gather(self._places(rows))

    def number(self, values: Array, kind: str) -> Any:
        plain = self.library.Series(np.ma.getdata(values), nan_to_null=True)
        if isinstance(values, np.ma.MaskedArray) and np.ma.is_masked(values):
            return self.library.select(self.library.when(self.library.Series(~np.ma.getmaskarray(values))).then(plain)).to_series()
        return plain

    def decimal(self, values: Array) -> Any:
        return self.library.Series(values, nan_to_null=True).cast(self.library.Decimal(18, 3))

    def date(self, days: list[Any]) -> Any:
        return self.library.Series(days, dtype=self.library.Date)

    def texts(self, values: list[Any]) -> Any:
        return self.library.Series(values, dtype=self.library.List(self.library.String))

    def text(self, values: list[Any]) -> Any:
        return self.library.Series(values, dtype=self.library.String)


class _Arrow:
    def __init__(self) -> None:
        import pyarrow

        self.library = pyarrow

    def frame(self, columns: dict[str, Any], index: Any) -> Any:
        return self.library.table(columns)

    def _gaps(self, values: Array, type_: Any, gaps: Array) -> Any:
        return self.library.array(np.where(gaps, 0, values), type_, mask=gaps)  # where it is null there is a 0, as DuckDB converts those, too

    def instant(self, at_ms: Array, zone: Optional[str]) -> Any:
        return self._gaps(at_ms, self.library.int64(), at_ms == _NONE).view(self.library.timestamp("ms", zone))

    def span(self, span_ms: Array) -> Any:
        return self._gaps(span_ms, self.library.int64(), span_ms == _NONE).view(self.library.duration("ms"))

    def dict(self, coded: Coded) -> Any:
        return self.library.DictionaryArray.from_arrays(self._gaps(coded.numbers, self.library.int32(), coded.numbers < 0), self.library.array(coded.labels, self.library.string()))

    def name(self, coded: Coded) -> Any:
        native = None if coded.like is None else nw.to_native(coded.like)
        try:
            labels = self.library.array(list(coded.labels), getattr(native, "type", None))
        except (self.library.ArrowInvalid, self.library.ArrowTypeError):  # names of several types
            labels = self.library.array([str(label) for label in coded.labels], self.library.string())
        return labels.take(self._gaps(coded.numbers, self.library.int64(), coded.numbers < 0))

    def taken(self, column: Any, rows: Array) -> Any:
        return nw.to_native(column).take(self._gaps(rows, self.library.int64(), rows < 0))

    def number(self, values: Array, kind: str) -> Any:
        mask = np.ma.getmaskarray(values) if isinstance(values, np.ma.MaskedArray) else None
        return self.library.array(np.ma.getdata(values), mask=mask, from_pandas=True)

    def decimal(self, values: Array) -> Any:
        gaps = np.isnan(values)
        thousandths = np.where(gaps, 0, np.rint(values * 1000)).astype(np.int64)
        wide = np.stack([thousandths, thousandths >> 63], axis=1)  # 128 bits
        buffers = [self.library.py_buffer(np.packbits(~gaps, bitorder="little").tobytes()), self.library.py_buffer(wide.tobytes())]
        return self.library.Array.from_buffers(self.library.decimal128(18, 3), len(values), buffers)

    def date(self, days: list[Any]) -> Any:
        return self.library.array(days, self.library.date32())

    def texts(self, values: list[Any]) -> Any:
        return self.library.array(values, self.library.list_(self.library.string()))

    def text(self, values: list[Any]) -> Any:
        return self.library.array(values, self.library.string())


class _Pandas:
    def __init__(self) -> None:
        import pandas

        self.library: Any = pandas

    def frame(self, columns: dict[str, Any], index: Any) -> Any:
        return self.library.DataFrame(columns) if index is None else self.library.DataFrame({name: getattr(column, "array", column) for name, column in columns.items()}, index)

    def instant(self, at_ms: Array, zone: Optional[str]) -> Any:
        found = self.library.Series(at_ms.view("M8[ms]"))
        return found if zone is None else found.dt.tz_localize("UTC").dt.tz_convert(zone)

    def span(self, span_ms: Array) -> Any:
        return self.library.Series(span_ms.view("m8[ms]"))

    def dict(self, coded: Coded) -> Any:
        return self.library.Series(self.library.Categorical.from_codes(coded.numbers, self.library.Index(coded.labels, dtype=self._text())))

    def _text(self) -> Any:
        return self.library.Series([""]).dtype

    def name(self, coded: Coded) -> Any:
        dtype = None if coded.like is None else nw.to_native(coded.like).dtype
        dtype = "category" if isinstance(dtype, self.library.CategoricalDtype) else dtype  # of those that there are
        try:
            labels = self.library.Series(list(coded.labels), dtype=dtype if dtype is not None or len(coded.labels) else self._text())
        except (TypeError, ValueError):  # names of several types
            labels = self.library.Series(list(coded.labels), dtype=object)
        return self._take(labels, coded.numbers)

    def _take(self, column: Any, rows: Array) -> Any:
        if not (rows < 0).any():
            return self.library.Series(column.array.take(rows))
        nullable = {"i": "Int64", "u": "UInt64", "b": "boolean"}.get(column.dtype.kind) if isinstance(column.dtype, np.dtype) else None
        return self.library.Series((column if nullable is None else column.astype(nullable)).array.take(rows, allow_fill=True))

    def taken(self, column: Any, rows: Array) -> Any:
        return self._take(nw.to_native(column), rows)

    def number(self, values: Array, kind: str) -> Any:
        if not kind.endswith("?"):
            return self.library.Series(values)
        dtype = {"bool": "boolean"}.get(kind[:-1], kind[:-1].capitalize())
        return self.library.Series(self.library.array(np.ma.getdata(values), dtype=dtype)).mask(np.ma.getmaskarray(values))

    def decimal(self, values: Array) -> Any:
        return self.library.Series(values)

    def date(self, days: list[Any]) -> Any:
        return self.library.Series(days, dtype=object)

    def texts(self, values: list[Any]) -> Any:
        return self.library.Series(values, dtype=object)

    def text(self, values: list[Any]) -> Any:
        return self.library.Series(values, dtype=self._text())


class _Plain:
    """Lists and arrays: instants and spans as numpy has them, in UTC."""

    def frame(self, columns: dict[str, Any], index: Any) -> Any:
        return columns

    def instant(self, at_ms: Array, zone: Optional[str]) -> Any:
        return at_ms.view("M8[ms]")

    def span(self, span_ms: Array) -> Any:
        return span_ms.view("m8[ms]")

    def dict(self, coded: Coded) -> Any:
        return _listed(coded)

    def name(self, coded: Coded) -> Any:
        return _listed(coded)

    def taken(self, column: Any, rows: Array) -> Any:
        return _listed(Taken(column, rows))

    def number(self, values: Array, kind: str) -> Any:
        return values.tolist() if kind.endswith("?") else values

    def decimal(self, values: Array) -> Any:
        return values

    def date(self, days: list[Any]) -> Any:
        return days

    def texts(self, values: list[Any]) -> Any:
        return values

    def text(self, values: list[Any]) -> Any:
        return values


_LIBRARIES: dict[str, Any] = {"polars": _Polars, "pyarrow": _Arrow, "pandas": _Pandas, "dict": _Plain}


def _base(kind: str) -> str:
    """The library that makes columns of a kind of frame."""
    return {"polars-lazy": "polars", "duckdb": "pyarrow" if _has("pyarrow") else "pandas"}.get(kind, kind)


def _made(library: Any, base: str, values: Any, kind: Optional[str], zone: Optional[str]) -> Any:
    if kind is not None and not isinstance(kind, str):  # a column whose type they keep
        values, kind = Coded(np.arange(len(values)), _listed(values), kind), "name"
    is_free = kind in (None, "any")
    kind = kind or ("any" if isinstance(values, Taken) else _type_in(values))
    plain = kind.rstrip("?")
    if isinstance(values, Taken):
        if getattr(getattr(values.column, "implementation", None), "value", None) == base or base == "dict":
            return library.taken(values.column, values.rows)
        values = _listed(values)
        kind = plain = "any"
    if plain == "any":
        kind = _type_in(values)
        plain = kind.rstrip("?")
        if plain == "dict":
            kind = plain = "text"
    if plain in ("instant", "span"):
        ms = _in_ms(values, plain)
        return library.instant(ms, zone) if plain == "instant" else library.span(ms)
    if plain == "dict":
        return library.dict(_coded(values))
    if plain == "name":
        coded = values if isinstance(values, Coded) else Coded(np.arange(len(values)), _listed(values))
        is_own = getattr(getattr(coded.like, "implementation", None), "value", None) == base
        return library.name(coded if is_own else coded._replace(like=None))
    if plain == "decimal":
        return library.decimal(_thousandths(values))
    if plain == "date" and base == "pandas" and isinstance(values, np.ndarray) and values.dtype.kind == "M":
        return library.number(values.astype("M8[s]"), plain)  # pandas has no days
    if plain in ("date", "texts", "text"):
        cells = _listed(values)
        return getattr(library, plain)([None if cell is None else str(cell) for cell in cells] if plain == "text" else cells)
    if isinstance(values, np.ndarray) and values.dtype.kind != "O":
        if is_free:
            return library.number(values, plain)
        dtype = _WIDTHS.get(plain, bool if plain == "bool" else float)
        return library.number(values if values.dtype == dtype else values.astype(dtype), kind)
    cells = _listed(values)
    if plain == "double":
        return library.number(np.array([np.nan if cell is None else cell for cell in cells], float), kind)
    gaps = np.array([cell is None for cell in cells], bool)
    found: Any = np.array([0 if cell is None else cell for cell in cells], bool if plain == "bool" else _WIDTHS[plain])
    return library.number(np.ma.MaskedArray(found, gaps), kind if gaps.any() or kind.endswith("?") else plain)


def give(kind: str, columns: Mapping[str, Any], types: Mapping[str, Optional[str]] = {}, zone: Optional[str] = None, index: Any = None) -> Any:
    """A frame of a kind.

    Parameters
    ----------
    kind : str
        "pandas", "polars", "polars-lazy", "pyarrow", "duckdb" or "dict".
    columns : mapping of column to values
        Arrays, lists, `Coded` or `Taken`. Instants and spans may be milliseconds, the least int64 for none.
    types : mapping of column to str
        Those of `_schemas.TYPES`; of others their values tell, texts are dictionaries.
    zone : str, optional
        Of instants, without a zone unless given; in dicts they are UTC.
    index
        Of pandas.
    """
    base = _base(kind)
    library = _LIBRARIES[base]()
    made = {str(name): _made(library, base, values, types.get(name), zone) for name, values in columns.items()}
    frame = library.frame(made, index)
    if kind == "polars-lazy":
        return frame.lazy()
    if kind == "duckdb":
        import duckdb

        return duckdb.from_arrow(frame) if base == "pyarrow" else duckdb.from_df(frame)
    return frame


def series_of(kind: str, values: Any, type_: str, zone: Any, name: Any, index: Any = None) -> Any:
    """A column of a kind of frame."""
    base = _base(kind)
    made = _made(_LIBRARIES[base](), base, values, type_, zone)
    if base == "polars":
        return made.alias(name or "")
    if base == "pandas":
        made = made.rename(name)
        return made if index is None else made.set_axis(index)
    return made
