"""参加支援: every indicator on nine requests, a blank, a repeat and a boundary among them."""

from __future__ import annotations

from typing import Any

import pytest

import sojo_eval as se
from tests.indicators.by_hand import ByHand, counts, table, times

MATCHES = table(
    "match_id person_id need requested_date matched_date started_date withdrawn_date retained_3_months fits_wish "
    "resource_id resource_newly_developed area",
    ("1", "P1", "work", "2023-11-01", "2023-11-20", "2023-12-01", None, True, True, "s1", True, "C1"),
    # The same person and the same new place once more: a match of its own, and no new place.
    ("2", "P1", "work", "2023-11-20", "2023-12-10", "2023-12-15", None, False, False, "s1", True, "C1"),
    # 93 days before the last day; it is blank whether it fits, and no place is named: it stands for one of its own.
    ("3", "P2", "housing", "2024-02-01", "2024-02-20", "2024-02-28", None, True, None, None, True, "C2"),
    # 92 days: followed up; 91 days: of those only who left would be known.
    ("4", "P3", "work", "2024-02-20", "2024-02-28", "2024-02-29", None, False, True, "s2", False, "C2"),
    ("5", "P4", "work", "2024-02-25", "2024-02-29", "2024-03-01", None, False, True, "s2", None, "C2"),
    # Blank whether it lasted.
    ("6", "P5", "work", "2023-12-01", "2023-12-18", "2023-12-20", None, None, False, "s2", None, None),
    ("7", "P6", "work", "2024-05-02", None, None, "2024-05-12", None, None, None, None, None),  # withdrawn
    ("8", None, "work", "2024-05-20", None, None, None, None, None, None, None, None),  # waits
    # Matched afterwards
    ("9", "P7", "work", "2024-05-31", "2024-06-03", None, None, None, None, "s2", None, None),
)

BY_HAND: ByHand = {
    "connections.participation_requests_per_10000": {"2023-11": 2, "2023-12": 1, "2024-02": 3, "2024-05": 3},
    "connections.matches_lasting_3_months": {"2023-12": (1, 2), "2024-02": (1, 2)},
    "connections.matches_that_fit_the_wish": {"2023-11": (1, 1), "2023-12": (0, 2), "2024-02": (2, 2)},
    "connections.newly_developed_resources": {"2023-11": 1, "2024-02": 1},
}
TIMES = {
    # By month of request; match 7 waited ten days and withdrew, 8 waits, 9 is matched after the last day covered.
    "connections.participation_days_to_match": [
        (19, True), (20, True), (17, True), (4, True), (8, True), (19, True), (0, False), (10, False), (11, False),
    ],
}  # fmt: skip


@pytest.fixture
def city(small_city: Any) -> se.City:
    return small_city.make(data_until="2024-05-31", participation_matches=MATCHES)


@pytest.mark.parametrize("indicator", BY_HAND)
def test_counts_agree_with_hand_counts(city: se.City, indicator: str) -> None:
    assert counts(city, indicator) == BY_HAND[indicator]


@pytest.mark.parametrize("indicator", TIMES)
def test_times_agree_with_times_by_hand(city: se.City, indicator: str) -> None:
    assert times(city, indicator) == TIMES[indicator]


def test_a_withdrawal_on_the_day_of_the_match_is_a_match(small_city: Any) -> None:
    row = MATCHES.head(1).assign(withdrawn_date="2023-11-20")
    city = small_city.make(data_until="2024-05-31", participation_matches=row)
    assert times(city, "connections.participation_days_to_match") == [(19, True)]


@pytest.mark.parametrize(
    ("started", "counted"), [("2024-05-31", [(19, True)]), ("2024-06-01", [(19, True), (193, False)])]
)
def test_a_match_whose_day_is_blank_does_not_wait_for_ever(
    small_city: Any, started: str, counted: list[tuple[int, bool]]
) -> None:
    """It has started by the last day covered: matched on a day that nobody wrote down. Else it still waits."""
    waits = MATCHES.head(2).assign(matched_date=["2023-11-20", None], resource_id=None, started_date=None)
    city = small_city.make(data_until="2024-05-31", participation_matches=waits)
    assert times(city, "connections.participation_days_to_match") == [(19, True), (193, False)]
    city = small_city.make(data_until="2024-05-31", participation_matches=waits.assign(started_date=started))
    assert times(city, "connections.participation_days_to_match") == counted


def test_a_city_that_notes_no_withdrawal_is_counted(small_city: Any) -> None:
    without = MATCHES.drop(columns="withdrawn_date")
    city = small_city.make(data_until="2024-05-31", participation_matches=without)
    assert (29, False) in times(city, "connections.participation_days_to_match")


def test_the_wish_is_told_by_need(city: se.City) -> None:
    found = se.series(city, "connections.matches_that_fit_the_wish", by=["fiscal_year", "need"])
    assert found.groupby("need")["denominator"].sum().to_dict() == {"work": 5}
