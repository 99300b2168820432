# SPDX-License-Identifier: MIT
"""Figures that show themselves: as a table, a frame, a picture.

Examples
--------
>>> table = Table({"owner": ["Ada", "Kim"], "won": [3, 1], "share": [0.75, 0.25]}, title="Win rates", keys=["owner"])
>>> table
<Table of win rates: 2 rows>
owner  won   share
Ada      3  75.0 %
Kim      1  25.0 %
>>> table.of(owner="Kim")["won"]
[1]
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, ClassVar, Generic, Literal, Optional, Union, overload

import numpy as np

from ._frames import Late, is_missing
from ._kinds import Dict, F
from ._show import CSS, Shown, html_table, plural, text_table
from ._schemas import type_of
from ._tables import _has
from ._typed import give

if TYPE_CHECKING:
    from ._kinds import Described, Unpack

__all__ = ["Table"]

pathlib: Any = Late("pathlib")

Columns = dict[str, Any]


def _chosen(values: Any, rows: Sequence[int]) -> Any:
    return values[np.array(rows, np.intp)] if isinstance(values, np.ndarray) else [values[row] for row in rows]


def _listed(values: Any) -> list[Any]:
    return [None if is_missing(value) else value for value in (values.tolist() if isinstance(values, np.ndarray) else values)]


class Table(Shown, Generic[F]):
    """Figures by keys.

    Parameters
    ----------
    columns : dict of columns, or a function that makes it
        Keys first.
    frames : str
        Of which library `frame` is: "pandas", "polars", "pyarrow", "duckdb" or "dict".
    title, note : str
        What they are; what must be known to read them.
    keys : sequence of str
        Columns that are keys.
    kinds : mapping of str to str
        What a column is where its type doesn't tell: "money", "number", "name" …
    picture : str
        How `plot` draws it; "" for not at all.
    wide : str
        The key whose labels become columns where the table is printed, of the column that is named behind a colon: ``"stage:reached"``.
    hidden : dict of columns
        What a picture needs besides, a row a row.
    types : mapping of str to str
        Types of columns in `frame`, where neither name nor values tell.
    zone : str, optional
        Of instants in `frame`.

    See the module for examples.
    """

    title: str
    note: str

    if TYPE_CHECKING:
        @overload
        def __init__(self: Table[Dict], columns: Union[Columns, Callable[[], Columns]], frames: Literal["dict"] = ..., **rest: Unpack[Described]) -> None: ...
        @overload
        def __init__(self, columns: Union[Columns, Callable[[], Columns]], frames: str, **rest: Unpack[Described]) -> None: ...

    def __init__(self, columns: Union[Columns, Callable[[], Columns]], frames: str = "dict", *, title: str = "figures", note: str = "", keys: Sequence[str] = (),
                 kinds: Optional[Mapping[str, str]] = None, picture: str = "", wide: str = "", decimals: int = 2, hidden: Optional[Columns] = None,
                 types: Optional[Mapping[str, str]] = None, zone: Optional[str] = None) -> None:
        self._types, self._zone = dict(types or {}), zone
        self._made: Any = columns
        self._frames, self.title, self.note, self._keys, self._wide = frames, title, note, list(keys), wide
        self._kinds, self._picture, self._decimals, self._hidden = dict(kinds or {}), picture, decimals, dict(hidden or {})
        self._cached: Any = None

    @property
    def columns(self) -> Columns:
        """Columns as lists and arrays."""
        if callable(self._made):
            self._made = self._made()
        found: Columns = self._made
        return found

    @property
    def frame(self) -> F:
        """The figures as a frame of the library that the input was of; long, a row a group."""
        if self._cached is None:
            self._cached = self.columns if self._frames == "dict" and not self._types else self._given_as(self._frames)
        found: F = self._cached
        return found

    def _given_as(self, kind: str) -> Any:
        types = {name: type_of(name) if name not in self._keys or type_of(name) == "date" else None for name in self.columns}
        return give(kind, self.columns, {**types, **self._types}, self._zone)

    def __getitem__(self, name: str) -> Any:
        frame: Any = self.frame
        return frame[name]

    def _count(self) -> int:
        return max((len(values) for values in self.columns.values()), default=0)

    def __len__(self) -> int:
        return self._count()

    def __iter__(self) -> Iterator[dict[str, Any]]:
        """Rows as dicts."""
        listed = {name: _listed(values) for name, values in self.columns.items()}
        return (dict(zip(listed, row)) for row in zip(*listed.values()))

    def _rows(self, rows: Sequence[int]) -> Table[F]:
        return Table({name: _chosen(values, rows) for name, values in self.columns.items()}, self._frames, title=self.title, note=self.note, keys=self._keys,
                     kinds=self._kinds, picture=self._picture, wide=self._wide, decimals=self._decimals,
                     hidden={name: _chosen(values, rows) for name, values in self._hidden.items()}, types=self._types, zone=self._zone)

    def of(self, **labels: Any) -> Table[F]:
        """Rows of some labels: ``table.of(owner="Ada", month="2025-11")``; a period by how its day begins, None for what has no label."""
        rows = range(self._count())
        for name, label in labels.items():
            if name not in self.columns:
                raise KeyError(f"no column {name!r}: expected one of {', '.join(self.columns)}")
            values = _listed(self.columns[name])
            rows = [row for row in rows if values[row] == label  # type: ignore[assignment]
                    or (isinstance(label, str) and hasattr(values[row], "isoformat") and values[row].isoformat().startswith(label))]
        return self._rows(rows)

    def head(self, rows: int = 5) -> Table[F]:
        """The first rows."""
        return self._rows(range(min(rows, self._count())))

    def tail(self, rows: int = 5) -> Table[F]:
        """The last rows."""
        return self._rows(range(max(0, self._count() - rows), self._count()))

    def _printed(self) -> Columns:
        """Columns as they are shown: of a grouped funnel a column a stage."""
        columns = self.columns
        name, _, figure = self._wide.partition(":")
        others = [key for key in self._keys if key != name]
        if not figure or not others or not self._count():
            return columns
        labels = list(dict.fromkeys(columns[name]))
        groups: dict[tuple[Any, ...], dict[Any, Any]] = {}
        for row in zip(*(columns[key] for key in others), columns[name], _listed(columns[figure])):
            groups.setdefault(row[:-2], {})[row[-2]] = row[-1]
        return {**{key: [group[place] for group in groups] for place, key in enumerate(others)}, **{str(label): [of.get(label) for of in groups.values()] for label in labels}}

    def _shown_kinds(self) -> dict[str, str]:
        """What printed columns are: those of a key's labels are what their figure is."""
        name, _, figure = self._wide.partition(":")
        of = self._kinds.get(figure)
        return {**{str(label): of for label in self.columns.get(name, ())}, **self._kinds} if of else self._kinds

    def _said(self) -> tuple[str, Iterable[tuple[str, str]]]:
        return f"Table of {self.title[:1].lower() + self.title[1:]}: {plural(self._count(), 'row')}", [("", self.note)]

    def __str__(self) -> str:
        return text_table(self._printed(), self._shown_kinds(), None, self._decimals)

    def __repr__(self) -> str:
        return f"{super().__repr__()}\n{text_table(self._printed(), self._shown_kinds(), decimals=self._decimals)}"

    def _html(self, rows: Optional[int]) -> str:
        return html_table(self._printed(), self._shown_kinds(), rows, self._decimals, self.title, self.note)

    def _repr_html_(self) -> str:
        return f'<style>{CSS}</style><div class="revops">{self._html(20)}</div>'

    def to_html(self, path: Any = None) -> Any:
        """The whole table as HTML, or as a file of it; returns the text, or the path."""
        text = f'<style>{CSS}</style><div class="revops">{self._html(None)}</div>'
        if path is None:
            return text
        pathlib.Path(path).write_text(text, encoding="utf-8")
        return pathlib.Path(path)

    def plot(self, ax: Any = None) -> Any:
        """Draws the figures, labelled and readable without colour; needs matplotlib (``pip install revops[plot]``).

        Parameters
        ----------
        ax : Axes, optional
            Where to draw.

        Returns
        -------
        Axes
        """
        from . import _plots

        if not self._picture:
            raise ValueError(f"{self.title} has no picture: draw its frame")
        return _plots.draw(self, self._picture, ax)

    def __arrow_c_stream__(self, requested_schema: Any = None) -> Any:
        """The table as Arrow has it: ``polars.DataFrame(table)``, ``duckdb.sql("from table")``."""
        kind = self._frames if self._frames in ("polars", "pyarrow") else next((name for name in ("pyarrow", "polars") if _has(name)), "")
        if not kind:
            raise ImportError("Arrow needs pyarrow or polars: pip install revops[polars]")
        return self._given_as(kind).__arrow_c_stream__(requested_schema)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Table) and {n: _listed(v) for n, v in self.columns.items()} == {n: _listed(v) for n, v in other.columns.items()}

    __hash__: ClassVar[None] = None  # type: ignore[assignment]

    def __reduce__(self) -> Any:
        return _again, (self.columns, self._frames, {"title": self.title, "note": self.note, "keys": self._keys, "kinds": self._kinds, "picture": self._picture,
                                                     "wide": self._wide, "decimals": self._decimals, "hidden": self._hidden,
                                                     "types": self._types, "zone": self._zone})


def _again(columns: Columns, frames: str, rest: dict[str, Any]) -> Table[Any]:
    return Table(columns, frames, **rest)
