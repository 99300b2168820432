# SPDX-License-Identifier: MIT
"""From a log of events to tables of users and accounts: who is product-qualified, when, by what, and where it leads."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple, Optional

import numpy as np

from . import _constants as c
from ._arrays import Array, Cells, numbers_of
from ._frames import as_array, column_of, is_missing, like, names_of, opened, rows_of
from ._made import is_equal
from ._time import codes, instants_ms
from ._usage_params import ROUTES
from .base import TIME_NONE

if TYPE_CHECKING:
    from .usage import UsageModel

__all__ = ["Detector", "UsageDetection", "UsageFold"]

_MOST = 0xFFFFFFFE  # of a value


class UsageFold(NamedTuple):
    """What became of a batch of events.

    Attributes
    ----------
    hits : ndarray of HIT
        The signals, in order of rows.
    statuses : ndarray of int32
        Status code of each row, 0 for folded.
    applied, late, duplicate, invalid : int
        How many rows were folded, and how many were refused, why.
    """

    hits: Array
    statuses: Array
    applied: int
    late: int
    duplicate: int
    invalid: int

    def __eq__(self, other: object) -> bool:
        return is_equal(self, other)

    def __ne__(self, other: object) -> bool:
        return not is_equal(self, other)


class UsageDetection(NamedTuple):
    """Who qualifies, from `UsageModel.detect`.

    Attributes
    ----------
    users, accounts : dict of ndarray, or DataFrame
        One row a user or account (`accounts` is None without accounts): ``user`` or ``account``; ``qualified``, the instant
        of the first signal, NaT for none; ``by``, names of the criteria that it asks for and that were met then;
        ``signals``, how many there were; ``route``, where it goes now; ``held back``, whether the signal holds but isn't
        given since sales works on it or it came too recently; ``met`` and ``missing``, names of the criteria that are met
        as of the last event, and that would bring the signal nearer; ``lacking``, the least number of them that would;
        ``near``, 0 to 1; and for each criterion ``<name> at``, when it was first met. A DataFrame when the events were one.
    user_hits, account_hits : ndarray of HIT
        Every signal; ``record`` is the row in the table, ``route`` where it leads: 0 self-service, 1 customer success, 2 sales.
    duplicate, invalid : int
        Events that were dropped: seen before, or with a kind, value or instant that is out of range.
    ignored : dict of str to int
        Names of events that no criterion counts, and how many there were.
    """

    users: Any
    accounts: Any
    user_hits: Array
    account_hits: Array
    duplicate: int
    invalid: int
    ignored: dict[str, int]

    def __eq__(self, other: object) -> bool:
        return is_equal(self, other)

    def __ne__(self, other: object) -> bool:
        return not is_equal(self, other)


_NUMBERS = ("value", "limit", "utc_offset_min")


def _labelled(values: Any) -> tuple[list[Any], Array]:
    """Distinct labels in order of their first row, and the position of each row's; -1 where there is none."""
    numbers, labels = codes(as_array(values))
    kept = [not is_missing(label) for label in labels]
    position = np.where(kept, np.cumsum(kept) - 1, -1) if labels else np.empty(0, np.int64)
    return [label for label, keep in zip(labels, kept) if keep], position[numbers]


def _amounts(value: Optional[Array], limit: Optional[Array]) -> dict[str, Array]:
    """Levels and limits as the library takes them: none is 0; a row beyond their range gets a level that it refuses."""
    found: dict[str, Array] = {}
    refused: Optional[Array] = None
    for name, column in (("value", value), ("limit", limit)):
        if column is None:
            continue
        numbers = np.asarray([0 if is_missing(entry) else entry for entry in column] if column.dtype.kind == "O" else column)
        if numbers.dtype.kind == "f":
            numbers = np.nan_to_num(numbers)
            if (np.floor(numbers) != numbers).any():
                raise ValueError(f"{name} must hold whole numbers: scale them")
        elif numbers.size and numbers.dtype.kind not in "iub":
            raise TypeError(f"{name} must hold numbers, not {numbers.dtype}")
        beyond = (numbers < 0) | (numbers > _MOST)
        refused = beyond if refused is None else refused | beyond
        found[name] = np.ascontiguousarray(np.where(beyond, 0, numbers), np.uint32)
    if refused is not None and refused.any():
        found["value"] = np.where(refused, np.uint32(0xFFFFFFFF), found.get("value", np.uint32(0))).astype(np.uint32)
    return found


