"""Tables that other tools wrote: read alike by pandas, DuckDB and Spark, or refused with the column's name."""

from __future__ import annotations

import datetime as dt
import importlib.util
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from sojo_eval.city import City, check_city, open_city, record_clean_tables
from sojo_eval.foundation.problems import SojoEvalError
from sojo_eval.indicators import built_in, counted
from tests.city.divided import consultations, divided_city
from tests.conftest import SmallCity

SHARE = built_in()["consultation.first_response_within_3_days"]
ACTIVITIES = pd.DataFrame(
    {
        "activity_id": ["A1", "A2", "A3"],
        "date": pd.to_datetime(["2024-04-01", "2024-05-02", "2024-06-03"]),
        "area": ["132292", "C1", "C2"],
        "service": "S1",
        "kind": "salon",
        "openness": "open",
        "participants": [5, 6, 7],
    }
)
pytestmark = [
    pytest.mark.filterwarnings("ignore:unclosed.*:ResourceWarning"),
    pytest.mark.filterwarnings("ignore:The copy keyword is deprecated"),
]

Change = Callable[[pa.Table], pa.Table]


def _as(column: str, kind: pa.DataType) -> Change:
    def change(rows: pa.Table) -> pa.Table:
        return rows.set_column(rows.schema.get_field_index(column), column, rows.column(column).cast(kind))

    return change


def _values(column: str, values: pa.Array) -> Change:
    return lambda rows: rows.set_column(rows.schema.get_field_index(column), column, values)


def _without(column: str) -> Change:
    return lambda rows: rows.drop_columns([column])


def rewritten(city: City, table: str, change: Change) -> Path:
    """The city's table as another tool would have left it."""
    path = city.path / "clean" / f"{table}.parquet"
    pq.write_table(change(pq.read_table(path)), path)
    record_clean_tables(city.path, [table])
    return city.path


@pytest.fixture
def city(small_city: SmallCity) -> City:
    return small_city.make(community_activities=ACTIVITIES)


SAME: dict[str, Change] = {
    "whole numbers as floats": _as("participants", pa.float64()),
    "whole numbers as narrow floats": _as("participants", pa.float32()),
    "whole numbers as decimals": _as("participants", pa.decimal128(22, 2)),
    "narrow whole numbers": _as("participants", pa.int16()),
    "unsigned whole numbers": _as("participants", pa.uint64()),
    "large text": _as("area", pa.large_string()),
    "categories": lambda rows: _values("area", rows.column("area").dictionary_encode())(rows),
    "days as midnights": _as("date", pa.timestamp("us")),
    "days as midnights in nanoseconds": _as("date", pa.timestamp("ns")),
    "days as midnights in milliseconds": _as("date", pa.timestamp("ms")),
    "days in milliseconds": _as("date", pa.date64()),
    "a column that nobody knows": lambda rows: rows.append_column("_loaded", pa.array(["x"] * 3)),
}


@pytest.mark.parametrize("change", SAME.values(), ids=SAME)
def test_what_says_the_same_is_the_same_table(city: City, change: Change) -> None:
    before, lazy = city.table("community_activities"), city.ibis("community_activities").execute()
    path = rewritten(city, "community_activities", change)
    again = open_city(path)
    pd.testing.assert_frame_equal(again.table("community_activities"), before)
    assert again.ibis("community_activities").schema() == city.ibis("community_activities").schema()
    order = "date"
    pd.testing.assert_frame_equal(
        again.ibis("community_activities").execute().sort_values(order, ignore_index=True),
        lazy.sort_values(order, ignore_index=True),
    )
    assert not [p for p in check_city(path) if p.table == "community_activities" and p.rule == "column_type"]


REFUSED: dict[str, tuple[Change, str, str]] = {
    "half a person": (_values("participants", pa.array([5.5, 6, 7])), "participants", "column_type"),
    "half a person in decimals": (
        _values("participants", pa.array([Decimal("5.50"), Decimal(6), Decimal(7)], pa.decimal128(9, 2))),
        "participants",
        "column_type",
    ),
    "more than fits": (_values("participants", pa.array([2**63, 6, 7], pa.uint64())), "participants", "column_type"),
    "numbers as text": (_as("participants", pa.string()), "participants", "column_type"),
    "days as text": (_as("date", pa.string()), "date", "column_type"),
    "days with a time": (
        _values("date", pa.array([dt.datetime(2024, 4, 1, 9)] * 3, pa.timestamp("us"))),
        "date",
        "column_type",
    ),
    "days with a time zone": (
        _values("date", pa.array([dt.datetime(2024, 4, 1)] * 3, pa.timestamp("us", tz="Asia/Tokyo"))),
        "date",
        "column_type",
    ),
    "codes as numbers": (_values("area", pa.array([1100, 1101, 1102])), "area", "column_type"),
    "codes as bytes": (_as("area", pa.binary()), "area", "column_type"),
    "lists": (_values("area", pa.array([["a"]] * 3)), "area", "column_type"),
    "half precision": (_values("participants", pa.array([5, 6, 7], pa.float16())), "participants", "column_type"),
    "a required column missing": (_without("date"), "date", "missing_column"),
    "an optional column misspelt": (
        lambda rows: rows.rename_columns(["participant" if n == "participants" else n for n in rows.column_names]),
        "participant",
        "unknown_column",
    ),
}  # fmt: skip


