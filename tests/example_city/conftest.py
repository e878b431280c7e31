from __future__ import annotations

from pathlib import Path

import pytest

from sojo_eval.example_city import make_example_city
from sojo_eval.example_city.tables import clean_tables
from sojo_eval.example_city.world import Tables, World


@pytest.fixture(scope="session")
def mixed() -> Tables:
    """Clean tables of the full-size example city."""
    return clean_tables(World(1, "mixed"))


@pytest.fixture(scope="session")
def sparse() -> Tables:
    """Clean tables with a tenth of the events: quick to make."""
    return clean_tables(World(1, "sparse"))


@pytest.fixture(scope="session")
def sparse_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A written example city; tests must not change it."""
    folder = tmp_path_factory.mktemp("city") / "nishitokyo"
    make_example_city(folder, seed=1, scenario="sparse")
    return folder
