# SPDX-License-Identifier: MIT
"""Live leads under a changed policy (engine-records.h); `Engine.rebase` is what callers use."""

from __future__ import annotations

import ctypes
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any, ClassVar, TYPE_CHECKING, Union

import numpy as np

from . import _constants as c
from . import _structs as s
from ._arrays import Array
from ._library import library
from ._struct import size
from ._time import Instant, instant_ms
from .errors import check

if TYPE_CHECKING:
    from .engine import Engine, Lead

__all__ = ["Effects", "removed", "rebase", "told_of"]

_EFFECT = np.dtype(s.Effect)
_LISTS = {
    "stages": c.REVOPS_ENGINE_LIST_STAGES, "items": c.REVOPS_ENGINE_LIST_ITEMS, "reasons": c.REVOPS_ENGINE_LIST_REASONS, "moves": c.REVOPS_ENGINE_LIST_MOVES,
    "people": c.REVOPS_ENGINE_LIST_PEOPLE, "clocks": c.REVOPS_ENGINE_LIST_CLOCKS, "fit grades": c.REVOPS_ENGINE_LIST_FIT_GRADES,
    "intent rules": c.REVOPS_ENGINE_LIST_INTENT_RULES, "channels": c.REVOPS_ENGINE_LIST_CHANNELS, "attributes": c.REVOPS_ENGINE_LIST_ATTRIBUTES,
    "account grades": c.REVOPS_ENGINE_LIST_ACCOUNT_GRADES,
}


class Effects(Sequence[Any]):
    """Effects in order, a dict each; ``table`` has them as the library writes them, to be stored and given to `Engine.refold` as ``told``."""

    def __init__(self, rows: Union[Iterable[Any], Callable[[Array], list[Any]]], table: Union[Array, bytes]) -> None:
        self._rows, self._table = rows if callable(rows) else list(rows), table

    @property
    def table(self) -> Array:
        """The effects as the library writes them."""
        if isinstance(self._table, bytes):
            self._table = np.frombuffer(self._table, _EFFECT).copy()
        return self._table

    def _all(self) -> list[Any]:
        """Dicts, made when they are asked for first: who asks for none needn't wait for them."""
        if callable(self._rows):
            self._rows = self._rows(self.table)
        return self._rows

    def __len__(self) -> int:
        return len(self._table) // (_EFFECT.itemsize if isinstance(self._table, bytes) else 1)

    def __getitem__(self, number: Any) -> Any:
        return self._all()[number]

    def __iter__(self) -> Iterator[Any]:
        return iter(self._all())

    def __add__(self, other: Iterable[Any]) -> list[Any]:
        return [*self, *other]

    def __radd__(self, other: Iterable[Any]) -> list[Any]:
        return [*other, *self]

    def __eq__(self, other: object) -> bool:
        return isinstance(other, (Effects, list)) and self._all() == list(other)

    __hash__: ClassVar[None] = None  # type: ignore[assignment]

    def __repr__(self) -> str:
        return repr(self._all())

    def __reduce__(self) -> Any:
        return Effects, (self._all(), self.table)


def told_of(told: Any) -> Array:
    """Effects as the library has them: a table, bytes, or several of either."""
    if isinstance(told, Effects):
        return told.table
    if isinstance(told, (bytes, bytearray, memoryview)):
        return np.frombuffer(bytes(told), _EFFECT)
    if isinstance(told, np.ndarray):
        if told.dtype != _EFFECT:
            raise ValueError("told isn't a table of effects: give what `apply`, `advance`, `rebase` and `refold` returned")
        return told
    parts = [told_of(part) for part in told]
    return np.concatenate(parts) if parts else np.zeros(0, _EFFECT)


def _successors(engine: Engine, to: Engine, which: int) -> list[int]:
    count = library.revops_engine_count(engine._compiled, which)
    return [int(library.revops_engine_successor(engine._compiled, to._compiled, which, i + 1)) for i in range(count)]


def removed(engine: Engine, to: Engine) -> dict[str, list[str]]:
    """Names that the next policy doesn't have, by list."""
    found = {name: [engine._name(which, i + 1) or "" for i, next_one in enumerate(_successors(engine, to, which)) if not next_one] for name, which in _LISTS.items()}
    return {name: names for name, names in found.items() if names}


def _of_former(effect: Any, at_ms: int) -> bool:
    return bool(effect["at_ms"] < at_ms or effect["kind"] == c.REVOPS_EFFECT_REMOVED)


def rows_of_change(engine: Engine, to: Engine, table: Array, at_ms: int) -> Effects:
    """Effects of a change of policy, each in the words of its own policy."""
    rows: list[Any] = []
    for i in range(len(table)):
        rows += (engine if _of_former(table[i], at_ms) else to)._told_of(table[i : i + 1])
    return Effects(rows, table)


def rebase(engine: Engine, to: Engine, leads: Sequence[Lead], at: Instant) -> list[Effects]:
    """Carries leads over, all of them or none."""
    if to._texts is not engine._texts:
        raise ValueError("the next engine has other texts: make it as Engine(policy, after=engine)")
    at_ms = instant_ms(at, "at")
    room = int(library.revops_lead_rebase_effects_max(engine._compiled, to._compiled))
    block: Any = (s.Effect * room)()
    count, carried = size(), []
    for lead in leads:
        with lead._lock:
            record, out = lead._record.copy(), np.zeros(to._size, np.uint8)
        status = library.revops_lead_rebase(
            engine._compiled, to._compiled, engine._texts.given(), record.ctypes.data, at_ms, c.REVOPS_EFFECTS_ALL, out.ctypes.data, block, room, ctypes.byref(count),
        )
        if status == c.REVOPS_ERR_RANGE:
            raise KeyError(f"policy {to.policy.name!r} has no name for stage {lead.step or lead.stage!r}, where a lead stands: give the stage that takes its place \"was\"")
        check(status, f"the change of policy at {at}")
        carried.append((lead, out, np.frombuffer(block, _EFFECT, count.value).copy()))
    for lead, out, _ in carried:
        with lead._lock:
            lead._engine, lead._record = to, out
    return [rows_of_change(engine, to, table, at_ms) for _, _, table in carried]
