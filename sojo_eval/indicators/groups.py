"""The same indicator group by group: centre areas, age bands or another coded column, month by month."""

from __future__ import annotations

import numpy as np
import pandas as pd

from sojo_eval.city import City
from sojo_eval.indicators.areas import members, population_by_month
from sojo_eval.indicators.registry import Indicator
from sojo_eval.indicators.reporting import reporting
from sojo_eval.indicators.subgroups import UNKNOWN

AREA = "area"


def by_group(city: City, entry: Indicator, rows: pd.DataFrame, area: str, gap_by: str) -> pd.DataFrame:
    """Columns month, group, numerator, denominator: a row for every group and every month with any record.

    rows: from `counted`, divided by `gap_by` unless that is "area". Groups are the centre areas within `area`, or
    the values of the column; rows of no group (no area, unknown age) are left out. Counts per resident are put over
    the residents of the centre area or age band; a group whose residents are not known is left out. Months that an
    area did not report (`reporting.py`) are left out: of its own row, or of the whole month where groups are no areas.
    """
    counts = [name for name in ("numerator", "denominator") if name in rows]
    stated = reporting(city, entry, area)
    if gap_by == AREA:
        places = city.table("areas")
        centres = places.loc[(places["level"] == "center") & places["area"].isin(members(city, area)), "area"]
        above = {place: centre for centre in centres for place in members(city, centre)}
        grouped = rows.assign(group=rows["area"].map(above))
    else:
        inside = rows if area == city.code else rows[rows["area"].isin(members(city, area))]
        grouped = inside.assign(group=inside["subgroup"].mask(inside["subgroup"] == UNKNOWN))
    sums = grouped.dropna(subset=["group"]).groupby(["month", "group"])[counts].sum()
    if sums.empty:
        return pd.DataFrame({"month": pd.DatetimeIndex([]), "group": [], "numerator": [], "denominator": []})
    every = pd.MultiIndex.from_product(
        [sums.index.unique("month").sort_values(), sums.index.unique("group").sort_values()]
    )
    frame = sums.reindex(every, fill_value=0).astype(float).rename_axis(["month", "group"]).reset_index()
    if "denominator" not in frame:
        frame["denominator"] = _residents(city, frame, area, gap_by) if entry.exposure else 1.0
    # Nothing to divide by: residents not known, or a month in which the group has neither part nor whole.
    known = frame["denominator"].fillna(0) > 0
    return frame[known & ~_silent(frame, stated, gap_by)].reset_index(drop=True)


def _silent(frame: pd.DataFrame, stated: pd.DataFrame, gap_by: str) -> pd.Series:
    """Which rows of month × group rest on a month that was not reported."""
    not_reported = stated.eq(False).fillna(False).astype(bool)
    if gap_by != AREA or not len(not_reported):
        return frame["month"].isin(not_reported.index[not_reported.any(axis=1)])
    silent = pd.Series(False, index=frame.index)
    for place in not_reported.columns.astype(str):
        silent |= (frame["group"] == place) & frame["month"].isin(not_reported.index[not_reported[place]])
    return silent


def _residents(city: City, frame: pd.DataFrame, area: str, gap_by: str) -> pd.Series:
    out = pd.Series(np.nan, index=frame.index)
    for group, rows in frame.groupby("group"):
        months = pd.DatetimeIndex(rows["month"])
        if gap_by == AREA:
            residents = population_by_month(city, str(group), months)
        else:
            band = str(group) if gap_by == "age_band" else ""
            residents = population_by_month(city, area, months, band)
        out[rows.index] = residents.to_numpy()
    return out


def spread(groups: pd.DataFrame, *, relative: bool) -> float:
    """Standard deviation between groups of their rates (of logs, when relative) or shares; NaN if it has no meaning.

    groups: numerator and denominator, one row a group.
    """
    values = groups["numerator"] / groups["denominator"]
    if len(values) < 2 or (groups["denominator"] <= 0).any() or (relative and (values <= 0).any()):
        return float("nan")
    return float(np.std(np.log(values) if relative else values, ddof=1))
