"""A sheet as the import sees it: rows by their number, columns by their position, whatever file it came from."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property
from itertools import zip_longest

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from sojo_eval.importing.files.cells import (
    Cell,
    Cells,
    Positions,
    blank_texts,
    cells_of,
    cells_of_arrow,
    is_blank,
)
from sojo_eval.importing.files.number_formats import Shown

_BLOCK = 1000
_RAGGED = 4
"""So many times as many cells as there are would fill the sheet."""

Merged = Sequence[tuple[tuple[int, int], tuple[int, int]]]


@dataclass(frozen=True)
class Sheet:
    """Rows of cells; `rows[0]` is row 1 of the sheet. `merged` are ((row, col), (row, col)) from 0, both included.

    percent: row and column (from 0) of the cells that show their number as a percentage (0.359 as 35.9%); shown: what
    the number formats of others show beside their number, and leave out of it.
    """

    name: str
    rows: Sequence[Sequence[Cell]]
    merged: Merged = ()
    percent: frozenset[tuple[int, int]] = frozenset()
    shown: Mapping[tuple[int, int], Shown] = field(default_factory=dict)

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
        """The cells of a column (from 0) from row index `first` on; a merged cell's value stands in all its rows, of
        its leftmost column alone."""
        whole = self.unmerged(at, 0)
        down = [m for m in self.merged if m[0][1] == at and m[1][0] > m[0][0] and m[1][0] >= first]
        if not down:
            return Cells(whole.values, whole.codes[first:])
        codes, values = whole.codes.copy(), list(whole.values)
        for (top, left), (bottom, _) in down:
            if top < self.height and left < len(self.rows[top]):
                codes[top : bottom + 1] = len(values)
                values.append(self.rows[top][left])
        return Cells(values, codes[first:])

    def unmerged(self, at: int, first: int) -> Cells:
        """The same without what merged cells fill: a number of theirs stands once."""
        whole = self._column(at)
        return Cells(whole.values, whole.codes[first:])

    def with_percent_signs(self, cells: Cells, at: int, rows: Positions) -> Cells:
        """The cells of a column in those rows, each that shows its number as a percentage with the sign: 0.359 is 35.9%."""
        shown = [i for i, row in enumerate(rows.tolist()) if (row, at) in self.percent]
        values, codes = [*cells.values], cells.codes.copy()
        for i in shown:
            cell = values[codes[i]]
            if isinstance(cell, int | float):
                codes[i] = len(values)
                values.append(f"{Decimal(repr(cell)) * 100:f}%")
        return Cells(values, codes) if shown else cells

    def _column(self, at: int) -> Cells:
        """The column as it stands, taken apart once."""
        if at not in self._columns:
            whole = self._turned
            self._columns[at] = cells_of(whole[at] if at < len(whole) else [""] * self.height)
        return self._columns[at]

    @cached_property
    def _turned(self) -> list[list[Cell]]:
        """The rows as columns, short rows filled up; a block of rows at a time, which is quicker than all at once."""
        turned: list[list[Cell]] = [[] for _ in range(self.width())]
        for start in range(0, self.height, _BLOCK):
            block = self.rows[start : start + _BLOCK]
            parts = list(zip_longest(*block, fillvalue=""))
            for at, column in enumerate(turned):
                column.extend(parts[at] if at < len(parts) else [""] * len(block))
        return turned

    @cached_property
    def _columns(self) -> dict[int, Cells]:
        return {}

    @cached_property
    def _is_ragged(self) -> bool:
        """One line of thousands of cells makes thousands of columns, nearly all of them blank: then rows are quicker."""
        return _RAGGED * sum(map(len, self.rows)) < self.width() * self.height

    def filled_cells(self, first: int) -> Positions:
        """How many cells of each row from `first` on hold something."""
        if self._is_ragged:
            return np.array([sum(not is_blank(cell) for cell in row) for row in self.rows[first:]], np.int64)
        filled = np.zeros(self.height - first, dtype=np.int64)
        for at in range(self.width()):
            filled += ~self._column(at).blank()[first:]
        return filled

    def holds_something(self) -> bool:
        """Whether any cell does."""
        return any(not is_blank(cell) for row in self.rows for cell in row)

    def row(self, index: int) -> Sequence[Cell]:
        """The cells of one row (from 0)."""
        return self.rows[index]

    def holding(self, text: str) -> list[tuple[int, int]]:
        """Row and column (from 0) of every cell that contains the text."""
        if self._is_ragged:
            each = ((r, c, cell) for r, row in enumerate(self.rows) for c, cell in enumerate(row))
            return [(r, c) for r, c, cell in each if isinstance(cell, str) and text in cell]
        found = []
        for at in range(self.width()):
            cells = self._column(at)
            held = cells.holding(text)
            found += [(int(row), at) for row in np.flatnonzero(np.isin(cells.codes, held))] if held else []
        return sorted(found)


@dataclass(frozen=True)
class TextSheet(Sheet):
    """A large text file: its columns held by Arrow; `rows` are the first ones only.

    lacks: texts that are known to stand in no cell.
    """

    table: pa.Table = None
    lacks: frozenset[str] = frozenset()

    @property
    def height(self) -> int:
        return int(self.table.num_rows)

    def width(self) -> int:
        return int(self.table.num_columns)

    def column(self, at: int, first: int) -> Cells:
        if at >= self.table.num_columns:
            return Cells([""], np.zeros(self.height - first, dtype=np.int64))
        if at not in self._columns:
            self._columns[at] = cells_of_arrow(self.table.column(at))
        whole = self._columns[at]
        return Cells(whole.values, whole.codes[first:]).used()

    def unmerged(self, at: int, first: int) -> Cells:
        return self.column(at, first)

    def holds_something(self) -> bool:
        return any(not is_blank(cell) for row in self.rows for cell in row) or bool(
            self.filled_cells(0).any()
        )

    def filled_cells(self, first: int) -> Positions:
        filled = np.zeros(self.height - first, dtype=np.int64)
        for at in range(self.table.num_columns):
            filled += ~blank_texts(self.table.column(at).slice(first))
        return filled

    def row(self, index: int) -> Sequence[Cell]:
        return [column[index].as_py() for column in self.table.columns]

    def holding(self, text: str) -> list[tuple[int, int]]:
        found: list[tuple[int, int]] = []
        if text in self.lacks:
            return found
        for at, column in enumerate(self.table.columns):
            rows = np.flatnonzero(pc.match_substring(column, text).to_numpy())
            found += [(int(row), at) for row in rows]
        return sorted(found)
