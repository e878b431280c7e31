"""Rows outside the table that look like records: above the header that was found, or where the table is said to end."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from datetime import date

from sojo_eval.foundation.language import Text
from sojo_eval.foundation.problems import Problem
from sojo_eval.importing.files.cells import Cell, is_blank
from sojo_eval.importing.tables.located import Located
from sojo_eval.japanese import UnreadableError, parse_date, parse_number


def like_records(located: Located, rows: Sequence[int]) -> list[int]:
    """Those of the rows in which half of all columns and of those that are read hold something, and one of these a number
    where one belongs (a date where the mapping reads no numbers; where it reads neither, all must hold something)."""
    header = located.header
    dates = {
        header.columns[str(c.place)]
        for c in located.mapping.columns
        if c.place is not None and located.table.field(c.field).type == "date"
    }
    measured = {*located.number_columns} or dates
    read = sorted({*header.columns.values()} | measured)
    headed = sum(1 for label in header.labels if label.strip())
    found = []
    for row in rows:
        cells = located.sheet.row(row)
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


def above_the_header(located: Located, start: int) -> list[Problem]:
    """A warning where rows like records stand above the header that was found; `start` is the first row (from 0) of
    this table, where others stand above it. A mapping that says where its header is means what it says."""
    header = located.header
    if located.mapping.header_rows:
        return []
    rows = like_records(located, range(start, header.top))
    if not rows:
        return []
    message = Text(
        f"{header.first}行目を見出しと見ましたが、その上に記録らしい行が{len(rows):,}あり、取り込みません",
        f"Row {header.first} is taken for the header; {len(rows):,} rows above it look like records and are not read",
    )
    fix = Text(
        "見出しが二度あるなら上の見出しの名前を確かめ、下の見出しの行を消すか [[leave_out]] で除いてください",
        "If there are two headers, check the names in the upper one; delete the lower, or add it to [[leave_out]]",
    )
    return [_warning(located, "above-the-header", message, fix, rows[0])]


def at_the_end(located: Located, row: int, below: int) -> list[Problem]:
    """A warning where the row that ends the table looks like a record itself; `below`: rows from there on."""
    until = located.mapping.until
    if not like_records(located, [row]):
        return []
    message = Text(
        f"until（{until}）に当たるため、記録らしいこの行から下の{below:,}行を取り込みません",
        f"This row matches until ({until}) but looks like a record; {below:,} rows from here on are not read",
    )
    fix = Text(
        "表の続きなら、until を表の終わりだけに当たる書き方に直してください（^注[：:] など）",
        "If the table continues, write until so that it matches only what stands below the table",
    )
    return [_warning(located, "until-in-the-table", message, fix, row)]


def _warning(located: Located, rule: str, message: Text, fix: Text, row: int) -> Problem:
    """At the first cell of the row that holds something."""
    first = next((at for at, cell in enumerate(located.sheet.row(row)) if not is_blank(cell)), 0)
    return located.problem(rule, message, fix, row=row, at=first, severity="warning")
