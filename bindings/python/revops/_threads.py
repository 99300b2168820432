# SPDX-License-Identifier: MIT
"""Calls side by side. C, numpy and the libraries of frames leave the interpreter to others while they work."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from ._frames import Late

__all__ = ["side_by_side", "slices"]

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


_FEW = 1 << 14  # rows for which another thread isn't worth it


def slices(count: int, threads: int) -> list[slice]:
    """So many rows in as many parts as there are threads: in one where they are few.

    Examples
    --------
    >>> slices(100_000, 2), slices(5, 2)
    ([slice(0, 50000, None), slice(50000, 100000, None)], [slice(0, 5, None)])
    """
    parts = max(1, min(threads, count // _FEW))
    ends = [count * i // parts for i in range(parts + 1)]
    return [slice(first, end) for first, end in zip(ends, ends[1:])]
