# SPDX-License-Identifier: MIT
"""What can be wrong with a log: sentences with the place, what was found, and what would do."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Optional, Union

from .errors import BadFormatError

__all__ = ["CheckError", "LogError", "MissingFileError", "RevopsWarning", "nearest"]


class RevopsWarning(UserWarning):
    """Something of a log isn't used, or can't be known, and a figure would be different with it."""


class LogError(BadFormatError, KeyError, ValueError):
    """A log that can't be read as its mapping says; `text` is all that is said of it, and the fields of every `Error` tell where and what."""

    text: str

    def __init__(self, text: str, *, file: str = "", row: Optional[int] = None, column: Union[str, int, None] = None, found: str = "", expected: str = "",
                 nearest: str = "") -> None:
        super().__init__(what=text, file=file, row=row, column=column, found=found, expected=expected, nearest=nearest)
        self.text = text

    def __str__(self) -> str:
        return self.text

    def __reduce__(self) -> Any:
        return _again, (type(self), self.text, self.file, self.row, self.column, self.found, self.expected, self.nearest)


def _again(kind: type[LogError], text: str, file: str, row: Optional[int], column: Union[str, int, None], found: str, expected: str, near: str) -> LogError:
    return kind(text, file=file, row=row, column=column, found=found, expected=expected, nearest=near)


class KeyError(LogError):  # Python's own shows its text in quotation marks
    """A key of figures that there is none of."""


class MissingFileError(LogError, FileNotFoundError):
    """There is no such file."""

    def __reduce__(self) -> Any:
        return type(self), (self.text,), {"file": self.file}


class CheckError(BadFormatError, ValueError):
    """A log with faults, where none are allowed, or of which nothing is used; `text` has all of them, the fields are those of the first."""

    text: str
    first: Any  # finding

    def __init__(self, text: str, first: Any = None) -> None:
        where = {} if first is None else {name: getattr(first, name) for name in ("file", "row", "column", "found", "nearest") if getattr(first, name) is not None}
        super().__init__(what=text, **where)
        self.text, self.first = text, first

    def __str__(self) -> str:
        return self.text

    def __reduce__(self) -> Any:
        return type(self), (self.text, self.first)


def _edits(a: str, b: str) -> int:
    """Edits that make one text of another; case doesn't count."""
    row = list(range(len(b) + 1))
    for i, x in enumerate(a, 1):
        before, row[0] = row[0], i
        for k, y in enumerate(b, 1):
            before, row[k] = row[k], min(row[k] + 1, row[k - 1] + 1, before + (x != y))
    return row[-1]


def letters_of(name: str) -> str:
    """A name's letters and digits, without case: what a misspelling leaves."""
    return "".join(letter for letter in name.casefold() if letter.isalnum())


def nearest(name: str, names: Iterable[str]) -> str:
    """The name that was perhaps meant; "" for none that is near. Case, spaces, ``_`` and ``-`` make no difference.

    Examples
    --------
    >>> nearest("contact_id", ["contactId", "property"]), nearest("x", ["contactId"]), nearest("source", ["Original Traffic Source"])
    ('contactId', '', 'Original Traffic Source')
    """
    asked = letters_of(str(name))
    found = [(_edits(asked[:64], letters_of(known)[:64]), known) for known in map(str, names)]
    least, known = min(found, default=(1, ""))
    if known and least < len(asked) / 3 + 1:
        return known
    within = [known for _, known in found if len(asked) > 3 and (asked in letters_of(known) or (len(letters_of(known)) > 3 and letters_of(known) in asked))]
    return min(within, key=len, default="")
