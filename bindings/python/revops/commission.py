# SPDX-License-Identifier: MIT
"""Commission by tiers, its explanation and inverse, clawback (commission.h)."""

from __future__ import annotations

import ctypes
from collections.abc import Iterable
from typing import Any, Optional, Union

import numpy as np
import numpy.typing as npt

from . import _constants as c
from ._arrays import Array, address, column_in, integer
from ._compiled import problems_of
from ._integers import integers_in, offsets_in, pairs_in
from ._library import library
from ._show import Shown, plural
from ._made import Made
from ._struct import i32, i64, size, u32, u64
from ._structs import CommissionDeal, CommissionLine, CommissionParams, CommissionSettlement, CommissionTier
from .errors import ArgumentError, check
from .stats import refuse_where

__all__ = ["COMMISSION_DEAL", "COMMISSION_SETTLEMENT", "Commission"]

#: dtype of a deal in `Commission.settle`; ``lost_day`` is 2**31 - 1 for a customer who stays.
COMMISSION_DEAL = np.dtype(CommissionDeal)
#: dtype of what `Commission.settle` answers.
COMMISSION_SETTLEMENT = np.dtype(CommissionSettlement)


class Commission(Made, Shown):
    """A commission plan.

    Parameters
    ----------
    variable : int, optional
        Variable pay of the period at quota, in minor units.
    quota : int, optional
        Quota of the period.
    tiers : iterable of (int, int), optional
        Attainment from which each holds, and its rate, both in basis points.
    clawback_day : int, optional
        Days from closed-won within which a loss takes the commission back.

        What isn't given is the library's default: 100 % to quota and 125 % above.

    Examples
    --------
    >>> plan = Commission(variable=1_875_000, quota=18_750_000)
    >>> plan.pay([9_375_000, 18_750_000, 22_500_000])
    array([ 937500, 1875000, 2343750])
    >>> plan.explain(22_500_000)
    [(0, 10000, 18750000, 1875000), (1, 12500, 3750000, 468750)]
    >>> plan.achieved_for(2_343_750)
    22499996
    """

    def __init__(
        self, *, variable: Optional[int] = None, quota: Optional[int] = None,
        tiers: Optional[Iterable[tuple[int, int]]] = None, clawback_day: Optional[int] = None,
    ) -> None:
        params = CommissionParams()
        check(library.revops_commission_defaults(ctypes.byref(params), ctypes.sizeof(params)))
        if variable is not None:
            params.variable = integer(variable, i64, "variable")
        if quota is not None:
            params.quota = integer(quota, i64, "quota")
        if clawback_day is not None:
            params.clawback_day = integer(clawback_day, u32, "clawback_day")
        if tiers is not None:
            rows = [CommissionTier(integer(start, u32, "from_bp"), integer(rate, u32, "rate_bp")) for start, rate in pairs_in(tiers, "tiers", ("from_bp", "rate_bp"))]
            self._tiers = (CommissionTier * max(1, len(rows)))(*rows)
            params.tiers, params.tier_count, params.tier_row_size = self._tiers, len(rows), ctypes.sizeof(CommissionTier)
        check(library.revops_commission_check(ctypes.byref(params), None, 0, None),
              "; ".join(["commission plan", *problems_of(library.revops_commission_check, params)]))
        self._params = params

    def _said(self) -> tuple[str, list[tuple[str, str]]]:
        params = self._params
        return f"Commission: variable pay {params.variable:,} at a quota of {params.quota:,}, {plural(params.tier_count, 'tier')}", []

    def pay(self, achieved: Union[int, npt.ArrayLike]) -> Any:
        """Commission on an achieved amount: an int, or an array of int64."""
        single = not hasattr(achieved, "__len__") or isinstance(achieved, (str, bytes)) or getattr(achieved, "shape", None) == ()
        amounts = integers_in([integer(achieved, i64, "achieved")] if single else achieved, np.int64, "achieved")  # type: ignore[arg-type]
        if len(amounts) and amounts.min() < 0:
            raise ArgumentError(what=f"achieved has {amounts.min()} in row {int(amounts.argmin())}; expected 0 or more")
        out = np.empty(len(amounts), np.int64)
        check(library.revops_commission_pay(ctypes.byref(self._params), address(amounts, i64), len(amounts), address(out, i64)),
              "achieved")
        return int(out[0]) if single else out

    def explain(self, achieved: int) -> list[tuple[int, int, int, int]]:
        """Lines that add up: tier, rate in basis points, amount in the tier, commission."""
        lines, needed = (CommissionLine * c.REVOPS_COMMISSION_TIERS_MAX)(), size()
        check(library.revops_commission_explain(
            ctypes.byref(self._params), integer(achieved, i64, "achieved"), lines, len(lines), ctypes.byref(needed)), "achieved")
        return [(line.tier, line.rate_bp, line.amount, line.commission) for line in lines[: needed.value]]

    def achieved_for(self, commission: int) -> int:
        """Least amount that earns a commission."""
        out = i64()
        check(library.revops_commission_achieved_for(
            ctypes.byref(self._params), integer(commission, i64, "commission"), ctypes.byref(out)), "commission")
        return out.value

    def settle(self, deals: Array, offsets: npt.ArrayLike, as_of_day: int) -> Array:
        """Settles the commissions of many representatives, clawback included.

        Parameters
        ----------
        deals : ndarray of `COMMISSION_DEAL`
            Of one representative after the other.
        offsets : array of uint64, shape (n + 1,)
            The deals of representative i are those from offsets[i] up to offsets[i + 1].
        as_of_day : int
            The present, in days since 1970.

        Returns
        -------
        ndarray of `COMMISSION_SETTLEMENT`, shape (n,)

        Examples
        --------
        >>> deals = np.array([(10_000_000, 100, 2**31 - 1), (10_000_000, 100, 190)], COMMISSION_DEAL)
        >>> Commission().settle(deals, [0, 2], 200)["clawback"]
        array([1031250])
        """
        if not isinstance(deals, np.ndarray) or deals.dtype != COMMISSION_DEAL:
            raise TypeError(f"deals is {getattr(deals, 'dtype', type(deals).__name__)}: expected an array of COMMISSION_DEAL, a row a deal")
        rows = column_in(np.ascontiguousarray(deals), COMMISSION_DEAL, "deals")
        places = offsets_in(offsets, "offsets", len(rows), "deals")
        refuse_where(rows["amount"] < 0, "amount of deals", rows["amount"], "0 or more")
        refuse_where(rows["lost_day"] < rows["won_day"], "lost_day of deals", rows["lost_day"], "won_day or later")
        out = np.zeros(len(places) - 1, COMMISSION_SETTLEMENT)
        check(library.revops_commission_settle(
            ctypes.byref(self._params), address(rows, CommissionDeal), address(places, u64), integer(as_of_day, i32, "as_of_day"),
            len(out), address(out, CommissionSettlement)), "deals or offsets")
        return out
