"""Merged cells among the records: down the rows their value is filled in, across the columns nobody knows whose it is."""

from __future__ import annotations

from sojo_eval.foundation.language import Text
from sojo_eval.foundation.problems import Problem
from sojo_eval.importing.headers import Header, letters
from sojo_eval.importing.sheet import Sheet

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
            shown,
            sheet.name,
            row,
            table=table,
            cell=places[0],
            severity="note",
        )
    ]
