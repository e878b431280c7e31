"""相談体制づくり: every indicator on at most a dozen rows."""

from __future__ import annotations

import shutil
from typing import Any

import pandas as pd
import pytest

import sojo_eval as se
from tests.indicators.by_hand import ByHand, counts, table, times

_DESK = "comprehensive_consultation"
SERVICES = table(
    "service name_ja programme takes_consultations opened_date closed_date area",
    ("d1", "泉町地域包括支援センター", _DESK, True, None, None, "C1"),
    ("d2", "基幹相談支援センター", _DESK, True, None, None, "132292"),
    ("d3", "子育て世代包括支援センター", _DESK, True, None, None, "132292"),
    ("d4", "地域子育て支援推進員", _DESK, True, "2024-04-01", None, "132292"),
    ("d5", "生活サポート相談窓口", _DESK, True, None, None, "132292"),
    ("d6", "ほっとネットステーション 第1", _DESK, True, None, None, "132292"),
    ("d8", "閉じた窓口", _DESK, True, None, "2024-12-31", "132292"),
    ("m", "多機関協働事業", "multi_agency", False, "2024-04-01", None, "132292"),
    ("o", "アウトリーチ", "outreach", False, None, None, "132292"),
    ("q", "参加支援事業", "participation_support", False, None, "2024-12-31", "132292"),
)
CONSULTATIONS = table(
    "consultation_id household_id received_date first_response_date closed_date desk area came_through complexity",
    ("k1", "H1", "2023-05-01", "2023-05-02", "2023-05-10", "d1", "T1", "outreach", "single"),
    ("k2", "H1", "2023-05-10", "2023-05-20", "2023-06-01", "d2", "C2", "self", "composite"),
    ("k3", "H1", "2024-05-09", "2024-05-09", "2024-05-31", "d1", "T1", "hotnet_station", "composite"),
    ("k4", None, "2024-04-10", "2024-04-11", "2024-04-20", "d6", None, "unknown", "composite"),
    ("k5", "H2", "2024-04-30", None, "2024-06-01", "d5", "C1", "family", "composite"),
    ("k6", "H3", "2025-05-30", None, None, "d1", "T2", "publication", "composite"),
    ("k7", "H4", "2024-04-05", "2024-04-08", "2024-04-30", "d3", "C1", None, "single"),
)
REFERRALS = table(
    "referral_id consultation_id from_desk to_desk made_date accepted_date accompanied outcome",
    ("r1", "k1", "d1", "d2", "2023-05-02", "2023-05-05", True, "accepted"),
    ("r2", "k2", "d2", "d1", "2023-05-12", None, False, "declined"),
    ("r3", "k3", "d1", "d2", "2024-05-10", None, None, "withdrawn"),
    ("r4", "k6", "d1", "d2", "2025-05-31", None, False, None),
)
CASES = table(
    "case_id consultation_id opened_date consent area",
    ("c1", "k3", "2024-05-20", True, "C1"),
    ("c2", "k4", "2024-05-11", False, "C1"),
    ("c3", None, "2024-04-15", True, "C2"),
    ("c4", "k5", "2024-04-30", False, None),
)
MEETINGS = table(
    "meeting_id kind convener case_id consent held_date",
    ("m1", "multilayer_support_meeting", "multi_agency_provider", "c1", True, "2024-06-03"),
    ("m2", "support_meeting", "city", "c2", False, "2024-06-04"),
    ("m3", "support_meeting", "city", None, False, "2024-07-01"),
    ("m4", "multilayer_support_meeting", "multi_agency_provider", "c3", True, "2024-08-01"),
)
ATTENDANCE = table(
    "meeting_id organization",
    ("m1", "O1"), ("m1", "O2"), ("m1", "O3"), ("m2", "O1"), ("m2", "O2"), ("m4", "O1"),
)  # fmt: skip
PLANS = table(
    "support_plan_id case_id drafted_date reviewed_date goals goals_attained",
    ("p1", "c1", "2024-06-10", "2024-09-10", 4, 3),
    ("p2", "c3", "2024-06-10", "2024-09-12", 2, None),
    ("p3", "c4", "2024-06-10", None, 3, None),
    ("p4", "c2", "2024-06-10", "2024-10-01", 2, 0),
    ("p5", "c2", "2024-06-10", "2024-10-02", 0, 0),
)
OUTREACH = table("contact_id date method reached", ("1", "2023-06-01", "visit", True))
NO_MATCHES = pd.DataFrame({"match_id": [], "need": [], "requested_date": []})

