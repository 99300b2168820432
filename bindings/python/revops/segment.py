# SPDX-License-Identifier: MIT
"""Segments, motions and any other ordered rules over attributes (segment.h).

A table of rules answers with the outcome of the first rule that matches. A frame is a pandas or polars DataFrame or any mapping of
columns; a column that isn't there is unknown in every row, and so is a value that is None, NaN or NaT.
"""

from __future__ import annotations

import ctypes
from collections.abc import Hashable, Iterable, Mapping, Sequence
from typing import Any, Optional

import numpy as np

from . import _constants as c
from ._arrays import Array, address, aligned_memory, integer
from ._attributes import MISSING, Attribute
from ._compiled import compiled
from ._conditions import Columns, Conditions
from ._frames import column_of, is_missing, mapping, names_of, opened, rows_of, series_like
from ._library import library
from ._show import Shown, plural
from ._made import Made
from ._struct import i64, size, u32, u64
from ._structs import SegmentAnswer, SegmentFlaw, SegmentParams, SegmentRule, Texts
from .errors import check

__all__ = ["Efforts", "IdealCustomer", "Motions", "Rules", "Segments"]

MATCH = np.dtype(SegmentAnswer)
FLAW = np.dtype(SegmentFlaw)

_EMAIL = {"company": 1, "free": 2, "role": 3, "disposable": 4, "invalid": 5, "forwarding": 6}  # as email_class() says
_INDUSTRY = {"professional services": 1, "agency": 2, "technology": 3}
# Bits of two attributes of the built-in tables, bit 0 first; each may also come as a column of its own.
_SIGNALS = (
    "contact_sales", "enterprise_plan", "product", "signed_up", "outbound", "inbound", "target_account", "cross_functional", "growing",
)
_STACK = ("slack", "teams")


def _builtin_attributes() -> list[Attribute]:
    """The attributes of the built-in tables, in their order."""
    return [
        Attribute("employees", "number"), Attribute("acv_cents", "number"), Attribute("team_size", "number"),
        Attribute("email_class", "number", names=_EMAIL), Attribute("signals", "flags", _SIGNALS), Attribute("stack", "flags", _STACK),
        Attribute("industry", "number", names=_INDUSTRY), Attribute("region", "number"), Attribute("account", "number"),
        Attribute("segment", "number"),
    ]


def known(row: Mapping[str, Any], keys: Iterable[str], what: str, *needed: str) -> None:
    """Refuses a row with a key that isn't one of those, as it was meant to say something, or without a needed one."""
    for key in mapping(row, what):
        if key not in keys:
            raise ValueError(f"{what} has the unknown key {key!r}: expected {', '.join(sorted(keys))}")
    for key in needed:
        if key not in row:
            raise ValueError(f"{what} has no {key!r}")


def table_params(conditions: Conditions, outcomes: Sequence[int], otherwise: int) -> tuple[SegmentParams, Any]:
    """Parameters of a table, one outcome a rule, and what they must be kept with."""
    params = SegmentParams()
    check(library.revops_segment_defaults(ctypes.byref(params), ctypes.sizeof(params)), "rules")
    rows = (SegmentRule * max(len(outcomes), 1))(
        *(SegmentRule(outcome, first, count, 0) for outcome, (first, count) in zip(outcomes, conditions.ranges))
    )
    conditions.fill(params)
    params.rule_count, params.rules, params.otherwise = len(outcomes), ctypes.addressof(rows), otherwise
    return params, (rows, conditions)


