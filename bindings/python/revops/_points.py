# SPDX-License-Identifier: MIT
"""Points, grades and explanations, as scores and intent have them in common (score.h)."""

from __future__ import annotations

import ctypes
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple, Optional, Union

import numpy as np

from . import _constants as c
from ._arrays import Array, address, integer, text_out
from ._frames import mapping, series_like
from ._library import library
from ._show import Shown, plural
from ._struct import i32, size
from ._structs import ScoreLine
from .errors import check

__all__ = ["Explanation", "Line"]

NO_FLOOR, NO_CAP = c.REVOPS_SCORE_NO_FLOOR, c.REVOPS_SCORE_NO_CAP
UNGRADED = c.REVOPS_SCORE_UNGRADED
LINE = np.dtype(ScoreLine)
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


def best_group(groups_count: str) -> int:
    """The flag of what the word asks for.

    Examples
    --------
    >>> best_group("sum"), best_group("best")
    (0, 1)
    >>> best_group("most")
    Traceback (most recent call last):
    ValueError: groups_count is 'most', not 'sum' or 'best'
    """
    if groups_count not in ("sum", "best"):
        raise ValueError(f"groups_count is {groups_count!r}, not 'sum' or 'best'")
    return c.REVOPS_SCORE_BEST_GROUP if groups_count == "best" else 0


class Line(NamedTuple):
    """One line of an explanation; `points` of all lines add up to the score."""

    reason: str
    name: Optional[str]
    points: float
    text: str


class Explanation(list[Line], Shown):
    """Lines of an explanation, with the score they add up to."""

    def __init__(self, lines: Iterable[Line], raw: Array) -> None:
        super().__init__(lines)
        self._raw = raw

    def _said(self) -> tuple[str, list[tuple[str, str]]]:
        return f"Explanation: {plural(len(self), 'line')}, {self.score:+g} points", [("", line.text) for line in self[:10]] + [("", f"… {len(self) - 10} more")] * (len(self) > 10)

    def __repr__(self) -> str:
        return Shown.__repr__(self)

    @property
    def score(self) -> float:
        """The score, or for a difference the change of it."""
        return float(self._raw["points_mpt"].sum()) / 1000

    def __str__(self) -> str:
        return "\n".join(line.text for line in self)


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
        elif reason in ("group cap", "group floor", "group not best"):
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
    labels, least = list(mapping(grades, "grades")), list(grades.values())
    if len(labels) > c.REVOPS_SCORE_GRADES_MAX:
        raise ValueError(f"{len(labels)} grades, more than {c.REVOPS_SCORE_GRADES_MAX}")
    if not labels or least[-1] is not None or None in least[:-1]:
        raise ValueError("grades name their least scores, best first; the last one has None")
    return labels, [thousandths(value, "grades") for value in least[:-1] if value is not None]


def graded(labels: Sequence[str], grades: Array, frame: Any) -> Any:
    """Grade indexes as labels: a column of the frame's library, of pandas an ordered category."""
    return series_like(frame, np.array(labels)[grades], "grade", labels)
