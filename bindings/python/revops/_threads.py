# SPDX-License-Identifier: MIT
"""Calls side by side. C, numpy and the libraries of frames leave the interpreter to others while they work."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from ._frames import Late

__all__ = ["side_by_side"]

_futures: Any = Late("concurrent.futures")


def side_by_side(calls: Sequence[Callable[[], Any]], threads: int) -> list[Any]:
    """What calls return, in their order; at most so many run at once.

    Examples
    --------
    >>> side_by_side([lambda: 1, lambda: 2], 2)
    [1, 2]
    """
    if threads < 2 or len(calls) < 2:
        return [call() for call in calls]
    with _futures.ThreadPoolExecutor(min(threads, len(calls))) as pool:
        return list(pool.map(lambda call: call(), calls))
