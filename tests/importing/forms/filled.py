"""Entry workbooks as they are made, and as a person fills them."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import openpyxl
import pandas as pd
from openpyxl.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from sojo_eval.importing import ImportResult
from sojo_eval.importing.forms.examples import example_cells
from sojo_eval.importing.forms.fields import entry_fields, is_month
from sojo_eval.importing.forms.workbook import HEADER_ROW, entry_workbook
from sojo_eval.japanese import normalise, to_wareki
from sojo_eval.schema import apply_types, load_schema

SCHEMA = load_schema()
EVERY = list(SCHEMA.tables)
FIRST = HEADER_ROW + 2
"""The first row to write into, as Excel counts."""


Examples = dict[str, pd.DataFrame]


def made(path: Path, names: list[str], known: Examples | None = None) -> Workbook:
    path.write_bytes(entry_workbook(names, SCHEMA, known))
    return openpyxl.load_workbook(path)


def typed(examples: Examples, name: str) -> pd.DataFrame:
    """The example as clean data hold it: full-width brackets in a text are made plain, as in any import."""
    return apply_types(examples[name].map(normalise).replace("", pd.NA), SCHEMA.tables[name])


def fill(sheet: Worksheet, name: str, rows: pd.DataFrame) -> None:
    """As a person does: titles for codes; every second date typed in wareki, the others real dates."""
    table = SCHEMA.tables[name]
    for row, cells in enumerate(example_cells(rows, table, SCHEMA), FIRST):
        for column, (field, cell) in enumerate(zip(entry_fields(table), cells, strict=True), 1):
            if isinstance(cell, datetime) and (row + column) % 2:
                cell = (
                    f"令和{cell.year - 2018}年{cell.month}月" if is_month(field) else to_wareki(cell.date())
                )
            sheet.cell(row, column).value = cell


def errors(result: ImportResult) -> list[str]:
    return [p.sentence("en") for p in result.problems if p.severity == "error"]


def unread(result: ImportResult) -> set[str]:
    return {p.sheet for p in result.problems if p.rule == "not-mapped"}
