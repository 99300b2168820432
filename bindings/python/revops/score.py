# SPDX-License-Identifier: MIT
"""Scorecards: points for what is known of leads, with grades and explanations that add up (score.h).

A frame is a pandas or polars DataFrame, or any mapping of equally long columns. None, NaN and NaT are missing, which is a value of its
own. An instant where rules ask for a date is the local date of its own zone. Points are written as plain numbers, such as 12.5; results are exact to a thousandth.
"""

from __future__ import annotations

import ctypes
import datetime
import decimal
import math
import numbers
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple, Optional, Union

import numpy as np
import numpy.typing as npt

from . import _constants as c
from ._arrays import Array, address, column_in, column_out, integer, text_out
from ._compiled import compiled
from ._frames import as_array, column_of, is_missing, is_pandas, names_of, pandas_module, rows_of
from ._library import library
from ._prototypes import i32, i64, size, u8, u32
from ._structs import (
    ScoreAccount, Column, Condition, ScoreGroup, ScoreLine, ScoreMatrixParams, ScoreRule, ScoreParams, ScoreAdvice,
)
from ._time import sorted_codes
from .errors import check

__all__ = [
    "Explanation", "Line", "Scorecard", "Step", "account_scores", "is_mql",
]

MISSING = c.REVOPS_MISSING
NO_FLOOR, NO_CAP = c.REVOPS_SCORE_NO_FLOOR, c.REVOPS_SCORE_NO_CAP
UNGRADED = c.REVOPS_SCORE_UNGRADED
_WIDTHS = {
    "int8": c.REVOPS_COLUMN_I8, "uint8": c.REVOPS_COLUMN_U8, "int16": c.REVOPS_COLUMN_I16, "uint16": c.REVOPS_COLUMN_U16,
    "int32": c.REVOPS_COLUMN_I32, "uint32": c.REVOPS_COLUMN_U32, "int64": c.REVOPS_COLUMN_I64,
}
_COLLECTIONS = (list, tuple, set, frozenset, np.ndarray)
_DATES = (datetime.date, np.datetime64)
_LISTS = (list, set, frozenset, range, np.ndarray)
Number = Union[int, float]


def thousandths(points: Number, name: str) -> int:
    """Points as an integer of thousandths.

    Examples
    --------
    >>> thousandths(12.5, "points")
    12500
    >>> thousandths(0.0001, "points")
    Traceback (most recent call last):
    ValueError: points is 0.0001, finer than a thousandth
    """
    scaled = float(points) * 1000
    if not np.isfinite(scaled):
        raise ValueError(f"{name} is {points}, no number of points")
    whole = round(scaled)
    if abs(scaled - whole) > 1e-6 * max(1.0, abs(scaled)):
        raise ValueError(f"{name} is {points}, finer than a thousandth")
    return integer(whole, i32, name)


def nearly_whole(numbers: Any, epsilon: float = 2.0**-52) -> Any:
    """Whether numbers are whole, but for what the last digits of their floats lack.

    Examples
    --------
    >>> nearly_whole(np.array([(0.1 + 0.2) * 10, 49.9999999])).tolist()
    [True, False]
    """
    scale = np.maximum(np.abs(numbers), 1)
    with np.errstate(invalid="ignore"):  # infinity isn't whole
        return np.abs(numbers - np.rint(numbers)) <= np.minimum(np.maximum(np.minimum(1e-9 * scale, 1e-3), epsilon * scale), 0.25)


