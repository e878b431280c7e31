"""A first mapping for a file nobody has mapped yet: which table it is, which column is which field, what stays unclear.

Names are compared with the schema's titles and aliases, values with the fields' types; the officer decides.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache

import numpy as np
from rapidfuzz import fuzz
from scipy.optimize import linear_sum_assignment

from sojo_eval.foundation.language import Text
from sojo_eval.importing.files.cell_addresses import letters
from sojo_eval.importing.files.cells import as_text, is_blank
from sojo_eval.importing.files.sheet import Sheet
from sojo_eval.importing.proposals.columns import (
    EXAMINED,
    ReadColumn,
    ReadSheet,
    are_needed,
    averages,
    header_again,
    heading_lines,
    portal_rows,
    read_columns,
    total_rows,
)
from sojo_eval.importing.proposals.date_forms import MOST_READABLE
from sojo_eval.importing.proposals.figures import as_figures
from sojo_eval.importing.proposals.known_measures import COULD_BE_TOTALS, NO_TOTALS, as_totals, parted
from sojo_eval.importing.proposals.lists import as_list
from sojo_eval.importing.proposals.other_figures import municipality_columns
from sojo_eval.importing.proposals.parts import Part, parts_of
from sojo_eval.importing.proposals.proposal import PUBLISHED, TOTALS, Match, Proposal
from sojo_eval.importing.proposals.residents import as_residents
from sojo_eval.importing.proposals.rows_beside import (
    counted_again,
    doubt,
    footnotes,
    other_rows,
    sums_by_other_names,
    titles,
    unlike_parts,
)
from sojo_eval.importing.values.values import reader_of
from sojo_eval.japanese import UnreadableError, label_key
from sojo_eval.schema import Field, Schema, Table

_SAME_NAME = 78
"""Likeness of names (0–100, rapidfuzz) from which a column is proposed for a field."""
_RECOGNISED = 0.5
"""Share of required fields found × share of columns used above which a sheet is taken for one of the tables."""


def propose(
    sheet: Sheet, file: str, schema: Schema, table: str = "", sheets: Sequence[str] = ()
) -> list[Proposal]:
    """The best reading of each table on a sheet as one of the schema's (or as `table`); none for a sheet without any, and none that
    no table and no figures fit.

    Columns of numbers that are fields of no table are proposed as published figures: one indicator a column. sheets: the
    names of all sheets of the book, which may be its months.
    """
    found = [p for part in parts_of(sheet) for p in _propose(part, file, schema, table, tuple(sheets))]
    return [p for p in found if p.matches or p.figures]


def _propose(part: Part, file: str, schema: Schema, table: str, sheets: tuple[str, ...]) -> list[Proposal]:
    """The readings of one table: one, or two where some of its figures are totals of something known."""
    sheet, header_rows = part.sheet, part.header_rows
    columns = tuple(read_columns(sheet, header_rows, part.beside))
    lines_at, rows = heading_lines(sheet, header_rows)
    needed = are_needed(sheet, header_rows, lines_at, rows)
    lines = [as_text(sheet.row(row)[lines_at]) for row in rows] if needed else []
    title = titles(sheet, header_rows)
    notes = footnotes(sheet, max(header_rows))
    read = ReadSheet(
        file, sheet.name, header_rows, title, columns, sheets, tuple(lines), lines_at if lines else -1, notes
    )
    candidates = [schema.tables[table]] if table else list(schema.tables.values())
    taken = [max((_as_table(read, t, schema) for t in candidates), key=lambda p: p.score)]
    recognised = taken[0].score > _RECOGNISED and taken[0].table.name not in (PUBLISHED, TOTALS)
    recognised = recognised and not _has_other_codes(taken[0], schema)
    if table in ("", PUBLISHED, TOTALS) and not recognised:
        places = as_list(read, schema) if not table else None
        seems = taken if table or _resembles(taken[0]) else []
        taken = [places] if places is not None else _as_figures(read, schema, table) or seems
    return [_with_rows(proposal, part, columns) for proposal in taken]


def _has_other_codes(proposal: Proposal, schema: Schema) -> bool:
    """Whether a required field with a code list has been given a column of which no value is in the list: it may be a table
    of something else, if it holds figures."""
    for match in proposal.matches:
        field = match.field
        if not field.required or field.codelist is None or field.codelist == "units":
            continue
        values = [as_text(v) for v in match.column.cells.values if not is_blank(v)][:EXAMINED]
        spelled = {label_key(name) for name in schema.spellings(field.codelist)}
        if values and not any(label_key(v) in spelled for v in values):
            return True
    return False


def _resembles(proposal: Proposal) -> bool:
    """Whether at least half of what the table needs is there: less is a table by chance, and the sheet is unknown."""
    needed = {f.name for f in proposal.table.fields if f.required}
    return len(needed & {m.field.name for m in proposal.matches}) * 2 >= len(needed)


def _as_figures(read: ReadSheet, schema: Schema, table: str) -> list[Proposal]:
    """Columns of numbers as residents, or as known totals and published figures; nothing where there is none."""
    figures = as_figures(read, schema)
    if figures is None or table == PUBLISHED:
        return [] if figures is None else [figures]
    residents = as_residents(figures, read, schema) if not table else []
    totals = as_totals(figures, read, schema, wanted=True) if table == TOTALS else None
    if residents or totals is not None:
        return residents or ([totals] if totals is not None else [])
    if table == TOTALS:
        return [
            replace(p, unclear=(*p.unclear, NO_TOTALS)) if p.table.name == PUBLISHED else p
            for p in parted(figures, read, schema)
        ]
    return [
        replace(p, unclear=(*p.unclear, COULD_BE_TOTALS))
        if p.table.name == PUBLISHED and as_totals(p, read, schema, wanted=True) is not None
        else p
        for p in parted(figures, read, schema)
    ]


def _with_rows(proposal: Proposal, part: Part, columns: Sequence[ReadColumn]) -> Proposal:
    """The proposal with what its sheet has beside the records: totals, averages, notes, headers once more."""
    sheet, header_rows = part.sheet, part.header_rows
    names = {c.at: c.name for c in columns}
    repeated = {
        (_first(row), as_text(row[_first(row)])) for row in map(sheet.row, header_again(sheet, header_rows))
    }
    of_totals, of_means = total_rows(sheet, max(header_rows)), averages(sheet, header_rows)
    more = counted_again(columns) if proposal.figures else []
    sums, doubtful = (
        sums_by_other_names(columns, [*of_totals, *of_means, *more]) if proposal.figures else ([], [])
    )
    # Of the column of the times themselves every row is a time.
    of_times = proposal.period.used if proposal.period is not None else ()
    parts = [c for c in columns if c not in of_times] if proposal.figures else []
    unlike = unlike_parts(parts, [*of_totals, *of_means, *more, *sums])
    asked = [*([doubt(doubtful)] if doubtful else []), *([other_rows(unlike)] if unlike else [])]
    return replace(
        proposal,
        unclear=(*proposal.unclear, *asked),
        counted_again=tuple((names[at], word) for at, word in more if at in names),
        again=tuple((names[at], text) for at, text in sorted(repeated) if at in names),
        municipalities=municipality_columns(columns) if proposal.figures else (None, None),
        averages=tuple((names[at], word) for at, word in of_means if at in names),
        portal=bool(portal_rows(sheet, max(header_rows)).any()),
        first_label=columns[0].name if columns else "",
        footnotes=footnotes(sheet, max(header_rows)),
        totals=tuple((names.get(at) or letters(at), word) for at, word in [*of_totals, *sums]),
        below=part.below,
        until=part.until,
    )


def _first(row: Sequence[object]) -> int:
    """The first filled cell of a row."""
    return next(at for at, cell in enumerate(row) if not is_blank(cell))


def _as_table(read: ReadSheet, table: Table, schema: Schema) -> Proposal:
    columns = read.columns
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
        if scores[i, j] >= _SAME_NAME * MOST_READABLE
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
    unused = tuple(c.name for c in columns if c.at not in used)
    return Proposal(
        read.file,
        read.sheet,
        table,
        read.header_rows,
        matches,
        unclear=tuple(unclear),
        unused=unused,
        score=found * own,
    )


def _likeness(label: str, target: Field) -> float:
    """Of a header (its last part, and the whole) and the names of a field."""
    if not label:
        return 0.0
    keys = {label_key(label), label_key(label.split("/")[-1])}
    names = _names_of(target.title.ja, target.title.en, target.name, *target.aliases)
    return max(fuzz.ratio(key, name, score_cutoff=_SAME_NAME) for key in keys for name in names)


@lru_cache(maxsize=4096)
def _names_of(*names: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(label_key(name) for name in names if name))


def _readable(column: ReadColumn, target: Field, table: Table, schema: Schema) -> float:
    """The share of the column's values that the field's type can read; 1 for texts."""
    values = [v for v in column.cells.values if not is_blank(v)][:EXAMINED]
    if not values:
        return 0.9
    if target.type == "date":
        return 1.0 if column.dates else 0.0
    if target.codelist is not None:
        spelled = _names_of(*schema.spellings(target.codelist))
        # Spellings of a city's own are put into [codes]: that none fits does not rule the field out.
        return 0.85 + 0.15 * sum(label_key(as_text(v)) in spelled for v in values) / len(values)
    if table.key_to(target.name) is not None or target.type == "string":
        return 1.0
    read = reader_of(target)
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
        codes = [as_text(v) for v in column.cells.values if not is_blank(v)][:EXAMINED]
        # Names are looked up; plain codes are the keys themselves.
        lookup = "" if all(re.fullmatch(r"[A-Za-z0-9_-]+", c) for c in codes) else "name_ja"
    return (column.dates if target.type == "date" else ""), lookup
