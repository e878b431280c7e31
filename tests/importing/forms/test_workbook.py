"""Entry workbooks: what is written into one, by a person and in Excel, imports without a mapping."""

from __future__ import annotations

import glob
import re
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import openpyxl
import pandas as pd
import pytest
from openpyxl.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from sojo_eval.foundation.language import Text
from sojo_eval.importing import ImportResult, importer
from sojo_eval.importing.files.reading import read_sheets
from sojo_eval.importing.forms.examples import example_cells
from sojo_eval.importing.forms.fields import UNITS, entry_fields, how_to_write, is_month
from sojo_eval.importing.forms.marker import EXAMPLE, MARKER_SHEET
from sojo_eval.importing.forms.reading_back import entry_mappings, entry_problems, entry_sheets_not_read
from sojo_eval.importing.forms.workbook import HEADER_ROW, ROWS, entry_workbook, sheet_name
from sojo_eval.japanese import label_key, normalise, to_wareki
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
        monkeypatch.setattr(importer, "read_mappings", lambda *_: (mappings, [], []))
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


def test_names_of_the_city_are_put_up_for_choice_and_read_as_keys(
    tmp_path: Path, examples: Examples, load: Callable[..., ImportResult]
) -> None:
    path = tmp_path / "raw" / "a.xlsx"
    path.parent.mkdir()
    known = {n: typed(examples, n) for n in ("areas", "services", "organizations")}
    book = made(path, ["consultations"], known)
    sheet = book["相談記録"]
    fill(sheet, "consultations", typed(examples, "consultations"))
    names = dict(zip(known["services"]["service"], known["services"]["name_ja"], strict=True))
    at = next(c.column for c in sheet[HEADER_ROW + 1] if c.value == "受付機関")
    for row in range(FIRST, FIRST + len(examples["consultations"])):
        sheet.cell(row, at).value = names[sheet.cell(row, at).value]
    listed = [cell for cells in book["コード表"].iter_cols(values_only=True) for cell in cells]
    assert set(names.values()) <= set(listed)
    book.save(path)
    result = load(path, known)
    assert errors(result) == []
    pd.testing.assert_frame_equal(result.tables["consultations"], typed(examples, "consultations"))


def test_two_rows_of_one_name_are_chosen_by_their_keys(tmp_path: Path, examples: Examples) -> None:
    areas = typed(examples, "areas").assign(name_ja="同じ名前")
    book = made(tmp_path / "a.xlsx", ["supporters"], {"areas": areas})
    listed = {cell for cells in book["コード表"].iter_cols(values_only=True) for cell in cells}
    assert set(areas["area"]) <= listed
    assert "同じ名前" not in listed


def test_every_column_has_a_note_and_what_it_refers_to_is_there(tmp_path: Path) -> None:
    book = made(tmp_path / "a.xlsx", EVERY)
    codes = book["コード表"]
    for name in EVERY:
        table = SCHEMA.tables[name]
        sheet = book[sheet_name(table)]
        fields = entry_fields(table)
        rules = sheet.data_validations.dataValidation
        assert len(rules) == len(fields)
        for rule, field, column in zip(rules, fields, range(1, len(fields) + 1), strict=True):
            letter = openpyxl.utils.get_column_letter(column)
            assert str(rule.sqref) == f"{letter}{FIRST}:{letter}{FIRST + ROWS - 1}"
            assert rule.prompt
            assert how_to_write(table, field, SCHEMA).en[:200] in rule.prompt
            assert sheet.cell(HEADER_ROW, column).value == field.title.en
            assert sheet.cell(HEADER_ROW - 1, column).value
            flag = sheet.cell(HEADER_ROW - 2, column).value
            assert flag == ("必須 Required" if field.required else "任意 Optional")
            if rule.type == "list" and not rule.formula1.startswith('"'):
                target = book.defined_names[rule.formula1.removeprefix("=")].attr_text
                there, cells = re.findall(r"'?([^'!(]+)'?!(\$[A-Z]+\$\d+(?::\$[A-Z]+\$\d+)?)", target)[-1]
                assert there in book.sheetnames
                if field.codelist is not None:
                    listed = [cell.value for (cell,) in codes[cells.replace("$", "")]]
                    assert listed == SCHEMA.codelists[field.codelist]["title_ja"].tolist()


def test_excel_stops_only_what_the_import_would_not_take(tmp_path: Path) -> None:
    book = made(tmp_path / "a.xlsx", ["community_activities", "services"])
    sheet = book["地域活動"]
    fields = [f.name for f in entry_fields(SCHEMA.tables["community_activities"])]
    rules = dict(zip(fields, sheet.data_validations.dataValidation, strict=True))
    # openpyxl reads Excel's default, stop, as None
    assert rules["participants"].errorStyle == "warning"
    assert rules["date"].errorStyle == "warning"
    assert rules["volunteers"].errorStyle in (None, "stop")
    assert rules["kind"].errorStyle in (None, "stop")
    assert rules["service"].showErrorMessage is False
    assert rules["service"].formula1 == "keys_services"


def test_titles_and_names_are_told_apart() -> None:
    names = [sheet_name(t) for t in SCHEMA.tables.values()]
    assert len(set(names)) == len(names)
    for table in SCHEMA.tables.values():
        keys = [label_key(f.title.ja) for f in entry_fields(table)]
        assert len(set(keys)) == len(keys), table.name
        assert not {f.unit for f in table.fields if f.unit} - set(UNITS), table.name
        longest = replace(table, title=Text("長い／表" * 20 + "[a]", ""))
        assert len(sheet_name(longest, f"{EXAMPLE} ")) <= 31


def test_the_same_schema_gives_the_same_bytes() -> None:
    assert entry_workbook(["referrals"], SCHEMA) == entry_workbook(["referrals"], SCHEMA)


def test_a_text_that_looks_like_a_formula_stays_a_text(tmp_path: Path, examples: Examples) -> None:
    areas = typed(examples, "areas")
    areas.loc[0, "name_ja"] = "=1+1"
    book = made(tmp_path / "a.xlsx", ["supporters"], {"areas": areas})
    [cell] = [c for cells in book["コード表"].iter_cols() for c in cells if c.value == "=1+1"]
    assert cell.data_type == "s"
