# SPDX-License-Identifier: MIT
"""Criteria and signals of usage as Python writes them, on their way to the library's parameters (usage.h)."""

from __future__ import annotations

import ctypes
import numbers
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Optional, Union

from . import _constants as c
from ._arrays import integer
from ._attributes import nearly_whole
from ._conditions import Conditions
from ._frames import mapping, pair
from ._library import library
from ._struct import i64, u32
from ._structs import UsageCriterion, UsageParams, UsageSignal
from .errors import check

__all__ = ["BUILT_IN_CRITERIA", "BUILT_IN_SIGNALS", "MEASURES", "ROUTES", "Params", "position_of"]

BUILT_IN_KINDS = {
    "used": 1, "activated": 2, "value realised": 3, "limit": 4, "seat added": 5, "teammate invited": 6,
    "premium explored": 7, "key feature": 8,
}
MEASURES = {
    "events": 0, "active days": 1, "streak": 2, "users": 3, "level": 4, "limit share": 5, "growth": 6, "items": 7, "sum": 8,
    "sum growth": 9, "silence": 10, "return": 11, "attributes": 12,
}
ROUTES = tuple(library.revops_usage_route_name(route).decode() for route in range(3))
SHARES = ("limit share", "growth", "sum growth")  # 1 is 100 %
BUILT_IN_CRITERIA = ("activated", "engaged", "value realised", "near limit", "expansion")
BUILT_IN_SIGNALS = ("expansion", "pql")
_CRITERION_KEYS = {
    "kinds", "measure", "first_days", "last_days", "elapsed", "at_least", "at_most", "release", "latch", "exact", "of", "value",
    "where",
}
_SIGNAL_KEYS = {"all_of", "any_of", "at_least", "none_of", "route", "once", "cooldown_days"}

Names = Union[str, Iterable[str]]


def _as_names(value: Optional[Names]) -> list[str]:
    if value is None:
        return []
    return [value] if isinstance(value, str) else list(value)


def _known(entry: Mapping[str, Any], keys: set[str], what: str) -> None:
    for key in mapping(entry, what):
        if key not in keys:
            raise ValueError(f"{what} has the unknown key {key!r}: expected {', '.join(sorted(keys))}")


def position_of(names: Sequence[str], name: Union[str, int], what: str) -> int:
    """Position of a name, or a number as it is."""
    if isinstance(name, str):
        if name not in names:
            raise ValueError(f"{what}: {name!r} isn't one of {', '.join(names)}")
        return names.index(name)
    number = integer(name, u32, what)
    if number >= len(names):
        raise ValueError(f"{what}: there is no number {number} among {len(names)}")
    return number


def _names_in_c(names: Sequence[str]) -> Any:
    return (ctypes.c_char_p * max(len(names), 1))(*(name.encode("utf-8", "surrogatepass") for name in names))


