"""Workbooks to write records into, made from the schema: what is written so imports without a mapping.

A sheet a table with drop-downs, checks and notes in both languages, a filled example beside it, the code lists, how to
fill it in, and a hidden sheet by which the import knows it again (`entry_marker`).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO
from typing import Any

import pandas as pd
import xlsxwriter
from xlsxwriter.utility import xl_col_to_name

from sojo_eval.importing.forms.choices import CODES_SHEET, ChoiceList, choices_of, lists_for, write_lists
from sojo_eval.importing.forms.examples import example_cells, example_rows
from sojo_eval.importing.forms.fields import entry_fields, in_short, is_month, need
from sojo_eval.importing.forms.instructions import INSTRUCTIONS_SHEET, write_instructions
from sojo_eval.importing.forms.looks import Looks, looks_of, width_of
from sojo_eval.importing.forms.marker import EXAMPLE, MARKER_SHEET, EntrySheet, Marker, marker_rows
from sojo_eval.importing.forms.validation import validation
from sojo_eval.schema import Schema, Table
from sojo_eval.schema.version import schema_version

ROWS = 2000
"""Rows with drop-downs and checks; the import reads rows below them, too."""
HEADER_ROW = 5
"""Index of the row of Japanese titles; above it title, a sentence, what is required, how to write, English titles."""
_NEED_ROW, _HOW_ROW, _ENGLISH_ROW = 2, 3, 4
_MADE = datetime(2020, 1, 1)
"""Said to be made then, so that the same schema gives the same bytes."""
_FORBIDDEN = str.maketrans(dict.fromkeys("[]:*?/\\'", " "))


def sheet_name(table: Table, before: str = "") -> str:
    """The name of a table's sheet: its Japanese title, within what Excel allows."""
    return f"{before}{table.title.ja.translate(_FORBIDDEN)}"[:31].strip()


def entry_workbook(
    names: Sequence[str], schema: Schema, known: Mapping[str, pd.DataFrame] | None = None
) -> bytes:
    """The .xlsx for these tables, as bytes; the same input gives the same bytes.

    known: clean tables of the city, whose names are put up for choice where an asked table refers to one of them.
    Raises SojoEvalError for a table that the schema does not have.
    """
    tables = [schema.table(name) for name in dict.fromkeys(names)]
    lists = lists_for(tables, schema, known or {})
    content = BytesIO()
    options = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    book = xlsxwriter.Workbook(content, options)
    book.set_properties({"title": "記入用 / Entry workbook", "author": "sojo-eval", "created": _MADE})
    looks = looks_of(book)
    into = _Book(book, looks, schema, [t.name for t in tables], lists)
    write_instructions(book.add_worksheet(INSTRUCTIONS_SHEET), looks, tables, sheet_name, schema, ROWS)
    made = [EntrySheet(INSTRUCTIONS_SHEET, "instructions")]
    made += [into.entry(table) for table in tables]
    made += [into.example(table) for table in tables]
    write_lists(book, lists, looks)
    made.append(EntrySheet(CODES_SHEET, "codes"))
    marker = book.add_worksheet(MARKER_SHEET)
    for row, cells in enumerate(marker_rows(Marker(schema_version(), tuple(made)))):
        marker.write_row(row, 0, cells)
    marker.very_hidden()
    book.close()
    return content.getvalue()


