# SPDX-License-Identifier: MIT
"""``python -m revops replay LOG`` prints the report of a log under the built-in policy, whose rows are requests in order of time."""

from __future__ import annotations

import argparse
import csv
import io
import sys
from collections.abc import Iterator, Sequence
from typing import Optional

from ._time import instant_ms
from .builtin import Run, replay
from .errors import Error

_COLUMNS = ("at", "lead", "event", "value", "reason", "source", "campaign", "actor", "account")


def _rows(text: Iterator[str], name: str) -> dict[str, list[Optional[str]]]:
    reader = csv.reader(text, strict=True)
    header = next(reader, None)
    if header is None:
        raise ValueError(f"{name}: the log is empty; expected a header with the columns at, lead, event")
    for needed in ("at", "lead", "event"):
        if header.count(needed) != 1:
            hint = ", with commas between columns" if any(mark in field for field in header for mark in ";\t") else ""
            raise ValueError(f"{name}:1: the header has {header.count(needed)} columns {needed!r}; expected one{hint}")
    places = {column: header.index(column) for column in _COLUMNS if column in header}
    columns: dict[str, list[Optional[str]]] = {column: [] for column in places}
    for row in reader:
        if not row:
            continue
        if any("\0" in field for field in row):
            raise ValueError(f"{name}:{reader.line_num}: expected text without NUL bytes")
        if len(row) != len(header):
            raise ValueError(f"{name}:{reader.line_num}: {len(row)} fields; expected {len(header)}, as the header has")
        if not row[places["lead"]]:
            raise ValueError(f"{name}:{reader.line_num}: column \"lead\": expected the lead's name")
        for column, place in places.items():
            columns[column].append(sys.intern(row[place]))
    return columns


def _run(name: str, as_of: Optional[str]) -> Run:
    if name == "-":
        sys.stdin.reconfigure(encoding="utf-8-sig", errors="surrogateescape", newline="")  # type: ignore[union-attr]
        return replay(_rows(iter(sys.stdin), "(standard input)"), as_of=as_of, effects=False)
    with io.open(name, encoding="utf-8-sig", errors="surrogateescape", newline="") as file:
        return replay(_rows(iter(file), name), as_of=as_of, effects=False)


def main(arguments: Optional[Sequence[str]] = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m revops")
    commands = parser.add_subparsers(dest="command", required=True)
    command = commands.add_parser("replay", help="replay an event log (CSV) and print a report")
    command.add_argument("log", nargs="?", default="-", metavar="LOG", help="a file, or - for standard input")
    command.add_argument("--format", choices=("text", "json"), default="text")
    command.add_argument("--as-of", metavar="INSTANT", help="leave out later events, let time pass until then")
    options = parser.parse_args(arguments)
    if options.as_of is not None:
        try:
            instant_ms(options.as_of, "--as-of")
        except ValueError:
            command.error(f"--as-of is an instant such as 2026-12-31T00:00:00Z, not {options.as_of}")
    try:
        run = _run(options.log, options.as_of)
        report = run.report(options.format)
    except (OSError, ValueError, OverflowError, csv.Error, Error) as error:
        print(f"{options.log}: {error}", file=sys.stderr)
        return 1
    for name, count in run.unknown_names.items():
        print(f"{options.log}: {count} events {name!r} left out: not an event of docs/format.md", file=sys.stderr)
    # As it is, to the byte: also names that aren't UTF-8, and line ends.
    sys.stdout.flush()
    sys.stdout.buffer.write(report.encode(errors="surrogateescape"))
    return 0


if __name__ == "__main__":
    sys.exit(main())
