"""Which rows below the header are records, and why the others are none: each row has exactly one answer."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np

from sojo_eval.foundation.language import Text
from sojo_eval.foundation.problems import Problem
from sojo_eval.importing.files.cell_addresses import letters
from sojo_eval.importing.files.cells import Cell, Mask, Positions, as_text, is_blank
from sojo_eval.importing.files.sheet import Sheet
from sojo_eval.importing.mappings.mapping import VARIABLE, Mapping, Rows, Totals, filled
from sojo_eval.importing.mappings.patterns import pattern
from sojo_eval.importing.tables.columns import Reader, cells_below
from sojo_eval.importing.tables.footnotes import is_footnote
from sojo_eval.importing.tables.headers import Header, start_of_table
from sojo_eval.importing.tables.rows_like_records import above_the_header, at_the_end
from sojo_eval.importing.tables.totals import PrintedSums
from sojo_eval.importing.values.personal_data import tellable
from sojo_eval.japanese import is_missing, label_key
from sojo_eval.schema import Table

BLANK = "blank row"
FOOTNOTE = "footnote"
TOTAL = "total"
ABOVE = "above the table"
BELOW = "below the table"
TOTAL_WORDS = frozenset(
    map(label_key, ("合計", "小計", "総計", "総合計", "総数", "計", "年計", "年度計", "月計", "累計"))
)
"""What a row or a column of sums is called, where a name or a date stands otherwise."""
TOTAL_SIGNS = ("計", "数")
"""Each of these words holds one of them."""


@dataclass
class Chosen:
    """`rows` are the records' row indices in the sheet; `left_out` counts the others by rule.

    `events` are rows for the table `events` that footnotes gave.
    """

    rows: Positions
    left_out: dict[str, int] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    events: list[dict[str, str]] = field(default_factory=list)


def choose_rows(
    sheet: Sheet, header: Header, mapping: Mapping, table: Table, reader: Reader, shown: str
) -> Chosen:
    """All rows but the header's, each a record or left out by one rule; totals are checked on the way.

    reader: how the cells of a mapped column are read.
    """
    first, count = header.first, sheet.height - header.first
    filled_cells = sheet.filled_cells(0)
    above = filled_cells[: header.top] > 0
    open_: Mask = np.ones(max(count, 0), dtype=bool)
    chosen = Chosen(np.flatnonzero(open_) + first)
    chosen.left_out |= {ABOVE: int(above.sum()), BLANK: int((~above).sum())}
    chosen.problems += above_the_header(
        sheet, header, mapping, table, max(0, start_of_table(sheet, mapping)), shown
    )
    if count <= 0:
        return chosen
    filled_cells = filled_cells[first:]

    def leave(mask: Mask, rule: str) -> Positions:
        rows = np.flatnonzero(mask & open_)
        if len(rows):
            open_[rows] = False
            chosen.left_out[rule] = chosen.left_out.get(rule, 0) + len(rows)
        return rows + first

    if mapping.until:
        below = leave(_from_the_end(sheet, first, mapping.until), BELOW)
        if len(below):
            row = int(below[0])
            chosen.problems += at_the_end(sheet, header, mapping, table, row, len(below), shown)
    leave(filled_cells == 0, BLANK)
    for rule in mapping.leave_out:
        leave(_fits(sheet, header, mapping, rule), rule.why)
    for row in leave(_footnotes(sheet, mapping, filled_cells, open_, first), FOOTNOTE):
        _note(sheet, int(row), mapping, shown, chosen)
    parts = Totals(Rows("", why=TOTAL))
    wanted = [(t, _fits(sheet, header, mapping, t.rows)) for t in mapping.totals]
    wanted.append((parts, _by_word(sheet, header, mapping, table)))
    marked = [(total, leave(mask, total.rows.why or TOTAL)) for total, mask in wanted]
    chosen.rows = np.flatnonzero(open_) + first
    if mapping.sums or any(len(rows) for _, rows in marked):
        sums = PrintedSums(sheet, header, mapping, table, reader, shown)
        chosen.problems += sums.check(chosen.rows, marked)
    return chosen


def _fits(sheet: Sheet, header: Header, mapping: Mapping, rule: Rows) -> Mask:
    """Rows by their cell as the records have it; only where blank cells are asked for, as it stands."""
    at = header.columns[rule.column]
    cells = sheet.column(at, header.first) if rule.blank else cells_below(sheet, header, mapping, at)
    return cells.where(_test(rule))


def _test(rule: Rows) -> Callable[[Cell], bool]:
    if rule.blank:
        return lambda cell: is_missing(as_text(cell))
    if rule.starts_with:
        return lambda cell: str(cell).strip().startswith(rule.starts_with)
    if rule.matches:
        searched = pattern(rule.matches)
        return lambda cell: searched.search(as_text(cell)) is not None
    equal = {label_key(text) for text in rule.equals}
    return lambda cell: label_key(as_text(cell)) in equal


def _from_the_end(sheet: Sheet, first: int, until: str) -> Mask:
    """Rows from the one on whose first filled cell fits `until`: further right the word may stand in any text."""
    searched = pattern(until)
    found: Mask = np.zeros(sheet.height - first, dtype=bool)
    unseen = ~found
    for at in range(sheet.width()):
        cells = sheet.column(at, first)
        found |= unseen & cells.where(lambda cell: searched.search(str(cell)) is not None)
        unseen &= cells.blank()
    return np.logical_or.accumulate(found)


def _footnotes(sheet: Sheet, mapping: Mapping, filled_cells: Positions, open_: Mask, first: int) -> Mask:
    """Rows with one cell alone that begins as footnotes do, and those that the mapping's notes fit."""
    mask: Mask = np.zeros(len(open_), dtype=bool)
    for i in np.flatnonzero(open_ & (filled_cells == 1)):
        text = next(str(cell) for cell in sheet.row(int(i) + first) if not is_blank(cell))
        mask[i] = is_footnote(text) or any(pattern(n.matches).search(text) for n in mapping.notes)
    return mask


