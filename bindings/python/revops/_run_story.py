# SPDX-License-Identifier: MIT
"""A lead's story of a run, in words: what it became and when, which rows say so, and how a signal came about."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Optional

import numpy as np

from . import _constants as c
from . import _structs as s
from ._arrays import Array
from ._library import library
from ._run_places import rows_of
from ._log_errors import nearest
from ._run_accounts import answered
from ._run_leads import since_ms_of
from ._show import money, moment, span, wall
from ._factor import factor
from .errors import check

__all__ = ["explained", "lead_of"]

_DAYS = 10  # shown of a window
_NEAR = 500  # names that are compared with one that isn't known


def lead_of(ids: Sequence[Any], lead: Any) -> int:
    """The number of a lead; of its name as text, too, where the log's are numbers."""
    asked = str(lead)
    for is_same in (lambda known: known == lead, lambda known: str(known) == asked):
        for number, known in enumerate(ids):
            if is_same(known):
                return number

    def shared(name: str) -> int:
        return sum(one == other for one, other in zip(name, asked))

    near = nearest(asked, sorted(map(str, ids), key=shared, reverse=True)[:_NEAR])
    raise KeyError(f"no lead {lead!r} in this log" + (f". Did you mean {near!r}?" if near else ""))


def _abbreviated(name: str) -> str:
    """A name as it is written: one of few letters is an abbreviation.

    Examples
    --------
    >>> _abbreviated("pql"), _abbreviated("plan ceiling")
    ('PQL', 'plan ceiling')
    """
    return name.upper() if len(name) <= 4 and name.isalpha() and name.islower() else name


def _and(names: Sequence[str]) -> str:
    return " and ".join(filter(None, (", ".join(names[:-1]), names[-1])))


