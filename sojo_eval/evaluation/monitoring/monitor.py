"""What can be said of one plan by itself: values with their intervals, targets, months that stand out. No verdict."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, assert_never

import numpy as np
import pandas as pd

from sojo_eval.city import City, opened
from sojo_eval.evaluation.evaluate import areas_asked_for, provenance_of
from sojo_eval.evaluation.evaluation import CityLabel
from sojo_eval.evaluation.gathering import declared, months_of
from sojo_eval.evaluation.monitoring.plan_in_force import PlanInForce, plan_in_force
from sojo_eval.evaluation.periods import Period, Plan
from sojo_eval.evaluation.targets import judged_targets, target_problems
from sojo_eval.foundation.csv_files import write_csv
from sojo_eval.foundation.files import private_folder
from sojo_eval.foundation.fiscal_years import MONTHS_A_YEAR
from sojo_eval.foundation.handling import write_readme
from sojo_eval.foundation.language import Language, Text
from sojo_eval.foundation.links import refuse_links
from sojo_eval.foundation.problems import Problem
from sojo_eval.foundation.reader import reader_language
from sojo_eval.foundation.showing.told import Told
from sojo_eval.indicators import (
    Indicator,
    catalogue,
    counted,
    recorded,
    waves_that_asked,
    within,
)
from sojo_eval.indicators.headline import headline_of
from sojo_eval.statistics import ControlChart, control_chart, restricted_mean, survey_share
from sojo_eval.statistics.monthly.design import in_any_span
from sojo_eval.statistics.monthly.level_so_far import level_so_far
from sojo_eval.statistics.results import IntervalEstimate
from sojo_eval.statistics.survey import SurveyShare
from sojo_eval.statistics.threads import one_thread

INDICATORS = (
    "indicator", "pillar", "title_ja", "title_en", "unit", "direction", "kind", "headline", "value", "low", "high",
    "points", "data_until", "signals", "latest_stands_out", "comparable_from", "reason_ja", "reason_en",
)  # fmt: skip
"""Columns of `Monitoring.indicators`."""
FEWEST_POINTS = 12
"""Of a control chart: with fewer its limits are guesses (`ControlChart.points`, short_phase)."""
_NOTHING = (np.nan, np.nan, np.nan)
_NO_RECORDS = Text("この計画の期間の記録がありません", "There are no records of this plan's period")
_NO_INTERVAL = Text(
    "件数か月数が少なく、値の区間は示しません", "Too few events or months for an interval of the value"
)
_AS_PRINTED = Text("公表された値のままです。区間はありません", "As it was printed: there is no interval")
_TAKEN_AS_SEEN = Text("一年に一度の値です。区間はありません", "Read once a year: there is no interval")
_ABOUT_FILES = Text(
    "monitoring.csv: 計画一つの見守り（判定なし）", "monitoring.csv: one plan by itself, without verdicts"
)
_COMMON = "common_cause"
_WISHED: dict[str, Literal["higher", "lower"]] = {"higher": "higher", "lower": "lower"}


@dataclass(frozen=True)
class Monitoring(Told):
    """One plan by itself. For use inside the city hall: nothing of it passed disclosure control.

    indicators: one row an indicator (`INDICATORS`): value so far in the plan with its 95 % interval, how many points of it
    stand out in its control chart (signals) and whether the latest does, from when it can be compared (comparable_from).
    charts: the control charts by indicator, over all months there are. targets: as `Evaluation.targets`.
    """

    city: CityLabel
    plan: PlanInForce
    area: str
    indicators: pd.DataFrame
    targets: pd.DataFrame
    target_problems: tuple[Problem, ...]
    charts: Mapping[str, ControlChart]
    provenance: Mapping[str, object]

    def to_frame(self) -> pd.DataFrame:
        """The indicators."""
        return self.indicators

    def __str__(self) -> str:
        return self.told(reader_language())

    def told(self, lang: Language) -> str:
        """How many indicators and targets there are, and in how many some month stands out."""
        plan, told = self.plan, int((self.indicators["signals"] > 0).sum())
        return Text(
            f"{self.city.name.ja} {plan.name.ja}: {plan.months_covered}か月分の記録、指標 {len(self.indicators)}、"
            f"目立つ月のある指標 {told}、目標 {len(self.targets)}",
            f"{self.city.name.en}, {plan.name.en}: {plan.months_covered} months of records, {len(self.indicators)} indicators,"
            f" {told} with months that stand out, {len(self.targets)} targets",
        )(lang)


def monitor(city: City, plan: Plan = "", area: str | int = "") -> Monitoring:
    """Where a plan stands, without another to compare it with: for a city with one plan, or before the next evaluation.

    plan: its id; empty = the latest that has begun. area: a code or name; empty = the whole city. Raises SojoEvalError for a
    plan or an area that there is not, and where the plan had not begun when the records end.
    """
    city = opened(city)
    watched = plan_in_force(city, plan)
    (place,) = areas_asked_for(city, area)
    headline = headline_of(city).pillar_of
    rows, charts = [], {}
    with one_thread():
        for entry in catalogue(city).values():
            if entry.kind.grain == "groups":
                continue  # a gap between groups is a matter of comparison
            row, chart = _watched(city, entry, watched, place)
            rows.append({**row, "headline": entry.id in headline})
            if chart is not None:
                charts[entry.id] = chart
    indicators = pd.DataFrame(rows, columns=[*INDICATORS])
    problems = target_problems(city)
    targets = judged_targets(city, _as_findings(indicators, place), _as_period(watched), problems)
    return Monitoring(
        CityLabel.of(city), watched, place, indicators, targets, tuple(problems), charts,
        provenance_of(city, {"plan": watched.id, "area": place}),
    )  # fmt: skip


def _watched(
    city: City, entry: Indicator, plan: PlanInForce, area: str
) -> tuple[dict[str, object], ControlChart | None]:
    rows = within(city, counted(city, entry), area)
    chart: ControlChart | None = None
    last = min(plan.until, recorded(city, entry).end_of_last_month)
    first = rows["month"].min() if "month" in rows and len(rows) else plan.start
    match entry.kind.grain:
        case "month" | "year":
            months = months_of(city, entry, counted(city, entry), area)
            assert months is not None
            months = months[months["month"] <= last]
            value, points, why = _level(city, entry, months[months["month"] >= plan.start], plan, area)
            chart = _chart(entry, months, plan, _shocks(city, entry, plan, area))
        case "wave":
            value, points, last, first, why = _share(city, entry, rows, plan)
        case "start":
            inside = rows[(rows["month"] >= plan.start) & (rows["month"] <= last)]
            value, points, why = _wait(entry, inside)
        case "figure":
            value, points, last, why = _printed(entry, rows, plan)
        case "groups":
            raise ValueError(f"{entry.id}: {entry.kind} has no course of its own")
        case grain:
            assert_never(grain)
    stands_out = _signals(chart, plan)
    return {
        "indicator": entry.id,
        "pillar": entry.pillar,
        "title_ja": entry.title.ja,
        "title_en": entry.title.en,
        "unit": entry.unit,
        "direction": entry.direction,
        "kind": entry.kind.name,
        **dict(zip(("value", "low", "high"), value, strict=True)),
        "points": points,
        "data_until": last,
        "signals": int(stands_out.sum()),
        "latest_stands_out": bool(len(stands_out)) and bool(stands_out.iloc[-1]),
        "comparable_from": plan.comparable_from(pd.Timestamp(first)),
        "reason_ja": why.ja,
        "reason_en": why.en,
    }, chart


def _level(
    city: City, entry: Indicator, months: pd.DataFrame, plan: PlanInForce, area: str
) -> tuple[tuple[float, float, float], int, Text]:
    """The plan's value so far: events over exposure, with the interval of its months where they are many enough."""
    known = months[months["numerator"].notna() & (months["denominator"] > 0)]
    if known.empty:
        return _NOTHING, 0, _NO_RECORDS
    a_year = MONTHS_A_YEAR if entry.kind.is_rare_count and entry.is_plain_count else 1
    plain = entry.per * a_year * known["numerator"].sum() / known["denominator"].sum()
    if entry.kind.is_stock:
        latest = known.iloc[-1]
        now = entry.per * float(latest["numerator"]) / float(latest["denominator"])
        return (now, np.nan, np.nan), len(known), _TAKEN_AS_SEEN
    shocks = _shocks(city, entry, plan, area)
    index = pd.DatetimeIndex(known["month"])
    try:
        found = level_so_far(
            pd.Series(known["numerator"].to_numpy(), index=index),
            pd.Series(known["denominator"].to_numpy() / a_year, index=index),
            shocks=shocks,
            family="proportion" if entry.kind.is_share else "rate",
        )
    except ValueError:  # NotIdentifiedError among them
        return (plain, np.nan, np.nan), len(known), _NO_INTERVAL
    return _scaled(found, entry.per), len(known), Text("", "")


