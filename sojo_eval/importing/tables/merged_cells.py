"""Merged cells among the records: a name or a date holds for all their rows, a number for nobody knows which; across the
columns nobody knows whose the value is."""

from __future__ import annotations

from sojo_eval.foundation.language import Text
from sojo_eval.foundation.problems import Problem
from sojo_eval.importing.files.cell_addresses import cell_address
from sojo_eval.importing.files.cells import Positions, is_blank
from sojo_eval.importing.files.sheet import Sheet
from sojo_eval.importing.tables.located import Located

_NAMED = 5


def merged_across(located: Located) -> list[Problem]:
    """One note with the number of merged cells below the header that reach into a column the mapping reads."""
    header = located.header
    read = {*header.columns.values(), *(at for at, _ in header.wide)}
    found = sorted(
        (top, left)
        for (top, left), (_, right) in located.sheet.merged
        if top >= header.first and read.intersection(range(left + 1, right + 1))
    )
    if not found:
        return []
    cells = ", ".join(cell_address(*cell) for cell in found[:_NAMED]) + (", …" if len(found) > _NAMED else "")
    message = Text(
        f"表の中に、横に結合したセルが{len(found):,}あります。どの列の値か分からず、左端の列の値として読みます（{cells}）",
        f"Cells merged across columns, read as values of the leftmost one: {len(found):,} ({cells})",
    )
    fix = Text(
        "結合を解いて、列ごとに値を入れてください", "Unmerge the cells and enter a value in each column"
    )
    row, at = found[0]
    return [located.problem("merged-across", message, fix, row=row, at=at, severity="note")]


def merged_numbers(located: Located, rows: Positions) -> list[Problem]:
    """An error for each of the records' rows in which a number is merged with other records, in each of which it would be
    counted, or with other columns of numbers, to which it would be lost."""
    if not located.sheet.merged:
        return []
    read = {*located.number_columns}
    records = {*rows.tolist()}
    found = []
    for (top, left), (bottom, right) in located.sheet.merged:
        mine = [row for row in range(max(top, located.header.first), bottom + 1) if row in records]
        columns = read.intersection(range(left, right + 1))
        several = (left in read and len(mine) > 1) or (len(columns) > 1 and bool(mine))
        if several and not is_blank(_value(located.sheet, top, left)):
            cells = f"{cell_address(top, left)}:{cell_address(bottom, right)}"
            found += [(row, left, cells) for row in mine]
    return [_merged_number(located, row, at, cells) for row, at, cells in sorted(found)]


def _merged_number(located: Located, row: int, at: int, cells: str) -> Problem:
    message = Text(
        f"数値のセルが結合されています（{cells}）。どの行、どの列の数か分かりません",
        f"A number stands in merged cells ({cells}); which row or column it belongs to is unknown",
    )
    fix = Text(
        "結合を解いて、セルごとの数を入れてください。合わせた数しかないなら、行を一つにまとめてください",
        "Unmerge the cells and enter each number; if only their sum is known, make one row of them",
    )
    return located.problem("merged-number", message, fix, row=row, at=at, column=located.label(at))


def _value(sheet: Sheet, row: int, at: int) -> object:
    return sheet.rows[row][at] if row < len(sheet.rows) and at < len(sheet.rows[row]) else None
