# SPDX-License-Identifier: MIT
"""Segments, motions and any other ordered rules over attributes (segment.h).

A table of rules answers with the outcome of the first rule that matches. A frame is a pandas DataFrame or any mapping of
columns; a column that isn't there is unknown in every row, and so is a value that is None, NaN or NaT.
"""

from __future__ import annotations

import ctypes
from collections.abc import Hashable, Iterable, Mapping, Sequence
from typing import Any, Optional

import numpy as np

from . import _constants as c
from ._arrays import Array, address, integer
from ._compiled import compiled
from ._library import library
from ._prototypes import i64, u32
from ._structs import Condition, SegmentAnswer, SegmentParams, SegmentRule
from .errors import check

__all__ = ["Efforts", "IdealCustomer", "Motions", "Rules", "Segments"]

MISSING = c.REVOPS_MISSING
MATCH = np.dtype(SegmentAnswer)

_BUILTIN_ATTRIBUTES = [
    "employees", "acv_cents", "team_size", "email_class", "signals", "stack", "industry", "region", "account", "segment",
]
# Values of the built-in tables' attributes by name; the bits of the last two may also come as columns of their own.
_EMAIL = {"company": 1, "free": 2, "role": 3, "disposable": 4, "invalid": 5}  # as email_class() says
_INDUSTRY = {"professional services": 1, "agency": 2, "technology": 3}
_SIGNALS = {
    "contact_sales": 1, "enterprise_plan": 2, "product": 4, "signed_up": 8, "outbound": 16, "inbound": 32,
    "target_account": 64, "cross_functional": 128, "growing": 256,
}
_STACK = {"slack": 1, "teams": 2}


def is_missing(value: Any) -> bool:
    """Whether a value stands for "unknown"."""
    return value is None or bool(value != value)


class Vocabulary:
    """Numbers for the values of one attribute: integers as they are, or labels numbered from 1; others are 0."""

    def __init__(self, labels: Mapping[Any, int], numeric: bool) -> None:
        self.labels, self.numeric = dict(labels), numeric

    def number(self, value: Any) -> int:
        if is_missing(value):
            return MISSING
        if isinstance(value, (bool, np.bool_)):
            value = int(value)
        if self.numeric and not isinstance(value, str):
            if isinstance(value, (float, np.floating)) and value == int(value):
                value = int(value)
            return integer(value, i64, "an attribute")
        if self.numeric and not self.labels:
            raise TypeError(f"{value!r} is compared with numbers: convert the column")
        number: int = self.labels.get(value, 0)
        return number

    def column(self, values: Any, name: str) -> Array:
        mask = getattr(values, "isna", None)  # pandas' nullable columns
        missing = np.asarray(mask()) if mask is not None else None
        array = np.asarray(values)
        if array.dtype.kind == "b":
            array = array.astype(np.int64)
        if self.numeric and array.dtype.kind in "iu" and (missing is None or not missing.any()):
            if array.dtype == np.uint64 and array.size and int(array.max()) > 2**63 - 1:
                raise OverflowError(f"{name} has values that don't fit int64")
            return np.ascontiguousarray(array, np.int64)
        if self.numeric and array.dtype.kind == "f":
            known = ~np.isnan(array)
            whole = np.where(known, array, 0.0)
            if (np.floor(whole) != whole).any() or (np.abs(whole) >= 2.0**63).any():
                raise TypeError(f"{name} must hold whole numbers")
            return np.where(known, whole.astype(np.int64), MISSING)
        numbers: dict[Any, int] = {}
        out = np.empty(len(array), np.int64)
        for i, value in enumerate(array.tolist() if array.dtype.kind != "O" else array):
            if is_missing(value):
                out[i] = MISSING
                continue
            number = numbers.get(value)
            if number is None:
                numbers[value] = number = self.number(value)
            out[i] = number
        return out