class Attribute:
    """How one attribute's values become integers: numbers as they are (times a scale), labels by number, flags by bit, dates as
    days since 1970-01-01.

    A number between two units takes the one that compares as it does: that below, unless a rule ends there, else that above, unless
    a rule starts there; else the scale is too coarse. Where rules fit together without gaps, all are rounded down.
    """

    def __init__(self, name: str, kind: str, labels: Iterable[str] = (), scale: int = 1, round_down: bool = False) -> None:
        self.name, self.kind, self.scale, self.round_down = name, kind, scale, round_down
        self.starts: set[int] = set()
        self.ends: set[int] = set()
        self.labels = {label: number for number, label in enumerate(labels, 0 if kind == "flags" else 1)}
        if kind == "flags" and len(self.labels) > 62:
            raise ValueError(f"{name} has {len(self.labels)} flags, more than 62")

    def number(self, value: Any) -> int:
        """One value; MISSING for what is missing, 0 for a label that no rule knows."""
        if self.kind == "flags" and isinstance(value, (str, *_COLLECTIONS)):
            names = [value] if isinstance(value, str) else value
            return sum(1 << self.labels[label] for label in set(names) if label in self.labels)
        if is_missing(value):
            return MISSING
        if self.kind == "date":
            return day_of(value, self.name)
        if isinstance(value, str):
            if not self.labels:
                raise TypeError(f"{self.name} holds text ({value!r}) where rules ask for numbers")
            return self.labels.get(value, 0)
        if self.labels:
            raise TypeError(f"{self.name} holds {value!r} where rules ask for text")
        if isinstance(value, (np.integer, np.bool_, bool)):
            value = int(value)
        if isinstance(value, int):
            return MISSING if value == MISSING else max(1 - 2**63, min(value * self.scale, 2**63 - 1))
        return int(self._whole(np.array([value if isinstance(value, np.floating) else float(value)]))[0])

    def _whole(self, known: Array) -> Array:
        """Numbers in units of the scale; infinite and very large ones as far as it goes."""
        with np.errstate(over="ignore"):
            scaled = known.astype(np.float64) * self.scale
        close = nearly_whole(scaled, float(np.finfo(known.dtype).eps))
        whole = np.where(close, np.rint(scaled), np.floor(scaled))
        large = np.abs(whole) >= 2.0**63
        out = np.where(large, 0, whole).astype(np.int64)
        out[large] = np.where(whole[large] > 0, 2**63 - 1, 1 - 2**63)
        between = ~close & ~large
        if self.round_down or not between.any():
            return out
        if self.kind == "flags":
            raise TypeError(f"{self.name} holds {known[between][0]} where rules ask for flags")
        between &= np.isin(out, list(self.ends))
        torn = between & np.isin(out + 1, list(self.starts))
        if torn.any():
            raise ValueError(
                f"{self.name} holds {known[torn][0]}, which rules for numbers in units of 1/{self.scale} can't place: say "
                f"scales={{{self.name!r}: {self.scale * 10}}}, or round_down=True"
            )
        out[between] += 1
        return out

    def exact(self, value: Any) -> int:
        """A value of a rule, which must be whole in units of the scale."""
        if isinstance(value, str):
            return self.labels[value]
        if self.kind == "date":
            return day_of(value, self.name)
        if isinstance(value, (int, np.integer, np.bool_)):
            return integer(int(value) * self.scale, i64, self.name)
        scaled = float(value) * self.scale
        if abs(scaled) >= 2.0**63:  # as far as it goes, like infinite values of columns
            return 2**63 - 1 if scaled > 0 else 1 - 2**63
        if not nearly_whole(scaled):
            raise ValueError(f"{self.name}: {value} is finer than 1/{self.scale}; say scales={{{self.name!r}: ...}}")
        return round(scaled)

    def one(self, value: Any) -> int:
        """A value of a rule that asks for no other."""
        number = self.exact(value)
        self.starts.add(number)
        self.ends.add(number)
        return number

    def span(self, low: Any, high: Any) -> tuple[int, int]:
        """Both ends of a rule's range, None for an open one."""
        first = -(2**63) if low is None else self.exact(low)
        last = 2**63 - 1 if high is None else self.exact(high)
        self.starts.add(first)
        self.ends.add(last)
        return first, last

    def column(self, values: Any) -> tuple[Array, int]:
        """A column as integers of some width, without a copy where it is that already, and what stands for missing."""
        array = as_array(values)
        if array.ndim != 1:
            raise ValueError(f"{self.name} has {array.ndim} dimensions, not 1")
        if array.dtype.kind not in "biufMOUST":
            raise TypeError(f"{self.name} has dtype {array.dtype}: columns hold numbers, texts, dates, booleans or collections of texts")
        if array.dtype.kind in "biu" and self.labels and self.kind != "flags" and array.size:
            raise TypeError(f"{self.name} holds numbers where rules ask for text")
        if array.dtype.kind == "b":
            array = array.view(np.uint8) if array.flags.c_contiguous else array.astype(np.uint8)
        if array.dtype.kind == "M":
            if self.kind != "date" and array.size:
                raise TypeError(f"{self.name} holds dates where rules don't: compare it with datetime.date")
            return array.astype("datetime64[D]").view(np.int64), MISSING  # NaT is MISSING
        if self.kind == "date" and array.dtype.kind in "iuf" and array.size and not np.isnan(array.astype(np.float64)).all():
            raise TypeError(f"{self.name} holds numbers where rules ask for dates")
        if array.dtype.kind in "iu" and self.scale == 1:
            array = np.ascontiguousarray(array)
            if array.dtype == np.uint64:
                array = np.minimum(array, np.uint64(2**63 - 1)).view(np.int64)
            return array.astype(array.dtype.newbyteorder("="), copy=False), MISSING
        if array.dtype.kind == "f" and not self.labels:
            known = ~np.isnan(array)
            return np.where(known, self._whole(np.where(known, array, 0)), MISSING), MISSING
        seen: dict[Any, int] = {}
        out = np.empty(len(array), np.int64)
        for i, value in enumerate(array.tolist() if array.dtype.kind in "iuf" else array):
            if isinstance(value, _COLLECTIONS) or is_missing(value):
                out[i] = self.number(value)
                continue
            number = seen.get(value)
            if number is None:
                number = seen[value] = self.number(value)
            out[i] = number
        return out, MISSING


def _date(value: Any) -> Any:
    """The day of a date; of an instant with a zone, the local one there."""
    return np.datetime64(value.date() if isinstance(value, datetime.datetime) else value, "D")


def day_of(value: Any, name: str) -> int:
    """Days since 1970-01-01 of a date.

    Examples
    --------
    >>> day_of(datetime.date(1970, 1, 3), "founded"), day_of(np.datetime64("1970-01-03T12"), "founded")
    (2, 2)
    """
    if isinstance(value, _DATES):  # a datetime and pandas' Timestamp are dates, too
        return int(_date(value).astype(np.int64))
    raise TypeError(f"{name} holds {value!r} where rules ask for dates")


class Line(NamedTuple):
    """One line of an explanation; `points` of all lines add up to the score."""

    reason: str
    name: Optional[str]
    points: float
    text: str


