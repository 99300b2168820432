# SPDX-License-Identifier: MIT
"""How well scores separate won leads from lost ones (evaluation.h)."""

from __future__ import annotations

import ctypes
import importlib
from typing import Any, Optional

import numpy as np
import numpy.typing as npt

from . import _constants as c
from ._arrays import Array, Cells, address, integer, one_column
from ._integers import truths_in
from ._library import library
from ._show import Shown, html_table, plural
from ._made import Compared
from ._struct import i32, i64, size, u8, u32
from ._structs import (
    EvaluationBin, EvaluationCalibration, EvaluationDiscrimination, EvaluationPart, EvaluationThreshold,
)
from .errors import check

__all__ = ["Evaluation", "evaluate"]


def outcomes_of(values: npt.ArrayLike, name: str) -> Array:
    """Outcomes as uint8 of 0 and 1."""
    array = one_column(values.truths() if isinstance(values, Cells) else values)
    if array.ndim != 1 or array.dtype.kind not in "biufO":
        raise ValueError(f"{name} must be a column of 0 and 1, or of False and True")
    if array.dtype.kind != "O" and np.isin(array, (0, 1)).all():
        return np.ascontiguousarray(array, np.uint8)
    try:
        return truths_in(array, name, len(array)).astype(np.uint8)
    except TypeError as error:
        raise ValueError(f"{error}: {name} is a column of 0 and 1, or of False and True") from None


def _scores(values: npt.ArrayLike) -> Array:
    """Scores as int32 that order alike: integers as they are, points in thousandths, other numbers by rank.

    Numbers are points only if thousandths give them back to the last digit, so that none that differ are merged.
    """
    array = one_column(values)
    if array.ndim != 1 or array.dtype.kind not in "biuf":
        raise ValueError("score must be a column of numbers")
    if array.dtype.kind == "f" and not np.isfinite(array).all():
        raise ValueError("score has values that are missing or infinite")
    if array.dtype.kind in "biu" and array.size and np.abs(array.astype(np.float64)).max() < 2**31:
        return np.ascontiguousarray(array, np.int32)
    scaled = array.astype(np.float64) * 1000
    if array.size and np.abs(scaled).max() < 2**31 and (np.round(scaled) / 1000 == array).all():
        return np.round(scaled).astype(np.int32)
    return np.unique(array, return_inverse=True)[1].reshape(-1).astype(np.int32)


