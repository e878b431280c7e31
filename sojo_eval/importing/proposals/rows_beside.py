"""What stands beside the records: titles, notes, sums that are called otherwise than 計, parts counted again (再掲)."""

from __future__ import annotations

import re
from collections.abc import Sequence

import numpy as np

from sojo_eval.foundation.language import Text
from sojo_eval.importing.files.cells import as_text, is_blank
from sojo_eval.importing.files.sheet import Sheet
from sojo_eval.importing.proposals.columns import ReadColumn
from sojo_eval.importing.tables.footnotes import is_footnote
from sojo_eval.importing.tables.row_rules import TOTAL_WORDS
from sojo_eval.importing.tables.totals import numbers
from sojo_eval.japanese import label_key
from sojo_eval.japanese.said_times import said_time

SEEMS_TOTAL = re.compile(
    "計$|全体$|^全(?:市|町|村|区|域|圏域|窓口|課|体|部)|全域$|トータル|^total|合算", re.IGNORECASE
)
"""Names of sums beyond `TOTAL_WORDS`: whether one is, its numbers say."""
_COUNTED_AGAIN = re.compile(r"^[(（［\[〔]?(?:再掲|うち|内数|内訳)|[(（](?:再掲|内数|うち数)[)）]$")
_MEAN = re.compile("平均値?$|^mean$|^average$")
_FEWEST_PARTS = 2
_LONG = 5_000
"""Rows from which on a sheet holds records, and no sums among them."""


def sums_by_other_names(
    columns: Sequence[ReadColumn], apart: Sequence[tuple[int, str]] = ()
) -> tuple[list[tuple[int, str]], list[str]]:
    """Label columns with the words of rows that are the sum of the rows around them; and words that are called like a sum
    and are none.

    apart: (column, word) of rows that are no parts: known totals, averages, rows counted again.
    """
    figures = [numbers(c.cells) for c in columns if c.is_number]
    rows = len(columns[0].cells) if columns else 0
    if not figures or rows > _LONG:
        return [], []
    table = np.column_stack(figures)
    aside = np.zeros(rows, dtype=bool)
    for at, word in apart:
        for column in columns:
            if column.at == at:
                aside |= np.array([_text(column, i) == word for i in range(rows)])
    sums, doubtful = [], []
    for column in columns:
        if column.is_number or column.dates:
            continue
        labels = [_text(column, i) for i in range(rows)]
        for word in dict.fromkeys(labels):
            if not SEEMS_TOTAL.search(label_key(word)) or label_key(word) in TOTAL_WORDS:
                continue
            here = np.array([label == word for label in labels])
            if (~here & ~aside).sum() < _FEWEST_PARTS:
                continue
            if _are_sums(table, here, ~here & ~aside):
                sums.append((column.at, word))
                aside |= here
            else:
                doubtful.append(word)
    return sums, doubtful


def counted_again(columns: Sequence[ReadColumn]) -> list[tuple[int, str]]:
    """Label columns with the words of rows that count a part of the others once more: （再掲）高齢, うち電話."""
    found = []
    for column in columns:
        if column.is_number or column.dates or len(column.cells) > _LONG:
            continue
        words = dict.fromkeys(_text(column, i) for i in range(len(column.cells)))
        again = [word for word in words if _COUNTED_AGAIN.search(word)]
        if len(again) < len([word for word in words if word]):
            found += [(column.at, word) for word in again]
    return found


def unlike_parts(columns: Sequence[ReadColumn], apart: Sequence[tuple[int, str]] = ()) -> list[str]:
    """Words of rows that are called like no part of the others: a mean, or a time with its year (令和元年調査) where the other
    rows are none. apart: (column, word) of rows already known to be no parts."""
    found: dict[str, None] = {}
    for column in columns:
        if column.is_number or column.dates or len(column.cells) > _LONG:
            continue
        words = [w for w in dict.fromkeys(_text(column, i) for i in range(len(column.cells))) if w]
        times = [w for w in words if _is_time(w)]
        odd = times if 2 * len(times) < len(words) else []
        odd += [w for w in words if _MEAN.search(label_key(w))]
        found |= dict.fromkeys(w for w in odd if (column.at, w) not in apart)
    return list(found)


def _is_time(word: str) -> bool:
    said = said_time(word)
    return said is not None and said.has_year and said.scale != "bare"


def titles(sheet: Sheet, header_rows: Sequence[int]) -> str:
    """The texts above the header, a line each."""
    above = sheet.head(min(header_rows) - 1)
    return "\n".join(
        " ".join(cell.split()) for row in above for cell in row if isinstance(cell, str) and cell.strip()
    )


def footnotes(sheet: Sheet, first: int) -> tuple[str, ...]:
    """The texts of rows below the header that hold a footnote alone."""
    alone = np.flatnonzero(sheet.filled_cells(first) == 1)
    texts = [next(str(c) for c in sheet.row(int(i) + first) if not is_blank(c)) for i in alone]
    return tuple(" ".join(text.split()) for text in texts if is_footnote(text))


def doubt(words: Sequence[str]) -> Text:
    """What is asked of rows that are called like a sum, and whose numbers are not that of the others."""
    named = "、".join(f"「{word}」" for word in words)
    return Text(
        f"{named}は合計の行ではありませんか。合計なら [[totals]] に column と equals を書いてください（このままでは一つの内訳になります）",
        f"Are rows called {', '.join(words)} sums? If so, write column and equals into [[totals]]: as it stands they are one"
        " part among the others",
    )


def other_rows(words: Sequence[str]) -> Text:
    """What is asked of rows that are called like no part of the others."""
    named = "、".join(f"「{word}」" for word in words)
    return Text(
        f"{named}の行は、ほかの行と並ぶ内訳ですか。別の時期や平均なら [[leave_out]] に書いてください（このままでは同じ時期の一つの内訳になります）",
        f"Are rows called {', '.join(words)} parts like the others? If they are of another time, or means, name them in"
        " [[leave_out]]: as it stands they are parts of the same time",
    )


def _text(column: ReadColumn, row: int) -> str:
    cell = column.cells[row]
    return "" if is_blank(cell) else as_text(cell)


def _are_sums(table: np.ndarray, here: np.ndarray, parts: np.ndarray) -> bool:
    """Whether each row `here` is the sum of the parts before it, or after it, back or on to the next of its kind."""
    at = np.flatnonzero(here)
    before = [(0 if i == 0 else at[i - 1] + 1, row) for i, row in enumerate(at)]
    after = [(row + 1, len(here) if i + 1 == len(at) else at[i + 1]) for i, row in enumerate(at)]
    return any(
        all(
            _is_sum(table, int(row), parts[first:last], int(first))
            for row, (first, last) in zip(at, spans, strict=True)
        )
        for spans in (before, after)
    )


def _is_sum(table: np.ndarray, row: int, parts: np.ndarray, first: int) -> bool:
    mine = np.flatnonzero(parts) + first
    known = np.isfinite(table[row])
    if len(mine) < _FEWEST_PARTS or not known.any():
        return False
    return bool(np.allclose(table[row][known], np.nansum(table[mine][:, known], axis=0)))
