"""多機関協働事業: every indicator of cases, meetings and plans on a few rows, with a blank, a repeat and the edges of its days."""

from __future__ import annotations

from typing import Any

import pytest

import sojo_eval as se
from tests.indicators.by_hand import ByHand, counts, table, times

CONSULTATIONS = table(
    "consultation_id household_id received_date continuity complexity area",
    ("k0", "H0", "2024-03-31", "new", "composite", "C1"),
    ("k1", "H1", "2024-04-01", "new", "composite", "C1"),
    ("k2", "H2", "2024-04-01", None, "composite", "C1"),
    ("k3", "H1", "2024-05-02", "new", "composite", "C1"),
    ("k4", "H1", "2024-05-01", "new", "composite", "C1"),
    ("k5", "H3", "2024-06-30", "new", "composite", "C2"),
    ("k6", "H3", "2024-07-01", "new", "composite", "C2"),
    ("k7", None, "2024-07-02", "new", "composite", "C2"),
    ("k8", "H4", "2024-07-03", "continuing", "composite", "C2"),
    ("k9", "H4", "2024-07-04", "new", None, "C2"),
    ("k10", "H5", "2024-12-01", "new", "composite", None),
    ("k11", "H5", "2024-12-02", "new", "composite", None),
    ("k12", "H5", "2024-12-01", "new", "composite", None),
).assign(desk="d1")
CASES = table(
    "case_id consultation_id household_id opened_date closed_date closing_reason consent consent_date area",
    ("c1", "k1", "H1", "2024-05-01", None, None, True, "2024-07-30", "C1"),
    ("c2", "k2", "H2", "2024-05-02", "2024-06-30", "settled", True, "2024-08-01", "C1"),
    ("c3", None, "H3", "2024-04-10", "2024-06-30", "handed_over", True, None, "C2"),
    ("c4", "k12", "H5", "2024-12-01", None, None, True, "2024-12-01", None),
    ("c5", "k8", "H6", "2024-10-02", "2024-10-20", None, False, None, "C1"),
    ("c6", None, "H7", "2024-10-03", "2024-11-01", "settled", False, None, "C1"),
    ("c7", "k6", "H3", "2024-07-05", "2024-07-20", "moved", False, None, "C2"),
)
ORGANIZATIONS = table(
    "organization name_ja kind field",
    ("O1", "高齢", "city_department", "older"),
    ("O2", "児童", "city_department", "children"),
    ("O3", "保健", "medical", "health"),
    ("O4", "不明", "npo", None),
    ("O5", "高齢二", "npo", "older"),
)
AGENCIES = table(
    "case_id organization joined_date",
    ("c1", "O1", None), ("c1", "O2", "2024-05-01"), ("c1", "O3", "2024-07-30"),
    ("c2", "O1", "2024-05-02"), ("c2", "O2", "2024-05-02"), ("c2", "O3", "2024-08-01"),
    ("c3", "O4", "2024-04-10"), ("c4", "O1", "2024-12-01"),
    ("c5", "O1", "2024-10-02"), ("c5", "O5", "2024-10-02"), ("c5", "O2", "2024-10-02"), ("c5", "O4", "2024-10-02"),
    ("c6", "O1", "2024-10-03"),
)  # fmt: skip
MEETINGS = table(
    "meeting_id kind convener case_id consent held_date",
    ("m1", "multilayer_support_meeting", "multi_agency_provider", "c1", True, "2024-06-03"),
    ("m2", "support_meeting", "city", "c2", False, "2024-06-04"),
    ("m3", "support_meeting", "city", None, False, "2024-07-01"),
    ("m4", "multilayer_support_meeting", "multi_agency_provider", "c3", True, "2024-06-30"),
)
TAKEN_UP = table(
    "meeting_id case_id continuity",
    ("m1", "c1", "new"), ("m1", "c2", None), ("m2", "c2", "continuing"), ("m4", "c3", None),
)  # fmt: skip
ATTENDANCE = table(
    "meeting_id organization",
    ("m1", "O1"), ("m1", "O2"), ("m1", "O3"), ("m2", "O1"), ("m2", "O2"), ("m4", "O1"),
)  # fmt: skip
PLANS = table(
    "support_plan_id case_id drafted_date review_due_date reviewed_date closed_date goals goals_attained",
    ("p1", "c1", "2024-05-10", "2024-08-01", "2024-08-01", None, 4, 3),
    ("p2", "c1", "2024-05-10", "2024-08-02", "2024-08-03", None, 2, None),
    ("p3", "c2", "2024-05-10", "2024-06-30", None, None, 2, None),
    ("p4", "c2", "2024-05-10", "2024-07-01", None, None, 2, None),
    ("p5", "c1", "2024-05-10", "2024-08-05", None, "2024-08-04", 2, None),
    ("p6", "c1", "2024-05-10", "2024-08-05", "2024-08-04", "2024-08-04", 2, 0),
    ("p7", "c1", "2024-05-10", None, None, None, None, None),
    ("p8", "c1", "2024-06-01", "2025-01-01", "2025-01-01", None, 3, 3),
    ("p9", "c1", "2024-05-10", "2024-12-31", None, None, 1, None),
    ("p11", "c1", "2024-05-10", "2024-08-06", None, "2024-08-06", 1, None),
    ("p10", "c1", "2024-05-10", None, "2024-09-01", None, 0, 0),
)