class Evaluation(Compared, Shown):
    """Result of evaluate().

    Attributes
    ----------
    count, won : int
        Leads, and those won.
    auc, average_precision : float
        Discrimination; ties count half.
    lift : dict of arrays
        By part, best first: ``count``, ``won``, ``rate``, ``lift``, ``gain`` (share of all won, cumulative).
    thresholds : dict of arrays
        By distinct score, best first: ``score``, ``volume``, ``won``, ``precision``, ``recall``, ``expected_value``.
    brier, log_loss : float or None
        How true the probabilities are, when there were some.
    calibration : dict of arrays or None
        By span of probability: ``count``, ``won``, ``predicted``, ``observed``.
    """

    count: int
    won: int
    auc: float
    average_precision: float
    lift: dict[str, Array]
    thresholds: dict[str, Array]

    def __init__(
        self, count: int, won: int, auc: float, average_precision: float, lift: dict[str, Array],
        thresholds: dict[str, Array],
    ) -> None:
        self.count, self.won, self.auc, self.average_precision = count, won, auc, average_precision
        self.lift, self.thresholds = lift, thresholds
        self.brier: Optional[float] = None
        self.log_loss: Optional[float] = None
        self.calibration: Optional[dict[str, Array]] = None

    def _said(self) -> tuple[str, list[tuple[str, str]]]:
        lines = [("Brier score", f"{self.brier:.4f}")] if self.brier is not None else []
        return f"Evaluation: {plural(self.count, 'lead')}, {self.won:,} won; AUC {self.auc:.4f}, average precision {self.average_precision:.4f}", lines

    def _shown(self) -> list[str]:
        return [html_table({"part": np.arange(1, len(self.lift["count"]) + 1), **self.lift}, {"lift": "number"}, caption="Best first")]

    def __str__(self) -> str:
        lines = [f"{self.count} leads, {self.won} won: AUC {self.auc:.4f}, average precision {self.average_precision:.4f}"]
        if self.brier is not None and self.log_loss is not None:
            lines.append(f"Brier score {self.brier:.4f}, log loss {self.log_loss:.4f}")
        lines.append("part   leads     won    rate    lift    gain")
        for at in range(len(self.lift["count"])):
            lines.append(
                f"{at + 1:4d} {self.lift['count'][at]:7d} {self.lift['won'][at]:7d} {self.lift['rate'][at]:7.1%} "
                f"{self.lift['lift'][at]:7.2f} {self.lift['gain'][at]:7.1%}"
            )
        if self.calibration is not None:
            lines.append("predicted observed   leads")
            for predicted, observed, count in zip(*(self.calibration[name] for name in ("predicted", "observed", "count"))):
                if count:
                    lines.append(f"{predicted:9.1%} {observed:8.1%} {count:7d}")
        return "\n".join(lines)

    def best(self) -> dict[str, Any]:
        """Row of the threshold with the greatest expected value, as a dict; among equals, the highest score."""
        at = int(np.argmax(self.thresholds["expected_value"]))
        return {name: column[at].item() for name, column in self.thresholds.items()}

    def plot(self, axes: Any = None) -> Any:
        """Draws gain, lift and (with probabilities) calibration; needs matplotlib.

        Parameters
        ----------
        axes : sequence of Axes, optional
            Where to draw: three of them.

        Returns
        -------
        sequence of Axes
            What was drawn on.
        """
        if axes is None:
            pyplot: Any = importlib.import_module("matplotlib.pyplot")
            axes = pyplot.subplots(1, 3, figsize=(13, 4))[1]
        parts = len(self.lift["gain"])
        share = np.arange(parts + 1) / parts
        axes[0].plot(share, np.concatenate([[0.0], self.lift["gain"]]), marker="o")
        axes[0].plot([0, 1], [0, 1], linestyle=":")
        axes[0].set(title=f"Gain (AUC {self.auc:.3f})", xlabel="share of leads, best first", ylabel="share of won")
        axes[1].bar(np.arange(1, parts + 1), self.lift["lift"])
        axes[1].axhline(1, linestyle=":")
        axes[1].set(title="Lift", xlabel="part, best first", ylabel="won rate ÷ overall")
        if self.calibration is not None:
            used = self.calibration["count"] > 0
            axes[2].plot(self.calibration["predicted"][used], self.calibration["observed"][used], marker="o")
        axes[2].plot([0, 1], [0, 1], linestyle=":")
        axes[2].set(title="Calibration", xlabel="predicted", ylabel="observed")
        return axes


