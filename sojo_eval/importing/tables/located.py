"""The columns below a header as the mapping wants them read: by rules, by sums and by records alike."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from sojo_eval.importing.files.cells import Cells
from sojo_eval.importing.files.sheet import Sheet
from sojo_eval.importing.mappings.mapping import Column, Mapping
from sojo_eval.importing.tables.headers import Header
from sojo_eval.importing.values.values import Read
from sojo_eval.schema import Table

Reader = Callable[[Column], Read]
"""How the cells of a field are read, with its code list or the names of the table it refers to."""


@dataclass
class SheetColumns:
    """A sheet with the header found in it. shown: the file as messages name it."""

    sheet: Sheet
    header: Header
    mapping: Mapping
    table: Table
    reader: Reader
    shown: str

    def below(self, at: int) -> Cells:
        """As `cells_below`."""
        return cells_below(self.sheet, self.header, self.mapping, at)


def cells_below(sheet: Sheet, header: Header, mapping: Mapping, at: int) -> Cells:
    """All cells of a column (from 0) from the first row below the header on; in a column of `fill_down` a blank one
    takes the one above."""
    cells = sheet.column(at, header.first)
    return cells.filled_down() if at in {header.columns[name] for name in mapping.fill_down} else cells


def number_columns(header: Header, mapping: Mapping, table: Table) -> dict[int, Column]:
    """The columns (from 0, in their order) that hold numbers of the table, and how the mapping reads them."""
    of_numbers = {f.name for f in table.fields if f.type in ("integer", "number")}
    found = {
        header.columns[str(c.place)]: c
        for c in mapping.columns
        if c.place is not None and c.field in of_numbers and not c.lookup
    }
    if mapping.wide is not None and mapping.wide.value in of_numbers:
        found |= {at: Column(mapping.wide.value) for at, _ in header.wide}
    return dict(sorted(found.items()))
