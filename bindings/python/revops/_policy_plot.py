# SPDX-License-Identifier: MIT
"""Stages and moves of a policy as a graph: for Graphviz in the words of the program `policy`, or drawn by matplotlib."""

from __future__ import annotations

import importlib
import importlib.util
import io
import os
import textwrap
from typing import Any

__all__ = ["dot_of", "drawn", "plotted"]

_SHAPES = {"open": "box", "won": "doublecircle", "lost": "octagon", "closed": "octagon", "nurture": "ellipse"}
_BOXES = {"open": "round,pad=0.4", "won": "round,pad=0.45", "lost": "square,pad=0.35", "closed": "square,pad=0.35", "nurture": "round,pad=0.4,rounding_size=0.8"}


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
    document = policy.to_dict()
    lines = [f"digraph {_quoted(policy.name)} {{", "  rankdir=LR", *(f"  {_quoted(name)} [shape={_SHAPES[kind]}]" for name, kind in _stages(document))]
    for start, to, name, is_automatic in _moves(document):
        style = ", style=bold" if is_automatic else ", style=dashed" if start.startswith("any") else ""
        lines.append(f"  {_quoted(start)} -> {_quoted(to)} [label={_quoted(name)}{style}]")
    return "\n".join([*lines, "}", ""])


def draw(policy: Any, ax: Any) -> None:
    """Stages of the path from left to right, others below; under each how leads come there, in words."""
    document = policy.to_dict()
    stages, rows = _stages(document), {str(row["name"]): row for row in document.get("stages", [])}
    path = [name for name, kind in stages if kind in ("open", "won") and not rows[name].get("instead_of") and not rows[name].get("beside")]
    others = [name for name, _ in stages if name not in path]
    width = 2.6 * max(len(path), len(others), 1)
    places = {name: ((number + 0.5) * width / len(row), y) for row, y in ((path, 0.0), (others, -3.4)) for number, name in enumerate(row)}
    comes: dict[str, dict[str, list[str]]] = {}
    parent = {str(step["name"]): name for name, row in rows.items() for step in row.get("steps", ())}
    for start, to, name, _ in _moves(document):
        comes.setdefault(parent.get(to, to), {}).setdefault(name, []).append(start)
    for before, after in zip(path, path[1:]):
        ax.annotate("", places[after], places[before], arrowprops={"arrowstyle": "-|>", "color": "0.45", "shrinkA": 34, "shrinkB": 36})
    for name, kind in stages:
        x, y = places[name]
        steps = [str(step["name"]) for step in rows[name].get("steps", ())]
        told = ([f"steps: {', '.join(steps)}"] if steps else []) + [f"{move}: from {', '.join(dict.fromkeys(starts))}" for move, starts in comes.get(name, {}).items()]
        ax.text(x, y, "\n".join(textwrap.wrap(name, 14)), ha="center", va="center", fontsize=9, fontweight="bold" if kind == "won" else "normal",
                bbox={"boxstyle": _BOXES[kind], "facecolor": "white", "edgecolor": "0.2", "linewidth": 2.2 if kind == "won" else 1.2, "linestyle": "--" if kind == "nurture" else "-"})
        ax.text(x, y - 0.55, "\n".join(line for text in told for line in textwrap.wrap(text, 26, subsequent_indent="  ")), ha="center", va="top", fontsize=7, color="0.25")
    ax.set_xlim(0, width)
    ax.set_ylim(-6.2 if others else -2.6, 1.0)
    ax.set_axis_off()
    ax.set_title(f"Stages of the policy “{policy.name}”: bold is won, cornered lost or closed, dashed comes back", fontsize=11)


def _size(policy: Any) -> tuple[float, float]:
    return max(8.0, 1.3 * len(policy.to_dict()["stages"])), 5.0


def drawn(policy: Any, ax: Any) -> Any:
    """Draws into Axes, or into new ones."""
    if ax is None:
        try:
            pyplot: Any = importlib.import_module("matplotlib.pyplot")
        except ImportError:
            raise ImportError("pictures need matplotlib: pip install revops[plot]") from None
        ax = pyplot.subplots(figsize=_size(policy), layout="constrained")[1]
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
