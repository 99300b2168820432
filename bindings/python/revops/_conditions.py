# SPDX-License-Identifier: MIT
"""What rules ask of leads and accounts: one dialect for scores, segments, territories and usage (condition.h, SC14).

The conditions of a rule are a mapping of attributes to tests, all of which must hold. A test is

* a value: equal to it; of an attribute of flags: that flag is set;
* a list of values: one of them; of flags: any of them;
* a tuple ``(low, high)``: a range, both ends included, None for an open one;
* None: nothing is known;
* a mapping of words to operands, all of which must hold:

=============================== ===================================================================================
``is`` ``is_not``               equal, not equal
``one_of`` ``none_of``          among the values; not among them (of flags: any of them, none of them)
``any_of`` ``all_of``           flags: any of them, all of them; names, or an integer of bits
``at_least`` ``at_most``        numbers, dates, spans of time
``above`` ``below``             the same without the value itself
``known``                       True or False, on an attribute of any type
``contains`` ``starts_with``    texts: one, or a list of which one is enough
``ends_with``                   the same
``not_…``                       before any of them but ``known``: the test doesn't hold, of values that are known
=============================== ===================================================================================

On an unknown value only ``known: False`` (and None) holds, negations included. The integer -2**63 stands for an unknown one. Texts and names of flags compare without
regard to case and accents.
"""

from __future__ import annotations

import ctypes
import datetime
import decimal
import math
import numbers
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple, Optional

import numpy as np

from . import _constants as c
from ._arrays import Array
from ._attributes import DATES, MISSING, MOST, SPANS, Attribute, Described, date_of, fold, texts_in_c
from ._frames import column_of, is_missing, mapping, names_of
from ._structs import Column, Condition

__all__ = ["Columns", "Conditions", "Row", "describe", "from_plain", "plain", "to_plain"]

LISTS = (list, set, frozenset, range, np.ndarray)
_TEXT_TESTS = {
    "contains": c.REVOPS_CONDITION_TEXT_CONTAINS, "starts_with": c.REVOPS_CONDITION_TEXT_STARTS,
    "ends_with": c.REVOPS_CONDITION_TEXT_ENDS,
}
_BOUNDS = ("at_least", "at_most", "above", "below")
_WORDS = ("is", "one_of", "any_of", "all_of", *_BOUNDS, "known", *_TEXT_TESTS)
_NEGATIONS = {"is_not": "is", "none_of": "one_of", **{f"not_{word}": word for word in _WORDS if word != "known"}}
#: Every word that a test may have.
WORDS = (*_WORDS, *_NEGATIONS)


class Asked(NamedTuple):
    """One word of a test."""

    word: str
    negated: bool
    operand: Any


def words_of(name: str, wanted: Any) -> list[Asked]:
    """What is wanted of an attribute, in words.

    Examples
    --------
    >>> words_of("n", (5, None)), words_of("n", None)
    ([Asked(word='at_least', negated=False, operand=5)], [Asked(word='known', negated=False, operand=False)])
    """
    if wanted is None:
        return [Asked("known", False, False)]
    if isinstance(wanted, Mapping):
        found = []
        for given, operand in wanted.items():
            word = _NEGATIONS.get(given, given)
            if word not in _WORDS:
                raise ValueError(f"{name}: {given!r} isn't known; a test is one of {', '.join(WORDS)}")
            if word == "is" and operand is None:
                found.append(Asked("known", False, given != "is"))
            else:
                found.append(_checked(name, Asked(word, given in _NEGATIONS, operand)))
        if not found:
            raise ValueError(f"{name}: {wanted!r} asks for nothing")
        return found
    if isinstance(wanted, tuple):
        if len(wanted) != 2:
            raise ValueError(f"{name}: {wanted!r} is no range: a range is (low, high), either of them None; several values are a list")
        low, high = (None if _is_infinite(end) else end for end in wanted)
        for end in (low, high):
            if isinstance(end, str):
                raise TypeError(f"{name}: {wanted!r} is a range, which texts have none of; for one of several write a list")
            if end is not None and is_missing(end):
                raise ValueError(f"{name}: {wanted!r} is no range: an open end is None")
        if low is not None and high is not None and low > high:
            raise ValueError(f"{name}: {wanted!r} is no range: it needs two ends, the lower one first")
        bounds = [Asked(word, False, end) for word, end in (("at_least", low), ("at_most", high)) if end is not None]
        return [_checked(name, bound) for bound in bounds] or [Asked("known", False, True)]
    return [_checked(name, Asked("one_of" if isinstance(wanted, LISTS) else "is", False, wanted))]


