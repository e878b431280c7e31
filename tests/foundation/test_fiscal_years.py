"""A fiscal year is whole with twelve different months."""

from __future__ import annotations

import pandas as pd

from sojo_eval.foundation.fiscal_years import fiscal_year, in_whole_fiscal_year


def test_a_fiscal_year_is_whole_with_twelve_different_months() -> None:
    months = pd.Series(pd.date_range("2023-03-01", "2024-04-01", freq="MS")).repeat(2)
    whole = months[in_whole_fiscal_year(months)]
    assert fiscal_year(months).unique().tolist() == [2022, 2023, 2024]
    assert len(whole) == 24
    assert fiscal_year(whole).unique().tolist() == [2023]
    assert not in_whole_fiscal_year(months.iloc[:22]).any()  # eleven months, each there twice
