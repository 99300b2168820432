# SPDX-License-Identifier: MIT
"""Time zones by name from the zone database, or by rule (zone.h)."""

from __future__ import annotations

import ctypes
import datetime
import pathlib
import re
import zoneinfo
from typing import Any, Union

import numpy as np

from ._answers import Asked, give_instants, give_spans, read_instants
from ._arrays import Array, address, integer
from ._compiled import compiled
from ._library import library
from ._show import Shown
from ._made import Made
from ._struct import i32, i64, u32
from ._structs import ZoneParams
from .errors import BadFormatError, check

__all__ = ["Zone"]

_NONE = np.iinfo(np.int64).min


def _tzif(name: str) -> bytes | None:
    """The TZif file of a zone: of the system, else of the tzdata package; None where neither has it."""
    parts = name.split("/")
    if not all(re.fullmatch(r"[A-Za-z0-9_+-]+(\.[A-Za-z0-9_+-]+)*", part) for part in parts):
        return None
    for folder in zoneinfo.TZPATH:
        path = pathlib.Path(folder, *parts)
        try:
            data = path.read_bytes() if path.is_file() else b""
        except OSError:  # a name longer than the system's, a file that can't be read
            data = b""
        if data[:4] == b"TZif":
            return data
    import importlib.resources

    try:
        return importlib.resources.files("tzdata").joinpath("zoneinfo", *parts).read_bytes()
    except (ModuleNotFoundError, OSError):
        return None


def _nearest(name: str) -> str:
    """Names the zone that was perhaps meant."""
    import difflib

    names = {zone.lower(): zone for zone in sorted(zoneinfo.available_timezones())}
    cities = {zone.rpartition("/")[2]: zone for zone in names if "/" in zone}
    asked = name.strip().lower().replace(" ", "_")
    near = [asked] if asked in names else [cities[asked]] if asked in cities else difflib.get_close_matches(asked, names, 1, 0.8)
    return f"; the nearest name is {names[near[0]]!r}" if near else ""


class Zone(Made, Shown):
    """A time zone: how far local time is from UTC, at any instant.

    Answers come in the kind asked in: ``datetime`` and ``timedelta``, ``datetime64`` and ``timedelta64``, or integers
    of milliseconds; arrays for arrays, columns of pandas, polars and pyarrow for columns, in their zone.

    Parameters
    ----------
    name : str, ZoneInfo or timezone
        A name of the IANA database such as ``"Europe/Kyiv"``, read where `zoneinfo` reads it (the system, else the
        ``tzdata`` package), or a POSIX rule such as ``"EET-2EEST,M3.5.0/3,M10.5.0/4"``.

    Raises
    ------
    BadFormatError
        There is no such zone, and it is no rule either.

    Examples
    --------
    >>> zone = Zone("EET-2EEST,M3.5.0/3,M10.5.0/4")
    >>> zone.utc_offset(datetime.datetime(2026, 7, 1, tzinfo=datetime.timezone.utc))
    datetime.timedelta(seconds=10800)
    >>> zone.utc_offset(np.array(["2026-01-01", "2026-07-01"], "datetime64[s]"))
    array([ 7200000, 10800000], dtype='timedelta64[ms]')
    """

    def __init__(self, name: Union[str, zoneinfo.ZoneInfo, datetime.timezone]) -> None:
        params = ZoneParams()
        check(library.revops_zone_defaults(ctypes.byref(params), ctypes.sizeof(params)), "zone")
        self.name: str
        data = b""
        if isinstance(name, datetime.timezone):
            offset = name.utcoffset(None)
            self.name = str(name)
            if offset.microseconds:
                raise ValueError(f"name is {name}, which isn't a whole number of seconds from UTC")
            params.utc_offset_s = offset // datetime.timedelta(seconds=1)
        else:
            key = name.key if isinstance(name, zoneinfo.ZoneInfo) else name
            if not isinstance(key, str):
                raise TypeError(f"name must be the name of a zone or a rule, not {key!r}")
            self.name = key
            found = _tzif(key)
            data = key.encode("utf-8", "surrogatepass") if found is None else found
        holder = ctypes.create_string_buffer(data, max(len(data), 1))  # kept until it is compiled
        if data[:4] == b"TZif":
            params.tzif, params.tzif_length = ctypes.addressof(holder), len(data)
        elif not isinstance(name, datetime.timezone):
            params.posix, params.posix_length = ctypes.addressof(holder), len(data)
        what = f"zone {self.name!r}"
        try:
            self._memory, self._compiled = compiled(library.revops_zone_build, params, what)
        except BadFormatError:
            raise BadFormatError(what=f"{what} is not in the zone database ({', '.join(zoneinfo.TZPATH) or 'no folder'}, "
                                 f"tzdata package) and no POSIX rule{_nearest(self.name)}") from None

    def _said(self) -> tuple[str, list[tuple[str, str]]]:
        return f"Zone {self.name}", []

    def __repr__(self) -> str:
        return f"Zone({self.name!r})"

    def utc_offset(self, at: Any) -> Any:
        """Local time minus UTC.

        Parameters
        ----------
        at : datetime (aware), datetime64 (UTC), int (milliseconds), or an array of them

        Returns
        -------
        timedelta, timedelta64, int (milliseconds), or an array of them
            NaT for NaT.

        Examples
        --------
        >>> Zone("<+0530>-5:30").utc_offset(0)
        19800000
        """
        instants, asked = read_instants(at, "at")
        seconds = np.empty(len(instants), np.int32)
        check(library.revops_zone_utc_offset_many(
            self._compiled, address(instants, i64), len(instants), address(seconds, i32)), f"{self!r}, at")
        offsets = seconds.astype(np.int64) * 1000
        offsets[instants == _NONE] = _NONE
        return give_spans(offsets, asked)

    def from_local(self, local: Any, fold: int = 0) -> Any:
        """The instant of a local clock reading.

        Parameters
        ----------
        local : datetime (without a zone), datetime64, int (milliseconds as if UTC), or an array of them
        fold : int
            0 for the first pass of a repeated reading, 1 for the second; of a skipped one, 0 goes by the offset before
            the gap, 1 by the one after (PEP 495). A ``datetime`` brings its own.

        Returns
        -------
        datetime (UTC), datetime64 (UTC), int (milliseconds), or an array of them

        Examples
        --------
        >>> zone = Zone("EET-2EEST,M3.5.0/3,M10.5.0/4")
        >>> str(zone.from_local(datetime.datetime(2026, 10, 25, 3, 30, fold=1)))
        '2026-10-25 01:30:00+00:00'
        >>> zone.from_local(np.datetime64("2026-07-01T12:00"))
        np.datetime64('2026-07-01T09:00:00.000')
        """
        if isinstance(local, datetime.datetime):
            if local.tzinfo is not None:
                raise TypeError("local has a time zone, so that it is an instant already")
            fold, local = local.fold, local.replace(tzinfo=datetime.timezone.utc)
        readings, asked = read_instants(local, "local")
        instants: Array = np.empty(len(readings), np.int64)
        check(library.revops_zone_from_local_many(
            self._compiled, address(readings, i64), len(readings), integer(fold, u32, "fold"), address(instants, i64)), f"{self!r}, local")
        if asked.zone is not None and asked.column is not None:
            raise TypeError("local has a time zone, so that it holds instants already")
        return give_instants(instants, Asked(asked.kind, asked.shape, "UTC" if asked.column is not None else datetime.timezone.utc, asked.column))
