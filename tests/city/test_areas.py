"""Residents of an area by month, from counts that are not all of one kind."""

from __future__ import annotations

import pandas as pd
import pytest

import sojo_eval as se
from sojo_eval.batch.areas import areas_with_records
from sojo_eval.data_quality.silent_months import silent_months
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
    lost = small_city.make(areas=AREAS.replace("C1", "014583"))
    assert lost.area_code(14583) == "014583"
    with pytest.raises(SojoEvalError):
        lost.area_code("14583")  # a text says what it means


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


SHAPES = {
    "wards and school districts": [
        ("132292", "city", None), ("W1", "ward", "132292"), ("W2", "ward", "132292"),
        ("C1", "school_district", "W1"), ("C2", "school_district", "W2"), ("T1", "town", "C1"), ("T2", "town", "C2"),
    ],
    "a ward without school districts": [
        ("132292", "city", None), ("W1", "ward", "132292"), ("C1", "school_district", "W1"),
        ("C2", "ward", "132292"), ("T1", "town", "C1"), ("T2", "town", "C2"),
    ],
    "neighbourhoods alone": [
        ("132292", "city", None), ("C1", "neighbourhood", "132292"), ("C2", "neighbourhood", "132292"),
        ("T1", "town", "C1"), ("T2", "town", "C2"),
    ],
}  # fmt: skip
SILENT = pd.DataFrame(
    {"table": ["community_activities"], "area": ["C2"], "month": ["2024-05-01"], "reported": [False]}
).assign(month=lambda d: pd.to_datetime(d["month"]))


def _residents_and_activities() -> dict[str, pd.DataFrame]:
    """Nine in a month in one half of the city, one a month in the other, which is silent in the end."""
    months = pd.date_range("2019-04-01", "2026-03-01", freq="MS")
    held = [
        (month, area, "salon" if n else "ibasho")
        for month in months
        for area, many in (("T1", 9), ("C1", 1), ("T2", 1 if month < pd.Timestamp("2025-04-01") else 0))
        for n in range(many)
    ]
    activities = pd.DataFrame(held, columns=["date", "area", "kind"])
    activities = activities.assign(
        activity_id=[f"a{n}" for n in range(len(held))], service="S1", participants=5
    )
    counts = pd.DataFrame({"date": pd.Timestamp("2022-01-15"), "area": ["T1", "T2"], "persons": [900, 700]})
    return {
        "community_activities": activities,
        "population": counts.assign(sex="all", age_band="all"),
        "submissions": SILENT,
    }


def _by_area(city: se.City) -> dict[str, pd.DataFrame]:
    """Everything that is told area by area."""
    gap = se.series(city, "connections.gap_between_areas_in_participants", by=["fiscal_year"])
    return {
        "series": se.series(city, "connections.activities_held", by=["fiscal_year", "area"]),
        "ibasho": se.series(city, "connections.areas_with_ibasho_in_use", by=["fiscal_year", "area"]),
        "gap": gap,
        "facts": se.indicators.facts(city),
        "silent": silent_months(city).astype({"month": "datetime64[us]"}),
        "pages": pd.DataFrame({"area": areas_with_records(city)}),
        "found": se.evaluate(city, area="東").findings,
    }


def test_results_by_area_do_not_depend_on_what_the_levels_are_called(small_city: SmallCity) -> None:
    names = {
        "132292": "試験市",
        "C1": "東",
        "C2": "西",
        "T1": "東町",
        "T2": "西町",
        "W1": "北区",
        "W2": "南区",
    }
    wanted = _by_area(small_city.make(**_residents_and_activities()))
    assert [*wanted["pages"]["area"]] == ["C1", "C2"]
    assert not any(frame.empty for frame in wanted.values())
    for name, rows in SHAPES.items():
        areas = pd.DataFrame(rows, columns=["area", "level", "parent"])
        city = small_city.make(
            areas=areas.assign(name_ja=areas["area"].map(names)), **_residents_and_activities()
        )
        for what, frame in _by_area(city).items():
            pd.testing.assert_frame_equal(
                pd.DataFrame(frame), pd.DataFrame(wanted[what]), obj=f"{name}: {what}"
            )
