"""A better level beside its own earlier course."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from sojo_eval.evaluation.earlier_course import bent_before, earlier_course
from tests.evaluation.made_evidence import monthly_evidence
from tests.evaluation.test_verdicts import CLEAR_RISE


@pytest.mark.parametrize(
    ("path", "told"),
    # Half of a factor of 1.44 is 1.2 on the scale of logarithms.
    [(1.2001, ""), (1.1999, "説明できる"), (1.0, "説明できる"), (0.7, "説明できる"), (2.0, ""), (None, "確かめられません")],
)  # fmt: skip
def test_the_path_must_show_half_of_the_level(path: float | None, told: str) -> None:
    level = replace(CLEAR_RISE, change=1.44)
    said = earlier_course(level, None if path is None else replace(CLEAR_RISE, change=path))
    assert (said is None) if not told else told in said.ja  # type: ignore[union-attr]


def test_a_fall_and_its_mirror_are_read_alike() -> None:
    level = replace(CLEAR_RISE, change=1 / 1.44)
    assert earlier_course(level, replace(CLEAR_RISE, change=1 / 1.21)) is None
    said = earlier_course(level, replace(CLEAR_RISE, change=1 / 1.19))
    assert said is not None
    assert "以前からの減少" in said.ja


def test_points_are_read_as_they_are() -> None:
    level = replace(CLEAR_RISE, scale="difference", change=0.08)
    assert earlier_course(level, replace(level, change=0.041)) is None
    assert earlier_course(level, replace(level, change=0.039)) is not None
    assert earlier_course(level, replace(level, change=-0.08)) is not None


def test_a_bend_in_the_last_two_years_is_told() -> None:
    generator = np.random.default_rng(3)
    month = pd.date_range("2014-04-01", periods=144, freq="MS")
    years = np.arange(144) / 12
    straight = 200 * np.exp(-0.05 * years)
    levelled = 200 * np.exp(-0.10 * np.minimum(years, 8.0))
    for rate, bends in ((straight, False), (levelled, True)):
        evidence = monthly_evidence("connections.participants_per_1000")
        months = pd.DataFrame(
            {"month": month, "numerator": generator.poisson(rate).astype(float), "denominator": 1000.0}
        )
        months["after"], months["shocked"] = month >= "2024-04-01", False
        said = bent_before(replace(evidence, question="path", months=months))
        assert (said is not None) == bends


def test_too_short_a_record_says_nothing_of_a_bend() -> None:
    evidence = replace(monthly_evidence(), question="path")
    short = evidence.months[evidence.months["month"] >= "2022-06-01"]
    assert bent_before(replace(evidence, months=short)) is None
