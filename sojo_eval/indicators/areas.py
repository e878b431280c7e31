"""Areas: which codes lie within an area, and how many people live there month by month."""

from __future__ import annotations

import numpy as np
import pandas as pd

from sojo_eval.city import City
from sojo_eval.foundation.language import Text
from sojo_eval.foundation.problems import SojoEvalError
from sojo_eval.indicators.age_schemes import ages


def members(city: City, area: str) -> frozenset[str]:
    """`area` itself and every area below it. Raises SojoEvalError naming the known centre areas."""
    return city.once(("members", area), lambda: _members(city, area))


def _members(city: City, area: str) -> frozenset[str]:
    areas = city.table("areas")
    if area == city.code:
        return frozenset({area, *areas["area"].dropna()})
    if area not in set(areas["area"]):
        known = ", ".join(areas.loc[areas["level"] == "center", "area"])
        raise SojoEvalError(
            "no-area",
            Text(f"地域コード「{area}」はありません", f"There is no area {area!r}"),
            Text(f"次のどれかにしてください: {known}", f"Use one of: {known}"),
        )
    inside = {area}
    while True:
        below = set(areas.loc[areas["parent"].isin(inside), "area"]) - inside
        if not below:
            return frozenset(inside)
        inside |= below


def area_name(city: City, area: str) -> Text:
    """The area's name in both languages (the code itself when it has none)."""
    if area == city.code:
        return city.name
    return city.once("area names", lambda: _area_names(city)).get(area, Text(area, area))


def _area_names(city: City) -> dict[str, Text]:
    areas = city.table("areas").drop_duplicates("area")
    names = zip(areas["area"], areas["name_ja"], areas["name_en"], strict=True)
    return {area: Text(str(ja), str(en if pd.notna(en) else ja)) for area, ja, en in names}


def population_by_month(city: City, area: str, months: pd.DatetimeIndex, age_band: str = "") -> pd.Series:
    """Residents of an area at the middle of each month, interpolated linearly between counts.

    A date that lacks an area or a sex that other dates have, or says nobody lives there, is not used. Before the first and after the last count the nearest one is held. NaN everywhere when there is no count.
    Counts of the area itself are used where there are any, else the sum of the areas below it.

    age_band: only residents of that band ("65-74", "75+"). Counts are kept in five-year bands; one that lies
    partly within (15–19 in 18–39) gives its part as if its five years were equally large. NaN for bands that are
    no ages ("unknown").
    """
    known = city.once(("residents", area, age_band), lambda: _residents_by_date(city, area, age_band))
    if known.empty:
        return pd.Series(np.nan, index=months)
    days = pd.DatetimeIndex(known.index).to_numpy().astype("datetime64[D]").astype(float)
    middle = (months + pd.Timedelta(days=14)).to_numpy().astype("datetime64[D]").astype(float)
    return pd.Series(np.interp(middle, days, known.to_numpy(dtype=float)), index=months)


def _residents_by_date(city: City, area: str, age_band: str) -> pd.Series:
    """Residents on the dates of the counts that hold all of the area; empty where there is none."""
    own = _counts_in(city, frozenset({area}), age_band)
    rows = own if len(own) else _lowest(city, _counts_in(city, members(city, area), age_band))
    totals = rows[(rows["sex"] == "all") & (rows["age_band"] == "all")]
    parts = _of_every_sex(rows[(rows["sex"] != "all") & (rows["age_band"] != "all")])
    # A date may have the total, the parts, or both: the total goes before the sum of the parts.
    sums = (part.groupby(["date", "area"])["persons"].sum() for part in (totals, parts))
    by_area = pd.concat(sums).groupby(level=["date", "area"]).first()
    return _complete(by_area).groupby(level="date").sum().sort_index()


def _counts_in(city: City, areas: frozenset[str], age_band: str) -> pd.DataFrame:
    """The rows of residents of these areas, in the table's order; with a band, those in it with its part of theirs."""
    counts = city.once("residents counted", lambda: _counts_of_residents(city))
    rows_of = city.once("rows of residents", lambda: counts.groupby("area").indices)
    places = [rows_of[area] for area in areas if area in rows_of]
    counts = counts.take(np.sort(np.concatenate(places))) if places else counts[:0]
    if not age_band:
        return counts
    counts = counts[(counts["sex"] != "all") & (counts["age_band"] != "all")]
    parts_of = {band: _within_band(str(band), age_band) for band in counts["age_band"].unique()}
    part = counts["age_band"].map(parts_of).astype(float)
    return counts.assign(persons=counts["persons"] * part)[part > 0]


def _counts_of_residents(city: City) -> pd.DataFrame:
    """The table of residents with texts as Python's own: they are looked up and put together for every area and band."""
    counts = city.table("population")
    return counts.astype(dict.fromkeys(("area", "sex", "age_band"), object))


def _complete(by_area: pd.Series) -> pd.Series:
    """Residents by date and area, without the dates on which areas are missing that another date has beside all of theirs."""
    there = by_area[by_area > 0]
    areas = there.reset_index().groupby("date")["area"].agg(frozenset)
    whole = [date for date, mine in areas.items() if not any(mine < other for other in areas.unique())]
    return there[there.index.get_level_values("date").isin(whole)]


def _of_every_sex(parts: pd.DataFrame) -> pd.DataFrame:
    """Without the areas and dates for which a sex is missing that the area has on another date."""
    known = parts[parts["persons"] > 0]
    of_area = known.groupby("area")["sex"].nunique()
    of_date = known.groupby(["date", "area"])["sex"].nunique()
    whole = of_date.index[of_date == of_date.index.get_level_values("area").map(of_area.to_dict())]
    return parts[pd.MultiIndex.from_frame(parts[["date", "area"]]).isin(whole)]


def _within_band(five_years: str, age_band: str) -> float:
    """The part of a five-year band that lies within an age band, 0..1."""
    (low, high), (first, last) = ages(five_years), ages(age_band)
    return max(0.0, min(high, last) - max(low, first) + 1) / (high - low + 1) if high >= low else 0.0


def _lowest(city: City, counts: pd.DataFrame) -> pd.DataFrame:
    """Counts of the lowest level present, so that no one is counted in a town and in its centre area too."""
    order = {"town": 0, "center": 1, "district": 2, "city": 3}
    level = counts["area"].map(city.table("areas").set_index("area")["level"].map(order))
    return counts[level == level.min()]
