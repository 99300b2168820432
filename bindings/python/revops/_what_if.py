# SPDX-License-Identifier: MIT
"""The same log under two policies: figures side by side, who changed, and why.

Examples
--------
>>> policy = {"revops": 1, "name": "desk", "stages": [{"name": "New"}, {"name": "Met", "kind": "won"}], "events": {"stage": {"value": "stage"}, "call": {"touch": "call"}},
...           "touches": {"channels": ["call"]}, "clocks": {"call back": {"starts": {"stages": ["New"]}, "met": {"touch": "any"}, "target": "1 day"}}}
>>> log = {"lead": ["a", "a"], "at": ["2026-03-02T09:00:00Z", "2026-03-02T12:00:00Z"], "event": ["stage", "call"], "value": ["New", None]}
>>> what_if = compare(log, policy, {"clocks.call back.target": "2 h"})
>>> what_if
<Comparison of "desk" with a change: 1 lead, as of 2026-03-02 12:00 UTC>
  policy    call back: 1 day → 2 h
                            desk   changed
  in time                      1         0
  missed                       0         1
  running                      0         0
  kept                   100.0 %     0.0 %
  changed   1 promise: 1 in time → missed
>>> print(what_if.explain("a"))
call back: in time → missed. Due Mon 02 Mar 11:00 instead of Tue 03 Mar 09:00; touched Mon 02 Mar 12:00.
"""

from __future__ import annotations

import functools
from collections import Counter
from collections.abc import Hashable, Iterable, Mapping
from typing import TYPE_CHECKING, Any, Generic, Optional, Union, overload

import numpy as np

from . import _constants as c
from . import _plots
from ._arrays import Array
from ._frames import kind_of
from ._log_check import unread_calendars
from ._run_leads import states_of
from ._run_promises import VERDICTS
from ._kinds import F
from ._made import Compared
from ._run_story import lead_of
from ._show import Shown, as_of_said, cells, head_of, html, moment, plural
from .policy import Policy, Source
from .table import Table

if TYPE_CHECKING:
    from ._kinds import Dict, Routed, Unpack
    from .engine import Run
    from .log import Log

__all__ = ["Comparison", "compare"]

_SAID = {"met late": "missed"}  # a promise that was met late was missed
_NONE = c.REVOPS_TIME_NONE
_WIDE = 24  # letters of a policy's name that are shown


def _words(runs: Mapping[str, Array]) -> list[str]:
    words = [_SAID.get(word, word) for word in VERDICTS]
    return [words[verdict] for verdict in runs["verdict"].tolist()]


def _day(at_ms: int, zone: Optional[str]) -> str:
    """An instant, short: ``Fri 12 Dec 11:00``."""
    year, month, day = moment(at_ms, zone or "UTC0").split()[1].split("-") if zone else moment(at_ms).split()[0].split("-")
    clock = moment(at_ms, zone).split()[2 if zone else 1]
    return f"{np.datetime64(f'{year}-{month}-{day}').item():%a %d %b} {clock}"


