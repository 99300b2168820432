# SPDX-License-Identifier: MIT
"""One account, event by event (engine-account.h): its record, and what it tells its leads [SEM18]."""

from __future__ import annotations

import ctypes
import threading
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Optional

import numpy as np

from . import _constants as c
from . import _structs as s
from ._arrays import Array
from ._compiled import one_at_a_time
from ._library import library
from ._made import Made
from ._rebase import Effects
from ._refold import event_of
from ._run_accounts import reading_of, standing_of
from ._show import Shown
from ._struct import size
from ._time import Instant, instant_ms
from .errors import DuplicateError, LateError, check

if TYPE_CHECKING:
    from .engine import Engine, Lead

__all__ = ["Account", "Answers", "standings"]

_EVENT, _EFFECT = np.dtype(s.Event), np.dtype(s.Effect)


class Answers(list[dict[str, Any]]):
    """What an account tells its leads, a dict each: ``at`` and ``signal`` with its ``criteria``, or ``attribute`` with its ``value``.

    ``table`` has them as the library writes them, to be stored with the leads' events; ``known`` is what a lead hears beside them that joins with the event."""

    table: Array
    known: Optional[Answers]

    def __init__(self, rows: Iterable[Any], table: Array, known: Optional[Answers] = None) -> None:
        super().__init__(rows)
        self.table, self.known = table, known


class Account(Made, Shown):
    """An account's record under an `Engine`, from `Engine.account`: bytes that may be stored (`bytes(account)`) and given back.

    Threads that share an account wait for each other."""

    def __init__(self, engine: Engine, name: str, record: Array) -> None:
        self._engine, self._name, self._record, self._lock = engine, name, record, threading.RLock()

    def _said(self) -> tuple[str, list[tuple[str, str]]]:
        met = [name for name, level in self.usage().items() if level["is_met"]]
        return f"Account {self._name!r}", [("met", ", ".join(met))]

    def _is_same(self, other: Any) -> bool:
        return bool(self._engine == other._engine and self._name == other._name and bytes(self) == bytes(other))

    @one_at_a_time
    def __bytes__(self) -> bytes:
        return self._record.tobytes()

    @property
    def name(self) -> str:
        """Its name, as events have it in ``account``."""
        return self._name

    @one_at_a_time
    def usage(self, at: Optional[Instant] = None) -> dict[str, dict[str, Any]]:
        """Each criterion of its usage as of an instant, that of its last use unless given: ``value`` (None without one; shares in basis points),
        ``threshold``, ``missing`` (how much), ``is_met`` and ``met`` (when it was first). Empty where the policy counts usage by lead."""
        at_ms = c.REVOPS_TIME_NONE if at is None else instant_ms(at, "at")
        found = {}
        for number, name in enumerate(self._engine._names(c.REVOPS_ENGINE_LIST_CRITERIA), 1):
            level = reading_of(self._engine, self._record.ctypes.data, number, at_ms)
            if level is not None:
                found[name] = {
                    "value": None if level.state & c.REVOPS_USAGE_NO_VALUE else int(level.value), "threshold": int(level.threshold), "missing": int(level.missing),
                    "is_met": bool(level.state & c.REVOPS_USAGE_MET), "met": None if level.met_ms == c.REVOPS_TIME_NONE else np.datetime64(level.met_ms, "ms"),
                }
        return found

    @one_at_a_time
    def standing(self, at: Optional[Instant] = None) -> dict[str, Any]:
        """Where it stands as of an instant, that of its last event unless given: ``people engaged``, ``stakeholder coverage`` (basis points),
        ``account engagement`` (a grade) and its ``points``. Only what conditions of the policy ask for is there; None is unknown."""
        return standing_of(self._engine, self._record.ctypes.data, c.REVOPS_TIME_NONE if at is None else instant_ms(at, "at"))


def standings(engine: Engine) -> dict[str, dict[str, Any]]:
    """Where accounts stand, as attributes behind those of the policy: what its conditions ask for."""
    types: dict[str, dict[str, Any]] = {
        "people engaged": {"type": "number"}, "stakeholder coverage": {"type": "share"},
        "account engagement": {"type": "choice", "choices": list(engine._names(c.REVOPS_ENGINE_LIST_ACCOUNT_GRADES))},
    }
    names = engine._names(c.REVOPS_ENGINE_LIST_ATTRIBUTES)
    return {name: {**row, "of": "account"} for name, row in types.items() if name in names}


