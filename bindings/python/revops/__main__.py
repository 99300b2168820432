# SPDX-License-Identifier: MIT
"""The command ``revops``, also ``python -m revops``: figures of a log as text, as a page, of two policies; what a policy understands of it."""

from __future__ import annotations

import argparse
import contextlib
import errno
import json
import os
import pathlib
import sys
import threading
import time
import warnings
from collections.abc import Callable, Iterator, Sequence
from typing import Any, Optional

from . import __version__, _constants, _log_forms, _log_mapping
from ._log_errors import CheckError, LogError, RevopsWarning
from ._log_times import instants
from ._show import plural
from ._tables import Table, factor
from .engine import Run
from .errors import Error
from .funnel import day, month, quarter, week
from .log import Log, _as_of
from .policy import Policy, PolicyError

_PERIODS = {"day": day, "week": week, "month": month, "quarter": quarter}
_EXAMPLES = {
    "replay": "examples:\n  revops replay log.csv\n  revops replay --policy monday.json --as-of 2025-12-15T08:00+01:00 salesforce_*.csv\n  gzip -dc log.csv.gz | revops replay -",
    "report": "examples:\n  revops report --policy monday.json --by source -o monday.html salesforce_*.csv\n  revops report --leads-in contacts.csv --lead \"Record ID\" -o page.html history.csv",
    "compare": "examples:\n  revops compare --policy monday.json --set \"clocks.first contact.target=2 h\" salesforce_*.csv\n  revops compare --policy old.json --with new.json log.csv",
    "check": "examples:\n  revops check --policy monday.json log.csv",
    "map": "examples:\n  revops map activities.csv > map.json && revops replay --map map.json activities.csv",
    "policy": "examples:\n  revops policy check monday.json\n  revops policy diff old.json new.json\n  revops policy init hubspot > mine.json",
}
_ABOUT = """A log is CSV or Parquet, plain or .gz; exports of HubSpot and Salesforce are known by their columns; - is standard input.
  revops report --policy monday.json --as-of 2025-12-15T08:00+01:00 -o monday.html salesforce_*.csv
  revops compare --policy monday.json --set "clocks.first contact.target=2 h" salesforce_*.csv
Exit status: 0 done; 1 could not (said on standard error); 2 wrongly asked; 3 check or --strict found faults."""


def _tell(text: str, who: str = "revops") -> None:
    """Lines on stderr, in which what a terminal would obey is escaped."""
    for line in text.split("\n"):
        shown = "".join(one if one.isprintable() else one.encode("unicode_escape", "surrogatepass").decode() for one in line)
        print(f"{who}: {shown}".encode("utf-8", "backslashreplace").decode(), file=sys.stderr)


@contextlib.contextmanager
def _progress(what: str) -> Iterator[None]:
    """One line on a terminal after two seconds: what goes on, and for how long."""
    done, began = threading.Event(), time.monotonic()

    def show() -> None:
        wait = 2.0
        while not done.wait(wait):
            print(f"\r{what} … {time.monotonic() - began:.0f} s", end="", file=sys.stderr, flush=True)
            wait = 1.0

    shower = threading.Thread(target=show, daemon=True) if sys.stderr.isatty() else None
    if shower is not None:
        shower.start()
    try:
        yield
    finally:
        done.set()
        if shower is not None:
            shower.join()
            if time.monotonic() - began > 2:
                print("\r\x1b[K", end="", file=sys.stderr, flush=True)


def _table(name: str) -> Table:
    """A file, of which any bytes are text, as it is in the C program."""
    if name == "-":
        sys.stdin.reconfigure(encoding="utf-8-sig", errors="surrogateescape", newline="")  # type: ignore[union-attr]
        return Table(sys.stdin)
    return Table(name, None if name.endswith((".parquet", ".pq")) else "dict")


def _one(table: Table, tz: Optional[str]) -> Log[Any]:
    """A log of a form that is known by its columns; `tz` is the zone of times that name none."""
    if {"at", "lead", "event"} <= set(table.names):
        return Log._of_events(table, {})
    for known, make in ((_log_forms.hubspot, Log.hubspot), (_log_forms.salesforce, Log.salesforce)):
        try:
            known(table)
        except LogError:
            continue
        return make(table, tz=tz)
    return Log._of_events(table, {})  # which tells what it lacks