class Comparison(Compared, Shown, Generic[F]):
    """Two runs of one log; made by `Run.compare` and `compare`.

    Attributes
    ----------
    before, after : Run
        The runs.
    """

    before: Run[F]
    after: Run[F]

    def __init__(self, before: Run[F], after: Run[F]) -> None:
        self.before, self.after = before, after

    @functools.cached_property
    def _rows(self) -> list[dict[tuple[int, str, int], int]]:
        """Of each run: the row of a promise by lead, clock, and which time it runs of this lead."""
        found = []
        for run, runs in zip((self.before, self.after), self._runs):
            times, places = Counter[tuple[int, int]](), dict[tuple[int, str, int], int]()
            for row, (lead, clock) in enumerate(zip(runs["lead"].tolist(), runs["clock"].tolist())):
                places[lead, run.engine.clocks[clock], times[lead, clock]] = row
                times[lead, clock] += 1
            found.append(places)
        return found

    @functools.cached_property
    def _pairs(self) -> list[tuple[Hashable, str, int, int]]:
        """Runs of clocks that both have: lead, clock, and the row of each."""
        before, after = self._rows
        return [(self.before._ids[key[0]], key[1], row, after[key]) for key, row in before.items() if key in after]

    @property
    def _runs(self) -> tuple[dict[str, Array], dict[str, Array]]:
        return self.before._runs, self.after._runs

    @property
    def _clocks(self) -> list[str]:
        return [name for name in self.before.engine.clocks if name in self.after.engine.clocks]

    @functools.cached_property
    def _changed(self) -> list[tuple[Hashable, str, str, str, int, int, str]]:
        """What differs: lead, what, before, after, both due instants, why."""
        runs = self._runs
        words = [_words(of) for of in runs]
        out = [(lead, clock, words[0][a], words[1][b], int(runs[0]["due"][a]), int(runs[1]["due"][b]), self._why(clock, a, b))
               for lead, clock, a, b in self._pairs if words[0][a] != words[1][b]]
        for side in (0, 1):
            for key, row in self._rows[side].items():
                if key not in self._rows[1 - side] and key[1] in self._clocks:
                    ways, due = ["none", "none"], [_NONE, _NONE]
                    ways[side], due[side] = words[side][row], int(runs[side]["due"][row])
                    out.append((self.before._ids[key[0]], key[1], ways[0], ways[1], due[0], due[1], f"{key[1]}: {ways[0]} → {ways[1]}. Only {('before', 'after')[side]} it is promised."))
        columns: list[dict[str, list[Any]]] = [{**states_of(run.engine, run._records, run._as_of_ms or 0), **_signalled(run)} for run in (self.before, self.after)]
        for what in (name for name in columns[0] if name in columns[1]):
            out += [(lead, what, str(old), str(new), _NONE, _NONE, f"{what}: {old or 'none'} → {new or 'none'}.")
                    for lead, old, new in zip(self.before._ids, columns[0][what], columns[1][what]) if old != new]
        return out

    def _why(self, clock: str, a: int, b: int) -> str:
        runs, zone = self._runs, self.after._zone or self.before._zone
        due, met = [int(of["due"][row]) for of, row in zip(runs, (a, b))], int(runs[1]["met"][b])
        words = [_words({"verdict": of["verdict"][row : row + 1]})[0] for of, row in zip(runs, (a, b))]
        document = self.after.policy._document.get("clocks", {}).get(clock, {})
        done = "touched" if "touch" in (document.get("met") or {}) else "met"
        told = f"{clock}: {words[0]} → {words[1]}. Due {_day(due[1], zone)}" + (f" instead of {_day(due[0], zone)}" if due[0] != due[1] else "")
        return f"{told}; {f'{done} {_day(met, zone)}' if met != _NONE else 'not met so far'}."

    @property
    def changed(self) -> F:
        """A row a lead and promise, stage or grade that differs: ``lead``, ``what``, ``before``, ``after``, ``due_before``, ``due_after``, ``why``."""
        rows = self._changed
        columns: dict[str, Any] = {name: [row[place] for row in rows] for place, name in enumerate(("lead", "what", "before", "after"))}
        for place, name in ((4, "due_before"), (5, "due_after")):
            columns[name] = np.array([row[place] for row in rows], np.int64)
        place_of = {lead: number for number, lead in enumerate(self.before._ids)}
        leads = self.before._leads_named([place_of[row[0]] for row in rows])
        return self.before._framed("changed", {**columns, "lead": leads, "why": [row[6] for row in rows]})

    def explain(self, lead: Hashable) -> str:
        """What is different of a lead, a line each; "nothing" where there is nothing."""
        name = self.before._ids[lead_of(self.before._ids, lead)]
        return "\n".join(row[6] for row in self._changed if row[0] == name) or "nothing"

    def _names(self) -> tuple[str, str]:
        one, other = self.before.policy.name, self.after.policy.name
        return (one, "changed") if other == f"{one} changed" else (one, other) if one != other else ("before", "after")

    @functools.cached_property
    def figures(self) -> Table[F]:
        """Clocks under both policies, one below the other."""
        rows = []
        for clock in self._clocks:
            for name, run in zip(self._names(), (self.before, self.after)):
                found = next(iter(run.sla(clock)), {})
                rows.append((clock, name, *(int(found.get(word) or 0) for word in ("in_time", "missed", "running")), found.get("kept")))
        names = ("clock", "policy", "in_time", "missed", "running", "kept")
        columns: dict[str, Any] = {name: [row[place] for row in rows] for place, name in enumerate(names)}
        columns["kept"] = np.array([np.nan if share is None else share for share in columns["kept"]], float)
        return Table(columns, kind_of(self.before.log), title="Promises under both policies", keys=["clock", "policy"])

    def sla(self, clock: str, by: Any = (), totals: bool = False) -> Table[F]:
        """Shares ``kept_before`` and ``after``, and how many promises go ``to_missed`` and ``to_in_time``, by keys as of the first policy."""
        from ._run_figures import keys_of

        runs, keys = self._runs, keys_of(by)
        pairs = [(a, b) for _, name, a, b in self._pairs if name == clock]
        if clock not in self._clocks:
            raise ValueError(f"no clock {clock!r}: expected one of {', '.join(self._clocks) or 'none, as the policies have no clock in common'}")
        chosen = {name: values[np.array([a for a, _ in pairs], np.intp)] for name, values in runs[0].items()}
        labelled = self.before._labelled_runs(chosen, keys)
        words = [_words({"verdict": of["verdict"][np.array([pair[side] for pair in pairs], np.intp)]}) for side, of in enumerate(runs)]
        groups: dict[tuple[Any, ...], Counter[tuple[str, str]]] = {}
        for place, labels in enumerate(zip(*(of for _, of in labelled)) if labelled else [()] * len(pairs)):
            groups.setdefault(labels, Counter())[words[0][place], words[1][place]] += 1
        ordered = sorted(groups, key=lambda labels: [(label is None, str(label)) for label in labels])
        if totals and labelled:
            ordered.append(("(all)",) * len(labelled))
            groups[ordered[-1]] = sum(groups.values(), Counter[tuple[str, str]]())
        columns: dict[str, Any] = {name: [labels[place] for labels in ordered] for place, (name, _) in enumerate(labelled)}
        for side, name in enumerate(("kept_before", "after")):
            kept = [[sum(times for key, times in groups[labels].items() if key[side] == word) for word in ("in time", "missed")] for labels in ordered]
            columns[name] = np.array([share[0] / sum(share) if sum(share) else np.nan for share in kept], float)
        for name, pair in (("to_missed", ("in time", "missed")), ("to_in_time", ("missed", "in time"))):
            columns[name] = np.array([groups[labels][pair] for labels in ordered], np.int64)
        return Table(columns, kind_of(self.before.log), title=f"{clock}: kept before and after", keys=[name for name, _ in labelled], picture="before-after",
                     note=self.before._noted())

    def funnel(self) -> Table[F]:
        """Leads that reached each stage under both policies; "–" of a stage that one doesn't have."""
        found = [run.funnel(spans=()).columns for run in (self.before, self.after)]
        reached = [dict(zip(of["stage"], np.asarray(of["reached"]).tolist())) for of in found]
        stages = list(dict.fromkeys([*found[0]["stage"], *found[1]["stage"]]))
        return Table({"stage": stages, **{name: [of.get(stage) for stage in stages] for name, of in zip(("before", "after"), reached)}}, kind_of(self.before.log),
                     title="Leads that reached each stage", keys=["stage"], kinds={"before": "count", "after": "count"}, picture="before-after", note=self.before._noted())

    @functools.cached_property
    def _policy_said(self) -> str:
        """What is different in the policies; a clock is named once, and what its calendar doesn't do is said."""
        unread, clocks = unread_calendars(self.after.policy._document), self.after.engine.clocks
        told: list[str] = []
        about = ""
        for line in self.before.policy.diff(self.after.policy):
            clock = next((name for name in clocks if line.startswith(f"{name}: ")), "")
            what = line[len(clock) + 2 :] if clock else line
            if what.startswith(("name: ", "means: ")):
                continue
            old, arrow, new = what.removeprefix("calendar: ").partition(" → ")
            if clock and what.startswith("calendar: ") and arrow:
                what = " → ".join("on elapsed time" if name == "none" else f"on {name}" for name in (old, new))
                if clock in unread and new != "none":
                    what += f', which {unread[clock][0]} doesn\'t read: "{unread[clock][2]}" counts its open hours'
            told.append(what if not clock or clock == about else f"{clock}: {what}")
            about = clock
        return "; ".join(told) or "nothing is different"

    def _moved(self) -> str:
        moved: dict[str, Counter[str]] = {}
        for _, what, old, new, *_ in self._changed:
            moved.setdefault("promise" if what in self._clocks else what, Counter())[f"{old} → {new}"] += 1
        out = []
        for what, ways in moved.items():
            more = f", {sum(ways.values()) - sum(times for _, times in ways.most_common(4)):,} otherwise" if len(ways) > 4 else ""
            named = plural(sum(ways.values()), what) if what == "promise" else f"{what} of {plural(sum(ways.values()), 'lead')}"
            out.append(f"{named}: " + ", ".join(f"{times:,} {way}" for way, times in ways.most_common(4)) + more)
        return "; ".join(out) or "nothing"

    def _head(self) -> str:
        names = self.before.policy.name, self.after.policy.name
        with_what = "with a change" if names[1] == f"{names[0]} changed" else f'with "{names[1]}"'
        return f'Comparison of "{names[0]}" {with_what}: {plural(len(self.before._ids), "lead")}{as_of_said(self.before._as_of_ms, self.before._zone)}'

    def _sides(self) -> list[tuple[str, list[tuple[str, str, str]]]]:
        """By clock, or of stages where there is none, what is compared: its name, and both figures."""
        out = []
        columns = self.figures.columns
        for row in range(0, self.figures._count(), 2):
            lines = [(head_of(name), *cells(name, columns[name][row : row + 2], "share" if name == "kept" else "count")[0]) for name in ("in_time", "missed", "running", "kept")]
            out.append((str(columns["clock"][row]), lines))
        if not out:
            found = self.funnel().columns
            lines = [(str(stage), *cells("reached", both, "count")[0]) for stage, *both in zip(found["stage"], found["before"], found["after"]) if any(both)]
            out.append(("reached", lines))
        return out  # type: ignore[return-value]

    def _said(self) -> tuple[str, list[tuple[str, str]]]:
        return self._head(), [("policy", self._policy_said), ("changed", self._moved())]

    def __repr__(self) -> str:
        names, sides = self._names(), self._sides()
        shown = [name if len(name) <= _WIDE else f"{name[: _WIDE - 1]}…" for name in names]
        wide = max(len(label) for clock, lines in sides for label in (clock if len(sides) > 1 else "", *(line[0] for line in lines)))
        widths = [max(10, len(name) + 3) for name in shown]
        table = []
        for clock, lines in sides:
            for label, *figures in ((clock if len(sides) > 1 or clock == "reached" else "", *shown), *lines):
                table.append(f"  {label.ljust(max(20, wide + 2))}" + "".join(text.rjust(width) for text, width in zip(figures, widths)))
        return "\n".join([f"<{self._head()}>", f"  policy    {self._policy_said}", *table, f"  changed   {self._moved()}"])

    def _shown(self) -> list[str]:
        return [self._side_by_side(clock, lines)._html(None) for clock, lines in self._sides()]

    def _side_by_side(self, clock: str, lines: list[tuple[str, str, str]]) -> Table[Any]:
        names = self._names()
        columns = {"": [line[0] for line in lines], **{name: [line[side] for line in lines] for side, name in enumerate(names, 1)}}
        return Table(columns, title="Leads that reached each stage" if clock == "reached" else clock, kinds={name: "text" for name in names})

    def plot(self, ax: Any = None) -> Any:
        """Shares kept before and after, a pair of bars a clock, or leads that reached each stage where there is no clock; needs matplotlib."""
        return (self._kept() if self._clocks else self.funnel()).plot(ax)

    def _kept(self) -> Table[Any]:
        columns = self.figures.columns
        return Table({"clock": columns["clock"][::2], "kept_before": columns["kept"][::2], "after": columns["kept"][1::2]}, title="Kept in time, before and after", keys=["clock"],
                     picture="before-after")

    def _sections(self, writer: Any) -> Iterable[str]:
        """What a page says of it."""
        headline, lines = self._said()
        yield f"<p>{html.escape(headline)}</p><dl>" + "".join(f"<dt>{html.escape(label)}</dt><dd>{html.escape(text)}</dd>" for label, text in lines) + "</dl>"
        yield from self._shown()
        kept = self._kept()
        for row, clock in enumerate(self._clocks):
            yield writer.picture(self.sla(clock, by="owner"), f"{clock}: {_plots.caption(kept, row=row)}")
        if not self._clocks:
            yield writer.picture(self.funnel(), "Leads that reached each stage, under the policy and with the change.")
        rows = self._changed
        if rows:
            yield Table({name: [row[place] for row in rows] for name, place in (("lead", 0), ("before", 2), ("after", 3), ("why", 6))}, title="Who changed, and why")._html(12)


