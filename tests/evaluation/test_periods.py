"""Which two plans are compared, and what is said where there are none."""

from __future__ import annotations

from types import SimpleNamespace
from typing import cast

import pandas as pd
import pytest

from sojo_eval.city import City
from sojo_eval.evaluation.periods import choose_periods
from sojo_eval.foundation.problems import SojoEvalError


def plans(*rows: tuple[str, str, str | None], until: str = "2026-03-31") -> City:
    frame = pd.DataFrame(rows, columns=["plan", "start_date", "end_date"])
    frame = frame.assign(name_ja="計画", name_en="plan", confirmed=True)
    for column in ("start_date", "end_date"):
        frame[column] = pd.to_datetime(frame[column])
    by_name = {str(row["plan"]): row for _, row in frame.iterrows()}
    return cast(City, SimpleNamespace(plans=frame, data_until=pd.Timestamp(until), plan=by_name.__getitem__))


THREE = (("3", "2014-04-01", "2019-03-31"), ("4", "2019-04-01", "2024-03-31"), ("5", "2024-04-01", None))


@pytest.mark.parametrize(("until", "current"), [("2024-03-31", "4"), ("2024-04-01", "5")])
def test_a_plan_is_the_current_one_from_its_first_day_with_records(until: str, current: str) -> None:
    before, now = choose_periods(plans(*THREE, until=until), "", "")
    assert now.id == current
    assert before.id == str(int(current) - 1)
    assert now.end == pd.Timestamp(until)


def test_a_period_ends_with_its_plan_or_with_the_records() -> None:
    before, now = choose_periods(plans(*THREE), "3", "4")
    assert (before.end, now.end) == (pd.Timestamp("2019-03-31"), pd.Timestamp("2024-03-31"))
    assert choose_periods(plans(*THREE, until="2022-03-31"), "3", "4")[1].end == pd.Timestamp("2022-03-31")


def test_the_earlier_plan_must_have_begun_before() -> None:
    for baseline, current in (("5", "4"), ("4", "4")):
        with pytest.raises(SojoEvalError):
            choose_periods(plans(*THREE), baseline, current)
    with pytest.raises(SojoEvalError):
        choose_periods(plans(THREE[0]), "", "")


@pytest.mark.parametrize(("until", "refused"), [("2024-03-31", True), ("2024-04-01", False)])
def test_a_plan_that_has_not_begun_is_refused(until: str, refused: bool) -> None:
    if not refused:
        assert choose_periods(plans(*THREE, until=until), "4", "5")[1].end == pd.Timestamp(until)
        return
    with pytest.raises(SojoEvalError) as told:
        choose_periods(plans(*THREE, until=until), "4", "5")
    assert told.value.code == "plan-not-begun"
    assert until in told.value.message.ja


def test_records_that_end_before_every_plan_blame_the_days_and_not_the_plans() -> None:
    with pytest.raises(SojoEvalError) as told:
        choose_periods(plans(*THREE, until="2000-01-01"), "", "")
    assert told.value.code == "no-plan-begun"
    assert "data_until" in told.value.fix.en
