"""Dividing an indicator by age band, desk or channel: by hand, and what is refused."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pytest

import sojo_eval as se
from sojo_eval.foundation.problems import SojoEvalError
from sojo_eval.indicators import (
    built_in,
    by_group,
    counted,
    find,
    population_by_month,
    spread,
    subgroup_columns,
    without_residents,
)
from tests.indicators.by_hand import table

CONSULTATIONS = table(
    "consultation_id received_date first_response_date desk channel area age_band complexity",
    ("1", "2024-04-01", "2024-04-02", "d", "phone", "C1", "65-74", "single"),
    ("2", "2024-04-09", "2024-04-20", "d", "visit", "C1", "65-74", "single"),
    ("3", "2024-06-10", "2024-06-10", "d", "phone", "C2", "18-39", "single"),
    ("4", "2024-06-11", None, "d", "phone", "C2", None, "single"),
)
POPULATION = table(
    "date area sex age_band persons",
    ("2024-01-01", "C1", "female", "15-19", 500),
    ("2024-01-01", "C1", "female", "20-24", 300),
    ("2024-01-01", "C1", "female", "65-69", 100),
    ("2024-01-01", "C1", "male", "65-69", 60),
    ("2024-01-01", "C1", "female", "75-79", 80),
    ("2024-01-01", "C1", "male", "85+", 20),
)


@pytest.fixture
def city(small_city: Any) -> Any:
    return small_city.make(data_until="2024-06-30", consultations=CONSULTATIONS, population=POPULATION)


def test_a_band_is_put_over_its_own_residents(city: Any) -> None:
    found = se.series(city, "consultation.consultations_per_1000", by=["month", "age_band"])
    old = found[found["age_band"] == "65-74"].set_index("period_start")
    assert old["numerator"].iloc[0] == 2
    assert old["denominator"].iloc[0] == 160
    assert old["value"].iloc[0] == pytest.approx(12.5)
    assert set(found["age_band"]) == {"65-74", "18-39", "unknown"}
    assert found.loc[found["age_band"] == "unknown", "value"].isna().all()


def test_a_month_in_which_only_others_came_is_a_true_zero(city: Any) -> None:
    found = se.series(city, "consultation.consultations_per_1000", by=["month", "age_band"])
    old = found[found["age_band"] == "65-74"]
    months = list(old["period_start"].dt.strftime("%Y-%m"))
    assert dict(zip(months, old["numerator"], strict=True))["2024-06"] == 0  # others came
    assert np.isnan(dict(zip(months, old["numerator"], strict=True))["2024-05"])  # nobody at all: a gap


def test_five_year_bands_give_their_part(city: Any) -> None:
    months = pd.DatetimeIndex(["2024-04-01"])
    assert population_by_month(city, "C1", months, "18-39").iloc[0] == pytest.approx(0.4 * 500 + 300)
    assert population_by_month(city, "C1", months, "75+").iloc[0] == 100
    assert population_by_month(city, "C1", months, "unknown").isna().all()


def test_a_share_is_not_divided_by_the_column_that_alone_makes_it() -> None:
    """Of those who came through a publication all came through a publication."""
    entries = built_in()
    assert "came_through" in subgroup_columns(entries["consultation.consultations_per_1000"])
    for indicator, column in {
        "information.came_by_publication": "came_through",
        "information.easy_japanese_share": "easy_japanese",
        "consultation.cases_with_consent": "consent",
        "consultation.accompanied_referrals": "accompanied",
    }.items():
        assert column not in subgroup_columns(entries[indicator])
    assert "to_desk" in subgroup_columns(entries["consultation.referrals_sent_back_share"])


def test_a_share_by_what_makes_it_is_refused(city: Any) -> None:
    with pytest.raises(SojoEvalError, match="came_through"):
        se.series(
            city,
            "consultation.first_contact_through_outreach_or_station",
            by=["fiscal_year", "came_through"],
        )


def test_shares_by_channel(city: Any) -> None:
    found = se.series(city, "consultation.first_response_within_3_days", by=["fiscal_year", "channel"])
    sums = found.groupby("channel")[["numerator", "denominator"]].sum()
    assert sums.loc["phone"].tolist() == [2, 3]
    assert sums.loc["visit"].tolist() == [0, 1]


def test_groups_month_by_month_by_hand(city: Any) -> None:
    """Areas: C1 has two consultations in April and none in June; no population is known for C2.

    Ages: no record of those under 18 and over 75, who are residents all the same.
    """
    entry = find(city, "consultation.consultations_per_1000")
    areas = by_group(city, entry, counted(city, entry), city.code, "area")
    known = areas[areas["group"] == "C1"]
    assert known[["numerator", "denominator"]].to_numpy().tolist() == [[2, 1060], [0, 1060]]
    assert areas.loc[areas["group"] == "C2", "denominator"].isna().all()
    assert [name.ja for name in without_residents(city, entry, areas, "area")] == ["西"]
    ages = by_group(city, entry, counted(city, entry, "age_band"), city.code, "age_band")
    assert sorted(map(tuple, ages[["group", "numerator", "denominator"]].to_numpy())) == [
        ("0-17", 0, 300),
        ("0-17", 0, 300),
        ("18-39", 0, 500),
        ("18-39", 1, 500),
        ("65-74", 0, 160),
        ("65-74", 2, 160),
        ("75+", 0, 100),
        ("75+", 0, 100),
    ]


def test_an_area_without_any_record_is_a_group_with_none(small_city: Any) -> None:
    """Only C1 has consultations; the residents of C2 are a group that never came."""
    people = table(
        "date area sex age_band persons",
        ("2024-01-01", "C1", "all", "all", 1000),
        ("2024-01-01", "C2", "all", "all", 800),
    )
    city = small_city.make(
        data_until="2024-06-30",
        consultations=CONSULTATIONS[CONSULTATIONS["area"] == "C1"],
        population=people,
    )
    entry = find(city, "consultation.consultations_per_1000")
    groups = by_group(city, entry, counted(city, entry), city.code, "area")
    assert groups[["group", "numerator", "denominator"]].to_numpy().tolist() == [
        ["C1", 2, 1000],
        ["C2", 0, 800],
    ]


def test_a_spread_by_hand() -> None:
    groups = pd.DataFrame({"numerator": [1, 2, 4], "denominator": [10, 10, 10]})
    assert spread(groups, relative=True) == pytest.approx(np.log(2))  # logs are equally far apart
    assert spread(groups, relative=False) == pytest.approx(np.sqrt(7 / 3) / 10)
    assert np.isnan(spread(groups.assign(numerator=[0, 1, 2]), relative=True))


def test_a_gap_by_fiscal_year_needs_twelve_months(small_city: Any) -> None:
    days = [
        f"{y}-{m:02d}-15" for y, m in [*((2022, m) for m in range(4, 13)), *((2023, m) for m in (1, 2, 3, 4))]
    ]
    rows = [(f"{day}{age}", day, "d", age, "publication" if age == "75+" else "self")
            for day in days for age in ("65-74", "75+")]  # fmt: skip
    consultations = pd.DataFrame(
        rows, columns=["consultation_id", "received_date", "desk", "age_band", "came_through"]
    )
    city = small_city.make(data_until="2023-04-30", consultations=consultations)
    found = se.series(city, "information.gap_between_ages_in_coming_by_publication", by=["fiscal_year"])
    assert found["period_start"].tolist() == [pd.Timestamp("2022-04-01")]
    assert found[["numerator", "denominator"]].to_numpy().tolist() == [[12, 24]]
    assert found["value"].iloc[0] == pytest.approx(np.sqrt(0.5))  # shares 0 and 1


def test_a_gap_without_a_complete_year_is_empty(city: Any) -> None:
    found = se.series(city, "consultation.gap_between_ages_in_consultations", by=["fiscal_year"])
    assert found.empty
    assert found["period_start"].dtype.kind == "M"


def test_what_cannot_be_divided_is_refused_with_what_can(city: Any) -> None:
    with pytest.raises(SojoEvalError, match="age_band"):
        se.series(city, "consultation.consultations_per_1000", by=["month", "person_id"])
    with pytest.raises(ValueError, match="one column"):
        se.series(city, "consultation.consultations_per_1000", by=["month", "desk", "channel"])


def test_no_person_or_place_is_ever_a_subgroup() -> None:
    divisible = {column for entry in built_in().values() for column in subgroup_columns(entry)}
    assert "age_band" in divisible
    assert "desk" in divisible
    assert not divisible & {"person_id", "household_id", "case_id", "consultation_id", "area", "resource_id"}


def test_records_after_the_last_day_covered_are_in_no_group(small_city: Any) -> None:
    """Twelve months of 2022 count; those already entered for 2023 lie after the day up to which records are whole."""
    days = pd.date_range("2022-04-15", "2024-03-15", freq=pd.DateOffset(months=1))
    rows = [(f"{day}{age}", day, "d", age, "publication" if age == "75+" else "self")
            for day in days for age in ("65-74", "75+")]  # fmt: skip
    consultations = pd.DataFrame(
        rows, columns=["consultation_id", "received_date", "desk", "age_band", "came_through"]
    )
    city = small_city.make(data_until="2023-03-31", consultations=consultations)
    gap = "information.gap_between_ages_in_coming_by_publication"
    assert len(se.series(city, gap, by=["fiscal_year"])) == 1
    entry = find(city, gap)
    assert by_group(city, entry, counted(city, entry), city.code, "age_band")["month"].max() == pd.Timestamp(
        "2023-03-01"
    )


def test_a_gap_is_not_divided_further(city: Any) -> None:
    with pytest.raises(SojoEvalError, match="gap between groups"):
        se.series(city, "consultation.gap_between_ages_in_consultations", by=["fiscal_year", "channel"])
