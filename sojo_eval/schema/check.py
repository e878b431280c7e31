"""Runs the compiled checks and lists every bad cell: the row and the field."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping

import duckdb
import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from sojo_eval.foundation.language import Text
from sojo_eval.foundation.problems import Problem
from sojo_eval.schema.compile import (
    PLAIN,
    ROW,
    SPACES,
    TEXTS,
    Check,
    as_given,
    checks,
    given_name,
    quoted,
    typed_select,
)
from sojo_eval.schema.load import Schema, Table, load_schema
from sojo_eval.schema.types import empty_table

_OPTIONS: dict[str, str | bool | int | float | list[str]] = {"preserve_insertion_order": False}


def check_tables(
    tables: Mapping[str, pd.DataFrame],
    only: Collection[str] | None = None,
    *,
    unavailable: Collection[str] = (),
    schema: Schema | None = None,
) -> list[Problem]:
    """Every cell of `tables` that breaks the schema, table by table, check by check, row by row.

    `only` names the tables to check (default: all of `tables`); those they refer to must be in `tables` too, and
    one that is not counts as empty. Columns may be typed (`apply_types`) or strings as in a clean CSV file.
    A problem's `row` is the position in the frame + 1, its `column` the field's name. Keys and rules that read a table
    in `unavailable` are not checked.
    """
    schema = schema or load_schema()
    wanted = [name for name in schema.tables if name in (tables if only is None else only)]
    found: list[Problem] = []
    with duckdb.connect(config=_OPTIONS) as connection:
        given = _register(connection, tables, wanted, schema)
        for name in wanted:
            frame = tables.get(name)
            found += _column_problems(schema.tables[name], frame)
            for check in _failing(
                connection,
                schema.tables[name],
                list(checks(schema.tables[name], schema, given[name], unavailable)),
            ):
                found += _listed(connection, schema.tables[name], check)
    return found


def _register(
    connection: duckdb.DuckDBPyConnection,
    tables: Mapping[str, pd.DataFrame],
    wanted: Collection[str],
    schema: Schema,
) -> dict[str, dict[str, str]]:
    """Put the wanted tables and those they read into DuckDB; returns the given column types of each."""
    needed = dict.fromkeys(wanted)
    for name in wanted:
        needed.update(dict.fromkeys(schema.tables[name].dependencies))
    given: dict[str, dict[str, str]] = {}
    for name in needed:
        table = schema.tables[name]
        frame = tables[name] if name in tables else empty_table(table)
        raw = _arrow(frame, table)
        connection.register(f"raw_{name}", raw)
        described = connection.execute(f"DESCRIBE {quoted('raw_' + name)}").fetchall()
        given[name] = {c: _as_given(raw[c], kind) for c, kind, *_ in described if c != ROW}
        # Texts that must be read as dates or numbers are read once; columns that have their types need no copy.
        to_read = any(f.type != "string" and given[name].get(f.name) in TEXTS for f in table.fields)
        kind = "TABLE" if to_read else "VIEW"
        connection.execute(f"CREATE {kind} {quoted(name)} AS {typed_select(table, given[name])}")
    return given


def _arrow(frame: pd.DataFrame, table: Table) -> pa.Table:
    """The columns the table knows, as Arrow, with the row index; a column of mixed types becomes text."""
    columns: dict[str, pa.Array] = {ROW: pa.array(np.arange(len(frame), dtype=np.int64))}
    for name in table.field_names:
        if name in frame.columns:
            try:
                column = pa.Array.from_pandas(frame[name])
            except (pa.ArrowInvalid, pa.ArrowTypeError):
                column = pa.Array.from_pandas(frame[name].astype("string"))
            if pa.types.is_null(column.type):
                column = column.cast(pa.string())
            columns[name] = column
    return pa.table(columns)


def _as_given(column: pa.ChunkedArray, kind: str) -> str:
    """DuckDB's type of a column; PLAIN for texts of which none is blank or has a space at an end to be trimmed."""
    if kind != "VARCHAR" or (
        not pa.types.is_string(column.type) and not pa.types.is_large_string(column.type)
    ):
        return kind
    edged = pc.not_equal(pc.utf8_trim(column, SPACES), column)
    blank = pc.equal(pc.binary_length(column), 0)
    return kind if pc.any(pc.or_(edged, blank)).as_py() else PLAIN


def _column_problems(table: Table, frame: pd.DataFrame | None) -> Iterator[Problem]:
    if frame is None:
        return
    for field in table.fields:
        if field.required and field.name not in frame.columns:
            yield Problem(
                "missing_column",
                Text("必ず要る列がありません", "A column that must be there is missing"),
                Text("列「{title}」を加えてください", "Add the column ({title})").format(title=field.title),
                column=field.name,
                table=table.name,
            )
    for name in frame.columns:
        if name not in table.field_names:
            yield Problem(
                "unknown_column",
                Text("表の定義にない列です", "The table has no such column"),
                Text("名前を直すか、列を除いてください", "Correct its name, or remove it"),
                column=str(name),
                table=table.name,
            )


def _failing(connection: duckdb.DuckDBPyConnection, table: Table, candidates: list[Check]) -> Iterator[Check]:
    """The checks that at least one row breaks, in the order given.

    Clean data is the usual case, so one scan counts for all cell checks, and only the failing ones are listed.
    """
    # Conditions with a subquery are planned as joins: each on its own, or the plan grows out of hand.
    simple = [c for c in candidates if not c.whole_query and "SELECT" not in c.bad.upper()]
    counts: dict[int, int] = {}
    if simple:
        sums = ", ".join(f"count(*) FILTER (WHERE {check.bad})" for check in simple)
        row = connection.execute(f"SELECT {sums} FROM {quoted(table.name)} t").fetchall()[0]
        counts = {id(check): count for check, count in zip(simple, row, strict=True)}
    for check in candidates:
        if check.whole_query:
            fails = bool(connection.execute(f"{check.bad} LIMIT 1").fetchall())
        else:
            fails = bool(counts.get(id(check), 1))
        if fails:
            yield check


def _listed(connection: duckdb.DuckDBPyConnection, table: Table, check: Check) -> Iterator[Problem]:
    """The bad rows of one check as problems, in row order."""
    shown = [f"CAST({as_given(name)} AS VARCHAR)" for name in (check.key or (check.column,))]
    known = {column for column, *_ in connection.execute(f"DESCRIBE {quoted(table.name)}").fetchall()}
    if not {given_name(name) for name in check.key or (check.column,)} <= known:
        shown = ["''"]
    value = f"concat_ws(' / ', {', '.join(shown)})"
    condition = f"t.{ROW} IN ({check.bad})" if check.whole_query else check.bad
    rows = connection.execute(
        f"SELECT t.{ROW}, {value} FROM {quoted(table.name)} t WHERE {condition} ORDER BY t.{ROW}"
    ).fetchnumpy()
    values = next(rows[name] for name in rows if name != ROW)
    for position, text in zip(rows[ROW], values, strict=True):
        yield Problem(
            check.rule,
            check.message,
            check.fix,
            row=int(position) + 1,
            column=check.column,
            value=_plain(str(text)),
            table=table.name,
        )


def _plain(value: str) -> str:
    """A timestamp at midnight as the date a person wrote."""
    return value.removesuffix(" 00:00:00")
