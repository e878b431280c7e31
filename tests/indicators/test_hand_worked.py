"""Indicators on a few rows that can be counted by hand, and what all of them have in common."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest

import sojo_eval as se
from sojo_eval.indicators import built_in, counted, find
from tests.indicators.by_hand import times
from tests.indicators.definitions.test_case_path import BY_HAND as FLOW
from tests.indicators.definitions.test_connections import BY_HAND as CONNECTIONS
from tests.indicators.definitions.test_consultation import BY_HAND as CONSULTATION
from tests.indicators.definitions.test_information import BY_HAND as INFORMATION
from tests.indicators.definitions.test_information import TIMES_OF_INFORMATION
from tests.indicators.definitions.test_multi_agency import BY_HAND as MULTI_AGENCY
from tests.indicators.definitions.test_multi_agency import TIMES as TIMES_OF_MULTI_AGENCY
from tests.indicators.definitions.test_referrals import BY_HAND as REFERRED
from tests.indicators.definitions.test_referrals import TIMES as TIMES_OF_REFERRALS

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
ACTIVITIES = pd.DataFrame(
    {
        "activity_id": ["a1", "a2", "a3"],
        "service": ["act"] * 3,
        "kind": ["ibasho"] * 3,
        "openness": ["open"] * 3,
        "date": ["2024-04-03", "2024-04-20", "2024-05-02"],
        "area": ["C1", "C2", "C1"],
        "participants": [10, 20, 7],
        "new_participants": [2, None, 3],
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
OUTREACH = pd.DataFrame(
    {
        "contact_id": ["o1", "o2", "o3"],
        "date": ["2024-04-01", "2024-04-08", "2024-05-01"],
        "method": ["visit"] * 3,
        "reached": [True, False, True],
        "area": ["C1", "C1", "C2"],
    }
)
MATCHES = pd.DataFrame(
    {
        "match_id": ["x1", "x2", "x3"],
        "need": ["work"] * 3,
        "resource_id": ["s1", None, "s1"],
        "requested_date": ["2024-04-01", "2024-04-20", "2024-05-25"],
        "matched_date": ["2024-04-15", None, "2024-06-10"],
        "resource_newly_developed": [True, None, True],
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
        community_activities=ACTIVITIES,
        population=POPULATION,
        outreach_contacts=OUTREACH,
        participation_matches=MATCHES,
        publications=PUBLICATIONS,
        information_reach=REACH,
    )


APRIL, MAY = pd.Timestamp("2024-04-01"), pd.Timestamp("2024-05-01")

# indicator → {month: (numerator, denominator)} for the whole city; None = the denominator is not a count
BY_HAND: dict[str, dict[pd.Timestamp, tuple[int, int | None]]] = {
    "connections.participants_per_1000": {APRIL: (30, None), MAY: (7, None)},
    "connections.new_participants_share": {APRIL: (2, 10), MAY: (3, 7)},
    # x3 uses what x1 had developed.
    "connections.newly_developed_resources": {APRIL: (1, None)},
    "connections.outreach_reached_share": {APRIL: (1, 2), MAY: (1, 1)},
    "consultation.consultations_per_1000": {APRIL: (3, None), MAY: (3, None)},
    "information.easy_japanese_share": {APRIL: (1, 2), MAY: (0, 1)},
    "information.accessible_format_share": {APRIL: (1, 2), MAY: (0, 1)},
    "information.reach_per_1000": {APRIL: (150, None), MAY: (30, None)},
    "information.came_by_publication": {APRIL: (1, 2), MAY: (1, 2)},
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
    # x1 matched after 14 days; x2 waits since 20 April; x3 is matched only after the last day covered.
    assert times(city, "connections.participation_days_to_match") == [(14, True), (41, False), (6, False)]


def test_every_built_in_indicator_is_worked_by_hand() -> None:
    surveys = {e.id for e in built_in().values() if e.kind.grain == "wave"}
    here = {*BY_HAND, "connections.participation_days_to_match"}
    here |= {i for i, e in built_in().items() if e.gap_by}  # by group, in test_subgroups.py
    elsewhere = {*CONNECTIONS, *CONSULTATION, *FLOW, *MULTI_AGENCY, *TIMES_OF_MULTI_AGENCY, *REFERRED}
    elsewhere |= {*TIMES_OF_REFERRALS, *INFORMATION, *TIMES_OF_INFORMATION}
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
    with pytest.raises(Exception, match=r"consultation\.came_by_community"):
        se.series(city, "consultation.came_by_comunity")


def test_the_catalogue_is_complete_in_both_languages() -> None:
    words = se.indicators.list()
    assert words["pillar"].value_counts().min() >= 5
    text = words[["title_ja", "title_en", "question_ja", "question_en", "why_ja", "why_en", "misleads_ja"]]
    assert (text != "").all().all()
    assert words["smallest_change"].gt(0).all()