class Explanation(list[Line]):
    """Lines of an explanation, with the score they add up to."""

    def __init__(self, lines: Iterable[Line], raw: Array) -> None:
        super().__init__(lines)
        self._raw = raw

    @property
    def score(self) -> float:
        """The score, or for a difference the change of it."""
        return float(self._raw["points_mpt"].sum()) / 1000

    def __str__(self) -> str:
        return "\n".join(line.text for line in self)


class Step(NamedTuple):
    """One step towards the next grade; `text` says it in words."""

    rule: str
    ask: int
    alter: int
    gain: float
    score: float
    grade: str
    text: str


LINE, STEP, ACCOUNT = np.dtype(ScoreLine), np.dtype(ScoreAdvice), np.dtype(ScoreAccount)


def names_in_c(names: Sequence[str]) -> Any:
    """Names as a C array of texts."""
    return (ctypes.c_char_p * max(len(names), 1))(*(name.encode() for name in names))


def explanation(raw: Array, rule_names: Sequence[str], group_names: Sequence[str]) -> Explanation:
    """Lines of C as lines of Python."""
    rules, groups = names_in_c(rule_names), names_in_c(group_names)
    lines = []
    for at in range(len(raw)):
        line = ScoreLine.from_buffer_copy(raw[at].tobytes())
        reason = library.revops_score_reason_name(line.reason).decode()
        names: Sequence[Optional[str]] = []
        if reason in ("rule", "decay", "daily limit"):
            names = rule_names
        elif reason in ("group cap", "group floor"):
            names = [None, *group_names]
        text = text_out(lambda out, room: library.revops_score_line_text(ctypes.byref(line), rules, groups, out, room))
        lines.append(Line(reason, names[line.index] if names else None, line.points_mpt / 1000, text))
    return Explanation(lines, raw)


def difference(before: Explanation, after: Explanation, rule_names: Sequence[str], group_names: Sequence[str]) -> Explanation:
    """What changed between two explanations of the same rules."""
    room = len(before) + len(after)
    out, needed = np.zeros(max(room, 1), LINE), size()
    check(
        library.revops_score_difference(
            address(before._raw, ScoreLine), len(before), address(after._raw, ScoreLine), len(after),
            address(out, ScoreLine), room, ctypes.byref(needed),
        ),
        "difference",
    )
    return explanation(out[: needed.value], rule_names, group_names)


def limits(value: Optional[Number], otherwise: int, name: str) -> int:
    """A floor or cap in thousandths."""
    return otherwise if value is None else thousandths(value, name)


def grade_table(grades: Mapping[str, Optional[Number]]) -> tuple[list[str], list[int]]:
    """Labels best first, and thresholds of all but the last."""
    labels, least = list(grades), list(grades.values())
    if len(labels) > c.REVOPS_SCORE_GRADES_MAX:
        raise ValueError(f"{len(labels)} grades, more than {c.REVOPS_SCORE_GRADES_MAX}")
    if not labels or least[-1] is not None or None in least[:-1]:
        raise ValueError("grades name their least scores, best first; the last one has None")
    return labels, [thousandths(value, "grades") for value in least[:-1] if value is not None]


def graded(labels: Sequence[str], grades: Array, frame: Any) -> Any:
    """Grade indexes as labels: a pandas column for a DataFrame, else an array."""
    if is_pandas(frame):
        pandas = pandas_module()
        return pandas.Series(
            pandas.Categorical.from_codes(grades.astype(np.int8), list(labels), ordered=True), getattr(frame, "index"), name="grade"
        )
    return np.array(labels)[grades]


