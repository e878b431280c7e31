"""Yearly counts: few years, little scatter, and a period without events."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from sojo_eval import statistics as st

YEARS = pd.Series([False, False, False, True, True])


def test_few_years_give_little_certainty() -> None:
    result = st.yearly_count_change(pd.Series([30, 28, 33, 40, 44]), 1.0, YEARS)
    assert result.change == pytest.approx(42 / (91 / 3))
    assert result.low < 1 < result.high


def test_less_scatter_than_chance_is_not_taken_for_certainty() -> None:
    same = st.yearly_count_change(pd.Series([30, 30, 30, 30, 30]), 1.0, YEARS)
    # A plain Poisson standard error with t on 3 degrees of freedom.
    expected = np.sqrt(1 / 90 + 1 / 60) * 3.182446
    assert np.log(same.high) == pytest.approx(expected, rel=1e-4)


def test_a_period_without_events_has_no_ratio() -> None:
    with pytest.raises(ValueError, match="no rate ratio"):
        st.yearly_count_change(pd.Series([0, 0, 0, 4, 5]), 1.0, YEARS)


def test_the_interval_of_the_later_rate_is_that_of_its_own_count() -> None:
    """Five years with a dispersion below 1: Poisson on the later total, t on 3 degrees of freedom."""
    found = st.yearly_count_change(pd.Series([30, 28, 33, 40, 44]), 2.0, YEARS)
    reach = np.exp(3.182446 / np.sqrt(84))
    assert found.after_low == pytest.approx(21 / reach, rel=1e-5)
    assert found.after_high == pytest.approx(21 * reach, rel=1e-5)


def test_the_interval_of_the_later_rate_widens_with_the_scatter_between_years() -> None:
    years = pd.Series([10, 50, 30, 20, 64])
    found = st.yearly_count_change(years, 1.0, YEARS)
    expected = np.array([30, 30, 30, 42, 42])
    dispersion = ((years - expected) ** 2 / expected).sum() / 3
    assert np.log(found.after_high / 42) == pytest.approx(3.182446 * np.sqrt(dispersion / 84), rel=1e-6)
    assert np.log(42 / found.after_low) == pytest.approx(3.182446 * np.sqrt(dispersion / 84), rel=1e-6)


def test_the_interval_of_the_later_rate_holds_the_true_rate() -> None:
    generator = np.random.default_rng(3)
    worlds = 400
    held = 0
    for _ in range(worlds):
        found = st.yearly_count_change(pd.Series(generator.poisson([30, 30, 30, 45, 45])), 1.0, YEARS)
        held += found.after_low <= 45 <= found.after_high
    assert held / worlds >= 0.95 - 2 * np.sqrt(0.05 * 0.95 / worlds)
