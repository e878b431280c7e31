"""Tables as folders of files, memory kept low, and what is said when Spark cannot start."""

from __future__ import annotations

import os
from pathlib import Path

import duckdb
import numpy as np
import pandas as pd
import pytest

from sojo_eval.city import City, open_city, record_clean_tables
from sojo_eval.city.local_spark import java_home, java_version, spark_session
from sojo_eval.foundation.problems import SojoEvalError
from sojo_eval.indicators import built_in, counted
from tests.conftest import SmallCity

SHARE = built_in()["consultation.first_response_within_3_days"]


def consultations(rows: int = 400) -> pd.DataFrame:
    rng = np.random.default_rng(4)
    received = pd.Timestamp("2019-04-01") + pd.to_timedelta(rng.integers(0, 2500, rows), unit="D")
    return pd.DataFrame(
        {
            "consultation_id": [f"k{i}" for i in range(rows)],
            "household_id": [f"H{i}" for i in rng.integers(0, rows // 2, rows)],
            "received_date": received,
            "first_response_date": received + pd.to_timedelta(rng.integers(0, 9, rows), unit="D"),
            "desk": "S1",
            "area": rng.choice(np.array(["01100", "132292", "T 1/a", None], dtype=object), rows),
        }
    )


def divided_city(city: City, by: str) -> City:
    """The same city with its consultations in folders."""
    clean = city.path / "clean"
    one = clean / "consultations.parquet"
    duckdb.execute(
        f"COPY (SELECT *, year(received_date - INTERVAL 3 MONTH) AS fiscal_year FROM '{one}') "
        f"TO '{clean / 'consultations'}' (FORMAT parquet, PARTITION_BY ({by}))"
    )
    one.unlink()
    record_clean_tables(city.path, ["consultations"])
    return open_city(city.path)


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


def test_a_file_that_comes_or_goes_is_noticed(small_city: SmallCity) -> None:
    city = divided_city(small_city.make(consultations=consultations()), "fiscal_year")
    files = sorted((city.path / "clean" / "consultations").rglob("*.parquet"))
    away = files[0].rename(files[0].with_suffix(".away"))
    with pytest.raises(SojoEvalError, match="clean-changed"):
        open_city(city.path)
    away.rename(files[0])
    open_city(city.path)
    files[1].rename(files[1].with_name("renamed.parquet"))
    with pytest.raises(SojoEvalError, match="clean-changed"):
        open_city(city.path)


def test_only_tables_that_are_there_are_recorded(small_city: SmallCity) -> None:
    city = small_city.make()
    for name in ("consultations", "no_such_table"):
        with pytest.raises(SojoEvalError, match="no-clean-table"):
            record_clean_tables(city.path, [name])


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
                         DATE '2019-04-01' + ((hash(range) % 1800)::INT + 30) AS closed_date, '132292' AS area
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


def _java(folder: Path, version: str) -> Path:
    program = folder / "bin" / "java"
    program.parent.mkdir(parents=True)
    program.write_text(f"#!/bin/sh\necho 'openjdk version \"{version}\" 2025-04-15' >&2\n")
    program.chmod(0o755)
    return folder


@pytest.mark.skipif(os.name == "nt", reason="the stand-ins for Java are shell scripts")
class TestJava:
    """Stand-ins for Java of several versions."""

    def test_the_version_is_read(self, tmp_path: Path) -> None:
        assert java_version(_java(tmp_path / "a", "17.0.15")) == 17
        assert java_version(_java(tmp_path / "b", "1.8.0_392")) == 8
        assert java_version(_java(tmp_path / "c", "25")) == 25
        assert java_version(tmp_path / "none") is None

    def test_a_wrong_java_home_is_passed_over(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        right = _java(tmp_path / "java-17", "17.0.1")
        monkeypatch.setenv("JAVA_HOME", str(_java(tmp_path / "java-25", "25.0.1")))
        monkeypatch.setenv("PATH", str(right / "bin"))
        assert java_home() == right

    def test_without_the_right_one_the_error_names_the_others(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("JAVA_HOME", str(_java(tmp_path / "java-25", "25.0.1")))
        monkeypatch.setenv("PATH", str(tmp_path))
        monkeypatch.setattr("sojo_eval.city.local_spark._USUAL_PLACES", ())
        with pytest.raises(SojoEvalError) as caught:
            java_home()
        assert "Java 25" in caught.value.message.ja
        assert "Java 25" in caught.value.message.en
        assert "JAVA_HOME" in caught.value.fix.ja


def test_without_pyspark_the_extra_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    with pytest.raises(SojoEvalError) as caught:
        spark_session("1GB")
    assert caught.value.code == "no-pyspark"
    assert "sojo-eval[spark]" in caught.value.fix.en
    assert "sojo-eval[spark]" in caught.value.fix.ja
