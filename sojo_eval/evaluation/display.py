"""The series a reader may look at beside a finding: one row a point, with the period it belongs to."""

from __future__ import annotations

from collections.abc import Callable
from typing import assert_never

import numpy as np
import pandas as pd

from sojo_eval.city import City
from sojo_eval.evaluation.columns import SERIES
from sojo_eval.evaluation.evidence import Evidence
from sojo_eval.evaluation.gates.sufficiency import MIN_GROUP_EVENTS
from sojo_eval.evaluation.gathering import OPEN_END
from sojo_eval.foundation.fiscal_years import MONTHS_A_YEAR
from sojo_eval.indicators import Indicator, by_fiscal_year, gap_by_year, mean_wait, monthly, recorded, within
from sojo_eval.indicators.kinds import Grain
from sojo_eval.statistics import survey_share
from sojo_eval.statistics.intervals import share_bounds, wilson_bounds
from sojo_eval.statistics.monthly.design import in_any_span

COLUMNS = [column.name for column in SERIES]
MIN_STARTS_FOR_A_POINT = 5
Points = Callable[[City, Indicator, pd.DataFrame, str], pd.DataFrame]


def display_series(city: City, evidence: Evidence, counted: pd.DataFrame) -> pd.DataFrame:
    """All points of the indicator, earlier plans included, with the columns `COLUMNS`."""
    entry = evidence.entry
    rows = counted if entry.kind.grain == "figure" else within(city, counted, evidence.area)
    frame = _points(entry.kind.grain)(city, entry, rows, evidence.area)
    if frame.empty:
        return pd.DataFrame(columns=COLUMNS)
    frame = frame.assign(indicator=entry.id, area=evidence.area)
    frame["plan"] = _plan_of(city, frame["period_start"])
    frame["in_shock"] = in_any_span(pd.DatetimeIndex(frame["period_start"]), evidence.shocks)
    for column in ("low", "high"):
        if column not in frame:
            frame[column] = np.nan
    return frame[COLUMNS].sort_values("period_start", ignore_index=True)


def _points(grain: Grain) -> Points:
    """What makes the points of data of that grain."""
    match grain:
        case "month":
            return _monthly
        case "year":
            return _yearly
        case "start":
            return _times
        case "wave":
            return _waves
        case "groups":
            return _gaps
        case "figure":
            return _published
    assert_never(grain)


def _plan_of(city: City, days: pd.Series) -> pd.Series:
    plan = pd.Series("", index=days.index, dtype=object)
    ends = city.plans["end_date"].fillna(OPEN_END)
    for name, start, end in zip(city.plans["plan"], city.plans["start_date"], ends, strict=True):
        plan[days.between(start, end)] = name
    return plan


def _monthly(city: City, entry: Indicator, rows: pd.DataFrame, area: str) -> pd.DataFrame:
    """By month, and by complete quarter and fiscal year: publication shows the finest step that hides little."""
    months = monthly(city, entry, rows, area).rename(columns={"month": "period_start"})
    months = months[months["period_start"] <= recorded(city, entry).last_followed_month]
    steps = [months.assign(step="month", period_end=months["period_start"] + pd.offsets.MonthEnd(0))]
    for step, frequency, length in (("quarter", "Q-MAR", 3), ("year", "Y-MAR", 12)):
        period = months["period_start"].dt.to_period(frequency)
        grouped = months.groupby(period)
        sums = grouped[["numerator", "denominator"]].sum()[grouped["numerator"].count() == length]
        ends = pd.PeriodIndex(sums.index)
        steps.append(
            sums.assign(step=step, period_start=ends.start_time, period_end=ends.end_time.normalize())
        )
    frame = pd.concat(steps, ignore_index=True)
    frame["value"] = entry.per * frame["numerator"] / frame["denominator"].replace(0, np.nan)
    return frame


