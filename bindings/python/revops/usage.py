# SPDX-License-Identifier: MIT
"""Product usage and product-qualified leads: who qualifies, when, by what, and what is missing (usage.h).

A `UsageModel` holds criteria and the signals that combine them. `UsageModel.detect` answers for a log of events, per
user and per account; `UsageModel.start`, `UsageModel.apply` and the rest keep records between calls.
"""

from __future__ import annotations

import ctypes
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple, Optional, Union

import numpy as np
import numpy.typing as npt

from . import _constants as c
from ._arrays import Array, address, column_in, column_out, integer, lazy_zeros, text_out
from ._compiled import compiled
from ._library import library
from ._prototypes import i32, i64, opaque, size, u8, u32
from ._structs import (
    UsageCeiling, UsageCeilingRow, UsageColumns, UsageCriterion, UsageHit, UsageMetrics, UsageOutcome, UsageParams,
    UsageProgress, UsageReading, UsageSignal, UsageStanding,
)
from ._time import instants_ms
from .base import TIME_NONE
from .engine import _unique
from .errors import check

__all__ = ["HIT", "READING", "STANDING", "UsageDetection", "UsageFold", "UsageModel", "plan_ceiling", "signal_metrics"]

#: dtype of a signal that arose.
HIT = np.dtype(UsageHit)
#: dtype of how a criterion stands.
READING = np.dtype(UsageReading)
#: dtype of how a signal stands.
STANDING = np.dtype(UsageStanding)

_KINDS = {
    "used": 1, "activated": 2, "value realised": 3, "limit": 4, "seat added": 5, "teammate invited": 6,
    "premium explored": 7, "key feature": 8,
}
_MEASURES = {"events": 0, "active days": 1, "streak": 2, "users": 3, "level": 4, "limit share": 5, "growth": 6}
_ROUTES = ("self-service", "customer success", "sales")
_CRITERION_KEYS = {
    "kinds", "measure", "first_days", "last_days", "elapsed", "at_least", "at_most", "release", "latch", "users_exact",
}
_SIGNAL_KEYS = {"all_of", "any_of", "at_least", "none_of", "route", "once", "cooldown_days"}
_BUILT_IN_CRITERIA = ("activated", "engaged", "value realised", "near limit", "expansion")
_BUILT_IN_SIGNALS = ("expansion", "pql")

_Names = Union[str, Iterable[str]]


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


class UsageDetection(NamedTuple):
    """Who qualifies, from `UsageModel.detect`.

    Attributes
    ----------
    users, accounts : dict of ndarray, or DataFrame
        One row a user or account (`accounts` is None without accounts): ``user`` or ``account``; ``qualified``, the instant
        of the first signal, NaT for none; ``by``, names of the criteria that it asks for and that were met then;
        ``signals``, how many there were; ``met`` and ``missing``, names of the criteria that are met as of the last event,
        and that would bring the signal nearer; ``lacking``, the least number of them that would; ``near``, 0 to 1; and for
        each criterion ``<name> at``, when it was first met. A DataFrame when the events were one.
    user_hits, account_hits : ndarray of HIT
        Every signal; ``record`` is the row in the table.
    duplicate, invalid : int
        Events that were dropped: seen before, or with a kind, value or instant that is out of range.
    """

    users: Any
    accounts: Any
    user_hits: Array
    account_hits: Array
    duplicate: int
    invalid: int


def _as_names(value: Optional[_Names]) -> list[str]:
    if value is None:
        return []
    return [value] if isinstance(value, str) else list(value)


def _known(entry: Mapping[str, Any], keys: set[str], what: str) -> None:
    for key in entry:
        if key not in keys:
            raise ValueError(f"{what} has the unknown key {key!r}: expected {', '.join(sorted(keys))}")


