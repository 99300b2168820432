# SPDX-License-Identifier: MIT
"""A log replayed with the policy's routing (simulate.h)."""

from __future__ import annotations

import ctypes
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Optional, overload

import numpy as np

from . import _constants as c
from . import _structs as s
from ._arrays import Array, address, aligned_memory
from ._kinds import Automatic, F, Mode
from ._library import library
from ._struct import size, u64
from .errors import check
from .policy import Source

if TYPE_CHECKING:
    from ._kinds import Dict, Replayed, Unpack
    from .engine import Run
    from .log import Log

__all__ = ["simulate"]

EFFECT = np.dtype(s.Effect)
EVENT = np.dtype(s.Event)
ANSWER = np.dtype(s.SimulateAnswer)
_ANSWERS = 4096
_PARTS = 1  # into which leads are divided; the owners don't depend on it


def _built(call: Any, what: str) -> tuple[Array, Any]:
    """Memory of a size that is asked for first, and what lies in it."""
    needed, out = size(), ctypes.c_void_p()
    status = call(None, 0, ctypes.byref(needed), ctypes.byref(out))
    if status != c.REVOPS_ERR_NOSPACE:
        check(status, what)
    memory = aligned_memory(needed.value)
    check(call(memory.ctypes.data, needed.value, ctypes.byref(needed), ctypes.byref(out)), what)
    return memory, out


def identities_of(duplicates: Mapping[Any, Any], ids: Sequence[Any]) -> Array:
    """A number for each lead: leads that are duplicates of each other, directly or by way of others, have the same one; 0 none."""
    place, above = {name: i for i, name in enumerate(ids)}, list(range(len(ids)))
    for lead, other in duplicates.items():
        for name in (lead, other):
            if name not in place:
                raise KeyError(f"duplicates names lead {name!r}, which isn't in the log")
        pair = [place[lead], place[other]]
        for i, at in enumerate(pair):
            while above[at] != at:
                at = above[at]
            pair[i] = at
        above[max(pair)] = min(pair)
    found = np.zeros(len(ids), np.uint64)
    for name in {*duplicates, *duplicates.values()}:
        at = place[name]
        while above[at] != at:
            at = above[at]
        found[place[name]] = at + 1
    return found


def _folded(
    engine: Any, events: Array, indexes: Array, count: int, mode: int, now_ms: Optional[int], block: int, identities: Optional[Array] = None
) -> tuple[Array, Array, Array]:
    """Records of all leads, all effects, and the router's answers."""
    if not library.revops_engine_count(engine._compiled, c.REVOPS_ENGINE_LIST_QUEUES):
        raise ValueError(f"policy {engine.policy.name!r} has no routing")
    put = np.argsort(indexes, kind="stable")
    rows, firsts = np.ascontiguousarray(events[put]), np.zeros(count + 1, np.uint64)
    firsts[1:] = np.cumsum(np.bincount(indexes.astype(np.intp), minlength=count)) if count else 0
    memory = aligned_memory(max(1, count) * engine._size)
    records = memory[: count * engine._size].reshape(count, engine._size)
    for record in records[:1]:
        check(library.revops_lead_init(engine._compiled, record.ctypes.data))
    records[1:] = records[:1]
    texts, ids = engine._texts.given(), np.arange(count, dtype=np.uint64)
    states = []
    for part in range(_PARTS):
        first, last = part * count // _PARTS, (part + 1) * count // _PARTS
        columns = s.SimulateColumns()
        columns.struct_size, columns.count, columns.engine, columns.mode = ctypes.sizeof(columns), last - first, engine._compiled, mode
        columns.texts = ctypes.addressof(texts)
        columns.leads, columns.ids = memory.ctypes.data + first * engine._size, ids[first:].ctypes.data
        columns.identities = None if identities is None else identities[first:].ctypes.data
        columns.firsts, columns.events = firsts[first:].ctypes.data, rows.ctypes.data
        columns.until_ms, columns.wanted = 0 if now_ms is None else now_ms, c.REVOPS_EFFECTS_ALL
        states.append(_built(lambda *room, of=columns: library.revops_simulate_state_init(ctypes.byref(of), *room), "simulate"))
    router_memory, router = _built(lambda *room: library.revops_simulate_route(engine._compiled, *room), "routing")
    turns_memory, turns = _built(lambda *room: library.revops_route_state_init(router, *room), "routing")
    effects, answers = np.zeros(max(block, engine._room), EFFECT), np.zeros(_ANSWERS, ANSWER)
    told: list[Array] = []
    given: list[Array] = []
    parts, written, answered = (ctypes.c_void_p * _PARTS)(*(state for _, state in states)), size(), size()
    status = c.REVOPS_ERR_NOSPACE
    while status == c.REVOPS_ERR_NOSPACE:
        status = library.revops_simulate(
            parts, _PARTS, router, turns, address(effects, s.Effect), len(effects), ctypes.byref(written), address(answers, s.SimulateAnswer), len(answers),
            ctypes.byref(answered))
        told.append(effects[: written.value].copy())
        given.append(answers[: answered.value].copy())
    check(status, "simulate")
    del states, router_memory, turns_memory
    return records, np.concatenate(told), np.concatenate(given)


