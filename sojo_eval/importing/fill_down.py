"""The cells of a column below the header as the mapping wants them read: by rules, by sums and by records alike."""

from __future__ import annotations

from sojo_eval.importing.cells import Cells
from sojo_eval.importing.headers import Header
from sojo_eval.importing.mapping import Mapping
from sojo_eval.importing.sheet import Sheet


def cells_below(sheet: Sheet, header: Header, mapping: Mapping, at: int) -> Cells:
    """All cells of a column (from 0) from the first row below the header on; in a column of `fill_down` a blank one
    takes the one above."""
    cells = sheet.column(at, header.first)
    return cells.filled_down() if at in {header.columns[name] for name in mapping.fill_down} else cells
