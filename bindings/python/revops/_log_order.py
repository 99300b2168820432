# SPDX-License-Identifier: MIT
"""Events of a log in canonical order, out of what its rows say (`_log_events`)."""

from __future__ import annotations

import ctypes
from collections.abc import Hashable, Sequence
from typing import Any, NamedTuple, Optional

import numpy as np

from . import _constants as c
from . import _structs as s
from ._arrays import Array, address
from ._library import library
from ._log_events import EVENT, TEXTS, Tabled, Part, Reader, Said, of_rows, read
from ._struct import u32
from ._threads import side_by_side, slices
from .errors import check
from .order import Order, order

__all__ = ["by_first_event", "say"]

_FIELDS = ("kind", "text", "reason", "actor", *TEXTS, "resume_ms", "amount")  # in the order of SEM1; `text` is the value as the row has it
_ALWAYS = ("at_ms", "kind", "value", "rank")
_TYPES = {"rank": np.uint32, "text": np.int64}  # of columns that events don't have
_GIVEN = tuple(field[0] for field in s.EventColumns._fields_)[3:]


def _joined(blocks: list[dict[str, Any]], name: str, dtype: Any) -> Any:
    """A column of all blocks, that of one block as it is; those that don't have it have nothing."""
    nothing = c.REVOPS_TIME_NONE if name == "resume_ms" else 0
    found = [block.get(name, None) for block in blocks]
    if len(found) == 1 and isinstance(found[0], Tabled):
        return Tabled(found[0].numbers, found[0].table.astype(dtype, copy=False))
    arrays = [np.full(len(block["at_ms"]), nothing, dtype) if one is None else (one.all() if isinstance(one, Tabled) else one).astype(dtype, copy=False)
              for one, block in zip(found, blocks)]
    return arrays[0] if len(arrays) == 1 else np.concatenate(arrays) if arrays else np.zeros(0, dtype)


def _taken(column: Any, rows: Optional[Array]) -> Array:
    """Values of some rows, or of all."""
    if isinstance(column, Tabled):
        return Tabled(column.numbers if rows is None else np.take(column.numbers, rows, mode="clip"), column.table).all()
    found: Array = column if rows is None else np.take(column, rows, mode="clip")
    return found


def _ids(said: Said, id_range: tuple[int, int]) -> Optional[Array]:
    """Ids of events: numbers where all are numbers, else texts; None without any. Those of a row's parts follow one another (SEM4)."""
    blocks = said.blocks
    if not blocks or said.id_labels is None:
        return None
    labels, starts, numbers = said.id_labels
    which = np.concatenate([np.where(block["id"] < 0, len(labels) - 1, block["id"] + np.array(starts)[block["part"]]) for block in blocks])
    of_row, (parts, largest) = np.concatenate([block["of_row"] for block in blocks]), id_range
    if largest < 2 ** 64 // parts:
        ids: Array = np.array(numbers, np.uint64)[which]
        return ids if parts == 1 else np.where(ids > 0, ids * np.uint64(parts) + of_row.astype(np.uint64), np.uint64(0))
    texts: Array = np.array(labels, object)[which]
    return np.array([text + f"\x1f{part:04}" if part and text else text for text, part in zip(texts.tolist(), of_row.tolist())], object)


def _text_ids(ids: Array, leads: Array) -> Array:
    """Ids that are texts as an engine compares them: their events' places among their leads'."""
    starts = np.r_[True, leads[1:] != leads[:-1]] if len(leads) else np.zeros(0, bool)
    place = np.arange(1, len(leads) + 1) - np.flatnonzero(starts)[np.cumsum(starts) - 1] if len(leads) else np.zeros(0, np.int64)
    return np.where(ids == "", 0, place).astype(np.uint64)


