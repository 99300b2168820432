# SPDX-License-Identifier: MIT
"""A lead folded again from its history (engine-refold.h); `Engine.refold` and `Engine.merge` are what callers use."""

from __future__ import annotations

import ctypes
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Optional

import numpy as np

from . import _constants as c
from . import _structs as s
from ._arrays import Array, aligned_memory, integer
from ._frames import is_missing, like, opened, records
from ._library import library
from ._made import Compared
from ._rebase import Effects, told_of
from ._struct import size, u64
from ._time import Instant, instant_ms
from .errors import check

if TYPE_CHECKING:
    from .engine import Engine, Lead

__all__ = ["Refold", "event_of", "merge", "refold"]

_CHANGE = np.dtype(s.EngineChange)
_EFFECT = np.dtype(s.Effect)
_MARKS = {"": c.REVOPS_ENGINE_ROW_FOLDED, "folded": c.REVOPS_ENGINE_ROW_FOLDED, "new": c.REVOPS_ENGINE_ROW_NEW, "gone": c.REVOPS_ENGINE_ROW_GONE}
_VERDICTS = {"": c.REVOPS_EVENT_UNDECIDED, "taken": c.REVOPS_EVENT_TAKEN, "refused": c.REVOPS_EVENT_REFUSED}
_MERGE = c.REVOPS_EVENT_MERGE | c.REVOPS_EVENT_MERGED


@dataclass(frozen=True, eq=False)
class Refold(Compared):
    """What a refold changed.

    Attributes
    ----------
    effects : frame or dict of columns
        A row an effect that differs from what was told: ``change`` is "withdrawn", "new", or, of one that tells of the same thing with other
        contents, "changed from" and "changed to", one after the other; then the columns of effects.
    verdicts : list
        "taken", "refused" or None for each row of the history, to be stored with it.
    told : array, optional
        The effects that stand by now, where ``told`` was given.
    """

    effects: Any
    verdicts: list[Optional[str]]
    told: Optional[Array] = None


def event_of(engine: Engine, row: Mapping[str, Any]) -> s.Event:
    """An event, or a row of a history, as the engine has it."""
    merges = row.get("merged")
    given = s.Event(
        at_ms=instant_ms(row["at"], "at"), id=integer(row.get("id", 0), u64, "id"), sequence=integer(row.get("sequence", 0), u64, "sequence"),
        value=c.REVOPS_MISSING, resume_ms=c.REVOPS_TIME_NONE,
    )
    if not is_missing(merges) and merges is not None:
        given.flags = c.REVOPS_EVENT_MERGED if merges is True else c.REVOPS_EVENT_MERGE
        return given
    given.kind = engine._find(c.REVOPS_ENGINE_LIST_EVENTS, row["event"])
    if not given.kind:
        raise KeyError(f"policy {engine.policy.name!r} has no event {row['event']!r}")
    given.value = engine._value(given.kind, row.get("value"))
    given.actor = engine._person_number(row.get("actor"))
    reason, verdict = row.get("reason"), row.get("verdict")
    resume: Optional[Instant] = row.get("resume")
    given.reason = 0 if is_missing(reason) else engine._find(c.REVOPS_ENGINE_LIST_REASONS, reason)
    given.resume_ms = c.REVOPS_TIME_NONE if resume is None else instant_ms(resume, "resume")
    given.source, given.campaign, given.account = (engine._text_number(row.get(name)) for name in ("source", "campaign", "account"))
    given.verdict = _word(_VERDICTS, verdict, "verdict")
    answer = row.get("answer")
    given.flags = c.REVOPS_EVENT_ANSWER if not is_missing(answer) and answer else 0
    return given


def _word(words: Mapping[str, int], given: Any, name: str) -> int:
    word = "" if is_missing(given) else str(given)
    if word not in words:
        raise ValueError(f"{name} is {given!r}; it may be {', '.join(repr(one) for one in words if one)} or missing")
    return words[word]


def _rank(engine: Engine, event: s.Event) -> int:
    if event.flags & c.REVOPS_EVENT_POLICY:
        return -1
    if event.flags & _MERGE:
        return int(c.REVOPS_EVENT_MERGE_RANK)
    if event.flags & c.REVOPS_EVENT_ANSWER:
        return int(c.REVOPS_EVENT_ANSWER_RANK)
    return int(library.revops_engine_rank(engine._compiled, event.kind, event.value))


