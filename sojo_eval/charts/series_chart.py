"""One indicator over time, with the plan periods, the shocks and the changes of definition behind it."""

from __future__ import annotations

from dataclasses import dataclass

import matplotlib.dates as mdates
import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from sojo_eval.charts import texts
from sojo_eval.charts.chart import Chart, draw_chart
from sojo_eval.charts.line_breaking import width
from sojo_eval.charts.selection import indicator_series, time_of_year, when, words
from sojo_eval.charts.style import EMS, INK, LINE, MUTED, PLAN_SHADES, SHOCK, new_figure, quiet
from sojo_eval.charts.ticks import TickLabels
from sojo_eval.disclosure import Published
from sojo_eval.evaluation.words.formats import format_value
from sojo_eval.evaluation.words.labels import UNITS
from sojo_eval.foundation.language import Language, Text
from sojo_eval.foundation.reader import in_readers_language
from sojo_eval.indicators.kinds import PRINTED
from sojo_eval.statistics.monthly.seasonal_adjustment import yearly_wave

_LEVEL_COLOUR = "#b84300"
_ACROSS = 0.9
"""Share of the figure's width that its axes take."""


@dataclass(frozen=True)
class _Parts:
    """What is drawn: points, plan periods (start, end, name), shocks, definition changes, levels (start, end, value)."""

    points: pd.DataFrame
    unit: str
    plans: list[tuple[pd.Timestamp, pd.Timestamp, Text]]
    shocks: list[tuple[pd.Timestamp, pd.Timestamp, Text]]
    breaks: list[tuple[pd.Timestamp, Text]]
    levels: list[tuple[pd.Timestamp, pd.Timestamp, Text, float]]


@in_readers_language
def series_chart(published: Published, indicator: str, lang: Language = "ja", area: str = "") -> Chart:
    """The indicator's published series; hidden points are gaps with a sign at the foot."""
    points = indicator_series(published, indicator, area)
    entry = published.catalogue[published.catalogue["indicator"] == indicator].iloc[0]
    parts = _gather(published, indicator, entry, points, area)
    title = words(entry, "title")
    caption = texts.SERIES_CAPTION.format(title=title, unit=UNITS[parts.unit])(lang)
    notes = texts.STOP(lang).join(note(lang) for note in _notes(parts))
    return draw_chart(
        lambda: _draw(parts, lang),
        alt=_alt(parts, title, lang),
        caption=f"{caption}{texts.STOP(lang)}{notes}" if notes else caption,
        table=_table(parts, lang),
        lang=lang,
    )


def _gather(
    published: Published, indicator: str, entry: pd.Series, points: pd.DataFrame, area: str
) -> _Parts:
    first, last = points["period_start"].min(), points["period_end"].max()
    plans = []
    levels = []
    found = published.answers("level")
    found = found[found["indicator"] == indicator]
    if area:
        found = found[(found["area"] == area) | found["kind"].isin(PRINTED)]
    for _, plan in published.plans.iterrows():
        start, end = plan["start_date"], last if pd.isna(plan["end_date"]) else min(plan["end_date"], last)
        if len(points) and start <= last and end >= first:
            name = words(plan, "name")
            plans.append((max(start, first), end, name))
            for period in ("baseline", "current"):
                value = found.iloc[0][f"value_{period}"] if len(found) else float("nan")
                if pd.notna(value) and plan["plan"] == found.iloc[0][period]:
                    levels.append((max(start, first), end, name, float(value)))
    touched = {"*", indicator, *str(entry["source_tables"]).split()}
    shocks, breaks = [], []
    for _, event in published.events.iterrows():
        if not len(points) or not touched & set(str(event["applies_to"]).split()):
            continue
        end = last if pd.isna(event["end_date"]) else min(event["end_date"], last)
        if event["kind"] == "shock" and event["start_date"] <= last and end >= first:
            shocks.append((max(event["start_date"], first), end, words(event, "title")))
        if event["kind"] == "definition_change" and first <= event["start_date"] <= last:
            breaks.append((event["start_date"], words(event, "title")))
    return _Parts(points, str(entry["unit"]), plans, shocks, breaks, levels)


def _middle(points: pd.DataFrame) -> pd.Series:
    return points["period_start"] + (points["period_end"] - points["period_start"]) / 2


def _x(day: pd.Timestamp) -> float:
    """A day on matplotlib's axis of dates."""
    return float(mdates.date2num(day))  # type: ignore[no-untyped-call]


