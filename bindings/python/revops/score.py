# SPDX-License-Identifier: MIT
"""Scorecards: points for attributes of leads, with grades and explanations that add up (score.h).

A frame is a pandas or polars DataFrame, or any mapping of equally long columns. None, NaN and NaT are missing, which is a value of its
own. An instant where rules ask for a date is the local date of its own zone. Points are written as plain numbers, such as 12.5; results are exact to a thousandth.
"""

from __future__ import annotations

import ctypes
import datetime
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple, Optional

import numpy as np

from . import _constants as c
from ._arrays import Array, address, column_out, one_column, text_out
from ._attributes import nearly_whole
from ._compiled import compiled
from ._conditions import Columns, Conditions, describe, from_plain, plain, to_plain
from ._frames import is_missing, like, mapping, opened, rows_of, series_like
from ._library import library
from ._made import Made
from ._points import (
    LINE, NO_CAP, NO_FLOOR, UNGRADED, Explanation, Line, Number, difference, explanation, grade_table, graded, limits, names_in_c,
    best_group, thousandths,
)
from ._show import Shown, plural
from ._struct import i32, i64, size, u8, u32
from ._structs import CalibrationStep, ScoreAdvice, ScoreGroup, ScoreLine, ScoreParams, ScoreRule
from ._time import Instant, instant_ms
from .errors import check

__all__ = ["Explanation", "Line", "Scorecard", "Step"]

STEP, CALIBRATION_STEP = np.dtype(ScoreAdvice), np.dtype(CalibrationStep)


class Step(NamedTuple):
    """One step towards the next grade; `text` says it in words."""

    rule: str
    ask: int
    alter: int
    gain: float
    score: float
    grade: str
    text: str


