# SPDX-License-Identifier: MIT
"""A page of figures and tables as text, JSON and CSV (sheet.h)."""

from __future__ import annotations

import ctypes
from typing import Any, Mapping, Optional, Sequence, Union

import numpy as np

from . import _constants as c
from ._arrays import integer, numbers_of, one_column, text_out
from ._compiled import compiled
from ._frames import Late, column_of, is_missing, mapping, names_of, opened, rows_of
from ._library import library
from ._show import Shown, plural
from ._struct import i64, u32, u64
from ._structs import Compliance, SheetCell, SheetColumn, SheetDeviation, SheetFigure, SheetParams, SheetQueue, SheetSide, SheetStep, SheetTable
from ._made import Made
from ._time import Instant, Span, instant_ms, known_instants_ms, span_ms, spans_ms
from .errors import check
from .plan import Bands

__all__ = ["Sheet"]

html: Any = Late("html")

_KINDS = {library.revops_sheet_kind_name(kind).decode(): kind for kind in range(1, c.REVOPS_SHEET_DAY + 1)}
_MISSING = -(2**63)


def _bytes(text: Any) -> bytes:
    return str(text).replace("\0", " ").encode("utf-8", "surrogateescape")


def _scaled(value: Optional[float], name: str) -> int:
    """Ten-thousandths of a number."""
    if value is None:
        return _MISSING
    if isinstance(value, bool) or not isinstance(value, (int, float, np.integer, np.floating)) or not abs(value) < 1e12:
        raise ValueError(f"{name} is {value!r}: expected a number, or None")
    return round(value * 10000)


def _whole(value: Any, name: str) -> int:
    """An integer, also of a column that has gaps."""
    return integer(int(value) if isinstance(value, float) and value.is_integer() else value, i64, name)


def _told(rows: Any, what: str, fields: tuple[str, ...]) -> list[tuple[Any, ...]]:
    """Rows of so many fields."""
    found = []
    for number, row in enumerate(rows):
        if not isinstance(row, (tuple, list)) or len(row) != len(fields):
            raise TypeError(f"{what} has {row!r} in row {number}: expected ({', '.join(fields)})")
        found.append(tuple(row))
    return found


def _side(name: str, counts: Mapping[str, int]) -> tuple[Any, ...]:
    """A row of the service levels."""
    fields = [field[0] for field in SheetSide._fields_[1:]]
    counters = {field[0] for field in Compliance._fields_}  # which may be given as they are
    for key in mapping(counts, f"{name} of sides"):
        if key not in fields and key not in counters:
            raise ValueError(f"{name} of sides has {key!r}: expected {', '.join(fields)}")
    return _bytes(name), *(integer(counts.get(field, 0), u64, f"{field} of {name}") for field in fields)


