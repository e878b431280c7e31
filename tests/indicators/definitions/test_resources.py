"""社会資源: both indicators on seven resources, a blank, a repeat and a boundary among them."""

from __future__ import annotations

from typing import Any

import pytest

import sojo_eval as se
from tests.indicators.by_hand import ByHand, counts, table

RESOURCES = table(
    "resource_id name_ja kind area active_from active_to",
    ("1", "縁側", "ibasho", "C1", "2022-03-31", None),  # from the last day of a fiscal year, open to this day
    (
        "2",
        "通いの場",
        "salon",
        "C1",
        "2022-04-01",
        "2024-03-31",
    ),  # to the last day of one: still in use on it
    ("3", "作業所", "work", "C2", "2022-05-10", "2024-03-30"),  # to the day before
    ("4", "事業者", "firm", "C2", None, None),  # since when is not known
    ("5", "住まい", "housing", "C2", "2024-04-10", None),  # after the last year that has ended
    ("6", "食堂", "children_cafeteria", None, "2023-06-01", None),  # somewhere in the city
    ("7", "食堂", "children_cafeteria", "C1", "2023-06-01", None),  # of the same name: another one
)

BY_HAND: ByHand = {
    "connections.social_resources_in_use": {"2021-04": 1, "2022-04": 3, "2023-04": 4},
    "connections.social_resources_opened": {
        "2022-03": 1,
        "2022-04": 1,
        "2022-05": 1,
        "2023-06": 2,
        "2024-04": 1,
    },
}


def made(small_city: Any, data_until: str) -> se.City:
    people = table(
        "date area sex age_band persons",
        ("2021-01-01", "T1", "all", "all", 10_000),
        ("2021-01-01", "T2", "all", "all", 30_000),
    )
    city: se.City = small_city.make(data_until=data_until, social_resources=RESOURCES, population=people)
    return city


@pytest.mark.parametrize("indicator", BY_HAND)
def test_counts_agree_with_hand_counts(small_city: Any, indicator: str) -> None:
    assert counts(made(small_city, "2024-05-31"), indicator) == BY_HAND[indicator]


def test_an_area_without_a_resource_yet_has_none_and_keeps_its_residents(small_city: Any) -> None:
    """C2's first resource is of FY2022: before, it has none. It is not an area that nobody read."""
    city = made(small_city, "2024-03-31")
    years = se.series(city, "connections.social_resources_in_use", by=["fiscal_year"])
    assert years["denominator"].tolist() == [40_000] * 3
    assert years["value"].tolist() == [0.25, 0.75, 1.0]
    of_c2 = se.series(city, "connections.social_resources_in_use", by=["fiscal_year"], areas=["C2"])
    assert of_c2["numerator"].tolist() == [0, 1, 0]


def test_a_register_without_any_start_has_no_numbers(small_city: Any) -> None:
    city = small_city.make(
        data_until="2024-05-31", social_resources=RESOURCES.assign(active_from=None, active_to=None)
    )
    assert counts(city, "connections.social_resources_in_use") == {}
    assert counts(city, "connections.social_resources_opened") == {}
