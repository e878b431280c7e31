"""The change of a rare count or share: what it is worth against other methods, and what it says at the edges."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from scipy.special import expit, logit
from statsmodels.genmod.families import Poisson
from statsmodels.genmod.generalized_linear_model import GLM

from sojo_eval.statistics import (
    ChangeEstimate,
    NotIdentifiedError,
    TooFewEventsError,
    count_interval,
    level_and_path,
    rare_change,
)
from sojo_eval.statistics.monthly.design import design_matrix
from sojo_eval.statistics.monthly.latent_rates import LatentPrior
from sojo_eval.statistics.monthly.monthly_series import Family, monthly_series
from sojo_eval.statistics.monthly.rare_change import EVENTS_FOR_A_NORMAL_STEP, rare_step_alone
from tests.statistics.monthly.simulated import BOUNDARY, MONTHS

SHOCK = ("2020-04-01", "2023-03-31")
SHOCKED = (SHOCK[0] <= MONTHS) & (SHOCK[1] >= MONTHS)
LATER = np.asarray(MONTHS >= BOUNDARY)
NO_NOISE = LatentPrior(phis=(0.0,), sigmas=(1e-4,), coefficient=1e4)


def counted(before: float, after: float, seed: int = 3) -> pd.Series:
    rate = np.where(LATER, after, before)
    return pd.Series(np.random.default_rng(seed).poisson(rate).astype(float), index=MONTHS)


def exactly(before: int, after: int) -> pd.Series:
    """So many events on either side outside the shock, one a month from its first month on."""
    series = pd.Series(0.0, index=MONTHS)
    series.loc[MONTHS[~LATER & ~SHOCKED][:before]] = 1.0
    series.loc[MONTHS[LATER][:after]] = 1.0
    return series


def test_without_noise_it_is_the_poisson_regression_of_the_same_terms() -> None:
    counts = counted(2.0, 3.0)
    X = design_matrix(MONTHS, BOUNDARY, shocks=[tuple(map(pd.Timestamp, SHOCK))], harmonics=1)  # type: ignore[list-item]
    reference = GLM(counts.to_numpy(), X, family=Poisson()).fit()
    found = rare_change(counts, boundary=BOUNDARY, shocks=[SHOCK], prior=NO_NOISE)
    assert found.change == pytest.approx(float(np.exp(reference.params[1])), rel=1e-4)
    low, high = np.exp(reference.params[1] + np.array([-1, 1]) * 1.959964 * reference.bse[1])
    assert (found.low, found.high) == pytest.approx((low, high), rel=1e-3)
    assert found.p == pytest.approx(float(reference.pvalues[1]), rel=1e-2)
    assert (found.n_before, found.n_after, found.n_unit, found.step) == (24, 24, "months", "month")


def test_of_many_events_it_says_what_the_regression_of_logs_says() -> None:
    counts = counted(60.0, 90.0)
    ours, logs = (f(counts, boundary=BOUNDARY, shocks=[SHOCK]) for f in (rare_change, level_and_path))
    assert ours.change == pytest.approx(logs.change, rel=0.02)
    assert np.log(ours.high / ours.low) == pytest.approx(np.log(logs.high / logs.low), rel=0.3)
    assert set(ours.sensitivities) == set(logs.sensitivities)
    assert list(ours.course) == list(logs.course)
    assert ours.before == pytest.approx(logs.before)
    assert ours.after == pytest.approx(logs.after)


def same(one: ChangeEstimate, other: ChangeEstimate, sign: int = 1) -> None:
    names = ("change", "low", "high", "low_90", "high_90")
    turned = ("change", "high", "low", "high_90", "low_90") if sign < 0 else names
    assert [getattr(one, n) for n in names] == pytest.approx(
        [sign * getattr(other, n) for n in turned], rel=1e-5, abs=1e-9
    )
    assert one.p == pytest.approx(other.p, rel=1e-4)


def test_the_unit_of_the_exposure_plays_no_part() -> None:
    counts = counted(1.0, 2.0)
    people = pd.Series(np.linspace(190_000.0, 210_000.0, len(MONTHS)), index=MONTHS)
    one, thousand = (rare_change(counts, people / unit, boundary=BOUNDARY) for unit in (1.0, 1000.0))
    same(one, thousand)
    assert one.after * 1000 == pytest.approx(thousand.after)
    assert one.after_high * 1000 == pytest.approx(thousand.after_high, rel=1e-4)


@pytest.mark.parametrize(("before", "after"), [(0.05, 0.15), (0.02, 0.0)])
def test_what_is_not_mirrors_what_is(before: float, after: float) -> None:
    whole = pd.Series(30.0, index=MONTHS)
    share = np.where(LATER, after, before)
    part = pd.Series(np.random.default_rng(1).binomial(30, share).astype(float), index=MONTHS)
    ours, rest = (
        rare_change(x, whole, boundary=BOUNDARY, shocks=[SHOCK], family="proportion")
        for x in (part, whole - part)
    )
    same(ours, rest, sign=-1)
    assert ours.detectable == pytest.approx(rest.detectable, rel=1e-4)
    assert ours.after_low == pytest.approx(1 - rest.after_high, abs=1e-6)


def test_months_in_a_shock_have_a_level_of_their_own_each_fiscal_year() -> None:
    counts = counted(3.0, 4.0)
    upset = counts.copy()
    upset[SHOCKED & (MONTHS < "2021-04-01")] *= 5
    plain, found = (rare_change(c, boundary=BOUNDARY, shocks=[SHOCK]) for c in (counts, upset))
    assert found.change == pytest.approx(plain.change, rel=0.05)
    assert found.before == plain.before
    assert found.sensitivities["without_shocks"] < 0.9 * plain.sensitivities["without_shocks"]
    assert found.sensitivities["fiscal_years"] == pytest.approx(plain.sensitivities["fiscal_years"])


def test_clean_fiscal_years_are_compared_by_their_totals() -> None:
    counts = counted(3.0, 4.0)
    found = rare_change(counts, boundary=BOUNDARY, shocks=[SHOCK])
    clean = ~SHOCKED & ~LATER
    ratio = counts[LATER].mean() / counts[clean].mean()
    assert found.sensitivities["fiscal_years"] == pytest.approx(ratio, rel=0.01)
    all_shocked = rare_change(counts, boundary=BOUNDARY, shocks=[("2019-12-01", "2023-11-30")])
    assert np.isnan(all_shocked.sensitivities["fiscal_years"])  # no year before with nine clean months


def test_a_break_inside_a_period_is_a_step_of_its_own() -> None:
    counts = counted(4.0, 4.0)
    doubled = counts.where(MONTHS < "2022-04-01", 2 * counts)
    told = rare_change(doubled, boundary=BOUNDARY, breaks=["2022-04-01"])
    untold = rare_change(doubled, boundary=BOUNDARY)
    plain = rare_change(counts, boundary=BOUNDARY, breaks=["2022-04-01"])
    assert told.change == pytest.approx(plain.change, rel=0.15)
    assert untold.change > 1.3 * told.change
    with pytest.raises(NotIdentifiedError, match="coincides with the boundary"):
        rare_change(counts, boundary=BOUNDARY, breaks=[BOUNDARY])


def test_months_that_are_not_known_are_left_out_and_the_others_stay_where_they_are() -> None:
    counts = counted(3.0, 5.0)
    gap = counts.copy()
    gap.iloc[[5, 6, 40, 70]] = np.nan
    rows = rare_change(counts[gap.notna()], boundary=BOUNDARY, shocks=[SHOCK])
    blank = rare_change(gap, boundary=BOUNDARY, shocks=[SHOCK])
    same(rows, blank)
    assert (blank.n_before, blank.n_after) == (22, 23)
    assert len(blank.course) == 80


def test_the_season_is_taken_out_where_the_sides_hold_other_months() -> None:
    """Winters hold three times as many; the later side is one winter."""
    months = MONTHS[:66]
    season = np.where(np.isin(months.month, [10, 11, 12, 1, 2, 3]), 6.0, 2.0)
    counts = pd.Series(np.random.default_rng(5).poisson(season).astype(float), index=months)
    boundary = "2024-07-01"
    later = counts[months >= boundary]
    assert later.mean() / counts[months < boundary].mean() < 0.8 or later.mean() > 1.2
    found = rare_change(counts, boundary=boundary)
    assert found.low < 1 < found.high


@pytest.mark.parametrize("events", [9, 10])
def test_below_ten_events_the_step_is_not_taken_for_normal(events: int) -> None:
    """A mixture of normals at one point of the grid lies even around its middle; a profile does not."""
    assert EVENTS_FOR_A_NORMAL_STEP == 10
    one_point = LatentPrior(phis=(0.0,), sigmas=(0.03,))
    found = rare_change(exactly(24, events), boundary=BOUNDARY, shocks=[SHOCK], prior=one_point)
    even = abs(np.log(found.low * found.high) - 2 * np.log(found.change))
    assert (even < 1e-5) == (events == 10)
    mirrored = rare_change(exactly(events, 24), boundary=BOUNDARY, shocks=[SHOCK], prior=one_point)
    even = abs(np.log(mirrored.low * mirrored.high) - 2 * np.log(mirrored.change))
    assert (even < 1e-5) == (events == 10)


@pytest.mark.parametrize("nothing", ["before", "after"])
def test_a_side_without_events_is_told_from_its_likelihood(nothing: str) -> None:
    """Near the exact bound of nought events, where nothing need be known of noise; the far end is the prior's."""
    counts = exactly(0, 20) if nothing == "before" else exactly(20, 0)
    found, wide = (
        rare_change(counts, boundary=BOUNDARY, shocks=[SHOCK], prior=LatentPrior(coefficient=sd))
        for sd in (2.5, 5.0)
    )
    assert np.isfinite([found.low, found.high, found.change, found.detectable, found.p]).all()
    assert found.p < 0.01
    # The share of all events on the other side is at least the one at which 20 of 20 have a chance of 2.5 %.
    share = 0.025 ** (1 / 20)
    exact = share / (1 - share)
    (near, far), (near_wide, far_wide) = (
        (f.low, f.high) if nothing == "before" else (1 / f.high, 1 / f.low) for f in (found, wide)
    )
    assert 0.6 * exact < near < 1.2 * exact
    assert near < near_wide < 1.6 * near
    assert far > 100
    assert far_wide > 2 * far
    if nothing == "after":
        assert (found.after, found.after_low) == (0.0, 0.0)
        assert 0.5 * count_interval(0).high / 24 < found.after_high < 3 * count_interval(0).high / 24


