# SPDX-License-Identifier: MIT
"""How things show themselves: a headline, some lines, and tables; as text and as HTML, everywhere the same."""

from __future__ import annotations

import datetime
import math
import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Optional

import numpy as np

from . import _constants as c
from ._arrays import text_out
from ._frames import Late, is_missing
from ._library import library

__all__ = ["CSS", "Shown", "as_of_said", "cells", "head_of", "html_table", "moment", "money", "plural", "span", "text_table", "wall"]

decimal: Any = Late("decimal")
html: Any = Late("html")
textwrap: Any = Late("textwrap")

_ROWS = 20  # shown of a longer table
_LONG = 12  # letters of texts that may be broken into lines, and of words in heads
_LONG_WORD = re.compile(rf"(?<![&\w])\w{{{_LONG + 1},}}")
_ID = re.compile(r"(?<![&\w])\w{16,}")  # letters of a word that a narrow screen may break
#: Readable on light and on dark, on paper and on a phone: colours are those of whoever shows it.
CSS = """.revops{font-family:system-ui,sans-serif;line-height:1.4}.revops table{border-collapse:collapse;font-variant-numeric:tabular-nums;margin:.4em 0}
.revops caption{text-align:left;font-weight:600;padding:.2em 0}.revops th,.revops td{padding:.15em .7em;text-align:right;border:0;border-bottom:1px solid rgba(128,128,128,.35);background:none;color:inherit}
.revops th{font-weight:600;vertical-align:bottom}.revops td{white-space:nowrap}.revops .l{text-align:left}.revops .w{white-space:normal;min-width:8em}.revops .note{opacity:.75;font-size:.9em}.revops dl{display:grid;grid-template-columns:max-content auto;gap:0 1em;margin:.2em 0}
.revops dt{opacity:.75}.revops dd{margin:0}.revops .wide{overflow-x:auto}"""


def plural(count: int, one: str, many: str = "") -> str:
    """A number of things.

    Examples
    --------
    >>> plural(1, "lead"), plural(1500, "lead"), plural(0, "reply", "replies")
    ('1 lead', '1,500 leads', '0 replies')
    """
    return f"{count:,} {one if count == 1 else many or one + 's'}"


def moment(at_ms: Optional[int], zone: Optional[str] = None) -> str:
    """An instant as a clock on the wall of a zone shows it.

    Examples
    --------
    >>> moment(1765782000000, "Europe/Berlin"), moment(1765782000000), moment(None)
    ('Mon 2025-12-15 08:00 Berlin', '2025-12-15 07:00 UTC', 'never')
    """
    if at_ms is None or at_ms == c.REVOPS_TIME_NONE:
        return "never"
    if zone in (None, "UTC"):
        return str(np.datetime64(at_ms, "ms").astype("datetime64[m]")).replace("T", " ") + " UTC"
    from .zone import Zone

    local = np.datetime64(at_ms, "ms") + np.timedelta64(int(Zone(zone).utc_offset(at_ms)), "ms")
    return f"{local.astype('datetime64[m]').item():%a %Y-%m-%d %H:%M} {str(zone).rsplit('/', 1)[-1].replace('_', ' ')}"


def wall(at_ms: int, zone: Optional[str] = None) -> str:
    """An instant as a clock on the wall of a zone shows it, alone: ``2025-12-15 08:00``."""
    text = moment(at_ms, zone)
    return text[:16] if zone in (None, "UTC") else text[4:20]


def as_of_said(at_ms: Optional[int], zone: Optional[str] = None) -> str:
    """Of when something is, behind a headline; nothing of an empty log."""
    return "" if at_ms is None or at_ms == c.REVOPS_TIME_NONE else f", as of {moment(at_ms, zone)}"


def span(span_ms: int) -> str:
    """A span of time in its two largest units.

    Examples
    --------
    >>> span(205_920_000), span(-60_000)
    ('2 d 9 h', '-1 min')
    """
    return text_out(lambda out, room: library.revops_span_text(span_ms, out, room), 32)


