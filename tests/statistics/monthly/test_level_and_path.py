"""The level question on monthly series: honest behaviour."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from scipy import optimize, stats
from statsmodels.regression.linear_model import GLS

from sojo_eval.statistics import NotIdentifiedError, level_and_path
from sojo_eval.statistics.monthly.autoregression import PHI_GRID
from sojo_eval.statistics.monthly.design import design_matrix
from sojo_eval.statistics.series_change import Question
from tests.statistics.monthly.simulated import BOUNDARY, COVID, MONTHS, simulated_log_rate


def counts(seed: int, phi: float = 0.3, step: float = 0.0, scale: float = 1.0) -> pd.Series:
    rate = np.exp(simulated_log_rate(seed, phi, step)) * scale
    return pd.Series(np.random.default_rng(seed + 1000).poisson(rate), index=MONTHS)


def test_a_doubled_rate_is_found_with_its_size() -> None:
    result = level_and_path(counts(5, step=np.log(2)), 1.0, boundary=BOUNDARY, shocks=[COVID])
    assert result.low < 2 < result.high
    assert result.low > 1.4
    assert result.p < 0.001


def test_the_interval_is_wider_when_the_shock_hides_most_of_the_earlier_period() -> None:
    series = counts(7)
    plain = level_and_path(series, 1.0, boundary=BOUNDARY)
    shocked = level_and_path(series, 1.0, boundary=BOUNDARY, shocks=[COVID])
    assert shocked.n_before == 21
    assert np.log(shocked.high / shocked.low) > np.log(plain.high / plain.low)


def test_the_p_value_agrees_with_the_interval() -> None:
    for seed in range(12):
        result = level_and_path(counts(seed, step=0.12), 1.0, boundary=BOUNDARY)
        assert (result.p < 0.05) == (result.low > 1 or result.high < 1)


def test_missing_months_are_skipped_and_not_read_as_zero() -> None:
    series = counts(3).astype(float)
    series.iloc[[5, 40]] = np.nan
    result = level_and_path(series, 1.0, boundary=BOUNDARY)
    assert result.n_before == 58
    assert 0.8 < result.change < 1.25


def test_small_counts_are_analysed_by_quarter() -> None:
    result = level_and_path(counts(4, scale=0.2), 1.0, boundary=BOUNDARY)
    assert result.low < 1 < result.high


def test_a_proportion_changes_in_points_at_the_earlier_share() -> None:
    generator = np.random.default_rng(11)
    n = pd.Series(generator.poisson(300, len(MONTHS)), index=MONTHS)
    p = np.where(MONTHS >= BOUNDARY, 0.70, 0.60)
    x = pd.Series(generator.binomial(n, p), index=MONTHS)
    result = level_and_path(x, n, boundary=BOUNDARY, family="proportion")
    assert result.scale == "difference"
    assert result.low < 0.10 < result.high
    assert result.before == pytest.approx(0.60, abs=0.01)


def test_a_shock_that_begins_with_the_plan_cannot_be_told_from_it() -> None:
    with pytest.raises(NotIdentifiedError):
        level_and_path(counts(1), 1.0, boundary=BOUNDARY, shocks=[(BOUNDARY, MONTHS[-1])])


def test_wrong_input_is_named() -> None:
    with pytest.raises(ValueError, match="numerators must be less than or equal to denominators"):
        level_and_path(counts(1), 1.0, boundary=BOUNDARY, family="proportion")
    with pytest.raises(ValueError, match="counts must be finite and at least 0, not -"):
        level_and_path(-counts(1), 1.0, boundary=BOUNDARY)


def test_under_no_change_it_seldom_says_improving() -> None:
    """60 worlds with φ = .6 and the COVID dip; more than 4 false alarms has probability below .03 at 2.5 %."""
    alarms = sum(
        level_and_path(counts(seed, phi=0.6), 1.0, boundary=BOUNDARY, shocks=[COVID]).low > 1
        for seed in range(60)
    )
    assert alarms <= 4


@pytest.mark.parametrize("question", ["level", "path"])
@pytest.mark.parametrize(
    ("first", "second"), [(0.02, 0.3), (0.98, 0.75), (0.3, 0.02), (0.75, 0.98), (0.4, 0.5), (0.9, 0.98)]
)
def test_a_share_changes_by_what_it_plainly_changed(question: str, first: float, second: float) -> None:
    generator = np.random.default_rng(1)
    n = pd.Series(200.0, index=MONTHS)
    x = pd.Series(
        generator.binomial(200, np.where(MONTHS >= BOUNDARY, second, first)).astype(float), index=MONTHS
    )
    result = level_and_path(x, n, boundary=BOUNDARY, family="proportion", question=question)
    assert result.change == pytest.approx(second - first, abs=0.035)
    assert result.after - result.before == pytest.approx(second - first, abs=0.035)


@pytest.mark.parametrize("question", ["level", "path"])
@pytest.mark.parametrize("empty", ["before", "after"])
def test_a_side_without_any_event_is_refused(question: Question, empty: str) -> None:
    nothing = (MONTHS < BOUNDARY) == (empty == "before")
    for family, exposure, full in (
        ("rate", 1.0, 0.0),
        ("proportion", 200.0, 0.0),
        ("proportion", 200.0, 200.0),
    ):
        series = pd.Series(np.where(nothing, full, 60.0), index=MONTHS)
        with pytest.raises(NotIdentifiedError, match=f"^counts: .* {empty} the boundary"):
            level_and_path(series, exposure, boundary=BOUNDARY, question=question, family=family)  # type: ignore[arg-type]


@pytest.mark.parametrize("flat", [0.0, 200.0])
def test_a_share_of_nought_or_of_all_throughout_is_refused(flat: float) -> None:
    with pytest.raises(NotIdentifiedError, match=r"^counts: .* in every month"):
        level_and_path(pd.Series(flat, index=MONTHS), 200.0, boundary=BOUNDARY, family="proportion")


def test_a_side_of_almost_nothing_is_refused_where_half_an_event_would_be_the_estimate() -> None:
    """One participant in twenty months, then 60 a month: the truth is ×1200, the half event would say ×300."""
    generator = np.random.default_rng(3)
    series = pd.Series(generator.poisson(np.where(MONTHS < BOUNDARY, 0.05, 60.0)).astype(float), index=MONTHS)
    assert series[MONTHS < BOUNDARY].sum() > 0
    with pytest.raises(NotIdentifiedError, match="events a quarter before the boundary are too few"):
        level_and_path(series, boundary=BOUNDARY)


def test_quarters_begin_at_the_boundary() -> None:
    series = counts(4, scale=0.2).iloc[2:]
    course = level_and_path(series, 1.0, boundary=BOUNDARY).course
    assert course.loc[course["after"], "month"].min() == BOUNDARY
    assert (course["month"].dt.month % 3 == 1).all()


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"question": "trend"}, "question must be level or path"),
        ({"family": "share"}, "family must be rate or proportion"),
        ({"shocks": [("2021-04-01", "2020-04-01")]}, "before it starts"),
        ({"exposure": [1.0, 2.0]}, "a Series or a number"),
        ({"exposure": pd.Series(1.0, index=MONTHS + pd.DateOffset(years=50))}, "the months of the counts"),
    ],
)
def test_a_wrong_argument_is_named(arguments: dict[str, object], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        level_and_path(counts(1), **({"exposure": 1.0, "boundary": BOUNDARY} | arguments))  # type: ignore[arg-type]


def test_months_may_be_periods_or_any_day_but_each_once() -> None:
    series = counts(1)
    as_periods = level_and_path(series.set_axis(series.index.to_period("M")), boundary=BOUNDARY)
    assert as_periods.change == level_and_path(series, boundary=BOUNDARY).change
    twice = series.set_axis(series.index[:-1].append(pd.DatetimeIndex(["2026-02-15"])))
    with pytest.raises(ValueError, match="each once"):
        level_and_path(twice, boundary=BOUNDARY)


def test_the_interval_of_the_later_level_is_that_of_least_squares_over_the_grid_of_phi() -> None:
    """The whole road again with statsmodels' GLS at each φ: weights by restricted likelihood, quantiles by the mixture."""
    observed = counts(21)
    population = np.linspace(800.0, 1200.0, len(MONTHS))
    found = level_and_path(
        observed, pd.Series(population, index=MONTHS), boundary=BOUNDARY, errors="ar1", shocks=[COVID]
    )
    X = design_matrix(MONTHS, pd.Timestamp(BOUNDARY), shocks=[COVID])
    y = np.log((observed.to_numpy() + 0.5) / population)
    later = np.asarray(MONTHS >= BOUNDARY)
    contrast = np.average(X[later], axis=0, weights=population[later])
    apart = np.abs(np.subtract.outer(np.arange(len(y)), np.arange(len(y))))
    centres, scales, weights = [], [], []
    for phi in PHI_GRID:
        correlation = phi**apart
        fit = GLS(y, X, sigma=correlation).fit()
        tested = fit.t_test(contrast)
        centres.append(tested.effect.item())
        scales.append(tested.sd.item())
        information = X.T @ np.linalg.solve(correlation, X)
        weights.append(
            stats.beta(2.0, 1.5).logpdf(phi)
            - 0.5 * (fit.df_resid * np.log(fit.ssr) + np.linalg.slogdet(correlation)[1] + np.linalg.slogdet(information)[1])
        )  # fmt: skip
    weight = np.exp(np.array(weights) - max(weights))
    weight /= weight.sum()
    mean = float(weight @ np.array(centres))

    def off_the_mean(probability: float) -> float:
        def short_of(x: float) -> float:
            return float(weight @ stats.t.cdf((x - np.array(centres)) / scales, fit.df_resid)) - probability

        return float(optimize.brentq(short_of, mean - 2, mean + 2)) - mean

    assert found.after == pytest.approx(observed[later].sum() / population[later].sum())
    assert found.after_low / found.after == pytest.approx(np.exp(off_the_mean(0.025)), rel=1e-4)
    assert found.after_high / found.after == pytest.approx(np.exp(off_the_mean(0.975)), rel=1e-4)


