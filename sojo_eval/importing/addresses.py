"""Where each row of a table came from: file, sheet, row, and the cell of each field."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from sojo_eval.foundation.language import Text
from sojo_eval.foundation.problems import Problem, Severity
from sojo_eval.importing.files.cell_addresses import cell_address, letters


@dataclass(frozen=True)
class Origin:
    """Where a field of a record was read. row: from 1; column: its header; cell: C7, empty where it has none of its own."""

    file: str
    sheet: str
    row: int
    column: str
    cell: str

    def problem(
        self, rule: str, message: Text, fix: Text, *, table: str, severity: Severity = "error"
    ) -> Problem:
        """A problem of the clean table at the cell it was read from."""
        return Problem(
            rule,
            message,
            fix,
            file=self.file,
            sheet=self.sheet,
            row=self.row,
            column=self.column,
            table=table,
            cell=self.cell,
            severity=severity,
        )


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

    def origin(self, position: int, name: str) -> Origin:
        """Of one row of those given, and a field."""
        row = int(self.rows[position]) + 1
        at = self.columns.get(name)
        if self.wide is not None and self.wide[0] == name:
            at = int(self.wide[1][position])
        if at is None:
            return Origin(self.file, self.sheet, row, name, "")
        label = self.labels[at].replace("\n", " ")
        return Origin(self.file, self.sheet, row, label or letters(at), cell_address(row - 1, at))


class Addresses:
    """The addresses of all rows of a table, sheet after sheet."""

    def __init__(self, sheets: list[SheetRows]) -> None:
        self.sheets = sheets
        self._ends = np.cumsum([len(s.rows) for s in sheets])

    def locate(self, position: int, name: str) -> Origin:
        """Where the field of the table's row at that position was read."""
        number = self.sheet_of(position)
        before = int(self._ends[number - 1]) if number else 0
        return self.sheets[number].origin(position - before, name)

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