def money(amount: int, decimals: int) -> str:
    """Minor units as money is written."""
    return f"{decimal.Decimal(amount).scaleb(-decimals):,.{decimals}f}"


def _kind_of(values: Sequence[Any]) -> str:
    dtype = getattr(values, "dtype", None)
    if isinstance(dtype, np.dtype) and dtype.kind != "O":
        return {"M": "instant", "m": "span", "i": "count", "u": "count", "f": "share", "b": "name"}.get(dtype.kind, "name")
    first = next((value for value in values if not is_missing(value)), None)
    if isinstance(first, (bool, np.bool_)):
        return "name"
    kinds = ((datetime.datetime, "instant"), (datetime.date, "name"), ((datetime.timedelta, np.timedelta64), "span"), (np.datetime64, "instant"),
             ((int, np.integer), "count"), ((float, np.floating), "share"))
    return next((kind for types, kind in kinds if isinstance(first, types)), "name")


def _cell(value: Any, kind: str, head: str, decimals: int) -> str:
    if is_missing(value):
        return "–"
    if kind == "count":
        return f"{value:,}" if isinstance(value, (int, np.integer)) else str(value)
    if kind == "text":
        return str(value)
    if kind == "money":
        return money(int(value), decimals)
    if kind == "share":  # halves go up, as in C; that a quotient isn't exact must not make one fall
        return f"{math.copysign(math.floor(abs(float(value)) * 1000 + 0.5 + 1e-9) / 10, value):.1f} %"
    if kind == "number":
        return f"{float(value):,.3f}"
    if kind == "span":
        return span(int(np.timedelta64(value, "ms").astype(np.int64)))
    if kind == "instant":
        return str(np.datetime64(value, "m")).replace("T", " ")
    if isinstance(value, datetime.date) and head in ("month", "quarter"):
        return f"{value:%Y-%m}" if head == "month" else f"{value.year}-Q{(value.month + 2) // 3}"
    return ", ".join(map(str, value)) if isinstance(value, (list, tuple)) else str(value)


def cells(head: str, values: Sequence[Any], kind: Optional[str] = None, decimals: int = 2) -> tuple[list[str], bool]:
    """A column as texts, and whether they stand at the right. Nothing is "–", of names "(none)".

    Examples
    --------
    >>> cells("rate", [0.845, float("nan")]), cells("month", [datetime.date(2025, 11, 1), None]), cells("leads", [1500])
    ((['84.5 %', '–'], True), (['2025-11', '(none)'], False), (['1,500'], True))
    """
    kind = kind or _kind_of(values)
    texts = [_cell(value, kind, head, decimals) for value in values]
    is_name = kind in ("name", "instant")
    if kind == "span":
        texts = _aligned(texts)
    return (["(none)" if text == "–" else text for text in texts] if kind == "name" else texts), not is_name


def head_of(name: Any) -> str:
    """The name of a figure as it is shown.

    Examples
    --------
    >>> head_of("of_leads"), head_of("within_5_min")
    ('of leads', 'in 5 min')
    """
    return re.sub("^within ", "in ", str(name).replace("_", " "))


def _aligned(spans: list[str]) -> list[str]:
    """Spans of two units, of which the second stands below the second.

    Examples
    --------
    >>> _aligned(["4 d 6 h", "31 d 20 h", "5 d", "–"])
    ['4 d  6 h', '31 d 20 h', '5 d  0 h', '–']
    """
    parts = [text.split(" ") for text in spans]
    units = {part[1]: part[3] for part in parts if len(part) == 4}
    parts = [[*part, "0", units[part[1]]] if len(part) == 2 and part[1] in units else part for part in parts]
    width = max((len(part[2]) for part in parts if len(part) == 4), default=0)
    return [" ".join([*part[:2], part[2].rjust(width), part[3]]) if len(part) == 4 else " ".join(part) for part in parts]


