# SPDX-License-Identifier: MIT
"""Policy documents: read, check, write and compare (policy.h).

Examples
--------
>>> policy = Policy("built-in-1")
>>> faster = policy.with_({"name": "faster", "clocks": {"first contact": {"cases": [{"name": "high intent", "target": "2 h"}]}}})
>>> faster.diff(policy)[1]
'first contact for high intent: 2 h → 4 h'
"""

from __future__ import annotations

import ctypes
import functools
import json
import os
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Union

from . import _constants as c
from . import _structs as s
from ._frames import Late
from ._library import library
from ._log_errors import nearest
from ._show import Shown, plural
from .errors import BadFormatError, check

__all__ = ["Policy", "PolicyError", "PolicyFault"]

pathlib: Any = Late("pathlib")


@functools.lru_cache(maxsize=None)
def _folder() -> Any:
    """Where the built-in policies are: beside this file, or, run from the project, its examples."""
    carried = pathlib.Path(__file__).with_name("policies")
    return carried if carried.is_dir() else pathlib.Path(__file__).resolve().parents[3] / "examples" / "policies"


_FAULTS = 256
_CALLED = {"default": "built-in-1"}  # names of built-in policies that aren't those of their documents
Source = Union["Policy", str, "os.PathLike[str]", Mapping[str, Any]]


@dataclass(frozen=True)
class PolicyFault:
    """One fault of a document.

    Attributes
    ----------
    kind : str
        Such as "unknown key", "type" or "name".
    document : int
        In which of the documents, the base of all first.
    line, column : int
        Of the value, from 1.
    path : str
        Such as ``$.clocks.routing.target``.
    found, expected, nearest : str
        What stands there, what may, and the nearest name there is ("" for none).
    text : str
        All of it as a sentence.
    """

    kind: str
    document: int
    line: int
    column: int
    path: str
    found: str
    expected: str
    nearest: str
    text: str


class PolicyError(BadFormatError, ValueError):
    """A policy that can't be read; `faults` has every fault, the fields are those of the first, where ``row`` is the line."""

    faults: list[PolicyFault]

    def __init__(self, faults: list[PolicyFault], file: str = "") -> None:
        first = faults[0]
        super().__init__(what="; ".join(fault.text for fault in faults[:8]), file=file, row=first.line or None, column=first.column if first.line else None, found=first.found,
                         expected=first.expected, nearest=first.nearest)
        self.faults = faults

    def __str__(self) -> str:
        texts = [fault.text for fault in self.faults]
        whose = f"{self.file}: " if self.file else ""
        return whose + (texts[0] if len(texts) == 1 else "\n  ".join([f"{len(texts)} faults", *texts]))

    def __reduce__(self) -> Any:
        return PolicyError, (self.faults, self.file)


def _toml(text: str) -> dict[str, Any]:
    try:
        import tomllib
    except ImportError as error:
        raise ImportError("TOML needs Python 3.11 or newer") from error
    loaded: dict[str, Any] = tomllib.loads(text)
    return loaded


def _plain(value: Any) -> Any:
    """Dates of TOML as the document writes them."""
    return value.isoformat() if hasattr(value, "isoformat") else str(value)


def _text_of(source: Any) -> str:
    if isinstance(source, Mapping):
        try:
            return json.dumps(source, ensure_ascii=False, indent=1, default=_plain)
        except RecursionError:
            raise ValueError("the policy is nested too deeply: no policy needs more than 16 levels") from None
    if isinstance(source, str) and source.lstrip()[:1] in ("{", "["):
        return source
    path = pathlib.Path(source)
    shipped = _folder() / f"{_CALLED.get(str(source), source)}.json"
    if isinstance(source, str) and not path.suffix and shipped.exists():
        path = shipped
    if not path.exists():
        known = sorted({*_CALLED, *(file.stem for file in _folder().glob("*.json"))})
        near = nearest(str(source), known)
        raise FileNotFoundError(f"{str(source)!r} is neither a file nor a built-in policy: {', '.join(known)}" + (f". Did you mean {near!r}?" if near else ""))
    try:
        text = path.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        column = error.start - error.object.rfind(b"\n", 0, error.start)
        found = f"the byte 0x{error.object[error.start]:02x}"
        raise PolicyError([PolicyFault("encoding", 0, line, column, "$", found, "UTF-8", "", f"line {line}, column {column}: $ has {found}; expected UTF-8")]) from None
    return json.dumps(_toml(text), ensure_ascii=False, indent=1, default=_plain) if path.suffix == ".toml" else text


