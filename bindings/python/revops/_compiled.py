# SPDX-License-Identifier: MIT
"""Compiled things (calendars, policies, rules) live in memory of Python's: one way to make them all."""

from __future__ import annotations

import ctypes
from typing import Any, Callable

from . import _constants as c
from ._arrays import Array, aligned_memory
from ._prototypes import opaque, size
from .errors import check

__all__ = ["compiled"]


def compiled(build: Callable[..., int], params: ctypes.Structure, what: str) -> tuple[Array, Any]:
    """Asks a ``…_build()`` function for the size, gives it the memory and lets it build.

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
    status = build(ctypes.byref(params), None, 0, ctypes.byref(needed), ctypes.byref(out))
    if status != c.REVOPS_ERR_NOSPACE:
        check(status, what)
    memory = aligned_memory(needed.value)
    check(build(ctypes.byref(params), memory.ctypes.data, needed.value, None, ctypes.byref(out)), what)
    return memory, out
