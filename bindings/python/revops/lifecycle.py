# SPDX-License-Identifier: MIT
"""Stages of leads, moves between them, and refusals (lifecycle.h).

A `Lifecycle` is a table of transitions, checked and compiled; records are numpy arrays of `RECORD`, one element a lead.
"""

from __future__ import annotations

import ctypes
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Optional, Union

import numpy as np
import numpy.typing as npt

from . import _constants as c
from ._arrays import Array, address, column_in, column_out, integer, text_out
from ._compiled import compiled
from ._library import library
from ._show import Shown, plural
from ._made import Made
from ._struct import i32, i64, size, u32
from ._structs import (
    LifecycleInput, LifecycleParams, LifecycleRecord, LifecycleResult, Problem, LifecycleStageRow, LifecycleTransition,
)
from .base import TIME_NONE
from .errors import RefusedError, UnsoundError, check

__all__ = ["CHECKLISTS", "INPUT", "RECORD", "RESULT", "Lifecycle"]

#: dtype of a lead's record.
RECORD = np.dtype(LifecycleRecord)
#: dtype of a trigger for `Lifecycle.apply_many`.
INPUT = np.dtype(LifecycleInput)
#: dtype of what became of it.
RESULT = np.dtype(LifecycleResult)


def _defaults() -> LifecycleParams:
    params = LifecycleParams()
    check(library.revops_lifecycle_defaults(ctypes.byref(params), ctypes.sizeof(params)))
    return params


def _items(params: LifecycleParams) -> list[str]:
    return [params.items[i].decode() for i in range(params.item_count)]


#: Names of the built-in checklists and their items.
CHECKLISTS = {
    name: tuple(item for bit, item in enumerate(_items(_defaults())) if mask >> bit & 1)
    for name, mask in (
        ("BANT", c.REVOPS_LIFECYCLE_CHECKLIST_BANT), ("MEDDIC", c.REVOPS_LIFECYCLE_CHECKLIST_MEDDIC),
        ("CHAMP", c.REVOPS_LIFECYCLE_CHECKLIST_CHAMP),
    )
}

_Names = Union[str, Iterable[str]]
_LISTS = {
    "stages": c.REVOPS_LIFECYCLE_LIST_STAGES, "triggers": c.REVOPS_LIFECYCLE_LIST_TRIGGERS,
    "items": c.REVOPS_LIFECYCLE_LIST_ITEMS, "reasons": c.REVOPS_LIFECYCLE_LIST_REASONS,
    "definitions": c.REVOPS_LIFECYCLE_LIST_DEFINITIONS,
}


def _as_names(value: Optional[_Names]) -> list[str]:
    if value is None:
        return []
    return [value] if isinstance(value, str) else list(value)


def _fold(name: str) -> str:
    return name.casefold().replace("_", " ").replace("-", " ")


def _position(names: Sequence[str], name: str, what: str) -> int:
    folded = _fold(name)
    for index, known in enumerate(names):
        if _fold(known) == folded:
            return index
    raise ValueError(f"{name!r} is no {what}: expected one of {', '.join(names)}")


