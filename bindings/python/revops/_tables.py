# SPDX-License-Identifier: MIT
"""Frames of any library and files, as columns: through narwhals, so that no library needs code of its own."""

from __future__ import annotations

import csv
import itertools
import os
import re
import sys
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple, Optional, TextIO

import numpy as np

from . import _structs as s
from ._arrays import Array, Cells, Late, address, nw
from ._frames import is_missing
from ._log_errors import LogError, MissingFileError, nearest
from ._struct import i64
from ._typed import _has

__all__ = ["Table", "as_arrow", "is_text", "listed", "texts_in"]

pathlib: Any = Late("pathlib")
gzip: Any = Late("gzip")
_READERS = ("polars", "pandas", "pyarrow")
_DELIMITERS = {",": "commas", ";": "semicolons", "\t": "tabs", "|": "bars"}
_HEADER = 1 << 20  # a longer first line has names enough
_OPTIONS: dict[str, dict[str, Any]] = {  # every cell is the text that stands there: 007 and NA stay
    "polars": {"infer_schema": False},
    "pandas": {"dtype": str, "keep_default_na": False, "na_filter": False, "encoding": "utf-8-sig"},
}


class Written(NamedTuple):
    """How a CSV file is written, as its first bytes tell."""

    encoding: str
    delimiter: str
    header: list[str]

    def __str__(self) -> str:
        return f"{'UTF-16' if self.encoding == 'utf-16' else 'UTF-8'}, {_DELIMITERS[self.delimiter]}"


def _opened(path: Any, encoding: str = "utf-8-sig", errors: str = "strict") -> TextIO:
    how: dict[str, Any] = {"encoding": encoding, "newline": "", "errors": errors}
    file: TextIO = gzip.open(path, "rt", **how) if path.suffix == ".gz" else path.open(**how)
    return file


#: What Python's reader says, in the words of the C programs.
_TORN = {"unexpected end of data": "the file ends inside a quoted field; expected a closing quote", "expected after": 'a quote out of place; expected "" for a quote inside a quoted field',
         "larger than field limit": "a field of more than 131,072 characters: is a closing quote missing?"}


def _between(header: str) -> str:
    """What stands between columns: that which the header has most of, outside of quotation marks."""
    return max(_DELIMITERS, key=re.sub('"[^"]*"', "", header).count)


def _written(path: Any) -> Written:
    """UTF-16 by its mark, and what stands between columns."""
    with gzip.open(path, "rb") if path.suffix == ".gz" else path.open("rb") as file:
        start = file.read(2)
    encoding = "utf-16" if start in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig"
    with _opened(path, encoding, "surrogateescape") as file:
        line = file.readline(_HEADER)
    delimiter = _between(line)
    with _opened(path, encoding, "surrogateescape") as file:
        header = next(csv.reader(file, delimiter=delimiter), [])
    return Written(encoding, delimiter, header)


def _twice(names: Sequence[str], name: str) -> None:
    doubled = next((column for place, column in enumerate(names) if column in names[:place]), None)
    if doubled is not None:
        raise LogError(f"{name} has two columns {doubled!r}: give them names of their own", file=name, row=1, column=doubled, found=doubled)


def _plainly(file: TextIO, name: str) -> dict[str, list[str]]:
    """A CSV file by Python's own reader: any bytes are text, and every row has as many fields as the header."""
    first = file.readline()
    reader = csv.reader(itertools.chain([first], file) if first else file, delimiter=_between(first), strict=True)
    try:
        header = next((row for row in reader if row), None)
        if header is None:
            raise LogError(f"{name}: the file is empty: expected a row with the names of columns", file=name)
        columns: list[list[str]] = [[] for _ in header]
        for row in reader:
            if not row:
                continue
            if len(row) != len(header):
                raise LogError(f"{name}:{reader.line_num}: {len(row)} fields; expected {len(header)}, as the header has", file=name, row=reader.line_num)
            for column, field in zip(columns, row):
                if "\0" in field:
                    at = header[row.index(field)]
                    raise LogError(f"{name}:{reader.line_num}: column {at!r}: expected text without NUL bytes", file=name, row=reader.line_num, column=at)
                column.append(sys.intern(field))
    except csv.Error as error:
        why = next((words for found, words in _TORN.items() if found in str(error)), str(error))
        raise LogError(f"{name}:{reader.line_num}: {why}", file=name, row=reader.line_num) from None
    _twice(header, name)
    return dict(zip(header, columns))


