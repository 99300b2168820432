# SPDX-License-Identifier: MIT
"""Rows in an order of their own, and in groups by their labels."""

from __future__ import annotations

import numbers
from collections.abc import Hashable, Sequence
from typing import Any

import numpy as np

from . import _constants as c
from ._arrays import Array
from ._frames import is_missing
from ._time import codes

__all__ = ["ALL", "NONE_OF_KEY", "beside", "grouped", "in_order", "named", "rank_of", "ranks_of", "rows_grouped", "totalled"]

#: How a key reads where it is of all, and where there is none.
ALL, NONE_OF_KEY = "(all)", "(none)"


def ranks_of(values: Any) -> tuple[Array, list[Hashable]]:
    """The rank of each row's label, and the labels in their order; what is missing has the rank NO_ROW, and no label."""
    coded, labels = codes(values)
    known = sorted((number for number, label in enumerate(labels) if not is_missing(label)), key=lambda number: str(labels[number]))
    ranks = np.full(len(labels), c.REVOPS_NO_ROW, np.int64)
    ranks[known] = np.arange(len(known))
    return ranks[coded], [labels[number] for number in known]


def in_order(at_ms: Array, *ties: Array) -> Array:
    """Rows in order of time; those of one instant by further columns, and else in any."""
    order = np.argsort(at_ms, kind="stable")
    of = at_ms[order]
    equal = of[1:] == of[:-1]
    tied = np.flatnonzero(np.append(equal, False) | np.append(False, equal)) if len(of) else order
    rows = order[tied]
    order[tied] = rows[np.lexsort([column[rows] for column in reversed((at_ms, *ties))])]
    return order


def rank_of(label: Any) -> tuple[int, Any, str]:
    """Where a label stands among those of its key: what has none comes first, numbers by their size, all at the end.

    Examples
    --------
    >>> sorted(["b", ALL, 10, 9, None, "B"], key=rank_of)
    [None, 9, 10, 'B', 'b', '(all)']
    """
    if label is None or label == NONE_OF_KEY:
        return 0, 0, ""
    if label == ALL and isinstance(label, str):
        return 3, 0, ""
    is_number = isinstance(label, numbers.Real)
    return (1, label, "") if is_number else (2, 0, str(label))


def named(labels: Sequence[Any]) -> list[Any]:
    """Labels of a key, of which texts that are empty read "(none)"; of numbers and dates they stay None."""
    of = {label: None if is_missing(label) or label == "" else label for label in set(labels)}
    if all(label is None or isinstance(label, str) for label in of.values()):
        return [of[label] or NONE_OF_KEY for label in labels]
    return [of[label] for label in labels]


def beside(labelled: Sequence[tuple[str, Any]], own: Sequence[str]) -> list[tuple[str, Any]]:
    """Keys and their labels; one that is named as a column of the figure itself is "… of the lead".

    Examples
    --------
    >>> beside([("stage", ["Met"]), ("owner", ["Ada"])], ["stage", "reached"])
    [('stage of the lead', ['Met']), ('owner', ['Ada'])]
    """
    return [(f"{name} of the lead" if name in own else name, labels) for name, labels in labelled]


def grouped(names: Sequence[str], per_row: Sequence[Sequence[Any]], count: int, periods: Sequence[str] = ()) -> tuple[dict[str, list[Any]], Array, int]:
    """Labels of the groups in order, the group of each row, and how many groups there are; a list of labels a key, of which `periods` hold dates."""
    if not names:
        return {}, np.zeros(count, np.uint32), 1
    twice = [name for place, name in enumerate(names) if name in names[:place]]
    if twice:
        raise ValueError(f"by has two keys named {twice[0]!r}: give one of them another name")
    per_row = [labels if name in periods else named(labels) for name, labels in zip(names, per_row)]
    places: dict[tuple[Any, ...], int] = {}
    group_of = np.array([places.setdefault(labels_of, len(places)) for labels_of in zip(*per_row)], np.int64)
    ordered = sorted(places, key=lambda labels_of: [rank_of(label) for label in labels_of])
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
    """Groups with those of all behind them: of each period, or where there are only periods, or none, of everything; the groups of each row; how many there are."""
    if not totals or not keys:
        return keys, [groups], count
    kept = [name for name in keys if name in periods] if len(periods) < len(keys) else []
    labels = list(zip(*keys.values()))
    wholes = [tuple(label if name in kept else ALL for name, label in zip(keys, of)) for of in labels]
    both = {*((False, of) for of in labels), *((True, of) for of in wholes or [(ALL,) * len(keys)])}  # a label may be "(all)", too
    ordered = sorted(both, key=lambda group: ([rank_of(label) for label in group[1]], group[0]))
    places = {group: place for place, group in enumerate(ordered)}
    moved = [np.array([places[is_whole, of] for of in part], np.uint32) for is_whole, part in ((False, labels), (True, wholes))]
    return {name: [of[place] for _, of in ordered] for place, name in enumerate(keys)}, [part[groups] if len(groups) else groups for part in moved], len(ordered)
