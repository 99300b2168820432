# SPDX-License-Identifier: MIT
"""How a log shows itself: what was understood of each table, and what of its rows strikes the eye."""

from __future__ import annotations

import re
from typing import Any, Optional

import numpy as np

from . import _constants as c
from ._arrays import Array
from ._log_events import SIGN_UPS, Part
from ._log_times import Times, zone_of
from ._show import plural
from ._factor import dense, factor

__all__ = ["headline", "lines", "shown"]

_ORDER = ("lead", "event", "property", "value", "at")  # of roles; the others follow
_DATES = 4  # shown of more
_DAY = re.compile(r"\d{4}-\d\d-\d\d")


def happenings(log: Any) -> list[Part]:
    """Parts whose rows are events: tables of leads aren't, nor are the sign-ups that stand there."""
    return [part for part in log.parts if part.times and part.form != SIGN_UPS]


def _leads(part: Part) -> set[Any]:
    return set(factor(part.table.column(part.document["lead"], "lead"))[1]) - {None}


def _are_days(part: Part) -> bool:
    """Whether all times of a part are dates alone."""
    def of(column: str, times: Times) -> bool:
        if _DAY.fullmatch(times.example) is None:
            return not times.example
        return all(label is None or _DAY.fullmatch(str(label)) for label in factor(part.table.column(column, "at"))[1])

    return all(of(column, times) for column, times in part.times.items())


def _in_words(date_format: str) -> str:
    return "day first" if date_format.startswith("%d") else "month first" if date_format.startswith("%m") else f"as {date_format}"


def _times(part: Part) -> str:
    """How a part's times are written."""
    found = next((times for times in part.times.values() if times.example), None)
    if found is None:
        return ""
    tz, form = part.document.get("tz"), part.document.get("date_format") or found.date_format
    zone = f", in {tz}" if tz not in (None, "UTC") else ""
    if _are_days(part):
        return f"times are days{zone}"
    is_number = found.example.lstrip("-").isdigit() and form is None
    return f"times such as {found.example}" + (" milliseconds since 1970" if is_number else f", {_in_words(form)}" if form else "") + (zone if not is_number else "")


def _span(parts: list[Part]) -> str:
    """From when until when, in the zone that all of them are in."""
    known = np.concatenate([np.zeros(0, np.int64), *(times.at_ms[times.at_ms != c.REVOPS_TIME_NONE] for part in parts for times in part.times.values())])
    if not len(known):
        return ""
    named = {part.document.get("tz") for part in parts}
    tz = named.pop() if len(named) == 1 else None
    zone, unit = zone_of(tz), "D" if all(map(_are_days, parts)) else "m"

    def at(at_ms: int) -> str:
        local = at_ms + (0 if zone is None else int(zone.utc_offset(at_ms)))
        return str(np.datetime64(local, "ms").astype(f"datetime64[{unit}]")).replace("T", " ")

    place = "UTC" if tz is None else tz.rsplit("/", 1)[-1].replace("_", " ")
    return f", {at(int(known.min()))} to {at(int(known.max()))} {place}"


def headline(log: Any) -> str:
    """How many rows of how many leads, and from when until when."""
    parts = happenings(log)
    leads = set[Any]().union(*map(_leads, parts))
    return f"Log: {plural(sum(part.table.rows for part in parts), 'row')}, {plural(len(leads), 'lead')}{_span(parts)}"


def _columns(part: Part) -> str:
    """What the columns of a known form were taken for."""
    document = part.document
    roles = [f"{role} = {document[role]}" for role in sorted((role for role, column in document.items() if column in part.table.names and role != "every"),
                                                              key=lambda role: _ORDER.index(role) if role in _ORDER else len(_ORDER))]
    dates = [f"{column} = {to if isinstance(to, str) else to[0]}" for column, to in document.get("dates", {}).items()]
    return ", ".join([*roles, *dates[:_DATES], *([f"… {len(dates) - _DATES} more"] if len(dates) > _DATES else [])])


def repeated(part: Part) -> int:
    """Rows that are equal to an earlier one in every column."""
    place: Array = np.zeros(part.table.rows, np.int64)
    count = 1 if part.table.rows else 0
    for name in part.table.names:
        numbers, labels = factor(part.table.column(name, "column"))
        found, place = dense(place * len(labels) + numbers, count * len(labels))
        count = len(found)
        if count == part.table.rows:
            break
    return part.table.rows - count


def out_of_order(part: Part) -> int:
    """Rows that stand after a later row of their lead."""
    at_ms = part.times[part.document["at"]].at_ms
    leads = factor(part.table.column(part.document["lead"], "lead"))[0]
    rows = np.flatnonzero(at_ms != c.REVOPS_TIME_NONE)
    rows = rows[np.argsort(leads[rows], kind="stable")]
    instants, rank = np.unique(at_ms[rows], return_inverse=True)
    raised = rank.reshape(-1) + leads[rows] * len(instants)  # leads ascend: all of a later one is greater than all of an earlier one
    return int((np.maximum.accumulate(raised) > raised).sum()) if len(raised) else 0


def _signup(log: Any, part: Part) -> Optional[str]:
    """When leads of a table signed up, in words."""
    for other in log.parts:
        if other.form == SIGN_UPS and other.table is part.table:
            (column, times), = other.times.items()
            form = other.document.get("date_format") or times.date_format
            return f"signup = {column}" + (f", {_in_words(form)} as {times.example!r}" if form else f" such as {times.example!r}" if times.example else "")
    return None


def lines(log: Any) -> list[tuple[bool, str, str]]:
    """What was understood: whether it is a table, its name or a word, and what is said of it."""
    out = []
    known = set[Any]().union(*map(_leads, happenings(log)))
    for part in log.parts:
        if part.form == SIGN_UPS:
            continue
        written = part.table.written
        if not part.times:
            leads = _leads(part)
            silent = len(leads - known)
            words = [plural(len(leads), "lead") + (f", {silent:,} of them without an event" if silent else ""), _signup(log, part)]
        else:
            words = [part.form, written, _times(part)] if part.is_known_form else [written, part.form, _times(part)]
        out.append((True, part.table.name, "; ".join(filter(None, words))))
        if not part.times:
            continue
        if part.is_known_form:
            out.append((False, "columns", _columns(part)))
        equal, unordered = repeated(part), out_of_order(part) if "at" in part.document else 0
        if equal:
            out.append((False, "repeated", f"{plural(equal, 'row is', 'rows are')} equal to another in every column"))
        if unordered:
            whose = "contact" if part.form.endswith("of HubSpot") else "lead"
            out.append((False, "order", f"{plural(unordered, 'row stands', 'rows stand')} after a later row of their {whose}; put in order"))
    return out


def shown(log: Any) -> str:
    """All lines as text."""
    return "\n".join(f"  {label:<{17 if is_table else 9}}  {text}" for is_table, label, text in lines(log))
