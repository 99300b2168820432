# SPDX-License-Identifier: MIT
"""A run as one HTML file: pictures with their tables, for a meeting, a phone and a printer; nothing is fetched from anywhere."""

from __future__ import annotations

import html
import importlib.util
import io
import os
import pathlib
import re
import tempfile
from collections.abc import Callable, Iterable, Sequence
from typing import Any, Optional, Union

import numpy as np

from . import _plots
from ._frames import is_missing
from ._schemas import FRAMES
from ._show import CSS, html_table, moment
from ._typed import give
from .funnel import week
from .table import Table

__all__ = ["page", "written"]

_PAGE = """body{margin:0 auto;max-width:66em;padding:1em;color:#1b1b1b;background:#fff}h1{margin:.2em 0}h2{margin:1.6em 0 .3em;border-bottom:2px solid currentColor}
nav a{margin-right:1em}svg{max-width:100%;height:auto}figure{margin:.6em 0;overflow-x:auto}figcaption{font-size:.95em}details{margin:.4em 0}summary{cursor:pointer}
pre{white-space:pre-wrap}
@media (max-width:40em){body{padding:.6em;font-size:15px}.revops table{font-size:.86em}.revops th,.revops td{padding:.15em .3em}figure svg{min-width:30em}}
@media print{body{max-width:none;padding:0;font-size:10pt}nav{display:none}h2,section>p{break-after:avoid}.note{break-after:auto}figure,tr{break-inside:avoid}.revops .wide,figure{overflow:visible}.revops th,.revops td{padding:.1em .4em}details>*{display:block}a{color:inherit;text-decoration:none}}"""


def _drawing(draw: Callable[[Any], Any], rows: int) -> str:
    """A picture as SVG that lies within the page; "" where matplotlib isn't installed."""
    if importlib.util.find_spec("matplotlib") is None:
        return ""
    import matplotlib

    # Text stays text: it is searched for, read aloud, and small. Of equal figures the file is equal.
    with matplotlib.rc_context({"svg.fonttype": "none", "svg.hashsalt": "revops", "font.family": "sans-serif"}):
        figure = _plots.figure(8, max(2.4, min(4.5, 1.2 + 0.35 * rows)))
        draw(figure.subplots())
        out = io.StringIO()
        figure.savefig(out, format="svg", metadata={"Date": None, "Creator": None})
    text = out.getvalue()
    return re.sub(r"<metadata>.*?</metadata>", "", text[text.index("<svg"):], flags=re.S)


def _unique(svg: str, number: int) -> str:
    """Names within a picture that no other picture of the page has."""
    return re.sub(r'(id="|href="#|url\(#)', rf"\g<1>p{number}-", svg)


class _Writer:
    """Sections of a page, one after the other."""

    def __init__(self) -> None:
        self.parts: list[str] = []
        self.heads: list[str] = []
        self.pictures = 0

    def section(self, title: str, *parts: str) -> None:
        number = len(self.heads)
        self.heads.append(f'<a href="#s{number}">{html.escape(title)}</a>')
        self.parts.append(f'<section id="s{number}"><h2>{html.escape(title)}</h2>\n{"".join(parts)}</section>\n')

    def picture(self, table: Table[Any], sentence: str = "") -> str:
        """A table with its picture, and a sentence that says what it shows."""
        sentence = sentence or _plots.caption(table)
        rows = table._count() if table._picture in ("funnel", "aging", "kept", "rates", "money", "before-after") else 99
        svg = _drawing(lambda ax: table.plot(ax), rows) if table._count() else ""
        self.pictures += 1
        name = html.escape(f"{table.title}. {sentence}", quote=True)
        drawn = f'<figure role="img" aria-label="{name}">{_unique(svg, self.pictures)}</figure>' if svg else ""
        return f"<p>{html.escape(sentence)}</p>{drawn}{table._html(200)}"


def _paragraph(text: str) -> str:
    return f"<p>{html.escape(text)}</p>"


def _service(writer: _Writer, run: Any, weeks: Any) -> None:
    for clock in run.engine.clocks:
        whole = run.sla(clock, by="owner", totals=True)
        if not whole._count():
            continue
        figures = run.sla(clock)
        by_week = run.sla(clock, by=weeks)
        times = run.time_to(clock, by="owner", totals=True)
        parts = [writer.picture(by_week, f"By week. {_plots.caption(figures)}"), writer.picture(whole, "By owner, as of the instant at which it was decided.")]
        if times._count():
            parts.append(writer.picture(times))
        writer.section(f"Promise: {clock}", *parts)


