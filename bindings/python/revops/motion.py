# SPDX-License-Identifier: MIT
"""Figures of outbound, inbound and account-based sales, and the revenue mix (motion.h)."""

from __future__ import annotations

import ctypes
from typing import Any, Mapping, Optional, Sequence, Union

import numpy as np
import numpy.typing as npt

from . import _constants as c
from ._arrays import Array, address, integer, numbers_of, one_column
from ._frames import column_of, like, mapping, names_of, opened, require_columns, rows_of
from ._groups import rows_grouped
from ._integers import truths_in
from ._library import library
from ._struct import i64, u32
from ._structs import Motion, MotionColumns, MotionMix, MotionShare
from ._time import spans_ms
from .attribution import _integers
from .errors import ArgumentError, check
from .funnel import Period
from .stats import refuse_where

__all__ = ["MIX_CLASSES", "MOTION_RATES", "MOTION_STEPS", "classify_contracts", "mix_between", "motion"]

#: Names of the steps: boolean columns that `motion` counts.
MOTION_STEPS = [library.revops_motion_step_name(step).decode() for step in range(c.REVOPS_MOTION_STEPS_MAX)]
#: Names of the rates that `motion` tells.
MOTION_RATES = [library.revops_motion_rate_name(rate).decode() for rate in range(1, c.REVOPS_MOTION_WIN_RATE + 1)]
#: Names of the classes of the mix.
MIX_CLASSES = [library.revops_motion_class_name(kind).decode() for kind in range(c.REVOPS_MOTION_CLASSES_MAX)]
_MEANS = [library.revops_motion_mean_name(mean).decode() for mean in range(1, c.REVOPS_MOTION_MEAN_REVENUE + 1)]
#: What each rate divides by what, of columns.
_PARTS = {
    "response rate": ("responded", "contacted"), "meeting rate": ("met", "contacted"), "qualification rate": ("qualified", "contacted"),
    "opportunity rate": ("opportunity", "lead"), "show rate": ("demo shown", "demo booked"), "close rate": ("closed", "opportunity"),
    "paid rate": ("paid", "signed up"), "stakeholder coverage": ("stakeholders", "committee"), "win rate": ("deals won", "deals decided"),
}
_NUMBERS = {"committee": "committee", "stakeholders": "contacted", "deals decided": "deals_decided", "deals won": "deals_won"}


