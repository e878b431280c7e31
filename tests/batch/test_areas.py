"""Which areas get pages of their own."""

from __future__ import annotations

import pandas as pd
import pytest

from sojo_eval.batch.areas import areas_with_records
from sojo_eval.foundation.problems import SojoEvalError
from tests.conftest import AREAS, SmallCity


def activities(*areas: str | None) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "activity_id": [f"A{n}" for n in range(len(areas))],
            "service": ["S1"] * len(areas),
            "kind": ["salon"] * len(areas),
            "area": areas,
            "date": [pd.Timestamp("2024-05-01")] * len(areas),
            "participants": [5] * len(areas),
        }
    )


def test_an_area_has_records_where_a_town_of_it_has(small_city: SmallCity) -> None:
    city = small_city.make(community_activities=activities("T1", None))
    assert areas_with_records(city) == ["C1"]
    city = small_city.make(community_activities=activities("C2", "T1"))
    assert areas_with_records(city) == ["C1", "C2"]


def test_without_centre_areas_the_towns_are_the_areas(small_city: SmallCity) -> None:
    towns = AREAS[AREAS["level"] != "center"].assign(parent=[None, "132292", "132292"])
    city = small_city.make(areas=towns, community_activities=activities("T2"))
    assert areas_with_records(city) == ["T2"]


def test_residents_are_no_records(small_city: SmallCity) -> None:
    residents = pd.DataFrame(
        {
            "date": [pd.Timestamp("2024-01-01")],
            "area": ["C1"],
            "sex": ["all"],
            "age_band": ["all"],
            "persons": [9],
        }
    )
    with pytest.raises(SojoEvalError, match="No record names an area") as caught:
        areas_with_records(small_city.make(population=residents))
    assert caught.value.exit_code == 1
