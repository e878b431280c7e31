"""Mutations of a table's cells and structure, before it is written as a file."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace

import numpy as np

from tests.faults.fuzzing.cell_values import Cell, odd_cell, personal_data

Rows = list[list[Cell]]


@dataclass
class Page:
    """One sheet: rows of cells, `merged` ranges (top, left, bottom, right) from 0, and the row its records begin in."""

    name: str
    rows: Rows
    merged: list[tuple[int, int, int, int]] = field(default_factory=list)
    first: int = 1
    hidden: bool = False
    hidden_rows: set[int] = field(default_factory=set)


@dataclass
class Book:
    """Sheets of which `at` is the one mutated. `personal` are the texts put in that must never be repeated."""

    pages: list[Page]
    at: int = 0
    personal: list[str] = field(default_factory=list)

    @property
    def page(self) -> Page:
        return self.pages[self.at]


Mutation = Callable[[Book, np.random.Generator], None]


def _place(page: Page, rng: np.random.Generator, header: float = 0.1) -> tuple[int, int]:
    """A cell; with the given chance one of the header."""
    rows = page.rows
    if rng.random() < header:
        row = int(rng.integers(min(page.first, len(rows))))
    else:
        row = int(rng.integers(min(page.first, len(rows) - 1), len(rows)))
    return row, int(rng.integers(max(1, len(rows[row]))))


def _put(page: Page, at: tuple[int, int], cell: Cell) -> None:
    row, column = at
    page.rows[row] += [""] * (column + 1 - len(page.rows[row]))
    page.rows[row][column] = cell


def odd_cells(book: Book, rng: np.random.Generator) -> None:
    for _ in range(int(rng.integers(1, 6))):
        _put(book.page, _place(book.page, rng), odd_cell(rng)[1])


def odd_column(book: Book, rng: np.random.Generator) -> None:
    page = book.page
    column = _place(page, rng)[1]
    for row in range(page.first, len(page.rows)):
        _put(page, (row, column), odd_cell(rng)[1])


def personal_cells(book: Book, rng: np.random.Generator) -> None:
    for _ in range(int(rng.integers(1, 4))):
        text = personal_data(rng)
        book.personal.append(text)
        _put(book.page, _place(book.page, rng), text)


def personal_footnote(book: Book, rng: np.random.Generator) -> None:
    text = personal_data(rng)
    book.personal.append(text)
    book.page.rows.append([f"※問合せ {text} まで" if rng.random() < 0.5 else f"※{text}"])


def dressed_cells(book: Book, rng: np.random.Generator) -> None:
    """The value as it was, in other clothes: full-width, with spaces, quoted, doubled."""
    page = book.page
    wide = str.maketrans({chr(i): chr(i + 0xFEE0) for i in range(33, 127)})
    dresses: tuple[Callable[[str], str], ...] = (
        lambda t: t.translate(wide), lambda t: f"　{t} ", lambda t: f"'{t}", lambda t: t + t, lambda t: t[:-1],
        lambda t: f"{t}※", lambda t: f"({t})", lambda t: t[::-1], lambda t: f"{t}人", lambda t: "\n".join(t), str.swapcase,
    )  # fmt: skip
    for _ in range(int(rng.integers(1, 6))):
        row, column = _place(page, rng)
        if column < len(page.rows[row]):
            _put(page, (row, column), dresses[rng.integers(len(dresses))](str(page.rows[row][column])))


def rows_deleted(book: Book, rng: np.random.Generator) -> None:
    rows = book.page.rows
    start = int(rng.integers(len(rows)))
    del rows[start : start + int(rng.integers(1, 10))]
    if not rows:
        rows.append([""])


def rows_repeated(book: Book, rng: np.random.Generator) -> None:
    rows = book.page.rows
    start = int(rng.integers(len(rows)))
    piece = [list(row) for row in rows[start : start + int(rng.integers(1, 6))]]
    at = int(rng.integers(len(rows) + 1))
    rows[at:at] = piece


def rows_shuffled(book: Book, rng: np.random.Generator) -> None:
    rows, first = book.page.rows, 0 if rng.random() < 0.2 else book.page.first
    rows[first:] = [rows[first + int(i)] for i in rng.permutation(max(0, len(rows) - first))]


def blank_rows(book: Book, rng: np.random.Generator) -> None:
    for _ in range(int(rng.integers(1, 5))):
        at = int(rng.integers(len(book.page.rows) + 1))
        book.page.rows[at:at] = [
            [["", " ", "　", None][rng.integers(4)]] * 3 for _ in range(rng.integers(1, 8))
        ]


def totals_put_in(book: Book, rng: np.random.Generator) -> None:
    rows = book.page.rows
    at = int(rng.integers(min(book.page.first, len(rows)), len(rows) + 1))
    total: list[Cell] = ["合計" if rng.random() < 0.5 else "小　計"]
    for column in range(1, len(rows[0])):
        numbers = [r[column] for r in rows[:at] if column < len(r) and isinstance(r[column], int | float)]
        total.append(sum(map(float, numbers)) if numbers else ["", 7, "計"][rng.integers(3)])
    rows.insert(at, total)


def footnotes(book: Book, rng: np.random.Generator) -> None:
    at = int(rng.integers(len(book.page.rows) + 1))
    note: list[Cell] = [""] * int(rng.integers(3)) + [
        "※令和2年4月8日より統合" if rng.random() < 0.5 else "(注)速報値"
    ]
    book.page.rows.insert(at, note)


def second_table(book: Book, rng: np.random.Generator) -> None:
    """The same table again below, or another one, after some blank rows."""
    rows = book.page.rows
    below: Rows = (
        [list(row) for row in rows] if rng.random() < 0.5 else [["項目", "値"], ["世帯", 5], ["人口", "x"]]
    )
    book.page.rows = [*rows, *([[""]] * int(rng.integers(3))), *below]


def header_renamed(book: Book, rng: np.random.Generator) -> None:
    row, column = _place(book.page, rng, 1.0)
    label = str(book.page.rows[row][column]) if column < len(book.page.rows[row]) else ""
    new = (f"{label}（人）", label[:-1], "", f" {label}", "\n".join(label), odd_cell(rng)[1], f"{label}　")
    _put(book.page, (row, column), new[rng.integers(len(new))])


def header_repeated(book: Book, rng: np.random.Generator) -> None:
    row, column = _place(book.page, rng, 1.0)
    _put(book.page, (row, int(rng.integers(len(book.page.rows[row]) + 2))), book.page.rows[row][min(column, len(book.page.rows[row]) - 1)] if book.page.rows[row] else "")  # fmt: skip


def header_moved(book: Book, rng: np.random.Generator) -> None:
    rows = book.page.rows
    row = rows.pop(int(rng.integers(min(book.page.first, len(rows)))))
    rows.insert(int(rng.integers(len(rows) + 1)), row)


def title_rows(book: Book, rng: np.random.Generator) -> None:
    many = int(rng.integers(1, 4)) if rng.random() < 0.8 else int(rng.integers(55, 70))
    book.page.rows[:0] = [["令和6年度 相談件数", *([""] * int(rng.integers(4)))] for _ in range(many)]
    book.page.first += many


def columns_put_in(book: Book, rng: np.random.Generator) -> None:
    at, many = int(rng.integers(12)), 300 if rng.random() < 0.1 else 1
    for number, row in enumerate(book.page.rows):
        cell = (
            ""
            if many > 1 or rng.random() < 0.3
            else ("備考" if number < book.page.first else odd_cell(rng)[1])
        )
        row[at:at] = [cell] * many


def columns_removed(book: Book, rng: np.random.Generator) -> None:
    at = int(rng.integers(max(1, len(book.page.rows[0]))))
    for row in book.page.rows:
        del row[at : at + 1]


def columns_swapped(book: Book, rng: np.random.Generator) -> None:
    width = len(book.page.rows[0])
    order = [int(i) for i in rng.permutation(width)]
    book.page.rows = [
        [row[i] if i < len(row) else "" for i in order] + list(row[width:]) for row in book.page.rows
    ]


def ragged(book: Book, rng: np.random.Generator) -> None:
    for _ in range(int(rng.integers(1, 5))):
        row = book.page.rows[int(rng.integers(len(book.page.rows)))]
        if rng.random() < 0.5:
            del row[int(rng.integers(len(row) + 1)) :]
        else:
            row += ["", 1, "余り"]


def merged_cells(book: Book, rng: np.random.Generator) -> None:
    """Ranges that do not meet, which Excel would not allow."""
    page, taken = book.page, set[tuple[int, int]]()
    for _ in range(int(rng.integers(1, 4))):
        top, left = _place(page, rng, 0.4)
        bottom, right = top + int(rng.integers(4)), left + int(rng.integers(3))
        cells = {(r, c) for r in range(top, bottom + 1) for c in range(left, right + 1)}
        old = any(t <= r <= b and a <= c <= z for r, c in cells for t, a, b, z in page.merged)
        if len(cells) > 1 and not cells & taken and not old:
            taken |= cells
            page.merged.append((top, left, bottom, right))


def sheets_changed(book: Book, rng: np.random.Generator) -> None:
    page, way = book.page, int(rng.integers(5))
    if way == 0:
        page.name = ("Sheet1", f"{page.name} ", "😀", "a" * 31, f"{page.name}(2)")[rng.integers(5)]
    elif way == 1:
        page.hidden = True
        book.pages.append(Page("表紙", [["表紙"]]))
    elif way == 2:
        copy = replace(
            page,
            name=f"{page.name[:20]} 写し",
            rows=[list(row) for row in page.rows],
            merged=list(page.merged),
        )
        book.pages.insert(int(rng.integers(len(book.pages) + 1)), copy)
        book.at = next(i for i, p in enumerate(book.pages) if p is page)
    elif way == 3 and len(book.pages) > 1:
        book.pages = [page]
        book.at = 0
    else:
        page.hidden_rows = {int(r) for r in rng.integers(0, len(page.rows), 5)}


CELLS: dict[str, Mutation] = {
    "cells: odd": odd_cells,
    "cells: odd column": odd_column,
    "cells: personal": personal_cells,
    "cells: personal footnote": personal_footnote,
    "cells: dressed": dressed_cells,
}
STRUCTURE: dict[str, Mutation] = {
    "rows: deleted": rows_deleted,
    "rows: repeated": rows_repeated,
    "rows: shuffled": rows_shuffled,
    "rows: blank": blank_rows,
    "rows: totals": totals_put_in,
    "rows: footnotes": footnotes,
    "rows: second table": second_table,
    "rows: titles above": title_rows,
    "rows: ragged": ragged,
    "header: renamed": header_renamed,
    "header: repeated": header_repeated,
    "header: moved": header_moved,
    "columns: put in": columns_put_in,
    "columns: removed": columns_removed,
    "columns: swapped": columns_swapped,
    "cells merged": merged_cells,
    "sheets changed": sheets_changed,
}
