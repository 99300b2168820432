# SPDX-License-Identifier: MIT
"""One exception for each status code; its message tells what is wrong and what to do."""

from __future__ import annotations

from typing import Optional, Union

from . import _constants as c
from ._library import library

__all__ = [
    "AlignmentError", "ArgumentError", "BadFormatError", "CorruptError", "DuplicateError", "Error", "LateError",
    "NewerError", "NoSpaceError", "OutOfRangeError", "RefusedError", "StructSizeError", "TooLargeError",
    "UnsoundError", "check",
]


class Error(Exception):
    """Any failure of the library.

    Parameters
    ----------
    status : int, optional
        The code that the C function returned; by default the one that the class stands for.
    what : str, optional
        What was being done, with the values that matter; stands before the library's sentence.
    file, row, column, found, expected, nearest : optional
        The attributes of these names.

    Attributes
    ----------
    status : int
        The code; `name` is its C name.
    file, row, column : str, int, str
        Where, if it is in data: the row as a spreadsheet numbers it, or as the frame does; of a document its line and the place in it. None where it is the whole.
    found, expected, nearest : str
        What stands there, an example of what would do, and the nearest name there is; "" for none.

    Examples
    --------
    >>> str(LateError(what="lead 7"))
    "lead 7: the event is older than the record: fold the lead's events again, in order"
    """

    status: int
    name: str
    what: str

    file: str
    row: Optional[int]
    column: Union[str, int, None]
    found: str
    expected: str
    nearest: str

    code = 0  # of the class; 0 for the general one

    def __init__(self, status: int | None = None, what: str = "", *, file: str = "", row: Optional[int] = None, column: Union[str, int, None] = None, found: str = "",
                 expected: str = "", nearest: str = "") -> None:
        self.status = self.code if status is None else status
        self.name = _text(library.revops_status_name(self.status))
        sentence = _text(library.revops_status_text(self.status))
        super().__init__(f"{what}: {sentence}" if what else sentence)
        self.what, self.file, self.row, self.column, self.found, self.expected, self.nearest = what, file, row, column, found, expected, nearest

    def __reduce__(self) -> tuple[type[Error], tuple[int, str]]:
        return type(self), (self.status, self.what)


class ArgumentError(Error, ValueError):
    """A value is out of range (REVOPS_ERR_ARG)."""

    code = c.REVOPS_ERR_ARG


class StructSizeError(Error):
    """The library and the package disagree on a struct (REVOPS_ERR_ABI)."""

    code = c.REVOPS_ERR_ABI


class NewerError(Error):
    """A field or flag is set that this library doesn't know yet (REVOPS_ERR_NEWER)."""

    code = c.REVOPS_ERR_NEWER


class NoSpaceError(Error):
    """The memory or array is too small (REVOPS_ERR_NOSPACE)."""

    code = c.REVOPS_ERR_NOSPACE


class OutOfRangeError(Error, ArithmeticError):
    """The answer is outside the range, or nothing has that name (REVOPS_ERR_RANGE)."""

    code = c.REVOPS_ERR_RANGE


class TooLargeError(Error, OverflowError):
    """An integer would overflow (REVOPS_ERR_OVERFLOW)."""

    code = c.REVOPS_ERR_OVERFLOW


class BadFormatError(Error, ValueError):
    """Text or bytes don't have the required format (REVOPS_ERR_FORMAT)."""

    code = c.REVOPS_ERR_FORMAT


class CorruptError(Error, ValueError):
    """A stored record or block is damaged (REVOPS_ERR_CORRUPT)."""

    code = c.REVOPS_ERR_CORRUPT


class AlignmentError(Error):
    """Memory is not aligned (REVOPS_ERR_ALIGN)."""

    code = c.REVOPS_ERR_ALIGN


class RefusedError(Error):
    """The rules refuse it and nothing was changed (REVOPS_ERR_REFUSED)."""

    code = c.REVOPS_ERR_REFUSED


class UnsoundError(Error, ValueError):
    """A table or policy contradicts itself (REVOPS_ERR_UNSOUND)."""

    code = c.REVOPS_ERR_UNSOUND


class LateError(Error):
    """The event is older than the record's last event (REVOPS_ERR_LATE)."""

    code = c.REVOPS_ERR_LATE


class DuplicateError(Error):
    """The event was already applied (REVOPS_ERR_DUPLICATE)."""

    code = c.REVOPS_ERR_DUPLICATE


_CLASSES: dict[int, type[Error]] = {kind.code: kind for kind in Error.__subclasses__()}


def _text(value: bytes) -> str:
    return value.decode("utf-8")


def check(status: int, what: str = "") -> None:
    """Raises the exception of a status code; does nothing for REVOPS_OK.

    Parameters
    ----------
    status : int
        What a C function returned.
    what : str, optional
        What was being done, for the message.

    Raises
    ------
    Error
        The subclass of the code; `Error` itself for one that the package doesn't know.

    Examples
    --------
    >>> check(0)
    >>> check(-7, "'noon' as a time")
    Traceback (most recent call last):
    revops.errors.BadFormatError: 'noon' as a time: text or bytes are not in the form asked for: see the function's page
    """
    if status != c.REVOPS_OK:
        raise _CLASSES.get(status, Error)(status, what)
