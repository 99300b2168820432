# SPDX-License-Identifier: MIT
"""Marketing qualification, comparison of rule sets, and scores of accounts (score.h)."""

from __future__ import annotations

import ctypes
from collections.abc import Mapping, Sequence
from typing import Any, Optional, Union

import numpy as np
import numpy.typing as npt

from . import _constants as c
from ._arrays import Array, address, column_in, integer, one_column
from ._frames import as_array, like, of_class, opened, rows_of
from ._integers import known_truths
from ._library import library
from ._struct import i32, size, u8, u32
from ._structs import Cursor, ScoreAccount, ScoreChange, ScoreMatrixParams
from ._time import Instant, sorted_codes
from .errors import check
from .score import Scorecard

__all__ = ["account_scores", "compare_scores", "is_mql"]

ACCOUNT = np.dtype(ScoreAccount)


def _grade_number(grade: Union[int, str], labels: str, name: str) -> int:
    if not isinstance(grade, str):
        return integer(grade, u32, name)
    if grade not in tuple(labels):
        raise ValueError(f"{name} is {grade!r}, none of {', '.join(labels)}; pass grades of other labels by number, 0 for the best")
    return labels.index(grade)


def _grade_numbers(grades: Any, labels: str, name: str) -> Array:
    numbers = np.empty(len(grades), np.uint32)
    for row, grade in enumerate(grades):
        try:
            numbers[row] = _grade_number(grade.item() if isinstance(grade, np.generic) else grade, labels, name)
        except (TypeError, ValueError, OverflowError) as error:
            raise type(error)(f"{error}, as in row {row}") from None
    return numbers


def matrix_params(
    enter: Optional[Sequence[Sequence[int]]], stay: Optional[Sequence[Sequence[int]]], fit_count: int = 4, engagement_count: int = 4,
) -> ScoreMatrixParams:
    """Which pairs of grades make an MQL, as is_mql() takes them."""
    matrix = ScoreMatrixParams()
    check(library.revops_score_matrix_defaults(ctypes.byref(matrix), ctypes.sizeof(matrix)), "matrix")
    if (fit_count, engagement_count) != (4, 4):
        if enter is None:
            raise ValueError(f"{fit_count} fit grades and {engagement_count} engagement grades: say which pairs make an MQL, with enter=")
        matrix.fit_count, matrix.engagement_count = fit_count, engagement_count
    if enter is not None and stay is None:
        stay = enter
    for name, rows, field in (("enter", enter, matrix.enter), ("stay", stay, matrix.stay)):
        if rows is None:
            continue
        if isinstance(rows, (str, bytes, Mapping)) or not hasattr(rows, "__len__") or len(rows) > fit_count:
            raise ValueError(f"{name} is {rows!r}: expected a sequence of engagement grades for each of {fit_count} fit grades at most")
        for at in range(8):
            field[at] = 0
            given = rows[at] if at < len(rows) else ()
            for grade in given if hasattr(given, "__iter__") and not isinstance(given, str) else (None,):
                if isinstance(grade, bool) or not isinstance(grade, (int, np.integer)) or not 0 <= grade < engagement_count:
                    raise ValueError(f"{name} has {given!r} in row {at}: expected numbers of engagement grades, 0 to {engagement_count - 1}")
                field[at] |= 1 << int(grade)
    return matrix