def _draw(parts: _Parts, lang: Language) -> Figure:
    figure = new_figure(3.5)
    axes = figure.add_subplot()
    points = parts.points
    if points["value"].notna().sum() == 0:
        axes.set_axis_off()
        axes.text(0.5, 0.5, texts.NOTHING_TO_SHOW(lang), ha="center", va="center", transform=axes.transAxes)
        return figure
    _background(axes, parts, lang)
    x = _middle(points).map(_x).astype(float)
    dense = len(points) > 30
    low, high = points["low"].astype(float), points["high"].astype(float)
    axes.vlines(x[low.notna()], low.dropna(), high.dropna(), color=LINE, linewidth=1.0, alpha=0.7)
    axes.plot(x, points["value"].astype(float), color=LINE, linewidth=1.3 if dense else 1.6,
              marker="o", markersize=2.6 if dense else 5, zorder=3)  # fmt: skip
    for start, end, _, value in parts.levels:
        axes.hlines(value, _x(start), _x(end), color=_LEVEL_COLOUR, linewidth=2.2, zorder=4)
        axes.annotate(format_value(value, parts.unit), (_x(start), value), xytext=(3, 3), textcoords="offset points",
                      color=_LEVEL_COLOUR, fontweight="bold", va="bottom",
                      bbox={"facecolor": "#ffffff", "edgecolor": "none", "alpha": 0.75, "pad": 0.8}, zorder=5)  # fmt: skip
    top = np.nanmax([points["value"].max(), high.max(), *(level[3] for level in parts.levels)])
    axes.set_ylim(0, top * 1.15 if top > 0 else 1.0)  # nought throughout has no scale of its own
    hidden = x[points["hidden"]]
    if len(hidden):  # an empty line outside the clip box would widen the figure's margin
        axes.plot(
            hidden,
            np.zeros(len(hidden)),
            linestyle="none",
            marker="x",
            markersize=5,
            color=INK,
            clip_on=False,
        )
    axes.yaxis.set_major_formatter(TickLabels(parts.unit))
    axes.set_xlim(_x(points["period_start"].min()), _x(points["period_end"].max()))
    _fiscal_years(axes, points, lang)
    quiet(axes, grid="y")
    return figure


def _background(axes: Axes, parts: _Parts, lang: Language) -> None:
    above = axes.get_xaxis_transform()
    whole = parts.points["period_end"].max() - parts.points["period_start"].min()
    for i, (start, end, name) in enumerate(parts.plans):
        axes.axvspan(_x(start), _x(end), facecolor=PLAN_SHADES[i % 2], zorder=0)
        axes.axvline(_x(start), color=MUTED, linewidth=0.8, zorder=1)
        fits = _ACROSS * EMS * ((end - start) / whole)
        middle = _x(start + (end - start) / 2)
        axes.text(middle, 1.01, _short(name(lang), fits), ha="center", va="bottom", transform=above)
    for start, end, name in parts.shocks:
        axes.axvspan(
            _x(start),
            _x(end),
            facecolor=SHOCK,
            edgecolor="#c9ad6a",
            hatch="///",
            linewidth=0,
            alpha=0.55,
            zorder=0.5,
        )
        middle, fits = _x(start + (end - start) / 2), _ACROSS * EMS * ((end - start) / whole)
        axes.text(
            middle, 0.03, _short(name(lang), fits), ha="center", va="bottom", fontsize=8.5, transform=above,
            bbox={"facecolor": "#ffffff", "edgecolor": "none", "alpha": 0.85, "pad": 1.0}, zorder=5,
        )  # fmt: skip
    for day, _ in parts.breaks:
        axes.axvline(_x(day), color=INK, linewidth=1.3, linestyle=(0, (4, 2)), zorder=2)


def _short(name: str, most: float) -> str:
    """A plan's or event's name cut to `most` em; the full one stands in the text. Empty when nothing fits."""
    if width(name) <= most:
        return name
    if most < 3:
        return ""
    cut = len(name)
    while cut > 1 and width(name[:cut]) > most - 1:
        cut -= 1
    return name[:cut].rstrip() + "…"


