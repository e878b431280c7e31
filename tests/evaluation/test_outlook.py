"""What the rest of the plan period would add."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from sojo_eval.evaluation.estimates import estimate_change
from sojo_eval.evaluation.evidence import SeriesEvidence
from sojo_eval.evaluation.outlook import Outlook, outlook
from tests.evaluation.made_evidence import NOW, monthly_evidence, survey_evidence
from tests.evaluation.test_policy_edges import of_groups, of_printed
from tests.evaluation.test_verdicts import CLEAR_RISE

END = pd.Timestamp("2029-03-31")
TO_THE_END = replace(NOW, planned_end=END)


def monthly(mean: float = 80.0, seed: int = 1) -> SeriesEvidence:
    """Months with Poisson noise and no change, of a plan that runs on for three years."""
    evidence = monthly_evidence("connections.participants_per_1000")
    months = evidence.months.assign(
        numerator=np.random.default_rng(seed).poisson(mean, len(evidence.months)).astype(float),
        denominator=1000.0,
    )
    return replace(evidence, current=TO_THE_END, months=months)


def test_more_months_make_the_detectable_change_smaller() -> None:
    evidence = monthly()
    estimate = estimate_change(evidence)
    ahead = outlook(evidence, estimate)
    assert ahead.at_end < estimate.detectable
    assert ahead.plan_end == END


def test_the_first_month_that_reaches_what_matters_is_told() -> None:
    """The month told is enough and the one before is not; a plan that ended there would be told the same."""
    evidence = monthly()
    estimate = estimate_change(evidence)
    at_end = outlook(evidence, estimate).at_end
    wanted = (at_end + estimate.detectable) / 2
    evidence = replace(evidence, entry=replace(evidence.entry, smallest_change=wanted))
    day = outlook(evidence, estimate).decidable_from
    assert day is not None
    assert NOW.end < day < END
    assert day == day + pd.offsets.MonthEnd(0)

    def ending(last: pd.Timestamp) -> Outlook:
        return outlook(replace(evidence, current=replace(NOW, planned_end=last)), estimate)

    assert ending(day).at_end <= wanted < ending(day - pd.offsets.MonthEnd(1)).at_end


@pytest.mark.parametrize("planned_end", [None, NOW.end, pd.Timestamp("2025-12-31")])
def test_a_plan_that_is_over_adds_nothing(planned_end: pd.Timestamp | None) -> None:
    evidence = monthly()
    estimate = estimate_change(evidence)
    ahead = outlook(replace(evidence, current=replace(NOW, planned_end=planned_end)), estimate)
    assert (ahead.at_end, ahead.decidable_from) == (estimate.detectable, None)


def test_a_survey_is_not_waited_for() -> None:
    evidence = replace(survey_evidence(), current=TO_THE_END)
    smallest = evidence.entry.smallest_change
    ahead = outlook(evidence, replace(CLEAR_RISE, scale="difference", detectable=3 * smallest))
    assert (ahead.decidable_from, ahead.at_end) == (None, 3 * smallest)
    assert ahead.more_answers == pytest.approx(9.0)
    printed = of_printed((0.5, 400.0), (0.5, 400.0))
    assert outlook(printed, CLEAR_RISE).more_answers == pytest.approx(
        (0.18 / printed.entry.smallest_change) ** 2
    )


def test_groups_stay_as_many_as_they_are() -> None:
    evidence = replace(of_groups(), current=TO_THE_END)
    assert outlook(evidence, CLEAR_RISE).at_end == CLEAR_RISE.detectable


@pytest.mark.parametrize(("smallest", "measurable"), [(0.1, True), (0.0999, False)])
def test_measurable_is_within_three_times_what_matters(smallest: float, measurable: bool) -> None:
    assert Outlook(0.3, None, END).measurable(smallest) is measurable


def test_the_noise_of_rare_counts_is_not_taken_to_last() -> None:
    """Thrice the later months: the standard error falls as that of counts does, whatever φ is thought to be."""
    evidence = monthly(4.0)
    assert evidence.is_rare
    estimate = estimate_change(evidence)
    ahead = [outlook(evidence, replace(estimate, phi=phi)).at_end for phi in (0.0, 0.8)]
    assert ahead[0] == ahead[1]
    many = monthly(80.0)
    of_many = estimate_change(many)
    assert len({outlook(many, replace(of_many, phi=phi)).at_end for phi in (0.0, 0.8)}) == 2


def test_what_the_months_cannot_tell_apart_is_no_error() -> None:
    """An estimate from fewer terms (quarters, one harmonic) may stand where all terms by month cannot be told apart."""
    evidence = monthly()
    estimate = estimate_change(evidence)
    ahead = outlook(replace(evidence, breaks=(NOW.start,)), estimate)
    assert (ahead.at_end, ahead.decidable_from) == (estimate.detectable, None)
