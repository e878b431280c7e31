"""What an entry workbook says of itself: a hidden sheet that survives saving and renaming in Excel and LibreOffice.

It names the sheets, their tables, and the field behind each header. An import so needs no guess, and still reads a
workbook that was made before a header changed.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, cast, get_args

from sojo_eval.importing.files.cells import Cell, as_text
from sojo_eval.importing.files.sheet import Sheet

MARKER_SHEET = "_sojo_eval"
EXAMPLE = "記入例"
"""The header of an example sheet's first column: copied or renamed, it is still no data."""
_SIGN = "sojo-eval entry workbook"
_SHEET, _COLUMN = "sheet", "column"

Kind = Literal["entry", "example", "instructions", "codes"]


@dataclass(frozen=True)
class EntrySheet:
    """A sheet of the workbook as it was made. columns: header → field; height: rows down to the last one written."""

    name: str
    kind: Kind
    table: str = ""
    height: int = 0
    columns: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Marker:
    """The schema the workbook was made from, and its sheets."""

    schema: str
    sheets: tuple[EntrySheet, ...]


def marker_rows(marker: Marker) -> list[tuple[str, ...]]:
    """The hidden sheet's rows, all texts."""
    rows: list[tuple[str, ...]] = [(_SIGN, marker.schema)]
    for sheet in marker.sheets:
        rows.append((_SHEET, sheet.kind, sheet.name, sheet.table, str(sheet.height)))
        rows += [(_COLUMN, *column) for column in sheet.columns]
    return rows


def read_marker(sheets: Sequence[Sheet]) -> Marker | None:
    """What the hidden sheet says; None for any other workbook. Rows that it does not understand are passed over."""
    hidden = next((s for s in sheets if s.name == MARKER_SHEET), None)
    rows = [[_written(cell) for cell in row] + [""] * 5 for row in hidden.rows] if hidden is not None else []
    if not rows or rows[0][0] != _SIGN:
        return None
    found: list[EntrySheet] = []
    for row in rows[1:]:
        if row[0] == _SHEET and row[1] in get_args(Kind):
            height = int(row[4]) if row[4].isdecimal() else 0
            found.append(EntrySheet(row[2], cast(Kind, row[1]), row[3], height))
        elif row[0] == _COLUMN and found:
            last = found[-1]
            columns = (*last.columns, (row[1], row[2]))
            found[-1] = EntrySheet(last.name, last.kind, last.table, last.height, columns)
    return Marker(rows[0][1], tuple(found))


def _written(cell: Cell) -> str:
    """As it was written: names of sheets keep their full-width signs."""
    return cell if isinstance(cell, str) else as_text(cell)