def _log(options: argparse.Namespace) -> Log[Any]:
    names = options.log or ["-"]
    with _progress("reading"):
        tables = [_table(name) for name in names]
        log = Log.from_mapping(pathlib.Path(options.map), *tables) if options.map else _one(tables[0], options.tz)
        for table in [] if options.map else tables[1:]:
            log = log + _one(table, options.tz)
        for name in options.leads_in:
            table = _table(name)
            roles: dict[str, Any] = {role: role for role in ("source", "campaign", "account") if role in table.names}
            log = log.with_leads(table, lead=options.lead, **roles)
    return log


def _policy(options: argparse.Namespace) -> Optional[Policy]:
    return Policy(options.policy or "built-in-1", bases=options.base) if options.policy is not None or options.base else None


def _run(options: argparse.Namespace, who: str) -> Run[Any]:
    """Replays, and tells what wasn't used of the log."""
    log, policy = _log(options), _policy(options)
    with warnings.catch_warnings(record=True) as told, _progress("replaying"):
        warnings.simplefilter("always", RevopsWarning)
        run = log.replay(policy, mode=options.mode, automatic=options.automatic, as_of=options.as_of, strict=options.strict)
    for name, count in list(run.unknown.items())[:20]:
        _tell(f'{count} × left out, no event of the policy: "{name}"', who)
    if run.unreadable:
        _tell(f"{run.unreadable} left out: their value can't be read", who)
    if run.used < run.rows:
        _tell(f"{run.used} of {run.rows} events used ({100 * run.used / run.rows:.2f} %)", who)
    for fault in told if policy is not None else ():
        if "knows no event of their name" not in str(fault.message) and "is no value of" not in str(fault.message):
            _tell(str(fault.message), who)
    return run