def _extends(text: str) -> str | None:
    try:
        name = json.loads(text).get("extends")
    except (ValueError, AttributeError):
        return None  # the reader tells what is wrong, and where
    return name if isinstance(name, str) else None


def _beside(source: Source, name: str) -> Any:
    """The file of a name in a document's own folder; None where there is none."""
    if isinstance(source, Mapping) or (isinstance(source, str) and source.lstrip()[:1] in ("{", "[")) or not re.fullmatch(r"[^/\\\0:]+", name):
        return None
    found = pathlib.Path(source).parent / f"{name}.json"
    return found if found.is_file() else None


def _zone_bytes(name: str) -> bytes | None:
    if ".." in name or "\0" in name or len(name) > 255:
        return None
    try:
        for folder in ("/usr/share/zoneinfo", "/usr/lib/zoneinfo"):
            file = pathlib.Path(folder, *name.split("/"))
            if file.is_file():
                found: bytes = file.read_bytes()
                return found
        import importlib.resources

        return importlib.resources.files("tzdata").joinpath("zoneinfo", *name.split("/")).read_bytes()
    except (ImportError, OSError):
        return None


def _path(text: str, document: Mapping[str, Any]) -> list[str]:
    """Names of a path; a key that is one of the document's is itself."""
    return [text] if text in document else [quoted or plain for quoted, plain in re.findall(r'\["([^"]*)"\]|([^.\[\]]+)', text)]


def _row(rows: Any, name: str) -> Any:
    return next((row for row in rows if row.get("name") == name), None) if isinstance(rows, list) else rows.get(name)


def _one_of(section: str) -> str:
    one = section[:-1] if section.endswith("s") else "one"
    return one if one == "one" else f"{'an' if one[0] in 'aeiou' else 'a'} {one}"


def _put(found: dict[str, Any], document: dict[str, Any], path: list[str], value: Any) -> None:
    """Puts a changed row of a section, or a changed value of one, among changes: `document` has it from then on, too."""
    section, name, rest = path[0], path[1], path[2:]
    rows = document.setdefault(section, {})
    names = [str(row.get("name")) for row in rows] if isinstance(rows, list) else list(rows)
    are_rows = isinstance(rows, list) or any(isinstance(row, Mapping) for row in rows.values())
    if rest and are_rows and name not in names:
        near = nearest(name, names)
        raise PolicyError([PolicyFault("name", 0, 0, 0, f"$.{section}", name, ", ".join(names), near,
                                       f"{document['name']}: $.{section} has no \"{name}\"." + (f" Did you mean \"{near}\"?" if near else "") + f" To add {_one_of(section)}, give all of it.")])
    if not rest:
        rows[name] = value
    at = _row(rows, name) if rest else rows
    for key in rest[:-1]:
        at = at.setdefault(key, {})
        if not isinstance(at, dict):
            raise ValueError(f"{'.'.join(path)}: {key!r} is {at!r}, which has no parts: change it as a whole")
    if rest:
        at[rest[-1]] = value
    if isinstance(rows, list):
        found.setdefault(section, []).append(_row(rows, name))
    else:
        found.setdefault(section, {})[name] = rows[name]


