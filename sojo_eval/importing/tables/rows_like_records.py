"""Rows outside the table that look like records: above the header that was found, or where the table is said to end."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from datetime import date

from sojo_eval.foundation.language import Text
from sojo_eval.foundation.problems import Problem
from sojo_eval.importing.files.cell_addresses import letters
from sojo_eval.importing.files.cells import Cell, is_blank
from sojo_eval.importing.files.sheet import Sheet
from sojo_eval.importing.mappings.mapping import Mapping
from sojo_eval.importing.tables.columns import number_columns
from sojo_eval.importing.tables.headers import Header
from sojo_eval.japanese import UnreadableError, parse_date, parse_number
from sojo_eval.schema import Table


def like_records(
    sheet: Sheet, header: Header, mapping: Mapping, table: Table, rows: Sequence[int]
) -> list[int]:
    """Those of the rows in which half of all columns and of those that are read hold something, and one of these a number
    where one belongs (a date where the mapping reads no numbers; where it reads neither, all must hold something)."""
    dates = {
        header.columns[str(c.place)]
        for c in mapping.columns
        if c.place is not None and table.field(c.field).type == "date"
    }
    measured = {*number_columns(header, mapping, table)} or dates
    read = sorted({*header.columns.values()} | measured)
    headed = sum(1 for label in header.labels if label.strip())
    found = []
    for row in rows:
        cells = sheet.row(row)
        if 2 * sum(not is_blank(cell) for cell in cells) < headed:
            continue  # a title, or metadata of two cells
        there = {at: cells[at] for at in read if at < len(cells) and not is_blank(cells[at])}
        if measured:
            like = 2 * len(there) >= len(read) and any(_measures(there[at]) for at in measured & there.keys())
        else:
            like = len(there) == len(read)
        if like and len(there) > 1:
            found.append(row)
    return found


def _measures(cell: Cell) -> bool:
    if isinstance(cell, int | float | date):
        return True
    for read in (parse_number, parse_date):
        with suppress(UnreadableError):
            read(cell)
            return True
    return False


def above_the_header(
    sheet: Sheet, header: Header, mapping: Mapping, table: Table, start: int, shown: str
) -> list[Problem]:
    """A warning where rows like records stand above the header that was found; `start` is the first row (from 0) of
    this table, where others stand above it. A mapping that says where its header is means what it says."""
    if mapping.header_rows:
        return []
    rows = like_records(sheet, header, mapping, table, range(start, header.top))
    if not rows:
        return []
    message = Text(
        f"{header.first}行目を見出しと見ましたが、その上に記録らしい行が{len(rows):,}あり、取り込みません",
        f"Row {header.first} was taken for the header; {len(rows):,} rows above it look like records and are not read",
    )
    fix = Text(
        "見出しが二度あるなら上の見出しの名前を確かめ、下の見出しの行を消すか [[leave_out]] で除いてください",
        "If there are two headers, look at the names in the upper one; delete the lower, or leave it out in [[leave_out]]",
    )
    return [_warning("above-the-header", message, fix, sheet, rows[0], shown, table)]


def at_the_end(
    sheet: Sheet, header: Header, mapping: Mapping, table: Table, row: int, below: int, shown: str
) -> list[Problem]:
    """A warning where the row that ends the table looks like a record itself; `below`: rows from there on."""
    if not like_records(sheet, header, mapping, table, [row]):
        return []
    message = Text(
        f"until（{mapping.until}）に当たるため、記録らしいこの行から下の{below:,}行を取り込みません",
        f"This row fits until ({mapping.until}) but looks like a record; it and those below, {below:,} in all, are not read",
    )
    fix = Text(
        "表の続きなら、until を表の終わりだけに当たる書き方に直してください（^注[：:] など）",
        "If the table goes on, write until so that it fits only what stands below the table",
    )
    return [_warning("until-in-the-table", message, fix, sheet, row, shown, table)]


def _warning(
    rule: str, message: Text, fix: Text, sheet: Sheet, row: int, shown: str, table: Table
) -> Problem:
    first = next((at for at, cell in enumerate(sheet.row(row)) if not is_blank(cell)), 0)
    return Problem(
        rule, message, fix, file=shown, sheet=sheet.name, row=row + 1, table=table.name, cell=f"{letters(first)}{row + 1}",
        severity="warning",
    )  # fmt: skip