def _fiscal_years(axes: Axes, points: pd.DataFrame, lang: Language) -> None:
    years = points["period_end"].max().year - points["period_start"].min().year
    every = max(1, round(years / 10))
    axes.xaxis.set_major_locator(mdates.YearLocator(every, month=4, day=1))  # type: ignore[no-untyped-call]
    axes.xaxis.set_major_formatter(mdates.DateFormatter("%Y"))  # type: ignore[no-untyped-call]
    axes.tick_params(axis="x", pad=8)
    axes.set_xlabel(texts.FISCAL_YEAR(lang))


def _notes(parts: _Parts) -> list[Text]:
    if parts.points["value"].notna().sum() == 0:
        return []
    used = {
        "mean": bool(parts.levels),
        "shock": bool(parts.shocks),
        "break": bool(parts.breaks),
        "hidden": bool(parts.points["hidden"].any()),
        "bars": bool(parts.points["low"].notna().any()),
    }
    return [texts.SERIES_NOTES[name] for name, is_used in used.items() if is_used]


def _alt(parts: _Parts, title: Text, lang: Language) -> str:
    known = parts.points[parts.points["value"].notna()]
    hidden = int(parts.points["hidden"].sum())
    if known.empty:
        return texts.SERIES_ALT_EMPTY.format(title=title, hidden=hidden)(lang).strip()
    levels = [f"{name(lang)} {format_value(value, parts.unit)}" for _, _, name, value in parts.levels]
    periods = (
        texts.SERIES_ALT_PERIODS.format(plans=texts.COMMA(lang).join(levels)) if levels else Text("", "")
    )
    return texts.SERIES_ALT.format(
        title=title,
        step=texts.STEPS[str(known.iloc[0]["step"])],
        course=_seasonal_course(known, parts.unit, lang) or _ends(known, parts.unit, lang),
        periods=periods,
        shown=len(known),
        hidden=hidden,
    )(lang).strip()


def _ends(known: pd.DataFrame, unit: str, lang: Language) -> Text:
    """The first and the last point."""
    first, last = known.iloc[0], known.iloc[-1]
    return texts.SERIES_ALT_ENDS.format(
        first_date=when(first["period_start"], str(first["step"]), lang),
        first=format_value(first["value"], unit),
        last_date=when(last["period_start"], str(last["step"]), lang),
        last=format_value(last["value"], unit),
        direction=_direction(float(first["value"]), float(last["value"]), unit),
    )


def _seasonal_course(known: pd.DataFrame, unit: str, lang: Language) -> Text | None:
    """The season and the first and last year, over the calendar months that both show; None without a season.

    A first April beside a last August would tell of the season.
    """
    step, months = str(known.iloc[0]["step"]), pd.DatetimeIndex(known["period_start"])
    values = known["value"].astype(float)
    # A shock would drown the season.
    calm = ~known["in_shock"].to_numpy(dtype=bool)
    wave = yearly_wave(months[calm], values[calm]) if step in ("month", "quarter") else None
    if wave is None:
        return None
    year = pd.DateOffset(years=1)
    first, last = (
        pd.Series(values.to_numpy()[inside], index=months[inside].month)
        for inside in (months < months[0] + year, months > months[-1] - year)
    )
    both = first.index.intersection(last.index)
    means = float(first[both].mean()), float(last[both].mean())
    high, low = (time_of_year(month, step) for month in wave)
    return texts.SERIES_ALT_SEASON.format(
        high=high,
        low=low,
        first=format_value(means[0], unit),
        last=format_value(means[1], unit),
        direction=_direction(*means, unit),
    )


def _direction(first: float, last: float, unit: str) -> Text:
    """Of two values as they are printed: what prints alike is not told apart."""
    if format_value(first, unit) == format_value(last, unit):
        return texts.DIRECTIONS["same"]
    return texts.DIRECTIONS["up" if last > first else "down"]


def _table(parts: _Parts, lang: Language) -> pd.DataFrame:
    rows = []
    for _, point in parts.points.iterrows():
        cells = {
            texts.PERIOD(lang): when(point["period_start"], str(point["step"]), lang),
            texts.VALUE(lang): texts.HIDDEN(lang)
            if point["hidden"]
            else format_value(point["value"], parts.unit),
        }
        if parts.points["low"].notna().any():
            cells[texts.LOW(lang)] = format_value(point["low"], parts.unit)
            cells[texts.HIGH(lang)] = format_value(point["high"], parts.unit)
        cells[texts.SHOCK(lang)] = texts.YES(lang) if point["in_shock"] else ""
        rows.append(cells)
    return pd.DataFrame(rows)
