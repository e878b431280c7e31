"""Reading an entry workbook back: the mapping of each filled sheet, and what of the workbook holds no records.

Sheets are known by the hidden sheet's word (`entry_marker`), columns by their headers wherever these stand. A sheet
that was renamed or copied is known by its headers, if only one of the workbook's tables has them.
"""

from __future__ import annotations

import glob
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from sojo_eval.foundation.language import Text
from sojo_eval.foundation.problems import Problem
from sojo_eval.importing.files.cell_addresses import cell_address, letters
from sojo_eval.importing.files.cells import as_text, is_blank
from sojo_eval.importing.files.sheet import Sheet
from sojo_eval.importing.forms.fields import date_forms, looked_up
from sojo_eval.importing.forms.marker import EXAMPLE, MARKER_SHEET, EntrySheet, Marker, read_marker
from sojo_eval.importing.mappings.mapping import Column, FileMapping, Place
from sojo_eval.importing.tables.headers import SEARCHED_ROWS
from sojo_eval.japanese import label_key
from sojo_eval.schema import Schema, Table


@dataclass(frozen=True)
class _Found:
    """An entry sheet as it came back. row: index of its header, None where none of its labels is there."""

    sheet: Sheet
    made: EntrySheet
    row: int | None
    labels: tuple[str, ...] = ()

    @property
    def is_filled(self) -> bool:
        """Whether anything stands below the header."""
        if self.row is None:
            return self.sheet.holds_something()
        return bool(self.sheet.filled_cells(self.row + 1).any())


def entry_mappings(sheets: Sequence[Sheet], file_name: str, schema: Schema) -> list[FileMapping]:
    """The mappings of an entry workbook made by `sojo-eval template`, one per filled entry sheet; none for others.

    `files` is left empty: the caller knows which file it is. Optional columns that are gone are not asked for,
    required ones are, so that the import says which are missing.
    """
    return [
        _mapping(found, file_name, schema.tables[found.made.table], schema)
        for found in _entry_sheets(sheets)
        if found.is_filled and found.made.table in schema.tables
    ]


def entry_sheets_not_read(sheets: Sequence[Sheet]) -> frozenset[str]:
    """Names of the sheets that hold no records by design: instructions, lists, examples, the hidden one, blank ones.

    An example that grew is not among them: somebody may have written records into it.
    """
    marker = read_marker(sheets)
    if marker is None:
        return frozenset()
    heights = {s.name: s.height for s in marker.sheets if s.kind == "example"}
    still = {s.name for s in marker.sheets if s.kind in ("instructions", "codes")} | {MARKER_SHEET}
    still |= {s.name for s in sheets if _used_height(s) <= heights.get(s.name, -1)}
    return frozenset(still | {found.sheet.name for found in _entry_sheets(sheets) if not found.is_filled})


def entry_problems(sheets: Sequence[Sheet], file_name: str, schema: Schema) -> list[Problem]:
    """What of an entry workbook is not read though something stands in it: columns nobody knows, tables that are gone."""
    problems: list[Problem] = []
    for found in _entry_sheets(sheets):
        if not found.is_filled:
            continue
        table = schema.tables.get(found.made.table)
        if table is None:
            problems.append(_gone(found, file_name))
        elif found.row is not None:
            problems += _unknown_columns(found, file_name, table)
    return problems


def _entry_sheets(sheets: Sequence[Sheet]) -> Iterator[_Found]:
    marker = read_marker(sheets)
    if marker is None:
        return
    by_name = {made.name: made for made in marker.sheets}
    for sheet in sheets:
        made = by_name.get(sheet.name)
        if made is None and sheet.name != MARKER_SHEET:
            made = _by_headers(sheet, marker)
        if made is not None and made.kind == "entry":
            yield _found(sheet, made)


def _found(sheet: Sheet, made: EntrySheet) -> _Found:
    """The header is the row that holds most of the sheet's labels."""
    keys = {label_key(header) for header, _ in made.columns}
    rows = [tuple(as_text(cell) for cell in row) for row in sheet.head(SEARCHED_ROWS)]
    hits = [len(keys & {label_key(text) for text in row}) for row in rows]
    if not any(hits):
        return _Found(sheet, made, None)
    row = hits.index(max(hits))
    return _Found(sheet, made, row, rows[row])


def _by_headers(sheet: Sheet, marker: Marker) -> EntrySheet | None:
    """The one table whose headers, most of them at least, stand in a row of a sheet that the marker does not name."""
    fits: list[tuple[float, EntrySheet]] = []
    for made in marker.sheets:
        found = _found(sheet, made) if made.kind == "entry" and made.columns else None
        if found is None or found.row is None:
            continue
        there = {label_key(label) for label in found.labels}
        if label_key(EXAMPLE) in there:
            return None
        share = sum(label_key(header) in there for header, _ in made.columns) / len(made.columns)
        if share > 0.5:
            fits.append((share, made))
    best = max((share for share, _ in fits), default=0.0)
    likely = [made for share, made in fits if share == best]
    return likely[0] if len(likely) == 1 else None


def _mapping(found: _Found, file_name: str, table: Table, schema: Schema) -> FileMapping:
    return FileMapping(
        file=file_name,
        table=table.name,
        files=(),
        columns=tuple(_columns(found, table, schema)),
        sheets=(glob.escape(found.sheet.name),),
        header_rows=() if found.row is None else (found.row + 1,),
    )


def _columns(found: _Found, table: Table, schema: Schema) -> Iterator[Column]:
    """Every field whose header is there, and the required ones."""
    there = {label_key(label) for label in found.labels}
    headers = {field: header for header, field in found.made.columns}
    for field in table.fields:
        header = headers.get(field.name, field.title.ja)
        if label_key(header) in there or field.required:
            place = Place((header,))
            yield Column(field.name, place, lookup=looked_up(table, field, schema), date=date_forms(field))


def _used_height(sheet: Sheet) -> int:
    """Rows down to the last one that holds something."""
    used = [i for i, row in enumerate(sheet.rows) if any(not is_blank(cell) for cell in row)]
    return used[-1] + 1 if used else 0


def _unknown_columns(found: _Found, file_name: str, table: Table) -> Iterator[Problem]:
    """Columns with something below a header that the workbook or the schema does not know."""
    assert found.row is not None
    known = {label_key(header) for header, field in found.made.columns if field in table.field_names}
    known |= {label_key(field.title.ja) for field in table.fields}
    for at, label in enumerate(found.labels):
        if label_key(label) in known:
            continue
        if all(is_blank(cell) for cell in found.sheet.column(at, found.row + 1).used().values):
            continue
        yield Problem(
            "unknown-column",
            Text(
                "記入用の表にない列です。読み込みません",
                "This column is not part of the entry sheet and is not read",
            ),
            Text(
                "見出しを変えたなら元に戻してください。書き足したものなら、そのままでかまいません",
                "If you changed the header, restore it; if you added the column, leave it as it is",
            ),
            file=file_name,
            sheet=found.sheet.name,
            row=found.row + 1,
            column=label or letters(at),
            table=table.name,
            cell=cell_address(found.row, at),
            severity="warning",
        )


def _gone(found: _Found, file_name: str) -> Problem:
    return Problem(
        "unknown-table",
        Text(
            f"この記入用の表（{found.made.table}）は、今のスキーマにはありません",
            f"The schema no longer has the table {found.made.table}",
        ),
        Text(
            "sojo-eval template で新しい記入用の表を作り、写してください",
            "Make a new entry workbook with sojo-eval template and copy the records into it",
        ),
        file=file_name,
        sheet=found.sheet.name,
    )
