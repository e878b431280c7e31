"""A quick picture of many changes on one scale: multiples of each indicator's smallest change worth acting on."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from sojo_eval.foundation.fonts import FAMILY, register_fonts
from sojo_eval.statistics.results import LINE_COLOUR, new_axes

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_CONTEXT_COLOUR = "#8a8f94"
_REACH = 5.0
"""Intervals are cut at this many smallest changes: a few wide ones must not flatten all others."""


def draw_changes(findings: pd.DataFrame, ax: Axes | None = None) -> Axes:
    """One row a finding with numbers: better is to the right, the grey band is too small to act on.

    findings: rows of `Evaluation.findings`. Context indicators are grey, with more to the right. Intervals that
    reach beyond the picture end in a triangle.
    """
    register_fonts()
    shown = findings[findings["change"].notna()].iloc[::-1]
    axes = new_axes(ax, (7.0, 0.8 + 0.32 * max(1, len(shown))))
    axes.axvspan(-1, 1, color="#ececec", zorder=0)
    axes.axvline(0, color="#555555", linestyle="--", linewidth=0.9)
    for position, (_, row) in enumerate(shown.iterrows()):
        none = 1.0 if row["scale"] == "ratio" else 0.0
        sign = -1 if row["direction"] == "lower" else 1
        colour = _CONTEXT_COLOUR if row["direction"] == "context" else LINE_COLOUR
        low, change, high = (
            sign * (float(row[c]) - none) / float(row["smallest_change"])
            for c in ("change_low", "change", "change_high")
        )
        left, right = sorted((low, high))
        axes.hlines(position, max(left, -_REACH), min(right, _REACH), color=colour)
        for beyond, end, marker in ((left < -_REACH, -_REACH, "<"), (right > _REACH, _REACH, ">")):
            if beyond:
                axes.plot([end], [position], marker, color=colour, markersize=5)
        if abs(change) <= _REACH:
            axes.plot([change], [position], "o", color=colour)
    axes.set_xlim(-_REACH - 0.3, _REACH + 0.3)
    axes.set_yticks(range(len(shown)), shown["title_ja"].tolist(), fontfamily=FAMILY)
    axes.set_xlabel("改善 →（施策の見直しを考える目安の何倍か）", fontfamily=FAMILY)
    return axes