def _waiting(run: Any) -> Optional[Table[Any]]:
    runs = Table(give("dict", run._promise_columns, FRAMES["promises"]), "dict")
    waits = [row for row, verdict in enumerate(runs.columns["verdict"]) if verdict == "running"] if run.engine.clocks else []
    columns = {name: [values[row] for row in waits] for name, values in runs.columns.items() if name not in ("met", "verdict", "paused")}
    for name in ("started", "due"):  # as clocks on the wall show it
        columns[name] = ["–" if is_missing(at) else moment(int(np.datetime64(at, "ms").astype(np.int64)), run._zone) for at in columns[name]]
    return Table(columns, "dict", title="Promises that run") if waits else None


def page(run: Any, title: Optional[str] = None, by: Iterable[Any] = (), compare: Any = None) -> str:
    """The page of a run."""
    zone = run._zone
    title = title or run.policy.name
    headline, lines = run._said()
    writer = _Writer()
    card = "".join(f"<dt>{html.escape(label)}</dt><dd>{html.escape(text)}</dd>" for label, text in lines if text)
    writer.section("What this is", _paragraph(headline), f"<dl>{card}</dl>")
    writer.section("Funnel", writer.picture(run.funnel()), *(writer.picture(run.funnel(by=key, totals=True), "Of those that reached the first stage.") for key in by))
    aging = run.aging()
    if aging._count():
        writer.section("Where leads stand", writer.picture(aging, f"As of {moment(run._as_of_ms, zone)}; of open leads, how long they stand there."))
    rates = [run.win_rate(by=key, totals=True) for key in (by or ["owner"])]
    if int(run.win_rate()["lost"][0]):
        writer.section("Won and lost", *(writer.picture(table, "Of leads that were decided.") for table in rates), *_lost(run))
    _service(writer, run, week(zone or "UTC"))
    waiting = _waiting(run)
    if waiting is not None:
        writer.section("Promises that run", _paragraph("These wait now."), html_table(waiting.columns, rows=200))
    deviations = run.conformance(totals=True)
    if deviations._count():
        writer.section("Where practice leaves the policy", deviations._html(200))
    if compare is not None:
        writer.section("What if", *compare._sections(writer))
    writer.section("How it was read", f"<pre>{html.escape(getattr(run.log, 'taken', ''))}</pre>")
    writer.section("The policy", f"<details><summary>{html.escape(run.policy.name)}</summary><pre>{html.escape(run.policy.write())}</pre></details>")
    note = "" if importlib.util.find_spec("matplotlib") else _paragraph("Pictures need matplotlib: pip install revops[plot]. Their tables are all here.")
    return (f'<!DOCTYPE html>\n<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">'
            f"<title>{html.escape(title)}</title><style>{CSS}{_PAGE}</style></head>\n<body class=\"revops\"><h1>{html.escape(title)}</h1>\n"
            f"<nav>{' '.join(writer.heads)}</nav>{note}\n{''.join(writer.parts)}</body></html>\n")


def _lost(run: Any) -> Sequence[str]:
    reasons = run.reasons()
    return [reasons._html(200)] if reasons._count() else []


class Page(type(pathlib.Path())):  # type: ignore[misc]
    """The path of a page that was written, which says so."""

    __slots__ = ()

    def __repr__(self) -> str:
        return f"wrote {self} (1 file, {(self.stat().st_size + 500) // 1000:,} kB, no network)" if self.is_file() else super().__repr__()


def written(path: Any, what: Union[str, bytes]) -> pathlib.Path:
    """Writes a file beside, and renames it: there is a whole one, or none."""
    target: pathlib.Path = Page(path)
    data = what if isinstance(what, bytes) else what.encode("utf-8", "replace")
    if target.exists() and not target.is_file():  # /dev/stdout and the like
        with target.open("wb") as file:
            file.write(data)
        return target
    handle, beside = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name}.", text=False)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
        mask = os.umask(0)
        os.umask(mask)
        os.chmod(beside, 0o666 & ~mask)
        os.replace(beside, target)
    except BaseException:
        os.unlink(beside)
        raise
    return target
