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


def test_shares_of_nought_and_one_hundred_percent_have_intervals() -> None:
    result = st.yearly_share_change(pd.Series([0, 0, 0, 50, 50]), pd.Series([50] * 5), YEARS)
    assert result.change == 1
    assert 0 < result.low < result.high <= 1


def test_no_change_within_the_interval_counts_as_detectable() -> None:
    """No event in few items: the standard error is next to nothing, and yet a change of ten points could hide."""
    rare = st.yearly_share_change([0, 0, 0, 0, 0], [8] * 5, YEARS)
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