class _Story:
    """What is told of one lead."""

    def __init__(self, run: Any, number: int) -> None:
        self.run, self.number, self.engine, self.zone = run, number, run.engine, run._zone
        self.effects = run._table[run._table["lead"] == number]

    def head(self) -> str:
        state = s.LeadState()
        record = self.run._records[self.number]
        check(library.revops_lead_read(self.engine._compiled, record.ctypes.data, ctypes.byref(state)))
        since = int(since_ms_of(record.view(self.engine.dtype()), self.engine.stages, np.array([state.stage - 1]))[0])
        stage, step = (self.engine._name(c.REVOPS_ENGINE_LIST_STAGES, number) for number in (state.stage, state.step))
        owner = self.engine._person(state.owner)
        return f"lead {self.run._ids[self.number]}, {stage or 'at no stage'}" + (f" ({step})" if step and step != stage else "") \
            + ("" if since == c.REVOPS_TIME_NONE else f" since {moment(since, self.zone)}") + (f", owner {owner}" if owner else "")

    def lines(self, chosen: Array) -> Iterator[str]:
        """A line an effect; a win stands in the line of the stage that it is won with."""
        wins = {(int(one["at_ms"]), int(one["event"])): one for one in self.effects if one["kind"] == c.REVOPS_EFFECT_WON}
        with_stage = {(int(one["at_ms"]), int(one["event"])) for one in self.effects if one["kind"] == c.REVOPS_EFFECT_ENTERED}
        again: dict[tuple[int, int], list[Any]] = {}  # what says once more, at the same instant, what is entered
        for one in self.effects:
            if one["kind"] in (c.REVOPS_EFFECT_ENTERED, c.REVOPS_EFFECT_UNCHANGED):
                again.setdefault((int(one["at_ms"]), int(one["stage"])), []).append(one)
        before: Optional[int] = None
        for effect, is_chosen in zip(self.effects, chosen):
            at_ms, event, kind = int(effect["at_ms"]), int(effect["event"]), int(effect["kind"])
            if kind == c.REVOPS_EFFECT_WON and (at_ms, event) in with_stage:
                continue
            same = again.get((at_ms, int(effect["stage"])), [effect])
            if kind == c.REVOPS_EFFECT_UNCHANGED and same[0]["kind"] == c.REVOPS_EFFECT_ENTERED:
                continue
            text = self._text(effect)
            if kind == c.REVOPS_EFFECT_ENTERED:
                text = self._entered(effect, text, before)
                before = at_ms
                text = f"{self._text(wins.pop((at_ms, event)))}: {text}" if (at_ms, event) in wins else text
            if is_chosen:
                yield f"  {wall(at_ms, self.zone)}  {text}{self._rows(same) if kind == c.REVOPS_EFFECT_ENTERED else ''}"

    def _text(self, effect: Any) -> str:
        kind = effect["kind"]
        if kind == c.REVOPS_EFFECT_OWNER:
            return f"owner {self.engine._person(int(effect['owner'])) or 'nobody'}"
        if kind == c.REVOPS_EFFECT_WON:
            amount = int(effect["value"])
            return "won" if amount == c.REVOPS_MISSING else f"won {money(amount, int(self.engine.policy._params.money_decimals))}"
        text: str = self.engine.effect_text(s.Effect.from_buffer_copy(effect.tobytes()))
        due = int(effect["value"])
        if effect["clock"] and due not in (c.REVOPS_TIME_NONE, c.REVOPS_SLA_NEVER_MS):  # as the policy's clocks on the wall show it
            said = self.engine.effect_text(s.Effect.from_buffer_copy(effect.tobytes())).rpartition(_utc(due))
            text = f"{said[0]}{moment(due, self.zone)}{said[2]}" if said[1] else text
        return text

    def _entered(self, effect: Any, text: str, before: Optional[int]) -> str:
        """How long it took stands where the stage before stood, as that is in the line above."""
        stage, left = (self.engine._name(c.REVOPS_ENGINE_LIST_STAGES, int(effect[name])) for name in ("stage", "from"))
        given = f"became {stage} from {left}"
        if before is None or not left or not text.startswith(given):
            return text
        rest = text[len(given):]
        return f"became {stage}, after {span(int(effect['at_ms']) - before)}{',' if rest.startswith(' ') else ''}{rest}"

    def _rows(self, effects: list[Any]) -> str:
        """Which rows say a move, where it is more than one."""
        if len(effects) < 2 and not self.run.duplicates:
            return ""
        found = [(part, row) for part, row in zip(*(of.tolist() for of in rows_of(self.run, np.array(effects)))) if part >= 0]
        parts, rows = self.run._log.parts if found else [], dict.fromkeys(found)
        for part, row in found if self.run.duplicates else ():
            rows.update(dict.fromkeys(_equal_rows(parts, part, row)))
        if len(rows) < 2:
            return ""
        where = [(parts[part].table.name, parts[part].table.row(row)) for part, row in rows]
        names = {name for name, _ in where}
        return f" (rows {_and([str(row) for _, row in where])} say so)" if len(names) == 1 else f" ({_and([f'{name} row {row}' for name, row in where])} say so)"

    # ---- signals ----

    def signal(self, name: str, number: int) -> str:
        """How a signal came about, or what it lacks."""
        came = self.effects[(self.effects["kind"] == c.REVOPS_EFFECT_SIGNALLED) & (self.effects["row"] == number)]
        criteria = self.engine._names(c.REVOPS_ENGINE_LIST_CRITERIA)
        usage = self.engine.policy._document["usage"]
        lead, shown = self.run._ids[self.number], _abbreviated(name)
        is_one = shown.isupper()
        if not len(came):
            row = usage["signals"][number - 1]
            asked = row.get("all_of") or row.get("any_of") or criteria
            lacks = [self._lacking(one, usage["criteria"][one], criteria.index(one) + 1) for one in asked]
            return f"{lead} is no {shown}: " + "; ".join(filter(None, lacks)) if is_one else f"{lead} never had {shown!r}: " + "; ".join(filter(None, lacks))
        at_ms = int(came[0]["at_ms"])
        held = [one for place, one in enumerate(criteria) if int(came[0]["items"]) >> place & 1]
        why = "; ".join(f"{one} ({self._met(usage['criteria'][one], at_ms)})" for one in held)
        when = moment(at_ms, self.zone) if at_ms % c.REVOPS_DAY_MS else str(np.datetime64(at_ms, "ms").astype("datetime64[D]"))
        more = [moment(int(one["at_ms"]), self.zone) for one in came[1:]]
        return (f"{lead} is a {shown} since {when}" if is_one else f"{lead} has {shown!r} since {when}") + (f": {why}" if why else "") \
            + (f"\n  again {', '.join(more)}" if more else "")

    def _lacking(self, name: str, criterion: Mapping[str, Any], number: int) -> str:
        reading = s.UsageReading()
        record = self.run._records[self.number]
        status = library.revops_lead_usage(self.engine._compiled, record.ctypes.data, number, self.run._as_of_ms or 0, ctypes.byref(reading))
        if status == c.REVOPS_ERR_ARG:  # the policy counts it by account
            return f"{name} ({_asked(criterion)}, by account)"
        check(status, name)
        if reading.state & c.REVOPS_USAGE_MET:
            return ""
        return f"{name} ({reading.value:,} of {reading.threshold:,} {_measured(criterion)})" if reading.threshold else f"{name} ({_asked(criterion)})"

    def _met(self, criterion: Mapping[str, Any], at_ms: int) -> str:
        days = self._active_days(criterion, at_ms) if criterion.get("measure") == "active days" else []
        if not days or len(days) < int(criterion.get("at_least", 1)):
            return _asked(criterion)
        more = f", … {len(days) - _DAYS} more" if len(days) > _DAYS else ""
        return f"{len(days)} {_measured(criterion)}: {', '.join(map(str, days[:_DAYS]))}{more}"

    def _active_days(self, criterion: Mapping[str, Any], at_ms: int) -> list[Any]:
        """Dates of the window that ends at an instant on which such events happened."""
        count, unit = _within(criterion)
        events, of = answered(self.engine, self.run._events[0], self.run._events[1].astype(np.int64), len(self.run._ids))
        kinds = [self.engine._find(c.REVOPS_ENGINE_LIST_EVENTS, name) for name in criterion.get("events", ())]
        mine = events["at_ms"][(of == self.number) & np.isin(events["kind"], kinds) & (events["at_ms"] <= at_ms)]
        if unit == "h":
            mine = mine[mine >= at_ms - count * c.REVOPS_HOUR_MS]
        local = np.array([wall(int(one), self.zone)[:10] for one in np.unique(mine)], "datetime64[D]")
        last = np.datetime64(wall(at_ms, self.zone)[:10], "D")
        return list(np.unique(local[local > last - count] if unit == "days" and count else local).tolist())


