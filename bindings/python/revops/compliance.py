# SPDX-License-Identifier: MIT
"""Kept and missed promises by any keys, and escalation (compliance.h)."""

from __future__ import annotations

import ctypes
from collections.abc import Sequence
from typing import Any, Optional

import numpy as np

from . import _constants as c
from ._arrays import Array, address, column_in, integer
from ._compiled import problems_of
from ._groups import rank_of
from ._kinds import F
from ._library import library
from ._struct import i64, u32
from ._structs import Compliance as ComplianceCounters
from ._structs import ComplianceParams, Histogram
from .errors import ArgumentError, check
from .table import Table, share

__all__ = ["Compliance", "escalate"]

COMPLIANCE = np.dtype(ComplianceCounters)
HISTOGRAM = np.dtype(Histogram)

_LEVELS = [
    library.revops_compliance_level_name(level).decode("ascii") for level in range(c.REVOPS_COMPLIANCE_EXECUTIVE + 1)
]


def _at(array: Array, index: int, kind: type[Any]) -> Any:
    return address(array[index : index + 1], kind)


class Compliance(Table[F]):
    """Counters and times to meet, one group a row.

    Attributes
    ----------
    keys : dict of str to list
        Labels of each group.
    counters : numpy.ndarray
        Structured: ``started``, ``warned``, ``met``, ``breached``, ``met_late``, ``cancelled``, ``reopened``,
        ``under_5_min``, ``under_30_min``, ``from_30_min``.
    times : numpy.ndarray
        Histograms of the time to meet.
    """

    keys: dict[str, list[Any]]
    counters: Array
    times: Array

    _like = Table

    def __init__(self, keys: dict[str, list[Any]], counters: Array, times: Array, frames: str = "dict", running: Optional[Array] = None, clock: Optional[str] = None,
                 periods: Sequence[str] = (), note: str = "") -> None:
        super().__init__(self._made_of_counters, frames, title="Kept in time" if clock is None else f"{clock}: kept in time", note=note, keys=list(keys), picture="kept",
                         periods=periods, shares={"kept": ("in_time", "decided")}, unprinted=["called_off", "running", *(["clock"] if clock is not None else [])])
        self.keys, self.counters, self.times, self._running, self._clock = keys, counters, times, running, clock

    def __reduce__(self) -> Any:
        return Compliance, (self.keys, self.counters, self.times, self._frames, self._running, self._clock, self._periods, self.note)

    def __len__(self) -> int:
        return len(self.counters)

    def share_bp(self) -> Array:
        """Share of kept promises, basis points rounded down; −1 without verdicts."""
        out = np.full(len(self), -1, np.int64)
        share = u32()
        for index in range(len(self)):
            counter = _at(self.counters, index, ComplianceCounters)
            if library.revops_compliance_share(counter, ctypes.byref(share)) == c.REVOPS_OK:
                out[index] = share.value
        return out

    def percentile(self, share: float) -> Array:
        """Percentile of the time to meet: 0.5 is the median; within 1 %.

        Returns
        -------
        numpy.ndarray of timedelta64[ms]
            NaT where nothing was met.
        """
        if not isinstance(share, (int, float)) or not 0 <= share <= 1:
            raise ValueError(f"share is {share!r}, not between 0 and 1")
        share_bp = round(share * 10000)
        out = np.full(len(self), np.iinfo(np.int64).min, np.int64)
        value = i64()
        for index in range(len(self)):
            histogram = _at(self.times, index, Histogram)
            if library.revops_histogram_percentile(histogram, share_bp, ctypes.byref(value)) == c.REVOPS_OK:
                out[index] = value.value
        return out.view("timedelta64[ms]")

    def __add__(self, other: Any) -> Any:
        """Groups of both, those with equal keys as one: runs over parts add up to the run over the whole."""
        if not isinstance(other, Compliance):
            return super().__add__(other)
        if list(self.keys) != list(other.keys):
            raise ValueError(f"keys are {list(self.keys)} and {list(other.keys)}")
        if self._clock != other._clock:
            raise ValueError(f"clocks are {self._clock!r} and {other._clock!r}")
        places: dict[tuple[Any, ...], int] = {}
        both = list(zip(*self.keys.values())) if self.keys else [()] * len(self)
        both += list(zip(*other.keys.values())) if other.keys else [()] * len(other)
        index = [places.setdefault(key, len(places)) for key in both]
        counters, times = np.zeros(len(places), COMPLIANCE), np.zeros(len(places), HISTOGRAM)
        for number, place in enumerate(index):
            source, row = (self, number) if number < len(self) else (other, number - len(self))
            check(library.revops_compliance_merge(
                _at(counters, place, ComplianceCounters), _at(source.counters, row, ComplianceCounters), 1
            ))
            check(library.revops_histogram_merge(_at(times, place, Histogram), _at(source.times, row, Histogram)))
        running = None
        if self._running is not None and other._running is not None:
            running = np.zeros(len(places), np.int64)
            np.add.at(running, index, np.r_[self._running, other._running])
        labels = list(places)
        order = sorted(range(len(labels)), key=lambda place: [rank_of(label) for label in labels[place]])
        keys = {name: [labels[place][column] for place in order] for column, name in enumerate(self.keys)}
        return Compliance(keys, counters[order], times[order], self._frames, None if running is None else running[order], self._clock, self._periods, self.note)

    def _made_of_counters(self) -> dict[str, Any]:
        """Keys, ``decided``, ``in_time``, ``missed``, ``met_late``, ``called_off``, ``running`` where it is known, and ``kept``: the share in time of those
        decided, NaN for none; groups of which there is something."""
        of = {name: self.counters[name].astype(np.int64) for name in ("met", "breached", "met_late", "cancelled")}
        figures = {
            "decided": of["met"] + of["breached"], "in_time": of["met"], "missed": of["breached"], "met_late": of["met_late"], "called_off": of["cancelled"],
            **({} if self._running is None else {"running": self._running}),
        }
        some = np.flatnonzero(sum(figures.values()))
        columns: dict[str, Any] = {name: [labels[row] for row in some.tolist()] for name, labels in self.keys.items()}
        if self._clock is not None and "clock" not in columns:
            columns["clock"] = [self._clock] * len(some)
        columns.update({name: values[some] for name, values in figures.items()})
        return {**columns, "kept": share(columns["in_time"], columns["decided"])}