def test_the_later_level_of_a_share_stays_inside_its_bounds_and_tightens_with_more_people() -> None:
    generator = np.random.default_rng(5)
    widths = []
    for size in (40, 4000):
        n = pd.Series(generator.poisson(size, len(MONTHS)), index=MONTHS)
        x = pd.Series(generator.binomial(n, 0.97), index=MONTHS)
        found = level_and_path(x, n, boundary=BOUNDARY, family="proportion")
        assert 0 < found.after_low < found.after < found.after_high < 1
        assert found.after_high - found.after < found.after - found.after_low
        widths.append(found.after_high - found.after_low)
    assert widths[1] < widths[0] / 4


@pytest.mark.parametrize(("phi", "scale"), [(0.3, 1.0), (0.6, 1.0), (0.3, 0.1)])
def test_the_interval_of_the_later_level_holds_the_true_level(phi: float, scale: float) -> None:
    """Seeded worlds; what is held is the mean rate of the later months, whose noise lifts it above exp(mean log)."""
    season = 0.15 * np.cos(2 * np.pi * np.arange(len(MONTHS)) / 12)[MONTHS >= BOUNDARY]
    true_mean = float(np.exp(4 + season + 0.1**2 / 2).mean()) * scale
    worlds, held = 120, 0
    for seed in range(worlds):
        found = level_and_path(counts(3000 + seed, phi, scale=scale), 1.0, boundary=BOUNDARY)
        held += found.after_low <= true_mean <= found.after_high
    assert held / worlds >= 0.95 - 2 * np.sqrt(0.05 * 0.95 / worlds)