class Params:
    """What a model is built from, in C; keeps alive what `struct` points to.

    Attributes
    ----------
    criteria, signals : tuple of str
        Names.
    own : list of str
        Names of own kinds: the library numbers them.
    items : tuple of str
        Columns of events that hold items.
    conditions : Conditions or None
        What criteria ask of attributes.
    """

    def __init__(
        self, criteria: Optional[Mapping[str, Mapping[str, Any]]], signals: Optional[Mapping[str, Mapping[str, Any]]],
        kinds: Optional[Iterable[str]],
    ) -> None:
        self.struct = UsageParams()
        check(library.revops_usage_defaults(ctypes.byref(self.struct), ctypes.sizeof(self.struct)))
        self.criteria: tuple[str, ...] = BUILT_IN_CRITERIA
        self.signals: tuple[str, ...] = BUILT_IN_SIGNALS
        self.items: tuple[str, ...] = ()
        self.conditions: Optional[Conditions] = None
        self.own: list[str] = []
        self._declared = kinds is not None
        for kind in kinds or ():
            if not isinstance(kind, str):
                raise TypeError(f"kinds are names, not {type(kind).__name__}: the library numbers them")
            if kind not in BUILT_IN_KINDS:
                self.own.append(kind)
        self._listed: list[int] = []
        self._wheres: list[Mapping[str, Any]] = []
        if criteria is not None:
            self._take_criteria(mapping(criteria, "criteria"))
            signals = {"pql": {"all_of": self.criteria}} if signals is None else signals
        if signals is not None:
            if not 1 <= len(signals) <= c.REVOPS_USAGE_SIGNALS_MAX:
                raise ValueError(f"there are {len(signals)} signals, not 1 ... {c.REVOPS_USAGE_SIGNALS_MAX}")
            self.signals = tuple(mapping(signals, "signals"))
            combinations = (UsageSignal * len(signals))(*map(self._signal, signals, signals.values()))
            self.struct.signal_count, self.struct.signals = len(signals), combinations
            self.struct.signal_row_size = ctypes.sizeof(UsageSignal)
        self._names = _names_in_c(self.own)
        self.struct.kind_name_count, self.struct.kind_names = len(self.own), self._names
        self._labels = _names_in_c(self.criteria), _names_in_c(self.signals)
        self.struct.criterion_names, self.struct.signal_names = self._labels

    def _take_criteria(self, criteria: Mapping[str, Mapping[str, Any]]) -> None:
        if not 1 <= len(criteria) <= c.REVOPS_USAGE_CRITERIA_MAX:
            raise ValueError(f"there are {len(criteria)} criteria, not 1 ... {c.REVOPS_USAGE_CRITERIA_MAX}")
        self.criteria = tuple(criteria)
        found = list(map(self._criterion, criteria, criteria.values()))
        if self._wheres:
            self.conditions = Conditions(self._wheres)
            self.conditions.fill(self.struct)
            asking = (row for row in found if row.measure == c.REVOPS_USAGE_ATTRIBUTES)
            for row, (first, count) in zip(asking, self.conditions.ranges):
                row.first_condition, row.condition_count = first, count
        rows = (UsageCriterion * len(found))(*found)
        self.struct.criterion_count, self.struct.criteria = len(found), rows
        self.struct.criterion_row_size = ctypes.sizeof(UsageCriterion)
        self._kinds = (ctypes.c_uint32 * max(len(self._listed), 1))(*self._listed)
        self.struct.kind_count, self.struct.kinds = len(self._listed), self._kinds

    def number_of(self, kind: Union[str, int], what: str) -> int:
        """Number of a kind; a name that isn't known becomes an own one, unless all were declared."""
        if not isinstance(kind, str):
            number = integer(kind, u32, what)
            if not 1 <= number <= c.REVOPS_USAGE_KIND_MAX:
                raise ValueError(f"{what} is {number}: kinds are 1 ... {c.REVOPS_USAGE_KIND_MAX}")
            return number
        if kind in BUILT_IN_KINDS:
            return BUILT_IN_KINDS[kind]
        if kind not in self.own:
            if self._declared:
                raise ValueError(f"{kind!r} is no kind of event: expected one of {', '.join([*BUILT_IN_KINDS, *self.own])}")
            if len(self.own) == c.REVOPS_USAGE_NAMES_MAX:
                raise ValueError(f"there are more than {c.REVOPS_USAGE_NAMES_MAX} names of kinds")
            self.own.append(kind)
        return c.REVOPS_USAGE_OWN + self.own.index(kind)

    def _item(self, column: str) -> int:
        """Which of an event's items a column fills."""
        if column not in self.items:
            if len(self.items) == c.REVOPS_USAGE_ITEMS_MAX:
                raise ValueError(f"criteria count items of more than {c.REVOPS_USAGE_ITEMS_MAX} columns")
            self.items = (*self.items, column)
        return self.items.index(column)

    def _criterion(self, name: str, entry: Mapping[str, Any]) -> UsageCriterion:
        what = f"criterion {name!r}"
        _known(entry, _CRITERION_KEYS, what)
        if "where" in entry:
            return self._asking(what, entry)
        measure = entry.get("measure", "events")
        if measure not in MEASURES or measure == "attributes":
            raise ValueError(f"{what} has measure {measure!r}: expected one of {', '.join(list(MEASURES)[:-1])}, or where")
        if ("at_least" in entry) == ("at_most" in entry):
            raise ValueError(f"{what} needs one of at_least and at_most")
        if "first_days" in entry and "last_days" in entry:
            raise ValueError(f"{what} has both first_days and last_days")
        if ("of" in entry) != (measure == "items"):
            raise ValueError(f"{what} needs of, a column of events, with the measure items, and only with it")
        scale = 10000 if measure in SHARES else 1
        kinds = entry.get("kinds", "limit" if measure == "limit share" else "used")
        numbers = [self.number_of(kind, f"kind of {what}") for kind in ([kinds] if isinstance(kinds, (str, int)) else kinds)]
        first_kind = len(self._listed)
        self._listed.extend(number for number in numbers if number > 63)
        kind_count = len(self._listed) - first_kind

        def bound(key: str) -> int:
            value = entry.get(key, 0)
            if scale == 1:
                return integer(value, u32, f"{key} of {what}")
            if not nearly_whole(float(value) * scale):
                raise ValueError(f"{key} of {what} is {value}, finer than a basis point (0.0001): round it")
            return integer(round(value * scale), u32, f"{key} of {what}")

        least, greatest = pair(entry.get("value", (None, None)), f"value of {what}")
        at_most = "at_most" in entry
        return UsageCriterion(
            kinds=sum(1 << number for number in {*numbers} if number <= 63), measure=MEASURES[measure],
            window=c.REVOPS_USAGE_SINCE_SIGNUP if "first_days" in entry else c.REVOPS_USAGE_ROLLING if "last_days" in entry
            else c.REVOPS_USAGE_EVER,
            window_days=integer(entry.get("first_days", entry.get("last_days", 0)), u32, f"days of {what}"),
            flags=(c.REVOPS_USAGE_ELAPSED if entry.get("elapsed") else 0)
            | (c.REVOPS_USAGE_AT_MOST if at_most else 0) | (c.REVOPS_USAGE_LATCH if entry.get("latch") else 0),
            threshold=bound("at_most" if at_most else "at_least"), release=bound("release"),
            exact=integer(entry.get("exact", 0), u32, f"exact of {what}"),
            item=self._item(entry["of"]) if measure == "items" else 0,
            first_kind=first_kind if kind_count else 0, kind_count=kind_count,
            least_value=integer(least or 0, u32, f"value of {what}"),
            greatest_value=integer(greatest or 0, u32, f"value of {what}"),
        )

    def _asking(self, what: str, entry: Mapping[str, Any]) -> UsageCriterion:
        """A criterion that asks for attributes."""
        if not {*entry} <= {"where", "latch"}:
            raise ValueError(f"{what} asks for attributes: besides where it may have latch only")
        if not entry["where"]:
            raise ValueError(f"{what} asks for nothing")
        self._wheres.append(entry["where"])
        return UsageCriterion(
            measure=c.REVOPS_USAGE_ATTRIBUTES, threshold=1, flags=c.REVOPS_USAGE_LATCH if entry.get("latch") else 0)

    def _mask(self, names: Optional[Names], what: str) -> int:
        mask = 0
        for name in _as_names(names):
            mask |= 1 << position_of(self.criteria, name, what)
        return mask

    def _signal(self, name: str, entry: Mapping[str, Any]) -> UsageSignal:
        what = f"signal {name!r}"
        _known(entry, _SIGNAL_KEYS, what)
        route = entry.get("route", "sales")
        if route not in ROUTES:
            raise ValueError(f"{what} has route {route!r}: expected one of {', '.join(ROUTES)}")
        number, some = pair(entry.get("at_least", (0, ())), f"at_least of {what}")
        cooldown = entry.get("cooldown_days", 30)
        is_number = isinstance(cooldown, numbers.Number)
        if not is_number:
            raise TypeError(f"cooldown_days of {what} is {cooldown!r}, no number of days")
        return UsageSignal(
            all_of=self._mask(entry.get("all_of"), what), any_of=self._mask(entry.get("any_of"), what),
            at_least_of=self._mask(some, what), at_least_count=integer(number, u32, f"at_least of {what}"),
            none_of=self._mask(entry.get("none_of"), what), route=ROUTES.index(route),
            flags=c.REVOPS_USAGE_ONCE if entry.get("once") else 0,
            cooldown_ms=integer(round(cooldown * c.REVOPS_DAY_MS), i64, f"cooldown_days of {what}"),
        )
