# SPDX-License-Identifier: MIT
"""A log in pieces of whole leads, each folded by itself, and merged into the run that the whole log gives, byte for byte."""

from __future__ import annotations

import pickle
import tempfile
from collections.abc import Hashable, Iterable, Iterator, Sequence
from typing import Any, NamedTuple, Optional

import numpy as np

from ._arrays import Array
from ._fold import ANSWER, EFFECT, Told, advance, fold_leads
from ._library import library
from ._log_events import EVENT, Part, Said
from ._log_order import by_first_event, say
from .engine import Engine

__all__ = ["Merged", "Names", "Piece", "begun", "folded", "has_accounts", "merged", "together", "wider"]

_CHUNK, _BYTES = 1 << 14, 1 << 21  # leads and bytes at a time


class Piece(NamedTuple):
    """Leads of a log, folded up to their last event: time isn't told yet."""

    said: Said
    records: Array
    effects: Array
    rows: int  # of its first table


class Merged(NamedTuple):
    """All leads of a log."""

    said: Said
    folded: tuple[Array, Array, Array]
    now_ms: Optional[int]


def folded(engine: Engine, parts: list[Part], as_of_ms: Optional[int], mode: int, id_range: tuple[int, int], threads: Optional[int] = None) -> Piece:
    """A piece. All texts of the log have to be known to the engine, in their order, and the range of its ids."""
    said = say(engine, parts, as_of_ms, id_range, threads or 1)
    said.blocks, said.facts, said.id_labels = [], [], None
    records, effects, _ = fold_leads(engine, said.events, said.leads, len(said.ids), mode, None, threads=threads)
    return Piece(said, records, effects, parts[0].table.rows)


def begun(log: Any, policy: Any, as_of: Any, routing: Any) -> tuple[Engine, Optional[int]]:
    """The engine of a log in pieces, and until when it is told."""
    if routing:
        raise ValueError("routing asks for all leads at once: replay the log whole, as Log has it")
    engine, as_of_ms = log._asked(policy, as_of)
    return engine, as_of_ms


def wider(one: tuple[int, int], other: tuple[int, int]) -> tuple[int, int]:
    """The range of ids of two pieces."""
    return max(one[0], other[0]), max(one[1], other[1])


class _Spilled:
    """Rows in a file of the system's, which forgets it when it is closed: they are in memory as far as there is room."""

    def __init__(self, dtype: Any) -> None:
        self.dtype, self.file = np.dtype(dtype), tempfile.TemporaryFile()

    def add(self, rows: Array) -> None:
        """Rows behind the others."""
        if len(rows):
            self.file.write(np.ascontiguousarray(rows, self.dtype).view(np.uint8).data)

    def all(self) -> Array:
        """All rows; none can be added from then on."""
        with self.file:
            self.file.flush()
            count = self.file.tell() // self.dtype.itemsize
            return np.memmap(self.file, self.dtype, "r+", shape=(count,)).view(np.ndarray) if count else np.zeros(0, self.dtype)


class Names(Sequence[Any]):
    """Names of leads in a file of the system's.

    Examples
    --------
    >>> names = Names.of([["b", 7], ["c"]])
    >>> len(names), names[1], list(names), names.index("c"), list(names.taken(np.array([2, 0])))
    (3, 7, ['b', 7, 'c'], 2, ['c', 'b'])
    """

    def __init__(self, ends: Array, text: Array) -> None:
        self._ends, self._text = ends, text

    @classmethod
    def of(cls, parts: Iterable[Sequence[Hashable]]) -> Names:
        """All of some parts."""
        ends, text, end = _Spilled(np.int64), _Spilled(np.uint8), 0
        for part in parts:
            cells = [b"s" + name.encode("utf-8", "surrogatepass") if type(name) is str else b"p" + pickle.dumps(name) for name in part]
            ends.add(end + np.cumsum([len(cell) for cell in cells], dtype=np.int64))
            text.add(np.frombuffer(b"".join(cells), np.uint8))
            end += sum(map(len, cells))
        return cls(ends.all(), text.all())

    def taken(self, order: Array) -> Names:
        """In another order."""
        return Names.of([self[number] for number in order[start : start + _CHUNK].tolist()] for start in range(0, len(order), _CHUNK))

    def __len__(self) -> int:
        return len(self._ends)

    def __getitem__(self, number: Any) -> Any:
        if isinstance(number, slice):
            return [self[one] for one in range(*number.indices(len(self)))]
        at = range(len(self))[number]
        cell = self._text[int(self._ends[at - 1]) if at else 0 : int(self._ends[at])].tobytes()
        return cell[1:].decode("utf-8", "surrogatepass") if cell[:1] == b"s" else pickle.loads(cell[1:])

    def __reduce__(self) -> Any:
        return list, (list(self),)


