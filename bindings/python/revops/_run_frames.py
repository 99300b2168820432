# SPDX-License-Identifier: MIT
"""Frames of a run, each built when it is asked for first: leads, facts, stays, effects, deviations."""

from __future__ import annotations

import functools
from collections.abc import Sequence
from typing import Any, Optional

import numpy as np

from . import _constants as c
from . import _structs as s
from ._arrays import Array
from ._frames import kind_of
from ._kinds import F
from ._library import library
from ._run_accounts import accounts_of, signals_of
from ._run_leads import facts_of, leads_of, numbered, stays_of
from ._run_places import places_of
from ._run_promises import VERDICTS, RunPromises
from ._schemas import FRAMES
from ._typed import Coded, give
from .simulation import answers_of

__all__ = ["RunFrames"]


def named(numbers: Array, labels: Sequence[str]) -> Coded:
    """Names by their number, from 1."""
    return Coded(np.asarray(numbers, np.int64) - 1, labels)


class RunFrames(RunPromises[F]):
    """Frames of a `Run`."""

    _answers: Array

    def _framed(self, name: str, columns: dict[str, Any], more: Optional[dict[str, str]] = None) -> F:
        found: F = give(kind_of(self._log), columns, {**FRAMES[name], **(more or {})}, self._frames_zone)
        return found

    def _leads_named(self, numbers: Any) -> Coded:
        return Coded(np.asarray(numbers, np.int64), self._ids, self._log._lead_column)

    def _owners(self, numbers: Array) -> Coded:
        return numbered(numbers, self.engine._person)

    @functools.cached_property
    def leads(self) -> F:
        """A row a lead: ``lead``, ``stage``, ``step``, ``since``, ``cycle``, ``owner``, ``account``, ``segment``, ``motion``, ``fit``, ``engagement`` (the grade's
        number), ``wins``, ``amount`` (minor units), ``deviations``, ``next_due`` (of promises that run); then the columns of tables of leads, as they came. What
        events said besides is in `facts`, when the lead was where in `stays`."""
        return self._framed("leads", {**self._lead_columns, **self._log._leads_columns(self._ids, self._lead_columns)})

    @functools.cached_property
    def _lead_columns(self) -> dict[str, Any]:
        return {"lead": self._leads_named(np.arange(len(self._ids))), **leads_of(self)}

    @functools.cached_property
    def facts(self) -> F:
        """A row a lead: ``lead``, ``source``, ``campaign``, ``reason`` (of its latest move), ``touches``, ``resume``; then each attribute that events set."""
        columns, types = self._fact_columns
        return self._framed("facts", {"lead": self._leads_named(np.arange(len(self._ids))), **columns}, types)

    @functools.cached_property
    def _fact_columns(self) -> tuple[dict[str, Any], dict[str, str]]:
        return facts_of(self)

    def _labels_known(self) -> tuple[dict[str, Any], dict[str, str]]:
        """Columns of `leads` and `facts`, which are keys of figures, and their types."""
        columns, types = self._fact_columns
        return {**columns, **self._lead_columns}, {**FRAMES["facts"], **types, **FRAMES["leads"]}

    @functools.cached_property
    def stays(self) -> F:
        """A row a stay in a stage, by lead and time: ``lead``, ``cycle``, ``stage``, ``entered``, ``left`` (none: the lead is there), ``inferred`` (nobody said it:
        the lead must have passed), ``irregular`` (the policy has no such way), ``owner`` (as of then), ``file`` and ``row``, none if inferred."""
        return self._framed("stays", stays_of(self))

    @functools.cached_property
    def effects(self) -> F:
        """A row an effect: ``lead``, ``at``, ``effect``, ``event``, ``from``, ``to``, ``clock``, ``reason``, ``due``, ``owner``, ``amount`` (of a win), ``file``, ``row``."""
        table, engine = self._table, self.engine
        is_win = (table["kind"] == c.REVOPS_EFFECT_WON) & (table["value"] != c.REVOPS_MISSING)
        return self._framed("effects", {
            "lead": self._leads_named(table["lead"]), "at": np.ascontiguousarray(table["at_ms"]),
            "effect": numbered(table["kind"], lambda kind: library.revops_effect_name(kind).decode()), "event": named(table["event"], engine.events),
            "from": named(table["from"], engine.stages), "to": named(table["stage"], engine.stages), "clock": named(table["clock"], engine.clocks),
            "reason": named(table["reason"], engine.reasons),
            "due": np.where((table["clock"] > 0) & (table["value"] != c.REVOPS_SLA_NEVER_MS), table["value"], c.REVOPS_TIME_NONE), "owner": self._owners(table["owner"]),
            "amount": np.ma.MaskedArray(np.where(is_win, table["value"], 0), ~is_win), **places_of(self, table),
        })

    @functools.cached_property
    def deviations(self) -> F:
        """A row a deviation from the policy and rule: ``lead``, ``at``, ``rule``, ``stage`` (those that were skipped, or that the move left back or led to), ``to``,
        ``missing`` (the stages that are, or the items), ``owner``; ``file`` and ``row`` of the log that say so, a file's rows as a spreadsheet counts them; ``text``."""
        stages: dict[tuple[int, str], list[str]] = {}
        for effect, rule, stage in zip(*self._deviating("rule")):
            stages.setdefault((int(effect), rule), []).append(stage)
        items: dict[int, list[str]] = {}
        with_item, names, _ = self._deviating("item")
        for effect, item in zip(with_item, names):
            items.setdefault(int(effect), []).append(item)
        passed = [", ".join(dict.fromkeys(names)) for names in stages.values()]
        table = self._table[np.array([effect for effect, _ in stages], np.intp)]
        return self._framed("deviations", {
            "lead": self._leads_named(table["lead"]), "at": np.ascontiguousarray(table["at_ms"]), "rule": [rule for _, rule in stages], "stage": passed,
            "to": named(table["stage"], self.engine.stages),
            "missing": [names if rule == "stage skipped" else ", ".join(items[effect]) if rule == "item missing" and effect in items else None
                        for (effect, rule), names in zip(stages, passed)],
            "owner": self._owners(table["owner"]), **places_of(self, table),
            "text": [self.engine.effect_text(s.Effect.from_buffer_copy(row.tobytes())) for row in table],
        })

    @functools.cached_property
    def promises(self) -> F:
        """A row a run of a clock: ``lead``, ``clock``, ``owner`` (when it was decided; of one that runs, now), ``started``, ``due``, ``met``, ``verdict``
        ("running", "called off", "in time", "missed", "met late"), ``taken`` and ``paused``."""
        return self._framed("promises", self._promise_columns)

    @functools.cached_property
    def _promise_columns(self) -> dict[str, Any]:
        runs = self._runs
        return {
            "lead": self._leads_named(runs["lead"]), "clock": Coded(runs["clock"], self.engine.clocks), "owner": self._owners(runs["owner"]),
            **{name: runs[name] for name in ("started", "due", "met")}, "verdict": Coded(runs["verdict"], VERDICTS), "taken": runs["taken"], "paused": runs["paused"],
        }

    @functools.cached_property
    def answers(self) -> F:
        """A row an assignment by the policy's routing, of `simulate`: ``lead``, ``at``, ``owner``, ``previous``, ``reason``, ``queue``, ``territory``,
        ``missed`` (the clock that asked), ``left`` (the previous owner did)."""
        return self._framed("answers", {**answers_of(self.engine, self._ids, self._answers), "lead": self._leads_named(self._answers["lead"])})

    @functools.cached_property
    def accounts(self) -> F:
        """A row an account that leads belong to: ``account``, ``leads`` (how many joined it), ``first`` and ``last`` (event), ``signal`` (the latest) and
        ``signal at``; for each signal of the policy when it came first (``PQL (signal)``), for each criterion its value at the end and when it was met first
        (``seats added (criterion)``, ``seats added met``). Shares are basis points. Of usage that the policy counts by lead, accounts have none."""
        events, leads = getattr(self, "_events", (np.zeros(0, np.dtype(s.Event)), np.zeros(0, np.int64)))[:2]
        columns = accounts_of(self.engine, events, leads, len(self._ids), self._as_of_ms or 0)
        return self._framed("accounts", columns, {name: "int64?" for name in columns if name.endswith(" (criterion)") or name in ("people engaged", "stakeholder coverage")})

    def _signal_rows(self) -> F:
        rows = signals_of(self.engine, self._ids, self._table)
        return self._framed("signals", {**rows, "lead": Coded(np.arange(len(rows["lead"])), rows["lead"], self._log._lead_column)})

    @property
    def records(self) -> bytes:
        """The records of all leads as bytes, one behind the other in the order of `leads`: what `bytes` of a `Lead` gives, and what is stored."""
        return self._records.tobytes()
