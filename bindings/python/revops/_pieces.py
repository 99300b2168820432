# SPDX-License-Identifier: MIT
"""A log in pieces of whole leads, each folded by itself, and merged into the run that the whole log gives, byte for byte."""

from __future__ import annotations

import tempfile
from collections.abc import Hashable, Iterable
from typing import Any, NamedTuple, Optional

import numpy as np

from ._arrays import Array
from ._library import library
from ._log_errors import LogError
from ._log_events import EVENT, Part, Said, by_first_event, say
from .engine import ANSWER, EFFECT, Engine, _fold, _Told, advance

__all__ = ["Merged", "Piece", "begun", "folded", "has_accounts", "merged", "together", "wider"]

_CHUNK = 1 << 16


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
    said.blocks, said.facts = [], []
    records, effects, _ = _fold(engine, said.events, said.leads, len(said.ids), mode, None, threads=threads)
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
            self.file.write(np.ascontiguousarray(rows).view(np.uint8).data)

    def all(self) -> Array:
        """All rows; none can be added from then on."""
        with self.file:
            self.file.flush()
            count = self.file.tell() // self.dtype.itemsize
            return np.memmap(self.file, self.dtype, "r+", shape=(count,)).view(np.ndarray) if count else np.zeros(0, self.dtype)


def _in_order(rows: _Spilled, leads: Array) -> tuple[_Spilled, Array]:
    """Rows by their leads, and the old number of each."""
    given, order, out = rows.all(), np.argsort(leads, kind="stable"), _Spilled(rows.dtype)
    for start in range(0, len(order), _CHUNK):
        chosen = order[start : start + _CHUNK]
        found = given[chosen]
        if "lead" in (rows.dtype.names or ()):
            found["lead"] = leads[chosen]
        out.add(found)
    return out, order


def merged(engine: Engine, pieces: Iterable[Piece], as_of_ms: Optional[int]) -> Merged:
    """The whole log: leads by their first event, then by name, as if nobody had cut it."""
    said, effects, events = Said(), _Spilled(EFFECT), _Spilled(EVENT)
    columns: dict[str, list[Array]] = {name: [np.zeros(0, np.int64)] for name in ("first", "of_effect", "of_event", "part", "row")}
    records, offset = [np.zeros((0, engine._size), np.uint8)], 0
    for piece in pieces:
        for name, values in (("first", piece.said.first_ms), ("of_effect", piece.effects["lead"].astype(np.int64) + len(said.ids)),
                             ("of_event", piece.said.leads + len(said.ids)), ("part", piece.said.parts), ("row", piece.said.rows + np.where(piece.said.parts == 0, offset, 0))):
            columns[name].append(values)
        effects.add(piece.effects)
        events.add(piece.said.events)
        records.append(piece.records)
        said.ids += piece.said.ids
        said.also(piece.said)
        offset += piece.rows
    known = set[Hashable]()
    twice = [lead for lead in said.ids if lead in known or known.add(lead)]  # type: ignore[func-returns-value]
    if twice:
        raise LogError(f"lead {twice[0]!r} is in two pieces of the log: all rows of a lead must be in one")
    first, of_effect, of_event, part, row = (np.concatenate(found) for found in columns.values())
    del columns
    order = by_first_event(first, said.ids, np.arange(len(said.ids)))
    place = np.empty(len(order), np.int64)
    place[order] = np.arange(len(order))
    said.ids, said.first_ms = [said.ids[number] for number in order.tolist()], first[order]
    whole = np.concatenate(records)[order]
    del records
    ordered, which = _in_order(events, place[of_event])
    said.events, said.leads, said.parts, said.rows = ordered.all(), place[of_event][which], part[which], row[which]
    now_ms = as_of_ms if as_of_ms is not None else int(said.events["at_ms"].max()) if len(said.events) else None
    told, _ = _in_order(effects, place[of_effect])
    if now_ms is not None and len(whole):
        rest = _Told(engine, len(whole))
        advance(engine, whole, now_ms, rest)
        told.add(rest.all())
    return Merged(said, (whole, told.all(), np.zeros(0, ANSWER)), now_ms)


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