BY_HAND: ByHand = {
    # k1's case came on the 30th day, k2's on the 31st; k0 came before the first case's month, k11 29 days before the last
    # day. H1 is in since 1 May, which is the day of k4 and before k3; H3 up to 30 June, the day of k5. k7's household
    # is not known, k8 goes on, k9 does not say. Both of H5's count.
    "consultation.composite_to_multi_agency_within_30_days": {
        "2024-04": (1, 2), "2024-05": (0, 1), "2024-07": (1, 2), "2024-12": (1, 2),
    },
    # c1 agreed on the 90th day, c2 on the 91st, c3 on an unknown one. c5 is 90 days old, c6 89.
    "consultation.cases_with_consent": {"2024-05": (1, 2), "2024-07": (0, 1), "2024-10": (0, 1)},
    # Health joined c1 on the 90th day and c2 on the 91st; two of c5's three bodies are of one field. Nothing is
    # known of c3's and of c7's.
    "consultation.cases_with_three_fields": {"2024-05": (1, 2), "2024-10": (0, 1)},
    # c5 was closed for an unknown reason.
    "consultation.cases_closed_settled": {"2024-06": (1, 2), "2024-07": (0, 1), "2024-11": (1, 1)},
    "consultation.multilayer_support_meetings": {"2024-06": 2},
    "consultation.support_meetings_held": {"2024-06": 1, "2024-07": 1},
    # c2 was taken up twice; whom m3 took up nobody wrote down.
    "consultation.meeting_cases_taken_up": {"2024-06": 4},
    # Nobody recorded who came to m3.
    "consultation.agencies_per_meeting": {"2024-06": (6, 3)},
    "consultation.support_plans_drafted": {"2024-05": 10, "2024-06": 1},
    # In time on the very day (p1) and before closing (p6); late p2, p9, and p3 and p11, which ended on the day they were due.
    # p4's case and p5 itself had ended the day before; p7 was never due, p8 is not yet.
    "consultation.plans_reviewed_on_time": {"2024-06": (0, 1), "2024-08": (2, 4), "2024-12": (0, 1)},
    # Of p2 it is not known, p10 has no goals, p8 was reviewed after the last day covered.
    "consultation.goals_attained_share": {"2024-08": (3, 6)},
}  # fmt: skip
TIMES = {
    # c2 was taken up at c1's meeting, a day before its own. c7 closed without one, c4 waits. c5's consultation went on;
    # c3 and c6 name none.
    "consultation.days_from_consultation_to_meeting": [(63, True), (63, True), (180, False), (30, False)],
    # c3, c5, c6 and c7 were closed without a plan; c4 waits. c1's first of nine counts.
    "consultation.days_from_opening_to_plan": [
        (120, False), (8, True), (9, True), (120, False), (120, False), (120, False), (30, False),
    ],
}  # fmt: skip


@pytest.fixture
def city(small_city: Any) -> se.City:
    return small_city.make(
        data_until="2024-12-31",
        consultations=CONSULTATIONS,
        cases=CASES,
        organizations=ORGANIZATIONS,
        case_agencies=AGENCIES,
        meetings=MEETINGS,
        meeting_cases=TAKEN_UP,
        meeting_attendance=ATTENDANCE,
        support_plans=PLANS,
    )


@pytest.mark.parametrize("indicator", BY_HAND)
def test_counts_agree_with_hand_counts(city: se.City, indicator: str) -> None:
    assert counts(city, indicator) == BY_HAND[indicator]


@pytest.mark.parametrize("indicator", TIMES)
def test_times_agree_with_hand_counts(city: se.City, indicator: str) -> None:
    assert times(city, indicator) == TIMES[indicator]


def test_without_a_list_of_cases_a_meeting_is_about_its_own(small_city: Any) -> None:
    """c2 then has its meeting a day later."""
    city = small_city.make(
        data_until="2024-12-31", consultations=CONSULTATIONS, cases=CASES, meetings=MEETINGS
    )
    found = times(city, "consultation.days_from_consultation_to_meeting")
    assert found == [(63, True), (64, True), (180, False), (30, False)]
    assert "consultation.meeting_cases_taken_up" not in set(se.indicators.list(city=city)["indicator"])


def test_sittings_and_cases_stand_apart_by_kind(city: se.City) -> None:
    taken = se.series(city, "consultation.meeting_cases_taken_up", by=["fiscal_year", "kind"])
    assert taken.groupby("kind")["numerator"].sum().to_dict() == {
        "multilayer_support_meeting": 3,
        "support_meeting": 1,
    }


def test_cases_place_their_meetings_in_an_area(city: se.City) -> None:
    agencies = se.series(city, "consultation.agencies_per_meeting", by=["fiscal_year", "area"])
    assert agencies.groupby("area")["numerator"].sum().to_dict() == {"C1": 5, "C2": 1}


def test_agencies_are_told_for_each_meeting(city: se.City) -> None:
    year = se.series(city, "consultation.agencies_per_meeting", by=["fiscal_year"])
    assert year["value"].dropna().tolist() == [2.0]  # six agencies at three meetings
