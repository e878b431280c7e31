"""つながりづくり: every indicator on at most a dozen rows."""

from __future__ import annotations

from typing import Any

import pytest

import sojo_eval as se
from tests.indicators.by_hand import ByHand, counts, table

SERVICES = table(
    "service name_ja programme takes_consultations",
    ("x", "地域介護予防活動支援事業", "community_building", False),
    ("c", "生活支援コーディネーター", "community_building", False),
    ("a", "地域活動支援センター", "community_building", False),
    ("k", "地域子育て支援センター", "community_building", False),
    ("p", "子育て広場", "community_building", False),
    ("h", "生活困窮者支援等のための地域づくり事業", "community_building", False),
    ("f", "ふれあいのまちづくり", "outreach", False),
)
ACTIVITIES = table(
    "activity_id service kind openness date area participants volunteers",
    ("1", "x", "exercise", "group", "2024-04-03", "C1", 10, 2),
    ("2", "x", "exercise", "group", "2024-04-10", "T2", 12, None),
    ("3", "c", "learning", "open", "2024-04-11", "C2", 8, 1),
    ("4", "a", "other", "group", "2024-04-12", "C1", 5, 1),
    ("5", "k", "learning", "group", "2024-04-15", "C1", 9, 3),
    ("6", "p", "child_rearing_plaza", "group", "2024-05-02", "C2", 7, 1),
    ("7", "f", "mutual_help", "open", "2024-04-20", "C2", 6, 2),
    ("8", "f", "residents_meeting", "open", "2024-04-21", "C1", 20, 4),
    ("9", "f", "residents_meeting", "open", "2024-05-21", "C1", None, 2),
    ("10", "f", "ibasho", "open", "2024-04-22", "T1", 0, 1),
    ("11", "f", "ibasho", "open", "2024-04-23", "T2", None, None),
    ("12", "f", "ibasho", "open", "2024-05-23", "C1", 4, 1),
)
SUPPORTERS = table(
    "kind month area number quota",
    ("welfare_commissioner", "2024-04-01", "C1", 9, 10),
    ("welfare_commissioner", "2024-05-01", "C1", 10, 10),
    ("welfare_commissioner", "2024-05-01", "C2", 12, 11),
    ("hotnet_promoter", "2023-10-01", "C1", 4, None),
    ("hotnet_promoter", "2024-06-01", "C1", 5, None),
    ("volunteer", "2024-04-01", "C2", 30, None),
)
MATCHES = table(
    "match_id need requested_date started_date retained_3_months area",
    ("1", "work", "2023-11-01", "2023-12-01", True, "C1"),
    ("2", "work", "2023-11-20", "2023-12-15", False, "C1"),
    ("3", "work", "2024-02-01", "2024-02-28", True, "C2"),
    ("4", "work", "2024-02-20", "2024-03-01", False, "C2"),
    ("5", "work", "2023-12-01", "2023-12-20", None, "C2"),
    ("6", "work", "2024-05-02", None, None, None),
)
OUTREACH = table(
    "contact_id date method reached relation_stage area",
    ("1", "2024-04-01", "visit", True, "trust", "C1"),
    ("2", "2024-04-08", "visit", False, "not_met", "C1"),
    ("3", "2024-04-09", "visit", True, "regular_contact", "C2"),
    ("4", "2024-05-01", "visit", True, "linked", "C2"),
    ("5", "2024-05-02", "visit", True, None, "C2"),
)

