"""A sheet as the import sees it: rows by their number, columns by their position, whatever file it came from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from sojo_eval.importing.cells import Cell, Cells, Positions, cells_of, cells_of_arrow, is_blank

Merged = Sequence[tuple[tuple[int, int], tuple[int, int]]]


@dataclass(frozen=True)
class Sheet:
    """Rows of cells; `rows[0]` is row 1 of the sheet. `merged` are ((row, col), (row, col)) from 0, both included."""

    name: str
    rows: Sequence[Sequence[Cell]]
    merged: Merged = ()

    @property
    def height(self) -> int:
        """Rows, from row 1 to the last one used."""
        return len(self.rows)

    def head(self, rows: int) -> list[list[Cell]]:
        """The first rows, as long as the widest of them."""
        top = [list(row) for row in self.rows[:rows]]
        width = max((len(row) for row in top), default=0)
        return [row + [""] * (width - len(row)) for row in top]

    def width(self) -> int:
        """Columns of the widest row."""
        return max((len(row) for row in self.rows), default=0)

    def column(self, at: int, first: int) -> Cells:
        """The cells of a column (from 0) from row index `first` on; a merged cell's value stands in all its rows."""
        cells = [row[at] if at < len(row) else "" for row in self.rows[first:]]
        for (top, left), (bottom, right) in self.merged:
            if left <= at <= right and bottom >= first and bottom > top:
                value = self.rows[top][left] if top < len(self.rows) and left < len(self.rows[top]) else ""
                for row in range(max(top, first), min(bottom + 1, len(self.rows))):
                    cells[row - first] = value
        return cells_of(cells)

    def filled_cells(self, first: int) -> Positions:
        """How many cells of each row from `first` on hold something."""
        rows = self.rows[first:]
        return np.fromiter((sum(not is_blank(cell) for cell in row) for row in rows), np.int64, len(rows))

    def row(self, index: int) -> Sequence[Cell]:
        """The cells of one row (from 0)."""
        return self.rows[index]

    def holding(self, text: str) -> list[tuple[int, int]]:
        """Row and column (from 0) of every cell that contains the text."""
        return [
            (i, at)
            for i, row in enumerate(self.rows)
            for at, cell in enumerate(row)
            if type(cell) is str and text in cell
        ]


@dataclass(frozen=True)
class TextSheet(Sheet):
    """A large text file: its columns held by Arrow; `rows` are the first ones only."""

    table: pa.Table = None

    @property
    def height(self) -> int:
        return int(self.table.num_rows)

    def width(self) -> int:
        return int(self.table.num_columns)

    def column(self, at: int, first: int) -> Cells:
        if at >= self.table.num_columns:
            return Cells([""], np.zeros(self.height - first, dtype=np.int64))
        return cells_of_arrow(self.table.column(at).slice(first))

    def filled_cells(self, first: int) -> Positions:
        filled = np.zeros(self.height - first, dtype=np.int64)
        for at in range(self.table.num_columns):
            column = self.table.column(at).slice(first)
            filled += pc.greater(pc.utf8_length(pc.utf8_trim_whitespace(column)), 0).to_numpy()
        return filled

    def row(self, index: int) -> Sequence[Cell]:
        return [column[index].as_py() for column in self.table.columns]

    def holding(self, text: str) -> list[tuple[int, int]]:
        found = []
        for at, column in enumerate(self.table.columns):
            rows = np.flatnonzero(pc.match_substring(column, text).to_numpy())
            found += [(int(row), at) for row in rows]
        return sorted(found)
