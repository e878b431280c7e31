"""An indicator's counts made from totals, in the form in which its function gives those of records."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from sojo_eval.city import City
from sojo_eval.foundation.fiscal_years import APRIL, MONTHS_A_YEAR
from sojo_eval.indicators.kinds import Kind, by_year
from sojo_eval.indicators.registry import FromTotals, Indicator
from sojo_eval.indicators.totals.figures import (
    MONTH,
    YEAR,
    Difference,
    Figures,
    figures,
    measures_of,
    rows_of,
)
from sojo_eval.indicators.totals.grains import (
    Periods,
    by_month_or_year,
    differences_of_grains,
    readings,
    with_denominator,
    years_begin,
    years_of,
)

WHOLE = "of_whole_area"
"""The column that says that a row is the figure of its area as a whole: areas are picked, never summed."""


@dataclass(frozen=True)
class Made:
    """An indicator's counts from totals.

    rows: month, area, numerator and, where it has one, denominator, with `WHOLE`: a row an area and month that is known;
    of years the first month holds the year's sum and the others 0. kind: of the indicator, by the year where years are all
    there is. until: last day of the last period. differences: where a total is not what its parts add up to. yearly: whether
    years are all there is.
    """

    rows: pd.DataFrame
    kind: Kind
    until: pd.Timestamp
    year_begins: int
    differences: tuple[Difference, ...]
    yearly: bool = False

    def entry(self, entry: Indicator) -> Indicator:
        """The indicator as it is judged from these."""
        return replace(entry, kind=self.kind, year_begins=self.year_begins)


def made_from_totals(city: City, entry: Indicator) -> Made | None:
    """The indicator's counts from the totals of the city, whether or not it has records; None where they do not allow any."""
    return city.once(("made from totals", entry.id, entry.totals), lambda: _made(city, entry))


def _made(city: City, entry: Indicator) -> Made | None:
    how = entry.totals
    if how is None or how.numerator not in measures_of(city):
        return None
    value = _by_length(city, how.numerator, how)
    other = _by_length(city, how.denominator, how) if how.denominator in measures_of(city) else {}
    told = tuple(d for f in (*value.values(), *other.values()) for d in f.differences)
    made = shaped(city, entry, value, other, told)
    return None if made is None or not _has_groups(city, entry, made) else made


def _has_groups(city: City, entry: Indicator, made: Made) -> bool:
    """Whether a gap has its groups: a total of the whole says nothing of how it is spread."""
    if entry.kind.grain != "groups" or entry.totals is None:
        return True
    if entry.gap_by == "area":
        return len(set(made.rows["area"]) - {city.code}) > 1
    return bool((rows_of(city, entry.totals.numerator)["way"] == f"/{entry.gap_by}").any())


def _by_length(city: City, measure: str, how: FromTotals) -> dict[int, Figures]:
    """Figures of a measure by the length of their periods."""
    asked = ("figures", measure, how.distinct)

    def found() -> dict[int, Figures]:
        rows = rows_of(city, measure)
        return {
            int(str(length)): figures(city, measure, mine, adds_up=not how.distinct)
            for length, mine in rows.groupby("months")
        }

    return city.once(asked, found)


def shaped(
    city: City,
    entry: Indicator,
    value: dict[int, Figures],
    other: dict[int, Figures],
    told: tuple[Difference, ...],
) -> Made | None:
    """Figures by length as the rows of an indicator of its kind."""
    how, kind = entry.totals or FromTotals(entry.id), entry.kind
    divided = not kind.denominator_is_public
    numerators: dict[int, pd.DataFrame] = {}
    denominators: dict[int, pd.DataFrame] = {}
    for length, mine in value.items():
        if divided:
            numerators[length], denominators[length] = with_denominator(
                mine, other.get(length), capped=how.capped
            )
        else:
            numerators[length] = mine.value
    begins = years_begin(numerators)
    told += differences_of_grains(how.numerator, numerators, begins)
    if kind.is_stock or how.standing:
        chosen = _standing(numerators, denominators if divided else None)
    else:
        months, years = (
            Periods(of(numerators), of(denominators) if divided else None, length, begins)
            for length, of in (
                (MONTH, lambda by: by.get(MONTH, pd.DataFrame())),
                (YEAR, lambda by: years_of(by, begins)),
            )
        )
        chosen = months if kind.grain == "groups" else by_month_or_year(city, months, years)
    known = chosen.known
    yearly = chosen.months == YEAR
    if not known.to_numpy().any():
        return None
    judged = by_year(kind) if yearly else kind
    last = known.index[known.any(axis=1)].max()
    length = YEAR if chosen.months != MONTH else MONTH
    return Made(
        _rows(chosen, stock=judged.is_stock),
        judged,
        pd.Timestamp(last + pd.DateOffset(months=length) - pd.Timedelta(days=1)),
        chosen.begins,
        told,
        yearly,
    )


def _standing(numerators: dict[int, pd.DataFrame], denominators: dict[int, pd.DataFrame] | None) -> Periods:
    return Periods(
        readings(numerators), None if denominators is None else readings(denominators), YEAR, APRIL
    )


def _rows(chosen: Periods, *, stock: bool) -> pd.DataFrame:
    """Known figures as rows; of years the first month holds the sum and, but of stocks, the others hold 0."""
    known = chosen.known
    columns = {"numerator": chosen.numerator, "denominator": chosen.denominator}
    frame = pd.DataFrame(
        {
            "month": np.repeat(known.index.to_numpy(), known.shape[1]),
            "area": np.tile(np.array(known.columns, dtype=object), known.shape[0]),
            **{
                name: table.reindex(index=known.index, columns=known.columns).to_numpy(dtype=float).ravel()
                for name, table in columns.items()
                if table is not None
            },
        }
    )[known.to_numpy().ravel()]
    frame["month"] = frame["month"].astype("datetime64[us]")
    if chosen.months == YEAR and not stock:
        empty = {name: 0.0 for name in ("numerator", "denominator") if name in frame}
        later = [
            frame.assign(month=frame["month"] + pd.DateOffset(months=m), **empty)
            for m in range(1, MONTHS_A_YEAR)
        ]
        frame = pd.concat([frame, *later])
    frame[WHOLE] = True
    return frame.sort_values(["month", "area"], ignore_index=True)
