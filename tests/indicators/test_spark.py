"""DuckDB and Spark give the same table for every indicator: many random table sets put into one, keys kept apart."""

from __future__ import annotations

import importlib.util
import os

import pandas as pd
import pytest

from sojo_eval.city import City, open_city
from sojo_eval.indicators import built_in, counted
from tests.city.divided import consultations, divided_city
from tests.conftest import SmallCity
from tests.indicators.random_tables import AS_OF, joined_tables

CASES = 40

FOR_SMALL_TABLES = {
    "spark.sql.shuffle.partitions": "1",
    "spark.sql.adaptive.enabled": "false",
    "spark.sql.codegen.wholeStage": "false",
    "spark.sql.codegen.factoryMode": "NO_CODEGEN",
}
"""Spark would spend its time planning and compiling; what it computes stays the same."""
# py4j and Spark's way of handing over Arrow leave their sockets to the garbage collector.
pytestmark = [
    pytest.mark.filterwarnings("ignore:unclosed.*:ResourceWarning"),
    pytest.mark.filterwarnings("ignore:The copy keyword is deprecated"),  # PySpark 4.0 beside pandas 3
]


@pytest.fixture(scope="module")
def both(tmp_path_factory: pytest.TempPathFactory) -> tuple[City, City]:
    """The same city on DuckDB and on Spark, which starts once."""
    if importlib.util.find_spec("pyspark") is None:
        if os.environ.get("CI"):
            pytest.fail("PySpark is missing: the extra `test` brings it")
        pytest.skip('no PySpark: pip install "sojo-eval[spark]"')
    folder = tmp_path_factory.mktemp("both") / "city"
    on_duckdb = SmallCity(folder).make(data_until=AS_OF.isoformat(), **joined_tables(CASES))
    on_spark = open_city(folder, engine="spark")
    for setting, value in FOR_SMALL_TABLES.items():
        on_spark._counted_on.engine._session.conf.set(setting, value)  # type: ignore[attr-defined]
    return on_duckdb, on_spark


@pytest.mark.parametrize("indicator", built_in())
def test_both_engines_give_the_same_table(both: tuple[City, City], indicator: str) -> None:
    expected, found = (counted(city, built_in()[indicator]) for city in both)
    assert len(expected) > 0, "no random set holds a row: this tests nothing"
    pd.testing.assert_frame_equal(found, expected)


def test_a_city_without_a_table_has_an_empty_one_on_both(both: tuple[City, City]) -> None:
    expected, found = (city.ibis("consultation_topics") for city in both)
    assert not both[0].has("consultation_topics")
    assert found.schema() == expected.schema()
    assert len(found.execute()) == len(expected.execute()) == 0


def test_folders_of_files_are_the_same_table_on_both(both: tuple[City, City], small_city: SmallCity) -> None:
    divided = divided_city(small_city.make(consultations=consultations()), "fiscal_year, area")
    named = {path.name for path in (divided.path / "clean").rglob("area=*")}
    assert {"area=01100", "area=T%201%2Fa", "area=__HIVE_DEFAULT_PARTITION__"} <= named
    entry = built_in()["consultation.first_response_within_3_days"]
    on_spark = open_city(divided.path, engine="spark")
    pd.testing.assert_frame_equal(counted(on_spark, entry), counted(divided, entry))
