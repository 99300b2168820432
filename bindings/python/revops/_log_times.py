# SPDX-License-Identifier: MIT
"""Columns of instants as logs have them: neither a zone nor whether a day or a month comes first is guessed."""

from __future__ import annotations

import ctypes
import datetime
import re
from typing import Any, NamedTuple, Optional

import numpy as np

from . import _constants as c
from ._arrays import Array, address, nw
from ._frames import is_missing
from ._library import library
from ._log_errors import LogError
from ._struct import i64
from ._tables import Table, listed, texts_in
from ._time import in_unit
from .zone import Zone

__all__ = ["Times", "instants", "zone_of"]

_EPOCH = datetime.datetime(1970, 1, 1, tzinfo=datetime.timezone.utc)
_RANGE_MS = 1 << 58  # beyond all instants that there are
_DIRECTIVES = "YymdHIpMSfz%"
_SLASHED = re.compile(r"(\d{1,2})([/.-])(\d{1,2})\2(\d{4})(?:( |, |T)(\d{1,2}):\d\d(:\d\d)?(\.\d+)?( )?([AaPp][Mm])?)?")
_NUMBERS = (  # what whole numbers are where all of a column are between two: read as milliseconds they would be of 1970, or of no year that anybody means
    (20_000, 80_000, "a spreadsheet's days: write them as times"),
    (19_000_101, 21_001_231, 'dates: give them as texts, with date_format="%Y%m%d"'),
    (10**8, 5 * 10**9, "seconds: multiply them by 1000"),
    (10**14, 5 * 10**15, "microseconds: divide them by 1000"),
    (10**17, 5 * 10**18, "nanoseconds: divide them by 1000000"),
)
_SAY_ZONE = 'Say tz="Europe/Berlin" or tz="UTC"'


class Times(NamedTuple):
    """A column of instants.

    Attributes
    ----------
    at_ms : array
        Milliseconds since 1970; `TIME_NONE` where the cell is empty.
    date_format : str or None
        How they are written, where it isn't ISO 8601.
    example : str
        One of them, as it stands there.
    """

    at_ms: Array
    date_format: Optional[str]
    example: str


def zone_of(tz: Optional[str]) -> Optional[Zone]:
    """The zone of readings that have none."""
    return None if tz is None else Zone("UTC0" if tz == "UTC" else tz)


def check_format(date_format: str) -> None:
    """Raises where a format has a directive that isn't read."""
    for found in re.findall(r"%(.?)", date_format):
        if found == "" or found not in _DIRECTIVES:
            raise LogError(f"date_format={date_format!r} has '%{found}'; it may have %Y %y %m %d %H %I %p %M %S %f %z %%, as in \"%m/%d/%Y %H:%M\"",
                           found=f"%{found}", expected="%m/%d/%Y %H:%M")


def _deduced(table: Table, column: str, texts: list[str]) -> Optional[str]:
    """The format of texts such as 22-04-2014 03:53, where one of them decides which is the day; None where they aren't such texts."""
    known = [(row, text, found) for row, text in enumerate(texts) if text and (found := _SLASHED.fullmatch(text))]
    if not known or len(known) < sum(map(bool, texts)):
        return None
    days = next(((row, text) for row, text, found in known if int(found[1]) > 12), None)
    months = next(((row, text) for row, text, found in known if int(found[3]) > 12), None)
    row, text, first = known[0]
    mark, gap, seconds, fraction, half_gap, half = first[2], first[5] or "", first[7], first[8], first[9] or "", first[10]
    clock = "" if first[6] is None else f"{gap}{'%I' if half else '%H'}:%M{':%S' if seconds else ''}{'.%f' if fraction else ''}{half_gap}{'%p' if half else ''}"
    forms = [f"%m{mark}%d{mark}%Y{clock}", f"%d{mark}%m{mark}%Y{clock}"]
    if days and months:
        raise LogError(f"{table.name}, row {table.row(days[0])}, column {column!r}: {days[1]!r} has its day first, and {months[1]!r} in row "
                       f"{table.row(months[0])} its month: expected one form in a column", file=table.name, row=table.row(days[0]), column=column,
                       found=days[1], expected=forms[1])
    if days or months:
        return forms[1 if days else 0]
    month, day = int(first[1]), int(first[3])
    names = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December")
    if not (1 <= month <= 12 and 1 <= day <= 12):
        return None
    raise LogError(f"{table.name}, row {table.row(row)}, column {column!r}: {text!r} may be {names[month - 1]} {day} or {names[day - 1]} {month}, and no row of the file "
                   f"decides it.\nSay date_format=\"{forms[0]}\" or date_format=\"{forms[1]}\".", file=table.name, row=table.row(row), column=column, found=text,
                   expected=f'date_format="{forms[0]}"')


