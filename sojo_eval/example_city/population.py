"""Residents by town, sex and five-year age: published totals, synthetic structure.

Published: the city's total for 2021–2025 and for 2022-08-01, households and the share aged 65+ on 2022-08-01.
Synthetic: totals before 2021 (a straight line, marked 推計), the split by town, the age pyramid, households of
other dates. Every total is met exactly.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from sojo_eval.example_city.places import CHOME, CITY, TOWN_CODE, TOWNS
from sojo_eval.example_city.world import Array, Whole, World

CITY_PAGE = "西東京市の概要（令和4年8月1日現在）"
REGISTER = "住民基本台帳 人口動態（市区町村別、FY2021〜FY2025）。基準日は1月1日とした（未確認）"
ESTIMATED = "推計（例示用。公表値ではない）"
STRUCTURE = "総数は公表値、町別・年齢別の内訳は合成"

PUBLISHED = {
    "2021-01-01": 206047,
    "2022-01-01": 205805,
    "2023-01-01": 205876,
    "2024-01-01": 205899,
    "2025-01-01": 206245,
}
CITY_PAGE_DATE, CITY_PAGE_PERSONS, CITY_PAGE_HOUSEHOLDS = "2022-08-01", 205790, 100982
AGEING_RATE = 0.242
_GROWTH_BEFORE_2021 = 1200  # persons a year, for the estimated years

BANDS = ("0-4", "5-9", "10-14", "15-19", "20-24", "25-29", "30-34", "35-39", "40-44", "45-49", "50-54", "55-59",
         "60-64", "65-69", "70-74", "75-79", "80-84", "85+")  # fmt: skip
_BELOW_65 = np.array([3.9, 4.2, 4.3, 4.6, 5.9, 6.2, 6.1, 6.5, 7.1, 8.0, 8.3, 7.2, 5.5])
_ABOVE_64 = np.array([4.8, 5.9, 5.1, 4.0, 4.4])
_FEMALE = np.array([0.487] * 13 + [0.51, 0.53, 0.56, 0.59, 0.69])
_SPLIT = len(_BELOW_65)


def city_totals() -> dict[str, tuple[int, str]]:
    """Date → (persons, source), 2016-01-01 to 2025-01-01 and the date of the city's page."""
    first = PUBLISHED["2021-01-01"]
    estimated = {
        f"{year}-01-01": (first - _GROWTH_BEFORE_2021 * (2021 - year), ESTIMATED)
        for year in range(2016, 2021)
    }
    published = {date: (persons, REGISTER) for date, persons in PUBLISHED.items()}
    return dict(sorted({**estimated, **published, CITY_PAGE_DATE: (CITY_PAGE_PERSONS, CITY_PAGE)}.items()))


def share_out(total: int, weights: Array) -> Whole:
    """Whole numbers in proportion to `weights` (any shape) that sum to `total` exactly (largest remainders)."""
    ideal = total * weights.ravel() / weights.sum()
    whole: Whole = np.floor(ideal).astype(np.int64)
    left = total - int(whole.sum())
    whole[np.argsort(whole - ideal, kind="stable")[:left]] += 1
    cells: Whole = whole.reshape(weights.shape)
    return cells


def structure(world: World) -> Array:
    """(22 towns, 2 sexes, 18 bands) weights: towns by their 丁目, some older than others."""
    rng = world.rng("population")
    size = np.array([CHOME[t] for t in TOWNS]) * rng.uniform(0.8, 1.2, len(TOWNS))
    older = rng.normal(0, 0.10, len(TOWNS))
    bands = np.concatenate([_BELOW_65, _ABOVE_64])
    weights = (
        size[:, None] * bands[None, :] * np.where(np.arange(len(BANDS)) >= _SPLIT, 1 + older[:, None], 1.0)
    )
    return np.stack([weights * (1 - _FEMALE), weights * _FEMALE], axis=1)


def ageing_rate(date: str) -> float:
    """Share aged 65+: 24.2 % on 2022-08-01 (published), about a tenth of a point a year around it (synthetic)."""
    years = (np.datetime64(date) - np.datetime64(CITY_PAGE_DATE)).astype(int) / 365.25
    return float(AGEING_RATE + 0.001 * years)


def persons_by_cell(world: World, date: str) -> Whole:
    """(22, 2, 18) residents on a date of `city_totals`; sums to the city's total exactly."""
    total, _ = city_totals()[date]
    weights = structure(world)
    older = round(total * ageing_rate(date))
    young = share_out(total - older, weights[:, :, :_SPLIT])
    return np.concatenate([young, share_out(older, weights[:, :, _SPLIT:])], axis=2)


def adults(world: World, date: str) -> Array:
    """(22, 2, 4) residents of 18 or more by town, sex and 18-39, 40-64, 65-74, 75+ (two fifths of 15-19 are 18+)."""
    cell = persons_by_cell(world, date).astype(float)
    young = np.round(0.4 * cell[:, :, 3]) + cell[:, :, 4:8].sum(axis=2)
    return np.stack(
        [young, cell[:, :, 8:13].sum(axis=2), cell[:, :, 13:15].sum(axis=2), cell[:, :, 15:].sum(axis=2)],
        axis=2,
    )


def town_residents(world: World) -> Array:
    """(22,) residents of each town on the date of the city's page."""
    residents: Array = persons_by_cell(world, CITY_PAGE_DATE).sum(axis=(1, 2)).astype(float)
    return residents


def population(world: World) -> pd.DataFrame:
    """The table `population`: per date the city's total, each town's total with households, and its cells."""
    codes = [TOWN_CODE[t] for t in TOWNS]
    parts: list[pd.DataFrame] = []
    for date, (total, source) in city_totals().items():
        cell = persons_by_cell(world, date)
        towns = cell.sum(axis=(1, 2))
        households = round(CITY_PAGE_HOUSEHOLDS * total / CITY_PAGE_PERSONS)
        parts.append(
            _rows(
                date, source, area=[CITY], sex=["all"], band=["all"], persons=[total], households=[households]
            )
        )
        detail = source if source == ESTIMATED else f"{source}。{STRUCTURE}"
        shared = share_out(households, towns.astype(float)).tolist()
        parts.append(
            _rows(
                date,
                detail,
                area=codes,
                sex=["all"] * 22,
                band=["all"] * 22,
                persons=towns.tolist(),
                households=shared,
            )
        )
        index = pd.MultiIndex.from_product([codes, ["male", "female"], BANDS])
        area, sex, band = (index.get_level_values(i).tolist() for i in range(3))
        parts.append(
            _rows(
                date,
                detail,
                area=area,
                sex=sex,
                band=band,
                persons=cell.ravel().tolist(),
                households=[None] * len(area),
            )
        )
    return pd.concat(parts, ignore_index=True)


def _rows(
    date: str, source: str, *, area: list[str], sex: list[str], band: list[str], persons: list[int],
    households: list[int] | list[None],
) -> pd.DataFrame:  # fmt: skip
    return pd.DataFrame(
        {
            "date": pd.Timestamp(date), "area": area, "sex": sex, "age_band": band, "persons": persons,
            "households": pd.array(households, dtype="Int64"), "source": source,
        }
    )  # fmt: skip
