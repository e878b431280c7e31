"""The table `comparators` as yearly values in each indicator's unit, in the years of two plan periods."""

from __future__ import annotations

import numpy as np
import pandas as pd

from sojo_eval.city import City
from sojo_eval.comparison.columns import FIGURES
from sojo_eval.evaluation.periods import Period
from sojo_eval.foundation.language import Text
from sojo_eval.indicators import Indicator
from sojo_eval.statistics.results import Scale

FIGURE_COLUMNS = [column.name for column in FIGURES]
_PER_UNIT = {"share": 1.0, "per_1000_month": 1000 / 12, "per_100000_month": 100_000 / 12, "per_1000": 1000.0}
"""A yearly count over its exposure, times this, is the unit."""
_COUNTS = frozenset({"per_year", "persons", "count", "households", "places"})

NO_EXPOSURE = Text("分母のない年度があります", "some years lack the exposure")
NO_BEFORE = Text("前の期間の年度の値がありません", "no figure for the years of the earlier period")
NO_AFTER = Text("今の期間の年度の値がありません", "no figure for the years of the current period")
NOT_ABOVE_ZERO = Text(
    "0の年度があり、何倍になったかを計算できません", "a year is 0, so that no ratio can be worked out"
)


def yearly_figures(
    city: City, entries: dict[str, Indicator], baseline: Period, current: Period
) -> pd.DataFrame:
    """One row an indicator, municipality and year, columns `FIGURE_COLUMNS`; the city's own rows have `city` True.

    A figure belongs to a period when its whole year does (the last year of records may be open): years across the
    boundary are left out. `value` is in `unit`, missing where an exposure lacks. Indicators that are not in
    `entries` are not here.
    """
    rows = city.table("comparators")
    rows = rows[rows["indicator"].isin(list(entries))]
    start = rows["period_start"]
    after = start.between(current.start, current.end)
    whole_year_before = start + pd.DateOffset(years=1) <= current.start
    rows = rows[after | ((start >= baseline.start) & whole_year_before)]
    parts = [_in_unit(entries[str(name)], part) for name, part in rows.groupby("indicator", sort=False)]
    if not parts:
        return pd.DataFrame(columns=FIGURE_COLUMNS)
    frame = pd.concat(parts)
    frame = frame.assign(
        city=frame["municipality"] == city.code,
        year=frame["period_start"].dt.year,
        after=frame["period_start"] >= current.start,
        source=frame["source"].fillna(""),
    )
    frame["name"] = frame["municipality"].map(municipality_names(city))
    return frame[FIGURE_COLUMNS].sort_values(
        ["indicator", "city", "municipality", "year"], ascending=[True, False, True, True], ignore_index=True
    )


def municipality_names(city: City) -> dict[str, str]:
    """Municipality code → name: the city's own, for others the last one given, else the code."""
    rows = city.table("comparators").sort_values("period_start")
    names = rows["name_ja"].fillna(rows["municipality"]).groupby(rows["municipality"]).last()
    return {str(code): str(name) for code, name in names.items()} | {city.code: city.name.ja}


def _in_unit(entry: Indicator, rows: pd.DataFrame) -> pd.DataFrame:
    value, exposure = rows["value"].astype("float64"), rows["exposure"].astype("float64")
    if not exposure.notna().any():
        counts = value if entry.unit in _COUNTS else pd.Series(np.nan, index=rows.index)
        return rows.assign(unit=entry.unit, value=value, numerator=counts, denominator=np.nan)
    # Plain counts of cities of different size are shown per 1,000.
    unit = entry.unit if entry.unit in _PER_UNIT else "per_1000"
    shown = _PER_UNIT[unit] * value / exposure.where(exposure > 0)
    return rows.assign(unit=unit, value=shown, numerator=value, denominator=exposure)


def scale_of(entry: Indicator) -> Scale:
    """Shares are compared by their difference, all else by ratio: the scales of the smallest changes."""
    return "difference" if entry.unit == "share" else "ratio"


def why_unusable(figures: pd.DataFrame, scale: Scale) -> Text | None:
    """Why one municipality's figures of one indicator cannot be compared; None when they can."""
    if figures["value"].isna().any():
        return NO_EXPOSURE
    after = figures["after"].astype(bool)
    if not len(figures) or after.all():
        return NO_BEFORE
    if not after.any():
        return NO_AFTER
    return NOT_ABOVE_ZERO if scale == "ratio" and (figures["value"] <= 0).any() else None
