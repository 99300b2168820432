# SPDX-License-Identifier: MIT
"""Texts that values, sources and persons are numbers of (engine.h)."""

from __future__ import annotations

import threading
from typing import Any, Optional

import numpy as np

from . import _structs as s
from ._arrays import Array, address
from ._struct import i64


class Texts:
    """Texts that values, sources and persons are numbers of; grows with what is seen. Threads may share it, as they do the engine."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._numbers: dict[str, int] = {}
        self._all: list[str] = []
        self._given: Optional[s.Texts] = None

    def number(self, text: str) -> int:
        with self._lock:
            number = self._numbers.setdefault(text, len(self._all))
            if number == len(self._all):
                self._all.append(text)
            return number

    def text(self, number: int) -> str:
        return self._all[number]

    def all(self) -> list[str]:
        return self._all.copy()

    def sort(self) -> Array:
        """Numbers all texts anew, in their order; returns the new number of each."""
        with self._lock:
            texts, before = sorted(self._all), self._numbers
            self._all, self._numbers, self._given = texts, {text: number for number, text in enumerate(texts)}, None
            return np.array([self._numbers[text] for text in before], np.int64)

    def __reduce__(self) -> Any:
        return _texts_of, (self.all(),)

    def given(self) -> s.Texts:
        """All texts so far. Whoever gives them to C holds the result until C has returned: another thread may make them anew."""
        with self._lock:
            if self._given is None or self._given.count != len(self._all):
                encoded = [text.encode("utf-8", "surrogatepass") for text in self._all]
                offsets = np.zeros(len(encoded) + 1, np.int64)
                np.cumsum([len(text) for text in encoded], out=offsets[1:])
                given: Any = s.Texts(b"".join(encoded), address(offsets, i64), len(encoded))
                given.kept = offsets
                self._given = given
            return self._given


def _texts_of(texts: list[str]) -> Texts:
    made = Texts()
    for text in texts:
        made.number(text)
    return made