def _signalled(run: Run[Any]) -> dict[str, list[str]]:
    """By signal, whether it came for each lead."""
    names, out = run.engine._names(c.REVOPS_ENGINE_LIST_SIGNALS), {}
    for number, name in enumerate(names, 1):
        came = set(run._table["lead"][(run._table["kind"] == c.REVOPS_EFFECT_SIGNALLED) & (run._table["row"] == number)].tolist())
        out[name] = ["came" if lead in came else "never" for lead in range(len(run._ids))]
    return out


if TYPE_CHECKING:
    @overload
    def compare(log: Log[F], a: Optional[Source], b: Union[Source, Mapping[str, Any]], **options: Unpack[Routed]) -> Comparison[F]: ...
    @overload
    def compare(log: Dict, a: Optional[Source], b: Union[Source, Mapping[str, Any]], **options: Unpack[Routed]) -> Comparison[Dict]: ...
    @overload
    def compare(log: F, a: Optional[Source], b: Union[Source, Mapping[str, Any]], **options: Unpack[Routed]) -> Comparison[F]: ...


def compare(log: Any, a: Optional[Source], b: Union[Source, Mapping[str, Any]], **options: Any) -> Comparison[Any]:
    """The same log under two policies.

    Parameters
    ----------
    log : Log, DataFrame or mapping of columns
        As for `replay`.
    a, b : Policy, dict, str or path
        Policies; or, as the second one, changes of the first as for `Policy.with_`.
    **options
        As for `replay`: ``mode``, ``as_of`` …
    """
    from .engine import replay

    before = replay(log, a, **options)
    return before.compare(b)


def changed_policy(policy: Policy, other: Any) -> Policy:
    """Another policy, or this one with changes: a dict without the mark of a document."""
    if isinstance(other, Mapping) and "revops" not in other:
        return policy.with_(other)
    return other if isinstance(other, Policy) else Policy(other)