def _utc(at_ms: int) -> str:
    """An instant as the library writes it."""
    whole = np.datetime64(at_ms, "ms")
    return f"{whole.astype('datetime64[s]')}Z" if at_ms % 1000 == 0 else f"{whole}Z"


def _equal_rows(parts: Sequence[Any], part: int, row: int) -> list[tuple[int, int]]:
    """Rows that say of the same lead the same thing at the same instant, in any table of the log."""
    first = parts[part]
    names = ["lead", *(role for role in ("event", "property", "value", "id") if role in first.document)]
    out: list[tuple[int, int]] = []
    if "at" not in first.document:
        return out
    says = []
    for role in names:
        numbers, labels = factor(first.table.column(first.document[role], role))
        says.append(labels[numbers[row]])
    at_ms = first.times[first.document["at"]].at_ms[row]
    for place, other in enumerate(parts):
        if any(role not in other.document for role in ("at", *names)):
            continue
        same = other.times[other.document["at"]].at_ms == at_ms
        for role, text in zip(names, says):
            numbers, labels = factor(other.table.column(other.document[role], role))
            same = same & (numbers == labels.index(text) if text in labels else False)
        out += [(place, number) for number in np.flatnonzero(same).tolist()]
    return out


def _within(criterion: Mapping[str, Any]) -> tuple[int, str]:
    number, _, unit = str(criterion.get("within", "")).partition(" ")
    return (int(number), {"day": "days"}.get(unit, unit)) if number.isdigit() else (0, "")


def _measured(criterion: Mapping[str, Any]) -> str:
    count, unit = _within(criterion)
    window = "" if not count else f" within {count}" if unit == "days" and criterion.get("measure") == "active days" else f" within {count} {unit}"
    return f"{criterion.get('measure', 'events')}{window}"


def _asked(criterion: Mapping[str, Any]) -> str:
    bounds = [f"{word.replace('_', ' ')} {criterion[word]}" for word in ("at_least", "at_most") if word in criterion]
    return f"{_measured(criterion)}{', ' if bounds else ''}{', '.join(bounds)}"


def explained(run: Any, lead: Any, what: Optional[str]) -> str:
    """What happened to a lead; of one clock or signal by its name."""
    story = _Story(run, lead_of(run._ids, lead))
    effects = story.effects
    chosen = np.ones(len(effects), bool)
    if what is not None:
        clocks, signals = run.engine.clocks, run.engine._names(c.REVOPS_ENGINE_LIST_SIGNALS)
        if what not in (*clocks, *signals):
            near = nearest(what, (*clocks, *signals))
            raise KeyError(f"{what!r} is neither a clock nor a signal: expected one of {', '.join((*clocks, *signals)) or 'none, as the policy has neither'}"
                           + (f". Did you mean {near!r}?" if near else ""))
        if what not in clocks:
            return story.signal(what, signals.index(what) + 1)
        chosen = effects["clock"] == clocks.index(what) + 1
    lines = list(story.lines(chosen))
    return "\n".join([story.head(), *(lines or ([f"  nothing of {what!r}"] if what is not None else []))])
