# SPDX-License-Identifier: MIT
"""Rows of representatives and absences as they are given, and numbers of names."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping
from typing import Any, Union

import numpy as np

from . import _constants as c
from ._arrays import Array, integer
from ._frames import as_array, is_frame, is_missing, records
from ._struct import u32
from .segment import is_unset, known

_KINDS = {"absent": c.REVOPS_ROUTE_ABSENT, "time off": c.REVOPS_ROUTE_TIME_OFF}
_POLICIES = {
    "owner": c.REVOPS_ROUTE_TO_OWNER, "colleague": c.REVOPS_ROUTE_TO_COLLEAGUE, "queue": c.REVOPS_ROUTE_TO_QUEUE,
}
_DAY_MS = c.REVOPS_DAY_MS


def _records(rows: Any, keys: set[str], needed: set[str], what: str) -> list[dict[str, Any]]:
    """Rows as dicts: of a frame, whose other columns don't matter, of a sequence of dicts, or of bare names."""
    if is_frame(rows):
        rows = records(rows, keys, what, ("weight", "max_open", "max_per_day", "ramp_days"))
    elif not hasattr(rows, "__iter__"):
        raise TypeError(f"{what}s are of type {type(rows).__name__}: expected a sequence of rows, or a data frame")
    found = []
    for position, row in enumerate(rows):
        row = row if isinstance(row, Mapping) else {"rep": row}
        known(row, keys, f"{what} {position}")
        given = {key: value for key, value in row.items() if not is_unset(value)}
        known(given, keys, f"{what} {position}", *sorted(needed))
        found.append(given)
    return found


def _weight(weight: Any, rep: Hashable, queue: Hashable) -> int:
    number = _whole({"weight": weight}, "weight", 1)
    if not 1 <= number <= c.REVOPS_ROUTE_WEIGHT_MAX:
        raise ValueError(f"weight {number} of {rep!r} in queue {queue!r}: expected 1 ... {c.REVOPS_ROUTE_WEIGHT_MAX}")
    return number


def _kind(kind: Any) -> int:
    if kind not in _KINDS:
        raise ValueError(f"absence of kind {kind!r}: expected {' or '.join(map(repr, _KINDS))}")
    return _KINDS[kind]


def _policy(policy: Any, name: str, allowed: Iterable[str] = _POLICIES) -> int:
    if policy not in allowed:
        raise ValueError(f"{name} is {policy!r}: expected {', '.join(map(repr, allowed))}")
    return _POLICIES[policy]


def _day(value: Any, name: str) -> int:
    """The number of a date: of a local one where there is a time of a zone."""
    if getattr(value, "tzinfo", None) is not None:
        value = value.replace(tzinfo=None)
    try:
        return int(np.datetime64(value, "D").astype(np.int64))
    except (TypeError, ValueError):
        raise ValueError(f"{name} is {value!r}: expected a date, such as '2026-03-02'") from None


def _queues(row: Mapping[str, Any], default: list[Hashable]) -> Union[Mapping[Hashable, Any], Iterable[Hashable]]:
    """The queues that a representative's row names."""
    queues = row.get("queues", default)
    if isinstance(queues, (str, bytes)) or not hasattr(queues, "__iter__"):
        raise TypeError(f"queues of {row['rep']!r} is {queues!r}: expected a list of names, or a dict of weights")
    return queues  # type: ignore[no-any-return]


def _whole(row: Mapping[str, Any], name: str, default: int) -> int:
    value = row.get(name, default)
    return integer(int(value) if isinstance(value, (float, np.floating)) and value == int(value) else value, u32, name)


class _Ids:
    """Names on their way to ids from 1; they keep their ids as long as the state lives."""

    def __init__(self, names: Iterable[Hashable] = ()) -> None:
        self.names: list[Any] = [None]
        self.ids: dict[Any, int] = {}
        for name in names:
            self.add(name)

    def add(self, name: Hashable) -> int:
        name = name.item() if isinstance(name, np.generic) else name
        if name not in self.ids:
            self.ids[name] = len(self.names)
            self.names.append(name)
        return self.ids[name]

    def column(self, values: Any) -> Array:
        """Ids of a column of names: 0 for none, one that nobody has for who isn't known."""
        found: dict[Any, int] = {}
        out = np.empty(len(values), np.uint32)
        for i, value in enumerate(as_array(values).astype(object)):
            number = found.get(value)
            if number is None:
                number = 0 if is_missing(value) else self.ids.get(value, 0xFFFFFFFF)
                if not is_missing(value):
                    found[value] = number
            out[i] = number
        return out
