# SPDX-License-Identifier: MIT
"""Scorecards learned from won and lost leads (scorecard.h)."""

from __future__ import annotations

import ctypes
import decimal
import operator
from collections.abc import Iterable, Mapping, Sequence
from typing import Literal, Any, Optional

import numpy as np
import numpy.typing as npt

from . import _constants as c
from ._arrays import Array, Cells, address, aligned_memory, integer
from ._compiled import problems_of
from ._frames import as_array, column_of, is_missing, mapping, names_of, opened, require_columns
from ._attributes import COLLECTIONS, DATES, FLAGS_OF_WORD, MISSING, SPANS, WIDTHS, Attribute, fold, nearly_whole
from ._library import library
from ._points import Number, thousandths
from ._struct import size, u8, u32, u64
from ._structs import Scorecard as ScorecardResult
from ._structs import Column, Condition, ScorecardParams, ScoreParams, ScoreRule
from .errors import check
from .evaluation import outcomes_of
from .score import Scorecard

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
    if given.dtype.kind == "O":
        given = np.array([float(value) for value in given if not is_missing(value) and not isinstance(value, SPANS)], np.float64)
    if given.dtype.kind != "f":
        return 1
    epsilon = float(np.finfo(given.dtype).eps)
    known = given[np.isfinite(given)].astype(np.float64)
    scale = 1
    while scale < 1_000_000 and np.abs(known).max(initial=0) * scale < 1e14:
        if nearly_whole(known * scale, epsilon).all():
            break
        scale *= 10
    return scale


class _Learned:
    """One column to learn from: how its values become numbers of C, and numbers of C values of rules again."""

    def __init__(self, name: str, values: Any, kind: Optional[str], scale: Optional[int], count: int) -> None:
        if isinstance(values, Cells):
            values = _of_file(values, kind)
        array = as_array(values)
        self.name, self.labels = name, _labels(name, array)
        kind = kind or ("flags" if self.labels and self.labels.are_flags else "choice" if self.labels else _kind(name, array))
        if self.labels and kind != "flags":
            self.kind, self.columns = "choice", [self.labels.codes(array)]
            self.attribute = Attribute(name, "text")
        else:
            if scale is None:
                scale = _scale(array) if kind == "number" else 1
            asked = {"choice": "number"}.get(kind, kind)
            self.kind, self.attribute = kind, Attribute(name, asked, self.labels.names if self.labels else (), scale, round_down=True)
            self.columns = [as_array(described.array) for described in self.attribute.columns(values, count)]
        for column in self.columns:
            if len(column) != count:
                raise ValueError(f"{name} has {len(column)} rows, not {count}")
        self.missing = -1 if self.labels and kind != "flags" else MISSING

    def value(self, number: int) -> Any:
        """A value of a rule; None for a text that no rule can ask for."""
        if self.labels:
            return self.labels.texts[number]
        if self.kind == "date":
            return np.datetime64(number, "D").item()
        return number if self.attribute.scale == 1 else number / self.attribute.scale

    def wanted(self, condition: Condition, word: int, pooled: Sequence[int]) -> Any:
        """A learned condition in the dialect of rules; () where it can't be asked."""
        if condition.test == c.REVOPS_CONDITION_IS_MISSING:
            return None
        if condition.test == c.REVOPS_CONDITION_IN_RANGE:
            low = None if condition.low == -(2**63) else self.value(condition.low)
            high = None if condition.high == 2**63 - 1 else self.value(condition.high)
            return {"known": True} if low is None and high is None else (low, high)
        if condition.test == c.REVOPS_CONDITION_ALL_FLAGS:
            flag = condition.low.bit_length() - 1 + FLAGS_OF_WORD * word
            return {"all_of": [self.labels.names[flag]] if self.labels else condition.low}
        if condition.test == c.REVOPS_CONDITION_IS_EQUAL:
            value = self.value(condition.low)
            return () if value is None else value
        several = [value for value in (self.value(number) for number in pooled) if value is not None]
        return several or ()


def _of_file(cells: Cells, kind: Optional[str]) -> Any:
    """What a column of a file is by the kind that was said of it; one that might be numbers is refused, not guessed."""
    if kind in ("number", "date"):
        return cells.numbers() if kind == "number" else cells.dates()
    if kind is None:
        try:
            cells.numbers()
        except ValueError:
            return list(cells)
        raise ValueError(f"{cells.file}, column {cells.column!r} may be numbers or names: say kinds={{{cells.column!r}: 'number'}} or 'choice'")
    return list(cells)