class Scorecard:
    """Fit rules over attributes.

    Parameters
    ----------
    rules : sequence of dict
        Each ``{"name": text, "points": number, "when": {attribute: wanted, ...}, "group": text}``; the points are given
        when all conditions hold. What is wanted is a value, a list of values, a range ``(low, high)`` with both ends
        included and None for an open end, ``{"any": flags}`` or ``{"all": flags}`` (names or an integer of bits),
        ``{"known": True}``, or None for "missing". Name and group may be left out.
    base : number, optional
        Points that every lead starts with.
    floor, cap : number, optional
        Limits of the score.
    groups : dict, optional
        ``{group: (floor, cap)}``, None for no limit.
    grades : dict, optional
        Least score of each grade, best first; the last has None.
    hysteresis : number, optional
        How far below its grade's least score a lead keeps the grade.
    scales : dict, optional
        ``{attribute: n}``: the attribute's numbers count in n-ths, for values like 2.5 in rules. Finer values in frames compare
        as what they are; one that lies just between two rules, such as 500.5 between ``(50, 500)`` and ``(501, None)``, is
        refused. Very large ones count as infinite.
    round_down : bool, optional
        Whether numbers finer than their scale are rounded down to it, so that rules like those two leave no gap; learned
        scorecards do so.

    Examples
    --------
    >>> card = Scorecard([
    ...     {"name": "mid-size", "points": 40, "when": {"employees": (50, 500)}},
    ...     {"name": "industry", "points": 30, "when": {"industry": ["agency", "technology"]}},
    ...     {"name": "chat", "points": 20, "when": {"stack": {"any": ["slack", "teams"]}}},
    ...     {"name": "student", "points": -30, "when": {"title": "student"}},
    ... ], floor=0)
    >>> frame = {"employees": [120, 20], "industry": ["agency", None], "stack": [["slack"], []], "title": ["cto", "student"]}
    >>> scores, grades = card.score(frame)
    >>> scores.tolist(), grades.tolist()
    ([90.0, 0.0], ['A', 'D'])
    >>> print(card.explain({"employees": 20, "title": "student"}))
    rule "student": -30
    floor: +30
    >>> card.next_grade({"employees": 120, "industry": "agency"})[0][:4]
    ('chat', 1, 0, 20.0)
    """

    def __init__(
        self, rules: Sequence[Mapping[str, Any]], base: Number = 0, floor: Optional[Number] = None,
        cap: Optional[Number] = None, groups: Optional[Mapping[str, tuple[Optional[Number], Optional[Number]]]] = None,
        grades: Optional[Mapping[str, Optional[Number]]] = None, hysteresis: Number = 0,
        scales: Optional[Mapping[str, int]] = None, round_down: bool = False,
    ) -> None:
        self.rules = [dict(rule) for rule in rules]
        self.base, self.floor, self.cap, self.hysteresis = base, floor, cap, hysteresis
        self.groups = dict(groups or {})
        self.grades = dict(grades) if grades is not None else {"A": 80, "B": 60, "C": 40, "D": None}
        self.scales, self.round_down = dict(scales or {}), bool(round_down)
        #: What learning said, a set of "few leads", "few won", "few lost", "not converged", "nothing learned".
        self.warnings: set[str] = set()
        #: Points that double the odds of winning, and those of even odds; None unless learned.
        self.double: Optional[float] = None
        self.even: Optional[float] = None
        self._attributes = self._find_attributes()
        self.rule_names = [str(rule.get("name", _describe(rule))) for rule in self.rules]
        self.group_names = list(self.groups)
        self._labels, self._thresholds = grade_table(self.grades)
        self._build()

    def _find_attributes(self) -> list[Attribute]:
        wanted: dict[str, list[Any]] = {}
        flags: set[str] = set()
        for rule in self.rules:
            unknown = set(rule) - {"name", "points", "when", "group"}
            if unknown:
                raise ValueError(f"rule {rule!r} has {sorted(unknown)[0]!r}, which isn't known")
            if not isinstance(rule.get("when"), Mapping) or not rule["when"] or "points" not in rule:
                raise ValueError(f"rule {rule!r} needs 'points' and a 'when' that names at least one attribute")
            for name, value in rule["when"].items():
                values = wanted.setdefault(name, [])
                if isinstance(value, Mapping):
                    kind, inner = next(iter(value.items())) if len(value) == 1 else ("", None)
                    if kind not in ("any", "all", "known"):
                        raise ValueError(f"{name}: {value!r} should be {{'any': ...}}, {{'all': ...}} or {{'known': ...}}")
                    if kind != "known":
                        flags.add(name)
                        values.extend([] if isinstance(inner, (int, np.integer)) else flag_names(inner, name))
                elif isinstance(value, tuple):
                    ends = [end for end in value if end is not None]
                    if any(isinstance(end, str) for end in ends):
                        raise TypeError(f"{name}: {value!r} is a range, which texts have none of; for one of several write a list")
                    if len(value) != 2 or (len(ends) == 2 and ends[0] > ends[1]):
                        raise ValueError(f"{name}: {value!r} is no range: it needs two ends, the lower one first")
                    values.extend(ends)
                elif isinstance(value, _LISTS):
                    if len(value) == 0 or any(is_missing(one) for one in value):
                        raise ValueError(f"{name}: {value!r} must list known values; None alone stands for missing")
                    values.extend(value)
                elif value is not None:
                    if is_missing(value):
                        raise ValueError(f"{name}: {value!r} is missing: None alone stands for that")
                    values.append(value)
        for count, most, what in (
            (len(wanted), c.REVOPS_CONDITION_ATTRIBUTES_MAX, "attributes"), (len(self.rules), c.REVOPS_SCORE_RULES_MAX, "rules"),
            (len(self.groups), c.REVOPS_SCORE_GROUPS_MAX, "groups"),
        ):
            if count > most:
                raise ValueError(f"{count} {what}, more than {most}")
        found = []
        for name, values in wanted.items():
            labels = list(dict.fromkeys(value for value in values if isinstance(value, str)))
            if labels and len(labels) != len(dict.fromkeys(values)):
                raise TypeError(f"{name} is compared with text and with numbers")
            dates = [value for value in values if isinstance(value, _DATES)]
            if dates and len(dates) != len(values):
                raise TypeError(f"{name} is compared with dates and with other values")
            kind = "flags" if name in flags else "choice" if labels else "date" if dates else "number"
            found.append(Attribute(name, kind, labels, self.scales.get(name, 1), self.round_down))
        return found

    def _condition(self, at: int, attribute: Attribute, wanted: Any, values: list[int]) -> Condition:
        if wanted is None:
            return Condition(at, c.REVOPS_CONDITION_IS_MISSING)
        if isinstance(wanted, Mapping):
            (kind, inner), = wanted.items()
            if kind == "known":
                return Condition(at, c.REVOPS_CONDITION_IS_PRESENT if inner else c.REVOPS_CONDITION_IS_MISSING)
            bits = (
                inner if isinstance(inner, (int, np.integer))
                else sum(1 << attribute.labels[label] for label in set(flag_names(inner, attribute.name)))
            )
            if not 0 < bits < 2**63:
                raise ValueError(f"{attribute.name}: {wanted!r} names no flags")
            test = {"any": c.REVOPS_CONDITION_ANY_FLAG, "all": c.REVOPS_CONDITION_ALL_FLAGS}[kind]
            return Condition(at, test, integer(bits, i64, attribute.name))
        if isinstance(wanted, tuple):
            return Condition(at, c.REVOPS_CONDITION_IN_RANGE, *attribute.span(*wanted))
        if isinstance(wanted, _LISTS):
            chosen = sorted({attribute.one(value) for value in wanted})
            values.extend(chosen)
            return Condition(at, c.REVOPS_CONDITION_IS_ONE_OF, 0, 0, len(values) - len(chosen), len(chosen))
        return Condition(at, c.REVOPS_CONDITION_IS_EQUAL, attribute.one(wanted))

    def _build(self) -> None:
        order = {attribute.name: at for at, attribute in enumerate(self._attributes)}
        values: list[int] = []
        conditions: list[Condition] = []
        rules: list[ScoreRule] = []
        for rule in self.rules:
            group = rule.get("group")
            if group is not None and group not in self.groups:
                raise ValueError(f"group {group!r} isn't among groups")
            rules.append(ScoreRule(
                thousandths(rule["points"], "points"), 0 if group is None else self.group_names.index(group) + 1,
                len(conditions), len(rule["when"]),
            ))
            for name, wanted in rule["when"].items():
                at = order[name]
                conditions.append(self._condition(at, self._attributes[at], wanted, values))
        groups = [
            ScoreGroup(limits(low, NO_FLOOR, "floor"), limits(high, NO_CAP, "cap")) for low, high in self.groups.values()
        ]
        self._compile(rules, conditions, np.array(values, np.int64), groups)

    def _compile(
        self, rules: Sequence[ScoreRule], conditions: Sequence[Condition], values: Array, groups: Sequence[ScoreGroup],
    ) -> None:
        rule_array = (ScoreRule * max(len(rules), 1))(*rules)
        condition_array = (Condition * max(len(conditions), 1))(*conditions)
        group_array = (ScoreGroup * max(len(groups), 1))(*groups)
        params = ScoreParams(
            struct_size=ctypes.sizeof(ScoreParams), attribute_count=max(len(self._attributes), 1), rule_count=len(rules),
            condition_count=len(conditions), value_count=len(values), group_count=len(groups),
            grade_count=len(self._thresholds), base_mpt=thousandths(self.base, "base"),
            floor_mpt=limits(self.floor, NO_FLOOR, "floor"), cap_mpt=limits(self.cap, NO_CAP, "cap"),
            hysteresis_mpt=thousandths(self.hysteresis, "hysteresis"), rules=ctypes.addressof(rule_array),
            conditions=ctypes.addressof(condition_array), values=values.ctypes.data, groups=ctypes.addressof(group_array),
        )
        for at, threshold in enumerate(self._thresholds):
            params.grades_mpt[at] = threshold
        self._memory, self._score = compiled(library.revops_score_build, params, "scorecard")

    def _columns(self, frame: Mapping[str, Any], count: int) -> tuple[Any, list[Array]]:
        described = (Column * max(len(self._attributes), 1))()
        kept: list[Array] = []
        names = set(names_of(frame))
        for at, attribute in enumerate(self._attributes):
            if attribute.name in names:
                array, missing = attribute.column(column_of(frame, attribute.name))
                if len(array) != count:
                    raise ValueError(f"{attribute.name} has {len(array)} rows, not {count}")
            else:
                array, missing = np.zeros(count, np.int8), 0  # a column that isn't there is missing in every row
            kept.append(array)
            described[at] = Column(array.ctypes.data, None, missing, _WIDTHS[array.dtype.name])
        if not self._attributes:
            kept.append(np.zeros(max(count, 1), np.int8))
            described[0] = Column(kept[0].ctypes.data, None, 0, c.REVOPS_COLUMN_I8)
        return described, kept

    def score_mpt(
        self, frame: Mapping[str, Any], out: Optional[tuple[Optional[Array], Optional[Array]]] = None
    ) -> tuple[Array, Array]:
        """Scores in thousandths of a point (int32) and grades by number (uint8, 0 is the best), without copies.

        Integer columns of any width are read where they are.

        Parameters
        ----------
        frame : mapping of columns
            A DataFrame (pandas or polars), or a dict of equally long columns.
        out : tuple of ndarray, optional
            Scores (int32) and grades (uint8) to write to; None in place of either for a new one.

        Returns
        -------
        tuple of ndarray
            Scores and grades.

        Examples
        --------
        >>> card = Scorecard([{"points": 1.5, "when": {"n": (1, None)}}])
        >>> card.score_mpt({"n": np.array([0, 7], np.int16)})[0].tolist()
        [0, 1500]
        """
        count = rows_of(frame)
        given = out or (None, None)
        scores = column_out(given[0], np.int32, "scores", count)
        grades = column_out(given[1], np.uint8, "grades", count)
        described, _kept = self._columns(frame, count)
        check(
            library.revops_score_rate_many(
                self._score, described, max(len(self._attributes), 1), count, address(scores, i32), address(grades, u8),
                None,
            ),
            "scoring",
        )
        return scores, grades

    def score(self, frame: Mapping[str, Any]) -> tuple[Any, Any]:
        """Scores and grades of all rows.

        Parameters
        ----------
        frame : mapping of columns
            A DataFrame, or a dict of equally long columns; one that rules name and that isn't there is missing.

        Returns
        -------
        tuple
            Points, and labels of grades: pandas columns with the frame's index for a DataFrame, else arrays.
        """
        scores, grades = self.score_mpt(frame)
        points: Any = scores / 1000
        if is_pandas(frame):
            pandas = pandas_module()
            points = pandas.Series(points, getattr(frame, "index"), name="score")
        return points, graded(self._labels, grades, frame)

    def contributions(self, frame: Mapping[str, Any]) -> Any:
        """Points that each rule gives each row, before limits.

        Parameters
        ----------
        frame : mapping of columns
            A DataFrame (pandas or polars), or a dict of equally long columns.

        Returns
        -------
        DataFrame or dict
            A column of points per rule, in the order of rules; numbered where two have one name.
        """
        count = rows_of(frame)
        out = np.empty((len(self.rules), count), np.int32)
        described, _kept = self._columns(frame, count)
        check(
            library.revops_score_rate_many(
                self._score, described, max(len(self._attributes), 1), count, None, None, address(out, i32)
            ),
            "scoring",
        )
        names = [
            f"{name} ({at})" if self.rule_names.count(name) > 1 else name for at, name in enumerate(self.rule_names)
        ]
        columns = {name: row / 1000 for name, row in zip(names, out)}
        if is_pandas(frame):
            pandas = pandas_module()
            return pandas.DataFrame(columns, index=getattr(frame, "index"))
        return columns

    def _row(self, row: Mapping[str, Any]) -> Array:
        values = [
            attribute.number(row[attribute.name]) if attribute.name in row else MISSING for attribute in self._attributes
        ]
        return np.array(values or [MISSING], np.int64)

    def explain(self, row: Mapping[str, Any]) -> Explanation:
        """How one lead's score comes about; the lines' points add up to it.

        Parameters
        ----------
        row : mapping
            Values by attribute, such as a row of a DataFrame.

        Returns
        -------
        Explanation
            A list of lines; printed, one a line.
        """
        room = len(self.rules) + len(self.groups) + 2
        out, needed = np.zeros(room, LINE), size()
        check(
            library.revops_score_explain(
                self._score, address(self._row(row), i64), address(out, ScoreLine), room, ctypes.byref(needed)
            ),
            "explanation",
        )
        return explanation(out[: needed.value], self.rule_names, self.group_names)

    def difference(self, before: Mapping[str, Any], after: Mapping[str, Any]) -> Explanation:
        """What changed between two rows.

        Parameters
        ----------
        before, after : mapping
            Values by attribute.

        Returns
        -------
        Explanation
            Lines that differ; their points add up to the change of the score.

        Examples
        --------
        >>> card = Scorecard([{"name": "size", "points": 40, "when": {"employees": (50, None)}}])
        >>> print(card.difference({"employees": 10}, {"employees": 60}))
        rule "size": +40
        """
        return difference(self.explain(before), self.explain(after), self.rule_names, self.group_names)

    def next_grade(self, row: Mapping[str, Any]) -> list[Step]:
        """What is missing for the next grade: the cheapest way found to it.

        Parameters
        ----------
        row : mapping
            Values by attribute.

        Returns
        -------
        list of Step
            Rules that should come to hold (negative ones: cease to): how many attributes to ask for, how many to alter,
            what is gained, and score and grade then. The last one has the better grade. Empty for the best grade, and when no
            way was found.
        """
        room = 64
        out, needed = np.zeros(room, STEP), size()
        check(
            library.revops_score_advise(
                self._score, address(self._row(row), i64), address(out, ScoreAdvice), room, ctypes.byref(needed)
            ),
            "next grade",
        )
        names = names_in_c(self.rule_names)
        steps = []
        for raw in out[: needed.value]:
            step = ScoreAdvice.from_buffer_copy(raw.tobytes())
            text = text_out(lambda to, size: library.revops_score_advice_text(self._score, ctypes.byref(step), names, to, size))
            steps.append(Step(
                self.rule_names[step.rule], step.ask_count, step.alter_count, step.gain_mpt / 1000, step.score_mpt / 1000,
                self._labels[step.grade], text,
            ))
        return steps

    def grade(self, score: Number, previous: Optional[str] = None) -> str:
        """Grade of a score, with hysteresis against the previous grade.

        Parameters
        ----------
        score : number
            Points.
        previous : str, optional
            Grade so far.

        Returns
        -------
        str
            The grade.

        Examples
        --------
        >>> card = Scorecard([], hysteresis=5)
        >>> card.grade(78), card.grade(78, previous="A")
        ('B', 'A')
        """
        out = u32()
        earlier = UNGRADED if previous is None else self._labels.index(previous)
        check(
            library.revops_score_grade(self._score, thousandths(score, "score"), earlier, ctypes.byref(out)), "grade"
        )
        return self._labels[out.value]

    def probability(self, frame: Mapping[str, Any]) -> Any:
        """Win probabilities of all rows, of a learned scorecard.

        Parameters
        ----------
        frame : mapping of columns
            A DataFrame (pandas or polars), or a dict of equally long columns.

        Returns
        -------
        ndarray or Series
            Probabilities, 0 to 1.
        """
        if self.double is None or self.even is None:
            raise ValueError("only a learned scorecard has probabilities; set its double and even points")
        scores, _ = self.score_mpt(frame)
        out = np.empty(len(scores), np.uint32)
        check(
            library.revops_scorecard_probabilities(
                address(scores, i32), len(scores), thousandths(self.double, "double"), thousandths(self.even, "even"),
                address(out, u32),
            ),
            "probabilities",
        )
        if is_pandas(frame):
            pandas = pandas_module()
            return pandas.Series(out / 1e9, getattr(frame, "index"), name="probability")
        return out / 1e9

    def __reduce__(self) -> tuple[Any, ...]:
        return type(self).from_dict, (self.to_dict(),)

    def to_dict(self) -> dict[str, Any]:
        """The scorecard as plain dicts, lists, texts and numbers, fit for JSON; from_dict() reads it back.

        Examples
        --------
        >>> import json
        >>> card = Scorecard([{"points": 5, "when": {"n": (1, None), "tag": ["a", "b"]}}], grades={"in": 5, "out": None})
        >>> again = Scorecard.from_dict(json.loads(json.dumps(card.to_dict())))
        >>> again.score({"n": [0, 2], "tag": ["a", "b"]})[1].tolist()
        ['out', 'in']
        """
        def plain_wanted(wanted: Any) -> Any:
            if isinstance(wanted, tuple):
                return {"range": [plain(end) for end in _finite(*wanted)]}
            if isinstance(wanted, Mapping):
                (kind, inner), = wanted.items()
                if kind == "known":
                    return {kind: bool(inner)}
                return {kind: int(inner) if isinstance(inner, (int, np.integer)) else flag_names(inner, "flags")}
            if isinstance(wanted, _LISTS):
                return [plain(value) for value in wanted]
            return plain(wanted)

        rules = [
            {
                **{key: plain(value) for key, value in rule.items()},
                "when": {name: plain_wanted(wanted) for name, wanted in rule["when"].items()},
            }
            for rule in self.rules
        ]
        return {
            "rules": rules, "base": plain(self.base), "floor": plain(self.floor), "cap": plain(self.cap),
            "groups": {name: [plain(end) for end in ends] for name, ends in self.groups.items()},
            "grades": {name: plain(least) for name, least in self.grades.items()}, "hysteresis": plain(self.hysteresis),
            "scales": {name: plain(scale) for name, scale in self.scales.items()}, "double": plain(self.double), "even": plain(self.even),
            "round_down": self.round_down, "warnings": sorted(self.warnings),
        }

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Scorecard:
        """The scorecard that to_dict() wrote.

        Parameters
        ----------
        data : mapping
            What to_dict() gave, also by way of JSON.
        """
        def rich(wanted: Any) -> Any:
            if isinstance(wanted, list):
                return [rich(value) for value in wanted]
            if isinstance(wanted, Mapping) and "date" in wanted:
                return datetime.date.fromisoformat(wanted["date"])
            if isinstance(wanted, Mapping) and "range" in wanted:
                return tuple(rich(end) for end in wanted["range"])
            return wanted

        fields = dict(data)
        double, even, warnings = fields.pop("double", None), fields.pop("even", None), fields.pop("warnings", ())
        fields["rules"] = [
            {**rule, "when": {name: rich(wanted) for name, wanted in rule["when"].items()}} for rule in fields["rules"]
        ]
        fields["groups"] = {name: tuple(ends) for name, ends in (fields.get("groups") or {}).items()}
        card = cls(**fields)
        card.double, card.even, card.warnings = double, even, set(warnings)
        return card


