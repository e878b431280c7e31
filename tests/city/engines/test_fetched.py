"""An answer of DuckDB is the same table by way of NumPy as by way of Arrow, whatever it holds."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from typing import Any

import duckdb
import numpy as np
import pandas as pd
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sojo_eval.city.engines.fetched import from_arrow, from_duckdb

_WIDTHS = {8: (pa.int8(), "TINYINT"), 16: (pa.int16(), "SMALLINT"), 32: (pa.int32(), "INTEGER"), 64: (pa.int64(), "BIGINT")}  # fmt: skip


@pytest.fixture
def duck() -> Iterator[Any]:
    with duckdb.connect() as connection:
        yield connection


def through_arrow(connection: Any, sql: str, columns: pa.Schema) -> pd.DataFrame:
    return from_arrow(connection.sql(sql).to_arrow_table().cast(columns))


def schema(*types: pa.DataType) -> pa.Schema:
    return pa.schema([(f"c{i}", kind) for i, kind in enumerate(types)])


@st.composite
def tables(draw: st.DrawFn) -> pa.Table:
    kinds = {
        pa.string(): st.text(st.characters(exclude_categories=["Cs"]), max_size=6),
        pa.bool_(): st.booleans(),
        pa.float64(): st.floats(),
        pa.date32(): st.dates(),
        **{kind: st.integers(-(2 ** (bits - 1)), 2 ** (bits - 1) - 1) for bits, (kind, _) in _WIDTHS.items()},
    }
    rows = draw(st.integers(0, 5))
    names = draw(st.lists(st.sampled_from([*kinds]), min_size=1, max_size=4))
    return pa.table(
        [pa.array(draw(st.lists(st.none() | kinds[k], min_size=rows, max_size=rows)), type=k) for k in names],
        schema=schema(*names),
    )


@given(tables())
def test_any_table_is_the_same_both_ways(table: pa.Table) -> None:
    with duckdb.connect() as connection:
        connection.register("given", table)
        connection.execute("CREATE TABLE held AS SELECT * FROM given")
        sql = "SELECT * FROM held"
        found = from_duckdb(connection, sql, table.schema)
        pd.testing.assert_frame_equal(found, through_arrow(connection, sql, table.schema), check_exact=True)


@pytest.mark.parametrize(
    ("value", "wanted"),
    [
        ("sum(x) FROM (VALUES (9007199254740993), (2)) t(x)", pa.int64()),  # a float holds no such sum
        ("1.10", pa.float64()),
        ("DATE 'infinity'", pa.date32()),
        ("DATE '294300-01-01'", pa.date32()),
        ("TIMESTAMP '2024-04-01 00:00:00.000001'", pa.timestamp("us")),
        ("[1, 2]", pa.list_(pa.int32())),
        ("3::FLOAT", pa.float64()),
    ],
)
def test_what_numpy_does_not_hold_exactly_goes_through_arrow(
    duck: Any, value: str, wanted: pa.DataType
) -> None:
    sql = f"SELECT c0 FROM (SELECT {value.replace(' FROM', ' AS c0 FROM') if ' FROM' in value else value + ' AS c0'})"
    found = from_duckdb(duck, sql, schema(wanted))
    pd.testing.assert_frame_equal(found, through_arrow(duck, sql, schema(wanted)), check_exact=True)


def test_a_large_sum_keeps_its_last_digit(duck: Any) -> None:
    found = from_duckdb(
        duck, "SELECT sum(x) AS c0 FROM (VALUES (9007199254740991), (2)) t(x)", schema(pa.int64())
    )
    assert int(found["c0"].iloc[0]) == 9007199254740993


@pytest.mark.parametrize(
    ("value", "wanted"),
    [("300::BIGINT", pa.int8()), ("-300::BIGINT", pa.int8()), ("-3000000000::HUGEINT", pa.int32())],
)
def test_a_number_too_large_for_its_column_is_refused(duck: Any, value: str, wanted: pa.DataType) -> None:
    with pytest.raises(pa.ArrowInvalid):
        from_duckdb(duck, f"SELECT {value} AS c0", schema(wanted))


@pytest.mark.parametrize("bits", _WIDTHS)
def test_sums_and_narrow_numbers_have_the_columns_width(duck: Any, bits: int) -> None:
    kind, _ = _WIDTHS[bits]
    found = from_duckdb(duck, "SELECT sum(x) AS c0 FROM range(5) t(x)", schema(kind))
    assert found["c0"].dtype == np.dtype(f"int{bits}")
    assert [*found["c0"]] == [10]


def test_rows_keep_the_order_that_the_query_asks_for(duck: Any) -> None:
    duck.execute("SET preserve_insertion_order = false")
    sql = "SELECT (hash(x) % 1000000)::BIGINT AS c0 FROM range(400000) t(x) ORDER BY c0"
    assert from_duckdb(duck, sql, schema(pa.int64()))["c0"].is_monotonic_increasing


def test_a_query_that_fails_leaves_the_connection_in_order(duck: Any) -> None:
    with pytest.raises(duckdb.Error):
        from_duckdb(duck, "SELECT error('no') AS c0", schema(pa.string()))
    assert [*from_duckdb(duck, "SELECT 'yes' AS c0", schema(pa.string()))["c0"]] == ["yes"]


def test_days_are_days(duck: Any) -> None:
    found = from_duckdb(duck, "SELECT unnest([DATE '2024-04-01', NULL]) AS c0", schema(pa.date32()))
    assert found["c0"].dtype == np.dtype("datetime64[ms]")
    assert found["c0"].iloc[0].date() == datetime.date(2024, 4, 1)
    assert pd.isna(found["c0"].iloc[1])
