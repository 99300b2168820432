# SPDX-License-Identifier: MIT
"""Pictures of figures: labelled, and told apart by hatches, lines and marks as well as by colour."""

from __future__ import annotations

import importlib
import math
from collections.abc import Callable, Sequence
from typing import Any, Optional

import numpy as np

from . import _constants as c
from ._frames import is_missing
from ._show import cells, plural
from .stats import wilson

__all__ = ["caption", "draw", "figure"]

_FILLS = ("#1f4e79", "#9ec5e8", "#d9822b", "#f3d9b1", "#5b8c5a", "#c9dfc5", "#7a4b94", "#ddcbe6")  # dark and light in turn: greys that differ
_HATCHES = ("", "///", "...", "\\\\\\", "xxx", "---", "ooo", "+++")
_AGES = ("#f3f6fa", "#d3e2f1", "#9ec5e8", "#5b93c4", "#1f4e79")  # the longer the darker
_LINES = ("-", "--", "-.", ":")
_MARKS = ("o", "s", "^", "D", "v", "P", "X", "*")
_MOST = 8  # groups in one picture
_PERIODS = ("day", "week", "month", "quarter")
_ALL = "(all)"


def figure(width: float = 8, height: float = 4.5) -> Any:
    """A figure of nobody's state, for files."""
    made: Any = importlib.import_module("matplotlib.figure").Figure(figsize=(width, height), layout="constrained")
    return made


def axes_of(ax: Any, width: float, height: float) -> Any:
    """The Axes that were given, or new ones."""
    if ax is not None:
        return ax
    try:
        pyplot: Any = importlib.import_module("matplotlib.pyplot")
    except ImportError:
        raise ImportError("pictures need matplotlib: pip install revops[plot]") from None
    return pyplot.subplots(figsize=(width, height), layout="constrained")[1]


def draw(table: Any, picture: str, ax: Any = None) -> Any:
    """Draws a table as `picture` says; returns the Axes."""
    is_over_time = any(name in table.columns for name in _PERIODS)
    bars = {"aging": 1, "funnel": 1, "money": 1, "rates": 1, "kept": 1, "before-after": 2}.get(picture, 0) if not is_over_time else 0
    ax = axes_of(ax, 8, max(1.9, min(6.5, 1.2 + 0.35 * bars * min(table._count(), 20))) if bars else 4.5)
    ax.set_title(table.title, loc="left", fontweight="bold")
    for side in ("top", "right"):
        ax.spines[side].set_visible(False)
    if not table._count():
        ax.text(0.5, 0.5, "nothing to show", ha="center", va="center", transform=ax.transAxes)
        ax.set_axis_off()
        return ax
    _PICTURES[picture](table, ax)
    return ax


def _beside(ax: Any, value: float, place: float, text: str, **style: Any) -> None:
    """A text behind a bar's end."""
    ax.annotate(text, (value, place), xytext=(4, 0), textcoords="offset points", va="center", **style)


def _last(table: Any) -> int:
    """The row of a funnel's end: the stage behind the last one from which anybody went on."""
    went_on = np.flatnonzero(np.asarray(table.columns["went_on"]))
    return int(min(went_on.max(initial=-1) + 1, table._count() - 1))


def _label(value: Any, head: str = "") -> str:
    return "(none)" if is_missing(value) else cells(head, [value])[0][0]


def _short(text: str, most: int = 28) -> str:
    return text if len(text) <= most else text[: most - 1] + "…"


def _groups(table: Any, without: Sequence[str], weight: str) -> tuple[list[tuple[str, list[int]]], int]:
    """Rows by the labels of the other keys, the largest first and at most so many; and how many are left out."""
    keys = [key for key in table._keys if key not in without]
    columns = [list(table.columns[key]) for key in keys]
    found: dict[str, list[int]] = {}
    for row in range(table._count()):
        found.setdefault(", ".join(_label(column[row], key) for key, column in zip(keys, columns)), []).append(row)
    size = np.asarray(table.columns[weight], float)
    ordered = sorted(found.items(), key=lambda item: (item[0] == _ALL, -float(np.nansum(size[item[1]]))))
    kept = ordered if len(ordered) <= _MOST else ordered[:_MOST]
    return kept, len(ordered) - len(kept)


