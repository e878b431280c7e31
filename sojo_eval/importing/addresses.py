"""Where each row of a table came from: file, sheet, row, and the cell of each field."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from sojo_eval.importing.files.cell_addresses import cell_address, letters

Place = tuple[str, str, int | None, str, str]
"""File, sheet, row (from 1), header, cell (C7; empty where a field has no cell of its own)."""


@dataclass(frozen=True)
class SheetRows:
    """The rows that one sheet gave to a table. rows: row index in the sheet (from 0), of each row of the table.

    columns: field → the column it was read from. wide: the field that several columns hold, and for each row of the
    table the column its value was read from.
    """

    file: str
    sheet: str
    rows: NDArray[np.int64]
    labels: tuple[str, ...]
    columns: Mapping[str, int] = field(default_factory=dict)
    wide: tuple[str, NDArray[np.int64]] | None = None

    def place(self, position: int, name: str) -> Place:
        """Of one row of those given, and a field."""
        row = int(self.rows[position]) + 1
        at = self.columns.get(name)
        if self.wide is not None and self.wide[0] == name:
            at = int(self.wide[1][position])
        if at is None:
            return self.file, self.sheet, row, name, ""
        label = self.labels[at].replace("\n", " ")
        return self.file, self.sheet, row, label or letters(at), cell_address(row - 1, at)


class Addresses:
    """The addresses of all rows of a table, sheet after sheet."""

    def __init__(self, sheets: list[SheetRows]) -> None:
        self.sheets = sheets
        self._ends = np.cumsum([len(s.rows) for s in sheets])

    def locate(self, position: int, name: str) -> Place:
        """Where the field of the table's row at that position was read."""
        number = self.sheet_of(position)
        before = int(self._ends[number - 1]) if number else 0
        return self.sheets[number].place(position - before, name)

    def to_frame(self) -> pd.DataFrame:
        """Columns file, sheet, row (from 1), one row a row of the table."""
        sizes = [len(s.rows) for s in self.sheets]
        return pd.DataFrame(
            {
                "file": pd.Categorical([s.file for s in self.sheets]).repeat(sizes),
                "sheet": pd.Categorical([s.sheet for s in self.sheets]).repeat(sizes),
                "row": np.concatenate([s.rows + 1 for s in self.sheets]),
            }
        )

    def sheet_of(self, position: int) -> int:
        """The number of its sheet in `sheets`."""
        return int(np.searchsorted(self._ends, position, side="right"))
