# SPDX-License-Identifier: MIT
"""Times until something, of those who got there and of those who wait, by keys."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Union

import numpy as np

from ._arrays import Array
from ._kinds import F
from .funnel import survival
from .table import Table

__all__ = ["Times", "curve"]

_SHARES = np.arange(1, 100) / 100  # of a curve


def curve(times: Array) -> tuple[Array, Array]:
    """Shares that got there, and within what time; of a time for each of 1 % … 99 %, NaT for never."""
    known = ~np.isnat(times)
    return _SHARES[known], times[known].astype(np.int64)


class Times(Table[F]):
    """Keys, ``cases``, ``open``, percentiles, and how many were ``within_5_min`` and ``within_30_min``; the times themselves are hidden."""

    def __init__(self, columns: dict[str, Any], frames: str = "dict", *, percentiles: Sequence[float], **rest: Any) -> None:
        super().__init__(columns, frames, **{"picture": "curve", **rest})
        self._percentiles = list(percentiles)
        if any(columns[name] is None for name in self._anew()):
            self._finished(columns, self._hidden, {})

    def _rest(self) -> dict[str, Any]:
        return {**super()._rest(), "percentiles": self._percentiles}

    def _anew(self) -> Sequence[str]:
        return [f"p{share:g}" for share in self._percentiles]

    def _finished(self, columns: dict[str, Any], hidden: dict[str, Any], shares: Mapping[str, tuple[str, Union[str, int]]]) -> dict[str, Any]:
        asked = np.array([share / 100 for share in self._percentiles])
        found = [survival(served, waiting, np.r_[asked, _SHARES]) for served, waiting in zip(hidden["served"], hidden["waiting"])]
        for place, name in enumerate(self._anew()):
            columns[name] = np.array([times[place] for times in found], "timedelta64[ms]")
        hidden["curve"] = [curve(times[len(asked):]) for times in found]
        return columns
