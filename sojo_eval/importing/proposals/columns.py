"""The columns of a sheet that no mapping knows yet: what their labels are, and what the values below are."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import pairwise

import numpy as np

from sojo_eval.importing.files.cell_addresses import letters
from sojo_eval.importing.files.cells import Cell, Cells, Mask, as_text, is_blank
from sojo_eval.importing.files.number_formats import MIXED, PLAIN, Shown
from sojo_eval.importing.files.sheet import Sheet
from sojo_eval.importing.proposals.date_forms import MOST_READABLE, date_form, moments
from sojo_eval.importing.proposals.signs import figure_in, is_note, is_sign
from sojo_eval.importing.tables.headers import join_labels
from sojo_eval.importing.tables.row_rules import PARTS_OF_A_YEAR, TOTAL_SIGNS, TOTAL_WORDS
from sojo_eval.japanese import UnreadableError, label_key, normalise, parse_number
from sojo_eval.japanese.said_times import Said, said_time
from sojo_eval.japanese.text import with_long_vowels

EXAMINED = 400
_MONTHS = frozenset(f"{month}{sign}" for month in range(1, 13) for sign in ("", "月", "月分"))
_ROW_NUMBERS = frozenset(
    map(
        label_key,
        ("", "No", "No.", "№", "番号", "連番", "通番", "項番", "通し番号", "行番号", "順番", "#", "整理番号"),
    )
)
PORTAL_MARK = "#"
"""What metadata rows of open-data portals begin with: #LINK, #lang, #object_type_xsd."""
_MOST_LINES, _LONG = 500, 5000
"""More lines between records than this are none; of a longer sheet the first records tell what it is."""
_IS_LETTER = re.compile(r"[{}]|^…$|^(?:列?[A-Za-z]{1,2}|[Ａ-Ｚａ-ｚ]{1,2})$")
"""Labels by which a rule of a mapping would mean something else: another column's letter, a variable."""
_REMARKS = re.compile("備考|摘要|注記|特記|メモ|理由|内容|説明|氏名|名称|有無|可否")
_LEAST_AMONG = 3
"""So many months make a column one of months."""
_SINGLE = re.compile(r"[\u3041-\u30ff\u3400-\u9fff・]")


@dataclass(frozen=True)
class ReadColumn:
    """A column of the sheet: its label and what its values are.

    dates: the form that reads them, "" for none. numbers: the share of figures, of the cells that are no signs. unit: what
    is written beside most of its figures (件, %); beside: notes that stand in its cells. letter: what a mapping calls the
    column where its label tells nobody which it is, "" where it does. shown: what the
    number format of its cells shows beside them (`MIXED` where not all show the same).
    """

    at: int
    label: str
    cells: Cells
    dates: str
    numbers: float
    unit: str = ""
    beside: tuple[str, ...] = ()
    letter: str = ""
    shown: Shown = PLAIN

    @property
    def name(self) -> str:
        """What a mapping calls it: its label, else its letter."""
        return self.letter or self.label or letters(self.at)

    @property
    def one_line(self) -> str:
        """Its name without line breaks."""
        return " ".join(self.name.split())

    @property
    def is_number(self) -> bool:
        return self.numbers >= MOST_READABLE


@dataclass(frozen=True)
class ReadSheet:
    """One table of a sheet as it was read: where it stands, what is written above its header, its columns; and the names of all
    sheets of the book.

    lines: texts that stand alone between the records, and the column they stand in (-1 for none); notes: those below them.
    """

    file: str
    sheet: str
    header_rows: tuple[int, ...]
    title: str
    columns: tuple[ReadColumn, ...]
    sheets: tuple[str, ...] = ()
    lines: tuple[str, ...] = ()
    lines_at: int = -1
    notes: tuple[str, ...] = ()


