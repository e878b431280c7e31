"""From a city's tables to an indicator's series: counted on the city's engine by Ibis, small results as pandas."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, ClassVar, assert_never

import ibis.expr.types as ir
import numpy as np
import pandas as pd
from numpy.typing import NDArray

from sojo_eval.city import City, opened
from sojo_eval.city.areas import members, one_by_one, population_by_month
from sojo_eval.city.engines.query import Tables
from sojo_eval.foundation.fiscal_years import (
    APRIL,
    fiscal_year,
    fiscal_years_of,
    in_whole_fiscal_year,
    starts_of_years,
)
from sojo_eval.foundation.language import Text
from sojo_eval.foundation.problems import SojoEvalError
from sojo_eval.indicators.age_schemes import AGE_BAND, refuse_mixed_ages
from sojo_eval.indicators.catalogue import catalogue, known, no_data_for, no_such_indicator
from sojo_eval.indicators.groups import AREA, by_group, spread
from sojo_eval.indicators.recorded import recorded
from sojo_eval.indicators.registry import Indicator
from sojo_eval.indicators.reporting import (
    areas_not_read,
    reported_months,
    reporting,
    silent_residents,
    without_silent_areas,
)
from sojo_eval.indicators.shapes import UNKNOWN
from sojo_eval.indicators.shown.series_table import TIDY, SeriesTable, series_table
from sojo_eval.indicators.subgroups import expression, is_citywide
from sojo_eval.indicators.totals import WHOLE, divided_totals, from_totals
from sojo_eval.statistics import NotIdentifiedError, restricted_mean
from sojo_eval.statistics.monthly.calendar import first_day, month_numbers

_TIDY = [*TIDY]


@dataclass(frozen=True)
class RowsOf:
    """What an indicator's function gives, in order: the columns of its kind, `subgroup` when one is asked for and, of
    kinds with a row each, `times`: how many equal rows there are.

    until: the last day that all of its sources were kept. none: no row, since a source was never filled in.
    day_set_in: as in `written_queries`.
    """

    day_set_in: ClassVar[str] = "until"
    entry: Indicator
    until: pd.Timestamp
    subgroup: str = ""
    none: bool = False

    def expression(self, table: Tables) -> ir.Table:
        """As in `engines.Query`."""
        tables = {name: table(name) for name in self.entry.tables}
        columns = [*self.entry.kind.columns, *(["subgroup"] if self.subgroup else [])]
        rows = expression(self.entry, tables, self.until.date(), self.subgroup).select(*columns)
        if self.none:
            rows = rows.limit(0)
        if self.entry.kind.one_row_each:
            # Equal rows travel as one with their number: millions of people have few different months, areas and days.
            rows = rows.group_by(columns).aggregate(times=rows.count())
        return rows.order_by(columns)


def counted(city: City, entry: Indicator, subgroup: str = "") -> pd.DataFrame:
    """What the indicator's function returns for this city, with the columns of its kind (`Kind.columns`).

    In the order of those columns (missing last), so that every engine and every run gives the same table. With
    `subgroup`, the name of a coded column of the rows counted (age_band, desk, channel, …), the counts are divided by
    it too: column subgroup, which is "unknown" where that column is empty. Raises SojoEvalError when the indicator
    cannot be divided by it.
    """
    subgroup = subgroup or (entry.gap_by if entry.gap_by != AREA else "")
    if (made := from_totals(city, entry)) is not None:
        return made.rows if not subgroup else divided_totals(city, entry, subgroup)
    kept = recorded(city, entry)
    frame = city.ask(RowsOf(entry, kept.until, subgroup, none=bool(kept.never)))
    if entry.kind.one_row_each:
        times = frame.pop("times").to_numpy()
        frame = pd.DataFrame({name: column.array.repeat(times) for name, column in frame.items()})
    for column in ("month", "period_start", "period_end"):
        if column in frame:
            frame[column] = frame[column].astype("datetime64[us]")
    return kept.of_months(frame).reset_index(drop=True) if "month" in frame else pd.DataFrame(frame)


def within(city: City, rows: pd.DataFrame, area: str) -> pd.DataFrame:
    """Rows of an area and the areas below it. The whole city keeps rows without an area too: none is lost. Of totals those
    of the area as a whole."""
    if WHOLE in rows:
        return rows[rows["area"] == area]
    if area == city.code:
        return rows
    return rows[rows["area"].isin(members(city, area))]


def monthly(
    city: City, entry: Indicator, rows: pd.DataFrame, area: str, age_band: str = "", subgroup: str = ""
) -> pd.DataFrame:
    """Columns month, numerator, denominator, reported for every month between the first and the last one that the
    records of the indicator's sources cover to its end (`recorded`).

    rows: from `counted` and `within`. For counts per resident the denominator is the population of the month (of
    `age_band`, when one is named). subgroup: the column by which the rows were divided, so that months in which it was
    not kept are missing too. A month without any record is missing (NaN) for kinds counted by month and a true zero
    for those counted by year, whose events are few; a month in which the indicator's sources were not kept is missing
    for all. A stock has a denominator only in the months in which it was read.

    Where `submissions` states who reported, that goes before the kind: reported without a record is a true zero;
    not reported is missing in both columns and `reported` is False. Of an area with several parts those
    that did not report a month are left out of it, with their records and their residents. Of a stock so is an area
    that was not read while others were; a plain number without it does not describe the whole and is missing.
    """
    stated = reporting(city, entry, area)
    whole = WHOLE in rows
    unread = areas_not_read(city, rows, stated) if entry.kind.is_stock and not whole else None
    reported, not_reported = reported_months(city, entry, area)
    rows = without_silent_areas(city, rows, stated)
    kept = recorded(city, entry, subgroup)
    last = month_numbers(pd.DatetimeIndex([kept.last_month]))[0]
    number = month_numbers(pd.DatetimeIndex(rows["month"]))
    inside = number <= last  # a month still running would look like one with few events
    zeros = month_numbers(reported)
    known = np.concatenate([number[inside], zeros[zeros <= last]])
    if not known.size:
        return pd.DataFrame(
            {"month": pd.DatetimeIndex([]), "numerator": [], "denominator": [], "reported": []}
        )
    first = int(known.min())
    months = pd.date_range(first_day(first), first_day(max(int(last), first)), freq="MS")
    read = np.isin(np.arange(first, first + len(months)), known)
    sums = {}
    for name in ("numerator", "denominator"):
        if name in rows:
            counts = np.nan_to_num(rows[name].to_numpy(dtype=float, na_value=np.nan)[inside])
            summed = np.bincount(number[inside] - first, counts, minlength=len(months))
            zeros_count = entry.kind.grain == "year" and (entry.kind.is_stock or not whole)
            sums[name] = summed if zeros_count else np.where(read, summed, np.nan)
    if "denominator" not in sums:
        residents = np.ones(len(months))
        if entry.exposure:
            everyone = population_by_month(city, area, months, age_band)
            residents = (everyone - silent_residents(city, stated, months, age_band)).to_numpy(dtype=float)
        if unread is not None and entry.exposure:
            residents = residents - silent_residents(city, ~unread, months, age_band).to_numpy(dtype=float)
        if entry.kind.is_stock:
            residents = np.where(read, residents, 0.0)
        sums["denominator"] = residents
    silent = months.isin(not_reported) | months.isin([*kept.missing]) | bool(kept.never)
    if unread is not None and not entry.exposure:
        silent |= months.isin(unread.index[unread.any(axis=1)])
    known_sums = {name: np.where(silent, np.nan, values) for name, values in sums.items()}
    return pd.DataFrame({"month": months, **known_sums, "reported": ~silent})


def by_fiscal_year(frame: pd.DataFrame, begins: int = APRIL) -> pd.DataFrame:
    """Sums of months by fiscal year: columns year (its first calendar year), numerator, denominator, months.

    Both sums are over the same months, those that have both numbers, and `months` says how many they are: a year is
    complete only with all twelve. Where a year has no denominator at all its numerators are summed alone. Population
    denominators become person-months.
    """
    return pd.DataFrame(sums_of_fiscal_years(frame, begins))


def sums_of_fiscal_years(frame: pd.DataFrame, begins: int = APRIL) -> dict[str, NDArray[Any]]:
    """As `by_fiscal_year`, column by column. begins: the month in which other years begin."""
    years, place = np.unique(fiscal_years_of(frame["month"].to_numpy(), begins), return_inverse=True)
    numerator, denominator = (frame[c].to_numpy(dtype=float) for c in ("numerator", "denominator"))
    divided = np.bincount(place[denominator > 0], minlength=years.size) > 0
    known = ~np.isnan(numerator) & (~np.isnan(denominator) | ~divided[place])

    def sums(values: NDArray[np.float64], of: NDArray[np.bool_]) -> NDArray[np.float64]:
        found = np.bincount(place[of], weights=values[of], minlength=years.size)
        return np.where(np.bincount(place[of], minlength=years.size) > 0, found, np.nan)

    return {
        "year": years,
        "numerator": sums(numerator, known),
        "denominator": sums(denominator, known & ~np.isnan(denominator)),
        "months": np.bincount(place[known], minlength=years.size),
    }


def gap_by_year(
    city: City, entry: Indicator, rows: pd.DataFrame, area: str, months: pd.DataFrame | None = None
) -> pd.DataFrame:
    """The spread between an indicator's groups in each fiscal year with twelve months of records.

    Columns period_start (1 April), numerator and denominator (sums of all groups), smallest (the numerator of the
    group that has least), value (standard deviation between groups, relative for rates). months: from `by_group`, where
    they are at hand.
    """
    months = by_group(city, entry, rows, area, entry.gap_by) if months is None else months
    whole = months[in_whole_fiscal_year(months["month"])]
    points = []
    for first, mine in whole.groupby(fiscal_year(whole["month"])):
        groups = mine.groupby("group")[["numerator", "denominator"]].sum()
        value = spread(groups, relative=not entry.kind.is_share)
        start = pd.Timestamp(int(str(first)), 4, 1)
        points.append((start, *groups.sum(), groups["numerator"].min(), value))
    frame = pd.DataFrame(points, columns=["period_start", "numerator", "denominator", "smallest", "value"])
    return frame.astype({"period_start": "datetime64[us]"})  # also where there is no complete year at all


def series(
    city: City,
    indicator: str,
    by: str | Sequence[str] = ("month",),
    areas: str | int | Sequence[str | int] | None = None,
) -> SeriesTable:
    """An indicator as a tidy table: a DataFrame whose `.plot()` knows the plans, shocks and changes of definition.

    by: "month" or "fiscal_year"; "area" for one series per part of the city (`areas.one_by_one`; else the whole city; `areas` names areas
    instead, by code or name); and at most one coded column of the rows counted, such as "age_band", "desk" or "channel", for one
    series per subgroup. Columns: indicator, area, that column if asked for, period_start, numerator, denominator,
    value (in the indicator's unit). Counts per resident are put over the residents of the same age band when
    divided by it, over all residents when divided by anything else. For surveys a row a wave, for times a row a
    month or fiscal year of the start with the restricted mean days (Kaplan–Meier up to the indicator's horizon;
    numerator = those who have had the event, denominator = all who started; no value where nobody was followed as
    long as the horizon), for gaps a row a fiscal year, for published figures a row a printed period. A fiscal year
    holds the months that have both numbers. Raises SojoEvalError for an unknown indicator, a column it cannot be divided by, any column for
    gaps and ages recorded in two ways that overlap, ValueError for two such columns.
    """
    city = opened(city)
    by = [by] if isinstance(by, str) else by
    areas = [areas] if isinstance(areas, str | int) else areas
    columns = [name for name in by if name not in ("month", "fiscal_year", "area")]
    if len(columns) > 1:
        raise ValueError(f"by takes one column to divide by, not {columns}")
    entry = find(city, indicator)
    if columns and entry.gap_by:
        raise SojoEvalError(
            "no-subgroup",
            Text(
                f"{entry.id} は群の間のばらつきで、さらに「{columns[0]}」では分けられません",
                f"{entry.id} is a gap between groups and cannot be divided by {columns[0]!r} as well",
            ),
            Text("by から列を除いてください", "Leave that column out of by"),
        )
    rows = counted(city, entry, *columns)
    if AGE_BAND in (*columns, entry.gap_by):
        refuse_mixed_ages(rows)
    parts = []
    for area in _areas_asked(city, by) if areas is None else [city.area_code(area) for area in areas]:
        here = rows if entry.kind.grain == "figure" else within(city, rows, area)
        if not columns:
            parts.append(_tidy(city, entry, here, area, "fiscal_year" in by))
        for code in sorted(here["subgroup"].unique()) if columns else ():
            mine = with_true_zeros(here[here["subgroup"] == code], here)
            band = str(code) if columns == [AGE_BAND] else ""
            tidy = _tidy(
                city, entry, mine, area, "fiscal_year" in by, ("" if code == UNKNOWN else columns[0], band)
            )
            tidy.insert(2, columns[0], code)
            parts.append(tidy)
    frame = pd.concat(parts, ignore_index=True) if parts else pd.DataFrame(columns=_TIDY)
    return series_table(city, entry, frame, *columns)


def with_true_zeros(mine: pd.DataFrame, everyone: pd.DataFrame) -> pd.DataFrame:
    """A subgroup's counts, with zeros for the months in which only others have records: those are no gaps."""
    if "numerator" not in mine:
        return mine
    others = everyone.loc[~everyone["month"].isin(mine["month"]), ["month"]].drop_duplicates()
    sums = {name: 0 for name in ("numerator", "denominator") if name in mine}
    return pd.concat([mine, others.assign(**sums)], ignore_index=True)


def without_denominator(city: City, indicator: str) -> pd.DataFrame:
    """What an indicator counts but no area's figure can hold: listed, never dropped.

    Columns indicator, area, month, numerator, reason: "no area" and "unknown area" (both are in the city's total
    and in no area's), "no population" (counted, but there is nothing to divide by). Empty for citywide
    indicators, surveys, times and printed figures. Raises SojoEvalError for an unknown indicator.
    """
    entry = find(city, indicator)
    columns = ["indicator", "area", "month", "numerator", "reason"]
    from_records = from_totals(city, entry) is None
    if not (from_records and {"month", "area", "numerator"} <= {*entry.kind.columns}) or is_citywide(entry):
        return pd.DataFrame(columns=columns)
    rows = counted(city, entry)
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
        there = known(city)
        raise (
            no_data_for(city, there[indicator]) if indicator in there else no_such_indicator(indicator, there)
        )
    return entries[indicator]


def _areas_asked(city: City, by: Sequence[str]) -> list[str]:
    if "area" not in by:
        return [city.code]
    return [*one_by_one(city)]


def _tidy(
    city: City, entry: Indicator, rows: pd.DataFrame, area: str, yearly: bool, of: tuple[str, str] = ("", "")
) -> pd.DataFrame:
    """One series; `of`: the column that the rows were divided by, and their age band where it is that."""
    subgroup, age_band = of
    match entry.kind.grain:
        case "groups":
            frame = gap_by_year(city, entry, rows, area)
        case "figure":
            frame = rows[["period_start", "numerator", "denominator", "value"]].sort_values("period_start")
        case "wave":
            frame = _shares_of_waves(city, rows)
        case "start":
            frame = _waits(entry, rows, yearly)
        case "month" | "year":
            frame = _valued(entry, monthly(city, entry, rows, area, age_band, subgroup), yearly)
        case grain:
            assert_never(grain)
    frame = frame.assign(indicator=entry.id, area=area)
    return frame[_TIDY].sort_values("period_start", ignore_index=True)


def _waits(entry: Indicator, rows: pd.DataFrame, yearly: bool) -> pd.DataFrame:
    """The restricted mean of those who started in a month or fiscal year; missing where nobody was followed so long."""
    start = rows["month"]
    if yearly:
        start = pd.Series(starts_of_years(fiscal_year(start)), index=start.index)
    points = [
        (first, mine["event"].sum(), len(mine), mean_wait(mine["days"], mine["event"], entry.horizon_days))
        for first, mine in rows.groupby(start.rename("period_start"))
    ]
    frame = pd.DataFrame(points, columns=["period_start", "numerator", "denominator", "value"])
    return frame.astype({"period_start": "datetime64[us]"})  # also where nobody started


def mean_wait(days: pd.Series, event: pd.Series, horizon: float) -> float:
    """Restricted mean days up to `horizon`, those still waiting included; NaN where nobody was followed that long."""
    try:
        return restricted_mean(days, event, horizon).value
    except NotIdentifiedError:
        return float("nan")


def _shares_of_waves(city: City, rows: pd.DataFrame) -> pd.DataFrame:
    weighted = rows.assign(numerator=rows["weight"] * rows["value"], denominator=rows["weight"])
    frame = weighted.groupby("wave", as_index=False)[["numerator", "denominator"]].sum()
    frame["period_start"] = frame["wave"].map(city.table("survey_waves").set_index("wave")["fieldwork_start"])
    return frame.assign(value=frame["numerator"] / frame["denominator"])


def _valued(entry: Indicator, sums: pd.DataFrame, yearly: bool) -> pd.DataFrame:
    """Months, or the fiscal years they make, with their value in the indicator's unit."""
    if yearly:
        sums = by_fiscal_year(sums, entry.year_begins)
        sums["month"] = starts_of_years(sums["year"], entry.year_begins)
    frame = sums.rename(columns={"month": "period_start"})
    # Plain counts of a year are shown as they are; everything else over its denominator.
    plain = yearly and entry.kind.is_rare_count and entry.is_plain_count
    over = 1.0 if plain else frame["denominator"].replace(0, np.nan)
    return frame.assign(value=entry.per * frame["numerator"] / over)
