"""What calamine does not say of an .ods: which cells are merged, and how far the sheet reaches before it is unfolded.

Equal cells and rows are written once with a number of repetitions, so a file of a kilobyte may stand for a billion cells.
"""

from __future__ import annotations

import zipfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from xml.parsers import expat

from sojo_eval.importing.files.kinds import FAR_CELLS

_TABLE = "urn:oasis:names:tc:opendocument:xmlns:table:1.0 "
_VALUE_TYPE = "urn:oasis:names:tc:opendocument:xmlns:office:1.0 value-type"
_MOST = 1 << 20
"""No sheet has more rows, or columns; a larger number of repetitions is cut to it."""
_LITTLE, _REPEATED = 3_000_000, 10
"""Up to so many cells a sheet takes half a gigabyte and a second; beyond, it must have written a tenth of them."""
_PIECE = 1 << 20


@dataclass
class Extent:
    """`merged` as in `Sheet`; `rows` and `columns` up to the last cell that holds something; cells `written` in the file."""

    merged: list[tuple[tuple[int, int], tuple[int, int]]] = field(default_factory=list)
    rows: int = 0
    columns: int = 0
    written: int = 0

    @property
    def is_bomb(self) -> bool:
        """Whether a little file unfolds to more cells than memory should be taken for."""
        cells = self.rows * self.columns
        return cells > FAR_CELLS or (cells > _LITTLE and cells > _REPEATED * self.written)


def read_extents(path: Path) -> dict[str, Extent]:
    """Of each sheet of an .ods, by name; in bounded memory. Raises ValueError where the content is damaged."""
    reading = _Reading()
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.StartElementHandler = reading.begin
    parser.EndElementHandler = reading.end
    parser.StartDoctypeDeclHandler = _refuse
    try:
        with zipfile.ZipFile(path) as archive, archive.open("content.xml") as content:
            while piece := content.read(_PIECE):
                parser.Parse(piece, False)
            parser.Parse(b"", True)
    except (expat.ExpatError, zipfile.BadZipFile) as error:
        raise ValueError("damaged") from error
    return reading.found


def _refuse(*_: object) -> None:
    raise ValueError("DOCTYPE")


@dataclass
class _Reading:
    """Follows the elements of content.xml. A table inside a cell belongs to that cell."""

    found: dict[str, Extent] = field(default_factory=dict)
    extent: Extent = field(default_factory=Extent)
    depth: int = 0
    row: int = 0
    rows: int = 1
    column: int = 0
    filled: int = 0

    def begin(self, name: str, attributes: Mapping[str, str]) -> None:
        kind = name.removeprefix(_TABLE)
        if kind == "table":
            self.depth += 1
            if self.depth == 1:
                self.extent = self.found.setdefault(attributes.get(f"{_TABLE}name", ""), Extent())
                self.row = 0
        elif self.depth == 1 and kind == "table-row":
            self.rows = _number(attributes, "number-rows-repeated")
            self.column = self.filled = 0
        elif self.depth == 1 and kind in ("table-cell", "covered-table-cell"):
            self._cell(attributes)

    def _cell(self, attributes: Mapping[str, str]) -> None:
        self.extent.written += 1
        down, across = (_number(attributes, f"number-{which}-spanned") for which in ("rows", "columns"))
        if (down, across) != (1, 1):
            last = (self.row + down - 1, self.column + across - 1)
            self.extent.merged.append(((self.row, self.column), last))
        self.column += _number(attributes, "number-columns-repeated")
        if _VALUE_TYPE in attributes:
            self.filled = self.column

    def end(self, name: str) -> None:
        kind = name.removeprefix(_TABLE)
        if kind == "table":
            self.depth -= 1
        elif self.depth == 1 and kind == "table-row":
            self.row += self.rows
            if self.filled:
                self.extent.rows = self.row
                self.extent.columns = max(self.extent.columns, self.filled)


def _number(attributes: Mapping[str, str], name: str) -> int:
    written = attributes.get(_TABLE + name, "1")
    if not (written.isascii() and written.isdigit()):
        raise ValueError("damaged")
    return min(int(written[:8]), _MOST)
