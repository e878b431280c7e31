"""Control charts of one plan's indicators: small panels, the months that stand out marked. A display, not a verdict."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from sojo_eval.charts import texts
from sojo_eval.charts.chart import Chart, draw_chart
from sojo_eval.charts.line_breaking import break_lines
from sojo_eval.charts.selection import words
from sojo_eval.charts.style import EMS, INK, LINE, MUTED, new_figure
from sojo_eval.evaluation.monitoring import Monitoring
from sojo_eval.evaluation.words.formats import format_value, month_words
from sojo_eval.evaluation.words.labels import PILLARS
from sojo_eval.foundation.language import Language
from sojo_eval.foundation.reader import in_readers_language
from sojo_eval.statistics import ControlChart

_PANEL_INCHES, _TITLE_INCHES, _COLUMNS = 1.5, 0.2, 2
_MARKS = {
    "improvement": ("^", "#00594f"),
    "concern": ("v", "#b84300"),
    "neutral_special_cause": ("D", "#6b4fa0"),
}


@in_readers_language
def monitoring_charts(monitoring: Monitoring, pillar: str, lang: Language = "ja") -> Chart:
    """The control charts of a pillar's indicators that have one: headline indicators first. Limits of months before the
    plan, or of its first year; ▲ better, ▼ worse, ◆ for indicators without a good side."""
    rows = monitoring.indicators
    rows = rows[(rows["pillar"] == pillar) & rows["indicator"].isin([*monitoring.charts])]
    rows = rows.sort_values("headline", ascending=False, kind="stable")
    panels = [(row, monitoring.charts[str(row["indicator"])]) for _, row in rows.iterrows()]
    start = monitoring.plan.start
    return draw_chart(
        lambda: _draw(panels, start, lang),
        alt=_alt(panels, start, lang),
        caption=texts.MONITORING_CAPTION.format(pillar=PILLARS[pillar])(lang),
        table=_table(panels, start, lang),
        lang=lang,
    )


def _draw(panels: list[tuple[pd.Series, ControlChart]], start: pd.Timestamp, lang: Language) -> Figure:
    if not panels:
        figure = new_figure(1.0)
        figure.text(0.5, 0.5, texts.NOTHING_TO_SHOW(lang), ha="center", va="center")
        return figure
    titles = [break_lines(words(row, "title")(lang), EMS // _COLUMNS) for row, _ in panels]
    rows = math.ceil(len(panels) / _COLUMNS)
    lines = [max(t.count("\n") + 1 for t in titles[r * _COLUMNS : (r + 1) * _COLUMNS]) for r in range(rows)]
    figure = new_figure(_PANEL_INCHES * rows + _TITLE_INCHES * sum(lines))
    grid = figure.subplots(rows, _COLUMNS, squeeze=False)
    for place, axes in enumerate(grid.ravel()):
        if place < len(panels):
            row, chart = panels[place]
            _panel(axes, chart, titles[place], str(row["unit"]), start)
        else:
            axes.set_axis_off()
    return figure


def _panel(axes: Axes, chart: ControlChart, title: str, unit: str, start: pd.Timestamp) -> None:
    points = chart.points
    x = pd.DatetimeIndex(points["x"])
    value = points["value"].to_numpy(dtype=float)
    axes.axvspan(start, x[-1], color="#eef3f7", zorder=0)  # type: ignore[arg-type]  # matplotlib takes days
    axes.plot(x, value, color=LINE, linewidth=1.0, marker="o", markersize=1.8, zorder=3)
    axes.plot(x, points["centre"], color=INK, linewidth=1.0, zorder=2)
    for limit in ("lower", "upper"):
        axes.plot(x, points[limit], "--", color=MUTED, linewidth=0.8, zorder=2)
    inside = np.asarray(x >= start)
    for name, (marker, colour) in _MARKS.items():
        some = inside & (points["point_type"] == name).to_numpy()
        axes.plot(x[some], value[some], marker, color=colour, markersize=5, zorder=4)
    low, high = np.nanmin([value, points["lower"]]), np.nanmax([value, points["upper"]])
    ends = _possible(low, unit), _possible(high, unit)
    axes.set_yticks([low, high], [format_value(end, unit) for end in ends], fontsize=7.5)
    years = [y for y in pd.date_range(x[0], x[-1], freq="YS") if y.month == 1][:: max(1, len(x) // 48)]
    axes.set_xticks(years, [str(y.year) for y in years], fontsize=7.5)  # type: ignore[arg-type]
    axes.set_title(title, fontsize=8.5, loc="left", fontweight="bold")
    axes.tick_params(length=2)
    axes.spines["left"].set_visible(False)


def _possible(limit: float, unit: str) -> float:
    """A limit is told no further than values can go."""
    return min(max(limit, 0.0), 1.0 if unit == "share" else math.inf)


def _signals(chart: ControlChart, start: pd.Timestamp) -> pd.DataFrame:
    points = chart.points[pd.DatetimeIndex(chart.points["x"]) >= start]
    return points[points["point_type"].isin([*_MARKS])]


def _alt(panels: list[tuple[pd.Series, ControlChart]], start: pd.Timestamp, lang: Language) -> str:
    if not panels:
        return texts.NOTHING_TO_SHOW(lang)
    told = [
        texts.MONITORING_ALT.format(title=words(row, "title"), signals=f"{len(_signals(chart, start))}")(lang)
        for row, chart in panels
    ]
    return texts.STOP(lang).join(told)


def _table(panels: list[tuple[pd.Series, ControlChart]], start: pd.Timestamp, lang: Language) -> pd.DataFrame:
    heads = [text(lang) for text in texts.MONITORING_HEADS]
    rows = []
    for row, chart in panels:
        unit = str(row["unit"])
        for _, point in _signals(chart, start).iterrows():
            told = (format_value(_possible(float(point[c]), unit), unit) for c in ("value", "lower", "upper"))
            kind = texts.MONITORING_POINTS[str(point["point_type"])](lang)
            rows.append([words(row, "title")(lang), month_words(pd.Timestamp(point["x"]))(lang), *told, kind])
    return pd.DataFrame(rows, columns=heads)
