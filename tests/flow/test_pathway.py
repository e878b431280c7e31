"""The path from first contact to closing: shares and medians by hand, and its periods."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pytest

import sojo_eval as se
from sojo_eval.foundation.problems import SojoEvalError
from tests.indicators.definitions.test_case_path import (
    CASES,
    CONSULTATIONS,
    MEETINGS,
    PLANS,
    REFERRALS,
    SERVICES,
)

APRIL_AND_MAY = pd.Timestamp("2024-04-01"), pd.Timestamp("2024-05-31")


@pytest.fixture
def city(small_city: Any) -> se.City:
    return small_city.make(
        data_until="2024-05-31",
        services=SERVICES,
        consultations=CONSULTATIONS,
        referrals=REFERRALS,
        cases=CASES,
        meetings=MEETINGS,
        support_plans=PLANS,
    )


def test_shares_and_medians_by_hand(city: se.City) -> None:
    path = se.pathway(city, *APRIL_AND_MAY)
    rows = path.to_frame().set_index(["stage", "next"])
    # Days 10 and 17: meetings, 4 and then 2 at risk (one left unseen on day 11); day 18: the last one gets a plan.
    meeting, plan = rows.loc[("case", "meeting")], rows.loc[("case", "plan")]
    assert meeting["within_30"] == pytest.approx(1 / 4 + 3 / 4 * 1 / 2)
    assert plan["within_30"] == pytest.approx(3 / 8)
    assert meeting[["entered", "reached", "closed", "still_there"]].tolist() == [4, 2, 0, 1]
    assert (meeting["median_days"], plan["median_days"]) == (17, np.inf)
    assert meeting["days_when_reached"] == 13.5
    # One review of three plans by day 20 and one closing on day 2; nobody was followed for 30 days.
    review = rows.loc[("plan", "review")]
    assert np.isnan(review["within_30"])
    assert review["median_days"] == np.inf
    assert "複合的な相談3件" in str(path)
    assert "62.5% of 4 cases went on to a meeting" in str(path.in_language("en"))
    assert "公表しないでください" in path._repr_html_()


def test_the_plan_in_force_is_the_default(city: se.City) -> None:
    assert se.pathway(city).period == se.pathway(city, plan="5").period
    assert se.pathway(city, plan="4").to_frame()["entered"].eq(0).all()
    assert "—" in str(se.pathway(city, plan="4"))


def test_periods_that_cannot_be_are_refused(city: se.City) -> None:
    with pytest.raises(ValueError, match="not both"):
        se.pathway(city, "2024-04-01", plan="5")
    with pytest.raises(ValueError, match="needs a start"):
        se.pathway(city, end="2024-04-01")
    with pytest.raises(SojoEvalError, match="2024-06-01"):
        se.pathway(city, "2024-06-01", "2024-06-30")
    with pytest.raises(SojoEvalError, match="9"):
        se.pathway(city, plan="9")


def test_a_bar_is_drawn_for_each_stage_that_somebody_entered(city: se.City) -> None:
    axes = se.pathway(city).plot(day=10)
    assert len(axes.get_yticks()) == 7
    assert axes.get_yticklabels()[0].get_text() == "最初の相談  n=3"


@pytest.mark.parametrize("wrong", ["5", "きのう", [2024]])
def test_what_is_no_day_is_met_with_how_a_day_and_a_plan_are_written(city: se.City, wrong: Any) -> None:
    with pytest.raises(SojoEvalError, match="not-a-day") as caught:
        se.pathway(city, wrong)
    assert f"plan={wrong!r}" in caught.value.fix.en