def say(engine: Any, parts: list[Part], as_of_ms: Optional[int], id_range: Optional[tuple[int, int]] = None, threads: int = 1) -> Said:
    """What the tables of a log say to an engine, in canonical order; `id_range` is that of the whole log. Texts are numbered in their order, so that rows in any order, or in parts, say the same.

    Threads share rows until leads are known, from then on leads: each has those that follow each other."""
    said, readers, names = read(engine, parts, as_of_ms, threads)
    _date_facts(said, len(names))
    given, places = _Sorted(engine, said.value_kinds), _places(said.texts)
    for block in said.blocks:
        given.number(block)
        block["text"] = Tabled(block["text"].numbers, places[block["text"].table])
        block["rank"] = Tabled(block["kind"].numbers, _ranks(engine, block["kind"].table, block["value"].table))
    wanted = [name for name in ("at_ms", "sequence", "value", "rank", *_FIELDS) if name in _ALWAYS or (any(name in block for block in said.blocks) and (name != "text" or len(said.texts) > 1))]
    columns = {name: _joined(said.blocks, name, EVENT[name] if name in EVENT.names else _TYPES[name]) for name in wanted}
    at_ms, of_lead, parts_of, rows_of = (_joined(said.blocks, name, np.int64) for name in ("at_ms", "lead", "part", "row"))
    ids = _ids(said, said.id_range if id_range is None else id_range)
    is_fact = _joined(said.blocks, "is_fact", np.int64) if any("is_fact" in block for block in said.blocks) else None
    leads, times = _leads_of(said, names, at_ms, of_lead, threads)
    log = _Rows(engine, columns, leads, ids, parts_of, rows_of, len(parts) > 1, is_fact)
    found = side_by_side([lambda leads=leads: log.in_order(leads) for leads in _shares(times, threads)], threads)  # type: ignore[misc]
    ends = np.cumsum([0, *(len(one.counted) for one in found)]).tolist()
    said.events = np.empty(ends[-1], EVENT)
    said.leads, said.rows, said.parts = np.empty(ends[-1], np.int64), np.empty(ends[-1], np.int64), np.zeros(ends[-1], np.int64)
    for counts in side_by_side([lambda one=one, part=slice(first, end): log.tell(one, said, part) for one, first, end in zip(found, ends, ends[1:])], threads):  # type: ignore[misc]
        for name, count in counts.items():
            said.counts[name] += count
    _begin(said, parts, readers, given)
    return said


def _leads_of(said: Said, names: Sequence[Hashable], at_ms: Array, of_lead: Array, threads: int) -> tuple[Array, Array]:
    """For each row its lead's place by first event, in whose order `said` has the leads from here on; and how many rows each lead has."""
    def seen_in(part: slice) -> tuple[Array, Array]:
        first = np.full(len(names), np.iinfo(np.int64).max)
        np.minimum.at(first, of_lead[part], at_ms[part])
        return first, np.bincount(of_lead[part], minlength=len(names))

    rows = slices(len(at_ms), threads)
    seen = side_by_side([lambda part=part: seen_in(part) for part in rows], threads)  # type: ignore[misc]
    first = np.minimum.reduce([first for first, _ in seen])
    times = np.sum([times for _, times in seen], axis=0)
    leads = by_first_event(first, names, np.flatnonzero(times))
    place, out = np.zeros(len(names) + 1, np.int64), np.empty(len(at_ms), np.int64)
    place[leads] = np.arange(len(leads))
    side_by_side([lambda part=part: np.take(place, of_lead[part], out=out[part], mode="clip") for part in rows], threads)  # type: ignore[misc]
    said.ids, said.first_ms = [names[number] for number in leads.tolist()], first[leads]
    return out, times[leads]


class _Ordered(NamedTuple):
    """Rows of some leads in canonical order."""

    chosen: Optional[Array]  # which rows of all; None for all
    columns: dict[str, Array]  # theirs
    leads: Array
    put: Order
    counted: Array  # those that count, in order


