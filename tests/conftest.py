"""Fixtures shared by all tests. What is expensive is made once a run."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pyarrow.parquet as pq
import pytest

from sojo_eval.city import City, open_city
from sojo_eval.comparison import compare_with_others
from sojo_eval.disclosure import PublishedComparison, publish_comparison
from sojo_eval.evaluation import Evaluation
from sojo_eval.evaluation.evaluate import work_out
from sojo_eval.example_city.tables import clean_tables
from sojo_eval.example_city.world import World
from sojo_eval.foundation.files import sha256
from sojo_eval.foundation.reader import set_language
from sojo_eval.schema import apply_types, load_schema, to_arrow
from tests import made_evaluation

ROOT = Path(__file__).resolve().parent.parent

# A hundred processes are started: compiled files, where nobody is to write them, would be made anew by each.
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)


@pytest.fixture(autouse=True)
def _japanese() -> Iterator[None]:
    """No test leaves its language to the next one."""
    yield
    set_language("ja")


@pytest.fixture(scope="session")
def repository() -> Path:
    """The checkout that the tests belong to."""
    return ROOT


@pytest.fixture(scope="session")
def reference_data() -> Path:
    """Real files and published results; they stand beside the project and are never copied into it."""
    folder = Path(os.environ.get("SOJO_EVAL_REFERENCE_DATA", ROOT.parent / "shared" / "data"))
    if not folder.is_dir():
        if os.environ.get("CI"):
            pytest.fail(f"reference data are missing: {folder}")
        pytest.skip("no reference data: set SOJO_EVAL_REFERENCE_DATA to their folder")
    return folder


CITY_TOML = """\
[city]
code = "132292"
name_ja = "試験市"
name_en = "Testville"
data_until = {data_until}

[[plans]]
plan = "4"
name_ja = "第4期"
name_en = "plan 4"
start_date = 2019-04-01
end_date = 2024-03-31
confirmed = true

[[plans]]
plan = "5"
name_ja = "第5期"
name_en = "plan 5"
start_date = 2024-04-01
confirmed = false
"""

AREAS = pd.DataFrame(
    {
        "area": ["132292", "C1", "C2", "T1", "T2"],
        "level": ["city", "center", "center", "town", "town"],
        "name_ja": ["試験市", "東", "西", "東町", "西町"],
        "parent": [None, "132292", "132292", "C1", "C2"],
    }
)


class SmallCity:
    """Writes clean tables straight into a city's folder, for tests that do not concern importing."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def make(self, data_until: str = "2026-03-31", more: str = "", **tables: pd.DataFrame) -> City:
        schema = load_schema()
        clean = self.folder / "clean"
        clean.mkdir(parents=True, exist_ok=True)
        (self.folder / "city.toml").write_text(
            CITY_TOML.format(data_until=data_until) + more, encoding="utf-8"
        )
        entries = {}
        for name, frame in ({"areas": AREAS} | tables).items():
            typed = apply_types(frame, schema.tables[name])
            pq.write_table(to_arrow(typed, schema.tables[name]), clean / f"{name}.parquet")
            entries[name] = {"rows": len(typed), "sha256": sha256(clean / f"{name}.parquet")}
        manifest = {"package_version": "test", "schema_version": "test", "inputs": {}, "tables": entries}
        (clean / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")
        return open_city(self.folder)


@pytest.fixture
def small_city(tmp_path: Path) -> SmallCity:
    """A maker of small cities in a fresh folder."""
    return SmallCity(tmp_path / "city")


@pytest.fixture(scope="session")
def compared(tmp_path_factory: pytest.TempPathFactory) -> PublishedComparison:
    """The example city beside other cities, as it may be published."""
    folder = tmp_path_factory.mktemp("compared") / "city"
    maker = SmallCity(folder)
    tables = clean_tables(World(1, "mixed"))
    city = maker.make(more="", comparators=tables["comparators"])
    synthetic = replace(city.configuration, synthetic=True)
    manifest = {**city.manifest, "inputs": {"raw/a.csv": "0" * 64}}
    return publish_comparison(compare_with_others(replace(city, configuration=synthetic, manifest=manifest)))


@pytest.fixture(scope="session")
def make_evaluation() -> Callable[..., Evaluation]:
    """Builder of the hand-made Evaluation; its arguments are the numbers of planted small counts."""
    return made_evaluation.make_evaluation


SOME_TABLES = (
    "population",
    "services",
    "community_activities",
    "publications",
    "service_changes",
    "targets",
    "areas",
)
PLAN_BEFORE = """
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
        more=PLAN_BEFORE,
        **{name: frame for name, frame in tables.items() if name in SOME_TABLES},
    )


@pytest.fixture(scope="session")
def evaluation_of_some_tables(city_of_some_tables: City) -> Evaluation:
    """That city's evaluation, worked out and not read."""
    return work_out(city_of_some_tables)
