"""Indicators on a few rows that can be counted by hand, and what all of them have in common."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest

import sojo_eval as se
from sojo_eval.indicators import built_in, counted, find
from tests.indicators.by_hand import times
from tests.indicators.definitions.test_case_path import BY_HAND as FLOW
from tests.indicators.definitions.test_case_path import TIMES as TIMES_OF_FLOW
from tests.indicators.definitions.test_connections import BY_HAND as CONNECTIONS
from tests.indicators.definitions.test_consultation import BY_HAND as CONSULTATION
from tests.indicators.definitions.test_consultation import TIMES as TIMES_OF_CONSULTATION
from tests.indicators.definitions.test_information import BY_HAND as INFORMATION
from tests.indicators.definitions.test_information import TIMES_OF_INFORMATION
from tests.indicators.definitions.test_outreach import BY_HAND as OUTREACH_BY_HAND
from tests.indicators.definitions.test_participation import BY_HAND as PARTICIPATION
from tests.indicators.definitions.test_participation import TIMES as TIMES_OF_PARTICIPATION
from tests.indicators.definitions.test_person_scores import BY_HAND as SCORES
from tests.indicators.definitions.test_resources import BY_HAND as RESOURCES
from tests.indicators.definitions.test_supporters import BY_HAND as SUPPORTERS

SERVICES = pd.DataFrame(
    {
        "service": ["d1", "d2", "act"],
        "name_ja": ["窓口1", "窓口2", "活動"],
        "programme": ["comprehensive_consultation"] * 2 + ["community_building"],
        "takes_consultations": [True, True, False],
    }
)
CONSULTATIONS = pd.DataFrame(
    {
        "consultation_id": ["k1", "k2", "k3", "k4", "k5", "k6"],
        "received_date": ["2024-04-01", "2024-04-02", "2024-04-10", "2024-05-01", "2024-05-31", "2024-05-30"],
        "first_response_date": ["2024-04-01", "2024-04-05", "2024-04-20", None, None, "2024-05-31"],
        "desk": ["d1", "d1", "d2", "d2", "d1", "d1"],
        "area": ["T1", "T1", "C2", None, "T2", "T2"],
        "came_through": ["publication", "self", "unknown", "family", "publication", None],
    }
)
REFERRALS = pd.DataFrame(
    {
        "referral_id": ["r1", "r2", "r3", "r4", "r5", "r6"],
        "consultation_id": ["k1", "k1", "k2", "k2", "k3", "k3"],
        "from_desk": ["d1", "d2", "d1", "d2", "d2", "d1"],
        "to_desk": ["d2", "d1", "d2", "d1", "d1", "d2"],
        "made_date": ["2024-04-02", "2024-04-03", "2024-04-06", "2024-05-02", "2024-04-12", "2024-05-11"],
    }
)
POPULATION = pd.DataFrame(
    {
        "date": ["2024-01-01", "2024-01-01", "2025-01-01", "2025-01-01"],
        "area": ["T1", "T2", "T1", "T2"],
        "sex": ["all"] * 4,
        "age_band": ["all"] * 4,
        "persons": [1000, 3000, 1366, 3000],
    }
)
CASES = pd.DataFrame(
    {
        "case_id": ["c1", "c2", "c3"],
        "opened_date": ["2024-04-01", "2024-04-05", "2024-05-01"],
        "closed_date": [None, "2024-04-25", None],
        "consent": [True, False, True],
    }
)
PLANS = pd.DataFrame(
    {
        "support_plan_id": ["p1", "p2", "p3"],
        "case_id": ["c1", "c1", "c3"],
        "drafted_date": ["2024-04-11", "2024-05-20", "2024-05-21"],
        "review_due_date": ["2024-05-10", "2024-05-31", "2024-08-01"],
        "reviewed_date": ["2024-05-10", None, None],
    }
)
MEETINGS = pd.DataFrame(
    {
        "meeting_id": ["m1", "m2", "m3"],
        "kind": ["multilayer_support_meeting", "support_meeting", "multilayer_support_meeting"],
        "convener": ["multi_agency_provider", "city", "multi_agency_provider"],
        "consent": [True, False, True],
        "held_date": ["2024-04-12", "2024-04-13", "2024-05-14"],
    }
)
PUBLICATIONS = pd.DataFrame(
    {
        "publication_id": ["u1", "u2", "u3"],
        "title_ja": ["福祉だより"] * 3,
        "channel": ["website"] * 3,
        "easy_japanese": [True, False, False],
        "accessible_formats": ["audio braille", "", None],
        "published_date": ["2024-04-01", "2024-04-15", "2024-05-01"],
    }
)
REACH = pd.DataFrame(
    {
        "publication_id": ["u1", "u2", "u1"],
        "month": ["2024-04-01", "2024-04-01", "2024-05-01"],
        "users": [100, 50, 30],
    }
)


@pytest.fixture
def city(small_city: Any) -> se.City:
    return small_city.make(
        data_until="2024-05-31",
        services=SERVICES,
        consultations=CONSULTATIONS,
        referrals=REFERRALS,
        population=POPULATION,
        cases=CASES,
        support_plans=PLANS,
        meetings=MEETINGS,
        publications=PUBLICATIONS,
        information_reach=REACH,
    )


APRIL, MAY = pd.Timestamp("2024-04-01"), pd.Timestamp("2024-05-01")

# indicator → {month: (numerator, denominator)} for the whole city; None = the denominator is not a count
BY_HAND: dict[str, dict[pd.Timestamp, tuple[int, int | None]]] = {
    "consultation.consultations_per_1000": {APRIL: (3, None), MAY: (3, None)},
    # k5 and k6 came less than 3 days before the last day covered: not yet followed.
    "consultation.first_response_within_3_days": {APRIL: (2, 3), MAY: (0, 1)},
    # k1 was passed on twice, k2 for the second time on the 30th day, k3 on the 31st. Of May only k4 is followed.
    "consultation.no_wrong_door": {APRIL: (1, 3), MAY: (1, 1)},
    "consultation.multilayer_support_meetings": {APRIL: (1, None), MAY: (1, None)},
    "consultation.support_plans_drafted": {APRIL: (1, None), MAY: (2, None)},
    "consultation.plans_reviewed_on_time": {MAY: (1, 2)},
}


@pytest.mark.parametrize("indicator", sorted(BY_HAND))
def test_counts_agree_with_hand_counts(city: se.City, indicator: str) -> None:
    rows = counted(city, find(city, indicator))
    sums = rows.groupby("month")[[c for c in ("numerator", "denominator") if c in rows]].sum()
    for month, (numerator, denominator) in BY_HAND[indicator].items():
        assert sums.loc[month, "numerator"] == numerator
        if denominator is not None:
            assert sums.loc[month, "denominator"] == denominator
    assert len(sums) == len(BY_HAND[indicator])


def test_times_are_censored_at_the_last_day_covered(city: se.City) -> None:
    # c1 after 10 days; c2, closed without a plan, waits the whole horizon; c3 after 20 days.
    assert times(city, "consultation.days_from_opening_to_plan") == [(10, True), (120, False), (20, True)]
    assert times(city, "consultation.days_to_first_response") == [
        (0, True), (3, True), (10, True), (0, False), (1, True), (30, False),
    ]  # fmt: skip


def test_every_built_in_indicator_is_worked_by_hand() -> None:
    surveys = {e.id for e in built_in().values() if e.kind.grain == "wave"}
    here = {*BY_HAND, "consultation.days_from_opening_to_plan"}
    here |= {"consultation.days_to_first_response"}
    here |= {i for i, e in built_in().items() if e.gap_by}  # by group, in test_subgroups.py
    elsewhere = {*CONNECTIONS, *CONSULTATION, *TIMES_OF_CONSULTATION, *FLOW, *TIMES_OF_FLOW, *INFORMATION}
    elsewhere |= {*TIMES_OF_INFORMATION}
    elsewhere |= {
        *OUTREACH_BY_HAND,
        *PARTICIPATION,
        *TIMES_OF_PARTICIPATION,
        *SCORES,
        *RESOURCES,
        *SUPPORTERS,
    }
    assert not here & elsewhere
    assert set(built_in()) == surveys | here | elsewhere


def test_a_series_has_the_population_of_its_month(city: se.City) -> None:
    series = se.series(city, "consultation.consultations_per_1000")
    # 2024 has 366 days: T1 grows by one person a day from 1,000 on 1 January; mid-April is day 105.
    assert series["denominator"].tolist() == [4105.0, 4135.0]
    assert series["value"].iloc[0] == pytest.approx(1000 * 3 / 4105)


def test_areas_sum_to_the_city_but_for_rows_without_an_area(city: se.City) -> None:
    whole = se.series(city, "consultation.consultations_per_1000")["numerator"].sum()
    parts = se.series(city, "consultation.consultations_per_1000", by=["month", "area"])["numerator"].sum()
    assert (whole, parts) == (6, 5)


def test_an_unknown_indicator_names_those_there_are(city: se.City) -> None:
    with pytest.raises(Exception, match=r"consultation\.no_wrong_door"):
        se.series(city, "consultation.no_wrong_dor")


def test_the_catalogue_is_complete_in_both_languages() -> None:
    words = se.indicators.list()
    assert words["pillar"].value_counts().min() >= 5
    text = words[["title_ja", "title_en", "question_ja", "question_en", "why_ja", "why_en", "misleads_ja"]]
    assert (text != "").all().all()
    assert words["smallest_change"].gt(0).all()