BY_HAND: ByHand = {
    # k1's household came back on the 365th day (k2 came in on the very day of closing: not coming back), k2's too.
    # k4's household is not known; k5 was closed only 364 days before the last day.
    "consultation.households_returning_within_a_year": {
        "2023-05": (1, 1), "2023-06": (1, 1), "2024-04": (0, 1), "2024-05": (0, 1),
    },
    "consultation.first_contact_through_outreach_or_station": {
        "2023-05": (1, 2), "2024-04": (0, 1), "2024-05": (1, 1), "2025-05": (0, 1),
    },
    # d4 opened with FY2024, d8 closed within it.
    "consultation.desks_without_a_case": {"2023-04": (4, 6), "2024-04": (2, 6)},
    # FY2023: outreach has a contact, participation none. FY2024: only multi-agency has cases; participation, given up
    # in December, is not asked for any.
    "consultation.new_functions_without_a_case": {"2023-04": (1, 2), "2024-04": (1, 2)},
    "consultation.received_community_support_centre": {"2023-05": 1, "2024-05": 1, "2025-05": 1},
    "consultation.received_core_consultation_centre": {"2023-05": 1},
    "consultation.received_family_health_centre": {"2024-04": 1},
    "consultation.received_child_rearing_promoter": {},
    "consultation.received_living_support_desk": {"2024-04": 1},
    "consultation.received_hotnet_station": {"2024-04": 1},
    "consultation.answered_soon_community_support_centre": {"2023-05": (1, 1), "2024-05": (1, 1)},
    "consultation.answered_soon_core_consultation_centre": {"2023-05": (0, 1)},
    "consultation.answered_soon_family_health_centre": {"2024-04": (1, 1)},
    "consultation.answered_soon_child_rearing_promoter": {},
    "consultation.answered_soon_living_support_desk": {"2024-04": (0, 1)},
    "consultation.answered_soon_hotnet_station": {"2024-04": (1, 1)},
    "consultation.accompanied_referrals": {"2023-05": (1, 2), "2025-05": (0, 1)},
    # k2 came before the first case's month, k6 too late to be followed; k4's case came on the 31st day.
    "consultation.composite_to_multi_agency_within_30_days": {"2024-04": (1, 2), "2024-05": (1, 1)},
    "consultation.cases_with_consent": {"2024-04": (1, 2), "2024-05": (1, 2)},
    "consultation.support_meetings_held": {"2024-06": 1, "2024-07": 1, "2024-08": 0},
    # Nobody recorded who came to m3.
    "consultation.agencies_per_meeting": {"2024-06": (5, 2), "2024-08": (1, 1)},
    "consultation.goals_attained_share": {"2024-09": (3, 4), "2024-10": (0, 2)},
}  # fmt: skip
TIMES = {
    # r3 was withdrawn; r2 was declined in May 2023 and is still not accepted 750 days later.
    "consultation.referrals_accepted_days": [(3, True), (750, False), (0, False)],
}


@pytest.fixture
def city(small_city: Any) -> se.City:
    return small_city.make(
        data_until="2025-05-31",
        services=SERVICES,
        consultations=CONSULTATIONS,
        referrals=REFERRALS,
        cases=CASES,
        meetings=MEETINGS,
        meeting_attendance=ATTENDANCE,
        support_plans=PLANS,
        outreach_contacts=OUTREACH,
        participation_matches=NO_MATCHES,
    )


@pytest.mark.parametrize("indicator", BY_HAND)
def test_counts_agree_with_hand_counts(city: se.City, indicator: str) -> None:
    assert counts(city, indicator) == BY_HAND[indicator]


@pytest.mark.parametrize("indicator", TIMES)
def test_times_agree_with_hand_counts(city: se.City, indicator: str) -> None:
    assert times(city, indicator) == TIMES[indicator]


def test_an_empty_table_is_a_finding_and_a_missing_one_is_none(small_city: Any, city: se.City) -> None:
    new = "consultation.new_functions_without_a_case"
    assert new in set(se.indicators.list(city=city)["indicator"])
    tables = {
        "services": SERVICES,
        "consultations": CONSULTATIONS,
        "cases": CASES,
        "outreach_contacts": OUTREACH,
    }
    shutil.rmtree(small_city.folder)
    without = small_city.make(data_until="2025-05-31", **tables)
    assert new not in set(se.indicators.list(city=without)["indicator"])


def test_cases_place_their_meetings_in_an_area(city: se.City) -> None:
    agencies = se.series(city, "consultation.agencies_per_meeting", by=["fiscal_year", "area"])
    assert agencies.groupby("area")["numerator"].sum().to_dict() == {"C1": 5, "C2": 1}


def test_agencies_are_told_for_each_meeting(city: se.City) -> None:
    year = se.series(city, "consultation.agencies_per_meeting", by=["fiscal_year"])
    assert year["value"].dropna().tolist() == [2.0]  # six agencies at three meetings
