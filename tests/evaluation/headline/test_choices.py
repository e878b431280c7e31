"""Which indicators can be judged is read from the earlier plan's records alone."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

import sojo_eval as se
from sojo_eval.evaluation.estimates import estimate_change
from sojo_eval.evaluation.evidence import SeriesEvidence
from sojo_eval.evaluation.headline.choices import COLUMNS, expected_detectable
from tests.evaluation.made_evidence import NOW, monthly_evidence, survey_evidence

TO_THE_END = replace(NOW, planned_end=pd.Timestamp("2029-03-31"))


def monthly(mean: float, seed: int, months_after: int = 24) -> SeriesEvidence:
    evidence = monthly_evidence("connections.participants_per_1000")
    month = pd.Series(pd.date_range("2019-04-01", periods=60 + months_after, freq="MS"))
    months = pd.DataFrame(
        {"month": month, "denominator": 1000.0, "shocked": False, "after": month >= NOW.start}
    )
    months["numerator"] = np.random.default_rng(seed).poisson(mean, len(month)).astype(float)
    return replace(evidence, current=TO_THE_END, months=months)


def test_the_current_plans_numbers_are_not_looked_at() -> None:
    # Beside 25 a month, a twentieth would make rare counts of both periods.
    for mean, times in ((80.0, 7.0), (25.0, 0.05), (8.0, 7.0)):
        evidence = monthly(mean, 1)
        numbers = evidence.months["numerator"]
        other = evidence.months.assign(
            numerator=numbers.where(~evidence.months["after"], (times * numbers).round())
        )
        assert expected_detectable(evidence) == expected_detectable(replace(evidence, months=other))
    survey = survey_evidence()
    later = survey.after.assign(value=0)
    assert expected_detectable(survey) == expected_detectable(replace(survey, after=later))


@pytest.mark.parametrize("mean", [8.0, 60.0])
def test_it_is_what_the_whole_plan_then_finds(mean: float) -> None:
    """Over twelve records, the expectation lies near what the finished plan's own fit says."""
    expected = [math.log1p(expected_detectable(monthly(mean, seed))) for seed in range(12)]
    found = [
        math.log1p(estimate_change(monthly(mean, seed, months_after=60)).detectable) for seed in range(12)
    ]
    assert np.mean(expected) == pytest.approx(np.mean(found), rel=0.2)


def test_too_little_of_the_earlier_plan_is_not_known() -> None:
    evidence = monthly(80.0, 1)
    short = evidence.months[evidence.months["month"] >= "2024-02-01"]
    assert math.isnan(expected_detectable(replace(evidence, months=short)))
    none = evidence.months[evidence.months["after"]]
    assert math.isnan(expected_detectable(replace(evidence, months=none)))


def test_a_city_gets_a_table_to_choose_from() -> None:
    table = se.headline_choices(se.open_city_or_example("example"))
    assert [*table] == COLUMNS
    assert table["indicator"].is_unique
    chosen = table[table["headline"]].set_index("indicator")
    assert chosen.loc["connections.tsunagari_improved", "pillar"] == "consultation"
    known = table.dropna(subset="expected_detectable")
    assert (known["measurable"] == (known["expected_detectable"] <= 3 * known["smallest_change"])).all()
    assert known["measurable"].any()
    assert not known["measurable"].all()
