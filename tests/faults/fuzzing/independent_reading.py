"""The mutated file read without the package: its sheets as rows of texts, or nothing where that reader gives up."""

from __future__ import annotations

import io
import tempfile
import warnings
from pathlib import Path

import numpy as np
import openpyxl
import pandas as pd
import pyreadstat
from python_calamine import CalamineWorkbook

Sheets = dict[str, list[list[str]]]
_BOMS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))


def readings(content: bytes, suffix: str) -> list[Sheets]:
    """One reading, or for a text one of each delimiter that it might have."""
    if suffix in (".csv", ".tsv"):
        return [{"": text_rows(_decoded(content), delimiter)} for delimiter in ",\t;|"]
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            if suffix == ".xlsx":
                return [_by_openpyxl(content)]
            if suffix in (".sav", ".dta"):
                return [_by_pyreadstat(content, suffix)]
            return [_by_calamine(content)]
    except Exception:  # openpyxl is stricter, and fails in ways of its own
        return []


def _decoded(content: bytes) -> str:
    for mark, encoding in _BOMS:
        if content.startswith(mark):
            return content.decode(encoding)
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        return content.decode("cp932", "replace")


def text_rows(text: str, delimiter: str) -> list[list[str]]:
    """RFC 4180 by hand: a quotation mark counts at the beginning of a cell, and doubled inside."""
    rows: list[list[str]] = []
    row: list[str] = []
    cell: list[str] = []
    quoted, i, n = False, 0, len(text)
    while i < n:
        c = text[i]
        if quoted:
            if c == '"' and text[i + 1 : i + 2] == '"':
                cell.append('"')
                i += 1
            elif c == '"':
                quoted = False
            else:
                cell.append(c)
        elif c == '"' and not cell:
            quoted = True
        elif c == delimiter:
            row.append("".join(cell))
            cell = []
        elif c in "\r\n":
            if c == "\r" and text[i + 1 : i + 2] == "\n":
                i += 1
            rows.append([*row, "".join(cell)])
            row, cell = [], []
        else:
            cell.append(c)
        i += 1
    return [*rows, [*row, "".join(cell)]] if row or cell else rows


def _by_openpyxl(content: bytes) -> Sheets:
    """Row by row as they stand: otherwise openpyxl drops what lies hidden in merged ranges, and believes the size told."""
    book = openpyxl.load_workbook(io.BytesIO(content), data_only=True, read_only=True)
    sheets: Sheets = {}
    for sheet in book.worksheets:
        sheet.reset_dimensions()
        sheets[sheet.title] = [
            ["" if c.value is None or c.data_type == "e" else str(c.value) for c in row]
            for row in sheet.iter_rows()
        ]
    return sheets


def _by_calamine(content: bytes) -> Sheets:
    book = CalamineWorkbook.from_filelike(io.BytesIO(content))
    names = book.sheet_names
    return {
        n: [[str(c) for c in row] for row in book.get_sheet_by_name(n).to_python(skip_empty_area=False)]
        for n in names
    }


def _by_pyreadstat(content: bytes, suffix: str) -> Sheets:
    """Row 1: the labels, row 2: blank, as the package numbers them where there are labels."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, f"a{suffix}")
        path.write_bytes(content)
        read = pyreadstat.read_sav if suffix == ".sav" else pyreadstat.read_dta
        frame, about = read(str(path), apply_value_formats=False)
    rows = [["" if pd.isna(c) else str(c) for c in row] for row in frame.astype(object).to_numpy()]
    titles = [str(label or "").strip() for label in about.column_labels]
    labels = [title or name for title, name in zip(titles, about.column_names, strict=True)]
    return {"": [labels, [], *rows]}


def filled_below(rows: list[list[str]]) -> list[int]:
    """For each row index: how many rows from it on hold something (one entry more than there are rows)."""
    filled = [any(cell.strip() for cell in row) for row in rows]
    return [*np.cumsum(filled[::-1])[::-1].tolist(), 0]