def _is_infinite(end: Any) -> bool:
    return isinstance(end, (float, np.floating, decimal.Decimal)) and math.isinf(end)


def _checked(name: str, test: Asked) -> Asked:
    """The test, with lists as lists; what can't be meant is refused."""
    word, operand = test.word, test.operand
    if word == "known":
        if not isinstance(operand, (bool, np.bool_, int)):
            raise ValueError(f"{name}: known is {operand!r}, neither True nor False")
        return test
    if word in ("any_of", "all_of") and isinstance(operand, (int, np.integer)) and not isinstance(operand, (bool, np.bool_)):
        return test
    several = isinstance(operand, (*LISTS, tuple))
    if word in ("any_of", "all_of", *_TEXT_TESTS):
        found = list(operand) if several else [operand]
        what = "no flags" if word in ("any_of", "all_of") else "no text"
        if not found or not all(isinstance(value, str) and value for value in found):
            raise ValueError(f"{name}: {operand!r} names {what}")
        return test._replace(operand=found)
    if word == "one_of":
        found = list(operand) if several else [operand]
        if not found or any(is_missing(value) for value in found):
            raise ValueError(f"{name}: {operand!r} must list known values; None alone stands for missing")
        return test._replace(operand=found)
    if several or isinstance(operand, Mapping):
        raise ValueError(f"{name}: {word} is {operand!r}: it needs one value")
    if is_missing(operand):
        raise ValueError(f"{name}: {operand!r} is missing: None alone stands for that")
    if word in _BOUNDS and isinstance(operand, str):
        raise TypeError(f"{name}: {operand!r} is a text, which has no range; for one of several write a list")
    return test


def attribute_of(name: str, tests: Iterable[Asked], scale: int = 1, round_down: bool = False) -> Attribute:
    """The attribute that all tests of a name can ask."""
    flags: list[str] = []
    values: list[Any] = []
    has_flags = has_texts = False
    for test in tests:
        if test.word in ("any_of", "all_of"):
            has_flags = True
            flags.extend(test.operand if isinstance(test.operand, list) else [])
        elif test.word in _TEXT_TESTS:
            has_texts = True
        elif test.word != "known":
            values.extend(test.operand if test.word == "one_of" else [test.operand])
    texts = [value for value in values if isinstance(value, str)]
    others = [value for value in values if not isinstance(value, str)]
    if (texts or has_texts) and others and not has_flags:
        raise TypeError(f"{name} is compared with text and with numbers: {(texts or ['a part of a text'])[0]!r}, {others[0]!r}")
    if has_flags:
        if others or has_texts:
            raise TypeError(f"{name} is compared with flags and with other values")
        return Attribute(name, "flags", [*flags, *texts], 1, round_down)
    if any("" == text for text in texts):
        raise ValueError(f"{name}: '' names no text")
    dates = [value for value in others if isinstance(value, DATES)]
    if dates and len(dates) != len(values):
        raise TypeError(f"{name} is compared with dates and with other values")
    kind = "text" if texts or has_texts else "date" if dates else "number" if others else "any"
    return Attribute(name, kind, (), scale, round_down)


class Row(NamedTuple):
    """One lead as C reads it: `values` (int64), and the texts that some of them are numbers of."""

    values: Array
    texts: Any
    kept: tuple[Any, ...]


class Columns:
    """Columns of leads as C reads them: `array` of `count` columns; keeps them alive."""

    kept: list[Described]
    count: int
    array: Any

    def __init__(self, described: Sequence[Described]) -> None:
        self.kept = list(described)
        self.count = max(len(self.kept), 1)
        self.array = (Column * self.count)(*(one.column for one in self.kept))
        if not self.kept:
            self.array[0] = Column(None, None, MISSING, 0)


