"""The same indicator group by group: the parts of a city (`AreaTree.parts`), age bands or another coded column, month by month."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import pandas as pd

from sojo_eval.city import City
from sojo_eval.city.areas import area_name, members, parts_within, population_by_month
from sojo_eval.foundation.language import Text
from sojo_eval.indicators.age_schemes import AGE_BAND, MIXED, age_scheme
from sojo_eval.indicators.recorded import recorded
from sojo_eval.indicators.registry import Indicator
from sojo_eval.indicators.reporting import reporting
from sojo_eval.indicators.shapes import UNKNOWN
from sojo_eval.indicators.totals import WHOLE
from sojo_eval.schema import load_schema

AREA = "area"


def by_group(city: City, entry: Indicator, rows: pd.DataFrame, area: str, gap_by: str) -> pd.DataFrame:
    """Columns month, group, numerator, denominator: a row for every group and every month with any record.

    rows: from `counted`, divided by `gap_by` unless that is "area". Groups are the parts within `area`, or
    the values of the column; rows of no group (no area, unknown age) are left out. Parts and age bands that
    have no record at all are groups with zero events. Counts per resident are put over the residents of the part
    or age band; where these are not known the denominator is missing (`without_residents` names them), and so it
    is wherever ages are recorded in two ways that overlap: residents of both would count twice. For yearly counts a month without any record is zero for every group. Months that an area did not report
    (`reporting.py`) are left out: of its own row, or of the whole month where groups are no areas.
    """
    counts = [name for name in ("numerator", "denominator") if name in rows]
    kept = recorded(city, entry, "" if gap_by == AREA else gap_by)
    rows = kept.of_months(rows[rows["month"] <= kept.last_month])
    stated = reporting(city, entry, area)
    rows = of_all_groups(city, rows, area, gap_by)
    rows = rows if area == city.code else rows[rows["area"].isin(members(city, area))]
    grouped = rows.assign(group=group_of(city, rows, area, gap_by))
    sums = grouped.dropna(subset=["group"]).groupby(["month", "group"])[counts].sum()
    if sums.empty:
        return pd.DataFrame({"month": pd.DatetimeIndex([]), "group": [], "numerator": [], "denominator": []})
    months = pd.DatetimeIndex(sums.index.unique("month").sort_values())
    if entry.kind.is_rare_count:
        months = pd.date_range(months[0], kept.last_month, freq="MS").as_unit(months.unit)
        months = months[~months.isin(kept.missing)]
    recorded_groups = sums.index.unique("group")
    groups = sorted({*recorded_groups, *groups_with_residents(city, area, gap_by, recorded_groups)})
    every = pd.MultiIndex.from_product([months, groups], names=["month", "group"])
    frame = sums.reindex(every, fill_value=0).astype(float).reset_index()
    if "denominator" in frame or not entry.exposure:
        frame = frame if "denominator" in frame else frame.assign(denominator=1.0)
        known = frame["denominator"] > 0  # else a month in which the group has neither part nor whole
    else:
        residents = _residents(city, frame, area, gap_by)
        frame["denominator"] = residents.where(residents > 0)
        known = pd.Series(True, index=frame.index)
    if _overlap(recorded_groups, gap_by):
        frame["denominator"] = np.nan
    return frame[known & ~_silent(frame, stated, gap_by)].reset_index(drop=True)


def of_all_groups(city: City, rows: pd.DataFrame, area: str, gap_by: str) -> pd.DataFrame:
    """Of totals the rows of the groups themselves, in months in which no group is missing; else all rows."""
    if WHOLE not in rows:
        return rows
    if gap_by == AREA:
        groups = parts_within(city, area)
        mine, of = rows[rows["area"].isin(groups)], "area"
    else:
        mine, of = rows[rows["area"] == area], "subgroup"
        groups = [*mine[of].unique()]
    known = mine.groupby("month")[of].nunique()
    return mine[mine["month"].isin(known.index[known == len(groups)])]


def group_of(city: City, rows: pd.DataFrame, area: str, gap_by: str) -> pd.Series:
    """The group each row belongs to: the part it lies in, or its value of the column. Missing where it is not known."""
    if gap_by != AREA:
        return rows["subgroup"].mask(rows["subgroup"] == UNKNOWN)
    above = {place: part for part in parts_within(city, area) for place in members(city, part)}
    return rows["area"].map(above)


def groups_with_residents(city: City, area: str, gap_by: str, recorded_groups: Iterable[str]) -> list[str]:
    """The groups there are whether or not they have a record: parts, or age bands with residents.

    Age bands are those of the scheme that the recorded ones belong to (none where they mix two). Empty for other columns:
    which desks or channels could have had a record is not known.
    """
    if gap_by == AREA:
        return parts_within(city, area)
    if gap_by != AGE_BAND:
        return []
    day = pd.DatetimeIndex([city.data_until])
    bands = age_scheme(recorded_groups) or ()
    return [band for band in bands if population_by_month(city, area, day, band).iloc[0] > 0]


def without_residents(city: City, entry: Indicator, frame: pd.DataFrame, gap_by: str) -> tuple[Text, ...]:
    """Names of the groups of a frame from `by_group` whose residents are not known in some month."""
    if _overlap(frame["group"].unique(), gap_by):
        return (MIXED,)
    empty = sorted(frame.loc[frame["denominator"].isna(), "group"].unique())
    return tuple(group_title(city, entry, gap_by, str(group)) for group in empty)


def _overlap(groups: Iterable[str], gap_by: str) -> bool:
    return gap_by == AGE_BAND and age_scheme(groups) is None


def group_title(city: City, entry: Indicator, gap_by: str, group: str) -> Text:
    """The name of a group: of the part, of the code, or of the service."""
    if gap_by == AREA:
        return area_name(city, group)
    schema = load_schema()
    for name in entry.tables:
        table = schema.tables[name]
        codelist = table.field(gap_by).codelist if gap_by in table.field_names else None
        if codelist is not None:
            rows = schema.codelists[codelist].set_index("code")
            if group in rows.index:
                return Text(str(rows.loc[group, "title_ja"]), str(rows.loc[group, "title_en"]))
    services = city.table("services").set_index("service")["name_ja"]
    return Text(str(services.get(group, group)), str(services.get(group, group)))


def _silent(frame: pd.DataFrame, stated: pd.DataFrame, gap_by: str) -> pd.Series:
    """Which rows of month × group rest on a month that was not reported."""
    not_reported = stated.eq(False).fillna(False).astype(bool)
    if gap_by != AREA or not len(not_reported):
        return frame["month"].isin(not_reported.index[not_reported.any(axis=1)])
    silent = pd.Series(False, index=frame.index)
    for place in not_reported.columns.astype(str):
        silent |= (frame["group"] == place) & frame["month"].isin(not_reported.index[not_reported[place]])
    return silent


def _residents(city: City, frame: pd.DataFrame, area: str, gap_by: str) -> pd.Series:
    out = pd.Series(np.nan, index=frame.index)
    for group, rows in frame.groupby("group"):
        months = pd.DatetimeIndex(rows["month"])
        if gap_by == AREA:
            residents = population_by_month(city, str(group), months)
        else:
            band = str(group) if gap_by == AGE_BAND else ""
            residents = population_by_month(city, area, months, band)
        out[rows.index] = residents.to_numpy()
    return out


def spread(groups: pd.DataFrame, *, relative: bool) -> float:
    """Standard deviation between groups of their rates (of logs, when relative) or shares; NaN if it has no meaning.

    groups: numerator and denominator, one row a group.
    """
    values = groups["numerator"] / groups["denominator"]
    if len(values) < 2 or not (groups["denominator"] > 0).all() or (relative and (values <= 0).any()):
        return float("nan")
    return float(np.std(np.log(values) if relative else values, ddof=1))
