# SPDX-License-Identifier: MIT
"""Formulas of a sales plan solved for any quantity, bands, reverse funnel, gap, staff, quotas, sequences (plan.h).

Money is in minor units (cents), rates are in basis points (10,000 are 1); all are integers, and all answers are exact but
for one rounding, which plan.h states.
"""

from __future__ import annotations

import ctypes
import re
from typing import Any, Mapping, Optional, Union

import numpy as np
import numpy.typing as npt

from . import _constants as c
from ._arrays import Array, address, array_in, integer, text_out
from ._integers import integers_in, offsets_in, truths_in
from ._kinds import Formula
from ._library import library
from ._show import Shown, plural
from ._made import Made
from ._struct import i32, i64, size, u32, u64
from ._structs import (
    PlanAccount, PlanBand, PlanCeiling, PlanGap, PlanGapStep, PlanJudgement, PlanParams, PlanQuotaCheck, PlanSequence, PlanStaff,
)
from ._time import known_instants_ms
from .errors import ArgumentError, OutOfRangeError, check

__all__ = [
    "Bands", "FORMULAS", "METRICS", "SEQUENCE", "ceiling_accounts", "check_quotas", "compare_sequences", "executives_for", "funnel_for",
    "funnel_from", "gap", "judge", "solve", "solve_text", "staff_for",
]

_VERDICTS = {c.REVOPS_PLAN_BAD: "bad", c.REVOPS_PLAN_FAIR: "fair", c.REVOPS_PLAN_GOOD: "good"}


def _quantity(formula: int, place: int) -> str:
    name: str = library.revops_plan_quantity_name(formula, place).decode().replace(" ", "_")
    scaled = library.revops_plan_quantity_unit(formula, place) >= c.REVOPS_PLAN_BASIS_POINTS
    return name + "_bp" if scaled else name


def _names(name_of: Any) -> dict[str, int]:
    names: dict[str, int] = {}
    while (name := name_of(len(names) + 1).decode()) != "unknown":
        names[name.replace(" ", "_")] = len(names) + 1
    return names


_FORMULAS = _names(library.revops_plan_formula_name)
#: Names of the formulas, and of the quantities of each.
FORMULAS: dict[str, list[str]] = {
    name: [_quantity(number, place) for place in range(library.revops_plan_quantity_count(number))]
    for name, number in _FORMULAS.items()
}
#: Names of the metrics that bands judge, and their numbers.
METRICS: dict[str, int] = _names(library.revops_plan_metric_name)
#: dtype of what `compare_sequences` answers.
SEQUENCE = np.dtype(PlanSequence)

_Values = Union[int, npt.ArrayLike]


def _number(names: dict[str, int], name: str, what: str) -> int:
    if not isinstance(name, str) or name not in names:
        raise ValueError(f"{name!r} is no {what}: expected one of {', '.join(names)}")
    return names[name]


def _given(formula: str, values: dict[str, Any]) -> tuple[int, int, list[str]]:
    number = _number(_FORMULAS, formula, "formula")
    quantities = FORMULAS[formula]
    unknown = [name for name in quantities if name not in values]
    wrong = [name for name in values if name not in quantities]
    if wrong or len(unknown) != 1:
        raise ValueError(f"{formula} takes all but one of {', '.join(quantities)}, not {', '.join(values) or 'nothing'}")
    return number, quantities.index(unknown[0]), quantities


def _is_column(value: Any) -> bool:
    """Whether a value is many; what is neither many nor an integer is refused as the latter."""
    return hasattr(value, "__len__") and not isinstance(value, (str, bytes)) and getattr(value, "shape", None) != ()


def _not_negative(columns: Mapping[str, Any]) -> None:
    """Names the first negative number of some columns or integers, and its row."""
    for name, values in columns.items():
        array = array_in(values)
        if array.dtype.kind != "i" or not array.size or array.min() >= 0:
            continue
        row = int((array.reshape(-1) < 0).argmax())
        place = f" in row {row}" if array.ndim else ""
        raise ArgumentError(what=f"{name} is {array.reshape(-1)[row]}{place}; expected 0 or more")


