# SPDX-License-Identifier: MIT
"""What of a log isn't used, or can't be known: findings, before any figure."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any, NamedTuple, Optional

import numpy as np

from . import _constants as c
from ._arrays import Array
from ._log_errors import nearest
from ._log_events import won_stages
from ._show import Shown, plural
from ._made import Compared

__all__ = ["Check", "Finding", "found_in", "unread_calendars"]

_ELAPSED = re.compile(r"\d+ (ms|s|min|h)")


class Finding(NamedTuple):
    """One thing that was found. A fault would change a figure; a remark tells how the log was read."""

    level: str
    kind: str
    text: str
    file: Optional[str] = None
    row: Optional[int] = None
    column: Optional[str] = None
    found: Optional[str] = None
    nearest: Optional[str] = None
    rows: int = 0


class Check(Compared, Shown):
    """What of a log a policy understands; made by `Log.check`.

    Attributes
    ----------
    rows, said, used : int
        Rows, what they say (a row may say several things, or nothing), and how much of that counts.
    findings : list of Finding
        Faults first.
    """

    policy: str
    findings: list[Finding]
    rows: int
    said: int
    used: int

    def __init__(self, log: Any, policy: str, said: Any, findings: list[Finding]) -> None:
        self._log, self.policy, self.findings = log, policy, sorted(findings, key=lambda finding: finding.level != "fault")
        self.rows, self.said, self.used = said.counts["rows"], said.counts["said"], said.counts["used"]
        self._counts = dict(said.counts)

    def _said(self) -> tuple[str, list[tuple[str, str]]]:
        levels = [finding.level for finding in self.findings]
        shown = self.findings[:20]
        width = max(9, max((len(finding.kind) for finding in shown), default=0))
        rows = [(f"{finding.level:<6}  {finding.kind:<{width}}", finding.text) for finding in shown]
        return f'Check against policy "{self.policy}": {self.used:,} of {self.said:,} rows ({100 * self.used / max(self.said, 1):.1f} %) are used; ' \
            f"{plural(levels.count('fault'), 'fault')}, {plural(levels.count('remark'), 'remark')}", [*rows, *([("…", f"{len(self.findings) - 20} more: .frame")] * (len(self.findings) > 20))]

    @property
    def faults(self) -> list[str]:
        """Faults as sentences; names that nobody knows are one."""
        out = []
        for kind, what, key in (("unknown event", "event", "events"), ("unknown stage", "stage", "stages"), ("unknown reason", "reason", "reasons")):
            named = sorted((finding for finding in self.findings if finding.kind == kind), key=lambda finding: -finding.rows)
            if named:
                out.append(self._unknown(named, what, key))
        return out + [finding.text for finding in self.findings if finding.level == "fault" and not finding.kind.startswith("unknown ")]

    def _unknown(self, named: list[Finding], what: str, key: str) -> str:
        rows = sum(finding.rows for finding in named)
        share = f"{rows:,} of {self.said:,} rows ({100 * rows / max(self.said, 1):.1f} %)"
        lines = [f'{share} {"is" if rows == 1 else "are"} not used: the policy "{self.policy}" knows no {what} of their name.'] if what == "event" else \
            [f'{share} {"names" if rows == 1 else "name"} a stage that the policy "{self.policy}" doesn\'t have: the leads stay where they were.'] if what == "stage" else \
            [f'{share} {"is" if rows == 1 else "are"} used without their reason: the policy "{self.policy}" has none of their name.']
        names, counts = [repr(finding.found) for finding in named[:5]], [plural(finding.rows, "row") for finding in named[:5]]
        lines += [f"  {name:<{max(map(len, names))}}   {count:>{max(map(len, counts))}}" + (f"   nearest: {finding.nearest!r}" if finding.nearest else "")
                  for finding, name, count in zip(named, names, counts)]
        lines += [f"  … {len(named) - 5} more: log.check().frame"] if len(named) > 5 else []
        first, last = _quoted(named[0].found), _quoted(named[1 if len(named) > 1 else 0].found)
        more = ", …" if len(named) > 1 else ""
        lines.append(f"Map them with {key}={{{first}: {_quoted(named[0].nearest or 'name in the policy')}{more}}}; set one aside with {key}={{{last}: None}}.")
        return "\n".join(lines)

    @property
    def frame(self) -> Any:
        """A row a finding: ``level``, ``kind``, ``file``, ``row``, ``column``, ``found``, ``nearest``, ``rows``, ``share`` of what is said, ``text``."""
        names = ("level", "kind", "file", "row", "column", "found", "nearest", "rows")
        columns: dict[str, Any] = {name: [getattr(finding, name) for finding in self.findings] for name in names}
        columns["share"] = [finding.rows / max(self.said, 1) for finding in self.findings]
        columns["text"] = [finding.text for finding in self.findings]
        return self._log.give("check", columns)


def _quoted(text: Any) -> str:
    """As whoever maps it types it."""
    return json.dumps(text, ensure_ascii=False)


def found_in(log: Any, engine: Any, said: Any, effects: Array, is_chosen: bool) -> list[Finding]:
    """All findings of a log that was read for an engine, and folded. What a policy asks for that nobody chose, nobody missed."""
    asked = [*_clocks(log, engine, said, effects), *_calendars(engine), *_attributes(log, engine, said), *_unused(log, engine, said)]
    return [*_names(engine, said), *_counts(engine, said), *_values(said), *_forms(log),
            *(asked if is_chosen else [finding._replace(level="remark") for finding in asked])]


def _names(engine: Any, said: Any) -> list[Finding]:
    out = []
    known = {"events": engine.events, "stages": engine.stages, "reasons": engine.reasons}
    for which, names in said.unknown.items():
        for name, rows in sorted(names.items(), key=lambda named: (-named[1], named[0])):
            near = nearest(name, known[which])
            what = which[:-1]
            out.append(Finding("fault", f"unknown {what}", f"{rows:,} rows say the {what} {name!r}, which the policy doesn't have" + (f"; nearest: {near!r}" if near else ""),
                               found=name, nearest=near or None, rows=rows))
    return out


def _counts(engine: Any, said: Any) -> list[Finding]:
    counts, out = said.counts, []
    if counts["duplicates"]:
        out.append(Finding("remark", "repeated", f"{plural(counts['duplicates'], 'row counts', 'rows count')} once. If two equal rows can be two events, name their column: id=\"…\"",
                           rows=counts["duplicates"]))
    if counts["conflicts"]:
        out.append(Finding("fault", "conflict", f"{counts['conflicts']:,} rows have the id of an earlier row and say something else: they aren't used", rows=counts["conflicts"]))
    if counts["set_aside"]:
        out.append(Finding("remark", "set aside", f"{counts['set_aside']:,} rows are set aside by the mapping", rows=counts["set_aside"]))
    if counts["not_yet"]:
        out.append(Finding("remark", "not yet", f"{counts['not_yet']:,} rows have no instant: tasks that aren't done say nothing yet", rows=counts["not_yet"]))
    if counts["silent"]:
        out.append(Finding("remark", "silent", f"{counts['silent']:,} rows say nothing: no date, or of a lead to whom nothing ever happened", rows=counts["silent"]))
    if counts["undated"]:
        out.append(Finding("remark", "undated", f"{counts['undated']:,} facts of leads have no instant: they count from the lead's first event", rows=counts["undated"]))
    is_cleared = (said.events["value"] == c.REVOPS_MISSING) & np.isin(said.events["kind"], sorted(said.stage_kinds))
    if is_cleared.any():
        kinds = np.flatnonzero(np.bincount(said.events["kind"][is_cleared])).tolist()
        rows = int(is_cleared.sum())
        goes_back = engine.policy._document.get("backward") == "after clearing"
        out.append(Finding("remark", "cleared", f"{plural(rows, 'row sets', 'rows set')} {' or '.join(engine.events[kind - 1] for kind in kinds)} to nothing before it is set anew"
                           + (": read as one move, back" if goes_back else ""), rows=rows))
    return out


def _values(said: Any) -> list[Finding]:
    """Values that can't be read; the first of each column and event stands for all of them."""
    first: dict[tuple[str, str, str], list[Any]] = {}
    for name, row, column, text, event in said.unreadable:
        first.setdefault((name, column, event), [row, text, 0])[2] += 1
    return [Finding("fault", "unreadable", f"{file}, row {row}, column {column!r}: {text!r} is no value of {event!r}" + (f", nor {'is' if times == 2 else 'are'} {plural(times - 1, 'other')}" if times > 1 else "")
                    + ": such rows aren't used", file=file, row=row, column=column, found=text, rows=times) for (file, column, event), (row, text, times) in first.items()]