def _share(
    city: City, entry: Indicator, rows: pd.DataFrame, plan: PlanInForce
) -> tuple[tuple[float, float, float], int, pd.Timestamp, pd.Timestamp, Text]:
    """The latest wave within the plan; with the day of the first wave of all."""
    waves = city.table("survey_waves")
    asked = waves[waves["wave"].isin(waves_that_asked(entry, city.table("survey_questions")))]
    first = pd.Timestamp(asked["fieldwork_start"].min())
    asked = asked[asked["fieldwork_start"].between(plan.start, plan.until)].sort_values("fieldwork_start")
    mine = rows[rows["wave"].isin(asked["wave"].tail(1))]
    if mine.empty:
        return _NOTHING, 0, plan.until, first, _NO_RECORDS
    found = survey_share(mine["value"], mine["weight"], strata=mine["stratum"], psu=mine["psu"])
    last = asked["fieldwork_end"].fillna(asked["fieldwork_start"]).iloc[-1]
    return (found.share, found.low, found.high), len(mine), pd.Timestamp(last), first, Text("", "")


def _printed(
    entry: Indicator, rows: pd.DataFrame, plan: PlanInForce
) -> tuple[tuple[float, float, float], int, pd.Timestamp, Text]:
    """The latest figure printed for a time within the plan."""
    mine = rows[rows["value"].notna() & rows["period_start"].between(plan.start, plan.until)]
    if mine.empty:
        return _NOTHING, 0, plan.until, _NO_RECORDS
    latest = mine.sort_values("period_start").iloc[-1]
    value = float(latest["value"])
    return (value, np.nan, np.nan), len(mine), pd.Timestamp(latest["period_end"]), _AS_PRINTED