@dataclass(frozen=True)
class _Book:
    """The workbook being written."""

    book: Any
    looks: Looks
    schema: Schema
    names: Sequence[str]
    lists: Sequence[ChoiceList]

    def entry(self, table: Table) -> EntrySheet:
        """The sheet to write into."""
        name, fields = sheet_name(table), entry_fields(table)
        sheet = self.book.add_worksheet(name)
        sheet.set_tab_color(self.looks.entry_tab)
        self._head(
            sheet,
            table,
            0,
            f"{table.title.ja}　{table.title.en}",
            "見出しの下に、1行に1件ずつ書きます。濃い青の列は必須です。合計の行は書きません。　"
            "One record a row, below the header. Dark blue columns are required. No rows of totals.",
        )
        first, last = HEADER_ROW + 1, HEADER_ROW + ROWS
        end = len(fields) - 1
        for at, field in enumerate(fields):
            choices = choices_of(table, field, self.names, self.schema, self.lists)
            sheet.data_validation(first, at, last, at, validation(table, field, self.schema, choices))
            key = xl_col_to_name(at)
            if field.required:
                row = f"$A{first + 1}:${xl_col_to_name(end)}{first + 1}"
                blank = f"=AND(COUNTA({row})>0,ISBLANK(${key}{first + 1}))"
                options = {"type": "formula", "criteria": blank, "format": self.looks.lacking}
                sheet.conditional_format(first, at, last, at, options)
            if table.primary_key == (field.name,):
                options = {"type": "duplicate", "format": self.looks.twice}
                sheet.conditional_format(first, at, last, at, options)
                self._key_range(table, name, key, first, last)
        sheet.ignore_errors({"number_stored_as_text": f"A{first + 1}:{xl_col_to_name(end)}{last + 1}"})
        sheet.autofilter(HEADER_ROW, 0, last, end)
        sheet.freeze_panes(HEADER_ROW + 1, 1)
        _for_print(sheet)
        return EntrySheet(
            name, "entry", table.name, HEADER_ROW + 1, tuple((f.title.ja, f.name) for f in fields)
        )

    def _key_range(self, table: Table, sheet: str, column: str, first: int, last: int) -> None:
        """Its filled keys, to choose from where another sheet of the workbook refers to them."""
        start, cells = (
            f"'{sheet}'!${column}${first + 1}",
            f"'{sheet}'!${column}${first + 1}:${column}${last + 1}",
        )
        self.book.define_name(f"keys_{table.name}", f"=OFFSET({start},0,0,MAX(1,COUNTA({cells})),1)")

    def example(self, table: Table) -> EntrySheet:
        """The filled sheet, locked so that nobody writes into it by mistake."""
        name, rows = sheet_name(table, f"{EXAMPLE} "), example_rows(table)
        sheet = self.book.add_worksheet(name)
        sheet.set_tab_color(self.looks.other_tab)
        self._head(
            sheet,
            table,
            1,
            f"{EXAMPLE}: {table.title.ja}　Example: {table.title.en}",
            "このシートは書き方の例です。読み込まれません。人・番号は架空のものです。　"
            "This sheet only shows how to write. It is not imported; all is made up.",
        )
        sheet.write(HEADER_ROW, 0, EXAMPLE, self.looks.example_head)
        sheet.set_column(0, 0, 8)
        for row, cells in enumerate(example_cells(rows, table, self.schema), HEADER_ROW + 1):
            sheet.write(row, 0, "例", self.looks.example_mark)
            for at, (field, cell) in enumerate(zip(entry_fields(table), cells, strict=True), 1):
                if isinstance(cell, datetime):
                    form = self.looks.example_month if is_month(field) else self.looks.example_date
                    sheet.write_datetime(row, at, cell, form)
                elif cell is None:
                    sheet.write_blank(row, at, None, self.looks.example)
                else:
                    sheet.write(row, at, cell, self.looks.example)
        sheet.freeze_panes(HEADER_ROW + 1, 0)
        sheet.protect()
        _for_print(sheet)
        return EntrySheet(name, "example", table.name, HEADER_ROW + 1 + len(rows))

    def _head(self, sheet: Any, table: Table, start: int, title: str, sentence: str) -> None:
        """The rows above the records, from column `start` on; columns get their width and form."""
        looks = self.looks
        for row, height in ((0, 24), (_HOW_ROW, 54), (_ENGLISH_ROW, 26), (HEADER_ROW, 34)):
            sheet.set_row(row, height)
        sheet.write(0, 0, title, looks.title)
        sheet.write(1, 0, sentence, looks.sentence)
        for at, field in enumerate(entry_fields(table), start):
            must, how = need(field), in_short(table, field, self.schema)
            flag = f"{must.ja} {must.en.capitalize()}"
            sheet.write(_NEED_ROW, at, flag, looks.required if field.required else looks.optional)
            sheet.write(_HOW_ROW, at, f"{how.ja}\n{how.en}".strip(), looks.small)
            sheet.write(_ENGLISH_ROW, at, field.title.en, looks.small)
            head = looks.required_head if field.required else looks.optional_head
            sheet.write(HEADER_ROW, at, field.title.ja, head)
            sheet.set_column(at, at, width_of(field, self.schema), looks.of_column(field, is_month(field)))


def _for_print(sheet: Any) -> None:
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(HEADER_ROW)