class Conditions:
    """Conditions of rules, compiled, and the attributes that they ask about.

    Parameters
    ----------
    whens : sequence of mappings
        The conditions of each rule (see the module); an empty one always holds.
    scales : mapping, optional
        ``{attribute: n}``: its numbers count in n-ths.
    round_down : bool, optional
        Whether numbers finer than their scale are rounded down to it.
    attributes : sequence of Attribute, optional
        Attributes that are there whatever rules ask, first.

    Attributes
    ----------
    attributes : list of Attribute
        Each with its `name`; one of flags takes `words` columns of C.
    ranges : list of (int, int)
        First condition and number of conditions of each rule.

    Examples
    --------
    >>> asked = Conditions([{"phone": {"known": True}}, {"title": {"contains": ["chief", "vp"]}, "employees": {"at_least": 50}}])
    >>> [(attribute.name, attribute.kind) for attribute in asked.attributes], asked.ranges
    ([('phone', 'any'), ('title', 'text'), ('employees', 'number')], [(0, 1), (1, 2)])
    """

    def __init__(
        self, whens: Sequence[Mapping[str, Any]], scales: Optional[Mapping[str, int]] = None, round_down: bool = False,
        attributes: Sequence[Attribute] = (),
    ) -> None:
        asked: dict[str, list[Asked]] = {}
        parsed: list[dict[str, list[Asked]]] = []
        for when in whens:
            if not isinstance(when, Mapping):
                raise TypeError(f"conditions are {when!r}, no mapping of attributes to tests")
            tests = {name: words_of(name, wanted) for name, wanted in when.items()}
            for name, found in tests.items():
                asked.setdefault(name, []).extend(found)
            parsed.append(tests)
        given = {attribute.name for attribute in attributes}
        self.attributes: list[Attribute] = [*attributes]
        for name, words in asked.items():
            if name not in given:
                self.attributes.append(attribute_of(name, words, (scales or {}).get(name, 1), round_down))
        if self.width > c.REVOPS_CONDITION_ATTRIBUTES_MAX:
            raise ValueError(f"{self.width} attributes, more than {c.REVOPS_CONDITION_ATTRIBUTES_MAX}")
        self._at: dict[str, tuple[int, Attribute]] = {}
        at = 0
        for attribute in self.attributes:
            self._at[attribute.name] = (at, attribute)
            at += attribute.words
        self._rows: list[Condition] = []
        self._values: list[int] = []
        self._texts: dict[str, int] = {}
        self._text_list: list[str] = []
        self.ranges: list[tuple[int, int]] = []
        for tests in parsed:
            first = len(self._rows)
            for name, found in tests.items():
                self._put(*self._at[name], found)
            self.ranges.append((first, len(self._rows) - first))
        self._keep()

    @property
    def width(self) -> int:
        """Columns that the attributes take in C, without the one that stands for none."""
        return sum(attribute.words for attribute in self.attributes)

    @property
    def texts(self) -> list[str]:
        """The texts that conditions ask for, folded, in the order of C's table."""
        return list(self._text_list)

    def _put(self, at: int, attribute: Attribute, tests: Sequence[Asked]) -> None:
        low, high = MISSING, MOST
        ranged = False
        for word, negated, operand in tests:
            if word in _BOUNDS and not negated:
                first, last = self._bound(attribute, word, operand)
                low, high, ranged = max(low, first), min(high, last), True
            else:
                self._rows.append(self._condition(at, attribute, word, negated, operand))
        if ranged:
            if low > high:
                raise ValueError(f"{attribute.name}: no value is within these bounds")
            self._rows.append(Condition(at, c.REVOPS_CONDITION_IN_RANGE, low, high))

    def _bound(self, attribute: Attribute, word: str, operand: Any) -> tuple[int, int]:
        """Least and greatest value in units; what lies between two units goes to the side on which it compares."""
        number = attribute.exact(operand)
        if word in ("at_least", "below"):
            attribute.starts.add(number)
        else:
            attribute.ends.add(number)
        if word == "at_least":
            return number, MOST
        if word == "at_most":
            return MISSING, number
        if word == "above":
            if number == MOST:
                raise ValueError(f"{attribute.name}: nothing is above {operand!r}")
            return number + 1, MOST
        if number <= MISSING + 1:
            raise ValueError(f"{attribute.name}: nothing is below {operand!r}")
        return MISSING, number - 1

    def _condition(self, at: int, attribute: Attribute, word: str, negated: bool, operand: Any) -> Condition:
        flags = c.REVOPS_CONDITION_NOT if negated else 0
        if word == "known":
            return Condition(at, c.REVOPS_CONDITION_IS_PRESENT if operand else c.REVOPS_CONDITION_IS_MISSING)
        if word in _BOUNDS:
            return Condition(at, c.REVOPS_CONDITION_IN_RANGE, *self._bound(attribute, word, operand), flags=flags)
        if attribute.kind == "flags":
            test = c.REVOPS_CONDITION_ANY_FLAG if word in ("any_of", "one_of") else c.REVOPS_CONDITION_ALL_FLAGS
            masks = attribute.bits([operand] if word == "is" else operand)
            if len(masks) == 1:
                return Condition(at, test, masks[0], flags=flags)
            self._values.extend(masks)
            return Condition(at, test, 0, 0, len(self._values) - len(masks), len(masks), flags)
        if attribute.kind == "text":
            test = _TEXT_TESTS.get(word, c.REVOPS_CONDITION_TEXT_IS)
            return self._text_condition(at, test, [operand] if word == "is" else operand, flags)
        if word == "one_of":
            chosen = sorted({attribute.one(value) for value in operand})
            self._values.extend(chosen)
            return Condition(at, c.REVOPS_CONDITION_IS_ONE_OF, 0, 0, len(self._values) - len(chosen), len(chosen), flags)
        return Condition(at, c.REVOPS_CONDITION_IS_EQUAL, attribute.one(operand), flags=flags)

    def _text_condition(self, at: int, test: int, texts: Sequence[str], flags: int) -> Condition:
        for text in texts:
            if not fold(text):
                raise ValueError(f"{self._name_at(at)}: {text!r} names no text: marks without a letter are folded away")
        distinct = list(dict.fromkeys(fold(text) for text in texts))
        if len(distinct) == 1 and distinct[0] in self._texts:
            return Condition(at, test, 0, 0, self._texts[distinct[0]], 1, flags)
        first = len(self._text_list)
        for text in distinct:
            if "\0" in text:
                raise ValueError(f"{self._name_at(at)}: {text!r} has a NUL")
            self._texts.setdefault(text, len(self._text_list))
            self._text_list.append(text)
        return Condition(at, test, 0, 0, first, len(distinct), flags)

    def _name_at(self, at: int) -> str:
        return next(name for name, (first, _) in self._at.items() if first == at)

    def _keep(self) -> None:
        self._condition_array = (Condition * max(len(self._rows), 1))(*self._rows)
        self._value_array = np.array(self._values, np.int64)
        encoded = [text.encode("utf-8", "surrogatepass") for text in self._text_list]
        self._text_array = (ctypes.c_char_p * max(len(encoded), 1))(*encoded)

    def fill(self, params: Any) -> None:
        """Sets a parameter struct's conditions, values and texts, their counts and sizes, and the number of attributes.

        The conditions must live for as long as the struct is used.
        """
        params.attribute_count = max(self.width, 1)
        params.condition_count, params.condition_row_size = len(self._rows), ctypes.sizeof(Condition)
        params.value_count, params.text_count = len(self._value_array), len(self._text_list)
        params.conditions = ctypes.addressof(self._condition_array)
        params.values = self._value_array.ctypes.data
        params.texts = ctypes.addressof(self._text_array)

    def columns(self, frame: Mapping[str, Any], count: int) -> Columns:
        """A frame's columns; one that isn't there is unknown in every row.

        Parameters
        ----------
        frame : mapping of columns
            A pandas or polars DataFrame, or a dict.
        count : int
            Its rows.
        """
        names = set(names_of(frame))
        described: list[Described] = []
        for attribute in self.attributes:
            if attribute.name in names:
                described.extend(attribute.columns(column_of(frame, attribute.name), count))
            else:
                described.extend(Described(None) for _ in range(attribute.words))
        return Columns(described)

    def row(self, values: Mapping[str, Any]) -> Row:
        """One lead; what isn't there is unknown."""
        texts: list[str] = []
        numbers: list[int] = []
        for attribute in self.attributes:
            if attribute.name in values:
                numbers.extend(attribute.numbers(values[attribute.name], texts))
            else:
                numbers.extend([MISSING] * attribute.words)
        array = np.array(numbers or [MISSING], np.int64)
        in_c, *kept = texts_in_c(texts)
        return Row(array, ctypes.byref(in_c), (in_c, *kept))


