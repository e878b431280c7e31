"""Reads one .xls file in a process of its own: a damaged one can send the reader round in circles for ever.

Run as a script with the file's path; imports nothing of the package, so that it starts at once. Writes, pickled, the
sheets as (name, visible, rows, merged ranges), or the reason why there are none.
"""

from __future__ import annotations

import pickle
import sys

from python_calamine import CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum


def main(path: str) -> None:
    found: object
    try:
        book = CalamineWorkbook.from_path(path)
        found = [
            (
                about.name,
                about.visible == SheetVisibleEnum.Visible,
                (sheet := book.get_sheet_by_name(about.name)).to_python(skip_empty_area=False),
                sheet.merged_cell_ranges or [],
            )
            for about in book.sheets_metadata
            if about.typ == SheetTypeEnum.WorkSheet
        ]
    except BaseException as error:  # the reader's own panics too
        found = f"{type(error).__name__}: {error}"
    sys.stdout.buffer.write(pickle.dumps(found))


if __name__ == "__main__":
    main(sys.argv[1])
