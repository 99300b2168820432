# SPDX-License-Identifier: MIT
"""Which row of the log each effect of a run is of."""

from __future__ import annotations

from typing import Any

import numpy as np

from ._arrays import Array
from ._typed import Coded

__all__ = ["places_of", "rows_of"]


def places_of(run: Any, effects: Array) -> dict[str, Any]:
    """The file and row of the event that each effect is of; none where the log isn't of one piece, or nobody said it."""
    tables = [part.table for part in run._log.parts]
    parts, its = rows_of(run, effects)
    rows = np.ma.MaskedArray(np.zeros(len(effects), np.int64), parts < 0)
    for number, table in enumerate(tables):
        here = parts == number
        rows.data[here] = (its[here] if table.taken is None else table.taken[its[here]]) + table.first_row
    return {"file": Coded(parts, [table.name for table in tables]), "row": rows}


def rows_of(run: Any, effects: Array) -> tuple[Array, Array]:
    """The part of the log and the row of it that each effect is of, -1 for none."""
    events, leads, *where = run._events
    out = np.full((2, len(effects)), -1, np.int64)
    if len(where) == 2 and getattr(run._log, "_has_rows", False) and len(effects) and len(events):
        found = _events_of(events, leads, effects)
        has = found >= 0
        out[:, has] = [np.asarray(of)[found[has]] for of in where]
    return out[0], out[1]


def _events_of(events: Array, leads: Array, effects: Array) -> Array:
    """The event of each effect: of its lead, instant and kind, where there are several also of its stage; the first of equal ones; -1 for none."""
    instants, of_event = np.unique(events["at_ms"], return_inverse=True)
    kinds = int(events["kind"].max()) + 1
    at = np.searchsorted(instants, effects["at_ms"])
    is_known = (effects["event"] > 0) & (effects["event"] < kinds) & (at < len(instants))
    is_known &= instants[np.minimum(at, len(instants) - 1)] == effects["at_ms"]
    of_row = (leads.astype(np.int64) * len(instants) + of_event.reshape(-1)) * kinds + events["kind"]
    wanted = (effects["lead"].astype(np.int64) * len(instants) + at) * kinds + effects["event"]
    order = np.argsort(of_row, kind="stable")
    sorted_rows = of_row[order]
    first = np.searchsorted(sorted_rows, wanted)
    is_known &= (first < len(order)) & (sorted_rows[np.minimum(first, len(order) - 1)] == wanted)
    found = np.where(is_known, order[np.minimum(first, len(order) - 1)], -1)
    after = np.searchsorted(sorted_rows, wanted, "right")
    for row in np.flatnonzero(is_known & (after - first > 1) & (events["value"][found] != effects["stage"])).tolist():  # several at an instant
        its = order[first[row] : after[row]]
        same = its[events["value"][its] == effects["stage"][row]]
        if len(same):
            found[row] = same[0]
    return np.asarray(found)
