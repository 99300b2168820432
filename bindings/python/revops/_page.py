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
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any, Optional, Union

import numpy as np

from . import _plots
from ._frames import is_missing
from ._policy_words import in_words
from ._schemas import FRAMES
from ._show import CSS, cells, html_table, moment, plural
from ._typed import give
from .funnel import week
from .table import Table

__all__ = ["Page", "page", "shown", "written"]

_PAGE = """body{margin:0 auto;max-width:66em;padding:1em;color:#1b1b1b;background:#fff}h1{margin:.2em 0}h2{margin:1.6em 0 .3em;border-bottom:2px solid currentColor}h3{margin:1em 0 .2em}
nav a{display:inline-block;margin-right:1em}svg{max-width:100%;height:auto}figure{margin:.6em 0}figcaption{font-size:.95em}details{margin:.4em 0}summary{cursor:pointer}
pre{white-space:pre-wrap}ul{margin:.3em 0;padding-left:1.4em}
@media (prefers-color-scheme:dark){body{color:#e8e8e8;background:#1b1b1b}a{color:#8ab8f0}figure{background:#fff;border-radius:4px;padding:.3em;width:fit-content;max-width:100%;box-sizing:border-box}}
@media (max-width:40em){body{padding:.6em;font-size:15px}.revops table{font-size:.75em}.revops th,.revops td{padding:.15em .2em}.revops .w{min-width:6em}}
@media print{body{max-width:none;padding:0;font-size:10pt;color:#000;background:#fff}nav,.screen{display:none}h2,h3,section>p{break-after:avoid}.note{break-after:auto}figure,tr,.short .wide{break-inside:avoid}.revops .wide,figure{overflow:visible}
.revops th,.revops td{padding:.1em .4em}details::details-content{content-visibility:visible;height:auto}a{color:inherit;text-decoration:none}figure{padding:0}}"""
_PERIODS = ("day", "week", "month", "quarter")
_OWNERS = 200  # whose times are told one by one
_ROWS, _SHORT = 20, 15  # of a table that are shown; of one that isn't broken between pages


def _drawing(draw: Callable[[Any], Any], rows: int) -> str:
    """A picture as SVG that lies within the page; "" where matplotlib isn't installed."""
    if importlib.util.find_spec("matplotlib") is None:
        return ""
    import matplotlib

    # Text stays text: it is searched for, read aloud, and small. Of equal figures the file is equal.
    with matplotlib.rc_context({"svg.fonttype": "none", "svg.hashsalt": "revops", "font.family": "sans-serif", "font.size": 10.5}):
        figure = _plots.figure(7, max(2.4, min(4.5, 1.2 + 0.35 * rows)))
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
        table, others = _largest(table)
        rows = table._count() if table._picture in ("funnel", "aging", "kept", "rates", "money", "before-after") else 99
        svg = _drawing(lambda ax: table.plot(ax), rows) if table._count() else ""
        self.pictures += 1
        name = html.escape(f"{table.title}. {sentence}", quote=True)
        drawn = f'<figure role="img" aria-label="{name}">{_unique(svg, self.pictures)}</figure>' if svg else ""
        return f"<p>{html.escape(sentence)}</p>{drawn}{shown(table)}{others}"


def _largest(table: Table[Any]) -> tuple[Table[Any], str]:
    """Of many groups those with most cases, and all of them together."""
    weight = next((name for name in ("decided", "closed", "cases", "reached") if name in table.columns), None)
    period = next((name for name in _PERIODS if name in table.columns), None)
    if table._count() <= _ROWS or weight is None or period is not None or "stage" in table.columns:
        return table, ""
    names = [[str(table.columns[key][row]) for key in table._keys] for row in range(table._count())]
    whole = [row for row, labels in enumerate(names) if "(all)" in labels]
    parts = sorted((row for row in range(table._count()) if row not in set(whole)), key=lambda row: -float(np.nan_to_num(np.asarray(table.columns[weight], float)[row])))
    kept = parts[: _ROWS - len(whole)]
    return table._rows([*sorted(kept), *whole]), _paragraph(f"The {len(kept)} with most cases; … {len(parts) - len(kept):,} more.")


