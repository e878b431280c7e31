"""Groups beside each other month by month: by hand, with those who never came, and how far they spread."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pytest

import sojo_eval as se
from sojo_eval.foundation.problems import SojoEvalError
from sojo_eval.indicators import (
    by_group,
    counted,
    find,
    spread,
    without_residents,
)
from tests.indicators.by_hand import table
from tests.indicators.of_two_ages import CONSULTATIONS, POPULATION


@pytest.fixture
def city(small_city: Any) -> Any:
    return small_city.make(data_until="2024-06-30", consultations=CONSULTATIONS, population=POPULATION)


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
