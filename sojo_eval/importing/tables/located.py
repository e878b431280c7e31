"""A table located in a sheet: the sheet, the mapping that reads it, the header. Problems take their address from here."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np

from sojo_eval.foundation.language import Text
from sojo_eval.foundation.problems import Problem, Severity
from sojo_eval.importing.files.cell_addresses import cell_address, letters
from sojo_eval.importing.files.cells import Cell, Cells, Mask, as_text
from sojo_eval.importing.files.sheet import Sheet
from sojo_eval.importing.mappings.mapping import Column, FileMapping
from sojo_eval.importing.mappings.patterns import pattern
from sojo_eval.importing.values.carried_times import carried
from sojo_eval.importing.values.values import Read
from sojo_eval.schema import Table

Reader = Callable[[Column], Read]
"""How the cells of a field are read, with its code list or the names of the table it refers to."""


@dataclass(frozen=True)
class Header:
    """Labels of the columns (blank where personal data stand), the index of their topmost row (`top`) and of the first
    one below them, and where things stand.

    `columns` gives the column of each place and of each header named in a text or a rule; `wide` are the columns that hold
    the same field, each with its variables, `units` the units that their cells carry.
    """

    labels: tuple[str, ...]
    top: int
    first: int
    columns: Mapping[str, int] = field(default_factory=dict)
    wide: tuple[tuple[int, Mapping[str, str]], ...] = ()
    units: Mapping[int, str] = field(default_factory=dict)


@dataclass(frozen=True)
class MappedSheet:
    """A sheet and the mapping that reads it. file_name: the file as messages name it."""

    file_name: str
    sheet: Sheet
    mapping: FileMapping

    def problem(
        self,
        rule: str,
        message: Text,
        fix: Text,
        *,
        row: int | None = None,
        at: int | None = None,
        column: str = "",
        value: str = "",
        cell: str = "",
        severity: Severity = "error",
    ) -> Problem:
        """A problem of this sheet. row, at: the indices of its row and its column, which together give its cell."""
        if row is not None and at is not None:
            cell = cell_address(row, at)
        return Problem(
            rule,
            message,
            fix,
            file=self.file_name,
            sheet=self.sheet.name,
            row=None if row is None else row + 1,
            column=column,
            value=value,
            table=self.mapping.table,
            cell=cell,
            severity=severity,
        )


@dataclass(frozen=True)
class Located(MappedSheet):
    """The same with the table of the schema that it is read into, and the header that was found."""

    table: Table
    header: Header

    def label(self, at: int) -> str:
        """What messages call a column: its header on one line, its letter where that is blank."""
        return self.header.labels[at].replace("\n", " ") or letters(at)

    def below(self, at: int) -> Cells:
        """All cells of a column (from 0) from the first row below the header on; in a column of `fill_down` a blank one
        takes the one above, in one of `carry_time` a time without its year goes on from it; in one of both the year is found first."""
        cells = self._carried.get(at, self.sheet.column(at, self.header.first))
        filled_down = {self.header.columns[name] for name in self.mapping.fill_down}
        return cells.filled_down() if at in filled_down else cells

    @cached_property
    def _carried(self) -> dict[int, Cells]:
        columns = {self.header.columns[name] for name in self.mapping.carry_time}
        return {at: carried(self.sheet.column(at, self.header.first)) for at in columns}

    @cached_property
    def number_columns(self) -> dict[int, Column]:
        """The columns (from 0, in their order) that hold numbers of the table, and how the mapping reads them."""
        mapping = self.mapping
        of_numbers = {f.name for f in self.table.fields if f.type in ("integer", "number")}
        found = {
            self.header.columns[str(c.place)]: c
            for c in mapping.columns
            if c.place is not None and c.field in of_numbers and not c.lookup
        }
        if mapping.wide is not None and mapping.wide.value in of_numbers:
            found |= {at: self.wide_column(mapping.wide.value, at) for at, _ in self.header.wide}
        return dict(sorted(found.items()))

    def wide_column(self, name: str, at: int) -> Column:
        """How one of the columns that hold the field `name` is read."""
        return Column(name, unit=self.header.units.get(at, ""))

    @cached_property
    def heading_lines(self) -> Mask:
        """Which rows below the header are lines between the records."""
        found: Mask = np.zeros(max(0, self.sheet.height - self.header.first), dtype=bool)
        for mask, _ in self._headings:
            found |= mask
        return found

    @cached_property
    def headings(self) -> dict[str, tuple[int, Cells]]:
        """The variables that lines between the records give: the lines' column, and the text for each row below the
        header (blank above the first line)."""
        found = {}
        for heading, (mask, at) in zip(self.mapping.headings, self._headings, strict=True):
            cells = self.sheet.column(at, self.header.first)
            matches = [pattern(heading.matches).search(as_text(value)) for value in cells.values]
            for name in pattern(heading.matches).groups:
                texts: list[Cell] = [match[name] or "" if match is not None else "" for match in matches]
                codes = np.where(mask, cells.codes, len(texts))
                found[name] = (at, Cells([*texts, ""], codes).filled_down())
        return found

    @cached_property
    def _headings(self) -> list[tuple[Mask, int]]:
        """Of each rule for such lines the rows it fits, in which no number stands, and its column."""
        first = self.header.first
        figures = np.zeros(max(0, self.sheet.height - first), dtype=bool)
        for at in self.number_columns:
            figures |= ~self.sheet.unmerged(at, first).blank()
        found = []
        for heading in self.mapping.headings:
            at, searched = self.header.columns[heading.column], pattern(heading.matches)
            fits = self.sheet.unmerged(at, first).where(
                lambda cell, searched=searched: searched.search(as_text(cell)) is not None  # type: ignore[misc]
            )
            found.append((fits & ~figures, at))
        return found
