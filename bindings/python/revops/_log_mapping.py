# SPDX-License-Identifier: MIT
"""What the columns of a file mean: the mapping document of `replay --map` and of `revops.Log`, one and the same (docs/format.md)."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from typing import Any, Union

from ._frames import Late
from ._log_errors import LogError, nearest
from ._tables import Table

__all__ = ["ROLES", "checked", "read", "written"]

pathlib: Any = Late("pathlib")

#: Keys whose value is the name of a column.
ROLES = ("lead", "at", "event", "property", "value", "reason", "source", "campaign", "actor", "account", "id", "sequence", "resume", "owner", "amount")
_NAMES = ("events", "stages", "reasons", "facts", "dates")
_TEXTS = ("every", "amount_unit", "tz", "date_format")
_KEYS = (*ROLES, *_NAMES, *_TEXTS)
_WAYS = ("event", "property", "every", "dates")


def checked(given: Mapping[str, Any], table: Table) -> dict[str, Any]:
    """A mapping of a table, in one form; every column is there, and it says one thing only."""
    document: dict[str, Any] = {}
    for key in _KEYS:
        value = given.get(key)
        if value is None:
            continue
        is_names = key in _NAMES
        if is_names and not isinstance(value, Mapping):
            raise LogError(f"{key}={value!r} is no mapping of names: expected one such as {key}={{\"their name\": \"name in the policy\"}}", file=table.name, column=key)
        if not is_names and not isinstance(value, str):
            raise LogError(f"{key}={value!r} is no text: expected {'the name of a column' if key in ROLES else 'a text'}", file=table.name, column=key)
        document[key] = {str(name): list(to) if isinstance(to, tuple) else to for name, to in value.items()} if is_names else value
    for key in ROLES:
        if key in document:
            table.column(document[key], key)
    for key in ("dates", "facts"):
        for name, to in document.get(key, {}).items():
            table.column(name, key)
            if isinstance(to, list):
                if key != "dates" or len(to) != 2 or not isinstance(to[0], str) or not isinstance(to[1], Mapping):
                    raise LogError(f"{key}: {name!r} is {to!r}; expected an event or a stage, or a column and names: (\"column\", {{\"text\": \"stage\"}})", file=table.name)
                table.column(to[0], key)
    unit = document.get("amount_unit", "minor")
    if unit not in ("major", "minor"):
        raise LogError(f"amount_unit is {unit!r}; expected \"major\", as 12.50, or \"minor\", as 1250 cents", file=table.name, found=unit, expected="major")
    ways = [way for way in _WAYS if way in document]
    if len(ways) > 1:
        raise LogError(f"{table.name}: {' and '.join(f'{way}=' for way in ways)} are given: expected one of event=, property=, every= and dates=", file=table.name)
    if "lead" not in document:
        raise LogError(f"{table.name}: no lead= is given: expected the column that names the lead, one of {', '.join(table.names)}", file=table.name)
    if ways and ways != ["dates"] and "at" not in document:
        raise LogError(f"{table.name}: {ways[0]}= is given without at=: expected the column that says when, one of {', '.join(table.names)}", file=table.name)
    if not ways and "at" in document:
        raise LogError(f"{table.name}: at= is given, and not what happened: expected event=, property= or every= beside it", file=table.name)
    return document


def read(document: Union[str, os.PathLike[str], Mapping[str, Any], list[Any]]) -> list[dict[str, Any]]:
    """A mapping document: a path, JSON text, one object or a list of them, one a file."""
    if isinstance(document, (str, os.PathLike)) and str(document).lstrip()[:1] not in ("{", "["):
        path = pathlib.Path(document)
        name = path.name
        try:
            text = path.read_text(encoding="utf-8-sig")
        except UnicodeDecodeError as error:
            raise LogError(f"{name} isn't in UTF-8: byte {error.start + 1} is 0x{error.object[error.start]:02x}", file=name, expected="UTF-8") from None
    else:
        name, text = "the mapping", document if isinstance(document, str) else ""
    if text:
        try:
            document = json.loads(text)
        except ValueError as error:
            raise LogError(f"{name} is no JSON: {error}", file=name) from None
    rows: list[Any] = list(document) if isinstance(document, list) else [document]
    for row in rows:
        if not isinstance(row, Mapping):
            raise LogError(f"{name}: found {row!r}; expected an object a file", file=name)
        for key in row:
            if key not in (*_KEYS, "$comment", "file"):
                near = nearest(key, _KEYS)
                raise LogError(f"{name}: {key!r} is no key of a mapping: expected {', '.join(_KEYS)}" + (f"\nDid you mean {near!r}?" if near else ""),
                               file=name, found=key, nearest=near)
    return [{key: value for key, value in row.items() if key in _KEYS} for row in rows]


def written(documents: list[dict[str, Any]]) -> str:
    """The document of some mappings, an object where there is one file."""
    return json.dumps(documents[0] if len(documents) == 1 else documents, ensure_ascii=False, indent=1)
