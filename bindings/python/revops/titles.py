# SPDX-License-Identifier: MIT
"""Seniority and function from job titles, by tables that can be extended or replaced (title.h, SC14)."""

from __future__ import annotations

import ctypes
import functools
from collections.abc import Mapping, Sequence
from typing import Any, Callable, Optional

import numpy as np

from . import _constants as c
from ._arrays import Array, address
from ._attributes import texts_in_c
from ._compiled import compiled
from ._frames import as_array, is_missing, mapping, series_like
from ._library import library
from ._struct import u32
from ._structs import TitleParams, TitlePhrase
from .errors import check

__all__ = ["FUNCTIONS", "SENIORITIES", "title_parts"]

_Table = Mapping[str, Sequence[str]]


def _standard(kind: int, name: Callable[[int], bytes]) -> dict[str, list[str]]:
    """The built-in phrases of one kind by label, in the order in which they decide."""
    params, table = TitleParams(), dict[str, list[str]]()
    check(library.revops_title_standard(ctypes.byref(params), ctypes.sizeof(params)), "titles")
    first = ctypes.cast(params.phrases, ctypes.c_void_p).value or 0  # rows may be longer than those known here
    for row in range(params.phrase_count):
        phrase = TitlePhrase.from_address(first + row * params.phrase_row_size)
        if phrase.kind == kind:
            table.setdefault(name(phrase.outcome).decode(), []).append(ctypes.string_at(phrase.text).decode())
    return table


#: Words of titles by seniority: the first that is found decides, and one within a longer one isn't found.
SENIORITIES: _Table = _standard(c.REVOPS_TITLE_SENIORITY, library.revops_title_seniority_name)
#: Words of titles by function, the first that is found decides.
FUNCTIONS: _Table = _standard(c.REVOPS_TITLE_FUNCTION, library.revops_title_function_name)


class _Titles:
    """A compiled table, and the labels of its outcomes."""

    def __init__(self, tables: Sequence[tuple[int, str, _Table]]) -> None:
        self.labels, rows = [], []
        for kind, name, table in tables:
            for outcome, (label, words) in enumerate(mapping(table, name).items(), 1):
                if isinstance(words, str) or not words or not all(isinstance(word, str) and "\0" not in word for word in words):
                    raise ValueError(f"{name}: {label!r} needs a list of words, not {words!r}")
                rows += [(word.encode("utf-8", "surrogatepass"), kind, outcome) for word in words]
            labels: Array = np.empty(len(table) + 1, object)
            labels[1:] = list(table)
            self.labels.append(labels)
        kept = (TitlePhrase * max(len(rows), 1))(
            *(TitlePhrase(ctypes.cast(ctypes.c_char_p(word), ctypes.c_void_p), kind, outcome) for word, kind, outcome in rows)
        )
        params = TitleParams()
        check(library.revops_title_defaults(ctypes.byref(params), ctypes.sizeof(params)), "titles")
        params.flags = c.REVOPS_TITLE_OWN_SENIORITIES_ONLY | c.REVOPS_TITLE_OWN_FUNCTIONS_ONLY
        params.phrases, params.phrase_count = ctypes.addressof(kept), len(rows)
        self._memory, self._title = compiled(library.revops_title_build, params, "titles", library.revops_title_check)

    def parts(self, titles: Sequence[str]) -> tuple[Array, ...]:
        texts, *_kept = texts_in_c(titles)
        out = [np.zeros(len(titles), np.uint32) for _ in self.labels]
        check(library.revops_title_classify_many(self._title, ctypes.byref(texts), *(address(part, u32) for part in out)), "titles")
        return tuple(labels[part] for labels, part in zip(self.labels, out))


def _compile(seniorities: Optional[_Table], functions: Optional[_Table]) -> _Titles:
    return _Titles([
        (c.REVOPS_TITLE_SENIORITY, "seniorities", SENIORITIES if seniorities is None else seniorities),
        (c.REVOPS_TITLE_FUNCTION, "functions", FUNCTIONS if functions is None else functions),
    ])


@functools.lru_cache(maxsize=None)
def _built_in() -> _Titles:
    return _compile(None, None)


def _text(title: Any) -> str:
    if is_missing(title):
        return ""
    if not isinstance(title, str):
        raise TypeError(f"titles holds {title!r}, which is no text")
    return title


def title_parts(titles: Any, seniorities: Optional[_Table] = None, functions: Optional[_Table] = None) -> Any:
    """Seniority and function of job titles, without regard to case, accents and punctuation.

    Parameters
    ----------
    titles : str or array of str
        Titles; None for unknown.
    seniorities, functions : mapping of label to list of words, optional
        In place of `SENIORITIES` and `FUNCTIONS`: the first label of which a word, or words in a row, is found decides;
        what lies within longer words in a row isn't found.

    Returns
    -------
    tuple of (str or None) or tuple of arrays
        Seniority and function; None where no word is found.

    Examples
    --------
    >>> title_parts("Head of Marketing"), title_parts("Sr. Software-Engineer"), title_parts("Internal audit")
    (('director', 'marketing'), ('senior', 'engineering'), (None, None))
    >>> [part.tolist() for part in title_parts(["CEO & Co-Founder", None])]
    [['founder', None], ['general management', None]]
    >>> title_parts("Chief of Staff", seniorities={"staff": ["chief of staff"], "c-level": ["chief"]})[0]
    'staff'
    """
    table = _built_in() if seniorities is None and functions is None else _compile(seniorities, functions)
    if titles is None or isinstance(titles, str):
        return tuple(part[0] for part in table.parts([_text(titles)]))
    return tuple(series_like(titles, part, name) for part, name in zip(table.parts([_text(title) for title in as_array(titles)]), ("seniority", "function")))
