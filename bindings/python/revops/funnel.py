# SPDX-License-Identifier: MIT
"""Counts, conversion and times of stages, with waiting leads (funnel.h)."""

from __future__ import annotations

import ctypes
from typing import Any, Callable, Hashable, Mapping, Optional, Sequence, Union

import numpy as np
import numpy.typing as npt

from . import _constants as c
from ._arrays import Array, address, aligned_memory, column_in, integer, lazy_zeros, one_column
from ._compiled import compiled
from ._frames import column_of, is_missing, kind_of, names_of, opened, pair, refuse_missing, require_columns, rows_of, zone_of_frame
from ._funnel_table import FunnelTable, Path
from ._groups import grouped, in_order, ranks_of, totalled
from ._integers import integers_in, known_truths, money_in
from ._kinds import F
from ._library import library
from ._periods import Period, day, month, quarter, week
from ._struct import i64, opaque, size, u32, u64
from ._structs import (
    Cursor, FunnelBottleneck, FunnelColumns, FunnelCount, FunnelMove, FunnelParams, FunnelPlace, FunnelSpan, FunnelStage, FunnelStanding, FunnelTime,
    FunnelTotal, FunnelVelocity,
)
from ._time import Instant, codes, instant_ms, instants_ms, known_instants_ms, spans_ms
from .errors import check
from .stats import refuse_where
from ._typed import give

__all__ = ["Funnel", "Period", "day", "flow", "funnel", "month", "quarter", "survival", "week"]


def apart(keys: list[Any]) -> list[Any]:
    """Keys as they are; two periods of one kind that differ are refused, as a column has one name.

    Examples
    --------
    >>> apart(["owner", month(), month("Europe/Berlin")])
    Traceback (most recent call last):
    ValueError: by has two keys named 'month': give one of them as labels by lead
    """
    found: dict[str, Period] = {}
    for key in keys:
        if isinstance(key, Period) and found.setdefault(key.kind, key) != key:
            raise ValueError(f"by has two keys named {key.kind!r}: give one of them as labels by lead")
    return keys


