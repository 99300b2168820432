# SPDX-License-Identifier: MIT
"""A lead's record under an engine (engine.h)."""

from __future__ import annotations

import ctypes
import threading
from typing import TYPE_CHECKING, Any, Optional

from . import _structs as s
from ._arrays import Array
from ._compiled import one_at_a_time
from ._library import library
from ._made import Made
from ._show import Shown
from .errors import check

if TYPE_CHECKING:
    from .engine import Engine


class Lead(Made, Shown):
    """A lead's record under an `Engine`: bytes that may be stored (`bytes(lead)`) and given back (`Engine.lead`).

    Threads that share a lead wait for each other."""

    def __init__(self, engine: Engine, record: Array) -> None:
        self._engine, self._record, self._lock = engine, record, threading.RLock()

    @property
    def _record(self) -> Array:
        return self._kept

    @_record.setter
    def _record(self, record: Array) -> None:
        self._kept, self._address = record, record.ctypes.data

    def _said(self) -> tuple[str, list[tuple[str, str]]]:
        return f"Lead in {self.stage!r}", [("owner", self.owner or "")]

    def _is_same(self, other: Any) -> bool:
        texts = list(zip(self._engine._texts.all(), other._engine._texts.all()))  # a record has texts by their numbers
        return self._engine == other._engine and bytes(self) == bytes(other) and all(one == another for one, another in texts)

    @one_at_a_time
    def __bytes__(self) -> bytes:
        return self._record.tobytes()

    @one_at_a_time
    def _state(self) -> s.LeadState:
        state = s.LeadState()
        status = library.revops_lead_read(self._engine._compiled, self._address, ctypes.byref(state))
        if status:
            check(status)
        return state

    @property
    def stage(self) -> Optional[str]:
        """Current stage; None before the first event."""
        number = int(self._state().stage)
        return self._engine.stages[number - 1] if number else None

    @property
    def step(self) -> Optional[str]:
        """Current step of the stage, or None."""
        number = int(self._state().step)
        return self._engine.stages[number - 1] if number else None

    @property
    def owner(self) -> Optional[str]:
        """Current owner."""
        return self._engine._person(self._state().owner)

    @property
    def cycle(self) -> int:
        """Cycle, from 1; 0 before the first event."""
        return int(self._state().cycle)
