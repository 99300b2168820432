# SPDX-License-Identifier: MIT
"""The report of a run: what the log says, where leads stand, how they got there, what was refused. In the words of the program `replay`."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any, Generic, Optional

import numpy as np

from . import _constants as c
from . import _structs as s
from ._arrays import Array
from ._kinds import F
from ._library import library
from ._run_leads import _rows_of, since_ms_of
from .sheet import Sheet
from .table import Table

__all__ = ["Path", "Report", "RunReport"]

_PARTS = 4096  # sources or campaigns that are told apart
_AGES = {"below 1 day": 1, "below 7 days": 7, "below 30 days": 30, "below 90 days": 90, "longer": None}
_FIRST_INFERRED, _LATEST_INFERRED, _REACHED = 1, 2, 4  # bits of REVOPS_ENGINE_FIELD_ENTERED
_SKIPPED = 0  # the rule of stages passed over, which are counted stage by stage
_ENDS = {
    "started": (c.REVOPS_EFFECT_STARTED,), "in time": (c.REVOPS_EFFECT_MET,), "missed": (c.REVOPS_EFFECT_BREACHED,),
    "met late": (c.REVOPS_EFFECT_MET_LATE,), "called off": (c.REVOPS_EFFECT_CANCELLED, c.REVOPS_EFFECT_LAPSED),
}
Cell = Optional[object]


def _share(part: int, whole: int) -> Optional[int]:
    """Basis points, to the nearest."""
    return (part * 10000 + whole // 2) // whole if whole else None


def _median(values: Array) -> Optional[int]:
    if not len(values):
        return None
    ordered = np.sort(values)
    low, high = int(ordered[(len(ordered) - 1) // 2]), int(ordered[len(ordered) // 2])
    return low + (high - low) // 2


class _Tables:
    """Tables of a sheet: columns by name, and what their cells are."""

    def __init__(self) -> None:
        self.frames: dict[str, dict[str, list[Cell]]] = {}
        self.kinds: dict[Any, str] = {}

    def add(self, name: str, columns: Sequence[tuple[str, str]], rows: Iterable[Sequence[Cell]]) -> None:
        listed = list(rows)
        self.frames[name] = {column: [row[place] for row in listed] for place, (column, _) in enumerate(columns)}
        self.kinds.update({(name, column): kind for column, kind in columns})


class Path:
    """Ranks of a policy's path: a rank a stage that isn't beside it; stages at one place share one."""

    def __init__(self, engine: Any) -> None:
        params = engine.policy._params
        rows = _rows_of(params.stages, s.PolicyStage, params.stage_count)
        self.stages = [rows[number] for number in range(params.stage_count)]
        self.names = engine.stages
        self.rank: list[Optional[int]] = [None] * len(self.stages)
        self.labels: list[str] = []
        for number, row in enumerate(self.stages):
            is_on_path = row.kind in (c.REVOPS_POLICY_STAGE_OPEN, c.REVOPS_POLICY_STAGE_WON) and not row.parent
            if is_on_path and not row.flags & c.REVOPS_POLICY_BESIDE and not row.instead_of:
                self.rank[number] = len(self.labels)
                self.labels.append("")
        for number, row in enumerate(self.stages):
            if row.instead_of:
                self.rank[number] = self.rank[row.instead_of - 1]
        for number, rank in enumerate(self.rank):
            if rank is not None:
                self.labels[rank] += (" or " if self.labels[rank] else "") + self.names[number]
        self.parent = [row.parent - 1 if row.parent else number for number, row in enumerate(self.stages)]


class Report(Sheet):
    """The report of a run as the program `replay` prints it: it shows itself as text. Made by `Run.report`."""

    def __repr__(self) -> str:
        return str(self).rstrip("\n")


class RunReport(Generic[F]):
    """What a `Run` says of itself."""

    engine: Any
    _table: Array
    _records: Array
    _as_of_ms: Optional[int]
    _table_of: Any
    rows: int
    used: int
    unknown: dict[str, int]
    unreadable: int
    after: int
    duplicates: int
    conflicts: int
    _counts: dict[str, int]

    def _times(self, *kinds: int) -> int:
        return int(np.isin(self._table["kind"], kinds).sum())

    def _used(self) -> dict[str, int]:
        """What the log says, and what of it isn't used."""
        late = self._times(c.REVOPS_EFFECT_LATE) + self._times(c.REVOPS_EFFECT_DUPLICATE)
        unused = {
            "given twice": self.duplicates, "said otherwise later under the same id": self.conflicts,
            "name of event not known": self._counts["unknown"], "set aside by the mapping": self._counts["set_aside"],
            "value can't be read": self.unreadable, "after the report's time": self.after, "says nothing": self._counts["silent"], "late or given twice within an instant": late,
        }
        return {"said": self.rows, "used": self.used, **{what: count for what, count in unused.items() if count}}

    def _usage(self, tables: _Tables) -> None:
        tables.add("What the log says", [("", "name"), ("events", "count"), ("share", "share")],
                   [(what, count, _share(count, self.rows)) for what, count in self._used().items()])

    def _count(self, tables: _Tables, path: Path, leads: Array, stages: Array) -> None:
        kinds = Counter(path.stages[stage].kind for stage in stages.tolist())
        is_money = self.engine.policy._params.money_decimals == 2
        amount = "amount won" if is_money else "amount won, minor units"
        deviations = self._table["lead"][self._table["kind"] == c.REVOPS_EFFECT_DEVIATION]
        counts = {
            "leads": len(leads), "open": kinds[c.REVOPS_POLICY_STAGE_OPEN], "in nurture": kinds[c.REVOPS_POLICY_STAGE_NURTURE],
            "lost": kinds[c.REVOPS_POLICY_STAGE_LOST], "closed otherwise": kinds[c.REVOPS_POLICY_STAGE_CLOSED],
            "won": int((leads["wins"] > 0).sum()), "wins": self._times(c.REVOPS_EFFECT_WON), amount: int(leads["won_sum"].sum()),
            "deviations": len(deviations), "leads that deviate": len(np.unique(deviations)), "refusals": self._times(c.REVOPS_EFFECT_REFUSED),
            "stages that can't be placed": self._times(c.REVOPS_EFFECT_UNPLACEABLE),
        }
        tables.add("Leads", [("", "name"), ("count", "count")], counts.items())
        if is_money:
            tables.kinds["Leads", amount] = "money"

    def _set_back(self, path: Path, count: int) -> Array:
        """By lead and rank, whether the lead only came there by being set back: it is said nowhere to have come there."""
        out = np.zeros((count, len(path.labels)), bool)
        table = self._table[np.isin(self._table["kind"], (c.REVOPS_EFFECT_ENTERED, c.REVOPS_EFFECT_UNCHANGED)) & (self._table["stage"] > 0)]
        if self.engine.policy._params.backward == c.REVOPS_POLICY_BACKWARD_ALLOWED or not (table["flags"] & c.REVOPS_EFFECT_BACK).any():
            return out
        came: set[tuple[int, int]] = set()
        back: set[tuple[int, int]] = set()
        for lead, stage, kind, flags in zip(*(table[name].tolist() for name in ("lead", "stage", "kind", "flags"))):
            rank = path.rank[path.parent[stage - 1]]
            if rank is None:
                continue
            if kind == c.REVOPS_EFFECT_ENTERED and flags & c.REVOPS_EFFECT_BACK:
                back.add((lead, rank))
            elif kind == c.REVOPS_EFFECT_ENTERED or (lead, rank) not in back:
                came.add((lead, rank))
        for lead, rank in back - came:
            out[lead, rank] = True
        return out

    def _way(self, path: Path, leads: Array, ids: Array) -> tuple[Array, Array, Array, Array]:
        """By lead and rank: ever reached; of these recorded; as the policy says; when first."""
        shape = (len(leads), len(path.labels))
        reached, observed, kept = (np.zeros(shape, bool) for _ in range(3))
        first = np.full(shape, np.iinfo(np.int64).max)
        set_back = self._set_back(path, len(self._records))[ids]
        for number, rank in enumerate(path.rank):
            if rank is None or f"first_ms.{path.names[number]}" not in (leads.dtype.names or ()):
                continue
            first_ms, flags = leads[f"first_ms.{path.names[number]}"], leads[f"entered.{path.names[number]}"]
            there = first_ms != c.REVOPS_TIME_NONE
            reached[:, rank] |= there
            kept[:, rank] |= there & (flags & _REACHED != 0)
            counts = there & ~set_back[:, rank]
            observed[:, rank] |= counts & (flags & (_FIRST_INFERRED | _LATEST_INFERRED) != (_FIRST_INFERRED | _LATEST_INFERRED))
            sure = counts & (flags & _FIRST_INFERRED == 0)
            first[sure, rank] = np.minimum(first[sure, rank], first_ms[sure])
        return reached, observed, kept, first

    def _firsts(self) -> tuple[list[Optional[int]], Array]:
        """The rank of each stage, and by lead and rank when it was first seen there."""
        path = Path(self.engine)
        records = self._records.reshape(-1).view(self.engine.dtype())
        return path.rank, self._way(path, records, np.arange(len(records)))[3]

    def _funnel(self, tables: _Tables, path: Path, way: tuple[Array, Array, Array, Array]) -> None:
        reached, observed, kept, first = way
        rows: list[Sequence[Cell]] = []
        for rank, label in enumerate(path.labels):
            count = int(reached[:, rank].sum())
            row: list[Cell] = [label, count, count - int(observed[:, rank].sum()), int(kept[:, rank].sum())]
            if rank + 1 < len(path.labels):
                went_on = int((reached[:, rank] & reached[:, rank + 1:].any(axis=1)).sum())
                before, after = first[:, rank], first[:, rank + 1]
                timed = (after != np.iinfo(np.int64).max) & (before <= after)
                rows.append([*row, went_on, _share(went_on, count), _median(after[timed] - before[timed])])
            else:
                rows.append([*row, None, None, None])
        heads = [("stage", "name"), *((name, "count") for name in ("reached", "inferred", "as the policy says", "went on")), ("share", "share"), ("median time", "span")]
        tables.add("Funnel", heads, rows)

    def _standing(self, path: Path, leads: Array) -> list[Sequence[Cell]]:
        """Where leads stand; of open ones, how long already."""
        since = since_ms_of(leads, path.names, np.array(path.parent, np.intp)[leads["place"]])
        longest = len(_AGES) - 1
        days = [days for days in _AGES.values() if days is not None]
        ages = np.searchsorted(np.array(days) * c.REVOPS_DAY_MS, (self._as_of_ms or 0) - np.where(since == c.REVOPS_TIME_NONE, 0, since), side="right")
        ages[since == c.REVOPS_TIME_NONE] = longest
        rows: list[Sequence[Cell]] = []
        for number, name in enumerate(path.names):
            counts = np.bincount(ages[leads["place"] == number], minlength=len(_AGES)).tolist()
            is_open = path.stages[path.parent[number]].kind == c.REVOPS_POLICY_STAGE_OPEN
            if sum(counts):
                rows.append([name, sum(counts), *(counts if is_open else [None] * len(_AGES))])
        return rows

    def _parts(self, tables: _Tables, title: str, column: str, path: Path, leads: Array, reached: Array) -> None:
        found, which = np.unique(leads[column], return_inverse=True)
        ranks = path.labels[: c.REVOPS_SHEET_COLUMNS_MAX - 5]
        which = which.reshape(-1)
        counts = [np.bincount(which, weights=of, minlength=len(found)).astype(np.int64).tolist() for of in (None, *reached.T[: len(ranks)], leads["wins"] > 0)]
        amounts = np.zeros(len(found), np.int64)
        np.add.at(amounts, which, leads["won_sum"])
        rows: list[list[Any]] = [[self.engine._text(number) or "(none)", *of, amount]
                                 for number, *of, amount in zip(found.tolist(), *counts, amounts.tolist())]
        rows.sort(key=lambda row: (-row[1], str(row[0]).encode("utf-8", "surrogateescape")))
        if len(rows) > _PARTS:
            rest = rows[_PARTS:]
            rows[_PARTS:] = [["(others)", *(sum(row[place] for row in rest) for place in range(1, len(rest[0])))]]
        money = "money" if self.engine.policy._params.money_decimals == 2 else "count"
        tables.add(title, [(column, "name"), ("leads", "count"), *((label, "count") for label in ranks), ("ever won", "count"), ("share won", "share"), ("amount", money)],
                   [[*row[:-1], _share(row[-2], row[1]), row[-1]] for row in rows])

    def _clock_ends(self, tables: _Tables) -> None:
        if not self.engine.clocks:
            return
        rows: list[Sequence[Cell]] = []
        for number, name in enumerate(self.engine.clocks):
            kinds = self._table["kind"][self._table["clock"] == number + 1]
            counts = {end: int(np.isin(kinds, of).sum()) for end, of in _ENDS.items()}
            rows.append([name, *counts.values(), _share(counts["in time"], counts["in time"] + counts["missed"])])
        tables.add("Service levels", [("clock", "name"), *((end, "count") for end in _ENDS), ("kept", "share")], rows)

    def _whys(self, tables: _Tables, title: str, column: str, names: Sequence[str], counts: Counter[tuple[int, int]]) -> None:
        rules = [library.revops_effects_rule_name(rule).decode() for rule in range(c.REVOPS_EFFECTS_RULES_MAX)]
        if counts:
            tables.add(title, [(column, "name"), ("rule", "name"), ("times", "count")],
                       [("(none)" if not number else names[number - 1], rules[rule], times) for (number, rule), times in sorted(counts.items())])

    def _rules(self, tables: _Tables) -> None:
        refused, deviating = Counter[tuple[int, int]](), Counter[tuple[int, int]]()
        for effect in self._table[self._table["kind"] == c.REVOPS_EFFECT_REFUSED]:
            refused.update((int(effect["event"]), bit) for bit in range(c.REVOPS_EFFECTS_RULES_MAX) if int(effect["why"]) >> bit & 1)
        for effect in self._table[self._table["kind"] == c.REVOPS_EFFECT_DEVIATION]:
            deviating.update((int(effect["stage"]), bit) for bit in range(c.REVOPS_EFFECTS_RULES_MAX) if int(effect["why"]) >> bit & 1 and bit != _SKIPPED)
            deviating.update((stage + 1, _SKIPPED) for stage in range(len(self.engine.stages)) if int(effect["stages"]) >> stage & 1)
        self._whys(tables, "Refusals", "event", self.engine.events, refused)
        self._whys(tables, "Deviations", "stage", self.engine.stages, deviating)

    def _given_reasons(self, tables: _Tables, leads: Array) -> None:
        """One reason stands for as many things as moves give it for [LC27]."""
        entered = self._table[(self._table["kind"] == c.REVOPS_EFFECT_ENTERED) & (self._table["reason"] > 0)]
        counts = Counter[tuple[int, int, int, bytes]]()
        for effect in entered:
            move, source = int(effect["move"]), self.engine._text(int(leads["source"][int(effect["lead"])])) or ""
            counts[move, int(effect["reason"]), 0 if move else int(effect["stage"]), source.encode("utf-8", "surrogateescape")] += 1
        if not counts:
            return
        rows = [(self.engine.moves[move - 1] if move else self.engine.stages[stage - 1], self.engine.reasons[reason - 1],
                 source.decode("utf-8", "surrogateescape") or "(none)", times) for (move, reason, stage, source), times in sorted(counts.items())]
        whole: dict[tuple[str, str], int] = {}
        for explains, reason, _, times in rows:
            whole[explains, reason] = whole.get((explains, reason), 0) + times
        heads = [("explains", "name"), ("reason", "name")]
        tables.add("Reasons", [*heads, ("times", "count")], [(*key, times) for key, times in whole.items()])
        tables.add("Reasons by source", [*heads, ("source", "name"), ("times", "count")], rows)

    def aging(self) -> Table[F]:
        """Where leads stand, and how long those that are open stand there already: ``stage``, ``leads``, and so many by age."""
        path = Path(self.engine)
        records = self._records.reshape(-1).view(self.engine.dtype())
        rows = self._standing(path, records[records["place"] < len(path.stages)])
        columns = {name: [row[place] for row in rows] for place, name in enumerate(["stage", "leads", *_AGES])}
        found: Table[F] = self._table_of(columns, ["stage"], "Where leads stand", "aging", kinds={age: "count" for age in _AGES})
        return found

    def report(self) -> Report:
        """What the log says, leads, funnel, where they stand, sources, campaigns, service levels, refusals, deviations and reasons.

        The tables of the program `replay`, in its words: ``print(run.report())``, ``.json()``, ``.csv("Funnel")``.

        Returns
        -------
        Report
        """
        tables, path = _Tables(), Path(self.engine)
        records = self._records.reshape(-1).view(self.engine.dtype())
        ids = np.flatnonzero(records["place"] < len(path.stages))
        leads = records[ids]
        way = self._way(path, leads, ids)
        self._usage(tables)
        self._count(tables, path, leads, np.array(path.parent, np.intp)[leads["place"]])
        self._funnel(tables, path, way)
        tables.add("Where they stand", [("stage", "name"), ("leads", "count"), *((age, "count") for age in _AGES)], self._standing(path, leads))
        self._parts(tables, "Sources", "source", path, leads, way[0])
        self._parts(tables, "Campaigns", "campaign", path, leads, way[0])
        self._clock_ends(tables)
        self._rules(tables)
        self._given_reasons(tables, records)
        as_of = None if self._as_of_ms is None else np.datetime64(self._as_of_ms, "ms")
        return Report(str(self.engine.policy._document["name"]), as_of=as_of, tables=tables.frames, kinds=tables.kinds)
