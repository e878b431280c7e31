"""What an independent reader finds in real files of figures: each cell with its value, unit and first day, by its address.

Nothing of the importer is used: calamine, csv and the places that a person sees in the file.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable
from pathlib import Path

from python_calamine import CalamineWorkbook

Figures = dict[tuple[str, str], tuple[float, str, str]]
"""Sheet and cell → value in the unit's own terms, unit, first day of the period."""
Grid = list[list[object]]


def letters(column: int) -> str:
    first, last = divmod(column, 26)
    return (chr(64 + first) if first else "") + chr(65 + last)


def book(path: Path) -> dict[str, Grid]:
    found = CalamineWorkbook.from_path(str(path))
    return {
        name: found.get_sheet_by_name(name).to_python(skip_empty_area=False) for name in found.sheet_names
    }


def text_file(path: Path, encoding: str) -> dict[str, Grid]:
    return {"": [list(row) for row in csv.reader(io.StringIO(path.read_text(encoding), newline=""))]}


def block(
    sheet: str,
    grid: Grid,
    rows: Iterable[int],
    columns: Iterable[int],
    about: Callable[[int, int], tuple[float, str, str]],
) -> Figures:
    """Cells that hold a number; rows from 1. about: factor, unit and first day by row and column."""
    found: Figures = {}
    for row in rows:
        for column in columns:
            cell = grid[row - 1][column] if column < len(grid[row - 1]) else ""
            try:
                number = float(str(cell).replace(",", ""))
            except ValueError:
                continue
            factor, unit, start = about(row, column)
            found[sheet, f"{letters(column)}{row}"] = (number * factor, unit, start)
    return found


def month(year: int, number: int) -> str:
    return f"{year + (number - 1) // 12}-{(number - 1) % 12 + 1:02}-01"


MONEY = (1000.0, "yen")
CASES, PEOPLE, HOUSES = (1.0, "count"), (1.0, "persons"), (1.0, "households")


def by_measure(path: Path, year: int, first: int) -> Figures:
    """住居確保給付金: applications, decisions and 千円 of three months."""
    of = (CASES, CASES, MONEY)
    return block("元データ", book(path)["元データ"], range(3, 50), range(1, 10),
                 lambda _, c: (*of[(c - 1) % 3], month(year, first + (c - 1) // 3)))  # fmt: skip


def small_loans(path: Path) -> Figures:
    of = (CASES, MONEY)
    return block("Table 1", book(path)["Table 1"], range(3, 50), range(1, 27),
                 lambda _, c: (*of[(c - 1) % 2], month(2019, 1 + (c - 1) // 2)))  # fmt: skip


def protected(path: Path) -> Figures:
    sheets = book(path)
    of = [HOUSES] * 3 + [PEOPLE] * 3 + [HOUSES] * 2
    one = block(
        "統計表1", sheets["統計表1"], range(6, 130), range(3, 11), lambda _, c: (*of[c - 3], "2018-12-01")
    )
    return one | block(
        "統計表2", sheets["統計表2"], range(5, 129), range(3, 14), lambda _, c: (*PEOPLE, "2018-12-01")
    )


def household_kinds(path: Path) -> Figures:
    return block(
        "hou0005",
        book(path)["hou0005"],
        range(7, 19),
        range(1, 26),
        lambda r, _: (*HOUSES, month(2018, r - 3)),
    )


def monthly_tables(path: Path) -> Figures:
    """閲覧表: six sheets of months from 2019-04 on, two of places in 2021-04."""
    sheets = book(path)
    rows = {"1": 6, "2": 7, "3": 7, "4": 6, "5": 7, "6": 8}
    found: Figures = {}
    for sheet, first in rows.items():
        units = sheets[sheet][first - 2]
        found |= block(sheet, sheets[sheet], range(first, first + 25), range(3, len(units)),
                       lambda r, c, units=units, first=first: (*UNITS[str(units[c])], month(2019, 4 + r - first)))  # type: ignore[misc]  # fmt: skip
    for sheet, first in (("7", 8), ("8", 7)):
        units = sheets[sheet][first - 2]
        found |= block(sheet, sheets[sheet], range(first, len(sheets[sheet]) + 1), range(2, len(units)),
                       lambda _, c, units=units: (*UNITS[str(units[c])], "2021-04-01"))  # type: ignore[misc]  # fmt: skip
    return found


UNITS = {"（％）": (0.01, "share"), "（人）": PEOPLE, "（世帯）": HOUSES, "（件数）": CASES}


def absent_workers(path: Path) -> Figures:
    return block("休業者数表", book(path)["休業者数表"], range(4, 44), range(1, 4),
                 lambda r, _: (10_000, "persons", month(2017, r - 3)))  # fmt: skip


def governments(path: Path) -> Figures:
    of = dict.fromkeys((1, 2, 3, 4, 5), HOUSES) | dict.fromkeys((7, 8, 9), PEOPLE)
    return block("", text_file(path, "utf-8-sig")[""], range(2, 132), of, lambda _, c: (*of[c], "2021-04-01"))


def vital_statistics(path: Path) -> Figures:
    of = dict.fromkeys(range(1, 13), PEOPLE) | dict.fromkeys((13, 14), CASES)
    return block("", text_file(path, "cp932")[""], range(10, 81), of, lambda _, c: (*of[c], "2020-01-01"))


def projection(path: Path) -> Figures:
    """Population by age and sex: each block of 26 rows below a line with its year; 総数 is the sum of its parts."""
    of = [(1000.0, "persons")] * 3 + [(0.01, "share")] * 3 + [PEOPLE]
    found: Figures = {}
    for sheet, grid in book(path).items():
        year = 0
        for row, cells in enumerate(grid, 1):
            first = str(cells[0]).strip()
            if first.startswith("(") and "年" in first:
                year = int(first.split("(")[2][:4])
            elif year and "総" not in first:
                start = f"{year}-01-01"
                found |= block(sheet, grid, [row], range(1, 8), lambda _, c, start=start: (*of[c - 1], start))  # type: ignore[misc]
    return found
