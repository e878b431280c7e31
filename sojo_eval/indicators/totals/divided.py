"""Totals by desk or category, each as a series of its own."""

from __future__ import annotations

import pandas as pd

from sojo_eval.city import City
from sojo_eval.indicators.registry import Indicator
from sojo_eval.indicators.totals.figures import MONTH, OWN, Figures, figures, rows_of
from sojo_eval.indicators.totals.made import shaped
from sojo_eval.japanese import label_key
from sojo_eval.schema import load_schema

DESKS = frozenset({"desk", "service", "from_desk", "to_desk"})
"""Columns of records by which totals of desks and services divide."""
CODE_LISTS = {
    "age_band": "age_bands",
    "sex": "sexes",
    "topic": "topics",
    "channel": "channels",
    "came_through": "came_through",
}


def divided_totals(city: City, entry: Indicator, subgroup: str) -> pd.DataFrame:
    """The months of an indicator divided by a column: rows as of `Made.rows`, with `subgroup`. Empty where the totals are
    not given so."""
    parts = []
    for code, value, other in _by_part(city, entry, subgroup):
        made = shaped(city, entry, {MONTH: value}, {} if other is None else {MONTH: other}, ())
        if made is not None:
            parts.append(made.rows.assign(subgroup=code))
    if parts:
        return pd.concat(parts, ignore_index=True)
    return pd.DataFrame(columns=[*entry.kind.columns, "subgroup"]).astype({"month": "datetime64[us]"})


def _by_part(city: City, entry: Indicator, subgroup: str) -> list[tuple[str, Figures, Figures | None]]:
    how = entry.totals
    if how is None:
        return []
    value = _figures_by_part(city, how.numerator, subgroup)
    other = _figures_by_part(city, how.denominator, subgroup) if how.denominator else {}
    return [(part, mine, other.get(part)) for part, mine in value.items()]


def _figures_by_part(city: City, measure: str, subgroup: str) -> dict[str, Figures]:
    rows = rows_of(city, measure)
    by_service = subgroup in DESKS
    rows = rows[(rows["months"] == MONTH) & (rows["way"] == ("service" if by_service else f"/{subgroup}"))]
    if rows.empty:
        return {}
    names = rows["service"].map(_ServiceOf(city)) if by_service else rows["category"].map(_CodeOf(subgroup))
    return {
        str(name): figures(city, measure, mine.assign(way=OWN, part=OWN), adds_up=True)
        for name, mine in rows.groupby(names)
    }


class _ServiceOf(dict[str, str]):
    """The id of a service by its id or name; whatever else it is called by stands for itself."""

    def __init__(self, city: City) -> None:
        services = city.table("services")
        super().__init__(zip(services["name_ja"], services["service"], strict=True))

    def __missing__(self, name: str) -> str:
        return name


class _CodeOf(dict[str, str]):
    """The code of a category by any of its spellings; others stand for themselves."""

    def __init__(self, division: str) -> None:
        spellings = load_schema().spellings(CODE_LISTS[division]) if division in CODE_LISTS else {}
        super().__init__((label_key(spelling), code) for spelling, code in spellings.items())

    def __missing__(self, name: str) -> str:
        return self.get(label_key(name), name)
