"""What the fiscal years alone may deny."""

from __future__ import annotations

import pytest

from sojo_eval.statistics import SeriesChange


def change(p: float, spare: int, by_years: float = 1.2, months: float = 1.2) -> SeriesChange:
    return SeriesChange(
        "ratio", 1.0, months, months, 1.1, 1.3, 1.1, 1.3, 0.01, 0.1, 60, 24, "months", "m", "s",
        sensitivities={"fiscal_years": by_years}, fiscal_years_p=p, fiscal_years_spare=spare,
    )  # fmt: skip


@pytest.mark.parametrize(("p", "agree"), [(0.0999, True), (0.1, False)])
def test_years_agree_below_a_tenth(p: float, agree: bool) -> None:
    assert change(p, 5).fiscal_years_agree is agree


@pytest.mark.parametrize(("spare", "known"), [(2, False), (3, True)])
def test_two_years_to_spare_deny_nothing_and_three_do(spare: int, known: bool) -> None:
    assert change(0.5, spare).fiscal_years_agree is (False if known else None)
    assert change(float("nan"), spare).fiscal_years_agree is None


def test_years_that_moved_the_other_way_do_not_agree() -> None:
    assert change(0.01, 5, by_years=0.8).fiscal_years_agree is False
    assert change(0.01, 5, by_years=0.8, months=0.8).fiscal_years_agree is True
