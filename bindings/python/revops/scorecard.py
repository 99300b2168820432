# SPDX-License-Identifier: MIT
"""Scorecards learned from won and lost leads (scorecard.h)."""

from __future__ import annotations

import ctypes
import datetime
import decimal
import hashlib
import operator
from collections.abc import Iterable, Mapping
from typing import Any, Optional

import numpy as np
import numpy.typing as npt

from . import _constants as c
from ._arrays import Array, address, aligned_memory, integer
from ._frames import as_array, column_of, is_missing, names_of
from ._library import library
from ._prototypes import size, u8, u32, u64
from ._structs import Scorecard as ScorecardResult
from ._structs import ScorecardParams, Column, Condition, ScoreRule
from .errors import check
from .evaluation import outcomes_of
from .score import _WIDTHS, Attribute, Number, Scorecard, nearly_whole, thousandths

__all__ = ["fit_scorecard", "holdout"]

_METHODS = {"bayes": c.REVOPS_SCORECARD_BAYES, "logistic": c.REVOPS_SCORECARD_LOGISTIC}
_KINDS = {
    "number": c.REVOPS_SCORECARD_NUMBER, "date": c.REVOPS_SCORECARD_NUMBER, "choice": c.REVOPS_SCORECARD_CHOICE, "flags": c.REVOPS_SCORECARD_FLAGS,
}
_WARNINGS = {
    c.REVOPS_SCORECARD_FEW_LEADS: "few leads", c.REVOPS_SCORECARD_FEW_WON: "few won",
    c.REVOPS_SCORECARD_FEW_LOST: "few lost", c.REVOPS_SCORECARD_NOT_CONVERGED: "not converged",
    c.REVOPS_SCORECARD_NOTHING_LEARNED: "nothing learned",
}


def _scale(values: Any) -> int:
    """The least power of ten up to a million in units of which all numbers are whole, or which leaves them 15 digits."""
    given = np.asarray(values)
    epsilon = float(np.finfo(given.dtype).eps)
    known = given[np.isfinite(given)].astype(np.float64)
    scale = 1
    while scale < 1_000_000 and np.abs(known).max(initial=0) * scale < 1e14:
        if nearly_whole(known * scale, epsilon).all():
            break
        scale *= 10
    return scale


def _attribute(name: str, values: Any, kind: Optional[str], scale: Optional[int]) -> Attribute:
    array = as_array(values)
    if array.dtype.kind in "biuf":
        kind = kind or ("choice" if array.dtype.kind == "b" else "number")
        if scale is None:
            scale = _scale(array) if array.dtype.kind == "f" else 1
        return Attribute(name, kind, (), scale, round_down=True)
    if array.dtype.kind == "M":
        return Attribute(name, "date")
    labels: dict[str, None] = {}
    numbers = dates = booleans = False
    for value in array:
        if isinstance(value, (list, tuple, set, frozenset)):
            kind = "flags"
            labels.update(dict.fromkeys(str(label) for label in value))
        elif isinstance(value, str):
            labels[value] = None
        elif not is_missing(value):
            dates = dates or isinstance(value, datetime.date)
            booleans = booleans or isinstance(value, (bool, np.bool_))
            numbers = numbers or not isinstance(value, (bool, np.bool_, datetime.date))
    if numbers + dates + booleans + bool(labels) > 1:
        raise TypeError(f"{name} holds values of different kinds: text, numbers, dates, booleans")
    if booleans:
        return Attribute(name, kind or "choice")
    if dates:
        return Attribute(name, "date")
    if numbers:
        known = np.array([float(value) for value in array if not is_missing(value)])
        return Attribute(name, kind or "number", (), _scale(known) if scale is None else scale, round_down=True)
    return Attribute(name, kind or "choice", sorted(labels), 1)