def evaluate(
    score: npt.ArrayLike, outcome: npt.ArrayLike, probability: Optional[npt.ArrayLike] = None, gain: int = 0, cost: int = 0,
    parts: int = 10, bins: int = 10,
) -> Evaluation:
    """How good a score is.

    Parameters
    ----------
    score : array of number
        Scores; greater means likelier won.
    outcome : array of 0 and 1
        Whether each lead was won.
    probability : array of float, optional
        Win probabilities, for Brier score, log loss and calibration.
    gain, cost : int, optional
        What a won lead is worth and what working one costs, in minor units, for the thresholds' expected value.
    parts : int, optional
        Parts of equal size for lift and gain, no more than there are leads.
    bins : int, optional
        Spans of probability for calibration.

    Returns
    -------
    Evaluation
        The measures; printed, a report.

    Examples
    --------
    >>> found = evaluate([10, 40, 35, 80], [0, 0, 1, 1], probability=[0.1, 0.4, 0.35, 0.8], gain=300, cost=100, parts=2)
    >>> found.auc, round(found.average_precision, 4), round(found.brier, 6)
    (0.75, 0.8333, 0.158125)
    >>> found.best()["score"], found.lift["lift"].tolist()
    (35, [1.0, 1.0])
    """
    numbers, outcomes = one_column(score), outcomes_of(outcome, "outcome")
    ordered = _scores(numbers)
    count, gain, cost = len(outcomes), integer(gain, i64, "gain"), integer(cost, i64, "cost")
    parts, bins = integer(parts, u32, "parts"), integer(bins, u32, "bins")
    if not 0 < outcomes.sum() < count:
        check(c.REVOPS_ERR_RANGE, "outcome, in which some leads must be won and some lost")
    if len(ordered) != count:
        raise ValueError(f"{len(ordered)} scores and {count} outcomes")
    ranking = np.empty(count, np.int64)
    check(library.revops_evaluation_rank(address(ordered, i32), address(outcomes, u8), count, address(ranking, i64)), "scores")
    parts = min(parts, count)
    measures = EvaluationDiscrimination()
    check(library.revops_evaluation_discriminate(address(ranking, i64), count, ctypes.byref(measures)), "outcomes")
    part_rows = np.zeros(parts, np.dtype(EvaluationPart))
    check(library.revops_evaluation_lift(address(ranking, i64), count, parts, address(part_rows, EvaluationPart)), "parts")
    room, needed = len(np.unique(ordered)), size()
    rows = np.zeros(room, np.dtype(EvaluationThreshold))
    check(
        library.revops_evaluation_thresholds(
            address(ranking, i64), count, gain, cost, address(rows, EvaluationThreshold), room, ctypes.byref(needed)
        ),
        "thresholds",
    )
    all_won = int(measures.won)
    won, volume = part_rows["won"].astype(np.int64), part_rows["count"].astype(np.int64)
    lift = {
        # lift and gain count fractions of leads where a tie spreads over parts; won can't
        "count": volume, "won": won, "rate": part_rows["lift_bp"] / 10000 * (all_won / count),
        "lift": part_rows["lift_bp"] / 10000, "gain": part_rows["gain_bp"] / 10000,
    }
    caught, called = rows["won"].astype(np.int64), rows["volume"].astype(np.int64)
    thresholds = {
        "score": numbers[np.unique(ordered, return_index=True)[1]][::-1], "volume": called, "won": caught, "precision": caught / called,
        "recall": caught / all_won, "expected_value": rows["expected_value"].astype(np.int64),
    }
    one = c.REVOPS_EVALUATION_ONE
    found = Evaluation(
        count, all_won, int(measures.auc_q56) / one, int(measures.average_precision_q56) / one, lift, thresholds
    )
    if probability is not None:
        chances = one_column(probability).astype(np.float64)
        if len(chances) != count or not ((chances >= 0) & (chances <= 1)).all():
            raise ValueError("probability must hold a number from 0 to 1 for each outcome")
        ppb = np.round(chances * c.REVOPS_EVALUATION_BILLION).astype(np.uint32)
        calibration, bin_rows = EvaluationCalibration(), np.zeros(bins, np.dtype(EvaluationBin))
        check(
            library.revops_evaluation_calibrate(
                address(ppb, u32), address(outcomes, u8), count, ctypes.byref(calibration),
                address(bin_rows, EvaluationBin), bins,
            ),
            "probabilities",
        )
        found.brier, found.log_loss = int(calibration.brier_q56) / one, int(calibration.log_loss_q56) / one
        found.calibration = {
            "count": bin_rows["count"].astype(np.int64), "won": bin_rows["won"].astype(np.int64),
            "predicted": bin_rows["predicted_ppb"] / 1e9, "observed": bin_rows["observed_ppb"] / 1e9,
        }
    return found
