"""The filled example of a table, as a person would write it: titles for codes, real dates, yes and no in Japanese."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

import pandas as pd

from sojo_eval.foundation.shipped import shipped_folder
from sojo_eval.importing.forms.fields import NO, YES, entry_fields
from sojo_eval.schema import Field, Schema, Table, apply_types

_SHOWN = 5


def example_rows(table: Table) -> pd.DataFrame:
    """The first rows of the shipped example of a table, typed; no rows where none is shipped."""
    path = shipped_folder("data_schema") / "examples" / f"{table.name}.csv"
    if not path.is_file():
        return pd.DataFrame(columns=list(table.field_names))
    return apply_types(pd.read_csv(path, dtype="string", keep_default_na=False, nrows=_SHOWN), table)


def example_cells(rows: pd.DataFrame, table: Table, schema: Schema) -> Iterator[list[object]]:
    """Each row as cells of the entry sheet's columns; None where nothing is written."""
    for _, row in rows.iterrows():
        yield [_cell(row[field.name], field, schema) for field in entry_fields(table)]


def _cell(value: object, field: Field, schema: Schema) -> object:
    if pd.isna(value) or value == "":  # type: ignore[call-overload]  # one value, never a frame
        return None
    if field.codelist is not None:
        codes = schema.codelists[field.codelist]
        return dict(zip(codes["code"], codes["title_ja"], strict=True))[str(value)]
    if isinstance(value, pd.Timestamp):
        return datetime(value.year, value.month, value.day)
    if field.type == "boolean":
        return YES if value else NO
    if field.type in ("integer", "number"):
        return float(value)  # type: ignore[arg-type]  # a number by its type
    return str(value)