def solve(formula: Formula, **values: _Values) -> Any:
    """Finds the quantity of a formula that isn't given.

    Parameters
    ----------
    formula : str
        One of `FORMULAS`.
    **values : int, or array of int64, shape (n,)
        All of its quantities but one.

    Returns
    -------
    int, or ndarray of int64, shape (n,)

    Raises
    ------
    ArgumentError
        A value is negative; the message names the first row.
    OutOfRangeError
        It would be divided by 0.

    Examples
    --------
    >>> solve("reps", goal=1_000_000_000, quota=75_000_000, attainment_bp=7500)
    18
    >>> solve("payback", acquisition_cost=1_000_000, monthly_revenue=100_000, margin_bp=8000) / 10_000
    12.5
    >>> solve("pipeline", quota=np.array([100_000_000, 50_000_000]), win_rate_bp=2500)
    array([400000000, 200000000])
    """
    number, unknown, quantities = _given(formula, values)
    columns = {name: integers_in(value, np.int64, name) for name, value in values.items() if _is_column(value)}
    single = {name: integer(value, i64, name) for name, value in values.items() if name not in columns}  # type: ignore[arg-type]
    _not_negative({**columns, **single})
    if not columns:
        given, out = (i64 * len(quantities))(*(single.get(name, 0) for name in quantities)), i64()
        check(library.revops_plan_solve(number, unknown, given, ctypes.byref(out)), formula)
        return out.value
    length = len(next(iter(columns.values())))
    for name, column in columns.items():
        if len(column) != length:
            raise ValueError(f"{name} has {len(column)} rows, not {length}")
    all_columns = [columns[name] if name in columns else np.full(length, single.get(name, 0), np.int64) for name in quantities]
    pointers = (ctypes.POINTER(i64) * len(all_columns))(*(address(column, i64) for column in all_columns))
    found, statuses = np.empty(length, np.int64), np.empty(length, np.int32)
    check(library.revops_plan_solve_many(
        number, unknown, pointers, length, address(statuses, i32), address(found, i64)), formula)
    bad = np.flatnonzero(statuses)
    if len(bad):
        check(int(statuses[bad[0]]), f"{formula}, row {bad[0]}")
    return found


def solve_text(formula: Formula, **values: int) -> str:
    """The calculation in words.

    Examples
    --------
    >>> solve_text("reps", goal=1_000_000_000, quota=75_000_000, attainment_bp=7500)
    'reps = goal ÷ (quota × attainment) = 1000000000 ÷ (75000000 × 75 %) = 17.77, rounded up 18'
    """
    number, unknown, quantities = _given(formula, values)
    _not_negative(values)
    given = (i64 * len(quantities))(*(integer(values.get(name, 0), i64, name) for name in quantities))
    return text_out(lambda out, capacity: library.revops_plan_solve_text(number, unknown, given, out, capacity))


def _judgement(found: PlanJudgement) -> dict[str, Any]:
    return {
        "verdict": _VERDICTS[found.verdict], "name": found.name.decode(), "to_next": found.to_next,
        "to_previous": found.to_previous,
    }


class Bands(Made, Shown):
    """By what figures are judged: the built-in bands, or a policy's ``figures.bands`` and ``figures.targets`` with the built-in ones of what it
    doesn't speak of.

    A target has three bands: below, on and above it. Its name is that of a metric (``"win rate"`` for its overall target) or ``"figure: part"``.

    Parameters
    ----------
    policy : Policy, optional
        The policy.

    Examples
    --------
    >>> import revops
    >>> policy = revops.Policy({"revops": 1, "name": "x", "stages": [{"name": "New"}], "figures": {"bands": {
    ...     "pipeline coverage": [{"name": "short", "below": 3.5}, {"name": "healthy"}],
    ...     "time to first contact": [{"name": "gold", "below": "5 min"}, {"name": "cold"}]}}})
    >>> judge("pipeline coverage", 32_000, policy=policy)["name"], judge("time to first contact", 300_000, policy=policy)["name"]
    ('short', 'cold')
    >>> policy = policy.with_({"figures": {"targets": {"cycle by segment": {"SMB": {"to": "45 days"}, "Maker": {"from": "9 days", "to": "30 days"}}}}})
    >>> judge("cycle small", 46, policy=policy)["name"], judge("cycle by segment: Maker", 30, policy=policy)["name"]
    ('above target', 'on target')
    """

    def __init__(self, policy: Any = None) -> None:
        self._policy: Any = None
        self._params = PlanParams()
        check(library.revops_plan_defaults(ctypes.byref(self._params), ctypes.sizeof(self._params)), "bands")
        if policy is None:
            return
        self._policy, self._keep, needed = policy._params, policy, size()
        library.revops_policy_plan_bands(ctypes.byref(self._policy), None, 0, ctypes.byref(needed))
        self._rows = (PlanBand * max(needed.value, 1))()
        check(library.revops_policy_plan_bands(ctypes.byref(self._policy), self._rows, needed.value, None), "figures")
        self._params.bands = ctypes.cast(self._rows, ctypes.POINTER(PlanBand))
        self._params.band_count, self._params.band_row_size = needed.value, ctypes.sizeof(PlanBand)

    def _said(self) -> tuple[str, list[tuple[str, str]]]:
        return f"Bands: {'those of a policy' if self._policy is not None else 'the built-in ones'}, {plural(self._params.band_count, 'row')}", []

    def metric(self, name: str) -> int:
        """The number of a metric, or of a figure of the policy."""
        if not isinstance(name, str):
            return _number(METRICS, name, "metric")
        found, text = u32(), name.encode("utf-8", "surrogatepass")
        known = METRICS.get("_".join(re.split("[ _-]+", name.lower())))
        if known is not None:
            return known
        if self._policy is None or library.revops_policy_metric_find(ctypes.byref(self._policy), text, len(text), ctypes.byref(found)):
            return _number(METRICS, name, "metric" if self._policy is None else "metric and no figure of the policy")
        return int(found.value)


