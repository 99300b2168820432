# SPDX-License-Identifier: MIT
"""Class and canonical form of e-mail addresses (email.h)."""

from __future__ import annotations

import ctypes
import datetime
import functools
from collections.abc import Iterable, Mapping
from typing import Any, Callable, Optional, Union

import numpy as np
import numpy.typing as npt

from . import _constants as c
from ._arrays import Array, address, is_foreign, one_column
from ._compiled import compiled
from ._frames import is_missing, mapping, of_class, series_like
from ._library import library
from ._show import Shown, plural
from ._made import Made
from ._struct import i64, size, u8
from ._structs import EmailDomain, EmailParams, Texts
from .errors import check

__all__ = ["EmailLists", "email_canonical", "email_class", "email_lists_date"]

_CLASSES = [
    library.revops_email_class_name(number).decode() for number in range(c.REVOPS_EMAIL_COMPANY, c.REVOPS_EMAIL_FORWARDING + 1)
]
_NAMES = np.array(_CLASSES)
_OF_SUBDOMAINS = {"disposable", "forwarding"}


def email_lists_date() -> datetime.date:
    """Date of the last revision of the built-in lists of domains and roles.

    Examples
    --------
    >>> email_lists_date() >= datetime.date(2026, 11, 26)
    True
    """
    return datetime.date(1970, 1, 1) + datetime.timedelta(days=library.revops_email_lists_day())


class EmailLists(Made, Shown):
    """Lists of domains and of roles, added to the built-in ones or instead of them. May be shared by threads.

    Parameters
    ----------
    domains : mapping, optional
        By domain its class ("company", "free", "disposable" or "forwarding"), or a dict of ``class`` and any of
        ``same_as`` (the domain that it is another name of), ``subdomains`` (whether they count, too; as a rule those of
        disposable and forwarding domains do) and ``dots`` (False where dots in a local part don't count).
    roles : iterable of str, optional
        Local parts that name a function.
    built_in_domains, built_in_roles : bool
        Whether the built-in lists count, too; of one domain your row counts.

    Examples
    --------
    >>> lists = EmailLists({"lidugw.example": "disposable", "acme.de": {"class": "company", "same_as": "acme.com"}}, ["presse"])
    >>> lists.classify(["a@lidugw.example", "presse@acme.de", "a@gmail.com"]).tolist()
    ['disposable', 'role', 'free']
    >>> lists.canonical("Ada+news@ACME.de")
    'ada@acme.com'
    """

    domains: dict[str, Any]
    roles: list[str]
    built_in_domains: bool
    built_in_roles: bool

    def __init__(
        self, domains: Optional[Mapping[str, Union[str, Mapping[str, Any]]]] = None, roles: Iterable[str] = (), *,
        built_in_domains: bool = True, built_in_roles: bool = True,
    ) -> None:
        self.domains = {name: dict(row) if isinstance(row, Mapping) else row for name, row in mapping(domains or {}, "domains").items()}
        self.roles = [roles] if isinstance(roles, str) else list(roles)
        self.built_in_domains, self.built_in_roles = bool(built_in_domains), bool(built_in_roles)
        params = EmailParams()
        check(library.revops_email_defaults(ctypes.byref(params), ctypes.sizeof(params)), "defaults")
        rows = (EmailDomain * max(len(self.domains), 1))(*(_domain(name, row) for name, row in self.domains.items()))
        names = (ctypes.c_char_p * max(len(self.roles), 1))(*(_name(role, "role") for role in self.roles))
        params.domain_count, params.role_count = len(self.domains), len(self.roles)
        params.domains, params.roles = ctypes.addressof(rows), ctypes.addressof(names)
        params.flags |= 0 if self.built_in_domains else c.REVOPS_EMAIL_OWN_DOMAINS_ONLY
        params.flags |= 0 if self.built_in_roles else c.REVOPS_EMAIL_OWN_ROLES_ONLY
        self._memory, self._email = compiled(library.revops_email_build, params, "lists", library.revops_email_check)

    def _said(self) -> tuple[str, list[tuple[str, str]]]:
        return f"EmailLists: {plural(len(self.domains), 'list')} of domains, {plural(len(self.roles), 'role')} of its own", []

    def classify(self, addresses: Union[str, npt.ArrayLike, Any]) -> Any:
        """Class of e-mail addresses, as email_class() gives it."""
        def classes(texts: Texts, count: int) -> Array:
            found = np.empty(count, np.uint8)
            check(library.revops_email_classify_many(self._email, ctypes.byref(texts), address(found, u8)), "addresses")
            return found

        codes, shape = _each(addresses, classes)
        if shape == ():
            return _CLASSES[codes[0] - 1]
        return series_like(addresses, _NAMES[codes - 1].reshape(shape), "email_class", _CLASSES)

    def canonical(self, addresses: Union[str, npt.ArrayLike, Any]) -> Any:
        """Canonical form of addresses, as email_canonical() gives it."""
        def forms(texts: Texts, count: int) -> Array:
            offsets, needed = np.empty(count + 1, np.int64), size()
            room = 16 + 2 * int(texts_length[0])
            while True:
                out = ctypes.create_string_buffer(room)
                status = library.revops_email_canonical_text_many(
                    self._email, ctypes.byref(texts), out, room, ctypes.byref(needed), address(offsets, i64)
                )
                if status != c.REVOPS_ERR_NOSPACE:
                    break
                room = needed.value
            check(status, "addresses")
            return _split(out.raw[: needed.value], offsets)

        texts_length = [0]
        found, shape = _each(addresses, forms, texts_length)
        if shape == ():
            return found[0]
        return series_like(addresses, found.reshape(shape), "email_canonical")


