# SPDX-License-Identifier: MIT
"""Figures that show themselves: as a table, a frame, a picture.

Examples
--------
>>> table = Table({"owner": ["Ada", "Kim"], "won": [3, 1], "share": [0.75, 0.25]}, title="Win rates", keys=["owner"])
>>> table
owner  won   share
Ada      3  75.0 %
Kim      1  25.0 %
>>> table.of(owner="Kim")["won"]
[1]
>>> Table({"owner": ["Ada"], "won": [3]}, keys=["owner"]) + Table({"owner": ["Ada", "Kim"], "won": [2, 1]}, keys=["owner"])
owner  won
Ada      5
Kim      1
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, ClassVar, Generic, Literal, Optional, Union, cast, overload

import numpy as np

from ._frames import Late, is_missing
from ._groups import ALL, NONE_OF_KEY, rank_of
from ._kinds import Dict, F
from ._log_errors import nearest
from ._schemas import type_of
from ._show import CSS, Shown, cells, html_table, plural, text_table
from ._typed import _has, give

if TYPE_CHECKING:
    from ._kinds import Described, Unpack

__all__ = ["Table"]

pathlib: Any = Late("pathlib")

Columns = dict[str, Any]


def _chosen(values: Any, rows: Sequence[int]) -> Any:
    return values[np.array(rows, np.intp)] if isinstance(values, np.ndarray) else [values[row] for row in rows]


def share(parts: Any, wholes: Any) -> Any:
    """Parts of wholes; NaN where there is no whole.

    Examples
    --------
    >>> share([1, 0], [4, 0]).tolist()
    [0.25, nan]
    """
    parts, wholes = np.asarray(parts, float), np.broadcast_to(np.asarray(wholes, float), np.shape(parts))
    return np.divide(parts, wholes, out=np.full(np.shape(parts), np.nan), where=wholes > 0)


def ordered(columns: Mapping[str, Any], order: Sequence[str], fixed: Mapping[str, Sequence[Any]] = {}) -> list[int]:
    """Rows in the order of some columns: keys by `rank_of`, or as `fixed` has them; figures whose name has a minus in front the largest first.

    Examples
    --------
    >>> ordered({"rule": ["a", "b", "(all)"], "times": [1, 2, 3]}, ["-times", "rule"]), ordered({"rule": ["(all)", "b", "a"]}, ["rule"])
    ([1, 0, 2], [2, 1, 0])
    """
    ranks: list[list[Any]] = []
    for place, name in enumerate(order):
        if name.startswith("-"):  # totals stay at the end
            behind = [_listed(columns[key]) for key in order[place + 1 :] if not key.startswith("-")]
            ranks.append([(any(of[row] == ALL for of in behind), -value) for row, value in enumerate(_listed(columns[name[1:]]))])
        else:
            places = {label: number for number, label in enumerate(fixed.get(name, ()))}
            ranks.append([places[label] if places else rank_of(label) for label in _listed(columns[name])])
    count = max((len(values) for values in columns.values()), default=0)
    return sorted(range(count), key=lambda row: [of[row] for of in ranks])


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
    periods : sequence of str
        Keys that hold the first days of periods.
    kinds : mapping of str to str
        What a column is where its type doesn't tell: "money", "number", "name" …
    shares : mapping of str to (str, str or int)
        Columns that are shares: of which column, and of which other one or of how many in all.
    unprinted : sequence of str
        Columns that only `frame` has.
    order : sequence of str
        In which order rows stand: keys, and figures with a minus in front, the largest first; by keys unless given.
    picture : str
        How `plot` draws it; "" for not at all.
    spelt : sequence of str
        Figures whose names are somebody's own, and printed as they are.
    alone : str
        Why a sum with another table would be wrong, if it would.
    wide : str
        The key whose labels become columns where the table is printed, of the column that is named behind a colon: ``"stage:reached"``.
    hidden : dict of columns
        What a picture or a sum needs besides, a row a row.
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
                 periods: Sequence[str] = (), shares: Optional[Mapping[str, tuple[str, Union[str, int]]]] = None, unprinted: Sequence[str] = (),
                 order: Sequence[str] = (), spelt: Sequence[str] = (), alone: str = "", types: Optional[Mapping[str, str]] = None, zone: Optional[str] = None) -> None:
        self._types, self._zone = dict(types or {}), zone
        self._made: Any = columns
        self._frames, self.title, self.note, self._keys, self._wide = frames, title, note, list(keys), wide
        self._kinds, self._picture, self._decimals, self._hidden = dict(kinds or {}), picture, decimals, dict(hidden or {})
        self._periods, self._shares, self._unprinted, self._order, self._spelt = list(periods), dict(shares or {}), list(unprinted), list(order), list(spelt)
        self._alone, self._cached = alone, cast(Any, None)

    def _rest(self) -> dict[str, Any]:
        """What makes a table like this one, beside columns and frames."""
        return {"title": self.title, "note": self.note, "keys": self._keys, "kinds": self._kinds, "picture": self._picture, "wide": self._wide, "decimals": self._decimals,
                "hidden": self._hidden, "periods": self._periods, "shares": self._shares, "unprinted": self._unprinted, "order": self._order, "spelt": self._spelt, "alone": self._alone, "types": self._types, "zone": self._zone}

    _like: Any = None  # what rows, sums and copies are; the class itself unless said

    def _again(self, columns: Columns, **changed: Any) -> Table[F]:
        made: Table[F] = (self._like or type(self))(columns, self._frames, **{**self._rest(), **changed})
        return made

    @property
    def columns(self) -> Columns:
        """Columns as lists and arrays."""
        if callable(self._made):
            self._made = self._made()
        found: Columns = self._made
        return found

    def _given(self) -> Columns:
        """Columns as frames have them: the period of a total is nothing."""
        return {name: [None if value == ALL else value for value in values] if name in self._periods else values for name, values in self.columns.items()}

    @property
    def frame(self) -> F:
        """The figures as a frame of the library that the input was of; long, a row a group."""
        if self._cached is None:
            self._cached = self._given() if self._frames == "dict" and not self._types else self._given_as(self._frames)
        found: F = self._cached
        return found

    def _given_as(self, kind: str) -> Any:
        types = {name: "date" if name in self._periods else None if name in self._keys else type_of(name) for name in self.columns}
        return give(kind, self._given(), {**types, **self._types}, self._zone)

    def __getitem__(self, name: str) -> Any:
        frame: Any = self.frame
        return frame[name]

    def _count(self) -> int:
        return max((len(values) for values in self.columns.values()), default=0)

    def __len__(self) -> int:
        return self._count()

    def __iter__(self) -> Iterator[dict[str, Any]]:
        """Rows as dicts."""
        listed = {name: _listed(values) for name, values in self._given().items()}
        return (dict(zip(listed, row)) for row in zip(*listed.values()))

    def _rows(self, rows: Sequence[int]) -> Table[F]:
        return self._again({name: _chosen(values, rows) for name, values in self.columns.items()},
                           hidden={name: _chosen(values, rows) for name, values in self._hidden.items()})

    def of(self, **labels: Any) -> Table[F]:
        """Rows of some labels: ``table.of(owner="Ada", month="2025-11")``; a period by how its day begins or as it is printed, None for what has no label."""
        rows = range(self._count())
        for name, label in labels.items():
            if name not in self.columns:
                near = nearest(name, map(str, self.columns))
                raise KeyError(f"no column {name!r}: expected one of {', '.join(map(str, self.columns))}" + (f". Did you mean {near!r}?" if near else ""))
            values = _listed(self.columns[name])
            texts = cells(name, values, self._shown_kinds().get(name), self._decimals)[0] if isinstance(label, str) else []
            rows = [row for row in rows if values[row] == label or (label is None and values[row] == NONE_OF_KEY)  # type: ignore[assignment]
                    or (isinstance(label, str) and (texts[row] == label or (label != "" and hasattr(values[row], "isoformat") and values[row].isoformat().startswith(label))))]
        return self._rows(rows)

    def head(self, rows: int = 5) -> Table[F]:
        """The first rows, as they are printed."""
        return self._rows([row for row, place in enumerate(self._lines()) if place < rows])

    def tail(self, rows: int = 5) -> Table[F]:
        """The last rows, as they are printed."""
        lines = self._lines()
        return self._rows([row for row, place in enumerate(lines) if place >= max(lines, default=0) + 1 - rows])

    def _lines(self) -> list[int]:
        """In which line each row is printed."""
        others = [key for key in self._keys if key != self._wide.partition(":")[0]]
        if not self._wide or not others:
            return list(range(self._count()))
        places: dict[tuple[Any, ...], int] = {}
        return [places.setdefault(group, len(places)) for group in zip(*(self.columns[key] for key in others))]

    def _printed(self) -> Columns:
        """Columns as they are shown: of a grouped funnel a column a stage."""
        columns = {name: values for name, values in self.columns.items() if name not in self._unprinted}
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
        """What printed columns are: labels of keys are names, whatever they are made of; those of a key whose labels are columns are what their figure is."""
        name, _, figure = self._wide.partition(":")
        of = self._kinds.get(figure)
        names = {key: "name" for key in self._keys if key in self.columns and not _is_instants(self.columns[key])}
        return {**names, **({str(label): of for label in self.columns.get(name, ())} if of else {}), **self._kinds}

    def _names(self) -> list[str]:
        """Names that are printed as they are: those of keys, of figures that a policy names, and labels that are columns."""
        name = self._wide.partition(":")[0]
        return [*self._keys, *self._spelt, *map(str, dict.fromkeys(self.columns.get(name, ())))]

    def _said(self) -> tuple[str, Iterable[tuple[str, str]]]:
        return f"{self.title}: {plural(self._count(), 'row')}", [("", self.note)]

    def __repr__(self) -> str:
        return text_table(self._printed(), self._shown_kinds(), decimals=self._decimals, keys=self._names())

    def _html(self, rows: Optional[int]) -> str:
        return html_table(self._printed(), self._shown_kinds(), rows, self._decimals, self.title, self.note, self._names())

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

    def _summed(self, name: str, values: list[Any]) -> Any:
        """A column of a sum, of which each row is made of one or two rows."""
        return np.array([sum(of[1:], of[0]) for of in values], np.asarray(self.columns[name]).dtype) if values else np.asarray(self.columns[name])[:0]

    def _finished(self, columns: Columns, hidden: Columns, shares: Mapping[str, tuple[str, Union[str, int]]]) -> Columns:
        """Columns of a sum, with what isn't added but computed anew."""
        for name, (part, whole) in shares.items():
            columns[name] = share(columns[part], whole if isinstance(whole, int) else columns[whole])
        return columns

    def __add__(self, other: Table[F]) -> Table[F]:
        """Figures of two logs that have no lead in common, as of both in one: counts and money are added, shares and times computed anew of what is behind them."""
        if not isinstance(other, Table):
            return NotImplemented
        if self._alone:
            raise TypeError(f"{self.title} can't be added: {self._alone}; replay both logs as one")
        for what, mine, others in (("keys", self._keys, other._keys), ("columns", list(self.columns), list(other.columns))):
            if mine != others:
                raise ValueError(f"{what} are {mine} and {others}")
        keys = [name for name in self._keys if name in self.columns]
        places: dict[tuple[Any, ...], list[tuple[int, int]]] = {}
        tables = (self, other)
        listed = [{**{name: _listed(values) for name, values in table.columns.items()}, **table._hidden} for table in tables]
        for side, table in enumerate(tables):
            for row in range(table._count()):
                places.setdefault(tuple(listed[side][name][row] for name in keys), []).append((side, row))
        shares = {name: (part, whole + cast(int, other._shares[name][1]) if isinstance(whole, int) else whole) for name, (part, whole) in self._shares.items()}
        anew = {*shares, *self._anew()}
        columns: Columns = {name: [of[place] for of in places] for place, name in enumerate(keys)}
        for name, values in self.columns.items():
            if name not in keys:
                if name not in anew and np.asarray(values).dtype.kind not in "iufm":
                    raise TypeError(f"{self.title} can't be added: rows of {name} are no figures")
                columns[name] = None if name in anew else self._summed(name, [[listed[side][name][row] for side, row in of] for of in places.values()])
        hidden = {name: [_joined([listed[side][name][row] for side, row in of]) for of in places.values()] for name in self._hidden}
        columns = self._finished(columns, hidden, shares)
        made = self._again(columns, shares=shares, hidden=hidden)
        return made._rows(ordered(columns, self._order or keys))

    def _anew(self) -> Sequence[str]:
        """Columns that a sum computes anew, beside shares."""
        return ()

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Table) and {n: _listed(v) for n, v in self.columns.items()} == {n: _listed(v) for n, v in other.columns.items()}

    __hash__: ClassVar[None] = None  # type: ignore[assignment]

    def __reduce__(self) -> Any:
        return _again, (self._like or type(self), self.columns, self._frames, self._rest())


def _joined(parts: list[Any]) -> Any:
    """What is behind a row of a sum: numbers are added, times put together in order."""
    if isinstance(parts[0], np.ndarray):
        return np.sort(np.concatenate(parts))
    return sum(parts[1:], parts[0]) if isinstance(parts[0], int) else parts[0]


def _is_instants(values: Any) -> bool:
    dtype = getattr(values, "dtype", None)
    return isinstance(dtype, np.dtype) and dtype.kind == "M"


def _again(kind: Any, columns: Columns, frames: str, rest: dict[str, Any]) -> Any:
    return kind(columns, frames, **rest)
