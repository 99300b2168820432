# SPDX-License-Identifier: MIT
"""Periods and losses of scores as they are given."""

from __future__ import annotations

import re
from typing import Any

from ._arrays import integer
from ._attributes import nearly_whole
from ._points import Number
from ._struct import i64
from ._time import span_ms

_UNITS = {
    "ms": 1, "second": 1000, "s": 1000, "minute": 60_000, "min": 60_000, "hour": 3_600_000, "h": 3_600_000,
    "day": 86_400_000, "d": 86_400_000, "week": 604_800_000, "w": 604_800_000, "month": 2_592_000_000,
}
_PERIOD = re.compile(r"([-+]?(?:[0-9]+\.?[0-9]*|\.[0-9]+))\s*([a-z]+)")


def period_ms(value: Any, name: str) -> int:
    """A period in milliseconds, also from a text of a number and a unit; a month is 30 days.

    Examples
    --------
    >>> period_ms("14 days", "half_life"), period_ms("14d", "half_life"), period_ms("1.5 h", "window")
    (1209600000, 1209600000, 5400000)
    """
    if not isinstance(value, str):
        return span_ms(value, name)
    found = _PERIOD.fullmatch(value.strip())
    number, unit = found.groups() if found else ("", "")
    factor = _UNITS.get(unit) or _UNITS.get(unit.removesuffix("s"))
    if not factor:
        raise ValueError(f"{name} is {value!r}, not a number and a unit, such as '14 days'")
    return integer(round(float(number) * factor), i64, name)


def loss_bp(value: Number, name: str) -> int:
    """The share of the points that is lost, 0 to 1, in basis points.

    Examples
    --------
    >>> loss_bp(0.25, "loss")
    2500
    >>> loss_bp(1 / 3, "loss")
    Traceback (most recent call last):
    ValueError: loss is 0.3333333333333333, finer than a basis point (0.0001): round it
    """
    share = float(value)
    if not 0 <= share <= 1:
        raise ValueError(f"{name} is {value}, outside 0 ... 1")
    if not nearly_whole(share * 10000):
        raise ValueError(f"{name} is {value}, finer than a basis point (0.0001): round it")
    return round(share * 10000)
