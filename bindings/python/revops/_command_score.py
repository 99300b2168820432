# SPDX-License-Identifier: MIT
"""Points and grades of fit, of a table with a row a lead, under a policy's rules."""

from __future__ import annotations

import csv
import ctypes
import io
from typing import Any, Optional

import numpy as np

from . import _constants as c
from . import _log_mapping
from . import _structs as s
from ._frames import is_missing
from ._library import library
from ._log_check import _asked
from ._log_errors import LogError, letters_of
from ._show import plural
from ._tables import Table, listed
from .errors import check
from .log import Log
from .policy import Policy

__all__ = ["scored"]

_ROW, _AT, _EVENT = "(row)", "(at)", "(scored)"


def _facts(table: Table, policy: Policy, mapping: Optional[str]) -> dict[str, str]:
    """Column → attribute of the policy: by a mapping, and by names, whatever their case, spaces and ``_``."""
    own = {name: row for name, row in policy._document.get("attributes", {}).items() if not (isinstance(row, dict) and row.get("from"))}
    facts: dict[str, str] = dict(_log_mapping.checked({**_log_mapping.read(mapping)[0], "at": None, "event": None, "dates": None, "property": None, "every": None}, table)
                                 .get("facts", {})) if mapping else {}
    named = {letters_of(name): name for name in own if name not in facts.values()}
    for column in table.names:
        if column not in facts and letters_of(column) in named:
            facts[column] = named.pop(letters_of(column))
    absent = next((name for name in facts.values() if name not in own), None)
    if absent is not None:
        raise LogError(f"the policy {policy.name!r} has no attribute {absent!r}: expected one of {', '.join(own)}", found=absent)
    return facts


def _plain(points: int) -> str:
    """Thousandths as points, without zeros that say nothing."""
    return f"{points / 1000:.3f}".rstrip("0").rstrip(".")


def scored(table: Table, policy: Policy, mapping: Optional[str] = None) -> tuple[str, list[str]]:
    """The table as CSV with ``points`` and ``grade``, and what of it isn't used, in words."""
    document = policy._document
    if not document.get("fit", {}).get("rules"):
        raise ValueError(f"the policy {policy.name!r} has no rules of fit: nothing to score")
    facts = _facts(table, policy, mapping)
    asked = sorted(_asked({"fit": document["fit"]}, set(document.get("attributes", {}))))
    derived = {name: row["from"] for name, row in document.get("attributes", {}).items() if isinstance(row, dict) and row.get("from")}
    needed = sorted({str(derived.get(name, name)) for name in asked})
    if not set(facts.values()) & set(needed):
        raise LogError(f"{table.name} has no column that a rule of fit asks for: expected {', '.join(needed)}, or \"facts\" of --map; it has {', '.join(table.names)}", file=table.name)
    extended = policy.with_({"events": {_EVENT: {}, **{f"{_EVENT} {name}": {"sets": name} for name in facts.values()}}})
    wide = table.take(np.arange(table.rows))
    wide._frame = {name: listed(table.column(name, "score")) for name in table.names}
    wide._frame.update({_ROW: [str(row) for row in range(table.rows)], _AT: [0] * table.rows})
    wide.names, wide.kind = list(wide._frame), "dict"
    by_event = {column: f"{_EVENT} {name}" for column, name in facts.items()}
    run, said, _ = Log.from_mapping([{"lead": _ROW, "at": _AT, "every": _EVENT, "facts": by_event, "tz": "UTC"}], wide)._run(extended, "record", None, None)
    points, grades = [""] * table.rows, [""] * table.rows
    scores, engine = s.LeadScoresState(), run.engine
    for number, name in enumerate(run._ids):
        check(library.revops_lead_scores(engine._compiled, run._records[number].ctypes.data, 0, ctypes.byref(scores)), "scores")
        row = int(str(name))
        points[row] = "" if scores.fit_mpt == c.REVOPS_MISSING else _plain(scores.fit_mpt)
        grades[row] = (engine._name(c.REVOPS_ENGINE_LIST_FIT_GRADES, scores.fit) or "") if scores.is_graded else ""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow([*table.names, "points", "grade"])
    columns = [wide._frame[name] for name in table.names]
    writer.writerows([*("" if is_missing(cell) else cell for cell in row)] for row in zip(*columns, points, grades))
    return out.getvalue(), [*_unused(table, facts, needed), *_unreadable(said)]


def _unused(table: Table, facts: dict[str, str], needed: list[str]) -> list[str]:
    lacking = [name for name in needed if name not in facts.values()]
    used = ", ".join(column if column == name else f"{column} = {name}" for column, name in facts.items())
    return [f"{table.name}: {plural(table.rows, 'row')}, scored by {used}" + (f"; rules ask for {', '.join(lacking)}, too" if lacking else "")]


def _unreadable(said: Any) -> list[str]:
    return [f"{file}, row {row}, column {column!r}: {text!r} can't be read, and counts as unknown" for file, row, column, text, _ in said.unreadable[:20]]