class Rules(Made, Shown):
    """An ordered table of rules: the first that matches wins.

    Parameters
    ----------
    rules : sequence of dict
        Each ``{"then": outcome, "when": {attribute: wanted, ...}}``, all conditions of which must hold. What is wanted is
        a value, a list of values, a range ``(low, high)`` with both ends included and None for an open end, None for "unknown", or
        words such as ``{"at_least": 50}``, ``{"contains": "bank"}``, ``{"any_of": ["slack"]}`` and ``{"is_not": "DE"}``: all that the
        rules of `FitScore` understand.
    otherwise : hashable, optional
        The outcome when no rule matches.

    Examples
    --------
    >>> rules = Rules([
    ...     {"then": "key account", "when": {"account": ["acme", "initech"]}},
    ...     {"then": "large", "when": {"employees": (500, None), "region": "EMEA"}},
    ... ], otherwise="rest")
    >>> rules.of({"account": ["Acme", "x", "y"], "employees": [5, 500, None], "region": ["EMEA", "EMEA", "EMEA"]}).tolist()
    ['key account', 'large', 'rest']
    """

    def __init__(self, rules: Sequence[Mapping[str, Any]], otherwise: Optional[Hashable] = None) -> None:
        outcomes: dict[Hashable, int] = {otherwise: 0}
        for position, rule in enumerate(rules):
            known(rule, ("then", "when"), f"rule {position}", "then")
        numbers = [outcomes.setdefault(rule["then"], len(outcomes)) for rule in rules]
        self._conditions = Conditions([rule.get("when", {}) for rule in rules])
        self._outcomes = np.array([None, *outcomes], object)[1:]  # kept an array of objects, whatever the outcomes are
        params, self._kept = table_params(self._conditions, numbers, 0)
        self._build(params)

    def _said(self) -> tuple[str, list[tuple[str, str]]]:
        outcomes = [str(outcome) for outcome in self._outcomes.tolist() if outcome is not None]
        return f"{type(self).__name__}: {plural(self._rule_count, 'rule')}, {plural(len(outcomes), 'outcome')}", [("outcomes", ", ".join(outcomes))]

    def _build(self, params: SegmentParams) -> None:
        self._memory, self._segment = compiled(library.revops_segment_build, params, "rules", library.revops_segment_check)
        self._rule_count = params.rule_count

    def _columns(self, frame: Any, count: int) -> Columns:
        return self._conditions.columns(frame, count)

    def _names_of_columns(self) -> list[str]:
        return [attribute.name for attribute in self._conditions.attributes for _ in range(attribute.words)]

    def match(self, frame: Any) -> Array:
        """What the table says of each row, as numbers.

        Parameters
        ----------
        frame : mapping of columns
            A DataFrame, or a dict of equally long columns.

        Returns
        -------
        ndarray
            Records of ``outcome`` (index), ``rule`` (index, or 4294967295) and ``missing``: a bit for each attribute
            whose absence alone kept an earlier rule from matching.

        Examples
        --------
        >>> Segments("sales-led").match({"employees": [30]})[["rule", "missing"]].tolist()
        [(7, 18)]
        """
        frame = opened(frame)
        count = rows_of(frame)
        columns = self._columns(frame, count)
        out = np.zeros(count, MATCH)
        check(
            library.revops_segment_match_many(self._segment, columns.array, columns.count, count, address(out, SegmentAnswer)),
            "matching",
        )
        return out

    def of(self, frame: Any) -> Any:
        """The outcome of each row.

        Parameters
        ----------
        frame : mapping of columns
            A DataFrame, or a dict of equally long columns.

        Returns
        -------
        ndarray of object or column
            Outcomes, of the frame's library; None (or `otherwise`) where no rule matches.
        """
        frame = opened(frame)
        return series_like(frame, self._outcomes[self.match(frame)["outcome"]], "outcome")

    def missing(self, frame: Any) -> list[list[str]]:
        """For each row, the attributes whose absence alone kept an earlier rule from matching.

        Examples
        --------
        >>> Segments("sales-led").missing({"employees": [30, 600]})
        [['acv_cents', 'signals'], []]
        """
        names = self._names_of_columns()
        return [
            list(dict.fromkeys(name for bit, name in enumerate(names) if int(row) >> bit & 1)) for row in self.match(frame)["missing"]
        ]

    def prove(self, steps: int = 0) -> list[dict[str, Any]]:
        """The rules that can never match, and because of which (RT9).

        Parameters
        ----------
        steps : int, optional
            Most steps for each rule, of a nanosecond or so; a second's worth by default.

        Returns
        -------
        list of dict
            ``rule`` (index), ``finding`` ("dead": its own conditions contradict each other; "hidden": all that it matches is matched by
            an earlier rule; "hidden together": by several; "undecided") and ``by`` (indexes of those rules).

        Examples
        --------
        >>> Rules([
        ...     {"then": "small", "when": {"employees": (None, 499)}},
        ...     {"then": "bakery", "when": {"employees": (1, 50), "industry": "food"}},
        ...     {"then": "odd", "when": {"employees": {"above": 10, "not_at_least": 5}}},
        ... ]).prove()
        [{'rule': 1, 'finding': 'hidden', 'by': [0]}, {'rule': 2, 'finding': 'dead', 'by': []}]
        """
        memory, needed, limit = self._room(), size(), integer(steps, u64, "steps")
        out = np.zeros(max(self._rule_count, 1), FLAW)
        for _ in range(2):
            status = library.revops_segment_prove(
                self._segment, limit, memory.ctypes.data, memory.nbytes, address(out, SegmentFlaw), len(out), ctypes.byref(needed)
            )
            if status != c.REVOPS_ERR_NOSPACE:
                break
            out = np.zeros(needed.value, FLAW)
        check(status, "proof")
        found: list[dict[str, Any]] = []
        for flaw in out[: needed.value]:
            rule, other = int(flaw["rule"]), int(flaw["other"])
            if not found or found[-1]["rule"] != rule:
                name = library.revops_segment_finding_name(int(flaw["finding"])).decode()
                found.append({"rule": rule, "finding": name, "by": []})
            if other != c.REVOPS_SEGMENT_NO_RULE:
                found[-1]["by"].append(other)
        return found

    def uncovered(self, steps: int = 0) -> tuple[str, Optional[dict[str, Any]]]:
        """Whether a row is left over that no rule matches, and such a row (RT9).

        Parameters
        ----------
        steps : int, optional
            As for `prove`.

        Returns
        -------
        coverage : str
            "covered", "covered where known" (rows are left over only where something isn't known), "not covered" or "undecided".
        row : dict or None
            Values of attributes; None for "unknown", "…" for any other text than those that rules ask for, and integers of bits for
            flags.

        Examples
        --------
        >>> Rules([{"then": 1, "when": {"n": (None, 5)}}, {"then": 2, "when": {"n": (7, None)}}]).uncovered()
        ('not covered', {'n': 6})
        """
        memory, coverage, limit = self._room(), u32(), integer(steps, u64, "steps")
        row = np.zeros(max(self._conditions.width, 1), np.int64)
        check(
            library.revops_segment_uncovered(
                self._segment, limit, memory.ctypes.data, memory.nbytes, address(row, i64), ctypes.byref(coverage)
            ),
            "proof",
        )
        name = library.revops_segment_coverage_name(coverage.value).decode()
        return name, self._example(row) if name in ("covered where known", "not covered") else None

    def _room(self) -> Array:
        return aligned_memory(int(library.revops_segment_proof_size(self._segment)))

    def _example(self, row: Array) -> dict[str, Any]:
        values: dict[str, Any] = {}
        at = 0
        for attribute in self._conditions.attributes:
            number = int(row[at])
            at += attribute.words
            if number == MISSING:
                values[attribute.name] = None
            elif attribute.kind == "text":
                values[attribute.name] = "…" if number < 0 else self._conditions.texts[number]
            else:
                values[attribute.name] = np.datetime64(number, "D") if attribute.kind == "date" else number
        return values