class Funnel(FunnelTable[F]):
    """Leads by groups; made by `funnel`.

    Attributes
    ----------
    stages : list
        Labels of the stages.
    keys : dict of str to list
        Labels of each group.
    """

    stages: list[Hashable]
    keys: dict[str, list[Any]]
    reason_labels: list[Hashable]

    _like = FunnelTable

    def __init__(self, path: Path, shown: Optional[Callable[[Array], list[int]]], spans: list[tuple[int, int]], keys: dict[str, list[Any]], periods: Sequence[str], groups: int,
                 built: Any, state: Any, kind: str, reasons: list[Hashable], standing: Array, leads: Sequence[Hashable]) -> None:
        super().__init__(self._made_of_counts, kind, path=path, title="Funnel" + (f" by {', '.join(map(str, keys))}" if keys else ""), keys=[*keys, "stage"], periods=periods)
        self.stages, self.keys, self.reason_labels = list(path.stages), keys, reasons
        self._of_stages = shown  # which of them the table has; all unless given
        self._spans, self._built, self._state = spans, built, state
        self._groups = len(next(iter(keys.values()))) if keys else groups  # none where there are keys, but no lead
        self._priced, self._stays = True, False
        self._is_closed, self._parts = np.zeros(0, bool), list[Array]()  # of a run: leads that are at a closing stage, and their groups
        self._standing, self._leads = standing, leads
        self._keep: Any = None
        self._times_seen: Optional[Callable[[], list[list[Array]]]] = None  # by group and stage, exact

    def __reduce__(self) -> Any:
        state = {name: value for name, value in vars(self).items() if name not in ("_built", "_state", "_keep", "_made", "_times_seen", "_of_stages", "_cached")}
        return _again, (state, self.columns, *((memory, at.value - memory.ctypes.data) for memory, at in (self._built, self._state)))

    def __len__(self) -> int:
        return self._groups

    def _read(self, function: Any, kind: type[Any], count: int, *before: int) -> Array:
        out = np.zeros((self._groups, count), np.dtype(kind) if hasattr(kind, "_fields_") else kind)
        for group in range(self._groups):
            row = out[group : group + 1].reshape(-1)
            check(function(self._built[1], self._state[1], group, *before, row.ctypes.data_as(ctypes.POINTER(kind)), count, None), "funnel")
        return out

    @property
    def counts(self) -> Array:
        """``reached``, ``inferred``, ``went_on`` and ``now``, a row a group and a column a stage."""
        return self._read(library.revops_funnel_counts, FunnelCount, len(self.stages))

    @property
    def totals(self) -> Array:
        """``leads``, ``cycles``, ``open``, ``won``, ``closed``, ``wins``, ``expansions``, ``amount`` and ``expansion_amount`` of each group."""
        out = np.zeros(self._groups, np.dtype(FunnelTotal))
        for group in range(self._groups):
            row = FunnelTotal()
            check(library.revops_funnel_totals(self._built[1], self._state[1], group, ctypes.byref(row)), "funnel")
            out[group] = np.frombuffer(bytes(row), np.dtype(FunnelTotal))[0]
        return out

    def conversions(self, observed: bool = False) -> Array:
        """Leads that reached both of two stages: groups × stages × stages; on the diagonal those that reached it."""
        count = len(self.stages)
        return self._read(library.revops_funnel_pairs, u64, count * count, int(observed)).reshape(self._groups, count, count)

    def reasons(self) -> Array:
        """Leads closed now, by reason (the last row: none) and by the stage that they were lost from."""
        count = len(self.stages)
        return self._read(library.revops_funnel_reasons, u64, (len(self.reason_labels) + 1) * count).reshape(self._groups, len(self.reason_labels) + 1, count)

    def _times(self, function: Any, number: int, share: float) -> Array:
        share_bp = int(_shares_bp([share])[0])
        out = np.zeros(self._groups, np.dtype([("done", "u8"), ("open", "u8"), ("mean", "m8[ms]"), ("naive", "m8[ms]"), ("survival", "m8[ms]")]))
        row = FunnelTime()
        for group in range(self._groups):
            check(function(self._built[1], self._state[1], group, number, share_bp, ctypes.byref(row)), "funnel")
            out[group] = (row.done, row.open, row.mean_ms, row.naive_ms, row.survival_ms)
        return out

    def time(self, start: Hashable, end: Hashable, share: float = 0.5) -> Array:
        """How long a span takes: leads ``done`` and ``open``, ``mean`` and ``naive`` percentile of those done, and the percentile with those that
        wait, ``survival`` (Kaplan and Meier; NaT where so many never get there). The span must be one of those measured."""
        return self._times(library.revops_funnel_span_time, self._span(start, end), share)

    def _stage(self, label: Hashable, name: str) -> int:
        if label not in self.stages:
            raise ValueError(f"{name} is {label!r}, which is none of the stages {self.stages}")
        return self.stages.index(label)

    def _span(self, start: Hashable, end: Hashable) -> int:
        span = (self._stage(start, "start"), self._stage(end, "end"))
        if span not in self._spans:
            raise ValueError(f"({start!r}, {end!r}) isn't measured: name it in spans of funnel()")
        return self._spans.index(span)

    def stay(self, stage: Hashable, share: float = 0.5) -> Array:
        """How long leads are at a stage, as `time`; who is there now counts as open."""
        if not self._stays:
            raise ValueError("times at a stage aren't measured: ask for them with stays=True of funnel()")
        return self._times(library.revops_funnel_stage_time, self._stage(stage, "stage"), share)

    def velocity(self, start: Hashable, end: Hashable) -> list[Optional[dict[str, Any]]]:
        """Open deals, win rate, mean size, mean length, and money in 30 days, of each group; None where nothing was won. Without a column of
        amounts, `size` and `amount_a_month` are None."""
        span, row = self._span(start, end), FunnelVelocity()
        out: list[Optional[dict[str, Any]]] = []
        for group in range(self._groups):
            status = library.revops_funnel_velocity_of(self._built[1], self._state[1], group, span, ctypes.byref(row))
            if status == c.REVOPS_ERR_RANGE:
                out.append(None)
                continue
            check(status, "velocity")
            out.append({"deals": row.deals, "win_rate": row.win_rate_bp / 10000, "size": row.size if self._priced else None,
                        "length": np.timedelta64(row.length_ms, "ms"), "amount_a_month": row.amount_a_month if self._priced else None})
        return out

    def bottleneck(self) -> list[dict[str, Any]]:
        """The stage that the smallest share leaves forward, and the slowest one, of each group (MT17)."""
        out, row = [], FunnelBottleneck()
        for group in range(self._groups):
            check(library.revops_funnel_bottleneck_of(self._built[1], self._state[1], group, ctypes.byref(row)), "bottleneck")
            label = [None if place == c.REVOPS_NO_ROW else self.stages[place] for place in (row.stage, row.slowest)]
            out.append({"stage": label[0], "rate": row.rate_bp / 10000, "stuck": row.leads_stuck, "slowest": label[1],
                        "slowest_median": np.timedelta64(row.slowest_ms, "ms")})
        return out

    @property
    def leads(self) -> F:
        """Where each lead stands: ``lead``, ``stage`` (None: nothing happened), ``since``, ``began``, ``cycles``, ``wins``."""
        standing = self._standing
        labels = np.array([*self.stages, None], object)
        stage = labels[np.minimum(standing["stage"], len(self.stages))]
        found: F = give(self._frames, {
            "lead": list(self._leads), "stage": stage.tolist(),
            "since": np.ascontiguousarray(standing["since_ms"]).view("datetime64[ms]"),
            "began": np.ascontiguousarray(standing["cohort_ms"]).view("datetime64[ms]"),
            "cycles": standing["cycles"].copy(), "wins": standing["wins"].copy(),
        }, {"lead": "any"}, self._zone)
        return found

    def _made_of_counts(self) -> dict[str, Any]:
        """A row a group and stage, as `FunnelTable` has them; the median is over leads that got there."""
        counts = self.counts
        shown = list(range(len(self.stages))) if self._of_stages is None else self._of_stages(counts["reached"].sum(axis=0))
        columns: dict[str, Any] = {name: [label for label in labels for _ in shown] for name, labels in self.keys.items()}
        columns["stage"] = [self.stages[number] for number in shown] * self._groups
        for name in ("reached", "inferred", "went_on"):
            columns[name] = counts[name][:, shown].reshape(-1).astype(np.int64)
        hidden = self._hidden
        hidden["won"] = np.repeat(self.totals["won"].astype(np.int64), len(shown)).tolist()
        if self._times_seen is not None:
            hidden["times"] = [of[number] for of in self._times_seen() for number in shown]
            columns.update(timed=np.array([len(times) for times in hidden["times"]], np.int64), rate=None, median=None)
        elif self._spans:
            medians, timed = np.full(counts.shape, np.timedelta64("NaT"), "timedelta64[ms]"), np.zeros(counts.shape, np.int64)
            for number, (start, _) in reversed(list(enumerate(self._spans))):
                found = self._times(library.revops_funnel_span_time, number, 0.5)
                medians[:, start], timed[:, start] = found["naive"], found["done"]
            columns.update(timed=timed[:, shown].reshape(-1), rate=None, median=medians[:, shown].reshape(-1))
        return self._finished(columns, hidden, {})


