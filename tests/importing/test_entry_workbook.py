"""Entry workbooks: what is written into one, by a person and in Excel, imports without a mapping."""

from __future__ import annotations

import glob
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import openpyxl
import pandas as pd
import pytest
from openpyxl.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from sojo_eval.importing import ImportResult, importer
from sojo_eval.importing.entry_examples import example_cells
from sojo_eval.importing.entry_fields import entry_fields, is_month
from sojo_eval.importing.entry_mappings import entry_mappings, entry_problems, entry_sheets_not_read
from sojo_eval.importing.entry_workbook import HEADER_ROW, entry_workbook, sheet_name
from sojo_eval.importing.reading import read_sheets
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


@pytest.fixture(scope="module")
def examples(repository: Path) -> Examples:
    folder = repository / "data_schema" / "examples"
    return {p.stem: pd.read_csv(p, dtype="string", keep_default_na=False) for p in folder.glob("*.csv")}


@pytest.fixture
def load(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., ImportResult]:
    """Imports one workbook by what `entry_mappings` says of it."""

    def run(path: Path, known: Examples | None = None) -> ImportResult:
        sheets, _ = read_sheets(path, path.name)
        files = (glob.escape(path.name),)
        mappings = [replace(m, files=files) for m in entry_mappings(sheets, f"raw/{path.name}", SCHEMA)]
        monkeypatch.setattr(importer, "read_mappings", lambda *_: (mappings, []))
        return importer.import_sources(path.parent, tmp_path / "none", known or {}, SCHEMA)

    return run


def errors(result: ImportResult) -> list[str]:
    return [p.sentence("en") for p in result.problems if p.severity == "error"]


def unread(result: ImportResult) -> set[str]:
    return {p.sheet for p in result.problems if p.rule == "not-mapped"}


def test_every_table_comes_back_as_its_example(
    tmp_path: Path, examples: Examples, load: Callable[..., ImportResult]
) -> None:
    path = tmp_path / "raw" / "記入用.xlsx"
    path.parent.mkdir()
    book = made(path, EVERY)
    for name in EVERY:
        fill(book[sheet_name(SCHEMA.tables[name])], name, typed(examples, name))
    book.save(path)
    result = load(path)
    assert errors(result) == []
    assert result.held_back == {}
    for name in EVERY:
        pd.testing.assert_frame_equal(result.tables[name], typed(examples, name))
    sheets, _ = read_sheets(path, path.name)
    assert unread(result) == entry_sheets_not_read(sheets)
    assert entry_problems(sheets, path.name, SCHEMA) == []
    assert result.log["rows_refused"].sum() == 0