def _forms(log: Any) -> list[Finding]:
    out = [Finding("fault", "naive times", text) for text in log._assumed]
    out += [Finding("remark", "form", f"{name} keeps one date a stage: moves back, and whoever was there twice, aren't in it", file=name) for name in log._first_dates]
    return out


def _can_happen(engine: Any, said: Any, happening: Any) -> bool:
    """Whether anything that the log says can be what a clock waits for."""
    if not isinstance(happening, Mapping):
        return True
    document = engine.policy._document
    vocabulary = document.get("events", {})
    named = {engine.events[kind - 1] for kind in said.kinds}
    rows = [vocabulary[name] for name in named if isinstance(vocabulary.get(name), Mapping)]
    touches = {row.get("touch") for row in rows} - {None}
    moves = bool(said.stages - {0, c.REVOPS_MISSING}) or any(name in document.get("moves", {}) or any(
        name in _listed(move.get("on")) for move in document.get("moves", {}).values()) for name in named)
    for key, what in happening.items():
        if key == "events" and any(engine._find(c.REVOPS_ENGINE_LIST_EVENTS, name) in said.kinds for name in _listed(what)):
            return True
        if key == "touch" and (touches if what == "any" else touches & set(_listed(what))):
            return True
        if key == "inbound" and any(row.get("inbound") for row in rows):
            return True
        if key == "assigned" and any(row.get("owner") for row in rows):
            return True
        if key in ("stages", "left", "steps_of") and moves:
            return True
        if key in ("signals", "missed"):
            return True
    return False


