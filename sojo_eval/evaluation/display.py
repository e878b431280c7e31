"""The series a reader may look at beside a finding: one row a point, with the period it belongs to."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, assert_never

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from sojo_eval.city import City
from sojo_eval.evaluation.columns import SERIES
from sojo_eval.evaluation.evidence import Evidence
from sojo_eval.evaluation.gates.sufficiency import MIN_GROUP_EVENTS
from sojo_eval.evaluation.gathering import OPEN_END
from sojo_eval.foundation.fiscal_years import MONTHS_A_YEAR, starts_of_years
from sojo_eval.indicators import (
    Indicator,
    gap_by_year,
    mean_wait,
    monthly,
    recorded,
    sums_of_fiscal_years,
    within,
)
from sojo_eval.indicators.kinds import Grain
from sojo_eval.statistics import survey_share
from sojo_eval.statistics.intervals import share_bounds, wilson_bounds
from sojo_eval.statistics.monthly.design import in_any_span

COLUMNS = [column.name for column in SERIES]
MIN_STARTS_FOR_A_POINT = 5
Points = dict[str, NDArray[Any]]
"""The points of one series, column by column: hundreds of small tables put together take longer than what they show."""


@dataclass(frozen=True)
class _Counted:
    """An indicator's rows in one area, and its months where it has any."""

    city: City
    entry: Indicator
    rows: pd.DataFrame
    area: str
    given: pd.DataFrame | None

    @property
    def months(self) -> pd.DataFrame:
        if self.given is None:
            return monthly(self.city, self.entry, self.rows, self.area)
        return self.given


def display_points(
    city: City, evidence: Evidence, counted: pd.DataFrame, months: pd.DataFrame | None = None
) -> Points:
    """All points of the indicator, earlier plans included, with the columns `COLUMNS`. months: from `months_of`."""
    entry = evidence.entry
    alike = entry.kind.grain == "figure" or months is not None
    rows = counted if alike else within(city, counted, evidence.area)
    points = _points(entry.kind.grain)(_Counted(city, entry, rows, evidence.area, months))
    if entry.kind.is_amount:  # it counts nothing
        points = points | dict.fromkeys(
            ("numerator", "denominator"), np.full(len(points["period_start"]), np.nan)
        )
    starts = points["period_start"]
    n, nothing = len(starts), np.full(len(starts), np.nan)
    told = {
        "indicator": np.full(n, entry.id, dtype=object),
        "area": np.full(n, evidence.area, dtype=object),
        "plan": _plan_of(city, starts),
        "in_shock": in_any_span(pd.DatetimeIndex(starts), evidence.shocks),
        "low": nothing,
        "high": nothing,
    }
    order = np.argsort(starts)
    return {column: values[order] for column, values in (told | points).items() if column in COLUMNS}


def display_series(points: Sequence[Points]) -> pd.DataFrame:
    """Several series below each other, with the columns `COLUMNS`."""
    filled = [columns for columns in points if len(columns["period_start"])]
    if not filled:
        return pd.DataFrame(columns=COLUMNS)
    series = pd.DataFrame({column: np.concatenate([of[column] for of in filled]) for column in COLUMNS})
    return series.astype({"plan": object})


def _columns_of(frame: pd.DataFrame) -> Points:
    return {str(name): values.to_numpy() for name, values in frame.items()}


def _points(grain: Grain) -> Callable[[_Counted], Points]:
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


def _plan_of(city: City, days: NDArray[np.datetime64]) -> NDArray[np.object_]:
    plan = np.full(len(days), "", dtype=object)
    ends = city.plans["end_date"].fillna(OPEN_END)
    for name, start, end in zip(city.plans["plan"], city.plans["start_date"], ends, strict=True):
        plan[(days >= start.to_datetime64()) & (days <= end.to_datetime64())] = name
    return plan


_SINCE_1970 = "datetime64[M]"
_STEPS = (("month", 1, 0), ("quarter", 3, 0), ("year", MONTHS_A_YEAR, 3))
"""Steps of time, how many months they have, and the month (from 0) in which one begins."""


