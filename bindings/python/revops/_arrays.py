# SPDX-License-Identifier: MIT
"""Python values and numpy arrays on their way into C and back, without copies, checked at the border.

ctypes wraps integers around silently and believes any address, so every value passes through here:
`integer()` for scalars, `column_in()` and `column_out()` for arrays, `address()` for the pointer, `text_out()` for text.
"""

from __future__ import annotations

import ctypes
import mmap
import operator
from typing import Any, Callable, SupportsIndex

import numpy as np
import numpy.typing as npt

__all__ = ["Array", "address", "aligned_memory", "column_in", "column_out", "integer", "lazy_zeros", "one_column", "text_out", "zeroed"]

Array = npt.NDArray[Any]


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
    array = np.asarray(values)
    if isinstance(values, (list, tuple)) and array.dtype != wanted:
        # What was typed in has no dtype of its own; only a change of value would be an error.
        converted = np.empty(array.shape, wanted)
        if array.size and not (array.dtype.kind in "biu" and wanted.kind in "iu"):
            raise TypeError(f"{name} must hold integers ({wanted})")
        converted[...] = array.astype(wanted)
        if not np.array_equal(converted, array):
            raise OverflowError(f"{name} has values that don't fit {wanted}")
        array = converted
    array = _require(array, wanted, name)
    if length is not None and len(array) != length:
        raise ValueError(f"{name} has {len(array)} rows, not {length}")
    return array


def one_column(values: Any) -> Array:
    """A column as numpy reads it, but of objects where a list's numbers would become texts or lose digits; bytes are texts.

    Examples
    --------
    >>> one_column([1, "1", b"ab"]).tolist(), one_column([2**63, -1]).tolist(), one_column([1, 2.5]).dtype
    ([1, '1', 'ab'], [9223372036854775808, -1], dtype('float64'))
    """
    if hasattr(values, "columns"):
        raise TypeError(f"a {type(values).__name__} was given where one column is expected")
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
