"""Indicators on a few rows that can be counted by hand, and what all of them have in common."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest

import sojo_eval as se
from sojo_eval.indicators import built_in
from tests.indicators.definitions.test_case_path import BY_HAND as FLOW
from tests.indicators.definitions.test_connections import BY_HAND as CONNECTIONS
from tests.indicators.definitions.test_consultation import BY_HAND as CONSULTATION
from tests.indicators.definitions.test_information import BY_HAND as INFORMATION
from tests.indicators.definitions.test_information import TIMES_OF_INFORMATION
from tests.indicators.definitions.test_multi_agency import BY_HAND as MULTI_AGENCY
from tests.indicators.definitions.test_multi_agency import TIMES as TIMES_OF_MULTI_AGENCY
from tests.indicators.definitions.test_outreach import BY_HAND as OUTREACH
from tests.indicators.definitions.test_participation import BY_HAND as PARTICIPATION
from tests.indicators.definitions.test_participation import TIMES as TIMES_OF_PARTICIPATION
from tests.indicators.definitions.test_person_scores import BY_HAND as SCORES
from tests.indicators.definitions.test_referrals import BY_HAND as REFERRED
from tests.indicators.definitions.test_referrals import TIMES as TIMES_OF_REFERRALS
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
POPULATION = pd.DataFrame(
    {
        "date": ["2024-01-01", "2024-01-01", "2025-01-01", "2025-01-01"],
        "area": ["T1", "T2", "T1", "T2"],
        "sex": ["all"] * 4,
        "age_band": ["all"] * 4,
        "persons": [1000, 3000, 1366, 3000],
    }
)


@pytest.fixture
def city(small_city: Any) -> se.City:
    return small_city.make(
        data_until="2024-05-31",
        services=SERVICES,
        consultations=CONSULTATIONS,
        population=POPULATION,
    )


def test_every_built_in_indicator_is_worked_by_hand() -> None:
    surveys = {e.id for e in built_in().values() if e.kind.grain == "wave"}
    here = {i for i, e in built_in().items() if e.gap_by}  # by group, in test_subgroups.py
    elsewhere = {
        *CONNECTIONS,
        *OUTREACH,
        *PARTICIPATION,
        *TIMES_OF_PARTICIPATION,
        *SCORES,
        *RESOURCES,
        *SUPPORTERS,
    }
    elsewhere |= {*CONSULTATION, *FLOW, *MULTI_AGENCY, *TIMES_OF_MULTI_AGENCY, *REFERRED, *TIMES_OF_REFERRALS}
    elsewhere |= {*INFORMATION, *TIMES_OF_INFORMATION}
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
    words = se.indicators.list(full=True)
    assert words["pillar"].value_counts().min() >= 5
    text = words[["title_ja", "title_en", "question_ja", "question_en", "why_ja", "why_en", "misleads_ja"]]
    assert (text != "").all().all()
    assert words["smallest_change"].gt(0).all()
