"""The marked copy of a text file, an old or a large book: built from its cells, each at its own row and column."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

from xlsxwriter import Workbook
from xlsxwriter.exceptions import OverlappingRange

from sojo_eval.foundation.language import Text
from sojo_eval.foundation.problems import Severity
from sojo_eval.importing.files.cells import Cell
from sojo_eval.importing.files.sheet import Sheet
from sojo_eval.importing.problem_reports.marks import Line, Mark, Marks, placed
from sojo_eval.importing.problem_reports.sheet_of_problems import (
    AUTHOR,
    CELL_COLUMN,
    DATA,
    FILL,
    FONT,
    FROM_CELLS,
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
from sojo_eval.japanese.text import text_width

MOST_CELLS = 300_000
"""A book: of larger ones only the rows with problems are written, and the first of each sheet for their headers."""
_HEAD_ROWS = 20
_LAST_ROW, _LAST_COLUMN = 1_048_576, 16_384
_LONGEST = 32_767
_LARGEST_MERGED = 10_000
_WIDTHS_FROM, _WIDEST = 200, 40
_NO_SHEET_NAME = re.compile(r"[\[\]:*?/\\]|^'|'$")
_SETTINGS = {
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
    "default_format_properties": {"font_name": FONT, "font_size": 11},
}
_NUMBER_FORMATS: tuple[tuple[type, str], ...] = (
    (datetime, "yyyy/mm/dd hh:mm"), (date, "yyyy/mm/dd"), (time, "hh:mm"), (timedelta, "[h]:mm"),
)  # fmt: skip


def write_copy_from_cells(sheets: Sequence[Sheet], file: str, marks: Marks, copy: Path) -> None:
    """Write a book of all sheets' cells as values. `file` is its name in messages."""
    with Workbook(str(copy), _SETTINGS) as book:
        formats = _Formats(book)
        first = book.add_worksheet(TITLE)
        titles: dict[str, str] = {}
        whole = sum(sheet.height * sheet.width() for sheet in sheets) <= MOST_CELLS
        left = MOST_CELLS
        for sheet in sheets:
            titles[sheet.name] = _title(sheet.name, {TITLE, *titles.values()})
            found = marks.cells.get(sheet.name, [])
            rows = range(sheet.height) if whole else _rows_with_problems(sheet, found, left)
            left -= len(rows) * sheet.width()
            page = book.add_worksheet(titles[sheet.name])
            _copy(page, sheet, rows, found, formats)
        _list(first, file, marks, titles, [] if whole else [_SHORTENED], formats)


_SHORTENED = Text(
    f"大きなファイルなので、各シートのはじめの {_HEAD_ROWS} 行と問題のある行だけを示します（全部でセル"
    f" {MOST_CELLS:,} 個まで）。ほかの行は隠れていて、空です。行の番号は元と同じです。",
    f"The file is large: only the first {_HEAD_ROWS} rows of each sheet and those with problems are shown (up to"
    f" {MOST_CELLS:,} cells in all). The others are hidden and empty; row numbers are those of the original.",
)


class _Formats:
    """The book's formats, each made once."""

    def __init__(self, book: Any) -> None:
        self._book = book
        self._made: dict[tuple[tuple[str, object], ...], Any] = {}

    def of(self, **properties: object) -> Any:
        key = tuple(properties.items())
        if key not in self._made:
            self._made[key] = self._book.add_format(properties)
        return self._made[key]

    def of_cell(self, value: Cell, severity: Severity | None) -> Any:
        """How a cell is shown: dates as dates, marked cells coloured; None for plain ones."""
        looks = next(({"num_format": form} for kind, form in _NUMBER_FORMATS if isinstance(value, kind)), {})
        if severity is None:
            return self.of(**looks) if looks else None
        border = 2 if severity == "error" else 8
        colours = {"bg_color": f"#{FILL[severity]}", "border": border, "border_color": f"#{LINE[severity]}"}
        return self.of(**looks, **colours)


def _copy(page: Any, sheet: Sheet, rows: Sequence[int], found: Sequence[Mark], formats: _Formats) -> None:
    """Those rows of one sheet; the rows between them stay hidden."""
    whole = len(rows) == sheet.height
    if not whole:
        page.set_default_row(hide_unused_rows=True)
    widths: dict[int, int] = {}
    top_left = _top_left(sheet)

    def place(row: int, column: int | None) -> tuple[int, int]:
        column = _first_filled(sheet, row) if column is None else column
        return top_left.get((row, column), (row, column))

    marks = placed(found, place)
    for number, row in enumerate(rows):
        cells = sheet.row(row) if row < sheet.height else ()
        for column, value in enumerate(cells[:_LAST_COLUMN]):
            at = marks.get((row, column))
            _write(page, row, column, value, formats.of_cell(value, at.severity if at else None))
            if number < _WIDTHS_FROM and isinstance(value, str) and value:
                widths[column] = max(widths.get(column, 0), text_width(value[:_WIDEST]))
    for column, width in widths.items():
        page.set_column(column, column, max(9, min(_WIDEST, width + 2)))
    if whole:
        _merge(page, sheet, marks, formats)
    written = set(rows)
    for (row, column), mark in marks.items():
        if mark.comment and row in written:
            across, down = comment_size(mark.comment)
            looks = {"author": AUTHOR, "width": across, "height": down, "font_name": FONT, "font_size": 9}
            page.write_comment(row, column, mark.comment, looks)


