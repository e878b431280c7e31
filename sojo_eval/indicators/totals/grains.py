"""Which periods an indicator is made of: months where they reach, else years; what stands is read once a fiscal year."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from sojo_eval.city import City
from sojo_eval.foundation.fiscal_years import APRIL, MONTHS_A_YEAR, fiscal_years_of, starts_of_years
from sojo_eval.indicators.totals.figures import DAY, MONTH, YEAR, Difference, Figures

PLANS_COMPARED = 2


@dataclass(frozen=True)
class Periods:
    """Figures of an indicator by equal periods. numerator, denominator: (periods, areas); denominator None where nothing
    is divided by. months: 1 or 12. begins: the month in which its years begin."""

    numerator: pd.DataFrame
    denominator: pd.DataFrame | None
    months: int
    begins: int = APRIL

    @property
    def known(self) -> pd.DataFrame:
        """(periods, areas): whether all that is needed is known."""
        known = self.numerator.notna()
        return known if self.denominator is None else known & self.denominator.notna()


def _days(frame: pd.DataFrame) -> pd.DatetimeIndex:
    """The first days of the periods of a frame."""
    return pd.DatetimeIndex(frame.index)


def with_denominator(
    value: Figures, other: Figures | None, *, capped: bool
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Numerators and denominators of one grain: a row's own denominator goes before the other measure's figure."""
    numerator, denominator = value.value, value.denominator
    if other is not None:
        denominator = denominator.combine_first(other.value)
        # Nothing of the part was written down; what it is a part of alone says nothing.
        denominator = denominator.reindex(index=numerator.index, columns=numerator.columns)
    if capped:
        numerator = numerator.where(~(numerator > denominator), denominator)
    return numerator, denominator


def summed_to_years(frame: pd.DataFrame, months: int, begins: int) -> pd.DataFrame:
    """Complete years of equal periods, by the day they begin: known only where every period of them is."""
    if frame.empty:
        return frame
    number = frame.index.to_numpy().astype("datetime64[M]").astype("int64") - (begins - 1)
    year = number // MONTHS_A_YEAR
    whole = frame[number % months == 0].groupby(year[number % months == 0])
    sums = whole.sum(min_count=MONTHS_A_YEAR // months)
    firsts = (np.asarray(sums.index, dtype="int64") * MONTHS_A_YEAR + begins - 1).astype("datetime64[M]")
    return pd.DataFrame(sums.set_axis(pd.DatetimeIndex(firsts.astype("datetime64[us]"))))


def years_of(by_length: Mapping[int, pd.DataFrame], begins: int) -> pd.DataFrame:
    """Years that begin in a month, from what there is of months, quarters, half-years and years: the finer counts."""
    found = pd.DataFrame()
    for months in sorted(length for length in by_length if length != DAY):
        found = found.combine_first(summed_to_years(by_length[months], months, begins))
    return found


def differences_of_grains(
    measure: str, by_length: Mapping[int, pd.DataFrame], begins: int
) -> tuple[Difference, ...]:
    """Years whose stated total is not what their months (or quarters) add up to."""
    if YEAR not in by_length:
        return ()
    stated = by_length[YEAR]
    stated = stated[_days(stated).month == begins]
    finer = years_of({m: f for m, f in by_length.items() if m != YEAR}, begins)
    finer = finer.reindex(index=stated.index, columns=stated.columns)
    rows, columns = np.nonzero(~np.isclose(stated, finer) & stated.notna() & finer.notna())
    first, second = stated.to_numpy(dtype=float), finer.to_numpy(dtype=float)
    return tuple(
        Difference(
            measure,
            str(stated.columns[column]),
            pd.Timestamp(stated.index[row]),
            YEAR,
            "periods",
            float(first[row, column]),
            float(second[row, column]),
        )
        for row, column in zip(rows.tolist(), columns.tolist(), strict=True)
    )


def years_begin(by_length: Mapping[int, pd.DataFrame]) -> int:
    """The month in which the stated years begin: April where any does, else that of most."""
    if YEAR not in by_length or by_length[YEAR].empty:
        return APRIL
    months = pd.Series(_days(by_length[YEAR]).month)
    return APRIL if (months == APRIL).any() else int(months.mode().iloc[0])


def plans_with(city: City, known: pd.DataFrame, months: int) -> int:
    """In how many plans there is a whole year of known periods of so many months, in any area."""
    if known.empty:
        return 0
    starts = _days(known)[known.any(axis=1).to_numpy()]
    ends = starts + pd.DateOffset(months=months) - pd.Timedelta(days=1) if len(starts) else starts
    last = city.plans["end_date"].fillna(pd.Timestamp.max.normalize())
    inside = [
        int(((starts >= start) & (ends <= end)).sum()) * months
        for start, end in zip(city.plans["start_date"], last, strict=True)
    ]
    return sum(found >= MONTHS_A_YEAR for found in inside)


def by_month_or_year(city: City, months: Periods, years: Periods) -> Periods:
    """Months, unless years reach into more plans than months do and months do not reach into two."""
    reach = plans_with(city, months.known, MONTH)
    if reach >= min(PLANS_COMPARED, plans_with(city, years.known, YEAR)) and not months.numerator.empty:
        return months
    return months if years.numerator.empty else years


def readings(by_length: Mapping[int, pd.DataFrame]) -> pd.DataFrame:
    """The first known reading of each fiscal year, by its 1 April; a number given for a calendar year is of the fiscal
    year of that name."""
    found = pd.DataFrame()
    for length in sorted(by_length):
        frame = by_length[length]
        if frame.empty:
            continue
        years = fiscal_years_of(frame.index.to_numpy())
        if length == YEAR:
            years = _days(frame).year.to_numpy(dtype="int32")
        first = frame.groupby(years).first()  # first known of each column
        found = found.combine_first(first.set_axis(starts_of_years(first.index.to_numpy(dtype="int32"))))
    return found
