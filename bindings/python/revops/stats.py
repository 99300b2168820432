# SPDX-License-Identifier: MIT
"""Percentiles, intervals, comparisons and trends without floating point (stats.h)."""

from __future__ import annotations

import ctypes
import threading
from typing import Any, ClassVar, NamedTuple, Optional, Union

import numpy as np
import numpy.typing as npt

from . import _constants as c, _structs as s
from ._arrays import Array, address, array_in, column_in, integer, numbers_of
from ._library import library
from ._show import Shown, plural
from ._struct import i64, u32, u64
from ._time import spans_ms
from .errors import ArgumentError, OutOfRangeError, check

__all__ = ["Histogram", "RateComparison", "Trend", "band", "compare_rates", "trend", "variation", "wilson"]

Numbers = Union[int, npt.ArrayLike]
_VALUE_MAX = 10**12  # REVOPS_STATS_VALUE_MAX


class RateComparison(NamedTuple):
    """How rates differ: floats, or an array each where arrays were compared."""

    difference: Any
    z: Any
    p_value: Any


class Trend(NamedTuple):
    """A line through the values of periods."""

    slope: float
    standard_error: float


def _share_bp(share: float, name: str) -> int:
    if not isinstance(share, (int, float, np.integer, np.floating)):
        raise TypeError(f"{name} is {share!r}: expected a number between 0 and 1")
    if not 0 <= share <= 1:
        raise ValueError(f"{name} is {share}, not between 0 and 1")
    return round(share * 10000)


def refuse_where(wrong: Array, name: str, values: Array, expected: str, is_scalar: bool = False) -> None:
    """Tells the first row in which a value is wrong; NaT and its number are nothing."""
    if wrong.any():
        row = int(wrong.argmax())
        found = "has nothing" if values[row] == np.iinfo(np.int64).min else f"is {values[row]}"
        raise ArgumentError(what=f"{name} {found}{'' if is_scalar else f' in row {row}'}; expected {expected}")


def _series(values: npt.ArrayLike, least: int, most: int) -> Array:
    """A series of so many values, each within a million millions."""
    array = column_in(values, np.int64, "values")
    if not least <= len(array) <= most:
        raise ArgumentError(what=f"values has {plural(len(array), 'row')}; expected {least} to {most}")
    refuse_where((array > _VALUE_MAX) | (array < -_VALUE_MAX), "values", array, f"{-_VALUE_MAX} to {_VALUE_MAX}")
    return array


def _counts(**columns: Numbers) -> tuple[list[Array], bool]:
    """Columns of counts as uint32 of one length, scalars repeated; and whether all were scalars."""
    arrays = {}
    for name, values in columns.items():
        array = array_in(numbers_of(values))
        array = array if array.size else array.astype(np.uint32)
        if array.dtype.kind not in "iu" or array.ndim > 1:
            raise TypeError(f"{name} must be an integer or a column of integers")
        if array.size and (array.min() < 0 or array.max() > 2**32 - 1):
            raise OverflowError(f"{name} has values outside 0 ... {2**32 - 1}")
        arrays[name] = array
    lengths = {name: len(array) for name, array in arrays.items() if array.ndim}
    if len(set(lengths.values())) > 1:
        raise ValueError("columns differ in length: " + ", ".join(f"{name} {length}" for name, length in lengths.items()))
    length = next(iter(lengths.values()), 1)
    return [np.ascontiguousarray(np.broadcast_to(array, length), np.uint32) for array in arrays.values()], not lengths


def _refuse_rates(won: Array, count: Array, won_name: str, count_name: str, is_scalar: bool) -> None:
    refuse_where(count == 0, count_name, count, "1 or more", is_scalar)
    refuse_where(won > count, won_name, won, f"{count_name} at most", is_scalar)


def wilson(won: Numbers, count: Numbers, confidence: float = 0.95) -> tuple[Any, Any]:
    """Wilson's interval of a rate, or of a column of rates.

    Parameters
    ----------
    won, count : int or array of int
        What was counted, and of how many (1 or more).
    confidence : float, optional
        0.5 ... 0.9999.

    Returns
    -------
    low, high : float or array of float
        Within 1e-9 of the exact interval.

    Examples
    --------
    >>> [round(end, 3) for end in wilson(24, 76)]
    [0.222, 0.427]
    """
    (of_won, of_count), is_scalar = _counts(won=won, count=count)
    _refuse_rates(of_won, of_count, "won", "count", is_scalar)
    out = np.zeros(len(of_won), np.dtype(s.StatsInterval))
    confidence_bp = _share_bp(confidence, "confidence")
    if not 5000 <= confidence_bp <= 9999:
        raise ArgumentError(what=f"confidence is {confidence}; expected 0.5 to 0.9999")
    check(library.revops_stats_wilson_many(
        address(of_won, u32), address(of_count, u32), len(out), confidence_bp, address(out, s.StatsInterval)
    ), "wilson")
    low, high = out["low_ppb"] / 1e9, out["high_ppb"] / 1e9
    return (float(low[0]), float(high[0])) if is_scalar else (low, high)