def account_of(engine: Engine, name: str, record: Optional[bytes]) -> Account:
    """A new account, or one that was stored."""
    room = int(library.revops_engine_account_size(engine._compiled))
    memory = np.zeros(room, np.uint8)
    if not name:
        raise ValueError("an account needs a name: what events have in account")
    if record is None:
        check(library.revops_engine_account_init(engine._compiled, memory.ctypes.data))
    else:
        if len(record) != room:
            raise ValueError(f"an account of {engine.policy.name!r} has {room} bytes, not {len(record)}")
        memory[:] = np.frombuffer(record, np.uint8)
        check(library.revops_engine_account_verify(engine._compiled, memory.ctypes.data, 1), "a stored account")
    return Account(engine, name, memory)


def _rows(engine: Engine, table: Array) -> list[dict[str, Any]]:
    criteria, attributes = engine._names(c.REVOPS_ENGINE_LIST_CRITERIA), engine._names(c.REVOPS_ENGINE_LIST_ATTRIBUTES)
    rows: list[dict[str, Any]] = []
    for answer in table:
        at, value, actor = np.datetime64(int(answer["at_ms"]), "ms"), int(answer["value"]), int(answer["actor"])
        if answer["flags"] & c.REVOPS_EVENT_SIGNAL:
            held = [name for i, name in enumerate(criteria) if actor >> i & 1]
            rows.append({"at": at, "signal": engine._name(c.REVOPS_ENGINE_LIST_SIGNALS, value), "criteria": held})
        else:
            rows.append({"at": at, "attribute": attributes[actor - 1], "value": engine._as_given(attributes[actor - 1], value)})
    return rows


def hear(engine: Engine, account: Account, lead: int, row: Mapping[str, Any], what: str) -> Answers:
    """Applies an event of one of its leads to an account."""
    given = event_of(engine, {**row, "account": account._name})
    room = max(1, int(library.revops_engine_account_answers_max(engine._compiled)), len(engine._attributes))
    out, known, count, told = np.zeros(room, _EVENT), np.zeros(room, _EVENT), size(), size()
    number = engine._text_number(account._name)
    with account._lock:
        status = library.revops_engine_account_apply(
            engine._compiled, engine._texts.given(), account._record.ctypes.data, number, lead, ctypes.byref(given),
            out.ctypes.data_as(ctypes.POINTER(s.Event)), room, ctypes.byref(count),
        )
        if status == c.REVOPS_ERR_LATE:
            raise LateError(what=what)
        if status == c.REVOPS_ERR_DUPLICATE:
            raise DuplicateError(what=what)
        check(status, what)
        check(library.revops_engine_account_join(
            engine._compiled, account._record.ctypes.data, number, ctypes.byref(given), known.ctypes.data_as(ctypes.POINTER(s.Event)), room, ctypes.byref(told),
        ), what)
    table, joined = out[: count.value].copy(), known[: told.value].copy()
    return Answers(_rows(engine, table), table, Answers(_rows(engine, joined), joined))


def answer(engine: Engine, lead: Lead, answers: Answers, mode: int) -> Effects:
    """Applies what an account says to a lead."""
    told: Effects = Effects([], np.zeros(0, _EFFECT))
    effects, count = (s.Effect * engine._room)(), size()
    for row in answers.table:
        given = s.Event.from_buffer_copy(row.tobytes())
        with lead._lock:
            status = library.revops_engine_apply(
                engine._compiled, engine._texts.given(), lead._record.ctypes.data, ctypes.byref(given), mode, c.REVOPS_EFFECTS_ALL, effects, engine._room,
                ctypes.byref(count),
            )
        if status == c.REVOPS_ERR_LATE:
            raise LateError(what="an answer of an account")
        if status != c.REVOPS_ERR_DUPLICATE:
            check(status, "an answer of an account")
            more = engine._told(effects, count.value)
            told = Effects([*told, *more], np.concatenate([told.table, more.table]))
    return told


def rebase_accounts(engine: Engine, to: Engine, accounts: Sequence[Account], at: Instant) -> list[Effects]:
    """Carries accounts over, all of them or none."""
    if to._texts is not engine._texts:
        raise ValueError("the next engine has other texts: make it as Engine(policy, after=engine)")
    at_ms, carried = instant_ms(at, "at"), []
    room = int(library.revops_engine_account_rebase_effects_max(engine._compiled, to._compiled))
    block: Any = (s.Effect * room)()
    count = size()
    for account in accounts:
        out = np.zeros(int(library.revops_engine_account_size(to._compiled)), np.uint8)
        with account._lock:
            check(library.revops_engine_account_rebase(
                engine._compiled, to._compiled, account._record.ctypes.data, at_ms, out.ctypes.data, block, room, ctypes.byref(count),
            ), f"the change of policy at {at}")
        carried.append((account, out, np.frombuffer(block, _EFFECT, count.value).copy()))
    for account, out, _ in carried:
        with account._lock:
            account._engine, account._record = to, out
    return [engine._told_of(table) for _, _, table in carried]