def test_few_and_none_are_no_proof() -> None:
    assert rare_change(exactly(3, 0), boundary=BOUNDARY, shocks=[SHOCK]).p > 0.05
    assert rare_change(exactly(0, 2), boundary=BOUNDARY, shocks=[SHOCK]).p > 0.05


def test_nothing_on_either_side_is_refused_and_so_is_a_share_that_never_moves() -> None:
    with pytest.raises(NotIdentifiedError, match="no event in any month"):
        rare_change(exactly(0, 0), boundary=BOUNDARY)
    only_shocked = exactly(0, 0)
    only_shocked[SHOCKED] = 1.0
    with pytest.raises(TooFewEventsError, match="outside the shocks"):
        rare_change(only_shocked, boundary=BOUNDARY, shocks=[SHOCK])
    whole = pd.Series(5.0, index=MONTHS)
    with pytest.raises(TooFewEventsError, match="0 % or 100 %"):
        rare_change(whole - only_shocked, whole, boundary=BOUNDARY, shocks=[SHOCK], family="proportion")
    # From all to none is the largest change there is, and no refusal.
    turned = rare_change(whole * ~LATER, whole, boundary=BOUNDARY, shocks=[SHOCK], family="proportion")
    assert turned.high < -0.8


def test_a_side_in_a_shock_from_end_to_end_is_refused() -> None:
    with pytest.raises(NotIdentifiedError):
        rare_change(counted(3.0, 3.0), boundary=BOUNDARY, shocks=[("2019-04-01", "2024-03-31")])


