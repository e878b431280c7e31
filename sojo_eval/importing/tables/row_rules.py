"""Which rows below the header are records, and why the others are not: each row has exactly one answer."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np

from sojo_eval.foundation.language import Text
from sojo_eval.foundation.problems import Problem
from sojo_eval.importing.files.cells import Cell, Mask, Positions, as_text, is_blank
from sojo_eval.importing.files.sheet import Sheet
from sojo_eval.importing.mappings.mapping import VARIABLE, Rows, Totals, filled
from sojo_eval.importing.mappings.patterns import pattern
from sojo_eval.importing.tables.footnotes import is_footnote
from sojo_eval.importing.tables.headers import start_of_table
from sojo_eval.importing.tables.located import Located, Reader
from sojo_eval.importing.tables.rows_like_records import above_the_header, at_the_end
from sojo_eval.importing.tables.totals import PrintedSums
from sojo_eval.importing.values.personal_data import tellable
from sojo_eval.japanese import is_missing, label_key

BLANK = "blank row"
FOOTNOTE = "footnote"
TOTAL = "total"
HEADING = "line between the records"
ABOVE = "above the table"
BELOW = "below the table"
_QUARTERS = tuple(f"{sign}{n}四半期" for n in range(1, 5) for sign in ("", "第"))
_HALVES = ("上半期", "下半期", "上半年", "下半年", "上期", "下期", "前期", "後期", "半期")
PARTS_OF_A_YEAR = frozenset((*_QUARTERS, *_HALVES, "通期", "年間", "通年", "全期"))
"""Half-years and the like: a sum where they stand among months."""
_SUMS = ("計", "合計", "小計", "累計")
TOTAL_WORDS = frozenset(
    map(label_key, ("合計", "小計", "総計", "総合計", "総数", "計", "年計", "年度計", "月計", "累計"))
) | {label_key(part + word) for part in PARTS_OF_A_YEAR for word in _SUMS}
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


def choose_rows(located: Located, reader: Reader) -> Chosen:
    """All rows but the header's, each a record or left out by one rule; totals are checked on the way.

    reader: how the cells of a mapped column are read.
    """
    sheet, header, mapping = located.sheet, located.header, located.mapping
    first, count = header.first, sheet.height - header.first
    filled_cells = sheet.filled_cells(0)
    above = filled_cells[: header.top] > 0
    open_: Mask = np.ones(max(count, 0), dtype=bool)
    chosen = Chosen(np.flatnonzero(open_) + first)
    chosen.left_out |= {ABOVE: int(above.sum()), BLANK: int((~above).sum())}
    chosen.problems += above_the_header(located, max(0, start_of_table(sheet, mapping)))
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
            chosen.problems += at_the_end(located, int(below[0]), len(below))
    leave(filled_cells == 0, BLANK)
    leave(located.heading_lines, HEADING)
    for rule in mapping.leave_out:
        leave(_fits(located, rule), rule.why)
    for row in leave(_footnotes(located, filled_cells, open_), FOOTNOTE):
        _note(located, int(row), chosen)
    parts = Totals(Rows("", why=TOTAL))
    wanted = [(t, _fits(located, t.rows)) for t in mapping.totals]
    wanted.append((parts, _by_word(located)))
    marked = [(total, leave(mask, total.rows.why or TOTAL)) for total, mask in wanted]
    chosen.rows = np.flatnonzero(open_) + first
    if mapping.sums or any(len(rows) for _, rows in marked):
        chosen.problems += PrintedSums(located, reader).check(chosen.rows, marked)
    return chosen


def _fits(located: Located, rule: Rows) -> Mask:
    """Rows by their cell as the records have it; only where blank cells are asked for, as it stands."""
    at = located.header.columns[rule.column]
    cells = located.sheet.column(at, located.header.first) if rule.blank else located.below(at)
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


def _footnotes(located: Located, filled_cells: Positions, open_: Mask) -> Mask:
    """Rows with one cell alone that begins as footnotes do, and those that the mapping's notes fit."""
    mask: Mask = np.zeros(len(open_), dtype=bool)
    for i in np.flatnonzero(open_ & (filled_cells == 1)):
        row = located.sheet.row(int(i) + located.header.first)
        text = next(str(cell) for cell in row if not is_blank(cell))
        fits = (pattern(note.matches).search(text) for note in located.mapping.notes)
        mask[i] = is_footnote(text) or any(fits)
    return mask


def _note(located: Located, row: int, chosen: Chosen) -> None:
    """A footnote is reported, and becomes an event where the mapping says how; one that the mapping knows and
    makes no event of is not."""
    at, text = next((i, str(c)) for i, c in enumerate(located.sheet.row(row)) if not is_blank(c))
    printed = tellable(text.strip())
    used = False
    for note in located.mapping.notes:
        found = pattern(note.matches).search(text)
        if found is not None and not note.event:
            return  # known, and of no matter
        if found is not None and printed == text.strip():
            groups = {**{k: v or "" for k, v in found.groupdict().items()}, "note": text.strip()}
            event = {name: filled(value, groups) for name, value in note.event.items()}
            if event not in chosen.events:
                chosen.events.append(event)
            used = True
    message = Text(f"注記があります: {printed}", f"There is a footnote: {printed}")
    fix = (
        Text("定義変更として events に加えました", "It was added to events")
        if used
        else Text(
            "定義や範囲の変更なら、city.toml の [[events]] か対応表の [[notes]] に書いてください。"
            "関係なければ [[notes]] に matches だけを書けば、次から出ません",
            "If it changes a definition, add it to [[events]] of city.toml or [[notes]] of the mapping."
            " To hide it next time, add [[notes]] with matches alone",
        )
    )
    chosen.problems.append(located.problem("footnote", message, fix, row=row, at=at, severity="note"))


def _by_word(located: Located) -> Mask:
    """Rows that say 合計 or 小計 where a date, the name of something or what tells records apart belongs."""
    header, mapping, table = located.header, located.mapping, located.table
    mask: Mask = np.zeros(located.sheet.height - header.first, dtype=bool)
    places: set[int] = set()
    for column in mapping.columns:
        target = table.field(column.field)
        names = column.lookup or target.type == "date" or target.codelist or target.name in table.primary_key
        if not names or any(
            label_key(spelling) in TOTAL_WORDS for spelling in mapping.codes.get(column.field, {})
        ):
            continue
        named = (str(column.place),) if column.place is not None else VARIABLE.findall(column.text)
        places |= {header.columns[name] for name in named if name in header.columns}
    for at in sorted(places):
        cells = located.below(at)
        # A key has a million values: those with one of the signs are found at once, and only they are looked at.
        signed = {position for sign in TOTAL_SIGNS for position in cells.holding(sign)}
        totals = [position for position in signed if label_key(str(cells.values[position])) in TOTAL_WORDS]
        if totals:
            mask |= np.isin(cells.codes, totals)
    return mask