class _Rows(NamedTuple):
    """Rows of all tables."""

    engine: Any
    columns: dict[str, Any]
    leads: Array
    ids: Optional[Array]
    parts: Array
    rows: Array
    has_parts: bool  # several tables
    is_fact: Optional[Array]  # facts stand behind the events of their table; None for no facts

    def in_order(self, share: Optional[tuple[int, int]]) -> _Ordered:
        """Rows of some leads, put in order."""
        chosen = None if share is None else np.flatnonzero((self.leads >= share[0]) & (self.leads < share[1]))
        if self.is_fact is not None:  # as their rows stand: of equal ones the first counts
            every = np.arange(len(self.leads)) if chosen is None else chosen
            chosen = every[np.lexsort((self.rows[every], self.parts[every]))]
        own = {name: _taken(column, chosen) for name, column in self.columns.items()}
        leads, ids = _taken(self.leads, chosen), None if self.ids is None else _taken(self.ids, chosen)
        put = order(own["at_ms"], leads.view(np.uint64), sequence=own.get("sequence"), rank=own.get("rank"), id=ids, by_lead=True,
                    fields=[_sortable(self.engine, own[name], name) for name in _FIELDS if name in own])
        if ids is not None and ids.dtype != object:
            own["id"] = ids
        return _Ordered(chosen, own, leads, put, put.events)

    def tell(self, one: _Ordered, said: Said, part: slice) -> dict[str, int]:
        """Events of leads that are in order; tells what became of their rows."""
        events, counted = said.events[part], np.ascontiguousarray(one.counted)
        given, kept = s.EventColumns(struct_size=ctypes.sizeof(s.EventColumns), count=len(one.leads)), []
        for name in _GIVEN:
            if name in one.columns:
                kept.append(np.ascontiguousarray(one.columns[name]))
                setattr(given, name, kept[-1].ctypes.data)
        check(library.revops_event_take_many(ctypes.byref(given), address(counted, u32), len(counted), address(events, s.Event)))
        np.take(one.leads, counted, out=said.leads[part], mode="clip")
        rows = counted if one.chosen is None else one.chosen[counted]
        np.take(self.rows, rows, out=said.rows[part], mode="clip")
        if self.has_parts:
            np.take(self.parts, rows, out=said.parts[part], mode="clip")
        if self.ids is not None and "id" not in one.columns:
            events["id"] = _text_ids(self.ids[rows], said.leads[part])
        return self.tally(one)

    def tally(self, one: _Ordered) -> dict[str, int]:
        """What became of some leads' rows; facts are left out, but for conflicts."""
        fates, conflicts = one.put.fates, int((one.put.fates == 2).sum())
        if self.is_fact is None:
            return {"used": len(one.counted), "duplicates": len(fates) - len(one.counted) - conflicts, "conflicts": conflicts, "without_id": one.put.without_id}
        own = np.flatnonzero(_taken(self.is_fact, one.chosen) == 0)
        ids, fates = None if self.ids is None else _taken(self.ids, one.chosen)[own], fates[own]
        used, duplicates = (int((fates == fate).sum()) for fate in range(2))
        return {"used": used, "duplicates": duplicates, "conflicts": conflicts,
                "without_id": duplicates if ids is None else int(((fates == 1) & (ids == ("" if ids.dtype == object else 0))).sum())}


