"""Merged cells in every kind of workbook: filled down the rows, filled in headers, and said where they lie across columns."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter
import xlwt
from odf.opendocument import OpenDocumentSpreadsheet
from odf.table import CoveredTableCell, Table, TableCell, TableRow
from odf.text import P

from sojo_eval.importing import import_unchecked
from sojo_eval.importing.files.reading import read_sheets
from sojo_eval.importing.files.sheet import Sheet
from sojo_eval.importing.mappings.mapping import FileMapping
from sojo_eval.importing.tables.headers import join_labels
from sojo_eval.importing.tables.located import Header, Located
from sojo_eval.importing.tables.merged_cells import merged_across
from sojo_eval.schema import load_schema

# 圏域 │ 相談件数        │
#      │ 新規   │ 継続   │
# 北東 │ 1      │ 2      │
#      │ 3      │ 4      │
# 中部 │ 5 (新規 and 継続) │
VALUES = {(0, 0): "圏域", (0, 1): "相談件数", (1, 1): "新規", (1, 2): "継続", (2, 0): "北東", (2, 1): 1, (2, 2): 2,
          (3, 1): 3, (3, 2): 4, (4, 0): "中部", (4, 1): 5}  # fmt: skip
MERGED = [((0, 0), (1, 0)), ((0, 1), (0, 2)), ((2, 0), (3, 0)), ((4, 1), (4, 2))]


def as_xlsx(path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for (row, column), value in VALUES.items():
        sheet.cell(row + 1, column + 1, value)
    for (top, left), (bottom, right) in MERGED:
        sheet.merge_cells(start_row=top + 1, start_column=left + 1, end_row=bottom + 1, end_column=right + 1)
    book.save(path)


def as_xls(path: Path) -> None:
    book = xlwt.Workbook()
    sheet = book.add_sheet("a")
    corners = dict(MERGED)
    for at, value in VALUES.items():
        if at in corners:
            sheet.write_merge(at[0], corners[at][0], at[1], corners[at][1], value)
        else:
            sheet.write(*at, value)
    book.save(path)


def as_ods(path: Path) -> None:
    document, table = OpenDocumentSpreadsheet(), Table(name="一覧")
    corners = dict(MERGED)
    covered = {
        (r, c)
        for (top, left), (bottom, right) in MERGED
        for r in range(top, bottom + 1)
        for c in range(left, right + 1)
    } - set(corners)
    for row in range(5):
        line = TableRow()
        for column in range(3):
            at = (row, column)
            if at in covered:
                line.addElement(CoveredTableCell())
                continue
            said: dict[str, object] = {}
            if at in corners:
                bottom, right = corners[at]
                said = {"numberrowsspanned": bottom - row + 1, "numbercolumnsspanned": right - column + 1}
            value = VALUES[at]
            kind = (
                {"valuetype": "string"} if isinstance(value, str) else {"valuetype": "float", "value": value}
            )
            cell = TableCell(**said, **kind)
            cell.addElement(P(text=str(value)))
            line.addElement(cell)
        table.addElement(line)
    document.spreadsheet.addElement(table)
    document.save(str(path))


KINDS = {".xlsx": as_xlsx, ".xls": as_xls, ".ods": as_ods}


@pytest.fixture(params=KINDS)
def sheet(request: pytest.FixtureRequest, tmp_path: Path) -> Sheet:
    write: Callable[[Path], None] = KINDS[request.param]
    write(tmp_path / f"a{request.param}")
    (read,), problems = read_sheets(tmp_path / f"a{request.param}", "raw/a")
    assert problems == []
    return read


def test_merged_headers_are_filled_in_every_kind_of_workbook(sheet: Sheet) -> None:
    assert join_labels(sheet.head(5), sheet, [0, 1]) == ("圏域", "相談件数/新規", "相談件数/継続")


def test_cells_merged_down_the_rows_are_filled_in_every_kind_of_workbook(sheet: Sheet) -> None:
    areas = sheet.column(0, 2)
    assert [areas[row] for row in range(3)] == ["北東", "北東", "中部"]
    first = sheet.column(1, 2)
    assert [first[row] for row in range(3)] == [1, 3, 5]


def located(sheet: Sheet, header: Header) -> Located:
    mapping = FileMapping("mappings/a.toml", "consultations", ("a",), ())
    return Located("raw/a", sheet, mapping, load_schema().tables["consultations"], header)


def test_cells_merged_across_columns_that_are_read_are_said(sheet: Sheet) -> None:
    header = Header(("圏域", "新規", "継続"), 1, 2, {"圏域": 0, "新規": 1, "継続": 2})
    (problem,) = merged_across(located(sheet, header))
    assert (problem.rule, problem.severity, problem.row, problem.cell) == ("merged-across", "note", 5, "B5")
    assert ": 1 (B5)" in problem.message.en
    wide = Header(("圏域", "新規", "継続"), 1, 2, {"圏域": 0}, ((1, {}), (2, {})))
    assert merged_across(located(sheet, wide)) == [problem]


def test_cells_merged_into_a_column_that_is_not_read_do_not_matter(sheet: Sheet) -> None:
    header = Header(("圏域", "新規", "継続"), 1, 2, {"圏域": 0, "新規": 1})
    assert merged_across(located(sheet, header)) == []


def test_a_number_merged_over_several_rows_is_refused_and_not_multiplied(tmp_path: Path) -> None:
    book = xlsxwriter.Workbook(tmp_path / "a.xlsx")
    sheet = book.add_worksheet()
    sheet.write_row(0, 0, ["番号", "日", "参加者"])
    sheet.merge_range(1, 1, 3, 1, "2024-04-01")
    sheet.merge_range(1, 2, 2, 2, 30)
    for row in range(1, 4):
        sheet.write(row, 0, f"A{row}")
    sheet.write(3, 2, 5)
    sheet.write_row(4, 0, ["合計", "", 35])
    book.close()
    mapping = (
        'table = "community_activities"\nfiles = ["a.xlsx"]\n[columns]\nactivity_id = "番号"\ndate = "日"\n'
    )
    mapping += 'participants = "参加者"\n[constants]\nkind = "other"\nopenness = "open"\nservice = "S1"\n'
    (tmp_path / "m.toml").write_text(mapping, encoding="utf-8")
    result = import_unchecked(tmp_path, tmp_path, {}, load_schema())
    errors = [p for p in result.problems if p.rule == "merged-number"]
    assert [(p.rule, p.cell, p.column) for p in errors] == [
        ("merged-number", "C2", "参加者"),
        ("merged-number", "C3", "参加者"),
    ]
    assert "C2:C3" in errors[0].message.ja
    assert result.log[["rows_read", "rows_kept", "rows_refused"]].to_numpy().tolist() == [[4, 1, 2]]
    assert "total-differs" not in {p.rule for p in result.problems}  # it counts the number once


def test_a_record_of_two_rows_holds_its_number_once(tmp_path: Path) -> None:
    book = xlsxwriter.Workbook(tmp_path / "a.xlsx")
    sheet = book.add_worksheet()
    sheet.write_row(0, 0, ["番号", "4月", "5月"])
    for column, value in enumerate(["A", 3, 4]):
        sheet.merge_range(1, column, 2, column, value)
    sheet.write(3, 0, "B")
    sheet.merge_range(3, 1, 3, 2, 9)
    book.close()
    mapping = 'table = "indicators_published"\nfiles = ["a.xlsx"]\n[columns]\nindicator = "番号"\n[wide]\nvalue = "value"\n'
    mapping += (
        '[[wide.columns]]\nheader = "4月"\nperiod = "4"\n[[wide.columns]]\nheader = "5月"\nperiod = "5"\n'
    )
    (tmp_path / "m.toml").write_text(mapping, encoding="utf-8")
    result = import_unchecked(tmp_path, tmp_path, {}, load_schema())
    found = [(p.rule, p.cell, p.severity) for p in result.problems if p.severity == "error"]
    assert found == [("merged-number", "B4", "error")]  # 9 stands for both months
