# SPDX-License-Identifier: MIT
"""One canonical order for a set of events (order.h)."""

from __future__ import annotations

import ctypes
from collections.abc import Sequence
from typing import Any, NamedTuple, Optional

import numpy as np
import numpy.typing as npt

from . import _constants as c
from . import _structs as s
from ._arrays import Array, address, column_in, one_column
from ._library import library
from ._made import is_equal
from ._struct import size, u32, u8
from ._time import in_unit, known_instants_ms
from .errors import check

__all__ = ["Order", "order"]


_WIDTHS = {np.dtype(name).str: width for name, width in (
    ("i1", c.REVOPS_COLUMN_I8), ("u1", c.REVOPS_COLUMN_U8), ("i2", c.REVOPS_COLUMN_I16), ("u2", c.REVOPS_COLUMN_U16), ("i4", c.REVOPS_COLUMN_I32), ("u4", c.REVOPS_COLUMN_U32),
    ("i8", c.REVOPS_COLUMN_I64), ("u8", c.REVOPS_COLUMN_I64))}  # of which the last is below 2^63 here


class Order(NamedTuple):
    """The canonical order of rows, and what became of each.

    Attributes
    ----------
    rows : array of uint32
        Numbers of all rows in canonical order.
    fates : array of uint8
        For each row, by its number: 0 counts, 1 duplicate, 2 conflict (a later row with its id says something else).
    without_id : int
        Duplicates that have no id: they may have been events of their own.
    """

    rows: Array
    fates: Array
    without_id: int

    def __eq__(self, other: object) -> bool:
        return is_equal(self, other)

    def __ne__(self, other: object) -> bool:
        return not is_equal(self, other)

    @property
    def events(self) -> Array:
        """Numbers of the rows that count, in canonical order."""
        events: Array = self.rows[self.fates[self.rows] == 0] if self.fates.any() else self.rows
        return events

    def fate(self, row: int) -> str:
        """What became of a row, as a word."""
        name: bytes = library.revops_order_fate_name(int(self.fates[row]))
        return name.decode()


def _numbers(values: Any, name: str, length: int) -> Array:
    """A column as integers that compare as its values do: texts by the bytes of their UTF-8, nothing known first."""
    array = one_column(values)
    if array.ndim != 1 or len(array) != length:
        raise ValueError(f"{name} must have one value a row")
    if array.dtype.kind == "M":
        return np.ascontiguousarray(in_unit(array, "ms", name).view(np.int64))
    if array.dtype.kind in "iub":
        if array.dtype == np.uint64 and array.size and array.max() > np.uint64(2**63 - 1):
            raise OverflowError(f"{name} has values above {2**63 - 1}")
        return np.ascontiguousarray(array, array.dtype if array.dtype.str in _WIDTHS else np.int64)
    if array.dtype.kind == "f":
        raise TypeError(f"{name} has dtype {array.dtype}: floating-point numbers have no exact order across programs, use integers")
    texts: Array = np.array(["" if value is None or value != value else str(value) for value in array.tolist()])
    numbers: Array = np.unique(texts, return_inverse=True)[1].astype(np.int64)
    return numbers


def order(
    at: npt.ArrayLike, lead: Optional[npt.ArrayLike] = None, *, sequence: Optional[npt.ArrayLike] = None,
    rank: Optional[npt.ArrayLike] = None, id: Optional[npt.ArrayLike] = None, fields: Sequence[npt.ArrayLike] = (),
    by_lead: bool = False,
) -> Order:
    """The canonical order of events, and which rows are given twice (LC20).

    Parameters
    ----------
    at : array
        Instants: int64 milliseconds or datetime64.
    lead : array of uint64, optional
        Ids of leads; all rows are of one lead by default.
    sequence : array of uint64, optional
        The log's own counter, 0 for none.
    rank : array of uint32, optional
        What comes first within an instant; 0 by default.
    id : array of uint64 or of texts, optional
        Ids of events; 0 or an empty text for none.
    fields : sequence of arrays, optional
        Whatever else the rows say, in the order of comparison: texts, integers or instants.
    by_lead : bool, optional
        The rows of a lead stand together.

    Returns
    -------
    Order

    Examples
    --------
    >>> found = order([20, 10, 10, 10], fields=[["won", "mql", "created", "mql"]])
    >>> found.events.tolist(), found.without_id, found.fate(3)
    ([2, 1, 0], 1, 'duplicate')
    """
    at_ms = known_instants_ms(at, "at")
    count = len(at_ms)
    given = {"lead": (lead, np.uint64), "sequence": (sequence, np.uint64), "kind": (rank, np.uint32)}
    columns = s.OrderColumns(struct_size=ctypes.sizeof(s.OrderColumns), flags=c.REVOPS_ORDER_BY_LEAD if by_lead else 0, count=count)
    columns.at_ms = at_ms.ctypes.data
    kept: list[Any] = [at_ms]
    for name, (values, dtype) in given.items():
        if values is not None:
            array = column_in(values, dtype, name, count)
            kept.append(array)
            setattr(columns, name, array.ctypes.data)
    if id is not None:
        ids = one_column(id)
        if ids.dtype.kind in "iu":
            ids = column_in(id, np.uint64, "id", count)
        else:
            numbers = _numbers(ids, "id", count)
            empty = np.array([value is None or value != value or str(value) == "" for value in ids.tolist()], bool)
            ids = np.where(empty, 0, numbers + 1).astype(np.uint64)
        kept.append(ids)
        columns.id = ids.ctypes.data
    table = (s.Column * max(1, len(fields)))()
    for i, values in enumerate(fields):
        numbers = _numbers(values, f"field {i}", count)
        kept.append(numbers)
        table[i] = s.Column(numbers.ctypes.data, None, c.REVOPS_MISSING, _WIDTHS[numbers.dtype.str], 0)
    columns.fields = ctypes.addressof(table)
    columns.field_count = len(fields)
    needed = size()
    status = library.revops_order_sort(ctypes.byref(columns), None, 0, ctypes.byref(needed), None, None, None)
    if status != c.REVOPS_ERR_NOSPACE:
        check(status, "order")
    memory = np.empty(needed.value // 8 + 1, np.uint64)
    rows, fates, counts = np.zeros(count, np.uint32), np.zeros(count, np.uint8), s.OrderCounts()
    out = rows if count else np.zeros(1, np.uint32)
    check(library.revops_order_sort(
        ctypes.byref(columns), memory.ctypes.data, memory.nbytes, None, address(out, u32), address(fates, u8), ctypes.byref(counts)
    ), "order")
    return Order(rows, fates, counts.without_id)