def describe(when: Mapping[str, Any]) -> str:
    """Conditions in words, for rules without a name.

    Examples
    --------
    >>> describe({"employees": (50, None), "title": {"not_contains": "intern"}, "industry": ["agency", "media"]})
    'employees 50 or more and title not contains intern and industry agency or media'
    """
    parts = []
    for name, wanted in when.items():
        if isinstance(wanted, tuple) and len(wanted) == 2:
            low, high = (None if _is_infinite(end) else end for end in wanted)
            wanted = {word: end for word, end in (("at_least", low), ("at_most", high)) if end is not None} or {"known": True}
        if wanted is None:
            parts.append(f"{name} missing")
        elif isinstance(wanted, Mapping):
            parts.extend(f"{name} {text}" for text in _in_words(dict(wanted)))
        else:
            parts.append(f"{name} {_listed(wanted)}")
    return " and ".join(parts)


def _in_words(words: dict[str, Any]) -> list[str]:
    parts = []
    if "at_least" in words and "at_most" in words:
        parts.append(f"{words.pop('at_least')} to {words.pop('at_most')}")
    for word, operand in words.items():
        if word == "known":
            parts.append("known" if operand else "missing")
        elif word == "at_least":
            parts.append(f"{operand} or more")
        elif word == "at_most":
            parts.append(f"up to {operand}")
        else:
            parts.append(f"{word.replace('_', ' ')} {_listed(operand)}")
    return parts