class UsageModel:
    """Criteria on product usage, and the signals that combine them.

    Parameters
    ----------
    criteria : mapping of str to dict, optional
        By name; without them the built-in model. Each has ``at_least`` or ``at_most`` (for shares of a limit and growth: 1 is
        100 %) and where it applies ``measure`` ("events", the default, "active days", "streak", "users", "level",
        "limit share" or "growth"), ``kinds`` (names or numbers of the events that count; by default "used"),
        ``first_days`` (since the signup) or ``last_days`` (rolling), ``elapsed`` (those days are 24 hours each, both
        ends included, instead of dates), ``release`` (once met it stays so down, or up, to this value), ``latch`` (once met it
        stays met), ``users_exact`` (distinct users are exact up to this many; 64).
    signals : mapping of str to dict, optional
        By name; by default one called "pql" that asks for all criteria. Each has any of ``all_of``, ``any_of``,
        ``none_of`` (names of criteria) and ``at_least`` (a number and names), and where it applies ``route`` ("sales", the default,
        "customer success" or "self-service"), ``cooldown_days`` (from one signal to the next, 30), ``once`` (not
        repeated while it stays true).
    kinds : mapping of str to int, optional
        Names of further kinds of events, 16 to 63.

    Raises
    ------
    ValueError
        A name or key isn't known.
    ArgumentError, UnsoundError
        A criterion or signal has a value out of range, or contradicts itself.

    Examples
    --------
    >>> model = UsageModel({"regular": {"measure": "active days", "last_days": 7, "at_least": 3}})
    >>> found = model.detect({"user": ["ann", "ann", "bob", "ann"],
    ...                       "at": ["2026-03-02T09:00:00Z", "2026-03-04T10:00:00Z", "2026-03-05T09:00:00Z",
    ...                              "2026-03-08T11:30:00Z"]})
    >>> found.users["user"].tolist(), found.users["qualified"].astype(str).tolist()
    (['ann', 'bob'], ['2026-03-08T11:30:00.000', 'NaT'])
    >>> found.users["missing"].tolist(), found.users["near"].tolist()
    ([(), ('regular',)], [1.0, 0.3333])
    """

    def __init__(
        self,
        criteria: Optional[Mapping[str, Mapping[str, Any]]] = None,
        signals: Optional[Mapping[str, Mapping[str, Any]]] = None,
        *,
        kinds: Optional[Mapping[str, int]] = None,
    ) -> None:
        self.kinds: dict[str, int] = {**_KINDS, **(kinds or {})}
        params = UsageParams()
        check(library.revops_usage_defaults(ctypes.byref(params), ctypes.sizeof(params)))
        self.criteria: tuple[str, ...] = _BUILT_IN_CRITERIA
        self.signals: tuple[str, ...] = _BUILT_IN_SIGNALS
        if criteria is not None:
            if not 1 <= len(criteria) <= c.REVOPS_USAGE_CRITERIA_MAX:
                raise ValueError(f"there are {len(criteria)} criteria, not 1 ... {c.REVOPS_USAGE_CRITERIA_MAX}")
            self.criteria = tuple(criteria)
            rows = (UsageCriterion * len(criteria))(*map(self._criterion, criteria, criteria.values()))
            params.criterion_count, params.criteria = len(criteria), rows
            signals = {"pql": {"all_of": self.criteria}} if signals is None else signals
        if signals is not None:
            if not 1 <= len(signals) <= c.REVOPS_USAGE_SIGNALS_MAX:
                raise ValueError(f"there are {len(signals)} signals, not 1 ... {c.REVOPS_USAGE_SIGNALS_MAX}")
            self.signals = tuple(signals)
            combinations = (UsageSignal * len(signals))(*map(self._signal, signals, signals.values()))
            params.signal_count, params.signals = len(signals), combinations
        asked = [params.signals[i] for i in range(params.signal_count)]
        #: By signal: criteria that speak for it.
        self._asks = np.array([row.all_of | row.any_of | row.at_least_of for row in asked], np.uint32)
        what = "usage model" if criteria is None else self._culprit(params)
        self._memory, self._model = compiled(library.revops_usage_build, params, what)
        #: Bytes of a record.
        self.record_size = int(library.revops_usage_record_size(self._model))
        #: dtype of a record.
        self.record = np.dtype((np.void, self.record_size))

    def _culprit(self, params: UsageParams) -> str:
        """What an error of building is about: the first criterion that can't be built by itself, else the model."""
        alone = UsageSignal(all_of=1, flags=c.REVOPS_USAGE_ONCE)
        for position, name in enumerate(self.criteria):
            one = UsageParams(
                struct_size=params.struct_size, criterion_count=1, signal_count=1,
                criteria=ctypes.pointer(params.criteria[position]), signals=ctypes.pointer(alone))
            status = library.revops_usage_build(ctypes.byref(one), None, 0, None, ctypes.byref(opaque()))
            if status != c.REVOPS_ERR_NOSPACE:
                return f"criterion {name!r}"
        return "usage model"

    def __getstate__(self) -> Any:
        raise TypeError("a UsageModel isn't stored: make it anew from its criteria; its records can be stored as they are")

    def _kind(self, kind: Union[str, int]) -> int:
        if not isinstance(kind, str):
            return integer(kind, u8, "kind")
        if kind not in self.kinds:
            raise ValueError(f"{kind!r} is no kind of event: expected one of {', '.join(self.kinds)}")
        return self.kinds[kind]

    def _criterion(self, name: str, entry: Mapping[str, Any]) -> UsageCriterion:
        what = f"criterion {name!r}"
        _known(entry, _CRITERION_KEYS, what)
        measure = entry.get("measure", "events")
        if measure not in _MEASURES:
            raise ValueError(f"{what} has measure {measure!r}: expected one of {', '.join(_MEASURES)}")
        if ("at_least" in entry) == ("at_most" in entry):
            raise ValueError(f"{what} needs one of at_least and at_most")
        if "first_days" in entry and "last_days" in entry:
            raise ValueError(f"{what} has both first_days and last_days")
        scale = 10000 if measure in ("limit share", "growth") else 1
        kinds = entry.get("kinds", "limit" if measure == "limit share" else "used")
        mask = 0
        for kind in [kinds] if isinstance(kinds, (str, int)) else kinds:
            number = self._kind(kind)
            if not 1 <= number <= 63:
                raise ValueError(f"{what} counts kind {number}: kinds are 1 ... 63")
            mask |= 1 << number

        def bound(key: str) -> int:
            value = entry.get(key, 0)
            return integer(round(value * scale) if scale != 1 else value, u32, f"{key} of {what}")

        at_most = "at_most" in entry
        return UsageCriterion(
            kinds=mask, measure=_MEASURES[measure],
            window=1 if "first_days" in entry else 2 if "last_days" in entry else 0,
            window_days=integer(entry.get("first_days", entry.get("last_days", 0)), u32, f"days of {what}"),
            flags=(c.REVOPS_USAGE_ELAPSED if entry.get("elapsed") else 0)
            | (c.REVOPS_USAGE_AT_MOST if at_most else 0) | (c.REVOPS_USAGE_LATCH if entry.get("latch") else 0),
            threshold=bound("at_most" if at_most else "at_least"), release=bound("release"),
            users_exact=integer(entry.get("users_exact", 0), u32, f"users_exact of {what}"),
        )

    def _mask(self, names: Optional[_Names], what: str) -> int:
        mask = 0
        for name in _as_names(names):
            mask |= 1 << self._position(self.criteria, name, what)
        return mask

    @staticmethod
    def _position(names: Sequence[str], name: Union[str, int], what: str) -> int:
        if isinstance(name, str):
            if name not in names:
                raise ValueError(f"{what}: {name!r} isn't one of {', '.join(names)}")
            return names.index(name)
        return integer(name, u32, what)

    def _signal(self, name: str, entry: Mapping[str, Any]) -> UsageSignal:
        what = f"signal {name!r}"
        _known(entry, _SIGNAL_KEYS, what)
        route = entry.get("route", "sales")
        if route not in _ROUTES:
            raise ValueError(f"{what} has route {route!r}: expected one of {', '.join(_ROUTES)}")
        number, some = entry.get("at_least", (0, ()))
        return UsageSignal(
            all_of=self._mask(entry.get("all_of"), what), any_of=self._mask(entry.get("any_of"), what),
            at_least_of=self._mask(some, what), at_least_count=integer(number, u32, f"at_least of {what}"),
            none_of=self._mask(entry.get("none_of"), what), route=_ROUTES.index(route),
            flags=c.REVOPS_USAGE_ONCE if entry.get("once") else 0,
            cooldown_ms=integer(round(entry.get("cooldown_days", 30) * c.REVOPS_DAY_MS), i64, "cooldown_days"),
        )

    # Records.

    def start(self, signup_ms: npt.ArrayLike, utc_offset_min: Optional[npt.ArrayLike] = None) -> Array:
        """Records of users or accounts that signed up.

        Parameters
        ----------
        signup_ms : array of int64 or datetime64[ms]
            When each signed up.
        utc_offset_min : array of int32, optional
            Local minus UTC at that instant, in minutes.

        Returns
        -------
        ndarray
            One record each, of dtype `record`; plain bytes that may be stored.

        Examples
        --------
        >>> UsageModel().start([0, 0]).nbytes
        128
        """
        signups = column_in(signup_ms, np.int64, "signup_ms")
        offsets = None if utc_offset_min is None else column_in(utc_offset_min, np.int32, "utc_offset_min", len(signups))
        length = len(signups) * self.record_size
        memory = np.zeros(length + 63, np.uint8)
        first = -memory.ctypes.data % 64  # a record of 64 bytes then fills one cache line
        records: Array = memory[first : first + length].view(self.record)
        check(library.revops_usage_init(
            self._model, records.ctypes.data, len(records), address(signups, i64),
            None if offsets is None else address(offsets, i32)), "signups")
        return records

    def _records(self, records: Array, write: bool = False) -> Array:
        if not isinstance(records, np.ndarray) or records.dtype != self.record:
            raise TypeError("records must be an array that start() gave")
        if records.ndim != 1 or not records.flags.c_contiguous:
            raise ValueError("records must be one-dimensional and contiguous")
        if write and not records.flags.writeable:
            raise ValueError("records are read-only")
        return records

    def _one(self, records: Array, index: int, write: bool = False) -> int:
        """Address of a record."""
        if not 0 <= index < len(self._records(records, write)):
            raise IndexError(f"there is no record {index} among {len(records)}")
        return int(records.ctypes.data) + index * self.record_size

    def apply(
        self, records: Array, at_ms: npt.ArrayLike, record: npt.ArrayLike, *, kind: Optional[npt.ArrayLike] = None,
        user: Optional[npt.ArrayLike] = None, value: Optional[npt.ArrayLike] = None,
        limit: Optional[npt.ArrayLike] = None, sequence: Optional[npt.ArrayLike] = None,
        utc_offset_min: Optional[npt.ArrayLike] = None,
    ) -> UsageFold:
        """Folds columns of events into records, without copying them.

        Parameters
        ----------
        records : ndarray
            From `start`; changed.
        at_ms : array of int64 or datetime64[ms]
            When.
        record : array of uint32
            Index of the record.
        kind : array of uint8, optional
            Kind, 1 to 63; by default all "used" (1).
        user : array of uint32, optional
            Number of the user, from 1, for distinct users; 0 is nobody.
        value, limit : array of uint32, optional
            For levels and shares of a limit.
        sequence : array of uint32, optional
            Number that rises with the events of a record, to know duplicates; 0 for none.
        utc_offset_min : array of int32, optional
            Local minus UTC at that instant, in minutes.

        Returns
        -------
        UsageFold
            The signals, and what became of each row. An event older than its record's last is refused as late.

        Examples
        --------
        >>> model = UsageModel({"thrice": {"first_days": 7, "at_least": 3}})
        >>> records = model.start([0])
        >>> fold = model.apply(records, [0, 1000, 2000, 500], np.zeros(4, np.uint32))
        >>> fold.hits["at_ms"].tolist(), fold.statuses.tolist(), fold.late
        ([2000], [0, 0, 0, -22], 1)
        """
        self._records(records, write=True)
        at = column_in(at_ms, np.int64, "at_ms")
        rows = len(at)
        kept: dict[str, Array] = {"at_ms": at, "record": column_in(record, np.uint32, "record", rows)}
        for name, values, dtype in (
            ("kind", kind, np.uint8), ("user", user, np.uint32), ("value", value, np.uint32),
            ("limit", limit, np.uint32), ("sequence", sequence, np.uint32), ("utc_offset_min", utc_offset_min, np.int32),
        ):
            if values is not None:
                kept[name] = column_in(values, dtype, name, rows)
        columns = UsageColumns(struct_size=ctypes.sizeof(UsageColumns), count=rows)
        for name, column in kept.items():
            setattr(columns, name, address(column, np.ctypeslib.as_ctypes_type(column.dtype)))
        progress = UsageProgress()
        statuses = lazy_zeros(rows, np.int32)  # the library writes those of refused rows
        hits: Array = np.empty(min(rows + c.REVOPS_USAGE_SIGNALS_MAX, 1 << 12), HIT)
        parts: list[Array] = []
        bytes_of_hit = np.dtype((np.void, HIT.itemsize))  # copied as a whole, ten times as fast as by fields
        found = size()
        while True:
            status = library.revops_usage_apply_columns(
                self._model, records.ctypes.data, len(records), ctypes.byref(columns), ctypes.byref(progress),
                address(statuses, i32), address(hits, UsageHit), len(hits), ctypes.byref(found))
            if status == c.REVOPS_OK:
                break
            if status != c.REVOPS_ERR_NOSPACE:
                check(status, "events")
            parts.append(hits[: found.value].view(bytes_of_hit).copy())
        parts.append(hits[: found.value].view(bytes_of_hit))
        return UsageFold(np.concatenate(parts).view(HIT), statuses, progress.applied, progress.late, progress.duplicate,
                         progress.invalid)

    def read(
        self, records: Array, criterion: Union[str, int], at_ms: int = TIME_NONE, *, utc_offset_min: int = 0,
        out: Optional[Array] = None,
    ) -> Array:
        """How a criterion stands for each record.

        Parameters
        ----------
        records : ndarray
            From `start`.
        criterion : str or int
            Name or index.
        at_ms : int, optional
            As of when; by default as of each record's last event.
        utc_offset_min : int, optional
            Local minus UTC, in minutes.
        out : ndarray of READING, optional
            Written to and returned.

        Returns
        -------
        ndarray of READING
            ``met_ms``, ``value``, ``threshold``, ``missing``, ``near_bp``, ``state``, ``error_bp``.

        Examples
        --------
        >>> model = UsageModel()
        >>> model.read(model.start([0]), "engaged")["missing"].tolist()
        [3]
        """
        self._records(records)
        readings = column_out(out, READING, "out", len(records))
        check(library.revops_usage_read(
            self._model, records.ctypes.data, len(records), self._position(self.criteria, criterion, "criterion"),
            integer(at_ms, i64, "at_ms"), integer(utc_offset_min, i32, "utc_offset_min"),
            address(readings, UsageReading)), "reading")
        return readings

    def stand(
        self, records: Array, signal: Union[str, int], at_ms: int = TIME_NONE, *, utc_offset_min: int = 0,
        out: Optional[Array] = None,
    ) -> Array:
        """How a signal stands for each record: what is met, what is missing, how near.

        Parameters
        ----------
        records : ndarray
            From `start`.
        signal : str or int
            Name or index.
        at_ms, utc_offset_min, out
            As for `read`.

        Returns
        -------
        ndarray of STANDING
            ``last_ms``, ``next_ms``, ``held``, ``missing``, ``excluding``, ``lacking``, ``near_bp``, ``state``, ``route``.

        Examples
        --------
        >>> model = UsageModel()
        >>> model.names(model.stand(model.start([0]), "pql")["missing"][0])
        ('activated', 'engaged', 'value realised')
        """
        self._records(records)
        standings = column_out(out, STANDING, "out", len(records))
        check(library.revops_usage_stand(
            self._model, records.ctypes.data, len(records), self._position(self.signals, signal, "signal"),
            integer(at_ms, i64, "at_ms"), integer(utc_offset_min, i32, "utc_offset_min"),
            address(standings, UsageStanding)), "standing")
        return standings

    def names(self, mask: int) -> tuple[str, ...]:
        """Names of the criteria in a mask, such as ``held`` of a hit.

        Examples
        --------
        >>> UsageModel().names(0b101)
        ('activated', 'value realised')
        """
        return tuple(name for index, name in enumerate(self.criteria) if int(mask) >> index & 1)

    def explain(
        self, records: Array, index: int, signal: Union[str, int] = 0, at_ms: int = TIME_NONE, *, utc_offset_min: int = 0
    ) -> str:
        """How a signal stands for one record, in words.

        Examples
        --------
        >>> model = UsageModel({"thrice": {"first_days": 7, "at_least": 3}})
        >>> model.explain(model.start([0]), 0)
        'lacks 1 criterion; criterion 0: events in the first 7 days at least 3: 0, 3 missing'
        """
        record = self._one(records, index)
        position = self._position(self.signals, signal, "signal")
        at_ms = integer(at_ms, i64, "at_ms")
        offset = integer(utc_offset_min, i32, "utc_offset_min")
        return text_out(lambda out, capacity: library.revops_usage_text(
            self._model, record, position, at_ms, offset, out, capacity), 512)

    def route(
        self, records: Array, index: int, *, enterprise: bool = False, at_ms: int = TIME_NONE, utc_offset_min: int = 0
    ) -> str:
        """Where an account goes now: an enterprise to sales, else by the first signal that holds, else self-service.

        Examples
        --------
        >>> model = UsageModel()
        >>> model.route(model.start([0]), 0), model.route(model.start([0]), 0, enterprise=True)
        ('self-service', 'sales')
        """
        out = u32()
        check(library.revops_usage_route_of(
            self._model, self._one(records, index), bool(enterprise), integer(at_ms, i64, "at_ms"),
            integer(utc_offset_min, i32, "utc_offset_min"), ctypes.byref(out)), f"record {index}")
        return str(library.revops_usage_route_name(out.value).decode())

    def work(self, records: Array, index: int, working: bool = True) -> None:
        """Says that sales works on a record, which gives no signal meanwhile, or that it no longer does.

        Examples
        --------
        >>> model = UsageModel()
        >>> records = model.start([0])
        >>> model.work(records, 0)
        >>> model.stand(records, "pql")["state"].tolist()
        [4]
        """
        check(library.revops_usage_work(self._model, self._one(records, index, True), bool(working)), f"record {index}")

    def merge(
        self, records: Array, into: int, source: int, at_ms: int, *, utc_offset_min: int = 0
    ) -> tuple[str, ...]:
        """Folds one record into another: a user into his account, or an account into another.

        Parameters
        ----------
        records : ndarray
            From `start`; record `into` is changed.
        into, source : int
            Indexes of the record that stays and of the one that goes.
        at_ms : int
            When: not before the last event of either.
        utc_offset_min : int, optional
            Local minus UTC, in minutes.

        Returns
        -------
        tuple of str
            Signals that the merger gave.

        Examples
        --------
        >>> model = UsageModel({"thrice": {"first_days": 7, "at_least": 3}})
        >>> records = model.start([0, 0])
        >>> fold = model.apply(records, [0, 1, 2, 3], [0, 0, 1, 1])
        >>> model.merge(records, 0, 1, 1000)
        ('pql',)
        """
        fired = u32()
        check(library.revops_usage_merge(
            self._model, self._one(records, into, True), self._one(records, source), integer(at_ms, i64, "at_ms"),
            integer(utc_offset_min, i32, "utc_offset_min"), ctypes.byref(fired)), f"records {into} and {source}")
        return tuple(name for index, name in enumerate(self.signals) if fired.value >> index & 1)

    def check_records(self, records: Array) -> list[int]:
        """Indexes of records from outside that no fold can have written.

        Examples
        --------
        >>> model = UsageModel()
        >>> model.check_records(np.zeros(2, model.record))
        [0, 1]
        """
        base = int(self._records(records).ctypes.data)
        return [
            index for index in range(len(records))
            if library.revops_usage_check(self._model, base + index * self.record_size) != c.REVOPS_OK
        ]

    # A log at a time.

    def detect(
        self, events: Any, *, accounts: Any = None, signal: Optional[str] = None, signups: Any = None,
        account_signups: Any = None, at: Any = None,
    ) -> UsageDetection:
        """Who qualifies by a log of events, when, by which criteria, and what is missing.

        Parameters
        ----------
        events : mapping of columns, such as a dict of arrays or a pandas DataFrame
            ``user`` and ``at`` (datetime64, RFC 3339 text, int64 milliseconds, or pandas' aware datetimes, whose zone then
            gives the dates); optional ``kind`` (names or numbers; by default "used"), ``account``, ``value``, ``limit``,
            ``utc_offset_min``, and ``id`` (of two events with one id only the first counts). Any order: they are
            sorted by time first, ties by row. An event without a user counts for its account only, and the reverse; a
            value or limit that isn't known is 0.
        accounts : mapping of user to account, or True, optional
            True takes the account of each event from the column ``account``, so that a user who moves leaves his history
            behind; a mapping gives each user's account (who isn't in it has none), so that his history goes with him. Without it,
            the column is used if there is one.
        signal : str, optional
            Which signal is asked about; by default "pql" if there is one, else the first.
        signups, account_signups : mapping to instants, optional
            When users and accounts signed up; who isn't in it, with the first event; an account by default with its first
            user.
        at : instant, optional
            As of when all of it is said: events after it are left out. By default as of each one's last event.

        Returns
        -------
        UsageDetection
            Tables of users and accounts.

        Examples
        --------
        >>> team = UsageModel({"team": {"measure": "users", "last_days": 7, "at_least": 2}})
        >>> found = team.detect({"user": [1, 2, 1], "at": [0, 1000, 2000]}, accounts={1: "acme", 2: "acme"})
        >>> found.accounts["account"].tolist(), found.accounts["qualified"].astype("int64").tolist()
        (['acme'], [1000])
        """
        position = self._position(
            self.signals, signal if signal is not None else "pql" if "pql" in self.signals else 0, "signal")
        at_column = events["at"]
        at_ms = instants_ms(at_column, "at")
        as_of = TIME_NONE if at is None else int(instants_ms([at], "at")[0])
        keep = slice(None) if at is None else at_ms <= as_of

        def column(name: str) -> Optional[Array]:
            values = _column(events, name)
            if values is not None and len(values) != len(at_ms):
                raise ValueError(f"{name} has {len(values)} rows, at has {len(at_ms)}")
            return None if values is None else values[keep]

        columns: dict[str, Array] = {}
        offset = column("utc_offset_min")
        if offset is not None:
            columns["utc_offset_min"] = np.ascontiguousarray(offset, np.int32)
        elif getattr(getattr(at_column, "dtype", None), "tz", None) is not None:
            local = np.asarray(at_column.dt.tz_localize(None)).astype("datetime64[ms]").view(np.int64)
            columns["utc_offset_min"] = np.ascontiguousarray((local - at_ms)[keep] // c.REVOPS_MINUTE_MS, np.int32)
        kind = column("kind")
        if kind is not None:
            distinct, inverse = _unique(kind)
            numbers = [
                0 if entry is None or entry != entry else self._kind(entry if isinstance(entry, str) else int(entry))
                for entry in distinct
            ]
            columns["kind"] = np.array(numbers, np.uint8)[inverse]
        columns.update(_amounts(column("value"), column("limit")))
        users, user_index = _labelled(column("user"))
        columns["user"] = (user_index + 1).astype(np.uint32)
        account_index: Optional[Array] = None
        account_names: list[Any] = []
        if accounts is None or accounts is True:
            account_column = column("account")
            if accounts is True and account_column is None:
                raise ValueError("accounts=True needs a column account")
            if account_column is not None:
                account_names, account_index = _labelled(account_column)
        else:
            account_names, of_user = _labelled(np.array([*(accounts.get(user) for user in users), None], object))
            account_index = of_user[user_index]  # the last entry is that of nobody

        at_ms = at_ms[keep]
        order = np.argsort(at_ms, kind="stable")
        identity = column("id")
        duplicate = 0
        if identity is not None:
            _, number = _labelled(identity[order])
            _, first = np.unique(number, return_index=True)
            first = np.union1d(first, np.flatnonzero(number < 0))  # without an id, nothing is a duplicate
            duplicate = len(order) - len(first)
            order = order[first]
        if len(order) != len(at_ms) or (len(order) and np.any(order[1:] < order[:-1])):
            at_ms = at_ms[order]
            columns = {name: values[order] for name, values in columns.items()}
            user_index = user_index[order]
            account_index = None if account_index is None else account_index[order]

        offsets = columns.get("utc_offset_min")
        frame = type(events) if hasattr(events, "columns") else None
        invalid = np.zeros(len(at_ms), bool)
        user_signup, user_offset = _signups(users, user_index, at_ms, offsets, signups)
        user_table, user_hits = self._qualify(
            "user", users, user_index, at_ms, columns, user_signup, user_offset, position, as_of, invalid)
        account_table, account_hits = None, np.empty(0, HIT)
        if account_index is not None:
            signup, account_offset = _signups(account_names, account_index, at_ms, offsets, account_signups)
            if account_signups is None and signups is not None:
                both = (account_index >= 0) & (user_index >= 0)
                earliest = np.full(len(account_names), np.iinfo(np.int64).max)
                np.minimum.at(earliest, account_index[both], user_signup[user_index[both]])
                signup = np.where(earliest == np.iinfo(np.int64).max, signup, earliest)
            account_table, account_hits = self._qualify(
                "account", account_names, account_index, at_ms, columns, signup, account_offset, position, as_of, invalid)
        return UsageDetection(
            user_table if frame is None else frame(user_table),
            account_table if frame is None or account_table is None else frame(account_table),
            user_hits, account_hits, duplicate, int(invalid.sum()))

    def _qualify(
        self, what: str, names: Sequence[Any], index: Array, at_ms: Array, columns: Mapping[str, Array],
        signup_ms: Array, utc_offset_min: Optional[Array], signal: int, as_of_ms: int, invalid: Array,
    ) -> tuple[dict[str, Any], Array]:
        """The table of users or accounts, and their signals; marks rows that were refused."""
        records = self.start(signup_ms, utc_offset_min)
        rows = np.flatnonzero(index >= 0)
        if len(rows) < len(index):
            index, at_ms = index[rows], at_ms[rows]
            columns = {name: values[rows] for name, values in columns.items()}
        fold = self.apply(records, at_ms, index.astype(np.uint32), **columns)
        invalid[rows[fold.statuses != c.REVOPS_OK]] = True
        fold.hits["row"] = rows[fold.hits["row"].astype(np.intp)]
        hits = fold.hits[fold.hits["signal"] == signal][::-1]  # the first one of each is written last
        qualified = np.full(len(names), TIME_NONE)
        qualified[hits["record"]] = hits["at_ms"]
        held = np.zeros(len(names), np.uint32)
        held[hits["record"]] = hits["held"] & self._asks[signal]
        standing = self.stand(records, signal, as_of_ms)
        labels = np.array(list(names))
        if labels.ndim != 1 or len(labels) != len(names):
            labels = np.empty(len(names), object)
            labels[:] = list(names)
        table: dict[str, Any] = {
            what: labels,
            "qualified": qualified.view("datetime64[ms]"),
            "by": self._name_masks(held),
            "signals": np.bincount(hits["record"], minlength=len(names)),
            "met": self._name_masks(standing["held"]),
            "missing": self._name_masks(standing["missing"]),
            "lacking": standing["lacking"].copy(),
            "near": standing["near_bp"] / 10000,
        }
        for position, name in enumerate(self.criteria):
            table[f"{name} at"] = self.read(records, position, as_of_ms)["met_ms"].copy().view("datetime64[ms]")
        return table, fold.hits

    def _name_masks(self, masks: Array) -> Array:
        distinct, inverse = np.unique(masks, return_inverse=True)
        named = np.empty(len(distinct), object)
        for position, mask in enumerate(distinct):
            named[position] = self.names(mask)
        result: Array = named[inverse.reshape(-1)]
        return result


def _column(events: Any, name: str) -> Optional[Array]:
    try:
        values = events[name]
    except KeyError:
        if name == "user":
            raise ValueError("events have no column user") from None
        return None
    return np.asarray(values)


def _labelled(values: Optional[Array]) -> tuple[list[Any], Array]:
    """Distinct labels, and the position of each row's; -1 where there is none."""
    names, index = _unique(values)
    kept = [name is not None and name == name for name in names]
    if all(kept):
        return names, index
    position = np.where(kept, np.cumsum(kept) - 1, -1)
    return [name for name, keep in zip(names, kept) if keep], position[index]


def _amounts(value: Optional[Array], limit: Optional[Array]) -> dict[str, Array]:
    """Levels and limits as the library takes them: none is 0; a row beyond their range gets a level that it refuses."""
    found: dict[str, Array] = {}
    refused: Optional[Array] = None
    for name, column in (("value", value), ("limit", limit)):
        if column is None:
            continue
        numbers = np.asarray([0 if entry is None else entry for entry in column] if column.dtype.kind == "O" else column)
        if numbers.dtype.kind == "f":
            numbers = np.nan_to_num(numbers)
            if (np.floor(numbers) != numbers).any():
                raise ValueError(f"{name} must hold whole numbers: scale them")
        elif numbers.size and numbers.dtype.kind not in "iub":
            raise TypeError(f"{name} must hold numbers, not {numbers.dtype}")
        beyond = (numbers < 0) | (numbers > 0xFFFFFFFE)
        refused = beyond if refused is None else refused | beyond
        found[name] = np.ascontiguousarray(np.where(beyond, 0, numbers), np.uint32)
    if refused is not None and refused.any():
        found["value"] = np.where(refused, np.uint32(0xFFFFFFFF), found.get("value", np.uint32(0))).astype(np.uint32)
    return found


def _signups(
    names: Sequence[Any], index: Array, at_ms: Array, offsets: Optional[Array], given: Any
) -> tuple[Array, Optional[Array]]:
    """Signup of each, and its offset: as given, else the first event. Events are in order of time."""
    first = np.zeros(len(names), np.intp)
    rows = np.flatnonzero(index >= 0)[::-1]
    first[index[rows]] = rows
    signup = at_ms[first] if len(at_ms) else np.empty(0, np.int64)
    if given is not None:
        if hasattr(given, "index") and hasattr(given, "to_numpy"):  # a pandas column
            given = dict(zip(given.index, instants_ms(given, "signup")))
        chosen = [position for position, name in enumerate(names) if name in given]
        signup[chosen] = instants_ms(np.array([given[names[position]] for position in chosen]), "signup") if chosen else 0
    return np.ascontiguousarray(signup), None if offsets is None else np.ascontiguousarray(offsets[first])


def plan_ceiling(
    price: npt.ArrayLike, demand: npt.ArrayLike, *, top_plan: Optional[npt.ArrayLike] = None,
    potential: Optional[tuple[npt.ArrayLike, npt.ArrayLike]] = None, at_least: float = 2.0, marks: tuple[int, int] = (20, 30),
) -> dict[str, int]:
    """The plan-ceiling cohort: accounts at the top plan whose usage suggests that they would spend more.

    Parameters
    ----------
    price : array of int
        What each pays a month, in minor units.
    demand : array of float
        Spend that its usage suggests, as a multiple of the price.
    top_plan : array of bool, optional
        Whether it is on the top plan; by default all are.
    potential : two arrays of int, optional
        What it would pay a month at least and at most; by default price × demand.
    at_least : float
        Least demand that counts.
    marks : two int
        Accounts from which sales is due, and up to which it is just due.

    Returns
    -------
    dict
        ``accounts``; ``missed_low`` and ``missed_high``, what is left on the table a year; ``sales_due``: 0 for fewer than
        the marks, 1 within, 2 above.

    Examples
    --------
    >>> plan_ceiling([99900] * 50, [2.0] * 50, potential=([500000] * 50, [1000000] * 50))
    {'accounts': 50, 'missed_low': 240060000, 'missed_high': 540060000, 'sales_due': 2}
    """
    rows = np.zeros(len(np.asarray(price)), UsageCeilingRow)
    rows["price"] = np.asarray(price)
    rows["demand_bp"] = np.rint(np.asarray(demand, np.float64) * 10000)
    rows["top_plan"] = 1 if top_plan is None else np.asarray(top_plan, bool)
    if potential is not None:
        rows["potential_low"], rows["potential_high"] = np.asarray(potential[0]), np.asarray(potential[1])
    out = UsageCeiling()
    check(library.revops_usage_find_ceiling(
        address(rows, UsageCeilingRow), len(rows), integer(round(at_least * 10000), u32, "at_least"),
        integer(marks[0], u32, "marks"), integer(marks[1], u32, "marks"), ctypes.byref(out)), "plan ceiling")
    return {name: getattr(out, name) for name in ("accounts", "missed_low", "missed_high", "sales_due")}


def signal_metrics(
    signal_ms: npt.ArrayLike, *, contact_ms: Optional[npt.ArrayLike] = None,
    opportunity_ms: Optional[npt.ArrayLike] = None, won_ms: Optional[npt.ArrayLike] = None,
    revenue: Optional[npt.ArrayLike] = None, expansion: Optional[npt.ArrayLike] = None,
) -> dict[str, int]:
    """Volume, conversion, time to contact, revenue and velocity of signals.

    Parameters
    ----------
    signal_ms, contact_ms, opportunity_ms, won_ms : array of int64 or datetime64[ms]
        When each signal came, and when it was first contacted, became an opportunity and was won; `TIME_NONE` or NaT
        where it wasn't.
    revenue, expansion : array of int64, optional
        Revenue won, and the part of it that is expansion, in minor units.

    Returns
    -------
    dict
        As revops_usage_metrics: ``signals``, ``contacted``, ``opportunities``, ``won``, ``contact_mean_ms``,
        ``contact_worst_ms``, ``won_mean_ms``, ``revenue``, ``expansion``, ``velocity``, ``opportunity_bp``, ``won_bp``,
        ``won_band`` (0 below, 1 within, 2 above the target of 25 to 35 %, 3 without signals) and ``misdated``.

    Examples
    --------
    >>> metrics = signal_metrics([0, 0, 0], contact_ms=[3600000, 7200000, TIME_NONE], won_ms=[86400000, TIME_NONE, TIME_NONE],
    ...                          revenue=[500000, 0, 0])
    >>> metrics["contact_mean_ms"], metrics["won_bp"], metrics["won_band"], metrics["velocity"]
    (5400000, 3333, 1, 500000)
    """
    signals = column_in(signal_ms, np.int64, "signal_ms")
    rows = np.zeros(len(signals), UsageOutcome)
    rows["signal_ms"] = signals
    for name, values, empty in (
        ("contact_ms", contact_ms, TIME_NONE), ("opportunity_ms", opportunity_ms, TIME_NONE),
        ("won_ms", won_ms, TIME_NONE), ("revenue", revenue, 0), ("expansion", expansion, 0),
    ):
        rows[name] = empty if values is None else column_in(values, np.int64, name, len(signals))
    out = UsageMetrics()
    check(library.revops_usage_measure_outcomes(address(rows, UsageOutcome), len(rows), ctypes.byref(out)), "metrics")
    return {str(field[0]): getattr(out, str(field[0])) for field in UsageMetrics._fields_}
