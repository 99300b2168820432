# SPDX-License-Identifier: MIT
"""Product usage and product-qualified leads: who qualifies, when, by what, and what is missing (usage.h).

A `UsageModel` holds criteria and the signals that combine them. `UsageModel.detect` answers for a log of events, per
user and per account; `UsageModel.start`, `UsageModel.apply` and the rest keep records between calls.

A model may be used by several threads at once; a record by one at a time.
"""

from __future__ import annotations

import ctypes
import re
from collections.abc import Callable, Iterable, Mapping
from typing import Any, Optional, Union

import numpy as np
import numpy.typing as npt

from . import _constants as c
from ._arrays import Array, address, column_in, column_out, integer, lazy_zeros, text_out
from ._compiled import compiled, problems_of
from ._frames import rows_of
from ._integers import truths_in
from ._library import library
from ._show import Shown, plural
from ._made import Made
from ._struct import i32, i64, size, u8, u32
from ._structs import Cursor, UsageColumns, UsageExplanation, UsageHit, UsageReading
from ._usage_detect import Detector, UsageDetection, UsageFold
from ._usage_metrics import signal_metrics
from ._usage_params import ROUTES, Params, position_of
from .base import TIME_NONE
from .errors import check

__all__ = ["EXPLANATION", "HIT", "READING", "UsageDetection", "UsageFold", "UsageModel", "signal_metrics"]

#: dtype of a signal that arose.
HIT = np.dtype(UsageHit)
#: dtype of how a criterion stands.
READING = np.dtype(UsageReading)
#: dtype of how a signal stands.
EXPLANATION = np.dtype(UsageExplanation)

