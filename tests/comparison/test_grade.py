"""The grade of a comparison: what raises it and what keeps it down."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from sojo_eval.comparison.grade import comparison_grade
from sojo_eval.evaluation.verdicts import decide
from sojo_eval.statistics import comparator_change
from sojo_eval.statistics.comparators import ComparatorChange

YEARS = np.arange(2019, 2026)
AFTER = YEARS >= 2024
WIGGLE = np.array([0.01, -0.02, 0.015, -0.005, 0.0, 0.01, -0.01])


def outcomes(own: np.ndarray, others: int = 6, spread: float = 0.02) -> pd.DataFrame:
    """A city with the log rates `own`, and others that only waver around one common course."""
    frames = [pd.DataFrame({"unit": "city", "year": YEARS, "value": np.exp(own)})]
    for i in range(others):
        course = WIGGLE * (-1) ** i + spread * (i - others / 2) * AFTER
        frames.append(pd.DataFrame({"unit": f"other {i}", "year": YEARS, "value": np.exp(course)}))
    return pd.concat(frames, ignore_index=True)


def graded(own: np.ndarray) -> tuple[str, str, tuple[str, ...]]:
    change = comparator_change(outcomes(own), "city", 2024)
    verdict = decide(change, change.p, "higher", 0.10).code
    grade = comparison_grade(change, verdict, 0.10)
    return verdict, grade.grade, tuple(step.en for step in grade.steps)


def test_a_step_at_the_boundary_with_parallel_earlier_trends_is_d3() -> None:
    assert graded(0.3 * AFTER) == ("improving", "D3", ())


def test_a_trend_of_its_own_is_never_d3() -> None:
    verdict, grade, steps = graded(0.05 * (YEARS - 2019))
    assert (verdict, grade) == ("improving", "D1")
    assert "already before" in steps[0]


def with_trend(trend: float | None, parallel: bool | None, low: float) -> ComparatorChange:
    """A change of +30 % (95 % interval from `low`) in the years 2019–2025, which lie 3.5 years apart in the middle."""
    return ComparatorChange(
        scale="ratio", before=1, after=1.3, change=1.3, low=low, high=1.7, low_90=low, high_90=1.6, p=0.01,
        detectable=0.2, n_before=5, n_after=2, n_unit="years", method="m", source="s", comparators=6,
        course=pd.DataFrame(index=YEARS), first_year_after=2024, trend_difference=trend,
        earlier_trends_parallel=parallel,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("trend", "parallel", "low", "grade"),
    [
        (1.00, True, 1.10, "D3"),
        (1.02, True, 1.10, "D3"),  # 1.02 ** 3.5 = 1.072: too small to matter, 1.10 / 1.072 > 1
        (1.02, True, 1.05, "D2"),  # 1.05 / 1.072 < 1: the finding does not outlive it
        (1.03, True, 1.20, "D2"),  # 1.03 ** 3.5 = 1.109: by itself a change worth acting on
        (0.96, True, 1.20, "D2"),
        (1.00, False, 1.20, "D1"),
        (None, None, 1.20, "D1"),
    ],
)
def test_the_grade_rule_row_by_row(
    trend: float | None, parallel: bool | None, low: float, grade: str
) -> None:
    found = comparison_grade(with_trend(trend, parallel, low), "improving", 0.10)
    assert found.grade == grade
    assert bool(found.steps) == (grade != "D3")


def test_a_city_with_a_trend_of_its_own_is_seldom_called_better_at_d3() -> None:
    """Its own 5 % a year, five others, five earlier years; by parallel trends alone it would be 21–28 % of worlds."""
    generator, wrong, worlds = np.random.default_rng(1), 0, 150
    for _ in range(worlds):
        rates = generator.normal(0, 0.05, (6, YEARS.size)) + np.cumsum(generator.normal(0, 0.05, YEARS.size))
        rates[0] += 0.05 * (YEARS - 2019)
        table = pd.DataFrame(
            {
                "unit": np.repeat([f"u{i}" for i in range(6)], YEARS.size),
                "year": np.tile(YEARS, 6),
                "value": np.exp(rates).ravel(),
            }
        )
        change = comparator_change(table, "u0", 2024)
        verdict = decide(change, change.p, "higher", 0.10).code
        wrong += verdict == "improving" and comparison_grade(change, verdict, 0.10).grade == "D3"
    assert wrong / worlds <= 0.10
