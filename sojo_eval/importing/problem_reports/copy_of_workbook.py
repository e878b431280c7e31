"""The marked copy of a workbook of today's kind: the book itself with its formats, opened by openpyxl."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from openpyxl import Workbook, load_workbook
from openpyxl.cell.cell import Cell, MergedCell
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.hyperlink import Hyperlink
from openpyxl.worksheet.worksheet import Worksheet

from sojo_eval.foundation.problems import Severity
from sojo_eval.importing.problem_reports.marks import Line, Mark, Marks, placed
from sojo_eval.importing.problem_reports.sheet_of_problems import (
    AUTHOR,
    CELL_COLUMN,
    FILL,
    FONT,
    FROM_WORKBOOK,
    HEAD,
    HEAD_COLOUR,
    LINE,
    LINK_COLOUR,
    TITLE,
    WIDTHS,
    comment_size,
    heading,
    height,
    introduction,
    texts_of,
)


def mark_workbook(path: Path, file: str, marks: Marks, copy: Path) -> None:
    """Write a copy of the book at `path`. `file` is its name in messages. Raises whatever openpyxl does."""
    book = load_workbook(path, rich_text=True)
    for sheet in book.worksheets:
        if found := marks.cells.get(sheet.title):
            sheet.sheet_state = "visible"
            for mark in placed(found, partial(_place, sheet)).values():
                _mark(sheet.cell(mark.row + 1, (mark.column or 0) + 1), mark)
    _list(book, file, marks)
    book.save(copy)


def _place(sheet: Worksheet, row: int, column: int | None) -> tuple[int, int]:
    """Of a row alone the first cell that holds something; of a merged cell its first one."""
    if column is None:
        column = next((cell.column - 1 for cell in sheet[row + 1] if cell.value is not None), 0)
    cell = sheet.cell(row + 1, column + 1)
    if isinstance(cell, MergedCell):
        merged = next(r for r in sheet.merged_cells.ranges if cell.coordinate in r)
        return merged.min_row - 1, merged.min_col - 1
    return row, column


def _mark(cell: Cell, mark: Mark) -> None:
    cell.fill = _fill(mark.severity)
    cell.border = _border(mark.severity)
    _show(cell.parent, cell)
    if mark.comment:
        text = mark.comment
        if cell.comment is not None:
            text = f"{text}\n\n{cell.comment.text}"
        across, down = comment_size(text)
        cell.comment = Comment(text, AUTHOR, height=down, width=across)


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
    """The first sheet; the other sheets are no longer the one that is open, or both would be edited at once."""
    sheet = book.create_sheet(TITLE, 0)
    book.active = 0
    for view in book.views:
        view.firstSheet = 0
    for other in book.sheetnames[1:]:
        for view in getattr(getattr(book[other], "views", None), "sheetView", ()):
            view.tabSelected = False
    above = introduction(file, marks, FROM_WORKBOOK, [])
    for number, text in enumerate(above, 1):
        _write(sheet, number, 1, text, bold=number == 1, size=14 if number == 1 else 11)
    head = len(above) + 2
    for column, (title, width) in enumerate(zip(HEAD, WIDTHS, strict=True), 1):
        cell = _write(sheet, head, column, heading(title), bold=True)
        cell.fill = PatternFill("solid", fgColor=HEAD_COLOUR)
        cell.alignment = Alignment(wrap_text=True, vertical="top")
        sheet.column_dimensions[get_column_letter(column)].width = width
    sheet.row_dimensions[head].height = height(map(heading, HEAD))
    for number, line in enumerate(marks.lines, head + 1):
        _line(book, sheet, number, line)
    sheet.freeze_panes = sheet.cell(head + 1, 1)
    sheet.auto_filter.ref = f"A{head}:{get_column_letter(len(HEAD))}{head + len(marks.lines)}"
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", sheet.PAPERSIZE_A4
    sheet.page_setup.fitToHeight, sheet.sheet_properties.pageSetUpPr.fitToPage = 0, True


def _line(book: Workbook, sheet: Worksheet, number: int, line: Line) -> None:
    texts = texts_of(line, line.sheet)
    for column, text in enumerate(texts, 1):
        cell = _write(sheet, number, column, text)
        cell.alignment = Alignment(wrap_text=True, vertical="top")
    sheet.row_dimensions[number].height = height(texts)
    sheet.cell(number, 1).fill = _fill(line.severity)
    if line.cell and line.sheet in book.sheetnames:
        cell = sheet.cell(number, CELL_COLUMN + 1)
        name = line.sheet.replace("'", "''")
        cell.hyperlink = Hyperlink(ref=cell.coordinate, location=f"'{name}'!{line.cell}")
        cell.font = Font(name=FONT, underline="single", color=LINK_COLOUR)


def _write(sheet: Worksheet, row: int, column: int, text: str, *, bold: bool = False, size: int = 11) -> Cell:
    """A text stays a text: one that begins with = is not a formula here."""
    cell = sheet.cell(row, column)
    assert isinstance(cell, Cell)
    cell.value = text
    if text:
        cell.data_type = "s"
    cell.font = Font(name=FONT, bold=bold, size=size)
    return cell
