"""A city's records summed to the totals that an office would hold, to throw the records away afterwards."""

from __future__ import annotations

import pandas as pd

from sojo_eval.city import City
from sojo_eval.indicators import Indicator, counted, monthly, recorded, within
from sojo_eval.indicators.totals import TABLE

RECORDS_STAY = frozenset(
    {"areas", "population", "services", "organizations", "targets", "events", "plans", "area_crosswalk"}
)
"""Tables that are no records of cases and work."""


def totals_of_records(city: City, entries: dict[str, Indicator]) -> pd.DataFrame:
    """`reported_totals` with what these indicators count in the city and its centre areas, by month (by day what stands)."""
    areas = city.table("areas")
    centres = [city.code, *sorted(areas.loc[areas["level"] == "center", "area"])]
    parts = []
    for entry in entries.values():
        if entry.totals is None:
            continue
        if entry.kind.grain == "groups":
            parts += [_by_category(city, entry, area) for area in centres if entry.gap_by != "area"]
        else:
            parts += [_of_area(city, entry, area) for area in centres]
    frame = pd.concat(parts, ignore_index=True)
    key = ["measure", "period_start", "period_end", "area", "division", "category"]
    return frame.drop_duplicates(key, ignore_index=True)


def _of_area(city: City, entry: Indicator, area: str) -> pd.DataFrame:
    months = monthly(city, entry, within(city, counted(city, entry), area), area)
    months = months[months["month"] <= recorded(city, entry).last_followed_month]
    months = months[months["numerator"].notna()]
    assert entry.totals is not None
    stands = entry.kind.is_stock or entry.totals.standing
    if stands:
        months = months[months["denominator"] > 0]
    if entry.kind.denominator_is_public:
        months = months.assign(denominator=float("nan"))
    return _rows(entry, months, area, stands=stands)


def _by_category(city: City, entry: Indicator, area: str) -> pd.DataFrame:
    every_row = within(city, counted(city, entry, entry.gap_by), area)
    rows = every_row[every_row["subgroup"] != "unknown"]
    columns = [name for name in ("numerator", "denominator") if name in rows]
    sums = rows.groupby(["month", "subgroup"])[columns].sum()
    every = pd.MultiIndex.from_product([rows["month"].unique(), rows["subgroup"].unique()])
    parts = sums.reindex(every.set_names(["month", "subgroup"]), fill_value=0).reset_index()
    if "denominator" not in parts:
        parts["denominator"] = float("nan")
    return _rows(entry, parts, area, stands=False).assign(
        division=entry.gap_by, category=parts["subgroup"].to_numpy()
    )


def _rows(entry: Indicator, months: pd.DataFrame, area: str, *, stands: bool) -> pd.DataFrame:
    assert entry.totals is not None
    start = pd.DatetimeIndex(months["month"])
    return pd.DataFrame(
        {
            "measure": entry.totals.numerator,
            "period": None,
            "period_start": start,
            "period_end": start if stands else start + pd.offsets.MonthEnd(0),
            "area": area,
            "service": None,
            "division": None,
            "category": None,
            "value": months["numerator"].to_numpy(dtype=float),
            "denominator": months["denominator"].to_numpy(dtype=float),
            "value_state": None,
            "definition": None,
            "source": "summed",
        }
    )


def without_records(tables: dict[str, pd.DataFrame], totals: pd.DataFrame) -> dict[str, pd.DataFrame]:
    """The tables of a city that threw its records away and kept their totals."""
    kept = {name: frame for name, frame in tables.items() if name in RECORDS_STAY}
    return {**kept, TABLE: totals}
