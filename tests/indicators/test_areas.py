"""Residents of an area by month, from counts that are not all of one kind."""

from __future__ import annotations

import pandas as pd

from sojo_eval.indicators import population_by_month
from tests.conftest import SmallCity


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
