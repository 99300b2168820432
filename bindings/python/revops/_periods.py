# SPDX-License-Identifier: MIT
"""Periods of a zone by which leads are told apart."""

from __future__ import annotations

from typing import Any, Hashable, NamedTuple, Optional

import numpy as np
import numpy.typing as npt

from . import _constants as c
from ._arrays import Array, address
from ._library import library
from ._struct import i32, i64
from ._time import known_instants_ms
from .errors import check
from .zone import Zone

_NONE = np.iinfo(np.int64).min
_KINDS = {"day": c.REVOPS_ZONE_DAY, "week": c.REVOPS_ZONE_WEEK, "month": c.REVOPS_ZONE_MONTH, "quarter": c.REVOPS_ZONE_QUARTER}


class Period(NamedTuple):
    """A cohort: the period of a zone in which leads reached a stage; made by `day`, `week`, `month` and `quarter`."""

    kind: str
    zone: Optional[Zone]
    of: Optional[Hashable]

    def first_days(self, at: npt.ArrayLike) -> Array:
        """The first day of the period of each instant.

        Parameters
        ----------
        at : array of datetime64 or int
            Instants; NaT stays NaT.

        Returns
        -------
        array of datetime64[D]

        Examples
        --------
        >>> week("Europe/Berlin").first_days(np.array(["2026-01-04T23:30", "2026-07-05T22:30"], "M8[ms]"))
        array(['2026-01-05', '2026-07-06'], dtype='datetime64[D]')
        """
        array = known_instants_ms(at, "at")
        out = np.empty(len(array), np.int32)
        zone = None if self.zone is None else self.zone._compiled
        check(library.revops_zone_first_day_many(zone, _KINDS[self.kind], address(array, i64), len(array), address(out, i32)), self.kind)
        return np.where(out == np.iinfo(np.int32).min, _NONE, out.astype(np.int64)).view("datetime64[D]")


def _period(kind: str, zone: Any, of: Optional[Hashable]) -> Period:
    return Period(kind, zone if zone is None or isinstance(zone, Zone) else Zone(zone), of)


def day(zone: Any = None, of: Optional[Hashable] = None) -> Period:
    """Cohorts by day of a zone (UTC unless given), of the lead's first event or of its first time at stage `of`."""
    return _period("day", zone, of)


def week(zone: Any = None, of: Optional[Hashable] = None) -> Period:
    """Cohorts by week, from Monday, of a zone (UTC unless given), of the lead's first event or of its first time at stage `of`."""
    return _period("week", zone, of)


def month(zone: Any = None, of: Optional[Hashable] = None) -> Period:
    """Cohorts by month of a zone (UTC unless given), of the lead's first event or of its first time at stage `of`."""
    return _period("month", zone, of)


def quarter(zone: Any = None, of: Optional[Hashable] = None) -> Period:
    """Cohorts by quarter of a zone (UTC unless given), of the lead's first event or of its first time at stage `of`."""
    return _period("quarter", zone, of)
