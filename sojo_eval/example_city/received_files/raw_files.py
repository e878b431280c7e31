"""Writes the raw files of the example city: CP932 and UTF-8 CSV, workbooks with titles, merged headers and totals."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import numpy as np
import pandas as pd
import xlsxwriter
from numpy.typing import NDArray

from sojo_eval.example_city.received_files.sources import Column, Source, Write
from sojo_eval.example_city.received_files.spellings import (
    Texts,
    fiscal_year_name,
    named,
    plain,
    title_of,
    written,
)
from sojo_eval.example_city.world import Tables
from sojo_eval.foundation.files import write_with
from sojo_eval.schema import load_schema

TITLE_ROWS, HEADER_ROWS = 2, 2
_NOT_NUMBERS = {"strings_to_numbers": False, "strings_to_formulas": False, "strings_to_urls": False}


def write_raw(folder: Path, sources: tuple[Source, ...], tables: Tables) -> list[Path]:
    """Write every source's files into `folder` and return their paths."""
    made: list[Path] = []
    books: dict[str, list[Source]] = {}
    for source in sources:
        if source.form == "xlsx":
            books.setdefault(source.file, []).append(source)
            continue
        for year, rows in _by_year(source, tables[source.table]):
            path = folder / source.file.format(year=year)
            lines = _csv_lines(source, tables, rows, year)
            newline, encoding = ("\r\n", "cp932") if source.form == "cp932" else ("\n", "utf-8-sig")
            content = (newline.join(lines) + newline).encode(encoding)
            write_with(path, partial(_put, content))
            made.append(path)
    for name, parts in books.items():
        write_with(folder / name, partial(_workbook, parts, tables))
        made.append(folder / name)
    return made


def _by_year(source: Source, frame: pd.DataFrame) -> list[tuple[int, pd.DataFrame]]:
    """The table's rows by fiscal year of `source.by`; everything under year 0 when it is not split."""
    if not source.by:
        return [(0, frame)]
    day = frame[source.by]
    year = (day.dt.year - (day.dt.month < 4)).to_numpy()
    return [(int(y), frame[year == y]) for y in np.unique(year)]


def _spelled(column: Column, source: Source, tables: Tables, rows: pd.DataFrame, year: int) -> Texts:
    """A column's values as they stand in the file."""
    field = load_schema().tables[source.table].field(column.field)
    write: Write = column.write
    if column.lookup:
        target = tables[column.lookup]
        write = named(dict(zip(target.iloc[:, 0], target["name_ja"], strict=True)))
    elif field.codelist and column.write is plain:
        write = title_of(field.codelist, column.instead if year < column.until_year else None)
    return written(rows[column.field], write)


def _csv_lines(source: Source, tables: Tables, rows: pd.DataFrame, year: int) -> list[str]:
    columns = [_quoted(_spelled(c, source, tables, rows, year)) for c in source.columns]
    header = ",".join(c.header for c in source.columns)
    return [header, *map(",".join, zip(*columns, strict=True))]


def _quoted(values: Texts) -> list[str]:
    """Values as CSV cells; those with a comma, a quote or a line break stand in quotes."""
    texts = [v if isinstance(v, str) else str(v) for v in values.tolist()]
    if not any("," in t or '"' in t or "\n" in t for t in dict.fromkeys(texts)):
        return texts
    return [f'"{t.replace(chr(34), chr(34) * 2)}"' if any(c in t for c in ',"\n') else t for t in texts]


def _put(content: bytes, path: Path) -> None:
    path.write_bytes(content)


def _workbook(parts: list[Source], tables: Tables, path: Path) -> None:
    """One workbook with the sheets of `parts`."""
    with xlsxwriter.Workbook(str(path), _NOT_NUMBERS) as book:
        book.set_properties({"title": parts[0].title, "created": pd.Timestamp("2026-04-10").to_pydatetime()})
        bold = book.add_format({"bold": True, "align": "center", "border": 1})
        day = book.add_format({"num_format": "yyyy/m/d"})
        for source in parts:
            for year, rows in _by_year(source, tables[source.table]):
                name = source.sheet.format(fiscal_year=fiscal_year_name(year))
                sheet = book.add_worksheet(name)
                sheet.write_string(0, 0, f"西東京市 {source.title}")
                sheet.write_string(1, 0, f"{name}　合成データ（例示用）")
                _header(sheet, source.columns, bold)
                top = TITLE_ROWS + HEADER_ROWS
                for at, column in enumerate(source.columns):
                    values = _spelled(column, source, tables, rows, year)
                    _cells(sheet, top, at, values, day)
                _bottom(sheet, top + len(rows), source, rows)


def _header(sheet: xlsxwriter.worksheet.Worksheet, columns: tuple[Column, ...], form: object) -> None:
    """Two header rows: a group stands merged above its columns, other headers are merged downwards."""
    first, second = TITLE_ROWS, TITLE_ROWS + 1
    at = 0
    while at < len(columns):
        group = columns[at].group
        if not group:
            sheet.merge_range(first, at, second, at, columns[at].header, form)
            at += 1
            continue
        width = 1
        while at + width < len(columns) and columns[at + width].group == group:
            width += 1
        if width > 1:
            sheet.merge_range(first, at, first, at + width - 1, group, form)
        else:
            sheet.write_string(first, at, group, form)
        for i in range(width):
            sheet.write_string(second, at + i, columns[at + i].header, form)
        at += width


def _cells(sheet: xlsxwriter.worksheet.Worksheet, top: int, at: int, values: Texts, day: object) -> None:
    for row, value in enumerate(values.tolist(), start=top):
        if value == "":
            continue
        if isinstance(value, str):
            sheet.write_string(row, at, value)
        elif isinstance(value, int | float):
            sheet.write_number(row, at, value)
        else:
            sheet.write_datetime(row, at, value, day)


def _bottom(sheet: xlsxwriter.worksheet.Worksheet, row: int, source: Source, rows: pd.DataFrame) -> None:
    """A row of totals under the counts (or the number of rows) and a footnote."""
    sheet.write_string(row, 0, "合計")
    table = load_schema().tables[source.table]
    for at, column in enumerate(source.columns[1:], start=1):
        if table.field(column.field).type == "integer" and column.write is plain:
            sheet.write_number(row, at, int(_numbers(rows[column.field]).sum()))
    sheet.write_string(row + 1, 0, source.note)


def _numbers(column: pd.Series) -> NDArray[np.float64]:
    return column.fillna(0).to_numpy(dtype=np.float64)