def _monthly(of: _Counted) -> Points:
    """By month, and by complete quarter and fiscal year: publication shows the finest step that hides little."""
    months = of.months[of.months["month"] <= recorded(of.city, of.entry).last_followed_month]
    numerator, denominator = (months[c].to_numpy(dtype=float) for c in ("numerator", "denominator"))
    number = months["month"].to_numpy().astype(_SINCE_1970).astype(int)
    found: dict[str, list[NDArray[Any]]] = {
        c: [] for c in ("step", "first", "length", "numerator", "denominator")
    }
    for step, length, begins in _STEPS:
        steps, place = np.unique((number - begins) // length, return_inverse=True)
        known = np.bincount(place[~np.isnan(numerator)], minlength=steps.size)
        # A month stands there whether it is known or not.
        whole = known == length if length > 1 else np.full(steps.size, True)
        sums = [numerator, denominator]
        if length > 1:
            sums = [np.bincount(place, np.nan_to_num(x), minlength=steps.size) for x in sums]
        columns = (
            np.full(steps.size, step, dtype=object),
            steps * length + begins,
            np.full(steps.size, length),
            *sums,
        )
        for name, values in zip(found, columns, strict=True):
            found[name].append(values[whole])
    points = {name: np.concatenate(values) for name, values in found.items()}
    first, lasts = points.pop("first"), points.pop("length")
    over = np.where(points["denominator"] == 0, np.nan, points["denominator"])
    return {
        **points,
        "period_start": _day(first.astype(_SINCE_1970)),
        "period_end": _day((first + lasts).astype(_SINCE_1970)) - np.timedelta64(1, "D"),
        "value": of.entry.per * points["numerator"] / over,
    }


def _day(days: NDArray[np.datetime64]) -> NDArray[np.datetime64]:
    """In the unit of all days of a result."""
    return days.astype("datetime64[us]")


def _yearly(of: _Counted) -> Points:
    entry, sums = of.entry, sums_of_fiscal_years(of.months, of.entry.year_begins)
    whole = sums["months"] == MONTHS_A_YEAR
    numerator, denominator, years = (sums[c][whole] for c in ("numerator", "denominator", "year"))
    starts = starts_of_years(years, entry.year_begins).to_numpy()
    points: Points = {
        "step": np.full(len(years), "year", dtype=object),
        "period_start": _day(starts),
        "period_end": _day(starts.astype(_SINCE_1970) + MONTHS_A_YEAR) - np.timedelta64(1, "D"),
        "numerator": numerator,
    }
    if entry.is_plain_count:
        return {**points, "denominator": np.full(len(years), np.nan), "value": numerator}
    value = entry.per * numerator / np.where(denominator == 0, np.nan, denominator)
    points = {**points, "denominator": denominator, "value": value}
    if not entry.kind.is_share:
        return points
    bounds = [
        wilson_bounds(x, n) if n > 0 and 0 <= x <= n else (np.nan, np.nan)
        for x, n in zip(numerator, denominator, strict=True)
    ]
    low, high = np.array(bounds).reshape(-1, 2).T
    return {**points, "low": low, "high": high}


def _times(of: _Counted) -> Points:
    """Restricted mean days by quarter and fiscal year of the start; numerator = ended, denominator = started."""
    points = []
    for step, frequency in (("quarter", "Q-MAR"), ("year", "Y-MAR")):
        for period, group in of.rows.groupby(of.rows["month"].dt.to_period(frequency).rename(step)):
            enough = len(group) >= MIN_STARTS_FOR_A_POINT
            mean = mean_wait(group["days"], group["event"], of.entry.horizon_days) if enough else np.nan
            ends = period.start_time, period.end_time.normalize()
            points.append((step, *ends, group["event"].sum(), len(group), mean))
    columns = ["step", "period_start", "period_end", "numerator", "denominator", "value"]
    return _columns_of(pd.DataFrame(points, columns=columns))


def _waves(of: _Counted) -> Points:
    waves = of.city.table("survey_waves").set_index("wave")
    points = []
    for wave, group in of.rows.groupby("wave"):
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
    return _columns_of(pd.DataFrame(points, columns=columns).assign(step="wave"))


def _gaps(of: _Counted) -> Points:
    years = gap_by_year(of.city, of.entry, of.rows, of.area, of.given)
    # A group with few events is mostly chance, and its distance from the others would tell on it.
    years["value"] = years["value"].where(years["smallest"] >= MIN_GROUP_EVENTS)
    # The sums of all groups, less the groups that are published elsewhere, would be the one that is hidden there.
    years[["numerator", "denominator"]] = np.nan
    years["period_end"] = years["period_start"] + pd.DateOffset(years=1) - pd.Timedelta(days=1)
    return _columns_of(years.assign(step="year"))


def _published(of: _Counted) -> Points:
    frame = of.rows.copy()
    frame["denominator"] = frame["denominator"].astype(float).fillna(frame["n"].astype(float))
    if of.entry.unit == "share":
        bounds = [
            share_bounds(float(v), float(n)) if pd.notna(v) and pd.notna(n) else (np.nan, np.nan)
            for v, n in zip(frame["value"], frame["n"], strict=True)
        ]
        frame[["low", "high"]] = np.array(bounds).reshape(-1, 2)
    return _columns_of(frame.assign(step="published"))
