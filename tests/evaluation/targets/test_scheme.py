"""A city's own letters: at their limits, and with the neighbours that the interval allows."""

from __future__ import annotations

import numpy as np
import pytest

from sojo_eval.city.target_scheme import Measure, TargetScheme
from sojo_eval.evaluation.targets.scheme import mark, marks, measured
from sojo_eval.evaluation.targets.status import Course, Elapsed, Measured

REST = float("-inf")
LETTERS = TargetScheme("progress", (("A", 1.0), ("B", 0.75), ("C", 0.5), ("D", REST)))
THREE_POINTS = TargetScheme("points", (("a", 0.03), ("b", -0.03), ("c", REST)))


def course(
    value: float, low: float, high: float, *, base: float = 0.4, target: float = 0.6, higher: bool = True
) -> Course:
    return Course(
        Measured(base, base, base), target, Measured(value, low, high), Elapsed(0.5, 0.5), higher=higher
    )


@pytest.mark.parametrize(
    ("progress", "letter"),
    [(1.0, "A"), (0.999, "B"), (0.75, "B"), (0.749, "C"), (0.5, "C"), (0.499, "D"), (-3.0, "D")],
)
def test_a_letter_begins_at_its_limit(progress: float, letter: str) -> None:
    assert mark(LETTERS, progress) == letter


def test_a_limit_is_met_in_spite_of_rounding() -> None:
    found = course(0.55, 0.54, 0.56)
    assert found.progress(0.55) != 0.75  # a rounding error away
    assert marks(LETTERS, found, "share")[0] == "B"


@pytest.mark.parametrize(("points", "letter"), [(3.0, "a"), (2.9, "b"), (-3.0, "b"), (-3.1, "c")])
def test_three_points_up_or_down(points: float, letter: str) -> None:
    """Fukuoka's rule: a change within three points counts as unchanged, whatever n is."""
    value = 0.359 + points / 100
    assert marks(THREE_POINTS, course(value, value, value, base=0.359, target=0.45), "share") == (letter, "")
    down = 0.081 - points / 100
    fewer = course(down, down, down, base=0.081, target=0.05, higher=False)
    assert marks(THREE_POINTS, fewer, "share")[0] == letter


def test_points_are_of_shares_alone() -> None:
    assert marks(THREE_POINTS, course(12.0, 11.0, 13.0, base=9.0, target=14.0), "per_1000_month") == ("", "")


@pytest.mark.parametrize(
    ("by", "higher", "value", "expected"),
    [
        ("achievement_rate", True, 0.45, 0.75),
        ("achievement_rate", False, 0.8, 0.75),
        ("progress", True, 0.45, 0.25),
        ("points", True, 0.45, 0.05),
    ],
)
def test_each_rule_looks_at_its_own_measure(by: Measure, higher: bool, value: float, expected: float) -> None:
    scheme = TargetScheme(by, (("○", 1.0), ("×", REST)))
    found = course(value, value, value, higher=higher)
    assert measured(scheme, found, value, "share") == pytest.approx(expected)


def test_the_letters_of_the_interval_stand_beside_that_of_the_value() -> None:
    """52 of the way from 40 to 60: C; the interval from 47 to 57 allows D to B."""
    assert marks(LETTERS, course(0.52, 0.47, 0.57), "share") == ("C", "B C D")
    assert marks(LETTERS, course(0.52, 0.51, 0.53), "share") == ("C", "")
    assert marks(LETTERS, course(0.52, np.nan, np.nan), "share") == ("C", "")
    lower = course(0.48, 0.43, 0.53, base=0.6, target=0.4, higher=False)
    assert marks(LETTERS, lower, "share") == ("C", "B C D")


def test_without_a_way_or_a_rule_there_is_no_letter() -> None:
    assert marks(LETTERS, course(0.7, 0.65, 0.75, base=0.6, target=0.6), "share") == ("", "")
    assert marks(None, course(0.7, 0.65, 0.75), "share") == ("", "")
    assert np.isnan(
        measured(
            TargetScheme("achievement_rate", LETTERS.marks), course(0.7, 0.6, 0.8, target=0.0), 0.7, "share"
        )
    )