class UsageModel(Made, Shown):
    """Criteria on product usage, and the signals that combine them.

    Parameters
    ----------
    criteria : mapping of str to dict, optional
        By name; without them the built-in model. Each has ``at_least`` or ``at_most`` (for shares of a limit and growth: 1 is
        100 %) and where it applies ``measure``:

        * "events", the default; "sum" of their values; "active days"; "streak" of days in a row; distinct "users"; distinct
          "items" ``of`` a column of events, such as devices or pages;
        * "level", the latest value; "limit share" of a plan's limit;
        * "growth" and "sum growth" of the ``last_days`` against as many days before (3: tripled);
        * "silence", days since the latest event; "return", days of silence that the latest event ended.

        Further keys: ``kinds`` (names of the events that count, built in or one's own; by default "used"), ``value`` (only
        events whose value is within ``(least, greatest)``, None for open), ``first_days`` (since the signup) or
        ``last_days`` (rolling), ``elapsed`` (those days are 24 hours each, both ends included, instead of dates),
        ``release`` (once met it stays so down, or up, to this value), ``latch`` (once met it stays met), ``exact``
        (distinct users and items are exact up to this many; 64).

        A criterion may ask for attributes of the user or account instead: ``where``, conditions as for scores.
    signals : mapping of str to dict, optional
        By name; by default one called "pql" that asks for all criteria. Each has any of ``all_of``, ``any_of``,
        ``none_of`` (names of criteria) and ``at_least`` (a number and names), and where it applies ``route`` ("sales", the default,
        "customer success" or "self-service"), ``cooldown_days`` (from one signal to the next, 30), ``once`` (not
        repeated while it stays true).
    kinds : iterable of str, optional
        All names of one's own events, so that a misspelt one in a criterion is an error. By default those that
        criteria name.

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

    criteria: tuple[str, ...]
    signals: tuple[str, ...]
    items: tuple[str, ...]
    record_size: int
    record: Any

    def __init__(
        self,
        criteria: Optional[Mapping[str, Mapping[str, Any]]] = None,
        signals: Optional[Mapping[str, Mapping[str, Any]]] = None,
        *,
        kinds: Optional[Iterable[str]] = None,
    ) -> None:
        params = Params(criteria, signals, kinds)
        self.criteria, self.signals, self.items = params.criteria, params.signals, params.items
        self._conditions = params.conditions
        asked = [params.struct.signals[i] for i in range(params.struct.signal_count)]
        #: By signal: criteria that speak for it.
        self._asks = np.array([row.all_of | row.any_of | row.at_least_of for row in asked], np.uint64)
        faults = [self._named(sentence) for sentence in problems_of(library.revops_usage_check, params.struct)]
        self._memory, self._model = compiled(library.revops_usage_build, params.struct, "; ".join(["usage model", *faults]))
        #: Bytes of a record.
        self.record_size = int(library.revops_usage_record_size(self._model))
        #: dtype of a record.
        self.record = np.dtype((np.void, self.record_size))

    def _said(self) -> tuple[str, list[tuple[str, str]]]:
        return f"UsageModel: {plural(len(self.criteria), 'criterion', 'criteria')}, {plural(len(self.signals), 'signal')}", [("signals", ", ".join(map(str, self.signals)))]

    def _named(self, sentence: str) -> str:
        """A fault with the name of a criterion or signal in place of its row."""
        for part, what, names in (("criteria", "criterion", self.criteria), ("signals", "signal", self.signals)):
            row = re.match(rf"{part}\[(\d+)\]", sentence)
            if row:
                return f"{what} {names[int(row[1])]!r}{sentence[row.end():]}"
        return sentence

    def kind(self, name: str) -> int:
        """Number of a kind, for `apply`: a built-in one, or one that the criteria or `kinds` name.

        Examples
        --------
        >>> UsageModel({"pages": {"kinds": "page created", "at_least": 3}}).kind("page created")
        16
        """
        found = u32()
        encoded = name.encode("utf-8", "surrogatepass")
        if library.revops_usage_kind_find(self._model, encoded, len(encoded), ctypes.byref(found)) != c.REVOPS_OK:
            raise ValueError(f"{name!r} is no kind of event of this model")
        return found.value

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
        check(library.revops_usage_record_init_many(
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
        if not 0 <= integer(index, i64, "index") < len(self._records(records, write)):
            raise IndexError(f"there is no record {index} among {len(records)}")
        return int(records.ctypes.data) + index * self.record_size

    def _batch(self, what: str, rows: int, call: Callable[..., int]) -> tuple[Array, Cursor]:
        """Calls with a cursor and room for signals until all rows are done; the signals, and what became of the rows."""
        cursor, found = Cursor(), size()
        hits: Array = np.empty(min(rows * len(self.signals) + len(self.signals), 1 << 12), HIT)
        parts: list[Array] = []
        bytes_of_hit = np.dtype((np.void, HIT.itemsize))  # copied as a whole, ten times as fast as by fields
        while True:
            status = call(ctypes.byref(cursor), address(hits, UsageHit), len(hits), ctypes.byref(found))
            if status == c.REVOPS_OK:
                break
            if status != c.REVOPS_ERR_NOSPACE:
                check(status, what)
            parts.append(hits[: found.value].view(bytes_of_hit).copy())
        parts.append(hits[: found.value].view(bytes_of_hit))
        return np.concatenate(parts).view(HIT), cursor

    def apply(
        self, records: Array, at_ms: npt.ArrayLike, record: npt.ArrayLike, *, kind: Optional[npt.ArrayLike] = None,
        user: Optional[npt.ArrayLike] = None, items: Optional[Mapping[str, npt.ArrayLike]] = None,
        value: Optional[npt.ArrayLike] = None, limit: Optional[npt.ArrayLike] = None,
        sequence: Optional[npt.ArrayLike] = None, utc_offset_min: Optional[npt.ArrayLike] = None,
        working: Optional[npt.ArrayLike] = None,
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
        kind : array of uint16, optional
            Kind, as `kind()` says; by default all "used" (1).
        user : array of uint32, optional
            Number of the user, from 1, for distinct users; 0 is nobody.
        items : mapping of str to array of uint32, optional
            Numbers, from 1, for distinct items of each column that criteria name (``of``); 0 is nothing.
        value, limit : array of uint32, optional
            For levels, sums and shares of a limit.
        sequence : array of uint32, optional
            Number that rises with the events of a record, to know duplicates; 0 for none.
        utc_offset_min : array of int32, optional
            Local minus UTC at that instant, in minutes.
        working : array of uint8, optional
            1: sales works on the record from this row on; 0: it doesn't.

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
            ("kind", kind, np.uint16), ("user", user, np.uint32), ("value", value, np.uint32),
            ("limit", limit, np.uint32), ("sequence", sequence, np.uint32), ("utc_offset_min", utc_offset_min, np.int32),
            ("working", working, np.uint8),
        ):
            if values is not None:
                kept[name] = column_in(values, dtype, name, rows)
        columns = UsageColumns(struct_size=ctypes.sizeof(UsageColumns), count=rows)
        for name, column in kept.items():
            setattr(columns, name, address(column, np.ctypeslib.as_ctypes_type(column.dtype)))
        for name, values in (items or {}).items():
            kept[f"items {name}"] = column_in(values, np.uint32, name, rows)
            columns.item[position_of(self.items, name, "items")] = address(kept[f"items {name}"], u32)
        statuses = lazy_zeros(rows, np.int32)  # the library writes those of refused rows
        hits, cursor = self._batch("events", rows, lambda *rest: library.revops_usage_apply_many(
            self._model, records.ctypes.data, len(records), ctypes.byref(columns), rest[0], address(statuses, i32), *rest[1:]))
        return UsageFold(hits, statuses, cursor.applied, cursor.late, cursor.duplicate, cursor.invalid)

    def advance(self, records: Array, at_ms: int, *, utc_offset_min: int = 0) -> Array:
        """Lets time pass: what only time brings about (silence, use that falls) is noted, and signals come of it.

        Parameters
        ----------
        records : ndarray
            From `start`; changed, but for those with later events.
        at_ms : int
            Until when.
        utc_offset_min : int, optional
            Local minus UTC, in minutes.

        Returns
        -------
        ndarray of HIT
            The signals; ``row`` is the record.

        Examples
        --------
        >>> model = UsageModel({"silent": {"measure": "silence", "at_least": 30}})
        >>> records = model.start([0])
        >>> model.advance(records, 30 * 86400000)["at_ms"].tolist()
        [2592000000]
        """
        self._records(records, write=True)
        at, offset = integer(at_ms, i64, "at_ms"), integer(utc_offset_min, i32, "utc_offset_min")
        return self._batch("records", len(records), lambda *rest: library.revops_usage_advance_many(
            self._model, records.ctypes.data, len(records), at, offset, *rest))[0]

    def set_attributes(self, records: Array, attributes: Any, at_ms: Optional[npt.ArrayLike] = None) -> Array:
        """Says what is known of each user or account from now on, for criteria with ``where``.

        Parameters
        ----------
        records : ndarray
            From `start`; changed.
        attributes : mapping of columns
            A DataFrame or dict with one row a record; what isn't there is unknown.
        at_ms : array of int64 or datetime64[ms], optional
            When, one each; by default as of each record's last event.

        Returns
        -------
        ndarray of HIT
            Signals that came of it; ``row`` is the record.

        Examples
        --------
        >>> model = UsageModel({"large": {"where": {"employees": {"at_least": 200}}}})
        >>> records = model.start([0, 0])
        >>> model.set_attributes(records, {"employees": [300, 100]})["record"].tolist()
        [0]
        """
        self._records(records, write=True)
        count = len(records)
        if rows_of(attributes) not in (0, count):
            raise ValueError(f"attributes have {rows_of(attributes)} rows, not {count}")
        at = None if at_ms is None else column_in(at_ms, np.int64, "at_ms", count)
        described = None if self._conditions is None else self._conditions.columns(attributes, count)
        return self._batch("attributes", count, lambda *rest: library.revops_usage_set_attributes_many(
            self._model, records.ctypes.data, count, described and described.array, described.count if described else 0,
            None if at is None else address(at, i64), *rest))[0]

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
        check(library.revops_usage_read_many(
            self._model, records.ctypes.data, len(records), position_of(self.criteria, criterion, "criterion"),
            integer(at_ms, i64, "at_ms"), integer(utc_offset_min, i32, "utc_offset_min"),
            address(readings, UsageReading)), "reading")
        return readings

    def explain(
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
        ndarray of EXPLANATION
            ``last_ms``, ``next_ms``, ``held``, ``missing``, ``excluding``, ``lacking``, ``near_bp``, ``state``, ``route``.

        Examples
        --------
        >>> model = UsageModel()
        >>> model.names(model.explain(model.start([0]), "pql")["missing"][0])
        ('activated', 'engaged', 'value realised')
        """
        self._records(records)
        explanations = column_out(out, EXPLANATION, "out", len(records))
        check(library.revops_usage_explain_many(
            self._model, records.ctypes.data, len(records), position_of(self.signals, signal, "signal"),
            integer(at_ms, i64, "at_ms"), integer(utc_offset_min, i32, "utc_offset_min"),
            address(explanations, UsageExplanation)), "explanation")
        return explanations

    def names(self, mask: int) -> tuple[str, ...]:
        """Names of the criteria in a mask, such as ``held`` of a hit.

        Examples
        --------
        >>> UsageModel().names(0b101)
        ('activated', 'value realised')
        """
        return tuple(name for index, name in enumerate(self.criteria) if int(mask) >> index & 1)

    def text(
        self, records: Array, index: int, signal: Union[str, int] = 0, at_ms: int = TIME_NONE, *, utc_offset_min: int = 0
    ) -> str:
        """How a signal stands for one record, in words.

        Examples
        --------
        >>> model = UsageModel({"thrice": {"first_days": 7, "at_least": 3}})
        >>> model.text(model.start([0]), 0)
        'lacks 1 criterion; criterion "thrice": events in the first 7 days at least 3: 0, 3 missing'
        """
        record = self._one(records, index)
        position = position_of(self.signals, signal, "signal")
        at_ms = integer(at_ms, i64, "at_ms")
        offset = integer(utc_offset_min, i32, "utc_offset_min")
        return text_out(lambda out, capacity: library.revops_usage_explanation_text(
            self._model, record, position, at_ms, offset, out, capacity), 512)

    def routes(
        self, records: Array, *, enterprise: Optional[npt.ArrayLike] = None, at_ms: int = TIME_NONE, utc_offset_min: int = 0
    ) -> list[str]:
        """Where accounts go now: an enterprise to sales, else by the first signal that holds, else self-service.

        Parameters
        ----------
        records : ndarray
            From `start`.
        enterprise : array of bool, optional
            Which have the profile of an enterprise.
        at_ms, utc_offset_min
            As for `read`.

        Examples
        --------
        >>> model = UsageModel()
        >>> model.routes(model.start([0, 0]), enterprise=[False, True])
        ['self-service', 'sales']
        """
        self._records(records)
        profile = None if enterprise is None else np.ascontiguousarray(truths_in(enterprise, "enterprise", len(records))).view(np.uint8)
        out = np.empty(len(records), np.uint32)
        check(library.revops_usage_choose_route_many(
            self._model, records.ctypes.data, len(records), None if profile is None else address(profile, u8),
            integer(at_ms, i64, "at_ms"), integer(utc_offset_min, i32, "utc_offset_min"), address(out, u32)), "routes")
        return [ROUTES[route] for route in out.tolist()]

    def work(self, records: Array, working: npt.ArrayLike) -> None:
        """Says on which records sales works: they give no signal meanwhile.

        Parameters
        ----------
        records : ndarray
            From `start`; changed.
        working : array of bool
            One each.

        Examples
        --------
        >>> model = UsageModel()
        >>> records = model.start([0, 0])
        >>> model.work(records, [True, False])
        >>> model.explain(records, "pql")["state"].tolist()
        [4, 0]
        """
        self._records(records, write=True)
        flags = np.ascontiguousarray(truths_in(working, "working", len(records))).view(np.uint8)
        check(library.revops_usage_work_many(self._model, records.ctypes.data, len(records), address(flags, u8)), "records")

    def merge(
        self, records: Array, into: int, source: int, at_ms: int, *, utc_offset_min: int = 0
    ) -> tuple[str, ...]:
        """Folds one record into another: a user into an account, or an account into another.

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

    def verify(self, records: Array) -> list[int]:
        """Indexes of records from outside that no fold can have written.

        Examples
        --------
        >>> model = UsageModel()
        >>> model.verify(np.zeros(2, model.record))
        [0, 1]
        """
        base = int(self._records(records).ctypes.data)
        return [
            index for index in range(len(records))
            if library.revops_usage_verify(self._model, base + index * self.record_size) != c.REVOPS_OK
        ]

    # A log at a time.

    def detect(
        self, events: Any, *, accounts: Any = None, signal: Optional[str] = None, signups: Any = None,
        account_signups: Any = None, at: Any = None, attributes: Any = None, account_attributes: Any = None,
        working: Iterable[Any] = (), enterprise: Iterable[Any] = (),
    ) -> UsageDetection:
        """Who qualifies by a log of events, when, by which criteria, where it leads, and what is missing.

        Parameters
        ----------
        events : mapping of columns, such as a dict of arrays or a pandas or polars DataFrame
            ``user`` and ``at`` (datetime64, RFC 3339 text, int64 milliseconds, or aware datetimes of a frame, whose zone then
            gives the dates); optional ``kind`` (names or numbers; by default "used"), ``account``, ``value``, ``limit``,
            columns of items that criteria name (``of``), ``utc_offset_min``, ``working`` (whether sales works on the user
            and the account from then on), and ``id`` (of two events with one id only the first counts). Any order: they are
            sorted by time first, ties by row. An event without a user counts for its account only, and the reverse; a
            value or limit that isn't known is 0.
        accounts : mapping of user to account, or True, optional
            True takes the account of each event from the column ``account``, so that a user who moves leaves the history
            behind; a mapping gives each user's account (who isn't in it has none), so that the history goes along. Without it,
            the column is used if there is one.
        signal : str, optional
            Which signal is asked about; by default "pql" if there is one, else the first.
        signups, account_signups : mapping to instants, optional
            When users and accounts signed up; who isn't in it, with the first event; an account by default with its first
            user.
        at : instant, optional
            As of when all of it is said: events after it are left out. By default as of each one's last event.
        attributes, account_attributes : mapping of columns, optional
            What is known of users and accounts, for criteria with ``where``: a column ``user`` or ``account``, and the
            attributes. Of what isn't known of a user, that of the account is taken.
        working : iterable of users and accounts, optional
            On whom sales works from the start: they get no signal.
        enterprise : iterable of accounts, optional
            Which have the profile of an enterprise: they go to sales from day one.

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
        >>> found.accounts["route"].tolist()
        ['sales']
        """
        position = position_of(
            self.signals, signal if signal is not None else "pql" if "pql" in self.signals else 0, "signal")
        return Detector(self, events, accounts, at, working, enterprise).detect(
            position, signups, account_signups, attributes, account_attributes)