def _json(run: Run[Any], mode: str) -> str:
    share = (run.used * 10000 + run.rows // 2) // run.rows if run.rows else None
    names = ("used", "duplicates", "without_id", "conflicts", "unknown", "set_aside", "unreadable", "after", "silent")
    log = {
        "rows": run._counts["rows"], "events": run.rows, **{name: run._counts[name] for name in names}, "late": run._times(_constants.REVOPS_EFFECT_LATE),
        **{name: run._counts[name] for name in ("undated", "unknown_reasons", "unknown_stages")}, "used_bp": share,
    }
    told = {"policy": run.policy.name, "mode": mode, "leads": len(run._ids), "log": log}
    return json.dumps({**told, "report": json.loads(run.report().json())}, ensure_ascii=False) + "\n"


def _put(text: str) -> None:
    """As it is, to the byte: also names that aren't UTF-8, and line ends."""
    sys.stdout.flush()
    sys.stdout.buffer.write(text.encode(errors="surrogateescape"))
    sys.stdout.flush()


def _replay(options: argparse.Namespace) -> int:
    run = _run(options, "replay")
    _put(run.explain(options.explain) + "\n" if options.explain is not None else str(run.report()) if options.format == "text" else _json(run, options.mode))
    return 0


def _key(text: str) -> Any:
    """A key of figures: a column, or a period of a zone, as ``month:Europe/Berlin``."""
    kind, _, zone = text.partition(":")
    return _PERIODS[kind](zone or None) if kind in _PERIODS else text


def _report(options: argparse.Namespace) -> int:
    run = _run(options, "revops")
    with _progress("writing"):
        what_if = run.compare(_changes(options)) if options.set else None
        path = run.to_html(options.output, title=options.title, by=[_key(key) for key in options.by], compare=what_if)
    _tell(f"wrote {path} (1 file, {max(1, path.stat().st_size // 1000):,} kB, no network)")
    return 0


def _changes(options: argparse.Namespace) -> dict[str, Any]:
    """Changes by path; a value is JSON where it is that, else a text."""
    changes = {}
    for text in options.set:
        path, mark, value = text.partition("=")
        if not mark:
            raise ValueError(f"--set {text!r}: expected a path and a value, as \"clocks.first contact.target=2 h\"")
        try:
            changes[path] = json.loads(value)
        except ValueError:
            changes[path] = value
    return changes


def _compare(options: argparse.Namespace) -> int:
    if bool(options.set) == (options.with_policy is not None):
        raise ValueError("expected --set PATH=VALUE, or --with FILE, of which there is one")
    run = _run(options, "revops")
    with _progress("replaying"), warnings.catch_warnings():
        warnings.simplefilter("ignore", RevopsWarning)  # told already
        found = run.compare(Policy(options.with_policy, bases=options.base) if options.with_policy else _changes(options))
    _put(f"{found}\n")
    return 0


def _check(options: argparse.Namespace) -> int:
    found = _log(options).check(_policy(options))
    _put(f"{found}\n")
    return 3 if found.faults else 0


def _guess(table: Table) -> dict[str, Any]:
    """What the columns of a file may mean, for whoever edits it."""
    for known in (_log_forms.hubspot, _log_forms.salesforce):
        with contextlib.suppress(LogError):
            return known(table).mapping
    distinct = {name: [label for label in factor(table.column(name, "column"))[1] if label is not None] for name in table.names}
    times = []
    for name in table.names:
        if all(str(label).isdigit() for label in distinct[name]):
            continue
        try:
            if instants(table, name, table.column(name, "at"), "UTC", None).example:
                times.append(name)
        except LogError as error:
            if "may be" in str(error):  # day or month first?
                times.append(name)
    ids = sorted(table.names, key=lambda name: (not any(word in name.casefold() for word in ("lead", "contact", "record", "id")), -len(distinct[name])))
    words = [name for name in table.names if name not in times and 1 < len(distinct[name]) <= 200 and name != ids[0]]
    event = min(words, key=lambda name: (not any(word in name.casefold() for word in ("event", "activity", "type", "action", "what", "stage", "status")), len(distinct[name])), default=None)
    mapping: dict[str, Any] = {"lead": ids[0], "at": times[0] if times else None, "event": event, "tz": None, "date_format": None}
    if event is not None:
        mapping["events"] = {str(label): str(label) for label in distinct[event][:200]}
    return mapping


def _map(options: argparse.Namespace) -> int:
    tables = [_table(name) for name in options.log or ["-"]]
    found = [_guess(table) for table in tables]
    for table, mapping in zip(tables, found):
        parts = [f'{role} = "{mapping[role]}"' for role in _log_mapping.ROLES if mapping.get(role)]
        lacking = [f"{role}?" for role in ("lead", "at", "event", "tz", "date_format") if role in mapping and mapping[role] is None]
        _tell(", ".join(parts) + (f"; edit {', '.join(lacking)}" if lacking else ""), table.name)
    plain = [{role: value for role, value in mapping.items() if value is not None} for mapping in found]
    _put(_log_mapping.written(plain) + "\n")
    return 0


def _policies(options: argparse.Namespace) -> int:
    given = [Policy(name, bases=options.base) for name in options.files or ["built-in-1"]]
    if options.what == "diff":
        if len(given) != 2:
            raise ValueError(f"policy diff: {plural(len(given), 'policy', 'policies')}; expected two")
        _put("".join(f"{line}\n" for line in given[0].diff(given[1])))
        return 0
    _put("".join(policy.write() + "\n" for policy in given) if options.what == "init" else "".join(f"{policy}\n" for policy in given))
    return 0


def _arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("log", nargs="*", metavar="LOG", help="files, or - for standard input (the default)")
    parser.add_argument("--map", metavar="FILE", help="what the columns of each LOG mean (JSON; docs/format.md)")
    parser.add_argument("--leads-in", action="append", default=[], metavar="FILE", help="a table with a row a lead: its columns are keys; its source, campaign, account")
    parser.add_argument("--lead", default="lead", metavar="COLUMN", help="the column of that table that names the lead")
    parser.add_argument("--tz", metavar="ZONE", help="of an export whose times name none")
    parser.add_argument("--policy", metavar="POLICY", help="a document (JSON or TOML), or the name of a built-in one; else that of the log's form")
    parser.add_argument("--base", action="append", default=[], metavar="FILE", help="a document that the policy extends")


def _replaying(parser: argparse.ArgumentParser) -> None:
    _arguments(parser)
    parser.add_argument("--mode", choices=("record", "enforce"), default="record", help="as what happened, with deviations told; or as requests")
    parser.add_argument("--automatic", choices=("told", "taken"), help="what becomes of moves that the policy makes by itself")
    parser.add_argument("--as-of", metavar="INSTANT", help="leave out later events, let time pass until then; RFC 3339 or milliseconds")
    parser.add_argument("--strict", action="store_true", help="what would change a figure is an error (3)")


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="revops", description="Revenue operations: figures of event logs under a policy.", epilog=_ABOUT,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--version", action="version", version=f"revops {__version__}")
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")

    def add(name: str, what: str, act: Callable[[argparse.Namespace], int]) -> argparse.ArgumentParser:
        command = commands.add_parser(name, help=what, description=what[:1].upper() + what[1:] + ".", epilog=_EXAMPLES[name],
                                      formatter_class=argparse.RawDescriptionHelpFormatter)
        command.set_defaults(act=act)
        return command

    command = add("replay", "figures of a log, as text", _replay)
    _replaying(command)
    command.add_argument("--format", choices=("text", "json"), default="text")
    command.add_argument("--explain", metavar="LEAD", help="what happened to one lead, in words, instead")
    command = add("report", "one HTML file for the meeting", _report)
    _replaying(command)
    command.add_argument("-o", "--output", required=True, metavar="FILE", help="where to; written beside and renamed, so that there is a whole file or none")
    command.add_argument("--by", action="append", default=[], metavar="KEY", help="a column, owner, source, or a period such as month:Europe/Berlin")
    command.add_argument("--title", metavar="TEXT")
    command.add_argument("--set", action="append", default=[], metavar="PATH=VALUE", help="what if: a change of the policy")
    command = add("compare", "two policies on one log", _compare)
    _replaying(command)
    command.add_argument("--set", action="append", default=[], metavar="PATH=VALUE", help="a change, as \"clocks.first contact.target=2 h\"")
    command.add_argument("--with", dest="with_policy", metavar="POLICY", help="another policy")
    _arguments(add("check", "what of a log a policy understands, before any figure", _check))
    command = add("map", "propose the mapping of a file, to keep and to edit", _map)
    command.add_argument("log", nargs="*", metavar="LOG")
    command = add("policy", "check a policy, tell the difference of two, or print one to begin with", _policies)
    command.add_argument("what", choices=("check", "diff", "init"))
    command.add_argument("files", nargs="*", metavar="POLICY")
    command.add_argument("--base", action="append", default=[], metavar="FILE")
    return parser


def _silence() -> None:
    """Nothing is flushed into what is closed or full when Python ends."""
    with contextlib.suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _failed(options: argparse.Namespace, error: BaseException) -> int:
    """A sentence for whatever a user can cause."""
    who = "replay" if options.command == "replay" else "revops"
    if isinstance(error, PolicyError):
        for fault in error.faults:
            _tell(f"{getattr(options, 'policy', None) or 'policy'}: {fault.text}", who)
    elif isinstance(error, OSError) and error.errno in (errno.ENOSPC, errno.EDQUOT):
        _silence()
        _tell(f"{getattr(options, 'output', None) or '(standard output)'}: no space left on the device; nothing was written", who)
    elif isinstance(error, OSError) and error.errno is not None and error.filename is not None:
        _tell(f"{getattr(options, 'output', None) or error.filename}: {os.strerror(error.errno).lower()}", who)
    else:
        _tell(str(error.args[0] if type(error) is KeyError else error), who)
    return 3 if isinstance(error, CheckError) and getattr(options, "strict", False) else 1


def main(arguments: Optional[Sequence[str]] = None) -> int:
    parser = _parser()
    options = parser.parse_args(arguments)
    if getattr(options, "as_of", None) is not None:
        try:
            options.as_of = _as_of(int(options.as_of) if options.as_of.lstrip("-").isdecimal() else options.as_of)
        except (ValueError, OverflowError):
            parser.error(f"--as-of is an instant such as 2026-12-31T00:00:00Z, not {options.as_of}")
    try:
        return int(options.act(options))
    except BrokenPipeError:
        _silence()
        return 1
    except KeyboardInterrupt:
        _silence()
        return 130
    except (OSError, ValueError, TypeError, OverflowError, KeyError, ImportError, Error) as error:
        return _failed(options, error)


if __name__ == "__main__":
    sys.exit(main())