class Policy(Shown):
    """A policy that was read and is sound.

    Parameters
    ----------
    source : dict, str or path
        A dict, a JSON text, a ``.json`` or ``.toml`` file, or the name of a built-in policy.
    bases : iterable, optional
        What it extends, and what that extends. Built-in policies are found by themselves.
    zones : mapping of str to bytes or str, optional
        Time zones that the document names and doesn't define: TZif bytes or a POSIX rule. Others come from the system.

    Raises
    ------
    PolicyError
        With every fault: line, column, path, what was found, what was expected, and the nearest name.

    Examples
    --------
    >>> Policy({"revops": 1, "name": "small", "stages": [{"name": "NEW"}, {"nam": "WON"}]})
    Traceback (most recent call last):
    ...
    revops.policy.PolicyError: 2 faults
      $.stages[1].nam: found "nam"; expected a key of the grammar; nearest: "name"
      $.stages[1].name: found nothing; expected the key "name" in a stage
    """

    def __init__(self, source: Source, *, bases: Iterable[Source] = (), zones: Mapping[str, bytes | str] | None = None) -> None:
        self._zones = dict(zones or {})
        self._called: str | None = source._called if isinstance(source, Policy) else source if isinstance(source, str) and source in _CALLED else None
        self.documents: list[str] = self._chain(source, list(bases))
        self._memory: Any = None
        self._params = s.PolicyParams()
        self._read(source if isinstance(source, (Mapping, os.PathLike)) or (isinstance(source, str) and source.lstrip()[:1] not in ("{", "[")) else None)

    def _said(self) -> tuple[str, list[tuple[str, str]]]:
        document = self.to_dict()
        stages = [str(row["name"]) for row in document.get("stages", [])]
        named = [(section, ", ".join(map(str, document[section]))) for section in ("clocks", "calendars") if document.get(section)]
        return f'Policy "{self.name}": {plural(len(stages), "stage")}, {plural(len(document.get("events", {})), "event")}, {plural(len(document.get("clocks", {})), "clock")}', \
            [("stages", " → ".join(stages)), *named]

    @staticmethod
    def _chain(source: Source, bases: list[Source]) -> list[str]:
        if isinstance(source, Policy):
            return list(source.documents)
        texts = [_text_of(source)]
        known: dict[str, list[str]] = {}
        for base in bases:
            documents = list(base.documents) if isinstance(base, Policy) else [_text_of(base)]
            try:
                known[str(json.loads(documents[-1]).get("name"))] = documents
            except (ValueError, AttributeError):
                known[""] = documents
        while (name := _extends(texts[0])) is not None and len(texts) <= c.REVOPS_POLICY_DOCUMENTS_MAX:
            if name in known:
                texts = known.pop(name) + texts
            elif (_folder() / f"{name}.json").exists():
                texts = [_text_of(name), *texts]
            elif (beside := _beside(source, name)) is not None:
                texts = [_text_of(beside), *texts]
            else:
                break
        return texts

    def _given(self) -> tuple[s.PolicyReadParams, list[Any]]:
        encoded = [text.encode("utf-8", "surrogatepass") for text in self.documents]
        texts = (ctypes.c_char_p * len(encoded))(*encoded)
        lengths = (ctypes.c_uint64 * len(encoded))(*map(len, encoded))
        params = s.PolicyReadParams()
        check(library.revops_policy_read_defaults(ctypes.byref(params), ctypes.sizeof(params)))
        params.documents = ctypes.cast(texts, ctypes.c_void_p)
        params.lengths = ctypes.cast(lengths, ctypes.c_void_p)
        params.document_count = params.length_count = len(encoded)
        return params, [encoded, texts, lengths]

    def _named_zones(self, params: s.PolicyReadParams) -> list[str]:
        needed, count = ctypes.c_size_t(), ctypes.c_size_t()
        if library.revops_policy_zones(ctypes.byref(params), None, 0, ctypes.byref(needed), None, 0, None) != c.REVOPS_ERR_NOSPACE:
            return []
        memory = (ctypes.c_uint64 * (needed.value // 8 + 1))()
        names = (ctypes.c_char_p * 1024)()
        status = library.revops_policy_zones(
            ctypes.byref(params), memory, needed, None, names, len(names), ctypes.byref(count)
        )
        return [(names[i] or b"").decode() for i in range(count.value)] if status == c.REVOPS_OK else []

    def _read(self, source: Any) -> None:
        params, kept = self._given()
        zones = []
        for name in self._named_zones(params):
            given = self._zones.get(name) or _zone_bytes(name)
            if given is not None:
                is_rule = isinstance(given, str)
                data = given.encode() if isinstance(given, str) else given
                zones.append(s.PolicyZone(name.encode(), data if is_rule else None, None if is_rule else ctypes.cast(ctypes.c_char_p(data), ctypes.c_void_p), 0 if is_rule else len(data)))
                kept.append(data)
        rows = (s.PolicyZone * len(zones))(*zones)
        kept.append(rows)
        params.zones, params.zone_count = ctypes.cast(rows, ctypes.c_void_p), len(zones)
        params.zone_row_size = ctypes.sizeof(s.PolicyZone)
        needed, count = ctypes.c_size_t(), ctypes.c_size_t()
        faults = (s.PolicyFault * _FAULTS)()
        arguments = (faults, _FAULTS, ctypes.byref(count), self._params, ctypes.sizeof(self._params))
        status = library.revops_policy_read(ctypes.byref(params), None, 0, ctypes.byref(needed), *arguments)
        if status == c.REVOPS_ERR_NOSPACE:
            self._memory = (ctypes.c_uint64 * (needed.value // 8 + 1))()
            status = library.revops_policy_read(ctypes.byref(params), self._memory, needed, None, *arguments)
        if status == c.REVOPS_ERR_FORMAT:
            found = [faults[i] for i in range(min(count.value, _FAULTS))]
            for fault in found:
                if isinstance(source, Mapping) and fault.document == len(self.documents) - 1:
                    fault.line = fault.column = 0  # whoever gave a dict has no lines
            raise PolicyError([self._fault(fault) for fault in found], pathlib.Path(source).name if isinstance(source, (str, os.PathLike)) else "")
        check(status, "reading a policy")
        self._kept = kept

    @staticmethod
    def _fault(fault: s.PolicyFault) -> PolicyFault:
        text = ctypes.create_string_buffer(1024)
        library.revops_policy_fault_text(ctypes.byref(fault), text, len(text))
        words = [value.decode("utf-8", "replace") for value in (fault.path, fault.found, fault.expected, fault.nearest, text.value)]
        kind = library.revops_policy_fault_kind_name(fault.kind).decode()
        return PolicyFault(kind, fault.document, fault.line, fault.column, *words)

    def write(self) -> str:
        """The canonical document: sections and keys in one order, defaults left out, one row a line."""
        needed = ctypes.c_size_t()
        status = library.revops_policy_write(self._params, None, 0, ctypes.byref(needed))
        if status != c.REVOPS_ERR_NOSPACE:
            check(status, "writing a policy")
        out = ctypes.create_string_buffer(needed.value)
        check(library.revops_policy_write(self._params, out, len(out), None), "writing a policy")
        return out.value.decode()

    def diff(self, other: Source) -> list[str]:
        """What is different in another policy, in words: ``first contact for high intent: 4 h → 2 h``."""
        after = other if isinstance(other, Policy) else Policy(other)
        needed, count = ctypes.c_size_t(), ctypes.c_size_t()
        library.revops_policy_diff(self._params, after._params, None, 0, ctypes.byref(needed), None, 0, None)
        size = 1 << 12
        while True:
            memory = (ctypes.c_uint64 * (needed.value // 8 + 1))()
            out = ctypes.create_string_buffer(size)
            status = library.revops_policy_diff(
                self._params, after._params, memory, ctypes.sizeof(memory), ctypes.byref(needed), out, size, ctypes.byref(count)
            )
            if status != c.REVOPS_ERR_NOSPACE:
                check(status, "comparing policies")
                return out.value.decode().splitlines()
            size = max(size, count.value + 1)

    def with_(self, changes: Mapping[str, Any]) -> Policy:
        """This policy with changes, as a document that ``extends`` it.

        Parameters
        ----------
        changes : dict
            Parts of a document; or paths, whose names are joined by dots (one that holds a dot itself in ``["…"]``, a row of a list by its name).

        Examples
        --------
        >>> Policy("built-in-1").diff(Policy("built-in-1").with_({"clocks.first contact.met.touch": ["call"]}))[-1]
        'first contact: met: touch: any → [call]'
        """
        document = self.to_dict()
        found: dict[str, Any] = {"revops": 1, "name": f"{self.name} changed", "extends": document["name"]}
        for key, value in changes.items():
            path = _path(key, document)
            if len(path) == 1:
                found[key] = value
            else:
                _put(found, document, path, value)
        return Policy(found, bases=[self.write()], zones=self._zones)

    def to_dict(self) -> dict[str, Any]:
        """The canonical document as a dict."""
        loaded: dict[str, Any] = json.loads(self.write())
        return loaded

    @functools.cached_property
    def _document(self) -> dict[str, Any]:
        """The same, to be read only."""
        return self.to_dict()

    @property
    def name(self) -> str:
        """Its name; of the built-in policy "default", where it is asked for by that."""
        return self._called or str(self._document["name"])

    def plot(self, ax: Any = None) -> Any:
        """Draws its stages: the way from top to bottom, beside it where leads go that leave it, and by which moves; needs matplotlib (``pip install revops[plot]``).

        Parameters
        ----------
        ax : Axes, optional
            Where to draw.

        Returns
        -------
        Axes
        """
        from ._policy_plot import drawn

        return drawn(self, ax)

    def _mark(self, kind: int) -> int:
        out = ctypes.c_uint64()
        check(library.revops_policy_mark(self._params, kind, ctypes.byref(out)))
        return out.value

    @property
    def layout_mark(self) -> int:
        """Equal for policies with equal names and order of what has a place in a record."""
        return self._mark(c.REVOPS_POLICY_MARK_LAYOUT)

    @property
    def rules_mark(self) -> int:
        """Equal for policies that are equal in all that changes a result."""
        return self._mark(c.REVOPS_POLICY_MARK_RULES)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Policy) and self.write() == other.write()

    def __hash__(self) -> int:
        return hash(self.write())

    def __reduce__(self) -> Any:
        return _again, (self.documents, self._zones, self._called)


def _again(documents: list[str], zones: dict[str, bytes | str], called: str | None) -> Policy:
    made = Policy(documents[-1], bases=documents[:-1], zones=zones)
    made._called = called
    return made