def compare_rates(won: Numbers, count: Numbers, other_won: Numbers, other_count: Numbers) -> RateComparison:
    """The two-proportion test with pooled variance: do rates differ by more than chance (MT18)?

    Parameters
    ----------
    won, count, other_won, other_count : int or array of int
        The first rates and the second ones.

    Returns
    -------
    RateComparison
        First rate minus second, the difference in standard errors, and the chance of so large a difference, of either
        sign, between equal rates.

    Examples
    --------
    >>> large_accounts = compare_rates(12, 60, 90, 240)
    >>> round(large_accounts.difference, 3), round(large_accounts.z, 2), round(large_accounts.p_value, 4)
    (-0.175, -2.56, 0.0105)
    """
    columns, is_scalar = _counts(won=won, count=count, other_won=other_won, other_count=other_count)
    _refuse_rates(columns[0], columns[1], "won", "count", is_scalar)
    _refuse_rates(columns[2], columns[3], "other_won", "other_count", is_scalar)
    out = np.zeros(len(columns[0]), np.dtype(s.StatsComparison))
    check(library.revops_stats_compare_many(
        *(address(column, u32) for column in columns), len(out), address(out, s.StatsComparison)
    ), "compare_rates")
    found = (out["difference_ppb"] / 1e9, out["z_ppm"] / 1e6, out["p_value_ppb"] / 1e9)
    return RateComparison(*(float(values[0]) for values in found)) if is_scalar else RateComparison(*found)


def trend(values: npt.ArrayLike) -> Trend:
    """The line by least squares through one value a period.

    Parameters
    ----------
    values : array of int
        Of 3 ... 2,048 periods that follow one another, each within a million millions.

    Returns
    -------
    Trend
        Change a period, and its standard error.

    Examples
    --------
    >>> rising = trend([10, 12, 15, 14, 18])
    >>> rising.slope, round(rising.standard_error, 3)
    (1.8, 0.383)
    """
    array, line = _series(values, 3, c.REVOPS_STATS_PERIODS_MAX), s.StatsLine()
    check(library.revops_stats_trend(address(array, i64), len(array), ctypes.byref(line)), "trend")
    return Trend(line.slope_ppm / 1e6, line.standard_error_ppm / 1e6)


def variation(values: npt.ArrayLike) -> float:
    """The coefficient of variation: standard deviation (of a sample) by mean. The smaller, the steadier.

    Parameters
    ----------
    values : array of int
        2 or more, each within a million millions, of a mean above 0.

    Returns
    -------
    float

    Examples
    --------
    >>> variation([2, 4, 4, 6])
    0.408248
    """
    array, ppm = _series(values, 2, c.REVOPS_STATS_COUNT_MAX), u64()
    if sum(array.tolist()) <= 0:
        raise OutOfRangeError(what=f"the mean of values is {float(array.mean())}; expected above 0")
    check(library.revops_stats_variation(address(array, i64), len(array), ctypes.byref(ppm)), "variation")
    return float(ppm.value / 1e6)


def band(values: Numbers, bounds: npt.ArrayLike) -> Any:
    """The band that each value lies in: how many bounds it has reached.

    Parameters
    ----------
    values : int or array of int
        Any.
    bounds : array of int
        Lower ends of the bands but the lowest, rising.

    Returns
    -------
    int or array of uint32

    Examples
    --------
    >>> band([4, 5, 90], [5, 60]).tolist(), band(60, [5, 60])
    ([0, 1, 2], 2)
    """
    is_scalar = np.ndim(values) == 0
    given: Any = [values] if is_scalar else values
    of_values = column_in(given, np.int64, "values")
    of_bounds = column_in(bounds, np.int64, "bounds")
    refuse_where(np.append(False, of_bounds[1:] <= of_bounds[:-1]), "bounds", of_bounds, "more than in the row before")
    out = np.empty(len(of_values), np.uint32)
    check(library.revops_stats_band_many(
        address(of_values, i64), len(of_values), address(of_bounds, i64), integer(len(of_bounds), u32, "bounds"), address(out, u32)
    ), "band")
    return int(out[0]) if is_scalar else out


