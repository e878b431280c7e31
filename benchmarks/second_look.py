"""The second look at a workbook of 300,000 cells beside calamine reading its values, and beside openpyxl loading it.

Run: `python benchmarks/second_look.py`.
"""

from __future__ import annotations

import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import openpyxl
import xlsxwriter
from python_calamine import CalamineWorkbook

from sojo_eval.importing.files.reading import read_sheets
from sojo_eval.importing.files.second_look import second_look


def make(path: Path) -> None:
    """15,000 rows of 20 cells, one row in fifty red."""
    book = xlsxwriter.Workbook(path)
    sheet, red = book.add_worksheet(), book.add_format({"font_color": "red"})
    for row in range(15_000):
        cells = [f"相談{row % 997}", *range(row, row + 19)]
        sheet.write_row(row, 0, cells, red if row % 50 == 0 else None)
    book.close()


def seconds(work: Callable[[], object]) -> float:
    """The least of three runs."""
    taken = []
    for _ in range(3):
        start = time.perf_counter()
        work()
        taken.append(time.perf_counter() - start)
    return min(taken)


def main() -> None:
    with tempfile.TemporaryDirectory() as aside:
        path = Path(aside) / "a.xlsx"
        make(path)
        sheets, _ = read_sheets(path, "a.xlsx")
        ours = seconds(lambda: second_look(path, sheets, "a.xlsx"))
        calamine = seconds(lambda: CalamineWorkbook.from_path(str(path)).get_sheet_by_index(0).to_python())
        loaded = seconds(lambda: openpyxl.load_workbook(path))
    print(f"second look {ours:.2f} s, calamine {calamine:.2f} s, openpyxl {loaded:.2f} s")
    print(f"second look / calamine {ours / calamine:.2f}, second look / openpyxl {ours / loaded:.2f}")


if __name__ == "__main__":
    main()
