# SPDX-License-Identifier: MIT
"""Python values and numpy arrays on their way into C and back, without copies, checked at the border.

ctypes wraps integers around silently and believes any address, so every value passes through here:
`integer()` for scalars, `column_in()` and `column_out()` for arrays, `address()` for the pointer, `text_out()` for text.
"""

from __future__ import annotations

import ctypes
import importlib
import mmap
import operator
from collections.abc import Iterable
from typing import Any, Callable, Optional, SupportsIndex

import numpy as np
import numpy.typing as npt

__all__ = [
    "Array", "Cells", "Late", "address", "aligned_memory", "array_in", "column_in", "column_out", "integer", "is_foreign", "lazy_zeros", "numbers_of", "one_column", "text_out", "zeroed",
]

Array = npt.NDArray[Any]


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


def numbers_of(values: Any) -> Any:
    """A column of which numbers are wanted: of a CSV file those that its texts are."""
    return values.numbers() if isinstance(values, Cells) else values


nw: Any = Late("narwhals.stable.v2")


class Cells(list[Optional[str]]):
    """A column of a CSV file: texts as they stand there, None for none. Who needs numbers, dates or truths asks for them; nothing is guessed.

    Examples
    --------
    >>> cells = Cells(["12", "", "2.5"], "leads.csv", "employees")
    >>> cells.numbers(), Cells(["007"], "leads.csv", "id")[0], Cells(["yes"], "leads.csv", "won").truths()
    ([12, None, 2.5], '007', [True])
    >>> Cells(["12", "12,5"], "leads.csv", "employees").numbers()
    Traceback (most recent call last):
    ValueError: leads.csv, row 3, column 'employees': '12,5' is no number; expected one such as 1250 or 12.5
    """

    TRUTHS = {"true": True, "false": False, "yes": True, "no": False, "1": True, "0": False}

    def __init__(self, texts: Iterable[Optional[str]], file: str, column: str) -> None:
        super().__init__(text or None for text in texts)
        self.file, self.column = file, column

    def _each(self, read: Callable[[str], Any], what: str) -> list[Any]:
        found: dict[Optional[str], Any] = {None: None}
        for row, text in enumerate(self):
            if text not in found and text is not None:
                try:
                    found[text] = read(text)
                except (ValueError, KeyError):
                    raise ValueError(f"{self.file}, row {row + 2}, column {self.column!r}: {text!r} is no {what}") from None
        return [found[text] for text in self]

    def numbers(self) -> list[Any]:
        """Integers and floats."""
        def read(text: str) -> Any:
            plain = text.strip()
            if not plain.isascii() or "_" in plain or not plain.lstrip("+-").replace(".", "", 1).replace("e", "", 1).replace("-", "", 1).isdigit():
                raise ValueError
            return int(plain) if plain.lstrip("+-").isdigit() else float(plain)

        return self._each(read, "number; expected one such as 1250 or 12.5")

    def truths(self) -> list[Any]:
        """True and False."""
        return self._each(lambda text: self.TRUTHS[text.strip().lower()], "truth; expected true or false")

    def dates(self) -> list[Any]:
        """Dates, of an instant that of its own zone."""
        import datetime

        return self._each(lambda text: datetime.date.fromisoformat(text.strip()[:10]), "date; expected one such as 2026-03-04")


def integer(value: SupportsIndex, kind: type[Any], name: str) -> int:
    """An integer (Python's or numpy's, no bool) that fits a ctypes integer type.

    Examples
    --------
    >>> integer(np.int8(5), ctypes.c_int32, "year")
    5
    >>> integer(2**31, ctypes.c_int32, "year")
    Traceback (most recent call last):
    OverflowError: year is 2147483648, outside -2147483648 ... 2147483647
    >>> integer(1.5, ctypes.c_int32, "year")
    Traceback (most recent call last):
    TypeError: year must be an integer, not float
    """
    try:
        if isinstance(value, bool):
            raise TypeError
        number = operator.index(value)
    except TypeError:
        raise TypeError(f"{name} must be an integer, not {type(value).__name__}") from None
    bits = 8 * ctypes.sizeof(kind)
    signed = kind(-1).value < 0
    low, high = (-(1 << (bits - 1)), (1 << (bits - 1)) - 1) if signed else (0, (1 << bits) - 1)
    if not low <= number <= high:
        raise OverflowError(f"{name} is {number}, outside {low} ... {high}")
    return number


