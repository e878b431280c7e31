"""Months, years and areas of the same counts: what is summed further is never more or less."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest

from sojo_eval.indicators import by_fiscal_year, catalogue, counted, monthly, within
from tests.indicators.random_tables import AS_OF, random_tables


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_months_sum_to_years_and_areas_to_the_city(small_city: Any, seed: int) -> None:
    tables = random_tables(seed)
    city = small_city.make(data_until=AS_OF.isoformat(), **tables)
    for entry in catalogue(city).values():
        if not {"month", "numerator"} <= set(entry.kind.columns):
            continue
        rows = counted(city, entry)
        rows = rows[rows["month"] <= pd.Timestamp(AS_OF)]  # later records are not covered yet
        columns = [c for c in ("numerator", "denominator") if c in rows]
        summed = rows
        if entry.kind.is_stock and not entry.exposure:
            # A plain stock of several areas is missing where one was not read: one area by itself.
            summed = rows[rows["area"] == rows["area"].mode()[0]]
        months = monthly(city, entry, summed, city.code)
        years = by_fiscal_year(months)
        for column in columns:
            assert years[column].sum() == months[column].sum() == summed[column].sum(), entry.id
        centres = [within(city, rows, area) for area in ("C1", "C2")]
        placed = pd.Index([i for part in centres for i in part.index])
        assert placed.is_unique, entry.id
        left = rows.drop(placed)["area"]
        assert set(left.dropna()) <= {"132292", "elsewhere", "T3", "D1"}, entry.id
        assert sum(part["numerator"].sum() for part in centres) + rows.loc[left.index, "numerator"].sum() == (
            rows["numerator"].sum()
        ), entry.id