def _name(value: Any, what: str) -> bytes:
    if not isinstance(value, str):
        raise TypeError(f"a {what} must be str, not {type(value).__name__}")
    if "\0" in value:
        raise ValueError(f"{what} {value!r} has a NUL in it")
    return value.encode("utf-8", "surrogatepass")


def _domain(name: str, row: Union[str, Mapping[str, Any]]) -> EmailDomain:
    fields = {"class": row} if isinstance(row, str) else dict(row)
    unknown = set(fields) - {"class", "same_as", "subdomains", "dots"}
    if unknown or "class" not in fields:
        raise ValueError(f"domain {name!r}: " + (f"{sorted(unknown)[0]!r} isn't known" if unknown else "its class is missing"))
    if fields["class"] not in _CLASSES:
        raise ValueError(f"domain {name!r}: {fields['class']!r} is no class, which is one of {', '.join(_CLASSES)}")
    flags = c.REVOPS_EMAIL_WITH_SUBDOMAINS if fields.get("subdomains", fields["class"] in _OF_SUBDOMAINS) else 0
    flags |= 0 if fields.get("dots", True) else c.REVOPS_EMAIL_WITHOUT_DOTS
    same_as = fields.get("same_as")
    return EmailDomain(
        _name(name, "domain"), None if same_as is None else _name(same_as, "domain"), _CLASSES.index(fields["class"]) + 1, flags
    )


def _text(value: Any, row: int) -> str:
    if isinstance(value, str):
        return str(value)
    if not hasattr(value, "__len__") and is_missing(value):
        return ""
    raise TypeError(f"addresses must be str, or missing (None, NaN), not {type(value).__name__} as in row {row}: {value!r}")


def _each(
    addresses: Any, ask: Callable[[Texts, int], Array], length: Optional[list[int]] = None
) -> tuple[Array, tuple[int, ...]]:
    """What a function answers to all addresses, and their shape: () for a single one."""
    if is_foreign(addresses):
        values, shape = one_column(addresses).tolist(), (len(addresses),)
    else:
        array = np.asarray(addresses, dtype=object)
        values, shape = [addresses] if array.ndim == 0 else array.reshape(-1).tolist(), array.shape
    if not set(map(type, values)) <= {str}:
        values = [_text(value, row) for row, value in enumerate(values)]
    joined, offsets = "".join(values), np.zeros(len(values) + 1, np.int64)
    if joined.isascii():  # a byte a character: nothing needs to be encoded by itself
        raw = joined.encode("ascii")
        lengths = np.fromiter(map(len, values), np.int64, len(values))
    else:
        encoded = [value.encode("utf-8", "surrogatepass") for value in values]
        raw, lengths = b"".join(encoded), np.fromiter(map(len, encoded), np.int64, len(encoded))
    np.cumsum(lengths, out=offsets[1:])
    kept = ctypes.c_char_p(raw)
    texts = Texts(ctypes.cast(kept, ctypes.c_void_p), offsets.ctypes.data, len(values))
    if length is not None:
        length[0] = len(raw)
    return ask(texts, len(values)), shape


def _split(raw: bytes, offsets: Array) -> Array:
    ends = offsets.tolist()
    out = np.empty(len(ends) - 1, object)
    if raw.isascii():
        text = raw.decode("ascii")
        out[:] = [text[start:end] for start, end in zip(ends, ends[1:])]
    else:
        out[:] = [raw[start:end].decode("utf-8") for start, end in zip(ends, ends[1:])]
    return out


@functools.lru_cache(maxsize=None)
def _built_in() -> EmailLists:
    return EmailLists()


def email_class(addresses: Union[str, npt.ArrayLike, Any], lists: Optional[EmailLists] = None) -> Any:
    """Class of e-mail addresses: "company", "free", "role", "disposable", "invalid" or "forwarding".

    Parameters
    ----------
    addresses : str, or sequence, array, pandas or polars column of str
        Addresses; what is missing (None, NaN) is "invalid", as is what could hardly be meant (see email.h).
    lists : EmailLists, optional
        Lists of your own; the built-in ones if not given.

    Returns
    -------
    str, ndarray or Series
        In kind; a pandas column becomes a categorical one.

    Raises
    ------
    TypeError
        An address is neither text nor missing, such as bytes or a number.

    Examples
    --------
    >>> email_class("Ada@GMail.com")
    'free'
    >>> email_class(["info@example.com", "ada@example.com", None]).tolist()
    ['role', 'company', 'invalid']
    """
    return (_built_in() if lists is None else of_class(lists, EmailLists, "lists")).classify(addresses)


def email_canonical(addresses: Union[str, npt.ArrayLike, Any], lists: Optional[EmailLists] = None) -> Any:
    """Canonical form of addresses, the same for all that reach a mailbox; use it to find duplicates. Empty if invalid.

    Parameters
    ----------
    addresses : str, or sequence, array, pandas or polars column of str
        Addresses.
    lists : EmailLists, optional
        Lists of your own; the built-in ones if not given.

    Returns
    -------
    str, ndarray of object, or Series
        In kind.

    Examples
    --------
    >>> email_canonical(" A.Da+news@GoogleMail.com. ")
    'ada@gmail.com'
    >>> email_canonical(["Ada@me.com", "ada@icloud.com", "ada"]).tolist()
    ['ada@icloud.com', 'ada@icloud.com', '']
    """
    return (_built_in() if lists is None else of_class(lists, EmailLists, "lists")).canonical(addresses)