def _require(array: Array, dtype: np.dtype[Any], name: str) -> Array:
    if array.dtype == np.dtype("datetime64[ms]") and dtype == np.int64:
        array = array.view(np.int64)  # NaT is REVOPS_TIME_NONE
    if array.dtype != dtype:
        wanted = "datetime64[ms]" if array.dtype.kind == "M" and dtype == np.int64 else str(dtype)
        raise TypeError(f"{name} has dtype {array.dtype}, not {dtype}: convert it, as with .astype({wanted!r})")
    if array.ndim != 1:
        raise ValueError(f"{name} has {array.ndim} dimensions, not 1")
    if not array.flags.c_contiguous:
        raise ValueError(f"{name} is not contiguous: pass numpy.ascontiguousarray({name})")
    if not array.flags.aligned:
        raise ValueError(f"{name} is not aligned: pass {name}.copy()")
    return array


def column_in(values: npt.ArrayLike, dtype: npt.DTypeLike, name: str, length: int | None = None) -> Array:
    """A column to read from: a numpy array or pandas column of exactly this dtype is taken as it is.

    Instants (int64) may also be ``datetime64[ms]``. Lists and tuples are converted when nothing is lost.

    Examples
    --------
    >>> values = np.arange(3)
    >>> column_in(values, np.int64, "at_ms") is values
    True
    >>> column_in([1, 2], np.int64, "at_ms", length=3)
    Traceback (most recent call last):
    ValueError: at_ms has 2 rows, not 3
    >>> column_in(np.zeros(3), np.int64, "at_ms")
    Traceback (most recent call last):
    TypeError: at_ms has dtype float64, not int64: convert it, as with .astype('int64')
    """
    wanted = np.dtype(dtype)
    if isinstance(values, np.ma.MaskedArray) and np.ma.is_masked(values):
        raise ValueError(f"{name} has masked rows: pass {name}.filled(…) or the rows that are known")
    if isinstance(values, Cells):
        values = values.numbers()
    array = array_in(values)
    if isinstance(values, (list, tuple)) and array.dtype != wanted:
        # What was typed in has no dtype of its own; only a change of value would be an error.
        converted = np.empty(array.shape, wanted)
        if array.size and not (array.dtype.kind in "biu" and wanted.kind in "iu"):
            raise TypeError(f"{name} must hold integers ({wanted})")
        converted[...] = array.astype(wanted)
        if not np.array_equal(converted, array):
            raise OverflowError(f"{name} has values that don't fit {wanted}")
        array = converted
    elif array.dtype != wanted and not isinstance(values, np.ndarray) and {array.dtype.kind, wanted.kind} <= set("iu") and array.ndim == 1:
        converted = np.ascontiguousarray(array, wanted)  # libraries of frames have their own widths
        if not np.array_equal(converted, array):
            raise OverflowError(f"{name} has values that don't fit {wanted}")
        array = converted
    array = _require(array, wanted, name)
    if length is not None and len(array) != length:
        raise ValueError(f"{name} has {len(array)} rows, not {length}")
    return array


def is_foreign(values: Any) -> bool:
    """Whether a column is one of polars, pyarrow or narwhals, of which numpy would change gaps, zones and names."""
    return hasattr(values, "null_count") and not isinstance(values, np.ndarray)


def one_column(values: Any, is_local: bool = False) -> Array:
    """A column as numpy reads it, but of objects where a list's numbers would become texts or lose digits, or where there are gaps; bytes are texts;
    instants of a column with a zone are UTC, or local there.

    Examples
    --------
    >>> one_column([1, "1", b"ab"]).tolist(), one_column([2**63, -1]).tolist(), one_column([1, 2.5]).dtype
    ([1, '1', 'ab'], [9223372036854775808, -1], dtype('float64'))
    """
    if hasattr(type(values), "columns"):
        raise TypeError(f"a {type(values).__name__} was given where one column is expected")
    if is_foreign(values):
        return _of_series(values, is_local)
    if getattr(getattr(values, "dt", None), "tz", None) is not None:  # of a pandas column
        values = values.dt.tz_localize(None) if is_local else values.dt.tz_convert(None)
    if hasattr(values, "isna") and values.dtype.kind in "iub" and not isinstance(values.dtype, np.dtype) and np.asarray(values.isna()).any():
        return np.asarray(values.to_numpy(dtype=object))  # of pandas: integers with gaps would become floats
    if isinstance(values, (list, tuple)):
        types = set(map(type, values))
        texts = types & {str, bytes, np.str_, np.bytes_}
        numbers = int in types and types <= {int, float, bool}
        exact = 2**53 if float in types else 2**63 - 1
        if (texts and len(types) > 1) or (numbers and max(values) > exact) or (numbers and float in types and min(values) < -exact):
            found = np.empty(len(values), object)
            found[:] = [value.decode("utf-8", "surrogateescape") if isinstance(value, bytes) else value for value in values]
            return found
    return np.asarray(values)


