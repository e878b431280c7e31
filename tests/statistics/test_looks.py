"""The level of each look: together they use up the error, and no more."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import stats

from sojo_eval.statistics.looks import comparison_fractions, look_boundaries, look_level, spent


@pytest.mark.parametrize(
    "fractions",
    [(0.2, 0.4, 0.6, 0.8, 1.0), comparison_fractions(5, 5), (0.1, 0.35, 0.6, 0.7, 1.0), (0.5, 0.51)],
)
def test_the_looks_together_use_up_what_may_be_spent(fractions: tuple[float, ...]) -> None:
    """Against scipy's multivariate normal: the chance that no look so far reached its boundary."""
    boundaries = np.array(look_boundaries(fractions))
    of = np.array(fractions)
    correlation = np.sqrt(np.minimum.outer(of, of) / np.maximum.outer(of, of))
    for k in range(1, len(fractions) + 1):
        normal = stats.multivariate_normal(cov=correlation[:k, :k], seed=1, abseps=1e-7, maxpts=2_000_000)
        none = normal.cdf(boundaries[:k], lower_limit=-boundaries[:k])
        assert 1 - none == pytest.approx(spent(fractions[k - 1]), abs=2e-5)


def test_one_look_has_the_whole_level_and_the_last_of_many_almost_all() -> None:
    assert look_level(1, 1) == pytest.approx(0.05)
    levels = [look_level(k, 5) for k in range(1, 6)]
    assert levels == sorted(levels)
    assert 0.04 < levels[-1] < 0.05
    assert sum(levels) > 0.05  # looks share months: five separate levels would be smaller


def test_a_look_that_may_spend_nothing_is_never_reached() -> None:
    assert look_boundaries((0.002, 1.0)) == pytest.approx((30.0, stats.norm.isf(0.025)))


@pytest.mark.parametrize(
    ("fractions", "words"),
    [((), "at least one"), ((0.0, 1.0), "above 0"), ((0.5, 1.1), "not above 1"), ((0.5, 0.505), "increase")],
)
def test_looks_that_cannot_be_are_refused(fractions: tuple[float, ...], words: str) -> None:
    with pytest.raises(ValueError, match=words):
        look_boundaries(fractions)


def test_a_look_beyond_the_plan_is_refused() -> None:
    for look in (0, 6):
        with pytest.raises(ValueError, match="look"):
            look_level(look, 5)
    with pytest.raises(ValueError, match="level"):
        spent(0.5, 1.0)


def test_information_is_the_inverse_variance_of_a_difference_of_means() -> None:
    variances = [1 / 60 + 1 / (12 * k) for k in range(1, 6)]
    assert comparison_fractions(5, 5) == pytest.approx([variances[-1] / v for v in variances])
    assert comparison_fractions(4, float("inf")) == pytest.approx([0.25, 0.5, 0.75, 1.0])
    assert look_level(2, 5, before=5) > look_level(2, 5)
    with pytest.raises(ValueError, match="before"):
        comparison_fractions(5, 0)
