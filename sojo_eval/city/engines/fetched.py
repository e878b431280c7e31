"""What an engine answers, as a table of pandas."""

from __future__ import annotations

from typing import Any

import duckdb
import numpy as np
import pandas as pd
import pyarrow as pa
from numpy.typing import NDArray

_EXACT = 2**53
"""From here on not every whole number is a float."""
_WHOLE = frozenset({"TINYINT", "SMALLINT", "INTEGER", "BIGINT", "HUGEINT"})


def from_arrow(answer: pa.Table) -> pd.DataFrame:
    """The answer with days as `datetime64[ms]`, texts as `str`, whole numbers with gaps as floats."""
    return pd.DataFrame(answer.to_pandas(date_as_object=False))


def from_duckdb(connection: Any, sql: str, columns: pa.Schema) -> pd.DataFrame:
    """What DuckDB answers, in these columns and types: the same table as through Arrow, which plans each query twice.

    Raises pyarrow.ArrowInvalid when a value is not of its column's type, and DuckDB's errors.
    """
    found = _as_arrays(connection, sql, columns)
    if found is None:
        return from_arrow(connection.sql(sql).to_arrow_table().cast(columns))
    return found


def _as_arrays(connection: Any, sql: str, columns: pa.Schema) -> pd.DataFrame | None:
    """The answer by way of NumPy; None where that way would not hold it exactly."""
    # A cursor of its own: a connection is not to be used again before an answer is read to its end.
    with connection.cursor() as cursor:
        cursor.execute(sql)
        held = {name: str(kind) for name, kind, *_ in cursor.description}
        if any(held.get(field.name) not in _held_exactly(field.type) for field in columns):
            return None
        try:
            arrays = cursor.fetchnumpy()
        except duckdb.ConversionException:  # a day beyond those that NumPy counts in microseconds
            return None
    found: dict[str, Any] = {}
    for field in columns:
        column = _column(arrays[field.name], field.type)
        if column is None:
            return None
        found[field.name] = column
    return pd.DataFrame(found, columns=columns.names)


def _held_exactly(wanted: pa.DataType) -> frozenset[str]:
    """DuckDB's types whose arrays hold each value of a column of this type."""
    if pa.types.is_integer(wanted):
        return _WHOLE
    if pa.types.is_string(wanted):
        return frozenset({"VARCHAR"})
    if pa.types.is_boolean(wanted):
        return frozenset({"BOOLEAN"})
    if pa.types.is_float64(wanted):
        return frozenset({"DOUBLE"})
    return frozenset({"DATE"}) if pa.types.is_date32(wanted) else frozenset()


def _column(array: Any, wanted: pa.DataType) -> Any:
    """One array of DuckDB's (masked where there are gaps) as pandas takes it from Arrow; None where it would not be exact."""
    values, gaps = np.ma.getdata(array), np.ma.getmaskarray(array)
    if pa.types.is_integer(wanted):
        return _whole_numbers(values, gaps, np.dtype(wanted.to_pandas_dtype()))
    if pa.types.is_date32(wanted):
        days = values.astype("datetime64[ms]")
        days[gaps] = np.datetime64("NaT")
        return days
    if pa.types.is_string(wanted):
        return pd.array(_with_none(values, gaps), dtype="str")
    if pa.types.is_boolean(wanted):
        return _with_none(values, gaps) if gaps.any() else values
    return np.where(gaps, np.nan, values)


def _with_none(values: NDArray[Any], gaps: NDArray[np.bool_]) -> NDArray[np.object_]:
    objects = values.astype(object)
    objects[gaps] = None
    return objects


def _whole_numbers(
    values: NDArray[Any], gaps: NDArray[np.bool_], wanted: np.dtype[Any]
) -> NDArray[Any] | None:
    """Whole numbers of the wanted width, floats where there are gaps; None for what Arrow has to judge: sums (floats in
    NumPy) that are not exact, and numbers that are too large for the width."""
    known = values[~gaps]
    if values.dtype.kind == "f" and (np.abs(known) >= _EXACT).any():
        return None
    limits = np.iinfo(wanted)
    if known.size and (known.min() < limits.min or known.max() > limits.max):
        return None
    return np.where(gaps, np.nan, values) if gaps.any() else values.astype(wanted)
