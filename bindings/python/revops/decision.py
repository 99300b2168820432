# SPDX-License-Identifier: MIT
"""Whether a company needs sales, its readiness, alignment: verdicts with reasons (decision.h)."""

from __future__ import annotations

import ctypes
from collections.abc import Mapping
from typing import Any, NamedTuple, Optional

import numpy as np

from . import _constants as c
from ._arrays import Array, address, integer, text_out
from ._frames import as_array, is_missing
from ._integers import integers_in
from ._kinds import DecisionName
from ._library import library
from ._struct import i64, size, u32
from ._structs import (
    DecisionAnswer, DecisionParams, DecisionPart, DecisionReason, DecisionScore,
)
from .errors import check

__all__ = ["DECISIONS", "DECISION_INPUTS", "Alignment", "Decision", "Reason", "align", "decide", "decide_many"]

_VERDICTS = {c.REVOPS_DECISION_NO: "no", c.REVOPS_DECISION_YES: "yes", c.REVOPS_DECISION_UNKNOWN: "unknown"}


def _inputs() -> list[str]:
    names: list[str] = []
    while (name := library.revops_decision_input_name(len(names)).decode()) != "unknown":
        names.append(name.replace(" ", "_"))
    return names


def _decisions() -> dict[str, int]:
    params = DecisionParams()
    check(library.revops_decision_defaults(ctypes.byref(params), ctypes.sizeof(params)))
    rows = params.decisions[: params.decision_count]
    return {row.name.decode().replace(" ", "_").replace("-", "_"): row.decision for row in rows}


#: Names of the inputs, by number.
DECISION_INPUTS: list[str] = _inputs()
#: Names of the decisions, and their numbers.
DECISIONS: dict[str, int] = _decisions()


class Reason(NamedTuple):
    """One criterion as a reason of an answer."""

    input: str
    verdict: str
    value: Optional[int]
    threshold: int
    change: int
    changes_answer: bool
    text: str


class Decision(NamedTuple):
    """An answer with its reasons."""

    verdict: str
    advice: str
    reasons: list[Reason]


class Alignment(NamedTuple):
    """The alignment score: points and the change that would change the answer, by input."""

    score_bp: int
    known_bp: int
    verdict: str
    points_bp: dict[str, int]
    changes: dict[str, int]


def _number(decision: str) -> int:
    if not isinstance(decision, str) or decision not in DECISIONS:
        raise ValueError(f"{decision!r} is no decision: expected one of {', '.join(DECISIONS)}")
    return DECISIONS[decision]


def _told(value: int, name: str) -> int:
    """A value that isn't the number of an unknown one."""
    if value == c.REVOPS_MISSING:
        raise OverflowError(f"{name} is {value}: expected {-(2**63) + 1} or more, or None where it isn't known")
    return value


def _row(inputs: Mapping[str, Optional[int]]) -> Any:
    values = (i64 * len(DECISION_INPUTS))(*([c.REVOPS_MISSING] * len(DECISION_INPUTS)))
    for name, value in inputs.items():
        if name not in DECISION_INPUTS:
            raise ValueError(f"{name!r} is no input: expected one of {', '.join(DECISION_INPUTS)}")
        if value is not None:
            values[DECISION_INPUTS.index(name)] = _told(integer(value, i64, name), name)
    return values


