# SPDX-License-Identifier: MIT
"""Compiled things (calendars, policies, rules) live in memory of Python's: one way to make them all."""

from __future__ import annotations

import ctypes
import functools
from typing import Any, Callable, Optional, TypeVar

from . import _constants as c
from ._arrays import Array, aligned_memory, text_out
from ._library import library
from ._struct import opaque, size
from ._structs import Problem
from .errors import check

__all__ = ["compiled", "one_at_a_time", "problems_of"]

_Method = TypeVar("_Method", bound=Callable[..., Any])

_SHOWN = 8  # sentences in one message; the others are counted


def one_at_a_time(method: _Method) -> _Method:
    """A method during which no other thread uses the object's state: others wait for its `_lock`, an RLock."""
    @functools.wraps(method)
    def locked(self: Any, *arguments: Any, **named: Any) -> Any:
        with self._lock:
            return method(self, *arguments, **named)

    return locked  # type: ignore[return-value]


def problems_of(checker: Callable[..., int], params: ctypes.Structure) -> list[str]:
    """The sentences of a ``…_check()`` function, one a fault, the first eight and the number of others."""
    found, needed = (Problem * _SHOWN)(), size()
    checker(ctypes.byref(params), found, _SHOWN, ctypes.byref(needed))
    sentences = [
        text_out(lambda out, capacity, problem=problem: library.revops_problem_text(ctypes.byref(problem), out, capacity))  # type: ignore[misc]
        for problem in found[: needed.value]
    ]
    return sentences + ([f"and {needed.value - _SHOWN} more"] if needed.value > _SHOWN else [])


def compiled(
    build: Callable[..., int], params: ctypes.Structure, what: str, checker: Optional[Callable[..., int]] = None
) -> tuple[Array, Any]:
    """Asks a ``…_build()`` function for the size, gives it the memory and lets it build.

    Parameters
    ----------
    build : function of the library
        ``revops_<module>_build``.
    params : ctypes.Structure
        Its parameters.
    what : str
        What is being built, for messages.
    checker : function of the library, optional
        ``revops_<module>_check``: its sentences become the message of what is refused.

    Returns
    -------
    memory : ndarray of uint8
        To be kept for as long as the compiled thing is in use.
    compiled : ctypes.c_void_p
        The compiled thing, inside `memory`.

    Raises
    ------
    Error
        As the function's status says, with `what` was being built.
    """
    needed, out = size(), opaque()

    def told(status: int) -> None:
        if status != c.REVOPS_OK:
            check(status, "; ".join([what, *problems_of(checker, params)]) if checker else what)

    status = build(ctypes.byref(params), None, 0, ctypes.byref(needed), ctypes.byref(out))
    if status != c.REVOPS_ERR_NOSPACE:
        told(status)
    memory = aligned_memory(needed.value)
    told(build(ctypes.byref(params), memory.ctypes.data, needed.value, None, ctypes.byref(out)))  # some faults are found in the memory only
    return memory, out