def _rows(history: Any) -> list[dict[str, Any]]:
    if isinstance(history, (list, tuple)):
        return [dict(row) for row in history]
    history = opened(history, "history")
    return records(history, list(history), "history")


def _is_policy(row: Mapping[str, Any]) -> bool:
    policy = row.get("policy")
    return policy is not None and not is_missing(policy)


def _place(row: Mapping[str, Any]) -> tuple[int, int]:
    return instant_ms(row["at"], "at"), integer(row.get("sequence", 0), u64, "sequence")


def _policies(engine: Engine, rows: list[dict[str, Any]]) -> tuple[list[tuple[tuple[int, int], Engine]], list[Engine]]:
    """When which policy comes into force, the first without a time; and each engine once."""
    changes = sorted(((_place(row), row["policy"]) for row in rows if _is_policy(row)), key=lambda change: change[0])
    engines = [engine]
    for _, to in changes:
        if to._texts is not engine._texts:
            raise ValueError("a policy of the history has other texts: make its engine as Engine(policy, after=engine)")
        if not any(one.mark == to.mark for one in engines):
            engines.append(to)
    return changes, engines


def _in_force(engine: Engine, changes: list[tuple[tuple[int, int], Engine]], place: tuple[int, int]) -> Engine:
    return next((to for since, to in reversed(changes) if since <= place), engine)


def _row_of(engine: Engine, row: Mapping[str, Any]) -> s.Event:
    if not _is_policy(row):
        return event_of(engine, row)
    at_ms, sequence = _place(row)
    value = ctypes.c_int64(row["policy"].mark).value
    return s.Event(at_ms=at_ms, id=integer(row.get("id", 0), u64, "id"), sequence=sequence, value=value, flags=c.REVOPS_EVENT_POLICY)


def _address(engine: Engine) -> Any:
    return engine._compiled if isinstance(engine._compiled, int) else ctypes.cast(engine._compiled, ctypes.c_void_p).value


def refold(engine: Engine, lead: Lead, history: Any, mode: int, as_of: Optional[Instant], told: Any) -> Refold:
    """Folds a lead again; its record changes in place."""
    rows = _rows(history)
    for row in rows:  # an empty cell of a frame
        row["resume"] = None if is_missing(row.get("resume")) or row["resume"] == "" else row["resume"]
    changes_of_policy, all_engines = _policies(engine, rows)
    of = [_in_force(engine, changes_of_policy, _place(row)) for row in rows]
    given = [_row_of(one, row) for one, row in zip(of, rows)]
    order = sorted(range(len(rows)), key=lambda i: (given[i].at_ms, given[i].sequence, _rank(of[i], given[i]), given[i].id))
    events = (s.Event * max(1, len(rows)))(*[given[i] for i in order])
    marks = np.array([_word(_MARKS, rows[i].get("mark"), "mark") for i in order] or [0], np.uint8)
    others: list[Any] = [rows[i].get("merged") for i in order]
    records = [None if is_missing(other) or other is True else other._record.copy() for other in others]
    merged = (ctypes.c_void_p * max(1, len(rows)))(*[None if record is None else record.ctypes.data for record in records])
    engines = (ctypes.c_void_p * len(all_engines))(*[_address(one) for one in all_engines])
    texts = engine._texts.given()
    columns = s.EngineRefoldColumns(struct_size=ctypes.sizeof(s.EngineRefoldColumns), count=len(rows), mode=mode, engine_count=len(all_engines))
    columns.as_of_ms = c.REVOPS_TIME_NONE if as_of is None else instant_ms(as_of, "as_of")
    for name, value in (("events", events), ("marks", marks), ("merged", merged), ("engines", engines), ("texts", texts)):
        _point(columns, name, value)
    stood = None if told is None else np.ascontiguousarray(told_of(told))
    if stood is not None:
        columns.flags, columns.told_count = c.REVOPS_ENGINE_REFOLD_BY_TOLD, len(stood)
        if len(stood):
            _point(columns, "told", stood)
    verdicts = np.zeros(max(1, len(rows)), np.uint8)
    counted = [rows[i]["policy"] for i in order if _is_policy(rows[i]) and _word(_MARKS, rows[i].get("mark"), "mark") != c.REVOPS_ENGINE_ROW_GONE]
    last = counted[-1] if counted else engine
    with lead._lock:
        record = np.zeros(max(one._size for one in all_engines), np.uint8)
        record[: len(lead._record)] = lead._record
        changes, count = _call(columns, record, verdicts)
        lead._engine, lead._record = last, record[: last._size].copy()
    words = {number: word or None for word, number in _VERDICTS.items()}
    found: list[Optional[str]] = [None] * len(rows)
    for place, i in enumerate(order):
        found[i] = words[int(verdicts[place])]
    return Refold(_frame(engine, changes_of_policy, history, changes[:count]), found, None if stood is None else _net(stood, changes[:count]))