def _in_order(rows: Array, counts: Array, order: Array) -> Iterator[tuple[Array, Array]]:
    """Rows that stand lead by lead, by the leads' order: some at a time, and the new number of each one's lead. `counts` is how many each lead has."""
    starts, ends, first, room = np.cumsum(counts) - counts, np.cumsum(counts[order]), 0, max(1, _BYTES // rows.dtype.itemsize)
    while first < len(order):
        before = int(ends[first - 1]) if first else 0
        last = max(first + 1, min(first + room, int(np.searchsorted(ends, before + room, "right"))))
        many, its = counts[order[first:last]], starts[order[first:last]]
        chosen = np.repeat(its - (np.cumsum(many) - many), many) + np.arange(int(many.sum()))
        yield rows[chosen], np.repeat(np.arange(first, last), many)
        first = last


def merged(engine: Engine, pieces: Iterable[Piece], as_of_ms: Optional[int]) -> Merged:
    """The whole log: leads by their first event, then by name, as if nobody had cut it. In memory are a few numbers a lead; all else is in files."""
    said, offset = Said(engine), 0
    record: Any = np.dtype((np.void, engine._size))
    spilled = {name: _Spilled(dtype) for name, dtype in {"records": record, "events": EVENT, "effects": EFFECT, **dict.fromkeys(("first", "own", "told", "part", "row"), np.int64)}.items()}

    def names() -> Iterator[Sequence[Hashable]]:
        nonlocal offset
        for piece in pieces:
            effects, leads = piece.effects, len(piece.said.ids)
            for name, rows in (("records", piece.records.reshape(-1).view(record)), ("events", piece.said.events), ("effects", effects), ("first", piece.said.first_ms),
                               ("own", np.bincount(piece.said.leads, minlength=leads)), ("told", np.bincount(effects["lead"].astype(np.intp), minlength=leads)),
                               ("part", piece.said.parts), ("row", piece.said.rows + np.where(piece.said.parts == 0, offset, 0))):
                spilled[name].add(rows)
            said.also(piece.said)
            offset += piece.rows
            yield piece.said.ids
            del piece, effects, rows

    ids = Names.of(names())
    given = {name: rows.all() for name, rows in spilled.items()}
    order = by_first_event(given["first"], ids, np.arange(len(ids)))
    said.ids, said.first_ms = ids.taken(order), given["first"][order]
    out = {name: _Spilled(rows.dtype) for name, rows in {"lead": order, **given}.items() if name not in ("first", "own", "told")}
    for name, counts in (("events", given["own"]), ("part", given["own"]), ("row", given["own"]), ("records", np.ones(len(order), np.int64)), ("effects", given["told"])):
        for rows, leads in _in_order(given[name], counts, order):
            if name == "effects":
                rows["lead"] = leads
            out[name].add(rows)
            out["lead"].add(leads if name == "events" else leads[:0])
    said.events, said.leads, said.parts, said.rows = (out[name].all() for name in ("events", "lead", "part", "row"))
    whole = out["records"].all().view(np.uint8).reshape(len(order), engine._size)
    now_ms = as_of_ms if as_of_ms is not None else int(said.events["at_ms"].max()) if len(said.events) else None
    for start in range(0, len(whole) if now_ms is not None else 0, _CHUNK):
        assert now_ms is not None
        rest = Told(engine, _CHUNK)
        advance(engine, whole, now_ms, rest, start, min(start + _CHUNK, len(whole)))
        out["effects"].add(rest.all())
    return Merged(said, (whole, out["effects"].all(), np.zeros(0, ANSWER)), now_ms)


def has_accounts(engine: Engine) -> bool:
    """Whether what an account does is told to its leads, so that they belong together."""
    return bool(library.revops_engine_account_answers_max(engine._compiled))


def together(pairs: Iterable[tuple[Hashable, Hashable]]) -> dict[Hashable, Hashable]:
    """By lead, the first lead of those that it belongs to: pairs are of a lead and an account, None for none.

    Examples
    --------
    >>> together([(1, "a"), (2, None), (3, "b"), (3, "a"), (4, "b")])
    {1: 1, 2: 2, 3: 1, 4: 1}
    """
    above: dict[Any, Any] = {}

    def top(one: Any) -> Any:
        while above.setdefault(one, one) != one:
            above[one] = above[above[one]]
            one = above[one]
        return one

    leads: dict[Hashable, Any] = {}
    for lead, account in pairs:
        leads[lead] = one = top(("lead", lead))
        if account is not None and account != "":
            other = top(("account", account))
            above[max(one, other, key=str)] = min(one, other, key=str)
    tops = {lead: top(("lead", lead)) for lead in leads}
    first: dict[Any, Any] = {}
    for lead, its in tops.items():
        first[its] = min(first.get(its, lead), lead, key=lambda one: (one is not None, one))
    return {lead: first[its] for lead, its in tops.items()}
