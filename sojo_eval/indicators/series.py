"""From a city's tables to an indicator's series: counted on DuckDB by Ibis, small results as pandas."""

from __future__ import annotations

import inspect
from collections.abc import Sequence

import ibis
import numpy as np
import pandas as pd

from sojo_eval.city import City
from sojo_eval.foundation.language import Text
from sojo_eval.foundation.problems import SojoEvalError
from sojo_eval.indicators.areas import members, population_by_month
from sojo_eval.indicators.catalogue import catalogue
from sojo_eval.indicators.registry import KINDS, Indicator
from sojo_eval.indicators.reporting import (
    of_whole_area,
    reporting,
    silent_residents,
    without_silent_areas,
)


def counted(city: City, entry: Indicator) -> pd.DataFrame:
    """What the indicator's function returns for this city, with the columns of its kind (`registry.KINDS`)."""
    arguments = {name: city.ibis(name) for name in entry.tables}
    if "as_of" in inspect.signature(entry.compute).parameters:
        arguments["as_of"] = ibis.date(city.data_until.date())
    frame = entry.compute(**arguments).execute()
    for column in ("month", "period_start", "period_end"):
        if column in frame:
            frame[column] = pd.to_datetime(frame[column])
    return pd.DataFrame(frame[[*KINDS[entry.kind]]])


def within(city: City, rows: pd.DataFrame, area: str) -> pd.DataFrame:
    """Rows of an area and the areas below it. The whole city keeps rows without an area too: none is lost."""
    if area == city.code:
        return rows
    return rows[rows["area"].isin(members(city, area))]


def monthly(city: City, entry: Indicator, rows: pd.DataFrame, area: str) -> pd.DataFrame:
    """Columns month, numerator, denominator, reported for every month between the first and the last one covered.

    rows: from `counted` and `within`. For counts per resident the denominator is the population of the month. A
    month without any record is missing (NaN) for kinds "monthly_…" and a true zero for kinds "annual_…", whose
    events are few. A stock has a denominator only in the months in which it was read.

    Where `submissions` states who reported, that goes before the kind: reported without a record is a true zero;
    not reported is missing in both columns and `reported` is False. Of an area with several centre areas those
    that did not report a month are left out of it, with their records and their residents.
    """
    stated = reporting(city, entry, area)
    state = of_whole_area(stated, adds_up=entry.kind.endswith("count") and not entry.exposure)
    rows = without_silent_areas(city, rows, stated)
    sums = rows.groupby("month")[[c for c in ("numerator", "denominator") if c in rows]].sum()
    last = city.data_until.to_period("M").to_timestamp()
    zeros = state.index[state.fillna(False) & (state.index <= last)]
    sums = sums.reindex(sums.index.union(zeros), fill_value=0)
    if sums.empty:
        return pd.DataFrame(
            {"month": pd.DatetimeIndex([]), "numerator": [], "denominator": [], "reported": []}
        )
    months = pd.date_range(sums.index.min(), max(last, sums.index.min()), freq="MS")
    filled = sums.reindex(months).astype(float)
    read = filled["numerator"].notna()
    if entry.kind.startswith("annual"):
        filled = filled.fillna(0.0)
    if "denominator" not in filled:
        residents = population_by_month(city, area, months) if entry.exposure else None
        filled["denominator"] = (
            1.0 if residents is None else residents - silent_residents(city, stated, months)
        )
        if entry.kind == "annual_stock":
            filled["denominator"] = filled["denominator"].where(read, 0.0)
    silent = months.isin(state.index[state.eq(False).fillna(False)])
    filled.loc[silent] = np.nan
    return filled.assign(reported=~silent).rename_axis("month").reset_index()


def by_fiscal_year(frame: pd.DataFrame) -> pd.DataFrame:
    """Sums of months by fiscal year: columns year (its first calendar year), numerator, denominator, months.

    Population denominators become person-years divided by twelve, i.e. the mean population. Months declared as
    not reported are none of the year's `months`, so that a year is complete only when all were reported.
    """
    year = frame["month"].dt.year - (frame["month"].dt.month < 4)
    frame = frame if "reported" in frame else frame.assign(reported=True)
    grouped = frame.groupby(year.rename("year"))
    return grouped.agg(
        numerator=("numerator", "sum"), denominator=("denominator", "sum"), months=("reported", "sum")
    ).reset_index()


