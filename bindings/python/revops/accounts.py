# SPDX-License-Identifier: MIT
"""Which account a lead belongs to (account.h)."""

from __future__ import annotations

import ctypes
from collections.abc import Mapping
from typing import Any, Optional

import numpy as np

from . import _constants as c
from ._arrays import Array, address, text_out
from ._attributes import texts_in_c
from ._compiled import compiled
from ._frames import as_array, column_of, is_missing, like, names_of, opened, rows_of
from ._library import library
from ._show import Shown, plural
from ._made import Made
from ._struct import size, u32
from ._structs import AccountAnswer, AccountEntry, AccountLead, AccountParams
from .email import EmailLists, _built_in
from .errors import check

__all__ = ["Accounts"]

ENTRY, ANSWER = np.dtype(AccountEntry), np.dtype(AccountAnswer)
_KINDS = {"key": c.REVOPS_ACCOUNT_BY_KEY, "domain": c.REVOPS_ACCOUNT_BY_DOMAIN, "name": c.REVOPS_ACCOUNT_BY_NAME}
_WORDS = {number: word for word, number in _KINDS.items()}


def _parts(value: Any) -> list[str]:
    """The texts of a cell: one, several in a list, or none."""
    values = value if isinstance(value, (list, tuple, set, frozenset, np.ndarray)) else [value]
    found = []
    for one in values:
        if is_missing(one) or one == "":
            continue
        if isinstance(one, (float, np.floating)) and one == int(one):
            one = int(one)  # a key of a column with gaps
        found.append(str(one))
    return found


def _cells(frame: Any, name: str, count: int) -> list[str]:
    if name not in names_of(frame):
        return [""] * count
    return [(_parts(value) or [""])[0] for value in as_array(column_of(frame, name))]


