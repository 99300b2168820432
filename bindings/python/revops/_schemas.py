# SPDX-License-Identifier: MIT
"""Every column of every frame, and its type: frames are built by these tables, and the page of frames is compared with them.

Types are those of `TYPES`, here by Arrow's names; with a ``?`` a row may have none.

Examples
--------
>>> list(FRAMES["first_reached"].items()), type_of("rate"), type_of("owner")
([('lead', 'name'), ('at', 'instant'), ('score', 'decimal')], 'double', None)
"""

from __future__ import annotations

from typing import Optional

__all__ = ["FIGURES", "FRAMES", "TYPES", "type_of"]

TYPES = {
    "name": "the type of the lead column that came in", "dict": "dictionary", "instant": "timestamp[ms, zone]", "date": "date", "span": "duration[ms]", "bool": "bool",
    "int8": "int8", "int32": "int32", "int64": "int64", "double": "double", "decimal": "decimal(18, 3)", "texts": "list[string]", "text": "string",
}


def _columns(words: str) -> dict[str, str]:
    """``"lead name; stage, step dict"`` as {"lead": "name", "stage": "dict", "step": "dict"}."""
    out: dict[str, str] = {}
    for part in words.split("; "):
        names, _, kind = part.rpartition(" ")
        out.update(dict.fromkeys(names.split(", "), kind))
    return out


FRAMES = {
    "leads": _columns("lead name; stage, step dict; since instant; cycle int32; owner, account, segment, motion, fit dict; engagement int8?; wins int32; amount int64; "
                      "deviations int32; next_due instant"),
    "facts": _columns("lead name; source, campaign, reason dict; touches int32; resume instant"),
    "stays": _columns("lead name; cycle int32; stage dict; entered, left instant; inferred, irregular bool; owner, file dict; row int64?"),
    "promises": _columns("lead name; clock, owner dict; started, due, met instant; verdict dict; taken, paused span"),
    "effects": _columns("lead name; at instant; effect, event, from, to, clock, reason dict; due instant; owner dict; amount int64?; file dict; row int64?"),
    "deviations": _columns("lead name; at instant; rule, stage, to, missing, owner, file dict; row int64?; text text"),
    "near": _columns("lead name; signal dict; met, missing texts; lacking int64; near double"),
    "signals": _columns("lead name; at instant; signal, criteria, goes_to, move, stage dict; again bool; owner dict"),
    "accounts": _columns("account dict; leads int64; first, last instant; signal dict; signal at instant"),
    "answers": _columns("lead name; at instant; owner, previous, reason, queue, territory, missed dict; left bool"),
    "history": _columns("lead name; at instant; fit, intent decimal; grade dict"),
    "first_reached": _columns("lead name; at instant; score decimal"),
    "changed": _columns("lead name; what, before, after dict; due_before, due_after instant; why text"),
    "check": _columns("level, kind, file dict; row int64?; column, found, nearest dict; rows int64; share double; text text"),
    "log": _columns("lead name; at instant; event dict; value any; file dict; row int64?"),
}
FIGURES = {  # behind their keys
    "funnel": _columns("stage dict; reached, inferred, went_on, timed int64; rate double; median span"),
    "sla": _columns("clock dict; decided, in_time, missed, met_late, called_off, running int64; kept double"),
    "time_to": _columns("cases, open int64; p50, p90 span; within_5_min, within_30_min int64"),
    "conformance": _columns("rule, stage dict; deviations, leads int64; of_leads double"),
    "reasons": _columns("reason, explains dict; leads int64; of_leads double"),
    "signals": _columns("leads int64; share double"),
    "win_rate": _columns("closed, won, lost int64; share double; amount int64"),
    "attribution": _columns("channel dict; conversions decimal; amount int64"),
}
_OF_FIGURES = {name: kind for columns in FIGURES.values() for name, kind in columns.items()}
_PERIODS = ("day", "week", "month", "quarter")


def type_of(name: str) -> Optional[str]:
    """The type of a column of figures by its name, of a period "date"; None for other keys, whose values tell."""
    return "date" if name in _PERIODS else _OF_FIGURES.get(name)
