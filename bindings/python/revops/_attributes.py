# SPDX-License-Identifier: MIT
"""Values of leads on their way to the integers that conditions compare (condition.h): numbers, dates, texts, flags.

An `Attribute` knows what rules ask about and turns single values and whole columns into integers of C.
"""

from __future__ import annotations

import ctypes
import datetime
import decimal
import functools
from collections.abc import Iterable, Mapping
from typing import Any, Optional

import numpy as np

from . import _constants as c
from ._arrays import Array, Cells, integer, text_out
from ._frames import Late, as_array, is_missing
from ._library import library
from ._struct import i64
from ._structs import Column, Texts
from ._time import in_unit

__all__ = ["MISSING", "Attribute", "Described", "fold", "nearly_whole"]

fractions: Any = Late("fractions")

MISSING = c.REVOPS_MISSING
LEAST, MOST = 1 - 2**63, 2**63 - 1
FLAGS_OF_WORD = 63
COLLECTIONS = (list, tuple, set, frozenset, np.ndarray)
DATES = (datetime.date, np.datetime64)
SPANS = (datetime.timedelta, np.timedelta64)
WIDTHS = {np.dtype(name): getattr(c, f"REVOPS_COLUMN_{name[0].upper()}{name[-2:].lstrip('t')}") for name in (
    "int8", "uint8", "int16", "uint16", "int32", "uint32", "int64",
)}


@functools.lru_cache(maxsize=1 << 16)
def fold(text: str) -> str:
    """A text as conditions compare it: without regard to case and accents.

    Examples
    --------
    >>> fold("Vice Présidente, Straße"), fold("ČSOB") == fold("csob")
    ('vice presidente, strasse', True)
    """
    given = text.encode("utf-8", "surrogatepass")
    return text_out(lambda out, room: library.revops_condition_folded_text(given, len(given), out, room), 2 * len(given) + 1)


def as_int(value: Any) -> Any:
    """An int for numpy's integers and booleans, and for a Decimal or Fraction that is one, which a float would round.

    Examples
    --------
    >>> as_int(decimal.Decimal(2**53 + 1)), as_int(np.int8(5)), as_int(decimal.Decimal("0.5"))
    (9007199254740993, 5, Decimal('0.5'))
    """
    if isinstance(value, (bool, np.integer, np.bool_)):
        return int(value)
    if isinstance(value, (decimal.Decimal, fractions.Fraction)) and -(2**63) < value < 2**63 and value == int(value):
        return int(value)
    return value


def nearly_whole(numbers: Any, epsilon: float = 2.0**-52) -> Any:
    """Whether numbers are whole, but for what the last digits of their floats lack.

    Examples
    --------
    >>> nearly_whole(np.array([(0.1 + 0.2) * 10, 49.9999999])).tolist()
    [True, False]
    """
    scale = np.maximum(np.abs(numbers), 1)
    with np.errstate(invalid="ignore"):  # infinity isn't whole
        return np.abs(numbers - np.rint(numbers)) <= np.minimum(np.maximum(np.minimum(1e-9 * scale, 1e-3), epsilon * scale), 0.25)


def date_of(value: Any) -> Any:
    """The day of a date; of an instant with a zone, the local one there."""
    return np.datetime64(value.date() if isinstance(value, datetime.datetime) else value, "D")


def day_of(value: Any, name: str) -> int:
    """Days since 1970-01-01 of a date.

    Examples
    --------
    >>> day_of(datetime.date(1970, 1, 3), "founded"), day_of(np.datetime64("1970-01-03T12"), "founded")
    (2, 2)
    """
    if isinstance(value, DATES):  # a datetime and pandas' Timestamp are dates, too
        return int(date_of(value).astype(np.int64))
    raise TypeError(f"{name} holds {value!r} where rules ask for dates")


def span_of(value: Any) -> int:
    """Milliseconds of a span of time, rounded down."""
    if isinstance(value, datetime.timedelta):
        return value // datetime.timedelta(milliseconds=1)
    return int(in_unit(value, "ms", "a span").astype(np.int64))


