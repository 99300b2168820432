# SPDX-License-Identifier: MIT
"""Deviations from the policy (conformance.h)."""

from __future__ import annotations

import ctypes
from typing import Any, Optional, Sequence, Union

import numpy as np

from . import _constants as c
from ._arrays import address, integer
from ._frames import column_of, like, opened, refuse_missing, require_columns, rows_of
from ._groups import rows_grouped
from ._library import library
from ._struct import u64
from ._structs import Conformance, ConformanceColumns
from ._time import codes, spans_ms
from .errors import check
from .stats import refuse_where
from .funnel import Period

__all__ = ["conformance"]


def conformance(
    deviations: Any, rule: str = "rule", *, lead: str = "lead", by: Union[str, Period, Sequence[Any]] = (), at: str = "at",
    lost: Optional[str] = None, leads: Optional[int] = None,
) -> Any:
    """Counts deviations by rule (or by missing item, or by stage) and any keys.

    Parameters
    ----------
    deviations : DataFrame or mapping of columns
        A row a deviation.
    rule : str
        The column of what it is: up to 64 labels.
    lead : str
        The column of whose it is.
    by : str, period, or a sequence of them
        Keys: columns such as owner, stage or source, and periods such as ``week("Europe/Berlin")`` of the column `at`.
    at : str
        The column of instants, for periods.
    lost : str, optional
        A column of timedeltas: time lost.
    leads : int, optional
        How many leads there are, those that followed the policy included.

    Returns
    -------
    DataFrame or dict of arrays
        As `deviations`: keys, ``rule``, ``deviations``, ``leads``, ``lost`` (with `lost`) and ``share`` of leads (with `leads`), a row a group and
        rule that occurs; ``(all)`` is all rules of a group. In the row of all, one minus ``share`` is the share that followed the policy.

    Examples
    --------
    >>> found = conformance({"lead": [1, 1, 2], "rule": ["skipped", "moved back", "skipped"]}, leads=10)
    >>> found["rule"], found["leads"].tolist(), found["share"].tolist()
    (['moved back', 'skipped', '(all)'], [1, 2, 2], [0.1, 0.2, 0.2])
    """
    keys = list(by) if isinstance(by, (list, tuple)) and not isinstance(by, Period) else [by]
    deviations = opened(deviations, "deviations")
    require_columns(deviations, [rule, lead, lost, *(at if isinstance(key, Period) else key for key in keys)], "deviations")
    refuse_missing(column_of(deviations, lead), lead)
    count = rows_of(deviations)
    columns_of = [(key.kind, key.first_days(column_of(deviations, at))) if isinstance(key, Period) else (str(key), column_of(deviations, key)) for key in keys]
    of_keys, groups, group_count = rows_grouped(columns_of, count)
    of_rules, numbers, rule_count = rows_grouped([("rule", column_of(deviations, rule))], count)
    rules = of_rules["rule"]
    if rule_count > c.REVOPS_CONFORMANCE_BITS_MAX:
        raise ValueError(f"{rule} has {rule_count} labels: expected up to {c.REVOPS_CONFORMANCE_BITS_MAX}; make some of them a key")
    leads_of = codes(column_of(deviations, lead))[0] if count else np.zeros(0, np.int64)
    order_of_rows = np.argsort(leads_of, kind="stable")
    columns = ConformanceColumns()
    given = {
        "lead": leads_of.astype(np.uint64), "bits": np.uint64(1) << numbers.astype(np.uint64), "group": groups,
    }
    if lost is not None:
        given["lost_ms"] = spans_ms(column_of(deviations, lost), lost)
        refuse_where(given["lost_ms"] < 0, lost, given["lost_ms"], "0 or more")
        if given["lost_ms"].astype(np.float64).sum() > 2**62:
            raise OverflowError(f"{lost} adds up to more than 2^62 ms")
    kept = {name: np.ascontiguousarray(column[order_of_rows]) for name, column in given.items()}
    columns.struct_size, columns.count = ctypes.sizeof(columns), count
    for name, column in kept.items():
        setattr(columns, name, column.ctypes.data)
    width = len(rules) + 1
    cells, marks = np.zeros(max(group_count, 1) * width, np.dtype(Conformance)), np.zeros(max(group_count, 1) * width, np.uint64)
    if count:
        check(library.revops_conformance_add(
            ctypes.byref(columns), address(cells, Conformance), address(marks, u64), group_count, len(rules)), "conformance")
    rows = np.flatnonzero(cells["deviations"])
    out: dict[str, Any] = {name: [labels[group] for group in (rows // width).tolist()] for name, labels in of_keys.items()}
    out["rule"] = [[*rules, "(all)"][number] for number in rows % width]
    out["deviations"], out["leads"] = cells["deviations"][rows].astype(np.int64), cells["leads"][rows].astype(np.int64)
    if lost is not None:
        out["lost"] = np.ascontiguousarray(cells["lost_ms"][rows]).view("timedelta64[ms]")
    if leads is not None:
        if integer(leads, u64, "leads") < max(1, int(out["leads"].max(initial=0))):
            raise ValueError(f"leads is {leads}: expected at least {max(1, int(out['leads'].max(initial=0)))}, as so many deviate")
        out["share"] = out["leads"] / leads
    return like(deviations, out)
