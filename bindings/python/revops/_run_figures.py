# SPDX-License-Identifier: MIT
"""Figures out of a run's effects (effects.h): funnel, service levels, pauses, deviations, reasons, win rates, the page."""

from __future__ import annotations

import ctypes
from typing import Any, Hashable, Iterable, Mapping, Optional, Sequence, Union

import numpy as np

from . import _constants as c
from . import _structs as s
from ._arrays import Array, address, aligned_memory
from ._compiled import compiled
from ._frames import column_of, is_missing, names_of
from ._library import library
from ._struct import size, u32, u64
from ._time import Instant, codes, instant_ms, instants_ms
from .compliance import COMPLIANCE, HISTOGRAM, Compliance
from .conformance import conformance
from .errors import check
from .funnel import Funnel, Period, _like, cells_of, grouped
from .plan import judge
from .sheet import Sheet

__all__ = ["RunFigures"]

EFFECT = np.dtype(s.Effect)
SLA_EFFECT = np.dtype(s.SlaEffect)
AUDIT = np.dtype(s.ComplianceAudit)
Key = Union[str, Period, tuple[str, Any], tuple[str, Any, Mapping[Any, Any]]]
_HELD = ("owner", "source", "campaign", "segment", "motion")
_PARTS = {"rule": c.REVOPS_EFFECTS_RULES, "item": c.REVOPS_EFFECTS_ITEMS, "stage": c.REVOPS_EFFECTS_STAGES}
_RULES = [library.revops_effects_rule_name(rule).decode() for rule in range(c.REVOPS_EFFECTS_RULES_MAX)]


def keys_of(by: Any) -> list[Any]:
    """One key or several as a list."""
    is_one = isinstance(by, (str, Period)) or (isinstance(by, tuple) and len(by) == 2 and isinstance(by[0], str) and not isinstance(by[1], Period)
                                               and (isinstance(by[1], Mapping) or by[0] in _HELD)) or _is_of_labels(by)
    return [by] if is_one else list(by)


def _is_of_labels(key: Any) -> bool:
    """Whether a key is (name, key, labels by label of that key)."""
    return isinstance(key, tuple) and len(key) == 3 and isinstance(key[0], str) and isinstance(key[2], Mapping)


def _at_least_once(rows: Sequence[Any], default: Any) -> Any:
    return rows[0] if len(rows) else default


