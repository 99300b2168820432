# SPDX-License-Identifier: MIT
"""Stages and moves of a policy as a graph: for Graphviz in the words of the program `policy`, or drawn by matplotlib."""

from __future__ import annotations

import importlib.util
import io
import os
import textwrap
from collections.abc import Mapping, Sequence
from typing import Any

__all__ = ["dot_of", "drawn", "plotted"]

_SHAPES = {"open": "box", "won": "doublecircle", "lost": "octagon", "closed": "octagon", "nurture": "ellipse"}
_KINDS = {"won": "won", "lost": "lost", "nurture": "put off for later", "closed": "closed"}
_HIGH, _WIDE = 1.0, 3.4  # of a row, of a box


def _moves(document: dict[str, Any]) -> list[tuple[str, str, str, bool]]:
    """From, to, name, and whether the policy makes it by itself."""
    out = []
    for name, move in document.get("moves", {}).items():
        given = move.get("from")
        starts = [given] if isinstance(given, str) else list(given or ("any earlier", "any nurture"))
        out += [(start, str(move["to"]), name, bool(move.get("automatic"))) for start in starts]
    return out


def _quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _stages(document: dict[str, Any]) -> list[tuple[str, str]]:
    return [(str(row["name"]), str(row.get("kind", "open"))) for row in document.get("stages", [])]


def dot_of(policy: Any) -> str:
    """The graph for Graphviz: automatic moves are bold, those from any of several stages dashed."""
    document = policy._document
    lines = [f"digraph {_quoted(policy.name)} {{", "  rankdir=LR", *(f"  {_quoted(name)} [shape={_SHAPES[kind]}]" for name, kind in _stages(document))]
    for start, to, name, is_automatic in _moves(document):
        style = ", style=bold" if is_automatic else ", style=dashed" if start.startswith("any") else ""
        lines.append(f"  {_quoted(start)} -> {_quoted(to)} [label={_quoted(name)}{style}]")
    return "\n".join([*lines, "}", ""])


def _lines(text: str, letters: int, most: int = 3) -> str:
    lines = textwrap.wrap(text, letters) or [""]
    return "\n".join(lines[:most] if len(lines) <= most else [*lines[: most - 1], lines[most - 1][: letters - 1] + "…"])


def _leading(document: Mapping[str, Any], stage: Mapping[str, Any]) -> list[tuple[str, list[str]]]:
    """Moves that lead to a stage or one of its steps, and where from."""
    names = {stage["name"], *(step["name"] for step in stage.get("steps", ()))}
    return [(name, [str(one) for one in move.get("from", ())]) for name, move in document.get("moves", {}).items() if move.get("to") in names]


def _box(ax: Any, left: float, place: float, name: str, below: str, kind: str) -> None:
    from matplotlib.patches import FancyBboxPatch

    two = "\n" in below
    high = _HIGH * (0.74 if two else 0.62 if below else 0.46)
    ax.add_patch(FancyBboxPatch((left, place - high / 2), _WIDE, high, boxstyle="round,pad=0.02,rounding_size=0.08", facecolor="#e8eff6" if kind == "" else "white",
                                edgecolor="#1f4e79", linewidth=2.6 if kind == "won" else 1.2, linestyle="-" if kind in ("", "won") else "--", zorder=2))
    ax.text(left + _WIDE / 2, place - (0.2 if two else 0.1 if below else 0), name, ha="center", va="center", fontweight="bold", zorder=3)
    if below:
        ax.text(left + _WIDE / 2, place + 0.13, below, ha="center", va="center", fontsize="small", color="0.25", zorder=3)


def _sides(stages: Sequence[Mapping[str, Any]]) -> tuple[list[Mapping[str, Any]], list[Mapping[str, Any]]]:
    """Stages of the way, and those beside it."""
    way = [stage for stage in stages if stage.get("kind", "open") in ("open", "won") and not stage.get("beside") and not stage.get("instead_of")]
    return way, [stage for stage in stages if stage not in way]