def _refuse(table: Table, column: str, row: int, text: str, status: int, date_format: Optional[str]) -> None:
    where = f"{table.name}, row {table.row(row)}, column {column!r}: "
    if status == c.REVOPS_ERR_RANGE:
        raise LogError(f"{where}{text!r} has no zone, so that it names no instant. {_SAY_ZONE}.", file=table.name, row=table.row(row), column=column, found=text,
                       expected='tz="Europe/Berlin"')
    expected = f'a time as date_format="{date_format}" says' if date_format else \
        'a time such as 2026-03-02T09:00:00Z, 2026-03-02 10:00 with tz=, or any other with date_format="%d/%m/%Y %H:%M"'
    raise LogError(f"{where}found {text!r}; expected {expected}", file=table.name, row=table.row(row), column=column, found=text, expected=expected)


def _of_texts(table: Table, column: str, values: Any, zone: Optional[Zone], date_format: Optional[str]) -> tuple[Array, Optional[str]]:
    given, kept = texts_in(values)
    at_ms = np.zeros(max(1, table.rows), np.int64)
    compiled = None if zone is None else zone._compiled

    def read(form: Optional[str]) -> int:
        return int(library.revops_zone_parse_many(compiled, None if form is None else form.encode(), ctypes.byref(given), address(at_ms, i64)))

    status = read(date_format)
    if status == c.REVOPS_ERR_FORMAT and date_format is None:
        date_format = _deduced(table, column, ["" if is_missing(value) else str(value) for value in listed(values)])
        status = read(date_format) if date_format else status
    if status != c.REVOPS_OK:
        texts = ["" if is_missing(value) else str(value) for value in listed(values)]
        bad = [row for row in np.flatnonzero(at_ms[: table.rows] == c.REVOPS_TIME_NONE).tolist() if texts[row]]
        out = i64()
        for row in bad:
            data = texts[row].encode("utf-8", "surrogatepass")
            why = library.revops_zone_parse(compiled, None if date_format is None else date_format.encode(), data, len(data), ctypes.byref(out))
            if why == status:
                _refuse(table, column, row, texts[row], status, date_format)
    del kept
    return at_ms[: table.rows], date_format


def _in_zone(table: Table, column: str, local: Array, zone: Optional[Zone]) -> Array:
    """Instants of readings without a zone."""
    local_ms = np.ascontiguousarray(in_unit(local, "ms", column)).view(np.int64)
    known = np.flatnonzero(local_ms != c.REVOPS_TIME_NONE)
    if zone is None:
        if len(known):
            _refuse(table, column, int(known[0]), str(local[known[0]]), c.REVOPS_ERR_RANGE, None)
        return local_ms
    out = np.zeros(len(local_ms), np.int64)
    library.revops_zone_from_local_many(zone._compiled, address(local_ms, i64), len(local_ms), 0, address(out, i64))
    return out


def _milliseconds(table: Table, column: str, at_ms: Array) -> Array:
    """Whole numbers, which are milliseconds since 1970, unless all of them look like something else."""
    known = at_ms[at_ms != c.REVOPS_TIME_NONE]
    for low, high, what in _NUMBERS if len(known) else ():
        if low <= known.min() and known.max() <= high:
            row = int((at_ms != c.REVOPS_TIME_NONE).argmax())
            raise LogError(f"{table.name}, row {table.row(row)}, column {column!r}: found {known[0]}; whole numbers are milliseconds since 1970, and all of the column look like {what}",
                           file=table.name, row=table.row(row), column=column, found=str(known[0]), expected="1772442000000")
    return at_ms


