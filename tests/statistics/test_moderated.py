"""Moderated dispersions against a maximum-likelihood fit of the F distribution, and at their limits."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import optimize, stats
from scipy.special import digamma, polygamma

from sojo_eval.statistics.moderated import LEAST_SERIES, moderated_dispersions


@pytest.mark.parametrize(("prior", "prior_df", "df"), [(2.0, 6.0, 3), (0.5, 8.0, 3), (1.0, 4.0, 8)])
def test_the_constants_are_those_of_the_f_distribution_the_dispersions_come_from(
    prior: float, prior_df: float, df: int
) -> None:
    """s² = s0²·F(d, d0): the moments find what maximum likelihood finds, and what was put in."""
    s2 = prior * stats.f(df, prior_df).rvs(20_000, random_state=3)
    found = moderated_dispersions(s2, np.full(s2.size, float(df)))
    likely = optimize.minimize(
        lambda z: -stats.f(df, np.exp(z[0]), scale=np.exp(z[1])).logpdf(s2).sum(),
        [1.0, 0.0],
        method="L-BFGS-B",
        bounds=[(0, 4), (-3, 3)],
    ).x
    assert np.log([found.prior_df, found.prior]) == pytest.approx(likely, abs=0.12)
    assert np.log([found.prior_df, found.prior]) == pytest.approx(np.log([prior_df, prior]), abs=0.12)
    assert found.values == pytest.approx((found.prior_df * found.prior + df * s2) / (found.prior_df + df))
    assert found.df == pytest.approx(found.prior_df + df)


def test_moderated_t_statistics_have_the_distribution_they_are_given() -> None:
    draw = np.random.default_rng(1)
    variance = 5.0 / draw.chisquare(5.0, 30_000)  # scaled inverse chi-square with s0² = 1 and d0 = 5
    s2 = variance * draw.chisquare(2, variance.size) / 2
    found = moderated_dispersions(s2, np.full(s2.size, 2.0))
    t = draw.normal(size=variance.size) * np.sqrt(variance) / np.sqrt(found.values)
    assert np.mean(np.abs(t) > stats.t.ppf(0.975, found.df)) == pytest.approx(0.05, abs=0.006)


def test_series_that_differ_by_chance_alone_share_one_dispersion() -> None:
    """One common variance: d0 is infinite, and the degrees of freedom are those of all together."""
    s2 = np.array([1.0, 1.2, 0.9, 1.1])
    found = moderated_dispersions(s2, np.full(4, 2.0))
    assert found.prior_df == np.inf
    assert np.ptp(found.values) == 0
    assert found.df.tolist() == [8.0] * 4


def test_a_dispersion_of_nought_is_drawn_up_and_a_large_one_down() -> None:
    s2 = np.array([0.0, 1.0, 1.5, 0.7, 30.0, 2.0])
    found = moderated_dispersions(s2, np.full(6, 3.0))
    assert found.values[0] > 0
    assert found.values[4] < 30.0
    assert np.array_equal(np.argsort(found.values), np.argsort(s2))


@pytest.mark.parametrize("spread", [1e-3, 0.4, 5.0, 200.0])
def test_the_inverse_of_the_trigamma_function_is_one(spread: float) -> None:
    """Two thousand logs of equal scatter: what is beyond chance is put in exactly."""
    df = 4.0
    beyond = spread + float(polygamma(1, df / 2))
    logs = np.tile([-1.0, 1.0], 1000) * np.sqrt(beyond * (1999 / 2000))
    found = moderated_dispersions(np.exp(np.clip(logs, -8, 8)), np.full(2000, df))
    if abs(logs[0]) <= 8:
        assert float(polygamma(1, found.prior_df / 2)) == pytest.approx(spread, rel=1e-6)


@pytest.mark.parametrize(("number", "refused"), [(2, True), (3, False)])
def test_three_series_are_needed(number: int, refused: bool) -> None:
    assert LEAST_SERIES == 3
    if refused:
        with pytest.raises(ValueError, match="3 series or more"):
            moderated_dispersions(np.ones(number), np.ones(number))
    else:
        # The log of χ² on one degree of freedom has the mean ψ(1/2) + log 2.
        expected = np.exp(-float(digamma(0.5)) + np.log(0.5))
        assert moderated_dispersions(np.ones(number), np.ones(number)).prior == pytest.approx(expected)


@pytest.mark.parametrize(
    ("s2", "df"), [([1, 2, -1], [2, 2, 2]), ([1, 2, np.nan], [2, 2, 2]), ([0, 0, 0], [2, 2, 2]), ([1, 2, 3], [2, 2, 0]), ([1, 2, 3], [2, 2])]
)  # fmt: skip
def test_what_is_no_dispersion_is_refused(s2: list[float], df: list[float]) -> None:
    with pytest.raises(ValueError, match=r"dispersions|df"):
        moderated_dispersions(np.array(s2, dtype=float), np.array(df, dtype=float))
