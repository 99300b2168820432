# SPDX-License-Identifier: MIT
"""A timer queue across all leads (timers.h)."""

from __future__ import annotations

import ctypes
import threading
from typing import Any, Optional, SupportsIndex, Union

import numpy as np
import numpy.typing as npt

from . import _constants as c
from ._arrays import Array, address, array_in, column_in, column_out, integer, is_foreign
from ._library import library
from ._show import Shown
from ._made import Made
from ._struct import i64, opaque, size, u32
from ._time import Instant, in_unit, instant_ms
from .errors import check

__all__ = ["TimerQueue"]


class TimerQueue(Made, Shown):
    """One timer per id: arm it, move it, cancel it, ask which is next, take out what is due (SL11).

    A timer comes out when its instant is reached, not a millisecond before, in order of the instant and then of the
    id. An instant is an integer of milliseconds, a ``datetime64`` (UTC) or an aware ``datetime``; columns of instants
    are int64 or ``datetime64``; int64 and ``datetime64[ms]`` are taken as they are. `TIME_NONE`, or NaT, stands for "not armed".

    A queue can be pickled and copied. Threads may share it: its calls take turns.

    Parameters
    ----------
    capacity : int
        Largest id; ids count from 1. A timer takes 8.6 bytes, armed or not.

    Examples
    --------
    >>> queue = TimerQueue(1000)
    >>> queue.set(7, np.datetime64("2026-03-02T13:00"))
    >>> queue.set([1, 2, 3], np.array([50, 40, 40]))
    >>> len(queue), queue.next()
    (4, (2, 40))
    >>> ids, due_ms = queue.pop(45)
    >>> ids.tolist(), due_ms.tolist()
    ([2, 3], [40, 40])
    """

    def __init__(self, capacity: SupportsIndex) -> None:
        number = integer(capacity, u32, "capacity")
        self._lock = threading.RLock()
        needed = size()
        queue = opaque()
        status = library.revops_timers_state_init(number, None, 0, ctypes.byref(needed), None)
        if status != c.REVOPS_ERR_NOSPACE:
            check(status, f"capacity {number}")
        self._memory = _aligned(needed.value)
        check(library.revops_timers_state_init(
            number, self._memory.ctypes.data, self._memory.nbytes, None, ctypes.byref(queue)))
        self._queue = queue

    def _said(self) -> tuple[str, list[tuple[str, str]]]:
        return f"TimerQueue: {len(self)} of {self.capacity} armed", []

    @classmethod
    def from_bytes(cls, data: Union[bytes, bytearray, memoryview]) -> TimerQueue:
        """A queue from what `to_bytes` gave, on the same kind of processor; checked from end to end.

        Raises
        ------
        CorruptError
            It isn't a queue, is cut short, or is damaged.
        """
        stored = np.frombuffer(data, np.uint8)
        memory = _aligned(len(stored))
        memory[:] = stored
        queue = opaque()
        check(library.revops_timers_verify(memory.ctypes.data, memory.nbytes, ctypes.byref(queue)), "stored timer queue")
        made = cls.__new__(cls)
        made._memory, made._queue, made._lock = memory, queue, threading.RLock()
        return made

    def to_bytes(self) -> bytes:
        """The queue as bytes, to be stored.

        Examples
        --------
        >>> queue = TimerQueue(5)
        >>> queue.set(3, 100)
        >>> TimerQueue.from_bytes(queue.to_bytes()).next()
        (3, 100)
        """
        with self._lock:
            return self._memory.tobytes()

    def _made_of(self) -> Any:
        return (self.to_bytes(),), {}

    def __reduce__(self) -> tuple[Any, tuple[bytes]]:
        return type(self).from_bytes, (self.to_bytes(),)

    @property
    def capacity(self) -> int:
        """Largest id."""
        with self._lock:
            return int(library.revops_timers_capacity(self._queue))

    def __len__(self) -> int:
        """Number of timers that are armed."""
        with self._lock:
            return int(library.revops_timers_count(self._queue))

    def set(self, ids: Union[SupportsIndex, npt.ArrayLike], due: Union[Instant, npt.ArrayLike]) -> None:
        """Arms timers, or moves those that are armed.

        Parameters
        ----------
        ids : int or array of uint32
            1 … capacity. Of a repeated id the last row counts.
        due : instant or array of instants
            One a row; `TIME_NONE` or NaT cancels.

        Raises
        ------
        ArgumentError
            An id is out of range; nothing was changed.

        Examples
        --------
        >>> queue = TimerQueue(5)
        >>> queue.set(np.array([1, 2], np.uint32), np.array(["2026-03-02", "NaT"], "datetime64[ms]"))
        >>> queue.next()
        (1, 1772409600000)
        """
        if np.ndim(ids) == 0:  # type: ignore[arg-type]
            number = integer(ids, u32, "id")  # type: ignore[arg-type]
            at_ms = instant_ms(due, "due")  # type: ignore[arg-type]
            with self._lock:
                check(library.revops_timers_set(self._queue, number, at_ms), self._what(number))
            return
        rows = column_in(ids, np.uint32, "ids")  # type: ignore[arg-type]
        times = column_in(_times(due), np.int64, "due", len(rows))
        with self._lock:
            check(
                library.revops_timers_set_many(self._queue, address(rows, u32), address(times, i64), len(rows)),
                f"ids of 1 ... {self.capacity}",
            )

    def cancel(self, ids: Union[SupportsIndex, npt.ArrayLike]) -> None:
        """Cancels timers; those that aren't armed stay so.

        Parameters
        ----------
        ids : int or array of uint32
            1 … capacity.

        Examples
        --------
        >>> queue = TimerQueue(5)
        >>> queue.set([1, 2, 3], [10, 20, 30])
        >>> queue.cancel([1, 3])
        >>> queue.pop(100)[0].tolist()
        [2]
        """
        if np.ndim(ids) == 0:  # type: ignore[arg-type]
            number = integer(ids, u32, "id")  # type: ignore[arg-type]
            with self._lock:
                check(library.revops_timers_cancel(self._queue, number), self._what(number))
            return
        rows = column_in(ids, np.uint32, "ids")  # type: ignore[arg-type]
        self.set(rows, np.full(len(rows), c.REVOPS_TIME_NONE, np.int64))

    def due(self, ids: Union[SupportsIndex, npt.ArrayLike], out: Optional[Array] = None) -> Any:
        """When timers are due.

        Parameters
        ----------
        ids : int or array of uint32
            1 … capacity.
        out : array of int64, optional
            Where the answers for an array of ids shall go.

        Returns
        -------
        int or array of int64
            Milliseconds; `TIME_NONE` where not armed.

        Examples
        --------
        >>> queue = TimerQueue(5)
        >>> queue.set([1, 2], [10, 20])
        >>> queue.due(2)
        20
        >>> queue.due([1, 5]).view("datetime64[ms]")
        array(['1970-01-01T00:00:00.010',                     'NaT'],
              dtype='datetime64[ms]')
        """
        if np.ndim(ids) == 0:  # type: ignore[arg-type]
            number = integer(ids, u32, "id")  # type: ignore[arg-type]
            due_ms = i64()
            with self._lock:
                check(library.revops_timers_due(self._queue, number, ctypes.byref(due_ms)), self._what(number))
            return due_ms.value
        rows = column_in(ids, np.uint32, "ids")  # type: ignore[arg-type]
        times = column_out(out, np.int64, "out", len(rows))
        with self._lock:
            check(
                library.revops_timers_due_many(self._queue, address(rows, u32), len(rows), address(times, i64)),
                f"ids of 1 ... {self.capacity}",
            )
        return times

    def next(self) -> Optional[tuple[int, int]]:
        """The timer that comes out next, which stays armed: its id and when it is due; None when none is armed."""
        number, due_ms = u32(), i64()
        with self._lock:
            check(library.revops_timers_next(self._queue, ctypes.byref(number), ctypes.byref(due_ms)))
        return (number.value, due_ms.value) if number.value else None

    def pop(self, now: Instant, limit: Optional[SupportsIndex] = None) -> tuple[Array, Array]:
        """Takes out the timers that are due, earliest first.

        Parameters
        ----------
        now : instant
            What is due at it or before comes out.
        limit : int, optional
            No more than this many; the next call goes on where this one stopped.

        Returns
        -------
        ids : array of uint32
            Ordered by instant, then by id.
        due_ms : array of int64
            When each was due.

        Examples
        --------
        >>> queue = TimerQueue(5)
        >>> queue.set([1, 2, 3], [10, 20, 20])
        >>> queue.pop(20, limit=2)[0].tolist(), queue.pop(20)[0].tolist(), queue.pop(20)[0].tolist()
        ([1, 2], [3], [])
        """
        now_ms = instant_ms(now, "now")
        room = None if limit is None else integer(limit, size, "limit")
        if room == 0:
            raise ValueError("limit is 0: nothing could come out")
        with self._lock:
            return self._pop(now_ms, len(self) if room is None else min(room, len(self)))

    def _pop(self, now_ms: int, most: int) -> tuple[Array, Array]:
        room = max(1, min(most, 4096))
        count = size()
        parts: list[tuple[Array, Array]] = []
        while True:
            ids, due_ms = np.empty(room, np.uint32), np.empty(room, np.int64)
            check(
                library.revops_timers_pop(
                    self._queue, now_ms, address(ids, u32), address(due_ms, i64), room, ctypes.byref(count)),
                "now" if now_ms == c.REVOPS_TIME_NONE else "",
            )
            parts.append((ids[:count.value], due_ms[:count.value]))
            most -= count.value
            if count.value < room or most <= 0:
                break
            room = min(most, 2 * room)
        if len(parts) == 1:
            return parts[0]
        return np.concatenate([part[0] for part in parts]), np.concatenate([part[1] for part in parts])

    def grow(self, capacity: SupportsIndex) -> None:
        """Makes room for ids up to a larger one; what is armed stays armed.

        Examples
        --------
        >>> queue = TimerQueue(5)
        >>> queue.set(5, 10)
        >>> queue.grow(10)
        >>> queue.set(10, 5)
        >>> queue.pop(10)[0].tolist()
        [10, 5]
        """
        larger = TimerQueue(capacity)
        with self._lock:
            if larger.capacity < self.capacity:
                raise ValueError(f"capacity {larger.capacity} is below the present one, {self.capacity}")
            ids = np.arange(1, self.capacity + 1, dtype=np.uint32)
            larger.set(ids, self.due(ids))
            self._memory, self._queue = larger._memory, larger._queue

    def _what(self, number: int) -> str:
        return f"id {number} of 1 ... {self.capacity}"


def _aligned(length: int) -> Array:
    """Bytes that start at a multiple of 64, as the library likes best."""
    memory = np.zeros(length + 63, np.uint8)
    start = -memory.ctypes.data % 64
    return memory[start:start + length]


def _times(due: Any) -> Any:
    """Instants of other units, and aware datetimes, as ``datetime64[ms]`` or int64; anything else as it is."""
    array = array_in(due)
    if array.dtype.kind == "M":
        return in_unit(array, "ms", "due")  # NaT stays
    if array.dtype.kind == "O":
        return np.array([instant_ms(value, "due") for value in array], np.int64)
    return array if is_foreign(due) else due
