# SPDX-License-Identifier: MIT
"""Files of the command: by what stands in them, whatever they are called; any bytes are text, as in the C programs."""

from __future__ import annotations

import contextlib
import glob
import gzip
import io
import os
import sys
import tempfile
import zlib
from typing import Any, Optional

from . import _log_forms, _log_mapping
from ._log_errors import LogError
from ._tables import Table
from .log import Log

__all__ = ["is_same", "logs_of", "put", "table_of", "table_of_leads"]


def put(text: str) -> None:
    """To standard output as it is, to the byte: also names that aren't UTF-8, and line ends."""
    sys.stdout.flush()
    sys.stdout.buffer.write(text.encode("utf-8", "surrogateescape"))
    sys.stdout.flush()


def is_same(path: str, other: str) -> bool:
    """Whether two names are of one file."""
    with contextlib.suppress(OSError, ValueError):
        return os.path.isfile(path) and os.path.samefile(path, other)
    return False


def _expanded(names: list[str]) -> list[str]:
    """Names with ``*``, where the shell leaves them as they are."""
    found: list[str] = []
    for name in names:
        many = sorted(glob.glob(name)) if glob.has_magic(name) and not os.path.exists(name) else []
        found += many or [name]
    return found


def table_of(name: str) -> Table:
    """A file: CSV or Parquet, plain or compressed by gzip."""
    shown = "(standard input)" if name == "-" else os.path.basename(name)
    raw: Any = sys.stdin.buffer if name == "-" else open(name, "rb")
    with raw if name != "-" else contextlib.nullcontext():
        try:
            file: Any = io.BufferedReader(raw) if not hasattr(raw, "peek") else raw
            if file.peek(2)[:2] == b"\x1f\x8b":
                file = gzip.open(file, "rb")
            head = bytes(file.peek(4)[:4])
            if head == b"PAR1" or name.endswith((".parquet", ".pq")):
                return _parquet(file, name, shown)
            if head[:2] in (b"\xff\xfe", b"\xfe\xff"):
                raise LogError(f"{shown} is in UTF-16; expected UTF-8", file=shown, expected="UTF-8")
            if head[:4] == b"PK\x03\x04":
                raise LogError(f"{shown} is a workbook or an archive; expected CSV or Parquet: save the sheet as CSV in UTF-8", file=shown, expected="CSV")
            text = io.TextIOWrapper(file, encoding="utf-8-sig", errors="surrogateescape", newline="")
            try:
                return Table(text, name=shown)
            finally:
                text.detach()  # standard input stays open
        except (EOFError, zlib.error, gzip.BadGzipFile) as error:
            raise LogError(f"{shown}: the compressed file is cut off or damaged: {str(error)[:1].lower()}{str(error)[1:]}", file=shown) from error


def _parquet(file: Any, name: str, shown: str) -> Table:
    if name.endswith((".parquet", ".pq")) and not isinstance(file, gzip.GzipFile):
        return Table(name)
    handle, beside = tempfile.mkstemp(suffix=".parquet")
    try:
        with os.fdopen(handle, "wb") as plain:
            while block := file.read(1 << 20):
                plain.write(block)
        table = Table(beside)
    except LogError as error:
        raise LogError(str(error).replace(os.path.basename(beside), shown), file=shown) from error
    finally:
        with contextlib.suppress(OSError):  # may be in use on Windows
            os.unlink(beside)
    table.name = shown + ("" if shown.endswith((".parquet", ".pq")) else ".parquet")
    return table


def _one(table: Table, tz: Optional[str]) -> Log[Any]:
    """A log of a form that is known by its columns; `tz` is the zone of times that name none."""
    if not {"at", "lead", "event"} <= set(table.names):
        for known, make in ((_log_forms.hubspot, Log.hubspot), (_log_forms.salesforce, Log.salesforce)):
            try:
                known(table)
            except LogError:
                continue
            return make(table, tz=tz)
    try:
        return Log._of_events(table, {}, tz=tz)
    except LogError as error:
        if error.column in table.names or len(table.names) < 2:
            raise
        raise LogError(f"{error}\nOther columns need a mapping: revops map {table.name} > map.json proposes one, then --map map.json.", file=error.file, column=error.column,
                       found=error.found, nearest=error.nearest) from error


def logs_of(names: list[str], mapping: Optional[str], tz: Optional[str]) -> Log[Any]:
    """All files as one log."""
    tables = [table_of(name) for name in _expanded(names)]
    if mapping is not None:
        documents = _log_mapping.read(mapping)
        asked = next((key for document in documents for key in ("tz", "date_format") if str(document.get(key, "")).endswith("?")), None)
        if asked is not None:
            raise LogError(f"{os.path.basename(mapping)} still asks for \"{asked}\": edit it", file=os.path.basename(mapping), column=asked)
        return Log.from_mapping([{**({"tz": tz} if tz else {}), **document} for document in documents], *tables)
    log = _one(tables[0], tz)
    for table in tables[1:]:
        log = log + _one(table, tz)
    return log


def table_of_leads(log: Log[Any], table: Table, lead: Optional[str]) -> Log[Any]:
    """The log with a table of leads: the column that names them is given, or called as in the log."""
    if lead is None:
        named = ["lead", *(part.document["lead"] for part in log.parts)]
        lead = next((name for name in named if name in table.names), None)
    if lead is None:
        raise LogError(f"{table.name} has no column 'lead': name the one that names the lead by --lead, one of {', '.join(table.names[:12])}", file=table.name, column="lead")
    roles: dict[str, Any] = {role: role for role in ("source", "campaign", "account") if role in table.names}
    return log.with_leads(table, lead=lead, **roles)
