"""The plan periods of a new city, as people type them."""

from __future__ import annotations

from datetime import date

import pytest

from sojo_eval.city.beginning.new_plans import NewPlan, plan_number, plans_toml, read_plan
from sojo_eval.foundation.problems import SojoEvalError

FOURTH = NewPlan(date(2019, 4, 1), date(2024, 3, 31), "第4期地域福祉計画")


@pytest.mark.parametrize(
    ("typed", "plan"),
    [
        ("2019-04-01/2024-03-31=第4期地域福祉計画", FOURTH),
        ("2019-04/2024-03=第4期地域福祉計画", FOURTH),
        ("平成31年4月1日〜令和6年3月31日=第4期地域福祉計画", FOURTH),
        ("H31.4.1 / R6.3.31 = 第4期地域福祉計画 ", FOURTH),
        ("令和6年4月1日", NewPlan(date(2024, 4, 1))),
        ("2024-02/2028-02", NewPlan(date(2024, 2, 1), date(2028, 2, 29))),
    ],
)
def test_a_plan_is_read_as_it_is_typed(typed: str, plan: NewPlan) -> None:
    assert read_plan(typed) == plan


@pytest.mark.parametrize("typed", ["", "来年", "2024-13-01", "2024-04-01/まだ", "2024-04-01/2023-03-31"])
def test_what_cannot_be_read_is_refused(typed: str) -> None:
    with pytest.raises(SojoEvalError, match="plan-typed"):
        read_plan(typed)


@pytest.mark.parametrize(
    ("name", "number"),
    [
        ("第4期地域福祉計画", "4"),
        ("第五次○○市地域福祉計画", "5"),
        ("第１０期計画", "10"),
        ("地域福祉計画", ""),
    ],
)
def test_a_plan_is_known_by_its_number(name: str, number: str) -> None:
    assert plan_number(name) == number


def test_plans_stand_in_their_order_and_without_any_an_example_is_put_aside() -> None:
    later = NewPlan(date(2024, 4, 1))
    assert plans_toml([later, FOURTH]).index('plan = "4"') < plans_toml([later, FOURTH]).index(
        'plan = "2024"'
    )
    assert all(line.startswith("# ") for line in plans_toml([]).splitlines())
