# SPDX-License-Identifier: MIT
"""Promises of a run: what became of each clock, service levels, times to first contact, pauses, who waits."""

from __future__ import annotations

import ctypes
import functools
from collections.abc import Iterable, Sequence
from typing import Any, Optional, Union

import numpy as np

from . import _constants as c
from . import _structs as s
from ._arrays import Array, address
from ._kinds import F
from ._frames import kind_of
from ._log_errors import nearest
from ._library import library
from ._run_figures import Key, RunFigures, keys_of
from ._struct import i64, size, u32, u64
from ._time import Instant
from .compliance import COMPLIANCE, HISTOGRAM, Compliance
from .errors import check
from ._groups import beside, grouped, totalled
from ._times import Times, curve
from .funnel import Period
from .plan import judge
from .sheet import Sheet
from .table import Table

__all__ = ["RunPromises"]

SLA_EFFECT = np.dtype(s.SlaEffect)
AUDIT = np.dtype(s.ComplianceAudit)
VERDICTS = ("running", "called off", "in time", "missed", "met late")  # the later says more
_OF_KIND = {
    c.REVOPS_SLA_EFFECT_CANCELLED: 1, c.REVOPS_SLA_EFFECT_LAPSED: 1, c.REVOPS_SLA_EFFECT_MERGED: 1, c.REVOPS_SLA_EFFECT_MET: 2, c.REVOPS_SLA_EFFECT_BREACHED: 3,
    c.REVOPS_SLA_EFFECT_MET_LATE: 4,
}
#: Columns of figures, as which no key is named.
_OWN = ("clock", "decided", "in_time", "missed", "met_late", "called_off", "running", "kept", "cases", "open", "pauses", "resumed", "runs", "paused")
_BEGINS = (c.REVOPS_SLA_EFFECT_STARTED, c.REVOPS_SLA_EFFECT_REOPENED)
_MET = (c.REVOPS_SLA_EFFECT_MET, c.REVOPS_SLA_EFFECT_MET_LATE)


