"""What the values of a workbook do not show: said once a kind and sheet, true to what openpyxl sees, and nothing is dropped."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable
from pathlib import Path

import numpy as np
import openpyxl
import pytest
import xlsxwriter
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.comments import Comment
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from sojo_eval.foundation.problems import Problem
from sojo_eval.importing.files.reading import read_sheets

SECRET = "山田太郎 090-1234-5678"


def book(path: Path, change: Callable[[Worksheet], None]) -> list[Problem]:
    """What is said of a sheet of ten rows and five columns after a change."""
    made = openpyxl.Workbook()
    sheet = made.active
    assert sheet is not None
    for row in range(1, 11):
        sheet.append([f"{get_column_letter(c)}{row}" for c in range(1, 6)])
    change(sheet)
    made.save(path)
    return looked(path)


def looked(path: Path) -> list[Problem]:
    _, problems = read_sheets(path, "raw/a.xlsx")
    return problems


def found(problems: list[Problem]) -> list[tuple[str, str, str]]:
    return [(p.rule, p.severity, p.cell) for p in problems]


def test_a_plain_book_has_nothing_to_say(tmp_path: Path) -> None:
    assert book(tmp_path / "a.xlsx", lambda _: None) == []


def test_struck_through_text_is_a_warning_and_stays(tmp_path: Path) -> None:
    def strike(sheet: Worksheet) -> None:
        for cell in ("B2", "C9"):
            sheet[cell].font = Font(strike=True, color="FFFF0000")
        sheet["G20"].font = Font(strike=True)  # holds nothing

    problems = book(tmp_path / "a.xlsx", strike)
    assert found(problems) == [("struck-through", "warning", "B2")]
    assert ": 2 (" in problems[0].message.en
    assert "B2, C9" in problems[0].message.ja
    (sheet,), _ = read_sheets(tmp_path / "a.xlsx", "raw/a.xlsx")
    assert sheet.rows[1][1] == "B2"


@pytest.mark.parametrize(
    ("colour", "red"),
    [
        ("FFFF0000", True),
        ("FFC00000", True),
        ("FFC9211E", True),
        ("FF000000", False),
        ("FFFFC000", False),
        ("FF0000FF", False),
        ("FFFFFFFF", False),
        ("FFED7D31", False),
    ],
)
def test_red_is_what_the_menus_call_red(tmp_path: Path, colour: str, red: bool) -> None:
    problems = book(tmp_path / "a.xlsx", lambda sheet: setattr(sheet["D4"], "font", Font(color=colour)))
    assert found(problems) == [("red-text", "note", "D4")] * red


@pytest.mark.parametrize(
    ("font", "rule"),
    [(InlineFont(strike=True), "struck-through"), (InlineFont(color="FFFF0000"), "red-text")],
)
def test_a_part_of_a_text_counts_too(tmp_path: Path, font: InlineFont, rule: str) -> None:
    """A figure struck through with the new one beside it in the same cell."""
    rich = CellRichText(TextBlock(font, "120"), "135")
    problems = book(tmp_path / "a.xlsx", lambda sheet: setattr(sheet["B3"], "value", rich))
    assert [(p.rule, p.cell) for p in problems] == [(rule, "B3")]


def test_a_part_of_a_shared_text_counts_too(tmp_path: Path) -> None:
    made = xlsxwriter.Workbook(tmp_path / "a.xlsx")
    sheet = made.add_worksheet("一覧")
    sheet.write_column(0, 0, ["項目", "甲", "乙"])
    sheet.write_rich_string(2, 1, made.add_format({"font_strikeout": True}), "120", " 135")
    made.close()
    assert [(p.rule, p.sheet, p.cell) for p in looked(tmp_path / "a.xlsx")] == [
        ("struck-through", "一覧", "B3")
    ]


def test_a_formula_without_a_result_is_a_silent_loss_and_said(tmp_path: Path) -> None:
    """openpyxl never works out formulas, so a book that a program wrote has none of their results."""

    def write(sheet: Worksheet) -> None:
        sheet["F2"], sheet["F3"] = "=SUM(A2:E2)", '=IF(A1="","",A1)'

    assert found(book(tmp_path / "a.xlsx", write)) == [("formula-without-value", "warning", "F2")]


def test_formulas_with_a_result_are_not_named(tmp_path: Path) -> None:
    made = xlsxwriter.Workbook(tmp_path / "a.xlsx")
    sheet = made.add_worksheet()
    sheet.write_formula(0, 0, "=1+1", None, 2)
    sheet.write_formula(1, 0, '=IF(1,"","")', None, "")
    sheet.write_formula(2, 0, '="a>b"', None, "a>b")
    made.close()
    # Excel and LibreOffice say of an empty text that it is one.
    parts_changed(
        tmp_path / "a.xlsx", lambda _, content: content.replace(b'<c r="A2">', b'<c r="A2" t="str">')
    )
    assert looked(tmp_path / "a.xlsx") == []


def test_cells_with_an_error_are_said(tmp_path: Path) -> None:
    problems = book(tmp_path / "a.xlsx", lambda sheet: setattr(sheet["C3"], "value", "#DIV/0!"))
    assert found(problems) == [("error-value", "warning", "C3")]


def test_hidden_rows_and_columns_are_read_and_said(tmp_path: Path) -> None:
    def hide(sheet: Worksheet) -> None:
        for row in (4, 5, 30):
            sheet.row_dimensions[row].hidden = True
        sheet.column_dimensions["B"].hidden = True
        sheet.column_dimensions["H"].hidden = True  # holds nothing

    problems = book(tmp_path / "a.xlsx", hide)
    assert found(problems) == [("hidden-rows", "note", "A4"), ("hidden-columns", "note", "B1")]
    assert "(4, 5)" in problems[0].message.en
    assert "(B)" in problems[1].message.en


def test_rows_hidden_by_a_filter_are_said_to_be(tmp_path: Path) -> None:
    def filter_(sheet: Worksheet) -> None:
        sheet.auto_filter.ref = "A1:E10"
        sheet.auto_filter.add_filter_column(0, ["A2"])
        for row in range(3, 11):
            sheet.row_dimensions[row].hidden = True

    (problem,) = book(tmp_path / "a.xlsx", filter_)
    assert problem.rule == "hidden-rows"
    assert "フィルター" in problem.message.ja
    assert "8" in problem.message.en


def test_comments_are_counted_and_never_repeated(tmp_path: Path) -> None:
    def comment(sheet: Worksheet) -> None:
        for cell in ("A3", "C5"):
            sheet[cell].comment = Comment(SECRET, "山田")

    (problem,) = book(tmp_path / "a.xlsx", comment)
    assert (problem.rule, problem.severity, problem.cell) == ("cell-comments", "note", "A3")
    assert ": 2 (" in problem.message.en
    assert "山田" not in problem.sentence("ja") + problem.sentence("en")


def test_ten_thousand_red_cells_are_one_problem(tmp_path: Path) -> None:
    made = xlsxwriter.Workbook(tmp_path / "a.xlsx")
    red = made.add_format({"font_color": "red"})
    sheet = made.add_worksheet()
    for row in range(2_000):
        sheet.write_row(row, 0, [1, 2, 3, 4, 5], red)
    made.close()
    (problem,) = looked(tmp_path / "a.xlsx")
    assert "10,000" in problem.message.ja
    assert problem.message.en.endswith("(A1, B1, C1, D1, E1, …)")


def test_each_sheet_is_looked_at_under_its_own_name(tmp_path: Path) -> None:
    made = openpyxl.Workbook()
    made.remove(made["Sheet"])
    for name in ("4月", 'A&B "<特>"', "5月"):
        made.create_sheet(name)["A1"] = "件数"
    made['A&B "<特>"']["A1"].font = Font(strike=True)
    made["5月"]["A1"].font = Font(color="FFFF0000")
    made.move_sheet("5月", -2)
    made.save(tmp_path / "a.xlsx")
    assert [(p.rule, p.sheet) for p in looked(tmp_path / "a.xlsx")] == [
        ("red-text", "5月"),
        ("struck-through", 'A&B "<特>"'),
    ]


def by_openpyxl(path: Path, book: openpyxl.Workbook | None = None) -> dict[str, set[str]]:
    """The same by openpyxl, which reads the whole model; `book`: that model, where it is there already."""
    sheet = (book or openpyxl.load_workbook(path)).active
    assert isinstance(sheet, Worksheet)
    has_formulas = any(cell.data_type == "f" for row in sheet.iter_rows() for cell in row)
    values = openpyxl.load_workbook(path, data_only=True).active if has_formulas else sheet
    assert isinstance(values, Worksheet)
    seen: dict[str, set[str]] = {}
    for row in sheet.iter_rows():
        for cell in row:
            kinds = []
            if cell.data_type == "f" and values[cell.coordinate].value is None:
                kinds.append("formula-without-value")
            elif cell.value is not None and cell.font.strike:
                kinds.append("struck-through")
            elif cell.value is not None and cell.font.color is not None and cell.font.color.rgb == "FFFF0000":
                kinds.append("red-text")
            if cell.comment is not None:
                kinds.append("cell-comments")
            for kind in kinds:
                seen.setdefault(kind, set()).add(cell.coordinate)
    hidden = {
        f"A{r}"
        for r, d in sheet.row_dimensions.items()
        if d.hidden and any(c.value is not None for c in sheet[r])
    }
    return {**seen, **({"hidden-rows": hidden} if hidden else {})}


def test_it_sees_what_openpyxl_sees(tmp_path: Path) -> None:
    """Forty books at random: the same kinds, as many cells, the same first one."""
    rng = np.random.default_rng(20261126)
    for number in range(40):
        made = openpyxl.Workbook()
        sheet = made.active
        assert sheet is not None
        for row in range(1, 16):
            for column in range(1, 7):
                cell = sheet.cell(row, column)
                cell.value = rng.choice([1, "文字", None, "=A1+1"], p=[0.4, 0.35, 0.2, 0.05])
                cell.font = Font(
                    strike=bool(rng.random() < 0.1),
                    color="FFFF0000" if rng.random() < 0.1 else None,
                    bold=bool(rng.random() < 0.3),
                )
                if rng.random() < 0.03:
                    cell.comment = Comment("注", "x")
            sheet.row_dimensions[row].hidden = bool(rng.random() < 0.1)
        path = tmp_path / f"{number}.xlsx"
        made.save(path)
        said = {p.rule: p for p in looked(path)}
        expected = by_openpyxl(path)
        assert set(said) == set(expected)
        for kind, cells in expected.items():
            count = re.search(r": ([\d,]+)", said[kind].message.en)
            assert count is not None
            assert int(count[1]) == len(cells)
            assert said[kind].cell in cells


def parts_changed(path: Path, change: Callable[[str, bytes], bytes]) -> None:
    whole = io.BytesIO(path.read_bytes())
    with zipfile.ZipFile(whole) as old, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, change(name, old.read(name)))


def test_a_book_whose_elements_have_a_prefix_is_seen_as_well(tmp_path: Path) -> None:
    """Some programs write <x:c> for <c>."""

    def change(sheet: Worksheet) -> None:
        sheet["B2"].font = Font(strike=True)
        sheet["F2"] = "=SUM(A2:E2)"
        sheet.row_dimensions[4].hidden = True

    plain = book(tmp_path / "a.xlsx", change)
    parts_changed(
        tmp_path / "a.xlsx",
        lambda name, content: (
            re.sub(rb"<(/?)(?=[a-zA-Z])", rb"<\1x:", content).replace(b"xmlns=", b"xmlns:x=")
            if "worksheets/sheet" in name
            else content
        ),
    )
    assert {p.rule for p in plain} == {"formula-without-value", "struck-through", "hidden-rows"}
    assert looked(tmp_path / "a.xlsx") == plain


STYLES = "xl/styles.xml"


@pytest.mark.parametrize(
    "damage",
    [
        lambda name, content: content.replace(b'fontId="0"', b'fontId="99"') if name == STYLES else content,
        lambda name, content: (
            content.replace(b'Target="/xl/comments', b'Target="/xl/none')
            if "_rels/sheet1" in name
            else content
        ),
    ],
    ids=["a font that is not there", "comments that are not there"],
)
def test_a_book_that_cannot_be_looked_at_twice_is_read_all_the_same(
    tmp_path: Path, damage: Callable[[str, bytes], bytes]
) -> None:
    book(tmp_path / "a.xlsx", lambda sheet: setattr(sheet["A3"], "comment", Comment("注", "x")))
    parts_changed(tmp_path / "a.xlsx", damage)
    sheets, problems = read_sheets(tmp_path / "a.xlsx", "raw/a.xlsx")
    assert sheets[0].rows[0][0] == "A1"
    assert found(problems) == [("no-second-look", "note", "")]


def test_a_large_book_is_not_looked_at_and_that_is_said(tmp_path: Path) -> None:
    book(tmp_path / "a.xlsx", lambda sheet: setattr(sheet["B2"], "font", Font(strike=True)))
    rng = np.random.default_rng(1)
    with zipfile.ZipFile(tmp_path / "a.xlsx", "a") as archive:
        archive.writestr("xl/media/photo.jpeg", rng.bytes(5_000_000))
    assert found(looked(tmp_path / "a.xlsx")) == [("no-second-look", "note", "")]


HIDDEN_IN_REAL_FILES = {"閲覧表（r3.04）.xlsx": ["Datalizer_Sheet1"]}
"""Sheets that openpyxl too calls hidden; Kobe's 144 formulas all have their results (looked at by hand)."""


def test_the_real_files_hide_one_sheet_and_no_cell(reference_data: Path) -> None:
    for path in sorted((reference_data / "japan").rglob("*.xlsx")):
        told = looked(path)
        assert [p.sheet for p in told] == HIDDEN_IN_REAL_FILES.get(path.name, [])
        assert {p.rule for p in told} <= {"hidden-sheet"}
        book = openpyxl.load_workbook(path)
        states = {sheet.title: sheet.sheet_state for sheet in book.worksheets}
        assert [name for name, state in states.items() if state != "visible"] == [p.sheet for p in told]
        assert by_openpyxl(path, book) == {}