def _style(name: str, number: int) -> dict[str, Any]:
    """How a group's line looks: all of them as one is bold and black."""
    if name == _ALL:
        return {"color": "black", "linestyle": "-", "linewidth": 2.8, "zorder": 1.5}
    return {"color": _FILLS[number // 2 * 2 % 8], "linestyle": _LINES[number % 4], "marker": _MARKS[number % 8], "markersize": 5, "linewidth": 1.5}


def _legend(ax: Any, others: int, what: str) -> None:
    note = f"{what}; {others} more in the table" if others else what
    ax.legend(title=note, loc="center left", bbox_to_anchor=(1.01, 0.5), frameon=False, alignment="left")


def _stages(ax: Any, names: Sequence[str]) -> None:
    ax.set_yticks(range(len(names)), [_short(name) for name in names])
    ax.invert_yaxis()
    ax.tick_params(axis="y", length=0)


def _funnel(table: Any, ax: Any) -> None:
    columns = table.columns
    stages = list(dict.fromkeys(columns["stage"]))
    some = {stage for stage, count in zip(columns["stage"], columns["reached"]) if count}
    stages = stages[: 1 + max((place for place, stage in enumerate(stages) if stage in some), default=0)]  # not those that nobody reached, at the end
    groups, others = _groups(table, ["stage"], "reached")
    groups = [(name, [row for row in rows if columns["stage"][row] in stages]) for name, rows in groups]
    reached, inferred, rate = (np.asarray(columns[name], float) for name in ("reached", "inferred", "rate"))
    if len(groups) == 1:
        rows = groups[0][1]
        seen = reached[rows] - inferred[rows]
        ax.barh(range(len(rows)), seen, color=_FILLS[0], label="recorded")
        if inferred[rows].any():
            ax.barh(range(len(rows)), inferred[rows], left=seen, color=_FILLS[1], hatch=_HATCHES[1], edgecolor=_FILLS[0], label="inferred: must have passed")
            ax.legend(loc="lower right", frameon=False)
        for place, row in enumerate(rows):
            share = "" if math.isnan(rate[row]) or row >= _last(table) else f", {100 * rate[row]:.1f} % went on"
            _beside(ax, reached[row], place, f"{int(reached[row]):,}{share}")
        ax.set_xlim(0, max(1.0, float(reached[rows].max())) * 1.35)
        _stages(ax, [str(stage) for stage in stages])
        ax.xaxis.set_major_formatter(lambda value, place: f"{value:,.0f}")
        ax.set_xlabel("leads that reached the stage")
        return
    for number, (name, rows) in enumerate(groups):
        base = max(1.0, float(reached[rows[0]]))
        ax.plot([stages.index(columns["stage"][row]) for row in rows], [100 * reached[row] / base for row in rows], **_style(name, number), label=f"{_short(name)} ({int(base):,})")
    ax.set_xticks(range(len(stages)), [_short(str(stage), 18) for stage in stages], rotation=25, ha="right")
    ax.set_ylabel(f"% of those that reached\n{stages[0]}")
    ax.set_ylim(0, None)
    _legend(ax, others, ", ".join(key for key in table._keys if key != "stage"))


def _over_time(table: Any, ax: Any, period: str, figure_of: str, weight: str, what: str) -> None:
    columns = table.columns
    groups, others = _groups(table, [period], weight)
    values = np.asarray(columns[figure_of], float)
    when = sorted({day for day in columns[period] if not is_missing(day) and day != _ALL})
    for number, (name, rows) in enumerate(groups):
        at = {columns[period][row]: 100 * values[row] for row in rows}
        ax.plot(range(len(when)), [at.get(day, math.nan) for day in when], **_style(name, number), label=_short(name or what))
    step = max(1, math.ceil(len(when) / 12))
    ax.set_xticks(range(0, len(when), step), [_label(day, period) for day in when[::step]], rotation=40, ha="right")
    low = np.nanmin(np.where(np.isnan(values), np.nan, 100 * values)) if not np.isnan(values).all() else 0
    ax.set_ylim(max(0, math.floor(low / 10) * 10 - 5) if low > 30 else 0, 102)
    ax.set_ylabel(f"{what}, %")
    ax.set_xlabel(period)
    ax.grid(axis="y", color="0.85", linewidth=0.6)
    if len(groups) > 1:
        _legend(ax, others, ", ".join(key for key in table._keys if key != period))


def _bars(table: Any, ax: Any, figure_of: str, what: str, texts: Callable[[int], str]) -> None:
    values = np.nan_to_num(np.asarray(table.columns[figure_of], float))
    keys = table._keys
    rows = list(range(table._count()))[:20]
    for place, row in enumerate(rows):
        is_all = any(table.columns[key][row] == _ALL for key in keys)
        ax.barh(place, values[row], color="0.75" if is_all else _FILLS[0], hatch=_HATCHES[1] if is_all else "", edgecolor="0.3" if is_all else _FILLS[0])
        _beside(ax, max(0.0, values[row]), place, texts(row))
    ax.set_xlim(0, max(float(values[rows].max()), 1e-9) * 1.35)
    if what.startswith("%"):
        ax.set_xlim(0, 1.3)
        ax.set_xticks(np.arange(0, 1.01, 0.2))
        ax.xaxis.set_major_formatter(lambda value, place: f"{100 * value:.0f}")
    else:
        ax.xaxis.set_major_formatter(lambda value, place: f"{value:,.0f}")
    whole = table.columns["clock"] if "clock" in table.columns else ["all"] * len(rows)
    _stages(ax, [", ".join(_label(table.columns[key][row], key) for key in keys) or str(whole[row]) for row in rows])
    ax.set_xlabel(what + (f" ({table._count() - 20} more in the table)" if table._count() > 20 else ""))


def _kept(table: Any, ax: Any) -> None:
    period = next((name for name in _PERIODS if name in table.columns), None)
    columns = table.columns
    if period is not None:
        _over_time(table, ax, period, "kept", "decided", "kept in time")
        return
    shares = cells("kept", columns["kept"], "share")[0]
    _bars(table, ax, "kept", "% kept in time", lambda row: f"{shares[row]} of {int(columns['decided'][row]):,}")


def _rates(table: Any, ax: Any) -> None:
    period = next((name for name in _PERIODS if name in table.columns), None)
    if period is not None:
        _over_time(table, ax, period, "share", "closed", table.title.lower())
        return
    shares = cells("share", table.columns["share"], "share")[0]
    _bars(table, ax, "share", "%", lambda row: shares[row])


def _money(table: Any, ax: Any) -> None:
    columns = table.columns
    figure_of = "amount" if np.asarray(columns["amount"], float).any() else "conversions"
    texts = cells(figure_of, columns[figure_of], table._kinds.get(figure_of), table._decimals)[0]
    values = {**columns, "amount": np.asarray(columns["amount"], float) / 10**table._decimals}
    shown = type("Shown", (), {"columns": values, "_keys": table._keys, "_count": table._count})()
    _bars(shown, ax, figure_of, figure_of, lambda row: texts[row])


def _ages(table: Any, ax: Any) -> None:
    columns = table.columns
    ages = [name for name in columns if name not in ("stage", "leads", *table._keys)]
    rows = [row for row in range(table._count()) if any(not is_missing(columns[age][row]) for age in ages)]
    left = np.zeros(len(rows))
    for number, age in enumerate(ages):
        values = np.array([0 if is_missing(columns[age][row]) else columns[age][row] for row in rows], float)
        ax.barh(range(len(rows)), values, left=left, color=_AGES[number % len(_AGES)], hatch=_HATCHES[number % len(_AGES)] if number < len(ages) - 1 else "", edgecolor="0.3",
                linewidth=0.5, label=age)
        left += values
    for place, total in enumerate(left):
        _beside(ax, total, place, f"{int(total):,}")
    ax.set_xlim(0, max(1.0, float(left.max(initial=0))) * 1.15)
    _stages(ax, [str(columns["stage"][row]) for row in rows])
    ax.set_xlabel("open leads, by how long they stand there")
    _legend(ax, 0, "there for")


def _band(ax: Any, shares: Any, times: Any, cases: int, waiting: int) -> None:
    """Where the share lies with 95 % confidence (Wilson); of many who wait that isn't told by their number."""
    there = ~np.isnan(times)
    if cases < 2 or waiting > cases / 10 or not there.any():
        return
    low, high = wilson(np.rint(shares[there] * cases).astype(np.int64), np.full(int(there.sum()), cases))
    ax.fill_between(times[there], 100 * np.asarray(low), 100 * np.asarray(high), step="post", color="0.8", linewidth=0, zorder=0, label="95 % band")


def _highest(shares: Any, times: Any) -> float:
    """The share that got there at all."""
    there = ~np.isnan(np.asarray(times, float))
    return float(np.max(np.asarray(shares, float)[there], initial=0)) if len(there) else 0.0


def _curve(table: Any, ax: Any) -> None:
    groups, others = _groups(table, [], "cases")
    curves = table._hidden["curve"]
    longest = max((float(np.nanmax(curves[row][1])) for _, rows in groups for row in rows if len(curves[row][0]) and not np.isnan(curves[row][1]).all()), default=1.0)
    unit, word = next((unit, word) for unit, word in ((c.REVOPS_DAY_MS, "days"), (c.REVOPS_HOUR_MS, "hours"), (c.REVOPS_MINUTE_MS, "minutes"), (1, "milliseconds"))
                      if longest >= 2 * unit or unit == 1)
    for number, (name, rows) in enumerate(groups):
        for row in rows:
            shares, times = (np.asarray(part, float) for part in curves[row])
            ax.step(np.r_[0, times / unit], np.r_[0, 100 * shares], where="post", markevery=max(1, len(times) // 8), **_style(name, number),
                    label=_short(name or "all"))
            if name == _ALL or len(groups) == 1:
                _band(ax, shares, times / unit, int(table.columns["cases"][row]), int(table.columns["open"][row]))
    most = 100 * max((_highest(*curves[row]) for _, rows in groups for row in rows), default=1.0)
    for share in (50, 90) if most > 40 else ():
        ax.axhline(share, color="0.6", linewidth=0.8, linestyle=":")
        ax.text(0, share, f" {share} %", va="bottom", ha="left", transform=ax.get_yaxis_transform(), color="0.35", fontsize="small")
    ax.set_ylim(0, 101 if most > 40 else max(1.0, most * 1.3))
    ax.set_xlim(0, None)
    ax.set_ylabel("% got there; who still waits is counted")
    ax.set_xlabel(word)
    if ax.get_legend_handles_labels()[0]:
        _legend(ax, others, ", ".join(table._keys))


def _before_after(table: Any, ax: Any) -> None:
    columns = table.columns
    keys, rows = table._keys, list(range(table._count()))[:20]
    is_share = "kept_before" in columns
    names = ("kept_before" if is_share else "before", "after")
    most = 1.0
    for number, name in enumerate(names):
        values = [None if is_missing(columns[name][row]) else float(columns[name][row]) * (100 if is_share else 1) for row in rows]
        places = np.arange(len(rows)) + (number - 0.5) * 0.38
        ax.barh(places, [value or 0 for value in values], height=0.36, color=_FILLS[number], hatch=_HATCHES[number], edgecolor=_FILLS[0], label=("before", "after")[number])
        for place, value in zip(places, values):
            _beside(ax, value or 0, place, "–" if value is None else f"{value:.1f} %" if is_share else f"{value:,.0f}", fontsize="small")
        most = max(most, *(value or 0 for value in values))
    _stages(ax, [", ".join(_label(columns[key][row], key) for key in keys) or "all" for row in rows])
    ax.set_xlim(0, 120 if is_share else most * 1.2)
    ax.set_xlabel(("kept in time, %" if is_share else "leads") + (f" ({table._count() - 20} more in the table)" if table._count() > 20 else ""))
    ax.legend(loc="center left", bbox_to_anchor=(1.01, 0.5), frameon=False)


def _scores(table: Any, ax: Any) -> None:
    """A line a lead over the instants that were asked for."""
    columns = table.columns
    groups, others = _groups(table, ["at"], "intent")
    when = sorted({at for at in columns["at"]})
    points = np.asarray(columns["intent"], float)
    for number, (name, rows) in enumerate(groups):
        at = {columns["at"][row]: points[row] for row in rows}
        ax.plot(range(len(when)), [at.get(day, math.nan) for day in when], **_style(name, number), label=_short(name))
    step = max(1, math.ceil(len(when) / 12))
    ax.set_xticks(range(0, len(when), step), [_label(day, "at") for day in when[::step]], rotation=40, ha="right")
    ax.set_ylim(min(0.0, float(np.nanmin(points))), None)
    ax.set_ylabel("points of intent")
    ax.grid(axis="y", color="0.85", linewidth=0.6)
    _legend(ax, others, "lead")


_PICTURES: dict[str, Callable[[Any, Any], None]] = {
    "funnel": _funnel, "kept": _kept, "rates": _rates, "money": _money, "aging": _ages, "curve": _curve, "before-after": _before_after, "scores": _scores,
}


def caption(table: Any, picture: Optional[str] = None, row: int = -1) -> str:
    """A sentence that says what a picture shows, from its figures."""
    columns, picture = table.columns, picture or table._picture
    if not table._count():
        return "Nothing to show."
    if picture == "funnel" and len(table._keys) == 1:
        last = _last(table)
        least = min(((columns["rate"][row], columns["stage"][row]) for row in range(last) if columns["reached"][row]), default=None)
        return f"{plural(int(columns['reached'][0]), 'lead')} reached {columns['stage'][0]}" + ("." if least is None else
               f", {int(columns['reached'][last]):,} of them {columns['stage'][last]}. The smallest share went on from {least[1]}: {100 * least[0]:.1f} %.")
    if picture == "kept":
        decided, kept = int(np.sum(columns["decided"])), int(np.sum(columns["in_time"]))
        return f"{kept:,} of {decided:,} were kept in time." if decided and _ALL not in [column[-1] for column in columns.values()] else ""
    if picture == "before-after" and "kept_before" in columns:
        shares = [cells(name, columns[name], "share")[0][row] for name in ("kept_before", "after")]
        return f"{shares[0]} kept in time before, {shares[1]} with the change."
    if picture == "curve":
        half = cells("p50", columns["p50"])[0] if "p50" in columns else []
        most = cells("p90", columns["p90"])[0][-1] if "p90" in columns else "–"
        return f"Half got there within {half[-1]}{f', 90 % within {most}' if most != '–' else ''}." if half and half[-1] != "–" else "Fewer than half got there so far."
    return ""