BY_HAND: ByHand = {
    "connections.activities_open_to_all_per_10000": {"2024-04": 5, "2024-05": 2},
    # April: nobody came in T1 (so not in C1), T2 was not counted (in use); May: only C1.
    "connections.areas_with_ibasho_in_use": {"2024-04": (1, 2), "2024-05": (1, 2)},
    "connections.residents_meetings_held": {"2024-04": 1, "2024-05": 1},
    "connections.participants_per_residents_meeting": {"2024-04": (20, 1)},
    "connections.volunteers_per_activity": {"2024-04": (14, 7), "2024-05": (4, 3)},
    "connections.participants_preventive_exercise": {"2024-04": 22},
    "connections.activities_preventive_exercise": {"2024-04": 2, "2024-05": 0},
    "connections.participants_living_support_coordinator": {"2024-04": 8},
    "connections.activities_living_support_coordinator": {"2024-04": 1, "2024-05": 0},
    "connections.participants_activity_centre": {"2024-04": 5},
    "connections.activities_activity_centre": {"2024-04": 1, "2024-05": 0},
    "connections.participants_child_rearing_centre": {"2024-04": 9},
    "connections.activities_child_rearing_centre": {"2024-04": 1, "2024-05": 0},
    "connections.participants_child_rearing_plaza": {"2024-05": 7},
    "connections.activities_child_rearing_plaza": {"2024-04": 0, "2024-05": 1},
    "connections.participants_hardship_community_building": {},
    "connections.activities_hardship_community_building": {"2024-04": 0, "2024-05": 0},
    "connections.participants_mutual_help": {"2024-04": 6},
    "connections.activities_mutual_help": {"2024-04": 1, "2024-05": 0},
    # The first reading of each kind and area: 9 + 12 + 5 + 30 in FY2024.
    "connections.supporters_per_10000": {"2023-04": 4, "2024-04": 56},
    # C2 has one more than its quota: it is full, no more.
    "connections.commissioner_quota_filled": {"2024-04": (20, 21)},
    "connections.hotnet_promoters_active": {"2023-04": 4, "2024-04": 5},
    "connections.participation_requests_per_10000": {
        "2023-11": 2, "2023-12": 1, "2024-02": 2, "2024-05": 1,
    },
    # Match 3 began 93 days before the last day, match 4 only 91: that it ended is known, had it lasted it were not.
    "connections.matches_lasting_3_months": {"2023-12": (1, 2), "2024-02": (1, 1)},
    "connections.outreach_contacts_per_10000": {"2024-04": 3, "2024-05": 2},
    "connections.relation_established_share": {"2024-04": (1, 2), "2024-05": (1, 1)},
}  # fmt: skip


@pytest.fixture
def city(small_city: Any) -> se.City:
    return small_city.make(
        data_until="2024-05-31",
        services=SERVICES,
        community_activities=ACTIVITIES,
        supporters=SUPPORTERS,
        participation_matches=MATCHES,
        outreach_contacts=OUTREACH,
    )


@pytest.mark.parametrize("indicator", BY_HAND)
def test_counts_agree_with_hand_counts(city: se.City, indicator: str) -> None:
    assert counts(city, indicator) == BY_HAND[indicator]


def test_an_ibasho_in_a_town_counts_for_its_centre_area(city: se.City) -> None:
    series = se.series(city, "connections.areas_with_ibasho_in_use", by=["month", "area"])
    assert series.set_index(["area", "period_start"])["value"].unstack().to_numpy().tolist() == [
        [0, 1],
        [1, 0],
    ]


def test_a_city_without_such_a_service_has_no_indicator_of_it(small_city: Any) -> None:
    without = small_city.make(
        data_until="2024-05-31", services=SERVICES.head(1), community_activities=ACTIVITIES.head(2)
    )
    listed = set(se.indicators.list(city=without)["indicator"])
    assert "connections.participants_preventive_exercise" in listed
    assert "connections.participants_child_rearing_plaza" not in listed


def test_a_stock_is_told_once_a_year_over_the_residents_of_april(small_city: Any) -> None:
    population = table(
        "date area sex age_band persons",
        ("2023-01-01", "T1", "all", "all", 20_000),
        ("2024-12-31", "T1", "all", "all", 20_000),
    )
    city = small_city.make(data_until="2025-03-31", supporters=SUPPORTERS, population=population)
    years = se.series(city, "connections.supporters_per_10000", by=["fiscal_year"])
    assert years["numerator"].tolist() == [4, 56]
    assert years["denominator"].tolist() == [20_000, 20_000]
    assert years["value"].tolist() == [2, 28]
    promoters = se.series(city, "connections.hotnet_promoters_active", by=["fiscal_year"])
    assert promoters["value"].tolist() == [4, 5]


def test_a_count_of_a_year_is_told_as_it_is(city: se.City) -> None:
    years = se.series(city, "connections.residents_meetings_held", by=["fiscal_year"])
    assert years["value"].tolist() == [2]
