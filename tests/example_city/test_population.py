from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from sojo_eval.example_city.population import persons_by_cell, share_out
from sojo_eval.example_city.world import Tables, World


def _towns(tables: Tables, date: str) -> pd.DataFrame:
    population = tables["population"]
    return population[(population["date"] == date) & population["area"].str.contains("T")]


@pytest.mark.parametrize(
    ("date", "persons"),
    [
        ("2021-01-01", 206047),
        ("2022-01-01", 205805),
        ("2022-08-01", 205790),
        ("2023-01-01", 205876),
        ("2024-01-01", 205899),
        ("2025-01-01", 206245),
    ],
)
def test_towns_and_cells_sum_to_the_published_totals(sparse: Tables, date: str, persons: int) -> None:
    towns = _towns(sparse, date)
    assert towns.loc[towns["sex"] == "all", "persons"].sum() == persons
    assert towns.loc[towns["sex"] != "all", "persons"].sum() == persons
    population = sparse["population"]
    city = population[(population["area"] == "132292") & (population["date"] == date)]
    assert city["persons"].tolist() == [persons]


def test_households_and_ageing_rate_of_the_citys_page(sparse: Tables) -> None:
    towns = _towns(sparse, "2022-08-01")
    assert towns["households"].sum() == 100982
    older = towns[towns["age_band"].isin(["65-69", "70-74", "75-79", "80-84", "85+"])]["persons"].sum()
    assert round(100 * older / 205790, 1) == 24.2


def test_years_without_a_published_figure_say_estimated(sparse: Tables) -> None:
    early = sparse["population"].query("date < '2021-01-01'")
    assert early["source"].str.contains("推計").all()
    assert not sparse["population"].query("date >= '2021-01-01'")["source"].str.contains("推計").any()


def test_the_population_does_not_depend_on_the_scenario() -> None:
    a, b = persons_by_cell(World(1, "mixed"), "2024-01-01"), persons_by_cell(World(1, "null"), "2024-01-01")
    assert (a == b).all()


def test_shares_are_whole_and_sum_exactly() -> None:
    parts = share_out(10, np.array([1.0, 1.0, 1.0]))
    assert sorted(parts.tolist()) == [3, 3, 4]


def test_published_places(sparse: Tables) -> None:
    areas, services = sparse["areas"], sparse["services"]
    towns = areas[areas["level"] == "town"]
    assert (len(towns), towns["chome"].sum()) == (22, 114)
    assert areas.loc[areas["level"] == "city", "km2"].tolist() == [15.75]
    assert areas["level"].value_counts().to_dict() == {"town": 22, "center": 8, "district": 4, "city": 1}
    assert services["name_ja"].str.endswith("地域包括支援センター").sum() == 8
    places = services.set_index("name_ja")["places"]
    assert (places["基幹相談支援センター"], places["地域子育て支援センター"]) == (2, 5)
    moved = sparse["area_crosswalk"].groupby("area").size()
    assert (moved == 2).sum() == 2