def fit_scorecard(
    frame: Mapping[str, Any], target: npt.ArrayLike, method: str = "logistic", columns: Optional[Iterable[str]] = None,
    kinds: Optional[Mapping[str, str]] = None, scales: Optional[Mapping[str, int]] = None, bins: int = 10,
    bin_leads: int = 50, smoothing: float = 1.0, ridge: float = 1.0, double: Number = 10, even: Number = 50,
    unit: Number = 1, sweeps: int = 500,
) -> Scorecard:
    """Learns a scorecard: an ordinary set of fit rules that explains itself and gives win probabilities.

    Parameters
    ----------
    frame : mapping of columns
        A DataFrame, or a dict of equally long columns. Numbers and dates are binned, texts and booleans are choices,
        collections of texts are flags.
    target : array of 0 and 1, or str
        Whether each lead was won; or the name of the column that says so.
    method : {"logistic", "bayes"}, optional
        L2 logistic regression, or naive Bayes.
    columns : iterable of str, optional
        What to learn from; all columns but the target if not given.
    kinds : dict, optional
        ``{column: "number" | "choice" | "flags" | "date"}`` where the kind shouldn't follow from the values.
    scales : dict, optional
        ``{column: n}``: count the column's numbers in n-ths, rounded down; found from the values if not given.
    bins, bin_leads : int, optional
        Bins of a number (frequent values of a choice) at most, and leads in each at least.
    smoothing, ridge : float, optional
        Added to each count (naive Bayes); weight of the L2 penalty (logistic).
    double, even, unit : number, optional
        Points that double the odds, points of even odds, and what points are a multiple of.
    sweeps : int, optional
        Passes over all attributes at most (logistic).

    Returns
    -------
    Scorecard
        With `warnings`, `double` and `even` set; see Scorecard.probability().

    Examples
    --------
    >>> frame = {"source": ["ad", "web"] * 200, "employees": list(range(400))}
    >>> won = [int(source == "web" and employees % 4 != 1) for source, employees in zip(frame["source"], frame["employees"])]
    >>> card = fit_scorecard(frame, won, method="bayes", columns=["source"])
    >>> card.rule_names, sorted(card.warnings)
    (['source ad', 'source web'], ['few leads', 'few won'])
    >>> card.probability({"source": ["ad", "web"]}).round(2).tolist()
    [0.0, 0.5]
    """
    if method not in _METHODS:
        raise ValueError(f"method is {method!r}, neither 'logistic' nor 'bayes'")
    names = [name for name in (names_of(frame) if columns is None else columns) if not (isinstance(target, str) and name == target)]
    outcomes = outcomes_of(column_of(frame, target) if isinstance(target, str) else target, "target")
    kinds, scales = kinds or {}, scales or {}
    unknown = sorted(set(kinds.values()) - set(_KINDS))
    if len(names) > c.REVOPS_CONDITION_ATTRIBUTES_MAX:
        raise ValueError(f"{len(names)} columns, more than {c.REVOPS_CONDITION_ATTRIBUTES_MAX}")
    if unknown or not names:
        raise ValueError(f"{unknown[0]!r} is no kind of column: {', '.join(_KINDS)}" if unknown else "there are no columns")
    if not 0 < outcomes.sum() < len(outcomes):
        check(c.REVOPS_ERR_RANGE, "target, in which some leads must be won and some lost")
    attributes, arrays = [], []
    described = (Column * max(len(names), 1))()
    kind_numbers = np.zeros(max(len(names), 1), np.uint32)
    for at, name in enumerate(names):
        values = column_of(frame, name)
        attribute = _attribute(name, values, kinds.get(name), scales.get(name))
        array, missing = attribute.column(values)
        if len(array) != len(outcomes):
            raise ValueError(f"{name} has {len(array)} rows, not {len(outcomes)}")
        described[at] = Column(array.ctypes.data, None, missing, _WIDTHS[array.dtype.name])
        kind_numbers[at] = _KINDS[attribute.kind]
        attributes.append(attribute)
        arrays.append(array)
    params = ScorecardParams()
    check(library.revops_scorecard_defaults(ctypes.byref(params), ctypes.sizeof(params)), "scorecard")
    params.method, params.bin_count = _METHODS[method], integer(bins, u32, "bins")
    params.bin_leads = integer(bin_leads, u32, "bin_leads")
    params.smoothing_milli = integer(thousandths(smoothing, "smoothing"), u32, "smoothing in thousandths")
    params.ridge_milli = integer(thousandths(ridge, "ridge"), u32, "ridge in thousandths")
    params.sweep_count = integer(sweeps, u32, "sweeps")
    params.double_mpt, params.even_mpt = thousandths(double, "double"), thousandths(even, "even")
    params.unit_mpt = thousandths(unit, "unit")
    needed, result = size(), ScorecardResult()

    def fit(memory: Optional[int], room: int, out: Any) -> int:
        return int(library.revops_scorecard_fit(
            ctypes.byref(params), described, address(kind_numbers, u32), len(names), address(outcomes, u8), len(outcomes),
            memory, room, ctypes.byref(needed), out,
        ))

    status = fit(None, 0, None)
    if status != c.REVOPS_ERR_NOSPACE:
        check(status, "scorecard")
    memory = aligned_memory(needed.value)
    check(fit(memory.ctypes.data, needed.value, ctypes.byref(result)), "scorecard")
    card = Scorecard(
        _rules(result, attributes), base=result.rules.base_mpt / 1000,
        scales={attribute.name: attribute.scale for attribute in attributes if attribute.scale != 1}, round_down=True,
    )
    card.warnings = {text for bit, text in _WARNINGS.items() if result.warnings & bit}
    card.double, card.even = result.double_mpt / 1000, result.even_mpt / 1000
    return card


