"""The rules that mark points: shifts, trends, and two of three near a limit."""

from __future__ import annotations

import numpy as np

from sojo_eval.statistics.control_charts import rules


def test_a_shift_of_seven_points_is_marked() -> None:
    side = np.array([-1, 1, 1, 1, 1, 1, 1, 1, -1])
    assert rules.in_a_shift(side).tolist() == [False, *[True] * 7, False]
    assert not rules.in_a_shift(side[2:]).any()


def test_a_trend_of_seven_points_is_marked_with_its_direction() -> None:
    assert rules.trend_direction(np.array([5.0, 1, 2, 3, 4, 5, 6, 7, 7])).tolist() == [0, *[1] * 7, 0]
    assert not rules.trend_direction(np.arange(6.0)).any()
    assert not rules.trend_direction(np.array([1.0, 2, 3, 4, 4, 5, 6, 7])).any()


def test_a_turning_point_belongs_to_the_later_trend() -> None:
    up_and_down = np.array([0.0, 1, 2, 3, 4, 5, 6, 5, 4, 3, 2, 1, 0])
    assert rules.trend_direction(up_and_down).tolist() == [1] * 6 + [-1] * 7


def test_two_of_three_near_one_limit_are_marked_and_two_on_opposite_sides_are_not() -> None:
    close = np.array([True, False, True])
    assert rules.two_of_three(np.array([1, 1, 1]), close).tolist() == [True, False, True]
    assert not rules.two_of_three(np.array([1, 1, -1]), close).any()
