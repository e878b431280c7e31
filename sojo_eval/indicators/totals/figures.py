"""Totals of one measure as figures of whole areas: parts are summed only where all of them are there, and nothing twice."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from sojo_eval.city import City

TABLE = "reported_totals"
DAY, MONTH, YEAR = 0, 1, 12
"""How many months a period has; a day, on which something stands, has none."""
OWN = ""
"""The way of the row that is of the whole area, beside those by service or category."""
_ALIKE = 1e-9
"""How far two sums of the same numbers may lie apart, of their size."""
Array = NDArray[Any]
_CODED = ["measure", "area", "service", "division", "category", "value_state"]


@dataclass(frozen=True)
class Difference:
    """A total that is not what its parts (or its months) add up to. of: "parts", "areas", "periods" or "records"."""

    measure: str
    area: str
    start: pd.Timestamp
    months: int
    of: str
    stated: float
    summed: float


@dataclass(frozen=True)
class Figures:
    """Figures of one grain. value, denominator: (periods, areas), NaN where not known; index: first days of the periods."""

    value: pd.DataFrame
    denominator: pd.DataFrame
    differences: tuple[Difference, ...] = ()


def lengths(start: pd.Series, end: pd.Series) -> pd.Series:
    """How many months each period has; 0 for a day."""
    months = (end.dt.year - start.dt.year) * 12 + end.dt.month - start.dt.month + 1
    return pd.Series(months.where(start != end, DAY).astype("int64"))


def rows_of(city: City, measure: str) -> pd.DataFrame:
    """The totals of a measure: columns of the table and months (length), way (how it is divided) and part."""
    by_measure = city.once("totals by measure", lambda: _by_measure(city))
    return by_measure[measure] if measure in by_measure else _prepared(city.table(TABLE).iloc[:0])


def measures_of(city: City) -> tuple[str, ...]:
    """The measures of which the city has totals."""
    if not city.has(TABLE):
        return ()
    return tuple(sorted(city.once("totals by measure", lambda: _by_measure(city))))


def _by_measure(city: City) -> dict[str, pd.DataFrame]:
    table = _prepared(city.table(TABLE))
    return {str(measure): rows for measure, rows in table.groupby("measure")}


def _prepared(table: pd.DataFrame) -> pd.DataFrame:
    text = {name: table[name].astype(object).where(table[name].notna(), "") for name in _CODED}
    has_service, has_category = text["service"] != "", text["category"] != ""
    by_category = text["division"].where(text["division"] != "", "other")
    way = has_service.map({True: "service", False: ""}) + ("/" + by_category).where(has_category, "")
    part = text["service"] + "/" + text["category"]
    return table.assign(
        **text,
        value=table["value"].astype(float),
        denominator=table["denominator"].astype(float),
        months=lengths(table["period_start"], table["period_end"]),
        way=way.where(has_service | has_category, OWN),
        part=part.where(has_service | has_category, OWN),
    )


def figures(city: City, measure: str, rows: pd.DataFrame, *, adds_up: bool) -> Figures:
    """Figures of whole areas from rows of one measure and grain.

    An area's own figure goes before the sum of its parts (desks, categories, areas below it). Parts are summed only where
    every part that the area ever has is there: a desk that did not hand in a month leaves it unknown, one that is said to
    have no such number (`not_applicable`) adds nothing. adds_up: False for people each counted once.
    """
    starts, place = np.unique(rows["period_start"].to_numpy(), return_inverse=True)
    noted = _Noted(measure, int(rows["months"].iloc[0]) if len(rows) else MONTH, starts, [])
    given = _Given(rows, place, len(starts))
    index = pd.DatetimeIndex(starts)
    value = pd.DataFrame(_of_areas(city, given, "value", noted if adds_up else None), index=index)
    told = tuple(noted.found)
    denominator = pd.DataFrame(_of_areas(city, given, "denominator", noted if adds_up else None), index=index)
    return Figures(value, denominator.reindex(columns=value.columns), told)


@dataclass(frozen=True)
class _Noted:
    """Where what is stated is not what its parts add up to."""

    measure: str
    months: int
    starts: Array
    found: list[Difference]

    def first(self, stated: Array | None, summed: Array, area: str, of: str) -> Array:
        """What is stated, and the sum where nothing is; where both are there and differ it is noted."""
        if stated is None:
            return summed
        for i in np.flatnonzero(np.abs(stated - summed) > _ALIKE * np.maximum(1.0, np.abs(stated))):
            start = pd.Timestamp(self.starts[i])
            values = float(stated[i]), float(summed[i])
            self.found.append(Difference(self.measure, area, start, self.months, of, *values))
        return np.where(np.isnan(stated), summed, stated)


class _Given:
    """Rows of one measure and grain, to be looked up by area and way: what is given in each period, part by part."""

    def __init__(self, rows: pd.DataFrame, place: Array, periods: int) -> None:
        self.place, self.periods = place, periods
        self.columns = {name: rows[name].to_numpy(dtype=float) for name in ("value", "denominator")}
        self.absent = (rows["value_state"] == "not_applicable").to_numpy()
        self.part = rows["part"].to_numpy()
        self.ways: dict[str, dict[str, Array]] = {}
        at: dict[tuple[str, str], list[int]] = {}
        for i, key in enumerate(zip(rows["area"].astype(str), rows["way"].astype(str), strict=True)):
            at.setdefault(key, []).append(i)
        for (area, way), positions in sorted(at.items()):
            self.ways.setdefault(area, {})[way] = np.array(positions)

    def of(self, area: str, way: str, column: str) -> tuple[Array, Array]:
        """(periods, parts): what is given, NaN where nothing is, and whether there is said to be no such number."""
        rows = self.ways[area][way]
        parts, part = np.unique(self.part[rows], return_inverse=True)
        values, absent = (
            np.full((self.periods, parts.size), np.nan),
            np.zeros((self.periods, parts.size), bool),
        )
        values[self.place[rows], part] = self.columns[column][rows]
        absent[self.place[rows], part] = self.absent[rows]
        return values, absent & np.isnan(values)


def _by_category(way: str) -> tuple[bool, str]:
    return way.startswith("/"), way


def _of_areas(city: City, given: _Given, column: str, noted: _Noted | None) -> dict[str, Array]:
    """(periods,) by area. noted: None where parts do not add up."""
    tree = _Tree(city.once("areas below", lambda: _below(city)), noted)
    for area, ways in given.ways.items():
        stated = nothing = None
        if OWN in ways:
            values, absent = given.of(area, OWN, column)
            stated, nothing = values[:, 0], absent[:, 0]
        # Desks before categories: where they disagree and nobody states the whole, the desks count.
        for way in sorted((way for way in ways if way != OWN), key=_by_category) if noted else ():
            values, absent = given.of(area, way, column)
            stated = (
                noted.first(stated, np.where(absent, 0.0, values).sum(axis=1), area, "parts")
                if noted
                else None
            )
        if stated is not None:
            tree.state(area, stated, nothing)
    found = {area: tree.of(area) for area in tree.all_stated_and_above()}
    return {area: figures for area, figures in found.items() if figures is not None}


@dataclass(frozen=True)
class _Below:
    """What lies in what: the area above each, and the areas below each by their level."""

    parent: dict[str, str]
    levels: dict[str, dict[str, list[str]]]


def _below(city: City) -> _Below:
    areas = city.table("areas")
    below = areas[areas["area"] != city.code]
    parents = below["parent"].astype(object).where(below["parent"].isin(below["area"]), city.code)
    found = _Below({}, {})
    for area, level, parent in zip(below["area"], below["level"], parents, strict=True):
        found.parent[str(area)] = str(parent)
        found.levels.setdefault(str(parent), {}).setdefault(str(level), []).append(str(area))
    return found


class _Tree:
    """The city's areas with what is stated of them, summed upwards level by level."""

    def __init__(self, below: _Below, noted: _Noted | None) -> None:
        self.below, self.noted = below, noted
        self.own: dict[str, Array] = {}
        self.nothing: dict[str, Array] = {}
        self.known: dict[str, Array | None] = {}

    def state(self, area: str, stated: Array, nothing: Array | None) -> None:
        """What is given of the area itself; nothing: the periods in which there is said to be no such number."""
        self.own[area] = stated
        if nothing is not None:
            self.nothing[area] = nothing

    def all_stated_and_above(self) -> list[str]:
        """The areas of which something is given, and those they lie in."""
        found = dict.fromkeys(self.own)
        for area in self.own:
            while (area := self.below.parent.get(area, "")) and area not in found:
                found[area] = None
        return [*found]

    def of(self, area: str) -> Array | None:
        """The area's figures by period; None where nothing is known of it at all."""
        if area not in self.known:
            self.known[area] = None  # an area that lies in itself has no sum
            self.known[area] = self._of(area)
        return self.known[area]

    def _of(self, area: str) -> Array | None:
        stated = self.own.get(area)
        for _, children in sorted(self.below.levels.get(area, {}).items()) if self.noted else ():
            parts = [self._as_part(child) for child in children]
            there = [part for part in parts if part is not None]
            if self.noted and len(there) == len(parts):
                stated = self.noted.first(stated, np.sum(there, axis=0), area, "areas")
        return stated

    def _as_part(self, area: str) -> Array | None:
        mine = self.of(area)
        if mine is None or area not in self.nothing:
            return mine
        return np.where(self.nothing[area] & np.isnan(mine), 0.0, mine)
