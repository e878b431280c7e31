"""The columns of a sheet that no mapping knows yet: where its header is, and what the values below are."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import pairwise

import numpy as np

from sojo_eval.importing.files.cell_addresses import letters
from sojo_eval.importing.files.cells import Cells, Mask, as_text, is_blank
from sojo_eval.importing.files.sheet import Sheet
from sojo_eval.importing.tables.footnotes import is_footnote
from sojo_eval.importing.tables.headers import SEARCHED_ROWS, join_labels
from sojo_eval.importing.tables.row_rules import TOTAL_WORDS
from sojo_eval.japanese import DATE_FORMS, UnreadableError, label_key, normalise, parse_date, parse_number
from sojo_eval.japanese.times_of_day import has_time

MOST_READABLE = 0.8
"""Share of a column's values that must be readable as a type to be of it."""
EXAMINED = 400
_ASKED_FOR = ("excel_serial", "day_and_time", "period_start")
_MONTHS = frozenset(f"{month}{sign}" for month in range(1, 13) for sign in ("", "月", "月分"))
PORTAL_MARK = "#"
"""What metadata rows of open-data portals begin with: #LINK, #lang, #object_type_xsd."""


@dataclass(frozen=True)
class ReadColumn:
    """A column of the sheet: its label and what its values are. dates: the form that reads them, "" for none."""

    at: int
    label: str
    cells: Cells
    dates: str
    numbers: float

    @property
    def name(self) -> str:
        """What a mapping calls it: its label, else its letter."""
        return self.label or letters(self.at)

    @property
    def is_number(self) -> bool:
        return self.numbers >= MOST_READABLE


@dataclass(frozen=True)
class ReadSheet:
    """One table of a sheet as it was read: where it stands, what is written above its header, its columns; and the names of all
    sheets of the book."""

    file: str
    sheet: str
    header_rows: tuple[int, ...]
    title: str
    columns: tuple[ReadColumn, ...]
    sheets: tuple[str, ...] = ()


def find_header_rows(sheet: Sheet, values_below: bool = False) -> tuple[int, ...]:
    """The rows (from 1) that head the first block of values: the one to three rows of texts right above it.

    A sheet of texts alone has its first full row as header, unless there must be `values_below`.
    """
    top = sheet.head(SEARCHED_ROWS)
    kinds = [[_kind(cell) for cell in row] for row in top]
    widest = max((sum(k != "" for k in row) for row in kinds), default=0)
    if widest == 0:
        return ()
    for i in range(len(kinds) - 1):
        filled = sum(k != "" for k in kinds[i])
        if filled < max(2, widest * 0.6) or any(k == "value" for k in kinds[i]):
            continue
        below = [row for row in kinds[i + 1 : i + 4] if any(row)]
        if any("value" in row or "date" in row for row in below):
            first = i
            while first > 0 and i - first < 2 and _heads(kinds[first - 1], filled, sheet, first - 1):
                first -= 1
            return tuple(range(first + 1, i + 2))
    if values_below:
        return ()
    texts = [i for i, row in enumerate(kinds) if sum(k != "" for k in row) >= max(2, widest * 0.8)]
    return (texts[0] + 1,) if texts else ()


def _heads(row: Sequence[str], below: int, sheet: Sheet, index: int) -> bool:
    """A row of several texts, or merged over several columns, above a header belongs to it; a title does not."""
    merged = any(top == index and right > left for (top, left), (_, right) in sheet.merged)
    filled = sum(k != "" for k in row)
    return "value" not in row and filled >= 2 and (merged or filled >= below * 0.3)


def _kind(cell: object) -> str:
    """ "" for nothing, "value" for a number or a day, "date" for a text that is one (令和5年度 may head a column), "text"."""
    if is_blank(cell):
        return ""
    if not isinstance(cell, str):
        return "value"
    try:
        parse_number(cell)
    except UnreadableError:
        return "date" if date_form([cell]) else "text"
    return "value"


def read_columns(sheet: Sheet, header_rows: Sequence[int]) -> list[ReadColumn]:
    """The columns below the header that have a label or values."""
    first = max(header_rows)
    labels = join_labels(sheet.head(first), sheet, [r - 1 for r in header_rows])
    alone = sheet.filled_cells(first) == 1
    notes = np.zeros(len(alone), dtype=bool)
    for at in range(sheet.width()):
        notes |= alone & sheet.column(at, first).where(
            lambda cell: isinstance(cell, str) and is_footnote(cell)
        )
    sums = np.any([mask for _, _, mask in _total_rows(sheet, first)], axis=0) if sheet.width() else notes
    aside = portal_rows(sheet, first) | notes | sums
    records = np.flatnonzero(~aside)
    found = []
    for at, label in enumerate(labels):
        cells = sheet.column(at, first).take(records).used()
        values = [v for v in cells.values if not is_blank(v)][:EXAMINED]
        if not label and not values:
            continue
        numbers = [v for v in values if _is_number(v)]
        found.append(
            ReadColumn(
                at,
                label,
                cells,
                date_form(values) or _serials(label, values),
                len(numbers) / len(values) if values else 0.0,
            )
        )
    return found


