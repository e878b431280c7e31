"""Finding a table in a sheet: its header of one to three rows, and where each mapped column stands."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from datetime import date
from typing import NamedTuple

from rapidfuzz import fuzz, process

from sojo_eval.foundation.language import Text
from sojo_eval.foundation.problems import Problem
from sojo_eval.importing.files.cell_addresses import letters, position
from sojo_eval.importing.files.cells import as_text
from sojo_eval.importing.files.sheet import Sheet
from sojo_eval.importing.mappings.mapping import VARIABLE, FileMapping, Place
from sojo_eval.importing.mappings.patterns import pattern
from sojo_eval.importing.tables.located import Header, MappedSheet
from sojo_eval.importing.values.personal_data import HIDDEN, tellable
from sojo_eval.japanese import label_key, normalise

SEARCHED_ROWS = 60
_SEARCHED_CELLS = 60_000
"""Of a sheet of more than a thousand columns fewer rows are searched."""
MOST_HEADER_ROWS = 3
_LIKELY = 60
"""Share (in %) of equal characters from which another header may be the missing one renamed."""


_LETTER = re.compile("列?([A-Z]{1,2})")
"""A column by its letter; 列A where another column is headed A."""
_Miss = tuple[Place, list[int]]
"""A place that is nowhere, or in the columns given, which are several."""


class _Candidate(NamedTuple):
    """Labels that may be the header, the index of their topmost row and of the first one below."""

    labels: tuple[str, ...]
    top: int
    first: int


def find_header(mapped: MappedSheet, variables: Mapping[str, str]) -> tuple[Header | None, list[Problem]]:
    """Where the mapping's columns stand, or which of them are missing and what they may be called now.

    Without `header_rows` the header is the first row, else the first two or three rows together, that hold every
    mapped label, below the row that fits `below`.
    """
    best: tuple[_Candidate, list[_Miss], set[int]] | None = None
    for candidate in _candidates(mapped):
        header, misses, taken = _matched(candidate, mapped.mapping, variables)
        if header is not None:
            return header, []
        if best is None or len(misses) < len(best[1]):
            best = (candidate, misses, taken)
    return None, [_no_header(mapped)] if best is None else _of_misses(mapped, *best)


def _no_header(mapped: MappedSheet) -> Problem:
    message = Text("見出しの行が見つかりません", "The header row is not found")
    fix = Text(
        f"対応表の below（{mapped.mapping.below}）と header_rows を確かめてください",
        f"Check below ({mapped.mapping.below}) and header_rows in the mapping",
    )
    return mapped.problem("missing-column", message, fix)


def _of_misses(
    mapped: MappedSheet, candidate: _Candidate, misses: Sequence[_Miss], taken: set[int]
) -> list[Problem]:
    """One problem for each place that is nowhere, or in several columns, in the likeliest header."""
    # A row of records may be the likeliest header where the header is lost: no person in it is repeated.
    there = {
        i: printed
        for i, label in enumerate(candidate.labels)
        if label.strip() and (printed := tellable(label)) != HIDDEN
    }
    free = [printed for i, printed in there.items() if i not in taken]
    row = candidate.first - 1
    return [
        _twice(mapped, row, place, found) if found else _missing(mapped, row, place, free, [*there.values()])
        for place, found in misses
    ]


def start_of_table(sheet: Sheet, mapping: FileMapping) -> int:
    """The row (index) from which the header is looked for; -1 where no row fits `below`."""
    if not mapping.below:
        return 0
    for index in range(sheet.height):
        if any(pattern(mapping.below).search(str(cell)) for cell in sheet.row(index)):
            return index + 1
    return -1


def _candidates(mapped: MappedSheet) -> list[_Candidate]:
    """What may be the header, the likeliest first; nothing where the table does not begin."""
    sheet, mapping = mapped.sheet, mapped.mapping
    start = start_of_table(sheet, mapping)
    if start < 0:
        return []
    searched = max(MOST_HEADER_ROWS, min(SEARCHED_ROWS, _SEARCHED_CELLS // max(1, sheet.width())))
    top = sheet.head(max(start + searched, max(mapping.header_rows, default=0)))
    if mapping.header_rows:
        rows = [r - 1 for r in mapping.header_rows]
        return [_Candidate(each, min(rows), max(rows) + 1) for each in _labels(top, sheet, rows)]
    found = []
    for several in range(1, MOST_HEADER_ROWS + 1):
        for i in range(start, len(top) - several + 1):
            if any(str(cell).strip() for cell in top[i]):
                each = _labels(top, sheet, list(range(i, i + several)))
                found += [_Candidate(labels, i, i + several) for labels in each]
    # The topmost header, by its last row: a table further down must not win because its header has fewer rows.
    return sorted(found, key=lambda candidate: candidate.first)


def _labels(top: list[list[object]], sheet: Sheet, rows: Sequence[int]) -> list[tuple[str, ...]]:
    """The labels with those of groups filled to the right, and as they stand where that is something else."""
    if len(rows) == 1:
        return [join_labels(top, sheet, rows)]
    return [*dict.fromkeys(join_labels(top, sheet, rows, filled=filled_) for filled_ in (True, False))]


def join_labels(
    top: list[list[object]], sheet: Sheet, rows: Sequence[int], filled: bool = False
) -> tuple[str, ...]:
    """Labels of the rows, joined by "/" where there are several: merged cells filled, equal neighbours once.

    filled: a label over several columns that is not merged (text files cannot) heads those to its right too.
    """
    width = len(top[0]) if top else 0
    grid = {r: [as_label(cell) for cell in top[r]] if r < len(top) else [""] * width for r in rows}
    if len(rows) == 1:
        return tuple(grid[rows[0]])
    merged_rows: set[int] = set()
    for (above, left), (below, right) in sheet.merged:
        if above in grid and left < width:
            merged_rows |= {above} if right > left else set()
            for r in range(above, below + 1):
                for c in range(left, min(right + 1, width)):
                    if r in grid:
                        grid[r][c] = grid[above][left]
    if filled:
        _fill_right(grid, [r for r in rows if r not in merged_rows], rows, width)
    joined = []
    for c in range(width):
        parts: list[str] = []
        for r in rows:
            label = grid[r][c]
            if label and (not parts or parts[-1] != label):
                parts.append(label)
        joined.append("/".join(parts))
    return tuple(joined)


def as_label(cell: object) -> str:
    """A header's cell: a month that Excel holds as 4.0 is 4, a day loses its midnight."""
    return as_text(cell) if isinstance(cell, float | date) else str("" if cell is None else cell).strip()