def _rules(result: ScorecardResult, attributes: list[Attribute]) -> list[dict[str, Any]]:
    """The learned rules as dicts in the attributes' own values."""
    rule_rows = ctypes.cast(result.rules.rules or 0, ctypes.POINTER(ScoreRule))
    condition_rows = ctypes.cast(result.rules.conditions or 0, ctypes.POINTER(Condition))
    others = ctypes.cast(result.rules.values or 0, ctypes.POINTER(ctypes.c_int64))
    rules = []
    for at in range(result.rules.rule_count):
        condition = condition_rows[rule_rows[at].first_condition]
        attribute = attributes[condition.attribute]
        labels = {number: label for label, number in attribute.labels.items()}

        def value(number: int, attribute: Attribute = attribute, labels: dict[int, str] = labels) -> Any:
            if attribute.kind == "date":
                return np.datetime64(number, "D").item()
            return labels[number] if labels else number if attribute.scale == 1 else number / attribute.scale

        wanted: Any = None
        if condition.test == c.REVOPS_CONDITION_IN_RANGE:
            low = None if condition.low == -(2**63) else value(condition.low)
            high = None if condition.high == 2**63 - 1 else value(condition.high)
            wanted = {"known": True} if low is None and high is None else (low, high)
        elif condition.test == c.REVOPS_CONDITION_IS_EQUAL:
            wanted = value(condition.low)
        elif condition.test == c.REVOPS_CONDITION_IS_ONE_OF:
            first = condition.first_value
            wanted = [value(others[first + k]) for k in range(condition.value_count)]
        elif condition.test == c.REVOPS_CONDITION_ALL_FLAGS:
            bit = condition.low.bit_length() - 1
            wanted = {"all": [labels[bit]] if labels else condition.low}
        rules.append({"points": rule_rows[at].points_mpt / 1000, "when": {attribute.name: wanted}})
    return rules


def _id_number(value: Any) -> int:
    """An id as 64 bits: an integer as it is, whatever holds it; else 64 bits of its text's digest. All missing ones are alike."""
    if not isinstance(value, str) and not is_missing(value):
        if isinstance(value, (float, np.floating, decimal.Decimal)):
            if abs(float(value)) > 2**53 or float(value) != int(value):
                raise ValueError(f"ids holds {value}, which is no exact integer: pass ids as integers or texts")
            value = int(value)
        if hasattr(value, "__index__"):
            number = operator.index(value)
            if not -(2**63) <= number < 2**64:
                raise OverflowError(f"ids holds {number}, which doesn't fit 64 bits: pass it as text")
            return number % 2**64
    text = "None" if is_missing(value) else str(value)
    return int.from_bytes(hashlib.blake2b(text.encode(), digest_size=8).digest(), "little")


def holdout(ids: npt.ArrayLike, share: float = 0.3, seed: int = 0) -> Array:
    """Which leads to hold out of training, by a hash of their ids: a lead always falls on the same side.

    Parameters
    ----------
    ids : array of int or str
        Ids of leads; equal integers are held out alike in any column: of integers, of floats, of objects, with gaps or without.
        A text of digits isn't an integer.
    share : float, optional
        Share to hold out.
    seed : int, optional
        Another seed, another split.

    Returns
    -------
    ndarray of bool
        True for the leads held out.

    Examples
    --------
    >>> held = holdout(range(10000))
    >>> bool(0.28 < held.mean() < 0.32), bool((holdout([5, 6, 7]) == held[5:8]).all())
    (True, True)
    """
    array = as_array(ids)
    if array.dtype.kind in "iub":
        numbers = array.astype(np.uint64)
    else:
        if array.dtype.kind == "U" and isinstance(ids, (list, tuple)):
            array = np.array(ids, object)  # numpy makes texts of numbers beside texts
        numbers = np.array([_id_number(value) for value in array.tolist()], np.uint64)
    held = np.empty(len(numbers), np.uint8)
    check(
        library.revops_scorecard_holdout(
            address(np.ascontiguousarray(numbers), u64), len(numbers), integer(seed, u64, "seed"), integer(round(share * 10000), u32, "share"),
            address(held, u8),
        ),
        "holdout",
    )
    return held.view(bool)
