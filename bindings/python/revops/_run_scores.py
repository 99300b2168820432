# SPDX-License-Identifier: MIT
"""Signals of a run by keys, who is close to one, and scores at any instant."""

from __future__ import annotations

import ctypes
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Literal, Optional, Union, overload

import numpy as np

from . import _constants as c
from . import _structs as s
from ._arrays import Array, address, aligned_memory
from ._kinds import F
from ._library import library
from ._made import Compared
from ._schemas import FRAMES
from ._points import LINE, Explanation, Line, explanation
from ._run_accounts import answered
from ._run_figures import Key, RunFigures, keys_of
from ._run_story import lead_of
from ._show import Shown, as_of_said, moment, plural
from ._time import Instant, instant_ms, instants_ms
from .errors import check
from ._groups import beside, grouped, totalled
from .funnel import Period
from .table import Table, share

__all__ = ["RunScores", "Scores"]


class RunScores(RunFigures[F]):
    """What a `Run` tells of usage and scores."""

    _framed: Any  # of `RunFrames`
    _leads_named: Any
    _signal_rows: Any

    if TYPE_CHECKING:
        @overload
        def signals(self, name: None = None) -> F: ...
        @overload
        def signals(self, name: str, by: Union[Key, Iterable[Key]] = (), totals: bool = False) -> Table[F]: ...

    def signals(self, name: Optional[str] = None, by: Union[Key, Iterable[Key]] = (), totals: bool = False) -> Any:
        """Signals of usage: without a name a frame with a row a signal, else leads that had this one, by keys.

        Parameters
        ----------
        name : str, optional
            A signal of the policy.
        by : key or sequence of keys
            See `RunFigures`; a period is that of a lead's first such signal.
        totals : bool
            Adds all of each period, or of everything.

        Returns
        -------
        frame or Table
            ``lead``, ``at``, ``signal``, ``criteria`` (those that held), ``goes_to`` (the queue, or "nobody"), ``move`` (that it pulls), ``stage`` (where the
            lead stood), ``again`` (whether it came before), ``owner``; or keys, ``leads`` (with those of a table of leads to whom nothing happened, where all
            keys are its columns), leads with the signal, and their ``share``. By a period only the leads with the signal are counted.
        """
        if name is None:
            return self._signal_rows()
        came = np.flatnonzero((self._table["kind"] == c.REVOPS_EFFECT_SIGNALLED) & (self._table["row"] == self._signal(name)))
        came = came[np.unique(self._table["lead"][came], return_index=True)[1]]
        keys = keys_of(by)
        periods = [key.kind for key in keys if isinstance(key, Period)]
        has = np.isin(np.arange(len(self._ids)), self._table["lead"][came])
        if periods:
            labelled, has = [self._of_effect(key, came) for key in keys], np.ones(len(came), bool)
        else:
            labelled = [self._of_lead(key, None) for key in keys]
            silent = self._log.silent(keys, self._ids)
            labelled = [(head, [*labels, *more]) for (head, labels), more in zip(labelled, silent)] if keys and len(silent[0]) else labelled
            has = np.r_[has, np.zeros(len(silent[0]) if keys else self._log.silent_count(self._ids), bool)]
        labelled = beside(labelled, ("leads", name, "share"))
        of_keys, groups, count = grouped([head for head, _ in labelled], [labels for _, labels in labelled], len(has), periods)
        of_keys, parts, count = totalled(of_keys, groups, count, periods, totals)
        leads, with_it = np.zeros(count, np.int64), np.zeros(count, np.int64)
        for part in parts:
            leads += np.bincount(part, minlength=count)[:count]
            with_it += np.bincount(part, weights=has, minlength=count)[:count].astype(np.int64)
        figures = {name: with_it} if periods else {"leads": leads, name: with_it, "share": share(with_it, leads)}
        kept = count if not keys or next(iter(of_keys.values())) else 0
        return self._table_of({**of_keys, **{head: values[:kept] for head, values in figures.items()}}, list(of_keys), f"Signal {name}", periods=periods,
                              kinds={name: "count"}, shares={} if periods else {"share": (name, "leads")}, spelt=[name])

    def _signal(self, name: str) -> int:
        names = self.engine._names(c.REVOPS_ENGINE_LIST_SIGNALS)
        if name not in names:
            raise ValueError(f"no signal {name!r}: expected one of {', '.join(names) or 'none, as the policy has no signals'}")
        return int(names.index(name)) + 1

    def near(self, signal: str) -> F:
        """Who lacks what for a signal that didn't come, as of the replay: a row a lead with ``lead``, ``signal``, ``met`` and ``missing`` criteria, ``lacking`` (what
        is missing, added up: of one criterion so many days, events …) and ``near`` (mean share of what is asked for), the nearest first."""
        number = self._signal(signal)
        came = set(self._table["lead"][(self._table["kind"] == c.REVOPS_EFFECT_SIGNALLED) & (self._table["row"] == number)].tolist())
        criteria = self.engine._names(c.REVOPS_ENGINE_LIST_CRITERIA)
        asked = self.engine.policy._document["usage"]["signals"][number - 1].get("all_of", criteria)
        reading, rows = s.UsageReading(), []
        for lead, record in enumerate(self._records):
            if lead in came:
                continue
            met, missing, shares, lacking = list[str](), list[str](), list[float](), 0
            for name in asked:
                check(library.revops_lead_usage(self.engine._compiled, record.ctypes.data, criteria.index(name) + 1, self._as_of_ms or 0, ctypes.byref(reading)), signal)
                (met if reading.state & c.REVOPS_USAGE_MET else missing).append(name)
                lacking += 0 if reading.state & c.REVOPS_USAGE_MET else int(reading.missing)
                shares.append(1.0 if reading.state & c.REVOPS_USAGE_MET else reading.near_bp / 10000)
            rows.append((-sum(shares) / max(len(shares), 1), lead, met, missing, lacking))
        rows.sort(key=lambda row: row[:2])
        return self._framed("near", {  # type: ignore[no-any-return]
            "lead": self._leads_named([lead for _, lead, *_ in rows]), "signal": [signal] * len(rows), "met": [row[2] for row in rows], "missing": [row[3] for row in rows],
            "lacking": np.array([row[4] for row in rows], np.int64), "near": np.array([-row[0] for row in rows], float),
        })

    @property
    def scores(self) -> Scores:
        """Fit and intent of leads at any instant."""
        return Scores(self)


