# SPDX-License-Identifier: MIT
"""Figures out of a run's effects (effects.h): funnel, service levels, pauses, deviations, reasons, win rates, the page."""

from __future__ import annotations

import ctypes
import functools
from collections import Counter
from typing import Any, Generic, Hashable, Iterable, Mapping, Optional, Sequence, Union

import numpy as np

from . import _constants as c
from . import _structs as s
from ._arrays import Array, address, aligned_memory
from ._compiled import compiled
from ._kinds import Counted, F, Model
from ._frames import is_missing, kind_of, pair
from ._library import library
from ._log_errors import KeyError, nearest
from ._struct import size, u32, u64
from ._time import Instant, instant_ms
from .errors import check
from ._funnel_table import Path
from ._groups import ALL, NONE_OF_KEY, beside, grouped, named, totalled
from .funnel import Funnel, Period, apart, cells_of
from ._show import moment
from ._typed import give, is_zone
from .table import Table, ordered, share
from .zone import Zone

__all__ = ["RunFigures"]

EFFECT = np.dtype(s.Effect)
Key = Union[str, Period, tuple[str, Any], tuple[str, Any, Mapping[Any, Any]]]
_HELD = ("owner", "source", "campaign", "segment", "motion")
_PARTS = {"rule": c.REVOPS_EFFECTS_RULES, "item": c.REVOPS_EFFECTS_ITEMS, "stage": c.REVOPS_EFFECTS_STAGES}
_RULES = [library.revops_effects_rule_name(rule).decode() for rule in range(c.REVOPS_EFFECTS_RULES_MAX)]
_SKIPPED, _MOVED_BACK = _RULES.index("stage skipped"), _RULES.index("moved back")


def in_zone(key: Any, zone: Optional[str]) -> Any:
    """A period without a zone is in the policy's."""
    return key._replace(zone=Zone(zone)) if isinstance(key, Period) and key.zone is None and zone is not None else key


def keys_of(by: Any) -> list[Any]:
    """One key or several as a list."""
    is_one = isinstance(by, (str, Period)) or (isinstance(by, tuple) and len(by) == 2 and isinstance(by[0], str) and not isinstance(by[1], Period)
                                               and (isinstance(by[1], Mapping) or by[0] in _HELD)) or _is_of_labels(by)
    if not is_one and not hasattr(by, "__iter__"):
        raise TypeError(f"by is {by!r}: expected the name of a key, a period such as revops.month(), or a sequence of them")
    return apart([by] if is_one else list(by))


def _is_of_labels(key: Any) -> bool:
    """Whether a key is (name, key, labels by label of that key)."""
    return isinstance(key, tuple) and len(key) == 3 and isinstance(key[0], str) and isinstance(key[2], Mapping)


def _shortened(names: Sequence[Any], most: int) -> str:
    return ", ".join(map(str, names[:most])) + (", …" if len(names) > most else "")