def flag_names(names: Any, attribute: str) -> list[str]:
    """Names of flags: one text, or several.

    Examples
    --------
    >>> flag_names("slack", "stack"), flag_names({"slack"}, "stack")
    (['slack'], ['slack'])
    """
    found = [names] if isinstance(names, str) else list(names) if isinstance(names, (*_LISTS, tuple)) else []
    if not found or not all(isinstance(name, str) for name in found):
        raise ValueError(f"{attribute}: {names!r} names no flags")
    return found


def plain(value: Any) -> Any:
    """A value as JSON has it; a date as ``{"date": "2026-03-02"}``.

    Examples
    --------
    >>> plain(np.float64(2.5)), plain(decimal.Decimal("2.5")), plain(decimal.Decimal(3))
    (2.5, 2.5, 3)
    """
    if isinstance(value, _DATES):
        return {"date": str(_date(value))}
    if isinstance(value, np.generic):
        return value.item()
    if isinstance(value, numbers.Number) and not isinstance(value, (int, float)):  # Decimal, Fraction
        fraction: Any = value
        return int(fraction) if fraction == int(fraction) else float(fraction)
    return value


def _finite(low: Any, high: Any) -> tuple[Any, Any]:
    """Ends of a range, None for an infinite one."""
    return (
        None if isinstance(low, (float, decimal.Decimal)) and low == -math.inf else low,
        None if isinstance(high, (float, decimal.Decimal)) and high == math.inf else high,
    )


