"""The change of every indicator of a pillar, with its interval, against the smallest change worth acting on."""

from __future__ import annotations

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from sojo_eval.charts import texts
from sojo_eval.charts.chart import Chart, draw_chart
from sojo_eval.charts.line_breaking import break_lines
from sojo_eval.charts.selection import parts_of_a_whole, pillar_findings, words
from sojo_eval.charts.style import EMS, INK, MUTED, VERDICT_STYLES, ZONE, new_figure, quiet
from sojo_eval.charts.ticks import TickLabels
from sojo_eval.disclosure import Published
from sojo_eval.evaluation.exploring.asked import pillar_in
from sojo_eval.evaluation.words.formats import format_change, format_size
from sojo_eval.evaluation.words.labels import PILLARS, VERDICTS
from sojo_eval.foundation.language import Language, Text
from sojo_eval.foundation.reader import in_readers_language

_PANELS: tuple[tuple[str, Text], ...] = (("ratio", texts.RATIO_AXIS), ("difference", texts.POINTS_AXIS))
_ROW_INCHES = 0.84
_BEHIND_WORDS = {"facecolor": "#ffffff", "edgecolor": "none", "pad": 0.6}
_FARTHEST = 100.0
"""Percent or points; what lies beyond ends in an arrow and has its number beside it."""


@in_readers_language
def changes_forest(published: Published, pillar: str, lang: Language = "ja", area: str = "") -> Chart:
    """One row an indicator; ratios (%) and differences (points) stand in panels of their own.

    Single services and desks stand in the whole that has them, and in the tables of findings.
    """
    rows = pillar_findings(published, pillar, area)
    pillar = pillar_in(published.findings, pillar)
    rows = rows[~rows["indicator"].isin(parts_of_a_whole(published))]
    shown = rows[rows["change"].notna()]
    left_out = [words(row, "title")(lang) for _, row in rows[rows["change"].isna()].iterrows()]
    return draw_chart(
        lambda: _draw(shown, lang),
        alt=_alt(shown, left_out, lang),
        caption=texts.FOREST_CAPTION.format(pillar=PILLARS[pillar])(lang),
        table=_table(rows, lang),
        lang=lang,
    )


def _draw(rows: pd.DataFrame, lang: Language) -> Figure:
    panels = [(axis, rows[rows["scale"] == scale]) for scale, axis in _PANELS]
    panels = [(axis, part) for axis, part in panels if len(part)]
    heights = [_ROW_INCHES * len(part) + 0.7 for _, part in panels] or [1.0]
    figure = new_figure(sum(heights))
    if not panels:
        figure.text(0.5, 0.5, texts.NOTHING_TO_SHOW(lang), ha="center", va="center")
        return figure
    grid = figure.add_gridspec(len(panels), 1, height_ratios=heights)
    for i, (axis, part) in enumerate(panels):
        _panel(figure.add_subplot(grid[i]), part, axis(lang), lang)
    return figure


def _percent(row: pd.Series, column: str) -> float:
    """Percent of change for a ratio, points for a difference."""
    return 100 * (float(row[column]) - (1.0 if row["scale"] == "ratio" else 0.0))


def _panel(axes: Axes, rows: pd.DataFrame, axis: str, lang: Language) -> None:
    reach = max(
        max(abs(_percent(row, c)) for c in ("change_low", "change_high", "change"))
        for _, row in rows.iterrows()
    )
    reach = min(max(reach, 100 * float(rows["smallest_change"].max())) * 1.12, _FARTHEST)
    for y, (_, row) in enumerate(rows.iterrows()):
        _row(axes, y, row, reach, lang)
    axes.axvline(0, color=INK, linewidth=1.0)
    axes.set_xlim(-reach, reach)
    axes.set_ylim(len(rows) - 0.35, -0.72)
    axes.set_yticks([])
    axes.spines["left"].set_visible(False)
    axes.set_xlabel(axis)
    axes.xaxis.set_major_formatter(TickLabels())
    quiet(axes)


