# SPDX-License-Identifier: MIT
"""Usage in a replay (engine-account.h): what accounts tell their leads, as events of each lead [SEM18]; accounts and signals as rows; levels with a limit."""

from __future__ import annotations

import ctypes
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from . import _constants as c
from . import _structs as s
from ._arrays import Array, address, aligned_memory
from ._library import library
from ._struct import size, u32, u64
from ._threads import side_by_side, slices
from .errors import check

if TYPE_CHECKING:
    from .engine import Engine

__all__ = ["accounts_of", "answered", "level_value", "signals_of", "standing_of"]

_EVENT = np.dtype(s.Event)
_BLOCK = 1 << 12


class _Accounts:
    """Records of accounts, from nothing on."""

    def __init__(self, engine: Engine, ids: Array) -> None:
        self._engine, self._ids = engine, np.ascontiguousarray(ids, np.uint64)
        self._size = int(library.revops_engine_account_size(engine._compiled))
        self._memory = aligned_memory(max(1, len(ids)) * self._size)
        for i in range(len(ids)):
            check(library.revops_engine_account_init(engine._compiled, self._at(i)))

    def _at(self, account: int) -> int:
        return int(self._memory.ctypes.data) + account * self._size

    def apply(self, events: Array, accounts: Array, leads: Array) -> tuple[Array, Array]:
        """Answers, and the row of each one's cause."""
        rows, whose, who = np.ascontiguousarray(events), np.ascontiguousarray(accounts, np.uint32), np.ascontiguousarray(leads, np.uint64)
        block, causes = np.zeros(max(_BLOCK, library.revops_engine_account_answers_max(self._engine._compiled)), _EVENT), np.zeros(_BLOCK, np.uint64)
        cursor, written, found = s.Cursor(), size(), []
        status = c.REVOPS_ERR_NOSPACE
        while status == c.REVOPS_ERR_NOSPACE:
            status = library.revops_engine_account_apply_many(
                self._engine._compiled, self._engine._texts.given(), self._memory.ctypes.data, len(self._ids), address(self._ids, u64),
                address(whose, u32), address(who, u64), rows.ctypes.data_as(ctypes.POINTER(s.Event)), len(rows), ctypes.byref(cursor),
                block.ctypes.data_as(ctypes.POINTER(s.Event)), address(causes, u64), len(block), ctypes.byref(written),
            )
            found.append((block[: written.value].copy(), causes[: written.value].copy()))
        check(status, "accounts")
        return np.concatenate([one for one, _ in found]), np.concatenate([rows for _, rows in found]).astype(np.int64)

    def join(self, account: int, event: Array) -> Array:
        """What an account knows, for a lead that joins it with this event."""
        out, needed = np.zeros(max(1, len(self._engine._attributes)), _EVENT), size()
        given = s.Event.from_buffer_copy(event.tobytes())
        check(library.revops_engine_account_join(
            self._engine._compiled, self._at(account), int(self._ids[account]), ctypes.byref(given),
            out.ctypes.data_as(ctypes.POINTER(s.Event)), len(out), ctypes.byref(needed),
        ))
        return out[: needed.value]


class _Heard:
    """Events of leads that belong to accounts, as the accounts hear them; `events` are in canonical order, with the lead of each in `indexes`."""

    def __init__(self, engine: Engine, events: Array, indexes: Array, count: int) -> None:
        named = np.flatnonzero(events["account"])
        first = np.full(count, len(events), np.int64)  # the event with which each lead joins
        np.minimum.at(first, indexes[named], named)
        self.joined = first < len(events)
        ids = np.zeros(count, np.uint64)
        ids[self.joined] = events["account"][first[self.joined]]
        self.numbers, self.whose = np.unique(ids, return_inverse=True)
        rows = np.flatnonzero(np.arange(len(events)) >= first[indexes])
        rows = rows[np.lexsort((rows, indexes[rows], events["sequence"][rows], events["at_ms"][rows]))]
        place = np.full(len(events) + 1, -1, np.int64)  # of each event among those of accounts
        place[rows] = np.arange(len(rows))
        self.of_lead = np.where(self.joined, place[np.minimum(first, len(events))], len(rows))
        self.given = events[rows], self.whose[indexes[rows]], indexes[rows] + 1


