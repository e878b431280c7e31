"""Yearly figures of six made-up comparable cities, and the city's own in the same form.

All share the city's COVID dip. What differs from the city from 2024-04 on stands in `truth_beside_others.COMPARED`.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from sojo_eval.example_city.places import CITY
from sojo_eval.example_city.population import city_totals
from sojo_eval.example_city.truth import BOUNDARY
from sojo_eval.example_city.truth_beside_others import COMPARED
from sojo_eval.example_city.world import MONTHS, Whole, World, covid

PARTICIPANTS, EASY_JAPANESE = COMPARED
OTHER_CITIES = {
    "999016": ("例示A市（架空）", 148_000),
    "999024": ("例示B市（架空）", 232_000),
    "999032": ("例示C市（架空）", 187_000),
    "999041": ("例示D市（架空）", 121_000),
    "999059": ("例示E市（架空）", 263_000),
    "999067": ("例示F市（架空）", 176_000),
}
"""Code, which no municipality has → name, residents."""
STOPPED_PRINTING = ("999067", EASY_JAPANESE, 2022)
"""Its last figure of this indicator is that of the fiscal year named, so nothing can be said of it afterwards."""
SOURCE = "合成データ（例示用の年次統計。実在の自治体の値ではない）"
_COVID_DEPTH = -0.9
"""On the log scale: fewer activities are held and fewer people come, as in the city's own records."""
_YEARS = np.unique(MONTHS.astype("datetime64[M]").astype(int) // 12 + 1970)[:-1]
_COLUMNS = ["municipality", "name_ja", "period_start", "indicator", "value", "exposure", "source"]


def comparators(world: World, activities: pd.DataFrame, publications: pd.DataFrame) -> pd.DataFrame:
    """The table `comparators`; the city's own figures are counted from its records of the same scenario."""
    own = [
        _figures(
            CITY, "西東京市（例示）", PARTICIPANTS, _by_year(activities, "date", "participants"), _residents()
        ),
        _figures(
            CITY,
            "西東京市（例示）",
            EASY_JAPANESE,
            _by_year(publications, "published_date", "easy_japanese"),
            _by_year(publications.assign(one=1), "published_date", "one"),
        ),
    ]
    frame = pd.concat([*own, *_others(world)], ignore_index=True)
    code, indicator, last = STOPPED_PRINTING
    stopped = (frame["municipality"] == code) & (frame["indicator"] == indicator)
    gone = stopped & (frame["period_start"].dt.year > last)
    return pd.DataFrame(frame[~gone]).reset_index(drop=True)


def _others(world: World) -> list[pd.DataFrame]:
    rng = world.rng("comparators")
    after = (int(BOUNDARY[:4]) <= _YEARS).astype(float)
    dip = _COVID_DEPTH * covid().reshape(-1, 12).mean(axis=1)
    parts = []
    for code, (name, residents) in OTHER_CITIES.items():
        population = np.round(residents * (1 + 0.002 * rng.normal() * (_YEARS - _YEARS[0])))
        rate = (
            np.log(rng.uniform(85, 140) / 1000) + dip * rng.normal(1, 0.05) + rng.normal(0, 0.03, len(_YEARS))
        )
        rate += np.log(COMPARED[PARTICIPANTS].change(world.scenario)) * after
        counts = rng.poisson(np.exp(rate) * population * world.size)
        parts.append(_figures(code, name, PARTICIPANTS, counts, population.astype(np.int64)))
        share = rng.uniform(0.12, 0.24) + COMPARED[EASY_JAPANESE].change(world.scenario) * after
        issued = rng.poisson(rng.uniform(110, 220) * world.size, len(_YEARS)) + 5
        easy = rng.binomial(issued, share + rng.normal(0, 0.01, len(_YEARS)))
        parts.append(_figures(code, name, EASY_JAPANESE, easy, issued))
    return parts


def _figures(code: str, name: str, indicator: str, value: Whole, exposure: Whole) -> pd.DataFrame:
    starts = pd.to_datetime([f"{year}-04-01" for year in _YEARS])
    frame = pd.DataFrame({"period_start": starts, "value": value, "exposure": exposure})
    named = frame.assign(municipality=code, name_ja=name, indicator=indicator, source=SOURCE)
    return pd.DataFrame(named[_COLUMNS])


def _by_year(records: pd.DataFrame, day: str, column: str) -> Whole:
    """(10,) sums by fiscal year."""
    year = records[day].dt.year - (records[day].dt.month < 4)
    sums = records.groupby(year)[column].sum().reindex(_YEARS, fill_value=0)
    whole: Whole = sums.to_numpy(dtype=np.int64)
    return whole


def _residents() -> Whole:
    """(10,) residents on 1 January of each fiscal year, or the last ones published."""
    totals = {
        int(date[:4]): persons for date, (persons, _) in city_totals().items() if date.endswith("01-01")
    }
    return np.array([totals.get(int(year) + 1, max(totals.items())[1]) for year in _YEARS], dtype=np.int64)
