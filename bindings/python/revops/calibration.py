# SPDX-License-Identifier: MIT
"""Win probabilities from scores, fitted to newer outcomes (calibration.h, SC13)."""

from __future__ import annotations

import copy
import ctypes
from collections.abc import Mapping
from typing import Literal, Any, Optional

import numpy as np
import numpy.typing as npt

from . import _constants as c
from ._arrays import Array, address, one_column
from ._frames import column_of, of_class, opened
from ._library import library
from ._show import Shown, plural
from ._made import Compared
from ._struct import i32, i64, size, u8
from ._structs import CalibrationLine, CalibrationStep
from ._time import Instant
from .errors import check
from .evaluation import Evaluation, evaluate, outcomes_of
from .score import Scorecard

__all__ = ["CalibrationReport", "calibration_report", "recalibrate"]


def ranking_of(scores_mpt: Array, outcomes: Array) -> Array:
    """Scores with their outcomes, rising, as C reads them."""
    ranking = np.empty(len(scores_mpt), np.int64)
    check(
        library.revops_evaluation_rank(address(scores_mpt, i32), address(outcomes, u8), len(outcomes), address(ranking, i64)), "scores"
    )
    return ranking


def fit_line(scores_mpt: Array, outcomes: Array) -> tuple[float, float]:
    """Points that double the odds, and points of even odds."""
    ranking, line = ranking_of(scores_mpt, outcomes), CalibrationLine()
    status = library.revops_calibration_fit_line(address(ranking, i64), len(ranking), ctypes.byref(line))
    check(status, "target, in which some leads must be won and some lost" if status == c.REVOPS_ERR_RANGE else "calibration")
    return line.double_mpt / 1000, line.even_mpt / 1000


def fit_steps(scores_mpt: Array, outcomes: Array) -> list[tuple[float, float]]:
    """Least score and probability of each monotone step."""
    ranking, needed = ranking_of(scores_mpt, outcomes), size()
    room = len(np.unique(scores_mpt))
    steps = np.zeros(room, np.dtype(CalibrationStep))
    check(
        library.revops_calibration_fit_steps(
            address(ranking, i64), len(ranking), address(steps, CalibrationStep), room, ctypes.byref(needed)
        ),
        "calibration",
    )
    return [(int(step["from_mpt"]) / 1000, int(step["probability_ppb"]) / 1e9) for step in steps[: needed.value]]


def recalibrate(
    card: Scorecard, frame: Mapping[str, Any], target: npt.ArrayLike, method: Literal["line", "steps"] = "line", at: Optional[Instant] = None,
) -> Scorecard:
    """A scorecard, learned or written by hand, with probabilities fitted to newer outcomes; its scores don't change.

    Parameters
    ----------
    card : Scorecard
        Stays as it is.
    frame : mapping of columns
        Leads whose outcomes are known, best newer ones than it was learned from.
    target : array of 0 and 1, or str
        Whether each lead was won; or the name of the column that says so.
    method : {"line", "steps"}, optional
        Two parameters (points that double the odds, and of even odds); or monotone steps (isotonic regression), for
        thousands of leads.
    at : instant, optional
        For rules with dates.

    Returns
    -------
    Scorecard
        A copy with other probabilities.

    Examples
    --------
    >>> card = Scorecard([{"points": 10, "when": {"source": "web"}}])
    >>> frame = {"source": ["web"] * 100 + ["ad"] * 100}
    >>> true = recalibrate(card, frame, [1] * 60 + [0] * 40 + [1] * 20 + [0] * 80, method="steps")
    >>> true.probability({"source": ["web", "ad"]}).tolist()
    [0.6, 0.2]
    """
    if method not in ("line", "steps"):
        raise ValueError(f"method is {method!r}, neither 'line' nor 'steps'")
    frame = opened(frame)
    outcomes = outcomes_of(column_of(frame, target) if isinstance(target, str) else target, "target")
    scores, _ = of_class(card, Scorecard, "card").score_mpt(frame, at=at)
    if len(scores) != len(outcomes):
        raise ValueError(f"{len(scores)} leads and {len(outcomes)} outcomes")
    found = copy.copy(card)
    if method == "line":
        found.double, found.even = fit_line(scores, outcomes)
        found.steps = None
    else:
        found.steps = fit_steps(scores, outcomes)
    return found


class CalibrationReport(Compared, Shown):
    """Accuracy of probabilities before and after a recalibration: `before` and `after` (each an Evaluation)."""

    before: Evaluation
    after: Evaluation

    def __init__(self, before: Evaluation, after: Evaluation) -> None:
        self.before, self.after = before, after

    def _said(self) -> tuple[str, list[tuple[str, str]]]:
        pairs = [(name, getattr(self.before, field), getattr(self.after, field)) for name, field in (("Brier score", "brier"), ("log loss", "log_loss"))]
        return f"CalibrationReport: {plural(self.before.count, 'lead')}, {self.before.won:,} won", [(name, f"{before:.4f} → {after:.4f}") for name, before, after in pairs]

    def __str__(self) -> str:
        lines = [f"{self.before.count} leads, {self.before.won} won", "              before    after"]
        for name, field in (("Brier score", "brier"), ("log loss", "log_loss"), ("AUC", "auc")):
            lines.append(f"{name:11s} {getattr(self.before, field):8.4f} {getattr(self.after, field):8.4f}")
        return "\n".join(lines)


def calibration_report(
    before: Scorecard, after: Scorecard, frame: Mapping[str, Any], target: npt.ArrayLike, at: Optional[Instant] = None,
) -> CalibrationReport:
    """Brier score and log loss before and after, on leads that were used neither for learning nor for calibration.

    Parameters
    ----------
    before, after : Scorecard
        Both with probabilities.
    frame : mapping of columns
        A holdout; see holdout().
    target : array of 0 and 1, or str
        Whether each lead was won; or the name of the column that says so.
    at : instant, optional
        For rules with dates.

    Returns
    -------
    CalibrationReport
        Printed, a report.
    """
    frame = opened(frame)
    outcomes = outcomes_of(column_of(frame, target) if isinstance(target, str) else target, "target")
    for card, name in ((before, "before"), (after, "after")):
        of_class(card, Scorecard, name)
    found = [evaluate(card.score_mpt(frame, at=at)[0], outcomes, one_column(card.probability(frame, at=at))) for card in (before, after)]
    return CalibrationReport(found[0], found[1])