class _Labels:
    """The distinct texts of a column, as conditions compare them, in order; or the names of its flags."""

    def __init__(self, values: Iterable[Any], are_flags: bool) -> None:
        self.are_flags = are_flags
        spelled: dict[str, str] = {}
        for value in values:
            for text in (value,) if isinstance(value, str) else value if isinstance(value, COLLECTIONS) else ():
                folded = fold(str(text))
                spelled[folded] = min(spelled.get(folded, str(text)), str(text))
        self.number = {folded: at for at, folded in enumerate(sorted(spelled))}
        self.names = [spelled[folded] for folded in self.number]
        #: None for what is too long, or empty, to be asked for.
        self.texts = [text if 0 < len(folded.encode()) <= c.REVOPS_CONDITION_TEXT_MAX else None for folded, text in zip(self.number, self.names)]

    def codes(self, array: Array) -> Array:
        """Each row's number; -1 for missing."""
        return np.array([self.number[fold(value)] if isinstance(value, str) else -1 for value in map(_decoded, array.tolist())], np.int32)


def _labels(name: str, array: Array) -> Optional[_Labels]:
    """The labels of a column of texts or of collections of them; None for others."""
    if array.dtype.kind not in "OUST":
        return None
    values = [_decoded(value) for value in (array.tolist() if array.dtype.kind != "O" else array)]
    kinds = {_kind_of(value) for value in values} - {None}
    if len(kinds - {"flags"} if kinds >= {"flags", "text"} else kinds) > 1:
        raise TypeError(f"{name} holds values of different kinds: {', '.join(sorted(map(str, kinds)))}")
    return _Labels(values, "flags" in kinds) if kinds & {"text", "flags"} else None


def _decoded(value: Any) -> Any:
    """Bytes as the text that they are."""
    return value.decode("utf-8", "surrogateescape") if isinstance(value, bytes) else value


def _kind_of(value: Any) -> Optional[str]:
    if isinstance(value, COLLECTIONS):
        return "flags"
    if isinstance(value, str):
        return "text"
    if is_missing(value):
        return None
    if isinstance(value, (bool, np.bool_)):
        return "booleans"
    return "dates" if isinstance(value, DATES) else "spans of time" if isinstance(value, SPANS) else "numbers"


def _kind(name: str, array: Array) -> str:
    if array.dtype.kind == "O":
        found = {_kind_of(value) for value in array} - {None}
        return "choice" if found == {"booleans"} else "date" if found == {"dates"} else "number"
    return "choice" if array.dtype.kind == "b" else "date" if array.dtype.kind == "M" else "number"


