# SPDX-License-Identifier: MIT
"""Logs that are larger than memory: read in batches of whole leads.

Examples
--------
>>> import polars
>>> rows = polars.LazyFrame({"who": [1, 1, 2], "when": ["2026-03-02T09:00:00Z", "2026-03-05T09:00:00Z", "2026-03-01T09:00:00Z"],
...                          "what": ["Applicant", "Tenant", "Applicant"]})
>>> log = Batches(rows, 2, lead="who", at="when", every="stage", value="what")
>>> log
<Log in 2 batches: 2 leads of the frame>
>>> policy = {"revops": 1, "name": "flats", "stages": [{"name": "Applicant"}, {"name": "Tenant", "kind": "won"}], "events": {"stage": {"value": "stage"}}}
>>> log.replay(policy).leads.collect()["lead"].to_list()
[2, 1]
"""

from __future__ import annotations

import bisect
import os
from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING, Any, Optional

import numpy as np

from ._arrays import Array
from ._frames import Late
from ._log_errors import LogError
from ._log_events import Part, Said, read
from ._kinds import Routing
from ._made import Made
from ._pieces import begun, folded, has_accounts, merged, together, wider
from ._show import plural
from ._factor import factor
from ._tables import Table
from .engine import Engine, _mode
from .log import Log, _part
from .policy import Source

if TYPE_CHECKING:
    from .engine import Run

__all__ = ["Batches"]

nw: Any = Late("narwhals.stable.v2")
pl: Any = Late("polars")
_SAMPLE = 1 << 16  # rows whose leads are looked at


