"""A first mapping for a file nobody has mapped yet: which table it is, which column is which field, what stays unclear.

Names are compared with the schema's titles and aliases, values with the fields' types; the officer decides.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from rapidfuzz import fuzz
from scipy.optimize import linear_sum_assignment

from sojo_eval.foundation.language import Text
from sojo_eval.importing.cells import Cells, as_text, is_blank
from sojo_eval.importing.headers import SEARCHED_ROWS, join_labels, letters
from sojo_eval.importing.running_totals import running_totals
from sojo_eval.importing.sheet import Sheet
from sojo_eval.importing.values import reader_of
from sojo_eval.japanese import DATE_FORMS, UnreadableError, label_key, parse_date, parse_number
from sojo_eval.schema import Field, Schema, Table

_SAME_NAME = 78
"""Likeness of names (0–100, rapidfuzz) from which a column is proposed for a field."""
_MOST_READABLE = 0.8
"""Share of a column's values that must be readable as the field's type, so that a like name counts."""
_EXAMINED = 400
_YEAR_IN_NAME = re.compile(r"(?<!\d)((?:19|20)\d{2})(?!\d)")
PUBLISHED = "indicators_published"


@dataclass(frozen=True)
class ReadColumn:
    """A column of the sheet: its label and what its values are. dates: the form that reads them, "" for none."""

    at: int
    label: str
    cells: Cells
    dates: str
    numbers: float

    @property
    def is_number(self) -> bool:
        return self.numbers >= _MOST_READABLE


@dataclass(frozen=True)
class Match:
    """A column proposed for a field, and how sure it is (0–100)."""

    column: ReadColumn
    field: Field
    score: float
    date: str = ""
    lookup: str = ""


@dataclass(frozen=True)
class Proposal:
    """What a sheet seems to be. header_rows: from 1. wide: columns of numbers that become a record each.

    running: pairs (total, part) of columns where one is the running total of the other. unclear: what the officer
    must decide. unused: labels of columns that nothing reads.
    """

    file: str
    sheet: str
    table: Table
    header_rows: tuple[int, ...]
    matches: tuple[Match, ...]
    wide: tuple[ReadColumn, ...] = ()
    running: tuple[tuple[ReadColumn, ReadColumn], ...] = ()
    unclear: tuple[Text, ...] = ()
    unused: tuple[str, ...] = ()
    score: float = 0.0
    year: str = ""
    constants: dict[str, str] = field(default_factory=dict)


def propose(sheet: Sheet, file: str, schema: Schema, table: str = "") -> Proposal | None:
    """The best reading of a sheet as one of the schema's tables (or as `table`); None for a sheet that holds none.

    Columns of numbers that are fields of no table are proposed as published figures: one indicator a column.
    """
    header_rows = find_header_rows(sheet)
    if not header_rows:
        return None
    columns = read_columns(sheet, header_rows)
    candidates = [schema.tables[table]] if table else list(schema.tables.values())
    proposals = [_as_table(sheet, file, columns, header_rows, t, schema) for t in candidates]
    best = max(proposals, key=lambda p: p.score)
    if table not in ("", PUBLISHED) or (not table and best.score >= 0.5 and best.table.name != PUBLISHED):
        return best
    return _as_figures(sheet, file, columns, header_rows, schema) or best


def find_header_rows(sheet: Sheet) -> tuple[int, ...]:
    """The rows (from 1) that head the first block of values: the one to three rows of texts right above it."""
    top = sheet.head(SEARCHED_ROWS)
    kinds = [[_kind(cell) for cell in row] for row in top]
    widest = max((sum(k != "" for k in row) for row in kinds), default=0)
    if widest == 0:
        return ()
    for i in range(len(kinds) - 1):
        filled = sum(k != "" for k in kinds[i])
        if filled < max(2, widest * 0.6) or any(k == "value" for k in kinds[i]):
            continue
        below = [row for row in kinds[i + 1 : i + 4] if any(row)]
        if below and any("value" in row for row in below):
            first = i
            while first > 0 and i - first < 2 and _heads(kinds[first - 1], filled, sheet, first - 1):
                first -= 1
            return tuple(range(first + 1, i + 2))
    texts = [i for i, row in enumerate(kinds) if sum(k != "" for k in row) >= max(2, widest * 0.8)]
    return (texts[0] + 1,) if texts else ()


def _heads(row: Sequence[str], below: int, sheet: Sheet, index: int) -> bool:
    """A row of several texts, or merged over several columns, above a header belongs to it; a title does not."""
    merged = any(top == index and right > left for (top, left), (_, right) in sheet.merged)
    filled = sum(k != "" for k in row)
    return "value" not in row and filled >= 2 and (merged or filled >= below * 0.3)


def _kind(cell: object) -> str:
    """ "" for nothing, "value" for a number or date, "text"."""
    if is_blank(cell):
        return ""
    if not isinstance(cell, str):
        return "value"
    try:
        parse_number(cell)
    except UnreadableError:
        return "value" if _date_form([cell]) else "text"
    return "value"


def read_columns(sheet: Sheet, header_rows: Sequence[int]) -> list[ReadColumn]:
    """The columns below the header that have a label or values."""
    labels = join_labels(sheet.head(max(header_rows)), sheet, [r - 1 for r in header_rows])
    found = []
    for at, label in enumerate(labels):
        cells = sheet.column(at, max(header_rows)).used()
        values = [v for v in cells.values if not is_blank(v)][:_EXAMINED]
        if not label and not values:
            continue
        numbers = [v for v in values if _is_number(v)]
        found.append(
            ReadColumn(at, label, cells, _date_form(values), len(numbers) / len(values) if values else 0.0)
        )
    return found


def _is_number(cell: object) -> bool:
    try:
        parse_number(cell)
    except UnreadableError:
        return False
    return True


def _date_form(values: Sequence[object]) -> str:
    """The form in which most of the values are dates; plain numbers are none."""
    texts = [v for v in values if not isinstance(v, int | float)]
    if not texts or len(texts) < len(values) * _MOST_READABLE:
        return ""
    for form in DATE_FORMS:
        if form not in ("month_end", "fiscal_year_end", "excel_serial"):
            readable = sum(_reads(v, form) for v in texts)
            if readable >= len(texts) * _MOST_READABLE:
                return form
    return ""


def _reads(cell: object, form: str) -> bool:
    try:
        parse_date(cell, form)
    except UnreadableError:
        return False
    return True


# As one of the tables ----------------------------------------------------------------------------------------------


def _as_table(
    sheet: Sheet,
    file: str,
    columns: Sequence[ReadColumn],
    header_rows: tuple[int, ...],
    table: Table,
    schema: Schema,
) -> Proposal:
    scores = np.zeros((len(columns), len(table.fields)))
    for i, column in enumerate(columns):
        for j, target in enumerate(table.fields):
            likeness = _likeness(column.label, target)
            if likeness >= _SAME_NAME:
                scores[i, j] = likeness * _readable(column, target, table, schema)
    rows, fields = linear_sum_assignment(scores, maximize=True)
    matches = tuple(
        Match(columns[i], table.fields[j], float(scores[i, j]), *_how(columns[i], table.fields[j], table))
        for i, j in zip(rows.tolist(), fields.tolist(), strict=True)
        if scores[i, j] >= _SAME_NAME * _MOST_READABLE
    )
    matched = {m.field.name for m in matches}
    missing = [f for f in table.fields if f.required and f.name not in matched]
    required = sum(f.required for f in table.fields)
    # Both ways: a table is recognised when its required fields are there and the columns are its own.
    found = (required - len(missing)) / max(required, 1)
    own = len(matches) / max(len(columns), 1)
    used = {m.column.at for m in matches}
    unclear = [
        Text(
            f"必須の項目「{f.title.ja}」（{f.name}）に当たる列が見つかりません",
            f"No column was found for the required field {f.title.en} ({f.name})",
        )
        for f in missing
    ]
    unused = tuple(c.label or letters(c.at) for c in columns if c.at not in used)
    return Proposal(
        file,
        sheet.name,
        table,
        header_rows,
        matches,
        unclear=tuple(unclear),
        unused=unused,
        score=found * own,
    )


def _likeness(label: str, target: Field) -> float:
    """Of a header (its last part, and the whole) and the names of a field."""
    if not label:
        return 0.0
    names = (target.title.ja, target.title.en, target.name, *target.aliases)
    keys = {label_key(label), label_key(label.split("/")[-1])}
    return max(fuzz.ratio(key, label_key(name)) for key in keys for name in names if name)


def _readable(column: ReadColumn, target: Field, table: Table, schema: Schema) -> float:
    """The share of the column's values that the field's type can read; 1 for texts."""
    values = [v for v in column.cells.values if not is_blank(v)][:_EXAMINED]
    if not values:
        return 0.9
    if target.type == "date":
        return 1.0 if column.dates else 0.0
    if target.codelist is not None:
        codes = schema.codelists[target.codelist]
        spelled = {label_key(str(s)) for name in ("code", "title_ja", "title_en") for s in codes[name]}
        # Spellings of a city's own are put into [codes]: that none fits does not rule the field out.
        return 0.85 + 0.15 * sum(label_key(as_text(v)) in spelled for v in values) / len(values)
    if table.key_to(target.name) is not None or target.type == "string":
        return 1.0
    read = reader_of(target, ("day",), None)
    return sum(_does_read(read, v) for v in values) / len(values)


def _does_read(read: object, cell: object) -> bool:
    assert callable(read)
    try:
        read(cell)
    except UnreadableError:
        return False
    return True


def _how(column: ReadColumn, target: Field, table: Table) -> tuple[str, str]:
    """The date form and the lookup of a proposed column."""
    key = table.key_to(target.name)
    lookup = ""
    if key is not None and key.table != table.name:
        codes = [as_text(v) for v in column.cells.values if not is_blank(v)][:_EXAMINED]
        # Names are looked up; plain codes are the keys themselves.
        lookup = "" if all(re.fullmatch(r"[A-Za-z0-9_-]+", c) for c in codes) else "name_ja"
    return (column.dates if target.type == "date" else ""), lookup


# As published figures ----------------------------------------------------------------------------------------------


def _as_figures(
    sheet: Sheet, file: str, columns: Sequence[ReadColumn], header_rows: tuple[int, ...], schema: Schema
) -> Proposal | None:
    """A column of dates and columns of numbers: each of these an indicator. Running totals are only checked."""
    days = next((c for c in columns if c.dates), None)
    numbers = [c for c in columns if c.is_number and c is not days]
    if not numbers:
        return None
    table = schema.tables[PUBLISHED]
    running = running_totals([(c.at, sheet.column(c.at, max(header_rows))) for c in numbers])
    totals = {total for total, _ in running}
    wide = tuple(c for c in numbers if c.at not in totals)
    by_at = {c.at: c for c in numbers}
    used = {c.at for c in numbers} | ({days.at} if days is not None else set())
    unclear = [
        Text(
            "指標の名前（indicator）、単位（unit）、定義（definition）、出典（source）、地域（area）を書いてください",
            "Write the names (indicator), unit, definition, source and area",
        )
    ]
    year = _YEAR_IN_NAME.search(file)
    matches: list[Match] = []
    if days is not None:
        for name in ("period", "period_start", "period_end"):
            form = {"month": "month_end", "fiscal_year_start": "fiscal_year_end"}.get(days.dates, days.dates)
            date = "" if name == "period" else form if name == "period_end" else days.dates
            matches.append(Match(days, table.field(name), 100.0, date))
    else:
        unclear.append(
            Text(
                "日付の列が見つかりません。period_start と period_end を書いてください",
                "No column of dates was found: write period_start and period_end",
            )
        )
    return Proposal(
        file,
        sheet.name,
        table,
        header_rows,
        tuple(matches),
        wide,
        tuple((by_at[total], by_at[part]) for total, part in running),
        tuple(unclear),
        tuple(c.label or letters(c.at) for c in columns if c.at not in used),
        year=year[1] if year else "",
        constants=dict.fromkeys(("area", "unit", "definition", "source"), ""),
    )