@pytest.mark.parametrize(("change", "column", "rule"), REFUSED.values(), ids=REFUSED)
def test_what_does_not_fit_is_refused_by_check_and_by_opening(
    city: City, change: Change, column: str, rule: str
) -> None:
    path = rewritten(city, "community_activities", change)
    with pytest.raises(SojoEvalError) as caught:
        open_city(path)
    assert caught.value.code == "clean-types"
    told = check_city(path)
    assert [(p.rule, p.column, p.file) for p in told] == [
        (rule, column, "clean/community_activities.parquet")
    ]
    assert told == [*caught.value.problems]
    assert all(p.message.ja != p.message.en and p.fix.ja != p.fix.en for p in told)


def test_a_column_without_any_value_is_missing_everywhere(small_city: SmallCity) -> None:
    """What pandas and others write for it is the type of nothing at all."""
    typed = small_city.make(consultations=consultations().assign(first_response_date=None))
    expected = counted(typed, SHARE)
    path = rewritten(
        typed, "consultations", lambda rows: _values("first_response_date", pa.nulls(rows.num_rows))(rows)
    )
    assert not [p for p in check_city(path) if p.column == "first_response_date"]
    pd.testing.assert_frame_equal(counted(open_city(path), SHARE), expected)
    left_out = rewritten(open_city(path), "consultations", _without("first_response_date"))
    pd.testing.assert_frame_equal(counted(open_city(left_out), SHARE), expected)


def test_blanks_and_nan_are_no_value(city: City) -> None:
    path = rewritten(city, "community_activities", _values("area", pa.array(["", " \t", "C2"])))
    rewritten(
        open_city(path), "community_activities", _values("participants", pa.array([float("nan"), 6, 7]))
    )
    again = open_city(path)
    for rows in (again.table("community_activities"), again.ibis("community_activities").execute()):
        assert rows.sort_values("date")["area"].isna().tolist() == [True, True, False]
        assert rows.sort_values("date")["participants"].isna().tolist() == [True, False, False]


def test_files_of_one_folder_may_come_from_several_tools(small_city: SmallCity) -> None:
    whole = small_city.make(consultations=consultations())
    expected = counted(whole, SHARE)
    divided = divided_city(whole, "fiscal_year")
    one, two, three, *_ = sorted((divided.path / "clean" / "consultations").rglob("*.parquet"))
    for path, change in (
        (one, _as("first_response_date", pa.timestamp("ns"))),
        (two, _as("area", pa.large_string())),
        (three, _without("channel")),
    ):
        with path.open("rb") as stream:
            rows = pq.ParquetFile(stream).read()
        pq.write_table(change(rows), path)
    record_clean_tables(divided.path, ["consultations"])
    again = open_city(divided.path)
    pd.testing.assert_frame_equal(counted(again, SHARE), expected)
    assert len(again.table("consultations")) == 400


def test_the_name_of_a_folder_must_be_a_value_of_its_field(small_city: SmallCity) -> None:
    divided = divided_city(small_city.make(consultations=consultations()), "received_date")
    first = min((divided.path / "clean" / "consultations").glob("received_date=*"))
    first.rename(first.with_name("received_date=yesterday"))
    record_clean_tables(divided.path, ["consultations"])
    with pytest.raises(SojoEvalError) as caught:
        open_city(divided.path)
    assert [(p.rule, p.column, p.value) for p in caught.value.problems] == [
        ("column_type", "received_date", "yesterday")
    ]


def test_a_table_that_nobody_recorded_is_named(city: City) -> None:
    path = city.path / "clean" / "community_activities.parquet"
    (city.path / "clean" / "cases.parquet").write_bytes(path.read_bytes())
    with pytest.raises(SojoEvalError, match=r"clean-changed.*cases\.parquet"):
        open_city(city.path)


@pytest.mark.skipif(importlib.util.find_spec("pyspark") is None, reason="no PySpark")
def test_spark_reads_what_the_others_read(city: City) -> None:
    """All casts at once, since each start of a query costs Spark a second."""

    def change(rows: pa.Table) -> pa.Table:
        for one in (
            SAME["whole numbers as decimals"],
            SAME["days as midnights in nanoseconds"],
            SAME["categories"],
            _values("participants_state", pa.nulls(3)),
        ):
            rows = one(rows)
        return rows.append_column("_half", pa.array([1, 2, 3], pa.float16()))

    path = rewritten(city, "community_activities", change)
    rewritten(open_city(path), "areas", _as("area", pa.large_string()))
    expected = open_city(path)
    spark = open_city(path, engine="spark")
    for name in ("community_activities", "areas"):
        found, wanted = (
            one.ibis(name)
            .execute()
            .dropna(axis=1, how="all")
            .sort_values(expected.table(name).columns[0], ignore_index=True)
            for one in (spark, expected)
        )
        pd.testing.assert_frame_equal(found, wanted)
        assert spark.ibis(name).schema() == expected.ibis(name).schema()