def judge(metric: str, value: int, policy: Any = None) -> dict[str, Any]:
    """What a value of a metric means, and how far the neighbouring bands are.

    Parameters
    ----------
    metric : str
        One of `METRICS`, with spaces or underscores, or with `policy` a figure that it has bands of, or ``"figure: part"`` that it has a target of.
    value : int
        In the metric's unit (see plan.h); of a figure of the policy's own in its unit: thousandths, minor units, basis points, milliseconds …
    policy : Policy, optional
        Whose bands judge; the built-in ones unless given.

    Returns
    -------
    dict
        ``verdict`` ("bad", "fair", "good"), ``name`` of the band, ``to_next`` and ``to_previous``.

    Examples
    --------
    >>> judge("payback", 125_000)
    {'verdict': 'good', 'name': 'healthy', 'to_next': 55000, 'to_previous': 5001}
    """
    out = PlanJudgement()
    bands = Bands(policy)
    check(library.revops_plan_judge(ctypes.byref(bands._params), bands.metric(metric), integer(value, i64, "value"), ctypes.byref(out)), metric)
    return _judgement(out)


def _rates(rates_bp: npt.ArrayLike) -> Array:
    rates = integers_in(rates_bp, np.uint32, "rates_bp")
    if len(rates) and rates.max() > 10_000:
        row = int((rates > 10_000).argmax())
        raise ArgumentError(what=f"rates_bp has {rates[row]} in row {row}; expected 0 to 10000")
    if len(rates) > c.REVOPS_PLAN_STEPS_MAX:
        raise ArgumentError(what=f"rates_bp has {len(rates)} rows; expected up to {c.REVOPS_PLAN_STEPS_MAX}")
    return rates


def funnel_for(goal: int, contract_value: int, rates_bp: npt.ArrayLike) -> Array:
    """What each step of a funnel must hold for a goal of revenue.

    Returns
    -------
    ndarray of int64, shape (n + 1,)
        The wins last.

    Examples
    --------
    >>> funnel_for(100_000_000, 2_500_000, [1000, 6000, 7000, 5000, 2500])
    array([7620,  762,  458,  320,  160,   40])
    """
    rates = _rates(rates_bp)
    _not_negative({"goal": goal, "contract_value": contract_value})
    if integer(contract_value, i64, "contract_value") == 0:
        raise ArgumentError(what="contract_value is 0; expected 1 or more")
    if len(rates) and not rates.all():
        raise ArgumentError(what=f"rates_bp has 0 in row {int(rates.argmin())}; expected 1 to 10000")
    out = np.empty(len(rates) + 1, np.int64)
    check(library.revops_plan_funnel_for(
        integer(goal, i64, "goal"), integer(contract_value, i64, "contract_value"), address(rates, u32), len(rates),
        address(out, i64)), "goal, contract_value or rates_bp")
    return out


