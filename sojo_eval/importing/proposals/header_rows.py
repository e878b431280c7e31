"""Where the header of a table is that no mapping knows yet: all rows of texts right above the first row of values."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from itertools import pairwise

from sojo_eval.importing.files.cells import is_blank
from sojo_eval.importing.files.sheet import Sheet
from sojo_eval.importing.proposals.date_forms import date_form
from sojo_eval.importing.proposals.signs import figure_in, is_note, is_sign
from sojo_eval.importing.tables.headers import SEARCHED_ROWS
from sojo_eval.japanese import UnreadableError, normalise, parse_number

_MOST = 6
"""Rows of one header."""
_GAP = 3
"""Blank rows and lines of one cell between the header and the first row of values."""
_LONG = 20
"""A text of more characters is a title or a note, and no name of a group of columns."""
_TITLE = re.compile(
    r"^(?:第?\s?[0-9]+(?:[-‐－.][0-9]+)*\s?表|統計表|表\s?[0-9]|図\s?[0-9]|別表|第\s?[0-9]+$)"
)
_TIME = re.compile(r"(?:令和|平成|昭和|[RHS])?\s?(?:元|[0-9]{1,4})年(?:度|[0-9]{1,2}月分?)?")
_YEARS = range(1950, 2101)
_LEAST_PERIODS, _LEAST_MONTHS, _LEAST_AGES = 2, 3, 5


def find_header_rows(sheet: Sheet, values_below: bool = False) -> tuple[int, ...]:
    """The rows (from 1) that head the first block of values: all rows of texts right above it, titles and notes apart.

    A sheet of texts alone has its first full row as header, unless there must be `values_below`.
    """
    top = _Top(sheet, sheet.head(SEARCHED_ROWS))
    if top.widest == 0:
        return ()
    return top.above_values() or top.above_dates() or (() if values_below else top.of_texts())


@dataclass(frozen=True)
class _Top:
    """The first rows of a sheet and what their cells are."""

    sheet: Sheet
    rows: list[list[object]]

    @cached_property
    def kinds(self) -> list[list[str]]:
        """Of each cell: "" for nothing, "value", "sign" for one that stands for a figure (-, x), "date" for a text that is
        one (令和5年度 may head a column), "text"."""
        found = [[_kind(cell) for cell in row] for row in self.rows]
        for index, kinds in enumerate(found):
            for at in [at for at, kind in enumerate(kinds) if kind == "quantity"]:
                below = found[index + 1][at] if index + 1 < len(found) else ""
                above = found[index - 1][at] if index else ""
                # 1人, 2人, 3人 may head columns of plain numbers; 12件 above 15件 is one itself.
                label = below in ("value", "sign") or (not below and above in ("value", "sign"))
                kinds[at] = "text" if label else "value"
        for index, kinds in enumerate(found):
            # A line of one cell between the records heads nothing.
            rows_above = (row for row in found[:index][::-1] if sum(map(bool, row)) > 1)
            self._name_periods(index, kinds, next(rows_above, []))
        return found

    def _name_periods(self, index: int, kinds: list[str], above: Sequence[str]) -> None:
        """Years, months or days that rise from column to column are labels, unless there are others above them."""
        at = [i for i, kind in enumerate(kinds) if kind == "value"]
        labelled = sum(above[i] in ("text", "date") for i in at) if above else 0
        if len(at) < _LEAST_PERIODS or 2 * labelled >= len(at):
            return
        if _rise([self.rows[index][i] for i in at]):
            for i in at:
                kinds[i] = "date"

    @cached_property
    def filled(self) -> list[int]:
        return [sum(kind != "" for kind in row) for row in self.kinds]

    @property
    def widest(self) -> int:
        return max(self.filled, default=0)

    def above_values(self) -> tuple[int, ...]:
        """The header of the first row that holds values in half of the columns; nothing where too few have a label."""
        for first, kinds in enumerate(self.kinds):
            values = [at for at, kind in enumerate(kinds) if kind in ("value", "sign")]
            if "value" not in kinds or self.filled[first] < max(2, self.widest * 0.5):
                continue
            last = self._last_label_row(first, values)
            if last < 0:
                continue
            top = last
            while top > 0 and last - top + 1 < _MOST and self._heads(top - 1, last):
                top -= 1
            rows = range(top, last + 1)
            labelled = sum(any(self.kinds[r][at] for r in rows) for at in values)
            # A label over several columns that is not merged stands at the first of them alone.
            if 2 * labelled >= len(values) or len(rows) > 1:
                return tuple(r + 1 for r in rows)
        return ()

    def _last_label_row(self, first: int, values: Sequence[int]) -> int:
        """The row of labels next above the values, lines of one cell and blank rows between passed over; -1 for none."""
        for row in range(first - 1, max(-1, first - 2 - _GAP), -1):
            texts = [at for at, kind in enumerate(self.kinds[row]) if kind]
            if any(self.kinds[row][at] in ("value", "sign") for at in texts):
                return -1
            noted = [at for at in texts if is_note(self.rows[row][at])]
            if len(texts) - len(noted) >= 2 or (
                row == first - 1 and len(texts) == 1 and not noted and texts[0] in values
            ):
                return row
        return -1

    def _heads(self, row: int, last: int) -> bool:
        """Whether the row above a header belongs to it: names of groups of columns do, titles, notes and metadata do not."""
        kinds = self.kinds[row]
        cells = [at for at, kind in enumerate(kinds) if kind and not is_note(self.rows[row][at])]
        if not cells or any(kinds[at] in ("value", "sign") for at in cells):
            return False
        texts = [normalise(str(self.rows[row][at])) for at in cells]
        below = range(row + 1, last + 1)
        spans = [
            (left, right)
            for (top, left), (_, right) in self.sheet.merged
            if top == row and right > left and left in cells
        ]
        widest = max(self.filled[r] for r in below)
        if len(cells) == 1:
            at = cells[0]
            if spans:
                return spans[0][1] - spans[0][0] + 1 < widest
            under = [self.kinds[r][at] for r in below]
            short = len(texts[0]) <= _LONG and _TITLE.match(texts[0]) is None
            last_of_all = max(i for r in below for i, kind in enumerate(self.kinds[r]) if kind)
            # What stands above the last column alone says when or in what the figures are.
            return 0 < at < last_of_all and short and any(under) and any(self.kinds[r][0] for r in below)
        if spans and any(right - left + 1 < widest for left, right in spans):
            return True
        from_the_left = cells == list(range(len(cells)))
        title = any(len(text) > _LONG or _TITLE.match(text) for text in texts) or _TIME.fullmatch(texts[0])
        headed = all(any(self.kinds[r][at] for r in below) for at in cells)
        # 作成日 and its day above a header, each above a label of its own, are metadata.
        return not (len(cells) < widest and from_the_left and (title or headed))

    def above_dates(self) -> tuple[int, ...]:
        """A full row of texts above days or months that are texts."""
        for i in range(len(self.kinds) - 1):
            if self.filled[i] < max(2, self.widest * 0.6) or any(
                k in ("value", "sign") for k in self.kinds[i]
            ):
                continue
            below = [row for row in self.kinds[i + 1 : i + 4] if any(row)]
            if any("value" in row or "date" in row for row in below):
                return (i + 1,)
        return ()

    def of_texts(self) -> tuple[int, ...]:
        """The first full row."""
        least = max(2, self.widest * 0.8)
        return next(((i + 1,) for i, filled in enumerate(self.filled) if filled >= least), ())


def _kind(cell: object) -> str:
    """As `_Top.kinds`, and "quantity" for a number with its unit."""
    if is_blank(cell):
        return ""
    if not isinstance(cell, str):
        return "value"
    figure = figure_in(cell)
    if figure is not None:
        return "quantity" if figure.unit else "value"
    if is_sign(cell):
        return "sign"
    return "date" if date_form([cell]) else "text"


def _rise(cells: Sequence[object]) -> bool:
    """Days, or the numbers of years or months, each once or several times in a row, from the earliest to the latest."""
    if all(isinstance(cell, date) for cell in cells):
        return list(dict.fromkeys(cells)) == sorted(set(cells)) and len(set(cells)) > 1  # type: ignore[type-var]
    try:
        numbers = [parse_number(cell) for cell in cells]
    except UnreadableError:
        return False
    if any(number % 1 for number in numbers):
        return False
    each = [int(number) for number in dict.fromkeys(numbers)]
    steps = [b - a for a, b in pairwise(each)]
    if len(each) >= _LEAST_PERIODS and all(n in _YEARS for n in each):
        return len(set(steps)) == 1 and steps[0] in (1, 5)
    months = all(1 <= n <= 12 for n in each) and all(step in (1, -11) for step in steps)
    return (len(each) >= _LEAST_MONTHS and months) or (len(each) >= _LEAST_AGES and set(steps) in ({1}, {5}))
