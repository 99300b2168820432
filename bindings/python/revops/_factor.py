# SPDX-License-Identifier: MIT
"""Columns as numbers of what they hold: dictionaries and categoricals pass as they are, texts are compared in C, by several threads where there are."""

from __future__ import annotations

import ctypes
import os
from collections.abc import Hashable, Sequence
from typing import Any, NamedTuple, Optional

import numpy as np

from ._arrays import Array, address, aligned_memory, nw
from ._frames import is_missing
from ._library import library
from ._struct import i64, size, u32, u64
from ._tables import as_arrow, listed, texts_in
from ._threads import side_by_side, slices
from .errors import check

__all__ = ["dense", "factor", "factor_all"]

_SEED = int.from_bytes(os.urandom(8), "little") >> 1  # nobody can foresee it


def dense(numbers: Array, bound: int) -> tuple[Array, Array]:
    """The distinct numbers of 0 … `bound` - 1, in their order, and the place of each row's among them.

    Examples
    --------
    >>> dense(np.array([5, 2, 5]), 6)
    (array([2, 5]), array([1, 0, 1]))
    """
    if bound > 4 * len(numbers) + 1024:
        found, which = np.unique(numbers, return_inverse=True)
        return found, which.reshape(-1)
    is_there = np.zeros(bound, bool)
    is_there[numbers] = True
    return np.flatnonzero(is_there), (np.cumsum(is_there) - 1)[numbers]


class _Texts(NamedTuple):
    """A column of texts as C takes it, and for each row a hash, and the first row that has the same text."""

    given: Any
    kept: Any
    hashes: Array
    first: Array

    @classmethod
    def of(cls, values: Any) -> Optional[_Texts]:
        """None where the column holds no texts, or they stand nowhere but in Python."""
        if not isinstance(values, nw.Series) or values.dtype in (nw.Categorical, nw.Enum) or values.dtype.is_numeric():
            return None
        array = as_arrow(values)
        if array is None or str(array.type) not in ("string", "large_string", "string_view"):
            return None
        given, kept = texts_in(values, array)
        return cls(given, kept, *np.empty((2, given.count), np.uint32))

    def hash(self, rows: slice) -> None:
        check(library.revops_texts_hash(ctypes.byref(self.given), rows.start, rows.stop - rows.start, _SEED, address(self.hashes[rows], u32)))

    def find(self, share: int, shares: int) -> None:
        needed = size()
        call = (ctypes.byref(self.given), address(self.hashes, u32), share, shares)
        library.revops_texts_same(*call, None, 0, ctypes.byref(needed), address(self.first, u32))
        memory = aligned_memory(needed.value, is_zeroed=False)
        check(library.revops_texts_same(*call, memory.ctypes.data, needed.value, None, address(self.first, u32)))

    def labels(self, values: Any, once: Array) -> list[Hashable]:
        """Texts of some rows, one of which may be empty, or nothing."""
        found = listed(values[once])
        starts = np.ctypeslib.as_array(self.given.offsets, (self.given.count + 1,))
        for empty in np.flatnonzero(starts[once + np.uint32(1)] == starts[once]).tolist():
            found[empty] = None
        return found

    def number(self) -> tuple[Array, Array]:
        numbers, once, count = np.empty(len(self.first), np.int64), np.empty(len(self.first), np.uint32), u64()
        check(library.revops_texts_number(address(self.first, u32), len(self.first), address(numbers, i64), address(once, u32), ctypes.byref(count)))
        return numbers, once[: count.value]


def _by_texts(columns: Sequence[_Texts], threads: int) -> list[tuple[Array, Array]]:
    """For each column its rows' numbers, and the first row of each number."""
    rows = [slices(len(column.first), threads) for column in columns]
    side_by_side([lambda column=column, part=part: column.hash(part) for column, parts in zip(columns, rows) for part in parts], threads)  # type: ignore[misc]
    side_by_side([lambda column=column, i=i, of=len(parts): column.find(i, of) for column, parts in zip(columns, rows) for i in range(len(parts))], threads)  # type: ignore[misc]

    return side_by_side([column.number for column in columns], threads)


