"""Yearly shares: scatter, shares of nought and of everyone, and three years."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from sojo_eval import statistics as st

YEARS = pd.Series([False, False, False, True, True])


def test_scatter_between_years_widens_the_interval_of_shares() -> None:
    n = pd.Series([150] * 5)
    steady = st.yearly_share_change(pd.Series([45, 45, 45, 60, 60]), n, YEARS)
    scattered = st.yearly_share_change(pd.Series([20, 45, 70, 40, 80]), n, YEARS)
    assert scattered.change == pytest.approx(steady.change)
    assert scattered.high - scattered.low > 1.5 * (steady.high - steady.low)


def test_a_share_of_one_hundred_percent_has_an_interval() -> None:
    result = st.yearly_share_change(pd.Series([50, 50, 50, 25, 25]), pd.Series([50] * 5), YEARS)
    assert result.change == -0.5
    assert -1 <= result.low < result.high < 0


@pytest.mark.parametrize("counts", [[0, 0, 0, 50, 50], [50, 40, 45, 0, 0], [0, 0, 0, 0, 0]])
def test_a_period_without_any_event_is_not_compared(counts: list[int]) -> None:
    with pytest.raises(st.NotIdentifiedError, match=r"^numerator: a period without any event"):
        st.yearly_share_change(counts, [50] * 5, YEARS)


def test_a_year_that_stands_twice_is_refused() -> None:
    twice = pd.Series([45, 45, 45, 60, 60], index=[2019, 2020, 2020, 2021, 2022])
    whole, after = (pd.Series(v, index=twice.index) for v in ([150] * 5, [0, 0, 0, 1, 1]))
    with pytest.raises(ValueError, match="numerator must have one row a year: 2020 stands there twice"):
        st.yearly_share_change(twice, whole, after)
    with pytest.raises(ValueError, match="counts must have one row a year: 2020 stands there twice"):
        st.yearly_count_change(twice, whole, after)


def test_no_change_within_the_interval_counts_as_detectable() -> None:
    """All of few items: the standard error is next to nothing, and yet a change of ten points could hide."""
    rare = st.yearly_share_change([8, 8, 8, 8, 8], [8] * 5, YEARS)
    assert rare.detectable >= rare.high - rare.change > 0.1
    usual = st.yearly_share_change([450, 440, 460, 500, 520], [1000] * 5, YEARS)
    assert usual.detectable > usual.high - usual.change  # 80 % power asks for more than the interval's arm


def test_one_degree_of_freedom_is_no_certainty() -> None:
    """Three years: the interval is that of t(1), at every level, and p is its tail."""
    result = st.yearly_share_change([500, 500, 650], [1000] * 3, [0, 0, 1])
    error = np.sqrt(0.5 * 0.5 / 2000 + 0.65 * 0.35 / 1000)
    assert result.low == pytest.approx(0.15 - 12.706 * error, abs=0.03)
    assert result.low_90 == pytest.approx(0.15 - 6.314 * error, abs=0.03)
    assert result.low < result.low_90
    large = st.yearly_share_change([500, 500, 800], [1000] * 3, [0, 0, 1])
    assert 0.03 < large.p < 0.06


def test_the_interval_of_the_later_share_is_wilsons_printed_one() -> None:
    """81 of 263 and 15 of 148: .2553 to .3662 and .0624 to .1605 (Newcombe 1998, table I)."""
    first = st.published_difference(0.5, 500, 81 / 263, 263)
    assert (first.after_low, first.after_high) == pytest.approx((0.2553, 0.3662), abs=5e-5)
    # Fewer than 20 answers on the rarer side: Clopper–Pearson, which Newcombe prints beside it (.0578 to .1617).
    second = st.published_difference(0.5, 500, 15 / 148, 148)
    assert (second.after_low, second.after_high) == pytest.approx((0.0578, 0.1617), abs=5e-5)


def test_the_interval_of_the_later_share_knows_the_scatter_between_years() -> None:
    """The later n by its dispersion and by the square of z over t: Wilson's score interval on what is left."""
    x, n = np.array([410, 450, 490, 580, 620]), np.full(5, 1500)
    found = st.yearly_share_change(x, n, YEARS)
    p = np.array([450, 450, 450, 600, 600]) / 1500
    dispersion = ((x - n * p) ** 2 / (n * p * (1 - p))).sum() / 3
    worth = 3000 / dispersion * (1.959964 / 3.182446) ** 2
    # Score interval: the shares at which (p − .4)² = z² p (1 − p) / n.
    roots = np.roots([1 + 1.959964**2 / worth, -(0.8 + 1.959964**2 / worth), 0.16])
    assert (found.after_low, found.after_high) == pytest.approx(sorted(roots), rel=1e-5)
