"""つながりづくり, activities: every indicator on a dozen rows, a blank, a repeat and a boundary among them."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest

import sojo_eval as se
from tests.conftest import AREAS
from tests.indicators.by_hand import ByHand, counts, table

SERVICES = table(
    "service name_ja programme takes_consultations",
    ("x", "地域介護予防活動支援事業", "community_building", False),
    ("c", "生活支援コーディネーター", "community_building", False),
    ("f", "ふれあいのまちづくり", "outreach", False),
)
ACTIVITIES = table(
    "activity_id service kind openness date area sessions participants new_participants",
    (
        "1",
        "x",
        "exercise",
        "group",
        "2024-03-31",
        "C1",
        None,
        10,
        4,
    ),  # the last day of a month and a fiscal year
    ("2", "x", "exercise", "group", "2024-04-01", "T2", 3, 12, None),  # the first; three sessions on one row
    ("3", "c", "learning", "open", "2024-04-11", "C2", None, 8, 2),
    ("4", "c", "learning", "open", "2024-04-12", "C2", None, 8, 2),  # the same eight once more
    ("5", "f", "residents_meeting", "open", "2024-04-21", "C1", None, 20, None),
    ("6", "f", "residents_meeting", "open", "2024-04-22", "C1", 2, 30, 5),
    ("7", "f", "residents_meeting", "open", "2024-05-21", "C1", None, None, None),  # not counted
    ("8", "f", "ibasho", "open", "2024-04-30", "T1", None, 0, None),  # nobody came
    (
        "9",
        "f",
        "ibasho",
        "open",
        "2024-04-30",
        "T2",
        4,
        None,
        None,
    ),  # not counted: it was held, so it was in use
    ("10", "f", "ibasho", "open", "2024-05-01", "C1", None, 4, 0),
    ("11", "f", "ibasho", "open", "2024-05-23", "C1", None, 4, 0),  # the same area once more
)

BY_HAND: ByHand = {
    "connections.participants_per_1000": {"2024-03": 10, "2024-04": 12 + 8 + 8 + 20 + 30, "2024-05": 8},
    "connections.new_participants_share": {"2024-03": (4, 10), "2024-04": (9, 46), "2024-05": (0, 8)},
    "connections.activities_open_to_all_per_10000": {"2024-04": 1 + 1 + 1 + 2 + 1 + 4, "2024-05": 3},
    "connections.activities_held": {"2024-03": 1, "2024-04": 3 + 10, "2024-05": 3},
    # April: nobody came in T1 (so not in C1), T2 was not counted (C2 is in use); May: only C1, however often.
    "connections.areas_with_ibasho_in_use": {"2024-03": (0, 2), "2024-04": (1, 2), "2024-05": (1, 2)},
    "connections.residents_meetings_held": {"2024-03": 0, "2024-04": 1 + 2, "2024-05": 1},
    "connections.participants_per_residents_meeting": {"2024-04": (50, 1 + 2)},
}


@pytest.fixture
def city(small_city: Any) -> se.City:
    return small_city.make(data_until="2024-05-31", services=SERVICES, community_activities=ACTIVITIES)


@pytest.mark.parametrize("indicator", BY_HAND)
def test_counts_agree_with_hand_counts(city: se.City, indicator: str) -> None:
    assert counts(city, indicator) == BY_HAND[indicator]


@pytest.mark.parametrize("indicator", [i for i in BY_HAND if "ibasho" not in i and "new_" not in i])
def test_a_row_for_several_sessions_counts_as_its_sessions(small_city: Any, indicator: str) -> None:
    """Line by line, or one line a month, service and area as in 実績表: the same numbers."""
    singly = ACTIVITIES[ACTIVITIES["sessions"].isna() & ACTIVITIES["participants"].notna()]
    keys = [
        "service",
        "kind",
        "openness",
        "area",
        pd.to_datetime(singly["date"]).dt.strftime("%Y-%m-01").rename("date"),
    ]
    rows = singly.groupby(keys, as_index=False)
    merged = rows.agg(
        activity_id=("activity_id", "first"),
        sessions=("participants", "size"),
        participants=("participants", "sum"),
    )
    assert len(merged) < len(singly)
    found = [
        counts(
            small_city.make(data_until="2024-05-31", services=SERVICES, community_activities=given), indicator
        )
        for given in (singly, merged)
    ]
    assert found[0] == found[1] != {}


def test_a_city_without_numbers_of_sessions_counts_its_rows(small_city: Any) -> None:
    without = ACTIVITIES.drop(columns="sessions")
    city = small_city.make(data_until="2024-05-31", services=SERVICES, community_activities=without)
    assert counts(city, "connections.activities_held") == {"2024-03": 1, "2024-04": 7, "2024-05": 3}


def test_each_service_is_told_by_itself(city: se.City) -> None:
    came = se.series(city, "connections.participants_per_1000", by=["month", "service"])
    held = se.series(city, "connections.activities_held", by=["month", "kind"])
    by_service = came.groupby("service")["numerator"].sum()
    assert by_service.to_dict() == {"x": 22, "c": 16, "f": 58}
    assert held.groupby("kind")["numerator"].sum().to_dict() == {
        "exercise": 4, "learning": 2, "residents_meeting": 4, "ibasho": 7,
    }  # fmt: skip


def test_an_ibasho_in_a_town_counts_for_its_centre_area(city: se.City) -> None:
    series = se.series(city, "connections.areas_with_ibasho_in_use", by=["month", "area"])
    by_area = {area: mine["value"].tolist() for area, mine in series.groupby("area")}
    assert by_area == {"C1": [0, 0, 1], "C2": [0, 1, 0]}


@pytest.mark.parametrize("place", ["D1", "132292", "T9", None])
def test_an_ibasho_in_no_known_centre_area_takes_its_month_out(small_city: Any, place: str | None) -> None:
    """Recorded for a district, the city, a town of the district alone or nowhere: which areas had none is not known."""
    above = pd.DataFrame(
        {
            "area": ["D1", "T9"],
            "level": ["district", "town"],
            "name_ja": ["中部", "北町"],
            "parent": ["132292", "D1"],
        }
    )
    areas = pd.concat([AREAS, above], ignore_index=True)
    moved = ACTIVITIES.copy()
    moved.loc[moved["activity_id"] == "11", "area"] = place
    city = small_city.make(
        data_until="2024-05-31", areas=areas, services=SERVICES, community_activities=moved
    )
    assert counts(city, "connections.areas_with_ibasho_in_use") == {"2024-03": (0, 2), "2024-04": (1, 2)}
    moved.loc[moved["activity_id"] == "11", "participants"] = 0  # nobody came: it hides no area in use
    city = small_city.make(
        data_until="2024-05-31", areas=areas, services=SERVICES, community_activities=moved
    )
    assert counts(city, "connections.areas_with_ibasho_in_use")["2024-05"] == (1, 2)


def test_a_count_of_a_year_is_told_as_it_is(city: se.City) -> None:
    years = se.series(city, "connections.residents_meetings_held", by=["fiscal_year"])
    assert years["value"].tolist() == [0, 4]