def _yearly(city: City, entry: Indicator, rows: pd.DataFrame, area: str) -> pd.DataFrame:
    years = by_fiscal_year(monthly(city, entry, rows, area))
    years = years[years["months"] == MONTHS_A_YEAR]
    years["period_start"] = pd.to_datetime(years["year"].astype(str) + "-04-01")
    years["period_end"] = years["period_start"] + pd.DateOffset(years=1) - pd.Timedelta(days=1)
    if entry.is_plain_count:
        years["denominator"] = np.nan
        years["value"] = years["numerator"]
        return years.assign(step="year")
    years["value"] = entry.per * years["numerator"] / years["denominator"].replace(0, np.nan)
    if entry.kind.is_share:
        bounds = [
            wilson_bounds(x, n) if n > 0 and 0 <= x <= n else (np.nan, np.nan)
            for x, n in zip(years["numerator"], years["denominator"], strict=True)
        ]
        years[["low", "high"]] = np.array(bounds).reshape(-1, 2)
    return years.assign(step="year")


def _times(city: City, entry: Indicator, rows: pd.DataFrame, area: str) -> pd.DataFrame:
    """Restricted mean days by quarter and fiscal year of the start; numerator = ended, denominator = started."""
    points = []
    for step, frequency in (("quarter", "Q-MAR"), ("year", "Y-MAR")):
        for period, group in rows.groupby(rows["month"].dt.to_period(frequency).rename(step)):
            enough = len(group) >= MIN_STARTS_FOR_A_POINT
            mean = mean_wait(group["days"], group["event"], entry.horizon_days) if enough else np.nan
            ends = period.start_time, period.end_time.normalize()
            points.append((step, *ends, group["event"].sum(), len(group), mean))
    columns = ["step", "period_start", "period_end", "numerator", "denominator", "value"]
    return pd.DataFrame(points, columns=columns)


def _waves(city: City, entry: Indicator, rows: pd.DataFrame, area: str) -> pd.DataFrame:
    waves = city.table("survey_waves").set_index("wave")
    points = []
    for wave, group in rows.groupby("wave"):
        when = waves.loc[wave]
        positive = float(group["value"].sum())
        estimate: tuple[float, float, float]
        try:
            answer = survey_share(group["value"], group["weight"], strata=group["stratum"], psu=group["psu"])
            estimate = answer.share, answer.low, answer.high
        except ValueError:  # one sampling unit, also in a stratum: no error is known, and no point is shown
            estimate = np.nan, np.nan, np.nan
        points.append((when["fieldwork_start"], when["fieldwork_end"], positive, len(group), *estimate))
    columns = ["period_start", "period_end", "numerator", "denominator", "value", "low", "high"]
    return pd.DataFrame(points, columns=columns).assign(step="wave")


def _gaps(city: City, entry: Indicator, rows: pd.DataFrame, area: str) -> pd.DataFrame:
    years = gap_by_year(city, entry, rows, area)
    # A group with few events is mostly chance, and its distance from the others would tell on it.
    years["value"] = years["value"].where(years["smallest"] >= MIN_GROUP_EVENTS)
    # The sums of all groups, less the groups that are published elsewhere, would be the one that is hidden there.
    years[["numerator", "denominator"]] = np.nan
    years["period_end"] = years["period_start"] + pd.DateOffset(years=1) - pd.Timedelta(days=1)
    return years.assign(step="year")


def _published(city: City, entry: Indicator, rows: pd.DataFrame, area: str) -> pd.DataFrame:
    frame = rows.copy()
    frame["denominator"] = frame["denominator"].astype(float).fillna(frame["n"].astype(float))
    if entry.unit == "share":
        bounds = [
            share_bounds(float(v), float(n)) if pd.notna(v) and pd.notna(n) else (np.nan, np.nan)
            for v, n in zip(frame["value"], frame["n"], strict=True)
        ]
        frame[["low", "high"]] = np.array(bounds).reshape(-1, 2)
    return frame.assign(step="published")