def _rows_with_problems(sheet: Sheet, found: Sequence[Mark], cells: int) -> list[int]:
    """The first rows for their headers, and those of the marks in turn, up to so many cells."""
    last = min(sheet.height, _LAST_ROW)
    most = max(_HEAD_ROWS, cells // max(1, sheet.width()))
    wanted = dict.fromkeys(range(min(_HEAD_ROWS, last)))
    for mark in found:
        if len(wanted) >= most:
            break
        if mark.row < last:
            wanted[mark.row] = None
    return sorted(wanted)


def _first_filled(sheet: Sheet, row: int) -> int:
    cells = sheet.row(row) if row < sheet.height else ()
    return next((column for column, cell in enumerate(cells) if cell not in ("", None)), 0)


def _write(page: Any, row: int, column: int, value: Cell, looks: Any) -> None:
    """A value as it is; what Excel has no kind for becomes text."""
    if value is None or value == "":
        if looks is not None:
            page.write_blank(row, column, None, looks)
    elif isinstance(value, str):
        page.write_string(row, column, value[:_LONGEST], looks)
    elif isinstance(value, bool):
        page.write_boolean(row, column, value, looks)
    elif isinstance(value, int | float) and math.isfinite(value):
        page.write_number(row, column, value, looks)
    elif isinstance(value, time | timedelta) or (isinstance(value, date) and value.year >= 1900):
        page.write_datetime(row, column, value, looks)
    else:
        page.write_string(row, column, str(value)[:_LONGEST], looks)


def _top_left(sheet: Sheet) -> dict[tuple[int, int], tuple[int, int]]:
    return {
        (row, column): (top, left)
        for (top, left), (bottom, right) in _merged(sheet)
        for row in range(top, bottom + 1)
        for column in range(left, right + 1)
    }


def _merged(sheet: Sheet) -> list[tuple[tuple[int, int], tuple[int, int]]]:
    """The merged ranges of ordinary size."""
    sizes = ((m, (m[1][0] - m[0][0] + 1) * (m[1][1] - m[0][1] + 1)) for m in sheet.merged)
    return [m for m, size in sizes if 1 < size <= _LARGEST_MERGED]


def _merge(page: Any, sheet: Sheet, marks: dict[tuple[int, int], Mark], formats: _Formats) -> None:
    for (top, left), (bottom, right) in _merged(sheet):
        row = sheet.row(top) if top < sheet.height else ()
        value = row[left] if left < len(row) else ""
        mark = marks.get((top, left))
        looks = formats.of_cell(value, mark.severity if mark else None)
        try:
            page.merge_range(top, left, bottom, right, "", looks)
        except OverlappingRange:
            continue  # damaged: shown unmerged
        _write(page, top, left, value, looks)


def _title(name: str, taken: set[str]) -> str:
    """A name that Excel allows and that no other sheet has."""
    base = _NO_SHEET_NAME.sub("_", name)[:31] or DATA
    lower = {other.lower() for other in taken} | {"history"}
    title, number = base, 2
    while title.lower() in lower:
        ending = f" {number}"
        title, number = base[: 31 - len(ending)] + ending, number + 1
    return title


def _list(
    page: Any, file: str, marks: Marks, titles: dict[str, str], left_out: list[Text], formats: _Formats
) -> None:
    above = introduction(file, marks, FROM_CELLS, left_out)
    for number, text in enumerate(above):
        page.write_string(number, 0, text, formats.of(bold=True, font_size=14) if number == 0 else None)
    head = len(above) + 1
    looks = formats.of(bold=True, bg_color=f"#{HEAD_COLOUR}", text_wrap=True, valign="top")
    page.set_row(head, height(map(heading, HEAD)))
    for column, (title, width) in enumerate(zip(HEAD, WIDTHS, strict=True)):
        page.write_string(head, column, heading(title), looks)
        page.set_column(column, column, width)
    for number, line in enumerate(marks.lines, head + 1):
        _line(page, number, line, titles, formats)
    page.freeze_panes(head + 1, 0)
    page.autofilter(head, 0, head + len(marks.lines), len(HEAD) - 1)
    page.set_landscape()
    page.set_paper(9)
    page.fit_to_pages(1, 0)


def _line(page: Any, number: int, line: Line, titles: dict[str, str], formats: _Formats) -> None:
    wrapped = formats.of(text_wrap=True, valign="top")
    coloured = formats.of(text_wrap=True, valign="top", bg_color=f"#{FILL[line.severity]}")
    texts = texts_of(line, titles.get(line.sheet, line.sheet))
    page.set_row(number, height(texts))
    for column, text in enumerate(texts):
        if column == CELL_COLUMN and line.cell and line.sheet in titles:
            link = formats.of(valign="top", underline=1, font_color=f"#{LINK_COLOUR}")
            name = titles[line.sheet].replace("'", "''")
            page.write_url(number, column, f"internal:'{name}'!{line.cell}", link, text)
        else:
            page.write_string(number, column, text[:_LONGEST], wrapped if column else coloured)
