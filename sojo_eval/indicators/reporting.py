"""Which areas handed in their records for a month: so that no record is not taken for none having happened.

The table `submissions` states it. Reported with no record is a true zero; not reported is missing; without a line
an area that falls silent though its pace lets records be expected is taken for not reported (`fell_silent`), and else
the records are taken as they stand.
"""

from __future__ import annotations

from itertools import product

import pandas as pd

from sojo_eval.city import DAY_OF_A_RECORD, City
from sojo_eval.city.areas import area_tree, members, part_of, parts_within, population_by_month
from sojo_eval.indicators.registry import Indicator
from sojo_eval.indicators.totals import from_totals

SUBMISSIONS = "submissions"


def reporting(city: City, entry: Indicator, area: str) -> pd.DataFrame:
    """Months × parts of the city (`AreaTree.parts`): True reported, False not reported, NA not known; for the tables the indicator reads.

    False is stated or, where nothing is, seen in the records. Index: first days of the months known. Columns: the parts in `area`, the one `area` lies in, or the
    city where there are none. A line of a part goes before one of an area above it, and that before one of the city. A line of a desk speaks for
    that desk alone: if it did not report its area is incomplete; if it did nothing is known of the other desks.
    Raises SojoEvalError for an unknown area.
    """
    if from_totals(city, entry) is not None:
        return pd.DataFrame(
            index=pd.DatetimeIndex([])
        )  # a total that is missing is missing: nothing is to be stated
    return city.once(("reporting", entry.tables, entry.services, area), lambda: _reporting(city, entry, area))


def _reporting(city: City, entry: Indicator, area: str) -> pd.DataFrame:
    places = _places(city, area)
    stated = _stated(city, entry, places)
    for place, months in fell_silent(city, entry, area).items():
        known = stated.index.union(pd.DatetimeIndex(sorted(months)))
        stated = stated.reindex(index=known, columns=places).astype("boolean")
        unknown = stated.index.isin(months) & stated[place].isna()
        stated.loc[unknown, place] = False
    return stated.astype("boolean")


def fell_silent(city: City, entry: Indicator, area: str) -> dict[str, frozenset[pd.Timestamp]]:
    """Parts of `area` with the months in which a table of the indicator has none of their records, though their own
    pace lets some be expected and other areas have some. Empty for a city without parts."""
    found: dict[str, frozenset[pd.Timestamp]] = {}
    if from_totals(city, entry) is not None:
        return found
    for name in entry.tables:
        for place, months in _silent_places(city, name).items():
            if place in _places(city, area):
                found[place] = found.get(place, frozenset()) | months
    return found


def _silent_places(city: City, name: str) -> dict[str, frozenset[pd.Timestamp]]:
    def asked_of_records() -> dict[str, frozenset[pd.Timestamp]]:
        grows = name in DAY_OF_A_RECORD and name != SUBMISSIONS and city.has(name)
        places = part_of(city) if grows else {}
        return city.recording(name).silent_places(places) if places else {}

    return city.once(("silent places", name), asked_of_records)


def _stated(city: City, entry: Indicator, places: list[str]) -> pd.DataFrame:
    if not city.has(SUBMISSIONS):
        return pd.DataFrame(index=pd.DatetimeIndex([]))
    lines = city.table(SUBMISSIONS)
    lines = lines[lines["table"].isin(entry.tables)]
    if entry.services is not None:
        ours = entry.services.among(city.table("services"))["service"]
        lines = lines[lines["service"].isna() | lines["service"].isin(ours)]
    whole, silent = lines[lines["service"].isna()], lines[lines["service"].notna() & ~lines["reported"]]
    stated = pd.DataFrame(index=pd.DatetimeIndex(sorted(lines["month"].unique())), columns=places)
    for place in places:
        # What comes later in this order goes before what was said earlier.
        around = dict.fromkeys([city.code, *reversed(area_tree(city).path(place))])
        for spoken, where in product((whole, silent), around):
            said = spoken[spoken["area"] == where].groupby("month")["reported"].all()
            stated.loc[said.index, place] = said
    return stated


def _places(city: City, area: str) -> list[str]:
    return city.once(("places around", area), lambda: _places_around(city, area))


def _places_around(city: City, area: str) -> list[str]:
    around = part_of(city).get(area)
    return parts_within(city, area) or [around or city.code]


def of_whole_area(stated: pd.DataFrame, *, adds_up: bool) -> pd.Series:
    """By month, of an area made up of the columns of `stated`: True, False or NA (not known of every part).

    adds_up: a plain sum, which is wrong as soon as one part is left out; otherwise the parts that reported stand
    for the area, which is missing only when none did.
    """
    if stated.empty:
        return pd.Series(index=stated.index, dtype="boolean")
    some_silent, any_heard = (~stated).any(axis=1), stated.fillna(True).any(axis=1)
    complete = stated.fillna(False).any(axis=1) & ~stated.isna().any(axis=1)
    state = pd.Series(pd.NA, index=stated.index, dtype="boolean").mask(complete, True)
    return state.mask(some_silent if adds_up else ~any_heard, False)


def reported_months(city: City, entry: Indicator, area: str) -> tuple[pd.DatetimeIndex, pd.DatetimeIndex]:
    """The months for which an area as a whole is known to have reported the indicator's tables, and not to have."""

    def asked_of_state() -> tuple[pd.DatetimeIndex, pd.DatetimeIndex]:
        state = of_whole_area(reporting(city, entry, area), adds_up=entry.is_plain_count)
        said = [state.eq(answer).fillna(False).to_numpy(dtype=bool) for answer in (True, False)]
        index = pd.DatetimeIndex(state.index)
        return index[said[0]], index[said[1]]

    return city.once(
        ("reported months", entry.id, entry.tables, entry.services, area, entry.is_plain_count),
        asked_of_state,
    )


def without_silent_areas(city: City, rows: pd.DataFrame, stated: pd.DataFrame) -> pd.DataFrame:
    """`rows` (columns month and area) without those of months for which their part did not report."""
    if stated.empty:
        return rows
    kept = pd.Series(True, index=rows.index)
    for place in stated.columns.astype(str):
        silent = stated.index[stated[place].eq(False).fillna(False)]
        if silent.empty:
            continue
        kept &= ~(rows["month"].isin(silent) & rows["area"].isin(members(city, place)))
    return rows if kept.all() else rows[kept]


def areas_not_read(city: City, rows: pd.DataFrame, stated: pd.DataFrame) -> pd.DataFrame:
    """Months × areas of a stock's `rows`: True where an area has no reading and another has one in that month.

    Areas are those with any reading. Those that `stated` already gives as not reported are False.
    """
    known = rows[rows["area"].isin(city.table("areas")["area"])]
    unread = pd.crosstab(known["month"], known["area"]).eq(0)
    for place in stated.columns.astype(str):
        silent = stated.index[stated[place].eq(False).fillna(False)]
        inside = unread.columns[unread.columns.isin(members(city, place))]
        unread.loc[unread.index.isin(silent), inside] = False
    return unread


def silent_residents(
    city: City, stated: pd.DataFrame, months: pd.DatetimeIndex, age_band: str = ""
) -> pd.Series:
    """Residents (of `age_band`) of the areas that did not report, by month: they belong in no denominator of it.

    stated: months × areas, False where an area did not report.
    """
    total = pd.Series(0.0, index=months)
    for place in stated.columns.astype(str):
        silent = stated[place].reindex(months).eq(False).fillna(False).astype(bool)
        if silent.any():
            # An area whose residents are not known is in no total either.
            total += population_by_month(city, place, months, age_band).where(silent, 0.0).fillna(0.0)
    return total