def is_mql(
    fit: Any, engagement: Any, was_mql: Any = False, enter: Optional[Sequence[Sequence[int]]] = None,
    stay: Optional[Sequence[Sequence[int]]] = None,
) -> Any:
    """Whether a fit grade and an engagement grade together make a marketing-qualified lead; of one lead or of many.

    Parameters
    ----------
    fit, engagement : int or str, or arrays of them
        Grades by number, 0 for the best of four; or by the labels that Scorecard and IntentModel give if not told otherwise,
        "A" to "D" and "1" to "4".
    was_mql : bool or array of bool, optional
        Whether the lead is one so far; then it keeps to `stay`.
    enter, stay : sequence of four sequences of int, optional
        By fit grade, the engagement grades that make an MQL, and keep one. By default A1 A2 A3 B1 B2 C1 enter, and
        B3 and C2 stay; with `enter` alone the same pairs keep one. The worst grades never qualify.

    Returns
    -------
    bool or ndarray of bool
        Whether it is one.

    Examples
    --------
    >>> is_mql("A", "3"), is_mql(1, 2), is_mql(1, 2, was_mql=True), is_mql("D", 0)
    (True, False, True, False)
    >>> is_mql(["A", "B", "B"], ["3", "3", "3"], [False, False, True]).tolist()
    [True, False, True]
    """
    matrix = matrix_params(enter, stay)
    if np.ndim(fit) == 0 and np.ndim(engagement) == 0:
        out = ctypes.c_int()
        check(
            library.revops_score_qualify(
                ctypes.byref(matrix), _grade_number(fit, "ABCD", "fit"), _grade_number(engagement, "1234", "engagement"),
                int(was_mql), ctypes.byref(out),
            ),
            "matrix",
        )
        return bool(out.value)
    count = max(np.size(fit), np.size(engagement))
    columns = []
    for grades, labels, name in ((fit, "ABCD", "fit"), (engagement, "1234", "engagement")):
        given = as_array(grades) if np.ndim(grades) else np.full(count, grades)
        numbers = _grade_numbers(given, labels, name)
        if len(numbers) != count:
            raise ValueError(f"{name} has {len(numbers)} rows, not {count}")
        columns.append(np.minimum(numbers, 255).astype(np.uint8))
    was = np.ascontiguousarray(known_truths(was_mql if np.ndim(was_mql) else np.full(count, bool(was_mql)), "was_mql", count)).view(np.uint8)
    found = np.empty(count, np.uint8)
    check(
        library.revops_score_qualify_many(
            ctypes.byref(matrix), address(columns[0], u8), address(columns[1], u8), address(was, u8), count, address(found, u8)
        ),
        "matrix",
    )
    return found.view(bool)


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
    thousands = np.round(one_column(scores).astype(np.float64) * 1000)
    if not (np.abs(thousands) < 2**31).all():
        raise ValueError("scores must hold points, below 2,147,483 and none missing")
    points = thousands.astype(np.int32)
    names, codes = sorted_codes(accounts)
    numbers = column_in(codes.astype(np.uint32), np.uint32, "accounts", len(points))
    roles = np.zeros(len(points), np.uint8)
    for name, flag, values in (("committee", c.REVOPS_SCORE_COMMITTEE, committee), ("contacted", c.REVOPS_SCORE_CONTACTED, contacted)):
        if values is not None:
            roles |= np.where(known_truths(values, name, len(points)), np.uint8(flag), np.uint8(0))
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


def compare_scores(before: Scorecard, after: Scorecard, frame: Mapping[str, Any], at: Optional[Instant] = None) -> Any:
    """Whom another scorecard grades otherwise, and because of which rule (SC12).

    Parameters
    ----------
    before, after : Scorecard
        Rules of one name are the same rule, changed or not.
    frame : mapping of columns
        A DataFrame (pandas or polars), or a dict of equally long columns.
    at : instant, optional
        For rules with dates.

    Returns
    -------
    DataFrame or dict of arrays
        By lead whose grade changes: ``lead`` (row), ``from``, ``to``, ``before``, ``after`` (points), ``rule`` (that moved the
        score most in its direction; None when base, limits or thresholds alone did) and ``points`` (that it moved).

    Examples
    --------
    >>> old = Scorecard([{"name": "size", "points": 60, "when": {"employees": {"at_least": 50}}}])
    >>> new = Scorecard([{"name": "size", "points": 80, "when": {"employees": {"at_least": 50}}}])
    >>> found = compare_scores(old, new, {"employees": [10, 60]})
    >>> {name: column.tolist() for name, column in found.items()}
    {'lead': [1], 'from': ['B'], 'to': ['A'], 'before': [60.0], 'after': [80.0], 'rule': ['size'], 'points': [20.0]}
    """
    frame = opened(frame)
    count = rows_of(frame)
    earlier, later = (of_class(card, Scorecard, name)._columns(frame, count) for card, name in ((before, "before"), (after, "after")))
    known = {name: number for number, name in reversed(list(enumerate(before.rule_names)))}
    same_as = np.array([known.pop(name, c.REVOPS_NO_ROW) for name in after.rule_names] or [0], np.uint32)
    at_ms = max(before._at(at), after._at(at))  # both ask for an instant, if their rules have dates
    cursor, written, parts = Cursor(), size(), []
    room = np.zeros(4096, np.dtype(ScoreChange))
    status = c.REVOPS_ERR_NOSPACE
    while status == c.REVOPS_ERR_NOSPACE:
        status = library.revops_score_compare_many(
            before._score, earlier.array, earlier.count, after._score, later.array, later.count, count, at_ms,
            address(same_as, u32), ctypes.byref(cursor), address(room, ScoreChange), len(room), ctypes.byref(written),
        )
        parts.append(room[: written.value].copy())
    check(status, "comparison")
    changes = np.concatenate(parts)
    names = []
    for rule, dropped in zip(changes["rule"].tolist(), changes["dropped_rule"].tolist()):
        names.append(after.rule_names[rule] if rule != c.REVOPS_NO_ROW else before.rule_names[dropped] if dropped != c.REVOPS_NO_ROW else None)
    columns = {
        "lead": changes["lead"].astype(np.int64), "from": np.array(before._labels)[changes["grade_before"]],
        "to": np.array(after._labels)[changes["grade_after"]], "before": changes["before_mpt"] / 1000, "after": changes["after_mpt"] / 1000,
        "rule": np.array([*names, None], object)[:-1], "points": changes["points_mpt"] / 1000,
    }
    return like(frame, columns, columns["lead"])
