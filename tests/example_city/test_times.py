"""Waiting times in whole days: their mean follows from the share within three."""

from __future__ import annotations

import math

import pytest

from sojo_eval.example_city.times import mean_days, scale_for_share_within


def test_faster_responses_follow_from_the_share_within_three_days() -> None:
    # By hand: P(floor(T) <= 3) = 1 - exp(-4/m); the mean of floor(T) over k >= 1 is the sum of exp(-k/m).
    scale = scale_for_share_within(3, 0.7)
    assert 1 - math.exp(-4 / scale) == pytest.approx(0.7)
    assert mean_days(scale, 1.0, 400) == pytest.approx(1 / (math.exp(1 / scale) - 1), rel=1e-6)
    assert mean_days(scale, 0.0, 30) == 30