def _shares(times: Array, threads: int) -> list[Optional[tuple[int, int]]]:
    """Leads that follow each other in so many shares of about as many rows, of which each lead has `times`: the first and the end of each; None for all."""
    if len(slices(int(times.sum()), threads)) < 2 or len(times) < 2:
        return [None]
    ends = np.cumsum(times)
    cuts = np.unique(np.searchsorted(ends, np.arange(1, threads) * int(ends[-1]) // threads, "right")).tolist()
    return list(zip([0, *cuts], [*cuts, len(times)]))


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


def _ranks(engine: Any, kinds: Array, values: Array) -> Array:
    """Ranks within an instant, which depend on the kind, on whether there is a value, and on the stage that it is."""
    stages = len(engine.stages)
    asked = [c.REVOPS_MISSING, *range(1, stages + 1), 0]
    table = np.array([[library.revops_engine_rank(engine._compiled, kind, value) for value in asked] for kind in range(len(engine.events) + 1)], np.uint32)
    which = np.where((values >= 1) & (values <= stages), values, stages + 1)
    which[values == c.REVOPS_MISSING] = 0
    return table[kinds, which]


class _Sorted:
    """Texts of an engine, in their order from here on: numbers that were given before are changed."""

    def __init__(self, engine: Any, value_kinds: Array) -> None:
        self.engine, self.people, self.place = engine, len(engine.people), engine._texts.sort()
        texts = {name for name, row in engine._attributes.items() if row.get("type") == "text"}
        self.persons = value_kinds == c.REVOPS_POLICY_VALUE_PERSON
        self.texts = np.array([what == c.REVOPS_POLICY_VALUE_TEXT or (what == c.REVOPS_POLICY_VALUE_ATTRIBUTE and str(engine._sets[engine.events[number - 1]]) in texts)
                               for number, what in enumerate(value_kinds.tolist())])

    def of(self, numbers: Array, before: int) -> Array:
        """Numbers of texts, of which the first is `before` + 1."""
        if not len(self.place):
            return numbers
        found: Array = np.concatenate([np.arange(before + 1), self.place + before + 1]).astype(numbers.dtype)[numbers.astype(np.intp)]
        return found

    def number(self, block: dict[str, Any]) -> None:
        """Changes columns of events."""
        for name, before in (("actor", self.people), *((name, 0) for name in TEXTS)):
            if name in block:
                block[name] = Tabled(block[name].numbers, self.of(block[name].table, before)) if isinstance(block[name], Tabled) else self.of(block[name], before)
        value, kinds = block["value"].table.copy(), block["kind"].table
        for which, before in ((self.persons, self.people), (self.texts, -1)):
            rows = np.flatnonzero(which[kinds] & (value != c.REVOPS_MISSING))
            value[rows] = self.of(value[rows], before)
        block["value"] = Tabled(block["value"].numbers, value)


def _places(texts: dict[str, int]) -> Array:
    """For the number of each text its place in the order of their bytes."""
    places = np.empty(len(texts), np.int64)
    places[[texts[text] for text in sorted(texts, key=lambda text: text.encode("utf-8", "surrogatepass"))]] = np.arange(len(texts))
    return places


def _sortable(engine: Any, numbers: Array, name: str) -> Array:
    """A field as numbers that compare as its texts do: those of people stand before all others."""
    if name != "actor" or not engine.people:
        return numbers
    names = ["", *engine.people, *engine._texts.all()]
    ranks: Array = np.argsort(np.array(sorted(range(len(names)), key=names.__getitem__)))
    return ranks[numbers.astype(np.intp)].astype(np.int64, copy=False)


def _date_facts(said: Said, count: int) -> None:
    """Facts of tables of leads count from the lead's first event: after all that was said of that instant."""
    if not said.facts:
        return
    none = np.iinfo(np.int64).max
    first, last = np.full(count, none), np.zeros(count, np.uint64)
    lead, at_ms, sequence = (_taken(_joined(said.blocks, name, dtype), None) for name, dtype in (("lead", np.int64), ("at_ms", np.int64), ("sequence", np.uint64)))
    np.minimum.at(first, lead, at_ms)
    opening = at_ms == first[lead] if len(lead) else np.zeros(0, bool)
    np.maximum.at(last, lead[opening], sequence[opening])
    for block in said.facts:
        known = first[block["lead"]] != none
        dated = {name: of_rows(column, np.flatnonzero(known)) for name, column in block.items()}
        dated["at_ms"], dated["sequence"] = first[dated["lead"]], last[dated["lead"]] + np.uint64(1)
        said.blocks.append(dated)


def _begin(said: Said, parts: list[Part], readers: list[Reader], given: _Sorted) -> None:
    """What a table of leads says of where a lead comes from counts from its first event, unless that says otherwise."""
    if not any(len(part.document) and not part.times for part in parts):
        return
    starts = np.flatnonzero(np.r_[True, said.leads[1:] != said.leads[:-1]]) if len(said.leads) else np.zeros(0, np.intp)
    for part, reader in zip(parts, readers):
        named = [name for name in TEXTS if name in part.document]
        if "at" in part.document or "dates" in part.document or not named:
            continue
        numbers, labels = reader.factored(part.document["lead"])
        place = {label: number for number, label in enumerate(labels)}
        of_lead = np.array([place.get(lead, len(labels)) for lead in said.ids], np.intp)[said.leads[starts]]
        for name in named:
            coded = reader.extra[name]
            values, of_label = Tabled(coded.numbers, given.of(coded.table, 0)).all(), np.zeros(len(labels) + 1, np.uint64)
            filled = np.flatnonzero(values)
            of_label[numbers[filled]] = values[filled]
            said.events[name][starts] = np.where(said.events[name][starts] == 0, of_label[of_lead], said.events[name][starts])
