"""A city of few indicators of several kinds, whose evaluation is quick."""

from __future__ import annotations

import pytest

from sojo_eval.city import City
from sojo_eval.evaluation import Evaluation
from sojo_eval.evaluation.evaluate import work_out
from sojo_eval.example_city.tables import clean_tables
from sojo_eval.example_city.world import World
from tests.conftest import SmallCity

TABLES = (
    "population",
    "services",
    "community_activities",
    "publications",
    "service_changes",
    "targets",
    "areas",
)
PLANS = """
[[plans]]
plan = "3"
name_ja = "第3期"
name_en = "plan 3"
start_date = 2014-04-01
confirmed = true
"""


@pytest.fixture(scope="session")
def city_of_some_tables(tmp_path_factory: pytest.TempPathFactory) -> City:
    """Some tables of the example city."""
    tables = clean_tables(World(1, "mixed"))
    maker = SmallCity(tmp_path_factory.mktemp("once") / "city")
    return maker.make(
        data_until="2026-09-30",
        more=PLANS,
        **{name: frame for name, frame in tables.items() if name in TABLES},
    )


@pytest.fixture(scope="session")
def evaluation_of_some_tables(city_of_some_tables: City) -> Evaluation:
    """That city's evaluation, worked out and not read."""
    return work_out(city_of_some_tables)