def array_in(values: Any) -> Array:
    """One value or an array of any shape, as numpy reads it; a column of another library as `one_column()` does.

    Examples
    --------
    >>> array_in(7).shape, array_in([[1], [2]]).shape
    ((), (2, 1))
    """
    return one_column(values) if is_foreign(values) or hasattr(values, "isna") or isinstance(values, Cells) else np.asarray(values)


def _of_series(values: Any, is_local: bool) -> Array:
    if type(values).__module__.startswith("pyarrow") and not hasattr(values, "chunks"):
        values = importlib.import_module("pyarrow").chunked_array([values])
    series = values if isinstance(values, nw.Series) else nw.from_native(values, series_only=True)
    dtype = series.dtype
    if isinstance(dtype, nw.Datetime):
        if dtype.time_zone is not None:
            series = (series if is_local else series.dt.convert_time_zone("UTC")).dt.replace_time_zone(None)
        return np.asarray(series.to_numpy())
    if dtype in (nw.Date, nw.Duration):
        return np.asarray(series.to_numpy(), {nw.Date: "datetime64[D]"}.get(dtype))
    if dtype.is_float():
        return np.asarray(series.fill_null(float("nan")).to_numpy())
    if dtype.is_integer() and not series.is_null().any():
        return np.asarray(series.to_numpy())
    if dtype == nw.Boolean and not series.is_null().any():
        return np.asarray(series.to_numpy(), bool)
    found = np.empty(len(series), object)
    for row, value in enumerate(series.to_list()):
        found[row] = value
    return found


def column_out(out: Array | None, dtype: npt.DTypeLike, name: str, length: int) -> Array:
    """A column to write to: the caller's, checked, or a new one.

    Examples
    --------
    >>> column_out(None, np.int64, "due_ms", 2).shape
    (2,)
    >>> frozen = np.zeros(2, np.int64)
    >>> frozen.flags.writeable = False
    >>> column_out(frozen, np.int64, "due_ms", 2)
    Traceback (most recent call last):
    ValueError: due_ms is read-only
    """
    if out is None:
        return np.empty(length, dtype)
    if not isinstance(out, np.ndarray):
        raise TypeError(f"{name} must be a numpy array to be written to, not {type(out).__name__}")
    array = _require(out, np.dtype(dtype), name)
    if not array.flags.writeable:
        raise ValueError(f"{name} is read-only")
    if len(array) != length:
        raise ValueError(f"{name} has {len(array)} rows, not {length}")
    return array


def address(array: Array, kind: type[Any]) -> Any:
    """Pointer to an array's first element, for an argument of type ``pointer(kind)``; keeps the array alive.

    Examples
    --------
    >>> address(np.array([7, 8]), ctypes.c_int64)[1]
    8
    """
    if array.itemsize != ctypes.sizeof(kind):
        raise TypeError(f"an element of {array.itemsize} bytes is no {kind.__name__}")
    return array.ctypes.data_as(ctypes.POINTER(kind))


def lazy_zeros(count: int, dtype: npt.DTypeLike) -> Array:
    """Zeros; where they are many, only those pages take time and memory that are touched, unlike numpy's in reused memory.

    Examples
    --------
    >>> lazy_zeros(3, np.int32).tolist(), int(lazy_zeros(1_000_000, np.int32).sum())
    ([0, 0, 0], 0)
    """
    size = count * np.dtype(dtype).itemsize
    if size < 1 << 16:
        return np.zeros(count, dtype)
    # Where there are no such flags, it is memory of the process's own anyway.
    own = {"flags": mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS} if hasattr(mmap, "MAP_PRIVATE") else {}
    return np.frombuffer(mmap.mmap(-1, size, **own), dtype, count)


def zeroed(count: int, dtype: npt.DTypeLike) -> Array:
    """Zeros that are written at once: of large arrays the system then needs a page for two megabytes instead of one for four kilobytes.

    Examples
    --------
    >>> zeroed(2, np.int32).tolist()
    [0, 0]
    """
    found = np.empty(count, dtype)
    found.view(np.uint8)[:] = 0
    return found


def aligned_memory(length: int, is_zeroed: bool = True) -> Array:
    """Bytes that start at a multiple of 64, for compiled things and records; numpy promises less.

    Examples
    --------
    >>> aligned_memory(5).ctypes.data % 64
    0
    """
    memory = zeroed(length + 63, np.uint8) if is_zeroed else np.empty(length + 63, np.uint8)
    start = -memory.ctypes.data % 64
    return memory[start : start + length]


def text_out(write: Callable[[Any, int], int], capacity: int = 256) -> str:
    """Text of a C function that writes into ``(buffer, capacity)`` and returns the full length."""
    while True:
        memory = ctypes.create_string_buffer(capacity)
        length = int(write(memory, capacity))
        if length < capacity:
            return memory.raw[:length].decode("utf-8", "surrogateescape")
        capacity = length + 1