def _pyarrow_csv(path: Any, written: Written) -> Any:
    import pyarrow
    import pyarrow.csv

    options = pyarrow.csv.ConvertOptions(column_types={name: pyarrow.string() for name in written.header}, strings_can_be_null=False)
    return pyarrow.csv.read_csv(path, convert_options=options, parse_options=pyarrow.csv.ParseOptions(newlines_in_values=True, delimiter=written.delimiter))


class Table:
    """Columns of one frame or file.

    Attributes
    ----------
    name : str
        As messages call it.
    kind : str
        Of the frame: "polars", "polars-lazy", "pandas", "pyarrow", "duckdb" or "dict"; what is given back is of the same.
    """

    first_row: int
    name: str
    kind: str
    rows: int
    taken: Optional[Array]  # numbers of rows, of a part
    written: str  # how a file is written, in words; "" of frames

    def __init__(self, source: Any, frames: Optional[str] = None, name: str = "(standard input)") -> None:
        self.first_row, self.taken, self.written = 0, None, ""
        if isinstance(source, (str, os.PathLike)):
            self.name = pathlib.Path(source).name
            self.first_row = 2
            self._frame, self.kind = self._read(pathlib.Path(source), frames)
        elif hasattr(source, "readline"):  # standard input, or a file that is open already
            self.name, self.kind, self.first_row = name, "dict", 2
            self._frame = _plainly(source, self.name)
        elif isinstance(source, Mapping):
            self.name, self.kind, self._frame = "the dict", "dict", dict(source)
        else:
            try:
                frame = nw.from_native(source)
            except TypeError:
                raise LogError(f"{type(source).__name__} is no frame: expected a frame of pandas, polars, pyarrow or DuckDB, a dict of columns, or a path",
                               found=type(source).__name__) from None
            except ValueError:
                names = [str(name) for name in source.columns]
                twice = next(name for place, name in enumerate(names) if name in names[:place])
                raise LogError(f"the frame has two columns {twice!r}", column=twice) from None
            self.kind = {"pandas": "pandas", "polars": "polars", "pyarrow": "pyarrow", "duckdb": "duckdb"}.get(str(frame.implementation), "pandas")
            if isinstance(frame, nw.LazyFrame):
                self.kind = "polars-lazy" if self.kind == "polars" else self.kind
                frame = nw.from_arrow(source, backend="pyarrow" if _has("pyarrow") else "polars") if self.kind == "duckdb" else frame.collect()
            self.name, self._frame = "the frame", frame
        self.names: list[str] = [str(name) for name in (self._frame if isinstance(self._frame, dict) else self._frame.columns)]
        _twice(self.names, self.name)
        lengths = {len(column) for column in self._frame.values()} if isinstance(self._frame, dict) else {len(self._frame)}
        if len(lengths) > 1:
            raise LogError(f"{self.name}: columns differ in length: {sorted(lengths)}")
        self.rows = lengths.pop() if lengths else 0

    def _read(self, path: Any, frames: Optional[str]) -> tuple[Any, str]:
        if frames is not None and frames not in (*_READERS, "dict"):
            raise ValueError(f"frames is {frames!r}; expected one of {', '.join(_READERS)}, dict")
        reader: Any = frames or next((name for name in _READERS if _has(name)), "dict")
        is_parquet = path.suffix in (".parquet", ".pq")
        try:
            if not path.is_file():
                beside = [one.name for one in path.parent.iterdir()] if path.parent.is_dir() else []
                near = nearest(path.name, beside)
                raise MissingFileError(f"no such file: {path}" + (f"\nDid you mean {near!r}?" if near else ""), file=str(path), found=path.name, nearest=near)
            if is_parquet and reader == "dict":
                raise ValueError("Parquet needs polars, pandas or pyarrow")
            if is_parquet:
                self.written = "Parquet"
                return nw.read_parquet(str(path), backend=reader), reader
            if path.stat().st_size == 0:
                raise ValueError("the file is empty: expected a row with the names of columns")
            written = _written(path)
            self.written = f"{written}, gzip" if path.suffix == ".gz" else str(written)
            _twice(written.header, path.name)
            if reader == "dict" or written.encoding == "utf-16":
                with _opened(path, written.encoding, "surrogateescape") as file:
                    columns = _plainly(file, path.name)
                if reader == "dict":
                    return columns, "dict"
                return nw.from_dict(columns, backend=reader), reader
            if reader == "pyarrow":
                return nw.from_native(_pyarrow_csv(path, written)), reader
            return nw.read_csv(str(path), backend=reader, separator=written.delimiter, **_OPTIONS[reader]), reader
        except LogError:
            raise
        except (FileNotFoundError, PermissionError, IsADirectoryError) as error:
            raise FileNotFoundError(str(error)) from None
        except Exception as error:
            first = str(error).strip().splitlines()[0] if str(error).strip() else type(error).__name__
            raise LogError(f"{path.name} can't be read as {'Parquet' if is_parquet else 'CSV in UTF-8'}: {first}", file=path.name) from error

    def row(self, number: int) -> int:
        """A row's number as a spreadsheet shows it, the header being 1; of a frame its own, from 0."""
        return (number if self.taken is None else int(self.taken[number])) + self.first_row

    def columns(self) -> dict[str, Any]:
        """All columns by name, as modules take them; of a CSV file those of `Cells`."""
        is_typed = self.first_row == 0 or self.name.endswith((".parquet", ".pq"))
        return {name: self._frame[name] if is_typed else Cells(listed(self._frame[name]), self.name, name) for name in self.names}

    def take(self, rows: Array) -> Table:
        """Some rows, which keep their numbers."""
        found: Table = object.__new__(Table)
        found.__dict__.update(self.__dict__, rows=len(rows), taken=rows if self.taken is None else self.taken[rows])
        found._frame = {name: [column[row] for row in rows.tolist()] for name, column in self._frame.items()} if isinstance(self._frame, dict) else self._frame[rows]
        return found

    def column(self, name: str, argument: str) -> Any:
        """A column; `argument` says who asks for it."""
        if name not in self.names:
            near = nearest(name, self.names)
            shown = ", ".join(self.names[:12]) + (f", … {len(self.names) - 12} more" if len(self.names) > 12 else "")
            hint = f"\nDid you mean {near!r}?" if near else ""
            raise LogError(f"{self.name} has no column {name!r} ({argument}=). It has {shown}." + hint,
                           file=self.name, column=name, found=name, nearest=near)
        return self._frame[name]