def shown(table: Table[Any]) -> str:
    """A table; of a long one the first rows, of periods the last."""
    period = next((name for name in _PERIODS if name in table.columns), None)
    count = table._count()
    if period is None or count <= _ROWS:
        return f'<div class="{"short" if count <= _SHORT else ""}">{table._html(_ROWS)}</div>'
    last = f"The last {_ROWS} of {count:,} rows."
    return f'{_paragraph(last)}<div>{table.tail(_ROWS)._html(None)}</div><details class="screen"><summary>all {count:,} rows</summary>{table.head(2000)._html(None)}</details>'


def _paragraph(text: str) -> str:
    return f"<p>{html.escape(text)}</p>"


def _ends(table: Table[Any], figure: str, what: str, weight: str) -> str:
    """Who is highest and lowest, of those with any cases, and all."""
    columns, keys = table.columns, table._keys
    names = [", ".join(cells(key, [columns[key][row]])[0][0] for key in keys) for row in range(table._count())]
    share, counts = np.asarray(columns[figure], float), np.asarray(columns[weight], float)
    parts = [row for row, name in enumerate(names) if "(all)" not in name and counts[row] > 0 and share[row] == share[row]]
    told = [f"{cells(figure, [share[row]], 'share')[0][0]} {what}" for row, name in enumerate(names) if "(all)" in name and share[row] == share[row]]
    if len(parts) > 1:
        high, low = max(parts, key=lambda row: share[row]), min(parts, key=lambda row: share[row])
        if share[high] > share[low]:
            told += [f"{word} {names[row]}, {cells(figure, [share[row]], 'share')[0][0]}" for word, row in (("highest", high), ("lowest", low))]
    return "; ".join(told)[:1].upper() + "; ".join(told)[1:] + "." if told else "Nothing was decided so far."


def _promises(writer: _Writer, run: Any, weeks: Any) -> None:
    """Promises by week, a line a clock, and by owner; then times."""
    clocks = [clock for clock in run.engine.clocks if run.sla(clock)._count()]
    if not clocks:
        return
    by_week = run.sla(clocks[0], by=weeks) if len(clocks) == 1 else run.sla(by=weeks)
    by_week.title = f"{clocks[0]}: kept in time, by week" if len(clocks) == 1 else "Kept in time, by week and clock"
    told = [f"{clock}: {_plots.caption(run.sla(clock)) or 'nothing was decided so far.'}" for clock in clocks]
    parts = [writer.picture(by_week, "By the week in which each was kept or missed. " + " ".join(told))]
    for clock in clocks:
        table = run.sla(clock, by="owner", totals=True)
        if table._count() > 1:
            parts.append(writer.picture(table, f"{clock}, by owner at the instant at which it was decided. {_ends(table, 'kept', 'kept in time', 'decided')}"))
    writer.section("Promises", *parts)
    times = [(clock, run.time_to(clock, by="owner", totals=True) if run.sla(clock, by="owner")._count() <= _OWNERS else run.time_to(clock)) for clock in clocks]
    told_times = [writer.picture(table, f"{clock}. {_plots.caption(table)} {_still(table)}") for clock, table in times if table._count()]
    if told_times:
        writer.section("Time until promises are met", *told_times)


def _still(table: Table[Any]) -> str:
    waiting = int(np.asarray(table.columns["open"])[-1]) if "open" in table.columns else 0
    return f"{plural(waiting, 'case')} still {'waits' if waiting == 1 else 'wait'} and {'is' if waiting == 1 else 'are'} counted." if waiting else ""