class Batches(Log[Any]):
    """A log of which one batch at a time is in memory. Its run is that of the whole log, byte for byte.

    What becomes of a batch lies in files of the system's, of which as much is in memory as there is room; beside a batch, a few numbers a lead are in memory at
    times. Where leads share accounts whose usage counts, their names are, too.

    Parameters
    ----------
    table : path of a Parquet file, lazy frame of polars, or DuckDB relation
        It is read once for a sample of the names of leads, and twice a batch; where it is sorted by lead, most of it is skipped.
    count : int
        How many batches, of about as many rows.
    frames : str, optional
        What a path is read with: "polars", or "duckdb".
    **mapping
        What the columns are, as for `Log`. Say `date_format`, where one batch can't decide it.

    See the module for an example.
    """

    def __init__(self, table: Any, /, count: int = 16, *, frames: Optional[str] = None, **mapping: Any) -> None:
        if count < 1:
            raise ValueError(f"count is {count}: expected 1 batch or more")
        self._scanned, self._count, self._mapping = _scanned(table, frames), count, mapping
        self._kind: str = frames or "polars" if isinstance(table, (str, os.PathLike)) else ""
        self._name: str = os.path.basename(os.fspath(table)) if isinstance(table, (str, os.PathLike)) else "the frame"
        self.policy: Optional[str] = None
        self._assumed, self._first_dates = (), ()
        self._last: Optional[Engine] = None
        self.parts: tuple[Part, ...] = (_part(self._table(self._scanned.head(0)), mapping),)
        self._bounds = self._sampled(self.parts[0].document["lead"])

    _has_rows = False
    _changing = ("parts",)  # by tables of leads
    _made_of = Made._made_of

    def __reduce__(self) -> Any:
        return Made.__reduce__(self)

    def _table(self, rows: Any) -> Table:
        """Rows in memory, in their order, which the other engine of polars doesn't keep."""
        is_polars = str(rows.implementation) == "polars"
        table = Table(rows.collect(engine="in-memory").to_native() if is_polars else rows.to_native())
        given = type(self._given[0][0])
        table.name, table.kind = self._name, self._kind or ("polars-lazy" if is_polars and given.__name__ == "LazyFrame" else table.kind)
        return table

    def _column(self, name: str) -> Any:
        """A column as texts where it is of categories, whose order is none."""
        is_coded = self._scanned.collect_schema()[name] in (nw.Categorical, nw.Enum)
        return nw.col(name).cast(nw.String) if is_coded else nw.col(name)

    def _sampled(self, name: str) -> list[Any]:
        """Names of leads between which batches are cut, from the rows of some leads: those of a hash, by which they are spread evenly."""
        kind, native = str(self._scanned.implementation), self._scanned.to_native()
        step = max(1, int(self._table(self._scanned.select(nw.len().alias("rows"))).column("rows", "rows")[0]) // _SAMPLE)
        if kind == "polars":
            chosen = nw.from_native(native.filter(pl.col(name).hash() % step == 0))
        else:
            quoted = '"' + name.replace('"', '""') + '"'
            chosen = nw.from_native(native.filter(f"hash({quoted}) % {step} = 0")) if kind == "duckdb" else self._scanned
        numbers, labels = factor(self._table(chosen.select(self._column(name))).column(name, "lead"))
        known = sorted((label, number) for number, label in enumerate(labels) if label is not None)
        ends = np.cumsum(np.bincount(numbers, minlength=len(labels))[[number for _, number in known]]) if known else np.zeros(0, np.int64)
        cuts = np.unique(np.searchsorted(ends, np.arange(1, self._count) * (int(ends[-1]) if known else 0) // self._count, "right"))
        return [known[cut][0] for cut in cuts.tolist() if 0 < cut < len(known)]

    def _distinct(self, *names: str) -> Any:
        """Distinct cells of columns: of one as a sorted list, of two as pairs."""
        rows = self._table(self._scanned.select(*(self._column(name) for name in names)).unique())
        cells = [[labels[number] for number in numbers.tolist()] for numbers, labels in (factor(rows.column(name, "lead")) for name in names)]
        return sorted(cells[0], key=lambda lead: (lead is not None, lead)) if len(names) == 1 else list(zip(*cells))

    def _by_name(self) -> tuple[list[Any], Callable[[Any], int]]:
        """What rows are wanted of each batch, None for all, and the batch of a lead: leads follow each other by their names."""
        lead, bounds = self._column(self.parts[0].document["lead"]), self._bounds

        def number_of(name: Any) -> int:
            try:
                return bisect.bisect_right(bounds, name)
            except TypeError:  # of another type than those of the log
                return len(bounds)

        if not bounds:
            return [None], number_of
        between = [(lead >= first) & (lead < end) for first, end in zip(bounds, bounds[1:])]
        return [(lead < bounds[0]) | lead.is_null(), *between, lead >= bounds[-1]], number_of

    def _by_account(self, accounts: list[Part]) -> tuple[list[Any], Callable[[Any], int]]:
        """As `_by_name`; leads that share an account are in one batch."""
        own, lead, leads = self.parts[0], self._column(self.parts[0].document["lead"]), self._distinct(self.parts[0].document["lead"])
        pairs: list[Any] = self._distinct(own.document["lead"], own.document["account"]) if own in accounts else [(one, None) for one in leads]
        for part in accounts:
            if part is not own:
                cells = (factor(part.table.column(part.document[role], role)) for role in ("lead", "account"))
                pairs += list(zip(*([labels[number] for number in numbers.tolist()] for numbers, labels in cells)))
        rank, top = {one: number for number, one in enumerate(leads)}, together(pairs)
        leads.sort(key=lambda one: (rank.get(top[one], -1), rank[one]))
        bounds = [number * len(leads) // self._count for number in range(self._count + 1)]
        while moved := [at for at in bounds[1:-1] if 0 < at < len(leads) and top[leads[at - 1]] == top[leads[at]]]:
            bounds = [at + 1 if at in moved else at for at in bounds]  # whoever belongs together stays so
        batches = [leads[first:last] for first, last in zip(bounds, bounds[1:]) if first < last]
        place = {one: number for number, its in enumerate(batches) for one in its}
        wanted = [lead.is_in([one for one in its if one is not None]) | lead.is_null() if None in its else lead.is_in(its) for its in batches]
        return wanted or [None], lambda name: place.get(name, len(batches) - 1)

    def _cut(self, engine: Optional[Engine] = None) -> Iterator[list[Part]]:
        """Tables of each batch."""
        accounts = [part for part in self.parts if "account" in part.document] if engine is not None and has_accounts(engine) else []
        batches, number_of = self._by_account(accounts) if accounts else self._by_name()
        date_formats = dict(self._mapping)
        for number, wanted in enumerate(batches):
            part = _part(self._table(self._scanned if wanted is None else self._scanned.filter(wanted)), date_formats)
            date_formats.update({"date_format": times.date_format for times in part.times.values() if times.date_format})  # what one batch decides holds
            yield [part, *(_of_leads(one, number_of, number) for one in self.parts[1:])]
            del part

    def _run(
        self, policy: Optional[Source], mode: str, automatic: Optional[str], as_of: Any, routing: Routing = False,
        threads: Optional[int] = None,
    ) -> tuple[Run[Any], Said, list[Any]]:
        engine, as_of_ms = begun(self, policy, as_of, routing)
        id_range = 1, 0
        for its in map(lambda parts: read(engine, parts, as_of_ms, threads or 1)[0].id_range, self._cut(engine)):
            id_range = wider(id_range, its)  # all texts and ids first, so that they have the numbers that the whole log gives them
        engine._texts.sort()
        whole = merged(engine, map(lambda parts: folded(engine, parts, as_of_ms, _mode(mode, automatic), id_range, threads), self._cut(engine)), as_of_ms)
        options = {"mode": mode, "automatic": automatic, "as_of": as_of, "routing": False, "threads": threads}
        self._last = engine  # whose batches rows are numbered in
        return self._told(engine, *whole, options, policy is not None)

    def labels_of(self, name: str, ids: Sequence[Any]) -> dict[int, Any]:
        """By lead, a column's label in its first row in time that has one; a table of leads comes first."""
        found: dict[int, Any] = {}
        for parts in self._cut():
            found.update(Log._of(parts, None).labels_of(name, ids))
        return found

    def labels_at(self, name: str, parts: Array, rows: Array) -> list[Any]:
        """A column's label of some rows; None of tables that don't have it."""
        out, offset = np.full(len(rows), None, object), 0
        for cut in self._cut(self._last):
            first = cut[0].table.rows
            here = np.flatnonzero((parts == 0) & (rows >= offset) & (rows < offset + first))
            out[here] = np.array(Log._of(cut[:1], None).labels_at(name, parts[here], rows[here] - offset), object)
            offset += first
        return list(out)

    def with_leads(self, table: Any, /, **columns: Any) -> Batches:
        """As `Log.with_leads`: the table is kept whole."""
        found: Batches = object.__new__(Batches)
        found.__dict__.update(self.__dict__, parts=Log.with_leads(self, table, **columns).parts)
        return found

    @property
    def frame(self) -> Any:
        """A log in batches isn't put into one frame."""
        raise LogError(f"{self._name} is read in batches, as if it were larger than memory: read it whole, as Log has it")

    def __add__(self, other: Log[Any]) -> Log[Any]:
        raise TypeError("a log in batches is of one table: join the tables before")

    def __repr__(self) -> str:
        name = self.parts[0].document["lead"]
        leads = int(self._table(self._scanned.select(nw.col(name).n_unique())).column(name, "lead")[0])
        return f"<Log in {self._count:,} batch{'es' * (self._count > 1)}: {plural(leads, 'lead')} of {self._name}>"


def _scanned(table: Any, frames: Optional[str]) -> Any:
    """A table that is read as far as it is asked for."""
    if isinstance(table, (str, os.PathLike)):
        if frames not in (None, "polars", "duckdb"):
            raise ValueError(f"frames is {frames!r}: expected polars or duckdb")
        return nw.scan_parquet(os.fspath(table), backend=frames or "polars")
    try:
        return nw.from_native(table).lazy()
    except TypeError:
        raise LogError(f"{type(table).__name__} is no frame: expected the path of a Parquet file, a lazy frame of polars, or a DuckDB relation",
                       found=type(table).__name__) from None


def _of_leads(part: Part, number_of: Callable[[Any], int], number: int) -> Part:
    """The rows of a table of leads for one batch."""
    numbers, labels = factor(part.table.column(part.document["lead"], "lead"))
    rows = np.flatnonzero(np.array([number_of(label) == number for label in labels], bool)[numbers]) if len(numbers) else numbers
    return part._replace(table=part.table.take(rows), times={name: times._replace(at_ms=times.at_ms[rows]) for name, times in part.times.items()})
