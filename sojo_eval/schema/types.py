"""The one set of types of clean data, in pandas and in Arrow (and so in Parquet and DuckDB).

| field type | pandas            | Arrow / Parquet |
|------------|-------------------|-----------------|
| string     | `string`          | string          |
| integer    | `Int64`           | int64           |
| number     | `float64`         | double          |
| boolean    | `boolean`         | bool            |
| date       | `datetime64[us]`  | date32          |

Missing is `pd.NA`, NaN or NaT as the type has it, and null in Arrow. `us` is what pandas 3 reads by itself.
"""

from __future__ import annotations

import ibis
import pandas as pd
import pyarrow as pa

from sojo_eval.foundation.language import Text
from sojo_eval.foundation.problems import SojoEvalError
from sojo_eval.schema.load import FieldType, Table

PANDAS_TYPES: dict[FieldType, str] = {
    "string": "string",
    "integer": "Int64",
    "number": "float64",
    "boolean": "boolean",
    "date": "datetime64[us]",
}
ARROW_TYPES: dict[FieldType, pa.DataType] = {
    "string": pa.string(),
    "integer": pa.int64(),
    "number": pa.float64(),
    "boolean": pa.bool_(),
    "date": pa.date32(),
}
_BOOLEANS = {"true": True, "false": False, "1": True, "0": False}


def empty_table(table: Table) -> pd.DataFrame:
    """No rows, all columns of `table` in order, with their types."""
    return pd.DataFrame({field.name: pd.Series([], dtype=PANDAS_TYPES[field.type]) for field in table.fields})


def apply_types(frame: pd.DataFrame, table: Table) -> pd.DataFrame:
    """`frame` with exactly the columns of `table`, in order and with their types; rows and index stay.

    A column that `frame` does not have is all missing; a column that `table` does not have is dropped.
    Strings are read as clean data writes them (ISO dates, true/false, plain numbers; "" is missing).
    Raises SojoEvalError when a value does not fit; use `check_tables` to list every such cell.
    """
    columns: dict[str, pd.Series] = {}
    for field in table.fields:
        if field.name not in frame.columns:
            columns[field.name] = pd.Series(pd.NA, index=frame.index, dtype="string")
        else:
            columns[field.name] = frame[field.name]
        try:
            columns[field.name] = _typed(columns[field.name], field.type)
        except (ValueError, TypeError, OverflowError) as reason:
            raise SojoEvalError(
                "values_do_not_fit",
                Text(
                    "表「{table}」の列「{column}」に型の合わない値があります",
                    "Column {column} of table {table} has values of another type",
                ).format(table=table.name, column=field.name),
                Text("check で一つずつ確かめてください", "List them one by one with check"),
                exit_code=1,
            ) from reason
    return pd.DataFrame(columns, index=frame.index)


def to_arrow(frame: pd.DataFrame, table: Table) -> pa.Table:
    """A typed frame as Arrow, dates as date32: what Parquet files of clean data hold."""
    return pa.table(
        {
            field.name: pa.Array.from_pandas(frame[field.name], type=ARROW_TYPES[field.type])
            for field in table.fields
        }
    )


def to_ibis(table: Table) -> ibis.Schema:
    """The types of a table for Ibis, so that a query can be written down before there are data."""
    return ibis.Schema.from_pyarrow(
        pa.schema([(field.name, ARROW_TYPES[field.type]) for field in table.fields])
    )


def _typed(column: pd.Series, wanted: FieldType) -> pd.Series:
    dtype = PANDAS_TYPES[wanted]
    if str(column.dtype) == dtype:
        return column
    if wanted == "string":
        return column.astype("string")
    if not (isinstance(column.dtype, pd.StringDtype) or column.dtype == object):
        return column.astype(pd.api.types.pandas_dtype(dtype))
    text = column.astype("string").str.strip()
    text = text.mask(text == "")
    if wanted == "date":
        return pd.to_datetime(text.str.slice(0, 10), format="%Y-%m-%d").astype(
            pd.api.types.pandas_dtype(dtype)
        )
    if wanted == "boolean":
        lower = text.str.lower()
        if not (lower.isin(list(_BOOLEANS)) | lower.isna()).all():
            raise ValueError("not a boolean")
        return lower.map(_BOOLEANS).astype("boolean")
    return pd.to_numeric(text).astype(pd.api.types.pandas_dtype(dtype))
