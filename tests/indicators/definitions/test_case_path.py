"""The way through the system: referrals that go back, and where the cases place their meetings and plans."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest

import sojo_eval as se
from sojo_eval.indicators import counted, find
from tests.indicators.by_hand import ByHand, counts, table

SERVICES = table(
    "service name_ja programme takes_consultations",
    ("d1", "窓口1", "comprehensive_consultation", True),
    ("d2", "窓口2", "comprehensive_consultation", True),
    ("d3", "窓口3", "comprehensive_consultation", True),
    ("d4", "窓口4", "comprehensive_consultation", True),
    ("m", "多機関協働事業", "multi_agency", False),
)
CONSULTATIONS = table(
    "consultation_id received_date closed_date desk area complexity",
    ("k1", "2024-04-01", None, "d1", "C1", "composite"),
    ("k2", "2024-04-02", "2024-04-30", "d2", "C2", "composite"),
    ("k3", "2024-04-10", None, "d1", "C1", "composite"),
    ("k4", "2024-05-20", None, "d3", None, "single"),
)
REFERRALS = table(
    "referral_id consultation_id from_desk to_desk made_date accepted_date outcome",
    ("r1", "k1", "d1", "d2", "2024-04-02", "2024-04-04", "accepted"),
    ("r2", "k1", "d2", "d3", "2024-04-05", "2024-04-06", "accepted"),
    ("r3", "k1", "d3", "d2", "2024-05-01", None, "declined"),
    ("r4", "k2", "d2", "d3", "2024-04-03", "2024-04-13", "accepted"),
    ("r5", "k2", "d3", "d2", "2024-05-03", None, "withdrawn"),
    ("r6", "k3", "d1", "d3", "2024-05-04", None, None),
    ("r7", "k3", "d3", "d4", "2024-05-04", None, "pending"),
    ("r8", "k1", "d3", "d4", "2024-05-01", None, "pending"),
)
CASES = table(
    "case_id consultation_id opened_date closed_date consent area",
    ("c1", "k1", "2024-04-11", None, True, "C1"),
    ("c2", "k2", "2024-04-12", "2024-05-02", True, "C2"),
    ("c3", "k3", "2024-05-20", None, True, "C1"),
    ("c4", None, "2024-04-15", None, True, "C2"),
)
MEETINGS = table(
    "meeting_id kind convener case_id consent held_date",
    ("m1", "support_meeting", "city", "c1", False, "2024-04-21"),
    ("m2", "multilayer_support_meeting", "multi_agency_provider", "c1", True, "2024-05-21"),
    ("m3", "multilayer_support_meeting", "multi_agency_provider", "c3", True, "2024-06-10"),
    ("m4", "multilayer_support_meeting", "multi_agency_provider", "c4", True, "2024-05-02"),
)
PLANS = table(
    "support_plan_id case_id drafted_date review_due_date reviewed_date closed_date",
    ("p1", "c1", "2024-04-25", "2024-05-20", "2024-05-15", None),
    ("p2", "c2", "2024-04-30", "2024-05-30", None, None),
    ("p3", "c4", "2024-05-10", "2024-08-01", None, "2024-05-20"),
    ("p4", "c4", "2024-05-21", "2024-08-01", None, None),
)

BY_HAND: ByHand = {
    # r3 returns to d2, which passed k1 on in April; r5 to the desk that received k2. Of r6 and r7, made on one day,
    # neither goes back; d4 is new, also to k1 on the day on which r3 returns.
    "consultation.referrals_sent_back_share": {"2024-04": (0, 3), "2024-05": (2, 5)},
}


@pytest.fixture
def city(small_city: Any) -> se.City:
    return small_city.make(
        data_until="2024-05-31",
        services=SERVICES,
        consultations=CONSULTATIONS,
        referrals=REFERRALS,
        cases=CASES,
        meetings=MEETINGS,
        support_plans=PLANS,
    )


@pytest.mark.parametrize("indicator", BY_HAND)
def test_counts_agree_with_hand_counts(city: se.City, indicator: str) -> None:
    assert counts(city, indicator) == BY_HAND[indicator]


def test_a_case_counts_in_the_month_it_was_opened(city: se.City) -> None:
    # All came to the desk in April; c3, opened in May and without a meeting yet, has waited 51 days.
    rows = counted(city, find(city, "consultation.days_from_consultation_to_meeting"))
    assert rows.groupby("month")["days"].max().to_dict() == {
        pd.Timestamp("2024-04-01"): 180,
        pd.Timestamp("2024-05-01"): 51,
    }


@pytest.mark.parametrize(
    ("indicator", "expected"),
    [
        ("consultation.multilayer_support_meetings", {"C1": 2, "C2": 1}),
        ("consultation.support_plans_drafted", {"C1": 1, "C2": 3}),
        ("consultation.plans_reviewed_on_time", {"C1": 1}),  # p2's case had closed before p2 was due
    ],
)
def test_cases_place_their_meetings_and_plans(
    city: se.City, indicator: str, expected: dict[str, int]
) -> None:
    rows = counted(city, find(city, indicator))
    assert rows.groupby("area")["numerator"].sum().to_dict() == expected