def _describe(rule: Mapping[str, Any]) -> str:
    parts = []
    for name, wanted in rule["when"].items():
        if wanted is None:
            parts.append(f"{name} missing")
        elif isinstance(wanted, tuple):
            low, high = _finite(*wanted)
            parts.append(
                f"{name} known" if low is None and high is None else f"{name} {low} or more" if high is None
                else f"{name} up to {high}" if low is None else f"{name} {low} to {high}"
            )
        elif isinstance(wanted, Mapping):
            (kind, inner), = wanted.items()
            listed = inner if isinstance(inner, (bool, int, np.integer)) else ", ".join(flag_names(inner, name))
            parts.append(f"{name} {'known' if inner else 'missing'}" if kind == "known" else f"{name} with {kind} of {listed}")
        elif isinstance(wanted, _LISTS):
            parts.append(f"{name} {' or '.join(map(str, list(wanted)[:3]))}{' …' if len(wanted) > 3 else ''}")
        else:
            parts.append(f"{name} {wanted}")
    return " and ".join(parts)


def _grade_number(grade: Union[int, str], labels: str, name: str) -> int:
    if not isinstance(grade, str):
        return integer(grade, u32, name)
    if grade not in tuple(labels):
        raise ValueError(f"{name} is {grade!r}, none of {', '.join(labels)}; pass grades of other labels by number, 0 for the best")
    return labels.index(grade)


