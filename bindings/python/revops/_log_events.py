# SPDX-License-Identifier: MIT
"""What the rows of a log say to an engine, in numbers, and what becomes of every row; `_log_order` makes events of it."""

from __future__ import annotations

import ctypes
import decimal
import functools
from collections.abc import Hashable, Sequence
from typing import Any, NamedTuple, Optional

import numpy as np

from . import _constants as c
from . import _structs as s
from ._arrays import Array
from ._library import library
from ._log_times import zone_of
from ._struct import i64
from ._factor import dense, factor, factor_all
from ._tables import Table
from ._threads import side_by_side, slices

__all__ = ["EVENT", "SIGNED_UP", "SIGN_UPS", "TEXTS", "Tabled", "Part", "Reader", "Said", "fold", "id_labels", "of_rows", "read", "won_stages"]

EVENT: Any = np.dtype(s.Event)
_TRUE, _FALSE = ("yes", "true", "1"), ("no", "false", "0")
SIGNED_UP, SIGN_UPS = "signed_up", "sign-ups"  # the event, and the form of a part
TEXTS = ("source", "campaign", "account")  # columns of numbers of texts, 0 for none


class Part(NamedTuple):
    """One table with its mapping, and its instants, read when the log was made."""

    table: Table
    document: dict[str, Any]
    times: dict[str, Any]  # by column: `Times`
    form: str  # in words
    is_known_form: bool = False  # an export, known by its columns: nobody named them


class Tabled(NamedTuple):
    """A column of numbers, each of which stands for the value that a table has there: what concerns values is done once a value, not once a row."""

    numbers: Array
    table: Array

    def all(self) -> Array:
        """The values of all rows."""
        found: Array = np.take(self.table, self.numbers, mode="clip") if len(self.table) else np.zeros(len(self.numbers), self.table.dtype)
        return found


class Said:
    """Events in canonical order, and what was made of the rows.

    Attributes
    ----------
    events : array
        Those that count, in order.
    leads : array
        For each of them the number of its lead.
    ids, first_ms : list, array
        Leads by their first event, then by name; and when that was.
    parts, rows : array
        For each event its table and the row there.
    counts : dict of str to int
        Of rows and of their events, without the facts that stand beside them: rows, said, used, silent, set_aside, unknown, unreadable and conflicts (facts, too),
        after, duplicates, without_id, undated, not_yet.
    unknown : dict of str to Counter
        Names of "events", "stages", "reasons" that the policy doesn't have, and how many rows have each.
    unreadable : list
        Name of the table, row, column, text and event of values that can't be read.
    """

    def __init__(self, engine: Any) -> None:
        self.counts = dict.fromkeys(("rows", "said", "used", "silent", "set_aside", "unknown", "unreadable", "after", "duplicates", "conflicts", "without_id",
                                     "undated", "not_yet"), 0)
        self.value_kinds = np.array([library.revops_engine_value(engine._compiled, kind) for kind in range(len(engine.events) + 1)])  # by event, what its value is
        self.unknown: dict[str, dict[str, int]] = {"events": {}, "stages": {}, "reasons": {}}
        self.unreadable: list[tuple[str, int, str, str, str]] = []
        self.kinds: set[int] = set()
        self.stages: set[int] = set()
        self.stage_kinds: set[int] = set()  # of those that may set the stage to nothing
        self.texts = {"": 0}  # values as rows have them, by number
        self.blocks: list[dict[str, Any]] = []  # columns as they are, or `Tabled`
        self.facts: list[dict[str, Any]] = []
        self.events = np.zeros(0, EVENT)
        self.leads = self.parts = self.rows = np.zeros(0, np.int64)
        self.first_ms = np.zeros(0, np.int64)
        self.id_range = 1, 0  # things that a row says, and the largest id: 2^64 where one is a text
        self.id_labels: Optional[tuple[list[str], list[int], list[int]]] = None  # of `id_labels()`, where there are ids
        self.ids: Sequence[Hashable] = []

    def also(self, other: Said) -> None:
        """Counts and names of other leads besides."""
        for name, count in other.counts.items():
            self.counts[name] += count
        for which, names in other.unknown.items():
            for name, times in names.items():
                self.count(which, name, times)
        self.unreadable += other.unreadable
        for mine, others in ((self.kinds, other.kinds), (self.stages, other.stages), (self.stage_kinds, other.stage_kinds)):
            mine |= others

    def count(self, which: str, name: Hashable, times: int) -> None:
        """Counts a name that nobody knows."""
        if times:
            self.unknown[which][str(name)] = self.unknown[which].get(str(name), 0) + times