def answered(engine: Engine, events: Array, indexes: Array, count: int, threads: int = 1) -> tuple[Array, Array]:
    """The events of leads with the answers of their accounts among them, lead by lead in canonical order; `events` are so, with the lead of each in `indexes`."""
    if not any(side_by_side([lambda part=part: events["account"][part].any() for part in slices(len(events), threads)], threads)):  # type: ignore[misc]
        return events, indexes
    heard = _Heard(engine, events, indexes, count)
    joined, whose, of_lead, given, numbers = heard.joined, heard.whose, heard.of_lead, heard.given, heard.numbers
    answers, causes = _Accounts(engine, numbers).apply(*given)
    leads = [np.zeros(0, np.int64)]
    which = [np.zeros(0, np.int64)]
    members = {account: np.flatnonzero(joined & (whose == account)) for account in np.unique(given[1][causes]).tolist()}
    for i, (cause, account) in enumerate(zip(causes.tolist(), given[1][causes].tolist())):
        own = members[account][of_lead[members[account]] <= cause]
        leads.append(own)
        which.append(np.full(len(own), i, np.int64))
    more, of = answers[np.concatenate(which)], np.concatenate(leads)
    facts = causes[(answers["flags"] & c.REVOPS_EVENT_ATTRIBUTE) != 0]
    if len(facts):
        told, to = _joins(engine, numbers, given, facts, joined, of_lead, whose)
        more, of = np.concatenate([more, told]), np.concatenate([of, to])
    if not len(more):
        return events, indexes
    together, whom = np.concatenate([events, more]), np.concatenate([indexes, of])
    is_answer = np.arange(len(together)) >= len(events)
    within = np.where(is_answer, together["id"], np.arange(len(together), dtype=np.uint64))
    put = np.lexsort((within, is_answer, together["sequence"], together["at_ms"], whom))
    return together[put], whom[put]


def _joins(engine: Engine, numbers: Array, given: tuple[Array, Array, Array], facts: Array, joined: Array, of_lead: Array, whose: Array) -> tuple[Array, Array]:
    """What those leads are told that join an account of which something is known."""
    known: dict[int, int] = {}  # account: the first event that said something of it
    for cause in facts.tolist():
        known.setdefault(int(given[1][cause]), cause)
    late = [lead for lead in np.flatnonzero(joined).tolist() if known.get(int(whose[lead]), len(given[0])) < of_lead[lead]]
    accounts, told, to, begin = _Accounts(engine, numbers), [np.zeros(0, _EVENT)], [np.zeros(0, np.int64)], 0
    for lead in sorted(late, key=lambda lead: of_lead[lead]):
        end = int(of_lead[lead]) + 1
        accounts.apply(*(part[begin:end] for part in given))
        begin = max(begin, end)
        found = accounts.join(int(whose[lead]), given[0][end - 1])
        told.append(found)
        to.append(np.full(len(found), lead, np.int64))
    return np.concatenate(told), np.concatenate(to)


def reading_of(engine: Engine, record: int, criterion: int, at_ms: int) -> Any:
    """A criterion of an account as of an instant; None where there is none."""
    reading = s.UsageReading()
    status = library.revops_engine_account_usage(engine._compiled, record, criterion, at_ms, ctypes.byref(reading))
    return reading if status == c.REVOPS_OK else None


def standing_of(engine: Engine, record: int, at_ms: int) -> dict[str, Any]:
    """Where an account stands as of an instant: what conditions of the policy ask for."""
    state, missing = s.EngineAccountState(), c.REVOPS_MISSING
    check(library.revops_engine_account_read(engine._compiled, record, at_ms, ctypes.byref(state)), "where an account stands")
    found = {
        "people engaged": state.people, "stakeholder coverage": state.coverage_bp,
        "account engagement": engine._name(c.REVOPS_ENGINE_LIST_ACCOUNT_GRADES, state.engagement), "points": state.engagement_mpt,
    }
    asked = {name for name in found if engine._find(c.REVOPS_ENGINE_LIST_ATTRIBUTES, "account engagement" if name == "points" else name)}
    known = {name: None if value == missing else value for name, value in found.items() if name in asked}
    points = known.get("points")
    return known if points is None else {**known, "points": points / 1000}