def funnel_from(entered: int, contract_value: int, rates_bp: npt.ArrayLike) -> tuple[Array, int]:
    """What a number of leads gives: numbers at each step, and revenue.

    Examples
    --------
    >>> funnel_from(7620, 2_500_000, [1000, 6000, 7000, 5000, 2500])
    (array([7620,  762,  457,  320,  160,   40]), 100012500)
    """
    rates, revenue = _rates(rates_bp), i64()
    _not_negative({"entered": entered, "contract_value": contract_value})
    out = np.empty(len(rates) + 1, np.int64)
    check(library.revops_plan_funnel_from(
        integer(entered, i64, "entered"), integer(contract_value, i64, "contract_value"), address(rates, u32), len(rates),
        ctypes.byref(revenue), address(out, i64)), "entered, contract_value or rates_bp")
    return out, revenue.value


def gap(needed: int, there: int, planned: npt.ArrayLike = (), actual: npt.ArrayLike = ()) -> dict[str, Any]:
    """How far pipeline or revenue is from what is needed, and which step of the funnel causes it.

    Parameters
    ----------
    needed, there : int
        Money.
    planned, actual : array of int64, shape (n,)
        Numbers at each step.

    Returns
    -------
    dict
        ``gap``, ``gap_bp``, ``worst_step`` (None without steps), ``attainment_bp`` and ``restores`` by step.

    Examples
    --------
    >>> found = gap(500_000_000, 320_000_000, [5000, 2000, 500], [5000, 1280, 320])
    >>> found["gap_bp"], found["worst_step"], found["restores"].tolist()
    (3600, 1, [0, 180000000, 0])
    """
    plan = integers_in(planned, np.int64, "planned")
    fact = integers_in(actual, np.int64, "actual", len(plan))
    _not_negative({"needed": needed, "there": there, "planned": plan, "actual": fact})
    if integer(needed, i64, "needed") == 0:
        raise ArgumentError(what="needed is 0; expected 1 or more")
    if len(plan) > c.REVOPS_PLAN_STEPS_MAX:
        raise ArgumentError(what=f"planned has {len(plan)} rows; expected up to {c.REVOPS_PLAN_STEPS_MAX}")
    if len(plan) and not plan.all():
        raise ArgumentError(what=f"planned has 0 in row {int(plan.argmin())}; expected 1 or more")
    steps, out = np.zeros(len(plan), np.dtype(PlanGapStep)), PlanGap()
    check(library.revops_plan_gap_between(
        integer(needed, i64, "needed"), integer(there, i64, "there"), address(plan, i64), address(fact, i64), len(plan),
        address(steps, PlanGapStep), ctypes.byref(out)), "gap")
    return {
        "gap": out.gap, "gap_bp": out.gap_bp, "worst_step": out.worst_step if len(plan) else None,
        "attainment_bp": steps["attainment_bp"].copy(), "restores": steps["restores"].copy(),
    }


def staff_for(executives: int) -> dict[str, tuple[int, int]]:
    """Sales development representatives and solutions engineers beside account executives, at least and at most.

    Examples
    --------
    >>> staff_for(10)
    {'sdrs': (20, 30), 'engineers': (2, 3)}
    """
    out = PlanStaff()
    check(library.revops_plan_staff_for(None, integer(executives, u32, "executives"), ctypes.byref(out)), "executives")
    return {"sdrs": (out.sdrs_low, out.sdrs_high), "engineers": (out.engineers_low, out.engineers_high)}


def executives_for(sdrs: int, engineers: int) -> int:
    """Most account executives that a staff can serve.

    Examples
    --------
    >>> executives_for(20, 2)
    10
    """
    out = u32()
    check(library.revops_plan_executives_for(
        None, integer(sdrs, u32, "sdrs"), integer(engineers, u32, "engineers"), ctypes.byref(out)), "staff")
    return out.value


def check_quotas(achieved: npt.ArrayLike, quotas: npt.ArrayLike) -> dict[str, Any]:
    """Whether quotas are right: the share of representatives that reach theirs.

    Examples
    --------
    >>> check_quotas([100, 90, 120, 100], [100, 100, 100, 100])["name"]
    'right'
    """
    done = integers_in(achieved, np.int64, "achieved")
    wanted = integers_in(quotas, np.int64, "quotas", len(done))
    _not_negative({"achieved": done, "quotas": wanted})
    if not wanted.any():
        raise OutOfRangeError(what="quotas has no row above 0; expected one at least")
    out = PlanQuotaCheck()
    check(library.revops_plan_check_quotas(
        None, address(done, i64), address(wanted, i64), len(done), ctypes.byref(out)), "achieved or quotas")
    return {
        "reps": out.reps, "reached": out.reached, "reached_bp": out.reached_bp, "attainment_bp": out.attainment_bp,
        **_judgement(out.judgement),
    }


