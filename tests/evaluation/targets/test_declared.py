"""What in the table of targets cannot be is said with its row and column, the value, and the way out."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest

import sojo_eval as se
from sojo_eval.evaluation.targets import target_problems
from tests.evaluation.targets.made_targets import COUNT, LOWER, OPEN, city, targets

DUE = "2029-03-31"
GOOD = (OPEN, "5", 0.359, 0.45, DUE, "higher")


def test_sound_targets_have_no_problem(small_city: Any) -> None:
    rows = targets(GOOD, (LOWER, "5", None, 0.05, None, "lower"), (COUNT, "5", 12, 20, DUE, "higher"))
    assert target_problems(city(small_city, rows)) == []


def test_without_a_table_there_is_nothing_to_correct(small_city: Any) -> None:
    assert target_problems(small_city.make()) == []


@pytest.mark.parametrize(
    ("row", "rule", "column", "said"),
    [
        ((OPEN, "5", 0.359, 45, DUE, "higher"), "target-unit", "target_value", "write 0.45 for 45"),
        ((OPEN, "5", 35.9, 0.45, DUE, "higher"), "target-unit", "baseline_value", "write 0.359 for 35.9"),
        ((OPEN, "5", 0.359, 1.001, DUE, "higher"), "target-unit", "target_value", "0.01001"),
        ((OPEN, "5", 0.359, -0.1, DUE, "higher"), "target-unit", "target_value", "0 or more"),
        ((COUNT, "5", 12, -1, DUE, "higher"), "target-unit", "target_value", "0 or more"),
        ((OPEN, "5", 0.359, float("inf"), DUE, "higher"), "target-number", "target_value", "number"),
        ((OPEN, "5", 0.359, 0.45, DUE, "lower"), "target-direction", "direction", "Write higher"),
        ((OPEN, "5", 0.359, 0.45, DUE, "context"), "target-direction", "direction", "higher or lower"),
        ((OPEN, "55", 0.359, 0.45, DUE, "higher"), "target-plan", "plan", "Did you mean 5?"),
        ((OPEN, "5", 0.359, 0.45, "2024-04-01", "higher"), "target-due", "due_date", "within the plan"),
        (("consultation.prnted", "5", 0.359, 0.45, DUE, "higher"), "target-of-nothing", "indicator", f"Did you mean {OPEN}"),
        (("information.not_judged", "5", 0.1, 0.3, DUE, "higher"), "target-not-judged", "indicator", "published_indicators"),
    ],
)  # fmt: skip
def test_what_cannot_be_is_named_with_its_place_and_is_not_judged(
    small_city: Any, row: tuple[Any, ...], rule: str, column: str, said: str
) -> None:
    made = city(small_city, targets((LOWER, "5", None, 0.05, None, "lower"), row))
    (problem,) = target_problems(made)
    assert (problem.rule, problem.table, problem.row, problem.column) == (rule, "targets", 2, column)
    assert said in problem.fix.en
    assert problem.fix.ja
    assert problem.message.ja
    evaluation = se.evaluate(made)
    assert evaluation.target_problems == (problem,)
    judged = evaluation.targets.set_index("indicator")
    assert LOWER in judged.index
    if row[0] in judged.index:
        assert judged.loc[row[0], "status"] == "cannot_be_told"
        assert judged.loc[row[0], "reason_en"] == problem.sentence("en")
        assert pd.isna(judged.loc[row[0], "value"])


@pytest.mark.parametrize(("value", "refused"), [(1.0, False), (1.0001, True), (0.0, False), (-0.0001, True)])
def test_a_share_lies_between_nought_and_one(small_city: Any, value: float, refused: bool) -> None:
    row = (OPEN, "5", None, value, DUE, "higher")
    assert bool(target_problems(city(small_city, targets(row)))) == refused


@pytest.mark.parametrize(("target", "told"), [(0.5, False), (0.51, True), (0.005, False), (0.0049, True)])
def test_a_target_ten_times_away_is_told_and_judged_all_the_same(
    small_city: Any, target: float, told: bool
) -> None:
    made = city(small_city, targets((OPEN, "5", 0.05, target, DUE, "higher")))
    problems = target_problems(made)
    assert [p.rule for p in problems] == (["target-unlikely"] if told else [])
    assert all(p.severity == "warning" for p in problems)
    assert pd.notna(se.evaluate(made).targets.iloc[0]["value"])


@pytest.mark.parametrize(("due", "refused"), [("2024-04-01", True), ("2024-04-02", False)])
def test_a_due_date_comes_after_the_first_day_of_the_plan(small_city: Any, due: str, refused: bool) -> None:
    assert bool(target_problems(city(small_city, targets((*GOOD[:4], due, "higher"))))) == refused


def test_two_targets_of_one_indicator_and_plan_are_neither_of_them_judged(small_city: Any) -> None:
    made = city(small_city, targets(GOOD, (*GOOD[:3], 0.55, DUE, "higher"), (*GOOD[:1], "4", *GOOD[2:])))
    assert [(p.rule, p.row) for p in target_problems(made)] == [("target-twice", 1), ("target-twice", 2)]
    assert se.evaluate(made).targets["status"].tolist() == ["cannot_be_told"] * 2