def known(row: Mapping[str, Any], keys: Iterable[str], what: str, *needed: str) -> None:
    """Refuses a row with a key that isn't one of those, as it was meant to say something, or without a needed one."""
    for key in row:
        if key not in keys:
            raise ValueError(f"{what} has the unknown key {key!r}: expected {', '.join(sorted(keys))}")
    for key in needed:
        if key not in row:
            raise ValueError(f"{what} has no {key!r}")


def rows_of(frame: Mapping[str, Any]) -> int:
    """Number of rows of a frame."""
    index = getattr(frame, "index", None)
    if index is not None:
        return len(index)
    lengths = {name: len(frame[name]) for name in frame}
    if len(set(lengths.values())) > 1:
        raise ValueError(f"columns differ in length: {lengths}")
    return next(iter(lengths.values()), 0)


def like(frame: Any, columns: dict[str, Any]) -> Any:
    """The columns as what the frame is: a DataFrame with its index, or a dict."""
    if hasattr(frame, "iloc") and hasattr(frame, "columns"):
        import pandas

        return pandas.DataFrame(columns, index=frame.index)
    return columns


def pointers(columns: Sequence[Optional[Array]]) -> Any:
    """A C array of pointers to columns; NULL for None. The columns must be kept alive."""
    kind = ctypes.POINTER(i64)
    return (kind * max(len(columns), 1))(*(kind() if column is None else address(column, i64) for column in columns))


class Compiled:
    """Rules as C parameters, with what their arrays need to stay alive."""

    def __init__(self, rules: Sequence[Mapping[str, Any]], outcome_of: Any, otherwise: int) -> None:
        self.attributes: list[str] = []
        values: dict[str, list[Any]] = {}
        for rule in rules:
            for name, wanted in rule.get("when", {}).items():
                if name not in values:
                    self.attributes.append(name)
                values.setdefault(name, []).extend(_labels(wanted))
        self.vocabularies = {name: _vocabulary(name, values[name]) for name in self.attributes}
        conditions: list[Condition] = []
        numbers: list[int] = []
        rows: list[SegmentRule] = []
        for rule in rules:
            when = rule.get("when", {})
            rows.append(SegmentRule(outcome_of(rule), len(conditions), len(when), 0))
            for name, wanted in when.items():
                conditions.append(self._condition(name, wanted, numbers))
        self.rows = (SegmentRule * max(len(rows), 1))(*rows)
        self.conditions = (Condition * max(len(conditions), 1))(*conditions)
        self.values = np.array(numbers, np.int64)
        self.params = SegmentParams(
            struct_size=ctypes.sizeof(SegmentParams), attribute_count=max(len(self.attributes), 1), rule_count=len(rows),
            condition_count=len(conditions), value_count=len(numbers), otherwise=otherwise,
            rules=ctypes.addressof(self.rows), conditions=ctypes.addressof(self.conditions),
            values=self.values.ctypes.data,
        )

    def _condition(self, name: str, wanted: Any, numbers: list[int]) -> Condition:
        attribute, vocabulary = self.attributes.index(name), self.vocabularies[name]
        if wanted is None:
            return Condition(attribute, c.REVOPS_CONDITION_IS_MISSING)
        if isinstance(wanted, tuple):
            if len(wanted) != 2:
                raise ValueError(f"{name}: a range is (low, high), either of them None; several values are a list")
            low, high = wanted
            return Condition(
                attribute, c.REVOPS_CONDITION_IN_RANGE, MISSING if low is None else integer(low, i64, name),
                2**63 - 1 if high is None else integer(high, i64, name),
            )
        if isinstance(wanted, Mapping):
            (kind, bits), = wanted.items()
            test = {"any": c.REVOPS_CONDITION_ANY_FLAG, "all": c.REVOPS_CONDITION_ALL_FLAGS}[kind]
            return Condition(attribute, test, integer(bits, i64, name))
        if isinstance(wanted, (list, set, frozenset, range, np.ndarray)):
            chosen = [vocabulary.number(value) for value in wanted]
            numbers.extend(chosen)
            return Condition(attribute, c.REVOPS_CONDITION_IS_ONE_OF, 0, 0, len(numbers) - len(chosen), len(chosen))
        return Condition(attribute, c.REVOPS_CONDITION_IS_EQUAL, vocabulary.number(wanted))

    def columns(self, frame: Mapping[str, Any], count: int) -> list[Optional[Array]]:
        found: list[Optional[Array]] = []
        for name in self.attributes:
            column = self.vocabularies[name].column(frame[name], name) if name in frame else None
            if column is not None and len(column) != count:
                raise ValueError(f"{name} has {len(column)} rows, not {count}")
            found.append(column)
        return found