def test_the_later_rate_lies_in_its_own_interval_which_is_that_of_its_events() -> None:
    counts = counted(2.0, 3.0)
    found = rare_change(counts, boundary=BOUNDARY, shocks=[SHOCK])
    assert found.after_low < found.after == counts[LATER].mean() < found.after_high
    exact = count_interval(counts[LATER].sum())
    ratio = np.log(found.after_high / found.after_low) / np.log(exact.high / exact.low)
    assert 0.95 < ratio < 2
    whole = pd.Series(20.0, index=MONTHS)
    share = rare_change(counts, whole, boundary=BOUNDARY, shocks=[SHOCK], family="proportion")
    assert 0 < share.after_low < share.after < share.after_high < 1


def test_the_difference_of_a_share_is_the_step_applied_to_the_later_months() -> None:
    whole = pd.Series(40.0, index=MONTHS)
    part = pd.Series(
        np.random.default_rng(8).binomial(40, np.where(LATER, 0.15, 0.1)).astype(float), index=MONTHS
    )
    found = rare_change(part, whole, boundary=BOUNDARY, family="proportion")
    later = found.course[found.course["after"]]
    step = logit(later["fitted"]) - logit(later["counterfactual"])
    assert np.ptp(step) < 1e-9
    difference = (expit(logit(later["counterfactual"]) + step) - later["counterfactual"]).mean()
    assert found.change == pytest.approx(float(difference), abs=2e-3)


