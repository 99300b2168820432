# SPDX-License-Identifier: MIT
"""Deviations from the policy (conformance.h)."""

from __future__ import annotations

import ctypes
from typing import Any, Optional, Sequence, Union

import numpy as np

from . import _constants as c
from ._arrays import Array, address, integer
from ._frames import column_of, is_missing, like, opened, refuse_missing, require_columns, rows_of
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
    numbers: list[Array] = []
    labels: list[list[Any]] = []
    names = [key.kind if isinstance(key, Period) else str(key) for key in keys]
    for key in [*keys, rule]:
        values = key.first_days(column_of(deviations, at)) if isinstance(key, Period) else column_of(deviations, key)
        found, distinct = codes(values) if count else (np.zeros(0, np.int64), [])
        plain = [None if is_missing(label) else label for label in distinct]
        order = sorted(range(len(plain)), key=lambda place: (plain[place] is None, str(plain[place])))
        rank = np.empty(len(plain), np.int64)
        rank[order] = np.arange(len(plain))
        numbers.append(rank[found])
        labels.append([plain[place] for place in order])
    rules = labels[-1]
    if len(rules) > c.REVOPS_CONFORMANCE_BITS_MAX:
        raise ValueError(f"{rule} has {len(rules)} labels: expected up to {c.REVOPS_CONFORMANCE_BITS_MAX}; make some of them a key")
    group = np.zeros(count, np.int64)
    for column, of in zip(numbers[:-1], labels):
        group = group * max(len(of), 1) + column
    used, dense = np.unique(group, return_inverse=True)
    leads_of = codes(column_of(deviations, lead))[0] if count else np.zeros(0, np.int64)
    order_of_rows = np.argsort(leads_of, kind="stable")
    columns = ConformanceColumns()
    given = {
        "lead": leads_of.astype(np.uint64), "bits": np.uint64(1) << numbers[-1].astype(np.uint64), "group": dense.reshape(-1).astype(np.uint32),
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
    cells, marks = np.zeros(max(len(used), 1) * width, np.dtype(Conformance)), np.zeros(max(len(used), 1) * width, np.uint64)
    if count:
        check(library.revops_conformance_add(
            ctypes.byref(columns), address(cells, Conformance), address(marks, u64), len(used), len(rules)), "conformance")
    rows = np.flatnonzero(cells["deviations"])
    out: dict[str, Any] = {}
    rest = used[rows // width] if count else rows
    for name, of in reversed(list(zip(names, labels))):
        out[name] = [of[number] for number in rest % max(len(of), 1)]
        rest = rest // max(len(of), 1)
    out = {name: out[name] for name in names}
    out["rule"] = [[*rules, "(all)"][number] for number in rows % width]
    out["deviations"], out["leads"] = cells["deviations"][rows].astype(np.int64), cells["leads"][rows].astype(np.int64)
    if lost is not None:
        out["lost"] = np.ascontiguousarray(cells["lost_ms"][rows]).view("timedelta64[ms]")
    if leads is not None:
        if integer(leads, u64, "leads") < max(1, int(out["leads"].max(initial=0))):
            raise ValueError(f"leads is {leads}: expected at least {max(1, int(out['leads'].max(initial=0)))}, as so many deviate")
        out["share"] = out["leads"] / leads
    return like(deviations, out)
