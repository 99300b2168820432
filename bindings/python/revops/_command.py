# SPDX-License-Identifier: MIT
"""What the command does: logs are read, replayed, and told; whatever fails is a sentence."""

from __future__ import annotations

import argparse
import contextlib
import dataclasses
import errno
import json
import os
import re
import sys
import threading
import time
import warnings
import zlib
from collections.abc import Iterator
from typing import Any, NoReturn, Optional, Protocol

from . import _constants as c
from ._command_files import is_same, logs_of, put, table_of, table_of_leads
from ._log_errors import CheckError, RevopsWarning, nearest
from ._show import plural
from .engine import Run
from .errors import Error
from .funnel import day, month, quarter, week
from .log import Log, _as_of
from .policy import Policy, PolicyError

_PERIODS = {"day": day, "week": week, "month": month, "quarter": quarter}
_NAMES_TOLD = 20
_SECONDS_LIKELY_MS = 100_000_000_000  # seconds of our days look like milliseconds of 1970
_FULL = {number for name in ("ENOSPC", "EDQUOT", "EFBIG") if (number := getattr(errno, name, None)) is not None}


class _Parser(Protocol):
    prog: str

    def error(self, message: str) -> NoReturn: ...


class _Asked(Exception):
    """Wrongly asked, as is found only once files are read."""


class Teller:
    """Says things on stderr: in lines in which what a terminal would obey is escaped."""

    def __init__(self, who: str, is_quiet: bool) -> None:
        self.who, self.is_quiet = f"{who}: " if who else "", is_quiet

    def fail(self, text: str, who: Optional[str] = None) -> None:
        """Says what failed."""
        head = self.who if who is None else who
        for line in text.split("\n"):
            shown = "".join(one if one.isprintable() else one.encode("unicode_escape", "surrogatepass").decode() for one in line)
            print(f"{head}{shown}".encode("utf-8", "backslashreplace").decode(), file=sys.stderr)

    def note(self, text: str, who: Optional[str] = None) -> None:
        """Says what is good to know."""
        if not self.is_quiet:
            self.fail(text, who)

    @contextlib.contextmanager
    def progress(self, what: str) -> Iterator[None]:
        """One line on a terminal after two seconds: what goes on, and for how long."""
        done, began, width = threading.Event(), time.monotonic(), 0

        def show() -> None:
            nonlocal width
            wait = 2.0
            while not done.wait(wait):
                line = f"{what} … {time.monotonic() - began:.0f} s"
                width = max(width, len(line))
                print(f"\r{line}", end="", file=sys.stderr, flush=True)
                wait = 1.0

        shower = threading.Thread(target=show, daemon=True) if sys.stderr.isatty() and not self.is_quiet else None
        if shower is not None:
            shower.start()
        try:
            yield
        finally:
            done.set()
            if shower is not None:
                shower.join()
                if width:
                    print(f"\r{' ' * width}\r", end="", file=sys.stderr, flush=True)


def _policy(options: argparse.Namespace) -> Optional[Policy]:
    return None if options.policy is None else _read(options.policy, options.base)


def _read(name: str, bases: list[str]) -> Policy:
    """A policy, whose faults tell in which file they are."""
    try:
        return Policy(name, bases=bases)
    except PolicyError as error:
        own = max(fault.document for fault in error.faults) if not bases else len(bases)  # a base that is none is told as such
        under = os.path.basename(bases[-1]) if bases else "what it extends"
        raise PolicyError([dataclasses.replace(fault, text=f"{os.path.basename(name) if fault.document == own else under}: {fault.text}") for fault in error.faults]) from error


def _when(options: argparse.Namespace, policy: Optional[Policy]) -> Any:
    """The instant of --as-of; a day is at its end in the policy's zone."""
    text = options.as_of
    if text is None:
        return None
    if re.fullmatch(r"\d{4}-\d\d-\d\d", text):
        zone = policy._document.get("zone") if policy is not None else None
        if zone is None:
            raise _Asked(f"--as-of={text} is a day, and the policy names no zone: say {text}T08:00+01:00, or \"zone\" in the policy")
        return _as_of((text, zone))
    return _as_of(int(text) if text.lstrip("-").isdecimal() else text)


