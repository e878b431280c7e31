"""A book of cells as the bytes of a file of any kind that the import reads."""

from __future__ import annotations

import csv
import datetime
import io
import math
import tempfile
import zipfile
from pathlib import Path
from xml.sax.saxutils import quoteattr

import pandas as pd
import pyreadstat
import xlsxwriter
import xlwt

from tests.faults.fuzzing.cell_values import Cell
from tests.faults.fuzzing.grids import Book, Page

ENCODINGS = ("cp932", "utf-8", "utf-8-sig", "utf-16")
WORKBOOKS = (".xlsx", ".xls", ".ods")
TEXTS = (".csv", ".tsv")
SURVEYS = (".sav", ".dta")


def written(book: Book, suffix: str, encoding: str = "utf-8") -> bytes:
    """The bytes of the file. What a kind cannot hold (a lone surrogate, 300 columns in an .xls) is left out of it."""
    if suffix == ".xlsx":
        return _xlsx(book)
    if suffix == ".xls":
        return _xls(book)
    if suffix == ".ods":
        return _ods(book)
    if suffix in TEXTS:
        return text_of(book.page, "\t" if suffix == ".tsv" else ",").encode(encoding, "surrogatepass" if encoding != "cp932" else "replace")  # fmt: skip
    return _survey(book.page, suffix)


def text_of(page: Page, delimiter: str, newline: str = "\r\n") -> str:
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=delimiter, lineterminator=newline)
    for row in page.rows:
        writer.writerow([_as_text(cell) for cell in row])
    return out.getvalue()


def _as_text(cell: Cell) -> str:
    if cell is None:
        return ""
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < 1e15:
        return str(int(cell))
    if isinstance(cell, datetime.datetime):
        return f"{cell.year}/{cell.month}/{cell.day}"
    return str(cell)


def _plain(text: str, longest: int = 32_000) -> str:
    """Without what XML cannot hold."""
    kept = (
        c
        for c in text
        if c in "\t\n\r" or (c >= " " and not "\ud800" <= c <= "\udfff" and c not in "\ufffe\uffff")
    )
    return "".join(kept)[:longest]


def _sheet_name(page: Page, number: int) -> str:
    return "".join(c for c in page.name if c not in "[]:*?/\\'")[:28].strip() or f"S{number}"


def _xlsx(book: Book) -> bytes:
    out = io.BytesIO()
    options = {"in_memory": True, "nan_inf_to_errors": True, "strings_to_urls": False}
    workbook = xlsxwriter.Workbook(out, options)
    day = workbook.add_format({"num_format": "yyyy/m/d"})
    for number, page in enumerate(book.pages):
        sheet = workbook.add_worksheet(_unused(_sheet_name(page, number), workbook))
        for r, row in enumerate(page.rows):
            for c, cell in enumerate(row):
                if isinstance(cell, datetime.datetime | datetime.date | datetime.time):
                    sheet.write_datetime(r, c, cell, day)
                elif isinstance(cell, bool):
                    sheet.write_boolean(r, c, cell)
                elif isinstance(cell, int | float):
                    sheet.write_number(r, c, float(cell))
                elif isinstance(cell, str) and cell.startswith("=") and len(cell) > 2:
                    sheet.write_formula(r, c, _plain(cell), None, "" if r % 2 else 3)
                elif cell is not None and cell != "":
                    sheet.write_string(r, c, _plain(str(cell)))
        for top, left, bottom, right in page.merged:
            sheet.merge_range(top, left, bottom, right, "")
            cell = page.rows[top][left] if top < len(page.rows) and left < len(page.rows[top]) else ""
            sheet.write(top, left, cell if isinstance(cell, int | float) else _plain(_as_text(cell)))
        for r in page.hidden_rows:
            sheet.set_row(r, None, None, {"hidden": True})
        if page.hidden and number:
            sheet.hide()
    workbook.close()
    return out.getvalue()


def _unused(name: str, workbook: xlsxwriter.Workbook) -> str:
    there = {sheet.get_name().lower() for sheet in workbook.worksheets()}
    return name if name.lower() not in there else f"{name[:20]}_{len(there)}"


