"""Tables as folders of files, and memory kept low."""

from __future__ import annotations

import duckdb
import pandas as pd
import pytest

from sojo_eval.city import open_city, record_clean_tables
from sojo_eval.city.clean_files import clean_files
from sojo_eval.city.engines import on_duckdb
from sojo_eval.city.record_queries import LastDays
from sojo_eval.foundation.problems import SojoEvalError
from sojo_eval.indicators import built_in, counted
from tests.city.divided import consultations, divided_city
from tests.conftest import SmallCity

SHARE = built_in()["consultation.first_response_within_3_days"]


@pytest.mark.parametrize("by", ["fiscal_year", "area", "fiscal_year, area", "received_date"])
def test_a_folder_of_files_is_the_same_table(small_city: SmallCity, by: str) -> None:
    whole = small_city.make(consultations=consultations())
    before, counts = whole.table("consultations"), counted(whole, SHARE)
    divided = divided_city(whole, by)
    after = divided.table("consultations")
    order = ["consultation_id"]
    pd.testing.assert_frame_equal(
        after.sort_values(order, ignore_index=True), before.sort_values(order, ignore_index=True)
    )
    pd.testing.assert_frame_equal(counted(divided, SHARE), counts)
    assert divided.rows("consultations") == len(before)
    assert set(divided.ibis("consultations").columns) == set(before.columns)


@pytest.mark.parametrize(("large", "alone"), [(0, False), (10**9, True)])
def test_threads_join_in_with_the_first_large_table(
    small_city: SmallCity, monkeypatch: pytest.MonkeyPatch, large: int, alone: bool
) -> None:
    monkeypatch.setattr(on_duckdb, "LARGE_TABLE", large)
    path = small_city.make(consultations=consultations()).path
    engine = on_duckdb.OnDuckDB(path)
    of_the_machine = duckdb.connect().sql("SELECT current_setting('threads')").fetchall()
    files = clean_files(path / "clean", "consultations")
    assert files is not None
    engine.read("consultations", files)
    asked = engine._connection.con.sql("SELECT current_setting('threads')").fetchall()
    assert asked == ([(1,)] if alone else of_the_machine)


def test_an_unknown_engine_is_refused_at_once(small_city: SmallCity) -> None:
    city = small_city.make()
    with pytest.raises(SojoEvalError, match="no-engine"):
        open_city(city.path, engine="sqlite")  # type: ignore[arg-type]


def test_what_does_not_fit_is_put_aside_in_the_city_and_removed(
    small_city: SmallCity, monkeypatch: pytest.MonkeyPatch
) -> None:
    city = small_city.make(consultations=consultations(20))
    households = built_in()["consultation.households_returning_within_a_year"]
    clean = city.path / "clean"
    duckdb.execute(
        f"""COPY (SELECT 'consultation-number-' || range AS consultation_id,
                         'household-with-a-long-number-' || (range // 2) AS household_id,
                         DATE '2019-04-01' + ((hash(range) % 1800)::INT) AS received_date,
                         DATE '2019-04-01' + ((hash(range) % 1800)::INT + 30) AS closed_date, '132292' AS area,
                         'S1' AS desk
                  FROM range(1500000)) TO '{clean / "consultations.parquet"}' (FORMAT parquet)"""
    )
    record_clean_tables(city.path, ["consultations"])
    ample = counted(open_city(city.path), households)
    monkeypatch.setenv("SOJO_EVAL_MEMORY", "100MB")
    little = open_city(city.path)
    pd.testing.assert_frame_equal(counted(little, households), ample)
    assert [p for p in city.path.glob(".aside-*") if any(p.iterdir())], (
        "100 MB were enough: this tests nothing"
    )
    del little
    assert not list(city.path.glob(".aside-*"))


def test_an_amount_of_memory_is_checked(small_city: SmallCity, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOJO_EVAL_MEMORY", "much")
    with pytest.raises(SojoEvalError, match="SOJO_EVAL_MEMORY"):
        small_city.make().ibis("areas")


def test_a_table_that_the_city_does_not_have_is_asked_as_an_empty_one(small_city: SmallCity) -> None:
    city = small_city.make(consultations=consultations(3))
    assert city.ask(LastDays(("meetings",)))["day"].isna().all()