class Sheet(Made, Shown):
    """A page of figures that were computed elsewhere.

    Parameters
    ----------
    title : str, optional
        Its title.
    as_of : datetime, datetime64, text or int of milliseconds, optional
        The present of the page.
    pipeline, needed, quota : int, optional
        Minor units: coverage is pipeline ÷ quota, the gap needed − pipeline.
    gap_stage : str, optional
        The stage that causes the gap.
    offered, accepted : int, optional
        Leads that sales decided on and accepted.
    payback : float, optional
        Months.
    alignment : float, optional
        Alignment score, 0 to 1.
    contact_median, contact_late : timedelta, timedelta64 or int of milliseconds, optional
        Time to first contact: the median, and within which 90 of 100 are contacted.
    sides : mapping of name to mapping, optional
        Service levels: ``met``, ``breached``, ``met_late``, ``under_5_min``, ``under_30_min``, ``from_30_min``.
    funnel : sequence of (stage, reached), optional
        Leads that reached each stage, of those that reached the one before.
    deviations : sequence of (rule, times, leads, time lost), optional
        In any order; the time may be None.
    queues : sequence of (queue, waiting, overdue, longest wait), optional
        In any order; the wait may be None.
    tables : mapping of name to frame, optional
        Further tables. Text, integers, floats (shares), timedelta64 and datetime64 are told by their type.
    kinds : mapping of column to str, optional
        What a column is where its type doesn't tell: ``money``, ``share`` (basis points), ``multiple``, ``months`` (ten-thousandths) … ``(table,
        column)`` is one of that table only; so is ``(table, row)``, a row by its first cell, whose other cells are of that kind.
    figures : mapping of name to (value, kind) or (value, kind, metric), optional
        Further key figures: an integer in the unit of its kind, as ``kinds`` names it (a span also as timedelta), judged by the bands of a metric as
        `judge` takes it, such as ``"win rate"`` or, with `policy`, what that has bands or a target of.
    worst : int
        Deviations and queues that are shown.
    policy : Policy, optional
        Whose bands judge the key figures; the built-in ones unless given.

    Examples
    --------
    >>> page = Sheet("Week 10", pipeline=320_000_000, quota=100_000_000, funnel=[("SQL", 76), ("Won", 24)])
    >>> print(page, end="")
    Week 10
    <BLANKLINE>
    Key figures
      figure             value  from  to  band
      pipeline coverage  3.20x     –   –  minimum
    <BLANKLINE>
    Funnel
      stage  reached  went on   share    from      to
      SQL         76       24  31.6 %  22.2 %  42.7 %
      Won         24        –       –       –       –
    """

    def __init__(
        self, title: Optional[str] = None, *, as_of: Optional[Instant] = None, pipeline: Optional[int] = None, needed: Optional[int] = None,
        quota: Optional[int] = None, gap_stage: Optional[str] = None, offered: Optional[int] = None, accepted: Optional[int] = None,
        payback: Optional[float] = None, alignment: Optional[float] = None, contact_median: Optional[Span] = None,
        contact_late: Optional[Span] = None, sides: Optional[Mapping[str, Mapping[str, int]]] = None,
        funnel: Sequence[tuple[str, int]] = (), deviations: Sequence[tuple[str, int, int, Optional[Span]]] = (),
        queues: Sequence[tuple[str, int, int, Optional[Span]]] = (), tables: Optional[Mapping[str, Any]] = None,
        kinds: Optional[Mapping[Any, str]] = None, figures: Optional[Mapping[str, tuple[Any, ...]]] = None, worst: int = 10, policy: Any = None,
    ) -> None:
        params = SheetParams()
        check(library.revops_sheet_defaults(ctypes.byref(params), ctypes.sizeof(params)), "sheet")
        self._keep: list[Any] = []
        params.title = None if title is None else _bytes(title)
        params.gap_stage = None if gap_stage is None else _bytes(gap_stage)
        if as_of is not None:
            params.as_of_ms = instant_ms(as_of, "as_of")
        given = {"pipeline": pipeline, "needed": needed, "quota": quota, "offered": offered, "accepted": accepted}
        for name, value in given.items():
            if value is not None:
                setattr(params, name, integer(value, i64, name))
        if alignment is not None and not 0 <= alignment <= 1:
            raise ValueError(f"alignment is {alignment!r}, not between 0 and 1")
        params.payback, params.alignment_bp = _scaled(payback, "payback"), _scaled(alignment, "alignment")
        for name, span in (("contact_median", contact_median), ("contact_late", contact_late)):
            if span is not None:
                setattr(params, f"{name}_ms", span_ms(span, name))
        reached = [(_bytes(stage), integer(count, u32, f"reached of {stage!r}")) for stage, count in _told(funnel, "funnel", ("stage", "reached"))]
        steps = [(*row, following[1]) for row, following in zip(reached, [*reached[1:], (b"", 0)])]
        self._rows(params, "steps", "step", SheetStep, steps)
        self._rows(params, "sides", "side", SheetSide, [_side(name, counts) for name, counts in mapping(sides or {}, "sides").items()])
        for part, singular, struct, listed, fields in (
            ("deviations", "deviation", SheetDeviation, deviations, ("rule", "times", "leads", "time lost")),
            ("queues", "queue", SheetQueue, queues, ("queue", "waiting", "overdue", "longest wait")),
        ):
            self._rows(params, part, singular, struct, [
                (_bytes(name), integer(first, u64, f"{fields[1]} of {name!r}"), integer(second, u64, f"{fields[2]} of {name!r}"),
                 _MISSING if span is None else span_ms(span, f"{fields[3]} of {name!r}"))
                for name, first, second, span in _told(listed, part, fields)
            ])
        self._rows(params, "tables", "table", SheetTable, [self._table(name, frame, kinds or {}) for name, frame in (tables or {}).items()])
        params.worst_count = worst
        self._bands = Bands(policy)
        if policy is not None:
            params.bands = ctypes.pointer(self._bands._params)
        self._rows(params, "figures", "figure", SheetFigure, [self._figure(name, given) for name, given in (figures or {}).items()])
        self._params = params
        self._memory, self._sheet = compiled(library.revops_sheet_build, params, "sheet", library.revops_sheet_check)

    def _figure(self, name: str, given: tuple[Any, ...]) -> tuple[Any, ...]:
        if not isinstance(given, (tuple, list)) or len(given) not in (2, 3):
            raise TypeError(f"figures has {given!r} for {name!r}: expected (value, kind) or (value, kind, metric)")
        value, kind = given[:2]
        if kind not in _KINDS or kind == "name":
            raise ValueError(f"figures has the kind {kind!r} for {name!r}: expected one of {', '.join(kind for kind in _KINDS if kind != 'name')}")
        number = _MISSING if value is None else span_ms(value, name) if kind == "span" else integer(value, i64, name)
        return _bytes(name), number, _KINDS[kind], self._bands.metric(given[2]) if len(given) == 3 else 0

    def _said(self) -> tuple[str, list[tuple[str, str]]]:
        return f"Sheet: {plural(len(self.tables), 'table')}", [("tables", ", ".join(self.tables))]

    def _shown(self) -> list[str]:
        return [f'<pre class="wide">{html.escape(str(self))}</pre>']

    def _rows(self, params: Any, part: str, singular: str, struct: Any, rows: Sequence[tuple[Any, ...]]) -> None:
        array = (struct * max(len(rows), 1))(*rows)
        self._keep.append(array)
        setattr(params, part, ctypes.cast(array, ctypes.POINTER(struct)))
        setattr(params, f"{singular}_count", len(rows))
        setattr(params, f"{singular}_row_size", ctypes.sizeof(struct))

    def _column(self, name: str, values: Any, kind: Optional[str]) -> tuple[int, list[tuple[int, Optional[bytes]]]]:
        array = one_column(numbers_of(values) if kind not in (None, "name") else values)
        if array.dtype.kind == "O" and kind is None and len(array) and all(is_missing(value) or isinstance(value, (int, float)) for value in array):
            kind = "count" if all(is_missing(value) or isinstance(value, int) for value in array) else None  # numbers with gaps
            array = array if kind else np.array([np.nan if is_missing(value) else value for value in array], np.float64)
        if kind is not None:
            if kind not in _KINDS:
                raise ValueError(f"kind {kind!r}: expected one of {', '.join(_KINDS)}")
            if _KINDS[kind] == c.REVOPS_SHEET_NAME:
                return _KINDS[kind], [(0, None if is_missing(value) else _bytes(value)) for value in array.tolist()]
            return _KINDS[kind], [(_MISSING if is_missing(value) else _whole(value, f"{name} in row {row}"), None) for row, value in enumerate(array.tolist())]
        if array.dtype.kind == "M":
            return c.REVOPS_SHEET_INSTANT, [(value, None) for value in known_instants_ms(array, name).tolist()]
        if array.dtype.kind == "m":
            return c.REVOPS_SHEET_SPAN, [(value, None) for value in spans_ms(array, name).tolist()]
        if array.dtype.kind in "iub":
            return c.REVOPS_SHEET_COUNT, [(value, None) for value in array.astype(np.int64).tolist()]
        if array.dtype.kind == "f":
            return c.REVOPS_SHEET_SHARE, [(_MISSING if value != value else round(value * 10000), None) for value in array.tolist()]
        return c.REVOPS_SHEET_NAME, [(0, None if is_missing(value) else _bytes(value)) for value in array.tolist()]

    def _table(self, name: str, frame: Any, kinds: Mapping[Any, str]) -> tuple[Any, ...]:
        frame = opened(frame, f"table {name!r}")
        count, names = rows_of(frame), names_of(frame)
        of_rows = [kinds.get((name, first)) for first in one_column(column_of(frame, names[0])).tolist()] if kinds and names else [None] * count
        columns, cells = (SheetColumn * max(len(names), 1))(), (SheetCell * max(count * len(names), 1))()
        for place, label in enumerate(names):
            kind, values = self._column(label, column_of(frame, label), kinds.get((name, label), kinds.get(label)))
            columns[place] = SheetColumn(_bytes(label), kind, 0)
            for row, (value, text) in enumerate(values):
                own = of_rows[row] if place else None
                cells[row * len(names) + place] = SheetCell(value, text, 0 if own is None else _KINDS[own], 0)
        self._keep += [columns, cells]
        heads, body = ctypes.cast(columns, ctypes.POINTER(SheetColumn)), ctypes.cast(cells, ctypes.POINTER(SheetCell))
        return (_bytes(name), heads, body, len(names), ctypes.sizeof(SheetColumn), count, 0)

    @property
    def tables(self) -> list[str]:
        """Names of its tables."""
        count = library.revops_sheet_table_count(self._sheet)
        return [library.revops_sheet_table_name(self._sheet, table).decode("utf-8", "surrogateescape") for table in range(count)]

    def __str__(self) -> str:
        return text_out(lambda memory, capacity: library.revops_sheet_text(self._sheet, memory, capacity), 4096)

    def json(self) -> str:
        """The page as one JSON object; shares are basis points, times milliseconds, money minor units."""
        return text_out(lambda memory, capacity: library.revops_sheet_json_text(self._sheet, memory, capacity), 4096)

    def csv(self, table: Union[int, str], *, for_spreadsheets: bool = False) -> str:
        """One table as CSV; `for_spreadsheets` keeps names from being taken for formulas.

        Examples
        --------
        >>> Sheet(tables={"Owners": {"owner": ["=kim"], "rate": [0.316]}}).csv("Owners", for_spreadsheets=True)
        "owner,rate\\r\\n'=kim,0.3160\\r\\n"
        """
        if isinstance(table, str):
            if table not in self.tables:
                raise ValueError(f"no table {table!r}: expected one of {', '.join(self.tables)}")
            table = self.tables.index(table)
        flags = c.REVOPS_SHEET_FOR_SPREADSHEETS if for_spreadsheets else 0
        return text_out(lambda memory, capacity: library.revops_sheet_csv_text(self._sheet, table, flags, memory, capacity), 4096)
