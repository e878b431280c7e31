"""The current plan's targets beside the findings."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pytest

import sojo_eval as se
from sojo_eval.evaluation.columns import TARGETS
from sojo_eval.statistics import published_difference
from tests.evaluation.targets.made_targets import COUNT, LOWER, OPEN, SECTIONS, city, printed, targets

DUE = "2029-03-31"
"""1,825 days after the plan's first day; the figures are of 31 March 2025, 364 days after it."""
OVER = 364 / 1825


def row_of(made: se.City, indicator: str = OPEN) -> pd.Series:
    return se.evaluate(made).targets.set_index("indicator").loc[indicator]


def test_a_target_stands_with_its_numbers(small_city: Any) -> None:
    row = row_of(city(small_city, targets((OPEN, "5", 0.359, 0.559, DUE, "higher"))))
    alone = published_difference(0.5, 500, 0.459, 1000)
    assert (row["value"], row["base"], row["target"]) == (0.459, 0.359, 0.559)
    assert (row["value_low"], row["value_high"]) == pytest.approx((alone.after_low, alone.after_high))
    assert row["base_from"] == "table"
    assert row["progress"] == pytest.approx(0.5)
    assert row["progress_low"] == pytest.approx((alone.after_low - 0.359) / 0.2)
    assert row["time_elapsed"] == pytest.approx(OVER)
    # A printed figure is of one day: both lines are the same.
    assert row["needed_now"] == row["needed_mean"] == pytest.approx(0.359 + 0.2 * OVER)
    assert row["status"] == "on_pace"
    assert row["reason_en"] == ""


def test_the_findings_carry_target_status_and_the_interval_of_the_current_value(small_city: Any) -> None:
    made = city(small_city, targets((OPEN, "5", 0.359, 0.45, DUE, "higher")))
    found = se.evaluate(made).findings.set_index("indicator")
    assert (found.loc[OPEN, "target"], found.loc[OPEN, "target_status"]) == (0.45, "on_pace")
    assert np.isnan(found.loc[LOWER, "target"])
    assert found.loc[LOWER, "target_status"] == ""
    alone = published_difference(0.5, 500, 0.079, 1000)
    assert (found.loc[LOWER, "current_low"], found.loc[LOWER, "current_high"]) == pytest.approx(
        (alone.after_low, alone.after_high)
    )
    assert np.isnan(found.loc[COUNT, "current_low"])


def test_a_blank_base_is_the_earlier_plans_value_with_its_own_uncertainty(small_city: Any) -> None:
    """8.1 → 7.9 % where less is better: of so small a step between two surveys nothing can be told."""
    row = row_of(city(small_city, targets((LOWER, "5", None, 0.05, DUE, "lower"))), LOWER)
    assert (row["base"], row["base_from"]) == (0.081, "earlier_plan")
    assert row["progress"] == pytest.approx(0.002 / 0.031)
    assert row["status"] == "cannot_be_told"


@pytest.mark.parametrize(("before", "said"), [(None, "behind"), (0.495, "moving_away")])
def test_an_earlier_value_is_not_as_sure_as_a_number_written_down(
    small_city: Any, before: float | None, said: str
) -> None:
    """49.5 → 45.9 %: the interval of 45.9 % alone ends at 49.0, that of the change holds nought. Either way it falls short
    of the 51.6 % that the straight way to 60 % has reached by now."""
    figures = pd.concat([printed(OPEN, (0.495, 0.459)), printed(LOWER, (0.081, 0.079))])
    rows = targets((OPEN, "5", before, 0.6, DUE, "higher"))
    row = row_of(small_city.make(more=SECTIONS, indicators_published=figures, targets=rows))
    assert row["base"] == 0.495
    assert row["value_high"] < 0.495
    assert row["status"] == said


