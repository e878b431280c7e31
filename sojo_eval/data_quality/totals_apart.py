"""Where a reported total is not what its parts, its months or the records add up to."""

from __future__ import annotations

import pandas as pd

from sojo_eval.city import City
from sojo_eval.city.areas import area_name
from sojo_eval.indicators import catalogue, counted, monthly, within
from sojo_eval.indicators.totals import from_totals, made_from_totals, measures_of, unlike_records
from sojo_eval.schema import load_schema

COLUMNS = ("measure", "title_ja", "title_en", "of", "area", "place_ja", "place_en", "periods")
RECORDS = "records"


def totals_apart(city: City) -> pd.DataFrame:
    """One row a measure, area and what it is not the sum of: columns `COLUMNS`. of: "parts" (desks, categories), "areas",
    "periods" (its months or quarters) or "records"; periods: in how many. No number of cases."""
    found: dict[tuple[str, str, str], set[pd.Timestamp]] = {}
    for entry in catalogue(city).values() if measures_of(city) else ():
        if entry.totals is None or (made := made_from_totals(city, entry)) is None:
            continue
        for apart in made.differences:
            found.setdefault((apart.measure, apart.of, apart.area), set()).add(apart.start)
        if from_totals(city, entry) is not None or entry.kind.grain == "groups":
            continue
        for area in sorted(set(made.rows["area"])):
            months = monthly(city, entry, within(city, counted(city, entry), area), area)
            unlike = unlike_records(made, months, area)
            if len(unlike):
                found.setdefault((entry.totals.numerator, RECORDS, area), set()).update(unlike["start"])
    codes = load_schema().codelists["measures"].set_index("code")
    rows = [
        (measure, codes["title_ja"].get(measure, measure), codes["title_en"].get(measure, measure), of, area,
         area_name(city, area).ja, area_name(city, area).en, len(starts))
        for (measure, of, area), starts in sorted(found.items())
    ]  # fmt: skip
    return pd.DataFrame(rows, columns=[*COLUMNS])
