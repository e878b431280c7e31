"""Printed figures of one indicator as a series: all its months or years, in whatever unit they are printed."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from sojo_eval.city import City
from sojo_eval.city.settings import COUNTED
from sojo_eval.foundation.fiscal_years import MONTHS_A_YEAR
from sojo_eval.indicators.kinds import MONTHLY_AMOUNT, MONTHLY_COUNT, MONTHLY_PROPORTION, MONTHLY_RATE, Kind
from sojo_eval.indicators.registry import FromTotals, Indicator
from sojo_eval.indicators.totals.figures import DAY, MONTH, OWN, YEAR, Figures, figures, lengths
from sojo_eval.indicators.totals.made import Made, shaped

PRINTED_TABLE = "indicators_published"
PER: dict[str, float] = {
    "per_1000": 1e3,
    "per_1000_month": 1e3,
    "per_1000_year": 1e3,
    "per_10000": 1e4,
    "per_10000_month": 1e4,
    "per_100000_month": 1e5,
}
POINTS_OF_A_SERIES = 3
"""With fewer of one grain nothing is seen of how they vary."""
YEARS_OF_A_PLAN = 2
_LARGE = 6
"""Amounts are taken in units so fine that their mean has so many digits: the half event that the estimators add to counts is
then nothing beside them."""
_ROUNDED = 0.05
"""How far a printed rate may lie from its numerator over its denominator."""


@dataclass(frozen=True)
class Printed:
    """A printed indicator as a series. per: what turns numerator over denominator into the unit."""

    made: Made
    kind: Kind
    per: float

    def entry(self, entry: Indicator) -> Indicator:
        """The indicator as it is judged from all its points."""
        return replace(self.made.entry(entry), per=self.per)


def printed_series(city: City, entry: Indicator) -> Printed | None:
    """All printed points of an indicator as a series; None where there are too few of a month or a year each (`_enough`), or
    shares without the number that they are of."""
    return city.once(("printed", entry.id), lambda: _printed_series(city, entry))


def _printed_series(city: City, entry: Indicator) -> Printed | None:
    if entry.periods:
        return None  # two points, by name
    rows = _rows(city, entry)
    if rows.empty or rows.groupby("months").size().max() < POINTS_OF_A_SERIES:
        return None
    counted = _counted(rows, entry)
    if counted is None:
        return None
    rows, kind, per = counted
    adds_up = kind is MONTHLY_COUNT
    value: dict[int, Figures] = {
        int(str(length)): figures(city, entry.id, mine, adds_up=adds_up)
        for length, mine in rows.groupby("months")
    }
    if kind is MONTHLY_AMOUNT:
        # Months of an amount make no year by being added up.
        months = {MONTH: value[MONTH]} if MONTH in value else {}
        years = {length: mine for length, mine in value.items() if length in (DAY, YEAR)}
        value = months if _points(months) >= _points(years) else years
        how = FromTotals(entry.id, standing=MONTH not in value)
    else:
        how = FromTotals(entry.id, standing=set(value) == {DAY})
    made = shaped(city, replace(entry, kind=kind, totals=how), value, {}, ())
    if made is None or not _enough(made, city):
        return None
    return Printed(made, made.kind, per)


def _points(by_length: dict[int, Figures]) -> int:
    return max((int(f.value.notna().sum().max()) for f in by_length.values() if not f.value.empty), default=0)


def _enough(made: Made, city: City) -> bool:
    """Whether some place has three points or more, and in some plan more than the one that stands for it: a year of months,
    or two years. What is asked once a plan is compared as two figures, each with its own uncertainty."""
    first = made.rows
    if made.kind.grain == "year":
        first = first[first["month"].dt.month == made.year_begins]
    needed = MONTHS_A_YEAR if made.kind.grain == "month" else YEARS_OF_A_PLAN
    ends = city.plans["end_date"].fillna(pd.Timestamp.max.normalize())
    for _, days in first.groupby("area")["month"]:
        of_plans = [
            int(days.between(start, end).sum())
            for start, end in zip(city.plans["start_date"], ends, strict=True)
        ]
        if len(days) >= POINTS_OF_A_SERIES and max(of_plans) >= needed:
            return True
    return False


def _rows(city: City, entry: Indicator) -> pd.DataFrame:
    """The rows of the indicator as `figures` takes them. One place that is not the city stands for it: its source names it
    otherwise, or it is another one's figure."""
    table = city.table(PRINTED_TABLE)
    mine = table[table["indicator"] == entry.id]
    area = mine["area"].astype(object)
    if city.code not in set(area) and len(set(area)) == 1:
        area = area.map(lambda _: city.code)
    number = {name: mine[name].astype(float) for name in ("value", "numerator", "denominator", "n")}
    return mine.assign(
        **number,
        area=area,
        value_state=mine["value_state"].astype(object).where(mine["value_state"].notna(), ""),
        months=lengths(mine["period_start"], mine["period_end"]),
        way=OWN,
        part=OWN,
    )


def _counted(rows: pd.DataFrame, entry: Indicator) -> tuple[pd.DataFrame, Kind, float] | None:
    """The rows with their numerator in `value`, the kind of data they are by month, and what makes them the unit."""
    if entry.unit in COUNTED:
        return rows.assign(denominator=np.nan), MONTHLY_COUNT, 1.0
    known = rows["value"].notna()
    if entry.unit == "share":
        whole = rows["denominator"].fillna(rows["n"])
        if whole[known].isna().any():
            return None
        part = rows["numerator"].fillna(rows["value"] * whole)
        effect = entry.design_effect
        return rows.assign(value=part / effect, denominator=whole / effect), MONTHLY_PROPORTION, 1.0
    per = PER.get(entry.unit)
    if per is not None and not rows.loc[known, ["numerator", "denominator"]].isna().any(axis=None):
        again = per * rows["numerator"] / rows["denominator"]
        if np.allclose(again[known], rows.loc[known, "value"], rtol=_ROUNDED):
            return rows.assign(value=rows["numerator"].where(known)), MONTHLY_RATE, per
    return _amount(rows)


def _amount(rows: pd.DataFrame) -> tuple[pd.DataFrame, Kind, float] | None:
    size = rows["value"].abs().mean()
    if not size > 0 or (rows["value"] < 0).any():
        return None
    scale = 10.0 ** max(0.0, _LARGE - np.floor(np.log10(size)))
    return rows.assign(value=rows["value"] * scale, denominator=np.nan), MONTHLY_AMOUNT, float(1 / scale)
