"""Whole years of a plan are looks; the level of one look alone stays as it is."""

from __future__ import annotations

import pandas as pd
import pytest

from sojo_eval.evaluation.looks import LEVEL, look_now, significance
from sojo_eval.evaluation.periods import Period
from sojo_eval.evaluation.verdicts import SIGNIFICANCE
from sojo_eval.foundation.language import Text


def plan(until: str) -> Period:
    return Period("5", Text("第5期", "plan 5"), pd.Timestamp("2024-04-01"), pd.Timestamp(until), True)


@pytest.mark.parametrize(
    ("until", "look"),
    [
        ("2024-06-30", 1),
        ("2025-03-31", 1),
        ("2026-03-30", 1),
        ("2026-03-31", 2),
        ("2027-03-30", 2),
        ("2027-03-31", 3),
        ("2029-03-31", 5),
        ("2031-03-31", 5),
    ],
)
def test_each_whole_year_of_the_plan_is_a_look(until: str, look: int) -> None:
    assert look_now(5, plan(until)) == look


BEFORE = Period("4", Text("第4期", "plan 4"), pd.Timestamp("2019-04-01"), pd.Timestamp("2024-03-31"), True)


def test_one_look_keeps_the_level_of_verdicts_and_the_second_of_five_is_stricter() -> None:
    assert significance(1, BEFORE, plan("2026-03-31")) == pytest.approx(LEVEL) == pytest.approx(SIGNIFICANCE)
    # After two of five years, five before: 57 % of the information, of which little may be spent.
    assert significance(5, BEFORE, plan("2026-03-31")) == pytest.approx(0.0060, abs=5e-5)
    assert significance(5, BEFORE, plan("2029-03-31")) == pytest.approx(0.0385, abs=5e-5)
