"""A series as a table that can draw itself: it knows plans, declared shocks and changes of definition."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from sojo_eval.city import City
from sojo_eval.foundation.fiscal_years import MONTHS_A_YEAR, fiscal_year
from sojo_eval.foundation.fonts import FAMILY, register_fonts
from sojo_eval.foundation.language import Language, Text
from sojo_eval.foundation.look import in_notebook
from sojo_eval.foundation.reader import reader_language
from sojo_eval.foundation.showing.told import brief
from sojo_eval.indicators.registry import Indicator
from sojo_eval.indicators.shown.units import UNITS
from sojo_eval.schema import load_schema
from sojo_eval.statistics.results import new_axes

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from pandas.plotting import PlotAccessor

TIDY = ("indicator", "area", "period_start", "numerator", "denominator", "value")
_ROWS_SHOWN = 12
_COLOURS = ("#0067a5", "#b84300", "#2e7d32", "#7b4397", "#8a6d00", "#006d77", "#a5314f", "#555555")
_SHARES = ("share", "sd_of_shares")
_SYNTHETIC = Text("架空のデータです。", "Synthetic data.")
_INSIDE = Text("庁内限り（件数をそのまま含みます）", "For use inside the city hall: exact counts")
_HOW = Text(".plot() で図にします", ".plot() draws it")
_MONTHS = Text("細い線は月ごと、太い線は年度", "thin: months, thick: fiscal years")


@dataclass(frozen=True)
class About:
    """What a table of a series does not say itself.

    plans: first day and name. shocks: first and last day, name. breaks: days from which something else is counted. names: what
    codes are called. by: the column that it is
    divided by, beside areas.
    """

    title: Text
    unit: str
    per: float
    city: Text
    synthetic: bool
    names: dict[str, Text]
    plans: tuple[tuple[pd.Timestamp, Text], ...]
    shocks: tuple[tuple[pd.Timestamp, pd.Timestamp, Text], ...]
    breaks: tuple[tuple[pd.Timestamp, Text], ...]
    by: str = ""

    @property
    def heading(self) -> Text:
        """Title and unit."""
        unit = UNITS.get(self.unit, Text(self.unit, self.unit))
        return Text(f"{self.title.ja}（{unit.ja}）", f"{self.title.en} ({unit.en})")


class SeriesTable(pd.DataFrame):
    """A DataFrame with the columns of `series`, and `.plot()` that draws it as a series of a city.

    It is a DataFrame in every other way. Rows that are picked from it can be drawn as well; what has no `period_start` and
    `value` any more, or is asked for a picture by pandas' own arguments (`x=`, `y=`, `kind=`, `.plot.line()`), is pandas' to
    draw. Exact counts: not for publication.
    """

    _metadata = ["about"]  # noqa: RUF012 - pandas looks for a list of this name
    about: About | None = None

    @property
    def _constructor(self) -> type[SeriesTable]:
        return SeriesTable

    @property
    def plot(self) -> PlotAccessor:
        """`.plot(lang=None, ax=None)`: a line a series, plans, shocks and changes of definition; gives the Axes."""
        from pandas.plotting import PlotAccessor  # matplotlib comes with the first picture

        table = self

        class Plot(PlotAccessor):
            def __call__(
                self, *args: Any, lang: str | None = None, ax: Axes | None = None, **kwargs: Any
            ) -> Any:
                drawn = table.about is not None and {"period_start", "value"} <= {*table.columns}
                if args or kwargs or not drawn:
                    return super().__call__(*args, **({} if ax is None else {"ax": ax}), **kwargs)  # type: ignore[call-overload]  # pandas' own arguments
                return draw(table, table.about, reader_language(lang), ax)  # type: ignore[arg-type]  # looked for above

        return Plot(pd.DataFrame(self))

    def to_frame(self) -> pd.DataFrame:
        """The numbers as a plain DataFrame."""
        return pd.DataFrame(self)

    def __repr__(self) -> str:
        if self.about is None:
            return super().__repr__()
        lang = reader_language()
        said = f"{_SYNTHETIC(lang)} " if self.about.synthetic else ""
        table = pd.DataFrame(self).to_string(max_rows=_ROWS_SHOWN, max_colwidth=40, show_dimensions=True)
        return brief(f"{said}{self.about.heading(lang)}. {_HOW(lang)}\n{table}")

    def _repr_html_(self) -> str:
        if self.about is None:
            return str(pd.DataFrame(self)._repr_html_())  # type: ignore[operator]  # pandas has it
        lang = reader_language()
        banner = f'<p class="banner">{escape(_SYNTHETIC(lang))}</p>' if self.about.synthetic else ""
        table = pd.DataFrame(self).to_html(
            max_rows=_ROWS_SHOWN, index=False, na_rep="—", show_dimensions=True
        )
        return in_notebook(
            f"{banner}<p><strong>{escape(self.about.heading(lang))}</strong> {escape(self.about.city(lang))} · "
            f"<code>.plot()</code></p>{table}<p><small>{escape(_INSIDE(lang))}</small></p>",
            lang,
        )


def series_table(city: City, entry: Indicator, frame: pd.DataFrame, by: str = "") -> SeriesTable:
    """The table of an indicator of this city, with what its picture needs."""
    touched = {"*", entry.id, *entry.tables}
    named = city.events["applies_to"].fillna("").astype(str)
    events = city.events[named.map(lambda names: bool(touched & {*names.split()})).astype(bool)]
    shocks, breaks = (events[events["kind"] == kind] for kind in ("shock", "definition_change"))
    made = SeriesTable(frame)
    made.about = About(
        title=entry.title,
        unit=entry.unit,
        per=entry.per,
        city=city.name,
        synthetic=city.configuration.synthetic,
        names=_names(city, entry, by),
        plans=tuple((row["start_date"], Text(row["name_ja"], row["name_en"])) for _, row in city.plans.iterrows()),
        shocks=tuple(
            (row["start_date"], city.data_until if pd.isna(row["end_date"]) else row["end_date"], _title(row))
            for _, row in shocks.iterrows()
        ),
        breaks=tuple((row["start_date"], _title(row)) for _, row in breaks.iterrows()),
        by=by,
    )  # fmt: skip
    return made


def _names(city: City, entry: Indicator, by: str) -> dict[str, Text]:
    """The areas and the codes that the series is divided by, as they are called."""
    schema = load_schema()
    lists = {
        field.codelist
        for name in entry.tables
        for field in schema.tables[name].fields
        if field.name == by and field.codelist is not None
    }
    coded = pd.concat([schema.codelists[name] for name in sorted(lists)]) if lists else pd.DataFrame()
    codes = {str(row["code"]): _title(row) for _, row in coded.iterrows()}
    return codes | {row["area"]: Text(row["name_ja"], row["name_en"]) for _, row in city.areas.iterrows()}


def _title(row: pd.Series) -> Text:
    return Text(str(row["title_ja"]), str(row["title_en"]))


def draw(table: pd.DataFrame, about: About, lang: Language, ax: Axes | None = None) -> Axes:
    """A line a series; of months also their fiscal years, so that the season does not hide the course."""
    register_fonts()
    axes = new_axes(ax, (9.0, 3.6))
    several = len(table["area"].unique()) > 1 if "area" in table else False
    keys = [*(["area"] if several else []), *([about.by] if about.by in table else [])]
    groups = [*table.groupby(keys, sort=False, dropna=False)] if keys else [((), table)]
    first, last = table["period_start"].min(), table["period_start"].max()
    years = False
    for number, (key, rows) in enumerate(groups):
        look: dict[str, Any] = {
            "color": _COLOURS[number % len(_COLOURS)],
            "linestyle": "-" if number < len(_COLOURS) else "--",
        }
        year = _fiscal_years(rows, about)
        years = years or not year.empty
        shown = year if len(year) else rows.rename(columns={"period_start": "middle"})
        if len(year):
            axes.plot(rows["period_start"], rows["value"].astype(float), **look, linewidth=0.8, alpha=0.45)
        label = _label(key, about, lang)
        # A line that goes on over a plan's first day would draw a course where two plans are compared.
        for _, points in shown.groupby(_plan_numbers(shown["middle"], about)):
            axes.plot(
                points["middle"],
                points["value"].astype(float),
                **look,
                linewidth=2.2,
                marker="o",
                markersize=4,
                label=label,
            )
            label = ""
    if pd.notna(first) and pd.notna(last):
        _background(axes, about, (first, last), lang)
    said = [about.title(lang), *([_MONTHS(lang)] if years else [])]
    axes.set_title(" · ".join(said), loc="left", fontfamily=FAMILY, fontsize=11, pad=18)
    where = f"{about.city(lang)}{' · ' + _SYNTHETIC(lang) if about.synthetic else ''} · {_INSIDE(lang)}"
    axes.set_xlabel(where, fontfamily=FAMILY, fontsize=8.5)
    if about.unit in _SHARES:
        from matplotlib.ticker import PercentFormatter

        axes.yaxis.set_major_formatter(PercentFormatter(1.0))
    axes.set_ylabel(UNITS.get(about.unit, Text(about.unit, about.unit))(lang), fontfamily=FAMILY)
    if not (table["value"].astype(float) < 0).any():
        axes.set_ylim(bottom=0)
    if len(groups) > 1:
        axes.legend(
            loc="upper left", bbox_to_anchor=(1.0, 1.0), frameon=False, prop={"family": FAMILY, "size": 9}
        )
    for side in ("top", "right"):
        axes.spines[side].set_visible(False)
    return axes


def _plan_numbers(days: pd.Series, about: About) -> pd.Series:
    """How many plans have begun by each day."""
    starts = np.sort(np.array([start for start, _ in about.plans], dtype="datetime64[ns]"))
    numbers = np.searchsorted(starts, days.to_numpy(dtype="datetime64[ns]"), side="right")
    return pd.Series(numbers, index=days.index)


def _fiscal_years(rows: pd.DataFrame, about: About) -> pd.DataFrame:
    """The fiscal years with twelve known months: middle (day) and value; empty for what is not told by month, or whose value
    is no numerator over denominator."""
    known = rows[rows["value"].notna()]
    over = about.per * known["numerator"].astype(float) / known["denominator"].astype(float)
    months = known["period_start"].drop_duplicates()
    by_month = len(months) == len(known) > MONTHS_A_YEAR and months.dt.month.nunique() == MONTHS_A_YEAR
    if not by_month or not np.allclose(over, known["value"].astype(float), equal_nan=True):
        return pd.DataFrame({"middle": [], "value": []})
    sums = known.groupby(fiscal_year(known["period_start"]))[["numerator", "denominator"]].agg(
        ["sum", "count"]
    )
    whole = sums[sums[("numerator", "count")] == MONTHS_A_YEAR]
    return pd.DataFrame(
        {
            "middle": [pd.Timestamp(int(str(year)), 10, 1) for year in whole.index],
            "value": (about.per * whole[("numerator", "sum")] / whole[("denominator", "sum")]).to_numpy(
                dtype=float
            ),
        }
    )


def _label(key: object, about: About, lang: Language) -> str:
    values = key if isinstance(key, tuple) else (key,)
    return " · ".join(about.names.get(str(value), Text(str(value), str(value)))(lang) for value in values)


def _background(axes: Axes, about: About, span: tuple[pd.Timestamp, pd.Timestamp], lang: Language) -> None:
    """Plans' first days with their names above, shocks hatched, changes of definition dashed."""
    from matplotlib import dates as mdates

    first, last = span
    above = axes.get_xaxis_transform()

    def x(day: pd.Timestamp) -> float:
        return float(mdates.date2num(day))  # type: ignore[no-untyped-call]

    starts = [(start, name) for start, name in about.plans if start <= last]
    for place, (start, name) in enumerate(starts):
        end = starts[place + 1][0] if place + 1 < len(starts) else last
        if end <= first:
            continue
        if start > first:
            axes.axvline(x(start), color="#555555", linewidth=1.0, zorder=1)
        left, right = max(start, first), end
        axes.text((x(left) + x(right)) / 2, 1.01, name(lang), ha="center", va="bottom", transform=above,
                  fontfamily=FAMILY, fontsize=8.5)  # fmt: skip
    for start, end, name in about.shocks:
        if start <= last and end >= first:
            from_, to = x(max(start, first)), x(min(end, last))
            axes.axvspan(
                from_,
                to,
                facecolor="#f3e6c4",
                edgecolor="#c9ad6a",
                hatch="///",
                linewidth=0,
                alpha=0.5,
                zorder=0,
            )
            axes.text((from_ + to) / 2, 0.02, name(lang), ha="center", va="bottom", transform=above, fontfamily=FAMILY,
                      fontsize=8.5, bbox={"facecolor": "#ffffff", "edgecolor": "none", "alpha": 0.8, "pad": 1.0})  # fmt: skip
    for day, name in about.breaks:
        if first <= day <= last:
            axes.axvline(x(day), color="#1a1a1a", linewidth=1.2, linestyle=(0, (4, 2)), zorder=1)
            axes.text(
                x(day),
                0.97,
                f" {name(lang)}",
                ha="left",
                va="top",
                transform=above,
                fontfamily=FAMILY,
                fontsize=8,
            )