def _waiting(run: Any) -> Optional[Table[Any]]:
    runs = Table(give("dict", run._promise_columns, FRAMES["promises"]), "dict")
    waits = [row for row, verdict in enumerate(runs.columns["verdict"]) if verdict == "running"] if run.engine.clocks else []
    waits.sort(key=lambda row: (is_missing(runs.columns["due"][row]), str(runs.columns["due"][row])))
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
    card = "".join(f"<dt>{html.escape(label)}</dt><dd>{html.escape(text.removesuffix(': run.conformance()'))}</dd>" for label, text in lines if text)
    writer.section("What this is", _paragraph(headline), f"<dl>{card}</dl>")
    writer.section("Funnel", writer.picture(run.funnel()), *(writer.picture(run.funnel(by=key, totals=True), f"By {_named(key)}, in % of those that reached the first stage.") for key in by))
    aging = run.aging()
    if aging._count():
        writer.section("Where leads stand", writer.picture(aging, f"As of {moment(run._as_of_ms, zone)}. {_most(aging)}"))
    rates = [run.win_rate(by=key, totals=True) for key in (by or ["owner"])]
    if int(run.win_rate()["lost"][0]):
        weight = "closed" if "closed" in rates[0].columns else "decided"
        writer.section("Won and lost", *(writer.picture(table, f"Of leads that were decided: {_ends(table, 'share', 'won', weight)}") for table in rates), *_lost(run))
    _promises(writer, run, week(zone or "UTC"))
    waiting = _waiting(run)
    if waiting is not None:
        late = f"{plural(waiting._count(), 'promise')} {'runs' if waiting._count() == 1 else 'run'}; the first is due {waiting.columns['due'][0]}."
        writer.section("Promises that run", _paragraph(late), shown(waiting))
    deviations = run.conformance(totals=True)
    if deviations._count():
        writer.section("Where practice leaves the policy", _paragraph(_deviating(run, deviations)), shown(deviations))
    if compare is not None:
        writer.section("What if", *compare._sections(writer))
    writer.section("How it was read", *_read(run))
    words = "".join(f"<h3>{html.escape(name)}</h3><ul>{''.join(f'<li>{html.escape(line)}</li>' for line in said)}</ul>" for name, said in in_words(run.policy._document))
    document = f'<details class="screen"><summary>its document</summary><pre>{html.escape(run.policy.write())}</pre></details>'
    svg = _drawing(run.policy.plot, 3 + 2 * len(run.policy._document.get("stages", ())))
    writer.pictures += 1
    drawn = f'<figure role="img" aria-label="The stages of the policy, which stand in words below.">{_unique(svg, writer.pictures)}</figure>' if svg else ""
    writer.section(f"The policy: {run.policy.name}", drawn, words, document)
    note = "" if importlib.util.find_spec("matplotlib") else _paragraph("Pictures need matplotlib: pip install revops[plot]. Their tables are all here.")
    return (f'<!DOCTYPE html>\n<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">'
            f"<title>{html.escape(title)}</title><style>{CSS}{_PAGE}</style></head>\n<body class=\"revops\"><h1>{html.escape(title)}</h1>\n"
            f"<nav>{' '.join(writer.heads)}</nav>{note}\n{''.join(writer.parts)}</body></html>\n")


def _named(key: Any) -> str:
    return str(getattr(key, "kind", key))


def _most(aging: Table[Any]) -> str:
    stages, counts = aging.columns["stage"], [int(count) for count in aging.columns["leads"]]
    most = int(np.argmax(counts))
    longest = aging.columns["longer"][most]
    return f"Most leads stand at {stages[most]}, {counts[most]:,}" + ("." if is_missing(longest) else f", {int(longest):,} of them longer than 90 days.")


def _deviating(run: Any, table: Table[Any]) -> str:
    leads = int(table.columns["leads"][-1])
    return f"{plural(int(table.columns['deviations'][-1]), 'deviation')} of {plural(leads, 'lead')} ({100 * leads / max(len(run._ids), 1):.1f} %); most often: " \
        f"{table.columns['rule'][0]}, {table.columns['stage'][0]} ({int(table.columns['deviations'][0]):,})."


def _read(run: Any) -> Iterator[str]:
    """Rows that were used and not, what was warned of, and how each file was understood."""
    used = run._used()
    yield _paragraph(f"{run.used:,} of {plural(run.rows, 'row')} count{'s' if run.used == 1 else ''}.")
    yield f'<div class="short">{html_table({"": list(used), "events": list(used.values()), "share": np.array(list(used.values()), float) / max(run.rows, 1)}, rows=None)}</div>'
    told = list(dict.fromkeys(run._told))
    if told:
        yield f"<ul>{''.join(f'<li>{html.escape(text)}</li>' for text in told)}</ul>"
    yield f"<pre>{html.escape(getattr(run.log, 'taken', ''))}</pre>"


def _lost(run: Any) -> Sequence[str]:
    reasons = run.reasons()
    return [shown(reasons)] if reasons._count() else []


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
