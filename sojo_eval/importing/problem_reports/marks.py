"""Which cells of a file are to be coloured, what their comments say, and the list of its problems."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from sojo_eval.foundation.language import Text
from sojo_eval.foundation.problems import Problem, Severity
from sojo_eval.importing.files.cell_addresses import cell_address, position

MOST_COMMENTS = 2_000
"""A sheet: with more, Excel becomes slow to scroll."""
MOST_COLOURED = 50_000
MOST_LISTED = 2_000
_COMMENTED = 3
"""Problems that one comment names."""
_CELL = re.compile(r"([A-Z]{1,3})(\d{1,7})")
_NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")

SEVERITY: dict[Severity, Text] = {
    "error": Text("誤り", "Error"),
    "warning": Text("注意", "Warning"),
    "note": Text("お知らせ", "Note"),
}


@dataclass(frozen=True)
class Mark:
    """A cell to colour; row and column from 0, column None where a problem has a row only. No comment when too many."""

    row: int
    column: int | None
    severity: Severity
    comment: str = ""


@dataclass(frozen=True)
class Line:
    """One line of the list. `cell` is empty where the problem has no place in the sheet."""

    severity: Severity
    sheet: str
    cell: str
    row: int | None
    column: str
    value: str
    message: Text
    fix: Text


@dataclass(frozen=True)
class Marks:
    """`cells` by the sheet's name. `left_out` are the sentences on what was too much to show."""

    errors: int
    warnings: int
    cells: dict[str, list[Mark]]
    lines: list[Line]
    left_out: list[Text]


def marks_of(problems: Sequence[Problem]) -> Marks:
    """The marks of one file's errors and warnings; the errors first where not all can be shown."""
    ordered = sorted(problems, key=lambda p: p.severity != "error")
    at: dict[str, dict[tuple[int, int | None], list[Problem]]] = {}
    for p in ordered:
        place = _place(p)
        if place is not None:
            at.setdefault(p.sheet, {}).setdefault(place, []).append(p)
    cells = {sheet: _marks(found) for sheet, found in at.items()}
    lines = [
        Line(p.severity, p.sheet, _address(p), p.row, p.column, plain(p.value), p.message, p.fix)
        for p in ordered[:MOST_LISTED]
    ]
    errors = sum(p.severity == "error" for p in problems)
    return Marks(errors, len(problems) - errors, cells, lines, [*_left_out(at, len(problems))])


def placed(
    marks: Iterable[Mark], place: Callable[[int, int | None], tuple[int, int]]
) -> dict[tuple[int, int], Mark]:
    """The marks at the cells that exist: `place` gives a merged cell's first one, and the column of a row alone.

    Where several come together the first (an error before a warning) gives the colour, and each comment is written once.
    """
    found: dict[tuple[int, int], list[Mark]] = {}
    for mark in marks:
        found.setdefault(place(mark.row, mark.column), []).append(mark)
    joined = {}
    for (row, column), mine in found.items():
        comments = [*dict.fromkeys(mark.comment for mark in mine if mark.comment)]
        joined[row, column] = Mark(row, column, mine[0].severity, "\n\n".join(comments[:_COMMENTED]))
    return joined


def plain(text: str) -> str:
    """Without the signs that no XML file may hold: one of them and Excel calls the book damaged."""
    return _NOT_IN_XML.sub("\ufffd", text)


def _place(p: Problem) -> tuple[int, int | None] | None:
    if found := _CELL.fullmatch(p.cell):
        return int(found[2]) - 1, position(found[1])
    return None if p.row is None or p.row < 1 else (p.row - 1, None)


def _address(p: Problem) -> str:
    """The cell to jump to: of a row alone its first one."""
    place = _place(p)
    return "" if place is None else cell_address(place[0], place[1] or 0)


def _marks(found: dict[tuple[int, int | None], list[Problem]]) -> list[Mark]:
    marks = []
    for number, ((row, column), mine) in enumerate(found.items()):
        if number == MOST_COLOURED:
            break
        comment = _comment(mine) if number < MOST_COMMENTS else ""
        marks.append(Mark(row, column, mine[0].severity, comment))
    return marks


def _comment(problems: Sequence[Problem]) -> str:
    """What is wrong and how to fix it, in Japanese and below it in English."""
    first = problems[:_COMMENTED]
    japanese = [f"【{SEVERITY[p.severity].ja}】{p.message.ja}\n→ {p.fix.ja}" for p in first]
    english = [f"[{SEVERITY[p.severity].en}] {p.message.en}\n→ {p.fix.en}" for p in first]
    if more := len(problems) - len(first):
        japanese.append(f"ほか {more:,} 件")
        english.append(f"and {more:,} more")
    return plain("\n".join(japanese) + "\n\n" + "\n".join(english))


def _left_out(at: dict[str, dict[tuple[int, int | None], list[Problem]]], count: int) -> Iterable[Text]:
    if any(len(found) > MOST_COMMENTS for found in at.values()):
        yield Text(
            f"コメントは1シートに {MOST_COMMENTS:,} 個までです。ほかのセルは色だけです"
            f"（{MOST_COLOURED:,} 個まで）",
            f"A sheet has at most {MOST_COMMENTS:,} comments; further cells are only coloured"
            f" (up to {MOST_COLOURED:,})",
        )
    if count > MOST_LISTED:
        yield Text(
            f"{count:,} 件のうち、はじめの {MOST_LISTED:,} 件を並べています。全部は clean/problems.csv にあります",
            f"The first {MOST_LISTED:,} of {count:,} problems are listed; all are in clean/problems.csv",
        )