def is_mql(
    fit: Union[int, str], engagement: Union[int, str], was_mql: bool = False, enter: Optional[Sequence[Sequence[int]]] = None,
    stay: Optional[Sequence[Sequence[int]]] = None,
) -> bool:
    """Whether a fit grade and an engagement grade together make a marketing-qualified lead.

    Parameters
    ----------
    fit, engagement : int or str
        Grades by number, 0 for the best of four; or by the labels that Scorecard and IntentModel give if not told otherwise,
        "A" to "D" and "1" to "4".
    was_mql : bool, optional
        Whether the lead is one so far; then it keeps to `stay`.
    enter, stay : sequence of four sequences of int, optional
        By fit grade, the engagement grades that make an MQL, and keep one. By default A1 A2 A3 B1 B2 C1 enter, and
        B3 and C2 stay. The worst grades never qualify.

    Returns
    -------
    bool
        Whether it is one.

    Examples
    --------
    >>> is_mql("A", "3"), is_mql(1, 2), is_mql(1, 2, was_mql=True), is_mql("D", 0)
    (True, False, True, False)
    """
    matrix = ScoreMatrixParams()
    check(library.revops_score_matrix_defaults(ctypes.byref(matrix), ctypes.sizeof(matrix)), "matrix")
    for rows, field in ((enter, matrix.enter), (stay, matrix.stay)):
        if rows is not None:
            for at in range(8):
                field[at] = sum(1 << integer(grade, u8, "grade") for grade in rows[at]) if at < len(rows) else 0
    out = u32()
    check(
        library.revops_score_qualify(
            ctypes.byref(matrix), _grade_number(fit, "ABCD", "fit"), _grade_number(engagement, "1234", "engagement"),
            int(was_mql),
            ctypes.byref(out),
        ),
        "matrix",
    )
    return bool(out.value)