def _numbered(values: Any) -> tuple[Array, list[Any]]:
    """Numbers of labels, and labels, of a column that holds no texts of Arrow's: by the fastest way that there is."""
    native = values.to_native() if isinstance(values, nw.Series) else values
    dtype = getattr(native, "dtype", None)
    if dtype is not None and "int" in str(dtype).lower() and not (isinstance(values, nw.Series) and values.is_null().any()):
        array = np.asarray(native)
        low, high = (int(array.min()), int(array.max())) if array.size else (0, -1)
        if high - low < 4 * array.size and array.dtype.kind in "iu":
            found, which = dense((array - array.dtype.type(low)).astype(np.int64), high - low + 1)
            return which, (found + low).tolist()
    if hasattr(native, "to_physical") and values.dtype in (nw.String, nw.Categorical, nw.Enum):  # of polars
        coded = (values.cast(nw.Categorical) if values.dtype == nw.String else values).to_native()
        once = coded.unique(maintain_order=True)
        of_label, of_row = (column.to_physical().cast(int).fill_null(-1).to_numpy() for column in (once, coded))
        place = np.zeros(int(of_label.max(initial=-1)) + 2, np.int64)
        place[of_label] = np.arange(len(of_label))
        return place[of_row], once.cast(str).to_list()
    array = as_arrow(values)
    if array is not None:
        encoded = array if str(array.type).startswith("dictionary") else array.dictionary_encode()
        labels = [*encoded.dictionary.to_pylist(), *([None] if encoded.indices.null_count else [])]
        return encoded.indices.fill_null(len(encoded.dictionary)).to_numpy(zero_copy_only=False), labels
    if hasattr(native, "factorize"):
        numbers, labels = native.factorize(use_na_sentinel=False)
        return numbers, list(labels)
    cells = listed(values)
    numbering = {label: number for number, label in enumerate(dict.fromkeys(cells))}
    return np.fromiter(map(numbering.__getitem__, cells), np.int64, len(cells)), list(numbering)


def _plain(found: Array, labels: list[Any]) -> tuple[Array, list[Hashable]]:
    """Numbers of labels that are None for nothing, and for an empty text."""
    numbers = np.asarray(found, np.int64)
    types = set(map(type, labels))
    if types <= {int} or (types == {str} and "" not in labels):
        return numbers, labels
    plain = [None if label is None or label == "" or is_missing(label) else label.item() if hasattr(label, "item") else label for label in labels]
    if len(set(plain)) == len(plain):
        return numbers, plain
    numbering: dict[Any, int] = {}
    place = np.array([numbering.setdefault(label, len(numbering)) for label in plain], np.int64)
    return place[numbers] if len(place) else np.zeros(0, np.int64), list(numbering)


def factor_all(columns: Sequence[Any], threads: int = 1) -> list[tuple[Array, list[Hashable]]]:
    """What `factor` says of each of some columns; threads share each column's rows."""
    texts = side_by_side([lambda values=values: _Texts.of(values) for values in columns], threads)  # type: ignore[misc]
    by_texts = iter(_by_texts([one for one in texts if one is not None], threads))
    found = []
    for values, one in zip(columns, texts):
        if one is None:
            found.append(_plain(*_numbered(values)))
        else:
            numbers, once = next(by_texts)
            found.append((numbers, one.labels(values, once)))
    return found


def factor(values: Any) -> tuple[Array, list[Hashable]]:
    """Numbers 0, 1, … for what a column holds, and what that is: None for nothing, and for an empty text.

    Dictionaries and categoricals pass as they are; texts are compared in C where they are Arrow's, else numbered by the frame's own library.

    Examples
    --------
    >>> factor(["b", None, "a", "b", ""])
    (array([0, 1, 2, 0, 1]), ['b', None, 'a'])
    """
    return factor_all([values])[0]
