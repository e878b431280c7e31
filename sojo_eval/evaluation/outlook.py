"""What the rest of the plan period would add: can a finding that is open today still be decided, and when?

The noise is taken to stay what was fitted. What is worked out is how much surer the months to come would make the
change; the change itself is not forecast.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import assert_never

import pandas as pd
from scipy import stats

from sojo_eval.evaluation.evidence import (
    AnyEvidence,
    GroupsEvidence,
    PrintedEvidence,
    SeriesEvidence,
    SurveyEvidence,
    TimesEvidence,
)
from sojo_eval.foundation.fiscal_years import MONTHS_A_YEAR
from sojo_eval.statistics import ChangeEstimate
from sojo_eval.statistics.monthly.autoregression import NotIdentifiedError
from sojo_eval.statistics.monthly.longer_series import months_to_come, step_error
from sojo_eval.statistics.results import Z_POWER_80_PERCENT
from sojo_eval.statistics.series_change import SeriesChange

MEASURABLE_WITHIN = 3.0
"""Times the smallest change worth acting on: what could be found only beyond that is not measured with these data."""

Detectable = Callable[[pd.Timestamp], float]
"""The change found with 80 % power once the data go on to the end of a month, as `ChangeEstimate.detectable`."""


@dataclass(frozen=True)
class Outlook:
    """at_end: the change that the whole plan period would find with 80 % power. decidable_from: last day of the month from
    which that is no more than the smallest change worth acting on; None where the plan ends before. plan_end: the plan's
    last day. more_answers: how often as many answers a survey needs to find that change; NaN for what is not asked.
    """

    at_end: float
    decidable_from: pd.Timestamp | None
    plan_end: pd.Timestamp
    more_answers: float = float("nan")

    def measurable(self, smallest: float) -> bool:
        """Whether changes of up to three times the smallest one worth acting on can be found by the end of the plan."""
        return self.at_end <= MEASURABLE_WITHIN * smallest


def outlook(evidence: AnyEvidence, estimate: ChangeEstimate) -> Outlook:
    """What the months from the end of the data to the end of the current plan would add to an estimate."""
    smallest = evidence.entry.smallest_change
    now, end = evidence.current.end, evidence.current.planned_end or evidence.current.end
    if isinstance(evidence, SurveyEvidence | PrintedEvidence):
        more = (estimate.detectable / smallest) ** 2
        return Outlook(estimate.detectable, None, end, more)
    months = [*pd.date_range(now + pd.Timedelta(days=1), end, freq="ME")]
    try:
        later = _later(evidence, estimate)
        if not months or later is None:
            return Outlook(estimate.detectable, None, end)
        return _searched(later, months, smallest, end)
    except NotIdentifiedError:  # more terms than the estimate had: what is known now is all that can be said
        return Outlook(estimate.detectable, None, end)


def _searched(later: Detectable, months: list[pd.Timestamp], smallest: float, end: pd.Timestamp) -> Outlook:
    """The detectable change at the end of the plan, and the first month end at which it is small enough."""
    at_end = later(months[-1])
    if at_end > smallest:
        return Outlook(at_end, None, end)
    low, high = -1, len(months) - 1  # not yet at `low`, by `high` at the latest: more months never know less
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if later(months[middle]) <= smallest else (middle, high)
    return Outlook(at_end, months[high], end)


def _later(
    evidence: SeriesEvidence | TimesEvidence | GroupsEvidence, estimate: ChangeEstimate
) -> Detectable | None:
    """How the detectable change falls with time; None where time alone adds nothing."""
    match evidence:
        case GroupsEvidence():
            return (
                None  # both windows are as long as the shorter one, and the groups stay as many as they are
            )
        case TimesEvidence():
            return _with_more_people(evidence, estimate)
        case SeriesEvidence():
            if isinstance(estimate, SeriesChange):
                return _with_more_months(evidence, estimate)
            return _with_more_years(evidence, estimate)
    assert_never(evidence)


def detectable_at(estimate: ChangeEstimate, by: float) -> float:
    """The detectable change where the standard error is `by` times what it is: on the log scale for a ratio."""
    if estimate.scale == "ratio":
        return math.expm1(by * math.log1p(estimate.detectable))
    return by * estimate.detectable


def known_months(evidence: SeriesEvidence) -> pd.DatetimeIndex:
    """The months with a number and something to divide by."""
    known = evidence.months["numerator"].notna() & (evidence.months["denominator"] > 0)
    return pd.DatetimeIndex(evidence.months.loc[known, "month"])


def error_of_step(
    evidence: SeriesEvidence, estimate: SeriesChange, months: pd.DatetimeIndex, last: pd.Timestamp
) -> float:
    """Of the step at the start of the current plan, over `months`, with the memory that was fitted.

    last: of the months that have been; pulses stand for their shocks, and the months to come are taken to be without one.
    """
    # What scatters rare counts is counting itself, which the next month does not remember.
    phi = 0.0 if evidence.is_rare else estimate.phi or 0.0
    return step_error(
        months,
        boundary=evidence.current.start,
        # A quarter remembers the one before by φ: the same memory, a month to the next, is its third root.
        phi=phi ** (1 / 3) if estimate.step == "quarter" else phi,
        shocks=tuple((start, min(end, last)) for start, end in evidence.shocks if start <= last),
        breaks=evidence.breaks,
        trend=evidence.question == "path",
    )


def _with_more_months(evidence: SeriesEvidence, estimate: SeriesChange) -> Detectable:
    months = known_months(evidence)
    now = error_of_step(evidence, estimate, months, months[-1])

    def later(until: pd.Timestamp) -> float:
        longer = months_to_come(months, until)
        return detectable_at(estimate, error_of_step(evidence, estimate, longer, months[-1]) / now)

    return later


def _with_more_years(evidence: SeriesEvidence, estimate: ChangeEstimate) -> Detectable:
    """Whole fiscal years alone count, and each gives the dispersion another degree of freedom."""
    clean = evidence.clean_years
    after = clean[clean["after"]]
    column = "numerator" if not evidence.entry.kind.is_share else "denominator"
    before_weight = float(clean.loc[~clean["after"], column].sum())
    a_year = float(after[column].mean())

    def error(years: int) -> float:
        df = len(clean) - 2 + years
        reach = float(stats.t.ppf(0.975, df)) + Z_POWER_80_PERCENT
        return reach * math.sqrt(1 / max(before_weight, 1e-9) + 1 / max(a_year * (len(after) + years), 1e-9))

    def later(until: pd.Timestamp) -> float:
        last = int(after["year"].max())
        whole = (until.year if until.month >= 3 else until.year - 1) - (last + 1)
        return detectable_at(estimate, error(max(0, whole)) / error(0))

    return later


def _with_more_people(evidence: TimesEvidence, estimate: ChangeEstimate) -> Detectable:
    """Those who start a month stay as many as in the current plan so far."""
    starts = evidence.clean["after"].value_counts()
    before, after = float(starts.get(False, 1)), float(starts.get(True, 1))
    first, now = evidence.current.start, evidence.current.end

    def months_to(day: pd.Timestamp) -> float:
        return float((day.year - first.year) * MONTHS_A_YEAR + day.month - first.month + 1)

    def later(until: pd.Timestamp) -> float:
        longer = after * months_to(until) / months_to(now)
        return detectable_at(estimate, math.sqrt((1 / before + 1 / longer) / (1 / before + 1 / after)))

    return later
