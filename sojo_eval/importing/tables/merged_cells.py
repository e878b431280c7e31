"""Merged cells among the records: a name or a date holds for all their rows, a number for nobody knows which; across the
columns nobody knows whose the value is."""

from __future__ import annotations

from sojo_eval.foundation.language import Text
from sojo_eval.foundation.problems import Problem
from sojo_eval.importing.files.cell_addresses import letters
from sojo_eval.importing.files.cells import Positions, is_blank
from sojo_eval.importing.files.sheet import Sheet
from sojo_eval.importing.mappings.mapping import Mapping
from sojo_eval.importing.tables.columns import number_columns
from sojo_eval.importing.tables.headers import Header
from sojo_eval.schema import Table

_SHOWN = 5


def merged_across(sheet: Sheet, header: Header, shown: str, table: str) -> list[Problem]:
    """One note with the number of merged cells below the header that reach into a column the mapping reads."""
    read = {*header.columns.values(), *(at for at, _ in header.wide)}
    found = sorted(
        (top, left)
        for (top, left), (_, right) in sheet.merged
        if top >= header.first and read.intersection(range(left + 1, right + 1))
    )
    if not found:
        return []
    places = [f"{letters(left)}{top + 1}" for top, left in found]
    where = ", ".join(places[:_SHOWN]) + (", …" if len(places) > _SHOWN else "")
    message = Text(
        f"表の中に、横に結合したセルが{len(places):,}あります。どの列の値か分からず、左端の列の値として読みます（{where}）",
        f"Merged cells across columns of the table, read as the leftmost column's value: {len(places):,} ({where})",
    )
    fix = Text(
        "結合を解いて、列ごとに値を入れてください", "Unmerge the cells and enter a value in each column"
    )
    row = found[0][0] + 1
    return [
        Problem(
            "merged-across",
            message,
            fix,
            file=shown,
            sheet=sheet.name,
            row=row,
            table=table,
            cell=places[0],
            severity="note",
        )
    ]


def merged_numbers(
    sheet: Sheet, header: Header, mapping: Mapping, table: Table, rows: Positions, shown: str
) -> list[Problem]:
    """An error for each of the records' rows in which a number is merged with other records, in each of which it would be
    counted, or with other columns of numbers, to which it would be lost."""
    read = {*number_columns(header, mapping, table)}
    records = {*rows.tolist()}
    found = []
    for (top, left), (bottom, right) in sheet.merged:
        mine = [row for row in range(max(top, header.first), bottom + 1) if row in records]
        columns = read.intersection(range(left, right + 1))
        several = (left in read and len(mine) > 1) or (len(columns) > 1 and bool(mine))
        if several and not is_blank(_value(sheet, top, left)):
            cells = f"{letters(left)}{top + 1}:{letters(right)}{bottom + 1}"
            found += [(row, left, cells) for row in mine]
    return [
        Problem(
            "merged-number",
            Text(
                f"数値のセルが結合されています（{cells}）。どの行、どの列の数か分かりません",
                f"A number stands in merged cells ({cells}): nobody knows which row or column it belongs to",
            ),
            Text(
                "結合を解いて、セルごとの数を入れてください。合わせた数しかないなら、行を一つにまとめてください",
                "Unmerge the cells and enter each number; where only the sum is known, make one row of them",
            ),
            file=shown,
            sheet=sheet.name,
            row=row + 1,
            column=header.labels[at].replace("\n", " "),
            table=table.name,
            cell=f"{letters(at)}{row + 1}",
        )
        for row, at, cells in sorted(found)
    ]


def _value(sheet: Sheet, row: int, at: int) -> object:
    return sheet.rows[row][at] if row < len(sheet.rows) and at < len(sheet.rows[row]) else None
