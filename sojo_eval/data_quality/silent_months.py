"""Months in which a desk or an area with many records has none, and months stated as not reported.

A month without records is suspected of never having been reported when chance hardly gives none: with the median μ
of the months around it (six before, six after) a Poisson count is 0 with probability e^-μ, and that must be below
`RARE`. Real counts scatter more than Poisson's, so it stays a suspicion. What is not found: the middle of gaps much
longer than half a year, where the median is 0 itself, and desks with few records, for which none is no surprise.

Nothing small is told: of tables that hold people only places appear whose median is at least `FAR_ABOVE` times the
city's threshold and that have no small count among the months around, and neither median nor count is given.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from sojo_eval.city import City
from sojo_eval.city.areas import area_tree, part_of
from sojo_eval.disclosure.rules import is_small
from sojo_eval.foundation.language import Text
from sojo_eval.indicators import area_name
from sojo_eval.schema import load_schema

RARE = 0.001
"""Below this probability of no record at all a month is listed (a median of 6.9 records and more)."""
AROUND = 6
"""Months looked at on either side; at least that many must be there."""
FAR_ABOVE = 2
"""For records of people: the median over the threshold below which counts are hidden."""
PLACES: dict[str, tuple[str, tuple[str, ...]]] = {
    "consultations": ("received_date", ("desk", "area")),
    "referrals": ("made_date", ("from_desk",)),
    "outreach_contacts": ("date", ("area",)),
    "community_activities": ("date", ("service", "area")),
}
"""Tables with many records a month: the date, and the columns that say which desk, service or area they are from."""
SUSPECTED, DECLARED = "suspected", "declared"
COLUMNS = ["table", "title_ja", "title_en", "place_ja", "place_en", "month", "status"]


def silent_months(city: City) -> pd.DataFrame:
    """One row a table, desk or area, and month (`COLUMNS`); status "suspected", or "declared" in `submissions`.

    A month stated as reported is a true zero and is not listed.
    """
    rows: list[dict[str, object]] = []
    lines = city.table("submissions")
    for name, (_, columns) in PLACES.items():
        said = lines[lines["table"] == name]
        for column in columns:
            for place, month in _suspected(city, name, column):
                if not _is_stated(city, said, place, month, of_area=column == "area"):
                    rows.append(_row(name, _place_name(city, place, column == "area"), month, SUSPECTED))
    for line in lines[~lines["reported"]].sort_values(["table", "area", "month"]).to_dict("records"):
        of_area = pd.isna(line["service"])
        place = str(line["area"] if of_area else line["service"])
        rows.append(_row(str(line["table"]), _place_name(city, place, of_area), line["month"], DECLARED))
    return pd.DataFrame(rows, columns=COLUMNS)


def suspected(counts: pd.DataFrame, threshold: int | None) -> pd.DataFrame:
    """True where a month of `counts` (complete months × places; NaN before opening and after closing) is suspected.

    `threshold`: below it counts are hidden, for records of people; None for others. Months before a place's first
    record are never suspected.
    """
    known = counts.astype(float).where(counts.fillna(0).cumsum() > 0)
    steps = [step for step in range(-AROUND, AROUND + 1) if step != 0]
    around = np.stack([known.shift(step).to_numpy() for step in steps])
    enough = np.isfinite(around).sum(axis=0) >= AROUND
    # A median of nothing would warn; where there are too few months the answer is no in any case.
    median = np.nanmedian(np.where(enough, around, 0.0), axis=0)
    unlikely = enough & (np.exp(-median) < RARE)
    if threshold is not None:
        small = [
            is_small(pd.Series(near.ravel()), threshold).to_numpy().reshape(near.shape) for near in around
        ]
        unlikely &= (median >= FAR_ABOVE * threshold) & ~np.any(small, axis=0)
    listed: pd.DataFrame = (known == 0) & unlikely
    return listed


def _suspected(city: City, name: str, column: str) -> list[tuple[str, pd.Timestamp]]:
    frame = city.table(name)
    place = frame[column].map(part_of(city)) if column == "area" else frame[column]
    month = frame[PLACES[name][0]].dt.to_period("M")
    last = city.last_whole_month.to_period("M")
    counts = pd.crosstab(month, place)
    if counts.empty or counts.index.min() > last:
        return []
    counts = counts.reindex(pd.period_range(counts.index.min(), last, freq="M"), fill_value=0).astype(float)
    if column != "area":
        closed = city.table("services").set_index("service")["closed_date"].dropna().dt.to_period("M")
        for desk in closed.index.intersection(counts.columns):
            counts.loc[counts.index >= closed[desk], desk] = np.nan
    people = load_schema().tables[name].is_disclosive
    found = suspected(counts, city.configuration.threshold if people else None)
    return [(str(place), month.to_timestamp()) for place in found for month in found.index[found[place]]]


def _is_stated(city: City, said: pd.DataFrame, place: str, month: pd.Timestamp, *, of_area: bool) -> bool:
    """Whether a line speaks for the place: its own, or one of any area that it lies in."""
    area = place if of_area else str(city.table("services").set_index("service")["area"].get(place))
    here = {city.code, *area_tree(city).path(area)}
    whole = said["service"].isna() & said["area"].isin(here)
    own = said["service"].eq(place).fillna(False) & (not of_area)
    return bool(((whole | own) & (said["month"] == month)).any())


def _place_name(city: City, place: str, of_area: bool) -> Text:
    if of_area:
        return area_name(city, place)
    rows = city.table("services").query("service == @place")
    if rows.empty:
        return Text(place, place)
    ja, en = rows.iloc[0]["name_ja"], rows.iloc[0]["name_en"]
    return Text(str(ja), str(ja if pd.isna(en) else en))


def _row(name: str, place: Text, month: object, status: str) -> dict[str, object]:
    title = load_schema().tables[name].title
    values = (name, title.ja, title.en, place.ja, place.en, month, status)
    return dict(zip(COLUMNS, values, strict=True))
