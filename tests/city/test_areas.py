"""Residents of an area by month, from counts that are not all of one kind."""

from __future__ import annotations

import pandas as pd
import pytest

from sojo_eval.foundation.problems import SojoEvalError
from sojo_eval.indicators import population_by_month
from tests.conftest import AREAS, SmallCity


def test_a_date_with_its_total_and_one_with_parts_alone_both_count(small_city: SmallCity) -> None:
    rows = [
        ("2023-01-15", "T1", "male", "0-4", 40),
        ("2023-01-15", "T1", "female", "0-4", 60),
        ("2024-01-15", "T1", "male", "0-4", 90),
        ("2024-01-15", "T1", "female", "0-4", 100),
        ("2024-01-15", "T1", "all", "all", 200),  # ten of unknown age
    ]
    counts = pd.DataFrame(rows, columns=["date", "area", "sex", "age_band", "persons"])
    counts["date"] = pd.to_datetime(counts["date"])
    city = small_city.make(population=counts)
    months = pd.date_range("2023-01-01", "2024-01-01", freq="MS")
    residents = population_by_month(city, "T1", months)
    assert residents.iloc[0] == 100
    assert residents.iloc[-1] == 200


def test_unknown_ages_belong_to_no_band_but_to_the_whole(small_city: SmallCity) -> None:
    rows = [("2024-01-15", "T1", "male", "0-4", 40), ("2024-01-15", "T1", "male", "unknown", 5)]
    counts = pd.DataFrame(rows, columns=["date", "area", "sex", "age_band", "persons"])
    counts["date"] = pd.to_datetime(counts["date"])
    city = small_city.make(population=counts)
    months = pd.DatetimeIndex(["2024-01-01"])
    assert population_by_month(city, "T1", months).tolist() == [45]
    assert population_by_month(city, "T1", months, "0-17").tolist() == [40]


def test_an_area_is_found_by_code_number_or_name(small_city: SmallCity) -> None:
    city = small_city.make()
    assert {city.area_code(asked) for asked in ("C1", "東", " 東 ")} == {"C1"}
    assert {city.area_code(asked) for asked in (132292, "TESTVILLE", "試験市")} == {"132292"}


def test_an_area_that_is_not_there_or_twice_is_refused_by_name(small_city: SmallCity) -> None:
    areas = AREAS.assign(name_ja=["試験市", "東", "西", "東町", "東町"])
    city = small_city.make(areas=areas)
    with pytest.raises(SojoEvalError, match=r"Did you mean C1\?.*C1 東.*C2 西.*city\.areas") as refused:
        city.area_code("東方")
    assert "C1 東" in refused.value.fix.ja
    with pytest.raises(SojoEvalError, match="T1, T2"):
        city.area_code("東町")
    with pytest.raises(SojoEvalError, match=r"Did you mean consultations\?"):
        city.table("consultation")
    with pytest.raises(SojoEvalError, match=r"Did you mean consultations\?"):
        city.ibis("consultation")
    with pytest.raises(SojoEvalError, match="4 第4期"):
        city.plan(6)
    assert city.plan(4)["plan"] == "4"


def test_the_areas_are_listed_large_ones_first_with_the_residents_that_are_known(
    small_city: SmallCity,
) -> None:
    rows = [("2024-01-15", "T1", "all", "all", 200)]
    counts = pd.DataFrame(rows, columns=["date", "area", "sex", "age_band", "persons"])
    counts["date"] = pd.to_datetime(counts["date"])
    areas = small_city.make(population=counts).areas.set_index("area")
    assert [*areas.index] == ["132292", "C1", "C2", "T1", "T2"]
    assert areas.loc["C1", ["name_ja", "residents"]].tolist() == ["東", 200]
    assert areas["residents"].isna().tolist() == [False, False, True, False, True]


def test_a_city_without_areas_has_itself(small_city: SmallCity) -> None:
    city = small_city.make(areas=AREAS.iloc[:0])
    assert [*city.areas["area"]] == [city.code]
    assert str(city.code) in repr(city) or city.name.ja in repr(city)
