"""A query in words is the same text in every process."""

from __future__ import annotations

import ibis

from sojo_eval.city.engines.query import duckdb_sql


def test_dropped_columns_stand_in_one_order() -> None:
    """Ibis keeps them in a set: one text of 12! would do by chance."""
    names = [f"c{number:02}" for number in range(12)]
    kept = [f"k{number:02}" for number in range(30)]
    table = ibis.table(dict.fromkeys([*kept, *names], "int64"), name="t")
    dropped = ", ".join(f'"{name}"' for name in names)
    for pretty in (False, True):
        sql = duckdb_sql(table.drop(*reversed(names)), pretty=pretty)
        assert f"EXCLUDE ({dropped})" in sql, sql
