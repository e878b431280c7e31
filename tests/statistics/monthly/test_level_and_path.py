"""The level question on monthly series: agreement with statsmodels, and honest behaviour."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from statsmodels.tsa.statespace.structural import UnobservedComponents

from sojo_eval.statistics import NotIdentifiedError, level_and_path
from sojo_eval.statistics.monthly.autoregression import autoregression, reml_log_likelihood
from sojo_eval.statistics.monthly.design import design_matrix

MONTHS = pd.date_range("2019-04-01", periods=84, freq="MS")
BOUNDARY = pd.Timestamp("2024-04-01")
COVID = (pd.Timestamp("2020-03-01"), pd.Timestamp("2023-05-31"))


def simulated_log_rate(seed: int, phi: float, step: float = 0.0) -> np.ndarray:
    generator = np.random.default_rng(seed)
    noise = np.empty(len(MONTHS))
    noise[0] = generator.normal()
    for t in range(1, len(MONTHS)):
        noise[t] = phi * noise[t - 1] + np.sqrt(1 - phi**2) * generator.normal()
    season = 0.15 * np.cos(2 * np.pi * np.arange(len(MONTHS)) / 12)
    return 4 + season + 0.1 * noise + step * np.asarray(MONTHS >= BOUNDARY)


def counts(seed: int, phi: float = 0.3, step: float = 0.0, scale: float = 1.0) -> pd.Series:
    rate = np.exp(simulated_log_rate(seed, phi, step)) * scale
    return pd.Series(np.random.default_rng(seed + 1000).poisson(rate), index=MONTHS)


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_the_reml_likelihood_peaks_where_statsmodels_finds_it(seed: int) -> None:
    y = simulated_log_rate(seed, 0.5)
    X = design_matrix(MONTHS, BOUNDARY, shocks=[COVID])
    times = np.arange(len(MONTHS))
    model = UnobservedComponents(
        y, irregular=False, autoregressive=1, exog=X, mle_regression=False, use_exact_diffuse=True
    )
    # From its own starting values the optimiser may stop at the unit root.
    fit = model.fit(start_params=[0.01, 0.4], disp=False)
    theirs = float(fit.params[fit.model.param_names.index("ar.L1")])
    grid = np.linspace(0.005, 0.98, 400)
    ours = grid[np.argmax([reml_log_likelihood(y, X, times, phi) for phi in grid])]
    assert ours == pytest.approx(theirs, abs=0.01)
    at_their_phi = autoregression(y, X, times, phi=theirs, share=1.0).contrast(np.eye(X.shape[1])[1])
    smoothed = fit.smoothed_state[fit.model.k_states - X.shape[1] + 1, -1]
    assert at_their_phi.mean == pytest.approx(smoothed, abs=1e-4)


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_the_likelihood_with_independent_noise_is_that_of_statsmodels(seed: int) -> None:
    """Differences of log-likelihoods between points (φ, share), months missing included."""
    y = simulated_log_rate(seed, 0.5) + 0.1 * np.random.default_rng(seed).normal(size=len(MONTHS))
    X = design_matrix(MONTHS, BOUNDARY, shocks=[COVID])
    y[[7, 8, 50]] = np.nan
    seen = ~np.isnan(y)
    model = UnobservedComponents(
        y, irregular=True, autoregressive=1, exog=X, mle_regression=False, use_exact_diffuse=True
    )
    assert model.param_names == ["sigma2.irregular", "sigma2.ar", "ar.L1"]

    def theirs(phi: float, share: float) -> float:
        """Profiled over σ²: the likelihood at σ² = 1 gives the sum of squares that ours profiles."""
        df = seen.sum() - X.shape[1]

        def at(sigma2: float) -> float:
            return model.loglike([sigma2 * (1 - share), sigma2 * share * (1 - phi**2), phi])

        # −2·loglike = c + df·log σ² + rss/σ²: two values of σ² tell rss.
        rss = (at(2.0) - at(1.0) + 0.5 * df * np.log(2)) / 0.25
        return at(rss / df)

    def ours(phi: float, share: float) -> float:
        return reml_log_likelihood(y[seen], X[seen], np.flatnonzero(seen), phi, share)

    points = [(0.1, 0.9), (0.5, 0.5), (0.8, 0.3), (0.9, 0.95)]
    for point in points[1:]:
        assert ours(*point) - ours(*points[0]) == pytest.approx(theirs(*point) - theirs(*points[0]), abs=1e-5)


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
    with pytest.raises(ValueError, match="must not be negative"):
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
    ("first", "second"), [(0.0, 0.3), (1.0, 0.75), (0.3, 0.0), (0.75, 1.0), (0.4, 0.5), (0.9, 0.99)]
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


def test_a_rate_that_ends_at_nought_is_set_against_what_was_expected() -> None:
    series = counts(2).astype(float).where(MONTHS < BOUNDARY, 0.0)
    result = level_and_path(series, 1.0, boundary=BOUNDARY, question="path")
    assert result.after == 0
    assert result.before > 20


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