def series(
    city: City, indicator: str, by: Sequence[str] = ("month",), areas: Sequence[str] | None = None
) -> pd.DataFrame:
    """An indicator as a tidy table.

    by: "month" or "fiscal_year", and "area" for one series per centre area (else the whole city); `areas` names
    areas instead. Columns: indicator, area, period_start, numerator, denominator, value (in the indicator's unit).
    For surveys a row a wave, for times a row a month with the mean of the observed days, for published figures a
    row a printed period. Raises SojoEvalError for an unknown indicator, ValueError for an unknown `by`.
    """
    if set(by) - {"month", "fiscal_year", "area"}:
        raise ValueError("by takes month or fiscal_year, and area")
    entry = find(city, indicator)
    rows = counted(city, entry)
    chosen = [*areas] if areas is not None else _areas_asked(city, by)
    parts = [
        _tidy(
            city,
            entry,
            within(city, rows, area) if entry.kind != "published" else rows,
            area,
            "fiscal_year" in by,
        )
        for area in chosen
    ]
    return pd.concat(parts, ignore_index=True)


def without_denominator(city: City, indicator: str) -> pd.DataFrame:
    """What an indicator counts but no area's figure can hold: listed, never dropped.

    Columns indicator, area, month, numerator, reason: "no area" and "unknown area" (both are in the city's total
    and in no area's), "no population" (counted, but there is nothing to divide by). Empty for citywide
    indicators, surveys, times and printed figures. Raises SojoEvalError for an unknown indicator.
    """
    entry = find(city, indicator)
    columns = ["indicator", "area", "month", "numerator", "reason"]
    rows = counted(city, entry)
    if "numerator" not in rows or "month" not in rows or rows["area"].isna().all():
        return pd.DataFrame(columns=columns)
    known = {*city.table("areas")["area"], city.code}
    reason = pd.Series("", index=rows.index)
    reason = reason.mask(~rows["area"].isin(known), "unknown area").mask(rows["area"].isna(), "no area")
    if entry.exposure:
        day = pd.DatetimeIndex([city.data_until])
        here = rows.loc[reason == "", "area"].unique()
        empty = [area for area in here if population_by_month(city, area, day).isna().any()]
        reason = reason.mask(rows["area"].isin(empty), "no population")
    listed = rows.assign(indicator=entry.id, reason=reason)[reason != ""]
    return listed[columns].sort_values(["reason", "area", "month"], ignore_index=True)


def find(city: City, indicator: str) -> Indicator:
    """The indicator of that id among those this city has data for. Raises SojoEvalError naming close ids."""
    entries = catalogue(city)
    if indicator not in entries:
        ids = ", ".join(sorted(entries))
        raise SojoEvalError(
            "no-indicator",
            Text(f"指標「{indicator}」はこの市にありません", f"This city has no indicator {indicator!r}"),
            Text(f"次のどれかです: {ids}", f"It has: {ids}"),
        )
    return entries[indicator]


def _areas_asked(city: City, by: Sequence[str]) -> list[str]:
    if "area" not in by:
        return [city.code]
    areas = city.table("areas")
    return sorted(areas.loc[areas["level"] == "center", "area"])


def _tidy(city: City, entry: Indicator, rows: pd.DataFrame, area: str, yearly: bool) -> pd.DataFrame:
    if entry.kind == "published":
        frame = rows[["period_start", "numerator", "denominator", "value"]].sort_values("period_start")
    elif entry.kind == "survey_share":
        weighted = rows.assign(numerator=rows["weight"] * rows["value"], denominator=rows["weight"])
        frame = weighted.groupby("wave", as_index=False)[["numerator", "denominator"]].sum()
        fieldwork = city.table("survey_waves").set_index("wave")["fieldwork_start"]
        frame["period_start"] = frame["wave"].map(fieldwork)
        frame["value"] = frame["numerator"] / frame["denominator"]
    else:
        if entry.kind == "time_to_event":
            seen = rows[rows["event"].astype(bool)]
            sums = (
                seen.groupby("month")
                .agg(numerator=("days", "sum"), denominator=("days", "size"))
                .reset_index()
            )
        else:
            sums = monthly(city, entry, rows, area)
        if yearly:
            sums = by_fiscal_year(sums)
            sums["month"] = pd.to_datetime(sums["year"].astype(str) + "-04-01")
        frame = sums.rename(columns={"month": "period_start"})
        # Plain counts of a year are told as they are; everything else over its denominator.
        plain = yearly and entry.kind == "annual_count" and not entry.exposure
        over = 1.0 if plain else frame["denominator"].replace(0, np.nan)
        frame["value"] = entry.per * frame["numerator"] / over
    frame = frame.assign(indicator=entry.id, area=area)
    columns = ["indicator", "area", "period_start", "numerator", "denominator", "value"]
    return frame[columns].sort_values("period_start", ignore_index=True)
