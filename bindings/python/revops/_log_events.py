# SPDX-License-Identifier: MIT
"""What the rows of a log say to an engine: events in numbers, and what became of every row."""

from __future__ import annotations

import ctypes
import decimal
from collections.abc import Hashable, Sequence
from typing import Any, NamedTuple, Optional

import numpy as np

from . import _constants as c
from . import _structs as s
from ._arrays import Array
from ._library import library
from ._log_times import zone_of
from ._struct import i64
from ._tables import Table, dense, factor
from ._threads import side_by_side
from .order import Order, order

__all__ = ["Part", "Said", "by_first_event", "read", "say"]

EVENT: Any = np.dtype(s.Event)
_TRUE, _FALSE = ("yes", "true", "1"), ("no", "false", "0")
SIGNED_UP = "signed_up"
_TEXTS = ("source", "campaign", "account")  # columns of numbers of texts, 0 for none
_ALWAYS = ("at_ms", "kind", "value")
_FIELDS = ("kind", "text", "reason", "actor", *_TEXTS, "resume_ms")  # in the order of SEM1; `text` is the value as the row has it


class Part(NamedTuple):
    """One table with its mapping, and its instants, read when the log was made."""

    table: Table
    document: dict[str, Any]
    times: dict[str, Any]  # by column: `Times`
    form: str  # in words
    is_known_form: bool = False  # an export, known by its columns: nobody named them


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
        Of rows and of what they say: rows, said, used, silent, set_aside, unknown, unreadable, after, duplicates, conflicts, without_id, undated, unordered, not_yet.
    unknown : dict of str to Counter
        Names of "events", "stages", "reasons" that the policy doesn't have, and how many rows have each.
    unreadable : list
        Name of the table, row, column, text and event of values that can't be read.
    """

    def __init__(self) -> None:
        self.counts = dict.fromkeys(("rows", "said", "used", "silent", "set_aside", "unknown", "unreadable", "after", "duplicates", "conflicts", "without_id",
                                     "undated", "unordered", "not_yet"), 0)
        self.unknown: dict[str, dict[str, int]] = {"events": {}, "stages": {}, "reasons": {}}
        self.unreadable: list[tuple[str, int, str, str, str]] = []
        self.kinds: set[int] = set()
        self.stages: set[int] = set()
        self.stage_kinds: set[int] = set()  # of those that may set the stage to nothing
        self.texts = {"": 0}  # values as rows have them, by number
        self.blocks: list[dict[str, Array]] = []
        self.facts: list[dict[str, Array]] = []
        self.events = np.zeros(0, EVENT)
        self.leads = self.parts = self.rows = np.zeros(0, np.int64)
        self.first_ms = np.zeros(0, np.int64)
        self.id_range = 1, 0  # things that a row says, and the largest id: 2^64 where one is a text
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


class _Reader:
    """One table, being read for one engine."""

    def __init__(self, engine: Any, part: Part, number: int, said: Said, leads: list[Hashable], as_of_ms: Optional[int], threads: int) -> None:
        self.engine, self.part, self.number, self.said, self.as_of_ms = engine, part, number, said, as_of_ms
        self.document, self.table = part.document, part.table
        self.zone = zone_of(self.document.get("tz"))
        self.factors: dict[str, tuple[Array, list[Hashable]]] = {}
        if threads > 1:
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
        decimals = engine.policy.to_dict().get("money", {}).get("decimals", 2)
        self.minor = 10 ** int(decimals) if self.document.get("amount_unit") == "major" else 1

    def factor_all(self, threads: int) -> None:
        """Factors columns that are going to be asked for, side by side."""
        named = [self.document[role] for role in ("lead", "event", "property", "value", "actor", "owner", *_TEXTS, "reason", "id") if role in self.document]
        columns = list(dict.fromkeys([*named, *self.document.get("facts", {})]))
        found = side_by_side([lambda column=column: factor(self.table.column(column, "column")) for column in columns], threads)  # type: ignore[misc]
        self.factors.update(zip(columns, found))

    def factored(self, column: str) -> tuple[Array, list[Hashable]]:
        """Numbers of a column's labels, and the labels."""
        if column not in self.factors:
            self.factors[column] = factor(self.table.column(column, "column"))
        return self.factors[column]

    def numbered(self, role: str, number: Any) -> Array:
        """A role's column as the engine's numbers; 0 where there is none."""
        numbers, labels = self.factored(self.document[role])
        found: Array = np.array([0 if label is None else number(label) for label in labels], np.uint64)[numbers] if len(numbers) else np.zeros(0, np.uint64)
        return found

    def whole_numbers(self, column: str) -> Array:
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
        return out[numbers] if len(numbers) else np.zeros(0, np.uint64)

    def reason_numbers(self) -> Array:
        """Reasons; what the policy doesn't have leaves itself out."""
        numbers, labels = self.factored(self.document["reason"])
        names = self.document.get("reasons", {})
        named = [names.get(str(label), str(label)) if label is not None else None for label in labels]
        of = np.array([0 if label is None else self.engine._find(c.REVOPS_ENGINE_LIST_REASONS, label) for label in named], np.uint32)
        self.unknown_reasons = {at: label for at, label in enumerate(named) if label is not None and not of[at]}
        return of[numbers] if len(numbers) else np.zeros(0, np.uint32)

    # What a value is.
    def value(self, kind: int, label: Any) -> int:
        """An event's value in numbers."""
        engine, text = self.engine, str(label)
        what = library.revops_engine_value(engine._compiled, kind)
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
        said.counts["said"] += len(rows)
        if self.as_of_ms is not None and not is_undated:
            late = at_ms > self.as_of_ms
            if late.any():
                said.counts["after"] += int(late.sum())
                rows, at_ms, kinds = rows[~late], at_ms[~late], kinds[~late]
        if not len(rows):
            return
        values, texts, is_read = np.full(1, c.REVOPS_MISSING, np.int64), np.zeros(1, np.int64), np.ones(1, bool)
        is_any_empty = constant is None and column is None
        if constant is not None:
            values[:], texts[:] = self.value(int(kinds[0]), constant), said.texts.setdefault(constant, len(said.texts))
            said.stages.update([int(values[0])])
        elif column is not None:
            numbers, labels = self.factored(column)
            of_kinds = int(kinds.max()) + 1
            distinct, which = dense(_of(numbers, rows) * of_kinds + kinds, len(labels) * of_kinds)  # one number a pair, so that each is read once
            worth, text = np.zeros(len(distinct), np.int64), np.zeros(len(distinct), np.int64)
            is_good = np.ones(len(distinct), bool)
            times = np.bincount(which, minlength=len(distinct))
            for at, pair in enumerate(distinct.tolist()):
                kind, label = pair % of_kinds, labels[pair // of_kinds]
                what = library.revops_engine_value(engine._compiled, kind)
                if what == c.REVOPS_POLICY_VALUE_STAGE and names:
                    label = names.get("" if label is None else str(label), label)
                if label is None or what == c.REVOPS_POLICY_VALUE_NONE:
                    worth[at] = c.REVOPS_MISSING
                    is_any_empty |= what == c.REVOPS_POLICY_VALUE_STAGE
                    continue
                text[at] = said.texts.setdefault(str(label), len(said.texts))
                try:
                    worth[at] = self.value(kind, label)
                except (_Unreadable, OverflowError, ValueError):
                    is_good[at] = False
                    said.unreadable.append((self.table.name, self.table.row(int(rows[int((which == at).argmax())])), column, str(label), engine.events[kind - 1]))
                if what == c.REVOPS_POLICY_VALUE_STAGE:
                    said.stages.add(int(worth[at]))
                    if worth[at] == 0:
                        said.count("stages", label, int(times[at]))
            said.counts["unreadable"] += int(times[~is_good].sum())
            values, texts, is_read = worth[which], text[which], is_good
        if len(values) < len(rows):
            values, texts = np.full(len(rows), values[0]), np.full(len(rows), texts[0])
        if not is_read.all():
            is_read = is_read[which]
            rows, at_ms, kinds, values, texts = rows[is_read], at_ms[is_read], kinds[is_read], values[is_read], texts[is_read]
        if self.unknown_reasons:
            times = np.bincount(self.factored(self.document["reason"])[0][rows], minlength=max(self.unknown_reasons) + 1)
            for at, name in self.unknown_reasons.items():
                self.said.count("reasons", name, int(times[at]))
        present = np.flatnonzero(np.bincount(kinds)).tolist()
        said.kinds.update(present)
        if is_any_empty:
            said.stage_kinds.update(kind for kind in present if library.revops_engine_value(engine._compiled, kind) == c.REVOPS_POLICY_VALUE_STAGE)
        block = {"at_ms": at_ms, "kind": kinds, "value": values, "text": texts, "lead": _of(self.leads, rows), "row": rows, "part": np.full(len(rows), self.number, np.int64)}
        block.update((role, _of(column_of, rows)) for role, column_of in self.extra.items() if role != "owner")
        if "owner" in self.document:  # where the event's actor becomes the owner
            by_actor = np.array([kind in self.owner_by_actor for kind in range(int(kinds.max(initial=0)) + 1)])
            actor = block.get("actor", np.zeros(len(rows), np.uint64))
            block["actor"] = np.where((actor == 0) & by_actor[kinds.astype(np.intp)], self.extra["owner"][rows], actor)
        ids = self.document.get("id")
        block["id"] = self.factored(ids)[0][rows] if ids else np.full(len(rows), -1, np.int64)
        block["of_row"] = np.full(len(rows), of_row, np.int64)
        (said.facts if is_undated else said.blocks).append(block)

    @property
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
            if kind:
                self.said.counts["undated"] += int(filled.sum()) if is_undated else 0
                self.put(rows[filled], at_ms[filled], np.full(int(filled.sum()), kind, np.int64), column, is_undated=is_undated, of_row=2 + at)
            else:  # its name is told by `_log_check`
                self.said.counts["said"] += int(filled.sum())
                self.said.counts["unknown"] += int(filled.sum())
        owner, event = self.document.get("owner"), self.owner_event
        if owner and event:
            filled = self.extra["owner"][rows] > 0
            self.put(rows[filled], at_ms[filled], np.full(int(filled.sum()), event, np.int64), owner, is_undated=is_undated, of_row=1)

    def _event_of(self, value: int, owner: int) -> int:
        params = self.engine.policy._params
        rows = ctypes.cast(params.events, ctypes.POINTER(s.PolicyEvent))
        return next((i + 1 for i in range(params.event_count) if rows[i].value == value and owner in (0, rows[i].owner)), 0)

    @property
    def owner_event(self) -> int:
        """The event whose value is the owner; else the one that is called "assigned", whose actor is."""
        by_value = self._event_of(c.REVOPS_POLICY_VALUE_PERSON, c.REVOPS_POLICY_OWNER_VALUE)
        assigned = int(self.engine._find(c.REVOPS_ENGINE_LIST_EVENTS, "assigned"))
        return by_value or (assigned if assigned in self.owner_by_actor else 0)

    @property
    def stage_event(self) -> int:
        """The event whose value is a stage."""
        return self._event_of(c.REVOPS_POLICY_VALUE_STAGE, 0)

    def money_event(self, stage: int) -> int:
        """The event that has an amount for its value and moves to a stage; 0 for none."""
        engine = self.engine
        for name, move in engine.policy.to_dict().get("moves", {}).items():
            asked = [move["on"]] if isinstance(move.get("on"), str) else move.get("on") or [name]
            if stage and engine._find(c.REVOPS_ENGINE_LIST_STAGES, move.get("to", "")) == stage:
                for event in asked:
                    kind = int(engine._find(c.REVOPS_ENGINE_LIST_EVENTS, event))
                    if kind and library.revops_engine_value(engine._compiled, kind) == c.REVOPS_POLICY_VALUE_MONEY:
                        return kind
        return 0

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
        self.said.counts["said"] += int((~has_time).sum())
        self.said.counts["not_yet"] += int((~has_time).sum())
        of_label = np.bincount(numbers[has_time], minlength=len(labels)).tolist()
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
        of_rows = kinds[numbers] if len(numbers) else np.zeros(0, np.int64)
        used = np.flatnonzero((of_rows != 0) & has_time)
        value, amount = self.document.get("value"), self.document.get("amount")
        used = self.without_stages_set_aside(used, of_rows)
        is_money = np.array([kind > 0 and library.revops_engine_value(self.engine._compiled, int(kind)) == c.REVOPS_POLICY_VALUE_MONEY for kind in kinds], bool)
        by_amount = is_money[_of(numbers, used)] if amount and len(used) else np.zeros(len(used), bool)
        for rows, from_column in ((used[~by_amount], value), (used[by_amount], amount)) if by_amount.any() else ((used, value),):
            self.put(rows, _of(at_ms, rows), _of(of_rows, rows), from_column, names=self.document.get("stages"))
        self.put_facts(used, _of(at_ms, used))

    def without_stages_set_aside(self, rows: Array, kinds: Array) -> Array:
        """Rows but those whose stage the mapping sets aside, which say nothing else either; an empty stage clears."""
        value, names = self.document.get("value"), self.document.get("stages", {})
        if value is None or None not in names.values():
            return rows
        numbers, labels = self.factored(value)
        is_named = [what == c.REVOPS_POLICY_VALUE_STAGE for what in (library.revops_engine_value(self.engine._compiled, kind) for kind in range(len(self.engine.events) + 1))]
        is_null = np.array([label is not None and names.get(str(label), label) is None for label in labels], bool)
        is_aside = is_null[numbers[rows]] & np.array(is_named, bool)[kinds[rows]]
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
        amount = self.document.get("amount")
        if not kind and amount is not None and (paid := self.money_event(stages)):  # a win that is named by its stage has the amount of the row
            numbers, labels = self.factored(amount)
            has_amount = np.array([label is not None for label in labels], bool)[numbers[rows]]
            self.put(rows[has_amount], at_ms[has_amount], np.full(int(has_amount.sum()), paid, np.int64), amount, of_row=of_row)
            rows, at_ms = rows[~has_amount], at_ms[~has_amount]
            if not len(rows):
                return
        if kind:
            is_money = library.revops_engine_value(self.engine._compiled, kind) == c.REVOPS_POLICY_VALUE_MONEY
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


def _of(column: Array, rows: Array) -> Array:
    """Some rows of a column, which ascend: all of them as they are."""
    return column if len(rows) == len(column) else column[rows]


def fold(name: Any) -> str:
    """A name without what makes no difference: ASCII case, and runs of space, ``_`` and ``-``."""
    return " ".join(str(name).replace("_", " ").replace("-", " ").lower().split())


def _joined(blocks: list[dict[str, Array]], name: str, dtype: Any) -> Array:
    """A column of all blocks; those that don't have it have nothing."""
    nothing = c.REVOPS_TIME_NONE if name == "resume_ms" else 0
    found = [block[name].astype(dtype, copy=False) if name in block else np.full(len(block["at_ms"]), nothing, dtype) for block in blocks]
    return found[0] if len(found) == 1 else np.concatenate(found) if found else np.zeros(0, dtype)


def _id_labels(readers: list[_Reader]) -> tuple[list[str], list[int], list[int]]:
    """Ids of all tables, the first of each table's, and what number each is: -1 for a text, 0 for none."""
    labels: list[str] = []
    starts = []
    for reader in readers:
        starts.append(len(labels))
        labels += ["" if label is None else str(label) for label in reader.factored(reader.document["id"])[1]] if "id" in reader.document else []
    labels.append("")
    return labels, starts, [int(label or 0) if label == "" or label.isascii() and label.isdigit() else -1 for label in labels]


def _ids(blocks: list[dict[str, Array]], readers: list[_Reader], id_range: tuple[int, int]) -> Optional[Array]:
    """Ids of events: numbers where all are numbers, else texts; None without any. Those of a row's parts follow one another (SEM4)."""
    if not blocks or not any("id" in reader.document for reader in readers):
        return None
    labels, starts, numbers = _id_labels(readers)
    which = np.concatenate([np.where(block["id"] < 0, len(labels) - 1, block["id"] + np.array(starts)[block["part"]]) for block in blocks])
    of_row, (parts, largest) = np.concatenate([block["of_row"] for block in blocks]), id_range
    if largest < 2 ** 64 // parts:
        ids: Array = np.array(numbers, np.uint64)[which]
        return ids if parts == 1 else np.where(ids > 0, ids * np.uint64(parts) + of_row.astype(np.uint64), np.uint64(0))
    texts: Array = np.array(labels, object)[which]
    return np.array([text + f"\x1f{part:04}" if part and text else text for text, part in zip(texts.tolist(), of_row.tolist())], object)


def _engine_ids(ids: Optional[Array], events: Array, leads: Array) -> Array:
    """Ids in the order of events, as an engine compares them: numbers as they are; of texts their events' places among their leads'."""
    if ids is None or ids.dtype != object:
        return np.zeros(len(events), np.uint64) if ids is None else ids[events]
    starts = np.r_[True, leads[1:] != leads[:-1]] if len(leads) else np.zeros(0, bool)
    place = np.arange(1, len(leads) + 1) - np.flatnonzero(starts)[np.cumsum(starts) - 1] if len(leads) else np.zeros(0, np.int64)
    return np.where(ids[events] == "", 0, place).astype(np.uint64)


def read(engine: Any, parts: list[Part], as_of_ms: Optional[int], threads: int = 1) -> tuple[Said, list[_Reader], list[Hashable]]:
    """What the tables of a log say to an engine, in the order of their rows; and the names of leads by number."""
    said, leads = Said(), list[Hashable]()
    readers = [_Reader(engine, part, number, said, leads, as_of_ms, threads) for number, part in enumerate(parts)]
    for reader in readers:
        reader.read()
    if any("id" in reader.document for reader in readers):
        numbers = _id_labels(readers)[2]
        of_row = max((int(block["of_row"].max(initial=0)) + 1 for block in [*said.blocks, *said.facts]), default=1)
        said.id_range = of_row, 1 << 64 if min(numbers) < 0 else max(numbers)
    return said, readers, leads


def say(engine: Any, parts: list[Part], as_of_ms: Optional[int], id_range: Optional[tuple[int, int]] = None, threads: int = 1) -> Said:
    """What the tables of a log say to an engine, in canonical order; `id_range` is that of the whole log. Texts are numbered in their order, so that rows in any order, or in parts, say the same."""
    said, readers, names = read(engine, parts, as_of_ms, threads)
    dated = sum(len(block["at_ms"]) for block in said.blocks)
    _date_facts(said, len(names))
    blocks = said.blocks
    columns = {name: _joined(blocks, name, EVENT[name]) for name in ("at_ms", "sequence", "value", *_FIELDS)
               if name != "text" and (name in _ALWAYS or any(name in block for block in blocks))}
    if len(said.texts) > 1:
        columns["text"] = _places(said.texts)[_joined(blocks, "text", np.int64)]
    given = _Sorted(engine)
    at_ms, of_lead = columns["at_ms"], _joined(blocks, "lead", np.int64)
    first_ms = np.full(len(names), np.iinfo(np.int64).max)
    np.minimum.at(first_ms, of_lead, at_ms)
    times = np.bincount(of_lead, minlength=len(names))
    seen = by_first_event(first_ms, names, np.flatnonzero(times))
    place = np.zeros(len(names), np.int64)
    place[seen] = np.arange(len(seen))
    said.ids, said.first_ms = [names[number] for number in seen.tolist()], first_ms[seen]
    indexes = place[of_lead] if len(of_lead) else of_lead
    ids = _ids(blocks, readers, said.id_range if id_range is None else id_range)
    shares = _shares(indexes, times[seen], threads)
    found = side_by_side([lambda rows=rows: _in_order(engine, given, columns, indexes, ids, rows) for rows in shares], threads)  # type: ignore[misc]
    parts_of, rows_of = _joined(blocks, "part", np.int64), _joined(blocks, "row", np.int64)
    put = np.concatenate([one.rows for one in found])
    said.counts["unordered"] = sum(_unordered(put, indexes, at_ms, rows_of, parts_of == number if len(parts) > 1 else None, dated) for number in range(len(parts)))
    ends = np.cumsum([0, *(len(one.counted) for one in found)]).tolist()
    said.events = np.empty(ends[-1], EVENT)
    said.leads, said.parts, said.rows = (np.empty(ends[-1], np.int64) for _ in range(3))

    def tell(one: _Ordered, first: int, end: int) -> None:
        events = said.events[first:end]
        events.view(np.uint8)[:] = 0
        events["resume_ms"] = c.REVOPS_TIME_NONE
        for name in set(one.columns) - {"text"}:
            events[name] = one.columns[name][one.counted]
        rows = one.counted if one.chosen is None else one.chosen[one.counted]
        for column, of_rows in ((said.leads, indexes), (said.parts, parts_of), (said.rows, rows_of)):
            np.take(of_rows, rows, out=column[first:end], mode="clip")
        if ids is not None:
            events["id"] = _engine_ids(ids, rows, said.leads[first:end])

    side_by_side([lambda one=one, first=first, end=end: tell(one, first, end) for one, first, end in zip(found, ends, ends[1:])], threads)  # type: ignore[misc]
    said.counts.update(used=ends[-1], without_id=sum(one.put.without_id for one in found),
                       **{name: sum(int((one.put.fates == fate).sum()) for one in found) for name, fate in (("duplicates", 1), ("conflicts", 2))})
    _begin(said, parts, readers, given)
    return said


class _Ordered(NamedTuple):
    """Rows of some leads in canonical order."""

    chosen: Optional[Array]  # which rows of all; None for all
    columns: dict[str, Array]  # theirs
    put: Order
    counted: Array  # those that count, in order

    @property
    def rows(self) -> Array:
        """Numbers of all rows, in order."""
        found: Array = self.put.rows if self.chosen is None else self.chosen[self.put.rows]
        return found


def _shares(leads: Array, times: Array, threads: int) -> list[Optional[Array]]:
    """Rows in so many shares of about as many, of leads that follow each other; `times` is how many rows each lead has."""
    if threads < 2 or len(times) < 2:
        return [None]
    ends = np.cumsum(times)
    cuts = np.unique(np.searchsorted(ends, np.arange(1, threads) * len(leads) // threads, "right"))
    which = np.searchsorted(cuts, leads, "right") if len(cuts) > 1 else leads >= cuts[0]
    return [np.flatnonzero(which == number) for number in range(len(cuts) + 1)]


def _in_order(engine: Any, given: _Sorted, columns: dict[str, Array], leads: Array, ids: Optional[Array], chosen: Optional[Array]) -> _Ordered:
    """Rows of some leads, put in order."""
    own = dict(columns) if chosen is None else {name: column[chosen] for name, column in columns.items()}
    if chosen is not None:
        leads, ids = leads[chosen], None if ids is None else ids[chosen]
    given.number(own)
    put = order(own["at_ms"], leads.view(np.uint64), sequence=own.get("sequence"), rank=_ranks(engine, own), id=ids, by_lead=True,
                fields=[_sortable(engine, own[name], name) for name in _FIELDS if name in own])
    return _Ordered(chosen, own, put, put.events)


def by_first_event(first: Array, names: Sequence[Hashable], seen: Array) -> Array:
    """Numbers of leads by their first event, then by name."""
    seen = seen[np.argsort(first[seen], kind="stable")]
    same = first[seen][1:] == first[seen][:-1]
    for start in np.flatnonzero(same & ~np.r_[False, same[:-1]]).tolist() if len(same) else ():
        end = start + 1
        while end < len(seen) and first[seen[end]] == first[seen[start]]:
            end += 1
        seen[start:end] = sorted(seen[start:end].tolist(), key=lambda number: str(names[number]))
    return seen


def _ranks(engine: Any, columns: dict[str, Array]) -> Array:
    """Ranks within an instant, which depend on the kind, on whether there is a value, and on the stage that it is."""
    stages, kinds = len(engine.stages), len(engine.events)
    values = [c.REVOPS_MISSING, *range(1, stages + 1), 0]
    table = np.array([[library.revops_engine_rank(engine._compiled, kind, value) for value in values] for kind in range(kinds + 1)], np.uint32)
    value = columns["value"]
    which = np.where((value >= 1) & (value <= stages), value, stages + 1)
    which[value == c.REVOPS_MISSING] = 0
    found: Array = table.reshape(-1)[columns["kind"] * np.int64(stages + 2) + which]
    return found


class _Sorted:
    """Texts of an engine, in their order from here on: numbers that were given before are changed."""

    def __init__(self, engine: Any) -> None:
        self.engine, self.people, self.place = engine, len(engine.people), engine._texts.sort()
        texts = {name for name, row in engine._attributes.items() if row.get("type") == "text"}
        values = [library.revops_engine_value(engine._compiled, number) for number in range(len(engine.events) + 1)]
        self.persons = np.array([what == c.REVOPS_POLICY_VALUE_PERSON for what in values])
        self.texts = np.array([what == c.REVOPS_POLICY_VALUE_TEXT or (what == c.REVOPS_POLICY_VALUE_ATTRIBUTE and str(engine._sets[engine.events[number - 1]]) in texts)
                               for number, what in enumerate(values)])

    def of(self, numbers: Array, before: int) -> Array:
        """Numbers of texts, of which the first is `before` + 1."""
        if not len(self.place):
            return numbers
        found: Array = np.concatenate([np.arange(before + 1), self.place + before + 1]).astype(numbers.dtype)[numbers.astype(np.intp)]
        return found

    def number(self, columns: dict[str, Array]) -> None:
        """Changes columns of events."""
        for name, before in (("actor", self.people), *((name, 0) for name in _TEXTS)):
            if name in columns:
                columns[name] = self.of(columns[name], before)
        for which, before in ((self.persons, self.people), (self.texts, -1)):
            rows = np.flatnonzero(which[columns["kind"]] & (columns["value"] != c.REVOPS_MISSING)) if which.any() else np.zeros(0, np.intp)
            if len(rows):
                columns["value"] = columns["value"].copy()
                columns["value"][rows] = self.of(columns["value"][rows], before)


def _places(texts: dict[str, int]) -> Array:
    """For the number of each text its place in the order of their bytes."""
    places = np.empty(len(texts), np.int64)
    places[[texts[text] for text in sorted(texts, key=lambda text: text.encode("utf-8", "surrogatepass"))]] = np.arange(len(texts))
    return places


def _sortable(engine: Any, numbers: Array, name: str) -> Array:
    """A field as numbers that compare as its texts do: those of people stand before all others."""
    if name != "actor" or not engine.people:
        return numbers.astype(np.int64, copy=False)
    names = ["", *engine.people, *engine._texts.all()]
    ranks: Array = np.argsort(np.array(sorted(range(len(names)), key=names.__getitem__)))
    return ranks[numbers.astype(np.intp)].astype(np.int64, copy=False)


def _unordered(put: Array, leads: Array, at_ms: Array, rows: Array, own: Optional[Array], dated: int) -> int:
    """Rows of a table that stand after a later row of their lead; `put` is the canonical order, of facts that have no instant there are none below `dated`."""
    given = slice(0, dated) if own is None else np.flatnonzero(own[:dated])
    if all((column[given][1:] >= column[given][:-1]).all() for column in (at_ms, rows)):
        return 0
    put = put[put < dated] if dated < len(put) else put
    put = put[own[put]] if own is not None else put
    if not len(put):
        return 0
    line, count = rows[put], int(rows[put].max()) + 1
    once = np.full(count, len(rows), np.int64)
    np.minimum.at(once, line, put)  # a row that says several things is one
    put = put[once[line] == put]
    line, lead, at = rows[put], leads[put], at_ms[put]
    ends = np.flatnonzero(np.r_[(lead[1:] != lead[:-1]) | (at[1:] != at[:-1]), True])  # of each instant of a lead
    raised = line + lead * count  # leads ascend: rows of a later one are greater than all of an earlier one
    least = np.minimum.accumulate(raised[::-1])[::-1]
    later = np.r_[least[1:], np.iinfo(np.int64).max][np.repeat(ends, np.diff(np.r_[-1, ends]))]  # the first of rows behind this instant
    return int((later < raised).sum())


def _date_facts(said: Said, count: int) -> None:
    """Facts of tables of leads count from the lead's first event: after all that was said of that instant."""
    if not said.facts:
        return
    none = np.iinfo(np.int64).max
    first, last = np.full(count, none), np.zeros(count, np.uint64)
    lead, at_ms, sequence = (_joined(said.blocks, name, dtype) for name, dtype in (("lead", np.int64), ("at_ms", np.int64), ("sequence", np.uint64)))
    np.minimum.at(first, lead, at_ms)
    opening = at_ms == first[lead] if len(lead) else np.zeros(0, bool)
    np.maximum.at(last, lead[opening], sequence[opening])
    for block in said.facts:
        known = first[block["lead"]] != none
        said.counts["silent"] += int((~known).sum())
        dated = {name: column[known] for name, column in block.items()}
        dated["at_ms"], dated["sequence"] = first[dated["lead"]], last[dated["lead"]] + np.uint64(1)
        said.blocks.append(dated)


def _begin(said: Said, parts: list[Part], readers: list[_Reader], given: _Sorted) -> None:
    """What a table of leads says of where a lead comes from counts from its first event, unless that says otherwise."""
    starts = np.flatnonzero(np.r_[True, said.leads[1:] != said.leads[:-1]]) if len(said.leads) else np.zeros(0, np.intp)
    for part, reader in zip(parts, readers):
        named = [name for name in _TEXTS if name in part.document]
        if "at" in part.document or "dates" in part.document or not named:
            continue
        numbers, labels = reader.factored(part.document["lead"])
        place = {label: number for number, label in enumerate(labels)}
        of_lead = np.array([place.get(lead, len(labels)) for lead in said.ids], np.intp)[said.leads[starts]]
        for name in named:
            values, of_label = given.of(reader.extra[name], 0), np.zeros(len(labels) + 1, np.uint64)
            filled = np.flatnonzero(values)
            of_label[numbers[filled]] = values[filled]
            said.events[name][starts] = np.where(said.events[name][starts] == 0, of_label[of_lead], said.events[name][starts])