def _check_asked(options: argparse.Namespace, parser: _Parser) -> None:
    """What can be judged before any file is read."""
    text = getattr(options, "as_of", None)
    if text is not None and not re.fullmatch(r"\d{4}-\d\d-\d\d", text):
        try:
            _as_of(int(text) if text.lstrip("-").isdecimal() else text)
        except (ValueError, OverflowError):
            parser.error(f"--as-of is an instant such as 2026-12-31T00:00:00Z, not {text}")
    if getattr(options, "threads", None) is not None and options.threads < 1:
        parser.error(f"--threads is 1 or more, not {options.threads}")
    for text in getattr(options, "set", ()):
        if "=" not in text:
            parser.error(f"--set is a path and a value, as \"clocks.first contact.target=2 h\", not {text}")
    if options.command == "compare" and bool(options.set) == (options.other is not None):
        parser.error("one of --set PATH=VALUE and --with FILE must be given")
    if getattr(options, "lead", None) is not None and not options.leads:
        parser.error("--lead names the column of a table, which --leads must name")
    if options.base and options.command != "policy" and options.policy is None:
        parser.error("--base is what --policy extends, which must be given")
    if hasattr(options, "log"):
        options.log = options.log or ["-"]
        if (options.log + getattr(options, "leads", [])).count("-") > 1:
            parser.error("standard input can be read once only")
        if "-" in options.log and sys.stdin is not None and sys.stdin.isatty():
            parser.error("no file is given, and standard input is a terminal")
    output = getattr(options, "output", None)
    if options.command == "report" and output is None and sys.stdout.isatty():
        parser.error("a page is for a file: say -o FILE")
    if output is not None and any(is_same(output, path) for path in [*getattr(options, "log", ()), *getattr(options, "leads", ()), *getattr(options, "files", ()),
                                                                      *options.base, getattr(options, "policy", None), getattr(options, "map", None)] if path):
        parser.error(f"{output} is in use already; expected another file to write to")
    if options.command == "policy":
        most = {"check": (1, 1), "diff": (2, 2), "init": (0, 1), "plot": (1, 1)}[options.what]
        if not most[0] <= len(options.files) <= most[1]:
            parser.error(f"{options.what} takes {plural(most[1], 'policy', 'policies')}, not {len(options.files)}")


def _log(options: argparse.Namespace, teller: Teller) -> Log[Any]:
    with teller.progress("reading"):
        log = logs_of(options.log, options.map, options.tz)
        for name in options.leads:
            log = table_of_leads(log, table_of(name), options.lead)
    return log


def _run(options: argparse.Namespace, teller: Teller) -> Run[Any]:
    """Replays, and tells what wasn't used of the log."""
    policy = _policy(options)
    as_of = _when(options, policy)
    log = _log(options, teller)
    with warnings.catch_warnings(record=True) as told, teller.progress("replaying"):
        warnings.simplefilter("always", RevopsWarning)
        run = log.replay(policy, mode=options.mode, automatic=options.automatic, as_of=as_of, strict=options.strict, threads=options.threads)
    for text in _unused(run):
        teller.note(text)
    for fault in told:
        if "knows no event of their name" not in str(fault.message):  # told above
            teller.note(str(fault.message))
    if as_of is None and run.used and 0 <= (run._as_of_ms or 0) < _SECONDS_LIKELY_MS:
        teller.note("no event is after March 1973: expected milliseconds, are they seconds?")
    return run


