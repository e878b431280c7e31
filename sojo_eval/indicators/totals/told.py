"""What must be read beside a finding made from totals, or beside one from records where totals say otherwise."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import pandas as pd

from sojo_eval.city import City
from sojo_eval.foundation.fiscal_years import MONTHS_A_YEAR, fiscal_years_of
from sojo_eval.foundation.language import Text
from sojo_eval.indicators.registry import Indicator
from sojo_eval.indicators.totals.figures import MONTH, TABLE, rows_of
from sojo_eval.indicators.totals.made import Made, made_from_totals
from sojo_eval.indicators.totals.printed import PRINTED_TABLE
from sojo_eval.indicators.totals.station import from_totals
from sojo_eval.schema import load_schema

FROM_TOTALS = Text(
    "一件ごとの記録がないため、集計値から数えています。記録のつけ方の変化は確かめられません",
    "Counted from reported totals, as there are no records: whether the habit of recording changed cannot be seen",
)
BY_YEARS = Text(
    "月ごとの集計値が足りないため、年の数で比べています",
    "Totals by month are too few: compared by year",
)


@dataclass(frozen=True)
class ChangeOfDefinition:
    """From which day a measure (or a printed indicator) was counted by another definition."""

    name: str
    start: pd.Timestamp
    title: Text
    indicators: tuple[str, ...]


def notes_on_totals(
    city: City,
    entry: Indicator,
    area: str,
    span: tuple[pd.Timestamp, pd.Timestamp],
    months: pd.DataFrame | None,
) -> tuple[Text, ...]:
    """Sentences for one indicator and area between two days. months: what was counted (month, numerator), of indicators
    that have months."""
    made = from_totals(city, entry)
    if made is not None:
        if entry.tables == (PRINTED_TABLE,):
            return ()
        noted = (FROM_TOTALS, *((BY_YEARS,) if made.yearly and not entry.kind.is_stock else ()))
        apart = [d for d in made.differences if d.area == area and span[0] <= d.start <= span[1]]
        return (*noted, *((_do_not_add_up(len(apart)),) if apart else ()))
    if months is None or entry.totals is None or (beside := made_from_totals(city, entry)) is None:
        return ()
    other = len(unlike_records(beside, months, area, span))
    return (_other_than_records(other),) if other else ()


def _do_not_add_up(number: int) -> Text:
    return Text(
        f"内訳（窓口・区分・地域・月）の合計と合わない集計値が{number}あります。全体の値か細かい期間の値で数えています",
        f"{number} total(s) are not what their parts (desks, categories, areas, months) add up to: the whole, or the finer "
        "period, is counted",
    )


def _other_than_records(number: int) -> Text:
    return Text(
        f"記録から数えた値と集計値が違う期間が{number}あります。記録で数えています",
        f"In {number} period(s) the reported total is not what the records say: the records are counted",
    )


def unlike_records(
    made: Made, months: pd.DataFrame, area: str, span: tuple[pd.Timestamp, pd.Timestamp] | None = None
) -> pd.DataFrame:
    """The periods in which an area's total is not what was counted: start, total, counted. months: month, numerator."""
    mine = made.rows[made.rows["area"] == area].set_index("month")["numerator"]
    counted = months.set_index("month")["numerator"].astype(float)
    if made.yearly:
        mine, counted = (_by_year(series, made.year_begins) for series in (mine, counted))
    both = pd.DataFrame({"total": mine, "counted": counted}).dropna()
    unlike = both[~np.isclose(both["total"], both["counted"])].rename_axis("start").reset_index()
    return unlike if span is None else unlike[unlike["start"].between(*span)]


def _by_year(months: pd.Series, begins: int) -> pd.Series:
    years = fiscal_years_of(months.index.to_numpy(), begins)
    sums = months.groupby(years).sum(min_count=MONTHS_A_YEAR)
    starts = [pd.Timestamp(int(year), begins, 1) for year in sums.index]
    return sums.set_axis(pd.DatetimeIndex(starts))


def changes_of_definition(
    city: City, entries: Callable[[], Mapping[str, Indicator]]
) -> tuple[ChangeOfDefinition, ...]:
    """Where `definition` of a measure changes, for the indicators (`entries` gives them) counted from its totals."""
    if not (city.has(TABLE) or city.has(PRINTED_TABLE)):
        return ()
    return city.once("changes of definition", lambda: _changes(city, entries()))


def _changes(city: City, entries: Mapping[str, Indicator]) -> tuple[ChangeOfDefinition, ...]:
    using: dict[str, list[str]] = {}
    yearly: set[str] = set()
    for entry in entries.values():
        if (made := from_totals(city, entry)) is None:
            continue
        printed = entry.tables == (PRINTED_TABLE,)
        how = entry.totals
        for name in (entry.id,) if printed or how is None else (how.numerator, how.denominator):
            using.setdefault(name, []).append(entry.id)
            yearly |= {name} if made.yearly else set()
    measures = load_schema().codelists["measures"]
    titles = {
        str(code): Text(str(ja), str(en))
        for code, ja, en in zip(measures["code"], measures["title_ja"], measures["title_en"], strict=True)
    }
    found = []
    for name, indicators in using.items():
        of_measure = name in titles
        if of_measure:
            rows, title = rows_of(city, name), titles[name]
            rows = rows if name in yearly else rows[rows["months"] == MONTH]
        else:
            printed_rows = city.table(PRINTED_TABLE)
            rows, title = printed_rows[printed_rows["indicator"] == name], Text(name, name)
        for start, before, after in _steps(rows):
            found.append(
                ChangeOfDefinition(
                    name,
                    start,
                    Text(
                        f"「{title.ja}」の数え方が「{before}」から「{after}」に変わったこと",
                        f"{title.en}: counted as {after!r} after {before!r}",
                    ),
                    tuple(indicators),
                )
            )
    return tuple(found)


def _steps(rows: pd.DataFrame) -> list[tuple[pd.Timestamp, str, str]]:
    """When another definition begins, and both; a blank says nothing."""
    dated = rows[rows["definition"].notna()].sort_values("period_start")
    by_start = dated.groupby("period_start")["definition"].first().astype(str)
    each = [*by_start.items()]
    return [
        (pd.Timestamp(str(start)), before, now)
        for (_, before), (start, now) in pairwise(each)
        if now != before
    ]
