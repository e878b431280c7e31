"""One plan by itself: values as an evaluation has them, targets, what stands out, and from when it can be compared."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from sojo_eval.city import City
from sojo_eval.evaluation import Evaluation
from sojo_eval.evaluation.evaluate import work_out
from sojo_eval.evaluation.monitoring import INDICATORS, Monitoring, monitor
from sojo_eval.example_city.tables import clean_tables
from sojo_eval.example_city.world import World
from sojo_eval.foundation.problems import SojoEvalError
from tests.conftest import PLAN_BEFORE, SmallCity


@pytest.fixture(scope="module")
def whole_city(tmp_path_factory: pytest.TempPathFactory) -> City:
    """All tables of the example city, with two plans of its own."""
    maker = SmallCity(tmp_path_factory.mktemp("watched") / "city")
    events = '[[events]]\nevent = "covid"\nkind = "shock"\nstart_date = 2020-03-01\nend_date = 2023-05-31\n'
    events += 'title_ja = "感染症"\ntitle_en = "COVID"\napplies_to = ["*"]\n'
    return maker.make(more=PLAN_BEFORE + events, **clean_tables(World(1, "mixed")))


@pytest.fixture(scope="module")
def evaluation(whole_city: City) -> Evaluation:
    return work_out(whole_city)


@pytest.fixture(scope="module")
def watched(whole_city: City) -> Monitoring:
    return monitor(whole_city)


def test_values_are_those_of_an_evaluation(watched: Monitoring, evaluation: Evaluation) -> None:
    """Of shares, counts and surveys; a stock is told as it stands and not as the mean of its years."""
    level = evaluation.findings.query("question == 'level' and area == @evaluation.city.code")
    both = watched.indicators.merge(
        level[["indicator", "value_current", "current_low", "current_high"]], on="indicator"
    )
    same = both[
        ~both["kind"].isin(["annual_stock", "time_to_event", "published"]) & both["value_current"].notna()
    ]
    assert len(same) > 30
    apart = (same["value"] / same["value_current"] - 1).abs()
    assert apart.max() < 0.02, same.loc[apart.idxmax()]
    wide = same[same["low"].notna() & same["current_low"].notna()]
    ours, theirs = wide["high"] - wide["low"], wide["current_high"] - wide["current_low"]
    assert 0.5 < (ours / theirs).median() < 2.0


def test_a_row_says_what_there_is_or_why_there_is_none(watched: Monitoring) -> None:
    rows = watched.indicators
    assert [*rows] == [*INDICATORS]
    assert (rows["low"].notna() | (rows["reason_en"] != "")).all()
    assert (rows["low"].isna() | ((rows["low"] <= rows["value"]) & (rows["value"] <= rows["high"]))).all()


def test_targets_are_judged_as_beside_another_plan(watched: Monitoring, evaluation: Evaluation) -> None:
    beside = evaluation.targets.set_index("indicator")["status"]
    alone = watched.targets.set_index("indicator")["status"]
    told = alone[alone != "cannot_be_told"]
    assert len(told) >= 3
    assert beside[told.index].tolist() == told.tolist()


def test_limits_come_from_before_the_plan(watched: Monitoring) -> None:
    chart = watched.charts["consultation.consultations_per_1000"]
    inside = chart.points[pd.DatetimeIndex(chart.points["x"]) >= watched.plan.start]
    assert not inside["included"].any()
    assert chart.points["included"].sum() >= 12
    shocked = chart.points[pd.DatetimeIndex(chart.points["x"]).year == 2021]
    assert not shocked["included"].any()


@pytest.mark.parametrize(
    ("first", "end", "from_day"),
    [
        ("2020-04-01", "2029-03-31", "2026-03-31"),  # a year of records before the plan: at once
        ("2024-04-01", "2029-03-31", "2030-03-31"),  # a year into the next plan
        ("2023-06-01", "2029-03-31", "2030-03-31"),  # ten months before it are no year
        ("2024-04-01", None, None),
    ],
)
def test_what_can_be_compared_when(
    watched: Monitoring, first: str, end: str | None, from_day: str | None
) -> None:
    plan = replace(watched.plan, end=pd.NaT if end is None else pd.Timestamp(end))
    expected = None if from_day is None else pd.Timestamp(from_day)
    assert plan.comparable_from(pd.Timestamp(first)) == expected


def test_months_are_counted_whole(watched: Monitoring) -> None:
    assert (watched.plan.months_covered, watched.plan.months_planned) == (24, 0)  # no last day is written
    assert replace(watched.plan, end=pd.Timestamp("2029-03-31")).months_planned == 60
    part = replace(watched.plan, until=pd.Timestamp("2025-01-15"))
    assert part.months_covered == 9


def test_an_area_has_its_own_values(whole_city: City) -> None:
    area = whole_city.table("areas").query("level == 'center'")["area"].iloc[0]
    found = monitor(whole_city, area=area)
    assert found.area == area
    assert found.targets.empty
    assert np.isfinite(
        found.indicators.set_index("indicator")["value"]["consultation.consultations_per_1000"]
    )


def test_a_plan_that_is_not_there_is_named(whole_city: City) -> None:
    with pytest.raises(SojoEvalError, match="no-plan"):
        monitor(whole_city, "9")