class Described:
    """One column as C reads it, with what it needs to stay alive; without an array, one that is missing in every row."""

    def __init__(self, array: Optional[Array], missing: int = MISSING, texts: Optional[list[str]] = None) -> None:
        self.array, self._texts = array, None
        if array is None:
            self.column = Column(None, None, MISSING, 0)
            return
        if texts is not None:
            self._texts, *self._kept = texts_in_c(texts)
        self.column = Column(
            array.ctypes.data, None if self._texts is None else ctypes.addressof(self._texts), missing, WIDTHS[array.dtype]
        )


def texts_in_c(texts: Iterable[str]) -> tuple[Texts, Array, bytes]:
    """Texts as C has them, and the arrays in which they lie."""
    encoded = [text.encode("utf-8", "surrogatepass") for text in texts]
    offsets = np.zeros(len(encoded) + 1, np.int64)
    np.cumsum([len(text) for text in encoded], out=offsets[1:])
    joined = b"".join(encoded)
    return Texts(ctypes.cast(ctypes.c_char_p(joined), ctypes.c_void_p).value, offsets.ctypes.data, len(encoded)), offsets, joined


class Attribute:
    """How one attribute's values become integers.

    Numbers are taken as they are (times a scale), dates as days since 1970-01-01, spans of time as milliseconds, texts as numbers
    of a dictionary, flags as bits; of an attribute that rules only ask to be known, all values are alike.

    A number between two units takes the one that compares as it does: that below, unless a rule ends there, else that above, unless
    a rule starts there; else the scale is too coarse. Where rules fit together without gaps, all are rounded down.

    Parameters
    ----------
    name : str
        Of the column.
    kind : {"number", "date", "text", "flags", "any"}
        What rules ask about.
    flags : iterable of str, optional
        Names of flags, bit 0 first.
    names : mapping, optional
        Of an attribute of numbers: the number of each name that values may have instead; 0 stands for other texts.
    scale, round_down
        As described.
    """

    def __init__(
        self, name: str, kind: str, flags: Iterable[str] = (), scale: int = 1, round_down: bool = False,
        names: Optional[Mapping[str, int]] = None,
    ) -> None:
        self.name, self.kind, self.scale, self.round_down = name, kind, scale, round_down
        self.names = {fold(key): number for key, number in (names or {}).items()}
        self.starts: set[int] = set()
        self.ends: set[int] = set()
        self.flags: dict[str, int] = {}
        for flag in flags:
            if not fold(flag):
                raise ValueError(f"{name}: {flag!r} names no flag: marks without a letter are folded away")
            self.flags.setdefault(fold(flag), len(self.flags))
        #: Columns that it takes in C: flags fill words of 63.
        self.words = max(1, -(-len(self.flags) // FLAGS_OF_WORD))

    # Values of rules.

    def exact(self, value: Any) -> int:
        """A value of a rule, which must be whole in units of the scale and isn't the one that stands for what isn't known."""
        number = self._exact(value)
        if number == MISSING:
            raise ValueError(f"{self.name}: {value!r} stands for what isn't known; None alone asks for that")
        return number

    def _exact(self, value: Any) -> int:
        if isinstance(value, str):
            if fold(value) not in self.names:
                raise TypeError(f"{self.name} is compared with text ({value!r}) and with numbers")
            return self.names[fold(value)]
        if self.kind == "date":
            return day_of(value, self.name)
        if isinstance(value, SPANS):
            return span_of(value)
        value = as_int(value)
        if isinstance(value, int):
            return integer(value * self.scale, i64, self.name)
        scaled = float(value) * self.scale
        if abs(scaled) >= 2.0**63:  # as far as it goes, like infinite values of columns
            return MOST if scaled > 0 else LEAST
        if not nearly_whole(scaled):
            raise ValueError(f"{self.name}: {value} is finer than 1/{self.scale}; say scales={{{self.name!r}: ...}}")
        return round(scaled)

    def one(self, value: Any) -> int:
        """A value of a rule that asks for no other."""
        number = self.exact(value)
        self.starts.add(number)
        self.ends.add(number)
        return number

    def bits(self, wanted: Any) -> list[int]:
        """Masks of the named flags, one a word; of an integer of bits as it is."""
        if isinstance(wanted, (int, np.integer)) and not isinstance(wanted, (bool, np.bool_)):
            if not 0 < wanted < 2**63:
                raise ValueError(f"{self.name}: {wanted!r} names no flags")
            return [int(wanted)] + [0] * (self.words - 1)
        masks = [0] * self.words
        for flag in {self.flags[fold(flag)] for flag in wanted}:
            masks[flag // FLAGS_OF_WORD] |= 1 << flag % FLAGS_OF_WORD
        return masks

    # Values of leads.

    def numbers(self, value: Any, texts: list[str]) -> list[int]:
        """One value as integers, one a word; a text is added to `texts`."""
        if isinstance(value, bytes):
            value = value.decode("utf-8", "surrogateescape")
        if hasattr(value, "to_list"):  # a cell of a polars column of lists
            value = value.to_list()
        if self.kind == "flags" and isinstance(value, (str, *COLLECTIONS)):
            return self._set(value)
        if is_missing(value):
            return [MISSING] * self.words
        if self.kind == "any":
            return [1]
        if self.kind == "text":
            if not isinstance(value, str):
                raise TypeError(f"{self.name} holds {value!r} where rules ask for text")
            texts.append(value)
            return [len(texts) - 1]
        return [self._number(value)] + [0] * (self.words - 1)

    def _set(self, value: Any) -> list[int]:
        names = [value] if isinstance(value, str) else value
        found = [0] * self.words
        for name in names:
            flag = self.flags.get(fold(str(name)))
            if flag is not None:
                found[flag // FLAGS_OF_WORD] |= 1 << flag % FLAGS_OF_WORD
        return found

    def _number(self, value: Any) -> int:
        if self.kind == "date":
            return day_of(value, self.name)
        if isinstance(value, str):
            if not self.names:
                raise TypeError(f"{self.name} holds text ({value!r}) where rules ask for numbers")
            return self.names.get(fold(value), 0)
        if isinstance(value, SPANS):
            return span_of(value)
        if isinstance(value, DATES):
            raise TypeError(f"{self.name} holds dates where rules don't: compare it with datetime.date")
        if isinstance(value, COLLECTIONS):
            raise TypeError(f"{self.name} holds {value!r} where rules ask for numbers")
        value = as_int(value)
        if isinstance(value, int):
            return MISSING if value == MISSING else max(LEAST, min(value * self.scale, MOST))
        return int(self._whole(np.array([value if isinstance(value, np.floating) else float(value)]))[0])

    def _whole(self, known: Array) -> Array:
        """Numbers in units of the scale; infinite and very large ones as far as it goes."""
        with np.errstate(over="ignore"):
            scaled = known.astype(np.float64) * self.scale
        close = nearly_whole(scaled, float(np.finfo(known.dtype).eps))
        whole = np.where(close, np.rint(scaled), np.floor(scaled))
        large = np.abs(whole) >= 2.0**63
        out = np.where(large, 0, whole).astype(np.int64)
        out[large] = np.where(whole[large] > 0, MOST, LEAST)
        between = ~close & ~large
        if self.round_down or not between.any():
            return out
        if self.kind == "flags":
            raise TypeError(f"{self.name} holds {known[between][0]} where rules ask for flags")
        between &= np.isin(out, list(self.ends))
        torn = between & np.isin(out + 1, list(self.starts))
        if torn.any():
            raise ValueError(
                f"{self.name} holds {known[torn][0]}, which rules for numbers in units of 1/{self.scale} can't place: say "
                f"scales={{{self.name!r}: {self.scale * 10}}}, or round_down=True"
            )
        out[between] += 1
        return out

    # Columns of leads.

    def columns(self, values: Any, count: int) -> list[Described]:
        """A column as integers of some width, one array a word, without a copy where it is that already."""
        if isinstance(values, Cells) and self.kind not in ("text", "any"):
            values = values.dates() if self.kind == "date" else values if self.kind == "flags" and self.flags else _numbers_or_truths(values) if not self.names else values
        array = as_array(values)
        if array.ndim != 1:
            raise ValueError(f"{self.name} has {array.ndim} dimensions, not 1")
        if len(array) != count:
            raise ValueError(f"{self.name} has {len(array)} rows, not {count}")
        if array.dtype.kind not in "biufmMOUST":
            raise TypeError(f"{self.name} has dtype {array.dtype}: columns hold numbers, texts, dates, booleans or collections of texts")
        if self.kind == "any":
            return [Described((~missing_of(array)).view(np.int8), 0)]
        if self.kind == "text":
            return [self._texts(array)]
        if array.dtype.kind == "b":
            array = array.view(np.uint8) if array.flags.c_contiguous else array.astype(np.uint8)
        if array.dtype.kind == "M":
            if self.kind != "date" and array.size and not np.isnat(array).all():
                raise TypeError(f"{self.name} holds dates where rules don't: compare it with datetime.date")
            return self._with_words(converted(array, "datetime64[D]", self.name))  # NaT is MISSING
        if array.dtype.kind == "m":
            return self._with_words(converted(array, "timedelta64[ms]", self.name))
        if self.kind == "date" and array.dtype.kind in "iuf" and array.size and not np.isnan(array.astype(np.float64)).all():
            raise TypeError(f"{self.name} holds numbers where rules ask for dates")
        if array.dtype.kind in "iu" and self.scale == 1:
            array = np.ascontiguousarray(array)
            if array.dtype == np.uint64:
                array = np.minimum(array, np.uint64(MOST)).view(np.int64)
            return self._with_words(array.astype(array.dtype.newbyteorder("="), copy=False))
        if array.dtype.kind == "f":
            known = ~np.isnan(array)
            return self._with_words(np.where(known, self._whole(np.where(known, array, 0)), MISSING))
        return self._from_objects(array)

    def _with_words(self, array: Array) -> list[Described]:
        """The first word of flags that came as integers; the others have none of theirs."""
        return [Described(array)] + [Described(np.zeros(len(array), np.int8)) for _ in range(self.words - 1)]

    def _texts(self, array: Array) -> Described:
        if array.dtype.kind in "biu" and array.size or array.dtype.kind == "M" and not np.isnat(array).all():
            raise TypeError(f"{self.name} holds {array.dtype} where rules ask for text")
        seen: dict[Any, int] = {}
        out = np.empty(len(array), np.int32)
        texts: list[str] = []
        for row, value in enumerate(array.tolist() if array.dtype.kind != "O" else array):
            number = seen.get(value) if isinstance(value, str) else None
            if number is None:
                number = self.numbers(value, texts)[0]
                number = -1 if number == MISSING else number
                if number >= 0:
                    seen[value] = number
            out[row] = number
        return Described(out, -1, texts)

    def _from_objects(self, array: Array) -> list[Described]:
        seen: dict[Any, list[int]] = {}
        out = np.empty((self.words, len(array)), np.int64)
        for row, value in enumerate(array.tolist() if array.dtype.kind in "iuf" else array):
            if isinstance(value, COLLECTIONS) or is_missing(value):
                out[:, row] = self.numbers(value, [])
                continue
            numbers = seen.get(value)
            if numbers is None:
                numbers = seen[value] = self.numbers(value, [])
            out[:, row] = numbers
        return [Described(word) for word in out]


def _numbers_or_truths(cells: Cells) -> list[Any]:
    """What a file's texts are where rules ask for numbers, of which True and False are 1 and 0."""
    try:
        return cells.numbers()
    except ValueError:
        if {text.strip().lower() for text in cells if text} <= set(Cells.TRUTHS):
            return cells.truths()
        raise


def converted(array: Array, kind: str, name: str) -> Array:
    """Dates or spans in other units, rounded down, as integers; MISSING for NaT.

    Examples
    --------
    >>> converted(np.array(["1970-01-02T12", "NaT"], "datetime64[h]"), "datetime64[D]", "founded").tolist()[0]
    1
    """
    found = array.astype(kind)
    coarser = np.datetime_data(array.dtype)[0] in ("Y", "M", "W", "D", "h", "m", "s")
    if coarser and ((found.astype(array.dtype) > array) | ((array - found.astype(array.dtype)).astype(np.int64) > 86_400) & ~np.isnat(array)).any():
        raise OverflowError(f"{name} has values that don't fit {kind}")
    return found.view(np.int64)


def missing_of(array: Array) -> Array:
    """Which values of an array are missing."""
    if array.dtype.kind == "f":
        return np.isnan(array)
    if array.dtype.kind in "mM":
        return np.isnat(array)
    if array.dtype.kind == "O":
        return np.fromiter((not isinstance(value, COLLECTIONS) and is_missing(value) for value in array), bool, len(array))
    return np.zeros(len(array), bool)