def motion(
    rows: Any, by: Union[str, Period, Sequence[Any]] = (), *, at: str = "at", response: str = "response", engagement: str = "engagement",
    pipeline: str = "pipeline", revenue: str = "revenue",
) -> Any:
    """Counts and rates of outbound and inbound motions, of target accounts and others, by any keys.

    Parameters
    ----------
    rows : DataFrame or mapping of columns
        A row an account, a lead or a deal. What it has of these is counted: booleans named as in `MOTION_STEPS`; integers ``committee``,
        ``stakeholders`` (members contacted), ``deals decided`` and ``deals won``; and the next ones.
    by : str, period, or a sequence of them
        Keys: columns such as ``target`` or owner, and periods such as ``week("Europe/Berlin")`` of the column `at`.
    at : str
        The column of instants, for periods.
    response : str
        A column of timedeltas until a response; NaT for none.
    engagement : str
        A column of points.
    pipeline, revenue : str
        Columns of integers of minor units.

    Returns
    -------
    DataFrame or dict of arrays
        As `rows`: keys, ``rows``, and of what was given the counts, rates (NaN of none) and means, a row a group.

    Examples
    --------
    >>> found = motion({"contacted": [1, 1, 1, 1], "responded": [1, 1, 0, 0], "met": [1, 0, 0, 0]})
    >>> found["contacted"].tolist(), found["response rate"].tolist(), found["meeting rate"].tolist()
    ([4], [0.5], [0.25])
    """
    keys = list(by) if isinstance(by, (list, tuple)) and not isinstance(by, Period) else [by]
    rows = opened(rows, "rows")
    require_columns(rows, [at if isinstance(key, Period) else key for key in keys], "rows")
    names = names_of(rows)
    count = rows_of(rows)
    if not {*MOTION_STEPS, *_NUMBERS, response, engagement, pipeline, revenue} & set(names):
        raise ValueError(f"rows has none of the columns that are counted: {', '.join([*MOTION_STEPS, *_NUMBERS, response, engagement, pipeline, revenue])}")
    labels, groups, group_count = rows_grouped(
        [(key.kind, key.first_days(column_of(rows, at))) if isinstance(key, Period) else (str(key), column_of(rows, key)) for key in keys], count)
    columns, keep = MotionColumns(), []

    def give(field: str, values: Any, dtype: npt.DTypeLike) -> None:
        array = np.ascontiguousarray(values, dtype)
        keep.append(array)
        setattr(columns, field, array.ctypes.data)

    columns.struct_size, columns.count = ctypes.sizeof(columns), count
    give("group", groups, np.uint32)
    steps = np.zeros(count, np.uint32)
    given = [name for name in MOTION_STEPS if name in names]
    for name in given:
        steps |= truths_in(column_of(rows, name), name, count).astype(np.uint32) << np.uint32(MOTION_STEPS.index(name))
    give("steps", steps, np.uint32)
    if response in names:
        spans = spans_ms(column_of(rows, response), response)
        refuse_where((spans < 0) & (spans != np.iinfo(np.int64).min), response, spans, "0 or more")
        give("response_ms", spans, np.int64)
    if engagement in names:
        points = one_column(numbers_of(column_of(rows, engagement))).astype(np.float64)
        wrong = ~((points >= 0) & (points < 2**43))
        if wrong.any():
            row = int(wrong.argmax())
            raise ArgumentError(what=f"{engagement} has {'nothing' if np.isnan(points[row]) else points[row]} in row {row}; expected points, 0 or more")
        give("engagement_mpt", np.rint(points * 1000), np.int64)
    for name, field in ((pipeline, "pipeline"), (revenue, "revenue")):
        if name in names:
            money = _integers(column_of(rows, name), name)
            refuse_where(money < 0, name, money, "0 or more")
            if money.astype(np.float64).sum() > 2**62:
                raise OverflowError(f"{name} adds up to more than 2^62")
            give(field, money, np.int64)
    numbers = {name: _integers(column_of(rows, name), name, u32) for name in _NUMBERS if name in names}
    for part, whole in (("stakeholders", "committee"), ("deals won", "deals decided")):
        if part in numbers:
            most = numbers.get(whole, np.zeros(count, np.int64))
            refuse_where(numbers[part] > most, part, numbers[part], f"{whole} at most")
    for name, column in numbers.items():
        give(_NUMBERS[name], column, np.uint32)
    cells = np.zeros(max(group_count, 1), np.dtype(Motion))
    check(library.revops_motion_add(ctypes.byref(columns), address(cells, Motion), len(cells)), "motion")
    cells = cells[:group_count]
    out: dict[str, Any] = dict(labels)
    out["rows"] = cells["rows"].astype(np.int64)
    for name in given:
        out[name] = cells["reached"][:, MOTION_STEPS.index(name)].astype(np.int64)
    for name, field in _NUMBERS.items():
        if name in names:
            out[name] = cells[field].astype(np.int64)
    shares = np.zeros(group_count, np.dtype(MotionShare))
    for number, name in enumerate(MOTION_RATES, 1):
        check(library.revops_motion_rates_of(address(cells, Motion), group_count, number, address(shares, MotionShare)), name)
        if set(_PARTS[name]) <= set(names) and (shares["whole"] > 0).any():
            with np.errstate(divide="ignore", invalid="ignore"):
                out[name] = shares["part"] / shares["whole"]
    has_mean = [response in names, engagement in names, pipeline in names, revenue in names]
    for number, name in enumerate(_MEANS, 1):
        if not has_mean[number - 1]:
            continue
        means = np.zeros(group_count, np.int64)
        check(library.revops_motion_means_of(address(cells, Motion), group_count, number, address(means, i64)), name)
        if number == c.REVOPS_MOTION_MEAN_RESPONSE:
            out[name] = means.view("timedelta64[ms]")
        else:
            out[name] = means / 1000 if number == c.REVOPS_MOTION_MEAN_ENGAGEMENT else means
    return like(rows, out)