def as_arrow(values: Any) -> Any:
    """An Arrow array of a column, where pyarrow is installed and can make one without changing it; else None."""
    if not isinstance(values, nw.Series) or not _has("pyarrow"):
        return None
    try:
        found = values.to_arrow()
    except Exception:  # a soup of objects has no Arrow type
        return None
    return found.combine_chunks() if hasattr(found, "combine_chunks") else found


def listed(values: Any) -> list[Any]:
    """A column as a list."""
    if hasattr(values, "to_list"):
        return list(values.to_list())
    return list(values.tolist() if hasattr(values, "tolist") else values)


def is_text(values: Any) -> bool:
    """Whether a column holds texts."""
    if isinstance(values, nw.Series) and values.dtype != nw.Object:
        return values.dtype in (nw.String, nw.Categorical, nw.Enum)
    return any(isinstance(value, str) for value in listed(values))


def texts_in(values: Any, array: Any = None) -> tuple[s.Texts, Any]:
    """A column of texts as C takes it, and what must be kept until C has read it; nothing is an empty text. `array` is the column as Arrow has it, if known."""
    array = as_arrow(values) if array is None else array
    if array is not None and str(array.type) in ("string", "large_string", "string_view"):
        import pyarrow

        wide = array.cast(pyarrow.large_string()).fill_null("")
        _, offsets, data = wide.buffers()
        starts = np.frombuffer(offsets, np.int64)[wide.offset : wide.offset + len(wide) + 1] if offsets is not None and len(wide) else np.zeros(1, np.int64)
        if starts[0] == 0:
            bytes_of: Any = np.frombuffer(data, np.uint8) if data is not None and data.size else np.zeros(1, np.uint8)
            given: Any = s.Texts(bytes_of.ctypes.data, address(starts, i64), len(wide))
            return given, (wide, starts, bytes_of)
    encoded = listed(values.fill_null("") if isinstance(values, nw.Series) and values.dtype == nw.String else values)
    if set(map(type, encoded)) != {str}:
        encoded = ["" if is_missing(value) else str(value) for value in encoded]
    joined = "\n".join(encoded).encode("utf-8", "surrogatepass")
    ends = np.flatnonzero(np.frombuffer(joined, np.uint8) == 10)
    offsets = np.zeros(len(encoded) + 1, np.int64)
    if len(ends) == len(encoded) - 1:
        np.cumsum(np.diff(np.concatenate([[-1], ends, [len(joined)]])) - 1, out=offsets[1:])
        joined = joined.replace(b"\n", b"")
    else:  # line breaks within texts, or no text at all
        parts = [text.encode("utf-8", "surrogatepass") for text in encoded]
        np.cumsum([len(part) for part in parts], out=offsets[1:])
        joined = b"".join(parts)
    return s.Texts(joined, address(offsets, i64), len(encoded)), (joined, offsets)
