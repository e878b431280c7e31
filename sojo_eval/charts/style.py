"""Colours, signs and sizes. A verdict always has a colour *and* a sign: neither is needed to read the other."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import matplotlib as mpl
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from sojo_eval.foundation.fonts import FAMILY, register_fonts
from sojo_eval.statistics.figures import PublicationFigure

INK, MUTED, GRID, PAPER = "#1a1a1a", "#555555", "#d0d0d0", "#ffffff"
LINE, ZONE, SHOCK = "#0b4f7d", "#e3e3e3", "#f3e6c8"
PLAN_SHADES = ("#ffffff", "#eef3f7")


@dataclass(frozen=True)
class VerdictStyle:
    """`fill` with `ink` on it reaches a contrast of 4.5; `marker` is matplotlib's."""

    fill: str
    ink: str
    sign: str
    marker: str
    hatch: str = ""


VERDICT_STYLES: dict[str, VerdictStyle] = {
    "improving": VerdictStyle("#0067a5", "#ffffff", "▲", "^"),
    "no_meaningful_change": VerdictStyle("#c3ccd4", INK, "＝", "s"),
    "worsening": VerdictStyle("#b84300", "#ffffff", "▼", "v"),
    "inconclusive": VerdictStyle("#fff3cf", INK, "？", "o"),
    "not_measurable": VerdictStyle("#ececec", INK, "×", "o"),
    "no_case": VerdictStyle("#ffffff", INK, "○", "o"),
    "insufficient_data": VerdictStyle("#ffffff", INK, "…", "o"),
    "not_comparable": VerdictStyle("#ffffff", INK, "≠", "o"),
    "context": VerdictStyle("#ffffff", INK, "・", "o"),
    "partly_improving": VerdictStyle("#cfe3f1", INK, "△", "^"),
    "mixed": VerdictStyle("#e9ddf3", INK, "◆", "D"),
    "not_shown": VerdictStyle("#fff3cf", INK, "◇", "o"),
}
"""In the order of the stacked bars; `context` is of indicators only, what follows it of pillars only."""

STATUS_STYLES: dict[str, VerdictStyle] = {
    "achieved": VerdictStyle("#0067a5", "#ffffff", "●", "o"),
    "on_pace": VerdictStyle("#cfe3f1", INK, "→", ">"),
    "behind": VerdictStyle("#f6d9c6", INK, "▽", "v"),
    "moving_away": VerdictStyle("#b84300", "#ffffff", "←", "<"),
    "cannot_be_told": VerdictStyle("#fff3cf", INK, "？", "o"),
}
"""Statuses of targets, with signs that neither verdicts nor cities' own schemes (◎○△×) use. The same colours stand in
page.css."""


WIDTH = 7.5
"""Inches: the width of every figure."""
EMS = 50
"""How many full-width signs of the body size fit across."""


@contextmanager
def house_style() -> Iterator[None]:
    """matplotlib settings of all figures: our font, no frame, quiet grid, reproducible SVG."""
    register_fonts()
    settings: dict[str, Any] = {
        "font.family": FAMILY,
        "font.size": 9.5,
        "axes.edgecolor": MUTED,
        "axes.labelcolor": INK,
        "axes.spines.top": False,
        "axes.spines.right": False,
        "axes.unicode_minus": True,
        "xtick.color": INK,
        "ytick.color": INK,
        "text.color": INK,
        "hatch.linewidth": 0.6,
        "svg.fonttype": "path",
        "svg.hashsalt": "sojo_eval",
    }
    with mpl.rc_context(settings):  # type: ignore[arg-type]  # its stubs want literal keys
        yield


def new_figure(height: float) -> Figure:
    """An empty figure of the house's width and `height` inches, laid out without overlaps."""
    return PublicationFigure(figsize=(WIDTH, height), layout="constrained", facecolor=PAPER)


def quiet(axes: Axes, *, grid: str = "x") -> None:
    """Grid behind the data, no tick marks."""
    axes.grid(True, axis=grid, color=GRID, linewidth=0.6)  # type: ignore[arg-type]
    axes.set_axisbelow(True)
    axes.tick_params(length=0)