class RunFigures:
    """What a `Run` tells of its effects. Keys of `by` are, alone or in a sequence:

    - ``"owner"``: of a lead as of its latest move, of a clock or deviation as of then; ``"source"``, ``"campaign"``: the lead's;
    - ``"segment"``, ``"motion"``: of a lead as of its latest event, of a clock or deviation as of then (SL14);
    - ``("owner", "SQL")``: as of when the lead first stood at that stage;
    - ``"team"``: of that owner, by the policy's roster;
    - a column of the log: its label in the lead's first row in time; or of `Run.leads`: as of the replay;
    - ``day``, ``week``, ``month``, ``quarter`` of a zone: of a lead's first event, or of its first time at stage ``of``; of a clock or
      deviation of when it was told;
    - ``(name, mapping)``: labels by lead;
    - ``(name, key, mapping)``: labels by the label of another key, as ``("region", "owner", {"Ada": "North", "Kim": "South"})``.
    """

    engine: Any
    _log: Any
    _ids: list[Any]
    _table: Array
    _records: Array
    _names: Mapping[str, str]
    _as_of_ms: Optional[int]

    def _stages(self) -> tuple[Array, Array, list[str]]:
        """For each stage or step its row of the funnel; the funnel's stages; their names."""
        names = self.engine.stages
        rows, needed = np.zeros(len(names), np.uint32), size()
        stages = np.zeros(c.REVOPS_FUNNEL_STAGES_MAX, np.dtype(s.FunnelStage))
        check(library.revops_effects_stages(
            self.engine._compiled, address(rows, u32), address(stages, s.FunnelStage), len(stages), ctypes.byref(needed)
        ), f"stages of {self.engine.policy.name!r}")
        return rows, stages[: needed.value], [names[number] for number in np.unique(rows, return_index=True)[1]]

    def _as_of(self, as_of: Optional[Instant]) -> int:
        last = int(self._table["at_ms"].max()) if len(self._table) else 0
        given = self._as_of_ms if as_of is None else instant_ms(as_of, "as_of")
        if given is not None and given < last:
            raise ValueError("as_of is before the last effect: replay the log as of then")
        return last if given is None else given

    def _column(self, name: str) -> dict[int, Any]:
        """By lead, the label of its first row in time."""
        columns = names_of(self._log)
        if name in columns and hasattr(self._log, "labels_of"):
            labels: dict[int, Any] = self._log.labels_of(name, self._ids)
            return labels
        if name not in columns:
            of_leads: Any = getattr(self, "leads")  # of `Run`
            if name in names_of(of_leads):
                return dict(enumerate(None if is_missing(label) else label for label in np.asarray(column_of(of_leads, name), object).tolist()))
            raise ValueError(f"by names {name!r}: expected owner, team, source, campaign, a column of the log, {', '.join(map(str, columns))}, "
                             "or one of Run.leads")
        of = {lead: number for number, lead in enumerate(self._ids)}
        leads, labels_of_leads = codes(column_of(self._log, self._names["lead"]))
        numbers, spelled = codes(column_of(self._log, name))
        plain = [None if is_missing(label) or label == "" else label for label in spelled]
        order = np.argsort(instants_ms(column_of(self._log, self._names["at"]), "at"), kind="stable")
        first: dict[int, Any] = {}
        known = [of.get(label) for label in labels_of_leads]
        for row in order.tolist():
            lead = known[leads[row]]
            if lead is not None and first.get(lead) is None:
                first[lead] = plain[numbers[row]]
        return first

    def _label(self, name: str, number: int) -> Any:
        if name == "owner":
            return self.engine._person(number)
        if name in ("segment", "motion"):
            found: list[str] = getattr(self.engine, name + "s")
            return found[number - 1] if number else None
        return self.engine._texts.text(number - 1) if number else None

    def _known(self, name: str) -> list[Any]:
        """By lead, its source or campaign, which the first event that says so sets for good; its segment or motion."""
        state, numbers = s.LeadState(), []
        for record in self._records:
            check(library.revops_lead_read(self.engine._compiled, record.ctypes.data, ctypes.byref(state)))
            numbers.append(int(getattr(state, name)))
        labels = {number: self._label(name, number) for number in set(numbers)}
        return [labels[number] for number in numbers]

    def _teams(self) -> dict[str, Optional[str]]:
        """The team of each person of the policy's roster."""
        params = self.engine.policy._params
        rows: Any = ctypes.cast(params.people, ctypes.POINTER(s.PolicyPerson)) if params.people_count else []
        people = [rows[number] for number in range(params.people_count)]
        return {person.name.decode(): person.team.decode() if person.team else None for person in people}

    def _of_labels(self, key: Any) -> Optional[tuple[str, Any, Mapping[Any, Any]]]:
        """A key that is made of another one's labels: (name, key, mapping)."""
        if _is_of_labels(key):
            return (key[0], key[1], key[2])
        is_log = isinstance(key, str) and key in names_of(self._log)
        return ("team", "owner", self._teams()) if key == "team" and not is_log else None

    def _held(self, name: str, stage: Optional[str]) -> list[Any]:
        """By lead, the owner as of its latest move, source, campaign, segment or motion; or each as of its first time at a stage."""
        if stage is None and name != "owner":
            return self._known(name)
        table = self._table
        moves = np.flatnonzero((table["kind"] == c.REVOPS_EFFECT_ENTERED) | (table["kind"] == c.REVOPS_EFFECT_WON))
        if stage is not None:
            rows, _, names = self._stages()
            if stage not in names:
                raise ValueError(f"by names the stage {stage!r}, which is none of {names}")
            moves = moves[rows[table["stage"][moves].astype(np.intp) - 1] == names.index(stage)][::-1]
        out: list[Any] = [None] * len(self._ids)
        numbers = np.zeros(len(self._ids), np.uint64)
        numbers[table["lead"][moves].astype(np.intp)] = table[name][moves]
        labels = {int(number): self._label(name, int(number)) for number in np.unique(numbers)}
        for lead, number in enumerate(numbers.tolist()):
            out[lead] = labels[number]
        return out

    def _of_lead(self, key: Any, cohort_ms: Optional[Array]) -> tuple[str, list[Any]]:
        """A key's name, and its label for each lead."""
        made = self._of_labels(key)
        if made is not None:
            name, of_key, of_label = made
            return name, [of_label.get(label) for label in self._of_lead(of_key, cohort_ms)[1]]
        if isinstance(key, Period):
            assert cohort_ms is not None
            days = key.first_days(cohort_ms.view("datetime64[ms]"))
            return key.kind, [None if np.isnat(day) else day.item() for day in days]
        if isinstance(key, tuple):
            name, of = key
            return name, self._held(name, of) if name in _HELD and isinstance(of, str) else [of.get(lead) for lead in self._ids]
        if key in _HELD and (key == "owner" or self._table[key].any() or key not in names_of(self._log)):
            return key, self._held(key, None)
        first = self._column(key)
        return str(key), [first.get(lead) for lead in range(len(self._ids))]

    def _of_effect(self, key: Any, rows: Array) -> tuple[str, list[Any]]:
        """A key's name, and its label for each of some effects."""
        table, made = self._table, self._of_labels(key)
        if made is not None:
            name, of_key, of_label = made
            return name, [of_label.get(label) for label in self._of_effect(of_key, rows)[1]]
        if isinstance(key, Period):
            days = key.first_days(np.ascontiguousarray(table["at_ms"][rows]).view("datetime64[ms]"))
            return key.kind, [day.item() for day in days]
        if isinstance(key, str) and key in _HELD and (key == "owner" or table[key].any()):
            numbers = table[key][rows].tolist()
            labels = {number: self._label(key, number) for number in set(numbers)}
            return key, [labels[number] for number in numbers]
        name, by_lead = self._of_lead(key, None)
        return name, [by_lead[lead] for lead in table["lead"][rows].tolist()]

    def funnel(
        self, by: Union[Key, Iterable[Key]] = (), *, totals: bool = False, spans: Union[str, Sequence[tuple[Hashable, Hashable]]] = "next",
        stays: bool = False, as_of: Optional[Instant] = None,
    ) -> Funnel:
        """Counts, conversion and times of the policy's stages.

        Parameters
        ----------
        by : key or sequence of keys
            See `RunFigures`.
        totals : bool
            Adds a group of all leads, with the label "(all)".
        spans : "next", or sequence of (stage, stage)
            Times to measure; "next": from each stage on the path to the one after it.
        stays : bool
            Measure the time at each stage, too.
        as_of : instant, optional
            Until when open leads have waited; as of the replay unless given.

        Returns
        -------
        Funnel
            ``.frame`` has a row a group and stage.

        Examples
        --------
        >>> from revops.engine import replay
        >>> policy = {"revops": 1, "name": "flats", "stages": [{"name": "Applicant"}, {"name": "Interview"}, {"name": "Tenant", "kind": "won"}],
        ...           "events": {"stage": {"value": "stage"}, "agent": {"value": "person", "owner": "value"}}}
        >>> log = {"lead": ["a", "a", "a", "b"], "at": ["2026-03-02T09:00:00Z", "2026-03-02T10:00:00Z", "2026-03-05T09:00:00Z", "2026-03-03T09:00:00Z"],
        ...        "event": ["agent", "stage", "stage", "stage"], "value": ["Ada", "Interview", "Tenant", "Applicant"]}
        >>> found = replay(log, policy).funnel(by="owner")
        >>> found.keys, found.counts["reached"].tolist(), found.time("Interview", "Tenant")["mean"].tolist()[0]
        ({'owner': ['Ada', None]}, [[1, 1, 1], [1, 0, 0]], datetime.timedelta(days=2, seconds=82800))
        """
        rows, stages, names = self._stages()
        keys, as_of_ms = keys_of(by), self._as_of(as_of)
        cohorts = {key.of for key in keys if isinstance(key, Period)}
        if len(cohorts) > 1:
            raise ValueError("by has periods of several stages: give one of them as labels by lead")
        cohort = _at_least_once(list(cohorts), None)
        if cohort is not None and cohort not in names:
            raise ValueError(f"by has a period of {cohort!r}, which is none of the stages {names}")
        if isinstance(spans, str):
            path = sorted((number for number in range(len(names)) if stages["rank"][number] and stages["kind"][number] != c.REVOPS_FUNNEL_CLOSED),
                         key=lambda number: int(stages["rank"][number]))
            pairs = [(a, b) for a, b in zip(path, path[1:]) if stages["rank"][a] < stages["rank"][b]]
        else:
            pairs = [(names.index(str(a)), names.index(str(b))) for a, b in spans]
        span_rows = np.array(pairs, np.uint32).reshape(-1, 2).copy()
        params = s.FunnelParams()
        check(library.revops_funnel_defaults(ctypes.byref(params), ctypes.sizeof(params)), "funnel")
        params.flags = c.REVOPS_FUNNEL_FORWARD | (c.REVOPS_FUNNEL_STAYS if stays else 0)
        params.stages, params.stage_count, params.stage_row_size = stages.ctypes.data, len(stages), stages.itemsize
        params.spans, params.span_count, params.span_row_size = span_rows.ctypes.data, len(span_rows), ctypes.sizeof(s.FunnelSpan)
        params.reason_count = min(len(self.engine.reasons), c.REVOPS_FUNNEL_REASONS_MAX)
        params.cohort_stage = c.REVOPS_NO_ROW if cohort is None else names.index(str(cohort))
        built = compiled(library.revops_funnel_build, params, "funnel", library.revops_funnel_check)
        records = aligned_memory(max(1, library.revops_funnel_record_size(built[1]) * len(self._ids)))
        cursor, standing = s.Cursor(), np.zeros(len(self._ids), np.dtype(s.FunnelStanding))
        check(library.revops_effects_to_funnel(
            built[1], address(rows, u32), len(rows), address(self._table, s.Effect), len(self._table), records.ctypes.data, len(self._ids),
            ctypes.byref(cursor),
        ), "funnel")
        if cursor.late or cursor.invalid:
            raise ValueError(f"{cursor.late} effects are out of order and {cursor.invalid} out of range")
        check(library.revops_funnel_stand(built[1], records.ctypes.data, len(self._ids), address(standing, s.FunnelStanding)), "funnel")
        cohort_ms = np.ascontiguousarray(standing["cohort_ms"])
        labelled = [self._of_lead(key, cohort_ms) for key in keys]
        of_keys, groups, count = grouped([name for name, _ in labelled], [labels for _, labels in labelled], len(self._ids))
        built, state = cells_of(params, records, groups, count, bool(totals and keys), as_of_ms)
        if totals and keys:
            of_keys = {name: [*labels, "(all)"] for name, labels in of_keys.items()}
        found = Funnel(list(names), pairs, of_keys, params.group_count, built, state, self._log, list(self.engine.reasons), standing, self._ids)
        found._keep = (stages, span_rows)  # what the compiled funnel was made of
        return found

    def _clocks(self, as_of_ms: int) -> tuple[Array, Array]:
        """What became of clocks, and the effect that each row is of."""
        count = len(self._table)
        rows, found, needed = np.zeros(max(count, 1), np.uint64), np.zeros(max(count, 1), SLA_EFFECT), size()
        check(library.revops_effects_to_clocks(
            address(self._table, s.Effect), count, address(rows, u64), address(found, s.SlaEffect), count, ctypes.byref(needed)
        ), "clocks")
        return found[: needed.value], rows[: needed.value].astype(np.intp)

    def sla(self, by: Union[Key, Iterable[Key]] = (), clock: Optional[str] = None) -> Compliance:
        """Kept and missed promises by clock and any keys: owner at that instant, source, week of a zone …

        Parameters
        ----------
        by : key or sequence of keys
            See `RunFigures`. A verdict counts when it falls.
        clock : str, optional
            Only this one.

        Returns
        -------
        Compliance
        """
        found, rows = self._clocks(0)
        names = np.array(self.engine.clocks, object)
        if clock is not None:
            if clock not in self.engine.clocks:
                raise ValueError(f"no clock {clock!r}: expected one of {', '.join(self.engine.clocks)}")
            chosen = names[found["clock"]] == clock if len(found) else np.zeros(0, bool)
            found, rows = np.ascontiguousarray(found[chosen]), rows[chosen]
        labelled = [("clock", names[found["clock"]].tolist() if len(found) else []), *(self._of_effect(key, rows) for key in keys_of(by))]
        of_keys, groups, count = grouped([name for name, _ in labelled], [labels for _, labels in labelled], len(found))
        if not len(found):
            return Compliance(of_keys, np.zeros(0, COMPLIANCE), np.zeros(0, HISTOGRAM))
        counters, times = np.zeros(count, COMPLIANCE), np.zeros(count, HISTOGRAM)
        check(library.revops_compliance_add(
            address(found, s.SlaEffect), len(found), address(groups, u32), address(counters, s.Compliance), address(times, s.Histogram), count
        ), "sla")
        return Compliance(of_keys, counters, times)

    def pauses(self, by: Union[Key, Iterable[Key]] = (), as_of: Optional[Instant] = None) -> Any:
        """Audit of pauses (SL15): clock and keys, ``pauses``, ``resumed``, ``runs`` that were paused, ``paused`` and ``open`` time."""
        as_of_ms = self._as_of(as_of)
        found, rows = self._clocks(as_of_ms)
        order = np.lexsort((np.arange(len(found)), found["clock"], found["lead"]))
        found, rows = np.ascontiguousarray(found[order]), rows[order]
        names = np.array(self.engine.clocks, object)
        labelled = [("clock", names[found["clock"]].tolist() if len(found) else []), *(self._of_effect(key, rows) for key in keys_of(by))]
        of_keys, groups, count = grouped([name for name, _ in labelled], [labels for _, labels in labelled], len(found))
        audits = np.zeros(count if len(found) else 0, AUDIT)
        if len(found):
            check(library.revops_compliance_audit_add(
                address(found, s.SlaEffect), len(found), address(groups, u32), as_of_ms, address(audits, s.ComplianceAudit), count
            ), "pauses")
        kept = np.flatnonzero(audits["pauses"])
        return _like(self._log, {
            **{name: [labels[number] for number in kept] for name, labels in of_keys.items()},
            **{name: audits[name][kept].astype(np.int64) for name in ("pauses", "resumed", "runs")},
            "paused": np.ascontiguousarray(audits["paused_ms"][kept]).view("timedelta64[ms]"),
            "open": np.ascontiguousarray(audits["open_ms"][kept]).view("timedelta64[ms]"),
        })

    def time_to(self, what: str, by: Union[Key, Iterable[Key]] = (), percentiles: Sequence[int] = (50, 90)) -> Any:
        """Time until a clock is met, or until a stage is reached from the first one, by keys.

        Returns
        -------
        DataFrame or dict
            Keys, ``cases``, of a stage ``open``, and ``p50``, ``p90`` … : of a clock of what was met, of a stage with those that wait (Kaplan and
            Meier). Of a clock also how many were met ``within_5_min``, ``within_30_min`` and ``later``.
        """
        if what in self.engine.clocks:
            found = self.sla(by, what)
            met = (found.counters["met"] + found.counters["met_late"]).astype(np.int64)
            return _like(self._log, {
                **{name: labels for name, labels in found.keys.items() if name != "clock"}, "cases": met,
                **{f"p{share}": found.percentile(share / 100) for share in percentiles},
                "within_5_min": found.counters["under_5_min"].astype(np.int64), "within_30_min": found.counters["under_30_min"].astype(np.int64),
                "later": found.counters["from_30_min"].astype(np.int64),
            })
        names = self._stages()[2]
        if what not in names[1:]:
            raise ValueError(f"no clock and no later stage {what!r}: expected one of {', '.join([*self.engine.clocks, *names[1:]])}")
        reached = self.funnel(by, spans=[(names[0], what)])
        times = [reached.time(names[0], what, share / 100) for share in percentiles]
        return _like(self._log, {
            **reached.keys, "cases": times[0]["done"].astype(np.int64), "open": times[0]["open"].astype(np.int64),
            **{f"p{share}": np.ascontiguousarray(time["survival"]) for share, time in zip(percentiles, times)},
        })

    def _lost(self) -> dict[int, int]:
        """By effect that deviates by moving back, the time since the lead had left the stage: what is done again."""
        table, rows = self._table, self._stages()[0]
        back = np.flatnonzero((table["kind"] == c.REVOPS_EFFECT_DEVIATION) & ((table["why"] & c.REVOPS_EFFECT_MOVED_BACK) != 0))
        leads = np.unique(table["lead"][back])
        moved = np.flatnonzero(np.isin(table["lead"], leads) & np.isin(table["kind"], (c.REVOPS_EFFECT_ENTERED, c.REVOPS_EFFECT_DEVIATION)))
        left: dict[tuple[int, int], int] = {}
        out: dict[int, int] = {}
        for at in moved.tolist():
            lead, kind, why = int(table["lead"][at]), int(table["kind"][at]), int(table["why"][at])
            stage, before, now = int(table["stage"][at]), int(table["from"][at]), int(table["at_ms"][at])
            if kind == c.REVOPS_EFFECT_ENTERED:
                if before and rows[before - 1] != rows[stage - 1]:
                    left[lead, int(rows[before - 1])] = now
            elif why & c.REVOPS_EFFECT_MOVED_BACK:
                since = left.get((lead, int(rows[stage - 1])))
                out[at] = 0 if since is None else now - since
        return out

    def conformance(self, by: Union[Key, Iterable[Key]] = (), of: str = "rule", as_frame_of_deviations: bool = False) -> Any:
        """Deviations from the policy (MT19) by rule, missing item or skipped stage, and any keys.

        Parameters
        ----------
        by : key or sequence of keys
            See `RunFigures`; also ``"to"``, the stage that the move led to.
        of : "rule", "item" or "stage"
            What is counted.
        as_frame_of_deviations : bool
            Gives the rows that are counted instead of the counts.

        Returns
        -------
        DataFrame or dict
            As `revops.conformance`: keys, ``rule``, ``deviations``, ``leads``, ``lost`` (time since a lead left the stage that it moved back to) and
            ``share`` of all leads; ``(all)`` is all rules of a group.
        """
        if of not in _PARTS:
            raise ValueError(f"of is {of!r}; expected one of {', '.join(_PARTS)}")
        count, needed = len(self._table), size()
        rows, leads, bits = (np.zeros(max(count, 1), np.uint64) for _ in range(3))
        check(library.revops_effects_to_deviations(
            address(self._table, s.Effect), count, _PARTS[of], address(rows, u64), address(leads, u64), address(bits, u64), count, ctypes.byref(needed)
        ), "conformance")
        names = {"rule": _RULES, "item": self.engine.items, "stage": self.engine.stages}[of]
        found = bits[: needed.value, None] >> np.arange(len(names), dtype=np.uint64) & np.uint64(1)
        which, bit = np.nonzero(found)
        of_effect = rows[: needed.value].astype(np.intp)[which]
        lost = self._lost() if of == "rule" else {}
        moved_back = _RULES.index("moved back")
        columns: dict[str, Any] = {
            "lead": [self._ids[lead] for lead in self._table["lead"][of_effect].tolist()],
            "at": np.ascontiguousarray(self._table["at_ms"][of_effect]).view("datetime64[ms]"),
            "rule": [names[number] for number in bit.tolist()],
            "to": [self.engine.stages[number - 1] for number in self._table["stage"][of_effect].tolist()],
            "lost": np.array([lost.get(row, 0) if number == moved_back else 0 for row, number in zip(of_effect.tolist(), bit.tolist())],
                             np.int64).view("timedelta64[ms]"),
        }
        keys = keys_of(by)
        named = []
        for key in keys:
            if not isinstance(key, Period) and key != "to":
                name, labels = self._of_effect(key, of_effect)
                columns[name] = labels
                named.append(name)
            else:
                named.append(key)
        frame = _like(self._log, columns)
        if as_frame_of_deviations:
            return frame
        return conformance(frame, by=named, lost="lost", leads=len(self._ids))

    def reasons(self, by: Union[Key, Iterable[Key]] = ()) -> Any:
        """Why leads are closed now, and the stage that they were lost from (MT15): keys, ``reason``, ``stage``, ``leads``."""
        found = self.funnel(by, spans=())
        counts = found.reasons()
        labels = [*found.reason_labels, None]
        rows = [tuple(index) for index in np.argwhere(counts)]
        return _like(self._log, {
            **{name: [of[group] for group, _, _ in rows] for name, of in found.keys.items()},
            "reason": [labels[reason] for _, reason, _ in rows], "stage": [found.stages[stage] for _, _, stage in rows],
            "leads": np.array([counts[row] for row in rows], np.int64),
        })

    def win_rate(self, by: Union[Key, Iterable[Key]] = (), totals: bool = False) -> Any:
        """Leads won of those decided (MT2): keys, ``decided``, ``won``, ``lost``, ``share`` (NaN for none), ``amount`` of all wins in minor units."""
        found = self.funnel(by, spans=(), totals=totals)
        total = found.totals
        won = total["won"].astype(np.int64)
        decided = (total["leads"] - total["open"]).astype(np.int64)
        with np.errstate(invalid="ignore", divide="ignore"):
            share = np.where(decided > 0, won / np.maximum(decided, 1), np.nan)
        return _like(self._log, {**found.keys, "decided": decided, "won": won, "lost": decided - won, "share": share, "amount": total["amount"].copy()})

    def _queues(self, as_of_ms: int) -> list[tuple[str, int, int, Optional[np.timedelta64]]]:
        """Runs of clocks that go on, by present owner: how many, how many of them too late, the longest."""
        found, rows = self._clocks(as_of_ms)
        ends = {c.REVOPS_SLA_EFFECT_MET, c.REVOPS_SLA_EFFECT_MET_LATE, c.REVOPS_SLA_EFFECT_CANCELLED, c.REVOPS_SLA_EFFECT_LAPSED, c.REVOPS_SLA_EFFECT_MERGED}
        running: dict[tuple[int, int], list[int]] = {}
        for lead, clock, kind, at in zip(found["lead"].tolist(), found["clock"].tolist(), found["kind"].tolist(), found["at_ms"].tolist()):
            if kind in (c.REVOPS_SLA_EFFECT_STARTED, c.REVOPS_SLA_EFFECT_REOPENED):
                running[lead, clock] = [at, 0]
            elif kind == c.REVOPS_SLA_EFFECT_BREACHED and (lead, clock) in running:
                running[lead, clock][1] = 1
            elif kind in ends:
                running.pop((lead, clock), None)
        owners: dict[int, int] = {}
        held = np.flatnonzero(self._table["owner"])
        for lead, owner in zip(self._table["lead"][held].tolist(), self._table["owner"][held].tolist()):
            owners[lead] = owner
        queues: dict[str, list[int]] = {}
        for (lead, _), (since, late) in running.items():
            name = self._label("owner", owners[lead]) if lead in owners else "(nobody)"
            queue = queues.setdefault(name, [0, 0, 0])
            queue[0] += 1
            queue[1] += late
            queue[2] = max(queue[2], as_of_ms - since)
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
        rules = self.conformance()
        given["deviations"] = [
            (rule, int(times), int(leads), lost if lost > np.timedelta64(0, "ms") else None)
            for rule, times, leads, lost in zip(list(rules["rule"]), list(rules["deviations"]), list(rules["leads"]),
                                                np.asarray(rules["lost"]).astype("timedelta64[ms]")) if rule != "(all)"
        ]
        given["queues"] = self._queues(as_of_ms)
        tables = dict(figures.pop("tables", None) or {})
        kinds = {"amount": "money", **(figures.pop("kinds", None) or {})}
        if keys_of(by):
            rates = self.win_rate(by)
            columns = {str(name): column_of(rates, name) for name in names_of(rates)}
            shares = np.asarray(columns["share"], float).tolist()
            columns["band"] = [None if share != share else judge("win rate", round(share * 10000), self.engine.policy)["name"] for share in shares]
            tables = {"Win rates": columns, **tables}
        return Sheet(self.engine.policy.name if title is None else title, **{**given, **figures}, tables=tables, kinds=kinds)