def _labels_of_rows(frame: Any, name: Any) -> tuple[Array, list[Hashable]]:
    """Labels of a key, as `ranks_of`."""
    if name not in names_of(frame):
        raise ValueError(f"by names {name!r}: the frame has {', '.join(map(str, names_of(frame)))}")
    try:
        return ranks_of(column_of(frame, name))
    except (TypeError, ValueError) as error:  # rows that are lists
        raise TypeError(f"by names {name!r}, whose rows aren't labels: {error}") from None


def _labels_at(labelled: Mapping[Any, tuple[Array, list[Hashable]]], name: Any, rows: Array) -> list[Any]:
    """The label of a key at some rows; None where it is missing."""
    ranks, labels = labelled[name]
    return [None if rank == c.REVOPS_NO_ROW else labels[rank] for rank in ranks[rows].tolist()]


def funnel(
    frame: F, stages: Sequence[Hashable], *, lead: str = "lead", stage: str = "stage", at: str = "at", dates: Optional[Mapping[Hashable, str]] = None,
    won: Union[Hashable, Sequence[Hashable]] = (), closed: Union[Hashable, Sequence[Hashable]] = (),
    by: Union[str, Period, tuple[str, Mapping[Any, Any]], Sequence[Any]] = (), amount: Optional[str] = None, reason: Optional[str] = None,
    inferred: Optional[str] = None, infer: bool = True, forward: bool = True, spans: Union[str, Sequence[tuple[Hashable, Hashable]]] = "next", stays: bool = False,
    as_of: Optional[Instant] = None, totals: bool = False, sequence: Optional[str] = None,
) -> Funnel[F]:
    """Computes a funnel from a log of moves, or from a table with one date per stage.

    The order of rows means nothing. Rows of one instant go by `sequence`, then by stage. A win that is there twice counts twice.

    Parameters
    ----------
    frame : DataFrame or mapping of columns
        A row an event: `lead`, `stage`, `at`. Or, with `dates`, a row a lead.
    stages : sequence of labels
        The stages in the order of the path. Rows that name another one raise ValueError.
    lead, stage, at : str
        Names of columns.
    dates : mapping of stage to column, optional
        For a table with one row a lead, such as "Became an MQL Date": its columns of instants; a missing one was not reached.
    won, closed : label or sequence of labels
        Stages that are wins, and those that end a cycle without one.
    by : str, period, (name, mapping), or a sequence of them
        Keys: a column of the frame (the label of the lead's first row in time), a period such as ``month("Europe/Berlin")``, or labels by lead.
        Missing labels are None.
    amount, reason : str, optional
        Columns: money of wins, integers of minor units; why a lead was closed.
    inferred : str, optional
        A boolean column: nobody recorded this, it was inferred.
    infer : bool
        Stages passed over count as reached, inferred.
    forward : bool
        A move back counts for where a lead stands, but dates no stage: what was passed over stays inferred.
    spans : "next", or sequence of (stage, stage)
        Times to measure; "next": from each stage to the one after it.
    stays : bool
        Measure the time at each stage, too.
    as_of : instant, optional
        Until when open leads have waited; the last event unless given. Later events are an error.
    totals : bool
        Adds a group of all leads, with the label "(all)".
    sequence : str, optional
        A column of integers: the log's own order within an instant, such as a counter of changes.

    Returns
    -------
    Funnel

    Raises
    ------
    ValueError
        A column is missing, a stage is unknown, or more than one period names a stage.

    Examples
    --------
    >>> log = {"lead": [1, 1, 2, 2, 3], "stage": ["mql", "won", "mql", "lost", "mql"], "at": np.array([0, 4, 0, 1, 2], "datetime64[D]"),
    ...        "source": ["ads", None, "mail", None, "ads"]}
    >>> found = funnel(log, ["mql", "won", "lost"], won="won", closed="lost", by="source", spans=[("mql", "won")])
    >>> found.keys, found.counts["reached"].tolist()
    ({'source': ['ads', 'mail']}, [[2, 1, 0], [1, 0, 1]])
    >>> found.time("mql", "won")["open"].tolist()
    [1, 1]
    """
    if isinstance(stages, (str, bytes)) or not hasattr(stages, "__iter__"):
        raise TypeError(f"stages is {stages!r}: expected a sequence of labels, such as ['mql', 'won']")
    labels = list(stages)
    of = {label: number for number, label in enumerate(labels)}
    if len(of) != len(labels):
        raise ValueError("stages has a label twice")
    given = [*([lead] if dates is None else [lead, *dates.values()]), *([stage, at] if dates is None else []), amount, reason, inferred, sequence]
    kind, frame = kind_of(frame), opened(frame)
    require_columns(frame, given, "the frame")
    refuse_missing(column_of(frame, lead), lead)
    lead_numbers, leads = codes(column_of(frame, lead)) if rows_of(frame) else (np.zeros(0, np.int64), [])
    row = np.arange(len(lead_numbers))
    if dates is None:
        at_ms = instants_ms(column_of(frame, at), at) if len(row) else np.zeros(0, np.int64)
        numbers, found = codes(column_of(frame, stage)) if len(row) else (np.zeros(0, np.int64), [])
        unknown = [label for label in found if label not in of]
        if unknown:
            raise ValueError(f"{stage} has {unknown[0]!r}, which is none of the stages {labels}; leave such rows out")
        stage_numbers = np.array([of[label] for label in found], np.int64)[numbers] if found else numbers
    else:
        parts = []
        for label, name in dates.items():
            if label not in of:
                raise ValueError(f"dates names the stage {label!r}, which is none of {labels}")
            array = np.asarray(_naive_instants(column_of(frame, name)))
            known = np.flatnonzero(~np.isnat(array))
            parts.append((known, np.full(len(known), of[label]), known_instants_ms(array[known], name)))
        row = np.concatenate([part[0] for part in parts]) if parts else row[:0]
        stage_numbers = np.concatenate([part[1] for part in parts]) if parts else row
        at_ms = np.concatenate([part[2] for part in parts]) if parts else row
        lead_numbers = lead_numbers[row]
    keys = list(by) if isinstance(by, (list, tuple)) and not isinstance(by, Period) and not (
        isinstance(by, tuple) and len(by) == 2 and isinstance(by[1], Mapping)) else [by]
    apart(keys)
    ties: dict[str, Array] = {}
    if sequence is not None:
        ties["sequence"] = integers_in(column_of(frame, sequence), np.int64, sequence)[row]
    ties["stage"] = stage_numbers
    if amount is not None:
        ties["amount"] = money_in(column_of(frame, amount), amount)[row]
    reasons: list[Hashable] = []
    if reason is not None and len(row):
        ranks, reasons = ranks_of(column_of(frame, reason))
        ties["reason"] = ranks[row]
    if inferred is not None:
        ties["inferred"] = known_truths(column_of(frame, inferred), inferred, rows_of(frame))[row]
    labelled = {key: _labels_of_rows(frame, key) for key in keys if not isinstance(key, (Period, tuple))}
    ties.update({f"key {key}": ranks[row] for key, (ranks, _) in labelled.items()})
    order = in_order(at_ms, *ties.values())

    def column(values: Array, dtype: Any) -> Array:
        return np.ascontiguousarray(values[order], dtype)

    lead_column, stage_column, at_column = column(lead_numbers, np.uint32), column(stage_numbers, np.uint8), column(at_ms, np.int64)
    last = int(at_column[-1]) if len(at_column) else 0
    as_of_ms = last if as_of is None else instant_ms(as_of, "as_of")
    if as_of_ms < last:
        raise ValueError("as_of is before the last event: leave later rows out")
    first_row = np.full(len(leads), 0, np.int64)
    first_row[lead_column[::-1]] = row[order][::-1]

    cohorts = {key.of for key in keys if isinstance(key, Period)}
    if len(cohorts) > 1:
        raise ValueError("by has periods of several stages: give one of them as labels by lead")
    cohort = next(iter(cohorts), None)
    if cohort is not None and cohort not in of:
        raise ValueError(f"by has a period of {cohort!r}, which is none of the stages {labels}")
    pairs = list(zip(labels, labels[1:])) if isinstance(spans, str) else [pair(span, f"spans, row {number},") for number, span in enumerate(spans)]
    closing, winning = _one_or_many(closed), _one_or_many(won)
    if isinstance(spans, str):
        pairs = [(a, b) for a, b in pairs if b not in closing and a not in closing]
    for what, named in (("won", winning), ("closed", closing), ("spans", [label for pair in pairs for label in pair])):
        for label in named:
            if label not in of:
                raise ValueError(f"{what} names {label!r}, which is none of the stages {labels}")
    both = [label for label in winning if label in closing]
    if both:
        raise ValueError(f"won and closed both name {both[0]!r}: a stage is a win, or ends a cycle without one")
    span_numbers = [(of[a], of[b]) for a, b in pairs]
    rows = np.zeros(len(labels), np.dtype(FunnelStage))
    for label in winning:
        rows["kind"][of[label]] = c.REVOPS_FUNNEL_WON
    for label in closing:
        rows["kind"][of[label]] = c.REVOPS_FUNNEL_CLOSED
    span_rows = np.array(span_numbers, np.uint32).reshape(-1, 2).copy()
    params = FunnelParams()
    check(library.revops_funnel_defaults(ctypes.byref(params), ctypes.sizeof(params)), "funnel")
    params.flags = (c.REVOPS_FUNNEL_INFER if infer else 0) | (c.REVOPS_FUNNEL_STAYS if stays else 0) | (c.REVOPS_FUNNEL_FORWARD if forward else 0)
    params.stages, params.stage_count, params.stage_row_size = rows.ctypes.data, len(rows), rows.itemsize
    params.spans, params.span_count, params.span_row_size = span_rows.ctypes.data, len(span_rows), ctypes.sizeof(FunnelSpan)
    params.reason_count = len(reasons)
    params.cohort_stage = c.REVOPS_NO_ROW if cohort is None else of[cohort]
    built = compiled(library.revops_funnel_build, params, "funnel", library.revops_funnel_check)

    columns, keep = FunnelColumns(), [lead_column, stage_column, at_column]
    columns.struct_size, columns.count = ctypes.sizeof(columns), len(order)
    columns.lead, columns.stage, columns.at_ms = lead_column.ctypes.data, stage_column.ctypes.data, at_column.ctypes.data
    for name, field, dtype in (("reason", "reason", np.uint32), ("inferred", "is_inferred", np.uint8), ("amount", "amount", np.int64)):
        if name in ties:
            keep.append(column(ties[name], dtype))
            setattr(columns, field, keep[-1].ctypes.data)
    records = aligned_memory(library.revops_funnel_record_size(built[1]) * len(leads))
    cursor, standing = Cursor(), np.zeros(len(leads), np.dtype(FunnelStanding))
    check(library.revops_funnel_apply_many(built[1], ctypes.byref(columns), records.ctypes.data, len(leads), ctypes.byref(cursor)), "funnel")
    check(library.revops_funnel_stand(built[1], records.ctypes.data, len(leads), address(standing, FunnelStanding)), "funnel")

    names: list[str] = []
    per_lead: list[list[Any]] = []
    for key in keys:
        if isinstance(key, Period):
            names.append(key.kind)
            per_lead.append([None if np.isnat(value) else value.item() for value in key.first_days(standing["cohort_ms"].view("datetime64[ms]"))])
        else:
            names.append(str(key[0] if isinstance(key, tuple) else key))
            per_lead.append([key[1].get(of_lead) for of_lead in leads] if isinstance(key, tuple) else _labels_at(labelled, key, first_row))
    periods = [key.kind for key in keys if isinstance(key, Period)]
    of_keys, groups, count = grouped(names, per_lead, len(leads), periods)
    of_keys, groups_of, count = totalled(of_keys, groups, count, periods, totals)
    built, state = cells_of(params, records, groups_of, count, as_of_ms)
    ends = [label in closing for label in labels]
    path = Path(labels, [0 if is_end else place + 1 for place, is_end in enumerate(ends)], [label in winning for label in labels], ends)
    made: Funnel[F] = Funnel(path, None, span_numbers, of_keys, periods, params.group_count, built, state, kind, reasons, standing, leads)
    made._priced, made._stays, made._zone = amount is not None, bool(stays), zone_of_frame(frame)
    return made


