"""One indicator in the city and in other cities, year by year, each against its own mean before the plan."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator

from sojo_eval.charts import texts
from sojo_eval.charts.chart import Chart, draw_chart
from sojo_eval.charts.selection import words
from sojo_eval.charts.style import GRID, INK, LINE, MUTED, new_figure, quiet
from sojo_eval.charts.ticks import TickLabels
from sojo_eval.comparison.comparison import MEAN_OF_OTHERS
from sojo_eval.disclosure import PublishedComparison
from sojo_eval.foundation.language import Language, Text
from sojo_eval.foundation.reader import in_readers_language

_OTHERS_COLOUR, _BOUNDARY_COLOUR = "#a3abb2", "#b84300"


@dataclass(frozen=True)
class _Parts:
    """What is drawn. city, mean: index by year; others: one column a municipality; boundary: first later year."""

    title: Text
    city: pd.Series
    mean: pd.Series
    others: pd.DataFrame
    names: dict[str, str]
    city_name: Text
    boundary: int
    scale: str
    unit: str

    @property
    def axis(self) -> Text:
        if self.scale == "difference" and self.unit != "share":
            return texts.COMPARATOR_AXIS["value"]
        return texts.COMPARATOR_AXIS[self.scale]

    @property
    def digits(self) -> int:
        """Decimals of a printed value: of differences two figures of the largest, however small it is."""
        if self.scale == "ratio":
            return 1
        everything = pd.concat([self.others, self.city, self.mean], axis=1).abs().to_numpy(dtype=float)
        largest = float(np.nanmax(everything, initial=0.0))
        return min(6, max(1, 1 - math.floor(math.log10(largest)))) if largest > 0 else 1

    @property
    def zero(self) -> float:
        return 100.0 if self.scale == "ratio" else 0.0


@in_readers_language
def comparator_chart(published: PublishedComparison, indicator: str, lang: Language = "ja") -> Chart:
    """The courses behind one comparison. Raises ValueError for an indicator that could not be compared.

    Where the city's own figures are hidden, its line is missing and the table says so.
    """
    parts = _gather(published, indicator)
    caption = texts.COMPARATOR_CAPTION.format(title=parts.title, zero=f"{parts.zero:g}")(lang)
    notes = [texts.COMPARATOR_KEY(lang), texts.COMPARATOR_HOW_TO_LOOK(lang)]
    return draw_chart(
        lambda: _draw(parts, lang),
        alt=_alt(parts, lang),
        caption=texts.STOP(lang).join([caption, *notes]),
        table=_table(parts, lang),
        lang=lang,
    )


def _gather(published: PublishedComparison, indicator: str) -> _Parts:
    course = published.course[published.course["indicator"] == indicator]
    if course.empty:
        raise ValueError(f"no comparison of {indicator!r} in this result")
    finding = published.findings[published.findings["indicator"] == indicator].iloc[0]
    figures = published.figures[published.figures["indicator"] == indicator]
    wide = course.pivot_table(index="year", columns="municipality", values="index", dropna=False, sort=False)
    wide = wide.sort_index().astype(float) * (100 if finding["unit"] == "share" else 1)
    code = published.city.code
    city = wide[code] if code in wide else pd.Series(float("nan"), index=wide.index)
    return _Parts(
        title=words(finding, "title"),
        city=city,
        mean=wide[MEAN_OF_OTHERS],
        others=wide.drop(columns=[code, MEAN_OF_OTHERS], errors="ignore"),
        names=dict(zip(figures["municipality"], figures["name"], strict=True)),
        city_name=published.city.name,
        boundary=int(figures.loc[figures["after"].astype(bool), "year"].min()),
        scale=str(finding["scale"]),
        unit=str(finding["unit"]),
    )


def _draw(parts: _Parts, lang: Language) -> Figure:
    figure = new_figure(3.9)
    axes = figure.add_subplot()
    years = parts.mean.index.to_numpy(dtype=float)
    label = texts.COMPARATOR_OTHERS.format(others=parts.others.shape[1])(lang)
    for position, name in enumerate(parts.others.columns):
        axes.plot(
            years,
            parts.others[name],
            color=_OTHERS_COLOUR,
            linewidth=1.2,
            label=label if not position else None,
        )
    axes.plot(
        years,
        parts.mean,
        color=INK,
        linewidth=1.6,
        linestyle=(0, (4, 2)),
        label=texts.COMPARATOR_MEAN(lang),
        zorder=3,
    )
    if parts.city.notna().any():
        axes.plot(years, parts.city, color=LINE, linewidth=2.8, marker="o", markersize=5,
                  label=texts.COMPARATOR_CITY(lang), zorder=4)  # fmt: skip
    _background(axes, parts, lang)
    axes.legend(
        loc="lower left",
        bbox_to_anchor=(0, 1.0),
        ncols=3,
        frameon=False,
        borderaxespad=0.2,
    )
    axes.set_ylabel(parts.axis(lang))
    axes.yaxis.set_major_formatter(TickLabels())
    axes.set_xlabel(texts.FISCAL_YEAR(lang))
    axes.xaxis.set_major_locator(MaxNLocator(integer=True, nbins=10))
    quiet(axes, grid="y")
    return figure


def _background(axes: Axes, parts: _Parts, lang: Language) -> None:
    axes.axvline(parts.boundary - 0.5, color=_BOUNDARY_COLOUR, linewidth=1.3, zorder=2)
    axes.text(
        parts.boundary - 0.55, 0.02, texts.COMPARATOR_BOUNDARY(lang), ha="right", va="bottom",
        color=_BOUNDARY_COLOUR, fontsize=8.5, transform=axes.get_xaxis_transform(),
        bbox={"facecolor": "#ffffff", "edgecolor": "none", "alpha": 0.85, "pad": 1.0}, zorder=5,
    )  # fmt: skip
    axes.axhline(parts.zero, color=MUTED if parts.scale == "ratio" else GRID, linewidth=0.8, zorder=0)


def _told(parts: _Parts, value: object, lang: Language) -> str:
    if pd.isna(value):  # type: ignore[call-overload]  # one cell
        return texts.NO_FIGURE(lang)
    number = float(value)  # type: ignore[arg-type]  # checked above
    sign = "" if parts.scale == "ratio" else "+"
    text = f"{number:{sign}.{parts.digits}f}".replace("-", "−")
    # A nought has no direction.
    return text if float(f"{number:.{parts.digits}f}") != 0 else text.lstrip("+−")


def _alt(parts: _Parts, lang: Language) -> str:
    years = parts.mean.index
    last, before = years[-1], years[years < parts.boundary][-1]
    city, hidden = parts.city, texts.HIDDEN(lang)

    def own(year: int) -> str:
        return _told(parts, city[year], lang) if city.notna().any() else hidden

    return texts.COMPARATOR_ALT.format(
        title=parts.title,
        first=years[0],
        last=last,
        boundary=parts.boundary,
        axis=parts.axis,
        others=parts.others.shape[1],
        city=own(last),
        mean=_told(parts, parts.mean[last], lang),
        lowest=_told(parts, parts.others.loc[last].min(), lang),
        highest=_told(parts, parts.others.loc[last].max(), lang),
        city_before=own(before),
        mean_before=_told(parts, parts.mean[before], lang),
    )(lang)


def _table(parts: _Parts, lang: Language) -> pd.DataFrame:
    """One row a municipality, the city first and the mean last; one column a year."""
    hidden = parts.city.isna().all()
    rows = [(parts.city_name(lang), parts.city)]
    rows += [(parts.names[str(code)], parts.others[code]) for code in parts.others.columns]
    rows += [(texts.COMPARATOR_MEAN(lang), parts.mean)]
    return pd.DataFrame(
        [
            {
                texts.MUNICIPALITY(lang): name,
                **{
                    str(year): texts.HIDDEN(lang)
                    if hidden and series is parts.city
                    else _told(parts, value, lang)
                    for year, value in series.items()
                },
            }
            for name, series in rows
        ]
    )