def _listed(what: Any) -> list[str]:
    return [what] if isinstance(what, str) else list(what or ())


def _clocks(log: Any, engine: Any, said: Any, effects: Array) -> list[Finding]:
    """Clocks that start, and wait for what never comes."""
    out, clocks = [], engine.policy._document.get("clocks", {})
    for number, name in enumerate(engine.clocks, 1):
        met = clocks.get(name, {}).get("met")
        if met is None or _can_happen(engine, said, met):
            continue
        starts = int(((effects["kind"] == c.REVOPS_EFFECT_STARTED) & (effects["clock"] == number)).sum())
        if starts:
            is_touch = set(met) == {"touch"}
            waits = "no row is a touch" if is_touch else f"no row is what it waits for ({', '.join(f'{key}: {_words(what)}' for key, what in met.items())})"
            out.append(Finding("fault", "clock", f'clock "{name}" starts {starts:,} times, and nothing in this log can meet it: {waits}. Its figures are left out, not zero. '
                               + _add(log, is_touch), found=name, rows=starts))
    return out


def unread_calendars(document: Mapping[str, Any]) -> dict[str, tuple[str, str, str]]:
    """Clocks that name a calendar which nothing reads, as all of their targets are elapsed time: the target, the calendar, and the target in business time.

    Examples
    --------
    >>> unread_calendars({"clocks": {"call": {"target": "2 h", "calendar": "office"}, "decide": {"target": "14 days", "calendar": "office"}}})
    {'call': ('2 h', 'office', '2 business h')}
    """
    found: dict[str, tuple[str, str, str]] = {}
    for name, clock in document.get("clocks", {}).items():
        cases = clock.get("cases") or [clock]
        targets = [str(row["target"]) for row in cases if row.get("target")]
        calendar = next((row["calendar"] for row in (clock, *cases) if row.get("calendar")), None)
        if calendar is not None and targets and all(_ELAPSED.fullmatch(target) for target in targets):
            number, _, unit = targets[0].partition(" ")
            found[name] = targets[0], calendar if isinstance(calendar, str) else "its calendar", f"{number} business {unit}"
    return found


