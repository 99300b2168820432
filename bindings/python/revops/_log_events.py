# SPDX-License-Identifier: MIT
"""What the rows of a log say to an engine: events in numbers, and what became of every row."""

from __future__ import annotations

import ctypes
import decimal
from collections.abc import Hashable, Iterator
from typing import Any, NamedTuple, Optional

import numpy as np

from . import _constants as c
from . import _structs as s
from ._arrays import Array
from ._library import library
from ._log_times import zone_of
from ._struct import i64
from ._tables import Table, factor
from .order import order

__all__ = ["Part", "Said", "say"]

EVENT = np.dtype(s.Event)
_TRUE, _FALSE = ("yes", "true", "1"), ("no", "false", "0")


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
    ids : list
        Leads by their first event, then by name.
    parts, rows : array
        For each event its table and the row there.
    counts : dict of str to int
        Of rows and of what they say: rows, said, used, silent, set_aside, unknown, unreadable, after, duplicates, conflicts, without_id, undated, unordered, not_yet.
    unknown : dict of str to Counter
        Names of "events", "stages", "reasons" that the policy doesn't have, and how many rows have each.
    unreadable : list
        Table, row, column, text and event of values that can't be read.
    """

    def __init__(self) -> None:
        self.counts = dict.fromkeys(("rows", "said", "used", "silent", "set_aside", "unknown", "unreadable", "after", "duplicates", "conflicts", "without_id",
                                     "undated", "unordered", "not_yet"), 0)
        self.unknown: dict[str, dict[str, int]] = {"events": {}, "stages": {}, "reasons": {}}
        self.unreadable: list[tuple[Table, int, str, str, str]] = []
        self.kinds: set[int] = set()
        self.stages: set[int] = set()
        self.stage_kinds: set[int] = set()
        self.blocks: list[dict[str, Array]] = []
        self.facts: list[dict[str, Array]] = []
        self.events = np.zeros(0, EVENT)
        self.leads = self.parts = self.rows = np.zeros(0, np.int64)
        self.ids: list[Hashable] = []

    def count(self, which: str, name: Hashable, times: int) -> None:
        """Counts a name that nobody knows."""
        self.unknown[which][str(name)] = self.unknown[which].get(str(name), 0) + times


class _Unreadable(Exception):
    """A value that isn't what the event's value is."""


class _Reader:
    """One table, being read for one engine."""

    def __init__(self, engine: Any, part: Part, number: int, said: Said, leads: dict[Hashable, int], as_of_ms: Optional[int]) -> None:
        self.engine, self.part, self.number, self.said, self.as_of_ms = engine, part, number, said, as_of_ms
        self.document, self.table = part.document, part.table
        self.zone = zone_of(self.document.get("tz"))
        self.factors: dict[str, tuple[Array, list[Hashable]]] = {}
        numbers, labels = self.factored(self.document["lead"])
        place = np.array([leads.setdefault(label, len(leads)) for label in labels], np.int64)
        self.leads = place[numbers] if len(numbers) else np.zeros(0, np.int64)
        text, person = engine._text_number, engine._person_number
        self.extra = {role: self.numbered(role, number) for role, number in (
            ("actor", person), ("owner", person), ("source", text), ("campaign", text), ("account", text))}
        self.reasons = self.reason_numbers()
        sequence, resume = self.document.get("sequence"), self.document.get("resume")
        self.sequence = self.whole_numbers(sequence) if sequence else np.zeros(self.table.rows, np.uint64)
        self.resume = self.part.times[resume].at_ms if resume else np.full(self.table.rows, c.REVOPS_TIME_NONE, np.int64)
        decimals = engine.policy.to_dict().get("money", {}).get("decimals", 2)
        self.minor = 10 ** int(decimals) if self.document.get("amount_unit") == "major" else 1

    def factored(self, column: str) -> tuple[Array, list[Hashable]]:
        """Numbers of a column's labels, and the labels."""
        if column not in self.factors:
            self.factors[column] = factor(self.table.column(column, "column"))
        return self.factors[column]

    def numbered(self, role: str, number: Any) -> Array:
        """A role's column as the engine's numbers; 0 where there is none."""
        if role not in self.document:
            return np.zeros(self.table.rows, np.uint64)
        numbers, labels = self.factored(self.document[role])
        found: Array = np.array([0 if label is None else number(label) for label in labels], np.uint64)[numbers] if len(numbers) else np.zeros(0, np.uint64)
        return found

    def whole_numbers(self, column: str) -> Array:
        """The log's own counter."""
        from ._log_errors import LogError

        numbers, labels = self.factored(column)
        out = np.zeros(len(labels), np.uint64)
        for at, label in enumerate(labels):
            if label is not None and not str(label).isdigit():
                row = int((numbers == at).argmax())
                raise LogError(f"{self.table.name}, row {self.table.row(row)}, column {column!r}: found {str(label)!r}; expected a whole number, 0 or more",
                               file=self.table.name, row=self.table.row(row), column=column, found=str(label), expected="17")
            out[at] = int(str(label or 0))
        return out[numbers] if len(numbers) else np.zeros(0, np.uint64)

    def reason_numbers(self) -> Array:
        """Reasons; what the policy doesn't have leaves itself out."""
        if "reason" not in self.document:
            return np.zeros(self.table.rows, np.uint32)
        numbers, labels = self.factored(self.document["reason"])
        names = self.document.get("reasons", {})
        self.reason_labels = [names.get(str(label), str(label)) if label is not None else None for label in labels]
        of = np.array([0 if label is None else self.engine._find(c.REVOPS_ENGINE_LIST_REASONS, label) for label in self.reason_labels], np.uint32)
        for at, label in enumerate(self.reason_labels):
            if label is not None and not of[at]:
                self.said.count("reasons", label, int((numbers == at).sum()))
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
        found = int(engine._value(kind, label))
        if what in (c.REVOPS_POLICY_VALUE_FIT, c.REVOPS_POLICY_VALUE_REASON) and found in (c.REVOPS_MISSING, 0):
            raise _Unreadable
        return found

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
            said.counts["after"] += int(late.sum())
            rows, at_ms, kinds = rows[~late], at_ms[~late], kinds[~late]
        if not len(rows):
            return
        values = np.full(len(rows), c.REVOPS_MISSING, np.int64)
        is_read = np.ones(len(rows), bool)
        if constant is not None:
            values[:] = self.value(int(kinds[0]), constant)
            said.stages.update([int(values[0])])
        elif column is not None:
            numbers, labels = self.factored(column)
            of_rows = numbers[rows]
            pairs = of_rows * (int(kinds.max()) + 1) + kinds  # one number a pair, so that each is read once
            distinct, which = np.unique(pairs, return_inverse=True)
            worth, is_good, is_aside = np.zeros(len(distinct), np.int64), np.ones(len(distinct), bool), np.zeros(len(distinct), bool)
            times = np.bincount(which.reshape(-1), minlength=len(distinct))
            for at, pair in enumerate(distinct.tolist()):
                kind, label = pair % (int(kinds.max()) + 1), labels[pair // (int(kinds.max()) + 1)]
                what = library.revops_engine_value(engine._compiled, kind)
                if what == c.REVOPS_POLICY_VALUE_STAGE and names:
                    label = names.get("" if label is None else str(label), label)
                    is_aside[at] = label is None
                if label is None or what == c.REVOPS_POLICY_VALUE_NONE:
                    worth[at] = c.REVOPS_MISSING
                    continue
                try:
                    worth[at] = self.value(kind, label)
                except (_Unreadable, OverflowError, ValueError):
                    is_good[at] = False
                    row = int(rows[(which.reshape(-1) == at).argmax()])
                    said.unreadable.append((self.table, self.table.row(row), column, str(label), engine.events[kind - 1]))
                if what == c.REVOPS_POLICY_VALUE_STAGE:
                    said.stages.add(int(worth[at]))
                    if worth[at] == 0:
                        said.count("stages", label, int(times[at]))
            values, is_read, aside = worth[which.reshape(-1)], is_good[which.reshape(-1)], is_aside[which.reshape(-1)]
            said.counts["unreadable"] += int((~is_read).sum())
            empty = numbers[rows] == (labels.index(None) if None in labels else -1)
            aside &= ~empty  # an empty stage clears
            said.counts["set_aside"] += int((aside & is_read).sum())
            is_read &= ~aside
        rows, at_ms, kinds, values = rows[is_read], at_ms[is_read], kinds[is_read], values[is_read]
        present = np.unique(kinds).tolist()
        said.kinds.update(present)
        said.stage_kinds.update(kind for kind in present if library.revops_engine_value(engine._compiled, kind) == c.REVOPS_POLICY_VALUE_STAGE)
        actor = self.extra["actor"][rows]
        if "owner" in self.document:  # where the event's actor becomes the owner
            by_actor = np.array([kind in self.owner_by_actor for kind in range(int(kinds.max(initial=0)) + 1)])
            actor = np.where((actor == 0) & by_actor[kinds.astype(np.intp)], self.extra["owner"][rows], actor)
        block = {
            "at_ms": at_ms, "kind": kinds.astype(np.int64), "value": values, "lead": self.leads[rows], "actor": actor, "reason": self.reasons[rows],
            "source": self.extra["source"][rows], "campaign": self.extra["campaign"][rows], "account": self.extra["account"][rows],
            "sequence": self.sequence[rows], "resume_ms": self.resume[rows], "row": rows, "part": np.full(len(rows), self.number, np.int64),
        }
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
            asked = [name, *([move["on"]] if isinstance(move.get("on"), str) else move.get("on") or [])]
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
        for at, label in enumerate(labels):
            name = label if every or label is None else mapped.get(str(label), str(label))
            times = int(((numbers == at) & has_time).sum())
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
        is_money = np.array([kind > 0 and library.revops_engine_value(self.engine._compiled, int(kind)) == c.REVOPS_POLICY_VALUE_MONEY for kind in kinds], bool)
        by_amount = is_money[numbers[used]] if amount and len(used) else np.zeros(len(used), bool)
        for rows, from_column in ((used[~by_amount], value), (used[by_amount], amount)):
            self.put(rows, at_ms[rows], of_rows[rows], from_column, names=self.document.get("stages"))
        self.put_facts(used, at_ms[used])

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
        else:
            self.unknown(len(rows), what)

    def read(self) -> None:
        """All of the table."""
        self.said.counts["rows"] += self.table.rows
        missing = np.array([label is None for label in self.factored(self.document["lead"])[1]], bool)
        numbers = self.factored(self.document["lead"])[0]
        if len(numbers) and missing[numbers].any():
            from ._log_errors import LogError

            row = int(missing[numbers].argmax())
            raise LogError(f"{self.table.name}, row {self.table.row(row)}, column {self.document['lead']!r} (lead=) is empty: expected the lead's name",
                           file=self.table.name, row=self.table.row(row), column=self.document["lead"], expected="L000017")
        if "dates" in self.document:
            self.read_dates()
        elif "at" in self.document:
            self.read_events()
        else:
            self.put_facts(np.arange(self.table.rows), np.zeros(self.table.rows, np.int64), is_undated=True)


def fold(name: Any) -> str:
    """A name without what makes no difference: ASCII case, and runs of space, ``_`` and ``-``."""
    return " ".join(str(name).replace("_", " ").replace("-", " ").lower().split())


def _joined(blocks: list[dict[str, Array]], name: str, dtype: Any) -> Array:
    return np.concatenate([block[name] for block in blocks]).astype(dtype) if blocks else np.zeros(0, dtype)


def _ids(blocks: list[dict[str, Array]], readers: list[_Reader]) -> Optional[Array]:
    """Ids of events: numbers where all are numbers, else texts; None without any. Those of a row's parts follow one another (SEM4)."""
    if not blocks or not any("id" in reader.document for reader in readers):
        return None
    labels: list[str] = []
    starts = []
    for reader in readers:
        starts.append(len(labels))
        labels += ["" if label is None else str(label) for label in reader.factored(reader.document["id"])[1]] if "id" in reader.document else []
    which = np.concatenate([np.where(block["id"] < 0, len(labels), block["id"] + np.array(starts)[block["part"]]) for block in blocks])
    labels.append("")
    of_row = np.concatenate([block["of_row"] for block in blocks])
    parts = int(of_row.max(initial=0)) + 1
    numbers = [int(label or 0) if label == "" or label.isascii() and label.isdigit() else -1 for label in labels]
    if min(numbers) >= 0 and max(numbers) < 2 ** 64 // parts:
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


def say(engine: Any, parts: list[Part], as_of_ms: Optional[int]) -> Said:
    """What the tables of a log say to an engine, in canonical order."""
    said, leads = Said(), dict[Hashable, int]()
    readers = [_Reader(engine, part, number, said, leads, as_of_ms) for number, part in enumerate(parts)]
    for reader in readers:
        reader.read()
    said.counts["unordered"] = _unordered(said.blocks)
    _date_facts(said, len(leads))
    blocks = said.blocks
    events = np.zeros(sum(len(block["at_ms"]) for block in blocks), EVENT)
    for name in ("at_ms", "kind", "value", "actor", "reason", "source", "campaign", "account", "sequence", "resume_ms"):
        events[name] = _joined(blocks, name, events.dtype[name])
    of_lead, names = _joined(blocks, "lead", np.int64), list(leads)
    first = np.full(len(names), np.iinfo(np.int64).max)
    np.minimum.at(first, of_lead, events["at_ms"])
    seen = sorted((number for number in np.unique(of_lead).tolist()), key=lambda number: (int(first[number]), str(names[number]).encode("utf-8", "surrogatepass")))
    place = np.zeros(len(names), np.int64)
    place[seen] = np.arange(len(seen))
    said.ids = [names[number] for number in seen]
    indexes = place[of_lead] if len(of_lead) else of_lead
    pairs, which = np.unique(np.stack([events["kind"].astype(np.int64), events["value"]]), axis=1, return_inverse=True)
    ranks = np.array([library.revops_engine_rank(engine._compiled, int(kind), int(value)) for kind, value in pairs.T], np.uint32)
    ids = _ids(blocks, readers)
    put = order(
        np.ascontiguousarray(events["at_ms"]), indexes.astype(np.uint64), sequence=np.ascontiguousarray(events["sequence"]),
        rank=ranks[which.reshape(-1)] if len(events) else np.zeros(0, np.uint32), id=ids, by_lead=True,
        fields=[_sortable(engine, events, name) for name in ("kind", "value", "reason", "actor", "source", "campaign", "account", "resume_ms")],
    )
    counted = put.events
    said.events, said.leads = events[counted], indexes[counted]
    said.events["id"] = _engine_ids(ids, counted, said.leads)
    said.parts, said.rows = _joined(blocks, "part", np.int64)[counted], _joined(blocks, "row", np.int64)[counted]
    said.counts.update(used=len(counted), duplicates=int((put.fates == 1).sum()), conflicts=int((put.fates == 2).sum()), without_id=put.without_id)
    _begin(said, parts, readers, engine)
    return said


def _sortable(engine: Any, events: Array, name: str) -> Array:
    """A field as numbers that compare as its texts do: those of texts were given in the order in which they were seen."""
    numbers = np.ascontiguousarray(events[name]).astype(np.int64)
    if name not in ("actor", "source", "campaign", "account") or not numbers.any():
        return numbers
    distinct, which = np.unique(numbers, return_inverse=True)
    texts = [(engine._person(number) if name == "actor" else engine._text(number)) or "" for number in distinct.tolist()]
    rank = np.argsort(np.argsort([text.encode("utf-8", "surrogatepass") for text in texts], kind="stable"), kind="stable")
    return np.ascontiguousarray(rank[which.reshape(-1)], np.int64)


def _unordered(blocks: list[dict[str, Array]]) -> int:
    """Rows that stand after a later row of their lead in their table."""
    count = 0
    parts = {int(block["part"][0]) for block in blocks if len(block["part"])}
    for part in parts:
        of = [block for block in blocks if len(block["part"]) and block["part"][0] == part]
        rows, at_ms, lead = (np.concatenate([block[name] for block in of]) for name in ("row", "at_ms", "lead"))
        _, once = np.unique(rows, return_index=True)  # a row that says several things is one
        by_row = np.lexsort((rows[once], lead[once]))
        lead, at_ms = lead[once][by_row], at_ms[once][by_row]
        starts = np.flatnonzero(np.r_[True, lead[1:] != lead[:-1]]) if len(lead) else np.zeros(0, np.int64)
        group = np.repeat(np.arange(len(starts)), np.diff(np.r_[starts, len(lead)]))
        rank = np.unique(at_ms, return_inverse=True)[1].reshape(-1)  # small numbers: groups can be told apart by a sum
        raised = rank + group * (len(rank) + 1)
        latest = np.maximum.accumulate(raised) if len(raised) else raised
        count += int((raised < latest).sum())
    return count


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


def _begin(said: Said, parts: list[Part], readers: list[_Reader], engine: Any) -> None:
    """What a table of leads says of where a lead comes from counts from its first event, unless that says otherwise."""
    starts = np.unique(said.leads, return_index=True)[1] if len(said.leads) else np.zeros(0, np.intp)
    for part, reader in zip(parts, readers):
        if "at" in part.document or "dates" in part.document:
            continue
        numbers, labels = reader.factored(part.document["lead"])
        for name in ("source", "campaign", "account"):
            if name not in part.document:
                continue
            by_label = {label: int(reader.extra[name][row]) for label, row in _last_rows(numbers, labels, reader.extra[name])}
            for start in starts.tolist():
                if not said.events[name][start]:
                    said.events[name][start] = by_label.get(said.ids[int(said.leads[start])], 0)


def _last_rows(numbers: Array, labels: list[Hashable], values: Array) -> Iterator[tuple[Hashable, int]]:
    for row in np.flatnonzero(values).tolist():
        yield labels[int(numbers[row])], row