class _Builtin(Rules):
    def __init__(self, table: int, names: Sequence[Optional[Hashable]]) -> None:
        params = SegmentParams()
        check(library.revops_segment_standard(table, ctypes.byref(params), ctypes.sizeof(params)))
        self._conditions = Conditions([], attributes=_builtin_attributes())
        self._outcomes = np.array([*names, None], object)[:-1]
        self._build(params)

    def _columns(self, frame: Any, count: int) -> Columns:
        present = set(names_of(frame))
        asked = [attribute.name for attribute in self._conditions.attributes]
        columns = {name: column_of(frame, name) for name in asked if name in present}
        for name, bits in (("signals", _SIGNALS), ("stack", _STACK)):
            if name not in present and present.intersection(bits):
                columns[name] = _joined(frame, [(bit, flag) for bit, flag in enumerate(bits) if flag in present], count)
        return self._conditions.columns(columns, count)


def _joined(frame: Any, flags: Sequence[tuple[int, str]], count: int) -> Array:
    """Columns of flags as one of bits; unknown only where all of them are."""
    found = np.full(count, MISSING, np.int64)
    for bit, name in flags:
        values = Attribute(name, "number").columns(column_of(frame, name), count)[0]
        if values.array is None:
            continue
        array = values.array.astype(np.int64)
        is_known = values.array != values.column.missing
        found[is_known & (found == MISSING)] = 0
        found[is_known & (array != 0)] |= 1 << bit
    return found


def _names(function: Any) -> list[Optional[str]]:
    names: list[Optional[str]] = [None]
    while (name := function(len(names)).decode()) != "unknown":
        names.append(name)
    return names


