"""Which outcome indicators could a pillar rest on? Judged by the earlier plan's records alone.

Whoever asks the current plan's numbers which indicator can be judged, chooses by what has happened. So the earlier plan
is cut in two, its noise is read from the comparison of the halves, and that noise is laid on the whole current plan.
"""

from __future__ import annotations

import math
from dataclasses import replace
from typing import assert_never

import numpy as np
import pandas as pd
from scipy import stats

from sojo_eval.city import City, opened
from sojo_eval.evaluation.estimates import estimate_change
from sojo_eval.evaluation.evidence import (
    AnyEvidence,
    GroupsEvidence,
    PrintedEvidence,
    SeriesEvidence,
    SurveyEvidence,
    TimesEvidence,
)
from sojo_eval.evaluation.gathering import declared, gather
from sojo_eval.evaluation.outlook import MEASURABLE_WITHIN, detectable_at, error_of_step, known_months
from sojo_eval.evaluation.periods import Period, Plan, choose_periods
from sojo_eval.foundation.fiscal_years import MONTHS_A_YEAR
from sojo_eval.indicators import catalogue, counted
from sojo_eval.indicators.headline import headline_of
from sojo_eval.statistics.monthly.longer_series import months_to_come
from sojo_eval.statistics.results import Z_POWER_80_PERCENT
from sojo_eval.statistics.series_change import SeriesChange

COLUMNS = [
    "pillar", "indicator", "title_ja", "title_en", "scale", "smallest_change", "expected_detectable", "measurable", "headline",
]  # fmt: skip


def headline_choices(city: City, baseline: Plan = "", current: Plan = "") -> pd.DataFrame:
    """One row an outcome indicator of the city (`COLUMNS`): the change that the whole current plan should find with 80 %
    power, as the earlier plan's records alone let expect, and whether the city rests on it now.

    expected_detectable: as `ChangeEstimate.detectable`; NaN where the earlier plan's records cannot tell. measurable: at
    most three times the smallest change worth acting on. Plans as in `evaluate`; raises SojoEvalError as it does for them.
    """
    periods, chosen = choose_periods(opened(city), baseline, current), headline_of(city).pillar_of
    rows = []
    for entry in catalogue(city).values():
        if entry.direction == "context":
            continue
        evidence = gather(city, counted(city, entry), declared(city, entry, city.code, *periods))
        expected = expected_detectable(evidence)
        rows.append(
            (
                chosen.get(entry.id, entry.pillar),
                entry.id,
                entry.title.ja,
                entry.title.en,
                "difference" if entry.unit == "share" else "ratio",
                entry.smallest_change,
                expected,
                bool(expected <= MEASURABLE_WITHIN * entry.smallest_change),
                entry.id in chosen,
            )
        )
    return pd.DataFrame(rows, columns=COLUMNS)


def expected_detectable(evidence: AnyEvidence) -> float:
    """The change that the whole current plan should find with 80 % power; nothing after its first day is looked at."""
    try:
        match evidence:
            case SeriesEvidence():
                return _of_series(evidence)
            case SurveyEvidence() | PrintedEvidence():  # a later wave like the earlier one
                return estimate_change(replace(evidence, after=evidence.before)).detectable
            case TimesEvidence():
                return _of_times(evidence)
            case GroupsEvidence():  # the same groups over the same months
                return estimate_change(replace(evidence, after=evidence.before)).detectable
    except (ValueError, IndexError):  # too little in one half, or no wave at all
        return float("nan")
    assert_never(evidence)


def _plan_end(current: Period) -> pd.Timestamp:
    return current.planned_end or current.end


def _of_series(evidence: SeriesEvidence) -> float:
    months = evidence.months[~evidence.months["after"].astype(bool)]
    plan, evidence = evidence.current, replace(evidence, months=months)
    clean = months[~months["shocked"] & months["numerator"].notna() & (months["denominator"] > 0)]
    middle = pd.Timestamp(clean["month"].iloc[len(clean) // 2])
    if evidence.by_year:  # whole fiscal years stay whole
        middle = pd.Timestamp(middle.year if middle.month >= 4 else middle.year - 1, 4, 1)
    halves = replace(
        evidence,
        current=replace(plan, start=middle),
        breaks=tuple(day for day in evidence.breaks if day < plan.start and day != middle),
        months=months.assign(after=months["month"] >= middle),
        years=_halved_years(evidence.years, middle),
    )
    estimate = estimate_change(halves)
    if isinstance(estimate, SeriesChange):
        known = known_months(halves)
        whole = months_to_come(known, _plan_end(plan))
        # Whether the counts are rare is asked of the halves too: the current plan's own numbers are not looked at.
        asked = replace(halves, current=plan)
        errors = [
            error_of_step(of, estimate, rows, known[-1]) for of, rows in ((asked, whole), (halves, known))
        ]
        return detectable_at(estimate, errors[0] / errors[1])
    return detectable_at(estimate, _years_ratio(evidence, halves))


def _halved_years(years: pd.DataFrame, middle: pd.Timestamp) -> pd.DataFrame:
    earlier = years[~years["after"].astype(bool)]
    return earlier.assign(after=earlier["year"] >= middle.year)


def _years_ratio(evidence: SeriesEvidence, halves: SeriesEvidence) -> float:
    clean = halves.clean_years
    later = int(clean["after"].sum())
    before, plan = len(clean), evidence.current
    after = round(((_plan_end(plan) - plan.start).days + 1) / 365.25)

    def reach(first: int, second: int) -> float:
        t = float(stats.t.ppf(0.975, max(1, first + second - 2)))
        return (t + Z_POWER_80_PERCENT) * math.sqrt(1 / first + 1 / second)

    return reach(before, max(1, after)) / reach(before - later, later)


def _of_times(evidence: TimesEvidence) -> float:
    rows = evidence.rows[~evidence.rows["after"].astype(bool)]
    clean = rows[~rows["shocked"]]
    middle = clean["month"].sort_values().iloc[len(clean) // 2]
    halves = replace(evidence, rows=rows.assign(after=rows["month"] >= middle))
    estimate = estimate_change(halves)
    first, second = (int((halves.clean["after"] == side).sum()) for side in (False, True))
    plan, before = evidence.current, clean["month"].nunique()
    months = round(((_plan_end(plan) - plan.start).days + 1) / 365.25 * MONTHS_A_YEAR)
    later = len(clean) / max(1, before) * months
    return detectable_at(estimate, float(np.sqrt((1 / len(clean) + 1 / later) / (1 / first + 1 / second))))
