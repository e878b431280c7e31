"""Facts: desks without a consultation, functions without a case and areas without an activity in a whole fiscal year.

They are listed, never put over one another: which desk it was is what somebody can act on. A year is a fact only where the
records cover it, and what may have been somewhere unknown is nowhere absent.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import ibis.expr.types as ir
import pandas as pd

from sojo_eval.city import DAY_OF_A_RECORD, City
from sojo_eval.city.areas import area_name, area_tree, members, parts
from sojo_eval.city.engines.query import Tables
from sojo_eval.foundation.fiscal_years import fiscal_year
from sojo_eval.schema import load_schema

DESK_WITHOUT_CONSULTATION = "desk_without_consultation"
FUNCTION_WITHOUT_CASE = "function_without_case"
AREA_WITHOUT_ACTIVITY = "area_without_activity"
COLUMNS = ["fact", "year", "item", "name_ja", "name_en"]
FUNCTIONS: dict[str, tuple[str, ...]] = {
    "multi_agency": ("cases", "meetings", "support_plans"),
    "outreach": ("outreach_contacts",),
    "participation_support": ("participation_matches",),
}
"""The new functions, by programme, and the tables in which their work is recorded."""
_CONSULTATIONS, _ACTIVITIES = "consultations", "community_activities"
Fact = tuple[str, int, str, str, str]


def facts(city: City) -> pd.DataFrame:
    """One row each, columns `COLUMNS`: the fact, the fiscal year, the code of the service, programme or area and its name.

    Only whole fiscal years that the records cover, in which the table holds any record and for which nobody stated that
    it was not handed in. By fact, then year and code.
    """
    found = [*_idle_desks(city), *_idle_functions(city), *_empty_areas(city)]
    rows = pd.DataFrame(found, columns=COLUMNS).astype({"year": "int64"})
    return rows.sort_values(COLUMNS[:3], ignore_index=True)


def _idle_desks(city: City) -> Iterator[Fact]:
    """Desks open the whole year. An entry for several places is one desk, whose name says how many they are.

    One whose opening is not dated was open from its first consultation on; one that never had any in the last year at
    least, since it stands in the list.
    """
    services = city.table("services")
    seen, years = _by_year(city, _CONSULTATIONS, "desk"), _whole_years(city, _CONSULTATIONS)
    silent = _not_handed_in(city, _CONSULTATIONS)
    for desk in services[services["takes_consultations"].fillna(False)].to_dict("records"):
        used = set(seen.loc[seen["desk"] == desk["service"], "year"])
        opened = min(used, default=max(years, default=0)) if pd.isna(desk["opened_date"]) else None
        for year in sorted({*years} - used):
            begin, end = _edges(year)
            began = year >= opened if opened is not None else desk["opened_date"] <= begin
            lasts = pd.isna(desk["closed_date"]) or desk["closed_date"] >= end
            if began and lasts and not _is_silent(city, silent, year, desk["area"], desk["service"]):
                ja = str(desk["name_ja"])
                en = ja if pd.isna(desk["name_en"]) else str(desk["name_en"])
                if pd.notna(desk["places"]) and desk["places"] > 1:
                    ja, en = f"{ja}（{desk['places']}か所）", f"{en} ({desk['places']} places)"
                yield DESK_WITHOUT_CONSULTATION, year, str(desk["service"]), ja, en


def _idle_functions(city: City) -> Iterator[Fact]:
    """New functions that ran the whole year: from the first dated opening of their services until the last has closed.

    Where no opening is dated the start is not known: only the years after the first record are told.
    """
    services, names = city.table("services"), load_schema().codelists["programmes"].set_index("code")
    tables = [name for mine in FUNCTIONS.values() for name in mine]
    years = {year for name in (_CONSULTATIONS, *tables) for year in _whole_years(city, name)}
    for programme, mine in FUNCTIONS.items():
        own = services[services["programme"] == programme]
        held = [name for name in mine if city.has(name)]
        if own.empty or not held:
            continue
        used = {year for name in held for year in _by_year(city, name)["year"]}
        opened, closed = own["opened_date"].min(), own["closed_date"]
        for year in sorted(years - used):
            begin, end = _edges(year)
            began = bool(opened <= begin) if pd.notna(opened) else year > min(used, default=year)
            lasts = closed.isna().any() or closed.max() >= end
            if began and lasts and all(_is_covered(city, name, year) for name in held):
                ja, en = (str(names.loc[programme, column]) for column in ("title_ja", "title_en"))
                yield FUNCTION_WITHOUT_CASE, year, programme, ja, en


def _empty_areas(city: City) -> Iterator[Fact]:
    """Parts of the city without an activity. What is recorded for a larger area, the city or nowhere may have been in any
    part of it: those are not told in that year."""
    inside_of = {part: members(city, part) for part in parts(city)}
    seen, silent = _by_year(city, _ACTIVITIES, "area"), _not_handed_in(city, _ACTIVITIES)
    known = members(city, city.code)
    for year in _whole_years(city, _ACTIVITIES):
        held = seen.loc[seen["year"] == year, "area"]
        wide = [members(city, str(a)) if a in known else None for a in held]
        for part, inside in inside_of.items():
            may_be_here = any(where is None or part in where for where in wide)
            if not held.isin(inside).any() and not may_be_here and not _is_silent(city, silent, year, part):
                name = area_name(city, part)
                yield AREA_WITHOUT_ACTIVITY, year, part, name.ja, name.en


def _edges(year: int) -> tuple[pd.Timestamp, pd.Timestamp]:
    """The first and the last day of a fiscal year."""
    return pd.Timestamp(year, 4, 1), pd.Timestamp(year + 1, 3, 31)


@dataclass(frozen=True)
class YearsOfRecords:
    """By fiscal year and `columns`: the first day with a record."""

    name: str
    columns: tuple[str, ...]

    def expression(self, table: Tables) -> ir.Table:
        """As in `engines.Query`."""
        rows = table(self.name)
        day = rows[DAY_OF_A_RECORD[self.name]]
        year = day.year() - (day.month() < 4).cast("int64")
        return rows.group_by(year=year, **{c: rows[c] for c in self.columns}).aggregate(first=day.min())


def _by_year(city: City, table: str, *columns: str) -> pd.DataFrame:
    """The fiscal years in which a table has records, with the values of `columns` and the first day."""
    return city.once(
        ("years of records", table, columns),
        lambda: city.ask(YearsOfRecords(table, columns)).astype({"year": "int64"}),
    )


def _whole_years(city: City, table: str) -> list[int]:
    """Fiscal years with a record of the table that its records cover from April to March.

    The first year of a table that begins after April is not covered: what came before it began is not known.
    """
    return city.once(("whole years", table), lambda: _covered_years(city, table))


def _covered_years(city: City, table: str) -> list[int]:
    found = _by_year(city, table)
    first = dict(zip(found["year"], pd.to_datetime(found["first"]), strict=True))
    begun = [year for year in first if year > min(first) or first[year].month == 4]
    return sorted(year for year in begun if _is_covered(city, table, year))


def _is_covered(city: City, table: str, year: int) -> bool:
    """Whether the year is over, and nothing in the records or in `submissions` says that a part of it is missing."""
    begin, end = _edges(year)
    kept = city.recording(table).of_rows(whole_years=False)
    until = min(city.data_until, city.data_until if kept.until is None else kept.until)
    whole = _not_handed_in(city, table)
    stated = table not in (_CONSULTATIONS, _ACTIVITIES) and bool((whole["year"] == year).any())
    return end <= until and not any(begin <= month <= end for month in kept.missing) and not stated


def _not_handed_in(city: City, table: str) -> pd.DataFrame:
    """Lines of `submissions` that say so of the table: year, area, service."""

    def stated() -> pd.DataFrame:
        lines = city.table("submissions")
        lines = lines[(lines["table"] == table) & ~lines["reported"].fillna(True).astype(bool)]
        return lines.assign(year=fiscal_year(lines["month"]))[["year", "area", "service"]]

    return city.once(("not handed in", table), stated)


def _is_silent(city: City, lines: pd.DataFrame, year: int, area: object, service: str = "") -> bool:
    """Whether a line of that year concerns the desk, its area or one that it lies in; without a desk, any of them in the area."""
    mine = lines[lines["year"] == year]
    here = mine["area"].isin([city.code, *area_tree(city).path(str(area))])
    if service:
        here = (here & mine["service"].isna()) | (mine["service"] == service).fillna(False)
    return bool(here.any())