def _wait(entry: Indicator, rows: pd.DataFrame) -> tuple[tuple[float, float, float], int, Text]:
    if rows.empty:
        return _NOTHING, 0, _NO_RECORDS
    try:
        return (
            _scaled(restricted_mean(rows["days"], rows["event"], entry.horizon_days), 1.0),
            len(rows),
            Text("", ""),
        )
    except ValueError:  # NotIdentifiedError among them
        return _NOTHING, len(rows), _NO_INTERVAL  # fmt: skip


def _scaled(found: IntervalEstimate | SurveyShare, per: float) -> tuple[float, float, float]:
    assert isinstance(found, IntervalEstimate)
    return per * found.value, per * found.low, per * found.high


def _shocks(
    city: City, entry: Indicator, plan: PlanInForce, area: str
) -> tuple[tuple[pd.Timestamp, pd.Timestamp], ...]:
    period = _as_period(plan)
    return declared(city, entry, area, period, period).shocks


def _chart(
    entry: Indicator,
    months: pd.DataFrame,
    plan: PlanInForce,
    shocks: tuple[tuple[pd.Timestamp, pd.Timestamp], ...],
) -> ControlChart | None:
    """An XmR chart of the months, the chart that asks least of the numbers (NHS Making Data Count). Its limits come from the
    months before the plan where there is a year of them, else from the plan's first year; never from shocked months."""
    known = months[months["numerator"].notna() & (months["denominator"] > 0)].set_index("month")
    index = pd.DatetimeIndex(known.index)
    if entry.kind.grain != "month" or len(known) < FEWEST_POINTS:
        return None
    before = int((index < plan.start).sum())
    values = entry.per * known["numerator"] / known["denominator"]
    try:
        return control_chart(
            values, kind="xmr", improvement=_WISHED.get(entry.direction),
            freeze=before if before >= FEWEST_POINTS else min(before + FEWEST_POINTS, len(known)),
            exclude=[*index[in_any_span(index, shocks)]], deseasonalise=len(known) >= 2 * MONTHS_A_YEAR,
        )  # fmt: skip
    except ValueError:  # no variation at all, or nothing but shocked months to take limits from
        return None


def _signals(chart: ControlChart | None, plan: PlanInForce) -> pd.Series:
    """Of the plan's points on the chart: which stand out."""
    if chart is None:
        return pd.Series(dtype=bool)
    inside = chart.points[pd.DatetimeIndex(chart.points["x"]) >= plan.start]
    return inside["point_type"] != _COMMON


def _as_period(plan: PlanInForce) -> Period:
    return Period(plan.id, plan.name, plan.start, plan.until, True, None if pd.isna(plan.end) else plan.end)


def _as_findings(indicators: pd.DataFrame, area: str) -> pd.DataFrame:
    """What the targets look at: the current values, with nothing before them."""
    renamed = indicators.rename(
        columns={
            "value": "value_current", "low": "current_low", "high": "current_high", "reason_ja": "reasons",
            "reason_en": "reasons_en",
        }
    )  # fmt: skip
    nothing = {"value_baseline": np.nan, "change": np.nan, "change_low": np.nan, "change_high": np.nan}
    return renamed.assign(area=area, question="level", scale="ratio", **nothing)


def save(monitoring: Monitoring, results: Path) -> Path:
    """Write monitoring.csv (an area: monitoring-<code>.csv) and its README into a closed folder; give the table's path."""
    refuse_links(results.parent, (results.name,))
    private_folder(results)
    write_readme(results, "inside", [_ABOUT_FILES])
    name = "monitoring" if monitoring.area == monitoring.city.code else f"monitoring-{monitoring.area}"
    path = results / f"{name}.csv"
    write_csv(path, monitoring.indicators)
    return path
