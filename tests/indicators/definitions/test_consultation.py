"""相談体制づくり, who comes and by whom: every indicator on a few rows, with a blank, a repeat and the edges of its days."""

from __future__ import annotations

from typing import Any

import pytest

import sojo_eval as se
from tests.indicators.by_hand import ByHand, counts, table

_DESK = "comprehensive_consultation"
SERVICES = table(
    "service name_ja programme takes_consultations area",
    ("d1", "泉町地域包括支援センター", _DESK, True, "C1"),
    ("d2", "基幹相談支援センター", _DESK, True, None),
)
CONSULTATIONS = table(
    "consultation_id person_id household_id received_date continuity first_response_date closed_date area came_through",
    ("k0", "P4", "H4", "2024-03-31", "new", None, "2024-05-31", "C1", "family"),
    ("k1", "P1", "H1", "2024-04-01", "new", "2024-04-04", "2024-04-10", "T1", "outreach"),
    ("k2", "P1", "H1", "2024-04-20", None, "2024-04-24", "2024-05-10", "C2", "self"),
    ("k3", "P1", "H1", "2024-05-12", "continuing", "2024-05-12", None, "T1", "neighbour"),
    ("k4", "P2", "H2", "2024-04-30", "new", None, "2024-05-01", None, "unknown"),
    ("k5", "P2", "H2", "2024-05-31", "new", "2024-06-01", "2024-05-31", "C1", None),
    ("k6", "P3", "H3", "2024-05-01", "new", "2024-05-01", "2024-05-01", "C1", "promoter"),
    ("k7", "P3", "H3", "2024-06-01", "new", "2024-06-05", None, "C1", "commissioner"),
    ("k8", None, None, "2025-05-28", "new", "2025-05-31", None, "C1", "neighbour"),
    ("k9", "P1", None, "2025-05-29", "new", "2025-05-29", None, "C1", "self"),
    ("k10", "P4", "H4", "2025-05-31", "new", None, None, "C1", "outreach"),
    ("k11", "P4", "H5", "2024-04-01", "new", None, "2024-06-01", "C1", "neighbour"),
    ("k12", "P6", "H6", "2024-05-29", "new", None, "2024-05-30", "C1", "self"),
    ("k13", None, "H6", "2025-05-31", "new", None, None, "C1", None),
    ("k14", "P7", None, "2024-05-15", "new", None, "2024-05-20", "C1", "unknown"),
    ("k15", None, None, "2024-07-05", "new", None, None, "C1", None),
    ("k16", None, None, "2024-08-05", "new", None, None, "C1", "hotnet_station"),
    ("k17", None, None, "2024-09-05", "new", None, None, "C1", "unknown"),
).assign(desk=lambda f: ["d2" if k in ("k2", "k7") else "d1" for k in f["consultation_id"]])  # fmt: skip
STAFF = table(
    "service month fte",
    ("d1", "2024-03-01", 9),
    ("d1", "2024-04-01", 2),
    ("d1", "2024-05-01", 5),
    ("d2", "2024-10-01", 1),
)

BY_HAND: ByHand = {
    # Every row, whoever comes and however often.
    "consultation.consultations_per_1000": {
        "2024-03": 1, "2024-04": 4, "2024-05": 5, "2024-06": 1, "2024-07": 1, "2024-08": 1, "2024-09": 1, "2025-05": 4,
    },
    # P1 and P4 come again in the year; P4 on either side of 1 April, P1 and P4 in the next year too. k8 and k13 have
    # no number.
    "consultation.consultations_people_per_1000": {"2024-03": 1, "2024-04": 3, "2024-05": 3, "2025-05": 2},
    # k1 and k8 waited three days, k2 and k7 four. k0, k4, k11, k12 and k14 have no day, which is no failure. k3 goes on;
    # k2, which does not say, is taken for a new one. k9 came two days before the last day covered.
    "consultation.first_response_within_3_days": {
        "2024-04": (1, 2), "2024-05": (2, 2), "2024-06": (0, 1), "2025-05": (1, 1),
    },
    # k7 comes 31 days after k6 was closed, k10 365 days after k0. Not k2 after 10, nor k5 after 30 days (handed over),
    # nor k3 (it goes on), nor k13 after 366. k14's household is not known; k11 was closed 364 days before the last day.
    "consultation.households_returning_within_a_year": {"2024-04": (0, 1), "2024-05": (2, 6)},
    # Ways that are blank or unknown say nothing, so that July and September are missing and August is nought. k3 is no
    # new consultation; the station is a desk.
    "consultation.first_contact_through_outreach": {
        "2024-03": 0, "2024-04": 1, "2024-05": 0, "2024-06": 0, "2024-08": 0, "2025-05": 1,
    },
    "consultation.came_by_community": {
        "2024-03": 0, "2024-04": 1, "2024-05": 1, "2024-06": 1, "2024-08": 0, "2025-05": 1,
    },
    # March belongs to the year before; d1 is read again in May, d2 first in October.
    "consultation.staff_fte": {"2023-04": 9, "2024-04": 3},
}  # fmt: skip


@pytest.fixture
def city(small_city: Any) -> se.City:
    return small_city.make(
        data_until="2025-05-31", services=SERVICES, consultations=CONSULTATIONS, staffing=STAFF
    )


@pytest.mark.parametrize("indicator", BY_HAND)
def test_counts_agree_with_hand_counts(city: se.City, indicator: str) -> None:
    assert counts(city, indicator) == BY_HAND[indicator]


def test_half_a_post_is_half_a_post(small_city: Any) -> None:
    staff = table("service month fte", ("d1", "2024-04-01", 2.5), ("d2", "2024-04-01", 0.5))
    city = small_city.make(data_until="2025-03-31", services=SERVICES, staffing=staff)
    by_desk = se.series(city, "consultation.staff_fte", by=["fiscal_year", "service"])
    assert by_desk.groupby("service")["value"].sum().to_dict() == {"d1": 2.5, "d2": 0.5}


def test_desks_of_one_area_are_told_apart(city: se.City) -> None:
    by_desk = se.series(city, "consultation.consultations_per_1000", by=["fiscal_year", "desk"])
    assert by_desk.groupby("desk")["numerator"].sum().to_dict() == {"d1": 16, "d2": 2}


def test_who_is_counted_by_person_is_put_over_a_years_residents(small_city: Any) -> None:
    """Ten of a thousand residents came in the year, whatever the number of months."""
    people = table(
        "consultation_id person_id received_date desk area",
        *[(f"k{i}", f"P{i % 10}", f"2024-{4 + i:02}-01", "d1", "C1") for i in range(9)],
        *[(f"n{i}", f"P{i % 10}", f"2025-{1 + i % 3:02}-01", "d1", "C1") for i in range(30)],
    )
    residents = table("date area sex age_band persons", ("2024-01-01", "C1", "all", "all", 1000))
    city = small_city.make(data_until="2025-03-31", consultations=people, population=residents)
    year = se.series(city, "consultation.consultations_people_per_1000", by=["fiscal_year"])
    assert year["numerator"].tolist() == [10]
    assert year["value"].tolist() == pytest.approx([10.0])
