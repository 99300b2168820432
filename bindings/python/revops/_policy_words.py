# SPDX-License-Identifier: MIT
"""A policy in words, for those who don't read documents."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

__all__ = ["in_words"]

_DAYS = {"mon": "Monday", "tue": "Tuesday", "wed": "Wednesday", "thu": "Thursday", "fri": "Friday", "sat": "Saturday", "sun": "Sunday"}


def _listed(value: Any) -> str:
    if isinstance(value, Mapping):
        return "; ".join(f"{str(key).replace('_', ' ')} {_listed(one)}" for key, one in value.items())
    if isinstance(value, list):
        return ", ".join(_listed(one) for one in value)
    return "yes" if value is True else "no" if value is False else str(value)


def _stages(document: Mapping[str, Any]) -> Iterator[str]:
    for stage in document.get("stages", ()):
        kind = {"won": "won", "lost": "lost", "nurture": "put off for later", "closed": "closed otherwise"}.get(str(stage.get("kind", "")), "")
        steps = [str(step["name"]) for step in stage.get("steps", ())]
        yield str(stage["name"]) + (f" ({kind})" if kind else "") + (f", in steps: {', '.join(steps)}" if steps else "") + (f": {stage['means']}" if stage.get("means") else "")


def _clocks(document: Mapping[str, Any]) -> Iterator[str]:
    for name, clock in document.get("clocks", {}).items():
        said = [f"begins with {_listed(clock['starts'])}" if "starts" in clock else "", f"is met by {_listed(clock['met'])}" if "met" in clock else ""]
        said += [f"{word} {_listed(clock[key])}" for key, word in (("ends", "is called off by"), ("pauses", "stands still by"), ("resumes", "goes on by")) if key in clock]
        cases = clock.get("cases") or [clock]
        targets = [f"{case['target']}" + (f" where {_listed(case['where'])}" if case.get("where") else "") + (f" on {_listed(case['calendar'])}" if case.get("calendar") else "")
                   for case in cases if case.get("target")]
        on = f" on {_listed(clock['calendar'])}" if clock.get("calendar") and cases[0] is not clock else ""
        yield f"{name}: within {'; '.join(targets) or 'no time'}{on}. It {', '.join(filter(None, said))}."


def _calendars(document: Mapping[str, Any]) -> Iterator[str]:
    for name, calendar in document.get("calendars", {}).items():
        hours = [f"{'–'.join(_DAYS.get(day, day) for day in str(days).split('-'))} {_listed(times)}" for days, times in calendar.get("open", {}).items()]
        closed = [f"closed {_listed(calendar['holidays'])}"] if calendar.get("holidays") else []
        yield f"{name}: " + "; ".join([*hours, *closed, *([f"by the clock of {calendar['zone']}"] if calendar.get("zone") else [])])


def _moves(document: Mapping[str, Any]) -> Iterator[str]:
    for name, move in document.get("moves", {}).items():
        yield f"{name}: " + (f"from {_listed(move['from'])} " if "from" in move else "") + f"to {_listed(move.get('to', 'a stage'))}" + (f", needs {_listed(move['needs'])}" if move.get("needs") else "")


def _signals(document: Mapping[str, Any]) -> Iterator[str]:
    usage = document.get("usage", {})
    for name, criterion in usage.get("criteria", {}).items():
        yield f"{name}: " + _listed({key: value for key, value in criterion.items() if key != "means"})
    for signal in usage.get("signals", ()):
        yield f"signal {signal['name']}: {_listed({key: value for key, value in signal.items() if key not in ('name', 'means')})}"


def _rules(document: Mapping[str, Any]) -> Iterator[str]:
    for of in ("fit", "intent"):
        for rule in document.get(of, {}).get("rules", ()):
            yield f"{of}: {rule.get('name', 'a rule')}: " + _listed({key: value for key, value in rule.items() if key not in ("name", "means")})


def in_words(document: Mapping[str, Any]) -> list[tuple[str, list[str]]]:
    """Sections of a canonical document with a sentence a row; sections that it doesn't have are left out.

    Examples
    --------
    >>> in_words({"stages": [{"name": "New"}, {"name": "Won", "kind": "won"}], "clocks": {"call": {"starts": {"stages": ["New"]}, "met": {"touch": "any"}, "target": "4 h"}}})
    [('Stages', ['New', 'Won (won)']), ('Promises', ['call: within 4 h. It begins with stages New, is met by touch any.'])]
    """
    sections = (("Stages", _stages), ("Moves", _moves), ("Promises", _clocks), ("Calendars", _calendars), ("Points", _rules), ("Use", _signals))
    return [(title, lines) for title, lines in ((title, list(of(document))) for title, of in sections) if lines]
