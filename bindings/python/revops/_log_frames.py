# SPDX-License-Identifier: MIT
"""What frames take over from a log: its zone, the type of its leads, the columns of its tables of leads."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Optional

import numpy as np

from ._arrays import nw
from ._factor import factor
from ._typed import Taken, common_zone, is_zone, zone_in

__all__ = ["lead_column", "leads_columns", "zone_of"]


def zone_of(log: Any) -> Optional[str]:
    """The zone of a log's instants, if they have one, and the same."""
    zones = [zone_in(getattr(part.table.column(name, "at"), "dtype", None)) or part.document.get("tz") for part in log.parts for name in part.times]
    return common_zone([zone if zone is not None and is_zone(zone) else None for zone in zones])


def lead_column(log: Any) -> Any:
    """The column that names leads, whose type they keep; None of dicts."""
    column = log.parts[0].table.column(log.parts[0].document["lead"], "lead")
    return column if isinstance(column, nw.Series) else None


def leads_columns(log: Any, ids: Sequence[Any], known: Mapping[str, Any]) -> dict[str, Any]:
    """Columns of tables of leads, each lead's first row; one that is named like another column has "leads" behind its name."""
    place, out = {lead: number for number, lead in enumerate(ids)}, dict[str, Any]()
    for part in log.parts:
        if "at" in part.document or "dates" in part.document:
            continue
        numbers, labels = factor(part.table.column(part.document["lead"], "lead"))
        of = np.array([place.get(label, -1) for label in labels], np.int64)[numbers] if len(numbers) else numbers
        rows = np.full(len(ids), -1, np.int64)
        there = np.flatnonzero(of >= 0)[::-1]
        rows[of[there]] = there
        for name in part.table.names:
            own = name
            while own in known or own in out:
                own += " (leads)"
            if not name == part.document["lead"] == "lead":
                out[own] = Taken(part.table.column(name, "leads"), rows)
    return out
