# SPDX-License-Identifier: MIT
"""What became of signals of usage (PQ9; usage-metrics.h)."""

from __future__ import annotations

import ctypes
from collections.abc import Mapping
from typing import Any, Optional

import numpy as np
import numpy.typing as npt

from . import _constants as c
from ._answers import read_instants
from ._arrays import Array, address, aligned_memory, column_in
from ._frames import as_array
from ._library import library
from ._struct import size, u32
from ._structs import UsageMetrics, UsageOutcome
from ._time import codes
from .base import TIME_NONE
from .errors import check
from .zone import Zone

__all__ = ["signal_metrics"]


def _weeks(signal_ms: Array, zone: Any) -> Array:
    """The Monday of the local week of each instant."""
    offset = np.asarray((zone if isinstance(zone, Zone) else Zone(zone)).utc_offset(signal_ms), np.int64)
    day = (signal_ms + offset) // c.REVOPS_DAY_MS
    monday: Array = (day - (day + 3) % 7).astype("datetime64[D]")
    return monday


def signal_metrics(
    signal_ms: npt.ArrayLike, *, contact_ms: Optional[npt.ArrayLike] = None,
    opportunity_ms: Optional[npt.ArrayLike] = None, won_ms: Optional[npt.ArrayLike] = None,
    revenue: Optional[npt.ArrayLike] = None, expansion: Optional[npt.ArrayLike] = None,
    by: Optional[Mapping[str, Any]] = None, week: Any = None,
) -> dict[str, Any]:
    """Volume, conversion, time to contact, revenue and velocity of signals, in all or by group.

    Parameters
    ----------
    signal_ms, contact_ms, opportunity_ms, won_ms : array or column of int64 milliseconds, datetime64 or datetimes
        When each signal came, and when it was first contacted, became an opportunity and was won; `TIME_NONE`, NaT or None
        where it wasn't.
    revenue, expansion : array of int64, optional
        Revenue won, and the part of it that is expansion, in minor units.
    by : mapping of str to column, optional
        Groups, such as ``{"segment": [...]}``: one row each of what occurs together, in order of first appearance.
    week : str or Zone, optional
        Groups by local week of the signal, too: a column ``week`` with its Monday.

    Returns
    -------
    dict
        As revops_usage_metrics: ``signals``, ``contacted``, ``opportunities``, ``won``, ``contact_mean_ms``,
        ``contact_median_ms``, ``contact_worst_ms``, ``won_mean_ms``, ``won_median_ms``, ``revenue``, ``expansion``,
        ``velocity``, ``opportunity_bp``, ``won_bp``, ``won_band`` (0 below, 1 within, 2 above the target of 25 to 35 %, 3
        without signals) and ``misdated``. Numbers; arrays with one row a group with `by` or `week`, after their columns.

    Examples
    --------
    >>> metrics = signal_metrics([0, 0, 0], contact_ms=[3600000, 7200000, TIME_NONE], won_ms=[86400000, TIME_NONE, TIME_NONE],
    ...                          revenue=[500000, 0, 0])
    >>> metrics["contact_mean_ms"], metrics["won_bp"], metrics["won_band"], metrics["velocity"]
    (5400000, 3333, 1, 500000)
    >>> table = signal_metrics([0, 0, 864000000], contact_ms=[10, 30, 864000050], by={"segment": ["smb", "smb", "smb"]}, week="UTC0")
    >>> table["week"].astype(str).tolist(), table["signals"].tolist(), table["contact_median_ms"].tolist()
    (['1969-12-29', '1970-01-05'], [2, 1], [20, 50])
    """
    signals = read_instants(signal_ms, "signal_ms")[0]
    count = len(signals)
    rows = np.zeros(count, UsageOutcome)
    rows["signal_ms"] = signals
    for name, values in (("contact_ms", contact_ms), ("opportunity_ms", opportunity_ms), ("won_ms", won_ms)):
        rows[name] = TIME_NONE if values is None else column_in(read_instants(values, name)[0], np.int64, name, count)
    for name, values in (("revenue", revenue), ("expansion", expansion)):
        rows[name] = 0 if values is None else column_in(values, np.int64, name, count)
    keys = {} if week is None else {"week": _weeks(rows["signal_ms"].copy(), week)}
    for name, column in (by or {}).items():
        keys[name] = as_array(column)
        if len(keys[name]) != count:
            raise ValueError(f"{name} has {len(keys[name])} rows, not {count}")
    group: Array = np.zeros(count, np.int64)
    for column in keys.values():
        numbers, labels = codes(column)
        group = np.asarray(codes(group * max(len(labels), 1) + numbers)[0], np.int64)
    number = int(group.max()) + 1 if count else 1
    out = np.zeros(number, UsageMetrics)
    groups = np.ascontiguousarray(group, np.uint32)
    needed = size()
    library.revops_usage_measure_outcomes(
        address(rows, UsageOutcome), count, address(groups, u32), number, None, 0, ctypes.byref(needed), None)
    memory = aligned_memory(needed.value)
    check(library.revops_usage_measure_outcomes(
        address(rows, UsageOutcome), count, address(groups, u32), number, memory.ctypes.data, needed.value, None,
        address(out, UsageMetrics)), "metrics")
    fields = [str(field[0]) for field in UsageMetrics._fields_]
    if not keys:
        return {name: int(out[name][0]) for name in fields}
    first = np.unique(group, return_index=True)[1] if count else np.empty(0, np.intp)
    table: dict[str, Any] = {name: column[first] for name, column in keys.items()}
    table.update({name: out[name][: len(first)].copy() for name in fields})
    return table
