# SPDX-License-Identifier: MIT
"""Rows in an order of their own, and in groups by their labels."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from typing import Any

import numpy as np

from . import _constants as c
from ._arrays import Array
from ._frames import is_missing
from ._time import codes

__all__ = ["grouped", "in_order", "ranks_of", "rows_grouped", "totalled"]


def ranks_of(values: Any) -> tuple[Array, list[Hashable]]:
    """The rank of each row's label, and the labels in their order; what is missing has the rank NO_ROW, and no label."""
    numbers, labels = codes(values)
    known = sorted((number for number, label in enumerate(labels) if not is_missing(label)), key=lambda number: str(labels[number]))
    ranks = np.full(len(labels), c.REVOPS_NO_ROW, np.int64)
    ranks[known] = np.arange(len(known))
    return ranks[numbers], [labels[number] for number in known]


def in_order(at_ms: Array, *ties: Array) -> Array:
    """Rows in order of time; those of one instant by further columns, and else in any."""
    order = np.argsort(at_ms, kind="stable")
    of = at_ms[order]
    equal = of[1:] == of[:-1]
    tied = np.flatnonzero(np.append(equal, False) | np.append(False, equal)) if len(of) else order
    rows = order[tied]
    order[tied] = rows[np.lexsort([column[rows] for column in reversed((at_ms, *ties))])]
    return order


def grouped(names: Sequence[str], per_row: Sequence[Sequence[Any]], count: int) -> tuple[dict[str, list[Any]], Array, int]:
    """Labels of the groups in order, the group of each row, and how many groups there are; a list of labels a key."""
    if not names:
        return {}, np.zeros(count, np.uint32), 1
    places: dict[tuple[Any, ...], int] = {}
    group_of = np.array([places.setdefault(labels_of, len(places)) for labels_of in zip(*per_row)], np.int64)
    ordered = sorted(places, key=lambda labels_of: [(label is None, str(label)) for label in labels_of])
    rank = np.empty(max(len(places), 1), np.int64)
    for number, labels_of in enumerate(ordered):
        rank[places[labels_of]] = number
    groups = np.ascontiguousarray(rank[group_of] if len(group_of) else group_of, np.uint32)
    return {name: [labels_of[number] for labels_of in ordered] for number, name in enumerate(names)}, groups, max(len(ordered), 1)


def rows_grouped(columns: Sequence[tuple[str, Any]], count: int) -> tuple[dict[str, list[Any]], Array, int]:
    """As `grouped`, of columns: for many rows. Labels that are missing are one, None.

    Examples
    --------
    >>> rows_grouped([("team", ["b", "a", "b"]), ("size", [1, 2, 1])], 3)
    ({'team': ['a', 'b'], 'size': [2, 1]}, array([1, 0, 1], dtype=uint32), 2)
    """
    found: dict[str, tuple[Array, list[Any]]] = {}
    group, first = np.zeros(count, np.int64), np.zeros(min(count, 1), np.int64)
    for name, values in columns:
        numbers, labels = ranks_of(values) if count else (group, [])
        numbers = np.where(numbers == c.REVOPS_NO_ROW, len(labels), numbers)
        if name in found and (found[name][1][:-1] != labels or not np.array_equal(found[name][0], numbers)):
            raise ValueError(f"by has two keys named {name!r}: give one of them another name")
        found[name] = (numbers, [*labels, None])
        _, first, group = np.unique(group * (len(labels) + 1) + numbers, return_index=True, return_inverse=True)
    of_keys = {name: [labels[number] for number in numbers[first].tolist()] for name, (numbers, labels) in found.items()}
    return of_keys, np.ascontiguousarray(group.reshape(-1), np.uint32), len(first)


def totalled(keys: dict[str, list[Any]], groups: Array, count: int, periods: Sequence[str], totals: bool) -> tuple[dict[str, list[Any]], list[Array], int]:
    """Groups with those of all behind them: of each period, or where it is the only key of all periods; the groups of each row; how many there are."""
    if not totals or not keys:
        return keys, [groups], count
    kept = [name for name in keys if name in periods] if len(periods) < len(keys) else []
    labels = [tuple(keys[name][group] if name in kept else None if name in periods else "(all)" for name in keys) for group in range(count if next(iter(keys.values())) else 0)]
    places = {label: count + place for place, label in enumerate(dict.fromkeys(labels or [tuple(None if name in periods else "(all)" for name in keys)]))}
    whole = np.array([places[label] for label in labels], np.uint32)[groups] if len(groups) else groups
    return {name: [*keys[name], *(label[place] for label in places)] for place, name in enumerate(keys)}, [groups, np.ascontiguousarray(whole, np.uint32)], count + len(places)