def _formatted(columns: Mapping[str, Any], kinds: Mapping[str, str], rows: Optional[int], decimals: int, keys: Iterable[str]) -> tuple[list[tuple[str, list[str], bool]], int]:
    """Heads, cells and sides of columns, and how many rows aren't shown. Names of keys are those of the file."""
    count = max((len(values) for values in columns.values()), default=0)
    shown = count if rows is None or count <= rows else rows
    known = {*map(str, keys)}
    return [(str(name) if str(name) in known else head_of(name), *cells(str(name), values[:shown], kinds.get(str(name)), decimals)) for name, values in columns.items()], count - shown


def text_table(columns: Mapping[str, Any], kinds: Mapping[str, str] = {}, rows: Optional[int] = _ROWS, decimals: int = 2, keys: Iterable[str] = ()) -> str:
    """A table as lines: figures at the right, names at the left, and names of keys as they are.

    Examples
    --------
    >>> print(text_table({"stage": ["lead", "customer"], "went_on": [751, 0], "rate": [0.592, float("nan")]}))
    stage     went on    rate
    lead          751  59.2 %
    customer        0       –
    """
    found, others = _formatted(columns, kinds, rows, decimals, keys)
    placed = []
    for name, texts, is_right in found:
        column = [name, *texts]
        width = max(map(len, column))
        placed.append([text.rjust(width) if is_right else text.ljust(width) for text in column])
    return "\n".join([*("  ".join(line).rstrip() for line in zip(*placed)), *([f"… {others:,} more"] if others else [])])


def _broken(word: Any) -> str:
    """A very long word with places where a narrow screen may break it."""
    return "<wbr>".join(textwrap.wrap(word[0], 9))


def _hyphenated(word: Any) -> str:
    """A long word with places where it may be broken."""
    return "&shy;".join(textwrap.wrap(word[0], 9))


def html_table(columns: Mapping[str, Any], kinds: Mapping[str, str] = {}, rows: Optional[int] = _ROWS, decimals: int = 2, caption: str = "",
               note: str = "", keys: Iterable[str] = ()) -> str:
    """A table as HTML; every text is escaped."""
    found, others = _formatted(columns, kinds, rows, decimals, keys)
    sides = ["" if is_right else ' class="l w"' if max(map(len, texts), default=0) > _LONG else ' class="l"' for _, texts, is_right in found]
    head = "".join(f"<th{side} scope=\"col\">{_LONG_WORD.sub(_hyphenated, html.escape(name))}</th>" for (name, _, _), side in zip(found, sides))
    body = "".join("<tr>" + "".join(f"<td{side}>{_ID.sub(_broken, html.escape(text))}</td>" for text, side in zip(row, sides)) + "</tr>\n" for row in zip(*(texts for _, texts, _ in found)))
    more = f"… {others:,} more" if others else ""
    foot = f'<p class="note">{html.escape("; ".join(filter(None, (more, note))))}</p>' if more or note else ""
    title = f"<caption>{html.escape(caption)}</caption>" if caption else ""
    return f'<div class="wide"><table>{title}<thead><tr>{head}</tr></thead><tbody>\n{body}</tbody></table></div>{foot}'


class Shown:
    """Anything that says what it is and how many it holds: `_said` gives a headline and lines, `_shown` tables."""

    def _said(self) -> tuple[str, Iterable[tuple[str, str]]]:
        raise NotImplementedError

    def _shown(self) -> Iterable[str]:
        """Tables as HTML, behind the card."""
        return ()

    def __repr__(self) -> str:
        headline, lines = self._said()
        rows = [(label, text) for label, text in lines if text]
        width = max((len(label) for label, _ in rows), default=0)
        labels = [label.ljust(width) + "   " if width else "" for label, _ in rows]
        return "\n".join([f"<{headline}>", *(f"  {label}{text}" for label, (_, text) in zip(labels, rows))])

    def _repr_html_(self) -> str:
        headline, lines = self._said()
        rows = "".join(f"<dt>{html.escape(label)}</dt><dd>{html.escape(text)}</dd>" for label, text in lines if text)
        return f'<style>{CSS}</style><div class="revops"><strong>{html.escape(headline)}</strong>{f"<dl>{rows}</dl>" if rows else ""}{"".join(self._shown())}</div>'