def _fill_right(grid: dict[int, list[str]], open_: Sequence[int], rows: Sequence[int], width: int) -> None:
    """Give the label of a group to the columns at its right: blank there, something below them as below the group's own
    first column, and all rows above alike."""
    for number, row in enumerate(rows[:-1]):
        if row not in open_:
            continue
        above, below = rows[:number], rows[number + 1 :]
        for c in range(1, width):
            alike = all(grid[r][c] == grid[r][c - 1] for r in above)
            parts = all(any(grid[r][at] for r in below) for at in (c - 1, c))
            if not grid[row][c] and grid[row][c - 1] and alike and parts:
                grid[row][c] = grid[row][c - 1]


def _expected(mapping: FileMapping, variables: Mapping[str, str]) -> list[Place]:
    """Every place that must be found: columns, and the headers that texts, rules and sums name."""
    named = [name for c in mapping.columns for name in VARIABLE.findall(c.text) if name not in variables]
    wide = mapping.wide.columns if mapping.wide is not None else ()
    from_wide = {name for w in wide for name in (*w.variables, *pattern(w.place.pattern).groups)}
    from_title = pattern(mapping.title).groups if mapping.title else ()
    from_headings = {name for h in mapping.headings for name in pattern(h.matches).groups}
    named = [name for name in named if name not in {*from_wide, *from_title, *from_headings}]
    named += [h.column for h in mapping.headings]
    named += [rule.column for rule in mapping.leave_out]
    named += [name for t in mapping.totals for name in (t.rows.column, *t.same, *t.columns)]
    named += [name for s in mapping.sums for name in (s.total, *s.parts, *s.same)]
    named += [*mapping.fill_down, *mapping.carry_time]
    named += [name for c in mapping.columns for name in c.otherwise]
    return [*mapping.places(), *(Place((name,)) for name in dict.fromkeys(named))]


def _matched(
    candidate: _Candidate, mapping: FileMapping, variables: Mapping[str, str]
) -> tuple[Header | None, list[_Miss], set[int]]:
    """The header, or what is nowhere in it and the columns that were found."""
    labels = candidate.labels
    keys = [label_key(label) for label in labels]
    at: dict[str, int] = {}
    misses: list[_Miss] = []
    fields = {str(place) for place in mapping.places() if not place.position}
    for place in _expected(mapping, variables):
        found = columns_at(place, keys, labels, mapping.aliases, by_letter=str(place) not in fields)
        if len(found) == 1:
            at[str(place)] = found[0]
        else:
            misses.append((place, found))
    if misses:
        return None, misses, {*at.values(), *(i for i, _ in _wide(mapping, keys, labels))}
    wide = _wide(mapping, keys, labels)
    if mapping.wide is not None and not wide:
        patterns = Place(tuple(w.place.pattern for w in mapping.wide.columns))
        return None, [(patterns, [])], {*at.values()}
    printed = tuple("" if tellable(label) == HIDDEN else label for label in labels)
    units = _units(mapping, keys, labels)
    return Header(printed, candidate.top, candidate.first, at, wide, units), [], set()