def _listed(operand: Any) -> str:
    if isinstance(operand, (*LISTS, tuple)):
        return " or ".join(map(str, list(operand)[:3])) + (" …" if len(operand) > 3 else "")
    return str(operand)


def plain(value: Any) -> Any:
    """A value as JSON has it; a date as ``{"date": "2026-03-02"}``, a span as ``{"ms": 5000}``.

    Examples
    --------
    >>> plain(np.float64(2.5)), plain(decimal.Decimal("2.5")), plain(decimal.Decimal(3))
    (2.5, 2.5, 3)
    """
    if isinstance(value, DATES):
        return {"date": str(date_of(value))}
    if isinstance(value, SPANS):
        return {"ms": int(np.timedelta64(value, "ms").astype(np.int64))}
    if isinstance(value, np.generic):
        return value.item()
    if isinstance(value, numbers.Number) and not isinstance(value, (int, float)):  # Decimal, Fraction
        fraction: Any = value
        return int(fraction) if fraction == int(fraction) else float(fraction)
    return value


def to_plain(when: Mapping[str, Any]) -> dict[str, Any]:
    """Conditions fit for JSON, in words that every reader of policies knows.

    Examples
    --------
    >>> to_plain({"employees": (50, 500), "founded": {"above": datetime.date(2020, 1, 1)}})
    {'employees': {'at_least': 50, 'at_most': 500}, 'founded': {'above': {'date': '2020-01-01'}}}
    """
    def one(name: str, wanted: Any) -> Any:
        if isinstance(wanted, tuple):
            tests = words_of(name, wanted)
            return {test.word: True if test.word == "known" else plain(test.operand) for test in tests}
        if isinstance(wanted, Mapping):
            return {word: several(operand) for word, operand in wanted.items()}
        return several(wanted)

    def several(operand: Any) -> Any:
        return [plain(value) for value in operand] if isinstance(operand, (*LISTS, tuple)) else plain(operand)

    return {name: one(name, wanted) for name, wanted in when.items()}


def from_plain(when: Mapping[str, Any]) -> dict[str, Any]:
    """The conditions that to_plain() wrote."""
    def rich(value: Any) -> Any:
        if isinstance(value, list):
            return [rich(one) for one in value]
        if isinstance(value, Mapping):
            if set(value) == {"date"}:
                return datetime.date.fromisoformat(value["date"])
            if set(value) == {"ms"}:
                return datetime.timedelta(milliseconds=value["ms"])
            return {word: rich(operand) for word, operand in value.items()}
        return value

    return {name: rich(wanted) for name, wanted in mapping(when, "when").items()}