def _row(axes: Axes, y: int, row: pd.Series, reach: float, lang: Language) -> None:
    zone = 100 * float(row["smallest_change"])
    axes.add_patch(Rectangle((-zone, y - 0.15), 2 * zone, 0.3, facecolor=ZONE, edgecolor="none", zorder=0.5))
    low, high, change = (_percent(row, c) for c in ("change_low", "change_high", "change"))
    look = VERDICT_STYLES[str(row["verdict"])]
    axes.plot([max(low, -reach), min(high, reach)], [y, y], color=INK, linewidth=1.8, solid_capstyle="butt")
    for end, limit, sign in ((low, -reach, "<"), (high, reach, ">")):
        if abs(end) > reach and end * limit > 0:
            axes.plot([limit * 0.99], [y], marker=sign, color=INK, markersize=6)
    if abs(change) <= reach:
        context = row["direction"] == "context"
        axes.plot([change], [y], marker="D" if context else look.marker, markersize=9,
                  markerfacecolor="#ffffff" if context else look.fill, markeredgecolor=INK, markeredgewidth=1.1)  # fmt: skip
    across = axes.get_yaxis_transform()
    title = break_lines(f"{words(row, 'title')(lang)}", EMS)
    # The words stand on paper-white, or the line of no change would run through them.
    axes.text(
        0, y - 0.2, title, ha="left", va="bottom", fontweight="bold", transform=across, bbox=_BEHIND_WORDS
    )
    axes.text(
        0,
        y + 0.21,
        _result(row, lang),
        ha="left",
        va="top",
        color=MUTED,
        transform=across,
        bbox=_BEHIND_WORDS,
    )


def _result(row: pd.Series, lang: Language) -> str:
    look, verdict = VERDICT_STYLES[str(row["verdict"])], VERDICTS[str(row["verdict"])](lang)
    better = {"higher": texts.HIGHER_BETTER, "lower": texts.LOWER_BETTER, "context": texts.CONTEXT}
    change = format_change(row["change"], str(row["scale"]), str(row["unit"]), lang)
    told = texts.CONTEXT(lang) if row["direction"] == "context" else f"{look.sign} {verdict}"
    direction = "" if row["direction"] == "context" else f"　{better[str(row['direction'])](lang)}"
    return f"{told}　{change}{direction}"


def _interval(row: pd.Series, lang: Language) -> str:
    low, high = (
        format_change(row[c], str(row["scale"]), str(row["unit"]), lang)
        for c in ("change_low", "change_high")
    )
    return f"{low} 〜 {high}" if lang == "ja" else f"{low} to {high}"


def _alt(rows: pd.DataFrame, left_out: list[str], lang: Language) -> str:
    parts = []
    for _, row in rows.iterrows():
        scale, unit = str(row["scale"]), str(row["unit"])
        change, low, high = (
            format_change(row[c], scale, unit, lang) for c in ("change", "change_low", "change_high")
        )
        verdict = texts.CONTEXT if row["direction"] == "context" else VERDICTS[str(row["verdict"])]
        filled = texts.FOREST_ALT_ROW.format(
            title=words(row, "title"), change=change, low=low, high=high, verdict=verdict
        )
        parts.append(filled(lang))
    if left_out:
        parts.append(texts.FOREST_LEFT_OUT.format(titles=texts.COMMA(lang).join(left_out))(lang))
    return texts.FOREST_ALT.format(parts="".join(parts) or texts.NOTHING_TO_SHOW(lang))(lang).strip()


def _table(rows: pd.DataFrame, lang: Language) -> pd.DataFrame:
    return pd.DataFrame(
        [
            {
                texts.INDICATOR(lang): words(row, "title")(lang),
                texts.CHANGE(lang): format_change(row["change"], str(row["scale"]), str(row["unit"]), lang),
                texts.INTERVAL(lang): _interval(row, lang) if pd.notna(row["change"]) else "—",
                texts.SMALLEST(lang): format_size(
                    row["smallest_change"], str(row["scale"]), str(row["unit"]), lang
                ),
                texts.VERDICT(lang): (
                    texts.CONTEXT if row["direction"] == "context" else VERDICTS[str(row["verdict"])]
                )(lang),
            }
            for _, row in rows.iterrows()
        ],
        columns=[
            text(lang)
            for text in (texts.INDICATOR, texts.CHANGE, texts.INTERVAL, texts.SMALLEST, texts.VERDICT)
        ],
    )