def _calendars(engine: Any) -> list[Finding]:
    """Targets that look as if they were counted in open hours, and aren't."""
    return [Finding("fault", "calendar", f'clock "{name}": its target, {target}, is elapsed time, which doesn\'t read "{calendar}". "{business}" counts open hours', found=target,
                    nearest=business) for name, (target, calendar, business) in unread_calendars(engine.policy._document).items()]


def _add(log: Any, is_touch: bool) -> str:
    """What to add, so that it can be met."""
    if is_touch and any(part.form.endswith("of Salesforce") for part in log.parts):
        return 'Add the file of tasks: Log.salesforce(…, "salesforce_tasks.csv").'
    return "Add the file of touches: log + revops.Log(…)." if is_touch else "Add the file that tells when it is met: log + revops.Log(…)."


def _words(what: Any) -> str:
    return what if isinstance(what, str) else ", ".join(map(str, what)) if isinstance(what, list) else str(what)


def _asked(rule: Any, attributes: set[str]) -> set[str]:
    """Attributes that conditions anywhere in a document name."""
    found, stack = set[str](), [(rule, False)]
    while stack:
        at, is_condition = stack.pop()
        if isinstance(at, Mapping):
            for key, value in at.items():
                if is_condition and key in attributes:
                    found.add(key)
                stack.append((value, key in ("where", "leave_where") or (is_condition and key in ("any", "all", "not"))))
        elif isinstance(at, list):
            stack += [(part, is_condition) for part in at]
    return found


def _attributes(log: Any, engine: Any, said: Any) -> list[Finding]:
    """Attributes that rules ask for, and that nothing in the log says."""
    document = engine.policy._document
    own = {name for name, row in document.get("attributes", {}).items() if not (isinstance(row, Mapping) and (row.get("by") or row.get("from")))}
    sets = {str(sets) for name, sets in engine._sets.items() if sets is not None and engine._find(c.REVOPS_ENGINE_LIST_EVENTS, name) in said.kinds}
    rules = {key: value for key, value in document.items() if key not in ("attributes", "events")}
    lacking = sorted(_asked(rules, own) - sets)
    if not lacking:
        return []
    near = {name: nearest(name, log.columns) for name in lacking}
    first = next((name for name in lacking if near[name]), lacking[0])
    return [Finding("fault", "column", f"rules ask for {', '.join(map(repr, lacking))}, and nothing in this log says {'it' if len(lacking) == 1 else 'them'}: name the column, "
                    f"as facts={{{near[first] or 'Column'!r}: {first!r}}}", found=first, nearest=near[first] or None)]


def _unused(log: Any, engine: Any, said: Any) -> list[Finding]:
    """Columns that a mapping names, and that nothing of the policy takes."""
    out = []
    money = [name for kind, name in enumerate(engine.events, 1) if said.value_kinds[kind] == c.REVOPS_POLICY_VALUE_MONEY]
    settable = [str(sets) for sets in engine._sets.values() if sets is not None]
    said_money = {engine.events[kind - 1] for kind in said.kinds} & set(money)
    for part in log.parts:
        amount, file = part.document.get("amount"), part.table.name
        if amount is not None and not part.is_known_form and not said_money and not said.stages.intersection(won_stages(engine)):
            instead = f"name one of {', '.join(money)} where the amount belongs" if money else "give the policy an event with \"value\": \"money\""
            out.append(Finding("fault", "amount", f"{file}, column {amount!r} (amount=) isn't used, as nothing that this log says is a win or has an amount for its value: {instead}",
                               file=file, column=amount))
        elif amount is not None and "amount_unit" not in part.document:
            out.append(Finding("remark", "amount", f"{file}, column {amount!r} is read in minor units, such as cents. If it has whole ones, say amount_unit=\"major\"",
                               file=file, column=amount))
        for column, attribute in ({} if part.is_known_form else part.document.get("facts", {})).items():
            if attribute not in settable and not engine._find(c.REVOPS_ENGINE_LIST_EVENTS, attribute):
                near = nearest(attribute, settable)
                out.append(Finding("fault", "fact", f"{file}, column {column!r} isn't used: no event of the policy \"{engine.policy.name}\" sets {attribute!r}"
                                   + (f"; nearest: {near!r}" if near else ""), file=file, column=column, found=attribute, nearest=near or None))
    return out
