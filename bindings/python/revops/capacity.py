# SPDX-License-Identifier: MIT
"""Sales capacity by month, hires for a goal, quotas (capacity.h)."""

from __future__ import annotations

import ctypes
from collections.abc import Iterable
from typing import Any, Optional

import numpy as np
import numpy.typing as npt

from . import _constants as c
from ._arrays import Array, address, column_in, column_out, integer
from ._compiled import problems_of
from ._integers import integers_in, pairs_in
from ._library import library
from ._show import Shown, plural
from ._made import Made
from ._struct import i64, u32
from ._structs import CapacityAnswer, CapacityGroup, CapacityMonth, CapacityParams, CapacityRep
from .errors import ArgumentError, check

__all__ = ["CAPACITY_MONTH", "CAPACITY_REP", "Team", "quotas_from_goal", "quotas_from_reps"]

#: dtype of a month of `Team.project`.
CAPACITY_MONTH = np.dtype(CapacityMonth)
#: dtype of what speaks for a quota in `quotas_from_reps`.
CAPACITY_REP = np.dtype(CapacityRep)

_Groups = Iterable[tuple[int, int]]
_NO_ROW = 2**32 - 1


def _month_count(count: int, what: str) -> int:
    if not 1 <= count <= c.REVOPS_CAPACITY_MONTHS_MAX:
        raise ValueError(f"{what}: a plan has 1 to {c.REVOPS_CAPACITY_MONTHS_MAX} months, not {count}")
    return count


class Team(Made, Shown):
    """Figures of a sales team.

    Parameters
    ----------
    quota : int, optional
        Of a productive representative a year, in minor units.
    attainment_bp, attrition_bp : int, optional
        Share of the quota that is expected; who leaves in a year.
    hire_ahead : int, optional
        Months from decision to start.
    ramp_bp : sequence of int, optional
        Productivity in the first, second … month.

        What isn't given is the library's default.

    Examples
    --------
    >>> team = Team(attrition_bp=0)
    >>> int(team.project([(18, 36)], months=12)["capacity"].sum())
    1012500000
    """

    def __init__(
        self, *, quota: Optional[int] = None, attainment_bp: Optional[int] = None, attrition_bp: Optional[int] = None,
        hire_ahead: Optional[int] = None, ramp_bp: Optional[npt.ArrayLike] = None,
    ) -> None:
        params = CapacityParams()
        check(library.revops_capacity_defaults(ctypes.byref(params), ctypes.sizeof(params)))
        if quota is not None:
            params.quota = integer(quota, i64, "quota")
        for name, value in (("attainment_bp", attainment_bp), ("attrition_bp", attrition_bp), ("hire_ahead", hire_ahead)):
            if value is not None:
                setattr(params, name, integer(value, u32, name))
        if ramp_bp is not None:
            self._ramp = integers_in(ramp_bp, np.uint32, "ramp_bp")
            params.ramp_bp, params.ramp_bp_count = address(self._ramp, u32), len(self._ramp)
        check(library.revops_capacity_check(ctypes.byref(params), None, 0, None), "; ".join(["team", *problems_of(library.revops_capacity_check, params)]))
        self._params = params

    def _said(self) -> tuple[str, list[tuple[str, str]]]:
        params = self._params
        return f"Team: quota {params.quota:,}, attainment {params.attainment_bp / 100:g} %, attrition {params.attrition_bp / 100:g} %, {plural(params.ramp_bp_count, 'month')} of ramp", []

    @staticmethod
    def _groups(groups: _Groups) -> Any:
        rows = [CapacityGroup(integer(reps, u32, f"reps of groups, row {row},"), integer(tenure, u32, f"tenure of groups, row {row},"))
                for row, (reps, tenure) in enumerate(pairs_in(groups, "groups", ("reps", "months")))]
        return (CapacityGroup * max(1, len(rows)))(*rows), len(rows)

    def project(self, groups: _Groups = (), *, hires: Optional[npt.ArrayLike] = None, months: int = 12) -> Array:
        """Capacity month by month.

        Parameters
        ----------
        groups : iterable of (int, int)
            Representatives that are there, and how many months they have been.
        hires : array of uint32, optional
            Who starts in each month.
        months : int

        Returns
        -------
        ndarray of `CAPACITY_MONTH`, shape (months,)
            Heads in millionths, capacity in minor units.
        """
        count = _month_count(integer(months, u32, "months"), "months")
        rows, row_count = self._groups(groups)
        starts = None if hires is None else integers_in(hires, np.uint32, "hires", count)
        out = column_out(None, CAPACITY_MONTH, "out", count)
        check(library.revops_capacity_project(
            ctypes.byref(self._params), rows, row_count, None if starts is None else address(starts, u32), count,
            address(out, CapacityMonth)), "groups, hires or months")
        return out

    def hires_for(self, goals: npt.ArrayLike, groups: _Groups = ()) -> dict[str, Any]:
        """Hires in each month for a goal in each month.

        Parameters
        ----------
        goals : array of int64
            What each month must bring in.
        groups : iterable of (int, int)
            As `project` takes them.

        Returns
        -------
        dict
            ``hires`` by month of their start; ``short_month``, the first that no hire can bring to its goal (None), and
            its ``shortfall``.

        Examples
        --------
        >>> team = Team(attrition_bp=0)
        >>> plan = team.hires_for([46_875_000] * 12 + [56_250_000] * 4, [(10, 60)])
        >>> plan["hires"].tolist(), plan["short_month"]
        ([0, 0, 0, 0, 0, 0, 0, 2, 0, 0, 0, 0, 0, 0, 0, 0], None)
        """
        wanted = integers_in(goals, np.int64, "goals")
        if len(wanted) and wanted.min() < 0:
            raise ValueError(f"goals has {int(wanted.min())} in row {int(wanted.argmin())}: expected 0 or more")
        _month_count(len(wanted), "goals")
        rows, row_count = self._groups(groups)
        hires, answer = np.zeros(len(wanted), np.uint32), CapacityAnswer()
        check(library.revops_capacity_hires_for(
            ctypes.byref(self._params), rows, row_count, address(wanted, i64), len(wanted), ctypes.byref(answer),
            address(hires, u32)), "goals or groups")
        short = answer.short_month != _NO_ROW
        return {"hires": hires, "short_month": answer.short_month if short else None, "shortfall": answer.shortfall}