def accounts_of(engine: Engine, events: Array, indexes: Array, count: int, as_of_ms: int) -> dict[str, Any]:
    """A row an account, of the events of leads in canonical order."""
    heard = _Heard(engine, events, indexes, count)
    signals, criteria = engine._names(c.REVOPS_ENGINE_LIST_SIGNALS), engine._names(c.REVOPS_ENGINE_LIST_CRITERIA)
    accounts = _Accounts(engine, heard.numbers)
    answers, causes = accounts.apply(*heard.given)
    at_ms, whose = heard.given[0]["at_ms"], heard.given[1]
    rows = [i for i, number in enumerate(heard.numbers.tolist()) if number]
    none = np.iinfo(np.int64).min
    first, last = np.full(len(heard.numbers), none), np.full(len(heard.numbers), none)
    last[whose] = at_ms
    first[whose[::-1]] = at_ms[::-1]
    came = np.full((len(heard.numbers), len(signals)), none)
    latest, latest_ms = np.zeros(len(heard.numbers), np.int64), np.full(len(heard.numbers), none)
    is_signal = (answers["flags"] & c.REVOPS_EVENT_SIGNAL) != 0
    for answer, account in zip(answers[is_signal], whose[causes[is_signal]].tolist()):
        number, when = int(answer["value"]), int(answer["at_ms"])
        latest[account] = min(latest[account], number) if latest_ms[account] == when else number
        latest_ms[account] = when
        came[account, number - 1] = when if came[account, number - 1] == none else came[account, number - 1]

    def instants(values: Any) -> Array:
        return np.array(values, np.int64)[rows].view("datetime64[ms]")

    columns: dict[str, Any] = {
        "account": [engine._text(int(heard.numbers[i])) for i in rows],
        "leads": [int((heard.joined & (heard.whose == i)).sum()) for i in rows],
        "first": instants(first), "last": instants(last),
        "signal": [engine._name(c.REVOPS_ENGINE_LIST_SIGNALS, int(latest[i])) for i in rows], "signal at": instants(latest_ms),
    }
    for i, name in enumerate(signals):
        columns[f"{name} (signal)"] = instants(came[:, i])
    for i, name in enumerate(criteria):
        readings = [reading_of(engine, accounts._at(row), i + 1, as_of_ms) for row in range(len(heard.numbers))]
        has_value = [reading is not None and not reading.state & c.REVOPS_USAGE_NO_VALUE for reading in readings]
        columns[f"{name} (criterion)"] = [readings[row].value if has_value[row] else None for row in rows]
        columns[f"{name} met"] = instants([none if reading is None else reading.met_ms for reading in readings])
    stands = [standing_of(engine, accounts._at(row), max(as_of_ms, int(last[row]))) for row in rows]
    for name in ("people engaged", "stakeholder coverage", "account engagement"):
        if engine._find(c.REVOPS_ENGINE_LIST_ATTRIBUTES, name):
            columns[name] = [row[name] for row in stands]
    return columns


def level_value(value: Any) -> int:
    """A level as the engine has it: a number, or of a limit "8/10"."""
    level, _, limit = str(value).partition("/")
    if not (level.strip().isdigit() and (not _ or limit.strip().isdigit())) or max(int(level), int(limit or 0)) >= 1 << 31:
        raise ValueError(f"value {value!r} is no level: expected a whole number such as 8, or with its limit 8/10")
    return int(level) | int(limit or 0) << 32


def signals_of(engine: Engine, ids: Sequence[Any], table: Array) -> dict[str, Any]:
    """A row a signal that came, of a table of effects."""
    table = table[table["kind"] == c.REVOPS_EFFECT_SIGNALLED]
    columns = engine._columns(table)
    rows = engine.policy._document.get("usage", {}).get("signals", [])
    criteria = engine._names(c.REVOPS_ENGINE_LIST_CRITERIA)
    return {
        "lead": [ids[lead] for lead in table["lead"].tolist()],
        "at": columns["at"],
        "signal": [engine._name(c.REVOPS_ENGINE_LIST_SIGNALS, number) for number in table["row"].tolist()],
        "criteria": [", ".join(name for i, name in enumerate(criteria) if bits >> i & 1) for bits in table["items"].tolist()],
        "goes_to": [rows[number - 1].get("goes_to") for number in table["row"].tolist()],
        "move": [engine._name(c.REVOPS_ENGINE_LIST_MOVES, number) if number else None for number in table["move"].tolist()],
        "stage": columns["to"],
        "again": (table["flags"] & c.REVOPS_EFFECT_FURTHER) != 0,
        "owner": columns["owner"],
    }