def answers_of(engine: Any, ids: Sequence[Any], table: Array) -> dict[str, Any]:
    """Columns of answers."""
    def named(which: int, column: str) -> list[Optional[str]]:
        return [engine._name(which, int(number)) for number in table[column]]

    at_ms = [row["event"]["at_ms"] if row["event"]["kind"] else c.REVOPS_TIME_NONE for row in table]
    return {
        "lead": [ids[int(lead)] for lead in table["lead"]],
        "at": np.array(at_ms, np.int64).view("datetime64[ms]"),
        "owner": named(c.REVOPS_ENGINE_LIST_PEOPLE, "owner"), "previous": named(c.REVOPS_ENGINE_LIST_PEOPLE, "previous"),
        "reason": [library.revops_route_reason_name(int(reason)).decode() for reason in table["reason"]],
        "queue": named(c.REVOPS_ENGINE_LIST_QUEUES, "queue"), "territory": named(c.REVOPS_ENGINE_LIST_TERRITORIES, "territory"),
        "missed": named(c.REVOPS_ENGINE_LIST_CLOCKS, "missed"), "left": table["left"] != 0,
    }


if TYPE_CHECKING:
    @overload
    def simulate(log: Log[F], policy: Optional[Source] = None, *, duplicates: Optional[Mapping[Any, Any]] = None, **options: Unpack[Replayed]) -> Run[F]: ...
    @overload
    def simulate(log: Dict, policy: Optional[Source] = None, *, duplicates: Optional[Mapping[Any, Any]] = None, **options: Unpack[Replayed]) -> Run[Dict]: ...
    @overload
    def simulate(log: F, policy: Optional[Source] = None, *, duplicates: Optional[Mapping[Any, Any]] = None, **options: Unpack[Replayed]) -> Run[F]: ...


def simulate(
    log: Any, policy: Optional[Source] = None, *, mode: Mode = "record", automatic: Optional[Automatic] = None, as_of: Any = None,
    strict: bool = False, duplicates: Optional[Mapping[Any, Any]] = None, **names: Any,
) -> Run[Any]:
    """Replays a log as `replay` does, and lets the policy's routing assign leads where it is asked for.

    Assignments that the log records win: routing isn't asked where the log itself says next who gets the lead. A missed clock of ``asked_on`` and
    a representative who leaves pass a lead on to somebody else.

    Parameters
    ----------
    log, policy, mode, automatic, as_of, strict
        As for `replay`.
    duplicates : mapping, optional
        Leads that are the same person as another lead: where the policy says so (``owner_first.duplicate``), they go to the owner of the other one.
    **names : str
        Names of the columns `lead`, `at`, `event` and `value` of a frame.

    Returns
    -------
    Run
        Its ``answers`` has a row an assignment: ``lead``, ``at``, ``owner``, ``previous``, ``reason``, ``queue``, ``territory``, ``missed``, ``left``. A
        lead that nobody can take has no ``owner`` and no ``at``; if somebody can later, there is another row.

    Examples
    --------
    >>> policy = {"revops": 1, "name": "turns", "stages": [{"name": "New"}, {"name": "Won", "kind": "won"}],
    ...           "events": {"stage": {"value": "stage"}, "owner": {"value": "person", "owner": "value"}},
    ...           "routing": {"asked_on": {"stages": ["New"]}, "queues": {"all": {"members": ["Ada", "Bob"]}}, "otherwise": "all"},
    ...           "roster": {"Ada": {}, "Bob": {}}}
    >>> log = {"lead": [1, 2, 3], "at": ["2026-03-02T09:00:00Z", "2026-03-02T10:00:00Z", "2026-03-02T11:00:00Z"], "event": ["stage"] * 3, "value": ["New"] * 3}
    >>> run = simulate(log, policy)
    >>> run.answers["owner"], run.leads["owner"]
    (['Ada', 'Bob', 'Ada'], ['Ada', 'Bob', 'Ada'])
    """
    from .engine import replay

    return replay(log, policy, mode=mode, automatic=automatic, as_of=as_of, strict=strict, routing=duplicates or True, **names)
