# SPDX-License-Identifier: MIT
"""The twin's log: a CSV file with a column for each field of an event, in any order; see README.md."""

import csv
import dataclasses

from .order import LogEvent
from .units import instant_ms

COLUMNS = {field.name for field in dataclasses.fields(LogEvent)} - {"at_ms", "by_fading"} | {"at"}


def read(path):
    with open(path, newline="", encoding="utf-8-sig") as file:
        rows = csv.DictReader(file)
        unknown = set(rows.fieldnames or ()) - COLUMNS
        if unknown or not {"lead", "at", "event"} <= set(rows.fieldnames or ()):
            raise ValueError(f"a log has lead, at, event and of {sorted(COLUMNS)}, not {sorted(unknown)}")
        return [event_of(row) for row in rows]


def event_of(row):
    fields = {name: text for name, text in row.items() if name not in ("at", "sequence", "answer")}
    return LogEvent(at_ms=instant_ms(row["at"]), sequence=int(row.get("sequence") or 0), answer=row.get("answer") == "1", **fields)


def write(path, rows):
    names = ["lead", "at", "event", "value", "reason", "actor", "source", "campaign", "account", "id", "sequence", "verdict"]
    with open(path, "w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(names)
        for row in rows:
            writer.writerow([row.at_ms if name == "at" else getattr(row, name) for name in names])
