# SPDX-License-Identifier: MIT
"""Leads folded over columns of events, in threads where that is asked: records, and all that is told of them."""

from __future__ import annotations

import ctypes
from typing import TYPE_CHECKING, Any, Optional

import numpy as np

from . import _constants as c
from . import _structs as s
from ._arrays import Array, address, aligned_memory
from ._library import library
from ._run_accounts import answered
from ._struct import size, u32, u64
from ._threads import side_by_side, slices
from .errors import check
from .simulation import ANSWER, EFFECT, _folded

if TYPE_CHECKING:
    from .engine import Engine

__all__ = ["ANSWER", "EFFECT", "Told", "advance", "fold_leads"]

_BLOCK = 1 << 16  # effects taken at once
_BYTES = np.dtype((np.void, EFFECT.itemsize))  # of an effect


def fold_leads(
    engine: Engine, events: Array, indexes: Array, count: int, mode: int, now_ms: Optional[int], routing: Any = False, threads: Optional[int] = None
) -> tuple[Array, Array, Array]:
    """Records of all leads, all effects, and answers of the router."""
    events, indexes = answered(engine, events, indexes, count, threads or 1)
    if routing is not False:
        return _folded(engine, events, indexes, count, mode, now_ms, _BLOCK, None if routing is True else routing)
    memory = aligned_memory(max(1, count) * engine._size, is_zeroed=False)
    records = memory[: count * engine._size].reshape(count, engine._size)
    first_record = engine.lead()._record
    rows, lead_of = np.ascontiguousarray(events), np.ascontiguousarray(indexes, np.uint32)
    texts, parts = engine._texts.given(), _by_leads(lead_of, count, threads)
    tellers = Told.several(engine, [*(2 * (last - first) for first, last, _, _ in parts), *(end - start for _, _, start, end in parts)])

    def fold(part: tuple[int, int, int, int], told: Told, rest: Told) -> None:
        first, last, start, end = part
        records[start:end] = first_record
        if first < last:
            told.hear(lambda *out: library.revops_engine_apply_many(
                engine._compiled, texts, memory.ctypes.data, count, None, address(lead_of[first:last], u32), address(rows[first:last], s.Event), last - first, mode,
                out[0], c.REVOPS_EFFECTS_ALL, *out[1:]))
        if now_ms is not None and start < end:
            advance(engine, records, now_ms, rest, start, end)

    side_by_side([lambda of=of: fold(*of) for of in zip(parts, tellers, tellers[len(parts):])], len(parts))  # type: ignore[misc]
    return records, Told.together(tellers, threads or 1), np.zeros(0, ANSWER)


def advance(engine: Engine, records: Array, now_ms: int, told: Told, start: int = 0, end: Optional[int] = None) -> None:
    """Lets time pass for leads, one after the other; what is told of it stands behind what was told."""
    texts, own = engine._texts.given(), records[start:end]
    ids = np.arange(start, start + len(own), dtype=np.uint64)
    told.hear(lambda *out: library.revops_engine_advance_many(
        engine._compiled, texts, own.ctypes.data, len(own), address(ids, u64) if start else None, now_ms, out[0], c.REVOPS_EFFECTS_ALL, *out[1:]))


def _by_leads(lead_of: Array, count: int, threads: Optional[int]) -> list[tuple[int, int, int, int]]:
    """Events, and leads, in so many parts of whole leads, where those of a lead stand together: the first and the end of either."""
    if not threads or threads < 2 or not len(lead_of) or (lead_of[1:] < lead_of[:-1]).any():
        return [(0, len(lead_of), 0, count)]
    ends = np.searchsorted(lead_of, lead_of[np.arange(1, threads) * len(lead_of) // threads])
    bounds = np.unique([0, *ends.tolist(), len(lead_of)]).tolist()
    leads = [0, *lead_of[bounds[1:-1]].tolist(), count]
    return list(zip(bounds, bounds[1:], leads, leads[1:]))


class Told:
    """Effects of calls, in one piece of memory that grows; about so many are expected."""

    engine: Engine
    count: int

    def __init__(self, engine: Engine, expected: int, room: Optional[Array] = None) -> None:
        self.engine, self.count = engine, 0
        self.room = np.empty(expected + max(_BLOCK, engine._room), EFFECT) if room is None else room

    @classmethod
    def several(cls, engine: Engine, expected: list[int]) -> list[Told]:
        """As many, in one piece of memory."""
        ends = np.cumsum([0, *(one + max(_BLOCK, engine._room) for one in expected)]).tolist()
        room = np.empty(ends[-1], EFFECT)
        return [cls(engine, 0, room[first:end]) for first, end in zip(ends, ends[1:])]

    @staticmethod
    def together(parts: list[Told], threads: int = 1) -> Array:
        """What parts were told, one behind the other: moved together by so many threads, unless one of them has grown out of the memory of all."""
        whole = parts[0].room.base
        if whole is None or any(part.room.base is not whole for part in parts):
            return np.concatenate([part.all() for part in parts])
        end = 0
        for part in parts:
            to, gap = whole[end : end + part.count].view(_BYTES), (part.room.ctypes.data - whole[end:].ctypes.data) // EFFECT.itemsize
            own = part.room[: part.count].view(_BYTES)
            if 0 < gap < _BLOCK:
                ctypes.memmove(to.ctypes.data, own.ctypes.data, own.nbytes)
            for start in range(0, part.count, gap) if gap >= _BLOCK else ():  # of so many neither place is another's, so that threads share them
                side_by_side([lambda rows=slice(start + rows.start, start + rows.stop): np.copyto(to[rows], own[rows])  # type: ignore[misc]
                              for rows in slices(min(gap, part.count - start), threads)], threads)
            end += part.count
        return whole[:end]

    def hear(self, call: Any) -> None:
        """A call goes on where its room ended."""
        cursor, written, status = s.Cursor(), size(), c.REVOPS_ERR_NOSPACE
        while status == c.REVOPS_ERR_NOSPACE:
            status = call(ctypes.byref(cursor), address(self.room[self.count:], s.Effect), len(self.room) - self.count, ctypes.byref(written))
            self.count += written.value
            if status == c.REVOPS_ERR_NOSPACE:
                self.room = np.concatenate([self.room[: self.count], np.empty(len(self.room) // 2 + self.engine._room, EFFECT)])
        check(status, "replay")

    def all(self) -> Array:
        """What was told."""
        return self.room[: self.count]
