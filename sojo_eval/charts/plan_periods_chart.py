"""Each outcome of a pillar over all plan periods: one small panel an indicator, values with intervals, verdicts between."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from sojo_eval.charts import texts
from sojo_eval.charts.chart import Chart, draw_chart
from sojo_eval.charts.line_breaking import break_lines
from sojo_eval.charts.selection import words
from sojo_eval.charts.style import EMS, INK, LINE, MUTED, VERDICT_STYLES, new_figure
from sojo_eval.disclosure import PublishedPlanPeriods
from sojo_eval.evaluation.exploring.asked import pillar_in
from sojo_eval.evaluation.words.formats import format_value, short_plan_name
from sojo_eval.evaluation.words.labels import PILLARS, VERDICTS
from sojo_eval.foundation.language import Language, Text
from sojo_eval.foundation.reader import in_readers_language

FEWEST_VALUES = 2
_PANEL_INCHES, _TITLE_INCHES = 1.55, 0.2
_COLUMNS = 3


@dataclass(frozen=True)
class _Panel:
    """One indicator. values: one row a plan, in order; verdicts: of each adjacent pair, by the later plan's position."""

    title: Text
    unit: str
    values: pd.DataFrame
    verdicts: dict[int, str]


@in_readers_language
def plan_periods_chart(published: PublishedPlanPeriods, pillar: str, lang: Language = "ja") -> Chart:
    """The outcomes of a pillar with values in two plans or more. Raises SojoEvalError for an unknown pillar."""
    pillar = pillar_in(published.values, pillar)
    plans = [Text(*map(short_plan_name, (r["name_ja"], r["name_en"]))) for _, r in published.plans.iterrows()]
    panels = _panels(published, pillar)
    return draw_chart(
        lambda: _draw(panels, plans, lang),
        alt=_alt(panels, plans, lang),
        caption=texts.PERIODS_CAPTION.format(pillar=PILLARS[pillar])(lang),
        table=_table(panels, plans, lang),
        lang=lang,
    )


def _panels(published: PublishedPlanPeriods, pillar: str) -> list[_Panel]:
    place = published.areas[0]
    values = published.values
    values = values[
        (values["pillar"] == pillar) & (values["direction"] != "context") & (values["area"] == place)
    ]
    compared = published.comparisons
    at = {str(plan): i for i, plan in enumerate(published.plans["plan"])}
    panels = []
    for indicator, rows in values.groupby("indicator", sort=False):
        if rows["value"].notna().sum() < FEWEST_VALUES:
            continue
        own = compared[(compared["indicator"] == indicator) & (compared["area"] == place)]
        verdicts = {at[str(row["current"])]: str(row["verdict"]) for _, row in own.iterrows()}
        first = rows.iloc[0]
        panels.append(
            _Panel(words(first, "title"), str(first["unit"]), rows.reset_index(drop=True), verdicts)
        )
    return panels


def _draw(panels: list[_Panel], plans: list[Text], lang: Language) -> Figure:
    if not panels:
        figure = new_figure(1.0)
        figure.text(0.5, 0.5, texts.NOTHING_TO_SHOW(lang), ha="center", va="center")
        return figure
    columns = min(len(panels), _COLUMNS)
    titles = [break_lines(panel.title(lang), EMS // columns) for panel in panels]
    # Names of plans stand side by side under each panel: what a city calls them may be long.
    names = [break_lines(plan(lang), max(3, EMS // columns // len(plans))) for plan in plans]
    rows = math.ceil(len(panels) / columns)
    lines = [max(t.count("\n") + 1 for t in titles[r * columns : (r + 1) * columns]) for r in range(rows)]
    figure = new_figure(_PANEL_INCHES * rows + _TITLE_INCHES * sum(lines))
    grid = figure.subplots(rows, columns, squeeze=False)
    for place, axes in enumerate(grid.ravel()):
        if place < len(panels):
            _panel(axes, panels[place], titles[place], names)
        else:
            axes.set_axis_off()
    return figure


def _panel(axes: Axes, panel: _Panel, title: str, plans: list[str]) -> None:
    value, low, high = (panel.values[c].to_numpy(dtype=float) for c in ("value", "low", "high"))
    at = np.arange(len(plans))
    seen = np.isfinite(value)
    axes.vlines(at[seen], low[seen], high[seen], color=INK, linewidth=1.4)
    axes.plot(at[seen], value[seen], "o-", color=LINE, markersize=4.5, linewidth=1.2)
    span = np.concatenate([value[seen], low[np.isfinite(low)], high[np.isfinite(high)]])
    room = (span.max() - span.min()) or abs(span.max()) or 1.0
    axes.set_ylim(span.min() - 0.12 * room, span.max() + 0.5 * room)
    for i in at[seen]:
        axes.annotate(
            format_value(value[i], panel.unit),
            (i, high[i] if np.isfinite(high[i]) else value[i]),
            xytext=(0, 3), textcoords="offset points", ha="center", va="bottom", fontsize=8,
        )  # fmt: skip
    for i, verdict in panel.verdicts.items():
        axes.text(
            i - 0.5, 0.985, VERDICT_STYLES[verdict].sign, ha="center", va="top",
            fontsize=9, transform=axes.get_xaxis_transform(),
        )  # fmt: skip
    axes.set_title(title, fontsize=8.5, loc="left", fontweight="bold")
    axes.set_xticks(at, plans, fontsize=8)
    axes.set_xlim(-0.45, len(plans) - 0.55)
    axes.set_yticks([])
    axes.spines["left"].set_visible(False)
    axes.spines["bottom"].set_color(MUTED)
    axes.tick_params(length=0)


def _told(row: pd.Series, unit: str, lang: Language) -> str:
    if row["hidden"]:
        return texts.HIDDEN(lang)
    if pd.isna(row["value"]):
        return texts.NO_FIGURE(lang)
    told = format_value(row["value"], unit)
    if pd.isna(row["low"]):
        return told
    ends = [format_value(row[end], unit) for end in ("low", "high")]
    return texts.VALUE_WITH_INTERVAL.format(value=told, low=ends[0], high=ends[1])(lang)


def _alt(panels: list[_Panel], plans: list[Text], lang: Language) -> str:
    parts = []
    for panel in panels:
        told = []
        for i, plan in enumerate(plans):
            verdict = f"{VERDICTS[panel.verdicts[i]](lang)} → " if i in panel.verdicts else ""
            told.append(f"{verdict}{plan(lang)} {_told(panel.values.iloc[i], panel.unit, lang)}")
        row = texts.WAVES_ALT_ROW.format(title=panel.title, values=texts.COMMA(lang).join(told))
        parts.append(row(lang))
    return texts.PERIODS_ALT.format(parts="".join(parts) or texts.NOTHING_TO_SHOW(lang))(lang).strip()


def _table(panels: list[_Panel], plans: list[Text], lang: Language) -> pd.DataFrame:
    """One row an indicator: a column a plan, and between two of them the verdict of their comparison."""
    rows = []
    for panel in panels:
        cells = {texts.INDICATOR(lang): panel.title(lang)}
        for i, plan in enumerate(plans):
            if i:
                between = texts.BETWEEN.format(first=plans[i - 1], second=plan)(lang)
                cells[between] = VERDICTS[panel.verdicts[i]](lang) if i in panel.verdicts else ""
            cells[plan(lang)] = _told(panel.values.iloc[i], panel.unit, lang)
        rows.append(cells)
    return pd.DataFrame(rows)
