"""アウトリーチ: every indicator on ten contacts, a blank, a repeat and a boundary among them."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest

import sojo_eval as se
from tests.indicators.by_hand import ByHand, counts, table

CONTACTS = table(
    "contact_id date method reached relation_stage person_id area",
    ("01", "2024-03-31", "visit", True, "trust", "P1", "C1"),  # the last day of a fiscal year
    (
        "02",
        "2024-04-01",
        "visit",
        True,
        "first_contact",
        "P1",
        "C1",
    ),  # the first of the next: P1 counts again
    ("03", "2024-04-08", "visit", False, "not_met", "P1", "C1"),
    ("04", "2024-04-09", "visit", True, "trust", "P2", "C2"),
    (
        "05",
        "2024-05-01",
        "visit",
        True,
        "regular_contact",
        "P2",
        "C2",
    ),  # the later stage is the one that holds
    ("06", "2024-05-01", "visit", True, "trust", "P3", "C2"),
    (
        "07",
        "2024-05-01",
        "visit",
        True,
        "linked",
        "P3",
        "C2",
    ),  # twice on a day: the later number is the later stage
    ("08", "2024-05-02", "visit", True, None, "P1", "C2"),  # no stage noted: that of contact 02 holds
    ("09", "2024-05-03", "visit", True, "trust", None, "C2"),  # no person
    ("10", "2024-06-01", "visit", True, "trust", "P2", "C2"),  # after the last day covered
)

BY_HAND: ByHand = {
    "connections.outreach_contacts_per_10000": {"2024-03": 1, "2024-04": 3, "2024-05": 5, "2024-06": 1},
    "connections.outreach_reached_share": {
        "2024-03": (1, 1),
        "2024-04": (2, 3),
        "2024-05": (5, 5),
        "2024-06": (1, 1),
    },
    "connections.outreach_people_reached": {"2024-03": 1, "2024-04": 2, "2024-05": 1},
    "connections.relation_established_share": {"2024-03": (1, 1), "2024-04": (0, 1), "2024-05": (1, 2)},
}


def made(small_city: Any, contacts: pd.DataFrame = CONTACTS) -> se.City:
    people = table("date area sex age_band persons", ("2024-01-01", "T1", "all", "all", 20_000))
    city: se.City = small_city.make(data_until="2024-05-31", outreach_contacts=contacts, population=people)
    return city


@pytest.mark.parametrize("indicator", BY_HAND)
def test_counts_agree_with_hand_counts(small_city: Any, indicator: str) -> None:
    assert counts(made(small_city), indicator) == BY_HAND[indicator]


@pytest.mark.parametrize(
    "indicator", ["connections.outreach_people_reached", "connections.relation_established_share"]
)
def test_visiting_people_at_trust_twice_as_often_changes_nothing(small_city: Any, indicator: str) -> None:
    year = CONTACTS[CONTACTS["date"] >= "2024-04-01"]
    again = year[year["relation_stage"].isin(["trust", "linked"]) & year["person_id"].notna()]
    twice = pd.concat([year, again.assign(contact_id=again["contact_id"] + "b")], ignore_index=True)
    assert len(twice) > len(year)
    assert counts(made(small_city, twice), indicator) == counts(made(small_city, year), indicator) != {}


def test_people_of_a_year_are_put_over_the_residents_of_a_year(small_city: Any) -> None:
    """Three people in the fiscal year of 20,000 residents are 1.5 in 10,000."""
    year = CONTACTS[CONTACTS["date"].between("2024-04-01", "2025-03-31")]
    people = table("date area sex age_band persons", ("2024-01-01", "T1", "all", "all", 20_000))
    city = small_city.make(data_until="2025-03-31", outreach_contacts=year, population=people)
    found = se.series(city, "connections.outreach_people_reached", by=["fiscal_year"])
    assert found["numerator"].tolist() == [3]
    assert found["value"].tolist() == pytest.approx([1.5])


def test_without_persons_no_one_is_counted(small_city: Any) -> None:
    city = made(small_city, CONTACTS.assign(person_id=None))
    assert counts(city, "connections.outreach_people_reached") == {}
    assert counts(city, "connections.relation_established_share") == {}
    assert (
        counts(city, "connections.outreach_contacts_per_10000")
        == BY_HAND["connections.outreach_contacts_per_10000"]
    )
