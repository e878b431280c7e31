"""Times until an event: restricted means, medians, and what one person tells."""

from __future__ import annotations

import matplotlib as mpl
import numpy as np
import pandas as pd
import pytest
from matplotlib import pyplot as plt

from sojo_eval import statistics as st

mpl.use("Agg")


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


@pytest.mark.parametrize(
    ("days", "probability", "value"),
    [
        ([3, 3, 3, 3, 8, 8, 8, 8], 0.5, 3),
        ([3, 3, 3, 8, 8, 8, 8, 8], 0.5, 8),
        *((list(range(1, 11)), k / 10, k) for k in range(1, 10)),
        *((list(range(1, 11)), 0.1 * k, k) for k in range(1, 10)),
        (list(range(1, 11)), 0.1 + 0.2, 3),
        (list(range(1, 11)), 0.3001, 4),
        (list(range(1, 8)), 3 / 7, 3),
    ],
)
def test_a_quantile_is_the_first_day_by_which_that_share_has_had_the_event(
    days: list[int], probability: float, value: float
) -> None:
    found = st.survival_quantile(days, [True] * len(days), probability)
    assert found.value == value
    assert found.low <= value <= found.high
    waits = st.cumulative_incidence(days, ["plan"] * len(days))
    assert waits.quantile("plan", probability).value == value


SEEN = [20, 40, 60, 90, 120, 120]
ENDED = [True, True, True, False, False, False]


def test_no_mean_reaches_beyond_the_last_day_on_which_anybody_was_followed() -> None:
    assert st.restricted_mean(SEEN, ENDED, 120).value == pytest.approx((20 + 40 + 60 + 3 * 120) / 6)
    for horizon in (121, 600, pd.Timedelta(days=600)):
        with pytest.raises(
            st.NotIdentifiedError, match=r"^horizon must not exceed the follow-up.* beyond 120 days"
        ):
            st.restricted_mean(SEEN, ENDED, horizon)  # type: ignore[arg-type]
    # Where the last to leave had the event nobody is left to be followed.
    assert st.restricted_mean(SEEN, [True] * 6, 600).value == pytest.approx(np.mean(SEEN))


@pytest.mark.parametrize("short", ["before", "after"])
def test_a_change_needs_both_sides_followed_up_to_the_horizon(short: str) -> None:
    month, after = np.arange(80) // 4, np.arange(80) >= 40
    draw = np.random.default_rng(1)
    days = draw.integers(1, 60, 80).astype(float)
    event = np.ones(80, dtype=bool)
    cut = after == (short == "after")
    event[cut & (days > 30)] = False
    days[cut] = np.minimum(days[cut], 30)
    assert st.restricted_mean_change(days, event, month, after, horizon=30).change > 0
    with pytest.raises(
        st.NotIdentifiedError, match=f"^horizon must not exceed .*nobody {short} .*30 days, not 31"
    ):
        st.restricted_mean_change(days, event, month, after, horizon=31)
    with pytest.raises(st.NotIdentifiedError, match=f"^event: nobody had the event in the period {short}"):
        st.restricted_mean_change(days, event & ~cut, month, after, horizon=30)


def test_the_curves_end_where_their_group_was_last_followed() -> None:
    result = st.logrank([5, 9, 30, 4, 50, 100], [1, 1, 0, 1, 1, 0], list("aaabbb"))
    ends = {line.get_label(): max(line.get_xdata()) for line in result.plot().lines}  # type: ignore[arg-type]
    assert ends == {"a": 30, "b": 100}
    plt.close()
    waits = st.cumulative_incidence([5, 9, 30], ["plan", None, None])
    assert max(waits.plot().lines[0].get_xdata()) == 30  # type: ignore[arg-type]
    plt.close()


def test_days_within_a_month_are_one_cluster() -> None:
    """Dates are months: two starts on different days of May are no clusters of their own."""
    draw = np.random.default_rng(3)
    days, event, after = draw.integers(1, 40, 240).astype(float), [True] * 240, np.arange(240) >= 120
    months = pd.Series(pd.date_range("2022-01-01", periods=20, freq="MS").repeat(12))
    some_day = months + pd.to_timedelta(draw.integers(0, 28, 240), unit="D")
    plain = st.restricted_mean_change(days, event, np.arange(240) // 12, after, horizon=30)
    for month in (months, some_day, some_day.dt.tz_localize("Asia/Tokyo"), months.dt.to_period("M")):
        assert st.restricted_mean_change(days, event, month, after, horizon=30).high == plain.high


def test_months_without_any_spread_have_no_change_to_judge() -> None:
    days, month = pd.Series([10] * 20 + [5] * 20), pd.Series(np.arange(40) // 5)
    with pytest.raises(st.NotIdentifiedError, match="do not vary"):
        st.restricted_mean_change(days, pd.Series([True] * 40), month, month >= 4, horizon=30)


def test_a_tiny_p_value_is_not_nought() -> None:
    days = np.r_[np.full(400, 1), np.full(400, 30)] + np.arange(800) % 7
    assert 0 < st.logrank(days, np.ones(800), np.arange(800) < 400).p < 1e-30


def test_the_interval_of_the_later_mean_agrees_with_greenwoods_error() -> None:
    """Persons who do not depend on their month: resampled months know the mean as well as the persons do."""
    generator = np.random.default_rng(12)
    month = np.repeat(np.arange(48), 40)
    later = month >= 24
    days = np.floor(generator.exponential(np.where(later, 6.0, 9.0)))
    found = st.restricted_mean_change(days, np.ones(days.size), month, later, horizon=30, seed=1)
    alone = st.restricted_mean(days[later], np.ones(int(later.sum())), 30)
    assert found.after == pytest.approx(alone.value)
    assert found.after_high - found.after_low == pytest.approx(alone.high - alone.low, rel=0.25)
    assert found.after_low < found.after < found.after_high


def test_no_mean_time_lies_above_its_horizon_and_equal_months_have_no_interval() -> None:
    generator = np.random.default_rng(2)
    month = np.repeat(np.arange(8), 6)
    later = month >= 4
    mostly_long = np.where(np.isin(np.arange(48), [24, 42, 43, 44]), 1, 30)
    days = np.where(later, mostly_long, generator.integers(1, 30, month.size))
    late = st.restricted_mean_change(days, np.ones(month.size), month, later, horizon=30)
    assert late.after_high == 30
    days = np.where(later, np.tile([1, 2, 3, 4, 5, 6], 8), generator.integers(1, 30, month.size))
    equal = st.restricted_mean_change(days, np.ones(month.size), month, later, horizon=30)
    assert np.isnan(equal.after_low)
    assert np.isnan(equal.after_high)
