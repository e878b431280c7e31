"""The spread between groups: on worlds whose truth is known, against the definition, and what is refused."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from sojo_eval.statistics import (
    NotIdentifiedError,
    change_of_gap,
    gap_between_groups,
    gap_of_values,
    group_values,
)


def months_of(spread: np.ndarray, rng: np.random.Generator, months: int = 24) -> pd.DataFrame:
    """Counts by group and month around logs `spread`: season, more scatter than Poisson."""
    group = np.repeat(np.arange(spread.size), months)
    time = np.tile(np.arange(months), spread.size)
    mean = np.exp(spread)[group] * 40 * (1 + 0.2 * np.sin(time))
    return pd.DataFrame(
        {"group": group, "time": time, "x": rng.poisson(mean * rng.gamma(10, 0.1, mean.size)), "n": 1000.0}
    )


@pytest.mark.parametrize(("sd", "k"), [(0.0, 8), (0.1, 8), (0.7, 5)])
def test_the_interval_covers_the_true_spread(sd: float, k: int) -> None:
    rng = np.random.default_rng(7)
    covered = 0
    for _ in range(100):
        truth = rng.normal(0, sd, k)
        rows = months_of(truth, rng)
        gap = gap_between_groups(rows["x"], rows["n"], rows["group"], rows["time"])
        covered += gap.low - 1e-9 <= np.std(truth, ddof=1) <= gap.high + 1e-9
        assert gap.dispersion > 1
    assert covered >= 88  # 95 % less two standard errors of 100 worlds, less what the dispersion costs


def test_shares_are_compared_in_points() -> None:
    rng = np.random.default_rng(3)
    share = np.array([0.4, 0.45, 0.5, 0.55, 0.6])
    group, time = np.repeat(np.arange(5), 24), np.tile(np.arange(24), 5)
    trials = np.full(group.size, 200)
    gap = gap_between_groups(rng.binomial(trials, share[group]), trials, group, time, family="proportion")
    assert gap.low < np.std(share, ddof=1) < gap.high
    assert gap.p_no_gap < 0.001
    assert gap.observed_sd > gap.value
    assert list(gap.groups.columns) == ["group", "numerator", "denominator", "value", "standard_error"]


def test_chance_alone_is_taken_out() -> None:
    """Four shares whose spread is what their errors make it: nothing is left."""
    groups = pd.DataFrame({"group": list("abcd"), "value": [0.50, 0.52, 0.48, 0.51], "standard_error": 0.03})
    gap = gap_of_values(groups, family="proportion")
    assert gap.value == 0
    assert gap.low == 0
    assert gap.p_no_gap > 0.5
    assert "cannot be told from chance" in str(gap)


@pytest.mark.parametrize("closeness", [0.001, 0.2, 0.9])
def test_groups_closer_than_chance_have_no_interval_of_zero_width(closeness: float) -> None:
    """However close they happen to lie, a gap that chance could hide is not excluded."""
    scatter = (
        np.array([1.0, -1.0, 1.0, -1.0]) * 0.03 * np.sqrt(3) / 2
    )  # standard deviation .03, as their errors

    def of(share: np.ndarray) -> float:
        groups = pd.DataFrame({"group": list("abcd"), "value": share, "standard_error": 0.03})
        return gap_of_values(groups, family="proportion").high

    as_chance_puts_them = of(0.5 + scatter)
    assert of(0.5 + closeness * scatter) == pytest.approx(as_chance_puts_them)
    assert as_chance_puts_them > 0.03


def test_a_change_of_spread_is_the_correlation_of_sum_and_difference() -> None:
    """Pitman's and Morgan's test by its definition."""
    before, after = (
        np.array([5.0, 9.0, 12.0, 20.0, 31.0, 17.0]),
        np.array([8.0, 10.0, 12.0, 15.0, 18.0, 14.0]),
    )
    change = change_of_gap(before, after)
    first, second = np.log(before), np.log(after)
    assert change.p == pytest.approx(stats.pearsonr(first + second, first - second).pvalue)
    assert change.change == pytest.approx(np.std(second, ddof=1) / np.std(first, ddof=1))
    assert change.low < change.low_90 < change.change < change.high_90 < change.high < 1
    # Where the interval ends, the test is just significant: scaled there, p is .05.
    scaled = np.exp(second / change.high)
    assert change_of_gap(before, scaled).p == pytest.approx(0.05, abs=1e-6)


def test_nothing_changed_is_rarely_called_a_change() -> None:
    rng = np.random.default_rng(11)
    found = covered = 0
    for _ in range(2000):
        lasting = rng.normal(0, 0.3, 8)
        pair = [np.exp(lasting + rng.normal(0, 0.1, 8)) for _ in range(2)]
        change = change_of_gap(*pair)
        found += change.p < 0.05
        covered += change.low <= 1 <= change.high
    assert 0.035 < found / 2000 < 0.065
    assert found + covered == 2000


def test_a_rise_common_to_all_is_no_gap() -> None:
    rates = np.array([1.0, 2.0, 3.0, 4.0, 5.0])
    noisy = rates * 1.5 * np.array([1.01, 0.99, 1.02, 0.98, 1.0])
    assert change_of_gap(rates, noisy).low < 1 < change_of_gap(rates, noisy).high


@pytest.mark.parametrize(
    ("before", "after", "error"),
    [
        ([1.0, 2.0, 3.0], [1.0, 2.0, 3.0], ValueError),
        ([1.0, 2.0, 3.0, 0.0], [1.0, 2.0, 3.0, 4.0], ValueError),
        ([1.0, 1.0, 1.0, 1.0], [1.0, 2.0, 3.0, 4.0], NotIdentifiedError),
        ([1.0, 2.0, 3.0, 4.0], [2.0, 4.0, 6.0, 8.0], NotIdentifiedError),
        ([1.0, 2.0, 3.0, np.nan], [1.0, 2.0, 3.0, 4.0], ValueError),
    ],
)
def test_what_cannot_be_compared_is_refused(
    before: list[float], after: list[float], error: type[Exception]
) -> None:
    with pytest.raises(error):
        change_of_gap(before, after)


def test_groups_without_events_are_refused() -> None:
    group, time = [0, 1, 2, 3] * 2, [0] * 4 + [1] * 4
    with pytest.raises(NotIdentifiedError):
        gap_between_groups([0, 5, 6, 7] * 2, [10] * 8, group, time)
    with pytest.raises(ValueError, match="at least 4 groups"):
        gap_between_groups([5, 6, 7], [10] * 3, [0, 1, 2], [0] * 3)
    with pytest.raises(ValueError, match="positive denominator"):
        gap_between_groups([5, 6, 7, 8], [10, 10, 10, 0], [0, 1, 2, 3], [0] * 4)


def test_groups_keep_their_own_intervals_where_there_is_no_gap_to_estimate() -> None:
    """Three groups, one of them without an event: no gap, and three intervals."""
    group, time = np.repeat(["a", "b", "c"], 4), np.tile(np.arange(4), 3)
    x = [9, 11, 10, 10, 19, 21, 20, 20, 0, 0, 0, 0]
    found = group_values(x, [100] * 12, group, time).set_index("group")
    assert found["value"].tolist() == pytest.approx([0.1, 0.2, 0])
    assert found.loc["a", "low"] == pytest.approx(0.1 * np.exp(-1.96 / np.sqrt(40)), rel=1e-4)
    assert found.loc["c", "low"] == 0
    assert found.loc["c", "high"] == pytest.approx(-np.log(0.025) / 400)  # exact, of no event
    shares = group_values(x, [25] * 12, group, time, family="proportion")
    assert (shares["low"] <= shares["value"] + 1e-12).all()
    assert (shares["high"] > shares["value"]).all()


def test_fewer_than_four_groups_have_no_gap_whatever_they_come_from() -> None:
    three = pd.DataFrame({"group": list("abc"), "value": [0.4, 0.5, 0.6], "standard_error": 0.03})
    with pytest.raises(ValueError, match="at least 4 groups"):
        gap_of_values(three, family="proportion")


def test_a_groups_month_that_stands_twice_is_refused() -> None:
    """Twice the events of twice the people are the same rate, told with too much certainty."""
    group, time = [*"abcd"] * 3, [1] * 4 + [2] * 4 + [1] * 4
    with pytest.raises(ValueError, match="group and time must have one row a pair: a, 1 stands there twice"):
        gap_between_groups([20.0] * 12, [100.0] * 12, group, time)
    twice = pd.DataFrame({"group": [*"abca"], "value": [0.1, 0.2, 0.3, 0.4], "standard_error": 0.05})
    with pytest.raises(ValueError, match="groups: a stands there twice"):
        gap_of_values(twice, family="proportion")