def columns_at(
    place: Place,
    keys: Sequence[str],
    labels: Sequence[str],
    aliases: Mapping[str, tuple[str, ...]],
    by_letter: bool = False,
) -> list[int]:
    """The columns a place fits. by_letter: a rule may name a column by its letter where no header is so called."""
    if place.position:
        return [position(place.position)] if position(place.position) < len(keys) else []
    if place.pattern:
        return [i for i, label in enumerate(labels) if pattern(place.pattern).fullmatch(normalise(label))]
    for name in [name for header in place.headers for name in (header, *aliases.get(header, ()))]:
        wanted = label_key(name)
        found = [i for i, key in enumerate(keys) if key == wanted]
        if found:
            return found
    letter = _LETTER.fullmatch(place.headers[0]) if by_letter and len(place.headers) == 1 else None
    if letter is not None and position(letter[1]) < len(keys):
        return [position(letter[1])]
    return []


def _wide(
    mapping: FileMapping, keys: Sequence[str], labels: Sequence[str]
) -> tuple[tuple[int, Mapping[str, str]], ...]:
    found: dict[int, Mapping[str, str]] = {}
    for column in mapping.wide.columns if mapping.wide is not None else ():
        for i in columns_at(column.place, keys, labels, mapping.aliases):
            groups = (
                pattern(column.place.pattern).fullmatch(normalise(labels[i]))
                if column.place.pattern
                else None
            )
            named = {k: v or "" for k, v in groups.groupdict().items()} if groups else {}
            found.setdefault(i, {**named, **column.variables})
    return tuple(sorted(found.items(), key=lambda item: item[0]))


def _units(mapping: FileMapping, keys: Sequence[str], labels: Sequence[str]) -> dict[int, str]:
    """The unit of the cells of wide columns, where the mapping says one."""
    found: dict[int, str] = {}
    for column in mapping.wide.columns if mapping.wide is not None else ():
        for i in columns_at(column.place, keys, labels, mapping.aliases):
            found.setdefault(i, column.cells_in)
    return {i: unit for i, unit in found.items() if unit}


def _missing(
    mapped: MappedSheet, row: int, place: Place, free: Sequence[str], there: Sequence[str]
) -> Problem:
    """What was expected, what is there, and what it is probably called now: one of the headers that are `free`."""
    name = place.headers[0] if place.headers else str(place)
    near = process.extractOne(name, free, scorer=fuzz.ratio, processor=label_key, score_cutoff=_LIKELY)
    hint, alias = Text("", ""), Text("", "")
    if near is not None:
        hint = Text(f"（「{near[0]}」に変わっていませんか）", f" (renamed to “{near[0]}”?)")
        if place.headers:
            line = f"{json.dumps(name, ensure_ascii=False)} = [{json.dumps(near[0], ensure_ascii=False)}]"
            alias = Text(
                f"対応表の [aliases] に {line} と足してもかまいません。", f" Or add {line} to its [aliases]."
            )
    found = "、".join(label.replace("\n", " ") for label in there)[:300]
    message = Text(f"列「{place}」がありません{hint.ja}", f"The column “{place}” is missing{hint.en}")
    fix = Text(
        f"見出しを直すか、対応表を書き換えてください。{alias.ja}見つかった見出し: {found or 'なし'}",
        f"Correct the header, or change the mapping.{alias.en} Headers found: {found or 'none'}",
    )
    return mapped.problem("missing-column", message, fix, row=row, column=str(place))


def _twice(mapped: MappedSheet, row: int, place: Place, found: Sequence[int]) -> Problem:
    where = ", ".join(letters(i) for i in found)
    message = Text(
        f"列「{place}」が{len(found)}つあります（{where}列）",
        f"“{place}” heads {len(found)} columns ({where})",
    )
    fix = Text(
        '対応表で position = "列の記号" とするか、header_rows に上の見出しの行も加えてください',
        'Write position = "letter" in the mapping, or add the row above to header_rows',
    )
    return mapped.problem("ambiguous-column", message, fix, row=row, column=str(place))