class Histogram(Shown):
    """Counts values of 0 and more; percentiles are within 1/128, and histograms of parts add up exactly.

    Parameters
    ----------
    values : array of int64 or timedelta64[ms], optional
        What to count at first.

    Notes
    -----
    One thread at a time changes or reads it; the others wait.

    Examples
    --------
    >>> times = Histogram([3, 5, 8]) + Histogram([90])
    >>> times.count, times.percentile(0.5), times.percentile(0.5, interpolate=True), times.mean
    (4, 5, 7, 27)
    >>> times.take([90])
    >>> times == Histogram([3, 5, 8])
    True
    >>> times.maximum, times.percentile(0.9)
    (8, 8)
    """

    def __init__(self, values: Optional[npt.ArrayLike] = None) -> None:
        self._state, self._lock = s.Histogram(), threading.Lock()
        if values is not None:
            self.add(values)

    def _said(self) -> tuple[str, list[tuple[str, str]]]:
        return f"Histogram: {plural(self.count, 'value')}", []

    def _change(self, change: Any, values: npt.ArrayLike, what: str) -> None:
        array = spans_ms(values, "values")
        refuse_where(array < 0, "values", array, "0 or more")
        with self._lock:
            check(change(ctypes.byref(self._state), address(array, i64), len(array)), what)

    def add(self, values: npt.ArrayLike) -> None:
        """Counts values: all, or none where one is negative."""
        self._change(library.revops_histogram_add, values, "add")

    def take(self, values: npt.ArrayLike) -> None:
        """Takes back values that were counted: all, or none where one wasn't."""
        self._change(library.revops_histogram_take, values, "take")

    def copy(self) -> Histogram:
        """Another one of the same counts."""
        other = Histogram()
        with self._lock:
            ctypes.memmove(ctypes.byref(other._state), ctypes.byref(self._state), ctypes.sizeof(self._state))
        return other

    def __add__(self, other: Histogram) -> Histogram:
        both, given = self.copy(), other.copy()
        check(library.revops_histogram_merge(ctypes.byref(both._state), ctypes.byref(given._state)), "add")
        return both

    def __sub__(self, other: Histogram) -> Histogram:
        rest, given = self.copy(), other.copy()
        check(library.revops_histogram_unmerge(ctypes.byref(rest._state), ctypes.byref(given._state)), "subtract")
        return rest

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Histogram) and bytes(self) == bytes(other)

    __hash__: ClassVar[None] = None  # type: ignore[assignment]

    def __reduce__(self) -> Any:
        return Histogram.from_bytes, (bytes(self),)

    def __bytes__(self) -> bytes:
        with self._lock:
            return bytes(self._state)

    @classmethod
    def from_bytes(cls, stored: bytes) -> Histogram:
        """What ``bytes(histogram)`` stored; CorruptError where values can't have led to it."""
        histogram = cls()
        if len(stored) != ctypes.sizeof(s.Histogram):
            raise ValueError(f"a histogram has {ctypes.sizeof(s.Histogram)} bytes, not {len(stored)}")
        ctypes.memmove(ctypes.byref(histogram._state), stored, len(stored))
        check(library.revops_histogram_verify(ctypes.byref(histogram._state)), "stored histogram")
        return histogram

    @property
    def count(self) -> int:
        """Values counted."""
        return int(self._state.count)

    @property
    def minimum(self) -> int:
        """Smallest value, 0 without any; once it was taken back, the least that there may be."""
        return int(self._state.minimum)

    @property
    def maximum(self) -> int:
        """Largest value, 0 without any; once it was taken back, the most that there may be."""
        return int(self._state.maximum)

    @property
    def sum(self) -> int:
        """Sum of the values, exact."""
        with self._lock:
            return int(self._state.sum_high << 64 | self._state.sum_low)

    @property
    def mean(self) -> int:
        """Rounded to nearest; OutOfRangeError without values."""
        out = i64()
        with self._lock:
            check(library.revops_histogram_mean(ctypes.byref(self._state), ctypes.byref(out)), "mean")
        return int(out.value)

    def percentile(self, share: float, interpolate: bool = False) -> int:
        """The value that a share of all values do not exceed.

        Parameters
        ----------
        share : float
            0 ... 1; 0.5 is the median.
        interpolate : bool, optional
            Between the two nearest values, as numpy does, not by nearest rank.

        Returns
        -------
        int
            Within 1/128; OutOfRangeError without values.
        """
        ask = library.revops_histogram_interpolate if interpolate else library.revops_histogram_percentile
        out = i64()
        with self._lock:
            check(ask(ctypes.byref(self._state), _share_bp(share, "share"), ctypes.byref(out)), "percentile")
        return int(out.value)