def read_columns(sheet: Sheet, header_rows: Sequence[int], beside: bool = False) -> list[ReadColumn]:
    """The columns below the header that have a label or values. beside: another table has columns of the same labels."""
    first = max(header_rows)
    labels = join_labels(sheet.head(first), sheet, [r - 1 for r in header_rows], filled=True)
    aside = rows_aside(sheet, header_rows)
    aside[[row - first for row in heading_lines(sheet, header_rows)[1]]] = True
    records = np.flatnonzero(~aside)[:_LONG]
    times = Counter(label_key(label) for label in labels)
    letters_used = {label_key(label) for label in labels}
    found = []
    for at, label in enumerate(labels):
        cells = sheet.column(at, first).take(records).used()
        values = [v for v in cells.values if not is_blank(v)][:EXAMINED]
        if not label and not values:
            continue
        told = bool(label) and not beside and times[label_key(label)] == 1 and not _IS_LETTER.search(label)
        letter = letters(at)
        if not told and letter.casefold() in letters_used:
            letter = f"列{letter}"
        column = _read_column(at, label, cells, values, "" if told else letter)
        shown = sum((row + first, at) in sheet.percent for row in records.tolist()) if sheet.percent else 0
        column = replace(column, unit="%") if 2 * shown > len(records) else column
        places = [(row + first, at) for row in records.tolist()] if sheet.shown else []
        found.append(replace(column, shown=_shown(sheet, places, cells)))
    return found


def _shown(sheet: Sheet, places: Sequence[tuple[int, int]], cells: Cells) -> Shown:
    """What the formats of the filled cells show beside their number."""
    if not sheet.shown:
        return PLAIN
    filled = ~cells.blank()
    forms = Counter(
        sheet.shown.get(place, PLAIN) for place, there in zip(places, filled, strict=True) if there
    )
    form, n = next(iter(forms.most_common(1)), (PLAIN, 0))
    return form if n >= MOST_READABLE * forms.total() else MIXED


def _read_column(at: int, label: str, cells: Cells, values: list[Cell], letter: str) -> ReadColumn:
    signs = [v for v in values if isinstance(v, str) and is_sign(v, words=True)]
    figures = [v for v in values if _is_number(v)]
    told = [f for f in (figure_in(v) for v in figures if isinstance(v, str)) if f is not None]
    units = Counter(f.unit for f in told)
    unit = next((u for u, n in units.most_common(1) if u and 2 * n > len(figures)), "")
    rest = len(values) - len([v for v in signs if v not in figures])
    share = len(figures) / rest if rest else float(bool(signs) and _stand_for_figures(label, signs))
    return ReadColumn(
        at,
        label,
        cells,
        date_form(values) or moments(label, values),
        share,
        unit,
        tuple(dict.fromkeys(f.beside for f in told if f.beside)),
        letter,
    )


def _stand_for_figures(label: str, signs: Sequence[str]) -> bool:
    """Whether a column of signs alone (-, x) would hold figures; a remark may be - too, and 不明 be a text."""
    return bool(label) and _REMARKS.search(label_key(label)) is None and all(map(is_sign, signs))


def rows_aside(sheet: Sheet, header_rows: Sequence[int]) -> Mask:
    """Rows below the header that are no records: notes, metadata, totals, the header once more."""
    first = max(header_rows)
    notes = note_rows(sheet, first)
    sums = np.any([mask for _, _, mask in _total_rows(sheet, first)], axis=0) if sheet.width() else notes
    again = notes & False
    again[[row - first for row in header_again(sheet, header_rows)]] = True
    mean = notes & False
    for at, word in averages(sheet, header_rows):
        mean |= sheet.column(at, first).where(lambda cell, word=word: as_text(cell) == word)  # type: ignore[misc]
    return portal_rows(sheet, first) | notes | sums | again | mean


def note_rows(sheet: Sheet, first: int) -> Mask:
    """Rows below the header in which a note stands alone."""
    alone = sheet.filled_cells(first) == 1
    notes: Mask = np.zeros(len(alone), dtype=bool)
    for at in range(sheet.width()) if alone.any() else ():
        notes |= alone & sheet.column(at, first).where(is_note)
    return notes


def header_again(sheet: Sheet, header_rows: Sequence[int]) -> list[int]:
    """Rows (from 0) below the header that say the same as one of its rows, as at the top of each printed page."""
    top = [_key_of(sheet.row(row - 1)) for row in header_rows]
    wanted = {key for key in top if sum(map(bool, key)) > 1}
    first = max(header_rows)
    if sheet.height - first > _LONG:
        return []
    begin = {next(text for text in key if text) for key in wanted}
    likely: Mask = np.zeros(sheet.height - first, dtype=bool)
    for at in range(min(sheet.width(), 3)) if wanted else ():
        likely |= sheet.column(at, first).where(
            lambda cell: isinstance(cell, str) and label_key(cell) in begin
        )
    return [int(i) + first for i in np.flatnonzero(likely) if _key_of(sheet.row(int(i) + first)) in wanted]


def _key_of(row: Sequence[Cell]) -> tuple[str, ...]:
    key = [label_key(as_text(cell)) for cell in row]
    while key and not key[-1]:
        key.pop()
    return tuple(key)