def _told(line: Line, section: Mapping[str, Any]) -> str:
    """What gave points, and how often; what took them, and how."""
    rules = section.get("rules", [])
    rule: Mapping[str, Any] = next((row for row in rules if row.get("name") == line.name), {}) if line.name is not None else {}
    if line.reason == "rule":
        each = rule.get("points")
        times = line.points / each if isinstance(each, (int, float)) and each and rule.get("events") else 0
        return f"{line.name}, {'once' if times == 1 else f'{times:,.0f} times'}" if times >= 1 and times == int(times) else str(line.name)
    if line.reason == "decay":
        how = f" (half in {rule['half_life']})" if "half_life" in rule else ""
        return f"faded{how}" if len(rules) == 1 else f"{line.name} faded{how}"
    return line.text.rpartition(": ")[0]


class Scores(Compared, Shown):
    """Scores of a run's leads; made by `Run.scores`."""

    def __init__(self, run: Any) -> None:
        self._run = run

    def _is_same(self, other: Any) -> bool:
        return bool(self._run == other._run)

    def __reduce__(self) -> Any:
        return type(self), (self._run,)

    def _events(self, leads: Optional[Sequence[Any]]) -> tuple[list[int], Array, Array]:
        """Numbers of leads, their events, and whose each is, as a place among them."""
        run = self._run
        events, of = answered(run.engine, run._events[0], run._events[1].astype(np.int64), len(run._ids))
        place = {lead: number for number, lead in enumerate(run._ids)}
        chosen = list(range(len(run._ids))) if leads is None else [place[lead] if lead in place else lead_of(run._ids, lead) for lead in leads]
        where = np.full(len(run._ids), -1, np.int64)
        where[chosen] = np.arange(len(chosen))
        mine = np.flatnonzero(where[of] >= 0)
        mine = mine[np.argsort(where[of[mine]], kind="stable")]
        return chosen, np.ascontiguousarray(events[mine]), where[of[mine]]

    def _walk(self, leads: Optional[Sequence[Any]], see: Any, at_ms: Sequence[int] = ()) -> list[int]:
        """Folds events lead by lead and shows scores: after each event, or, of instants, before what is later than these."""
        run, engine = self._run, self._run.engine
        chosen, events, of = self._events(leads)
        record, scores, count = aligned_memory(engine._size), s.LeadScoresState(), ctypes.c_size_t()
        effects, texts, self._record = (s.Effect * engine._room)(), engine._texts.given(), record
        mode = {("record", "told"): c.REVOPS_ENGINE_RECORD}.get((run._options["mode"], run._options["automatic"] or "told"), c.REVOPS_ENGINE_RECORD_AND_TAKE) \
            if run._options["mode"] == "record" else c.REVOPS_ENGINE_ENFORCE
        starts = np.searchsorted(of, np.arange(len(chosen) + 1))

        def look(number: int, now_ms: int) -> bool:
            check(library.revops_lead_scores(engine._compiled, record.ctypes.data, now_ms, ctypes.byref(scores)), "scores")
            return bool(see(number, now_ms, scores))

        for number, (first, last) in enumerate(zip(starts.tolist(), starts[1:].tolist())):
            check(library.revops_lead_init(engine._compiled, record.ctypes.data))
            waiting = list(at_ms)
            for row in range(first, last):
                now_ms = int(events["at_ms"][row])
                while waiting and waiting[0] < now_ms:
                    look(number, waiting.pop(0))
                given = s.Event.from_buffer_copy(events[row].tobytes())
                status = library.revops_engine_apply(engine._compiled, texts, record.ctypes.data, ctypes.byref(given), mode, c.REVOPS_EFFECTS_ALL, effects, engine._room,
                                                     ctypes.byref(count))
                check(0 if status == c.REVOPS_ERR_DUPLICATE else status, "scores")
                if not at_ms and look(number, now_ms):
                    break
            while waiting:
                look(number, waiting.pop(0))
        return chosen

    def history(self, leads: Optional[Sequence[Any]] = None, at: Any = ()) -> Table[Any]:
        """Scores at chosen instants, each as of then.

        Parameters
        ----------
        leads : sequence of leads, optional
            All of them unless given.
        at : instants
            When; dates begin in UTC.

        Returns
        -------
        Table
            ``lead``, ``at``, ``intent`` and ``fit`` (points), ``grade`` (engagement). Prints wide.
        """
        given = instants_ms(np.asarray(at, "datetime64[ms]") if isinstance(at, (list, tuple)) and all(isinstance(one, str) and len(one) == 10 for one in at) else at, "at")
        order = np.argsort(given, kind="stable")
        rows: dict[tuple[int, int], tuple[float, float, Optional[str]]] = {}
        engine = self._run.engine

        def see(number: int, now_ms: int, scores: Any) -> bool:
            grade = engine._name(c.REVOPS_ENGINE_LIST_ENGAGEMENT_GRADES, scores.engagement) if scores.is_graded else None
            rows[number, now_ms] = (max(scores.intent_mpt, 0) / 1000 if scores.intent_mpt == c.REVOPS_MISSING else scores.intent_mpt / 1000, scores.fit_mpt / 1000
                                    if scores.fit_mpt != c.REVOPS_MISSING else np.nan, grade)
            return False

        chosen = self._walk(leads, see, given[order].tolist())
        cells = [(number, int(now_ms)) for number in range(len(chosen)) for now_ms in given]
        found = [rows[cell] for cell in cells]
        days = bool(len(given)) and bool((given % c.REVOPS_DAY_MS == 0).all())
        shown = np.array([now_ms for _, now_ms in cells], np.int64).view("datetime64[ms]")
        own = self._run._log._lead_column
        return self._run._table_of({  # type: ignore[no-any-return]
            "lead": [self._run._ids[chosen[number]] for number, _ in cells], "at": [one.item() for one in shown.astype("datetime64[D]")] if days else shown,
            "fit": np.array([row[1] for row in found], float), "intent": np.array([row[0] for row in found], float), "grade": [row[2] for row in found],
        }, ["lead", "at"], "Scores", kinds={"intent": "number", "fit": "number"}, wide="at:intent", picture="scores", types={**FRAMES["history"], "lead": "any" if own is None else own})

    def explain(self, lead: Any, at: Instant, of: Literal["intent", "fit"] = "intent") -> str:
        """How a lead's score at an instant comes about: the points, then a line for what each rule gave, and what faded or was cut.

        Parameters
        ----------
        lead : lead
            As the log names it.
        at : instant
            When; a date begins in UTC.
        of : {"intent", "fit"}
            Which score.
        """
        if of not in ("intent", "fit"):
            raise ValueError(f"of is {of!r}; expected intent or fit")
        run, engine = self._run, self._run.engine
        when_ms = instant_ms(f"{at}T00:00:00Z" if isinstance(at, str) and len(at) == 10 else at, "at")
        section = engine.policy._document.get(of, {})
        names = [str(rule.get("name", f"rule {number}")) for number, rule in enumerate(section.get("rules", ()), 1)]
        which = c.REVOPS_ENGINE_SCORE_FIT if of == "fit" else c.REVOPS_ENGINE_SCORE_ENGAGEMENT
        told: list[Explanation] = []

        def see(number: int, now_ms: int, scores: Any) -> bool:
            needed, room = ctypes.c_size_t(), 4 * len(names) + 64
            out = np.zeros(room, LINE)
            check(library.revops_lead_explain(engine._compiled, engine._texts.given(), self._record.ctypes.data, which, now_ms, address(out, s.ScoreLine), room, ctypes.byref(needed)), "scores")
            told.append(explanation(out[: needed.value], names, list(section.get("groups", ()))))
            return True

        self._walk([lead], see, [when_ms])
        lines = [(_told(line, section), f"{line.points:+,.3f}".replace("-", "−")) for line in told[0]]
        widths = [max((len(line[place]) for line in lines), default=0) for place in (0, 1)]
        return "\n".join([f"{told[0].score:,.3f} points on {moment(when_ms, run._zone)}", *(f"  {text.ljust(widths[0])}   {points.rjust(widths[1])}" for text, points in lines)])

    def first_reached(self, points: float) -> Any:
        """When an event first brought each lead to so many points of intent: a frame with ``lead``, ``at``, ``score``, of those that ever came there."""
        rows: dict[int, tuple[int, float]] = {}
        wanted = round(points * 1000)

        def see(number: int, now_ms: int, scores: Any) -> bool:
            is_there = bool(scores.intent_mpt != c.REVOPS_MISSING and scores.intent_mpt >= wanted)
            if is_there:
                rows[number] = now_ms, scores.intent_mpt / 1000
            return is_there

        chosen = self._walk(None, see)
        return self._run._framed("first_reached", {"lead": self._run._leads_named([chosen[number] for number in rows]), "at": np.array([at for at, _ in rows.values()], np.int64),
                                                   "score": np.array([score for _, score in rows.values()], float)})

    def _said(self) -> tuple[str, list[tuple[str, str]]]:
        document, run = self._run.policy._document, self._run
        rules = [(of, plural(len(document.get(of, {}).get("rules", [])), "rule")) for of in ("fit", "intent") if document.get(of, {}).get("rules")]
        return f"Scores: {plural(len(run._ids), 'lead')}{as_of_said(run._as_of_ms, run._zone)}", \
            [*rules, ("ask", "history(leads, at), first_reached(points), explain(lead, at)")]