def _offsets(column: Any, at_ms: Array) -> Optional[Array]:
    """Local minus UTC, in minutes, of a column with a zone."""
    if getattr(getattr(column, "dtype", None), "time_zone", None) is None and getattr(getattr(column, "dtype", None), "tz", None) is None:
        return None
    local_ms = as_array(column).astype("datetime64[ms]").view(np.int64)
    return np.ascontiguousarray((local_ms - at_ms) // c.REVOPS_MINUTE_MS, np.int32)


class Who(NamedTuple):
    """Users or accounts: their labels, and the position of each row's, -1 where it has none."""

    what: str
    labels: list[Any]
    rows: Array


class Detector:
    """A log of events, in order of time and as numbers, and what is asked of it."""

    def __init__(
        self, model: UsageModel, events: Any, accounts: Any, at: Any, working: Iterable[Any], enterprise: Iterable[Any]
    ) -> None:
        self.model, self.events = model, opened(events, "events")
        events = self.events
        self.working, self.enterprise = set(working), set(enterprise)
        self.ignored: dict[str, int] = {}
        self._names = set(names_of(events))
        if "user" not in self._names:
            raise ValueError("events have no column user")
        column_at = column_of(events, "at")
        at_ms = instants_ms(column_at, "at")
        self.as_of_ms = TIME_NONE if at is None else int(instants_ms([at], "at")[0])
        self._rows = len(at_ms)
        self._keep: Any = slice(None) if at is None else at_ms <= self.as_of_ms
        self.columns: dict[str, Array] = {}
        offset = self._column("utc_offset_min")
        if offset is None:
            offset = _offsets(column_at, at_ms)
            offset = None if offset is None else offset[self._keep]
        if offset is not None:
            self.columns["utc_offset_min"] = np.ascontiguousarray(offset, np.int32)
        self._take_kinds()
        self.columns.update(_amounts(self._column("value"), self._column("limit")))
        work = self._column("working")
        if work is not None:
            self.columns["working"] = np.array([not is_missing(one) and bool(one) for one in work.tolist()], np.uint8)
        for name in model.items:
            item = self._column(name)
            if item is not None:
                self.columns[f"item {name}"] = (_labelled(item)[1] + 1).astype(np.uint32)
        users, user_index = _labelled(self._column("user"))
        self.columns["user"] = (user_index + 1).astype(np.uint32)
        self.users = Who("user", users, user_index)
        self.accounts = self._find_accounts(accounts)
        self.at_ms = at_ms[self._keep]
        self.duplicate = self._sort()
        self.invalid = np.zeros(len(self.at_ms), bool)

    def _column(self, name: str) -> Optional[Array]:
        if name not in self._names:
            return None
        values = column_of(self.events, name)
        values = np.asarray(values.truths(), object) if isinstance(values, Cells) and name == "working" else as_array(numbers_of(values) if name in _NUMBERS else values)
        if len(values) != self._rows:
            raise ValueError(f"{name} has {len(values)} rows, at has {self._rows}")
        kept: Array = values[self._keep]
        return kept

    def _take_kinds(self) -> None:
        kind = self._column("kind")
        if kind is None:
            return
        labels, index = _labelled(kind)
        numbers = np.zeros(len(labels) + 1, np.uint16)  # a row without a kind is invalid
        for position, label in enumerate(labels):
            try:
                number = self.model.kind(label) if isinstance(label, str) else _kind_number(label)
            except ValueError:
                self.ignored[label] = int((index == position).sum())
                number = c.REVOPS_USAGE_KIND_MAX  # which no criterion counts: it is that of a 4,096th own name
            numbers[position] = number if 0 <= number <= c.REVOPS_USAGE_KIND_MAX else 0
        self.columns["kind"] = numbers[index]

    def _find_accounts(self, accounts: Any) -> Optional[Who]:
        if accounts is None or accounts is True:
            column = self._column("account")
            if accounts is True and column is None:
                raise ValueError("accounts=True needs a column account")
            return None if column is None else Who("account", *_labelled(column))
        labels, of_user = _labelled(np.array([*(accounts.get(user) for user in self.users.labels), None], object))
        return Who("account", labels, of_user[self.users.rows])  # the last entry is that of nobody

    def _sort(self) -> int:
        """Puts all in order of time and drops what is there twice; the number of those."""
        order = np.argsort(self.at_ms, kind="stable")
        identity = self._column("id")
        duplicate = 0
        if identity is not None:
            number = _labelled(identity[order])[1]
            _, first = np.unique(number, return_index=True)
            first = np.union1d(first, np.flatnonzero(number < 0))  # without an id, nothing is a duplicate
            duplicate = len(order) - len(first)
            order = order[first]
        if len(order) != len(self.at_ms) or (len(order) and np.any(order[1:] < order[:-1])):
            self.at_ms = self.at_ms[order]
            self.columns = {name: values[order] for name, values in self.columns.items()}
            self.users = self.users._replace(rows=self.users.rows[order])
            if self.accounts is not None:
                self.accounts = self.accounts._replace(rows=self.accounts.rows[order])
        return duplicate

    def detect(
        self, signal: int, signups: Any, account_signups: Any, attributes: Any, account_attributes: Any
    ) -> UsageDetection:
        """The tables."""
        user_signup, first = self._signups(self.users, signups)
        users = self._qualify(self.users, user_signup, first, signal, self._attributes_of_users(attributes, account_attributes))
        accounts: Any = None
        account_hits: Array = np.empty(0, users[1].dtype)
        if self.accounts is not None:
            signup, first = self._signups(self.accounts, account_signups)
            if account_signups is None and signups is not None:
                both = (self.accounts.rows >= 0) & (self.users.rows >= 0)
                earliest = np.full(len(self.accounts.labels), np.iinfo(np.int64).max)
                np.minimum.at(earliest, self.accounts.rows[both], user_signup[self.users.rows[both]])
                signup = np.where(earliest == np.iinfo(np.int64).max, signup, earliest)
            known = _rows_of_labels(account_attributes, "account", self.accounts.labels)
            accounts, account_hits = self._qualify(self.accounts, signup, first, signal, known)
        return UsageDetection(
            self._framed(users[0]), None if accounts is None else self._framed(accounts), users[1], account_hits,
            self.duplicate, int(self.invalid.sum()), self.ignored)

    def _framed(self, table: dict[str, Any]) -> Any:
        return like(self.events, table)

    def _signups(self, who: Who, given: Any) -> tuple[Array, Array]:
        """Signup of each, as given, else the first event; and the position of the first event. Events are in order of time."""
        first = np.zeros(len(who.labels), np.intp)
        rows = np.flatnonzero(who.rows >= 0)[::-1]
        first[who.rows[rows]] = rows
        signup = self.at_ms[first] if len(self.at_ms) else np.empty(0, np.int64)
        if given is not None:
            if hasattr(given, "index") and hasattr(given, "to_numpy"):  # a pandas column
                given = dict(zip(given.index, instants_ms(given, "signup")))
            chosen = [position for position, label in enumerate(who.labels) if label in given]
            if chosen:
                signup[chosen] = instants_ms(np.array([given[who.labels[position]] for position in chosen]), "signup")
        return np.ascontiguousarray(signup), first

    def _attributes_of_users(self, own: Any, of_accounts: Any) -> dict[str, Array]:
        """Attributes of users: their own, and of each that isn't known, that of their account."""
        known = _rows_of_labels(own, "user", self.users.labels)
        if of_accounts is not None and self.accounts is not None:
            account = np.full(len(self.users.labels), -1)
            both = (self.users.rows >= 0) & (self.accounts.rows >= 0)
            account[self.users.rows[both]] = self.accounts.rows[both]  # the latest one
            for name, values in _rows_of_labels(of_accounts, "account", self.accounts.labels).items():
                own_values = known.get(name)
                known[name] = np.empty(len(account), object)
                for position, at in enumerate(account.tolist()):
                    own_value = None if own_values is None else own_values[position]
                    of_account = values[at] if at >= 0 else None
                    known[name][position] = of_account if is_missing(own_value) else own_value
        return known

    def _qualify(
        self, who: Who, signup_ms: Array, first: Array, signal: int, attributes: Mapping[str, Array]
    ) -> tuple[dict[str, Any], Array]:
        """The table of users or accounts, and their signals; marks rows that were refused."""
        model = self.model
        offsets = self.columns.get("utc_offset_min")
        records = model.start(signup_ms, None if offsets is None else np.ascontiguousarray(offsets[first]))
        model.work(records, [label in self.working for label in who.labels])
        parts = []
        if attributes and len(records):
            parts.append(model.set_attributes(records, attributes, np.minimum(signup_ms, self.at_ms[first])))
        rows = np.flatnonzero(who.rows >= 0)
        index, at_ms, columns = who.rows, self.at_ms, self.columns
        if len(rows) < len(index):
            index, at_ms = index[rows], at_ms[rows]
            columns = {name: values[rows] for name, values in columns.items()}
        items = {name[5:]: values for name, values in columns.items() if name.startswith("item ")}
        fold = model.apply(
            records, at_ms, index.astype(np.uint32), items=items,
            **{name: values for name, values in columns.items() if not name.startswith("item ")})
        self.invalid[rows[fold.statuses != c.REVOPS_OK]] = True
        fold.hits["row"] = rows[fold.hits["row"].astype(np.intp)]
        every = np.concatenate([*parts, fold.hits])
        return self._table(who, records, every, signal), every

    def _table(self, who: Who, records: Array, every: Array, signal: int) -> dict[str, Any]:
        model = self.model
        hits = every[every["signal"] == signal][::-1]  # the first one of each is written last
        qualified = np.full(len(records), TIME_NONE)
        qualified[hits["record"]] = hits["at_ms"]
        held = np.zeros(len(records), np.uint64)
        held[hits["record"]] = hits["held"] & model._asks[signal]
        explanation = model.explain(records, signal, self.as_of_ms)
        labels = np.array(who.labels)
        if labels.ndim != 1 or len(labels) != len(who.labels):
            labels = np.empty(len(who.labels), object)
            labels[:] = who.labels
        routes = model.routes(records, enterprise=[label in self.enterprise for label in who.labels], at_ms=self.as_of_ms)
        state = explanation["state"]
        table: dict[str, Any] = {
            who.what: labels,
            "qualified": qualified.view("datetime64[ms]"),
            "by": self._name_masks(held),
            "signals": np.bincount(hits["record"], minlength=len(records)),
            "route": np.array(routes, f"U{max(map(len, ROUTES))}"),
            "held back": ((state & 1) != 0) & ((state & ~np.uint32(1)) != 0),
            "met": self._name_masks(explanation["held"]),
            "missing": self._name_masks(explanation["missing"]),
            "lacking": explanation["lacking"].copy(),
            "near": explanation["near_bp"] / 10000,
        }
        for position, name in enumerate(model.criteria):
            table[f"{name} at"] = model.read(records, position, self.as_of_ms)["met_ms"].copy().view("datetime64[ms]")
        return table

    def _name_masks(self, masks: Array) -> Array:
        distinct, inverse = np.unique(masks, return_inverse=True)
        named = np.empty(len(distinct), object)
        for position, mask in enumerate(distinct):
            named[position] = self.model.names(mask)
        result: Array = named[inverse.reshape(-1)]
        return result


def _kind_number(label: Any) -> int:
    """A kind given as a number; a column with gaps has them as floats."""
    if isinstance(label, (bool, np.bool_)) or not isinstance(label, (int, float, np.integer, np.floating)) or label != int(label):
        raise TypeError(f"kind is {label!r}: expected a name of an event or its whole number")
    return int(label)


def _rows_of_labels(frame: Any, key: str, labels: Sequence[Any]) -> dict[str, Array]:
    """A frame's columns with one row a label; who isn't in it has nothing."""
    if frame is None:
        return {}
    frame = opened(frame, "attributes")
    if key not in names_of(frame):
        raise ValueError(f"attributes have no column {key}")
    rows = rows_of(frame)
    place = {label: row for row, label in enumerate(as_array(column_of(frame, key)).tolist())}
    if len(place) < rows:
        raise ValueError(f"attributes have two rows of one {key}")
    chosen = [place.get(label, rows) for label in labels]
    known = {}
    for name in names_of(frame):
        if name != key:
            values = as_array(column_of(frame, name)).tolist() + [None]
            known[name] = np.empty(len(labels), object)
            for position, row in enumerate(chosen):
                known[name][position] = values[row]
    return known
