"""担い手: every indicator on a few readings, at one level of area and at two, a blank, a repeat and a boundary."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest

import sojo_eval as se
from tests.conftest import AREAS
from tests.indicators.by_hand import ByHand, counts, table

SUPPORTERS = table(
    "kind month area number quota",
    ("welfare_commissioner", "2023-04-01", "132292", 19, 21),  # the city alone
    ("welfare_commissioner", "2024-04-01", "132292", 22, 21),  # the city beside its areas: left out
    ("welfare_commissioner", "2024-04-01", "C1", 9, 10),
    ("welfare_commissioner", "2024-05-01", "C1", 10, 10),  # read again
    ("welfare_commissioner", "2024-05-01", "C2", 12, 11),  # one more than its quota: it is full, no more
    ("child_commissioner", "2024-03-01", "C1", 2, 2),  # March is of the fiscal year before
    ("child_commissioner", "2024-04-01", "C1", 1, 2),
    ("child_commissioner", "2024-05-01", "C1", 2, 2),  # read again
    ("child_commissioner", "2024-04-01", "C2", 1, None),  # without a quota
    ("hotnet_promoter", "2023-10-01", "C1", 4, None),
    ("hotnet_promoter", "2024-03-01", "C1", 6, None),  # a later reading of that year
    ("hotnet_promoter", "2024-04-01", "C1", 5, None),
    ("volunteer", "2024-03-01", "132292", 30, None),
    ("volunteer", "2024-04-01", "C2", 29, None),
    ("volunteer", "2024-05-01", "C2", 28, None),  # read again
    (
        "volunteer",
        "2024-06-01",
        "132292",
        33,
        None,
    ),  # in another month of that year: the city beside its area
)
WORK = table(
    "month area work number",
    ("2022-04-01", "132292", "visits", 1300),  # a whole year stands under its April
    ("2024-03-01", "C1", "visits", 40),
    ("2024-04-01", "C1", "visits", 50),
    ("2024-04-01", "C2", "visits", 60),
    ("2024-04-01", "132292", "visits", 110),  # the sum of the two
    ("2024-05-01", "C1", "visits", 50),  # the same number in another month
    ("2024-04-01", "C1", "consultations", 20),
    ("2024-05-01", "132292", "consultations", 5),  # the city beside an area in another month of that year
    ("2024-04-01", "132292", "other_activities", 7),  # the only level of that kind of work
    ("2024-04-01", "C1", "liaison", 9),
    ("2024-04-01", "C1", "days", 30),
)

BY_HAND: ByHand = {
    "connections.commissioner_quota_filled": {"2023-04": (19, 21), "2024-04": (9 + 11, 10 + 11)},
    "connections.commissioner_for_children_quota_filled": {"2023-04": (2, 2), "2024-04": (1, 2)},
    "connections.hotnet_promoters_active": {"2023-04": 4, "2024-04": 5},
    "connections.volunteers_registered_per_10000": {"2023-04": 30, "2024-04": 29},
    "connections.commissioner_visits": {"2022-04": 1300, "2024-03": 40, "2024-04": 110, "2024-05": 50},
    "connections.commissioner_activities_done": {"2024-04": 20 + 7},
}


@pytest.fixture
def city(small_city: Any) -> se.City:
    return small_city.make(data_until="2024-06-30", supporters=SUPPORTERS, commissioner_activities=WORK)


@pytest.mark.parametrize("indicator", BY_HAND)
def test_counts_agree_with_hand_counts(city: se.City, indicator: str) -> None:
    assert counts(city, indicator) == BY_HAND[indicator]


@pytest.mark.parametrize("level", ["132292", "D1"])
def test_numbers_of_a_higher_level_beside_those_of_the_areas_are_not_added(
    small_city: Any, level: str
) -> None:
    """The register handed in for the city, or a district, beside the centre areas: everyone would count twice."""
    areas = pd.concat(
        [AREAS, table("area level name_ja parent", ("D1", "district", "中部", "132292"))], ignore_index=True
    )
    alone = SUPPORTERS[SUPPORTERS["area"].isin(["C1", "C2"])]
    sums = (
        alone.groupby(["kind", "month"], as_index=False)[["number", "quota"]]
        .sum(min_count=1)
        .assign(area=level)
    )
    both = pd.concat([alone, sums], ignore_index=True)
    for indicator in [
        i
        for i in BY_HAND
        if i not in ("connections.commissioner_visits", "connections.commissioner_activities_done")
    ]:
        found = [
            counts(small_city.make(data_until="2024-06-30", areas=areas, supporters=given), indicator)
            for given in (alone, both)
        ]
        assert found[0] == found[1] != {}, indicator


def test_an_area_that_is_not_known_is_taken_for_the_city(small_city: Any) -> None:
    strange = table(
        "kind month area number",
        ("volunteer", "2023-04-01", "elsewhere", 7),
        ("volunteer", "2024-04-01", "elsewhere", 8),
        ("volunteer", "2024-04-01", "C1", 5),
    )
    city = small_city.make(data_until="2024-06-30", supporters=strange)
    assert counts(city, "connections.volunteers_registered_per_10000") == {"2023-04": 7, "2024-04": 5}


def test_a_stock_is_told_once_a_year_over_the_residents_of_april(small_city: Any) -> None:
    population = table(
        "date area sex age_band persons",
        ("2023-01-01", "T1", "all", "all", 20_000),
        ("2024-12-31", "T1", "all", "all", 20_000),
    )
    readings = SUPPORTERS[SUPPORTERS["area"] == "C1"].assign(kind="volunteer").iloc[-3:]
    city = small_city.make(data_until="2025-03-31", supporters=readings, population=population)
    years = se.series(city, "connections.volunteers_registered_per_10000", by=["fiscal_year"])
    assert years["numerator"].tolist() == [4, 5]
    assert years["denominator"].tolist() == [20_000, 20_000]
    assert years["value"].tolist() == [2, 2.5]


def test_the_work_of_a_year_is_told_as_it_is(city: se.City) -> None:
    years = se.series(city, "connections.commissioner_visits", by=["fiscal_year"])
    assert years["value"].tolist() == [1300, 40, 160]
    parts = se.series(city, "connections.commissioner_activities_done", by=["fiscal_year", "work"])
    assert parts.groupby("work")["value"].sum().to_dict() == {"consultations": 20, "other_activities": 7}
