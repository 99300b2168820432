# SPDX-License-Identifier: MIT
"""``python -m revops replay LOG`` prints the report of a log under a policy, as the program `replay` does."""

from __future__ import annotations

import argparse
import csv
import io
import json
import sys
from collections.abc import Iterator, Sequence
from typing import Optional

from ._time import instant_ms
from .engine import Run, replay
from .errors import Error
from .policy import Policy, PolicyError

_COLUMNS = ("at", "lead", "event", "value", "reason", "source", "campaign", "actor", "account", "id", "sequence", "resume")


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


def _columns(name: str) -> dict[str, list[Optional[str]]]:
    if name == "-":
        sys.stdin.reconfigure(encoding="utf-8-sig", errors="surrogateescape", newline="")  # type: ignore[union-attr]
        return _rows(iter(sys.stdin), "(standard input)")
    with io.open(name, encoding="utf-8-sig", errors="surrogateescape", newline="") as file:
        return _rows(iter(file), name)


def _tell(text: str) -> None:
    """A line on stderr, in which what a terminal would obey is escaped."""
    shown = "".join(one if one.isprintable() else one.encode("unicode_escape", "surrogatepass").decode() for one in text)
    print(f"replay: {shown}".encode("utf-8", "backslashreplace").decode(), file=sys.stderr)


def _tell_unused(run: Run) -> None:
    """What isn't executed of the policy and wasn't used of the log."""
    for section in run.engine.left_out:
        _tell(f"policy {run.engine.policy.name}: its {section + ' moves' if section == 'automatic' else section} isn't executed")
    for name, count in list(run.unknown.items())[:20]:
        _tell(f'{count} × left out, no event of the policy: "{name}"')
    if run.unreadable:
        _tell(f"{run.unreadable} left out: their value can't be read")
    if run.used < run.rows:
        _tell(f"{run.used} of {run.rows} events used ({100 * run.used / run.rows:.2f} %)")


def _json(run: Run, mode: str) -> str:
    share = (run.used * 10000 + run.rows // 2) // run.rows if run.rows else None
    log = {
        "rows": run.rows, "events": run.rows, "used": run.used, "duplicates": run.duplicates, "conflicts": run.conflicts,
        "unknown": sum(run.unknown.values()), "unreadable": run.unreadable, "after": run.after, "used_bp": share,
    }
    told = {"policy": run.engine.policy.name, "mode": mode, "leads": len(run.leads["lead"]), "log": log, "left_out": list(run.engine.left_out)}
    return json.dumps({**told, "report": json.loads(run.report().json())}, ensure_ascii=False) + "\n"


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m revops")
    commands = parser.add_subparsers(dest="command", required=True)
    command = commands.add_parser("replay", help="replay an event log (CSV) under a policy and print a report")
    command.add_argument("log", nargs="?", default="-", metavar="LOG", help="a file, or - for standard input; its form is that of docs/format.md")
    command.add_argument("--policy", default="built-in-1", metavar="POLICY", help="a document (JSON or TOML), or the name of a built-in one")
    command.add_argument("--base", action="append", default=[], metavar="FILE", help="a document that the policy extends")
    command.add_argument("--mode", choices=("record", "enforce"), default="record", help="as what happened, with deviations told; or as requests")
    command.add_argument("--automatic", choices=("told", "taken"), help="what becomes of moves that the policy makes by itself")
    command.add_argument("--format", choices=("text", "json"), default="text")
    command.add_argument("--as-of", metavar="INSTANT", help="leave out later events, let time pass until then")
    return parser


def _replay(options: argparse.Namespace) -> int:
    columns = _columns(options.log)
    if "sequence" in columns:
        try:
            columns["sequence"] = [int(text or 0) for text in columns["sequence"]]  # type: ignore[misc]
        except ValueError as error:
            raise ValueError(f"{options.log}: column \"sequence\": expected whole numbers") from error
    policy = Policy(options.policy, bases=options.base)
    run = replay(columns, policy, mode=options.mode, automatic=options.automatic, as_of=options.as_of, leave_out=None)
    _tell_unused(run)
    if run.used == 0 and run.rows > run.after:
        _tell("nothing of the log was used")
        return 1
    report = str(run.report()) if options.format == "text" else _json(run, options.mode)
    # As it is, to the byte: also names that aren't UTF-8, and line ends.
    sys.stdout.flush()
    sys.stdout.buffer.write(report.encode(errors="surrogateescape"))
    sys.stdout.flush()
    return 0


def main(arguments: Optional[Sequence[str]] = None) -> int:
    options = _parser().parse_args(arguments)
    if options.as_of is not None:
        try:
            instant_ms(options.as_of, "--as-of")
        except ValueError:
            _parser().error(f"--as-of is an instant such as 2026-12-31T00:00:00Z, not {options.as_of}")
    try:
        return _replay(options)
    except PolicyError as error:
        for fault in error.faults:
            _tell(f"{options.policy}: {fault.text}")
    except BrokenPipeError:
        return 1
    except (OSError, ValueError, OverflowError, KeyError, csv.Error, Error) as error:
        _tell(str(error.args[0] if isinstance(error, KeyError) else error))
    return 1


if __name__ == "__main__":
    sys.exit(main())
