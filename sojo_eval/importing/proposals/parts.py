"""Several tables on one sheet: each with its own header, and the rows that tell where it begins and ends."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from sojo_eval.importing.files.cells import as_text, is_blank
from sojo_eval.importing.files.sheet import Sheet, TextSheet
from sojo_eval.importing.proposals.header_rows import find_header_rows

_MOST_ROWS = 5000
"""Several tables on a sheet are small ones; a longer sheet is taken as one."""


@dataclass(frozen=True)
class Part:
    """The sheet with the rows of one table alone, at their places. below, until: patterns as a mapping has them."""

    sheet: Sheet
    header_rows: tuple[int, ...]
    below: str = ""
    until: str = ""


def parts_of(sheet: Sheet) -> list[Part]:
    """The tables of a sheet from top to bottom; none where there is no header."""
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


def _cut(sheet: Sheet, start: int, end: int) -> Sheet:
    """The sheet with the rows before `start` blank and without those from `end` on."""
    rows = [*([[]] * start), *sheet.rows[start:end]]
    merged = [m for m in sheet.merged if start <= m[0][0] and m[1][0] < end]
    return replace(sheet, rows=rows, merged=merged)


def _only_text(row: Sequence[object]) -> str:
    filled = [cell for cell in row if not is_blank(cell)]
    return as_text(filled[0]) if len(filled) == 1 and isinstance(filled[0], str) else ""


def _first_text(row: Sequence[object]) -> str:
    return next((str(cell).strip() for cell in row if isinstance(cell, str) and cell.strip()), "")


def _exactly(text: str) -> str:
    return rf"^\s*{re.escape(text.strip())}\s*$" if text else ""
