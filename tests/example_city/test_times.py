"""The mean of whole days that are the floor of an exponential, up to a horizon."""

from __future__ import annotations

import math

import pytest

from sojo_eval.example_city.times import mean_days


def test_the_mean_of_whole_days_within_a_horizon() -> None:
    # By hand: the mean of floor(T) is the sum of P(T >= k) = exp(-k/m) over k >= 1.
    assert mean_days(3.3, 1.0, 400) == pytest.approx(1 / (math.exp(1 / 3.3) - 1), rel=1e-6)
    assert mean_days(3.3, 1.0, 2) == pytest.approx(math.exp(-1 / 3.3) + math.exp(-2 / 3.3))
    assert mean_days(3.3, 0.0, 30) == 30
    assert mean_days(3.3, 0.5, 2) == pytest.approx((mean_days(3.3, 1.0, 2) + 2) / 2)