def _note(sheet: Sheet, row: int, mapping: Mapping, shown: str, chosen: Chosen) -> None:
    """A footnote is shown to the person, and becomes an event where the mapping says how; one that the mapping knows and
    makes no event of is not."""
    at, text = next((i, str(c)) for i, c in enumerate(sheet.row(row)) if not is_blank(c))
    told = tellable(text.strip())
    used = False
    for note in mapping.notes:
        found = pattern(note.matches).search(text)
        if found is not None and not note.event:
            return  # known, and of no matter
        if found is not None and told == text.strip():
            groups = {**{k: v or "" for k, v in found.groupdict().items()}, "note": text.strip()}
            event = {name: filled(value, groups) for name, value in note.event.items()}
            if event not in chosen.events:
                chosen.events.append(event)
            used = True
    message = Text(f"注記があります: {told}", f"There is a footnote: {told}")
    fix = (
        Text("定義変更として events に加えました", "It was entered in events")
        if used
        else Text(
            "定義や範囲の変更なら、city.toml の [[events]] か対応表の [[notes]] に書いてください。"
            "関係なければ [[notes]] に matches だけを書けば、次から出ません",
            "If it changes a definition, write it into [[events]] of city.toml or [[notes]] of the mapping; if it does not"
            " matter, [[notes]] with matches alone keeps it from being told again",
        )
    )
    where = f"{letters(at)}{row + 1}"
    chosen.problems.append(
        Problem(
            "footnote",
            message,
            fix,
            file=shown,
            sheet=sheet.name,
            row=row + 1,
            table=mapping.table,
            cell=where,
            severity="note",
        )
    )


def _by_word(sheet: Sheet, header: Header, mapping: Mapping, table: Table) -> Mask:
    """Rows that say 合計 or 小計 where a date, the name of something or what tells records apart belongs."""
    mask: Mask = np.zeros(sheet.height - header.first, dtype=bool)
    places: set[int] = set()
    for column in mapping.columns:
        target = table.field(column.field)
        told = column.lookup or target.type == "date" or target.codelist or target.name in table.primary_key
        if not told or any(
            label_key(spelling) in TOTAL_WORDS for spelling in mapping.codes.get(column.field, {})
        ):
            continue
        named = (str(column.place),) if column.place is not None else VARIABLE.findall(column.text)
        places |= {header.columns[name] for name in named if name in header.columns}
    for at in sorted(places):
        cells = cells_below(sheet, header, mapping, at)
        # A key has a million values: those with one of the signs are found at once, and only they are looked at.
        signed = {position for sign in TOTAL_SIGNS for position in cells.holding(sign)}
        totals = [position for position in signed if label_key(str(cells.values[position])) in TOTAL_WORDS]
        if totals:
            mask |= np.isin(cells.codes, totals)
    return mask