class RunPromises(RunFigures[F]):
    """What a `Run` tells of its clocks. Figures leave out those that nothing in the log can meet; promises stand as they were given."""

    _left_out: set[int]  # numbers of clocks

    @functools.cached_property
    def _clocks(self) -> tuple[Array, Array]:
        """What became of clocks, and the effect that each row is of."""
        count = len(self._table)
        rows, found, needed = np.zeros(max(count, 1), np.uint64), np.zeros(max(count, 1), SLA_EFFECT), size()
        check(library.revops_effects_to_clocks(
            address(self._table, s.Effect), count, address(rows, u64), address(found, s.SlaEffect), count, ctypes.byref(needed)
        ), "clocks")
        return found[: needed.value], rows[: needed.value].astype(np.intp)

    def _figured(self, clocks: Array) -> Array:
        """Which rows count in figures, of the numbers of their clocks: but those of a clock that nothing in the log can meet."""
        told: Array = ~np.isin(clocks + 1, sorted(self._left_out))
        return told

    @functools.cached_property
    def _runs(self) -> dict[str, Array]:
        """A row a run of a clock: numbers of lead, clock, verdict and owner, instants, and the effects that began it and that it ended with."""
        found, rows = self._clocks
        order = np.lexsort((np.arange(len(found)), found["clock"], found["lead"]))
        found, rows = found[order], rows[order]
        kinds, at_ms = found["kind"], found["at_ms"]
        run = np.cumsum(np.isin(kinds, _BEGINS)) - 1
        count = int(run[-1]) + 1 if len(run) else 0
        begins = np.flatnonzero(np.isin(kinds, _BEGINS))
        verdict, met, due, paused = np.zeros(count, np.int64), np.full(count, c.REVOPS_TIME_NONE), np.full(count, c.REVOPS_TIME_NONE), np.zeros(count, np.int64)
        of_kind = np.zeros(int(kinds.max(initial=0)) + 1, np.int64)
        for kind, word in _OF_KIND.items():
            if kind < len(of_kind):
                of_kind[kind] = word
        np.maximum.at(verdict, run, of_kind[kinds])
        is_met = np.isin(kinds, _MET)
        met[run[is_met]] = at_ms[is_met]
        has_due = found["due_ms"] != c.REVOPS_TIME_NONE
        due[run[has_due]] = found["due_ms"][has_due]
        sign = (kinds == c.REVOPS_SLA_EFFECT_RESUMED).astype(np.int64) - (kinds == c.REVOPS_SLA_EFFECT_PAUSED)
        np.add.at(paused, run, sign * np.where(sign != 0, at_ms, 0))
        open_pauses = np.zeros(count, np.int64)
        np.add.at(open_pauses, run, -sign)
        paused += open_pauses * (self._as_of_ms or 0)
        last = np.r_[begins[1:], len(found)] - 1 if count else begins
        decides = np.flatnonzero((of_kind[kinds] >= 2) & (of_kind[kinds] <= 3))
        deciding = last.copy()
        deciding[run[decides]] = decides
        owner = self._table["owner"][rows[deciding]].astype(np.int64) if count else deciding
        taken = np.full(count, c.REVOPS_TIME_NONE)
        taken[run[is_met]] = found["consumed_ms"][is_met]
        record, consumed = s.SlaRecord(), i64()
        now = self._owners_now() if count else {}
        for number in np.flatnonzero((verdict == 0) | ((verdict == 3) & (met == c.REVOPS_TIME_NONE))).tolist():
            lead, clock = int(found["lead"][begins[number]]), int(found["clock"][begins[number]])
            if verdict[number] == 0:
                owner[number] = now.get(lead, 0)
            if library.revops_lead_clock(self.engine._compiled, self._records[lead].ctypes.data, clock + 1, self._as_of_ms or 0, ctypes.byref(consumed), None,
                                         ctypes.byref(record)) == c.REVOPS_OK:
                taken[number] = consumed.value
        return {"lead": found["lead"][begins].astype(np.int64), "clock": found["clock"][begins].astype(np.int64), "owner": owner, "started": at_ms[begins], "due": due, "met": met,
                "verdict": verdict, "taken": taken, "paused": paused, "first": rows[begins], "last": rows[deciding] if count else begins}

    def _owners_now(self) -> dict[int, int]:
        held = np.flatnonzero(self._table["owner"])
        return dict(zip(self._table["lead"][held].tolist(), self._table["owner"][held].tolist()))

    def _clock(self, name: Optional[str]) -> None:
        if name is not None and name not in self.engine.clocks:
            raise ValueError(f"no clock {name!r}: expected one of {', '.join(self.engine.clocks) or 'none, as the policy has no clocks'}")

    def _labelled_runs(self, runs: dict[str, Array], keys: Sequence[Any]) -> list[tuple[str, list[Any]]]:
        """Labels of runs of clocks: of the instant at which they were decided, or of now."""
        out = []
        for key in keys:
            if key == "owner":
                people = {number: self.engine._person(number) for number in set(runs["owner"].tolist())}
                out.append(("owner", [people[number] for number in runs["owner"].tolist()]))
            else:
                out.append(self._of_effect(key, runs["last"]))
        return out

    def sla(self, clock: Optional[str] = None, by: Union[Key, Iterable[Key]] = (), totals: bool = False) -> Compliance[F]:
        """Kept and missed promises, by clock and any keys: owner at that instant, source, week of a zone …

        Parameters
        ----------
        clock : str, optional
            Only this one; otherwise it is a key.
        by : key or sequence of keys
            See `RunFigures`. A verdict counts when it falls, for whom the lead belonged to then.
        totals : bool
            Adds all of each period, or of everything.

        Returns
        -------
        Compliance
        """
        self._clock(clock)
        found, rows = self._clocks
        is_told = self._figured(found["clock"])
        found, rows = found[is_told], rows[is_told]
        names = np.array(self.engine.clocks, object)
        if clock is not None:
            chosen = names[found["clock"]] == clock if len(found) else np.zeros(0, bool)
            found, rows = np.ascontiguousarray(found[chosen]), rows[chosen]
        keys = keys_of(by)
        labelled = beside([self._of_effect(key, rows) for key in keys], _OWN)
        if clock is None:
            labelled.append(("clock", names[found["clock"]].tolist() if len(found) else []))
        periods = [key.kind for key in keys if isinstance(key, Period)]
        is_running = not periods and len(found) > 0
        if is_running:  # rows of their own behind those of the effects: they belong to whom they belong now
            runs = self._runs
            going = np.flatnonzero((runs["verdict"] == 0) & self._figured(runs["clock"]) & (np.ones(len(runs["clock"]), bool) if clock is None else runs["clock"] == self.engine.clocks.index(clock)))
            runs = {name: values[going] for name, values in runs.items()}
            of_runs = [labels for _, labels in self._labelled_runs(runs, keys)] + ([names[runs["clock"]].tolist()] if clock is None else [])
            labelled = [(name, [*labels, *more]) for (name, labels), more in zip(labelled, of_runs)]
        rows_of_all = len(found) + (len(going) if is_running else 0)
        of_keys, groups, count = grouped([name for name, _ in labelled], [labels for _, labels in labelled], rows_of_all, periods)
        of_keys, groups_of, count = totalled(of_keys, groups, count, periods, totals and len(found) > 0)
        counters, times = np.zeros(count if len(found) else 0, COMPLIANCE), np.zeros(count if len(found) else 0, HISTOGRAM)
        for part in groups_of if len(found) else ():
            check(library.revops_compliance_add(
                address(found, s.SlaEffect), len(found), address(part, u32), address(counters, s.Compliance), address(times, s.Histogram), count
            ), "sla")
        running = None
        if not periods:
            running = np.zeros(len(counters), np.int64)
            for part in groups_of:
                running += np.bincount(part[len(found):], minlength=len(counters))
        return Compliance(of_keys, counters, times, kind_of(self._log), running, clock, periods, self._noted())

    def pauses(self, by: Union[Key, Iterable[Key]] = (), as_of: Optional[Instant] = None) -> Table[F]:
        """Audit of pauses (SL15): clock and keys, ``pauses``, ``resumed``, ``runs`` that were paused, ``paused`` and ``open`` time."""
        as_of_ms = self._as_of(as_of)
        found, rows = self._clocks
        order = np.lexsort((np.arange(len(found)), found["clock"], found["lead"]))
        found, rows = np.ascontiguousarray(found[order]), rows[order]
        names = np.array(self.engine.clocks, object)
        keys = keys_of(by)
        labelled = [*beside([self._of_effect(key, rows) for key in keys], _OWN), ("clock", names[found["clock"]].tolist() if len(found) else [])]
        periods = [key.kind for key in keys if isinstance(key, Period)]
        of_keys, groups, count = grouped([name for name, _ in labelled], [labels for _, labels in labelled], len(found), periods)
        audits = np.zeros(count if len(found) else 0, AUDIT)
        if len(found):
            check(library.revops_compliance_audit_add(
                address(found, s.SlaEffect), len(found), address(groups, u32), as_of_ms, address(audits, s.ComplianceAudit), count
            ), "pauses")
        kept = np.flatnonzero(audits["pauses"])
        return self._table_of({
            **{name: [labels[number] for number in kept] for name, labels in of_keys.items()},
            **{name: audits[name][kept].astype(np.int64) for name in ("pauses", "resumed", "runs")},
            "paused": np.ascontiguousarray(audits["paused_ms"][kept]).view("timedelta64[ms]"),
            "open": np.ascontiguousarray(audits["open_ms"][kept]).view("timedelta64[ms]"),
        }, list(of_keys), "Pauses of clocks", periods=periods)

    def time_to(self, what: str, by: Union[Key, Iterable[Key]] = (), percentiles: Sequence[int] = (50, 90), totals: bool = False) -> Table[F]:
        """Time until a clock is met, or until a stage is reached from the first one, by keys. Who still waits is neither left out nor counted as served
        (Kaplan and Meier).

        Returns
        -------
        Table
            Keys, ``cases``, ``open``, ``p50``, ``p90`` … (NaT where so many never get there). Of a clock also how many were met ``within_5_min`` and
            ``within_30_min``.
        """
        if isinstance(percentiles, (str, bytes)) or not hasattr(percentiles, "__iter__"):
            raise TypeError(f"percentiles is {percentiles!r}: expected a sequence of numbers, such as (50, 90)")
        percentiles = list(percentiles)
        for number, share in enumerate(percentiles):
            if isinstance(share, bool) or not isinstance(share, (int, float, np.integer, np.floating)) or not 0.01 <= share <= 100:
                raise ValueError(f"percentiles has {share!r} in row {number}: expected a number of 0.01 to 100")
        if what not in self.engine.clocks:
            return self._time_to_stage(what, by, percentiles, totals)
        runs = self._runs
        chosen = np.flatnonzero((runs["clock"] == self.engine.clocks.index(what)) & (runs["verdict"] != VERDICTS.index("called off")) & self._figured(runs["clock"]))
        runs = {name: values[chosen] for name, values in runs.items()}
        keys = keys_of(by)
        periods = [key.kind for key in keys if isinstance(key, Period)]
        labelled = beside(self._labelled_runs(runs, keys), _OWN)
        of_keys, groups, count = grouped([name for name, _ in labelled], [labels for _, labels in labelled], len(chosen), periods)
        of_keys, groups_of, count = totalled(of_keys, groups, count, periods, totals)
        is_met = runs["met"] != c.REVOPS_TIME_NONE
        hidden: dict[str, list[Any]] = {"served": [], "waiting": []}
        limits: dict[str, list[int]] = {"cases": [], "open": [], "within_5_min": [], "within_30_min": []}
        members = np.unique(np.stack([np.concatenate(groups_of).astype(np.int64), np.tile(np.arange(len(chosen)), len(groups_of))]), axis=1) if len(chosen) else np.zeros((2, 0), np.int64)
        ends = np.searchsorted(members[0], np.arange(count + 1))
        for group in range(count if len(chosen) else 0):
            here = members[1, ends[group]:ends[group + 1]]
            served, waiting = np.sort(runs["taken"][here[is_met[here]]]), np.sort(runs["taken"][here[~is_met[here]]])
            hidden["served"].append(served)
            hidden["waiting"].append(waiting[waiting != c.REVOPS_TIME_NONE])
            within = [int((served < minutes * c.REVOPS_MINUTE_MS).sum()) for minutes in (5, 30)]
            for name, value in zip(limits, [len(here), int((~is_met[here]).sum()), *within]):
                limits[name].append(value)
        counts = {name: np.array(values, np.int64) for name, values in limits.items()}
        columns = {**(of_keys if len(chosen) else {name: [] for name in of_keys}), "cases": counts["cases"], "open": counts["open"],
                   **{f"p{share:g}": None for share in percentiles}, "within_5_min": counts["within_5_min"], "within_30_min": counts["within_30_min"]}
        return Times(columns, kind_of(self._log), percentiles=percentiles, title=f"Time to {what}", note=self._noted(), keys=list(of_keys), periods=periods, hidden=hidden)

    def _time_to_stage(self, what: str, by: Union[Key, Iterable[Key]], percentiles: Sequence[float], totals: bool) -> Table[F]:
        names = self._stages()[2]
        number = self.engine._find(c.REVOPS_ENGINE_LIST_STAGES, what)
        row = int(self._stages()[0][number - 1]) if number else 0
        if not row:
            known = [*self.engine.clocks, *names[1:]]
            near = nearest(str(what), known)
            raise ValueError(f"no clock and no later stage {what!r}: expected one of {', '.join(known)}" + (f". Did you mean {near!r}?" if near else ""))
        end = names[row]
        reached = self.funnel(by, spans=[(names[0], end)], totals=totals)
        times = {share: reached.time(names[0], end, share / 100) for share in [*percentiles, *range(1, 100)]}
        first = times[next(iter(times))]
        curves = [curve(np.array([times[share]["survival"][group] for share in range(1, 100)], "timedelta64[ms]")) for group in range(len(first))]
        return self._table_of({
            **reached.keys, "cases": (first["done"] + first["open"]).astype(np.int64), "open": first["open"].astype(np.int64),
            **{f"p{share:g}": np.ascontiguousarray(times[share]["survival"]) for share in percentiles},
        }, list(reached.keys), f"Time from {names[0]} to {end}", "curve", hidden={"curve": curves}, periods=reached._periods,
            alone="times between stages are kept in classes of 1 %")

    def _queues(self, as_of_ms: int) -> list[tuple[str, int, int, Optional[np.timedelta64]]]:
        """Runs of clocks that go on, by present owner: how many, how many of them too late, the longest."""
        runs, now = self._runs, self._owners_now()
        queues: dict[str, list[int]] = {}
        for number in np.flatnonzero(np.isin(runs["verdict"], (0, 3)) & (runs["met"] == c.REVOPS_TIME_NONE)).tolist():
            lead = int(runs["lead"][number])
            queue = queues.setdefault(self._label("owner", now[lead]) if lead in now else "(nobody)", [0, 0, 0])
            queue[0] += 1
            queue[1] += int(runs["verdict"][number] == 3)
            queue[2] = max(queue[2], as_of_ms - int(runs["started"][number]))
        return [(name, waiting, late, np.timedelta64(longest, "ms")) for name, (waiting, late, longest) in queues.items()]

    def sheet(
        self, title: Optional[str] = None, *, contact: Optional[str] = None, accepted: Optional[tuple[str, str]] = None,
        by: Union[Key, Iterable[Key]] = (), as_of: Optional[Instant] = None, **figures: Any,
    ) -> Sheet:
        """The executive page of a run: funnel, service levels of each clock, deviations, worst queues, win rates.

        Parameters
        ----------
        title : str, optional
            Its title; the policy's name unless given.
        contact : str, optional
            The clock of first contact, for the time to it.
        accepted : (stage, stage), optional
            Leads offered to sales and leads accepted: those that reached either stage.
        by : key or sequence of keys
            A table of win rates by them, judged by the policy's bands or target of "win rate".
        as_of : instant, optional
            The present of the page.
        **figures
            What no log tells: `Sheet`'s ``pipeline``, ``needed``, ``quota``, ``payback``, ``alignment``, ``gap_stage``, ``tables`` …

        Returns
        -------
        Sheet
        """
        as_of_ms = self._as_of(as_of)
        _, stages, names = self._stages()
        found = self.funnel(as_of=np.datetime64(as_of_ms, "ms"))
        reached = found.counts[0]["reached"].tolist()
        given: dict[str, Any] = {"as_of": np.datetime64(as_of_ms, "ms"), "policy": self.engine.policy}
        path = sorted((number for number in range(len(names)) if stages["rank"][number]), key=lambda number: int(stages["rank"][number]))
        ends = [place for place, number in enumerate(path) if stages["kind"][number] == c.REVOPS_FUNNEL_WON]
        given["funnel"] = [(names[number], reached[number]) for number in path[: ends[0] + 1 if ends else None]]
        levels = self.sla()
        given["sides"] = {name: {field: int(levels.counters[field][row]) for field in (COMPLIANCE.names or ())}
                          for row, name in enumerate(levels.keys.get("clock", []))}
        if contact is not None:
            times = self.sla(clock=contact)
            for figure, share in (("contact_median", 0.5), ("contact_late", 0.9)):
                if len(times) and not np.isnat(times.percentile(share)[0]):
                    given[figure] = times.percentile(share)[0]
        if accepted is not None:
            given["offered"], given["accepted"] = (reached[names.index(stage)] for stage in accepted)
        given["deviations"] = self._by_rule()
        given["queues"] = self._queues(as_of_ms)
        tables = dict(figures.pop("tables", None) or {})
        kinds = {"amount": "money", **(figures.pop("kinds", None) or {})}
        if keys_of(by):
            rates = self.win_rate(by)
            columns = dict(rates.columns)
            shares = np.asarray(columns["share"], float).tolist()
            columns["band"] = [None if share != share else judge("win rate", round(share * 10000), self.engine.policy)["name"] for share in shares]
            tables = {"Win rates": columns, **tables}
        return Sheet(self.engine.policy.name if title is None else title, **{**given, **figures}, tables=tables, kinds=kinds)