class _Unreadable(Exception):
    """A value that isn't what the event's value is."""


class Reader:
    """One table, being read for one engine."""

    def __init__(self, engine: Any, part: Part, number: int, said: Said, leads: list[Hashable], as_of_ms: Optional[int], threads: int) -> None:
        self.engine, self.part, self.number, self.said, self.as_of_ms, self.threads = engine, part, number, said, as_of_ms, threads
        self.document, self.table = part.document, part.table
        self.zone = zone_of(self.document.get("tz"))
        self.factors: dict[str, tuple[Array, list[Hashable]]] = {}
        self.factor_all(threads)
        self.leads, labels = self.factored(self.document["lead"])
        if leads and len(self.leads):  # of further tables
            known = {label: place for place, label in enumerate(leads)}
            self.leads = np.array([known.setdefault(label, len(known)) for label in labels], np.int64)[self.leads]
            leads += list(known)[len(leads):]
        elif not leads:
            leads += labels
        text, person = engine._text_number, engine._person_number
        self.extra = {role: self.numbered(role, number) for role, number in (
            ("actor", person), ("owner", person), ("source", text), ("campaign", text), ("account", text)) if role in self.document}
        self.unknown_reasons: dict[int, Hashable] = {}  # by number of their label
        if "reason" in self.document:
            self.extra["reason"] = self.reason_numbers()
        if "sequence" in self.document:
            self.extra["sequence"] = self.whole_numbers(self.document["sequence"])
        if "resume" in self.document:
            self.extra["resume_ms"] = self.part.times[self.document["resume"]].at_ms
        decimals = engine.policy._document.get("money", {}).get("decimals", 2)
        self.minor = 10 ** int(decimals) if self.document.get("amount_unit") == "major" else 1

    def factor_all(self, threads: int) -> None:
        """Factors columns that are going to be asked for, by several threads."""
        named = [self.document[role] for role in ("lead", "event", "property", "value", "actor", "owner", *TEXTS, "reason", "id") if role in self.document]
        columns = list(dict.fromkeys([*named, *self.document.get("facts", {})]))
        self.factors.update(zip(columns, factor_all([self.table.column(column, "column") for column in columns], threads)))

    def factored(self, column: str) -> tuple[Array, list[Hashable]]:
        """Numbers of a column's labels, and the labels."""
        if column not in self.factors:
            self.factors[column] = factor(self.table.column(column, "column"))
        return self.factors[column]

    def numbered(self, role: str, number: Any) -> Tabled:
        """A role's column as the engine's numbers; 0 where there is none."""
        numbers, labels = self.factored(self.document[role])
        return Tabled(numbers, np.array([0 if label is None else number(label) for label in labels], np.uint64))

    def whole_numbers(self, column: str) -> Tabled:
        """The log's own counter."""
        from ._log_errors import LogError

        numbers, labels = self.factored(column)
        out = np.zeros(len(labels), np.uint64)
        for at, label in enumerate(labels):
            if label is not None and not (str(label).isascii() and str(label).isdigit() and int(str(label)) < 1 << 64):
                row = int((numbers == at).argmax())
                raise LogError(f"{self.table.name}, row {self.table.row(row)}, column {column!r}: found {str(label)!r}; expected a whole number, 0 to 2^64 - 1",
                               file=self.table.name, row=self.table.row(row), column=column, found=str(label), expected="17")
            out[at] = int(str(label or 0))
        return Tabled(numbers, out)

    def reason_numbers(self) -> Tabled:
        """Reasons; what the policy doesn't have leaves itself out."""
        numbers, labels = self.factored(self.document["reason"])
        names = self.document.get("reasons", {})
        named = [names.get(str(label), str(label)) if label is not None else None for label in labels]
        of = np.array([0 if label is None else self.engine._find(c.REVOPS_ENGINE_LIST_REASONS, label) for label in named], np.uint32)
        self.unknown_reasons = {at: label for at, label in enumerate(named) if label is not None and not of[at]}
        return Tabled(numbers, of)

    def spread(self, table: Array, numbers: Array) -> Array:
        """A value a row, out of a table by the row's number."""
        out = np.empty(len(numbers), table.dtype)
        side_by_side([lambda part=part: np.take(table, numbers[part], out=out[part], mode="clip") for part in slices(len(numbers), self.threads)], self.threads)  # type: ignore[misc]
        return out

    # What a value is.
    def value(self, kind: int, label: Any) -> int:
        """An event's value in numbers."""
        engine, text = self.engine, str(label)
        what = self.said.value_kinds[kind]
        if what == c.REVOPS_POLICY_VALUE_ATTRIBUTE:
            row = engine._attributes[str(engine._sets[engine.events[kind - 1]])]
            return self.attribute(row, label)
        if what == c.REVOPS_POLICY_VALUE_MONEY:
            amount = self.money(text)
            if amount < 0:
                raise _Unreadable
            return amount
        if what == c.REVOPS_POLICY_VALUE_LEVEL:
            level, slash, limit = text.partition("/")
            limit = limit if slash else "0"
            if self.whole(level) < 0 or max(self.whole(level), self.whole(limit)) >= 1 << 31:
                raise _Unreadable
            return self.whole(level) | self.whole(limit) << 32
        if what == c.REVOPS_POLICY_VALUE_NUMBER:
            return self.whole(text)
        if what == c.REVOPS_POLICY_VALUE_INSTANT:
            return self.instant(label)
        if what == c.REVOPS_POLICY_VALUE_DATE:
            return self.date(text)
        if what == c.REVOPS_POLICY_VALUE_STAGE:
            return int(engine._find(c.REVOPS_ENGINE_LIST_STAGES, text))
        try:
            return int(engine._value(kind, label))
        except KeyError:
            raise _Unreadable from None

    def attribute(self, row: dict[str, Any], label: Any) -> int:
        """A value of an attribute."""
        kind, text = row.get("type"), str(label)
        if kind == "money":
            return self.money(text)
        if kind in ("number", "share"):
            return self.whole(text)
        if kind == "instant":
            return self.instant(label)
        if kind == "date":
            return self.date(text)
        if kind == "text":
            return int(self.engine._texts.number(text))
        if kind == "bool":
            if text.casefold() not in (*_TRUE, *_FALSE):
                raise _Unreadable
            return int(text.casefold() in _TRUE)
        names = [fold(name) for name in row.get("choices", row.get("flags", []))]
        given = [fold(part) for part in (text.replace(",", "+").replace(";", "+").split("+") if kind == "flags" else [text])]
        if any(part not in names for part in given):
            raise _Unreadable
        return names.index(given[0]) + 1 if kind == "choice" else sum(1 << names.index(part) for part in set(given))

    @staticmethod
    def whole(text: str) -> int:
        """A whole number, without a point or an exponent."""
        digits = text[1:] if text[:1] in ("-", "+") else text
        if not (digits.isascii() and digits.isdigit() and len(digits) <= 18):
            raise _Unreadable
        return int(text)

    def money(self, text: str) -> int:
        """Minor units; of major ones exactly as many decimals as there are."""
        if self.minor == 1:
            return self.whole(text)
        try:
            amount = decimal.Decimal(text) * self.minor
        except decimal.InvalidOperation:
            raise _Unreadable from None
        if not amount.is_finite() or amount != amount.to_integral_value() or abs(amount) >= 2**63 or "e" in text.casefold():
            raise _Unreadable
        return int(amount)

    def instant(self, label: Any) -> int:
        """An instant among values."""
        text, out = str(label).encode("utf-8", "surrogatepass"), i64()
        form = self.document.get("date_format")
        zone = None if self.zone is None else self.zone._compiled
        if library.revops_zone_parse(zone, None if form is None else form.encode(), text, len(text), ctypes.byref(out)) != c.REVOPS_OK:
            raise _Unreadable
        return out.value

    @staticmethod
    def date(text: str) -> int:
        """A date such as 2026-03-02, also where a time follows that is none."""
        try:
            if len(text) != 10:
                raise ValueError
            return int(np.datetime64(text, "D").astype(np.int64))
        except ValueError:
            raise _Unreadable from None

    # What rows say.
    def put(self, rows: Array, at_ms: Array, kinds: Array, column: Optional[str], *, names: Optional[dict[str, Any]] = None, constant: Optional[str] = None,
            is_undated: bool = False, of_row: int = 0) -> None:
        """Rows that say one thing each: `kinds` at `at_ms`, with the value that stands in a column, or a constant one.

        `of_row` is which part of the rows says it: 0 the event, else a fact, the owner or a date. With a row's id it tells apart what is said."""
        said, engine = self.said, self.engine
        is_fact = 0 < of_row < 2 + len(self.document.get("facts", {}))
        said.counts["said"] += 0 if is_fact else len(rows)
        if self.as_of_ms is not None and not is_undated:
            late = at_ms > self.as_of_ms
            if late.any():
                said.counts["after"] += 0 if is_fact else int(late.sum())
                rows, at_ms, kinds = rows[~late], at_ms[~late], kinds[~late]
        if not len(rows):
            return
        which, kind_of, label_of, times = self.pairs(rows, kinds, column)  # what is told apart: kinds with labels
        labels = [constant] if column is None else self.factored(column)[1]
        worth, text, is_good = np.full(len(kind_of), c.REVOPS_MISSING, np.int64), np.zeros(len(kind_of), np.int64), np.ones(len(kind_of), bool)
        for at in np.flatnonzero(times).tolist():
            kind, label = int(kind_of[at]), labels[label_of[at]]
            what = said.value_kinds[kind]
            if what == c.REVOPS_POLICY_VALUE_STAGE and names:
                label = names.get("" if label is None else str(label), label)
            if label is None or what == c.REVOPS_POLICY_VALUE_NONE:
                said.stage_kinds.update([kind] if what == c.REVOPS_POLICY_VALUE_STAGE else [])
                continue
            text[at] = said.texts.setdefault(str(label), len(said.texts))
            try:
                worth[at] = self.value(kind, label)
            except (_Unreadable, OverflowError, ValueError):
                worth[at], is_good[at] = 0, False
                said.unreadable.append((self.table.name, self.table.row(int(rows[int((which == at).argmax())])), str(column), str(label), engine.events[kind - 1]))
            if what == c.REVOPS_POLICY_VALUE_STAGE:
                said.stages.add(int(worth[at]))
                if worth[at] == 0:
                    said.count("stages", label, int(times[at]))
        said.kinds.update(np.unique(kind_of[(times > 0) & is_good]).tolist())
        if not is_good.all():
            said.counts["unreadable"] += int(times[~is_good].sum())
            read = np.flatnonzero(is_good[which])
            rows, at_ms, which = rows[read], at_ms[read], which[read]
        amounts = self.won_amounts(rows, np.take(kind_of, which), np.take(worth, which)) if "amount" in self.document and len(rows) else None
        if amounts is not None and (amounts < 0).any():
            read = np.flatnonzero(amounts >= 0)
            rows, at_ms, which, amounts = rows[read], at_ms[read], which[read], amounts[read]
        if self.unknown_reasons:
            times = np.bincount(of_rows(self.factored(self.document["reason"])[0], rows), minlength=max(self.unknown_reasons) + 1)
            for at, name in self.unknown_reasons.items():
                self.said.count("reasons", name, int(times[at]))

        def always(value: int) -> Array:
            return np.broadcast_to(np.int64(value), len(rows))

        block = {"at_ms": at_ms, "kind": Tabled(which, kind_of), "value": Tabled(which, worth), "text": Tabled(which, text), "lead": of_rows(self.leads, rows), "row": rows,
                 "part": always(self.number), "of_row": always(of_row)}
        block.update((role, of_rows(column_of, rows)) for role, column_of in self.extra.items() if role != "owner")
        if "owner" in self.document:  # where the event's actor becomes the owner
            by_actor = np.isin(np.arange(len(engine.events) + 1), list(self.owner_by_actor))
            actor = block["actor"].all() if "actor" in block else np.zeros(len(rows), np.uint64)
            block["actor"] = np.where((actor == 0) & by_actor[block["kind"].all()], of_rows(self.extra["owner"], rows).all(), actor)
        ids = self.document.get("id")
        block["id"] = of_rows(self.factored(ids)[0], rows) if ids else always(-1)
        if amounts is not None:
            block["amount"] = amounts
        if is_fact:
            block["is_fact"] = always(1)
        (said.facts if is_undated else said.blocks).append(block)

    def won_amounts(self, rows: Array, kinds: Array, values: Array) -> Array:
        """Amounts of wins whose stage the rows name: 0 for none, -1 where it can't be read."""
        is_won = np.isin(np.arange(len(self.engine.stages) + 1), won_stages(self.engine))
        numbers, labels = self.factored(self.document["amount"])
        is_stage = (self.said.value_kinds[kinds] == c.REVOPS_POLICY_VALUE_STAGE) & (values > 0)
        wins = np.flatnonzero(is_stage & is_won[np.where(is_stage, values, 0)])
        out, of_label = np.zeros(len(rows), np.int64), np.zeros(len(labels), np.int64)
        for at in np.unique(numbers[rows[wins]]).tolist() if len(wins) else ():
            try:
                of_label[at] = 0 if labels[at] is None else max(self.money(str(labels[at])), -1)
            except _Unreadable:
                of_label[at] = -1
            if of_label[at] < 0:
                bad = wins[numbers[rows[wins]] == at]
                self.said.counts["unreadable"] += len(bad)
                self.said.unreadable.append((self.table.name, self.table.row(int(rows[bad[0]])), self.document["amount"], str(labels[at]), self.engine.events[int(kinds[bad[0]]) - 1]))
        out[wins] = of_label[numbers[rows[wins]]]
        return out

    def pairs(self, rows: Array, kinds: Array, column: Optional[str]) -> tuple[Array, Array, Array, Array]:
        """For each row the number of its kind with its label in the column; for each such number the kind, the label, and how many rows have it."""
        of_kinds = int(kinds.max()) + 1
        if column is None:
            which, bound = kinds, of_kinds
        else:
            numbers, labels = self.factored(column)
            numbers, bound, which = of_rows(numbers, rows), len(labels) * of_kinds, np.empty(len(rows), np.int64)

            def pair(part: slice) -> None:
                np.multiply(numbers[part], of_kinds, out=which[part])
                np.add(which[part], kinds[part], out=which[part])

            side_by_side([lambda part=part: pair(part) for part in slices(len(rows), self.threads)], self.threads)  # type: ignore[misc]
        distinct = np.arange(bound)
        if bound > 4 * len(rows) + 1024:
            distinct, which = dense(which, bound)
        return which, (distinct % of_kinds).astype(np.uint32), distinct // of_kinds, np.bincount(which, minlength=len(distinct))

    @functools.cached_property
    def owner_by_actor(self) -> set[int]:
        """Events whose actor is the owner from then on."""
        params = self.engine.policy._params
        rows = ctypes.cast(params.events, ctypes.POINTER(s.PolicyEvent))
        return {i + 1 for i in range(params.event_count) if rows[i].owner == c.REVOPS_POLICY_OWNER_ACTOR}

    def setter(self, attribute: str) -> int:
        """The event that sets an attribute; 0 for none."""
        for name, sets in self.engine._sets.items():
            if sets is not None and str(sets) == attribute:
                return int(self.engine._find(c.REVOPS_ENGINE_LIST_EVENTS, name))
        return int(self.engine._find(c.REVOPS_ENGINE_LIST_EVENTS, attribute))

    def put_facts(self, rows: Array, at_ms: Array, is_undated: bool = False) -> None:
        """Further things that rows say: facts, and whose a lead is."""
        for at, (column, attribute) in enumerate(self.document.get("facts", {}).items()):
            kind = self.setter(attribute)
            numbers, labels = self.factored(column)
            filled = np.array([label is not None for label in labels], bool)[numbers[rows]] if len(rows) else np.zeros(0, bool)
            if kind:  # the name of another is told by `_log_check`
                self.said.counts["undated"] += int(filled.sum()) if is_undated else 0
                self.put(rows[filled], at_ms[filled], np.full(int(filled.sum()), kind, np.int64), column, is_undated=is_undated, of_row=2 + at)
        owner, event = self.document.get("owner"), self.owner_event
        if owner and event:
            filled = of_rows(self.extra["owner"], rows).all() > 0
            self.put(rows[filled], at_ms[filled], np.full(int(filled.sum()), event, np.int64), owner, is_undated=is_undated, of_row=1)

    def _event_of(self, value: int, owner: int) -> int:
        params = self.engine.policy._params
        rows = ctypes.cast(params.events, ctypes.POINTER(s.PolicyEvent))
        return next((i + 1 for i in range(params.event_count) if rows[i].value == value and owner in (0, rows[i].owner)), 0)

    @functools.cached_property
    def owner_event(self) -> int:
        """The event whose value is the owner; else the one that is called "assigned", whose actor is."""
        by_value = self._event_of(c.REVOPS_POLICY_VALUE_PERSON, c.REVOPS_POLICY_OWNER_VALUE)
        assigned = int(self.engine._find(c.REVOPS_ENGINE_LIST_EVENTS, "assigned"))
        return by_value or (assigned if assigned in self.owner_by_actor else 0)

    @functools.cached_property
    def stage_event(self) -> int:
        """The event whose value is a stage."""
        return self._event_of(c.REVOPS_POLICY_VALUE_STAGE, 0)

    def unknown(self, rows: int, name: Hashable) -> None:
        """Rows with a name that the policy doesn't have."""
        self.said.counts["said"] += rows
        self.said.counts["unknown"] += rows
        self.said.count("events", name, rows)

    def read_events(self) -> None:
        """One row an event."""
        at_ms = self.part.times[self.document["at"]].at_ms
        column = self.document.get("event", self.document.get("property"))
        every = self.document.get("every")
        numbers, labels = self.factored(column) if column else (np.zeros(self.table.rows, np.int64), [every])
        mapped = self.document.get("events", {})
        kinds = np.zeros(max(1, len(labels)), np.int64)
        has_time = at_ms != c.REVOPS_TIME_NONE  # all, but for tasks that aren't done
        timed = np.flatnonzero(has_time) if not has_time.all() else None
        not_yet = 0 if timed is None else len(at_ms) - len(timed)
        self.said.counts["said"] += not_yet
        self.said.counts["not_yet"] += not_yet
        of_label = np.bincount(numbers if timed is None else numbers[timed], minlength=len(labels)).tolist()
        for at, label in enumerate(labels):
            name = label if every or label is None else mapped.get(str(label), str(label))
            times = of_label[at]
            if name is None and label is not None:
                self.said.counts["said"] += times
                self.said.counts["set_aside"] += times
            else:
                kinds[at] = self.engine._find(c.REVOPS_ENGINE_LIST_EVENTS, "" if name is None else name)
                if not kinds[at] and times:
                    self.unknown(times, "" if name is None else name)
        of_kinds = self.spread(kinds, numbers)
        used = np.arange(len(numbers)) if kinds.all() else np.flatnonzero(of_kinds)
        used = used if timed is None else used[has_time[used]]
        value, amount = self.document.get("value"), self.document.get("amount")
        used = self.without_stages_set_aside(used, of_kinds)
        is_money = self.said.value_kinds[kinds] == c.REVOPS_POLICY_VALUE_MONEY
        by_amount = is_money[of_rows(numbers, used)] if amount and len(used) else np.zeros(len(used), bool)
        for rows, from_column in ((used[~by_amount], value), (used[by_amount], amount)) if by_amount.any() else ((used, value),):
            self.put(rows, of_rows(at_ms, rows), of_rows(of_kinds, rows), from_column, names=self.document.get("stages"))
        self.put_facts(used, of_rows(at_ms, used))

    def without_stages_set_aside(self, rows: Array, kinds: Array) -> Array:
        """Rows but those whose stage the mapping sets aside, which say nothing else either; an empty stage clears."""
        value, names = self.document.get("value"), self.document.get("stages", {})
        if value is None or None not in names.values():
            return rows
        numbers, labels = self.factored(value)
        is_null = np.array([label is not None and names.get(str(label), label) is None for label in labels], bool)
        is_aside = is_null[numbers[rows]] & (self.said.value_kinds[kinds[rows]] == c.REVOPS_POLICY_VALUE_STAGE)
        self.said.counts["said"] += int(is_aside.sum())
        self.said.counts["set_aside"] += int(is_aside.sum())
        kept: Array = rows[~is_aside]
        return kept

    def read_dates(self) -> None:
        """One row a lead, a column a date."""
        first = np.full(self.table.rows, np.iinfo(np.int64).max)
        further = 2 + len(self.document.get("facts", {}))  # behind the owner and the facts
        for of_row, (column, what) in enumerate(self.document["dates"].items(), further):
            at_ms = self.part.times[column].at_ms
            rows = np.flatnonzero(at_ms != c.REVOPS_TIME_NONE)
            first[rows] = np.minimum(first[rows], at_ms[rows])
            if isinstance(what, str):
                self.put_date(rows, at_ms[rows], what, of_row)
                continue
            numbers, labels = self.factored(what[0])
            for at, label in enumerate(labels):
                of = rows[numbers[rows] == at]
                name = what[1].get("" if label is None else str(label), "" if label is None else str(label))
                if name is None:
                    self.said.counts["said"] += len(of)
                    self.said.counts["set_aside"] += len(of)
                else:
                    self.put_date(of, at_ms[of], name, of_row)
        silent = first == np.iinfo(np.int64).max
        self.said.counts["said"] += int(silent.sum())
        self.said.counts["silent"] += int(silent.sum())
        rows = np.flatnonzero(~silent)
        self.put_facts(rows, first[rows])

    def put_date(self, rows: Array, at_ms: Array, what: str, of_row: int) -> None:
        """A date's event: by its name; else that which names the stage."""
        if not len(rows):
            return
        kind, stages = self.engine._find(c.REVOPS_ENGINE_LIST_EVENTS, what), self.engine._find(c.REVOPS_ENGINE_LIST_STAGES, what)
        if kind:
            is_money = self.said.value_kinds[kind] == c.REVOPS_POLICY_VALUE_MONEY
            self.put(rows, at_ms, np.full(len(rows), kind, np.int64), self.document.get("amount") if is_money else None, of_row=of_row)
        elif self.stage_event and stages:
            self.put(rows, at_ms, np.full(len(rows), self.stage_event, np.int64), None, constant=what, of_row=of_row)
        elif what != SIGNED_UP:  # which a table of leads says to policies that ask for it
            self.unknown(len(rows), what)

    def read(self) -> None:
        """All of the table."""
        self.said.counts["rows"] += self.table.rows
        numbers, labels = self.factored(self.document["lead"])
        if None in labels and (numbers == labels.index(None)).any():
            from ._log_errors import LogError

            row = int((numbers == labels.index(None)).argmax())
            raise LogError(f"{self.table.name}, row {self.table.row(row)}, column {self.document['lead']!r} (lead=) is empty: expected the lead's name",
                           file=self.table.name, row=self.table.row(row), column=self.document["lead"], expected="L000017")
        if "dates" in self.document:
            self.read_dates()
        elif "at" in self.document:
            self.read_events()
        else:
            self.put_facts(np.arange(self.table.rows), np.zeros(self.table.rows, np.int64), is_undated=True)