def _net(stood: Array, changes: Array) -> Array:
    """The effects that stand: those that stood without the withdrawn, with the new and the changed ones."""
    gone: dict[bytes, int] = {}
    for change in changes:
        if change["kind"] != c.REVOPS_ENGINE_NEW:
            key = change["before"].tobytes()
            gone[key] = gone.get(key, 0) + 1
    kept = []
    for effect in stood:
        key = effect.tobytes()
        if gone.get(key):
            gone[key] -= 1
        else:
            kept.append(effect)
    kept += [change["after"] for change in changes if change["kind"] != c.REVOPS_ENGINE_WITHDRAWN]
    return np.array(kept, _EFFECT) if kept else np.zeros(0, _EFFECT)


def _point(columns: s.EngineRefoldColumns, name: str, value: Any) -> None:
    """Sets a pointer of whatever type."""
    address = value.ctypes.data if isinstance(value, np.ndarray) else ctypes.addressof(value)
    field = getattr(type(columns), name)
    ctypes.c_void_p.from_buffer(columns, field.offset).value = address


def _call(columns: s.EngineRefoldColumns, record: Array, verdicts: Array) -> tuple[Array, int]:
    needed, count = size(), size()
    memory, changes = aligned_memory(1 << 16), np.zeros(64, _CHANGE)
    while True:
        status = library.revops_engine_refold(
            ctypes.byref(columns), record.ctypes.data, memory.ctypes.data, len(memory), ctypes.byref(needed),
            verdicts.ctypes.data_as(ctypes.POINTER(ctypes.c_uint8)), changes.ctypes.data_as(ctypes.POINTER(s.EngineChange)), len(changes), ctypes.byref(count),
        )
        if status != c.REVOPS_ERR_NOSPACE:
            check(status, "the history")
            return changes, count.value
        if needed.value > len(memory):
            memory = aligned_memory(needed.value)
        else:
            changes = np.zeros(count.value, _CHANGE)


def _frame(engine: Engine, policies: list[tuple[tuple[int, int], Engine]], history: Any, changes: Array) -> Any:
    words = {
        c.REVOPS_ENGINE_WITHDRAWN: [("withdrawn", "before")], c.REVOPS_ENGINE_NEW: [("new", "after")],
        c.REVOPS_ENGINE_CHANGED: [("changed from", "before"), ("changed to", "after")],
    }
    names, effects = [], []
    for change in changes:
        for word, side in words[int(change["kind"])]:
            names.append(word)
            effects.append(change[side])
    table = np.array(effects, _EFFECT) if effects else np.zeros(0, _EFFECT)
    columns = {"change": names, **engine._columns(table)}
    for i, effect in enumerate(table if policies else ()):  # each in the words of its own policy
        is_of_former = effect["kind"] == c.REVOPS_EFFECT_REMOVED
        of = _in_force(engine, policies, (int(effect["at_ms"]) - is_of_former, 2**64 - 1))
        for name, column in of._columns(table[i : i + 1]).items():
            columns[name][i] = column[0]
    return columns if isinstance(history, (list, tuple)) else like(history, columns)


def merge(engine: Engine, lead: Lead, other: Optional[Lead], at: Instant, id: int, sequence: int, mode: int) -> Effects:
    """Merges another lead into one, or one away."""
    given = event_of(engine, {"at": at, "id": id, "sequence": sequence, "merged": True if other is None else other})
    effects, count = (s.Effect * engine._room)(), size()
    record = None if other is None else other._record.copy()
    with lead._lock:
        status = library.revops_lead_merge(
            engine._compiled, engine._texts.given(), lead._record.ctypes.data, ctypes.byref(given), None if record is None else record.ctypes.data,
            mode, c.REVOPS_EFFECTS_ALL, effects, engine._room, ctypes.byref(count),
        )
    check(status, f"the merge at {at}")
    return engine._told(effects, count.value)
