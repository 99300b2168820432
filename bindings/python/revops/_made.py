# SPDX-License-Identifier: MIT
"""What is made of its arguments: pickled and copied by making it again, and compared by them.

Compiled things hold addresses, so that their memory can't be stored. Their arguments can.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar, TypeVar

import numpy as np

_Kind = TypeVar("_Kind", bound="Made")

__all__ = ["Compared", "Made", "is_equal"]


def _own(value: Any, arrays: bool) -> Any:
    """The same in containers of its own, which whoever gave it can't change; arrays are copied where asked."""
    if type(value) is dict:
        return {key: _own(one, arrays) for key, one in value.items()}
    if type(value) in (list, tuple, set):
        return type(value)(_own(one, arrays) for one in value)
    return value.copy() if arrays and isinstance(value, np.ndarray) else value


def is_equal(one: Any, other: Any) -> bool:
    """Whether two things say the same; arrays and frames as a whole.

    Examples
    --------
    >>> is_equal({"a": np.arange(3)}, {"a": np.arange(3)}), is_equal([np.arange(3)], [np.arange(4)]), is_equal(float("nan"), float("nan"))
    (True, False, True)
    """
    if one is other:
        return True
    if type(one) is not type(other):
        return False
    if isinstance(one, np.ndarray):
        if one.dtype != other.dtype or one.shape != other.shape:
            return False
        if one.dtype.names is not None:
            return all(is_equal(one[name], other[name]) for name in one.dtype.names)
        if one.dtype.kind == "O":
            return is_equal(one.tolist(), other.tolist())
        return bool(np.array_equal(one, other, equal_nan=one.dtype.kind in "fmM"))
    if isinstance(one, Mapping):
        return list(one) == list(other) and all(is_equal(one[key], other[key]) for key in one)
    if isinstance(one, (list, tuple)):
        return len(one) == len(other) and all(map(is_equal, one, other))
    if hasattr(one, "to_native"):  # of narwhals
        return is_equal(one.to_native(), other.to_native())
    if hasattr(one, "equals"):  # frames and columns of any library
        return bool(one.equals(other))
    if "__eq__" not in {name for kind in type(one).__mro__[:-1] for name in vars(kind)} and hasattr(one, "__dict__"):
        return is_equal(vars(one), vars(other))
    return bool(one == other) or (one != one and other != other)


class Compared:
    """Base of results, which are equal if all that they hold is."""

    def __eq__(self, other: object) -> bool:
        return self is other or (type(self) is type(other) and self._is_same(other))

    def _is_same(self, other: Any) -> bool:
        mine, others = (one.__reduce_ex__(2)[2] for one in (self, other))
        return is_equal(mine, others)


class _Signature:
    """What a class is made of, for those who ask with `help`: that of ``__init__``."""

    def __get__(self, made: Any, kind: Any) -> Any:
        import inspect

        own = inspect.signature(kind.__init__)
        return own.replace(parameters=list(own.parameters.values())[1:], return_annotation=inspect.Signature.empty)


class Made(Compared):
    """Base of classes whose objects are pickled, copied and compared by the arguments that they were made of, and by what changes since.

    Examples
    --------
    >>> import copy, pickle
    >>> class Counter(Made):
    ...     _changing = ("count",)
    ...     def __init__(self, name):
    ...         self.count = 0
    >>> counter = Counter("a")
    >>> counter.count += 1
    >>> copy.copy(counter) == counter, copy.copy(counter).count, Counter("a") == counter, Counter("b") == Counter("a")
    (True, 1, False, False)
    >>> import inspect
    >>> str(inspect.signature(Counter))
    '(name)'
    """

    __signature__: ClassVar[Any] = _Signature()
    _changing: ClassVar[tuple[str, ...]] = ()
    _is_kept: ClassVar[bool] = False  # whether nobody else has what it is made of
    _given: tuple[tuple[Any, ...], dict[str, Any]]

    def __new__(cls: type[_Kind], *given: Any, **named: Any) -> _Kind:
        made: _Kind = super().__new__(cls)
        made._given = (given, named) if cls._is_kept else _own((given, named), False)
        return made

    def _made_of(self) -> tuple[tuple[Any, ...], dict[str, Any]]:
        """Arguments that make it again."""
        return self._given

    def _is_same(self, other: Any) -> bool:
        return is_equal(self._made_of(), other._made_of()) and all(is_equal(getattr(self, name), getattr(other, name)) for name in self._changing)

    def __reduce__(self) -> Any:
        return _again, (type(self), *self._made_of(), {name: getattr(self, name) for name in self._changing})

    def __hash__(self) -> int:
        return object.__hash__(type(self))  # equal ones have equal hashes


def _again(kind: Any, given: tuple[Any, ...], named: dict[str, Any], changing: dict[str, Any]) -> Any:
    made = kind(*_own(given, True), **_own(named, True))
    for name, value in changing.items():
        setattr(made, name, _own(value, True))
    return made