def of_rows(column: Any, rows: Array) -> Any:
    """Some rows of a column, which ascend: all of them as they are."""
    if isinstance(column, Tabled):
        return Tabled(of_rows(column.numbers, rows), column.table)
    return column if len(rows) == len(column) else column[rows]


def fold(name: Any) -> str:
    """A name without what makes no difference: ASCII case, and runs of space, ``_`` and ``-``."""
    return " ".join(str(name).replace("_", " ").replace("-", " ").lower().split())


def won_stages(engine: Any) -> list[int]:
    """Numbers of stages that are wins."""
    rows = ctypes.cast(engine.policy._params.stages, ctypes.POINTER(s.PolicyStage))
    return [number for number in range(1, len(engine.stages) + 1) if rows[number - 1].kind == c.REVOPS_POLICY_STAGE_WON]


def id_labels(readers: list[Reader]) -> tuple[list[str], list[int], list[int]]:
    """Ids of all tables, the first of each table's, and what number each is: -1 for a text, 0 for none."""
    labels: list[str] = []
    starts = []
    for reader in readers:
        starts.append(len(labels))
        labels += ["" if label is None else str(label) for label in reader.factored(reader.document["id"])[1]] if "id" in reader.document else []
    labels.append("")
    return labels, starts, [int(label or 0) if label == "" or label.isascii() and label.isdigit() else -1 for label in labels]


def read(engine: Any, parts: list[Part], as_of_ms: Optional[int], threads: int = 1) -> tuple[Said, list[Reader], list[Hashable]]:
    """What the tables of a log say to an engine, in the order of their rows; and the names of leads by number."""
    said, leads = Said(engine), list[Hashable]()
    readers = [Reader(engine, part, number, said, leads, as_of_ms, threads) for number, part in enumerate(parts)]
    for reader in readers:
        reader.read()
    if any("id" in reader.document for reader in readers):
        said.id_labels = id_labels(readers)
        numbers = said.id_labels[2]
        of_row = max((int(block["of_row"].max(initial=0)) + 1 for block in [*said.blocks, *said.facts]), default=1)
        said.id_range = of_row, 1 << 64 if min(numbers) < 0 else max(numbers)
    return said, readers, leads