def ceiling_accounts(
    price: npt.ArrayLike, demand_bp: npt.ArrayLike, *, top_plan: Optional[npt.ArrayLike] = None,
    potential: Optional[tuple[npt.ArrayLike, npt.ArrayLike]] = None,
) -> dict[str, Any]:
    """The cohort at the plan's ceiling: accounts of the top plan that would spend more.

    Parameters
    ----------
    price : array of int64
        What each pays a month.
    demand_bp : array of int64
        Spend that its usage suggests ÷ price.
    top_plan : array of bool, optional
        Whether it is on the top plan; by default all are.
    potential : two arrays of int64, optional
        What it would pay a month, at least and at most; by default price × demand.

    Examples
    --------
    >>> found = ceiling_accounts([99900] * 50, [20000] * 50, potential=([500000] * 50, [1000000] * 50))
    >>> found["accounts"], found["missed_low"], found["missed_high"], found["name"]
    (50, 240060000, 540060000, 'sales is overdue')
    """
    prices = integers_in(price, np.int64, "price")
    rows = np.zeros(len(prices), np.dtype(PlanAccount))
    rows["price"] = prices
    demand = integers_in(demand_bp, np.int64, "demand_bp", len(prices))
    wrong = np.flatnonzero((demand < 0) | (demand >= 2**32))
    if len(wrong):
        raise ArgumentError(what=f"demand_bp is {demand[wrong[0]]} in row {wrong[0]}; expected 0 to {2**32 - 1}")
    rows["demand_bp"] = demand
    rows["is_top_plan"] = 1 if top_plan is None else truths_in(top_plan, "top_plan", len(prices))
    if potential is not None:
        if not isinstance(potential, (tuple, list)) or len(potential) != 2:
            raise TypeError(f"potential is of type {type(potential).__name__}: expected a column of least and one of greatest amounts")
        for name, values in zip(("potential_low", "potential_high"), potential):
            rows[name] = integers_in(values, np.int64, name, len(prices))
    _not_negative({name: rows[name] for name in ("price", "potential_low", "potential_high")})
    swapped = np.flatnonzero((rows["potential_low"] > rows["potential_high"]) & (rows["potential_high"] != 0))
    if len(swapped):
        row = int(swapped[0])
        raise ArgumentError(what=f"potential_low is {rows['potential_low'][row]} in row {row}; expected at most potential_high, "
                                 f"{rows['potential_high'][row]}")
    out = PlanCeiling()
    check(library.revops_plan_ceiling_of(None, address(rows, PlanAccount), len(rows), ctypes.byref(out)), "accounts")
    return {
        "accounts": out.accounts, "missed_low": out.missed_low, "missed_high": out.missed_high, **_judgement(out.judgement),
    }


def compare_sequences(at_ms: npt.ArrayLike, offsets: npt.ArrayLike) -> Array:
    """Compares outreach sequences with the plan: 8 to 12 touches over 3 to 4 weeks.

    Parameters
    ----------
    at_ms : array of datetime64 or int64
        Touches, of one lead after the other.
    offsets : array of uint64, shape (n + 1,)
        The touches of lead i are those from offsets[i] up to offsets[i + 1].

    Returns
    -------
    ndarray of `SEQUENCE`, shape (n,)

    Examples
    --------
    >>> week = 7 * 86_400_000
    >>> compare_sequences([0, week, 2 * week], [0, 3])["missing_touches"]
    array([5], dtype=uint32)
    """
    are_instants = getattr(getattr(at_ms, "dtype", None), "kind", "") == "M"  # of numpy and pandas, of any unit and zone
    instants = known_instants_ms(at_ms, "at_ms") if are_instants else integers_in(at_ms, np.int64, "at_ms")
    if len(instants) and instants.min() == c.REVOPS_TIME_NONE:
        raise ArgumentError(what=f"at_ms has nothing in row {int(instants.argmin())}; expected an instant")
    places = offsets_in(offsets, "offsets", len(instants), "at_ms")
    out = np.zeros(len(places) - 1, SEQUENCE)
    check(library.revops_plan_compare_sequences(
        None, address(instants, i64), address(places, u64), len(out), address(out, PlanSequence)), "at_ms or offsets")
    return out