def _unused(run: Run[Any]) -> Iterator[str]:
    """What isn't used of a log, in the words of the program `replay`."""
    counts, known = run._counts, run.engine.events
    for name, count in list(run.unknown.items())[:_NAMES_TOLD]:
        near = nearest(name, known)
        yield f'{count} × left out, no event of the policy: "{name}"' + (f'; nearest is "{near}"' if near else "")
    others = sum(list(run.unknown.values())[_NAMES_TOLD:])
    if others:
        yield f"{others} × other names: left out, no event of the policy:"
    if counts["without_id"]:
        yield f"{counts['without_id']} left out: given twice without an id; if two equal rows can be two events, name their id's column"
    if counts["undated"]:
        yield f"{counts['undated']} facts have no instant: they count from the lead's first event"
    if run.used < run.rows:
        share = (run.used * 10000 + run.rows // 2) // run.rows
        yield f"{run.used} of {run.rows} events used ({share // 100}.{share % 100:02} %), of {counts['rows']} rows"


def _json(run: Run[Any], mode: str) -> str:
    share = (run.used * 10000 + run.rows // 2) // run.rows if run.rows else None
    names = ("used", "duplicates", "without_id", "conflicts", "unknown", "set_aside", "unreadable", "after", "silent")
    log = {
        "rows": run._counts["rows"], "events": run.rows, **{name: run._counts[name] for name in names}, "late": run._times(c.REVOPS_EFFECT_LATE),
        **{name: run._counts[name] for name in ("undated", "unknown_reasons", "unknown_stages")}, "used_bp": share,
    }
    told = {"policy": run.policy._document["name"], "mode": mode, "leads": len(run._ids), "log": log}
    return f"{json.dumps(told, ensure_ascii=False, separators=(',', ':'))[:-1]},\"report\":{run.report().json()}}}\n"


def _replay(options: argparse.Namespace, teller: Teller) -> int:
    run = _run(options, teller)
    if options.explain is not None and options.explain not in map(str, run._ids):
        raise ValueError(f'the log has no lead "{options.explain}"')
    put(run.explain(options.explain) + "\n" if options.explain is not None else str(run.report()) if options.format == "text" else _json(run, options.mode))
    return 0


def _key(text: str) -> Any:
    """A key of figures: a column, or a period of a zone, as ``month:Europe/Berlin``."""
    kind, _, zone = text.partition(":")
    return _PERIODS[kind](zone or None) if kind in _PERIODS else text


def _report(options: argparse.Namespace, teller: Teller) -> int:
    from ._page import page
    from ._run_figures import keys_of

    run = _run(options, teller)
    with teller.progress("writing"):
        what_if = run.compare(_changed(options, run.policy)) if options.set else None
        keys = keys_of([_key(key) for key in options.by])
        if options.output is None:
            put(page(run, options.title, keys, what_if))
            return 0
        path = run.to_html(options.output, title=options.title, by=keys, compare=what_if)
    if path.is_file():
        teller.note(repr(path))
    return 0


def _changed(options: argparse.Namespace, policy: Policy) -> Policy:
    """The policy with changes by path; a value is JSON where it is that, else a text."""
    changes = {}
    for text in options.set:
        path, _, value = text.partition("=")
        try:
            changes[path] = json.loads(value)
        except ValueError:
            changes[path] = value
    try:
        return policy.with_(changes)
    except PolicyError as error:  # of a document that nobody wrote: its lines say nothing
        raise PolicyError([dataclasses.replace(fault, text="--set: " + re.sub(r"^line \d+, column \d+: ", "", fault.text)) for fault in error.faults]) from error


def _compare(options: argparse.Namespace, teller: Teller) -> int:
    other = _read(options.other, options.base) if options.other is not None else None
    run = _run(options, teller)
    with teller.progress("replaying"), warnings.catch_warnings():
        warnings.simplefilter("ignore", RevopsWarning)  # told already
        found = run.compare(other or _changed(options, run.policy))
    put(f"{found}\n")
    return 0


def _check(options: argparse.Namespace, teller: Teller) -> int:
    policy, log = _policy(options), _log(options, teller)
    with teller.progress("checking"):
        found = log.check(policy)
    put(f"{found}\n")
    return 3 if found.faults else 0


def _map(options: argparse.Namespace, teller: Teller) -> int:
    from ._command_map import propose

    document, lines = propose([table_of(name) for name in options.log], _policy(options))
    for line in lines:
        teller.note(line, "")
    put(document + "\n")
    return 0


def _score(options: argparse.Namespace, teller: Teller) -> int:
    from ._command_score import scored

    for name in options.log:
        with teller.progress("scoring"):
            text, lines = scored(table_of(name), _policy(options) or Policy("default"), options.map)
        for line in lines:
            teller.note(line)
        put(text)
    return 0


def _policies(options: argparse.Namespace, teller: Teller) -> int:
    try:
        given = [_read(name, options.base) for name in options.files or ["default"]]
    except PolicyError as error:
        put("".join(f"{fault.text}\n" for fault in error.faults))
        return 3
    policy = given[0]
    if options.what == "diff":
        put("".join(f"{line}\n" for line in policy.diff(given[1])))
    elif options.what == "init":
        put(policy.write())
    elif options.what == "plot":
        from ._policy_plot import dot_of, plotted

        if options.output is None:
            put(dot_of(policy))
        else:
            teller.note(plotted(policy, options.output))
    else:
        params = policy._params
        put(f"{policy.name} is sound: {params.stage_count} stages and steps, {params.move_count} moves, {params.event_count} events, {params.clock_count} clocks\n"
            f"layout {policy.layout_mark:016x}, rules {policy.rules_mark:016x}\n")
    return 0


def _silence() -> None:
    """Nothing is flushed into what is closed or full when Python ends."""
    with contextlib.suppress(OSError, ValueError, AttributeError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _failed(options: argparse.Namespace, error: BaseException, teller: Teller) -> int:
    """A sentence for whatever a user can cause."""
    output = getattr(options, "output", None)
    if isinstance(error, PolicyError):
        for fault in error.faults:
            teller.fail(fault.text, "")
    elif isinstance(error, OSError) and error.errno in _FULL:
        _silence()
        teller.fail(f"{output or '(standard output)'}: {'no space left on the device' if error.errno != errno.EFBIG else 'file too large'}" + ("; nothing was written" if output else ""))
    elif isinstance(error, OSError) and error.errno is not None and error.filename is not None:
        # A file is written beside its place: what fails there is of the place.
        is_output = output is not None and os.path.dirname(os.path.abspath(str(error.filename))) == os.path.dirname(os.path.abspath(output))
        teller.fail(f"{output if is_output and not os.path.exists(str(error.filename)) else error.filename}: {os.strerror(error.errno)}")
    elif isinstance(error, (MemoryError, RecursionError)):
        teller.fail("there isn't memory enough for it" if isinstance(error, MemoryError) else "a document is nested too deeply")
    else:
        teller.fail(str(error.args[0] if type(error) is KeyError and error.args else error) or type(error).__name__)
    return 3 if isinstance(error, CheckError) and getattr(options, "strict", False) else 1


def act(options: argparse.Namespace, parser: _Parser) -> int:
    """Does what is asked; the exit status."""
    teller = Teller("replay" if options.command == "replay" else "revops", getattr(options, "quiet", False))
    acts = {"replay": _replay, "report": _report, "compare": _compare, "check": _check, "map": _map, "score": _score, "policy": _policies}
    try:
        _check_asked(options, parser)
        return acts[options.command](options, teller)
    except _Asked as error:
        parser.error(str(error))
    except BrokenPipeError:
        _silence()
        return 1
    except KeyboardInterrupt:
        _silence()
        return 130
    except (OSError, EOFError, zlib.error, ValueError, TypeError, OverflowError, KeyError, ImportError, MemoryError, RecursionError, Error) as error:
        return _failed(options, error, teller)