def _shares_bp(shares: Any) -> Array:
    """Shares of 0.0001 … 1 in basis points."""
    given = np.asarray(shares)
    if given.dtype.kind not in "iuf" or given.ndim != 1:
        raise TypeError(f"share is {shares!r}: expected numbers of 0.0001 to 1, such as 0.5")
    wrong = ~((given >= 0.00005) & (given <= 1))
    if wrong.any():
        raise ValueError(f"share is {given[int(wrong.argmax())]}, not between 0.0001 and 1")
    return np.ascontiguousarray(np.rint(given * 10000), np.uint32)


def _again(state: dict[str, Any], columns: dict[str, Any], *compiled_things: tuple[Array, int]) -> Funnel[Any]:
    """A funnel from what `__reduce__` told: its memory holds no addresses."""
    found = Funnel.__new__(Funnel)
    vars(found).update(state, _keep=None, _made=columns, _times_seen=None, _of_stages=None, _cached=None)
    for name, (memory, offset) in zip(("_built", "_state"), compiled_things):
        own = aligned_memory(len(memory))
        own[:] = memory
        setattr(found, name, (own, opaque(own.ctypes.data + offset)))
    return found


def cells_of(params: FunnelParams, records: Array, groups: Sequence[Array], count: int, as_of_ms: int) -> tuple[Any, Any]:
    """The funnel of so many groups, and its cells with all records added, once for each list of their groups."""
    params.group_count = count
    built = compiled(library.revops_funnel_build, params, "funnel", library.revops_funnel_check)
    needed, state = size(), opaque()
    library.revops_funnel_state_init(built[1], None, 0, ctypes.byref(needed), None)
    memory = lazy_zeros(needed.value, np.uint8) if needed.value >= 1 << 16 else aligned_memory(needed.value)
    check(library.revops_funnel_state_init(built[1], memory.ctypes.data, needed.value, None, ctypes.byref(state)), "funnel")
    for targets in groups:
        check(library.revops_funnel_add(built[1], state, records.ctypes.data, len(targets), address(targets, u32), None, as_of_ms), "funnel")
    return built, (memory, state)


