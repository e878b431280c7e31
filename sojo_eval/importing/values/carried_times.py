"""Times down a column that leave out what the cell above has said: 2017年1月, 2月, … and 令和元年, 2, 3."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

import numpy as np

from sojo_eval.importing.files.cells import Cell, Cells, as_text, is_blank
from sojo_eval.japanese.eras import ERAS
from sojo_eval.japanese.said_times import Said, said_time

_SHORT = re.compile(r"(?:元|[0-9]{1,2})\s?年?度?(?:\s?(?:平均|計))?")
_PARENTHESES = re.compile(r"^\(([^()]*)\)\s*")
_MOST_RUN = 12
_Anchor = tuple[int, int, str]
"""Year, month (0 for none) and scale of the first time of a run."""


def carried(cells: Cells) -> Cells:
    """The cells with their whole time (2017年2月, 2020年度); those that do not go on plainly from the one above stay as they
    are, and are then refused where a date is needed."""
    told = carry([cells[row] for row in range(len(cells))])
    values: dict[Cell, int] = {}
    codes = np.array([values.setdefault(v, len(values)) for v in told], dtype=np.int64)
    return Cells([*values], codes)


def carry(column: Sequence[Cell]) -> list[Cell]:
    """The same for a list of cells. A run ends where its months would go on past a year, turn round, or meet the next year
    that is written: then none of it is taken, since a year is missing somewhere."""
    found: list[Cell] = list(column)
    runs: list[list[int]] = []
    for row, cell in enumerate(column):
        if is_blank(cell):
            continue
        said = whole_time(cell)
        if said is not None and said.year is not None:
            runs.append([row])
        elif runs and _goes_on(cell) is not None:
            runs[-1].append(row)
    firsts = _same_scale([_scaled(column, run) for run in runs], [len(run) for run in runs])
    for number, run in enumerate(runs):
        anchor = firsts[number]
        told = _told(anchor, [column[row] for row in run[1:]])
        after = firsts[number + 1] if number + 1 < len(runs) else None
        before = firsts[number - 1] if number else None
        if told and not _meets(anchor, told, before, after):
            told = []
        # Of a run that does not follow on, the first cell has its year and the others are refused.
        for row, (year, month) in zip(run, [(anchor[0], anchor[1]), *told], strict=False):
            found[row] = _written(year, month, anchor[2])
    return found


def _scaled(column: Sequence[Cell], run: Sequence[int]) -> _Anchor:
    """The first time of a run, called 年度 or 年 as the cells after it are (令和2, 3年度), where it says neither itself."""
    year, month, scale = _anchor(column[run[0]])
    others = {said.scale for row in run[1:] if (said := whole_time(column[row])) is not None} - {"bare", ""}
    if month == 0 and scale == "bare" and len(others) == 1:
        scale = next(iter(others))
    return year, month, scale


def _same_scale(firsts: Sequence[_Anchor], lengths: Sequence[int]) -> list[_Anchor]:
    """Years that say neither 年度 nor 年 are called as those before them, where they go on from these: 平成30年度, 31, 令和2."""
    found: list[_Anchor] = []
    for number, (year, month, scale) in enumerate(firsts):
        if found and month == 0 and scale == "bare":
            before = found[-1]
            steps = {before[0] + lengths[number - 1], before[0] - lengths[number - 1]}
            if before[1] == 0 and year in steps:
                scale = before[2]
        found.append((year, month, scale))
    return found


def whole_time(cell: Cell) -> Said | None:
    """What a cell says, a date of a workbook as its month: (2019年) 1月 too."""
    if isinstance(cell, date):
        return Said("", cell.year, "", "calendar", (cell.month, cell.month))
    text = _PARENTHESES.sub(r"\1", as_text(cell))
    said = said_time(text)
    return (
        said
        if said is None or said.day != 1
        else Said(said.text, said.year, said.short, said.scale, said.months)
    )


def goes_on(cell: Cell) -> bool:
    """Whether a cell is the number of a year or a month that leaves out the rest."""
    return _goes_on(cell) is not None


def _anchor(cell: Cell) -> _Anchor:
    """Year, month (0 for none) and scale of a cell with its year; the year of a fiscal year's month is the calendar's."""
    said = whole_time(cell)
    assert said is not None
    assert said.year is not None
    if said.months is None:
        return said.year, 0, said.scale
    month = said.months[0]
    return said.year + (said.scale == "fiscal" and month < 4), month, "calendar"


def _goes_on(cell: Cell) -> int | None:
    """The number of a month (2月), or of a year (3, 3年), that stands alone."""
    said = whole_time(cell)
    if said is not None and said.is_month and not said.has_year and said.months is not None:
        return said.months[0]
    text = as_text(cell).replace(" ", "")
    if _SHORT.fullmatch(text):
        digits = re.match("元|[0-9]+", text)
        assert digits is not None
        return 1 if digits[0] == "元" else int(digits[0])
    return None


def _told(anchor: _Anchor, cells: Sequence[Cell]) -> list[tuple[int, int]]:
    """Year and month of the cells of a run; nothing where they do not follow one another."""
    year, month, scale = anchor
    numbers = [n for cell in cells if (n := _goes_on(cell)) is not None]
    if month == 0:
        scales = {said.scale for cell in cells if (said := whole_time(cell)) is not None} - {"bare", ""}
        if scales - {scale}:
            return []
        for step in (1, -1):
            years = [year + step * n for n in range(1, len(numbers) + 1)]
            if all(map(_is_number_of, numbers, years)):
                return [(each, 0) for each in years]
        return []
    steps = [month, *numbers]
    if any(not 1 <= n <= 12 for n in numbers) or len(set(steps)) != len(steps) or len(steps) > _MOST_RUN:
        return []
    if sorted(steps, reverse=True) == steps:
        return [(year, n) for n in numbers] if len(steps) > 2 or steps[0] - steps[-1] == 1 else []
    turned = [(n - month) % 12 for n in steps]
    return [(year + (n < month), n) for n in numbers] if turned == sorted(turned) else []


def _is_number_of(number: int, year: int) -> bool:
    """Whether a short number is that year's: 2 of 2020 (令和2), 31 and 1 of 2019, 19 of 2019 too."""
    return number == year % 100 or any(
        era.year(number) == year and era.first.year <= year <= era.last.year for era in ERAS
    )


def _meets(
    anchor: _Anchor,
    told: Sequence[tuple[int, int]],
    before: _Anchor | None,
    after: _Anchor | None,
) -> bool:
    """Whether the run ends before the next year that is written begins (or, newest first, the other way round)."""
    mine, last = (anchor[0], anchor[1]), told[-1]
    falls = last < mine
    if falls:
        return before is None or mine < (before[0], before[1])
    newest_first = last[0] == mine[0] and after is not None and (after[0], after[1]) < mine
    return after is None or last < (after[0], after[1]) or newest_first


def _written(year: int, month: int, scale: str) -> str:
    if month:
        return f"{year}年{month}月"
    return f"{year}年度" if scale == "fiscal" else f"{year}年" if scale == "calendar" else str(year)