def _labels(wanted: Any) -> list[Any]:
    if wanted is None or isinstance(wanted, Mapping):
        return []
    if isinstance(wanted, tuple):
        return [value for value in wanted if value is not None]
    return list(wanted) if isinstance(wanted, (list, set, frozenset, range, np.ndarray)) else [wanted]


def _vocabulary(name: str, values: Iterable[Any]) -> Vocabulary:
    labels = [value for value in values if isinstance(value, str)]
    others = [value for value in values if not isinstance(value, str)]
    if labels and others:
        raise TypeError(f"{name} is compared with text ({labels[0]!r}) and with a number ({others[0]!r})")
    numbering: dict[Any, int] = {}
    for label in labels:
        numbering.setdefault(label, len(numbering) + 1)
    return Vocabulary(numbering, not labels)


class Rules:
    """An ordered table of rules: the first that matches wins.

    Parameters
    ----------
    rules : sequence of dict
        Each ``{"then": outcome, "when": {attribute: wanted, ...}}``, all conditions of which must hold. What is wanted is
        a value, a list of values, a range ``(low, high)`` with both ends included and None for an open end,
        ``{"any": bits}`` or ``{"all": bits}``, or None for "unknown".
    otherwise : hashable, optional
        The outcome when no rule matches.

    Examples
    --------
    >>> rules = Rules([
    ...     {"then": "key account", "when": {"account": ["acme", "initech"]}},
    ...     {"then": "large", "when": {"employees": (500, None), "region": "EMEA"}},
    ... ], otherwise="rest")
    >>> rules.of({"account": ["acme", "x", "y"], "employees": [5, 500, None], "region": ["EMEA", "EMEA", "EMEA"]}).tolist()
    ['key account', 'large', 'rest']
    """

    def __init__(self, rules: Sequence[Mapping[str, Any]], otherwise: Optional[Hashable] = None) -> None:
        outcomes: dict[Hashable, int] = {otherwise: 0}
        for position, rule in enumerate(rules):
            known(rule, ("then", "when"), f"rule {position}", "then")
        self._compiled: Optional[Compiled] = Compiled(
            rules, lambda rule: outcomes.setdefault(rule["then"], len(outcomes)), 0
        )
        self._attributes = self._compiled.attributes
        self._vocabularies = self._compiled.vocabularies
        self._outcomes = np.array([None, *outcomes], object)[1:]  # kept an array of objects, whatever the outcomes are
        self._build(self._compiled.params)

    def _build(self, params: SegmentParams) -> None:
        self._memory, self._rules = compiled(library.revops_segment_build, params, "rules")
        self._rule_count = params.rule_count

    def _columns(self, frame: Mapping[str, Any], count: int) -> list[Optional[Array]]:
        found: list[Optional[Array]] = []
        for name in self._attributes:
            column = self._vocabularies[name].column(frame[name], name) if name in frame else None
            if column is not None and len(column) != count:
                raise ValueError(f"{name} has {len(column)} rows, not {count}")
            found.append(column)
        return found

    def match(self, frame: Mapping[str, Any]) -> Array:
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
        count = rows_of(frame)
        columns = self._columns(frame, count)
        out = np.zeros(count, MATCH)
        check(
            library.revops_segment_match_batch(self._rules, pointers(columns), count, address(out, SegmentAnswer)),
            "matching",
        )
        return out

    def of(self, frame: Mapping[str, Any]) -> Array:
        """The outcome of each row.

        Parameters
        ----------
        frame : mapping of columns
            A DataFrame, or a dict of equally long columns.

        Returns
        -------
        ndarray of object
            Outcomes; None (or `otherwise`) where no rule matches.
        """
        outcomes: Array = self._outcomes[self.match(frame)["outcome"]]
        return outcomes

    def missing(self, frame: Mapping[str, Any]) -> list[list[str]]:
        """For each row, the attributes whose absence alone kept an earlier rule from matching.

        Examples
        --------
        >>> Segments("sales-led").missing({"employees": [30, 600]})
        [['acv_cents', 'signals'], []]
        """
        return [
            [name for bit, name in enumerate(self._attributes) if int(row) >> bit & 1] for row in self.match(frame)["missing"]
        ]