def fit_scorecard(
    frame: Mapping[str, Any], target: npt.ArrayLike, method: Literal["logistic", "bayes"] = "logistic", columns: Optional[Iterable[str]] = None,
    kinds: Optional[Mapping[str, str]] = None, scales: Optional[Mapping[str, int]] = None, bins: Optional[int] = None,
    bin_leads: Optional[int] = None, smoothing: float = 1.0, ridge: float = 1.0, double: Number = 10, even: Number = 50,
    unit: Number = 1, sweeps: int = 500, calibrate: bool = True, bend: float = 5.0,
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
        Bins of a number (frequent values of a choice) at most, and leads in each at least. If not given, 64 bins of single
        leads and 20 choices of 3 (logistic), or 10 bins of the square root of the number of leads, 5 to 50 (naive Bayes).
        Neighbouring bins whose points are the same become one rule.
    smoothing, ridge : float, optional
        Added to each count (naive Bayes); weight of the L2 penalty (logistic), which a number's bins have as a straight
        line would in one standardised column.
    double, even, unit : number, optional
        Points that double the odds, points of even odds, and what points are a multiple of.
    sweeps : int, optional
        Passes over all attributes at most (logistic).
    calibrate : bool, optional
        Whether probabilities are fitted to the outcomes by two parameters: `double` and `even` of the card are then what
        was found. Each lead counts with its score by a card that was learned without it (of more than 20,000 leads, with
        its own). See recalibrate() for newer outcomes.
    bend : float, optional
        Weight of the penalty on bends of a number's points from bin to bin (logistic): more is straighter.

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
    frame = opened(frame)
    columns = [columns] if isinstance(columns, str) else None if columns is None else list(columns)
    require_columns(frame, [*(columns or ()), target if isinstance(target, str) else None], "frame")
    names = [name for name in (names_of(frame) if columns is None else columns) if not (isinstance(target, str) and name == target)]
    outcomes = outcomes_of(column_of(frame, target) if isinstance(target, str) else target, "target")
    kinds, scales = mapping(kinds or {}, "kinds"), mapping(scales or {}, "scales")
    unknown = sorted(set(kinds.values()) - set(_KINDS))
    if len(names) > c.REVOPS_CONDITION_ATTRIBUTES_MAX:
        raise ValueError(f"{len(names)} columns, more than {c.REVOPS_CONDITION_ATTRIBUTES_MAX}")
    if unknown or not names:
        raise ValueError(f"{unknown[0]!r} is no kind of column: {', '.join(_KINDS)}" if unknown else "there are no columns")
    if not 0 < outcomes.sum() < len(outcomes):
        check(c.REVOPS_ERR_RANGE, "target, in which some leads must be won and some lost")
    learned = [
        _Learned(name, column_of(frame, name), kinds.get(name), scales.get(name), len(outcomes)) for name in names
    ]
    words = [(one, word) for one in learned for word in range(len(one.columns))]
    described = (Column * max(len(words), 1))(*(
        Column(one.columns[word].ctypes.data, None, one.missing, WIDTHS[one.columns[word].dtype]) for one, word in words
    ))
    kind_numbers = np.array([_KINDS[one.kind] for one, _ in words] or [0], np.uint32)
    params = ScorecardParams()
    check(library.revops_scorecard_defaults(ctypes.byref(params), ctypes.sizeof(params)), "scorecard")
    params.method, params.flags = _METHODS[method], c.REVOPS_SCORECARD_CALIBRATE if calibrate else 0
    params.bin_count = 0 if bins is None else integer(bins, u32, "bins")
    params.bin_leads = 0 if bin_leads is None else integer(bin_leads, u32, "bin_leads")
    params.bend_milli = integer(thousandths(bend, "bend"), u32, "bend in thousandths")
    params.smoothing_milli = integer(thousandths(smoothing, "smoothing"), u32, "smoothing in thousandths")
    params.ridge_milli = integer(thousandths(ridge, "ridge"), u32, "ridge in thousandths")
    params.sweep_count = integer(sweeps, u32, "sweeps")
    params.double_mpt, params.even_mpt = thousandths(double, "double"), thousandths(even, "even")
    params.unit_mpt = thousandths(unit, "unit")
    needed, result = size(), ctypes.POINTER(ScorecardResult)()

    def fit(memory: Optional[int], room: int, out: Any) -> int:
        return int(library.revops_scorecard_fit(
            ctypes.byref(params), described, address(kind_numbers, u32), len(words), address(outcomes, u8), len(outcomes),
            memory, room, ctypes.byref(needed), out,
        ))

    status = fit(None, 0, None)
    if status != c.REVOPS_ERR_NOSPACE:
        check(status, "; ".join(["scorecard", *problems_of(library.revops_scorecard_check, params)]))
    memory = aligned_memory(needed.value)
    check(fit(memory.ctypes.data, needed.value, ctypes.byref(result)), "scorecard")
    found = result.contents
    rules = found.rules.contents
    card = Scorecard(
        _rules(rules, words), base=rules.base_mpt / 1000,
        scales={one.name: one.attribute.scale for one in learned if one.attribute.scale != 1}, round_down=True,
    )
    card.warnings = {text for bit, text in _WARNINGS.items() if found.warnings & bit}
    card.double, card.even = found.double_mpt / 1000, found.even_mpt / 1000
    return card


def _rules(params: ScoreParams, words: Sequence[tuple[_Learned, int]]) -> list[dict[str, Any]]:
    """The learned rules as dicts in the attributes' own values."""
    rule_rows = params.rules
    condition_rows = params.conditions
    others = params.values
    rules = []
    for at in range(params.rule_count):
        condition = condition_rows[rule_rows[at].first_condition]
        learned, word = words[condition.attribute]
        pooled = [others[condition.first_value + k] for k in range(condition.value_count)]
        wanted = learned.wanted(condition, word, pooled)
        if wanted != ():
            rules.append({"points": rule_rows[at].points_mpt / 1000, "when": {learned.name: wanted}})
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
    import hashlib

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
    if not isinstance(share, (int, float, np.integer, np.floating)) or not 0 <= share <= 1:
        raise ValueError(f"share is {share!r}, not between 0 and 1")
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
