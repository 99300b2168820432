# SPDX-License-Identifier: MIT
"""A mapping that is proposed for a file: what its columns may mean, and what whoever edits it must decide."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any, NamedTuple, Optional

import numpy as np

from . import _log_forms, _log_mapping
from ._arrays import Array
from ._log_errors import LogError
from ._log_times import instants
from ._show import plural
from ._factor import factor
from ._tables import Table
from .engine import Engine
from .log import _us_format
from .policy import Policy

__all__ = ["propose"]

_WHO = {"lead", "contact", "record", "prospect", "opportunity", "deal", "user", "customer", "person", "object", "case", "ticket", "mql"}
_ID = {"id", "number", "no", "key", "nr"}
_WHAT = {"event", "activity", "type", "action", "what", "kind", "stage", "status", "state", "step"}
_WHEN = {"at", "date", "time", "timestamp", "when", "on", "stamp", "day"}
_NAMES_MOST = 200
_OWN = ("value", "reason", "source", "campaign", "actor", "account", "id", "sequence", "resume")
_ASKED_ZONE = "Europe/Berlin or UTC?"


class _Column(NamedTuple):
    """A column: its name, words of that, and what stands in it; how many names there are."""

    name: str
    words: set[str]
    numbers: Array
    labels: list[Any]  # None for nothing

    @property
    def names(self) -> int:
        return len(self.labels) - (None in self.labels)


class _Moment(NamedTuple):
    """What is known of how a column of times is written."""

    date_format: Optional[str]
    has_zone: bool
    is_undecided: bool  # month or day first?


def _words(name: str) -> set[str]:
    return set(re.findall(r"[a-z]+|\d+", re.sub(r"(?<=[a-z])(?=[A-Z])", " ", name).casefold()))


def _pairs(one: _Column, other: _Column) -> int:
    """How many different pairs of two columns there are: more than of the first, where the second one tells its rows apart."""
    return len(np.unique(one.numbers.astype(np.int64) * max(len(other.labels), 1) + other.numbers))


def _moment(column: _Column) -> Optional[_Moment]:
    """How times are written, if a column holds any."""
    texts = [label for label in column.labels if label is not None]
    if not texts or all(str(label).isdigit() for label in texts):
        return None
    table = Table({column.name: texts})
    values = table.column(column.name, "at")
    try:
        instants(table, column.name, values, None, None)
        return _Moment(None, True, False)
    except LogError as error:
        if "may be" in str(error):
            return _Moment((error.expected or "").partition('"')[2].rstrip('"') or None, False, True)
        if "has no zone" not in str(error):
            return None
    try:
        return _Moment(instants(table, column.name, values, "UTC", None).date_format, False, False)
    except LogError:
        return None


def _notes(*notes: str) -> str:
    said = "; ".join(note for note in notes if note)
    return f" ({said})" if said else ""


def _lead(columns: Sequence[_Column]) -> _Column:
    """The column that names leads: called so, and with the most names."""
    def rank(column: _Column) -> tuple[int, int]:
        who, is_id = bool(column.words & _WHO), bool(column.words & _ID)
        return (0 if who and (is_id or len(column.words) == 1) else 1 if is_id else 2), -column.names

    return min(columns, key=rank)


def _when(moment: _Moment, document: dict[str, Any]) -> str:
    """What is left open of times, which stands in the document as a question."""
    if moment.is_undecided and moment.date_format:
        document["date_format"] = f"{moment.date_format} or {_turned(moment.date_format)}?"
    elif moment.date_format:
        document["date_format"] = moment.date_format
    if not moment.has_zone:
        document["tz"] = _ASKED_ZONE
    return 'month or day first? edit "date_format"' if moment.is_undecided else "" if moment.has_zone else 'no zone: edit "tz"'


def _turned(date_format: str) -> str:
    return date_format.replace("%m", "%\0").replace("%d", "%m").replace("%\0", "%d")


def _known(labels: Sequence[str], names: Sequence[str], key: str) -> str:
    known = sum(label in names for label in labels)
    return f"{plural(len(labels), 'name')}, {'all' if known == len(labels) else known} known" + (f': edit "{key}"' if known < len(labels) else "")


def _of_form(table: Table) -> Optional[tuple[dict[str, Any], str]]:
    """The mapping of an export that is known by its columns."""
    for known, vendor in ((_log_forms.hubspot, "hubspot"), (_log_forms.salesforce, "salesforce")):
        try:
            form = known(table)
        except LogError:
            continue
        document = dict(form.mapping)
        said = ", ".join(f'{role} = "{document[role]}"' for role in _log_mapping.ROLES if role in document)
        if form.is_without_zone:
            found = _us_format(table, list(document["dates"]))
            document.update({"tz": _ASKED_ZONE, **({"date_format": found} if found else {})})
            said += ', no zone: edit "tz"'
        return document, f"{form.words}, known without a mapping; with one, say --policy {vendor}: {said}"
    return None


def _of_columns(table: Table, engine: Engine) -> tuple[dict[str, Any], str]:
    columns = [_Column(name, _words(name), *factor(table.column(name, "column"))) for name in table.names]
    if not columns:
        raise LogError(f"{table.name} has no columns", file=table.name)
    own = {column.name: column for column in columns}
    lead = own.get("lead") or _lead(columns)
    document: dict[str, Any] = {"lead": lead.name}
    said = [f'lead = "{lead.name}"{_notes(plural(lead.names, "name"))}']
    moments = {column.name: moment for column in columns if column is not lead and (moment := _moment(column))}
    if "at" in own and "at" not in moments:  # milliseconds
        moments["at"] = _Moment(None, True, False)
    if not moments:
        return document, f"{said[0]}, no column of times: a table of leads, for --leads"
    if lead.names == table.rows and table.rows > 1 and not {"at", "event"} <= set(own):
        document["dates"] = {name: name for name in moments}
        known = [*engine.events, *engine.stages]
        notes = [_when(moment, document) for moment in moments.values()]
        return document, f"{said[0]}, a row a lead: dates = {', '.join(map(repr, moments)).replace(chr(39), chr(34))}" + _notes(
            next((note for note in notes if note), ""), f'{sum(name in known for name in moments)} of {len(moments)} known: edit "dates"')
    at = own["at"] if "at" in own else max((own[name] for name in moments), key=lambda column: (_pairs(lead, column), bool(column.words & _WHEN)))
    document["at"] = at.name
    said.append(f'at = "{at.name}"{_notes(_when(moments[at.name], document))}')
    said.append(_what(document, [column for column in columns if column is not lead and column.name not in moments], lead, engine))
    document.update({role: role for role in _OWN if role in own and role not in document.values()})
    order = [*_log_mapping.ROLES, "every", "tz", "date_format"]
    return dict(sorted(document.items(), key=lambda entry: order.index(entry[0]) if entry[0] in order else len(order))), ", ".join(said)


def _what(document: dict[str, Any], columns: Sequence[_Column], lead: _Column, engine: Engine) -> str:
    """What happened: a column of events, or of stages, or the same in every row."""
    named = [column for column in columns if column.name == "event"] or [column for column in columns if not column.words & _ID and (
        1 < column.names <= _NAMES_MOST or (column.words & _WHAT and column.names))]
    called = [column for column in named if column.words & _WHAT] or [column for column in named if column.names > 1]
    if not called:
        document["every"] = "happened"
        return 'every row is "happened": edit "every"'
    found = max(called, key=lambda column: _pairs(lead, column))
    labels = [str(label) for label in found.labels if label is not None]
    stage = next((name for name, row in engine.policy._document.get("events", {}).items() if isinstance(row, dict) and row.get("value") == "stage"), None)
    is_stages = sum(label in engine.stages for label in labels) > sum(label in engine.events for label in labels)
    if is_stages and stage is not None:
        document.update({"every": stage, "value": found.name})
        return f'every row is "{stage}", value = "{found.name}"{_notes(_known(labels, engine.stages, "stages"))}'
    document["event"] = found.name
    unknown = [label for label in labels[:_NAMES_MOST] if label not in engine.events]
    if unknown:
        document["events"] = {label: label for label in unknown}
    return f'event = "{found.name}"{_notes(_known(labels, engine.events, "events"))}'


def propose(tables: Sequence[Table], policy: Optional[Policy]) -> tuple[str, list[str]]:
    """The mapping document of some files, and a line or two a file: what was found, and what to edit."""
    engine = Engine(policy or "default")
    found, lines = [], []
    for table in tables:
        document, said = _of_form(table) or _of_columns(table, engine)
        found.append(document)
        lines.append(f"{table.name}: {said}")
        if document.get("tz") == _ASKED_ZONE and 'edit "tz"' not in said:
            lines.append(f'{table.name}: times name no zone: edit "tz"')
    return _log_mapping.written(found), lines