def heading_lines(sheet: Sheet, header_rows: Sequence[int]) -> tuple[int, list[int]]:
    """The column and the rows (from 0) of lines that stand alone between the records: (1)平成27年, 【電話】; -1 for none."""
    first = max(header_rows)
    filled = sheet.filled_cells(first)
    alone = (filled == 1) & ~rows_aside(sheet, header_rows)
    found: dict[int, list[int]] = {}
    if alone.sum() > min(_MOST_LINES, len(alone) // 2):
        return -1, []
    for row in np.flatnonzero(alone).tolist():
        below = [n for n in filled[row + 1 : row + 3].tolist() if n]
        cells = sheet.row(row + first)
        at = next(i for i, cell in enumerate(cells) if not is_blank(cell))
        if any(n > 1 for n in below) and isinstance(cells[at], str) and figure_in(str(cells[at])) is None:
            found.setdefault(at, []).append(row + first)
    return max(found.items(), key=lambda item: len(item[1])) if found else (-1, [])


def are_needed(sheet: Sheet, header_rows: Sequence[int], at: int, lines: Sequence[int]) -> bool:
    """Whether lines between the records tell them apart: they tell a time, or the names below them are there more than once."""
    if not lines:
        return False
    if all(time_of_line(as_text(sheet.row(row)[at])) for row in lines):
        return True
    first = max(header_rows)
    rest = ~rows_aside(sheet, header_rows)
    rest[[row - first for row in lines]] = False
    cells = sheet.column(at, first).take(np.flatnonzero(rest))
    met = Counter(as_text(cells[row]) for row in range(len(cells)))
    return len(lines) > 1 and any(n > 1 for text, n in met.items() if text)


LINE_PATTERN = r"^(?:[(（]\d{1,2}[)）]|\d{1,2}[.)）]|[■●◆○【〔<\[])?\s*(?P<heading>.+?)[】〕>\]]?$"
"""What a mapping takes of such a line: without its number and its brackets."""
WESTERN_LINE = r"[(（](?P<heading>(?:19|20|21)[0-9]{2})[)）]年"
"""平成32(2020)年: an era that had ended by then is no date, the year beside it is one."""
_AVERAGE = re.compile(r"(?:[1１]?(?:か|ヶ|カ|ケ|ヵ|箇)?月|期間)?(?:当たり|あたり)?の?平均(?:値)?")
_YEAR_LINE = re.compile(
    r"(?:令和|平成|昭和|[RHS])?\s?(?:元|[0-9]{1,4})\s?(?:\((?:西暦)?(?:令和|平成|昭和|[RHS])?(?:元|[0-9]{1,4})年?\))?\s?"
    r"(?P<unit>年度?)?(?P<month>[0-9]{1,2}月分?)?"
)


def time_of_line(text: str) -> str:
    """The form of the time that a line tells: year_start, fiscal_year_start or month; "" for none."""
    found = re.match(LINE_PATTERN, text)
    time = _YEAR_LINE.fullmatch(found["heading"]) if found is not None else None
    if time is None or (time["unit"] is None and time["month"] is None):
        return ""
    if time["month"]:
        return "fiscal_month" if time["unit"] == "年度" else "month" if time["unit"] else ""
    return "fiscal_year_start" if time["unit"] == "年度" else "year_start"


def averages(sheet: Sheet, header_rows: Sequence[int]) -> list[tuple[int, str]]:
    """Columns of months whose cells call a row the average of the others, with the word."""
    first = max(header_rows)
    found = []
    for at in range(sheet.width()) if sheet.height - first <= _LONG else ():
        values = [
            as_text(v)
            for v in sheet.column(at, first).used().values
            if isinstance(v, str) and not is_blank(v)
        ]
        words = [v for v in values if _AVERAGE.fullmatch(label_key(v))]
        if words and 2 * sum(bool(_A_MONTH.search(v)) for v in values) > len(values):
            found += [(at, word) for word in dict.fromkeys(words)]
    return found


_A_MONTH = re.compile(r"(?:1[0-2]|[1-9])月分?$")


def without_gaps(label: str) -> str:
    """A label on one line, without the spaces that only make its signs wider: 総　　数, 母 子 世 帯."""
    joined = ""
    for part in with_long_vowels(label).split():
        single = _SINGLE.fullmatch(part) or _SINGLE.fullmatch(joined.rpartition(" ")[2][-1:])
        alone = _SINGLE.fullmatch(part) or (joined and len(joined.split()[-1]) == 1)
        joined += part if joined and single and alone else (f" {part}" if joined else part)
    return joined


def total_rows(sheet: Sheet, first: int) -> list[tuple[int, str]]:
    """Columns whose cells call rows a total, with the word; each row is known by its first such column."""
    met: Mask = np.zeros(max(0, sheet.height - first), dtype=bool)
    found = []
    for at, word, mask in _total_rows(sheet, first):
        if (mask & ~met).any():
            found.append((at, word))
        met |= mask
    return found


def _total_rows(sheet: Sheet, first: int) -> Iterator[tuple[int, str, Mask]]:
    for at in range(sheet.width()):
        cells = sheet.column(at, first).used()
        # Of a million keys only those that hold one of the signs are looked at.
        signed = [cells.values[i] for sign in TOTAL_SIGNS for i in cells.holding(sign)]
        words = {str(v).strip() for v in signed if label_key(str(v)) in TOTAL_WORDS} | _among_months(cells)
        for word in sorted(words):
            yield at, word, cells.where(partial(_says, word))


def _among_months(cells: Cells) -> set[str]:
    """Half-years, quarters and years in a column of months, which sum these: 上半期, 4〜9月, 令和5年度計."""
    texts = {str(v).strip() for v in cells.values if isinstance(v, str) and v.strip()}
    if not _LEAST_AMONG <= len(cells.values) <= EXAMINED:
        return set()
    said = {text: said_time(text) for text in texts}
    months = {as_text(v) for v in cells.values} & _MONTHS
    months |= {text for text, s in said.items() if s is not None and s.is_month and not text.endswith("計")}
    if 2 * len(months) <= len(cells.values) or len(months) < _LEAST_AMONG:
        return set()
    numbers = {int(digits[0]) for text in months if (digits := re.search(r"\d+(?=月|$)", normalise(text)))}
    return {
        text
        for text, s in said.items()
        if label_key(text) in PARTS_OF_A_YEAR
        or (
            s is not None and (s.part or _sums_months(s, numbers) or (text.endswith("計") and not s.has_part))
        )
    }


def _sums_months(said: Said, months: set[int]) -> bool:
    """4〜9月 beside 4月 and 9月; where these are not there, it is a time of its own."""
    return said.months is not None and said.months[0] != said.months[1] and {*said.months} <= months


def _says(word: str, cell: object) -> bool:
    return isinstance(cell, str) and cell.strip() == word


def portal_rows(sheet: Sheet, first: int) -> Mask:
    """Rows below the header that are metadata of an open-data portal."""
    return sheet.column(0, first).where(lambda cell: isinstance(cell, str) and cell.startswith(PORTAL_MARK))


def _is_number(cell: object) -> bool:
    """A number, also one with its unit or a note beside it."""
    if isinstance(cell, str):
        return figure_in(cell) is not None
    try:
        parse_number(cell)
    except UnreadableError:
        return False
    return True


def _is_plain_number(cell: object) -> bool:
    try:
        parse_number(cell)
    except UnreadableError:
        return False
    return True


def is_month(column: ReadColumn) -> bool:
    """Called month, and holding nothing but 1 to 12 (4月 too)."""
    called = label_key(column.label.split("/")[-1]) in ("月", "month")
    values = [v for v in column.cells.values if not is_blank(v)]
    return called and bool(values) and all(as_text(v) in _MONTHS for v in values)


def holds_months(column: ReadColumn) -> bool:
    """Whether all cells are months without a year, with their sign (4月)."""
    values = [as_text(v) for v in column.cells.values if not is_blank(v)]
    return bool(values) and all(v in _MONTHS and not v.isdigit() for v in values)


def counts_rows(column: ReadColumn) -> bool:
    """Whether the numbers only number the rows: they are called so, or nothing, and grow by one. Counts may grow so too."""
    if label_key(column.label.split("/")[-1]) not in _ROW_NUMBERS:
        return False
    cells = [column.cells[i] for i in range(len(column.cells))]
    read = [float(parse_number(cell)) for cell in cells if not is_blank(cell) and _is_plain_number(cell)]
    steps = [b - a for a, b in pairwise(read)]
    return len(read) > 2 and min(steps) > 0 and steps.count(1) >= len(steps) * MOST_READABLE


def varies(column: ReadColumn) -> bool:
    """More than one value; a column of blanks or of one code for all rows is not a figure and tells nothing apart."""
    return len([v for v in column.cells.values if not is_blank(v)]) > 1