class Segments(_Builtin):
    """Segments of accounts (SG1, SG2), or a table of one's own.

    Parameters
    ----------
    table : {"sales-led", "hybrid"} or sequence of dict
        SMB, mid-market, enterprise; or self-service, sales-assisted, enterprise; or rules as `Rules` takes them.
    otherwise : hashable, optional
        With rules: the segment when none matches.

    Notes
    -----
    The built-in tables read the columns ``employees``, ``acv_cents`` (annual contract value), ``team_size`` (as
    answered), ``email_class`` (as `email_class` says) and ``enterprise_plan`` (asked to be contacted
    about it), as far as they are there. The larger segment wins; a value on a boundary belongs to the segment above it.

    Examples
    --------
    >>> frame = {"employees": [49, 50, 500, None], "acv_cents": [None, None, 500_000, None]}
    >>> Segments("sales-led").of(frame).tolist()
    ['SMB', 'mid-market', 'enterprise', None]
    >>> Segments("hybrid").of(frame).tolist()
    ['self-service', 'self-service', 'sales-assisted', None]
    """

    def __init__(self, table: Any = "sales-led", otherwise: Optional[Hashable] = None) -> None:
        self._is_own = not isinstance(table, str)
        if self._is_own:
            Rules.__init__(self, table, otherwise)
            return
        tables = {"sales-led": c.REVOPS_SEGMENT_TABLE_SALES_LED, "hybrid": c.REVOPS_SEGMENT_TABLE_HYBRID}
        if table not in tables:
            raise ValueError(f"there is no table {table!r} of segments, only {' and '.join(map(repr, tables))}")
        super().__init__(tables[table], _names(library.revops_segment_kind_name))

    def _columns(self, frame: Any, count: int) -> Columns:
        return Rules._columns(self, frame, count) if self._is_own else super()._columns(frame, count)


class Motions(_Builtin):
    """The motion of a deal (SG4) or of a customer (LC11).

    Parameters
    ----------
    table : {"deal", "customer"}
        Outbound, inbound, product-led, account-based; or self-service, sales-assisted, enterprise.

    Examples
    --------
    >>> frame = {"signed_up": [True, True], "product": [False, True]}
    >>> Motions("customer").of(frame).tolist()
    ['self-service', 'sales-assisted']
    >>> Motions("deal").of(frame).tolist()
    ['inbound', 'product-led']
    """

    def __init__(self, table: str = "deal") -> None:
        tables = {"deal": c.REVOPS_SEGMENT_TABLE_MOTION_OF_DEAL, "customer": c.REVOPS_SEGMENT_TABLE_MOTION_OF_CUSTOMER}
        if table not in tables:
            raise ValueError(f"there is no table {table!r} of motions, only {' and '.join(map(repr, tables))}")
        super().__init__(tables[table], _names(library.revops_segment_motion_name))


class Efforts(_Builtin):
    """The selling effort that an annual contract value justifies (SG4).

    Examples
    --------
    >>> Efforts().of({"acv_cents": [2_499_999, 2_500_000, 10_000_000]}).tolist()
    ['self-service', 'dedicated', 'account-based']
    """

    def __init__(self) -> None:
        super().__init__(c.REVOPS_SEGMENT_TABLE_EFFORT, _names(library.revops_segment_effort_name))


class IdealCustomer(_Builtin):
    """The example of an ideal customer profile, of a work-management tool (SG3).

    Examples
    --------
    >>> frame = {"employees": [80], "cross_functional": [True], "growing": [True], "industry": ["agency"]}
    >>> IdealCustomer().of({**frame, "slack": [True]}).tolist()
    [True]
    >>> IdealCustomer().explain(frame)
    [{'employees': True, 'cross_functional': True, 'growing': True, 'industry': True, 'stack': None}]
    """

    _CONDITIONS = ("employees", "cross_functional", "growing", "industry", "stack")

    def __init__(self) -> None:
        super().__init__(c.REVOPS_SEGMENT_TABLE_IDEAL_CUSTOMER, [False, True])

    def explain(self, frame: Any) -> list[dict[str, Optional[bool]]]:
        """For each row, whether each condition holds; None where the attribute isn't known."""
        frame = opened(frame)
        count = rows_of(frame)
        rows = rows_in_c(self._columns(frame, count), count)
        met, missing, found = u64(), u64(), []
        for row in rows:
            check(library.revops_segment_explain(self._segment, 0, address(row, i64), None, ctypes.byref(met), ctypes.byref(missing)))
            found.append({
                name: None if missing.value >> bit & 1 else bool(met.value >> bit & 1)
                for bit, name in enumerate(self._CONDITIONS)
            })
        return found


def rows_in_c(columns: Columns, count: int) -> Array:
    """Columns as rows of int64, one after the other."""
    rows = np.full((count, columns.count), MISSING, np.int64)
    for at, one in enumerate(columns.kept):
        if one.array is None:  # unknown in every row
            continue
        rows[:, at] = np.where(one.array == one.column.missing, MISSING, one.array.astype(np.int64))
    return rows


def texts_in_rows(columns: Columns) -> Any:
    """For each column, what its numbers are the texts of, as C takes it; None where no column has texts."""
    pointers = [ctypes.cast(one.column.texts, ctypes.POINTER(Texts)) for one in columns.kept]
    return (ctypes.POINTER(Texts) * max(len(pointers), 1))(*pointers) if any(pointers) else None


def is_unset(value: Any) -> bool:
    """Whether a value of a row says nothing."""
    return not isinstance(value, (list, tuple, Mapping, np.ndarray)) and is_missing(value)
