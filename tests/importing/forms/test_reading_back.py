"""Filled workbooks are read back: moved, renamed and copied sheets too, and what cannot be read is said."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import openpyxl
import pandas as pd
import pytest
from openpyxl.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from sojo_eval.importing import ImportResult
from sojo_eval.importing.files.reading import read_sheets
from sojo_eval.importing.forms.marker import MARKER_SHEET
from sojo_eval.importing.forms.reading_back import entry_mappings, entry_problems, entry_sheets_not_read
from sojo_eval.importing.forms.workbook import HEADER_ROW, sheet_name
from tests.importing.forms.filled import EVERY, FIRST, SCHEMA, Examples, errors, fill, made, typed, unread


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


def test_a_workbook_left_blank_is_no_problem_at_all(
    tmp_path: Path, load: Callable[..., ImportResult]
) -> None:
    path = tmp_path / "raw" / "a.xlsx"
    path.parent.mkdir()
    made(path, EVERY)
    sheets, _ = read_sheets(path, path.name)
    assert entry_mappings(sheets, path.name, SCHEMA) == []
    assert {s.name for s in sheets if s.holds_something()} <= entry_sheets_not_read(sheets)
    assert entry_problems(sheets, path.name, SCHEMA) == []


def test_other_workbooks_are_left_alone(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.active.title = "機関"
    book.active.append(["機関コード", "機関名", "機関の種別"])
    book.active.append(["O01", "地域共生課", "市の部署"])
    book.save(tmp_path / "a.xlsx")
    sheets, _ = read_sheets(tmp_path / "a.xlsx", "a.xlsx")
    assert entry_mappings(sheets, "a.xlsx", SCHEMA) == []
    assert entry_sheets_not_read(sheets) == frozenset()


@pytest.fixture
def organizations(tmp_path: Path, examples: Examples) -> tuple[Path, Workbook, Worksheet]:
    """A filled sheet of 機関, not yet saved."""
    path = tmp_path / "raw" / "a.xlsx"
    path.parent.mkdir()
    book = made(path, ["organizations"])
    fill(book["機関"], "organizations", typed(examples, "organizations"))
    return path, book, book["機関"]


Filled = tuple[Path, Workbook, Worksheet]


def test_optional_columns_may_go_and_all_may_move(
    organizations: Filled, examples: Examples, load: Callable[..., ImportResult]
) -> None:
    path, book, sheet = organizations
    sheet.delete_cols(3)  # 機関名（英語）
    for row in sheet.iter_rows(min_row=3, max_row=FIRST + 1):
        row[0].value, row[2].value = row[2].value, row[0].value
    sheet.delete_rows(1, 3)
    book.save(path)
    result = load(path)
    assert errors(result) == []
    expected = typed(examples, "organizations").assign(name_en=pd.NA).astype("string")
    pd.testing.assert_frame_equal(result.tables["organizations"], expected)


def test_a_required_column_that_is_gone_is_named(
    organizations: Filled, load: Callable[..., ImportResult]
) -> None:
    path, book, sheet = organizations
    sheet.delete_cols(2)
    book.save(path)
    [problem] = [p for p in load(path).problems if p.severity == "error"]
    assert (problem.rule, problem.column, problem.row) == ("missing-column", "機関名", HEADER_ROW + 1)


def test_a_header_that_is_gone_leaves_no_row_unsaid(
    organizations: Filled, load: Callable[..., ImportResult]
) -> None:
    path, book, sheet = organizations
    sheet.delete_rows(1, HEADER_ROW + 1)
    book.save(path)
    assert {p.rule for p in load(path).problems if p.severity == "error"} == {"missing-column"}


def test_renamed_and_copied_sheets_are_read_but_no_copy_of_an_example(
    organizations: Filled, load: Callable[..., ImportResult]
) -> None:
    path, book, sheet = organizations
    book.copy_worksheet(sheet).title = "機関 (2)"
    sheet.title = "うちの機関"
    for row in (FIRST, FIRST + 1):
        book["機関 (2)"].cell(row, 1).value = f"X{row}"
    book.copy_worksheet(book["記入例 機関"]).title = "例の写し"
    book.create_sheet("メモ").append(["電話で聞いた"])
    book.save(path)
    result = load(path)
    assert errors(result) == []
    assert len(result.tables["organizations"]) == 4
    sheets, _ = read_sheets(path, path.name)
    assert unread(result) - entry_sheets_not_read(sheets) == {"例の写し", "メモ"}


def test_records_written_into_the_example_do_not_vanish_unsaid(organizations: Filled) -> None:
    path, book, _ = organizations
    book["記入例 機関"].append(["", "O99", "新しい機関", "", "その他"])
    book.save(path)
    sheets, _ = read_sheets(path, path.name)
    assert "記入例 機関" not in entry_sheets_not_read(sheets)


def test_a_column_that_was_added_is_said_if_it_holds_something(organizations: Filled) -> None:
    path, book, sheet = organizations
    sheet.cell(HEADER_ROW + 1, 7).value = "備考"
    sheet.cell(HEADER_ROW + 1, 8).value = "空の列"
    sheet.cell(FIRST, 7).value = "7月に移転"
    book.save(path)
    sheets, _ = read_sheets(path, path.name)
    [problem] = entry_problems(sheets, path.name, SCHEMA)
    assert (problem.column, problem.cell, problem.severity) == ("備考", f"G{HEADER_ROW + 1}", "warning")
    assert "7月" not in problem.sentence("ja")


def test_a_workbook_from_before_a_title_changed_is_still_read(
    organizations: Filled, examples: Examples, load: Callable[..., ImportResult]
) -> None:
    path, book, sheet = organizations
    sheet.cell(HEADER_ROW + 1, 2).value = "団体の呼び名"
    for row in book[MARKER_SHEET].iter_rows():
        if row[2].value == "name_ja":
            row[1].value = "団体の呼び名"
    book.save(path)
    result = load(path)
    assert errors(result) == []
    pd.testing.assert_frame_equal(result.tables["organizations"], typed(examples, "organizations"))


def test_a_table_that_the_schema_has_no_more_is_said(organizations: Filled) -> None:
    path, book, _ = organizations
    for row in book[MARKER_SHEET].iter_rows():
        if row[3].value == "organizations":
            row[3].value = "clubs"
    book.save(path)
    sheets, _ = read_sheets(path, path.name)
    assert entry_mappings(sheets, path.name, SCHEMA) == []
    assert [p.rule for p in entry_problems(sheets, path.name, SCHEMA)] == ["unknown-table"]


def test_a_damaged_hidden_sheet_makes_no_crash(organizations: Filled) -> None:
    path, book, _ = organizations
    marker = book[MARKER_SHEET]
    marker.insert_rows(2, 3)
    marker["A2"], marker["B2"], marker["E2"] = "sheet", "poem", "many"
    marker["A3"], marker["B3"] = "column", 3.5
    book.save(path)
    sheets, _ = read_sheets(path, path.name)
    assert [m.table for m in entry_mappings(sheets, path.name, SCHEMA)] == ["organizations"]


def test_a_count_may_say_why_it_is_withheld(
    tmp_path: Path, examples: Examples, load: Callable[..., ImportResult]
) -> None:
    path = tmp_path / "raw" / "a.xlsx"
    path.parent.mkdir()
    book = made(path, ["community_activities"])
    sheet = book["地域活動"]
    fill(sheet, "community_activities", typed(examples, "community_activities"))
    at = next(c.column for c in sheet[HEADER_ROW + 1] if c.value == "参加者（延べ）")
    for row, text in enumerate(("5人未満", "…", "-"), FIRST):
        sheet.cell(row, at).value = text
    book.save(path)
    known = {n: typed(examples, n) for n in ("areas", "services", "organizations")}
    result = load(path, known)
    assert errors(result) == []
    states = result.tables["community_activities"]["participants_state"].tolist()[:3]
    assert states == ["suppressed", "missing", "not_applicable"]
