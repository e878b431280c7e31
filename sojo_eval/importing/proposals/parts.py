"""Several tables on one sheet: each with its own header, and the rows that tell where it begins and ends; and tables side
by side, each with the columns that are its own."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np

from sojo_eval.importing.files.cells import is_blank
from sojo_eval.importing.files.sheet import Sheet, TextSheet
from sojo_eval.importing.proposals.header_rows import find_header_rows
from sojo_eval.importing.proposals.signs import figure_in, is_sign
from sojo_eval.importing.tables.headers import join_labels
from sojo_eval.japanese import label_key

_HALF = 0.5
_MOST_ROWS = 5000
"""Several tables on a sheet are small ones; a longer sheet is taken as one."""


@dataclass(frozen=True)
class Part:
    """The sheet with the rows and columns of one table alone, at their places. below, until: patterns as a mapping has them.
    beside: others stand at its left or right, so that labels do not tell which column is meant.
    """

    sheet: Sheet
    header_rows: tuple[int, ...]
    below: str = ""
    until: str = ""
    beside: bool = False


def parts_of(sheet: Sheet) -> list[Part]:
    """The tables of a sheet from top to bottom, and from left to right; none where there is no header."""
    return [each for part in _stacked(sheet) for each in _side_by_side(part)]


def _stacked(sheet: Sheet) -> list[Part]:
    starts = [] if isinstance(sheet, TextSheet) or sheet.height > _MOST_ROWS else _starts(sheet)
    if len(starts) < 2:
        header_rows = find_header_rows(sheet)
        return [Part(sheet, header_rows)] if header_rows else []
    parts = []
    for number, (start, header_rows) in enumerate(starts):
        end = starts[number + 1][0] if number + 1 < len(starts) else sheet.height
        title = _only_text(sheet.row(start)) if start < header_rows[0] - 1 else ""
        until = _first_text(sheet.row(end)) if end < sheet.height else ""
        parts.append(
            Part(_cut(sheet, start, end), header_rows, _exactly(title) if number else "", _exactly(until))
        )
    return parts


def _starts(sheet: Sheet) -> list[tuple[int, tuple[int, ...]]]:
    """First row (index) and header rows of each block, divided by blank rows, that has a header of its own."""
    blank = sheet.filled_cells(0) == 0
    edges = np.flatnonzero(np.diff(np.concatenate([[True], blank, [True]]).astype(np.int8)))
    found: list[tuple[int, tuple[int, ...]]] = []
    pending = -1
    for start, end in edges.reshape(-1, 2).tolist():
        begin = pending if pending >= 0 else start
        header_rows = find_header_rows(_cut(sheet, start, end), values_below=True)
        if header_rows:
            found.append((begin, header_rows))
            pending = -1
        else:  # a title above the next table, or rows of the table above after a gap
            pending = begin if end - start == 1 and _only_text(sheet.row(start)) else -1
    return found


def _side_by_side(part: Part) -> list[Part]:
    """The tables that stand beside each other: each begins, after a blank column or with the label that begins the first
    one, with a column of names or times, and has columns of figures."""
    sheet = part.sheet
    if isinstance(sheet, TextSheet) or sheet.height > _MOST_ROWS or not part.header_rows:
        return [part]
    top, first = min(part.header_rows) - 1, max(part.header_rows)
    width = sheet.width()
    head = [label_key(label.split("/")[-1]) for label in _labels_of(sheet, part.header_rows)]
    filled = [head[at] != "" or not sheet.column(at, first).blank().all() for at in range(width)]
    begins = next((at for at in range(width) if filled[at]), 0)
    edges = [begins]
    for at in range(begins + 1, width):
        after_gap = filled[at] and not filled[at - 1]
        again = head[at] != "" and head[at] == head[begins]
        if (after_gap or again) and head[at] and _names(sheet, at, first):
            edges.append(at)
    spans = [*pairwise([*edges, width])]
    if len(spans) < 2 or not all(_figures(sheet, head, start + 1, end, first) for start, end in spans):
        return [part]
    return [replace(part, sheet=_columns_cut(sheet, start, end, top), beside=True) for start, end in spans]


def _labels_of(sheet: Sheet, header_rows: Sequence[int]) -> tuple[str, ...]:
    labels = join_labels(sheet.head(max(header_rows)), sheet, [r - 1 for r in header_rows])
    return (*labels, *[""] * (sheet.width() - len(labels)))


def _names(sheet: Sheet, at: int, first: int) -> bool:
    """Whether most cells of a column are texts that are no figures."""
    values = [v for v in sheet.column(at, first).used().values if not is_blank(v)]
    texts = [v for v in values if not _is_figure(v)]
    return len(texts) > _HALF * len(values)


def _figures(sheet: Sheet, head: Sequence[str], start: int, end: int, first: int) -> bool:
    """Whether one of the columns that have a label holds figures, most of all."""
    for at in range(start, end):
        values = [v for v in sheet.column(at, first).used().values if not is_blank(v)]
        if head[at] and values and sum(map(_is_figure, values)) > _HALF * len(values):
            return True
    return False


def _is_figure(cell: object) -> bool:
    return (isinstance(cell, int | float)) or (
        isinstance(cell, str) and (figure_in(cell) is not None or is_sign(cell))
    )


def _columns_cut(sheet: Sheet, start: int, end: int, top: int) -> Sheet:
    """The sheet with the columns of one table alone, at their places; what stands above the header stays."""
    rows = [
        row if number < top else [*([""] * min(start, len(row))), *row[start:end]]
        for number, row in enumerate(sheet.rows)
    ]
    merged = [m for m in sheet.merged if m[0][0] < top or (start <= m[0][1] and m[1][1] < end)]
    return replace(sheet, rows=rows, merged=merged)


def _cut(sheet: Sheet, start: int, end: int) -> Sheet:
    """The sheet with the rows before `start` blank and without those from `end` on."""
    rows = [*([[]] * start), *sheet.rows[start:end]]
    merged = [m for m in sheet.merged if start <= m[0][0] and m[1][0] < end]
    return replace(sheet, rows=rows, merged=merged)


def _only_text(row: Sequence[object]) -> str:
    filled = [cell for cell in row if not is_blank(cell)]
    return filled[0].strip() if len(filled) == 1 and isinstance(filled[0], str) else ""


def _first_text(row: Sequence[object]) -> str:
    return next((str(cell).strip() for cell in row if isinstance(cell, str) and cell.strip()), "")


def _exactly(text: str) -> str:
    """A pattern for a cell that says this, with white space of any kind where it has some."""
    words = r"\s+".join(map(re.escape, text.split()))
    return rf"^\s*{words}\s*$" if text else ""