def _one_or_many(labels: Any) -> list[Hashable]:
    return list(labels) if isinstance(labels, (list, tuple, set, frozenset)) else [labels]


def _naive_instants(values: Any) -> Array:
    """A column of instants as datetime64, NaT where missing."""
    array = one_column(values)
    if array.dtype.kind == "U":
        array = array.astype(object)
    if array.dtype.kind == "O":
        array = np.array([np.datetime64("NaT", "ms") if is_missing(value) else np.datetime64(instant_ms(value, "dates"), "ms") for value in array], "M8[ms]")
    if array.dtype.kind != "M":
        raise TypeError(f"dates must be columns of instants (datetime64, aware datetime or RFC 3339 text), not {array.dtype}")
    return array


def flow(lead: Array, stage: Array, at: Array, leads: int, stages: int) -> tuple[Array, Array]:
    """Moves between stages and time spent before them, in one pass over coded columns; the short form of `funnel`.

    Parameters
    ----------
    lead : array of uint32
        Numbers of leads, below `leads`; those of one lead in order of time.
    stage : array of uint8
        Numbers of the stages entered, below `stages`.
    at : array of int64 or datetime64[ms]
        When.
    leads, stages : int
        How many there are; up to 32 stages.

    Returns
    -------
    counts : array of uint64, shape (stages + 1, stages)
        Moves from each stage to each; the last row holds first events.
    times : array of timedelta64[ms], of the same shape
        Time at the stage left.

    Raises
    ------
    ValueError
        Rows are out of range or out of order.

    Examples
    --------
    >>> counts, times = flow(np.array([0, 1, 0], np.uint32), np.array([0, 0, 1], np.uint8), np.array([0, 1, 5]), 2, 2)
    >>> counts.tolist(), times[0, 1]
    ([[0, 1], [0, 0], [2, 0]], np.timedelta64(5,'ms'))
    """
    lead, at = column_in(lead, np.uint32, "lead"), column_in(at, np.int64, "at", len(lead))
    stage = column_in(stage, np.uint8, "stage", len(lead))
    rows = np.zeros(integer(stages, u32, "stages"), np.dtype(FunnelStage))
    params, columns, cursor = FunnelParams(), FunnelColumns(), Cursor()
    check(library.revops_funnel_defaults(ctypes.byref(params), ctypes.sizeof(params)), "flow")
    params.stages, params.stage_count, params.stage_row_size = rows.ctypes.data, len(rows), rows.itemsize
    memory, built = compiled(library.revops_funnel_build, params, "flow", library.revops_funnel_check)
    columns.struct_size, columns.count = ctypes.sizeof(columns), len(lead)
    columns.lead, columns.stage, columns.at_ms = lead.ctypes.data, stage.ctypes.data, at.ctypes.data
    places, moves = lazy_zeros(leads, np.dtype(FunnelPlace)), np.zeros((stages + 1, stages), np.dtype(FunnelMove))
    check(library.revops_funnel_flow_add(
        built, ctypes.byref(columns), address(places, FunnelPlace), leads, moves.ctypes.data_as(ctypes.POINTER(FunnelMove)), ctypes.byref(cursor)), "flow")
    del memory
    if cursor.late or cursor.invalid:
        raise ValueError(f"{cursor.late} rows are before an earlier row of their lead, {cursor.invalid} are out of range")
    return moves["count"].copy(), np.ascontiguousarray(moves["time_ms"]).view("timedelta64[ms]")


def survival(served: npt.ArrayLike, waiting: npt.ArrayLike = (), shares: npt.ArrayLike = (0.5,)) -> Array:
    """Time until a share is served while some still wait (exact Kaplan–Meier estimate).

    Parameters
    ----------
    served, waiting : array of int or timedelta64[ms]
        Times of those served, and of those who wait so far.
    shares : array of float
        0.0001 … 1; 0.5 is the median.

    Returns
    -------
    array of timedelta64[ms]
        NaT where so many are never served.

    Examples
    --------
    >>> survival([1, 2, 3, 4], [10] * 6, [0.25, 0.5]).astype(int)
    array([                   3, -9223372036854775808])
    """
    times = []
    for name, values in (("served", served), ("waiting", waiting)):
        times.append(spans_ms(values, name).copy())
        refuse_where(times[-1] < 0, name, times[-1], "0 or more")
    shares_bp = _shares_bp(shares)
    out = np.empty(len(shares_bp), np.int64)
    check(library.revops_stats_survival(
        address(times[0], i64), len(times[0]), address(times[1], i64), len(times[1]), address(shares_bp, u32), len(out), address(out, i64)), "survival")
    return out.view("timedelta64[ms]")