class _Builtin(Rules):
    def __init__(self, table: int, names: Sequence[Optional[Hashable]]) -> None:
        params = SegmentParams()
        check(library.revops_segment_builtin(table, ctypes.byref(params), ctypes.sizeof(params)))
        self._compiled = None
        self._attributes = _BUILTIN_ATTRIBUTES
        self._vocabularies = {name: Vocabulary({}, True) for name in _BUILTIN_ATTRIBUTES}
        self._vocabularies["email_class"] = Vocabulary(_EMAIL, True)
        self._vocabularies["industry"] = Vocabulary(_INDUSTRY, True)
        self._outcomes = np.array([*names, None], object)[:-1]
        self._build(params)

    def _columns(self, frame: Mapping[str, Any], count: int) -> list[Optional[Array]]:
        columns = super()._columns(frame, count)
        for attribute, bits in ((c.REVOPS_ATTRIBUTE_SIGNALS, _SIGNALS), (c.REVOPS_ATTRIBUTE_STACK, _STACK)):
            present = [name for name in bits if name in frame]
            if present and columns[attribute] is None:
                found = np.full(count, MISSING, np.int64)
                for name in present:
                    values = Vocabulary({}, True).column(frame[name], name)
                    if len(values) != count:
                        raise ValueError(f"{name} has {len(values)} rows, not {count}")
                    known = values != MISSING
                    found[known & (found == MISSING)] = 0
                    found[known & (values != 0)] |= bits[name]
                columns[attribute] = found
        return columns


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
        if not isinstance(table, str):
            Rules.__init__(self, table, otherwise)
            return
        tables = {"sales-led": c.REVOPS_SEGMENT_TABLE_SALES_LED, "hybrid": c.REVOPS_SEGMENT_TABLE_HYBRID}
        if table not in tables:
            raise ValueError(f"there is no table {table!r} of segments, only {' and '.join(map(repr, tables))}")
        super().__init__(tables[table], _names(library.revops_segment_name))

    def _columns(self, frame: Mapping[str, Any], count: int) -> list[Optional[Array]]:
        return super()._columns(frame, count) if self._compiled is None else Rules._columns(self, frame, count)


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
        super().__init__(tables[table], _names(library.revops_motion_name))


class Efforts(_Builtin):
    """The selling effort that an annual contract value justifies (SG4).

    Examples
    --------
    >>> Efforts().of({"acv_cents": [2_499_999, 2_500_000, 10_000_000]}).tolist()
    ['self-service', 'dedicated', 'account-based']
    """

    def __init__(self) -> None:
        super().__init__(c.REVOPS_SEGMENT_TABLE_EFFORT, _names(library.revops_effort_name))


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

    def explain(self, frame: Mapping[str, Any]) -> list[dict[str, Optional[bool]]]:
        """For each row, whether each condition holds; None where the attribute isn't known."""
        count = rows_of(frame)
        columns = self._columns(frame, count)
        row = np.empty(len(columns), np.int64)
        met, missing, found = u32(), u32(), []
        for i in range(count):
            for k, column in enumerate(columns):
                row[k] = MISSING if column is None else column[i]
            check(library.revops_segment_check(self._rules, 0, address(row, i64), ctypes.byref(met), ctypes.byref(missing)))
            found.append({
                name: None if missing.value >> bit & 1 else bool(met.value >> bit & 1)
                for bit, name in enumerate(self._CONDITIONS)
            })
        return found