def draw(policy: Any, ax: Any) -> None:
    """The way from top to bottom, and beside it where leads go that leave it; in words, by which moves."""
    document = policy._document
    stages: Sequence[Mapping[str, Any]] = document.get("stages", [])
    way, beside = _sides(stages)
    rows = max(len(way), len(beside), 1)
    ax.set_title(f"Stages of {policy.name}", loc="left", fontweight="bold")
    for place, stage in enumerate(way):
        steps = [str(step["name"]) for step in stage.get("steps", ())]
        kind = "won" if stage.get("kind") == "won" else ""
        below = _lines(f"{'won' if kind and str(stage['name']).casefold() != 'won' else ''}{', '.join(steps)}", 46, 2)
        _box(ax, 0, place * _HIGH, _lines(str(stage["name"]), 34, 1), below, kind)
        by = [move for move, _ in _leading(document, stage)]
        if place:
            ax.annotate("", (_WIDE / 2, place * _HIGH - 0.39), ((_WIDE / 2), (place - 1) * _HIGH + 0.39), arrowprops={"arrowstyle": "-|>", "color": "0.2"}, zorder=1)
            if by:
                ax.text(_WIDE / 2 + 0.08, (place - 0.5) * _HIGH, _lines(", ".join(by), 34, 1), va="center", fontsize="small", color="0.25")
    first = max(0.0, (len(way) - len(beside)) / 2)
    for number, stage in enumerate(beside):
        at = (first + number) * _HIGH
        kind = str(stage.get("kind", "")) or "beside"
        told = "; ".join(f"{move}: from {', '.join(start)}" if start else move for move, start in _leading(document, stage))
        below = _lines((f"instead of {stage['instead_of']}" if stage.get("instead_of") else _KINDS.get(kind, "beside the way")) + (f"; {told}" if told else ""), 50, 2)
        _box(ax, _WIDE + 1.1, at, _lines(str(stage["name"]), 34, 1), below, kind)
        ax.annotate("", (_WIDE + 1.06, at), (_WIDE + 0.06, at), arrowprops={"arrowstyle": "-|>", "color": "0.45", "linestyle": "--"}, zorder=1)
    if beside and len(way) > 1:  # whoever leaves the way leaves it anywhere that a move says
        ends = [0.0, (len(way) - 1) * _HIGH, first * _HIGH, (first + len(beside) - 1) * _HIGH]
        ax.plot([_WIDE + 0.06] * 2, [min(ends), max(ends)], color="0.45", linestyle="--", linewidth=1)
    ax.set_xlim(-0.1, (2 * _WIDE + 1.2) if beside else _WIDE + 0.1)
    ax.set_ylim((rows - 1) * _HIGH + 0.45, -0.45)
    ax.set_axis_off()


def _size(policy: Any) -> tuple[float, float]:
    way, beside = _sides(policy._document.get("stages", []))
    return 9.5 if beside else 6.5, 0.9 + 0.78 * max(len(way), len(beside), 1)


def drawn(policy: Any, ax: Any) -> Any:
    """Draws into Axes, or into new ones."""
    from ._plots import axes_of

    ax = axes_of(ax, *_size(policy))
    draw(policy, ax)
    return ax


def plotted(policy: Any, output: str) -> str:
    """Writes the graph: as text for Graphviz, or a picture, by the name of its file; says so."""
    kind = os.path.splitext(output)[1].lower()
    if kind not in (".dot", ".svg", ".png", ".pdf"):
        raise ValueError(f"{output}: a picture is .svg, .png, .pdf or .dot, not {kind or 'a file without an ending'}")
    if kind != ".dot" and importlib.util.find_spec("matplotlib") is None:
        raise ImportError("pictures need matplotlib: pip install revops[plot]")
    from ._page import written

    if kind == ".dot":
        return f"wrote {written(output, dot_of(policy))}"
    from ._plots import figure

    picture = figure(*_size(policy))
    draw(policy, picture.subplots())
    out = io.BytesIO()
    picture.savefig(out, format=kind[1:], dpi=150, bbox_inches="tight", **({"metadata": {"Date": None}} if kind == ".svg" else {}))
    return f"wrote {written(output, out.getvalue())}"
