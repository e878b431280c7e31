"""Marked copies: the cells that messages name are the cells that are coloured, and the books open without repair."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path
from xml.etree import ElementTree

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.comments import Comment
from openpyxl.worksheet.worksheet import Worksheet

from sojo_eval.foundation.language import Text
from sojo_eval.foundation.problems import Problem, Severity
from sojo_eval.importing import write_problem_report
from sojo_eval.importing.files.sheet import Sheet
from sojo_eval.importing.problem_reports import copy_from_cells, copy_of_workbook, marked_copies, marks
from sojo_eval.importing.problem_reports.marked_copies import write_marked_copies
from sojo_eval.importing.problem_reports.sheet_of_problems import DATA, FILL, TITLE

WHY, FIX = Text("日付として読めません", "It cannot be read as a date"), Text("R6.4.1 と書く", "Write R6.4.1")


def problem(
    file: str,
    cell: str = "",
    sheet: str = "",
    severity: Severity = "error",
    value: str = "先週",
    why: Text = WHY,
) -> Problem:
    row = int(re.sub(r"\D", "", cell)) if cell else None
    return Problem(
        "unreadable",
        why,
        FIX,
        file=file,
        sheet=sheet,
        row=row,
        column="開始",
        value=value,
        table="cases",
        cell=cell,
        severity=severity,
    )


def book_of(path: Path) -> Workbook:
    """The copy, after a look at what makes Excel offer a repair."""
    with zipfile.ZipFile(path) as archive:
        names = archive.namelist()
        assert len(names) == len(set(names))
        for name in names:
            if name.endswith((".xml", ".rels", ".vml")):
                ElementTree.fromstring(archive.read(name))
    return load_workbook(path)


def colour(sheet: Worksheet, cell: str) -> str:
    return str(sheet[cell].fill.fgColor.rgb)[-6:] if sheet[cell].fill.fill_type else ""


@pytest.fixture
def city(tmp_path: Path) -> Path:
    (tmp_path / "raw" / "月報").mkdir(parents=True)
    book = Workbook()
    sheet = book.active
    sheet.title = "4月's"
    sheet.append(["月報", None, None])
    sheet.append(["番号", "開始", "備考"])
    sheet.append([1, "先週", "=1+1"])
    sheet["C3"].data_type = "s"
    sheet.append([2, "来週", "済"])
    sheet.append([3, "昨日", None])
    sheet.merge_cells("A1:C1")
    sheet["C4"].comment = Comment("担当の覚え書き", "担当")
    sheet["A4"].number_format = "000"
    sheet.row_dimensions[5].hidden = True
    sheet.column_dimensions["C"].width = 33
    book.create_sheet("別紙")["A1"] = "何もない"
    book.save(tmp_path / "raw" / "月報" / "a.xlsx")
    (tmp_path / "raw" / "b.csv").write_bytes("番号,開始\r\n001,=SUM(A1)\r\n002,先週\r\n".encode("cp932"))
    return tmp_path


def copies(city: Path, *problems: Problem) -> dict[str, Path]:
    return write_marked_copies(problems, city / "raw", city / "clean")


def test_what_was_read_before_is_not_read_again(city: Path) -> None:
    sheet = Sheet("", [["番号", "開始"], ["009", "先週"]])
    problems = [problem("raw/b.csv", "B2", "")]
    written = write_marked_copies(problems, city / "raw", city / "clean", {"raw/b.csv": [sheet]})
    assert book_of(written["raw/b.csv"]).worksheets[1]["A2"].value == "009"


def test_the_workbook_keeps_its_looks_and_only_named_cells_are_coloured(city: Path) -> None:
    file = "raw/月報/a.xlsx"
    warned = problem(file, "B4", "4月's", "warning")
    written = copies(city, problem(file, "B3", "4月's"), warned, problem(file, "C4", "4月's"))
    assert written == {file: city / "clean" / "marked" / "月報" / "a.xlsx.marked.xlsx"}
    book = book_of(written[file])
    assert book.sheetnames == [TITLE, "4月's", "別紙"]
    sheet = book["4月's"]
    coloured = {c.coordinate for row in sheet for c in row if c.fill.fill_type}
    assert coloured == {"B3", "B4", "C4"}
    assert (colour(sheet, "B3"), colour(sheet, "B4")) == (FILL["error"], FILL["warning"])
    # Not by colour alone.
    assert (sheet["B3"].border.left.style, sheet["B4"].border.left.style) == ("medium", "mediumDashed")
    assert "【誤り】日付として読めません\n→ R6.4.1 と書く" in sheet["B3"].comment.text
    assert "[Warning] It cannot be read as a date\n→ Write R6.4.1" in sheet["B4"].comment.text
    assert sheet["C4"].comment.text.endswith("担当の覚え書き")
    assert [str(r) for r in sheet.merged_cells.ranges] == ["A1:C1"]
    assert sheet["A4"].number_format == "000"
    assert sheet.column_dimensions["C"].width == 33
    assert (sheet["C3"].value, sheet["C3"].data_type) == ("=1+1", "s")


def test_a_marked_cell_in_a_hidden_row_can_be_seen(city: Path) -> None:
    written = copies(city, problem("raw/月報/a.xlsx", "B5", "4月's"))
    assert not book_of(written["raw/月報/a.xlsx"])["4月's"].row_dimensions[5].hidden


def test_the_first_sheet_lists_every_problem_and_leads_to_its_cell(city: Path) -> None:
    file = "raw/月報/a.xlsx"
    whole = problem(file, why=Text("見出しがありません", "No header"))
    book = book_of(
        copies(city, problem(file, "B4", "4月's", "warning"), problem(file, "B3", "4月's"), whole)[file]
    )
    page = book[TITLE]
    assert book.active.title == TITLE
    assert not book["4月's"].sheet_view.tabSelected
    texts = [str(row[0].value or "") for row in page.iter_rows()]
    assert texts[0].endswith(file)
    assert any("庁内だけ" in text for text in texts)
    lines = [row for row in page.iter_rows() if row[0].value in ("誤り Error", "注意 Warning")]
    assert [(row[1].value, row[2].value, row[5].value) for row in lines] == [
        ("4月's", "B3", "日付として読めません"),
        (None, None, "見出しがありません"),
        ("4月's", "B4", "日付として読めません"),
    ]
    assert lines[0][2].hyperlink.location == "'4月''s'!B3"
    assert lines[1][2].hyperlink is None


def test_a_text_file_is_shown_cell_by_cell_and_computes_nothing(city: Path) -> None:
    written = copies(
        city, problem("raw/b.csv", "B2", value="=SUM(A1)"), problem("raw/b.csv", "B3", severity="warning")
    )
    book = book_of(written["raw/b.csv"])
    sheet = book[DATA]
    assert [[c.value for c in row] for row in sheet] == [
        ["番号", "開始"],
        ["001", "=SUM(A1)"],
        ["002", "先週"],
    ]
    assert {c.data_type for page in book for row in page for c in row if c.value is not None} == {"s"}
    assert (colour(sheet, "B2"), colour(sheet, "B3"), colour(sheet, "A2")) == (
        FILL["error"],
        FILL["warning"],
        "",
    )
    assert sheet["B2"].comment.text.startswith("【誤り】")


def test_a_problem_of_a_row_is_at_the_first_cell_that_holds_something(city: Path) -> None:
    (city / "raw" / "b.csv").write_text("番号,開始\n,先週\n", encoding="utf-8")
    of_row = Problem("x", WHY, FIX, file="raw/b.csv", row=2, severity="warning")
    sheet = book_of(copies(city, of_row)["raw/b.csv"])[DATA]
    assert (colour(sheet, "A2"), colour(sheet, "B2")) == ("", FILL["warning"])


@pytest.mark.parametrize("broken", [False, True], ids=["by the book", "from its cells"])
def test_in_a_merged_cell_the_comment_goes_to_its_first_one_and_is_told_once(
    city: Path, broken: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    if broken:
        monkeypatch.setattr(marked_copies, "_LARGEST_BOOK", 0)
    file, sheet = "raw/月報/a.xlsx", "4月's"
    warned = problem(file, "A1", sheet, "warning", why=Text("注意です", "careful"))
    book = book_of(copies(city, problem(file, "B1", sheet), problem(file, "C1", sheet), warned)[file])
    page = book[sheet]
    assert colour(page, "A1") == FILL["error"]
    assert page["A1"].comment.text.count("日付として読めません") == 1
    assert "注意です" in page["A1"].comment.text
    assert [str(r) for r in page.merged_cells.ranges] == ["A1:C1"]
    assert page["A1"].value == "月報"


def test_a_book_that_cannot_be_opened_with_its_looks_is_shown_from_its_cells(
    city: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(*_: object) -> None:
        raise KeyError("xl/drawings/drawing9.xml")

    monkeypatch.setattr(copy_of_workbook, "mark_workbook", fails)
    written = copies(city, problem("raw/月報/a.xlsx", "B3", "4月's"))
    book = book_of(written["raw/月報/a.xlsx"])
    assert colour(book["4月's"], "B3") == FILL["error"]
    assert book["4月's"]["C3"].data_type == "s"


def test_a_file_that_cannot_be_copied_stops_nothing(city: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    gone = problem("raw/消えた.csv", "B2")
    (city / "raw" / "c.xlsx").write_bytes(b"PK\x03\x04 no zip")
    assert [*copies(city, gone, problem("raw/c.xlsx", "B2"), problem("raw/b.csv", "B2"))] == ["raw/b.csv"]

    def fails(*_: object) -> None:
        raise OSError("no space left")

    monkeypatch.setattr(marked_copies, "write_copy_from_cells", fails)
    assert copies(city, problem("raw/b.csv", "B2")) == {}
    assert not (city / "clean" / "marked").exists()


def test_copies_go_when_their_problem_is_gone(city: Path) -> None:
    copies(city, problem("raw/月報/a.xlsx", "B3", "4月's"), problem("raw/b.csv", "B2"))
    marked = city / "clean" / "marked"
    assert len([*marked.rglob("*.xlsx")]) == 2
    copies(city, problem("raw/b.csv", "B2"))
    assert [p.name for p in marked.rglob("*")] == ["b.csv.marked.xlsx"]
    copies(city)
    assert not marked.exists()


def test_notes_and_problems_without_a_place_make_no_copy(city: Path) -> None:
    assert copies(city, problem("raw/b.csv", "B2", severity="note"), problem("raw/月報/a.xlsx")) == {}


def test_what_was_refused_as_personal_is_in_no_comment_and_no_list(city: Path) -> None:
    (city / "raw" / "b.csv").write_text("番号,開始\n090-1234-5678,2024-04-01\n", encoding="utf-8")
    refused = problem(
        "raw/b.csv", "A2", value="…", why=Text("電話番号のようです", "It looks like a phone number")
    )
    path = copies(city, refused)["raw/b.csv"]
    book = book_of(path)
    assert book[DATA]["A2"].value == "090-1234-5678"  # the original's content: it stays where the original is
    assert "090" not in "".join(str(c.value) for row in book[TITLE] for c in row)
    assert "090" not in book[DATA]["A2"].comment.text


def test_signs_that_no_workbook_may_hold_do_not_damage_it(city: Path) -> None:
    odd = Text("値\x07です\ufffe", "a value\x00")
    for file, cell, sheet in (("raw/b.csv", "B2", ""), ("raw/月報/a.xlsx", "B3", "4月's")):
        book = book_of(copies(city, problem(file, cell, sheet, value="\x1b[31m", why=odd))[file])
        assert "値\ufffdです\ufffd" in book.worksheets[1][cell].comment.text


def test_of_a_large_file_the_rows_with_problems_keep_their_numbers(
    city: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(copy_from_cells, "MOST_CELLS", 200)
    lines = ["番号,開始", *(f"{n:05},先週" for n in range(2, 5_001))]
    (city / "raw" / "b.csv").write_text("\n".join(lines), encoding="utf-8")
    book = book_of(copies(city, problem("raw/b.csv", "B4000"), problem("raw/b.csv", "B70"))["raw/b.csv"])
    sheet = book[DATA]
    filled = [row for row in range(1, 5_001) if sheet.cell(row, 1).value is not None]
    assert filled == [*range(1, 21), 70, 4000]
    assert sheet["A4000"].value == "04000"
    assert sheet.sheet_format.zeroHeight
    assert any("大きなファイル" in str(row[0].value) for row in book[TITLE])


def test_too_many_comments_are_left_out_and_said(city: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(marks, "MOST_COMMENTS", 3)
    monkeypatch.setattr(marks, "MOST_LISTED", 5)
    lines = ["番号,開始", *(f"{n},先週" for n in range(2, 12))]
    (city / "raw" / "b.csv").write_text("\n".join(lines), encoding="utf-8")
    warned = [problem("raw/b.csv", f"A{row}", severity="warning") for row in range(2, 6)]
    book = book_of(
        copies(city, *warned, *(problem("raw/b.csv", f"B{row}") for row in range(2, 12)))["raw/b.csv"]
    )
    sheet = book[DATA]
    commented = [c.coordinate for row in sheet for c in row if c.comment]
    assert commented == ["B2", "B3", "B4"]  # errors first
    assert all(colour(sheet, f"B{row}") == FILL["error"] for row in range(2, 12))
    texts = "".join(str(row[0].value) for row in book[TITLE])
    assert "はじめの 5 件" in texts
    assert "誤り 10 件、注意 4 件" in texts
    assert "ほかのセルは色だけ" in texts


def test_sheets_may_be_called_anything(tmp_path: Path) -> None:
    names = ["a/b", "a:b", "A_B", "履歴" * 20, "'", TITLE, "", "History"]
    taken = {TITLE}
    for name in names:
        title = copy_from_cells._title(name, taken)
        assert 0 < len(title) <= 31
        assert not set(title) & set("[]:*?/\\")
        assert title.lower() not in {other.lower() for other in taken} | {"history"}
        taken.add(title)


def test_the_page_leads_to_the_copy(city: Path) -> None:
    write_problem_report([problem("raw/月報/a.xlsx", "B3", "4月's")], city / "clean", raw=city / "raw")
    page = (city / "clean" / "problems.html").read_text(encoding="utf-8")
    assert 'href="marked/%E6%9C%88%E5%A0%B1/a.xlsx.marked.xlsx"' in page