def _of_objects(table: Table, column: str, values: list[Any], zone: Optional[Zone]) -> Array:
    """Python's own instants, with zones of any kind."""
    out = np.full(len(values), c.REVOPS_TIME_NONE, np.int64)
    are_numbers = True
    for row, value in enumerate(values):
        if is_missing(value):
            continue
        if isinstance(value, datetime.datetime) and value.tzinfo is not None:
            out[row] = (value - _EPOCH) // datetime.timedelta(milliseconds=1)
        elif isinstance(value, (datetime.date, np.datetime64)):
            out[row] = _in_zone(table, column, np.array([value], "datetime64[us]").astype("datetime64[ms]"), zone)[0]
        elif isinstance(value, (int, np.integer)) and not isinstance(value, bool) and -_RANGE_MS <= value <= _RANGE_MS:
            out[row] = value
            continue
        else:
            _refuse(table, column, row, repr(value) if not isinstance(value, str) else value, c.REVOPS_ERR_FORMAT, None)
        are_numbers = False
    return _milliseconds(table, column, out) if are_numbers else out


def instants(table: Table, column: str, values: Any, tz: Optional[str], date_format: Optional[str]) -> Times:
    """Reads a column of instants, of whatever type it is.

    Raises
    ------
    LogError
        A cell is no instant, has no zone while none is given, or may be read in two ways.
    """
    zone = zone_of(tz)
    if date_format is not None:
        check_format(date_format)
    if isinstance(values, nw.Series):
        dtype = values.dtype
        if isinstance(dtype, nw.Datetime) or dtype == nw.Date:
            aware = getattr(dtype, "time_zone", None) is not None
            plain = values.dt.convert_time_zone("UTC").dt.replace_time_zone(None) if aware else values.cast(nw.Datetime("ms"))
            local = np.asarray(plain.to_numpy(), "datetime64[us]" if aware else "datetime64[ms]")
            at_ms = np.ascontiguousarray(in_unit(local, "ms", column)).view(np.int64) if aware else _in_zone(table, column, local, zone)
            return Times(at_ms, None, str(local[0])[:19] if len(local) else "")
        if dtype.is_integer() and not values.is_null().any():
            return Times(_milliseconds(table, column, np.ascontiguousarray(values.to_numpy(), np.int64)), None, str(values[0]) if len(values) else "")
    array = None if isinstance(values, nw.Series) else np.asarray(values)
    if array is not None and array.dtype.kind == "M":
        return Times(_in_zone(table, column, array, zone), None, str(array[0])[:19] if len(array) else "")
    if array is not None and array.dtype.kind in "iu":
        return Times(_milliseconds(table, column, np.ascontiguousarray(array, np.int64)), None, str(array[0]) if len(array) else "")
    is_text = isinstance(values, nw.Series) and values.dtype in (nw.String, nw.Categorical, nw.Enum)
    cells = [] if is_text else listed(values)
    if not is_text and not all(isinstance(value, str) or is_missing(value) for value in cells):
        if any(isinstance(value, str) for value in cells):  # both: each cell by what it is
            texts = [value if isinstance(value, str) else "" for value in cells]
            at_ms, found = _of_texts(table, column, texts, zone, date_format)
            others = _of_objects(table, column, [None if isinstance(value, str) else value for value in cells], zone)
            return Times(np.where(others == c.REVOPS_TIME_NONE, at_ms, others), found, next((text for text in texts if text), ""))
        return Times(_of_objects(table, column, cells, zone), None, str(next((cell for cell in cells if not is_missing(cell)), "")))
    at_ms, found = _of_texts(table, column, values if is_text else cells, zone, date_format)
    first = int((at_ms != c.REVOPS_TIME_NONE).argmax()) if len(at_ms) else 0
    return Times(at_ms, found, str(values[first]) if len(at_ms) and at_ms[first] != c.REVOPS_TIME_NONE else "")