class Accounts(Made, Shown):
    """Accounts by the host's key, by domain, and by name without case, accents, punctuation and legal form. May be shared by threads.

    Parameters
    ----------
    frame : mapping of columns
        ``account`` (any values, a row or more an account) and one or more of ``key``, ``domain`` (or web address) and ``name``; a cell
        may hold several in a list, or none.
    emails : EmailLists, optional
        Domains that are no company's; the built-in ones if not given.
    skip_invalid : bool, optional
        Whether texts that can't be a domain or name are left out; else the first one is an error.

    Examples
    --------
    >>> accounts = Accounts({
    ...     "account": ["Acme", "Acme France", "Müller"], "domain": ["acme.com", "www.acme.com", None],
    ...     "name": ["Acme Inc.", "Acme France SAS", "Müller & Söhne GmbH"],
    ... })
    >>> found = accounts.match({
    ...     "email": ["ada@eu.acme.com", "bob@acme.com", "cem@gmail.com"], "name": ["Acme France", None, "MULLER AND SOHNE"],
    ... })
    >>> found["account"].tolist(), found["by"].tolist()
    (['Acme France', None, 'Müller'], ['domain', 'domain', 'name'])
    >>> found["accounts"].tolist(), found["told"].tolist()
    ([1, 2, 1], ['narrowed', 'ambiguous', 'no company address'])
    >>> accounts.candidates(email="bob@acme.com")
    ['Acme', 'Acme France']
    """

    def __init__(self, frame: Mapping[str, Any], emails: Optional[EmailLists] = None, skip_invalid: bool = False) -> None:
        if not set(names_of(frame)) & set(_KINDS):
            raise ValueError(f"the frame has none of the columns {', '.join(_KINDS)}")
        self._emails = _built_in() if emails is None else emails
        self._names: list[Any] = [None]
        ids: dict[Any, int] = {}
        blob, rows = bytearray(), []
        columns = [(kind, as_array(column_of(frame, word))) for word, kind in _KINDS.items() if word in names_of(frame)]
        rows_of(frame)  # which refuses columns of several lengths
        for at, account in enumerate(as_array(column_of(frame, "account"))):
            account = account.item() if isinstance(account, np.generic) else account
            if is_missing(account):
                raise ValueError(f"row {at} has no account")
            if account not in ids:
                ids[account] = len(self._names)
                self._names.append(account)
            for kind, column in columns:
                for text in _parts(column[at]):
                    raw = text.encode("utf-8", "surrogateescape")
                    usable = b"\0" not in raw and library.revops_account_folded_text(kind, raw, len(raw), None, 0)
                    if not usable and not skip_invalid:
                        raise ValueError(f"{text!r} of account {account!r} can't be a {_WORDS[kind]}; skip_invalid=True leaves it out")
                    if usable:
                        rows.append((len(blob), ids[account], kind))
                        blob += raw + b"\0"
        kept = ctypes.create_string_buffer(bytes(blob), len(blob) + 1)
        entries = np.zeros(max(len(rows), 1), ENTRY)
        if rows:
            table = np.array(rows, np.uint64)
            entries["text"], entries["account"], entries["kind"] = table[:, 0] + ctypes.addressof(kept), table[:, 1], table[:, 2]
        params = AccountParams()
        check(library.revops_account_defaults(ctypes.byref(params), ctypes.sizeof(params)), "accounts")
        params.entries, params.entry_count = entries.ctypes.data, len(rows)
        self._memory, self._accounts = compiled(library.revops_account_build, params, "accounts", library.revops_account_check)

    def _said(self) -> tuple[str, list[tuple[str, str]]]:
        return f"Accounts: {plural(len(self._names) - 1, 'account')}", []

    def match(self, frame: Mapping[str, Any]) -> Any:
        """The accounts of leads.

        Parameters
        ----------
        frame : mapping of columns
            Any of ``key``, ``email`` and ``name``; None where unknown.

        Returns
        -------
        DataFrame or dict of arrays
            ``account`` (None for none, or when ambiguous), ``by`` ("key", "domain", "name" or None), ``accounts`` (how many are
            left) and ``told``: any of "ambiguous", "narrowed", "contradicted" and "no company address".
        """
        frame = opened(frame, "leads")
        count = rows_of(frame)
        if not set(names_of(frame)) & {"key", "email", "name"}:
            raise ValueError("the frame has none of the columns key, email, name")
        columns = [texts_in_c(_cells(frame, name, count)) for name in ("key", "email", "name")]
        out = np.zeros(count, ANSWER)
        check(
            library.revops_account_match_many(
                self._accounts, self._emails._email, ctypes.byref(columns[0][0]), ctypes.byref(columns[1][0]), ctypes.byref(columns[2][0]),
                count, address(out, AccountAnswer),
            ),
            "leads",
        )
        found = {
            "account": self._objects([self._names[at] for at in out["account"].tolist()]),
            "by": self._objects([_WORDS.get(by) for by in out["by"].tolist()]), "accounts": out["count"].astype(np.int64),
            "told": self._objects([_told(flags) for flags in out["flags"].tolist()]),
        }
        return like(frame, found, slice(None))

    @staticmethod
    def _objects(values: list[Any]) -> Array:
        column: Array = np.empty(len(values), object)
        column[:] = values
        return column

    def candidates(self, key: Any = None, email: Optional[str] = None, name: Optional[str] = None) -> list[Any]:
        """The remaining candidates of one lead, for example of an ambiguous answer.

        Parameters
        ----------
        key, email, name : optional
            What is known of the lead.

        Returns
        -------
        list
            Accounts, in the order in which they were given.
        """
        raw = [(_parts(value) or [""])[0].encode("utf-8", "surrogateescape") for value in (key, email, name)]
        lead, needed = AccountLead(*raw, *map(len, raw), 0), size()
        room = np.zeros(len(self._names), np.uint32)
        check(
            library.revops_account_candidates(
                self._accounts, self._emails._email, ctypes.byref(lead), address(room, u32), len(room), ctypes.byref(needed)
            ),
            "lead",
        )
        return [self._names[at] for at in room[: needed.value].tolist()]


def _told(flags: int) -> str:
    words = {
        c.REVOPS_ACCOUNT_AMBIGUOUS: "ambiguous", c.REVOPS_ACCOUNT_NARROWED: "narrowed", c.REVOPS_ACCOUNT_CONTRADICTED: "contradicted",
        c.REVOPS_ACCOUNT_NO_COMPANY: "no company address",
    }
    return ", ".join(word for bit, word in words.items() if flags & bit)


def folded_name(name: str) -> str:
    """Folds a company's name as it is compared.

    Examples
    --------
    >>> folded_name("The Müller & Söhne GmbH & Co. KG")
    'muller and sohne'
    """
    raw = name.encode("utf-8", "surrogateescape")
    return text_out(lambda to, length: library.revops_account_folded_text(c.REVOPS_ACCOUNT_BY_NAME, raw, len(raw), to, length))
