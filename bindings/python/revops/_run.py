# SPDX-License-Identifier: MIT
"""The result of a log under a policy: frames, what happened to a lead, and the same log under another policy."""

from __future__ import annotations

import warnings
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Optional

import numpy as np

from . import _constants as c
from . import _structs as s
from ._arrays import Array
from ._kinds import F
from ._made import Made, is_equal
from ._run_frames import RunFrames
from ._run_report import RunReport, Path
from ._run_scores import RunScores
from ._show import Shown, as_of_said, money, plural
from .policy import Policy

if TYPE_CHECKING:
    import pathlib
    from ._what_if import Comparison
    from .engine import Engine
    from .log import Log

EVENT = np.dtype(s.Event)


class Run(Made, RunFrames[F], RunScores[F], RunReport[F], Shown):
    """Result of a log under a policy, from `replay`. Its frames are of the same kind as the log.

    Attributes
    ----------
    engine : Engine
        The engine.
    rows, used : int
        Rows of the log, and how many of them count.
    unknown : dict of str to int
        Events that the policy doesn't have, and how many rows name each.
    unreadable, after : int
        Rows whose value can't be read, and rows after `as_of`.
    duplicates, conflicts : int
        Rows given twice, and rows whose id a later row says otherwise.
    """

    engine: Engine
    rows: int
    used: int
    duplicates: int
    conflicts: int
    unreadable: int
    after: int
    unknown: dict[str, int]

    _is_kept = True

    def __init__(self, engine: Engine, log: Any, ids: Sequence[Any], records: Array, effects: Array, counts: dict[str, Any]) -> None:
        self.engine, self._log, self._ids, self._records, self._table = engine, log, ids, records, effects
        self.rows, self.used = counts["rows"], counts["used"]
        self.unknown, self.duplicates, self.conflicts = counts["unknown"], counts["duplicates"], counts["conflicts"]
        self.unreadable, self.after = counts["unreadable"], counts["after"]
        self._counts: dict[str, int] = counts["said"]  # what was made of all that the rows say
        self._options: dict[str, Any] = counts["options"]  # of the replay, for another policy
        self._as_of_ms: Optional[int] = counts["as_of_ms"]
        self._answers: Array = counts["answers"]
        self._events: tuple[Array, Array, Array, Array] = counts["events"]
        self._own: str = counts.get("own", "")  # of a policy that nobody chose, whose it is
        self._left_out: set[int] = counts["left_out"]  # clocks that nothing in the log can meet
        self._told: list[str] = []  # what was warned of

    def _is_same(self, other: Any) -> bool:
        """Of one policy, and all that is told: whatever the log's frame was."""
        mine, others = ((run.engine, list(run._ids), run._records, run._table, self.engine._texts.all(), run._as_of_ms, run.rows, run.used) for run in (self, other))
        return is_equal(mine, others)

    @property
    def log(self) -> Log[F]:
        """The log."""
        found: Log[F] = self._log
        return found

    def explain(self, lead: Any, what: Optional[str] = None) -> str:
        """What happened to a lead, in words; of one clock by its name, or how a signal came about. Times are those of the policy's zone, else of UTC.

        Parameters
        ----------
        lead : lead
            As the log names it.
        what : str, optional
            A clock or signal of the policy.
        """
        from ._run_story import explained

        return explained(self, lead, what)

    def compare(self, policy: Any) -> Comparison[F]:
        """The same log under another policy, or under this one with changes, as for `Policy.with_`: ``run.compare({"clocks.first contact.target": "2 h"})``."""
        from ._what_if import Comparison, changed_policy

        other = changed_policy(self.policy, policy)
        with warnings.catch_warnings(record=True) as told:
            warnings.simplefilter("always")
            after = self._log.replay(other, **self._options)
        for warning in told:  # but what was told of the first one
            if str(warning.message).replace(f'"{other.name}"', f'"{self.policy.name}"') not in self._told:
                warnings.warn(warning.message, warning.category, stacklevel=2)
        return Comparison(self, after)

    def to_html(self, path: Any, *, title: Optional[str] = None, by: Any = (), compare: Any = None) -> pathlib.Path:
        """Writes the run as one HTML file for a meeting: pictures with their tables, on a phone and on paper, too; nothing is fetched from anywhere.

        Parameters
        ----------
        path : str or path
            Where to; there is a whole file afterwards, or none.
        title : str, optional
            The policy's name unless given.
        by : key or sequence of keys
            Funnels and win rates by each of them.
        compare : Comparison, optional
            What if: see `compare`.
        """
        from ._page import page, written
        from ._run_figures import keys_of

        return written(path, page(self, title, keys_of(by), compare))

    @property
    def policy(self) -> Policy:
        """The policy."""
        found: Policy = self.engine.policy
        return found

    def _said(self) -> tuple[str, list[tuple[str, str]]]:
        places, parent = records_of(self, "place"), np.array(Path(self.engine).parent, np.intp)
        counts = np.bincount(parent[places[places < len(parent)]], minlength=len(parent)).tolist()
        standing = dict(zip(self.engine.stages, counts))
        deviations = self._table["lead"][self._table["kind"] == c.REVOPS_EFFECT_DEVIATION]
        leads, wins = len(np.unique(deviations)), int((self._table["kind"] == c.REVOPS_EFFECT_WON).sum())
        unused = {"repeated": self.duplicates, "of unknown events": sum(self.unknown.values()), "that can't be read": self.unreadable,
                  "after the time of the report": self.after, "said otherwise under the same id": self.conflicts}
        decimals = int(self.policy._params.money_decimals)
        amount = int(records_of(self, "won_sum").sum())
        own = f" ({self._own})" if self._own else ""
        return f'Run of policy "{self.policy.name}"{own}: {plural(len(self._ids), "lead")}, {plural(self.used, "event")}{as_of_said(self._as_of_ms, self._zone)}', [
            ("now", ", ".join(f"{count:,} {name}" for name, count in standing.items() if count)),
            ("read", f"{plural(self.rows, 'row')}: " + ", ".join([f"{self.used:,} used", *(f"{count:,} {word}" for word, count in unused.items() if count)])),
            ("won", f"{wins:,}" + (f", {money(amount, decimals)}" if amount else "") if wins else ""),
            ("told", f"{plural(len(deviations), 'deviation')} of {plural(leads, 'lead')} ({100 * leads / max(len(self._ids), 1):.1f} %): run.conformance()" if leads else ""),
        ]

    def _shown(self) -> list[str]:
        return [self.funnel()._html(None)] if self._ids else []


def records_of(run: Run[Any], field: str) -> Array:
    """A field of all records."""
    return run._records.reshape(-1).view(run.engine.dtype())[field] if len(run._records) else np.zeros(0, np.int64)
