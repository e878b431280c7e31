"""Times until an event: restricted means, medians, and what one person tells."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from sojo_eval import statistics as st


def test_months_resampled_agree_with_statsmodels_restricted_mean() -> None:
    generator = np.random.default_rng(8)
    days = pd.Series(generator.exponential(25, 900).round())
    event = pd.Series(generator.random(900) < 0.85)
    month = pd.Series(np.arange(900) // 30)
    after = month >= 15
    result = st.restricted_mean_change(days, event, month, after, horizon=60)
    assert result.before == pytest.approx(st.restricted_mean(days[~after], event[~after], 60).value, abs=1e-6)
    assert result.after == pytest.approx(st.restricted_mean(days[after], event[after], 60).value, abs=1e-6)
    assert result.low < 1 < result.high


def test_a_halved_waiting_time_is_found() -> None:
    generator = np.random.default_rng(9)
    month = pd.Series(np.repeat(np.arange(40), 12))
    after = month >= 20
    days = pd.Series(generator.exponential(np.where(after, 12, 24)).round())
    result = st.restricted_mean_change(days, pd.Series([True] * 480), month, after, horizon=90)
    assert result.high < 0.75


def test_a_median_not_yet_reached_is_infinite() -> None:
    result = st.survival_quantile([3, 5, 9, 9, 9], [True, False, False, False, False])
    assert result.value == np.inf
    assert 0 <= result.low < result.high == np.inf


def test_one_person_says_nothing_about_the_others() -> None:
    assert (st.survival_quantile([5], [True]).low, st.survival_quantile([5], [True]).high) == (0, np.inf)
    mean = st.restricted_mean([5], [True], 30)
    assert (mean.value, mean.low, mean.high, mean.standard_error) == (5, 0, 30, None)


def test_months_without_any_spread_have_no_change_to_judge() -> None:
    days, month = pd.Series([10] * 20 + [5] * 20), pd.Series(np.arange(40) // 5)
    with pytest.raises(st.NotIdentifiedError, match="do not vary"):
        st.restricted_mean_change(days, pd.Series([True] * 40), month, month >= 4, horizon=30)


def test_a_tiny_p_value_is_not_nought() -> None:
    days = np.r_[np.full(400, 1), np.full(400, 30)] + np.arange(800) % 7
    assert 0 < st.logrank(days, np.ones(800), np.arange(800) < 400).p < 1e-30