def test_a_blank_due_date_is_the_plans_last_day_and_an_open_plan_has_none(small_city: Any) -> None:
    rows = targets((OPEN, "5", 0.359, 0.559, None, "higher"))
    row = row_of(city(small_city, rows))
    assert pd.isna(row["due_date"])
    assert pd.isna(row["time_elapsed"])
    assert row["status"] == "cannot_be_told"
    assert "due date" in row["reason_en"]
    made = city(small_city, rows)
    path = made.path / "city.toml"
    text = path.read_text(encoding="utf-8")
    path.write_text(
        text.replace("start_date = 2024-04-01", f"start_date = 2024-04-01\nend_date = {DUE}"),
        encoding="utf-8",
    )
    row = row_of(se.open_city(made.path))
    assert row["due_date"] == pd.Timestamp(DUE)
    assert row["status"] == "on_pace"


def test_after_the_due_date_only_the_target_counts(small_city: Any) -> None:
    past = row_of(city(small_city, targets((OPEN, "5", 0.359, 0.559, "2024-12-31", "higher"))))
    assert (past["time_elapsed"], past["needed_now"], past["status"]) == (1.0, pytest.approx(0.559), "behind")
    met = row_of(city(small_city, targets((OPEN, "5", 0.359, 0.42, "2024-12-31", "higher"))))
    assert met["status"] == "achieved"


def test_a_context_indicator_may_have_a_target_which_says_its_own_direction(small_city: Any) -> None:
    """Two printed counts have no interval of their own: the value is shown, nothing is claimed."""
    row = row_of(city(small_city, targets((COUNT, "5", 12, 20, DUE, "higher"))), COUNT)
    assert (row["direction"], row["status"]) == ("higher", "cannot_be_told")
    assert row["reason_en"].startswith("There is no current value")


def test_a_share_without_n_has_no_value_to_hold_against_its_target(small_city: Any) -> None:
    row = row_of(city(small_city, targets((OPEN, "5", 0.359, 0.45, DUE, "higher")), n=None))
    assert pd.isna(row["value"])
    assert row["status"] == "cannot_be_told"


def test_targets_of_another_plan_wait_for_their_own_evaluation(small_city: Any) -> None:
    rows = targets((OPEN, "4", 0.3, 0.5, None, "higher"), (LOWER, "5", None, 0.05, DUE, "lower"))
    evaluation = se.evaluate(city(small_city, rows))
    assert evaluation.targets["indicator"].tolist() == [LOWER]
    assert evaluation.findings.set_index("indicator").loc[OPEN, "target_status"] == ""


def test_a_page_of_one_area_has_no_targets_of_the_whole_city(small_city: Any) -> None:
    made = city(small_city, targets((OPEN, "5", 0.359, 0.45, DUE, "higher")))
    evaluation = se.evaluate(made, area="C1")
    assert evaluation.targets.empty
    assert (evaluation.findings["target_status"] == "").all()


def test_a_city_without_targets_has_an_empty_table_of_the_same_shape(small_city: Any) -> None:
    evaluation = se.evaluate(city(small_city, targets()))
    assert [*evaluation.targets.columns] == [c.name for c in TARGETS]
    assert evaluation.targets.empty
    assert evaluation.findings["target"].isna().all()


def test_the_citys_own_letters_stand_beside_the_status(small_city: Any) -> None:
    scheme = '\n[target_scheme]\nby = "progress"\nmarks = [{ mark = "◎", at_least = 1.0 }, { mark = "○", at_least = 0.5 }, { mark = "△" }]\n'
    row = row_of(city(small_city, targets((OPEN, "5", 0.359, 0.559, DUE, "higher")), more=scheme))
    assert (row["mark"], row["marks_possible"]) == ("○", "○ △")


def test_the_targets_are_written_beside_the_findings(small_city: Any) -> None:
    made = city(small_city, targets((OPEN, "5", 0.359, 0.45, DUE, "higher")))
    se.evaluate(made).save(made.path / "results")
    saved = pd.read_csv(made.path / "results" / "targets.csv")
    assert [*saved.columns] == [c.name for c in TARGETS]
    assert saved.loc[0, "status"] == "on_pace"