def _xls(book: Book) -> bytes:
    workbook = xlwt.Workbook()
    day = xlwt.easyxf(num_format_str="yyyy/m/d")
    names: set[str] = set()
    for number, page in enumerate(book.pages):
        name = _sheet_name(page, number)
        sheet = workbook.add_sheet(
            name if name.lower() not in names else f"{name[:20]}_{number}", cell_overwrite_ok=True
        )
        names.add(name.lower())
        for r, row in enumerate(page.rows[:60_000]):
            for c, cell in enumerate(row[:250]):
                if isinstance(cell, datetime.datetime | datetime.date | datetime.time):
                    sheet.write(r, c, cell, day)
                elif isinstance(cell, bool | int | float):
                    sheet.write(r, c, cell if abs(cell) < 1e300 and math.isfinite(cell) else 1e300)
                elif cell is not None and cell != "":
                    sheet.write(r, c, _plain(str(cell)))
        for top, left, bottom, right in page.merged:
            if right < 250:
                sheet.merge(top, bottom, left, right)
        if page.hidden and number:
            sheet.visibility = 1
    out = io.BytesIO()
    workbook.save(out)
    return out.getvalue()


def _ods_cell(cell: Cell, span: str) -> str:
    if isinstance(cell, bool):
        return f'<table:table-cell{span} office:value-type="boolean" office:boolean-value="{str(cell).lower()}"/>'
    if isinstance(cell, int | float):
        return f'<table:table-cell{span} office:value-type="float" office:value="{cell}"><text:p>{cell}</text:p></table:table-cell>'
    if isinstance(cell, datetime.date):
        return (
            f'<table:table-cell{span} office:value-type="date" office:date-value="{cell.isoformat()[:10]}"/>'
        )
    text = quoteattr(_plain(_as_text(cell)).replace("\n", " "))[1:-1]
    if not text:
        return f"<table:table-cell{span}/>"
    return f'<table:table-cell{span} office:value-type="string"><text:p>{text}</text:p></table:table-cell>'


def _ods(book: Book) -> bytes:
    parts = []
    for number, page in enumerate(book.pages):
        spans = {
            (t, a): f' table:number-columns-spanned="{z - a + 1}" table:number-rows-spanned="{b - t + 1}"'
            for t, a, b, z in page.merged
        }
        rows = [
            "<table:table-row>" + "".join(_ods_cell(cell, spans.get((r, c), "")) for c, cell in enumerate(row)) + "</table:table-row>"
            for r, row in enumerate(page.rows)
        ]  # fmt: skip
        name = quoteattr(_plain(page.name) + (f"_{number}" if number else ""))
        parts.append(f"<table:table table:name={name}>{''.join(rows)}</table:table>")
    content = (
        '<?xml version="1.0" encoding="UTF-8"?><office:document-content '
        'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
        'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
        'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" office:version="1.2"><office:body>'
        f"<office:spreadsheet>{''.join(parts)}</office:spreadsheet></office:body></office:document-content>"
    )
    mime = "application/vnd.oasis.opendocument.spreadsheet"
    manifest = (
        '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">'
        f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{mime}"/></manifest:manifest>'
    )
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", mime)
        archive.writestr("content.xml", content)
        archive.writestr("META-INF/manifest.xml", manifest)
    return out.getvalue()


def _survey(page: Page, suffix: str) -> bytes:
    """The last header row as the labels of the variables; all texts, as an export gives them."""
    rows = [[_plain(_as_text(cell), 200) for cell in row] for row in page.rows]
    at = max(0, min(page.first, len(rows)) - 1)
    width = min(max((len(row) for row in rows[at:]), default=1) or 1, 400)
    full = [(row + [""] * width)[:width] for row in rows[at:]]
    names = [f"v{i}" for i in range(width)]
    frame = pd.DataFrame(full[1:] or [[""] * width], columns=names, dtype=object)
    labels = [label[:70] or names[i] for i, label in enumerate(full[0])]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, f"a{suffix}")
        if suffix == ".sav":
            pyreadstat.write_sav(frame, path, column_labels=labels)
        else:
            pyreadstat.write_dta(frame, path, column_labels=labels)
        return path.read_bytes()