def decide(decision: DecisionName, **inputs: Optional[int]) -> Decision:
    """Answers a decision, with the change of one input that would change the answer.

    Parameters
    ----------
    decision : str
        One of `DECISIONS`.
    **inputs : int, optional
        Of `DECISION_INPUTS`; what isn't given isn't known.

    Examples
    --------
    >>> found = decide("sales_team", lifetime_value=80_000)
    >>> found.verdict
    'no'
    >>> found.reasons[0].text
    'lifetime value is 80000, at least 100000 asked for: 20000 more would change the answer'
    """
    values, number = _row(inputs), _number(decision)
    answer, reasons, needed = DecisionAnswer(), (DecisionReason * c.REVOPS_DECISION_ROWS_MAX)(), size()
    check(library.revops_decision_decide(
        None, number, values, len(values), ctypes.byref(answer), reasons, len(reasons), ctypes.byref(needed)), decision)
    return Decision(_VERDICTS[answer.verdict], answer.advice.decode(), [
        Reason(
            DECISION_INPUTS[reason.input], _VERDICTS[reason.verdict],
            None if reason.value == c.REVOPS_MISSING else reason.value, reason.threshold, reason.change,
            bool(reason.changes_answer),
            text_out(lambda out, capacity, reason=reason: library.revops_decision_reason_text(  # type: ignore[misc]
                None, ctypes.byref(reason), out, capacity)),
        )
        for reason in reasons[: needed.value]
    ])


def _column(values: Any, name: str, length: Optional[int]) -> Array:
    """A column of integers, in which what is missing isn't known."""
    array = as_array(values)
    if array.dtype.kind in "Of" and array.ndim == 1:
        rows = [None if is_missing(value) else int(value) if isinstance(value, float) and value.is_integer() else value for value in array.tolist()]
        known = integers_in([0 if value is None else value for value in rows], np.int64, name, length)
        unknown = np.array([value is None for value in rows], bool)
    else:
        known = integers_in(array, np.int64, name, length)
        unknown = np.zeros(len(known), bool)
    if (known == c.REVOPS_MISSING).any():
        _told(c.REVOPS_MISSING, f"{name} in row {int((known == c.REVOPS_MISSING).argmax())}")
    return np.where(unknown, c.REVOPS_MISSING, known)


def decide_many(decision: DecisionName, inputs: Mapping[str, Any]) -> Array:
    """Verdicts for many rows: 1 no, 2 yes, 3 unknown.

    Parameters
    ----------
    decision : str
        One of `DECISIONS`.
    inputs : mapping of str to array of int64, shape (n,)
        A dict or frame with columns of `DECISION_INPUTS`; what is missing (None, NaN) isn't known.

    Returns
    -------
    ndarray of uint32, shape (n,)

    Examples
    --------
    >>> decide_many("sales_team", {"lifetime_value": [80_000, 120_000]})
    array([1, 2], dtype=uint32)
    """
    number, length = _number(decision), 0
    columns: dict[str, Array] = {}
    for name in inputs:
        if name not in DECISION_INPUTS:
            raise ValueError(f"{name!r} is no input: expected one of {', '.join(DECISION_INPUTS)}")
        columns[name] = _column(inputs[name], name, length if columns else None)
        length = len(columns[name])
    pointers = (ctypes.POINTER(i64) * len(DECISION_INPUTS))()
    for name, column in columns.items():
        pointers[DECISION_INPUTS.index(name)] = address(column, i64)
    out = np.empty(length, np.uint32)
    check(library.revops_decision_decide_many(None, number, pointers, len(pointers), length, address(out, u32)), decision)
    return out


def align(**inputs: Optional[int]) -> Alignment:
    """The alignment score of marketing and sales.

    Examples
    --------
    >>> found = align(marketing_sla=9000, sales_sla=8000, shared_metrics=7000, coverage_variation=2000, partner_nps=20)
    >>> found.score_bp, found.verdict, found.changes["partner_nps"]
    (7250, 'yes', -26)
    """
    values, score, needed = _row(inputs), DecisionScore(), size()
    parts = (DecisionPart * c.REVOPS_DECISION_ROWS_MAX)()
    check(library.revops_decision_align(
        None, values, len(values), ctypes.byref(score), parts, len(parts), ctypes.byref(needed)), "alignment")
    found = parts[: needed.value]
    return Alignment(
        score.score_bp, score.known_bp, _VERDICTS[score.verdict],
        {DECISION_INPUTS[part.input]: part.points_bp for part in found},
        {DECISION_INPUTS[part.input]: part.change for part in found if part.changes_answer},
    )