def quotas_from_goal(goal: int, attainment_bp: int, weights: npt.ArrayLike) -> Array:
    """Quotas top-down: goal ÷ expected attainment, divided by weight to the minor unit.

    Examples
    --------
    >>> quotas_from_goal(1_000_000_000, 7500, [1, 1, 1, 0, 3]).tolist()
    [222222222, 222222222, 222222223, 0, 666666667]
    """
    shares = integers_in(weights, np.uint32, "weights")
    if not shares.any():
        raise ArgumentError(what="weights has no row above 0; expected one at least")
    if integer(goal, i64, "goal") < 0:
        raise ArgumentError(what=f"goal is {goal}; expected 0 or more")
    if not 1 <= integer(attainment_bp, u32, "attainment_bp") <= 100_000:
        raise ArgumentError(what=f"attainment_bp is {attainment_bp}; expected 1 to 100000")
    out = np.empty(len(shares), np.int64)
    check(library.revops_capacity_quotas_from_goal(
        integer(goal, i64, "goal"), integer(attainment_bp, u32, "attainment_bp"), address(shares, u32), len(shares),
        address(out, i64)), "goal, attainment_bp or weights")
    return out


def quotas_from_reps(reps: Array) -> Array:
    """Quotas bottom-up: from history, territory, win rate and ramp.

    Parameters
    ----------
    reps : ndarray of `CAPACITY_REP`, shape (n,)

    Examples
    --------
    >>> reps = np.zeros(1, CAPACITY_REP)
    >>> reps[0] = (60_000_000, 400_000_000, 2500, 5000, 10_000, 0)
    >>> quotas_from_reps(reps)
    array([80000000])
    """
    if not isinstance(reps, np.ndarray) or reps.dtype != CAPACITY_REP:
        raise TypeError(f"reps is {getattr(reps, 'dtype', type(reps).__name__)}: expected an array of CAPACITY_REP, a row a representative")
    rows = column_in(np.ascontiguousarray(reps), CAPACITY_REP, "reps")
    out = np.empty(len(rows), np.int64)
    check(library.revops_capacity_quotas_from_reps(address(rows, CapacityRep), len(rows), None, address(out, i64)), "reps")
    return out