def test_noise_that_lasts_widens_the_interval() -> None:
    counts = counted(8.0, 8.0)
    calm, lasting = (
        rare_change(counts, boundary=BOUNDARY, prior=LatentPrior(phis=(phi,), sigmas=(0.4,)))
        for phi in (0.0, 0.88)
    )
    assert np.log(lasting.high / lasting.low) > 1.5 * np.log(calm.high / calm.low)


def test_a_prior_is_a_prior() -> None:
    with pytest.raises(ValueError, match="prior must be"):
        rare_change(counted(3.0, 3.0), boundary=BOUNDARY, prior=0.35)  # type: ignore[arg-type]


@pytest.mark.parametrize("family", ["rate", "proportion"])
def test_a_shock_after_the_boundary_is_no_part_of_the_later_level(family: Family) -> None:
    counts = counted(2.0, 3.0)
    last = MONTHS >= "2025-07-01"
    upset = counts.where(~last, counts * 6)
    whole = pd.Series(80.0, index=MONTHS)
    shock = ("2025-07-01", "2026-03-31")
    found, calm = (
        rare_change(c, whole, boundary=BOUNDARY, shocks=[shock], family=family) for c in (upset, counts)
    )
    assert (found.after, found.n_after) == (calm.after, 15)
    assert found.after_high == pytest.approx(calm.after_high, rel=0.35)
    assert found.change == pytest.approx(calm.change, rel=0.2, abs=0.004)


def test_the_last_sensitivity_is_of_noise_that_lasts() -> None:
    counts = counted(3.0, 5.0)
    found, lasting = (
        rare_change(counts, boundary=BOUNDARY, shocks=[SHOCK], prior=LatentPrior(**phis))  # type: ignore[arg-type]
        for phis in ({}, {"phis": (0.8,)})
    )
    assert found.sensitivities["phi_0.8"] == pytest.approx(lasting.change, rel=2e-3)
    assert found.change != pytest.approx(lasting.change, rel=2e-3)


@pytest.mark.parametrize(("before", "after"), [(3.0, 5.0), (0.1, 0.3)])
def test_the_step_alone_is_that_of_the_whole_answer(before: float, after: float) -> None:
    counts = counted(before, after)
    series = monthly_series(
        counts, 1.0, boundary=BOUNDARY, shocks=[SHOCK], breaks=[], family="rate", question="level", errors="by_step"
    )  # fmt: skip
    whole, step = rare_change(counts, boundary=BOUNDARY, shocks=[SHOCK]), rare_step_alone(series)
    assert (step.change, step.low, step.high, step.p) == (whole.change, whole.low, whole.high, whole.p)