def classify_contracts(values: npt.ArrayLike) -> list[str]:
    """The class of the mix of revenue of each contract value a year, in minor units.

    Examples
    --------
    >>> classify_contracts([1_499_999, 1_500_000, 10_000_001])
    ['self-service', 'sales-assisted', 'enterprise']
    """
    given = np.ascontiguousarray(_integers(values, "values"), np.int64)
    refuse_where(given < 0, "values", given, "0 or more")
    out = np.zeros(len(given), np.uint32)
    check(library.revops_motion_classify(None, address(given, i64), len(given), address(out, u32)), "values")
    return [MIX_CLASSES[number] for number in out]


def _period(given: Mapping[str, Mapping[str, int]], what: str) -> Array:
    cells = np.zeros(len(MIX_CLASSES), np.dtype(Motion))
    for name, figures in mapping(given, what).items():
        if name not in MIX_CLASSES:
            raise ValueError(f"{what} has the class {name!r}: expected one of {', '.join(MIX_CLASSES)}")
        for key, value in mapping(figures, f"{name} of {what}").items():
            if key != "revenue" and key not in MOTION_STEPS:
                raise ValueError(f"{what} has the figure {key!r}: expected revenue or one of {', '.join(MOTION_STEPS)}")
            number = integer(value, i64, f"{key} of {name} {what}")
            if number < 0:
                raise ArgumentError(what=f"{key} of {name} {what} is {number}; expected 0 or more")
            if key == "revenue":
                cells["revenue"][MIX_CLASSES.index(name)] = number
            else:
                cells["reached"][MIX_CLASSES.index(name), MOTION_STEPS.index(key)] = number
    return cells


def mix_between(before: Mapping[str, Mapping[str, int]], now: Mapping[str, Mapping[str, int]]) -> dict[str, Any]:
    """Compares the mix of revenue of two periods: whether sales was added at the expense of self-service.

    Parameters
    ----------
    before, now : mapping of class to mapping of figure to int
        ``revenue`` in minor units, and of self-service ``signed up`` and ``paid``.

    Returns
    -------
    dict
        ``shares`` by class (None without revenue), ``revenue_change`` of self-service, ``others_change``, ``conversion_before`` and ``conversion`` (None
        without signups), ``fall`` of conversion, and ``alarms``, a list of ``revenue fell`` and ``conversion fell``.

    Examples
    --------
    >>> before = {"self-service": {"signed up": 1000, "paid": 120, "revenue": 60_000_000}}
    >>> now = {"self-service": {"signed up": 1250, "paid": 105, "revenue": 52_500_000}, "enterprise": {"revenue": 52_500_000}}
    >>> found = mix_between(before, now)
    >>> found["fall"], found["shares"]["enterprise"], found["alarms"]
    (0.3, 0.5, ['revenue fell', 'conversion fell'])
    """
    was, present, mix = _period(before, "before"), _period(now, "now"), MotionMix()
    check(library.revops_motion_mix_between(None, address(was, Motion), address(present, Motion), ctypes.byref(mix)), "mix")
    has_revenue = bool(present["revenue"].any())
    converts = [period["reached"][0, c.REVOPS_MOTION_SIGNED_UP] > 0 for period in (was, present)]
    names: dict[int, str] = {c.REVOPS_MOTION_REVENUE_FELL: "revenue fell", c.REVOPS_MOTION_CONVERSION_FELL: "conversion fell"}
    return {
        "shares": {name: share / 10000 if has_revenue else None for name, share in zip(MIX_CLASSES, mix.shares_bp)},
        "revenue_change": mix.revenue_change, "others_change": mix.others_change, "conversion_before": mix.conversion_before_bp / 10000 if converts[0] else None,
        "conversion": mix.conversion_bp / 10000 if converts[1] else None, "fall": mix.fall_bp / 10000, "alarms": [name for bit, name in names.items() if mix.alarms & bit],
    }