def column_of_bool(values: Any, count: int) -> Array:
    """A column of booleans, False where missing."""
    array = as_array(values)
    if array.dtype.kind == "O":
        array = np.array([not is_missing(value) and bool(value) for value in array], bool)
    if array.shape != (count,):
        raise ValueError(f"{len(array)} roles and {count} people")
    return array.astype(bool)


def account_scores(
    scores: npt.ArrayLike, accounts: npt.ArrayLike, committee: Optional[npt.ArrayLike] = None,
    contacted: Optional[npt.ArrayLike] = None,
) -> dict[str, Any]:
    """Scores of accounts, added up over their people, and stakeholder coverage.

    Parameters
    ----------
    scores : array of number
        Points of each person, decayed to one instant.
    accounts : array
        Each person's account: any values.
    committee, contacted : array of bool, optional
        Whether each person belongs to the buying committee, and has been contacted.

    Returns
    -------
    dict of arrays
        ``account``, ``score``, ``people``, ``engaged``, ``committee``, ``contacted`` and ``coverage`` (0 to 1).

    Examples
    --------
    >>> found = account_scores([10, 2.5, 0], ["x", "x", "y"], committee=[1, 1, 1], contacted=[1, 0, 0])
    >>> found["account"].tolist(), found["score"].tolist(), found["coverage"].tolist()
    (['x', 'y'], [12.5, 0.0], [0.5, 0.0])
    """
    thousands = np.round(np.asarray(scores, np.float64) * 1000)
    if not (np.abs(thousands) < 2**31).all():
        raise ValueError("scores must hold points, below 2,147,483 and none missing")
    points = thousands.astype(np.int32)
    names, codes = sorted_codes(accounts)
    numbers = column_in(codes.astype(np.uint32), np.uint32, "accounts", len(points))
    roles = np.zeros(len(points), np.uint8)
    for flag, values in ((c.REVOPS_SCORE_COMMITTEE, committee), (c.REVOPS_SCORE_CONTACTED, contacted)):
        if values is not None:
            roles |= np.where(column_of_bool(values, len(points)), np.uint8(flag), np.uint8(0))
    out = np.zeros(len(names), ACCOUNT)
    check(
        library.revops_score_accounts(
            address(points, i32), address(numbers, u32), address(roles, u8), len(points), address(out, ScoreAccount),
            len(out),
        ),
        "accounts",
    )
    return {
        "account": names, "score": out["score_mpt"] / 1000, "people": out["people"], "engaged": out["engaged"],
        "committee": out["committee"], "contacted": out["contacted"], "coverage": out["coverage_bp"] / 10000,
    }