def total_rows(sheet: Sheet, first: int) -> list[tuple[int, str]]:
    """Columns whose cells call rows a total, with the word; each row is known by its first such column."""
    met: Mask = np.zeros(max(0, sheet.height - first), dtype=bool)
    found = []
    for at, word, mask in _total_rows(sheet, first):
        if (mask & ~met).any():
            found.append((at, word))
        met |= mask
    return found


def _total_rows(sheet: Sheet, first: int) -> Iterator[tuple[int, str, Mask]]:
    for at in range(sheet.width()):
        cells = sheet.column(at, first)
        words = {str(v).strip() for v in cells.values if isinstance(v, str) and label_key(v) in TOTAL_WORDS}
        for word in sorted(words):
            yield at, word, cells.where(partial(_says, word))


def _says(word: str, cell: object) -> bool:
    return isinstance(cell, str) and cell.strip() == word


def titles(sheet: Sheet, header_rows: Sequence[int]) -> str:
    """The texts above the header, a line each."""
    above = sheet.head(min(header_rows) - 1)
    return "\n".join(
        " ".join(cell.split()) for row in above for cell in row if isinstance(cell, str) and cell.strip()
    )


def footnotes(sheet: Sheet, first: int) -> tuple[str, ...]:
    """The texts of rows below the header that hold a footnote alone."""
    alone = np.flatnonzero(sheet.filled_cells(first) == 1)
    texts = [next(str(c) for c in sheet.row(int(i) + first) if not is_blank(c)) for i in alone]
    return tuple(" ".join(text.split()) for text in texts if is_footnote(text))


def portal_rows(sheet: Sheet, first: int) -> Mask:
    """Rows below the header that are metadata of an open-data portal."""
    return sheet.column(0, first).where(lambda cell: isinstance(cell, str) and cell.startswith(PORTAL_MARK))


def _is_number(cell: object) -> bool:
    try:
        parse_number(cell)
    except UnreadableError:
        return False
    return True


def date_form(values: Sequence[object]) -> str:
    """The form in which most of the values are dates; plain numbers are not dates."""
    texts = [v for v in values if not isinstance(v, int | float)]
    if not texts or len(texts) < len(values) * MOST_READABLE:
        return ""
    if any(has_time(v) and not _is_number(v) for v in texts) and _most_read(texts, "day_and_time"):
        return "day_and_time"
    for form in DATE_FORMS:
        if not form.endswith("_end") and form not in _ASKED_FOR and _most_read(texts, form):
            return form
    return ""


def _serials(label: str, values: Sequence[object]) -> str:
    """45383.396 below 受付日時 is a number of Excel for a day and a time; elsewhere it is a figure."""
    called = re.search("日時|timestamp|datetime", normalise(label), re.IGNORECASE)
    found = called is not None and any(map(has_time, values)) and _most_read(values, "day_and_time")
    return "day_and_time" if found else ""


def _most_read(values: Sequence[object], form: str) -> bool:
    return sum(_reads(v, form) for v in values) >= len(values) * MOST_READABLE


def _reads(cell: object, form: str) -> bool:
    try:
        parse_date(cell, form)
    except UnreadableError:
        return False
    return True


def is_month(column: ReadColumn) -> bool:
    """Called month, and holding nothing but 1 to 12 (4月 too)."""
    called = label_key(column.label.split("/")[-1]) in ("月", "month")
    values = [v for v in column.cells.values if not is_blank(v)]
    return called and bool(values) and all(as_text(v) in _MONTHS for v in values)


def counts_rows(column: ReadColumn) -> bool:
    """Whether the numbers only number the rows."""
    cells = [column.cells[i] for i in range(len(column.cells))]
    read = [float(parse_number(cell)) for cell in cells if not is_blank(cell) and _is_number(cell)]
    steps = [b - a for a, b in pairwise(read)]
    return len(read) > 2 and min(steps) > 0 and steps.count(1) >= len(steps) * MOST_READABLE


def varies(column: ReadColumn) -> bool:
    """More than one value; a column of blanks or of one code for all rows is not a figure and tells nothing apart."""
    return len([v for v in column.cells.values if not is_blank(v)]) > 1