def _two(given: Any, name: str) -> tuple[int, int]:
    if not isinstance(given, (tuple, list)) or len(given) != 2:
        raise TypeError(f"{name} is {given!r}: expected (missed, weeks)")
    return integer(given[0], u32, f"missed of {name}"), integer(given[1], u32, f"weeks of {name}")


def escalate(
    weeks: Array, *, target_bp: Optional[int] = None, review: Optional[tuple[int, int]] = None,
    executive: Optional[tuple[int, int]] = None,
) -> list[str]:
    """Level of escalation of each week.

    Parameters
    ----------
    weeks : numpy.ndarray
        `Compliance.counters` of consecutive weeks, oldest first.
    target_bp : int, optional
        A week with a smaller share kept is missed; 9000 by default.
    review, executive : (missed, weeks), optional
        So many missed of so many weeks; by default 4 of 4 and 8 of 13.

    Returns
    -------
    list of str
        "none", "operations talk", "vice-president review" or "executive intervention".

    Examples
    --------
    >>> weeks = np.zeros(5, COMPLIANCE)
    >>> weeks["met"], weeks["breached"] = [9, 1, 1, 1, 1], 1
    >>> escalate(weeks)
    ['none', 'operations talk', 'operations talk', 'operations talk', 'vice-president review']
    """
    params = ComplianceParams()
    check(library.revops_compliance_defaults(ctypes.byref(params), ctypes.sizeof(params)), "escalation")
    if target_bp is not None:
        params.target_bp = integer(target_bp, u32, "target_bp")
    if review is not None:
        params.review_missed, params.review_weeks = _two(review, "review")
    if executive is not None:
        params.executive_missed, params.executive_weeks = _two(executive, "executive")
    faults = problems_of(library.revops_compliance_check, params)
    if faults:
        raise ArgumentError(what="; ".join(["escalation", *faults]))
    if not isinstance(weeks, np.ndarray) or weeks.dtype != COMPLIANCE:
        raise TypeError(f"weeks is {getattr(weeks, 'dtype', type(weeks).__name__)}: expected counters of a Compliance, a row a week")
    weeks = column_in(np.ascontiguousarray(weeks), COMPLIANCE, "weeks")
    levels = np.zeros(len(weeks), np.uint32)
    check(
        library.revops_compliance_escalate(
            ctypes.byref(params), address(weeks, ComplianceCounters), len(weeks), address(levels, u32)
        ),
        "escalation",
    )
    return [_LEVELS[level] for level in levels]