class Scorecard(Made, Shown):
    """Fit rules over attributes.

    Parameters
    ----------
    rules : sequence of dict
        Each ``{"name": text, "points": number, "when": {attribute: test, ...}, "group": text, "since": instant, "until":
        instant}``. The points are given when all conditions hold. A test is a value, a list of values, a range
        ``(low, high)`` with both ends included and None for an open end, None for "missing", or a dict of the words ``is``
        ``is_not`` ``one_of`` ``none_of`` ``any_of`` ``all_of`` (flags) ``at_least`` ``at_most`` ``above`` ``below``
        ``known`` ``contains`` ``starts_with`` ``ends_with`` and their negations ``not_...``. Only "points" and "when" must
        be there. A rule with dates counts from ``since`` on until ``until``; a date stands for its beginning in UTC.
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
    groups_count : {"sum", "best"}, optional
        Whether the groups add up, or only the one with the most points counts.

    Examples
    --------
    >>> card = Scorecard([
    ...     {"name": "mid-size", "points": 40, "when": {"employees": (50, 500)}},
    ...     {"name": "industry", "points": 30, "when": {"industry": ["agency", "technology"]}},
    ...     {"name": "chat", "points": 20, "when": {"stack": {"any_of": ["slack", "teams"]}}},
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

    rules: list[dict[str, Any]]
    base: Number
    floor: Optional[Number]
    cap: Optional[Number]
    hysteresis: Number
    groups: dict[str, tuple[Optional[Number], Optional[Number]]]
    groups_count: str
    grades: dict[str, Optional[Number]]
    scales: dict[str, int]
    round_down: bool
    rule_names: list[str]
    group_names: list[str]

    def __init__(
        self, rules: Sequence[Mapping[str, Any]], base: Number = 0, floor: Optional[Number] = None,
        cap: Optional[Number] = None, groups: Optional[Mapping[str, tuple[Optional[Number], Optional[Number]]]] = None,
        grades: Optional[Mapping[str, Optional[Number]]] = None, hysteresis: Number = 0,
        scales: Optional[Mapping[str, int]] = None, round_down: bool = False, groups_count: str = "sum",
    ) -> None:
        self.rules = [dict(mapping(rule, f"rule {row}")) for row, rule in enumerate(rules)]
        self.base, self.floor, self.cap, self.hysteresis = base, floor, cap, hysteresis
        self.groups, self.groups_count = dict(groups or {}), groups_count
        self.grades = dict(grades) if grades is not None else {"A": 80, "B": 60, "C": 40, "D": None}
        self.scales, self.round_down = dict(scales or {}), bool(round_down)
        #: What learning said, a set of "few leads", "few won", "few lost", "not converged", "nothing learned".
        self.warnings: set[str] = set()
        #: Points that double the odds of winning, and those of even odds; None unless learned.
        self.double: Optional[float] = None
        self.even: Optional[float] = None
        #: Least score and probability of each monotone step, rising, where a recalibration found such; else None.
        self.steps: Optional[list[tuple[float, float]]] = None
        self._check_rules()
        self._conditions = Conditions([rule["when"] for rule in self.rules], self.scales, self.round_down)
        self.rule_names = [str(rule.get("name", describe(rule["when"]))) for rule in self.rules]
        self.group_names = list(self.groups)
        self._labels, self._thresholds = grade_table(self.grades)
        self._has_dates = any("since" in rule or "until" in rule for rule in self.rules)
        self._build()

    def _said(self) -> tuple[str, list[tuple[str, str]]]:
        return f"Scorecard: {plural(len(self.rules), 'rule')}, from {self.base:g}, grades {', '.join(map(str, self.grades))}", [("rules", "; ".join(self.rule_names[:8]) + (" …" if len(self.rule_names) > 8 else ""))]

    def _check_rules(self) -> None:
        for count, most, what in (
            (len(self.rules), c.REVOPS_SCORE_RULES_MAX, "rules"), (len(self.groups), c.REVOPS_SCORE_GROUPS_MAX, "groups"),
        ):
            if count > most:
                raise ValueError(f"{count} {what}, more than {most}")
        for rule in self.rules:
            unknown = set(rule) - {"name", "points", "when", "group", "since", "until"}
            if unknown:
                raise ValueError(f"rule {rule!r} has {sorted(unknown)[0]!r}, which isn't known")
            if not isinstance(rule.get("when"), Mapping) or not rule["when"] or "points" not in rule:
                raise ValueError(f"rule {rule!r} needs 'points' and a 'when' that names at least one attribute")
            group = rule.get("group")
            if group is not None and group not in self.groups:
                raise ValueError(f"group {group!r} isn't among groups")

    def _build(self) -> None:
        rules = (ScoreRule * max(len(self.rules), 1))()
        for at, (rule, (first, count)) in enumerate(zip(self.rules, self._conditions.ranges)):
            group = rule.get("group")
            rules[at] = ScoreRule(
                thousandths(rule["points"], f"points of rule {at}"), 0 if group is None else self.group_names.index(group) + 1, first, count,
                *(_edge(rule.get(key), f"{key} of rule {at}") for key in ("since", "until")),
            )
        groups = (ScoreGroup * max(len(self.groups), 1))(*(
            ScoreGroup(limits(low, NO_FLOOR, "floor"), limits(high, NO_CAP, "cap")) for low, high in self.groups.values()
        ))
        params = ScoreParams()
        check(library.revops_score_defaults(ctypes.byref(params), ctypes.sizeof(params)), "scorecard")
        self._conditions.fill(params)
        params.flags = best_group(self.groups_count)
        params.rules, params.rule_count, params.rule_row_size = ctypes.addressof(rules), len(self.rules), ctypes.sizeof(ScoreRule)
        params.groups, params.group_count, params.group_row_size = ctypes.addressof(groups), len(self.groups), ctypes.sizeof(ScoreGroup)
        params.base_mpt, params.hysteresis_mpt = thousandths(self.base, "base"), thousandths(self.hysteresis, "hysteresis")
        params.floor_mpt, params.cap_mpt = limits(self.floor, NO_FLOOR, "floor"), limits(self.cap, NO_CAP, "cap")
        params.grade_count = len(self._thresholds)
        for at in range(c.REVOPS_SCORE_GRADES_MAX):
            params.grades_mpt[at] = self._thresholds[at] if at < len(self._thresholds) else 0
        self._memory, self._score = compiled(library.revops_score_build, params, "scorecard", library.revops_score_check)

    def _at(self, at: Optional[Instant]) -> int:
        """The instant of a question, which only rules with dates need."""
        if at is None:
            if self._has_dates:
                raise ValueError("rules have dates: say for which instant, with at=")
            return 0
        return _instant(at, "at")

    def _columns(self, frame: Mapping[str, Any], count: int) -> Columns:
        return self._conditions.columns(frame, count)

    def score_mpt(
        self, frame: Mapping[str, Any], out: Optional[tuple[Optional[Array], Optional[Array]]] = None,
        at: Optional[Instant] = None,
    ) -> tuple[Array, Array]:
        """Scores in thousandths of a point (int32) and grades by number (uint8, 0 is the best), without copies.

        Integer columns of any width are read where they are.

        Parameters
        ----------
        frame : mapping of columns
            A DataFrame (pandas or polars), or a dict of equally long columns.
        out : tuple of ndarray, optional
            Scores (int32) and grades (uint8) to write to; None in place of either for a new one.
        at : instant, optional
            For rules with dates.

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
        frame = opened(frame)
        count = rows_of(frame)
        given = out or (None, None)
        scores = column_out(given[0], np.int32, "scores", count)
        grades = column_out(given[1], np.uint8, "grades", count)
        columns = self._columns(frame, count)
        check(
            library.revops_score_rate_many(
                self._score, columns.array, columns.count, count, self._at(at), address(scores, i32), address(grades, u8), None
            ),
            "scoring",
        )
        return scores, grades

    def score(self, frame: Mapping[str, Any], at: Optional[Instant] = None) -> tuple[Any, Any]:
        """Scores and grades of all rows.

        Parameters
        ----------
        frame : mapping of columns
            A DataFrame, or a dict of equally long columns; one that rules name and that isn't there is missing.
        at : instant, optional
            For rules with dates.

        Returns
        -------
        tuple
            Points, and labels of grades: pandas columns with the frame's index for a DataFrame, else arrays.
        """
        frame = opened(frame)
        scores, grades = self.score_mpt(frame, at=at)
        return series_like(frame, scores / 1000, "score"), graded(self._labels, grades, frame)

    def contributions(self, frame: Mapping[str, Any], at: Optional[Instant] = None) -> Any:
        """Points that each rule gives each row, before limits.

        Parameters
        ----------
        frame : mapping of columns
            A DataFrame (pandas or polars), or a dict of equally long columns.
        at : instant, optional
            For rules with dates.

        Returns
        -------
        DataFrame or dict
            A column of points per rule, in the order of rules; numbered where two have one name.
        """
        frame = opened(frame)
        count = rows_of(frame)
        out = np.empty((len(self.rules), count), np.int32)
        columns = self._columns(frame, count)
        check(
            library.revops_score_rate_many(
                self._score, columns.array, columns.count, count, self._at(at), None, None, address(out, i32)
            ),
            "scoring",
        )
        names = [
            f"{name} ({at})" if self.rule_names.count(name) > 1 else name for at, name in enumerate(self.rule_names)
        ]
        return like(frame, {name: row / 1000 for name, row in zip(names, out)}, slice(None))

    def explain(self, row: Mapping[str, Any], at: Optional[Instant] = None) -> Explanation:
        """How one lead's score comes about; the lines' points add up to it.

        Parameters
        ----------
        row : mapping
            Values by attribute, such as a row of a DataFrame.
        at : instant, optional
            For rules with dates.

        Returns
        -------
        Explanation
            A list of lines; printed, one a line.
        """
        room = len(self.rules) + 2 * len(self.groups) + 2
        out, needed = np.zeros(room, LINE), size()
        values, texts, _kept = self._conditions.row(row)
        check(
            library.revops_score_explain(
                self._score, address(values, i64), texts, self._at(at), address(out, ScoreLine), room, ctypes.byref(needed)
            ),
            "explanation",
        )
        return explanation(out[: needed.value], self.rule_names, self.group_names)

    def difference(self, before: Mapping[str, Any], after: Mapping[str, Any], at: Optional[Instant] = None) -> Explanation:
        """What changed between two rows.

        Parameters
        ----------
        before, after : mapping
            Values by attribute.
        at : instant, optional
            For rules with dates.

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
        return difference(self.explain(before, at), self.explain(after, at), self.rule_names, self.group_names)

    def next_grade(self, row: Mapping[str, Any], at: Optional[Instant] = None) -> list[Step]:
        """What is missing for the next grade: the cheapest way found to it.

        Parameters
        ----------
        row : mapping
            Values by attribute.
        at : instant, optional
            For rules with dates: only those that count then are sought.

        Returns
        -------
        list of Step
            Rules that should come to hold (negative ones: cease to): how many attributes to ask for, how many to alter,
            what is gained, and score and grade then. The last one has the better grade. Empty for the best grade, and when no
            way was found.
        """
        room = c.REVOPS_SCORE_ADVICE_MAX
        out, needed = np.zeros(room, STEP), size()
        values, texts, _kept = self._conditions.row(row)
        check(
            library.revops_score_advise(
                self._score, address(values, i64), texts, self._at(at), address(out, ScoreAdvice), room, ctypes.byref(needed)
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

    def grade(self, score: Any, previous: Any = None) -> Any:
        """Grade of a score, or grades of many, with hysteresis against the previous grade.

        Parameters
        ----------
        score : number or array
            Points.
        previous : str or array, optional
            Grade so far; None for none.

        Returns
        -------
        str or ndarray
            The grade, or an array of grades.

        Examples
        --------
        >>> card = Scorecard([], hysteresis=5)
        >>> card.grade(78), card.grade(78, previous="A")
        ('B', 'A')
        >>> card.grade([78, 78, 70], previous=["A", None, "A"]).tolist()
        ['A', 'B', 'B']
        """
        if np.ndim(score) == 0:
            out = u32()
            earlier = UNGRADED if previous is None else self._label(previous)
            check(library.revops_score_grade(self._score, thousandths(score, "score"), earlier, ctypes.byref(out)), "grade")
            return self._labels[out.value]
        scaled = np.asarray(score, np.float64) * 1000
        whole = np.rint(scaled)
        if not (np.abs(whole) < 2.0**31).all() or not nearly_whole(scaled).all():
            raise ValueError("score must hold points, none missing or finer than a thousandth")
        scores = whole.astype(np.int32)
        grades = np.full(len(scores), 255, np.uint8)
        if previous is not None:
            previous = one_column(previous).tolist()
            if len(previous) != len(scores):
                raise ValueError(f"{len(scores)} scores and {len(previous)} previous grades")
            grades[:] = [255 if is_missing(label) else self._label(label) for label in previous]
        check(
            library.revops_score_grade_many(self._score, address(scores, i32), address(grades, u8), len(scores), address(grades, u8)),
            "grades",
        )
        return np.array(self._labels)[grades]

    def _label(self, label: Any) -> int:
        if label not in self._labels:
            raise ValueError(f"{label!r} is no grade of {', '.join(map(str, self._labels))}")
        return self._labels.index(label)

    def probability(self, frame: Mapping[str, Any], at: Optional[Instant] = None) -> Any:
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
        if self.steps is None and (self.double is None or self.even is None):
            raise ValueError("only a learned scorecard has probabilities; recalibrate() gives them to any, by outcomes")
        frame = opened(frame)
        scores, _ = self.score_mpt(frame, at=at)
        out = np.empty(len(scores), np.uint32)
        if self.steps is not None:
            steps = np.zeros(len(self.steps), CALIBRATION_STEP)
            steps["from_mpt"] = [thousandths(least, "steps") for least, _ in self.steps]
            steps["probability_ppb"] = [round(chance * 1e9) for _, chance in self.steps]
            status = library.revops_calibration_probabilities(
                address(steps, CalibrationStep), len(steps), address(scores, i32), len(scores), address(out, u32)
            )
        else:
            status = library.revops_scorecard_probabilities(
                address(scores, i32), len(scores), thousandths(self.double or 0, "double"), thousandths(self.even or 0, "even"),
                address(out, u32),
            )
        check(status, "probabilities")
        return series_like(frame, out / 1e9, "probability")

    def _made_of(self) -> Any:
        return (), self.to_dict()

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
        rules = []
        for rule in self.rules:
            written = {key: plain(value) for key, value in rule.items() if key not in ("since", "until")}
            written["when"] = to_plain(rule["when"])
            written.update({key: _edge(rule[key], key) for key in ("since", "until") if rule.get(key) is not None})
            rules.append(written)
        return {
            "rules": rules, "base": plain(self.base), "floor": plain(self.floor), "cap": plain(self.cap),
            "groups": {name: [plain(end) for end in ends] for name, ends in self.groups.items()},
            "grades": {name: plain(least) for name, least in self.grades.items()}, "hysteresis": plain(self.hysteresis),
            "scales": {name: plain(scale) for name, scale in self.scales.items()}, "double": plain(self.double), "even": plain(self.even),
            "round_down": self.round_down, "groups_count": self.groups_count, "warnings": sorted(self.warnings),
            "steps": None if self.steps is None else [list(step) for step in self.steps],
        }

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Scorecard:
        """The scorecard that to_dict() wrote.

        Parameters
        ----------
        data : mapping
            What to_dict() gave, also by way of JSON.
        """
        fields = dict(data)
        double, even, warnings = fields.pop("double", None), fields.pop("even", None), fields.pop("warnings", ())
        steps = fields.pop("steps", None)
        fields["rules"] = [{**rule, "when": from_plain(rule["when"])} for rule in fields["rules"]]
        fields["groups"] = {name: tuple(ends) for name, ends in mapping(fields.get("groups") or {}, "groups").items()}
        card = cls(**fields)
        card.double, card.even, card.warnings = double, even, set(warnings)
        card.steps = None if steps is None else [(least, chance) for least, chance in steps]
        return card


def _instant(value: Instant, name: str) -> int:
    """Milliseconds of an instant; a date is its beginning in UTC."""
    if isinstance(value, datetime.date) and not isinstance(value, datetime.datetime):
        return instant_ms(np.datetime64(value, "ms"), name)
    if isinstance(value, str) and len(value) == 10:
        try:
            return instant_ms(np.datetime64(datetime.date.fromisoformat(value), "ms"), name)
        except ValueError:
            pass  # what is wrong with it is told below
    at_ms = instant_ms(value, name)
    if at_ms == c.REVOPS_TIME_NONE:
        raise ValueError(f"{name} is no instant: it is missing")
    return at_ms


def _edge(value: Optional[Instant], name: str) -> int:
    """When a rule begins or ends to count; 0 for never."""
    if value is None:
        return 0
    at_ms = _instant(value, name)
    if at_ms == 0:
        raise ValueError(f"{name} is the beginning of 1970, which stands for no date: leave it out")
    return at_ms