class Lifecycle(Made, Shown):
    """A lifecycle: the built-in one, or one made of rows.

    Parameters
    ----------
    rows : iterable of dict, optional
        Transitions; without them the built-in table. Each has ``trigger`` and ``to`` (names), ``from`` (a name or
        several), and where it applies ``items`` (names that must be confirmed), ``reasons`` (names of which one must be
        given), ``touch_reasons`` (reasons that need enough touches), and the flags ``new_cycle``, ``direct``,
        ``needs_resume``, ``needs_qualification``.
    stages : iterable of str or dict, optional
        With `rows`, all stages, the one where leads start first. A dict has ``name``, and where it applies
        ``definition``, ``rank`` (order along the path; by default the position, from 1), ``parent`` (name of the stage
        that it is a step of), and the flags ``terminal``, ``won``, ``backfill``. A name alone is an open stage
        if a row that starts no new cycle leaves it or an open stage is a step of it, else a terminal one.
    qualification : str or iterable of str, optional
        The checklist of an SQL: "BANT", "MEDDIC", "CHAMP", or names of items; by default the library's, BANT.
    free_moves : bool
        Whether moves against the ranks are allowed.
    min_touches : int, optional
        Touches that a touch rule asks for; by default the library's, 6.
    min_touch_days : int, optional
        Days since the first touch that it asks for; by default the library's, 14.

    Raises
    ------
    ValueError
        A row names a stage, item or reason that isn't there.

    Examples
    --------
    >>> lifecycle = Lifecycle()
    >>> lifecycle.check()
    []
    >>> record = lifecycle.start([0])
    >>> lifecycle.apply(record, "mql", 1000, items=["fit", "intent"])
    'LEAD → MQL on "mql"'
    >>> lifecycle.apply(record, "qualified", 2000, items=["contact", "need"])
    Traceback (most recent call last):
    revops.errors.RefusedError: "qualified" refused in MQL: missing budget, authority, timeline: the rules refuse it \
and nothing was changed: see the explanation

    A table with a mistake says which:

    >>> Lifecycle([{"trigger": "go", "from": "A", "to": "B"}, {"trigger": "go", "from": "A", "to": "C"}],
    ...           stages=["A", "B", "C"]).check()
    ['transitions 0 and 1 both answer "go" in A']
    """

    def __init__(
        self,
        rows: Optional[Iterable[Mapping[str, Any]]] = None,
        *,
        stages: Optional[Iterable[Union[str, Mapping[str, Any]]]] = None,
        qualification: Optional[_Names] = None,
        free_moves: bool = False,
        min_touches: Optional[int] = None,
        min_touch_days: Optional[int] = None,
    ) -> None:
        params = _defaults()
        if qualification is None:
            qualification = tuple(
                name for bit, name in enumerate(_items(params)) if params.qualification_items >> bit & 1)
        self._kept: list[Any] = []  # what the parameters point to
        if rows is not None:
            self._write_table(params, list(rows), None if stages is None else list(stages), qualification)
        else:
            if stages is not None:
                raise ValueError("stages are given without rows")
            items = _items(params)
            names = CHECKLISTS.get(qualification) if isinstance(qualification, str) else None
            params.qualification_items = self._mask(items, names or _as_names(qualification), "item")
        params.flags = c.REVOPS_LIFECYCLE_FREE_MOVES if free_moves else 0
        if min_touches is not None:
            params.min_touches = integer(min_touches, u32, "min_touches")
        if min_touch_days is not None:
            params.min_touch_span_ms = integer(min_touch_days, i32, "min_touch_days") * c.REVOPS_DAY_MS
        self._params = params
        self._block: Any = None
        if not self.check():
            self._compile()

    def _said(self) -> tuple[str, list[tuple[str, str]]]:
        params = self._params
        return f"Lifecycle: {plural(params.stage_count, 'stage')}, {plural(params.transition_count, 'transition')}", [("unsound", "; ".join(self.check()))]

    @staticmethod
    def _mask(names: Sequence[str], chosen: Iterable[str], what: str) -> int:
        mask = 0
        for name in chosen:
            mask |= 1 << _position(names, name, what)
        return mask

    def _strings(self, names: Sequence[str]) -> Any:
        array = (ctypes.c_char_p * max(1, len(names)))(*(name.encode() for name in names))
        self._kept.append(array)
        return ctypes.cast(array, ctypes.POINTER(ctypes.c_char_p))

    def _write_table(
        self, params: LifecycleParams, rows: list[Mapping[str, Any]],
        stages: Optional[list[Union[str, Mapping[str, Any]]]], qualification: _Names,
    ) -> None:
        for index, entry in enumerate(rows):
            missing = {"trigger", "from", "to"} - set(entry)
            if missing:
                raise ValueError(f"row {index} has no {', '.join(sorted(missing))}: expected trigger, from and to")
        if stages is None:
            seen: dict[str, None] = {}
            for entry in rows:
                for name in [*_as_names(entry["from"]), entry["to"]]:
                    seen.setdefault(name)
            stages = list(seen)
        described: list[dict[str, Any]] = [
            {"name": stage} if isinstance(stage, str) else dict(stage) for stage in stages
        ]
        names = [str(stage["name"]) for stage in described]
        for what, count, most in (
            ("rows", len(rows), c.REVOPS_LIFECYCLE_TRANSITIONS_MAX), ("stages", len(names), c.REVOPS_LIFECYCLE_STAGES_MAX),
        ):
            if not 1 <= count <= most:
                raise ValueError(f"the table has {count} {what}: expected 1 ... {most}")
        triggers = list(dict.fromkeys(str(entry["trigger"]) for entry in rows))
        wanted = CHECKLISTS.get(str(qualification), None) if isinstance(qualification, str) else None
        uses_checklist = any(entry.get("needs_qualification") for entry in rows)
        checklist = list(wanted or _as_names(qualification)) if uses_checklist else []
        items = list(dict.fromkeys([i for e in rows for i in _as_names(e.get("items"))] + checklist))
        reasons = list(dict.fromkeys(
            r for e in rows for r in _as_names(e.get("reasons")) + _as_names(e.get("touch_reasons"))
        ))
        left = {name for e in rows if not e.get("new_cycle") for name in _as_names(e["from"]) if name != e["to"]}
        left |= {  # a divided stage is open as its steps are
            str(stage["parent"]) for stage in described
            if stage.get("parent") is not None and not (stage.get("terminal") or stage.get("won"))
        }
        stage_rows = (LifecycleStageRow * max(1, len(described)))()
        for index, stage in enumerate(described):
            bare = set(stage) == {"name"}
            terminal = names[index] not in left if bare else bool(stage.get("terminal") or stage.get("won"))
            stage_rows[index].name = names[index].encode()
            stage_rows[index].definition = str(stage.get("definition", names[index])).encode()
            stage_rows[index].flags = (
                (c.REVOPS_LIFECYCLE_STAGE_FLAG_TERMINAL if terminal else 0)
                | (c.REVOPS_LIFECYCLE_STAGE_FLAG_WON if stage.get("won") else 0)
                | (c.REVOPS_LIFECYCLE_STAGE_FLAG_BACKFILL if stage.get("backfill") else 0)
            )
            stage_rows[index].rank = integer(stage.get("rank", index + 1), u32, "rank")
            parent = stage.get("parent")
            stage_rows[index].parent = index if parent is None else _position(names, parent, "stage")
        transitions = (LifecycleTransition * max(1, len(rows)))()
        flags = {
            "new_cycle": c.REVOPS_LIFECYCLE_TRANSITION_NEW_CYCLE, "direct": c.REVOPS_LIFECYCLE_TRANSITION_DIRECT,
            "needs_resume": c.REVOPS_LIFECYCLE_TRANSITION_NEEDS_RESUME,
            "needs_qualification": c.REVOPS_LIFECYCLE_TRANSITION_NEEDS_QUALIFICATION,
        }
        known = {"trigger", "from", "to", "items", "reasons", "touch_reasons", *flags}
        for index, entry in enumerate(rows):
            if set(entry) - known:
                raise ValueError(f"row {index} has {', '.join(sorted(set(entry) - known))}: expected {', '.join(sorted(known))}")
            transition = transitions[index]
            transition.trigger = triggers.index(str(entry["trigger"]))
            transition.from_mask = self._mask(names, _as_names(entry["from"]), "stage")
            transition.to = _position(names, str(entry["to"]), "stage")
            transition.flags = sum(bit for flag, bit in flags.items() if entry.get(flag))
            transition.required_items = self._mask(items, _as_names(entry.get("items")), "item")
            transition.reason_mask = self._mask(reasons, _as_names(entry.get("reasons")), "reason") << 1
            transition.touch_reasons = self._mask(reasons, _as_names(entry.get("touch_reasons")), "reason") << 1
        self._kept += [stage_rows, transitions]
        params.stage_row_size, params.transition_row_size = ctypes.sizeof(LifecycleStageRow), ctypes.sizeof(LifecycleTransition)
        params.stages, params.stage_count = stage_rows, len(described)
        params.transitions, params.transition_count = transitions, len(rows)
        params.triggers, params.trigger_count = self._strings(triggers), len(triggers)
        params.items, params.item_count = self._strings(items), len(items)
        params.reasons, params.reason_count = self._strings(reasons), len(reasons)
        params.qualification_items = self._mask(items, checklist, "item")
        params.lasting_items = 0

    def _compile(self) -> None:
        self._block, _ = compiled(library.revops_lifecycle_build, self._params, "lifecycle")

    @property
    def _compiled(self) -> int:
        """Address of the compiled lifecycle."""
        if self._block is None:
            raise UnsoundError(what="; ".join(self.check()))
        return int(self._block.ctypes.data)

    def check(self) -> list[str]:
        """What is wrong with the table, a sentence a fault; empty for a sound one.

        Returns
        -------
        list of str
        """
        count = size()
        problems = (Problem * 256)()
        status = library.revops_lifecycle_check(ctypes.byref(self._params), problems, len(problems), ctypes.byref(count))
        if not count.value:
            check(status, "the table")
        return [
            text_out(lambda out, capacity, problem=problem: library.revops_lifecycle_problem_text(  # type: ignore[misc]
                ctypes.byref(self._params), ctypes.byref(problem), out, capacity))
            for problem in problems[: min(count.value, len(problems))]
        ]

    @property
    def names(self) -> dict[str, list[str]]:
        """Names of the stages, triggers, items (bit 0 first) and reasons (0 is none), and the stages' definitions.

        Examples
        --------
        >>> Lifecycle().names["stages"][:5]
        ['LEAD', 'MQL', 'PQL', 'SAL', 'SQL']
        """
        return {
            what: [
                library.revops_lifecycle_name(self._compiled, number, index).decode()
                for index in range(library.revops_lifecycle_count(self._compiled, number))
            ]
            for what, number in _LISTS.items()
        }

    def to_dot(self) -> str:
        """The table as a Graphviz graph.

        Examples
        --------
        >>> Lifecycle().to_dot().splitlines()[0]
        'digraph lifecycle {'
        """
        return text_out(lambda out, capacity: library.revops_lifecycle_dot_text(self._compiled, out, capacity), 16384)

    def find(self, what: str, name: str) -> int:
        """Index of a stage, trigger, item or reason; case doesn't matter, ``_``, ``-`` and space are alike.

        Parameters
        ----------
        what : {"stages", "triggers", "items", "reasons"}
        name : str

        Raises
        ------
        ValueError
            There is no such name; the message lists those there are.
        """
        names = self.names[what]
        return _position(names, name, what[:-1])

    def items(self, names: _Names) -> int:
        """Bits of items.

        Examples
        --------
        >>> Lifecycle().items(["fit", "intent"])
        3
        """
        return self._mask(self.names["items"], _as_names(names), "item")

    def start(self, at_ms: npt.ArrayLike) -> Array:
        """Records of leads that became known at the given instants.

        Parameters
        ----------
        at_ms : array_like of int64 or datetime64[ms], shape (n,)
            Milliseconds since 1970-01-01T00:00Z.

        Returns
        -------
        ndarray of `RECORD`, shape (n,)
        """
        instants = column_in(at_ms, np.int64, "at_ms")
        if (instants == TIME_NONE).any():
            raise ValueError("at_ms has an instant that is 'never'")
        record = LifecycleRecord()
        check(library.revops_lifecycle_record_init(ctypes.byref(record), 0))
        records = np.empty(len(instants), RECORD)
        records[:] = np.frombuffer(bytes(record), RECORD, 1)[0]
        records["dates"]["first_ms"][:, 0] = instants
        records["dates"]["latest_ms"][:, 0] = instants
        return records

    def verify(self, records: Array) -> None:
        """Proves that stored records are such as this lifecycle can have made.

        Parameters
        ----------
        records : ndarray of `RECORD`, shape (n,)

        Raises
        ------
        CorruptError
            One isn't; the message names the first.

        Examples
        --------
        >>> lifecycle = Lifecycle()
        >>> records = lifecycle.start([0, 0])
        >>> lifecycle.verify(records)
        >>> records["step"][1] = 99
        >>> lifecycle.verify(records)
        Traceback (most recent call last):
        revops.errors.CorruptError: record 1: a record or block is damaged or of another format: restore or rebuild it
        """
        records = column_in(records, RECORD, "records")
        first = size()
        status = library.revops_lifecycle_verify(
            self._compiled, address(records, LifecycleRecord), len(records), ctypes.byref(first))
        check(status, f"record {first.value}")

    def apply_many(
        self, records: Array, indexes: npt.ArrayLike, inputs: Array, *, explain: bool = False,
    ) -> Union[Array, tuple[Array, Array]]:
        """Applies many triggers to many records, in order and in place.

        Parameters
        ----------
        records : ndarray of `RECORD`, shape (m,)
            Changed in place, without a copy.
        indexes : array_like of uint32, shape (n,)
            Which record each trigger is for.
        inputs : ndarray of `INPUT`, shape (n,)
            ``at_ms``, ``trigger``, and where they apply ``items`` (bits), ``reason``, ``resume_ms``.
        explain : bool
            Whether to return results, too.

        Returns
        -------
        statuses : ndarray of int32, shape (n,)
            0 moved, -20 refused, -22 late …
        results : ndarray of `RESULT`, shape (n,)
            Only with `explain`; see `text`.

        Examples
        --------
        >>> lifecycle = Lifecycle()
        >>> records = lifecycle.start([0, 0])
        >>> inputs = np.zeros(2, INPUT)
        >>> inputs["trigger"] = lifecycle.find("triggers", "purchased"), lifecycle.find("triggers", "lost")
        >>> lifecycle.apply_many(records, [0, 1], inputs)
        array([  0, -20], dtype=int32)
        """
        records = column_out(records, RECORD, "records", len(records))
        inputs = column_in(inputs, INPUT, "inputs")
        which = column_in(indexes, np.uint32, "indexes", len(inputs))
        statuses = np.empty(len(inputs), np.int32)
        results = np.zeros(len(inputs) if explain else 0, RESULT)
        check(library.revops_lifecycle_apply_many(
            self._compiled, address(records, LifecycleRecord), len(records), address(which, u32), address(inputs, LifecycleInput),
            len(inputs), address(statuses, i32), address(results, LifecycleResult) if explain else None,
        ))
        return (statuses, results) if explain else statuses

    def apply(
        self, record: Array, trigger: str, at_ms: int, *, items: _Names = (), reason: Optional[str] = None,
        resume_ms: Optional[int] = None,
    ) -> str:
        """Moves one record on, in place, and says how.

        Parameters
        ----------
        record : ndarray of `RECORD`, shape (1,)
            As `start` makes it, or a slice of such an array.
        trigger : str
            Name of the trigger.
        at_ms : int
            When it happened.
        items : str or iterable of str
            Items that the event itself confirms.
        reason : str, optional
            Name of the reason.
        resume_ms : int, optional
            When to resume a recycled lead.

        Returns
        -------
        str
            The move in words.

        Raises
        ------
        RefusedError
            The rules refuse it; the message names everything that is missing, the record is untouched.
        LateError
            It happened before the record entered its present step.
        """
        record = column_out(record, RECORD, "record", 1)
        given = LifecycleInput(
            at_ms=integer(at_ms, i64, "at_ms"), items=self.items(items),
            resume_ms=0 if resume_ms is None else integer(resume_ms, i64, "resume_ms"),
            trigger=self.find("triggers", trigger), reason=0 if reason is None else self.find("reasons", reason),
        )
        result = LifecycleResult()
        status = library.revops_lifecycle_apply(
            self._compiled, address(record, LifecycleRecord), ctypes.byref(given), ctypes.byref(result)
        )
        if status == c.REVOPS_ERR_REFUSED:
            raise RefusedError(what=self._text(result))
        check(status, trigger)
        return self._text(result)

    def _text(self, result: LifecycleResult) -> str:
        return text_out(
            lambda out, capacity: library.revops_lifecycle_result_text(self._compiled, ctypes.byref(result), out, capacity), 1024
        )

    def text(self, results: Array) -> list[str]:
        """Results of `apply_many` in words.

        Parameters
        ----------
        results : ndarray of `RESULT`

        Returns
        -------
        list of str
        """
        results = column_in(results, RESULT, "results")
        return [self._text(LifecycleResult.from_buffer_copy(result.tobytes())) for result in results]

    def confirm(self, records: Array, items: _Names = (), *, withdraw: _Names = ()) -> None:
        """Confirms and withdraws items of every record given, in place.

        Examples
        --------
        >>> lifecycle = Lifecycle()
        >>> records = lifecycle.start([0])
        >>> lifecycle.confirm(records, ["budget", "need"])
        >>> int(records["items"][0]) == lifecycle.items(["budget", "need"])
        True
        """
        records = column_out(records, RECORD, "records", len(records))
        given, gone = np.uint64(self.items(items)), np.uint64(self.items(withdraw))
        records["items"] = (records["items"] & ~gone) | given

    def touch(self, record: Array, at_ms: int) -> None:
        """Counts a touch by sales on one record, in place."""
        record = column_out(record, RECORD, "record", 1)
        check(library.revops_lifecycle_touch(address(record, LifecycleRecord), integer(at_ms, i64, "at_ms")))
