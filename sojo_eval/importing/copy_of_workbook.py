"""The marked copy of a workbook of today's kind: the book itself with its formats, opened by openpyxl."""

# mypy: disable-error-code="import-untyped"

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from openpyxl import Workbook, load_workbook
from openpyxl.cell.cell import Cell, MergedCell
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.hyperlink import Hyperlink
from openpyxl.worksheet.worksheet import Worksheet

from sojo_eval.foundation.problems import Severity
from sojo_eval.importing.marks import SEVERITY, Line, Mark, Marks
from sojo_eval.importing.problem_sheet import (
    AUTHOR,
    CELL_COLUMN,
    FILL,
    FROM_WORKBOOK,
    HEAD,
    LINE,
    TITLE,
    WIDTHS,
    comment_size,
    introduction,
)


def mark_workbook(path: Path, file: str, marks: Marks, copy: Path) -> None:
    """Write a copy of the book at `path`. `file` is its name in messages. Raises whatever openpyxl does."""
    book = load_workbook(path, rich_text=True)
    for sheet in book.worksheets:
        if found := marks.cells.get(sheet.title):
            sheet.sheet_state = "visible"
            for mark in found:
                _mark(sheet, mark)
    _list(book, file, marks)
    book.save(copy)


def _mark(sheet: Worksheet, mark: Mark) -> None:
    row = mark.row + 1
    column = _first_filled(sheet, row) if mark.column is None else mark.column + 1
    cell = sheet.cell(row, column)
    if isinstance(cell, MergedCell):
        cell = _top_left(sheet, cell)
    cell.fill = _fill(mark.severity)
    cell.border = _border(mark.severity)
    _show(sheet, cell)
    if mark.comment:
        text = mark.comment
        if cell.comment is not None:
            text = f"{text}\n\n{cell.comment.text}"
        width, height = comment_size(text)
        cell.comment = Comment(text, AUTHOR, height=height, width=width)


def _first_filled(sheet: Worksheet, row: int) -> int:
    return next((cell.column for cell in sheet[row] if cell.value is not None), 1)


def _top_left(sheet: Worksheet, cell: MergedCell) -> Cell:
    place = next(r for r in sheet.merged_cells.ranges if cell.coordinate in r)
    found = sheet.cell(place.min_row, place.min_col)
    assert isinstance(found, Cell)
    return found


def _show(sheet: Worksheet, cell: Cell) -> None:
    """A marked cell in a hidden row or column could not be jumped to."""
    if cell.row in sheet.row_dimensions:
        sheet.row_dimensions[cell.row].hidden = False
    for dimension in sheet.column_dimensions.values():
        if dimension.hidden and (dimension.min or 0) <= cell.column <= (dimension.max or 0):
            dimension.hidden = False


def _fill(severity: Severity) -> PatternFill:
    return PatternFill("solid", fgColor=FILL[severity])


def _border(severity: Severity) -> Border:
    side = Side("medium" if severity == "error" else "mediumDashed", color=LINE[severity])
    return Border(left=side, right=side, top=side, bottom=side)


def _list(book: Workbook, file: str, marks: Marks) -> None:
    """The first sheet; the other sheets are no longer the one that is open, else both would be edited at once."""
    sheet = book.create_sheet(TITLE, 0)
    book.active = 0
    for view in book.views:
        view.firstSheet = 0
    for other in book.sheetnames[1:]:
        for shown in getattr(getattr(book[other], "views", None), "sheetView", ()):
            shown.tabSelected = False
    above = introduction(file, marks, FROM_WORKBOOK, [])
    for number, text in enumerate(above, 1):
        _write(sheet, number, 1, text).font = Font(bold=number == 1, size=14 if number == 1 else 11)
    head = len(above) + 2
    for column, (title, width) in enumerate(zip(HEAD, WIDTHS, strict=True), 1):
        cell = _write(sheet, head, column, "\n".join(t for t in (title.ja, title.en) if t))
        cell.font, cell.fill = Font(bold=True), PatternFill("solid", fgColor="E7EDF2")
        cell.alignment = Alignment(wrap_text=True, vertical="top")
        sheet.column_dimensions[get_column_letter(column)].width = width
    for number, line in enumerate(marks.lines, head + 1):
        _line(book, sheet, number, line)
    sheet.freeze_panes = sheet.cell(head + 1, 1)
    sheet.auto_filter.ref = f"A{head}:{get_column_letter(len(HEAD))}{head + len(marks.lines)}"


def _line(book: Workbook, sheet: Worksheet, number: int, line: Line) -> None:
    texts: Sequence[str] = (
        f"{SEVERITY[line.severity].ja} {SEVERITY[line.severity].en}",
        line.sheet,
        line.cell,
        line.column,
        line.value,
        line.message.ja,
        line.fix.ja,
        line.message.en,
        line.fix.en,
    )
    for column, text in enumerate(texts, 1):
        cell = _write(sheet, number, column, text)
        cell.alignment = Alignment(wrap_text=True, vertical="top")
    sheet.cell(number, 1).fill = _fill(line.severity)
    if line.cell and line.sheet in book.sheetnames:
        cell = sheet.cell(number, CELL_COLUMN + 1)
        name = line.sheet.replace("'", "''")
        cell.hyperlink = Hyperlink(ref=cell.coordinate, location=f"'{name}'!{line.cell}")
        cell.font = Font(underline="single", color="0B4F7D")


def _write(sheet: Worksheet, row: int, column: int, text: str) -> Cell:
    """A text stays a text: one that begins with = is no formula here."""
    cell = sheet.cell(row, column)
    assert isinstance(cell, Cell)
    cell.value = text
    if text:
        cell.data_type = "s"
    return cell
