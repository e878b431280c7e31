"""Reads one .xls file, in a process of its own (`own_process`): a damaged one can send the reader round in circles."""

from __future__ import annotations

from python_calamine import CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

Merged = list[tuple[tuple[int, int], tuple[int, int]]]


def read(path: str) -> list[tuple[str, bool, list[list[object]], Merged]]:
    """The sheets as (name, visible, rows, merged ranges). Raises what the reader raises."""
    book = CalamineWorkbook.from_path(path)
    return [
        (
            about.name,
            about.visible == SheetVisibleEnum.Visible,
            (sheet := book.get_sheet_by_name(about.name)).to_python(skip_empty_area=False),
            sheet.merged_cell_ranges or [],
        )
        for about in book.sheets_metadata
        if about.typ == SheetTypeEnum.WorkSheet
    ]
