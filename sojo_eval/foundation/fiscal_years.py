"""Fiscal years: April to March, named by the calendar year in which they begin."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd
    from numpy.typing import NDArray

MONTHS_A_YEAR = 12
APRIL = 4
"""The month in which fiscal years begin."""


def fiscal_year_of(day: date) -> int:
    """The fiscal year (April to March, named after its April) of one day."""
    return day.year - (day.month < 4)


def fiscal_year(days: pd.Series) -> pd.Series:
    """The fiscal year of each day, named "year" whatever the days are called."""
    import pandas as pd

    if days.isna().any():
        year: pd.Series = days.dt.year - (days.dt.month < 4)
        return year.rename("year")
    return pd.Series(fiscal_years_of(days.to_numpy()), index=days.index, name="year")


def fiscal_years_of(days: NDArray[np.datetime64], begins: int = APRIL) -> NDArray[np.int32]:
    """As `fiscal_year`, of an array without missing days: counting months is many times faster than asking for parts.

    begins: the month in which the years begin, where they are not fiscal ones.
    """
    months = days.astype("datetime64[M]").astype("int64")
    return ((months - (begins - 1)) // MONTHS_A_YEAR + 1970).astype("int32")


def starts_of_years(years: pd.Series | NDArray[np.int32], begins: int = APRIL) -> pd.DatetimeIndex:
    """1 April of fiscal years given by their number; the first of the month in which other years begin."""
    import numpy as np
    import pandas as pd

    firsts = (np.asarray(years, dtype="int64") - 1970).astype("datetime64[Y]").astype("datetime64[M]") + (
        begins - 1
    )
    return pd.DatetimeIndex(firsts.astype("datetime64[us]"))


def in_whole_fiscal_year(months: pd.Series) -> pd.Series:
    """Which months belong to a fiscal year that is there with all twelve; a month may stand there several times."""
    return months.groupby(fiscal_year(months)).transform("nunique") == MONTHS_A_YEAR
