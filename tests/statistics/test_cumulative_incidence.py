"""Aalen–Johansen by hand on ten persons, against Kaplan–Meier, against plain shares; and what is refused."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from statsmodels.duration.survfunc import SurvfuncRight

from sojo_eval.statistics import cumulative_incidence, share_interval

DAYS = [2, 2, 5, 5, 7, 9, 9, 12, 15, 15]
OUTCOME = ["plan", None, "plan", "closed", None, "plan", "plan", "closed", None, "plan"]


def test_ten_persons_by_hand() -> None:
    found = cumulative_incidence(DAYS, OUTCOME, outcomes=["plan", "closed"])
    # Day 2: 1 of 10. Day 5: 9/10 wait, 8 at risk, one plan and one closing. Day 9: 9/10·6/8 = 27/40 wait, 5 at risk,
    # two plans. Day 12: 27/40·3/5 = 81/200 wait, 3 at risk. Day 15: 81/200·2/3 = 27/100, 2 at risk, one plan.
    plan = [
        Fraction(1, 10),
        Fraction(1, 10) + Fraction(9, 80),
        Fraction(1, 10) + Fraction(9, 80) + Fraction(27, 100),
    ]
    plan.append(plan[-1] + Fraction(27, 200))
    closed = [Fraction(9, 80), Fraction(9, 80) + Fraction(27, 200)]
    at = found.at([1, 2, 5, 8, 9, 12, 15]).set_index(["outcome", "day"])["share"]
    expected = [0, plan[0], plan[1], plan[1], plan[2], plan[2], plan[3]]
    assert at["plan"].tolist() == pytest.approx([float(x) for x in expected])
    assert at["closed"].tolist() == pytest.approx([0, 0, *[float(closed[i]) for i in (0, 0, 0, 1, 1)]])
    assert found.counts == {"plan": 5, "closed": 2}
    assert (found.persons, found.censored, found.last, found.exhausted) == (10, 3, 15, False)
    # Nobody was followed for 16 days, and one of two still waited on the 15th.
    assert found.at([16])["share"].isna().all()
    # The share passes one half on day 15: 0.6175.
    assert found.quantile("plan").value == 15
    assert found.quantile("closed").value == np.inf


def test_the_standard_error_by_hand() -> None:
    # Delta method on day 5, of 10 and then 8 at risk, with P(5) = 17/80: for each day of leaving
    # (P(5)−P(t))²·d/(n(n−d)) + S(t−)²·(n−d₁)·d₁/n³ − 2·(P(5)−P(t))·S(t−)·d₁/n².
    later = Fraction(9, 80)
    day_2 = later**2 * Fraction(1, 10 * 9) + Fraction(9, 1000) - 2 * later * Fraction(1, 100)
    day_5 = Fraction(81, 100) * Fraction(7 * 1, 8**3)
    found = cumulative_incidence(DAYS, OUTCOME)
    error = found.at([5]).set_index("outcome").loc["plan", "standard_error"]
    assert error**2 == pytest.approx(float(day_2 + day_5))


def test_one_outcome_is_one_minus_kaplan_meier(reference_data: Path) -> None:
    lung = pd.read_csv(next((reference_data / "validation" / "survival_lung").glob("*.csv")))
    died = lung["status"] == lung["status"].max()
    found = cumulative_incidence(lung["time"], died.map({True: "death", False: None}))
    curve = SurvfuncRight(lung["time"], died.astype(int))
    at = found.at(curve.surv_times)
    np.testing.assert_allclose(at["share"], 1 - curve.surv_prob)
    np.testing.assert_allclose(at["standard_error"], curve.surv_prob_se, rtol=1e-9)
    # R survival prints a median of 310 (285 to 363) with the interval on the log scale; log(−log) gives 284 to 361.
    assert found.quantile("death").value == 310
    assert found.quantile("death").low == pytest.approx(285, abs=5)
    assert found.quantile("death").high == pytest.approx(363, abs=5)


def test_without_censoring_it_is_the_plain_share() -> None:
    days = np.arange(1, 41)
    outcome = np.where(days % 4 == 0, "closed", "case")
    found = cumulative_incidence(days, outcome)
    at = found.at([20, 40, 400]).set_index(["outcome", "day"])
    assert at.loc[("case", 20), "share"] == pytest.approx(15 / 40)
    assert at.loc[("case", 20), "standard_error"] == pytest.approx(np.sqrt(15 / 40 * 25 / 40 / 40))
    # All have left by day 40: the share holds from then on.
    assert at.loc[("case", 400), "share"] == at.loc[("case", 40), "share"] == pytest.approx(0.75)
    assert at.loc[("case", 40), "standard_error"] == pytest.approx(np.sqrt(0.75 * 0.25 / 40))
    assert (at["low"] <= at["share"]).all()
    assert (at["high"] >= at["share"]).all()


def test_the_last_to_leave_have_an_error_too() -> None:
    # Of six one is censored; on the last day the two who wait have a plan. Then P(plan) = 1 − P(closed), and P(closed)
    # has its error of the day before; as if the last two had left a day apart, it is that of day 6.
    days, outcome = [1, 2, 3, 4, 6, 6], ["closed", None, "plan", "closed", "plan", "plan"]
    at = cumulative_incidence(days, outcome).at([4, 6]).set_index(["outcome", "day"])
    assert at.loc[("plan", 6), "share"] == pytest.approx(1 - at.loc[("closed", 6), "share"])
    assert at.loc[("plan", 6), "standard_error"] == at.loc[("closed", 4), "standard_error"]
    assert at.loc[("closed", 6), "standard_error"] == at.loc[("closed", 4), "standard_error"]
    both = cumulative_incidence(days, [*outcome[:-1], "closed"]).at([4, 6]).set_index(["outcome", "day"])
    larger = max(both.loc[("plan", 4), "standard_error"], both.loc[("closed", 4), "standard_error"])
    assert both.loc[("plan", 6), "standard_error"] == larger


def test_intervals_hold_what_they_promise() -> None:
    rng = np.random.default_rng(7)
    inside = []
    for _ in range(400):
        case, closing, until = rng.exponential(60, 80), rng.exponential(90, 80), rng.uniform(10, 200, 80)
        days = np.floor(np.minimum(np.minimum(case, closing), until))
        outcome = np.where(
            until < np.minimum(case, closing), None, np.where(case < closing, "case", "closed")
        )
        row = cumulative_incidence(days, outcome).at([59]).set_index("outcome").loc["case"]
        truth = 0.6 * (1 - np.exp(-60 * (1 / 60 + 1 / 90)))  # day 59 lasts until its end
        inside.append(row["low"] <= truth <= row["high"])
    assert 0.92 <= np.mean(inside) <= 0.98


def test_an_outcome_nobody_had_is_zero_with_an_upper_bound() -> None:
    found = cumulative_incidence([3, 10, 10], [None, None, None], outcomes=["plan"])
    row = found.at([5]).iloc[0]
    assert (row["share"], row["low"]) == (0, 0)
    assert row["high"] == pytest.approx(share_interval(0, 2).high)
    assert found.quantile("plan").value == np.inf


def test_everybody_on_one_day() -> None:
    found = cumulative_incidence([4, 4, 4, 4], ["plan"] * 4)
    row = found.at([4]).iloc[0]
    assert row["share"] == row["high"] == 1
    assert 0 < row["low"] < 1
    assert "plan 100 %" in str(found)


def test_what_is_refused() -> None:
    with pytest.raises(ValueError, match="no persons"):
        cumulative_incidence([], [])
    with pytest.raises(ValueError, match="days"):
        cumulative_incidence([1, -1], ["a", None])
    with pytest.raises(ValueError, match="same length"):
        cumulative_incidence([1], ["a", None])
    with pytest.raises(ValueError, match="twice"):
        cumulative_incidence([1], ["a"], outcomes=["a", "a"])
    found = cumulative_incidence([1, 2], ["a", None])
    with pytest.raises(ValueError, match="probability"):
        found.quantile("a", 1.0)
    with pytest.raises(ValueError, match="no outcome"):
        found.quantile("b")
    for days in (None, 5, [None], [-1], ["5"]):
        with pytest.raises(ValueError, match="days must"):
            found.at(days)  # type: ignore[arg-type]


def test_days_may_come_one_by_one_and_as_durations() -> None:
    found = cumulative_incidence(DAYS, OUTCOME)
    pd.testing.assert_frame_equal(found.at(iter([3, 9])), found.at([3, 9]))
    waited = pd.to_timedelta(np.asarray(DAYS, dtype=float), unit="D")
    pd.testing.assert_frame_equal(cumulative_incidence(waited, OUTCOME).curves, found.curves)


def test_its_picture_is_drawn() -> None:
    axes = cumulative_incidence(DAYS, OUTCOME).plot()
    assert len(axes.lines) == 2