class RunFigures(Generic[F]):
    """What a `Run` tells of its effects. Keys of `by` are, alone or in a sequence:

    - ``"owner"``: of a lead as of its latest move, of a clock or deviation as of then; ``"source"``, ``"campaign"``: the lead's;
    - ``"segment"``, ``"motion"``: of a lead as of its latest event, of a clock or deviation as of then (SL14);
    - ``("owner", "SQL")``: as of when the lead first stood at that stage;
    - ``"team"``: of that owner, by the policy's roster;
    - a column of the log: its label in the lead's first row in time; or of `Run.leads`: as of the replay;
    - ``day``, ``week``, ``month``, ``quarter`` of a zone, the policy's unless named: of a lead's first event, or of its first time at stage ``of``; of a clock or
      deviation of when it was told;
    - ``(name, mapping)``: labels by lead;
    - ``(name, key, mapping)``: labels by the label of another key, as ``("region", "owner", {"Ada": "North", "Kim": "South"})``.
    """

    engine: Any
    _events: tuple[Array, Array, Array, Array]  # and of each its lead, part and row
    _firsts: Any  # of `RunReport`
    _labels_known: Any  # of `RunFrames`
    _log: Any
    _ids: Sequence[Any]
    _table: Array
    _records: Array
    _as_of_ms: Optional[int]
    rows: int
    used: int

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
        columns = self._log.columns
        if name in columns:
            labels: dict[int, Any] = self._log.labels_of(name, self._ids)
            return labels
        found, types = self._labels_known()
        if name in found:
            label_of = give("dict", {name: found[name]}, types)[name]
            return dict(enumerate(None if is_missing(label) else label for label in np.asarray(label_of, object).tolist()))
        parts = [(part.document["lead"], "at" in part.document or "dates" in part.document, part.table.names) for part in self._log.parts]
        told = list(dict.fromkeys(column for _, is_log, names in parts if is_log for column in names))
        asked = [column for column in dict.fromkeys(column for lead, is_log, names in parts if not is_log for column in names if column != lead) if column not in told]
        near = nearest(name, asked) or nearest(name, told) or nearest(name, ["owner", "team", *_HELD, *found])
        listed = [f"Columns of the log: {_shortened(told, 12)}", *([f"of the leads' table: {_shortened(asked, 4)}"] if asked else []), 'periods: revops.month("Europe/Berlin")']
        raise KeyError(f"no key {name!r}. " + "; ".join(listed) + (f". Did you mean {near!r}?" if near else ""), found=str(name), nearest=near)

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
        is_log = isinstance(key, str) and key in self._log.columns
        return ("team", "owner", self._teams()) if key == "team" and not is_log else None

    def _held(self, name: str, stage: Optional[str]) -> list[Any]:
        """By lead, the owner as of its latest move, source, campaign, segment or motion; or each as of its first time at a stage."""
        if stage is None and name != "owner":
            return self._known(name)
        table = self._table
        moves = np.flatnonzero((table["kind"] == c.REVOPS_EFFECT_ENTERED) | (table["kind"] == c.REVOPS_EFFECT_WON))
        if stage is not None:
            moves = moves[self._stages()[0][table["stage"][moves].astype(np.intp) - 1] == self._row_of(stage, "by")][::-1]
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
            days = in_zone(key, self._zone).first_days(cohort_ms.view("datetime64[ms]"))
            return key.kind, [None if np.isnat(day) else day.item() for day in days]
        if isinstance(key, tuple):
            name, of = key
            return name, self._held(name, of) if name in _HELD and isinstance(of, str) else [of.get(lead) for lead in self._ids]
        if key in _HELD and (key == "owner" or self._table[key].any() or key not in self._log.columns):
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
            days = in_zone(key, self._zone).first_days(np.ascontiguousarray(table["at_ms"][rows]).view("datetime64[ms]"))
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
    ) -> Funnel[F]:
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
        >>> found
        owner   Applicant  Interview  Tenant      won
        (none)          1          0       0    0.0 %
        Ada             1          1       1  100.0 %
        >>> found.keys, found.counts["reached"].tolist(), found.time("Interview", "Tenant")["mean"].tolist()[1]
        ({'owner': ['(none)', 'Ada']}, [[1, 0, 0], [1, 1, 1]], datetime.timedelta(days=2, seconds=82800))
        """
        rows, stages, names = self._stages()
        keys, as_of_ms = keys_of(by), self._as_of(as_of)
        cohorts = {None if key.of is None else self._row_of(key.of, "by") for key in keys if isinstance(key, Period)}
        if len(cohorts) > 1:
            raise ValueError("by has periods of several stages: give one of them as labels by lead")
        cohort = next(iter(cohorts), None)
        if isinstance(spans, str):
            path = sorted((number for number in range(len(names)) if stages["rank"][number] and stages["kind"][number] != c.REVOPS_FUNNEL_CLOSED),
                         key=lambda number: int(stages["rank"][number]))
            pairs = [(a, b) for a, b in zip(path, path[1:]) if stages["rank"][a] < stages["rank"][b]]
        else:
            pairs = []
            for number, span in enumerate(spans):
                given = pair(span, f"spans, row {number},")
                pairs.append((self._row_of(given[0], "spans"), self._row_of(given[1], "spans")))
        span_rows = np.array(pairs, np.uint32).reshape(-1, 2).copy()
        params = s.FunnelParams()
        check(library.revops_funnel_defaults(ctypes.byref(params), ctypes.sizeof(params)), "funnel")
        params.flags = c.REVOPS_FUNNEL_FORWARD | (c.REVOPS_FUNNEL_STAYS if stays else 0)
        params.stages, params.stage_count, params.stage_row_size = stages.ctypes.data, len(stages), stages.itemsize
        params.spans, params.span_count, params.span_row_size = span_rows.ctypes.data, len(span_rows), ctypes.sizeof(s.FunnelSpan)
        params.reason_count = min(len(self.engine.reasons), c.REVOPS_FUNNEL_REASONS_MAX)
        params.cohort_stage = c.REVOPS_NO_ROW if cohort is None else cohort
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
        labelled = beside([self._of_lead(key, cohort_ms) for key in keys], ("stage", "reached", "inferred", "went_on", "timed", "rate", "median", "won"))
        periods = [key.kind for key in keys if isinstance(key, Period)]
        of_keys, groups, count = grouped([name for name, _ in labelled], [labels for _, labels in labelled], len(self._ids), periods)
        of_keys, groups_of, count = totalled(of_keys, groups, count, periods, totals)
        built, state = cells_of(params, records, groups_of, count, as_of_ms)
        steps = Path(names, stages["rank"].tolist(), (stages["kind"] == c.REVOPS_FUNNEL_WON).tolist(), (stages["kind"] == c.REVOPS_FUNNEL_CLOSED).tolist())
        found: Funnel[F] = Funnel(steps, steps.shown, pairs, of_keys, periods, params.group_count, built, state, kind_of(self._log), list(self.engine.reasons), standing, self._ids)
        if isinstance(spans, str):
            found._times_seen = functools.partial(self._times_seen, rows, pairs, groups_of, count)
        found._is_closed, found._parts = np.append(stages["kind"] == c.REVOPS_FUNNEL_CLOSED, False)[np.minimum(standing["stage"], len(stages))], groups_of
        found._stays, found._zone = bool(stays), self._frames_zone
        found._keep, found.note = (stages, span_rows), self._noted()  # what the compiled funnel was made of
        return found

    def _row_of(self, name: Any, what: str) -> int:
        """The funnel's row of a stage, found as policies find it: by name, short name or `also`, in any case."""
        rows, _, names = self._stages()
        number = self.engine._find(c.REVOPS_ENGINE_LIST_STAGES, name)
        if not number:
            near = nearest(str(name), self.engine.stages)
            raise ValueError(f"{what} names {name!r}, which is none of the stages {', '.join(names)}" + (f". Did you mean {near!r}?" if near else ""))
        return int(rows[number - 1])

    def _times_seen(self, rows: Array, pairs: Sequence[tuple[int, int]], groups: Sequence[Array], count: int) -> list[list[Array]]:
        """By group and stage, the times until the next one, of leads for which both were seen, in order."""
        stages, none = len(np.unique(rows)), np.iinfo(np.int64).max
        first = np.full((len(self._ids), stages), none)
        ranks, firsts = self._firsts()
        for number, rank in enumerate(ranks):
            if rank is not None:
                first[:, int(rows[number])] = firsts[:, rank]
        out = [[np.zeros(0, np.int64)] * stages for _ in range(count)]
        for start, end in reversed(pairs):
            timed = np.flatnonzero((first[:, end] != none) & (first[:, start] <= first[:, end]))
            spans = first[timed, end] - first[timed, start]
            for part in groups:
                order = np.lexsort((spans, part[timed]))
                of, ordered = part[timed][order], spans[order]
                there, lows, sizes = np.unique(of, return_index=True, return_counts=True)
                for group, low, times in zip(there.tolist(), lows.tolist(), sizes.tolist()):
                    out[group][start] = ordered[low : low + times]
        return out

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

    def conformance(self, by: Union[Key, Iterable[Key]] = (), of: Counted = "rule", totals: bool = False) -> Table[F]:
        """Deviations from the policy (MT19), the most frequent first.

        Parameters
        ----------
        by : key or sequence of keys
            See `RunFigures`; also ``"to"``, the stage that the move led to.
        of : "rule", "item" or "stage"
            What is counted: rules, with the stage that was skipped, left back or moved to; items that were missing; stages that were skipped.
        totals : bool
            Adds all deviations of a group, each once, however many stages it passes over.

        Returns
        -------
        Table
            Keys, what is counted, ``deviations``, ``leads`` and ``of_leads``, the share of all leads.
        """
        if of not in _PARTS:
            raise ValueError(f"of is {of!r}; expected one of {', '.join(_PARTS)}")
        rows, names, stages = self._deviating(of)
        keys = keys_of(by)
        labelled = beside([("to", [self.engine.stages[number - 1] for number in self._table["stage"][rows].tolist()]) if key == "to" else self._of_effect(key, rows) for key in keys],
                          ("rule", "item", "stage", "deviations", "leads", "of_leads"))
        heads = [name for name, _ in labelled]
        what = {"rule": names, "stage": stages} if of == "rule" else {of: names}
        periods = [key.kind for key in keys if isinstance(key, Period)]
        of_keys, groups, count = grouped([*heads, *what], [*(labels for _, labels in labelled), *what.values()], len(rows), periods)
        parts = [(groups.astype(np.int64), np.arange(len(rows)))]
        if totals and len(rows):
            labels = list(zip(*of_keys.values()))
            whole = [tuple(label if name in periods else ALL for name, label in zip(of_keys, row)) for row in labels]
            places = {label: count + place for place, label in enumerate(dict.fromkeys(whole))}
            of_keys = {name: [*of_keys[name], *(label[place] for label in places)] for place, name in enumerate(of_keys)}
            once = np.unique(rows, return_index=True)[1]
            parts.append((np.array([places[label] for label in whole])[groups[once]], once))
        of_row, chosen = (np.concatenate(list(part)) for part in zip(*parts))
        size_of = max(map(len, of_keys.values()), default=0)
        leads = np.unique(np.stack([of_row, self._table["lead"][rows[chosen]].astype(np.int64)]), axis=1)[0] if len(rows) else of_row
        figures = {"deviations": np.bincount(of_row, minlength=size_of).astype(np.int64), "leads": np.bincount(leads, minlength=size_of).astype(np.int64)}
        return self._table_of({**of_keys, **figures, "of_leads": share(figures["leads"], len(self._ids))}, [*heads, *what], "Deviations from the policy", periods=periods,
                              shares={"of_leads": ("leads", len(self._ids))}, order=[*heads, "-deviations", *what])

    def _deviating(self, of: str) -> tuple[Array, list[str], list[str]]:
        """For each rule, item or stage that an effect deviates from: the effect, its name, and the stage that was skipped, or that the move left back or
        led to."""
        count, needed = len(self._table), size()
        rows, leads, bits = (np.zeros(max(count, 1), np.uint64) for _ in range(3))
        check(library.revops_effects_to_deviations(
            address(self._table, s.Effect), count, _PARTS[of], address(rows, u64), address(leads, u64), address(bits, u64), count, ctypes.byref(needed)
        ), "conformance")
        names = {"rule": _RULES, "item": self.engine.items, "stage": self.engine.stages}[of]
        which, bit = np.nonzero(bits[: needed.value, None] >> np.arange(len(names), dtype=np.uint64) & np.uint64(1))
        found = rows[: needed.value].astype(np.intp)[which]
        if of != "rule":
            return found, [names[number] for number in bit.tolist()], []
        out: list[tuple[int, str, str]] = []
        for row, number in zip(found.tolist(), bit.tolist()):
            passed = int(self._table["stages"][row]) if number == _SKIPPED else 0
            moved = int(self._table["from" if number == _MOVED_BACK else "stage"][row]) or int(self._table["stage"][row])
            stages = [stage for stage in range(len(self.engine.stages)) if passed >> stage & 1] or [moved - 1]
            out += [(row, names[number], self.engine.stages[stage]) for stage in stages]
        return np.array([row for row, _, _ in out], np.intp), [name for _, name, _ in out], [stage for _, _, stage in out]

    def _by_rule(self) -> list[tuple[str, int, int, Optional[np.timedelta64]]]:
        """Deviations by rule, each once: how many, of how many leads, and the time lost."""
        rows, names, _ = self._deviating("rule")
        lost, out = self._lost(), dict[str, tuple[set[int], set[int]]]()
        for row, name, lead in zip(rows.tolist(), names, self._table["lead"][rows].tolist()):
            times, leads = out.setdefault(name, (set(), set()))
            times.add(row)
            leads.add(lead)
        spent = {_RULES[_MOVED_BACK]: sum(lost.values())}
        return [(name, len(times), len(leads), np.timedelta64(spent[name], "ms") if spent.get(name) else None) for name, (times, leads) in sorted(out.items())]

    def _noted(self) -> str:
        """What figures are of."""
        return f"as of {moment(self._as_of_ms, self._zone)}; {self.used:,} of {self.rows:,} rows used" if self._as_of_ms is not None else ""

    @functools.cached_property
    def _zone(self) -> Optional[str]:
        zone = self.engine.policy._document.get("zone")
        return zone if isinstance(zone, str) else None

    @functools.cached_property
    def _frames_zone(self) -> str:
        """The zone that instants of frames are in: the policy's, else the input's, else UTC."""
        own = self._zone
        return own if own is not None and is_zone(own) else getattr(self._log, "_zone", None) or "UTC"

    def _table_of(self, columns: dict[str, Any], keys: Sequence[str], title: str, picture: str = "", kinds: Mapping[str, str] = {}, **rest: Any) -> Table[F]:
        """Figures that know what they are of."""
        decimals = int(self.engine.policy._params.money_decimals)
        made: Table[F] = Table(columns, kind_of(self._log), title=title, note=self._noted(), keys=keys, picture=picture, decimals=decimals, zone=self._frames_zone, kinds={"amount": "money", **kinds}, **rest)
        return made._rows(ordered(columns, made._order)) if made._order else made

    def attribution(self, model: Model = "linear", by: Union[Key, Iterable[Key]] = (), channel: str = "source", totals: bool = False, **options: Any) -> Table[F]:
        """Wins and their money, divided among what came before them (MT10, MT15).

        Parameters
        ----------
        model : str
            As for `revops.attribute`: "linear", "first", "last" …
        by : key or sequence of keys
            See `RunFigures`: those of the lead; a period is that of the win.
        channel : str
            What is credited: ``"source"`` or ``"campaign"`` of events, ``"touch"`` (the policy's channels), or any column of the log. Every row that has
            one is a touch.
        totals : bool
            Adds all channels of each group.
        **options
            Further ones of `revops.attribute`: ``lookback``, ``half_life`` …

        Returns
        -------
        Table
            Keys, ``channel`` ("(none)": no touch came before), ``conversions`` and ``amount``, which adds up to the cent.
        """
        from .attribution import attribute

        labels = self._channels(channel)
        touching = np.array([place for place, label in enumerate(labels) if label is not None], np.intp)
        events, leads = self._events[0][touching], self._events[1][touching].astype(np.int64)
        won = self._table[self._table["kind"] == c.REVOPS_EFFECT_WON]
        amounts = np.where(won["value"] == c.REVOPS_MISSING, 0, won["value"])
        keys = keys_of(by)
        periods = [key.kind for key in keys if isinstance(key, Period)]
        heads, of_win = [], []
        for key in keys:
            if isinstance(key, Period):
                name, found = key.kind, [day.item() for day in in_zone(key, self._zone).first_days(np.ascontiguousarray(won["at_ms"]).view("datetime64[ms]"))]
            else:
                name, by_lead = self._of_lead(key, None)
                (name, _), found = beside([(name, ())], ("channel", "conversions", "amount"))[0], [by_lead[lead] for lead in won["lead"].tolist()]
            heads.append(name)
            of_win.append(found if name in periods else named(found))
        cells: dict[tuple[Any, ...], list[Any]] = {}
        groups: dict[tuple[Any, ...], list[int]] = {}
        for row, group in enumerate(zip(*of_win) if of_win else [()] * len(won)):
            groups.setdefault(group, []).append(row)
        direct = options.get("direct")
        for group, rows in (groups or {(): []}).items():  # also nothing is shared by a model that there is
            part = won[rows]
            mine = np.flatnonzero(np.isin(leads, part["lead"].astype(np.int64)))
            channels = [labels[place] for place in touching[mine].tolist()]
            # A direct channel that none of these has doesn't have to be passed over: the last touch is the last other one.
            is_plain = direct is not None and direct in labels and direct not in channels and isinstance(model, str) and model.lower() == "last non-direct"
            credit = attribute(
                {"lead": leads[mine], "at": np.ascontiguousarray(events["at_ms"][mine]), "channel": channels},
                {"lead": part["lead"].astype(np.int64), "at": np.ascontiguousarray(part["at_ms"]), "amount": amounts[rows]},
                "last" if is_plain else model, **(options | {"direct": None} if is_plain else options))
            found = list(zip(credit.channels["channel"], credit.channels["conversions"], credit.channels["amount"]))
            rest = (credit.unattributed["conversions"], int(credit.unattributed["amount"]))
            for label, conversions, amount in [*((label, float(credits), int(money)) for label, credits, money in found if credits), *([(NONE_OF_KEY, *rest)] if rest[0] else [])]:
                cells[(*group, label)] = [conversions, amount]
            if totals and rows:
                whole = tuple(label if name in periods else ALL for name, label in zip(heads, group))
                for of in {(*group, ALL), (*whole, ALL)}:
                    before = cells.get(of, [0.0, 0])
                    cells[of] = [before[0] + len(rows), before[1] + int(amounts[rows].sum())]
        columns: dict[str, Any] = {name: [cell[place] for cell in cells] for place, name in enumerate([*heads, "channel"])}
        columns["conversions"] = np.array([conversions for conversions, _ in cells.values()], float)
        columns["amount"] = np.array([amount for _, amount in cells.values()], np.int64)
        return self._table_of(columns, [*heads, "channel"], f"Attribution, {model}", "money", kinds={"conversions": "number"}, periods=periods,
                              order=[*heads, "-amount", "-conversions", "channel"],
                              alone=f"what {model} credits depends on all wins" if isinstance(model, str) and model.lower() == "shapley" else "")

    def _channels(self, channel: str) -> list[Any]:
        """By event, what is credited; None for nothing."""
        events = self._events[0]
        if channel in ("source", "campaign"):
            return [self.engine._texts.text(number - 1) if number else None for number in events[channel].tolist()]
        if channel == "touch":
            document = self.engine.policy._document.get("events", {})
            of_kind = [row.get("touch") if isinstance(row := document.get(name), Mapping) else None for name in self.engine.events]
            return [of_kind[kind - 1] for kind in events["kind"].tolist()]
        if channel not in self._log.columns:
            raise ValueError(f"channel is {channel!r}: expected source, campaign, touch or a column of the log, {', '.join(map(str, self._log.columns))}")
        found: list[Any] = self._log.labels_at(channel, *self._events[2:])
        return found

    def reasons(self, by: Union[Key, Iterable[Key]] = (), totals: bool = False) -> Table[F]:
        """Why leads are closed now (MT15), the most frequent first: keys, ``reason``, ``explains`` (the move that it was given for, or else the stage [LC27]), ``leads``
        and ``of_leads``, the share of all leads. From which stage they were lost, `Funnel.reasons` tells."""
        found, table = self.funnel(by, spans=(), totals=totals), self._table
        closed = np.flatnonzero(found._is_closed)
        came = table["kind"] == c.REVOPS_EFFECT_ENTERED
        move, stage = dict(zip(table["lead"][came].tolist(), table["move"][came].tolist())), dict(zip(table["lead"][came].tolist(), table["stage"][came].tolist()))
        why = found._standing["reason"][closed].tolist()
        cells = Counter[tuple[Any, ...]]()
        for part in found._parts:
            for lead, group, reason in zip(closed.tolist(), part[closed].tolist(), why):
                what = self.engine.moves[move[lead] - 1] if move.get(lead) else self.engine.stages[stage[lead] - 1] if lead in stage else NONE_OF_KEY
                cells[group, NONE_OF_KEY if reason == c.REVOPS_NO_ROW else found.reason_labels[reason], what] += 1
        leads, keys = np.array(list(cells.values()), np.int64), dict(beside(list(found.keys.items()), ("reason", "explains", "leads", "of_leads")))
        return self._table_of({
            **{name: [of[cell[0]] for cell in cells] for name, of in keys.items()}, "reason": [cell[1] for cell in cells], "explains": [cell[2] for cell in cells],
            "leads": leads, "of_leads": share(leads, len(self._ids)),
        }, [*keys, "reason", "explains"], "Why leads are closed", periods=found._periods, shares={"of_leads": ("leads", len(self._ids))},
            order=[*keys, "-leads", "reason", "explains"])

    def win_rate(self, by: Union[Key, Iterable[Key]] = (), totals: bool = False) -> Table[F]:
        """Leads won of those closed (MT2): keys, ``closed``, ``won``, ``lost``, ``share`` (NaN for none), ``amount`` of all wins in minor units."""
        found = self.funnel(by, spans=(), totals=totals)
        total = found.totals
        won, is_lost = total["won"].astype(np.int64), found._is_closed & (found._standing["wins"] == 0)
        lost = sum((np.bincount(part, weights=is_lost, minlength=len(won)) for part in found._parts), np.zeros(len(won))).astype(np.int64)[: len(won)]
        keys = dict(beside(list(found.keys.items()), ("closed", "won", "lost", "share", "amount")))
        return self._table_of({**keys, "closed": won + lost, "won": won, "lost": lost, "share": share(won, won + lost), "amount": total["amount"].copy()},
                              list(keys), "Win rates", "rates", periods=found._periods, shares={"share": ("won", "closed")})
