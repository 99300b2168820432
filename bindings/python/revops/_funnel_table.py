# SPDX-License-Identifier: MIT
"""The table of a funnel: a row a stage, or printed wide with a column a stage."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Hashable, NamedTuple, Union

import numpy as np

from ._arrays import Array
from ._kinds import F
from .table import Table, ordered, share

__all__ = ["FunnelTable", "Path", "median_of"]

_KINDS = {"reached": "count", "inferred": "count", "went_on": "count", "timed": "count", "rate": "share", "median": "span", "won": "share"}


class Path(NamedTuple):
    """Stages of a policy or of a call in their order."""

    stages: Sequence[Hashable]
    ranks: Sequence[int]  # on the path from 1; 0 beside it
    won: Sequence[bool]
    closing: Sequence[bool]

    def shown(self, reached: Array) -> list[int]:
        """Stages that a funnel of a run has: no closings, which win rates and reasons count; and of those behind a win or beside the path only what somebody reached."""
        win = min((rank for rank, is_won in zip(self.ranks, self.won) if is_won and rank), default=max(self.ranks, default=0))
        return [number for number in range(len(self.stages)) if not self.closing[number] and (reached[number] or 0 < self.ranks[number] <= win)]


def median_of(times: Array) -> Any:
    """The middle of sorted times, or between the two in the middle; NaT of none."""
    if not len(times):
        return np.timedelta64("NaT", "ms")
    low, high = int(times[(len(times) - 1) // 2]), int(times[len(times) // 2])
    return np.timedelta64(low + (high - low) // 2, "ms")


class FunnelTable(Table[F]):
    """Figures of a funnel: keys, ``stage``, ``reached``, ``inferred``, ``went_on``, ``timed`` (leads of which the time to the next stage is known), ``rate`` and ``median``."""

    def __init__(self, columns: Union[dict[str, Any], Callable[[], dict[str, Any]]], frames: str = "dict", *, path: Path, **rest: Any) -> None:
        super().__init__(columns, frames, **{"kinds": _KINDS, "picture": "funnel", "wide": "stage:reached", "unprinted": ["timed"], **rest})
        self._path = path

    def _rest(self) -> dict[str, Any]:
        return {**super()._rest(), "path": self._path}

    def _printed(self) -> dict[str, Any]:
        """Stages below each other; or beside each other, with the share that was won: not by period, as who came lately has had less time."""
        columns = super()._printed()
        if "stage" in columns:
            return {**columns, "went_on": [None if ends else count for ends, count in zip(self._ends(self.columns), columns["went_on"])]} if self._count() else columns
        first = next((stage for stage, rank in zip(self._path.stages, self._path.ranks) if rank == 1), None)
        if any(self._path.won) and not self._periods and first in columns:
            keys = [key for key in self._keys if key != "stage"]
            won = dict(zip(zip(*(self.columns[key] for key in keys)), self._hidden["won"]))
            columns["won"] = share([won[group] for group in zip(*(columns[key] for key in keys))], [count or 0 for count in columns[first]])
        return columns

    def _ends(self, columns: Mapping[str, Any]) -> list[bool]:
        """Rows of stages with nothing behind them, from which nobody went on."""
        rank_of = dict(zip(self._path.stages, self._path.ranks))
        some = {stage for stage, count in zip(columns["stage"], columns["went_on"]) if count}
        last = max((rank_of[stage] for stage in columns["stage"]), default=0)
        return [stage not in some and rank_of[stage] in (0, last) for stage in columns["stage"]]

    def _finished(self, columns: dict[str, Any], hidden: dict[str, Any], shares: Mapping[str, tuple[str, Union[str, int]]]) -> dict[str, Any]:
        columns["rate"] = np.where(self._ends(columns), np.nan, share(columns["went_on"], columns["reached"]))
        if "times" in hidden:
            columns["median"] = np.array([median_of(times) for times in hidden["times"]], "timedelta64[ms]")
        return columns

    def _anew(self) -> Sequence[str]:
        return ("rate", "median")

    def __add__(self, other: Table[F]) -> Table[F]:
        if not isinstance(other, FunnelTable):
            return NotImplemented
        columns, others = self.columns, other.columns  # what is hidden is made with them
        if self._path != other._path:
            raise ValueError(f"stages are {list(self._path.stages)} and {list(other._path.stages)}")
        if "median" in columns and not ("times" in self._hidden and "times" in other._hidden):
            raise TypeError("funnels of columns can't be added: make one of both frames; those of runs can")
        shown = [stage for stage in self._path.stages if stage in columns["stage"] or stage in others["stage"]]
        both = super(FunnelTable, self._filled(shown)).__add__(other._filled(shown))
        return both._rows(ordered(both.columns, self._keys, {"stage": shown}))

    def _filled(self, stages: Sequence[Hashable]) -> FunnelTable[F]:
        """With rows of zeros for stages that nobody of this part reached."""
        absent = [stage for stage in stages if stage not in self.columns["stage"]]
        keys = [key for key in self._keys if key != "stage"]
        groups = list(dict.fromkeys(zip(*(self.columns[key] for key in keys)))) if keys else [()] * bool(self._count())
        rows = [(group, stage) for group in groups for stage in absent]
        none = {"rate": np.nan, "median": np.timedelta64("NaT", "ms"), "won": 0, "times": np.zeros(0, np.int64)}
        columns = {name: [*values, *[of[0][keys.index(name)] if name in keys else of[1] if name == "stage" else none.get(name, 0) for of in rows]] for name, values in
                   {**self.columns, **self._hidden}.items()}
        made: Any = FunnelTable({name: columns[name] if name in self._keys else np.array(columns[name], np.asarray(self.columns[name]).dtype) for name in self.columns}, self._frames,
                                **{**self._rest(), "hidden": {name: columns[name] for name in self._hidden}})
        return made  # type: ignore[no-any-return]
